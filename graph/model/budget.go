package model

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// ErrBudget: an answer has become larger than it may.
var ErrBudget = errors.New("answer too large")

// Budget bounds what the answer to one request takes: the records read for it,
// the objects in it, and its bytes. One record that many objects refer to is
// read once and stands in the answer many times.
type Budget struct {
	Records, Objects, Bytes int
	// Turns are places for large answers. One that has come to a certain size
	// goes on when it has a place: many together take no more memory than a few.
	Turns chan struct{}

	records, objects, bytes atomic.Int64 // spent
	ctx                     context.Context
	stop                    context.CancelCauseFunc
	turn                    sync.Once
	placed                  atomic.Bool
}

// What an answer may come to before it is large.
const (
	largeObjects = 10_000 // and records
	largeBytes   = 1 << 20
)

type budgetKey struct{}

// Bind returns the context of the request, which ends when the budget is spent.
func (b *Budget) Bind(ctx context.Context) context.Context {
	b.ctx, b.stop = context.WithCancelCause(ctx)
	return context.WithValue(b.ctx, budgetKey{}, b)
}

// BudgetOf returns the budget of the request that ctx belongs to, or nil.
func BudgetOf(ctx context.Context) *Budget {
	b, _ := ctx.Value(budgetKey{}).(*Budget)
	return b
}

// Close gives back what the request holds.
func (b *Budget) Close() {
	if b.placed.Swap(false) {
		<-b.Turns
	}
	b.stop(nil)
}

// Err is why the request goes on no longer: the budget is spent, or its time.
func (b *Budget) Err() error { return context.Cause(b.ctx) }

// Answer takes objects and bytes of the answer from the budget.
func (b *Budget) Answer(objects, bytes int) error {
	o, n := b.objects.Add(int64(objects)), b.bytes.Add(int64(bytes))
	switch {
	case o > int64(b.Objects):
		b.stop(fmt.Errorf("%w: the answer grew beyond %d objects", ErrBudget, b.Objects))
	case n > int64(b.Bytes):
		b.stop(fmt.Errorf("%w: the answer grew beyond %s", ErrBudget, size(b.Bytes)))
	case o > largeObjects || n > largeBytes:
		b.wait()
	}
	return b.Err()
}

// spend takes records from the budget of ctx, if it has one.
func spend(ctx context.Context, records int) error {
	b := BudgetOf(ctx)
	if b == nil {
		return nil
	}
	switch r := b.records.Add(int64(records)); {
	case r > int64(b.Records):
		b.stop(fmt.Errorf("%w: the answer takes more than %d records", ErrBudget, b.Records))
	case r > largeObjects:
		b.wait()
	}
	return b.Err()
}

// wait waits for a place among the large answers, once.
func (b *Budget) wait() {
	b.turn.Do(func() {
		select {
		case b.Turns <- struct{}{}:
			b.placed.Store(true)
		case <-b.ctx.Done():
		}
	})
}

func size(bytes int) string {
	if bytes%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
