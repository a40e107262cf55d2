package storetest

import (
	"errors"
	"testing"

	"actorgraph/kb"
)

func testSummaries(t *testing.T, s kb.Store, f *fixture) {
	t.Run("relation counts", func(t *testing.T) {
		got, err := s.RelationCounts(t.Context(), []kb.ID{"bob", "unknown", "acme", "gazette", "shell", "bob"})
		if err != nil {
			t.Fatal(err)
		}
		type counts = []kb.RelationCount
		bob := counts{{Type: kb.Owns, Direction: kb.Out, Count: 1}, {Type: kb.FamilyOf, Direction: kb.Both, Count: 1}, {Type: kb.Uses, Direction: kb.Out, Count: 1}}
		equal(t, got, []counts{
			bob,
			nil,
			{
				{Type: kb.Owns, Direction: kb.Out, Count: 2},
				{Type: kb.Directs, Direction: kb.In, Count: 1},
				{Type: kb.Supports, Direction: kb.Out, Count: 1}, // of itself, seen from both ends
				{Type: kb.Supports, Direction: kb.In, Count: 1},
				{Type: kb.Makes, Direction: kb.Out, Count: 1},
				{Type: kb.Supplies, Direction: kb.In, Count: 1},
				{Type: kb.DefendantIn, Direction: kb.Out, Count: 1},
				{Type: kb.ListedOn, Direction: kb.Out, Count: 1},
			},
			nil,
			{{Type: kb.Owns, Direction: kb.In, Count: 2}},
			bob,
		})
		if got, err := s.RelationCounts(t.Context(), nil); err != nil || len(got) != 0 {
			t.Errorf("of no entities: got %v, %v", got, err)
		}
	})
	t.Run("collections", func(t *testing.T) {
		got, err := s.Collections(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, []kb.CollectionCount{
			{Collection: kb.Collection{Name: "context", Title: "What else is known"}, Claims: 4},
			{Collection: kb.Collection{Name: "harbour", Title: "The harbour affair", Licence: "CC0-1.0"}, Claims: 29},
		})
	})
	t.Run("stats", func(t *testing.T) {
		got, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, kb.Stats{
			Version: 2,
			Records: map[kb.Class]int{kb.EntityClass: 14, kb.SourceClass: 5, kb.RelationClass: 17, kb.PropertyClass: 12, kb.ClaimClass: 33},
			Entities: map[kb.Kind]int{
				kb.KindCompany: 3, kb.KindGovernment: 1, kb.KindOrganization: 2, kb.KindPerson: 2, kb.KindCountry: 1, kb.KindPlace: 1,
				kb.KindProduct: 1, kb.KindLawsuit: 1, kb.KindMeasure: 1, kb.KindTargeting: 1,
			},
			Relations: map[kb.RelationType]int{
				kb.Owns: 3, kb.Directs: 1, kb.FamilyOf: 1, kb.Governs: 1, kb.OccurredIn: 1, kb.Supports: 1, kb.Makes: 1, kb.Uses: 1, kb.Supplies: 1,
				kb.Operated: 1, kb.UsedIn: 1, kb.Targeted: 1, kb.PlaintiffIn: 1, kb.DefendantIn: 1, kb.ListedOn: 1,
			},
			Properties: map[kb.PropertyKey]int{"alias": 2, "size": 1, "date": 1, "filed": 1, "website": 1, "occurrence": 1, "rating": 2, "debt": 2, "effect": 1},
			Claims:     map[string]int{"context": 4, "harbour": 29},
		})
	})
	t.Run("version and ping", func(t *testing.T) {
		if v, err := s.Version(t.Context()); err != nil || v != 2 {
			t.Errorf("got version %d, %v, want 2", v, err)
		}
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// Under a lens, what tells of the store as a whole is what it is without, even if
// there can be no such lens.
func testSummariesUnderLens(t *testing.T, s kb.Store, _ *fixture) {
	type whole struct {
		Collections []kb.CollectionCount
		Stats       kb.Stats
		Changes     []kb.Change
		Version     int64
	}
	tell := func(r kb.Reader) (w whole) {
		t.Helper()
		var errs [5]error
		w.Collections, errs[0] = r.Collections(t.Context())
		w.Stats, errs[1] = r.Stats(t.Context())
		w.Changes, errs[2] = r.Changes(t.Context(), 0, 100)
		w.Version, errs[3] = r.Version(t.Context())
		errs[4] = r.Ping(t.Context())
		if err := errors.Join(errs[:]...); err != nil {
			t.Fatal(err)
		}
		return w
	}
	want := tell(s)
	for name, lens := range map[string]kb.Lens{
		"that leaves nothing": {KnownAt: kb.MustDate("1900-01-01")},
		"of one collection":   {Collection: "context"},
		"that hides facts":    {MinOrigins: 2},
		"that can not be":     {KnownAt: kb.MustDate("1900")},
	} {
		t.Run(name, func(t *testing.T) { equal(t, tell(s.Under(lens)), want) })
	}
}
