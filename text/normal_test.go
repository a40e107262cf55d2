package text_test

import (
	"testing"

	"pgregory.net/rapid"

	"actorgraph/text"
)

func TestNormalPassesOver(t *testing.T) {
	for _, row := range []struct{ what, in, want string }{
		{"nothing in plain text", `Acme's 37 "sites" - all`, `Acme's 37 "sites" - all`},
		{"quotes", "Acme’s ‘a’ “b” „c“ «d» ‹e›", `Acme's 'a' "b" "c" "d" 'e'`},
		{"dashes", "a‐b‑c–d—e−1", "a-b-c-d-e-1"},
		{"white space", " a\t b\u00A0\u2009c\n\nd ", "a b c d"},
		{"soft hyphens and what is not seen", "co\u00ADop\u200Berate\uFEFF", "cooperate"},
		{"composition", "cafe\u0301", "café"},
		{"ligatures", "ﬁrst oﬃce", "first office"},
		{"width", "Ａｃｍｅ　３７", "Acme 37"},
		{"dots", "and so on…", "and so on..."},
		{"no-break hyphens in forms of their own", "a－b﹣c", "a-b-c"},
	} {
		if got := text.Normal(row.in); got != row.want {
			t.Errorf("%s: Normal(%q) = %q, want %q", row.what, row.in, got, row.want)
		}
	}
}

func TestNormalKeeps(t *testing.T) {
	for _, s := range []string{"Acme acme", "résumé resume", "10² m", "H₂O", "5½", "①", "日本", "हिन्दी"} {
		if got := text.Normal(s); got != s {
			t.Errorf("Normal(%q) = %q, want it as it is", s, got)
		}
	}
}

func TestNormalOfTheNormalFormIsItself(t *testing.T) {
	marks := rapid.StringOf(rapid.RuneFrom([]rune("aeﬁ ´¨′‴…²½\u00AD\u0301\u0308’“—－\u00A0각각")))
	for _, texts := range []*rapid.Generator[string]{marks, rapid.String()} {
		rapid.Check(t, func(t *rapid.T) {
			s := texts.Draw(t, "text")
			once := text.Normal(s)
			if again := text.Normal(once); again != once {
				t.Errorf("Normal(%q) = %q, and again %q", s, once, again)
			}
		})
	}
}

func TestNormalizeKnowsTheWayBack(t *testing.T) {
	for in, want := range map[string]string{
		"  oﬃce “a”":          "office \"a\" 2333456789",
		"e\u0301\u00AD x":     "é x 034",
		"a\u00AD\u00AD b \n ": "a b 034",
	} {
		n := text.Normalize(in)
		got := string(n.Runes) + " "
		for _, from := range n.From {
			got += string(rune('0' + from))
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
