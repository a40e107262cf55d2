package neo4jstore_test

import (
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest"
)

func BenchmarkStore(b *testing.B) {
	storetest.Benchmark(b, func(b *testing.B) kb.Store { return open(b) })
}

func BenchmarkLens(b *testing.B) {
	storetest.BenchmarkLens(b, func(b *testing.B) kb.Store { return open(b) })
}
