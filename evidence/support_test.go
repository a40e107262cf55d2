package evidence_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// held is a document whose text is held.
func held(id kb.ID, kind kb.SourceKind, publishers ...kb.ID) *kb.Source {
	return &kb.Source{ID: id, Kind: kind, Title: "A title", Publishers: publishers, Fingerprint: "held"}
}

// article is an article whose text is held.
func article(id kb.ID) *kb.Source { return held(id, kb.SourceArticle, "publisher-of-"+id) }

// cited is an article that is only known because others cite it.
func cited(id kb.ID) *kb.Source {
	return &kb.Source{ID: id, Kind: kb.SourceArticle, Title: "A title", Publishers: []kb.ID{"publisher-of-" + id}}
}

// wordOf is the placeholder for "according to" an actor.
func wordOf(actor kb.ID) *kb.Source {
	return &kb.Source{ID: "word-of-" + actor, Kind: kb.SourceOther, Publishers: []kb.ID{actor}}
}

// published gives a source its day.
func published(day string, s *kb.Source) *kb.Source {
	s.Published = kb.MustDate(day)
	return s
}

// from declares that a source has its text from another.
func from(parent kb.ID, how kb.DerivationHow, s *kb.Source) *kb.Source {
	s.DerivesFrom = append(s.DerivesFrom, kb.Derivation{Source: parent, How: how, Basis: kb.Declared})
	return s
}

// claim is the explicit word of a source, which credits others or nobody.
func claim(source kb.ID, stance kb.Stance, modality kb.Modality, credits ...kb.ID) *kb.Claim {
	c := &kb.Claim{Source: source, Stance: stance, Modality: modality, Reading: kb.Explicit}
	for _, id := range credits {
		c.Credits = append(c.Credits, kb.Credit{Source: id, How: kb.CreditNamed})
	}
	return c
}

// states is the word of a source that tells something as fact.
func states(source kb.ID, credits ...kb.ID) *kb.Claim {
	return claim(source, kb.Asserts, kb.Stated, credits...)
}

func firsthand(c *kb.Claim) *kb.Claim {
	c.Firsthand = true
	return c
}

func inferred(c *kb.Claim) *kb.Claim {
	c.Reading = kb.Inferred
	return c
}

func attributed(to kb.ID, c *kb.Claim) *kb.Claim {
	c.AttributedTo = []kb.ID{to}
	return c
}

func in(collection string, c *kb.Claim) *kb.Claim {
	c.Collection = collection
	return c
}

func origin(documents int, sources ...kb.ID) kb.Origin {
	return kb.Origin{Sources: sources, Documents: documents}
}

// matter puts sources and claims together; claims get the ids that their content
// calls for.
func matter(sources []*kb.Source, claims []*kb.Claim, parties ...kb.ID) kb.Matter {
	m := kb.Matter{Claims: claims, Sources: map[kb.ID]*kb.Source{}, Parties: parties}
	for _, s := range sources {
		m.Sources[s.ID] = s
	}
	for _, c := range claims {
		c.Fact = "relation:fact"
		c.Identify()
	}
	return m
}

// Every expected value is worked out by hand from the rules; the comments say how.
func TestSupport(t *testing.T) {
	type sources = []*kb.Source
	type claims = []*kb.Claim
	const nso, apple, israel = "nso-group", "apple", "government-of-israel"
	printed := from("press-office", kb.Copy, article("printed"))
	courtRuling := held("ruling", kb.SourceRuling, "court-of-appeals")
	pressOffice := held("press-office", kb.SourceStatement, nso)
	filing := held("filing", kb.SourceFiling, nso)
	lab := held("lab", kb.SourceReport, "citizen-lab")

	wire := cited("wire")
	var outlets sources
	for _, id := range []kb.ID{"outlet-1", "outlet-2", "outlet-3", "outlet-4", "outlet-5"} {
		outlets = append(outlets, from("wire", kb.Copy, article(id)))
	}
	wireStory := append(sources{wire}, outlets...)
	original := article("original")
	translation := from("original", kb.Translation, article("translation"))
	digest := from("translation", kb.Digest, article("digest"))

	retraction := func(source kb.ID, named ...kb.ID) *kb.Claim {
		c := claim(source, kb.Retracts, kb.Stated)
		c.Retracts = named
		return c
	}

	for _, row := range []struct {
		name string
		m    kb.Matter
		want kb.Support
	}{{
		"nobody says anything",
		matter(nil, nil),
		kb.Support{},
	}, {
		// Each leads to the other and neither out: no root, but somebody asserts it.
		"A credits B, and B credits A",
		matter(sources{article("a"), article("b")}, claims{states("a", "b"), states("b", "a")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Uncredited: 2, Cycles: [][]kb.ID{{"a", "b"}},
		},
	}, {
		// The way out, from b to c, is the root of all three; the circle is none.
		"A credits B, and B credits A and C",
		matter(sources{article("a"), article("b"), cited("c")}, claims{states("a", "b"), states("b", "a", "c")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(2, "c")},
		},
	}, {
		// One text, so one voice that says nothing of where it has it. What the wire
		// wrote nobody knows: the most careful of the five stands for it.
		"five outlets print one wire text that is not held",
		matter(wireStory, claims{states("outlet-1"), states("outlet-2"), states("outlet-3"), states("outlet-4"), claim("outlet-5", kb.Asserts, kb.Alleged)}),
		kb.Support{
			Status: kb.StatusAlleged, Documents: 5, Unattributed: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Alleged, Weakest: kb.Alleged,
			Uncredited: 5,
		},
	}, {
		// One of them says that it is the wire's: then it is known of all five, for
		// they are one text.
		"five outlets print one wire text, and one names the wire",
		matter(wireStory, claims{states("outlet-1", "wire"), states("outlet-2"), states("outlet-3"), states("outlet-4"), states("outlet-5")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 5, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(5, "wire")},
		},
	}, {
		// One family over two steps. The original is held and only alleges it: the
		// others cannot know better.
		"a digest of a translation",
		matter(sources{original, translation, digest}, claims{claim("original", kb.Asserts, kb.Alleged), states("translation"), states("digest")}),
		kb.Support{
			Status: kb.StatusAlleged, Documents: 3, Unattributed: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Alleged, Weakest: kb.Alleged,
			Uncredited: 3,
		},
	}, {
		// The original is held and does not say it: the translator added it, and the
		// digest has it from there.
		"a digest of a translation that says more than the original",
		matter(sources{original, translation, digest}, claims{states("translation"), claim("digest", kb.Asserts, kb.Found)}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Unattributed: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Uncredited: 2,
		},
	}, {
		// The cited one is the origin although nobody has it. The other document may
		// have it from there, or from elsewhere: one origin at least, two at most.
		"a source known by citation only, and a document that credits nobody",
		matter(sources{article("a"), article("b"), cited("journal")}, claims{states("a", "journal"), states("b")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, Unattributed: 1, AtLeast: 1, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "journal")}, Uncredited: 1,
		},
	}, {
		"two documents according to Apple",
		matter(sources{article("a"), article("b"), wordOf(apple)}, claims{states("a", "word-of-apple"), states("b", "word-of-apple")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(2, "word-of-apple")},
		},
	}, {
		// Apple's own document takes the place of the placeholder: still one origin.
		"two documents according to Apple, and Apple's statement",
		matter(sources{article("a"), article("b"), wordOf(apple), held("statement", kb.SourceStatement, apple)},
			claims{states("a", "word-of-apple"), states("b", "word-of-apple"), firsthand(states("statement"))}),
		kb.Support{
			Status: kb.StatusStated, Documents: 3, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(3, "statement")},
		},
	}, {
		// Apple's document says where it has it, so the two have it from there too.
		"a document according to Apple, whose statement names a laboratory",
		matter(sources{article("a"), wordOf(apple), held("statement", kb.SourceStatement, apple), lab},
			claims{states("a", "word-of-apple"), states("statement", "lab")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(2, "lab")},
		},
	}, {
		// A statement that says "according to Apple" is Apple's word itself, no circle.
		"Apple's statement quotes Apple",
		matter(sources{wordOf(apple), held("statement", kb.SourceStatement, apple)}, claims{states("statement", "word-of-apple")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 1, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "statement")},
		},
	}, {
		// Two reports of Apple's are two works, each firsthand. The placeholder stands
		// for the first, and does not make them one.
		"a document according to Apple, which published two reports",
		matter(sources{article("a"), wordOf(apple), published("2021-11-23", held("later", kb.SourceReport, apple)), published("2020", held("sooner", kb.SourceReport, apple))},
			claims{states("a", "word-of-apple"), firsthand(states("later")), firsthand(states("sooner"))}),
		kb.Support{
			Status: kb.StatusStated, Documents: 3, Named: 2, AtLeast: 2, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "later"), origin(2, "sooner")},
		},
	}, {
		// Filing and statement have one responsible actor; the outlet leads to it, too.
		// Nobody but the party says it.
		"a party, its press office and an outlet that quotes it",
		matter(sources{filing, pressOffice, article("a")}, claims{firsthand(states("filing")), firsthand(states("press-office")), states("a", "press-office")}, nso),
		kb.Support{
			Status: kb.StatusSelfStated, Documents: 3, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(3, "filing", "press-office")},
		},
	}, {
		// A second origin, which is not the party, says what the party says of itself.
		"a party, its press office and a laboratory",
		matter(sources{filing, pressOffice, lab}, claims{firsthand(states("filing")), firsthand(states("press-office")), firsthand(claim("lab", kb.Asserts, kb.Believed))}, nso),
		kb.Support{
			Status: kb.StatusConfirmed, Documents: 3, Named: 2, AtLeast: 2, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Believed,
			Origins: []kb.Origin{origin(2, "filing", "press-office"), origin(1, "lab")},
		},
	}, {
		// An outlet that says nothing of where it has it is no named origin: it makes
		// more of the party's word than its own, and confirms nothing.
		"a party, and an outlet that credits nobody",
		matter(sources{pressOffice, article("a")}, claims{firsthand(states("press-office")), states("a")}, nso),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, Unattributed: 1, AtLeast: 1, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "press-office")}, Uncredited: 1,
		},
	}, {
		// The outlet's text is the party's statement: the party speaks twice.
		"a party's statement, and an outlet that prints it",
		matter(sources{pressOffice, printed}, claims{firsthand(states("press-office")), states("printed")}, nso),
		kb.Support{
			Status: kb.StatusSelfStated, Documents: 2, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(2, "press-office")},
		},
	}, {
		// Who credits the outlet has it from the party just as well.
		"a party's statement, an outlet that prints it, and a document that credits the outlet",
		matter(sources{pressOffice, printed, article("a")}, claims{firsthand(states("press-office")), states("printed"), states("a", "printed")}, nso),
		kb.Support{
			Status: kb.StatusSelfStated, Documents: 3, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(3, "press-office", "printed")},
		},
	}, {
		// A copy of a copy of a statement that nobody holds is still the party's word.
		"a digest of a printed statement that is not held",
		matter(sources{from("statement", kb.Copy, cited("wire")), {ID: "statement", Kind: kb.SourceStatement, Publishers: []kb.ID{nso}}, from("wire", kb.Digest, article("a"))},
			claims{states("a")}, nso),
		kb.Support{
			Status: kb.StatusSelfStated, Documents: 1, Unattributed: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Uncredited: 1,
		},
	}, {
		// The article has it from two, and one of them is not the party.
		"a party, and an article that credits the party and a laboratory",
		matter(sources{pressOffice, lab, article("a")}, claims{firsthand(states("press-office")), states("a", "press-office", "lab")}, nso),
		kb.Support{
			Status: kb.StatusConfirmed, Documents: 2, Named: 2, AtLeast: 2, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "lab"), origin(2, "press-office")},
		},
	}, {
		// Whatever the article has read besides, it gives the party's word as the party's.
		"a party, and an article that attributes to it what it credits a laboratory with",
		matter(sources{pressOffice, lab, article("a")}, claims{firsthand(states("press-office")), attributed(nso, states("a", "press-office", "lab"))}, nso),
		kb.Support{
			Status: kb.StatusSelfStated, Documents: 2, Named: 2, AtLeast: 2, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "lab"), origin(2, "press-office")},
		},
	}, {
		// Two works stay two, whoever makes a digest of both; it is counted with the
		// first. One only alleges it, which the other need not heed.
		"a digest of two reports",
		matter(sources{held("report-1", kb.SourceReport, "r-1"), held("report-2", kb.SourceReport, "r-2"), from("report-2", kb.Digest, from("report-1", kb.Digest, article("a")))},
			claims{firsthand(claim("report-1", kb.Asserts, kb.Alleged)), firsthand(states("report-2")), states("a")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 3, Named: 2, AtLeast: 2, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Alleged,
			Origins: []kb.Origin{origin(2, "report-1"), origin(1, "report-2")},
		},
	}, {
		// The first report does not say it: then the digest has it from the second.
		"a digest of two reports, of which one says it",
		matter(sources{held("report-1", kb.SourceReport, "r-1"), held("report-2", kb.SourceReport, "r-2"), from("report-2", kb.Digest, from("report-1", kb.Digest, article("a")))},
			claims{firsthand(claim("report-2", kb.Asserts, kb.Alleged)), states("a")}),
		kb.Support{
			Status: kb.StatusAlleged, Documents: 2, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Alleged, Weakest: kb.Alleged,
			Origins: []kb.Origin{origin(2, "report-2")},
		},
	}, {
		// A digest of what a party says and of what a laboratory says is not the party's
		// word alone.
		"a digest of a statement and of a report, neither of which is held",
		matter(sources{{ID: "a-statement", Kind: kb.SourceStatement, Publishers: []kb.ID{nso}}, cited("report"), from("report", kb.Digest, from("a-statement", kb.Digest, article("digest")))},
			claims{states("digest")}, nso),
		kb.Support{
			Status: kb.StatusStated, Documents: 1, Unattributed: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Uncredited: 1,
		},
	}, {
		"two firsthand sources",
		matter(sources{lab, article("a")}, claims{firsthand(states("lab")), firsthand(states("a"))}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 2, AtLeast: 2, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "a"), origin(1, "lab")},
		},
	}, {
		// A work that says nothing of where it has it is an origin once another names it.
		"a document that credits nobody, and one that credits it",
		matter(sources{article("a"), article("b")}, claims{states("a"), states("b", "a")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(2, "a")},
		},
	}, {
		// All that the outlets say came from the laboratory.
		"the only origin takes it back",
		matter(sources{lab, article("a"), article("b")}, claims{firsthand(states("lab")), states("a", "lab"), states("b", "a"), retraction("lab")}),
		kb.Support{Status: kb.StatusRetracted},
	}, {
		// What does not come from the laboratory alone stands: a by its second credit,
		// b because nobody knows where it has it.
		"one of several origins takes it back",
		matter(sources{lab, cited("journal"), article("a"), article("b")}, claims{firsthand(states("lab")), states("a", "lab", "journal"), states("b"), retraction("lab")}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, Unattributed: 1, AtLeast: 1, AtMost: 2, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "journal")}, Uncredited: 1,
		},
	}, {
		// The notice names the article's claim; what was read into the article goes too,
		// for it was read into the word that the article credits, and that stands no more.
		"a notice takes back an article",
		matter(sources{article("a"), article("notice"), article("b")},
			claims{firsthand(states("a")), retraction("notice", identified(firsthand(states("a")))), inferred(states("b", "a"))}),
		kb.Support{Status: kb.StatusRetracted},
	}, {
		// What the laboratory does not name it still says.
		"an origin takes back one of its two claims",
		matter(sources{lab, article("a")},
			claims{in("nso-articles", firsthand(states("lab"))), in("nso-context", firsthand(states("lab"))), states("a", "lab"), retraction("lab", identified(in("nso-articles", firsthand(states("lab")))))}),
		kb.Support{
			Status: kb.StatusStated, Documents: 2, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(2, "lab")},
		},
	}, {
		// A notice speaks of the claims that it names and of no word of its own journal.
		"a journal takes back a guest's claim and stands by its own",
		matter(sources{article("guest"), article("journal")}, claims{firsthand(states("guest")), firsthand(states("journal")), retraction("journal", identified(states("guest")))}),
		kb.Support{
			Status: kb.StatusStated, Documents: 1, Named: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Origins: []kb.Origin{origin(1, "journal")},
		},
	}, {
		// The laboratory said yes in one place and no in another, and takes the yes
		// back: with it goes the yes of the article, and the no stays.
		"an origin takes back what it asserted and not what it denied",
		matter(sources{lab, article("a")}, claims{firsthand(states("lab")), firsthand(claim("lab", kb.Denies, kb.Stated)), states("a", "lab"), retraction("lab", identified(states("lab")))}),
		kb.Support{Status: kb.StatusDenied, Denials: 1},
	}, {
		// A denial never overrules a finding.
		"a court finds what a party denies",
		matter(sources{courtRuling, pressOffice}, claims{firsthand(claim("ruling", kb.Asserts, kb.Found)), firsthand(claim("press-office", kb.Denies, kb.Stated))}, nso),
		kb.Support{
			Status: kb.StatusEstablished, Documents: 1, Named: 1, AtLeast: 1, AtMost: 1, Denials: 1, Contested: true, Strongest: kb.Found, Weakest: kb.Found,
			Origins: []kb.Origin{origin(1, "ruling")},
		},
	}, {
		// Two report one denial; the second is the government's own.
		"only denials",
		matter(sources{article("a"), article("b"), wordOf(nso), held("israel", kb.SourceStatement, israel)},
			claims{claim("a", kb.Denies, kb.Stated, "word-of-nso-group"), claim("b", kb.Denies, kb.Stated, "word-of-nso-group"), firsthand(claim("israel", kb.Denies, kb.Stated))}),
		kb.Support{Status: kb.StatusDenied, Denials: 2},
	}, {
		// Two papers asked NSO: one was told nothing, one heard nothing. It is one
		// origin, whichever way it did not confirm.
		"only declined to comment",
		matter(sources{article("a"), article("b"), wordOf(nso)},
			claims{claim("a", kb.DoesNotConfirm, kb.Stated, "word-of-nso-group"), claim("b", kb.Silent, kb.Stated, "word-of-nso-group")}),
		kb.Support{Status: kb.StatusUnconfirmed, NonConfirmations: 1},
	}, {
		// However firmly it is worded, it is an analyst's reading.
		"only inferred",
		matter(sources{article("a"), article("b")}, claims{inferred(claim("a", kb.Asserts, kb.Found)), inferred(states("b", "a"))}),
		kb.Support{Status: kb.StatusAlleged, Inferred: 2},
	}, {
		"only an inferred forecast, which is denied",
		matter(sources{article("a"), article("b")}, claims{inferred(claim("a", kb.Asserts, kb.Forecast)), claim("b", kb.Denies, kb.Stated)}),
		kb.Support{Status: kb.StatusOpinion, Inferred: 1, Denials: 1, Contested: true},
	}, {
		// A denial that is read in contests nothing and turns no silence into a denial.
		"declined to comment, and an inferred denial",
		matter(sources{article("a"), article("b")}, claims{claim("a", kb.DoesNotConfirm, kb.Stated), inferred(claim("b", kb.Denies, kb.Stated))}),
		kb.Support{Status: kb.StatusUnconfirmed, NonConfirmations: 1},
	}, {
		// Two claims of one document are one document.
		"the same claim in two collections",
		matter(sources{article("a")}, claims{in("nso-articles", states("a")), in("nso-context", states("a"))}),
		kb.Support{
			Status: kb.StatusStated, Documents: 1, Unattributed: 1, AtLeast: 1, AtMost: 1, Strongest: kb.Stated, Weakest: kb.Stated,
			Uncredited: 1,
		},
	}} {
		t.Run(row.name, func(t *testing.T) {
			if diff := gocmp.Diff(row.want, evidence.Support(row.m)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := gocmp.Diff(row.want, plainSupport(row.m)); diff != "" {
				t.Errorf("its plain version (-want +got)\n%s", diff)
			}
		})
	}
}

// identified returns the id that a claim has in a matter.
func identified(c *kb.Claim) kb.ID {
	return matter(nil, []*kb.Claim{c}).Claims[0].ID
}
