package neo4jstore

import (
	"slices"

	"actorgraph/kb"
)

// symmetric lists the relation types whose ends play the same part.
var symmetric = func() []kb.RelationType {
	var types []kb.RelationType
	for _, row := range kb.RelationTypes {
		if row.Symmetric {
			types = append(types, row.Type)
		}
	}
	return types
}()

// matcher matches the records n that pass what is asked of them. It ends the paths
// that lead to them with seen, which also gives the condition that they are seen.
type matcher struct {
	*compiler
	asked filter
	seen  func(path string) (continued, condition string)
}

// with is what is asked, and further conditions.
func (m matcher) with(further ...string) filter {
	var f filter
	f.add(further...)
	f.join(m.asked)
	return f
}

// along matches along a path that ends at the record. What else a path has to pass
// is given with it.
func (m matcher) along(path string, further ...string) string {
	path, seen := m.seen(path)
	return "MATCH " + path + m.clauses(m.with(append(further, seen)...)) + "\n"
}

// narrow narrows facts n that were matched.
func (m matcher) narrow() string {
	if m.bound["n"] {
		return m.along("(n)")
	}
	_, seen := m.seen("(n)")
	return "WITH n" + m.clauses(m.with(seen)) + "\n"
}

// onFact matches claims on the fact f of a path. Where that is shown, they are seen
// if they are selected.
func (m matcher) onFact(path string) string {
	return "MATCH " + path + "<-[:ON]-(n:Claim)" + m.clauses(m.with(m.shownWith("f"), m.selected("n"))) + "\n"
}

// linked matches the records n that belong to the parent with the id $of[i],
// each perhaps several times. Relations are narrowed to types, if there are any.
func (m matcher) linked(by kb.Link, types []kb.RelationType) string {
	c := m.compiler
	entity, source := "(e:Entity {id: $of[i]})", "(s:Source {id: $of[i]})"
	touching := entity + "<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-(f:Fact)"
	switch by {
	case kb.RelationsFrom, kb.RelationsTo, kb.RelationsAt:
		if len(types) > 0 {
			return ends(c, by, types) + m.narrow()
		}
		near := ""
		switch by {
		case kb.RelationsFrom:
			near = "(type(x) = " + c.param("STARTS_AT") + " OR n.type IN " + c.param(words(symmetric)) + ")"
		case kb.RelationsTo:
			near = "(type(x) = " + c.param("ENDS_AT") + " OR n.type IN " + c.param(words(symmetric)) + ")"
		}
		return m.along(entity+"<-[x:STARTS_AT|ENDS_AT]-(n:Relation)", near)
	case kb.UsersOf:
		if len(types) > 0 {
			m.asked.add("n.type IN " + c.param(words(types)))
		}
		return "CALL (i) {\n" +
			atEnd(c, "to", "$of[i]", []kb.RelationType{kb.Uses}) + " RETURN n\nUNION\n" +
			usedIn(c) +
			atEnd(c, "to", "targeting", []kb.RelationType{kb.Operated}) + " RETURN n\n}\n" +
			m.narrow()
	case kb.PropertiesOf:
		return m.along(entity + "<-[:OF]-(n:Property)")
	case kb.ClaimsOn:
		return m.onFact("(f:Fact {id: $of[i]})")
	case kb.ClaimsFrom:
		return m.along(source + "<-[:FROM]-(n:Claim)")
	case kb.ClaimsAbout:
		return m.onFact(touching)
	case kb.SourcesOf:
		path, counts := c.counting("claim", "n", "l")
		return "MATCH " + touching + "<-[:ON]-" + path + m.clauses(m.with(c.shownWith("f"), c.selected("claim"), counts)) + "\n"
	case kb.SourcesPublished:
		return m.along(entity + "<-[:PUBLISHED_BY]-(n:Source)")
	}
	panic("no link " + by)
}

// usedIn matches the targetings in which the parent was used, as their ids.
func usedIn(c *compiler) string {
	cs := conditions{"u.from = $of[i]", "u.type = " + c.param(string(kb.UsedIn))}
	if !c.lens.AsksUnasserted() {
		cs.add(c.held("u") + ".status IN " + c.param(words(kb.AssertedStatuses)))
	}
	path, shown := c.facts("(u:Relation)", "u", aRelation)
	cs.add(shown)
	return "MATCH " + path + " USING INDEX SEEK u:Relation(from, type)" + cs.where() + "\n" +
		"WITH DISTINCT u.to AS targeting\n"
}

// ends matches the relations of certain types at the parent, by the indexes on
// either end and the type, so that it does not matter how many others there are.
func ends(c *compiler, by kb.Link, types []kb.RelationType) string {
	both := slices.DeleteFunc(slices.Clone(types), func(t kb.RelationType) bool { return !t.Symmetric() })
	near, far := "from", "to"
	switch by {
	case kb.RelationsTo:
		near, far = far, near
	case kb.RelationsAt:
		both = types
	}
	match := "CALL (i) {\n" + atEnd(c, near, "$of[i]", types) + " RETURN n\n"
	if len(both) > 0 {
		match += "UNION\n" + atEnd(c, far, "$of[i]", both) + " RETURN n\n"
	}
	return match + "}\n"
}

func atEnd(c *compiler, end, id string, types []kb.RelationType) string {
	return "MATCH (n:Relation) USING INDEX SEEK n:Relation(" + end + ", type) WHERE n." + end + " = " + id + " AND n.type IN " + c.param(words(types))
}

// repeats tells whether [linked] may match one record several times.
func repeats(by kb.Link) bool {
	switch by {
	case kb.PropertiesOf, kb.ClaimsOn, kb.ClaimsFrom:
		return false
	}
	return true
}
