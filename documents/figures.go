package documents

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"actorgraph/text"
)

// figures are the numbers that an English text gives, in digits or in words.
type figures []float64

// has tells whether n of a unit is among f. A half is also 50 percent, and two
// thirds are what they are rounded to.
func (f figures) has(n float64, unit string) bool {
	return slices.ContainsFunc(f, func(x float64) bool {
		return math.Abs(x-n) <= 1e-9*math.Abs(n) || unit == "percent" && 0 < x && x < 1 && math.Abs(100*x-n) < 0.7
	})
}

var (
	// numerals are the words that stand for a number by themselves.
	numerals = map[string]float64{
		"zero": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
		"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
		"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
		"twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
		"nineteenth": 19, "twentieth": 20, "single": 1, "sole": 1, "once": 1, "twice": 2, "both": 2, "pair": 2, "couple": 2, "half": 0.5,
		"½": 0.5, "¼": 0.25, "¾": 0.75,
	}
	// multipliers follow a number. Their plurals ("hundreds of", "dozens of") give none.
	multipliers = map[string]float64{"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "mn": 1e6, "mln": 1e6,
		"billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12}
	// letters are multipliers where they stand right behind the digits.
	letters = map[string]float64{"k": 1e3, "m": 1e6, "b": 1e9}
	// parts are what a number of is a fraction.
	parts = map[string]float64{"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}

	token = regexp.MustCompile(`\d+(?:,\d{3})*(?:\.\d+)?|[\p{L}\p{M}']+|[½¼¾]|\s+|.`)
)

// figuresIn reads the numbers of an English text. Where it could mean one of
// several ("5-10 million", "500m", "12 500"), all are among them.
func figuresIn(english string) figures {
	r := &figureReader{tokens: token.FindAllString(strings.ToLower(text.Normal(english)), -1)}
	for r.at < len(r.tokens) {
		if !r.number() {
			r.at++
		}
	}
	return r.found
}

type figureReader struct {
	tokens []string
	at     int
	found  figures
	lower  float64 // the number before "to" or a dash, which a multiplier behind the next may mean too
	ranged int     // the token at which that next one begins
}

// word is the token n after the next, spaces and hyphens passed over, and where it
// stands; "" behind the last.
func (r *figureReader) word(n int) (string, int) {
	for i := r.at; i < len(r.tokens); i++ {
		if t := r.tokens[i]; strings.TrimSpace(t) == "" || t == "-" {
			continue
		}
		if n == 0 {
			return r.tokens[i], i
		}
		n--
	}
	return "", len(r.tokens)
}

// number reads the number that begins at the token, if one does, and goes behind it.
func (r *figureReader) number() bool {
	begin := r.at
	first := r.tokens[begin]
	value, spelt := numerals[first]
	if !spelt {
		var err error
		if value, err = strconv.ParseFloat(strings.ReplaceAll(first, ",", ""), 64); err != nil {
			return false
		}
		if begin > 0 && isOfWord([]rune(r.tokens[begin-1])[0]) { // the 3 of B3
			return false
		}
	}
	r.at++
	if !spelt && r.letter(value, begin) {
		return true
	}
	sum, group, factor := 0.0, value, 1.0
	open := !spelt || value < 20 || first == "½" // whether what follows begins another number: not so behind "twenty"
	for {
		next, i := r.word(0)
		small, isSmall := numerals[next]
		after, j := r.word(1)
		half, k := r.word(2)
		switch m := multipliers[next]; {
		case m >= 1000:
			sum, group, factor, open = sum+group*m, 0, m, false
		case m > 0:
			group, factor, open = group*m, m, false
		case next == "and" && (after == "a" || after == "one") && half == "half":
			group, i = group+0.5, k
		case first == "half" && group == value && (next == "a" || next == "an") && multipliers[after] > 0:
			// half a million: the article adds nothing
		case next == "and" && factor > 1 && numerals[after] >= 1 && after != "a" && after != "an":
			group, i, open = group+numerals[after], j, numerals[after] < 20
		case isSmall && small < 1 && group >= 1:
			group += small // 5½
		case isSmall && next != "a" && next != "an" && !open && (small < 10 || factor > 1) && small >= 1:
			group, open = group+small, small < 20
		default:
			r.end(begin, sum+group, factor)
			return true
		}
		r.at = i + 1
	}
}

// letter reads the multiplier that stands right behind digits, if one does.
func (r *figureReader) letter(value float64, begin int) bool {
	if r.at == len(r.tokens) || letters[r.tokens[r.at]] == 0 {
		return false
	}
	m := letters[r.tokens[r.at]]
	r.at++
	if begin == 0 || !strings.Contains("$€£¥", r.tokens[begin-1]) {
		r.found = append(r.found, value) // 500m may be metres
	}
	r.end(begin, value*m, m)
	return true
}

// end takes down a number, and what else it may mean together with its neighbours.
func (r *figureReader) end(begin int, value, factor float64) {
	r.found = append(r.found, value)
	if r.ranged == begin && begin > 0 {
		r.found = append(r.found, r.lower*factor)
	}
	r.ranged = 0
	next, i := r.word(0)
	if n := parts[next]; n > 0 {
		r.found = append(r.found, value/n)
	}
	if next == "to" || next == "or" {
		r.at = i + 1
		_, i = r.word(0)
		r.lower, r.ranged = value, i
	} else if i > r.at && strings.Contains(strings.Join(r.tokens[r.at:i], ""), "-") {
		r.lower, r.ranged = value, i
	}
	// 12 500, with a space between thousands
	if r.at+1 < len(r.tokens) && value == math.Trunc(value) && value < 1000 && r.tokens[r.at] == " " && len(r.tokens[r.at+1]) == 3 {
		if rest, err := strconv.Atoi(r.tokens[r.at+1]); err == nil {
			r.found = append(r.found, value*1000+float64(rest))
		}
	}
}
