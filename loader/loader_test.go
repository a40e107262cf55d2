package loader_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/store/storetest/plain"
)

func input(name, text string) loader.Input {
	return loader.Input{Name: name, Format: seedfile.Format, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

func written(t *testing.T, s kb.Reader) string {
	t.Helper()
	var b bytes.Buffer
	if err := seedfile.Write(context.Background(), &b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func load(t *testing.T, s kb.Store, o loader.Options, inputs ...loader.Input) *loader.Report {
	t.Helper()
	r, err := loader.Load(context.Background(), s, inputs, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pieces are records that lean on each other, one a file.
//
//	acme --OWNS--> depot, told by a register and denied by a letter that answers it
var pieces = []string{
	"entities:\n  - {id: acme, kind: company, name: Acme}\n",
	"entities:\n  - {id: depot, kind: company, name: Depot}\n",
	"sources:\n  - {id: source:register, kind: REGISTER, title: Register}\n",
	"sources:\n  - {id: source:letter, kind: STATEMENT, publishers: [acme], cites: [\"source:register\"]}\n",
	`relations:
  - from: acme
    type: OWNS
    to: depot
    claims:
      - {source: source:register, statement: Acme holds Depot., name: held}
`,
	`properties:
  - entity: acme
    key: position
    value: Acme holds nothing.
    claims:
      - {source: source:letter, statement: Acme says that it holds nothing., attributedTo: [acme], answers: [held]}
`,
}

func TestTheOrderOfFilesDoesNotMatter(t *testing.T) {
	var want string
	for seed := range uint64(50) {
		files := make([]loader.Input, 0, len(pieces))
		for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(len(pieces)) {
			files = append(files, input(fmt.Sprintf("%d.yaml", i), "collection: harbour\n"+pieces[i]))
		}
		s := plain.New()
		if r := load(t, s, loader.Options{}, files...); r.Refused != 0 {
			t.Fatalf("order %d: refused %v", seed, r.Refusals)
		}
		got := written(t, s)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("order %d gives\n%s\nwant\n%s", seed, got, want)
		}
	}
	if !strings.Contains(want, "answers: [claim:") {
		t.Errorf("the name of the answered claim did not become its id in\n%s", want)
	}
}

func TestLoadingAgainChangesNothing(t *testing.T) {
	s := plain.New()
	all := input("all.yaml", "collection: harbour\n"+pieces[0]+strings.TrimPrefix(pieces[1], "entities:\n")+pieces[2]+pieces[4])
	load(t, s, loader.Options{}, all)
	before, _ := s.Version(context.Background())
	r := load(t, s, loader.Options{}, all)
	after, _ := s.Version(context.Background())
	if len(r.Added)+len(r.Changed)+len(r.Removed) != 0 || r.Unchanged[kb.EntityClass] != 2 || before != after {
		t.Errorf("added %v, changed %v, removed %v, unchanged %v; version %d, then %d", r.Added, r.Changed, r.Removed, r.Unchanged, before, after)
	}
}

// harbour is a seed file of the collection harbour.
func harbour(text string) loader.Input { return input("harbour.yaml", "collection: harbour\n"+text) }

// register begins a file with what most facts need.
const register = "entities:\n  - {id: acme, kind: company, name: Acme}\n  - {id: depot, kind: company, name: Depot}\n" +
	"sources:\n  - {id: source:register, kind: REGISTER}\n"

// What is bad is refused alone, at its line, with a message that helps.
func TestBadRecordsAreRefusedAlone(t *testing.T) {
	there := map[kb.Class]int{kb.EntityClass: 2, kb.SourceClass: 1}
	with := func(class kb.Class, facts, claims int) map[kb.Class]int {
		return map[kb.Class]int{kb.EntityClass: 2, kb.SourceClass: 1, class: facts, kb.ClaimClass: claims}
	}
	for _, c := range []struct {
		name, text string
		refused    []string // what the refusals say, in order: line and words
		added      map[kb.Class]int
	}{
		{
			"an id that nothing has", "relations:\n  - {from: acme, type: OWNS, to: depott, claims: [{source: source:register, statement: It does.}]}\n",
			[]string{"harbour.yaml:8: acme OWNS depott: depott is neither in these files nor stored; did you mean depot?"}, there,
		},
		{
			"a source that nothing has", "relations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: source:registry, statement: It does.}]}\n",
			[]string{"harbour.yaml:8: a claim on acme OWNS depot: source:registry is neither in these files nor stored; did you mean source:register?"}, there,
		},
		{
			"one of two claims", "properties:\n  - entity: acme\n    key: alias\n    value: Acme Ltd\n    claims:\n" +
				"      - {source: source:register, statement: It is called so.}\n      - {source: source:register, stance: DENIE, statement: It is not.}\n",
			[]string{"harbour.yaml:13: a claim on acme alias: stance: unknown stance \"DENIE\"; did you mean DENIES?"}, with(kb.PropertyClass, 1, 1),
		},
		{
			"ends that don't go together", "relations:\n  - {from: acme, type: GOVERNS, to: depot, claims: [{source: source:register, statement: It does.}]}\n",
			[]string{"harbour.yaml:8: acme GOVERNS depot: GOVERNS can't start at a company"}, there,
		},
		{
			"a name that no claim has", "relations:\n  - from: acme\n    type: OWNS\n    to: depot\n    claims:\n      - {source: source:register, statement: It does.}\n" +
				"      - {source: source:register, statement: It does not., stance: DENIES, answers: [that-it-does]}\n",
			[]string{`harbour.yaml:13: a claim on acme OWNS depot: a claim with the name "that-it-does" is neither in these files nor stored`}, with(kb.RelationClass, 1, 1),
		},
		{
			"what answers a claim that is refused", "relations:\n  - from: acme\n    type: OWNS\n    to: depot\n    claims:\n" +
				"      - {source: source:lost, statement: It does., name: does}\n" +
				"      - {source: source:register, statement: It does not., stance: DENIES, answers: [does]}\n" +
				"      - {source: source:register, statement: It does.}\n",
			[]string{"harbour.yaml:12: a claim on acme OWNS depot: source:lost is neither", "harbour.yaml:13: a claim on acme OWNS depot: it needs claim:"}, with(kb.RelationClass, 1, 1),
		},
		{
			"a fact whose only claim is refused", "relations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: source:register, statement: It does., answers: [\"source:lost\"]}]}\n",
			[]string{"harbour.yaml:8: a claim on acme OWNS depot: source:lost is neither"}, there,
		},
		{
			"a fact that stands twice", "relations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: source:register, statement: It does.}]}\n" +
				"  - {from: acme, type: OWNS, to: depot, claims: [{source: source:register, statement: It does not., stance: DENIES}]}\n",
			[]string{"harbour.yaml:9: acme OWNS depot stands at harbour.yaml:8 before; put all its claims there"}, with(kb.RelationClass, 1, 1),
		},
		{
			"a claim that stands twice", "relations:\n  - from: acme\n    type: OWNS\n    to: depot\n    claims:\n      - {source: source:register, statement: It does.}\n" +
				"      - {source: source:register, statement: \"It does, again.\"}\n",
			[]string{"harbour.yaml:13: a claim on acme OWNS depot: the one at harbour.yaml:12 has the same source"}, with(kb.RelationClass, 1, 1),
		},
		{
			"an entity that is refused, and a fact on it", "relations:\n  - {from: acme, type: OWNS, to: quay, claims: [{source: source:register, statement: It does.}]}\n" +
				"---\ncollection: harbour\nentities:\n  - {id: quay, kind: company, name: \" \"}\n",
			[]string{"harbour.yaml:8: acme OWNS quay: it needs quay, which was refused (harbour.yaml:12)", "harbour.yaml:12: quay: has no name"}, there,
		},
		{
			"an entity that can't be read, and a fact on it", "  - {id: source:letter, kind: STATEMENT}\nproperties: []\n---\ncollection: harbour\nentities:\n  - {id: quay, kind: company, name: Quay, name: Pier}\n" +
				"relations:\n  - {from: acme, type: OWNS, to: quay, claims: [{source: source:register, statement: It does.}]}\n",
			[]string{"harbour.yaml:12: an entity has the key name twice", "harbour.yaml:14: acme OWNS quay: it needs quay, which was refused (harbour.yaml:12)"},
			map[kb.Class]int{kb.EntityClass: 2, kb.SourceClass: 2},
		},
		{
			"keys on lines of their own", "relations:\n  - from: acme\n    type: OWS\n    to: depot\n    claims: [{source: source:register, statement: It does.}]\n" +
				"  - from: acme\n    type: OWNS\n    to: depot\n    claims:\n      - source: source:register\n        statement: It does.\n        modality: SURE\n" +
				"      - source: source:register\n        statement: It does.\n        stance: DENIES\n        qualifiers:\n          since: 2019\n          outcome: LISTED\n",
			[]string{"harbour.yaml:9: acme OWS depot: type: unknown relation type \"OWS\"", "harbour.yaml:18: a claim on acme OWNS depot: modality: unknown", "harbour.yaml:24: a claim on acme OWNS depot: outcome is not a qualifier of OWNS"}, there,
		},
		{
			"an entity's id for a source's", "relations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: register, statement: It does.}]}\n",
			[]string{"harbour.yaml:8: a claim on acme OWNS depot: source: register is the id of an entity; meant is a source, as in source:register"}, there,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := load(t, plain.New(), loader.Options{}, harbour(register+c.text))
			wantRefusals(t, r, c.refused...)
			for _, class := range kb.Classes {
				if r.Added[class] != c.added[class] {
					t.Errorf("added %v, want %v", r.Added, c.added)
					break
				}
			}
		})
	}
}

// wantRefusals compares the refusals of a report with what they are to begin with.
func wantRefusals(t *testing.T, r *loader.Report, want ...string) {
	t.Helper()
	ok := len(r.Refusals) == len(want)
	for i := range min(len(r.Refusals), len(want)) {
		ok = ok && strings.HasPrefix(r.Refusals[i].Error(), want[i])
	}
	if !ok {
		t.Errorf("refused:\n%v\nwant:\n%s", r.Refusals, strings.Join(want, "\n"))
	}
}

// More is wrong than a store tells at once: all of it is refused, and the rest stored.
func TestManyBadClaims(t *testing.T) {
	var b strings.Builder
	b.WriteString(register + "relations:\n  - from: acme\n    type: OWNS\n    to: depot\n    claims:\n      - {source: source:register, statement: It does.}\n")
	for i := range 250 {
		fmt.Fprintf(&b, "      - {source: source:register, at: {paragraph: %d}, statement: It does., modality: SURE}\n", i+1)
	}
	r := load(t, plain.New(), loader.Options{}, harbour(b.String()))
	if r.Refused != 250 || r.Added[kb.ClaimClass] != 1 {
		t.Errorf("refused %d, added %v; want 250, and one claim", r.Refused, r.Added)
	}
}

// What is wrong with all that a file says is told once.
func TestACollectionDescribedInTwoWays(t *testing.T) {
	one := input("one.yaml", "collection: {name: harbour, title: The harbour}\n"+register)
	two := input("two.yaml", "collection: {name: harbour, title: Another harbour}\n"+strings.ReplaceAll(register, "acme", "quay"))
	r := load(t, plain.New(), loader.Options{}, one, two)
	wantRefusals(t, r, "two.yaml:3: collection harbour is described in two ways")
	if r.Refused != 3 || r.Added[kb.EntityClass] != 2 {
		t.Errorf("refused %d, added %v", r.Refused, r.Added)
	}
}

func TestTwoCollectionsShareWhatTheySayAlike(t *testing.T) {
	s := plain.New()
	owns := "relations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: source:register, statement: It does.}]}\n"
	shipyard := input("shipyard.yaml", "collection: shipyard\n"+strings.Replace(register, "Depot", "The Depot", 1)+owns)
	r := load(t, s, loader.Options{}, harbour(register+owns), shipyard)
	wantRefusals(t, r, "shipyard.yaml:4: depot says something else at harbour.yaml:4")
	if r.Added[kb.RelationClass] != 1 || r.Added[kb.ClaimClass] != 2 || r.Unchanged[kb.RelationClass] != 0 {
		t.Errorf("added %v, unchanged %v; want one relation with two claims", r.Added, r.Unchanged)
	}
	if got := described(t, s, "acme"); got != "harbour shipyard" {
		t.Errorf("acme is described by %q", got)
	}
	if got := described(t, s, "depot"); got != "harbour" {
		t.Errorf("depot is described by %q", got)
	}
}

// A guess is made among what is stored as well.
func TestGuessesFromTheStore(t *testing.T) {
	s := plain.New()
	load(t, s, loader.Options{}, harbour("entities:\n  - {id: acme-shipping, kind: company, name: Acme Shipping}\n"))
	r := load(t, s, loader.Options{}, harbour(register+"relations:\n  - {from: acme, type: OWNS, to: acme-shiping, claims: [{source: source:register, statement: It does.}]}\n"))
	wantRefusals(t, r, "harbour.yaml:8: acme OWNS acme-shiping: acme-shiping is neither in these files nor stored; did you mean acme-shipping?")
}

func TestCollectionPutsAllIntoOne(t *testing.T) {
	s := plain.New()
	answered := "relations:\n  - from: acme\n    type: OWNS\n    to: depot\n    claims:\n      - {source: source:register, statement: It does., name: does}\n" +
		"      - {source: source:register, statement: It does not., stance: DENIES, answers: [does]}\n"
	r := load(t, s, loader.Options{Collection: "mine"}, harbour(register+answered), input("two.yaml", "collection: two\nentities:\n  - {id: quay, kind: place, name: Quay}\n"))
	want := plain.New()
	load(t, want, loader.Options{}, input("mine.yaml", "collection: mine\n"+register+answered), input("two.yaml", "collection: mine\nentities:\n  - {id: quay, kind: place, name: Quay}\n"))
	if got, want := written(t, s), written(t, want); got != want || r.Refused != 0 {
		t.Errorf("refused %v, stored\n%s\nwant\n%s", r.Refusals, got, want)
	}
	if _, err := loader.Load(t.Context(), s, nil, loader.Options{Collection: "No Slug"}); err == nil {
		t.Error("a collection may have any name")
	}
}

const (
	owns     = "relations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: source:register, statement: It does.}]}\n"
	finances = "relations:\n  - {from: acme, type: FINANCES, to: depot, claims: [{source: source:register, statement: It does.}]}\n"
)

func TestReplace(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after []loader.Input
		removed       map[kb.Class]int
	}{
		{"a fact", []loader.Input{harbour(register + owns)}, []loader.Input{harbour(register + finances)}, map[kb.Class]int{kb.RelationClass: 1, kb.ClaimClass: 1}},
		{"all of it", []loader.Input{harbour(register + owns)}, []loader.Input{harbour("entities: []\n")},
			map[kb.Class]int{kb.EntityClass: 2, kb.SourceClass: 1, kb.RelationClass: 1, kb.ClaimClass: 1}},
		{"a kind, with the facts that it had", []loader.Input{harbour(register + owns)},
			[]loader.Input{harbour(strings.Replace(register, "depot, kind: company", "depot, kind: country", 1) + strings.ReplaceAll(owns, "OWNS", "BASED_IN"))},
			map[kb.Class]int{kb.RelationClass: 1, kb.ClaimClass: 1}},
		{"a claim that another collection answers, and the answer", []loader.Input{
			harbour(register + owns),
			input("shipyard.yaml", "collection: shipyard\nrelations:\n  - {from: acme, type: OWNS, to: depot, claims: [{source: source:register, statement: It does not., stance: DENIES, "+
				"answers: [\""+string(ownsClaim())+"\"]}]}\n"),
		}, []loader.Input{harbour(register + finances), input("shipyard.yaml", "collection: shipyard\nentities: []\n")}, map[kb.Class]int{kb.RelationClass: 1, kb.ClaimClass: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, open := range stores {
				s, want := open(t), open(t)
				wantRefusals(t, load(t, s, loader.Options{}, c.before...))
				r := load(t, s, loader.Options{Replace: true}, c.after...)
				wantRefusals(t, r)
				load(t, want, loader.Options{}, c.after...)
				if got, want := written(t, s), written(t, want); got != want {
					t.Errorf("%s: stored\n%s\nwant\n%s", name, got, want)
				}
				for _, class := range kb.Classes {
					if r.Removed[class] != c.removed[class] {
						t.Errorf("%s: removed %v, want %v", name, r.Removed, c.removed)
						break
					}
				}
			}
		})
	}
}

// ownsClaim is the id of the claim in owns.
func ownsClaim() kb.ID {
	c := &kb.Claim{Collection: "harbour", Fact: kb.NewRelation("OWNS", "acme", "depot", "").ID, Source: "source:register", Stance: kb.Asserts}
	c.Identify()
	return c.ID
}

// Without --replace the stored fact is in the way of the new kind; the entity is
// refused, at its place, and what depends on the new kind with it.
func TestAKindThatDoesNotFitWhatIsStored(t *testing.T) {
	s := plain.New()
	load(t, s, loader.Options{}, harbour(register+owns))
	r := load(t, s, loader.Options{}, harbour(strings.Replace(register, "depot, kind: company", "depot, kind: country", 1)+strings.ReplaceAll(owns, "OWNS", "BASED_IN")))
	wantRefusals(t, r,
		"harbour.yaml:4: depot: as a country it can't be in what is stored, acme OWNS depot: OWNS can't end at a country",
		"harbour.yaml:8: acme BASED_IN depot: ")
	if r.Changed[kb.EntityClass] != 0 {
		t.Errorf("changed %v", r.Changed)
	}
}

// An entity may come as another kind after the facts that need it.
func TestAKindThatIsCorrectedLater(t *testing.T) {
	s := plain.New()
	load(t, s, loader.Options{}, harbour(register))
	fact := harbour(strings.ReplaceAll(owns, "OWNS", "BASED_IN"))
	kind := harbour("entities:\n  - {id: depot, kind: country, name: Depot}\n")
	r, err := loader.LoadInPieces(t.Context(), s, []loader.Input{fact, kind}, loader.Options{}, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	wantRefusals(t, r)
	if r.Added[kb.RelationClass] != 1 || r.Changed[kb.EntityClass] != 1 {
		t.Errorf("added %v, changed %v", r.Added, r.Changed)
	}
}

// Records of two collections that need each other can't be stored one
// collection at a time. Each is told so.
func TestACircleAcrossCollections(t *testing.T) {
	r := load(t, plain.New(), loader.Options{},
		input("a.yaml", "collection: a\nsources:\n  - {id: source:a, kind: REPORT, cites: [\"source:b\"]}\n"),
		input("b.yaml", "collection: b\nsources:\n  - {id: source:b, kind: REPORT, cites: [\"source:a\"]}\n"))
	wantRefusals(t, r, "a.yaml:3: source:a and a record of another collection refer to each other", "b.yaml:3: source:b and a record of another collection refer to each other")
}

// A load that is cut short tells how far it came, and goes on from there.
func TestALoadThatIsCutShortGoesOn(t *testing.T) {
	s := plain.New()
	ctx, cancel := context.WithCancel(t.Context())
	cut := loader.Options{Progress: func(_, stored int) {
		if stored >= 10 {
			cancel()
		}
	}}
	r, err := loader.LoadInPieces(ctx, s, inFiles([][]*loader.Record{tangle(1)}), cut, 5, 5)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("it ended with %v", err)
	}
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	told, stored := 0, 0
	for _, class := range kb.Classes {
		told, stored = told+r.Added[class], stored+stats.Records[class]
	}
	if told != stored || r.Stored < 10 || r.Stored >= len(tangle(1)) {
		t.Errorf("%d of %d records are stored, %d with their claims by the report and %d by the store", r.Stored, len(tangle(1)), told, stored)
	}
	wantRefusals(t, load(t, s, loader.Options{}, inFiles([][]*loader.Record{tangle(1)})...))
	whole := plain.New()
	atOnce(t, whole, tangle(1))
	if got, want := written(t, s), written(t, whole); got != want {
		t.Errorf("afterwards there is\n%s\nwant\n%s", got, want)
	}
}

// A file that can't be read ends the load; what came before may be stored.
func TestAFileThatCannotBeRead(t *testing.T) {
	gone := loader.Input{Name: "gone.yaml", Format: seedfile.Format, Open: func() (io.ReadCloser, error) { return nil, fs.ErrNotExist }}
	s := plain.New()
	r, err := loader.Load(t.Context(), s, []loader.Input{harbour(register), gone}, loader.Options{})
	if !errors.Is(err, fs.ErrNotExist) || r.Files != 1 {
		t.Errorf("%d files were read, error %v", r.Files, err)
	}
}

func TestReplaceRemovesNothingWhereSomethingWasRefused(t *testing.T) {
	s := plain.New()
	load(t, s, loader.Options{}, input("a.yaml", "collection: harbour\n"+pieces[0]))
	r := load(t, s, loader.Options{Replace: true}, input("b.yaml", "collection: harbour\nentities:\n  - {id: depot, kind: firm, name: Depot}\n"))
	if !r.NotReplaced || len(r.Removed) != 0 {
		t.Errorf("NotReplaced %v, removed %v", r.NotReplaced, r.Removed)
	}
	if found, err := s.Entities().Get(context.Background(), []kb.ID{"acme"}); err != nil || found[0] == nil {
		t.Errorf("acme is gone (%v)", err)
	}
}
