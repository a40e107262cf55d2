package model

import (
	"context"

	"actorgraph/kb"
)

// FindEntities finds entities of the type N.
func FindEntities[N Entity](v *View, where *kb.EntityWhere, args PageArgs) (*Connection[N], error) {
	q := question[kb.EntityWhere]{kb.Query[kb.EntityWhere]{Where: where}, where}
	if kinds := kindsOf[N](); len(kinds) < len(kb.Kinds) {
		q.Where = andEntities(where, kb.EntityWhere{Kind: &kb.KindFilter{In: kinds}})
	}
	return find(v, q, args, entityTable[N]())
}

// FindTargets finds the entities at which a TARGETED relation ends that a document
// asserts, or at which any ends if the lens asks for what nobody asserts.
func FindTargets(v *View, where *kb.EntityWhere, args PageArgs) (*SurveillanceTargetConnection, error) {
	in, targeted := kb.In, kb.Targeted
	relation := &kb.RelationWhere{Type: &kb.RelationTypeFilter{Eq: &targeted}}
	if !v.Lens.AsksUnasserted() {
		one := 1.0
		relation.AtLeast = &kb.NumberFilter{Gte: &one}
	}
	some := kb.EntityWhere{Relations: &kb.RelationsFilter{Some: &kb.EndWhere{Direction: &in, Where: relation}}}
	q := question[kb.EntityWhere]{kb.Query[kb.EntityWhere]{Where: andEntities(where, some)}, where}
	return find(v, q, args, entityTable[SurveillanceTarget]())
}

// FindRelations finds relations.
func FindRelations(v *View, where *kb.RelationWhere, args PageArgs) (*RelationConnection, error) {
	return find(v, question[kb.RelationWhere]{kb.Query[kb.RelationWhere]{Where: where}, where}, args, relationTable)
}

// FindProperties finds properties.
func FindProperties(v *View, where *kb.PropertyWhere, args PageArgs) (*PropertyConnection, error) {
	return find(v, question[kb.PropertyWhere]{kb.Query[kb.PropertyWhere]{Where: where}, where}, args, propertyTable)
}

// FindClaims finds claims.
func FindClaims(v *View, where *kb.ClaimWhere, args PageArgs) (*ClaimConnection, error) {
	return find(v, question[kb.ClaimWhere]{kb.Query[kb.ClaimWhere]{Where: where}, where}, args, claimTable)
}

// FindSources finds sources.
func FindSources(v *View, where *kb.SourceWhere, args PageArgs) (*SourceConnection, error) {
	return find(v, question[kb.SourceWhere]{kb.Query[kb.SourceWhere]{Where: where}, where}, args, sourceTable)
}

// EntityOf reads the entity with this id if it is of type N; else it is the zero
// value.
func EntityOf[N Entity](ctx context.Context, v *View, id kb.ID) (N, error) {
	found, err := v.Entities(ctx, id)
	e, _ := found[id].(N)
	return e, err
}

// MaxNodes bounds how many ids one call of nodes may name.
const MaxNodes = 500

// Nodes reads records of any class by id. Those unknown are missing.
func (v *View) Nodes(ctx context.Context, ids ...kb.ID) (map[kb.ID]Node, error) {
	of := map[kb.Class][]kb.ID{}
	for _, id := range ids {
		of[id.Class()] = append(of[id.Class()], id)
	}
	entities, err := v.Entities(ctx, of[kb.EntityClass]...)
	if err != nil {
		return nil, err
	}
	sources, err := v.Sources(ctx, of[kb.SourceClass]...)
	if err != nil {
		return nil, err
	}
	facts, err := v.Facts(ctx, append(of[kb.RelationClass], of[kb.PropertyClass]...)...)
	if err != nil {
		return nil, err
	}
	claims, err := v.Claims(ctx, of[kb.ClaimClass]...)
	if err != nil {
		return nil, err
	}
	nodes := make(map[kb.ID]Node, len(ids))
	for id, e := range entities {
		nodes[id] = e
	}
	for id, s := range sources {
		nodes[id] = s
	}
	for id, f := range facts {
		nodes[id] = f
	}
	for id, c := range claims {
		nodes[id] = c
	}
	return nodes, nil
}
