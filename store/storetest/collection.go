package storetest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"actorgraph/kb"
	"actorgraph/store/storetest/plain"
)

// testReplace replaces what a collection says by a corrected edition, as a load
// with --replace does: one set puts all of the new edition and removes what of
// the old one it has no more. The store is then as if the old edition had never been.
func testReplace(t *testing.T, s kb.Store) {
	f := newFixture()
	f.load(t, s)

	// The new edition of harbour: no word of bob and his depot, nor of what the
	// bulletin and the statement say; lynx is made by shell.
	edition := newFixture().sets[0]
	dropped := map[kb.ID]bool{"bob": true, "depot": true, "source:bulletin": true, "source:statement": true}
	edition.Entities = slices.DeleteFunc(edition.Entities, func(e *kb.Entity) bool { return dropped[e.ID] })
	edition.Sources = slices.DeleteFunc(edition.Sources, func(s *kb.Source) bool { return dropped[s.ID] })
	edition.Relations = slices.DeleteFunc(edition.Relations, func(r *kb.Relation) bool {
		return dropped[r.From] || dropped[r.To] || r.Type == kb.Supports || r.Type == kb.Makes
	})
	edition.Properties = slices.DeleteFunc(edition.Properties, func(p *kb.Property) bool { return dropped[p.Entity] || dropped[p.Issuer] })
	told := map[kb.ID]bool{}
	for _, r := range edition.Relations {
		told[r.ID] = true
	}
	for _, p := range edition.Properties {
		told[p.ID] = true
	}
	edition.Claims = slices.DeleteFunc(edition.Claims, func(c *kb.Claim) bool { return dropped[c.Source] || !told[c.Fact] })
	makes := kb.NewRelation(kb.Makes, "shell", "lynx", "")
	corrected := &kb.Claim{Fact: makes.ID, Source: "source:gazette-1", Collection: "harbour", Statement: "The gazette now says shell.", Stance: kb.Asserts,
		Modality: kb.Stated, Reading: kb.Explicit, Locator: kb.Locator{Paragraph: 5, Part: kb.PartBody}}
	corrected.Identify()
	edition.Relations, edition.Claims = append(edition.Relations, makes), append(edition.Claims, corrected)
	edition.Collection.Title = "The harbour affair, corrected"

	fresh := plain.New()
	for _, set := range []*kb.ChangeSet{edition, newFixture().sets[1]} {
		apply(t, fresh, set)
	}

	kept := map[kb.ID]bool{}
	for _, c := range edition.Claims {
		kept[c.ID] = true
	}
	for _, c := range f.sets[0].Claims {
		if !kept[c.ID] {
			edition.Remove = append(edition.Remove, c.ID)
		}
	}
	edition.Remove = append(edition.Remove, "bob", "depot", "source:bulletin", "source:statement")
	applied := apply(t, s, edition)
	// The statement's two denials go, and what was told of bob, of the depot, of
	// the bulletin's rating, of praise and of who makes lynx.
	wantApplied(t, applied, kb.Applied{Version: 3,
		Added: numbers{kb.RelationClass: 1, kb.ClaimClass: 1},
		Removed: numbers{
			kb.EntityClass:   2,
			kb.SourceClass:   2,
			kb.RelationClass: 6, // OWNS depot, SUPPLIES, FAMILY_OF, MAKES, USES, SUPPORTS
			kb.PropertyClass: 2, // the depot's debt, the rating D
			kb.ClaimClass:    11,
		},
		Unchanged: numbers{kb.EntityClass: 11, kb.SourceClass: 2, kb.RelationClass: 10, kb.PropertyClass: 8, kb.ClaimClass: 18},
	})

	got, want := picture(t, s), picture(t, fresh)
	got.Version, got.Changes, want.Version, want.Changes = 0, nil, 0, nil
	equal(t, got, want, cmpopts.IgnoreFields(kb.Claim{}, "RecordedAt"))
	for _, q := range []string{"depot", "lynx", "capek", "harbour"} {
		a, err := s.Search(t.Context(), kb.SearchQuery{Text: q, First: 50})
		if err != nil {
			t.Fatal(err)
		}
		b, err := fresh.Search(t.Context(), kb.SearchQuery{Text: q, First: 50})
		if err != nil {
			t.Fatal(err)
		}
		if hits(a) != hits(b) {
			t.Errorf("searching %s: got %s, want %s", q, hits(a), hits(b))
		}
	}
}

// testRemoveCollection takes all of a collection away; the other is as if it had
// been alone, but for the name of the one that is empty now.
func testRemoveCollection(t *testing.T, s kb.Store) {
	f := newFixture()
	f.load(t, s)
	away := &kb.ChangeSet{Collection: kb.Collection{Name: "context"}}
	for _, e := range f.sets[1].Entities {
		away.Remove = append(away.Remove, e.ID)
	}
	for _, src := range f.sets[1].Sources {
		away.Remove = append(away.Remove, src.ID)
	}
	for _, c := range f.sets[1].Claims {
		away.Remove = append(away.Remove, c.ID)
	}
	wantApplied(t, apply(t, s, away), kb.Applied{Version: 3,
		Changed: numbers{kb.EntityClass: 2}, // acme and shell
		Removed: numbers{kb.EntityClass: 1, kb.SourceClass: 1, kb.RelationClass: 1, kb.PropertyClass: 2, kb.ClaimClass: 4},
	})
	alone := plain.New()
	apply(t, alone, newFixture().sets[0])
	got, want := picture(t, s), picture(t, alone)
	got.Version, got.Changes, want.Version, want.Changes = 0, nil, 0, nil
	want.Collections = append([]kb.CollectionCount{{Collection: f.sets[1].Collection}}, want.Collections...)
	equal(t, got, want, cmpopts.IgnoreFields(kb.Claim{}, "RecordedAt"))
}
