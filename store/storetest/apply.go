package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// apply stores a set that has to be right.
func apply(t testing.TB, s kb.Store, set *kb.ChangeSet) *kb.Applied {
	t.Helper()
	applied, err := s.Apply(t.Context(), set)
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	return applied
}

type numbers = map[kb.Class]int

// wantApplied compares what a set did with what it was to do; classes of which
// there is nothing may be left out.
func wantApplied(t *testing.T, got *kb.Applied, want kb.Applied) {
	t.Helper()
	for _, m := range []numbers{got.Added, got.Changed, got.Unchanged, got.Removed} {
		for class, n := range m {
			if n == 0 {
				delete(m, class)
			}
		}
	}
	equal(t, *got, want)
}

// everythingIn is a picture of all that a store holds, by which two of its
// states can be compared.
type everythingIn struct {
	Version     int64
	Changes     []kb.Change
	Collections []kb.CollectionCount
	Entities    []*kb.Entity
	Sources     []*kb.Source
	Relations   []*kb.Relation
	Properties  []*kb.Property
	Claims      []*kb.Claim
}

func picture(t *testing.T, s kb.Store) everythingIn {
	t.Helper()
	v, err := everything(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func everything(ctx context.Context, s kb.Store) (v everythingIn, err error) {
	if v.Version, err = s.Version(ctx); err != nil {
		return v, err
	}
	if v.Changes, err = s.Changes(ctx, 0, 1_000_000); err != nil {
		return v, err
	}
	if v.Collections, err = s.Collections(ctx); err != nil {
		return v, err
	}
	if v.Entities, err = all(ctx, s.Entities()); err != nil {
		return v, err
	}
	if v.Sources, err = all(ctx, s.Sources()); err != nil {
		return v, err
	}
	if v.Relations, err = all(ctx, s.Relations()); err != nil {
		return v, err
	}
	if v.Properties, err = all(ctx, s.Properties()); err != nil {
		return v, err
	}
	v.Claims, err = all(ctx, s.Claims())
	return v, err
}

// all lists the records of a class by id.
func all[T, W any](ctx context.Context, records kb.Records[T, W]) ([]*T, error) {
	var out []*T
	for r, err := range records.Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// small is a set with one record of each class but two entities:
//
//	ann ──DIRECTS──▶ acme, which has the alias "Acme Óptica"
func small() *kb.ChangeSet {
	directs := kb.NewRelation(kb.Directs, "ann", "acme", "")
	alias := kb.NewProperty("acme", kb.KeyAlias, kb.TextValue{Text: "Acme Óptica"}, "")
	set := &kb.ChangeSet{
		Collection: kb.Collection{Name: "harbour", Title: "The harbour affair"},
		Entities: []*kb.Entity{
			{ID: "acme", Kind: kb.KindCompany, Name: "Acme Optics"},
			{ID: "ann", Kind: kb.KindPerson, Name: "Ann Berg"},
		},
		Sources:    []*kb.Source{{ID: "source:paper", Kind: kb.SourceArticle, Title: "The paper"}},
		Relations:  []*kb.Relation{directs},
		Properties: []*kb.Property{alias},
		Claims:     []*kb.Claim{saying(directs.ID, 1), saying(alias.ID, 2)},
	}
	return set
}

// saying makes a claim of the paper in the collection harbour.
func saying(fact kb.ID, paragraph int, qualifiers ...kb.Qualifier) *kb.Claim {
	c := &kb.Claim{Fact: fact, Source: "source:paper", Collection: "harbour", Statement: "It says so.", Stance: kb.Asserts, Modality: kb.Stated,
		Reading: kb.Explicit, Locator: kb.Locator{Paragraph: paragraph, Part: kb.PartBody}, Qualifiers: qualifiers}
	c.Identify()
	return c
}

func dateOf(key kb.QualifierKey, s string) kb.Qualifier {
	return kb.Qualifier{Key: key, Value: kb.DateValue{Date: kb.MustDate(s)}}
}

func testApplyCounts(t *testing.T, s kb.Store) {
	wantApplied(t, apply(t, s, small()), kb.Applied{Version: 1,
		Added: numbers{kb.EntityClass: 2, kb.SourceClass: 1, kb.RelationClass: 1, kb.PropertyClass: 1, kb.ClaimClass: 2}})
	before := picture(t, s)

	// The same again changes nothing and says so.
	wantApplied(t, apply(t, s, small()), kb.Applied{Version: 1,
		Unchanged: numbers{kb.EntityClass: 2, kb.SourceClass: 1, kb.RelationClass: 1, kb.PropertyClass: 1, kb.ClaimClass: 2}})
	equal(t, picture(t, s), before)

	// A bare name of a collection leaves its description as it is.
	wantApplied(t, apply(t, s, &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}), kb.Applied{Version: 1})
	equal(t, picture(t, s), before)

	// What is corrected is changed, what was recorded then stays so.
	set := small()
	set.Entities[1].Name = "Ann Berg-Olsen"
	set.Sources[0].Title = ""
	set.Claims[0].Modality = kb.Alleged
	wantApplied(t, apply(t, s, set), kb.Applied{Version: 2,
		Changed:   numbers{kb.EntityClass: 1, kb.SourceClass: 1, kb.ClaimClass: 1},
		Unchanged: numbers{kb.EntityClass: 1, kb.RelationClass: 1, kb.PropertyClass: 1, kb.ClaimClass: 1}})
	if got := one(t, s.Entities(), "ann"); got.Name != "Ann Berg-Olsen" || got.Degree != 1 {
		t.Errorf("got %+v", got)
	}
	if got := one(t, s.Sources(), "source:paper"); got.Title != "" {
		t.Errorf("the title %q is still there", got.Title)
	}
	got := one(t, s.Claims(), set.Claims[0].ID)
	i := slices.IndexFunc(before.Claims, func(c *kb.Claim) bool { return c.ID == got.ID })
	if got.Modality != kb.Alleged || !got.RecordedAt.Equal(before.Claims[i].RecordedAt) {
		t.Errorf("got %+v, recorded first at %v", got, before.Claims[i].RecordedAt)
	}

	// A new claim on a stored fact.
	set = small()
	set.Entities, set.Sources, set.Properties = nil, nil, nil
	set.Claims = []*kb.Claim{saying(set.Relations[0].ID, 9)}
	wantApplied(t, apply(t, s, set), kb.Applied{Version: 3, Added: numbers{kb.ClaimClass: 1}, Unchanged: numbers{kb.RelationClass: 1}})

	// A collection can be described before it has anything, and anew.
	wantApplied(t, apply(t, s, &kb.ChangeSet{Collection: kb.Collection{Name: "context"}}), kb.Applied{Version: 4})
	wantApplied(t, apply(t, s, &kb.ChangeSet{Collection: kb.Collection{Name: "context", Title: "What else is known"}}), kb.Applied{Version: 5})
	collections, err := s.Collections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, collections, []kb.CollectionCount{
		{Collection: kb.Collection{Name: "context", Title: "What else is known"}},
		{Collection: kb.Collection{Name: "harbour", Title: "The harbour affair"}, Claims: 3},
	})
}

// testApplyDerives follows what stores fill in as sets come in.
func testApplyDerives(t *testing.T, s kb.Store) {
	set := small()
	directs := set.Relations[0]
	apply(t, s, set)
	if r := one(t, s.Relations(), directs.ID); r.When != (kb.Interval{}) || !slices.Equal(r.Collections, []string{"harbour"}) {
		t.Errorf("got %+v", r)
	}

	// Another collection dates the fact, and describes one of its ends.
	other := &kb.ChangeSet{
		Collection: kb.Collection{Name: "context"},
		Entities:   []*kb.Entity{{ID: "acme", Kind: kb.KindCompany, Name: "Acme Optics"}},
		Relations:  []*kb.Relation{kb.NewRelation(kb.Directs, "ann", "acme", "")},
		Claims:     []*kb.Claim{saying(directs.ID, 1, dateOf("since", "2010"))},
	}
	other.Claims[0].Collection = "context"
	other.Claims[0].Identify()
	wantApplied(t, apply(t, s, other), kb.Applied{Version: 2, Added: numbers{kb.ClaimClass: 1}, Changed: numbers{kb.EntityClass: 1}, Unchanged: numbers{kb.RelationClass: 1}})
	r := one(t, s.Relations(), directs.ID)
	if r.When.Since.String() != "2010" || !slices.Equal(r.Collections, []string{"context", "harbour"}) {
		t.Errorf("got %+v", r)
	}
	if e := one(t, s.Entities(), "acme"); e.Degree != 1 || !slices.Equal(e.Collections, []string{"context", "harbour"}) {
		t.Errorf("got %+v", e)
	}
	if e := one(t, s.Entities(), "ann"); !slices.Equal(e.Collections, []string{"harbour"}) {
		t.Errorf("got %+v", e)
	}

	// A second date widens the first, its correction agrees.
	more := small()
	more.Entities, more.Sources, more.Properties = nil, nil, nil
	more.Claims = []*kb.Claim{saying(directs.ID, 5, dateOf("since", "2012"), dateOf("until", "2014"))}
	apply(t, s, more)
	if r := one(t, s.Relations(), directs.ID); r.When.Since.String() != "2010-01-01/2012-12-31" || r.When.Until.String() != "2014" {
		t.Errorf("got %+v", r)
	}
	more.Claims = []*kb.Claim{saying(directs.ID, 5, dateOf("since", "2010"))}
	apply(t, s, more)
	if r := one(t, s.Relations(), directs.ID); r.When.Since.String() != "2010" || !r.When.Until.IsZero() {
		t.Errorf("got %+v", r)
	}
}

// testApplyInherits follows the date that facts have from the thing they belong to.
//
//	acme ──CARRIED_OUT──▶ fire, an event with a date and a number of times
func testApplyInherits(t *testing.T, s kb.Store) {
	carried := kb.NewRelation(kb.CarriedOut, "acme", "fire", "")
	times := kb.NewProperty("fire", "count", exactly(2, "times"), "")
	concerns := kb.NewRelation(kb.Concerns, "fire", "acme", "")
	happened := func(date string) *kb.Property {
		return kb.NewProperty("fire", kb.KeyDate, kb.DateValue{Date: kb.MustDate(date)}, "")
	}
	first, second := happened("2020-03"), happened("2020-05-07")
	set := func() *kb.ChangeSet {
		return &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}
	}
	start := set()
	start.Entities = []*kb.Entity{{ID: "acme", Kind: kb.KindCompany, Name: "Acme"}, {ID: "fire", Kind: kb.KindEvent, Name: "Fire"}}
	start.Sources = []*kb.Source{{ID: "source:paper", Kind: kb.SourceArticle}}
	start.Relations, start.Properties = []*kb.Relation{carried, concerns}, []*kb.Property{times}
	start.Claims = []*kb.Claim{saying(carried.ID, 1), saying(times.ID, 2), saying(concerns.ID, 3)}
	apply(t, s, start)
	want := func(what, date string) {
		t.Helper()
		for name, when := range map[string]kb.Interval{
			"CARRIED_OUT": one(t, s.Relations(), carried.ID).When, "CONCERNS": one(t, s.Relations(), concerns.ID).When, "count": one(t, s.Properties(), times.ID).When,
		} {
			if when.Since.String() != date || when.Until.String() != date {
				t.Errorf("%s: %s held from %q to %q, want %q", what, name, when.Since, when.Until, date)
			}
		}
	}
	want("without a date", "")

	with := func(p *kb.Property) *kb.ChangeSet {
		change := set()
		change.Properties, change.Claims = []*kb.Property{p}, []*kb.Claim{saying(p.ID, 4)}
		return change
	}
	apply(t, s, with(first))
	want("with a date", "2020-03")
	apply(t, s, with(second))
	want("with two dates", "2020-03-01/2020-05-07")
	if p := one(t, s.Properties(), first.ID); p.When != (kb.Interval{}) {
		t.Errorf("the date itself held from %q", p.When.Since)
	}

	change := set()
	change.Remove = []kb.ID{saying(first.ID, 4).ID}
	apply(t, s, change)
	want("with the second date alone", "2020-05-07")

	// A claim's own date comes before the inherited one.
	change = set()
	change.Relations, change.Claims = []*kb.Relation{carried}, []*kb.Claim{saying(carried.ID, 1, dateOf("since", "2019"))}
	apply(t, s, change)
	if r := one(t, s.Relations(), carried.ID); r.When.Since.String() != "2019" || !r.When.Until.IsZero() {
		t.Errorf("with a date of its own: got %+v", r.When)
	}
	change.Claims = []*kb.Claim{saying(carried.ID, 1)}
	apply(t, s, change)
	want("with the second date alone, again", "2020-05-07")
}

// testApplyInheritsFiling follows the date of a lawsuit: it tells when that began, and
// not that it ended.
//
//	acme ──PLAINTIFF_IN──▶ suit, with a ruling that CONCERNS it
func testApplyInheritsFiling(t *testing.T, s kb.Store) {
	plaintiff := kb.NewRelation(kb.PlaintiffIn, "acme", "suit", "")
	court := kb.NewRelation(kb.HeardBy, "suit", "court", "")
	ruling := kb.NewRelation(kb.Concerns, "ruling", "suit", "")
	stage := kb.NewProperty("suit", "stage", kb.TextValue{Text: "appeal"}, "")
	filed := kb.NewProperty("suit", kb.KeyFiled, kb.DateValue{Date: kb.MustDate("2019-10-29")}, "")
	day := kb.NewProperty("ruling", kb.KeyDate, kb.DateValue{Date: kb.MustDate("2024-12-20")}, "")
	set := &kb.ChangeSet{
		Collection: kb.Collection{Name: "harbour"},
		Entities: []*kb.Entity{
			{ID: "acme", Kind: kb.KindCompany, Name: "Acme"}, {ID: "suit", Kind: kb.KindLawsuit, Name: "Acme v. Harbour"},
			{ID: "court", Kind: kb.KindPublicBody, Name: "Court"}, {ID: "ruling", Kind: kb.KindEvent, Name: "Ruling"},
		},
		Sources:   []*kb.Source{{ID: "source:paper", Kind: kb.SourceArticle}},
		Relations: []*kb.Relation{plaintiff, court, ruling}, Properties: []*kb.Property{stage, filed, day},
	}
	for i, fact := range []kb.ID{plaintiff.ID, court.ID, ruling.ID, stage.ID, filed.ID, day.ID} {
		set.Claims = append(set.Claims, saying(fact, i+1))
	}
	apply(t, s, set)
	for _, row := range []struct {
		what         string
		got          kb.Interval
		since, until string
	}{
		{"who sues", one(t, s.Relations(), plaintiff.ID).When, "2019-10-29", ""},
		{"the court", one(t, s.Relations(), court.ID).When, "2019-10-29/..", ""},
		{"the stage", one(t, s.Properties(), stage.ID).When, "2019-10-29/..", ""},
		{"what the ruling is about", one(t, s.Relations(), ruling.ID).When, "2024-12-20", "2024-12-20"},
	} {
		if row.got.Since.String() != row.since || row.got.Until.String() != row.until {
			t.Errorf("%s: held from %q to %q, want %q to %q", row.what, row.got.Since, row.got.Until, row.since, row.until)
		}
	}
}

// testApplyKind changes what kind of thing an entity is.
func testApplyKind(t *testing.T, s kb.Store) {
	concerns := kb.NewRelation(kb.Concerns, "fire", "acme", "")
	date := kb.NewProperty("fire", kb.KeyDate, kb.DateValue{Date: kb.MustDate("2020-03")}, "")
	set := func(kind kb.Kind) *kb.ChangeSet {
		return &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"},
			Entities: []*kb.Entity{{ID: "acme", Kind: kb.KindCompany, Name: "Acme"}, {ID: "fire", Kind: kind, Name: "Fire"}}}
	}
	start := set(kb.KindEvent)
	start.Sources = []*kb.Source{{ID: "source:paper", Kind: kb.SourceArticle}}
	start.Relations, start.Properties = []*kb.Relation{concerns}, []*kb.Property{date}
	start.Claims = []*kb.Claim{saying(concerns.ID, 1), saying(date.ID, 2)}
	apply(t, s, start)
	if r := one(t, s.Relations(), concerns.ID); r.When.Since.String() != "2020-03" {
		t.Errorf("what an event concerns held from %q", r.When.Since)
	}

	// A measure lasts: nothing has its date from one.
	apply(t, s, set(kb.KindMeasure))
	if r := one(t, s.Relations(), concerns.ID); !r.When.Since.IsZero() {
		t.Errorf("what a measure concerns held from %q", r.When.Since)
	}
	if got := find(t, s.Entities(), kb.Query[kb.EntityWhere]{Where: kind(kb.KindMeasure), First: 9}).Items; len(got) != 1 {
		t.Errorf("%d measures are found", len(got))
	}
	apply(t, s, set(kb.KindDeal))
	if r := one(t, s.Relations(), concerns.ID); r.When.Since.String() != "2020-03" {
		t.Errorf("what a deal concerns held from %q", r.When.Since)
	}

	// A company happens on no date, so it can't have been one.
	before := picture(t, s)
	if _, err := s.Apply(t.Context(), set(kb.KindCompany)); !errors.Is(err, kb.ErrInvalid) {
		t.Errorf("got %v, want %v", err, kb.ErrInvalid)
	}
	equal(t, picture(t, s), before)
	change := set(kb.KindCompany)
	change.Remove = []kb.ID{saying(date.ID, 2).ID} // unless that goes with the set
	apply(t, s, change)
}

// testApplyWhole hands in sets with one fault: nothing of them is stored.
func testApplyWhole(t *testing.T, s kb.Store) {
	apply(t, s, small())
	directs := small().Relations[0].ID
	answering := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Relations: small().Relations, Claims: []*kb.Claim{saying(directs, 7)}}
	answering.Claims[0].Answers = []kb.ID{small().Claims[0].ID}
	apply(t, s, answering)
	before := picture(t, s)

	good := func() *kb.ChangeSet {
		set := &kb.ChangeSet{Collection: kb.Collection{Name: "context", Title: "What else is known"}}
		set.Entities = []*kb.Entity{{ID: "bob", Kind: kb.KindPerson, Name: "Bob Čapek"}, {ID: "acme", Kind: kb.KindCompany, Name: "Acme Optics Ltd"}}
		set.Sources = []*kb.Source{{ID: "source:register", Kind: kb.SourceRegister}}
		owns := kb.NewRelation(kb.Owns, "bob", "acme", "")
		set.Relations = []*kb.Relation{owns}
		set.Claims = []*kb.Claim{saying(owns.ID, 1)}
		set.Claims[0].Collection, set.Claims[0].Source = "context", "source:register"
		set.Claims[0].Identify()
		return set
	}
	for what, row := range map[string]struct {
		change func(*kb.ChangeSet)
		want   error
	}{
		"an entity without a name":         {func(set *kb.ChangeSet) { set.Entities[1].Name = "" }, kb.ErrInvalid},
		"a name that is not UTF-8":         {func(set *kb.ChangeSet) { set.Entities[1].Name = "\xff" }, kb.ErrInvalid},
		"a name with NUL":                  {func(set *kb.ChangeSet) { set.Entities[1].Name = "a\x00" }, kb.ErrInvalid},
		"a kind that is none":              {func(set *kb.ChangeSet) { set.Entities[1].Kind = "firm" }, kb.ErrInvalid},
		"a source that cites an unknown":   {func(set *kb.ChangeSet) { set.Sources[0].Cites = []kb.ID{"source:unknown"} }, kb.ErrInvalid},
		"a fact without a claim":           {func(set *kb.ChangeSet) { set.Claims = nil }, kb.ErrInvalid},
		"a fact at an unknown entity":      {func(set *kb.ChangeSet) { set.Entities = set.Entities[1:] }, kb.ErrInvalid},
		"a fact between kinds that don't":  {func(set *kb.ChangeSet) { set.Entities[0].Kind = kb.KindLawsuit }, kb.ErrInvalid},
		"a stored fact between such kinds": {func(set *kb.ChangeSet) { set.Entities[1].Kind = kb.KindProduct }, kb.ErrInvalid},
		"a claim of an unknown source":     {func(set *kb.ChangeSet) { set.Sources = nil }, kb.ErrInvalid},
		"an answer to an unknown claim":    {func(set *kb.ChangeSet) { set.Claims[0].Answers = []kb.ID{"claim:unknown"} }, kb.ErrInvalid},
		"removing another collection's":    {func(set *kb.ChangeSet) { set.Remove = []kb.ID{small().Claims[0].ID} }, kb.ErrInvalid},
		"removing what is answered": {func(set *kb.ChangeSet) {
			*set = kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Entities: set.Entities[:1], Remove: []kb.ID{small().Claims[0].ID}}
		}, kb.ErrConflict},
	} {
		set := good()
		set.Key = "the key of a set that fails"
		row.change(set)
		if applied, err := s.Apply(t.Context(), set); !errors.Is(err, row.want) {
			t.Errorf("%s: got %+v, %v, want %v", what, applied, err, row.want)
		}
		equal(t, picture(t, s), before)
	}
	set := good()
	set.Key = "the key of a set that fails" // it was not used up
	if applied := apply(t, s, set); applied.Repeated || applied.Version != 3 {
		t.Errorf("got %+v", applied)
	}
}

func testApplyProblems(t *testing.T, s kb.Store) {
	set := small()
	set.Entities[0].Kind = "firm"
	set.Claims[1].Statement = ""
	_, err := s.Apply(t.Context(), set)
	var invalid *kb.InvalidError
	if !errors.As(err, &invalid) || len(invalid.Problems) != 2 {
		t.Fatalf("got %v, want both problems", err)
	}
	equal(t, []kb.ID{invalid.Problems[0].ID, invalid.Problems[1].ID}, []kb.ID{"acme", set.Claims[1].ID})

	set = small()
	set.Entities = set.Entities[:1]
	set.Sources = nil
	_, err = s.Apply(t.Context(), set)
	if !errors.As(err, &invalid) || len(invalid.Problems) != 3 { // one end of the relation, the source of two claims
		t.Fatalf("got %v, want three problems", err)
	}
	if !strings.Contains(err.Error(), "ann is neither in the set nor stored") {
		t.Errorf("got %q", err)
	}
}

func testApplyKeys(t *testing.T, s kb.Store) {
	keyed := func(key string) *kb.ChangeSet {
		set := small()
		set.Key = key
		return set
	}
	if applied := apply(t, s, keyed("load 1")); applied.Repeated || applied.Version != 1 {
		t.Errorf("the first time: got %+v", applied)
	}
	before := picture(t, s)
	for range 2 {
		wantApplied(t, apply(t, s, keyed("load 1")), kb.Applied{Version: 1, Repeated: true})
	}
	other := keyed("load 1")
	other.Entities[0].Name = "Acme"
	if applied, err := s.Apply(t.Context(), other); !errors.Is(err, kb.ErrConflict) {
		t.Errorf("other content under the key: got %+v, %v, want %v", applied, err, kb.ErrConflict)
	}
	equal(t, picture(t, s), before)

	// By content the set is known under another key and under none.
	for _, key := range []string{"load 2", ""} {
		if applied := apply(t, s, keyed(key)); applied.Repeated || applied.Version != 1 || applied.Unchanged[kb.EntityClass] != 2 {
			t.Errorf("under the key %q: got %+v", key, applied)
		}
	}
	// A key is used up even by a set that changed nothing.
	other.Key = "load 2"
	if _, err := s.Apply(t.Context(), other); !errors.Is(err, kb.ErrConflict) {
		t.Errorf("got %v, want %v", err, kb.ErrConflict)
	}
	// What the set did may have been undone since. It still isn't done twice.
	apply(t, s, &kb.ChangeSet{Collection: small().Collection, Remove: []kb.ID{small().Claims[0].ID, small().Claims[1].ID}})
	wantApplied(t, apply(t, s, keyed("load 1")), kb.Applied{Version: 2, Repeated: true})
	if n := count(t, s.Claims(), kb.Query[kb.ClaimWhere]{}); n != 0 {
		t.Errorf("%d claims are there again", n)
	}
	other.Key = "load 3"
	if applied := apply(t, s, other); applied.Version != 3 {
		t.Errorf("under a key of its own: got %+v", applied)
	}
}

// testApplyKeepsApart changes a set that was applied: the store has its own.
func testApplyKeepsApart(t *testing.T, s kb.Store) {
	set := small()
	set.Sources[0].Publishers = []kb.ID{"acme"}
	set.Claims[0].AttributedTo = []kb.ID{"ann"}
	set.Claims[0].Identify()
	apply(t, s, set)
	if len(set.Entities[0].Collections) != 0 || set.Entities[0].Degree != 0 || len(set.Relations[0].Collections) != 0 || !set.Claims[0].RecordedAt.IsZero() {
		t.Errorf("what stores fill in shows in the set")
	}
	before := picture(t, s)
	set.Entities[0].Name, set.Sources[0].Publishers[0], set.Relations[0].Key, set.Claims[0].AttributedTo[0] = "x", "x", "x", "x"
	equal(t, picture(t, s), before)
}

// testApplyTexts stores and reads back whatever a text may hold.
func testApplyTexts(t *testing.T, s kb.Store) {
	longID := kb.ID("source:" + strings.Repeat("x", kb.MaxID-len("source:")))
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour", Title: strings.Join(fragments[:20], " "), Description: "Two\nlines."}}
	set.Sources = []*kb.Source{
		{ID: "source:paper", Kind: kb.SourceArticle},
		{ID: longID, Kind: kb.SourceOther, Title: strings.Repeat("🂡", kb.MaxLine), Note: strings.Repeat("é\n", kb.MaxText/2), Published: kb.MustDate("Y-999999999")},
	}
	names := append(slices.Clone(fragments), strings.Repeat("🂡", kb.MaxName), strings.Repeat("a\u0301", kb.MaxName/2), " spaced  twice ")
	for i, name := range names {
		id := kb.ID(fmt.Sprintf("e%d", i))
		set.Entities = append(set.Entities, &kb.Entity{ID: id, Kind: kb.KindCompany, Name: name, Summary: name})
		alias := kb.NewProperty(id, kb.KeyAlias, kb.TextValue{Text: name + "!"}, "")
		link := kb.NewRelation(kb.Supplies, id, id, name)
		set.Properties, set.Relations = append(set.Properties, alias), append(set.Relations, link)
		for k, fact := range []kb.ID{alias.ID, link.ID} {
			c := saying(fact, k+1, kb.Qualifier{Key: kb.QualifierRole, Value: kb.TextValue{Text: name}}, kb.Qualifier{Key: kb.QualifierCount, Value: moreThan(0.1, name)})
			c.Statement, c.Note, c.RecordedBy = name, name, name
			set.Claims = append(set.Claims, c)
		}
	}
	apply(t, s, set)
	for i, want := range set.Entities {
		got := one(t, s.Entities(), want.ID)
		if got.Name != want.Name || got.Summary != want.Summary {
			t.Errorf("%q is read back as %q", want.Name, got.Name)
		}
		if got := one(t, s.Properties(), set.Properties[i].ID); got.Value != set.Properties[i].Value {
			t.Errorf("%q is read back as %q", set.Properties[i].Value, got.Value)
		}
		if got := one(t, s.Relations(), set.Relations[i].ID); got.Key != want.Name {
			t.Errorf("%q is read back as %q", want.Name, got.Key)
		}
		// And each is found by the very text.
		for field, where := range map[string]*kb.EntityWhere{
			"name":    {Name: text(kb.StringFilter{Eq: &want.Name})},
			"summary": {Summary: text(kb.StringFilter{Eq: &want.Name})},
			"alias":   {Alias: text(kb.StringFilter{Eq: new(want.Name + "!")})},
		} {
			if got := idsOf(find(t, s.Entities(), kb.Query[kb.EntityWhere]{Where: where, First: 2}).Items); !slices.Equal(got, []kb.ID{want.ID}) {
				t.Errorf("by the %s %q: found %v, want %s", field, want.Name, got, want.ID)
			}
		}
	}
	for _, want := range set.Claims {
		got := one(t, s.Claims(), want.ID)
		got.RecordedAt = want.RecordedAt
		equal(t, got, want)
	}
	want := *set.Sources[1]
	want.Collections = []string{"harbour"}
	equal(t, one(t, s.Sources(), longID), &want)
	if applied := apply(t, s, set); applied.Version != 1 {
		t.Errorf("read back and compared, something differs: %+v", applied)
	}
}
