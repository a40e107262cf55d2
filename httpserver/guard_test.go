package httpserver_test

import (
	"net"
	"net/http"
	"strings"
	"testing"

	"actorgraph/httpserver"
)

func TestHost(t *testing.T) {
	local := start(t, settings{guard: guard(t, true, nil, "")})
	public := start(t, settings{guard: guard(t, false, nil, "")})
	for host, want := range map[string]int{
		"localhost":             200,
		"localhost:8080":        200,
		"LOCALHOST:1":           200,
		"graph.localhost:8080":  200,
		"127.0.0.1":             200,
		"127.0.0.1:8080":        200,
		"[::1]":                 200,
		"[::1]:8080":            200,
		"evil.example":          421,
		"evil.example:8080":     421,
		"localhost.evil.test":   421,
		"notlocalhost":          421,
		"127.0.0.1.evil.test":   421,
		"10.0.0.1:8080":         421,
		"0.0.0.0:8080":          421,
		"[2001:db8::1]":         421,
		"localhost:80@evil.com": 421,
	} {
		for _, path := range []string{"/graphql?query={__typename}", "/healthz", "/metrics"} {
			r := request(t, "GET", local.url+path, "")
			r.Host = host
			a := do(t, r)
			if a.StatusCode != want && !(strings.Contains(host, "@") && a.StatusCode == 400) { // 400 by net/http
				t.Errorf("Host %q, %s: %d, want %d", host, path, a.StatusCode, want)
			}
			if a.StatusCode == 421 && (a.code() != "WRONG_HOST" || strings.Contains(a.text, host)) {
				t.Errorf("Host %q: %s", host, a.text)
			}
		}
		r := request(t, "GET", public.url+"/healthz", "")
		r.Host = host
		if a := do(t, r); a.StatusCode != 200 && a.StatusCode != 400 {
			t.Errorf("Host %q beyond loopback: %d", host, a.StatusCode)
		}
	}
}

func TestOrigin(t *testing.T) {
	const friend = "https://friend.example"
	s := start(t, settings{guard: guard(t, true, []string{friend, "http://localhost:3000"}, "")})
	for _, test := range []struct {
		name, method string
		header       []string
		status       int
		allowed      string // Access-Control-Allow-Origin
	}{
		{"no browser", "POST", nil, 200, ""},
		{"our own page", "POST", []string{"Origin", "SELF", "Sec-Fetch-Site", "same-origin"}, 200, ""},
		{"our own page, older browser", "POST", []string{"Origin", "SELF"}, 200, ""},
		{"listed", "POST", []string{"Origin", friend, "Sec-Fetch-Site", "cross-site"}, 200, friend},
		{"listed, local", "GET", []string{"Origin", "http://localhost:3000", "Sec-Fetch-Site", "same-site"}, 200, "http://localhost:3000"},
		{"foreign", "POST", []string{"Origin", "https://evil.example"}, 403, ""},
		{"foreign by GET", "GET", []string{"Origin", "https://evil.example"}, 403, ""},
		{"other port", "POST", []string{"Origin", "http://localhost:9"}, 403, ""},
		{"longer name", "POST", []string{"Origin", friend + ".evil.test"}, 403, ""},
		{"null", "POST", []string{"Origin", "null"}, 403, ""},
		{"nonsense", "POST", []string{"Origin", "::"}, 403, ""},
		{"image", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"}, 403, ""},
		{"frame", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, 403, ""},
		{"link", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200, ""},
		{"typed", "GET", []string{"Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200, ""},
	} {
		r := request(t, test.method, s.url+"/graphql?query={__typename}", `{"query":"{ __typename }"}`,
			append([]string{"Content-Type", "application/json"}, test.header...)...)
		if r.Header.Get("Origin") == "SELF" {
			r.Header.Set("Origin", s.url)
		}
		a := do(t, r)
		if a.StatusCode != test.status || a.Header.Get("Access-Control-Allow-Origin") != test.allowed {
			t.Errorf("%s: %d %q, want %d %q", test.name, a.StatusCode, a.Header.Get("Access-Control-Allow-Origin"), test.status, test.allowed)
		}
		if a.StatusCode == 403 && a.code() != "FORBIDDEN" {
			t.Errorf("%s: %s", test.name, a.text)
		}
	}
}

// A preflight carries no token, and must be answered without.
func TestPreflight(t *testing.T) {
	const friend = "https://friend.example"
	s := start(t, settings{guard: guard(t, true, []string{friend}, "secret")})
	for origin, status := range map[string]int{friend: 204, "https://evil.example": 403} {
		a := do(t, request(t, "OPTIONS", s.url+"/graphql", "", "Origin", origin,
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type"))
		allowed := a.Header.Get("Access-Control-Allow-Origin") == origin && a.Header.Get("Access-Control-Allow-Headers") != ""
		if a.StatusCode != status || allowed != (status == 204) {
			t.Errorf("%s: %d %v", origin, a.StatusCode, a.Header)
		}
	}
	a := s.post(t, "{ __typename }", "Origin", friend)
	if a.StatusCode != 401 || a.Header.Get("Access-Control-Allow-Origin") != friend {
		t.Errorf("without a token: %d %v", a.StatusCode, a.Header)
	}
}

func TestToken(t *testing.T) {
	s := start(t, settings{guard: guard(t, false, nil, "s3cret-token")})
	for _, test := range []struct {
		authorization string
		status        int
	}{
		{"", 401},
		{"Bearer", 401},
		{"Bearer wrong", 401},
		{"Bearer s3cret-toke", 401},
		{"Bearer s3cret-token-", 401},
		{"Basic s3cret-token", 401},
		{"s3cret-token", 401},
		{"Bearer s3cret-token", 200},
		{"bearer  s3cret-token", 200},
	} {
		a := s.post(t, "{ __typename }", "Authorization", test.authorization)
		if a.StatusCode != test.status {
			t.Errorf("Authorization %q: %d, want %d", test.authorization, a.StatusCode, test.status)
		}
		if test.status == 401 && (a.code() != "UNAUTHENTICATED" || !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Bearer ")) {
			t.Errorf("Authorization %q: %s, WWW-Authenticate %q", test.authorization, a.text, a.Header.Get("WWW-Authenticate"))
		}
	}
	s.stop()
	if strings.Contains(s.log.String(), "s3cret") {
		t.Error("the token is in the log")
	}
}

// A browser sends no token when it opens a page. Pages and signs of life are shown without
// one, and nothing else is.
func TestPagesWithoutToken(t *testing.T) {
	s := start(t, settings{guard: guard(t, true, nil, "s3cret-token"), charts: shelf{"one": "{}"}, pages: func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/nothing" {
			w.WriteHeader(http.StatusNotFound)
		}
	}})
	for ask, want := range map[string]int{
		"GET /": 200, "HEAD /": 200, "GET /explorer.js": 200, "GET /nothing": 404, "GET /?chart=one": 200, "GET /graphql.js": 200, "GET /healthz": 200, "GET /healthz/": 200,
		"POST /": 405, "DELETE /explorer.js": 405,
		"GET /graphql": 401, "HEAD /graphql": 401, "POST /graphql": 401, "GET /graphql?query={__typename}": 401, "GET /./graphql": 401, "GET //graphql": 401, "GET /%67raphql": 401,
		"GET /charts": 401, "POST /charts": 401, "GET /charts/": 401, "GET /charts/one": 401, "HEAD /charts/one": 401, "GET /x/../charts/one": 401, "DELETE /charts/one": 401,
		"GET /readyz": 401, "GET /metrics": 401,
	} {
		method, path, _ := strings.Cut(ask, " ")
		if a := do(t, request(t, method, s.url+path, "")); a.StatusCode != want {
			t.Errorf("%s: %d, want %d", ask, a.StatusCode, want)
		}
	}
	// What holds for all else holds for pages.
	r := request(t, "GET", s.url+"/", "")
	r.Host = "evil.example"
	if a := do(t, r); a.StatusCode != 421 {
		t.Errorf("a page under another name: %d", a.StatusCode)
	}
	if a := do(t, request(t, "GET", s.url+"/", "", "Origin", "https://evil.example")); a.StatusCode != 403 {
		t.Errorf("a page read by another: %d", a.StatusCode)
	}
}

func TestNewGuard(t *testing.T) {
	for _, origin := range []string{"", "*", "https://*.example.org", "example.org", "https://example.org/", "https://example.org/a",
		"ftp://example.org", "https://me@example.org", "https://example.org?x", "null"} {
		if _, err := httpserver.NewGuard(true, []string{origin}, ""); err == nil {
			t.Errorf("origin %q is taken", origin)
		}
	}
	for _, origin := range []string{"https://example.org", "http://localhost:3000", "http://[::1]:3000", "HTTPS://Example.org"} {
		_, err := httpserver.NewGuard(true, []string{origin}, "")
		if taken := err == nil; taken != (origin != "HTTPS://Example.org") {
			t.Errorf("origin %q: %v", origin, err)
		}
	}
}

func TestLoopback(t *testing.T) {
	for ip, want := range map[string]bool{"127.0.0.1": true, "127.8.8.8": true, "::1": true, "0.0.0.0": false, "::": false, "192.0.2.1": false} {
		if got := httpserver.Loopback(&net.TCPAddr{IP: net.ParseIP(ip), Port: 8080}); got != want {
			t.Errorf("Loopback(%s) = %t", ip, got)
		}
	}
	if httpserver.Loopback(&net.UnixAddr{Name: "x"}) {
		t.Error("a Unix socket is no loopback address")
	}
}
