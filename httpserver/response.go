package httpserver

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// writeTime is how long a client may take to receive an answer.
const writeTime = time.Minute

// statusPartialSuccess is what the specification's draft recommends for an
// answer with both data and errors, in its own media type alone. HTTP has no
// such code; a client that doesn't know it reads 200.
const statusPartialSuccess = 294

// statusOf is the status of a well-formed request's answer. In application/json
// that is always 200: only so can a client tell our answer from some proxy's.
// With data, even null, execution has begun, and what went wrong in a field, a
// store that is gone included, is partial success to the specification. For a
// request that can't be executed the specification's editions differ: 400
// until 2025, as the audits of graphql-http have it, and 422 since. Clients that
// know either know 400.
func statusOf(media string, resp *graphql.Response) int {
	switch {
	case media == mediaJSON:
		return http.StatusOK
	case resp.Data != nil && len(resp.Errors) > 0:
		return statusPartialSuccess
	case resp.Data != nil:
		return http.StatusOK
	}
	for _, err := range resp.Errors {
		switch err.Extensions["code"] {
		case codeTimeout:
			return http.StatusServiceUnavailable
		case codeInternal:
			return http.StatusInternalServerError
		}
	}
	return http.StatusBadRequest
}

// writeResponse writes resp as JSON. Without data there is no key of that name:
// the executor's own encoding would say null, as if something had been executed.
func writeResponse(w http.ResponseWriter, r *http.Request, media string, status int, resp *graphql.Response) {
	rec := recordOf(r.Context())
	var head, tail []byte
	var err error
	if len(resp.Errors) > 0 {
		if head, err = member("errors", stamped(resp.Errors, rec.id)); err != nil {
			panic(err) // becomes an answer in observe
		}
		if resp.Data != nil {
			head = append(head, ',')
		}
	}
	if len(resp.Extensions) > 0 {
		if tail, err = member("extensions", resp.Extensions); err != nil {
			panic(err)
		}
		tail = append([]byte{','}, tail...)
	}
	for _, e := range resp.Errors {
		if code, ok := e.Extensions["code"].(string); ok {
			rec.codes = append(rec.codes, code)
		}
	}

	w.Header().Set("Content-Type", media+"; charset=utf-8")
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime))
	w.WriteHeader(status)
	var b bytes.Buffer
	b.WriteByte('{')
	b.Write(head)
	if resp.Data != nil {
		b.WriteString(`"data":`)
		if b.Len()+len(resp.Data) > 4096 { // don't copy what is large
			_, _ = w.Write(b.Bytes())
			b.Reset()
			_, _ = w.Write(resp.Data)
		} else {
			b.Write(resp.Data)
		}
	}
	b.Write(tail)
	b.WriteString("}\n")
	_, _ = w.Write(b.Bytes()) // an error means that the client has gone
}

// member is one member of a JSON object.
func member(name string, value any) ([]byte, error) {
	text, err := json.Marshal(value)
	return append([]byte(`"`+name+`":`), text...), err
}

// stamped returns errs with the request's id in each. It copies: an executor
// may use one error for several requests.
func stamped(errs gqlerror.List, id string) gqlerror.List {
	if id == "" {
		return errs
	}
	out := make(gqlerror.List, len(errs))
	for i, e := range errs {
		c := *e
		c.Extensions = maps.Clone(e.Extensions)
		if c.Extensions == nil {
			c.Extensions = make(map[string]any, 1)
		}
		c.Extensions["requestId"] = id
		out[i] = &c
	}
	return out
}
