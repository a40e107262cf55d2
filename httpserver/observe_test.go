package httpserver_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestRequestID(t *testing.T) {
	s := start(t, settings{})
	for sent, kept := range map[string]bool{
		"":                      false,
		"abc-123_X.y":           true,
		strings.Repeat("a", 64): true,
		strings.Repeat("a", 65): false,
		"two words":             false,
		`"quoted"`:              false,
		"ünïcode":               false,
	} {
		a := s.post(t, "{", "X-Request-Id", sent)
		got := a.Header.Get("X-Request-Id")
		if (got == sent) != kept || len(got) < 11 {
			t.Errorf("sent %q, got %q", sent, got)
		}
		if a.Errors[0].Extensions.RequestID != got {
			t.Errorf("the error has %q, the header %q", a.Errors[0].Extensions.RequestID, got)
		}
		if !strings.Contains(s.log.String(), "requestId="+got) {
			t.Errorf("%q is not in the log", got)
		}
	}
}

func TestLog(t *testing.T) {
	s := start(t, settings{})
	do(t, request(t, "POST", s.url+"/graphql",
		`{"query":"query Find($t: String) { echo(text: $t) nothing }","variables":{"t":"hunter2"}}`,
		"Content-Type", "application/json", "Authorization", "Bearer hunter2", "Cookie", "hunter2"))
	do(t, request(t, "POST", s.url+"/graphql",
		`{"query":"query Find($t: String) { echo(text: $t) }","variables":{"t":"hunter2"}}`, "Content-Type", "application/json"))
	do(t, request(t, "GET", s.url+`/graphql?query={__typename}&variables={"x":"hunter2"}`, ""))
	do(t, request(t, "GET", s.url+"/healthz", ""))
	s.stop()
	log := s.log.String()
	for _, want := range []string{"method=POST path=/graphql status=200", "codes=[GRAPHQL_VALIDATION_FAILED]", "operation=Find",
		"method=GET path=/graphql status=200", "level=DEBUG", "remote=127.0.0.1"} {
		if !strings.Contains(log, want) {
			t.Errorf("no %q in the log", want)
		}
	}
	if strings.Contains(log, "hunter2") || strings.Contains(log, "__typename") {
		t.Error("a secret, a variable or a query is in the log")
	}
	if t.Failed() {
		t.Log(log)
	}
}

func TestPanic(t *testing.T) {
	s := start(t, settings{})
	a := s.post(t, "{ panic }")
	if a.StatusCode != 500 || a.code() != "INTERNAL" || a.Errors[0].Extensions.RequestID == "" || strings.Contains(a.text, "secret") {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
	if log := s.log.String(); !strings.Contains(log, `value="a secret of ours"`) || !strings.Contains(log, "httpserver_test.go") {
		t.Errorf("the log does not tell of it: %s", log)
	}
	if a := s.post(t, "{ __typename }"); a.StatusCode != 200 {
		t.Errorf("afterwards: %d %s", a.StatusCode, a.text)
	}
}

// When part of an answer is out, the client must see that it is cut off.
func TestPanicInTheMiddle(t *testing.T) {
	s := start(t, settings{pages: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, "the first half")
		http.NewResponseController(w).Flush()
		panic("the second is missing")
	}})
	for _, encoding := range []string{"gzip", "identity"} {
		resp, err := http.DefaultClient.Do(request(t, "GET", s.url+"/", "", "Accept-Encoding", encoding))
		if err != nil {
			continue // cut off even before the header was out
		}
		if text, err := io.ReadAll(resp.Body); err == nil {
			t.Errorf("%s: got %q as if it were the whole", encoding, text)
		}
		resp.Body.Close()
	}
}

func TestHeaders(t *testing.T) {
	s := start(t, settings{pages: func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<p>a page") }})
	for _, r := range []*http.Request{
		request(t, "GET", s.url+"/", ""),
		request(t, "GET", s.url+"/healthz", ""),
		request(t, "GET", s.url+"/graphql?query={__typename}", ""),
		request(t, "GET", s.url+"/", "", "Origin", "https://evil.example"),
		s.query(t, "{ panic }"),
	} {
		a := do(t, r)
		for name, want := range map[string]string{
			"Content-Security-Policy":      "frame-ancestors 'none'",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := a.Header.Get(name); !strings.Contains(got, want) {
				t.Errorf("%s %s: %s is %q", r.Method, r.URL.Path, name, got)
			}
		}
	}
}

func TestGzip(t *testing.T) {
	s := start(t, settings{})
	long := strings.Repeat("graph ", 1000)
	for query, want := range map[string]string{`{ echo(text: "` + long + `") }`: "gzip", `{ __typename }`: ""} {
		resp, err := http.DefaultClient.Do(s.query(t, query, "Accept-Encoding", "gzip"))
		if err != nil {
			t.Fatal(err)
		}
		if got := resp.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Content-Encoding %q, want %q", got, want)
		}
		if want == "gzip" {
			z, err := gzip.NewReader(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(z); err != nil || !strings.Contains(string(text), long) {
				t.Errorf("%d bytes, %v", len(text), err)
			}
		}
		resp.Body.Close()
	}
}

func TestHealth(t *testing.T) {
	var state error
	s := start(t, settings{ready: func(context.Context) error { return state }})
	get := func(path string) *answer { return do(t, request(t, "GET", s.url+path, "")) }
	if a := get("/readyz"); a.StatusCode != 200 || a.text != "ok\n" {
		t.Errorf("%d %q", a.StatusCode, a.text)
	}
	state = errors.New("no connection to neo4j://secret-host")
	if a := get("/readyz"); a.StatusCode != 503 || a.code() != "NOT_READY" || strings.Contains(a.text, "secret-host") {
		t.Errorf("%d %q", a.StatusCode, a.text)
	}
	if !strings.Contains(s.log.String(), "secret-host") {
		t.Error("the log does not say why")
	}
	if a := get("/healthz"); a.StatusCode != 200 {
		t.Errorf("%d %q", a.StatusCode, a.text)
	}
}

func TestMetrics(t *testing.T) {
	s := start(t, settings{})
	s.post(t, "query Known { __typename }")
	s.post(t, "query Unknown { __typename }")
	s.post(t, "{ __typename }")
	s.post(t, "query Known { broken }")
	s.post(t, "{")
	do(t, request(t, "GET", s.url+"/", "", "Origin", "https://evil.example"))
	text := do(t, request(t, "GET", s.url+"/metrics", "")).text
	for _, want := range []string{
		`actorgraph_graphql_requests_total{operation="Known",status="200"} 1`,
		`actorgraph_graphql_requests_total{operation="Known",status="294"} 1`,
		`actorgraph_graphql_requests_total{operation="other",status="200"} 2`,
		`actorgraph_graphql_requests_total{operation="other",status="400"} 1`,
		`actorgraph_graphql_request_duration_seconds_count{operation="Known"} 2`,
		`actorgraph_graphql_requests_in_flight 0`,
		`actorgraph_errors_total{code="GRAPHQL_PARSE_FAILED"} 1`,
		`actorgraph_errors_total{code="FORBIDDEN"} 1`,
		`go_goroutines`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(text, "Unknown") {
		t.Error("a client's word is a label")
	}
}
