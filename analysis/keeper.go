package analysis

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// Keeper answers questions about the graph of a store as it is now: each question
// asks the store for its version, and where that has changed the graph is read again.
// Several goroutines may use it at once; one of them reads while the others wait.
type Keeper struct {
	store kb.Reader
	turn  chan struct{} // held by whoever looks at the rest
	graph *Graph
	views []lensed // the one used last comes last
}

type lensed struct {
	lens string
	view *View
}

// maxViews bounds the lenses whose views are kept.
const maxViews = 8

// NewKeeper returns one that has read nothing yet.
func NewKeeper(store kb.Reader) *Keeper { return &Keeper{store: store, turn: make(chan struct{}, 1)} }

var _ kb.Analyst = (*Keeper)(nil)

// Paths implements kb.Analyst.
func (k *Keeper) Paths(ctx context.Context, lens kb.Lens, q kb.PathQuery) ([]kb.Path, kb.NoPathReason, error) {
	if err := q.Check(); err != nil {
		return nil, "", err
	}
	v, err := k.view(ctx, lens)
	if err != nil {
		return nil, "", err
	}
	return v.Paths(ctx, q)
}

// view is the present graph as the lens has it.
func (k *Keeper) view(ctx context.Context, lens kb.Lens) (*View, error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	name, err := json.Marshal(lens)
	if err != nil {
		return nil, fmt.Errorf("a lens has no name: %w", err)
	}
	for range buildAttempts {
		version, err := k.store.Version(ctx)
		if err != nil {
			return nil, err
		}
		if k.graph == nil || k.graph.Version != version {
			if k.graph, err = Build(ctx, k.store); err != nil {
				return nil, err
			}
			k.views = nil
		}
		if i := slices.IndexFunc(k.views, func(l lensed) bool { return l.lens == string(name) }); i >= 0 {
			l := k.views[i]
			k.views = append(slices.Delete(k.views, i, i+1), l)
			return l.view, nil
		}
		v, err := k.graph.Under(ctx, k.store, lens)
		if err != nil {
			return nil, err
		}
		if after, err := k.store.Version(ctx); err != nil {
			return nil, err
		} else if v == nil || after != k.graph.Version {
			continue // of two states
		}
		k.views = append(k.views, lensed{string(name), v})
		k.views = k.views[max(0, len(k.views)-maxViews):]
		return v, nil
	}
	return nil, errUnsteady
}
