package plain

import (
	"slices"
	"strings"

	"actorgraph/kb"
	"actorgraph/text"
)

// A filter on a field that may be missing, or may have several values, is asked
// of the list of its values: an operator holds if it holds for one of them,
// IsNull if there is none.

func some[T any](values []T, holds func(T) bool) bool { return slices.ContainsFunc(values, holds) }

// told is the list of the one value of a text field, empty if it is missing.
func told(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func matchString(f *kb.StringFilter, values []string) bool {
	switch {
	case f == nil:
		return true
	case f.Eq != nil:
		return slices.Contains(values, *f.Eq)
	case f.In != nil:
		return some(values, func(v string) bool { return slices.Contains(f.In, v) })
	case f.Contains != nil:
		return some(values, func(v string) bool { return strings.Contains(text.Fold(v), text.Fold(*f.Contains)) })
	case f.StartsWith != nil:
		return some(values, func(v string) bool { return strings.HasPrefix(text.Fold(v), text.Fold(*f.StartsWith)) })
	}
	return (len(values) == 0) == *f.IsNull
}

func matchID(f *kb.IDFilter, values []kb.ID) bool {
	switch {
	case f == nil:
		return true
	case f.Eq != nil:
		return slices.Contains(values, *f.Eq)
	case f.In != nil:
		return some(values, func(v kb.ID) bool { return slices.Contains(f.In, v) })
	}
	return (len(values) == 0) == *f.IsNull
}

func matchEnum[E ~string](f *kb.EnumFilter[E], value E) bool {
	switch {
	case f == nil:
		return true
	case f.Eq != nil:
		return value == *f.Eq
	case f.In != nil:
		return slices.Contains(f.In, value)
	case f.Not != nil:
		return value != "" && value != *f.Not
	}
	return (value == "") == *f.IsNull
}

func matchNumber(f *kb.NumberFilter, n kb.Number) bool {
	switch {
	case f == nil:
		return true
	case f.IsNull != nil:
		return !n.Known == *f.IsNull
	case !n.Known:
		return false
	case f.Eq != nil:
		return n.Value == *f.Eq
	case f.Lt != nil:
		return n.Value < *f.Lt
	case f.Lte != nil:
		return n.Value <= *f.Lte
	case f.Gt != nil:
		return n.Value > *f.Gt
	}
	return n.Value >= *f.Gte
}

func matchCount(f kb.CountFilter, n int) bool {
	switch {
	case f.Eq != nil:
		return n == *f.Eq
	case f.Lt != nil:
		return n < *f.Lt
	case f.Lte != nil:
		return n <= *f.Lte
	case f.Gt != nil:
		return n > *f.Gt
	}
	return n >= *f.Gte
}

func matchDate(f *kb.DateFilter, d kb.Date) bool {
	switch {
	case f == nil:
		return true
	case f.IsNull != nil:
		return d.IsZero() == *f.IsNull
	case d.IsZero():
		return false
	case f.Certainly != nil:
		return compareDate(f.Certainly, d) == kb.Yes
	}
	return compareDate(f.Possibly, d) != kb.No
}

func compareDate(c *kb.DateCompare, d kb.Date) kb.Answer {
	switch {
	case c.Before != nil:
		return d.Before(*c.Before)
	case c.After != nil:
		return d.After(*c.After)
	case c.Equal != nil:
		return d.Equal(*c.Equal)
	}
	return d.Within(*c.Within)
}

// matchSome asks the some, none, every and count of a filter on related
// records. match tells whether one of them passes a filter; a nil filter passes
// all.
func matchSome[R, W any](related []R, someOf, noneOf, everyOf *W, count *W, is *kb.CountFilter, match func(*W, R) bool) bool {
	passing := func(w *W) int {
		n := 0
		for _, r := range related {
			if w == nil || match(w, r) {
				n++
			}
		}
		return n
	}
	switch {
	case someOf != nil:
		return passing(someOf) > 0
	case noneOf != nil:
		return passing(noneOf) == 0
	case everyOf != nil:
		return passing(everyOf) == len(related)
	}
	return matchCount(*is, passing(count))
}

// matchTree asks the And, Or and Not of one level.
func matchTree[W any](and, or []*W, not *W, match func(*W) bool) bool {
	for _, w := range and {
		if !match(w) {
			return false
		}
	}
	if or != nil && !some(or, match) {
		return false
	}
	return not == nil || !match(not)
}

func (st *state) matchEntity(w *kb.EntityWhere, e *kb.Entity) bool {
	if w == nil {
		return true
	}
	return matchTree(w.And, w.Or, w.Not, func(w *kb.EntityWhere) bool { return st.matchEntity(w, e) }) &&
		matchID(w.ID, []kb.ID{e.ID}) &&
		matchEnum(w.Kind, e.Kind) &&
		matchString(w.Name, told(e.Name)) &&
		matchString(w.Summary, told(e.Summary)) &&
		matchString(w.Alias, st.aliases(e.ID)) &&
		matchString(w.Collection, e.Collections) &&
		matchNumber(w.Degree, kb.Num(float64(e.Degree))) &&
		st.matchRelations(w.Relations, e) &&
		st.matchProperties(w.Properties, e)
}

func (st *state) matchRelations(f *kb.RelationsFilter, e *kb.Entity) bool {
	if f == nil {
		return true
	}
	var count *kb.EndWhere
	var is *kb.CountFilter
	if f.Count != nil {
		count, is = f.Count.Of, &f.Count.Is
	}
	return matchSome(st.relationsAt(e.ID), f.Some, f.None, f.Every, count, is,
		func(w *kb.EndWhere, r *kb.Relation) bool { return st.matchEnd(w, e.ID, r) })
}

// matchEnd tells whether a relation at the entity here passes w.
func (st *state) matchEnd(w *kb.EndWhere, here kb.ID, r *kb.Relation) bool {
	other := r.To
	if r.To == here {
		other = r.From
	}
	if w.Direction != nil {
		if *w.Direction == kb.Out && r.From != here || *w.Direction == kb.In && r.To != here {
			return false
		}
	}
	return st.matchRelation(w.Where, r) && st.matchEntity(w.Other, st.entities[other])
}

func (st *state) matchProperties(f *kb.PropertiesFilter, e *kb.Entity) bool {
	if f == nil {
		return true
	}
	var count *kb.PropertyWhere
	var is *kb.CountFilter
	if f.Count != nil {
		count, is = f.Count.Of, &f.Count.Is
	}
	return matchSome(st.propertiesOf(e.ID), f.Some, f.None, f.Every, count, is, st.matchProperty)
}

func (st *state) matchRelation(w *kb.RelationWhere, r *kb.Relation) bool {
	if w == nil {
		return true
	}
	return matchTree(w.And, w.Or, w.Not, func(w *kb.RelationWhere) bool { return st.matchRelation(w, r) }) &&
		matchID(w.ID, []kb.ID{r.ID}) &&
		matchEnum(w.Type, r.Type) &&
		st.matchEntity(w.From, st.entities[r.From]) &&
		st.matchEntity(w.To, st.entities[r.To]) &&
		matchString(w.Key, told(r.Key)) &&
		matchDate(w.Since, r.When.Since) &&
		matchDate(w.Until, r.When.Until) &&
		matchEnum(w.Status, r.Support.Status) &&
		matchNumber(w.AtLeast, kb.Num(float64(r.Support.AtLeast))) &&
		matchString(w.Collection, r.Collections) &&
		st.matchClaims(w.Claims, st.claimsOn(r.ID))
}

func (st *state) matchProperty(w *kb.PropertyWhere, p *kb.Property) bool {
	if w == nil {
		return true
	}
	var words, unit []string
	var quantity kb.Quantity
	var date kb.Date
	switch v := p.Value.(type) {
	case kb.TextValue, kb.UrlValue, kb.EnumValue:
		words = told(v.String())
	case kb.QuantityValue:
		quantity, unit = v.Quantity, told(v.Unit)
	case kb.DateValue:
		date = v.Date
	}
	if w.Boolean != nil {
		if v, ok := p.Value.(kb.BooleanValue); !ok || v.Boolean != *w.Boolean.Eq {
			return false
		}
	}
	if w.Issuer != nil && (p.Issuer == "" || !st.matchEntity(w.Issuer, st.entity(p.Issuer))) {
		return false
	}
	return matchTree(w.And, w.Or, w.Not, func(w *kb.PropertyWhere) bool { return st.matchProperty(w, p) }) &&
		matchID(w.ID, []kb.ID{p.ID}) &&
		matchEnum(w.Key, p.Key) &&
		st.matchEntity(w.Entity, st.entity(p.Entity)) &&
		matchString(w.Text, words) &&
		matchNumber(w.Min, quantity.Min) &&
		matchNumber(w.Max, quantity.Max) &&
		matchString(w.Unit, unit) &&
		matchDate(w.Date, date) &&
		matchDate(w.Since, p.When.Since) &&
		matchDate(w.Until, p.When.Until) &&
		matchEnum(w.Status, p.Support.Status) &&
		matchNumber(w.AtLeast, kb.Num(float64(p.Support.AtLeast))) &&
		matchString(w.Collection, p.Collections) &&
		st.matchClaims(w.Claims, st.claimsOn(p.ID))
}

func (st *state) matchClaims(f *kb.ClaimsFilter, claims []*kb.Claim) bool {
	if f == nil {
		return true
	}
	var count *kb.ClaimWhere
	var is *kb.CountFilter
	if f.Count != nil {
		count, is = f.Count.Of, &f.Count.Is
	}
	return matchSome(claims, f.Some, f.None, f.Every, count, is, st.matchClaim)
}

func (st *state) matchClaim(w *kb.ClaimWhere, c *kb.Claim) bool {
	if w == nil {
		return true
	}
	paragraph := kb.Number{}
	if c.Locator.Paragraph > 0 {
		paragraph = kb.Num(float64(c.Locator.Paragraph))
	}
	return matchTree(w.And, w.Or, w.Not, func(w *kb.ClaimWhere) bool { return st.matchClaim(w, c) }) &&
		matchID(w.ID, []kb.ID{c.ID}) &&
		matchID(w.Fact, []kb.ID{c.Fact}) &&
		(w.Source == nil || st.sources[c.Source] != nil && st.matchSource(w.Source, st.sources[c.Source])) &&
		matchEnum(w.Stance, c.Stance) &&
		matchEnum(w.Modality, c.Modality) &&
		matchEnum(w.Reading, c.Reading) &&
		(w.Firsthand == nil || *w.Firsthand.Eq == c.Firsthand) &&
		matchString(w.Statement, told(c.Statement)) &&
		matchID(w.AttributedTo, c.AttributedTo) &&
		matchID(w.Credits, creditsOf(c)) &&
		matchNumber(w.Paragraph, paragraph) &&
		matchString(w.Collection, told(c.Collection))
}

func (st *state) matchSource(w *kb.SourceWhere, s *kb.Source) bool {
	if w == nil {
		return true
	}
	var parents []kb.ID
	for _, d := range s.DerivesFrom {
		parents = append(parents, d.Source)
	}
	return matchTree(w.And, w.Or, w.Not, func(w *kb.SourceWhere) bool { return st.matchSource(w, s) }) &&
		matchID(w.ID, []kb.ID{s.ID}) &&
		matchEnum(w.Kind, s.Kind) &&
		matchString(w.Title, told(s.Title)) &&
		matchID(w.Publisher, s.Publishers) &&
		matchDate(w.Published, s.Published) &&
		matchString(w.URL, told(s.URL)) &&
		matchString(w.Language, told(s.Language)) &&
		matchString(w.FileName, told(s.FileName)) &&
		matchString(w.Collection, s.Collections) &&
		matchID(w.Cites, s.Cites) &&
		matchID(w.DerivesFrom, parents) &&
		st.matchClaims(w.Claims, st.claimsFrom(s.ID))
}

func creditsOf(c *kb.Claim) []kb.ID {
	var ids []kb.ID
	for _, cr := range c.Credits {
		ids = append(ids, cr.Source)
	}
	return ids
}
