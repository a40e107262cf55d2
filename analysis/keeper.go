package analysis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"actorgraph/kb"
)

// Options say how a [Keeper] keeps its graph. The zero Options keep it in memory alone,
// however large.
type Options struct {
	// Snapshot names a file that keeps the graph from one start of the program to the
	// next; "": none. It belongs to one store.
	Snapshot string
	// Layout is that of the store: a snapshot of another one is passed over.
	Layout int
	// MaxRelations bounds the graph in memory; 0: no bound. Of a larger graph paths and
	// surroundings are found by reading from the store what they come to; all other
	// questions are refused.
	MaxRelations int
	// Log hears of a snapshot that can't be written; nil: nobody does.
	Log *slog.Logger
}

// Keeper answers questions about the graph of a store as it is now: each question
// asks the store for its version, and where that has changed, for what has changed
// since. Several goroutines may use it at once; one of them reads while the others
// wait.
//
// What was read is also right when the snapshot can't be written or read: then a start
// takes longer.
type Keeper struct {
	Options
	store kb.Reader
	turn  chan struct{} // held by whoever looks at the rest
	graph *Graph        // nil: none was read yet
	large *tooLarge     // the version that was looked at last
	views []*lensed     // the one used last comes last
}

// lensed is the view that a lens has of the graph.
type lensed struct {
	lens   kb.Lens
	name   string
	view   *View
	unread map[kb.ID]bool // relations of which the view does not know the strength yet
}

// maxViews bounds the lenses whose views are kept.
const maxViews = 8

// NewKeeper returns one that has read nothing yet.
func NewKeeper(store kb.Reader, o Options) *Keeper {
	return &Keeper{Options: o, store: store, turn: make(chan struct{}, 1)}
}

var _ kb.Analyst = (*Keeper)(nil)

// Paths implements kb.Analyst.
func (k *Keeper) Paths(ctx context.Context, lens kb.Lens, q kb.PathQuery) ([]kb.Path, kb.NoPathReason, error) {
	if err := q.Check(); err != nil {
		return nil, "", err
	}
	v, err := k.view(ctx, lens)
	if errors.As(err, new(*tooLarge)) {
		type found struct {
			paths  []kb.Path
			reason kb.NoPathReason
		}
		f, err := inRegion(ctx, k.store, lens, func(r *region) (f found, err error) {
			f.paths, f.reason, err = r.paths(ctx, q)
			return f, err
		})
		return f.paths, f.reason, err
	}
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
		if err := k.follow(ctx, version); err != nil {
			return nil, err
		}
		l, err := k.look(ctx, lens, string(name))
		if err != nil {
			return nil, err
		}
		if after, err := k.store.Version(ctx); err != nil {
			return nil, err
		} else if l == nil || after != k.graph.Version {
			continue // of two states
		}
		return l.view, nil
	}
	return nil, errUnsteady
}

// follow brings the graph to a version of the store.
func (k *Keeper) follow(ctx context.Context, version int64) error {
	if k.graph == nil {
		if err := k.load(ctx); err != nil {
			return err
		}
	}
	if k.graph != nil && k.graph.Version < version {
		if err := k.amend(ctx, version); err != nil {
			return err
		}
	}
	if k.graph != nil && k.graph.Version == version {
		return nil
	}
	k.graph, k.views = nil, nil // to be let go before there is another
	if err := k.measure(ctx, version); err != nil {
		return err
	}
	g, err := Build(ctx, k.store)
	if err != nil {
		return err
	}
	k.graph = g
	return k.save(ctx)
}

// measure tells whether the graph is too large, by an error.
func (k *Keeper) measure(ctx context.Context, version int64) error {
	if k.MaxRelations == 0 {
		return nil
	}
	if k.large == nil || k.large.version != version {
		n, err := k.store.Relations().Count(ctx, kb.Query[kb.RelationWhere]{})
		if err != nil {
			return err
		}
		k.large = &tooLarge{version, n[0], k.MaxRelations}
	}
	if k.large.relations > k.large.most {
		return k.large
	}
	return nil
}

// tooLarge is the error that a graph has more relations than are held in memory.
type tooLarge struct {
	version         int64
	relations, most int
}

func (e *tooLarge) Error() string {
	return fmt.Sprintf("%v: the graph has %d relations, and at most %d are held in memory; of a larger one only paths and subgraphs can be asked for; serve --max-relations allows more, on a machine with the memory for it", kb.ErrTooLarge, e.relations, e.most)
}

func (e *tooLarge) Unwrap() error { return kb.ErrTooLarge }

// amend makes the graph of a later version from the present one and what has changed
// since, or leaves it where that does not tell all.
func (k *Keeper) amend(ctx context.Context, version int64) error {
	a, err := k.graph.changes(ctx, k.store, version)
	if err != nil || a == nil {
		return err
	}
	next, moved, err := k.graph.amend(ctx, k.store, a)
	if err != nil || next == nil {
		return err
	}
	var stale []kb.ID
	for e, was := range moved {
		if was == isNew {
			stale = append(stale, next.relations.at(uint32(e)))
		}
	}
	for _, l := range k.views {
		l.view = l.view.carry(l.lens, next, moved)
		if l.lens.IsZero() {
			continue
		}
		for _, id := range stale {
			l.unread[id] = true
		}
	}
	k.graph = next
	return nil
}

// look gives the view of a lens; nil if that shows a relation that the graph lacks.
func (k *Keeper) look(ctx context.Context, lens kb.Lens, name string) (*lensed, error) {
	i := slices.IndexFunc(k.views, func(l *lensed) bool { return l.name == name })
	if i < 0 {
		v, err := k.graph.Under(ctx, k.store, lens)
		if err != nil || v == nil {
			return nil, err
		}
		k.views = append(k.views, &lensed{lens, name, v, map[kb.ID]bool{}})
		k.views = k.views[max(0, len(k.views)-maxViews):]
		return k.views[len(k.views)-1], nil
	}
	l := k.views[i]
	k.views = append(slices.Delete(k.views, i, i+1), l)
	if len(l.unread) == 0 {
		return l, nil
	}
	v, err := l.view.read(ctx, k.store, lens, l.unread)
	if err != nil || v == nil {
		return nil, err
	}
	l.view, l.unread = v, map[kb.ID]bool{}
	return l, nil
}

// load takes the graph from the snapshot, if there is one of this store.
func (k *Keeper) load(ctx context.Context) error {
	if k.Snapshot == "" {
		return nil
	}
	g, of, err := load(k.Snapshot, layoutOf(k.Layout))
	if err != nil {
		return nil // there is none, or it is of no use
	}
	if k.MaxRelations > 0 && g.relations.len() > k.MaxRelations {
		return nil
	}
	change, err := k.changeOf(ctx, of.version)
	if err == nil && change == of.change {
		k.graph = g
	}
	return err
}

// save writes the graph to the snapshot, if there is to be one.
func (k *Keeper) save(ctx context.Context) error {
	if k.Snapshot == "" {
		return nil
	}
	change, err := k.changeOf(ctx, k.graph.Version)
	if err != nil {
		return err
	}
	if err := k.graph.save(k.Snapshot, stamp{layoutOf(k.Layout), k.graph.Version, change}); err != nil && k.Log != nil {
		k.Log.Warn("the copy of the graph is not written; the next start takes longer", "file", k.Snapshot, "error", err)
	}
	return nil
}

// changeOf tells of the first change that made a version, which no other store has: when
// it was, to the nanosecond, and of what.
func (k *Keeper) changeOf(ctx context.Context, version int64) (string, error) {
	changes, err := k.store.Changes(ctx, version-1, 1)
	if err != nil || len(changes) == 0 || changes[0].Version != version {
		return "", err
	}
	return fmt.Sprint(changes[0].At.UnixNano(), " ", changes[0].ID), nil
}
