package evidence_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// thoroughly checks a promise on many thousand random matters.
func thoroughly(t *testing.T, promise func(*rapid.T)) {
	t.Helper()
	for range 40 {
		rapid.Check(t, promise)
	}
}

// matters draws small matters in which everything that Support looks at occurs,
// and often together: a handful of sources that credit, copy and retract each
// other, few publishers, most of them parties.
var matters = rapid.Custom(func(t *rapid.T) kb.Matter {
	ids := make([]kb.ID, rapid.IntRange(2, 7).Draw(t, "sources"))
	for i := range ids {
		ids[i] = kb.ID(fmt.Sprintf("source:%c", 'a'+i))
	}
	m := kb.Matter{
		Sources: map[kb.ID]*kb.Source{},
		Parties: rapid.SliceOfNDistinct(actors, 0, 2, rapid.ID).Draw(t, "parties"),
	}
	for _, id := range ids {
		m.Sources[id] = drawSource(t, id, ids)
	}
	for range rapid.IntRange(1, 8).Draw(t, "claims") {
		m.Claims = append(m.Claims, drawClaim(t, ids, len(m.Claims)))
	}
	return m
})

var actors = rapid.SampledFrom([]kb.ID{"ada", "bob", "cyd"})

func drawSource(t *rapid.T, id kb.ID, others []kb.ID) *kb.Source {
	s := &kb.Source{
		ID:         id,
		Kind:       rapid.SampledFrom([]kb.SourceKind{kb.SourceArticle, kb.SourceArticle, kb.SourceStatement, kb.SourceFiling, kb.SourceRuling, kb.SourceOther, kb.SourceOther}).Draw(t, "kind"),
		Publishers: rapid.SliceOfNDistinct(actors, 0, 2, rapid.ID).Draw(t, "publishers"),
	}
	if rapid.Bool().Draw(t, "held") {
		s.Fingerprint = "held"
	}
	if published := rapid.SampledFrom([]string{"", "2021-11-25", "2021-11", "2020", "2021-11-25/..", "/2021"}).Draw(t, "published"); published != "" {
		s.Published = kb.MustDate(published)
	}
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2}).Draw(t, "parents") {
		if parent := rapid.SampledFrom(others).Draw(t, "parent"); parent != id {
			basis := rapid.SampledFrom([]kb.DerivationBasis{kb.Declared, kb.Declared, kb.Detected}).Draw(t, "basis")
			s.DerivesFrom = append(s.DerivesFrom, kb.Derivation{Source: parent, How: kb.Copy, Basis: basis})
		}
	}
	return s
}

func drawClaim(t *rapid.T, sources []kb.ID, before int) *kb.Claim {
	c := &kb.Claim{
		ID:           kb.ID(fmt.Sprintf("claim:%d", before)),
		Source:       rapid.SampledFrom(sources).Draw(t, "source"),
		Stance:       rapid.SampledFrom([]kb.Stance{kb.Asserts, kb.Asserts, kb.Asserts, kb.Asserts, kb.Asserts, kb.Denies, kb.DoesNotConfirm, kb.Silent, kb.Retracts}).Draw(t, "stance"),
		Modality:     rapid.SampledFrom([]kb.Modality{kb.Found, kb.Stated, kb.Stated, kb.Stated, kb.Confirmed, kb.Derived, kb.Alleged, kb.Implied, kb.Forecast, kb.Opinion}).Draw(t, "modality"),
		AttributedTo: rapid.SliceOfNDistinct(actors, 0, 1, rapid.ID).Draw(t, "attributed"),
		Firsthand:    rapid.IntRange(0, 5).Draw(t, "firsthand") == 0,
		Reading:      rapid.SampledFrom([]kb.Reading{kb.Explicit, kb.Explicit, kb.Explicit, kb.Explicit, kb.Inferred}).Draw(t, "reading"),
	}
	for range rapid.SampledFrom([]int{0, 1, 1, 2}).Draw(t, "credits") {
		c.Credits = append(c.Credits, kb.Credit{Source: rapid.SampledFrom(sources).Draw(t, "credit"), How: kb.CreditNamed})
	}
	if c.Stance == kb.Retracts && before > 0 && rapid.Bool().Draw(t, "retracts another") {
		c.Retracts = []kb.ID{kb.ID(fmt.Sprintf("claim:%d", rapid.IntRange(0, before-1).Draw(t, "retracted")))}
	}
	return c
}

// describe prints a matter for whoever has to find out what went wrong with it.
func describe(m kb.Matter) string {
	var out strings.Builder
	for _, c := range m.Claims {
		fmt.Fprintf(&out, "%s %s %s %s %s credits %v firsthand %t by %v retracts %v\n", c.ID, c.Source, c.Stance, c.Modality, c.Reading, c.Credits, c.Firsthand, c.AttributedTo, c.Retracts)
	}
	sources := make([]*kb.Source, 0, len(m.Sources))
	for _, s := range m.Sources {
		sources = append(sources, s)
	}
	slices.SortFunc(sources, func(a, b *kb.Source) int { return cmp.Compare(a.ID, b.ID) })
	for _, s := range sources {
		fmt.Fprintf(&out, "%s %s of %v on %q, placeholder %t, held %t, from %v\n", s.ID, s.Kind, s.Publishers, s.Published, s.IsPlaceholder(), s.Fingerprint != "", s.DerivesFrom)
	}
	fmt.Fprintf(&out, "parties %v\n", m.Parties)
	return out.String()
}

func TestSupportIsWhatItsPlainVersionGives(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		m := matters.Draw(t, "matter")
		if diff := gocmp.Diff(plainSupport(m), evidence.Support(m)); diff != "" {
			t.Fatalf("(-plain +Support)\n%s%s", diff, describe(m))
		}
	})
}

func TestOrderNeverChangesSupport(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		m := matters.Draw(t, "matter")
		want := evidence.Support(m)
		m.Claims = rapid.Permutation(m.Claims).Draw(t, "claims in another order")
		m.Parties = rapid.Permutation(m.Parties).Draw(t, "parties in another order")
		for i, c := range m.Claims {
			reordered := *c
			reordered.Credits = rapid.Permutation(c.Credits).Draw(t, "credits in another order")
			m.Claims[i] = &reordered
		}
		if diff := gocmp.Diff(want, evidence.Support(m)); diff != "" {
			t.Fatalf("(-before +reordered)\n%s%s", diff, describe(m))
		}
	})
}

func TestWhoeverRepeatsAnOriginRaisesNoCount(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		m := matters.Draw(t, "matter")
		before := evidence.Support(m)
		if before.Named == 0 {
			return
		}
		origin := rapid.SampledFrom(before.Origins).Draw(t, "origin")
		root := rapid.SampledFrom(origin.Sources).Draw(t, "root")
		if tookSomethingBack(m, root) {
			return // what it took back may have led further than what it still says
		}
		m.Sources["source:echo"] = &kb.Source{ID: "source:echo", Kind: kb.SourceArticle, Fingerprint: "held"}
		m.Claims = append(m.Claims, &kb.Claim{
			ID: "claim:echo", Source: "source:echo", Stance: kb.Asserts, Reading: kb.Explicit,
			Modality: rapid.SampledFrom(kb.Modalities).Draw(t, "modality"),
			Credits:  []kb.Credit{{Source: root, How: kb.CreditNamed}},
		})
		after := evidence.Support(m)
		if after.Named > before.Named || after.AtLeast > before.AtLeast || after.AtMost > before.AtMost || after.Unattributed > before.Unattributed {
			t.Fatalf("(-before +after)\n%s%s", gocmp.Diff(before, after), describe(m))
		}
		if after.Documents != before.Documents+1 {
			t.Fatalf("%d documents, after %d", after.Documents, before.Documents)
		}
	})
}

func tookSomethingBack(m kb.Matter, source kb.ID) bool {
	gone, _ := plain{m}.takenBack()
	for c := range gone {
		if c.Source == source {
			return true
		}
	}
	return false
}

func TestWhatIsInferredRaisesNothing(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		m := matters.Draw(t, "matter")
		m.Claims[0].Reading = kb.Explicit
		before := evidence.Support(m)
		ids := make([]kb.ID, 0, len(m.Sources))
		for id := range m.Sources {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		c := drawClaim(t, ids, len(m.Claims))
		c.Reading = kb.Inferred
		m.Claims = append(m.Claims, c)
		after := evidence.Support(m)

		want := before
		if after.Inferred == before.Inferred+1 && c.Stance == kb.Asserts {
			want.Inferred = after.Inferred
			want.Contested = before.Denials > 0
			if before.Documents == 0 && (after.Status == kb.StatusAlleged || after.Status == kb.StatusOpinion) {
				want.Status = after.Status // nothing explicit asserts it
			}
		}
		if diff := gocmp.Diff(want, after); diff != "" {
			t.Fatalf("(-want +got)\n%s%s", diff, describe(m))
		}
	})
}

func TestFiguresOfSupportFitTogether(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		m := matters.Draw(t, "matter")
		s := evidence.Support(m)
		leading := 0
		for _, o := range s.Origins {
			leading = max(leading, o.Documents)
		}
		for _, row := range []struct {
			what string
			ok   bool
		}{
			{"named origins are those listed", s.Named == len(s.Origins)},
			{"there are named origins at most", s.Named <= s.AtMost},
			{"at least is no more than at most", s.AtLeast <= s.AtMost},
			{"something asserts where there are documents", (s.AtLeast > 0) == (s.Documents > 0)},
			{"who leads nowhere and who leads to an origin are documents", s.Uncredited+leading <= s.Documents},
			{"the unattributed lead nowhere", s.Unattributed <= s.Uncredited},
			{"only what is denied is contested", !s.Contested || s.Denials > 0},
			{"claims give a status", slices.Contains(kb.Statuses, s.Status)},
			{"documents have a modality", (s.Strongest != "" && s.Weakest != "") == (s.Documents > 0)},
			{"strongest is no weaker than weakest", slices.Index(kb.Modalities, s.Strongest) <= slices.Index(kb.Modalities, s.Weakest)},
		} {
			if !row.ok {
				t.Fatalf("not so: %s\n%+v\n%s", row.what, s, describe(m))
			}
		}
	})
}
