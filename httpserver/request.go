package httpserver

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// readBody reads a JSON body within the limits of size and time.
func readBody(w http.ResponseWriter, r *http.Request, lim Limits) ([]byte, *problem) {
	if !isJSON(r.Header.Get("Content-Type")) {
		return nil, &problem{http.StatusUnsupportedMediaType, codeUnsupportedMedia,
			"What is sent by POST is JSON in UTF-8.", "Send the header Content-Type: application/json."}
	}
	if enc := r.Header.Get("Content-Encoding"); enc != "" && !strings.EqualFold(enc, "identity") {
		return nil, &problem{http.StatusUnsupportedMediaType, codeUnsupportedMedia,
			"Compressed request bodies are not read.", "Leave out Content-Encoding."}
	}
	tooLarge := &problem{http.StatusRequestEntityTooLarge, codeTooLarge,
		fmt.Sprintf("The body is larger than %d bytes.", lim.Body), "Send less at once."}
	if r.ContentLength > lim.Body {
		w.Header().Set("Connection", "close")
		return nil, tooLarge
	}

	control := http.NewResponseController(w)
	// A writer without deadlines (a test's recorder) has no slow clients either.
	_ = control.SetReadDeadline(time.Now().Add(lim.BodyTime))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, lim.Body))
	if err == nil {
		// net/http goes on reading to notice a client that leaves; a deadline
		// that passed meanwhile would look like one.
		_ = control.SetReadDeadline(time.Time{})
		return body, nil
	}

	// The rest of the body is still to come: this connection can't be used again.
	// The deadline stays, for what net/http reads before it closes.
	w.Header().Set("Connection", "close")
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil, &problem{http.StatusRequestTimeout, codeTimeout,
			fmt.Sprintf("The body did not arrive within %v.", lim.BodyTime), "Try again over a better connection."}
	}
	return nil, badRequest("The body could not be read to its end.", "")
}

// paramsFromBody takes the parameters from a JSON body. Names are compared
// exactly, and unknown ones ignored: they are reserved for the specification. A
// body of 1 MiB can hold half a million values, and take fifty times its size
// once decoded: they are counted before.
func paramsFromBody(body []byte, lim Limits) (*graphql.RawParams, *problem) {
	const hint = `A request is a JSON object such as {"query": "{ __typename }"}.`
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, badRequest("The body is empty.", hint)
	}
	if !utf8.Valid(body) {
		return nil, badRequest("The body is not valid UTF-8.", hint)
	}
	if values(body) > lim.Values {
		return nil, badRequest(fmt.Sprintf("The body holds more than %d values.", lim.Values), "Ask in several requests.")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		if bad, ok := errors.AsType[*json.SyntaxError](err); ok {
			return nil, badRequest(fmt.Sprintf("The body is not valid JSON (at byte %d).", bad.Offset), hint)
		}
		return nil, badRequest("The body must be a JSON object, not "+kindOfJSON(body)+".", hint)
	}

	if isNull(fields["query"]) {
		return nil, badRequest(`The parameter "query" is missing.`, hint)
	}
	var params graphql.RawParams
	p := cmp.Or(
		text("query", fields["query"], &params.Query),
		text("operationName", fields["operationName"], &params.OperationName),
		object("variables", fields["variables"], &params.Variables),
		object("extensions", fields["extensions"], &params.Extensions),
	)
	return &params, p
}

// values counts the values in a JSON text, roughly and without decoding it:
// each but the first follows a comma or opens its object or array.
func values(text []byte) int {
	n, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\': // only strings have it; the next byte is part of them
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == ',' || c == '{' || c == '['):
			n++
		}
	}
	return n
}

// paramsFromURL takes the parameters from the query of a GET's URL, where
// variables and extensions are JSON texts. An empty one counts as absent.
func paramsFromURL(u *url.URL) (*graphql.RawParams, *problem) {
	const hint = "A request by GET is such as /graphql?query=%7B__typename%7D."
	given, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, badRequest("The URL's parameters are not rightly encoded.", hint)
	}
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		if len(given[name]) > 1 {
			return nil, badRequest(fmt.Sprintf("The parameter %q is given more than once.", name), hint)
		}
		if !utf8.ValidString(given.Get(name)) {
			return nil, badRequest(fmt.Sprintf("The parameter %q is not valid UTF-8.", name), hint)
		}
	}
	params := graphql.RawParams{Query: given.Get("query"), OperationName: given.Get("operationName")}
	if params.Query == "" {
		return nil, badRequest(`The parameter "query" is missing.`, hint)
	}
	for _, name := range []string{"variables", "extensions"} {
		if value := []byte(given.Get(name)); len(value) > 0 && !json.Valid(value) {
			return nil, badRequest(fmt.Sprintf("The parameter %q is not valid JSON.", name), hint)
		}
	}
	p := cmp.Or(
		object("variables", []byte(given.Get("variables")), &params.Variables),
		object("extensions", []byte(given.Get("extensions")), &params.Extensions),
	)
	return &params, p
}

// text decodes a valid JSON value that must be a string, null or absent.
func text(name string, value []byte, into *string) *problem {
	if !isNull(value) && json.Unmarshal(value, into) != nil {
		return badRequest(fmt.Sprintf("The parameter %q must be a string, not %s.", name, kindOfJSON(value)), "")
	}
	return nil
}

// object decodes a valid JSON value that must be an object, null or absent.
// Numbers stay as they were written.
func object(name string, value []byte, into *map[string]any) *problem {
	if isNull(value) {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	if d.Decode(into) != nil {
		return badRequest(fmt.Sprintf("The parameter %q must be an object, not %s.", name, kindOfJSON(value)), "")
	}
	return nil
}

// isNull tells whether a parameter is absent or null, which are the same.
func isNull(value []byte) bool {
	value = bytes.TrimSpace(value)
	return len(value) == 0 || string(value) == "null"
}

func kindOfJSON(value []byte) string {
	switch bytes.TrimSpace(value)[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	default:
		return "a number"
	}
}
