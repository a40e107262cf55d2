package graph_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"actorgraph/graph"
	"actorgraph/kb"
)

func times(n int, each func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(each(i))
	}
	return b.String()
}

func nested(n int, open, inner, shut string) string {
	return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
}

// hostile are requests that would hurt if they were let through, and some that
// are let through and would hurt if there were more of it; these have no code.
var hostile = []struct {
	name, code string
	request    func() *graphql.RawParams
}{
	{"nested braces", "DEPTH_LIMIT", text(nested(100_000, "{a", "", "}"))},
	{"nested braces that fit the parser", "DEPTH_LIMIT", text(nested(900, "{node", "", "}"))},
	{"nested lists", "DEPTH_LIMIT", text("{nodes(ids: " + nested(100_000, "[", "", "]") + ") {id}}")},
	{"nested lists that fit the parser", "DEPTH_LIMIT", text("{nodes(ids: " + nested(900, "[", "", "]") + ") {id}}")},
	{"nested filter", "DEPTH_LIMIT", text("{entities(where: " + nested(100_000, "{not: ", "{}", "}") + ") {totalCount}}")},
	{"nested filter that fits the parser", "DEPTH_LIMIT", text("{entities(where: " + nested(900, "{not: ", "{}", "}") + ") {totalCount}}")},
	{"filter that nests as deep as it may and is wide", "SIZE_LIMIT", text("{entities(where: " + nested(45, "{not: ", "{name: {in: ["+strings.Repeat("1 ", 9_000)+"]}}", "}") + ") {totalCount}}")},
	{"filter that nests as deep and is as wide as it may", "VALIDATION_FAILED", text("{entities(where: " + nested(45, "{not: ", "{name: {in: ["+strings.Repeat("1 ", 180)+"]}}", "}") + ") {totalCount}}")},
	{"filter that nests too deep for a store", "BAD_REQUEST", text("{entities(where: " + nested(45, "{not: ", "{}", "}") + ") {totalCount}}")},
	{"filter of many wrong parts", "VALIDATION_FAILED", text("{entities(where: {or: [" + strings.Repeat("{wrong: 1} ", 1_000) + "]}) {totalCount}}")},
	{"long list of the wrong type", "VALIDATION_FAILED", text("{nodes(ids: [" + strings.Repeat("x ", 4_900) + "]) {id}}")},
	{"long list", "SIZE_LIMIT", text("{nodes(ids: [" + strings.Repeat("\"x\" ", 9_000) + "]) {id}}")},
	{"many tokens", "SIZE_LIMIT", text("{" + strings.Repeat("stats ", 20_000) + "}")},
	{"many comments", "SIZE_LIMIT", text(strings.Repeat("#\n", 500_000) + "{__typename}")},
	{"one long name", "SIZE_LIMIT", text("{" + strings.Repeat("x", 1<<20) + "}")},
	{"a long unknown name in a list", "SIZE_LIMIT", text("{entities(orderBy: [{by: " + strings.Repeat("X", 500_000) + "}]) {totalCount}}")},
	{"many unknown names, each as long as it may be", "VALIDATION_FAILED", text("{company(id: \"a\") {" + times(950, func(i int) string { return strings.Repeat("x", 60) + fmt.Sprint(i) + " " }) + "}}")},
	{"many unknown types", "VALIDATION_FAILED", text("{" + times(45, func(i int) string { return fmt.Sprintf("... on %s%d {a}", strings.Repeat("Compan", 10), i) }) + "}")},
	{"one long text of the wrong type", "VALIDATION_FAILED", text(`{entities(first: "` + strings.Repeat("x", 1<<20) + `") {totalCount}}`)},
	{"one long text", "VALIDATION_FAILED", text(`{entity(wrong: "` + strings.Repeat("x", 1<<20) + `") {id}}`)},
	{"many operations", "SIZE_LIMIT", text(times(1_000, func(i int) string { return fmt.Sprintf("query q%d {__typename}", i) }))},
	{"many fragments", "SIZE_LIMIT", text("{__typename}" + times(1_000, func(i int) string { return fmt.Sprintf("fragment f%d on Query {__typename}", i) }))},
	{"fragment bomb", "DEPTH_LIMIT", text("{entity(id: \"a\") {...f0}}" + times(90, func(i int) string {
		return fmt.Sprintf("fragment f%d on Entity {a: relations {nodes {from {...f%d}}} b: relations {nodes {from {...f%d}}}}", i, i+1, i+1)
	}) + "fragment f90 on Entity {id}")},
	{"fragment bomb within the depth", "SIZE_LIMIT", text("{entity(id: \"a\") {...f0}}" + times(4, func(i int) string {
		return fmt.Sprintf("fragment f%d on Entity {%s}", i, times(10, func(k int) string { return fmt.Sprintf("a%d: relations {nodes {from {...f%d}}} ", k, i+1) }))
	}) + "fragment f4 on Entity {id}")},
	{"fragment bomb that nobody uses", "SIZE_LIMIT", text("{__typename}" + times(4, func(i int) string {
		return fmt.Sprintf("fragment f%d on Entity {%s}", i, times(10, func(k int) string { return fmt.Sprintf("a%d: relations {nodes {from {...f%d}}} ", k, i+1) }))
	}) + "fragment f4 on Entity {id}")},
	{"fragment in itself", "VALIDATION_FAILED", text("{...a} fragment a on Query {...b} fragment b on Query {stats {version} ...a}")},
	{"fragment in itself below a field", "VALIDATION_FAILED", text("{...a} fragment a on Query {node(id: \"a\") {...b}} fragment b on Entity {relations {nodes {from {...b ...b}}}}")},
	{"alias flood", "SIZE_LIMIT", text("{" + times(1_000, func(i int) string { return fmt.Sprintf("a%d: stats {version} ", i) }) + "}")},
	{"alias flood of __typename", "SIZE_LIMIT", text("{" + times(3_000, func(i int) string { return fmt.Sprintf("a%d: __typename ", i) }) + "}")},
	{"alias flood below", "SIZE_LIMIT", text("{entities {nodes {" + times(1_000, func(i int) string { return fmt.Sprintf("a%d: relations {totalCount} ", i) }) + "}}}")},
	{"many fields", "SIZE_LIMIT", text("{" + times(50, func(i int) string {
		return fmt.Sprintf("a%d: vocabulary {", i) + times(50, func(k int) string { return fmt.Sprintf("a%d: kinds {label} ", k) }) + "}"
	}) + "}")},
	{"unknown fields", "VALIDATION_FAILED", text("{" + times(450, func(i int) string { return fmt.Sprintf("compani%d {id} ", i) }) + "}")},
	{"unknown fields below", "VALIDATION_FAILED", text("{company(id: \"a\") {" + times(450, func(i int) string { return fmt.Sprintf("relatoin%d {id} ", i) }) + "}}")},
	{"unknown arguments", "VALIDATION_FAILED", text("{entities(" + times(3_000, func(i int) string { return fmt.Sprintf("w%d: 1 ", i) }) + ") {totalCount}}")},
	{"repeated arguments", "VALIDATION_FAILED", text("{entities(" + strings.Repeat("first: 1 ", 3_000) + ") {totalCount}}")},
	{"directive flood", "SIZE_LIMIT", text("{__typename " + strings.Repeat("@include(if: true) ", 1_500) + "}")},
	{"unknown directive flood", "SIZE_LIMIT", text("{__typename " + strings.Repeat("@a ", 4_000) + "}")},
	{"directives on variables", "SIZE_LIMIT", text("query (" + times(90, func(i int) string { return fmt.Sprintf("$v%d: Int %s", i, strings.Repeat("@a ", 30)) }) + ") {__typename}")},
	{"declared variables", "SIZE_LIMIT", text("query (" + times(2_000, func(i int) string { return fmt.Sprintf("$v%d: Int ", i) }) + ") {__typename}")},
	{"100,000 declared variables", "SIZE_LIMIT", text("query (" + times(100_000, func(i int) string { return fmt.Sprintf("$v%d:Int", i) }) + ") {__typename}")},
	{"100,000 variables", "SIZE_LIMIT", func() *graphql.RawParams {
		vars := map[string]any{}
		for i := range 100_000 {
			vars[fmt.Sprint(i)] = json.Number("1")
		}
		return &graphql.RawParams{Query: "{__typename}", Variables: vars}
	}},
	{"a variable of 100,000 values", "SIZE_LIMIT", func() *graphql.RawParams {
		list := make([]any, 100_000)
		return &graphql.RawParams{Query: "query ($ids: [ID!]!) {nodes(ids: $ids) {id}}", Variables: map[string]any{"ids": list}}
	}},
	{"a variable that nests deeply", "DEPTH_LIMIT", func() *graphql.RawParams {
		var v any = map[string]any{}
		for range 5_000 {
			v = map[string]any{"not": v}
		}
		return &graphql.RawParams{Query: "query ($w: EntityWhere) {entities(where: $w) {totalCount}}", Variables: map[string]any{"w": v}}
	}},
	{"600 clashing fields", "SIZE_LIMIT", text("{" + times(600, func(i int) string { return fmt.Sprintf("a: entities(first: %d) {totalCount} ", i+1) }) + "}")},
	{"clashing fields through fragments", "SIZE_LIMIT", text("{" + times(90, func(i int) string { return fmt.Sprintf("...f%d ", i) }) + "}" +
		times(90, func(i int) string {
			return fmt.Sprintf("fragment f%d on Query {a: entities(first: %d) {totalCount}}", i, i+1)
		}))},
	{"as many clashing fields as are let through", "VALIDATION_FAILED", text("{" + times(10, func(k int) string {
		return times(45, func(i int) string { return fmt.Sprintf("a%d: entities(first: %d) {totalCount} ", k, i+1) })
	}) + "}")},
	{"as many clashing plain fields as are let through", "VALIDATION_FAILED", text("{entity(id: \"a\") {" + times(19, func(k int) string {
		return times(25, func(int) string { return fmt.Sprintf("a%d: id a%d: name ", k, k) })
	}) + "}}")},
	{"clashes with messages within messages", "VALIDATION_FAILED", text("{" + times(2, func(int) string {
		return "a: entities {nodes {" + times(20, func(k int) string {
			return fmt.Sprintf("r%d: relations(first: %d) {x: totalCount y: nodes {z: id}} r%d: relations(first: 9) {x: pageInfo {hasNextPage} y: nodes {z: type}} ", k, k+1, k)
		}) + "}} "
	}) + "}")},
	{"as many fragments in one place as are let through", "", text("{entity(id: \"a\") {" + times(90, func(i int) string { return fmt.Sprintf("...f%d ", i) }) + "}}" +
		times(90, func(i int) string {
			return fmt.Sprintf("fragment f%d on Entity {%s}", i, times(10, func(k int) string { return fmt.Sprintf("a%d: name ", 10*(i%4)+k) }))
		}))},
	{"as many types in one place as are let through", "", text("{entity(id: \"a\") {" + times(48, func(i int) string {
		return []string{"... on Company {id} ", "... on Person {id} ", "... on Actor {id} ", "... on Group {id} ", "... on Entity {id} ", "... on Node {id} "}[i%6]
	}) + "}}")},
	{"clashing fields below clashing fields", "SIZE_LIMIT", text("{" + times(30, func(i int) string {
		return fmt.Sprintf("a: entities(first: %d) {", i+1) + times(30, func(k int) string { return fmt.Sprintf("b: nodes {c%d: id} ", k) }) + "}"
	}) + "}")},
	{"clashes that repeat at each level", "VALIDATION_FAILED", text("{" + times(3, func(i int) string {
		return fmt.Sprintf("a: entities(first: %d) {", i+1) + times(3, func(k int) string {
			return fmt.Sprintf("nodes {r: relations(first: %d) {", k+1) + times(3, func(l int) string {
				return fmt.Sprintf("nodes {x: %s} ", []string{"id", "type", "label"}[l])
			}) + "}}"
		}) + "}"
	}) + "}")},
	{"the same alias with different inputs", "VALIDATION_FAILED", text(`{a: entities(where: {kind: {eq: COMPANY}}) {totalCount} a: entities(where: {kind: {eq: PERSON}}) {totalCount}}`)},
	{"wide introspection", "VALIDATION_FAILED", text("{__schema {types {fields {type {fields {type {fields {type {fields {name}}}}}}}}}}")},
	{"introspection under many names", "SIZE_LIMIT", text("{" + times(100, func(i int) string { return fmt.Sprintf("a%d: ", i) + wholeSchema }) + "}")},
	{"introspection under some names", "COST_LIMIT", text("{" + times(25, func(i int) string { return fmt.Sprintf("a%d: ", i) + wholeSchema }) + "}")},
	{"three times 500", "COST_LIMIT", text("{entities(first: 500) {nodes {relations(first: 500) {nodes {to {relations(first: 500) {nodes {id}}}}}}}}")},
	{"three times 500 by way of claims", "COST_LIMIT", text("{relations(first: 500) {nodes {claims(first: 500) {nodes {fact {claims(first: 500) {nodes {id}}}}}}}}")},
	{"three times 500 as edges", "COST_LIMIT", text("{companies(first: 500) {edges {node {makes(first: 500) {edges {node {... on Product {users(first: 500) {edges {node {id}}}}}}}}}}}")},
	{"500 as often as it fits", "COST_LIMIT", text("{entities(first: 500) {nodes " + nested(5, "{relations(first: 500) {nodes {to ", "{id}", "}}}") + "}}")},
}

// wholeSchema is what tools ask for to know a schema.
const wholeSchema = `__schema {types {name description fields(includeDeprecated: true) {name description args {name description type {name kind ofType {name kind}}} type {name kind ofType {name kind}}} enumValues {name description} inputFields {name description}}} `

func text(query string) func() *graphql.RawParams {
	return func() *graphql.RawParams { return &graphql.RawParams{Query: query} }
}

func TestHostileRequests(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			request := test.request()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			resp := s.execute(t.Context(), request)
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			answer, err := json.Marshal(resp)
			if err != nil {
				t.Fatal(err)
			}
			allocated := after.TotalAlloc - before.TotalAlloc
			code := any("")
			if len(resp.Errors) > 0 {
				code = resp.Errors[0].Extensions["code"]
			}
			if code != test.code {
				t.Errorf("the code is %q, want %q: %.500s", code, test.code, answer)
			}
			if took > 250*time.Millisecond && !raceDetector() || allocated > 32<<20 || len(answer) > 64<<10 {
				t.Errorf("took %v, allocated %d KiB, answered %d bytes", took, allocated>>10, len(answer))
			}
			t.Logf("%v, %d KiB, %d bytes", took, allocated>>10, len(answer))
		})
	}
}

// raceDetector tells whether the test runs under the race detector, which makes
// it slower by an order of magnitude.
func raceDetector() bool {
	info, _ := debug.ReadBuildInfo()
	return slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// The price of a request is told, and is what cost.go says.
func TestCost(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	for _, test := range []struct {
		query, variables string
		cost             int
	}{
		{`{__typename}`, "", 0},
		{`{entity(id: "nightjar") {id name}}`, "", 1},
		{`{stats {version} collections {name}}`, "", 1 + 5},
		{`{entities {nodes {id}}}`, "", 50},
		{`{entities(first: 500) {nodes {id}}}`, "", 500},
		{`{entities(first: 500) {nodes {id aliases {id}}}}`, "", 500 * (1 + 5)},
		{`{entities(first: 30) {edges {cursor}}}`, "", 30},
		{`{entities(first: 30) {pageInfo {endCursor}}}`, "", 30},
		{`{entities(first: 30) {totalCount}}`, "", 1},
		{`{entities(last: 20) {edges {cursor node {id}} pageInfo {endCursor} totalCount}}`, "", 20 + 1},
		{`{entities(first: 10) {nodes {id} edges {node {id}}}}`, "", 10 + 10},
		{`query ($n: Int) {entities(first: $n) {nodes {id}}}`, `{"n": 7}`, 7},
		{`query ($n: Int = 8) {entities(first: $n) {nodes {id}}}`, ``, 8},
		{`query ($ids: [ID!]!) {nodes(ids: $ids) {id}}`, `{"ids": ["a", "b", "c"]}`, 3},
		{`{entities(first: 10) {facets(by: [KIND, COLLECTION], first: 30) {buckets {count}}}}`, "", 2 * 30},
		{`{company(id: "nightjar") {makes {nodes {id}}}}`, "", 1 + 50},
		{`{company(id: "nightjar") {makes(first: 30) {edges {node {id} relation {claims {nodes {source {title}}}}}}}}`, "", 1 + 30*(1+1+50*(1+1))},
		{`{relations(first: 10) {nodes {claims(first: 2) {nodes {id}}}}}`, "", 10 * (1 + 2)},
		{`{relations(first: 10) {nodes {claims(first: 500) {nodes {id}}}}}`, "", 10 * (1 + 500)},
		{`{source(id: "source:nightjar-statement") {claims(first: 500) {nodes {id}}}}`, "", 1 + 500},
		{`{a: entities(first: 10) {nodes {id}} b: entities(first: 10) {nodes {id}}}`, "", 20},
		{`{entities(first: 10) {nodes {id}} ...f} fragment f on Query {entities(first: 10) {nodes {aliases {id}}}}`, "", 10 * (1 + 5)},
		{`query ($no: Boolean = false) {entities(first: 10) {nodes {aliases @include(if: $no) {id} sources @skip(if: true) {nodes {id}}}}}`, "", 10},
		{`{entities(first: 10) {nodes {aliases {id} ... on Company {makes {nodes {id}}} ... on Person {founded {nodes {id}} directs {nodes {id}}}}}}`, "", 10 * (1 + 5 + 2*50)},
		{`{relations(first: 10) {nodes {support {status atLeast}}}}`, "", 10 * (1 + 1)},
		{`{subgraph(ids: ["nightjar"]) {truncated entities {id}}}`, "", 500 + 1 + 100},
		{`{subgraph(ids: ["nightjar"], limit: 10) {entities {id} relations {from {id} to {id}} hidden {entity {id} cursor} stats {layers}}}`, "", 500 + 1 + 10 + 30*3 + 30*2 + 1},
		{`{relations(first: 10) {nodes {support {explanation origins {name sources {id}}}}}}`, "", 10 * (1 + 1 + 2 + 5*(1+2+5))},
		{`{relations(first: 10) {nodes {support {cycles {id}}}}}`, "", 10 * (1 + 1 + 5)},
		{`{properties(first: 10) {nodes {together {atLeast}}}}`, "", 10 * (1 + 1 + 50)},
		{`{source(id: "source:nightjar-statement") {facts(first: 10) {nodes {id}} originOf(first: 20) {totalCount} derivedBy {nodes {id}} citedBy {totalCount} dependents(first: 30) {nodes {id}}}}`, "",
			1 + 50 + 10 + 100 + 1 + 10 + 50 + 10 + 1 + 200 + 30},
		{`{conflicts(first: 10) {totalCount nodes {text}}}`, "", 1_000 + 1 + 10},
		{`{companies(first: 2) {nodes {differences {text}}} relations(first: 3) {nodes {conflicts {text} differences {text}}}}`, "", 2*(1+50+5) + 3*(1+50+5+50+5)},
		{`{companies(first: 2) {nodes {conflicts {text} dossier {markdown}}} relations(first: 3) {nodes {conflicts {text}}}}`, "", 2*(1+50+5+100+1) + 3*(1+50+5)},
		{`{timeline {buckets {facts(first: 3) {nodes {date}}} undated {factCount}}}`, "", 1_000 + 1 + 50*(1+3) + 1},
		{`{diff(from: {}, to: {}, first: 4) {gained nodes {after {id}}}}`, "", 1_000 + 4*(1+1)},
		{`{ifRetracted(sources: []) {facts(first: 5) {nodes {before {atLeast}}}}}`, "", 1_000 + 1 + 5*(1+1)},
		// Honest requests that the default limit lets through.
		{`{entities(first: 50) {nodes {name relations(first: 50) {nodes {type from {name} to {name} claims {nodes {statement source {title} locator {paragraph}}}}}}}}`, "", 50 * (1 + 50*(3+50*3))},
		{`{targetings {nodes {operators {nodes {... on Government {country(first: 1) {nodes {seatOf {nodes {name}}}}}}} targets {nodes {name}}}}}`, "", 50 * (1 + 50*(1+1*(1+50)) + 50)},
	} {
		resp := s.ask(t.Context(), test.query, test.variables)
		if got := resp.Extensions["cost"]; got != test.cost {
			t.Errorf("%s costs %v, want %d (%v)", test.query, got, test.cost, resp.Errors)
		}
	}
	whole := s.ask(t.Context(), introspection, "")
	if cost, _ := whole.Extensions["cost"].(int); cost > graph.DefaultLimits().Cost/4 {
		t.Errorf("reading the schema costs %d", cost)
	}
	if resp := s.ask(t.Context(), `{entities(first: 500) {nodes {relations(first: 500) {nodes {id}}}}}`, ""); resp.Extensions["cost"] != 500*501 {
		t.Errorf("a refused request tells the cost %v", resp.Extensions["cost"])
	}
}

// hub is a firm with so many products, each told of by one report, and so many
// other names.
func hub(products, names int) *kb.ChangeSet {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "hub"}}}
	b.entity(kb.KindCompany, "hub", "Hub", "")
	b.set.Sources = append(b.set.Sources, &kb.Source{ID: "source:report", Kind: kb.SourceReport, Title: "Report"})
	for i := range products {
		id := kb.ID(fmt.Sprintf("product-%03d", i))
		b.entity(kb.KindProduct, id, fmt.Sprintf("Product %d", i), "")
		b.claim(b.relation("hub", kb.Makes, id), "source:report", 1, "It makes it.", nil)
	}
	for i := range names {
		b.claim(b.property("hub", kb.KeyAlias, kb.TextValue{Text: fmt.Sprintf("Name %d", i)}), "source:report", 2, "It is called so.", nil)
	}
	return b.set
}

// Whatever many records have in common is read once and stands in the answer
// many times. Of such requests those that could grow too large are refused at
// once; answers to the others stay within bounds.
func TestRepetitiveRequests(t *testing.T) {
	s := serve(embedded(t, hub(500, 0)), graph.Limits{})
	aliases := func(field string) string {
		return times(50, func(i int) string { return fmt.Sprintf("a%d: %s ", i, field) })
	}
	for _, test := range []struct{ name, code, query string }{
		{"a hub within a hub within a hub", "COST_LIMIT", `{relations(where: {from: {id: {eq: "hub"}}}, first: 40) {nodes {from {relations {nodes {from {relations {nodes {from {relations {nodes {id}}}}}}}}}}}}`},
		{"both ends of a hub under many names", "COST_LIMIT", `{entity(id: "hub") {` + aliases(`relations(first: 500) {nodes {from {relations {edges {cursor}}} to {relations {edges {cursor}}}}}`) + `}}`},
		{"500 within 500, with ends", "COST_LIMIT", `{relations(first: 500) {nodes {from {relations(first: 500) {nodes {from {id} to {id}}}}}}}`},
		{"cursors under many names", "", `{` + aliases(`relations(first: 500) {edges {cursor}}`) + `}`},
		{"500 within 500", "", `{relations(first: 500) {nodes {from {relations(first: 500) {nodes {id}}}}}}`},
		{"cursors of 500 within 500", "COST_LIMIT", `{relations(first: 500) {nodes {from {relations(first: 500) {edges {cursor}}}}}}`}, // in bytes
		{"plain fields under many names", "COST_LIMIT", `{relations(first: 500) {nodes {from {relations(first: 500) {nodes {` + aliases("type") + `}}}}}}`},
		{"a long filter in each bucket of a facet", "COST_LIMIT", `{relations(first: 50) {nodes {from {relations(where: {not: {key: {in: ["` + strings.Repeat(`","`, 450) + `"]}}}) {` + aliases(`facets(by: [TYPE], first: 1) {buckets {a: where b: where c: where d: where e: where f: where}}`) + `}}}}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			resp := s.ask(t.Context(), test.query, "")
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			allocated := after.TotalAlloc - before.TotalAlloc
			code := any("")
			if len(resp.Errors) > 0 {
				code = resp.Errors[0].Extensions["code"]
			}
			if code != test.code {
				t.Errorf("the code is %q, want %q: %v", code, test.code, resp.Errors)
			}
			cost, _ := resp.Extensions["cost"].(int)
			if cost > graph.DefaultLimits().Cost && (took > 250*time.Millisecond && !raceDetector() || allocated > 32<<20) {
				t.Errorf("refusing took %v and allocated %d KiB", took, allocated>>10)
			}
			if allocated > 1<<30 || len(resp.Data) > graph.DefaultLimits().Answer {
				t.Errorf("allocated %d MiB for %d KiB", allocated>>20, len(resp.Data)>>10)
			}
			if code != "" && (resp.Data != nil || len(resp.Errors) != 1) {
				t.Errorf("%d errors beside %.100s", len(resp.Errors), resp.Data)
			}
			t.Logf("cost %d, %v, %d MiB allocated, %d KiB", cost, took, allocated>>20, len(resp.Data)>>10)
		})
	}
}

// What turns out larger than its price ends at the same limit, and so does an
// answer of too many bytes: with one error and no data.
func TestSpending(t *testing.T) {
	store := stored(t, hub(20, 30))
	for _, test := range []struct {
		name, query string
		limits      graph.Limits
		says        string
	}{
		{"records read", `{company(id: "hub") {aliases {id}}}`, graph.Limits{Cost: 25}, "takes more than 25 records"},
		{"objects", `{company(id: "hub") {aliases {id claims(first: 1) {nodes {source {id}}}}}}`, graph.Limits{Cost: 75}, "grew beyond 75 objects"},
		{"bytes", `{relations(first: 20) {nodes {from {name}}}}`, graph.Limits{Answer: 300}, "grew beyond 300 bytes"},
		{"bytes of one text under many names", `{company(id: "hub") {` + times(40, func(i int) string { return fmt.Sprintf("a%d: name ", i) }) + `}}`, graph.Limits{Answer: 300}, "grew beyond 300 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			serve(store, graph.Limits{}).answer(t, test.query, "")
			resp := serve(store, test.limits).ask(t.Context(), test.query, "")
			if len(resp.Errors) != 1 || resp.Data != nil || resp.Extensions["cost"] == nil {
				t.Fatalf("%v beside %s and %v", resp.Errors, resp.Data, resp.Extensions)
			}
			err := resp.Errors[0]
			if err.Extensions["code"] != "COST_LIMIT" || err.Extensions["hint"] == nil || !strings.Contains(err.Message, test.says) {
				t.Errorf("%v: %s", err.Extensions["code"], err.Message)
			}
		})
	}
}

// What is read and not shown is counted, too.
func TestSpendingOnWhatIsNotShown(t *testing.T) {
	s := serve(stored(t, hub(20, 80)), graph.Limits{Cost: 60})
	for _, query := range []string{
		`{company(id: "hub") {properties(first: 1) {nodes {together {atLeast}}}}}`,
		`{source(id: "source:report") {facts(first: 1) {totalCount}}}`,
	} {
		if err := s.refusal(t, query, ""); err.Extensions["code"] != "COST_LIMIT" || !strings.Contains(err.Message, "takes more than 60 records") {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestLimitsCanBeSet(t *testing.T) {
	store := stored(t, sampleSet())
	for _, test := range []struct {
		name, query, variables string
		limits                 graph.Limits
		code                   string
	}{
		{"tokens", `{stats {version}}`, "", graph.Limits{Tokens: 4}, "SIZE_LIMIT"},
		{"depth", `{stats {version}}`, "", graph.Limits{Depth: 1}, "DEPTH_LIMIT"},
		{"cost", `{entities(first: 11) {nodes {id}}}`, "", graph.Limits{Cost: 10}, "COST_LIMIT"},
		{"fields", `{stats {version entities}}`, "", graph.Limits{Fields: 2}, "SIZE_LIMIT"},
		{"definitions", `query a {stats {version}} query b {stats {version}}`, "", graph.Limits{Definitions: 1}, "SIZE_LIMIT"},
		{"directives", `{stats @skip(if: false) {version @skip(if: false)}}`, "", graph.Limits{Directives: 1}, "SIZE_LIMIT"},
		{"variables", `query ($a: ID!, $b: ID!) {a: entity(id: $a) {id} b: entity(id: $b) {id}}`, `{"a": "a", "b": "b"}`, graph.Limits{Variables: 1}, "SIZE_LIMIT"},
		{"values", `query ($a: [ID!]!) {nodes(ids: $a) {id}}`, `{"a": ["a", "b"]}`, graph.Limits{Values: 2}, "SIZE_LIMIT"},
		{"values in the text", `{nodes(ids: ["a", "b"]) {id}}`, ``, graph.Limits{Values: 4}, "SIZE_LIMIT"},
		{"aliases", `{a: stats {version} b: stats {version}}`, "", graph.Limits{Aliases: 1}, "SIZE_LIMIT"},
		{"clashes", `{stats {version} stats {version}}`, "", graph.Limits{Clashes: 1}, "SIZE_LIMIT"},
	} {
		serve(store, graph.Limits{}).ask(t.Context(), test.query, test.variables)
		if resp := serve(store, graph.Limits{}).ask(t.Context(), test.query, test.variables); len(resp.Errors) > 0 && resp.Errors[0].Extensions["code"] == test.code {
			t.Errorf("%s: refused by default", test.name)
		}
		if err := serve(store, test.limits).refusal(t, test.query, test.variables); err.Extensions["code"] != test.code {
			t.Errorf("%s: %v %s", test.name, err.Extensions["code"], err.Message)
		}
	}
}
