package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"actorgraph/kb"
)

// world makes change sets at random, the same ones from the same seed. What it
// makes is meant to hurt: names that look like patterns, operators and quotes,
// that sort otherwise by UTF-16 than by bytes, that fold to nothing or differ
// only beyond what is sorted by; dates with open ends; much that is missing;
// several relations between the same two, and of one with itself.
type world struct {
	*rand.Rand
	entities []kb.ID
	kinds    map[kb.ID]kb.Kind
	sources  []kb.ID
	facts    []any // *kb.Relation or *kb.Property, of those that were made
}

func newWorld(seed uint64, entities, sources int) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 1)), kinds: map[kb.ID]kb.Kind{}}
	for i := range entities {
		id := kb.ID(fmt.Sprintf("e%d", i))
		w.entities = append(w.entities, id)
		w.kinds[id] = kb.Kinds[i%len(kb.Kinds)].Kind // so that of each kind there is one
	}
	for i := range sources {
		w.sources = append(w.sources, kb.ID(fmt.Sprintf("source:s%d", i)))
	}
	return w
}

// pick returns one of list.
func pick[E any](r *rand.Rand, list []E) E { return list[r.IntN(len(list))] }

// some returns up to most different ones of list.
func some[E any](r *rand.Rand, list []E, most int) []E {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:r.IntN(min(most, len(list))+1)]
}

// one in n times, yes.
func (w *world) oneIn(n int) bool { return w.IntN(n) == 0 }

var fragments = []string{
	"Acme", "acme", "ACMÉ", "a\u0301cme", "𝒜cme", "Ａｃｍｅ", "acme's", "acme-optics", "optics",
	"ﬁsh", "fish", "Straße", "STRASSE", "ẞ", "Ångström", "angstrom", "Łódź", "İzmir", "ızgara", "ʻOkina", "O’Neill", "O'Neill",
	"Привет", "привет", "Ёлка", "Ὀδυσσεύς", "日本", "本", "ガス", "ｶﾞｽ", "한국어", "ประเทศไทย", "हिन्दी", "שָׁלוֹם", "عَرَبِيّ",
	"100%", "%", "_", "a_b", `back\slash`, `\`, "quo'te", `quo"te`, "`tick`", "';--", "$1", "{x}", "<b>", "?", "@", "#",
	"AND", "OR", "NOT", "NEAR(a b)", "*", "^a", "name:acme", "+acme", "-acme", "(a|b)", "[x]", ".*", "~", "a", "b", "1", "37",
	"🂡", "🂡🂢", "\uFF5E", "\uE000", "\uFFFD", "\U0010FFFD", "e\u0323\u0302", "\u200B", "\u200Dx", "½", "x²",
}

// abroad are names that agree in several alphabets, fully or by their consonants.
var abroad = []string{
	"Pegasus", "Пегасус", "Πήγασος", "بيغاسوس", "פגסוס", "Mohammed", "Muhammad", "Mohamed", "محمد", "Мухаммед", "السعودية", "Saudi",
	"Netanyahu", "Нетаньяху", "נתניהו", "نتنياهو", "David", "דוד", "Davyd", "شارع", "ь", "Acme Пегас", "אאאא", "8200", "8201",
}

// name makes a name of one to three fragments.
func (w *world) name() string {
	if w.oneIn(20) { // alike as far as sorting looks, different behind
		return strings.Repeat("long ", 55) + pick(w.Rand, fragments)
	}
	words := make([]string, 1+w.IntN(3))
	for i := range words {
		words[i] = pick(w.Rand, fragments)
		if w.oneIn(4) {
			words[i] = pick(w.Rand, abroad)
		}
	}
	name := strings.Join(words, " ")
	if utf8.RuneCountInString(name) > kb.MaxName || strings.TrimSpace(name) == "" {
		return "x"
	}
	return name
}

// maybe makes a name, or none.
func (w *world) maybe() string {
	if w.oneIn(3) {
		return ""
	}
	return w.name()
}

var dates = []string{
	"2019", "2020", "2021", "2020-02", "2020-02-29", "2019-12-31", "2020-01-01", "2020-01-01/2020-01-01", "2021-11-25", "2021-11-25T23:20:30Z",
	"2019-06/2020-06", "../2019", "../2020-02-29", "2020/..", "2021-11/..", "/2020-06", "2020-03/", "2021-11~", "2020?", "201X", "2021-XX-XX",
	"2020-21", "2020-24", "-0044-03-15", "0000", "Y-999999999", "Y999999999", "9999-12-31",
}

func (w *world) date() kb.Date { return kb.MustDate(pick(w.Rand, dates)) }

// maybeDate makes a date, or none.
func (w *world) maybeDate() kb.Date {
	if w.oneIn(3) {
		return kb.Date{}
	}
	return w.date()
}

var units = []string{"", "members", "USD", "EUR", "percent", "uſd"}

var amounts = []float64{0, 1, 2, 10, 37, 0.5, -3, 500_000_000, 1e15, 0.1}

func (w *world) quantity() kb.Quantity {
	a, b := pick(w.Rand, amounts), pick(w.Rand, amounts)
	q := kb.Quantity{Unit: pick(w.Rand, units), Precision: pick(w.Rand, kb.Precisions)}
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
		q.Words = pick(w.Rand, fragments)
	}
	return q
}

func (w *world) value(typ kb.ValueType, enum []string) kb.Value {
	switch typ {
	case kb.TypeText:
		return kb.TextValue{Text: w.name()}
	case kb.TypeQuantity:
		return kb.QuantityValue{Quantity: w.quantity()}
	case kb.TypeDate:
		return kb.DateValue{Date: w.date()}
	case kb.TypeBoolean:
		return kb.BooleanValue{Boolean: w.oneIn(2)}
	case kb.TypeURL:
		return kb.UrlValue{URL: pick(w.Rand, []string{"https://acme.example/", "http://acme.example/%20?q='1'", "https://ACME.example/ä"})}
	case kb.TypeEnum:
		return kb.EnumValue{Enum: pick(w.Rand, enum)}
	}
	panic("no values of type " + typ)
}

func (w *world) entity(id kb.ID) *kb.Entity {
	return &kb.Entity{ID: id, Kind: w.kinds[id], Name: w.name(), Summary: w.maybe()}
}

func (w *world) source(id kb.ID) *kb.Source {
	s := &kb.Source{
		ID: id, Kind: pick(w.Rand, kb.SourceKinds), Title: w.maybe(), Publishers: some(w.Rand, w.entities, 2), Byline: w.maybe(),
		Published: w.maybeDate(), Retrieved: w.maybeDate(), Language: pick(w.Rand, []string{"", "en", "de", "he"}), FileName: w.maybe(), Note: w.maybe(),
		Cites: some(w.Rand, w.sources, 2),
	}
	if w.oneIn(4) {
		s.Fingerprint = strings.Repeat(pick(w.Rand, []string{"0", "a", "f"}), 64)
	}
	if len(s.Publishers) > 0 && w.oneIn(4) { // the word of an actor, without a document
		return &kb.Source{ID: id, Kind: kb.SourceOther, Publishers: s.Publishers, Published: s.Published}
	}
	if w.oneIn(2) {
		s.URL = "https://example.org/" + string(id[len("source:"):])
	}
	if w.oneIn(4) {
		s.Act = pick(w.Rand, w.entities)
	}
	for _, parent := range some(w.Rand, w.sources, 2) {
		if parent != id {
			s.DerivesFrom = append(s.DerivesFrom, kb.Derivation{Source: parent, How: pick(w.Rand, kb.DerivationHows), Basis: pick(w.Rand, kb.DerivationBases)})
		}
	}
	return s
}

// kindred returns an entity of one of kinds.
func (w *world) kindred(kinds []kb.Kind) kb.ID {
	for {
		if id := pick(w.Rand, w.entities); slices.Contains(kinds, w.kinds[id]) {
			return id
		}
	}
}

// surveillance are the types that the link from a product to its users goes by.
var surveillance = []kb.RelationType{kb.Operated, kb.UsedIn, kb.Uses, kb.Targeted}

// fact makes a fact, or brings one back that was made before.
func (w *world) fact() any {
	if len(w.facts) > 0 && w.oneIn(3) {
		return pick(w.Rand, w.facts)
	}
	var fact any
	if w.oneIn(3) {
		row := pick(w.Rand, kb.PropertyKeys)
		if w.oneIn(3) {
			row, _ = kb.KeyAlias.Info()
		} else if w.oneIn(4) { // so that much inherits a date
			row, _ = kb.KeyDate.Info()
		}
		var issuer kb.ID
		if row.Issued {
			issuer = pick(w.Rand, w.entities)
		}
		fact = kb.NewProperty(w.kindred(row.Kinds), row.Key, w.value(row.Type, row.Enum), issuer)
	} else {
		row := pick(w.Rand, kb.RelationTypes)
		if w.oneIn(4) {
			row, _ = pick(w.Rand, surveillance).Info()
		}
		from, to := w.kindred(row.From), w.kindred(row.To)
		if w.oneIn(10) && slices.Contains(row.To, w.kinds[from]) {
			to = from
		}
		fact = kb.NewRelation(row.Type, from, to, pick(w.Rand, []string{"", "", "", "2", "Ö%"}))
	}
	w.facts = append(w.facts, fact)
	return fact
}

func (w *world) claim(collection string, fact any) *kb.Claim {
	c := &kb.Claim{
		Source: pick(w.Rand, w.sources), Collection: collection, Statement: w.name(),
		Stance: kb.Asserts, Modality: pick(w.Rand, kb.Modalities), Reading: kb.Explicit,
		AttributedTo: some(w.Rand, w.entities, 2), Firsthand: w.oneIn(4), Note: w.maybe(), RecordedBy: w.maybe(),
	}
	var allowed []kb.QualifierKey
	switch fact := fact.(type) {
	case *kb.Relation:
		row, _ := fact.Type.Info()
		c.Fact, allowed = fact.ID, row.Qualifiers
	case *kb.Property:
		c.Fact = fact.ID
	}
	if w.oneIn(3) {
		c.Stance = pick(w.Rand, kb.Stances)
	}
	if w.oneIn(8) {
		c.Reading, c.Note = kb.Inferred, "It follows."
	}
	if !w.oneIn(3) {
		c.Locator = kb.Locator{Paragraph: w.IntN(5), Page: w.IntN(3), Part: pick(w.Rand, kb.Parts), Start: w.IntN(20)}
	}
	for _, row := range kb.QualifierKeys {
		dated := row.Key == kb.QualifierSince || row.Key == kb.QualifierUntil
		if (row.Common || slices.Contains(allowed, row.Key)) && (dated && w.oneIn(3) || w.oneIn(8)) {
			c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: row.Key, Value: w.value(row.Type, row.Enum)})
		}
	}
	for _, source := range some(w.Rand, w.sources, 2) {
		if source != c.Source {
			c.Credits = append(c.Credits, kb.Credit{Source: source, How: pick(w.Rand, kb.CreditHows)})
		}
	}
	if w.oneIn(6) {
		c.Answers = []kb.ID{pick(w.Rand, w.sources)}
	}
	c.Identify()
	return c
}

// addFacts adds facts with one to three claims each to a set, until it has n claims.
func (w *world) addFacts(set *kb.ChangeSet, n int) {
	there := map[kb.ID]bool{}
	once := func(id kb.ID) bool {
		first := !there[id]
		there[id] = true
		return first
	}
	for len(set.Claims) < n {
		fact := w.fact()
		for range 1 + w.IntN(3) {
			if c := w.claim(set.Collection.Name, fact); once(c.ID) {
				set.Claims = append(set.Claims, c)
			}
		}
		switch fact := fact.(type) {
		case *kb.Relation:
			if once(fact.ID) {
				set.Relations = append(set.Relations, kb.NewRelation(fact.Type, fact.From, fact.To, fact.Key))
			}
		case *kb.Property:
			if once(fact.ID) {
				set.Properties = append(set.Properties, kb.NewProperty(fact.Entity, fact.Key, fact.Value, fact.Issuer))
			}
		}
	}
}

// graph makes the sets of a whole graph: three collections of which the first
// describes all entities and sources, and the others some of them again.
func (w *world) graph(claims int) []*kb.ChangeSet {
	var sets []*kb.ChangeSet
	for i, name := range []string{"first", "second", "third"} {
		set := &kb.ChangeSet{Collection: kb.Collection{Name: name}}
		entities, sources := w.entities, w.sources
		if i > 0 {
			entities, sources = some(w.Rand, entities, 8), some(w.Rand, sources, 4)
		}
		for _, id := range entities {
			set.Entities = append(set.Entities, w.entity(id))
		}
		for _, id := range sources {
			set.Sources = append(set.Sources, w.source(id))
		}
		w.addFacts(set, claims*(3-i)/6)
		sets = append(sets, set)
	}
	return sets
}
