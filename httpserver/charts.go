package httpserver

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// A ChartStore keeps JSON texts under names made from them.
type ChartStore interface {
	SaveChart(ctx context.Context, text []byte) (name string, err error)
	Chart(ctx context.Context, name string) ([]byte, error) // nil: there is none
}

// A Fault says whose fault an error is, and so who is told of it.
type Fault int

// The faults there are.
const (
	Ours    Fault = iota // the log is told; the client, that there is something in the log
	Theirs               // the client is told the error itself
	NoRoom               // the log is told the error; the client, that there is no room left
	Passing              // the log is told the error; the client, that trying again may help
)

// Charts lets clients save texts by POST at /charts, and have them back by GET at
// /charts/NAME. Of lim it heeds Body, BodyTime and Time; fault says of each error of
// the store whose it is.
//
// What is under a name never changes, so it may be kept for ever; but only by the
// client's own cache, since others may not be allowed to ask for it.
func Charts(store ChartStore, fault func(error) Fault, log *slog.Logger, lim Limits) http.Handler {
	return &chartsHandler{store, fault, log, lim.withDefaults()}
}

type chartsHandler struct {
	store ChartStore
	fault func(error) Fault
	log   *slog.Logger
	lim   Limits
}

func (h *chartsHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), h.lim.Time)
	defer cancel()
	r = r.WithContext(ctx)
	name, one := strings.CutPrefix(r.URL.Path, pathCharts+"/")
	switch {
	case one && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		h.get(w, r, name)
	case one:
		methodNotAllowed(w, r, "GET, HEAD", "A chart can only be read.")
	case r.Method == http.MethodPost:
		h.save(w, r)
	default:
		methodNotAllowed(w, r, http.MethodPost, "Charts are saved here.")
	}
}

func (h *chartsHandler) get(w http.ResponseWriter, r *http.Request, name string) {
	text, err := h.store.Chart(r.Context(), name)
	switch {
	case err != nil:
		h.refuse(w, r, "The chart could not be read.", err)
	case text == nil:
		writeProblem(w, r, &problem{http.StatusNotFound, codeNotFound,
			"There is no chart of this name.", "It may have been saved on another server, or removed to make room."})
	default:
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		writeJSON(w, http.StatusOK, text)
	}
}

func (h *chartsHandler) save(w http.ResponseWriter, r *http.Request) {
	text, p := readBody(w, r, h.lim)
	if p != nil {
		writeProblem(w, r, p)
		return
	}
	name, err := h.store.SaveChart(r.Context(), text)
	if err != nil {
		h.refuse(w, r, "The chart could not be saved.", err)
		return
	}
	answer, err := json.Marshal(map[string]string{"name": name})
	if err != nil {
		panic(err) // a text can be written
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", pathCharts+"/"+name)
	writeJSON(w, http.StatusCreated, append(answer, '\n'))
}

// refuse tells an error of the store to whom it concerns.
func (h *chartsHandler) refuse(w http.ResponseWriter, r *http.Request, message string, err error) {
	fault := h.fault(err)
	if fault == Theirs {
		writeProblem(w, r, badRequest(err.Error(), ""))
		return
	}
	// The reason may name files and hosts: it is for the log alone.
	h.log.WarnContext(r.Context(), "chart refused", "requestId", RequestID(r.Context()), "err", err)
	switch fault {
	case NoRoom:
		writeProblem(w, r, &problem{http.StatusInsufficientStorage, codeStoreFull,
			message + " The server has no room for more.", "Whoever runs it can remove some; its log tells how."})
	case Passing:
		w.Header().Set("Retry-After", "5")
		writeProblem(w, r, &problem{http.StatusServiceUnavailable, codeStoreUnavailable,
			message + " The store does not answer.", "Try again in a few seconds."})
	default:
		writeProblem(w, r, &problem{http.StatusInternalServerError, codeInternal,
			message, "The log tells more under this request's id."})
	}
}

func writeJSON(w http.ResponseWriter, status int, text []byte) {
	w.Header().Set("Content-Type", mediaJSON+"; charset=utf-8")
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime))
	w.WriteHeader(status)
	_, _ = w.Write(text) // an error means that the client has gone
}
