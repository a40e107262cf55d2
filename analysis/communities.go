package analysis

import (
	"context"

	"actorgraph/kb"
)

// Communities implements kb.Ranker.
func (k *Keeper) Communities(ctx context.Context, lens kb.Lens, q kb.CommunityQuery) (*kb.Clusters, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	v, err := k.view(ctx, lens)
	if err != nil {
		return nil, err
	}
	return v.Communities(ctx, q)
}

// Communities finds the largest communities, as [kb.CommunityQuery] asks for them.
//
// It is the algorithm of V. Blondel et al. (Fast unfolding of communities in large
// networks, 2008), called Louvain: entities move to the neighbouring community that
// raises modularity most, in the order of their ids; then whole communities do. A
// community that is not connected is split, which raises modularity, too; and it begins
// again from there, until nothing moves. So each community is connected, and no entity
// and no community would raise modularity by moving to a neighbour. There may be other
// divisions of greater modularity: to find the best one would take too long.
func (v *View) Communities(ctx context.Context, q kb.CommunityQuery) (*kb.Clusters, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	n, err := v.network(ctx, &q.Where)
	if err != nil {
		return nil, err
	}
	ground := n.ground(q.Resolution)
	labels := ground.communities()
	modularity := ground.modularity(labels)
	out := n.clusters(labels, q.First)
	out.Modularity = rounded(modularity)
	return out, ctx.Err()
}

// level is a network in which the communities of the level below are entities. At the
// ground they are entities of the network.
type level struct {
	*network
	resolution float64
	links      float64 // in all, in each direction
	from, into []int   // how many links lead from each and into each
	ends       []int   // those next to n, either way, are at near[ends[n]:ends[n+1]]
	near       []uint32
	weights    []int // how many links lead there and back
}

// ground is the network itself.
func (n *network) ground(resolution float64) *level {
	size := n.size()
	l := &level{network: n, resolution: resolution, links: float64(len(n.to)), from: make([]int, size), into: make([]int, size), ends: make([]int, size+1)}
	for at := range uint32(size) {
		l.from[at] = len(n.next(at))
		for _, to := range n.next(at) {
			l.into[to]++
		}
	}
	for at := range size {
		l.ends[at+1] = l.ends[at] + l.from[at] + l.into[at]
	}
	l.near, l.weights = make([]uint32, 2*len(n.to)), make([]int, 2*len(n.to))
	free := append([]int(nil), l.ends[:size]...)
	add := func(at, to uint32) {
		l.near[free[at]], l.weights[free[at]] = to, 1
		free[at]++
	}
	for at := range uint32(size) {
		if l.stopped(len(n.next(at))) {
			break
		}
		for _, to := range n.next(at) {
			add(at, to)
			add(to, at)
		}
	}
	return l
}

// alone labels each entity of the level as a community of its own.
func (l *level) alone() []uint32 {
	labels := make([]uint32, len(l.from))
	for at := range labels {
		labels[at] = uint32(at)
	}
	return labels
}

// communities labels the communities of the ground.
func (l *level) communities() []uint32 {
	labels := l.alone()
	for again := true; again && !l.over; {
		again = l.move(labels)
		for !l.over {
			above := l.merge(labels)
			merged := above.alone()
			if !above.move(merged) {
				break
			}
			again = true
			for at, c := range labels {
				labels[at] = merged[c]
			}
		}
		if l.split(labels) {
			again = true
		}
	}
	return labels
}

// leastGain is what a move has to bring, in links: less may come of the order of adding.
const leastGain = 1e-7

// move moves entities of the level from community to community as long as that raises
// modularity, and tells whether any moved. Who has moved makes its neighbours think again
// (V. Traag, L. Waltman and N. van Eck, From Louvain to Leiden, 2019, have it so).
func (l *level) move(labels []uint32) (moved bool) {
	size := len(labels)
	from, into := make([]int, size), make([]int, size) // links of the communities
	for at, c := range labels {
		from[c] += l.from[at]
		into[c] += l.into[at]
	}
	queue, waits := l.alone(), make([]bool, size)
	for at := range waits {
		waits[at] = true
	}
	joined := make([]int, size) // links with each community
	for len(queue) > 0 {
		var met, later []uint32
		for _, at := range queue {
			if l.stopped(len(met)) {
				return moved
			}
			near, weights := l.near[l.ends[at]:l.ends[at+1]], l.weights[l.ends[at]:l.ends[at+1]]
			waits[at] = false
			home := labels[at]
			from[home] -= l.from[at]
			into[home] -= l.into[at]
			met = met[:0]
			for i, other := range near {
				if c := labels[other]; joined[c] == 0 {
					met = append(met, c)
				}
				joined[labels[other]] += weights[i]
			}
			gain := func(c uint32) float64 {
				expected := float64(l.from[at])*float64(into[c]) + float64(l.into[at])*float64(from[c])
				return float64(joined[c]) - l.resolution*expected/l.links
			}
			best, most := home, gain(home)
			for _, c := range met {
				if g := gain(c); g > most+leastGain {
					best, most = c, g
				}
			}
			for _, c := range met {
				joined[c] = 0
			}
			from[best] += l.from[at]
			into[best] += l.into[at]
			if best == home {
				continue
			}
			labels[at] = best
			moved = true
			for _, other := range near {
				if !waits[other] && labels[other] != best {
					waits[other] = true
					later = append(later, other)
				}
			}
		}
		queue = later
	}
	return moved
}

// merge is the level above: its entities are the communities of labels, which it numbers
// as they first come.
func (l *level) merge(labels []uint32) *level {
	size := len(renumber(labels))
	up := &level{network: l.network, resolution: l.resolution, links: l.links, from: make([]int, size), into: make([]int, size), ends: make([]int, 1, size+1)}
	starts := make([]int, size+1)
	for at, c := range labels {
		up.from[c] += l.from[at]
		up.into[c] += l.into[at]
		starts[c+1]++
	}
	for c := range size {
		starts[c+1] += starts[c]
	}
	members := make([]uint32, len(labels))
	for at, c := range labels {
		members[starts[c]] = uint32(at)
		starts[c]++ // so it becomes the end of c
	}
	joined := make([]int, size)
	begin := 0
	for c := range uint32(size) {
		var met []uint32
		for _, at := range members[begin:starts[c]] {
			if l.stopped(l.ends[at+1] - l.ends[at]) {
				return up
			}
			for i := l.ends[at]; i < l.ends[at+1]; i++ {
				other := labels[l.near[i]]
				if other == c {
					continue
				}
				if joined[other] == 0 {
					met = append(met, other)
				}
				joined[other] += l.weights[i]
			}
		}
		begin = starts[c]
		for _, other := range met {
			up.near, up.weights = append(up.near, other), append(up.weights, joined[other])
			joined[other] = 0
		}
		up.ends = append(up.ends, len(up.near))
	}
	return up
}

// split makes communities of the parts of those that are not connected, and tells
// whether there were any.
func (l *level) split(labels []uint32) (any bool) {
	const none = ^uint32(0)
	parts := make([]uint32, len(labels))
	for at := range parts {
		parts[at] = none
	}
	seen := make([]bool, len(labels)) // communities of which a part is known
	var queue []uint32
	for from := range uint32(len(labels)) {
		if parts[from] != none {
			continue
		}
		any = any || seen[labels[from]]
		seen[labels[from]] = true
		parts[from] = from
		for queue = append(queue[:0], from); len(queue) > 0; {
			at := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			near := l.near[l.ends[at]:l.ends[at+1]]
			if l.stopped(len(near)) {
				return false
			}
			for _, other := range near {
				if labels[other] == labels[from] && parts[other] == none {
					parts[other] = from
					queue = append(queue, other)
				}
			}
		}
	}
	copy(labels, parts)
	return any
}

// modularity is that of a division of the ground.
func (l *level) modularity(labels []uint32) float64 {
	if l.links == 0 {
		return 0
	}
	from, into := make([]int, len(labels)), make([]int, len(labels)) // links of the communities
	within := 0
	for at, c := range labels {
		from[c] += l.from[at]
		into[c] += l.into[at]
		for _, to := range l.next(uint32(at)) {
			if labels[to] == c {
				within++
			}
		}
	}
	expected := 0.0
	for c := range from {
		expected += float64(from[c]) / l.links * (float64(into[c]) / l.links)
	}
	return float64(within)/l.links - l.resolution*expected
}
