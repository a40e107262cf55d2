package neo4jstore

import (
	"fmt"
	"slices"
	"strings"

	"actorgraph/kb"
)

// batch bounds the rows that go to the server at once.
const batch = 500

// step is a query that is run once for each row r.
type step struct {
	query string
	rows  []any
}

// do takes steps one after the other, each with its rows in batches.
func (w *writer) do(steps ...step) error {
	for _, s := range steps {
		for part := range slices.Chunk(s.rows, batch) {
			if _, err := w.tx.run("UNWIND $rows AS r\n"+s.query, map[string]any{"rows": part}); err != nil {
				return err
			}
		}
	}
	return nil
}

// properties is the Cypher for all properties of a node, taken from a row r of
// the codec's values. What others have put on a node, such as a rank that Graph
// Data Science computed, stays when they are set.
func (c codec[T]) properties() string {
	parts := make([]string, len(c.stored))
	for i, name := range c.stored {
		parts[i] = fmt.Sprintf("%s: r[%d]", name, i)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// of is the Cypher for one of the codec's values in a row r.
func (c codec[T]) of(name string) string { return fmt.Sprintf("r[%d]", slices.Index(c.stored, name)) }

// rows are the values of those records that are new, and of the others.
func rows[T any](w *writer, c codec[T], records []*T, id func(*T) kb.ID) (added, changed []any) {
	for _, r := range records {
		if w.plan.IsNew[id(r)] {
			added = append(added, c.values(r))
		} else {
			changed = append(changed, c.values(r))
		}
	}
	return added, changed
}

// write puts all that the plan puts, and brings up to date what is derived.
func (w *writer) write() error {
	for _, class := range []func() error{
		w.writeCollection, w.writeEntities, w.writeSources, w.writeRelations, w.writeProperties, w.writeClaims, w.writeDerived,
	} {
		if err := class(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) writeCollection() error {
	k := w.plan.Collection
	if k == nil {
		return nil
	}
	_, err := w.tx.run(`MERGE (n:Collection {name: $name}) SET n.title = $title, n.description = $description, n.licence = $licence`,
		map[string]any{"name": k.Name, "title": orNull(k.Title), "description": orNull(k.Description), "licence": orNull(k.Licence)})
	return err
}

func (w *writer) writeEntities() error {
	var records []*named
	var kinds, names, homeless []any
	for _, e := range slices.Concat(w.plan.Entities, w.plan.LeaveEntities) {
		record := w.around.entities[e.ID]
		records = append(records, record)
		kinds = append(kinds, []any{string(e.ID), w.oldLabel(e), kindLabel(e.Kind)})
		names = append(names, []any{string(e.ID), record.wordKeys()})
		if len(e.Collections) == 0 {
			homeless = append(homeless, string(e.ID))
		}
	}
	added, changed := rows(w, entities, records, func(e *named) kb.ID { return e.ID })
	return w.do(
		step{"CREATE (:Entity " + entities.properties() + ")", added},
		step{"MATCH (n:Entity {id: r[0]}) SET n += " + entities.properties() + " REMOVE n:Uncollected", changed},
		step{"MATCH (n:Entity {id: r[0]}) REMOVE n:$(r[1]) SET n:$(r[2])", kinds},
		step{"MATCH (n:Entity {id: r}) SET n:Uncollected", homeless},
		dropWords(ids(changed)),
		addWords(names),
	)
}

// oldLabel is the label of the kind that e was of.
func (w *writer) oldLabel(e *kb.Entity) string {
	if old := w.stored.Entities[e.ID]; old != nil {
		return kindLabel(old.Kind)
	}
	return kindLabel(e.Kind)
}

// ids takes the ids out of rows that begin with them.
func ids(rows []any) []any {
	out := make([]any, len(rows))
	for i, r := range rows {
		out[i] = r.([]any)[0]
	}
	return out
}

// wordKeys are what the words of the entity's names are found by.
func (e *named) wordKeys() []string {
	var keys []string
	for _, word := range e.words() {
		keys = append(keys, wordKey(word))
	}
	return distinct(keys)
}

func addWords(rows []any) step {
	return step{`
		MATCH (n:Entity {id: r[0]})
		UNWIND r[1] AS text
		MERGE (word:Word {text: text})
		CREATE (n)-[:HAS_WORD]->(word)`, rows}
}

// dropWords takes the words off entities, and away if none has them.
func dropWords(ids []any) step {
	return step{`
		MATCH (:Entity {id: r})-[has:HAS_WORD]->(word)
		DELETE has
		WITH DISTINCT word WHERE NOT EXISTS { (word)<-[:HAS_WORD]-() }
		DELETE word`, ids}
}

func (w *writer) writeSources() error {
	records := slices.Concat(w.plan.Sources, w.plan.LeaveSources)
	var homeless []any
	for _, s := range w.plan.LeaveSources {
		if len(s.Collections) == 0 {
			homeless = append(homeless, string(s.ID))
		}
	}
	refs := references{}
	for _, s := range w.plan.Sources {
		refs.add("PUBLISHED_BY", s.ID, s.Publishers...)
		refs.add("CITES", s.ID, s.Cites...)
		for _, d := range s.DerivesFrom {
			refs.add("DERIVES_FROM", s.ID, d.Source)
		}
		if s.Act != "" {
			refs.add("ACT", s.ID, s.Act)
		}
	}
	_, again := rows(w, sources, w.plan.Sources, func(s *kb.Source) kb.ID { return s.ID })
	added, changed := rows(w, sources, records, func(s *kb.Source) kb.ID { return s.ID })
	if err := w.do(
		step{"CREATE (:Source " + sources.properties() + ")", added},
		step{"MATCH (n:Source {id: r[0]}) SET n += " + sources.properties() + " REMOVE n:Uncollected", changed},
		step{"MATCH (n:Source {id: r}) SET n:Uncollected", homeless},
		step{"MATCH (:Source {id: r})-[x:PUBLISHED_BY|CITES|DERIVES_FROM|ACT]->() DELETE x", ids(again)},
	); err != nil {
		return err
	}
	return w.do(refs.steps()...)
}

// references are relationships to be made, by type and the class they lead to.
type references map[reference][]any

type reference struct {
	link     string
	from, to kb.Class
}

func (rs references) add(link string, from kb.ID, to ...kb.ID) {
	for i, id := range to {
		if !slices.Contains(to[:i], id) {
			r := reference{link, from.Class(), id.Class()}
			rs[r] = append(rs[r], []any{string(from), string(id)})
		}
	}
}

// steps makes them.
func (rs references) steps() []step {
	var out []step
	for r, rows := range rs {
		out = append(out, step{`
			MATCH (a:` + labels[r.from] + ` {id: r[0]})
			MATCH (b:` + labels[r.to] + ` {id: r[1]})
			CREATE (a)-[:` + r.link + `]->(b)`, rows})
	}
	return out
}

func (w *writer) writeRelations() error {
	added, _ := rows(w, relations, w.plan.Relations, func(r *kb.Relation) kb.ID { return r.ID })
	return w.do(step{`
		MATCH (a:Entity {id: ` + relations.of("from") + `})
		MATCH (b:Entity {id: ` + relations.of("to") + `})
		CREATE (f:Fact:Relation ` + relations.properties() + `)-[:STARTS_AT]->(a), (f)-[:ENDS_AT]->(b),
			(a)-[:$(` + relations.of("type") + `) {id: r[0], key: ` + relations.of("key") + `, since: ` + relations.of("since") + `, until: ` + relations.of("until") + `}]->(b)`, added})
}

func (w *writer) writeProperties() error {
	added, _ := rows(w, properties, w.plan.Properties, func(p *kb.Property) kb.ID { return p.ID })
	refs := references{}
	for _, p := range w.plan.Properties {
		if p.Issuer != "" {
			refs.add("ISSUED_BY", p.ID, p.Issuer)
		}
	}
	if err := w.do(
		step{`
			MATCH (e:Entity {id: ` + properties.of("entity") + `})
			CREATE (f:Fact:Property ` + properties.properties() + `)-[:OF]->(e)`, added},
	); err != nil {
		return err
	}
	return w.do(refs.steps()...)
}

func (w *writer) writeClaims() error {
	added, changed := rows(w, claims, w.plan.Claims, func(c *kb.Claim) kb.ID { return c.ID })
	refs := references{}
	for _, c := range w.plan.Claims {
		refs.add("ATTRIBUTED_TO", c.ID, c.AttributedTo...)
		for _, cr := range c.Credits {
			refs.add("CREDITS", c.ID, cr.Source)
		}
		refs.add("ANSWERS", c.ID, c.Answers...)
		refs.add("RETRACTS", c.ID, c.Retracts...)
	}
	if err := w.do(
		step{`
			MATCH (f:Fact {id: ` + claims.of("fact") + `})
			MATCH (s:Source {id: ` + claims.of("source") + `})
			CREATE (c:Claim ` + claims.properties() + `)-[:ON]->(f), (c)-[:FROM]->(s)`, added},
		step{"MATCH (n:Claim {id: r[0]}) SET n += " + claims.properties(), changed},
		step{"MATCH (:Claim {id: r})-[x:ATTRIBUTED_TO|CREDITS|ANSWERS|RETRACTS]->() DELETE x", ids(changed)},
	); err != nil {
		return err
	}
	return w.do(refs.steps()...)
}

// writeDerived brings up to date what is derived of facts and entities that
// were stored before and that the plan does not write.
func (w *writer) writeDerived() error {
	var facts, edges, degrees, names, words []any
	for id, f := range w.around.facts {
		if f.isNew || f.gone() || !f.changed {
			continue
		}
		when, collections := f.derived()
		facts = append(facts, append([]any{string(id)}, derivedValues(*when, *collections)...))
		if f.relation != nil {
			edges = append(edges, []any{string(id), orNull(when.Since.String()), orNull(when.Until.String())})
		}
	}
	for id, n := range w.around.degrees {
		if n != 0 {
			degrees = append(degrees, []any{string(id), n})
		}
	}
	for id := range w.around.renamed {
		e := w.around.entities[id]
		names = append(names, append([]any{string(id)}, e.nameValues()...))
		words = append(words, []any{string(id), e.wordKeys()})
	}
	set := make([]string, len(derived))
	for i, name := range derived {
		set[i] = fmt.Sprintf("n.%s = r[%d]", name, i+1)
	}
	return w.do(
		step{"MATCH (n:Fact {id: r[0]}) SET " + strings.Join(set, ", "), facts},
		step{edge + "SET x.since = r[1], x.until = r[2]", edges},
		step{"MATCH (n:Entity {id: r[0]}) SET n.degree = n.degree + r[1]", degrees},
		step{"MATCH (n:Entity {id: r[0]}) SET n.aliases = r[1], n.aliasFolds = r[2], n.words = r[3]", names},
		dropWords(ids(names)),
		addWords(words),
	)
}

// edge matches the relationship x that stands for the relation with the id r[0].
const edge = `
MATCH (f:Fact {id: r[0]})-[:STARTS_AT]->(a)
MATCH (f)-[:ENDS_AT]->(b)
MATCH (a)-[x]->(b) WHERE x.id = r[0]
`

// checkAnswers refuses to leave a claim that answers or retracts one that goes.
func (w *writer) checkAnswers() error {
	if len(w.plan.RemoveClaims) == 0 {
		return nil
	}
	found, err := w.tx.run(`
		UNWIND $ids AS id
		MATCH (:Claim {id: id})<-[:ANSWERS|RETRACTS]-(c:Claim) WHERE NOT c.id IN $ids
		RETURN id, c.id ORDER BY id, c.id LIMIT 1`, map[string]any{"ids": words(w.plan.RemoveClaims)})
	if err != nil {
		return err
	}
	for _, f := range found {
		return fmt.Errorf("%w: %s can't be removed: %s answers or retracts it", kb.ErrConflict, f[0], f[1])
	}
	return nil
}

// remove takes away the claims that the plan removes, the facts that are left
// without claims, and then, for as long as there are any, entities and sources
// that no collection describes and nothing refers to.
func (w *writer) remove() error {
	var facts, edges, gone []any
	for _, id := range w.removed { // facts, so far
		facts = append(facts, string(id))
		if id.Class() == kb.RelationClass {
			edges = append(edges, []any{string(id)})
		}
	}
	for _, id := range w.plan.RemoveClaims {
		gone = append(gone, string(id))
	}
	w.removed = append(w.removed, w.plan.RemoveClaims...)
	if err := w.do(
		step{"MATCH (n:Claim {id: r}) DETACH DELETE n", gone},
		step{edge + "DELETE x", edges},
		step{"MATCH (n:Fact {id: r}) DETACH DELETE n", facts},
	); err != nil {
		return err
	}
	if !w.mayFree() {
		return nil
	}
	for {
		unheld, err := w.tx.run(`
			MATCH (n:Uncollected) WHERE NOT EXISTS { MATCH (n)<--(m) WHERE m <> n }
			RETURN n.id`, nil)
		if err != nil || len(unheld) == 0 {
			return err
		}
		var all []any
		for _, row := range unheld {
			all = append(all, row[0])
			w.removed = append(w.removed, kb.ID(row[0].(string)))
		}
		if err := w.do(
			dropWords(all),
			step{"MATCH (n:Entity {id: r}) DETACH DELETE n", all},
			step{"MATCH (n:Source {id: r}) DETACH DELETE n", all},
		); err != nil {
			return err
		}
	}
}

// mayFree tells whether something that was held may be held no more.
func (w *writer) mayFree() bool {
	p := w.plan
	isOld := func(id kb.ID) bool { return !p.IsNew[id] }
	return len(p.RemoveClaims)+len(p.LeaveEntities)+len(p.LeaveSources) > 0 ||
		slices.ContainsFunc(p.Claims, func(c *kb.Claim) bool { return isOld(c.ID) }) ||
		slices.ContainsFunc(p.Sources, func(s *kb.Source) bool { return isOld(s.ID) })
}
