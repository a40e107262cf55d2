package sqlitestore_test

import (
	"path/filepath"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest"
)

func BenchmarkStore(b *testing.B) { storetest.Benchmark(b, openFile) }

func BenchmarkLens(b *testing.B) { storetest.BenchmarkLens(b, openFile) }

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
