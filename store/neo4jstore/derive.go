package neo4jstore

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"actorgraph/kb"
)

// look reads what the set refers to.
func (a *application) look() error {
	a.stored = &kb.Stored{
		Entities: map[kb.ID]*kb.Entity{}, Sources: map[kb.ID]*kb.Source{},
		Relations: map[kb.ID]*kb.Relation{}, Properties: map[kb.ID]*kb.Property{}, Claims: map[kb.ID]*kb.Claim{},
	}
	ids := map[kb.Class][]string{}
	for _, c := range kb.Classes {
		ids[c] = []string{} // not nil: the server plans for a list
	}
	for _, id := range a.set.Refers() {
		ids[id.Class()] = append(ids[id.Class()], string(id))
	}
	rows, err := a.tx.run(`
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
			"properties": ids[kb.PropertyClass], "claims": ids[kb.ClaimClass], "collection": a.set.Collection.Name,
		})
	if err != nil {
		return err
	}
	for _, found := range rows {
		class, record := found[0].(string), found[1].([]any)
		switch class {
		case "entity":
			err = take(entities, record, func(e *named) { a.stored.Entities[e.ID] = e.Entity })
		case "source":
			err = take(sources, record, func(s *kb.Source) { a.stored.Sources[s.ID] = s })
		case "relation":
			err = take(relations, record, func(r *kb.Relation) { a.stored.Relations[r.ID] = r })
		case "property":
			err = take(properties, record, func(p *kb.Property) { a.stored.Properties[p.ID] = p })
		case "claim":
			err = take(claims, record, func(c *kb.Claim) { a.stored.Claims[c.ID] = c })
		case "collection":
			r := row{values: record}
			a.stored.Collection = &kb.Collection{Name: r.text(), Title: r.text(), Description: r.text(), Licence: r.text()}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkKinds refuses a change of kind after which a fact joins what doesn't go
// together.
func (a *application) checkKinds() error {
	if len(a.plan.KindChanged) == 0 {
		return nil
	}
	rows, err := a.tx.run(`
		UNWIND $ids AS id
		MATCH (:Entity {id: id})<-[:STARTS_AT|ENDS_AT|OF]-(f:Fact)
		WITH DISTINCT f
		RETURN f.id, f.type, f.key, head([(f)-[:STARTS_AT|OF]->(e) | e.kind]), head([(f)-[:ENDS_AT]->(e) | e.kind])
		ORDER BY f.id`, map[string]any{"ids": words(a.plan.KindChanged)})
	if err != nil {
		return err
	}
	var problems []kb.Problem
	for _, found := range rows {
		r := row{values: found}
		id, typ, key, from, to := r.id(), r.text(), r.text(), kb.Kind(r.text()), kb.Kind(r.text())
		var err error
		if id.Class() == kb.RelationClass {
			err = kb.CheckRelation(kb.RelationType(typ), from, to)
		} else {
			err = kb.CheckProperty(kb.PropertyKey(key), from)
		}
		if err != nil {
			problems = append(problems, kb.Problem{Class: id.Class(), ID: id, Msg: err.Error()})
		}
	}
	if problems == nil {
		return nil
	}
	slices.SortFunc(problems, func(a, b kb.Problem) int { return cmp.Compare(a.ID, b.ID) })
	return &kb.InvalidError{Problems: problems}
}

// derive brings up to date what is derived: of entities how many relations they
// have and by which words they are found, of facts and claims all that follows
// from what is said.
func (a *application) derive() error {
	for _, step := range []func() error{a.deriveDegrees, a.deriveNames, a.forget} {
		if err := step(); err != nil {
			return err
		}
	}
	facts, err := a.dependent()
	if err != nil {
		return err
	}
	return a.weigh(facts)
}

func (a *application) deriveDegrees() error {
	degrees := map[kb.ID]int{}
	count := func(r *kb.Relation, n int) {
		degrees[r.From] += n
		if r.To != r.From {
			degrees[r.To] += n
		}
	}
	for _, r := range a.plan.Relations {
		count(r, 1)
	}
	for _, f := range a.left {
		if f.relation != nil {
			count(f.relation, -1)
		}
	}
	var rows []any
	for id, n := range degrees {
		if n != 0 {
			rows = append(rows, []any{string(id), n})
		}
	}
	return a.do(step{"MATCH (n:Entity {id: r[0]}) SET n.degree = n.degree + r[1]", rows})
}

// deriveNames brings up to date by which names those stored entities are found
// that have another one, or another alias.
func (a *application) deriveNames() error {
	renamed := map[kb.ID]bool{}
	aliased := func(p *kb.Property) {
		if p != nil && p.Key == kb.KeyAlias && !a.plan.IsNew[p.Entity] {
			renamed[p.Entity] = true
		}
	}
	for _, p := range a.plan.Properties {
		aliased(p)
	}
	for _, f := range a.left {
		aliased(f.property)
	}
	for _, e := range slices.Concat(a.plan.Entities, a.plan.LeaveEntities) {
		if !a.plan.IsNew[e.ID] {
			renamed[e.ID] = true
		}
	}
	if len(renamed) == 0 {
		return nil
	}
	rows, err := a.tx.run(`
		UNWIND $ids AS id
		MATCH (n:Entity {id: id})
		RETURN n.id, n.name, [(n)<-[:OF]-(p:Property) WHERE p.key = $alias | p.value]`,
		map[string]any{"ids": words(slices.Collect(maps.Keys(renamed))), "alias": string(kb.KeyAlias)})
	if err != nil {
		return err
	}
	var names, found []any
	for _, values := range rows {
		r := row{values: values}
		e := &named{&kb.Entity{ID: r.id(), Name: r.text()}, list[string](&r)}
		slices.Sort(e.aliases)
		names = append(names, append([]any{string(e.ID)}, e.aliasValues()...))
		found = append(found, []any{string(e.ID), e.wordKeys()})
	}
	return a.do(
		step{"MATCH (n:Entity {id: r[0]}) SET n.aliases = r[1], n.aliasFolds = r[2], n.words = r[3]", names},
		dropWords(ids(names)),
		addWords(found),
	)
}

// forget forgets what was verified against copies that are others now.
func (a *application) forget() error {
	if len(a.plan.NewCopies) == 0 {
		return nil
	}
	_, err := a.tx.run(`
		UNWIND $ids AS id
		MATCH (:Source {id: id})<-[:FROM]-(c:Claim) WHERE c.checkedAt IS NOT NULL OR c.verification IS NOT NULL
		REMOVE c.verification, c.checkedAt, c.checkedBy, c.checkedWhy`, map[string]any{"ids": words(a.plan.NewCopies)})
	return err
}

// dependent lists the facts that have to be weighed again: those whose claims
// change, those with claims from sources that change, or that credit them, or
// sources whose text comes from there, and those at things whose date, kind or
// participants change.
func (a *application) dependent() ([]kb.ID, error) {
	facts := map[kb.ID]bool{}
	for _, id := range a.plan.TouchedFacts {
		facts[id] = true
	}
	for _, f := range a.left {
		delete(facts, f.id())
	}
	add := func(query string, ids []kb.ID) error {
		if len(ids) == 0 {
			return nil
		}
		rows, err := a.tx.run(query, map[string]any{"ids": words(ids)})
		for _, found := range rows {
			facts[kb.ID(found[0].(string))] = true
		}
		return err
	}
	moved, err := a.moved()
	if err != nil {
		return nil, err
	}
	if err := add(`
		UNWIND $ids AS id
		MATCH (:Entity {id: id})<-[:STARTS_AT|ENDS_AT|OF]-(f:Fact)
		RETURN DISTINCT f.id`, moved); err != nil {
		return nil, err
	}
	if err := add(`
		UNWIND $ids AS id
		MATCH (:Source {id: id})<-[:DERIVES_FROM*0..]-(s:Source)
		WITH DISTINCT s
		MATCH (s)<-[:FROM|CREDITS]-(:Claim)-[:ON]->(f:Fact)
		RETURN DISTINCT f.id`, a.sourcesChanged()); err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(facts)), nil
}

// moved lists the things of which all facts have to be weighed again. Who comes to have
// a part in one, or no longer has it, counts only if they speak: the word of any other
// party is nowhere.
func (a *application) moved() ([]kb.ID, error) {
	things := slices.Clone(a.plan.KindChanged)
	parts := map[kb.ID][]kb.ID{} // by who has them
	changed := func(f *fact) {
		if r := f.relation; r != nil && slices.Contains(kb.PartyTypes, r.Type) {
			parts[r.From] = append(parts[r.From], r.To)
		}
		if p := f.property; p != nil && (p.Key == kb.KeyDate || p.Key == kb.KeyFiled) {
			things = append(things, p.Entity)
		}
	}
	for _, r := range a.plan.Relations {
		changed(&fact{relation: r})
	}
	for _, p := range a.plan.Properties {
		changed(&fact{property: p})
	}
	for _, f := range a.left {
		changed(f)
	}
	if len(parts) > 0 {
		rows, err := a.tx.run(`
			UNWIND $ids AS id
			MATCH (n:Entity {id: id}) WHERE EXISTS { (n)<-[:PUBLISHED_BY|ATTRIBUTED_TO]-() }
			RETURN n.id`, map[string]any{"ids": words(slices.Collect(maps.Keys(parts)))})
		if err != nil {
			return nil, err
		}
		for _, found := range rows {
			things = append(things, parts[kb.ID(found[0].(string))]...)
		}
	}
	return distinct(things), nil
}

// sourcesChanged lists the sources that change, and not only in which collections
// describe them.
func (a *application) sourcesChanged() []kb.ID {
	var changed []kb.ID
	for _, s := range a.plan.Sources {
		if old := a.stored.Sources[s.ID]; old != nil {
			before, after := *old, *s
			before.Collections, after.Collections = nil, nil
			if !reflect.DeepEqual(before, after) {
				changed = append(changed, s.ID)
			}
		}
	}
	return changed
}
