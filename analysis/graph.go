// Package analysis answers how entities are connected: by which paths, in what
// surroundings, and which of them stand in the middle of what hangs together.
//
// It holds the whole graph in memory, as compressed sparse rows: entities and
// relations are numbers, and the relations of an entity stand side by side. What a
// condition asks of a relation is packed beside it, so that it is tested while walking;
// a lens is a [View], which has the strengths of its own. A [Graph] is of one version
// of a store and never changes; a newer one is made of it and of what the store says
// has changed. Nothing of it is the truth: a result names entities and relations by
// their ids, and what is shown of them is read from the store. [Keeper] keeps the graph
// of a store up to date, and a copy of it in a file.
//
// Only relations that a document asserts are walked along, unless the lens asks for a
// status that nobody asserts.
package analysis

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
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

	entities  ids
	kinds     []uint8 // places in [kb.Kinds]
	relations ids
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

	degrees []int // in the whole graph; nil: this is all of it

	rooms sync.Pool // of *room
}

// turn is the type of a relation, and whether it is seen from where it ends, or leads
// back to where it starts.
type turn uint8

const (
	arriving turn = 1 << 7
	looping  turn = 1 << 6 // more than there are types of relation
)

// strength is how firmly a relation stands: by status, then by independent origins.
// 0: it is not walked along.
type strength uint16

const (
	originBits  = 12
	mostOrigins = 1<<originBits - 1 // more are as many
)

// strengthOf is that of a relation. unasserted: it may be one that nothing explicit
// asserts.
func strengthOf(e *kb.Edge, unasserted bool) strength {
	if e.Documents == 0 && !unasserted {
		return 0
	}
	return strength(len(kb.Statuses)-slices.Index(kb.Statuses, e.Status))<<originBits | strength(min(e.AtLeast, mostOrigins))
}

func (s strength) origins() int { return int(s & mostOrigins) }

// ids are texts that stand one after the other: so many of them are one piece of
// memory.
type ids struct {
	text string
	ends []uint32 // the text of i is from ends[i] up to ends[i+1]
}

func (l ids) len() int          { return max(0, len(l.ends)-1) }
func (l ids) at(i uint32) kb.ID { return kb.ID(l.text[l.ends[i]:l.ends[i+1]]) }

// find looks for an id in a sorted list.
func (l ids) find(id kb.ID) (uint32, bool) {
	low, high := 0, l.len()
	for low < high {
		if middle := (low + high) / 2; l.at(uint32(middle)) < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return uint32(low), low < l.len() && l.at(uint32(low)) == id
}

// newIDs puts n ids into a list.
func newIDs(n int, at func(i int) kb.ID) (ids, error) {
	length := 0
	for i := range n {
		length += len(at(i))
	}
	if length > math.MaxUint32 || n > math.MaxUint32/2 {
		return ids{}, fmt.Errorf("%w: %d ids of %d bytes are more than fit into the graph in memory", kb.ErrTooCostly, n, length)
	}
	var text strings.Builder
	text.Grow(length)
	l := ids{ends: make([]uint32, n+1)}
	for i := range n {
		text.WriteString(string(at(i)))
		l.ends[i+1] = uint32(text.Len())
	}
	l.text = text.String()
	return l, nil
}

// node is an entity of a graph that is put together.
type node struct {
	id   kb.ID
	kind uint8
}

// edge is a relation of a graph that is put together.
type edge struct {
	id       kb.ID
	from, to uint32
	typ      uint8
	strength
	was uint32 // its number in the graph before; isNew if it has none
}

const isNew = math.MaxUint32

func (a edge) compare(b edge) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.typ, b.typ), strings.Compare(string(a.id), string(b.id)))
}

// places of kinds and types in their tables.
var kindPlaces, typePlaces = func() (map[kb.Kind]uint8, map[kb.RelationType]uint8) {
	kinds, types := map[kb.Kind]uint8{}, map[kb.RelationType]uint8{}
	for i, row := range kb.Kinds {
		kinds[row.Kind] = uint8(i)
	}
	for i, row := range kb.RelationTypes {
		types[row.Type] = uint8(i)
	}
	return kinds, types
}()

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
	var nodes []node
	for e, err := range r.Entities().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, node{e.ID, kindPlaces[e.Kind]})
	}
	return connect(nodes, r.Edges(ctx, nil), false)
}

// connect makes a graph of sorted nodes and what is read of relations, in any order; nil
// if one lacks an end.
func connect(nodes []node, read iter.Seq2[kb.Edge, error], unasserted bool) (*Graph, error) {
	number := make(map[kb.ID]uint32, len(nodes))
	for n := range nodes {
		number[nodes[n].id] = uint32(n)
	}
	var edges []edge
	for e, err := range read {
		if err != nil {
			return nil, err
		}
		from, ok := number[e.From]
		to, isThere := number[e.To]
		if !ok || !isThere {
			return nil, nil
		}
		edges = append(edges, edge{e.ID, from, to, typePlaces[e.Type], strengthOf(&e, unasserted), isNew})
	}
	return assemble(nodes, sortEdges(len(nodes), edges))
}

// sortEdges sorts edges among so many nodes: first by From, by counting.
func sortEdges(nodes int, edges []edge) []edge {
	starts := make([]uint32, nodes+1)
	for i := range edges {
		starts[edges[i].from+1]++
	}
	for n := range nodes {
		starts[n+1] += starts[n]
	}
	sorted, next := make([]edge, len(edges)), slices.Clone(starts)
	for i := range edges {
		at := &next[edges[i].from]
		sorted[*at] = edges[i]
		*at++
	}
	for n := range nodes {
		slices.SortFunc(sorted[starts[n]:starts[n+1]], edge.compare)
	}
	return sorted
}

// assemble makes a graph of sorted nodes and edges.
func assemble(nodes []node, edges []edge) (g *Graph, err error) {
	g = &Graph{kinds: make([]uint8, len(nodes))}
	if g.entities, err = newIDs(len(nodes), func(i int) kb.ID { return nodes[i].id }); err != nil {
		return nil, err
	}
	for i := range nodes {
		g.kinds[i] = nodes[i].kind
	}
	if g.relations, err = newIDs(len(edges), func(i int) kb.ID { return edges[i].id }); err != nil {
		return nil, err
	}
	g.from, g.to = make([]uint32, len(edges)), make([]uint32, len(edges))
	g.types, g.strengths = make([]uint8, len(edges)), make([]strength, len(edges))
	g.ends = make([]uint32, len(nodes)+1)
	arrive := make([]uint32, len(nodes)+1) // how many relations end at those before
	for i := range edges {
		e := &edges[i]
		g.from[i], g.to[i], g.types[i], g.strengths[i] = e.from, e.to, e.typ, e.strength
		g.ends[e.from+1]++
		if e.to != e.from {
			g.ends[e.to+1]++
		}
		arrive[e.to+1]++
	}
	for n := range nodes {
		g.ends[n+1] += g.ends[n]
		arrive[n+1] += arrive[n]
	}
	byTo := make([]uint32, len(edges)) // the relations by their To
	for e := range byTo {
		at := &arrive[g.to[e]]
		byTo[*at] = uint32(e)
		*at++
	}
	ends := g.ends[len(nodes)]
	g.other, g.edge, g.turns = make([]uint32, ends), make([]uint32, ends), make([]turn, ends)
	// By the other side: first all ends at where a relation arrives, by its From, and
	// then those at where it starts, by its To, put in between.
	next := slices.Clone(g.ends)
	put := func(at, other, edge uint32, t turn) {
		i := next[at]
		next[at]++
		g.other[i], g.edge[i], g.turns[i] = other, edge, t
	}
	// Both lists are walked at once, by the entity on the other side.
	for i, j := 0, 0; i < len(edges) || j < len(edges); {
		if j == len(edges) || i < len(edges) && g.from[i] <= g.to[byTo[j]] {
			if g.from[i] != g.to[i] {
				put(g.to[i], g.from[i], uint32(i), turn(g.types[i])|arriving)
			}
			i++
		} else {
			e := byTo[j]
			t := turn(g.types[e])
			if g.from[e] == g.to[e] {
				t |= looping
			}
			put(g.from[e], g.to[e], e, t)
			j++
		}
	}
	return g, nil
}

// linking are the ends at one entity, from first up to end, of relations with another.
func (g *Graph) linking(at, to uint32) (first, end uint32) {
	row := g.other[g.ends[at]:g.ends[at+1]]
	n, _ := slices.BinarySearch(row, to)
	first = g.ends[at] + uint32(n)
	for end = first; end < g.ends[at+1] && g.other[end] == to; end++ {
	}
	return first, end
}

// number finds an entity.
func (g *Graph) number(id kb.ID) (uint32, bool) { return g.entities.find(id) }

// degree is the number of relations that an entity has.
func (g *Graph) degree(n uint32) int {
	if g.degrees != nil {
		return g.degrees[n]
	}
	return int(g.ends[n+1] - g.ends[n])
}
