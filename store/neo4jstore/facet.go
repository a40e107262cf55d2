package neo4jstore

import (
	"context"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// facetValues is the Cypher that gives the values of the record n by a facet
// key, one row for each, as value.
func (c *compiler) facetValues(class kb.Class, by kb.FacetKey) string {
	isFact := class == kb.RelationClass || class == kb.PropertyClass
	switch {
	case isFact && by == kb.FacetCollection:
		return "UNWIND " + c.held("n") + ".collections AS value"
	case isFact && by == kb.FacetSource && !c.lens.IsZero():
		path, counts := c.counting("claim", "source", "l")
		var cs conditions
		cs.add(c.selected("claim"))
		cs.add(counts)
		return "MATCH (n)<-[:ON]-" + path + cs.where() + " WITH n, source.id AS value"
	}
	return facetValues[class][by]
}

var facetValues = map[kb.Class]map[kb.FacetKey]string{
	kb.EntityClass: {
		kb.FacetKind:       "WITH n, n.kind AS value",
		kb.FacetCollection: "UNWIND n.collections AS value",
	},
	kb.RelationClass: {
		kb.FacetType:     "WITH n, n.type AS value",
		kb.FacetFromKind: "MATCH (n)-[:STARTS_AT]->(e) WITH n, e.kind AS value",
		kb.FacetToKind:   "MATCH (n)-[:ENDS_AT]->(e) WITH n, e.kind AS value",
		kb.FacetSource:   "MATCH (n)<-[:ON]-(claim) WITH n, claim.source AS value",
	},
	kb.PropertyClass: {
		kb.FacetByKey:  "WITH n, n.key AS value",
		kb.FacetUnit:   "WITH n, n.unit AS value",
		kb.FacetSource: "MATCH (n)<-[:ON]-(claim) WITH n, claim.source AS value",
	},
	kb.ClaimClass: {
		kb.FacetStance:     "WITH n, n.stance AS value",
		kb.FacetModality:   "WITH n, n.modality AS value",
		kb.FacetReading:    "WITH n, n.reading AS value",
		kb.FacetSource:     "WITH n, n.source AS value",
		kb.FacetSpeaker:    "UNWIND n.attributedTo AS value",
		kb.FacetCollection: "WITH n, n.collection AS value",
	},
	kb.SourceClass: {
		kb.FacetKind:       "WITH n, n.kind AS value",
		kb.FacetPublisher:  "UNWIND n.publishers AS value",
		kb.FacetLanguage:   "WITH n, n.language AS value",
		kb.FacetCollection: "UNWIND n.collections AS value",
	},
}

// Facet implements kb.Records.
func (r records[T, W]) Facet(ctx context.Context, q kb.Query[W], by kb.FacetKey, n int) ([][]kb.Bucket, error) {
	call, err := r.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer call.end()
	if err := q.Check(r.class, false); err != nil {
		return nil, err
	}
	if !slices.Contains(kb.FacetKeys[r.class], by) {
		return nil, fmt.Errorf("%w: a %s is not counted by %q", kb.ErrInvalid, r.class, by)
	}
	if n < 1 {
		return nil, fmt.Errorf("%w: at least one bucket has to be asked for", kb.ErrInvalid)
	}
	c := newCompiler(r.lens)
	values := c.facetValues(r.class, by)
	answers, err := r.each(call, c, q, r.matching(c, q)+values+`
		WITH value, count(DISTINCT n) AS records WHERE value IS NOT NULL
		WITH value, records ORDER BY records DESC, value LIMIT `+c.param(n)+`
		RETURN collect([value, records]) AS answer`)
	if err != nil {
		return nil, err
	}
	out := make([][]kb.Bucket, len(answers))
	for i, answer := range answers {
		for _, bucket := range answer.([]any) {
			bucket := bucket.([]any)
			out[i] = append(out[i], kb.Bucket{Value: bucket[0].(string), Count: int(bucket[1].(int64))})
		}
	}
	return out, nil
}
