package storetest

import (
	"slices"
	"testing"

	"actorgraph/kb"
)

// testNamesUnderLens asks for Shell Harbour in 2016, when nobody owned it: all that
// speaks of that year is that the register, one origin, states a name of it. The name
// is known under each lens, and shows whose it is if it passes itself.
func testNamesUnderLens(t *testing.T, s kb.Store, f *fixture) {
	day := kb.MustDate("2016-01-01")
	for _, row := range []struct {
		lens    kb.Lens
		visible bool
	}{
		{kb.Lens{TrueAt: day}, true},
		{kb.Lens{TrueAt: day, MinOrigins: 1, Statuses: []kb.Status{kb.StatusStated}, Modalities: []kb.Modality{kb.Stated}, Contested: new(false), Verified: new(false)}, true},
		{kb.Lens{TrueAt: day, MinOrigins: 2}, false},
		{kb.Lens{TrueAt: day, Statuses: []kb.Status{kb.StatusAlleged}}, false},
		{kb.Lens{Verified: new(true)}, false},
		{kb.Lens{Contested: new(true), Collection: "context"}, false},
	} {
		t.Run(describe(row.lens), func(t *testing.T) {
			under, shell := s.Under(row.lens), f.id("shell")
			want := 0
			if row.visible {
				want = 1
			}
			if got := one(t, under.Entities(), shell); got.Visible != row.visible {
				t.Errorf("visible is %v", got.Visible)
			}
			if n := count(t, under.Entities(), kb.Query[kb.EntityWhere]{Where: &kb.EntityWhere{ID: &kb.IDFilter{Eq: &shell}}}); n != want {
				t.Errorf("it is counted %d times, want %d", n, want)
			}
			if listed := scan(t, under.Entities(), nil); slices.Contains(listed, shell) != row.visible {
				t.Errorf("listed are %v", f.nameList(listed))
			}
			if n, err := under.SearchCount(t.Context(), kb.SearchQuery{Text: "shell harbour", Where: &kb.EntityWhere{ID: &kb.IDFilter{Eq: &shell}}, First: 1}); err != nil || n != want {
				t.Errorf("a search finds %d, %v, want %d", n, err, want)
			}
			for _, q := range []kb.Query[kb.PropertyWhere]{
				{Of: []kb.ID{shell}, By: kb.PropertiesOf},
				{Where: &kb.PropertyWhere{Entity: &kb.EntityWhere{Name: &kb.StringFilter{Eq: new("Shell Harbour")}}}},
			} {
				q.First = 10
				if names := f.nameList(idsOf(find(t, under.Properties(), q).Items)); !slices.Equal(names, []string{"shell alias Acme Holding"}) {
					t.Errorf("the properties of it are %v, want its name", names)
				}
			}
		})
	}
}
