package graph_test

import (
	"testing"
	"time"

	"actorgraph/graph"
	"actorgraph/kb"
)

// What came of looking for the words of a claim is told for as long as the claim and
// the copy of its document are the same, in each store.
func TestVerificationOfClaims(t *testing.T) {
	for name, open := range map[string]func(testing.TB, ...*kb.ChangeSet) kb.Store{"plain": stored, "sqlite": embedded, "neo4j": inNeo4j} {
		t.Run(name, func(t *testing.T) { testVerificationOfClaims(t, open(t, sampleSet())) })
	}
}

func testVerificationOfClaims(t *testing.T, store kb.Store) {
	const query = `{relations(where: {type: {eq: MAKES}}) {nodes {claims(orderBy: [{by: MODALITY, direction: DESC}]) {nodes {source {id} verification {status checkedAt method reason}}}}}}`
	const (
		wrongPlace = `{"status": "NOT_SUPPORTED", "checkedAt": "2031-06-01T00:00:00Z", "method": "fingerprint", "reason": "The words stand in paragraph 2."}`
		notHeld    = `{"status": "NOT_HELD", "checkedAt": "2031-06-01T00:00:00Z", "method": null, "reason": "No document here is that of the Echo."}`
		exact      = `{"status": "EXACT", "checkedAt": "2031-06-01T00:00:00Z", "method": "content", "reason": null}`
	)
	set := sampleSet()
	ofPost, ofEcho := set.Claims[0].ID, set.Claims[1].ID // that Nightjar makes Heron
	s := serve(store, graph.Limits{})
	told := func(when, post, echo string) {
		t.Helper()
		s.check(t, []question{{when, query, "", `{"relations": {"nodes": [{"claims": {"nodes": [
			{"source": {"id": "source:evening-echo-2031-05-05"}, "verification": ` + echo + `},
			{"source": {"id": "source:morning-post-2031-05-04"}, "verification": ` + post + `}]}}]}}`}})
	}
	at := time.Date(2031, 6, 1, 0, 0, 0, 0, time.UTC)
	verify := func(results map[kb.ID]kb.Verification) {
		t.Helper()
		if _, err := store.Verify(t.Context(), results); err != nil {
			t.Fatal(err)
		}
	}
	apply := func() {
		t.Helper()
		if _, err := store.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}

	told("nobody has looked", "null", "null")
	verify(map[kb.ID]kb.Verification{
		ofPost: {Status: kb.VerificationNotSupported, CheckedAt: at, Method: "fingerprint", Reason: "The words stand in paragraph 2."},
		ofEcho: {Status: kb.VerificationNotHeld, CheckedAt: at, Reason: "No document here is that of the Echo."},
	})
	told("both were looked for", wrongPlace, notHeld)
	set.Claims[0].Statement = "Heron is made by Nightjar."
	apply()
	told("the claim changed", "null", notHeld)
	verify(map[kb.ID]kb.Verification{ofPost: {Status: kb.VerificationExact, CheckedAt: at, Method: "content"}})
	told("it was looked for again", exact, notHeld)
	set.Sources[0].Fingerprint = "0123456789abcdef"
	apply()
	told("the document changed", "null", notHeld)
}
