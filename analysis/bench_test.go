package analysis_test

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"actorgraph/analysis"
	"actorgraph/kb"
)

// invented is a graph in the shape of this domain, made up from a seed: most entities
// have a few relations and some have thousands, of all types as they are common,
// most of them told once. It is read as a store is.
type invented struct {
	kb.Reader
	entities, relations int
}

// The sizes that figures are told of.
var (
	sizeS = invented{entities: 100_000, relations: 1_000_000}
	sizeM = invented{entities: 1_000_000, relations: 10_000_000}
)

func (g invented) Version(context.Context) (int64, error) { return 1, nil }

func (g invented) Entities() kb.Records[kb.Entity, kb.EntityWhere] {
	return scanned[kb.Entity, kb.EntityWhere]{rows: func(yield func(*kb.Entity, error) bool) {
		for i := range g.entities {
			if !yield(&kb.Entity{ID: entityID(i), Kind: kb.Kinds[i%len(kb.Kinds)].Kind}, nil) {
				return
			}
		}
	}}
}

func entityID(i int) kb.ID { return kb.ID(fmt.Sprintf("entity-%07d", i)) }

func (g invented) Relations() kb.Records[kb.Relation, kb.RelationWhere] {
	return scanned[kb.Relation, kb.RelationWhere]{rows: func(yield func(*kb.Relation, error) bool) {
		random := rand.New(rand.NewPCG(1, 2))
		// The chance of an entity falls with its number, as that of words with their rank.
		hub := func() int { return int(math.Pow(random.Float64(), 3) * float64(g.entities)) }
		for i := range g.relations {
			from, to := random.IntN(g.entities), hub()
			if from == to {
				to = (to + 1) % g.entities
			}
			row := kb.RelationTypes[min(random.IntN(len(kb.RelationTypes)), random.IntN(len(kb.RelationTypes)))]
			r := &kb.Relation{ID: kb.ID(fmt.Sprintf("relation:%08d", i)), Type: row.Type, From: entityID(from), To: entityID(to)}
			r.Support = kb.Support{Status: kb.AssertedStatuses[random.IntN(len(kb.AssertedStatuses))], Documents: 1, AtLeast: 1 + random.IntN(3)*random.IntN(2)}
			if !yield(r, nil) {
				return
			}
		}
	}}
}

// scanned is records that are only scanned.
type scanned[T, W any] struct {
	kb.Records[T, W]
	rows iter.Seq2[*T, error]
}

func (s scanned[T, W]) Scan(context.Context, *W) iter.Seq2[*T, error] { return s.rows }

// BenchmarkPaths tells what paths between random pairs take: the half and the 99th
// hundredth of a thousand questions.
func BenchmarkPaths(b *testing.B) {
	for _, size := range []struct {
		name string
		invented
	}{{"S", sizeS}, {"M", sizeM}} {
		g, err := analysis.Build(b.Context(), size.invented)
		if err != nil {
			b.Fatal(err)
		}
		v, err := g.Under(b.Context(), size.invented, kb.Lens{})
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
					from := random.IntN(size.entities)
					q.From, q.To = []kb.ID{entityID(from)}, []kb.ID{entityID((from + 1 + random.IntN(size.entities-1)) % size.entities)}
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
