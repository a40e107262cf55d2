package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"actorgraph/analysis"
	"actorgraph/kb"
	"actorgraph/store/neo4jstore/neo4jtest"
	"actorgraph/store/storetest"
)

// BenchmarkCypher asks a real Neo4j over Bolt, and the graph in memory, for paths between
// the same pairs of a network. Neo4j holds nothing but its entities and relations, with
// an index of the ids: what its own functions for paths go along.
func BenchmarkCypher(b *testing.B) {
	server := neo4jtest.Find(b)
	for _, size := range []struct {
		name string
		storetest.Network
	}{{"small", storetest.Network{Entities: 10_000, Relations: 50_000}}, {"S", storetest.NetworkS}} {
		b.Run(size.name, func(b *testing.B) {
			ask := bareNeo4j(b, server, size.Network)
			g, err := analysis.Build(b.Context(), size.Reader())
			if err != nil {
				b.Fatal(err)
			}
			v, err := g.Under(b.Context(), nil, kb.Lens{})
			if err != nil {
				b.Fatal(err)
			}
			for _, question := range []struct {
				name, cypher string
				first        int
			}{
				{"shortest", `MATCH (a:Entity {id: $from}) MATCH (b:Entity {id: $to}) MATCH p = shortestPath((a)-[*..6]-(b)) RETURN [n IN nodes(p) | n.id]`, 1},
				{"five", `MATCH p = SHORTEST 5 (a:Entity {id: $from})-[]-{1,6}(b:Entity {id: $to}) RETURN [n IN nodes(p) | n.id]`, 5},
				{"three hops", `MATCH (a:Entity {id: $from})-[*1..3]-(b) WHERE b <> a RETURN count(DISTINCT b)`, 0},
			} {
				pairs := func(yield func(from, to kb.ID) bool) {
					random := rand.New(rand.NewPCG(3, 4))
					for {
						from := random.IntN(size.Entities)
						if !yield(size.Entity(from).ID, size.Entity((from+1+random.IntN(size.Entities-1))%size.Entities).ID) {
							return
						}
					}
				}
				b.Run(question.name+"/Cypher", func(b *testing.B) {
					ask(b, question.cypher, map[string]any{"from": string(size.Entity(0).ID), "to": string(size.Entity(1).ID)}) // to be planned
					timePairs(b, pairs, func(from, to kb.ID) {
						ask(b, question.cypher, map[string]any{"from": string(from), "to": string(to)})
					})
				})
				if question.first == 0 {
					continue // BenchmarkHops of package analysis
				}
				b.Run(question.name+"/memory", func(b *testing.B) {
					timePairs(b, pairs, func(from, to kb.ID) {
						if _, _, err := v.Paths(b.Context(), kb.PathQuery{From: []kb.ID{from}, To: []kb.ID{to}, First: question.first, MaxHops: 6, Order: kb.ShortestPath}); err != nil {
							b.Fatal(err)
						}
					})
				})
			}
		})
	}
}

// timePairs tells the half and the 99th hundredth of the times that pairs take.
func timePairs(b *testing.B, pairs func(func(from, to kb.ID) bool), ask func(from, to kb.ID)) {
	var took []time.Duration
	for from, to := range pairs {
		if !b.Loop() {
			break
		}
		start := time.Now()
		ask(from, to)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
	b.ReportMetric(0, "ns/op")
}

// bareNeo4j fills the database with a network, and returns what asks it.
func bareNeo4j(b *testing.B, server neo4jtest.Server, n storetest.Network) func(b *testing.B, cypher string, params map[string]any) {
	server.Wipe(b)
	driver, err := neo4j.NewDriverWithContext(server.URL, neo4j.BasicAuth(server.User, server.Password, ""))
	if err != nil {
		b.Fatal(err)
	}
	session := driver.NewSession(context.Background(), neo4j.SessionConfig{})
	ask := func(b *testing.B, cypher string, params map[string]any) {
		result, err := session.Run(context.Background(), cypher, params)
		if err == nil {
			_, err = result.Collect(context.Background())
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Cleanup(func() {
		// The server's time for one deletion is too short for all.
		ask(b, `MATCH (n:Entity) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS`, nil)
		session.Close(context.Background())
		driver.Close(context.Background())
	})
	ask(b, `CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE`, nil)
	var rows []any
	flush := func(cypher string) {
		ask(b, cypher, map[string]any{"rows": rows})
		rows = nil
	}
	const nodes = `UNWIND $rows AS r CREATE (:Entity {id: r})`
	for i := range n.Entities {
		if rows = append(rows, string(n.Entity(i).ID)); len(rows) == 10_000 {
			flush(nodes)
		}
	}
	flush(nodes)
	const relations = `UNWIND $rows AS r MATCH (a:Entity {id: r[0]}) MATCH (b:Entity {id: r[1]}) CREATE (a)-[:$(r[2])]->(b)`
	for r := range n.Told() {
		if rows = append(rows, []any{string(r.From), string(r.To), string(r.Type)}); len(rows) == 10_000 {
			flush(relations)
		}
	}
	flush(relations)
	ask(b, `CALL db.awaitIndexes()`, nil)
	return ask
}
