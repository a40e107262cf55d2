package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// The cost of a request is how many objects its answer can hold, known from its
// text and variables alone:
//
//   - an object costs 1, and what is asked of it comes on top. Its plain values
//     cost nothing, nor do connections;
//   - a page costs as many objects as first or last ask for, or as it has without
//     them, each with what is asked of it. An edge and its node are one object. Of
//     nodes, edges and pageInfo it is enough to ask for one: the page is loaded;
//   - a list without pages, such as aliases, is priced at 5 objects;
//   - totalCount costs 1, facets as many objects as buckets are asked for;
//   - what reads more than it shows costs more, see reads;
//   - of what is asked of objects of different types only the dearest counts,
//     since an object is of one type.
//
// A page is never larger than its price; a list without pages can be. What the
// price can't foresee, and the bytes of the answer, spending.go counts.

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
	return refusal(codeCostLimit, hintSmaller, "The answer could hold %d objects; at most %d are allowed.", cost, l.Cost)
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
	"Timeline.buckets":         50,
	"Path.steps":               model.DefaultPathHops + 1,
	"Between.entities":         10,
	"Between.steps":            10,
	"Dossier.sections":         10,
	"DossierSection.entries":   20,
	"Dossier.sources":          50,
	"__Schema.types":           300,
	"__Schema.directives":      5,
	"__Type.fields":            10,
	"__Type.inputFields":       10,
	"__Type.enumValues":        10,
	"__Type.possibleTypes":     10,
}

// reads is what fields cost for what they read and don't show. schema.graphqls
// tells it of each.
var reads = map[string]int{
	"Support.explanation": 2,
	"Origin.name":         2,
	"Source.name":         1,
	"Property.together":   50,
	"Source.facts":        50,
	"Source.originOf":     100,
	"Source.derivedBy":    10,
	"Source.citedBy":      10,
	"Source.dependents":   200,
	"Entity.conflicts":    50,
	"Entity.differences":  50,
	"Entity.dossier":      100,
	"Fact.conflicts":      50,
	"Fact.differences":    50,
	"Query.conflicts":     1_000,
	"Query.differences":   1_000,
	"Query.diff":          1_000,
	"Query.timeline":      1_000,
	"Query.ifRetracted":   1_000,
	"Query.paths":         500,
	"Query.rank":          1_000,
	"Query.communities":   1_000,
	"Query.components":    1_000,
	"Query.subgraph":      500,
	"Query.between":       500,

	"Subgraph.hiddenRelations": 500,
}

// perEntity is how many objects some lists are priced at for each entity that the question
// asks for.
var perEntity = map[string]int{"Subgraph.entities": 1, "Subgraph.relations": 3, "Subgraph.hidden": 3, "Subgraph.links": 3, "Between.common": 1}

// pages are lists whose length first tells, and how long they are without it.
var pages = map[string]int{
	"PathList":      model.DefaultPaths,
	"RankList":      model.DefaultPage,
	"CommunityList": model.DefaultPage,
	"ComponentList": model.DefaultPage,
}

// usualList is what a list without pages is priced at.
const usualList = 5

// priceOf prices what op asks for. An argument that is out of range is an error.
func priceOf(schema *ast.Schema, op *graphql.OperationContext) (int, *gqlerror.Error) {
	p := pricing{schema: schema, variables: op.Variables, spreading: spreading{
		fragments: op.Doc.Fragments,
		left:      func(d ast.DirectiveList) bool { return leftOut(d, op.Variables) },
		schema:    schema,
	}}
	cost := p.place([]ast.SelectionSet{op.Operation.SelectionSet}, schema.Query.Name, 1)
	return cost, p.wrong
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
	wrong     *gqlerror.Error // the first argument that is out of range
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
	return min(readsOf(f)+p.shown(g, page), maxCost)
}

// readsOf is what a field costs for what it reads, told of its type or of an interface
// that this has.
func readsOf(f *ast.Field) int {
	cost := reads[f.ObjectDefinition.Name+"."+f.Name]
	for _, i := range f.ObjectDefinition.Interfaces {
		cost = max(cost, reads[i+"."+f.Name])
	}
	return cost
}

// shown prices what a field puts into the answer.
func (p *pricing) shown(g *merged, page int) int {
	f := g.fields[0]
	def := f.Definition.Type
	name := def.Name()
	args := p.argumentsOf(f)
	below := g.below()
	each, times := 1, 1
	switch {
	case f.Name == "totalCount":
		return 1
	case below == nil || name == "PageInfo":
		return 0
	case f.Name == "facets":
		by, _ := args["by"].([]any)
		return max(1, len(by)) * args.number("first", model.DefaultBuckets)
	case pages[name] > 0:
		return p.connection(below, name, args.number("first", pages[name]))
	case name == "Subgraph":
		return min(1+p.place(below, name, min(max(args.number("limit", model.DefaultSubgraph), 1), kb.MaxSubgraph)), maxCost)
	case name == "Between":
		return min(1+p.place(below, name, args.number("first", model.DefaultCommon)), maxCost)
	case strings.HasSuffix(name, "Connection"):
		return p.connection(below, name, args.number("first", args.number("last", model.DefaultPage)))
	case strings.HasSuffix(name, "Edge"):
		return min(page*max(1, p.place(below, name, 1)), maxCost)
	case f.Name == "ofType":
		each = 0
	case def.Elem != nil && (strings.HasSuffix(f.ObjectDefinition.Name, "Connection") || pages[f.ObjectDefinition.Name] > 0):
		times = page
	case perEntity[f.ObjectDefinition.Name+"."+f.Name] > 0:
		times = page * perEntity[f.ObjectDefinition.Name+"."+f.Name]
	case def.Elem != nil:
		times = lengthOf(f, args)
	}
	return min(times*(each+p.place(below, name, 1)), maxCost)
}

// connection prices what is asked of a connection with a page of this size.
func (p *pricing) connection(sets []ast.SelectionSet, typ string, page int) int {
	cost := p.place(sets, typ, page)
	for _, g := range p.spreading.place(sets, typ).fields {
		if g.fields[0].Name == "pageInfo" {
			return max(cost, page)
		}
	}
	return cost
}

// lengthOf is how many objects a list without pages is priced at.
func lengthOf(f *ast.Field, args arguments) int {
	if ids, ok := args["ids"].([]any); ok {
		return len(ids)
	}
	if n, ok := lists[f.ObjectDefinition.Name+"."+f.Name]; ok {
		return n
	}
	return usualList
}

// arguments are those of one field, by name.
type arguments map[string]any

// argumentsOf reads the arguments of a field. Those out of range are noted and
// left out, so that pricing can go on.
func (p *pricing) argumentsOf(f *ast.Field) arguments {
	args := arguments(f.ArgumentMap(p.variables))
	for _, name := range []string{"first", "last"} {
		if n := args.number(name, 1); n < 1 || n > kb.MaxPage {
			p.refuse(f, "%s must be between 1 and %d, not %d", name, kb.MaxPage, n)
			delete(args, name)
		}
	}
	if args["first"] != nil && args["last"] != nil {
		p.refuse(f, "first and last can't both be given")
	}
	if n := args.number("since", 0); n < 0 {
		p.refuse(f, "since must be 0 or more, not %d", n)
	}
	if ids, ok := args["ids"].([]any); ok && len(ids) > model.MaxNodes {
		p.refuse(f, "at most %d ids can be asked for at once, not %d", model.MaxNodes, len(ids))
		args["ids"] = ids[:model.MaxNodes]
	}
	return args
}

func (p *pricing) refuse(f *ast.Field, format string, args ...any) {
	if p.wrong == nil {
		p.wrong = refusal(codeBadRequest, hintDescription, "%s: %s.", f.Alias, fmt.Sprintf(format, args...))
		p.wrong.Locations = []gqlerror.Location{{Line: f.Position.Line, Column: f.Position.Column}}
	}
}

// number reads a whole number, or gives otherwise if there is none.
func (a arguments) number(name string, otherwise int) int {
	n, err := graphql.UnmarshalInt(a[name])
	if a[name] == nil || err != nil {
		return otherwise
	}
	return n
}
