package model

import (
	"context"
	"errors"
	"sync/atomic"
)

// ErrBudget: a request has loaded more records than it may.
var ErrBudget = errors.New("the answer is too large")

type budgetKey struct{}

// WithBudget bounds how many records are loaded from the store under the context
// it returns, which is that of one request.
func WithBudget(ctx context.Context, records int) context.Context {
	left := new(atomic.Int64)
	left.Store(int64(records))
	return context.WithValue(ctx, budgetKey{}, left)
}

// spend takes the records loaded from the budget of ctx, if it has one.
func spend(ctx context.Context, records int) error {
	if left, ok := ctx.Value(budgetKey{}).(*atomic.Int64); ok && left.Add(int64(-records)) < 0 {
		return ErrBudget
	}
	return nil
}
