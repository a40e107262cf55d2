package neo4jstore

import (
	"fmt"

	"actorgraph/kb"
	"actorgraph/text"
)

// compiler turns filters into Cypher. Values become parameters, so that
// questions of one shape are one text, which the server plans once.
//
// A field that is missing is null in the database, and so is a comparison with
// it. Under And and Or null does what false would do; where a condition is
// negated, it is first made false. In that way matching keeps to two values.
type compiler struct {
	lens   lens
	params map[string]any
	names  int             // variables handed out
	bound  map[string]bool // the facts that are matched with what the claims on them come to
}

// never does not hold. It is a parameter because a plain false makes the planner
// of 5.26 fail on some queries.
const never = "$never"

func newCompiler(l lens) *compiler {
	c := &compiler{lens: l, params: l.params(), bound: map[string]bool{}}
	c.params["never"] = false
	return c
}

// param keeps v as a parameter and returns how Cypher speaks of it.
func (c *compiler) param(v any) string {
	name := fmt.Sprintf("p%d", len(c.params))
	c.params[name] = v
	return "$" + name
}

// variable returns a name that no other part of the query has.
func (c *compiler) variable() string {
	c.names++
	return fmt.Sprintf("v%d", c.names)
}

// text compiles a filter on the property field of v, whose folded form is in
// the property folded.
func (c *compiler) text(f *kb.StringFilter, v, field, folded string) string {
	field, folded = v+"."+field, v+"."+folded
	switch {
	case f == nil:
		return ""
	case f.Eq != nil:
		return field + " = " + c.param(*f.Eq)
	case f.In != nil:
		return field + " IN " + c.param(f.In)
	case f.Contains != nil:
		return folded + " CONTAINS " + c.param(text.Fold(*f.Contains))
	case f.StartsWith != nil:
		return folded + " STARTS WITH " + c.param(text.Fold(*f.StartsWith))
	}
	return isNull(field, *f.IsNull)
}

// texts compiles a filter on a list of texts: it holds if it does for one of them.
func (c *compiler) texts(f *kb.StringFilter, v, field, folded string) string {
	field, folded = v+"."+field, v+"."+folded
	switch {
	case f == nil:
		return ""
	case f.Eq != nil:
		return c.param(*f.Eq) + " IN " + field
	case f.In != nil:
		return "any(item IN " + field + " WHERE item IN " + c.param(f.In) + ")"
	case f.Contains != nil:
		return "any(item IN " + folded + " WHERE item CONTAINS " + c.param(text.Fold(*f.Contains)) + ")"
	case f.StartsWith != nil:
		return "any(item IN " + folded + " WHERE item STARTS WITH " + c.param(text.Fold(*f.StartsWith)) + ")"
	}
	return isNull(field, *f.IsNull)
}

func isNull(field string, yes bool) string {
	if yes {
		return field + " IS NULL"
	}
	return field + " IS NOT NULL"
}

func (c *compiler) id(f *kb.IDFilter, v, field string) string {
	field = v + "." + field
	switch {
	case f == nil:
		return ""
	case f.Eq != nil:
		return field + " = " + c.param(string(*f.Eq))
	case f.In != nil:
		return field + " IN " + c.param(words(f.In))
	}
	return isNull(field, *f.IsNull)
}

func (c *compiler) ids(f *kb.IDFilter, v, field string) string {
	field = v + "." + field
	switch {
	case f == nil:
		return ""
	case f.Eq != nil:
		return c.param(string(*f.Eq)) + " IN " + field
	case f.In != nil:
		return "any(item IN " + field + " WHERE item IN " + c.param(words(f.In)) + ")"
	}
	return isNull(field, *f.IsNull)
}

func enum[E ~string](c *compiler, f *kb.EnumFilter[E], v, field string) string {
	field = v + "." + field
	switch {
	case f == nil:
		return ""
	case f.Eq != nil:
		return field + " = " + c.param(string(*f.Eq))
	case f.In != nil:
		return field + " IN " + c.param(words(f.In))
	case f.Not != nil:
		return field + " <> " + c.param(string(*f.Not))
	}
	return isNull(field, *f.IsNull)
}

func (c *compiler) boolean(f *kb.BooleanFilter, v, field string) string {
	if f == nil {
		return ""
	}
	return v + "." + field + " = " + c.param(*f.Eq)
}

func (c *compiler) number(f *kb.NumberFilter, field string) string {
	if f == nil {
		return ""
	}
	if f.IsNull != nil {
		return isNull(field, *f.IsNull)
	}
	return compared(c, field, f.Eq, f.Lt, f.Lte, f.Gt, f.Gte)
}

func compared[N int | float64](c *compiler, what string, eq, lt, lte, gt, gte *N) string {
	switch {
	case eq != nil:
		return what + " = " + c.param(*eq)
	case lt != nil:
		return what + " < " + c.param(*lt)
	case lte != nil:
		return what + " <= " + c.param(*lte)
	case gt != nil:
		return what + " > " + c.param(*gt)
	}
	return what + " >= " + c.param(*gte)
}

// date compiles a filter on a date, of which the database has the text in the
// property field and the first and last day that it can be beside it. It says in
// Cypher what [kb.Date]'s comparisons say in Go.
func (c *compiler) date(f *kb.DateFilter, v, field string) string {
	if f == nil {
		return ""
	}
	field = v + "." + field
	first, last := field+"First", field+"Last"
	switch {
	case f.IsNull != nil:
		return isNull(field, *f.IsNull)
	case f.Certainly != nil:
		with, from, to := c.comparand(f.Certainly)
		switch {
		case f.Certainly.Before != nil:
			return last + " < " + from
		case f.Certainly.After != nil:
			return first + " > " + to
		case f.Certainly.Equal != nil:
			return first + " = " + last + " AND " + first + " = " + from + " AND " + last + " = " + to
		case with.Within(with) != kb.Yes: // an end that is not known: nothing is certainly within
			return never
		}
		return first + " >= " + from + " AND " + last + " <= " + to
	}
	_, from, to := c.comparand(f.Possibly)
	switch {
	case f.Possibly.Before != nil:
		return first + " < " + to
	case f.Possibly.After != nil:
		return last + " > " + from
	}
	return first + " <= " + to + " AND " + last + " >= " + from
}

// comparand is the date that d compares with, and its first and last day.
func (c *compiler) comparand(d *kb.DateCompare) (with kb.Date, first, last string) {
	switch {
	case d.Before != nil:
		with = *d.Before
	case d.After != nil:
		with = *d.After
	case d.Equal != nil:
		with = *d.Equal
	default:
		with = *d.Within
	}
	from, to := with.Span()
	return with, c.param(from), c.param(to)
}

func (c *compiler) entity(w *kb.EntityWhere, v string) filter {
	if w == nil {
		return filter{}
	}
	f := tree(c, w.And, w.Or, w.Not, func(w *kb.EntityWhere) filter { return c.entity(w, v) })
	f.add(c.id(w.ID, v, "id"))
	f.add(enum(c, w.Kind, v, "kind"))
	if w.Name != nil && w.Name.Eq != nil {
		f.add(v + ".nameKey = " + c.param(sortKey(*w.Name.Eq))) // has an index
	}
	f.add(c.text(w.Name, v, "name", "nameFold"))
	f.add(c.summary(w.Summary, v))
	f.join(c.alias(w.Alias, v))
	f.add(c.texts(w.Collection, v, "collections", "collections"))
	f.join(c.degreeIs(w.Degree, v))
	f.join(c.relations(w.Relations, v))
	f.join(c.properties(w.Properties, v))
	return f
}

// degreeIs compiles a filter on how many relations an entity has.
func (c *compiler) degreeIs(f *kb.NumberFilter, v string) filter {
	switch {
	case f == nil:
		return filter{}
	case c.lens.IsZero():
		return only(c.number(f, v+".degree"))
	}
	degree := c.variable()
	return only(c.number(f, degree), c.degree(v)+" AS "+degree)
}

func (c *compiler) summary(f *kb.StringFilter, v string) string {
	switch {
	case f == nil, c.lens.KnownAt.IsZero():
		return c.text(f, v, "summary", "summaryFold")
	case f.IsNull != nil && *f.IsNull: // none has one then
		return ""
	}
	return never
}

func (c *compiler) relations(f *kb.RelationsFilter, here string) filter {
	if f == nil {
		return filter{}
	}
	r := c.variable()
	at := func(end *kb.EndWhere) related { return c.relationsAt(here, r, c.end(end, here, r)) }
	switch {
	case f.Some != nil:
		return at(f.Some).some(c)
	case f.None != nil:
		return at(f.None).none(c)
	case f.Every != nil:
		return at(f.Every).every(c)
	}
	return at(f.Count.Of).count(c, f.Count.Is)
}

// relationsAt are the relations r at the entity here that pass where.
func (c *compiler) relationsAt(here, r string, where filter) related {
	path, shown := c.facts("("+here+")<-[:STARTS_AT|ENDS_AT]-("+r+":Relation)", r, aRelation)
	return related{path, r, shown, where}
}

// propertiesOf are the properties p of the entity here that pass where.
func (c *compiler) propertiesOf(here, p string, where filter) related {
	path, shown := c.facts("("+here+")<-[:OF]-("+p+":Property)", p, aProperty)
	return related{path, p, shown, where}
}

// alias compiles a filter on the aliases of an entity. It has them in a list,
// which a lens does not know.
func (c *compiler) alias(f *kb.StringFilter, v string) filter {
	var is filter
	if f == nil || c.lens.IsZero() {
		is.add(c.texts(f, v, "aliases", "aliasFolds"))
		return is
	}
	p := c.variable()
	is.add(p + ".key = " + c.param(string(kb.KeyAlias)))
	if f.IsNull == nil {
		is.add(c.text(f, p, "text", "textFold"))
	}
	aliases := c.propertiesOf(v, p, is)
	if f.IsNull != nil && *f.IsNull {
		return aliases.none(c)
	}
	return aliases.some(c)
}

// end compiles a filter on the relation r as the entity here sees it.
func (c *compiler) end(w *kb.EndWhere, here, r string) filter {
	if w == nil {
		return filter{}
	}
	var f filter
	out := w.Direction != nil && *w.Direction == kb.Out
	in := w.Direction != nil && *w.Direction == kb.In
	if out {
		f.add(r + ".from = " + here + ".id")
	}
	if in {
		f.add(r + ".to = " + here + ".id")
	}
	f.join(c.relation(w.Where, r))
	other := c.variable()
	if passes := c.entity(w.Other, other); !passes.passesAll() {
		path := "(" + r + ")-[:STARTS_AT|ENDS_AT]->(" + other + ":Entity)"
		far := "(" + other + ".id <> " + here + ".id OR " + r + ".from = " + r + ".to)"
		f.join(related{path, other, far, passes}.some(c))
	}
	return f
}

func (c *compiler) properties(f *kb.PropertiesFilter, here string) filter {
	if f == nil {
		return filter{}
	}
	p := c.variable()
	of := func(w *kb.PropertyWhere) related { return c.propertiesOf(here, p, c.property(w, p)) }
	switch {
	case f.Some != nil:
		return of(f.Some).some(c)
	case f.None != nil:
		return of(f.None).none(c)
	case f.Every != nil:
		return of(f.Every).every(c)
	}
	return of(f.Count.Of).count(c, f.Count.Is)
}

// joined compiles a filter on the one entity or source that a link leads to, if
// that is seen.
func joined[W any](c *compiler, w *W, from, link, label string, seen func(string) string, one func(*W, string) filter) filter {
	if w == nil {
		return filter{}
	}
	to := c.variable()
	there := related{"(" + from + ")-[:" + link + "]->(" + to + ":" + label + ")", to, seen(to), one(w, to)}
	if there.seen == "" && there.where.passesAll() {
		return filter{}
	}
	return there.some(c)
}

// always is what is seen of what a fact that is shown touches: a name may be that of
// a hidden entity.
func always(string) string { return "" }

func (c *compiler) relation(w *kb.RelationWhere, v string) filter {
	if w == nil {
		return filter{}
	}
	f := tree(c, w.And, w.Or, w.Not, func(w *kb.RelationWhere) filter { return c.relation(w, v) })
	f.add(c.id(w.ID, v, "id"))
	f.add(enum(c, w.Type, v, "type"))
	f.join(joined(c, w.From, v, "STARTS_AT", "Entity", always, c.entity))
	f.join(joined(c, w.To, v, "ENDS_AT", "Entity", always, c.entity))
	f.add(c.text(w.Key, v, "key", "keyFold"))
	f.join(c.stands(v, w.Since, w.Until, w.Status, w.AtLeast, w.Collection))
	f.join(c.claims(w.Claims, v, "ON", c.selected))
	return f
}

// stands compiles filters on what the claims on a fact come to.
func (c *compiler) stands(fact string, since, until *kb.DateFilter, status *kb.StatusFilter, atLeast *kb.NumberFilter, collection *kb.StringFilter) filter {
	var f filter
	if since == nil && until == nil && status == nil && atLeast == nil && collection == nil {
		return f
	}
	h := c.held(fact)
	f.add(c.date(since, h, "since"))
	f.add(c.date(until, h, "until"))
	f.add(enum(c, status, h, "status"))
	f.add(c.number(atLeast, h+".atLeast"))
	f.add(c.texts(collection, h, "collections", "collections"))
	return f
}

func (c *compiler) property(w *kb.PropertyWhere, v string) filter {
	if w == nil {
		return filter{}
	}
	f := tree(c, w.And, w.Or, w.Not, func(w *kb.PropertyWhere) filter { return c.property(w, v) })
	f.add(c.id(w.ID, v, "id"))
	f.add(enum(c, w.Key, v, "key"))
	f.join(joined(c, w.Entity, v, "OF", "Entity", always, c.entity))
	f.add(c.text(w.Text, v, "text", "textFold"))
	f.add(c.boolean(w.Boolean, v, "boolean"))
	f.add(c.number(w.Min, v+".min"))
	f.add(c.number(w.Max, v+".max"))
	f.add(c.text(w.Unit, v, "unit", "unitFold"))
	f.add(c.date(w.Date, v, "date"))
	if w.Issuer != nil {
		f.add(v + ".issuer IS NOT NULL")
		f.join(joined(c, w.Issuer, v, "ISSUED_BY", "Entity", always, c.entity))
	}
	f.join(c.stands(v, w.Since, w.Until, w.Status, w.AtLeast, w.Collection))
	f.join(c.claims(w.Claims, v, "ON", c.selected))
	return f
}

// claims compiles a filter on the claims that a link joins with a record, as far as
// they are seen.
func (c *compiler) claims(f *kb.ClaimsFilter, here, link string, seen func(claim string) string) filter {
	if f == nil {
		return filter{}
	}
	v := c.variable()
	of := func(w *kb.ClaimWhere) related {
		return related{"(" + here + ")<-[:" + link + "]-(" + v + ":Claim)", v, seen(v), c.claim(w, v)}
	}
	switch {
	case f.Some != nil:
		return of(f.Some).some(c)
	case f.None != nil:
		return of(f.None).none(c)
	case f.Every != nil:
		return of(f.Every).every(c)
	}
	return of(f.Count.Of).count(c, f.Count.Is)
}

func (c *compiler) claim(w *kb.ClaimWhere, v string) filter {
	if w == nil {
		return filter{}
	}
	f := tree(c, w.And, w.Or, w.Not, func(w *kb.ClaimWhere) filter { return c.claim(w, v) })
	f.add(c.id(w.ID, v, "id"))
	f.add(c.id(w.Fact, v, "fact"))
	f.join(joined(c, w.Source, v, "FROM", "Source", c.sourceSeen, c.source))
	f.add(enum(c, w.Stance, v, "stance"))
	f.add(enum(c, w.Modality, v, "modality"))
	f.add(enum(c, w.Reading, v, "reading"))
	f.add(c.boolean(w.Firsthand, v, "firsthand"))
	f.add(c.text(w.Statement, v, "statement", "statementFold"))
	f.add(c.ids(w.AttributedTo, v, "attributedTo"))
	f.add(c.ids(w.Credits, v, "credits"))
	f.add(c.number(w.Paragraph, v+".paragraph"))
	f.add(c.text(w.Collection, v, "collection", "collection"))
	return f
}

func (c *compiler) source(w *kb.SourceWhere, v string) filter {
	if w == nil {
		return filter{}
	}
	f := tree(c, w.And, w.Or, w.Not, func(w *kb.SourceWhere) filter { return c.source(w, v) })
	f.add(c.id(w.ID, v, "id"))
	f.add(enum(c, w.Kind, v, "kind"))
	f.add(c.text(w.Title, v, "title", "titleFold"))
	f.add(c.ids(w.Publisher, v, "publishers"))
	f.add(c.date(w.Published, v, "published"))
	f.add(c.text(w.URL, v, "url", "urlFold"))
	f.add(c.text(w.Language, v, "language", "languageFold"))
	f.add(c.text(w.FileName, v, "fileName", "fileNameFold"))
	f.add(c.texts(w.Collection, v, "collections", "collections"))
	f.add(c.ids(w.Cites, v, "cites"))
	f.add(c.ids(w.DerivesFrom, v, "derivesFrom"))
	f.join(c.claims(w.Claims, v, "FROM", c.claimSeen))
	return f
}
