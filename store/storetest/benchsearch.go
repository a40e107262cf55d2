package storetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"actorgraph/kb"
)

// BenchmarkSearch times how a store with n names answers while somebody types one,
// and when it is mistyped. Typed is every beginning of a name, from the first letter
// to the whole; the times at each length are told apart. Each is asked three times and the fastest
// counts, since other work only adds. The store is empty at first.
//
// Two in three entities are people, the rest are firms. Some names of people are very
// common and most are rare, as it is among people: the most common family name is that of one in a
// hundred. One entity in ten has a relation, hubs most.
func BenchmarkSearch(b *testing.B, s kb.Store, n int) {
	names := newNameMaker()
	began := time.Now()
	var sets [][]*kb.Entity
	for i := range n {
		if i%20_000 == 0 {
			sets = append(sets, nil)
		}
		sets[len(sets)-1] = append(sets[len(sets)-1], names.entity(i))
	}
	collection := kb.Collection{Name: "names"}
	for i, entities := range sets {
		set := &kb.ChangeSet{Collection: collection, Entities: entities}
		if i == 0 {
			set.Sources = []*kb.Source{{ID: "source:register", Kind: kb.SourceRegister, Title: "Register"}}
		}
		apply(b, s, set)
	}
	facts := map[kb.ID]bool{}
	set := &kb.ChangeSet{Collection: collection}
	flush := func() {
		apply(b, s, set)
		set = &kb.ChangeSet{Collection: collection}
	}
	for range n / 10 {
		from, to := nameID(names.IntN(n)), nameID(int(math.Pow(names.Float64(), 3)*float64(n)))
		if from == to {
			continue
		}
		r := kb.NewRelation(kb.AssociatedWith, from, to, "")
		if facts[r.ID] {
			continue
		}
		facts[r.ID] = true
		set.Relations = append(set.Relations, r)
		c := &kb.Claim{
			Collection: collection.Name, Fact: r.ID, Source: "source:register", Statement: "So it stands there.",
			Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit,
		}
		c.Identify()
		set.Claims = append(set.Claims, c)
		if len(set.Claims) == 10_000 {
			flush()
		}
	}
	if len(set.Claims) > 0 {
		flush()
	}
	b.Logf("loaded in %v", time.Since(began).Round(time.Second))
	began = time.Now()
	once := func(text string) time.Duration {
		began := time.Now()
		if _, err := s.Search(b.Context(), kb.SearchQuery{Text: text, First: 10}); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	ask := func(text string) time.Duration { return min(once(text), once(text), once(text)) }
	once("the first question")
	b.Logf("the first question took %v", time.Since(began).Round(time.Millisecond))
	b.Run("Typed", func(b *testing.B) {
		r := rand.New(rand.NewPCG(3, 4))
		var times []time.Duration
		byLength := map[int][]time.Duration{}
		first := []time.Duration{} // of the first word
		for b.Loop() {
			name := []rune(names.name(r.IntN(n)))
			for i := range name {
				took := ask(string(name[:i+1]))
				times = append(times, took)
				if !slices.Contains(name[:i+1], ' ') {
					first = append(first, took)
				}
				byLength[min(i+1, 8)] = append(byLength[min(i+1, 8)], took)
			}
		}
		report(b, times)
		b.Logf("the first word typed: half take up to %v, 99%% up to %v", percentile(first, 50), percentile(first, 99))
		for length := 1; length <= 8; length++ {
			if took := byLength[length]; took != nil {
				b.Logf("%d letters typed: half take up to %v, 99%% up to %v", length, percentile(took, 50), percentile(took, 99))
			}
		}
	})
	b.Run("Mistyped", func(b *testing.B) {
		r := rand.New(rand.NewPCG(5, 6))
		var times []time.Duration
		for b.Loop() {
			name := []rune(names.name(r.IntN(n)))
			at := 1 + r.IntN(len(name)-1)
			if name[at] != ' ' {
				name[at] = rune('a' + r.IntN(26))
			}
			times = append(times, ask(string(name)))
		}
		report(b, times)
	})
}

func report(b *testing.B, times []time.Duration) {
	b.ReportMetric(0, "ns/op") // of a name, not of a question
	for _, n := range []int{50, 90, 95, 99, 100} {
		b.ReportMetric(float64(percentile(times, n).Microseconds())/1000, fmt.Sprintf("p%d-ms", n))
	}
}

func percentile(times []time.Duration, n int) time.Duration {
	slices.Sort(times)
	return times[(len(times)-1)*n/100]
}

// nameMaker makes names, the same for the same number.
type nameMaker struct {
	*rand.Rand
}

func newNameMaker() *nameMaker {
	return &nameMaker{rand.New(rand.NewPCG(1, 2))}
}

func nameID(i int) kb.ID { return kb.ID(fmt.Sprintf("name-%d", i)) }

func (m *nameMaker) entity(i int) *kb.Entity {
	kind := kb.KindPerson
	if i%3 == 0 {
		kind = kb.KindCompany
	}
	return &kb.Entity{ID: nameID(i), Kind: kind, Name: m.name(i)}
}

// name is the name with a number.
func (m *nameMaker) name(i int) string {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	// By Zipf's law a word is the rarer the later it comes.
	place := func(most float64) int { return int(math.Pow(most, r.Float64())) }
	if i%3 == 0 {
		return word(1, place(100_000)) + " " + []string{"Group", "Systems", "Holding", "Technologies", "Partners", "Capital", "Security"}[r.IntN(7)]
	}
	return word(2, place(3_000)) + " " + word(3, 5+place(300_000))
}

// word makes the word with a number out of syllables, most often of two, and of those
// that begin a word some come more often.
func word(of, number int) string {
	r := rand.New(rand.NewPCG(uint64(of), uint64(number)))
	first := []string{"Ma", "Sa", "Ka", "Al", "Be", "Da", "Mo", "Ro", "Ha", "Le", "An", "Jo", "Pe", "Ni", "Te", "Vi", "Ga", "Lu", "Fe", "Sto", "Bra", "Chri", "Whi", "Ky", "O", "Ul", "Ye", "Zo", "Qua", "Xi"}
	more := []string{"ri", "la", "n", "ss", "ne", "to", "rd", "mi", "l", "ck", "sa", "ve", "nder", "th", "ko", "v", "rt", "be", "ng", "shi", "ra", "do", "ll", "man", "son", "ez", "ic", "ova", "ian", "berg"}
	var b strings.Builder
	b.WriteString(first[int(float64(len(first))*math.Pow(r.Float64(), 1.5))])
	for range 2 + r.IntN(3) {
		b.WriteString(more[r.IntN(len(more))])
	}
	return b.String()
}
