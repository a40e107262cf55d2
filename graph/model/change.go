package model

import (
	"context"

	"actorgraph/kb"
)

// ChangeConnection is a page of changes, oldest first.
type ChangeConnection struct {
	view  *View
	query changeQuery
	sum   string // the checksum of the question
	page  shared[*nodePage[*Change]]
}

// ChangeEdge is one change of a page.
type ChangeEdge = Edge[*Change]

// changeQuery asks for the changes after a version, of which the first skip
// are known already: those of one version can be more than a page.
type changeQuery struct {
	since int64
	skip  int
	first int
}

// Change is one record touched by one change.
type Change struct {
	kb.Change
	set *siblings[*Change]
}

// Changes makes the connection of the changes after a version.
func (v *View) Changes(since int64, first *int, after *string) (*ChangeConnection, error) {
	q, sum := changeQuery{since: since, first: or(first, DefaultPage)}, sumOf("changes", since)
	k, err := readCursor(after, sum)
	if err != nil {
		return nil, err
	}
	if k != nil {
		if len(k) != 2 || k[0].Number == nil || k[1].Number == nil ||
			*k[0].Number <= since || *k[1].Number < 1 || *k[1].Number > kb.MaxChanges {
			return nil, ErrCursor
		}
		q.since, q.skip = *k[0].Number-1, int(*k[1].Number)
	}
	return &ChangeConnection{view: v, query: q, sum: sum}, nil
}

func (c *ChangeConnection) load(ctx context.Context) (*nodePage[*Change], error) {
	return c.page.get(func() (*nodePage[*Change], error) {
		q := c.query
		found, err := c.view.Whole.Changes(ctx, q.since, q.skip+q.first+1)
		if err != nil {
			return nil, err
		}
		set := newSiblings[*Change](c.view)
		var places []kb.Keyset
		version, within := int64(0), int64(0)
		for i, change := range found {
			if change.Version != version {
				version, within = change.Version, 0
			}
			within++
			if i < q.skip || i >= q.skip+q.first {
				continue
			}
			set.members = append(set.members, &Change{change, set})
			v, w := version, within
			places = append(places, kb.Keyset{{Number: &v}, {Number: &w}})
		}
		return newPage(set.members, places, len(found) > q.skip+q.first, q.skip > 0, func() string { return c.sum }), nil
	})
}

// Edges are the changes of the page with their cursors.
func (c *ChangeConnection) Edges(ctx context.Context) ([]*ChangeEdge, error) {
	p, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	return p.edges, nil
}

// Nodes are the changes of the page.
func (c *ChangeConnection) Nodes(ctx context.Context) ([]*Change, error) {
	p, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	return p.nodes(), nil
}

// PageInfo says where the page stands among all.
func (c *ChangeConnection) PageInfo(ctx context.Context) (*PageInfo, error) {
	p, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	return p.info, nil
}

// Node is the record as it is now, or null.
func (c *Change) Node(ctx context.Context) (Node, error) {
	found, err := together(ctx, c.set, func(ctx context.Context, members []*Change) (map[kb.ID]Node, error) {
		ids := make([]kb.ID, len(members))
		for i, m := range members {
			ids[i] = m.Change.ID
		}
		return c.set.view.Nodes(ctx, ids...)
	})
	return found[c.Change.ID], err
}
