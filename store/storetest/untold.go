package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"actorgraph/kb"
)

// Untold asks a store that keeps what facts come to under lenses of one with more
// claims than it keeps that for: 250 papers, each of another day, which all say since
// when and none until when, so that each is sure to its own day alone.
func Untold(t *testing.T, s kb.Store) {
	owns := kb.NewRelation(kb.Owns, "acme", "dock", "")
	set := &kb.ChangeSet{
		Collection: kb.Collection{Name: "harbour"},
		Entities:   []*kb.Entity{{ID: "acme", Kind: kb.KindCompany, Name: "Acme"}, {ID: "dock", Kind: kb.KindCompany, Name: "Dock"}},
		Relations:  []*kb.Relation{owns},
	}
	first, _ := kb.MustDate("2020-01-01").Earliest()
	for i := range 250 {
		paper := &kb.Source{ID: kb.ID(fmt.Sprintf("source:paper-%d", i)), Kind: kb.SourceArticle, Published: kb.MustDate((first + kb.Day(i)).String())}
		c := saying(owns.ID, 1, dateOf("since", "2010"))
		c.Source = paper.ID
		c.Identify()
		set.Sources, set.Claims = append(set.Sources, paper), append(set.Claims, c)
	}
	apply(t, s, set)
	yes, day := true, kb.MustDate("2020-01-05")
	for _, row := range []struct {
		what      string
		lens      kb.Lens
		documents int // 0: it is untold
	}{
		{"what may be true", kb.Lens{TrueAt: day}, 250},
		{"what may be true, as known", kb.Lens{TrueAt: day, KnownAt: kb.MustDate("2020-01-10")}, 10},
		{"what was certainly known", kb.Lens{KnownAt: day, Certain: &yes}, 5},
		{"what is certainly true", kb.Lens{TrueAt: day, Certain: &yes}, 0},
		{"what is certainly true, as known", kb.Lens{TrueAt: day, KnownAt: kb.MustDate("2020-01-10"), Certain: &yes, MinOrigins: 1}, 0},
	} {
		got, err := s.Under(row.lens).Relations().Get(t.Context(), []kb.ID{owns.ID})
		switch {
		case row.documents == 0:
			if !errors.Is(err, kb.ErrUntold) || !errors.Is(err, kb.ErrInvalid) || !strings.Contains(err.Error(), string(owns.ID)) {
				t.Errorf("%s: got %v, want kb.ErrUntold of %s", row.what, err, owns.ID)
			}
		case err != nil:
			t.Errorf("%s: %v", row.what, err)
		case got[0] == nil || got[0].Support.Documents != row.documents:
			t.Errorf("%s: got %+v, want %d documents", row.what, got[0], row.documents)
		}
	}

	// With fewer it is told again.
	change := &kb.ChangeSet{Collection: set.Collection}
	for _, c := range set.Claims[100:] {
		change.Remove = append(change.Remove, c.ID)
	}
	apply(t, s, change)
	got, err := s.Under(kb.Lens{TrueAt: day, Certain: &yes}).Relations().Get(t.Context(), []kb.ID{owns.ID})
	if err != nil || got[0] == nil || got[0].Support.Documents != 96 {
		t.Errorf("with a hundred papers, of which four are of earlier days: got %+v, %v", got[0], err)
	}
}
