package graph

import (
	"context"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// Conflicts implements QueryResolver.
func (query) Conflicts(ctx context.Context, where *model.ConflictWhere, first *int, after *string) (*model.ConflictConnection, error) {
	return model.ViewOf(ctx).Conflicts(where, first, after)
}

// Differences implements QueryResolver.
func (query) Differences(ctx context.Context, where *model.ConflictWhere, first *int, after *string) (*model.ConflictConnection, error) {
	return model.ViewOf(ctx).Differences(where, first, after)
}

// Diff implements QueryResolver.
func (query) Diff(ctx context.Context, from, to model.LensInput, where *model.FactWhere, first *int, after *string) (*model.DiffConnection, error) {
	return model.ViewOf(ctx).Diff(ctx, from, to, where, first, after)
}

// Timeline implements QueryResolver.
func (query) Timeline(ctx context.Context, where *model.FactWhere, between *kb.Date, granularity model.Granularity) (*model.Timeline, error) {
	return model.ViewOf(ctx).Timeline(ctx, where, between, granularity)
}

// IfRetracted implements QueryResolver.
func (query) IfRetracted(ctx context.Context, sources []kb.ID, minOrigins int) (*model.Retraction, error) {
	return model.ViewOf(ctx).IfRetracted(ctx, sources, minOrigins)
}
