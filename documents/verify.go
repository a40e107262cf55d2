package documents

import (
	"fmt"
	"strings"
	"time"

	"actorgraph/kb"
	"actorgraph/text"
)

// Verify says what became of the words of a claim, which is one of those that c
// was made for, on the fact. It is the zero Verification for a claim that gives no
// span.
func (c *Copy) Verify(claim *kb.Claim, fact kb.Fact, at time.Time) kb.Verification {
	if claim.Locator.Hash == "" {
		return kb.Verification{}
	}
	status, reason := c.verify(claim, fact)
	return kb.Verification{Status: status, CheckedAt: at, Method: c.Method, Reason: reason}
}

func (c *Copy) verify(claim *kb.Claim, fact kb.Fact) (kb.VerificationStatus, string) {
	switch {
	case c.refused != nil:
		return kb.VerificationMissing, fmt.Sprintf("its file can't be read: %v", c.refused)
	case c.Document == nil:
		return kb.VerificationNotHeld, "no document here is that of " + string(c.source.ID)
	}
	l := claim.Locator
	p, ok := c.find(l)
	if !ok {
		return c.lost(claim)
	}
	elsewhere := ""
	if p.paragraph != l.Paragraph || p.start != l.Start {
		elsewhere = fmt.Sprintf("the words stand in %s of %s, from character %d, not in paragraph %d from character %d",
			c.say(p.paragraph), c.Document.Name, p.start, l.Paragraph, l.Start)
	}
	// In the very text that was read nothing can have moved.
	if elsewhere != "" && c.Method == byFingerprint {
		return kb.VerificationNotSupported, elsewhere + "; the document is the one that was read, so the claim names the wrong place"
	}
	if reason := c.unsupported(claim, fact, p); reason != "" {
		return kb.VerificationNotSupported, reason
	}
	if elsewhere != "" {
		return kb.VerificationMoved, elsewhere
	}
	return kb.VerificationExact, ""
}

// lost says what there is instead of words that are not found.
func (c *Copy) lost(claim *kb.Claim) (kb.VerificationStatus, string) {
	at := claim.Locator.Paragraph
	if c.Method == byFingerprint { // in which nothing can have changed
		instead := fmt.Sprintf("paragraph %d of %s has other words", at, c.Document.Name)
		if at > len(c.Document.Paragraphs) {
			instead = fmt.Sprintf("%s has no paragraph %d", c.Document.Name, at)
		}
		return kb.VerificationNotSupported, instead + "; the document is the one that was read, so the claim's position or its hash is wrong"
	}
	if now := c.paragraph(claim); now > 0 {
		return kb.VerificationChanged, fmt.Sprintf("%s of %s has other words now", c.say(now), c.Document.Name)
	}
	if len(c.anchors) == 0 {
		return kb.VerificationMissing, c.Document.Name + " seems to be another document: it holds nothing that was read in this one"
	}
	return kb.VerificationMissing, fmt.Sprintf("%s has no such paragraph any more; it was paragraph %d", c.Document.Name, at)
}

// say names a paragraph, with its page if it has one.
func (c *Copy) say(paragraph int) string {
	if page := c.Document.Paragraphs[paragraph-1].Page; page > 0 {
		return fmt.Sprintf("paragraph %d (page %d)", paragraph, page)
	}
	return fmt.Sprintf("paragraph %d", paragraph)
}

// unsupported says what the claim gives that is not in its words, or "".
func (c *Copy) unsupported(claim *kb.Claim, fact kb.Fact, p place) string {
	for _, m := range claim.Mentions {
		if m.Start < claim.Locator.Start || m.Start+m.Length > claim.Locator.Start+claim.Locator.Length {
			return fmt.Sprintf("the mention of %s lies outside of the claim's words", m.Of)
		}
		if !c.holds(claim, m, p) {
			return fmt.Sprintf("what is given as the mention of %s is not there", m.Of)
		}
	}
	if !isEnglish(c.source.Language) {
		return ""
	}
	given := figuresIn(p.words)
	for _, q := range quantities(claim, fact) {
		for _, n := range stated(q) {
			if !given.has(n.Value, q.Unit) {
				return fmt.Sprintf("the number %s (%s) is not in the words", n, strings.TrimSpace(q.String()))
			}
		}
	}
	return ""
}

// holds tells whether the words at p have a mention: at its own place, and in a
// document that was set anew, where places shift, anywhere.
func (c *Copy) holds(claim *kb.Claim, m kb.Mention, p place) bool {
	words, ok := c.cut(p.paragraph, p.start+m.Start-claim.Locator.Start, m.Length)
	if ok && text.Hash(words) == m.Hash {
		return true
	}
	return c.Method != byFingerprint && len(wordsIn(p.words, map[string]int{m.Hash: m.Length})) > 0
}

func isEnglish(language string) bool {
	return language == "" || language == "en" || strings.HasPrefix(language, "en-")
}

// quantities are those that a claim gives and its document must state: not those
// that an analyst worked out or reads in, nor those that a denial or a silence is
// about, which need not repeat them.
func quantities(claim *kb.Claim, fact kb.Fact) []kb.Quantity {
	if claim.Stance != kb.Asserts || claim.Modality == kb.Derived || claim.Reading == kb.Inferred {
		return nil
	}
	var out []kb.Quantity
	if p, ok := fact.(*kb.Property); ok {
		if v, ok := p.Value.(kb.QuantityValue); ok {
			out = append(out, v.Quantity)
		}
	}
	for _, q := range claim.Qualifiers {
		if v, ok := q.Value.(kb.QuantityValue); ok {
			out = append(out, v.Quantity)
		}
	}
	return out
}

// stated are the numbers of q that stand in the text. The bounds of a vague
// quantity, and those that are put around "about 500", are the reader's.
func stated(q kb.Quantity) []kb.Number {
	var out []kb.Number
	if q.Precision == kb.Vague || q.Precision == kb.About && q.Min != q.Max {
		return nil
	}
	for _, n := range []kb.Number{q.Min, q.Max} {
		if n.Known && (len(out) == 0 || out[0] != n) {
			out = append(out, n)
		}
	}
	return out
}
