package kb

import (
	"fmt"
	"slices"
)

// Lens is the view in which questions are asked. The zero Lens sees everything.
//
// It first selects claims: those of one collection, those that speak of one day,
// those that were known by another. What is left of the graph is what those claims
// say, with support, dates and counts of its own. Then it hides facts by their
// support; that never changes a figure of another.
//
// A question under a lens is answered as if the store held only what is left:
//
//   - of the claims those that are selected and whose fact is not hidden,
//   - the facts that have such a claim,
//   - the entities that one of these facts touches: at either end, as the entity of
//     a property, or as its issuer; a naming property that does not pass, but is shown
//     as a name, does not count,
//   - the sources for which one of these claims counts: its own, or where that was
//     not published yet those that it credits by name and that were.
//
// All that is derived is of what is left: intervals, collections, support and
// counts of claims of facts, degrees of entities, the claims of sources. Under KnownAt
// no entity has a summary: that is an editor's, who does not say since when it holds.
// Only Get answers for every entity and every source: of an entity it says whether it
// is Visible. The parties to a fact are those that all of the graph knows.
type Lens struct {
	// TrueAt, one day, selects the claims that may speak of that day: one that
	// gives since or until if the day may lie between, one that gives neither by the
	// date of the event, targeting, deal or lawsuit that its fact belongs to, one
	// without any date always.
	TrueAt Date
	// KnownAt, one day, selects the claims that were certainly known by its end. A
	// claim is known from the day on which its document was certainly out, or one
	// that it credits by name, whichever is first; before its own document was out it
	// counts for the credited ones. A claim without such a date is never known.
	KnownAt Date
	// Certain, if it is set, makes both clocks keep what is certain, or what is
	// possible. A claim certainly speaks of the days from the latest that its since
	// can be to the earliest that its until can be; where it gives no until, to the
	// day of asOf, or else of its document.
	Certain *bool
	// Collection selects the claims of one collection.
	Collection string
	// Detected also takes those documents to share a text of which the program found
	// that they do, and not only those of which it is declared.
	Detected bool

	// The rest asks of the support of what is left. Properties whose key's row says
	// Naming are not hidden by it: a name stays known however weak its support is, even
	// that of a hidden entity. One that does not pass shows no entity, for it says
	// nothing of what was asked.

	MinOrigins int        // of AtLeast
	Statuses   []Status   // one of these; nil: any
	Contested  *bool      // is, or is not
	Modalities []Modality // the strongest is one of these; nil: any
	// Verified keeps facts of which a claim that asserts them was found in its
	// document, or those of which none was.
	Verified *bool
}

// IsZero tells whether l sees everything.
func (l Lens) IsZero() bool {
	return l.TrueAt.IsZero() && l.KnownAt.IsZero() && l.Certain == nil && l.Collection == "" && !l.Detected && !l.asksSupport()
}

func (l Lens) asksSupport() bool {
	return l.MinOrigins != 0 || l.Statuses != nil || l.Contested != nil || l.Modalities != nil || l.Verified != nil
}

// AsksUnasserted tells whether the statuses of l ask for facts that nobody asserts.
// Without it, what leads from one record to others by facts passes over these.
func (l Lens) AsksUnasserted() bool {
	return slices.ContainsFunc(l.Statuses, func(s Status) bool { return !slices.Contains(AssertedStatuses, s) })
}

// MaxOrigins bounds MinOrigins.
const MaxOrigins = 1_000

// Check tells what is wrong with l, or nil; the error is an [ErrInvalid].
func (l Lens) Check() error {
	for _, clock := range []struct {
		name string
		date Date
	}{{"trueAt", l.TrueAt}, {"knownAt", l.KnownAt}} {
		if first, last := clock.date.Span(); !clock.date.IsZero() && first != last {
			return fmt.Errorf("%w: %s of a lens is one day, such as 2021-11-25, not %s", ErrInvalid, clock.name, clock.date)
		}
	}
	if l.Collection != "" {
		if id := ID(l.Collection); id.Check() != nil || id.Class() != EntityClass {
			return fmt.Errorf("%w: the collection of a lens is %.40q; its name is a slug, as in nso-articles", ErrInvalid, l.Collection)
		}
	}
	if l.MinOrigins < 0 || l.MinOrigins > MaxOrigins {
		return fmt.Errorf("%w: minOrigins of a lens is %d; it is between 0 and %d", ErrInvalid, l.MinOrigins, MaxOrigins)
	}
	if l.Statuses != nil && len(l.Statuses) == 0 {
		return fmt.Errorf("%w: statuses of a lens is an empty list, which no fact passes; leave it out for any status", ErrInvalid)
	}
	if l.Modalities != nil && len(l.Modalities) == 0 {
		return fmt.Errorf("%w: modalities of a lens is an empty list, which no fact passes; leave it out for any modality", ErrInvalid)
	}
	for _, s := range l.Statuses {
		if !slices.Contains(Statuses, s) {
			return fmt.Errorf("%w: a lens: %v", ErrInvalid, unknown("status", string(s), Statuses))
		}
	}
	for _, m := range l.Modalities {
		if !slices.Contains(Modalities, m) {
			return fmt.Errorf("%w: a lens: %v", ErrInvalid, unknown("modality", string(m), Modalities))
		}
	}
	return nil
}

// Passes tells whether a fact with this support passes what l asks of it. verified:
// a claim that asserts it was found in its document.
func (l Lens) Passes(s Support, verified bool) bool {
	return s.AtLeast >= l.MinOrigins &&
		(l.Statuses == nil || slices.Contains(l.Statuses, s.Status)) &&
		(l.Contested == nil || *l.Contested == s.Contested) &&
		(l.Modalities == nil || slices.Contains(l.Modalities, s.Strongest)) &&
		(l.Verified == nil || *l.Verified == verified)
}
