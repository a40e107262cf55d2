package model

import (
	"context"
	"slices"
	"sync"

	"actorgraph/kb"
)

// Kept keeps what was worked out from the whole graph for the next who asks. An
// answer holds for one version of the store. One is worked out at a time, so that
// many requests take no more memory than one; the others wait as long as their time
// lasts. The zero Kept has no place: use [NewKept].
type Kept struct {
	turn chan struct{} // held by whoever works one out

	mu      sync.Mutex
	answers []keptAnswer // the one used last comes last
}

type keptAnswer struct {
	question string
	version  int64
	size     int
	value    any
}

// What is kept at most: answers, and the ids in all of them together.
const (
	maxKept     = 16
	maxKeptSize = 2_000_000
)

// NewKept returns one that keeps nothing yet.
func NewKept() *Kept { return &Kept{turn: make(chan struct{}, 1)} }

// kept answers a question about the whole graph as r has it, from what is kept or by
// work, which also tells how many ids its answer holds. What was worked out while the
// store changed is not kept.
func kept[T any](ctx context.Context, k *Kept, r kb.Reader, question string, work func(context.Context) (T, int, error)) (T, error) {
	var none T
	version, err := r.Version(ctx)
	if err != nil {
		return none, err
	}
	if a, ok := k.find(question, version); ok {
		return a.(T), nil
	}
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return none, context.Cause(ctx)
	}
	if a, ok := k.find(question, version); ok {
		return a.(T), nil
	}
	value, size, err := work(ctx)
	if err != nil {
		return none, err
	}
	if after, err := r.Version(ctx); err != nil {
		return none, err
	} else if after == version {
		k.keep(keptAnswer{question, version, size, value})
	}
	return value, nil
}

func (k *Kept) find(question string, version int64) (any, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.IndexFunc(k.answers, func(a keptAnswer) bool { return a.question == question && a.version == version })
	if i < 0 {
		return nil, false
	}
	a := k.answers[i]
	k.answers = append(slices.Delete(k.answers, i, i+1), a)
	return a.value, true
}

// keep keeps an answer, and drops what no version needs any more and what was not
// used for the longest time.
func (k *Kept) keep(a keptAnswer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.answers = slices.DeleteFunc(k.answers, func(b keptAnswer) bool { return b.version < a.version || b.question == a.question })
	k.answers = append(k.answers, a)
	size := 0
	for i, b := range slices.Backward(k.answers) {
		size += b.size
		if size > maxKeptSize || len(k.answers)-i > maxKept {
			k.answers = slices.Delete(k.answers, 0, i+1)
			return
		}
	}
}
