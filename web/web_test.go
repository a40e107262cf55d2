package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHandler(t *testing.T) {
	notFound := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Error(w, "none", http.StatusNotFound) })
	server := httptest.NewServer(Handler(notFound))
	defer server.Close()
	for _, test := range []struct {
		path, mediaType, has string
		status               int
	}{
		{"/", "text/html; charset=utf-8", `src="/explorer.js"`, 200},
		{"/playground", "text/html; charset=utf-8", "playground", 200},
		{"/explorer.js", "text/javascript; charset=utf-8", "", 200},
		{"/layout.js", "text/javascript; charset=utf-8", "", 200},
		{"/explorer.css", "text/css; charset=utf-8", "", 200},
		{"/icon.svg", "image/svg+xml", "<svg", 200},
		{"/index.html", "text/plain; charset=utf-8", "none", 404},
		{"/nothing", "text/plain; charset=utf-8", "none", 404},
		{"/../web.go", "text/plain; charset=utf-8", "none", 404},
		{"/explorer.js/", "text/plain; charset=utf-8", "none", 404},
	} {
		resp, err := http.Get(server.URL + test.path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != test.status || resp.Header.Get("Content-Type") != test.mediaType || !strings.Contains(string(body), test.has) {
			t.Errorf("%s: %d %s %.60q, want %d %s with %q", test.path, resp.StatusCode, resp.Header.Get("Content-Type"), body, test.status, test.mediaType, test.has)
		}
	}
}

// Whoever has the current files is sent none of them again.
func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	h := Handler(http.NotFoundHandler())
	first := httptest.NewRecorder()
	h.ServeHTTP(first, httptest.NewRequest("GET", "/explorer.js", nil))
	again := httptest.NewRequest("GET", "/explorer.js", nil)
	again.Header.Set("If-None-Match", first.Header().Get("ETag"))
	second := httptest.NewRecorder()
	h.ServeHTTP(second, again)
	if first.Code != 200 || second.Code != http.StatusNotModified || second.Body.Len() != 0 {
		t.Errorf("%d, then %d with %d bytes, want 200 and 304 without any", first.Code, second.Code, second.Body.Len())
	}
}

// Every file has a media type: browsers are told not to guess.
func TestMediaTypes(t *testing.T) {
	for address, f := range read() {
		if f.mediaType == "" {
			t.Errorf("%s has no media type", address)
		}
	}
}
