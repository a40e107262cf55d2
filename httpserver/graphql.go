package httpserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// GraphQL answers GraphQL over HTTP with exec, gqlgen's *executor.Executor or
// one like it: queries and mutations as JSON by POST, queries by GET. It
// follows the specification's draft (https://graphql.github.io/graphql-over-http/)
// and passes the audits of the npm package graphql-http (.ci/graphql-http).
//
// exec must heed its context: the limit of time is the context's deadline.
func GraphQL(exec graphql.GraphExecutor, lim Limits) http.Handler {
	lim = lim.withDefaults()
	return &graphqlHandler{exec: exec, lim: lim, gate: newGate(lim)}
}

type graphqlHandler struct {
	exec graphql.GraphExecutor
	lim  Limits
	gate *gate
}

func (h *graphqlHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		methodNotAllowed(w, r, "GET, POST", "GraphQL is asked by GET or POST.")
		return
	}
	media, ok := negotiate(r.Header.Values("Accept"))
	if !ok {
		writeProblem(w, r, &problem{http.StatusNotAcceptable, codeNotAcceptable,
			"Answers are JSON; the Accept header admits none.",
			"Accept " + mediaGraphQL + " or " + mediaJSON + "."})
		return
	}

	// The body is read before a place is taken: who sends slowly holds up nobody.
	start := graphql.Now()
	var body []byte
	if r.Method == http.MethodPost {
		var p *problem
		if body, p = readBody(w, r, h.lim); p != nil {
			writeProblem(w, r, p)
			return
		}
	} else {
		// See readBody.
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	}
	if !h.gate.enter(r.Context()) {
		w.Header().Set("Retry-After", "1")
		writeProblem(w, r, &problem{http.StatusServiceUnavailable, codeOverloaded,
			"The server is busy with other requests.", "Try again in a second."})
		return
	}
	defer h.gate.leave()

	params, p := h.parameters(r, body)
	if p != nil {
		writeProblem(w, r, p)
		return
	}
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	resp, err := h.execute(r, params)
	if errors.Is(err, errNotByGet) {
		methodNotAllowed(w, r, http.MethodPost, "Only queries are executed by GET.")
		return
	}
	writeResponse(w, r, media, statusOf(media, resp), resp)
}

func (h *graphqlHandler) parameters(r *http.Request, body []byte) (*graphql.RawParams, *problem) {
	if r.Method == http.MethodPost {
		return paramsFromBody(body, h.lim)
	}
	return paramsFromURL(r.URL)
}

var errNotByGet = errors.New("not a query, and asked by GET")

// execute has the executor answer a well-formed request. Its only error is
// errNotByGet; whatever else goes wrong is in the response.
func (h *graphqlHandler) execute(r *http.Request, params *graphql.RawParams) (*graphql.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), h.lim.Time)
	defer cancel()
	ctx = graphql.StartOperationTrace(ctx)

	op, errs := h.exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		resp := h.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
		resp.Data = nil // nothing was executed
		return resp, nil
	}
	recordOf(ctx).operation = op.Operation.Name
	switch {
	case r.Method == http.MethodGet && op.Operation.Operation != ast.Query:
		return nil, errNotByGet
	case op.Operation.Operation == ast.Subscription:
		return badRequest("Subscriptions are not served here.", "Ask with a query.").response(), nil
	}

	next, opCtx := h.exec.DispatchOperation(ctx, op)
	resp := next(opCtx)
	if resp != nil && resp.HasNext != nil && *resp.HasNext {
		// The rest must be taken, or the goroutines that make it never end.
		for next(opCtx) != nil {
		}
		return badRequest("Answers come in one piece.", "Leave out @defer.").response(), nil
	}
	switch {
	case resp != nil && len(resp.Errors) == 0:
		return resp, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		// One error for the whole, instead of one for each field that came too
		// late, and no data that lacks something here and there.
		return (&problem{
			code:    codeTimeout,
			message: fmt.Sprintf("The request took longer than %v.", h.lim.Time),
			hint:    "Ask for less at once: smaller pages, fewer levels.",
		}).response(), nil
	case resp == nil: // the client has left, or the executor has nothing to say
		return (&problem{code: codeInternal, message: "The request was not answered."}).response(), nil
	default:
		return resp, nil
	}
}
