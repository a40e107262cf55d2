package text_test

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"actorgraph/text"
)

func TestMatch(t *testing.T) {
	for _, row := range []struct {
		query, term string
		want        text.Match
	}{
		{"pegasus", "pegasus", text.Stands},
		{"pega", "pegasus", text.Begun},
		{"p", "pegasus", text.No},             // one letter begins too many
		{"pega spyware", "pegasus", text.No},  // only the last word may be unfinished
		{"pegasos", "pegasus", text.Near},     // replaced
		{"pegassus", "pegasus", text.Near},    // added: of eight letters
		{"pgasus", "pegasus", text.Near},      // dropped
		{"epgasus", "pegasus", text.Near},     // swapped, at the beginning
		{"pegsaus", "pegasus", text.Near},     // swapped
		{"pagasos", "pegasus", text.No},       // two edits of seven letters
		{"netanjaho", "netanyahu", text.Near}, // two of nine
		{"netonjaho", "netanyahu", text.No},   // three
		{"ca", "abc", text.No},                // a swapped pair is not touched again
		{"nso", "nsa", text.No},               // three letters
		{"8200", "8201", text.No},             // numbers
		{"g20x", "g20y", text.No},             // a number in it
		{"apple", "apple2", text.Begun},       // and no edit
		{"apples", "apple2", text.No},         // a number in the other

		// Cyrillic by BGN/PCGN, Greek by ELOT 743.
		{"Пегасус", "pegasus", text.Stands},
		{"pegasus", "пегасус", text.Stands},
		{"Пега", "pegasus", text.Begun},
		{"pega", "пегасус", text.Begun},
		{"Нетаньяху", "netanyahu", text.Near}, // netanyakhu
		{"Μητσοτάκης", "mitsotakis", text.Stands},
		{"Ευρώπη", "evropi", text.Stands},
		{"צבי", "tzvi", text.Near},
		{"Katz", "כץ", text.Near},
		{"Щедрин", "shchedrin", text.Stands},

		// Consonants.
		{"محمد", "mohammed", text.Near},
		{"محمد", "muhammad", text.Near},
		{"mohamed", "محمد", text.Near},
		{"נתניהו", "netanyahu", text.Near},
		{"netanyahu", "נתניהו", text.Near},
		{"نتنياهو", "netanyahu", text.Near},
		{"نتنياهو", "נתניהו", text.Near},
		{"השלום", "shalom", text.No}, // the Hebrew article stays
		{"السعودية", "saudi", text.Near},
		{"דוד", "david", text.Near}, // the vav is a v
		{"שלו", "shalev", text.Near},
		{"אביב", "aviv", text.Near}, // twice the same, with a vowel between
		{"خاشقجي", "khashoggi", text.Near},
		{"ישראל", "israel", text.Near},
		{"פגסוס", "pegasus", text.Near},
		{"וואטסאפ", "whatsapp", text.Near},
		{"Χούλιο", "hulio", text.Near},
		{"Хулио", "hulio", text.Near},
		{"علي", "ali", text.No},         // one consonant is not enough
		{"smith", "smoth", text.Near},   // by one edit
		{"smithee", "smothoo", text.No}, // both in Latin letters, that write vowels
		{"שלמה", "שלומה", text.Near},    // with and without a letter for the vowel
		{"日本", "本", text.No},
	} {
		words := text.NewQuery(row.query).Words
		if got := words[0].Match(row.term); got != row.want {
			t.Errorf("%q and %q: got %d, want %d", row.query, row.term, got, row.want)
		}
	}
}

// A lexicon finds what comparing with each term finds.
func TestLexicon(t *testing.T) {
	word := rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("abc1")), 1, 10, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("aeskhcwx")), 1, 10, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("абскхья")), 1, 8, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("αβουμπςγχ")), 1, 8, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("אבהוקשךס")), 1, 6, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("البهوقكشةس")), 1, 6, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("本한국\U00010400ñaа\u0938\u094d")), 1, 10, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("ab")), 45, 60, -1),
	)
	rapid.Check(t, func(t *rapid.T) {
		lexicon, terms := &text.Lexicon{}, map[string]bool{}
		for range rapid.IntRange(1, 6).Draw(t, "parts") {
			more := text.Terms(strings.Join(rapid.SliceOfN(word, 0, 30).Draw(t, "terms"), " "))
			lexicon = lexicon.With(more)
			for _, term := range more {
				terms[term] = true
			}
		}
		for _, w := range text.NewQuery(strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "query"), " ")).Words {
			got, want := lexicon.Find(w), map[string]text.Match{}
			for term := range terms {
				m := w.Match(term)
				if m == text.No || m <= text.Begun && w.Prefix() != "" && strings.HasPrefix(term, w.Prefix()) {
					continue
				}
				want[term] = m
			}
			if !maps.Equal(got, want) {
				t.Fatalf("%q: got %v, want %v", w.Text, got, want)
			}
		}
	})
}

// Any text is a search, and any word a term.
func TestAnyTextIsASearch(t *testing.T) {
	lexicon := new(text.Lexicon).With([]string{"pegasus", "пегасус", "محمد"})
	rapid.Check(t, func(t *rapid.T) {
		for _, w := range text.NewQuery(rapid.String().Draw(t, "query")).Words {
			lexicon.Find(w)
			lexicon = lexicon.With([]string{w.Text})
			if w.Match(w.Text) != text.Stands {
				t.Errorf("%q does not stand where it does", w.Text)
			}
		}
	})
	for _, letter := range []string{"a", "é", "한", "\U00010400", "ь", "و", "و1"} {
		for _, n := range []int{49, 50, 51, 300} {
			for _, w := range text.NewQuery(strings.Repeat(letter, n)).Words {
				lexicon.Find(w)
			}
		}
	}
	if words := text.NewQuery("\u200f \u0301 👩‍👩‍👧 !").Words; len(words) > 0 {
		t.Errorf("words in what has no letters: %v", words)
	}
}
