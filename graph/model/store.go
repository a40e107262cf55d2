package model

import (
	"context"

	"actorgraph/kb"
)

// Collection is a set of claims that are loaded together.
type Collection struct {
	kb.Collection
	ClaimCount int
}

// Title is null where there is none.
func (c *Collection) Title() *string { return orNull(c.Collection.Title) }

// Description is null where there is none.
func (c *Collection) Description() *string { return orNull(c.Collection.Description) }

// Licence is null where none is told.
func (c *Collection) Licence() *string { return orNull(c.Collection.Licence) }

// Collections lists the collections by name.
func (v *View) Collections(ctx context.Context) ([]*Collection, error) {
	counts, err := v.Whole.Collections(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*Collection, len(counts))
	for i, c := range counts {
		out[i] = &Collection{c.Collection, c.Claims}
	}
	return out, nil
}

// Vocabulary is the closed lists.
type Vocabulary struct {
	Kinds         []*kb.KindInfo
	RelationTypes []*kb.RelationTypeInfo
	PropertyKeys  []*kb.PropertyKeyInfo
	QualifierKeys []*kb.QualifierKeyInfo
}

// NewVocabulary copies the tables of kb.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{rows(kb.Kinds), rows(kb.RelationTypes), rows(kb.PropertyKeys), rows(kb.QualifierKeys)}
}

func rows[T any](table []T) []*T {
	out := make([]*T, len(table))
	for i, row := range table {
		out[i] = &row
	}
	return out
}

// Stats tells how much there is of what.
type Stats struct{ kb.Stats }

// Stats counts what the store holds.
func (v *View) Stats(ctx context.Context) (*Stats, error) {
	s, err := v.Whole.Stats(ctx)
	return &Stats{s}, err
}

// Entities in all.
func (s *Stats) Entities() int { return s.Records[kb.EntityClass] }

// Relations in all.
func (s *Stats) Relations() int { return s.Records[kb.RelationClass] }

// Properties in all.
func (s *Stats) Properties() int { return s.Records[kb.PropertyClass] }

// Claims in all.
func (s *Stats) Claims() int { return s.Records[kb.ClaimClass] }

// Sources in all.
func (s *Stats) Sources() int { return s.Records[kb.SourceClass] }

// KindCount, TypeCount and KeyCount are how many there are of one word.
type (
	KindCount struct {
		Kind  kb.Kind
		Count int
	}
	TypeCount struct {
		Type  kb.RelationType
		Count int
	}
	KeyCount struct {
		Key   kb.PropertyKey
		Count int
	}
)

// ByKind counts entities, in table order, without the kinds that have none.
func (s *Stats) ByKind() []*KindCount {
	var out []*KindCount
	for _, row := range kb.Kinds {
		if n := s.Stats.Entities[row.Kind]; n > 0 {
			out = append(out, &KindCount{row.Kind, n})
		}
	}
	return out
}

// ByType counts relations, in table order, without the types that have none.
func (s *Stats) ByType() []*TypeCount {
	var out []*TypeCount
	for _, row := range kb.RelationTypes {
		if n := s.Stats.Relations[row.Type]; n > 0 {
			out = append(out, &TypeCount{row.Type, n})
		}
	}
	return out
}

// ByKey counts properties, in table order, without the keys that have none.
func (s *Stats) ByKey() []*KeyCount {
	var out []*KeyCount
	for _, row := range kb.PropertyKeys {
		if n := s.Stats.Properties[row.Key]; n > 0 {
			out = append(out, &KeyCount{row.Key, n})
		}
	}
	return out
}
