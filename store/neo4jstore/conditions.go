package neo4jstore

import (
	"slices"
	"strings"

	"actorgraph/kb"
)

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

// filter is what a record has to pass, of which the subqueries are kept apart. The
// server plans one as a step of its own where it stands alone among what has to
// hold together, and where it is given a name. Anywhere else, as within an OR, it
// plans it again for each way to go: each level of a filter costs thirteen times
// the level below (5.26), so that the fourth takes half a minute.
type filter struct {
	plain  conditions  // without subqueries, but for those of the lens
	exists []existence // that hold together with them
	named  []string    // subqueries, each as its name
	after  conditions  // that speak of these names
}

// existence is a subquery that finds something, or, if none is wanted, nothing.
type existence struct {
	match string
	none  bool
}

// holds is the condition of it, by whether the subquery finds something.
func (e existence) holds(found string) string {
	if e.none {
		return "NOT " + found
	}
	return found
}

func exists(match string) string { return "EXISTS { " + match + " }" }

// add adds conditions without subqueries. Those that are never part of another may have some.
func (f *filter) add(conditions ...string) {
	for _, condition := range conditions {
		f.plain.add(condition)
	}
}

// join adds what another filter asks of the same record.
func (f *filter) join(other filter) {
	f.plain = append(f.plain, other.plain...)
	f.exists = append(f.exists, other.exists...)
	f.named = append(f.named, other.named...)
	f.after = append(f.after, other.after...)
}

// passesAll tells whether the filter asks nothing.
func (f filter) passesAll() bool {
	return len(f.plain) == 0 && len(f.exists) == 0 && len(f.after) == 0
}

// mostTogether is how many subqueries may hold together without names. Planning takes
// the cube of their number then: half a minute for 160, which with names are planned
// in three seconds. A few are answered sooner without: the next is not asked where
// one finds nothing.
const mostTogether = 8

// clauses follow the MATCH of the record that is to pass.
func (c *compiler) clauses(f filter) string {
	if len(f.exists) > mostTogether {
		f = c.naming(f)
	}
	cs := slices.Clip(f.plain)
	for _, e := range f.exists {
		cs.add(e.holds(exists(e.match)))
	}
	if len(f.named) == 0 {
		return cs.where()
	}
	return cs.where() + " WITH *, " + strings.Join(f.named, ", ") + f.after.where()
}

// naming is the filter with a name for each of its subqueries.
func (c *compiler) naming(f filter) filter {
	g := filter{plain: f.plain, named: slices.Clip(f.named), after: slices.Clip(f.after)}
	for _, e := range f.exists {
		name := c.variable()
		g.named = append(g.named, exists(e.match)+" AS "+name)
		g.after.add(e.holds(name))
	}
	return g
}

// condition is the filter as one condition, and the subqueries that are named in it.
func (c *compiler) condition(f filter) (condition string, named []string) {
	f = c.naming(f)
	return slices.Concat(f.plain, f.after).and(), f.named
}

// only is a filter of one condition, in which subqueries may be named.
func only(condition string, named ...string) filter {
	f := filter{named: named}
	if len(named) == 0 {
		f.add(condition)
	} else {
		f.after.add(condition)
	}
	return f
}

// tree compiles the And, Or and Not of one level.
func tree[W any](c *compiler, and, or []*W, notThis *W, one func(*W) filter) filter {
	var f filter
	for _, w := range and {
		f.join(one(w))
	}
	if or != nil {
		f.join(anyOf(c, or, one))
	}
	if notThis != nil {
		f.join(c.not(one(notThis)))
	}
	return f
}

func (c *compiler) not(f filter) filter {
	if f.passesAll() {
		return only(never)
	}
	condition, named := c.condition(f)
	return only("NOT coalesce("+condition+", false)", named...)
}

func anyOf[W any](c *compiler, or []*W, one func(*W) filter) filter {
	if len(or) == 0 {
		return only(never)
	}
	var parts, named []string
	for _, w := range or {
		f := one(w)
		if f.passesAll() {
			return filter{}
		}
		condition, also := c.condition(f)
		parts, named = append(parts, "("+condition+")"), append(named, also...)
	}
	return only("coalesce("+strings.Join(parts, " OR ")+", false)", named...)
}

// related is a filter on the records that a record is joined with.
type related struct {
	path  string // from the record to one of them
	one   string // the variable of that one in path
	seen  string // the condition that there is that one; "" if there is each
	where filter // what it has to pass
}

func (r related) match(c *compiler) string {
	var f filter
	f.add(r.seen)
	f.join(r.where)
	return "MATCH " + r.path + c.clauses(f)
}

// found is the subquery of those that pass.
func (r related) found(c *compiler) string { return r.match(c) + " RETURN " + r.one }

func (r related) some(c *compiler) filter {
	return filter{exists: []existence{{match: r.found(c)}}}
}

func (r related) none(c *compiler) filter {
	return filter{exists: []existence{{match: r.found(c), none: true}}}
}

func (r related) every(c *compiler) filter {
	r.where = c.not(r.where)
	return r.none(c)
}

// number counts each of them once, even if the path leads there twice.
func (r related) number(c *compiler) string {
	return "COUNT { " + r.match(c) + " RETURN DISTINCT " + r.one + " }"
}

func (r related) count(c *compiler, is kb.CountFilter) filter {
	name := c.variable()
	return only(compared(c, name, is.Eq, is.Lt, is.Lte, is.Gt, is.Gte), r.number(c)+" AS "+name)
}
