package model

import (
	"fmt"
	"strings"

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
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&out, "\n## %s\n\n", escape(s.Heading))
		for _, e := range s.Entries {
			e.write(&out)
		}
	}
	if d.LeftOut > 0 {
		fmt.Fprintf(&out, "\n*%s left out here.*\n", facts(d.LeftOut))
	}
	if len(d.Sources) > 0 {
		out.WriteString("\n## Sources\n\n")
	}
	for _, s := range d.Sources {
		parts := []string{escape(s.title)}
		if s.about != "" {
			parts = append(parts, escape(s.about))
		}
		if address := s.Source.Source.URL; address != "" {
			parts = append(parts, linked(address))
		}
		fmt.Fprintf(&out, "%d. %s\n", s.Number, strings.Join(parts, ". "))
	}
	return out.String()
}

func facts(n int) string {
	if n == 1 {
		return "One fact is"
	}
	return fmt.Sprintf("%d facts are", n)
}

func (e *DossierEntry) write(out *strings.Builder) {
	fmt.Fprintf(out, "- %s", escape(e.Text))
	if r, ok := e.Fact.(*Relation); ok && e.when != "" && r.When.Since == r.When.Until {
		fmt.Fprintf(out, " (%s)", escape(e.when))
	}
	if !strings.HasSuffix(e.Text, ".") {
		out.WriteString(".")
	}
	out.WriteString(references(e.References))
	if e.status != "" {
		fmt.Fprintf(out, " *%s.*", escape(inWords(string(e.status))))
	}
	if e.Explanation != "" {
		fmt.Fprintf(out, " %s", escape(e.Explanation))
	}
	out.WriteString("\n")
	for _, o := range e.Objections {
		by := ""
		if o.speaker != "" {
			by = " by " + escape(o.speaker)
		}
		fmt.Fprintf(out, "  - %s%s.%s\n", objections[o.Stance], by, references(o.References))
	}
}

// objections are the stances as a dossier says them.
var objections = map[kb.Stance]string{kb.Denies: "Denied", kb.DoesNotConfirm: "Not confirmed", kb.Silent: "Not answered"}

// inWords writes a name out of a closed list as words: Self stated.
func inWords(name string) string {
	return name[:1] + strings.ToLower(strings.ReplaceAll(name[1:], "_", " "))
}

func references(numbers []int) string {
	var out strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&out, " \\[%d\\]", n)
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
