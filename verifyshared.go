package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"actorgraph/documents"
	"actorgraph/kb"
)

// textOf is the text of a source, with no more of its claims than is compared: those
// of a whole store are held at once.
func textOf(s *kb.Source, c *documents.Copy, claims []*kb.Claim) *documents.Text {
	t := &documents.Text{Source: s, Document: c.Document, Method: c.Method}
	for _, c := range claims {
		t.Claims = append(t.Claims, &kb.Claim{Fact: c.Fact, Stance: c.Stance, Reading: c.Reading, Locator: c.Locator, Credits: c.Credits})
	}
	return t
}

// compare finds which documents share a text, when all claims are checked, and keeps
// in the store what it finds.
func (v *verifier) compare(ctx context.Context, progress *progress) (*sharedTexts, error) {
	progress.begin(unknown)
	if err := v.withoutClaims(ctx); err != nil {
		return nil, err
	}
	texts := v.library.Texts(v.texts)
	progress.say(0, plural(len(texts), "text")+" to compare")
	found, err := documents.SharedTexts(ctx, texts)
	if err != nil {
		return nil, err
	}
	// The sources as they are now: somebody may have changed them meanwhile.
	var sources []*kb.Source
	for s, err := range v.store.Sources().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	sets := documents.Derivations(found, texts, sources)
	if v.keep != nil {
		for _, set := range sets {
			if _, err := v.keep.Apply(context.WithoutCancel(ctx), set); err != nil {
				return nil, fmt.Errorf("which documents share a text can't be kept: %w", err)
			}
		}
	}
	return newSharedTexts(texts, found, linksOf(sources, sets), v.keep != nil), nil
}

// withoutClaims takes in the texts of the sources that make no claim.
func (v *verifier) withoutClaims(ctx context.Context) error {
	taken := map[kb.ID]bool{}
	for _, t := range v.texts {
		taken[t.Source.ID] = true
	}
	for s, err := range v.store.Sources().Scan(ctx, nil) {
		if err != nil {
			return err
		}
		if taken[s.ID] {
			continue
		}
		document, err := v.library.Copy(ctx, s, nil)
		if err != nil {
			return err
		}
		v.texts = append(v.texts, textOf(s, document, nil))
	}
	return nil
}

// sharedTexts is what comparing the documents told, as JSON has it.
type sharedTexts struct {
	Texts int          `json:"texts"` // that were compared
	Held  int          `json:"held"`  // of these, as documents; of the others the claims alone are known
	Pairs []sharedPair `json:"pairs"` // those that count first
	Kept  bool         `json:"kept"`  // in the store
	Links []textLink   `json:"links"` // that the store has or had
}

// sharedPair is two texts that have a text in common, or may.
type sharedPair struct {
	A          sharedText          `json:"a"`
	B          sharedText          `json:"b"`
	How        kb.DerivationHow    `json:"how"`
	Possible   bool                `json:"possible"` // too little to count
	Declared   bool                `json:"declared"` // the sources say so already
	Score      float64             `json:"score"`
	Evidence   string              `json:"evidence"`
	Shingles   int                 `json:"shingles"`
	OfShingles int                 `json:"ofShingles"`
	Facts      int                 `json:"facts"`
	OfFacts    int                 `json:"ofFacts"`
	Chance     float64             `json:"chance,omitempty"`
	Passages   []documents.Passage `json:"passages"`
}

// sharedText is one of the two.
type sharedText struct {
	Source   kb.ID  `json:"source,omitempty"` // "": the document is no source's
	Title    string `json:"title,omitempty"`
	Document string `json:"document,omitempty"` // "": none is held
}

// textLink says that a source was found to derive from another.
type textLink struct {
	Source kb.ID            `json:"source"`
	Parent kb.ID            `json:"parent"`
	How    kb.DerivationHow `json:"how"`
	Note   string           `json:"note"`
	Change linkChange       `json:"change"`
}

// linkChange is what becomes of a link.
type linkChange string

const (
	linkAdded     linkChange = "ADDED"
	linkChanged   linkChange = "CHANGED" // it shows in another way
	linkRemoved   linkChange = "REMOVED"
	linkUnchanged linkChange = "UNCHANGED"
)

func newSharedTexts(texts []*documents.Text, found []documents.Shared, links []textLink, kept bool) *sharedTexts {
	r := &sharedTexts{Texts: len(texts), Pairs: []sharedPair{}, Kept: kept, Links: links}
	for _, t := range texts {
		if t.Document != nil {
			r.Held++
		}
	}
	for _, s := range found {
		r.Pairs = append(r.Pairs, sharedPair{
			A: newSharedText(s.A), B: newSharedText(s.B), How: s.How, Possible: s.Possible, Declared: s.Declared(), Score: s.Score(), Evidence: s.Evidence(),
			Shingles: s.Shingles, OfShingles: s.OfShingles, Facts: s.Facts, OfFacts: s.OfFacts, Chance: s.Chance, Passages: s.Passages,
		})
	}
	return r
}

func newSharedText(t *documents.Text) sharedText {
	var out sharedText
	if t.Source != nil {
		out.Source, out.Title = t.Source.ID, t.Source.Title
	}
	if t.Document != nil {
		out.Document = t.Document.Name
	}
	return out
}

// linksOf tells what becomes of the links of sources by sets, in the order of the
// sources.
func linksOf(sources []*kb.Source, sets []*kb.ChangeSet) []textLink {
	next := map[kb.ID]*kb.Source{}
	for _, set := range sets {
		for _, s := range set.Sources {
			next[s.ID] = s
		}
	}
	links := []textLink{}
	for _, s := range sources {
		before := s.Derivations(kb.Detected)
		after := before
		if next[s.ID] != nil {
			after = next[s.ID].Derivations(kb.Detected)
		}
		for _, d := range before {
			if !slices.ContainsFunc(after, func(o kb.Derivation) bool { return o.Source == d.Source }) {
				links = append(links, textLink{s.ID, d.Source, d.How, d.Note, linkRemoved})
			}
		}
		for _, d := range after {
			change := linkAdded
			for _, o := range before {
				switch {
				case o == d:
					change = linkUnchanged
				case o.Source == d.Source:
					change = linkChanged
				}
			}
			links = append(links, textLink{s.ID, d.Source, d.How, d.Note, change})
		}
	}
	return links
}

// manyPairs is how many pairs are told, and how many links.
const manyPairs = 20

// print writes the report for people.
func (r *sharedTexts) print(b *strings.Builder) {
	row := func(title, text string) { fmt.Fprintf(b, "%-10s %s\n", title, text) }
	b.WriteByte('\n')
	row("compared", fmt.Sprintf("%s, %d of them held", plural(r.Texts, "text"), r.Held))
	count, possible, declared := 0, 0, 0
	for _, p := range r.Pairs {
		switch {
		case p.Possible:
			possible++
		case p.Declared:
			declared++
			fallthrough
		default:
			count++
		}
	}
	row("pairs", fmt.Sprintf("%d that share a text, %d of them declared already; %d possible", count, declared, possible))
	row("links", r.sumLinks())
	for _, p := range r.Pairs[:min(len(r.Pairs), manyPairs)] {
		p.print(b)
	}
	if more := len(r.Pairs) - manyPairs; more > 0 {
		fmt.Fprintf(b, "\n%d more pairs; --json has them\n", more)
	}
	r.printLinks(b)
}

// sumLinks counts the links by what becomes of them.
func (r *sharedTexts) sumLinks() string {
	n := map[linkChange]int{}
	for _, l := range r.Links {
		n[l.Change]++
	}
	switch {
	case n[linkUnchanged] == len(r.Links):
		return fmt.Sprintf("nothing to change; %d as before", n[linkUnchanged])
	case r.Kept:
		return fmt.Sprintf("kept in the store: %d added, %d changed, %d taken away, %d as before", n[linkAdded], n[linkChanged], n[linkRemoved], n[linkUnchanged])
	}
	return fmt.Sprintf("not kept, since the store can't be written: %d to add, %d to change, %d to take away, %d as before", n[linkAdded], n[linkChanged], n[linkRemoved], n[linkUnchanged])
}

// print writes which the two texts are, what they share, and where.
func (p sharedPair) print(b *strings.Builder) {
	head := fmt.Sprintf("%s, %.2f", p.How, p.Score)
	switch {
	case p.Possible:
		head = fmt.Sprintf("possible, %.2f: too little to count", p.Score)
	case p.Declared:
		head += ": declared already"
	}
	fmt.Fprintf(b, "\n%s\n  %s\n  %s\n  %s\n  %s\n", head, p.A, p.B, p.Evidence, p.where())
}

// where says in which paragraphs it shows, and where the most words stand in a row.
func (p sharedPair) where() string {
	a, b := [2]int{math.MaxInt, 0}, [2]int{math.MaxInt, 0}
	longest := documents.Passage{}
	for _, at := range p.Passages {
		a = [2]int{min(a[0], at.A.Paragraph), max(a[1], at.A.Paragraph)}
		b = [2]int{min(b[0], at.B.Paragraph), max(b[1], at.B.Paragraph)}
		if at.Words > longest.Words {
			longest = at
		}
	}
	out := fmt.Sprintf("in %s of the first and %s of the second", paragraphs(a), paragraphs(b))
	if longest.Words > 0 {
		out += fmt.Sprintf("; the most words in a row are %d, in paragraph %d and paragraph %d", longest.Words, longest.A.Paragraph, longest.B.Paragraph)
	}
	return out
}

func paragraphs(fromTo [2]int) string {
	if fromTo[0] == fromTo[1] {
		return fmt.Sprintf("paragraph %d", fromTo[0])
	}
	return fmt.Sprintf("paragraphs %d to %d", fromTo[0], fromTo[1])
}

// String names the text: its source, its document, its title.
func (t sharedText) String() string {
	out := string(t.Source)
	switch {
	case t.Source == "":
		out = t.Document + ", of no source"
	case t.Document == "":
		out += ", not held"
	default:
		out += ", " + t.Document
	}
	if t.Title != "" {
		out += fmt.Sprintf(", %q", t.Title)
	}
	return out
}

// printLinks writes the links that are not as before.
func (r *sharedTexts) printLinks(b *strings.Builder) {
	verbs := map[linkChange]string{linkAdded: "added", linkChanged: "changed", linkRemoved: "taken away"}
	if !r.Kept {
		verbs = map[linkChange]string{linkAdded: "to add", linkChanged: "to change", linkRemoved: "to take away"}
	}
	told := 0
	for _, l := range r.Links {
		if l.Change == linkUnchanged {
			continue
		}
		if told == 0 {
			b.WriteByte('\n')
		}
		if told < manyPairs {
			fmt.Fprintf(b, "%-12s %s %s of %s\n", verbs[l.Change], l.Source, l.How, l.Parent)
		}
		told++
	}
	if more := told - manyPairs; more > 0 {
		fmt.Fprintf(b, "%d more links; --json has them\n", more)
	}
}
