package sqlitestore

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"actorgraph/kb"
	"actorgraph/text"
)

// affected are the entities whose derived fields a change makes stale.
type affected struct {
	degrees ids           // relations came to them or left
	terms   ids           // their name or an alias did
	facts   ids           // their kind or a property that dates them did
	parts   map[kb.ID]ids // those have a part in them, or no longer
	sources ids           // claims came to these sources or left
}

// ids is a set of ids.
type ids map[kb.ID]bool

func (s ids) add(more ...kb.ID) {
	for _, id := range more {
		s[id] = true
	}
}

func (s ids) sorted() []kb.ID { return slices.Sorted(maps.Keys(s)) }

// relation notes that a relation came or left.
func (a *affected) relation(typ kb.RelationType, from, to kb.ID) {
	a.degrees.add(from, to)
	if slices.Contains(kb.PartyTypes, typ) {
		if a.parts[from] == nil {
			a.parts[from] = ids{}
		}
		a.parts[from].add(to)
	}
}

// property notes that a property of an entity came or left.
func (a *affected) property(entity kb.ID, key kb.PropertyKey) {
	switch key {
	case kb.KeyAlias:
		a.terms.add(entity)
	case kb.KeyDate, kb.KeyFiled: // what evidence.DateKey may name
		a.facts.add(entity)
	}
}

// affectedBy gathers what a plan makes stale by what it adds.
func affectedBy(plan *kb.Plan, stored *kb.Stored) *affected {
	a := &affected{ids{}, ids{}, ids{}, map[kb.ID]ids{}, ids{}}
	for _, e := range plan.Entities {
		a.terms.add(e.ID)
	}
	for _, r := range plan.Relations {
		a.relation(r.Type, r.From, r.To)
	}
	for _, p := range plan.Properties {
		a.property(p.Entity, p.Key)
	}
	a.facts.add(plan.KindChanged...)
	for _, c := range plan.Claims {
		a.sources.add(c.Source)
	}
	for _, id := range plan.RemoveClaims {
		a.sources.add(stored.Claims[id].Source)
	}
	return a
}

// sweep removes the facts that have lost their last claim, and then, for as long
// as there are any, sources and entities that no collection describes and
// nothing else refers to. It tells what is gone, the claims of the plan included.
func (w *writer) sweep(ctx context.Context, plan *kb.Plan, a *affected) (gone []kb.ID, err error) {
	gone = slices.Clone(plan.RemoveClaims)
	var numbers []int64 // of facts that are gone
	if len(plan.RemoveClaims) > 0 {
		touched := list(plan.TouchedFacts)
		err := each(ctx, w, say("DELETE FROM relations WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM claims WHERE fact = relations.id) RETURNING 2 * n, id, type, from_id, to_id", touched),
			func(rows *sql.Rows) error {
				var n int64
				var id, typ, from, to string
				err := rows.Scan(&n, &id, &typ, &from, &to)
				a.relation(kb.RelationType(typ), kb.ID(from), kb.ID(to))
				gone, numbers = append(gone, kb.ID(id)), append(numbers, n)
				return err
			})
		if err != nil {
			return nil, err
		}
		err = each(ctx, w, say("DELETE FROM properties WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM claims WHERE fact = properties.id) RETURNING 2 * n + 1, id, entity, key", touched),
			func(rows *sql.Rows) error {
				var n int64
				var id, entity, key string
				err := rows.Scan(&n, &id, &entity, &key)
				a.property(kb.ID(entity), kb.PropertyKey(key))
				gone, numbers = append(gone, kb.ID(id)), append(numbers, n)
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	if err := w.removeStretches(ctx, numbers); err != nil {
		return nil, err
	}
	// Sources hold sources, and both hold entities; entities hold nothing.
	for {
		var sources []kb.ID
		if err := w.ids(ctx, say("SELECT id FROM sources WHERE collections = '[]' AND NOT EXISTS (SELECT 1 FROM claims WHERE source = sources.id)"+unreferred("sources")), &sources); err != nil {
			return nil, err
		}
		if len(sources) == 0 {
			break
		}
		if err := w.remove(ctx, "sources", sources); err != nil {
			return nil, err
		}
		gone = append(gone, sources...)
	}
	var entities []kb.ID
	err = w.ids(ctx, say("SELECT id FROM entities WHERE collections = '[]'"+
		" AND NOT EXISTS (SELECT 1 FROM relations WHERE from_id = entities.id) AND NOT EXISTS (SELECT 1 FROM relations WHERE to_id = entities.id)"+
		" AND NOT EXISTS (SELECT 1 FROM properties WHERE entity = entities.id) AND NOT EXISTS (SELECT 1 FROM properties WHERE issuer = entities.id)"+unreferred("entities")), &entities)
	if err != nil {
		return nil, err
	}
	if err := w.remove(ctx, "entities", entities); err != nil {
		return nil, err
	}
	a.terms.add(entities...)
	return append(gone, entities...), nil
}

// unreferred is the condition that no list of another record has the record.
func unreferred(table string) string {
	return " AND NOT EXISTS (SELECT 1 FROM refs WHERE target = " + table + ".id AND holder <> " + table + ".id)"
}

// derive brings up to date what is derived from the records that the plan touched.
func (w *writer) derive(ctx context.Context, plan *kb.Plan, a *affected) error {
	if err := w.exec(ctx, "UPDATE entities SET degree = (SELECT count(*) FROM relations WHERE from_id = entities.id) + (SELECT count(*) FROM relations WHERE to_id = entities.id AND from_id <> to_id) "+
		"WHERE id IN (SELECT value FROM json_each(?))", list(a.degrees.sorted())); err != nil {
		return err
	}
	if err := w.exec(ctx, "UPDATE sources SET claims = (SELECT count(*) FROM claims WHERE source = sources.id) WHERE id IN (SELECT value FROM json_each(?))",
		list(a.sources.sorted())); err != nil {
		return err
	}
	if err := w.deriveTerms(ctx, a.terms.sorted()); err != nil {
		return err
	}
	if err := w.heard(ctx, a); err != nil {
		return err
	}
	stale := cat(these(plan.TouchedFacts), say(" UNION SELECT id FROM ("), factsAt(a.facts.sorted()), say(") UNION SELECT id FROM ("), factsBy(plan.SourcesChanged), say(")"))
	var facts []kb.ID
	if err := w.ids(ctx, stale, &facts); err != nil {
		return err
	}
	return w.weigh(ctx, facts)
}

// heard adds to the facts those at which somebody came to have a part, or no longer
// has it, who speaks: the word of any other party is nowhere.
func (w *writer) heard(ctx context.Context, a *affected) error {
	return each(ctx, w, say("SELECT DISTINCT r.target FROM json_each(?) AS wanted CROSS JOIN refs AS r ON r.target = wanted.value AND r.field IN ('"+string(publishers)+"', '"+string(attributedTo)+"')",
		list(slices.Collect(maps.Keys(a.parts)))), func(rows *sql.Rows) error {
		var party kb.ID
		err := rows.Scan(&party)
		for thing := range a.parts[party] {
			a.facts.add(thing)
		}
		return err
	})
}

// deriveTerms finds the words of the names and aliases of entities anew. It
// writes only what differs: an alias mostly adds a word or two.
func (w *writer) deriveTerms(ctx context.Context, entities []kb.ID) error {
	if len(entities) == 0 {
		return nil
	}
	type term struct {
		word, entity string
		alias        int64
	}
	stored, wanted := map[term]bool{}, map[term]bool{}
	err := each(ctx, w, say("SELECT t.term, t.entity, t.alias FROM json_each(?) AS wanted CROSS JOIN terms AS t ON t.entity = wanted.value", list(entities)),
		func(rows *sql.Rows) error {
			var t term
			err := rows.Scan(&t.word, &t.entity, &t.alias)
			stored[t] = true
			return err
		})
	if err != nil {
		return err
	}
	err = each(ctx, w, say("SELECT e.id, 0, e.name FROM json_each(?) AS wanted CROSS JOIN entities AS e ON e.id = wanted.value"+
		" UNION ALL SELECT p.entity, 2 * p.n + 1, p.text FROM json_each(?) AS wanted CROSS JOIN properties AS p ON p.entity = wanted.value AND p.key = '"+string(kb.KeyAlias)+"'", list(entities), list(entities)),
		func(rows *sql.Rows) error {
			var entity, name string
			var alias int64
			err := rows.Scan(&entity, &alias, &name)
			for _, word := range text.Terms(name) {
				wanted[term{word, entity, alias}] = true
			}
			return err
		})
	if err != nil {
		return err
	}
	var rows [][]any
	for t := range wanted {
		if !stored[t] {
			rows = append(rows, []any{t.word, t.entity, t.alias})
		}
	}
	for t := range stored {
		if !wanted[t] {
			if err := w.exec(ctx, "DELETE FROM terms WHERE term = ? AND entity = ? AND alias = ?", t.word, t.entity, t.alias); err != nil {
				return err
			}
		}
	}
	return w.insertRows(ctx, "terms (term, entity, alias)", "", rows)
}
