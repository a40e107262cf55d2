package analysis

import (
	"context"
	"math/rand/v2"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest"
)

// BenchmarkHops tells how fast all entities within three hops are reached, in relations
// looked at: by a bare loop over the arrays of the graph, by the search for paths without
// a condition, and with one on types and under a lens with a clock.
func BenchmarkHops(b *testing.B) {
	g, err := Build(b.Context(), storetest.NetworkS.Reader())
	if err != nil {
		b.Fatal(err)
	}
	whole := newView(g, g.strengths)
	strengths := append([]strength(nil), g.strengths...)
	for e := range strengths {
		if e%10 == 0 { // what a day leaves out
			strengths[e] = 0
		}
	}
	day := newView(g, strengths)
	const hops = 3
	b.Run("bare loop", func(b *testing.B) {
		visited := make([]uint32, g.entities.len())
		report(b, func(start uint32, round uint32) (looked int) {
			layer, next := []uint32{start}, []uint32(nil)
			visited[start] = round
			for range hops {
				for _, at := range layer {
					looked += int(g.ends[at+1] - g.ends[at])
					for i := g.ends[at]; i < g.ends[at+1]; i++ {
						if to := g.other[i]; visited[to] != round {
							visited[to] = round
							next = append(next, to)
						}
					}
				}
				layer, next = next, layer[:0]
			}
			return looked
		})
	})
	for _, test := range []struct {
		name  string
		view  *View
		where kb.PathWhere
	}{
		{"search", whole, kb.PathWhere{}},
		{"search with types and a day", day, kb.PathWhere{NotTypes: []kb.RelationType{kb.Owns, kb.Directs}}},
	} {
		b.Run(test.name, func(b *testing.B) {
			c := test.view.condition(&test.where, nil)
			s := newSearch(context.Background(), test.view, c, nil, nil)
			defer s.end()
			report(b, func(start, _ uint32) int {
				s.round++
				front := &side{search: s, reached: s.front, way: ahead}
				nobody := &side{search: s, reached: s.back}
				front.begin([]uint32{start})
				const before = -1 << 60 // so far from where it would begin anew
				s.looked = before
				for range hops {
					front.advance(nobody)
				}
				return s.looked - before
			})
		})
	}
}

func report(b *testing.B, reach func(start, round uint32) int) {
	random := rand.New(rand.NewPCG(5, 6))
	looked, round := 0, uint32(0)
	for b.Loop() {
		round++
		looked += reach(uint32(random.IntN(storetest.NetworkS.Entities)), round)
	}
	b.ReportMetric(float64(looked)/b.Elapsed().Seconds()/1e6, "Mrelations/s")
	b.ReportMetric(float64(looked)/float64(b.N), "relations/op")
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N), "µs/op")
	b.ReportMetric(0, "ns/op")
}
