package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"actorgraph/analysis"
	"actorgraph/graph"
	"actorgraph/httpserver"
	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest"
)

// BenchmarkLinks tells how fast a network is loaded into the embedded store, read from
// there into memory, taken from its snapshot, and asked about over HTTP. Loading the
// large one takes long: with ACTORGRAPH_BENCH_FOLDER it is kept there for the next time.
func BenchmarkLinks(b *testing.B) {
	for _, size := range []struct {
		name string
		storetest.Network
	}{{"small", storetest.Network{Entities: 10_000, Relations: 50_000}}, {"S", storetest.NetworkS}} {
		b.Run(size.name, func(b *testing.B) {
			store := loadedNetwork(b, size.name, size.Network)
			snapshot := filepath.Join(b.TempDir(), "graph")
			options := analysis.Options{Snapshot: snapshot, Layout: store.Layout()}
			first, second := size.Entity(0).ID, size.Entity(1).ID
			ask := func(b *testing.B, k *analysis.Keeper, lens kb.Lens) {
				if _, _, err := k.Paths(b.Context(), lens, kb.PathQuery{From: []kb.ID{first}, To: []kb.ID{second}, First: 1, MaxHops: 6, Order: kb.ShortestPath}); err != nil {
					b.Fatal(err)
				}
			}
			b.Run("first question", func(b *testing.B) {
				for b.Loop() {
					ask(b, analysis.NewKeeper(store, analysis.Options{}), kb.Lens{})
				}
			})
			ask(b, analysis.NewKeeper(store, options), kb.Lens{})
			b.Run("first question with a snapshot", func(b *testing.B) {
				for b.Loop() {
					ask(b, analysis.NewKeeper(store, options), kb.Lens{})
				}
			})
			keeper := analysis.NewKeeper(store, options)
			ask(b, keeper, kb.Lens{})
			b.Run("first question under a lens", func(b *testing.B) {
				day := 0
				for b.Loop() {
					day++
					ask(b, keeper, kb.Lens{KnownAt: kb.MustDate(fmt.Sprintf("2012-%02d-%02d", 1+day/28%12, 1+day%28))})
				}
			})
			b.Run("HTTP", func(b *testing.B) { benchmarkHTTP(b, store, options, size.Network) })
			b.Run("first question after a write", func(b *testing.B) {
				n := 0
				for b.Loop() {
					n++
					set := &kb.ChangeSet{Collection: kb.Collection{Name: "written"}, Entities: []*kb.Entity{{ID: kb.ID(fmt.Sprintf("written-%d", time.Now().UnixNano())), Kind: kb.KindCompany, Name: "Written"}}}
					if _, err := store.Apply(b.Context(), set); err != nil {
						b.Fatal(err)
					}
					ask(b, keeper, kb.Lens{})
				}
			})
		})
	}
}

// loadedNetwork is a store with the network in it.
func loadedNetwork(b *testing.B, name string, n storetest.Network) *sqlitestore.Store {
	folder := os.Getenv("ACTORGRAPH_BENCH_FOLDER")
	if folder == "" {
		folder = b.TempDir()
	}
	path := filepath.Join(folder, name+".db")
	_, err := os.Stat(path)
	store, failed := sqlitestore.Open(b.Context(), path)
	if failed != nil {
		b.Fatal(failed)
	}
	b.Cleanup(func() { store.Close() })
	if err == nil {
		return store
	}
	start, claims := time.Now(), 0
	for set := range n.Sets(5_000) {
		if _, err := store.Apply(b.Context(), set); err != nil {
			b.Fatal(err)
		}
		claims += len(set.Claims)
	}
	b.Logf("loaded %d claims in %v, %.0f a second", claims, time.Since(start).Round(time.Second), float64(claims)/time.Since(start).Seconds())
	return store
}

// benchmarkHTTP asks as clients do, and tells the half and the 99th hundredth of the
// times.
func benchmarkHTTP(b *testing.B, store kb.Store, options analysis.Options, n storetest.Network) {
	exec := graph.New(graph.Options{Store: store, Limits: graph.DefaultLimits(), Analysis: options})
	server := httptest.NewServer(httpserver.GraphQL(exec, httpserver.DefaultLimits()))
	b.Cleanup(server.Close)
	ask := func(query string, variables map[string]any) {
		body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
		if err != nil {
			b.Fatal(err)
		}
		resp, err := http.Post(server.URL, "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		defer resp.Body.Close()
		if answer, err := io.ReadAll(resp.Body); err != nil || bytes.Contains(answer, []byte(`"errors"`)) {
			b.Fatalf("%v: %.500s", err, answer)
		}
	}
	for _, question := range []struct {
		name, query string
		variables   func(*rand.Rand) map[string]any
	}{
		{"paths", `query($from: [ID!]!, $to: [ID!]!) {paths(from: $from, to: $to, first: 5, maxHops: 6) {reason nodes {length steps {entity {id name} relation {id type support {status atLeast}} forward}}}}`,
			func(r *rand.Rand) map[string]any {
				from := r.IntN(n.Entities)
				return map[string]any{"from": []kb.ID{n.Entity(from).ID}, "to": []kb.ID{n.Entity((from + 1 + r.IntN(n.Entities-1)) % n.Entities).ID}}
			}},
		{"subgraph at a hub", `query($ids: [ID!]!) {subgraph(ids: $ids, depth: 1, perEntity: 50, limit: 50) {truncated entities {id kind name} relations {id type from {id} to {id} support {status atLeast}}}}`,
			func(r *rand.Rand) map[string]any { return map[string]any{"ids": []kb.ID{n.Entity(r.IntN(4)).ID}} }},
	} {
		b.Run(question.name, func(b *testing.B) {
			random := rand.New(rand.NewPCG(7, 8))
			ask(question.query, question.variables(random))
			var took []time.Duration
			for b.Loop() {
				variables := question.variables(random)
				start := time.Now()
				ask(question.query, variables)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
		})
	}
}
