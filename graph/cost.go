package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// The cost of a request is how many objects it asks for, known from its text and
// variables alone:
//
//   - an object costs 1, and what is asked of it comes on top. Its plain values,
//     and the wrapping of pages (connections, edges, pageInfo) cost nothing;
//   - a page costs as many objects as first or last ask for. Without either, one
//     at the top of the request costs 50, one further down 10, as is usual;
//   - the claims on a fact are priced at a tenth of the page, or at 5 if that is
//     more: facts rest on few. A list without pages, such as aliases, at 5;
//   - totalCount costs 1, facets as many objects as buckets are asked for;
//   - of what is asked of objects of different types only the dearest counts,
//     since an object is of one type.
//
// So a page can turn out larger than its price. Therefore what is loaded from
// the store is counted as well while the request is answered, and ends with the
// same limit ([model.WithBudget]).

const costExtension = "cost"

// tellCost puts the cost of a request into its response.
func tellCost(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if graphql.HasOperationContext(ctx) {
		if cost, ok := graphql.GetOperationContext(ctx).Stats.GetExtension(costExtension).(int); ok {
			graphql.RegisterExtension(ctx, costExtension, cost)
		}
	}
	return next(ctx)
}

// tooCostly is the refusal of a request of this cost.
func (l Limits) tooCostly(cost int) *gqlerror.Error {
	return refusal(codeCostLimit, hintSmaller, "The request asks for about %d objects; at most %d are allowed.", cost, l.Cost)
}

// maxCost is where pricing stops counting.
const maxCost = 1_000_000_000

// lists is how many elements the lists of other objects are priced at, where it
// is not usualList.
var lists = map[string]int{
	"Vocabulary.kinds":         len(kb.Kinds),
	"Vocabulary.relationTypes": len(kb.RelationTypes),
	"Vocabulary.propertyKeys":  len(kb.PropertyKeys),
	"Vocabulary.qualifierKeys": len(kb.QualifierKeys),
	"Stats.byKind":             len(kb.Kinds),
	"Stats.byType":             len(kb.RelationTypes),
	"Stats.byKey":              len(kb.PropertyKeys),
	"__Schema.types":           300,
	"__Schema.directives":      5,
	"__Type.fields":            10,
	"__Type.inputFields":       10,
	"__Type.enumValues":        10,
	"__Type.possibleTypes":     10,
}

// usualList is what a list without pages is priced at, usualPage a page further
// down of which no size is given.
const (
	usualList = 5
	usualPage = 10
)

// priceOf prices what op asks for.
func priceOf(schema *ast.Schema, op *graphql.OperationContext) int {
	p := pricing{schema, op.Variables, spreading{
		fragments: op.Doc.Fragments,
		left:      func(d ast.DirectiveList) bool { return leftOut(d, op.Variables) },
		schema:    schema,
	}}
	return p.place([]ast.SelectionSet{op.Operation.SelectionSet}, schema.Query.Name, 1)
}

// leftOut tells whether @skip or @include leave something out.
func leftOut(d ast.DirectiveList, variables map[string]any) bool {
	for name, leaves := range map[string]bool{"skip": true, "include": false} {
		if d := d.ForName(name); d != nil {
			if value, ok := d.ArgumentMap(variables)["if"].(bool); ok && value == leaves {
				return true
			}
		}
	}
	return false
}

type pricing struct {
	schema    *ast.Schema
	variables map[string]any
	spreading spreading
}

// place prices what is asked of one object of type typ. If that is a connection,
// page is the size of its page.
func (p *pricing) place(sets []ast.SelectionSet, typ string, page int) int {
	common, dearest, of := 0, 0, map[string]int{}
	for _, g := range p.spreading.place(sets, typ).fields {
		cost := p.field(g, page)
		if g.on == "" {
			common = min(common+cost, maxCost)
			continue
		}
		of[g.on] = min(of[g.on]+cost, maxCost)
		dearest = max(dearest, of[g.on])
	}
	return min(common+dearest, maxCost)
}

func (p *pricing) field(g *merged, page int) int {
	f := g.fields[0]
	def := f.Definition.Type
	below := g.below()
	switch {
	case f.Name == "totalCount":
		return 1
	case below == nil:
		return 0
	case f.Name == "facets":
		args := f.ArgumentMap(p.variables)
		keys := 1
		if by, ok := args["by"].([]any); ok {
			keys = len(by)
		}
		return keys * number(args["first"], model.DefaultBuckets)
	}
	each, times := 1, 1
	name := def.Name()
	switch {
	case strings.HasSuffix(name, "Connection"):
		return p.place(below, name, p.pageOf(f))
	case name == "PageInfo" || f.Name == "ofType":
		each = 0
	case strings.HasSuffix(name, "Edge"):
		each, times = 0, page
	case def.Elem != nil && strings.HasSuffix(f.ObjectDefinition.Name, "Connection"):
		times = page
	case def.Elem != nil:
		times = p.length(f)
	}
	return min(times*(each+p.place(below, name, 1)), maxCost)
}

// pageOf is how many objects the page of a connection is priced at.
func (p *pricing) pageOf(f *ast.Field) int {
	args := f.ArgumentMap(p.variables)
	usual := usualPage
	if f.ObjectDefinition.Name == p.schema.Query.Name {
		usual = model.DefaultPage
	}
	n := number(args["first"], number(args["last"], usual))
	if f.Name == "claims" && isFact(f.ObjectDefinition) {
		return min(n, max(usualList, n/10))
	}
	return n
}

// isFact tells whether def is Fact or implements it.
func isFact(def *ast.Definition) bool {
	return def.Name == "Fact" || slices.Contains(def.Interfaces, "Fact")
}

// length is how many objects a list without pages is priced at.
func (p *pricing) length(f *ast.Field) int {
	if f.Name == "nodes" {
		if ids, ok := f.ArgumentMap(p.variables)["ids"].([]any); ok {
			return min(len(ids), model.MaxNodes)
		}
	}
	if n, ok := lists[f.ObjectDefinition.Name+"."+f.Name]; ok {
		return n
	}
	return usualList
}

// number reads the size of a page. One that is out of range is priced at the
// nearest that is not; the field itself will refuse it.
func number(v any, otherwise int) int {
	n, err := graphql.UnmarshalInt64(v)
	if v == nil || err != nil {
		return otherwise
	}
	return int(min(max(n, 1), kb.MaxPage))
}
