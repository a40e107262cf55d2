package documents

import (
	"hash/fnv"
	"math"
	"slices"
	"unicode"

	"actorgraph/text"
)

// A shingle is four words that follow each other. Texts of one origin share many,
// others next to none. How alike two documents are is estimated by the least values
// of their shingles under many hashes, and then counted (A. Broder, On the
// resemblance and containment of documents, Compression and Complexity of Sequences
// 1997).
const (
	shingleWords  = 4
	signatureSize = 256 // hashes
	fewHits       = 2   // hashes with the same least value: with fewer, two documents are not compared
)

// What many documents share is the furniture of pages, not their text: a shingle that
// stands in so many of them counts for nothing, in a document of which such shingles
// are less than half. If they are more, they are its text.
const manyDocuments = 6

// wording is the words of a document, as shingles see them. Words within quotation
// marks make no shingle: everybody who quotes a speech has them.
type wording struct {
	words    []placed
	shingles []uint64 // that begin with each of words; 0: none does
	distinct []uint64 // those that count, sorted
}

// placed is a word and where it stands.
type placed struct {
	Span
	hash   uint64
	quoted bool
}

// dictionary holds the hash of each word that was met, so that each is folded once.
type dictionary map[string]uint64

func (d dictionary) hash(word []rune) uint64 {
	s := string(word)
	h, ok := d[s]
	if !ok {
		h = hash64(text.Fold(s))
		d[s] = h
	}
	return h
}

// hash64 is FNV-1a of 64 bits.
func hash64(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

func newWording(d *Document, known dictionary) *wording {
	w := &wording{}
	for i, p := range d.Paragraphs {
		w.read(i+1, p.Text, known)
	}
	w.shingles = make([]uint64, len(w.words))
	for i := 0; i+shingleWords <= len(w.words); i++ {
		h := uint64(1)
		for _, word := range w.words[i : i+shingleWords] {
			if word.quoted {
				h = 0
				break
			}
			h = mix(h + word.hash)
		}
		w.shingles[i] = h
	}
	w.distinct = slices.Clone(w.shingles)
	slices.Sort(w.distinct)
	w.distinct = slices.Compact(w.distinct)
	if len(w.distinct) > 0 && w.distinct[0] == 0 {
		w.distinct = w.distinct[1:]
	}
	return w
}

// mix spreads a number over all bits (the end of SplitMix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// read takes the words of a paragraph. A quotation ends with it at the latest.
func (w *wording) read(paragraph int, content string, known dictionary) {
	n := text.Normalize(content)
	quoted, begin := false, -1
	end := func(i int) {
		if begin >= 0 {
			span := Span{paragraph, n.From[begin], n.From[i-1] + 1 - n.From[begin]}
			w.words = append(w.words, placed{span, known.hash(n.Runes[begin:i]), quoted})
		}
		begin = -1
	}
	for i, r := range n.Runes {
		switch {
		case isOfWord(r):
			if begin < 0 {
				begin = i
			}
		case unicode.IsLetter(r): // of a script without spaces
			end(i)
			begin = i
			end(i + 1)
		case r == '\'' && begin >= 0 && i+1 < len(n.Runes) && isOfWord(n.Runes[i+1]): // within a word
		default:
			end(i)
			if r == '"' {
				quoted = !quoted
			}
		}
	}
	end(len(n.Runes))
}

// dropFurniture takes out of all wordings what many of them share.
func dropFurniture(wordings []*wording) {
	documents := map[uint64]uint8{} // that have a shingle, up to manyDocuments
	for _, w := range wordings {
		for _, s := range w.distinct {
			if n := documents[s]; n < manyDocuments {
				documents[s] = n + 1
			}
		}
	}
	isFurniture := func(s uint64) bool { return documents[s] == manyDocuments }
	for _, w := range wordings {
		n := 0
		for _, s := range w.distinct {
			if isFurniture(s) {
				n++
			}
		}
		if 2*n < len(w.distinct) {
			w.distinct = slices.DeleteFunc(w.distinct, isFurniture)
		}
	}
}

// signature is the least value of the shingles under each hash; nil if there are none.
func (w *wording) signature() []uint64 {
	if len(w.distinct) == 0 {
		return nil
	}
	out := make([]uint64, signatureSize)
	for h := range out {
		out[h] = math.MaxUint64
		key := mix(uint64(h) + 1)
		for _, s := range w.distinct {
			out[h] = min(out[h], (s^key)*0x9e3779b97f4a7c15)
		}
	}
	return out
}

// shared counts the shingles that two wordings share.
func (w *wording) shared(other *wording) int {
	n := 0
	a, b := w.distinct, other.distinct
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case b[0] < a[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// runs are the passages of a document that stand in another too, in order: as long as
// words of one paragraph are the same.
func (w *wording) runs(other *wording) []Passage {
	at := map[uint64]int{} // where in other each shingle first stands
	for i := len(other.shingles) - 1; i >= 0; i-- {
		if _, counts := slices.BinarySearch(other.distinct, other.shingles[i]); counts {
			at[other.shingles[i]] = i
		}
	}
	var out []Passage
	for i := 0; i < len(w.shingles); i++ {
		j, ok := at[w.shingles[i]]
		if _, counts := slices.BinarySearch(w.distinct, w.shingles[i]); !ok || !counts {
			continue
		}
		n := 1
		for i+n < len(w.words) && j+n < len(other.words) {
			a, b := w.words[i+n], other.words[j+n]
			if a.hash != b.hash || a.quoted || a.Paragraph != w.words[i].Paragraph || b.Paragraph != other.words[j].Paragraph {
				break
			}
			n++
		}
		out = append(out, Passage{A: spanOf(w.words[i : i+n]), B: spanOf(other.words[j : j+n]), Words: n})
		i += n - 1
	}
	return out
}

func spanOf(words []placed) Span {
	first, last := words[0], words[len(words)-1]
	return Span{first.Paragraph, first.Start, last.Start + last.Length - first.Start}
}
