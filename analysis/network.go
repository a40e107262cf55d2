package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// network is what a lens and a condition leave of a graph, for the questions of
// [kb.Ranker]. The entities that take part are numbered anew, as their ids sort.
// Whatever is summed is summed in the order of these numbers, so that the same graph
// gives the same answer to the bit.
type network struct {
	ctx      context.Context
	view     *View
	entities []uint32 // their numbers in the graph
	degrees  []int    // by how many relations one goes on
	out      []int    // links lead from n to to[out[n]:out[n+1]], each entity once
	to       []uint32
	looked   int  // links, since the context was looked at
	over     bool // the context is done
}

// network finds it.
func (v *View) network(ctx context.Context, w *kb.PathWhere) (*network, error) {
	avoid, err := v.numbers("where.avoid", w.Avoid)
	if err != nil {
		return nil, err
	}
	c := v.condition(w, avoid)
	net := &network{ctx: ctx, view: v}
	allowed := make([]bool, v.entities.len())
	for n := range allowed {
		allowed[n] = v.enters(c, uint32(n))
	}
	joined := make([]bool, len(allowed))
	degrees, ends := make([]int, len(allowed)), make([]int, len(allowed))
	var to []uint32
	for n, is := range allowed {
		if net.stopped(v.degree(uint32(n))) {
			return nil, ctx.Err()
		}
		if is {
			first := true
			v.neighbours(c, uint32(n), false, func(_, other uint32) {
				if int(other) == n || !allowed[other] {
					return
				}
				joined[n], joined[other] = true, true
				degrees[n]++
				if first || to[len(to)-1] != other {
					to = append(to, other)
				}
				first = false
			})
		}
		ends[n] = len(to)
	}
	anew := make([]uint32, len(allowed))
	net.out = []int{0}
	for n, is := range joined {
		if is {
			anew[n] = uint32(len(net.entities))
			net.entities = append(net.entities, uint32(n))
			net.degrees = append(net.degrees, degrees[n])
			net.out = append(net.out, ends[n])
		}
	}
	for i, n := range to {
		to[i] = anew[n]
	}
	net.to = to
	return net, ctx.Err()
}

// numbers finds the entities with these ids, sorted, each once.
func (v *View) numbers(argument string, ids []kb.ID) ([]uint32, error) {
	var out []uint32
	for _, id := range ids {
		n, ok := v.number(id)
		if !ok {
			return nil, fmt.Errorf("%w: %s: no entity has the id %q", kb.ErrInvalid, argument, id)
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// size is how many entities take part.
func (n *network) size() int { return len(n.entities) }

// next are the entities to which links lead from one.
func (n *network) next(at uint32) []uint32 { return n.to[n.out[at]:n.out[at+1]] }

// id is that of an entity.
func (n *network) id(at uint32) kb.ID { return n.view.entities.at(n.entities[at]) }

// stopped tells, after a look at so many links, whether the context is done. It looks
// at it now and then.
func (n *network) stopped(links int) bool {
	if n.looked += links + 1; n.looked >= checked {
		n.looked = 0
		n.over = n.ctx.Err() != nil
	}
	return n.over
}

// maxSteps bounds what is worked out from each entity on, in looks at a link: about ten
// seconds.
const maxSteps = 1_000_000_000

// affordable refuses to look so many times at each link, and at each entity, from each
// entity on if that would take too long.
func (n *network) affordable(by kb.RankBy, looks int) error {
	if steps := looks * n.size() * (n.size() + len(n.to)); steps > maxSteps {
		return fmt.Errorf("%w: %s goes through all links from each entity on: %d entities with %d links would take about %d million steps; at most %d million are allowed",
			kb.ErrTooCostly, by, n.size(), len(n.to), steps/1_000_000, maxSteps/1_000_000)
	}
	return nil
}

// greatest are the numbers below n with the greatest values, at most first of them: the
// greatest first, of equal ones the smallest number.
func greatest[V cmp.Ordered](net *network, n, first int, value func(uint32) V) []uint32 {
	type valued struct {
		number uint32
		value  V
	}
	var best []valued
	shorten := func() {
		slices.SortFunc(best, func(a, b valued) int { return cmp.Or(-cmp.Compare(a.value, b.value), cmp.Compare(a.number, b.number)) })
		best = best[:min(first, len(best))]
	}
	for i := range n {
		if net.stopped(16) { // a number costs about so much
			break
		}
		if best = append(best, valued{uint32(i), value(uint32(i))}); len(best) >= 2*first {
			shorten()
		}
	}
	shorten()
	out := make([]uint32, len(best))
	for i, b := range best {
		out[i] = b.number
	}
	return out
}

// clusters tells the parts of the network, of which labels has one for each entity. It
// changes labels.
func (n *network) clusters(labels []uint32, first int) *kb.Clusters {
	sizes := renumber(labels)
	chosen := greatest(n, len(sizes), first, func(c uint32) int { return sizes[c] })
	out := &kb.Clusters{Nodes: make([][]kb.ID, len(chosen)), Total: len(sizes)}
	place := make([]int, len(sizes))
	for i := range place {
		place[i] = -1
	}
	for i, c := range chosen {
		place[c] = i
		out.Nodes[i] = make([]kb.ID, 0, sizes[c])
	}
	for _, at := range n.byDegree() {
		if n.stopped(1) {
			break
		}
		if i := place[labels[at]]; i >= 0 {
			out.Nodes[i] = append(out.Nodes[i], n.id(at))
		}
	}
	return out
}

// renumber changes labels to 0, 1, … as they first come, and counts each.
func renumber(labels []uint32) (counts []int) {
	anew := make([]uint32, len(labels)) // 1 more
	for i, l := range labels {
		if anew[l] == 0 {
			counts = append(counts, 0)
			anew[l] = uint32(len(counts))
		}
		labels[i] = anew[l] - 1
		counts[labels[i]]++
	}
	return counts
}

// byDegree are the entities, the one with the greatest degree first. It counts and does
// not compare, since sorting can't be cancelled.
func (n *network) byDegree() []uint32 {
	most := 0
	for _, d := range n.degrees {
		most = max(most, d)
	}
	starts := make([]int, most+2) // of degree d: starts[most-d]
	for _, d := range n.degrees {
		starts[most-d+1]++
	}
	for i := range most + 1 {
		starts[i+1] += starts[i]
	}
	out := make([]uint32, n.size())
	for at, d := range n.degrees {
		out[starts[most-d]] = uint32(at)
		starts[most-d]++
	}
	return out
}
