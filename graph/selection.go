package graph

import "github.com/vektah/gqlparser/v2/ast"

// A place is where fields stand together in an answer: what the selection sets
// of one object come to once fragments are spread into them. Fields under one
// name there are merged, and so are their own selections.
type place struct{ fields []*merged }

// merged are the fields of one place that have one name in the answer.
type merged struct {
	fields []*ast.Field
	on     string // the type of object that they are asked of, "" for all
}

// below are the selection sets under m, which make up the next place.
func (m *merged) below() []ast.SelectionSet {
	var sets []ast.SelectionSet
	for _, f := range m.fields {
		if len(f.SelectionSet) > 0 {
			sets = append(sets, f.SelectionSet)
		}
	}
	return sets
}

// spreading is how selection sets become places.
type spreading struct {
	fragments ast.FragmentDefinitionList
	// left tells by their directives what is left out; nil: nothing is.
	left func(ast.DirectiveList) bool
	// schema keeps fields apart that are asked of different types of object;
	// nil: they are merged as if they were of one.
	schema *ast.Schema
}

// place spreads sets that are asked of objects of type typ.
func (s *spreading) place(sets []ast.SelectionSet, typ string) place {
	var p place
	type key struct{ name, on string }
	groups, spread := map[key]*merged{}, map[key]bool{}
	var add func(set ast.SelectionSet, on string)
	add = func(set ast.SelectionSet, on string) {
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				if s.leaves(sel.Directives) {
					continue
				}
				k := key{sel.Alias, on}
				if groups[k] == nil {
					groups[k] = &merged{on: on}
					p.fields = append(p.fields, groups[k])
				}
				groups[k].fields = append(groups[k].fields, sel)
			case *ast.InlineFragment:
				if !s.leaves(sel.Directives) {
					add(sel.SelectionSet, s.narrow(on, sel.TypeCondition, typ))
				}
			case *ast.FragmentSpread:
				f := s.fragments.ForName(sel.Name)
				if f == nil || s.leaves(sel.Directives) {
					continue
				}
				inside := s.narrow(on, f.TypeCondition, typ)
				if k := (key{sel.Name, inside}); !spread[k] {
					spread[k] = true
					add(f.SelectionSet, inside)
				}
			}
		}
	}
	for _, set := range sets {
		add(set, "")
	}
	return p
}

func (s *spreading) leaves(d ast.DirectiveList) bool { return s.left != nil && s.left(d) }

// narrow is the type of object that a condition within on comes to, where all
// objects are of type typ.
func (s *spreading) narrow(on, condition, typ string) string {
	if s.schema == nil || condition == typ {
		return on
	}
	if def := s.schema.Types[condition]; def != nil && def.Kind == ast.Object {
		return condition
	}
	return on
}
