package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// The codes that stand in extensions.code of an error; schema.graphqls lists
// them. Those that HTTP itself gives are package httpserver's.
const (
	codeBadRequest       = "BAD_REQUEST"       // an argument is out of range, or a filter makes no sense
	codeParseFailed      = "PARSE_FAILED"      // the text is not GraphQL
	codeValidationFailed = "VALIDATION_FAILED" // the text or the variables don't fit the schema
	codeSizeLimit        = "SIZE_LIMIT"        // the request itself is too large
	codeDepthLimit       = "DEPTH_LIMIT"       // it nests too deeply
	codeCostLimit        = "COST_LIMIT"        // it asks for too much
	codeCursorInvalid    = "CURSOR_INVALID"    // a cursor is damaged or of another question
	codeConflict         = "CONFLICT"          // the data changed while the request was answered
	codeTimeout          = "TIMEOUT"           // the time of the request is over
	codeCancelled        = "CANCELLED"         // the client has gone
	codeStoreUnavailable = "STORE_UNAVAILABLE" // the database does not answer
	codeInternal         = "INTERNAL"          // anything else; the log tells what
)

// Hints that several refusals give.
const (
	hintSmaller     = "Ask for less at once: smaller pages (first, without which a page has 50) on the inner levels, or fewer levels."
	hintNarrower    = "Let less take part: by the lens, or by where with types, kinds, atLeast or maxDegree. Or rank by PAGERANK or DEGREE, which look at each link a few times."
	hintOneOf       = "Two comparisons go into a list: and: [{…}, {…}], one in each. A variable for one is declared as never null, as in $kind: EntityKind!."
	hintDescription = "The description of the field in the schema tells what it takes."
)

// table leads from errors to codes. What is not in it is INTERNAL.
var table = []struct {
	err     error
	code    string
	message string // in place of the error's own, which may name hosts and files
	hint    string
}{
	{model.ErrCursor, codeCursorInvalid, "", "Take cursors from an answer to the same question, with the same filter and order, or leave them out."},
	{model.ErrBudget, codeCostLimit, "", hintSmaller},
	{kb.ErrTooLarge, codeCostLimit, "", "Ask for paths or a subgraph, which are found in a graph of any size."},
	{kb.ErrTooCostly, codeCostLimit, "", hintNarrower},
	{kb.ErrInvalid, codeBadRequest, "", hintDescription},
	{kb.ErrConflict, codeConflict, "", "Ask again."},
	{context.DeadlineExceeded, codeTimeout, "The request took too long.", hintSmaller},
	{context.Canceled, codeCancelled, "The request was cancelled.", ""},
	{kb.ErrUnavailable, codeStoreUnavailable, "The database does not answer.", "Try again in a few seconds."},
	{kb.ErrClosed, codeStoreUnavailable, "The database is closed.", "The server is being shut down; try again in a minute."},
}

// gqlgenCodes are the codes that gqlgen gives, and ours.
var gqlgenCodes = map[string]struct{ code, hint string }{
	errcode.ParseFailed:      {codeParseFailed, "The location tells where the text can't be read any further."},
	errcode.ValidationFailed: {codeValidationFailed, "The schema tells what can be asked; it can be read by introspection."},
}

// presenter gives errors the form in which clients see them.
type presenter struct {
	log       *slog.Logger
	requestID func(context.Context) string
	limits    Limits
}

// present implements [graphql.ErrorPresenterFunc]. Of too many errors the last
// only says that there are more.
func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	n := tally(ctx)
	if n > p.limits.Errors {
		return nil
	}
	out := *graphql.DefaultErrorPresenter(ctx, err)
	code, _ := out.Extensions["code"].(string)
	hint, _ := out.Extensions["hint"].(string)
	if known, ok := gqlgenCodes[code]; ok {
		code, hint = known.code, known.hint
		if strings.Contains(out.Message, "OneOf Input Object") {
			hint = hintOneOf
		}
	} else if code == "" {
		code, hint = p.classify(ctx, &out)
	}
	out.Message = clip(aboutVariable(&out), p.limits.ErrorSize)
	if n == p.limits.Errors {
		out = gqlerror.Error{Message: "There are more errors than these."}
	}
	out.Extensions = map[string]any{"code": code}
	if hint != "" {
		out.Extensions["hint"] = hint
	}
	if p.requestID != nil {
		out.Extensions["requestId"] = p.requestID(ctx)
	}
	return &out
}

// classify finds an error's place in the table, gives it its message and writes
// to the log what the client is not told.
func (p presenter) classify(ctx context.Context, err *gqlerror.Error) (code, hint string) {
	full := err.Message
	for _, row := range table {
		if !errors.Is(err, row.err) {
			continue
		}
		err.Message = strings.TrimPrefix(full, row.err.Error()+": ")
		if row.message != "" {
			err.Message = row.message
			p.tell(ctx, slog.LevelWarn, row.code, err.Path, full)
		}
		return row.code, row.hint
	}
	err.Message = "Something went wrong on our side."
	p.tell(ctx, slog.LevelError, codeInternal, err.Path, full)
	return codeInternal, "The log tells more under this request's id."
}

func (p presenter) tell(ctx context.Context, level slog.Level, code string, path ast.Path, full string) {
	id := ""
	if p.requestID != nil {
		id = p.requestID(ctx)
	}
	p.log.Log(ctx, level, "GraphQL error", "code", code, "requestId", id, "path", path.String(), "err", full)
}

// aboutVariable says in the message of an error about a variable which it is;
// gqlgen says it in the path alone.
func aboutVariable(err *gqlerror.Error) string {
	if len(err.Path) < 2 || err.Path[0] != ast.PathName("variable") {
		return err.Message
	}
	return fmt.Sprintf("The variable $%s: %s.", err.Path[1:], strings.TrimSuffix(err.Message, "."))
}

// refusal is an error about a request that is not executed.
func refusal(code, hint, format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{Message: fmt.Sprintf(format, args...), Extensions: map[string]any{"code": code, "hint": hint}}
}

// clip shortens s to n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
