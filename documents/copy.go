package documents

import (
	"cmp"
	"context"
	"slices"

	"actorgraph/kb"
	"actorgraph/text"
)

// Copy is what is held of a source, with the places of its claims' words in it.
type Copy struct {
	Document *Document // nil: none is held
	Method   string    // how it was found: by "fingerprint", "file name", or "content"; "" if it was not

	source  *kb.Source
	refused error              // why the file of the source's name can't be read
	moved   map[string][]place // of the spans that don't stand where a claim says, by hash
	anchors []anchor           // by the paragraph of before, at most one of each
}

// anchor says that what was paragraph before is paragraph now: a span that was
// read in the one stands in the other.
type anchor struct{ before, now int }

// hold makes document the one that c looks into for spans.
func (c *Copy) hold(ctx context.Context, document *Document, method string, spans []kb.Locator) error {
	c.Document, c.Method = document, method
	wanted := map[string]int{}
	for _, l := range spans {
		if _, ok := c.stands(l); !ok {
			wanted[l.Hash] = l.Length
		}
	}
	c.moved = nil
	if len(wanted) > 0 {
		moved, err := look(ctx, document.Paragraphs, wanted)
		if err != nil {
			return err
		}
		c.moved = moved
	}
	c.anchors = c.anchorsOf(spans)
	return nil
}

// spansOf are the distinct places that claims give with a hash, in order.
func spansOf(claims []*kb.Claim) []kb.Locator {
	var out []kb.Locator
	for _, c := range claims {
		if c.Locator.Hash != "" {
			l := c.Locator
			l.Page, l.Part = 0, ""
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b kb.Locator) int {
		return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Length, b.Length), cmp.Compare(a.Hash, b.Hash))
	})
	return slices.Compact(out)
}

// count counts the spans that the document holds.
func (c *Copy) count(spans []kb.Locator) int {
	n := 0
	for _, l := range spans {
		if _, ok := c.find(l); ok {
			n++
		}
	}
	return n
}

// stands tells whether the words of l stand where it says.
func (c *Copy) stands(l kb.Locator) (place, bool) {
	words, ok := c.cut(l.Paragraph, l.Start, l.Length)
	if !ok || text.Hash(words) != l.Hash {
		return place{}, false
	}
	return place{l.Paragraph, l.Start, text.Normal(words)}, true
}

func (c *Copy) cut(paragraph, start, length int) (string, bool) {
	if paragraph < 1 || paragraph > len(c.Document.Paragraphs) {
		return "", false
	}
	return text.Cut(c.Document.Paragraphs[paragraph-1].Text, text.Span{Start: start, Length: length})
}

// find is where the words of l stand: at its own place, else at that which is
// nearest to it.
func (c *Copy) find(l kb.Locator) (place, bool) {
	if p, ok := c.stands(l); ok {
		return p, true
	}
	places := c.moved[l.Hash]
	if len(places) == 0 {
		return place{}, false
	}
	return slices.MinFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(distance(a.paragraph, l.Paragraph), distance(b.paragraph, l.Paragraph)),
			cmp.Compare(distance(a.start, l.Start), distance(b.start, l.Start)))
	}), true
}

func distance(a, b int) int { return max(a-b, b-a) }

// anchorsOf are the paragraphs of the spans, in order, that are found again. What
// stands in several places tells nothing, nor do a few characters.
func (c *Copy) anchorsOf(spans []kb.Locator) []anchor {
	var out []anchor
	for _, l := range spans {
		if n := len(out); n > 0 && out[n-1].before == l.Paragraph {
			continue
		}
		if p, ok := c.find(l); ok && l.Length >= 20 && len(c.moved[l.Hash]) <= 1 {
			out = append(out, anchor{l.Paragraph, p.paragraph})
		}
	}
	return out
}

// reach is how many paragraphs before and after the place where it should be a
// paragraph is looked for of which no words are found.
const reach = 20

// paragraph is where the words of a claim, which are not found, would have to
// stand: the paragraph that others of its words were found in; else, between those
// that were before and after it, the one with most of the words that the claim
// mentions, if that is at least half of them. It is 0 if there is none.
func (c *Copy) paragraph(claim *kb.Claim) int {
	at, end := claim.Locator.Paragraph, len(c.Document.Paragraphs)+1
	before, after := anchor{0, 0}, anchor{at + end, end}
	for _, a := range c.anchors {
		switch {
		case a.before == at:
			return a.now
		case a.before < at && a.now > before.now:
			before = a
		case a.before > at && a.now < after.now && a.now > before.now:
			after = a
		}
	}
	expected := before.now + at - before.before
	mentioned := map[string]int{}
	for _, m := range claim.Mentions {
		mentioned[m.Hash] = m.Length
	}
	if len(mentioned) == 0 {
		if after.now-expected == after.before-at {
			return expected
		}
		return 0
	}
	best, most := 0, 0
	for now := max(before.now+1, expected-reach); now < min(after.now, expected+reach+1); now++ {
		if n := len(wordsIn(c.Document.Paragraphs[now-1].Text, mentioned)); n > most {
			best, most = now, n
		}
	}
	if 2*most < len(mentioned) {
		return 0
	}
	return best
}

// wordsIn finds which words, told by hash and length, are in a text.
func wordsIn(in string, wanted map[string]int) map[string][]place {
	found, _ := look(context.Background(), []Paragraph{{Text: in}}, wanted) // it is soon done
	return found
}
