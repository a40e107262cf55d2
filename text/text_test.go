package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"actorgraph/text"
)

func TestFoldPassesOver(t *testing.T) {
	for _, row := range []struct{ what, in, want string }{
		{"nothing in plain text", "acme optics 37", "acme optics 37"},
		{"case", "ACME Optics", "acme optics"},
		{"case, beyond Latin", "ПРИВЕТ Ὀδυσσεύς", "привет οδυσσευσ"},
		{"the case of Cherokee, whose capitals came first", "ꭰꮎ Ꭰꮎ", "ᎠᎾ ᎠᎾ"},
		{"the two forms of sigma", "ΣΑΣ σας", "σασ σασ"},
		{"the German sharp s", "Straße STRASSE ẞ", "strasse strasse ss"},
		{"the dots of the Turkish i", "İzmir ızgara", "izmir izgara"},
		{"accents, composed", "Óptica Čapek Ångström", "optica capek angstrom"},
		{"accents, decomposed", "O\u0301ptica C\u030Capek", "optica capek"},
		{"accents, stacked", "Việt e\u0323\u0302", "viet e"},
		{"accents of Cyrillic", "Ёлка", "елка"},
		{"strokes", "Łódź Ørsted Đuro Ħal", "lodz orsted duro hal"},
		{"ligatures", "Æsir œuvre ﬁsh", "aesir oeuvre fish"},
		{"width", "Ａｃｍｅ　Ｏｐｔｉｃｓ", "acme optics"},
		{"width, of Katakana with its marks", "ｶﾞｽ", "ガス"},
		{"the style of mathematical letters", "𝒜𝔠𝕞𝖾", "acme"},
		{"compatibility forms", "x² № ½", "x2 no 1⁄2"},
		{"points of Hebrew", "שָׁלוֹם", "שלום"},
		{"vowel signs and hamza of Arabic", "عَرَبِيّ أحمد", "عربي احمد"},
		{"the tatweel", "محـمد", "محمد"},
		{"quotes", "O’Neill O‘Neill Oʼneill O`neill O´Neill “a” «b»", `o'neill o'neill o'neill o'neill o'neill "a" "b"`},
		{"dashes", "a‐b a–b a—b a−b", "a-b a-b a-b a-b"},
		{"white space", "  a\t\n b\u00A0\u2003c ", "a b c"},
		{"what is not seen", "a\u00ADb\u200Bc\u200E\uFEFFd☺\uFE0F", "abcd☺"},
	} {
		if got := text.Fold(row.in); got != row.want {
			t.Errorf("%s: Fold(%q) = %q, want %q", row.what, row.in, got, row.want)
		}
	}
}

func TestFoldKeepsWhatMakesUpSyllables(t *testing.T) {
	for _, s := range []string{"हिन्दी", "ประเทศไทย", "தமிழ்", "မြန်မာ", "한국어", "ガス", "日本"} {
		if got := text.Fold(s); got != s {
			t.Errorf("Fold(%q) = %q, want it as it is", s, got)
		}
	}
	if text.Fold("कि") == text.Fold("क") {
		t.Error("a syllable lost its vowel")
	}
	if text.Fold("が") == text.Fold("か") {
		t.Error("a syllable lost its voicing mark")
	}
}

func TestFoldingTwiceGivesTheSame(t *testing.T) {
	same := func(t interface{ Errorf(string, ...any) }, s string) {
		if once := text.Fold(s); text.Fold(once) != once {
			t.Errorf("Fold(%q) = %q, and folded again %q", s, once, text.Fold(once))
		}
	}
	t.Run("of each code point", func(t *testing.T) {
		// A block of code points at a time, so that neighbours meet as well.
		for block := rune(0); block <= unicode.MaxRune; block += 16 {
			var b strings.Builder
			for r := block; r < block+16; r++ {
				b.WriteRune(r)
			}
			same(t, b.String())
		}
	})
	t.Run("of any text", rapid.MakeCheck(func(t *rapid.T) {
		same(t, rapid.String().Draw(t, "text"))
	}))
	// Marks and what decomposes are where order and composition could go wrong.
	marks := rapid.SliceOf(rapid.RuneFrom([]rune("aAiIoſßẞİıΣςŉǰΐẛﬃᾼ´¨ˇ़゙ְֳّٰ҇́̂̇̈̌ͅ"), unicode.M, unicode.Lt, unicode.Lm))
	t.Run("of letters and marks", rapid.MakeCheck(func(t *rapid.T) {
		same(t, string(marks.Draw(t, "text")))
	}))
}

func TestFoldedTextIsTrimmed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := text.Fold(rapid.String().Draw(t, "text"))
		if strings.Join(strings.Fields(got), " ") != got {
			t.Errorf("%q has white space that folding passes over", got)
		}
	})
}

func TestSortKey(t *testing.T) {
	if got := text.SortKey("Óptica"); got != "optica" {
		t.Errorf("got %q, want the folded text", got)
	}
	long := strings.Repeat("é", 199) + "日本"
	if got, want := text.SortKey(long), strings.Repeat("e", 199)+"日"; got != want {
		t.Errorf("got %q, want the first 200 code points", got)
	}
	names := []string{"zebra", "Ångström", "~", "angstrom b", "Zebra A", "\uFF5E", "🂡", "\uE000"}
	slices.SortStableFunc(names, func(a, b string) int { return strings.Compare(text.SortKey(a), text.SortKey(b)) })
	// U+FF5E is the wide form of the tilde. U+E000 has the greater unit in UTF-16, the lesser bytes in UTF-8.
	want := []string{"Ångström", "angstrom b", "zebra", "Zebra A", "~", "\uFF5E", "\uE000", "🂡"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestTerms(t *testing.T) {
	for _, row := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{" \t\n", nil},
		{"--- !? 🂡 %_*", nil},
		{"Acme Optics", []string{"acme", "optics"}},
		{"nso-group's 37%", []string{"nso", "group", "s", "37"}},
		{"Čapek, C\u030Capek", []string{"capek", "capek"}},
		{"Straße", []string{"strasse"}},
		{"½", []string{"1", "2"}},
		{"日本のNSO社", []string{"日", "本", "の", "nso", "社"}},
		{"ｶﾞｽ", []string{"ガ", "ス"}},
		{"한국어 회사", []string{"한국어", "회사"}},
		{"हिन्दी समाचार", []string{"हिन्दी", "समाचार"}},
		{"ประเทศไทย", []string{"ประเทศไทย"}},
		{"عَرَبِيّ", []string{"عربي"}},
		{"co\u00ADoperate", []string{"cooperate"}},
		{"\u093F", nil}, // a vowel sign without its consonant is no word
	} {
		if got := text.Terms(row.in); !slices.Equal(got, row.want) {
			t.Errorf("Terms(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}

func TestTermsAreThoseOfTheFoldedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		terms := text.Terms(s)
		if again := text.Terms(text.Fold(s)); !slices.Equal(terms, again) {
			t.Errorf("Terms(%q) = %q, folded before %q", s, terms, again)
		}
		for _, term := range terms {
			if again := text.Terms(term); !slices.Equal(again, []string{term}) {
				t.Errorf("the term %q has the terms %q", term, again)
			}
		}
	})
}

func TestSpans(t *testing.T) {
	for _, row := range []struct{ in, query, want string }{
		{"NSO Group", "group nso", "[NSO] [Group]"},
		{"NSOs", "nso", "[NSO]s"},
		{"The NSO-Group's", "group", "The NSO-[Group]'s"},
		{"ensonso", "nso", "ensonso"}, // not at the beginning of a word
		{"Óptica", "optica", "[Óptica]"},
		{"O\u0301ptica Ltd", "optica", "[O\u0301ptica] Ltd"}, // the mark belongs to its letter
		{"cafe\u0301s", "cafe", "[cafe\u0301]s"},
		{"Straßen", "strasse", "[Straße]n"},
		{"日本の会社", "本社", "日[本]の会[社]"},
		{"🂡 ACME 🂡", "acme", "🂡 [ACME] 🂡"},
		{"Pegasus spyware", "pegassus", "[Pegasus] spyware"}, // near, as a whole
		{"Пегасус", "pega", "[Пега]сус"},
		{"Mohammed bin Salman", "محمد", "[Mohammed] bin Salman"},
		{"Acme", "", "Acme"},
		{"Acme", "?", "Acme"},
	} {
		if got := mark(row.in, text.Spans(row.in, row.query)); got != row.want {
			t.Errorf("%q in %q: got %s, want %s", row.query, row.in, got, row.want)
		}
	}
}

// mark puts brackets around spans.
func mark(s string, spans []text.Span) string {
	rs := []rune(s)
	var b strings.Builder
	at := 0
	for _, span := range spans {
		b.WriteString(string(rs[at:span.Start]) + "[" + string(rs[span.Start:span.Start+span.Length]) + "]")
		at = span.Start + span.Length
	}
	return b.String() + string(rs[at:])
}

func TestSpansLieInTheTextInOrder(t *testing.T) {
	words := rapid.StringOf(rapid.RuneFrom([]rune("aáAbß 日\u0301ﬁ-🂡")))
	rapid.Check(t, func(t *rapid.T) {
		s, query := words.Draw(t, "text"), words.Draw(t, "query")
		at := 0
		for _, span := range text.Spans(s, query) {
			if span.Start < at || span.Length < 1 || span.Start+span.Length > len([]rune(s)) {
				t.Fatalf("the spans of %q in %q are %v", query, s, text.Spans(s, query))
			}
			at = span.Start + span.Length
		}
	})
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"NSO Group":                   "nso-group",
		"Government of Saudi Arabia":  "government-of-saudi-arabia",
		"Moody's":                     "moodys",
		"O’Neill & Söhne":             "oneill-sohne",
		"  -- a  b -- ":               "a-b",
		"Q Cyber Technologies (Ltd.)": "q-cyber-technologies-ltd",
		"37 smartphones":              "37-smartphones",
		"Łódź, Æsir":                  "lodz-aesir",
		"日本":                          "",
		"Пегас 3":                     "3",
		"":                            "",
	} {
		if got := text.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMatched(t *testing.T) {
	names := []string{"Acme Harbour Works", "Ácme", "Harbour Works of Acme"}
	for _, c := range []struct{ query, id, want string }{
		{"ACME", "acme-harbour-works", "Ácme"},
		{"acme", "acme", "Ácme"}, // the name before the id
		{"acme-harbour-works", "acme-harbour-works", "acme-harbour-works"},
		{"acme h", "x", "Acme Harbour Works"},
		{"works harbour", "x", "Acme Harbour Works"},
		{"of of harbour", "x", "Harbour Works of Acme"}, // two of its words, one of the others'
		{"harbur acme wor", "x", "Acme Harbour Works"},  // near, standing, begun
		{"depot", "x", ""},
	} {
		if got := text.NewQuery(c.query).Matched(names, c.id); got != c.want {
			t.Errorf("Matched(%q, %q) = %q, want %q", c.query, c.id, got, c.want)
		}
	}
}
