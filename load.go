package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/seed"
	"actorgraph/store"
	"actorgraph/store/sqlitestore"
)

// formats lists the formats that can be loaded.
func formats() []loader.Format {
	return []loader.Format{seedfile.Format}
}

// loadSettings are the flags of load.
type loadSettings struct {
	format  string
	dryRun  bool
	seed    bool
	options loader.Options
}

func newLoadCommand(app *program) *cobra.Command {
	var set loadSettings
	cmd := &cobra.Command{
		Use:   "load [PATH…]",
		Short: "Load files into a store",
		Long: `load brings the records of files into a store, and tells what it added, changed,
left as it was, removed and refused, and why. A store in a file is made if it is
not there.

A PATH is a file, a folder, of which all files of a known extension are loaded
(.yaml and .yml), or - for standard input. The order of files does not matter: a
relation may stand in one and its ends in another, or in the store already.

A bad record is refused alone, with file and line, and all else is loaded; load
then exits with 1. Loading the same files again changes nothing. So a load that
was cut short can simply be started again, and goes on.

What the files no longer say stays in the store, unless --replace is given: then
their collections hold what the files say and nothing else. As soon as anything
is refused, nothing is removed any more. --replace with a file that has a
collection and no record empties that collection.

Collections share entities and sources, and none changes what another says of
them: what several describe is corrected by loading the files of all together.

--seed loads the data that actorgraph comes with, into collections of their own.
An older edition of them is replaced. Corrections of your own are safest in a
collection of your own.`,
		Example: `  actorgraph load my-files/
  actorgraph load --dry-run my-files/        tell what it would do
  actorgraph load --replace my-files/        remove what they no longer say
  actorgraph load --seed --store neo4j://localhost:7687
  generate | actorgraph load -`,
		RunE: func(cmd *cobra.Command, paths []string) error { return app.load(cmd.Context(), set, paths) },
	}
	app.addStoreFlag(cmd)
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&set.format, "format", "", "read files in this `FORMAT`, whatever their extension: "+strings.Join(formatNames(), ", "))
	f.StringVar(&set.options.Collection, "collection", "", "put all records into the collection `NAME`, whatever the files say; with --seed, load that one alone")
	f.BoolVar(&set.options.Replace, "replace", false, "remove from the collections of the files what the files don't say")
	f.BoolVar(&set.dryRun, "dry-run", false, "change nothing, and tell what would be done; works on a temporary copy of the store")
	f.BoolVar(&set.seed, "seed", false, "load the data that actorgraph comes with")
	return cmd
}

func formatNames() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.Name)
	}
	return names
}

func (app *program) load(ctx context.Context, set loadSettings, paths []string) error {
	if name := set.options.Collection; name != "" {
		if err := checkCollection(name, set.seed); err != nil {
			return err
		}
	}
	if len(paths) == 0 && !set.seed {
		return errors.New("nothing to load: name files or folders, - for standard input, or --seed for the data that actorgraph comes with")
	}
	inputs, err := findInputs(ctx, paths, set.format)
	if err != nil {
		return err
	}
	st, err := app.openTarget(ctx, set.dryRun)
	if err != nil {
		return err
	}
	defer st.Close()
	if set.dryRun {
		fmt.Fprintln(app.stdout, "dry run: nothing is written; this is what would be done")
	}
	progress := app.progress()
	set.options.Progress = progress.tell
	refused := 0
	tell := func(report *loader.Report, failed error) error {
		progress.clear()
		if report == nil {
			return failed
		}
		refused += report.Refused
		if _, err := fmt.Fprint(app.stdout, describeLoad(report)); err != nil {
			return cmp.Or(failed, err)
		}
		switch {
		case failed == nil:
			return nil
		case errors.Is(failed, context.Canceled):
			failed = errors.New("interrupted")
		}
		if set.dryRun {
			return failed
		}
		return fmt.Errorf("%w; what is told above is stored, and loading again goes on from there", failed)
	}
	if set.seed {
		collections := seed.Collections()
		if set.options.Collection != "" {
			collections = []string{set.options.Collection}
		}
		if err := tell(loadSeed(ctx, st, collections, set.options)); err != nil {
			return err
		}
	}
	if len(inputs) > 0 {
		if err := tell(loader.Load(ctx, st, inputs, set.options)); err != nil {
			return err
		}
	}
	if refused > 0 {
		return fmt.Errorf("%s refused; correct what is told and load again", plural(refused, "record"))
	}
	return nil
}

func checkCollection(name string, seeding bool) error {
	if err := kb.ID(name).Check(); err != nil || strings.Contains(name, ":") {
		return fmt.Errorf("--collection %q: the name of a collection has only lower-case letters, digits and single hyphens between them, as in nso-articles", name)
	}
	if seeding && !slices.Contains(seed.Collections(), name) {
		return fmt.Errorf("--collection %q: the data that actorgraph comes with are of %s", name, strings.Join(seed.Collections(), " and "))
	}
	return nil
}

// openTarget opens the store to load into: for a dry run a copy of it that is
// gone when it is closed.
func (app *program) openTarget(ctx context.Context, dryRun bool) (kb.Store, error) {
	if !dryRun {
		return app.openStore(ctx)
	}
	scratch, err := store.Open(ctx, "sqlite:"+sqlitestore.Memory, store.Credentials{})
	if err != nil {
		return nil, err
	}
	if app.storeIsMissing() {
		return scratch, nil
	}
	err = func() error {
		st, err := app.openStoreToRead(ctx)
		if err != nil {
			return err
		}
		defer st.Close()
		return loader.Copy(ctx, st, scratch)
	}()
	if err != nil {
		return nil, errors.Join(err, scratch.Close())
	}
	return scratch, nil
}

// findInputs finds the files that paths name: the files of folders by name, each
// once.
func findInputs(ctx context.Context, paths []string, format string) ([]loader.Input, error) {
	known := formats()
	if format != "" {
		i := slices.IndexFunc(known, func(f loader.Format) bool { return f.Name == format })
		if i < 0 {
			return nil, unknownFormat(format)
		}
		known = known[i : i+1]
	}
	var inputs []loader.Input
	seen := map[string]bool{}
	for _, p := range paths {
		if p == "-" {
			if !seen[p] {
				inputs = append(inputs, standardInput(ctx, known[0]))
			}
			seen[p] = true
			continue
		}
		files, err := filesAt(p, known)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			abs, err := filepath.Abs(file)
			if err != nil {
				return nil, err
			}
			if seen[abs] {
				continue
			}
			seen[abs] = true
			f, ok := formatOf(file, known)
			if !ok && format == "" {
				return nil, fmt.Errorf("%s: no format has files with this extension (%s); say which it is with --format", file, extensions(known))
			} else if !ok {
				f = known[0]
			}
			inputs = append(inputs, loader.Input{Name: file, Format: f, Open: func() (io.ReadCloser, error) { return os.Open(file) }})
		}
	}
	return inputs, nil
}

func unknownFormat(name string) error {
	if near, ok := kb.Nearest(name, formatNames()); ok {
		return fmt.Errorf("--format %q: there is no such format; did you mean %s?", name, near)
	}
	return fmt.Errorf("--format %q: there is no such format; there is %s", name, strings.Join(formatNames(), ", "))
}

// filesAt lists p itself, or, if it is a folder, the files in it and below that
// have an extension of one of the formats. Hidden ones are passed over.
func filesAt(p string, known []loader.Format) ([]string, error) {
	info, err := os.Stat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file or folder %s", p)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return []string{p}, nil
	}
	var files []string
	err = filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != p && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		if _, ok := formatOf(name, known); ok {
			files = append(files, name)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("the folder %s holds no file with a known extension (%s)", p, extensions(known))
	}
	return files, err
}

func formatOf(file string, known []loader.Format) (loader.Format, bool) {
	ext := strings.ToLower(filepath.Ext(file))
	for _, f := range known {
		if slices.Contains(f.Exts, ext) {
			return f, true
		}
	}
	return loader.Format{}, false
}

func extensions(known []loader.Format) string {
	var all []string
	for _, f := range known {
		all = append(all, f.Exts...)
	}
	return strings.Join(all, ", ")
}

// standardInput reads standard input, until it or ctx ends.
func standardInput(ctx context.Context, f loader.Format) loader.Input {
	return loader.Input{Name: "standard input", Format: f, Open: func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		stop := context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
		go func() {
			_, err := io.Copy(w, os.Stdin)
			stop()
			w.CloseWithError(err)
		}()
		return r, nil
	}}
}

// describeLoad tells what a load did.
func describeLoad(r *loader.Report) string {
	var b strings.Builder
	row := func(title, text string) { fmt.Fprintf(&b, "%-10s %s\n", title, text) }
	read := plural(r.Files, "file")
	if len(r.Collections) > 0 {
		read += " of " + strings.Join(r.Collections, ", ")
	}
	row("read", read)
	row("added", countRecords(r.Added))
	row("changed", countRecords(r.Changed))
	row("unchanged", countRecords(r.Unchanged))
	row("removed", countRecords(r.Removed))
	if r.Refused > 0 {
		row("refused", plural(r.Refused, "record"))
		for _, refusal := range r.Refusals {
			fmt.Fprintf(&b, "  %v\n", refusal)
		}
		if more := r.Refused - len(r.Refusals); more > 0 {
			fmt.Fprintf(&b, "  and %d more\n", more)
		}
	}
	changes := len(r.Added) + len(r.Changed) + len(r.Removed)
	switch {
	case r.NotReplaced:
		b.WriteString("not all was removed that the files don't say, because something was refused\n")
	case r.Refused > 0 || changes > 0:
	case r.After > r.Before:
		b.WriteString("only what is said of a collection as a whole changed\n")
	case len(r.Unchanged) > 0:
		b.WriteString("nothing changed: all of it was stored already\n")
	}
	return b.String()
}

// outline is a load in one line: what it changed.
func outline(r *loader.Report) string {
	var parts []string
	for _, part := range []struct {
		verb string
		n    map[kb.Class]int
	}{{"added", r.Added}, {"changed", r.Changed}, {"removed", r.Removed}} {
		if len(part.n) > 0 {
			parts = append(parts, part.verb+" "+countRecords(part.n))
		}
	}
	return cmp.Or(strings.Join(parts, "; "), "no change")
}

// countRecords says how many records of each class there are: "2 entities, 1 claim".
func countRecords(n map[kb.Class]int) string {
	var parts []string
	for _, class := range kb.Classes {
		if n[class] > 0 {
			parts = append(parts, plural(n[class], string(class)))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing")
}

func plural(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "y"):
		word = strings.TrimSuffix(word, "y") + "ie"
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// progress tells on stderr how far the work is: by a bar where a person looks, and
// by a line now and then where none does.
type progress struct {
	out   io.Writer
	drawn bool                     // by a bar
	bar   *progressbar.ProgressBar // nil: nothing is to be seen
	last  time.Time                // of the lines
}

// between is the time between two lines.
const between = 10 * time.Second

func (app *program) progress() *progress {
	return &progress{out: app.stderr, drawn: isTerminal(app.stderr), last: time.Now()}
}

// unknown stands for how much there is to do where nobody knows.
const unknown = -1

// begin draws the bar for work of which there is so much to do.
func (p *progress) begin(all int) {
	p.clear()
	if p.drawn {
		p.bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(p.out), progressbar.OptionSetElapsedTime(false),
			progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
}

// tell tells how far a load is.
func (p *progress) tell(read, stored int) {
	p.say(read, fmt.Sprintf("%d records read, %d stored", read, stored))
}

// say tells how much is done, in words.
func (p *progress) say(done int, text string) {
	if p.drawn && p.bar == nil {
		p.begin(unknown)
	}
	switch {
	case p.bar != nil:
		p.bar.Describe(text)
		_ = p.bar.Set(done) // a bar that can't be drawn hinders nobody
	case time.Since(p.last) > between:
		p.last = time.Now()
		fmt.Fprintln(p.out, text)
	}
}

// clear makes room for what is said next.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Finish() // a bar that is only cleared draws itself again
		p.bar = nil
	}
}
