package evidence_test

import (
	"testing"

	"pgregory.net/rapid"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// says makes a claim with a since and an until, "" for none.
func says(stance kb.Stance, since, until string) *kb.Claim {
	c := &kb.Claim{Stance: stance}
	for _, q := range []struct {
		key  kb.QualifierKey
		date string
	}{{kb.QualifierSince, since}, {kb.QualifierUntil, until}} {
		if q.date != "" {
			c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: q.key, Value: kb.DateValue{Date: kb.MustDate(q.date)}})
		}
	}
	return c
}

func TestInterval(t *testing.T) {
	type claims = []*kb.Claim
	for _, row := range []struct {
		what                    string
		claims                  claims
		inherited, since, until string
	}{
		{"nothing is said", nil, "", "", ""},
		{"one claim gives both ends", claims{says(kb.Asserts, "2010", "2014")}, "", "2010", "2014"},
		{"one gives one end", claims{says(kb.Asserts, "2010", "")}, "", "2010", ""},
		{"each gives another end", claims{says(kb.Asserts, "2010", ""), says(kb.Asserts, "", "2014")}, "", "2010", "2014"},
		{"claims agree, and the date stays as written", claims{says(kb.Asserts, "2021-11~", ""), says(kb.Asserts, "2021-11~", "")}, "", "2021-11~", ""},
		{"claims differ", claims{says(kb.Asserts, "2010", ""), says(kb.Asserts, "2011-05", "")}, "", "2010-01-01/2011-05-31", ""},
		{"one has no beginning", claims{says(kb.Asserts, "../2010", ""), says(kb.Asserts, "2011", "")}, "", "../2011-12-31", ""},
		{"one gives the year, one the day", claims{says(kb.Asserts, "2010", ""), says(kb.Asserts, "2010-05-07", "")}, "", "2010-05-07", ""},
		{"one bounds it from above, one from below", claims{says(kb.Asserts, "../2010", ""), says(kb.Asserts, "2009/..", "")}, "", "2009-01-01/2010-12-31", ""},
		{"what differs has no bound together", claims{says(kb.Asserts, "../2008", ""), says(kb.Asserts, "2009/..", "")}, "", "", ""},
		{"a denial does not count beside an assertion", claims{says(kb.Asserts, "2010", ""), says(kb.Denies, "1999", "2000")}, "", "2010", ""},
		{"not even if that gives no date", claims{says(kb.Asserts, "", ""), says(kb.Denies, "1999", "2000")}, "", "", ""},
		{"with denials alone, they count", claims{says(kb.Denies, "1999", "2000")}, "", "1999", "2000"},
		{"without a date of its own it inherits one for both ends", claims{says(kb.Asserts, "", "")}, "2020-03", "2020-03", "2020-03"},
		{"with one end of its own it inherits none", claims{says(kb.Asserts, "2010", "")}, "2020-03", "2010", ""},
	} {
		got := evidence.Interval(row.claims, on(row.inherited))
		if got.Since.String() != row.since || got.Until.String() != row.until {
			t.Errorf("%s: got %q to %q, want %q to %q", row.what, got.Since, got.Until, row.since, row.until)
		}
	}
}

// on is when something was that happened at a date, "" for none.
func on(day string) kb.Interval { return kb.Interval{Since: date(day), Until: date(day)} }

func TestIntervalDoesNotDependOnTheOrderOfClaims(t *testing.T) {
	date := rapid.SampledFrom([]string{"", "2010", "2010-05", "2010~", "../2012", "2009/..", "/2011", "Y-10000", "Y999999999~", "9999-12-31~"})
	stance := rapid.SampledFrom(kb.Stances)
	claim := rapid.Custom(func(t *rapid.T) *kb.Claim {
		return says(stance.Draw(t, "stance"), date.Draw(t, "since"), date.Draw(t, "until"))
	})
	rapid.Check(t, func(t *rapid.T) {
		claims := rapid.SliceOfN(claim, 0, 6).Draw(t, "claims")
		want := evidence.Interval(claims, kb.Interval{})
		if got := evidence.Interval(rapid.Permutation(claims).Draw(t, "permutation"), kb.Interval{}); got != want {
			t.Errorf("got %v, and in another order %v", want, got)
		}
	})
}

func TestInherits(t *testing.T) {
	for _, row := range []struct {
		typ      kb.RelationType
		from, to kb.Kind
		want     kb.ID
	}{
		{kb.Operated, kb.KindGovernment, kb.KindTargeting, "to"},
		{kb.Targeted, kb.KindTargeting, kb.KindPerson, "from"},
		{kb.OccurredIn, kb.KindEvent, kb.KindCountry, "from"},
		{kb.SellerIn, kb.KindCompany, kb.KindDeal, "to"},
		{kb.PlaintiffIn, kb.KindCompany, kb.KindLawsuit, "to"},
		{kb.Caused, kb.KindEvent, kb.KindLawsuit, "to"},     // of two things that happen the second
		{kb.Concerns, kb.KindEvent, kb.KindLawsuit, "from"}, // a ruling, not the filing
		{kb.Concerns, kb.KindEvent, kb.KindEvent, "from"},   // a reversal, not what it reverses
		{kb.RespondedTo, kb.KindEvent, kb.KindEvent, "from"},
		{kb.RespondedTo, kb.KindPublicBody, kb.KindEvent, ""}, // the answer comes later
		{kb.ReportedOn, kb.KindCompany, kb.KindTargeting, ""},
		{kb.Investigated, kb.KindOrganization, kb.KindTargeting, ""},
		{kb.Opposes, kb.KindOrganization, kb.KindLawsuit, ""},
		{kb.SameAs, kb.KindEvent, kb.KindEvent, ""}, // at no time
		{kb.Owns, kb.KindCompany, kb.KindCompany, ""},
		{kb.ListedOn, kb.KindCompany, kb.KindMeasure, ""}, // a list lasts
		{kb.Governs, kb.KindGovernment, kb.KindCountry, ""},
	} {
		r := &kb.Relation{Type: row.typ, From: "from", To: "to"}
		if got := evidence.Inherits(r, row.from, row.to); got != row.want {
			t.Errorf("%s %s %s: got %q, want %q", row.from, row.typ, row.to, got, row.want)
		}
	}
}

func TestInherited(t *testing.T) {
	relation := func(typ kb.RelationType) kb.Fact { return &kb.Relation{Type: typ} }
	for _, row := range []struct {
		what         string
		fact         kb.Fact
		kind         kb.Kind
		happened     string
		since, until string
	}{
		{"an event begins and ends", relation(kb.CarriedOut), kb.KindEvent, "2021-11-23", "2021-11-23", "2021-11-23"},
		{"a deal, too", &kb.Property{Key: "price"}, kb.KindDeal, "2021", "2021", "2021"},
		{"who sues has sued since the filing", relation(kb.PlaintiffIn), kb.KindLawsuit, "2019-10-29", "2019-10-29", ""},
		{"who is sued is no longer so at a known time", relation(kb.DefendantIn), kb.KindLawsuit, "2019-10-29", "2019-10-29", ""},
		{"a court hears it then or later", relation(kb.HeardBy), kb.KindLawsuit, "2019-10-29", "2019-10-29/..", ""},
		{"damages come then or later", &kb.Property{Key: "damages"}, kb.KindLawsuit, "2019", "2019/..", ""},
		{"of a filing between two days, after the first", relation(kb.HeardBy), kb.KindLawsuit, "2021-11-21/2021-11-28", "2021-11-21/..", ""},
		{"of a filing before some day, nothing", relation(kb.HeardBy), kb.KindLawsuit, "../2021-11-28", "", ""},
		{"a lawsuit without a date tells nothing", relation(kb.HeardBy), kb.KindLawsuit, "", "", ""},
	} {
		got := evidence.Inherited(row.fact, row.kind, date(row.happened))
		if got.Since.String() != row.since || got.Until.String() != row.until {
			t.Errorf("%s: got %q to %q, want %q to %q", row.what, got.Since, got.Until, row.since, row.until)
		}
	}
}

func TestDateKeyIsAKeyOfItsKind(t *testing.T) {
	want := map[kb.Kind]kb.PropertyKey{kb.KindEvent: "date", kb.KindTargeting: "date", kb.KindDeal: "date", kb.KindLawsuit: "filed"}
	for _, row := range kb.Kinds {
		key := evidence.DateKey(row.Kind)
		if key != want[row.Kind] {
			t.Errorf("of a %s: got %q, want %q", row.Kind, key, want[row.Kind])
		}
		if info, ok := key.Info(); key != "" && (!ok || info.Type != kb.TypeDate || kb.CheckProperty(key, row.Kind) != nil) {
			t.Errorf("a %s can't have the date %s", row.Kind, key)
		}
	}
}

func TestInheritsProperty(t *testing.T) {
	for _, row := range []struct {
		key  kb.PropertyKey
		kind kb.Kind
		want bool
	}{
		{kb.KeyOccurrence, kb.KindEvent, true},
		{"damages", kb.KindLawsuit, true},
		{"price", kb.KindDeal, true},
		{kb.KeyDate, kb.KindEvent, false},      // a date is no state that holds from then on
		{kb.KeyFiled, kb.KindLawsuit, false},   //
		{kb.KeyAlias, kb.KindEvent, false},     // nor is a name
		{kb.KeyDocket, kb.KindLawsuit, false},  //
		{"price", kb.KindCompany, false},       // a company lasts
		{"no-such-key", kb.KindLawsuit, false}, //
	} {
		if got := evidence.InheritsProperty(row.key, row.kind); got != row.want {
			t.Errorf("%s of a %s: got %v, want %v", row.key, row.kind, got, row.want)
		}
	}
}

func TestHappened(t *testing.T) {
	date := kb.MustDate
	if got := evidence.Happened(nil); !got.IsZero() {
		t.Errorf("without a date: got %q", got)
	}
	if got := evidence.Happened([]kb.Date{date("2020-03/2020-05")}); got.String() != "2020-03/2020-05" {
		t.Errorf("of one date: got %q", got)
	}
	if got := evidence.Happened([]kb.Date{date("2020-05"), date("2020-03-02")}); got.String() != "2020-03-02/2020-05-31" {
		t.Errorf("of two dates: got %q, want from the earliest to the latest bound", got)
	}
}
