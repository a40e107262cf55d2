package analysis

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"actorgraph/kb"
)

// A region is a part of a graph that is too large for memory: the entities that a
// question comes to, with all their relations, read from the store as the question
// comes to them. Paths and surroundings in it are found by the same code, so that they
// are the same as in the whole graph.
type region struct {
	store, under kb.Reader // the latter as the lens has it
	lens         kb.Lens
	kinds        map[kb.ID]uint8
	degrees      map[kb.ID]int // in the whole graph
	edges        map[kb.ID]kb.Edge
	read         map[kb.ID]bool // entities of which all relations are here
}

// maxRegion bounds the relations of a region.
const maxRegion = 200_000

// inRegion answers a question from a region, which is of one version of the store.
func inRegion[T any](ctx context.Context, store kb.Reader, lens kb.Lens, answer func(*region) (T, error)) (T, error) {
	var none T
	for range buildAttempts {
		version, err := store.Version(ctx)
		if err != nil {
			return none, err
		}
		r := &region{
			store: store, under: store.Under(lens), lens: lens,
			kinds: map[kb.ID]uint8{}, degrees: map[kb.ID]int{}, edges: map[kb.ID]kb.Edge{}, read: map[kb.ID]bool{},
		}
		out, err := answer(r)
		if err != nil && !errors.Is(err, errUnsteady) {
			return none, err
		}
		after, failed := store.Version(ctx)
		if failed != nil {
			return none, failed
		}
		if err == nil && after == version {
			return out, nil
		}
	}
	return none, errUnsteady
}

// know looks up entities.
func (r *region) know(ctx context.Context, ids []kb.ID) error {
	unknown := slices.DeleteFunc(slices.Clone(ids), func(id kb.ID) bool { _, ok := r.kinds[id]; return ok })
	return inBatches(ctx, unknown, r.store.Entities().Get, func(e *kb.Entity) {
		r.kinds[e.ID], r.degrees[e.ID] = kindPlaces[e.Kind], e.Degree
	})
}

// expandAtOnce is how many entities are asked about in one question.
const expandAtOnce = 100

// expand reads all relations of entities, and looks up where they lead.
func (r *region) expand(ctx context.Context, entities []kb.ID) error {
	wanted := slices.DeleteFunc(slices.Sorted(slices.Values(entities)), func(id kb.ID) bool { return r.read[id] })
	ends := map[kb.ID]bool{}
	take := func(page kb.Page[kb.Relation]) error {
		for _, rel := range page.Items {
			r.edges[rel.ID] = rel.Edge()
			ends[rel.From], ends[rel.To] = true, true
		}
		if len(r.edges) > maxRegion {
			return fmt.Errorf("%w: the question comes to more than %d relations of a graph that is too large to be held in memory; ask for fewer hops, or avoid entities with very many relations", kb.ErrTooCostly, maxRegion)
		}
		return nil
	}
	for some := range slices.Chunk(slices.Compact(wanted), expandAtOnce) {
		pages, err := r.under.Relations().Find(ctx, kb.Query[kb.RelationWhere]{Of: some, By: kb.RelationsAt, First: kb.MaxPage})
		if err != nil {
			return err
		}
		for i, page := range pages {
			for {
				if err := take(page); err != nil {
					return err
				}
				if !page.HasNext {
					break
				}
				next, err := r.under.Relations().Find(ctx, kb.Query[kb.RelationWhere]{Of: some[i : i+1], By: kb.RelationsAt, First: kb.MaxPage, After: page.Keys[len(page.Keys)-1]})
				if err != nil {
					return err
				}
				page = next[0]
			}
			r.read[some[i]] = true
		}
	}
	return r.know(ctx, slices.Collect(maps.Keys(ends)))
}

// view is what has been read. It is errUnsteady if a relation lacks an end.
func (r *region) view() (*View, error) {
	nodes := make([]node, 0, len(r.kinds))
	for _, id := range slices.Sorted(maps.Keys(r.kinds)) {
		nodes = append(nodes, node{id, r.kinds[id]})
	}
	g, err := connect(nodes, func(yield func(kb.Edge, error) bool) {
		for _, e := range r.edges {
			if !yield(e, nil) {
				return
			}
		}
	}, r.lens.AsksUnasserted())
	if err != nil {
		return nil, err
	}
	if g == nil {
		return nil, errUnsteady
	}
	g.degrees = make([]int, len(nodes))
	for n := range nodes {
		g.degrees[n] = r.degrees[nodes[n].id]
	}
	return newView(g, g.strengths), nil
}

// front is one side from which a region grows.
type front struct {
	seen map[kb.ID]bool
	at   []kb.ID // not expanded yet
}

func newFront(ids []kb.ID) *front {
	f := &front{seen: map[kb.ID]bool{}, at: ids}
	for _, id := range ids {
		f.seen[id] = true
	}
	return f
}

// grow expands a front by one hop.
func (r *region) grow(ctx context.Context, f *front) error {
	if err := r.expand(ctx, f.at); err != nil {
		return err
	}
	next := r.next(f.at)
	f.at = nil
	for _, id := range next {
		if !f.seen[id] {
			f.seen[id] = true
			f.at = append(f.at, id)
		}
	}
	return nil
}

// paths answers [View.Paths] from a region that grows from both ends. When the fronts
// have been expanded n times together, all paths of at most n relations are in it: each
// relation is at an entity that was expanded.
func (r *region) paths(ctx context.Context, q kb.PathQuery) ([]kb.Path, kb.NoPathReason, error) {
	if err := r.know(ctx, slices.Concat(q.From, q.To, q.Where.Through, q.Where.Avoid)); err != nil {
		return nil, "", err
	}
	front, back := newFront(q.From), newFront(q.To)
	for hops := 1; ; hops++ {
		smaller := front
		if len(back.at) < len(front.at) {
			smaller = back
		}
		if err := r.grow(ctx, smaller); errors.Is(err, kb.ErrTooCostly) && hops > q.MaxHops {
			return nil, "", fmt.Errorf("there is no path of at most %d relations; whether there are longer ones can't be told: %w", q.MaxHops, err)
		} else if err != nil {
			return nil, "", err
		}
		all := len(front.at) == 0 || len(back.at) == 0 // that is joined to one of the ends
		if !all && q.Order == kb.StrongestPath && hops < q.MaxHops {
			continue
		}
		v, err := r.view()
		if err != nil {
			return nil, "", err
		}
		within := q
		if !all {
			within.MaxHops = min(hops, q.MaxHops)
		}
		paths, reason, err := v.Paths(ctx, within)
		if err != nil {
			return nil, "", err
		}
		if complete := all || hops >= q.MaxHops; len(paths) == q.First || len(paths) > 0 && complete {
			return paths, "", nil
		} else if !complete {
			continue
		}
		// What is not here may still join the ends.
		if all || reason == kb.NoneWithinHops {
			return nil, reason, nil
		}
		if within.Where.Through != nil {
			within.Where.Through = nil
			if paths, _, err := v.Paths(ctx, within); err != nil || len(paths) > 0 {
				return nil, kb.CutByCondition, err
			}
		}
	}
}

// surroundings grows a region to all that [View.Subgraph] looks at: the relations of the
// entities that could be brought in, and where links stand for role entities, of these.
func (r *region) surroundings(ctx context.Context, q kb.SubgraphQuery) (*View, error) {
	if err := r.know(ctx, slices.Concat(q.IDs, q.Known, q.Where.Avoid)); err != nil {
		return nil, err
	}
	if err := r.expand(ctx, q.IDs); err != nil {
		return nil, err
	}
	for depth := 0; depth < q.Depth || q.Fold; depth++ {
		v, err := r.view()
		if err != nil {
			return nil, err
		}
		sofar := q
		sofar.Depth = depth
		s, err := v.Subgraph(ctx, sofar)
		if err != nil {
			return nil, err
		}
		near := r.next(slices.Concat(append(s.Layers, q.IDs)...))
		roles := slices.DeleteFunc(slices.Clone(near), func(id kb.ID) bool { return !q.Fold || !isRole[r.kinds[id]] })
		if depth == q.Depth {
			near = roles
		}
		if err := r.expand(ctx, near); err != nil {
			return nil, err
		}
		if depth == q.Depth {
			break
		}
		if err := r.expand(ctx, r.next(roles)); err != nil {
			return nil, err
		}
	}
	return r.view()
}

// next lists the entities that relations lead to from some, all of which are expanded.
func (r *region) next(from []kb.ID) []kb.ID {
	at, found := map[kb.ID]bool{}, map[kb.ID]bool{}
	for _, id := range from {
		at[id] = true
	}
	for _, e := range r.edges {
		if at[e.From] {
			found[e.To] = true
		}
		if at[e.To] {
			found[e.From] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
