package plain

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Under implements kb.Reader: a lens leaves a smaller graph, in which every
// question is answered as in any other.
func (s *Store) Under(l kb.Lens) kb.Reader {
	return &Store{of: s.whole(), lens: l}
}

// under is what a lens leaves of a state.
func (st *state) under(l kb.Lens) (*state, error) {
	if err := l.Check(); err != nil || l.IsZero() {
		return st, err
	}
	left := &state{
		entities: map[kb.ID]*kb.Entity{}, sources: map[kb.ID]*kb.Source{}, claims: map[kb.ID]*kb.Claim{},
		relations: map[kb.ID]*kb.Relation{}, properties: map[kb.ID]*kb.Property{},
		everyEntity: map[kb.ID]*kb.Entity{}, everySource: st.sources, countsFor: map[kb.ID][]kb.ID{}, unasserted: l.AsksUnasserted(),
		collections: st.collections, changes: st.changes, version: st.version,
	}
	touched := map[kb.ID]bool{}
	for id, r := range st.relations {
		if held, ok := left.take(st, id, l, false); ok {
			next := *r
			next.When, next.Support, next.Collections = held.When, held.Support, held.Collections
			left.relations[id] = &next
			touched[r.From], touched[r.To] = true, true
		}
	}
	for id, p := range st.properties {
		row, _ := p.Key.Info()
		if held, ok := left.take(st, id, l, row.Naming); ok {
			next := *p
			next.When, next.Support, next.Collections = held.When, held.Support, held.Collections
			left.properties[id] = &next
			if l.Passes(held.Support, held.Verified) {
				touched[p.Entity], touched[p.Issuer] = true, true
			}
		}
	}
	for _, sources := range left.countsFor {
		for _, id := range sources {
			left.sources[id] = st.sources[id]
		}
	}
	for id, e := range st.entities {
		next := *e
		next.Degree, next.Visible = len(left.relationsAt(id)), touched[id]
		if !l.KnownAt.IsZero() {
			next.Summary = ""
		}
		left.everyEntity[id] = &next
		if next.Visible {
			left.entities[id] = &next
		}
	}
	return left, nil
}

// take takes the claims on a fact that the lens selects, if it shows the fact, and
// tells what they come to.
func (left *state) take(st *state, fact kb.ID, l kb.Lens, naming bool) (evidence.Held, bool) {
	m := st.matter(fact)
	var claims, sources []kb.ID
	for _, c := range m.Claims {
		if counts := countsFor(m, c, l); len(counts) > 0 {
			claims, sources = append(claims, c.ID), append(sources, counts...)
		}
	}
	held, heldClaims, heldSources, ok := evidence.Under(m, l)
	if !slices.Equal(distinct(claims), heldClaims) || !slices.Equal(distinct(sources), heldSources) {
		panic(fmt.Sprintf("of %s under %+v package evidence selects %v for %v; want %v for %v", fact, l, heldClaims, heldSources, claims, sources))
	}
	if !ok || !naming && !l.Passes(held.Support, held.Verified) {
		return held, false
	}
	for _, c := range m.Claims {
		if counts := countsFor(m, c, l); len(counts) > 0 {
			left.claims[c.ID], left.countsFor[c.ID] = c, counts
		}
	}
	return held, true
}

// countsFor lists the sources for which a claim counts under a lens; none if it
// is not selected. It says what the comment on [kb.Lens] says, word by word.
func countsFor(m *kb.Matter, c *kb.Claim, l kb.Lens) []kb.ID {
	if l.Collection != "" && l.Collection != c.Collection || !speaksOf(m, c, l) {
		return nil
	}
	if l.KnownAt.IsZero() {
		return []kb.ID{c.Source}
	}
	isOut := func(id kb.ID) bool {
		published := m.Sources[id].Published
		if published.IsZero() {
			return l.Certain != nil && !*l.Certain
		}
		after := published.After(l.KnownAt)
		return after == kb.No || after == kb.Possible && l.Certain != nil && !*l.Certain
	}
	if isOut(c.Source) {
		return []kb.ID{c.Source}
	}
	var credited []kb.ID
	for _, credit := range c.Credits {
		if credit.How == kb.CreditNamed && isOut(credit.Source) {
			credited = append(credited, credit.Source)
		}
	}
	return credited
}

// entity is an entity, be it hidden.
func (st *state) entity(id kb.ID) *kb.Entity {
	if e, ok := st.everyEntity[id]; ok {
		return e
	}
	return st.entities[id]
}

// counts lists the sources for which a claim of st counts.
func (st *state) counts(c *kb.Claim) []kb.ID {
	if st.countsFor == nil {
		return []kb.ID{c.Source}
	}
	return st.countsFor[c.ID]
}

// speaksOf tells whether a claim speaks of the day of a lens.
func speaksOf(m *kb.Matter, c *kb.Claim, l kb.Lens) bool {
	day := l.TrueAt
	if day.IsZero() {
		return true
	}
	date := func(key kb.QualifierKey) kb.Date {
		v, _ := c.Qualifier(key).(kb.DateValue)
		return v.Date
	}
	since, until, asOf := date(kb.QualifierSince), date(kb.QualifierUntil), date(kb.QualifierAsOf)
	certainly := l.Certain != nil && *l.Certain
	if since.IsZero() && until.IsZero() {
		since, until = m.Inherited.Since, m.Inherited.Until
		if !since.IsZero() && since == until {
			same := since.Equal(day)
			return same == kb.Yes || same == kb.Possible && !certainly
		}
	}
	if !certainly {
		return (since.IsZero() || since.After(day) != kb.Yes) && (until.IsZero() || until.Before(day) != kb.Yes)
	}
	if since.IsZero() {
		return until.IsZero() && asOf.Equal(day) == kb.Yes && !asOf.IsZero()
	}
	begun := since.After(day) == kb.No
	if until.IsZero() {
		until = asOf
	}
	if until.IsZero() {
		until = m.Sources[c.Source].Published
	}
	return begun && !until.IsZero() && until.Before(day) == kb.No
}

// Verify implements kb.Writer.
func (s *Store) Verify(ctx context.Context, results map[kb.ID]kb.Verification) (int64, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	old, err := s.now(ctx)
	if err != nil {
		return 0, err
	}
	next, at := old.copy(), clock()
	version := next.version
	for _, id := range slices.Sorted(maps.Keys(results)) {
		c, result := next.claims[id], results[id]
		if c == nil {
			continue
		}
		news := c.Verification
		news.CheckedAt = result.CheckedAt
		if news != result {
			next.version = version + 1
			next.changes = append(next.changes, kb.Change{Version: next.version, At: at, Op: kb.Changed, ID: id})
		}
		c.Verification = result
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, kb.ErrClosed
	}
	s.state = next
	return next.version, nil
}

// Matters implements kb.Reader.
func (s *Store) Matters(ctx context.Context, facts []kb.ID) ([]*kb.Matter, error) {
	st, err := s.whole().now(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkBatch(facts); err != nil {
		return nil, err
	}
	out := make([]*kb.Matter, len(facts))
	for i, id := range facts {
		m := st.matter(id)
		if m == nil {
			continue
		}
		for k, c := range m.Claims {
			m.Claims[k] = copyClaim(c)
		}
		for id, source := range m.Sources {
			m.Sources[id] = copySource(source)
		}
		out[i] = m
	}
	return out, nil
}
