package analysis

import (
	"context"

	"actorgraph/kb"
)

// Components implements kb.Ranker.
func (k *Keeper) Components(ctx context.Context, lens kb.Lens, q kb.ComponentQuery) (*kb.Clusters, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	v, err := k.view(ctx, lens)
	if err != nil {
		return nil, err
	}
	return v.Components(ctx, q)
}

// Components finds the largest components, as [kb.ComponentQuery] asks for them. It
// looks at each link once.
func (v *View) Components(ctx context.Context, q kb.ComponentQuery) (*kb.Clusters, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	n, err := v.network(ctx, &q.Where)
	if err != nil {
		return nil, err
	}
	out := n.clusters(n.components(), q.First)
	return out, ctx.Err()
}

// components labels the strongly connected components by the algorithm of R. Tarjan
// (Depth-first search and linear graph algorithms, 1972), with a stack of its own. Where
// all links lead both ways these are the connected components.
func (n *network) components() (labels []uint32) {
	type visit struct {
		at   uint32
		link int // the next one to look at
	}
	labels = make([]uint32, n.size())
	reached := make([]uint32, n.size()) // the turn in which it was reached, from 1; 0: not yet
	low := make([]uint32, n.size())     // the first turn that is reached from it
	done := make([]bool, n.size())
	var visits []visit
	var open []uint32 // not in a component yet, in the order of turns
	turn := uint32(0)
	reach := func(at uint32) {
		turn++
		reached[at], low[at] = turn, turn
		open = append(open, at)
		visits = append(visits, visit{at, n.out[at]})
	}
	for from := range uint32(n.size()) {
		if reached[from] == 0 {
			reach(from)
		}
		for len(visits) > 0 {
			if n.stopped(1) {
				return labels
			}
			v := &visits[len(visits)-1]
			if at := v.at; v.link < n.out[at+1] {
				to := n.to[v.link]
				v.link++
				if reached[to] == 0 {
					reach(to)
				} else if !done[to] {
					low[at] = min(low[at], reached[to])
				}
				continue
			}
			at := v.at
			visits = visits[:len(visits)-1]
			if len(visits) > 0 {
				before := visits[len(visits)-1].at
				low[before] = min(low[before], low[at])
			}
			if low[at] != reached[at] {
				continue
			}
			for label := at; ; {
				last := open[len(open)-1]
				open = open[:len(open)-1]
				labels[last], done[last] = label, true
				if last == at {
					break
				}
			}
		}
	}
	return labels
}
