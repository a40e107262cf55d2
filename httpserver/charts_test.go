package httpserver_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"actorgraph/httpserver"
)

// A shelf keeps charts by names that they bring along, as in {"one":1}; some names stand
// for what can go wrong.
type shelf map[string]string

var failures = map[string]struct {
	err   error
	fault httpserver.Fault
}{
	"bad":    {errors.New("invalid chart: a reason"), httpserver.Theirs},
	"full":   {errors.New("a secret of ours"), httpserver.NoRoom},
	"gone":   {errors.New("a secret of ours"), httpserver.Passing},
	"broken": {errors.New("a secret of ours"), httpserver.Ours},
}

func (s shelf) SaveChart(ctx context.Context, text []byte) (string, error) {
	name := strings.Split(string(text), `"`)[1]
	if name == "slow" {
		<-ctx.Done()
		return "", ctx.Err()
	}
	if err := failures[name].err; err != nil {
		return "", err
	}
	s[name] = string(text)
	return name, nil
}

func (s shelf) Chart(_ context.Context, name string) ([]byte, error) {
	if err := failures[name].err; err != nil {
		return nil, err
	}
	if text, ok := s[name]; ok {
		return []byte(text), nil
	}
	return nil, nil
}

func (s shelf) fault(err error) httpserver.Fault {
	for _, f := range failures {
		if f.err == err {
			return f.fault
		}
	}
	return httpserver.Passing
}

func TestCharts(t *testing.T) {
	s := start(t, settings{charts: shelf{}})
	const text = `{ "one": "hunter2" }`
	a := do(t, request(t, "POST", s.url+"/charts", text, "Content-Type", "application/json"))
	if a.StatusCode != 201 || a.Header.Get("Location") != "/charts/one" || a.text != `{"name":"one"}`+"\n" ||
		a.Header.Get("Content-Type") != "application/json; charset=utf-8" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("saved: %d %s %v", a.StatusCode, a.text, a.Header)
	}
	for method, want := range map[string]string{"GET": text, "HEAD": ""} {
		a := do(t, request(t, method, s.url+"/charts/one", ""))
		if a.StatusCode != 200 || a.text != want || a.Header.Get("Content-Type") != "application/json; charset=utf-8" ||
			a.Header.Get("Cache-Control") != "private, max-age=31536000, immutable" || a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %s %v", method, a.StatusCode, a.text, a.Header)
		}
	}
	s.stop()
	if log := s.log.String(); strings.Contains(log, "hunter2") || !strings.Contains(log, "path=/charts/one status=200") {
		t.Errorf("the log is\n%s", log)
	}
}

func TestChartsRefused(t *testing.T) {
	s := start(t, settings{charts: shelf{"one": "{}"}, limits: httpserver.Limits{Body: 100}})
	long := `{"one":"` + strings.Repeat("x", 100) + `"}`
	for _, test := range []struct {
		method, path, body, media string
		status                    int
		code, allow               string
	}{
		{"GET", "/charts/two", "", "", 404, "NOT_FOUND", ""},
		{"GET", "/charts/", "", "", 404, "NOT_FOUND", ""},
		{"GET", "/charts/one/", "", "", 404, "NOT_FOUND", ""},
		{"GET", "/charts/%2e%2e%2fone", "", "", 404, "NOT_FOUND", ""},
		{"GET", "/charts", "", "", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"DELETE", "/charts", "", "", 405, "METHOD_NOT_ALLOWED", "POST"},
		{"POST", "/charts/one", `{"one":1}`, "application/json", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"},
		{"PUT", "/charts/one", `{"one":1}`, "application/json", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"},
		{"DELETE", "/charts/one", "", "", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"},
		{"POST", "/charts", `{"one":1}`, "", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		{"POST", "/charts", `{"one":1}`, "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		{"POST", "/charts", `{"one":1}`, "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		{"POST", "/charts", long, "application/json", 413, "BODY_TOO_LARGE", ""},
	} {
		a := do(t, request(t, test.method, s.url+test.path, test.body, "Content-Type", test.media))
		if a.StatusCode != test.status || a.code() != test.code || a.Header.Get("Allow") != test.allow || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %s as %q: %d %s %v", test.method, test.path, test.media, a.StatusCode, a.text, a.Header)
		}
	}
	if a := do(t, request(t, "GET", s.url+"/charts/one", "")); a.text != "{}" {
		t.Errorf("the chart is now %s", a.text)
	}
	if a := do(t, request(t, "GET", s.url+"/metrics", "")); !strings.Contains(a.text, `actorgraph_errors_total{code="NOT_FOUND"} 4`) {
		t.Error("they are not counted")
	}
}

// Whose fault it is decides who is told what.
func TestChartFaults(t *testing.T) {
	for name, want := range map[string]struct {
		status int
		code   string
	}{"bad": {400, "BAD_REQUEST"}, "full": {507, "STORE_FULL"}, "gone": {503, "STORE_UNAVAILABLE"}, "broken": {500, "INTERNAL"}} {
		s := start(t, settings{charts: shelf{}})
		for _, a := range []*answer{
			do(t, request(t, "POST", s.url+"/charts", `{"`+name+`":1}`, "Content-Type", "application/json")),
			do(t, request(t, "GET", s.url+"/charts/"+name, "")),
		} {
			if a.StatusCode != want.status || a.code() != want.code || strings.Contains(a.text, "secret") ||
				strings.Contains(a.text, "a reason") != (name == "bad") || (a.Header.Get("Retry-After") != "") != (name == "gone") {
				t.Errorf("%s: %d %s %v", name, a.StatusCode, a.text, a.Header)
			}
		}
		s.stop()
		if told := strings.Count(s.log.String(), "a secret of ours"); told != 2 && name != "bad" {
			t.Errorf("%s: the log tells it %d times\n%s", name, told, s.log)
		}
	}
}

// A store that is slow does not hold a client for ever.
func TestChartTime(t *testing.T) {
	s := start(t, settings{charts: shelf{}, limits: httpserver.Limits{Time: 1}})
	if a := do(t, request(t, "POST", s.url+"/charts", `{"slow":1}`, "Content-Type", "application/json")); a.StatusCode != 503 {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
}
