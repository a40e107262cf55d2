package storetest

import (
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// compareEdges asks both for the edges of all relations, and of some.
func compareEdges(t *testing.T, r *rivals) {
	t.Run("edges", func(t *testing.T) {
		t.Parallel()
		all := edges(t, r.model, nil)
		equal(t, edges(t, r.store, nil), all)
		some := []kb.ID{"relation:unknown"}
		for i, e := range all {
			if i%3 == 0 {
				some = append(some, e.ID)
			}
		}
		want := edges(t, r.model, some)
		if len(want) != len(some)-1 {
			t.Fatalf("of %d relations the model has %d edges", len(some)-1, len(want))
		}
		equal(t, edges(t, r.store, some), want)
		if got := edges(t, r.store, []kb.ID{}); len(got) != 0 {
			t.Errorf("of no relation there are %d edges", len(got))
		}
	})
}

// edges are those of relations, by id.
func edges(t *testing.T, r kb.Reader, relations []kb.ID) []kb.Edge {
	t.Helper()
	var out []kb.Edge
	for e, err := range r.Edges(t.Context(), relations) {
		if err != nil {
			t.Fatalf("Edges: %v", err)
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b kb.Edge) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}
