package evidence_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"actorgraph/evidence"
	"actorgraph/kb"
)

func TestExplain(t *testing.T) {
	type sources = []*kb.Source
	type claims = []*kb.Claim
	publisher := map[kb.ID]evidence.Named{
		"calcalist": {"Calcalist", kb.KindOrganization}, "guardian": {"The Guardian", kb.KindOrganization}, "washington-post": {"The Washington Post", kb.KindOrganization},
		"le-monde": {"Le Monde", kb.KindOrganization}, "apple": {"Apple", kb.KindCompany}, "nso-group": {"NSO Group", kb.KindCompany},
		"government": {"Government of Mexico", kb.KindGovernment},
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
			"Two documents; neither says where it has it.",
		},
		{
			"three silent documents",
			matter(sources{a, b, c}, claims{states("a"), states("b"), states("c")}),
			"Three documents; none says where it has it.",
		},
		{
			"one text, printed twice",
			matter(sources{cited("wire"), from("wire", kb.Copy, article("a")), from("wire", kb.Copy, article("b"))}, claims{states("a"), states("b")}),
			"Two documents; neither says where it has it, and they count as one.",
		},
		{
			"one text, printed three times",
			matter(sources{cited("wire"), from("wire", kb.Copy, article("a")), from("wire", kb.Copy, article("b")), from("wire", kb.Copy, article("c"))}, claims{states("a"), states("b"), states("c")}),
			"Three documents; none says where it has it, and they count as one.",
		},
		{
			"two that have it from one",
			matter(sources{a, b, wordOf("government")}, claims{states("a", "word-of-government"), states("b", "word-of-government")}),
			"Two documents; one named origin, the word of the Government of Mexico (both lead to it).",
		},
		{
			"three that have it from one",
			matter(sources{a, b, c, wordOf("apple")}, claims{states("a", "word-of-apple"), states("b", "word-of-apple"), states("c", "b")}),
			"Three documents; one named origin, the word of Apple (all lead to it).",
		},
		{
			"one of two has it from one",
			matter(sources{a, b, wordOf("apple")}, claims{states("a", "word-of-apple"), states("b")}),
			"Two documents; one named origin, the word of Apple (one leads to it, one does not say where it has it).",
		},
		{
			"one document with two named origins",
			matter(sources{a, wordOf("apple"), wordOf("nso-group")}, claims{states("a", "word-of-apple", "word-of-nso-group")}),
			"One document; two named origins: the word of Apple, and the word of NSO Group.",
		},
		{
			"two origins, and silence",
			matter(sources{a, b, c, wordOf("apple"), wordOf("nso-group")}, claims{states("a", "word-of-apple"), states("b", "word-of-nso-group"), states("c")}),
			"Three documents; two named origins: the word of Apple (one document) and the word of NSO Group (one); one does not say where it has it.",
		},
		{
			"four origins: those to which most lead come first",
			matter(sources{a, b, calcalist, published("2021-07", paper("guardian")), published("2021-07-18/2021-07-19", paper("washington-post")), paper("le-monde")},
				claims{states("a", "guardian-report", "calcalist-report"), states("b", "guardian-report"), firsthand(states("guardian-report")), firsthand(states("washington-post-report")), firsthand(states("le-monde-report"))}),
			"Five documents; four named origins: the Guardian report of July 2021 (three documents), the Calcalist report of 25 November 2021 (one), the Le Monde report (one) and one more.",
		},
		{
			"they have it from each other",
			matter(sources{a, b}, claims{states("a", "b"), states("b", "a")}),
			"Two documents, which lead to no origin. Sources credit only each other, in a circle.",
		},
		{
			"two and two have it from each other",
			matter(sources{a, b, c, d}, claims{states("a", "b"), states("b", "a"), states("c", "d"), states("d", "c")}),
			"Four documents, which lead to no origin. Sources credit only each other, in two circles.",
		},
		{
			"they deny it after each other, and one asserts it",
			matter(sources{a, b, c}, claims{states("c"), claim("a", kb.Denies, kb.Stated, "b"), claim("b", kb.Denies, kb.Stated, "a")}),
			"One document, which does not say where it has it. One origin denies it. Sources credit only each other, in a circle.",
		},
		{
			"they have it from each other, and others know better",
			matter(sources{a, b, c, calcalist}, claims{states("a", "b"), states("b", "a"), states("c", "calcalist-report")}),
			"Three documents; one named origin, the Calcalist report of 25 November 2021 (one leads to it, two lead to none). Sources credit only each other, in a circle.",
		},
		{
			"denied, and read in",
			matter(sources{a, b, c, wordOf("nso-group")}, claims{states("a"), inferred(states("c")), claim("b", kb.Denies, kb.Stated, "word-of-nso-group")}),
			"One document, which does not say where it has it. One origin denies it. Besides, an analyst infers it (one claim).",
		},
		{
			"only read in",
			matter(sources{a, b}, claims{inferred(states("a")), inferred(states("b"))}),
			"No document says so; an analyst infers it (two claims).",
		},
		{
			"only denied",
			matter(sources{a, b}, claims{firsthand(claim("a", kb.Denies, kb.Stated)), firsthand(claim("b", kb.Denies, kb.Stated)), claim("a", kb.Silent, kb.Stated)}),
			"Nobody asserts it. Two origins deny it. One origin neither confirms nor denies it.",
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
			var publishers []evidence.Named
			for _, id := range s.Publishers {
				publishers = append(publishers, publisher[id])
			}
			return evidence.SourceName(s, publishers)
		})
		if got != row.want {
			t.Errorf("%s:\ngot  %s\nwant %s", row.name, got, row.want)
		}
	}
}

// Of more than twelve there are figures, but no sentence begins with one.
func TestExplainOfMany(t *testing.T) {
	name := func(o kb.Origin) string { return "the word of " + string(o.Sources[0]) }
	origin := func(id kb.ID, documents int) kb.Origin { return kb.Origin{Sources: []kb.ID{id}, Documents: documents} }
	for _, row := range []struct {
		support kb.Support
		want    string
	}{
		{kb.Support{Documents: 12, Uncredited: 12, Unattributed: 12}, "Twelve documents; none says where it has it."},
		{kb.Support{Documents: 13, Uncredited: 13, Unattributed: 13, Denials: 20, NonConfirmations: 2},
			"A total of 13 documents; none says where it has it. A total of 20 origins deny it. Two origins neither confirm nor deny it."},
		{kb.Support{Documents: 12000, Named: 1, Origins: []kb.Origin{origin("Ada", 11986)}, Uncredited: 14, Unattributed: 14},
			"A total of 12,000 documents; one named origin, the word of Ada (11,986 lead to it, 14 do not say where they have it)."},
		{kb.Support{Documents: 3, Named: 17, Origins: append([]kb.Origin{origin("Ada", 1), origin("Bob", 3), origin("Cyd", 2)}, make([]kb.Origin, 14)...)},
			"Three documents; 17 named origins: the word of Bob (three documents), the word of Cyd (two), the word of Ada (one) and 14 more."},
	} {
		if got := evidence.Explain(row.support, name); got != row.want {
			t.Errorf("\ngot  %s\nwant %s", got, row.want)
		}
	}
}

func TestSourceName(t *testing.T) {
	named := func(kind kb.Kind, names ...string) []evidence.Named {
		var out []evidence.Named
		for _, name := range names {
			out = append(out, evidence.Named{Name: name, Kind: kind})
		}
		return out
	}
	const company, organization, body = kb.KindCompany, kb.KindOrganization, kb.KindPublicBody
	media := named(organization, "The Guardian", "Le Monde", "Die Zeit")
	for _, row := range []struct {
		source     *kb.Source
		publishers []evidence.Named
		want       string
	}{
		{published("2021-11-25", cited("calcalist")), named(organization, "Calcalist"), "the Calcalist report of 25 November 2021"},
		{published("2021-11", held("apple", kb.SourceStatement, "apple")), named(company, "Apple"), "the Apple statement of November 2021"},
		{published("2021-11-21/2021-11-28", held("guardian", kb.SourceArticle, "guardian")), named(organization, "The Guardian"), "the Guardian report published between 21 and 28 November 2021"},
		{published("2021-11-03/..", held("apple", kb.SourcePost, "apple")), named(company, "Apple"), "the Apple post of 3 November 2021 or later"},
		{published("../2025-10", held("apple", kb.SourceFiling, "apple")), named(company, "Apple"), "the Apple filing of October 2025 or before"},
		{published("2021~", held("house", kb.SourceRegister, "house")), named(organization, "Companies House"), "the Companies House register of about 2021"},
		{published("2021-23", held("granitt", kb.SourceDataset, "granitt")), named(organization, "Granitt"), "the Granitt dataset of autumn 2021"},
		{held("undated", kb.SourceOther, "apple"), named(company, "Apple"), "the Apple document"},

		{published("2021-07/2026-11", held("occrp", kb.SourceArticle, "occrp")), named(organization, "OCCRP"), "the OCCRP report published in July 2021 or later"},

		// Several are cited behind what they published, and so is whose name is no title of works.
		{held("joint", kb.SourceReport, "media"), media, "a report by The Guardian, Le Monde and Die Zeit"},
		{published("2021-07", held("joint", kb.SourceReport, "media")), media[:2], "a report of July 2021 by The Guardian and Le Monde"},
		{held("speech", kb.SourceStatement, "ada"), named(kb.KindPerson, "Ada Holm"), "a statement by Ada Holm"},
		{held("state", kb.SourceStatement, "state"), named(body, "Department of State"), "a statement by the Department of State"},
		{held("lawyers", kb.SourceFiling, "lawyers"), named(kb.KindGroup, "Lawyers of Ada Holm"), "a filing by “Lawyers of Ada Holm”"},

		// A ruling may be older than its publication.
		{published("2021-10-06", held("ruling", kb.SourceRuling, "court")), named(body, "Family court in England"), "a ruling published on 6 October 2021 by the Family court in England"},
		{published("2021-11", held("ruling", kb.SourceRuling, "court")), named(body, "Court of Appeals"), "a ruling published in November 2021 by the Court of Appeals"},
		{published("2021~", held("ruling", kb.SourceRuling, "court")), named(body, "Court of Appeals"), "a ruling published in about 2021 by the Court of Appeals"},
		{published("2021-11-03?", held("ruling", kb.SourceRuling, "court")), named(body, "Court of Appeals"), "a ruling published perhaps on 3 November 2021 by the Court of Appeals"},
		{published("2021-11-03/..", held("ruling", kb.SourceRuling, "court")), named(body, "Court of Appeals"), "a ruling published on 3 November 2021 or later by the Court of Appeals"},
		// The end of a long stretch is the day on which somebody read it.
		{published("2021-11-23/2026-11", held("guardian", kb.SourceArticle, "guardian")), named(organization, "The Guardian"), "the Guardian report published on 23 November 2021 or later"},
		{published("2017/2026-11", held("ruling", kb.SourceRuling, "court")), named(body, "Court of Appeals"), "a ruling published in 2017 or later by the Court of Appeals"},
		{published("2021-11-21/2021-11-28", held("ruling", kb.SourceRuling, "court")), named(body, "Court of Appeals"), "a ruling published between 21 and 28 November 2021 by the Court of Appeals"},
		{published("2020/2021", held("ruling", kb.SourceRuling, "court")), named(body, "Court of Appeals"), "a ruling published between 2020 and 2021 by the Court of Appeals"},

		{&kb.Source{Kind: kb.SourceReport, Title: "Who pays"}, nil, "the report “Who pays”"},
		{published("2021-11-23/..", &kb.Source{Kind: kb.SourceFiling, Title: "Document 28"}), nil, "the filing “Document 28” of 23 November 2021 or later"},
		{published("2021", &kb.Source{Kind: kb.SourceFiling}), nil, "a filing of 2021 by an unknown publisher"},

		{wordOf("apple"), named(company, "Apple"), "the word of Apple"},
		{wordOf("labs"), named(organization, "Citizen Lab", "Amnesty International"), "the word of Citizen Lab and Amnesty International"},
		{wordOf("government"), named(kb.KindGovernment, "Government of Mexico"), "the word of the Government of Mexico"},
		{wordOf("hague"), named(body, "The Hague District Court"), "the word of The Hague District Court"},
		{wordOf("europol"), named(body, "Europol"), "the word of Europol"},
		{wordOf("group"), named(kb.KindGroup, "Large tech companies"), "the word of “Large tech companies”"},
	} {
		if got := evidence.SourceName(row.source, row.publishers); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}

// Whatever support comes to, and whoever it comes from, the sentences can be printed.
func TestExplanationsCanBePrinted(t *testing.T) {
	printable := func(t *rapid.T, text string) {
		t.Helper()
		for _, bad := range []string{"..", "/", "  ", " .", " ,", "()"} {
			if strings.Contains(text, bad) {
				t.Fatalf("%q is in %q", bad, text)
			}
		}
		for _, s := range strings.SplitAfter(text, ". ") {
			if s = strings.TrimSpace(s); s == "" || s[0] < 'A' || s[0] > 'Z' || !strings.HasSuffix(s, ".") {
				t.Fatalf("%q is no sentence, in %q", s, text)
			}
		}
	}
	names := rapid.SampledFrom([]string{"Acme", "The Mill", "iPhone users", "Ministry of Mills", "7amleh"})
	kinds := rapid.SampledFrom(kb.Kinds)
	source := rapid.Custom(func(t *rapid.T) string {
		s := &kb.Source{Kind: rapid.SampledFrom(kb.SourceKinds).Draw(t, "kind"), Title: rapid.SampledFrom([]string{"", "Who pays"}).Draw(t, "title")}
		if rapid.Bool().Draw(t, "dated") {
			s.Published = anyDate.Draw(t, "published")
		}
		var publishers []evidence.Named
		for range rapid.IntRange(0, 3).Draw(t, "publishers") {
			s.Publishers = append(s.Publishers, "publisher")
			publishers = append(publishers, evidence.Named{Name: names.Draw(t, "name"), Kind: kinds.Draw(t, "kind").Kind})
		}
		return evidence.SourceName(s, publishers)
	})
	rapid.Check(t, func(t *rapid.T) {
		m := matters.Draw(t, "matter")
		of := map[kb.ID]string{}
		for id := range m.Sources {
			of[id] = source.Draw(t, string(id))
		}
		s := evidence.Support(m)
		printable(t, evidence.Explain(s, func(o kb.Origin) string { return of[o.Sources[0]] }))
		times := rapid.SampledFrom([]int{1, 7, 13, 5000}).Draw(t, "times")
		for _, n := range []*int{&s.Documents, &s.Uncredited, &s.Unattributed, &s.Denials, &s.NonConfirmations, &s.Inferred} {
			*n *= times
		}
		printable(t, evidence.Explain(s, func(o kb.Origin) string { return of[o.Sources[0]] }))
	})
}
