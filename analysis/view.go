package analysis

import (
	"context"
	"math"
	"slices"
	"sync"

	"actorgraph/kb"
)

// View is a graph as a lens has it: the relations that the lens shows, with the
// strength that they have under it.
type View struct {
	*Graph
	strengths []strength
	along     []strength // the same, as the ends of relations stand: they are walked along one after the other
	levels    []strength // those that its relations have, the greatest first

	counting sync.Once
	counts   []uint32 // how many relations each entity has; see connections
}

// connections tells how many relations of each entity the lens shows.
func (v *View) connections() []uint32 {
	v.counting.Do(func() {
		v.counts = make([]uint32, v.entities.len())
		for n := range v.counts {
			for _, s := range v.along[v.ends[n]:v.ends[n+1]] {
				if s > 0 {
					v.counts[n]++
				}
			}
		}
	})
	return v.counts
}

// Under is what the lens leaves of g. r is the store that g is of; it is read once, as
// far as the lens shows its relations. Nil if it has a relation that g lacks: then it
// is not of the version of g.
func (g *Graph) Under(ctx context.Context, r kb.Reader, lens kb.Lens) (*View, error) {
	if lens.IsZero() {
		return newView(g, g.strengths), nil
	}
	numbers := make(map[kb.ID]uint32, g.relations.len())
	for e := range uint32(g.relations.len()) {
		numbers[g.relations.at(e)] = e
	}
	strengths := make([]strength, g.relations.len())
	for rel, err := range r.Under(lens).Edges(ctx, nil) {
		if err != nil {
			return nil, err
		}
		e, ok := numbers[rel.ID]
		if !ok {
			return nil, nil
		}
		strengths[e] = strengthOf(&rel, lens.AsksUnasserted())
	}
	return newView(g, strengths), nil
}

func newView(g *Graph, strengths []strength) *View {
	v := &View{Graph: g, strengths: strengths, along: make([]strength, len(g.edge))}
	for i, e := range g.edge {
		v.along[i] = strengths[e]
	}
	var has [math.MaxUint16 + 1]bool
	for _, s := range strengths {
		has[s] = true
	}
	for s := math.MaxUint16; s > 0; s-- {
		if has[s] {
			v.levels = append(v.levels, strength(s))
		}
	}
	return v
}

// condition is a [kb.PathWhere] by the numbers of a graph.
type condition struct {
	ways    [256]way  // by turn
	kinds   [256]bool // allowed between the ends
	avoid   []uint32  // sorted
	hub     int       // more relations than an entity between the ends may have; 0: any
	least   strength
	origins int
	open    bool // it allows all entities
	all     bool // and all relations

	backwards bool // relations are walked along from where they end
}

// way tells how a relation may be walked along from one of its ends.
type way uint8

const (
	ahead way = 1 << iota // as the path goes
	aback                 // as the path is walked from its end
)

func (g *Graph) condition(w *kb.PathWhere, avoid []uint32) *condition {
	c := &condition{hub: w.MaxDegree, origins: w.AtLeast, avoid: avoid, least: 1, backwards: w.Direction == kb.Backwards}
	c.open = len(w.Kinds) == 0 && len(w.NotKinds) == 0 && w.MaxDegree == 0 && len(avoid) == 0
	c.all = c.open && len(w.Types) == 0 && len(w.NotTypes) == 0 && w.Direction == kb.AnyDirection && w.AtLeast == 0
	for i, row := range kb.RelationTypes {
		if len(w.Types) > 0 && !slices.Contains(w.Types, row.Type) || slices.Contains(w.NotTypes, row.Type) {
			continue
		}
		leaving, entering := ahead|aback, ahead|aback
		switch {
		case row.Symmetric:
		case w.Direction == kb.AsWritten:
			leaving, entering = ahead, aback
		case w.Direction == kb.Backwards:
			leaving, entering = aback, ahead
		}
		c.ways[turn(i)], c.ways[turn(i)|arriving], c.ways[turn(i)|looping] = leaving, entering, ahead|aback
	}
	for i, row := range kb.Kinds {
		c.kinds[i] = (len(w.Kinds) == 0 || slices.Contains(w.Kinds, row.Kind)) && !slices.Contains(w.NotKinds, row.Kind)
	}
	return c
}

// passes tells whether a path may take the relation with the end i, walked from there.
func (v *View) passes(c *condition, i uint32, w way) bool {
	s := v.along[i]
	return c.ways[v.turns[i]]&w != 0 && s >= c.least && s.origins() >= c.origins
}

// enters tells whether a path may be at entity n between its ends.
func (v *View) enters(c *condition, n uint32) bool {
	if c.open {
		return true
	}
	if !c.kinds[v.kinds[n]] || c.hub > 0 && v.degree(n) > c.hub {
		return false
	}
	_, avoided := slices.BinarySearch(c.avoid, n)
	return !avoided
}

// neighbours calls yield with each relation by which a path may go on from n, and the
// entity that it leads to, perhaps n itself; against: as the path is walked from its
// end. They come by the entity and then by the relation.
func (v *View) neighbours(c *condition, n uint32, against bool, yield func(e, to uint32)) {
	w := ahead
	if against {
		w = aback
	}
	for i := v.ends[n]; i < v.ends[n+1]; i++ {
		if v.passes(c, i, w) {
			yield(v.edge[i], v.other[i])
		}
	}
}
