package graph_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"actorgraph/graph"
	"actorgraph/kb"
)

func TestRanks(t *testing.T) { onEachStore(t, testRanks) }

func testRanks(t *testing.T, s *server) {
	// ranked is an answer of rank, of entities written "id value place".
	ranked := func(total int, entities ...string) string {
		for i, e := range entities {
			f := strings.Fields(e)
			entities[i] = fmt.Sprintf(`{"entity": {"id": %q}, "value": %s, "place": %s}`, f[0], f[1], f[2])
		}
		return fmt.Sprintf(`{"rank": {"total": %d, "nodes": [%s]}}`, total, strings.Join(entities, ", "))
	}
	// parts is an answer of a field, of parts written "id id id".
	parts := func(field string, total int, more string, parts ...string) string {
		for i, p := range parts {
			ids := strings.Fields(p)
			for k, id := range ids {
				ids[k] = fmt.Sprintf(`{"id": %q}`, id)
			}
			parts[i] = fmt.Sprintf(`{"size": %d, "members": {"totalCount": %[1]d, "nodes": [%s]}}`, len(ids), strings.Join(ids, ", "))
		}
		return fmt.Sprintf(`{%q: {"total": %d, %s"nodes": [%s]}}`, field, total, more, strings.Join(parts, ", "))
	}
	const (
		rank = `{total nodes {entity {id} value place}}`
		part = `{total nodes {size members {totalCount nodes {id}}}}`
		// ada-holm ==> nightjar --> heron --> heron-against-journalists --> journalists-in-arland, phones
		tree = `types: [OWNS, DIRECTS, MAKES, USED_IN, TARGETED]`
	)
	s.check(t, []question{
		// Port Wren and the Morning Post have no relations, and what an analyst reads in is none.
		{"by degree", `{rank(by: DEGREE, first: 8) ` + rank + `}`, "", ranked(15, "nightjar 8 1", "heron-against-journalists 5 2",
			"ada-holm 4 3", "government-of-arland 4 3", "press-union-v-nightjar 4 3", "sale-of-heron 4 3", "arland 3 7", "heron 3 7")},
		{"by degree as written", `{rank(by: DEGREE, first: 4, where: {direction: AS_WRITTEN}) ` + rank + `}`, "", ranked(15, "nightjar 6 1", "ada-holm 4 2", "government-of-arland 4 2", "heron-against-journalists 3 4")},
		{"before the second paper was out", `query @lens(knownAt: "2031-05-04") {rank(by: DEGREE, first: 4) ` + rank + `}`, "", ranked(14, "nightjar 7 1", "ada-holm 4 2", "press-union-v-nightjar 4 2", "sale-of-heron 4 2")},
		{"with what an analyst reads in", `query @lens(statuses: [ALLEGED, DENIED]) {rank(by: DEGREE) ` + rank + `}`, "", ranked(4, "ada-holm 1 1", "government-of-arland 1 1", "heron 1 1", "heron-against-journalists 1 1")},
		{"of companies and countries", `{rank(by: DEGREE, where: {kinds: [COMPANY, COUNTRY]}) ` + rank + `}`, "", ranked(2, "arland 1 1", "nightjar 1 1")},
		{"by betweenness, of ten pairs", `{rank(by: BETWEENNESS, where: {` + tree + `}) ` + rank + `}`, "", ranked(6, "heron-against-journalists 0.7 1", "heron 0.6 2", "nightjar 0.4 3", "ada-holm 0 4", "journalists-in-arland 0 4", "phones 0 4")},
		{"by closeness", `{rank(by: CLOSENESS, where: {` + tree + `}, first: 5) ` + rank + `}`, "", ranked(6, "heron 0.625 1", "heron-against-journalists 0.625 1", "nightjar 0.5 3", "journalists-in-arland 0.4166666667 4", "phones 0.4166666667 4")},
		{"by PageRank", `{rank(by: PAGERANK, where: {types: [GOVERNS]}) ` + rank + `}`, "", ranked(2, "arland 0.5 1", "government-of-arland 0.5 1")},
		// g = 0.075 + 0.425·(1-g)
		{"by PageRank as written", `{rank(by: PAGERANK, where: {types: [GOVERNS], direction: AS_WRITTEN}) ` + rank + `}`, "", ranked(2, "arland 0.649122807 1", "government-of-arland 0.350877193 2")},
		{"of nothing", `{rank(by: PAGERANK, where: {atLeast: 9}) ` + rank + `}`, "", ranked(0)},
		{"components", `{components {total nodes {size}}}`, "", `{"components": {"total": 1, "nodes": [{"size": 15}]}}`},
		{"components without Nightjar", `{components(where: {avoid: ["nightjar"]}) ` + part + `}`, "", parts("components", 2, "",
			"heron-against-journalists government-of-arland press-union-v-nightjar sale-of-heron ada-holm arland heron high-court journalists-in-arland phones press-union",
			"trade-ministry publication-of-the-list trade-list")},
		{"components as written", `{components(where: {direction: AS_WRITTEN}, first: 3) ` + part + `}`, "", parts("components", 14, "", "nightjar government-of-arland", "ada-holm", "arland")},
		// Each has 2 of 4 ends of links within, and as many are its own: 2 · (1/2 - 1/4).
		{"communities", `{communities(where: {types: [GOVERNS, ADMINISTERS]}) {total modularity nodes {size members {totalCount nodes {id}}}}}`, "", parts("communities", 2, `"modularity": 0.5, `,
			"arland government-of-arland", "trade-list trade-ministry")},
		{"communities of a low resolution", `{communities(where: {` + tree + `}, resolution: 0.01) {total nodes {size}}}`, "", `{"communities": {"total": 1, "nodes": [{"size": 6}]}}`},
		{"communities of a high resolution", `{communities(where: {` + tree + `}, resolution: 100, first: 1) {total nodes {size}}}`, "", `{"communities": {"total": 6, "nodes": [{"size": 1}]}}`},
		{"communities of nothing", `{communities(where: {types: [OWNS], notTypes: [OWNS]}) {total modularity nodes {size}}}`, "", `{"communities": {"total": 0, "modularity": 0, "nodes": []}}`},
		{"pages of several parts", `{components(where: {avoid: ["nightjar"]}) {nodes {a: members(first: 1) {...m} b: members(first: 2) {...m}}}} fragment m on EntityListConnection {nodes {id} pageInfo {hasNextPage}}`, "",
			`{"components": {"nodes": [
				{"a": {"nodes": [{"id": "heron-against-journalists"}], "pageInfo": {"hasNextPage": true}}, "b": {"nodes": [{"id": "heron-against-journalists"}, {"id": "government-of-arland"}], "pageInfo": {"hasNextPage": true}}},
				{"a": {"nodes": [{"id": "trade-ministry"}], "pageInfo": {"hasNextPage": true}}, "b": {"nodes": [{"id": "trade-ministry"}, {"id": "publication-of-the-list"}], "pageInfo": {"hasNextPage": true}}}]}}`},
	})

	// All members come, page by page, and each once.
	var got []string
	for after := "null"; ; {
		data := s.answer(t, `{components {nodes {members(first: 4, after: `+after+`) {nodes {id} pageInfo {hasNextPage endCursor}}}}}`, "")
		members := data.(map[string]any)["components"].(map[string]any)["nodes"].([]any)[0].(map[string]any)["members"].(map[string]any)
		for _, n := range members["nodes"].([]any) {
			got = append(got, n.(map[string]any)["id"].(string))
		}
		info := members["pageInfo"].(map[string]any)
		if after = fmt.Sprintf("%q", info["endCursor"]); info["hasNextPage"] == false {
			break
		}
	}
	const want = "nightjar heron-against-journalists ada-holm government-of-arland press-union-v-nightjar sale-of-heron arland heron trade-list trade-ministry high-court journalists-in-arland phones press-union publication-of-the-list"
	if got := strings.Join(got, " "); got != want {
		t.Errorf("by pages: got %s, want %s", got, want)
	}

	for _, row := range []struct{ ask, code, says string }{
		{`rank(by: FAME) {total}`, "VALIDATION_FAILED", "FAME"},
		{`rank(by: DEGREE, first: 0) {total}`, "BAD_REQUEST", "first must be between 1 and 500"},
		{`rank(by: DEGREE, where: {through: ["heron"]}) {total}`, "BAD_REQUEST", "where.through: it is about paths"},
		{`components(where: {through: ["heron"]}) {total}`, "BAD_REQUEST", "where.through: it is about paths"},
		{`rank(by: DEGREE, where: {avoid: ["nobody"]}) {total}`, "BAD_REQUEST", `where.avoid: no entity has the id "nobody"`},
		{`components(where: {maxDegree: -1}) {total}`, "BAD_REQUEST", "can't be negative"},
		{`communities(resolution: 0) {total}`, "BAD_REQUEST", "resolution: 0; from 0.01 to 100"},
		{`components {nodes {members(after: "x") {nodes {id}}}}`, "CURSOR_INVALID", ""},
	} {
		err := s.refusal(t, `{`+row.ask+`}`, "")
		if err == nil || !strings.Contains(err.Message, row.says) || err.Extensions["code"] != row.code {
			t.Errorf("%s: got %v, want %s that says %q", row.ask, err, row.code, row.says)
		}
	}
}

// What would take too long is refused with its cost: a hub of 9,200 is 9,201 · (9,201 +
// 18,400) steps, four times.
func TestRankTooCostly(t *testing.T) {
	s := serve(embedded(t, hub(9_200, 0)), graph.Limits{})
	err := s.refusal(t, `{rank(by: BETWEENNESS) {total}}`, "")
	if err.Extensions["code"] != "COST_LIMIT" || !strings.Contains(err.Message, "9201 entities with 18400 links would take about 1015 million steps; at most 1000 million") ||
		!strings.Contains(fmt.Sprint(err.Extensions["hint"]), "PAGERANK") {
		t.Errorf("%v: %s", err.Extensions, err.Message)
	}
	s.check(t, []question{
		{"other ranks are not", `{rank(by: PAGERANK, first: 1) {total nodes {entity {id}}}}`, "", `{"rank": {"total": 9201, "nodes": [{"entity": {"id": "hub"}}]}}`},
	})
}

// Ranks cost as many calls to the store however many entities are told, none for the
// graph the second time, and the price that cost.go says.
func TestRankCallsAndCost(t *testing.T) {
	one := &counting{Store: embedded(t, rows(1)), calls: map[string]int{}}
	many := &counting{Store: embedded(t, rows(50)), calls: map[string]int{}}
	few, lots := serve(one, graph.Limits{}), serve(many, graph.Limits{})
	for _, test := range []struct {
		query       string
		calls, cost int
	}{
		{`{rank(by: PAGERANK, first: 30) {total nodes {value entity {id name}}}}`, 1, 1_000 + 30*(1+1)},
		{`{components(first: 40) {total nodes {size members(first: 3) {totalCount edges {cursor node {id}} pageInfo {endCursor}}}}}`, 1, 1_000 + 40*(1+3+1)},
		{`{communities(first: 20) {modularity nodes {members(first: 3) {nodes {... on Company {makes(first: 2) {totalCount}}}}}}}`, 2, 1_000 + 20*(1+3*(1+1))},
		{`{components {total}}`, 0, 1_000},
	} {
		few.answer(t, test.query, "")
		lots.answer(t, test.query, "")
		if a, b := one.take(), many.take(); !maps.Equal(a, b) {
			t.Errorf("%s: 1 row: %v; 50 rows: %v", test.query, a, b)
		}
		resp := lots.ask(t.Context(), test.query, "")
		if again := many.take(); total(again) != test.calls {
			t.Errorf("%s: %v, want %d calls", test.query, again, test.calls)
		}
		if got := resp.Extensions["cost"]; got != test.cost {
			t.Errorf("%s costs %v, want %d", test.query, got, test.cost)
		}
	}
}

// What is written counts as soon as the write is acknowledged.
func TestRanksFollowTheStore(t *testing.T) {
	store := embedded(t, sampleSet())
	s := serve(store, graph.Limits{})
	const query = `{rank(by: DEGREE, first: 1) {total nodes {value}} components {nodes {size}}}`
	told := func() string { return fmt.Sprint(s.answer(t, query, "")) }
	if got, want := told(), fmt.Sprint(parse(t, `{"rank": {"total": 15, "nodes": [{"value": 8}]}, "components": {"nodes": [{"size": 15}]}}`)); got != want {
		t.Errorf("before: got %s, want %s", got, want)
	}
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "heron-affair"}}}
	b.claim(b.relation("nightjar", kb.BasedIn, "port-wren"), morning, 11, "It has an office there.", nil)
	if _, err := store.Apply(t.Context(), b.set); err != nil {
		t.Fatal(err)
	}
	if got, want := told(), fmt.Sprint(parse(t, `{"rank": {"total": 16, "nodes": [{"value": 9}]}, "components": {"nodes": [{"size": 16}]}}`)); got != want {
		t.Errorf("after: got %s, want %s", got, want)
	}
}
