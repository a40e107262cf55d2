package seedfile

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A tree is a value on its way into a file, with the comments that go with it.
type tree struct {
	*layout
	text   string  // of a scalar
	items  []*tree // of a list
	fields []field // of a map

	above  []string // comments on lines of their own before it
	behind string   // the comment at the end of its first line
	foot   []string // comments at its end, on lines of their own
}

type field struct {
	key string
	*tree
}

// sort brings the fields of a map, and of all within it, into the order of the
// format. Items of lists keep theirs.
func (t *tree) sort() {
	slices.SortStableFunc(t.fields, func(a, b field) int { return t.rank(a.key) - t.rank(b.key) })
	for _, f := range t.fields {
		f.sort()
	}
	for _, item := range t.items {
		item.sort()
	}
}

func (t *tree) rank(name string) int {
	return slices.IndexFunc(t.keys, func(k key) bool { return k.name == name })
}

// printer writes trees.
type printer struct{ bytes.Buffer }

// comments writes comments on lines of their own.
func (p *printer) comments(indent int, lines []string) {
	for _, line := range lines {
		p.line(indent, line)
	}
}

func (p *printer) line(indent int, s string) { fmt.Fprintf(p, "%*s%s\n", indent, "", s) }

// item writes a member of a list, its hyphen at indent.
func (p *printer) item(t *tree, indent int) {
	defer func() { p.comments(indent+2, t.foot) }()
	p.comments(indent, t.above)
	if t.form != inMap || t.line || len(t.fields) == 0 {
		p.line(indent, "- "+t.inLine()+comment(t.behind))
		return
	}
	// What stands above the first key would come between it and the hyphen.
	p.comments(indent, t.fields[0].above)
	for i, f := range t.fields {
		if i == 0 {
			p.field(f, indent, "- ")
			continue
		}
		p.comments(indent+2, f.above)
		p.field(f, indent+2, "")
	}
}

// field writes a key and its value, behind lead.
func (p *printer) field(f field, indent int, lead string) {
	head := lead + f.key + ":"
	below := indent + len(lead) + 2
	defer func() { p.comments(below, f.foot) }()
	switch {
	case f.form == inText && literal(f.text):
		p.line(indent, head+" |-"+comment(f.behind))
		for line := range strings.SplitSeq(f.text, "\n") {
			if line == "" {
				p.line(0, "")
				continue
			}
			p.line(below, line)
		}
	case f.form == inList && !f.line && len(f.items) > 0:
		p.line(indent, head+comment(f.behind))
		for _, item := range f.items {
			p.item(item, below)
		}
	case f.form == inMap && !f.line && len(f.fields) > 0:
		p.line(indent, head+comment(f.behind))
		for _, g := range f.fields {
			p.comments(below, g.above)
			p.field(g, below, "")
		}
	case f.form == inText:
		p.line(indent, head+" "+quote(f.text, false)+comment(f.behind))
	default:
		p.line(indent, head+" "+f.inLine()+comment(f.behind))
	}
}

func comment(c string) string {
	if c == "" {
		return ""
	}
	return " " + c
}

// inLine is a value as it stands within one line.
func (t *tree) inLine() string {
	var parts []string
	switch t.form {
	case inList:
		for _, item := range t.items {
			parts = append(parts, item.inLine())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case inMap:
		for _, f := range t.fields {
			parts = append(parts, f.key+": "+f.inLine())
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case inDate:
		if yamlDate.MatchString(t.text) {
			return t.text
		}
	case inNumber:
		return t.text
	}
	return quote(t.text, true)
}

// yamlDate is a date that YAML knows as one: it reads back as the same text
// everywhere. There is no year 0 for those who take it for a date.
var yamlDate = regexp.MustCompile(`^(?:000[1-9]|00[1-9]\d|0[1-9]\d\d|[1-9]\d\d\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$`)

// quote is s as a scalar: bare if every reader of YAML, 1.1 or 1.2, takes it for
// that text, else in double quotes. inside tells that it stands in a list or map
// of one line, where brackets and commas part the members.
func quote(s string, inside bool) string {
	if bare(s, inside) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case printable(r):
			b.WriteRune(r)
		case r <= 0xFF:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xFFFF:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// printable tells whether r can stand as it is: YAML allows it and people see it,
// or it joins or parts letters, as Persian and Hindi have it.
func printable(r rune) bool {
	return unicode.IsGraphic(r) || r == '\u200C' || r == '\u200D'
}

// Words and numbers that some reader of YAML takes for something else than text.
var (
	reservedWord = regexp.MustCompile(`(?i)^(?:null|~|true|false|yes|no|y|n|on|off|<<|=|\.inf|\.nan)$`)
	numberLike   = regexp.MustCompile(`(?i)^[-+]?(?:0x[\da-f_]+|0o[0-7_]+|0b[01_]+|\.\d[\d_]*(?:e[-+]?\d*)?|\d[\d_]*(?::\d[\d_]*)*(?:\.[\d_]*)?(?:e[-+]?\d*)?|\.inf|\.nan)$`)
	timeLike     = regexp.MustCompile(`^\d{4}-\d\d?-\d\d?(?:$|[Tt \t])`)
)

// bare tells whether s needs no quotes.
func bare(s string, inside bool) bool {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' || s[len(s)-1] == ':' ||
		strings.ContainsRune("-?:,[]{}#&*!|>'\"%@`<=~.+", rune(s[0])) ||
		strings.Contains(s, ": ") || strings.Contains(s, " #") ||
		inside && strings.ContainsAny(s, ",?[]{}") ||
		reservedWord.MatchString(s) || numberLike.MatchString(s) || timeLike.MatchString(s) {
		return false
	}
	for _, r := range s {
		if !printable(r) {
			return false
		}
	}
	return true
}

// literal tells whether a text of several lines can be written as it is, line by
// line below its key.
func literal(s string) bool {
	if !strings.Contains(s, "\n") || s[0] == '\n' || s[len(s)-1] == '\n' {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line != "" && (line[0] == ' ' || line[len(line)-1] == ' ') {
			return false
		}
		for _, r := range line {
			if !printable(r) {
				return false
			}
		}
	}
	return true
}
