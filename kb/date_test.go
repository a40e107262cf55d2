package kb_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"actorgraph/kb"
)

// bounds writes the earliest and the latest day of a date, ".." for none.
func bounds(d kb.Date) string {
	first, last := "..", ".."
	if day, ok := d.Earliest(); ok {
		first = day.String()
	}
	if day, ok := d.Latest(); ok {
		last = day.String()
	}
	return first + " to " + last
}

func TestDatesReachFromTheirEarliestToTheirLatestDay(t *testing.T) {
	for in, want := range map[string]string{
		"2021-11-25": "2021-11-25 to 2021-11-25",
		"2021-11":    "2021-11-01 to 2021-11-30",
		"2021":       "2021-01-01 to 2021-12-31",

		// Leap years.
		"2020-02":    "2020-02-01 to 2020-02-29",
		"2021-02":    "2021-02-01 to 2021-02-28",
		"1900-02":    "1900-02-01 to 1900-02-28",
		"2000-02":    "2000-02-01 to 2000-02-29",
		"2020-02-29": "2020-02-29 to 2020-02-29",
		"0000-02":    "0000-02-01 to 0000-02-29",
		"-0004-02":   "-0004-02-01 to -0004-02-29",

		// Digits that are not told.
		"201X":       "2010-01-01 to 2019-12-31",
		"20XX":       "2000-01-01 to 2099-12-31",
		"2021-XX":    "2021-01-01 to 2021-12-31",
		"2021-XX-XX": "2021-01-01 to 2021-12-31",
		"2020-02-XX": "2020-02-01 to 2020-02-29",

		// Doubtful and approximate: one unit each way.
		"2021?":       "2020-01-01 to 2022-12-31",
		"2021-11~":    "2021-10-01 to 2021-12-31",
		"2021-12~":    "2021-11-01 to 2022-01-31",
		"2021-01%":    "2020-12-01 to 2021-02-28",
		"2020-03-01~": "2020-02-29 to 2020-03-02",
		"2020-12-31?": "2020-12-30 to 2021-01-01",
		"201X~":       "2009-01-01 to 2020-12-31",
		"2021-XX~":    "2020-01-01 to 2022-12-31",

		// Seasons.
		"2021-21":  "2021-01-01 to 2021-12-31",
		"2021-23":  "2021-01-01 to 2021-12-31",
		"2021-22":  "2021-01-01 to 2022-02-28",
		"2019-24":  "2019-01-01 to 2020-02-29",
		"2021-24~": "2020-01-01 to 2023-02-28",

		// Long ago and far ahead.
		"0000":        "0000-01-01 to 0000-12-31",
		"-0044-03-15": "-0044-03-15 to -0044-03-15",
		"-0001~":      "-0002-01-01 to 0000-12-31",
		"9999-12-31":  "9999-12-31 to 9999-12-31",
		"9999-12-31~": "9999-12-30 to Y10000",
		"Y10000":      "Y10000 to Y10000",
		"Y-999999999": "Y-999999999 to Y-999999999",
		"Y999999999~": "Y999999998 to Y999999999",

		// A time of day.
		"2021-11-25T23:20:30":       "2021-11-25 to 2021-11-25",
		"2021-11-25T23:20:30Z":      "2021-11-25 to 2021-11-25",
		"2021-11-25T23:20:30-04":    "2021-11-25 to 2021-11-25",
		"2021-11-25T00:00:00+05:45": "2021-11-25 to 2021-11-25",

		// Intervals.
		"2021-11-25/2021-11-28": "2021-11-25 to 2021-11-28",
		"2021/2021":             "2021-01-01 to 2021-12-31",
		"2020-11/2021":          "2020-11-01 to 2021-12-31",
		"2021-06~/2021-05":      "2021-05-01 to 2021-05-31",
		"-0044/0014":            "-0044-01-01 to 0014-12-31",
		"../2019":               ".. to 2019-12-31",
		"/2019":                 ".. to 2019-12-31",
		"2019/..":               "2019-01-01 to ..",
		"2019/":                 "2019-01-01 to ..",
		"../2019?":              ".. to 2020-12-31",
	} {
		d, err := kb.ParseDate(in)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if got := bounds(d); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
		if d.String() != in {
			t.Errorf("%s is written as %s", in, d)
		}
	}
}

func TestNoDates(t *testing.T) {
	for in, why := range map[string]string{
		"":                            "empty",
		"21":                          "four digits",
		"202":                         "four digits",
		"20211":                       "four digits",
		"２０２１":                        "four digits",
		"2021-1":                      "a month has two digits",
		"2021-13":                     "no month 13",
		"2021-00":                     "no month 00",
		"2021-20":                     "no month 20",
		"2021-25":                     "no month 25", // the further seasons are of level 2
		"2021-11-5":                   "a day has two digits",
		"2021-11-00":                  "no day 00",
		"2021-11-31":                  "no day 31",
		"2021-02-29":                  "no day 29",
		"1900-02-29":                  "no day 29",
		"2021-21-05":                  "no month 21",
		"2021-11-25-01":               "too much",
		"2021-11-XX-XX":               "too much",
		"2021-XX-05":                  "a month has two digits",
		"XXXX":                        "last one or two may be X",
		"2XXX":                        "last one or two may be X",
		"20X1":                        "last one or two may be X",
		"-00XX":                       "last one or two may be X",
		"201X-11":                     "a year with X has no month",
		"-0000":                       "no year -0000",
		"Y2021":                       "five to nine digits",
		"Y+12345":                     "five to nine digits",
		"Y012345":                     "five to nine digits",
		"Y1234567890":                 "five to nine digits",
		"Y":                           "five to nine digits",
		"Y12345-01":                   "five to nine digits",
		"2021?~":                      "four digits",
		"?":                           "four digits",
		"2021-11-25T":                 "its time",
		"2021-11-25T1:02:03":          "its time",
		"2021-11-25T24:00:00":         "its time",
		"2021-11-25T10:00":            "its time",
		"2021-11-25T10:00:00.5":       "its time",
		"2021-11-25T10:00:00+5":       "its time",
		"2021-11T10:00:00":            "a whole date",
		"2021-11-XXT10:00:00":         "a whole date",
		"Y123456789T10:00:00":         "a whole date",
		"..":                          "four digits",
		"/":                           "neither end",
		"../..":                       "neither end",
		"../":                         "neither end",
		"2021/2020":                   "ends before it begins",
		"2021-11-02/2021-11-01":       "ends before it begins",
		"2019/2020/2021":              "four digits",
		"November 2021":               "four digits",
		"25.11.2021":                  "four digits",
		" 2021":                       "four digits",
		"2021\x00":                    "four digits",
		strings.Repeat("2021-11-", 9): "longer than 64",
	} {
		d, err := kb.ParseDate(in)
		if err == nil {
			t.Errorf("%q was read as %s", in, bounds(d))
		} else if !strings.Contains(err.Error(), why) {
			t.Errorf("%q: got %q, want a word on %q", in, err, why)
		}
	}
}

// dates draws dates of every form, near enough to each other to meet.
func dates() *rapid.Generator[kb.Date] {
	end := rapid.Custom(func(t *rapid.T) string {
		year := rapid.SampledFrom([]string{"2019", "2020", "2021", "0000", "-0001", "9999", "Y-10000", "Y999999999", "201X", "20XX"}).Draw(t, "year")
		qualifier := rapid.SampledFrom([]string{"", "", "", "?", "~", "%"}).Draw(t, "qualifier")
		if strings.ContainsAny(year, "XY") {
			return year + qualifier
		}
		month := rapid.SampledFrom([]string{"", "-01", "-02", "-06", "-12", "-XX", "-21", "-22", "-23", "-24"}).Draw(t, "month")
		day := ""
		if month != "" && month < "-20" {
			day = rapid.SampledFrom([]string{"", "-01", "-02", "-28", "-XX"}).Draw(t, "day")
		}
		return year + month + day + qualifier
	})
	return rapid.Custom(func(t *rapid.T) kb.Date {
		s := end.Draw(t, "date")
		switch rapid.IntRange(0, 5).Draw(t, "form") {
		case 0:
			s += "/" + rapid.OneOf(end, rapid.SampledFrom([]string{"", ".."})).Draw(t, "end")
		case 1:
			s = rapid.SampledFrom([]string{"", ".."}).Draw(t, "start") + "/" + s
		}
		d, err := kb.ParseDate(s)
		if err != nil {
			t.Skip(err)
		}
		return d
	})
}

func TestComparingDates(t *testing.T) {
	const yes, no, possible = kb.Yes, kb.No, kb.Possible
	for _, row := range []struct {
		d, e                  string
		before, after, equals kb.Answer
	}{
		{"2021-11-25", "2021-11-25", no, no, yes},
		{"2021-11-24", "2021-11-25", yes, no, no},
		{"2021-11", "2021-11-25", possible, possible, possible},
		{"2021-11", "2021-11-30", possible, no, possible},
		{"2021-11", "2021-11-01", no, possible, possible},
		{"2021-11", "2021-11", possible, possible, possible}, // two days in one month
		{"2021-11", "2021-12", yes, no, no},
		{"2021-11~", "2021-12", possible, possible, possible},
		{"../2019", "2020", yes, no, no},
		{"../2019", "2019-06", possible, possible, possible},
		{"2020/..", "2019", no, yes, no},
		{"../2019", "../2019", possible, possible, possible},
		{"2019/..", "../2019", possible, possible, possible},
		{"2019/..", "../2018", no, yes, no},
		{"", "2019", possible, possible, possible},
	} {
		var d kb.Date
		if row.d != "" {
			d = kb.MustDate(row.d)
		}
		e := kb.MustDate(row.e)
		if got := d.Before(e); got != row.before {
			t.Errorf("%q before %q: got %d, want %d", row.d, row.e, got, row.before)
		}
		if got := d.After(e); got != row.after {
			t.Errorf("%q after %q: got %d, want %d", row.d, row.e, got, row.after)
		}
		if got := d.Equal(e); got != row.equals {
			t.Errorf("%q equal to %q: got %d, want %d", row.d, row.e, got, row.equals)
		}
	}
}

func TestWithin(t *testing.T) {
	const yes, no, possible = kb.Yes, kb.No, kb.Possible
	for _, row := range []struct {
		d, e string
		want kb.Answer
	}{
		{"2021-11-25", "2021-11", yes},
		{"2021-11", "2021-11", yes}, // some day of November is in November
		{"2021-11", "2021", yes},
		{"2021", "2021-11", possible},
		{"2021-11", "2021-11-25/2021-12", possible},
		{"2021-10", "2021-11", no},
		{"2021-11-25", "2021/..", yes},
		{"2020", "2021/..", no},
		{"2022/..", "2021/..", yes},
		{"2022/", "2021/..", yes},
		{"../2019", "../2020", yes},
		{"2021-11-25", "2021/", possible}, // it may have ended before
		{"2020", "2021/", no},
		{"2019", "/2020", possible},
		{"2021", "/2020", no},
		{"2021-11~", "2021-11", possible},
		{"", "2021", possible},
	} {
		var d kb.Date
		if row.d != "" {
			d = kb.MustDate(row.d)
		}
		if got := d.Within(kb.MustDate(row.e)); got != row.want {
			t.Errorf("%q within %q: got %d, want %d", row.d, row.e, got, row.want)
		}
	}
	if got := kb.MustDate("2021").Within(kb.Date{}); got != possible {
		t.Errorf("within no date: got %d, want %d", got, possible)
	}
}

// daysOf lists days that d can be: those at its ends, and some landmarks.
func daysOf(d kb.Date) []kb.Date {
	var days []kb.Date
	for _, s := range []string{"-9999-01-01", "-0001-01-01", "0000-06-01", "2018-12-31", "2019-01-01", "2020-02-28", "2020-06-02", "2021-12-31", "2022-03-01", "9999-12-31"} {
		if day := kb.MustDate(s); day.Equal(d) != kb.No {
			days = append(days, day)
		}
	}
	for _, day := range []func() (kb.Day, bool){d.Earliest, d.Latest} {
		if day, ok := day(); ok && !strings.HasPrefix(day.String(), "Y") {
			days = append(days, kb.MustDate(day.String()))
		}
	}
	return days
}

// What is certain holds for all days that two dates can be, what is impossible
// for none. Single days compare without doubt, so they can be asked.
func TestComparisonsAgreeWithThoseOfDays(t *testing.T) {
	compare := map[string]func(d, e kb.Date) kb.Answer{"before": kb.Date.Before, "after": kb.Date.After, "equal to": kb.Date.Equal}
	rapid.Check(t, func(t *rapid.T) {
		d, e := dates().Draw(t, "d"), dates().Draw(t, "e")
		for name, compare := range compare {
			whole := compare(d, e)
			for _, x := range daysOf(d) {
				for _, y := range daysOf(e) {
					day := compare(x, y)
					if day == kb.Possible {
						t.Fatalf("that day %s is %s day %s is only possible", x, name, y)
					}
					if whole == kb.Yes && day == kb.No || whole == kb.No && day == kb.Yes {
						t.Fatalf("%s %s %s is %d, but %s %s %s is %d", d, name, e, whole, x, name, y, day)
					}
				}
			}
		}
		if d.Before(e) != e.After(d) || d.Equal(e) != e.Equal(d) {
			t.Errorf("comparing %s with %s gives another answer the other way round", d, e)
		}
		switch before, after, equal := d.Before(e), d.After(e), d.Equal(e); {
		case before == kb.Yes && (after != kb.No || equal != kb.No), after == kb.Yes && (before != kb.No || equal != kb.No), equal == kb.Yes && (before != kb.No || after != kb.No):
			t.Errorf("%s and %s: before %d, after %d, equal %d", d, e, before, after, equal)
		case before == kb.No && after == kb.No && equal == kb.No:
			t.Errorf("%s is neither before, nor after, nor equal to %s", d, e)
		}
	})
}

func TestHull(t *testing.T) {
	for _, row := range []struct{ dates, want string }{
		{"", ""},
		{"2021-11~", "2021-11~"},
		{"2021-11~ 2021-11~", "2021-11~"},
		{"2021 2021-11", "2021-01-01/2021-12-31"},
		{"2021-11-25 2021-11-27 2021-11-26", "2021-11-25/2021-11-27"},
		{"2021-11-25T10:00:00Z 2021-11-25", "2021-11-25"},
		{"../2019 2018", "../2019-12-31"},
		{"2018 2019/..", "2018-01-01/.."},
		{"/2019 2018", "../2019-12-31"},
		{"../2019 2018/..", ""},
		{"Y999999999~ 2018", "2018-01-01/Y999999999"},
		{"9999-12-31~ 9999", "9999-01-01/Y10000"},
	} {
		var dates []kb.Date
		for _, s := range strings.Fields(row.dates) {
			dates = append(dates, kb.MustDate(s), kb.Date{}) // dates that are not told don't count
		}
		got, ok := kb.Hull(dates...)
		if got.String() != row.want || ok != (row.want != "") {
			t.Errorf("of %s: got %q, %v, want %q", row.dates, got, ok, row.want)
		}
	}
}

func TestCommon(t *testing.T) {
	for _, row := range []struct{ dates, want string }{
		{"", ""},
		{"2021-11~", "2021-11~"},
		{"2021 2021-11", "2021-11"},
		{"2021-11 ../2021-11-25 2021-11-03", "2021-11-03"},
		{"2021-11-25T10:00:00Z 2021-11-25", "2021-11-25"},
		{"2021-11-21/2021-11-28 2021-11-25/2021-11-30", "2021-11-25/2021-11-28"},
		{"2021-11-21/2021-11-25 2021-11-25/2021-11-30", "2021-11-25"},
		{"../2019 2018/..", "2018-01-01/2019-12-31"},
		{"../2019 ../2018", "../2018"},
		{"/2019 ../2019", "/2019"},
		{"2018/.. 2019/..", "2019/.."},
		{"2021-11-25 2021-11-27", ""},
		{"2021 2021-11-25 2021-11-27", ""},
	} {
		var dates []kb.Date
		for _, s := range strings.Fields(row.dates) {
			dates = append(dates, kb.MustDate(s), kb.Date{}) // dates that are not told don't count
		}
		got, ok := kb.Common(dates...)
		if got.String() != row.want || ok != (row.want != "") {
			t.Errorf("of %s: got %q, %v, want %q", row.dates, got, ok, row.want)
		}
	}
}

func TestHullCoversItsDatesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(dates(), 1, 5).Draw(t, "dates")
		hull, ok := kb.Hull(list...)
		if again, okAgain := kb.Hull(rapid.Permutation(list).Draw(t, "permutation")...); hull != again || ok != okAgain {
			t.Errorf("got %s, in another order %s", hull, again)
		}
		if !ok {
			return
		}
		first, hasFirst := hull.Earliest()
		last, hasLast := hull.Latest()
		for _, d := range list {
			day, ok := d.Earliest()
			if hasFirst && (!ok || day < first) {
				t.Errorf("%s begins before the hull %s", d, hull)
			}
			if day, ok = d.Latest(); hasLast && (!ok || day > last) {
				t.Errorf("%s ends after the hull %s", d, hull)
			}
		}
	})
}

func TestDaysAreWrittenAsDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := kb.Day(rapid.Int64Range(-365_241_000_000, 365_241_000_000).Draw(t, "day"))
		d, err := kb.ParseDate(day.String())
		if err != nil {
			t.Fatal(err)
		}
		first, _ := d.Earliest()
		last, _ := d.Latest()
		if day < first || day > last {
			t.Errorf("day %d is written as %s, which is %s", day, day, bounds(d))
		}
		if single := !strings.HasPrefix(d.String(), "Y"); single && first != last {
			t.Errorf("day %d is written as %s, which is several", day, day)
		}
	})
}

func TestDatesOfJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.OneOf(dates(), rapid.Just(kb.Date{})).Draw(t, "date")
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if string(data) != fmt.Sprintf("%q", want) {
			t.Errorf("%s is written as %s", want, data)
		}
		got := kb.MustDate("1999")
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Errorf("%s is read back as %s, %v", data, got, err)
		}
	})
	var d kb.Date
	if err := json.Unmarshal([]byte(`"November"`), &d); err == nil {
		t.Errorf("November was read as %s", d)
	}
}

func TestParsingNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("0129X-/.?~%TYZ:+é"))).Draw(t, "text")
		d, err := kb.ParseDate(s)
		if err != nil {
			return
		}
		if first, ok := d.Earliest(); ok {
			if last, ok := d.Latest(); ok && first > last {
				t.Errorf("%s reaches from %s", s, bounds(d))
			}
		}
	})
}
