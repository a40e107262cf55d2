package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"actorgraph/kb"
)

// testWriters lets several writers fill one graph, all at the same entity, and
// readers look on.
func testWriters(t *testing.T, s kb.Store) {
	const writers, sets, entities = 8, 6, 5
	apply(t, s, small())
	var writing, reading sync.WaitGroup
	done := make(chan struct{})
	for w := range writers {
		writing.Go(func() {
			for i := range sets {
				set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}
				for k := range entities {
					e := &kb.Entity{ID: kb.ID(fmt.Sprintf("e%d-%d-%d", w, i, k)), Kind: kb.KindOrganization, Name: "Member"}
					r := kb.NewRelation(kb.MemberOf, e.ID, "acme", "")
					set.Entities, set.Relations, set.Claims = append(set.Entities, e), append(set.Relations, r), append(set.Claims, saying(r.ID, k+1))
				}
				if _, err := s.Apply(t.Context(), set); err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
			}
		})
	}
	var looks atomic.Int64
	for range 2 {
		reading.Go(func() {
			version := int64(0)
			for {
				select {
				case <-done:
					return
				default:
				}
				looks.Add(1)
				now, err := s.Version(t.Context())
				if err != nil || now < version {
					t.Errorf("version %d after %d, %v", now, version, err)
					return
				}
				version = now
				// Of one state: whole sets, and as many relations as are counted.
				counts, err := s.Entities().Count(t.Context(), kb.Query[kb.EntityWhere]{Where: kind(kb.KindOrganization)})
				if err != nil || counts[0]%entities != 0 {
					t.Errorf("%v entities of a kind, %v", counts, err)
					return
				}
				acme := &kb.EntityWhere{ID: id("acme"), Not: &kb.EntityWhere{Relations: &kb.RelationsFilter{Count: &kb.RelationsCount{Is: kb.CountFilter{Gte: new(1 + counts[0])}}}}}
				fewer, err := s.Entities().Count(t.Context(), kb.Query[kb.EntityWhere]{Where: acme})
				if err != nil || fewer[0] != 0 {
					t.Errorf("acme has fewer than the %d relations that were written before, %v", 1+counts[0], err)
					return
				}
			}
		})
	}
	writing.Wait()
	close(done)
	reading.Wait()
	if looks.Load() == 0 {
		t.Error("nobody looked on")
	}
	if v, err := s.Version(t.Context()); err != nil || v != 1+writers*sets {
		t.Errorf("got version %d, %v, want %d", v, err, 1+writers*sets)
	}
	if e := one(t, s.Entities(), "acme"); e.Degree != 1+writers*sets*entities {
		t.Errorf("acme has the degree %d, want %d", e.Degree, 1+writers*sets*entities)
	}
	changes, err := s.Changes(t.Context(), 1, 10_000)
	if err != nil || len(changes) != writers*sets*entities*3 {
		t.Errorf("%d changes are told, %v, want %d", len(changes), err, writers*sets*entities*3)
	}
	for i, c := range changes {
		if want := int64(2 + i/(entities*3)); c.Version != want {
			t.Fatalf("change %d is of version %d, want %d", i, c.Version, want)
		}
	}
}

// testSameFact lets several writers put claims on one fact at once: no claim is
// lost, and what is derived is derived from all.
func testSameFact(t *testing.T, s kb.Store) {
	apply(t, s, small())
	directs := small().Relations[0]
	var writers sync.WaitGroup
	for i := range 10 {
		writers.Go(func() {
			set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Relations: []*kb.Relation{kb.NewRelation(kb.Directs, "ann", "acme", "")},
				Claims: []*kb.Claim{saying(directs.ID, 10+i, dateOf("since", fmt.Sprintf("20%02d", 10+i)))}}
			if _, err := s.Apply(t.Context(), set); err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	writers.Wait()
	if r := one(t, s.Relations(), directs.ID); r.When.Since.String() != "2010-01-01/2019-12-31" {
		t.Errorf("it held from %q", r.When.Since)
	}
	if n := count(t, s.Claims(), kb.Query[kb.ClaimWhere]{Of: []kb.ID{directs.ID}, By: kb.ClaimsOn}); n != 11 {
		t.Errorf("it has %d claims, want 11", n)
	}
}

// testSameKey lets several writers apply one set under one key: one of them does.
func testSameKey(t *testing.T, s kb.Store) {
	var writers sync.WaitGroup
	var first, repeated atomic.Int64
	for range 8 {
		writers.Go(func() {
			set := small()
			set.Key = "load 1"
			switch applied, err := s.Apply(t.Context(), set); {
			case err != nil:
				t.Error(err)
			case applied.Version != 1:
				t.Errorf("got version %d, want 1", applied.Version)
			case applied.Repeated:
				repeated.Add(1)
			default:
				first.Add(1)
			}
		})
	}
	writers.Wait()
	if first.Load() != 1 || repeated.Load() != 7 {
		t.Errorf("%d did it, %d were told that it was done; want 1 and 7", first.Load(), repeated.Load())
	}
}

// testWaitingWriter gives up waiting for its turn when its context ends.
func testWaitingWriter(t *testing.T, s kb.Store) {
	apply(t, s, small())
	var writers sync.WaitGroup
	for i := range 6 {
		writers.Go(func() {
			set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}
			for k := range 300 {
				set.Entities = append(set.Entities, &kb.Entity{ID: kb.ID(fmt.Sprintf("e%d-%d", i, k)), Kind: kb.KindPlace, Name: "Place"})
			}
			ctx, cancel := context.WithCancel(t.Context())
			if i%2 == 1 {
				go cancel()
			}
			defer cancel()
			if _, err := s.Apply(ctx, set); err != nil && (i%2 == 0 || !errors.Is(err, context.Canceled)) {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	writers.Wait()
	counts := count(t, s.Entities(), kb.Query[kb.EntityWhere]{Where: kind(kb.KindPlace)})
	if counts%300 != 0 || counts < 900 {
		t.Errorf("%d places are stored, want whole sets of 300, at least three", counts)
	}
}
