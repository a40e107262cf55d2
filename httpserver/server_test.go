package httpserver_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"actorgraph/httpserver"
)

// serve runs handler until the returned end is called; the channel then tells
// how Serve ended.
func serve(t *testing.T, handler http.Handler, grace time.Duration) (addr string, end func(), served chan error) {
	t.Helper()
	ln := listen(t)
	ctx, cancel := context.WithCancel(context.Background())
	srv := &httpserver.Server{Handler: handler, Grace: grace, Log: slog.New(slog.DiscardHandler)}
	served = make(chan error, 1)
	go func() { served <- srv.Serve(ctx, ln) }()
	return ln.Addr().String(), cancel, served
}

func TestShutdownFinishesRequests(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	addr, end, served := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(started)
		select {
		case <-release:
			io.WriteString(w, "finished")
		case <-r.Context().Done():
		}
	}), time.Minute)
	answers := make(chan *answer, 1)
	go func() {
		a, err := try(request(t, "GET", "http://"+addr, ""))
		if err != nil {
			t.Error(err)
		}
		answers <- a
	}()
	<-started
	end()
	for { // until the listener is closed: the end has begun
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			break
		}
		conn.Close()
	}
	select {
	case err := <-served:
		t.Fatalf("Serve ended before the request: %v", err)
	default:
	}
	close(release)
	if a := <-answers; a != nil && a.text != "finished" {
		t.Errorf("%d %q", a.StatusCode, a.text)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestShutdownCutsOff(t *testing.T) {
	started, stopped := make(chan struct{}), make(chan struct{})
	addr, end, served := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(started)
		<-r.Context().Done()
		close(stopped)
	}), 10*time.Millisecond)
	failed := make(chan error, 1)
	go func() {
		_, err := try(request(t, "GET", "http://"+addr, ""))
		failed <- err
	}()
	<-started
	end()
	if err := <-served; err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("Serve: %v", err)
	}
	<-stopped
	<-failed
}

func TestServeFails(t *testing.T) {
	ln := listen(t)
	ln.Close()
	srv := &httpserver.Server{Handler: http.NotFoundHandler(), Grace: time.Second, Log: slog.New(slog.DiscardHandler)}
	if err := srv.Serve(context.Background(), ln); err == nil || !strings.Contains(err.Error(), ln.Addr().String()) {
		t.Errorf("Serve on a closed listener: %v", err)
	}
}

func TestLargeHeader(t *testing.T) {
	addr, end, served := serve(t, http.NotFoundHandler(), time.Second)
	a := do(t, request(t, "GET", "http://"+addr, "", "X-Long", strings.Repeat("x", 100<<10)))
	if a.StatusCode != 431 {
		t.Errorf("%d", a.StatusCode)
	}
	end()
	http.DefaultClient.CloseIdleConnections()
	if err := <-served; err != nil {
		t.Error(err)
	}
}
