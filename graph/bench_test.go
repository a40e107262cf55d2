package graph_test

import (
	"fmt"
	"testing"

	"actorgraph/graph"
	"actorgraph/kb"
)

// dense is a graph of 100 companies that make ten products each, and of 100
// governments that use ten products each; every fact has two claims.
func dense() *kb.ChangeSet {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "dense"}}}
	const n, related = 100, 10
	id := func(what string, i int) kb.ID { return kb.ID(fmt.Sprintf("%s-%02d", what, i%n)) }
	for i := range n {
		b.entity(kb.KindCompany, id("company", i), fmt.Sprintf("Company %02d", i), "Makes what others use.")
		b.entity(kb.KindProduct, id("product", i), fmt.Sprintf("Product %02d", i), "")
		b.entity(kb.KindGovernment, id("government", i), fmt.Sprintf("Government %02d", i), "")
		b.set.Sources = append(b.set.Sources, &kb.Source{ID: "source:" + id("article", i), Kind: kb.SourceArticle, Title: fmt.Sprintf("Article %02d", i)})
	}
	for i := range n {
		for k := range related {
			for _, fact := range []kb.ID{b.relation(id("company", i), kb.Makes, id("product", i+k)), b.relation(id("government", i), kb.Uses, id("product", i+k))} {
				b.claim(fact, "source:"+id("article", i), k+1, "It is so.", nil)
				b.claim(fact, "source:"+id("article", i+1), k+1, "It is so.", nil)
			}
		}
	}
	return b.set
}

// BenchmarkRequests times whole requests in process, from the text to the bytes
// of the answer, over the embedded store.
func BenchmarkRequests(b *testing.B) {
	s := serve(embedded(b, dense()), graph.Limits{})
	for _, bench := range []struct{ name, query string }{
		{"ByID", `{entity(id: "company-07") {id name summary}}`},
		{"TenRows", `{companies(first: 10, orderBy: [{by: NAME}]) {nodes {id name kind summary}}}`},
		{"TenWithTenRelated", `{companies(first: 10) {nodes {id name makes(first: 10) {nodes {id name}}}}}`},
		{"ThreeLevels", `{companies(first: 10) {nodes {name makes(first: 10) {edges {node {... on Product {name users(first: 10) {edges {node {name} relation {type}}}}}}}}}}`},
		{"Evidence", `{relations(first: 50) {nodes {type from {name} to {name} claims {nodes {statement stance source {title}}}}}}`},
		{"Search", `{search(text: "company 1", first: 10) {totalCount nodes {tier matched entity {id name}}}}`},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if resp := s.ask(b.Context(), bench.query, ""); len(resp.Errors) > 0 {
					b.Fatal(resp.Errors)
				}
			}
		})
	}
}
