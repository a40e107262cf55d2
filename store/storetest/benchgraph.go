package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// Affairs is the graph that benchmarks ask about: affairs of surveillance, all
// of them invented, the same ones each time. A company makes a product and
// supplies a government, which uses it against ten people or more; a paper
// tells it, and others retell it with credit. A few companies, governments,
// people and papers have a part in very many affairs, and most in a few.
type Affairs struct {
	Sets   []*kb.ChangeSet // the graph, a thousand claims each, to be applied in this order
	Hub    kb.ID           // a company with a part in very many affairs
	Rare   string          // a word that stands in the name of Hub alone
	Common string          // a word that stands in the name of every targeting
}

const (
	affairClaims = 10_000 // of the whole graph
	setClaims    = 1_000
)

// NewAffairs makes the graph.
func NewAffairs() *Affairs { return newAffairs(affairClaims) }

// NewLargeAffairs makes the graph with 100,000 facts.
func NewLargeAffairs() *Affairs { return newAffairs(lensClaims) }

// newAffairs makes a graph of so many claims. It begins as every other.
func newAffairs(claims int) *Affairs {
	t := newTeller(claims)
	for t.claims < claims {
		t.affair()
	}
	hub := t.companies.list[0]
	return &Affairs{Sets: t.sets, Hub: hub.ID, Rare: strings.Fields(hub.Name)[0], Common: "surveillance"}
}

// Load applies all of the graph.
func (a *Affairs) Load(t testing.TB, s kb.Writer) {
	t.Helper()
	for i, set := range a.Sets {
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatalf("set %d: %v", i, err)
		}
	}
}

// teller makes up affairs one after the other and writes what is told of them
// into sets, each with the records that its claims speak of.
type teller struct {
	*rand.Rand
	words    []string // for names; when all of them have been given, they come again with a number
	named    int
	entities map[kb.ID]*kb.Entity
	articles int

	companies, products, governments, countries, people, papers cast

	sets   []*kb.ChangeSet
	most   int            // claims that the graph is to have
	claims int            // in all sets together
	shared map[kb.ID]bool // the entities and sources in any set
	facts  map[kb.ID]bool // the facts in the last set
}

// cast is those who may have one part in an affair, those first who have it most.
type cast struct {
	list []*kb.Entity
	next *rand.Zipf
}

func (c cast) pick() *kb.Entity { return c.list[c.next.Uint64()] }

func newTeller(most int) *teller {
	t := &teller{most: most, Rand: rand.New(rand.NewPCG(2021, 11)), entities: map[kb.ID]*kb.Entity{}, shared: map[kb.ID]bool{}}
	for _, a := range []string{"Ka", "Ve", "Lo", "Mi", "Tu", "Ra", "So", "Ne", "Bi", "Do", "Fa", "Gu"} {
		for _, b := range []string{"l", "mb", "nd", "r", "sk", "t", "v", "zz"} {
			for _, c := range []string{"an", "eth", "ik", "om", "un", "ys", "ard", "ell"} {
				for _, d := range []string{"a", "en", "is", "or"} {
					t.words = append(t.words, a+b+c+d)
				}
			}
		}
	}
	t.Shuffle(len(t.words), func(i, j int) { t.words[i], t.words[j] = t.words[j], t.words[i] })
	t.companies = t.cast(200, kb.KindCompany, "%s Systems", "%s Technologies", "%s Group")
	t.products = t.cast(300, kb.KindProduct, "%s")
	t.governments = t.cast(40, kb.KindGovernment, "Government of %s")
	t.countries = t.cast(60, kb.KindCountry, "%s")
	t.people = t.cast(1_200, kb.KindPerson, "Ada %s", "Bram %s", "Chidi %s", "Dina %s", "Emre %s", "Farah %s")
	t.papers = t.cast(80, kb.KindOrganization, "%s Gazette", "%s Post", "The %s Times")
	return t
}

// cast makes n entities, whose names have the forms in turn.
func (t *teller) cast(n int, kind kb.Kind, forms ...string) cast {
	c := cast{next: rand.NewZipf(t.Rand, 1.2, 5, uint64(n-1))}
	for i := range n {
		c.list = append(c.list, t.entity(kind, forms[i%len(forms)]))
	}
	return c
}

// entity makes an entity with a word of its own in its name.
func (t *teller) entity(kind kb.Kind, form string) *kb.Entity {
	word := t.words[t.named%len(t.words)]
	if round := t.named / len(t.words); round > 0 {
		word = fmt.Sprint(word, " ", round+1)
	}
	t.named++
	name := fmt.Sprintf(form, word)
	e := &kb.Entity{ID: kb.ID(strings.ToLower(strings.ReplaceAll(name, " ", "-"))), Kind: kind, Name: name}
	t.entities[e.ID] = e
	return e
}

// affair tells one affair, a paragraph for each fact.
func (t *teller) affair() {
	company, product, government := t.companies.pick(), t.products.pick(), t.governments.pick()
	targeting := t.entity(kb.KindTargeting, "Surveillance from %s")
	first := t.article("")
	others := []*kb.Source{t.article(first.ID), t.article(first.ID)}
	paragraph := 0
	tell := func(fact kb.Fact, modality kb.Modality, qualifiers ...kb.Qualifier) {
		paragraph++
		c := kb.Claim{
			Fact: fact.FactID(), Source: first.ID, Locator: kb.Locator{Paragraph: paragraph, Part: kb.PartBody},
			Statement: fmt.Sprintf("So it stands in paragraph %d of what %s told.", paragraph, first.Byline),
			Stance:    kb.Asserts, Modality: modality, Reading: kb.Explicit, Qualifiers: qualifiers,
		}
		t.claim(c, fact, first)
		for _, other := range others {
			if t.IntN(5) == 0 {
				c.Source, c.Modality, c.Credits = other.ID, kb.Hearsay, []kb.Credit{{Source: first.ID, How: kb.CreditNamed}}
				t.claim(c, fact, other)
			}
		}
	}
	relation := func(from *kb.Entity, typ kb.RelationType, to *kb.Entity) *kb.Relation {
		return kb.NewRelation(typ, from.ID, to.ID, "")
	}
	asOf := kb.Qualifier{Key: kb.QualifierAsOf, Value: kb.DateValue{Date: first.Published}}
	tell(relation(company, kb.Makes, product), kb.Stated)
	tell(relation(company, kb.Supplies, government), kb.Believed, asOf)
	tell(relation(company, kb.BasedIn, t.countries.pick()), kb.Stated)
	tell(relation(t.people.pick(), kb.Directs, company), kb.Stated, asOf)
	tell(relation(government, kb.Operated, targeting), kb.Alleged)
	tell(relation(product, kb.UsedIn, targeting), kb.Stated)
	tell(relation(targeting, kb.OccurredIn, t.countries.pick()), kb.Stated)
	tell(kb.NewProperty(targeting.ID, kb.KeyDate, kb.DateValue{Date: t.date()}, ""), kb.Stated)
	outcome := kb.Qualifier{Key: kb.QualifierOutcome, Value: kb.EnumValue{Enum: "SUCCESSFUL"}}
	var targets []*kb.Entity
	for n := 10 + int(3*t.ExpFloat64()); len(targets) < n; {
		if target := t.people.pick(); !slices.Contains(targets, target) {
			targets = append(targets, target)
			tell(relation(targeting, kb.Targeted, target), kb.Stated, outcome)
		}
	}
}

// article makes an article, which cites another if one is given.
func (t *teller) article(cited kb.ID) *kb.Source {
	t.articles++
	a := &kb.Source{
		ID: kb.ID(fmt.Sprintf("source:article-%d", t.articles)), Kind: kb.SourceArticle, Title: fmt.Sprintf("Affairs, part %d", t.articles),
		Publishers: []kb.ID{t.papers.pick().ID}, Byline: t.people.pick().Name, Published: t.date(),
		URL: fmt.Sprintf("https://papers.example/%d", t.articles), Language: "en",
	}
	if cited != "" {
		a.Cites = []kb.ID{cited}
	}
	return a
}

func (t *teller) date() kb.Date {
	return kb.MustDate(fmt.Sprintf("%d-%02d-%02d", 2016+t.IntN(6), 1+t.IntN(12), 1+t.IntN(28)))
}

// claim adds a claim to the last set, or to a new one if that is full, with
// what it speaks of. It adds none to a graph that has all its claims.
func (t *teller) claim(c kb.Claim, fact kb.Fact, source *kb.Source) {
	if t.claims == t.most {
		return
	}
	if t.claims%setClaims == 0 {
		t.sets = append(t.sets, &kb.ChangeSet{Collection: kb.Collection{Name: "affairs"}})
		t.facts = map[kb.ID]bool{}
	}
	t.claims++
	set := t.sets[len(t.sets)-1]
	c.Collection = set.Collection.Name
	c.Identify()
	set.Claims = append(set.Claims, &c)

	entities := slices.Clone(source.Publishers)
	add := once(t.facts, fact.FactID())
	switch fact := fact.(type) {
	case *kb.Relation:
		entities = append(entities, fact.From, fact.To)
		if add {
			set.Relations = append(set.Relations, fact)
		}
	case *kb.Property:
		entities = append(entities, fact.Entity)
		if add {
			set.Properties = append(set.Properties, fact)
		}
	}
	for _, id := range entities {
		if once(t.shared, id) {
			set.Entities = append(set.Entities, t.entities[id])
		}
	}
	if once(t.shared, source.ID) {
		set.Sources = append(set.Sources, source)
	}
}

// once tells whether it is asked about id for the first time.
func once(seen map[kb.ID]bool, id kb.ID) bool {
	first := !seen[id]
	seen[id] = true
	return first
}
