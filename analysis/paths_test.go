package analysis_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"actorgraph/analysis"
	"actorgraph/kb"
	"actorgraph/store/storetest/plain"
)

// graphs draws stores of few entities and many relations among them, of types and
// kinds and strengths of which conditions make a difference.
func graphs(t *rapid.T) (kb.Store, []kb.ID) {
	s := plain.New()
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "tests"}}
	n := rapid.IntRange(2, 8).Draw(t, "entities")
	var ids []kb.ID
	for i := range n {
		id := kb.ID(fmt.Sprintf("e%d", i))
		kind := rapid.SampledFrom([]kb.Kind{kb.KindCompany, kb.KindOrganization, kb.KindPublicBody}).Draw(t, "kind")
		ids = append(ids, id)
		set.Entities = append(set.Entities, &kb.Entity{ID: id, Kind: kind, Name: string(id)})
	}
	for i := range 3 {
		set.Sources = append(set.Sources, &kb.Source{ID: kb.ID(fmt.Sprintf("source:s%d", i)), Kind: kb.SourceArticle, Published: kb.MustDate(fmt.Sprintf("2021-11-%02d", 20+i))})
	}
	for range rapid.IntRange(0, 18).Draw(t, "relations") {
		typ := rapid.SampledFrom([]kb.RelationType{kb.Owns, kb.Finances, kb.PartnersWith}).Draw(t, "type")
		from, to := rapid.SampledFrom(ids).Draw(t, "from"), rapid.SampledFrom(ids).Draw(t, "to")
		r := kb.NewRelation(typ, from, to, "")
		set.Relations = append(set.Relations, r)
		for range rapid.IntRange(1, 3).Draw(t, "claims") {
			set.Claims = append(set.Claims, &kb.Claim{
				Fact: r.ID, Source: rapid.SampledFrom(set.Sources).Draw(t, "source").ID, Statement: "It says so.", Collection: "tests",
				Stance:   rapid.SampledFrom([]kb.Stance{kb.Asserts, kb.Asserts, kb.Asserts, kb.Denies}).Draw(t, "stance"),
				Modality: rapid.SampledFrom([]kb.Modality{kb.Found, kb.Stated, kb.Alleged}).Draw(t, "modality"),
				Reading:  rapid.SampledFrom([]kb.Reading{kb.Explicit, kb.Explicit, kb.Inferred}).Draw(t, "reading"), Note: "By its wording.", Firsthand: rapid.Bool().Draw(t, "firsthand"),
			})
			set.Claims[len(set.Claims)-1].Identify()
		}
	}
	set.Relations = unique(set.Relations, func(r *kb.Relation) kb.ID { return r.ID })
	set.Claims = unique(set.Claims, func(c *kb.Claim) kb.ID { return c.ID })
	if _, err := s.Apply(context.Background(), set); err != nil {
		t.Fatal(err)
	}
	return s, ids
}

func unique[T any](list []*T, id func(*T) kb.ID) []*T {
	slices.SortFunc(list, func(a, b *T) int { return cmp.Compare(id(a), id(b)) })
	return slices.CompactFunc(list, func(a, b *T) bool { return id(a) == id(b) })
}

func someOf[T any](t *rapid.T, from []T, chance int, what string) []T {
	if rapid.IntRange(1, chance).Draw(t, "asks for "+what) > 1 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(from), 1, 2).Draw(t, what)
}

func queries(t *rapid.T, ids []kb.ID) kb.PathQuery {
	q := kb.PathQuery{
		From: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, 2, rapid.ID[kb.ID]).Draw(t, "from"), To: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, 2, rapid.ID[kb.ID]).Draw(t, "to"),
		First: rapid.IntRange(1, 20).Draw(t, "first"), MaxHops: rapid.IntRange(1, 6).Draw(t, "hops"),
		Order: rapid.SampledFrom([]kb.PathOrder{kb.ShortestPath, kb.StrongestPath}).Draw(t, "order"),
		Where: kb.PathWhere{
			Types:     someOf(t, []kb.RelationType{kb.Owns, kb.Finances, kb.PartnersWith}, 4, "types"),
			NotTypes:  someOf(t, []kb.RelationType{kb.Owns, kb.Finances, kb.PartnersWith}, 4, "other types"),
			Kinds:     someOf(t, []kb.Kind{kb.KindCompany, kb.KindOrganization, kb.KindPublicBody}, 4, "kinds"),
			NotKinds:  someOf(t, []kb.Kind{kb.KindCompany, kb.KindOrganization, kb.KindPublicBody}, 4, "other kinds"),
			Direction: anyDirection(t), Avoid: someOf(t, ids, 4, "avoid"), Through: someOf(t, ids, 4, "through"),
			MaxDegree: rapid.SampledFrom([]int{0, 0, 3, 5}).Draw(t, "degree"), AtLeast: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "origins"),
		},
	}
	q.To = slices.DeleteFunc(q.To, func(id kb.ID) bool { return slices.Contains(q.From, id) })
	if len(q.To) == 0 {
		t.Skip("the same ends")
	}
	q.Where.Avoid = slices.DeleteFunc(q.Where.Avoid, func(id kb.ID) bool {
		return slices.Contains(q.From, id) || slices.Contains(q.To, id) || slices.Contains(q.Where.Through, id)
	})
	return q
}

// thoroughly checks a property on as many cases as chance needs to find what is rare.
func thoroughly(t *testing.T, promise func(*rapid.T)) {
	t.Helper()
	for range 20 {
		rapid.Check(t, promise)
	}
}

func TestPathsAgreeWithAllThereAre(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		s, ids := graphs(t)
		g, err := analysis.Build(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			q := queries(t, ids)
			lens := kb.Lens{MinOrigins: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "lens origins")}
			if rapid.IntRange(0, 3).Draw(t, "lens statuses") == 0 {
				lens.Statuses = rapid.SliceOfN(rapid.SampledFrom(kb.Statuses), 1, 4).Draw(t, "statuses")
			}
			if rapid.IntRange(0, 3).Draw(t, "lens clock") == 0 {
				lens.KnownAt = kb.MustDate("2021-11-21")
			}
			v, err := g.Under(context.Background(), s, lens)
			if err != nil {
				t.Fatal(err)
			}
			got, reason, err := v.Paths(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			want, wantReason := plainPaths(t, s.Under(lens), lens, s, q)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("%+v under %+v (-all there are +found)\n%s", q, lens, diff)
			}
			if reason != wantReason {
				t.Fatalf("%+v under %+v: no path because %s, want %s", q, lens, reason, wantReason)
			}
		}
	})
}
