package text

import (
	"strings"
	"unicode"
)

// script is the alphabet that a word is written in, as far as search knows how to
// read it.
type script byte

const (
	otherScript script = iota
	latin
	cyrillic
	greek
	hebrew
	arabic
)

// isAbjad tells whether an alphabet writes consonants, and vowels at most by the way.
func (s script) isAbjad() bool { return s == hebrew || s == arabic }

// scriptOf is the alphabet of the first letter of a word.
func scriptOf(word string) script {
	for _, r := range word {
		switch {
		case r < 0x80 && unicode.IsLetter(r), unicode.Is(unicode.Latin, r):
			return latin
		case unicode.Is(unicode.Cyrillic, r):
			return cyrillic
		case unicode.Is(unicode.Greek, r):
			return greek
		case unicode.Is(unicode.Hebrew, r):
			return hebrew
		case unicode.Is(unicode.Arabic, r):
			return arabic
		case unicode.IsLetter(r):
			return otherScript
		}
	}
	return otherScript
}

// cyrillicLetters follow BGN/PCGN 1947 for Russian, without its apostrophes and
// without the y before e; letters of other languages follow the BGN/PCGN tables
// of these. Folding has taken the marks off й, ё, ї, ў and the like.
var cyrillicLetters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'є': "ye", 'і': "i", 'ґ': "g", // Ukrainian
	'ђ': "dj", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ѕ': "dz", // Serbian, Macedonian
	'ә': "a", 'ғ': "gh", 'қ': "q", 'ң': "ng", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", // Kazakh
}

// greekLetters and greekPairs follow ELOT 743, which is ISO 843 type 2.
var greekLetters = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
	'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

var greekPairs = map[string]string{"γγ": "ng", "γξ": "nx", "γχ": "nch", "ου": "ou"}

// voiceless are the Greek letters before which αυ, ευ and ηυ end in f.
const voiceless = "θκξπστφχψ"

// maxRead is how long a word may be to be read, in bytes. A store may keep less of
// longer ones.
const maxRead = 100

// romanized is a folded word in Latin letters, as far as it is Cyrillic or
// Greek. Both write vowels, so that the name in Latin letters mostly comes out.
func romanized(word string) string {
	if s := scriptOf(word); s != cyrillic && s != greek || len(word) > maxRead {
		return word
	}
	var b strings.Builder
	rs := []rune(word)
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return -1
		}
		return rs[i]
	}
	for i := 0; i < len(rs); i++ {
		r, next := rs[i], at(i+1)
		pair, isPair := greekPairs[string(rs[i:min(i+2, len(rs))])]
		switch {
		case isPair:
			b.WriteString(pair)
			i++
		case r == 'μ' && next == 'π' && (i == 0 || i+2 == len(rs)):
			b.WriteString("b")
			i++
		case next == 'υ' && (r == 'α' || r == 'ε' || r == 'η'):
			b.WriteString(greekLetters[r])
			if after := at(i + 2); after < 0 || strings.ContainsRune(voiceless, after) {
				b.WriteString("f")
			} else {
				b.WriteString("v")
			}
			i++
		default:
			if l, ok := cyrillicLetters[r]; ok {
				b.WriteString(l)
			} else if l, ok := greekLetters[r]; ok {
				b.WriteString(l)
			} else {
				b.WriteRune(r)
			}
		}
	}
	if b.Len() == 0 { // ь alone
		return word
	}
	return b.String()
}

// Consonants are compared by kind: P for b, f, p, v; K for g, j, k, q; S for s, sh,
// z; H for h, kh, ch; D, T, L, M, N, R. Vowels count for nothing, and neither do
// y and w, which Hebrew and Arabic write vowels by, nor an H at the end of a
// word. In the tables, '-' is a letter without a consonant, and some have two:
// see twoConsonants.
var latinConsonants = map[rune]rune{
	'b': 'P', 'f': 'P', 'p': 'P', 'v': 'P', 'g': 'K', 'j': 'K', 'k': 'K', 'q': 'K', 'c': 'K', 's': 'S', 'z': 'S', 'h': 'H',
	'd': 'D', 't': 'T', 'l': 'L', 'm': 'M', 'n': 'N', 'r': 'R', 'x': 'X',
	'a': '-', 'e': '-', 'i': '-', 'o': '-', 'u': '-', 'w': '-', 'y': '-',
}

// twoConsonants are those of one letter.
var twoConsonants = map[rune]string{'X': "KS", 'C': "TS"}

// latinPairs are two letters for one consonant.
var latinPairs = map[string]rune{
	"sh": 'S', "zh": 'S', "kh": 'H', "ch": 'H', "th": 'T', "dh": 'D', "gh": 'K', "ph": 'P', "wh": '-',
	"ce": 'S', "ci": 'S', "cy": 'S', // what follows is a vowel
}

var abjadConsonants = map[rune]rune{
	'א': '-', 'ב': 'P', 'ג': 'K', 'ד': 'D', 'ה': 'H', 'ו': '-', 'ז': 'S', 'ח': 'H', 'ט': 'T', 'י': '-', 'כ': 'K', 'ך': 'H', 'ל': 'L',
	'מ': 'M', 'ם': 'M', 'נ': 'N', 'ן': 'N', 'ס': 'S', 'ע': '-', 'פ': 'P', 'ף': 'P', 'צ': 'C', 'ץ': 'C', 'ק': 'K', 'ר': 'R', 'ש': 'S', 'ת': 'T',

	'ا': '-', 'ب': 'P', 'ت': 'T', 'ث': 'T', 'ج': 'K', 'ح': 'H', 'خ': 'H', 'د': 'D', 'ذ': 'D', 'ر': 'R', 'ز': 'S', 'س': 'S', 'ش': 'S',
	'ص': 'S', 'ض': 'D', 'ط': 'T', 'ظ': 'S', 'ع': '-', 'غ': 'K', 'ف': 'P', 'ق': 'K', 'ك': 'K', 'ل': 'L', 'م': 'M', 'ن': 'N', 'ه': 'H',
	'و': '-', 'ي': '-', 'ى': '-', 'ة': 'H', 'ء': '-',
	'پ': 'P', 'چ': 'H', 'ژ': 'S', 'ک': 'K', 'گ': 'K', 'ی': '-', 'ہ': 'H', 'ھ': 'H', 'ے': '-', 'ڤ': 'P', // Persian, Urdu
}

// minConsonants are so few that a word is recognized by.
const minConsonants = 2

// consonants are the consonants that a folded word may have, in one or two
// readings: a Hebrew vav is a vowel or a v. There are none of a word with too few, or
// with letters or digits that are not known.
func consonants(word string) []string {
	if len(word) > maxRead {
		return nil
	}
	switch scriptOf(word) {
	case latin, cyrillic, greek:
		return skeletons(latinSkeleton(romanized(word)))
	case hebrew:
		dropped := abjadSkeleton(word, '-')
		if strings.ContainsRune(word, 'ו') {
			return skeletons(dropped, abjadSkeleton(word, 'P'))
		}
		return skeletons(dropped)
	case arabic:
		// The article is written as part of the word.
		if rest, ok := strings.CutPrefix(word, "ال"); ok && len([]rune(rest)) >= 3 {
			word = rest
		}
		return skeletons(abjadSkeleton(word, '-'))
	}
	return nil
}

// skeletons leaves those that are long enough.
func skeletons(found ...string) []string {
	var out []string
	for _, s := range found {
		s = strings.TrimSuffix(s, "H")
		if len(s) >= minConsonants {
			out = append(out, s)
		}
	}
	return out
}

// latinSkeleton reads a word in Latin letters.
func latinSkeleton(word string) string {
	var b skeleton
	rs := []rune(word)
	for i := 0; i < len(rs); i++ {
		c, ok := latinPairs[string(rs[i:min(i+2, len(rs))])]
		if ok {
			i++
		} else if c, ok = latinConsonants[rs[i]]; !ok {
			return ""
		}
		// Without a vowel between them two of a kind are one: mm, gg, ck.
		b.add(c, true)
	}
	return b.String()
}

// abjadSkeleton reads a Hebrew or Arabic word, with vav standing for that.
func abjadSkeleton(word string, vav rune) string {
	var b skeleton
	var before rune
	for _, r := range word {
		c, ok := abjadConsonants[r]
		if !ok {
			return ""
		}
		if r == 'ו' {
			c = vav
		}
		// A doubled consonant is written once, so the same twice has a vowel between.
		b.add(c, r != before)
		before = r
	}
	return b.String()
}

// skeleton writes consonants.
type skeleton struct {
	strings.Builder
	last rune
}

// add writes what a letter stands for; if it may be one with the last of the same
// kind, only once.
func (s *skeleton) add(c rune, mayBeOne bool) {
	switch two := twoConsonants[c]; {
	case two != "":
		s.WriteString(two)
		s.last = rune(two[1])
		return
	case c != '-' && !(mayBeOne && c == s.last):
		s.WriteRune(c)
	}
	s.last = c
}
