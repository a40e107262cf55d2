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
