package analysis_test

import (
	"runtime"
	"testing"

	"actorgraph/analysis"
)

// A graph takes at most 40 bytes a relation besides the ids: of its million relations
// and of its entities, whose numbers are few beside them.
func TestSize(t *testing.T) {
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := used()
	source := invented{entities: 10_000, relations: 1_000_000}
	g, err := analysis.Build(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	const id = 16 + 24 // a string, and the room that Go gives to 17 bytes
	got := float64(used()-before)/float64(source.relations) - id
	if got > 40 || got < 20 {
		t.Errorf("a relation takes %.1f bytes besides its id; want at most 40, and not so few that something else is measured", got)
	}
	runtime.KeepAlive(g)
}
