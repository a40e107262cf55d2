package sqlitestore

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"actorgraph/evidence"
	"actorgraph/kb"
	"actorgraph/text"
)

// affected are the entities whose derived fields a change makes stale.
type affected struct {
	degrees ids // relations came to them or left
	terms   ids // their name or an alias did
	dates   ids // their kind or a property that dates them did
	sources ids // claims came to these sources or left
}

// ids is a set of ids.
type ids map[kb.ID]bool

func (s ids) add(more ...kb.ID) {
	for _, id := range more {
		s[id] = true
	}
}

func (s ids) sorted() []kb.ID { return slices.Sorted(maps.Keys(s)) }

// property notes that a property of an entity came or left.
func (a *affected) property(entity kb.ID, key kb.PropertyKey) {
	switch key {
	case kb.KeyAlias:
		a.terms.add(entity)
	case kb.KeyDate, kb.KeyFiled: // what evidence.DateKey may name
		a.dates.add(entity)
	}
}

// affectedBy gathers what a plan makes stale by what it adds.
func affectedBy(plan *kb.Plan, stored *kb.Stored) *affected {
	a := &affected{ids{}, ids{}, ids{}, ids{}}
	for _, e := range plan.Entities {
		a.terms.add(e.ID)
	}
	for _, r := range plan.Relations {
		a.degrees.add(r.From, r.To)
	}
	for _, p := range plan.Properties {
		a.property(p.Entity, p.Key)
	}
	a.dates.add(plan.KindChanged...)
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
	if len(plan.RemoveClaims) > 0 {
		touched := list(plan.TouchedFacts)
		err := each(ctx, w, say("DELETE FROM relations WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM claims WHERE fact = relations.id) RETURNING id, from_id, to_id", touched),
			func(rows *sql.Rows) error {
				var id, from, to string
				err := rows.Scan(&id, &from, &to)
				a.degrees.add(kb.ID(from), kb.ID(to))
				gone = append(gone, kb.ID(id))
				return err
			})
		if err != nil {
			return nil, err
		}
		err = each(ctx, w, say("DELETE FROM properties WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM claims WHERE fact = properties.id) RETURNING id, entity, key", touched),
			func(rows *sql.Rows) error {
				var id, entity, key string
				err := rows.Scan(&id, &entity, &key)
				a.property(kb.ID(entity), kb.PropertyKey(key))
				gone = append(gone, kb.ID(id))
				return err
			})
		if err != nil {
			return nil, err
		}
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
	stale := these(plan.TouchedFacts)
	if len(a.dates) > 0 {
		stale = cat(stale, say(" UNION "), factsAt(a.dates.sorted()))
	}
	return w.deriveFacts(ctx, stale)
}

// deriveTerms finds the words of the names and aliases of entities anew. It
// writes only what differs: an alias mostly adds a word or two.
func (w *writer) deriveTerms(ctx context.Context, entities []kb.ID) error {
	if len(entities) == 0 {
		return nil
	}
	type term struct{ word, entity string }
	stored, wanted := map[term]bool{}, map[term]bool{}
	err := each(ctx, w, say("SELECT t.term, t.entity FROM json_each(?) AS wanted CROSS JOIN terms AS t ON t.entity = wanted.value", list(entities)),
		func(rows *sql.Rows) error {
			var t term
			err := rows.Scan(&t.word, &t.entity)
			stored[t] = true
			return err
		})
	if err != nil {
		return err
	}
	err = each(ctx, w, say("SELECT e.id, e.name FROM json_each(?) AS wanted CROSS JOIN entities AS e ON e.id = wanted.value"+
		" UNION ALL SELECT p.entity, p.text FROM json_each(?) AS wanted CROSS JOIN properties AS p ON p.entity = wanted.value AND p.key = '"+string(kb.KeyAlias)+"'", list(entities), list(entities)),
		func(rows *sql.Rows) error {
			var entity, name string
			err := rows.Scan(&entity, &name)
			for _, word := range text.Terms(name) {
				wanted[term{word, entity}] = true
			}
			return err
		})
	if err != nil {
		return err
	}
	var rows [][]any
	for t := range wanted {
		if !stored[t] {
			rows = append(rows, []any{t.word, t.entity})
		}
	}
	for t := range stored {
		if !wanted[t] {
			if err := w.exec(ctx, "DELETE FROM terms WHERE term = ? AND entity = ?", t.word, t.entity); err != nil {
				return err
			}
		}
	}
	return w.insertRows(ctx, "terms (term, entity)", "", rows)
}

// fact is a relation or a property with all that its derived fields come from,
// and those fields as they are stored.
type fact struct {
	id       kb.ID
	relation *kb.Relation // one of the two
	property *kb.Property
	fromKind kb.Kind // of the relation's first end, or of the property's entity
	toKind   kb.Kind
	claims   []*kb.Claim // as far as the interval asks for them

	since, until string
	collections  string
	count        int
}

// these selects ids.
func these(ids []kb.ID) part { return say("SELECT value AS id FROM json_each(?)", list(ids)) }

// factsAt selects the relations and properties of entities.
func factsAt(entities []kb.ID) part {
	l := list(entities)
	return say("SELECT id FROM relations WHERE from_id IN (SELECT value FROM json_each(?))"+
		" UNION SELECT id FROM relations WHERE to_id IN (SELECT value FROM json_each(?))"+
		" UNION SELECT id FROM properties WHERE entity IN (SELECT value FROM json_each(?))", l, l, l)
}

// facts reads the facts that wanted selects, by id.
func (w *writer) facts(ctx context.Context, wanted part) ([]*fact, error) {
	facts := map[kb.ID]*fact{}
	with := cat(say("WITH wanted AS MATERIALIZED ("), wanted, say(") "))
	err := each(ctx, w, cat(with, say("SELECT a.id, a.type, a.from_id, a.to_id, f.kind, t.kind, coalesce(a.since, ''), coalesce(a.until, ''), a.collections, a.claims"+
		" FROM wanted CROSS JOIN relations AS a ON a.id = wanted.id CROSS JOIN entities AS f ON f.id = a.from_id CROSS JOIN entities AS t ON t.id = a.to_id")),
		func(rows *sql.Rows) error {
			r := &kb.Relation{}
			f := &fact{relation: r}
			err := rows.Scan(&r.ID, &r.Type, &r.From, &r.To, &f.fromKind, &f.toKind, &f.since, &f.until, &f.collections, &f.count)
			f.id, facts[r.ID] = r.ID, f
			return err
		})
	if err != nil {
		return nil, err
	}
	err = each(ctx, w, cat(with, say("SELECT a.id, a.entity, a.key, e.kind, coalesce(a.since, ''), coalesce(a.until, ''), a.collections, a.claims"+
		" FROM wanted CROSS JOIN properties AS a ON a.id = wanted.id CROSS JOIN entities AS e ON e.id = a.entity")),
		func(rows *sql.Rows) error {
			p := &kb.Property{}
			f := &fact{property: p}
			err := rows.Scan(&p.ID, &p.Entity, &p.Key, &f.fromKind, &f.since, &f.until, &f.collections, &f.count)
			f.id, facts[p.ID] = p.ID, f
			return err
		})
	if err != nil {
		return nil, err
	}
	err = each(ctx, w, cat(with, say("SELECT c.fact, c.stance, c.collection, coalesce(c.qualifiers, '') FROM wanted CROSS JOIN claims AS c ON c.fact = wanted.id")),
		func(rows *sql.Rows) error {
			c := &kb.Claim{}
			var qualifiers string
			if err := rows.Scan(&c.Fact, &c.Stance, &c.Collection, &qualifiers); err != nil {
				return err
			}
			facts[c.Fact].claims = append(facts[c.Fact].claims, c)
			return unlist(qualifiers, &c.Qualifiers)
		})
	if err != nil {
		return nil, err
	}
	out := make([]*fact, 0, len(facts))
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		out = append(out, facts[id])
	}
	return out, nil
}

// dated names the entity whose date the fact takes if its claims give none, or "".
func (f *fact) dated() kb.ID {
	switch {
	case f.relation != nil:
		return evidence.Inherits(f.relation, f.fromKind, f.toKind)
	case evidence.InheritsProperty(f.property.Key, f.fromKind):
		return f.property.Entity
	}
	return ""
}

// deriveFacts brings the interval, the collections and the number of claims of
// facts up to date. It writes only what differs.
func (w *writer) deriveFacts(ctx context.Context, stale part) error {
	facts, err := w.facts(ctx, stale)
	if err != nil {
		return err
	}
	dated := ids{}
	for _, f := range facts {
		if id := f.dated(); id != "" {
			dated.add(id)
		}
	}
	happened, err := w.happened(ctx, dated.sorted())
	if err != nil {
		return err
	}
	for _, f := range facts {
		when := evidence.Interval(f.claims, happened[f.dated()])
		names := map[string]bool{}
		for _, c := range f.claims {
			names[c.Collection] = true
		}
		collections := list(slices.Sorted(maps.Keys(names)))
		if when.Since.String() == f.since && when.Until.String() == f.until && collections == f.collections && len(f.claims) == f.count {
			continue
		}
		table := "relations"
		if f.property != nil {
			table = "properties"
		}
		since, sinceFirst, sinceLast := dateOf(when.Since)
		until, untilFirst, untilLast := dateOf(when.Until)
		if err := w.exec(ctx, "UPDATE "+table+" SET since = ?, since_first = ?, since_last = ?, until = ?, until_first = ?, until_last = ?, collections = ?, claims = ? WHERE id = ?",
			since, sinceFirst, sinceLast, until, untilFirst, untilLast, collections, len(f.claims), string(f.id)); err != nil {
			return err
		}
	}
	return nil
}

// happened finds the dates of things.
func (w *writer) happened(ctx context.Context, things []kb.ID) (map[kb.ID]kb.Date, error) {
	if len(things) == 0 {
		return nil, nil
	}
	values := map[kb.ID][]kb.Date{}
	err := each(ctx, w, say("SELECT e.id, e.kind, p.key, p.value FROM json_each(?) AS wanted CROSS JOIN entities AS e ON e.id = wanted.value CROSS JOIN properties AS p ON p.entity = e.id WHERE p.date_first IS NOT NULL", list(things)),
		func(rows *sql.Rows) error {
			var id kb.ID
			var kind kb.Kind
			var key kb.PropertyKey
			var value []byte
			if err := rows.Scan(&id, &kind, &key, &value); err != nil || evidence.DateKey(kind) != key {
				return err
			}
			v, err := kb.UnmarshalValue(value)
			if err != nil {
				return err
			}
			if v, ok := v.(kb.DateValue); ok {
				values[id] = append(values[id], v.Date)
			}
			return nil
		})
	out := map[kb.ID]kb.Date{}
	for id, dates := range values {
		out[id] = evidence.Happened(dates)
	}
	return out, err
}
