// Package evidence boils the claims on a fact down to what can be shown of it.
//
// Its functions are pure: they look at the claims, sources and entities that a
// store hands them and at nothing else, and the order of what they are given
// never changes a result. Stores call them inside the write that touches a
// fact, so that what is derived is never older than what it is derived from.
package evidence

import (
	"slices"

	"actorgraph/kb"
)

// Interval tells when a fact held, by its claims: the days that all dates given can
// be, else from the earliest to the latest of their bounds. Only claims
// that assert count; if none does, all do. A fact whose counting claims give
// neither end has the inherited one (see [Inherited]).
func Interval(claims []*kb.Claim, inherited kb.Interval) kb.Interval {
	asserted := slices.ContainsFunc(claims, asserts)
	var since, until []kb.Date
	for _, c := range claims {
		if asserted && !asserts(c) {
			continue
		}
		if v, ok := c.Qualifier(kb.QualifierSince).(kb.DateValue); ok {
			since = append(since, v.Date)
		}
		if v, ok := c.Qualifier(kb.QualifierUntil).(kb.DateValue); ok {
			until = append(until, v.Date)
		}
	}
	if len(since)+len(until) == 0 {
		return inherited
	}
	return kb.Interval{Since: agreed(since), Until: agreed(until)}
}

func asserts(c *kb.Claim) bool { return c.Stance == kb.Asserts }

// Inherits tells which of its two ends a relation has its time from when its own
// claims give none: what happens is about others, is directed at them and takes place
// somewhere when it happens; who takes part in it does so then, and what caused it has
// caused it then. But it is reported, answered, investigated or judged at another
// time. It is "" where neither end tells.
func Inherits(r *kb.Relation, from, to kb.Kind) kb.ID {
	switch {
	case r.Type == kb.SameAs:
		return ""
	case r.Type == kb.Caused && DateKey(to) != "":
		return r.To
	case DateKey(from) != "":
		return r.From
	case DateKey(to) != "" && slices.Contains(partTypes, r.Type):
		return r.To
	}
	return ""
}

// partTypes are the relations by which somebody or something takes part in what
// happens.
var partTypes = []kb.RelationType{
	kb.SellerIn, kb.BuyerIn, kb.BrokerIn, kb.ObjectOf, kb.Operated, kb.Helped, kb.UsedIn, kb.PlaintiffIn, kb.DefendantIn,
	kb.CarriedOut, kb.VictimOf, kb.TookPartIn, kb.PartOf,
}

// DateKey is the property key that tells when a thing of kind k happened, or "".
func DateKey(k kb.Kind) kb.PropertyKey {
	switch k {
	case kb.KindEvent, kb.KindTargeting, kb.KindDeal:
		return kb.KeyDate
	case kb.KindLawsuit:
		return kb.KeyFiled
	}
	return ""
}

// Happened is the date of a thing by the values of its [DateKey]: that on which they
// agree, else from the earliest to the latest bound.
func Happened(values []kb.Date) kb.Date { return agreed(values) }

// Inherited is the interval that f has from a thing of kind k that happened at a date.
// An event, a targeting and a deal begin and end with it. A lawsuit begins with it, and
// so do those who sue and are sued, what it is about and what brought it about; all
// else about it begins then or later. When that ends is not told.
func Inherited(f kb.Fact, k kb.Kind, happened kb.Date) kb.Interval {
	if k != kb.KindLawsuit || happened.IsZero() {
		return kb.Interval{Since: happened, Until: happened}
	}
	if r, ok := f.(*kb.Relation); ok && slices.Contains(filedTypes, r.Type) {
		return kb.Interval{Since: happened}
	}
	return kb.Interval{Since: orLater(happened)}
}

// filedTypes are the relations of a lawsuit that begin with it.
var filedTypes = []kb.RelationType{kb.PlaintiffIn, kb.DefendantIn, kb.Concerns, kb.Caused}

// orLater is the day of d or a later one; the zero Date if d has no earliest.
func orLater(d kb.Date) kb.Date {
	first, ok := d.Earliest()
	if !ok {
		return kb.Date{}
	}
	later, err := kb.ParseDate(d.String() + "/..")
	if err != nil { // d is an interval itself
		later, _ = kb.ParseDate(first.String() + "/..")
	}
	return later
}

// agreed is the date on which dates agree: the days that all of them can be. Where
// there is no such day, it is from the earliest to the latest that one of them can be.
func agreed(dates []kb.Date) kb.Date {
	d, ok := kb.Common(dates...)
	if !ok {
		d, _ = kb.Hull(dates...)
	}
	return d
}

// InheritsProperty tells whether a property with this key, of a thing of kind k,
// takes the date of the thing when its own claims give none. Names and dates
// themselves don't.
func InheritsProperty(key kb.PropertyKey, k kb.Kind) bool {
	row, ok := key.Info()
	return ok && DateKey(k) != "" && !row.Naming && row.Type != kb.TypeDate
}
