package analysis

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"actorgraph/kb"
)

// Subgraph implements kb.Analyst.
func (k *Keeper) Subgraph(ctx context.Context, lens kb.Lens, q kb.SubgraphQuery) (*kb.Subgraph, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	v, err := k.around(ctx, lens, q)
	if err != nil {
		return nil, err
	}
	return v.Subgraph(ctx, q)
}

// HiddenRelations implements kb.Analyst.
func (k *Keeper) HiddenRelations(ctx context.Context, lens kb.Lens, q kb.SubgraphQuery, entity kb.ID, t kb.RelationType, d kb.Direction) ([]kb.ID, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	v, err := k.around(ctx, lens, q)
	if err != nil {
		return nil, err
	}
	return v.HiddenRelations(ctx, q, entity, t, d)
}

// around is a view with all that the question comes to.
func (k *Keeper) around(ctx context.Context, lens kb.Lens, q kb.SubgraphQuery) (*View, error) {
	v, err := k.view(ctx, lens)
	if errors.As(err, new(*tooLarge)) {
		return inRegion(ctx, k.store, lens, func(r *region) (*View, error) { return r.surroundings(ctx, q) })
	}
	return v, err
}

// Subgraph finds what surrounds some entities, as [kb.SubgraphQuery] has it. It looks at
// the relations of all entities that could be brought in, once at each.
func (v *View) Subgraph(ctx context.Context, q kb.SubgraphQuery) (*kb.Subgraph, error) {
	d, err := v.draw(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &kb.Subgraph{}
	for i, layer := range d.layers {
		var ids []kb.ID
		for _, n := range layer {
			if !d.is(isKnown, n) {
				ids = append(ids, v.entities.at(n))
			}
			out.Hidden = append(out.Hidden, d.hidden(n)...)
			out.Truncated = out.Truncated || i < q.Depth && d.hasMore(n)
		}
		if i == 0 || ids != nil {
			out.Layers = append(out.Layers, ids)
		}
	}
	for _, n := range d.folded {
		out.Hidden = append(out.Hidden, d.hidden(n)...)
	}
	if out.Links, err = d.links(); err != nil {
		return nil, err
	}
	for _, e := range d.edges() {
		out.Relations = append(out.Relations, v.relations.at(e))
	}
	out.HiddenEntities = d.left
	return out, ctx.Err()
}

// HiddenRelations lists the relations of one entity, type and direction that the
// subgraph leaves out, by id; none if the entity is not in it.
func (v *View) HiddenRelations(ctx context.Context, q kb.SubgraphQuery, entity kb.ID, t kb.RelationType, way kb.Direction) ([]kb.ID, error) {
	d, err := v.draw(ctx, q)
	if err != nil {
		return nil, err
	}
	n, ok := v.number(entity)
	if !ok || !d.is(isAsked|isShown|isFolded, n) {
		return nil, nil
	}
	var out []kb.ID
	d.leading(n, func(e, to uint32) {
		if d.leavesOut(n, e, to) && kb.RelationTypes[v.types[e]].Type == t && kb.Directions[v.directionOf(n, e)] == way {
			out = append(out, v.relations.at(e))
		}
	})
	slices.Sort(out)
	return out, ctx.Err()
}

// directionOf tells at which end of e an entity stands: a place in [kb.Directions].
func (v *View) directionOf(n, e uint32) int {
	switch {
	case kb.RelationTypes[v.types[e]].Symmetric:
		return 2
	case v.from[e] == n:
		return 0
	}
	return 1
}

// drawing is a subgraph that grows.
type drawing struct {
	*View
	*condition
	ctx       context.Context
	roles     []role         // of each entity
	connected map[uint32]int // how many relations those have that were looked at
	layers    [][]uint32     // with those that are asked for and known
	left      int            // entities that hidden relations lead to, of those told so far
	fold      bool
	acts      map[uint32][]part // who takes part in the role entities that were looked at
	folded    []uint32          // role entities that links stand for
	looked    int               // relations, since the context was looked at
}

// role is what an entity is to a drawing.
type role uint8

const (
	isAsked   role = 1 << iota // it is one to begin with
	isKnown                    // the caller shows it
	isShown                    // it is returned
	isOffered                  // the entity whose turn it is can bring it in
	isLeft                     // a hidden relation leads to it
	isFolded                   // links stand for it
)

// draw grows a subgraph.
func (v *View) draw(ctx context.Context, q kb.SubgraphQuery) (*drawing, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	var named [3][]uint32
	for i, list := range []struct {
		name string
		ids  []kb.ID
	}{{"ids", q.IDs}, {"known", q.Known}, {"where.avoid", q.Where.Avoid}} {
		var err error
		if named[i], err = v.numbers(list.name, list.ids); err != nil {
			return nil, err
		}
	}
	d := &drawing{
		View: v, condition: v.condition(&q.Where, named[2]), ctx: ctx,
		roles: make([]role, v.entities.len()), connected: map[uint32]int{}, fold: q.Fold, acts: map[uint32][]part{},
	}
	for _, n := range named[1] {
		d.roles[n] |= isKnown
	}
	shown := 0
	for _, n := range named[0] {
		d.roles[n] |= isAsked
		if !d.is(isKnown, n) {
			d.roles[n] |= isShown
			shown++
		}
	}
	layer := named[0]
	for {
		slices.SortFunc(layer, d.compare)
		d.layers = append(d.layers, layer)
		if len(d.layers) > q.Depth || len(layer) == 0 {
			break
		}
		var next []uint32
		for _, n := range layer {
			for _, to := range d.offers(n, min(q.PerEntity, q.Limit-shown-len(next))) {
				d.roles[to] |= isShown
				next = append(next, to)
			}
		}
		shown += len(next)
		layer = next
	}
	if d.fold {
		d.findFolded()
	}
	return d, ctx.Err()
}

func (d *drawing) is(r role, n uint32) bool { return d.roles[n]&r != 0 }

// stopped tells, before a look at the relations of n, whether nobody waits any more.
func (d *drawing) stopped(n uint32) bool {
	if d.looked += d.degree(n) + 1; d.looked >= checked {
		if d.ctx.Err() != nil {
			return true
		}
		d.looked = 0
	}
	return false
}

// leading calls yield with each relation of n, and the entity that it leads to. Once
// nobody waits any more there are none.
func (d *drawing) leading(n uint32, yield func(e, to uint32)) {
	if d.stopped(n) {
		return
	}
	var loops []uint32 // a relation to n itself comes from both ends
	d.neighbours(d.condition, n, false, func(e, to uint32) {
		if to == n {
			if slices.Contains(loops, e) {
				return
			}
			loops = append(loops, e)
		}
		if d.mayBeAt(to) {
			yield(e, to)
		}
	})
}

func (d *drawing) mayBeAt(n uint32) bool {
	return d.is(isAsked|isKnown, n) || d.enters(d.condition, n)
}

// bringing calls yield with each entity that n can bring in, some more than once, and
// with those that are there.
func (d *drawing) bringing(n uint32, yield func(to uint32)) {
	d.leading(n, func(_, to uint32) {
		if !d.folds(to) {
			yield(to)
			return
		}
		parts := d.parts(to)
		at, _ := slices.BinarySearchFunc(parts, n, func(p part, n uint32) int { return cmp.Compare(p.entity, n) })
		for _, p := range parts {
			if p.leads && p.role != parts[at].role {
				yield(p.entity)
			}
		}
	})
}

// compare puts the more connected first.
func (d *drawing) compare(a, b uint32) int {
	return cmp.Or(-cmp.Compare(d.connections(a), d.connections(b)), cmp.Compare(a, b))
}

func (d *drawing) connections(n uint32) int {
	if d.condition.all {
		return int(d.View.connections()[n])
	}
	count, ok := d.connected[n]
	if !ok {
		d.leading(n, func(_, _ uint32) { count++ })
		d.connected[n] = count
	}
	return count
}

// offers are the first of those that n can bring in, in their order.
func (d *drawing) offers(n uint32, first int) []uint32 {
	if first == 0 {
		return nil
	}
	var all, best []uint32
	d.bringing(n, func(to uint32) {
		if !d.is(isKnown|isShown|isOffered, to) {
			d.roles[to] |= isOffered
			all = append(all, to)
		}
	})
	for _, to := range all {
		d.roles[to] &^= isOffered
		if len(best) == first {
			if d.compare(to, best[first-1]) > 0 {
				continue
			}
			best = best[:first-1]
		}
		at, _ := slices.BinarySearchFunc(best, to, d.compare)
		best = slices.Insert(best, at, to)
	}
	return best
}

// hasMore tells whether there is one that n can bring in and that is not there.
func (d *drawing) hasMore(n uint32) (more bool) {
	d.bringing(n, func(to uint32) { more = more || !d.is(isKnown|isShown, to) })
	return more
}

// leavesOut tells whether a relation of n, which leads to another entity, is neither
// shown nor part of a link.
func (d *drawing) leavesOut(n, e, to uint32) bool {
	if d.is(isFolded, n) && d.is(isFolded, to) { // counted once, where walking along it begins
		if d.condition.backwards {
			return d.to[e] == n
		}
		return d.from[e] == n
	}
	return !d.is(isKnown|isShown|isFolded, to)
}

// hidden counts the relations of n that are left out.
func (d *drawing) hidden(n uint32) (out []kb.Hidden) {
	counts := make([][3]int, len(kb.RelationTypes)) // by type and direction
	d.leading(n, func(e, to uint32) {
		if !d.leavesOut(n, e, to) {
			return
		}
		counts[d.types[e]][d.directionOf(n, e)]++
		if !d.is(isLeft|isFolded, to) {
			d.roles[to] |= isLeft
			d.left++
		}
	})
	for i, row := range kb.RelationTypes {
		for k, count := range counts[i] {
			if count > 0 {
				out = append(out, kb.Hidden{Entity: d.entities.at(n), RelationCount: kb.RelationCount{Type: row.Type, Direction: kb.Directions[k], Count: count}})
			}
		}
	}
	return out
}

// edges are the relations among those that are shown, and between these and known ones.
func (d *drawing) edges() (out []uint32) {
	for _, layer := range d.layers {
		for _, n := range layer {
			if !d.is(isShown, n) {
				continue
			}
			for _, against := range []bool{false, true} {
				d.neighbours(d.condition, n, against, func(e, to uint32) {
					if d.is(isKnown|isShown, to) {
						out = append(out, e)
					}
				})
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
