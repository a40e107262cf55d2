package model

import (
	"context"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Fact is a relation or a property.
type Fact interface {
	Node
	supported() kb.Support
}

// Relation is a fact that joins two entities.
type Relation struct {
	*kb.Relation
	set   *siblings[*Relation]
	facts *siblings[kb.ID] // the facts that were loaded together, of both classes
}

// Property is a fact that gives an entity a value.
type Property struct {
	*kb.Property
	set   *siblings[*Property]
	facts *siblings[kb.ID]
}

func (*Relation) node() {}
func (*Property) node() {}

func (r *Relation) supported() kb.Support { return r.Relation.Support }
func (p *Property) supported() kb.Support { return p.Property.Support }

var relationTable = table[kb.Relation, kb.RelationWhere, *Relation]{
	class:   kb.RelationClass,
	records: func(r kb.Reader) kb.Records[kb.Relation, kb.RelationWhere] { return r.Relations() },
	wrap: func(_ context.Context, v *View, _ []kb.ID, lists [][]*kb.Relation) ([][]*Relation, error) {
		return wrapLists(lists, v.relations()), nil
	},
	only: onlyRelations,
}

var propertyTable = table[kb.Property, kb.PropertyWhere, *Property]{
	class:   kb.PropertyClass,
	records: func(r kb.Reader) kb.Records[kb.Property, kb.PropertyWhere] { return r.Properties() },
	wrap: func(_ context.Context, v *View, _ []kb.ID, lists [][]*kb.Property) ([][]*Property, error) {
		return wrapLists(lists, v.properties()), nil
	},
	only: onlyProperties,
}

// wrapLists wraps the records of several parents into one set.
func wrapLists[R, N any](lists [][]*R, wrap func(*R) N) [][]N {
	out := make([][]N, len(lists))
	for i, list := range lists {
		out[i] = make([]N, len(list))
		for k, r := range list {
			out[i][k] = wrap(r)
		}
	}
	return out
}

// wrapFound wraps the records that a read by ids has found.
func wrapFound[R, N any](records map[kb.ID]*R, wrap func(*R) N) map[kb.ID]N {
	out := make(map[kb.ID]N, len(records))
	for id, r := range records {
		out[id] = wrap(r)
	}
	return out
}

// relations returns what wraps relations into one new set of siblings.
func (v *View) relations() func(*kb.Relation) *Relation {
	set, facts := newSiblings[*Relation](v), newSiblings[kb.ID](v)
	return func(r *kb.Relation) *Relation {
		w := &Relation{r, set, facts}
		set.members, facts.members = append(set.members, w), append(facts.members, r.ID)
		return w
	}
}

// properties returns what wraps properties into one new set of siblings.
func (v *View) properties() func(*kb.Property) *Property {
	set, facts := newSiblings[*Property](v), newSiblings[kb.ID](v)
	return func(p *kb.Property) *Property {
		w := &Property{p, set, facts}
		set.members, facts.members = append(set.members, w), append(facts.members, p.ID)
		return w
	}
}

// Facts reads relations and properties by id: one set of siblings of each class.
func (v *View) Facts(ctx context.Context, ids ...kb.ID) (map[kb.ID]Fact, error) {
	var relations, properties []kb.ID
	for _, id := range ids {
		switch id.Class() {
		case kb.RelationClass:
			relations = append(relations, id)
		case kb.PropertyClass:
			properties = append(properties, id)
		}
	}
	out := make(map[kb.ID]Fact, len(ids))
	rs, err := get(ctx, v.Store.Relations(), relations)
	if err != nil {
		return nil, err
	}
	wrapRelation := v.relations()
	for id, r := range rs {
		out[id] = wrapRelation(r)
	}
	ps, err := get(ctx, v.Store.Properties(), properties)
	if err != nil {
		return nil, err
	}
	wrapProperty := v.properties()
	for id, p := range ps {
		out[id] = wrapProperty(p)
	}
	return out, nil
}

// ends reads the entities that the siblings' ends name, all of one side.
func ends[M any](ctx context.Context, set *siblings[M], end func(M) kb.ID) (map[kb.ID]Entity, error) {
	return together(ctx, set, func(ctx context.Context, members []M) (map[kb.ID]Entity, error) {
		ids := make([]kb.ID, len(members))
		for i, m := range members {
			ids[i] = end(m)
		}
		return set.view.Entities(ctx, ids...)
	})
}

func one(found map[kb.ID]Entity, err error, id kb.ID) (Entity, error) {
	if err != nil {
		return nil, err
	}
	if e, ok := found[id]; ok {
		return e, nil
	}
	return nil, missing(id)
}

// From is the first entity.
func (r *Relation) From(ctx context.Context) (Entity, error) {
	found, err := ends(ctx, r.set, func(m *Relation) kb.ID { return m.Relation.From })
	return one(found, err, r.Relation.From)
}

// To is the second entity.
func (r *Relation) To(ctx context.Context) (Entity, error) {
	found, err := ends(ctx, r.set, func(m *Relation) kb.ID { return m.Relation.To })
	return one(found, err, r.Relation.To)
}

// Label is the type in words from the first entity to the second.
func (r *Relation) Label() string {
	row, _ := r.Relation.Type.Info()
	return row.Label
}

// InverseLabel is the type in words from the second entity to the first.
func (r *Relation) InverseLabel() string {
	row, _ := r.Relation.Type.Info()
	return row.Inverse
}

// Key is null where there is none.
func (r *Relation) Key() *string { return orNull(r.Relation.Key) }

// Since is when the fact began to hold.
func (r *Relation) Since() *kb.Date { return orNull(r.Relation.When.Since) }

// Until is when the fact ceased to hold.
func (r *Relation) Until() *kb.Date { return orNull(r.Relation.When.Until) }

// When is both in words.
func (r *Relation) When() *string { return orNull(evidence.WhenSaid(r.Relation.When)) }

// Entity is whose property it is.
func (p *Property) Entity(ctx context.Context) (Entity, error) {
	found, err := ends(ctx, p.set, func(m *Property) kb.ID { return m.Property.Entity })
	return one(found, err, p.Property.Entity)
}

// Issuer is who gave the value.
func (p *Property) Issuer(ctx context.Context) (Entity, error) {
	if p.Property.Issuer == "" {
		return nil, nil
	}
	found, err := ends(ctx, p.set, func(m *Property) kb.ID { return m.Property.Issuer })
	return one(found, err, p.Property.Issuer)
}

// Value is the value.
func (p *Property) Value() Value { return valueOf(p.Property.Value) }

// Since is when the fact began to hold.
func (p *Property) Since() *kb.Date { return orNull(p.Property.When.Since) }

// Until is when the fact ceased to hold.
func (p *Property) Until() *kb.Date { return orNull(p.Property.When.Until) }

// When is both in words.
func (p *Property) When() *string { return orNull(evidence.WhenSaid(p.Property.When)) }

// Claims are the claims on the relation.
func (r *Relation) Claims(ctx context.Context, where *kb.ClaimWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ClaimConnection, error) {
	return claimsOn(ctx, r.facts, r.Relation.ID, where, PageArgs{orderBy, first, after, last, before})
}

// Claims are the claims on the property.
func (p *Property) Claims(ctx context.Context, where *kb.ClaimWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ClaimConnection, error) {
	return claimsOn(ctx, p.facts, p.Property.ID, where, PageArgs{orderBy, first, after, last, before})
}

func claimsOn(ctx context.Context, facts *siblings[kb.ID], fact kb.ID, where *kb.ClaimWhere, args PageArgs) (*ClaimConnection, error) {
	return nested(ctx, facts, fact, question[kb.ClaimWhere]{kb.Query[kb.ClaimWhere]{By: kb.ClaimsOn, Where: where}, where}, args, claimTable,
		func(_ context.Context, ids []kb.ID) []kb.ID { return ids })
}

// Qualifiers are the distinct values that the claims give.
func (r *Relation) Qualifiers(ctx context.Context) ([]*QualifierValue, error) {
	return qualifiersOf(ctx, r.facts, r.Relation.ID)
}

// Qualifiers are the distinct values that the claims give.
func (p *Property) Qualifiers(ctx context.Context) ([]*QualifierValue, error) {
	return qualifiersOf(ctx, p.facts, p.Property.ID)
}

// maxQualifying bounds the claims of one fact whose qualifiers are gathered.
const maxQualifying = kb.MaxPage

func qualifiersOf(ctx context.Context, facts *siblings[kb.ID], fact kb.ID) ([]*QualifierValue, error) {
	values, err := together(ctx, facts, func(ctx context.Context, ids []kb.ID) (map[kb.ID][]*QualifierValue, error) {
		ids = distinct(ids)
		pages, err := findPages(ctx, facts.view.Store.Claims(), kb.Query[kb.ClaimWhere]{Of: ids, By: kb.ClaimsOn, First: maxQualifying})
		if err != nil {
			return nil, err
		}
		wrap := facts.view.claims()
		out := make(map[kb.ID][]*QualifierValue, len(ids))
		for i, page := range pages {
			if page.HasNext {
				return nil, invalid("%s has more than %d claims; read their qualifiers through claims, page by page", ids[i], maxQualifying)
			}
			wrapped := map[kb.ID]*Claim{}
			for _, c := range page.Items {
				wrapped[c.ID] = wrap(c)
			}
			for _, q := range kb.QualifierValues(page.Items) {
				v := &QualifierValue{Key: q.Key, Value: valueOf(q.Value)}
				for _, id := range q.Claims {
					v.Claims = append(v.Claims, wrapped[id])
				}
				out[ids[i]] = append(out[ids[i]], v)
			}
		}
		return out, nil
	})
	return values[fact], err
}

// QualifierValue is one value of a qualifier with the claims that give it.
type QualifierValue struct {
	Key    kb.QualifierKey
	Value  Value
	Claims []*Claim
}
