package graph

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/kb"
)

// maxValueDepth bounds how deep the values of arguments and variables nest. A
// filter of the greatest depth, each of its levels a list of filters, fits.
const maxValueDepth = 2*kb.MaxFilterDepth + 10

func tooDeepValue() *gqlerror.Error {
	return refusal(codeDepthLimit, "Write the filter flatter.", "The values of an argument nest more than %d levels deep.", maxValueDepth)
}

func tooManyValues(most int) *gqlerror.Error {
	return refusal(codeSizeLimit, "Ask in several requests.", "The arguments hold more than %d values.", most)
}

// measureVariables refuses variables that hold too much.
func (l Limits) measureVariables(variables map[string]any) *gqlerror.Error {
	values, deep := 0, false
	var visit func(v any, depth int)
	visit = func(v any, depth int) {
		if values++; values > l.Values || depth > maxValueDepth {
			deep = deep || depth > maxValueDepth
			return
		}
		switch v := v.(type) {
		case map[string]any:
			for _, member := range v {
				visit(member, depth+1)
			}
		case []any:
			for _, element := range v {
				visit(element, depth+1)
			}
		}
	}
	for _, v := range variables {
		visit(v, 1)
	}
	switch {
	case deep:
		return tooDeepValue()
	case values > l.Values:
		return tooManyValues(l.Values)
	}
	return nil
}

// plainNumbers puts numbers in the place of json.Numbers, which gqlgen would
// take for texts.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, err := v.Float64()
		if err != nil {
			return v // too large: refused where a number is expected
		}
		if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return int64(f)
		}
		return f
	case map[string]any:
		for name, member := range v {
			v[name] = plainNumbers(member)
		}
	case []any:
		for i, element := range v {
			v[i] = plainNumbers(element)
		}
	}
	return v
}

// checkVariables checks what gqlgen does not inside variables: that of a @oneOf
// input exactly one member is given, and that names out of a list are written as
// the schema has them.
func checkVariables(schema *ast.Schema, op *graphql.OperationContext) *gqlerror.Error {
	for _, def := range op.Operation.VariableDefinitions {
		path := ast.Path{ast.PathName("variable"), ast.PathName(def.Variable)}
		if err := checkValue(schema, def.Type, op.Variables[def.Variable], path); err != nil {
			return err
		}
	}
	return nil
}

func checkValue(schema *ast.Schema, typ *ast.Type, v any, path ast.Path) *gqlerror.Error {
	if list, ok := v.([]any); ok && typ.Elem != nil {
		for i, element := range list {
			if err := checkValue(schema, typ.Elem, element, append(path, ast.PathIndex(i))); err != nil {
				return err
			}
		}
		return nil
	}
	def := schema.Types[typ.Name()]
	switch v := v.(type) {
	case string:
		if def.Kind == ast.Enum && def.EnumValues.ForName(v) == nil {
			return badVariable(path, "%q is no %s", v, def.Name)
		}
	case map[string]any:
		if def.Kind != ast.InputObject {
			return nil
		}
		if def.Directives.ForName("oneOf") != nil {
			if n := given(v); n != 1 || len(v) != 1 {
				err := badVariable(path, "of a %s exactly one member has to be given and not be null; %d are", def.Name, n)
				err.Extensions["hint"] = hintOneOf
				return err
			}
		}
		for name, member := range v {
			if field := def.Fields.ForName(name); field != nil {
				if err := checkValue(schema, field.Type, member, append(path, ast.PathName(name))); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// given counts the members that are not null.
func given(object map[string]any) int {
	n := 0
	for _, member := range object {
		if member != nil {
			n++
		}
	}
	return n
}

func badVariable(path ast.Path, format string, args ...any) *gqlerror.Error {
	err := refusal(codeValidationFailed, "The schema tells what can be asked; it can be read by introspection.", "%s", fmt.Sprintf(format, args...))
	err.Path = path
	return err
}
