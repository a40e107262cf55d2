package httpserver_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const (
	graphqlJSON = "application/graphql-response+json"
	plainJSON   = "application/json"
)

func TestMediaTypes(t *testing.T) {
	s := start(t, settings{})
	for _, test := range []struct {
		accept string
		want   string // "": 406
	}{
		{"", plainJSON},
		{"*/*", plainJSON},
		{"application/*", plainJSON},
		{"application/json", plainJSON},
		{"application/json; charset=UTF-8", plainJSON},
		{"application/graphql-response+json", graphqlJSON},
		{"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", graphqlJSON},
		{"application/json, application/graphql-response+json", graphqlJSON},
		{"application/graphql-response+json, application/json;q=0.9", graphqlJSON},
		{"application/graphql-response+json;q=0.5, application/json", plainJSON},
		{"application/graphql-response+json, */*;q=0.1", graphqlJSON},
		{"application/json;q=0, */*", graphqlJSON},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", plainJSON},
		{"nonsense;;, application/json", plainJSON},
		{"text/html", ""},
		{"application/json; charset=iso-8859-1", ""},
		{"application/json;q=0, application/graphql-response+json;q=0", ""},
		{"nonsense", ""},
	} {
		a := do(t, request(t, "POST", s.url+"/graphql", `{"query":"{ __typename }"}`,
			"Content-Type", "application/json", "Accept", test.accept))
		status, media := http.StatusOK, test.want
		if test.want == "" {
			status, media = http.StatusNotAcceptable, plainJSON
		}
		if a.StatusCode != status || a.Header.Get("Content-Type") != media+"; charset=utf-8" {
			t.Errorf("Accept %q: %d %s, want %d %s", test.accept, a.StatusCode, a.Header.Get("Content-Type"), status, media)
		}
		if !slices.Contains(a.Header.Values("Vary"), "Accept") {
			t.Errorf("Accept %q: Vary is %q", test.accept, a.Header.Values("Vary"))
		}
	}
}

func TestPost(t *testing.T) {
	s := start(t, settings{})
	for _, test := range []struct {
		name, contentType, body string
		status                  int
		code                    string
		says                    string // part of the message
	}{
		{name: "plain", body: `{"query":"{ __typename }"}`, status: 200},
		{name: "charset", contentType: "application/json; charset=utf-8", body: `{"query":"{ __typename }"}`, status: 200},
		{name: "nulls", body: `{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}`, status: 200},
		{name: "all", body: `{"query":"query A { __typename } query B($t: String) { echo(text: $t) }","variables":{"t":"x"},"operationName":"B","extensions":{"a":1},"more":2}`, status: 200},
		{name: "white space", body: " \r\n{\"query\": \t\"{ __typename }\"}\n", status: 200},

		{name: "no content type", contentType: "-", body: `{"query":"{ __typename }"}`, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		{name: "text", contentType: "text/plain", body: `{"query":"{ __typename }"}`, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		{name: "form", contentType: "application/x-www-form-urlencoded", body: `query=%7B__typename%7D`, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		{name: "multipart", contentType: "multipart/form-data; boundary=x", body: "--x--", status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		{name: "query as text", contentType: "application/graphql", body: `{ __typename }`, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},
		{name: "latin 1", contentType: "application/json; charset=iso-8859-1", body: `{"query":"{ __typename }"}`, status: 415, code: "UNSUPPORTED_MEDIA_TYPE"},

		{name: "empty", body: ``, status: 400, code: "BAD_REQUEST", says: "empty"},
		{name: "blank", body: " \n", status: 400, code: "BAD_REQUEST", says: "empty"},
		{name: "broken", body: `{"secret": "hunter2`, status: 400, code: "BAD_REQUEST", says: "at byte"},
		{name: "two values", body: `{"query":"{ __typename }"} {"secret":"hunter2"}`, status: 400, code: "BAD_REQUEST", says: "at byte"},
		{name: "not UTF-8", body: "{\"query\":\"{ __typename } # hunter2 \xff\"}", status: 400, code: "BAD_REQUEST", says: "UTF-8"},
		{name: "array", body: `[{"query":"{ __typename } # hunter2"}]`, status: 400, code: "BAD_REQUEST", says: "not an array"},
		{name: "string", body: `"hunter2"`, status: 400, code: "BAD_REQUEST", says: "not a string"},
		{name: "null", body: `null`, status: 400, code: "BAD_REQUEST", says: "missing"},
		{name: "too deep", body: strings.Repeat("[", 100_000), status: 400, code: "BAD_REQUEST"},
		{name: "many values", body: `{"query":"{ __typename }","variables":{"x":[` + strings.Repeat("1,", 9_000) + `1]}}`, status: 200},
		{name: "commas in strings", body: `{"query":"{ __typename }","variables":{"x":"\"` + strings.Repeat("{[,", 9_000) + `"}}`, status: 200},
		{name: "too many values", body: `{"query":"{ __typename }","variables":{"x":[` + strings.Repeat("1,", 10_000) + `1]}}`, status: 400, code: "BAD_REQUEST", says: "10000 values"},
		{name: "too many variables", body: `{"query":"{ __typename }","variables":{` + strings.Repeat(`"a":1,`, 100_000) + `"b":1}}`, status: 400, code: "BAD_REQUEST", says: "10000 values"},
		{name: "no query", body: `{"qeury":"{ __typename }"}`, status: 400, code: "BAD_REQUEST", says: `"query" is missing`},
		{name: "other case", body: `{"QUERY":"{ __typename }"}`, status: 400, code: "BAD_REQUEST", says: `"query" is missing`},
		{name: "query null", body: `{"query":null}`, status: 400, code: "BAD_REQUEST", says: `"query" is missing`},
		{name: "query number", body: `{"query":7}`, status: 400, code: "BAD_REQUEST", says: "not a number"},
		{name: "name boolean", body: `{"query":"{ __typename }","operationName":false}`, status: 400, code: "BAD_REQUEST", says: "not a boolean"},
		{name: "variables array", body: `{"query":"{ __typename }","variables":["hunter2"]}`, status: 400, code: "BAD_REQUEST", says: `"variables" must be an object, not an array`},
		{name: "variables string", body: `{"query":"{ __typename }","variables":"hunter2"}`, status: 400, code: "BAD_REQUEST", says: "not a string"},
		{name: "extensions number", body: `{"query":"{ __typename }","extensions":-1}`, status: 400, code: "BAD_REQUEST", says: "not a number"},

		{name: "unparsable", body: `{"query":"{"}`, status: 400, code: "GRAPHQL_PARSE_FAILED"},
		{name: "invalid", body: `{"query":"{ nothing }"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
		{name: "variable missing", body: `{"query":"query($t: String!) { echo(text: $t) }"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
		{name: "unknown operation", body: `{"query":"query A { __typename }","operationName":"B"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
		{name: "which operation", body: `{"query":"query A { __typename } query B { __typename }"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
		{name: "subscription", body: `{"query":"subscription { tick }"}`, status: 400, code: "BAD_REQUEST", says: "Subscriptions"},
		{name: "deferred", body: `{"query":"{ later }"}`, status: 400, code: "BAD_REQUEST", says: "one piece"},
		{name: "mutation", body: `{"query":"mutation { touch }"}`, status: 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, accept := range []string{graphqlJSON, plainJSON} {
				r := request(t, "POST", s.url+"/graphql", test.body, "Accept", accept)
				if test.contentType != "-" {
					r.Header.Set("Content-Type", firstOf(test.contentType, plainJSON))
				}
				a := do(t, r)
				want := test.status
				if accept == plainJSON && (strings.HasPrefix(test.code, "GRAPHQL_") || test.says == "Subscriptions" || test.says == "one piece") {
					want = 200 // a well-formed request
				}
				if a.StatusCode != want || a.code() != test.code {
					t.Errorf("%s: %d %q, want %d %q: %s", accept, a.StatusCode, a.code(), want, test.code, a.text)
				}
				if got := a.Header.Get("Content-Type"); got != accept+"; charset=utf-8" {
					t.Errorf("Content-Type is %q", got)
				}
				if test.code == "" {
					continue
				}
				if !slices.Equal(a.keys, []string{"errors"}) {
					t.Errorf("the answer has %q, want errors alone", a.keys)
				}
				if !strings.Contains(a.Errors[0].Message, test.says) {
					t.Errorf("message %q, want one with %q", a.Errors[0].Message, test.says)
				}
				if a.Errors[0].Extensions.RequestID == "" || a.Errors[0].Extensions.RequestID != a.Header.Get("X-Request-Id") {
					t.Errorf("request id %q, in the header %q", a.Errors[0].Extensions.RequestID, a.Header.Get("X-Request-Id"))
				}
				if strings.Contains(a.text, "hunter2") {
					t.Errorf("the answer repeats what was sent: %s", a.text)
				}
			}
		})
	}
	if s.schema.deferred != 3 {
		t.Errorf("of a deferred answer %d parts were taken, want all 3", s.schema.deferred)
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func TestGet(t *testing.T) {
	s := start(t, settings{})
	for _, test := range []struct {
		name, query string
		status      int
		code, allow string
	}{
		{"plain", "query={__typename}", 200, "", ""},
		{"all", "query=" + url.QueryEscape("query A { __typename } query B($t: String) { echo(text: $t) }") +
			"&operationName=B&variables=" + url.QueryEscape(`{"t":"x"}`) + "&extensions={}", 200, "", ""},
		{"empty and null", "query={__typename}&operationName=&variables=&extensions=null", 200, "", ""},
		{"no query", "", 400, "BAD_REQUEST", ""},
		{"twice", "query={__typename}&query={__typename}", 400, "BAD_REQUEST", ""},
		{"badly encoded", "query=%zz", 400, "BAD_REQUEST", ""},
		{"not UTF-8", "query={__typename}%23%ff", 400, "BAD_REQUEST", ""},
		{"variables broken", "query={__typename}&variables={", 400, "BAD_REQUEST", ""},
		{"variables array", "query={__typename}&variables=[]", 400, "BAD_REQUEST", ""},
		{"extensions string", `query={__typename}&extensions="a"`, 400, "BAD_REQUEST", ""},
		{"mutation", "query=mutation{touch}", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"chosen mutation", "query=" + url.QueryEscape("query A { __typename } mutation B { touch }") + "&operationName=B", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"query beside mutation", "query=" + url.QueryEscape("query A { __typename } mutation B { touch }") + "&operationName=A", 200, "", ""},
		{"subscription", "query=subscription{tick}", 405, "METHOD_NOT_ALLOWED", "POST"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, accept := range []string{graphqlJSON, plainJSON} {
				r := request(t, "GET", s.url+"/graphql", "", "Accept", accept)
				r.URL.RawQuery = test.query
				a := do(t, r)
				if a.StatusCode != test.status || a.code() != test.code || a.Header.Get("Allow") != test.allow {
					t.Errorf("%d %q, Allow %q, want %d %q, %q: %s", a.StatusCode, a.code(), a.Header.Get("Allow"),
						test.status, test.code, test.allow, a.text)
				}
			}
		})
	}
}

func TestMethods(t *testing.T) {
	s := start(t, settings{})
	for _, method := range []string{"PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY"} {
		a := do(t, request(t, method, s.url+"/graphql?query={__typename}", ""))
		if a.StatusCode != 405 || a.Header.Get("Allow") != "GET, POST" {
			t.Errorf("%s: %d, Allow %q", method, a.StatusCode, a.Header.Get("Allow"))
		}
	}
	for _, path := range []string{"/", "/healthz", "/readyz", "/metrics"} {
		a := do(t, request(t, "POST", s.url+path, ""))
		if a.StatusCode != 405 || a.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: %d, Allow %q", path, a.StatusCode, a.Header.Get("Allow"))
		}
	}
}

// The answer to a well-formed request: its status in either media type, and its
// members.
func TestAnswers(t *testing.T) {
	s := start(t, settings{})
	for _, test := range []struct {
		query         string
		status        int // in application/graphql-response+json
		keys          []string
		data, message string
	}{
		{`{ echo(text: "<é>") }`, 200, []string{"data"}, `{"echo":"\u003cé\u003e"}`, ""},
		{`{ echo broken }`, 294, []string{"data", "errors"}, `{"broken":null,"echo":null}`, "it broke"},
		{`{ fatal }`, 294, []string{"data", "errors"}, `null`, "it broke"},
		{`{ refused }`, 400, []string{"errors"}, ``, "the answer is too large"},
	} {
		for _, accept := range []string{graphqlJSON, plainJSON} {
			a := s.post(t, test.query, "Accept", accept)
			want := test.status
			if accept == plainJSON {
				want = 200
			}
			if a.StatusCode != want || !slices.Equal(a.keys, test.keys) || string(a.Data) != test.data {
				t.Errorf("%s as %s: %d %s, want %d", test.query, accept, a.StatusCode, a.text, want)
			}
			if test.message != "" && (a.Errors[0].Message != test.message || a.Errors[0].Extensions.RequestID == "") {
				t.Errorf("%s: error %+v", test.query, a.Errors[0])
			}
		}
	}
}

func TestLargeAnswer(t *testing.T) {
	s := start(t, settings{})
	text := strings.Repeat("graph ", 20_000)
	a := s.post(t, `{ echo(text: "`+text+`") broken }`, "Accept-Encoding", "identity")
	if want := `{"broken":null,"echo":"` + text + `"}`; string(a.Data) != want || len(a.Errors) != 1 {
		t.Errorf("%d bytes and %d errors, want %d and 1", len(a.Data), len(a.Errors), len(want))
	}
}
