package evidence

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"actorgraph/kb"
)

// WhenSaid writes when something held: "since 2014", or "2 October 2018" of what is of
// one date; "" if that is not told.
func WhenSaid(i kb.Interval) string {
	isPlain := func(d kb.Date) bool { return !strings.ContainsAny(d.String(), "/X") }
	switch {
	case i == kb.Interval{}:
		return ""
	case isOneDate(i):
		return DateSaid(i.Since)
	case i.Until.IsZero():
		return "since " + DateSaid(i.Since)
	case i.Since.IsZero():
		return "until " + DateSaid(i.Until)
	case isPlain(i.Since) && isPlain(i.Until):
		return "from " + stretchSaid(readDate(i.Since.String()), readDate(i.Until.String()))
	}
	return "since " + DateSaid(i.Since) + " and until " + DateSaid(i.Until)
}

func isOneDate(i kb.Interval) bool { return DateSaid(i.Since) == DateSaid(i.Until) }

// DateSaid writes a date as it stands in running text, whatever its form: "25 November
// 2021", "about 2019", "some day from 21 to 28 November 2021", "2019 or before"; "" for
// the zero Date. A time of day is passed over.
func DateSaid(d kb.Date) string { return dateSaid(d, false) }

// onDateSaid writes a date as what tells when something happened: "on 25 November 2021",
// "in 2019 or before".
func onDateSaid(d kb.Date) string { return dateSaid(d, true) }

func dateSaid(d kb.Date, prepositions bool) string {
	isOpen := func(end string) bool { return end == "" || end == ".." }
	from, to, isInterval := strings.Cut(d.String(), "/")
	if !isInterval {
		to = from
	}
	first, last := readDate(from), readDate(to)
	last.year = last.lastYear
	if first.isPlain() && last.isPlain() {
		first, last = widened(first, last)
	}
	switch {
	case d.IsZero():
		return ""
	case isOpen(from):
		return last.said(prepositions) + " or before"
	case isOpen(to):
		return first.said(prepositions) + " or later"
	case first == last:
		return first.said(prepositions)
	}
	preposition, some := "at ", "some time"
	if first.day > 0 && last.day > 0 {
		preposition, some = "on ", "some day"
	}
	if !prepositions {
		preposition = ""
	}
	return preposition + some + " from " + stretchSaid(first, last)
}

// dateParts are those of one date without a stroke.
type dateParts struct {
	year, lastYear int // one year but where digits are X
	month          int // or one of the seasons; 0 if it is not told
	day            int // 0 if it is not told
	doubtful, near bool
}

// readDate takes one date without a stroke apart. An open end has no parts.
func readDate(s string) dateParts {
	var d dateParts
	s, _, _ = strings.Cut(s, "T")
	d.doubtful, d.near = strings.ContainsAny(s, "?%"), strings.ContainsAny(s, "~%")
	s, isBefore := strings.CutPrefix(strings.TrimPrefix(strings.TrimRight(s, "?~%"), "Y"), "-")
	parts := append(strings.Split(s, "-"), "", "")
	number := func(digits string) int {
		n, _ := strconv.Atoi(digits) // kb.Date has none but numbers, and XX for what is not told
		return n
	}
	d.year, d.lastYear = number(strings.ReplaceAll(parts[0], "X", "0")), number(strings.ReplaceAll(parts[0], "X", "9"))
	if isBefore {
		d.year, d.lastYear = -d.year, -d.lastYear
	}
	d.month, d.day = number(parts[1]), number(parts[2])
	return d
}

func (d dateParts) said(prepositions bool) string {
	out := ""
	if d.doubtful {
		out = "perhaps "
	}
	switch {
	case prepositions && d.day > 0:
		out += "on "
	case prepositions:
		out += "in "
	}
	if d.near {
		out += "about "
	}
	return out + strings.TrimSpace(d.dayAndMonth()+" "+yearSaid(d.year))
}

var seasons = map[int]string{21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

func (d dateParts) dayAndMonth() string {
	switch {
	case d.day > 0:
		return fmt.Sprint(d.day, " ", time.Month(d.month))
	case seasons[d.month] != "":
		return seasons[d.month]
	case d.month > 0:
		return time.Month(d.month).String()
	}
	return ""
}

// yearSaid writes a year as historians count: the year 0 of a date is 1 BCE.
func yearSaid(year int) string {
	switch {
	case year <= 0:
		return fmt.Sprintf("%d BCE", 1-year)
	case year < 1000 || year > 9999:
		return fmt.Sprintf("%d CE", year)
	}
	return fmt.Sprint(year)
}

func (d dateParts) isPlain() bool { return !d.doubtful && !d.near }

// widened leaves the days out that only bound months, and the months that only bound
// years: from 1 October to 30 November is from October to November.
func widened(from, to dateParts) (dateParts, dateParts) {
	if to.day > 0 && from.day == 1 && to.day == time.Date(to.year, time.Month(to.month+1), 0, 0, 0, 0, 0, time.UTC).Day() {
		from.day, to.day = 0, 0
		if from.month == 1 && to.month == 12 {
			from.month, to.month = 0, 0
		}
	}
	return from, to
}

// stretchSaid writes "21 to 28 November 2021": what both ends have stands once.
func stretchSaid(from, to dateParts) string {
	start, end := from.said(false), to.said(false)
	if from.isPlain() && to.isPlain() && from.month > 0 && from.year == to.year {
		start = from.dayAndMonth()
		if from.month == to.month && from.day > 0 && to.day > 0 {
			start = fmt.Sprint(from.day)
		}
	}
	return start + " to " + end
}
