package model

import (
	"context"
	"slices"

	"actorgraph/kb"
)

// LinkConnection is a page of entities at the other ends of relations. Each edge
// carries the relation and so the evidence. What it counts are the relations.
type LinkConnection[N Entity] struct{ *Connection[link[N]] }

// LinkEdge is one entity at the other end of a relation.
type LinkEdge[N Entity] struct{ *Edge[link[N]] }

// Node is the entity.
func (e *LinkEdge[N]) Node() N { return e.Edge.Node.far }

// Relation is what leads there.
func (e *LinkEdge[N]) Relation() *Relation { return e.Edge.Node.relation }

// link is a relation and what it leads to.
type link[N Entity] struct {
	far      N
	relation *Relation
}

// links is the body of every link field: relations of e by a link and types,
// asked for all siblings at once. Those that nobody asserts any more are left out, unless
// the lens asks for such.
func links[N Entity](ctx context.Context, e *EntityBase, by kb.Link, where *kb.RelationWhere, args PageArgs, types ...kb.RelationType) (*LinkConnection[N], error) {
	q := question[kb.RelationWhere]{kb.Query[kb.RelationWhere]{By: by, Types: types, Where: where}, where}
	if far := farIs[N](by, types); far != nil {
		q.Where = andRelations(q.Where, *far)
	}
	if !e.set.view.Lens.AsksUnasserted() {
		q.Where = andRelations(q.Where, kb.RelationWhere{Status: &kb.StatusFilter{In: kb.AssertedStatuses}})
	}
	c, err := nested(ctx, e.set, e.Entity.ID, q, args, linkTable[N](by), admitted)
	if err != nil {
		return nil, err
	}
	return &LinkConnection[N]{c}, nil
}

// linkTable is the table of relations whose nodes are those at their far ends.
func linkTable[N Entity](by kb.Link) table[kb.Relation, kb.RelationWhere, link[N]] {
	return table[kb.Relation, kb.RelationWhere, link[N]]{
		class:   kb.RelationClass,
		records: relationTable.records,
		wrap: func(ctx context.Context, v *View, parents []kb.ID, lists [][]*kb.Relation) ([][]link[N], error) {
			var ids []kb.ID
			for i, list := range lists {
				for _, r := range list {
					ids = append(ids, farEnd(by, parents[i], r))
				}
			}
			entities, err := v.Entities(ctx, ids...)
			if err != nil {
				return nil, err
			}
			wrap := v.relations()
			out := make([][]link[N], len(lists))
			for i, list := range lists {
				out[i] = make([]link[N], len(list))
				for k, r := range list {
					id := farEnd(by, parents[i], r)
					far, ok := entities[id].(N)
					if !ok {
						return nil, missing(id)
					}
					out[i][k] = link[N]{far, wrap(r)}
				}
			}
			return out, nil
		},
		only: onlyRelations,
	}
}

// farEnd is where a relation found from a parent leads.
func farEnd(by kb.Link, parent kb.ID, r *kb.Relation) kb.ID {
	if by == kb.UsersOf || r.To == parent {
		return r.From
	}
	return r.To
}

// farIs is the condition that the far ends of a link are all of type N, or nil
// if the table of relation types says so already. TOOK_PART_IN leads to deals
// and events as well as to the lawsuits that the field lawsuits is about.
func farIs[N Entity](by kb.Link, types []kb.RelationType) *kb.RelationWhere {
	fit := kindsOf[N]()
	if !slices.ContainsFunc(farKinds(by, types), func(k kb.Kind) bool { return !slices.Contains(fit, k) }) {
		return nil
	}
	far := &kb.EntityWhere{Kind: &kb.KindFilter{In: fit}}
	if by == kb.RelationsFrom {
		return &kb.RelationWhere{To: far}
	}
	return &kb.RelationWhere{From: far}
}

// farKinds lists the kinds that relations of the types can have at their far ends.
func farKinds(by kb.Link, types []kb.RelationType) []kb.Kind {
	var kinds []kb.Kind
	for _, t := range types {
		row, _ := t.Info()
		if by == kb.RelationsFrom {
			kinds = append(kinds, row.To...)
		} else {
			kinds = append(kinds, row.From...)
		}
	}
	return kinds
}

// Edges are the entities of the page with their relations and cursors.
func (c *LinkConnection[N]) Edges(ctx context.Context) ([]*LinkEdge[N], error) {
	edges, err := c.Connection.Edges(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*LinkEdge[N], len(edges))
	for i, e := range edges {
		out[i] = &LinkEdge[N]{e}
	}
	return out, nil
}

// Nodes are the entities of the page.
func (c *LinkConnection[N]) Nodes(ctx context.Context) ([]N, error) {
	links, err := c.Connection.Nodes(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]N, len(links))
	for i, l := range links {
		out[i] = l.far
	}
	return out, nil
}
