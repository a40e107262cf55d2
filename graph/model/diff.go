package model

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"actorgraph/kb"
)

// FactWhere filters facts of both classes. A class that is not given is left out, but
// if neither is given both are in.
type FactWhere struct {
	Relations  *kb.RelationWhere
	Properties *kb.PropertyWhere
}

func (w *FactWhere) hasRelations() bool { return w == nil || w.Relations != nil || w.Properties == nil }
func (w *FactWhere) hasProperties() bool {
	return w == nil || w.Properties != nil || w.Relations == nil
}

// facts yields the facts that pass, as r has them: properties and then relations,
// each by id.
func (w *FactWhere) facts(ctx context.Context, r kb.Reader) iter.Seq2[kb.Fact, error] {
	return func(yield func(kb.Fact, error) bool) {
		if w == nil {
			w = &FactWhere{}
		}
		if w.hasProperties() {
			for p, err := range r.Properties().Scan(ctx, w.Properties) {
				if !yield(p, err) || err != nil {
					return
				}
			}
		}
		if w.hasRelations() {
			for rel, err := range r.Relations().Scan(ctx, w.Relations) {
				if !yield(rel, err) || err != nil {
					return
				}
			}
		}
	}
}

// DifferenceKind says in which way two lenses see a fact differently.
type DifferenceKind string

// The ways in which two lenses see a fact differently.
const (
	Gained        DifferenceKind = "GAINED"
	Lost          DifferenceKind = "LOST"
	StatusChanged DifferenceKind = "STATUS_CHANGED"
)

// DifferenceKinds lists them in the order in which they are told.
var DifferenceKinds = []DifferenceKind{Gained, Lost, StatusChanged}

// Difference is a fact that two lenses see differently.
type Difference struct {
	Kind DifferenceKind
	fact kb.ID
	page *diffPage
}

// diffPage reads the facts of a page, each under both lenses.
type diffPage struct {
	from, to      *View
	ids           []kb.ID
	before, after shared[map[kb.ID]Fact]
}

// Before is the fact as the first lens shows it.
func (d *Difference) Before(ctx context.Context) (Fact, error) {
	found, err := d.page.before.get(func() (map[kb.ID]Fact, error) { return d.page.from.Facts(ctx, d.page.ids...) })
	return found[d.fact], err
}

// After is the fact as the second lens shows it.
func (d *Difference) After(ctx context.Context) (Fact, error) {
	found, err := d.page.after.get(func() (map[kb.ID]Fact, error) { return d.page.to.Facts(ctx, d.page.ids...) })
	return found[d.fact], err
}

// DiffConnection is a page of differences between two lenses.
type DiffConnection struct {
	*Connection[*Difference]
	all func(context.Context) ([]seen, error)
}

// DiffEdge is one difference of a page.
type DiffEdge = Edge[*Difference]

// seen is a difference that was found.
type seen struct {
	kind DifferenceKind
	fact kb.ID
}

func (s seen) place() kb.Keyset {
	return kb.Keyset{number(slices.Index(DifferenceKinds, s.kind)), letters(string(s.fact))}
}

func (c *DiffConnection) count(ctx context.Context, kind DifferenceKind) (int, error) {
	all, err := c.all(ctx)
	n := 0
	for _, s := range all {
		if s.kind == kind {
			n++
		}
	}
	return n, err
}

// Gained is how many only the second lens shows.
func (c *DiffConnection) Gained(ctx context.Context) (int, error) { return c.count(ctx, Gained) }

// Lost is how many only the first lens shows.
func (c *DiffConnection) Lost(ctx context.Context) (int, error) { return c.count(ctx, Lost) }

// StatusChanged is how many have another status.
func (c *DiffConnection) StatusChanged(ctx context.Context) (int, error) {
	return c.count(ctx, StatusChanged)
}

// Diff compares two lenses. Both graphs are read side by side, in the order of ids, so
// that only what differs is held in memory.
func (v *View) Diff(ctx context.Context, from, to LensInput, where *FactWhere, first *int, after *string) (*DiffConnection, error) {
	if !v.Lens.IsZero() {
		return nil, invalid("diff compares two lenses of its own and can't be seen through a third; leave out @lens, and put what it says into from and to")
	}
	a, err := v.through(ctx, "from", from)
	if err != nil {
		return nil, err
	}
	b, err := v.through(ctx, "to", to)
	if err != nil {
		return nil, err
	}
	question := sumOf("diff", a.Lens, b.Lens, where)
	all := func(ctx context.Context) ([]seen, error) {
		return kept(ctx, v.Kept, v.Whole, question, func(ctx context.Context) ([]seen, int, error) {
			found, err := compare(ctx, a.Store, b.Store, where)
			return found, len(found), err
		})
	}
	page, err := listing(first, after, question, all, seen.place, func(_ context.Context, found []seen) ([]*Difference, error) {
		p := &diffPage{from: a, to: b}
		out := make([]*Difference, len(found))
		for i, s := range found {
			p.ids = append(p.ids, s.fact)
			out[i] = &Difference{s.kind, s.fact, p}
		}
		return out, nil
	})
	return &DiffConnection{page, all}, err
}

// through is the view through another lens, the argument of this name.
func (v *View) through(ctx context.Context, name string, in LensInput) (*View, error) {
	lens, err := in.Lens()
	if err != nil {
		return nil, invalid("%s: %s", name, strings.TrimPrefix(err.Error(), kb.ErrInvalid.Error()+": "))
	}
	if lens.Collection != "" {
		known, err := v.Whole.Collections(ctx)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(known, func(c kb.CollectionCount) bool { return c.Name == lens.Collection }) {
			return nil, invalid("%s: collection: the store has no %s", name, lens.Collection)
		}
	}
	other := *v
	other.Lens, other.Store = lens, v.Whole.Under(lens)
	return &other, nil
}

// compare finds the facts that two readers of one store have differently.
func compare(ctx context.Context, from, to kb.Reader, where *FactWhere) ([]seen, error) {
	nextBefore, stopBefore := iter.Pull2(where.facts(ctx, from))
	defer stopBefore()
	nextAfter, stopAfter := iter.Pull2(where.facts(ctx, to))
	defer stopAfter()
	var out []seen
	before, err, isBefore := nextBefore()
	if err != nil {
		return nil, err
	}
	after, err, isAfter := nextAfter()
	for err == nil && (isBefore || isAfter) {
		switch order := compareHeads(before, isBefore, after, isAfter); {
		case order < 0:
			out = append(out, seen{Lost, before.FactID()})
			before, err, isBefore = nextBefore()
		case order > 0:
			out = append(out, seen{Gained, after.FactID()})
			after, err, isAfter = nextAfter()
		default:
			if before.Supported().Status != after.Supported().Status {
				out = append(out, seen{StatusChanged, before.FactID()})
			}
			if before, err, isBefore = nextBefore(); err == nil {
				after, err, isAfter = nextAfter()
			}
		}
	}
	slices.SortFunc(out, func(a, b seen) int { return compareKeysets(a.place(), b.place()) })
	return out, err
}

// compareHeads tells which of two facts comes first; one that is not there comes
// last.
func compareHeads(a kb.Fact, isA bool, b kb.Fact, isB bool) int {
	switch {
	case !isA:
		return 1
	case !isB:
		return -1
	}
	return cmp.Compare(a.FactID(), b.FactID())
}
