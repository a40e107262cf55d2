package neo4jstore_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
	"actorgraph/store/storetest"
)

// server is the Neo4j that the tests run against. They have its database to
// themselves, wipe it before each case, and run one after the other.
type server struct{ url, user, password string }

// testServer finds the server, or skips the test.
func testServer(t testing.TB) server {
	t.Helper()
	s := server{os.Getenv("ACTORGRAPH_TEST_NEO4J"), os.Getenv("ACTORGRAPH_NEO4J_USER"), os.Getenv("ACTORGRAPH_NEO4J_PASSWORD")}
	if s.url != "" {
		return s
	}
	const why = "no Neo4j to test against: start one with .ci/neo4j/neo4j.sh start and set ACTORGRAPH_TEST_NEO4J, ACTORGRAPH_NEO4J_USER and ACTORGRAPH_NEO4J_PASSWORD to what it prints"
	if os.Getenv("ACTORGRAPH_TEST_NEO4J_REQUIRED") == "1" {
		t.Fatal(why)
	}
	t.Skip("the Neo4j store is not tested; " + why)
	return s
}

// open wipes the server's database and opens a store on it.
func open(t *testing.T) *neo4jstore.Store {
	t.Helper()
	s := testServer(t)
	s.wipe(t)
	return s.open(t)
}

func (s server) open(t testing.TB) *neo4jstore.Store {
	t.Helper()
	store, err := neo4jstore.Open(t.Context(), s.url, s.user, s.password)
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

// wipe empties the database, if it is one for tests: empty when a test first
// saw it, and marked by a constraint since.
func (s server) wipe(t testing.TB) {
	t.Helper()
	for _, found := range s.run(t, `SHOW CONSTRAINTS YIELD name WHERE name = 'actorgraph_test_database' RETURN count(*)`) {
		if found[0] == int64(1) {
			s.run(t, `MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`)
			return
		}
	}
	for _, found := range s.run(t, `RETURN EXISTS { MATCH () }`) {
		if found[0] == true {
			t.Fatal("the database of ACTORGRAPH_TEST_NEO4J is not empty and was not made by these tests; they won't wipe it")
		}
	}
	s.run(t, `CREATE CONSTRAINT actorgraph_test_database IF NOT EXISTS FOR (n:ActorgraphTestDatabase) REQUIRE n.id IS UNIQUE`)
}

// run runs Cypher past the store.
func (s server) run(t testing.TB, cypher string) [][]any {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	driver, err := neo4j.NewDriverWithContext(s.url, neo4j.BasicAuth(s.user, s.password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	result, err := session.Run(ctx, cypher, nil)
	if err != nil {
		t.Fatal(err)
	}
	records, err := result.Collect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]any
	for _, r := range records {
		rows = append(rows, r.Values)
	}
	return rows
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) kb.Store { return open(t) })
}
