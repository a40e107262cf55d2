package analysis_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"actorgraph/analysis"
	"actorgraph/kb"
	"actorgraph/store/storetest"
)

// BenchmarkPaths tells what paths between random pairs take: the half and the 99th
// hundredth of a thousand questions.
func BenchmarkPaths(b *testing.B) {
	for _, size := range []struct {
		name string
		storetest.Network
	}{{"S", storetest.NetworkS}, {"M", storetest.NetworkM}} {
		g, err := analysis.Build(b.Context(), size.Reader())
		if err != nil {
			b.Fatal(err)
		}
		v, err := g.Under(b.Context(), size.Reader(), kb.Lens{})
		if err != nil {
			b.Fatal(err)
		}
		for _, q := range []struct {
			name string
			kb.PathQuery
		}{
			{"shortest", kb.PathQuery{First: 1, MaxHops: 6, Order: kb.ShortestPath}},
			{"five", kb.PathQuery{First: 5, MaxHops: 6, Order: kb.ShortestPath}},
			{"filtered", kb.PathQuery{First: 1, MaxHops: 6, Order: kb.ShortestPath, Where: kb.PathWhere{NotTypes: []kb.RelationType{kb.BasedIn, kb.Concerns}, NotKinds: []kb.Kind{kb.KindCountry}, AtLeast: 1}}},
			{"strongest", kb.PathQuery{First: 1, MaxHops: 6, Order: kb.StrongestPath}},
		} {
			b.Run(size.name+"/"+q.name, func(b *testing.B) {
				random := rand.New(rand.NewPCG(3, 4))
				var took []time.Duration
				for b.Loop() {
					q := q.PathQuery
					entities := size.Entities
					from := random.IntN(entities)
					q.From, q.To = []kb.ID{size.Entity(from).ID}, []kb.ID{size.Entity((from + 1 + random.IntN(entities-1)) % entities).ID}
					start := time.Now()
					if _, _, err := v.Paths(b.Context(), q); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
