package documents

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"actorgraph/kb"
)

// Text is what is held of one text.
type Text struct {
	Source   *kb.Source  // nil: no source speaks of the document
	Document *Document   // nil: its claims alone are known
	Method   string      // how the document was found, as [Copy] has it
	Claims   []*kb.Claim // all of the source's
}

// Texts are those to be compared, of sources of which the documents are as
// [Library.Copy] found them: these, and one of each document that is no source's.
//
// A document that would be that of several sources is the text of those that have its
// fingerprint. Else it is that of one alone: who names the file, or if nobody does, whose
// words it holds. If there are several, it can't be told whose text it is, and no source
// has it.
func (l *Library) Texts(of []*Text) []*Text {
	claimants := map[*Document]map[string]int{}
	for _, t := range of {
		if t.Document != nil {
			if claimants[t.Document] == nil {
				claimants[t.Document] = map[string]int{}
			}
			claimants[t.Document][t.Method]++
		}
	}
	var out []*Text
	for _, t := range of {
		by := claimants[t.Document]
		others := by[byFingerprint]
		if t.Method == byContent {
			others += by[byFileName]
		}
		if t.Document != nil && t.Method != byFingerprint && (others > 0 || by[t.Method] > 1) {
			t = &Text{Source: t.Source, Claims: t.Claims}
		}
		if t.Document != nil || len(t.Claims) > 0 {
			out = append(out, t)
		}
	}
	for _, d := range l.Documents {
		if claimants[d] == nil {
			out = append(out, &Text{Document: d})
		}
	}
	return out
}

// Name is the id of the source, or else the name of the document.
func (t *Text) Name() string {
	if t.Source != nil {
		return string(t.Source.ID)
	}
	return t.Document.Name
}

// Shared says that two texts have a text in common. Which of them has it from the
// other, or whether both have it from a third, nobody can tell from the two.
type Shared struct {
	A, B     *Text            // by name
	How      kb.DerivationHow // the least that shows
	Possible bool             // it is too little to count; somebody may want to look
	Same     bool             // they have the same words from end to end

	// Of the shingles of the document with fewer, those that the other has too. Both
	// are 0 where the words of the two can't be compared.
	Shingles, OfShingles int
	// Of the facts of the source that tells fewer, those that stand in one order in
	// both. Not counted are those, Aside in number, that both credit to Origin. Chance
	// is how often sentences in any order would have as many; 0: not asked.
	Facts, OfFacts int
	Origin         kb.ID
	Aside          int
	Chance         float64

	// Passages are where it shows, in the order of A: the runs of words of a copy, or
	// else the facts in one order.
	Passages []Passage
}

// Passage is where two texts have the same words, or tell the same fact.
type Passage struct {
	A     Span `json:"a"`
	B     Span `json:"b"`
	Words int  `json:"words"` // that are the same; 0: they tell the same fact
}

// Span is a place in a document, in the terms of a [kb.Locator].
type Span struct {
	Paragraph int `json:"paragraph"`
	Start     int `json:"start"`
	Length    int `json:"length"`
}

// What it takes. docs/shared-texts.md tells how these were chosen, and how often they
// fail.
const (
	copiedWords   = 0.25 // share of the shingles, for a copy
	possibleWords = 0.10
	fewShingles   = 20 // in number, for either

	inOrderAlone = 0.75 // share of the facts, where words can't be compared
	inOrder      = 0.50 // where words are shared besides
	wordsBesides = 0.05 // share of the shingles
	fewBesides   = 10   // in number
	fewFacts     = 7    // in number
	rarely       = 0.01 // chance
)

// maxShared bounds the pairs that are found.
const maxShared = 100_000

// SharedTexts finds which of the texts have a text in common: by their words, and by
// the order in which they tell their facts. What counts comes first, and of that the
// pairs that share the most. Of documents that have the same words from end to end,
// each is compared with the first alone.
//
// The time goes with the number of words, and with the pairs that have something in
// common: words, or seven facts.
func SharedTexts(ctx context.Context, texts []*Text) ([]Shared, error) {
	texts = slices.Clone(texts)
	slices.SortStableFunc(texts, func(a, b *Text) int { return cmp.Compare(a.Name(), b.Name()) }) // so that their order changes nothing
	c, err := newComparison(ctx, texts)
	if err != nil {
		return nil, err
	}
	var found []Shared
	for i, j := range c.pairs() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s, ok := c.compare(i, j); ok {
			found = append(found, s)
		}
		if len(found) > maxShared {
			return nil, fmt.Errorf("more than %d pairs of documents share a text; compare fewer documents at a time", maxShared)
		}
	}
	slices.SortFunc(found, func(s, t Shared) int {
		return cmp.Or(cmp.Compare(rank(s), rank(t)), cmp.Compare(t.Score(), s.Score()), cmp.Compare(s.A.Name(), t.A.Name()), cmp.Compare(s.B.Name(), t.B.Name()))
	})
	return found, nil
}

// rank puts what is possible behind what counts.
func rank(s Shared) int {
	if s.Possible {
		return 1
	}
	return 0
}

// comparison is the texts as they are compared.
type comparison struct {
	texts    []*Text
	wordings []*wording // without words where no document is held
	tellings []*telling
	same     map[int]int // of a document with the words of an earlier one, that one
}

func newComparison(ctx context.Context, texts []*Text) (*comparison, error) {
	c := &comparison{texts: texts, same: map[int]int{}}
	known := dictionary{}
	first := map[uint64]int{}
	for i, t := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		w := &wording{}
		if t.Document != nil {
			w = newWording(t.Document, known)
		}
		c.wordings = append(c.wordings, w)
		c.tellings = append(c.tellings, newTelling(t.Claims))
		if len(w.distinct) < fewShingles {
			continue // "page not found" is no text
		}
		h := uint64(0)
		for _, word := range w.words {
			h = mix(h + word.hash)
		}
		if at, ok := first[h]; ok {
			c.same[i] = at
		} else {
			first[h] = i
		}
	}
	dropFurniture(c.wordings)
	return c, nil
}

// pairs yields those that may share a text, each once, as far as the words or the
// facts that both have let it seem possible.
func (c *comparison) pairs() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		alike := newMeetings(len(c.texts))
		told := newMeetings(len(c.texts))
		for i := range c.texts {
			if _, ok := c.same[i]; ok {
				continue
			}
			alike.add(i, c.wordings[i].signature())
			told.add(i, c.tellings[i].facts())
		}
		for i := range c.texts {
			if first, ok := c.same[i]; ok {
				if !yield(first, i) {
					return
				}
				continue
			}
			words, facts := alike.with(i), told.with(i)
			for j := i + 1; j < len(c.texts); j++ {
				if (words[j] >= fewHits || facts[j] >= fewFacts) && !yield(i, j) {
					return
				}
			}
		}
	}
}

// compare tells what two texts share, if that is enough to be possible.
func (c *comparison) compare(i, j int) (Shared, bool) {
	a, b := c.wordings[i], c.wordings[j]
	s := Shared{A: c.texts[i], B: c.texts[j]}
	_, s.Same = c.same[j] // it is compared with that one alone
	translated := differ(s.A.language(), s.B.language()) && !s.Same
	if !translated {
		s.Shingles, s.OfShingles = a.shared(b), min(len(a.distinct), len(b.distinct))
	}
	if s.Shingles >= fewShingles && s.words() >= copiedWords {
		s.How, s.Passages = kb.Copy, a.runs(b)
		return s, true
	}
	o := compareOrder(c.tellings[i], c.tellings[j])
	s.Facts, s.OfFacts, s.Origin, s.Aside = len(o.chain), o.of, o.origin, o.aside
	if s.Facts >= fewFacts && s.facts() >= inOrder {
		if s.Chance = o.chance(); s.Chance <= rarely {
			s.How, s.Passages = kb.Digest, o.chain
			if translated {
				s.How = kb.Translation
			}
			besides := s.Shingles >= fewBesides && s.words() >= wordsBesides
			s.Possible = !besides && (s.OfShingles > 0 || s.facts() < inOrderAlone)
			return s, true
		}
	}
	if s.Shingles >= fewShingles && s.words() >= possibleWords {
		s.How, s.Possible, s.Passages = kb.Digest, true, a.runs(b)
		return s, true
	}
	return Shared{}, false
}

// Declared tells whether the sources say so already: that one derives from the other,
// or both from a third.
func (s Shared) Declared() bool {
	if s.A.Source == nil || s.B.Source == nil {
		return false
	}
	a, b := append(declaredParents(s.A.Source), s.A.Source.ID), append(declaredParents(s.B.Source), s.B.Source.ID)
	return slices.ContainsFunc(a, func(id kb.ID) bool { return slices.Contains(b, id) })
}

func (t *Text) language() string {
	if t.Source == nil {
		return ""
	}
	base, _, _ := strings.Cut(strings.ToLower(t.Source.Language), "-")
	return base
}

// differ tells whether two languages are known to be different.
func differ(a, b string) bool { return a != "" && b != "" && a != b }

// Score is how much of the shorter text is in the other, from 0 to 1: of its words or
// of its facts, whichever is more.
func (s Shared) Score() float64 { return max(s.words(), s.facts()) }

func (s Shared) words() float64 { return share(s.Shingles, s.OfShingles) }
func (s Shared) facts() float64 { return share(s.Facts, s.OfFacts) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Evidence says in English what A and B share.
func (s Shared) Evidence() string {
	var out []string
	if s.Facts > 0 {
		told := fmt.Sprintf("%d of the %d facts that the shorter tells stand in one order in both", s.Facts, s.OfFacts)
		if s.Chance > 0 {
			told += fmt.Sprintf(" (in any order of the sentences so many would in %s)", often(s.Chance))
		}
		if s.Aside > 0 {
			told += fmt.Sprintf(", besides %d that both credit to %s", s.Aside, s.Origin)
		}
		out = append(out, told)
	}
	switch {
	case s.Same:
		out = append(out, "both have the same words from end to end")
	case s.OfShingles > 0:
		out = append(out, fmt.Sprintf("%d of the %d runs of four words that the shorter has (%.0f%%) are in both", s.Shingles, s.OfShingles, 100*s.words()))
	}
	return strings.Join(out, "; ")
}

func often(chance float64) string {
	if chance <= 1.0/(shuffles+1) {
		return fmt.Sprintf("less than 1 of %d", shuffles+1)
	}
	return fmt.Sprintf("%.1f%%", 100*chance)
}
