package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"actorgraph/documents"
	"actorgraph/kb"
)

// verifyReport is what verify tells, as JSON has it.
type verifyReport struct {
	Folder      string                        `json:"folder"`
	Documents   int                           `json:"documents"`
	Unreadable  []unreadable                  `json:"unreadable"`
	CheckedAt   time.Time                     `json:"checkedAt"`
	Complete    bool                          `json:"complete"` // false: it was cut short
	Kept        bool                          `json:"kept"`     // in the store
	Claims      map[kb.VerificationStatus]int `json:"claims"`
	WithoutSpan int                           `json:"withoutSpan"`           // claims that were not looked for
	Sources     []*verifiedSource             `json:"sources"`               // those with a claim that was
	SharedTexts *sharedTexts                  `json:"sharedTexts,omitempty"` // nil: documents were not compared
}

// unreadable is a file that could not be read.
type unreadable struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// verifiedSource is what became of the claims of one source.
type verifiedSource struct {
	Source      kb.ID                         `json:"source"`
	Document    string                        `json:"document,omitempty"` // "": none is held
	Method      string                        `json:"method,omitempty"`   // how it was found
	Claims      map[kb.VerificationStatus]int `json:"claims"`
	Findings    []finding                     `json:"findings"` // the claims that are neither EXACT nor NOT_HELD
	withoutSpan int
}

// finding is a claim that is not in its document as it should be.
type finding struct {
	Claim     kb.ID                 `json:"claim"`
	Fact      kb.ID                 `json:"fact"`
	Reads     string                `json:"reads"` // the fact
	Statement string                `json:"statement"`
	Paragraph int                   `json:"paragraph"`
	Page      int                   `json:"page,omitempty"`
	Status    kb.VerificationStatus `json:"status"`
	Reason    string                `json:"reason"`
}

func newVerifyReport(folder string, l *documents.Library, kept bool) *verifyReport {
	r := &verifyReport{
		Folder: folder, Documents: len(l.Documents), Unreadable: []unreadable{},
		CheckedAt: time.Now().UTC(), Kept: kept,
		Claims: noClaims(), Sources: []*verifiedSource{},
	}
	for _, refused := range l.Refused {
		r.Unreadable = append(r.Unreadable, unreadable{refused.Name, refused.Reason.Error()})
	}
	return r
}

func noClaims() map[kb.VerificationStatus]int {
	counts := map[kb.VerificationStatus]int{}
	for _, status := range kb.VerificationStatuses {
		counts[status] = 0
	}
	return counts
}

func newVerifiedSource(s *kb.Source, c *documents.Copy) *verifiedSource {
	r := &verifiedSource{Source: s.ID, Method: c.Method, Claims: noClaims(), Findings: []finding{}}
	if c.Document != nil {
		r.Document = c.Document.Name
	}
	return r
}

// add takes in what became of a claim of the source.
func (r *verifiedSource) add(c *kb.Claim, fact kb.Fact, v kb.Verification) {
	if v.Status == "" {
		r.withoutSpan++
		return
	}
	r.Claims[v.Status]++
	if v.Status != kb.VerificationExact && v.Status != kb.VerificationNotHeld {
		r.Findings = append(r.Findings, finding{
			Claim: c.ID, Fact: c.Fact, Reads: reads(fact), Statement: c.Statement,
			Paragraph: c.Locator.Paragraph, Page: c.Locator.Page, Status: v.Status, Reason: v.Reason,
		})
	}
}

// reads is a fact as people read it: "acme OWNS depot".
func reads(f kb.Fact) string {
	switch f := f.(type) {
	case *kb.Relation:
		return fmt.Sprintf("%s %s %s", f.From, f.Type, f.To)
	case *kb.Property:
		return fmt.Sprintf("%s %s %s", f.Entity, f.Key, f.Value)
	}
	return ""
}

// add takes in what became of the claims of sources.
func (r *verifyReport) add(sources []*verifiedSource) {
	for _, s := range sources {
		for status, n := range s.Claims {
			r.Claims[status] += n
		}
		r.WithoutSpan += s.withoutSpan
		if total(s.Claims) > 0 {
			r.Sources = append(r.Sources, s)
		}
	}
}

// failed counts the claims that failed.
func (r *verifyReport) failed() int {
	n := 0
	for status, claims := range r.Claims {
		if status.Failed() {
			n += claims
		}
	}
	return n
}

// outcome is the error with which verify ends, where its work failed or a claim did.
func (r *verifyReport) outcome(failed error) error {
	n := r.failed()
	switch {
	case errors.Is(failed, context.Canceled):
		failed = errors.New("interrupted")
		fallthrough
	case failed != nil:
		return fmt.Errorf("%w; what is told was checked, and the rest was not", failed)
	case n > 0:
		return fmt.Errorf("%s failed: their documents do not bear them out", plural(n, "claim"))
	}
	return nil
}

func (r *verifyReport) printJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// print writes the report for people.
func (r *verifyReport) print(w io.Writer) error {
	var b strings.Builder
	row := func(title, text string) { fmt.Fprintf(&b, "%-10s %s\n", title, text) }
	row("documents", fmt.Sprintf("%d in %s", r.Documents, r.Folder))
	if len(r.Unreadable) > 0 {
		row("unreadable", plural(len(r.Unreadable), "file"))
		for _, u := range r.Unreadable {
			fmt.Fprintf(&b, "  %s\n", u.Reason)
		}
	}
	looked := total(r.Claims)
	row("claims", fmt.Sprintf("%d looked for, %d without a span to look for", looked, r.WithoutSpan))
	if looked > 0 {
		row("results", map[bool]string{true: "kept in the store", false: "not kept: the store can't be written"}[r.Kept])
		r.printTable(&b)
	}
	for _, s := range r.Sources {
		s.printFailed(&b)
	}
	if r.SharedTexts != nil {
		r.SharedTexts.print(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func total(counts map[kb.VerificationStatus]int) int {
	n := 0
	for _, of := range counts {
		n += of
	}
	return n
}

// manySources is how many sources of which no document is held are named.
const manySources = 20

// printTable writes how many claims of each source have each status.
func (r *verifyReport) printTable(b *strings.Builder) {
	b.WriteByte('\n')
	for _, status := range kb.VerificationStatuses {
		fmt.Fprintf(b, "%*s  ", width(status), status)
	}
	b.WriteString("source, document\n")
	var held, lacking []*verifiedSource
	for _, s := range r.Sources {
		if total(s.Claims) == s.Claims[kb.VerificationNotHeld] {
			lacking = append(lacking, s)
		} else {
			held = append(held, s)
		}
	}
	named := min(len(lacking), manySources)
	for _, s := range slices.Concat(held, lacking[:named]) {
		printCounts(b, s.Claims, s.name())
	}
	if more := lacking[named:]; len(more) > 0 {
		counts := map[kb.VerificationStatus]int{}
		for _, s := range more {
			counts[kb.VerificationNotHeld] += total(s.Claims)
		}
		printCounts(b, counts, fmt.Sprintf("%d more sources; --json names them", len(more)))
	}
	printCounts(b, r.Claims, "all")
}

func printCounts(b *strings.Builder, counts map[kb.VerificationStatus]int, of string) {
	for _, status := range kb.VerificationStatuses {
		fmt.Fprintf(b, "%*d  ", width(status), counts[status])
	}
	b.WriteString(of + "\n")
}

// width is that of the column of a status.
func width(status kb.VerificationStatus) int { return max(len(status), 7) }

// printFailed writes the claims of the source that failed, those of one paragraph
// and one reason together.
func (s *verifiedSource) printFailed(b *strings.Builder) {
	above := ""
	for _, f := range s.Findings {
		if !f.Status.Failed() {
			continue
		}
		if above == "" {
			fmt.Fprintf(b, "\n%s\n", s.name())
		}
		if head := fmt.Sprintf("%s, paragraph %d: %s", f.Status, f.Paragraph, f.Reason); head != above {
			fmt.Fprintf(b, "  %s\n", head)
			above = head
		}
		fmt.Fprintf(b, "    %s: %s\n", f.Reads, f.Statement)
	}
}

// name is the source, with its document if one is held.
func (s *verifiedSource) name() string {
	if s.Document == "" {
		return string(s.Source)
	}
	return fmt.Sprintf("%s, %s by %s", s.Source, s.Document, s.Method)
}
