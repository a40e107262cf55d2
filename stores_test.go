package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"actorgraph/kb"
	"actorgraph/store"
	"actorgraph/store/neo4jstore/neo4jtest"
)

// A place is where the program finds a store: what stands behind --store, and
// what it has to know from the environment.
type place struct {
	url string
	env map[string]string
}

// onEachStore runs a test for a new file and for Neo4j. Each call of place gives
// one for an empty store; of those in Neo4j, which is one database, the last
// alone is good.
func onEachStore(t *testing.T, test func(t *testing.T, newPlace func(*testing.T) place)) {
	t.Run("sqlite", func(t *testing.T) { test(t, inFile) })
	t.Run("neo4j", func(t *testing.T) {
		neo4jtest.Find(t)
		test(t, inNeo4j)
	})
}

func inFile(t *testing.T) place { return place{url: "sqlite:" + newFile(t)} }

func inNeo4j(t *testing.T) place {
	t.Helper()
	server := neo4jtest.Find(t)
	server.Wipe(t)
	return at(server)
}

func at(s neo4jtest.Server) place {
	return place{s.URL, map[string]string{"ACTORGRAPH_NEO4J_USER": s.User, "ACTORGRAPH_NEO4J_PASSWORD": s.Password}}
}

// open opens the store until the test ends.
func (p place) open(t *testing.T) kb.Store {
	t.Helper()
	st, err := store.Open(t.Context(), p.url, store.Credentials{User: p.env["ACTORGRAPH_NEO4J_USER"], Password: p.env["ACTORGRAPH_NEO4J_PASSWORD"]})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// load runs "actorgraph load" with args for the store.
func (p place) load(t *testing.T, args ...string) {
	t.Helper()
	var out bytes.Buffer
	args = append([]string{"load", "--store", p.url}, args...)
	if err := run(t.Context(), args, func(name string) string { return p.env[name] }, &out, io.Discard); err != nil {
		t.Fatalf("load: %v\n%s", err, &out)
	}
}

// serve runs "actorgraph serve" for the store until the test ends.
func (p place) serve(t *testing.T) *served {
	t.Helper()
	return serve(t, p.env, "--store", p.url, "--empty")
}

// While the database is gone, questions are answered with that, soon. When it is
// back, so are the answers.
func TestDatabaseGoneAndBack(t *testing.T) {
	server := neo4jtest.Find(t)
	server.Wipe(t)
	proxy, through := neo4jtest.NewProxy(t, server)
	s := at(through).serve(t)
	answers := func() {
		t.Helper()
		if status, text := s.ask(t, "{ entities { totalCount } }"); status != 200 || !strings.Contains(text, `"totalCount":0`) {
			t.Errorf("%d %s", status, text)
		}
		if status, text := s.get(t, "/readyz"); status != 200 {
			t.Errorf("/readyz: %d %s", status, text)
		}
	}
	answers()
	proxy.Set(func() { proxy.Cut = true })
	began := time.Now()
	if _, text := s.ask(t, "{ entities { totalCount } }"); !strings.Contains(text, "STORE_UNAVAILABLE") || time.Since(began) > 5*time.Second {
		t.Errorf("after %v: %s", time.Since(began), text)
	}
	if status, text := s.get(t, "/readyz"); status != 503 {
		t.Errorf("/readyz: %d %s", status, text)
	}
	if status, text := s.get(t, "/healthz"); status != 200 {
		t.Errorf("/healthz: %d %s", status, text)
	}
	proxy.Set(func() { proxy.Cut = false })
	answers()
}
