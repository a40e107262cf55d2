package model

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Retraction is what would happen if some sources took back all that they say.
type Retraction struct {
	view       *View
	sources    []kb.ID
	minOrigins int

	touched shared[[]*shaken]
	lost    shared[[]kb.ID]
}

// shaken is a fact whose support would be another.
type shaken struct {
	fact          kb.ID
	before, after kb.Support
}

func (s *shaken) place() kb.Keyset { return kb.Keyset{letters(string(s.fact))} }

// isLost tells whether somebody asserts the fact now, and nobody would.
func (s *shaken) isLost() bool { return isAsserted(s.before) && !isAsserted(s.after) }

// RetractedFact is a fact whose support would be another.
type RetractedFact struct {
	Fact          Fact
	Before, After *Support
}

// The pages of a retraction.
type (
	RetractedFactConnection = Connection[*RetractedFact]
	RetractedFactEdge       = Edge[*RetractedFact]
	LostEntityConnection    = Connection[Entity]
	LostEntityEdge          = Edge[Entity]
)

// IfRetracted looks at what would happen if these sources took back all that they
// say. Nothing is changed.
func (v *View) IfRetracted(ctx context.Context, sources []kb.ID, minOrigins int) (*Retraction, error) {
	switch {
	case len(sources) == 0:
		return nil, invalid("ifRetracted needs at least one source")
	case len(sources) > kb.MaxFilterList:
		return nil, invalid("ifRetracted takes at most %d sources, not %d", kb.MaxFilterList, len(sources))
	case minOrigins < 1 || minOrigins > kb.MaxOrigins:
		return nil, invalid("minOrigins must be between 1 and %d, not %d", kb.MaxOrigins, minOrigins)
	}
	for _, id := range sources {
		if id.Class() != kb.SourceClass {
			return nil, invalid("%s is no source; ids of sources begin with source:", id)
		}
	}
	known, err := v.Whole.Sources().Get(ctx, sources)
	if err != nil {
		return nil, err
	}
	if i := slices.Index(known, nil); i >= 0 {
		return nil, invalid("no source has the id %s", sources[i])
	}
	return &Retraction{view: v, sources: slices.Sorted(slices.Values(distinct(sources))), minOrigins: minOrigins}, nil
}

// shaken are the facts whose support would be another, by id. They are among those with
// a claim from one of the sources, or one that credits one: whatever else rests on
// a source does so through such a claim on the same fact.
func (r *Retraction) shaken(ctx context.Context) ([]*shaken, error) {
	return r.touched.get(func() ([]*shaken, error) {
		these := &kb.IDFilter{In: r.sources}
		where := &kb.ClaimWhere{Or: []*kb.ClaimWhere{{Source: &kb.SourceWhere{ID: these}}, {Credits: these}}}
		var facts []kb.ID
		for c, err := range r.view.Store.Claims().Scan(ctx, where) {
			if err != nil {
				return nil, err
			}
			if facts = append(facts, c.Fact); len(facts)%kb.MaxBatch == 0 {
				facts = distinct(facts)
			}
		}
		matters, err := r.view.matters(ctx, facts)
		if err != nil {
			return nil, err
		}
		var out []*shaken
		for id, m := range matters {
			before, after := evidence.IfRetracted(m, r.view.Lens, r.sources)
			if !reflect.DeepEqual(before, after) {
				out = append(out, &shaken{id, before, after})
			}
		}
		slices.SortFunc(out, func(a, b *shaken) int { return cmp.Compare(a.fact, b.fact) })
		return out, nil
	})
}

func (r *Retraction) page(name string, first *int, after *string, passes func(*shaken) bool) (*RetractedFactConnection, error) {
	items := func(ctx context.Context) ([]*shaken, error) {
		all, err := r.shaken(ctx)
		var out []*shaken
		for _, s := range all {
			if passes(s) {
				out = append(out, s)
			}
		}
		return out, err
	}
	return listing(first, after, r.question(name), items, (*shaken).place, func(ctx context.Context, page []*shaken) ([]*RetractedFact, error) {
		var ids []kb.ID
		var before, after []kb.Support
		for _, s := range page {
			ids, before, after = append(ids, s.fact), append(before, s.before), append(after, s.after)
		}
		facts, err := r.view.Facts(ctx, ids...)
		if err != nil {
			return nil, err
		}
		now, then := supportsOf(r.view, before), supportsOf(r.view, after)
		out := make([]*RetractedFact, len(page))
		for i, id := range ids {
			if facts[id] == nil {
				return nil, missing(id)
			}
			out[i] = &RetractedFact{facts[id], now[i], then[i]}
		}
		return out, nil
	})
}

func (r *Retraction) question(name string) string {
	return sumOf(r.view.Lens, "ifRetracted", name, r.sources, r.minOrigins)
}

// Facts are those whose support would be another.
func (r *Retraction) Facts(first *int, after *string) (*RetractedFactConnection, error) {
	return r.page("facts", first, after, func(*shaken) bool { return true })
}

// FallenBelow are those that would have fewer origins than asked for.
func (r *Retraction) FallenBelow(first *int, after *string) (*RetractedFactConnection, error) {
	return r.page("fallenBelow", first, after, func(s *shaken) bool {
		return s.before.AtLeast >= r.minOrigins && s.after.AtLeast < r.minOrigins
	})
}

// Unasserted are those that nobody would assert any more.
func (r *Retraction) Unasserted(first *int, after *string) (*RetractedFactConnection, error) {
	return r.page("unasserted", first, after, (*shaken).isLost)
}

// Entities are those that would be left without any fact that somebody asserts.
func (r *Retraction) Entities(first *int, after *string) (*LostEntityConnection, error) {
	place := func(id kb.ID) kb.Keyset { return kb.Keyset{letters(string(id))} }
	return listing(first, after, r.question("entities"), r.bereft, place, func(ctx context.Context, ids []kb.ID) ([]Entity, error) {
		found, err := r.view.Entities(ctx, ids...)
		return inOrder(found, err, ids)
	})
}

// bereft are the entities at facts that would be lost which have no other that
// somebody asserts, by id.
func (r *Retraction) bereft(ctx context.Context) ([]kb.ID, error) {
	return r.lost.get(func() ([]kb.ID, error) {
		all, err := r.shaken(ctx)
		if err != nil {
			return nil, err
		}
		isLost := map[kb.ID]bool{}
		var relations, properties []kb.ID
		for _, s := range all {
			if !s.isLost() {
				continue
			}
			isLost[s.fact] = true
			if s.fact.Class() == kb.RelationClass {
				relations = append(relations, s.fact)
			} else {
				properties = append(properties, s.fact)
			}
		}
		rs, err := get(ctx, r.view.Store.Relations(), relations)
		if err != nil {
			return nil, err
		}
		ps, err := get(ctx, r.view.Store.Properties(), properties)
		if err != nil {
			return nil, err
		}
		losses := map[kb.ID]int{} // relations that each entity would lose
		for _, rel := range rs {
			losses[rel.From]++
			if rel.To != rel.From {
				losses[rel.To]++
			}
		}
		for _, p := range ps {
			losses[p.Entity] += 0
		}
		if len(losses) == 0 {
			return nil, nil
		}
		var at []kb.ID
		for id := range losses {
			at = append(at, id)
		}
		slices.Sort(at)
		said := kb.Query[kb.RelationWhere]{Of: at, By: kb.RelationsAt, Where: &kb.RelationWhere{Status: &kb.StatusFilter{In: kb.AssertedStatuses}}}
		counts, err := inBatches(said, func(q kb.Query[kb.RelationWhere]) ([]int, error) {
			return r.view.Store.Relations().Count(ctx, q)
		})
		if err != nil {
			return nil, err
		}
		kept, err := findAll(ctx, r.view.Store.Properties(), kb.Query[kb.PropertyWhere]{Of: at, By: kb.PropertiesOf, First: kb.MaxPage})
		if err != nil {
			return nil, err
		}
		keeps := map[kb.ID]bool{}
		for _, p := range kept {
			keeps[p.Entity] = keeps[p.Entity] || isAsserted(p.Support) && !isLost[p.ID]
		}
		var out []kb.ID
		for i, id := range at {
			if counts[i] <= losses[id] && !keeps[id] {
				out = append(out, id)
			}
		}
		return out, nil
	})
}
