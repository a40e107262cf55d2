package documents

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFigures(t *testing.T) {
	for _, row := range []struct {
		in   string
		n    float64
		unit string
	}{
		{"it has 37 members", 37, ""},
		{"over 50,000 numbers", 50000, ""},
		{"1,234,567 of them", 1234567, ""},
		{"12 500 people", 12500, ""},
		{"sixty-five countries", 65, ""},
		{"Sixty–five countries", 65, ""},
		{"two hundred and twelve", 212, ""},
		{"one hundred two", 102, ""},
		{"a hundred of them", 100, ""},
		{"three thousand five hundred and one", 3501, ""},
		{"twenty-one thousand", 21000, ""},
		{"five hundred million", 5e8, ""},
		{"$500 million", 5e8, ""},
		{"500m", 5e8, ""},
		{"a fence of 500m", 500, ""},
		{"€1.2bn", 1.2e9, ""},
		{"1.2 billion", 1.2e9, ""},
		{"$3.5k", 3500, ""},
		{"half a million", 5e5, ""},
		{"two and a half million", 2.5e6, ""},
		{"2½ acres", 2.5, ""},
		{"a dozen ships", 12, ""},
		{"two dozen ships", 24, ""},
		{"half a dozen", 6, ""},
		{"between 5 and 10 million", 1e7, ""},
		{"5-10 million", 5e6, ""},
		{"5-10 million", 1e7, ""},
		{"five to ten million", 5e6, ""},
		{"12,000 to 13,000", 12000, ""},
		{"12,000 to 13,000", 13000, ""},
		{"the second suit", 2, ""},
		{"the 21st and twenty-first", 21, ""},
		{"both suits", 2, ""},
		{"a suit", 1, ""},
		{"70% of it", 70, "percent"},
		{"half of it", 50, "percent"},
		{"a third of it", 33, "percent"},
		{"two thirds of it", 67, "percent"},
		{"three-quarters of it", 75, "percent"},
		{"0.5 of it", 0.5, ""},
	} {
		if got := figuresIn(row.in); !got.has(row.n, row.unit) {
			t.Errorf("%q gives %v, want %v among them", row.in, got, row.n)
		}
	}
}

func TestNoFigures(t *testing.T) {
	for _, row := range []struct {
		in string
		n  float64
	}{
		{"dozens of ships", 12},
		{"hundreds of millions", 100},
		{"hundreds of millions", 1e6},
		{"a few hundred", 100},
		{"several thousand", 1000},
		{"500 million", 500},
		{"$500m", 500},
		{"five hundred million", 500},
		{"sixty-five", 60},
		{"sixty-five", 5},
		{"one hundred and two", 2},
		{"rated B3", 3},
		{"1,234", 234},
		{"1.2 billion", 1.2},
		{"ten people and someone", 1},
		{"five, and a ship", 5.5},
	} {
		if got := figuresIn(row.in); got.has(row.n, "") {
			t.Errorf("%q gives %v, want no %v among them", row.in, got, row.n)
		}
	}
}

func TestFiguresOfAnyText(t *testing.T) {
	words := rapid.SampledFrom([]string{"1", "500", "12,000", "1.5", "a", "and", "half", "hundred", "million", "m", "bn", "to", "-", "$", " ", "twenty", "five",
		"third", "thirds", "½", "dozen", ".", "é", "'", "99999999999999999999999999999999999999"})
	rapid.Check(t, func(t *rapid.T) {
		for _, n := range figuresIn(strings.Join(rapid.SliceOf(words).Draw(t, "words"), "")) {
			if math.IsNaN(n) || n < 0 {
				t.Errorf("gives %v", n)
			}
		}
	})
}
