// Package analysis answers how entities are connected: by which paths, through whom,
// in what surroundings.
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
	"math"
	"slices"
	"sync"

	"actorgraph/kb"
)

// Graph is all entities and relations of one version of a store.
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
	out       []uint32  // the relations from entity n are those from out[n] up to out[n+1]
	into      []uint32  // the relations to entity n are arriving[into[n]:into[n+1]]
	arriving  []uint32  // sorted by their From
	rooms     sync.Pool // of *room
}

// strength is how firmly a relation stands: by status, then by independent origins.
// 0: it is not walked along.
type strength uint32

// strengthOf is that of a relation with this support. unasserted: it may be one that
// nothing explicit asserts.
func strengthOf(s *kb.Support, unasserted bool) strength {
	if s.Documents == 0 && !unasserted {
		return 0
	}
	return strength(len(kb.Statuses)-slices.Index(kb.Statuses, s.Status))<<16 | strength(min(s.AtLeast, math.MaxUint16))
}

func (s strength) origins() int { return int(s & math.MaxUint16) }

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
	g.out, g.into = make([]uint32, len(g.entities)+1), make([]uint32, len(g.entities)+1)
	for _, e := range edges {
		g.relations = append(g.relations, e.id)
		g.from, g.to = append(g.from, e.from), append(g.to, e.to)
		g.types, g.strengths = append(g.types, e.typ), append(g.strengths, e.strength)
		g.out[e.from+1]++
		g.into[e.to+1]++
	}
	for n := range g.entities {
		g.out[n+1] += g.out[n]
		g.into[n+1] += g.into[n]
	}
	g.arriving = make([]uint32, len(edges))
	next := slices.Clone(g.into)
	for e := range edges {
		to := g.to[e]
		g.arriving[next[to]] = uint32(e)
		next[to]++
	}
	return g, nil
}

// number finds an entity.
func (g *Graph) number(id kb.ID) (uint32, bool) {
	n, ok := slices.BinarySearch(g.entities, id)
	return uint32(n), ok
}

// degree is the number of relations that an entity has, one to itself counted once.
func (g *Graph) degree(n uint32) int {
	return int(g.out[n+1] - g.out[n] + g.into[n+1] - g.into[n])
}
