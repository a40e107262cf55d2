package neo4jstore

import (
	"fmt"
	"strings"

	"actorgraph/kb"
	"actorgraph/text"
)

// layout is the version of what this package writes. A database of another one is
// left alone.
const layout = 3

// checkLayout refuses a database of another layout.
func checkLayout(found int) error {
	switch {
	case found > layout:
		return fmt.Errorf("%w: %d, and this program knows %d; use the newer program", kb.ErrNewerLayout, found, layout)
	case found < layout:
		return fmt.Errorf("the database has the older layout %d, which keeps less than this program needs; export it with the program that wrote it, and load that into an empty database", found)
	}
	return nil
}

// schema is what the first write to an empty database sets up: each id once,
// and an index on what is looked up or sorted by. Everything bounded in length
// only: an index key has at most 8 kB.
var schema = []string{
	"CREATE CONSTRAINT actorgraph_store IF NOT EXISTS FOR (n:ActorgraphStore) REQUIRE n.name IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_source IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_fact IF NOT EXISTS FOR (n:Fact) REQUIRE n.id IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_claim IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_collection IF NOT EXISTS FOR (n:Collection) REQUIRE n.name IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_word IF NOT EXISTS FOR (n:Word) REQUIRE n.text IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_key IF NOT EXISTS FOR (n:AppliedKey) REQUIRE n.key IS UNIQUE",
	"CREATE CONSTRAINT actorgraph_chart IF NOT EXISTS FOR (n:Chart) REQUIRE n.name IS UNIQUE",
	"CREATE INDEX actorgraph_token IF NOT EXISTS FOR (n:Change) ON (n.token)",
	"CREATE INDEX actorgraph_change IF NOT EXISTS FOR (n:Change) ON (n.version)",
	"CREATE INDEX actorgraph_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.nameKey)",
	"CREATE INDEX actorgraph_entity_kind IF NOT EXISTS FOR (n:Entity) ON (n.kind)",
	"CREATE INDEX actorgraph_entity_kind_name IF NOT EXISTS FOR (n:Entity) ON (n.kind, n.nameKey)",
	"CREATE INDEX actorgraph_relation_from IF NOT EXISTS FOR (n:Relation) ON (n.from, n.type)",
	"CREATE INDEX actorgraph_relation_to IF NOT EXISTS FOR (n:Relation) ON (n.to, n.type)",
	"CREATE INDEX actorgraph_relation_type IF NOT EXISTS FOR (n:Relation) ON (n.type)",
	"CREATE INDEX actorgraph_property_value IF NOT EXISTS FOR (n:Property) ON (n.key, n.valueKey)",
	"CREATE INDEX actorgraph_source_title IF NOT EXISTS FOR (n:Source) ON (n.titleKey)",
	"CREATE INDEX actorgraph_untold IF NOT EXISTS FOR ()-[x:STOOD]-() ON (x.untold)",
}

// The relationships between nodes are those of [kb.RelationTypes], from entity to
// entity, and these. Each points from what refers to what is referred to.
//
//	STARTS_AT, ENDS_AT                      relation to entity
//	OF, ISSUED_BY                           property to entity
//	ON, FROM                                claim to fact, claim to source
//	STOOD                                   fact to itself or to a stretch: see weigh.go
//	ATTRIBUTED_TO, CREDITS                  claim to entity, claim to source
//	ANSWERS, RETRACTS                       claim to claim or source, claim to claim
//	PUBLISHED_BY, ACT                       source to entity
//	CITES, DERIVES_FROM                     source to source
//	HAS_WORD                                entity to word of its names

// labels are the labels by which the records of a class are found.
var labels = map[kb.Class]string{
	kb.EntityClass:   "Entity",
	kb.SourceClass:   "Source",
	kb.RelationClass: "Fact",
	kb.PropertyClass: "Fact",
	kb.ClaimClass:    "Claim",
}

// kindLabel is the label of the entities of a kind: PublicBody for public-body.
func kindLabel(k kb.Kind) string {
	var b strings.Builder
	for part := range strings.SplitSeq(string(k), "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// wordKey is what a word is looked up by: as much of it as an index takes.
func wordKey(word string) string { return text.SortKey(word) }
