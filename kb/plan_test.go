package kb_test

import (
	"errors"
	"testing"
	"time"

	"actorgraph/kb"
)

// storing is what a store holds after sets, as far as plans look at it.
func storing(t *testing.T, sets ...*kb.ChangeSet) *kb.Stored {
	t.Helper()
	stored := &kb.Stored{
		Entities: map[kb.ID]*kb.Entity{}, Sources: map[kb.ID]*kb.Source{}, Relations: map[kb.ID]*kb.Relation{},
		Properties: map[kb.ID]*kb.Property{}, Claims: map[kb.ID]*kb.Claim{},
	}
	for _, set := range sets {
		stored.Collection = nil
		p := plan(t, set, stored, early)
		for _, e := range p.Entities {
			stored.Entities[e.ID] = e
		}
		for _, s := range p.Sources {
			stored.Sources[s.ID] = s
		}
		for _, r := range p.Relations {
			stored.Relations[r.ID] = r
		}
		for _, pr := range p.Properties {
			stored.Properties[pr.ID] = pr
		}
		for _, c := range p.Claims {
			stored.Claims[c.ID] = c
		}
		stored.Collection = p.Collection
	}
	return stored
}

var (
	early = time.Date(2021, 11, 25, 12, 0, 0, 0, time.UTC)
	late  = early.Add(time.Hour)
)

func plan(t *testing.T, set *kb.ChangeSet, stored *kb.Stored, now time.Time) *kb.Plan {
	t.Helper()
	if err := set.Validate(); err != nil {
		t.Fatal(err)
	}
	p, err := kb.NewPlan(set, stored, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

type counts = map[kb.Class]int

func TestPlanOfANewSet(t *testing.T) {
	set := exampleSet()
	p := plan(t, set, storing(t), early)
	equal(t, p.Added, counts{"entity": 3, "source": 2, "relation": 1, "property": 2, "claim": 3})
	equal(t, p.Changed, counts{})
	equal(t, p.Unchanged, counts{})
	equal(t, p.Collection, &kb.Collection{Name: "harbour", Title: "The harbour affair"})
	equal(t, p.Entities[0].Collections, []string{"harbour"})
	equal(t, p.Sources[0].Collections, []string{"harbour"})
	equal(t, p.Claims[0].RecordedAt, early)
	if len(p.TouchedFacts) != 3 || len(p.IsNew) != 11 || p.Empty() {
		t.Errorf("%d facts are touched, %d records new", len(p.TouchedFacts), len(p.IsNew))
	}
	p.Entities[0].Name, p.Relations[0].When.Since, p.Properties[0].When.Since = "x", kb.MustDate("2010"), kb.MustDate("2010")
	equal(t, set, exampleSet()) // what a store does with its plan does not show in the set
}

func TestPlanOfTheSameSetAgain(t *testing.T) {
	p := plan(t, exampleSet(), storing(t, exampleSet()), late)
	if !p.Empty() {
		t.Errorf("something is to be done: %+v", p)
	}
	equal(t, p.Unchanged, counts{"entity": 3, "source": 2, "relation": 1, "property": 2, "claim": 3})
}

func TestPlanOfChanges(t *testing.T) {
	set := exampleSet()
	set.Entities[0].Name = "Acme"
	set.Sources[1].Published = kb.MustDate("2021")
	set.Claims[1].Modality = kb.Alleged
	p := plan(t, set, storing(t, exampleSet()), late)
	equal(t, p.Changed, counts{"entity": 1, "source": 1, "claim": 1})
	equal(t, p.Unchanged, counts{"entity": 2, "source": 1, "relation": 1, "property": 2, "claim": 2})
	equal(t, p.TouchedFacts, []kb.ID{set.Properties[0].ID})
	equal(t, p.Claims[0].RecordedAt, early) // when it was first recorded
	equal(t, len(p.IsNew), 0)
	if p.Collection != nil {
		t.Errorf("the collection is to be written as %v", p.Collection)
	}
}

func TestPlanOfAnotherCollection(t *testing.T) {
	other := exampleSet()
	other.Collection = kb.Collection{Name: "context"}
	for _, c := range other.Claims {
		c.Collection = "context"
		c.Identify()
	}
	stored := storing(t, exampleSet())
	stored.Collection = nil
	p := plan(t, other, stored, late)
	equal(t, p.Added, counts{"claim": 3})
	equal(t, p.Changed, counts{"entity": 3, "source": 2}) // they are described by two now
	equal(t, p.Unchanged, counts{"relation": 1, "property": 2})
	equal(t, p.Entities[0].Collections, []string{"context", "harbour"})
}

func TestPlanOfTheDescriptionOfACollection(t *testing.T) {
	stored := storing(t, exampleSet())
	for _, row := range []struct {
		given   kb.Collection
		changed bool
	}{
		{kb.Collection{Name: "harbour", Title: "The harbour affair"}, false},
		{kb.Collection{Name: "harbour"}, false}, // a bare name describes nothing
		{kb.Collection{Name: "harbour", Title: "Another"}, true},
		{kb.Collection{Name: "harbour", Licence: "CC0-1.0"}, true},
	} {
		p := plan(t, &kb.ChangeSet{Collection: row.given}, stored, late)
		if (p.Collection != nil) != row.changed || p.Empty() == row.changed {
			t.Errorf("%+v: to be written is %v", row.given, p.Collection)
		}
	}
}

func TestPlanOfRemovals(t *testing.T) {
	example := exampleSet()
	alias := example.Claims[1].ID
	both := storing(t, exampleSet(), &kb.ChangeSet{
		Collection: kb.Collection{Name: "context"},
		Entities:   []*kb.Entity{example.Entities[1]},
		Sources:    []*kb.Source{example.Sources[1]},
	})
	set := &kb.ChangeSet{
		Collection: kb.Collection{Name: "harbour"},
		Remove:     []kb.ID{alias, "ann", "acme", "source:filing", "claim:unknown", "unknown", "source:unknown"},
	}
	both.Collection = &example.Collection
	p := plan(t, set, both, late)
	equal(t, p.RemoveClaims, []kb.ID{alias})
	equal(t, p.TouchedFacts, []kb.ID{example.Properties[0].ID})
	left := map[kb.ID][]string{}
	for _, e := range p.LeaveEntities {
		left[e.ID] = e.Collections
	}
	for _, s := range p.LeaveSources {
		left[s.ID] = s.Collections
	}
	equal(t, left, map[kb.ID][]string{"ann": {"context"}, "acme": {}, "source:filing": {"context"}})

	// What the collection does not describe does not leave it.
	set.Collection.Name = "elsewhere"
	set.Remove = []kb.ID{"ann"}
	if p := plan(t, set, both, late); len(p.LeaveEntities) != 0 {
		t.Errorf("%v leaves a collection that it was never in", p.LeaveEntities[0].ID)
	}
}

func TestPlanRefusesWhatDoesNotFitTheStore(t *testing.T) {
	type set = *kb.ChangeSet
	stored := storing(t, exampleSet())
	alias := exampleSet().Claims[1].ID
	for _, row := range []struct {
		change func(set)
		why    string
	}{
		{func(s set) { s.Entities = s.Entities[:0] }, ""}, // all of it is stored
		{func(s set) {
			s.Relations = []*kb.Relation{kb.NewRelation(kb.Owns, "bob", "acme", "")}
			s.Properties, s.Claims = nil, s.Claims[:1]
			s.Claims[0].Fact = s.Relations[0].ID
			s.Claims[0].Identify()
		}, "bob is neither in the set nor stored"},
		{func(s set) {
			s.Relations = []*kb.Relation{kb.NewRelation(kb.Owns, "acme", "ann", "")}
			s.Properties, s.Claims = nil, s.Claims[:1]
			s.Claims[0].Fact = s.Relations[0].ID
			s.Claims[0].Identify()
		}, "acme OWNS ann: OWNS can't end at a person"},
		{func(s set) { s.Entities[0].Kind = kb.KindLawsuit }, "ann DIRECTS acme: DIRECTS can't end at a lawsuit"},
		{func(s set) {
			s.Relations, s.Claims, s.Properties = nil, s.Claims[:1], []*kb.Property{kb.NewProperty("ann", "founded", kb.DateValue{Date: kb.MustDate("2010")}, "")}
			s.Claims[0].Fact = s.Properties[0].ID
			s.Claims[0].Identify()
		}, "ann founded: a person has no founded"},
		{func(s set) { s.Sources[0].Publishers = []kb.ID{"bob"} }, "source paper: bob is neither in the set nor stored"},
		{func(s set) { s.Sources[0].Cites = []kb.ID{"source:gone"} }, "source:gone is neither in the set nor stored"},
		{func(s set) { s.Sources[0].DerivesFrom[0].Source = "source:gone" }, "source:gone is neither in the set nor stored"},
		{func(s set) { s.Sources[0].Act = "trial" }, "trial is neither in the set nor stored"},
		{func(s set) {
			s.Claims[0].AttributedTo = []kb.ID{"bob"}
			s.Claims[0].Identify()
		}, "bob is neither in the set nor stored"},
		{func(s set) { s.Claims[0].Answers = []kb.ID{"claim:gone"} }, "claim:gone is neither in the set nor stored"},
		{func(s set) { s.Claims[0].Credits = []kb.Credit{{Source: "source:gone", How: kb.CreditNamed}} }, "source:gone is neither in the set nor stored"},
		{func(s set) {
			s.Properties, s.Claims, s.Remove = s.Properties[1:], []*kb.Claim{s.Claims[0], s.Claims[2]}, []kb.ID{alias}
			s.Claims[0].Answers = []kb.ID{alias}
		}, string(alias) + " is neither in the set nor stored"}, // it goes with the set
		{func(s set) {
			*s = kb.ChangeSet{Collection: kb.Collection{Name: "context"}, Remove: []kb.ID{alias}}
		}, `to be removed: it is of collection "harbour", the set of "context"`},
	} {
		s := exampleSet()
		row.change(s)
		if err := s.Validate(); err != nil {
			t.Fatal(err)
		}
		_, err := kb.NewPlan(s, stored, late)
		checkError(t, err, row.why)
		if err != nil && !errors.Is(err, kb.ErrInvalid) {
			t.Errorf("%v is not marked as invalid", err)
		}
	}
}

func TestPlanTellsWhoseKindChanged(t *testing.T) {
	set := exampleSet()
	set.Entities[0].Kind = kb.KindOrganization
	p := plan(t, set, storing(t, exampleSet()), late)
	equal(t, p.KindChanged, []kb.ID{"acme"})
}
