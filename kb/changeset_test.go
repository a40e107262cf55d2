package kb_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/kb"
)

// equal compares two values whole.
func equal(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b kb.Date) bool { return a == b })); diff != "" {
		t.Errorf("want (-) and got (+) differ:\n%s", diff)
	}
}

// exampleSet is a small set without a fault, with a record of each class.
//
//	ann ──DIRECTS──▶ acme, which has the alias "Acme Óptica" and of the gazette the rating C
func exampleSet() *kb.ChangeSet {
	directs := kb.NewRelation(kb.Directs, "ann", "acme", "")
	alias := kb.NewProperty("acme", kb.KeyAlias, kb.TextValue{Text: "Acme Óptica"}, "")
	rating := kb.NewProperty("acme", kb.KeyRating, kb.TextValue{Text: "C"}, "gazette")
	set := &kb.ChangeSet{
		Collection: kb.Collection{Name: "harbour", Title: "The harbour affair"},
		Entities: []*kb.Entity{
			{ID: "acme", Kind: kb.KindCompany, Name: "Acme Optics"},
			{ID: "ann", Kind: kb.KindPerson, Name: "Ann Berg"},
			{ID: "gazette", Kind: kb.KindOrganization, Name: "Harbour Gazette"},
		},
		Sources: []*kb.Source{
			{ID: "source:paper", Kind: kb.SourceArticle, Publishers: []kb.ID{"gazette"}, Cites: []kb.ID{"source:filing"},
				DerivesFrom: []kb.Derivation{{Source: "source:filing", How: kb.Digest, Basis: kb.Declared}}},
			{ID: "source:filing", Kind: kb.SourceFiling, URL: "https://court.example/1"},
		},
		Relations:  []*kb.Relation{directs},
		Properties: []*kb.Property{alias, rating},
	}
	for i, fact := range []kb.ID{directs.ID, alias.ID, rating.ID} {
		c := &kb.Claim{Fact: fact, Source: "source:paper", Collection: "harbour", Statement: "It says so.",
			Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Locator: kb.Locator{Paragraph: i + 1, Part: kb.PartBody}}
		c.Identify()
		set.Claims = append(set.Claims, c)
	}
	return set
}

func TestRefersListsAllThatASetSpeaksOf(t *testing.T) {
	set := exampleSet()
	c := set.Claims[0]
	c.AttributedTo = []kb.ID{"speaker"}
	c.Credits = []kb.Credit{{Source: "source:credited", How: kb.CreditNamed}}
	c.Answers = []kb.ID{"claim:answered", "source:answered"}
	c.Retracts = []kb.ID{"claim:retracted"}
	set.Sources[1].Act = "act"
	set.Remove = []kb.ID{"removed"}
	want := []kb.ID{
		"acme", "act", "ann", "claim:answered", "claim:retracted", "gazette", "removed",
		"source:answered", "source:credited", "source:filing", "source:paper", "speaker",
		set.Relations[0].ID, set.Properties[0].ID, set.Properties[1].ID, set.Claims[0].ID, set.Claims[1].ID, set.Claims[2].ID,
	}
	slices.Sort(want)
	equal(t, set.Refers(), want)
}

func TestDigest(t *testing.T) {
	digest := func(change func(*kb.ChangeSet)) string {
		set := exampleSet()
		change(set)
		if err := set.Validate(); err != nil {
			t.Fatal(err)
		}
		d, err := set.Digest()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	original := digest(func(*kb.ChangeSet) {})
	for what, change := range map[string]func(*kb.ChangeSet){
		"nothing": func(*kb.ChangeSet) {},
		"its key": func(s *kb.ChangeSet) { s.Key = "load 1" },
		"repeats in a list": func(s *kb.ChangeSet) {
			s.Sources[0].Cites = []kb.ID{"source:filing", "source:filing"}
		},
		"what stores fill in": func(s *kb.ChangeSet) {
			s.Entities[0].Degree, s.Entities[0].Collections = 3, []string{"other"}
			s.Relations[0].When.Since = kb.MustDate("2010")
			s.Properties[0].Collections = []string{"other"}
		},
	} {
		if digest(change) != original {
			t.Errorf("with another of %s, the digest is another", what)
		}
	}
	digests := []string{original}
	for _, change := range []func(*kb.ChangeSet){
		func(s *kb.ChangeSet) { s.Collection.Title = "Another" },
		func(s *kb.ChangeSet) { s.Entities[0].Name = "Another" },
		func(s *kb.ChangeSet) { s.Sources[0].Published = kb.MustDate("2021") },
		func(s *kb.ChangeSet) { s.Sources[0].Published = kb.MustDate("2021-XX-XX") }, // the same days, written otherwise
		func(s *kb.ChangeSet) { s.Claims[0].Modality = kb.Alleged },
		func(s *kb.ChangeSet) {
			s.Claims[0].Qualifiers = []kb.Qualifier{{Key: kb.QualifierRole, Value: kb.TextValue{Text: "chair"}}}
		},
		func(s *kb.ChangeSet) { s.Entities = s.Entities[:2] },
		func(s *kb.ChangeSet) { s.Remove = []kb.ID{"gone"} },
	} {
		digests = append(digests, digest(change))
	}
	unique(t, "digests of different sets", digests)
}

func TestNormalize(t *testing.T) {
	date := kb.DateValue{Date: kb.MustDate("2010")}
	c := &kb.Claim{
		Qualifiers:   []kb.Qualifier{{Key: kb.QualifierRole, Value: kb.TextValue{Text: "chair"}}, {Key: kb.QualifierSince, Value: date}},
		AttributedTo: []kb.ID{"b", "a", "b"},
		Answers:      []kb.ID{"claim:b", "claim:a", "claim:a"},
		Retracts:     []kb.ID{"claim:d", "claim:c"},
		Credits:      []kb.Credit{{Source: "source:b", How: kb.CreditNamed}, {Source: "source:a", How: kb.CreditNamed}, {Source: "source:b", How: kb.CreditNamed}},
		Mentions:     []kb.Mention{{Of: kb.MentionTo, Start: 5, Length: 1}, {Of: kb.MentionFrom, Start: 9, Length: 1}, {Of: kb.MentionFrom, Start: 1, Length: 1}, {Of: kb.MentionTo, Start: 5, Length: 1}},
	}
	c.Normalize()
	equal(t, c, &kb.Claim{
		Qualifiers:   []kb.Qualifier{{Key: kb.QualifierSince, Value: date}, {Key: kb.QualifierRole, Value: kb.TextValue{Text: "chair"}}},
		AttributedTo: []kb.ID{"a", "b"},
		Answers:      []kb.ID{"claim:a", "claim:b"},
		Retracts:     []kb.ID{"claim:c", "claim:d"},
		Credits:      []kb.Credit{{Source: "source:a", How: kb.CreditNamed}, {Source: "source:b", How: kb.CreditNamed}},
		Mentions:     []kb.Mention{{Of: kb.MentionFrom, Start: 1, Length: 1}, {Of: kb.MentionFrom, Start: 9, Length: 1}, {Of: kb.MentionTo, Start: 5, Length: 1}},
	})
	s := &kb.Source{
		Publishers:  []kb.ID{"b", "a"},
		Cites:       []kb.ID{"source:b", "source:a", "source:b"},
		DerivesFrom: []kb.Derivation{{Source: "source:b"}, {Source: "source:a"}},
	}
	s.Normalize()
	equal(t, s, &kb.Source{
		Publishers:  []kb.ID{"b", "a"}, // their order is the source's
		Cites:       []kb.ID{"source:a", "source:b"},
		DerivesFrom: []kb.Derivation{{Source: "source:a"}, {Source: "source:b"}},
	})
}
