package model

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"actorgraph/kb"
)

// Node is any record with an id.
type Node interface{ node() }

// Entity is any of the types of entity below.
type Entity interface {
	Node
	base() *EntityBase
}

// Actor is an entity that can act.
type Actor interface {
	Entity
	isActor()
}

// SurveillanceTarget is an entity that surveillance can be directed against.
type SurveillanceTarget interface {
	Entity
	isTarget()
}

// EntityBase is what all types of entity share. The methods of links.go are
// bound on each type whose schema has the field.
type EntityBase struct {
	*kb.Entity
	set *siblings[*EntityBase]
}

func (e *EntityBase) node()             {}
func (e *EntityBase) base() *EntityBase { return e }

type actor struct{}

func (actor) isActor() {}

type target struct{}

func (target) isTarget() {}

// The types of entity, one for each kind.
type (
	Company struct {
		*EntityBase
		actor
		target
	}
	Government struct {
		*EntityBase
		actor
		target
	}
	PublicBody struct {
		*EntityBase
		actor
		target
	}
	Organization struct {
		*EntityBase
		actor
		target
	}
	Person struct {
		*EntityBase
		actor
		target
	}
	Group struct {
		*EntityBase
		actor
		target
	}
	Country struct {
		*EntityBase
		actor
	}
	Place   struct{ *EntityBase }
	Product struct{ *EntityBase }
	Device  struct {
		*EntityBase
		target
	}
	Lawsuit   struct{ *EntityBase }
	Measure   struct{ *EntityBase }
	Deal      struct{ *EntityBase }
	Targeting struct{ *EntityBase }
	Event     struct{ *EntityBase }
)

// typed gives e the type of its kind.
func typed(e *EntityBase) Entity {
	switch e.Entity.Kind {
	case kb.KindCompany:
		return &Company{EntityBase: e}
	case kb.KindGovernment:
		return &Government{EntityBase: e}
	case kb.KindPublicBody:
		return &PublicBody{EntityBase: e}
	case kb.KindOrganization:
		return &Organization{EntityBase: e}
	case kb.KindPerson:
		return &Person{EntityBase: e}
	case kb.KindGroup:
		return &Group{EntityBase: e}
	case kb.KindCountry:
		return &Country{EntityBase: e}
	case kb.KindPlace:
		return &Place{e}
	case kb.KindProduct:
		return &Product{e}
	case kb.KindDevice:
		return &Device{EntityBase: e}
	case kb.KindLawsuit:
		return &Lawsuit{e}
	case kb.KindMeasure:
		return &Measure{e}
	case kb.KindDeal:
		return &Deal{e}
	case kb.KindTargeting:
		return &Targeting{e}
	}
	return &Event{e}
}

// kindsOf lists the kinds whose entities have the type N.
func kindsOf[N Entity]() []kb.Kind {
	var kinds []kb.Kind
	for _, row := range kb.Kinds {
		if _, ok := typed(&EntityBase{Entity: &kb.Entity{Kind: row.Kind}}).(N); ok {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}

// entityTable is the table of entities of the type N.
func entityTable[N Entity]() table[kb.Entity, kb.EntityWhere, N] {
	return table[kb.Entity, kb.EntityWhere, N]{
		class:   kb.EntityClass,
		records: func(r kb.Reader) kb.Records[kb.Entity, kb.EntityWhere] { return r.Entities() },
		wrap: func(_ context.Context, v *View, _ []kb.ID, lists [][]*kb.Entity) ([][]N, error) {
			wrap := v.entities()
			return wrapLists(lists, func(r *kb.Entity) N { return wrap(r).(N) }), nil
		},
		only: onlyEntities,
	}
}

// entities returns what wraps entities into one new set of siblings.
func (v *View) entities() func(*kb.Entity) Entity {
	set := newSiblings[*EntityBase](v)
	return func(r *kb.Entity) Entity {
		e := &EntityBase{r, set}
		set.members = append(set.members, e)
		return typed(e)
	}
}

// Entities reads entities of any kind, one set of siblings, by id.
func (v *View) Entities(ctx context.Context, ids ...kb.ID) (map[kb.ID]Entity, error) {
	records, err := get(ctx, v.Store.Entities(), ids)
	if err != nil {
		return nil, err
	}
	return wrapFound(records, v.entities()), nil
}

// Summary is null where there is none.
func (e *EntityBase) Summary() *string { return orNull(e.Entity.Summary) }

// maxAliases bounds the other names of one entity that are given without paging.
const maxAliases = 100

// Aliases gives the first other names that somebody asserts, or that the lens asks for.
func (e *EntityBase) Aliases(ctx context.Context) ([]*Property, error) {
	pages, err := together(ctx, e.set, func(ctx context.Context, members []*EntityBase) (map[kb.ID][]*Property, error) {
		ids := admitted(ctx, members)
		q := kb.Query[kb.PropertyWhere]{
			Of: ids, By: kb.PropertiesOf, Keys: []kb.PropertyKey{kb.KeyAlias},
			Order: []kb.Order{{By: kb.ByValue}}, First: maxAliases,
		}
		if !e.set.view.Lens.AsksUnasserted() {
			q.Where = &kb.PropertyWhere{Status: &kb.StatusFilter{In: kb.AssertedStatuses}}
		}
		pages, err := findPages(ctx, e.set.view.Store.Properties(), q)
		if err != nil {
			return nil, err
		}
		wrap := e.set.view.properties()
		out := make(map[kb.ID][]*Property, len(ids))
		for i, page := range pages {
			for _, p := range page.Items {
				out[ids[i]] = append(out[ids[i]], wrap(p))
			}
		}
		return out, nil
	})
	return pages[e.Entity.ID], err
}

// RelationCounts counts relations by type and direction.
func (e *EntityBase) RelationCounts(ctx context.Context) ([]*kb.RelationCount, error) {
	counts, err := together(ctx, e.set, func(ctx context.Context, members []*EntityBase) (map[kb.ID][]*kb.RelationCount, error) {
		ids := admitted(ctx, members)
		lists, err := e.set.view.Store.RelationCounts(ctx, ids)
		if err != nil {
			return nil, err
		}
		out := make(map[kb.ID][]*kb.RelationCount, len(ids))
		for i, list := range lists {
			for k := range list {
				out[ids[i]] = append(out[ids[i]], &list[k])
			}
		}
		return out, nil
	})
	return counts[e.Entity.ID], err
}

// Properties are the typed values that sources give it.
func (e *EntityBase) Properties(ctx context.Context, keys []kb.PropertyKey, where *kb.PropertyWhere, orderBy []*Order,
	first *int, after *string, last *int, before *string) (*PropertyConnection, error) {
	return nested(ctx, e.set, e.Entity.ID, question[kb.PropertyWhere]{kb.Query[kb.PropertyWhere]{By: kb.PropertiesOf, Keys: keys, Where: where}, where}, PageArgs{orderBy, first, after, last, before}, propertyTable, admitted)
}

// Relations are its relations in both directions.
func (e *EntityBase) Relations(ctx context.Context, where *kb.RelationWhere, orderBy []*Order,
	first *int, after *string, last *int, before *string) (*RelationConnection, error) {
	return nested(ctx, e.set, e.Entity.ID, question[kb.RelationWhere]{kb.Query[kb.RelationWhere]{By: kb.RelationsAt, Where: where}, where}, PageArgs{orderBy, first, after, last, before}, relationTable, admitted)
}

// Sources are those with a claim on a fact that touches it.
func (e *EntityBase) Sources(ctx context.Context, where *kb.SourceWhere, orderBy []*Order,
	first *int, after *string, last *int, before *string) (*SourceConnection, error) {
	return nested(ctx, e.set, e.Entity.ID, question[kb.SourceWhere]{kb.Query[kb.SourceWhere]{By: kb.SourcesOf, Where: where}, where}, PageArgs{orderBy, first, after, last, before}, sourceTable, admitted)
}

// Published are the documents that it published.
func (e *EntityBase) Published(ctx context.Context, where *kb.SourceWhere, orderBy []*Order,
	first *int, after *string, last *int, before *string) (*SourceConnection, error) {
	return nested(ctx, e.set, e.Entity.ID, question[kb.SourceWhere]{kb.Query[kb.SourceWhere]{By: kb.SourcesPublished, Where: where}, where}, PageArgs{orderBy, first, after, last, before}, sourceTable, admitted)
}

// admitted returns the ids of those members for which the field being resolved
// is asked: under "... on Company" it loads nothing for people.
func admitted(ctx context.Context, members []*EntityBase) []kb.ID {
	def := graphql.GetFieldContext(ctx).Field.ObjectDefinition
	ids := make([]kb.ID, 0, len(members))
	for _, m := range members {
		if admits(def, m.Entity.Kind) {
			ids = append(ids, m.Entity.ID)
		}
	}
	return ids
}

func admits(def *ast.Definition, k kb.Kind) bool {
	row, _ := k.Info()
	switch {
	case def == nil, def.Name == "Entity", def.Name == "Node":
		return true
	case def.Name == "Actor":
		return row.Actor
	case def.Name == "SurveillanceTarget":
		return row.Target
	}
	return def.Name == TypeName(k)
}
