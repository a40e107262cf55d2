package storetest

import (
	"slices"
	"testing"

	"actorgraph/kb"
)

func testFind(t *testing.T, s kb.Store, f *fixture) {
	t.Run("gives all records by id", func(t *testing.T) {
		got := idsOf(find(t, s.Entities(), kb.Query[kb.EntityWhere]{First: kb.MaxPage}).Items)
		want := f.idList("acme; ann; blocklist; bob; cabinet; depot; gazette; lynx; nowhere; shell; suit; union; utopia; watch")
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}
