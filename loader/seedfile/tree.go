package seedfile

import (
	"bytes"
	"errors"
	"fmt"
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

// parse makes the syntax trees of a file's documents.
func parse(data []byte, file string) (*ast.File, *loader.SyntaxError) {
	fail := func(line int, format string, args ...any) *loader.SyntaxError {
		return &loader.SyntaxError{Pos: loader.Pos{File: file, Line: line}, Msg: fmt.Sprintf(format, args...)}
	}
	if len(data) > MaxFile {
		return nil, fail(0, "is larger than %d MiB; cut it into several files", MaxFile>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return nil, fail(badLine(data), "is not valid UTF-8 here")
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return nil, fail(1+bytes.Count(data[:i], []byte{'\n'}), "has a NUL character")
	}
	if line := tooDeep(data); line > 0 {
		return nil, fail(line, "lists and maps stand within each other more than %d levels deep", maxDepth)
	}
	tokens := lexer.Tokenize(string(data))
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return nil, fail(t.Position.Line, "anchors and aliases (& and *) are not part of the format; put a text that begins with one into quotes")
		case token.TagType:
			return nil, fail(t.Position.Line, "tags (!) are not part of the format; put a text that begins with one into quotes")
		}
	}
	tree, err := parser.Parse(tokens, parser.ParseComments)
	if err != nil {
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) && syntax.Token != nil {
			return nil, fail(syntax.Token.Position.Line, "%s", syntax.Message)
		}
		first, _, _ := strings.Cut(err.Error(), "\n")
		return nil, fail(0, "%s", first)
	}
	return tree, nil
}

func badLine(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		data = data[n:]
	}
	return line
}

// tooDeep finds the line where brackets or indentation nest beyond what the
// format can have; 0: nowhere. It looks at characters alone and errs on the side of refusing only what is
// far off, so that the parser, which nests as deeply as its input, is safe.
func tooDeep(data []byte) int {
	brackets, line, most := 0, 0, 8*maxDepth
	for text := range bytes.Lines(data) {
		line++
		trimmed := bytes.TrimLeft(text, " -")
		if len(text)-len(trimmed) > most && len(bytes.TrimSpace(trimmed)) > 0 {
			return line
		}
		for _, c := range trimmed {
			switch c {
			case '[', '{':
				brackets++
			case ']', '}':
				brackets = max(0, brackets-1)
			}
		}
		if brackets > most {
			return line
		}
	}
	return 0
}

// node is a value in the tree, with the means to say where it stands.
type node struct {
	ast.Node
	file string
}

func (n node) pos() loader.Pos {
	return loader.Pos{File: n.file, Line: n.GetToken().Position.Line}
}

func (n node) errorf(format string, args ...any) *loader.SyntaxError {
	return &loader.SyntaxError{Pos: n.pos(), Msg: fmt.Sprintf(format, args...)}
}

// entry is one key of a map with its value.
type entry struct {
	key   string
	at    node // the key
	value node
}

// entries lists the entries of a map in their order; each key has to be one of allowed.
func (n node) entries(what string, allowed []string) ([]entry, error) {
	var pairs []*ast.MappingValueNode
	switch m := n.Node.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		return nil, n.errorf("%s is a map, as in {%s: …}, not %s", what, allowed[0], n.kind())
	}
	var out []entry
	for _, p := range pairs {
		at := node{p.Key, n.file}
		key := p.Key.GetToken().Value
		found := false
		for _, a := range allowed {
			found = found || a == key
		}
		if !found {
			if near, ok := kb.Nearest(key, allowed); ok {
				return nil, at.errorf("%s has no key %q; did you mean %s?", what, key, near)
			}
			return nil, at.errorf("%s has no key %q; its keys are %s", what, key, strings.Join(allowed, ", "))
		}
		out = append(out, entry{key, at, node{p.Value, n.file}})
	}
	return out, nil
}

// list lists the members of a list.
func (n node) list(what string) ([]node, error) {
	seq, ok := n.Node.(*ast.SequenceNode)
	if !ok {
		return nil, n.errorf("%s is a list, each member on a line of its own behind a hyphen, or as in [a, b], not %s", what, n.kind())
	}
	out := make([]node, len(seq.Values))
	for i, v := range seq.Values {
		out[i] = node{v, n.file}
	}
	return out, nil
}

// text is the text of a scalar. What YAML would take for a number or a date is
// taken as it is written.
func (n node) text(what string) (string, error) {
	switch s := n.Node.(type) {
	case *ast.StringNode:
		return s.Value, nil
	case *ast.LiteralNode:
		return strings.TrimRight(s.Value.Value, "\n"), nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return s.GetToken().Value, nil
	}
	return "", n.errorf("%s is a text, not %s", what, n.kind())
}

// isNull tells whether nothing stands behind a key.
func (n node) isNull() bool {
	_, ok := n.Node.(*ast.NullNode)
	return ok || n.Node == nil
}

func (n node) kind() string {
	switch n.Node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a map"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode, nil:
		return "nothing"
	}
	return "a single value"
}
