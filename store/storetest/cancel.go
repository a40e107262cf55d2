package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"actorgraph/kb"
)

// calls lists every method of a store that takes a context, each as a call that
// would be answered.
func calls(s kb.Store) map[string]func(context.Context) error {
	calls := map[string]func(context.Context) error{
		"Collections":    func(ctx context.Context) error { _, err := s.Collections(ctx); return err },
		"RelationCounts": func(ctx context.Context) error { _, err := s.RelationCounts(ctx, []kb.ID{"acme"}); return err },
		"Search": func(ctx context.Context) error {
			_, err := s.Search(ctx, kb.SearchQuery{Text: "acme", First: 1})
			return err
		},
		"SearchCount": func(ctx context.Context) error {
			_, err := s.SearchCount(ctx, kb.SearchQuery{Text: "acme", First: 1})
			return err
		},
		"Changes":   func(ctx context.Context) error { _, err := s.Changes(ctx, 0, 1); return err },
		"Version":   func(ctx context.Context) error { _, err := s.Version(ctx); return err },
		"Stats":     func(ctx context.Context) error { _, err := s.Stats(ctx); return err },
		"Ping":      s.Ping,
		"SaveChart": func(ctx context.Context) error { _, err := s.SaveChart(ctx, []byte("{}")); return err },
		"Chart":     func(ctx context.Context) error { _, err := s.Chart(ctx, kb.ChartName([]byte("{}"))); return err },
		"Apply": func(ctx context.Context) error {
			set := small()
			set.Entities[0].Name = "by a call that was not to be answered"
			_, err := s.Apply(ctx, set)
			return err
		},
	}
	addCalls(calls, kb.EntityClass, s.Entities())
	addCalls(calls, kb.RelationClass, s.Relations())
	addCalls(calls, kb.PropertyClass, s.Properties())
	addCalls(calls, kb.ClaimClass, s.Claims())
	addCalls(calls, kb.SourceClass, s.Sources())
	return calls
}

func addCalls[T, W any](calls map[string]func(context.Context) error, c kb.Class, records kb.Records[T, W]) {
	name := func(method string) string { return fmt.Sprintf("%s of %s", method, c) }
	calls[name("Get")] = func(ctx context.Context) error { _, err := records.Get(ctx, []kb.ID{"acme"}); return err }
	calls[name("Find")] = func(ctx context.Context) error { _, err := records.Find(ctx, kb.Query[W]{First: 1}); return err }
	calls[name("Count")] = func(ctx context.Context) error { _, err := records.Count(ctx, kb.Query[W]{}); return err }
	calls[name("Facet")] = func(ctx context.Context) error {
		_, err := records.Facet(ctx, kb.Query[W]{}, kb.FacetCollection, 1)
		return err
	}
	calls[name("Scan")] = func(ctx context.Context) error {
		for _, err := range records.Scan(ctx, nil) {
			if err != nil {
				return err
			}
		}
		return nil
	}
}

func testCancel(t *testing.T, s kb.Store) {
	apply(t, s, small())
	before := picture(t, s)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for name, call := range calls(s) {
		if err := call(cancelled); !errors.Is(err, context.Canceled) {
			t.Errorf("%s with a cancelled context: got %v, want %v", name, err, context.Canceled)
		}
		if err := call(late); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s after the deadline: got %v, want %v", name, err, context.DeadlineExceeded)
		}
		if name == "Apply" {
			continue
		}
		if err := call(t.Context()); err != nil { // the store is none the worse for it
			t.Errorf("%s: %v", name, err)
		}
	}
	equal(t, picture(t, s), before)
}

// testCancelMeanwhile cancels contexts at any moment of a write: it is then
// stored whole or not at all.
func testCancelMeanwhile(t *testing.T, s kb.Store) {
	apply(t, s, small())
	version := int64(1)
	for i := range 30 {
		ctx, cancel := context.WithCancel(t.Context())
		set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}
		for k := range 50 {
			set.Entities = append(set.Entities, &kb.Entity{ID: kb.ID(fmt.Sprintf("e%d", k)), Kind: kb.KindCompany, Name: fmt.Sprintf("round %d", i)})
		}
		done := make(chan error)
		go func() {
			_, err := s.Apply(ctx, set)
			done <- err
		}()
		time.AfterFunc(time.Duration(i*i)*20*time.Microsecond, cancel)
		err := <-done
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("round %d: got %v, want %v", i, err, context.Canceled)
		}
		now, verr := s.Version(t.Context())
		if verr != nil {
			t.Fatal(verr)
		}
		if err == nil && now != version+1 {
			t.Errorf("round %d was acknowledged, but the version is %d after %d", i, now, version)
		}
		version = now
		facets := buckets(t, s.Entities(), kb.Query[kb.EntityWhere]{Where: &kb.EntityWhere{Name: text(kb.StringFilter{Eq: new(fmt.Sprintf("round %d", i))})}}, kb.FacetKind, 5)
		if stored := facets == "company 50"; !stored && facets != "" || err == nil && !stored {
			t.Errorf("round %d, with the error %v: stored is %q", i, err, facets)
		}
	}
}
