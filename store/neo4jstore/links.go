package neo4jstore

import (
	"actorgraph/kb"
)

// symmetric lists the relation types whose ends play the same part.
var symmetric = func() []string {
	var types []string
	for _, row := range kb.RelationTypes {
		if row.Symmetric {
			types = append(types, string(row.Type))
		}
	}
	return types
}()

// linked matches the records n that belong to the parent with the id $of[i],
// each perhaps several times, if they pass what else is asked.
func linked(c *compiler, by kb.Link, also conditions) string {
	entity, source := "(e:Entity {id: $of[i]})", "(s:Source {id: $of[i]})"
	match := func(path string) string { return "MATCH " + path + also.where() + "\n" }
	switch by {
	case kb.RelationsFrom, kb.RelationsTo:
		near := startsAt
		if by == kb.RelationsTo {
			near = endsAt
		}
		also.add("(type(far) = " + c.param(near) + " OR n.type IN " + c.param(symmetric) + ")")
		return match(entity + "<-[far:STARTS_AT|ENDS_AT]-(n:Relation)")
	case kb.RelationsAt:
		return match(entity + "<-[:STARTS_AT|ENDS_AT]-(n:Relation)")
	case kb.UsersOf:
		uses, operated := c.param(string(kb.Uses)), c.param(string(kb.Operated))
		return `CALL (i) {
	MATCH ` + entity + `<-[:ENDS_AT]-(n:Relation {type: ` + uses + `}) RETURN n
	UNION
	MATCH ` + entity + `-[:` + string(kb.UsedIn) + `]->(:Entity)<-[:ENDS_AT]-(n:Relation {type: ` + operated + `}) RETURN n
}
WITH n` + also.where() + "\n"
	case kb.PropertiesOf:
		return match(entity + "<-[:OF]-(n:Property)")
	case kb.ClaimsOn:
		return match("(f:Fact {id: $of[i]})<-[:ON]-(n:Claim)")
	case kb.ClaimsFrom:
		return match(source + "<-[:FROM]-(n:Claim)")
	case kb.ClaimsAbout:
		return match(entity + "<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-(:Fact)<-[:ON]-(n:Claim)")
	case kb.SourcesOf:
		return match(entity + "<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-(:Fact)<-[:ON]-(:Claim)-[:FROM]->(n:Source)")
	case kb.SourcesPublished:
		return match(entity + "<-[:PUBLISHED_BY]-(n:Source)")
	}
	panic("no link " + by)
}

// repeats tells whether [linked] may match one record several times.
func repeats(by kb.Link) bool {
	switch by {
	case kb.PropertiesOf, kb.ClaimsOn, kb.ClaimsFrom:
		return false
	}
	return true
}
