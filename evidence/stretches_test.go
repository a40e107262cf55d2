package evidence_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// dates are of all the forms that a source may give, and close enough together to
// meet often.
var dates = rapid.SampledFrom([]string{
	"", "2021-11-25", "2021-11-26", "2021-11", "2021-11~", "2021", "2021?", "202X", "2021-21", "2021-24", "2021-11-XX", "2020-12-31T23:20:30Z",
	"2021-11-25/2021-11-28", "2021-11/2021-12", "../2021-11-25", "/2021-11-25", "2021-11-25/..", "2021-11-25/", "-0044-03-15", "Y12021",
})

// datedMatters draws matters in which the two clocks, the collections, and what was
// verified matter.
var datedMatters = rapid.Custom(func(t *rapid.T) kb.Matter {
	m := matters.Draw(t, "matter")
	m.Inherited = on(rapid.SampledFrom([]string{"", "", "2021-11-23", "2021-11", "2021-11/.."}).Draw(t, "inherited"))
	if rapid.Bool().Draw(t, "it went on") {
		m.Inherited.Until = kb.Date{}
	}
	ids := make([]kb.ID, 0, len(m.Sources))
	for id := range m.Sources {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		m.Sources[id].Published = date(dates.Draw(t, "published"))
	}
	for _, c := range m.Claims {
		c.Collection = rapid.SampledFrom([]string{"one", "one", "two", "three"}).Draw(t, "collection")
		for _, key := range []kb.QualifierKey{kb.QualifierSince, kb.QualifierUntil, kb.QualifierAsOf} {
			if rapid.IntRange(0, 2).Draw(t, "is dated") == 0 {
				dated(c, key, dates.Draw(t, string(key)))
			}
		}
		for i := range c.Credits {
			c.Credits[i].How = rapid.SampledFrom(kb.CreditHows).Draw(t, "how")
		}
		c.Verification.Status = rapid.SampledFrom(append(kb.VerificationStatuses, "")).Draw(t, "verification")
	}
	return m
})

// lenses draws lenses whose days are near those on which something about m changes,
// and sometimes far off.
func lenses(m kb.Matter) *rapid.Generator[kb.Lens] {
	var days []kb.Day
	bounds := func(d kb.Date) {
		for _, bound := range []func() (kb.Day, bool){d.Earliest, d.Latest} {
			if day, ok := bound(); ok {
				days = append(days, day-1, day, day+1)
			}
		}
	}
	bounds(m.Inherited.Since)
	for _, s := range m.Sources {
		bounds(s.Published)
	}
	for _, c := range m.Claims {
		for _, q := range c.Qualifiers {
			bounds(q.Value.(kb.DateValue).Date)
		}
	}
	days = slices.DeleteFunc(days, func(d kb.Day) bool { return strings.HasPrefix(d.String(), "Y") }) // EDTF writes of it only the year
	for _, far := range []string{"-9999-01-01", "1970-01-01", "9999-12-31"} {
		bounds(kb.MustDate(far))
	}
	slices.Sort(days)
	days = slices.Compact(days)
	day := rapid.Custom(func(t *rapid.T) kb.Date {
		if rapid.IntRange(0, 2).Draw(t, "clock") == 0 {
			return kb.Date{}
		}
		d := rapid.SampledFrom(days).Draw(t, "day").String()
		if strings.HasPrefix(d, "Y") {
			d = "2021-11-24"
		}
		return kb.MustDate(d)
	})
	return rapid.Custom(func(t *rapid.T) kb.Lens {
		l := kb.Lens{
			TrueAt:     day.Draw(t, "true at"),
			KnownAt:    day.Draw(t, "known at"),
			Collection: rapid.SampledFrom([]string{"", "", "one", "two", "elsewhere"}).Draw(t, "collection"),
			Detected:   rapid.Bool().Draw(t, "detected"),
		}
		if rapid.Bool().Draw(t, "certain is set") {
			l = certain(rapid.Bool().Draw(t, "certain"), l)
		}
		return l
	})
}

// writtenAlike compares dates as == does.
var writtenAlike = gocmp.Comparer(func(a, b kb.Date) bool { return a == b })

func TestOneStretchCoversALens(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		m := datedMatters.Draw(t, "matter")
		stretches := evidence.Stretches(&m)
		for range 4 {
			lens := lenses(m).Draw(t, "lens")
			if err := lens.Check(); err != nil {
				t.Fatal(err)
			}
			want, _, _, ok := evidence.Under(&m, lens)
			var covering []evidence.Stretch
			for _, s := range stretches {
				if s.Covers(evidence.At(lens)) {
					covering = append(covering, s)
				}
			}
			switch {
			case !ok && len(covering) == 0:
			case !ok || len(covering) != 1:
				t.Fatalf("%s selects a claim: %t; stretches that cover it: %+v\n%s", show(lens), ok, covering, describe(m))
			default:
				if diff := gocmp.Diff(want, covering[0].Held, writtenAlike); diff != "" {
					t.Fatalf("%s (-under it +in its stretch)\n%s%s", show(lens), diff, describe(m))
				}
			}
		}
	})
}

func show(l kb.Lens) string {
	isCertain := "unset"
	if l.Certain != nil {
		isCertain = fmt.Sprint(*l.Certain)
	}
	return fmt.Sprintf("true at %q, known at %q, certain %s, collection %q, detected %t", l.TrueAt, l.KnownAt, isCertain, l.Collection, l.Detected)
}

func TestOrderNeverChangesStretches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := datedMatters.Draw(t, "matter")
		want := evidence.Stretches(&m)
		m.Claims = rapid.Permutation(m.Claims).Draw(t, "claims in another order")
		if diff := gocmp.Diff(want, evidence.Stretches(&m), writtenAlike); diff != "" {
			t.Fatalf("(-before +reordered)\n%s%s", diff, describe(m))
		}
	})
}

// One article, out on a day, that says nothing of a time: what it comes to is the
// same in all views but one, which is never sure of what day it speaks.
func TestStretchesOfOneClaim(t *testing.T) {
	m := matter([]*kb.Source{published("2021-11-25", article("a"))}, []*kb.Claim{in("nso-articles", states("a"))})
	out, _ := kb.MustDate("2021-11-25").Earliest()
	held := evidence.Held{
		Claims: 1, Collections: []string{"nso-articles"},
		Support: kb.Support{Status: kb.StatusStated, Documents: 1, Unattributed: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated, Uncredited: 1},
	}
	known := evidence.Span{First: out, Last: evidence.Always}
	want := []evidence.Stretch{{
		Collection: "nso-articles", All: true, Known: known, Held: held,
		Views: evidence.Usual | evidence.Possible | evidence.UsualDetected | evidence.PossibleDetected,
		True:  evidence.Span{First: evidence.NoDay, Last: math.MaxInt64},
	}, {
		Collection: "nso-articles", All: true, Known: known, Held: held,
		Views: evidence.Certain | evidence.CertainDetected,
		True:  evidence.Span{First: evidence.NoDay, Last: evidence.NoDay},
	}}
	slices.SortFunc(want, func(a, b evidence.Stretch) int { return int(a.Views) - int(b.Views) })
	if diff := gocmp.Diff(want, evidence.Stretches(&m), writtenAlike); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Papers of as many days, all of which say since when and none until when: each is sure
// to its own day alone, so that what is certainly true changes on each of these days
// as known on each. Of too many of them that is not told, and all else is.
func TestTooManyStretches(t *testing.T) {
	for _, row := range []struct {
		papers int
		untold bool
	}{{100, false}, {250, true}} {
		var sources []*kb.Source
		var claims []*kb.Claim
		for i := range row.papers {
			s := article(kb.ID(fmt.Sprintf("source:%d", i)))
			sources = append(sources, published(kb.Day(15_000+i).String(), s))
			claims = append(claims, dated(states(s.ID), kb.QualifierSince, "2000"))
		}
		m := matter(sources, claims)
		stretches := evidence.Stretches(&m)
		for _, known := range []kb.Day{15_000, 15_050, 15_099, evidence.Always} {
			for _, day := range []kb.Day{evidence.NoDay, 14_000, 15_050} {
				for _, view := range []evidence.View{evidence.Usual, evidence.Certain, evidence.Possible, evidence.CertainDetected} {
					var told, untold int
					for _, s := range stretches {
						switch at := (evidence.Point{View: view, True: day, Known: known}); {
						case s.Covers(at) && s.Untold:
							untold++
						case s.Covers(at):
							told++
						}
					}
					isCertain := view&(evidence.Certain|evidence.CertainDetected) != 0
					wantUntold := row.untold && isCertain && day != evidence.NoDay
					// Nothing was published before the day that is asked for, so nothing is sure of it.
					none := !row.untold && isCertain && day != evidence.NoDay && known < day
					if wantUntold && (told != 0 || untold != 1) || none && told+untold != 0 || !wantUntold && !none && (told != 1 || untold != 0) {
						t.Errorf("%d papers, view %b, true on %d, known on %d: %d stretches tell, %d are untold", row.papers, view, day, known, told, untold)
					}
				}
			}
		}
	}
}
