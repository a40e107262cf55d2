package evidence_test

import (
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"actorgraph/evidence"
	"actorgraph/kb"
)

func date(s string) (d kb.Date) {
	if s != "" {
		d = kb.MustDate(s)
	}
	return d
}

// certain returns the lens with its certain set.
func certain(is bool, l kb.Lens) kb.Lens {
	l.Certain = &is
	return l
}

func dated(c *kb.Claim, key kb.QualifierKey, day string) *kb.Claim {
	if day != "" {
		c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: key, Value: kb.DateValue{Date: kb.MustDate(day)}})
	}
	return c
}

// selects tells whether a lens selects a claim of m.
func selects(m kb.Matter, l kb.Lens) bool {
	_, _, _, ok := evidence.Under(&m, l)
	return ok
}

// Every row is worked out from the comment on [kb.Lens].
func TestTrueAt(t *testing.T) {
	type given struct{ since, until, asOf, inherited, filed, published string }
	const doubtful, surely, no = "may", "certainly", "no"
	for _, row := range []struct {
		why string
		given
		days map[string]string
	}{{
		"between two years: it may have begun on the first day of 2016, has certainly by the last, and the same with the end",
		given{since: "2016", until: "2019"},
		map[string]string{"2015-12-31": no, "2016-01-01": doubtful, "2016-12-30": doubtful, "2016-12-31": surely, "2019-01-01": surely, "2019-01-02": doubtful, "2019-12-31": doubtful, "2020-01-01": no},
	}, {
		"no end is told: it is sure until the document speaks, and may go on",
		given{since: "2016-03-05", published: "2021-11-25"},
		map[string]string{"2016-03-04": no, "2016-03-05": surely, "2021-11-25": surely, "2021-11-26": doubtful, "9999-12-31": doubtful},
	}, {
		"of a document published within some days the first is taken",
		given{since: "2016-03-05", published: "2021-11-25/2021-11-28"},
		map[string]string{"2021-11-25": surely, "2021-11-26": doubtful},
	}, {
		"the day that the document speaks of comes before its own",
		given{since: "2016-03-05", asOf: "2018-07", published: "2021-11-25"},
		map[string]string{"2018-07-01": surely, "2018-07-02": doubtful},
	}, {
		"no document is dated: nobody knows how long it went on",
		given{since: "2016"},
		map[string]string{"2015-12-31": no, "2016-12-31": doubtful, "2021-01-01": doubtful},
	}, {
		"it is forecast: it had not begun when the document spoke",
		given{since: "2025", published: "2021-11-25"},
		map[string]string{"2021-11-25": no, "2025-01-01": doubtful, "2026-01-01": doubtful},
	}, {
		"no beginning is told: never sure, whatever the document speaks of",
		given{until: "2019-05-01", asOf: "2018-07-01", published: "2018-07-02"},
		map[string]string{"-9999-01-01": doubtful, "2018-07-01": doubtful, "2019-05-01": doubtful, "2019-05-02": no},
	}, {
		"only the day that it speaks of: sure of that day, and any other may be like it",
		given{asOf: "2018-07-01", published: "2021-11-25"},
		map[string]string{"2018-06-30": doubtful, "2018-07-01": surely, "2018-07-02": doubtful, "2021-11-25": doubtful},
	}, {
		"only the month that it speaks of: which day of it is not told",
		given{asOf: "2018-07", published: "2021-11-25"},
		map[string]string{"2018-07-01": doubtful, "2018-07-31": doubtful},
	}, {
		"no date at all: always, never for sure",
		given{published: "2021-11-25"},
		map[string]string{"-9999-01-01": doubtful, "2021-11-25": doubtful, "9999-12-31": doubtful},
	}, {
		"the event's day, whatever day the document speaks of",
		given{asOf: "2021-11-25", inherited: "2021-11-23", published: "2021-11-25"},
		map[string]string{"2021-11-22": no, "2021-11-23": surely, "2021-11-24": no, "2021-11-25": no},
	}, {
		"the event's month: some day of it",
		given{inherited: "2021-11", published: "2021-11-25"},
		map[string]string{"2021-10-31": no, "2021-11-01": doubtful, "2021-11-30": doubtful, "2021-12-01": no},
	}, {
		"the event's first year, which nobody ended",
		given{inherited: "2019/.."},
		map[string]string{"2018-12-31": no, "2019-01-01": doubtful, "9999-12-31": doubtful},
	}, {
		"in a lawsuit that was filed on a day, nobody knows how long",
		given{filed: "2019-10-29", published: "2021-11-25"},
		map[string]string{"2019-10-28": no, "2019-10-29": surely, "2021-11-25": surely, "2024-12-21": doubtful},
	}, {
		"of such a lawsuit since its filing or later",
		given{filed: "2019-10-29/..", published: "2021-11-25"},
		map[string]string{"2019-10-28": no, "2019-10-29": doubtful, "2024-12-21": doubtful},
	}, {
		"its own beginning comes before the event's day",
		given{since: "2016-01-01", inherited: "2021-11-23", published: "2021-11-25"},
		map[string]string{"2015-12-31": no, "2017-01-01": surely, "2021-11-25": surely, "2021-11-26": doubtful},
	}, {
		"it had begun by the end of 2016, nobody knows how long before",
		given{since: "../2016", published: "2021-11-25"},
		map[string]string{"1900-01-01": doubtful, "2016-12-30": doubtful, "2016-12-31": surely},
	}, {
		"the same, the beginning not known",
		given{since: "/2016", published: "2021-11-25"},
		map[string]string{"1900-01-01": doubtful, "2016-12-31": surely},
	}, {
		"it began in 2016 or later: on no day is it sure to have begun",
		given{since: "2016/..", until: "2019-01-01"},
		map[string]string{"2015-12-31": no, "2016-01-01": doubtful, "2019-01-01": doubtful, "2019-01-02": no},
	}, {
		"it ended in 2019 or later",
		given{since: "2016-01-01", until: "2019/.."},
		map[string]string{"2019-01-01": surely, "2019-01-02": doubtful, "9999-12-31": doubtful},
	}, {
		"it ended by the end of 2019, perhaps at once",
		given{since: "2016-01-01", until: "../2019"},
		map[string]string{"2015-12-31": no, "2016-01-01": doubtful, "2019-12-31": doubtful, "2020-01-01": no},
	}, {
		"about 2016 is 2015 to 2017",
		given{since: "2016~", until: "2019-01-01"},
		map[string]string{"2014-12-31": no, "2015-01-01": doubtful, "2017-12-30": doubtful, "2017-12-31": surely},
	}, {
		"one of the years 2010 to 2019",
		given{since: "201X", until: "2021-01-01"},
		map[string]string{"2009-12-31": no, "2010-01-01": doubtful, "2019-12-31": surely},
	}, {
		"one day is its beginning and its end",
		given{since: "2021-11-23", until: "2021-11-23"},
		map[string]string{"2021-11-22": no, "2021-11-23": surely, "2021-11-24": no},
	}, {
		"beginning and end of one year: on no day is it sure",
		given{since: "2021", until: "2021"},
		map[string]string{"2020-12-31": no, "2021-06-01": doubtful, "2022-01-01": no},
	}, {
		"it ends before it begins: of no day",
		given{since: "2019", until: "2016"},
		map[string]string{"2016-06-01": no, "2017-06-01": no, "2019-06-01": no},
	}} {
		for day, want := range row.days {
			t.Run(fmt.Sprintf("%s/%s", row.why, day), func(t *testing.T) {
				c := states("document")
				dated(dated(dated(c, kb.QualifierSince, row.since), kb.QualifierUntil, row.until), kb.QualifierAsOf, row.asOf)
				document := article("document")
				document.Published = date(row.published)
				m := matter([]*kb.Source{document}, []*kb.Claim{c})
				m.Inherited = on(row.inherited)
				if row.filed != "" {
					m.Inherited = kb.Interval{Since: date(row.filed)}
				}
				lens := kb.Lens{TrueAt: date(day)}
				got := no
				switch {
				case selects(m, certain(true, lens)):
					got = surely
				case selects(m, lens):
					got = doubtful
				}
				if got != want {
					t.Errorf("that it speaks of the day: %s; want %s", got, want)
				}
				if unset, possible := selects(m, lens), selects(m, certain(false, lens)); unset != possible || possible != (want != no) {
					t.Errorf("certain unset: %t, false: %t; want %t for both", unset, possible, want != no)
				}
			})
		}
	}
}

// Every row is worked out from the comment on [kb.Lens].
func TestKnownAt(t *testing.T) {
	type ids = []kb.ID
	type credit struct {
		how       kb.CreditHow
		published string
	}
	type known struct{ certainly, possibly ids }
	document, first, second, both := ids{"document"}, ids{"credited-1"}, ids{"credited-2"}, ids{"credited-1", "credited-2"}
	for _, row := range []struct {
		why       string
		published string
		credits   []credit
		days      map[string]known
	}{{
		"from the day of its document, that day included",
		"2021-11-25", nil,
		map[string]known{"2021-11-24": {nil, nil}, "2021-11-25": {document, document}, "9999-12-31": {document, document}},
	}, {
		"of a month the last day is certain, the first possible",
		"2021-11", nil,
		map[string]known{"2021-10-31": {nil, nil}, "2021-11-01": {nil, document}, "2021-11-29": {nil, document}, "2021-11-30": {document, document}},
	}, {
		"about 2021 is 2020 to 2022",
		"2021~", nil,
		map[string]known{"2019-12-31": {nil, nil}, "2020-01-01": {nil, document}, "2022-12-30": {nil, document}, "2022-12-31": {document, document}},
	}, {
		"an undated document is never certainly out",
		"", nil,
		map[string]known{"-9999-01-01": {nil, document}, "9999-12-31": {nil, document}},
	}, {
		"nor is one that was out on some day from November on",
		"2021-11/..", nil,
		map[string]known{"2021-10-31": {nil, nil}, "2021-11-01": {nil, document}, "9999-12-31": {nil, document}},
	}, {
		"one that was out by a day may have been out before",
		"../2021-11-25", nil,
		map[string]known{"1900-01-01": {nil, document}, "2021-11-24": {nil, document}, "2021-11-25": {document, document}},
	}, {
		"before its document was out it counts for the one that it credits by name",
		"2021-11-25", []credit{{kb.CreditNamed, "2021-07-18"}},
		map[string]known{"2021-07-17": {nil, nil}, "2021-07-18": {first, first}, "2021-11-24": {first, first}, "2021-11-25": {document, document}},
	}, {
		"a credit that is only implied makes nothing known",
		"2021-11-25", []credit{{kb.CreditImplied, "2021-07-18"}},
		map[string]known{"2021-07-18": {nil, nil}, "2021-11-24": {nil, nil}, "2021-11-25": {document, document}},
	}, {
		"of two that it credits each counts from its own day",
		"2021-11-25", []credit{{kb.CreditNamed, "2021-07-18"}, {kb.CreditNamed, "2021-11-23"}},
		map[string]known{"2021-07-18": {first, first}, "2021-11-22": {first, first}, "2021-11-23": {both, both}, "2021-11-25": {document, document}},
	}, {
		"one named, one implied: the named one counts",
		"2021-11-25", []credit{{kb.CreditImplied, "2021-07-18"}, {kb.CreditNamed, "2021-11-23"}},
		map[string]known{"2021-11-22": {nil, nil}, "2021-11-23": {second, second}},
	}, {
		"an undated one that it credits may have been out at any time",
		"2021-11-25", []credit{{kb.CreditNamed, ""}},
		map[string]known{"1900-01-01": {nil, first}, "2021-11-24": {nil, first}, "2021-11-25": {document, document}},
	}, {
		"an undated document is certain only by the one that it credits, and may itself have been out",
		"", []credit{{kb.CreditNamed, "2021-07-18"}},
		map[string]known{"2021-07-17": {nil, document}, "2021-07-18": {first, document}, "9999-12-31": {first, document}},
	}, {
		"one that came out later than the document adds nothing",
		"2021-11-25", []credit{{kb.CreditNamed, "2021-12-01"}},
		map[string]known{"2021-11-24": {nil, nil}, "2021-11-25": {document, document}, "2021-12-01": {document, document}},
	}, {
		"what is certain and what is possible may count for different ones",
		"2021-11", []credit{{kb.CreditNamed, "2021-07"}},
		map[string]known{"2021-06-30": {nil, nil}, "2021-07-01": {nil, first}, "2021-07-31": {first, first}, "2021-11-01": {first, document}, "2021-11-30": {document, document}},
	}} {
		for day, want := range row.days {
			t.Run(fmt.Sprintf("%s/%s", row.why, day), func(t *testing.T) {
				c := states("document")
				document := article("document")
				document.Published = date(row.published)
				sources := []*kb.Source{document}
				for i, credit := range row.credits {
					s := cited(kb.ID(fmt.Sprintf("credited-%d", i+1)))
					s.Published = date(credit.published)
					sources = append(sources, s)
					c.Credits = append(c.Credits, kb.Credit{Source: s.ID, How: credit.how})
				}
				m := matter(sources, []*kb.Claim{c})
				lens := kb.Lens{KnownAt: date(day)}
				for _, view := range []struct {
					name string
					kb.Lens
					want ids
				}{
					{"certain unset", lens, want.certainly},
					{"certain", certain(true, lens), want.certainly},
					{"possible", certain(false, lens), want.possibly},
				} {
					_, claims, sources, ok := evidence.Under(&m, view.Lens)
					if diff := gocmp.Diff(view.want, sources); diff != "" {
						t.Errorf("%s: the sources for which it counts (-want +got)\n%s", view.name, diff)
					}
					if ok != (len(view.want) > 0) || ok != (len(claims) > 0) {
						t.Errorf("%s: selected %t, claims %v", view.name, ok, claims)
					}
				}
			})
		}
	}
}

func TestWithoutAClockEverythingIsKnown(t *testing.T) {
	m := matter([]*kb.Source{article("a"), cited("credited")}, []*kb.Claim{states("a", "credited")})
	for _, lens := range []kb.Lens{{}, {Detected: true}, certain(true, kb.Lens{}), certain(false, kb.Lens{})} {
		held, _, sources, _ := evidence.Under(&m, lens)
		if diff := gocmp.Diff([]kb.ID{"a"}, sources); diff != "" {
			t.Errorf("%+v: the sources for which it counts (-want +got)\n%s", lens, diff)
		}
		if diff := gocmp.Diff(evidence.Support(m), held.Support); diff != "" {
			t.Errorf("%+v: support (-of all +held)\n%s", lens, diff)
		}
	}
}

func TestBothClocksHaveToSelect(t *testing.T) {
	c := dated(states("a"), kb.QualifierSince, "2016-03-05")
	m := matter([]*kb.Source{published("2021-11-25", article("a"))}, []*kb.Claim{c})
	for _, row := range []struct {
		trueAt, knownAt string
		want            bool
	}{
		{"2018-01-01", "2021-11-25", true},
		{"2018-01-01", "2021-11-24", false},
		{"2016-03-04", "2021-11-25", false},
		{"2016-03-04", "2021-11-24", false},
	} {
		if got := selects(m, kb.Lens{TrueAt: date(row.trueAt), KnownAt: date(row.knownAt)}); got != row.want {
			t.Errorf("true at %s, known at %s: selected %t", row.trueAt, row.knownAt, got)
		}
	}
}

// The laboratory's report is of July; two papers have it from there in November.
func TestSupportIsOfWhatWasKnown(t *testing.T) {
	sources := []*kb.Source{
		published("2021-07-18", held("lab", kb.SourceReport, "laboratory")),
		published("2021-11-25", article("a")),
		published("2021-11-26", article("b")),
	}
	m := matter(sources, []*kb.Claim{states("a", "lab"), claim("b", kb.Asserts, kb.Alleged, "lab")})
	stated := kb.Support{
		Status: kb.StatusStated, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Alleged,
	}
	for _, row := range []struct {
		day string
		of  kb.Support // documents, origins, weakest
	}{
		// Both claims speak for the laboratory: one document, whose strongest word counts.
		{"2021-07-18", kb.Support{Documents: 1, Weakest: kb.Stated, Origins: []kb.Origin{origin(1, "lab")}}},
		// The first speaks for itself, the second still for the laboratory.
		{"2021-11-25", kb.Support{Documents: 2, Weakest: kb.Alleged, Origins: []kb.Origin{origin(2, "lab")}}},
		// Both speak for themselves, and the laboratory has no claim of its own.
		{"2021-11-26", kb.Support{Documents: 2, Weakest: kb.Alleged, Origins: []kb.Origin{origin(2, "lab")}}},
	} {
		want := stated
		want.Documents, want.Weakest, want.Origins = row.of.Documents, row.of.Weakest, row.of.Origins
		got, _, _, _ := evidence.Under(&m, kb.Lens{KnownAt: date(row.day)})
		if diff := gocmp.Diff(want, got.Support); diff != "" {
			t.Errorf("on %s (-want +got)\n%s", row.day, diff)
		}
		if got.Claims != 2 {
			t.Errorf("on %s: %d claims, want 2", row.day, got.Claims)
		}
	}
}

func TestARetractionCountsFromWhenItWasKnown(t *testing.T) {
	c := firsthand(states("lab"))
	retraction := claim("notice", kb.Retracts, kb.Stated)
	retraction.Retracts = []kb.ID{identified(firsthand(states("lab")))}
	m := matter([]*kb.Source{published("2021-07-18", article("lab")), published("2022-01-01", article("notice"))}, []*kb.Claim{c, retraction})
	for day, want := range map[string]kb.Status{"2021-12-31": kb.StatusStated, "2022-01-01": kb.StatusRetracted} {
		if got, _, _, _ := evidence.Under(&m, kb.Lens{KnownAt: date(day)}); got.Support.Status != want {
			t.Errorf("on %s: %s, want %s", day, got.Support.Status, want)
		}
	}
}

// An article that nobody can date is taken back. What another has from the same
// laboratory is not, whether or not the first article's word stands for the laboratory.
func TestARetractedClaimTakesNoWordFromWhoItStandsFor(t *testing.T) {
	retraction := claim("notice", kb.Retracts, kb.Stated)
	retraction.Retracts = []kb.ID{identified(states("a", "lab"))}
	m := matter([]*kb.Source{
		published("2021-07-18", cited("lab")), article("a"), published("2021-11-25", article("b")), published("2021-11-26", article("notice")),
	}, []*kb.Claim{states("a", "lab"), states("b", "lab"), retraction})
	want := kb.Support{
		Status: kb.StatusStated, Documents: 1, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
		Origins: []kb.Origin{origin(1, "lab")},
	}
	for _, lens := range []kb.Lens{{}, {KnownAt: date("2021-12-01")}} {
		if got, _, _, _ := evidence.Under(&m, lens); gocmp.Diff(want, got.Support) != "" {
			t.Errorf("%+v (-want +got)\n%s", lens, gocmp.Diff(want, got.Support))
		}
	}
}

func TestFoundTextFamiliesCountWhereTheLensSaysSo(t *testing.T) {
	copied := article("b")
	copied.DerivesFrom = []kb.Derivation{{Source: "a", How: kb.Copy, Basis: kb.Detected}}
	m := matter([]*kb.Source{article("a"), copied}, []*kb.Claim{states("a"), states("b")})
	for _, row := range []struct {
		detected     bool
		unattributed int
	}{{false, 2}, {true, 1}} {
		got, _, _, _ := evidence.Under(&m, kb.Lens{Detected: row.detected})
		if got.Support.Unattributed != row.unattributed {
			t.Errorf("detected %t: %d unattributed, want %d", row.detected, got.Support.Unattributed, row.unattributed)
		}
	}
}

func TestUnderTellsOfWhatIsLeft(t *testing.T) {
	early := dated(in("nso-context", firsthand(states("lab"))), kb.QualifierSince, "2016")
	early.Verification.Status = kb.VerificationMoved
	late := dated(in("nso-articles", states("a", "lab")), kb.QualifierSince, "2018")
	late.Verification.Status = kb.VerificationChanged
	denial := dated(in("nso-denials", claim("b", kb.Denies, kb.Stated)), kb.QualifierSince, "2010")
	denial.Verification.Status = kb.VerificationExact
	sources := []*kb.Source{published("2018-09-18", article("lab")), published("2021-11-25", article("a")), published("2021-11-26", article("b"))}
	m := matter(sources, []*kb.Claim{early, late, denial})
	for _, row := range []struct {
		lens        kb.Lens
		claims      int
		collections []string
		since       string
		verified    bool
	}{
		{kb.Lens{}, 3, []string{"nso-articles", "nso-context", "nso-denials"}, "2016-01-01/2018-12-31", true},
		{kb.Lens{Collection: "nso-articles"}, 1, []string{"nso-articles"}, "2018", false},
		{kb.Lens{Collection: "nso-context"}, 1, []string{"nso-context"}, "2016", true},
		// That the denial was found in its document says nothing for what it denies.
		{kb.Lens{Collection: "nso-denials"}, 1, []string{"nso-denials"}, "2010", false},
		{kb.Lens{TrueAt: date("2017-12-31")}, 2, []string{"nso-context", "nso-denials"}, "2016", true},
		// Known from the laboratory's day on, the article's claim as the laboratory's.
		{kb.Lens{KnownAt: date("2018-09-18")}, 2, []string{"nso-articles", "nso-context"}, "2016-01-01/2018-12-31", true},
		{kb.Lens{KnownAt: date("2018-09-17")}, 0, nil, "", false},
		{kb.Lens{Collection: "elsewhere"}, 0, nil, "", false},
	} {
		held, claims, _, ok := evidence.Under(&m, row.lens)
		if held.Claims != row.claims || len(claims) != row.claims || ok != (row.claims > 0) {
			t.Errorf("%+v: %d claims, %v, %t; want %d", row.lens, held.Claims, claims, ok, row.claims)
		}
		if diff := gocmp.Diff(row.collections, held.Collections); diff != "" {
			t.Errorf("%+v: collections (-want +got)\n%s", row.lens, diff)
		}
		if held.When.Since != date(row.since) || held.Verified != row.verified {
			t.Errorf("%+v: since %q, verified %t; want %q, %t", row.lens, held.When.Since, held.Verified, row.since, row.verified)
		}
	}
}
