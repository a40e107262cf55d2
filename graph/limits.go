package graph

import (
	"cmp"
	"context"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Limits bound what one request may take. A field that is zero stands for its
// default. They are checked from the cheapest to the dearest, each before
// something that would suffer without it.
type Limits struct {
	Values      int // in all variables together; in the text, where each counts once for each level it stands below
	Tokens      int // words, numbers, texts and signs of the request
	Definitions int // operations and fragments
	Variables   int // that one operation declares
	Directives  int // wherever they stand
	Fields      int // a fragment's counted wherever it is spread
	Depth       int // fields within fields
	Aliases     int // names under which one field is asked for in one place
	Clashes     int // fields under one name in one place, which have to be merged
	Cost        int // in objects, see cost.go
	Answer      int // bytes of an answer
	Errors      int // in one answer
	ErrorSize   int // bytes of an error's message, which can repeat what was asked
}

// DefaultLimits are the limits that hold if nobody sets others.
func DefaultLimits() Limits {
	return Limits{
		Values: 10_000, Tokens: 10_000, Definitions: 100, Variables: 100, Directives: 100,
		Fields: 1_000, Depth: 20, Aliases: 50, Clashes: 50, Cost: 400_000,
		Answer: 16 << 20, Errors: 20, ErrorSize: 500,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	return Limits{
		Values: cmp.Or(l.Values, d.Values), Tokens: cmp.Or(l.Tokens, d.Tokens), Definitions: cmp.Or(l.Definitions, d.Definitions),
		Variables: cmp.Or(l.Variables, d.Variables), Directives: cmp.Or(l.Directives, d.Directives),
		Fields: cmp.Or(l.Fields, d.Fields), Depth: cmp.Or(l.Depth, d.Depth), Aliases: cmp.Or(l.Aliases, d.Aliases),
		Clashes: cmp.Or(l.Clashes, d.Clashes), Cost: cmp.Or(l.Cost, d.Cost), Answer: cmp.Or(l.Answer, d.Answer), Errors: cmp.Or(l.Errors, d.Errors),
		ErrorSize: cmp.Or(l.ErrorSize, d.ErrorSize),
	}
}

// maxName bounds a name. Validating compares one that is unknown with all that
// are known, letter by letter.
const maxName = 64

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
	var w written
	w.document(doc)
	switch {
	case w.directives > l.Directives:
		return refusal(codeSizeLimit, "Leave out what you don't want, or put it into a fragment.",
			"The request has %d directives; at most %d are allowed.", w.directives, l.Directives)
	case w.depth > maxValueDepth:
		return tooDeepValue()
	case w.values > l.Values:
		return tooManyValues(l.Values)
	case len(w.name) > maxName:
		return refusal(codeSizeLimit, "No name of the schema is as long.",
			"The request has the name %.20s…, which is longer than %d letters.", w.name, maxName)
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
	here := m.spreading.place(sets, "")
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
				"The request asks for %s under more than %d names in one place.", name, m.limits.Aliases)
		case len(g.fields) > m.limits.Clashes:
			return refusal(codeSizeLimit, "Ask for it once.",
				"The request asks for %s more than %d times in one place.", g.fields[0].Alias, m.limits.Clashes)
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

// written is what stands in a text, each fragment where it is defined.
type written struct {
	directives int
	values     int    // each as often as it has levels above: so often validating looks at it
	depth      int    // of the deepest value
	name       string // the longest
}

func (w *written) document(doc *ast.QueryDocument) {
	for _, op := range doc.Operations {
		w.names(op.Name)
		w.directivesOf(op.Directives)
		for _, v := range op.VariableDefinitions {
			w.names(v.Variable, v.Type.Name())
			w.directivesOf(v.Directives)
			w.value(v.DefaultValue, 1)
		}
		w.selections(op.SelectionSet)
	}
	for _, f := range doc.Fragments {
		w.names(f.Name, f.TypeCondition)
		w.directivesOf(f.Directives)
		w.selections(f.SelectionSet)
	}
}

func (w *written) selections(set ast.SelectionSet) {
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			w.names(sel.Name, sel.Alias)
			w.arguments(sel.Arguments)
			w.directivesOf(sel.Directives)
			w.selections(sel.SelectionSet)
		case *ast.InlineFragment:
			w.names(sel.TypeCondition)
			w.directivesOf(sel.Directives)
			w.selections(sel.SelectionSet)
		case *ast.FragmentSpread:
			w.names(sel.Name)
			w.directivesOf(sel.Directives)
		}
	}
}

func (w *written) directivesOf(list ast.DirectiveList) {
	w.directives += len(list)
	for _, d := range list {
		w.names(d.Name)
		w.arguments(d.Arguments)
	}
}

func (w *written) arguments(list ast.ArgumentList) {
	for _, a := range list {
		w.names(a.Name)
		w.value(a.Value, 1)
	}
}

func (w *written) value(v *ast.Value, depth int) {
	if v == nil {
		return
	}
	w.depth = max(w.depth, depth)
	w.values += depth
	if v.Kind == ast.EnumValue || v.Kind == ast.Variable {
		w.names(v.Raw)
	}
	for _, child := range v.Children {
		w.names(child.Name)
		w.value(child.Value, depth+1)
	}
}

func (w *written) names(names ...string) {
	for _, n := range names {
		if len(n) > len(w.name) {
			w.name = n
		}
	}
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
