package evidence

import (
	"math"
	"slices"

	"actorgraph/kb"
)

// Span is a stretch of days, both ends inclusive; empty if First is after Last.
type Span struct{ First, Last kb.Day }

func (s Span) contains(d kb.Day) bool { return s.First <= d && d <= s.Last }

// NoDay stands for the clock of what is true where it is not asked, Always for the
// clock of what is known: what is known at no day is still known without a clock.
const (
	NoDay  kb.Day = math.MinInt64
	Always kb.Day = math.MaxInt64
)

// View is what a lens may take for certain, and which text families it counts.
// Each is a bit, so that what holds under several of them is kept once.
type View uint8

// The views: Usual takes what is possibly true and certainly known.
const (
	Usual View = 1 << iota
	Certain
	Possible
	UsualDetected
	CertainDetected
	PossibleDetected
)

// Point is where a lens looks: of which collection ("" of all), in which view, and
// at which days.
type Point struct {
	Collection  string
	View        View
	True, Known kb.Day
}

// At is the point at which l looks.
func At(l kb.Lens) Point {
	p := Point{Collection: l.Collection, View: Usual, True: NoDay, Known: Always}
	if l.Certain != nil {
		p.View = Possible
		if *l.Certain {
			p.View = Certain
		}
	}
	if l.Detected {
		p.View <<= 3
	}
	if !l.TrueAt.IsZero() {
		p.True, _ = l.TrueAt.Span()
	}
	if !l.KnownAt.IsZero() {
		_, p.Known = l.KnownAt.Span()
	}
	return p
}

// Reach tells of which days a claim speaks and from which day it was known.
type Reach struct {
	// Possible are the days of which it may speak, Certain those of which it
	// certainly does.
	Possible, Certain Span
	Known             Out // the claim
	Document          Out // its own document
}

// Out is the day by which something was out: certainly, which is Always if no day
// can be told, and possibly.
type Out struct{ Certain, Possible kb.Day }

// in is the day that a view goes by.
func (o Out) in(v View) kb.Day {
	if v&(Possible|PossibleDetected) != 0 {
		return o.Possible
	}
	return o.Certain
}

// Published tells when a source was out.
func Published(s *kb.Source) Out {
	if s == nil {
		return Out{Always, NoDay}
	}
	first, last := s.Published.Span()
	return Out{last, first}
}

// ReachOf tells how far a claim among m reaches.
func ReachOf(m *kb.Matter, c *kb.Claim) Reach {
	r := Reach{Document: Published(m.Sources[c.Source])}
	r.Known = r.Document
	for _, credit := range c.Credits {
		if out := Published(m.Sources[credit.Source]); credit.How == kb.CreditNamed {
			r.Known = Out{min(r.Known.Certain, out.Certain), min(r.Known.Possible, out.Possible)}
		}
	}
	r.Possible, r.Certain = speaksOf(c, m.Inherited, m.Sources[c.Source])
	return r
}

// speaksOf tells of which days a claim may speak, and of which it certainly does.
func speaksOf(c *kb.Claim, inherited kb.Interval, document *kb.Source) (possible, certain Span) {
	since, until, asOf := dated(c, kb.QualifierSince), dated(c, kb.QualifierUntil), dated(c, kb.QualifierAsOf)
	never := Span{0, -1}
	if since.IsZero() && until.IsZero() {
		since, until = inherited.Since, inherited.Until
		if !since.IsZero() && since == until { // something that happened, and did not last
			first, last := since.Span()
			if first == last {
				return Span{first, last}, Span{first, last}
			}
			return Span{first, last}, never
		}
	}
	from, begun := since.Span()
	_, to := until.Span()
	possible, certain = Span{from, to}, never
	if asOf.IsZero() && document != nil {
		asOf = document.Published
	}
	day, lastDay := asOf.Span()
	switch {
	case !since.IsZero() && !until.IsZero():
		ending, _ := until.Span()
		certain = Span{begun, ending}
	case !since.IsZero() && !asOf.IsZero():
		certain = Span{begun, day}
	case until.IsZero() && !asOf.IsZero() && day == lastDay && c.Qualifier(kb.QualifierAsOf) != nil:
		certain = Span{day, day}
	}
	if certain.First > certain.Last {
		certain = never
	}
	return possible, certain
}

func dated(c *kb.Claim, key kb.QualifierKey) kb.Date {
	v, _ := c.Qualifier(key).(kb.DateValue)
	return v.Date
}

// speaks are the days of which the claim speaks in a view.
func (r Reach) speaks(v View) Span {
	if v&(Certain|CertainDetected) != 0 {
		return r.Certain
	}
	return r.Possible
}

// Held is what the claims that a lens selects come to.
type Held struct {
	Claims      int
	Collections []string // of the claims, sorted
	When        kb.Interval
	Support     kb.Support
	Verified    bool // a claim that asserts the fact was found in its document
}

// Under tells what the claims that l selects from m come to, which of them there
// are, by id, and for which sources they count; it is false if there is none.
// What l asks of the support is not asked.
func Under(m *kb.Matter, l kb.Lens) (held Held, claims, sources []kb.ID, ok bool) {
	p := At(l)
	f := newFact(m)
	words := f.known(nil, f.speaking(p.Collection, p.View, p.True), p.View, p.Known)
	for _, d := range words {
		claims, sources = append(claims, d.ID), append(sources, f.ids[d.source])
	}
	return f.hold(words, p.View), distinct(claims), distinct(sources), len(words) > 0
}

// speaking are the claims of a collection, or of all, that speak of a day.
func (f *fact) speaking(collection string, v View, day kb.Day) []*said {
	var out []*said
	for i := range f.claims {
		c := &f.claims[i]
		if (collection == "" || c.Collection == collection) && (day == NoDay || c.reach.speaks(v).contains(day)) {
			out = append(out, c)
		}
	}
	return out
}

// known appends claims to words as they count by a day: for their own documents, or
// where these were not out yet for those that they credit by name and that were.
func (f *fact) known(words []word, claims []*said, v View, day kb.Day) []word {
	for _, c := range claims {
		if c.reach.Document.in(v) <= day {
			words = append(words, word{said: c, source: c.document})
			continue
		}
		if c.reach.Known.in(v) > day {
			continue
		}
		for i, credit := range c.Credits {
			if credit.How == kb.CreditNamed && f.sources[c.credited[i]].out.in(v) <= day {
				words = append(words, word{said: c, source: c.credited[i], standsFor: true})
			}
		}
	}
	return words
}

// hold boils words down.
func (f *fact) hold(words []word, v View) Held {
	var h Held
	var dated []*kb.Claim // those that tell when
	isAsserted := slices.ContainsFunc(words, func(d word) bool { return asserts(d.Claim) })
	for i, d := range words {
		if i > 0 && d.said == words[i-1].said {
			continue // it stands for several
		}
		h.Claims++
		if at, ok := slices.BinarySearch(h.Collections, d.Collection); !ok {
			h.Collections = slices.Insert(h.Collections, at, d.Collection)
		}
		h.Verified = h.Verified || asserts(d.Claim) && d.Verification.Status.Found()
		if d.dated && asserts(d.Claim) == isAsserted {
			dated = append(dated, d.Claim)
		}
	}
	h.When = Interval(dated, f.Inherited)
	h.Support = f.weigh(words, v >= UsualDetected)
	return h
}

// equals tells whether two come to the same.
func (h *Held) equals(o *Held) bool {
	a, b := &h.Support, &o.Support
	return h.Claims == o.Claims && h.When == o.When && h.Verified == o.Verified && slices.Equal(h.Collections, o.Collections) &&
		a.Status == b.Status && a.Documents == b.Documents && a.Unattributed == b.Unattributed && a.AtMost == b.AtMost &&
		a.Denials == b.Denials && a.NonConfirmations == b.NonConfirmations && a.Contested == b.Contested && a.Inferred == b.Inferred &&
		a.Strongest == b.Strongest && a.Weakest == b.Weakest && a.Uncredited == b.Uncredited &&
		slices.EqualFunc(a.Origins, b.Origins, func(a, b kb.Origin) bool {
			return a.Documents == b.Documents && slices.Equal(a.Sources, b.Sources)
		}) &&
		slices.EqualFunc(a.Cycles, b.Cycles, slices.Equal)
}
