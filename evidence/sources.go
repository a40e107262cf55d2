package evidence

import "slices"

// walk follows steps from source to source to where they end. Who steps in a circle
// gets to all that one of the circle gets to, by the strongly connected components
// (R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on
// Computing 1, 1972).
type walk struct {
	step    func(source int) (isEnd bool, next []int)
	ends    [][]int // of the components that are done; sorted
	done    []bool
	circles [][]int // those without an end or a way out, each sorted
	order   []int   // in which sources were come to, from 1
	low     []int
	come    int // to how many
	stack   []int
}

func newWalk(sources int, step func(source int) (isEnd bool, next []int)) *walk {
	return &walk{step: step, ends: make([][]int, sources), done: make([]bool, sources), order: make([]int, sources), low: make([]int, sources)}
}

// from returns the ends that the steps from a source lead to.
func (w *walk) from(source int) []int {
	if w.order[source] == 0 {
		w.visit(source)
	}
	return w.ends[source]
}

func (w *walk) visit(id int) {
	w.come++
	w.order[id], w.low[id] = w.come, w.come
	w.stack = append(w.stack, id)
	isEnd, next := w.step(id)
	for _, to := range next {
		if w.order[to] == 0 {
			w.visit(to)
			w.low[id] = min(w.low[id], w.low[to])
		} else if !w.done[to] {
			w.low[id] = min(w.low[id], w.order[to])
		}
	}
	if w.low[id] != w.order[id] {
		return
	}
	at := len(w.stack) - 1
	for w.stack[at] != id {
		at--
	}
	component := distinct(slices.Clone(w.stack[at:]))
	w.stack = w.stack[:at]
	var ends []int
	leadsOut := false
	for _, member := range component {
		if len(component) > 1 {
			isEnd, next = w.step(member)
		}
		if isEnd {
			ends = append(ends, member)
		}
		for _, to := range next {
			ends = append(ends, w.ends[to]...)
			leadsOut = leadsOut || w.done[to]
		}
	}
	ends = distinct(ends)
	for _, member := range component {
		w.ends[member] = ends
		w.done[member] = true
	}
	circle := len(component) > 1 || slices.Contains(next, id)
	if circle && len(ends) == 0 && !leadsOut {
		w.circles = append(w.circles, component)
	}
}

// classes joins sources into classes (a disjoint-set forest): of each source one of
// its class with a smaller number, or itself.
type classes []int

func (c classes) of(id int) int {
	for c[id] != id {
		c[id] = c[c[id]]
		id = c[id]
	}
	return id
}

func (c classes) join(a, b int) {
	a, b = c.of(a), c.of(b)
	c[max(a, b)] = min(a, b)
}

// groups are words by the source that they count for.
type groups struct {
	words []*word
	start []int // of each source the place of its first
}

func group(sources int, words []*word) groups {
	g := groups{make([]*word, len(words)), make([]int, sources+2)}
	for _, d := range words {
		g.start[d.source+2]++
	}
	for i := 2; i < len(g.start); i++ {
		g.start[i] += g.start[i-1]
	}
	for _, d := range words {
		g.words[g.start[d.source+1]] = d
		g.start[d.source+1]++
	}
	return g
}

func (g groups) of(source int) []*word { return g.words[g.start[source]:g.start[source+1]] }

func (g groups) has(source int) bool { return g.start[source] < g.start[source+1] }
