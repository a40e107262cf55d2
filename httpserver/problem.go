package httpserver

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The codes that HTTP itself gives, in extensions.code. Those of execution are
// the executor's affair.
const (
	codeBadRequest       = "BAD_REQUEST"
	codeForbidden        = "FORBIDDEN"
	codeInternal         = "INTERNAL"
	codeMethodNotAllowed = "METHOD_NOT_ALLOWED"
	codeMisdirected      = "WRONG_HOST"
	codeNotAcceptable    = "NOT_ACCEPTABLE"
	codeNotFound         = "NOT_FOUND"
	codeNotReady         = "NOT_READY"
	codeOverloaded       = "OVERLOADED"
	codeStoreFull        = "STORE_FULL"
	codeStoreUnavailable = "STORE_UNAVAILABLE"
	codeTimeout          = "TIMEOUT"
	codeTooLarge         = "BODY_TOO_LARGE"
	codeUnauthenticated  = "UNAUTHENTICATED"
	codeUnsupportedMedia = "UNSUPPORTED_MEDIA_TYPE"
)

// A problem is why HTTP refuses a request. Its texts never repeat what the
// client sent.
type problem struct {
	status  int
	code    string
	message string
	hint    string
}

func badRequest(message, hint string) *problem {
	return &problem{http.StatusBadRequest, codeBadRequest, message, hint}
}

// response is the problem as GraphQL tells it, without data.
func (p *problem) response() *graphql.Response {
	extensions := map[string]any{"code": p.code}
	if p.hint != "" {
		extensions["hint"] = p.hint
	}
	return &graphql.Response{Errors: gqlerror.List{{Message: p.message, Extensions: extensions}}}
}

// writeProblem answers r with p, in the media type r asks for or else in plain
// JSON.
func writeProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	media, ok := negotiate(r.Header.Values("Accept"))
	if !ok {
		media = mediaJSON
	}
	w.Header().Set("Cache-Control", "no-store")
	writeResponse(w, r, media, p.status, p.response())
}

// methodNotAllowed answers 405 and says what is allowed.
func methodNotAllowed(w http.ResponseWriter, r *http.Request, allow, message string) {
	w.Header().Set("Allow", allow)
	writeProblem(w, r, &problem{http.StatusMethodNotAllowed, codeMethodNotAllowed, message, "Allowed here: " + allow + "."})
}
