package analysis

import (
	"context"
	"maps"
	"slices"
	"strings"

	"actorgraph/kb"
)

// amendment is what has changed of a graph since its version, as far as walking along
// its relations asks.
type amendment struct {
	version  int64
	entities map[kb.ID]bool // new, or perhaps of another kind
	stale    map[kb.ID]bool // relations that came, went, or may stand otherwise
}

// maxChanges is after how many changes a graph is rather read again.
const maxChanges = 50_000

// changes finds what has changed up to a version. It is nil if that can't be told from
// what the store says of its changes, or is so much that the graph is rather read
// again: what became of a claim that is gone is not said, nor on what a source bears.
func (g *Graph) changes(ctx context.Context, r kb.Reader, version int64) (*amendment, error) {
	list, err := r.Changes(ctx, g.Version, maxChanges+1)
	if err != nil || len(list) > maxChanges {
		return nil, err
	}
	a := &amendment{version: version, entities: map[kb.ID]bool{}, stale: map[kb.ID]bool{}}
	var claims, properties []kb.ID
	for _, c := range list {
		switch class := c.ID.Class(); {
		case class == kb.RelationClass:
			a.stale[c.ID] = true
		case c.Op == kb.Removed && class != kb.SourceClass, class == kb.SourceClass && c.Op == kb.Changed:
			return nil, nil
		case class == kb.EntityClass:
			a.entities[c.ID] = true
		case class == kb.ClaimClass:
			claims = append(claims, c.ID)
		case class == kb.PropertyClass:
			properties = append(properties, c.ID)
		}
	}
	err = inBatches(ctx, claims, r.Claims().Get, func(c *kb.Claim) {
		if c.Fact.Class() == kb.RelationClass {
			a.stale[c.Fact] = true
		} else {
			properties = append(properties, c.Fact)
		}
	})
	if err != nil {
		return nil, err
	}
	var dated []kb.ID // entities that may have another date, which their relations inherit
	err = inBatches(ctx, properties, r.Properties().Get, func(p *kb.Property) {
		if p.Key == kb.KeyDate || p.Key == kb.KeyFiled {
			dated = append(dated, p.Entity)
		}
	})
	for _, id := range dated {
		if n, ok := g.number(id); ok {
			g.touch(a, n)
		}
	}
	return a, err
}

// inBatches reads the records with these ids that there are.
func inBatches[T any](ctx context.Context, ids []kb.ID, get func(context.Context, []kb.ID) ([]*T, error), do func(*T)) error {
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), kb.MaxBatch) {
		records, err := get(ctx, some)
		if err != nil {
			return err
		}
		for _, r := range records {
			if r != nil {
				do(r)
			}
		}
	}
	return nil
}

// touch makes all relations at an entity stale.
func (g *Graph) touch(a *amendment, n uint32) {
	for i := g.ends[n]; i < g.ends[n+1]; i++ {
		a.stale[g.relations.at(g.edge[i])] = true
	}
}

// amend makes the graph of a later version. moved tells for each of its relations which
// number it had in g; isNew where it is new or stale. It is nil if what changed hangs
// together with more than the changes say, or if a relation lacks an end since more has
// changed meanwhile.
func (g *Graph) amend(ctx context.Context, r kb.Reader, a *amendment) (next *Graph, moved []uint32, err error) {
	// Entities first: those that are new, and those of another kind.
	kinds := map[kb.ID]uint8{}
	err = inBatches(ctx, slices.Collect(maps.Keys(a.entities)), r.Entities().Get, func(e *kb.Entity) {
		kind := kindPlaces[e.Kind]
		if n, ok := g.number(e.ID); ok && g.kinds[n] != kind {
			g.touch(a, n)
		} else if ok {
			return
		}
		kinds[e.ID] = kind
	})
	if err != nil {
		return nil, nil, err
	}
	nodes := make([]node, 0, g.entities.len()+len(kinds))
	numbers := make([]uint32, g.entities.len()) // that entities have now
	added := slices.Sorted(maps.Keys(kinds))
	for n := range uint32(g.entities.len()) {
		id, kind := g.entities.at(n), g.kinds[n]
		for len(added) > 0 && added[0] <= id {
			if added[0] < id {
				nodes = append(nodes, node{added[0], kinds[added[0]]})
			} else {
				kind = kinds[id]
			}
			added = added[1:]
		}
		numbers[n] = uint32(len(nodes))
		nodes = append(nodes, node{id, kind})
	}
	for _, id := range added {
		nodes = append(nodes, node{id, kinds[id]})
	}
	find := func(id kb.ID) (uint32, bool) {
		n, ok := slices.BinarySearchFunc(nodes, id, func(n node, id kb.ID) int { return strings.Compare(string(n.id), string(id)) })
		return uint32(n), ok
	}
	// Who has a part in something bears on all that is told of it.
	for e := range uint32(g.relations.len()) {
		if a.stale[g.relations.at(e)] && slices.Contains(kb.PartyTypes, kb.RelationTypes[g.types[e]].Type) {
			g.touch(a, g.to[e])
		}
	}
	var fresh []edge
	read := map[kb.ID]bool{}
	for {
		var wanted []kb.ID
		for id := range a.stale {
			if !read[id] {
				read[id] = true
				wanted = append(wanted, id)
			}
		}
		if len(wanted) == 0 {
			break
		}
		if len(read) > maxChanges {
			return nil, nil, nil
		}
		for e, err := range r.Edges(ctx, wanted) {
			if err != nil {
				return nil, nil, err
			}
			from, ok := find(e.From)
			to, isThere := find(e.To)
			if !ok || !isThere {
				return nil, nil, nil
			}
			if n, ok := g.number(e.To); ok && slices.Contains(kb.PartyTypes, e.Type) {
				g.touch(a, n)
			}
			fresh = append(fresh, edge{e.ID, from, to, typePlaces[e.Type], strengthOf(&e, false), isNew})
		}
	}
	slices.SortFunc(fresh, edge.compare)
	edges := make([]edge, 0, g.relations.len()+len(fresh))
	for e := range uint32(g.relations.len()) {
		if e%checked == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		old := edge{g.relations.at(e), numbers[g.from[e]], numbers[g.to[e]], g.types[e], g.strengths[e], e}
		if a.stale[old.id] {
			continue
		}
		for len(fresh) > 0 && fresh[0].compare(old) < 0 {
			edges, fresh = append(edges, fresh[0]), fresh[1:]
		}
		edges = append(edges, old)
	}
	edges = append(edges, fresh...)
	if next, err = assemble(nodes, edges); err != nil {
		return nil, nil, err
	}
	next.Version = a.version
	moved = make([]uint32, len(edges))
	for i := range edges {
		moved[i] = edges[i].was
	}
	return next, moved, nil
}

// carry makes the view of next with the strengths that v knows; the relations that are
// new or stale are not walked along until they are read.
func (v *View) carry(lens kb.Lens, next *Graph, moved []uint32) *View {
	if lens.IsZero() {
		return newView(next, next.strengths)
	}
	strengths := make([]strength, len(moved))
	for e, was := range moved {
		if was != isNew {
			strengths[e] = v.strengths[was]
		}
	}
	return newView(next, strengths)
}

// read makes the view that also knows the strengths of these relations; nil if the graph
// lacks one that the lens shows.
func (v *View) read(ctx context.Context, r kb.Reader, lens kb.Lens, relations map[kb.ID]bool) (*View, error) {
	strengths := slices.Clone(v.strengths)
	for e, err := range r.Under(lens).Edges(ctx, slices.Collect(maps.Keys(relations))) {
		if err != nil {
			return nil, err
		}
		n, ok := v.relation(&e)
		if !ok {
			return nil, nil
		}
		strengths[n] = strengthOf(&e, lens.AsksUnasserted())
	}
	return newView(v.Graph, strengths), nil
}

// relation finds a relation.
func (g *Graph) relation(e *kb.Edge) (uint32, bool) {
	from, ok := g.number(e.From)
	to, isThere := g.number(e.To)
	if !ok || !isThere {
		return 0, false
	}
	first, end := g.linking(from, to)
	for _, n := range g.edge[first:end] {
		if g.relations.at(n) == e.ID {
			return n, true
		}
	}
	return 0, false
}
