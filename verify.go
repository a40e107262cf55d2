package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"actorgraph/documents"
	"actorgraph/kb"
	"actorgraph/store"
)

// verifySettings are the flags of verify.
type verifySettings struct {
	documents   string
	collection  string
	sharedTexts bool
	asJSON      bool
}

func newVerifyCommand(app *program) *cobra.Command {
	var set verifySettings
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check claims against their documents",
		Long: `verify looks up the words that each claim rests on in copies of the documents, and
tells what became of them:

  EXACT          they stand where the claim says
  MOVED          they stand at another place of a document that was set anew
  NOT_HELD       no document in the folder is that of the claim's source
  NOT_SUPPORTED  a mention or a number that the claim gives is not among them, or
                 it names the wrong place of the very text that was read
  CHANGED        the paragraph is there, with other words
  MISSING        the document has no such paragraph, or can't be read

The last three fail: each is told with document, paragraph and reason, and verify
exits with 1. A claim that gives no span of its document is not looked for.

Documents are files of text (.txt, .text, .md), HTML (.html, .htm, .xhtml) and PDF,
in DIR and the folders below it. That of a source is found by the fingerprint of its
text, else by its file name, else by its words.

The result of each claim is kept in the store until the claim or its document
changes there, or it is looked for again. Where a document is not held, an earlier
result stays. With a store that can't be written claims are checked, and no result is
kept.

With --shared-texts the documents are also compared with each other, by their words
and by the order in which they tell their facts. Told is which share a text, how that
shows, and which may. The sources of those that do get a parent, from which they are
DETECTED to derive. It changes no figure unless a question asks for it, by
@lens(detected: true).`,
		Example: `  actorgraph verify --documents articles/
  actorgraph verify --documents articles/ --collection nso-articles
  actorgraph verify --documents articles/ --shared-texts
  actorgraph verify --documents articles/ --json > verified.json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return app.verify(cmd.Context(), set) },
	}
	app.addStoreFlag(cmd)
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&set.documents, "documents", "", "the folder `DIR` holds the documents")
	f.StringVar(&set.collection, "collection", "", "check the claims of the collection `NAME` alone")
	f.BoolVar(&set.sharedTexts, "shared-texts", false, "find which documents share a text, too")
	f.BoolVar(&set.asJSON, "json", false, "print JSON, for programs")
	return cmd
}

func (app *program) verify(ctx context.Context, set verifySettings) error {
	if err := checkFolder(set.documents); err != nil {
		return err
	}
	if set.sharedTexts && set.collection != "" {
		return errors.New("--shared-texts compares the documents of all collections; leave out --collection")
	}
	st, keep, err := app.openToVerify(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	sources, err := sourcesToVerify(ctx, st, set.collection)
	if err != nil {
		return err
	}
	progress := app.progress()
	defer progress.clear()
	library, err := documents.Folder(ctx, set.documents, func(read, of int) {
		progress.say(read, fmt.Sprintf("%d of %s read", read, plural(of, "document")))
	})
	switch {
	case err != nil:
		return err
	case len(library.Documents)+len(library.Refused) == 0:
		return fmt.Errorf("--documents: the folder %s holds no document; one is a file of text (.txt, .md), HTML (.html) or PDF (.pdf)", set.documents)
	}

	report := newVerifyReport(set.documents, library, keep != nil)
	v := verifier{store: st, keep: keep, library: library, collection: set.collection, compares: set.sharedTexts, report: report}
	failed := v.verify(ctx, sources, progress)
	if failed == nil && v.compares {
		report.SharedTexts, failed = v.compare(ctx, progress)
	}
	report.Complete = failed == nil
	progress.clear()
	print := report.print
	if set.asJSON {
		print = report.printJSON
	}
	if err := print(app.stdout); err != nil {
		return cmp.Or(failed, err)
	}
	return report.outcome(failed)
}

// checkFolder says what is wrong with the name of a folder of documents.
func checkFolder(dir string) error {
	if dir == "" {
		return errors.New("verify against what? --documents DIR names the folder with copies of the documents")
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("--documents: there is no folder %s", dir)
	case err != nil:
		return fmt.Errorf("--documents: %w", err)
	case !info.IsDir():
		return fmt.Errorf("--documents: %s is a file; name the folder that it is in", dir)
	}
	return nil
}

// openToVerify opens the store; keep is nil if it can only be read.
func (app *program) openToVerify(ctx context.Context) (st store.Reading, keep kb.Writer, err error) {
	if !app.storeIsMissing() {
		st, err := app.openStore(ctx)
		if err == nil {
			return st, st, nil
		}
		if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
			return nil, nil, err
		}
	}
	st, err = app.openStoreToRead(ctx)
	return st, nil, err
}

// sourcesToVerify counts the claims of each source, of one collection or of all.
func sourcesToVerify(ctx context.Context, st kb.Reader, collection string) ([]kb.Bucket, error) {
	var where *kb.ClaimWhere
	if collection != "" {
		if err := checkHeld(ctx, st, collection); err != nil {
			return nil, err
		}
		where = &kb.ClaimWhere{Collection: &kb.StringFilter{Eq: &collection}}
	}
	found, err := st.Claims().Facet(ctx, kb.Query[kb.ClaimWhere]{Where: where}, kb.FacetSource, math.MaxInt32)
	switch {
	case err != nil:
		return nil, err
	case len(found[0]) == 0 && collection != "":
		return nil, fmt.Errorf("nothing to verify: the collection %s has no claim", collection)
	case len(found[0]) == 0:
		return nil, errors.New("nothing to verify: the store has no claim; actorgraph load brings some")
	}
	slices.SortFunc(found[0], func(a, b kb.Bucket) int { return strings.Compare(a.Value, b.Value) })
	return found[0], nil
}

// A verifier checks the claims of a store against the documents of a library. It
// goes by batches of sources: what is reported of a batch was kept before.
type verifier struct {
	store      kb.Reader
	keep       kb.Writer // nil: nothing is kept
	library    *documents.Library
	collection string // "": all
	compares   bool   // which documents share a text, too
	report     *verifyReport
	texts      []*documents.Text // to be compared: those of the sources that were checked
}

// verifyBatch is how many claims make a batch, but that those of one source stay
// together.
const verifyBatch = 1000

func (v *verifier) verify(ctx context.Context, sources []kb.Bucket, progress *progress) error {
	done, all := 0, 0
	for _, s := range sources {
		all += s.Count
	}
	progress.begin(all)
	checked := func(claims int) {
		done += claims
		progress.say(done, fmt.Sprintf("%d of %d claims checked", done, all))
	}
	for len(sources) > 0 {
		n, claims := 0, 0
		var ids []kb.ID
		for n < len(sources) && n < kb.MaxFilterList && (n == 0 || claims+sources[n].Count <= verifyBatch) {
			ids = append(ids, kb.ID(sources[n].Value))
			claims += sources[n].Count
			n++
		}
		if err := v.batch(ctx, ids, checked); err != nil {
			return err
		}
		sources = sources[n:]
	}
	return nil
}

// batch checks the claims of some sources, keeps the results, and reports them. If
// it is cut short it does so with the sources that were checked.
func (v *verifier) batch(ctx context.Context, ids []kb.ID, checked func(claims int)) error {
	sources, err := v.store.Sources().Get(ctx, ids)
	if err != nil {
		return err
	}
	claims, err := v.claims(ctx, ids)
	if err != nil {
		return err
	}
	var failed error
	var reports []*verifiedSource
	results := map[kb.ID]kb.Verification{}
	for _, s := range sources {
		if s == nil { // it was removed meanwhile
			continue
		}
		report, err := v.source(ctx, s, claims[s.ID], results)
		if err != nil {
			failed = err
			break
		}
		reports = append(reports, report)
		checked(total(report.Claims) + report.withoutSpan)
	}
	if v.keep != nil && len(results) > 0 {
		if _, err := v.keep.Verify(context.WithoutCancel(ctx), results); err != nil {
			return fmt.Errorf("the results can't be kept: %w", err)
		}
	}
	v.report.add(reports)
	return failed
}

// claims are all that the sources make, by source and in reading order.
func (v *verifier) claims(ctx context.Context, sources []kb.ID) (map[kb.ID][]*kb.Claim, error) {
	claims := map[kb.ID][]*kb.Claim{}
	for c, err := range v.store.Claims().Scan(ctx, &kb.ClaimWhere{Source: &kb.SourceWhere{ID: &kb.IDFilter{In: sources}}}) {
		if err != nil {
			return nil, err
		}
		claims[c.Source] = append(claims[c.Source], c)
	}
	for _, of := range claims {
		slices.SortStableFunc(of, func(a, b *kb.Claim) int {
			return cmp.Or(cmp.Compare(a.Locator.Paragraph, b.Locator.Paragraph), cmp.Compare(a.Locator.Start, b.Locator.Start))
		})
	}
	return claims, nil
}

// source checks the claims of one source, and puts into results what is to be
// kept.
func (v *verifier) source(ctx context.Context, s *kb.Source, claims []*kb.Claim, results map[kb.ID]kb.Verification) (*verifiedSource, error) {
	// Also the claims of other collections help to find the document.
	document, err := v.library.Copy(ctx, s, claims)
	if err != nil {
		return nil, err
	}
	if v.compares {
		v.texts = append(v.texts, textOf(s, document, claims))
	}
	claims = slices.DeleteFunc(claims, func(c *kb.Claim) bool { return v.collection != "" && c.Collection != v.collection })
	facts, err := v.facts(ctx, claims)
	if err != nil {
		return nil, err
	}
	report := newVerifiedSource(s, document)
	for _, c := range claims {
		fact, there := facts[c.Fact]
		if !there { // it was removed meanwhile, with the claim
			continue
		}
		result := document.Verify(c, fact, v.report.CheckedAt)
		report.add(c, fact, result)
		// That a document is not in this folder says nothing against what was found in it.
		if result.Status != "" && (result.Status != kb.VerificationNotHeld || c.Verification.Status == "") {
			results[c.ID] = result
		}
	}
	return report, nil
}

// facts are those that the claims are on.
func (v *verifier) facts(ctx context.Context, claims []*kb.Claim) (map[kb.ID]kb.Fact, error) {
	var relations, properties []kb.ID
	for _, c := range claims {
		if c.Fact.Class() == kb.RelationClass {
			relations = append(relations, c.Fact)
		} else {
			properties = append(properties, c.Fact)
		}
	}
	facts := map[kb.ID]kb.Fact{}
	return facts, errors.Join(
		getFacts(ctx, v.store.Relations(), relations, facts),
		getFacts(ctx, v.store.Properties(), properties, facts))
}

// getFacts gets the relations or the properties with these ids into facts.
func getFacts[T, W any, F interface {
	*T
	kb.Fact
}](ctx context.Context, records kb.Records[T, W], ids []kb.ID, facts map[kb.ID]kb.Fact) error {
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), kb.MaxBatch) {
		found, err := records.Get(ctx, some)
		if err != nil {
			return err
		}
		for _, f := range found {
			if f != nil {
				facts[F(f).FactID()] = F(f)
			}
		}
	}
	return nil
}
