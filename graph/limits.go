package graph

import (
	"context"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Limits bound what one request may take. A field that is zero stands for its
// default, so the zero Limits are sound. They are checked from the cheapest to
// the dearest, each before something that would suffer without it.
type Limits struct {
	Tokens      int // names, numbers, texts and signs of the request; 10,000
	Definitions int // operations and fragments; 100
	Variables   int // that one operation declares; 100
	Values      int // in all variables together; 10,000
	Directives  int // 100
	Fields      int // a fragment's count wherever it is spread; 2,000
	Depth       int // fields within fields; 20
	Aliases     int // one field under several names in one place; 50
	Clashes     int // fields under one name in one place, which have to be merged; 50
	Cost        int // see cost.go; 200,000
	Errors      int // in one answer; 20
}

// DefaultLimits are those that zero fields stand for.
func DefaultLimits() Limits { return Limits{}.withDefaults() }

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		limit     *int
		otherwise int
	}{
		{&l.Tokens, 10_000}, {&l.Definitions, 100}, {&l.Variables, 100}, {&l.Values, 10_000}, {&l.Directives, 100},
		{&l.Fields, 2_000}, {&l.Depth, 20}, {&l.Aliases, 50}, {&l.Clashes, 50}, {&l.Cost, 200_000}, {&l.Errors, 20},
	} {
		if *f.limit <= 0 {
			*f.limit = f.otherwise
		}
	}
	return l
}

// measure refuses a text that is too large for what comes next: validating
// compares all fields under one name with each other, wherever fragments bring
// them in. A text that can't be read passes; gqlgen says what is wrong with it.
func (l Limits) measure(text string) *gqlerror.Error {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, l.Tokens)
	if err != nil {
		return l.tooLong(err)
	}
	if n := len(doc.Operations) + len(doc.Fragments); n > l.Definitions {
		return refusal(codeSizeLimit, "Send only what this request needs.",
			"The request has %d operations and fragments; at most %d are allowed.", n, l.Definitions)
	}
	for _, op := range doc.Operations {
		if n := len(op.VariableDefinitions); n > l.Variables {
			return refusal(codeSizeLimit, "A whole filter can be one variable.",
				"The operation declares %d variables; at most %d are allowed.", n, l.Variables)
		}
	}
	if n := countDirectives(doc); n > l.Directives {
		return refusal(codeSizeLimit, "Leave out what you don't want, or put it into a fragment.",
			"The request has %d directives; at most %d are allowed.", n, l.Directives)
	}
	roots, cycle := rootsOf(doc)
	if cycle != "" {
		return refusal(codeValidationFailed, "A fragment may not contain itself, not even through others.",
			"The fragment %s contains itself.", cycle)
	}
	m := measuring{limits: l, spreading: spreading{fragments: doc.Fragments}}
	for _, set := range roots {
		if err := m.walk([]ast.SelectionSet{set}, 1); err != nil {
			return err
		}
	}
	return nil
}

// tooLong is the refusal that a parser's error comes to, if it is about size.
func (l Limits) tooLong(err error) *gqlerror.Error {
	switch message := err.Error(); {
	case strings.Contains(message, "exceeded token limit"):
		return refusal(codeSizeLimit, "Put long lists into variables, or ask in several requests.",
			"The request has more than %d words and signs.", l.Tokens)
	case strings.Contains(message, "exceeded maximum nesting depth"):
		return refusal(codeDepthLimit, "Ask in several requests.",
			"The request nests more than %d levels deep.", parser.MaxNestingDepth)
	}
	return nil
}

// measuring is a walk through a text, each fragment wherever it is spread.
type measuring struct {
	limits    Limits
	spreading spreading
	fields    int // seen so far
}

func (m *measuring) walk(sets []ast.SelectionSet, depth int) *gqlerror.Error {
	if depth > m.limits.Depth {
		return refusal(codeDepthLimit, "Ask for the rest by its ids, in another request.",
			"The request nests fields more than %d levels deep.", m.limits.Depth)
	}
	here := m.spreading.place(sets)
	names := map[string]int{}
	for _, g := range here.fields {
		m.fields += len(g.fields)
		name := g.fields[0].Name
		names[name]++
		switch {
		case m.fields > m.limits.Fields:
			return refusal(codeSizeLimit, "Ask in several requests.",
				"The request asks for more than %d fields, counting fragments wherever they are spread.", m.limits.Fields)
		case names[name] > m.limits.Aliases:
			return refusal(codeSizeLimit, "Many records can be asked for at once: nodes(ids:) takes a list, and so does a filter's in.",
				"The request asks for %s under more than %d names in one place.", clip(name, maxName), m.limits.Aliases)
		case len(g.fields) > m.limits.Clashes:
			return refusal(codeSizeLimit, "Ask for it once.",
				"The request asks for %s more than %d times in one place.", clip(g.fields[0].Alias, maxName), m.limits.Clashes)
		}
	}
	for _, g := range here.fields {
		if below := g.below(); below != nil {
			if err := m.walk(below, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxName bounds a name that a message repeats, in bytes.
const maxName = 60

// rootsOf lists the selection sets from which a walk through doc starts: those of
// its operations, and of fragments that none of them reaches. It names a fragment
// that contains itself, if there is one.
func rootsOf(doc *ast.QueryDocument) (roots []ast.SelectionSet, cycle string) {
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(set ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				visit(sel.SelectionSet)
			case *ast.InlineFragment:
				visit(sel.SelectionSet)
			case *ast.FragmentSpread:
				f := doc.Fragments.ForName(sel.Name)
				switch {
				case f == nil || state[sel.Name] == done:
				case state[sel.Name] == open:
					cycle = sel.Name
				default:
					state[sel.Name] = open
					visit(f.SelectionSet)
					state[sel.Name] = done
				}
			}
		}
	}
	for _, op := range doc.Operations {
		roots = append(roots, op.SelectionSet)
		visit(op.SelectionSet)
	}
	for _, f := range doc.Fragments {
		if state[f.Name] == 0 {
			roots = append(roots, f.SelectionSet)
			state[f.Name] = open
			visit(f.SelectionSet)
			state[f.Name] = done
		}
	}
	return roots, cycle
}

// countDirectives counts the directives that stand in the text.
func countDirectives(doc *ast.QueryDocument) int {
	n := 0
	var visit func(set ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				n += len(sel.Directives)
				visit(sel.SelectionSet)
			case *ast.InlineFragment:
				n += len(sel.Directives)
				visit(sel.SelectionSet)
			case *ast.FragmentSpread:
				n += len(sel.Directives)
			}
		}
	}
	for _, op := range doc.Operations {
		n += len(op.Directives)
		for _, v := range op.VariableDefinitions {
			n += len(v.Directives)
		}
		visit(op.SelectionSet)
	}
	for _, f := range doc.Fragments {
		n += len(f.Directives)
		visit(f.SelectionSet)
	}
	return n
}

// shorten keeps the first errors of a list.
func (l Limits) shorten(errs gqlerror.List) gqlerror.List {
	return errs[:min(len(errs), l.Errors)]
}

const tallyExtension = "errors"

// tally counts an error of the request that ctx belongs to, and tells how many
// it has now.
func tally(ctx context.Context) int {
	if !graphql.HasOperationContext(ctx) {
		return 1
	}
	n, ok := graphql.GetOperationContext(ctx).Stats.GetExtension(tallyExtension).(*atomic.Int64)
	if !ok {
		return 1
	}
	return int(n.Add(1))
}
