package loader

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// flush stores what can be stored of the pending records: those that refer only
// to what is stored already, or comes in the same change set. At the end (last)
// what can't is refused.
func (l *load) flush(ctx context.Context, last bool) error {
	for progress := true; progress && len(l.pending) > 0; {
		progress = false
		for _, name := range l.pendingCollections() {
			n, err := l.flushCollection(ctx, name)
			if err != nil {
				return err
			}
			progress = progress || n > 0
		}
	}
	if !last {
		return nil
	}
	for _, r := range l.pending {
		l.refuseDangling(r)
	}
	l.pending = nil
	return nil
}

func (l *load) pendingCollections() []string {
	var names []string
	for _, r := range l.pending {
		if !slices.Contains(names, r.Collection.Name) {
			names = append(names, r.Collection.Name)
		}
	}
	return names
}

// flushCollection stores what can be stored of one collection, in change sets,
// and tells how many records it took from the pending ones.
func (l *load) flushCollection(ctx context.Context, name string) (int, error) {
	ready, err := l.ready(ctx, name)
	if err != nil || len(ready) == 0 {
		return 0, err
	}
	taken := make(map[*Record]bool, len(ready))
	for _, r := range ready {
		taken[r] = true
	}
	l.pending = slices.DeleteFunc(l.pending, func(r *Record) bool { return taken[r] })
	for _, part := range parts(ready) {
		if err := l.put(ctx, name, part); err != nil {
			return 0, err
		}
	}
	return len(ready), nil
}

// ready lists the pending records of a collection that refer to nothing but
// what is stored or listed with them. Records that others need come first.
func (l *load) ready(ctx context.Context, name string) ([]*Record, error) {
	var rs []*Record
	var asked []kb.ID
	refers := map[*Record][]kb.ID{}
	for _, r := range l.pending {
		if r.Collection.Name != name {
			continue
		}
		rs = append(rs, r)
		refers[r] = l.refers(r)
		for _, ref := range refers[r] {
			if _, known := l.there[ref]; !known {
				l.there[ref] = false
				asked = append(asked, ref)
			}
		}
	}
	if err := l.ask(ctx, asked); err != nil {
		return nil, err
	}
	for {
		here := map[kb.ID]bool{}
		for _, r := range rs {
			for _, id := range r.ids() {
				here[id] = true
			}
		}
		n := len(rs)
		rs = slices.DeleteFunc(rs, func(r *Record) bool {
			return refers[r] == nil || slices.ContainsFunc(refers[r], func(ref kb.ID) bool { return !here[ref] && !l.there[ref] })
		})
		if len(rs) == n {
			break
		}
	}
	slices.SortStableFunc(rs, func(a, b *Record) int { return a.rank() - b.rank() })
	return rs, nil
}

// rank puts what others refer to first: entities, sources, facts, and then
// facts with claims that answer or retract others.
func (r *Record) rank() int {
	switch {
	case r.Entity != nil:
		return 0
	case r.Source != nil:
		return 1
	case !slices.ContainsFunc(r.Claims, func(c *Claim) bool { return len(c.Answers)+len(c.Retracts) > 0 }):
		return 2
	}
	return 3
}

// ids lists the ids that r brings.
func (r *Record) ids() []kb.ID {
	switch {
	case r.Entity != nil:
		return []kb.ID{r.Entity.ID}
	case r.Source != nil:
		return []kb.ID{r.Source.ID}
	}
	ids := []kb.ID{r.Fact.FactID()}
	for _, c := range r.Claims {
		ids = append(ids, c.ID)
	}
	return ids
}

// set is a change set of r alone, by which package kb tells what r refers to.
func (r *Record) set() *kb.ChangeSet {
	s := &kb.ChangeSet{Collection: kb.Collection{Name: r.Collection.Name}}
	r.addTo(s)
	return s
}

func (r *Record) addTo(s *kb.ChangeSet) {
	switch {
	case r.Entity != nil:
		s.Entities = append(s.Entities, r.Entity)
		return
	case r.Source != nil:
		s.Sources = append(s.Sources, r.Source)
		return
	}
	switch f := r.Fact.(type) {
	case *kb.Relation:
		s.Relations = append(s.Relations, f)
	case *kb.Property:
		s.Properties = append(s.Properties, f)
	}
	for _, c := range r.Claims {
		s.Claims = append(s.Claims, c.Claim)
	}
}

// refers lists what r refers to beyond itself; nil if one of its claims names
// another that has not come. Names that have come become ids.
func (l *load) refers(r *Record) []kb.ID {
	for _, c := range r.Claims {
		if !l.resolve(&c.AnswersNamed, &c.Answers) || !l.resolve(&c.RetractsNamed, &c.Retracts) {
			return nil
		}
	}
	own := r.ids()
	refs := []kb.ID{}
	for _, id := range r.set().Refers() {
		if !slices.Contains(own, id) {
			refs = append(refs, id)
		}
	}
	return refs
}

func (l *load) resolve(names *[]string, ids *[]kb.ID) bool {
	for _, name := range *names {
		if _, ok := l.names[name]; !ok {
			return false
		}
	}
	for _, name := range *names {
		*ids = append(*ids, l.names[name].id)
	}
	*names = nil
	return true
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
				err = note(ctx, l.there, l.store.Entities(), part)
			case kb.SourceClass:
				err = note(ctx, l.there, l.store.Sources(), part)
			case kb.ClaimClass:
				err = note(ctx, l.there, l.store.Claims(), part)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func note[T, W any](ctx context.Context, there map[kb.ID]bool, records kb.Records[T, W], ids []kb.ID) error {
	found, err := records.Get(ctx, ids)
	for i, r := range found {
		there[ids[i]] = r != nil
	}
	return err
}

// parts cuts records into what fits into one change set each.
func parts(rs []*Record) [][]*Record {
	var out [][]*Record
	size, from := 0, 0
	for i, r := range rs {
		n := len(r.ids())
		if size+n > batch {
			out = append(out, rs[from:i])
			size, from = 0, i
		}
		size += n
	}
	return append(out, rs[from:])
}

// put stores records in one change set. Those that the store finds bad are
// refused, and the rest is tried again.
func (l *load) put(ctx context.Context, name string, rs []*Record) error {
	for {
		set := &kb.ChangeSet{Collection: l.collections[name]}
		for _, r := range rs {
			r.addTo(set)
		}
		applied, err := l.store.Apply(ctx, set)
		if bad, ok := errors.AsType[*kb.InvalidError](err); ok {
			left := l.drop(rs, set, bad)
			if len(left) == len(rs) && len(set.Claims) == countClaims(left) {
				return fmt.Errorf("collection %s: %w", name, err)
			}
			if rs = left; len(rs) == 0 {
				return nil
			}
			continue
		}
		if err != nil {
			return err
		}
		for class, n := range applied.Added {
			l.report.Added[class] += n
		}
		for class, n := range applied.Changed {
			l.report.Changed[class] += n
		}
		for class, n := range applied.Unchanged {
			l.report.Unchanged[class] += n
		}
		for _, r := range rs {
			for _, id := range r.ids() {
				l.there[id] = true
			}
		}
		l.stored += len(rs)
		if l.options.Progress != nil {
			l.options.Progress(l.read, l.stored)
		}
		return nil
	}
}

func countClaims(rs []*Record) int {
	n := 0
	for _, r := range rs {
		n += len(r.Claims)
	}
	return n
}

// drop refuses the records that bad speaks of, and returns the rest. What is
// wrong with a fact is told once, and not of its claims again.
func (l *load) drop(rs []*Record, set *kb.ChangeSet, bad *kb.InvalidError) []*Record {
	badRecords := map[any][]string{} // by the record's or claim's pointer in the set
	for _, p := range bad.Problems {
		var what any
		switch p.Class {
		case kb.EntityClass:
			what = set.Entities[p.Index]
		case kb.SourceClass:
			what = set.Sources[p.Index]
		case kb.RelationClass:
			what = set.Relations[p.Index]
		case kb.PropertyClass:
			what = set.Properties[p.Index]
		case kb.ClaimClass:
			what = set.Claims[p.Index]
		default:
			continue
		}
		badRecords[what] = append(badRecords[what], p.Msg)
	}
	var left []*Record
	for _, r := range rs {
		var what any = r.Fact
		subject := describe(r.Fact)
		switch {
		case r.Entity != nil:
			what, subject = r.Entity, string(r.Entity.ID)
		case r.Source != nil:
			what, subject = r.Source, string(r.Source.ID)
		}
		if msgs := badRecords[what]; msgs != nil {
			for _, msg := range msgs {
				l.refuse(r.Pos, "%s: %s", subject, msg)
			}
			continue
		}
		if r.Claims = l.dropClaims(r, badRecords); r.Fact != nil && len(r.Claims) == 0 {
			continue
		}
		left = append(left, r)
	}
	return left
}

func (l *load) dropClaims(r *Record, badRecords map[any][]string) []*Claim {
	return slices.DeleteFunc(r.Claims, func(c *Claim) bool {
		msgs := badRecords[c.Claim]
		for _, msg := range msgs {
			l.refuse(c.Pos, "a claim on %s: %s", describe(r.Fact), msg)
		}
		return msgs != nil
	})
}

// refuseDangling refuses a record that refers to what never came.
func (l *load) refuseDangling(r *Record) {
	for _, c := range r.Claims {
		for _, name := range slices.Concat(c.AnswersNamed, c.RetractsNamed) {
			if _, ok := l.names[name]; !ok {
				l.refuse(c.Pos, "no claim of these files has the name %q", name)
				return
			}
		}
	}
	for _, ref := range l.refers(r) {
		if l.there[ref] {
			continue
		}
		at := r.Pos
		for _, c := range r.Claims {
			if one := (&Record{Fact: r.Fact, Claims: []*Claim{c}}); slices.Contains(one.claimRefs(), ref) {
				at = c.Pos
				break
			}
		}
		l.refuse(at, "%s is neither in these files nor stored%s", ref, l.meant(ref))
		return
	}
	l.refuse(r.Pos, "it refers to records that refer back to it and that can't be stored")
}

// claimRefs lists what the claims of r refer to.
func (r *Record) claimRefs() []kb.ID {
	s := &kb.ChangeSet{}
	for _, c := range r.Claims {
		s.Claims = append(s.Claims, c.Claim)
	}
	return s.Refers()
}

// meant names the id that a wrong one may have been meant for.
func (l *load) meant(id kb.ID) string {
	var ids []kb.ID
	for known, is := range l.there {
		if is && known.Class() == id.Class() {
			ids = append(ids, known)
		}
	}
	slices.Sort(ids)
	if near, ok := kb.Nearest(string(id), ids); ok {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}
