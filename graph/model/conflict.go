package model

import (
	"cmp"
	"context"
	"slices"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Conflict is a set of facts, or of claims on one, that can't all hold, or that
// differ.
type Conflict struct {
	kb.Conflict
	set *siblings[*Conflict]
}

// ConflictConnection is a page of conflicts.
type ConflictConnection = Connection[*Conflict]

// ConflictEdge is one conflict of a page.
type ConflictEdge = Edge[*Conflict]

// ConflictWhere filters conflicts.
type ConflictWhere struct {
	Rule   *ConflictRuleFilter
	Entity *kb.IDFilter // any that one of its facts touches
}

// ConflictRuleFilter compares a rule.
type ConflictRuleFilter = kb.EnumFilter[kb.ConflictRule]

func (w *ConflictWhere) check() error {
	if w == nil {
		return nil
	}
	if w.Rule != nil && len(w.Rule.In) > kb.MaxFilterList || w.Entity != nil && len(w.Entity.In) > kb.MaxFilterList {
		return invalid("a list of a filter has at most %d values", kb.MaxFilterList)
	}
	return nil
}

func (w *ConflictWhere) passes(c *found) bool {
	return w == nil || passesEnum(w.Rule, c.Rule) &&
		(w.Entity == nil || slices.ContainsFunc(c.touched, func(id kb.ID) bool { return passesID(w.Entity, id) }))
}

func passesEnum[E ~string](f *kb.EnumFilter[E], v E) bool {
	return f == nil || (f.Eq == nil || *f.Eq == v) && (f.In == nil || slices.Contains(f.In, v)) && (f.Not == nil || *f.Not != v) && (f.IsNull == nil || !*f.IsNull)
}

func passesID(f *kb.IDFilter, v kb.ID) bool {
	return (f.Eq == nil || *f.Eq == v) && (f.In == nil || slices.Contains(f.In, v)) && (f.IsNull == nil || !*f.IsNull)
}

// found is a conflict with what its facts touch.
type found struct {
	kb.Conflict
	touched []kb.ID // entities at the ends of its facts, sorted
	sum     string  // tells it from others of its rule and first fact
}

// place is where a conflict stands: by rule, and then by its first fact.
func (f *found) place() kb.Keyset {
	rule := slices.Index(slices.Concat(kb.ConflictRules, kb.DifferenceRules), f.Rule)
	return kb.Keyset{number(rule), letters(string(f.Facts[0])), letters(f.sum)}
}

// gathered are facts gathered to be compared.
type gathered struct {
	facts []evidence.Told
	names map[kb.ID]evidence.Named
	ends  map[kb.ID][]kb.ID // of each fact
}

func newGathered() *gathered {
	return &gathered{names: map[kb.ID]evidence.Named{}, ends: map[kb.ID][]kb.ID{}}
}

func (t *gathered) named(id kb.ID) evidence.Named {
	return cmp.Or(t.names[id], evidence.Named{Name: string(id)})
}

// find compares the facts.
func (t *gathered) find(ctx context.Context) ([]*found, error) {
	conflicts, err := evidence.Conflicts(ctx, t.facts, t.named)
	if err != nil {
		return nil, err
	}
	out := make([]*found, len(conflicts))
	for i, c := range conflicts {
		f := &found{Conflict: c, sum: sumOf(c.Rule, c.Facts, c.Claims, c.Text)}
		for _, fact := range c.Facts {
			f.touched = append(f.touched, t.ends[fact]...)
		}
		slices.Sort(f.touched)
		f.touched = slices.Compact(f.touched)
		out[i] = f
	}
	slices.SortFunc(out, func(a, b *found) int { return compareKeysets(a.place(), b.place()) })
	return out, nil
}

func endsOf(f kb.Fact) []kb.ID {
	switch f := f.(type) {
	case *kb.Relation:
		return []kb.ID{f.From, f.To}
	case *kb.Property:
		return []kb.ID{f.Entity}
	}
	return nil
}

// maxCompared bounds the claims of the whole graph that are compared: they are held
// in memory at once.
const maxCompared = 3_000_000

// everything gathers the whole graph.
func (v *View) everything(ctx context.Context) (*gathered, error) {
	r, t := v.Store, newGathered()
	kinds := map[kb.ID]kb.Kind{}
	for e, err := range r.Entities().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		t.names[e.ID], kinds[e.ID] = evidence.Named{Name: e.Name, Kind: e.Kind}, e.Kind
	}
	happened, err := dates(ctx, v.Whole, kinds)
	if err != nil {
		return nil, err
	}
	at := map[kb.ID]int{}
	add := func(f kb.Fact, inherits kb.ID) {
		if f.Supported().Documents > 0 {
			at[f.FactID()] = len(t.facts)
			t.facts = append(t.facts, evidence.Told{Fact: f, Inherited: evidence.Inherited(f, kinds[inherits], happened[inherits])})
			t.ends[f.FactID()] = endsOf(f)
		}
	}
	for rel, err := range r.Relations().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		add(rel, evidence.Inherits(rel, kinds[rel.From], kinds[rel.To]))
	}
	for p, err := range r.Properties().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		inherits := p.Entity
		if !evidence.InheritsProperty(p.Key, kinds[p.Entity]) {
			inherits = ""
		}
		add(p, inherits)
	}
	n := 0
	var retracted []kb.ID
	for c, err := range r.Claims().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		i, ok := at[c.Fact]
		switch {
		case !ok:
			continue
		case c.Stance == kb.Retracts:
			retracted = append(retracted, c.Fact)
		case c.Reading == kb.Explicit && (c.Stance == kb.Asserts || c.Stance == kb.Denies):
			if n++; n > maxCompared {
				return nil, invalid("the graph has more than %d claims under this lens; ask for the conflicts of entities or facts", maxCompared)
			}
			t.facts[i].Claims = append(t.facts[i].Claims, slim(c))
		}
	}
	if err := t.takeBack(ctx, v, at, retracted); err != nil {
		return nil, err
	}
	return t, t.nameSpeakers(ctx, v)
}

// takeBack drops, of the claims on some facts, those that were taken back.
func (t *gathered) takeBack(ctx context.Context, v *View, at map[kb.ID]int, facts []kb.ID) error {
	matters, err := v.matters(ctx, facts)
	for id, m := range matters {
		t.facts[at[id]].Claims = evidence.Standing(m, v.Lens)
	}
	return err
}

// nameSpeakers reads the names of those to whom claims are attributed, and of the
// issuers of values.
func (t *gathered) nameSpeakers(ctx context.Context, v *View) error {
	var ids []kb.ID
	note := func(id kb.ID) {
		if t.names[id].Name == "" {
			ids = append(ids, id)
		}
	}
	for _, f := range t.facts {
		if p, ok := f.Fact.(*kb.Property); ok {
			note(p.Issuer)
		}
		for _, id := range t.ends[f.Fact.FactID()] {
			note(id)
		}
		for _, c := range f.Claims {
			for _, id := range c.AttributedTo {
				note(id)
			}
		}
	}
	entities, err := get(ctx, v.Store.Entities(), ids)
	for id, e := range entities {
		t.names[id] = evidence.Named{Name: e.Name, Kind: e.Kind}
	}
	return err
}

// slim is as much of a claim as is compared.
func slim(c *kb.Claim) *kb.Claim {
	return &kb.Claim{ID: c.ID, Source: c.Source, Stance: c.Stance, Modality: c.Modality, Qualifiers: c.Qualifiers, AttributedTo: c.AttributedTo, Reading: c.Reading}
}

// dates are when things happened, by the values of the keys that tell it.
func dates(ctx context.Context, r kb.Reader, kinds map[kb.ID]kb.Kind) (map[kb.ID]kb.Date, error) {
	values := map[kb.ID][]kb.Date{}
	where := &kb.PropertyWhere{Key: &kb.PropertyKeyFilter{In: []kb.PropertyKey{kb.KeyDate, kb.KeyFiled}}}
	for p, err := range r.Properties().Scan(ctx, where) {
		if err != nil {
			return nil, err
		}
		if v, ok := p.Value.(kb.DateValue); ok && p.Key == evidence.DateKey(kinds[p.Entity]) {
			values[p.Entity] = append(values[p.Entity], v.Date)
		}
	}
	out := make(map[kb.ID]kb.Date, len(values))
	for id, dates := range values {
		out[id] = evidence.Happened(dates)
	}
	return out, nil
}

// around gathers all that the conflicts of the facts at some entities are found from:
// their relations and properties, and when those died who did something to them.
// It takes as many calls whatever there is, but for entities with more relations or
// properties than a page holds.
func (v *View) around(ctx context.Context, entities []kb.ID) (*gathered, error) {
	r := v.Store
	relations, err := findAll(ctx, r.Relations(), kb.Query[kb.RelationWhere]{Of: entities, By: kb.RelationsAt, First: kb.MaxPage})
	if err != nil {
		return nil, err
	}
	properties, err := findAll(ctx, r.Properties(), kb.Query[kb.PropertyWhere]{Of: entities, By: kb.PropertiesOf, First: kb.MaxPage})
	if err != nil {
		return nil, err
	}
	known := map[kb.ID]bool{}
	for _, id := range entities {
		known[id] = true
	}
	var acting []kb.ID
	for _, rel := range relations {
		if rel.Type.IsActing() && !known[rel.From] {
			acting = append(acting, rel.From)
		}
	}
	if acting != nil {
		died, err := findAll(ctx, r.Properties(), kb.Query[kb.PropertyWhere]{Of: distinct(acting), By: kb.PropertiesOf, Keys: []kb.PropertyKey{kb.KeyDied}, First: kb.MaxPage})
		if err != nil {
			return nil, err
		}
		properties = append(properties, died...)
	}
	t, ids := newGathered(), []kb.ID(nil)
	add := func(f kb.Fact) {
		if id := f.FactID(); t.ends[id] == nil {
			t.ends[id] = endsOf(f)
			t.facts, ids = append(t.facts, evidence.Told{Fact: f}), append(ids, id)
		}
	}
	for _, rel := range relations {
		add(rel)
	}
	for _, p := range properties {
		add(p)
	}
	matters, err := v.matters(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		if m := matters[id]; m != nil {
			t.facts[i].Claims, t.facts[i].Inherited = evidence.Standing(m, v.Lens), m.Inherited
		}
	}
	return t, t.nameSpeakers(ctx, v)
}

// findAll finds all records of the parents, page by page for those that have more
// than one.
func findAll[R, W any](ctx context.Context, records kb.Records[R, W], q kb.Query[W]) ([]*R, error) {
	parents := q.Of
	if len(parents) == 0 {
		return nil, nil
	}
	pages, err := findPages(ctx, records, q)
	if err != nil {
		return nil, err
	}
	var out []*R
	for i, page := range pages {
		out = append(out, page.Items...)
		for page.HasNext {
			q.Of, q.After = parents[i:i+1], page.Keys[len(page.Keys)-1]
			next, err := findPages(ctx, records, q)
			if err != nil {
				return nil, err
			}
			page = next[0]
			out = append(out, page.Items...)
		}
	}
	return out, nil
}

// conflicts wraps what was found into one new set of siblings.
func (v *View) conflicts(found []*found) []*Conflict {
	set := newSiblings[*Conflict](v)
	for _, f := range found {
		set.members = append(set.members, &Conflict{f.Conflict, set})
	}
	return set.members
}

// Conflicts finds what can't all hold in the whole graph, Differences what differs.
//
// The graph is read once, by scans, and compared in memory; the answer is kept until
// the store changes. On 100,000 facts with 146,000 claims in the embedded store this
// takes 3 seconds of processor time, nearly all of it to read them. Of each claim
// only what is compared is held.
func (v *View) Conflicts(where *ConflictWhere, first *int, after *string) (*ConflictConnection, error) {
	return v.findConflicts(true, where, first, after)
}

// Differences finds what differs in the whole graph and is no contradiction.
func (v *View) Differences(where *ConflictWhere, first *int, after *string) (*ConflictConnection, error) {
	return v.findConflicts(false, where, first, after)
}

func (v *View) findConflicts(contradictions bool, where *ConflictWhere, first *int, after *string) (*ConflictConnection, error) {
	if err := where.check(); err != nil {
		return nil, err
	}
	var passing shared[[]*found]
	items := func(ctx context.Context) ([]*found, error) {
		return passing.get(func() ([]*found, error) {
			all, err := v.allConflicts(ctx)
			if err != nil {
				return nil, err
			}
			var out []*found
			for _, f := range all {
				if f.Rule.IsContradiction() == contradictions && where.passes(f) {
					out = append(out, f)
				}
			}
			return out, nil
		})
	}
	return listing(first, after, sumOf(v.Lens, "conflicts", contradictions, where), items, (*found).place,
		func(ctx context.Context, page []*found) ([]*Conflict, error) {
			return v.conflicts(page), spend(ctx, len(page))
		})
}

// allConflicts are those of the whole graph, worked out or kept.
func (v *View) allConflicts(ctx context.Context) ([]*found, error) {
	return kept(ctx, v.Kept, v.Store, sumOf(v.Lens, "conflicts"), func(ctx context.Context) ([]*found, int, error) {
		t, err := v.everything(ctx)
		if err != nil {
			return nil, 0, err
		}
		all, err := t.find(ctx)
		size := 0
		for _, f := range all {
			size += len(f.Facts) + len(f.Claims) + len(f.touched)
		}
		return all, size, err
	})
}

// conflictsAt finds the conflicts of the facts at some entities, or else the
// differences, and sorts them to what asks for them: of each one keys lists who does.
func (v *View) conflictsAt(ctx context.Context, contradictions bool, entities []kb.ID, keys func(*found) []kb.ID) (map[kb.ID][]*Conflict, error) {
	t, err := v.around(ctx, entities)
	if err != nil {
		return nil, err
	}
	all, err := t.find(ctx)
	if err != nil {
		return nil, err
	}
	wrapped := v.conflicts(all)
	out := map[kb.ID][]*Conflict{}
	for i, f := range all {
		if f.Rule.IsContradiction() == contradictions {
			for _, key := range keys(f) {
				out[key] = append(out[key], wrapped[i])
			}
		}
	}
	return out, nil
}

// Conflicts are what can't all hold of the facts at the entity.
func (e *EntityBase) Conflicts(ctx context.Context) ([]*Conflict, error) {
	return e.conflicts(ctx, true)
}

// Differences are what differs in the facts at the entity and is no contradiction.
func (e *EntityBase) Differences(ctx context.Context) ([]*Conflict, error) {
	return e.conflicts(ctx, false)
}

func (e *EntityBase) conflicts(ctx context.Context, contradictions bool) ([]*Conflict, error) {
	found, err := together(ctx, e.set, func(ctx context.Context, members []*EntityBase) (map[kb.ID][]*Conflict, error) {
		return e.set.view.conflictsAt(ctx, contradictions, distinct(admitted(ctx, members)), func(f *found) []kb.ID { return f.touched })
	})
	return found[e.Entity.ID], err
}

// Conflicts are those that the relation is part of.
func (r *Relation) Conflicts(ctx context.Context) ([]*Conflict, error) { return r.conflicts(ctx, true) }

// Differences are those that the relation is part of.
func (r *Relation) Differences(ctx context.Context) ([]*Conflict, error) {
	return r.conflicts(ctx, false)
}

func (r *Relation) conflicts(ctx context.Context, contradictions bool) ([]*Conflict, error) {
	return conflictsOf(ctx, r.set, contradictions, r.Relation.ID, func(m *Relation) kb.ID { return m.Relation.From })
}

// Conflicts are those that the property is part of.
func (p *Property) Conflicts(ctx context.Context) ([]*Conflict, error) { return p.conflicts(ctx, true) }

// Differences are those that the property is part of.
func (p *Property) Differences(ctx context.Context) ([]*Conflict, error) {
	return p.conflicts(ctx, false)
}

func (p *Property) conflicts(ctx context.Context, contradictions bool) ([]*Conflict, error) {
	return conflictsOf(ctx, p.set, contradictions, p.Property.ID, func(m *Property) kb.ID { return m.Property.Entity })
}

// conflictsOf are the conflicts that a fact is part of, or else the differences. They
// are found at the entity that at tells of each of its siblings.
func conflictsOf[F any](ctx context.Context, set *siblings[F], contradictions bool, fact kb.ID, at func(F) kb.ID) ([]*Conflict, error) {
	found, err := together(ctx, set, func(ctx context.Context, members []F) (map[kb.ID][]*Conflict, error) {
		ids := make([]kb.ID, len(members))
		for i, m := range members {
			ids[i] = at(m)
		}
		return set.view.conflictsAt(ctx, contradictions, distinct(ids), func(f *found) []kb.ID { return f.Facts })
	})
	return found[fact], err
}

// Entity is whom it is about.
func (c *Conflict) Entity(ctx context.Context) (Entity, error) {
	found, err := ends(ctx, c.set, func(m *Conflict) kb.ID { return m.Conflict.Entity })
	return one(found, err, c.Conflict.Entity)
}

// Facts are those that stand against each other.
func (c *Conflict) Facts(ctx context.Context) ([]Fact, error) {
	found, err := together(ctx, c.set, func(ctx context.Context, members []*Conflict) (map[kb.ID]Fact, error) {
		var ids []kb.ID
		for _, m := range members {
			ids = append(ids, m.Conflict.Facts...)
		}
		return c.set.view.Facts(ctx, ids...)
	})
	return inOrder(found, err, c.Conflict.Facts)
}

// Claims are those that stand against each other.
func (c *Conflict) Claims(ctx context.Context) ([]*Claim, error) {
	found, err := together(ctx, c.set, func(ctx context.Context, members []*Conflict) (map[kb.ID]*Claim, error) {
		var ids []kb.ID
		for _, m := range members {
			ids = append(ids, m.Conflict.Claims...)
		}
		return c.set.view.Claims(ctx, ids...)
	})
	return inOrder(found, err, c.Conflict.Claims)
}

// inOrder picks records by id; one that is gone is an error.
func inOrder[N any](found map[kb.ID]N, err error, ids []kb.ID) ([]N, error) {
	if err != nil {
		return nil, err
	}
	out := make([]N, len(ids))
	for i, id := range ids {
		n, ok := found[id]
		if !ok {
			return nil, missing(id)
		}
		out[i] = n
	}
	return out, nil
}
