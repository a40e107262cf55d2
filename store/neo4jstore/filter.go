package neo4jstore

import (
	"fmt"
	"strings"

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

// conditions gathers what has to hold together.
type conditions []string

func (cs *conditions) add(condition string) {
	if condition != "" {
		*cs = append(*cs, condition)
	}
}

// and joins the conditions. It is "" if there is none: everything passes.
func (cs conditions) and() string { return strings.Join(cs, " AND ") }

// where is the conditions as a clause.
func (cs conditions) where() string {
	if len(cs) == 0 {
		return ""
	}
	return " WHERE " + cs.and()
}

func not(condition string) string {
	if condition == "" {
		return never
	}
	return "NOT coalesce(" + condition + ", false)"
}

// tree compiles the And, Or and Not of one level.
func tree[W any](and, or []*W, notThis *W, one func(*W) string) string {
	var cs conditions
	for _, w := range and {
		if condition := one(w); condition != "" {
			cs.add("(" + condition + ")")
		}
	}
	if or != nil {
		cs.add(anyOf(or, one))
	}
	if notThis != nil {
		cs.add(not(one(notThis)))
	}
	if len(cs) == 0 {
		return ""
	}
	return "coalesce(" + cs.and() + ", false)"
}

func anyOf[W any](or []*W, one func(*W) string) string {
	if len(or) == 0 {
		return never
	}
	var parts []string
	for _, w := range or {
		condition := one(w)
		if condition == "" {
			return ""
		}
		parts = append(parts, "("+condition+")")
	}
	return "(" + strings.Join(parts, " OR ") + ")"
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

// related is a filter on the records that a record is joined with.
type related struct {
	path  string // from the record to one of them
	one   string // the variable of that one in path
	seen  string // the condition that there is that one; "" if there is each
	where string // what it has to pass; "" passes all
}

func (r related) match(condition string) string {
	var cs conditions
	cs.add(r.seen)
	cs.add(condition)
	return "MATCH " + r.path + cs.where()
}

func (r related) some() string  { return "EXISTS { " + r.match(r.where) + " }" }
func (r related) none() string  { return "NOT " + r.some() }
func (r related) every() string { return "NOT EXISTS { " + r.match(not(r.where)) + " }" }

// number counts each of them once, even if the path leads there twice.
func (r related) number() string {
	return "COUNT { " + r.match(r.where) + " RETURN DISTINCT " + r.one + " }"
}

func (r related) count(c *compiler, is kb.CountFilter) string {
	return compared(c, r.number(), is.Eq, is.Lt, is.Lte, is.Gt, is.Gte)
}

func (c *compiler) entity(w *kb.EntityWhere, v string) string {
	if w == nil {
		return ""
	}
	var cs conditions
	cs.add(tree(w.And, w.Or, w.Not, func(w *kb.EntityWhere) string { return c.entity(w, v) }))
	cs.add(c.id(w.ID, v, "id"))
	cs.add(enum(c, w.Kind, v, "kind"))
	if w.Name != nil && w.Name.Eq != nil {
		cs.add(v + ".nameKey = " + c.param(sortKey(*w.Name.Eq))) // has an index
	}
	cs.add(c.text(w.Name, v, "name", "nameFold"))
	cs.add(c.summary(w.Summary, v))
	cs.add(c.alias(w.Alias, v))
	cs.add(c.texts(w.Collection, v, "collections", "collections"))
	cs.add(c.number(w.Degree, c.degree(v)))
	cs.add(c.relations(w.Relations, v))
	cs.add(c.properties(w.Properties, v))
	return cs.and()
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

func (c *compiler) relations(f *kb.RelationsFilter, here string) string {
	if f == nil {
		return ""
	}
	r := c.variable()
	at := func(end *kb.EndWhere) related { return c.relationsAt(here, r, c.end(end, here, r)) }
	switch {
	case f.Some != nil:
		return at(f.Some).some()
	case f.None != nil:
		return at(f.None).none()
	case f.Every != nil:
		return at(f.Every).every()
	}
	return at(f.Count.Of).count(c, f.Count.Is)
}

// relationsAt are the relations r at the entity here that pass where.
func (c *compiler) relationsAt(here, r, where string) related {
	path, shown := c.facts("("+here+")<-[:STARTS_AT|ENDS_AT]-("+r+":Relation)", r, aRelation)
	return related{path, r, shown, where}
}

// propertiesOf are the properties p of the entity here that pass where.
func (c *compiler) propertiesOf(here, p, where string) related {
	path, shown := c.facts("("+here+")<-[:OF]-("+p+":Property)", p, aProperty)
	return related{path, p, shown, where}
}

// alias compiles a filter on the aliases of an entity. It has them in a list,
// which a lens does not know.
func (c *compiler) alias(f *kb.StringFilter, v string) string {
	if f == nil || c.lens.IsZero() {
		return c.texts(f, v, "aliases", "aliasFolds")
	}
	p := c.variable()
	var cs conditions
	cs.add(p + ".key = " + c.param(string(kb.KeyAlias)))
	if f.IsNull == nil {
		cs.add(c.text(f, p, "text", "textFold"))
	}
	aliases := c.propertiesOf(v, p, cs.and())
	if f.IsNull != nil && *f.IsNull {
		return aliases.none()
	}
	return aliases.some()
}

// end compiles a filter on the relation r as the entity here sees it.
func (c *compiler) end(w *kb.EndWhere, here, r string) string {
	if w == nil {
		return ""
	}
	var cs conditions
	out := w.Direction != nil && *w.Direction == kb.Out
	in := w.Direction != nil && *w.Direction == kb.In
	if out {
		cs.add(r + ".from = " + here + ".id")
	}
	if in {
		cs.add(r + ".to = " + here + ".id")
	}
	cs.add(c.relation(w.Where, r))
	other := c.variable()
	if passes := c.entity(w.Other, other); passes != "" {
		path := "(" + r + ")-[:STARTS_AT|ENDS_AT]->(" + other + ":Entity)"
		far := "(" + other + ".id <> " + here + ".id OR " + r + ".from = " + r + ".to)"
		cs.add("EXISTS { MATCH " + path + " WHERE " + far + " AND " + passes + " }")
	}
	return cs.and()
}

func (c *compiler) properties(f *kb.PropertiesFilter, here string) string {
	if f == nil {
		return ""
	}
	p := c.variable()
	of := func(w *kb.PropertyWhere) related { return c.propertiesOf(here, p, c.property(w, p)) }
	switch {
	case f.Some != nil:
		return of(f.Some).some()
	case f.None != nil:
		return of(f.None).none()
	case f.Every != nil:
		return of(f.Every).every()
	}
	return of(f.Count.Of).count(c, f.Count.Is)
}

// joined compiles a filter on the one entity or source that a link leads to, if
// that is seen.
func joined[W any](c *compiler, w *W, from, link, label string, seen func(string) string, one func(*W, string) string) string {
	if w == nil {
		return ""
	}
	to := c.variable()
	var cs conditions
	cs.add(seen(to))
	cs.add(one(w, to))
	if len(cs) == 0 {
		return ""
	}
	return "EXISTS { MATCH (" + from + ")-[:" + link + "]->(" + to + ":" + label + ")" + cs.where() + " }"
}

// always is what is seen of what a fact that is shown touches: a name may be that of
// a hidden entity.
func always(string) string { return "" }

func (c *compiler) relation(w *kb.RelationWhere, v string) string {
	if w == nil {
		return ""
	}
	var cs conditions
	cs.add(tree(w.And, w.Or, w.Not, func(w *kb.RelationWhere) string { return c.relation(w, v) }))
	cs.add(c.id(w.ID, v, "id"))
	cs.add(enum(c, w.Type, v, "type"))
	cs.add(joined(c, w.From, v, "STARTS_AT", "Entity", always, c.entity))
	cs.add(joined(c, w.To, v, "ENDS_AT", "Entity", always, c.entity))
	cs.add(c.text(w.Key, v, "key", "keyFold"))
	if w.Since != nil || w.Until != nil || w.Status != nil || w.AtLeast != nil || w.Collection != nil {
		h := c.held(v)
		cs.add(c.date(w.Since, h, "since"))
		cs.add(c.date(w.Until, h, "until"))
		cs.add(enum(c, w.Status, h, "status"))
		cs.add(c.number(w.AtLeast, h+".atLeast"))
		cs.add(c.texts(w.Collection, h, "collections", "collections"))
	}
	cs.add(c.claims(w.Claims, v, "ON", c.selected))
	return cs.and()
}

func (c *compiler) property(w *kb.PropertyWhere, v string) string {
	if w == nil {
		return ""
	}
	var cs conditions
	cs.add(tree(w.And, w.Or, w.Not, func(w *kb.PropertyWhere) string { return c.property(w, v) }))
	cs.add(c.id(w.ID, v, "id"))
	cs.add(enum(c, w.Key, v, "key"))
	cs.add(joined(c, w.Entity, v, "OF", "Entity", always, c.entity))
	cs.add(c.text(w.Text, v, "text", "textFold"))
	cs.add(c.boolean(w.Boolean, v, "boolean"))
	cs.add(c.number(w.Min, v+".min"))
	cs.add(c.number(w.Max, v+".max"))
	cs.add(c.text(w.Unit, v, "unit", "unitFold"))
	cs.add(c.date(w.Date, v, "date"))
	if w.Issuer != nil {
		cs.add(v + ".issuer IS NOT NULL")
		cs.add(joined(c, w.Issuer, v, "ISSUED_BY", "Entity", always, c.entity))
	}
	if w.Since != nil || w.Until != nil || w.Status != nil || w.AtLeast != nil || w.Collection != nil {
		h := c.held(v)
		cs.add(c.date(w.Since, h, "since"))
		cs.add(c.date(w.Until, h, "until"))
		cs.add(enum(c, w.Status, h, "status"))
		cs.add(c.number(w.AtLeast, h+".atLeast"))
		cs.add(c.texts(w.Collection, h, "collections", "collections"))
	}
	cs.add(c.claims(w.Claims, v, "ON", c.selected))
	return cs.and()
}

// claims compiles a filter on the claims that a link joins with a record, as far as
// they are seen.
func (c *compiler) claims(f *kb.ClaimsFilter, here, link string, seen func(claim string) string) string {
	if f == nil {
		return ""
	}
	v := c.variable()
	of := func(w *kb.ClaimWhere) related {
		return related{"(" + here + ")<-[:" + link + "]-(" + v + ":Claim)", v, seen(v), c.claim(w, v)}
	}
	switch {
	case f.Some != nil:
		return of(f.Some).some()
	case f.None != nil:
		return of(f.None).none()
	case f.Every != nil:
		return of(f.Every).every()
	}
	return of(f.Count.Of).count(c, f.Count.Is)
}

func (c *compiler) claim(w *kb.ClaimWhere, v string) string {
	if w == nil {
		return ""
	}
	var cs conditions
	cs.add(tree(w.And, w.Or, w.Not, func(w *kb.ClaimWhere) string { return c.claim(w, v) }))
	cs.add(c.id(w.ID, v, "id"))
	cs.add(c.id(w.Fact, v, "fact"))
	cs.add(joined(c, w.Source, v, "FROM", "Source", c.sourceSeen, c.source))
	cs.add(enum(c, w.Stance, v, "stance"))
	cs.add(enum(c, w.Modality, v, "modality"))
	cs.add(enum(c, w.Reading, v, "reading"))
	cs.add(c.boolean(w.Firsthand, v, "firsthand"))
	cs.add(c.text(w.Statement, v, "statement", "statementFold"))
	cs.add(c.ids(w.AttributedTo, v, "attributedTo"))
	cs.add(c.ids(w.Credits, v, "credits"))
	cs.add(c.number(w.Paragraph, v+".paragraph"))
	cs.add(c.text(w.Collection, v, "collection", "collection"))
	return cs.and()
}

func (c *compiler) source(w *kb.SourceWhere, v string) string {
	if w == nil {
		return ""
	}
	var cs conditions
	cs.add(tree(w.And, w.Or, w.Not, func(w *kb.SourceWhere) string { return c.source(w, v) }))
	cs.add(c.id(w.ID, v, "id"))
	cs.add(enum(c, w.Kind, v, "kind"))
	cs.add(c.text(w.Title, v, "title", "titleFold"))
	cs.add(c.ids(w.Publisher, v, "publishers"))
	cs.add(c.date(w.Published, v, "published"))
	cs.add(c.text(w.URL, v, "url", "urlFold"))
	cs.add(c.text(w.Language, v, "language", "languageFold"))
	cs.add(c.text(w.FileName, v, "fileName", "fileNameFold"))
	cs.add(c.texts(w.Collection, v, "collections", "collections"))
	cs.add(c.ids(w.Cites, v, "cites"))
	cs.add(c.ids(w.DerivesFrom, v, "derivesFrom"))
	cs.add(c.claims(w.Claims, v, "FROM", c.claimSeen))
	return cs.and()
}
