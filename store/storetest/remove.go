package storetest

import (
	"errors"
	"testing"

	"actorgraph/kb"
)

func testRemoveClaims(t *testing.T, s kb.Store) {
	set := small()
	directs, alias := set.Relations[0].ID, set.Properties[0].ID
	set.Claims = append(set.Claims, saying(directs, 3, dateOf("since", "2010")))
	apply(t, s, set)
	remove := func(ids ...kb.ID) *kb.ChangeSet {
		return &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Remove: ids}
	}

	// A fact stays as long as it has a claim, and loses what that claim gave.
	wantApplied(t, apply(t, s, remove(set.Claims[2].ID)), kb.Applied{Version: 2, Removed: numbers{kb.ClaimClass: 1}})
	if r := one(t, s.Relations(), directs); !r.When.Since.IsZero() {
		t.Errorf("it still held from %q", r.When.Since)
	}
	wantApplied(t, apply(t, s, remove(set.Claims[0].ID, set.Claims[1].ID)),
		kb.Applied{Version: 3, Removed: numbers{kb.ClaimClass: 2, kb.RelationClass: 1, kb.PropertyClass: 1}})
	if present(t, s.Relations(), []kb.ID{directs})[0] || present(t, s.Properties(), []kb.ID{alias})[0] {
		t.Error("a fact without claims is still there")
	}
	for _, id := range []kb.ID{"ann", "acme"} {
		if e := one(t, s.Entities(), id); e.Degree != 0 {
			t.Errorf("%s still has %d relations", id, e.Degree)
		}
	}
	if page, err := s.Search(t.Context(), kb.SearchQuery{Text: "optica", First: 1}); err != nil || hits(page) != "acme NEAR_WORDS Acme Optics" {
		t.Errorf("by the alias that is gone: got %s, %v", hits(page), err)
	}
	if n := count(t, s.Entities(), kb.Query[kb.EntityWhere]{Where: &kb.EntityWhere{Alias: text(kb.StringFilter{IsNull: new(false)})}}); n != 0 {
		t.Errorf("%d entities have an alias", n)
	}

	// What is not there is passed over.
	wantApplied(t, apply(t, s, remove(set.Claims[0].ID, "claim:unknown", "unknown", "source:unknown")), kb.Applied{Version: 3})

	// What comes back is the same record.
	if applied := apply(t, s, set); applied.Added[kb.ClaimClass] != 3 || applied.Added[kb.RelationClass] != 1 || applied.Version != 4 {
		t.Errorf("got %+v", applied)
	}
	if r := one(t, s.Relations(), directs); r.When.Since.String() != "2010" {
		t.Errorf("got %+v", r)
	}
}

func testRemoveAnswered(t *testing.T, s kb.Store) {
	set := small()
	reply := saying(set.Relations[0].ID, 4)
	reply.Stance, reply.Answers = kb.Denies, []kb.ID{set.Claims[0].ID, "source:paper"}
	reply.Identify()
	set.Claims = append(set.Claims, reply)
	apply(t, s, set)
	before := picture(t, s)
	remove := &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{set.Claims[0].ID}}
	if _, err := s.Apply(t.Context(), remove); !errors.Is(err, kb.ErrConflict) {
		t.Errorf("removing what a claim answers: got %v, want %v", err, kb.ErrConflict)
	}
	equal(t, picture(t, s), before)
	remove.Remove = append(remove.Remove, reply.ID)
	if applied := apply(t, s, remove); applied.Removed[kb.ClaimClass] != 2 {
		t.Errorf("removing both: got %+v", applied)
	}
}

func testRemoveEntities(t *testing.T, s kb.Store) {
	harbour, context := small(), small()
	directs := harbour.Relations[0].ID
	context.Collection = kb.Collection{Name: "context"}
	context.Relations, context.Properties, context.Claims = nil, nil, nil
	context.Entities = append(context.Entities[:1], &kb.Entity{ID: "bob", Kind: kb.KindPerson, Name: "Bob"})
	apply(t, s, harbour)
	apply(t, s, context)
	remove := func(collection string, ids ...kb.ID) *kb.ChangeSet {
		return &kb.ChangeSet{Collection: kb.Collection{Name: collection}, Remove: ids}
	}

	// An entity leaves the one collection, the other still describes it.
	wantApplied(t, apply(t, s, remove("context", "acme")), kb.Applied{Version: 3, Changed: numbers{kb.EntityClass: 1}})
	equal(t, one(t, s.Entities(), "acme").Collections, []string{"harbour"})
	// One that no other describes and nothing refers to is gone.
	wantApplied(t, apply(t, s, remove("context", "bob")), kb.Applied{Version: 4, Removed: numbers{kb.EntityClass: 1}})
	// A collection that does not describe it has no say.
	wantApplied(t, apply(t, s, remove("context", "ann")), kb.Applied{Version: 4})

	// What is used stays, described by nobody …
	wantApplied(t, apply(t, s, remove("harbour", "ann", "source:paper")), kb.Applied{Version: 5, Changed: numbers{kb.EntityClass: 1, kb.SourceClass: 1}})
	if e := one(t, s.Entities(), "ann"); len(e.Collections) != 0 || e.Degree != 1 {
		t.Errorf("got %+v", e)
	}
	if n := count(t, s.Entities(), kb.Query[kb.EntityWhere]{Where: &kb.EntityWhere{Collection: text(kb.StringFilter{IsNull: new(true)})}}); n != 1 {
		t.Errorf("%d entities are in no collection, want 1", n)
	}
	// … and goes with the last that uses it.
	wantApplied(t, apply(t, s, remove("harbour", saying(directs, 1).ID)),
		kb.Applied{Version: 6, Removed: numbers{kb.EntityClass: 1, kb.RelationClass: 1, kb.ClaimClass: 1}})
	if present(t, s.Entities(), []kb.ID{"ann"})[0] {
		t.Error("ann is still there")
	}
	// The paper is described by the context.
	if src := one(t, s.Sources(), "source:paper"); len(src.Collections) != 1 || src.Collections[0] != "context" {
		t.Errorf("got %+v", src)
	}
}

// testRemoveChain removes what holds something else, which goes along.
//
//	source:digest ──derives from──▶ source:paper ──published by──▶ gazette
//	                                  └──cites──▶ source:filing ──act──▶ trial
func testRemoveChain(t *testing.T, s kb.Store) {
	set := &kb.ChangeSet{
		Collection: kb.Collection{Name: "harbour"},
		Entities:   []*kb.Entity{{ID: "gazette", Kind: kb.KindOrganization, Name: "Gazette"}, {ID: "trial", Kind: kb.KindEvent, Name: "Trial"}},
		Sources: []*kb.Source{
			{ID: "source:digest", Kind: kb.SourceArticle, DerivesFrom: []kb.Derivation{{Source: "source:paper", How: kb.Digest, Basis: kb.Detected}}},
			{ID: "source:paper", Kind: kb.SourceArticle, Publishers: []kb.ID{"gazette"}, Cites: []kb.ID{"source:filing"}},
			{ID: "source:filing", Kind: kb.SourceFiling, Act: "trial"},
		},
	}
	apply(t, s, set)
	wantApplied(t, apply(t, s, &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{"gazette", "trial", "source:paper", "source:filing"}}),
		kb.Applied{Version: 2, Changed: numbers{kb.EntityClass: 2, kb.SourceClass: 2}})
	wantApplied(t, apply(t, s, &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{"source:digest"}}),
		kb.Applied{Version: 3, Removed: numbers{kb.EntityClass: 2, kb.SourceClass: 3}})
	if got := picture(t, s); len(got.Entities)+len(got.Sources) != 0 {
		t.Errorf("left are %v, %v", idsOf(got.Entities), idsOf(got.Sources))
	}

	// A change can let go of something as well.
	apply(t, s, set)
	apply(t, s, &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{"trial"}})
	change := &kb.ChangeSet{Collection: set.Collection, Sources: []*kb.Source{{ID: "source:filing", Kind: kb.SourceFiling}}}
	wantApplied(t, apply(t, s, change), kb.Applied{Version: 6, Changed: numbers{kb.SourceClass: 1}, Removed: numbers{kb.EntityClass: 1}})
}
