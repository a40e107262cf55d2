package analysis

import (
	"context"
	"slices"

	"actorgraph/kb"
)

// View is a graph as a lens has it: the relations that the lens shows, with the
// strength that they have under it.
type View struct {
	*Graph
	strengths []strength
}

// Under is what the lens leaves of g. r is the store that g is of; it is read once, as
// far as the lens shows its relations. Nil if it has a relation that g lacks: then it
// is not of the version of g.
func (g *Graph) Under(ctx context.Context, r kb.Reader, lens kb.Lens) (*View, error) {
	if lens.IsZero() {
		return &View{g, g.strengths}, nil
	}
	numbers := make(map[kb.ID]uint32, len(g.relations))
	for e, id := range g.relations {
		numbers[id] = uint32(e)
	}
	v := &View{g, make([]strength, len(g.relations))}
	for rel, err := range r.Under(lens).Relations().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		e, ok := numbers[rel.ID]
		if !ok {
			return nil, nil
		}
		v.strengths[e] = strengthOf(&rel.Support, lens.AsksUnasserted())
	}
	return v, nil
}

// condition is a [kb.PathWhere] by the numbers of a graph.
type condition struct {
	types    [256]bool // allowed
	kinds    [256]bool // allowed between the ends
	directed bool
	avoid    []uint32 // sorted
	hub      int      // more relations than an entity between the ends may have; 0: any
	least    strength
	origins  int
}

var (
	symmetric [256]bool
	typePlace = map[kb.RelationType]uint8{}
	kindPlace = map[kb.Kind]uint8{}
)

func init() {
	for i, row := range kb.RelationTypes {
		symmetric[i], typePlace[row.Type] = row.Symmetric, uint8(i)
	}
	for i, row := range kb.Kinds {
		kindPlace[row.Kind] = uint8(i)
	}
}

func (g *Graph) condition(w *kb.PathWhere, avoid []uint32) *condition {
	c := &condition{directed: w.Directed, hub: w.MaxDegree, origins: w.AtLeast, avoid: avoid, least: 1}
	for typ, i := range typePlace {
		c.types[i] = (len(w.Types) == 0 || slices.Contains(w.Types, typ)) && !slices.Contains(w.NotTypes, typ)
	}
	for kind, i := range kindPlace {
		c.kinds[i] = (len(w.Kinds) == 0 || slices.Contains(w.Kinds, kind)) && !slices.Contains(w.NotKinds, kind)
	}
	return c
}

// takes tells whether a path may take relation e.
func (v *View) takes(c *condition, e uint32) bool {
	s := v.strengths[e]
	return s >= c.least && c.types[v.types[e]] && s.origins() >= c.origins
}

// enters tells whether a path may be at entity n between its ends.
func (v *View) enters(c *condition, n uint32) bool {
	_, avoided := slices.BinarySearch(c.avoid, n)
	return c.kinds[v.kinds[n]] && !avoided && (c.hub == 0 || v.degree(n) <= c.hub)
}

// neighbours calls yield with each relation by which a path may go on from n, and the
// entity that it leads to, perhaps n itself; against: as the path is walked from its
// end. An entity with several relations to n comes several times.
func (v *View) neighbours(c *condition, n uint32, against bool, yield func(e, to uint32)) {
	for e := v.out[n]; e < v.out[n+1]; e++ {
		if (!c.directed || !against || symmetric[v.types[e]]) && v.takes(c, e) {
			yield(e, v.to[e])
		}
	}
	for _, e := range v.arriving[v.into[n]:v.into[n+1]] {
		if (!c.directed || against || symmetric[v.types[e]]) && v.takes(c, e) {
			yield(e, v.from[e])
		}
	}
}
