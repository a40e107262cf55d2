package seedfile

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"actorgraph/kb"
	"actorgraph/loader"
)

// syntax is a piece taken apart: its tree, its comments, and what was found
// wrong with it.
type syntax struct {
	file     string
	line     int // of the piece
	comments []*token.Token
	problems []*loader.SyntaxError
	about    kb.ID // the entity or source that is refused if there are any
}

func (s *syntax) errorf(line int, format string, args ...any) {
	s.problems = append(s.problems, &loader.SyntaxError{Pos: loader.Pos{File: s.file, Line: line}, Msg: fmt.Sprintf(format, args...)})
}

// at is the line of a token in the file.
func (s *syntax) at(t *token.Token) int { return s.line + t.Position.Line - 1 }

// parse parses a piece. The node is that of the member, or of a map with one
// top key; false if there is none.
func parse(p *piece, file string) (node, *syntax, bool) {
	s := &syntax{file: file, line: p.line}
	if marks(p.text) > maxMarks {
		s.errorf(p.line, "has more parts than one record may have; a fact can have some thousand claims")
		return node{}, s, false
	}
	tokens := lexer.Tokenize(p.text)
	if !s.check(tokens) {
		return node{}, s, false
	}
	tree, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var bad *yaml.SyntaxError
		if errors.As(err, &bad) && bad.Token != nil {
			s.errorf(s.at(bad.Token), "%s", bad.Message)
		} else {
			first, _, _ := strings.Cut(err.Error(), "\n")
			s.errorf(p.line, "%s", first)
		}
		return node{}, s, false
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		s.errorf(p.line, "is not YAML that can be understood")
		return node{}, s, false
	}
	n := node{Node: tree.Docs[0].Body, syntax: s, key: p.section}
	if p.kind == member {
		seq, ok := n.Node.(*ast.SequenceNode)
		if !ok || len(seq.Values) != 1 {
			n.errorf("is no record of %s; a record stands behind one hyphen", p.section)
			return node{}, s, false
		}
		n.Node = seq.Values[0]
	}
	return n, s, true
}

// marks counts the punctuation of a text: no YAML has many more nodes than that.
func marks(text string) int {
	n := 0
	for i := range len(text) {
		if strings.IndexByte("[]{},:-?&*!|>#'\"%@`\n", text[i]) >= 0 {
			n++
		}
	}
	return n
}

// check refuses what the format does not have, before the parser sees it: it
// nests as deeply as its input, and takes long over maps of many keys. It sets the comments aside.
func (s *syntax) check(tokens token.Tokens) bool {
	type level struct{ column, keys int }
	var levels []level
	brackets := 0
	for i, t := range tokens {
		key := t
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			s.errorf(s.at(t), "anchors and aliases (& and *) are not part of the format; put a text that begins with one into quotes")
			return false
		case token.TagType:
			s.errorf(s.at(t), "tags (!) are not part of the format; put a text that begins with one into quotes")
			return false
		case token.MappingKeyType:
			s.errorf(s.at(t), "keys behind a question mark are not part of the format; put a text that begins with one into quotes")
			return false
		case token.CommentType:
			s.comments = append(s.comments, t)
			continue
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.MappingValueType:
			if i > 0 {
				key = tokens[i-1]
			}
			fallthrough
		case token.SequenceEntryType:
			if brackets > 0 {
				continue
			}
			column := key.Position.Column
			for len(levels) > 0 && levels[len(levels)-1].column > column {
				levels = levels[:len(levels)-1]
			}
			if len(levels) == 0 || levels[len(levels)-1].column < column {
				levels = append(levels, level{column: column})
			}
			if t.Type == token.MappingValueType {
				levels[len(levels)-1].keys++
			}
			if levels[len(levels)-1].keys > maxKeys {
				s.errorf(s.at(t), "a map has more than %d keys here", maxKeys)
				return false
			}
		}
		if brackets+len(levels) > maxDepth {
			s.errorf(s.at(t), "lists and maps stand within each other more than %d levels deep", maxDepth)
			return false
		}
	}
	return true
}

// node is a value in the tree of a piece, with the means to say what is wrong
// with it.
type node struct {
	ast.Node
	*syntax
	key string // the key it stands behind, as messages name it
}

// lineNumber is where n begins.
func (n node) lineNumber() int {
	switch m := n.Node.(type) {
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return n.at(m.Values[0].Key.GetToken())
		}
	case *ast.MappingValueNode:
		return n.at(m.Key.GetToken())
	}
	return n.at(n.GetToken())
}

// lastLine is where n ends; of texts of several lines, where they begin.
func (n node) lastLine() int {
	switch m := n.Node.(type) {
	case *ast.MappingNode:
		if m.IsFlowStyle {
			return n.at(m.End)
		}
		if len(m.Values) > 0 {
			return node{m.Values[len(m.Values)-1].Value, n.syntax, ""}.lastLine()
		}
	case *ast.MappingValueNode:
		return node{m.Value, n.syntax, ""}.lastLine()
	case *ast.SequenceNode:
		if m.IsFlowStyle {
			return n.at(m.End)
		}
		if len(m.Values) > 0 {
			return node{m.Values[len(m.Values)-1], n.syntax, ""}.lastLine()
		}
	}
	return n.lineNumber()
}

func (n node) pos() loader.Pos { return loader.Pos{File: n.file, Line: n.lineNumber()} }

func (n node) errorf(format string, args ...any) {
	n.syntax.errorf(n.lineNumber(), format, args...)
}

// entry is one key of a map with its value.
type entry struct {
	name  string
	line  int // of the key
	value node
}

// entries lists the entries of a map in their order. Keys that the map doesn't
// have, that stand twice or have nothing behind them are told and left out.
func (n node) entries(l *layout) []entry {
	var pairs []*ast.MappingValueNode
	switch m := n.Node.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		n.errorf("%s is a map, as in {%s: …}, not %s", l.what, l.keys[0].name, n.what())
		return nil
	}
	var out []entry
	seen := map[string]int{}
	for _, p := range pairs {
		k := p.Key.GetToken()
		line := n.at(k)
		_, known := l.key(k.Value)
		switch value := (node{p.Value, n.syntax, k.Value}); {
		case !known:
			n.syntax.errorf(line, "%s", unknownKey(l, k.Value))
		case seen[k.Value] > 0:
			n.syntax.errorf(line, "%s has the key %s twice; it stands on line %d before", l.what, k.Value, seen[k.Value])
		case value.isNull():
			n.syntax.errorf(line, "nothing stands behind %s; leave the key out", k.Value)
		default:
			out = append(out, entry{k.Value, line, value})
		}
		seen[k.Value] = line
	}
	return out
}

// lines tells on which line each key of a map stands, where that is not the line
// on which the map begins.
func (n node) lines() loader.Lines {
	out := loader.Lines{}
	if m, ok := n.Node.(*ast.MappingNode); ok {
		for _, p := range m.Values {
			if line := n.at(p.Key.GetToken()); line != n.lineNumber() {
				out[p.Key.GetToken().Value] = line
			}
		}
	}
	return out
}

// need tells which of the keys that a map needs it doesn't have. It keeps quiet
// where something else is wrong, which may be why.
func (n node) need(l *layout, entries []entry, names ...string) bool {
	for _, name := range names {
		there := func(e entry) bool { return e.name == name }
		if len(n.problems) == 0 && !slices.ContainsFunc(entries, there) {
			n.errorf("%s has no %s; it needs %s", l.what, name, strings.Join(names, ", "))
		}
	}
	return len(n.problems) == 0
}

// list lists the members of a list.
func (n node) list() []node {
	seq, ok := n.Node.(*ast.SequenceNode)
	if !ok {
		n.errorf("%s is a list, each member behind a hyphen on a line of its own, or as in [a, b], not %s", n.key, n.what())
		return nil
	}
	out := make([]node, len(seq.Values))
	for i, v := range seq.Values {
		out[i] = node{v, n.syntax, n.key}
	}
	return out
}

// scalar is the text of a single value. What YAML would take for a number, a
// date or a truth is taken as it is written.
func (n node) scalar() (string, bool) {
	switch s := n.Node.(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(s.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return s.GetToken().Value, true
	}
	if s, ok := n.joined(); ok {
		return s, true
	}
	n.errorf("%s is a single value, not %s", n.key, n.what())
	return "", false
}

// joined is a text that the parser took for a map: in a list within braces it
// parts source:a at its colon, which YAML does only before a space.
func (n node) joined() (string, bool) {
	m, ok := n.Node.(*ast.MappingNode)
	if !ok || len(m.Values) != 1 || m.Start.Type != token.MappingValueType {
		return "", false
	}
	key, colon, value := m.Values[0].Key.GetToken(), m.Start, m.Values[0].Value.GetToken()
	plain := func(t *token.Token) bool { return t.Type != token.SingleQuoteType && t.Type != token.DoubleQuoteType }
	together := key.Position.Offset+utf8.RuneCountInString(key.Value) == colon.Position.Offset && colon.Position.Offset+1 == value.Position.Offset
	return key.Value + ":" + value.Value, together && plain(key) && plain(value)
}

func (n node) text() string {
	s, _ := n.scalar()
	return s
}

func (n node) id() kb.ID {
	s, ok := n.scalar()
	if !ok {
		return ""
	}
	if err := kb.ID(s).Check(); err != nil {
		n.errorf("%s: %v", n.key, err)
	}
	return kb.ID(s)
}

func (n node) ids() []kb.ID {
	var out []kb.ID
	for _, m := range n.list() {
		out = append(out, m.id())
	}
	return out
}

func (n node) date() kb.Date {
	s, ok := n.scalar()
	if !ok {
		return kb.Date{}
	}
	d, err := kb.ParseDate(s)
	if err != nil {
		n.errorf("%s: %v", n.key, err)
	}
	return d
}

func (n node) truth() bool {
	s, ok := n.scalar()
	if ok && s != "true" && s != "false" {
		n.errorf("%s is true or false, not %q", n.key, s)
	}
	return s == "true"
}

func (n node) whole() int {
	s, ok := n.scalar()
	if !ok {
		return 0
	}
	i, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		n.errorf("%s is a whole number from 0 on, not %q", n.key, s)
	}
	return int(i)
}

func (n node) number() kb.Number {
	s, ok := n.scalar()
	if !ok {
		return kb.Number{}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		n.errorf("%s is a number, as in 500000000 or 0.5, not %q", n.key, s)
		return kb.Number{}
	}
	return kb.Num(f)
}

// isNull tells whether nothing stands behind a key.
func (n node) isNull() bool {
	_, ok := n.Node.(*ast.NullNode)
	return ok || n.Node == nil
}

func (n node) isMap() bool {
	switch n.Node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// what is what a node is, as messages say it.
func (n node) what() string {
	switch s := n.Node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a map"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode, nil:
		return "nothing"
	case *ast.StringNode:
		return fmt.Sprintf("the text %.40q", s.Value)
	}
	return fmt.Sprintf("%.40q", n.GetToken().Value)
}
