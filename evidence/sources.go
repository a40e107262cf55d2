package evidence

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"actorgraph/kb"
)

// source returns the source with an id; one that is not among the matter has no
// fields.
func (w *weighing) source(id kb.ID) *kb.Source {
	if s := w.Sources[id]; s != nil {
		return s
	}
	return &kb.Source{ID: id}
}

func (w *weighing) isPlaceholder(id kb.ID) bool { return w.source(id).IsPlaceholder() }

// firstDocuments returns of each actor the first of these sources that it
// published, placeholders aside.
func (w *weighing) firstDocuments(ids iter.Seq[kb.ID]) map[kb.ID]kb.ID {
	first := map[kb.ID]kb.ID{}
	for id := range ids {
		s := w.source(id)
		if s.IsPlaceholder() {
			continue
		}
		for _, actor := range s.Publishers {
			if before, ok := first[actor]; !ok || w.compareByDay(id, before) < 0 {
				first[actor] = id
			}
		}
	}
	return first
}

// documentAmong returns the first of the first documents of a source's publishers.
func (w *weighing) documentAmong(first map[kb.ID]kb.ID, id kb.ID) (document kb.ID, ok bool) {
	for _, actor := range w.source(id).Publishers {
		if d, found := first[actor]; found && (!ok || w.compareByDay(d, document) < 0) {
			document, ok = d, true
		}
	}
	return document, ok
}

// compareByDay orders sources by the last day on which they may have been
// published; undated ones come last, and equals by id.
func (w *weighing) compareByDay(a, b kb.ID) int {
	day := func(id kb.ID) kb.Day {
		if last, ok := w.source(id).Published.Latest(); ok {
			return last
		}
		return math.MaxInt64
	}
	return cmp.Or(cmp.Compare(day(a), day(b)), cmp.Compare(a, b))
}

// walk follows steps from source to source to where they end. Who steps in a circle
// gets to all that one of the circle gets to, by the strongly connected components
// (R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on
// Computing 1, 1972).
type walk struct {
	step    func(kb.ID) (isEnd bool, next []kb.ID)
	ends    map[kb.ID][]kb.ID // of the components that are done; sorted
	circles [][]kb.ID         // those without an end or a way out, each sorted
	order   map[kb.ID]int     // in which sources were come to, from 1
	low     map[kb.ID]int
	stack   []kb.ID
}

func newWalk(step func(kb.ID) (isEnd bool, next []kb.ID)) *walk {
	return &walk{step: step, ends: map[kb.ID][]kb.ID{}, order: map[kb.ID]int{}, low: map[kb.ID]int{}}
}

// from returns the ends that the steps from a source lead to.
func (w *walk) from(id kb.ID) []kb.ID {
	if w.order[id] == 0 {
		w.visit(id)
	}
	return w.ends[id]
}

func (w *walk) visit(id kb.ID) {
	w.order[id] = len(w.order) + 1
	w.low[id] = w.order[id]
	w.stack = append(w.stack, id)
	_, next := w.step(id)
	for _, to := range next {
		if w.order[to] == 0 {
			w.visit(to)
			w.low[id] = min(w.low[id], w.low[to])
		} else if _, done := w.ends[to]; !done {
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
	component := slices.Sorted(slices.Values(w.stack[at:]))
	w.stack = w.stack[:at]
	var ends []kb.ID
	leadsOut := false
	for _, member := range component {
		isEnd, next := w.step(member)
		if isEnd {
			ends = append(ends, member)
		}
		for _, to := range next {
			further, done := w.ends[to]
			ends = append(ends, further...)
			leadsOut = leadsOut || done
		}
	}
	ends = distinct(ends)
	for _, member := range component {
		w.ends[member] = ends
	}
	circle := len(component) > 1 || slices.Contains(next, id)
	if circle && len(ends) == 0 && !leadsOut {
		w.circles = append(w.circles, component)
	}
}

// distinct sorts ids and drops repeats.
func distinct(ids []kb.ID) []kb.ID {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// classes joins ids into classes (a disjoint-set forest). An id that was never
// joined is a class of its own.
type classes struct{ up map[kb.ID]kb.ID }

func newClasses() *classes { return &classes{map[kb.ID]kb.ID{}} }

// of returns the smallest id of the class of id.
func (c *classes) of(id kb.ID) kb.ID {
	for {
		up, ok := c.up[id]
		if !ok {
			return id
		}
		if next, ok := c.up[up]; ok {
			c.up[id] = next
		}
		id = up
	}
}

func (c *classes) join(a, b kb.ID) {
	a, b = c.of(a), c.of(b)
	switch {
	case a < b:
		c.up[b] = a
	case b < a:
		c.up[a] = b
	}
}
