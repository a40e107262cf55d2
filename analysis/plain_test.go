package analysis_test

import (
	"cmp"
	"context"
	"slices"

	"pgregory.net/rapid"

	"actorgraph/kb"
)

// plainGraph is a graph as the comments of kb tell of it, and nothing else.
type plainGraph struct {
	kinds     map[kb.ID]kb.Kind
	relations []*kb.Relation
	degree    map[kb.ID]int
}

func readPlain(t *rapid.T, whole, r kb.Reader, lens kb.Lens) *plainGraph {
	g := &plainGraph{kinds: map[kb.ID]kb.Kind{}, degree: map[kb.ID]int{}}
	for e, err := range whole.Entities().Scan(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		g.kinds[e.ID] = e.Kind
		g.degree[e.ID] = e.Degree
	}
	for rel, err := range r.Relations().Scan(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		if rel.Support.Documents > 0 || lens.AsksUnasserted() {
			g.relations = append(g.relations, rel)
		}
	}
	return g
}

// leadsOn tells whether a relation may be walked along from one of its ends.
func leadsOn(w *kb.PathWhere, r *kb.Relation, from kb.ID) bool {
	switch {
	case w.Direction == kb.AnyDirection || r.Type.Symmetric():
		return r.From == from || r.To == from
	case w.Direction == kb.AsWritten:
		return r.From == from
	default:
		return r.To == from
	}
}

func anyDirection(t *rapid.T) kb.PathDirection {
	return rapid.SampledFrom([]kb.PathDirection{kb.AnyDirection, kb.AsWritten, kb.Backwards}).Draw(t, "direction")
}

// side by side are the relations from one entity to another that a path may take, the
// strongest first.
func (g *plainGraph) sideBySide(w *kb.PathWhere, from, to kb.ID) (out []*kb.Relation) {
	for _, r := range g.relations {
		joins := r.From == from && r.To == to || r.From == to && r.To == from
		if joins && leadsOn(w, r, from) && allowed(r.Type, w.Types, w.NotTypes) && r.Support.AtLeast >= w.AtLeast {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *kb.Relation) int {
		return cmp.Or(compareStrength(a, b), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func allowed[T comparable](x T, all, none []T) bool {
	return (len(all) == 0 || slices.Contains(all, x)) && !slices.Contains(none, x)
}

func compareStrength(a, b *kb.Relation) int {
	rank := func(r *kb.Relation) int { return slices.Index(kb.Statuses, r.Support.Status) }
	return cmp.Or(cmp.Compare(rank(a), rank(b)), -cmp.Compare(a.Support.AtLeast, b.Support.AtLeast))
}

// plainPath is a path with the strongest relation of each step.
type plainPath struct {
	kb.Path
	strongest []*kb.Relation
}

func (p *plainPath) weakest() *kb.Relation { return slices.MaxFunc(p.strongest, compareStrength) }

// walk yields all simple paths from an entity to one of q.To.
func (g *plainGraph) walk(q *kb.PathQuery, path plainPath, hops int, yield func(plainPath)) {
	last := path.Steps[len(path.Steps)-1].Entity
	if slices.Contains(q.To, last) {
		yield(path)
		return
	}
	if hops == 0 {
		return
	}
	for to, kind := range g.kinds {
		isThere := slices.ContainsFunc(path.Steps, func(s kb.Step) bool { return s.Entity == to })
		switch {
		case isThere, slices.Contains(q.From, to), slices.Contains(q.Where.Avoid, to):
			continue
		case slices.Contains(q.To, to):
		case !allowed(kind, q.Where.Kinds, q.Where.NotKinds), q.Where.MaxDegree > 0 && g.degree[to] > q.Where.MaxDegree:
			continue
		}
		relations := g.sideBySide(&q.Where, last, to)
		if relations == nil {
			continue
		}
		step := kb.Step{Entity: to, Forward: relations[0].From == last}
		for _, r := range relations {
			step.Relations = append(step.Relations, r.ID)
		}
		g.walk(q, plainPath{kb.Path{Steps: append(slices.Clone(path.Steps), step)}, append(slices.Clone(path.strongest), relations[0])}, hops-1, yield)
	}
}

// all are all paths that q may tell of, the best first.
func (g *plainGraph) all(q kb.PathQuery) (out []plainPath) {
	for _, from := range q.From {
		if _, ok := g.kinds[from]; ok {
			g.walk(&q, plainPath{Path: kb.Path{Steps: []kb.Step{{Entity: from}}}}, q.MaxHops, func(p plainPath) {
				for _, id := range q.Where.Through {
					if !slices.ContainsFunc(p.Steps, func(s kb.Step) bool { return s.Entity == id }) {
						return
					}
				}
				out = append(out, p)
			})
		}
	}
	slices.SortFunc(out, func(a, b plainPath) int {
		byStrength := 0
		if q.Order == kb.StrongestPath {
			byStrength = compareStrength(a.weakest(), b.weakest())
		}
		return cmp.Or(byStrength, cmp.Compare(a.Len(), b.Len()), slices.CompareFunc(a.Steps, b.Steps, func(a, b kb.Step) int { return cmp.Compare(a.Entity, b.Entity) }))
	})
	return out
}

func plainPaths(t *rapid.T, r kb.Reader, lens kb.Lens, whole kb.Reader, q kb.PathQuery) ([]kb.Path, kb.NoPathReason) {
	g := readPlain(t, whole, r, lens)
	var out []kb.Path
	for _, p := range g.all(q) {
		if len(out) < q.First {
			weakest := p.weakest()
			p.Weakest = 1 + slices.IndexFunc(p.strongest, func(r *kb.Relation) bool { return compareStrength(r, weakest) == 0 })
			out = append(out, p.Path)
		}
	}
	if out != nil {
		return out, ""
	}
	past, farther, anyhow := q, q, q
	past.Where.Through, farther.Where.Through = nil, nil
	farther.MaxHops = len(g.kinds)
	anyhow.MaxHops, anyhow.Where = len(g.kinds), kb.PathWhere{}
	switch {
	case g.all(past) != nil:
		return nil, kb.CutByCondition
	case g.all(farther) != nil:
		return nil, kb.NoneWithinHops
	case g.all(anyhow) != nil:
		return nil, kb.CutByCondition
	}
	return nil, kb.DifferentComponents
}
