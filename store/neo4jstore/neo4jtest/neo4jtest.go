// Package neo4jtest finds the Neo4j that tests and benchmarks run against. They
// have its database to themselves, empty it first, and run one after the other.
package neo4jtest

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Server is a Neo4j, and as whom to speak to it.
type Server struct{ URL, User, Password string }

// Find finds the server that ACTORGRAPH_TEST_NEO4J names, or skips the test.
func Find(t testing.TB) Server {
	t.Helper()
	s := Server{os.Getenv("ACTORGRAPH_TEST_NEO4J"), os.Getenv("ACTORGRAPH_NEO4J_USER"), os.Getenv("ACTORGRAPH_NEO4J_PASSWORD")}
	if s.URL != "" {
		return s
	}
	const why = "no Neo4j to test against: start one with .ci/neo4j/neo4j.sh start and set ACTORGRAPH_TEST_NEO4J, ACTORGRAPH_NEO4J_USER and ACTORGRAPH_NEO4J_PASSWORD to what it prints"
	if os.Getenv("ACTORGRAPH_TEST_NEO4J_REQUIRED") == "1" {
		t.Fatal(why)
	}
	t.Skip("the Neo4j store is not tested; " + why)
	return s
}

// Wipe empties the database, if it is one for tests: empty when a test first
// saw it, and marked by a constraint since.
func (s Server) Wipe(t testing.TB) {
	t.Helper()
	for _, found := range s.Run(t, `SHOW CONSTRAINTS YIELD name WHERE name = 'actorgraph_test_database' RETURN count(*)`) {
		if found[0] == int64(1) {
			s.Run(t, `MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`)
			return
		}
	}
	for _, found := range s.Run(t, `RETURN EXISTS { MATCH () }`) {
		if found[0] == true {
			t.Fatal("the database of ACTORGRAPH_TEST_NEO4J is not empty and was not made by these tests; they won't wipe it")
		}
	}
	s.Run(t, `CREATE CONSTRAINT actorgraph_test_database IF NOT EXISTS FOR (n:ActorgraphTestDatabase) REQUIRE n.id IS UNIQUE`)
}

// Run runs Cypher past the store.
func (s Server) Run(t testing.TB, cypher string) [][]any {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	driver, err := neo4j.NewDriverWithContext(s.URL, neo4j.BasicAuth(s.User, s.Password, ""))
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
