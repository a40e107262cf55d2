package kb_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"actorgraph/kb"
)

func TestASetWithoutAFault(t *testing.T) {
	checkError(t, exampleSet().Validate(), "")
	checkError(t, (&kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}).Validate(), "")
}

func TestValidateTellsWhatIsWrong(t *testing.T) {
	long := func(n int) string { return strings.Repeat("é", n) }
	ids := func(n int) []kb.ID {
		out := make([]kb.ID, n)
		for i := range out {
			out[i] = kb.ID(fmt.Sprintf("source:s%d", i))
		}
		return out
	}
	type set = *kb.ChangeSet
	// claim makes a row that changes the first claim, and keeps its id right.
	claim := func(change func(*kb.Claim)) func(set) {
		return func(s set) {
			change(s.Claims[0])
			s.Claims[0].Identify()
		}
	}
	for _, row := range []struct {
		change func(set)
		why    string
	}{
		{func(s set) { s.Collection.Name = "" }, `collection "": its name has to be a slug, as in nso-articles`},
		{func(s set) { s.Collection.Name = "source:x" }, `collection "source:x": its name has to be a slug`},
		{func(s set) { s.Collection.Title = "a\nb" }, "title of the collection: has the control character U+000A at byte 1"},
		{func(s set) { s.Key = long(1001) }, "key: is longer than the 1000 characters allowed"},

		{func(s set) { s.Entities[1].ID = "acme" }, "entity acme: stands twice in the set"},
		{func(s set) { s.Entities[0].ID = "Acme" }, `entity Acme: id: id "Acme": only lower-case letters`},
		{func(s set) { s.Entities[0].ID = "source:acme" }, "id: source:acme is the id of a source; meant is an entity"},
		{func(s set) { s.Entities[0].Kind = "Compani" }, `entity acme: kind: unknown kind "Compani"; did you mean company?`},
		{func(s set) { s.Entities[0].Kind = "" }, "kind: the kind is missing; it is company, government, "},
		{func(s set) { s.Entities[0].Kind = "xylophone" }, `unknown kind "xylophone"; it is company, government, `},
		{func(s set) { s.Entities[0].Name = " \t" }, "entity acme: has no name"},
		{func(s set) { s.Entities[0].Name = long(301) }, "name: is longer than the 300 characters allowed"},
		{func(s set) { s.Entities[0].Name = "a\x00b" }, "name: has the control character U+0000 at byte 1"},
		{func(s set) { s.Entities[0].Name = "a\x85b" }, "name: is not valid UTF-8"},
		{func(s set) { s.Entities[0].Name = "\xed\xa0\x80" }, "name: is not valid UTF-8"}, // half of a surrogate pair
		{func(s set) { s.Entities[0].Name = "\u202Eacme" }, "name: has the control character U+202E at byte 0"},
		{func(s set) { s.Entities[0].Name = "a\u2028b" }, "name: has the control character U+2028 at byte 1"},
		{func(s set) { s.Entities[0].Summary = long(1001) }, "summary: is longer than the 1000 characters allowed"},

		{func(s set) { s.Sources[0].ID = "paper" }, "id: paper is the id of an entity; meant is a source"},
		{func(s set) { s.Sources[0].Kind = "article" }, `kind: unknown kind of source "article"; did you mean ARTICLE?`},
		{func(s set) { s.Sources[0].Title = "a\rb" }, "title: has the control character U+000D"},
		{func(s set) { s.Sources[0].Note = long(10_001) }, "note: is longer than the 10000 characters allowed"},
		{func(s set) { s.Sources[1].URL = "court.example/1" }, `url: "court.example/1" is no absolute http or https address`},
		{func(s set) { s.Sources[1].URL = "javascript:alert(1)" }, "is no absolute http or https address"},
		{func(s set) { s.Sources[1].URL = "https://" }, "is no absolute http or https address"},
		{func(s set) { s.Sources[1].URL = "https://a/" + strings.Repeat("x", 2000) }, "url: is longer than the 2000 characters allowed"},
		{func(s set) { s.Sources[0].Publishers = []kb.ID{"source:x"} }, "publishers: source:x is the id of a source; meant is an entity"},
		{func(s set) { s.Sources[0].Publishers = []kb.ID{"ann", "ann"} }, "source paper: is published by ann twice"},
		{func(s set) { s.Sources[0].Cites = []kb.ID{"acme"} }, "cites: acme is the id of an entity; meant is a source"},
		{func(s set) { s.Sources[0].Cites = ids(501) }, "cites: a list of 501; at most 500 are allowed"},
		{func(s set) { s.Sources[0].Act = "claim:x" }, "act: claim:x is the id of a claim; meant is an entity"},
		{func(s set) { s.Sources[0].DerivesFrom[0].Source = s.Sources[0].ID }, "source paper: derives from itself"},
		{func(s set) { s.Sources[0].DerivesFrom[0].How = "SUMMARY" }, `derivesFrom: unknown how "SUMMARY"; it is COPY, TRANSLATION or DIGEST`},
		{func(s set) { s.Sources[0].DerivesFrom[0].Basis = "" }, "derivesFrom: the basis is missing; it is DECLARED or DETECTED"},
		{func(s set) {
			s.Sources[0].DerivesFrom = append(s.Sources[0].DerivesFrom, kb.Derivation{Source: "source:filing", How: kb.Copy, Basis: kb.Declared})
		}, "derives from source:filing twice"},

		{func(s set) { s.Relations[0].Type = "DIRECT" }, `type: unknown relation type "DIRECT"; did you mean DIRECTS?`},
		{func(s set) { s.Relations[0].From = "bob" }, "its id or the order of its ends is not what bob DIRECTS acme calls for; make it with NewRelation"},
		{func(s set) {
			s.Relations = append(s.Relations, kb.NewRelation(kb.Owns, "ann", "acme", ""))
		}, "ann OWNS acme has no claim in the set; a fact needs at least one"},
		{func(s set) {
			s.Relations = append(s.Relations, s.Relations[0])
		}, "stands twice in the set"},
		{func(s set) { s.Relations[0] = kb.NewRelation(kb.Directs, "source:paper", "acme", "") }, "from: source:paper is the id of a source; meant is an entity"},
		{func(s set) { s.Relations[0] = kb.NewRelation(kb.Directs, "ann", "acme", "a\tb") }, "key: has the control character U+0009"},
		{func(s set) {
			r := kb.NewRelation(kb.FamilyOf, "ann", "bob", "")
			r.From, r.To = "bob", "ann"
			s.Relations[0] = r
		}, "the order of its ends is not what bob FAMILY_OF ann calls for"},

		{func(s set) { s.Properties[0].Key = "Alias" }, `key: unknown property key "Alias"; did you mean alias?`},
		{func(s set) { s.Properties[0].Value = kb.TextValue{Text: "other"} }, "its id is not what acme alias calls for; make it with NewProperty"},
		{func(s set) { s.Properties[0] = kb.NewProperty("acme", kb.KeyAlias, nil, "") }, "acme alias: has no value"},
		{func(s set) { s.Properties[0] = kb.NewProperty("acme", kb.KeyAlias, kb.UrlValue{URL: "https://a/"}, "") }, "acme alias: takes a text, not a url"},
		{func(s set) { s.Properties[0] = kb.NewProperty("acme", kb.KeyAlias, kb.TextValue{Text: " "}, "") }, "acme alias: the text is empty"},
		{func(s set) {
			s.Properties[0] = kb.NewProperty("acme", kb.KeyAlias, kb.TextValue{Text: long(1001)}, "")
		}, "acme alias: is longer than the 1000 characters allowed"},
		{func(s set) { s.Properties[0] = kb.NewProperty("acme", "founded", kb.DateValue{}, "") }, "acme founded: the date is empty"},
		{func(s set) { s.Properties[0] = kb.NewProperty("acme", kb.KeyWebsite, kb.UrlValue{URL: "ftp://a/"}, "") }, "acme website: \"ftp://a/\" is no absolute http or https address"},
		{func(s set) {
			s.Properties[0] = kb.NewProperty("acme", kb.KeyOccurrence, kb.EnumValue{Enum: "HAPPEND"}, "")
		}, `unknown value "HAPPEND"; did you mean HAPPENED?`},
		{func(s set) {
			s.Properties[0] = kb.NewProperty("acme", "debt", kb.QuantityValue{Quantity: kb.Quantity{Unit: "USD", Precision: kb.Exact}}, "")
		}, "acme debt: an EXACT quantity has min and max, and they are equal"},
		{func(s set) {
			s.Properties[0] = kb.NewProperty("acme", "debt", kb.QuantityValue{Quantity: kb.Quantity{Unit: "a\x00", Precision: kb.Vague}}, "")
		}, "acme debt: has the control character U+0000"},
		{func(s set) { s.Properties[1] = kb.NewProperty("acme", kb.KeyRating, kb.TextValue{Text: "C"}, "") }, "acme rating has no issuer; say whose rating it is"},
		{func(s set) { s.Properties[0] = kb.NewProperty("acme", kb.KeyAlias, kb.TextValue{Text: "A"}, "ann") }, "acme alias has an issuer; only rating and outlook have one"},

		{func(s set) { s.Relations = nil }, "is not in the set; a claim comes with its fact"},
		{claim(func(c *kb.Claim) { c.Source = "acme" }), "source: acme is the id of an entity; meant is a source"},
		{claim(func(c *kb.Claim) { c.Collection = "context" }), `is of collection "context", the set of "harbour"`},
		{claim(func(c *kb.Claim) { c.Statement = " " }), "has no statement; say in your own words what the source says"},
		{claim(func(c *kb.Claim) { c.Statement = long(10_001) }), "statement: is longer than the 10000 characters allowed"},
		{claim(func(c *kb.Claim) { c.Stance = "" }), "stance: the stance is missing; it is ASSERTS, DENIES, DOES_NOT_CONFIRM, SILENT or RETRACTS"},
		{claim(func(c *kb.Claim) { c.Modality = "STATET" }), `modality: unknown modality "STATET"; did you mean STATED?`},
		{claim(func(c *kb.Claim) { c.Reading = "IMPLICIT" }), `reading: unknown reading "IMPLICIT"; did you mean EXPLICIT?`},
		{claim(func(c *kb.Claim) { c.Reading = kb.Inferred }), "is INFERRED without a note that says why"},
		{claim(func(c *kb.Claim) { c.AttributedTo = []kb.ID{"source:paper"} }), "attributedTo: source:paper is the id of a source; meant is an entity"},
		{claim(func(c *kb.Claim) { c.Answers = []kb.ID{"acme"} }), "answers: acme is the id of an entity; meant is a claim or source"},
		{claim(func(c *kb.Claim) { c.Stance, c.Retracts = kb.Retracts, []kb.ID{"source:paper"} }), "retracts: source:paper is the id of a source; meant is a claim"},
		{claim(func(c *kb.Claim) { c.Retracts = []kb.ID{"claim:x"} }), "names claims that it retracts, but its stance is ASSERTS"},
		{func(s set) { s.Claims[0].Answers = []kb.ID{s.Claims[0].ID} }, "answers or retracts itself"},
		{claim(func(c *kb.Claim) { c.Credits = []kb.Credit{{Source: "source:filing"}} }), "credits: the how is missing; it is NAMED or IMPLIED"},
		{claim(func(c *kb.Claim) { c.Credits = []kb.Credit{{Source: "source:paper", How: kb.CreditNamed}} }), "credits its own source; a document that is itself the origin is firsthand"},
		{claim(func(c *kb.Claim) {
			c.Credits = []kb.Credit{{Source: "source:filing", How: kb.CreditNamed}, {Source: "source:filing", How: kb.CreditImplied}}
		}), "credits source:filing twice"},
		{claim(func(c *kb.Claim) { c.Qualifiers = []kb.Qualifier{{Key: "sinse", Value: kb.TextValue{Text: "x"}}} }), `qualifiers: unknown qualifier "sinse"; did you mean since?`},
		{claim(func(c *kb.Claim) {
			c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierSince, Value: kb.TextValue{Text: "x"}}}
		}), "since: takes a date, not a text"},
		{claim(func(c *kb.Claim) {
			c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierRole, Value: kb.TextValue{Text: "x"}}, {Key: kb.QualifierRole, Value: kb.TextValue{Text: "y"}}}
		}), "gives role twice"},
		{claim(func(c *kb.Claim) {
			c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierOutcome, Value: kb.EnumValue{Enum: "ATTEMPTED"}}}
		}), "outcome is not a qualifier of DIRECTS"},
		{func(s set) {
			s.Claims[1].Qualifiers = []kb.Qualifier{{Key: kb.QualifierImpact, Value: kb.EnumValue{Enum: "HARMS"}}}
		}, "impact is not a qualifier of properties"},
		{claim(func(c *kb.Claim) { c.Locator.Part = "" }), "part: the part is missing; it is HEADLINE, DECK, CAPTION or BODY"},
		{claim(func(c *kb.Claim) { c.Locator.Paragraph = -1 }), "a paragraph, page or position is less than 0"},
		{claim(func(c *kb.Claim) { c.Locator.Length = 5 }), "a span has a paragraph, a length and a hash, or none of the three"},
		{claim(func(c *kb.Claim) { c.Locator.Hash = "00aa" }), "a span has a paragraph, a length and a hash"},
		{claim(func(c *kb.Claim) { c.Mentions = []kb.Mention{{Of: kb.MentionValue, Length: 1, Hash: "00aa"}} }), `mentions: unknown mention "VALUE"; it is FROM, TO or SPEAKER`},
		{claim(func(c *kb.Claim) { c.Mentions = []kb.Mention{{Of: kb.MentionFrom, Length: 0, Hash: "00aa"}} }), "a mention has a start, a length and a hash"},
		{func(s set) { s.Claims[1].Mentions = []kb.Mention{{Of: kb.MentionFrom, Length: 1, Hash: "00aa"}} }, `unknown mention "FROM"`},
		{func(s set) { s.Claims[0].Stance = kb.Denies }, "its id is not what its content calls for; make it with Identify"},

		{func(s set) { s.Remove = []kb.ID{"Acme"} }, `entity Acme: to be removed: id "Acme": only lower-case letters`},
		{func(s set) { s.Remove = []kb.ID{"relation:x"} }, "relation x: a fact is removed by removing its claims"},
		{func(s set) { s.Remove = []kb.ID{"acme"} }, "entity acme: is both put and removed, or removed twice"},
		{func(s set) { s.Remove = []kb.ID{"gone", "gone"} }, "entity gone: is both put and removed, or removed twice"},
		{func(s set) { s.Remove = make([]kb.ID, kb.MaxChanges) }, "the set has 50011 records; at most 50000 are allowed in one"},
	} {
		s := exampleSet()
		row.change(s)
		err := s.Validate()
		checkError(t, err, row.why)
		if err != nil && !errors.Is(err, kb.ErrInvalid) {
			t.Errorf("%v is not marked as invalid", err)
		}
	}
}

func TestTextsThatAreAllowed(t *testing.T) {
	s := exampleSet()
	s.Entities[0].Name = strings.Repeat("🂡", kb.MaxName) // counted in characters, not bytes
	s.Entities[1].Name = "שלום \u200E e\u0301 \uFF5E \uE000 \uFFFD 100% _ \\ ' \" ` NEAR(* ;--"
	s.Claims[0].Statement = "Two\n\tlines.\u2028Three."
	checkError(t, s.Validate(), "")
}

func TestValidateTellsAllThatIsWrong(t *testing.T) {
	s := exampleSet()
	s.Entities[0].Name = ""
	s.Entities[1].Kind = "firm"
	s.Claims[2].Statement = ""
	var invalid *kb.InvalidError
	if err := s.Validate(); !errors.As(err, &invalid) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range invalid.Problems {
		got = append(got, fmt.Sprintf("%s %d", p.Class, p.Index))
	}
	equal(t, got, []string{"entity 0", "entity 1", "claim 2"})
}

func TestValidateTellsNoMoreThanCanBeRead(t *testing.T) {
	s := exampleSet()
	for range 150 {
		s.Entities = append(s.Entities, &kb.Entity{ID: "unnamed", Kind: kb.KindCompany, Name: "x"})
	}
	var invalid *kb.InvalidError
	if err := s.Validate(); !errors.As(err, &invalid) {
		t.Fatalf("got %v", err)
	}
	if len(invalid.Problems) != 100 || invalid.More != 49 {
		t.Errorf("got %d problems and %d more, want 100 and 49", len(invalid.Problems), invalid.More)
	}
	if !strings.HasSuffix(invalid.Error(), "; and 49 more") {
		t.Errorf("got %q", invalid.Error()[len(invalid.Error())-40:])
	}
}

func TestValidateEmptiesWhatStoresFillIn(t *testing.T) {
	s := exampleSet()
	s.Entities[0].Degree, s.Entities[0].Collections = 7, []string{"elsewhere"}
	s.Sources[0].Collections = []string{"elsewhere"}
	s.Relations[0].When.Since, s.Relations[0].Collections = kb.MustDate("2010"), []string{"elsewhere"}
	s.Properties[0].When.Until, s.Properties[0].Collections = kb.MustDate("2010"), []string{"elsewhere"}
	checkError(t, s.Validate(), "")
	equal(t, s, exampleSet())
}
