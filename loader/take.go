package loader

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"actorgraph/kb"
)

// take notes that r has come, and tells whether it, or what is good of it, is to
// be stored.
func (l *load) take(r *Record) bool {
	if !l.takeCollection(r) {
		l.noteRefused(r)
		return false
	}
	switch {
	case r.Entity != nil:
		if !l.valid(r) || !declare(l, l.entities, r, r.Entity.ID, r.Entity) {
			return false
		}
		l.kinds[r.Entity.ID] = r.Entity.Kind
		return true
	case r.Source != nil:
		return !l.detects(r) && l.valid(r) && declare(l, l.sources, r, r.Source.ID, r.Source)
	case r.Fact != nil:
		return l.takeFact(r) && l.valid(r)
	}
	return false // a collection alone
}

// takeCollection notes the collection of r, in the one that is asked for if it
// is another.
func (l *load) takeCollection(r *Record) bool {
	if only := l.options.Collection; only != "" && r.Collection.Name != only {
		r.Collection = kb.Collection{Name: only}
		for _, c := range r.Claims {
			before := c.ID
			c.Collection = only
			c.Identify()
			l.moved[before] = c.ID
		}
	}
	name := r.Collection.Name
	bare := kb.Collection{Name: name}
	known, seen := l.collections[name]
	if !seen || r.Collection != bare && r.Collection != known {
		if err := (&kb.ChangeSet{Collection: r.Collection}).Validate(); err != nil {
			l.refuseOnce(r.Pos, "%s", problemsOf(err))
			return false
		}
	}
	switch {
	case !seen || known == bare:
		l.collections[name] = r.Collection
	case r.Collection != bare && r.Collection != known:
		l.refuseOnce(r.Pos, "collection %s is described in two ways; describe it once, and elsewhere give its name alone", name)
		return false
	}
	return true
}

// problemsOf is what an [kb.InvalidError] says, without the words for places in a
// change set.
func problemsOf(err error) string {
	bad, ok := errors.AsType[*kb.InvalidError](err)
	if !ok {
		return err.Error()
	}
	var msgs []string
	for _, p := range bad.Problems {
		msgs = append(msgs, p.Msg)
	}
	return strings.Join(msgs, "; ")
}

// valid refuses what package kb finds bad by itself: r, or claims of r. What is
// wrong with a fact is told once, and not of its claims again.
func (l *load) valid(r *Record) bool {
	set := r.set()
	bad, _ := errors.AsType[*kb.InvalidError](set.Validate())
	if bad == nil {
		return true
	}
	var whole []string
	claims := map[*kb.Claim][]string{}
	for _, p := range bad.Problems {
		if p.Class == kb.ClaimClass {
			claims[set.Claims[p.Index]] = append(claims[set.Claims[p.Index]], p.Msg)
		} else {
			whole = append(whole, p.Msg)
		}
	}
	for _, msg := range whole {
		l.refuse(r.Lines.of(msg, r.Pos), "%s: %s", r, msg)
	}
	if whole != nil {
		l.noteRefused(r)
		return false
	}
	l.dropClaims(r, func(c *Claim) []string { return claims[c.Claim] })
	return len(r.Claims) > 0
}

// dropClaims refuses the claims of r that something is wrong with.
func (l *load) dropClaims(r *Record, wrong func(*Claim) []string) {
	r.Claims = slices.DeleteFunc(r.Claims, func(c *Claim) bool {
		msgs := wrong(c)
		for _, msg := range msgs {
			l.refuse(c.Lines.of(msg, c.Pos), "a claim on %s: %s", r, msg)
		}
		if msgs != nil {
			l.noteRefusedClaim(c)
		}
		return msgs != nil
	})
}

func (l *load) noteRefused(r *Record) {
	switch {
	case r.Entity != nil:
		l.refused[r.Entity.ID] = r.Pos
	case r.Source != nil:
		l.refused[r.Source.ID] = r.Pos
	}
	for _, c := range r.Claims {
		l.noteRefusedClaim(c)
	}
}

func (l *load) noteRefusedClaim(c *Claim) {
	l.refused[c.ID] = c.Pos
	if c.Name != "" {
		l.refused[nameID(c.Name)] = c.Pos
	}
}

// declare notes an entity or a source. Two collections may say the same of it.
func declare[T any](l *load, seen map[kb.ID]declared[T], r *Record, id kb.ID, record *T) bool {
	before, ok := seen[id]
	switch {
	case !ok:
		seen[id] = declared[T]{r.Pos, record, []string{r.Collection.Name}}
		return true
	case slices.Contains(before.collections, r.Collection.Name):
		l.refuse(r.Pos, "%s stands twice; it stands at %s before", id, before.pos)
		return false
	case !reflect.DeepEqual(before.record, record):
		l.refuse(r.Pos, "%s says something else at %s; what two collections share has to be the same in both", id, before.pos)
		return false
	}
	before.collections = append(before.collections, r.Collection.Name)
	seen[id] = before
	return true
}

// takeFact notes a fact and its claims, with their names.
func (l *load) takeFact(r *Record) bool {
	name := r.Collection.Name
	if l.facts[name] == nil {
		l.facts[name] = map[kb.ID]Pos{}
	}
	if at, ok := l.facts[name][r.Fact.FactID()]; ok {
		l.refuse(r.Pos, "%s stands at %s before; put all its claims there", r, at)
		l.noteRefused(r)
		return false
	}
	l.facts[name][r.Fact.FactID()] = r.Pos
	if len(r.Claims) == 0 {
		l.refuse(r.Pos, "%s has no claim; a fact needs at least one", r)
		return false
	}
	r.Claims = slices.DeleteFunc(r.Claims, func(c *Claim) bool {
		if at, ok := l.claims[c.ID]; ok {
			l.refuse(c.Pos, "a claim on %s: the one at %s has the same source, place, stance and attribution; make one of the two", r, at)
			return true
		}
		if before, ok := l.names[c.Name]; ok {
			l.refuse(c.Pos, "a claim on %s: the name %q stands at %s before", r, c.Name, before.pos)
			return true
		}
		if c.Name != "" {
			l.names[c.Name] = named{c.Pos, c.ID}
		}
		l.claims[c.ID] = c.Pos
		return false
	})
	return len(r.Claims) > 0
}

// String is what r is about: an id, or a fact as files have it.
func (r *Record) String() string {
	switch f := r.Fact.(type) {
	case *kb.Relation:
		return fmt.Sprintf("%s %s %s", f.From, f.Type, f.To)
	case *kb.Property:
		return fmt.Sprintf("%s %s", f.Entity, f.Key)
	}
	switch {
	case r.Entity != nil:
		return string(r.Entity.ID)
	case r.Source != nil:
		return string(r.Source.ID)
	}
	return r.Collection.Name
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

// set is a change set of r alone.
func (r *Record) set() *kb.ChangeSet {
	s := &kb.ChangeSet{Collection: r.Collection}
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
