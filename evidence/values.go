package evidence

import (
	"math"

	"actorgraph/kb"
	"actorgraph/text"
)

// Together picks, of the properties of p's entity, those that back p: of the same
// key and issuer, of values that can hold at once with p's, at times that don't
// exclude each other, p itself included. All claims on them count for the joint
// support of p: an exact 500 million and one of about 500 million are two words
// for one thing.
func Together(p *kb.Property, all []*kb.Property) []*kb.Property {
	var out []*kb.Property
	for _, q := range all {
		if q.ID == p.ID || q.Entity == p.Entity && q.Key == p.Key && q.Issuer == p.Issuer && Backs(p.Value, q.Value) && mayMeet(p.When, q.When) {
			out = append(out, q)
		}
	}
	return out
}

// Backs tells whether two values say the same thing, as exactly as each says it:
// quantities of one unit and dates whose bounds overlap, other values that
// text.Fold makes equal. A quantity of about v is taken to lie within a tenth of v.
func Backs(a, b kb.Value) bool {
	if a == nil || b == nil || a.Type() != b.Type() {
		return false
	}
	switch a := a.(type) {
	case kb.QuantityValue:
		b := b.(kb.QuantityValue)
		return a.Unit == b.Unit && boundsOf(a.Quantity).meets(boundsOf(b.Quantity))
	case kb.DateValue:
		return a.Date.Equal(b.(kb.DateValue).Date) != kb.No
	}
	return text.Fold(a.String()) == text.Fold(b.String())
}

// clash tells whether two values of a key that has one at a time can't both hold.
// What has another unit is another thing.
func clash(a, b kb.Value) bool {
	if a, ok := a.(kb.QuantityValue); ok {
		if b, ok := b.(kb.QuantityValue); ok && a.Unit != b.Unit {
			return false
		}
	}
	return !Backs(a, b)
}

// saysLess tells whether two values can both hold, and one of them says less: about
// 500 and 512, 2021 and November 2021.
func saysLess(a, b kb.Value) bool {
	if a.Type() != b.Type() || !Backs(a, b) {
		return false
	}
	switch a := a.(type) {
	case kb.QuantityValue:
		return boundsOf(a.Quantity) != boundsOf(b.(kb.QuantityValue).Quantity)
	case kb.DateValue:
		first, last := a.Date.Span()
		from, to := b.(kb.DateValue).Date.Span()
		return first != from || last != to
	}
	return false
}

// tolerance is how far from v, as a share of it, "about v" reaches.
const tolerance = 0.1

// bounds is a stretch of numbers.
type bounds struct {
	min, max     float64
	noMin, noMax bool // the end itself is not part of it
}

func boundsOf(q kb.Quantity) bounds {
	n := bounds{min: math.Inf(-1), max: math.Inf(1)}
	if q.Min.Known {
		n.min = q.Min.Value
	}
	if q.Max.Known {
		n.max = q.Max.Value
	}
	switch q.Precision {
	case kb.About:
		n.min -= tolerance * math.Abs(n.min)
		n.max += tolerance * math.Abs(n.max)
	case kb.MoreThan:
		n.noMin = true
	case kb.LessThan:
		n.noMax = true
	}
	return n
}

func (a bounds) meets(b bounds) bool {
	return !a.endsBefore(b) && !b.endsBefore(a)
}

func (a bounds) endsBefore(b bounds) bool {
	return a.max < b.min || a.max == b.min && (a.noMax || b.noMin)
}

// mayMeet tells whether two facts may be of one time. What is not dated may be of
// any; "until November" and "since November" follow each other.
func mayMeet(a, b kb.Interval) bool {
	switch {
	case isPoint(a) && isPoint(b):
		return a.Since.Equal(b.Since) != kb.No
	case isPoint(a):
		return mayHold(b, a.Since)
	case isPoint(b):
		return mayHold(a, b.Since)
	}
	return !follows(a, b) && !follows(b, a)
}

// meet tells whether two facts, as told, are of one time: unlike [mayMeet] it leaves
// out that one may have ended, or begun, on the very day of the other.
func meet(a, b kb.Interval) bool {
	if isPoint(a) != isPoint(b) && (follows(a, b) || follows(b, a)) {
		return false
	}
	return mayMeet(a, b)
}

// isPoint tells whether a fact is of one date, known or not, and no stretch of time.
func isPoint(i kb.Interval) bool { return !i.Since.IsZero() && i.Since == i.Until }

// mayHold tells whether something that held for a stretch of time may have on a day.
func mayHold(i kb.Interval, day kb.Date) bool {
	return (i.Since.IsZero() || i.Since.After(day) != kb.Yes) && (i.Until.IsZero() || i.Until.Before(day) != kb.Yes)
}

// follows tells whether b may have begun when a was over, as both say.
func follows(b, a kb.Interval) bool {
	return !a.Until.IsZero() && !b.Since.IsZero() && a.Until.After(b.Since) != kb.Yes
}

// timeOf is when a claim says that its fact held, as far as it says: from since to
// until, else as of a day, else when the thing happened that the fact belongs to.
func timeOf(c *kb.Claim, inherited kb.Interval) kb.Interval {
	when := kb.Interval{Since: dated(c, kb.QualifierSince), Until: dated(c, kb.QualifierUntil)}
	if when != (kb.Interval{}) {
		return when
	}
	if day := dated(c, kb.QualifierAsOf); !day.IsZero() {
		return kb.Interval{Since: day, Until: day}
	}
	return inherited
}
