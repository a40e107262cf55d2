package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest/plain"
)

// The largest filters that the contract allows, in the shapes that SQLite has
// bounds of its own for: the depth of an expression, the tables of a join, the
// placeholders, the nesting of subqueries. Each is answered as plain answers it.
func TestLargestFilters(t *testing.T) {
	store, model := open(t, sqlitestore.Memory), plain.New()
	for _, s := range []kb.Store{store, model} {
		if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
			t.Fatal(err)
		}
	}
	named := func(name string) *kb.EntityWhere {
		return &kb.EntityWhere{Name: &kb.StringFilter{Contains: &name}}
	}
	many := func(n int, one *kb.EntityWhere) (list []*kb.EntityWhere) {
		for range n {
			list = append(list, one)
		}
		return list
	}
	ids := make([]kb.ID, kb.MaxFilterList)
	for i := range ids {
		ids[i] = kb.ID(fmt.Sprintf("company-1-%d", i))
	}
	related := &kb.EntityWhere{Relations: &kb.RelationsFilter{Some: &kb.EndWhere{}}}
	unrelated := &kb.EntityWhere{Relations: &kb.RelationsFilter{None: &kb.EndWhere{Where: &kb.RelationWhere{Claims: &kb.ClaimsFilter{None: &kb.ClaimWhere{}}}}}}
	nested := named("company")
	for range kb.MaxFilterDepth - 1 {
		nested = &kb.EntityWhere{Not: nested}
	}
	walk, every := named("holding"), named("company")
	for range 6 {
		walk = &kb.EntityWhere{Relations: &kb.RelationsFilter{Some: &kb.EndWhere{Other: walk}}}
		every = &kb.EntityWhere{Relations: &kb.RelationsFilter{Every: &kb.EndWhere{Other: every}}}
	}
	for name, where := range map[string]*kb.EntityWhere{
		"and":            {And: many(249, named("company"))},
		"or":             {Or: append(many(248, named("nobody")), named("holding"))},
		"relations":      {And: many(166, related)},
		"no relations":   {And: many(70, unrelated)},
		"or relations":   {Or: many(166, related)},
		"not not":        nested,
		"far away":       walk,
		"all far away":   every,
		"lists":          {Or: many(249, &kb.EntityWhere{ID: &kb.IDFilter{In: ids}})},
		"a long text":    named(strings.Repeat("company ", kb.MaxText/10)),
		"empty and":      {And: []*kb.EntityWhere{}},
		"empty or":       {Or: []*kb.EntityWhere{}},
		"not the empty":  {Not: &kb.EntityWhere{}},
		"nothing at all": {},
	} {
		t.Run(name, func(t *testing.T) {
			q := kb.Query[kb.EntityWhere]{Where: where}
			want, err := model.Entities().Count(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := store.Entities().Count(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if got[0] != want[0] {
				t.Errorf("%d pass, want %d", got[0], want[0])
			}
		})
	}
	// One step further is refused.
	for name, where := range map[string]*kb.EntityWhere{
		"too many": {And: many(300, named("company"))},
		"too deep": {Not: &kb.EntityWhere{Not: nested}},
		"too long": {ID: &kb.IDFilter{In: append(ids, "one-more")}},
	} {
		if _, err := store.Entities().Count(t.Context(), kb.Query[kb.EntityWhere]{Where: where}); !errors.Is(err, kb.ErrInvalid) {
			t.Errorf("%s: %v, want %v", name, err, kb.ErrInvalid)
		}
	}
}

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
