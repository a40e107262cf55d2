package analysis

import (
	"context"
	"math"
	"strconv"

	"actorgraph/kb"
)

// Rank implements kb.Ranker.
func (k *Keeper) Rank(ctx context.Context, lens kb.Lens, q kb.RankQuery) (*kb.Ranking, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	v, err := k.view(ctx, lens)
	if err != nil {
		return nil, err
	}
	return v.Rank(ctx, q)
}

// Rank finds the entities that come first, as [kb.RankQuery] asks for them. PageRank
// costs at most 180 looks at each link; betweenness and closeness as many as there are
// entities, and are refused beyond a bound.
func (v *View) Rank(ctx context.Context, q kb.RankQuery) (*kb.Ranking, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	n, err := v.network(ctx, &q.Where)
	if err != nil {
		return nil, err
	}
	value := func(at uint32) float64 { return float64(n.degrees[at]) }
	switch q.By {
	case kb.RankByPageRank:
		ranks := n.pageRank()
		value = func(at uint32) float64 { return rounded(ranks[at]) }
	case kb.RankByBetweenness, kb.RankByCloseness:
		work, looks := n.betweenness, 4 // there and back, and what it adds up takes as long again
		if q.By == kb.RankByCloseness {
			work, looks = n.closeness, 1
		}
		if err := n.affordable(q.By, looks); err != nil {
			return nil, err
		}
		values := work()
		value = func(at uint32) float64 { return rounded(values[at]) }
	}
	out := &kb.Ranking{Total: n.size()}
	for i, at := range greatest(n, n.size(), q.First, value) {
		r := kb.Ranked{Entity: n.id(at), Value: value(at), Place: i + 1}
		if i > 0 && out.Nodes[i-1].Value == r.Value {
			r.Place = out.Nodes[i-1].Place
		}
		out.Nodes = append(out.Nodes, r)
	}
	return out, ctx.Err()
}

// rounded has ten significant digits: entities that stand alike differ only in what the
// order of adding leaves behind, and share a place.
func rounded(x float64) float64 {
	x, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 9, 64), 64)
	if err != nil {
		panic(err) // it was written as a number
	}
	return x
}

// The numbers of PageRank. Each round brings the values nearer by the damping: after the
// last one nothing but what rounding leaves behind can be more than the tolerance.
const (
	damping   = 0.85
	tolerance = 1e-12 // all values together change by less
	maxRounds = 180
)

// pageRank is found by power iteration, from equal values on.
func (n *network) pageRank() []float64 {
	size := float64(n.size())
	ranks, next := make([]float64, n.size()), make([]float64, n.size())
	for at := range ranks {
		ranks[at] = 1 / size
	}
	for range maxRounds {
		lost := 0.0 // by those from whom no link leads on
		clear(next)
		for at, rank := range ranks {
			links := n.next(uint32(at))
			if n.stopped(len(links)) {
				return ranks
			}
			if len(links) == 0 {
				lost += rank
				continue
			}
			share := rank / float64(len(links))
			for _, to := range links {
				next[to] += share
			}
		}
		change := 0.0
		for at, sum := range next {
			next[at] = (1-damping+damping*lost)/size + damping*sum
			change += math.Abs(next[at] - ranks[at])
		}
		ranks, next = next, ranks
		if change < tolerance {
			break
		}
	}
	return ranks
}

// walk is a breadth-first walk from one entity.
type walk struct {
	order []uint32 // the entities reached, in this order
	hops  []int32  // how far each is; -1: not reached
}

func newWalk(n *network) *walk {
	w := &walk{order: make([]uint32, 0, n.size()), hops: make([]int32, n.size())}
	for at := range w.hops {
		w.hops[at] = -1
	}
	return w
}

// begin forgets the walk before.
func (w *walk) begin(at uint32) {
	for _, reached := range w.order {
		w.hops[reached] = -1
	}
	w.order = append(w.order[:0], at)
	w.hops[at] = 0
}

// betweenness is found by U. Brandes (A faster algorithm for betweenness centrality,
// 2001). What an entity passes on is gathered over the links that lead on from it, so
// that no predecessors are kept.
func (n *network) betweenness() []float64 {
	values := make([]float64, n.size())
	paths, passed := make([]float64, n.size()), make([]float64, n.size())
	w := newWalk(n)
	for from := range uint32(n.size()) {
		w.begin(from)
		clear(paths)
		paths[from] = 1
		for i := 0; i < len(w.order); i++ {
			at := w.order[i]
			if n.stopped(2 * len(n.next(at))) {
				return values
			}
			for _, to := range n.next(at) {
				if w.hops[to] < 0 {
					w.hops[to] = w.hops[at] + 1
					w.order = append(w.order, to)
				}
				if w.hops[to] == w.hops[at]+1 {
					paths[to] += paths[at]
				}
			}
		}
		for i := len(w.order) - 1; i > 0; i-- {
			at := w.order[i]
			sum := 0.0
			for _, to := range n.next(at) {
				if w.hops[to] == w.hops[at]+1 {
					sum += paths[at] / paths[to] * (1 + passed[to])
				}
			}
			passed[at] = sum
			values[at] += sum
		}
	}
	if pairs := float64(n.size()-1) * float64(n.size()-2); pairs > 0 {
		for at := range values {
			values[at] /= pairs
		}
	}
	return values
}

// closeness is found by a walk from each entity.
func (n *network) closeness() []float64 {
	values := make([]float64, n.size())
	w := newWalk(n)
	for from := range uint32(n.size()) {
		w.begin(from)
		sum := 0
		for i := 0; i < len(w.order); i++ {
			at := w.order[i]
			if n.stopped(len(n.next(at))) {
				return values
			}
			sum += int(w.hops[at])
			for _, to := range n.next(at) {
				if w.hops[to] < 0 {
					w.hops[to] = w.hops[at] + 1
					w.order = append(w.order, to)
				}
			}
		}
		if reached := float64(len(w.order) - 1); reached > 0 {
			values[from] = reached / float64(n.size()-1) * reached / float64(sum)
		}
	}
	return values
}
