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

func (w *weighing) sharePublisher(a, b kb.ID) bool {
	publishers := w.source(b).Publishers
	return slices.ContainsFunc(w.source(a).Publishers, func(id kb.ID) bool { return slices.Contains(publishers, id) })
}

// first returns the source that was published first, of those that pass; undated
// ones come last, and of equals the smallest id first.
func (w *weighing) first(ids iter.Seq[kb.ID], passes func(kb.ID) bool) (first kb.ID, ok bool) {
	day := func(id kb.ID) kb.Day {
		published := w.source(id).Published
		if published.IsZero() {
			return math.MaxInt64
		}
		_, last := published.Span()
		return last
	}
	for id := range ids {
		if passes(id) && (!ok || cmp.Or(cmp.Compare(day(id), day(first)), cmp.Compare(id, first)) < 0) {
			first, ok = id, true
		}
	}
	return first, ok
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
