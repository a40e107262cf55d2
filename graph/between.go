package graph

import (
	"context"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// Between implements QueryResolver.
func (query) Between(ctx context.Context, ids []kb.ID, maxHops, first *int, where *model.PathWhere) (*model.Between, error) {
	return model.ViewOf(ctx).FindBetween(ctx, ids, maxHops, first, where)
}
