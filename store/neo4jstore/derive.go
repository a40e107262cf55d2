package neo4jstore

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// surroundings are what a change set touches beyond what it names, as it will be
// after the set: whatever is derived is derived from this.
type surroundings struct {
	facts    map[kb.ID]*fact
	entities map[kb.ID]*named // those named by the set, and those whose names it touches
	kinds    map[kb.ID]kb.Kind
	dates    map[kb.ID][]kb.Date // of things that happen at a time
	degrees  map[kb.ID]int       // how much they rise or fall
	renamed  map[kb.ID]bool      // whose aliases change
}

// fact is a relation or a property and the claims on it.
type fact struct {
	relation *kb.Relation
	property *kb.Property
	isNew    bool
	changed  bool                // in what is derived
	claims   map[kb.ID]*kb.Claim // of stored ones only what is derived from
}

func (f *fact) id() kb.ID {
	if f.relation != nil {
		return f.relation.ID
	}
	return f.property.ID
}

// derived are the fields that follow from the claims.
func (f *fact) derived() (*kb.Interval, *[]string) {
	if f.relation != nil {
		return &f.relation.When, &f.relation.Collections
	}
	return &f.property.When, &f.property.Collections
}

// gone tells whether the set leaves no claim on the fact.
func (f *fact) gone() bool { return len(f.claims) == 0 }

// dated is the date that the fact gives to a thing that happens, if it does.
func (f *fact) dated() (kb.ID, kb.PropertyKey, kb.Date) {
	if f.property == nil || f.property.Key != kb.KeyDate && f.property.Key != kb.KeyFiled {
		return "", "", kb.Date{}
	}
	v, ok := f.property.Value.(kb.DateValue)
	if !ok {
		return "", "", kb.Date{}
	}
	return f.property.Entity, f.property.Key, v.Date
}

// look reads what the set refers to.
func (w *writer) look() error {
	w.stored = &kb.Stored{
		Entities: map[kb.ID]*kb.Entity{}, Sources: map[kb.ID]*kb.Source{},
		Relations: map[kb.ID]*kb.Relation{}, Properties: map[kb.ID]*kb.Property{}, Claims: map[kb.ID]*kb.Claim{},
	}
	w.around = surroundings{
		facts: map[kb.ID]*fact{}, entities: map[kb.ID]*named{}, kinds: map[kb.ID]kb.Kind{},
		dates: map[kb.ID][]kb.Date{}, degrees: map[kb.ID]int{}, renamed: map[kb.ID]bool{},
	}
	ids := map[kb.Class][]string{}
	for _, c := range kb.Classes {
		ids[c] = []string{} // not nil: the server plans for a list
	}
	for _, id := range w.set.Refers() {
		ids[id.Class()] = append(ids[id.Class()], string(id))
	}
	rows, err := w.tx.run(`
		UNWIND $entities AS id MATCH (n:Entity {id: id}) RETURN 'entity' AS class, `+entities.list("n")+` AS record
		UNION ALL
		UNWIND $sources AS id MATCH (n:Source {id: id}) RETURN 'source' AS class, `+sources.list("n")+` AS record
		UNION ALL
		UNWIND $relations AS id MATCH (n:Fact {id: id}) RETURN 'relation' AS class, `+relations.list("n")+` AS record
		UNION ALL
		UNWIND $properties AS id MATCH (n:Fact {id: id}) RETURN 'property' AS class, `+properties.list("n")+` AS record
		UNION ALL
		UNWIND $claims AS id MATCH (n:Claim {id: id}) RETURN 'claim' AS class, `+claims.list("n")+` AS record
		UNION ALL
		MATCH (n:Collection {name: $collection}) RETURN 'collection' AS class, [n.name, n.title, n.description, n.licence] AS record`,
		map[string]any{
			"entities": ids[kb.EntityClass], "sources": ids[kb.SourceClass], "relations": ids[kb.RelationClass],
			"properties": ids[kb.PropertyClass], "claims": ids[kb.ClaimClass], "collection": w.set.Collection.Name,
		})
	if err != nil {
		return err
	}
	for _, found := range rows {
		class, record := found[0].(string), found[1].([]any)
		switch class {
		case "entity":
			err = take(entities, record, func(e *named) {
				w.stored.Entities[e.ID], w.around.entities[e.ID], w.around.kinds[e.ID] = e.Entity, e, e.Kind
			})
		case "source":
			err = take(sources, record, func(s *kb.Source) { w.stored.Sources[s.ID] = s })
		case "relation":
			err = take(relations, record, func(r *kb.Relation) { w.stored.Relations[r.ID] = r })
		case "property":
			err = take(properties, record, func(p *kb.Property) { w.stored.Properties[p.ID] = p })
		case "claim":
			err = take(claims, record, func(c *kb.Claim) { w.stored.Claims[c.ID] = c })
		case "collection":
			r := row{values: record}
			w.stored.Collection = &kb.Collection{Name: r.text(), Title: r.text(), Description: r.text(), Licence: r.text()}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// take reads a record and hands it on.
func take[T any](c codec[T], values any, to func(*T)) error {
	t, err := c.decode(values)
	if err == nil {
		to(t)
	}
	return err
}

// lookAround reads what the plan touches, and makes it what it will be.
func (w *writer) lookAround() error {
	a := &w.around
	for _, e := range w.plan.Entities {
		a.kinds[e.ID] = e.Kind
	}
	for i, r := range w.plan.Relations {
		next := *r // the caller's own stays as it is
		w.plan.Relations[i] = &next
		a.facts[r.ID] = &fact{relation: &next, isNew: true, claims: map[kb.ID]*kb.Claim{}}
	}
	for i, p := range w.plan.Properties {
		next := *p
		w.plan.Properties[i] = &next
		a.facts[p.ID] = &fact{property: &next, isNew: true, claims: map[kb.ID]*kb.Claim{}}
	}
	touched := slices.DeleteFunc(slices.Clone(w.plan.TouchedFacts), func(id kb.ID) bool { return a.facts[id] != nil })
	if err := w.readFacts(`UNWIND $ids AS id MATCH (f:Fact {id: id})`, touched); err != nil {
		return err
	}
	for _, id := range touched {
		if a.facts[id] == nil {
			return fmt.Errorf("the database has claims on %s and not the fact itself: something other than actorgraph has changed it", id)
		}
	}
	for _, id := range w.plan.RemoveClaims {
		delete(a.facts[w.stored.Claims[id].Fact].claims, id)
	}
	for _, c := range w.plan.Claims {
		a.facts[c.Fact].claims[c.ID] = c
	}
	// Facts at a thing whose date or kind changes may take another date from it.
	moved := slices.Clone(w.plan.KindChanged)
	for _, f := range a.facts {
		if id, _, _ := f.dated(); id != "" && (f.isNew || f.gone()) {
			moved = append(moved, id)
		}
	}
	if err := w.readFacts(`UNWIND $ids AS id MATCH (:Entity {id: id})<-[:STARTS_AT|ENDS_AT|OF]-(f:Fact) WITH DISTINCT f`, moved); err != nil {
		return err
	}
	if err := w.readDates(); err != nil {
		return err
	}
	return w.readNames()
}

// readFacts adds the stored facts f that a query matches, with their claims.
func (w *writer) readFacts(match string, ids []kb.ID) error {
	if len(ids) == 0 {
		return nil
	}
	rows, err := w.tx.run(match+`
		RETURN f:Relation, CASE WHEN f:Relation THEN `+relations.list("f")+` ELSE `+properties.list("f")+` END,
			[(f)<-[:ON]-(c) | [c.id, c.stance, c.since, c.until, c.collection]],
			[(f)-[:STARTS_AT|ENDS_AT|OF]->(e) | [e.id, e.kind]]`, map[string]any{"ids": words(ids)})
	if err != nil {
		return err
	}
	for _, found := range rows {
		f := &fact{claims: map[kb.ID]*kb.Claim{}}
		if found[0].(bool) {
			f.relation, err = relations.decode(found[1])
		} else {
			f.property, err = properties.decode(found[1])
		}
		if err != nil {
			return err
		}
		for _, values := range found[2].([]any) {
			r := row{values: values.([]any)}
			c := &kb.Claim{ID: r.id(), Stance: kb.Stance(r.text())}
			for _, key := range []kb.QualifierKey{kb.QualifierSince, kb.QualifierUntil} {
				if d := r.date(); !d.IsZero() {
					c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: key, Value: kb.DateValue{Date: d}})
				}
			}
			c.Collection = r.text()
			f.claims[c.ID] = c
		}
		for _, values := range found[3].([]any) {
			r := row{values: values.([]any)}
			if id, kind := r.id(), kb.Kind(r.text()); w.around.kinds[id] == "" {
				w.around.kinds[id] = kind
			}
		}
		if w.around.facts[f.id()] == nil {
			w.around.facts[f.id()] = f
		}
	}
	return nil
}

// inherits is the thing that a fact has its date from when its claims give none.
func (w *writer) inherits(f *fact) kb.ID {
	kinds := w.around.kinds
	switch {
	case f.relation != nil:
		return evidence.Inherits(f.relation, kinds[f.relation.From], kinds[f.relation.To])
	case evidence.InheritsProperty(f.property.Key, kinds[f.property.Entity]):
		return f.property.Entity
	}
	return ""
}

// readDates finds the dates of the things that facts have theirs from.
func (w *writer) readDates() error {
	things := map[kb.ID]bool{}
	for _, f := range w.around.facts {
		if id := w.inherits(f); id != "" {
			things[id] = true
		}
	}
	add := func(f *fact) {
		if id, key, date := f.dated(); things[id] && key == evidence.DateKey(w.around.kinds[id]) {
			w.around.dates[id] = append(w.around.dates[id], date)
		}
	}
	for _, f := range w.around.facts {
		if f.isNew {
			add(f)
		}
	}
	stored := slices.DeleteFunc(slices.Collect(maps.Keys(things)), func(id kb.ID) bool { return w.plan.IsNew[id] })
	if len(stored) == 0 {
		return nil
	}
	rows, err := w.tx.run(`
		UNWIND $ids AS id MATCH (:Entity {id: id})<-[:OF]-(p:Property) WHERE p.key IN $keys
		RETURN `+properties.list("p"), map[string]any{"ids": words(stored), "keys": words([]kb.PropertyKey{kb.KeyDate, kb.KeyFiled})})
	if err != nil {
		return err
	}
	for _, found := range rows {
		if err := take(properties, found[0], func(p *kb.Property) {
			if f := w.around.facts[p.ID]; f == nil || !f.gone() {
				add(&fact{property: p})
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// readNames makes the names of entities what they will be.
func (w *writer) readNames() error {
	a := &w.around
	var unread []kb.ID
	for _, f := range a.facts {
		if f.property != nil && f.property.Key == kb.KeyAlias && (f.isNew || f.gone()) {
			a.renamed[f.property.Entity] = true
			if a.entities[f.property.Entity] == nil && !w.plan.IsNew[f.property.Entity] {
				unread = append(unread, f.property.Entity)
			}
		}
	}
	if len(unread) > 0 {
		rows, err := w.tx.run(`UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN `+entities.list("n"), map[string]any{"ids": words(unread)})
		if err != nil {
			return err
		}
		for _, found := range rows {
			if err := take(entities, found[0], func(e *named) { a.entities[e.ID] = e }); err != nil {
				return err
			}
		}
	}
	for _, e := range slices.Concat(w.plan.Entities, w.plan.LeaveEntities) {
		var aliases []string
		if old := a.entities[e.ID]; old != nil {
			aliases = old.aliases
		}
		a.entities[e.ID] = &named{e, aliases}
	}
	for _, f := range a.facts {
		if f.property == nil || f.property.Key != kb.KeyAlias || !f.isNew && !f.gone() {
			continue
		}
		e, alias := a.entities[f.property.Entity], f.property.Value.String()
		if e == nil {
			return fmt.Errorf("the database has an alias of %s and not the entity itself: something other than actorgraph has changed it", f.property.Entity)
		}
		e.aliases = slices.DeleteFunc(slices.Clone(e.aliases), func(s string) bool { return s == alias })
		if f.isNew {
			e.aliases = append(e.aliases, alias)
		}
		slices.Sort(e.aliases)
	}
	return nil
}

// checkKinds refuses a change of kind after which a fact joins what doesn't go
// together. Facts that lose their last claim with the set don't count.
func (w *writer) checkKinds() error {
	var problems []kb.Problem
	add := func(c kb.Class, id kb.ID, err error) {
		if err != nil {
			problems = append(problems, kb.Problem{Class: c, ID: id, Msg: err.Error()})
		}
	}
	kinds, changed := w.around.kinds, w.plan.KindChanged
	for _, f := range w.around.facts {
		r, p := f.relation, f.property
		switch {
		case f.gone():
		case r != nil && (slices.Contains(changed, r.From) || slices.Contains(changed, r.To)):
			add(kb.RelationClass, r.ID, kb.CheckRelation(r.Type, kinds[r.From], kinds[r.To]))
		case p != nil && slices.Contains(changed, p.Entity):
			add(kb.PropertyClass, p.ID, kb.CheckProperty(p.Key, kinds[p.Entity]))
		}
	}
	if problems != nil {
		slices.SortFunc(problems, func(a, b kb.Problem) int { return cmp.Compare(a.ID, b.ID) })
		return &kb.InvalidError{Problems: problems}
	}
	return nil
}

// derive computes what follows: of new facts and of those whose claims or dates
// change when they held and which collections speak of them, of entities how many
// relations they have.
func (w *writer) derive() error {
	a := &w.around
	for id, f := range a.facts {
		if f.gone() {
			w.removed = append(w.removed, id)
		} else {
			f.derive(evidence.Happened(a.dates[w.inherits(f)]))
		}
		r := f.relation
		if r == nil || !f.isNew && !f.gone() {
			continue
		}
		step := 1
		if f.gone() {
			step = -1
		}
		a.degrees[r.From] += step
		if r.To != r.From {
			a.degrees[r.To] += step
		}
	}
	for _, e := range slices.Concat(w.plan.Entities, w.plan.LeaveEntities) {
		e.Degree += a.degrees[e.ID]
		delete(a.degrees, e.ID)
		delete(a.renamed, e.ID)
	}
	return nil
}

// derive computes the fields that follow from the claims, and from the date of
// the thing that the fact inherits one from.
func (f *fact) derive(inherited kb.Date) {
	when, collections := f.derived()
	all := slices.Collect(maps.Values(f.claims))
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.Collection
	}
	next, speaking := evidence.Interval(all, inherited), distinct(names)
	f.changed = next != *when || !slices.Equal(speaking, *collections)
	*when, *collections = next, speaking
}
