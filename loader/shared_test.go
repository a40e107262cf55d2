package loader_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/store/storetest/plain"
)

// of is a seed file of a collection.
func of(collection, text string) loader.Input {
	return input(collection+".yaml", "collection: "+collection+"\n"+text)
}

// Two collections describe the depot, one of them the register too.
const (
	depot       = "entities:\n  - {id: depot, kind: company, name: Depot}\n"
	theDepot    = "entities:\n  - {id: depot, kind: company, name: The Depot}\n"
	theRegister = "sources:\n  - {id: source:register, kind: REGISTER, title: The register}\n"
	ownsDepot   = "relations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: source:register, statement: It does.}]}\n"
)

func holding(t *testing.T, inputs ...loader.Input) kb.Store {
	t.Helper()
	s := plain.New()
	wantRefusals(t, load(t, s, loader.Options{}, inputs...))
	return s
}

// What another collection says of an entity or a source is not changed by one
// that says something else. The facts of the latter are loaded even so.
func TestNoCollectionChangesTheWordsOfAnother(t *testing.T) {
	for _, replace := range []bool{false, true} {
		s := holding(t, harbour(register), of("shipyard", depot))
		before := written(t, s)
		r := load(t, s, loader.Options{Replace: replace}, of("mine", theDepot+theRegister+ownsDepot))
		wantRefusals(t, r,
			`mine.yaml:3: depot: the store has it from harbour and shipyard in other words: name is "Depot" there and "The Depot" here; say the same, or leave it out`,
			`mine.yaml:5: source:register: the store has it from harbour in other words: title is not told there and "The register" here`)
		after := written(t, s)
		if !strings.Contains(after, "  name: mine\nrelations:\n") {
			t.Errorf("of mine there is not its fact alone, but\n%s", after)
		}
		if !strings.HasPrefix(after, before[:strings.Index(before, "---")]) || !strings.HasSuffix(after, before[strings.Index(before, "---"):]) {
			t.Errorf("the others say now\n%s\nand said\n%s", after, before)
		}
	}
}

func TestACollectionThatIsAloneCorrectsItself(t *testing.T) {
	s := holding(t, harbour(register), of("shipyard", "entities:\n  - {id: quay, kind: place, name: Quay}\n"))
	r := load(t, s, loader.Options{}, harbour(strings.Replace(register, "name: Depot", "name: The Depot", 1)))
	wantRefusals(t, r)
	if r.Changed[kb.EntityClass] != 1 || !strings.Contains(written(t, s), "name: The Depot") {
		t.Errorf("changed %v", r.Changed)
	}
}

// What is shared is corrected by loading the files of all its collections together,
// in whatever order and pieces; a kind too, with a fact that only the new one allows.
func TestWhatIsSharedIsCorrectedTogether(t *testing.T) {
	corrected := strings.Replace(register, "depot, kind: company, name: Depot", "depot, kind: country, name: Depot Land", 1)
	files := []loader.Input{
		harbour(corrected),
		of("shipyard", "entities:\n  - {id: depot, kind: country, name: Depot Land}\n"),
		of("mine", strings.Replace(ownsDepot, "OWNS", "BASED_IN", 1)),
		of("others", "entities:\n  - {id: depot, kind: country, name: Depot Land}\n"),
	}
	want := written(t, holding(t, files...))
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 5))
		s := holding(t, harbour(register), of("shipyard", depot))
		var mixed []loader.Input
		for _, i := range random.Perm(len(files)) {
			mixed = append(mixed, files[i])
		}
		r, err := loader.LoadInPieces(t.Context(), s, mixed, loader.Options{}, 1+random.IntN(3), 1+random.IntN(3))
		if err != nil {
			t.Fatal(err)
		}
		wantRefusals(t, r)
		if got := written(t, s); got != want || r.Changed[kb.EntityClass] < 1 {
			t.Fatalf("seed %d: changed %v; stored is\n%s\nwant\n%s", seed, r.Changed, got, want)
		}
	}
}

// A collection that is replaced and no longer describes it is not in the way, as
// long as it is replaced.
func TestWhatOnlyOneStillDescribesIsCorrected(t *testing.T) {
	files := []loader.Input{harbour(strings.Replace(register, "name: Depot", "name: The Depot", 1)), of("shipyard", "")}
	s := holding(t, harbour(register), of("shipyard", depot))
	wantRefusals(t, load(t, s, loader.Options{}, files...),
		`harbour.yaml:4: depot: the store has it from shipyard in other words`)
	wantRefusals(t, load(t, s, loader.Options{Replace: true}, append(files, of("mine", "entities:\n  - {id: quay, kind: plaice, name: Quay}\n"))...),
		`harbour.yaml:4: depot: the store has it from shipyard in other words`, `mine.yaml:3: quay`)
	wantRefusals(t, load(t, s, loader.Options{Replace: true}, files...))
	if got := written(t, s); strings.Count(got, "name: The Depot") != 1 || strings.Contains(got, "shipyard") {
		t.Errorf("stored is\n%s", got)
	}
}

// What is refused keeps its kind: what the kind in the files would not allow is loaded.
func TestARefusedKindCountsForNothing(t *testing.T) {
	s := holding(t, harbour(register))
	r := load(t, s, loader.Options{}, of("mine", "entities:\n  - {id: depot, kind: country, name: Depot}\n"+ownsDepot))
	wantRefusals(t, r, `mine.yaml:3: depot: the store has it from harbour in other words: kind is "company" there and "country" here`)
	if r.Added[kb.RelationClass] != 1 {
		t.Errorf("added %v", r.Added)
	}
}

// The same words are the same, however lists that hold nothing are written.
func TestTheSameWordsAreNotRefused(t *testing.T) {
	full := "entities:\n  - {id: acme, kind: company, name: Acme, summary: Ships}\nsources:\n" +
		"  - {id: source:a, kind: ARTICLE, title: T, publishers: [acme], published: 2021-11, url: \"https://a.example/\", derivesFrom: [{source: source:b, how: COPY, basis: DECLARED, note: Says so}]}\n" +
		"  - {id: source:b, kind: ARTICLE}\n"
	s := holding(t, harbour(full))
	wantRefusals(t, load(t, s, loader.Options{}, of("mine", full)))
	if got := described(t, s, "acme"); got != "harbour mine" {
		t.Errorf("acme is described by %q", got)
	}
	r := load(t, s, loader.Options{}, of("mine", strings.NewReplacer("2021-11", "2021", "[acme]", "[]", "Says so", "Says it").Replace(full)))
	wantRefusals(t, r, `mine.yaml:5: source:a: the store has it from harbour in other words: publishers is [acme] there and not told here, `+
		`published is "2021-11" there and "2021" here, derivesFrom is [source:b COPY DECLARED "Says so"] there and [source:b COPY DECLARED "Says it"] here; say`)
}
