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
		return "from " + stretchSaid(readDate(i.Since.String(), ""), "to", readDate(i.Until.String(), ""))
	}
	return "since " + DateSaid(i.Since) + " and until " + DateSaid(i.Until)
}

func isOneDate(i kb.Interval) bool { return DateSaid(i.Since) == DateSaid(i.Until) }

// DateSaid writes a date as it stands in running text, whatever its form: "25 November
// 2021", "about 2019", "some day from 21 to 28 November 2021", "2019 or before"; "" for
// the zero Date. A time of day is passed over.
func DateSaid(d kb.Date) string { return dateSaid(d, false) }

// onDateSaid writes a date as what tells when something happened: "on 25 November 2021",
// "in 2019 or before", "between 21 and 28 November 2021".
func onDateSaid(d kb.Date) string { return dateSaid(d, true) }

// isLong tells whether a date leaves more than two years open. Its last day then most
// often is that on which somebody saw that it had happened, and tells nobody when.
func isLong(d kb.Date) bool {
	first, hasFirst := d.Earliest()
	last, hasLast := d.Latest()
	return isStretch(d) && hasFirst && hasLast && last-first > 2*366
}

// orLaterSaid writes the beginning of a date: "on 23 November 2021 or later".
func orLaterSaid(d kb.Date) string {
	first, _ := endsOf(d)
	return first.said(true) + " or later"
}

func dateSaid(d kb.Date, prepositions bool) string {
	first, last := endsOf(d)
	switch {
	case d.IsZero():
		return ""
	case first.open:
		return last.said(prepositions) + " or before"
	case last.open:
		return first.said(prepositions) + " or later"
	case first == last:
		return first.said(prepositions)
	case prepositions:
		return "between " + stretchSaid(first, "and", last)
	case first.day > 0 && last.day > 0:
		return "some day from " + stretchSaid(first, "to", last)
	}
	return "some time from " + stretchSaid(first, "to", last)
}

// isStretch tells whether a date is told by two ends.
func isStretch(d kb.Date) bool {
	first, last := endsOf(d)
	return !first.open && !last.open && first != last
}

// dateParts are those of one date without a stroke.
type dateParts struct {
	open           bool
	year           int
	month          int // or one of the seasons; 0 if it is not told
	day            int // 0 if it is not told
	doubtful, near bool
}

// endsOf are the first and the last of what a date can be, alike but for an interval and
// for digits that are X.
func endsOf(d kb.Date) (first, last dateParts) {
	from, to, isInterval := strings.Cut(d.String(), "/")
	if !isInterval {
		to = from
	}
	first, last = readDate(from, "0"), readDate(to, "9")
	if first.isPlain() && last.isPlain() {
		first, last = widened(first, last)
	}
	return first, last
}

// readDate takes one date without a stroke apart; x stands for digits of the year that
// are X.
func readDate(s, x string) dateParts {
	d := dateParts{open: s == "" || s == "..", doubtful: strings.ContainsAny(s, "?%"), near: strings.ContainsAny(s, "~%")}
	s, _, _ = strings.Cut(s, "T")
	s, isBefore := strings.CutPrefix(strings.TrimPrefix(strings.TrimRight(s, "?~%"), "Y"), "-")
	parts := append(strings.Split(s, "-"), "", "")
	number := func(digits string) int {
		n, _ := strconv.Atoi(digits) // what is no number is not told
		return n
	}
	d.year, d.month, d.day = number(strings.ReplaceAll(parts[0], "X", x)), number(parts[1]), number(parts[2])
	if isBefore {
		d.year = -d.year
	}
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
	lastDay := time.Date(to.year, time.Month(to.month+1), 0, 0, 0, 0, 0, time.UTC).Day()
	if (from.open || from.day == 1) && (to.open || to.day == lastDay) {
		from.day, to.day = 0, 0
		if (from.open || from.month == 1) && (to.open || to.month == 12) {
			from.month, to.month = 0, 0
		}
	}
	return from, to
}

// stretchSaid writes "21 to 28 November 2021": what both ends have stands once.
func stretchSaid(from dateParts, and string, to dateParts) string {
	start, end := from.said(false), to.said(false)
	if from.isPlain() && to.isPlain() && from.month > 0 && from.year == to.year {
		start = from.dayAndMonth()
		if from.month == to.month && from.day > 0 && to.day > 0 {
			start = fmt.Sprint(from.day)
		}
	}
	return start + " " + and + " " + end
}
