package graph

import (
	"context"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// Subgraph implements QueryResolver.
func (query) Subgraph(ctx context.Context, ids []kb.ID, depth, perEntity, limit *int, where *model.PathWhere, known []kb.ID, fold bool) (*model.Subgraph, error) {
	return model.ViewOf(ctx).FindSubgraph(ctx, ids, depth, perEntity, limit, where, known, fold)
}
