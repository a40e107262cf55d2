package storetest

import (
	"testing"

	"actorgraph/kb"
)

// Benchmark times the stores that open returns: how fast they take in the graph
// of [NewAffairs], and how fast they answer questions about it. Each call of
// open gives an empty store, which ends with the benchmark it is given; no two
// are used at the same time.
//
// Package graph asks the same questions as requests; what they take longer there
// is the share of GraphQL.
func Benchmark(b *testing.B, open func(b *testing.B) kb.Store) {
	affairs := NewAffairs()
	b.Run("Load", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := open(b)
			b.StartTimer()
			affairs.Load(b, s)
		}
		reportClaims(b)
	})
	s := open(b)
	affairs.Load(b, s)
	b.Run("LoadAgain", func(b *testing.B) {
		for b.Loop() {
			affairs.Load(b, s)
		}
		reportClaims(b)
	})
	for _, question := range BenchmarkQuestions {
		b.Run(question.Name, func(b *testing.B) {
			ask := func() {
				if rows, err := question.Ask(b.Context(), s, affairs); err != nil || rows != question.Rows {
					b.Fatalf("%d rows, %v; want %d", rows, err, question.Rows)
				}
			}
			ask() // a database may have to get ready for a question it never heard
			for b.Loop() {
				ask()
			}
		})
	}
}

// reportClaims tells how long a claim took, of all that were loaded.
func reportClaims(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*affairClaims), "ns/claim")
}
