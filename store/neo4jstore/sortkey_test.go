package neo4jstore

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// Keys in the order of their bytes, about the places where UTF-16 has another.
var inOrder = []string{"", "a", "a\uD7FF", "a\uE000", "a\uFF5E", "a\uFFFF", "a\U00010000", "a\U0001F600", "a\U0001F600b", "a\U0010FFFF", "b", "\uFF5E", "\uFF5E\U0001F600", "\U00010400", "\U0001F600\uFF5E"}

func TestStoredKeysSortAlikeInUTF8AndUTF16(t *testing.T) {
	for i, a := range inOrder {
		for j, b := range inOrder {
			want := strings.Compare(a, b)
			if got := strings.Compare(spell(a), spell(b)); got != want {
				t.Errorf("%q and %q compare as %d by bytes, want %d", a, b, got, want)
			}
			if got := slices.Compare(utf16.Encode([]rune(spell(a))), utf16.Encode([]rune(spell(b)))); got != want {
				t.Errorf("%q and %q compare as %d by units of UTF-16, want %d", a, b, got, want)
			}
			if got := strings.HasPrefix(spell(a), spell(b)); got != strings.HasPrefix(a, b) {
				t.Errorf("%q begins with %q: %v when stored", inOrder[i], inOrder[j], got)
			}
		}
		if got := unspell(spell(a)); got != a {
			t.Errorf("%q is read back as %q", a, got)
		}
	}
}
