package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"actorgraph/kb"
)

func testScan(t *testing.T, s kb.Store) {
	entity := func(i int, name string) *kb.Entity {
		return &kb.Entity{ID: kb.ID(fmt.Sprintf("e%04d", i)), Kind: kb.KindCompany, Name: name}
	}
	const n = 1500 // more than a database hands over at once
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}
	var ids []kb.ID
	for i := range n {
		set.Entities = append(set.Entities, entity(i, "old"))
		ids = append(ids, set.Entities[i].ID)
	}
	apply(t, s, set)

	t.Run("yields all by id", func(t *testing.T) {
		if got := scan(t, s.Entities(), nil); !slices.Equal(got, ids) {
			t.Errorf("got %d ids, want %d in order", len(got), n)
		}
		if got := scan(t, s.Entities(), &kb.EntityWhere{ID: id(ids[3], ids[1])}); !slices.Equal(got, []kb.ID{ids[1], ids[3]}) {
			t.Errorf("with a filter: got %v", got)
		}
		if got := scan(t, s.Claims(), nil); len(got) != 0 {
			t.Errorf("of a class without records: got %v", got)
		}
	})
	t.Run("ends when the caller has enough", func(t *testing.T) {
		seen := 0
		for _, err := range s.Entities().Scan(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			if seen++; seen == 2 {
				break
			}
		}
		if got := scan(t, s.Entities(), nil); len(got) != n {
			t.Errorf("after one that was broken off, a scan yields %d records, want %d", len(got), n)
		}
	})
	t.Run("can be asked for several at once", func(t *testing.T) {
		for outer, err := range s.Entities().Scan(t.Context(), &kb.EntityWhere{ID: id(ids[0], ids[1])}) {
			if err != nil {
				t.Fatal(err)
			}
			if got := scan(t, s.Entities(), &kb.EntityWhere{ID: id(outer.ID)}); !slices.Equal(got, []kb.ID{outer.ID}) {
				t.Errorf("within a scan at %s: got %v", outer.ID, got)
			}
		}
	})
	t.Run("sees one state while others write", func(t *testing.T) {
		names := map[string]int{}
		wrote := false
		for e, err := range s.Entities().Scan(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			if !wrote {
				wrote = true
				change := &kb.ChangeSet{Collection: set.Collection}
				for i := range n {
					change.Entities = append(change.Entities, entity(i, "new"))
				}
				apply(t, s, change)
			}
			names[e.Name]++
		}
		if names["old"] != n && names["new"] != n {
			t.Errorf("%d records of one state, %d of the next", names["old"], names["new"])
		}
	})
	t.Run("refuses what is no filter", func(t *testing.T) {
		yields := 0
		for e, err := range s.Entities().Scan(t.Context(), kind("firm")) {
			if yields++; e != nil || !errors.Is(err, kb.ErrInvalid) {
				t.Errorf("got %v, %v, want %v", e, err, kb.ErrInvalid)
			}
		}
		if yields != 1 {
			t.Errorf("it yielded %d times, want once", yields)
		}
	})
	t.Run("ends with the error of its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var errs []error
		seen := 0
		for _, err := range s.Entities().Scan(ctx, nil) {
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if seen++; seen == 1 {
				cancel()
			}
		}
		if len(errs) != 1 || !errors.Is(errs[0], context.Canceled) || seen == n {
			t.Errorf("after %d of %d records: got %v, want %v once", seen, n, errs, context.Canceled)
		}
	})
}
