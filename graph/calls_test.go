package graph_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"actorgraph/graph"
	"actorgraph/kb"
)

// counting is a store that counts its calls.
type counting struct {
	kb.Store
	mu    sync.Mutex
	calls map[string]int
	whole *counting // of a view under a lens, the store that counts for it
}

// Under implements kb.Reader: what is asked of the view counts for the store.
func (c *counting) Under(l kb.Lens) kb.Reader {
	return &counting{Store: reading{c.Store, c.Store.Under(l)}, whole: c}
}

// reading is a store of which everything is read through a view.
type reading struct {
	kb.Store
	view kb.Reader
}

func (r reading) Entities() kb.Records[kb.Entity, kb.EntityWhere]       { return r.view.Entities() }
func (r reading) Relations() kb.Records[kb.Relation, kb.RelationWhere]  { return r.view.Relations() }
func (r reading) Properties() kb.Records[kb.Property, kb.PropertyWhere] { return r.view.Properties() }
func (r reading) Claims() kb.Records[kb.Claim, kb.ClaimWhere]           { return r.view.Claims() }
func (r reading) Sources() kb.Records[kb.Source, kb.SourceWhere]        { return r.view.Sources() }
func (r reading) Edges(ctx context.Context, relations []kb.ID) iter.Seq2[kb.Edge, error] {
	return r.view.Edges(ctx, relations)
}
func (r reading) RelationCounts(ctx context.Context, ids []kb.ID) ([][]kb.RelationCount, error) {
	return r.view.RelationCounts(ctx, ids)
}
func (r reading) Search(ctx context.Context, q kb.SearchQuery) (kb.Page[kb.SearchHit], error) {
	return r.view.Search(ctx, q)
}
func (r reading) SearchCount(ctx context.Context, q kb.SearchQuery) (int, error) {
	return r.view.SearchCount(ctx, q)
}

func (c *counting) call(name string) {
	if c.whole != nil {
		c = c.whole
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[name]++
}

// take returns the calls since the last time.
func (c *counting) take() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	calls := c.calls
	c.calls = map[string]int{}
	return calls
}

type countingRecords[T, W any] struct {
	kb.Records[T, W]
	c    *counting
	name string
}

func (r countingRecords[T, W]) Get(ctx context.Context, ids []kb.ID) ([]*T, error) {
	r.c.call(r.name + ".Get")
	return r.Records.Get(ctx, ids)
}

func (r countingRecords[T, W]) Find(ctx context.Context, q kb.Query[W]) ([]kb.Page[T], error) {
	r.c.call(r.name + ".Find")
	return r.Records.Find(ctx, q)
}

func (r countingRecords[T, W]) Count(ctx context.Context, q kb.Query[W]) ([]int, error) {
	r.c.call(r.name + ".Count")
	return r.Records.Count(ctx, q)
}

func (r countingRecords[T, W]) Facet(ctx context.Context, q kb.Query[W], by kb.FacetKey, n int) ([][]kb.Bucket, error) {
	r.c.call(r.name + ".Facet")
	return r.Records.Facet(ctx, q, by, n)
}

func (r countingRecords[T, W]) Scan(ctx context.Context, where *W) iter.Seq2[*T, error] {
	r.c.call(r.name + ".Scan")
	return r.Records.Scan(ctx, where)
}

func (c *counting) Edges(ctx context.Context, relations []kb.ID) iter.Seq2[kb.Edge, error] {
	c.call("Edges")
	return c.Store.Edges(ctx, relations)
}
func (c *counting) Entities() kb.Records[kb.Entity, kb.EntityWhere] {
	return countingRecords[kb.Entity, kb.EntityWhere]{c.Store.Entities(), c, "Entities"}
}
func (c *counting) Relations() kb.Records[kb.Relation, kb.RelationWhere] {
	return countingRecords[kb.Relation, kb.RelationWhere]{c.Store.Relations(), c, "Relations"}
}
func (c *counting) Properties() kb.Records[kb.Property, kb.PropertyWhere] {
	return countingRecords[kb.Property, kb.PropertyWhere]{c.Store.Properties(), c, "Properties"}
}
func (c *counting) Claims() kb.Records[kb.Claim, kb.ClaimWhere] {
	return countingRecords[kb.Claim, kb.ClaimWhere]{c.Store.Claims(), c, "Claims"}
}
func (c *counting) Sources() kb.Records[kb.Source, kb.SourceWhere] {
	return countingRecords[kb.Source, kb.SourceWhere]{c.Store.Sources(), c, "Sources"}
}
func (c *counting) Matters(ctx context.Context, facts []kb.ID) ([]*kb.Matter, error) {
	c.call("Matters")
	return c.Store.Matters(ctx, facts)
}
func (c *counting) Collections(ctx context.Context) ([]kb.CollectionCount, error) {
	c.call("Collections")
	return c.Store.Collections(ctx)
}
func (c *counting) RelationCounts(ctx context.Context, ids []kb.ID) ([][]kb.RelationCount, error) {
	c.call("RelationCounts")
	return c.Store.RelationCounts(ctx, ids)
}
func (c *counting) Search(ctx context.Context, q kb.SearchQuery) (kb.Page[kb.SearchHit], error) {
	c.call("Search")
	return c.Store.Search(ctx, q)
}
func (c *counting) SearchCount(ctx context.Context, q kb.SearchQuery) (int, error) {
	c.call("SearchCount")
	return c.Store.SearchCount(ctx, q)
}
func (c *counting) Changes(ctx context.Context, since int64, n int) ([]kb.Change, error) {
	c.call("Changes")
	return c.Store.Changes(ctx, since, n)
}
func (c *counting) Stats(ctx context.Context) (kb.Stats, error) {
	c.call("Stats")
	return c.Store.Stats(ctx)
}

// rows is the same little story n times over: a firm that makes a product, used
// by a government against people; each fact told by one article and denied by
// the firm.
func rows(n int) *kb.ChangeSet {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "rows"}}}
	id := func(what string, i int) kb.ID { return kb.ID(fmt.Sprintf("%s-%03d", what, i)) }
	for i := range n {
		firm, product, state := id("firm", i), id("product", i), id("state", i)
		targeting, people, list := id("targeting", i), id("people", i), id("list", i)
		for what, kind := range map[kb.ID]kb.Kind{firm: kb.KindCompany, product: kb.KindProduct, state: kb.KindGovernment, targeting: kb.KindTargeting, people: kb.KindGroup, list: kb.KindMeasure} {
			b.entity(kind, what, strings.ReplaceAll(string(what), "-", " "), "")
		}
		article, answer := kb.ID("source:"+id("article", i)), kb.ID("source:"+id("answer", i))
		b.set.Sources = append(b.set.Sources,
			&kb.Source{ID: article, Kind: kb.SourceArticle, Title: "Article", Publishers: []kb.ID{firm}, Act: "", Cites: []kb.ID{answer}, DerivesFrom: []kb.Derivation{{Source: answer, How: kb.Copy, Basis: kb.Declared}}},
			&kb.Source{ID: answer, Kind: kb.SourceStatement, Publishers: []kb.ID{firm}})
		for _, fact := range []kb.ID{
			b.relation(firm, kb.Makes, product), b.relation(state, kb.Operated, targeting), b.relation(product, kb.UsedIn, targeting),
			b.relation(targeting, kb.Targeted, people), b.relation(firm, kb.ListedOn, list), b.relation(state, kb.Uses, product),
			b.property(firm, kb.KeyAlias, kb.TextValue{Text: fmt.Sprintf("Alias %d", i)}), b.issued(firm, kb.KeyRating, "B", state),
		} {
			told := b.claim(fact, article, 1, "It is so.", func(c *kb.Claim) {
				c.AttributedTo, c.Credits = []kb.ID{state}, []kb.Credit{{Source: answer, How: kb.CreditNamed}}
				c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierAsOf, Value: kb.DateValue{Date: kb.MustDate("2031")}}}
			})
			b.claim(fact, answer, 1, "It is not so.", func(c *kb.Claim) { c.Stance, c.Answers = kb.Denies, []kb.ID{told} })
		}
	}
	return b.set
}

// The number of calls to the store depends on the text of the request alone.
func TestCalls(t *testing.T) {
	one := &counting{Store: embedded(t, rows(1)), calls: map[string]int{}}
	many := &counting{Store: embedded(t, rows(50)), calls: map[string]int{}}
	for _, test := range []struct {
		name, query string
		calls       int
	}{
		{"one by id", `{entity(id: "firm-000") {id name}}`, 1},
		{"list", `{entities(first: 500) {nodes {id} edges {cursor} pageInfo {endCursor}}}`, 1},
		{"list and count", `{entities(first: 500) {totalCount nodes {id}}}`, 2},
		{"count alone", `{entities {totalCount}}`, 1},
		{"facets", `{relations {facets(by: [TYPE, SOURCE]) {buckets {value label count where}}}}`, 3}, // and the sources' titles
		{"plain fields below", `{companies {nodes {aliases {value {__typename}} relationCounts {count} sources {totalCount}}}}`, 4},
		{"related", `{companies {nodes {makes {nodes {name}}}}}`, 3},
		{"related, both ways of asking", `{companies {nodes {makes {nodes {name} edges {cursor node {id} relation {type}} pageInfo {hasNextPage}}}}}`, 3},
		{"related twice over", `{companies {nodes {makes {nodes {... on Product {users {edges {node {name} relation {type}}}}}}}}}`, 5},
		{"counts and facets of related", `{companies {nodes {makes {totalCount facets(by: [TYPE, COLLECTION]) {buckets {count}}}}}}`, 4},
		{"ends", `{relations(first: 500) {nodes {from {name} to {name}}}}`, 3},
		{"ends with their relations", `{relations(first: 500) {nodes {from {relations {nodes {to {name}}}}}}}`, 4},
		{"evidence", `{relations(first: 500) {nodes {claims(first: 10) {totalCount nodes {statement source {title publishers {name}} attributedTo {name} credits {source {title}} answers {statement source {id}}}}}}}`, 9},
		{"qualifiers", `{relations(first: 500) {nodes {qualifiers {key claims {source {title}}}}}}`, 3},
		{"pages of both ends and their evidence", `{entities(first: 50) {nodes {relations(first: 50) {nodes {from {name} to {name} claims {nodes {source {title}}}}}}}}`, 6},
		{"properties", `{properties(first: 500) {nodes {entity {name} issuer {name} claims {nodes {fact {id}}}}}}`, 5},
		{"facts of both classes", `{claims(first: 500) {nodes {fact {... on Relation {from {name}} ... on Property {entity {name}}}}}}`, 5},
		{"sources", `{sources(first: 500) {nodes {publishers {name} cites {title} derivesFrom {source {title}} claims {totalCount nodes {id}}}}}`, 6},
		{"names of sources", `{sources(first: 500) {nodes {name when}}}`, 2},
		{"support", `{relations(first: 500) {nodes {support {status atLeast}}}}`, 1},
		{"support in words", `{relations(first: 500) {nodes {support {explanation origins {name sources {title}} cycles {title}}}}}`, 3},
		{"support together", `{properties(first: 500) {nodes {together {atLeast}}}}`, 3},
		{"support together in words", `{properties(first: 500) {nodes {together {explanation}}}}`, 5},
		{"facts of sources", `{sources(first: 500) {nodes {facts {totalCount nodes {id support {status}}}}}}`, 4},
		{"origins", `{sources(first: 500) {nodes {originOf {totalCount nodes {id}}}}}`, 6},
		{"derived and citing", `{sources(first: 500) {nodes {derivedBy {totalCount nodes {title}} citedBy {totalCount}}}}`, 4},
		{"dependents of all", `{sources(first: 500) {nodes {dependents {totalCount nodes {title}}}}}`, 4},
		{"dependents of some", `{sources(where: {kind: {eq: STATEMENT}}, first: 500) {nodes {dependents {totalCount nodes {title}}}}}`, 6}, // two a step
		{"conflicts", `{conflicts(first: 500) {totalCount nodes {text entity {name} facts {id} claims {statement}}}}`, 9},                  // five scans, however many differ
		{"conflicts under a lens", `query @lens(statuses: [STATED]) {conflicts(first: 500) {totalCount nodes {text facts {id}}}}`, 7},
		{"differences", `{a: differences(first: 500) {totalCount} b: differences(first: 500) {totalCount}}`, 5}, // once for both
		{"conflicts of entities", `{companies(first: 500) {nodes {conflicts {text facts {id} claims {statement}}}}}`, 8},
		{"differences of entities", `{companies(first: 500) {nodes {differences {text}}}}`, 5},
		{"conflicts of facts", `{relations(first: 500) {nodes {conflicts {text}}}}`, 5},
		{"diff", `{diff(from: {}, to: {statuses: [STATED], minOrigins: 2}, first: 500) {totalCount gained lost nodes {before {support {status}} after {id}}}}`, 8},
		{"timeline", `{timeline {buckets {facts(first: 5) {nodes {fact {id}}} events {nodes {event {name}}}} undated {facts(first: 500) {nodes {fact {support {status}}}}}}}`, 5},
		{"if retracted", `{ifRetracted(sources: ["source:article-000"], minOrigins: 1) {facts(first: 500) {totalCount nodes {fact {id} after {explanation}}} fallenBelow {totalCount} entities {nodes {name}}}}`, 10},
		{"dossiers", `{companies(first: 100) {nodes {dossier {markdown sections {entries {text references {number}}}}}}}`, 8},
		{"subgraph", `{subgraph(ids: ["firm-000"], depth: 4) {truncated entities {name} relations {from {name} to {name} support {status}} hidden {entity {name} count cursor} stats {layers}}}`, 6}, // two scans
		{"targets", `{surveillanceTargets {totalCount nodes {targetedIn {nodes {id}}}}}`, 4},
		{"tellings", `{targetings {nodes {tellings {totalCount nodes {source {title} operators {name} targets {name} claims {stance}}}}}}`, 6},
		{"facets of tellings", `{targetings {nodes {tellings {facets(by: [KIND, PUBLISHER]) {buckets {label count}}}}}}`, 4},
		{"search", `{search(text: "firm", first: 50) {totalCount nodes {matched entity {... on Company {makes {nodes {name}}}}}}}`, 4},
		{"changes", `{changes(since: 0, first: 500) {nodes {op id}}}`, 1},
		{"several kinds", `{entities(first: 500) {nodes {... on Company {makes {totalCount}} ... on Product {users {totalCount}} ... on Actor {listings {totalCount}}}}}`, 4},
		{"aliases", `{a: companies {nodes {a: makes {totalCount} b: makes(first: 1) {totalCount}}} b: companies {totalCount}}`, 4},
		{"a fragment in two places", `{relations(first: 500) {nodes {from {...f} to {...f}}}} fragment f on Entity {aliases {id}}`, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			serve(one, graph.Limits{}).answer(t, test.query, "")
			serve(many, graph.Limits{}).answer(t, test.query, "")
			few, lots := one.take(), many.take()
			if !maps.Equal(few, lots) {
				t.Errorf("1 row: %v; 50 rows: %v", few, lots)
			}
			if n := total(lots); n != test.calls {
				t.Errorf("%d calls, want %d: %v", n, test.calls, lots)
			}
		})
	}
}

func total(calls map[string]int) int {
	n := 0
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		n += calls[name]
	}
	return n
}
