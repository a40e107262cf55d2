package seedfile

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/store/storetest/plain"
)

// A world makes the change sets of a store at random, the same ones from the
// same seed: everything that a record can have, in texts that are easily taken for something else.
type world struct {
	*rand.Rand
	kinds   map[kb.ID]kb.Kind
	ids     []kb.ID
	sources []kb.ID
}

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7)), kinds: map[kb.ID]kb.Kind{}}
	for i := range 2 * len(kb.Kinds) {
		id := kb.ID(fmt.Sprintf("%de%d", i, i)) // ids that look like numbers
		w.ids, w.kinds[id] = append(w.ids, id), kb.Kinds[i%len(kb.Kinds)].Kind
	}
	for i := range 8 {
		w.sources = append(w.sources, kb.ID(fmt.Sprintf("source:%d", i)))
	}
	return w
}

func pick[E any](w *world, list []E) E { return list[w.IntN(len(list))] }

func some[E any](w *world, list []E) []E {
	list = slices.Clone(list)
	w.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:w.IntN(3)]
}

// text makes a text of one line that is not blank.
func (w *world) text() string {
	words := []string{"1e5", "null", "a: b", "# c", "yes", "[x]", "{y}", "- z", "“q”", `"d"`, `\n`, "'", "é", "日本", "2021-11-25", "0x1", "?", "a, b", "\u00A0", "x"}
	return strings.Join([]string{pick(w, words), pick(w, words)}, pick(w, []string{"", " "})) + pick(w, []string{"", ".", ":", " end"})
}

func (w *world) maybe(text func() string) string {
	if w.IntN(2) == 0 {
		return ""
	}
	return text()
}

// lines makes a text that may have several lines.
func (w *world) lines() string {
	if w.IntN(2) == 0 {
		return w.text()
	}
	return w.text() + pick(w, []string{"\n", "\n\n", "\n ", " \n", "\n\t"}) + w.text() + pick(w, []string{"", "\n"})
}

var someDates = []string{"2021", "0000", "0000-01-01", "2021-11", "2021-11-25", "2021-11-25T10:00:00Z", "../2019", "/2019", "2019/..", "2021-11~", "201X", "2021-XX-XX", "-0044-03-15", "Y-12345"}

func (w *world) date() kb.Date { return kb.MustDate(pick(w, someDates)) }

func (w *world) value(typ kb.ValueType, enum []string) kb.Value {
	switch typ {
	case kb.TypeText:
		return kb.TextValue{Text: w.text()}
	case kb.TypeURL:
		return kb.UrlValue{URL: "https://acme.example/?q=a,b#c: d"[:22+w.IntN(7)]}
	case kb.TypeEnum:
		return kb.EnumValue{Enum: pick(w, enum)}
	case kb.TypeDate:
		return kb.DateValue{Date: w.date()}
	case kb.TypeBoolean:
		return kb.BooleanValue{Boolean: w.IntN(2) == 0}
	}
	number := func() float64 {
		return pick(w, []float64{0, -3, 0.1, 1e21, 1e-7, 500_000_000, 123456789.125, 1 << 53})
	}
	a, b := number(), number()
	q := kb.Quantity{Precision: pick(w, kb.Precisions), Unit: pick(w, []string{"", "USD", "countries", "1e5", "a, b"})}
	switch q.Precision {
	case kb.Exact:
		q.Min, q.Max = kb.Num(a), kb.Num(a)
	case kb.About, kb.Between:
		q.Min, q.Max = kb.Num(min(a, b)), kb.Num(max(a, b))
	case kb.AtLeast, kb.MoreThan:
		q.Min = kb.Num(a)
	case kb.AtMost, kb.LessThan:
		q.Max = kb.Num(a)
	case kb.Vague:
		q.Words = w.text()
	}
	return kb.QuantityValue{Quantity: q}
}

func (w *world) source(id kb.ID, earlier []kb.ID) *kb.Source {
	s := &kb.Source{
		ID: id, Kind: pick(w, kb.SourceKinds), Title: w.maybe(w.text), Publishers: some(w, w.ids), Byline: w.maybe(w.text), PublishedNote: w.maybe(w.text),
		URL: w.maybe(func() string { return "https://a.example/" + string(id) }), Language: w.maybe(func() string { return "no" }),
		FileName: w.maybe(w.text), Fingerprint: w.maybe(func() string { return "0123456789012345" }), Note: w.maybe(w.lines),
	}
	if w.IntN(2) == 0 {
		s.Published, s.Retrieved, s.Act = w.date(), w.date(), pick(w, w.ids)
	}
	if len(earlier) > 0 {
		s.Cites = []kb.ID{pick(w, earlier)}
		s.DerivesFrom = []kb.Derivation{{Source: pick(w, earlier), How: pick(w, kb.DerivationHows), Basis: pick(w, kb.DerivationBases), Note: w.maybe(w.lines)}}
	}
	return s
}

func (w *world) of(kinds []kb.Kind) kb.ID {
	for {
		if id := pick(w, w.ids); slices.Contains(kinds, w.kinds[id]) {
			return id
		}
	}
}

// claim makes a claim, of which retractions and answers go to earlier ones.
func (w *world) claim(collection string, fact kb.Fact, earlier []*kb.Claim) *kb.Claim {
	hash := func() string { return pick(w, []string{"1234567890123456", "12e4567890123456", "abcdef0123456789"}) }
	c := &kb.Claim{
		Fact: fact.FactID(), Collection: collection, Source: pick(w, w.sources), Statement: w.lines() + "s", Stance: pick(w, kb.Stances),
		Modality: pick(w, kb.Modalities), Reading: pick(w, kb.Readings), AttributedTo: some(w, w.ids), Firsthand: w.IntN(2) == 0,
		Note: w.lines() + "n", RecordedBy: w.maybe(w.text),
	}
	switch w.IntN(4) {
	case 0:
	case 1:
		c.Locator = kb.Locator{Part: kb.PartBody}
	case 2:
		c.Locator = kb.Locator{Page: w.IntN(3), Paragraph: w.IntN(3), Part: pick(w, kb.Parts), Start: w.IntN(2)}
	default:
		c.Locator = kb.Locator{Page: w.IntN(3), Paragraph: 1 + w.IntN(9), Part: pick(w, kb.Parts), Start: w.IntN(9), Length: 1 + w.IntN(9), Hash: hash()}
		c.Mentions = []kb.Mention{{Of: kb.MentionSpeaker, Entity: pick(w, w.ids), Start: w.IntN(2), Length: 1, Hash: hash()}}
	}
	var allowed []kb.QualifierKey
	if r, ok := fact.(*kb.Relation); ok {
		row, _ := r.Type.Info()
		allowed = row.Qualifiers
	}
	for _, row := range kb.QualifierKeys {
		if (row.Common || slices.Contains(allowed, row.Key)) && w.IntN(4) == 0 {
			c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: row.Key, Value: w.value(row.Type, row.Enum)})
		}
	}
	for _, s := range some(w, w.sources) {
		if s != c.Source {
			c.Credits = append(c.Credits, kb.Credit{Source: s, How: pick(w, kb.CreditHows)})
		}
	}
	if len(earlier) > 0 && w.IntN(3) == 0 {
		c.Answers = []kb.ID{pick(w, earlier).ID, pick(w, w.sources)}
		if c.Stance == kb.Retracts {
			c.Retracts = []kb.ID{pick(w, earlier).ID}
		}
	}
	c.Identify()
	if slices.Contains(c.Answers, c.ID) || slices.Contains(c.Retracts, c.ID) {
		c.Answers, c.Retracts = nil, nil
	}
	return c
}

// sets makes the change sets of three collections. The last has nothing in it but
// claims on what the others describe, and a fact that each of them has.
func (w *world) sets() []*kb.ChangeSet {
	entities, sources := map[kb.ID]*kb.Entity{}, map[kb.ID]*kb.Source{}
	for _, id := range w.ids {
		entities[id] = &kb.Entity{ID: id, Kind: w.kinds[id], Name: w.text() + "x", Summary: w.maybe(w.text)}
	}
	for i, id := range w.sources {
		sources[id] = w.source(id, w.sources[:i])
	}
	var sets []*kb.ChangeSet
	var made []*kb.Claim
	shared := kb.NewRelation(kb.AssociatedWith, w.ids[0], w.ids[1], "0x1")
	for i, name := range []string{"first", "second", "third"} {
		set := &kb.ChangeSet{Collection: kb.Collection{Name: name, Title: w.maybe(w.text), Description: w.maybe(w.lines), Licence: w.maybe(w.text)}}
		if i < 2 {
			for _, id := range w.ids[:len(w.ids)/(i+1)] {
				set.Entities = append(set.Entities, entities[id])
			}
			for _, id := range w.sources[:len(w.sources)/(i+1)] {
				set.Sources = append(set.Sources, sources[id])
			}
		}
		facts := []kb.Fact{shared}
		for range 20 {
			row := pick(w, kb.RelationTypes)
			facts = append(facts, kb.NewRelation(row.Type, w.of(row.From), w.of(row.To), w.maybe(w.text)))
		}
		for _, row := range kb.PropertyKeys {
			var issuer kb.ID
			if row.Issued {
				issuer = pick(w, w.ids)
			}
			facts = append(facts, kb.NewProperty(w.of(row.Kinds), row.Key, w.value(row.Type, row.Enum), issuer))
		}
		there := map[kb.ID]bool{}
		for _, f := range facts {
			if there[f.FactID()] {
				continue
			}
			there[f.FactID()] = true
			switch f := f.(type) {
			case *kb.Relation:
				set.Relations = append(set.Relations, f)
			case *kb.Property:
				set.Properties = append(set.Properties, f)
			}
			for range 1 + w.IntN(3) {
				if c := w.claim(name, f, made); !there[c.ID] {
					there[c.ID] = true
					set.Claims = append(set.Claims, c)
				}
			}
		}
		made = append(made, set.Claims...)
		sets = append(sets, set)
	}
	return sets
}

func apply(t *testing.T, store kb.Store, sets []*kb.ChangeSet) {
	t.Helper()
	for _, set := range sets {
		if _, err := store.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStoresAtRandomAreWrittenTheSame(t *testing.T) {
	for seed := range uint64(8) {
		one, other, third := plain.New(), openSQLite(t), plain.New()
		apply(t, one, newWorld(seed).sets())
		apply(t, other, newWorld(seed).sets())
		text := written(t, one)
		if got := written(t, other); got != text {
			t.Fatalf("seed %d: two stores differ from line %d on", seed, firstDifference(text, got))
		}
		load(t, third, textInput(text))
		if got := written(t, third); got != text {
			t.Fatalf("seed %d: loaded and written again, it differs from line %d on", seed, firstDifference(text, got))
		}
		sameRecords(t, one, third)
		tidy, err := Tidy([]byte(text), "text.yaml")
		if err != nil || string(tidy) != text {
			t.Fatalf("seed %d: what was written is not tidy from line %d on: %v", seed, firstDifference(text, string(tidy)), err)
		}
	}
}

// sameRecords tells whether two stores hold the same, but for the times at which
// they were given it and what the program found.
func sameRecords(t *testing.T, a, b kb.Store) {
	t.Helper()
	sameScan(t, a.Entities(), b.Entities(), nil)
	sameScan(t, a.Sources(), b.Sources(), func(s *kb.Source) { *s = *loader.Told(s) })
	sameScan(t, a.Relations(), b.Relations(), nil)
	sameScan(t, a.Properties(), b.Properties(), nil)
	sameScan(t, a.Claims(), b.Claims(), func(c *kb.Claim) { c.RecordedAt = time.Time{} })
	x, err := a.Collections(t.Context())
	y, err2 := b.Collections(t.Context())
	if err != nil || err2 != nil || !reflect.DeepEqual(x, y) {
		t.Errorf("the collections are %+v, want %+v; %v, %v", y, x, err, err2)
	}
}

func sameScan[T, W any](t *testing.T, a, b kb.Records[T, W], clear func(*T)) {
	t.Helper()
	all := func(records kb.Records[T, W]) (out []*T) {
		for r, err := range records.Scan(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			if clear != nil {
				clear(r)
			}
			out = append(out, r)
		}
		return out
	}
	x, y := all(a), all(b)
	if len(x) != len(y) || len(x) == 0 {
		t.Fatalf("%d %T, want %d", len(y), *new(T), len(x))
	}
	for i := range x {
		// As text, in which an empty list is the same as none.
		if want, got := fmt.Sprintf("%+v", *x[i]), fmt.Sprintf("%+v", *y[i]); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
}

// A fact with more claims than are read at once, in a store of more facts than
// are: all are written, in order.
func TestManyClaimsAreWrittenPageByPage(t *testing.T) {
	w := newWorld(1)
	set := w.sets()[0]
	set.Relations, set.Properties, set.Claims = nil, nil, nil
	for i := range factsAtOnce + 7 {
		r := kb.NewRelation(kb.AssociatedWith, w.ids[0], w.ids[1], fmt.Sprint(i))
		set.Relations = append(set.Relations, r)
		claims := 1
		if i == 3 {
			claims = 3*claimsAtOnce + 1
		}
		for k := range claims {
			c := &kb.Claim{
				Fact: r.ID, Collection: "first", Source: w.sources[k%2], Statement: "It has to do with it.", Stance: kb.Asserts, Modality: kb.Stated,
				Reading: kb.Explicit, Locator: kb.Locator{Paragraph: 1000 - k, Part: kb.PartBody},
			}
			c.Identify()
			set.Claims = append(set.Claims, c)
		}
	}
	store := plain.New()
	apply(t, store, []*kb.ChangeSet{set})
	facts, most := 0, 0
	for r, err := range Read(strings.NewReader(written(t, store)), "text.yaml") {
		if err != nil {
			t.Fatal(err)
		}
		if r.Fact == nil {
			continue
		}
		facts++
		most = max(most, len(r.Claims))
		for i := 1; i < len(r.Claims); i++ {
			a, b := r.Claims[i-1], r.Claims[i]
			if a.Source > b.Source || a.Source == b.Source && a.Locator.Paragraph >= b.Locator.Paragraph {
				t.Errorf("%s %d stands before %s %d", a.Source, a.Locator.Paragraph, b.Source, b.Locator.Paragraph)
			}
		}
	}
	if facts != factsAtOnce+7 || most != 3*claimsAtOnce+1 {
		t.Errorf("%d facts and at most %d claims, want %d and %d", facts, most, factsAtOnce+7, 3*claimsAtOnce+1)
	}
}
