package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// The graph that most questions are about. All names in it are invented.
//
//	ann ───DIRECTS──▶ acme ───OWNS (2010 to 2014)──▶ shell
//	 │                acme ───OWNS (again, from 2018-05)──▶ shell
//	FAMILY_OF         acme ───SUPPORTS──▶ acme
//	 │                acme ───LISTED_ON──▶ blocklist
//	 │                acme ───DEFENDANT_IN──▶ suit ◀──PLAINTIFF_IN─── union
//	 │                acme ───MAKES──▶ lynx                             ▲
//	 │                 ▲                ▲ │                          TARGETED
//	 │              SUPPLIES         USES │ USED_IN                     │
//	 │                 │               /  └──────────▶ watch ───────────┘
//	bob ───OWNS──▶ depot              /                 ▲ │
//	 └───────────────────────────────┘           OPERATED │ OCCURRED_IN
//	                                                    │ ▼
//	                                    cabinet ───GOVERNS──▶ utopia
//
//	gazette, nowhere: no relations
//
// Two collections tell it: harbour nearly all, context what stands in register.
// Of the entities harbour describes all but nowhere; context describes acme,
// shell, nowhere. What the claims say is in the lists of newFixture.

// fixture is a graph together with names for its records by which a test can
// speak of them: an entity's or a source's id, for a relation "ann DIRECTS acme",
// for a property "union size 37 members", and for a claim "filing: union size 37 members".
type fixture struct {
	sets  []*kb.ChangeSet
	names map[kb.ID]string
	ids   map[string]kb.ID
}

// load applies the fixture to an empty store.
func (f *fixture) load(t testing.TB, s kb.Store) {
	t.Helper()
	for _, set := range f.sets {
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatalf("loading the fixture: %v", err)
		}
	}
}

// id is the id of the record with this name.
func (f *fixture) id(name string) kb.ID {
	id, ok := f.ids[name]
	if !ok {
		panic(fmt.Sprintf("the fixture has no %q", name))
	}
	return id
}

func (f *fixture) idList(names string) []kb.ID {
	var ids []kb.ID
	for _, name := range list(names) {
		ids = append(ids, f.id(name))
	}
	return ids
}

// name is the name of the record with this id, or the id.
func (f *fixture) name(id kb.ID) string {
	if name, ok := f.names[id]; ok {
		return name
	}
	return string(id)
}

func (f *fixture) nameList(ids []kb.ID) []string {
	var names []string
	for _, id := range ids {
		names = append(names, f.name(id))
	}
	return names
}

func (f *fixture) call(id kb.ID, name string) {
	if _, ok := f.ids[name]; ok {
		panic(fmt.Sprintf("two records are called %q", name))
	}
	f.names[id], f.ids[name] = name, id
}

// claim is what a source says on a fact; what it leaves out is filled in.
type claim struct {
	source string
	kb.Claim
}

// said begins a claim at a paragraph of a source, 0: not told where.
func said(source string, paragraph int, modality kb.Modality) claim {
	c := claim{source: source, Claim: kb.Claim{Stance: kb.Asserts, Modality: modality, Reading: kb.Explicit}}
	if paragraph > 0 {
		c.Locator = kb.Locator{Paragraph: paragraph, Part: kb.PartBody}
	}
	return c
}

// with changes a claim.
func (c claim) with(change func(*kb.Claim)) claim {
	change(&c.Claim)
	return c
}

func (c claim) firsthand() claim { return c.with(func(c *kb.Claim) { c.Firsthand = true }) }

func (c claim) by(speakers ...kb.ID) claim {
	return c.with(func(c *kb.Claim) { c.AttributedTo = speakers })
}

func (c claim) dated(key kb.QualifierKey, date string) claim {
	return c.with(func(c *kb.Claim) {
		c.Qualifiers = append(slices.Clone(c.Qualifiers), kb.Qualifier{Key: key, Value: kb.DateValue{Date: kb.MustDate(date)}})
	})
}

// relation adds a relation to a set if it is not there, and claims on it.
func (f *fixture) relation(set *kb.ChangeSet, from kb.ID, typ kb.RelationType, to kb.ID, key string, claims ...claim) {
	r := kb.NewRelation(typ, from, to, key)
	name := fmt.Sprintf("%s %s %s", from, typ, to)
	if key != "" {
		name += " " + key
	}
	if f.names[r.ID] == "" {
		f.call(r.ID, name)
	}
	set.Relations = append(set.Relations, r)
	f.claims(set, r.ID, claims)
}

// property adds a property to a set, and claims on it.
func (f *fixture) property(set *kb.ChangeSet, entity kb.ID, key kb.PropertyKey, v kb.Value, issuer kb.ID, claims ...claim) {
	p := kb.NewProperty(entity, key, v, issuer)
	f.call(p.ID, fmt.Sprintf("%s %s %s", entity, key, v))
	set.Properties = append(set.Properties, p)
	f.claims(set, p.ID, claims)
}

func (f *fixture) claims(set *kb.ChangeSet, fact kb.ID, claims []claim) {
	for _, said := range claims {
		c := said.Claim
		c.Fact, c.Source, c.Collection = fact, kb.ID("source:"+said.source), set.Collection.Name
		c.Statement = said.source + " on: " + f.name(fact) + "."
		c.Identify()
		f.call(c.ID, said.source+": "+f.name(fact))
		set.Claims = append(set.Claims, &c)
	}
}

func newFixture() *fixture {
	f := &fixture{names: map[kb.ID]string{}, ids: map[string]kb.ID{}}
	harbour := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour", Title: "The harbour affair", Licence: "CC0-1.0"}}
	context := &kb.ChangeSet{Collection: kb.Collection{Name: "context", Title: "What else is known"}}
	f.sets = []*kb.ChangeSet{harbour, context}

	acme := &kb.Entity{ID: "acme", Kind: kb.KindCompany, Name: "Acme Optics", Summary: "Makes lenses, and what looks through them."}
	shell := &kb.Entity{ID: "shell", Kind: kb.KindCompany, Name: "Shell Harbour"}
	harbour.Entities = []*kb.Entity{
		acme,
		{ID: "ann", Kind: kb.KindPerson, Name: "Ann Berg"},
		{ID: "blocklist", Kind: kb.KindMeasure, Name: "Blocklist"},
		{ID: "bob", Kind: kb.KindPerson, Name: "Bob Čapek"},
		{ID: "cabinet", Kind: kb.KindGovernment, Name: "Government of Utopia"},
		{ID: "depot", Kind: kb.KindCompany, Name: "Dépôt Neuf", Summary: "100% lens_grade sand."},
		{ID: "gazette", Kind: kb.KindOrganization, Name: "Harbour Gazette"},
		{ID: "lynx", Kind: kb.KindProduct, Name: "Lynx"},
		shell,
		{ID: "suit", Kind: kb.KindLawsuit, Name: "Union v. Acme"},
		{ID: "union", Kind: kb.KindOrganization, Name: "Harbour Union"},
		{ID: "utopia", Kind: kb.KindCountry, Name: "Utopia"},
		{ID: "watch", Kind: kb.KindTargeting, Name: "Watch on the Harbour Union"},
	}
	context.Entities = []*kb.Entity{acme, shell, {ID: "nowhere", Kind: kb.KindPlace, Name: "Nowhere"}}
	harbour.Sources = []*kb.Source{
		{
			ID: "source:gazette-1", Kind: kb.SourceArticle, Title: "Who watches the Harbour Union?", Publishers: []kb.ID{"gazette"},
			Byline: "By A. Reporter", Published: kb.MustDate("2021-11-25"), PublishedNote: "printed above the text", Retrieved: kb.MustDate("2022-01-02"),
			URL: "https://gazette.example/1", Language: "en", FileName: "gazette-1.txt", Fingerprint: "0123456789abcdef", Note: "Two pages.",
		},
		{
			ID: "source:bulletin", Kind: kb.SourceArticle, Title: "Wer überwacht die Union?", Published: kb.MustDate("2021-11"), Language: "de",
			Cites:       []kb.ID{"source:filing"},
			DerivesFrom: []kb.Derivation{{Source: "source:gazette-1", How: kb.Translation, Basis: kb.Declared, Note: "It says so."}},
		},
		{ID: "source:filing", Kind: kb.SourceFiling, Publishers: []kb.ID{"union"}, Published: kb.MustDate("2021-11-25/2021-11-28"), Language: "en", Act: "suit"},
		{ID: "source:statement", Kind: kb.SourceStatement, Title: "Acme answers", Publishers: []kb.ID{"acme", "depot"}},
	}
	context.Sources = []*kb.Source{{ID: "source:register", Kind: kb.SourceRegister, Title: "Register of Companies", Publishers: []kb.ID{"cabinet"}, Published: kb.MustDate("../2019")}}
	for _, set := range f.sets {
		for _, e := range set.Entities {
			if f.names[e.ID] == "" {
				f.call(e.ID, string(e.ID))
			}
		}
		for _, s := range set.Sources {
			f.call(s.ID, strings.TrimPrefix(string(s.ID), "source:"))
		}
	}

	f.relation(harbour, "ann", kb.Directs, "acme", "", said("gazette-1", 1, kb.Stated))
	f.relation(context, "ann", kb.Directs, "acme", "", said("register", 0, kb.Stated).dated("since", "2009"))
	f.relation(context, "acme", kb.Owns, "shell", "", said("register", 0, kb.Stated).dated("since", "2010").dated("until", "2014"))
	f.relation(harbour, "acme", kb.Owns, "shell", "again", said("gazette-1", 2, kb.Stated).dated("since", "2018-05").with(func(c *kb.Claim) {
		c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: kb.QualifierShare, Value: percent(51)})
		c.Locator = kb.Locator{Paragraph: 2, Page: 1, Part: kb.PartBody, Start: 4, Length: 20, Hash: "00aa00aa00aa00aa"}
		c.Mentions = []kb.Mention{{Of: kb.MentionFrom, Start: 4, Length: 4, Hash: "00bb00bb00bb00bb"}, {Of: kb.MentionTo, Start: 9, Length: 5, Hash: "00cc00cc00cc00cc"}}
	}))
	f.relation(harbour, "bob", kb.Owns, "depot", "", said("gazette-1", 2, kb.Hearsay))
	f.relation(harbour, "depot", kb.Supplies, "acme", "",
		said("gazette-1", 3, kb.Alleged).by("union").with(func(c *kb.Claim) {
			c.Credits = []kb.Credit{{Source: "source:filing", How: kb.CreditNamed}}
		}),
		said("statement", 0, kb.Stated).by("acme").firsthand().with(func(c *kb.Claim) {
			c.Stance, c.Answers = kb.Denies, []kb.ID{"source:gazette-1"}
		}))
	f.relation(harbour, "ann", kb.FamilyOf, "bob", "", said("gazette-1", 4, kb.Stated).with(func(c *kb.Claim) {
		c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierRole, Value: kb.TextValue{Text: "sister"}}}
	}))
	f.relation(harbour, "cabinet", kb.Governs, "utopia", "", said("gazette-1", 5, kb.Stated))
	f.relation(harbour, "acme", kb.Makes, "lynx", "",
		said("gazette-1", 5, kb.Stated),
		said("bulletin", 5, kb.Stated).with(func(c *kb.Claim) {
			c.Credits = []kb.Credit{{Source: "source:gazette-1", How: kb.CreditImplied}}
		}))
	f.relation(harbour, "lynx", kb.UsedIn, "watch", "", said("filing", 7, kb.Alleged).firsthand())
	f.relation(harbour, "cabinet", kb.Operated, "watch", "",
		said("filing", 7, kb.Alleged).firsthand(),
		said("statement", 0, kb.Stated).by("acme").with(func(c *kb.Claim) { c.Stance = kb.DoesNotConfirm }))
	f.relation(harbour, "watch", kb.Targeted, "union", "", said("filing", 8, kb.Alleged).firsthand().with(func(c *kb.Claim) {
		c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierOutcome, Value: kb.EnumValue{Enum: "ATTEMPTED"}}}
	}))
	f.relation(harbour, "watch", kb.OccurredIn, "utopia", "", said("gazette-1", 6, kb.Implied).with(func(c *kb.Claim) {
		c.Reading, c.Note = kb.Inferred, "The union has its seat there."
	}))
	f.relation(harbour, "union", kb.PlaintiffIn, "suit", "", said("filing", 1, kb.Stated).firsthand())
	f.relation(harbour, "acme", kb.DefendantIn, "suit", "", said("filing", 1, kb.Stated).firsthand())
	f.relation(harbour, "acme", kb.ListedOn, "blocklist", "", said("gazette-1", 9, kb.Stated).dated("until", "2021-11~").with(func(c *kb.Claim) {
		c.Locator.Page = 2
	}))
	f.relation(harbour, "bob", kb.Uses, "lynx", "", said("bulletin", 0, kb.Believed).dated("since", "2015/.."))
	f.relation(harbour, "acme", kb.Supports, "acme", "", said("statement", 0, kb.Opinion).by("acme", "depot").firsthand())

	f.property(harbour, "acme", kb.KeyAlias, kb.TextValue{Text: "Acme Óptica"}, "", said("gazette-1", 1, kb.Stated))
	f.property(context, "shell", kb.KeyAlias, kb.TextValue{Text: "Acme Holding"}, "", said("register", 0, kb.Stated))
	f.property(harbour, "union", "size", exactly(37, "members"), "", said("filing", 2, kb.Stated).firsthand())
	f.property(harbour, "watch", kb.KeyDate, kb.DateValue{Date: kb.MustDate("2020-03/2020-05")}, "", said("filing", 7, kb.Alleged).firsthand())
	f.property(harbour, "suit", kb.KeyFiled, kb.DateValue{Date: kb.MustDate("2021-11-25")}, "", said("filing", 1, kb.Stated).firsthand())
	f.property(harbour, "acme", kb.KeyWebsite, kb.UrlValue{URL: "https://acme.example/"}, "", said("gazette-1", 1, kb.Stated))
	f.property(harbour, "watch", kb.KeyOccurrence, kb.EnumValue{Enum: "HAPPENED"}, "", said("filing", 7, kb.Alleged).firsthand())
	f.property(harbour, "acme", kb.KeyRating, kb.TextValue{Text: "C"}, "gazette", said("gazette-1", 8, kb.Opinion))
	f.property(harbour, "acme", kb.KeyRating, kb.TextValue{Text: "D"}, "bob", said("bulletin", 8, kb.Opinion).by("bob"))
	f.property(harbour, "depot", "debt", moreThan(500_000_000, "USD"), "", said("gazette-1", 8, kb.Derived))
	f.property(context, "acme", "debt", between(10, 20, "EUR"), "", said("register", 0, kb.Stated))
	f.property(harbour, "blocklist", kb.KeyEffect, kb.EnumValue{Enum: "RESTRICTS"}, "", said("gazette-1", 9, kb.Stated).with(func(c *kb.Claim) {
		c.Locator.Page = 2
	}))
	return f
}

func exactly(n float64, unit string) kb.Value {
	return kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(n), Max: kb.Num(n), Unit: unit, Precision: kb.Exact}}
}

func moreThan(n float64, unit string) kb.Value {
	return kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(n), Unit: unit, Precision: kb.MoreThan}}
}

func between(from, to float64, unit string) kb.Value {
	return kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(from), Max: kb.Num(to), Unit: unit, Precision: kb.Between}}
}

func percent(n float64) kb.Value { return exactly(n, "percent") }
