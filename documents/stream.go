package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"actorgraph/text"
)

// place is where a span stands in a document.
type place struct {
	paragraph int    // that it begins in, from 1
	start     int    // the code point of the paragraph that it begins with
	words     string // its normal form
}

// stream is the normal form of paragraphs as one run of words, so that a span is
// found however they are broken into lines.
type stream struct {
	text  []byte
	runes int    // in text
	edges []edge // where a span may begin or end, in order
}

// edge is a place between words, or between signs that are written without
// spaces.
type edge struct {
	byte, rune   int  // how many of the stream's stand before it
	begins, ends bool // whether a span may
	paragraph    int  // of the character that follows, from 1
	start        int  // of that character, in code points of its paragraph
}

func newStream(paragraphs []Paragraph) *stream {
	s := &stream{}
	before := ' ' // the character before
	for i, p := range paragraphs {
		n := text.Normalize(p.Text)
		if before != ' ' && len(n.Runes) > 0 {
			s.add(' ', edge{ends: true})
			before = ' '
		}
		for j, r := range n.Runes {
			if r == ' ' {
				s.add(r, edge{ends: true})
			} else {
				between := !joined(before, r)
				s.add(r, edge{begins: between, ends: between && before != ' ', paragraph: i + 1, start: n.From[j]})
			}
			before = r
		}
	}
	s.edges = append(s.edges, edge{byte: len(s.text), rune: s.runes, ends: true})
	return s
}

// add puts r after the edge e, if that is one.
func (s *stream) add(r rune, e edge) {
	if e.begins || e.ends {
		e.byte, e.rune = len(s.text), s.runes
		s.edges = append(s.edges, e)
	}
	s.text = utf8.AppendRune(s.text, r)
	s.runes++
}

// joined tells whether two characters that follow each other are of one word.
func joined(a, b rune) bool {
	return isOfWord(a) && isOfWord(b)
}

func isOfWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// maxSpan is how long a span may be, in code points, to be looked for beyond its
// own place. Evidence is a sentence or two; a span of a whole book would cost the
// square of it.
const maxSpan = 2000

// find looks for spans of which only hash and length are known, and tells for
// each that is there all the places where it stands, in order. The time it takes
// goes with the words of the stream, times the words that the longest span has; how
// many spans are wanted hardly counts.
func (s *stream) find(ctx context.Context, wanted map[string]int) (map[string][]place, error) {
	hashes := make(map[[8]byte]string, len(wanted))
	longest := 0
	for hash, length := range wanted {
		if raw, err := hex.DecodeString(hash); err == nil && len(raw) == 8 && length <= maxSpan {
			hashes[[8]byte(raw)] = hash
			longest = max(longest, length+slack(length))
		}
	}
	fits := make([]bool, min(longest, s.runes)+1) // whether one of them may be of so many characters
	for _, length := range wanted {
		if length > maxSpan {
			continue
		}
		for n := max(1, length-slack(length)); n <= length+slack(length) && n < len(fits); n++ {
			fits[n] = true
		}
	}
	found := map[string][]place{}
	digest, sum := sha256.New(), make([]byte, 0, sha256.Size)
	for i, from := range s.edges {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !from.begins {
			continue
		}
		digest.Reset()
		done := from.byte // up to which digest has the words
		for _, to := range s.edges[i+1:] {
			n := to.rune - from.rune
			if n >= len(fits) {
				break
			}
			if !to.ends || !fits[n] {
				continue
			}
			digest.Write(s.text[done:to.byte])
			done = to.byte
			if hash, ok := hashes[[8]byte(digest.Sum(sum))]; ok {
				found[hash] = append(found[hash], place{from.paragraph, from.start, string(s.text[from.byte:to.byte])})
			}
		}
	}
	return found, nil
}

// slack is by how many characters the normal form of a span may be longer or
// shorter than the span was when it was read.
func slack(length int) int { return 8 + length/8 }

// hard makes hyphens of soft ones.
var hard = strings.NewReplacer("\u00AD", "-")

// look is [stream.find] in paragraphs. What is not there it looks for once more
// with soft hyphens taken for hard ones: where a line of a PDF ends with a
// hyphen, nothing tells which of the two it was.
func look(ctx context.Context, paragraphs []Paragraph, wanted map[string]int) (map[string][]place, error) {
	found, err := newStream(paragraphs).find(ctx, wanted)
	if err != nil || len(found) == len(wanted) {
		return found, err
	}
	left := map[string]int{}
	for hash, length := range wanted {
		if _, ok := found[hash]; !ok {
			left[hash] = length
		}
	}
	soft := false
	hyphened := make([]Paragraph, len(paragraphs))
	for i, p := range paragraphs {
		hyphened[i] = Paragraph{hard.Replace(p.Text), p.Page}
		soft = soft || hyphened[i].Text != p.Text
	}
	if !soft {
		return found, nil
	}
	more, err := newStream(hyphened).find(ctx, left)
	for hash, places := range more {
		found[hash] = places
	}
	return found, err
}
