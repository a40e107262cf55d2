package evidence_test

import (
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// affair is a fact that the wire tells, a paper and a station credit the wire for,
// and a blog tells of its own.
func affair() *kb.Matter {
	m := &kb.Matter{Sources: map[kb.ID]*kb.Source{}}
	say := func(source kb.ID, published string, change func(*kb.Claim)) {
		m.Sources[source] = &kb.Source{ID: source, Kind: kb.SourceArticle, Fingerprint: "held", Published: kb.MustDate(published)}
		c := &kb.Claim{ID: "claim:" + source[len("source:"):], Source: source, Collection: "tests", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit}
		change(c)
		m.Claims = append(m.Claims, c)
	}
	creditsWire := func(c *kb.Claim) { c.Credits = []kb.Credit{{Source: "source:wire", How: kb.CreditNamed}} }
	say("source:wire", "2021-11-25", func(*kb.Claim) {})
	say("source:paper", "2021-11-26", creditsWire)
	say("source:station", "2021-11-27", creditsWire)
	say("source:blog", "2021-11-28", func(c *kb.Claim) { c.Firsthand = true })
	return m
}

func TestIfRetracted(t *testing.T) {
	for _, test := range []struct {
		name    string
		lens    kb.Lens
		sources []kb.ID
		// documents and named origins, and the status
		before, after [2]int
		status        kb.Status
	}{
		{"nothing", kb.Lens{}, nil, [2]int{4, 2}, [2]int{4, 2}, kb.StatusStated},
		{"who only repeats", kb.Lens{}, []kb.ID{"source:paper"}, [2]int{4, 2}, [2]int{3, 2}, kb.StatusStated},
		{"the origin takes with it whoever credits it alone", kb.Lens{}, []kb.ID{"source:wire"}, [2]int{4, 2}, [2]int{1, 1}, kb.StatusStated},
		{"all origins", kb.Lens{}, []kb.ID{"source:blog", "source:wire"}, [2]int{4, 2}, [2]int{0, 0}, kb.StatusRetracted},
		{"one that says nothing of it", kb.Lens{}, []kb.ID{"source:elsewhere"}, [2]int{4, 2}, [2]int{4, 2}, kb.StatusStated},
		{"before the blog was out", kb.Lens{KnownAt: kb.MustDate("2021-11-27")}, []kb.ID{"source:wire"}, [2]int{3, 1}, [2]int{0, 0}, kb.StatusRetracted},
		{"of another collection", kb.Lens{Collection: "others"}, []kb.ID{"source:wire"}, [2]int{}, [2]int{}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after := evidence.IfRetracted(affair(), test.lens, test.sources)
			if got := [2]int{before.Documents, before.Named}; got != test.before {
				t.Errorf("before: %v documents and named origins, want %v", got, test.before)
			}
			if got := [2]int{after.Documents, after.Named}; got != test.after || after.Status != test.status {
				t.Errorf("after: %v documents and named origins, %s; want %v, %s", got, after.Status, test.after, test.status)
			}
		})
	}
}

func TestIfRetractedIsWhatRetractionsGive(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		m := matters.Draw(t, "matter")
		var ids []kb.ID
		for id := range m.Sources {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		sources := rapid.SliceOfDistinct(rapid.SampledFrom(ids), rapid.ID[kb.ID]).Draw(t, "sources")
		before, after := evidence.IfRetracted(&m, kb.Lens{}, sources)
		if diff := gocmp.Diff(plainSupport(m), before); diff != "" {
			t.Fatalf("before (-plain +got)\n%s%s", diff, describe(m))
		}
		for _, id := range sources {
			m.Claims = append(m.Claims, &kb.Claim{ID: kb.ID("claim:of-" + id), Source: id, Stance: kb.Retracts, Modality: kb.Stated, Reading: kb.Explicit})
		}
		if diff := gocmp.Diff(plainSupport(m), after); diff != "" {
			t.Fatalf("after %v (-plain +got)\n%s%s", sources, diff, describe(m))
		}
	})
}

func TestStanding(t *testing.T) {
	m := affair()
	m.Claims = append(m.Claims, &kb.Claim{ID: "claim:retraction", Source: "source:wire", Collection: "tests", Stance: kb.Retracts, Reading: kb.Explicit})
	standing := func(l kb.Lens) []kb.ID {
		var ids []kb.ID
		for _, c := range evidence.Standing(m, l) {
			ids = append(ids, c.ID)
		}
		return ids
	}
	if got, want := standing(kb.Lens{}), []kb.ID{"claim:blog"}; !slices.Equal(got, want) {
		t.Errorf("standing %v, want %v", got, want)
	}
	if got := standing(kb.Lens{KnownAt: kb.MustDate("2021-11-27")}); got != nil {
		t.Errorf("standing before the blog was out: %v, want none", got)
	}
}
