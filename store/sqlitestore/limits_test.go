package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
)

// groups is forty groups, each a member of each, four times over.
func groups() *kb.ChangeSet {
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "groups"}, Sources: []*kb.Source{{ID: "source:list", Kind: kb.SourceDataset}}}
	group := func(i int) kb.ID { return kb.ID(fmt.Sprintf("group-%d", i)) }
	for i := range 40 {
		set.Entities = append(set.Entities, &kb.Entity{ID: group(i), Kind: kb.KindGroup, Name: "Group"})
		for j := range 160 {
			r := kb.NewRelation(kb.MemberOf, group(i), group(j%40), fmt.Sprint(j/40))
			c := &kb.Claim{Fact: r.ID, Source: "source:list", Statement: "It is said so.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Collection: "groups"}
			c.Identify()
			set.Relations, set.Claims = append(set.Relations, r), append(set.Claims, c)
		}
	}
	return set
}

// A question that would take seconds ends with its context, whether it counts,
// finds, facets or scans; and what comes after it is answered.
func TestCancelled(t *testing.T) {
	s := open(t, sqlitestore.Memory)
	if _, err := s.Apply(t.Context(), groups()); err != nil {
		t.Fatal(err)
	}
	// A question that counts the relations of each group again and again.
	says, few := "so", 1_000
	claims := &kb.ClaimsFilter{Count: &kb.ClaimsCount{Of: &kb.ClaimWhere{Statement: &kb.StringFilter{Contains: &says}}, Is: kb.CountFilter{Lt: &few}}}
	relations := &kb.RelationsFilter{Count: &kb.RelationsCount{Of: &kb.EndWhere{Where: &kb.RelationWhere{Claims: claims}}, Is: kb.CountFilter{Lt: &few}}}
	slow := &kb.EntityWhere{}
	for range 45 {
		slow.And = append(slow.And, &kb.EntityWhere{Relations: relations})
	}
	q := kb.Query[kb.EntityWhere]{Where: slow, First: 40}
	entities := s.Entities()
	for name, ask := range map[string]func(context.Context) error{
		"Count": func(ctx context.Context) error { _, err := entities.Count(ctx, q); return err },
		"Find":  func(ctx context.Context) error { _, err := entities.Find(ctx, q); return err },
		"Facet": func(ctx context.Context) error { _, err := entities.Facet(ctx, q, kb.FacetKind, 3); return err },
		"Scan": func(ctx context.Context) error {
			for _, err := range entities.Scan(ctx, slow) {
				return err
			}
			return nil
		},
		"Search": func(ctx context.Context) error {
			_, err := s.Search(ctx, kb.SearchQuery{Text: "group", Where: slow, First: 10})
			return err
		},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		start := time.Now()
		err := ask(ctx)
		if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took > time.Second {
			t.Errorf("%s ended with %v after %v, want %v after 50ms", name, err, took, context.DeadlineExceeded)
		}
		cancel()
		if n, err := entities.Count(t.Context(), kb.Query[kb.EntityWhere]{}); err != nil || n[0] != 40 {
			t.Errorf("after %s: Count() = %v, %v", name, n, err)
		}
	}
}

// A change that is cancelled, early or late, has changed nothing and is in
// nobody's way.
func TestCancelledChange(t *testing.T) {
	s := open(t, sqlitestore.Memory)
	for _, after := range []time.Duration{time.Millisecond, 10 * time.Millisecond, 40 * time.Millisecond, 160 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		start := time.Now()
		if _, err := s.Apply(ctx, groups()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled after %v: %v, want %v", after, err, context.DeadlineExceeded)
		}
		if took := time.Since(start); took > after+time.Second {
			t.Errorf("cancelled after %v, it ended after %v", after, took)
		}
		cancel()
		if v, err := s.Version(t.Context()); v != 0 || err != nil {
			t.Errorf("cancelled after %v: version %d, %v", after, v, err)
		}
	}
	applied, err := s.Apply(t.Context(), groups())
	if err != nil || applied.Added[kb.ClaimClass] != 6400 {
		t.Errorf("not cancelled: %+v, %v", applied, err)
	}
}
