package graph

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/graph/model"
)

// DispatchOperation implements [graphql.GraphExecutor]. All is read under the lens
// of the operation. An answer that grows
// larger than it may is dropped whole: one error is told instead.
func (e *Executor) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	budget := &model.Budget{Records: e.limits.Cost, Objects: e.limits.Cost, Bytes: e.limits.Answer, Turns: e.turns}
	answer, ctx := e.Executor.DispatchOperation(e.viewOf(op).Bind(budget.Bind(ctx)), op)
	return func(ctx context.Context) *graphql.Response {
		defer budget.Close()
		resp := answer(ctx)
		if err := budget.Err(); errors.Is(err, model.ErrBudget) {
			op.Stats.SetExtension(tallyExtension, new(atomic.Int64))
			resp = e.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)})
			resp.Data = nil
		}
		return resp
	}, ctx
}

// spend counts what a field adds to the answer: objects as cost.go prices them,
// but as many as there are, and about as many bytes as will be written. Once the
// request is over nothing more is resolved.
func spend(ctx context.Context, next graphql.Resolver) (any, error) {
	budget := model.BudgetOf(ctx)
	if err := budget.Err(); err != nil {
		return nil, err
	}
	value, err := next(ctx)
	if err != nil {
		return nil, err
	}
	field := graphql.GetFieldContext(ctx).Field
	objects, bytes := 0, len(field.Alias)+len(`"":,`)
	v := reflect.ValueOf(value)
	switch {
	case len(field.Selections) == 0:
		bytes += lengthOfPlain(v)
	case v.Kind() == reflect.Slice:
		n := elements(v)
		objects, bytes = n, bytes+n*len(`{},`)
	case !wraps(field):
		objects, bytes = 1, bytes+len(`{}`)
	}
	return value, budget.Answer(objects, bytes)
}

// elements counts the objects of a list, and of the lists in it.
func elements(list reflect.Value) int {
	if list.Type().Elem().Kind() != reflect.Slice {
		return list.Len()
	}
	n := 0
	for i := range list.Len() {
		n += elements(list.Index(i))
	}
	return n
}

// wraps tells whether a field's object is no record, but what pages are wrapped
// in, or is counted with what it stands in.
func wraps(field graphql.CollectedField) bool {
	name := field.Definition.Type.Name()
	return strings.HasSuffix(name, "Connection") || name == "PageInfo" || field.Name == "ofType" ||
		field.Name == "node" && strings.HasSuffix(field.ObjectDefinition.Name, "Edge")
}

// lengthOfPlain is about how long a plain value is written.
func lengthOfPlain(v reflect.Value) int {
	const other = 8 // numbers, yes and no, dates
	switch v.Kind() {
	case reflect.Pointer:
		return lengthOfPlain(v.Elem())
	case reflect.String:
		return v.Len() + len(`""`)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Len() // a filter, written out
		}
		n := len(`[]`)
		for i := range v.Len() {
			n += lengthOfPlain(v.Index(i)) + len(`,`)
		}
		return n
	}
	return other
}
