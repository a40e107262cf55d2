package seedfile

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"actorgraph/kb"
	"actorgraph/loader"
)

// Tidy is the form of a file in which it is reviewed: that of [Write], with the
// comments where they stand and the records, claims and members of lists in their author's
// order. What the file says stays the same, and a tidy file stays as it is.
//
// A comment belongs to what stands on its line, else to what follows; one that stands within
// what is written in one line goes above that line. Blank lines go.
//
// A file that can't be taken apart is refused, with all that is wrong with it.
// What its words mean is not looked at.
func Tidy(src []byte, file string) ([]byte, error) {
	var docs []*tidyDocument
	var problems []error
	doc := &tidyDocument{}
	for p, err := range split(bytes.NewReader(src), file) {
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if p.kind == documentEnd {
			doc.foot = p.above
			docs, doc = append(docs, doc), &tidyDocument{}
			continue
		}
		if err := doc.add(p, file); err != nil {
			problems = append(problems, err)
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	var out printer
	for _, d := range docs {
		d.print(&out)
	}
	return out.Bytes(), nil
}

// tidyDocument is a document being tidied.
type tidyDocument struct {
	sections []field
	foot     []string
}

// add adds a piece, and returns what is wrong with it.
func (d *tidyDocument) add(p *piece, file string) error {
	top, _ := topMap.key(p.section)
	if p.kind == sectionHead && top.form != inList {
		return &loader.SyntaxError{Pos: loader.Pos{File: file, Line: p.line}, Msg: "nothing stands behind " + p.section}
	}
	if p.kind == sectionHead {
		t := &tree{layout: top.layout, above: p.above}
		if _, c, ok := strings.Cut(p.text, "#"); ok {
			t.behind = "#" + strings.TrimRight(c, " \n")
		}
		d.sections = append(d.sections, field{p.section, t})
		return nil
	}
	n, s, ok := parse(p, file)
	if !ok {
		return s.err()
	}
	b := &builder{syntax: s}
	if p.kind == member {
		t := b.entry(s.line, n, top.of)
		b.attach(p.text, t)
		t.above = append(p.above, t.above...)
		section := d.sections[len(d.sections)-1]
		section.items = append(section.items, t)
		return s.err()
	}
	for _, e := range n.entries(topMap) {
		t := b.entry(e.line, e.value, top.layout)
		b.attach(p.text, t)
		t.above = append(p.above, t.above...)
		d.sections = append(d.sections, field{e.name, t})
	}
	return s.err()
}

// print writes the document.
func (d *tidyDocument) print(p *printer) {
	t := &tree{layout: topMap, fields: d.sections}
	t.sort()
	if p.Len() > 0 && len(d.sections) > 0 {
		p.line(0, "---")
	}
	for _, f := range t.fields {
		if f.form == inList && len(f.items) == 0 {
			if len(f.above) > 0 || f.behind != "" || len(f.foot) > 0 {
				p.comments(0, f.above)
				p.line(0, f.key+":"+comment(f.behind))
				p.comments(2, f.foot)
			}
			continue
		}
		p.comments(0, f.above)
		p.field(f, 0, "")
	}
	p.comments(0, d.foot)
}

func (s *syntax) err() error {
	var all []error
	for _, p := range s.problems {
		all = append(all, p)
	}
	return errors.Join(all...)
}

// builder makes the tree of a piece out of its nodes.
type builder struct {
	*syntax
	entries []placed
}

// placed is a tree that gets a line of its own, with the lines on which it stood.
type placed struct {
	*tree
	line, last int
}

// entry builds a tree that gets a line of its own.
func (b *builder) entry(line int, n node, l *layout) *tree {
	i := len(b.entries)
	b.entries = append(b.entries, placed{line: line})
	t := b.build(n, l)
	b.entries[i].tree, b.entries[i].last = t, n.lastLine()
	return t
}

// build makes the tree of a node.
func (b *builder) build(n node, l *layout) *tree {
	t := &tree{layout: l}
	switch l.form {
	case inList:
		for _, m := range n.list() {
			if l.line {
				t.items = append(t.items, b.build(m, l.of))
			} else {
				t.items = append(t.items, b.entry(m.lineNumber(), m, l.of))
			}
		}
	case inMap:
		if l == collectionMap && !n.isMap() {
			return b.build(n, text)
		}
		entries := n.entries(l)
		for _, e := range entries {
			k, _ := l.key(e.name)
			of := valueLayout(k.layout, e.value, entries)
			if l.line {
				t.add(e.name, b.build(e.value, of))
			} else {
				t.add(e.name, b.entry(e.line, e.value, of))
			}
		}
	default:
		t.text = n.text()
		switch l {
		case whole:
			t.text = strconv.Itoa(n.whole())
		case number:
			t.text = n.number().String()
		case truth:
			t.text = strconv.FormatBool(n.truth())
		}
	}
	return t
}

// valueLayout is the layout of a value among the entries of its map: that of a
// property's is what the property's key calls for.
func valueLayout(l *layout, value node, entries []entry) *layout {
	if l.form != byKey {
		return l
	}
	i := slices.IndexFunc(entries, func(e entry) bool { return e.name == "key" })
	if i >= 0 {
		if word, ok := entries[i].value.scalar(); ok {
			if row, ok := kb.PropertyKey(word).Info(); ok {
				return layoutOf(row.Type)
			}
		}
	}
	if value.isMap() {
		return quantityMap
	}
	return text
}

// attach gives each comment of the piece to the tree that it belongs to. What
// nothing follows goes to the foot of root.
func (b *builder) attach(piece string, root *tree) {
	lines := strings.Split(piece, "\n")
	for _, t := range b.comments {
		c := "#" + strings.TrimRight(t.Value, " \t\r\n")
		line := b.at(t)
		// The entries are in the order of their lines: i is the first one below.
		i := slices.IndexFunc(b.entries, func(e placed) bool { return e.line > line })
		if i < 0 {
			i = len(b.entries)
		}
		e := b.entries[i-1]
		own := strings.HasPrefix(strings.TrimSpace(lines[t.Position.Line-1]), "#")
		switch {
		case own && e.oneLine() && line <= e.last: // within what will be one line
			e.above = append(e.above, c)
		case own && i == len(b.entries):
			root.foot = append(root.foot, c)
		case own:
			b.entries[i].above = append(b.entries[i].above, c)
		case e.line == line && e.behind == "" && e.takesBehind():
			e.behind = c
		default:
			e.above = append(e.above, c)
		}
	}
}

// oneLine tells whether t is written in one line.
func (t *tree) oneLine() bool { return t.line || t.form != inMap && t.form != inList }

// takesBehind tells whether a comment can stand at the end of the first line of t.
// A literal text would take it for its own, and the first line of a record
// belongs to its first key.
func (t *tree) takesBehind() bool {
	switch t.form {
	case inText:
		return !literal(t.text)
	case inMap:
		return t.line || len(t.fields) == 0 || t.layout == collectionMap
	}
	return true
}
