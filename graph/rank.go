package graph

import (
	"context"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// Rank implements QueryResolver.
func (query) Rank(ctx context.Context, by kb.RankBy, where *model.PathWhere, first *int) (*model.RankList, error) {
	return model.ViewOf(ctx).Rank(ctx, by, where, first)
}

// Communities implements QueryResolver.
func (query) Communities(ctx context.Context, where *model.PathWhere, resolution float64, first *int) (*model.CommunityList, error) {
	return model.ViewOf(ctx).Communities(ctx, where, resolution, first)
}

// Components implements QueryResolver.
func (query) Components(ctx context.Context, where *model.PathWhere, first *int) (*model.ComponentList, error) {
	return model.ViewOf(ctx).Components(ctx, where, first)
}
