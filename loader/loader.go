// Package loader brings records out of files into a store.
//
// A [Format] reads a file as a stream of records, each with its place, and goes
// on after a bad one. [Load] gathers the records, puts them into change sets of
// one collection each, applies these, and reports what was added, changed, left
// as it was, removed and refused, with file and line:
//
//   - The order of files and of records does not matter. What refers to
//     something that has not come yet waits for it; what is still missing at the
//     end is refused.
//   - What is bad is refused alone: a claim, or a fact that has no other claim
//     or whose ends are wrong, or an entity or a source.
//   - Entities and sources are shared by collections, which describe them alike.
//     What would change the words of a collection that the files don't speak of
//     is refused.
//   - What the program found in documents is no file's. It stays as it is.
//   - Each change set is stored whole or not at all. A load that was cut short
//     can be started again: what is stored already counts as unchanged. Change
//     sets have no idempotency key, since one made of their content would turn
//     the way back to an earlier content into nothing.
//
// A collection of some thousand records goes into one change set, a longer one
// into several. The loader keeps in memory the ids of all records, all entities
// and sources, and what waits.
//
// What a record may say is decided by package kb, and again by the store. This
// package adds places in files, and what may have been meant.
package loader

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"actorgraph/kb"
)

// Pos is a place in a file.
type Pos struct {
	File string
	Line int // from 1; 0: the file as a whole
}

func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// SyntaxError says what is wrong with a record, and where.
type SyntaxError struct {
	Pos
	Msg string
	ID  kb.ID // of the entity or source that is refused with it, as far as that can be told
}

func (e *SyntaxError) Error() string { return e.Pos.String() + ": " + e.Msg }

// Record is one thing that a file says: an entity, a source, or a fact with its
// claims. With none of them it says that there is the collection.
type Record struct {
	Pos
	Collection kb.Collection // what the file says of it; often the name alone
	Entity     *kb.Entity
	Source     *kb.Source
	Fact       kb.Fact
	Claims     []*Claim // on the fact
	Lines      Lines
}

// Lines are where the keys of a record or a claim stand, if not on its first line.
type Lines map[string]int

// of is the place of what msg, which may begin with a key, finds wrong with what
// begins at pos.
func (l Lines) of(msg string, pos Pos) Pos {
	key := strings.TrimSuffix(strings.SplitN(msg, " ", 2)[0], ":")
	if line, ok := l[key]; ok {
		pos.Line = line
	}
	return pos
}

// Claim is a claim as a file has it. Other claims of the load can name it.
type Claim struct {
	Pos
	*kb.Claim
	Lines Lines
	Name  string // what other claims of the same load call it, or ""
	// AnswersNamed and RetractsNamed are names of claims, to be added to the
	// ids that Answers and Retracts hold.
	AnswersNamed, RetractsNamed []string
}

// Format is a way of writing records into a file.
type Format struct {
	Name string   // as in --format
	Exts []string // the extensions of its files: ".yaml"
	// Read yields the records of a file in their order, and a [*SyntaxError] in
	// place of each that is bad; it goes on after that. Any other error ends it.
	Read func(r io.Reader, file string) iter.Seq2[*Record, error]
}

// Input is one file to be read.
type Input struct {
	Name   string // as places show it
	Format Format
	Open   func() (io.ReadCloser, error)
}

// Options say how to load.
type Options struct {
	// Replace removes from each collection that the files speak of what they
	// don't hold. Nothing is removed once anything was refused.
	Replace bool
	// Collection, if it is not empty, is the collection that all records go
	// into, whatever collection the files name.
	Collection string
	// Progress is told, now and then, how many records were read and stored.
	Progress func(read, stored int)
}

// Report tells what a load did.
type Report struct {
	Files       int      // read to their end
	Collections []string // those that the files speak of, sorted
	Stored      int      // records of the files that were stored or had been before: entities, sources and facts
	// How many records of each class were new, differed from what was stored,
	// did not, and are gone.
	Added, Changed, Unchanged, Removed map[kb.Class]int
	// Version of the store rose if anything changed, be it the description of a
	// collection alone.
	Before, After int64
	Refused       int            // things that are wrong
	Refusals      []*SyntaxError // the first [MaxRefusals] of them, by place; what is wrong with all of a file, once
	// NotReplaced tells that not all was removed that was to be, because
	// something was refused.
	NotReplaced bool
}

// MaxRefusals bounds how many refusals a report tells one by one.
const MaxRefusals = 1000

// Load reads the inputs and stores their records. The report tells what was
// done also where an error ended it, such as a file that can't be read, a store
// that does not answer or a cancelled context. A refused record is no error.
func Load(ctx context.Context, store kb.Store, inputs []Input, o Options) (*Report, error) {
	return newLoad(store, o, sizes{flushAt: 10_000, batch: 10_000}).do(ctx, inputs)
}

// sizes say how much is done at a time.
type sizes struct {
	flushAt int // how many records are gathered before it is tried to store them
	batch   int // how many ids a change set gets, unless what has to be together has more
}

// load is a load under way.
type load struct {
	store   kb.Store
	options Options
	report  *Report
	read    int

	collections map[string]kb.Collection // by name, described or not
	finished    map[string]bool          // described and replaced as far as is asked

	// What the files hold, so that nothing stands twice, and for Replace.
	entities map[kb.ID]declared[kb.Entity]
	sources  map[kb.ID]declared[kb.Source]
	facts    map[string]map[kb.ID]Pos // by collection
	claims   map[kb.ID]Pos
	names    map[string]named // claims that have a name
	moved    map[kb.ID]kb.ID  // claims whose collection is not the file's, from the id there
	refused  map[kb.ID]Pos    // entities, sources and claims; a name as in [nameID]
	told     map[string]bool  // what is wrong with a whole file or collection, and was told
	guesses  map[kb.ID]string // what wrong ids may have been meant for

	pending []*Record
	sizes   sizes
	tryAt   int // how many pending records make it worth to try

	there map[kb.ID]bool    // whether it is stored, as far as it was asked
	kinds map[kb.ID]kb.Kind // of entities in the files, or else in the store
	// Entities and sources of the files that the store was asked for; nil: it has
	// not got them, or in the same words.
	stored map[kb.ID]*stored
	// The links of sources of the files that the store has DETECTED.
	detected map[kb.ID][]kb.Derivation
}

// declared is where a file says what an entity or a source is, and what it says.
type declared[T any] struct {
	pos         Pos
	record      *T
	collections []string
}

type named struct {
	pos Pos
	id  kb.ID
}

func newLoad(store kb.Store, o Options, s sizes) *load {
	return &load{
		store: store, options: o, sizes: s, tryAt: s.flushAt,
		report: &Report{
			Added: map[kb.Class]int{}, Changed: map[kb.Class]int{},
			Unchanged: map[kb.Class]int{}, Removed: map[kb.Class]int{},
		},
		collections: map[string]kb.Collection{},
		finished:    map[string]bool{},
		entities:    map[kb.ID]declared[kb.Entity]{},
		sources:     map[kb.ID]declared[kb.Source]{},
		facts:       map[string]map[kb.ID]Pos{},
		claims:      map[kb.ID]Pos{},
		names:       map[string]named{},
		moved:       map[kb.ID]kb.ID{},
		refused:     map[kb.ID]Pos{},
		told:        map[string]bool{},
		guesses:     map[kb.ID]string{},
		there:       map[kb.ID]bool{},
		kinds:       map[kb.ID]kb.Kind{},
		stored:      map[kb.ID]*stored{},
		detected:    map[kb.ID][]kb.Derivation{},
	}
}

func (l *load) do(ctx context.Context, inputs []Input) (*Report, error) {
	err := l.run(ctx, inputs)
	slices.SortStableFunc(l.report.Refusals, func(a, b *SyntaxError) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	l.report.Collections = slices.Sorted(maps.Keys(l.collections))
	return l.report, err
}

func (l *load) run(ctx context.Context, inputs []Input) (err error) {
	if only := l.options.Collection; only != "" {
		set := kb.ChangeSet{Collection: kb.Collection{Name: only}}
		if err := set.Validate(); err != nil {
			return err
		}
	}
	if l.report.Before, err = l.store.Version(ctx); err != nil {
		return err
	}
	l.report.After = l.report.Before
	for _, in := range inputs {
		if err := l.file(ctx, in); err != nil {
			return err
		}
		l.report.Files++
	}
	return l.finish(ctx)
}

func (l *load) file(ctx context.Context, in Input) error {
	f, err := in.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	for r, err := range in.Format.Read(f, in.Name) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if bad, ok := errors.AsType[*SyntaxError](err); ok {
			l.refuse(bad.Pos, "%s", bad.Msg)
			if bad.ID != "" {
				l.refused[bad.ID] = bad.Pos
			}
			continue
		}
		if err != nil {
			return err
		}
		l.read++
		if l.take(r) {
			l.pending = append(l.pending, r)
		}
		if len(l.pending) >= l.tryAt {
			if err := l.flush(ctx, false); err != nil {
				return err
			}
			// What waits is not tried again with every further record.
			l.tryAt = max(l.sizes.flushAt, 2*len(l.pending))
		}
		if l.read%500 == 0 {
			l.progress()
		}
	}
	return nil
}

func (l *load) progress() {
	if l.options.Progress != nil {
		l.options.Progress(l.read, l.report.Stored)
	}
}

func (l *load) refuse(at Pos, format string, args ...any) {
	l.report.Refused++
	if len(l.report.Refusals) < MaxRefusals {
		l.report.Refusals = append(l.report.Refusals, &SyntaxError{Pos: at, Msg: fmt.Sprintf(format, args...)})
	}
}

// refuseOnce refuses, and says why only the first time in each file. It is for
// what is wrong with many records in the same way.
func (l *load) refuseOnce(at Pos, format string, args ...any) {
	msg := fmt.Sprintf(format, args...)
	key := at.File + "\x00" + msg
	if l.told[key] {
		l.report.Refused++
		return
	}
	l.told[key] = true
	l.refuse(at, "%s", msg)
}
