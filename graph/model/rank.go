package model

import (
	"context"
	"slices"

	"actorgraph/kb"
)

// RankList is the entities that come first.
type RankList struct {
	Nodes []*Ranked
	Total int
}

// Ranked is an entity at its place.
type Ranked struct {
	kb.Ranked
	Entity Entity
}

// Rank tells which entities come first.
func (v *View) Rank(ctx context.Context, by kb.RankBy, where *PathWhere, first *int) (*RankList, error) {
	q := kb.RankQuery{By: by, Where: where.plain(), First: kb.MaxRanked} // kept for whoever asks for fewer
	ranking, err := kept(ctx, v.Kept, v.Whole, sumOf(v.Lens, "rank", q), func(ctx context.Context) (*kb.Ranking, int, error) {
		r, err := v.Analyst.Rank(ctx, v.Lens, q)
		return r, q.First, err
	})
	if err != nil {
		return nil, err
	}
	nodes := ranking.Nodes[:min(or(first, DefaultPage), len(ranking.Nodes))]
	ids := make([]kb.ID, len(nodes))
	for i, r := range nodes {
		ids[i] = r.Entity
	}
	entities, err := v.Entities(ctx, ids...)
	if err != nil {
		return nil, err
	}
	out := &RankList{Nodes: make([]*Ranked, len(nodes)), Total: ranking.Total}
	for i, r := range nodes {
		entity, ok := entities[r.Entity]
		if !ok {
			return nil, missing(r.Entity)
		}
		out.Nodes[i] = &Ranked{r, entity}
	}
	return out, nil
}

// CommunityList is the largest communities, and ComponentList the largest components.
type (
	CommunityList struct {
		Nodes      []*Community
		Total      int
		Modularity float64
	}
	ComponentList struct {
		Nodes []*Component
		Total int
	}
)

// Community and Component are parts of the whole graph.
type (
	Community = Cluster
	Component = Cluster
)

// Cluster is entities that belong together.
type Cluster struct {
	members  []kb.ID
	question string // the checksum of what was asked for and of this one
	set      *siblings[*Cluster]
}

// EntityListConnection is a page of entities that something leads to.
type EntityListConnection = Connection[Entity]

// Communities finds the largest communities.
func (v *View) Communities(ctx context.Context, where *PathWhere, resolution float64, first *int) (*CommunityList, error) {
	q := kb.CommunityQuery{Where: where.plain(), Resolution: resolution, First: kb.MaxClusters}
	if err := q.Check(); err != nil {
		return nil, err // a resolution that is no number has no checksum
	}
	nodes, found, err := v.clusters(ctx, sumOf(v.Lens, "communities", q), first, func(ctx context.Context) (*kb.Clusters, error) {
		return v.Analyst.Communities(ctx, v.Lens, q)
	})
	if err != nil {
		return nil, err
	}
	return &CommunityList{nodes, found.Total, found.Modularity}, nil
}

// Components finds the largest components.
func (v *View) Components(ctx context.Context, where *PathWhere, first *int) (*ComponentList, error) {
	q := kb.ComponentQuery{Where: where.plain(), First: kb.MaxClusters}
	nodes, found, err := v.clusters(ctx, sumOf(v.Lens, "components", q), first, func(ctx context.Context) (*kb.Clusters, error) {
		return v.Analyst.Components(ctx, v.Lens, q)
	})
	if err != nil {
		return nil, err
	}
	return &ComponentList{nodes, found.Total}, nil
}

func (v *View) clusters(ctx context.Context, question string, first *int, find func(context.Context) (*kb.Clusters, error)) ([]*Cluster, *kb.Clusters, error) {
	found, err := kept(ctx, v.Kept, v.Whole, question, func(ctx context.Context) (*kb.Clusters, int, error) {
		c, err := find(ctx)
		if err != nil {
			return nil, 0, err
		}
		size := 0
		for _, members := range c.Nodes {
			size += len(members)
		}
		return c, size, nil
	})
	if err != nil {
		return nil, nil, err
	}
	set := newSiblings[*Cluster](v)
	for i, members := range found.Nodes[:min(or(first, DefaultPage), len(found.Nodes))] {
		set.members = append(set.members, &Cluster{members, sumOf(question, i, len(members), members[0]), set})
	}
	return slices.Clone(set.members), found, nil
}

// Size is how many belong to it.
func (c *Cluster) Size() int { return len(c.members) }

// Members are those who belong to it. The first pages of siblings are read together.
func (c *Cluster) Members(ctx context.Context, first *int, after *string) (*EntityListConnection, error) {
	pages, err := together(ctx, c.set, func(context.Context, []*Cluster) (*shared[map[kb.ID]Entity], error) {
		return &shared[map[kb.ID]Entity]{}, nil
	})
	if err != nil {
		return nil, err
	}
	// The items are places in c.members.
	all := func(context.Context) ([]int, error) {
		places := make([]int, len(c.members))
		for i := range places {
			places[i] = i
		}
		return places, nil
	}
	place := func(i int) kb.Keyset { return kb.Keyset{number(i)} }
	return listing(first, after, c.question, all, place, func(ctx context.Context, page []int) ([]Entity, error) {
		var entities map[kb.ID]Entity
		if after == nil {
			entities, err = pages.get(func() (map[kb.ID]Entity, error) {
				var ids []kb.ID
				for _, sibling := range c.set.members {
					ids = append(ids, sibling.members[:min(or(first, DefaultPage), len(sibling.members))]...)
				}
				return c.set.view.Entities(ctx, ids...)
			})
		} else if len(page) > 0 {
			entities, err = c.set.view.Entities(ctx, c.members[page[0]:page[len(page)-1]+1]...)
		}
		if err != nil {
			return nil, err
		}
		nodes := make([]Entity, len(page))
		for i, at := range page {
			var ok bool
			if nodes[i], ok = entities[c.members[at]]; !ok {
				return nil, missing(c.members[at])
			}
		}
		return nodes, nil
	})
}
