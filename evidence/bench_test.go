package evidence_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// BenchmarkSupport weighs a million claims on 300,000 facts: most have a few
// claims, one in a thousand has some hundreds. Sources are of all kinds, and there
// are as many as an archive of that size would hold.
func BenchmarkSupport(b *testing.B) {
	matters := archive()
	for b.Loop() {
		for _, m := range matters {
			evidence.Support(m)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/archiveClaims, "ns/claim")
}

// BenchmarkStretches does the same for all lenses.
func BenchmarkStretches(b *testing.B) {
	matters := archive()
	stretches := 0
	for b.Loop() {
		stretches = 0
		for i := range matters {
			stretches += len(evidence.Stretches(&matters[i]))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/archiveClaims, "ns/claim")
	b.ReportMetric(float64(stretches)/archiveFacts, "stretches/fact")
}

const archiveFacts, archiveClaims = 300_000, 1_000_000

// archive makes the facts of a large archive.
func archive() []kb.Matter {
	random := rand.New(rand.NewPCG(1, 2))
	library := newLibrary(random, 50_000)
	matters := make([]kb.Matter, archiveFacts)
	left := archiveClaims - archiveFacts
	for i := range matters {
		n := random.IntN(5)
		if i%1000 == 0 {
			n = 100 + random.IntN(400)
		}
		if n = min(n, left); i == archiveFacts-1 {
			n = left
		}
		left -= n
		matters[i] = library.matter(random, 1+n)
	}
	return matters
}

// BenchmarkStretchesOfOneFact shows what a fact costs on which as many documents as
// there are claims have a word, each out on another day: those that all credit one
// that was out before them, so that each counts for it until it is out itself; those
// that say nothing of where they have it; and those that are origins themselves.
func BenchmarkStretchesOfOneFact(b *testing.B) {
	for _, shape := range []struct {
		name string
		make func(id kb.ID) *kb.Claim
	}{
		{"one origin", func(id kb.ID) *kb.Claim { return states(id, "source:first") }},
		{"no origin", func(id kb.ID) *kb.Claim { return states(id) }},
		{"as many origins", func(id kb.ID) *kb.Claim { return firsthand(states(id)) }},
	} {
		for _, n := range []int{20, 200, 2_000} {
			b.Run(fmt.Sprintf("%s/claims=%d", shape.name, n), func(b *testing.B) {
				sources := []*kb.Source{published("2000", cited("source:first"))}
				var claims []*kb.Claim
				for i := range n {
					s := article(kb.ID(fmt.Sprintf("source:%d", i)))
					sources = append(sources, published(kb.Day(15_000+i).String(), s))
					claims = append(claims, shape.make(s.ID))
				}
				m := matter(sources, claims)
				for b.Loop() {
					evidence.Stretches(&m)
				}
				b.ReportMetric(float64(len(evidence.Stretches(&m))), "stretches")
			})
		}
	}
}

// BenchmarkSupportOfOneFact shows that the cost per claim hardly grows with the
// number of claims on a fact: with claims as they come, and with the worst, each of
// which credits the one before.
func BenchmarkSupportOfOneFact(b *testing.B) {
	for _, shape := range []struct {
		name string
		make func(n int) kb.Matter
	}{
		{"mixed", func(n int) kb.Matter {
			random := rand.New(rand.NewPCG(1, 2))
			return newLibrary(random, n).matter(random, n)
		}},
		{"chain", chain},
	} {
		for _, n := range []int{200, 2_000, 20_000} {
			b.Run(fmt.Sprintf("%s/claims=%d", shape.name, n), func(b *testing.B) {
				m := shape.make(n)
				for b.Loop() {
					evidence.Support(m)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/claim")
			})
		}
	}
}

// library is the sources of an archive.
type library []*kb.Source

func newLibrary(random *rand.Rand, n int) library {
	kinds := []kb.SourceKind{kb.SourceArticle, kb.SourceArticle, kb.SourceArticle, kb.SourceStatement, kb.SourceFiling, kb.SourceReport}
	sources := make(library, n)
	for i := range sources {
		s := &kb.Source{
			ID:         kb.ID(fmt.Sprintf("source:%d", i)),
			Kind:       kinds[random.IntN(len(kinds))],
			Title:      "A title",
			Publishers: []kb.ID{kb.ID(fmt.Sprintf("publisher-%d", random.IntN(n/10+1)))},
			Published:  kb.MustDate(fmt.Sprintf("2021-%02d-%02d", 1+random.IntN(12), 1+random.IntN(28))),
		}
		switch {
		case i%20 == 0:
			s.Kind, s.Title = kb.SourceOther, "" // a placeholder
		case i%3 > 0:
			s.Fingerprint = "held"
		}
		if i > 0 && i%7 == 0 {
			s.DerivesFrom = []kb.Derivation{{Source: sources[i-1].ID, How: kb.Copy, Basis: kb.Declared}}
		}
		sources[i] = s
	}
	return sources
}

// matter draws n claims on a fact from the library, with what they need of it.
func (l library) matter(random *rand.Rand, n int) kb.Matter {
	m := kb.Matter{Sources: map[kb.ID]*kb.Source{}, Parties: []kb.ID{"publisher-0", "publisher-1"}}
	var take func(at int) kb.ID
	take = func(at int) kb.ID {
		s := l[at]
		if m.Sources[s.ID] == nil {
			m.Sources[s.ID] = s
			if len(s.DerivesFrom) > 0 {
				take(at - 1)
			}
		}
		return s.ID
	}
	anyone := func() kb.ID { return take(random.IntN(len(l))) }
	for i := range n {
		c := &kb.Claim{
			ID: kb.ID(fmt.Sprintf("claim:%d", i)), Source: anyone(),
			Stance: kb.Asserts, Modality: kb.Modalities[random.IntN(len(kb.Modalities))], Reading: kb.Explicit,
		}
		switch random.IntN(20) {
		case 0:
			c.Stance = kb.Denies
		case 1:
			c.Reading = kb.Inferred
		}
		if i%500 == 499 {
			c.Stance = kb.Retracts
		}
		switch random.IntN(4) {
		case 0:
			c.Firsthand = true
		case 1, 2:
			// Credits go to a few: to what is known of a matter most look back.
			if len(m.Claims) > 0 && random.IntN(2) == 0 {
				c.Credits = []kb.Credit{{Source: m.Claims[random.IntN(len(m.Claims))].Source, How: kb.CreditNamed}}
			} else {
				c.Credits = []kb.Credit{{Source: anyone(), How: kb.CreditNamed}}
			}
		}
		m.Claims = append(m.Claims, c)
	}
	return m
}

// chain makes n claims each of which credits the next one's source.
func chain(n int) kb.Matter {
	m := kb.Matter{Sources: map[kb.ID]*kb.Source{}}
	for i := range n + 1 {
		id := kb.ID(fmt.Sprintf("source:%d", i))
		m.Sources[id] = &kb.Source{ID: id, Kind: kb.SourceArticle, Title: "A title", Fingerprint: "held"}
	}
	for i := range n {
		m.Claims = append(m.Claims, &kb.Claim{
			ID: kb.ID(fmt.Sprintf("claim:%d", i)), Source: kb.ID(fmt.Sprintf("source:%d", i)),
			Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit,
			Credits: []kb.Credit{{Source: kb.ID(fmt.Sprintf("source:%d", i+1)), How: kb.CreditNamed}},
		})
	}
	return m
}
