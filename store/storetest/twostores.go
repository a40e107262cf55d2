package storetest

import (
	"fmt"
	"testing"

	"actorgraph/kb"
)

// FoundByOthers tests that what one of two stores on the same database writes, a
// little or very much, the other finds at once, by near words too.
func FoundByOthers(t *testing.T, one, other kb.Store) {
	find := func(text string, want int) {
		t.Helper()
		if n, err := other.SearchCount(t.Context(), kb.SearchQuery{Text: text, First: 1}); err != nil || n != want {
			t.Errorf("%q: %d are found, %v, want %d", text, n, err, want)
		}
	}
	find("pegassus", 0)
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Entities: []*kb.Entity{{ID: "tool", Kind: kb.KindProduct, Name: "Pegasus"}}}
	apply(t, one, set)
	find("pegassus", 1)
	set.Entities = nil
	for i := range 10_500 {
		set.Entities = append(set.Entities, &kb.Entity{ID: kb.ID(fmt.Sprintf("e%d", i)), Kind: kb.KindDevice, Name: fmt.Sprintf("device %d", i)})
	}
	set.Entities = append(set.Entities, &kb.Entity{ID: "firm", Kind: kb.KindCompany, Name: "Trident"})
	apply(t, one, set)
	find("tridnet", 1)
	find("pegassus", 1)
}
