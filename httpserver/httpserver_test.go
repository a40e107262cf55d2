package httpserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.uber.org/goleak"

	"actorgraph/httpserver"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A schema is a graphql.ExecutableSchema made by hand, with a field for each
// thing that can happen.
type schema struct {
	started  chan struct{} // receives when "wait" has begun
	release  chan struct{} // lets "wait" end
	deferred int           // how much of a deferred answer was taken
}

func newSchema() *schema {
	return &schema{started: make(chan struct{}, 100), release: make(chan struct{})}
}

var parsedSchema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query {
		echo(text: String): String
		wait: String      # until released, or until the context ends
		broken: String    # an error beside data
		fatal: String!    # an error and data: null
		refused: String   # an error without data, as of an answer that was dropped
		panic: String
		later: String
	}
	type Mutation { touch: String }
	type Subscription { tick: String }
`})

func (s *schema) Schema() *ast.Schema { return parsedSchema }

func (s *schema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s *schema) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	calls := 0
	return func(ctx context.Context) *graphql.Response {
		calls++
		data := map[string]any{}
		for _, sel := range op.Operation.SelectionSet {
			field := sel.(*ast.Field)
			var value any
			switch field.Name {
			case "__typename":
				value = field.ObjectDefinition.Name
			case "echo":
				value = field.ArgumentMap(op.Variables)["text"]
			case "wait":
				s.started <- struct{}{}
				select {
				case <-s.release:
					value = "released"
				case <-ctx.Done():
					graphql.AddError(ctx, ctx.Err())
				}
			case "broken":
				graphql.AddError(ctx, gqlerror.Errorf("it broke"))
			case "fatal":
				graphql.AddError(ctx, gqlerror.Errorf("it broke"))
				return &graphql.Response{Data: []byte("null")}
			case "refused":
				return &graphql.Response{Errors: gqlerror.List{{
					Message: "the answer is too large", Extensions: map[string]any{"code": "COST_LIMIT"},
				}}}
			case "panic":
				panic("a secret of ours")
			case "later":
				if s.deferred = calls; calls < 3 {
					more := true
					return &graphql.Response{Data: []byte("{}"), HasNext: &more}
				}
				return nil
			}
			data[field.Alias] = value
		}
		text, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		return &graphql.Response{Data: text}
	}
}

// A site is a server on a loopback port.
type site struct {
	url    string
	schema *schema
	stop   func() // ends it and waits
	log    *logText
}

type settings struct {
	limits httpserver.Limits
	charts shelf
	guard  *httpserver.Guard
	pages  http.HandlerFunc
	ready  func(context.Context) error
}

func start(t *testing.T, set settings) *site {
	t.Helper()
	s := &site{schema: newSchema(), log: &logText{}}
	log := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if set.guard == nil {
		set.guard = guard(t, true, nil, "")
	}
	if set.pages == nil {
		set.pages = http.NotFound
	}
	if set.ready == nil {
		set.ready = func(context.Context) error { return nil }
	}
	routes := httpserver.Routes{
		GraphQL: httpserver.GraphQL(executor.New(s.schema), set.limits),
		Charts:  httpserver.Charts(set.charts, set.charts.fault, log, set.limits),
		Pages:   set.pages,
		Ready:   set.ready,
		Metrics: httpserver.NewMetrics([]string{"Known"}),
		Guard:   set.guard,
		Log:     log,
	}
	ln := listen(t)
	s.url = "http://" + ln.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	srv := &httpserver.Server{Handler: routes.Handler(), Grace: time.Minute, Log: log}
	go func() { served <- srv.Serve(ctx, ln) }()
	s.stop = sync.OnceFunc(func() {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(s.stop)
	return s
}

func guard(t *testing.T, local bool, origins []string, token string) *httpserver.Guard {
	t.Helper()
	g, err := httpserver.NewGuard(local, origins, token)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

// logText is a log that can be read while it is written.
type logText struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// An answer is a response, read.
type answer struct {
	*http.Response
	text string
	keys []string // of the JSON object, sorted

	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions struct{ Code, Hint, RequestID string }
	}
}

// code is that of the first error.
func (a *answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

func request(t *testing.T, method, url, body string, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func do(t *testing.T, r *http.Request) *answer {
	t.Helper()
	a, err := try(r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func try(r *http.Request) (*answer, error) {
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	a := &answer{Response: resp, text: string(text)}
	if len(text) > 0 && strings.Contains(resp.Header.Get("Content-Type"), "json") {
		var object map[string]json.RawMessage
		if err := errors.Join(json.Unmarshal(text, &object), json.Unmarshal(text, a)); err != nil {
			return nil, err
		}
		a.keys = slices.Sorted(maps.Keys(object))
	}
	return a, nil
}

// post asks a query in the specification's own media type.
func (s *site) post(t *testing.T, query string, header ...string) *answer {
	t.Helper()
	return do(t, s.query(t, query, header...))
}

func (s *site) query(t *testing.T, query string, header ...string) *http.Request {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	return request(t, "POST", s.url+"/graphql", string(body), append([]string{
		"Content-Type", "application/json", "Accept", "application/graphql-response+json",
	}, header...)...)
}
