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

// Interval tells when a fact held, by its claims: the date that they agree on,
// else one from the earliest to the latest bound of those given. Only claims
// that assert count; if none does, all do. A fact whose counting claims give
// neither end takes inherited for both: the date of the event, targeting, deal or
// lawsuit that it belongs to (see [Inherits]).
func Interval(claims []*kb.Claim, inherited kb.Date) kb.Interval {
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
		return kb.Interval{Since: inherited, Until: inherited}
	}
	return kb.Interval{Since: hull(since), Until: hull(until)}
}

func asserts(c *kb.Claim) bool { return c.Stance == kb.Asserts }

// Inherits tells which of the two ends of a relation it takes its date from
// when its own claims give none: To if that happens at a time, else From if that
// does. It is "" for relations between things that last.
func Inherits(r *kb.Relation, from, to kb.Kind) kb.ID {
	switch {
	case DateKey(to) != "":
		return r.To
	case DateKey(from) != "":
		return r.From
	}
	return ""
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

// Happened is the date of a thing by the values of its [DateKey]: the one value,
// or from the earliest to the latest bound of several.
func Happened(values []kb.Date) kb.Date { return hull(values) }

func hull(dates []kb.Date) kb.Date {
	d, _ := kb.Hull(dates...)
	return d
}

// InheritsProperty tells whether a property with this key, of a thing of kind k,
// takes the date of the thing when its own claims give none. Names and dates
// themselves don't.
func InheritsProperty(key kb.PropertyKey, k kb.Kind) bool {
	row, ok := key.Info()
	return ok && DateKey(k) != "" && !row.Naming && row.Type != kb.TypeDate
}
