package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"actorgraph/kb"
)

func testClose(t *testing.T, s kb.Store) {
	apply(t, s, small())
	entities, claims := s.Entities(), s.Claims() // taken before
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	for name, call := range calls(s) {
		if err := call(t.Context()); !errors.Is(err, kb.ErrClosed) {
			t.Errorf("%s of a closed store: got %v, want %v", name, err, kb.ErrClosed)
		}
	}
	if _, err := entities.Get(t.Context(), []kb.ID{"acme"}); !errors.Is(err, kb.ErrClosed) {
		t.Errorf("Get of entities: got %v, want %v", err, kb.ErrClosed)
	}
	for _, err := range claims.Scan(t.Context(), nil) {
		if !errors.Is(err, kb.ErrClosed) {
			t.Errorf("Scan of claims: got %v, want %v", err, kb.ErrClosed)
		}
	}
}

// testCloseMeanwhile closes a store that is in use. Every call ends, with an
// answer or with ErrClosed.
func testCloseMeanwhile(t *testing.T, s kb.Store) {
	apply(t, s, small())
	var users sync.WaitGroup
	started := make(chan struct{}, 100)
	for name, call := range calls(s) {
		users.Go(func() {
			for i := 0; ; i++ {
				err := call(t.Context())
				if i == 1 {
					started <- struct{}{}
				}
				if errors.Is(err, kb.ErrClosed) {
					return
				}
				if err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
			}
		})
	}
	users.Go(func() {
		for i := 0; ; i++ {
			set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Entities: []*kb.Entity{{ID: kb.ID(fmt.Sprintf("e%d", i)), Kind: kb.KindPlace, Name: "E"}}}
			if _, err := s.Apply(t.Context(), set); errors.Is(err, kb.ErrClosed) {
				return
			} else if err != nil {
				t.Errorf("Apply: %v", err)
				return
			}
		}
	})
	for range 10 {
		<-started
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	users.Wait()
}
