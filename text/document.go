package text

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Paragraphs cuts a document into its non-blank lines, each in Unicode's form
// NFC. Positions in a document count them from 1, and the code points in them from 0.
func Paragraphs(document string) []string {
	var out []string
	for line := range strings.Lines(strings.TrimPrefix(document, "\uFEFF")) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) != "" {
			out = append(out, norm.NFC.String(line))
		}
	}
	return out
}

// Cut is the span of a paragraph that [Paragraphs] gave; false if it does not
// lie within.
func Cut(paragraph string, s Span) (string, bool) {
	rs := []rune(paragraph)
	if s.Start < 0 || s.Length < 0 || s.Start > len(rs) || s.Length > len(rs)-s.Start {
		return "", false
	}
	return string(rs[s.Start : s.Start+s.Length]), true
}

// Hash is the check of a span that stands beside its position: the first eight
// bytes of the SHA-256 of its normal form ([Normal]), in hexadecimal digits. So it
// stays the same when a document is set anew with other quotes, dashes or spaces.
func Hash(span string) string {
	sum := sha256.Sum256([]byte(Normal(span)))
	return hex.EncodeToString(sum[:8])
}

// Fingerprint tells two documents apart that differ in more than blank lines,
// line ends and the composition of characters: the SHA-256 of the paragraphs,
// each ended by a line feed, in hexadecimal digits.
func Fingerprint(document string) string {
	h := sha256.New()
	for _, p := range Paragraphs(document) {
		h.Write([]byte(p))
		h.Write([]byte{'\n'})
	}
	return hex.EncodeToString(h.Sum(nil))
}
