package model

import (
	"context"
	"slices"

	"actorgraph/kb"
)

// Subgraph is what surrounds some entities. What is not asked for is not loaded.
type Subgraph struct {
	kb.Subgraph
	view     *View
	query    kb.SubgraphQuery
	question string                   // the checksum of the question
	entities shared[map[kb.ID]Entity] // all that it names
	linking  shared[map[kb.ID]*Relation]
}

// RoleLink joins two entities that take part in a role entity, which is not drawn.
type RoleLink struct {
	kb.RoleLink
	subgraph *Subgraph
}

// Hidden is how many relations of one entity, by type and direction, are left out.
type Hidden struct {
	kb.Hidden
	subgraph *Subgraph
}

// SubgraphStats counts what is shown and what is not.
type SubgraphStats struct {
	Entities, Relations, Links, HiddenEntities, HiddenRelations int
	Layers                                                      []int
}

// RelationListConnection is a page of relations that no filter finds.
type RelationListConnection = Connection[*Relation]

// What is asked for where a question about subgraphs does not tell.
const (
	DefaultSubgraphDepth = 1
	DefaultPerEntity     = 25
	DefaultSubgraph      = 100
)

// FindSubgraph finds what surrounds some entities.
func (v *View) FindSubgraph(ctx context.Context, ids []kb.ID, depth, perEntity, limit *int, where *PathWhere, known []kb.ID, fold bool) (*Subgraph, error) {
	q := kb.SubgraphQuery{
		IDs: ids, Depth: or(depth, DefaultSubgraphDepth), PerEntity: or(perEntity, DefaultPerEntity), Limit: or(limit, DefaultSubgraph),
		Where: where.plain(), Known: known, Fold: fold,
	}
	found, err := v.Analyst.Subgraph(ctx, v.Lens, q)
	if err != nil {
		return nil, err
	}
	return &Subgraph{Subgraph: *found, view: v, query: q, question: sumOf(v.Lens, "subgraph", q)}, nil
}

// load reads the entities.
func (s *Subgraph) load(ctx context.Context) (map[kb.ID]Entity, error) {
	return s.entities.get(func() (map[kb.ID]Entity, error) {
		ids := slices.Concat(append(s.Layers, s.query.IDs)...)
		for _, l := range s.Subgraph.Links {
			ids = append(ids, l.By, l.From, l.To)
		}
		for _, h := range s.Subgraph.Hidden {
			ids = append(ids, h.Entity)
		}
		return s.view.Entities(ctx, distinct(ids)...)
	})
}

// Entities are those that are not known, layer by layer.
func (s *Subgraph) Entities(ctx context.Context) ([]Entity, error) {
	found, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	out := []Entity{}
	for _, id := range slices.Concat(s.Layers...) {
		e, err := one(found, nil, id)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// Relations are all among these, and between these and known ones.
func (s *Subgraph) Relations(ctx context.Context) ([]*Relation, error) {
	return s.view.relationsOf(ctx, s.Subgraph.Relations)
}

// Links stand for role entities.
func (s *Subgraph) Links() []*RoleLink {
	out := make([]*RoleLink, len(s.Subgraph.Links))
	for i, l := range s.Subgraph.Links {
		out[i] = &RoleLink{l, s}
	}
	return out
}

func (l *RoleLink) entity(ctx context.Context, id kb.ID) (Entity, error) {
	found, err := l.subgraph.load(ctx)
	return one(found, err, id)
}

// By is the role entity.
func (l *RoleLink) By(ctx context.Context) (Entity, error) { return l.entity(ctx, l.RoleLink.By) }

// From is the first of the two.
func (l *RoleLink) From(ctx context.Context) (Entity, error) { return l.entity(ctx, l.RoleLink.From) }

// To is the second.
func (l *RoleLink) To(ctx context.Context) (Entity, error) { return l.entity(ctx, l.RoleLink.To) }

// Relations are all between the role entity and the two.
func (l *RoleLink) Relations(ctx context.Context) ([]*Relation, error) {
	found, err := l.subgraph.linking.get(func() (map[kb.ID]*Relation, error) {
		var ids []kb.ID
		for _, l := range l.subgraph.Subgraph.Links {
			ids = append(ids, l.Relations...)
		}
		relations, err := l.subgraph.view.relationsOf(ctx, distinct(ids))
		found := make(map[kb.ID]*Relation, len(relations))
		for _, r := range relations {
			found[r.Relation.ID] = r
		}
		return found, err
	})
	if err != nil {
		return nil, err
	}
	out := make([]*Relation, len(l.RoleLink.Relations))
	for i, id := range l.RoleLink.Relations {
		out[i] = found[id]
	}
	return out, nil
}

// relationsOf reads relations, each of which there has to be.
func (v *View) relationsOf(ctx context.Context, ids []kb.ID) ([]*Relation, error) {
	found, err := v.Facts(ctx, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]*Relation, len(ids))
	for i, id := range ids {
		r, ok := found[id].(*Relation)
		if !ok {
			return nil, missing(id)
		}
		out[i] = r
	}
	return out, nil
}

// Hidden tells what is left out.
func (s *Subgraph) Hidden() []*Hidden {
	out := make([]*Hidden, len(s.Subgraph.Hidden))
	for i, h := range s.Subgraph.Hidden {
		out[i] = &Hidden{h, s}
	}
	return out
}

// Entity is the one whose relations are left out.
func (h *Hidden) Entity(ctx context.Context) (Entity, error) {
	found, err := h.subgraph.load(ctx)
	return one(found, err, h.Hidden.Entity)
}

// Cursor stands for these relations.
func (h *Hidden) Cursor() string {
	return writeCursor(kb.Keyset{letters(string(h.Hidden.Entity)), letters(string(h.Type)), letters(string(h.Direction))}, h.subgraph.question)
}

// HiddenRelations are those that a cursor of Hidden stands for.
func (s *Subgraph) HiddenRelations(_ context.Context, cursor string, first *int, after *string) (*RelationListConnection, error) {
	k, err := readCursor(&cursor, s.question)
	if err != nil {
		return nil, err
	}
	if len(k) != 3 || slices.ContainsFunc(k, func(v kb.KeyValue) bool { return v.Text == nil }) {
		return nil, ErrCursor
	}
	return listing(first, after, sumOf(s.question, k),
		func(ctx context.Context) ([]kb.ID, error) {
			return s.view.Analyst.HiddenRelations(ctx, s.view.Lens, s.query, kb.ID(*k[0].Text), kb.RelationType(*k[1].Text), kb.Direction(*k[2].Text))
		},
		func(id kb.ID) kb.Keyset { return kb.Keyset{letters(string(id))} },
		s.view.relationsOf)
}

// Stats counts what is shown and what is not.
func (s *Subgraph) Stats() *SubgraphStats {
	out := &SubgraphStats{Relations: len(s.Subgraph.Relations), Links: len(s.Subgraph.Links), HiddenEntities: s.HiddenEntities, Layers: []int{}}
	for _, layer := range s.Layers {
		out.Entities += len(layer)
		out.Layers = append(out.Layers, len(layer))
	}
	for _, h := range s.Subgraph.Hidden {
		out.HiddenRelations += h.Count
	}
	return out
}
