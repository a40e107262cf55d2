// Package analysis answers how entities are connected: by which paths, in what
// surroundings, and which of them stand in the middle of what hangs together.
//
// It holds the whole graph in memory, as compressed sparse rows: entities and
// relations are numbers, and the relations of an entity stand side by side. What a
// condition asks of a relation is packed beside it, so that it is tested while walking;
// a lens is a [View], which has the strengths of its own. A [Graph] is of one version of a store and never changes; who wants
// a newer one builds it. Nothing of it is the truth: a result names entities and
// relations by their ids, and what is shown of them is read from the store. [Keeper]
// keeps the graph of a store up to date.
//
// Only relations that a document asserts are walked along, unless the lens asks for a
// status that nobody asserts.
package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"actorgraph/kb"
)

// Graph is all entities and relations of one version of a store. It takes at most 40
// bytes a relation besides the ids.
//
// Entities are numbered as their ids sort, relations by their From and then by To,
// type and id. So whatever goes by numbers goes by ids.
type Graph struct {
	Version int64

	entities  []kb.ID
	kinds     []uint8 // places in [kb.Kinds]
	relations []kb.ID
	from, to  []uint32
	types     []uint8 // places in [kb.RelationTypes]
	strengths []strength

	// Each relation is two ends, one at each entity; one of an entity to itself is one,
	// where it starts. The ends at entity n are those
	// from ends[n] up to ends[n+1], by the entity on the other side and then by the
	// relation.
	ends  []uint32
	other []uint32 // the entity on the other side
	edge  []uint32 // the relation
	turns []turn

	rooms sync.Pool // of *room
}

// turn is the type of a relation, and whether it is seen from where it ends.
type turn uint8

const arriving turn = 1 << 7

// strength is how firmly a relation stands: by status, then by independent origins.
// 0: it is not walked along.
type strength uint16

const (
	originBits  = 12
	mostOrigins = 1<<originBits - 1 // more are as many
)

// strengthOf is that of a relation with this support. unasserted: it may be one that
// nothing explicit asserts.
func strengthOf(s *kb.Support, unasserted bool) strength {
	if s.Documents == 0 && !unasserted {
		return 0
	}
	return strength(len(kb.Statuses)-slices.Index(kb.Statuses, s.Status))<<originBits | strength(min(s.AtLeast, mostOrigins))
}

func (s strength) origins() int { return int(s & mostOrigins) }

// Build reads the graph that r has of its present state.
func Build(ctx context.Context, r kb.Reader) (*Graph, error) {
	for range buildAttempts {
		version, err := r.Version(ctx)
		if err != nil {
			return nil, err
		}
		g, err := build(ctx, r)
		if err != nil {
			return nil, err
		}
		after, err := r.Version(ctx)
		if err != nil {
			return nil, err
		}
		if g != nil && version == after {
			g.Version = version
			return g, nil
		}
	}
	return nil, errUnsteady
}

var errUnsteady = fmt.Errorf("%w: it changed each of %d times while its graph was read", kb.ErrUnavailable, buildAttempts)

// buildAttempts is how often a graph is read that changes meanwhile.
const buildAttempts = 5

// build reads entities and relations, which may be of two states; nil if a relation
// lacks an end.
func build(ctx context.Context, r kb.Reader) (*Graph, error) {
	g := &Graph{}
	number := map[kb.ID]uint32{}
	for e, err := range r.Entities().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		number[e.ID] = uint32(len(g.entities))
		g.entities = append(g.entities, e.ID)
		g.kinds = append(g.kinds, uint8(slices.IndexFunc(kb.Kinds, func(row kb.KindInfo) bool { return row.Kind == e.Kind })))
	}
	places := map[kb.RelationType]uint8{}
	for i, row := range kb.RelationTypes {
		places[row.Type] = uint8(i)
	}
	type edge struct {
		id       kb.ID
		from, to uint32
		typ      uint8
		strength
	}
	var edges []edge
	for rel, err := range r.Relations().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		from, ok := number[rel.From]
		to, isThere := number[rel.To]
		if !ok || !isThere {
			return nil, nil
		}
		edges = append(edges, edge{rel.ID, from, to, places[rel.Type], strengthOf(&rel.Support, false)})
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.typ, b.typ), cmp.Compare(a.id, b.id))
	})
	g.relations = make([]kb.ID, len(edges))
	g.from, g.to = make([]uint32, len(edges)), make([]uint32, len(edges))
	g.types, g.strengths = make([]uint8, len(edges)), make([]strength, len(edges))
	g.ends = make([]uint32, len(g.entities)+1)
	for i, e := range edges {
		g.relations[i], g.from[i], g.to[i], g.types[i], g.strengths[i] = e.id, e.from, e.to, e.typ, e.strength
		g.ends[e.from+1]++
		if e.to != e.from {
			g.ends[e.to+1]++
		}
	}
	for n := range g.entities {
		g.ends[n+1] += g.ends[n]
	}
	ends := g.ends[len(g.entities)]
	g.other, g.edge, g.turns = make([]uint32, ends), make([]uint32, ends), make([]turn, ends)
	// By the other side: first all ends at where a relation arrives, by its From, and
	// then those at where it starts, by its To, put in between.
	next := slices.Clone(g.ends)
	put := func(at, other, edge uint32, t turn) {
		i := next[at]
		next[at]++
		g.other[i], g.edge[i], g.turns[i] = other, edge, t
	}
	byTo := make([]uint32, len(edges))
	for e := range byTo {
		byTo[e] = uint32(e)
	}
	slices.SortFunc(byTo, func(a, b uint32) int { return cmp.Or(cmp.Compare(g.to[a], g.to[b]), cmp.Compare(a, b)) })
	// Both lists are walked at once, by the entity on the other side.
	for i, j := 0, 0; i < len(edges) || j < len(edges); {
		if j == len(edges) || i < len(edges) && g.from[i] <= g.to[byTo[j]] {
			if g.from[i] != g.to[i] {
				put(g.to[i], g.from[i], uint32(i), turn(g.types[i])|arriving)
			}
			i++
		} else {
			e := byTo[j]
			put(g.from[e], g.to[e], e, turn(g.types[e]))
			j++
		}
	}
	return g, nil
}

// number finds an entity.
func (g *Graph) number(id kb.ID) (uint32, bool) {
	n, ok := slices.BinarySearch(g.entities, id)
	return uint32(n), ok
}

// degree is the number of relations that an entity has.
func (g *Graph) degree(n uint32) int { return int(g.ends[n+1] - g.ends[n]) }
