package storetest

import (
	"errors"
	"testing"

	"actorgraph/kb"
)

func testApply(t *testing.T, s kb.Store) {
	f := newFixture()
	f.load(t, s)
	for i, set := range newFixture().sets {
		applied, err := s.Apply(t.Context(), set)
		if err != nil {
			t.Fatal(err)
		}
		if len(applied.Added)+len(applied.Changed)+len(applied.Removed) != 0 || applied.Version != 2 {
			t.Errorf("applying set %d again: %+v", i, applied)
		}
	}
	bad := newFixture().sets[0]
	bad.Entities[3].Name = ""
	if _, err := s.Apply(t.Context(), bad); !errors.Is(err, kb.ErrInvalid) {
		t.Errorf("a set with an entity without a name: got %v, want %v", err, kb.ErrInvalid)
	}
}
