package httpserver

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"
)

// A record is what is learnt about a request while it is answered, for the log
// and the metrics. Only the goroutine that answers the request writes to it.
type record struct {
	id        string
	operation string   // the GraphQL operation's name, if it got so far
	codes     []string // of the errors in the answer
}

type recordKey struct{}

// recordOf returns the record of ctx's request, or an idle one.
func recordOf(ctx context.Context) *record {
	if rec, ok := ctx.Value(recordKey{}).(*record); ok {
		return rec
	}
	return new(record)
}

// observe gives each request its record and id, turns panics into answers, and
// logs and counts the outcome. The log has no header, no body and no URL
// parameter: that is where tokens, queries and variables are.
func observe(log *slog.Logger, m *Metrics, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &record{id: requestID(r.Header.Get(requestIDHeader))}
		w.Header().Set(requestIDHeader, rec.id)
		r = r.WithContext(context.WithValue(r.Context(), recordKey{}, rec))
		out := &statusWriter{ResponseWriter: w}
		done := m.begin(r)

		defer func() {
			panicked := recover()
			abort := panicked != nil && (panicked == http.ErrAbortHandler || out.status != 0)
			if panicked != nil && panicked != http.ErrAbortHandler {
				log.ErrorContext(r.Context(), "panic", "requestId", rec.id, "value", panicked, "stack", string(debug.Stack()))
				if !abort {
					answerPanic(out, r)
				}
			}
			took := time.Since(start)
			done(rec, out.status, took)
			logRequest(log, r, rec, out, took)
			if abort {
				// Part of the answer is out: cut the connection, so that nobody
				// takes it for the whole.
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(out, r)
	})
}

func answerPanic(w http.ResponseWriter, r *http.Request) {
	for _, name := range []string{"Content-Length", "Content-Encoding", "Etag", "Last-Modified"} {
		w.Header().Del(name)
	}
	writeProblem(w, r, &problem{http.StatusInternalServerError, codeInternal,
		"Something went wrong on our side.", "The log tells more under this request's id."})
}

func logRequest(log *slog.Logger, r *http.Request, rec *record, out *statusWriter, took time.Duration) {
	level := slog.LevelInfo
	switch {
	case out.status >= 500:
		level = slog.LevelWarn
	case r.URL.Path == pathHealth || r.URL.Path == pathReady || r.URL.Path == pathMetrics:
		level = slog.LevelDebug // asked every few seconds
	}
	remote, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		remote = r.RemoteAddr
	}
	attrs := []slog.Attr{
		slog.String("requestId", rec.id),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", out.status),
		slog.Int64("bytes", out.bytes),
		slog.Duration("took", took),
		slog.String("remote", remote),
	}
	if rec.operation != "" {
		attrs = append(attrs, slog.String("operation", clip(rec.operation, 80)))
	}
	if len(rec.codes) > 0 {
		attrs = append(attrs, slog.Any("codes", rec.codes[:min(len(rec.codes), 10)]))
	}
	log.LogAttrs(r.Context(), level, "request", attrs...)
}

func clip(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}

// A statusWriter remembers what was sent.
type statusWriter struct {
	http.ResponseWriter
	status int // 0 until the header is out
	bytes  int64
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController find deadlines.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
