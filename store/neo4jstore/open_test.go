package neo4jstore_test

import (
	"errors"
	"strings"
	"testing"

	"actorgraph/store/neo4jstore"
)

// refused tries to open the server's database and wants that error.
func refused(t *testing.T, s server, want error) {
	t.Helper()
	store, err := neo4jstore.Open(t.Context(), s.URL, s.User, s.Password)
	if !errors.Is(err, want) {
		t.Errorf("Open: %v, want %v", err, want)
	}
	if err == nil {
		store.Close()
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	for address, says := range map[string]string{
		"http://localhost:7687":                "begins with neo4j://",
		"neo4j://ann:hush-hush@localhost:7687": "ACTORGRAPH_NEO4J_PASSWORD",
		"neo4j://":                             "a host",
		"neo4j://localhost/kb":                 "?database=",
		"neo4j://localhost?databse=kb":         `"databse"`,
		"neo4j://localhost:hush-hush":          "no URL",
	} {
		_, err := neo4jstore.Open(t.Context(), address, "ann", "hush-hush")
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want an error that says %s", address, err, says)
		}
		if err != nil && strings.Contains(err.Error(), "hush-hush") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

func TestWrongPasswordIsToldAndNotShown(t *testing.T) {
	s := testServer(t)
	_, err := neo4jstore.Open(t.Context(), s.URL, s.User, "hush-hush")
	if err == nil || !strings.Contains(err.Error(), "ACTORGRAPH_NEO4J_PASSWORD") || strings.Contains(err.Error(), "hush-hush") {
		t.Errorf("Open: %v, want an error that says where the password is taken from, without it", err)
	}
}
