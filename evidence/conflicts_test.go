package evidence_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// tale gathers what is told of one entity, "acme".
type tale struct {
	facts map[kb.ID]*evidence.Told
}

// say adds a claim of an article of its own on a fact.
func (s *tale) say(fact kb.Fact, change func(*kb.Claim), qualifiers ...kb.Qualifier) {
	if s.facts == nil {
		s.facts = map[kb.ID]*evidence.Told{}
	}
	told := s.facts[fact.FactID()]
	if told == nil {
		told = &evidence.Told{Fact: fact}
		s.facts[fact.FactID()] = told
	}
	c := &kb.Claim{Fact: fact.FactID(), Source: kb.ID(fmt.Sprintf("source:s%d", len(told.Claims))), Collection: "tests",
		Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Qualifiers: qualifiers}
	if change != nil {
		change(c)
	}
	c.Identify()
	told.Claims = append(told.Claims, c)
}

func (s *tale) told() []evidence.Told {
	var out []evidence.Told
	for _, t := range s.facts {
		support := evidence.Support(kb.Matter{Claims: t.Claims})
		when := evidence.Interval(t.Claims, t.Inherited)
		switch f := t.Fact.(type) {
		case *kb.Relation:
			f.Support, f.When = support, when
		case *kb.Property:
			f.Support, f.When = support, when
		}
		out = append(out, *t)
	}
	return out
}

func relation(typ kb.RelationType, from, to kb.ID) kb.Fact { return kb.NewRelation(typ, from, to, "") }

func property(key kb.PropertyKey, v kb.Value) kb.Fact { return kb.NewProperty("acme", key, v, "") }

func issued(by kb.ID, grade string) kb.Fact {
	return kb.NewProperty("acme", kb.KeyRating, kb.TextValue{Text: grade}, by)
}

func quantity(precision kb.Precision, n float64, unit string) kb.Value {
	return kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(n), Max: kb.Num(n), Unit: unit, Precision: precision}}
}

func day(key kb.QualifierKey, date string) kb.Qualifier {
	return kb.Qualifier{Key: key, Value: kb.DateValue{Date: kb.MustDate(date)}}
}

func modality(m kb.Modality) func(*kb.Claim) { return func(c *kb.Claim) { c.Modality = m } }

func TestConflicts(t *testing.T) {
	share := func(percent float64) kb.Qualifier {
		return kb.Qualifier{Key: kb.QualifierShare, Value: quantity(kb.Exact, percent, "percent")}
	}
	date := func(d string) kb.Value { return kb.DateValue{Date: kb.MustDate(d)} }
	inferred := func(c *kb.Claim) { c.Reading = kb.Inferred }
	for _, test := range []struct {
		name string
		tell func(*tale)
		want []string // rule: text
	}{
		{"one thing is told once", func(s *tale) { s.say(relation(kb.Owns, "acme", "mill"), nil) }, nil},
		{"asserted and denied", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil)
			s.say(relation(kb.Owns, "acme", "mill"), func(c *kb.Claim) { c.Stance, c.AttributedTo = kb.Denies, []kb.ID{"mill"} })
		}, []string{"ASSERTED_AND_DENIED: “Acme owns Mill”: asserted in one document, denied in one, by Mill."}},
		{"a denial that an analyst reads in stands against nothing", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil)
			s.say(relation(kb.Owns, "acme", "mill"), func(c *kb.Claim) { c.Stance, c.Reading = kb.Denies, kb.Inferred })
		}, nil},
		{"two numbers of one unit", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 750, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 500, "employees")), nil)
		}, []string{"VALUES_CLASH: Acme, size: 500 employees (one document) or 750 employees (one document); only one of them can hold at a time."}},
		{"37 countries are not 37 phones", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 37, "countries")), nil)
			s.say(property("size", quantity(kb.Exact, 40, "phones")), nil)
		}, nil},
		{"an about and an exact one that it holds", func(s *tale) {
			s.say(property("size", quantity(kb.About, 500, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 512, "employees")), nil)
		}, nil},
		{"more than a number, and that number", func(s *tale) {
			more := kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(500), Unit: "employees", Precision: kb.MoreThan}}
			s.say(property("size", more), nil)
			s.say(property("size", quantity(kb.Exact, 500, "employees")), nil)
		}, []string{"VALUES_CLASH: Acme, size: 500 employees (one document) or more than 500 employees (one document); only one of them can hold at a time."}},
		{"102 until the cut does not fight 37 since", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 102, "countries")), nil, day(kb.QualifierUntil, "2021-11"))
			s.say(property("size", quantity(kb.Exact, 37, "countries")), nil, day(kb.QualifierSince, "2021-11"))
		}, nil},
		{"60 until some day by then, and fewer than 50 as of that day", func(s *tale) {
			fewer := kb.QuantityValue{Quantity: kb.Quantity{Max: kb.Num(50), Unit: "customers", Precision: kb.LessThan}}
			s.say(property("size", quantity(kb.About, 60, "customers")), nil, day(kb.QualifierUntil, "/2022-06-21"))
			s.say(property("size", fewer), nil, day(kb.QualifierAsOf, "2022-06-21"))
		}, nil},
		{"37 since the cut does not fight 102 as of its month", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 37, "countries")), nil, day(kb.QualifierSince, "2021-11"))
			s.say(property("size", quantity(kb.Exact, 102, "countries")), nil, day(kb.QualifierAsOf, "2021-11"))
		}, nil},
		{"as of a day of the time", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 37, "countries")), nil, day(kb.QualifierSince, "2021-11"))
			s.say(property("size", quantity(kb.Exact, 102, "countries")), nil, day(kb.QualifierAsOf, "2022"))
		}, []string{"VALUES_CLASH: Acme, size: 102 countries (one document) or 37 countries (one document); only one of them can hold at a time."}},
		{"three numbers are one conflict", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 500, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 750, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 860, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 860, "employees")), nil)
		}, []string{"VALUES_CLASH: Acme, size: 860 employees (two documents), 500 employees (one document) or 750 employees (one document); only one of them can hold at a time."}},
		{"as of two different days", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 102, "countries")), nil, day(kb.QualifierAsOf, "2020"))
			s.say(property("size", quantity(kb.Exact, 37, "countries")), nil, day(kb.QualifierAsOf, "2021-11-25"))
		}, nil},
		{"as of one day", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 102, "countries")), nil, day(kb.QualifierAsOf, "2021-11-25"))
			s.say(property("size", quantity(kb.Exact, 37, "countries")), nil, day(kb.QualifierAsOf, "2021-11-25"))
		}, []string{"VALUES_CLASH: Acme, size: 102 countries (one document) or 37 countries (one document); only one of them can hold at a time."}},
		{"founded in two years", func(s *tale) {
			s.say(property("founded", date("2009")), nil)
			s.say(property("founded", date("2010")), nil)
		}, []string{"VALUES_CLASH: Acme, founded: 2009 (one document) or 2010 (one document); only one of them can hold at a time."}},
		{"founded in two years, as told at two times", func(s *tale) {
			s.say(property("founded", date("2009")), nil, day(kb.QualifierAsOf, "2019"))
			s.say(property("founded", date("2010")), nil, day(kb.QualifierAsOf, "2021"))
		}, []string{"VALUES_CLASH: Acme, founded: 2009 (one document) or 2010 (one document); only one of them can hold at a time."}},
		{"founded in a year, and in a month of it", func(s *tale) {
			s.say(property("founded", date("2010")), nil)
			s.say(property("founded", date("2010-01")), nil)
		}, nil},
		{"a key that has several values", func(s *tale) {
			s.say(property("alias", kb.TextValue{Text: "Acme Ltd"}), nil)
			s.say(property("alias", kb.TextValue{Text: "Acme Technologies"}), nil)
		}, nil},
		{"ratings of two issuers", func(s *tale) { s.say(issued("one", "B2"), nil); s.say(issued("two", "Caa2"), nil) }, nil},
		{"ratings of one issuer", func(s *tale) { s.say(issued("one", "B2"), nil); s.say(issued("one", "Caa2"), nil) },
			[]string{"VALUES_CLASH: Acme, rating by One: B2 (one document) or Caa2 (one document); only one of them can hold at a time."}},
		{"a forecast clashes with nothing", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 750, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 500, "employees")), modality(kb.Forecast))
		}, nil},
		{"what only an analyst reads in clashes with nothing", func(s *tale) {
			s.say(property("size", quantity(kb.Exact, 750, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 500, "employees")), inferred)
		}, nil},
		{"two shares of one owner", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil, share(70))
			s.say(relation(kb.Owns, "acme", "mill"), nil, share(60))
			s.say(relation(kb.Owns, "acme", "mill"), nil, share(60))
		}, []string{"QUALIFIERS_CLASH: “Acme owns Mill”, share: 60 percent (two documents) or 70 percent (one document)."}},
		{"a share that is forecast", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil, share(70))
			s.say(relation(kb.Owns, "acme", "mill"), modality(kb.Forecast), share(90))
		}, nil},
		{"shares of two times", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil, share(70), day(kb.QualifierUntil, "2018"))
			s.say(relation(kb.Owns, "acme", "mill"), nil, share(60), day(kb.QualifierSince, "2019"))
		}, nil},
		{"for and against", func(s *tale) {
			s.say(relation(kb.Supports, "acme", "list"), nil)
			s.say(relation(kb.Opposes, "acme", "list"), nil)
		}, []string{"TYPES_EXCLUDE: “Acme supports List” (one document) and “Acme opposes List” (one document) can't both hold at one time."}},
		{"for, and later against", func(s *tale) {
			s.say(relation(kb.Supports, "acme", "list"), nil, day(kb.QualifierUntil, "2018"))
			s.say(relation(kb.Opposes, "acme", "list"), nil, day(kb.QualifierSince, "2019"))
		}, nil},
		{"for, and against as an opinion", func(s *tale) {
			s.say(relation(kb.Supports, "acme", "list"), nil)
			s.say(relation(kb.Opposes, "acme", "list"), modality(kb.Opinion))
		}, nil},
		{"each is part of the other", func(s *tale) {
			s.say(relation(kb.PartOf, "acme", "mill"), nil)
			s.say(relation(kb.PartOf, "mill", "acme"), nil)
		}, []string{"TYPES_EXCLUDE: “Acme is part of Mill” (one document) and “Mill is part of Acme” (one document) can't both hold at one time."}},
		{"ends before it begins", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil, day(kb.QualifierSince, "2020"), day(kb.QualifierUntil, "2019-12"))
		}, []string{"ENDS_BEFORE_BEGINNING: “Acme owns Mill” is told to begin in 2020 and to end in December 2019: it ends before it begins."}},
		{"may end before it begins", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil, day(kb.QualifierSince, "2019"), day(kb.QualifierUntil, "2019-12"))
		}, nil},
		{"acts after death", func(s *tale) {
			s.say(property(kb.KeyDied, date("2018-10-02")), nil)
			s.say(relation(kb.Directs, "acme", "mill"), nil, day(kb.QualifierSince, "2019"))
		}, []string{"ACTS_AFTER_DEATH: “Acme directs Mill” begins in 2019, and Acme died on 2 October 2018."}},
		{"acts in the year of death, or before", func(s *tale) {
			s.say(property(kb.KeyDied, date("2018-10-02")), nil)
			s.say(relation(kb.Directs, "acme", "mill"), nil, day(kb.QualifierSince, "2018"))
		}, nil},
		{"what happens to the dead is no act of theirs", func(s *tale) {
			s.say(property(kb.KeyDied, date("2018-10-02")), nil)
			s.say(relation(kb.ListedOn, "acme", "list"), nil, day(kb.QualifierSince, "2019"))
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &tale{}
			test.tell(s)
			check(t, s, true, test.want)
		})
	}
}

func TestDifferences(t *testing.T) {
	for _, test := range []struct {
		name string
		tell func(*tale)
		want []string
	}{
		{"as fact, and as alleged", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil)
			s.say(relation(kb.Owns, "acme", "mill"), modality(kb.Alleged))
		}, []string{"STRENGTH_DIFFERS: “Acme owns Mill” is told as fact, and elsewhere as an allegation."}},
		{"hearsay and belief are of one rank", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), modality(kb.Hearsay))
			s.say(relation(kb.Owns, "acme", "mill"), modality(kb.Believed))
		}, nil},
		{"about 500, and 512", func(s *tale) {
			s.say(property("size", quantity(kb.About, 500, "employees")), nil)
			s.say(property("size", quantity(kb.Exact, 512, "employees")), nil)
		}, []string{"DETAIL_DIFFERS: Acme, size: 512 employees (one document) or about 500 employees (one document); they agree, and one says less."}},
		{"two spellings of one name", func(s *tale) {
			s.say(property("alias", kb.TextValue{Text: "ACME"}), nil)
			s.say(property("alias", kb.TextValue{Text: "Acme"}), nil)
		}, nil},
		{"about 500, and a round 500 of other words", func(s *tale) {
			words := kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(500), Max: kb.Num(500), Unit: "employees", Precision: kb.About, Words: "half a thousand"}}
			s.say(property("size", quantity(kb.About, 500, "employees")), nil)
			s.say(property("size", words), nil)
		}, nil},
		{"with a speaker, and without", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil)
			s.say(relation(kb.Owns, "acme", "mill"), func(c *kb.Claim) { c.AttributedTo = []kb.ID{"one"} })
		}, []string{"SPEAKERS_DIFFER: “Acme owns Mill” is told as the word of One in one document, and without a speaker in one."}},
		{"speakers in running text", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), func(c *kb.Claim) { c.AttributedTo = []kb.ID{"friends of acme", "ministry of mills"} })
			s.say(relation(kb.Owns, "acme", "mill"), func(c *kb.Claim) { c.AttributedTo = []kb.ID{"one"} })
			s.say(relation(kb.Owns, "acme", "mill"), nil)
			s.say(relation(kb.Owns, "acme", "mill"), nil)
		}, []string{"SPEAKERS_DIFFER: “Acme owns Mill” is told as the word of “Friends of acme”, the Ministry of mills and One in two documents, and without a speaker in two."}},
		{"less and less is said", func(s *tale) {
			for _, founded := range []string{"2010", "2010-05", "2010-05-03/2010-05-07"} {
				s.say(property("founded", kb.DateValue{Date: kb.MustDate(founded)}), nil)
			}
		}, []string{"DETAIL_DIFFERS: Acme, founded: 2010 (one document), May 2010 (one document) or some day from 3 to 7 May 2010 (one document); they agree, and some say less."}},
		{"a stronger verb", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "mill"), nil)
			s.say(relation(kb.AssociatedWith, "acme", "mill"), nil)
		}, []string{"VERB_DIFFERS: “Acme owns Mill” (one document) says more than “Acme is associated with Mill” (one document)."}},
		{"a stronger verb that is not symmetric, from the later name", func(s *tale) {
			s.say(relation(kb.Owns, "acme", "aaa"), nil)
			s.say(relation(kb.AssociatedWith, "acme", "aaa"), nil)
		}, []string{"VERB_DIFFERS: “Acme owns Aaa” (one document) says more than “Aaa is associated with Acme” (one document)."}},
		{"to make and to sell are two things", func(s *tale) {
			s.say(relation(kb.Makes, "acme", "spy"), nil)
			s.say(relation(kb.Supplies, "acme", "spy"), nil)
		}, nil},
		{"tried, and done", func(s *tale) {
			outcome := func(o string) kb.Qualifier {
				return kb.Qualifier{Key: kb.QualifierOutcome, Value: kb.EnumValue{Enum: o}}
			}
			s.say(relation(kb.Targeted, "acme", "mill"), nil, outcome("ATTEMPTED"))
			s.say(relation(kb.Targeted, "acme", "mill"), nil, outcome("SUCCESSFUL"))
		}, []string{"OUTCOME_DIFFERS: “Acme targeted Mill”, outcome: attempted (one document) or successful (one document)."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &tale{}
			test.tell(s)
			check(t, s, false, test.want)
		})
	}
}

// kinds are those of entities whose kind shows in a text.
var kinds = map[kb.ID]kb.Kind{"friends of acme": kb.KindGroup, "ministry of mills": kb.KindPublicBody}

// check compares the contradictions that are found, or else the differences.
func check(t *testing.T, s *tale, contradictions bool, want []string) {
	t.Helper()
	found, err := evidence.Conflicts(t.Context(), s.told(), func(id kb.ID) evidence.Named {
		return evidence.Named{Name: strings.ToUpper(string(id[:1])) + string(id[1:]), Kind: kinds[id]}
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		if c.Rule.IsContradiction() != contradictions {
			continue
		}
		got = append(got, fmt.Sprintf("%s: %s", c.Rule, c.Text))
		if c.Entity != "acme" || len(c.Facts) == 0 || len(c.Claims) == 0 || !slices.IsSorted(c.Facts) || !slices.IsSorted(c.Claims) {
			t.Errorf("%+v: want it about acme, with facts and claims in order", c)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestConflictsEndWithTheContext(t *testing.T) {
	s := &tale{}
	s.say(relation(kb.Owns, "acme", "mill"), nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := evidence.Conflicts(ctx, s.told(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

func TestTogether(t *testing.T) {
	exact := kb.NewProperty("acme", "debt", quantity(kb.Exact, 500e6, "USD"), "")
	about := kb.NewProperty("acme", "debt", quantity(kb.About, 500e6, "USD"), "")
	other := kb.NewProperty("acme", "debt", quantity(kb.Exact, 700e6, "USD"), "")
	before := kb.NewProperty("acme", "debt", quantity(kb.Exact, 510e6, "USD"), "")
	before.When.Until = kb.MustDate("2015")
	since := kb.NewProperty("acme", "debt", quantity(kb.About, 505e6, "USD"), "")
	since.When.Since = kb.MustDate("2016")
	all := []*kb.Property{exact, about, other, before, since}
	for _, test := range []struct {
		of   *kb.Property
		want []*kb.Property
	}{
		{exact, []*kb.Property{exact, about, since}},
		{about, []*kb.Property{exact, about, before, since}},
		{other, []*kb.Property{other}},
		{before, []*kb.Property{about, before}}, // over in 2015, so not the one since 2016
	} {
		if got := evidence.Together(test.of, all); !slices.Equal(got, test.want) {
			t.Errorf("together with %s: %v, want %v", test.of.Value, values(got), values(test.want))
		}
	}
}

func values(properties []*kb.Property) []string {
	var out []string
	for _, p := range properties {
		out = append(out, p.Value.String())
	}
	return out
}
