package neo4jstore

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"actorgraph/kb"
)

// records implements kb.Records for one class.
type records[T, W any] struct {
	view
	class   kb.Class
	label   string // of the nodes of the class
	record  func(c *compiler, v string) string
	decode  func(values any) (*T, error)
	compile func(c *compiler, where *W, v string) filter
	seen    func(c *compiler, v string) string // the condition that a record is
	fact    factClass                          // of facts
	all     bool                               // Get answers for every record, seen or not
}

// Entities implements kb.Reader.
func (v view) Entities() kb.Records[kb.Entity, kb.EntityWhere] {
	return records[kb.Entity, kb.EntityWhere]{v, kb.EntityClass, "Entity", (*compiler).entityRecord, decodeEntity, (*compiler).entity, (*compiler).entitySeen, "", true}
}

func decodeEntity(values any) (*kb.Entity, error) {
	e, err := entities.decode(values)
	if err != nil {
		return nil, err
	}
	return e.Entity, nil
}

// Relations implements kb.Reader.
func (v view) Relations() kb.Records[kb.Relation, kb.RelationWhere] {
	return records[kb.Relation, kb.RelationWhere]{v, kb.RelationClass, "Relation", factRecord(relations), relations.decode, (*compiler).relation, nil, aRelation, false}
}

// Properties implements kb.Reader.
func (v view) Properties() kb.Records[kb.Property, kb.PropertyWhere] {
	return records[kb.Property, kb.PropertyWhere]{v, kb.PropertyClass, "Property", factRecord(properties), properties.decode, (*compiler).property, nil, aProperty, false}
}

// Claims implements kb.Reader.
func (v view) Claims() kb.Records[kb.Claim, kb.ClaimWhere] {
	record := func(_ *compiler, v string) string { return claims.list(v) }
	return records[kb.Claim, kb.ClaimWhere]{v, kb.ClaimClass, "Claim", record, claims.decode, (*compiler).claim, (*compiler).claimSeen, "", false}
}

// Sources implements kb.Reader.
func (v view) Sources() kb.Records[kb.Source, kb.SourceWhere] {
	record := func(_ *compiler, v string) string { return sources.list(v) }
	return records[kb.Source, kb.SourceWhere]{v, kb.SourceClass, "Source", record, sources.decode, (*compiler).source, (*compiler).sourceSeen, "", true}
}

// entityRecord is the Cypher for the values of an entity.
func (c *compiler) entityRecord(v string) string {
	if c.lens.IsZero() {
		return entities.list(v)
	}
	return c.entityUnderLens(v, "null", c.degree(v), "true")
}

// entityUnderLens is the same with what the lens leaves of it.
func (c *compiler) entityUnderLens(v, aliases, degree, visible string) string {
	return entities.listed(func(property string) string {
		switch property {
		case "aliases":
			return aliases
		case "degree":
			return degree
		case "visible":
			return visible
		case "summary":
			if !c.lens.KnownAt.IsZero() {
				return "null"
			}
		}
		return v + "." + property
	})
}

// factRecord is the Cypher for the values of a fact.
func factRecord[T any](of codec[T]) func(*compiler, string) string {
	return func(c *compiler, v string) string {
		return of.listed(func(property string) string {
			if slices.Contains(heldRead, property) {
				return c.held(v) + "." + property
			}
			return v + "." + property
		})
	}
}

// match continues the path to a record, and gives the condition that it is seen.
func (r records[T, W]) match(c *compiler, path, v string) (continued, seen string) {
	if r.fact != "" {
		return c.facts(path, v, r.fact)
	}
	return path, r.seen(c, v)
}

// Get implements kb.Records.
func (r records[T, W]) Get(ctx context.Context, ids []kb.ID) ([]*T, error) {
	call, err := r.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer call.end()
	if err := checkBatch(ids); err != nil {
		return nil, err
	}
	out := make([]*T, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	c := newCompiler(r.lens)
	c.params["ids"] = words(ids)
	cs := conditions{"n:" + r.label}
	record, path := r.record(c, "n"), "(n:"+labels[r.class]+" {id: $ids[i]})"
	switch {
	case !r.all:
		var seen string
		path, seen = r.match(c, path, "n")
		cs.add(seen)
	case r.class == kb.EntityClass && !r.lens.IsZero():
		record = c.entityUnderLens("n", "null", c.degree("n"), c.entitySeen("n"))
	}
	answer, err := r.store.ask(call, `
		UNWIND range(0, size($ids) - 1) AS i
		MATCH `+path+cs.where()+`
		RETURN collect([i, `+record+`]) AS answer`, c.params)
	if err != nil {
		return nil, call.explain(err)
	}
	for _, found := range answer.([]any) {
		found := found.([]any)
		if out[found[0].(int64)], err = r.decode(found[1]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func checkBatch(ids []kb.ID) error {
	if len(ids) > kb.MaxBatch {
		return fmt.Errorf("%w: %d ids; at most %d are allowed", kb.ErrInvalid, len(ids), kb.MaxBatch)
	}
	return nil
}

// matching is the Cypher that matches the records n that q is about, each once,
// if they also pass further conditions. With parents it is about that at i.
func (r records[T, W]) matching(c *compiler, q kb.Query[W], further ...string) string {
	var asked filter
	if q.Of != nil && len(q.Keys) > 0 {
		asked.add("n.key IN " + c.param(words(q.Keys)))
	}
	asked.join(r.compile(c, q.Where, "n"))
	asked.add(further...)
	match := matcher{c, asked, func(path string) (string, string) { return r.match(c, path, "n") }}
	if q.Of == nil {
		return match.along("(n:" + r.label + ")")
	}
	found := match.linked(q.By, q.Types)
	if repeats(q.By) {
		found += "WITH DISTINCT " + c.kept("n") + "\n"
	}
	return found
}

// each asks a question, which returns one row with the column answer, for each
// parent, of which $of[i] is the id, and gives the answers in the order of the
// parents. Without parents there is one.
func (r records[T, W]) each(call *call, c *compiler, q kb.Query[W], question string) ([]any, error) {
	if q.Of == nil {
		answer, err := r.store.ask(call, question, c.params)
		return []any{answer}, call.explain(err)
	}
	if len(q.Of) == 0 {
		return nil, nil
	}
	c.params["of"] = words(q.Of)
	answers, err := r.store.ask(call, `
		UNWIND range(0, size($of) - 1) AS i
		CALL (i) {
		`+question+`
		}
		RETURN collect([i, answer]) AS answer`, c.params)
	if err != nil {
		return nil, call.explain(err)
	}
	out := make([]any, len(q.Of))
	for _, a := range answers.([]any) {
		a := a.([]any)
		out[a[0].(int64)] = a[1]
	}
	return out, nil
}

// Find implements kb.Records.
func (r records[T, W]) Find(ctx context.Context, q kb.Query[W]) ([]kb.Page[T], error) {
	call, err := r.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer call.end()
	if err := q.Check(r.class, true); err != nil {
		return nil, err
	}
	c := newCompiler(r.lens)
	order := sortingOf(c, r.class, q.FullOrder())
	if ofOneKind(q.Where) && order.keys[0].property == "nameKey" {
		order.alike = "n.kind"
	}
	indexed := order.indexed()
	if order.keys[0].property == "id" {
		indexed = r.byID()
	}
	backwards := q.First == 0
	n := q.First + q.Last
	var places conditions
	for _, p := range []struct {
		place     kb.Keyset
		backwards bool
	}{{q.After, false}, {q.Before, true}} {
		if p.place == nil {
			continue
		}
		if err := order.check(p.place); err != nil {
			return nil, err
		}
		places.add(order.beyond(c, p.place, p.backwards))
	}
	var match string
	switch {
	case order.let != "":
		match = r.matching(c, q)
		match += "WITH " + c.kept("n") + order.let + places.where()
	case q.Of != nil:
		match = r.matching(c, q, places...)
	default:
		match = r.matching(c, q, append(places, indexed)...)
	}
	match += `
		WITH ` + c.kept("n") + order.computed() + `
		` + order.orderBy(backwards) + ` LIMIT ` + c.param(n+1)
	if r.fact != "" && r.lens.selects() && !c.bound["n"] { // of those on the page alone
		match += `
		WITH n` + order.computed() + `, head([` + standing("n") + ` WHERE ` + c.covers("ns") + ` | nh]) AS nh`
	}
	answers, err := r.each(call, c, q, match+`
		RETURN collect([`+r.record(c, "n")+`, `+order.list()+`]) AS answer`)
	if err != nil {
		return nil, err
	}
	pages := make([]kb.Page[T], len(answers))
	for i, answer := range answers {
		rows := answer.([]any)
		more := len(rows) > n
		rows = rows[:min(n, len(rows))]
		page := kb.Page[T]{HasNext: more, HasPrevious: q.After != nil}
		if backwards {
			slices.Reverse(rows)
			page.HasNext, page.HasPrevious = q.Before != nil, more
		}
		for _, found := range rows {
			found := found.([]any)
			record, err := r.decode(found[0])
			if err != nil {
				return nil, err
			}
			page.Items = append(page.Items, record)
			page.Keys = append(page.Keys, keyset(found[1].([]any)))
		}
		pages[i] = page
	}
	return pages, nil
}

// byID is a condition that always holds, by which the planner sees that an index
// gives the records by id. Relations and properties share one.
func (r records[T, W]) byID() string {
	if r.fact != "" {
		return "n:Fact AND n.id STARTS WITH '" + string(r.class) + ":'"
	}
	return "n.id IS NOT NULL"
}

// ofOneKind tells whether all that passes is an entity of one kind.
func ofOneKind(where any) bool {
	w, ok := where.(*kb.EntityWhere)
	return ok && w != nil && w.Kind != nil && w.Kind.Eq != nil
}

// Count implements kb.Records.
func (r records[T, W]) Count(ctx context.Context, q kb.Query[W]) ([]int, error) {
	call, err := r.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer call.end()
	if err := q.Check(r.class, false); err != nil {
		return nil, err
	}
	c := newCompiler(r.lens)
	answers, err := r.each(call, c, q, r.matching(c, q)+`RETURN count(n) AS answer`)
	if err != nil {
		return nil, err
	}
	out := make([]int, len(answers))
	for i, answer := range answers {
		out[i] = int(answer.(int64))
	}
	return out, nil
}

// Scan implements kb.Records. All that passes is read before the first record
// is handed on, since Neo4j can't hold a state still while a caller takes its time.
func (r records[T, W]) Scan(ctx context.Context, where *W) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		rows, err := r.gather(ctx, where)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, found := range rows {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			record, err := r.decode(found[0])
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

func (r records[T, W]) gather(ctx context.Context, where *W) ([][]any, error) {
	call, err := r.begin(ctx, scanTime)
	if err != nil {
		return nil, err
	}
	defer call.end()
	q := kb.Query[W]{Where: where}
	if err := q.Check(r.class, false); err != nil {
		return nil, err
	}
	c := newCompiler(r.lens)
	record := r.record(c, "n")
	rows, err := r.store.scan(call, r.matching(c, q, r.byID())+"RETURN "+record+" ORDER BY n.id", c.params)
	return rows, call.explain(err)
}
