package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"actorgraph/kb"
)

// Paths finds the best simple paths, the best first, as [kb.PathQuery] asks for them;
// if there is none, it tells why.
//
// It is the algorithm of J. Yen (Finding the K Shortest Loopless Paths in a Network,
// 1971) as E. Lawler has it (1972): of all paths that are not yet found, the best leaves
// one of those found at some entity.
func (v *View) Paths(ctx context.Context, q kb.PathQuery) ([]kb.Path, kb.NoPathReason, error) {
	if err := q.Check(); err != nil {
		return nil, "", err
	}
	var named [4][]uint32
	for i, list := range []struct {
		name string
		ids  []kb.ID
	}{{"from", q.From}, {"to", q.To}, {"where.through", q.Where.Through}, {"where.avoid", q.Where.Avoid}} {
		var err error
		if named[i], err = v.numbers(list.name, list.ids); err != nil {
			return nil, "", err
		}
	}
	sources, targets, through := named[0], named[1], named[2]
	c := v.condition(&q.Where, named[3])
	f := &finding{search: newSearch(ctx, v, c, sources, targets), maxHops: q.MaxHops, levels: []strength{1}}
	defer f.end()
	if q.Order == kb.StrongestPath {
		f.levels = v.levels
	}
	var out []kb.Path
	f.start(sources)
	for n := 0; len(out) < q.First; n++ {
		p := f.next()
		if p == nil {
			break
		}
		if n == maxTried {
			return nil, "", fmt.Errorf("%w: where.through: none of the %d best paths passes through all of them, and no further ones are looked at; ask for fewer", kb.ErrTooCostly, maxTried)
		}
		if !slices.ContainsFunc(through, func(n uint32) bool { return !slices.Contains(p.numbers, n) }) {
			out = append(out, v.path(c, p))
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	if len(out) > 0 {
		return out, "", nil
	}
	reason := v.reason(ctx, c, sources, targets, q.MaxHops, len(through) > 0)
	return nil, reason, ctx.Err()
}

// maxTried bounds the paths that are looked at to find those through some entities.
const maxTried = 2_000

// reason tells why there is no path.
func (v *View) reason(ctx context.Context, c *condition, sources, targets []uint32, hops int, through bool) kb.NoPathReason {
	joined := func(c *condition, hops int) bool {
		s := newSearch(ctx, v, c, sources, targets)
		defer s.end()
		return s.shortest(sources, nil, nil, hops) != nil
	}
	all := v.condition(&kb.PathWhere{}, nil)
	switch {
	case through && joined(c, hops):
		return kb.CutByCondition
	case joined(c, math.MaxInt32):
		return kb.NoneWithinHops
	case joined(all, math.MaxInt32):
		return kb.CutByCondition
	}
	return kb.DifferentComponents
}

// found is a path, and where it left that which led to it.
type found struct {
	numbers []uint32
	weakest strength // 1 where strength is not asked for
	left    int      // the paths that leave it are yet to be found from this place on
}

func (p *found) compare(o *found) int {
	return cmp.Or(-cmp.Compare(p.weakest, o.weakest), cmp.Compare(len(p.numbers), len(o.numbers)), slices.Compare(p.numbers, o.numbers))
}

// finding finds one path after another.
type finding struct {
	*search
	maxHops int
	levels  []strength // the strengths of paths that are told apart, the greatest first
	found   []*found
	waiting []*found // the best of the paths that leave those found, not in order
}

// start finds the best of all.
func (f *finding) start(sources []uint32) {
	if p := f.best(nil, sources, nil); p != nil {
		f.waiting = append(f.waiting, p)
	}
}

// next is the best path that is not found yet, nil if there is none.
func (f *finding) next() *found {
	if len(f.found) > 0 {
		f.leave(f.found[len(f.found)-1])
	}
	if len(f.waiting) == 0 || f.ctx.Err() != nil {
		return nil
	}
	best := 0
	for i, p := range f.waiting {
		if p.compare(f.waiting[best]) < 0 {
			best = i
		}
	}
	p := f.waiting[best]
	f.waiting = slices.Delete(f.waiting, best, best+1)
	f.found = append(f.found, p)
	return p
}

// leave finds, for each place of p, the best path that is like it up to there and not
// from there on, and like none that was found. At place -1 it begins elsewhere.
func (f *finding) leave(p *found) {
	for i := p.left; i < len(p.numbers)-1; i++ {
		root := p.numbers[:i+1]
		var banned []uint32
		for _, o := range f.found {
			if len(o.numbers) > i+1 && slices.Equal(o.numbers[:i+1], root) {
				banned = append(banned, o.numbers[i+1])
			}
		}
		var next *found
		if i < 0 {
			starts := slices.DeleteFunc(slices.Clone(f.sources), func(n uint32) bool { return slices.Contains(banned, n) })
			next = f.best(nil, starts, nil)
		} else {
			next = f.best(root[:i], root[i:], banned)
		}
		if next != nil {
			next.left = i
			f.waiting = append(f.waiting, next)
		}
	}
}

// best is the best path that begins with root and goes on from one of starts, but not
// to banned.
func (f *finding) best(root, starts, banned []uint32) *found {
	levels := f.levels
	if len(levels) > 1 { // what root has lost can't be won back
		f.least = 1
		whole := levels[0]
		if len(root) > 0 {
			whole = f.weakest(slices.Concat(root, starts))
		}
		levels = slices.Concat([]strength{whole}, slices.DeleteFunc(slices.Clone(levels), func(s strength) bool { return s >= whole }))
	}
	// The greatest level at which there is one: where weaker relations may be taken, too,
	// there still is.
	var best *found
	for low, high := 0, len(levels); low < high; {
		middle := (low + high) / 2
		f.least = levels[middle]
		if rest := f.shortest(starts, root, banned, f.maxHops-len(root)); rest != nil {
			best, high = &found{numbers: slices.Concat(root, rest), weakest: f.least, left: -1}, middle
		} else {
			low = middle + 1
		}
	}
	return best
}

// weakest is the strength of the weakest step of a path, each as strong as the
// strongest of its relations.
func (f *finding) weakest(path []uint32) strength {
	weakest := strength(math.MaxUint16)
	for i := 1; i < len(path); i++ {
		var best strength
		for _, e := range f.between(f.condition, path[i-1], path[i]) {
			best = max(best, f.strengths[e])
		}
		weakest = min(weakest, best)
	}
	return weakest
}

// between are the relations by which a path may go from one entity to another, the
// strongest first.
func (v *View) between(c *condition, from, to uint32) (edges []uint32) {
	first, end := v.linking(from, to)
	for i := first; i < end; i++ {
		if v.passes(c, i, ahead) {
			edges = append(edges, v.edge[i])
		}
	}
	slices.SortFunc(edges, func(a, b uint32) int {
		return cmp.Or(-cmp.Compare(v.strengths[a], v.strengths[b]), cmp.Compare(v.relations.at(a), v.relations.at(b)))
	})
	return edges
}

// path tells a path by ids.
func (v *View) path(c *condition, p *found) kb.Path {
	c.least = 1
	out := kb.Path{Steps: []kb.Step{{Entity: v.entities.at(p.numbers[0])}}}
	weakest := strength(math.MaxUint16)
	for i, n := range p.numbers[1:] {
		s := kb.Step{Entity: v.entities.at(n)}
		edges := v.between(c, p.numbers[i], n)
		for _, e := range edges {
			s.Relations = append(s.Relations, v.relations.at(e))
		}
		s.Forward = v.from[edges[0]] == p.numbers[i]
		if best := v.strengths[edges[0]]; best < weakest {
			weakest, out.Weakest = best, i+1
		}
		out.Steps = append(out.Steps, s)
	}
	return out
}
