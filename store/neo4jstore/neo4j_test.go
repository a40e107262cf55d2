package neo4jstore_test

import (
	"testing"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
	"actorgraph/store/neo4jstore/neo4jtest"
	"actorgraph/store/storetest"
)

// server is the Neo4j that the tests run against.
type server struct{ neo4jtest.Server }

// testServer finds the server, or skips the test.
func testServer(t testing.TB) server {
	t.Helper()
	return server{neo4jtest.Find(t)}
}

// newProxy starts a proxy in front of the server and returns the server as the
// store sees it through the proxy.
func newProxy(t *testing.T) (*neo4jtest.Proxy, server) {
	t.Helper()
	p, s := neo4jtest.NewProxy(t, neo4jtest.Find(t))
	return p, server{s}
}

// open wipes the server's database and opens a store on it.
func open(t testing.TB) *neo4jstore.Store {
	t.Helper()
	s := testServer(t)
	s.Wipe(t)
	return s.open(t)
}

func (s server) open(t testing.TB) *neo4jstore.Store {
	t.Helper()
	store, err := neo4jstore.Open(t.Context(), s.URL, s.User, s.Password)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) kb.Store { return open(t) })
}

func TestUntold(t *testing.T) { storetest.Untold(t, open(t)) }
