package evidence_test

import (
	"testing"

	"actorgraph/evidence"
	"actorgraph/kb"
)

func TestExplain(t *testing.T) {
	type sources = []*kb.Source
	type claims = []*kb.Claim
	publisher := map[kb.ID]string{
		"calcalist": "Calcalist", "guardian": "The Guardian", "washington-post": "The Washington Post", "le-monde": "Le Monde", "apple": "Apple", "nso-group": "NSO Group",
	}
	calcalist := published("2021-11-25", &kb.Source{ID: "calcalist-report", Kind: kb.SourceArticle, Title: "A title", Publishers: []kb.ID{"calcalist"}})
	paper := func(of kb.ID) *kb.Source { return held(of+"-report", kb.SourceArticle, of) }
	a, b, c, d, e := article("a"), article("b"), article("c"), article("d"), article("e")

	for _, row := range []struct {
		name string
		m    kb.Matter
		want string
	}{
		{"nothing is said", matter(nil, nil), ""},
		{
			"one named origin, and silence",
			matter(sources{a, b, c, d, e, calcalist}, claims{states("a", "calcalist-report"), states("b", "calcalist-report"), states("c", "b"), states("d"), states("e")}),
			"Five documents; one named origin, the Calcalist report of 25 November 2021 (three lead to it, two do not say where they have it).",
		},
		{
			"one document with a named origin",
			matter(sources{a, wordOf("apple")}, claims{states("a", "word-of-apple")}),
			"One document; one named origin, the word of Apple.",
		},
		{
			"one silent document",
			matter(sources{a}, claims{states("a")}),
			"One document, which does not say where it has it.",
		},
		{
			"two silent documents",
			matter(sources{a, b}, claims{states("a"), states("b")}),
			"Two documents; none says where it has it.",
		},
		{
			"one text, printed twice",
			matter(sources{cited("wire"), from("wire", kb.Copy, article("a")), from("wire", kb.Copy, article("b"))}, claims{states("a"), states("b")}),
			"Two documents; none says where it has it, and they count as one.",
		},
		{
			"four origins: those to which most lead come first",
			matter(sources{a, b, calcalist, published("2021-07", paper("guardian")), published("2021-07-18/2021-07-19", paper("washington-post")), paper("le-monde")},
				claims{states("a", "guardian-report", "calcalist-report"), states("b", "guardian-report"), firsthand(states("guardian-report")), firsthand(states("washington-post-report")), firsthand(states("le-monde-report"))}),
			"Five documents; four named origins: the Guardian report of July 2021 (three), the Calcalist report of 25 November 2021 (one), the Le Monde report (one) and one more.",
		},
		{
			"they have it from each other",
			matter(sources{a, b}, claims{states("a", "b"), states("b", "a")}),
			"Two documents, which lead to no origin. One circle of sources that credit each other and nobody else.",
		},
		{
			"they have it from each other, and others know better",
			matter(sources{a, b, c, calcalist}, claims{states("a", "b"), states("b", "a"), states("c", "calcalist-report")}),
			"Three documents; one named origin, the Calcalist report of 25 November 2021 (one leads to it, two lead to none). One circle of sources that credit each other and nobody else.",
		},
		{
			"denied, and read in",
			matter(sources{a, b, c, wordOf("nso-group")}, claims{states("a"), inferred(states("c")), claim("b", kb.Denies, kb.Stated, "word-of-nso-group")}),
			"One document, which does not say where it has it. One origin denies it. Besides, one claim that an analyst reads in.",
		},
		{
			"only read in",
			matter(sources{a, b}, claims{inferred(states("a")), inferred(states("b"))}),
			"No document says so; an analyst reads it in (two claims).",
		},
		{
			"only denied",
			matter(sources{a, b}, claims{firsthand(claim("a", kb.Denies, kb.Stated)), firsthand(claim("b", kb.Denies, kb.Stated)), claim("a", kb.Silent, kb.Stated)}),
			"Nobody asserts it. Two origins deny it. One origin does not confirm it or is silent.",
		},
		{
			"a denial is read in",
			matter(sources{a}, claims{inferred(claim("a", kb.Denies, kb.Stated))}),
			"Nobody asserts it.",
		},
		{
			"taken back",
			matter(sources{a}, claims{states("a"), claim("a", kb.Retracts, kb.Stated)}),
			"Whoever asserted it has taken it back.",
		},
	} {
		got := evidence.Explain(evidence.Support(row.m), func(o kb.Origin) string {
			s := row.m.Sources[o.Sources[0]]
			var names []string
			for _, id := range s.Publishers {
				names = append(names, publisher[id])
			}
			return evidence.SourceName(s, names)
		})
		if got != row.want {
			t.Errorf("%s:\ngot  %s\nwant %s", row.name, got, row.want)
		}
	}
}

func TestSourceName(t *testing.T) {
	for _, row := range []struct {
		source     *kb.Source
		publishers []string
		want       string
	}{
		{published("2021-11-25", cited("calcalist")), []string{"Calcalist"}, "the Calcalist report of 25 November 2021"},
		{published("2021-11", held("apple", kb.SourceStatement, "apple")), []string{"Apple"}, "the Apple statement of November 2021"},
		{published("2021-07-18/2021-07-19", held("both", kb.SourceReport, "a", "b")), []string{"The Guardian", "Le Monde"}, "the Guardian and Le Monde report of 18 July 2021 to 19 July 2021"},
		{published("2021~", held("ruling", kb.SourceRuling, "court")), []string{"Court of Appeals"}, "the Court of Appeals ruling of 2021~"},
		{held("undated", kb.SourceOther, "apple"), []string{"Apple"}, "the Apple document"},
		{&kb.Source{Kind: kb.SourceReport, Title: "Who pays"}, nil, "“Who pays”"},
		{published("2021", &kb.Source{Kind: kb.SourceFiling}), nil, "the filing of 2021"},
		{wordOf("apple"), []string{"Apple"}, "the word of Apple"},
	} {
		if got := evidence.SourceName(row.source, row.publishers); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}
