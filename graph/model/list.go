package model

import (
	"context"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// idLists are lists of ids, one for each parent, sorted.
type idLists map[kb.ID][]kb.ID

// add adds an id to the list of a parent.
func (l idLists) add(parent, id kb.ID) { l[parent] = append(l[parent], id) }

// sorted sorts the lists, each id once.
func (l idLists) sorted() idLists {
	for parent, ids := range l {
		slices.Sort(ids)
		l[parent] = slices.Compact(ids)
	}
	return l
}

// listed makes the connection of a parent with a list that no link of the store
// leads to: find finds the lists of all siblings whole, read reads what is on a
// page. As with nested, a parent is asked for alone if a cursor is given.
func listed[M, N any](ctx context.Context, set *siblings[M], parent kb.ID, name string, first *int, after *string,
	parents func(context.Context, []M) []kb.ID,
	find func(context.Context, *View, []kb.ID) (idLists, error),
	read func(context.Context, *View, []kb.ID) (map[kb.ID]N, error),
) (*Connection[N], error) {
	l := &listLot[N]{
		view: set.view, first: or(first, DefaultPage), find: find, read: read,
		question: func(parent kb.ID) string { return sumOf(set.view.Lens, name, parent) },
	}
	k, err := readCursor(after, l.question(parent))
	if err != nil {
		return nil, err
	}
	if k != nil {
		if len(k) != 1 || k[0].Text == nil {
			return nil, ErrCursor
		}
		l.parents, l.after = []kb.ID{parent}, kb.ID(*k[0].Text)
	} else if l, err = together(ctx, set, func(ctx context.Context, members []M) (*listLot[N], error) {
		l.parents = distinct(parents(ctx, members))
		return l, nil
	}); err != nil {
		return nil, err
	}
	i := slices.Index(l.parents, parent)
	if i < 0 {
		return nil, fmt.Errorf("%s was not loaded for %s", name, parent)
	}
	return &Connection[N]{lot: &lot[N]{page: l.page, count: l.count}, parent: i}, nil
}

// listLot answers for the lists of siblings, all at once.
type listLot[N any] struct {
	view     *View
	parents  []kb.ID
	first    int
	after    kb.ID // "" for the start
	question func(parent kb.ID) string
	find     func(context.Context, *View, []kb.ID) (idLists, error)
	read     func(context.Context, *View, []kb.ID) (map[kb.ID]N, error)

	lists shared[idLists]
	pages shared[[]*nodePage[N]]
}

func (l *listLot[N]) load(ctx context.Context) (idLists, error) {
	return l.lists.get(func() (idLists, error) { return l.find(ctx, l.view, l.parents) })
}

func (l *listLot[N]) count(ctx context.Context, i int) (int, error) {
	lists, err := l.load(ctx)
	return len(lists[l.parents[i]]), err
}

func (l *listLot[N]) page(ctx context.Context, i int) (*nodePage[N], error) {
	pages, err := l.pages.get(func() ([]*nodePage[N], error) {
		lists, err := l.load(ctx)
		if err != nil {
			return nil, err
		}
		shown := make([][]kb.ID, len(l.parents))
		more := make([]bool, len(l.parents))
		var all []kb.ID
		for i, parent := range l.parents {
			ids := lists[parent]
			start, found := slices.BinarySearch(ids, l.after)
			if found {
				start++
			}
			end := min(start+l.first, len(ids))
			shown[i], more[i] = ids[start:end], end < len(ids)
			all = append(all, shown[i]...)
		}
		found, err := l.read(ctx, l.view, all)
		if err != nil {
			return nil, err
		}
		out := make([]*nodePage[N], len(l.parents))
		for i, parent := range l.parents {
			var nodes []N
			var keys []kb.Keyset
			for _, id := range shown[i] {
				if n, ok := found[id]; ok {
					text := string(id)
					nodes, keys = append(nodes, n), append(keys, kb.Keyset{{Text: &text}})
				}
			}
			out[i] = newPage(nodes, keys, more[i], l.after != "", func() string { return l.question(parent) })
		}
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	return pages[i], nil
}
