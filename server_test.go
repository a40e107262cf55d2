package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A served is an actorgraph that serves.
type served struct {
	url    string // without a path
	said   string // its first words on stdout
	stderr *lockedBuffer
	stop   func() error // ends it as Ctrl-C does; what run returned
}

// serve runs "actorgraph serve" with args on a free port, by default over a new
// empty store, until the test ends.
func serve(t *testing.T, env map[string]string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	s := &served{stderr: &lockedBuffer{}}
	done := make(chan error, 1)
	args = append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)
	go func() {
		err := run(ctx, args, func(name string) string { return env[name] }, in, s.stderr)
		in.CloseWithError(io.EOF)
		done <- err
	}()
	s.stop = sync.OnceValue(func() error {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("serve ended with: %v", err)
		}
	})
	first := make([]byte, 4096)
	n, err := out.Read(first)
	if err != nil {
		t.Fatalf("serve did not start: %v\n%s", s.stop(), s.stderr)
	}
	go io.Copy(io.Discard, out)
	s.said = string(first[:n])
	_, rest, _ := strings.Cut(s.said, "http://")
	addr, _, _ := strings.Cut(rest, "/")
	s.url = "http://" + addr
	return s
}

func newFile(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") }

// A lockedBuffer can be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// get asks for a path, and returns the status and the body.
func (s *served) get(t *testing.T, path string, header ...string) (int, string) {
	t.Helper()
	return s.send(t, "GET", path, "", header...)
}

// ask sends a GraphQL query in its own media type.
func (s *served) ask(t *testing.T, query string, header ...string) (int, string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	return s.send(t, "POST", "/graphql", string(body), append([]string{
		"Content-Type", "application/json", "Accept", "application/graphql-response+json"}, header...)...)
}

func (s *served) send(t *testing.T, method, path, body string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func TestServe(t *testing.T) {
	file := newFile(t)
	s := serve(t, nil, "--store", "sqlite:"+file, "--empty", "--count-operation", "Mine")
	for _, want := range []string{s.url + "/graphql", s.url + "/\n", "/playground", file, "0 claims", "actorgraph load --seed"} {
		if !strings.Contains(s.said, want) {
			t.Errorf("the start does not tell %q:\n%s", want, s.said)
		}
	}
	if status, text := s.ask(t, "query Mine { __typename }"); status != 200 || text != `{"data":{"__typename":"Query"}`+"}\n" && !strings.Contains(text, `"cost"`) {
		t.Errorf("%d %s", status, text)
	}
	for path, want := range map[string]string{
		"/":           `src="/explorer.js"`,
		"/playground": `src="playground.js"`,
		"/healthz":    "ok",
		"/readyz":     "ok",
		"/metrics":    `actorgraph_graphql_requests_total{operation="Mine",status="200"} 1`,
	} {
		if status, text := s.get(t, path); status != 200 || !strings.Contains(text, want) {
			t.Errorf("%s: %d, without %q: %s", path, status, want, text)
		}
	}
	if status, text := s.get(t, "/nothing"); status != 404 || !strings.Contains(text, "/graphql") {
		t.Errorf("/nothing: %d %s", status, text)
	}
}

func TestToken(t *testing.T) {
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("hush-hush-hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty", "--addr", "0.0.0.0:0", "--token-file", token)
	if !strings.Contains(s.said, token) || strings.Contains(s.said, "hush") {
		t.Errorf("the start says: %s", s.said)
	}
	if status, _ := s.ask(t, "{ __typename }"); status != 401 {
		t.Errorf("without the token: %d", status)
	}
	if status, text := s.ask(t, "{ __typename }", "Authorization", "Bearer hush-hush-hush"); status != 200 {
		t.Errorf("with the token: %d %s", status, text)
	}
}

func TestOpen(t *testing.T) {
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty", "--addr", "0.0.0.0:0", "--open")
	if !strings.Contains(s.said, "anyone") || !strings.Contains(s.url, "localhost:") {
		t.Errorf("the start says: %s", s.said)
	}
	if status, _ := s.ask(t, "{ __typename }"); status != 200 {
		t.Errorf("%d", status)
	}
}

func TestAllowOrigin(t *testing.T) {
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty", "--allow-origin", "http://localhost:3000")
	for origin, want := range map[string]int{"http://localhost:3000": 200, "http://localhost:3001": 403} {
		if status, text := s.ask(t, "{ __typename }", "Origin", origin); status != want {
			t.Errorf("%s: %d %s", origin, status, text)
		}
	}
}

// Flags, environment and defaults, in this order.
func TestSettings(t *testing.T) {
	env := map[string]string{"ACTORGRAPH_STORE": "sqlite:" + newFile(t), "ACTORGRAPH_EMPTY": "true", "ACTORGRAPH_MAX_BODY": "100",
		"ACTORGRAPH_ALLOW_ORIGIN": "http://a.example,http://b.example"}
	padded := "{ __typename }" + strings.Repeat(" ", 100)
	s := serve(t, env)
	if status, _ := s.ask(t, padded); status != 413 {
		t.Errorf("ACTORGRAPH_MAX_BODY: %d", status)
	}
	if status, _ := s.ask(t, "{ __typename }", "Origin", "http://b.example"); status != 200 {
		t.Errorf("ACTORGRAPH_ALLOW_ORIGIN: %d", status)
	}
	s.stop()
	s = serve(t, env, "--max-body", "200")
	if status, _ := s.ask(t, padded); status != 200 {
		t.Errorf("--max-body: %d", status)
	}
}

// Each limit's flag reaches what it limits.
func TestLimitFlags(t *testing.T) {
	for _, test := range []struct{ flag, query string }{
		{"--max-tokens=5", "{ __typename __typename __typename __typename }"},
		{"--max-depth=2", "{ __schema { types { name } } }"},
		{"--max-fields=2", "{ a: __typename b: __typename c: __typename }"},
		{"--max-aliases=2", "{ a: __typename b: __typename c: __typename }"},
		{"--max-clashes=2", "{ a: __typename a: __typename a: __typename }"},
		{"--max-definitions=1", "{ ...F } fragment F on Query { __typename }"},
		{"--max-directives=1", "{ __typename @skip(if: false) @include(if: true) }"},
		{"--max-variables=1", "query($a: Int, $b: Int) { entities(first: $a, last: $b) { totalCount } }"},
		{"--max-cost=1", "{ entities(first: 500) { nodes { id } } }"},
		{"--max-answer=100", "{ vocabulary { kinds { label } } }"},
	} {
		s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty", test.flag)
		status, text := s.ask(t, test.query)
		if status != 400 || !strings.Contains(text, "_LIMIT") {
			t.Errorf("%s: %d %s", test.flag, status, text)
		}
		s.stop()
	}
}

func TestErrorLimitFlags(t *testing.T) {
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty", "--max-errors", "2", "--max-error-size", "10")
	status, text := s.ask(t, "{ nothingOne nothingTwo nothingThree }")
	var answer struct{ Errors []struct{ Message string } }
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	if status != 400 || len(answer.Errors) != 2 || len(answer.Errors[0].Message) > len("0123456789…") {
		t.Errorf("%d %s", status, text)
	}
}

// What goes wrong at the start is told with what to do about it.
func TestStartErrors(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	empty, text := write("empty", "\n"), write("text", strings.Repeat("This is no database. ", 100))
	fresh := "--store=sqlite:" + filepath.Join(dir, "fresh.db")
	none := map[string]string{}
	neo4j := map[string]string{"ACTORGRAPH_NEO4J_USER": "neo4j", "ACTORGRAPH_NEO4J_PASSWORD": "hunter2!"}
	for _, test := range []struct {
		name string
		env  map[string]string
		args []string
		says []string
	}{
		{"port taken", none, []string{fresh, "--addr", taken.Addr().String()}, []string{taken.Addr().String() + " is in use", "--addr 127.0.0.1:0"}},
		{"no port", none, []string{fresh, "--addr", "localhost"}, []string{`--addr "localhost"`, "HOST:PORT"}},
		{"foreign host", none, []string{fresh, "--addr", "192.0.2.1:80"}, []string{`--addr "192.0.2.1:80": that is no address of this machine`, "127.0.0.1:8080"}},
		{"beyond loopback", none, []string{fresh, "--addr", "0.0.0.0:0"}, []string{"anyone who can reach 0.0.0.0:0", "--token-file", "--open"}},
		{"token file missing", none, []string{fresh, "--token-file", filepath.Join(dir, "nowhere")}, []string{"nowhere", "openssl rand"}},
		{"token file empty", none, []string{fresh, "--token-file", empty}, []string{"is empty", "openssl rand"}},
		{"origin", none, []string{fresh, "--allow-origin", "example.org"}, []string{"--allow-origin", "https://example.org"}},
		{"folder as store", none, []string{"--store", "sqlite:" + dir}, []string{dir}},
		{"file as folder of the store", none, []string{"--store", "sqlite:" + text + "/file.db"}, []string{text}},
		{"text as store", none, []string{"--store", "sqlite:" + text}, []string{text}},
		{"unknown scheme", none, []string{"--store", "sqlight:x.db"}, []string{"sqlight", "sqlite:"}},
		{"no Neo4j there", neo4j, []string{"--store", "neo4j://127.0.0.1:1"}, []string{"neo4j://127.0.0.1:1", "start it", "leave out --store"}},
		{"password in the URL", none, []string{"--store", "neo4j://neo4j:hunter2!@127.0.0.1:1"}, []string{"ACTORGRAPH_NEO4J_PASSWORD"}},
		{"unknown flag", none, []string{"--adr", ":80"}, []string{"--adr", "did you mean --addr?"}},
		{"bad number", none, []string{"--max-cost", "lots"}, []string{`--max-cost "lots"`, "whole number"}},
		{"zero", none, []string{"--max-time", "0s"}, []string{`--max-time "0s"`, "such as 30s"}},
		{"environment", map[string]string{"ACTORGRAPH_MAX_DEPTH": "deep"}, nil, []string{`ACTORGRAPH_MAX_DEPTH in the environment is "deep"`, "whole number"}},
		{"neither true nor false", map[string]string{"ACTORGRAPH_EMPTY": "maybe"}, nil, []string{`ACTORGRAPH_EMPTY in the environment is "maybe": want true or false`}},
		{"argument", none, []string{"nso.db"}, []string{`"nso.db"`, "--help"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			args := append([]string{"serve", "--addr", "127.0.0.1:0"}, test.args...)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			err := run(ctx, args, func(name string) string { return test.env[name] }, &out, io.Discard)
			if err == nil {
				t.Fatal("it starts")
			}
			for _, want := range test.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "hunter2") || strings.Contains(out.String(), "http://") {
				t.Errorf("told: %v, printed: %s", err, &out)
			}
		})
	}
}

func TestCommandErrors(t *testing.T) {
	for _, test := range []struct{ args, says string }{
		{"sreve", "serve"},
		{"serve --stre x", "did you mean --store?"},
		{"-x", "-x"},
		{"help sreve", "sreve"},
		{"help serve now", `no command "now"`},
	} {
		err := run(t.Context(), strings.Fields(test.args), func(string) string { return "" }, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("actorgraph %s: %v, want it to say %q", test.args, err, test.says)
		}
	}
}

func TestHelp(t *testing.T) {
	for args, want := range map[string]string{"--help": "serve", "help serve": "--max-cost", "serve --help": "ACTORGRAPH_ADDR", "help": "serve --help", "--version": "actorgraph ", "-v": runtime.Version()} {
		var out bytes.Buffer
		err := run(t.Context(), strings.Fields(args), func(string) string { return "" }, &out, io.Discard)
		if err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("actorgraph %s: %v\n%s", args, err, &out)
		}
	}
}

func TestServeTellsWhatTheStoreHolds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "one.yaml")
	one := "collection: mine\nentities:\n  - {id: acme, kind: company, name: Acme}\nsources:\n  - {id: source:a, kind: REPORT}\n" +
		"properties:\n  - {entity: acme, key: alias, value: A, claims: [{source: source:a, statement: It is called so.}]}\n"
	if err := os.WriteFile(file, []byte(one), 0o600); err != nil {
		t.Fatal(err)
	}
	at := inFile(t)
	at.load(t, file)
	said := at.serve(t).said
	if !strings.Contains(said, "holds    1 entity, 0 relations, 1 property, 1 claim from 1 source\n") || !strings.Contains(said, " 1 claim in mine\n") {
		t.Errorf("it says\n%s", said)
	}
}

// The first Ctrl-C may come while a new store gets its data.
func TestInterruptWhileAStoreIsFilled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newProgram(os.Getenv, io.Discard, io.Discard).fill(ctx, inFile(t).open(t))
	if err == nil || !strings.Contains(err.Error(), "the next start goes on from there") {
		t.Errorf("it ended with %v", err)
	}
}

func TestMisspeltVariables(t *testing.T) {
	got := misspelt([]string{"ACTORGRAPH_ADR=:80", "ACTORGRAPH_ADDR=:80", "ACTORGRAPH_NEO4J_USR=neo4j", "ACTORGRAPH_NEO4J_USER=neo4j", "ACTORGRAPH_TEST_NEO4J=neo4j://x",
		"ACTORGRAPH_DOCUMENTS=/", "ADR=:80", "ACTORGRAPH_=1", "ACTORGRAPH_STOR="})
	want := []string{"ACTORGRAPH_ADR in the environment is no setting; did you mean ACTORGRAPH_ADDR?", "ACTORGRAPH_NEO4J_USR in the environment is no setting; did you mean ACTORGRAPH_NEO4J_USER?"}
	if !slices.Equal(got, want) {
		t.Errorf("warned is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A process is the program started as people start it.
type process struct {
	*exec.Cmd
	addr   string
	stderr *lockedBuffer
}

func startProcess(t *testing.T) *process {
	t.Helper()
	p := &process{Cmd: exec.Command("actorgraph", "--addr", "127.0.0.1:0", "--empty", "--store", "sqlite:"+newFile(t)), stderr: &lockedBuffer{}}
	p.Stderr = p.stderr
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	for lines := bufio.NewScanner(out); p.addr == "" && lines.Scan(); {
		_, rest, _ := strings.Cut(lines.Text(), "http://")
		p.addr, _, _ = strings.Cut(rest, "/")
	}
	if p.addr == "" {
		t.Fatalf("it did not start: %v\n%s", p.Wait(), p.stderr)
	}
	return p
}

// half sends a request but for its end, and returns once the program has begun
// to read it; the returned function sends the rest.
func (p *process) half(t *testing.T) (net.Conn, func()) {
	t.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	const body = `{"query":"{ __typename }"}`
	// The program says "continue" when it asks for the body.
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(body))
	line := make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n"))
	if _, err := io.ReadFull(conn, line); err != nil || !strings.Contains(string(line), "100") {
		t.Fatalf("%q, %v", line, err)
	}
	return conn, func() { io.WriteString(conn, body) }
}

// interrupt is one Ctrl-C; it returns when the program takes no more requests.
func (p *process) interrupt(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	for {
		conn, err := net.Dial("tcp", p.addr)
		if err != nil {
			return
		}
		conn.Close()
	}
}

func TestInterruptFinishesRequests(t *testing.T) {
	p := startProcess(t)
	conn, finish := p.half(t)
	p.interrupt(t)
	finish()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != 200 || !strings.Contains(string(text), `"__typename":"Query"`) {
		t.Errorf("%d %s, %v", resp.StatusCode, text, err)
	}
	resp.Body.Close()
	if err := p.Wait(); err != nil {
		t.Errorf("it ended with %v\n%s", err, p.stderr)
	}
}

func TestSecondInterruptEndsAtOnce(t *testing.T) {
	p := startProcess(t)
	p.half(t) // never finished: a patient program would wait for it
	p.interrupt(t)
	began := time.Now()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = p.Wait()
	if p.ProcessState.ExitCode() != 130 || time.Since(began) > 5*time.Second {
		t.Errorf("it ended with %v after %v", p.ProcessState, time.Since(began))
	}
}
