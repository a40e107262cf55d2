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
func (c codec[T]) properties() string { return fields(c.stored, "r", 0) }

// fields is the Cypher for a map of properties, of which a row has the values
// from a place on.
func fields(names []string, row string, from int) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("%s: %s[%d]", name, row, from+i)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// of is the Cypher for one of the codec's values in a row r.
func (c codec[T]) of(name string) string { return fmt.Sprintf("r[%d]", slices.Index(c.stored, name)) }

// rows are the values of those records that are new, and of the others.
func rows[T any](a *application, c codec[T], records []*T, id func(*T) kb.ID) (added, changed []any) {
	for _, r := range records {
		if a.plan.IsNew[id(r)] {
			added = append(added, c.values(r))
		} else {
			changed = append(changed, c.values(r))
		}
	}
	return added, changed
}

// put puts all that the plan puts.
func (a *application) put() error {
	for _, class := range []func() error{
		a.putCollection, a.putEntities, a.putSources, a.putRelations, a.putProperties, a.putClaims,
	} {
		if err := class(); err != nil {
			return err
		}
	}
	return nil
}

func (a *application) putCollection() error {
	k := a.plan.Collection
	if k == nil {
		return nil
	}
	_, err := a.tx.run(`MERGE (n:Collection {name: $name}) SET n.title = $title, n.description = $description, n.licence = $licence`,
		map[string]any{"name": k.Name, "title": orNull(k.Title), "description": orNull(k.Description), "licence": orNull(k.Licence)})
	return err
}

func (a *application) putEntities() error {
	aliases := map[kb.ID][]string{} // of new entities there are no others
	for _, p := range a.plan.Properties {
		if p.Key == kb.KeyAlias {
			aliases[p.Entity] = append(aliases[p.Entity], p.Value.String())
		}
	}
	var records []*named
	var kinds, names, homeless []any
	for _, e := range slices.Concat(a.plan.Entities, a.plan.LeaveEntities) {
		record := &named{e, aliases[e.ID]}
		slices.Sort(record.aliases)
		records = append(records, record)
		kinds = append(kinds, []any{string(e.ID), a.oldLabel(e), kindLabel(e.Kind)})
		if a.plan.IsNew[e.ID] {
			names = append(names, []any{string(e.ID), record.wordKeys()})
		}
		if len(e.Collections) == 0 {
			homeless = append(homeless, string(e.ID))
		}
	}
	added, changed := rows(a, entities, records, func(e *named) kb.ID { return e.ID })
	return a.do(
		step{"CREATE (:Entity " + entities.properties() + ")", added},
		step{"MATCH (n:Entity {id: r[0]}) SET n += " + entities.properties() + " REMOVE n:Uncollected", changed},
		step{"MATCH (n:Entity {id: r[0]}) REMOVE n:$(r[1]) SET n:$(r[2])", kinds},
		step{"MATCH (n:Entity {id: r}) SET n:Uncollected", homeless},
		addWords(names),
	)
}

// oldLabel is the label of the kind that e was of.
func (a *application) oldLabel(e *kb.Entity) string {
	if old := a.stored.Entities[e.ID]; old != nil {
		return kindLabel(old.Kind)
	}
	return kindLabel(e.Kind)
}

func anys(ids []kb.ID) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
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

func (a *application) putSources() error {
	records := slices.Concat(a.plan.Sources, a.plan.LeaveSources)
	var homeless []any
	for _, s := range a.plan.LeaveSources {
		if len(s.Collections) == 0 {
			homeless = append(homeless, string(s.ID))
		}
	}
	refs := references{}
	for _, s := range a.plan.Sources {
		refs.add("PUBLISHED_BY", s.ID, s.Publishers...)
		refs.add("CITES", s.ID, s.Cites...)
		for _, d := range s.DerivesFrom {
			refs.add("DERIVES_FROM", s.ID, d.Source)
		}
		if s.Act != "" {
			refs.add("ACT", s.ID, s.Act)
		}
	}
	_, again := rows(a, sources, a.plan.Sources, func(s *kb.Source) kb.ID { return s.ID })
	added, changed := rows(a, sources, records, func(s *kb.Source) kb.ID { return s.ID })
	if err := a.do(
		step{"CREATE (:Source " + sources.properties() + ")", added},
		step{"MATCH (n:Source {id: r[0]}) SET n += " + sources.properties() + " REMOVE n:Uncollected", changed},
		step{"MATCH (n:Source {id: r}) SET n:Uncollected", homeless},
		step{"MATCH (:Source {id: r})-[x:PUBLISHED_BY|CITES|DERIVES_FROM|ACT]->() DELETE x", ids(again)},
	); err != nil {
		return err
	}
	return a.do(refs.steps()...)
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

func (a *application) putRelations() error {
	added, _ := rows(a, relations, a.plan.Relations, func(r *kb.Relation) kb.ID { return r.ID })
	return a.do(step{`
		MATCH (a:Entity {id: ` + relations.of("from") + `})
		MATCH (b:Entity {id: ` + relations.of("to") + `})
		CREATE (f:Fact:Relation ` + relations.properties() + `)-[:STARTS_AT]->(a), (f)-[:ENDS_AT]->(b)`, added})
}

func (a *application) putProperties() error {
	added, _ := rows(a, properties, a.plan.Properties, func(p *kb.Property) kb.ID { return p.ID })
	refs := references{}
	var naming []any
	for _, p := range a.plan.Properties {
		if p.Issuer != "" {
			refs.add("ISSUED_BY", p.ID, p.Issuer)
		}
		if row, _ := p.Key.Info(); row.Naming {
			naming = append(naming, string(p.ID))
		}
	}
	if err := a.do(
		step{`
			MATCH (e:Entity {id: ` + properties.of("entity") + `})
			CREATE (f:Fact:Property ` + properties.properties() + `)-[:OF]->(e)`, added},
		step{"MATCH (n:Fact {id: r}) SET n:Naming", naming},
	); err != nil {
		return err
	}
	return a.do(refs.steps()...)
}

func (a *application) putClaims() error {
	added, changed := rows(a, claims, a.plan.Claims, func(c *kb.Claim) kb.ID { return c.ID })
	refs := references{}
	for _, c := range a.plan.Claims {
		refs.add("ATTRIBUTED_TO", c.ID, c.AttributedTo...)
		for _, cr := range c.Credits {
			refs.add("CREDITS", c.ID, cr.Source)
		}
		refs.add("ANSWERS", c.ID, c.Answers...)
		refs.add("RETRACTS", c.ID, c.Retracts...)
	}
	if err := a.do(
		step{`
			MATCH (f:Fact {id: ` + claims.of("fact") + `})
			MATCH (s:Source {id: ` + claims.of("source") + `})
			CREATE (c:Claim ` + claims.properties() + `)-[:ON]->(f), (c)-[:FROM]->(s)`, added},
		step{"MATCH (n:Claim {id: r[0]}) SET n += " + claims.properties(), changed},
		step{"MATCH (:Claim {id: r})-[x:ATTRIBUTED_TO|CREDITS|ANSWERS|RETRACTS]->() DELETE x", ids(changed)},
	); err != nil {
		return err
	}
	return a.do(refs.steps()...)
}

// edges are rows for the relationships that stand for relations, by their type.
type edges map[kb.RelationType][]any

func (es edges) add(r *kb.Relation, values ...any) {
	es[r.Type] = append(es[r.Type], append([]any{string(r.ID)}, values...))
}

// each does something to the relationship x of each row. Its type is in the text
// of the query: entities may have very many of others.
func (es edges) each(do string) []step {
	var out []step
	for typ, rows := range es {
		out = append(out, step{`
			MATCH (f:Fact {id: r[0]})-[:STARTS_AT]->(a:Entity)
			MATCH (f)-[:ENDS_AT]->(b:Entity)
			MATCH (a)-[x:` + string(typ) + `]->(b) WHERE x.id = r[0]
			` + do, rows})
	}
	return out
}

// removeClaims takes away the claims that the plan removes, and the facts that are
// left without one. It refuses to leave a fact between kinds that don't go together,
// or a claim that answers or retracts one that is gone.
func (a *application) removeClaims() error {
	answered, err := a.answered()
	if err != nil {
		return err
	}
	if len(a.plan.RemoveClaims) > 0 {
		if err := a.do(step{"MATCH (n:Claim {id: r}) DETACH DELETE n", anys(a.plan.RemoveClaims)}); err != nil {
			return err
		}
		a.removed = append(a.removed, a.plan.RemoveClaims...)
		if err := a.removeLeft(); err != nil {
			return err
		}
	}
	if err := a.checkKinds(); err != nil {
		return err
	}
	return answered
}

// answered is the error that claims which stay answer or retract some that go.
func (a *application) answered() (refusal, err error) {
	if len(a.plan.RemoveClaims) == 0 {
		return nil, nil
	}
	found, err := a.tx.run(`
		UNWIND $ids AS id
		MATCH (:Claim {id: id})<-[:ANSWERS|RETRACTS]-(c:Claim) WHERE NOT c.id IN $ids
		RETURN id, c.id ORDER BY id, c.id LIMIT 1`, map[string]any{"ids": words(a.plan.RemoveClaims)})
	for _, f := range found {
		refusal = fmt.Errorf("%w: %s can't be removed: %s answers or retracts it", kb.ErrConflict, f[0], f[1])
	}
	return refusal, err
}

// removeLeft takes away the facts that are left without claims.
func (a *application) removeLeft() error {
	rows, err := a.tx.run(`
		UNWIND $ids AS id
		MATCH (f:Fact {id: id}) WHERE NOT EXISTS { (f)<-[:ON]-() }
		RETURN f:Relation, CASE WHEN f:Relation THEN `+relations.list("f")+` ELSE `+properties.list("f")+` END`,
		map[string]any{"ids": words(a.plan.TouchedFacts)})
	if err != nil {
		return err
	}
	var facts []any
	es := edges{}
	for _, found := range rows {
		f, err := decodeFact(found[0], found[1])
		if err != nil {
			return err
		}
		a.left = append(a.left, f)
		a.removed = append(a.removed, f.id())
		facts = append(facts, string(f.id()))
		if f.relation != nil {
			es.add(f.relation)
		}
	}
	return a.do(append(es.each("DELETE x"),
		dropStretches(facts),
		step{"MATCH (n:Fact {id: r}) DETACH DELETE n", facts},
	)...)
}

// sweep takes away, for as long as there are any, entities and sources that no
// collection describes and nothing refers to.
func (a *application) sweep() error {
	if !a.mayFree() {
		return nil
	}
	for {
		unheld, err := a.tx.run(`
			MATCH (n:Uncollected) WHERE NOT EXISTS { MATCH (n)<--(m) WHERE m <> n }
			RETURN n.id`, nil)
		if err != nil || len(unheld) == 0 {
			return err
		}
		var all []any
		for _, row := range unheld {
			all = append(all, row[0])
			a.removed = append(a.removed, kb.ID(row[0].(string)))
		}
		if err := a.do(
			dropWords(all),
			step{"MATCH (n:Entity {id: r}) DETACH DELETE n", all},
			step{"MATCH (n:Source {id: r}) DETACH DELETE n", all},
		); err != nil {
			return err
		}
	}
}

// mayFree tells whether something that was held may be held no more.
func (a *application) mayFree() bool {
	p := a.plan
	isOld := func(id kb.ID) bool { return !p.IsNew[id] }
	return len(p.RemoveClaims)+len(p.LeaveEntities)+len(p.LeaveSources) > 0 ||
		slices.ContainsFunc(p.Claims, func(c *kb.Claim) bool { return isOld(c.ID) }) ||
		slices.ContainsFunc(p.Sources, func(s *kb.Source) bool { return isOld(s.ID) })
}
