package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"actorgraph/kb"
)

func testGet(t *testing.T, s kb.Store, f *fixture) {
	t.Run("keeps the order of ids, with gaps for those that are unknown", func(t *testing.T) {
		got, err := s.Entities().Get(t.Context(), []kb.ID{"union", "nobody", "acme", "union"})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 4 || got[1] != nil || got[0] == nil || got[2] == nil || got[3] == nil {
			t.Fatalf("got %v, want union, nothing, acme, union", got)
		}
		if ids := idsOf([]*kb.Entity{got[0], got[2], got[3]}); !slices.Equal(ids, []kb.ID{"union", "acme", "union"}) {
			t.Errorf("got %v, want union, acme, union", ids)
		}
	})
	t.Run("finds nothing of another class", func(t *testing.T) {
		ids := []kb.ID{"acme", "source:filing", f.id("ann DIRECTS acme"), f.id("union size 37 members"), f.id("filing: union size 37 members")}
		for class, found := range map[kb.Class][]bool{
			kb.EntityClass:   present(t, s.Entities(), ids),
			kb.SourceClass:   present(t, s.Sources(), ids),
			kb.RelationClass: present(t, s.Relations(), ids),
			kb.PropertyClass: present(t, s.Properties(), ids),
			kb.ClaimClass:    present(t, s.Claims(), ids),
		} {
			for i, ok := range found {
				if ok != (kb.Classes[i] == class) {
					t.Errorf("asked for a %s, %s was found: %v", class, f.name(ids[i]), ok)
				}
			}
		}
	})
	t.Run("takes ids that are none for unknown", func(t *testing.T) {
		for i, ok := range present(t, s.Entities(), []kb.ID{"", "ACME", "acme ", "a'; DROP", "source:", "acme\x00", "\xff", "🂡"}) {
			if ok {
				t.Errorf("id %d was found", i)
			}
		}
	})
	t.Run("answers an empty batch", func(t *testing.T) {
		if got := present(t, s.Entities(), nil); len(got) != 0 {
			t.Errorf("got %d records for no ids", len(got))
		}
	})
	t.Run("takes a batch as large as allowed", func(t *testing.T) {
		ids := slices.Repeat([]kb.ID{"nobody"}, kb.MaxBatch)
		ids[kb.MaxBatch-1] = "acme"
		if got := present(t, s.Entities(), ids); len(got) != kb.MaxBatch || !got[kb.MaxBatch-1] {
			t.Errorf("the last of %d ids was not found", kb.MaxBatch)
		}
	})
	t.Run("refuses a larger one", func(t *testing.T) {
		_, err := s.Entities().Get(t.Context(), make([]kb.ID, kb.MaxBatch+1))
		if !errors.Is(err, kb.ErrInvalid) {
			t.Errorf("got %v, want %v", err, kb.ErrInvalid)
		}
	})
	t.Run("hands out records that belong to the caller", func(t *testing.T) {
		get := func() *kb.Source {
			got, err := s.Sources().Get(t.Context(), []kb.ID{"source:bulletin"})
			if err != nil {
				t.Fatal(err)
			}
			return got[0]
		}
		first := get()
		first.Title, first.Cites[0], first.Collections[0] = "overwritten", "source:overwritten", "overwritten"
		if again := get(); again.Title != "Wer überwacht die Union?" || again.Cites[0] != "source:filing" || again.Collections[0] != "harbour" {
			t.Errorf("a change to a record that was handed out shows in the store: %+v", again)
		}
	})
}

// present tells which of ids a class has, and checks that each is the record asked for.
func present[T, W any](t *testing.T, records kb.Records[T, W], ids []kb.ID) []bool {
	t.Helper()
	got, err := records.Get(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(ids) {
		t.Fatalf("got %d records for %d ids", len(got), len(ids))
	}
	found := make([]bool, len(ids))
	for i, r := range got {
		if found[i] = r != nil; found[i] && idOf(r) != ids[i] {
			t.Errorf("asked for %s, got %s", ids[i], idOf(r))
		}
	}
	return found
}

// testRecords reads back whole what was put, and what stores fill in.
func testRecords(t *testing.T, s kb.Store, f *fixture) {
	date := kb.MustDate
	t.Run("entity", func(t *testing.T) {
		equal(t, one(t, s.Entities(), "acme"), &kb.Entity{
			ID: "acme", Kind: kb.KindCompany, Name: "Acme Optics", Summary: "Makes lenses, and what looks through them.",
			Collections: []string{"context", "harbour"}, Degree: 8, Visible: true, // its relation with itself counts once
		})
		equal(t, one(t, s.Entities(), "gazette"), &kb.Entity{
			ID: "gazette", Kind: kb.KindOrganization, Name: "Harbour Gazette", Collections: []string{"harbour"}, Visible: true,
		})
	})
	t.Run("source", func(t *testing.T) {
		want := *f.sets[0].Sources[0]
		want.Collections = []string{"harbour"}
		equal(t, one(t, s.Sources(), "source:gazette-1"), &want)
		want = *f.sets[0].Sources[1]
		want.Collections = []string{"harbour"}
		equal(t, one(t, s.Sources(), "source:bulletin"), &want)
		want = *f.sets[0].Sources[2]
		want.Collections = []string{"harbour"}
		equal(t, one(t, s.Sources(), "source:filing"), &want)
	})
	t.Run("relation", func(t *testing.T) {
		for name, want := range map[string]kb.Relation{
			// Told by both collections; the date stands in one of them.
			"ann DIRECTS acme": {Type: kb.Directs, From: "ann", To: "acme",
				When: kb.Interval{Since: date("2009")}, Collections: []string{"context", "harbour"}},
			"acme OWNS shell": {Type: kb.Owns, From: "acme", To: "shell",
				When: kb.Interval{Since: date("2010"), Until: date("2014")}, Collections: []string{"context"}},
			"acme OWNS shell again": {Type: kb.Owns, From: "acme", To: "shell", Key: "again",
				When: kb.Interval{Since: date("2018-05")}, Collections: []string{"harbour"}},
			// Without a date of its own, that of the targeting.
			"cabinet OPERATED watch": {Type: kb.Operated, From: "cabinet", To: "watch",
				When: kb.Interval{Since: date("2020-03/2020-05"), Until: date("2020-03/2020-05")}, Collections: []string{"harbour"}},
			"watch OCCURRED_IN utopia": {Type: kb.OccurredIn, From: "watch", To: "utopia",
				When: kb.Interval{Since: date("2020-03/2020-05"), Until: date("2020-03/2020-05")}, Collections: []string{"harbour"}},
			// And from the day on which the lawsuit was filed.
			"acme DEFENDANT_IN suit": {Type: kb.DefendantIn, From: "acme", To: "suit",
				When: kb.Interval{Since: date("2021-11-25")}, Collections: []string{"harbour"}},
			"ann FAMILY_OF bob": {Type: kb.FamilyOf, From: "ann", To: "bob", Collections: []string{"harbour"}},
		} {
			want.ID = f.id(name)
			equal(t, one(t, s.Relations(), want.ID), &want, cmpopts.IgnoreFields(kb.Relation{}, "Support"))
		}
	})
	t.Run("property", func(t *testing.T) {
		for name, want := range map[string]kb.Property{
			"acme alias Acme Óptica": {Entity: "acme", Key: kb.KeyAlias, Value: kb.TextValue{Text: "Acme Óptica"}},
			"acme rating D":          {Entity: "acme", Key: kb.KeyRating, Value: kb.TextValue{Text: "D"}, Issuer: "bob"},
			"union size 37 members":  {Entity: "union", Key: "size", Value: exactly(37, "members")},
			// A thing that happens gives its date to what is said of it, but not to its names and dates.
			"watch date 2020-03/2020-05": {Entity: "watch", Key: kb.KeyDate, Value: kb.DateValue{Date: date("2020-03/2020-05")}},
			"watch occurrence HAPPENED": {Entity: "watch", Key: kb.KeyOccurrence, Value: kb.EnumValue{Enum: "HAPPENED"},
				When: kb.Interval{Since: date("2020-03/2020-05"), Until: date("2020-03/2020-05")}},
			"acme website https://acme.example/": {Entity: "acme", Key: kb.KeyWebsite, Value: kb.UrlValue{URL: "https://acme.example/"}},
		} {
			want.ID, want.Collections = f.id(name), []string{"harbour"}
			equal(t, one(t, s.Properties(), want.ID), &want, cmpopts.IgnoreFields(kb.Property{}, "Support"))
		}
	})
	t.Run("claim", func(t *testing.T) {
		for _, set := range f.sets {
			for _, want := range set.Claims {
				got := one(t, s.Claims(), want.ID)
				equal(t, got, want, cmpopts.IgnoreFields(kb.Claim{}, "RecordedAt"))
				if got.RecordedAt.IsZero() || got.RecordedAt.After(time.Now().Add(time.Minute)) {
					t.Errorf("%s is recorded at %v", f.name(got.ID), got.RecordedAt)
				}
			}
		}
	})
}

func one[T, W any](t *testing.T, records kb.Records[T, W], id kb.ID) *T {
	t.Helper()
	got, err := records.Get(t.Context(), []kb.ID{id})
	if err != nil {
		t.Fatal(err)
	}
	if got[0] == nil {
		t.Fatalf("%s is not there", id)
	}
	return got[0]
}

// equal compares two values; an empty list equals a missing one.
func equal(t *testing.T, got, want any, opts ...cmp.Option) {
	t.Helper()
	opts = append(opts, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b kb.Date) bool { return a == b }))
	if diff := cmp.Diff(want, got, opts...); diff != "" {
		t.Errorf("what was put (-) and what is there (+) differ:\n%s", diff)
	}
}

// What an editor says of an entity is of no day: as of one there is no summary, for
// whoever reads, filters or searches.
func testEditorialUnderLens(t *testing.T, s kb.Store, _ *fixture) {
	is := func(f kb.StringFilter) *kb.EntityWhere { return &kb.EntityWhere{Summary: &f} }
	none, word := is(kb.StringFilter{IsNull: new(true)}), is(kb.StringFilter{Contains: new("lens")})
	for _, row := range []struct {
		lens   kb.Lens
		has    bool
		acmeIs []*kb.EntityWhere
		isNot  []*kb.EntityWhere
	}{
		{kb.Lens{KnownAt: kb.MustDate("2022-01-01")}, false, []*kb.EntityWhere{none, {Not: word}, {Or: []*kb.EntityWhere{word, none}}},
			[]*kb.EntityWhere{word, is(kb.StringFilter{IsNull: new(false)}), is(kb.StringFilter{Eq: new("")}), is(kb.StringFilter{StartsWith: new("")}), {Not: none}}},
		{kb.Lens{TrueAt: kb.MustDate("2022-01-01")}, true, []*kb.EntityWhere{word}, []*kb.EntityWhere{none, {Not: word}}},
		{kb.Lens{Collection: "harbour"}, true, []*kb.EntityWhere{word}, []*kb.EntityWhere{none}},
	} {
		t.Run(describe(row.lens), func(t *testing.T) {
			under, acme := s.Under(row.lens), kb.IDFilter{Eq: new(kb.ID("acme"))}
			found := find(t, under.Entities(), kb.Query[kb.EntityWhere]{Where: &kb.EntityWhere{ID: &acme}, First: 1}).Items
			got, err := under.Entities().Get(t.Context(), []kb.ID{"acme", "depot"})
			if err != nil {
				t.Fatal(err)
			}
			hits, err := under.Search(t.Context(), kb.SearchQuery{Text: "acme optics", First: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range append(append(found, got...), hits.Items[0].Entity) {
				if (e.Summary != "") != row.has {
					t.Errorf("the summary of %s is %q", e.ID, e.Summary)
				}
			}
			for want, filters := range [][]*kb.EntityWhere{row.isNot, row.acmeIs} {
				for _, w := range filters {
					if n := count(t, under.Entities(), kb.Query[kb.EntityWhere]{Where: &kb.EntityWhere{ID: &acme, And: []*kb.EntityWhere{w}}}); n != want {
						t.Errorf("%s: %d are counted, want %d", describe(w), n, want)
					}
					n, err := under.SearchCount(t.Context(), kb.SearchQuery{Text: "acme optics", Where: &kb.EntityWhere{ID: &acme, And: []*kb.EntityWhere{w}}, First: 1})
					if err != nil || n != want {
						t.Errorf("%s: a search finds %d, %v, want %d", describe(w), n, err, want)
					}
				}
			}
		})
	}
}
