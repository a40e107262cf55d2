package httpserver_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"actorgraph/httpserver"
)

func TestBodySize(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{Body: 1000}})
	const frame = `{"query":"{ __typename }","extensions":{"x":""}}`
	for _, test := range []struct {
		size   int
		status int
	}{{len(frame), 200}, {1000, 200}, {1001, 413}, {100_000, 413}} {
		body := strings.Replace(frame, `""`, `"`+strings.Repeat("x", test.size-len(frame))+`"`, 1)
		r := request(t, "POST", s.url+"/graphql", body, "Content-Type", "application/json")
		announced := do(t, r)
		r = request(t, "POST", s.url+"/graphql", "", "Content-Type", "application/json")
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), -1
		chunked := do(t, r)
		for _, a := range []*answer{announced, chunked} {
			if a.StatusCode != test.status || test.status == 413 && a.code() != "BODY_TOO_LARGE" {
				t.Errorf("%d bytes: %d %s, want %d", test.size, a.StatusCode, a.text, test.status)
			}
		}
	}
}

func TestDefaultBodySize(t *testing.T) {
	s := start(t, settings{})
	r := request(t, "POST", s.url+"/graphql", strings.Repeat(" ", 1<<20+1), "Content-Type", "application/json")
	if a := do(t, r); a.StatusCode != 413 {
		t.Errorf("a body over 1 MiB: %d", a.StatusCode)
	}
}

func TestCompressedBody(t *testing.T) {
	s := start(t, settings{})
	a := s.post(t, "{ __typename }", "Content-Encoding", "gzip")
	if a.StatusCode != 415 {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
}

func TestSlowBody(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{BodyTime: 20 * time.Millisecond}})
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"query\":")
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 408 || !resp.Close || !strings.Contains(string(text), "TIMEOUT") {
		t.Errorf("%d, close %t, %s", resp.StatusCode, resp.Close, text)
	}
}

// A deadline for the body must not end the execution that follows.
func TestBodyTimeIsNotExecutionTime(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{BodyTime: 20 * time.Millisecond, Time: 200 * time.Millisecond}})
	began := time.Now()
	if a := s.post(t, "{ wait }"); a.code() != "TIMEOUT" || time.Since(began) < 200*time.Millisecond {
		t.Errorf("%s after %v", a.text, time.Since(began))
	}
}

func TestRequestTime(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{Time: 10 * time.Millisecond}})
	for _, test := range []struct {
		accept string
		status int
	}{{graphqlJSON, 503}, {plainJSON, 200}} {
		a := s.post(t, "{ wait }", "Accept", test.accept)
		if a.StatusCode != test.status || a.code() != "TIMEOUT" || !slices.Equal(a.keys, []string{"errors"}) {
			t.Errorf("%s: %d %s, want %d", test.accept, a.StatusCode, a.text, test.status)
		}
	}
}

func TestQueueFull(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{Concurrent: 1, Queue: 1, Wait: time.Hour, Time: time.Hour}})
	answers := make(chan *answer)
	ask := func() {
		r := s.query(t, "{ wait }")
		go func() {
			a, err := try(r)
			if err != nil {
				t.Error(err)
			}
			answers <- a
		}()
	}
	ask()
	<-s.schema.started
	ask()
	ask()
	// One of the two waits, the other is refused.
	if a := <-answers; a.StatusCode != 503 || a.code() != "OVERLOADED" || a.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s, Retry-After %q", a.StatusCode, a.text, a.Header.Get("Retry-After"))
	}
	close(s.schema.release)
	for range 2 {
		if a := <-answers; a.StatusCode != 200 {
			t.Errorf("%d %s", a.StatusCode, a.text)
		}
	}
}

func TestWaitInVain(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{Concurrent: 1, Wait: time.Millisecond, Time: time.Hour}})
	first, done := s.query(t, "{ wait }"), make(chan error)
	go func() { _, err := try(first); done <- err }()
	<-s.schema.started
	if a := s.post(t, "{ __typename }"); a.StatusCode != 503 || a.code() != "OVERLOADED" {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
	close(s.schema.release)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if a := s.post(t, "{ __typename }"); a.StatusCode != 200 {
		t.Errorf("afterwards: %d %s", a.StatusCode, a.text)
	}
}

// Requests whose bodies never end take no places.
func TestSlowBodiesHoldUpNobody(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{Concurrent: 1, Queue: 1, Wait: time.Millisecond}})
	for range 8 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	}
	if a := s.post(t, "{ __typename }"); a.StatusCode != 200 {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
}

// A client that leaves ends its request, and gives its place back.
func TestClientLeaves(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{Concurrent: 1, Wait: time.Hour, Time: time.Hour}})
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	const body = `{"query":"{ wait }"}`
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	<-s.schema.started
	conn.Close()
	if a := s.post(t, "{ __typename }"); a.StatusCode != 200 {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
}

func TestConcurrent(t *testing.T) {
	s := start(t, settings{limits: httpserver.Limits{Concurrent: 8, Queue: 32, Wait: time.Minute}})
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			for j := range 20 {
				want := fmt.Sprintf("%d-%d", i, j)
				a, err := try(s.query(t, `{ echo(text: "`+want+`") }`, "X-Request-Id", want))
				if err != nil {
					t.Error(err)
					return
				}
				if string(a.Data) != `{"echo":"`+want+`"}` || a.Header.Get("X-Request-Id") != want {
					t.Errorf("%s: %d %s", want, a.StatusCode, a.text)
				}
			}
		})
	}
	all.Wait()
}
