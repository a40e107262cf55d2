package model

import (
	"fmt"
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"

	"actorgraph/kb"
)

// Markdown is the dossier as CommonMark. What comes from records is escaped, so that
// it stands there as it is written.
func (d *Dossier) Markdown() string {
	var out strings.Builder
	e := d.Entity.base().Entity
	row, _ := e.Kind.Info()
	fmt.Fprintf(&out, "# %s\n\n%s", escape(e.Name), escape(row.Label))
	if summary := d.Entity.base().Summary(); summary != nil {
		fmt.Fprintf(&out, ". %s", escape(*summary))
	}
	out.WriteString("\n")
	if lens := d.Lens(); lens != nil {
		fmt.Fprintf(&out, "\nSeen through a lens: %s.\n", escape(*lens))
	} else {
		out.WriteString("\nSeen without a lens: all that the store has.\n")
	}
	used := map[kb.Status]bool{}
	for _, s := range d.Sections {
		fmt.Fprintf(&out, "\n## %s\n\n", escape(s.Heading))
		for _, entry := range s.Entries {
			entry.write(&out, e.Name)
			used[entry.status] = true
		}
	}
	if d.LeftOut > 0 {
		fmt.Fprintf(&out, "\n*%s left out here.*\n", facts(d.LeftOut))
	}
	list(&out, "What can't all be true", d.Conflicts)
	list(&out, "What differs", d.Differences)
	if len(d.Sources) > 0 {
		out.WriteString("\n## Sources\n\n")
	}
	for _, s := range d.Sources {
		address := ""
		if url := s.Source.Source.URL; url != "" {
			address = linked(url)
		}
		fmt.Fprintf(&out, "%d. %s\n", s.Number, strings.Join(s.parts(escape, address), ". "))
	}
	if len(d.Sections) > 0 {
		out.WriteString("\n## How it is told\n\n")
	}
	for _, status := range kb.Statuses {
		if used[status] {
			fmt.Fprintf(&out, "- *%s*: %s.\n", capital(statuses[status].word), statuses[status].meaning)
		}
	}
	return out.String()
}

// parts are those of the line of a source; its address stands as it is.
func (s *DossierSource) parts(write func(string) string, address string) []string {
	parts := []string{write(s.title)}
	for _, part := range []string{write(s.about), address} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if !s.Held {
		parts = append(parts, "Not held: known from those who cite it")
	}
	return parts
}

func facts(n int) string {
	if n == 1 {
		return "One fact is"
	}
	return fmt.Sprintf("%d facts are", n)
}

func list(out *strings.Builder, heading string, conflicts []*Conflict) {
	if len(conflicts) > 0 {
		fmt.Fprintf(out, "\n## %s\n\n", heading)
	}
	for _, c := range conflicts {
		fmt.Fprintf(out, "- %s\n", escape(c.Text))
	}
}

// write writes an entry of the dossier of the entity that has this name.
func (e *DossierEntry) write(out *strings.Builder, name string) {
	fmt.Fprintf(out, "- %s", escape(e.Text))
	if !strings.HasSuffix(e.Text, ".") && !strings.HasSuffix(e.Text, ".”") {
		out.WriteString(".")
	}
	out.WriteString(references(e.References))
	if e.status != "" {
		fmt.Fprintf(out, " *%s.*", capital(statuses[e.status].word))
	}
	if e.Explanation != "" {
		fmt.Fprintf(out, " %s", escape(e.Explanation))
	}
	out.WriteString("\n")
	read := beginningsOf(name, e.Text)
	for _, r := range read.adding(e.References, maxStatements) {
		fmt.Fprintf(out, "  - In%s: %s\n", references([]*DossierReference{r}), escape(r.Claim.Claim.Statement))
	}
	for _, o := range e.Objections {
		by := ""
		if o.speaker != "" {
			by = " by " + escape(o.speaker)
		}
		fmt.Fprintf(out, "  - %s%s.%s", objections[o.Stance], by, references(o.References))
		for _, r := range read.adding(o.References, 1) {
			fmt.Fprintf(out, " %s", escape(r.Claim.Claim.Statement))
		}
		out.WriteString("\n")
	}
}

// maxStatements bounds how many statements stand under an entry, and maxStatement, in
// characters, how long one can be.
const (
	maxStatements = 2
	maxStatement  = 160
)

// readWords are the words that a reader has read.
type readWords map[string]bool

// beginningsOf are the longer words of texts, by their first four letters, so that "listing"
// and "listed" are one. Shorter words say little.
func beginningsOf(texts ...string) readWords {
	out := readWords{}
	for _, t := range texts {
		for _, word := range strings.FieldsFunc(strings.ToLower(t), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if letters := []rune(word); len(letters) > 4 {
				out[string(letters[:4])] = true
			}
		}
	}
	return out
}

// adding finds the first few claims whose statement has at least two words that were
// not read yet, and is short.
func (w readWords) adding(claims []*DossierReference, n int) []*DossierReference {
	var out []*DossierReference
	for _, r := range claims {
		statement := r.Claim.Claim.Statement
		says := beginningsOf(statement)
		maps.DeleteFunc(says, func(word string, _ bool) bool { return w[word] })
		if len(out) < n && len(says) >= 2 && utf8.RuneCountInString(statement) <= maxStatement {
			out = append(out, r)
			maps.Copy(w, says)
		}
	}
	return out
}

// objections are the stances as a dossier says them.
var objections = map[kb.Stance]string{kb.Denies: "Denied", kb.DoesNotConfirm: "Not confirmed", kb.Silent: "Not answered"}

// statuses are how facts stand as a dossier says it.
var statuses = map[kb.Status]struct{ word, meaning string }{
	kb.StatusEstablished: {"established", "a court or inquiry finds it"},
	kb.StatusConfirmed:   {"confirmed", "a party says so itself, and so does an origin that is not that party"},
	kb.StatusStated:      {"stated", "told as fact, and not by parties alone"},
	kb.StatusSelfStated:  {"told by parties alone", "told as fact by those whom it is about, and nobody else"},
	kb.StatusAlleged:     {"alleged", "alleged, believed, hearsay, or read in by an analyst"},
	kb.StatusOpinion:     {"opinion", "a forecast, an intention, an opinion"},
	kb.StatusDenied:      {"denied", "nobody asserts it, someone denies it"},
	kb.StatusUnconfirmed: {"not confirmed", "nobody asserts it, someone was asked and did not say"},
	kb.StatusRetracted:   {"taken back", "all who asserted it took it back"},
}

// references writes the numbers of sources, each with the places of its claims:
// [1, ¶ 3, ¶ 7] [2].
func references(cited []*DossierReference) string {
	var out strings.Builder
	for i, r := range cited {
		if i == 0 || cited[i-1].Number != r.Number {
			if i > 0 {
				out.WriteString("\\]")
			}
			fmt.Fprintf(&out, " \\[%d", r.Number)
		}
		if place := placeSaid(r.Claim.Claim.Locator); place != "" && (i == 0 || cited[i-1].Number != r.Number || placeSaid(cited[i-1].Claim.Claim.Locator) != place) {
			fmt.Fprintf(&out, ", %s", place)
		}
	}
	if len(cited) > 0 {
		out.WriteString("\\]")
	}
	return out.String()
}

// escape makes text stand in Markdown as it is, on one line: every sign that could mean
// something is marked as a sign.
func escape(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	var out strings.Builder
	number := len(text) - len(strings.TrimLeft(text, "0123456789")) // at the start, it could begin a list
	for i, r := range text {
		if strings.ContainsRune("\\`*_[]<>|~&#!", r) || i == 0 && strings.ContainsRune("+-=", r) || i > 0 && i == number && strings.ContainsRune(".)", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// linked writes an address, which a store holds only if it is one of the web, as a link.
func linked(address string) string {
	return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(address) + ">"
}
