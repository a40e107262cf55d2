package httpserver

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

const (
	pathGraphQL = "/graphql"
	pathCharts  = "/charts"
	pathHealth  = "/healthz"
	pathReady   = "/readyz"
	pathMetrics = "/metrics"
)

// Routes is what a server serves. All fields are needed.
//
// Where a token is asked for, that is at /graphql, /charts, /readyz and /metrics. The
// pages and /healthz are answered without: a browser sends no token when it opens a
// page, and a page holds no data. It asks its user for the token, and sends it with
// what it asks.
type Routes struct {
	GraphQL http.Handler                // at /graphql, as made by [GraphQL]
	Charts  http.Handler                // at /charts and below, as made by [Charts]
	Pages   http.Handler                // at every path not named here, by GET; the handler says which exist
	Ready   func(context.Context) error // at /readyz: nil if requests can be answered
	Metrics *Metrics                    // at /metrics
	Guard   *Guard                      // before all of them
	Log     *slog.Logger                // one line a request
}

// Handler joins the routes and all that requests pass before they get there.
func (rt Routes) Handler() http.Handler {
	mux := http.NewServeMux()
	withToken := rt.Guard.withToken
	mux.Handle(pathGraphQL, withToken(rt.GraphQL))
	mux.Handle(pathCharts, withToken(rt.Charts))
	mux.Handle(pathCharts+"/", withToken(rt.Charts))
	mux.Handle(pathReady, withToken(onlyGet(http.HandlerFunc(rt.ready))))
	mux.Handle(pathMetrics, withToken(onlyGet(rt.Metrics.handler())))
	mux.Handle(pathHealth, onlyGet(http.HandlerFunc(healthy)))
	mux.Handle("/", onlyGet(rt.Pages))

	compress, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false))
	if err != nil {
		panic(err) // the options above contradict each other
	}
	return observe(rt.Log, rt.Metrics, secure(rt.Guard.wrap(compress(mux))))
}

func onlyGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			methodNotAllowed(w, r, "GET, HEAD", "This can only be read.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// healthy says that the program runs; ready, that it can also answer.
func healthy(w http.ResponseWriter, _ *http.Request) { writeOK(w) }

func (rt Routes) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if err := rt.Ready(ctx); err != nil {
		// The reason may name hosts and users: it is for the log alone.
		rt.Log.WarnContext(ctx, "not ready", "requestId", RequestID(ctx), "err", err)
		w.Header().Set("Retry-After", "5")
		writeProblem(w, r, &problem{http.StatusServiceUnavailable, codeNotReady,
			"The server can't answer at present.", "The log tells why."})
		return
	}
	writeOK(w)
}

func writeOK(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, "ok\n")
}
