package neo4jstore_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore/neo4jtest"
)

// oneFact is a change set in which a source says that a company makes a product.
func oneFact() *kb.ChangeSet {
	made := kb.NewRelation(kb.Makes, "acme", "spyware", "")
	claim := &kb.Claim{
		Fact: made.ID, Source: "source:paper", Statement: "Acme makes it.", Collection: "tests",
		Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit,
	}
	claim.Identify()
	return &kb.ChangeSet{
		Collection: kb.Collection{Name: "tests"},
		Entities:   []*kb.Entity{{ID: "acme", Kind: kb.KindCompany, Name: "Acme"}, {ID: "spyware", Kind: kb.KindProduct, Name: "Spyware"}},
		Sources:    []*kb.Source{{ID: "source:paper", Kind: kb.SourceArticle}},
		Relations:  []*kb.Relation{made},
		Claims:     []*kb.Claim{claim},
	}
}

// askAll calls methods of every sort and hands on what each answers, and how
// long it took.
func askAll(t *testing.T, s kb.Store, each func(method string, err error, took time.Duration)) {
	for method, call := range map[string]func() error{
		"Ping":  func() error { return s.Ping(t.Context()) },
		"Get":   func() error { _, err := s.Entities().Get(t.Context(), []kb.ID{"acme"}); return err },
		"Find":  func() error { _, err := s.Claims().Find(t.Context(), kb.Query[kb.ClaimWhere]{First: 1}); return err },
		"Apply": func() error { _, err := s.Apply(t.Context(), oneFact()); return err },
		"Scan": func() error {
			for _, err := range s.Claims().Scan(t.Context(), nil) {
				if err != nil {
					return err
				}
			}
			return nil
		},
	} {
		start := time.Now()
		err := call()
		each(method, err, time.Since(start))
	}
}

func unavailable(t *testing.T) func(string, error, time.Duration) {
	return func(method string, err error, took time.Duration) {
		if !errors.Is(err, kb.ErrUnavailable) {
			t.Errorf("%s: %v, want %v", method, err, kb.ErrUnavailable)
		}
		if took > 5*time.Second {
			t.Errorf("%s took %s to tell that the server is gone", method, took)
		}
	}
}

func succeeds(t *testing.T) func(string, error, time.Duration) {
	return func(method string, err error, _ time.Duration) {
		if err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
}

func TestServerGoneAndBack(t *testing.T) {
	p, s := newProxy(t)
	s.Wipe(t)
	store := s.open(t)
	askAll(t, store, succeeds(t))
	p.Set(func() { p.Cut = true })
	askAll(t, store, unavailable(t))
	p.Set(func() { p.Cut = false })
	askAll(t, store, succeeds(t))
}

func TestServerSilentAndBack(t *testing.T) {
	p, s := newProxy(t)
	s.Wipe(t)
	store := s.open(t)
	askAll(t, store, succeeds(t))
	silence := make(chan struct{})
	p.Set(func() { p.Silent = silence })
	askAll(t, store, unavailable(t))
	p.Set(func() { p.Silent = nil })
	close(silence)
	askAll(t, store, succeeds(t))
}

// Calls that are given up while the server works don't use the connections up,
// of which there are a hundred.
func TestCancelledCallsEndAndLeaveNothingBehind(t *testing.T) {
	p, s := newProxy(t)
	s.Wipe(t)
	store := s.open(t)
	for range 120 {
		ctx, cancel := context.WithCancel(t.Context())
		p.Set(func() {
			p.Request = func(message []byte) {
				if strings.Contains(string(message), "Claim") {
					cancel()
				}
			}
		})
		start := time.Now()
		if _, err := store.Claims().Find(ctx, kb.Query[kb.ClaimWhere]{First: 1}); err != context.Canceled {
			t.Fatalf("Find of a cancelled context: %v, want %v", err, context.Canceled)
		}
		if took := time.Since(start); took > time.Second {
			t.Fatalf("Find of a cancelled context took %s", took)
		}
	}
	p.Set(func() { p.Request = nil })
	askAll(t, store, succeeds(t))
}

// A server that is not there is told as that, by a cluster's address too.
func TestNoServer(t *testing.T) {
	for _, url := range []string{"bolt://127.0.0.1:1", "neo4j://127.0.0.1:1"} {
		start := time.Now()
		refused(t, server{neo4jtest.Server{URL: url, User: "ann", Password: "hush-hush"}}, kb.ErrUnavailable)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("Open(%s) took %s", url, took)
		}
	}
}

// The server commits, but its answer never arrives.
func TestCommitOfUnknownOutcome(t *testing.T) {
	for name, made := range map[string]bool{"made": true, "not made": false} {
		t.Run(name, func(t *testing.T) {
			p, s := newProxy(t)
			s.Wipe(t)
			store := s.open(t)
			if _, err := store.Apply(t.Context(), &kb.ChangeSet{Collection: kb.Collection{Name: "first"}}); err != nil {
				t.Fatal(err) // lays the database out
			}
			var lost, dropping atomic.Bool
			p.Set(func() {
				p.Request = func(message []byte) {
					if neo4jtest.Commits(message) && !lost.Load() {
						lost.Store(true)
						dropping.Store(true)
						if !made {
							p.Break()
						}
					}
				}
				p.Answer = func([]byte) bool { return !dropping.CompareAndSwap(true, false) }
			})
			applied, err := store.Apply(t.Context(), oneFact())
			if err != nil {
				t.Fatal(err)
			}
			if !lost.Load() {
				t.Fatal("no commit was lost")
			}
			if applied.Version != 2 || applied.Added[kb.ClaimClass] != 1 || applied.Unchanged[kb.ClaimClass] != 0 {
				t.Errorf("applied %+v, want version 2 with one claim added", applied)
			}
			changes, err := store.Changes(t.Context(), 1, 100)
			if err != nil || len(changes) != 5 {
				t.Errorf("changes %v, %v; want one for each of 5 records", changes, err)
			}
		})
	}
}

func TestDeadlockIsTriedAgain(t *testing.T) {
	p, s := newProxy(t)
	s.Wipe(t)
	store := s.open(t)
	if _, err := store.Apply(t.Context(), oneFact()); err != nil {
		t.Fatal(err)
	}
	driver, err := neo4j.NewDriverWithContext(testServer(t).URL, neo4j.BasicAuth(s.User, s.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(t.Context())
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{})
	defer session.Close(t.Context())
	other, err := session.BeginTransaction(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// The server lets that one of two go on which holds more locks.
	for _, cypher := range []string{"MATCH (n:Entity {id: 'acme'}) SET n.stranger = true", "UNWIND range(1, 1000) AS i CREATE (n:Stranger)"} {
		if _, err := other.Run(t.Context(), cypher, nil); err != nil {
			t.Fatal(err)
		}
	}
	// Once the store holds its lock and is about to ask for the stranger's, the
	// stranger asks for the store's.
	var met atomic.Int32
	stranger := make(chan error, 1)
	p.Set(func() {
		p.Request = func(message []byte) {
			if !strings.Contains(string(message), "REMOVE n:Uncollected") || met.Add(1) > 1 {
				return
			}
			go func() {
				_, err := other.Run(t.Context(), "MATCH (s:ActorgraphStore) SET s.stranger = true", nil)
				if err == nil {
					err = other.Commit(t.Context())
				} else {
					other.Rollback(t.Context())
				}
				stranger <- err
			}()
			for len(s.Run(t, "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status")) == 0 {
			}
		}
	})
	set := oneFact()
	set.Entities[0].Summary = "A maker of spyware."
	applied, err := store.Apply(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	if applied.Changed[kb.EntityClass] != 1 {
		t.Errorf("applied %+v, want one entity changed", applied)
	}
	if err := <-stranger; err != nil || met.Load() != 2 {
		t.Errorf("the stranger got %v and the store tried %d times; want a deadlock that the store gives way in, and then tries again", err, met.Load())
	}
}
