package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/analysis"
	"actorgraph/graph"
	"actorgraph/kb"
)

// server answers requests as package httpserver has them answered.
type server struct {
	*graph.Executor
	log *strings.Builder
}

func serve(store kb.Reader, limits graph.Limits) *server {
	return serveKept(store, limits, analysis.Options{})
}

// serveKept also says how the graph is kept.
func serveKept(store kb.Reader, limits graph.Limits, kept analysis.Options) *server {
	s := &server{log: &strings.Builder{}}
	s.Executor = graph.New(graph.Options{
		Store: store, Limits: limits, Analysis: kept, Log: slog.New(slog.NewTextHandler(s.log, nil)),
		RequestID: func(context.Context) string { return "request-7" },
	})
	return s
}

// ask executes one request. Request errors have no data.
func (s *server) ask(ctx context.Context, query string, variables string) *graphql.Response {
	params := &graphql.RawParams{Query: query}
	if variables != "" {
		d := json.NewDecoder(strings.NewReader(variables))
		d.UseNumber()
		if err := d.Decode(&params.Variables); err != nil {
			panic(err)
		}
	}
	return s.execute(ctx, params)
}

func (s *server) execute(ctx context.Context, params *graphql.RawParams) *graphql.Response {
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := s.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		resp := s.DispatchError(graphql.WithOperationContext(ctx, op), errs)
		resp.Data = nil
		return resp
	}
	next, ctx := s.DispatchOperation(ctx, op)
	return next(ctx)
}

// answer is the data that a query without errors gives.
func (s *server) answer(t *testing.T, query, variables string) any {
	t.Helper()
	resp := s.ask(t.Context(), query, variables)
	if len(resp.Errors) > 0 {
		err := resp.Errors[0]
		t.Fatalf("%s: %s (%v) at %v\n%s", query, err.Message, err.Extensions, err.Path, s.log)
	}
	return parse(t, string(resp.Data))
}

func parse(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

// refusal is the one error of a request that is not answered.
func (s *server) refusal(t *testing.T, query, variables string) *gqlerror.Error {
	t.Helper()
	resp := s.ask(t.Context(), query, variables)
	if len(resp.Errors) == 0 {
		t.Fatalf("%.200s: no error, but %.200s", query, resp.Data)
	}
	return resp.Errors[0]
}

// question is a query and its answer, written by hand.
type question struct{ name, query, variables, want string }

func (s *server) check(t *testing.T, questions []question) {
	t.Helper()
	for _, q := range questions {
		t.Run(q.name, func(t *testing.T) {
			if diff := cmp.Diff(parse(t, q.want), s.answer(t, q.query, q.variables)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", q.query, diff)
			}
		})
	}
}

func TestByID(t *testing.T) { onEachStore(t, testByID) }

func testByID(t *testing.T, s *server) {
	s.check(t, []question{
		{"entity", `{entity(id: "nightjar") {__typename id kind name summary degree collections}}`, "",
			`{"entity": {"__typename": "Company", "id": "nightjar", "kind": "COMPANY", "name": "Nightjar", "summary": "Maker of surveillance software.", "degree": 8, "collections": ["heron-affair"]}}`},
		{"unknown", `{entity(id: "nobody") {id} node(id: "claim:nobody") {id} fact(id: "relation:nobody") {id}}`, "",
			`{"entity": null, "node": null, "fact": null}`},
		{"of another kind", `{company(id: "heron") {id} product(id: "heron") {id summary}}`, "",
			`{"company": null, "product": {"id": "heron", "summary": null}}`},
		{"nodes keep their order", `{nodes(ids: ["heron", "source:nightjar-statement", "nobody", "heron"]) {__typename id}}`, "",
			`{"nodes": [{"__typename": "Product", "id": "heron"}, {"__typename": "Source", "id": "source:nightjar-statement"}, null, {"__typename": "Product", "id": "heron"}]}`},
	})
}

// Requests that run at once don't mix, though they share what is remembered of
// their texts.
func TestRequestsAtOnce(t *testing.T) {
	s := serve(embedded(t, rows(5)), graph.Limits{})
	queries := []string{
		`{companies {totalCount nodes {name makes {nodes {name} edges {relation {claims {nodes {statement source {title}}}}}}}}}`,
		`query ($id: ID!) {entity(id: $id) {name aliases {value {... on TextValue {text}}} relations {nodes {from {name} to {name}}}}}`,
		`{search(text: "firm") {nodes {matched}} claims(first: 7) {edges {cursor} facets(by: [STANCE]) {buckets {value count}}}}`,
	}
	ask := func(i int) string {
		return string(s.ask(t.Context(), queries[i%len(queries)], fmt.Sprintf(`{"id": "firm-%03d"}`, i%5)).Data)
	}
	const n = 60
	var want [n]string
	for i := range n {
		want[i] = ask(i)
	}
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			if got := ask(i); got != want[i] {
				t.Errorf("request %d: %s, want %s", i, got, want[i])
			}
		})
	}
	all.Wait()
}
