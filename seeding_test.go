package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/seed"
)

// inEachStore runs a test with a function that opens a new store, in a file and in
// Neo4j. Of the stores in Neo4j the last alone is good.
func inEachStore(t *testing.T, test func(t *testing.T, newStore func(*testing.T) kb.Store)) {
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		test(t, func(t *testing.T) kb.Store { return newPlace(t).open(t) })
	})
}

func start(t *testing.T, st kb.Store) *loader.Report {
	t.Helper()
	report, err := bringSeed(t.Context(), st, nil)
	if err != nil {
		t.Fatal(err)
	}
	if report != nil && report.Refused > 0 {
		t.Fatalf("the seed is refused: %v", report.Refusals)
	}
	return report
}

func exported(t *testing.T, st kb.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := seedfile.Write(t.Context(), &b, st); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// loadText loads a seed file.
func loadText(t *testing.T, st kb.Store, text string) {
	t.Helper()
	file := loader.Input{Name: "test.yaml", Format: seedfile.Format, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	report, err := loader.Load(t.Context(), st, []loader.Input{file}, loader.Options{})
	if err != nil || report.Refused > 0 {
		t.Fatal(err, report.Refusals)
	}
}

// say makes a collection of the seed say that it holds another edition.
func say(t *testing.T, st kb.Store, name, edition string) {
	t.Helper()
	held, err := heldCollections(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	c := held[name]
	c.Description = editionSentence.ReplaceAllString(c.Description, edition)
	if _, err := st.Apply(t.Context(), &kb.ChangeSet{Collection: c}); err != nil {
		t.Fatal(err)
	}
}

const older = "Edition 0 (0123456789ab)."

// extra is a statement that the seed does not have, in one of its collections.
const extra = `collection: nso-articles
properties:
  - entity: nso-group
    key: alias
    value: A name that no article has
    claims:
      - {source: "source:candid-technology-2021-11", statement: It has another name.}
`

func TestANewStoreGetsTheSeedOnce(t *testing.T) { inEachStore(t, testANewStoreGetsTheSeedOnce) }

func testANewStoreGetsTheSeedOnce(t *testing.T, newStore func(*testing.T) kb.Store) {
	st := newStore(t)
	report := start(t, st)
	if report == nil || report.Added[kb.ClaimClass] < 1000 || len(report.Collections) != 2 {
		t.Fatalf("a new store got %+v", report)
	}
	held, err := heldCollections(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range seed.Collections() {
		if edition, _ := editionOf(held[name]); edition != seed.Edition() {
			t.Errorf("%s is described as %q, want this edition at its end: %s", name, held[name].Description, seed.Edition())
		}
	}
	if report := start(t, st); report != nil {
		t.Errorf("the second start did %+v", report)
	}
}

// What somebody corrected in the seed's collections stays until a newer edition.
func TestCorrectionsStay(t *testing.T) { inEachStore(t, testCorrectionsStay) }

func testCorrectionsStay(t *testing.T, newStore func(*testing.T) kb.Store) {
	st := newStore(t)
	start(t, st)
	loadText(t, st, extra)
	want := exported(t, st)
	if report := start(t, st); report != nil || exported(t, st) != want {
		t.Errorf("the next start did %+v", report)
	}
}

func TestANewerEditionReplacesTheSeedAndNothingElse(t *testing.T) {
	inEachStore(t, testANewerEditionReplacesTheSeedAndNothingElse)
}

func testANewerEditionReplacesTheSeedAndNothingElse(t *testing.T, newStore func(*testing.T) kb.Store) {
	st := newStore(t)
	start(t, st)
	const mine = "collection: mine\nentities:\n  - {id: acme, kind: company, name: Acme}\n"
	loadText(t, st, mine)
	want := exported(t, st)
	loadText(t, st, extra)
	for _, name := range seed.Collections() {
		say(t, st, name, older)
	}
	report := start(t, st)
	if report == nil || report.Removed[kb.ClaimClass] != 1 || report.Removed[kb.PropertyClass] != 1 {
		t.Errorf("the newer edition did %+v", report)
	}
	if got := exported(t, st); got != want {
		t.Error("the store is not the seed and what was there beside it")
	}
}

// A newer edition corrects what only the seed's collections describe, though in an
// older one it was another of them. What somebody's own collection describes too
// is left as it is.
func TestANewerEditionOfWhatIsShared(t *testing.T) { inEachStore(t, testANewerEditionOfWhatIsShared) }

func testANewerEditionOfWhatIsShared(t *testing.T, newStore func(*testing.T) kb.Store) {
	st := newStore(t)
	start(t, st)
	want := exported(t, st)
	rename := func(collection string, id kb.ID) {
		t.Helper()
		found, err := st.Entities().Get(t.Context(), []kb.ID{id})
		if err != nil {
			t.Fatal(err)
		}
		found[0].Name = "The name in an older edition"
		if _, err := st.Apply(t.Context(), &kb.ChangeSet{Collection: kb.Collection{Name: collection}, Entities: found}); err != nil {
			t.Fatal(err)
		}
	}
	olderEdition := func() {
		t.Helper()
		for _, name := range seed.Collections() {
			say(t, st, name, older)
		}
	}
	rename("nso-context", "nso-group")
	olderEdition()
	start(t, st)
	if exported(t, st) != want {
		t.Error("the store is not the seed")
	}

	rename("nso-articles", "nso-group")
	rename("mine", "pegasus")
	olderEdition()
	report, err := bringSeed(t.Context(), st, nil)
	if err != nil {
		t.Fatal(err)
	}
	if report.Refused != 1 || !strings.Contains(report.Refusals[0].Msg, "pegasus: the store has it from mine in other words") {
		t.Errorf("refused: %v", report.Refusals)
	}
	found, err := st.Entities().Get(t.Context(), []kb.ID{"nso-group", "pegasus"})
	if err != nil || found[0].Name != "NSO Group" || found[1].Name != "The name in an older edition" {
		t.Errorf("the names are now %q and %q (%v)", found[0].Name, found[1].Name, err)
	}
}

func TestWhatIsNotTheSeedsIsLeftAlone(t *testing.T) { inEachStore(t, testWhatIsNotTheSeedsIsLeftAlone) }

func testWhatIsNotTheSeedsIsLeftAlone(t *testing.T, newStore func(*testing.T) kb.Store) {
	for name, prepare := range map[string]func(kb.Store){
		"a newer edition": func(st kb.Store) {
			start(t, st)
			say(t, st, "nso-articles", "Edition 99 (0123456789ab).")
			say(t, st, "nso-context", older)
		},
		"a collection of the same name": func(st kb.Store) {
			loadText(t, st, "collection: nso-articles\nentities:\n  - {id: acme, kind: company, name: Acme}\n")
		},
		"a store with other data": func(st kb.Store) {
			loadText(t, st, "collection: mine\nentities:\n  - {id: acme, kind: company, name: Acme}\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := newStore(t)
			prepare(st)
			want := exported(t, st)
			if report := start(t, st); report != nil || exported(t, st) != want {
				t.Errorf("the start did %+v", report)
			}
		})
	}
}

// A start that is cut short is completed by the next one.
func TestAStartThatIsCutShort(t *testing.T) { inEachStore(t, testAStartThatIsCutShort) }

func testAStartThatIsCutShort(t *testing.T, newStore func(*testing.T) kb.Store) {
	whole := newStore(t)
	start(t, whole)
	want := exported(t, whole)
	for name, prepare := range map[string]func(kb.Store){
		"of a new store": func(kb.Store) {},
		"of a store with an older edition": func(st kb.Store) {
			start(t, st)
			loadText(t, st, extra)
			say(t, st, "nso-articles", older)
			say(t, st, "nso-context", older)
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := newStore(t)
			prepare(st)
			ctx, cancel := context.WithCancel(t.Context())
			_, err := bringSeed(ctx, st, func(_, stored int) {
				if stored > 0 { // the first collection
					cancel()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("it ended with %v", err)
			}
			if exported(t, st) == want {
				t.Fatal("nothing was left to do")
			}
			start(t, st)
			if exported(t, st) != want {
				t.Error("the next start did not complete it")
			}
		})
	}
}

// load --seed brings what is missing back, and takes nothing away.
func TestLoadSeedAgain(t *testing.T) { inEachStore(t, testLoadSeedAgain) }

func testLoadSeedAgain(t *testing.T, newStore func(*testing.T) kb.Store) {
	st := newStore(t)
	start(t, st)
	loadText(t, st, extra)
	with := exported(t, st)
	if _, err := st.Apply(t.Context(), &kb.ChangeSet{Collection: kb.Collection{Name: "nso-articles"}, Remove: claimsOf(t, st, "nso-articles")[:3]}); err != nil {
		t.Fatal(err)
	}
	if _, err := loadSeed(t.Context(), st, seed.Collections(), loader.Options{}); err != nil {
		t.Fatal(err)
	}
	if exported(t, st) != with {
		t.Error("the store is not what it was")
	}
}

// claimsOf lists claims of a collection that nothing answers and that are not extra.
func claimsOf(t *testing.T, st kb.Store, collection string) []kb.ID {
	t.Helper()
	answered := map[kb.ID]bool{}
	var ids []kb.ID
	for c, err := range st.Claims().Scan(t.Context(), &kb.ClaimWhere{Collection: &kb.StringFilter{Eq: &collection}}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range append(c.Answers, c.Retracts...) {
			answered[id] = true
		}
		if len(c.Answers) == 0 && c.Statement != "It has another name." {
			ids = append(ids, c.ID)
		}
	}
	out := ids[:0]
	for _, id := range ids {
		if !answered[id] {
			out = append(out, id)
		}
	}
	return out
}
