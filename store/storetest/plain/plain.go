// Package plain is a [kb.Store] in memory that answers every question in the
// most obvious way: it looks at all records, one after the other, and asks of
// each what the contract's comments say. It has no index and no cleverness, so
// that it can be checked by reading; package storetest holds the real stores
// against it. It is far too slow for anything else.
//
// A state is never changed once it can be seen. Apply copies the maps of the
// state, changes the copy, derives everything that is derived from nothing but
// the records in it, and puts it in the old one's place. Reading takes the state of the
// moment, which makes every answer one of a single state.
package plain

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"actorgraph/kb"
)

// Store keeps a graph in memory.
type Store struct {
	// Under a lens it is a view of another store, and has nothing of its own.
	of   *Store
	lens kb.Lens
	seen *state // the state of it that the state here was made from

	ChartBounds kb.ChartBounds // may be set before the store is used

	writing sync.Mutex // held by Apply from reading the old state to setting the new

	mu     sync.Mutex // protects what follows
	state  *state
	charts map[string][]byte
	closed bool
}

var _ kb.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{state: &state{keys: map[string]string{}}, charts: map[string][]byte{}, ChartBounds: kb.MaxCharts}
}

// state is all that a store holds at one moment.
type state struct {
	entities    map[kb.ID]*kb.Entity
	sources     map[kb.ID]*kb.Source
	relations   map[kb.ID]*kb.Relation
	properties  map[kb.ID]*kb.Property
	claims      map[kb.ID]*kb.Claim
	collections map[string]kb.Collection
	keys        map[string]string // the digest of the set applied under each key

	// Of a state under a lens: every entity and source of the whole, and the
	// sources for which each claim counts.
	everyEntity map[kb.ID]*kb.Entity
	everySource map[kb.ID]*kb.Source
	countsFor   map[kb.ID][]kb.ID
	unasserted  bool // the lens asks for facts that nobody asserts

	changes []kb.Change
	version int64
}

// now returns the state of the moment, or why there is no answer.
func (s *Store) now(ctx context.Context) (*state, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.of != nil {
		st, err := s.of.now(ctx)
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.seen != st {
			if s.state, err = st.under(s.lens); err != nil {
				return nil, err
			}
			s.seen = st
		}
		return s.state, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, kb.ErrClosed
	}
	return s.state, nil
}

// whole is the store itself, without the lens it is looked at through: of what
// knows no lens.
func (s *Store) whole() *Store {
	if s.of != nil {
		return s.of
	}
	return s
}

// Close implements kb.Store.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// Ping implements kb.Reader.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.whole().now(ctx)
	return err
}

// Version implements kb.Reader.
func (s *Store) Version(ctx context.Context) (int64, error) {
	st, err := s.whole().now(ctx)
	if err != nil {
		return 0, err
	}
	return st.version, nil
}

// Changes implements kb.Reader.
func (s *Store) Changes(ctx context.Context, since int64, n int) ([]kb.Change, error) {
	st, err := s.whole().now(ctx)
	if err != nil {
		return nil, err
	}
	var out []kb.Change
	for _, c := range st.changes {
		if c.Version > since && len(out) < n {
			out = append(out, c)
		}
	}
	return out, nil
}

// Collections implements kb.Reader.
func (s *Store) Collections(ctx context.Context) ([]kb.CollectionCount, error) {
	st, err := s.whole().now(ctx)
	if err != nil {
		return nil, err
	}
	var out []kb.CollectionCount
	for _, name := range slices.Sorted(maps.Keys(st.collections)) {
		count := kb.CollectionCount{Collection: st.collections[name]}
		for _, c := range st.claims {
			if c.Collection == name {
				count.Claims++
			}
		}
		out = append(out, count)
	}
	return out, nil
}

// Stats implements kb.Reader.
func (s *Store) Stats(ctx context.Context) (kb.Stats, error) {
	st, err := s.whole().now(ctx)
	if err != nil {
		return kb.Stats{}, err
	}
	stats := kb.Stats{
		Version: st.version,
		Records: map[kb.Class]int{
			kb.EntityClass: len(st.entities), kb.SourceClass: len(st.sources),
			kb.RelationClass: len(st.relations), kb.PropertyClass: len(st.properties), kb.ClaimClass: len(st.claims),
		},
		Entities:   map[kb.Kind]int{},
		Relations:  map[kb.RelationType]int{},
		Properties: map[kb.PropertyKey]int{},
		Claims:     map[string]int{},
	}
	for _, e := range st.entities {
		stats.Entities[e.Kind]++
	}
	for _, r := range st.relations {
		stats.Relations[r.Type]++
	}
	for _, p := range st.properties {
		stats.Properties[p.Key]++
	}
	for _, c := range st.claims {
		stats.Claims[c.Collection]++
	}
	return stats, nil
}

// RelationCounts implements kb.Reader.
func (s *Store) RelationCounts(ctx context.Context, ids []kb.ID) ([][]kb.RelationCount, error) {
	st, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkBatch(ids); err != nil {
		return nil, err
	}
	out := make([][]kb.RelationCount, len(ids))
	for i, id := range ids {
		for _, row := range kb.RelationTypes {
			both, from, to := 0, 0, 0
			for _, r := range st.relations {
				if r.Type != row.Type {
					continue
				}
				if r.From == id || r.To == id {
					both++
				}
				if r.From == id {
					from++
				}
				if r.To == id {
					to++
				}
			}
			add := func(d kb.Direction, n int) {
				if n > 0 {
					out[i] = append(out[i], kb.RelationCount{Type: row.Type, Direction: d, Count: n})
				}
			}
			if row.Symmetric {
				add(kb.Both, both)
			} else {
				add(kb.Out, from)
				add(kb.In, to)
			}
		}
	}
	return out, nil
}

func checkBatch(ids []kb.ID) error {
	if len(ids) > kb.MaxBatch {
		return fmt.Errorf("%w: %d ids; at most %d are allowed", kb.ErrInvalid, len(ids), kb.MaxBatch)
	}
	return nil
}

// Records handed out and taken in are copied, lists included: the caller's
// belong to the caller.

func copyEntity(e *kb.Entity) *kb.Entity {
	c := *e
	c.Collections = slices.Clone(e.Collections)
	return &c
}

func copySource(s *kb.Source) *kb.Source {
	c := *s
	c.Publishers = slices.Clone(s.Publishers)
	c.Cites = slices.Clone(s.Cites)
	c.DerivesFrom = slices.Clone(s.DerivesFrom)
	c.Collections = slices.Clone(s.Collections)
	return &c
}

func copyRelation(r *kb.Relation) *kb.Relation {
	c := *r
	c.Collections = slices.Clone(r.Collections)
	return &c
}

func copyProperty(p *kb.Property) *kb.Property {
	c := *p
	c.Collections = slices.Clone(p.Collections)
	return &c
}

func copyClaim(c *kb.Claim) *kb.Claim {
	d := *c
	d.Qualifiers = slices.Clone(c.Qualifiers)
	d.AttributedTo = slices.Clone(c.AttributedTo)
	d.Credits = slices.Clone(c.Credits)
	d.Answers = slices.Clone(c.Answers)
	d.Retracts = slices.Clone(c.Retracts)
	d.Mentions = slices.Clone(c.Mentions)
	d.RecordedAt = d.RecordedAt.Round(0)
	return &d
}

// clock is the time of a change, without the monotonic part that no store keeps.
func clock() time.Time { return time.Now().UTC().Round(0) }
