package storetest

import (
	"testing"
	"time"

	"actorgraph/kb"
)

// testVerify keeps what came of looking for the words of three claims, two of the
// paper and one of the radio, for as long as it is about the same claim and the
// same copy.
func testVerify(t *testing.T, s kb.Store) {
	harbour := func() *kb.ChangeSet {
		set := small()
		set.Sources[0].FileName, set.Sources[0].Fingerprint = "paper.txt", "aa"
		heard := saying(set.Properties[0].ID, 3)
		heard.Source = "source:radio"
		heard.Identify()
		set.Sources = append(set.Sources, &kb.Source{ID: "source:radio", Kind: kb.SourceArticle, FileName: "radio.txt", Fingerprint: "bb"})
		set.Claims = append(set.Claims, heard)
		return set
	}
	set := harbour()
	directs, alias, heard := set.Claims[0].ID, set.Claims[1].ID, set.Claims[2].ID
	at := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	results := map[kb.ID]kb.Verification{
		directs:      {Status: kb.VerificationExact, CheckedAt: at, Method: "fingerprint"},
		alias:        {Status: kb.VerificationNotSupported, CheckedAt: at, Method: "fingerprint", Reason: "The words stand in paragraph 3."},
		heard:        {Status: kb.VerificationMoved, CheckedAt: at, Method: "content", Reason: "The words stand in paragraph 4."},
		"claim:gone": {Status: kb.VerificationExact, CheckedAt: at, Method: "content"},
	}
	verify := func() int64 {
		t.Helper()
		version, err := s.Verify(t.Context(), results)
		if err != nil {
			t.Fatal(err)
		}
		return version
	}
	// kept checks that the results of these claims are kept and no others, and that
	// a lens sees as much.
	kept := func(when string, ids ...kb.ID) {
		t.Helper()
		want := map[kb.ID]kb.Verification{directs: {}, alias: {}, heard: {}}
		for _, id := range ids {
			want[id] = results[id]
		}
		got := map[kb.ID]kb.Verification{}
		for id := range want {
			got[id] = one(t, s.Claims(), id).Verification
		}
		t.Log(when)
		equal(t, got, want)
		relations := 0
		if want[directs].Status == kb.VerificationExact {
			relations = 1
		}
		if n := count(t, s.Under(kb.Lens{Verified: new(true)}).Relations(), kb.Query[kb.RelationWhere]{}); n != relations {
			t.Errorf("%s: %d relations are verified, want %d", when, n, relations)
		}
	}

	apply(t, s, set)
	kept("nobody has looked")
	if version := verify(); version != 2 {
		t.Errorf("the version is %d, want 2", version)
	}
	kept("all were looked for", directs, alias, heard)
	for id, result := range results {
		result.CheckedAt = at.Add(time.Hour)
		results[id] = result
	}
	if version := verify(); version != 2 {
		t.Errorf("the version is %d, and only the time is new", version)
	}
	kept("all were looked for again", directs, alias, heard)

	apply(t, s, harbour())
	kept("the same came again", directs, alias, heard)
	set = harbour()
	set.Sources[0].Title = "The paper of Monday"
	apply(t, s, set)
	kept("the paper has another title", directs, alias, heard)

	set.Claims[0].Statement = "She directs it."
	apply(t, s, set)
	kept("the claim on the relation changed", alias, heard)
	verify()
	set.Sources[0].Fingerprint = "cc"
	apply(t, s, set)
	kept("the paper has another fingerprint", heard)
	verify()
	set.Sources[0].FileName = "monday.txt"
	apply(t, s, set)
	kept("the paper has another file", heard)

	verify()
	apply(t, s, &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{heard}})
	apply(t, s, set)
	kept("a claim was gone and came back", directs, alias)
}
