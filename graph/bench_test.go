package graph_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"actorgraph/graph"
	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
	"actorgraph/store/neo4jstore/neo4jtest"
	"actorgraph/store/storetest"
)

// requests puts the questions of storetest.BenchmarkQuestions, by their names.
// Ids are asked for in the rows of lists alone, so that they can be counted.
func requests(a *storetest.Affairs) map[string]string {
	return map[string]string{
		"ByID": fmt.Sprintf(`{entity(id: %q) {id name kind summary}}`, a.Hub),
		"Page": `{companies(first: 10, orderBy: [{by: NAME}]) {nodes {id name kind summary}}}`,
		"Related": `{governments(first: 10, orderBy: [{by: DEGREE, direction: DESC}]) {nodes {id name
			targetingsOperated(first: 10) {nodes {id name}}}}}`,
		"Nest": `{governments(first: 10, orderBy: [{by: DEGREE, direction: DESC}]) {nodes {id name
			targetingsOperated(first: 10) {nodes {id name targets(first: 10) {nodes {id name}}}}}}}`,
		"Evidence":     `{relations(first: 50) {nodes {id type from {name} to {name} claims(first: 10) {nodes {statement stance source {title}}}}}}`,
		"SearchRare":   fmt.Sprintf(`{search(text: %q, first: 10) {nodes {tier matched entity {id name}}}}`, a.Rare),
		"SearchCommon": fmt.Sprintf(`{search(text: %q, first: 10) {nodes {tier matched entity {id name}}}}`, a.Common),
	}
}

// BenchmarkRequests times whole requests in process, from the text to the bytes
// of the answer, over each store. They ask what storetest.Benchmark asks the
// stores themselves, by the same calls: the difference is the share of GraphQL.
func BenchmarkRequests(b *testing.B) {
	affairs := storetest.NewAffairs()
	for _, store := range []struct {
		name string
		open func(b *testing.B) kb.Store
	}{
		{"SQLite", func(b *testing.B) kb.Store { return embedded(b) }},
		{"Neo4j", emptyNeo4j},
	} {
		b.Run(store.name, func(b *testing.B) {
			store := &counting{Store: store.open(b), calls: map[string]int{}}
			affairs.Load(b, store)
			s := serve(store, graph.Limits{})
			for _, question := range storetest.BenchmarkQuestions {
				query := requests(affairs)[question.Name]
				b.Run(question.Name, func(b *testing.B) {
					ask := func() string {
						resp := s.ask(b.Context(), query, "")
						if len(resp.Errors) > 0 {
							b.Fatal(resp.Errors)
						}
						return string(resp.Data)
					}
					store.take()
					if rows := strings.Count(ask(), `"id"`); rows != question.Rows {
						b.Fatalf("%d rows, want %d", rows, question.Rows)
					}
					calls := store.take()
					if _, err := question.Ask(b.Context(), store, affairs); err != nil {
						b.Fatal(err)
					}
					if direct := store.take(); !maps.Equal(calls, direct) {
						b.Fatalf("the request makes the calls %v, the benchmark of stores %v", calls, direct)
					}
					for b.Loop() {
						ask()
					}
				})
			}
		})
	}
}

// BenchmarkWhole times questions about the whole graph of 100,000 facts, worked out anew
// each time, and in the end one that was kept.
func BenchmarkWhole(b *testing.B) {
	affairs := storetest.NewLargeAffairs()
	store := embedded(b)
	affairs.Load(b, store)
	for _, question := range []struct{ name, query string }{
		{"Conflicts", `{conflicts {totalCount} differences {totalCount}}`},
		{"ConflictsUnderALens", `query @lens(knownAt: "2020-06-30") {conflicts {totalCount} differences {totalCount}}`},
		{"Diff", `{diff(from: {knownAt: "2020-06-30"}, to: {knownAt: "2020-07-31"}) {gained lost statusChanged}}`},
		{"Timeline", `{timeline(granularity: MONTH) {buckets {date factCount eventCount}}}`},
		{"ConflictsOfAHub", fmt.Sprintf(`{entity(id: %q) {degree conflicts {text}}}`, affairs.Hub)},
		{"DossierOfAHub", fmt.Sprintf(`{entity(id: %q) {dossier {markdown}}}`, affairs.Hub)},
	} {
		b.Run(question.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if resp := serve(store, graph.Limits{}).ask(b.Context(), question.query, ""); len(resp.Errors) > 0 {
					b.Fatal(resp.Errors)
				}
			}
		})
	}
	b.Run("Kept", func(b *testing.B) {
		s := serve(store, graph.Limits{})
		for b.Loop() {
			s.ask(b.Context(), `{conflicts {totalCount} differences {totalCount}}`, "")
		}
	})
}

// emptyNeo4j opens the Neo4j for tests, emptied.
func emptyNeo4j(b *testing.B) kb.Store {
	server := neo4jtest.Find(b)
	server.Wipe(b)
	s, err := neo4jstore.Open(b.Context(), server.URL, server.User, server.Password)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}
