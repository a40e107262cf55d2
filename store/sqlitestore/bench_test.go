package sqlitestore_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest"
)

func BenchmarkStore(b *testing.B) { storetest.Benchmark(b, openFile) }

func BenchmarkLens(b *testing.B) { storetest.BenchmarkLens(b, openFile) }

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint("names=", n), func(b *testing.B) { storetest.BenchmarkSearch(b, openFile(b), n) })
	}
}

func openFile(b *testing.B) kb.Store {
	s, err := sqlitestore.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}
