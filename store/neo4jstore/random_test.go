package neo4jstore_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"actorgraph/kb"
	"actorgraph/store/storetest/plain"
)

// TestRandomWrites applies generated change sets to the store and to the model
// of package plain: most fit what is stored, some are refused, many remove. After
// each, both have done the same and hold the same.
func TestRandomWrites(t *testing.T) {
	sets, graphs := 100, 2
	if testing.Short() {
		sets, graphs = 40, 1
	}
	for seed := range uint64(graphs) {
		t.Run(fmt.Sprint("graph ", seed), func(t *testing.T) {
			model, store := plain.New(), open(t)
			stored, conflicts := 0, 0
			for i := range sets {
				set := newAuthor(t, rand.New(rand.NewPCG(seed, uint64(i))), model).changeSet()
				want, wantErr := model.Apply(t.Context(), set)
				got, err := store.Apply(t.Context(), set)
				if named(err) != named(wantErr) {
					t.Fatalf("set %d: %v, want %v", i, err, wantErr)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("set %d: what was applied, -want +got:\n%s", i, diff)
				}
				if diff := cmp.Diff(contents(t, model), contents(t, store), alike...); diff != "" {
					t.Fatalf("after set %d, -want +got:\n%s", i, diff)
				}
				switch {
				case err == nil:
					stored++
				case errors.Is(err, kb.ErrConflict):
					conflicts++
				}
			}
			if stored < sets/2 || conflicts == 0 {
				t.Errorf("%d of %d sets were stored, %d in conflict: the test says too little", stored, sets, conflicts)
			}
		})
	}
}

// named is the named error that err is; of an invalid set also what is wrong.
func named(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, kb.ErrConflict):
		return kb.ErrConflict.Error()
	}
	return err.Error()
}

// alike passes over the time at which each of two stores did the same.
var alike = []cmp.Option{
	cmpopts.EquateEmpty(),
	cmpopts.EquateComparable(kb.Date{}),
	cmpopts.IgnoreFields(kb.Claim{}, "RecordedAt"),
	cmpopts.IgnoreFields(kb.Change{}, "At"),
}

// contents is all that a store holds.
func contents(t *testing.T, s kb.Store) map[string]any {
	t.Helper()
	collections, err := s.Collections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changes, err := s.Changes(t.Context(), max(0, stats.Version-1), 1_000)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{
		"entities": scan(t, s.Entities()), "sources": scan(t, s.Sources()), "relations": scan(t, s.Relations()),
		"properties": scan(t, s.Properties()), "claims": scan(t, s.Claims()),
		"collections": collections, "stats": stats, "last changes": changes,
	}
}

func scan[T, W any](t *testing.T, records kb.Records[T, W]) []*T {
	t.Helper()
	var out []*T
	for r, err := range records.Scan(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// author makes change sets about a small world, knowing what is stored.
type author struct {
	*rand.Rand
	kinds   map[kb.ID]kb.Kind // of the entities stored and put
	known   []kb.ID           // these entities
	sources []kb.ID           // stored and put
	claims  []*kb.Claim       // stored
	set     *kb.ChangeSet
	used    map[kb.ID]bool // in the set
}

func newAuthor(t *testing.T, r *rand.Rand, stored kb.Reader) *author {
	a := &author{Rand: r, kinds: map[kb.ID]kb.Kind{}, used: map[kb.ID]bool{}}
	for _, e := range scan(t, stored.Entities()) {
		a.known, a.kinds[e.ID] = append(a.known, e.ID), e.Kind
	}
	for _, s := range scan(t, stored.Sources()) {
		a.sources = append(a.sources, s.ID)
	}
	a.claims = scan(t, stored.Claims())
	return a
}

func pick[T any](a *author, list ...T) T { return list[a.IntN(len(list))] }

// sometimes is true once in n.
func (a *author) sometimes(n int) bool { return a.IntN(n) == 0 }

// first tells whether the id is used for the first time in the set.
func (a *author) first(id kb.ID) bool {
	again := a.used[id]
	a.used[id] = true
	return !again
}

func (a *author) changeSet() *kb.ChangeSet {
	a.set = &kb.ChangeSet{Collection: kb.Collection{Name: pick(a, "one", "two", "three"), Title: pick(a, "", "A title")}}
	if a.sometimes(6) {
		a.set.Key = pick(a, "monday", "tuesday")
	}
	for range a.IntN(4) {
		a.entity()
	}
	for range a.IntN(3) {
		a.source()
	}
	if len(a.known) > 0 && len(a.sources) > 0 {
		for range a.IntN(6) {
			a.fact()
		}
	}
	for range a.IntN(5) {
		a.removal()
	}
	return a.set
}

func (a *author) words() string {
	name := pick(a, "Élan", "pegasus", "ｗｉｄｅ", "\U0001F600", "～", "straße", "日本語")
	for range a.IntN(3) {
		name += " " + pick(a, "of", "Zürich", "Group", "\u0301")
	}
	return name
}

func (a *author) date() kb.Date {
	return kb.MustDate(pick(a, "2021", "2021-11", "2021-11-25/2021-11-28", "../2019", "2019/", "2021-11~"))
}

func (a *author) entity() {
	id := kb.ID(fmt.Sprint("e", a.IntN(12)))
	if !a.first(id) {
		return
	}
	kind, stored := a.kinds[id]
	if !stored || a.sometimes(8) {
		kind = pick(a, kb.Kinds...).Kind
	}
	if !stored {
		a.known = append(a.known, id)
	}
	a.kinds[id] = kind
	a.set.Entities = append(a.set.Entities, &kb.Entity{ID: id, Kind: kind, Name: a.words(), Summary: pick(a, "", "A line.")})
}

func (a *author) source() {
	id := kb.ID(fmt.Sprint("source:s", a.IntN(6)))
	if !a.first(id) {
		return
	}
	s := &kb.Source{ID: id, Kind: pick(a, kb.SourceKinds...), Title: pick(a, "", a.words()), FileName: pick(a, "", "Ä.txt")}
	if a.sometimes(2) {
		s.Published = a.date()
	}
	if len(a.known) > 0 && a.sometimes(2) {
		s.Publishers, s.Act = []kb.ID{pick(a, a.known...)}, pick(a, a.known...)
	}
	if len(a.sources) > 0 && a.sometimes(2) {
		other := pick(a, a.sources...)
		s.Cites = []kb.ID{other}
		if other != id {
			s.DerivesFrom = []kb.Derivation{{Source: other, How: kb.Copy, Basis: kb.Declared}}
		}
	}
	if !slices.Contains(a.sources, id) {
		a.sources = append(a.sources, id)
	}
	a.set.Sources = append(a.set.Sources, s)
}

// fact puts a relation or a property with one or two claims.
func (a *author) fact() {
	var fact kb.ID
	if a.sometimes(2) {
		r := a.relation()
		if fact = r.ID; a.first(fact) {
			a.set.Relations = append(a.set.Relations, r)
		}
	} else {
		p := a.property()
		if fact = p.ID; a.first(fact) {
			a.set.Properties = append(a.set.Properties, p)
		}
	}
	for range 1 + a.IntN(2) {
		a.claim(fact)
	}
}

func (a *author) relation() *kb.Relation {
	for {
		r := kb.NewRelation(pick(a, kb.RelationTypes...).Type, pick(a, a.known...), pick(a, a.known...), pick(a, "", "", "first period"))
		if kb.CheckRelation(r.Type, a.kinds[r.From], a.kinds[r.To]) == nil {
			return r
		}
	}
}

func (a *author) property() *kb.Property {
	for {
		row := pick(a, kb.PropertyKeys...)
		if a.sometimes(2) { // those on which something else depends
			row, _ = pick(a, kb.KeyAlias, kb.KeyDate, kb.KeyFiled).Info()
		}
		entity := pick(a, a.known...)
		if kb.CheckProperty(row.Key, a.kinds[entity]) != nil {
			continue
		}
		var issuer kb.ID
		if row.Issued {
			issuer = pick(a, a.known...)
		}
		return kb.NewProperty(entity, row.Key, a.value(row), issuer)
	}
}

func (a *author) value(row kb.PropertyKeyInfo) kb.Value {
	switch row.Type {
	case kb.TypeText:
		return kb.TextValue{Text: a.words()}
	case kb.TypeURL:
		return kb.UrlValue{URL: "https://example.org/"}
	case kb.TypeDate:
		return kb.DateValue{Date: a.date()}
	case kb.TypeEnum:
		return kb.EnumValue{Enum: pick(a, row.Enum...)}
	}
	return kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(float64(a.IntN(3))), Unit: "countries", Precision: kb.AtLeast}}
}

func (a *author) claim(fact kb.ID) {
	c := &kb.Claim{
		Fact: fact, Source: pick(a, a.sources...), Statement: a.words(), Stance: pick(a, kb.Stances...), Modality: pick(a, kb.Modalities...),
		Reading: kb.Explicit, Collection: a.set.Collection.Name, Note: pick(a, "", "A note."),
	}
	if a.sometimes(2) {
		c.Locator = kb.Locator{Paragraph: 1 + a.IntN(3), Part: kb.PartBody}
	}
	for _, key := range []kb.QualifierKey{kb.QualifierSince, kb.QualifierUntil} {
		if a.sometimes(3) {
			c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: key, Value: kb.DateValue{Date: a.date()}})
		}
	}
	if a.sometimes(3) {
		c.AttributedTo = []kb.ID{pick(a, a.known...)}
	}
	if credited := pick(a, a.sources...); credited != c.Source && a.sometimes(2) {
		c.Credits = []kb.Credit{{Source: credited, How: kb.CreditNamed}}
	}
	c.Identify()
	if a.sometimes(4) {
		c.Answers = []kb.ID{pick(a, a.sources...)}
	}
	if len(a.claims) > 0 && a.sometimes(6) {
		if other := pick(a, a.claims...).ID; other != c.ID {
			c.Answers = append(c.Answers, other)
		}
	}
	if a.first(c.ID) {
		a.set.Claims = append(a.set.Claims, c)
	}
}

func (a *author) removal() {
	var ids []kb.ID
	switch a.IntN(4) {
	case 0:
		ids = a.known
	case 1:
		ids = a.sources
	default:
		for _, c := range a.claims {
			if c.Collection == a.set.Collection.Name {
				ids = append(ids, c.ID)
			}
		}
	}
	if len(ids) > 0 {
		if id := pick(a, ids...); a.first(id) {
			a.set.Remove = append(a.set.Remove, id)
		}
	}
}
