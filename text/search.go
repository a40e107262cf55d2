package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is the text of a search as the rules of matching see it.
type Query struct {
	Text   string
	Folded string
	Words  []Word // each once
}

// Word is one word of a search.
type Word struct {
	Text string
	Last bool // it ends the text, and may not be typed to its end yet

	latin      []rune // as it is read
	edits      int    // as far as this, others are near
	script     script
	consonants []string
}

func newWord(s string, last bool) Word {
	latin := romanized(s)
	return Word{s, last, []rune(latin), maxEdits(latin), scriptOf(s), consonants(s)}
}

// NewQuery reads the text of a search.
func NewQuery(s string) Query {
	q := Query{Text: s, Folded: Fold(s)}
	terms := Terms(s)
	for i, t := range terms {
		if !slices.Contains(terms[i+1:], t) {
			q.Words = append(q.Words, newWord(t, i == len(terms)-1))
		}
	}
	return q
}

// Match says how a word of a search and a term agree.
type Match int

// The ways in which a word and a term agree, better ones are greater.
const (
	No     Match = iota
	Near         // they are not the same, but alike
	Begun        // the term begins with the word
	Stands       // they are the same
)

const (
	minBegun = 2  // letters of a word that terms are found by the beginning of
	maxNear  = 50 // letters of a word, and of a term, that may be near others
)

// Match tells how w agrees with a term, one of those that [Terms] gives. Cyrillic
// and Greek are read in Latin letters on both sides, so that Пегасус stands where
// Pegasus does.
//
//   - They are the same if their letters are.
//   - The term begins with the last word of a search, if this has two letters at least.
//   - They are near if few edits make one out of the other: one if the word has 4 to 7
//     letters, two if it has more. An edit adds, drops or replaces a letter or swaps
//     two neighbours (optimal string alignment). No number is near another.
//   - They are near, too, if they are written in different alphabets, or both in
//     Hebrew or both in Arabic letters, and have the same consonants, two at least.
func (w Word) Match(term string) Match {
	word, other := string(w.latin), romanized(term)
	switch {
	case word == other:
		return Stands
	case w.begins() && strings.HasPrefix(other, word):
		return Begun
	case w.isNear(other) || w.hasConsonantsOf(term):
		return Near
	}
	return No
}

// begins tells whether terms are found by their beginning with w.
func (w Word) begins() bool { return w.Last && len(w.latin) >= minBegun }

// Prefix is what terms begin with that are begun by w as they are written, or "" if
// terms are not found by that.
func (w Word) Prefix() string {
	if w.begins() {
		return w.Text
	}
	return ""
}

// maxEdits is how many edits may lie between a word and what is near to it. The
// lengths are those of other search engines: algolia.com/doc, minWordSizefor1Typo.
func maxEdits(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n < 4 || n > maxNear || strings.ContainsFunc(word, unicode.IsNumber):
		return 0
	case n < 8:
		return 1
	}
	return 2
}

func (w Word) isNear(latin string) bool {
	if w.edits == 0 || strings.ContainsFunc(latin, unicode.IsNumber) {
		return false
	}
	term := []rune(latin)
	return len(term) <= maxNear && max(len(w.latin)-len(term), len(term)-len(w.latin)) <= w.edits && edits(w.latin, term) <= w.edits
}

// edits counts the edits that make b out of a, none of which touches what another
// has changed: L. Boytsov, Indexing methods for approximate dictionary searching
// (2011), section 2.2.
func edits(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := last[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			row[j] = min(replace, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

// hasConsonantsOf tells whether w and a term of which one at least has to be read
// without its vowels, or is written in another alphabet, have the same consonants.
func (w Word) hasConsonantsOf(term string) bool {
	if len(w.consonants) == 0 || w.script == scriptOf(term) && !w.script.isAbjad() {
		return false
	}
	others := consonants(term)
	return slices.ContainsFunc(w.consonants, func(c string) bool { return slices.Contains(others, c) })
}

// Score counts the words of a search by how they match the terms of names.
type Score struct {
	Stands int // stand there
	Begun  int // stand or are begun there
	Near   int // stand, are begun or are near
}

// Score tells how many words of q match the terms of some names together.
func (q Query) Score(names ...string) Score {
	var terms []string
	for _, name := range names {
		terms = append(terms, Terms(name)...)
	}
	var s Score
	for _, w := range q.Words {
		best := No
		for _, t := range terms {
			best = max(best, w.Match(t))
		}
		if best >= Stands {
			s.Stands++
		}
		if best >= Begun {
			s.Begun++
		}
		if best >= Near {
			s.Near++
		}
	}
	return s
}

// Matched is the one of an entity's names, or else its id, that q matched best:
// the first that is the text once both are folded, the id last; else the first
// name that starts with it; else the first in which most words stand, and of
// those the first in which most stand, are begun or are near. It is "" if no name
// has any.
func (q Query) Matched(names []string, id string) string {
	for _, name := range append(slices.Clone(names), id) {
		if Fold(name) == q.Folded {
			return name
		}
	}
	for _, name := range names {
		if strings.HasPrefix(Fold(name), q.Folded) {
			return name
		}
	}
	best, most := "", Score{}
	for _, name := range names {
		s := q.Score(name)
		if s.Stands > most.Stands || s.Stands == most.Stands && s.Near > most.Near {
			best, most = name, s
		}
	}
	return best
}

// Spans finds in a text what a search found there: its words that are words of
// the query or near to one, and the beginnings of those that begin with one. They
// are in order and don't overlap.
func Spans(text, query string) []Span {
	q := NewQuery(query)
	spans := []Span{}
	for _, w := range words([]rune(text)) {
		if n := q.longestMatch(w.runes); n > 0 {
			spans = append(spans, Span{w.start, n})
		}
	}
	return spans
}

// longestMatch tells how many runes of w match a word of q: those at the beginning
// that make up one, or all if w is near to one.
func (q Query) longestMatch(w []rune) int {
	for n := len(w); n > 0; n-- {
		for _, part := range Terms(string(w[:n])) {
			for _, word := range q.Words {
				if word.Match(part) == Stands {
					return n
				}
			}
		}
	}
	if q.Score(string(w)).Near > 0 {
		return len(w)
	}
	return 0
}
