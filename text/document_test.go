package text_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"actorgraph/text"
)

func TestParagraphs(t *testing.T) {
	for _, row := range []struct {
		what, in string
		want     []string
	}{
		{"no text", "", nil},
		{"blank lines alone", "\n \t\n\u00A0\n", nil},
		{"lines, with and without an end", "a\n\nb\n \nc", []string{"a", "b", "c"}},
		{"line ends of Windows", "a\r\n\r\nb\r\n", []string{"a", "b"}},
		{"a byte order mark", "\uFEFFa\nb", []string{"a", "b"}},
		{"white space around a line, which counts", "  a \n", []string{"  a "}},
		{"what is not composed", "cafe\u0301\n", []string{"café"}},
	} {
		if got := text.Paragraphs(row.in); !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q, want %q", row.what, got, row.want)
		}
	}
}

func TestCut(t *testing.T) {
	const paragraph = "Die 🂡 überwacht"
	for _, row := range []struct {
		start, length int
		want          string
		ok            bool
	}{
		{0, 3, "Die", true},
		{4, 1, "🂡", true}, // positions count code points
		{6, 9, "überwacht", true},
		{0, 15, paragraph, true},
		{15, 0, "", true},
		{6, 10, "", false},
		{16, 0, "", false},
		{-1, 2, "", false},
		{2, -1, "", false},
		{1, int(^uint(0) >> 1), "", false}, // the sum is too great for an int
	} {
		got, ok := text.Cut(paragraph, text.Span{Start: row.start, Length: row.length})
		if got != row.want || ok != row.ok {
			t.Errorf("%d code points from %d: got %q, %v, want %q, %v", row.length, row.start, got, ok, row.want, row.ok)
		}
	}
}

func TestHash(t *testing.T) {
	for in, want := range map[string]string{
		// The beginnings of the digests that NIST publishes for SHA-256 (FIPS
		// 180-2, examples B.1 and B.2; the empty message of the CAVP vectors).
		"":    "e3b0c44298fc1c14",
		"abc": "ba7816bf8f01cfea",
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "248d6a61d20638b8",
	} {
		if got := text.Hash(in); got != want {
			t.Errorf("Hash(%q) = %s, want %s", in, got, want)
		}
	}
	if text.Hash("cafe\u0301") != text.Hash("café") {
		t.Error("the composition of characters changes the hash")
	}
}

func TestFingerprint(t *testing.T) {
	// What sha256sum prints for the file "abc\n", and for an empty one.
	const abc = "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb"
	const none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for in, want := range map[string]string{"abc": abc, "abc\n": abc, "\uFEFF\n\nabc\r\n\n": abc, "": none, " \n": none} {
		if got := text.Fingerprint(in); got != want {
			t.Errorf("Fingerprint(%q) = %s, want %s", in, got, want)
		}
	}
	if text.Fingerprint("ab\nc") == text.Fingerprint("a\nbc") {
		t.Error("where a line ends does not count")
	}
}

func TestFingerprintIsThatOfTheParagraphs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		document := rapid.StringOf(rapid.RuneFrom([]rune("ab e\u0301\r\n\t"))).Draw(t, "document")
		again := strings.Join(text.Paragraphs(document), "\n\n") + "\n"
		if text.Fingerprint(document) != text.Fingerprint(again) {
			t.Errorf("%q and its paragraphs differ", document)
		}
	})
}
