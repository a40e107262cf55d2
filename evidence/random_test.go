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
var matters = rapid.Custom(func(t *rapid.T) evidence.Matter {
	ids := make([]kb.ID, rapid.IntRange(2, 7).Draw(t, "sources"))
	for i := range ids {
		ids[i] = kb.ID(fmt.Sprintf("source:%c", 'a'+i))
	}
	m := evidence.Matter{
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
func describe(m evidence.Matter) string {
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
