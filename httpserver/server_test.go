package httpserver_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

// Clients that are slow on purpose are given up. Time is that of the bubble: it
// passes when nobody has anything left to do.
func TestSlowClients(t *testing.T) {
	for _, test := range []struct {
		name, sent string
		given      time.Duration
	}{
		{"header never ends", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 10 * time.Second},
		{"nothing is asked", "", 10 * time.Second},
		{"body never ends", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf", 30 * time.Second},
		{"connection stays open", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 2 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ln := newPipeListener()
				ctx, end := context.WithCancel(t.Context())
				handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
				srv := &httpserver.Server{Handler: handler, Grace: time.Second, Log: slog.New(slog.DiscardHandler)}
				served := make(chan error, 1)
				go func() { served <- srv.Serve(ctx, ln) }()

				began := time.Now()
				conn := ln.dial()
				defer conn.Close()
				go io.WriteString(conn, test.sent)
				if _, err := io.Copy(io.Discard, conn); err != nil { // until the server closes
					t.Error(err)
				}
				if took := time.Since(began); took != test.given {
					t.Errorf("the client was given %v, want %v", took, test.given)
				}
				end()
				if err := <-served; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// A pipeListener hands out connections in memory.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	close  func()
}

func newPipeListener() *pipeListener {
	l := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	l.close = sync.OnceFunc(func() { close(l.closed) })
	return l
}

func (l *pipeListener) dial() net.Conn {
	ours, theirs := net.Pipe()
	l.conns <- theirs
	return ours
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error   { l.close(); return nil }
func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{} }
