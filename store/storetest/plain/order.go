package plain

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"actorgraph/kb"
	"actorgraph/text"
)

// row is a record with its place in an order.
type row[T any] struct {
	record *T
	place  kb.Keyset
}

// cut sorts rows and cuts out the page asked for.
func cut[T any](rows []row[T], order []kb.Order, first, last int, after, before kb.Keyset) kb.Page[T] {
	slices.SortFunc(rows, func(a, b row[T]) int { return comparePlaces(order, a.place, b.place) })
	if after != nil {
		rows = slices.DeleteFunc(rows, func(r row[T]) bool { return comparePlaces(order, r.place, after) <= 0 })
	}
	if before != nil {
		rows = slices.DeleteFunc(rows, func(r row[T]) bool { return comparePlaces(order, r.place, before) >= 0 })
	}
	page := kb.Page[T]{HasNext: before != nil, HasPrevious: after != nil}
	if first > 0 {
		page.HasNext = len(rows) > first
		rows = rows[:min(first, len(rows))]
	} else {
		page.HasPrevious = len(rows) > last
		rows = rows[max(0, len(rows)-last):]
	}
	for _, r := range rows {
		page.Items = append(page.Items, r.record)
		page.Keys = append(page.Keys, r.place)
	}
	return page
}

// comparePlaces compares key by key. What is missing comes last, in both
// directions.
func comparePlaces(order []kb.Order, a, b kb.Keyset) int {
	for i, o := range order {
		missingA, missingB := missing(a[i]), missing(b[i])
		switch {
		case missingA && missingB:
			continue
		case missingA:
			return 1
		case missingB:
			return -1
		}
		var c int
		if a[i].Text != nil {
			c = cmp.Compare(*a[i].Text, *b[i].Text)
		} else {
			c = cmp.Compare(*a[i].Number, *b[i].Number)
		}
		if o.Desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func missing(v kb.KeyValue) bool { return v.Text == nil && v.Number == nil }

func textKey(s string) kb.KeyValue { return kb.KeyValue{Text: &s} }

func numberKey[N ~int | ~int64](n N) kb.KeyValue {
	i := int64(n)
	return kb.KeyValue{Number: &i}
}

// earliest and latest are the place of a date by its first and its last day. An
// open end lies before or behind all days; no date is missing.

func earliest(d kb.Date) kb.KeyValue {
	if d.IsZero() {
		return kb.KeyValue{}
	}
	if day, ok := d.Earliest(); ok {
		return numberKey(int64(day))
	}
	return numberKey(int64(math.MinInt64))
}

func latest(d kb.Date) kb.KeyValue {
	if d.IsZero() {
		return kb.KeyValue{}
	}
	if day, ok := d.Latest(); ok {
		return numberKey(int64(day))
	}
	return numberKey(int64(math.MaxInt64))
}

func (st *state) entityKey(e *kb.Entity, by kb.OrderKey) kb.KeyValue {
	switch by {
	case kb.ByID:
		return textKey(string(e.ID))
	case kb.ByName:
		return textKey(text.SortKey(e.Name))
	case kb.ByKind:
		return numberKey(slices.IndexFunc(kb.Kinds, func(row kb.KindInfo) bool { return row.Kind == e.Kind }))
	case kb.ByDegree:
		return numberKey(e.Degree)
	}
	panic("an entity is not ordered by " + by)
}

func (st *state) relationKey(r *kb.Relation, by kb.OrderKey) kb.KeyValue {
	switch by {
	case kb.ByID:
		return textKey(string(r.ID))
	case kb.ByType:
		return numberKey(slices.IndexFunc(kb.RelationTypes, func(row kb.RelationTypeInfo) bool { return row.Type == r.Type }))
	case kb.BySince:
		return earliest(r.When.Since)
	case kb.ByUntil:
		return latest(r.When.Until)
	case kb.ByFromName:
		return textKey(text.SortKey(st.entities[r.From].Name))
	case kb.ByToName:
		return textKey(text.SortKey(st.entities[r.To].Name))
	case kb.ByClaims:
		return numberKey(len(st.claimsOn(r.ID)))
	}
	panic("a relation is not ordered by " + by)
}

func (st *state) propertyKey(p *kb.Property, by kb.OrderKey) kb.KeyValue {
	switch by {
	case kb.ByID:
		return textKey(string(p.ID))
	case kb.ByKey:
		return numberKey(slices.IndexFunc(kb.PropertyKeys, func(row kb.PropertyKeyInfo) bool { return row.Key == p.Key }))
	case kb.ByValue:
		return textKey(kb.ValueKey(p.Value, text.SortKey))
	case kb.BySince:
		return earliest(p.When.Since)
	case kb.ByUntil:
		return latest(p.When.Until)
	case kb.ByClaims:
		return numberKey(len(st.claimsOn(p.ID)))
	}
	panic("a property is not ordered by " + by)
}

func (st *state) claimKey(c *kb.Claim, by kb.OrderKey) kb.KeyValue {
	switch by {
	case kb.ByID:
		return textKey(string(c.ID))
	case kb.ByLocator:
		l := c.Locator
		if l.Page == 0 && l.Paragraph == 0 {
			return kb.KeyValue{}
		}
		return textKey(fmt.Sprintf("%020d.%020d.%020d", l.Page, l.Paragraph, l.Start))
	case kb.ByModality:
		return numberKey(slices.Index(kb.Modalities, c.Modality))
	case kb.BySource:
		return textKey(string(c.Source))
	case kb.ByRecorded:
		return numberKey(c.RecordedAt.UnixNano())
	}
	panic("a claim is not ordered by " + by)
}

func (st *state) sourceKey(s *kb.Source, by kb.OrderKey) kb.KeyValue {
	switch by {
	case kb.ByID:
		return textKey(string(s.ID))
	case kb.ByTitle:
		if s.Title == "" {
			return kb.KeyValue{}
		}
		return textKey(text.SortKey(s.Title))
	case kb.ByKind:
		return numberKey(slices.Index(kb.SourceKinds, s.Kind))
	case kb.ByPublished:
		return earliest(s.Published)
	case kb.ByClaims:
		return numberKey(len(st.claimsFrom(s.ID)))
	}
	panic("a source is not ordered by " + by)
}
