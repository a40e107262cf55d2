package neo4jstore_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
	"actorgraph/store/neo4jstore/neo4jtest"
	"actorgraph/store/storetest"
)

func TestFullOfCharts(t *testing.T) {
	neo4jstore.FewCharts(t, storetest.FewCharts)
	storetest.FullOfCharts(t, func(t *testing.T) kb.Store { return open(t) })
}

// Charts are nodes apart, each there once.
func TestChartNodes(t *testing.T) {
	s := testServer(t)
	store := open(t)
	for range 2 {
		if _, err := store.SaveChart(t.Context(), []byte(`{"é":1}`)); err != nil {
			t.Fatal(err)
		}
	}
	rows := s.Run(t, "MATCH (c:Chart) WHERE NOT EXISTS { (c)--() } RETURN c.name, c.text, c.bytes, labels(c)")
	if len(rows) != 1 || rows[0][0] != kb.ChartName([]byte(`{"é":1}`)) || rows[0][1] != `{"é":1}` || rows[0][2] != int64(len(`{"é":1}`)) || len(rows[0][3].([]any)) != 1 {
		t.Errorf("the nodes are %v", rows)
	}
	if n := s.Run(t, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties WHERE labelsOrTypes = ['Chart'] AND properties = ['name'] RETURN count(*)"); n[0][0] != int64(1) {
		t.Errorf("%v constraints keep names apart, want 1", n[0][0])
	}
}

// A text that somebody changed is not served, and saving the chart again mends it.
func TestDamagedChart(t *testing.T) {
	s := testServer(t)
	store := open(t)
	name, err := store.SaveChart(t.Context(), []byte(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{`SET c.text = '{"a":2}'`, "REMOVE c.text"} {
		s.Run(t, "MATCH (c:Chart) "+damage)
		if text, err := store.Chart(t.Context(), name); text != nil || err == nil || !strings.Contains(err.Error(), "is damaged") {
			t.Errorf("%s: %q, %v", damage, text, err)
		}
		if _, err := store.SaveChart(t.Context(), []byte(`{"a":1}`)); err != nil {
			t.Error(err)
		}
		if text, err := store.Chart(t.Context(), name); err != nil || string(text) != `{"a":1}` {
			t.Errorf("saved again: %q, %v", text, err)
		}
	}
}

// The server commits, but its answer never arrives.
func TestChartCommitOfUnknownOutcome(t *testing.T) {
	p, s := newProxy(t)
	s.Wipe(t)
	store := s.open(t)
	if _, err := store.SaveChart(t.Context(), []byte(`{}`)); err != nil { // lays the database out
		t.Fatal(err)
	}
	var lost, dropping atomic.Bool
	p.Set(func() {
		p.Request = func(message []byte) {
			if neo4jtest.Commits(message) && lost.CompareAndSwap(false, true) {
				dropping.Store(true)
			}
		}
		p.Answer = func([]byte) bool { return !dropping.CompareAndSwap(true, false) }
	})
	name, err := store.SaveChart(t.Context(), []byte(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	if !lost.Load() {
		t.Fatal("no commit was lost")
	}
	if text, err := store.Chart(t.Context(), name); err != nil || string(text) != `{"a":1}` {
		t.Errorf("%q, %v", text, err)
	}
}
