package analysis_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"actorgraph/analysis"
	"actorgraph/kb"
	"actorgraph/store/storetest/plain"
)

// Of a graph that is too large for memory, what is asked for is read as questions come
// to it. The answers are the same.
func TestTooLargeGraphsAnswerAlike(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		s, ids := graphs(t)
		ctx := context.Background()
		whole, parts := analysis.NewKeeper(s, analysis.Options{}), analysis.NewKeeper(s, analysis.Options{MaxRelations: 1})
		for range 4 {
			lens := lenses(t)
			q := queries(t, ids)
			want, wantReason, err := whole.Paths(ctx, lens, q)
			if err != nil {
				t.Fatal(err)
			}
			got, reason, err := parts.Paths(ctx, lens, q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(want, got); diff != "" || reason != wantReason {
				t.Fatalf("%+v under %+v: %s, want %s (-whole +parts)\n%s", q, lens, reason, wantReason, diff)
			}
			around := subgraphQueries(t, ids)
			drawn, err := whole.Subgraph(ctx, lens, around)
			if err != nil {
				t.Fatal(err)
			}
			again, err := parts.Subgraph(ctx, lens, around)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(drawn, again); diff != "" {
				t.Fatalf("%+v under %+v (-whole +parts)\n%s", around, lens, diff)
			}
			for _, h := range drawn.Hidden {
				want, err := whole.HiddenRelations(ctx, lens, around, h.Entity, h.Type, h.Direction)
				if err != nil {
					t.Fatal(err)
				}
				got, err := parts.HiddenRelations(ctx, lens, around, h.Entity, h.Type, h.Direction)
				if err != nil {
					t.Fatal(err)
				}
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Fatalf("%+v under %+v, hidden of %+v (-whole +parts)\n%s", around, lens, h, diff)
				}
			}
		}
	})
}

// So it is where links stand for targetings, deals and lawsuits.
func TestTooLargeGraphsFoldAlike(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		s, ids := affairStores(t)
		ctx := context.Background()
		whole, parts := analysis.NewKeeper(s, analysis.Options{}), analysis.NewKeeper(s, analysis.Options{MaxRelations: 1})
		q := subgraphQueries(t, ids)
		q.Fold, q.Where.Types, q.Where.NotTypes, q.Where.Kinds, q.Where.NotKinds = true, nil, nil, nil, nil
		want, err := whole.Subgraph(ctx, kb.Lens{}, q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parts.Subgraph(ctx, kb.Lens{}, q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("%+v (-whole +parts)\n%s", q, diff)
		}
	})
}

// affairStores draws stores of firms and people, and of what they take part in.
func affairStores(t *rapid.T) (kb.Store, []kb.ID) {
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "tests"}, Sources: []*kb.Source{{ID: "source:s", Kind: kb.SourceArticle}}}
	kinds := []kb.Kind{kb.KindCompany, kb.KindPerson, kb.KindTargeting, kb.KindTargeting, kb.KindDeal, kb.KindLawsuit}
	var ids []kb.ID
	for i := range rapid.IntRange(3, 9).Draw(t, "entities") {
		e := &kb.Entity{ID: kb.ID(fmt.Sprintf("e%d", i)), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Name: "Name"}
		set.Entities, ids = append(set.Entities, e), append(ids, e.ID)
	}
	for range rapid.IntRange(2, 30).Draw(t, "relations") {
		typ := rapid.SampledFrom([]kb.RelationType{kb.Operated, kb.Helped, kb.Targeted, kb.SellerIn, kb.BuyerIn, kb.PlaintiffIn, kb.DefendantIn, kb.Concerns}).Draw(t, "type")
		from, to := rapid.SampledFrom(set.Entities).Draw(t, "from"), rapid.SampledFrom(set.Entities).Draw(t, "to")
		if kb.CheckRelation(typ, from.Kind, to.Kind) != nil {
			continue
		}
		r := kb.NewRelation(typ, from.ID, to.ID, "")
		c := &kb.Claim{Fact: r.ID, Source: "source:s", Statement: "So it is.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Collection: "tests"}
		c.Identify()
		set.Relations, set.Claims = append(set.Relations, r), append(set.Claims, c)
	}
	set.Relations = unique(set.Relations, func(r *kb.Relation) kb.ID { return r.ID })
	set.Claims = unique(set.Claims, func(c *kb.Claim) kb.ID { return c.ID })
	s := plain.New()
	if _, err := s.Apply(context.Background(), set); err != nil {
		t.Fatal(err)
	}
	return s, ids
}

// What asks about all of a graph is refused where the graph is too large, with what to do.
func TestTooLargeGraphsAreNotRanked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := graphs(t)
		n, err := s.Relations().Count(context.Background(), kb.Query[kb.RelationWhere]{})
		if err != nil || n[0] < 2 {
			t.Skip("no graph that is too large")
		}
		k := analysis.NewKeeper(s, analysis.Options{MaxRelations: n[0] - 1})
		_, err = k.Rank(context.Background(), kb.Lens{}, kb.RankQuery{By: kb.RankByDegree, First: 1})
		if !errors.Is(err, kb.ErrTooCostly) {
			t.Fatalf("got %v, want %v", err, kb.ErrTooCostly)
		}
	})
}
