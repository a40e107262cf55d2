package model

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"actorgraph/kb"
)

// Facet is how many records have each value of one field.
type Facet struct {
	By      string
	Buckets []*FacetBucket
}

// FacetBucket is one value of a facet.
type FacetBucket struct {
	Value, Label string
	Count        int
	filter       any // a pointer to a filter of kb
}

// Where is the filter of the question with the bucket's condition added.
func (b *FacetBucket) Where() (FilterJSON, error) {
	return json.Marshal(filterValue(reflect.ValueOf(b.filter)))
}

// and joins a filter with a condition.
func and[W any](where *W, condition W, joined func([]*W) *W) *W {
	if where == nil {
		return &condition
	}
	return joined([]*W{where, &condition})
}

func andEntities(where *kb.EntityWhere, condition kb.EntityWhere) *kb.EntityWhere {
	return and(where, condition, func(both []*kb.EntityWhere) *kb.EntityWhere { return &kb.EntityWhere{And: both} })
}

func andRelations(where *kb.RelationWhere, condition kb.RelationWhere) *kb.RelationWhere {
	return and(where, condition, func(both []*kb.RelationWhere) *kb.RelationWhere { return &kb.RelationWhere{And: both} })
}

func andProperties(where *kb.PropertyWhere, condition kb.PropertyWhere) *kb.PropertyWhere {
	return and(where, condition, func(both []*kb.PropertyWhere) *kb.PropertyWhere { return &kb.PropertyWhere{And: both} })
}

func andClaims(where *kb.ClaimWhere, condition kb.ClaimWhere) *kb.ClaimWhere {
	return and(where, condition, func(both []*kb.ClaimWhere) *kb.ClaimWhere { return &kb.ClaimWhere{And: both} })
}

func andSources(where *kb.SourceWhere, condition kb.SourceWhere) *kb.SourceWhere {
	return and(where, condition, func(both []*kb.SourceWhere) *kb.SourceWhere { return &kb.SourceWhere{And: both} })
}

func eq(s string) *kb.StringFilter { return &kb.StringFilter{Eq: &s} }

func eqID(s string) *kb.IDFilter { id := kb.ID(s); return &kb.IDFilter{Eq: &id} }

func eqWord[E ~string](s string) *kb.EnumFilter[E] { e := E(s); return &kb.EnumFilter[E]{Eq: &e} }

func fromSource(s string) *kb.ClaimsFilter {
	return &kb.ClaimsFilter{Some: &kb.ClaimWhere{Source: &kb.SourceWhere{ID: eqID(s)}}}
}

func onlyEntities(where *kb.EntityWhere, by kb.FacetKey, value string) *kb.EntityWhere {
	var c kb.EntityWhere
	switch by {
	case kb.FacetKind:
		c.Kind = eqWord[kb.Kind](value)
	case kb.FacetCollection:
		c.Collection = eq(value)
	}
	return andEntities(where, c)
}

func onlyRelations(where *kb.RelationWhere, by kb.FacetKey, value string) *kb.RelationWhere {
	var c kb.RelationWhere
	switch by {
	case kb.FacetType:
		c.Type = eqWord[kb.RelationType](value)
	case kb.FacetFromKind:
		c.From = &kb.EntityWhere{Kind: eqWord[kb.Kind](value)}
	case kb.FacetToKind:
		c.To = &kb.EntityWhere{Kind: eqWord[kb.Kind](value)}
	case kb.FacetSource:
		c.Claims = fromSource(value)
	case kb.FacetCollection:
		c.Collection = eq(value)
	}
	return andRelations(where, c)
}

func onlyProperties(where *kb.PropertyWhere, by kb.FacetKey, value string) *kb.PropertyWhere {
	var c kb.PropertyWhere
	switch by {
	case kb.FacetByKey:
		c.Key = eqWord[kb.PropertyKey](value)
	case kb.FacetUnit:
		c.Unit = eq(value)
	case kb.FacetSource:
		c.Claims = fromSource(value)
	case kb.FacetCollection:
		c.Collection = eq(value)
	}
	return andProperties(where, c)
}

func onlyClaims(where *kb.ClaimWhere, by kb.FacetKey, value string) *kb.ClaimWhere {
	var c kb.ClaimWhere
	switch by {
	case kb.FacetStance:
		c.Stance = eqWord[kb.Stance](value)
	case kb.FacetModality:
		c.Modality = eqWord[kb.Modality](value)
	case kb.FacetReading:
		c.Reading = eqWord[kb.Reading](value)
	case kb.FacetSource:
		c.Source = &kb.SourceWhere{ID: eqID(value)}
	case kb.FacetSpeaker:
		c.AttributedTo = eqID(value)
	case kb.FacetCollection:
		c.Collection = eq(value)
	}
	return andClaims(where, c)
}

func onlySources(where *kb.SourceWhere, by kb.FacetKey, value string) *kb.SourceWhere {
	var c kb.SourceWhere
	switch by {
	case kb.FacetKind:
		c.Kind = eqWord[kb.SourceKind](value)
	case kb.FacetPublisher:
		c.Publisher = eqID(value)
	case kb.FacetLanguage:
		c.Language = eq(value)
	case kb.FacetCollection:
		c.Collection = eq(value)
	}
	return andSources(where, c)
}

// bucketValue is a bucket's value as the API writes it.
func bucketValue(by kb.FacetKey, value string) string {
	switch by {
	case kb.FacetKind, kb.FacetFromKind, kb.FacetToKind, kb.FacetByKey:
		return apiName(value)
	}
	return value
}

// labels returns what tells how a person would read a bucket's value: of an id
// the name or title, in one call for all buckets; of a word its label.
func (v *View) labels(ctx context.Context, by kb.FacetKey, lists [][]kb.Bucket) (func(string) string, error) {
	names := map[string]string{}
	var ids []kb.ID
	for _, list := range lists {
		for _, b := range list {
			ids = append(ids, kb.ID(b.Value))
		}
	}
	switch by {
	case kb.FacetSource:
		found, err := get(ctx, v.Store.Sources(), ids)
		if err != nil {
			return nil, err
		}
		for id, s := range found {
			if s.Title != "" {
				names[string(id)] = s.Title
			}
		}
	case kb.FacetSpeaker, kb.FacetPublisher:
		found, err := get(ctx, v.Store.Entities(), ids)
		if err != nil {
			return nil, err
		}
		for id, e := range found {
			names[string(id)] = e.Name
		}
	}
	return func(value string) string {
		if name, ok := names[value]; ok {
			return name
		}
		switch by {
		case kb.FacetKind, kb.FacetFromKind, kb.FacetToKind:
			if row, ok := kb.Kind(value).Info(); ok {
				return row.Label
			}
		case kb.FacetType:
			if row, ok := kb.RelationType(value).Info(); ok {
				return row.Label
			}
		case kb.FacetByKey:
			if row, ok := kb.PropertyKey(value).Info(); ok {
				return row.Label
			}
		}
		return value
	}, nil
}

// filterValue is a filter as the API reads it, of maps and lists.
func filterValue(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		return filterValue(v.Elem())
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = filterValue(v.Index(i))
		}
		return list
	case reflect.Struct:
		if d, ok := v.Interface().(kb.Date); ok {
			return d.String()
		}
		m := map[string]any{}
		for i := range v.NumField() {
			f := v.Field(i)
			if (f.Kind() == reflect.Pointer || f.Kind() == reflect.Slice) && f.IsNil() {
				continue
			}
			m[argumentName(v.Type().Field(i).Name)] = filterValue(f)
		}
		return m
	}
	switch word := v.Interface().(type) {
	case kb.Kind:
		return apiName(string(word))
	case kb.PropertyKey:
		return apiName(string(word))
	}
	return v.Interface()
}

// argumentName is how the API writes a field of a filter: ID is id, FileName is
// fileName.
func argumentName(field string) string {
	if strings.ToUpper(field) == field {
		return strings.ToLower(field)
	}
	return strings.ToLower(field[:1]) + field[1:]
}
