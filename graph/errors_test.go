package graph_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"actorgraph/graph"
	"actorgraph/kb"
)

func TestRefusals(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	for _, test := range []struct {
		name, query, variables string
		code, says             string
		executed               bool // the error is beside data
	}{
		{"no GraphQL", `{entities`, "", "PARSE_FAILED", "Expected", false},
		{"nothing", ``, "", "VALIDATION_FAILED", "no operation", false},
		{"unknown field", `{entites {totalCount}}`, "", "VALIDATION_FAILED", `Did you mean "entities"`, false},
		{"unknown argument", `{entities(filter: {}) {totalCount}}`, "", "VALIDATION_FAILED", `"filter"`, false},
		{"unknown enum", `{entities(where: {kind: {eq: FIRM}}) {totalCount}}`, "", "VALIDATION_FAILED", `"FIRM"`, false},
		{"unknown key", `{entity(id: "a") {properties(keys: [NICKNAME]) {totalCount}}}`, "", "VALIDATION_FAILED", `"NICKNAME"`, false},
		{"unknown operator", `{entities(where: {name: {like: "x"}}) {totalCount}}`, "", "VALIDATION_FAILED", `"like"`, false},
		{"unknown order", `{entities(orderBy: [{by: AGE}]) {totalCount}}`, "", "VALIDATION_FAILED", `"AGE"`, false},
		{"two operators", `{entities(where: {name: {eq: "a", contains: "b"}}) {totalCount}}`, "", "VALIDATION_FAILED", "exactly one", false},
		{"no operator", `{entities(where: {name: {}}) {totalCount}}`, "", "VALIDATION_FAILED", "exactly one", false},
		{"an operator of null", `{entities(where: {name: {eq: null}}) {totalCount}}`, "", "VALIDATION_FAILED", "non-null", false},
		{"two operations", `query A {stats {version}} query B {stats {version}}`, "", "VALIDATION_FAILED", "The request has 2 operations: say by operationName which of them to answer: A, B.", false},
		{"a mutation", `mutation {load}`, "", "VALIDATION_FAILED", "mutation", false},

		{"two operators in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"name": {"eq": "a", "contains": "b"}}}`, "VALIDATION_FAILED", "$w.name: of a StringFilter exactly one", false},
		{"two operators deep in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"or": [{}, {"relations": {"some": {}, "none": {}}}]}}`, "VALIDATION_FAILED", "$w.or[1].relations: of a RelationsFilter exactly one", false},
		{"an operator of null beside one in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"name": {"eq": "a", "contains": null}}}`, "VALIDATION_FAILED", "exactly one", false},
		{"an operator of null in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"name": {"eq": null}}}`, "VALIDATION_FAILED", "exactly one", false},
		{"no operator in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"name": {}}}`, "VALIDATION_FAILED", "exactly one", false},
		{"an unknown member in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"nam": {"eq": "a"}}}`, "VALIDATION_FAILED", "$w.nam: unknown field", false},
		{"an unknown enum in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"kind": {"eq": "FIRM"}}}`, "VALIDATION_FAILED", "FIRM is not a valid EntityKind", false},
		{"an enum in lower case in a variable", `query ($w: EntityWhere) {entities(where: $w) {totalCount}}`, `{"w": {"kind": {"in": ["company"]}}}`, "VALIDATION_FAILED", `$w.kind.in[0]: "company" is no EntityKind`, false},
		{"a direction in lower case in a variable", `query ($o: [EntityOrder!]) {entities(orderBy: $o) {totalCount}}`, `{"o": [{"by": "NAME", "direction": "desc"}]}`, "VALIDATION_FAILED", `"desc" is no OrderDirection`, false},
		{"a number for a text", `query ($t: String!) {search(text: $t) {totalCount}}`, `{"t": 7}`, "VALIDATION_FAILED", "$t: cannot use int64 as String", false},
		{"a fraction for a whole number", `query ($n: Int) {entities(first: $n) {totalCount}}`, `{"n": 1.5}`, "VALIDATION_FAILED", "$n", false},
		{"a number that no computer holds", `query ($n: Int) {entities(first: $n) {totalCount}}`, `{"n": 1e999}`, "VALIDATION_FAILED", "$n", false},
		{"a missing variable", `query ($id: ID!) {entity(id: $id) {id}}`, ``, "VALIDATION_FAILED", "$id: must be defined", false},

		{"first out of range", `{entities(first: 501) {nodes {id}}}`, "", "BAD_REQUEST", "first must be between 1 and 500, not 501", false},
		{"first of nothing", `{entities(first: 0) {nodes {id}}}`, "", "BAD_REQUEST", "first must be between 1 and 500, not 0", false},
		{"last out of range", `{claims(last: -1) {nodes {id}}}`, "", "BAD_REQUEST", "last must be between 1 and 500, not -1", false},
		{"first and last", `{claims(first: 1, last: 1) {nodes {id}}}`, "", "BAD_REQUEST", "first and last", false},
		{"first of a search", `{search(text: "a", first: 1000) {totalCount}}`, "", "BAD_REQUEST", "between 1 and 500", false},
		{"first of changes", `{changes(since: 0, first: 1000) {nodes {id}}}`, "", "BAD_REQUEST", "between 1 and 500", false},
		{"since before the first", `{changes(since: -1) {nodes {id}}}`, "", "BAD_REQUEST", "since must be 0 or more, not -1", false},
		{"buckets out of range", `{entities {facets(by: [KIND], first: 501) {by}}}`, "", "BAD_REQUEST", "between 1 and 500", false},
		{"a facet twice", `{entities {facets(by: [KIND, KIND]) {by}}}`, "", "BAD_REQUEST", "KIND twice", true},
		{"too many ids", `query ($ids: [ID!]!) {nodes(ids: $ids) {id}}`, `{"ids": [` + strings.Repeat(`"a",`, 500) + `"a"]}`, "BAD_REQUEST", "at most 500 ids", false},
		{"the same order twice", `{entities(orderBy: [{by: NAME}, {by: NAME}]) {nodes {id}}}`, "", "BAD_REQUEST", "NAME twice", true},
		{"no id", `{entity(id: "No Such") {id}}`, "", "BAD_REQUEST", "lower-case letters", true},
		{"no id in a filter", `{relations(where: {from: {id: {eq: "A"}}}) {totalCount}}`, "", "BAD_REQUEST", "lower-case letters", true},
		{"no date", `{relations(where: {since: {possibly: {after: "yesterday"}}}) {totalCount}}`, "", "BAD_REQUEST", `"yesterday" is no date`, true},
		{"a long search", `{search(text: "` + strings.Repeat("x", 201) + `") {totalCount}}`, "", "BAD_REQUEST", "200", true},
		{"a long list in a filter", `query ($ids: [ID!]!) {entities(where: {id: {in: $ids}}) {totalCount}}`, `{"ids": [` + strings.Repeat(`"a",`, 500) + `"a"]}`, "BAD_REQUEST", "at most 500", true},

		{"a garbled cursor", `{entities(after: "garbage") {nodes {id}}}`, "", "CURSOR_INVALID", "cursor", true},
		{"a long cursor", `{entities(after: "` + strings.Repeat("x", 9_000) + `") {nodes {id}}}`, "", "CURSOR_INVALID", "cursor", true},
		{"a garbled cursor of a search", `{search(text: "a", after: "garbage") {nodes {matched}}}`, "", "CURSOR_INVALID", "cursor", true},
		{"a garbled cursor of changes", `{changes(since: 0, after: "garbage") {nodes {id}}}`, "", "CURSOR_INVALID", "cursor", true},
		{"a garbled cursor below", `{entity(id: "nightjar") {relations(before: "garbage", last: 3) {nodes {id}}}}`, "", "CURSOR_INVALID", "cursor", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			resp := s.ask(t.Context(), test.query, test.variables)
			if len(resp.Errors) == 0 {
				t.Fatalf("no error: %s", resp.Data)
			}
			err := resp.Errors[0]
			if err.Extensions["code"] != test.code || !strings.Contains(err.Message, test.says) {
				t.Errorf("%v %q, want %s with %q", err.Extensions["code"], err.Message, test.code, test.says)
			}
			if hint, _ := err.Extensions["hint"].(string); hint == "" {
				t.Error("no hint")
			}
			if err.Extensions["requestId"] != "request-7" {
				t.Errorf("the request's id is %v", err.Extensions["requestId"])
			}
			if (resp.Data != nil) != test.executed {
				t.Errorf("data is %s", resp.Data)
			}
			if s.log.Len() > 0 {
				t.Errorf("the log has %s", s.log)
			}
		})
	}
}

// Who gives two comparisons where one belongs is told how to ask for both.
func TestHintOfTwoComparisons(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	for query, variables := range map[string]string{
		`{claims(where: {paragraph: {gte: 5, lte: 7}}) {totalCount}}`:                                          ``,
		`query ($w: ClaimWhere) {claims(where: $w) {totalCount}}`:                                              `{"w": {"paragraph": {"gte": 5, "lte": 7}}}`,
		`query ($kind: EntityKind) {entities(where: {kind: {eq: $kind}}) {totalCount}}`:                        `{"kind": "COMPANY"}`,
		`{sources(where: {published: {certainly: {after: "2021"}, possibly: {before: "2022"}}}) {totalCount}}`: ``,
	} {
		if hint, _ := s.refusal(t, query, variables).Extensions["hint"].(string); !strings.Contains(hint, "and: [{…}, {…}]") {
			t.Errorf("%s: the hint is %q", query, hint)
		}
	}
}

// An operation that is named has to be there.
func TestUnknownOperation(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	resp := s.execute(t.Context(), &graphql.RawParams{Query: `query A {stats {version}}`, OperationName: "B"})
	if len(resp.Errors) != 1 || resp.Errors[0].Message != "The request has no operation B; it has A." {
		t.Errorf("errors: %v", resp.Errors)
	}
}

// A cursor belongs to one question: list, parent, filter and order. How many
// records are asked for does not matter.
func TestCursorsOfOtherQuestions(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	cursorOf := func(query string) string {
		data := s.answer(t, query, "").(map[string]any)
		for {
			next, ok := data["in"].(map[string]any)
			if !ok {
				return data["list"].(map[string]any)["pageInfo"].(map[string]any)["startCursor"].(string)
			}
			data = next
		}
	}
	const info = `{pageInfo {startCursor}}`
	for _, test := range []struct{ name, from, to string }{
		{"another filter", `{list: entities(where: {degree: {gt: 1}}) ` + info + `}`, `{entities(where: {degree: {gt: 2}}, after: %q) {nodes {id}}}`},
		{"no filter", `{list: entities(where: {degree: {gt: 1}}) ` + info + `}`, `{entities(after: %q) {nodes {id}}}`},
		{"another order", `{list: entities(orderBy: [{by: NAME}]) ` + info + `}`, `{entities(orderBy: [{by: NAME, direction: DESC}], after: %q) {nodes {id}}}`},
		{"a lens", `{list: entities ` + info + `}`, `query @lens(minOrigins: 0, detected: true) {entities(after: %q) {nodes {id}}}`},
		{"another day", `query @lens(knownAt: "2031-05-04") {list: entities ` + info + `}`, `query @lens(knownAt: "2031-05-05") {entities(after: %q) {nodes {id}}}`},
		{"a search under a lens", `{list: search(text: "heron") ` + info + `}`, `query @lens(knownAt: "2031-05-05") {search(text: "heron", after: %q) {nodes {matched}}}`},
		{"another list of a source", `{in: source(id: "source:morning-post-2031-05-04") {list: facts ` + info + `}}`, `{source(id: "source:morning-post-2031-05-04") {originOf(after: %q) {nodes {id}}}}`},
		{"the list of another source", `{in: source(id: "source:morning-post-2031-05-04") {list: facts ` + info + `}}`, `{source(id: "source:nightjar-statement") {facts(after: %q) {nodes {id}}}}`},
		{"another kind", `{list: companies ` + info + `}`, `{people(after: %q) {nodes {id}}}`},
		{"another class", `{list: relations ` + info + `}`, `{claims(after: %q) {nodes {id}}}`},
		{"another entity", `{in: company(id: "nightjar") {list: relations ` + info + `}}`, `{product(id: "heron") {relations(after: %q) {nodes {id}}}}`},
		{"another link", `{in: company(id: "nightjar") {list: makes ` + info + `}}`, `{company(id: "nightjar") {sales(after: %q) {nodes {id}}}}`},
		{"another search", `{list: search(text: "heron") ` + info + `}`, `{search(text: "nightjar", after: %q) {nodes {matched}}}`},
		{"a search under another filter", `{list: search(text: "heron") ` + info + `}`, `{search(text: "heron", where: {kind: {eq: DEAL}}, after: %q) {nodes {matched}}}`},
		{"changes since another version", `{list: changes(since: 0) ` + info + `}`, `{changes(since: 1, after: %q) {nodes {id}}}`},
		{"changes for a list", `{list: changes(since: 0) ` + info + `}`, `{entities(after: %q) {nodes {id}}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := s.refusal(t, fmt.Sprintf(test.to, cursorOf(test.from)), "")
			if err.Extensions["code"] != "CURSOR_INVALID" {
				t.Errorf("%v %s", err.Extensions["code"], err.Message)
			}
		})
	}
	cursor := cursorOf(`{list: entities(first: 3) ` + info + `}`)
	s.check(t, []question{{"another size of page", fmt.Sprintf(`{entities(first: 1, after: %q) {nodes {id}}}`, cursor), "", `{"entities": {"nodes": [{"id": "arland"}]}}`}})
}

// broken is a store whose reads of entities fail.
type broken struct {
	kb.Store
	err   error
	panic bool
}

func (b broken) Entities() kb.Records[kb.Entity, kb.EntityWhere] { return b }

func (b broken) fail(ctx context.Context) error {
	if b.panic {
		panic(b.err)
	}
	if b.err == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	return b.err
}

func (b broken) Get(ctx context.Context, _ []kb.ID) ([]*kb.Entity, error) { return nil, b.fail(ctx) }
func (b broken) Find(ctx context.Context, _ kb.Query[kb.EntityWhere]) ([]kb.Page[kb.Entity], error) {
	return nil, b.fail(ctx)
}
func (b broken) Count(ctx context.Context, _ kb.Query[kb.EntityWhere]) ([]int, error) {
	return nil, b.fail(ctx)
}
func (b broken) Facet(ctx context.Context, _ kb.Query[kb.EntityWhere], _ kb.FacetKey, _ int) ([][]kb.Bucket, error) {
	return nil, b.fail(ctx)
}
func (b broken) Scan(ctx context.Context, _ *kb.EntityWhere) iter.Seq2[*kb.Entity, error] {
	return func(yield func(*kb.Entity, error) bool) { yield(nil, b.fail(ctx)) }
}

func TestStoreErrors(t *testing.T) {
	const secret = "dial tcp db.internal: password hunter2"
	for _, test := range []struct {
		name   string
		store  broken
		code   string
		logged bool
	}{
		{"unavailable", broken{err: fmt.Errorf("%w: %s", kb.ErrUnavailable, secret)}, "STORE_UNAVAILABLE", true},
		{"closed", broken{err: kb.ErrClosed}, "STORE_UNAVAILABLE", false},
		{"conflict", broken{err: fmt.Errorf("%w: changed meanwhile", kb.ErrConflict)}, "CONFLICT", false},
		{"cancelled", broken{err: fmt.Errorf("%s: %w", secret, context.Canceled)}, "CANCELLED", true},
		{"unknown", broken{err: errors.New(secret)}, "INTERNAL", true},
		{"panic", broken{err: errors.New(secret), panic: true}, "INTERNAL", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.store.Store = stored(t, sampleSet())
			s := serve(test.store, graph.Limits{})
			for _, query := range []string{
				`{entity(id: "nightjar") {id}}`, `{entities {nodes {id}}}`, `{entities {totalCount}}`, `{entities {facets(by: [KIND]) {by}}}`,
				`{relations(first: 1) {nodes {from {id}}}}`, `{claims(where: {attributedTo: {isNull: false}}) {nodes {attributedTo {id}}}}`,
			} {
				err := s.refusal(t, query, "")
				if err.Extensions["code"] != test.code {
					t.Errorf("%s: %v %s", query, err.Extensions["code"], err.Message)
				}
				if strings.Contains(fmt.Sprint(err.Message, err.Extensions), "hunter2") {
					t.Errorf("%s: the client is told %q", query, err.Message)
				}
				log := s.log.String()
				if test.logged && !(strings.Contains(log, "hunter2") && strings.Contains(log, "request-7")) {
					t.Errorf("%s: the log is %s", query, log)
				}
				s.log.Reset()
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	s := serve(broken{Store: stored(t, sampleSet())}, graph.Limits{}) // waits for its context
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	began := time.Now()
	resp := s.ask(ctx, `{stats {version} entities(first: 2) {nodes {id}} relations {nodes {from {id}}}}`, "")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if resp == nil || len(resp.Errors) == 0 {
		t.Fatalf("no error: %v", resp)
	}
	for _, err := range resp.Errors {
		if err.Extensions["code"] != "TIMEOUT" {
			t.Errorf("%v: %s", err.Extensions["code"], err.Message)
		}
	}
}

// A record that goes between two reads of one request is a conflict, not a crash.
func TestRecordsThatGo(t *testing.T) {
	full, empty := stored(t, sampleSet()), stored(t)
	s := serve(half{full, empty}, graph.Limits{})
	for _, query := range []string{
		`{relations(first: 1) {nodes {to {id}}}}`, `{properties {nodes {entity {id}}}}`, `{sources {nodes {publishers {id}}}}`,
		`{claims(where: {attributedTo: {isNull: false}}) {nodes {attributedTo {id}}}}`,
	} {
		if err := s.refusal(t, query, ""); err.Extensions["code"] != "CONFLICT" || !strings.Contains(err.Message, "removed") {
			t.Errorf("%s: %v %s", query, err.Extensions["code"], err.Message)
		}
	}
}

// half is a store from which all entities have gone.
type half struct {
	kb.Store
	gone kb.Store
}

func (h half) Entities() kb.Records[kb.Entity, kb.EntityWhere] { return h.gone.Entities() }

func TestManyErrors(t *testing.T) {
	s := serve(broken{Store: stored(t, sampleSet()), err: kb.ErrClosed}, graph.Limits{})
	resp := s.ask(t.Context(), `{relations {nodes {from {id} to {id}}} claims {nodes {attributedTo {id}}}}`, "")
	if n := len(resp.Errors); n > 20 {
		t.Errorf("%d errors, want at most 20", n)
	}
	// Errors of validation are told together, up to the bound.
	for n, want := range map[int]int{1: 1, 7: 7, 19: 19, 40: 20} {
		resp := s.ask(t.Context(), "{"+times(n, func(i int) string { return fmt.Sprintf("wrong%d ", i) })+"}", "")
		if len(resp.Errors) != want {
			t.Errorf("%d wrong fields: %d errors, want %d", n, len(resp.Errors), want)
		}
		last := resp.Errors[len(resp.Errors)-1]
		if more := strings.Contains(last.Message, "more errors"); more != (n > 20) {
			t.Errorf("%d wrong fields: the last error is %q", n, last.Message)
		}
	}
	long := s.refusal(t, `{entity(id: 1, `+strings.Repeat("y", 60)+`: "`+strings.Repeat("é", 2_000)+`") {id}}`, "")
	if len(long.Message) > 510 || !slices.Contains([]any{"VALIDATION_FAILED"}, long.Extensions["code"]) {
		t.Errorf("%d bytes: %s", len(long.Message), long.Message)
	}
}
