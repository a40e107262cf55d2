package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"actorgraph/kb"
)

// Between implements kb.Analyst.
func (k *Keeper) Between(ctx context.Context, lens kb.Lens, q kb.BetweenQuery) (*kb.BetweenAnswer, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	v, err := k.view(ctx, lens)
	if err != nil {
		return nil, err
	}
	return v.Between(ctx, q)
}

// Between finds who stands between some entities, as [kb.BetweenQuery] asks for it.
//
// It begins with K. Mehlhorn's set (A Faster Approximation Algorithm for the Steiner
// Problem in Graphs, 1988), which looks no farther than half of the widest gap between
// the ids. For few ids the smallest one follows, see smallest.
func (v *View) Between(ctx context.Context, q kb.BetweenQuery) (*kb.BetweenAnswer, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	ids, err := v.numbers("ids", q.IDs)
	if err != nil {
		return nil, err
	}
	avoid, err := v.numbers("where.avoid", q.Where.Avoid)
	if err != nil {
		return nil, err
	}
	c := &connecting{View: v, condition: v.condition(&q.Where, avoid), ctx: ctx, ids: ids}
	near := c.divide(q.MaxHops)
	out := &kb.BetweenAnswer{Groups: c.groups(near)}
	if near.left == 1 {
		set := near.set()
		if out.Exact = len(ids) <= kb.MaxExactBetween; out.Exact {
			set = c.smallest(len(set)-1, near.widest())
		}
		out.Entities, out.Steps = c.named(set), c.steps(set)
	} else if c.divide(math.MaxInt).left == 1 {
		out.Reason = kb.NoneWithinHops
	} else {
		c.condition = v.condition(&kb.PathWhere{}, nil)
		out.Reason = kb.DifferentComponents
		if c.divide(math.MaxInt).left == 1 {
			out.Reason = kb.CutByCondition
		}
		c.condition = v.condition(&q.Where, avoid)
	}
	out.Common, out.CommonTotal = c.common(q.First)
	return out, ctx.Err()
}

// connecting looks for what connects some entities.
type connecting struct {
	*View
	*condition
	ctx    context.Context
	ids    []uint32 // sorted
	looked int      // relations, since the context was looked at
	over   bool     // nobody waits any more
}

func (c *connecting) isAsked(n uint32) bool {
	_, is := slices.BinarySearch(c.ids, n)
	return is
}

func (c *connecting) named(numbers []uint32) (out []kb.ID) {
	for _, n := range numbers {
		out = append(out, c.entities.at(n))
	}
	return out
}

// stopped tells, before a look at the relations of n, whether nobody waits any more.
func (c *connecting) stopped(n uint32) bool {
	if c.looked += c.degree(n) + 1; c.looked >= checked {
		c.looked, c.over = 0, c.over || c.ctx.Err() != nil
	}
	return c.over
}

// linked calls yield with each entity that n is linked to and that a set may have, by
// number. Once nobody waits any more there are none.
func (c *connecting) linked(n uint32, yield func(to uint32)) {
	if c.stopped(n) {
		return
	}
	last := n
	c.neighbours(c.condition, n, false, func(_, to uint32) {
		if to != last && to != n && (c.enters(c.condition, to) || c.isAsked(to)) {
			last = to
			yield(to)
		}
	})
}

// relationsOf are those between two entities, the strongest first. They are looked for
// where there are fewer.
func (c *connecting) relationsOf(a, b uint32) []uint32 {
	if c.degree(a) > c.degree(b) {
		a, b = b, a
	}
	if c.stopped(a) {
		return nil
	}
	return c.between(c.condition, a, b)
}

// cells are entities, each with the one of ids that it is nearest to, and the crossings
// from cell to cell that join ids.
type cells struct {
	*connecting
	base       []uint8  // of each entity: the place of that id, plus one; 0: not reached
	hops, from []uint32 // how far it is from there, and the entity before
	group      []uint8  // of each id: the first that it is joined with
	left       int      // groups
	crossings  []crossing
}

// crossing leads from one cell into another, as part of a way of so many links between
// the two ids.
type crossing struct {
	from, to uint32
	length   int
}

// divide finds cells that grow until all ids are joined, or until ways from one to
// another would have more than so many links. Shorter ways join first (J. Kruskal, 1956).
func (c *connecting) divide(maxHops int) *cells {
	n := c.entities.len()
	d := &cells{connecting: c, base: make([]uint8, n), hops: make([]uint32, n), from: make([]uint32, n), left: len(c.ids)}
	for i, id := range c.ids {
		d.base[id], d.from[id] = uint8(i+1), id
		d.group = append(d.group, uint8(i))
	}
	layer := c.ids
	for hops := 0; d.left > 1 && len(layer) > 0 && 2*hops+1 <= maxHops; hops++ {
		var next []uint32
		var longer []crossing // by one link: over an entity of the next layer
		var met [kb.MaxBetween + 1][kb.MaxBetween + 1]bool
		for _, at := range layer {
			c.linked(at, func(to uint32) {
				switch {
				case d.base[to] == 0:
					d.base[to], d.hops[to], d.from[to] = d.base[at], uint32(hops+1), at
					next = append(next, to)
				case d.hops[to] == uint32(hops):
					d.join(crossing{at, to, 2*hops + 1})
				case d.hops[to] == uint32(hops+1) && !met[d.base[at]][d.base[to]]:
					met[d.base[at]][d.base[to]] = true
					longer = append(longer, crossing{at, to, 2*hops + 2})
				}
			})
		}
		for _, x := range longer {
			if x.length <= maxHops {
				d.join(x)
			}
		}
		layer = next
	}
	return d
}

// join takes a crossing if it joins ids that are not yet joined.
func (d *cells) join(x crossing) {
	a, b := d.group[d.base[x.from]-1], d.group[d.base[x.to]-1]
	if a == b {
		return
	}
	for i, g := range d.group {
		if g == a || g == b {
			d.group[i] = min(a, b)
		}
	}
	d.left--
	d.crossings = append(d.crossings, x)
}

// widest is the length of the longest way that joins two ids.
func (d *cells) widest() int { return d.crossings[len(d.crossings)-1].length }

// set is all entities on the ways that join the ids. It is a tree that ends in ids:
// within a cell ways part, and no two crossings join the same groups.
func (d *cells) set() (out []uint32) {
	for _, x := range d.crossings {
		for _, n := range []uint32{x.from, x.to} {
			for ; d.from[n] != n; n = d.from[n] {
				out = append(out, n)
			}
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// groups are the ids as they are joined.
func (c *connecting) groups(d *cells) (out [][]kb.ID) {
	for first := range c.ids {
		var group []uint32
		for i, id := range c.ids {
			if int(d.group[i]) == first {
				group = append(group, id)
			}
		}
		if group != nil {
			out = append(out, c.named(group))
		}
	}
	return out
}

// steps are all links within a set.
func (c *connecting) steps(set []uint32) (out []kb.BetweenStep) {
	for _, n := range set {
		c.linked(n, func(to uint32) {
			if _, is := slices.BinarySearch(set, to); !is || to < n {
				return
			}
			if edges := c.relationsOf(n, to); len(edges) > 0 {
				s := kb.BetweenStep{From: c.entities.at(c.from[edges[0]]), To: c.entities.at(c.to[edges[0]])}
				for _, e := range edges {
					s.Relations = append(s.Relations, c.relations.at(e))
				}
				out = append(out, s)
			}
		})
	}
	slices.SortFunc(out, func(a, b kb.BetweenStep) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return out
}

// common finds the first common neighbours, and how many there are.
func (c *connecting) common(first int) (out []kb.CommonNeighbour, total int) {
	touched := make([]uint8, c.entities.len()) // how many of ids
	var all []uint32
	for _, id := range c.ids {
		c.linked(id, func(to uint32) {
			if touched[to]++; touched[to] == 2 && !c.isAsked(to) {
				all = append(all, to)
			}
		})
	}
	degrees := map[uint32]int{}
	for _, n := range all {
		if !c.stopped(n) {
			c.neighbours(c.condition, n, false, func(_, _ uint32) { degrees[n]++ })
		}
	}
	slices.SortFunc(all, func(a, b uint32) int {
		return cmp.Or(-cmp.Compare(touched[a], touched[b]), cmp.Compare(degrees[a], degrees[b]), cmp.Compare(a, b))
	})
	for _, n := range all[:min(first, len(all))] {
		neighbour := kb.CommonNeighbour{Entity: c.entities.at(n), Degree: degrees[n]}
		for _, id := range c.ids {
			edges := c.relationsOf(n, id)
			for _, e := range edges {
				neighbour.Relations = append(neighbour.Relations, c.relations.at(e))
			}
			if edges != nil {
				neighbour.Of = append(neighbour.Of, c.entities.at(id))
			}
		}
		out = append(out, neighbour)
	}
	return out, len(all)
}

// smallest is the smallest set that connects the ids, of equal ones that whose list
// comes first; known is how many links some set has, and widest the widest gap in it.
//
// It is the algorithm of S. Dreyfus and R. Wagner (The Steiner Problem in Graphs, 1971):
// the smallest tree that has some of the ids and ends at an entity goes on from one that
// ends at a neighbour, or consists of two that end there. Those grow first that can
// become the smallest whole ones (S. Hougardy, J. Silvanus and J. Vygen, Dijkstra Meets
// Steiner, 2017), so that few entities far from the ids are looked at. At worst all are,
// about once for each set of ids without the last: 15 times for five ids. It takes 21
// bytes an entity.
//
// Which list comes first can be told of the parts of a tree, too: of two lists of one
// length the first is the one that has the smallest of the numbers that are in one of
// the two alone, and it stays so whatever both have besides.
func (c *connecting) smallest(known, widest int) []uint32 {
	t := &trees{connecting: c, spots: make([]spot, c.entities.len()), radius: (widest + 1) / 2, most: known, best: map[tree][]uint32{}}
	t.last = len(c.ids) - 1
	t.look()
	t.grow()
	return t.first(tree{c.ids[t.last], 1<<t.last - 1})
}

// trees grow until one has all ids.
type trees struct {
	*connecting
	spots  []spot
	radius int // up to which it is known how far entities are from each id
	last   int // the place of the id where the whole tree ends
	// tours tells how many links at least lead from one id over some to another.
	tours   [1 << kb.MaxExactBetween][kb.MaxExactBetween][kb.MaxExactBetween]int
	most    int         // links of the smallest tree that is known
	waiting [][]waiting // by how many links the whole tree has at least
	best    map[tree][]uint32
}

// waiting is a tree of so many links that is to grow.
type waiting struct {
	tree
	links int
}

// tree is the smallest tree that has a set of ids and ends at an entity.
type tree struct {
	at  uint32
	ids uint8
}

// spot is what is known of an entity, plus one; 0: nothing.
type spot struct {
	hops  [kb.MaxExactBetween]uint8            // to each id
	links [1 << (kb.MaxExactBetween - 1)]uint8 // of the smallest tree found so far that has these ids and ends here
}

// look finds what is near each id, and so how far the ids are apart.
func (t *trees) look() {
	var apart [kb.MaxExactBetween][kb.MaxExactBetween]int
	for i, id := range t.ids {
		for j := range i {
			apart[i][j] = 2*t.radius + 1 // if they don't meet
		}
		reach := func(n uint32, hops int) {
			near := &t.spots[n].hops
			near[i] = uint8(hops + 1)
			for j := range i {
				if near[j] > 0 {
					apart[i][j] = min(apart[i][j], hops+int(near[j])-1)
				}
			}
		}
		reach(id, 0)
		layer := []uint32{id}
		for hops := 1; hops <= t.radius; hops++ {
			var next []uint32
			for _, n := range layer {
				t.linked(n, func(to uint32) {
					if t.spots[to].hops[i] == 0 {
						reach(to, hops)
						next = append(next, to)
					}
				})
			}
			layer = next
		}
		for j := range i {
			apart[j][i] = apart[i][j]
		}
	}
	for ids := range 1 << len(t.ids) {
		for from := range t.ids {
			for to := range t.ids {
				least := never
				switch {
				case from == to && ids == 1<<from:
					least = 0
				case from != to && ids&(1<<to) > 0:
					for before := range t.ids {
						if before != to {
							least = min(least, t.tours[ids&^(1<<to)][from][before]+apart[before][to])
						}
					}
				}
				t.tours[ids][from][to] = least
			}
		}
	}
}

// never is more links than any tour has.
const never = 1 << 20

// missing is how many links at least a tree needs to lead from an entity to some ids:
// who walks round it takes each twice, and comes by all of them and back.
func (t *trees) missing(s *spot, ids uint8) int {
	if ids == 0 {
		return 0
	}
	hops := func(id int) int {
		if s.hops[id] > 0 {
			return int(s.hops[id]) - 1
		}
		return t.radius + 1
	}
	least := never
	for from := range t.ids {
		for to := range from + 1 {
			if tour := t.tours[ids][from][to]; tour < never {
				least = min(least, hops(from)+tour+hops(to))
			}
		}
	}
	return (least + 1) / 2
}

// grow lets trees grow from each id but the last, until one that has all ends there.
func (t *trees) grow() {
	t.waiting = make([][]waiting, t.most+1)
	for i, id := range t.ids[:t.last] {
		t.offer(tree{id, 1 << i}, 0, 0)
	}
	all := uint8(1)<<t.last - 1
	for whole := 0; whole <= t.most; whole++ {
		for i := 0; i < len(t.waiting[whole]); i++ {
			x := t.waiting[whole][i].tree
			links := t.waiting[whole][i].links
			here := &t.spots[x.at].links
			if int(here[x.ids]) != links+1 {
				continue // a smaller one came later
			}
			for others := all &^ x.ids; others > 0; others = (others - 1) &^ x.ids & all {
				if here[others] > 0 {
					t.offer(tree{x.at, x.ids | others}, links+int(here[others])-1, whole)
				}
			}
			t.linked(x.at, func(to uint32) { t.offer(tree{to, x.ids}, links+1, whole) })
		}
		t.waiting[whole] = nil
	}
}

// offer keeps a tree if there is no smaller one like it and it can be part of a whole one
// that is small enough. whole is how far the whole ones have grown.
func (t *trees) offer(x tree, links, whole int) {
	s := &t.spots[x.at]
	if known := int(s.links[x.ids]); known > 0 && known <= links+1 {
		return
	}
	whole = max(whole, links+t.missing(s, (1<<len(t.ids)-1)&^x.ids))
	if whole > t.most {
		return
	}
	s.links[x.ids] = uint8(links + 1)
	t.waiting[whole] = append(t.waiting[whole], waiting{x, links})
	if x.at == t.ids[t.last] && int(x.ids) == 1<<t.last-1 {
		t.most = links
	}
}

// first is the list that comes first of the trees like x that are smallest.
func (t *trees) first(x tree) []uint32 {
	if list, ok := t.best[x]; ok {
		return list
	}
	here := t.spots[x.at].links
	var best []uint32
	consider := func(list ...uint32) {
		slices.Sort(list)
		if list = slices.Compact(list); best == nil || slices.Compare(list, best) < 0 {
			best = list
		}
	}
	if here[x.ids] == 1 {
		consider(x.at)
	}
	for some := (x.ids - 1) & x.ids; some > x.ids&^some; some = (some - 1) & x.ids {
		rest := x.ids &^ some
		if here[some] > 0 && here[rest] > 0 && here[some]+here[rest] == here[x.ids]+1 {
			consider(slices.Concat(t.first(tree{x.at, some}), t.first(tree{x.at, rest}))...)
		}
	}
	if here[x.ids] > 1 {
		t.linked(x.at, func(to uint32) {
			if t.spots[to].links[x.ids] == here[x.ids]-1 {
				consider(slices.Concat(t.first(tree{to, x.ids}), []uint32{x.at})...)
			}
		})
	}
	t.best[x] = best
	return best
}
