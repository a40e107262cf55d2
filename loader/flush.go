package loader

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"actorgraph/kb"
)

// flush stores the pending records that refer only to what is stored already,
// or comes in the same collection. What can't be stored yet stays pending. ended
// tells that no further records come.
func (l *load) flush(ctx context.Context, ended bool) error {
	if err := l.lookUp(ctx); err != nil {
		return err
	}
	l.hold(ended)
	for stored := true; stored; {
		stored = false
		for _, name := range l.pendingCollections() {
			ready := l.ready(name, ended)
			if len(ready) == 0 {
				continue
			}
			stored = true
			rest := slices.ContainsFunc(l.pending, func(r *Record) bool { return r.Collection.Name == name })
			parts := l.parts(ready)
			for i, part := range parts {
				if l.report.Refused > 0 { // perhaps something in an earlier part
					part = l.refuseLacking(ctx, part)
				}
				if err := l.put(ctx, name, part, ended && !rest && i == len(parts)-1); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// finish stores all that is left, refuses what can't be stored, and completes
// each collection.
func (l *load) finish(ctx context.Context) error {
	if err := l.lookUp(ctx); err != nil {
		return err
	}
	for more := true; more; {
		// What the store itself refuses can be what others were waiting for.
		before := len(l.pending)
		l.refuseObjected()
		l.refuseKinds()
		l.pending = l.refuseLacking(ctx, l.pending)
		if err := l.flush(ctx, true); err != nil {
			return err
		}
		more = len(l.pending) > 0 && len(l.pending) < before
	}
	for _, r := range l.pending {
		l.refuse(r.Pos, "%s and a record of another collection refer to each other, directly or by others; leave out one of the references, and load it later", r)
	}
	l.pending = nil
	return l.complete(ctx)
}

func (l *load) pendingCollections() []string {
	names := map[string]bool{}
	for _, r := range l.pending {
		names[r.Collection.Name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// lookUp finds out what is stored of all that the pending records are and refer to.
func (l *load) lookUp(ctx context.Context) error {
	var asked []kb.ID
	for _, r := range l.pending {
		for _, u := range r.units() {
			for _, ref := range l.needs(u) {
				if _, known := l.there[ref]; !known {
					l.there[ref] = false
					asked = append(asked, ref)
				}
			}
		}
	}
	if err := l.ask(ctx, asked); err != nil {
		return err
	}
	return l.compare(ctx)
}

// refuseKinds refuses the pending facts between kinds that don't go together.
// Before the end they wait, since an entity can still come as another kind than
// it is stored as.
func (l *load) refuseKinds() {
	l.pending = slices.DeleteFunc(l.pending, func(r *Record) bool {
		err := l.checkKinds(r)
		if err != nil {
			l.refuse(r.Pos, "%s: %v", r, err)
			l.noteRefused(r)
		}
		return err != nil
	})
}

// checkKinds tells whether a fact may be at its ends, as far as these are known.
func (l *load) checkKinds(r *Record) error {
	switch f := r.Fact.(type) {
	case *kb.Relation:
		from, to := l.kinds[f.From], l.kinds[f.To]
		if from != "" && to != "" {
			return kb.CheckRelation(f.Type, from, to)
		}
	case *kb.Property:
		if of := l.kinds[f.Entity]; of != "" {
			return kb.CheckProperty(f.Key, of)
		}
	}
	return nil
}

// ask finds out which of ids are stored.
func (l *load) ask(ctx context.Context, ids []kb.ID) error {
	byClass := map[kb.Class][]kb.ID{}
	for _, id := range ids {
		byClass[id.Class()] = append(byClass[id.Class()], id)
	}
	for class, ids := range byClass {
		for part := range slices.Chunk(ids, kb.MaxBatch) {
			var err error
			switch class {
			case kb.EntityClass:
				err = found(ctx, l.store.Entities(), part, func(e *kb.Entity) {
					l.there[e.ID] = true
					if _, ours := l.kinds[e.ID]; !ours {
						l.kinds[e.ID] = e.Kind
					}
				})
			case kb.SourceClass:
				err = found(ctx, l.store.Sources(), part, func(s *kb.Source) { l.there[s.ID] = true })
			case kb.ClaimClass:
				err = found(ctx, l.store.Claims(), part, func(c *kb.Claim) { l.there[c.ID] = true })
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// found calls do with each record of ids that is stored.
func found[T, W any](ctx context.Context, records kb.Records[T, W], ids []kb.ID, do func(*T)) error {
	rs, err := records.Get(ctx, ids)
	for _, r := range rs {
		if r != nil {
			do(r)
		}
	}
	return err
}

// ready takes the pending records of a collection that refer to nothing but what
// is stored or is ready with them. They come in knots, in an order in which each
// refers only to itself and to those before.
func (l *load) ready(name string, ended bool) [][]*Record {
	var rs []*Record
	for _, r := range l.pending {
		if r.Collection.Name == name && l.checkKinds(r) == nil && l.objectors(r, ended) == nil {
			rs = append(rs, r)
		}
	}
	needs := make(map[*Record][]kb.ID, len(rs))
	for _, r := range rs {
		own := r.ids()
		for _, u := range r.units() {
			for _, id := range l.needs(u) {
				if !slices.Contains(own, id) {
					needs[r] = append(needs[r], id)
				}
			}
		}
	}
	needed := func(r *Record) []kb.ID { return needs[r] }
	waiting := blocked(rs, (*Record).ids, needed, l.there)
	rs = slices.DeleteFunc(rs, func(r *Record) bool { _, waits := waiting[r]; return waits })
	taken := make(map[*Record]bool, len(rs))
	for _, r := range rs {
		taken[r] = true
	}
	l.pending = slices.DeleteFunc(l.pending, func(r *Record) bool { return taken[r] })
	return knots(rs, needed)
}

// knots orders records so that what others refer to comes before these. Those
// that refer to each other in a circle are one knot. (Tarjan 1972.)
func knots(rs []*Record, needs func(*Record) []kb.ID) [][]*Record {
	by := map[kb.ID]*Record{}
	for _, r := range rs {
		for _, id := range r.ids() {
			by[id] = r
		}
	}
	var out [][]*Record
	var stack []*Record
	place := map[*Record]int{}  // in the order of visits, from 1
	lowest := map[*Record]int{} // the first on the stack that r leads back to
	tied := map[*Record]bool{}  // in a knot already
	var visit func(*Record)
	visit = func(r *Record) {
		place[r] = len(place) + 1
		lowest[r] = place[r]
		stack = append(stack, r)
		for _, id := range needs(r) {
			to := by[id]
			switch {
			case to == nil || tied[to]:
			case place[to] == 0:
				visit(to)
				lowest[r] = min(lowest[r], lowest[to])
			default:
				lowest[r] = min(lowest[r], place[to])
			}
		}
		if lowest[r] < place[r] {
			return
		}
		i := len(stack) - 1
		for stack[i] != r {
			i--
		}
		knot := slices.Clone(stack[i:])
		stack = stack[:i]
		for _, one := range knot {
			tied[one] = true
		}
		out = append(out, knot)
	}
	for _, r := range rs {
		if place[r] == 0 {
			visit(r)
		}
	}
	return out
}

// parts puts knots together into what fits into one change set each.
func (l *load) parts(knots [][]*Record) [][]*Record {
	var out [][]*Record
	size := l.sizes.batch
	for _, knot := range knots {
		n := 0
		for _, r := range knot {
			n += len(r.ids())
		}
		if size+n > l.sizes.batch {
			out, size = append(out, nil), 0
		}
		out[len(out)-1] = append(out[len(out)-1], knot...)
		size += n
	}
	return out
}

// put stores records of one collection in one change set. Those that the store
// finds bad are refused, and the rest is tried again.
//
// The last change set of a collection brings its description too, and in a load
// that replaces it takes away the rest. So a collection of usual size is
// replaced in one step, or not at all.
func (l *load) put(ctx context.Context, name string, rs []*Record, last bool) error {
	remove := last && l.options.Replace
	for len(rs) > 0 {
		set := &kb.ChangeSet{Collection: kb.Collection{Name: name}}
		for _, r := range rs {
			r.addTo(set)
		}
		for i, s := range set.Sources {
			set.Sources[i] = l.withDetected(s)
		}
		if last {
			set.Collection = l.collections[name]
		}
		if remove = remove && l.report.Refused == 0; remove {
			rest, err := l.rest(ctx, name)
			if err != nil {
				return err
			}
			if set.Remove = rest.all(); set.Len() > kb.MaxChanges {
				set.Remove, remove = nil, false
			}
		}
		bad, err := l.apply(ctx, set)
		switch {
		case remove && (bad != nil || errors.Is(err, kb.ErrConflict)):
			remove = false // another collection is in the way; see complete
			continue
		case err != nil:
			return err
		case bad == nil:
			for _, r := range rs {
				if r.Fact != nil && l.there[r.Fact.FactID()] {
					// It was stored in this load for another collection, and is told already.
					l.report.Unchanged[r.Fact.FactID().Class()]--
				}
				for _, id := range r.ids() {
					l.there[id] = true
				}
			}
			l.report.Stored += len(rs)
			l.finished[name] = last && remove == l.options.Replace
			l.progress()
			return nil
		}
		claims := countClaims(rs)
		left, err := l.drop(ctx, rs, bad)
		if err != nil {
			return err
		}
		if len(left) == len(rs) && countClaims(left) == claims {
			return fmt.Errorf("collection %s: %w", name, bad)
		}
		rs = l.refuseLacking(ctx, left)
	}
	return nil
}

// apply applies a set and counts what it did. A set that is found bad is no
// error here.
func (l *load) apply(ctx context.Context, set *kb.ChangeSet) (*kb.InvalidError, error) {
	applied, err := l.store.Apply(ctx, set)
	if bad, ok := errors.AsType[*kb.InvalidError](err); ok {
		return bad, nil
	}
	if err != nil {
		return nil, err
	}
	l.report.After = applied.Version
	for _, count := range []struct{ to, from map[kb.Class]int }{
		{l.report.Added, applied.Added}, {l.report.Changed, applied.Changed},
		{l.report.Unchanged, applied.Unchanged}, {l.report.Removed, applied.Removed},
	} {
		for class, n := range count.from {
			count.to[class] += n
		}
	}
	return nil, nil
}

func countClaims(rs []*Record) int {
	n := 0
	for _, r := range rs {
		n += len(r.Claims)
	}
	return n
}
