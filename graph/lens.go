package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"actorgraph/graph/model"
	"actorgraph/kb"
	"actorgraph/text"
)

// lensExtension is where the lens of a request is kept, and how its answer calls
// it.
const lensExtension = "lens"

const hintLens = "The description of @lens in the schema tells what it takes."

// readLens reads the lens of an operation. It governs all of it: every field
// reads through the view that DispatchOperation makes of it.
func (e *Executor) readLens(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	directive := op.Operation.Directives.ForName("lens")
	if directive == nil {
		return nil
	}
	refuse := func(message string) *gqlerror.Error {
		err := refusal(codeBadRequest, hintLens, "@lens: %s.", strings.TrimSuffix(message, "."))
		err.Locations = []gqlerror.Location{{Line: directive.Position.Line, Column: directive.Position.Column}}
		return err
	}
	in, err := model.ReadLens(directive.ArgumentMap(op.Variables))
	if err != nil {
		return refuse(plainMessage(err))
	}
	lens, err := in.Lens()
	if err != nil {
		return refuse(plainMessage(err))
	}
	if lens.Collection != "" {
		names, err := e.collections(ctx)
		if err != nil {
			return gqlerror.Wrap(err)
		}
		if !slices.Contains(names, lens.Collection) {
			return refuse(fmt.Sprintf("collection: the store has no %s; it has %s", lens.Collection, cmp.Or(strings.Join(names, ", "), "none")))
		}
	}
	op.Stats.SetExtension(lensExtension, lens)
	return nil
}

// collections names the collections of the store.
func (e *Executor) collections(ctx context.Context) ([]string, error) {
	known, err := e.store.Collections(ctx)
	names := make([]string, len(known))
	for i, c := range known {
		names[i] = c.Name
	}
	return names, err
}

// plainMessage is what err says, without the word for its class.
func plainMessage(err error) string {
	return strings.TrimPrefix(err.Error(), kb.ErrInvalid.Error()+": ")
}

// lensOf is the lens of a request.
func lensOf(op *graphql.OperationContext) kb.Lens {
	lens, _ := op.Stats.GetExtension(lensExtension).(kb.Lens)
	return lens
}

// viewOf is what a request sees.
func (e *Executor) viewOf(op *graphql.OperationContext) *model.View {
	v := &model.View{Store: e.store, Lens: lensOf(op), Whole: e.store, Analyst: e.keeper, Kept: e.kept, Fold: text.Fold, Highlight: highlight}
	if !v.Lens.IsZero() {
		v.Store = e.store.Under(v.Lens)
	}
	return v
}

// tellLens repeats the lens of a request in its response.
func tellLens(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if graphql.HasOperationContext(ctx) {
		if lens := lensOf(graphql.GetOperationContext(ctx)); !lens.IsZero() {
			graphql.RegisterExtension(ctx, lensExtension, model.LensArguments(lens))
		}
	}
	return next(ctx)
}
