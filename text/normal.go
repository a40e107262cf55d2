package text

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normal is s without the differences that setting it anew makes: kinds of
// quotes and dashes, how much white space stands between words and around them,
// hyphens and marks that are not seen, compatibility forms such as ligatures and
// wide letters (NFKC). Case, accents, and numbers set high, low or as a fraction
// stay, since they change what is said. The normal form of a normal form is itself.
func Normal(s string) string {
	return string(Normalize(s).Runes)
}

// Normalized is the normal form of a text, with the way back.
type Normalized struct {
	Runes []rune
	// From tells for each of Runes the code point of the text, from 0, that it
	// came from.
	From []int
}

// Normalize is [Normal] with the way back to the text.
func Normalize(s string) Normalized {
	n := Normalized{Runes: make([]rune, 0, len(s)), From: make([]int, 0, len(s))}
	var segment []rune // what composes only with itself
	begins := 0        // at which code point
	at := -1
	for _, r := range s {
		at++
		r = mark(r)
		if isUnseen(r) {
			continue
		}
		if len(segment) > 0 && beginsAnew(r) {
			n.add(segment, begins)
			segment = segment[:0]
		}
		if len(segment) == 0 {
			begins = at
		}
		segment = append(segment, r)
	}
	n.add(segment, begins)
	if last := len(n.Runes) - 1; last >= 0 && n.Runes[last] == ' ' {
		n.Runes, n.From = n.Runes[:last], n.From[:last]
	}
	return n
}

// add appends the normal form of a segment.
func (n *Normalized) add(segment []rune, from int) {
	if len(segment) == 0 {
		return
	}
	if len(segment) > 1 || segment[0] >= 0x80 {
		form := norm.NFKC
		if unicode.Is(unicode.No, segment[0]) { // 10² is not 102
			form = norm.NFC
		}
		segment = []rune(form.String(string(segment)))
	}
	for _, r := range segment {
		r = mark(r)
		if unicode.IsSpace(r) {
			if len(n.Runes) == 0 || n.Runes[len(n.Runes)-1] == ' ' {
				continue
			}
			r = ' '
		}
		n.Runes = append(n.Runes, r)
		n.From = append(n.From, from)
	}
}

// beginsAnew tells whether r composes with nothing before it.
func beginsAnew(r rune) bool {
	return r < 0x300 || norm.NFKC.PropertiesString(string(r)).BoundaryBefore()
}

// mark is r, or where it is a quote or a dash the one on a keyboard.
func mark(r rune) rune {
	switch r {
	case '’', '‘', '‚', '‛', 'ʼ', 'ʻ', '`', '´', '′', '‹', '›':
		return '\''
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹘', '﹣', '－':
		return '-'
	}
	return r
}

// isUnseen tells whether r leaves no trace on paper: hyphens that are not used,
// joiners, marks of direction, variation selectors.
func isUnseen(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x061C, r == 0x180E, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF,
		unicode.Is(unicode.Variation_Selector, r):
		return true
	}
	return false
}
