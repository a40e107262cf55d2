package model

import (
	"context"
	"slices"

	"actorgraph/kb"
)

// Between is who stands between some entities. What is not asked for is not loaded.
type Between struct {
	kb.BetweenAnswer
	view *View
}

// BetweenStep is two entities with all relations between them, the strongest first.
type BetweenStep struct {
	Relations []*Relation
}

// CommonNeighbour is an entity that is linked to several others.
type CommonNeighbour struct {
	kb.CommonNeighbour
	Entity Entity
	all    *commonNeighbours
}

// commonNeighbours are those of one answer.
type commonNeighbours struct {
	view      *View
	nodes     []kb.CommonNeighbour
	of        shared[map[kb.ID]Entity]
	relations shared[[]*Relation] // of all, one after the other
}

// DefaultCommon is how many common neighbours there are at most where a question does
// not tell.
const DefaultCommon = 10

// FindBetween finds who stands between some entities.
func (v *View) FindBetween(ctx context.Context, ids []kb.ID, maxHops, first *int, where *PathWhere) (*Between, error) {
	q := kb.BetweenQuery{IDs: ids, MaxHops: or(maxHops, DefaultPathHops), First: or(first, DefaultCommon), Where: where.plain()}
	found, err := v.Analyst.Between(ctx, v.Lens, q)
	if err != nil {
		return nil, err
	}
	return &Between{*found, v}, nil
}

// entitiesOf reads entities, each of which there has to be.
func (v *View) entitiesOf(ctx context.Context, ids []kb.ID) ([]Entity, error) {
	found, err := v.Entities(ctx, ids...)
	return those(found, err, ids)
}

// those are some of the entities that were found.
func those(found map[kb.ID]Entity, err error, ids []kb.ID) ([]Entity, error) {
	out := make([]Entity, len(ids))
	for i, id := range ids {
		e, err := one(found, err, id)
		if err != nil {
			return nil, err
		}
		out[i] = e
	}
	return out, err
}

// Entities are the set.
func (b *Between) Entities(ctx context.Context) ([]Entity, error) {
	return b.view.entitiesOf(ctx, b.BetweenAnswer.Entities)
}

// Reason tells why there is no set; null if there is one.
func (b *Between) Reason() *kb.NoPathReason { return orNull(b.BetweenAnswer.Reason) }

// Steps are all links within the set.
func (b *Between) Steps(ctx context.Context) ([]*BetweenStep, error) {
	var ids []kb.ID
	for _, s := range b.BetweenAnswer.Steps {
		ids = append(ids, s.Relations...)
	}
	relations, err := b.view.relationsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*BetweenStep, len(b.BetweenAnswer.Steps))
	for i, s := range b.BetweenAnswer.Steps {
		out[i] = &BetweenStep{relations[:len(s.Relations)]}
		relations = relations[len(s.Relations):]
	}
	return out, nil
}

// Relation is the strongest.
func (s *BetweenStep) Relation() *Relation { return s.Relations[0] }

// From is the entity at which the strongest starts.
func (s *BetweenStep) From(ctx context.Context) (Entity, error) { return s.Relation().From(ctx) }

// To is the entity at which it ends.
func (s *BetweenStep) To(ctx context.Context) (Entity, error) { return s.Relation().To(ctx) }

// Groups are the ids as they are connected.
func (b *Between) Groups(ctx context.Context) ([][]Entity, error) {
	found, err := b.view.Entities(ctx, slices.Concat(b.BetweenAnswer.Groups...)...)
	out := make([][]Entity, len(b.BetweenAnswer.Groups))
	for i, ids := range b.BetweenAnswer.Groups {
		if out[i], err = those(found, err, ids); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Common are the common neighbours.
func (b *Between) Common(ctx context.Context) ([]*CommonNeighbour, error) {
	all := &commonNeighbours{view: b.view, nodes: b.BetweenAnswer.Common}
	ids := make([]kb.ID, len(all.nodes))
	for i, n := range all.nodes {
		ids[i] = n.Entity
	}
	entities, err := b.view.entitiesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*CommonNeighbour, len(all.nodes))
	for i, n := range all.nodes {
		out[i] = &CommonNeighbour{n, entities[i], all}
	}
	return out, nil
}

// Of are those that it is linked to.
func (n *CommonNeighbour) Of(ctx context.Context) ([]Entity, error) {
	found, err := n.all.of.get(func() (map[kb.ID]Entity, error) {
		var ids []kb.ID
		for _, o := range n.all.nodes {
			ids = append(ids, o.Of...)
		}
		return n.all.view.Entities(ctx, distinct(ids)...)
	})
	return those(found, err, n.CommonNeighbour.Of)
}

// Relations are all between it and them.
func (n *CommonNeighbour) Relations(ctx context.Context) ([]*Relation, error) {
	relations, err := n.all.relations.get(func() ([]*Relation, error) {
		var ids []kb.ID
		for _, o := range n.all.nodes {
			ids = append(ids, o.Relations...)
		}
		return n.all.view.relationsOf(ctx, ids)
	})
	if err != nil {
		return nil, err
	}
	before := 0
	for _, o := range n.all.nodes {
		if o.Entity == n.CommonNeighbour.Entity {
			break
		}
		before += len(o.Relations)
	}
	return relations[before : before+len(n.CommonNeighbour.Relations)], nil
}
