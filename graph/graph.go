package graph

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/analysis"
	"actorgraph/graph/model"
	"actorgraph/kb"
	"actorgraph/text"
)

// Options are what an Executor is made of.
type Options struct {
	Store     kb.Reader
	Limits    Limits                       // the zero Limits are the defaults
	Analysis  analysis.Options             // how the graph is kept that paths are found in
	Log       *slog.Logger                 // hears in full of what clients are not told
	RequestID func(context.Context) string // names the request in errors and in the log; optional
}

// Executor answers GraphQL requests. It is gqlgen's executor with the checks of
// this package before it. Several goroutines may use it at once.
type Executor struct {
	*executor.Executor
	store  kb.Reader
	schema *ast.Schema
	limits Limits
	known  *documents
	turns  chan struct{} // places for large answers
	kept   *model.Kept
	keeper *analysis.Keeper
}

var _ graphql.GraphExecutor = (*Executor)(nil)

// New makes an Executor.
func New(o Options) *Executor {
	es := NewExecutableSchema(Config{Resolvers: resolvers{}})
	e := &Executor{
		Executor: executor.New(es), store: o.Store, schema: es.Schema(),
		limits: o.Limits.withDefaults(), known: newDocuments(),
		turns: make(chan struct{}, runtime.GOMAXPROCS(0)), kept: model.NewKept(), keeper: analysis.NewKeeper(o.Store, o.Analysis),
	}
	e.SetQueryCache(e.known)
	e.SetParserTokenLimit(e.limits.Tokens)
	e.SetErrorPresenter(presenter{o.Log, o.RequestID, e.limits}.present)
	e.SetRecoverFunc(func(_ context.Context, cause any) error {
		return fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
	})
	e.Use(extension.Introspection{})
	e.AroundResponses(tellCost)
	e.AroundResponses(tellLens)
	e.AroundFields(spend)
	return e
}

// resolvers is the root of what gqlgen calls. Only Query is resolved there.
type resolvers struct{}

// Query implements ResolverRoot.
func (resolvers) Query() QueryResolver { return query{} }

// highlight finds what a search found in a text.
func highlight(matched, query string) []model.Span {
	var spans []model.Span
	for _, s := range text.Spans(matched, query) {
		spans = append(spans, model.Span(s))
	}
	return spans
}

// CreateOperationContext implements [graphql.GraphExecutor]: it checks a request
// before anything of it is executed.
func (e *Executor) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	if err := e.admit(ctx, params); err != nil {
		return &graphql.OperationContext{}, gqlerror.List{err}
	}
	op, errs := e.Executor.CreateOperationContext(ctx, params)
	op.Stats.SetExtension(tallyExtension, new(atomic.Int64))
	if len(errs) > 0 {
		if op.Doc != nil && op.Operation == nil {
			return op, gqlerror.List{whichOperation(op)}
		}
		return op, e.limits.shorten(errs)
	}
	if err := checkVariables(e.schema, op); err != nil {
		return op, gqlerror.List{err}
	}
	cost, wrong := priceOf(e.schema, op)
	op.Stats.SetExtension(costExtension, cost)
	if wrong != nil {
		return op, gqlerror.List{wrong}
	}
	if cost > e.limits.Cost {
		return op, gqlerror.List{e.limits.tooCostly(cost)}
	}
	if err := e.readLens(ctx, op); err != nil {
		return op, gqlerror.List{err}
	}
	return op, nil
}

// whichOperation is the refusal of a request that does not say which of its
// operations is meant, or names one that it does not have.
func whichOperation(op *graphql.OperationContext) *gqlerror.Error {
	var names []string
	for _, o := range op.Doc.Operations {
		names = append(names, cmp.Or(o.Name, "one without a name"))
	}
	has := strings.Join(names, ", ")
	const hint = "operationName stands beside query and variables."
	if op.OperationName == "" {
		return refusal(codeValidationFailed, hint, "The request has %d operations: say by operationName which of them to answer: %s.", len(names), has)
	}
	return refusal(codeValidationFailed, hint, "The request has no operation %s; it has %s.", op.OperationName, has)
}

// admit measures a request before gqlgen sees it.
func (e *Executor) admit(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if err := e.limits.measureVariables(params.Variables); err != nil {
		return err
	}
	plainNumbers(params.Variables)
	if _, ok := e.known.Get(ctx, params.Query); ok {
		return nil
	}
	return e.limits.measure(params.Query)
}
