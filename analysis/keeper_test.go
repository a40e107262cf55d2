package analysis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest"
	"actorgraph/store/storetest/plain"
)

// After each step of a history in which everything happens that can, the graph that a
// keeper has followed is the one that is read anew, under every lens. So it is where
// keepers stop and go on from a snapshot.
func TestKeeperFollows(t *testing.T) {
	amended, loaded := 0, 0
	for seed := range uint64(12) {
		store := plain.New()
		options := Options{Snapshot: filepath.Join(t.TempDir(), "graph")}
		stays, comesAndGoes := NewKeeper(store, Options{}), NewKeeper(store, options)
		for i, step := range storetest.NewHistory(seed) {
			_, err := store.Apply(t.Context(), step.Set)
			if err != nil && !errors.Is(err, kb.ErrInvalid) && !errors.Is(err, kb.ErrConflict) {
				t.Fatal(err)
			}
			if _, err := store.Verify(t.Context(), step.Verified); err != nil {
				t.Fatal(err)
			}
			if i%3 == 1 { // several steps at once
				continue
			}
			want, err := Build(t.Context(), store)
			if err != nil {
				t.Fatal(err)
			}
			if stays.graph != nil && stays.graph.Version < want.Version {
				if a, err := stays.graph.changes(t.Context(), store, want.Version); err != nil {
					t.Fatal(err)
				} else if a != nil {
					amended++
				}
			}
			if i%5 == 0 {
				comesAndGoes = NewKeeper(store, options)
				if err := comesAndGoes.load(t.Context()); err != nil {
					t.Fatal(err)
				} else if comesAndGoes.graph != nil {
					loaded++
				}
			}
			for _, lens := range append(step.Lenses, kb.Lens{}) {
				view, err := want.Under(t.Context(), store, lens)
				if err != nil {
					t.Fatal(err)
				}
				for name, k := range map[string]*Keeper{"stays": stays, "comes and goes": comesAndGoes} {
					got, err := k.view(t.Context(), lens)
					if err != nil {
						t.Fatal(err)
					}
					if problem := differ(got, view); problem != "" {
						t.Fatalf("seed %d, step %d, under %+v, the keeper that %s: %s", seed, i, lens, name, problem)
					}
				}
			}
		}
	}
	if amended < 20 || loaded < 20 {
		t.Errorf("%d graphs were amended and %d loaded: too few to tell", amended, loaded)
	}
}

// differ tells in which array two views differ.
func differ(got, want *View) string {
	if got.Version != want.Version {
		return fmt.Sprintf("version %d, want %d", got.Version, want.Version)
	}
	a, b := got.Graph.arrays(), want.Graph.arrays()
	for i := range a {
		if x, y := reflect.ValueOf(a[i]).Elem(), reflect.ValueOf(b[i]).Elem(); x.Len() != y.Len() || x.Len() > 0 && !reflect.DeepEqual(x.Interface(), y.Interface()) {
			return fmt.Sprintf("array %d is\n%v, want\n%v", i, x, y)
		}
	}
	if !slices.Equal(got.strengths, want.strengths) || !slices.Equal(got.levels, want.levels) {
		return fmt.Sprintf("strengths are\n%v at the levels %v, want\n%v at %v", got.strengths, got.levels, want.strengths, want.levels)
	}
	return ""
}

// A snapshot is taken only if it is whole, of this store, and of this program.
func TestSnapshotIsNotTrusted(t *testing.T) {
	store, other := plain.New(), plain.New()
	for i, step := range storetest.NewHistory(1) {
		for _, s := range []*plain.Store{store, other} {
			if _, err := s.Apply(t.Context(), step.Set); err != nil && !errors.Is(err, kb.ErrInvalid) && !errors.Is(err, kb.ErrConflict) {
				t.Fatal(err)
			}
		}
		if i == 12 {
			break
		}
	}
	path := filepath.Join(t.TempDir(), "graph")
	options := Options{Snapshot: path, Layout: 3}
	if _, err := NewKeeper(store, options).view(t.Context(), kb.Lens{}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	taken := func(store kb.Reader, o Options) bool {
		t.Helper()
		k := NewKeeper(store, o)
		if err := k.load(t.Context()); err != nil {
			t.Fatal(err)
		}
		return k.graph != nil
	}
	if !taken(store, options) {
		t.Fatal("the snapshot of this store is not taken")
	}
	if taken(other, options) {
		t.Error("one of another store is taken, which did the same at another time")
	}
	if taken(store, Options{Snapshot: path, Layout: 4}) {
		t.Error("one of another layout is taken")
	}
	if taken(store, Options{Snapshot: path, Layout: 3, MaxRelations: 1}) {
		t.Error("one with too many relations is taken")
	}
	for i := range whole {
		broken := slices.Clone(whole)
		broken[i] ^= 1 << (i % 8)
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if taken(store, options) {
			t.Fatalf("one is taken of which byte %d is another", i)
		}
		if i%97 == 0 {
			if err := os.WriteFile(path, whole[:i], 0o600); err != nil {
				t.Fatal(err)
			}
			if taken(store, options) {
				t.Fatalf("one is taken that ends after %d bytes", i)
			}
		}
	}
	if _, err := NewKeeper(store, options).view(t.Context(), kb.Lens{}); err != nil {
		t.Fatal(err)
	}
	if again, err := os.ReadFile(path); err != nil || !slices.Equal(again, whole) {
		t.Error("what is of no use is not written anew")
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || left != nil {
		t.Errorf("beside the snapshot there is %v, %v", left, err)
	}
}

// Who can't write a snapshot still answers, and says so.
func TestSnapshotThatCannotBeWritten(t *testing.T) {
	var heard strings.Builder
	k := NewKeeper(plain.New(), Options{
		Snapshot: filepath.Join(t.TempDir(), "no", "such", "folder"), Log: slog.New(slog.NewTextHandler(&heard, nil)),
	})
	if _, err := k.view(context.Background(), kb.Lens{}); err != nil {
		t.Error(err)
	}
	if !strings.Contains(heard.String(), "is not written") {
		t.Errorf("heard %q", &heard)
	}
}

func TestTooManyRelations(t *testing.T) {
	store := plain.New()
	for _, step := range storetest.NewHistory(2) {
		store.Apply(t.Context(), step.Set) // what it refuses is left out
	}
	n, err := store.Relations().Count(t.Context(), kb.Query[kb.RelationWhere]{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewKeeper(store, Options{MaxRelations: n[0]}).view(t.Context(), kb.Lens{}); err != nil {
		t.Error(err)
	}
	_, err = NewKeeper(store, Options{MaxRelations: n[0] - 1}).view(t.Context(), kb.Lens{})
	if !errors.Is(err, kb.ErrTooCostly) {
		t.Errorf("with one relation more than are allowed: got %v, want %v", err, kb.ErrTooCostly)
	}
}
