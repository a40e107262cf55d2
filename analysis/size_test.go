package analysis_test

import (
	"runtime"
	"testing"

	"actorgraph/analysis"
	"actorgraph/kb"
	"actorgraph/store/storetest"
)

// A graph, with the view of who uses no lens, takes at most 40 bytes a relation besides the ids: of its million relations
// and of its entities, whose numbers are few beside them.
func TestSize(t *testing.T) {
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := used()
	source := storetest.Network{Entities: 10_000, Relations: 1_000_000}
	g, err := analysis.Build(t.Context(), source.Reader())
	if err != nil {
		t.Fatal(err)
	}
	v, err := g.Under(t.Context(), nil, kb.Lens{})
	if err != nil {
		t.Fatal(err)
	}
	const id = float64(len("relation:") + 24 + 4) // its letters, and where they end
	got := float64(used()-before)/float64(source.Relations) - id
	t.Logf("%.1f bytes", got)
	if got > 40 || got < 20 {
		t.Errorf("a relation takes %.1f bytes besides its id; want at most 40, and not so few that something else is measured", got)
	}
	runtime.KeepAlive(v)
}

// The bits of a turn leave room for every type of relation.
func TestTypesFitIntoTurns(t *testing.T) {
	if n := len(kb.RelationTypes); n > 1<<6 {
		t.Errorf("%d types of relation; a turn has room for 64", n)
	}
}
