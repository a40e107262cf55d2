package loader

import (
	"context"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// unit is a part of a record that can be refused by itself: one of its claims,
// or the record itself.
type unit struct {
	*Record
	claim *Claim // nil: the record itself
}

func (r *Record) units() []unit {
	us := []unit{{r, nil}}
	for _, c := range r.Claims {
		us = append(us, unit{r, c})
	}
	return us
}

// ids lists the ids that u brings. A fact itself needs no others.
func (u unit) ids() []kb.ID {
	if u.claim != nil {
		return []kb.ID{u.claim.ID}
	}
	return u.Record.ids()[:1]
}

// nameID stands for a claim that has a name, where its id is not known.
func nameID(name string) kb.ID { return kb.ID("name " + name) }

// needs lists what u refers to. Names that have come become ids.
func (l *load) needs(u unit) []kb.ID {
	if u.claim == nil {
		set := &kb.ChangeSet{}
		(&Record{Entity: u.Entity, Source: u.Source, Fact: u.Fact}).addTo(set)
		self := u.ids()[0]
		return slices.DeleteFunc(set.Refers(), func(id kb.ID) bool { return id == self })
	}
	c := u.claim
	for _, to := range []struct {
		names *[]string
		ids   *[]kb.ID
	}{{&c.AnswersNamed, &c.Answers}, {&c.RetractsNamed, &c.Retracts}} {
		*to.names = slices.DeleteFunc(*to.names, func(name string) bool {
			claim, ok := l.names[name]
			if ok {
				*to.ids = append(*to.ids, claim.id)
			}
			return ok
		})
		for i, id := range *to.ids {
			if now, ok := l.moved[id]; ok {
				(*to.ids)[i] = now
			}
		}
	}
	set := &kb.ChangeSet{Claims: []*kb.Claim{c.Claim}}
	ids := slices.DeleteFunc(set.Refers(), func(id kb.ID) bool { return id == c.ID })
	for _, name := range slices.Concat(c.AnswersNamed, c.RetractsNamed) {
		ids = append(ids, nameID(name))
	}
	return ids
}

// blocked finds the items that need what is neither there nor brought by an item
// that is not blocked itself, each with one id that it lacks.
func blocked[T comparable](items []T, brings, needs func(T) []kb.ID, there map[kb.ID]bool) map[T]kb.ID {
	brought := map[kb.ID]int{} // by how many items
	for _, item := range items {
		for _, id := range brings(item) {
			brought[id]++
		}
	}
	waiting := map[kb.ID][]T{}
	var missing []kb.ID
	for _, item := range items {
		for _, id := range needs(item) {
			if there[id] {
				continue
			}
			if waiting[id] == nil && brought[id] == 0 {
				missing = append(missing, id)
			}
			waiting[id] = append(waiting[id], item)
		}
	}
	out := map[T]kb.ID{}
	for len(missing) > 0 {
		id := missing[len(missing)-1]
		missing = missing[:len(missing)-1]
		for _, item := range waiting[id] {
			if _, already := out[item]; already {
				continue
			}
			out[item] = id
			for _, gone := range brings(item) {
				if brought[gone]--; brought[gone] == 0 && !there[gone] {
					missing = append(missing, gone)
				}
			}
		}
	}
	return out
}

// refuseBlocked refuses, of the pending records, what refers to something that
// is neither pending nor stored.
func (l *load) refuseBlocked() {
	var units []unit
	for _, r := range l.pending {
		units = append(units, r.units()...)
	}
	needs := func(u unit) []kb.ID {
		ids := l.needs(u)
		if u.claim == nil { // a claim needs its fact
			return ids
		}
		return ids
	}
	missing := blocked(units, unit.ids, needs, l.there)
	l.pending = slices.DeleteFunc(l.pending, func(r *Record) bool {
		if id, ok := missing[unit{r, nil}]; ok {
			l.refuse(r.Pos, "%s: %s", r, l.lacks(id))
			l.noteRefused(r)
			return true
		}
		r.Claims = slices.DeleteFunc(r.Claims, func(c *Claim) bool {
			id, ok := missing[unit{r, c}]
			if ok {
				l.refuse(c.Pos, "a claim on %s: %s", r, l.lacks(id))
				l.noteRefusedClaim(c)
			}
			return ok
		})
		return r.Fact != nil && len(r.Claims) == 0
	})
}

// lacks says that id is not there, why, and what may have been meant.
func (l *load) lacks(id kb.ID) string {
	what := string(id)
	if id.Class() == "" || len(what) > 5 && what[:5] == "name " {
		what = fmt.Sprintf("the claim %q", what[5:])
	}
	if at, ok := l.refused[id]; ok {
		return fmt.Sprintf("%s, at %s, was refused", what, at)
	}
	if id.Class() == kb.ClaimClass || what != string(id) {
		return what + " is neither in these files nor stored"
	}
	return fmt.Sprintf("%s is neither in these files nor stored%s", id, l.meant(id))
}

// meant names the id that a wrong one may have been meant for.
func (l *load) meant(id kb.ID) string {
	var ids []kb.ID
	for known, is := range l.there {
		if is && known.Class() == id.Class() {
			ids = append(ids, known)
		}
	}
	for known := range l.entities {
		if id.Class() == kb.EntityClass {
			ids = append(ids, known)
		}
	}
	for known := range l.sources {
		if id.Class() == kb.SourceClass {
			ids = append(ids, known)
		}
	}
	slices.Sort(ids)
	if near, ok := kb.Nearest(string(id), ids); ok {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}

// drop refuses the records and claims that bad speaks of, and returns the rest.
func (l *load) drop(ctx context.Context, rs []*Record, bad *kb.InvalidError) ([]*Record, error) {
	msgs := map[kb.ID][]string{}
	for _, p := range bad.Problems {
		msgs[p.ID] = append(msgs[p.ID], p.Msg)
	}
	if err := l.blameKinds(ctx, rs, msgs); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rs, func(r *Record) bool {
		if wrong := msgs[r.ids()[0]]; wrong != nil {
			for _, msg := range wrong {
				l.refuse(r.Pos, "%s: %s", r, msg)
			}
			l.noteRefused(r)
			return true
		}
		l.dropClaims(r, func(c *Claim) []string { return msgs[c.ID] })
		return r.Fact != nil && len(r.Claims) == 0
	}), nil
}

// blameKinds finds what a store means by problems of facts that it holds
// already: an entity among rs that has another kind than there.
func (l *load) blameKinds(ctx context.Context, rs []*Record, msgs map[kb.ID][]string) error {
	ours := map[kb.ID]bool{}
	entities := map[kb.ID]bool{}
	for _, r := range rs {
		for _, id := range r.ids() {
			ours[id] = true
		}
		if r.Entity != nil {
			entities[r.Entity.ID] = true
		}
	}
	var stored []kb.ID
	for id := range msgs {
		if !ours[id] {
			stored = append(stored, id)
		}
	}
	if len(stored) == 0 {
		return nil
	}
	blame := func(fact Record, ends ...kb.ID) {
		for _, end := range ends {
			if entities[end] {
				for _, msg := range msgs[fact.Fact.FactID()] {
					msgs[end] = append(msgs[end], fmt.Sprintf("as a %s it can't be in what is stored, %s: %s", l.kinds[end], &fact, msg))
				}
			}
		}
	}
	err := found(ctx, l.store.Relations(), stored, func(r *kb.Relation) { blame(Record{Fact: r}, r.From, r.To) })
	if err != nil {
		return err
	}
	return found(ctx, l.store.Properties(), stored, func(p *kb.Property) { blame(Record{Fact: p}, p.Entity) })
}
