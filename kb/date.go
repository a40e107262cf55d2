package kb

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Date is a date as a source gives it, kept as it was written, in EDTF (ISO
// 8601-2:2019, levels 0 and 1): 2021, 2021-11, 2021-11-25, 201X, 2021-XX-XX,
// 2021-11~, 2021-11-25/2021-11-28, ../2019 (no beginning), /2019 (beginning not
// known). It stands for one day that is known only within bounds, both
// inclusive; an interval is some day within it. The zero Date: nothing is told.
//
// Dates are equal with == if they were written alike.
type Date struct {
	written string
	ends    bounds
}

// bounds are the first and the last day that a date can be.
type bounds struct {
	first, last         Day
	noFirst, noLast     bool // there is no bound, or none is known
	openStart, openStop bool // of those: written "..", that is, there is none
}

// Day is a day of the proleptic Gregorian calendar, counted from 1 January 1970.
type Day int64

// Answer is what comparing two dates gives.
type Answer int

// The answers.
const (
	No       Answer = iota // on no day that the dates may be
	Possible               // on some, not on all
	Yes                    // on all
)

// maxDate bounds the length of a date in bytes, maxYear its years both ways.
const (
	maxDate = 64
	maxYear = 999_999_999
)

// ParseDate reads a date. A doubtful or approximate one (?, ~, %) is taken to
// lie within one of its own units, be it days, months or years, of what is
// written. A season is bounded by its year, summer and winter reaching to the
// end of February of the next, since hemispheres and customs differ. A time of
// day is kept as written and otherwise passed over.
func ParseDate(s string) (Date, error) {
	if len(s) > maxDate {
		return Date{}, fmt.Errorf("the date %.20q… is longer than %d characters", s, maxDate)
	}
	if s == "" {
		return Date{}, fmt.Errorf("the date is empty")
	}
	start, stop, interval := strings.Cut(s, "/")
	first, err := parseEnd(start, interval)
	if err != nil {
		return Date{}, dateError(s, err)
	}
	if !interval {
		return Date{s, first}, nil
	}
	last, err := parseEnd(stop, true)
	if err != nil {
		return Date{}, dateError(s, err)
	}
	b := bounds{
		first: first.first, noFirst: first.noFirst, openStart: start == "..",
		last: last.last, noLast: last.noLast, openStop: stop == "..",
	}
	switch {
	case b.noFirst && b.noLast:
		return Date{}, dateError(s, fmt.Errorf("neither end is known"))
	case !b.noFirst && !b.noLast && b.first > b.last:
		return Date{}, dateError(s, fmt.Errorf("it ends before it begins"))
	}
	return Date{s, b}, nil
}

// MustDate is ParseDate for dates known to be right. It panics at others.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func dateError(s string, why error) error {
	return fmt.Errorf("%q is no date: %w; write it as in 2021, 2021-11, 2021-11-25, 2021-11-25/2021-11-28, ../2019 or 2021-11~", s, why)
}

var (
	wholeDate = regexp.MustCompile(`^-?\d{4}-\d\d-\d\d$`)
	timeOfDay = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)?$`)
)

// parseEnd reads one date without a stroke; within an interval it may be open
// ("..") or not known ("").
func parseEnd(s string, interval bool) (bounds, error) {
	if interval && (s == "" || s == "..") {
		return bounds{noFirst: true, noLast: true}, nil
	}
	if date, clock, ok := strings.Cut(s, "T"); ok {
		if !timeOfDay.MatchString(clock) {
			return bounds{}, fmt.Errorf("its time is not like 23:20:30, 23:20:30Z or 23:20:30+01:00")
		}
		if !wholeDate.MatchString(date) {
			return bounds{}, fmt.Errorf("a time needs a whole date before it")
		}
		s = date
	}
	s, near := cutQualifier(s)
	if strings.HasPrefix(s, "Y") {
		return longYear(s[1:], near)
	}
	year, rest, err := cutYear(s)
	if err != nil {
		return bounds{}, err
	}
	if len(rest) == 0 {
		return yearBounds(year.from, year.to, near), nil
	}
	if year.from != year.to {
		return bounds{}, fmt.Errorf("a year with X has no month")
	}
	return monthBounds(year.from, rest, near)
}

// cutQualifier cuts a trailing ?, ~ or % off, and tells whether there was one.
func cutQualifier(s string) (string, bool) {
	if n := len(s) - 1; n >= 0 && strings.IndexByte("?~%", s[n]) >= 0 {
		return s[:n], true
	}
	return s, false
}

var fiveToNineDigits = regexp.MustCompile(`^-?[1-9]\d{4,8}$`)

// longYear reads the year behind a Y.
func longYear(digits string, near bool) (bounds, error) {
	if !fiveToNineDigits.MatchString(digits) {
		return bounds{}, fmt.Errorf("behind Y a year of five to nine digits is expected")
	}
	y, err := strconv.Atoi(digits)
	return yearBounds(y, y, near), err
}

type years struct{ from, to int }

// cutYear reads the four-digit year that s begins with, its last one or two
// digits perhaps X, and returns the parts behind it.
func cutYear(s string) (years, []string, error) {
	sign := 1
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	parts := strings.Split(s, "-")
	digits := parts[0]
	if len(digits) != 4 {
		return years{}, nil, fmt.Errorf("a year has four digits")
	}
	known := strings.TrimRight(digits, "X")
	if len(known) < 2 || sign < 0 && len(known) < 4 || strings.Trim(known, "0123456789") != "" {
		return years{}, nil, fmt.Errorf("a year has four digits, of which the last one or two may be X")
	}
	from, _ := strconv.Atoi(known)
	to := from
	for range 4 - len(known) {
		from, to = from*10, to*10+9
	}
	if sign < 0 && from == 0 {
		return years{}, nil, fmt.Errorf("there is no year -0000")
	}
	return years{sign * from, sign * to}, parts[1:], nil
}

// yearBounds are those of a stretch of years, not beyond what can be written.
func yearBounds(from, to int, near bool) bounds {
	if near {
		from, to = max(from-1, -maxYear), min(to+1, maxYear)
	}
	return bounds{first: dayOf(from, 1, 1), last: dayOf(to, 12, 31)}
}

// monthBounds reads what stands behind a year: a month, a season, perhaps a day.
func monthBounds(year int, rest []string, near bool) (bounds, error) {
	month, err := twoDigits(rest[0])
	switch {
	case len(rest) > 2:
		return bounds{}, fmt.Errorf("there is too much behind the day")
	case rest[0] == "XX" && (len(rest) == 1 || rest[1] == "XX"):
		return yearBounds(year, year, near), nil
	case err != nil:
		return bounds{}, fmt.Errorf("a month has two digits")
	case month >= 21 && month <= 24 && len(rest) == 1:
		b := yearBounds(year, year, near)
		if month == 22 || month == 24 { // summer, winter
			after, _, _ := (b.last + 1).civil()
			b.last = dayOf(after, 3, 1) - 1
		}
		return b, nil
	case month < 1 || month > 12:
		return bounds{}, fmt.Errorf("there is no month %02d", month)
	}
	first, last := dayOf(year, month, 1), dayOf(year, month+1, 1)-1
	if len(rest) == 1 || rest[1] == "XX" {
		if near {
			first, last = dayOf(year, month-1, 1), dayOf(year, month+2, 1)-1
		}
		return bounds{first: first, last: last}, nil
	}
	day, err := twoDigits(rest[1])
	if err != nil {
		return bounds{}, fmt.Errorf("a day has two digits")
	}
	d := first + Day(day) - 1
	if day < 1 || d > last {
		return bounds{}, fmt.Errorf("there is no day %02d in that month", day)
	}
	if near {
		return bounds{first: d - 1, last: d + 1}, nil
	}
	return bounds{first: d, last: d}, nil
}

func twoDigits(s string) (int, error) {
	if len(s) != 2 || strings.Trim(s, "0123456789") != "" {
		return 0, fmt.Errorf("not two digits")
	}
	return strconv.Atoi(s)
}

// dayOf counts the days to a date; months outside of 1 to 12 carry over. After
// Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2021), days_from_civil.
func dayOf(year, month, day int) Day {
	year += (month - 1) / 12
	if month = (month-1)%12 + 1; month < 1 {
		year, month = year-1, month+12
	}
	if month <= 2 {
		year--
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	yearOfEra := year - era*400
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	return Day(era)*146_097 + Day(yearOfEra*365+yearOfEra/4-yearOfEra/100+dayOfYear-719_468)
}

// civil is the year, month and day of d, after the same source.
func (d Day) civil() (year, month, day int) {
	z := d + 719_468
	era := int(z / 146_097)
	if z < 0 {
		era = int((z - 146_096) / 146_097)
	}
	dayOfEra := int(z - Day(era)*146_097)
	yearOfEra := (dayOfEra - dayOfEra/1_460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	month = (shifted+2)%12 + 1
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, dayOfYear - (153*shifted+2)/5 + 1
}

// String is the day as a [Date] is written. Of a day in a year of more than four
// digits EDTF can write only the year.
func (d Day) String() string {
	year, month, day := d.civil()
	switch {
	case year < -9999 || year > 9999:
		return fmt.Sprintf("Y%d", year)
	case year < 0:
		return fmt.Sprintf("-%04d-%02d-%02d", -year, month, day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// String is the date as it was written, "" for the zero Date.
func (d Date) String() string { return d.written }

// IsZero tells whether no date is told.
func (d Date) IsZero() bool { return d.written == "" }

// Earliest is the first day that d can be; false if there is no such bound.
func (d Date) Earliest() (Day, bool) {
	return d.ends.first, !d.IsZero() && !d.ends.noFirst
}

// Latest is the last day that d can be; false if there is no such bound.
func (d Date) Latest() (Day, bool) {
	return d.ends.last, !d.IsZero() && !d.ends.noLast
}

// Span is the first and the last day that d can be, as numbers that compare:
// where there is no bound, it reaches as far as numbers do. The zero Date spans
// all days.
func (d Date) Span() (first, last Day) {
	first, last = math.MinInt64, math.MaxInt64
	if day, ok := d.Earliest(); ok {
		first = day
	}
	if day, ok := d.Latest(); ok {
		last = day
	}
	return first, last
}

// Before tells whether the day d comes before the day e.
func (d Date) Before(e Date) Answer {
	first, last := d.Span()
	from, to := e.Span()
	switch {
	case last < from:
		return Yes
	case first >= to:
		return No
	}
	return Possible
}

// After tells whether the day d comes after the day e.
func (d Date) After(e Date) Answer { return e.Before(d) }

// Equal tells whether d and e are the same day. Only single days are certainly
// so: two events in November 2021 need not have been on one day.
func (d Date) Equal(e Date) Answer {
	first, last := d.Span()
	from, to := e.Span()
	switch {
	case last < from || first > to:
		return No
	case first == last && from == to:
		return Yes
	}
	return Possible
}

// Within tells whether the day d lies in the stretch of time e, from its first
// to its last day. An end of e that is open has no limit; of one that is not
// known nothing is certain.
func (d Date) Within(e Date) Answer {
	first, last := d.Span()
	from, to := e.Span()
	switch {
	case last < from || first > to:
		return No
	case first < from || last > to:
		return Possible
	case e.IsZero(), e.ends.noFirst && !e.ends.openStart, e.ends.noLast && !e.ends.openStop:
		return Possible
	}
	return Yes
}

// Hull is the date that covers all of dates: the one on which they agree, else
// one from the earliest to the latest of their bounds. Dates that are zero don't
// count. It is false if there is none, or none with any bound.
func Hull(dates ...Date) (Date, bool) {
	var hull Date
	first, last := Day(math.MaxInt64), Day(math.MinInt64)
	agree := true
	for _, d := range dates {
		if d.IsZero() {
			continue
		}
		if hull.IsZero() {
			hull = d
		}
		agree = agree && d == hull
		from, to := d.Span()
		first, last = min(first, from), max(last, to)
	}
	if hull.IsZero() || agree {
		return hull, !hull.IsZero()
	}
	if first == math.MinInt64 && last == math.MaxInt64 {
		return Date{}, false
	}
	return between(first, last), true
}

// Common is the date of all days that each of dates can be, written as one of them
// that has no others. Dates that are zero don't count. It is false if there is none,
// or no such day.
func Common(dates ...Date) (Date, bool) {
	first, last := Day(math.MinInt64), Day(math.MaxInt64)
	for _, d := range dates {
		from, to := d.Span()
		first, last = max(first, from), min(last, to)
	}
	var common Date
	for _, d := range dates {
		if from, to := d.Span(); !d.IsZero() && from == first && to == last && (common.IsZero() || d.before(common)) {
			common = d
		}
	}
	switch {
	case !common.IsZero():
		return common, true
	case first > last, first == math.MinInt64 && last == math.MaxInt64:
		return Date{}, false
	}
	return between(first, last), true
}

// before prefers the shorter of two ways to write a date.
func (d Date) before(e Date) bool {
	return cmp.Or(cmp.Compare(len(d.written), len(e.written)), cmp.Compare(d.written, e.written)) < 0
}

// between is the date from one day to another; there is no day before the one of
// math.MinInt64, and none after that of math.MaxInt64.
func between(first, last Day) Date {
	start, stop := "..", ".."
	if first != math.MinInt64 {
		start = first.String()
	}
	if last != math.MaxInt64 {
		stop = last.String()
	}
	if start == stop {
		return MustDate(start)
	}
	return MustDate(start + "/" + stop)
}

// MarshalText implements [encoding.TextMarshaler].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.written), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. An empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}
