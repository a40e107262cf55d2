package sqlitestore_test

import (
	"errors"
	"sync"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
)

// While sets are applied, every answer under a lens is of one state, also where
// more lenses are used than the store keeps pictures of: each set is seen whole or
// not at all, and never gone again.
func TestLensesBesideAWriter(t *testing.T) {
	s := open(t, sqlitestore.Memory)
	const sets = 12
	var readers sync.WaitGroup
	done := make(chan struct{})
	for _, status := range kb.Statuses {
		for _, certain := range []bool{false, true} {
			lens := kb.Lens{Statuses: []kb.Status{kb.StatusStated, status}, Certain: &certain}
			readers.Go(func() {
				for seen, last := 0, false; !last; {
					select {
					case <-done:
						last = true // the last look is at all of it
					default:
					}
					n, err := s.Under(lens).Relations().Count(t.Context(), kb.Query[kb.RelationWhere]{})
					if err != nil {
						t.Error(err)
						return
					}
					if n[0]%setSize != 0 || n[0] < seen || last && n[0] != sets*setSize {
						t.Errorf("%d relations after %d under %+v (at the end: %v); want whole sets of %d", n[0], seen, lens, last, setSize)
						return
					}
					seen = n[0]
				}
			})
		}
	}
	for n := range sets {
		if _, err := s.Apply(t.Context(), numbered(n+1)); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
}

// A scan under a lens is of the state in which it began, whatever is changed and
// asked meanwhile.
func TestScanUnderALens(t *testing.T) {
	s := open(t, sqlitestore.Memory)
	const sets = 15 // several pages of a scan
	for n := range sets {
		if _, err := s.Apply(t.Context(), numbered(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	r := s.Under(kb.Lens{MinOrigins: 1})
	scanned := 0
	for _, err := range r.Relations().Scan(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		if scanned++; scanned == 10 {
			if _, err := s.Apply(t.Context(), numbered(sets+1)); err != nil {
				t.Fatal(err)
			}
			if n, err := r.Relations().Count(t.Context(), kb.Query[kb.RelationWhere]{}); err != nil || n[0] != (sets+1)*setSize {
				t.Errorf("meanwhile Count() = %v, %v; want %d", n, err, (sets+1)*setSize)
			}
		}
	}
	if scanned != sets*setSize {
		t.Errorf("%d relations were scanned, want %d", scanned, sets*setSize)
	}
}

// A lens that can't be is refused by each question.
func TestALensThatCannotBe(t *testing.T) {
	s := open(t, sqlitestore.Memory)
	r := s.Under(kb.Lens{KnownAt: kb.MustDate("2021")})
	if _, err := r.Entities().Get(t.Context(), []kb.ID{"holding"}); !errors.Is(err, kb.ErrInvalid) {
		t.Errorf("Get: %v", err)
	}
	for _, err := range r.Claims().Scan(t.Context(), nil) {
		if !errors.Is(err, kb.ErrInvalid) {
			t.Errorf("Scan: %v", err)
		}
	}
	if _, err := r.SearchCount(t.Context(), kb.SearchQuery{Text: "holding", First: 1}); !errors.Is(err, kb.ErrInvalid) {
		t.Errorf("SearchCount: %v", err)
	}
	if _, err := r.Version(t.Context()); err != nil {
		t.Errorf("Version knows no lens: %v", err)
	}
}
