package model

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Granularity says how long a bucket of a timeline is.
type Granularity string

// The lengths of a bucket.
const (
	Year  Granularity = "YEAR"
	Month Granularity = "MONTH"
	Daily Granularity = "DAY"
)

// Granularities lists the lengths of a bucket.
var Granularities = []Granularity{Year, Month, Daily}

// Moment says what a date is of a fact.
type Moment string

// What a date can be of a fact.
const (
	Begins  Moment = "BEGINS"
	Ends    Moment = "ENDS"
	Happens Moment = "HAPPENS"
	Undated Moment = "UNDATED"
)

// Moments lists what a date can be of a fact.
var Moments = []Moment{Begins, Ends, Happens, Undated}

// maxBuckets bounds the buckets of a timeline.
const maxBuckets = 1_000

// Timeline is facts and events by their dates.
type Timeline struct {
	Buckets       []*TimelineBucket
	Wide, Undated *TimelineBucket
}

// TimelineBucket is what lies in one stretch of time.
type TimelineBucket struct {
	*bucket
	set *siblings[*TimelineBucket]
	sum string // of the question
}

// bucket is what was found to lie in one stretch of time: a year, a month, a day.
type bucket struct {
	name          string // "" of none
	facts, events []moment
}

// moment is one date of a fact or of an event.
type moment struct {
	id   kb.ID
	what Moment // of a fact
	date kb.Date
}

func (m moment) place() kb.Keyset {
	first, _ := m.date.Span()
	if m.date.IsZero() {
		first = 0
	}
	day := int64(first)
	return kb.Keyset{{Number: &day}, letters(string(m.id)), letters(string(m.what))}
}

// buckets are those of one timeline.
type buckets struct {
	dated         []*bucket
	wide, undated *bucket
	size          int
}

// Timeline makes a timeline. The facts are scanned once, and which lies where is kept
// until the store changes.
func (v *View) Timeline(ctx context.Context, where *FactWhere, between *kb.Date, granularity Granularity) (*Timeline, error) {
	question := sumOf(v.Lens, "timeline", where, between, granularity)
	found, err := kept(ctx, v.Kept, v.Whole, question, func(ctx context.Context) (*buckets, int, error) {
		b, err := v.bucketed(ctx, where, given(between), granularity)
		if err != nil {
			return nil, 0, err
		}
		return b, b.size, nil
	})
	if err != nil {
		return nil, err
	}
	wrap := func(among ...*bucket) []*TimelineBucket {
		set := newSiblings[*TimelineBucket](v)
		for _, b := range among {
			set.members = append(set.members, &TimelineBucket{b, set, question})
		}
		return set.members
	}
	return &Timeline{wrap(found.dated...), wrap(found.wide)[0], wrap(found.undated)[0]}, nil
}

// bucketed puts what passes where and may lie between into buckets.
func (v *View) bucketed(ctx context.Context, where *FactWhere, between kb.Date, granularity Granularity) (*buckets, error) {
	s := &sorting{between: between, granularity: granularity, byName: map[string]*bucket{}, buckets: &buckets{wide: &bucket{name: "wide"}, undated: &bucket{name: "undated"}}}
	happenings := map[kb.ID][]kb.Date{} // events with the dates told of them
	keys := map[kb.ID]kb.PropertyKey{}
	kinds := &kb.EntityWhere{Kind: &kb.KindFilter{In: []kb.Kind{kb.KindEvent, kb.KindTargeting, kb.KindDeal, kb.KindLawsuit}}}
	for e, err := range v.Store.Entities().Scan(ctx, kinds) {
		if err != nil {
			return nil, err
		}
		keys[e.ID] = evidence.DateKey(e.Kind)
		if where == nil || *where == (FactWhere{}) {
			happenings[e.ID] = nil
		}
	}
	for f, err := range where.facts(ctx, v.Store) {
		if err != nil {
			return nil, err
		}
		if !isAsserted(f.Supported()) && !v.Lens.AsksUnasserted() {
			continue
		}
		when := f.Interval()
		if p, ok := f.(*kb.Property); ok {
			if d, ok := p.Value.(kb.DateValue); ok {
				if keys[p.Entity] == p.Key {
					happenings[p.Entity] = append(happenings[p.Entity], d.Date)
					continue
				}
				when = kb.Interval{Since: d.Date, Until: d.Date}
			}
		}
		id := f.FactID()
		switch {
		case when == kb.Interval{}:
			s.fact(moment{id, Undated, kb.Date{}})
		case when.Since == when.Until:
			s.fact(moment{id, Happens, when.Since})
		default:
			if !when.Since.IsZero() {
				s.fact(moment{id, Begins, when.Since})
			}
			if !when.Until.IsZero() {
				s.fact(moment{id, Ends, when.Until})
			}
		}
	}
	for id, dates := range happenings {
		s.event(moment{id, Happens, evidence.Happened(dates)})
	}
	return s.done()
}

// isAsserted tells whether something asserts a fact, be it only an analyst.
func isAsserted(s kb.Support) bool { return s.Documents > 0 || s.Inferred > 0 }

// sorting sorts moments into buckets.
type sorting struct {
	between     kb.Date
	granularity Granularity
	byName      map[string]*bucket
	*buckets
}

func (s *sorting) fact(m moment) {
	if b := s.of(m.date); b != nil {
		b.facts = append(b.facts, m)
		s.size++
	}
}

func (s *sorting) event(m moment) {
	if b := s.of(m.date); b != nil {
		b.events = append(b.events, m)
		s.size++
	}
}

// of is the bucket in which a date lies; nil if it lies out of the time asked for.
func (s *sorting) of(d kb.Date) *bucket {
	if d.IsZero() {
		return s.undated
	}
	if !s.between.IsZero() && d.Within(s.between) == kb.No {
		return nil
	}
	first, hasFirst := d.Earliest()
	last, hasLast := d.Latest()
	name := s.granularity.of(first)
	if !hasFirst || !hasLast || name == "" || name != s.granularity.of(last) {
		return s.wide
	}
	if s.byName[name] == nil {
		s.byName[name] = &bucket{name: name}
	}
	return s.byName[name]
}

// of names the stretch in which a day lies, "" if it has no name.
func (g Granularity) of(d kb.Day) string {
	name := d.String()
	if strings.HasPrefix(name, "Y") { // a year of many digits, which is all that is told
		if g == Year {
			return name
		}
		return ""
	}
	switch g {
	case Year:
		return name[:len(name)-len("-01-01")]
	case Month:
		return name[:len(name)-len("-01")]
	}
	return name
}

func (s *sorting) done() (*buckets, error) {
	if len(s.byName) > maxBuckets {
		return nil, invalid("the timeline has %d buckets; at most %d are allowed: take a coarser granularity, or a shorter time in between", len(s.byName), maxBuckets)
	}
	for _, b := range s.byName {
		s.dated = append(s.dated, b)
	}
	slices.SortFunc(s.dated, func(a, b *bucket) int { return cmp.Compare(a.first(), b.first()) })
	for _, b := range slices.Concat(s.dated, []*bucket{s.wide, s.undated}) {
		for _, list := range [][]moment{b.facts, b.events} {
			slices.SortFunc(list, func(a, b moment) int { return compareKeysets(a.place(), b.place()) })
		}
	}
	return s.buckets, nil
}

// first is the first day of which anything in the bucket is.
func (b *bucket) first() kb.Day {
	first := kb.Day(math.MaxInt64)
	for _, m := range slices.Concat(b.facts, b.events) {
		day, _ := m.date.Span()
		first = min(first, day)
	}
	return first
}

// Date is the stretch, null where it is none.
func (b *TimelineBucket) Date() *kb.Date {
	d, err := kb.ParseDate(b.name)
	if err != nil {
		return nil
	}
	return &d
}

// FactCount is how many moments of facts lie in it.
func (b *TimelineBucket) FactCount() int { return len(b.facts) }

// EventCount is how many events lie in it.
func (b *TimelineBucket) EventCount() int { return len(b.events) }

// TimelineFact is one moment of a fact.
type TimelineFact struct {
	Fact   Fact
	Moment Moment
	Date   *kb.Date
}

// TimelineEvent is one event of a timeline.
type TimelineEvent struct {
	Event Entity
	Date  *kb.Date
}

// The pages of a bucket.
type (
	TimelineFactConnection  = Connection[*TimelineFact]
	TimelineFactEdge        = Edge[*TimelineFact]
	TimelineEventConnection = Connection[*TimelineEvent]
	TimelineEventEdge       = Edge[*TimelineEvent]
)

// Facts are the moments of facts in it.
func (b *TimelineBucket) Facts(ctx context.Context, first *int, after *string) (*TimelineFactConnection, error) {
	return pageOf(ctx, b, "facts", first, after, func(b *TimelineBucket) []moment { return b.facts },
		func(ctx context.Context, ids []kb.ID) (func(moment) (*TimelineFact, error), error) {
			facts, err := b.set.view.Facts(ctx, ids...)
			return func(m moment) (*TimelineFact, error) {
				if facts[m.id] == nil {
					return nil, missing(m.id)
				}
				return &TimelineFact{facts[m.id], m.what, orNull(m.date)}, nil
			}, err
		})
}

// Events are the events in it.
func (b *TimelineBucket) Events(ctx context.Context, first *int, after *string) (*TimelineEventConnection, error) {
	return pageOf(ctx, b, "events", first, after, func(b *TimelineBucket) []moment { return b.events },
		func(ctx context.Context, ids []kb.ID) (func(moment) (*TimelineEvent, error), error) {
			entities, err := b.set.view.Entities(ctx, ids...)
			return func(m moment) (*TimelineEvent, error) {
				if entities[m.id] == nil {
					return nil, missing(m.id)
				}
				return &TimelineEvent{entities[m.id], orNull(m.date)}, nil
			}, err
		})
}

// pageOf makes a page of a bucket. What stands on the pages of all buckets is read at
// once, but a bucket is asked for alone if a cursor is given.
func pageOf[N any](ctx context.Context, b *TimelineBucket, name string, first *int, after *string, list func(*TimelineBucket) []moment,
	read func(context.Context, []kb.ID) (func(moment) (N, error), error)) (*Connection[N], error) {
	sum := func(b *TimelineBucket) string { return sumOf(b.sum, name, b.name) }
	from, err := readCursor(after, sum(b))
	if err != nil {
		return nil, err
	}
	load := func(ctx context.Context, among []*TimelineBucket) (map[*TimelineBucket]*nodePage[N], error) {
		starts := map[*TimelineBucket]int{}
		shown := map[*TimelineBucket][]moment{}
		var ids []kb.ID
		for _, b := range among {
			all := list(b)
			if from != nil {
				if starts[b], err = behind(all, moment.place, from); err != nil {
					return nil, err
				}
			}
			shown[b] = all[starts[b]:min(starts[b]+or(first, DefaultPage), len(all))]
			for _, m := range shown[b] {
				ids = append(ids, m.id)
			}
		}
		wrap, err := read(ctx, ids)
		if err != nil {
			return nil, err
		}
		out := map[*TimelineBucket]*nodePage[N]{}
		for _, b := range among {
			var nodes []N
			var places []kb.Keyset
			for _, m := range shown[b] {
				n, err := wrap(m)
				if err != nil {
					return nil, err
				}
				nodes, places = append(nodes, n), append(places, m.place())
			}
			out[b] = newPage(nodes, places, starts[b]+len(nodes) < len(list(b)), from != nil, func() string { return sum(b) })
		}
		return out, nil
	}
	pages := &shared[map[*TimelineBucket]*nodePage[N]]{}
	among := []*TimelineBucket{b}
	if from == nil {
		among = b.set.members
		if pages, err = together(ctx, b.set, func(context.Context, []*TimelineBucket) (*shared[map[*TimelineBucket]*nodePage[N]], error) {
			return pages, nil
		}); err != nil {
			return nil, err
		}
	}
	return &Connection[N]{lot: &lot[N]{
		page: func(ctx context.Context, _ int) (*nodePage[N], error) {
			found, err := pages.get(func() (map[*TimelineBucket]*nodePage[N], error) { return load(ctx, among) })
			return found[b], err
		},
		count: func(context.Context, int) (int, error) { return len(list(b)), nil },
	}}, nil
}
