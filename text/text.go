// Package text holds whatever two stores must agree on about words: how texts
// are folded before they are compared, how they are cut into terms for search,
// how they sort, how a document is cut into paragraphs and how its spans are
// hashed. What it computes is stored beside what it was computed from, so that
// a database only ever compares bytes.
//
// A change in that changes what stores have to hold; [Version] then rises, and
// stores compute anew. How the words of a search agree with terms, other alphabets
// included, is computed when it is asked, and stored nowhere.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Version of what this package computes.
const Version = 1

// maxSortKey bounds a sort key in code points.
const maxSortKey = 200

// letters without a decomposition that people type as plain ones.
var letters = strings.NewReplacer(
	"ł", "l", "ø", "o", "đ", "d", "ħ", "h", "ŧ", "t", "ı", "i", "ĸ", "k", "ŋ", "n",
	"æ", "ae", "œ", "oe", "þ", "th", "ð", "d", "ə", "e",
	"’", "'", "‘", "'", "ʼ", "'", "ʻ", "'", "`", "'",
	"“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`,
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-",
)

// Fold is s without the differences that a reader passes over: case, accents
// and vowel points, width and other compatibility forms (NFKC), kinds of quotes
// and dashes, how much white space stands between words and around them. Folding
// twice gives the same.
func Fold(s string) string {
	for range 4 { // folding case may bring out what decomposes, and the other way around
		t := foldOnce(s)
		if t == s {
			break
		}
		s = t
	}
	return s
}

func foldOnce(s string) string {
	s = strings.ReplaceAll(s, "´", "'") // which NFKD takes for an accent on a space
	s = cases.Fold().String(norm.NFKD.String(s))
	s = strings.Map(plain, norm.NFKD.String(s))
	s = letters.Replace(s)
	return strings.Join(strings.Fields(norm.NFKC.String(s)), " ")
}

// plain is r, less what folding takes away.
func plain(r rune) rune {
	switch {
	case isAccent(r):
		return -1
	// Cherokee folds to its capitals; cases.Fold turns each case into the other.
	case r >= 0xAB70 && r <= 0xABBF:
		return r - 0xAB70 + 0x13A0
	case r >= 0x13F8 && r <= 0x13FD:
		return r - 8
	}
	return r
}

// isAccent tells whether r is a mark that folding takes away: the accents of
// Latin, Greek and Cyrillic, the points of Hebrew, the vowel signs of Arabic, and
// characters that are not seen. Marks that make up syllables, as in Devanagari or
// Thai, stay.
func isAccent(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F, r >= 0x1AB0 && r <= 0x1AFF, r >= 0x1DC0 && r <= 0x1DFF, r >= 0x20D0 && r <= 0x20FF, r >= 0xFE20 && r <= 0xFE2F,
		r >= 0x0591 && r <= 0x05C7 && unicode.Is(unicode.Mn, r),
		r >= 0x0610 && r <= 0x061A, r >= 0x064B && r <= 0x065F, r == 0x0670, r == 0x0640,
		isUnseen(r):
		return true
	}
	return false
}

// SortKey is what texts are sorted by: s folded, at most 200 code points of it.
// Keys compare by their bytes.
func SortKey(s string) string {
	key := Fold(s)
	n := 0
	for i := range key {
		if n == maxSortKey {
			return key[:i]
		}
		n++
	}
	return key
}

// Terms cuts s into the words that search compares: runs of letters and digits of
// the folded text with the marks on them, in their order. Each sign of Han,
// Hiragana and Katakana, which are written without spaces, is a word of its own.
func Terms(s string) []string {
	var terms []string
	for _, w := range words([]rune(Fold(s))) {
		terms = append(terms, string(w.runes))
	}
	return terms
}

// word is a run of runes that make up a word, and where it begins.
type word struct {
	runes []rune
	start int
}

func words(rs []rune) []word {
	var out []word
	start := -1
	end := func(i int) {
		if start >= 0 {
			out = append(out, word{rs[start:i], start})
			start = -1
		}
	}
	for i, r := range rs {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			end(i)
			out = append(out, word{rs[i : i+1], i})
		case unicode.IsLetter(r), unicode.IsNumber(r):
			if start < 0 {
				start = i
			}
		case unicode.IsMark(r), isAccent(r): // go on with a word, but don't begin one
		default:
			end(i)
		}
	}
	end(len(rs))
	return out
}

// Span is a stretch of a text, in code points.
type Span struct {
	Start  int
	Length int
}

// Slug is the readable id that a name calls for: its letters and digits, folded
// to ASCII, in groups joined by hyphens. It is "" for a name without any.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range Fold(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'': // Moody's is moodys
		default:
			gap = true
		}
	}
	return b.String()
}
