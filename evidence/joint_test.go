package evidence_test

import (
	"fmt"
	"testing"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// factOf is what the support of one fact is computed from; its claims have ids of their
// own.
func factOf(name string, sources []*kb.Source, claims ...*kb.Claim) *kb.Matter {
	m := &kb.Matter{Sources: map[kb.ID]*kb.Source{}, Claims: claims}
	for i, c := range claims {
		c.ID = kb.ID(fmt.Sprintf("claim:%s-%d", name, i))
	}
	for _, s := range sources {
		m.Sources[s.ID] = s
	}
	return m
}

func TestJoint(t *testing.T) {
	sources := []*kb.Source{article("one"), article("two"), article("three"), published("2021-03-01", article("march")), published("2021-05-01", article("may"))}
	retracts := func(source kb.ID) *kb.Claim { return claim(source, kb.Retracts, kb.Stated) }
	for _, test := range []struct {
		name  string
		facts []*kb.Matter
		lens  kb.Lens
		want  string
	}{
		{"of nothing", nil, kb.Lens{}, " 0 documents, 0 named, 0 to 0"},
		{"of one fact", []*kb.Matter{factOf("a", sources, states("one"), states("two", "one"))}, kb.Lens{}, "STATED 2 documents, 1 named, 1 to 1"},
		{"two values told by two", []*kb.Matter{factOf("a", sources, states("one")), factOf("b", sources, states("two"))}, kb.Lens{}, "STATED 2 documents, 0 named, 1 to 2"},
		{"two values told by one", []*kb.Matter{factOf("a", sources, states("one")), factOf("b", sources, states("one"))}, kb.Lens{}, "STATED 1 documents, 0 named, 1 to 1"},
		{"who rounds credits who counts", []*kb.Matter{factOf("a", sources, states("one")), factOf("b", sources, states("two", "one"), states("three", "one"))}, kb.Lens{}, "STATED 3 documents, 1 named, 1 to 1"},
		{"as known by a day", []*kb.Matter{factOf("a", sources, states("march")), factOf("b", sources, states("may"))}, kb.Lens{KnownAt: kb.MustDate("2021-04-01")}, "STATED 1 documents, 0 named, 1 to 1"},
		{"one of them taken back", []*kb.Matter{factOf("a", sources, states("one"), retracts("one")), factOf("b", sources, states("one"))}, kb.Lens{}, "STATED 1 documents, 0 named, 1 to 1"},
		{"both taken back", []*kb.Matter{factOf("a", sources, states("one"), retracts("one")), factOf("b", sources, states("one"), retracts("one"))}, kb.Lens{}, "RETRACTED 0 documents, 0 named, 0 to 0"},
	} {
		s := evidence.Joint(test.facts, test.lens)
		got := fmt.Sprintf("%s %d documents, %d named, %d to %d", s.Status, s.Documents, s.Named, s.AtLeast, s.AtMost)
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// What takes back no more than a claim leaves the claims as they were handed in.
func TestJointChangesNoClaim(t *testing.T) {
	taken := claim("one", kb.Retracts, kb.Stated)
	evidence.Joint([]*kb.Matter{factOf("a", nil, states("one"), taken), factOf("b", nil, states("two"))}, kb.Lens{})
	if taken.Retracts != nil {
		t.Errorf("the retraction now names %v", taken.Retracts)
	}
}
