package neo4jstore

import (
	"slices"
	"strings"

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

// linked matches the records n that belong to the parent with the id $of[i],
// each perhaps several times, if they pass what else is asked. Relations are
// narrowed to types, if there are any.
func linked(c *compiler, by kb.Link, types []kb.RelationType, also conditions) string {
	entity, source := "(e:Entity {id: $of[i]})", "(s:Source {id: $of[i]})"
	match := func(path string) string { return "MATCH " + path + also.where() + "\n" }
	switch by {
	case kb.RelationsFrom, kb.RelationsTo, kb.RelationsAt:
		if len(types) > 0 {
			return ends(c, by, types) + c.again(also)
		}
		if by != kb.RelationsAt {
			near := "STARTS_AT"
			if by == kb.RelationsTo {
				near = "ENDS_AT"
			}
			also.add("(type(x) = " + c.param(near) + " OR n.type IN " + c.param(words(symmetric)) + ")")
		}
		return match(entity + "<-[x:STARTS_AT|ENDS_AT]-(n:Relation)" + c.stood("n"))
	case kb.UsersOf:
		if len(types) > 0 {
			also.add("n.type IN " + c.param(words(types)))
		}
		return "CALL (i) {\n" +
			atEnd(c, "to", "$of[i]", []kb.RelationType{kb.Uses}) + " RETURN n\nUNION\n" +
			usedIn(c, entity) +
			atEnd(c, "to", "targeting", []kb.RelationType{kb.Operated}) + " RETURN n\n}\n" + c.again(also)
	case kb.PropertiesOf:
		return match(entity + "<-[:OF]-(n:Property)" + c.stood("n"))
	case kb.ClaimsOn:
		return match("(f:Fact {id: $of[i]})<-[:ON]-(n:Claim)")
	case kb.ClaimsFrom:
		return match(source + "<-[:FROM]-(n:Claim)")
	case kb.ClaimsAbout:
		return match(entity + "<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-(:Fact)<-[:ON]-(n:Claim)")
	case kb.SourcesOf:
		if c.lens.IsZero() {
			return match(entity + "<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-(:Fact)<-[:ON]-(:Claim)-[:FROM]->(n:Source)")
		}
		path, counts := c.counting("claim", "n", "l")
		also = also[:len(also):len(also)]
		also.add(c.claimSeen("claim"))
		also.add(counts)
		return match(entity + "<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-(:Fact)<-[:ON]-" + path)
	case kb.SourcesPublished:
		return match(entity + "<-[:PUBLISHED_BY]-(n:Source)")
	}
	panic("no link " + by)
}

// again narrows relations n that were matched.
func (c *compiler) again(also conditions) string {
	if c.lens.selects() {
		return "MATCH (n)" + strings.TrimPrefix(c.stood("n"), ", (n)") + also.where() + "\n"
	}
	return "WITH n" + also.where() + "\n"
}

// usedIn matches the targetings in which a product was used, as their ids.
func usedIn(c *compiler, product string) string {
	if c.lens.IsZero() {
		return "MATCH " + product + "-[:" + string(kb.UsedIn) + "]->(targeting:Entity)\n" +
			"WITH targeting.id AS targeting\n"
	}
	cs := conditions{"u.type = " + c.param(string(kb.UsedIn))}
	cs.add(c.factSeen("u", aRelation))
	return "MATCH " + product + "<-[:STARTS_AT]-(u:Relation)" + c.stood("u") + cs.where() + "\n" +
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
