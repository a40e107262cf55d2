package neo4jstore_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore/neo4jtest"
)

// asked counts the queries that go to the server.
type asked struct{ runs *atomic.Int64 }

// by counts those that a call makes.
func (a asked) by(t *testing.T, call func() error) int64 {
	t.Helper()
	before := a.runs.Load()
	if err := call(); err != nil {
		t.Fatal(err)
	}
	return a.runs.Load() - before
}

// Get, Find, Count and Facet are one query each, of one parent as of fifty.
func TestOneQueryEach(t *testing.T) {
	p, s := newProxy(t)
	s.Wipe(t)
	store := s.open(t)
	parents := map[kb.Link][]kb.ID{}
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "tests"}}
	ids := map[kb.Class][]kb.ID{}
	for i := range 50 {
		company, product := kb.ID(fmt.Sprintf("company-%d", i)), kb.ID(fmt.Sprintf("product-%d", i))
		source := kb.ID("source:" + company)
		set.Entities = append(set.Entities, &kb.Entity{ID: company, Kind: kb.KindCompany, Name: string(company)}, &kb.Entity{ID: product, Kind: kb.KindProduct, Name: string(product)})
		set.Sources = append(set.Sources, &kb.Source{ID: source, Kind: kb.SourceStatement, Language: "en", Publishers: []kb.ID{company}})
		uses := kb.NewRelation(kb.Uses, company, product, "")
		staff := kb.NewProperty(company, "size", kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(7), Max: kb.Num(7), Unit: "people", Precision: kb.Exact}}, "")
		set.Relations, set.Properties = append(set.Relations, uses), append(set.Properties, staff)
		for _, fact := range []kb.ID{uses.ID, staff.ID} {
			c := &kb.Claim{Fact: fact, Source: source, Statement: "It says so.", Collection: "tests", AttributedTo: []kb.ID{company}, Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit}
			c.Identify()
			set.Claims, ids[kb.ClaimClass] = append(set.Claims, c), append(ids[kb.ClaimClass], c.ID)
		}
		ids[kb.EntityClass], ids[kb.SourceClass] = append(ids[kb.EntityClass], company), append(ids[kb.SourceClass], source)
		ids[kb.RelationClass], ids[kb.PropertyClass] = append(ids[kb.RelationClass], uses.ID), append(ids[kb.PropertyClass], staff.ID)
		for link, parent := range map[kb.Link]kb.ID{
			kb.RelationsFrom: company, kb.RelationsTo: product, kb.RelationsAt: company, kb.UsersOf: product, kb.PropertiesOf: company, kb.ClaimsOn: uses.ID,
			kb.ClaimsFrom: source, kb.ClaimsAbout: company, kb.SourcesOf: company, kb.SourcesPublished: company,
		} {
			parents[link] = append(parents[link], parent)
		}
	}
	if _, err := store.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	count := asked{new(atomic.Int64)}
	p.Set(func() { p.Request = func(messages []byte) { count.runs.Add(int64(neo4jtest.Runs(messages))) } })
	if runs := count.by(t, func() error { return store.Ping(t.Context()) }); runs != 1 {
		t.Fatalf("a ping, which is one query, counts as %d", runs)
	}
	oneQueryEach(t, count, kb.EntityClass, store.Entities(), ids, parents)
	oneQueryEach(t, count, kb.RelationClass, store.Relations(), ids, parents)
	oneQueryEach(t, count, kb.PropertyClass, store.Properties(), ids, parents)
	oneQueryEach(t, count, kb.ClaimClass, store.Claims(), ids, parents)
	oneQueryEach(t, count, kb.SourceClass, store.Sources(), ids, parents)
}

func oneQueryEach[T, W any](t *testing.T, count asked, c kb.Class, records kb.Records[T, W], ids map[kb.Class][]kb.ID, parents map[kb.Link][]kb.ID) {
	one := func(what string, found *int, call func() error) {
		t.Helper()
		if runs := count.by(t, call); runs != 1 || *found == 0 {
			t.Errorf("%s %s: %d queries, %d found; want one query that finds something", c, what, runs, *found)
		}
	}
	for _, n := range []int{1, 50} {
		found := 0
		one(fmt.Sprintf("%d by id", n), &found, func() error {
			got, err := records.Get(t.Context(), ids[c][:n])
			found = len(got)
			return err
		})
		for _, link := range append([]kb.Link{""}, kb.Links[c]...) {
			q := kb.Query[W]{}
			if link != "" {
				q.By, q.Of = link, parents[link][:n]
			}
			what := fmt.Sprintf("%s of %d", link, n)
			page := q
			page.First = 10
			found = 0
			one(what+", a page", &found, func() error {
				pages, err := records.Find(t.Context(), page)
				for _, p := range pages {
					found += len(p.Items)
				}
				return err
			})
			found = 0
			one(what+", their number", &found, func() error {
				numbers, err := records.Count(t.Context(), q)
				for _, n := range numbers {
					found += n
				}
				return err
			})
			for _, by := range kb.FacetKeys[c] {
				found = 0
				one(what+", by "+string(by), &found, func() error {
					lists, err := records.Facet(t.Context(), q, by, 10)
					for _, buckets := range lists {
						found += len(buckets)
					}
					return err
				})
			}
		}
	}
}
