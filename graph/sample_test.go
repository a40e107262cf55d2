package graph_test

import (
	"path/filepath"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
	"actorgraph/store/neo4jstore/neo4jtest"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest/plain"
)

// The sample is an invented affair. Nightjar makes Heron; Arland's government
// bought it and used it against journalists; a newspaper told it, a second one
// retold it, and Nightjar denied.
//
//	nightjar --MAKES--> heron --USED_IN--> heron-against-journalists --TARGETED--> journalists-in-arland
//	   |  \--SELLER_IN--> sale-of-heron <--BUYER_IN-- government-of-arland --OPERATED--^      --OCCURRED_IN--> arland
//	   |<--OWNS-- ada-holm (also DIRECTS)
//	   |--DEFENDANT_IN--> press-union-v-nightjar --HEARD_BY--> high-court
//	   `--LISTED_ON--> trade-list <--ADMINISTERS-- trade-ministry

const (
	morning = kb.ID("source:morning-post-2031-05-04")
	evening = kb.ID("source:evening-echo-2031-05-05")
	denial  = kb.ID("source:nightjar-statement")
)

// sampleSet returns the sample as one change set.
func sampleSet() *kb.ChangeSet {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "heron-affair", Title: "The Heron affair", Licence: "CC0-1.0"}}}
	b.entity(kb.KindCompany, "nightjar", "Nightjar", "Maker of surveillance software.")
	b.entity(kb.KindProduct, "heron", "Heron", "")
	b.entity(kb.KindGovernment, "government-of-arland", "Government of Arland", "")
	b.entity(kb.KindCountry, "arland", "Arland", "")
	b.entity(kb.KindTargeting, "heron-against-journalists", "Heron against journalists", "")
	b.entity(kb.KindGroup, "journalists-in-arland", "Journalists in Arland", "")
	b.entity(kb.KindPerson, "ada-holm", "Ada Holm", "")
	b.entity(kb.KindDeal, "sale-of-heron", "Sale of Heron", "")
	b.entity(kb.KindLawsuit, "press-union-v-nightjar", "Press Union v Nightjar", "")
	b.entity(kb.KindOrganization, "press-union", "Press Union", "")
	b.entity(kb.KindPublicBody, "high-court", "High Court", "")
	b.entity(kb.KindPublicBody, "trade-ministry", "Trade Ministry", "")
	b.entity(kb.KindMeasure, "trade-list", "Trade List", "")
	b.entity(kb.KindEvent, "publication-of-the-list", "Publication of the list", "")
	b.entity(kb.KindDevice, "phones", "Phones", "")
	b.entity(kb.KindPlace, "port-wren", "Port Wren", "")
	b.entity(kb.KindOrganization, "morning-post", "Morning Post", "")

	b.set.Sources = []*kb.Source{
		{ID: morning, Kind: kb.SourceArticle, Title: "Nightjar’s Heron", Publishers: []kb.ID{"morning-post"}, Published: kb.MustDate("2031-05-04"), URL: "https://morning-post.example/heron", Language: "en", FileName: "morning.txt"},
		{ID: evening, Kind: kb.SourceArticle, Title: "Écho du soir", Published: kb.MustDate("2031-05-05"), Language: "fr", Cites: []kb.ID{morning},
			DerivesFrom: []kb.Derivation{{Source: morning, How: kb.Translation, Basis: kb.Declared, Note: "It says so."}}},
		{ID: denial, Kind: kb.SourceStatement, Publishers: []kb.ID{"nightjar"}, Act: "publication-of-the-list"},
	}

	makes := b.relation("nightjar", kb.Makes, "heron")
	b.claim(makes, morning, 1, "Nightjar makes Heron.", nil)
	b.claim(makes, evening, 1, "Heron is Nightjar's.", func(c *kb.Claim) {
		c.Modality, c.Credits = kb.Hearsay, []kb.Credit{{Source: morning, How: kb.CreditNamed}}
	})
	b.claim(b.relation("ada-holm", kb.Owns, "nightjar"), morning, 2, "Ada Holm owns it.", func(c *kb.Claim) {
		c.Qualifiers = []kb.Qualifier{
			{Key: kb.QualifierSince, Value: kb.DateValue{Date: kb.MustDate("2029")}},
			{Key: kb.QualifierShare, Value: kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(60), Max: kb.Num(60), Unit: "percent", Precision: kb.Exact}}},
		}
	})
	b.claim(b.relation("ada-holm", kb.Directs, "nightjar"), morning, 2, "Ada Holm leads it.", nil)
	b.claim(b.relation("nightjar", kb.BasedIn, "arland"), morning, 3, "Nightjar is of Arland.", nil)
	b.claim(b.relation("government-of-arland", kb.Governs, "arland"), morning, 3, "It governs Arland.", nil)
	b.claim(b.relation("nightjar", kb.SellerIn, "sale-of-heron"), morning, 4, "Nightjar sold Heron.", nil)
	b.claim(b.relation("government-of-arland", kb.BuyerIn, "sale-of-heron"), morning, 4, "The government bought it.", nil)
	b.claim(b.relation("heron", kb.ObjectOf, "sale-of-heron"), morning, 4, "Heron was sold.", nil)
	b.claim(b.relation("heron", kb.UsedIn, "heron-against-journalists"), morning, 5, "Heron was used.", nil)
	operated := b.relation("government-of-arland", kb.Operated, "heron-against-journalists")
	accusation := b.claim(operated, morning, 9, "The government used it.", func(c *kb.Claim) {
		c.Modality, c.AttributedTo = kb.Alleged, []kb.ID{"press-union"}
	})
	b.claim(operated, denial, 0, "The government did not use it.", func(c *kb.Claim) {
		c.Stance, c.Firsthand, c.Answers, c.AttributedTo = kb.Denies, true, []kb.ID{accusation, morning}, []kb.ID{"nightjar"}
	})
	b.claim(b.relation("heron-against-journalists", kb.Targeted, "journalists-in-arland"), morning, 10, "Journalists were targets.", func(c *kb.Claim) {
		c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierOutcome, Value: kb.EnumValue{Enum: "SUCCESSFUL"}}}
	})
	b.claim(b.relation("heron-against-journalists", kb.Targeted, "phones"), evening, 3, "Phones were hit.", nil)
	b.claim(b.relation("heron-against-journalists", kb.OccurredIn, "arland"), evening, 4, "It was in Arland.", nil)
	b.claim(b.relation("ada-holm", kb.Uses, "heron"), evening, 6, "She uses it herself.", func(c *kb.Claim) {
		c.Reading, c.Note = kb.Inferred, "Read between the lines."
	})
	b.claim(b.relation("press-union", kb.PlaintiffIn, "press-union-v-nightjar"), morning, 6, "The union sues.", nil)
	b.claim(b.relation("nightjar", kb.DefendantIn, "press-union-v-nightjar"), morning, 6, "Nightjar is sued.", nil)
	b.claim(b.relation("ada-holm", kb.TookPartIn, "press-union-v-nightjar"), morning, 6, "Ada Holm spoke there.", nil)
	b.claim(b.relation("ada-holm", kb.TookPartIn, "sale-of-heron"), morning, 6, "Ada Holm was at the sale.", nil)
	b.claim(b.relation("press-union-v-nightjar", kb.HeardBy, "high-court"), morning, 6, "The High Court hears it.", nil)
	b.claim(b.relation("nightjar", kb.ListedOn, "trade-list"), morning, 7, "Nightjar is on the list.", nil)
	b.claim(b.relation("trade-ministry", kb.Administers, "trade-list"), morning, 7, "The ministry keeps the list.", nil)
	b.claim(b.relation("trade-ministry", kb.CarriedOut, "publication-of-the-list"), morning, 7, "The ministry published it.", nil)
	b.claim(b.relation("government-of-arland", kb.PartnersWith, "nightjar"), evening, 7, "They work together.", nil)

	b.claim(b.property("nightjar", kb.KeyAlias, kb.TextValue{Text: "Nightjar Systems"}), morning, 1, "Also Nightjar Systems.", nil)
	b.claim(b.property("nightjar", kb.KeyAlias, kb.TextValue{Text: "NJ"}), evening, 2, "Also NJ.", nil)
	b.claim(b.property("nightjar", kb.KeyWebsite, kb.UrlValue{URL: "https://nightjar.example"}), morning, 1, "Its page.", nil)
	b.claim(b.property("phones", "size", kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(37), Max: kb.Num(37), Unit: "phones", Precision: kb.Exact}}), evening, 5, "37 phones.", nil)
	b.claim(b.property("publication-of-the-list", kb.KeyDate, kb.DateValue{Date: kb.MustDate("2031-04")}), morning, 7, "In April.", nil)
	b.claim(b.property("trade-list", kb.KeyEffect, kb.EnumValue{Enum: "PROHIBITS"}), morning, 7, "It prohibits.", nil)
	b.claim(b.issued("nightjar", kb.KeyRating, "BB", "high-court"), morning, 8, "Rated BB.", nil)
	return b.set
}

// builder writes change sets shortly.
type builder struct{ set *kb.ChangeSet }

func (b *builder) entity(kind kb.Kind, id kb.ID, name, summary string) {
	b.set.Entities = append(b.set.Entities, &kb.Entity{ID: id, Kind: kind, Name: name, Summary: summary})
}

func (b *builder) relation(from kb.ID, typ kb.RelationType, to kb.ID) kb.ID {
	r := kb.NewRelation(typ, from, to, "")
	b.set.Relations = append(b.set.Relations, r)
	return r.ID
}

func (b *builder) property(entity kb.ID, key kb.PropertyKey, v kb.Value) kb.ID {
	p := kb.NewProperty(entity, key, v, "")
	b.set.Properties = append(b.set.Properties, p)
	return p.ID
}

func (b *builder) issued(entity kb.ID, key kb.PropertyKey, grade string, issuer kb.ID) kb.ID {
	p := kb.NewProperty(entity, key, kb.TextValue{Text: grade}, issuer)
	b.set.Properties = append(b.set.Properties, p)
	return p.ID
}

func (b *builder) claim(fact, source kb.ID, paragraph int, statement string, more func(*kb.Claim)) kb.ID {
	c := &kb.Claim{
		Fact: fact, Source: source, Statement: statement, Collection: b.set.Collection.Name,
		Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit,
	}
	if paragraph > 0 {
		c.Locator = kb.Locator{Paragraph: paragraph, Part: kb.PartBody}
	}
	if more != nil {
		more(c)
	}
	c.Identify()
	b.set.Claims = append(b.set.Claims, c)
	return c.ID
}

// stored returns the model of a store, which holds the sets.
func stored(t testing.TB, sets ...*kb.ChangeSet) kb.Store {
	t.Helper()
	return filled(t, plain.New(), sets)
}

// embedded returns the store that the program opens by default, which holds the
// sets.
func embedded(t testing.TB, sets ...*kb.ChangeSet) kb.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "sample.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return filled(t, s, sets)
}

// inNeo4j returns a store in the Neo4j for tests, which holds the sets and nothing
// else, or skips the test.
func inNeo4j(t testing.TB, sets ...*kb.ChangeSet) kb.Store {
	t.Helper()
	server := neo4jtest.Find(t)
	server.Wipe(t)
	s, err := neo4jstore.Open(t.Context(), server.URL, server.User, server.Password)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return filled(t, s, sets)
}

func filled(t testing.TB, s kb.Store, sets []*kb.ChangeSet) kb.Store {
	t.Helper()
	for i, set := range sets {
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatalf("set %d: %v", i, err)
		}
	}
	return s
}
