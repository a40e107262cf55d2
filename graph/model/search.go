package model

import (
	"context"

	"actorgraph/kb"
)

// SearchConnection is a page of hits, best first.
type SearchConnection struct {
	view  *View
	query kb.SearchQuery
	page  shared[*nodePage[*SearchHit]]
}

// SearchEdge is one hit of a page.
type SearchEdge = Edge[*SearchHit]

// Span is a stretch of a text, in code points.
type Span struct{ Start, Length int }

// SearchHit is one entity that a search found.
type SearchHit struct {
	Entity     Entity
	Tier       kb.SearchTier
	Matched    string
	Highlights []*Span
}

// Search makes the connection of a search.
func (v *View) Search(words string, where *kb.EntityWhere, first *int, after *string) (*SearchConnection, error) {
	q := kb.SearchQuery{Text: words, Where: where, First: or(first, DefaultPage)}
	var err error
	if q.After, err = readCursor(after, sumOf(v.Lens, words, where)); err != nil {
		return nil, err
	}
	return &SearchConnection{view: v, query: q}, q.Check()
}

func (c *SearchConnection) load(ctx context.Context) (*nodePage[*SearchHit], error) {
	return c.page.get(func() (*nodePage[*SearchHit], error) {
		found, err := c.view.Store.Search(ctx, c.query)
		if err != nil {
			return nil, err
		}
		wrap := c.view.entities()
		hits := make([]*SearchHit, len(found.Items))
		for i, h := range found.Items {
			hit := &SearchHit{Entity: wrap(h.Entity), Tier: h.Tier, Matched: h.Matched, Highlights: []*Span{}}
			for _, s := range c.view.Highlight(h.Matched, c.query.Text) {
				hit.Highlights = append(hit.Highlights, &s)
			}
			hits[i] = hit
		}
		return newPage(hits, found.Keys, found.HasNext, found.HasPrevious,
			func() string { return sumOf(c.view.Lens, c.query.Text, c.query.Where) }), nil
	})
}

// Edges are the hits of the page with their cursors.
func (c *SearchConnection) Edges(ctx context.Context) ([]*SearchEdge, error) {
	p, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	return p.edges, nil
}

// Nodes are the hits of the page.
func (c *SearchConnection) Nodes(ctx context.Context) ([]*SearchHit, error) {
	p, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	return p.nodes(), nil
}

// PageInfo says where the page stands among all.
func (c *SearchConnection) PageInfo(ctx context.Context) (*PageInfo, error) {
	p, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	return p.info, nil
}

// TotalCount is how many hits there are on all pages together.
func (c *SearchConnection) TotalCount(ctx context.Context) (int, error) {
	return c.view.Store.SearchCount(ctx, c.query)
}
