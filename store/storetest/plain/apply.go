package plain

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Apply implements kb.Writer.
func (s *Store) Apply(ctx context.Context, set *kb.ChangeSet) (*kb.Applied, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	old, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	if err := set.Validate(); err != nil {
		return nil, err
	}
	digest, err := set.Digest()
	if err != nil {
		return nil, err
	}
	if before, ok := old.keys[set.Key]; ok && set.Key != "" {
		if before != digest {
			return nil, fmt.Errorf("%w: the key %q was used for another change set", kb.ErrConflict, set.Key)
		}
		return &kb.Applied{Version: old.version, Repeated: true}, nil
	}
	next := old.copy()
	applied, err := next.apply(set)
	if err != nil {
		return nil, err
	}
	if set.Key != "" {
		next.keys[set.Key] = digest
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, kb.ErrClosed
	}
	s.state = next
	return applied, nil
}

// copy returns a state that can be changed without st being changed: the maps
// and those records that carry derived fields are new.
func (st *state) copy() *state {
	return &state{
		entities:    copyAll(st.entities, copyEntity),
		sources:     copyAll(st.sources, copySource),
		relations:   copyAll(st.relations, copyRelation),
		properties:  copyAll(st.properties, copyProperty),
		claims:      copyAll(st.claims, copyClaim),
		collections: copyAll(st.collections, func(c kb.Collection) kb.Collection { return c }),
		keys:        maps.Clone(st.keys),
		changes:     slices.Clone(st.changes),
		version:     st.version,
	}
}

func copyAll[K comparable, V any](m map[K]V, one func(V) V) map[K]V {
	out := make(map[K]V, len(m))
	for k, v := range m {
		out[k] = one(v)
	}
	return out
}

// apply makes the changes of set in st, which is a copy, and tells what it did.
func (st *state) apply(set *kb.ChangeSet) (*kb.Applied, error) {
	at := clock()
	stored := &kb.Stored{Entities: st.entities, Sources: st.sources, Relations: st.relations, Properties: st.properties, Claims: st.claims}
	if c, ok := st.collections[set.Collection.Name]; ok {
		stored.Collection = &c
	}
	plan, err := kb.NewPlan(set, stored, at)
	if err != nil {
		return nil, err
	}
	applied := &kb.Applied{Version: st.version, Added: plan.Added, Changed: plan.Changed, Unchanged: plan.Unchanged, Removed: map[kb.Class]int{}}
	if plan.Empty() {
		return applied, nil
	}
	before := st.ids()
	touched := st.write(plan)
	if err := st.checkKinds(plan.KindChanged); err != nil {
		return nil, err
	}
	if err := st.checkAnswers(); err != nil {
		return nil, err
	}
	st.sweep()
	st.derive()

	st.version++
	applied.Version = st.version
	after := st.ids()
	note := func(op kb.ChangeOp, id kb.ID) {
		st.changes = append(st.changes, kb.Change{Version: st.version, At: at, Op: op, ID: id})
	}
	for _, id := range inClassOrder(before, after) {
		switch {
		case !before[id]:
			note(kb.Added, id)
		case !after[id]:
			applied.Removed[id.Class()]++
			note(kb.Removed, id)
		case touched[id]:
			note(kb.Changed, id)
		}
	}
	// An entity or source that left the collection and stays has changed.
	for _, e := range plan.LeaveEntities {
		if after[e.ID] {
			applied.Changed[kb.EntityClass]++
		}
	}
	for _, s := range plan.LeaveSources {
		if after[s.ID] {
			applied.Changed[kb.SourceClass]++
		}
	}
	return applied, nil
}

// write puts and removes what the plan names, and tells which ids those are.
func (st *state) write(plan *kb.Plan) (touched map[kb.ID]bool) {
	touched = map[kb.ID]bool{}
	for _, e := range slices.Concat(plan.Entities, plan.LeaveEntities) {
		st.entities[e.ID], touched[e.ID] = copyEntity(e), true
	}
	for _, s := range slices.Concat(plan.Sources, plan.LeaveSources) {
		st.sources[s.ID], touched[s.ID] = copySource(s), true
	}
	for _, r := range plan.Relations {
		st.relations[r.ID], touched[r.ID] = copyRelation(r), true
	}
	for _, p := range plan.Properties {
		st.properties[p.ID], touched[p.ID] = copyProperty(p), true
	}
	for _, c := range st.claims {
		if slices.Contains(plan.NewCopies, c.Source) {
			c.Verification = kb.Verification{}
		}
	}
	for _, c := range plan.Claims {
		st.claims[c.ID], touched[c.ID] = copyClaim(c), true
	}
	for _, id := range plan.RemoveClaims {
		delete(st.claims, id)
	}
	if plan.Collection != nil {
		st.collections[plan.Collection.Name] = *plan.Collection
	}
	return touched
}

// checkKinds refuses a change of kind after which a fact joins what doesn't go
// together. Facts that lose their last claim with the set don't count.
func (st *state) checkKinds(changed []kb.ID) error {
	claimed := map[kb.ID]bool{}
	for _, c := range st.claims {
		claimed[c.Fact] = true
	}
	var problems []kb.Problem
	add := func(c kb.Class, id kb.ID, err error) {
		if err != nil {
			problems = append(problems, kb.Problem{Class: c, ID: id, Msg: err.Error()})
		}
	}
	for _, r := range st.relations {
		if claimed[r.ID] && (slices.Contains(changed, r.From) || slices.Contains(changed, r.To)) {
			add(kb.RelationClass, r.ID, kb.CheckRelation(r.Type, st.entities[r.From].Kind, st.entities[r.To].Kind))
		}
	}
	for _, p := range st.properties {
		if claimed[p.ID] && slices.Contains(changed, p.Entity) {
			add(kb.PropertyClass, p.ID, kb.CheckProperty(p.Key, st.entities[p.Entity].Kind))
		}
	}
	if problems != nil {
		slices.SortFunc(problems, func(a, b kb.Problem) int { return cmp.Compare(a.ID, b.ID) })
		return &kb.InvalidError{Problems: problems}
	}
	return nil
}

// checkAnswers refuses to leave a claim that answers or retracts one that is gone.
func (st *state) checkAnswers() error {
	for _, c := range st.claims {
		for _, id := range slices.Concat(c.Answers, c.Retracts) {
			if id.Class() == kb.ClaimClass && st.claims[id] == nil {
				return fmt.Errorf("%w: %s can't be removed: %s answers or retracts it", kb.ErrConflict, id, c.ID)
			}
		}
	}
	return nil
}

// sweep removes facts without claims, and then, for as long as there are any,
// entities and sources that no collection describes and nothing else refers to.
func (st *state) sweep() {
	claimed := map[kb.ID]bool{}
	for _, c := range st.claims {
		claimed[c.Fact] = true
	}
	maps.DeleteFunc(st.relations, func(id kb.ID, _ *kb.Relation) bool { return !claimed[id] })
	maps.DeleteFunc(st.properties, func(id kb.ID, _ *kb.Property) bool { return !claimed[id] })
	for {
		used := st.used()
		n := len(st.entities) + len(st.sources)
		maps.DeleteFunc(st.entities, func(id kb.ID, e *kb.Entity) bool { return len(e.Collections) == 0 && !used[id] })
		maps.DeleteFunc(st.sources, func(id kb.ID, s *kb.Source) bool { return len(s.Collections) == 0 && !used[id] })
		if n == len(st.entities)+len(st.sources) {
			return
		}
	}
}

// used lists the entities and sources that other records refer to.
func (st *state) used() map[kb.ID]bool {
	used := map[kb.ID]bool{}
	add := func(by kb.ID, ids ...kb.ID) {
		for _, id := range ids {
			if id != by {
				used[id] = true
			}
		}
	}
	for _, r := range st.relations {
		add(r.ID, r.From, r.To)
	}
	for _, p := range st.properties {
		add(p.ID, p.Entity, p.Issuer)
	}
	for _, c := range st.claims {
		add(c.ID, c.Source)
		add(c.ID, c.AttributedTo...)
		add(c.ID, c.Answers...)
		for _, cr := range c.Credits {
			add(c.ID, cr.Source)
		}
	}
	for _, s := range st.sources {
		add(s.ID, s.Act)
		add(s.ID, s.Publishers...)
		add(s.ID, s.Cites...)
		for _, d := range s.DerivesFrom {
			add(s.ID, d.Source)
		}
	}
	return used
}

// derive computes anew every field that stores fill in from other records.
func (st *state) derive() {
	for _, e := range st.entities {
		e.Degree, e.Visible = len(st.relationsAt(e.ID)), true
	}
	for _, r := range st.relations {
		m := st.matter(r.ID)
		r.When = evidence.Interval(m.Claims, m.Inherited)
		r.Support = evidence.Support(*m)
		r.Collections = collectionsOf(m.Claims)
	}
	for _, p := range st.properties {
		m := st.matter(p.ID)
		p.When = evidence.Interval(m.Claims, m.Inherited)
		p.Support = evidence.Support(*m)
		p.Collections = collectionsOf(m.Claims)
	}
}

// matter is all that the support of a fact is computed from, or nil.
func (st *state) matter(fact kb.ID) *kb.Matter {
	m := &kb.Matter{Claims: st.claimsOn(fact), Sources: map[kb.ID]*kb.Source{}}
	var at []kb.ID
	if r := st.relations[fact]; r != nil {
		at = []kb.ID{r.From, r.To}
		m.Inherited = st.inherited(r, evidence.Inherits(r, st.entities[r.From].Kind, st.entities[r.To].Kind))
	} else if p := st.properties[fact]; p != nil {
		at = []kb.ID{p.Entity}
		if evidence.InheritsProperty(p.Key, st.entities[p.Entity].Kind) {
			m.Inherited = st.inherited(p, p.Entity)
		}
	} else {
		return nil
	}
	parties := slices.Clone(at)
	for _, r := range st.relations {
		if slices.Contains(at, r.To) && slices.Contains(kb.PartyTypes, r.Type) {
			parties = append(parties, r.From)
		}
	}
	slices.Sort(parties)
	m.Parties = slices.Compact(parties)
	var add func(kb.ID)
	add = func(id kb.ID) {
		if m.Sources[id] != nil {
			return
		}
		m.Sources[id] = st.sources[id]
		for _, d := range st.sources[id].DerivesFrom {
			add(d.Source)
		}
	}
	for _, c := range m.Claims {
		add(c.Source)
		for _, credit := range c.Credits {
			add(credit.Source)
		}
	}
	return m
}

// inherited is what the fact has from the thing with this id, if there is one.
func (st *state) inherited(f kb.Fact, id kb.ID) kb.Interval {
	e := st.entities[id]
	if e == nil {
		return kb.Interval{}
	}
	key := evidence.DateKey(e.Kind)
	var dates []kb.Date
	for _, p := range st.properties {
		if v, ok := p.Value.(kb.DateValue); ok && p.Entity == id && p.Key == key {
			dates = append(dates, v.Date)
		}
	}
	return evidence.Inherited(f, e.Kind, evidence.Happened(dates))
}

func collectionsOf(claims []*kb.Claim) []string {
	names := map[string]bool{}
	for _, c := range claims {
		names[c.Collection] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// ids lists every record.
func (st *state) ids() map[kb.ID]bool {
	ids := map[kb.ID]bool{}
	for id := range st.entities {
		ids[id] = true
	}
	for id := range st.sources {
		ids[id] = true
	}
	for id := range st.relations {
		ids[id] = true
	}
	for id := range st.properties {
		ids[id] = true
	}
	for id := range st.claims {
		ids[id] = true
	}
	return ids
}

// inClassOrder lists the ids of both sets, each once, in the order of
// [kb.Classes] and then by id.
func inClassOrder(a, b map[kb.ID]bool) []kb.ID {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.SortedFunc(maps.Keys(all), func(x, y kb.ID) int {
		return cmp.Or(
			cmp.Compare(slices.Index(kb.Classes, x.Class()), slices.Index(kb.Classes, y.Class())),
			cmp.Compare(x, y))
	})
}
