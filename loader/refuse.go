package loader

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// nameID stands for a claim that has a name, where its id is not known. No id has
// a blank.
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

// refuseLacking refuses, of records that are to be stored, what refers to
// something that is neither among them nor stored, and returns the rest.
func (l *load) refuseLacking(ctx context.Context, rs []*Record) []*Record {
	var units []unit
	for _, r := range rs {
		units = append(units, r.units()...)
	}
	missing := blocked(units, unit.ids, l.needs, l.there)
	return slices.DeleteFunc(rs, func(r *Record) bool {
		if id, ok := missing[unit{r, nil}]; ok {
			l.refuse(r.Pos, "%s: %s", r, l.lacks(ctx, id))
			l.noteRefused(r)
			return true
		}
		l.dropClaims(r, func(c *Claim) []string {
			if id, ok := missing[unit{r, c}]; ok {
				return []string{l.lacks(ctx, id)}
			}
			return nil
		})
		return r.Fact != nil && len(r.Claims) == 0
	})
}

// lacks says that id is not there, why, and what may have been meant.
func (l *load) lacks(ctx context.Context, id kb.ID) string {
	what := string(id)
	if name, ok := strings.CutPrefix(what, string(nameID(""))); ok {
		what = fmt.Sprintf("a claim with the name %q", name)
	}
	if at, ok := l.refused[id]; ok {
		return fmt.Sprintf("it needs %s, which was refused (%s)", what, at)
	}
	return what + " is neither in these files nor stored" + l.meant(ctx, id)
}

// maxGuesses bounds for how many ids it is guessed what was meant: each is
// compared with all that are known.
const maxGuesses = 100

// meant names the entity or source that a wrong id may have been meant for: one
// of these files, or one that was asked for, or an entity that a search for the
// id's words finds in the store.
func (l *load) meant(ctx context.Context, id kb.ID) string {
	class := id.Class()
	if class != kb.EntityClass && class != kb.SourceClass {
		return ""
	}
	if guess, ok := l.guesses[id]; ok || len(l.guesses) == maxGuesses {
		return guess
	}
	var known []kb.ID
	for other, is := range l.there {
		if is && other.Class() == class {
			known = append(known, other)
		}
	}
	if class == kb.SourceClass {
		known = slices.AppendSeq(known, maps.Keys(l.sources))
	} else {
		known = slices.AppendSeq(known, maps.Keys(l.entities))
		// Without an answer there is one guess less, and no harm.
		found, _ := l.store.Search(ctx, kb.SearchQuery{Text: strings.ReplaceAll(string(id), "-", " "), First: 10})
		for _, hit := range found.Items {
			known = append(known, hit.Entity.ID)
		}
	}
	slices.Sort(known)
	l.guesses[id] = ""
	if near, ok := kb.Nearest(string(id), known); ok {
		l.guesses[id] = fmt.Sprintf("; did you mean %s?", near)
	}
	return l.guesses[id]
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
				l.refuse(r.Pos, "%s: %s", r, strings.TrimPrefix(msg, r.String()+": "))
			}
			l.noteRefused(r)
			return true
		}
		l.dropClaims(r, func(c *Claim) []string { return msgs[c.ID] })
		return r.Fact != nil && len(r.Claims) == 0
	}), nil
}

// blameKinds finds what a store means by problems of facts that it holds
// already: an entity among rs that is of another kind than there. It adds them to
// the messages of that entity.
func (l *load) blameKinds(ctx context.Context, rs []*Record, msgs map[kb.ID][]string) error {
	ours := map[kb.ID]bool{}
	kinds := map[kb.ID]kb.Kind{}
	for _, r := range rs {
		for _, id := range r.ids() {
			ours[id] = true
		}
		if r.Entity != nil {
			kinds[r.Entity.ID] = r.Entity.Kind
		}
	}
	ends := map[kb.ID][]kb.ID{} // of facts in the store that something is wrong with
	facts := map[kb.ID]*Record{}
	note := func(f kb.Fact, of ...kb.ID) { ends[f.FactID()], facts[f.FactID()] = of, &Record{Fact: f} }
	var stored, changed []kb.ID
	for id := range msgs {
		if !ours[id] {
			stored = append(stored, id)
		}
	}
	if len(stored) == 0 {
		return nil
	}
	err := found(ctx, l.store.Relations(), stored, func(r *kb.Relation) { note(r, r.From, r.To) })
	if err != nil {
		return err
	}
	err = found(ctx, l.store.Properties(), stored, func(p *kb.Property) { note(p, p.Entity) })
	if err != nil {
		return err
	}
	for id := range kinds {
		changed = append(changed, id)
	}
	for part := range slices.Chunk(changed, kb.MaxBatch) {
		err := found(ctx, l.store.Entities(), part, func(e *kb.Entity) {
			if e.Kind == kinds[e.ID] {
				delete(kinds, e.ID)
			}
		})
		if err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		for _, end := range ends[id] {
			if kind, ok := kinds[end]; ok {
				msgs[end] = append(msgs[end], fmt.Sprintf("as a %s it can't be in what is stored, %s: %s", kind, facts[id], strings.Join(msgs[id], "; ")))
			}
		}
	}
	return nil
}
