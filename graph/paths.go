package graph

import (
	"context"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// Paths implements QueryResolver.
func (query) Paths(ctx context.Context, from, to []kb.ID, first, maxHops *int, where *model.PathWhere, order kb.PathOrder) (*model.PathList, error) {
	return model.ViewOf(ctx).FindPaths(ctx, from, to, first, maxHops, where, order)
}
