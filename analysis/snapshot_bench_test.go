package analysis

import (
	"os"
	"path/filepath"
	"testing"

	"actorgraph/store/storetest"
)

// BenchmarkSnapshot tells how long it takes to write a graph to its file, and to read it
// from there. The file is in the memory of the system when it is read.
func BenchmarkSnapshot(b *testing.B) {
	for _, size := range []struct {
		name string
		storetest.Network
	}{{"S", storetest.NetworkS}, {"M", storetest.NetworkM}} {
		b.Run(size.name, func(b *testing.B) {
			g, err := Build(b.Context(), size.Reader())
			if err != nil {
				b.Fatal(err)
			}
			path := filepath.Join(b.TempDir(), "graph")
			of := stamp{layoutOf(0), 1, "first"}
			b.Run("write", func(b *testing.B) {
				for b.Loop() {
					if err := g.save(path, of); err != nil {
						b.Fatal(err)
					}
				}
				info, err := os.Stat(path)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(info.Size())/1e6, "MB")
			})
			b.Run("read", func(b *testing.B) {
				for b.Loop() {
					if _, _, err := load(path, of.layout); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
