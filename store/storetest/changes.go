package storetest

import (
	"testing"
	"time"

	"actorgraph/kb"
)

func testChanges(t *testing.T, s kb.Store) {
	changes := func(since int64, n int) []kb.Change {
		t.Helper()
		got, err := s.Changes(t.Context(), since, n)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := changes(0, 10); len(got) != 0 {
		t.Errorf("an empty store has the changes %v", got)
	}
	if v, err := s.Version(t.Context()); err != nil || v != 0 {
		t.Errorf("an empty store is of version %d, %v", v, err)
	}
	began := time.Now()

	set := small()
	directs, alias := set.Relations[0].ID, set.Properties[0].ID
	byID := func(a, b kb.ID) (kb.ID, kb.ID) { return min(a, b), max(a, b) }
	claim1, claim2 := byID(set.Claims[0].ID, set.Claims[1].ID)
	apply(t, s, set)

	renamed := small()
	renamed.Entities[0].Name = "Acme"
	renamed.Claims[1].Modality = kb.Alleged
	apply(t, s, renamed)
	apply(t, s, renamed) // changes nothing, so that nothing is told of it
	apply(t, s, &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{set.Claims[0].ID, "ann"},
		Entities: []*kb.Entity{{ID: "bob", Kind: kb.KindPerson, Name: "Bob"}}})

	// By version, then in the order of the classes, then by id. What is only
	// derived, as the number of relations of acme is, makes no change.
	want := []kb.Change{
		{Version: 1, Op: kb.Added, ID: "acme"},
		{Version: 1, Op: kb.Added, ID: "ann"},
		{Version: 1, Op: kb.Added, ID: "source:paper"},
		{Version: 1, Op: kb.Added, ID: directs},
		{Version: 1, Op: kb.Added, ID: alias},
		{Version: 1, Op: kb.Added, ID: claim1},
		{Version: 1, Op: kb.Added, ID: claim2},
		{Version: 2, Op: kb.Changed, ID: "acme"},
		{Version: 2, Op: kb.Changed, ID: set.Claims[1].ID},
		{Version: 3, Op: kb.Removed, ID: "ann"},
		{Version: 3, Op: kb.Added, ID: "bob"},
		{Version: 3, Op: kb.Removed, ID: directs},
		{Version: 3, Op: kb.Removed, ID: set.Claims[0].ID},
	}
	got := changes(0, 100)
	last := began.Add(-time.Second)
	for i := range got {
		if got[i].At.Before(last) || got[i].At.After(time.Now().Add(time.Second)) {
			t.Errorf("change %d was made at %v, the one before at %v", i, got[i].At, last)
		}
		last, got[i].At = got[i].At, time.Time{}
	}
	equal(t, got, want)
	for _, row := range []struct {
		since int64
		n     int
		want  []kb.Change
	}{
		{0, 3, want[:3]}, {1, 100, want[7:]}, {2, 2, want[9:11]}, {3, 100, nil}, {99, 100, nil}, {-1, 1, want[:1]}, {0, 0, nil}, {0, -1, nil},
	} {
		got := changes(row.since, row.n)
		for i := range got {
			got[i].At = time.Time{}
		}
		equal(t, got, row.want)
	}
}
