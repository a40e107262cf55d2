package documents

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"actorgraph/kb"
)

// A translation and a digest share few words with their text, but they tell the same
// facts in the same order. So does, by and large, everybody who tells of the same
// matter: what is new comes first, and who goes by one statement goes along with it.
// What tells them apart is how many of the facts of the shorter telling stand in one
// order in both, once those are set aside that both credit to one and the same
// origin.

// telling is the order in which a source tells facts.
type telling struct {
	at      map[said]Span
	credits map[said][]kb.ID // sorted
}

// said is a fact and how a source stands to it.
type said struct {
	fact   kb.ID
	stance kb.Stance
}

func (s Span) compare(t Span) int {
	return cmp.Or(cmp.Compare(s.Paragraph, t.Paragraph), cmp.Compare(s.Start, t.Start))
}

// newTelling takes of each fact the first place in the body of the document, or else
// the first of all: headlines and captions stand where the page puts them. What an
// analyst reads in is not told.
func newTelling(claims []*kb.Claim) *telling {
	t := &telling{map[said]Span{}, map[said][]kb.ID{}}
	body := map[said]bool{}
	for _, c := range claims {
		if c.Locator.Paragraph == 0 || c.Reading == kb.Inferred {
			continue
		}
		s, at := said{c.Fact, c.Stance}, Span{c.Locator.Paragraph, c.Locator.Start, c.Locator.Length}
		inBody := c.Locator.Part == kb.PartBody || c.Locator.Part == ""
		before, told := t.at[s]
		if !told || inBody && !body[s] || inBody == body[s] && at.compare(before) < 0 {
			t.at[s], body[s] = at, inBody
		}
		for _, credit := range c.Credits {
			t.credits[s] = append(t.credits[s], credit.Source)
		}
	}
	for s := range t.credits {
		slices.Sort(t.credits[s])
		t.credits[s] = slices.Compact(t.credits[s])
	}
	return t
}

// facts are those that t tells, each as a number.
func (t *telling) facts() []uint64 {
	var out []uint64
	for s := range t.at {
		out = append(out, hash64(string(s.fact)+" "+string(s.stance)))
	}
	return out
}

// common is what two tellings have in common.
type common struct {
	origin kb.ID     // to which both credit the most of them; "" if there is none
	aside  int       // those that both credit to it
	pairs  []Passage // where both tell the others
	chain  []Passage // the longest part of these that stands in one order in both
	of     int       // the facts of the telling with fewer, without those set aside
}

// compareOrder compares two tellings.
func compareOrder(a, b *telling) common {
	var o common
	var both []said
	for s := range a.at {
		if _, ok := b.at[s]; ok {
			both = append(both, s)
		}
	}
	credited := map[kb.ID]int{}
	for _, s := range both {
		for _, origin := range a.credits[s] {
			if _, ok := slices.BinarySearch(b.credits[s], origin); ok {
				credited[origin]++
			}
		}
	}
	for origin, n := range credited {
		if n > o.aside || n == o.aside && origin < o.origin {
			o.origin, o.aside = origin, n
		}
	}
	for _, s := range both {
		_, byA := slices.BinarySearch(a.credits[s], o.origin)
		_, byB := slices.BinarySearch(b.credits[s], o.origin)
		if o.origin == "" || !byA || !byB {
			o.pairs = append(o.pairs, Passage{A: a.at[s], B: b.at[s]})
		}
	}
	o.of = min(len(a.at), len(b.at)) - o.aside
	o.chain = longestChain(o.pairs)
	return o
}

// longestChain is a longest part of pairs in which neither side goes back, in order
// (by patience sorting: C. Schensted, Longest increasing and decreasing
// subsequences, Canadian Journal of Mathematics 13, 1961).
func longestChain(pairs []Passage) []Passage {
	slices.SortFunc(pairs, func(p, q Passage) int { return cmp.Or(p.A.compare(q.A), p.B.compare(q.B)) })
	var ends []int // of the chains of each length, the one that ends first
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n, _ := slices.BinarySearchFunc(ends, p, func(end int, p Passage) int {
			if pairs[end].B.compare(p.B) <= 0 {
				return -1
			}
			return 1
		})
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	chain := make([]Passage, len(ends))
	for n, at := len(ends)-1, ends[len(ends)-1]; n >= 0; n, at = n-1, before[at] {
		chain[n] = pairs[at]
	}
	return chain
}

// shuffles is how often the sentences are put into another order to see how long a
// chain chance makes.
const shuffles = 999

// chance is how often the one telling, with the sentences of the other in any order,
// has a chain as long as this one: whichever of the two is put into other orders, the
// more often. This one counts, so that it is never 0; the same tellings always give
// the same.
func (o common) chance() float64 {
	back := make([]Passage, len(o.pairs))
	for i, p := range o.pairs {
		back[i] = Passage{A: p.B, B: p.A}
	}
	return float64(1+max(asLong(o.pairs, len(o.chain)), asLong(back, len(o.chain)))) / (shuffles + 1)
}

// asLong counts the shuffles of the second places of pairs that leave a chain of n.
func asLong(pairs []Passage, n int) int {
	firsts, seconds := ranks(pairs, func(p Passage) Span { return p.A }), ranks(pairs, func(p Passage) Span { return p.B })
	spots := slices.Max(append(seconds, 0)) + 1
	random := rand.New(rand.NewPCG(uint64(len(pairs)), uint64(spots)))
	keys := make([]int, len(pairs)) // a pair as one number, by its first place and then its second
	ends := make([]int, 0, len(pairs))
	count := 0
	for range shuffles {
		order := random.Perm(spots)
		for i := range pairs {
			keys[i] = firsts[i]*spots + order[seconds[i]]
		}
		slices.Sort(keys)
		ends = ends[:0] // as in longestChain
		for _, key := range keys {
			at, _ := slices.BinarySearch(ends, key%spots+1)
			if at == len(ends) {
				ends = append(ends, 0)
			}
			ends[at] = key % spots
		}
		if len(ends) >= n {
			count++
		}
	}
	return count
}

// ranks are the places of pairs by number, in order, from 0.
func ranks(pairs []Passage, of func(Passage) Span) []int {
	var spots []Span
	for _, p := range pairs {
		spots = append(spots, of(p))
	}
	slices.SortFunc(spots, Span.compare)
	spots = slices.CompactFunc(spots, func(s, t Span) bool { return s.compare(t) == 0 })
	out := make([]int, len(pairs))
	for i, p := range pairs {
		out[i], _ = slices.BinarySearchFunc(spots, of(p), Span.compare)
	}
	return out
}
