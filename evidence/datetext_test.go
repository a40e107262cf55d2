package evidence_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"actorgraph/evidence"
	"actorgraph/kb"
)

func TestDateSaid(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"2021-11-25":          "25 November 2021",
		"2021-11-05":          "5 November 2021",
		"2021-11":             "November 2021",
		"2021":                "2021",
		"2021-11-25T23:20:30": "25 November 2021",

		// Digits that are not told.
		"2021-XX":    "2021",
		"2021-XX-XX": "2021",
		"2020-02-XX": "February 2020",
		"201X":       "some time from 2010 to 2019",
		"20XX":       "some time from 2000 to 2099",
		"201X~":      "some time from about 2010 to about 2019",

		// Doubtful and approximate.
		"2021~":       "about 2021",
		"2021-11~":    "about November 2021",
		"2021-11-25~": "about 25 November 2021",
		"2021?":       "perhaps 2021",
		"2021-11%":    "perhaps about November 2021",

		"2021-21":  "spring 2021",
		"2021-22":  "summer 2021",
		"2021-23":  "autumn 2021",
		"2021-24":  "winter 2021",
		"2021-24~": "about winter 2021",

		// Long ago and far ahead. The year 0 is 1 BCE.
		"-0044-03-15": "15 March 45 BCE",
		"0000":        "1 BCE",
		"-0001~":      "about 2 BCE",
		"0014-08":     "August 14 CE",
		"1000":        "1000",
		"9999":        "9999",
		"Y12345":      "12345 CE",
		"Y-12345":     "12346 BCE",

		// One day within, both ends included.
		"2021-11-21/2021-11-28":          "some day from 21 to 28 November 2021",
		"2021-11-25/2021-12-31":          "some day from 25 November to 31 December 2021",
		"2020-12-31/2021-01-02":          "some day from 31 December 2020 to 2 January 2021",
		"2021-10/2021-11":                "some time from October to November 2021",
		"2020-10/2021-11":                "some time from October 2020 to November 2021",
		"2020/2021":                      "some time from 2020 to 2021",
		"2020-11/2021":                   "some time from November 2020 to 2021",
		"2021-11/2021-12-03":             "some time from November to 3 December 2021",
		"2021-21/2021-23":                "some time from spring to autumn 2021",
		"201X/2021":                      "some time from 2010 to 2021",
		"-0044-03-15/-0044-03-17":        "some day from 15 to 17 March 45 BCE",
		"2021-11-21~/2021-11-28":         "some day from about 21 November 2021 to 28 November 2021",
		"2021-11-21?/2021-11-28":         "some day from perhaps 21 November 2021 to 28 November 2021",
		"2021/2021":                      "2021",
		"2021-11-25T10:00:00/2021-11-25": "25 November 2021",

		// Days that only bound months, months that only bound years.
		"2021-10-01/2021-11-30":  "some time from October to November 2021",
		"2021-11-01/2021-11-30":  "November 2021",
		"2020-02-01/2020-02-29":  "February 2020",
		"2021-02-01/2021-02-28":  "February 2021",
		"2020-02-01/2020-02-28":  "some day from 1 to 28 February 2020",
		"2021-01-01/2021-12-31":  "2021",
		"2019-01-01/2021-12-31":  "some time from 2019 to 2021",
		"2021-01-01/2021-12-31~": "some day from 1 January 2021 to about 31 December 2021",

		"2019-01-01/..": "2019 or later",
		"2019-02-01/..": "February 2019 or later",
		"../2021-12-31": "2021 or before",
		"../2021-11-30": "November 2021 or before",
		"../2021-11-29": "29 November 2021 or before",

		// Open ends.
		"2021-11-03/..":  "3 November 2021 or later",
		"2021-11-03/":    "3 November 2021 or later",
		"../2025-10":     "October 2025 or before",
		"/2025-10":       "October 2025 or before",
		"../2019?":       "perhaps 2019 or before",
		"2019~/..":       "about 2019 or later",
		"201X/..":        "2010 or later",
		"../201X":        "2019 or before",
		"../-0044-03-15": "15 March 45 BCE or before",
	} {
		if got := evidence.DateSaid(date(in)); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestWhenSaid(t *testing.T) {
	for _, row := range []struct{ since, until, want string }{
		{"", "", ""},
		{"2014", "", "since 2014"},
		{"", "2014-03", "until March 2014"},
		{"2018-10-02", "2018-10-02", "2 October 2018"},
		{"2018-10-02T10:00:00", "2018-10-02", "2 October 2018"},
		{"2014", "2019", "from 2014 to 2019"},
		{"2016-08-10", "2016-08-11", "from 10 to 11 August 2016"},
		{"2016-07", "2016-08", "from July to August 2016"},
		{"2014~", "2019-03", "from about 2014 to March 2019"},
		{"2021-10-01/2021-11-30", "", "since some time from October to November 2021"},
		{"", "../2021-11-29", "until 29 November 2021 or before"},
		{"2021-11-21/2021-11-28", "2022", "since some day from 21 to 28 November 2021 and until 2022"},
		{"201X", "2022", "since some time from 2010 to 2019 and until 2022"},
	} {
		if got := evidence.WhenSaid(kb.Interval{Since: date(row.since), Until: date(row.until)}); got != row.want {
			t.Errorf("%q to %q: %q, want %q", row.since, row.until, got, row.want)
		}
	}
}

// anyDate draws dates of every form.
var anyDate = rapid.Custom(func(t *rapid.T) kb.Date {
	end := rapid.StringMatching(`(Y-?[1-9]\d{4,8}|-?\d{4}|[0-9]{2}[0-9X]X|\d{4}-((0[1-9]|1[0-2])(-([0-2]\d|3[01]|XX))?|2[1-4]|XX(-XX)?))[?~%]?|20\d\d-0[1-9]-1\dT1\d:20:30(Z|-04)?`)
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

var dateWords = regexp.MustCompile(`^(([1-9]\d*|some|day|time|from|to|about|perhaps|or|before|later|B?CE|spring|summer|autumn|winter|January|February|March|April|May|June|July|August|September|October|November|December)( |$))+$`)

func TestDatesAreSaidInWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "date")
		if got := evidence.DateSaid(d); !dateWords.MatchString(got) || strings.HasSuffix(got, " ") {
			t.Fatalf("%s: %q", d, got)
		}
	})
}
