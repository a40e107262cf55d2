package graph_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/graph"
	"actorgraph/kb"
)

const ruling = kb.ID("source:high-court-2032-01-01")

// rulingSet is what the High Court found in 2032: that the government did it.
func rulingSet() *kb.ChangeSet {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "rulings"}}}
	b.set.Sources = []*kb.Source{{ID: ruling, Kind: kb.SourceRuling, Title: "Press Union v Nightjar", Publishers: []kb.ID{"high-court"}, Published: kb.MustDate("2032-01-01")}}
	b.claim(b.relation("government-of-arland", kb.Operated, "heron-against-journalists"), ruling, 1, "The government used Heron.", func(c *kb.Claim) {
		c.Modality, c.Firsthand = kb.Found, true
	})
	return b.set
}

func TestConflicts(t *testing.T) { onEachStore(t, testConflicts) }

func testConflicts(t *testing.T, s *server) {
	const denied = `“Government of Arland operated Heron against journalists”: asserted in one document, denied in one, by Nightjar.`
	s.check(t, []question{
		{"of all", `{conflicts {totalCount pageInfo {hasNextPage} nodes {rule text entity {id} facts {... on Relation {type}} claims {stance source {id}}}}}`, "",
			`{"conflicts": {"totalCount": 1, "pageInfo": {"hasNextPage": false}, "nodes": [{"rule": "ASSERTED_AND_DENIED", "text": "` + denied + `", "entity": {"id": "government-of-arland"},
				"facts": [{"type": "OPERATED"}], "claims": [{"stance": "ASSERTS", "source": {"id": "source:morning-post-2031-05-04"}}, {"stance": "DENIES", "source": {"id": "source:nightjar-statement"}}]}]}}`},
		{"by rule and entity", `{a: conflicts(where: {rule: {eq: VALUES_CLASH}}) {totalCount} b: conflicts(where: {entity: {eq: "heron-against-journalists"}}) {totalCount} c: conflicts(where: {entity: {eq: "heron"}, rule: {in: [ASSERTED_AND_DENIED]}}) {totalCount}}`, "",
			`{"a": {"totalCount": 0}, "b": {"totalCount": 1}, "c": {"totalCount": 0}}`},
		{"of entities", `{targeting(id: "heron-against-journalists") {conflicts {text}} entities(where: {id: {in: ["nightjar", "government-of-arland"]}}) {nodes {id conflicts {rule}}}}`, "",
			`{"targeting": {"conflicts": [{"text": "` + denied + `"}]}, "entities": {"nodes": [{"id": "government-of-arland", "conflicts": [{"rule": "ASSERTED_AND_DENIED"}]}, {"id": "nightjar", "conflicts": []}]}}`},
		{"of facts", `{relations(where: {type: {in: [OPERATED, MAKES]}}) {nodes {type conflicts {rule}}} properties(where: {key: {eq: SIZE}}) {nodes {conflicts {rule}}}}`, "",
			`{"relations": {"nodes": [{"type": "OPERATED", "conflicts": [{"rule": "ASSERTED_AND_DENIED"}]}, {"type": "MAKES", "conflicts": []}]}, "properties": {"nodes": [{"conflicts": []}]}}`},
		{"under a lens that knows no denial", `query @lens(knownAt: "2031-05-04") {conflicts {totalCount} targeting(id: "heron-against-journalists") {conflicts {rule}}}`, "",
			`{"conflicts": {"totalCount": 0}, "targeting": {"conflicts": []}}`},
		{"differences", `{differences {totalCount nodes {text}}}`, "", `{"differences": {"totalCount": 0, "nodes": []}}`},
	})
}

// Entities and facts have their differences beside their conflicts.
func TestDifferences(t *testing.T) { onEachStore(t, testDifferences, rulingSet()) }

func testDifferences(t *testing.T, s *server) {
	const both = `[{"rule": "STRENGTH_DIFFERS"}, {"rule": "SPEAKERS_DIFFER"}]`
	s.check(t, []question{
		{"of entities", `{targeting(id: "heron-against-journalists") {conflicts {rule} differences {rule}} company(id: "nightjar") {differences {rule}}}`, "",
			`{"targeting": {"conflicts": [{"rule": "ASSERTED_AND_DENIED"}], "differences": ` + both + `}, "company": {"differences": []}}`},
		{"of facts", `{relations(where: {type: {in: [OPERATED, MAKES]}}, orderBy: [{by: TYPE}]) {nodes {type conflicts {rule} differences {rule}}} properties(where: {key: {eq: SIZE}}) {nodes {differences {rule}}}}`, "",
			`{"relations": {"nodes": [{"type": "MAKES", "conflicts": [], "differences": []}, {"type": "OPERATED", "conflicts": [{"rule": "ASSERTED_AND_DENIED"}], "differences": ` + both + `}]},
				"properties": {"nodes": [{"differences": []}]}}`},
		{"before the ruling was out", `query @lens(knownAt: "2031-12-31") {targeting(id: "heron-against-journalists") {differences {rule}}}`, "", `{"targeting": {"differences": []}}`},
	})
}

// A conflict that comes with a change is found at once, though answers are kept.
func TestConflictsFollowTheStore(t *testing.T) {
	store := &counting{Store: stored(t, sampleSet()), calls: map[string]int{}}
	s := serve(store, graph.Limits{})
	const query = `{differences {nodes {rule text}}}`
	check := func(want string) {
		t.Helper()
		if diff := cmp.Diff(parse(t, want), s.answer(t, query, "")); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	check(`{"differences": {"nodes": []}}`)
	store.take()
	check(`{"differences": {"nodes": []}}`)
	if calls := store.take(); len(calls) != 0 {
		t.Errorf("what is kept was worked out again: %v", calls)
	}
	if _, err := store.Apply(t.Context(), rulingSet()); err != nil {
		t.Fatal(err)
	}
	check(`{"differences": {"nodes": [
		{"rule": "STRENGTH_DIFFERS", "text": "“Government of Arland operated Heron against journalists” is told as found by a court or inquiry, and elsewhere as an allegation."},
		{"rule": "SPEAKERS_DIFFER", "text": "“Government of Arland operated Heron against journalists” is told as the word of Press Union in one document, and without a speaker in one."}]}}`)
}

func TestDiff(t *testing.T) { onEachStore(t, testDiff, rulingSet()) }

func testDiff(t *testing.T, s *server) {
	s.check(t, []question{
		// What the Echo added on the 5th: it says nothing of MAKES that was not known before.
		{"gained", `{diff(from: {knownAt: "2031-05-04"}, to: {knownAt: "2031-05-05"}) {totalCount gained lost statusChanged}}`, "",
			`{"diff": {"totalCount": 6, "gained": 6, "lost": 0, "statusChanged": 0}}`},
		{"lost", `{diff(from: {knownAt: "2031-05-05"}, to: {knownAt: "2031-05-04"}, where: {properties: {}}) {gained lost nodes {kind before {... on Property {key}} after {id}}}}`, "",
			`{"diff": {"gained": 0, "lost": 2, "nodes": [{"kind": "LOST", "before": {"key": "ALIAS"}, "after": null}, {"kind": "LOST", "before": {"key": "SIZE"}, "after": null}]}}`},
		{"relations that pass", `{diff(from: {knownAt: "2031-05-04"}, to: {}, where: {relations: {from: {id: {eq: "heron-against-journalists"}}}}) {nodes {kind after {... on Relation {type to {id}}}}}}`, "",
			`{"diff": {"nodes": [{"kind": "GAINED", "after": {"type": "OCCURRED_IN", "to": {"id": "arland"}}}, {"kind": "GAINED", "after": {"type": "TARGETED", "to": {"id": "phones"}}}]}}`},
		{"each side is under its own lens", `{diff(from: {knownAt: "2031-12-31"}, to: {knownAt: "2032-01-01"}) {totalCount nodes {kind before {...f} after {...f}}}}
			fragment f on Fact {support {status documents} claims {totalCount nodes {modality}} ... on Relation {from {relations(where: {type: {eq: OPERATED}}) {nodes {support {status}}}}}}`, "",
			`{"diff": {"totalCount": 1, "nodes": [{"kind": "STATUS_CHANGED",
				"before": {"support": {"status": "ALLEGED", "documents": 1}, "claims": {"totalCount": 1, "nodes": [{"modality": "ALLEGED"}]}, "from": {"relations": {"nodes": [{"support": {"status": "ALLEGED"}}]}}},
				"after": {"support": {"status": "ESTABLISHED", "documents": 2}, "claims": {"totalCount": 2, "nodes": [{"modality": "ALLEGED"}, {"modality": "FOUND"}]}, "from": {"relations": {"nodes": [{"support": {"status": "ESTABLISHED"}}]}}}}]}}`},
		{"by collection", `{diff(from: {collection: "heron-affair"}, to: {collection: "rulings"}, where: {relations: {type: {eq: OPERATED}}}) {nodes {kind}}}`, "",
			`{"diff": {"nodes": [{"kind": "STATUS_CHANGED"}]}}`},
	})
	t.Run("pages", func(t *testing.T) {
		var got []string
		for after := "null"; ; {
			page := s.answer(t, `{diff(from: {knownAt: "2031-05-04"}, to: {knownAt: "2031-05-05"}, first: 4, after: `+after+`) {nodes {after {id}} pageInfo {endCursor hasNextPage}}}`, "").(map[string]any)["diff"].(map[string]any)
			for _, n := range page["nodes"].([]any) {
				got = append(got, n.(map[string]any)["after"].(map[string]any)["id"].(string))
			}
			info := page["pageInfo"].(map[string]any)
			if after = fmt.Sprintf("%q", info["endCursor"]); !info["hasNextPage"].(bool) {
				break
			}
		}
		if len(got) != 6 || !slices.IsSorted(got) || len(slices.Compact(got)) != 6 {
			t.Errorf("pages of four give %v, want six facts by id", got)
		}
	})
}

func TestDiffIsRefused(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	for _, test := range []struct{ query, want string }{
		{`query @lens(minOrigins: 2) {diff(from: {}, to: {}) {totalCount}}`, "leave out @lens"},
		{`{diff(from: {knownAt: "2031"}, to: {}) {totalCount}}`, "from: knownAt of a lens is one day"},
		{`{diff(from: {}, to: {collection: "elsewhere"}) {totalCount}}`, "to: collection: the store has no elsewhere"},
		{`{diff(from: {}, to: {version: 3}) {totalCount}}`, "to: version can't be asked for"},
		{`{timeline(between: "2031", granularity: DAY) {buckets {facts(after: "gone") {totalCount}} undated {facts(after: "gone") {nodes {date}}}}}`, "cursor"},
		{`{ifRetracted(sources: ["nightjar"]) {facts {totalCount}}}`, "nightjar is no source"},
		{`{ifRetracted(sources: ["source:nightjar-statement"], minOrigins: 0) {facts {totalCount}}}`, "minOrigins must be between 1 and 1000"},
		{`{ifRetracted(sources: ["source:nightjar-statement", "source:nightjar-statment"]) {facts {totalCount}}}`, "no source has the id source:nightjar-statment"},
		{`{ifRetracted(sources: []) {facts {totalCount}}}`, "at least one source"},
	} {
		if err := s.refusal(t, test.query, ""); !strings.Contains(err.Message, test.want) {
			t.Errorf("%s: %q, want %q in it", test.query, err.Message, test.want)
		}
	}
}

func TestTimeline(t *testing.T) { onEachStore(t, testTimeline) }

func testTimeline(t *testing.T, s *server) {
	s.check(t, []question{
		{"years", `{timeline {buckets {date factCount eventCount facts {nodes {moment date fact {... on Relation {type}}}} events {nodes {date event {id}}}} wide {factCount} undated {date factCount eventCount}}}`, "",
			`{"timeline": {"buckets": [
				{"date": "2029", "factCount": 1, "eventCount": 0, "facts": {"nodes": [{"moment": "BEGINS", "date": "2029", "fact": {"type": "OWNS"}}]}, "events": {"nodes": []}},
				{"date": "2031", "factCount": 1, "eventCount": 1, "facts": {"nodes": [{"moment": "HAPPENS", "date": "2031-04", "fact": {"type": "CARRIED_OUT"}}]}, "events": {"nodes": [{"date": "2031-04", "event": {"id": "publication-of-the-list"}}]}}
			], "wide": {"factCount": 0}, "undated": {"date": null, "factCount": 27, "eventCount": 3}}}`},
		{"months, of which a year is none", `{timeline(granularity: MONTH) {buckets {date factCount eventCount} wide {factCount facts {nodes {date}}}}}`, "",
			`{"timeline": {"buckets": [{"date": "2031-04", "factCount": 1, "eventCount": 1}], "wide": {"factCount": 1, "facts": {"nodes": [{"date": "2029"}]}}}}`},
		{"days, of which a month is none", `{timeline(granularity: DAY) {buckets {date} wide {factCount eventCount}}}`, "", `{"timeline": {"buckets": [], "wide": {"factCount": 2, "eventCount": 1}}}`},
		{"between", `{timeline(between: "2030/2031") {buckets {date}}}`, "", `{"timeline": {"buckets": [{"date": "2031"}]}}`},
		{"relations alone", `{timeline(where: {relations: {type: {in: [OWNS, DIRECTS]}}}) {buckets {date factCount eventCount} undated {factCount eventCount facts {nodes {moment date fact {... on Relation {type}}}}}}}`, "",
			`{"timeline": {"buckets": [{"date": "2029", "factCount": 1, "eventCount": 0}], "undated": {"factCount": 1, "eventCount": 0, "facts": {"nodes": [{"moment": "UNDATED", "date": null, "fact": {"type": "DIRECTS"}}]}}}}`},
		{"an empty filter is none", `{timeline(where: {}) {undated {factCount eventCount}}}`, "", `{"timeline": {"undated": {"factCount": 27, "eventCount": 3}}}`},
		{"under a lens", `query @lens(knownAt: "2031-05-03") {timeline {buckets {date} undated {factCount eventCount}}}`, "", `{"timeline": {"buckets": [], "undated": {"factCount": 0, "eventCount": 0}}}`},
	})
}

func TestIfRetracted(t *testing.T) { onEachStore(t, testIfRetracted) }

func testIfRetracted(t *testing.T, s *server) {
	s.check(t, []question{
		// MAKES is told by the Post and by the Echo, which has it from the Post.
		{"the Post", `{ifRetracted(sources: ["source:morning-post-2031-05-04"], minOrigins: 1) {facts {totalCount} fallenBelow {totalCount} unasserted {totalCount} entities {nodes {id}}}}`, "",
			`{"ifRetracted": {"facts": {"totalCount": 24}, "fallenBelow": {"totalCount": 24}, "unasserted": {"totalCount": 24}, "entities": {"nodes": [
				{"id": "high-court"}, {"id": "journalists-in-arland"}, {"id": "press-union"}, {"id": "press-union-v-nightjar"}, {"id": "publication-of-the-list"}, {"id": "sale-of-heron"}, {"id": "trade-list"}, {"id": "trade-ministry"}]}}}`},
		// Of USES an analyst reads in what the Echo does not say.
		{"the Echo", `{ifRetracted(sources: ["source:evening-echo-2031-05-05"]) {facts {totalCount} unasserted {totalCount} fallenBelow {totalCount} entities {nodes {id}}}}`, "",
			`{"ifRetracted": {"facts": {"totalCount": 7}, "unasserted": {"totalCount": 6}, "fallenBelow": {"totalCount": 0}, "entities": {"nodes": [{"id": "phones"}]}}}`},
		{"the denial", `{ifRetracted(sources: ["source:nightjar-statement"]) {facts {nodes {fact {... on Relation {type}} before {contested denials} after {contested denials explanation}}} entities {totalCount}}}`, "",
			`{"ifRetracted": {"facts": {"nodes": [{"fact": {"type": "OPERATED"}, "before": {"contested": true, "denials": 1}, "after": {"contested": false, "denials": 0, "explanation": "One document, which does not say where it has it."}}]}, "entities": {"totalCount": 0}}}`},
	})
}

// affairs is a random graph in which much stands against each other.
func affairs(seed uint64) *kb.ChangeSet {
	r := rand.New(rand.NewPCG(seed, 1))
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "random"}}}
	people := []kb.ID{"ann", "bob", "cy", "dee"}
	for _, id := range people {
		b.entity(kb.KindPerson, id, strings.ToUpper(string(id)), "")
	}
	firms := []kb.ID{"firm", "mill", "shop"}
	for _, id := range firms {
		b.entity(kb.KindCompany, id, strings.ToUpper(string(id)), "")
	}
	b.entity(kb.KindLawsuit, "suit", "Suit", "")
	var sources []kb.ID
	for i := range 6 {
		id := kb.ID(fmt.Sprintf("source:s%d", i))
		s := &kb.Source{ID: id, Kind: kb.SourceArticle, Title: string(id), Publishers: []kb.ID{firms[i%3]}, Published: kb.MustDate(fmt.Sprintf("2020-01-%02d", i+1))}
		if i == 5 {
			s.DerivesFrom = []kb.Derivation{{Source: "source:s4", How: kb.Copy, Basis: kb.Declared}}
		}
		b.set.Sources, sources = append(b.set.Sources, s), append(sources, id)
	}
	pick := func(ids []kb.ID) kb.ID { return ids[r.IntN(len(ids))] }
	var facts []kb.ID
	for range 14 {
		typ := []kb.RelationType{kb.Owns, kb.Controls, kb.AssociatedWith, kb.Supports, kb.Opposes, kb.Directs, kb.PartOf}[r.IntN(7)]
		from, to := pick(append(people, firms...)), pick(firms)
		if typ == kb.PartOf {
			from = pick(firms)
		}
		if from != to {
			facts = append(facts, b.relation(from, typ, to))
		}
	}
	facts = append(facts, b.relation(pick(people), kb.PlaintiffIn, "suit"), b.relation(pick(people), kb.DefendantIn, "suit"))
	for _, id := range append(people, firms...) {
		if id.Check() == nil && slices.Contains(people, id) {
			facts = append(facts, b.property(id, kb.KeyDied, kb.DateValue{Date: kb.MustDate(fmt.Sprint(2000 + r.IntN(20)))}))
		} else {
			for range 3 {
				n := float64(100 * (1 + r.IntN(3)))
				facts = append(facts, b.property(id, "size", kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(n), Max: kb.Num(n), Unit: "people", Precision: []kb.Precision{kb.Exact, kb.About}[r.IntN(2)]}}))
			}
			facts = append(facts, b.property(id, kb.KeyAlias, kb.TextValue{Text: "The " + string(id)}))
		}
	}
	for _, fact := range facts {
		for range 1 + r.IntN(3) {
			b.claim(fact, pick(sources), 1+r.IntN(3), "So it is.", func(c *kb.Claim) {
				c.Modality = []kb.Modality{kb.Stated, kb.Stated, kb.Alleged, kb.Opinion}[r.IntN(4)]
				switch r.IntN(6) {
				case 0:
					c.Stance, c.AttributedTo = kb.Denies, []kb.ID{pick(firms)}
				case 1:
					c.Reading, c.Note = kb.Inferred, "Read in."
				case 2:
					c.Stance = kb.Retracts
				}
				if c.Stance == kb.Asserts && r.IntN(2) == 0 {
					if s := pick(sources); s != c.Source {
						c.Credits = []kb.Credit{{Source: s, How: kb.CreditNamed}}
					}
				}
				if r.IntN(3) == 0 {
					c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierSince, Value: kb.DateValue{Date: kb.MustDate(fmt.Sprint(2005 + r.IntN(15)))}}}
				}
			})
		}
	}
	b.set.Relations, b.set.Properties, b.set.Claims = once(b.set.Relations, func(r *kb.Relation) kb.ID { return r.ID }),
		once(b.set.Properties, func(p *kb.Property) kb.ID { return p.ID }), once(b.set.Claims, func(c *kb.Claim) kb.ID { return c.ID })
	return b.set
}

func once[T any](records []T, id func(T) kb.ID) []T {
	seen := map[kb.ID]bool{}
	return slices.DeleteFunc(records, func(r T) bool {
		was := seen[id(r)]
		seen[id(r)] = true
		return was
	})
}

// dig leads into an answer.
func dig(v any, path ...string) any {
	for _, key := range path {
		v = v.(map[string]any)[key]
	}
	return v
}

// field collects one field of a list of objects.
func field(list any, name string) []string {
	out := []string{}
	for _, v := range list.([]any) {
		out = append(out, v.(map[string]any)[name].(string))
	}
	return out
}

// What is found around entities and facts is what is found in the whole graph.
func TestConflictsAroundAreThoseOfTheWhole(t *testing.T) {
	for _, kind := range []string{"conflicts", "differences"} {
		t.Run(kind, func(t *testing.T) { testAround(t, kind) })
	}
}

func testAround(t *testing.T, kind string) {
	found := 0
	for seed := range uint64(40) {
		s := serve(stored(t, affairs(seed)), graph.Limits{})
		for _, lens := range []string{``, `@lens(knownAt: "2020-01-04")`, `@lens(statuses: [STATED, ALLEGED])`} {
			all := s.answer(t, strings.ReplaceAll(`query `+lens+` {entities(first: 500) {nodes {id KIND {text}}} relations(first: 500) {nodes {id KIND {text}}}
				properties(first: 500) {nodes {id KIND {text}}} KIND(first: 500) {nodes {text facts {id}}}}`, "KIND", kind), "")
			ofFacts := map[string][]string{}
			for _, c := range dig(all, kind, "nodes").([]any) {
				found++
				for _, id := range field(dig(c, "facts"), "id") {
					ofFacts[id] = append(ofFacts[id], dig(c, "text").(string))
				}
			}
			for _, class := range []string{"relations", "properties"} {
				for _, f := range dig(all, class, "nodes").([]any) {
					want, got := append([]string{}, ofFacts[dig(f, "id").(string)]...), field(dig(f, kind), "text")
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("graph %d, %s: of %s (-whole +around)\n%s", seed, lens, dig(f, "id"), diff)
					}
				}
			}
			for _, e := range dig(all, "entities", "nodes").([]any) {
				id := dig(e, "id").(string)
				whole := s.answer(t, fmt.Sprintf(`query %s {%s(where: {entity: {eq: %q}}, first: 500) {nodes {text}}}`, lens, kind, id), "")
				if diff := cmp.Diff(field(dig(whole, kind, "nodes"), "text"), field(dig(e, kind), "text")); diff != "" {
					t.Errorf("graph %d, %s: of %s (-whole +around)\n%s", seed, lens, id, diff)
				}
			}
		}
	}
	if found < 200 {
		t.Errorf("the random graphs have %d %s, too few to tell anything", found, kind)
	}
}

// What is foretold of a retraction is what comes of it.
func TestIfRetractedIsWhatComesOfIt(t *testing.T) {
	const supports = `relations(first: 500) {nodes {...f from {id} to {id}}} properties(first: 500) {nodes {...f entity {id}}}`
	const fragment = ` fragment f on Fact {id support {...s}} fragment s on Support {status documents named unattributed atLeast atMost denials nonConfirmations contested inferred strongest weakest}`
	shaken, bereft := 0, 0
	for seed := range uint64(60) {
		store := stored(t, affairs(seed))
		s := serve(store, graph.Limits{})
		sources := fmt.Sprintf(`["source:s%d", "source:s%d", "source:s%d"]`, seed%6, seed/6%6, seed/2%6)
		before := s.answer(t, `{ifRetracted(sources: `+sources+`) {facts(first: 500) {nodes {fact {id} before {...s} after {...s}}} entities(first: 500) {nodes {id}}} `+supports+`}`+fragment, "")
		affair := affairs(seed)
		set := &kb.ChangeSet{Collection: kb.Collection{Name: "retractions"}, Relations: affair.Relations, Properties: affair.Properties}
		b := &builder{set: set}
		for _, class := range []string{"relations", "properties"} {
			for _, f := range dig(before, class, "nodes").([]any) {
				for _, source := range parse(t, sources).([]any) {
					b.claim(kb.ID(dig(f, "id").(string)), kb.ID(source.(string)), 9, "Not so.", func(c *kb.Claim) { c.Stance = kb.Retracts })
				}
			}
		}
		set.Claims = once(set.Claims, func(c *kb.Claim) kb.ID { return c.ID })
		if _, err := store.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
		after := s.answer(t, `{`+supports+`}`+fragment, "")
		foretold := map[string]any{}
		for _, f := range dig(before, "ifRetracted", "facts", "nodes").([]any) {
			foretold[dig(f, "fact", "id").(string)] = dig(f, "after")
			shaken++
		}
		asserted := map[string]bool{} // entities that have such a fact: false if none is left
		for _, class := range []string{"relations", "properties"} {
			now := map[string]any{}
			for _, f := range dig(after, class, "nodes").([]any) {
				now[dig(f, "id").(string)] = dig(f, "support")
			}
			for _, f := range dig(before, class, "nodes").([]any) {
				id := dig(f, "id").(string)
				want := now[id]
				got, isShaken := foretold[id]
				if !isShaken {
					got = dig(f, "support")
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("graph %d without %s: %s (-comes +foretold)\n%s", seed, sources, id, diff)
				}
				for _, end := range []string{"from", "to", "entity"} {
					if e, ok := f.(map[string]any)[end]; ok && isAsserted(dig(f, "support")) {
						entity := dig(e, "id").(string)
						asserted[entity] = asserted[entity] || isAsserted(want)
					}
				}
			}
		}
		want := []string{}
		for id, still := range asserted {
			if !still {
				want = append(want, id)
			}
		}
		slices.Sort(want)
		bereft += len(want)
		if diff := cmp.Diff(want, field(dig(before, "ifRetracted", "entities", "nodes"), "id")); diff != "" {
			t.Errorf("graph %d without %s: entities (-come +foretold)\n%s", seed, sources, diff)
		}
	}
	if shaken < 200 || bereft < 10 {
		t.Errorf("the random retractions touch %d facts and %d entities, too few to tell anything", shaken, bereft)
	}
}

func isAsserted(support any) bool {
	return dig(support, "documents").(float64) > 0 || dig(support, "inferred").(float64) > 0
}

// leaving is a store whose user goes away as soon as something is scanned.
type leaving struct {
	kb.Store
	leave *func()
}

type leavingRecords[T, W any] struct {
	kb.Records[T, W]
	leave *func()
}

func (r leavingRecords[T, W]) Scan(ctx context.Context, where *W) iter.Seq2[*T, error] {
	(*r.leave)()
	return r.Records.Scan(ctx, where)
}

func (s leaving) Relations() kb.Records[kb.Relation, kb.RelationWhere] {
	return leavingRecords[kb.Relation, kb.RelationWhere]{s.Store.Relations(), s.leave}
}
func (s leaving) Claims() kb.Records[kb.Claim, kb.ClaimWhere] {
	return leavingRecords[kb.Claim, kb.ClaimWhere]{s.Store.Claims(), s.leave}
}
func (s leaving) Under(l kb.Lens) kb.Reader {
	return leaving{reading{s.Store, s.Store.Under(l)}, s.leave}
}

// What is worked out of the whole graph ends with its request, and stands in the way
// of no other.
func TestWholeGraphEndsWithTheRequest(t *testing.T) {
	leave := func() {}
	s := serve(leaving{embedded(t, sampleSet()), &leave}, graph.Limits{})
	for _, query := range []string{`{conflicts {totalCount}}`, `{diff(from: {}, to: {minOrigins: 2}) {totalCount}}`, `{timeline {undated {factCount}}}`, `{ifRetracted(sources: ["source:nightjar-statement"]) {facts {totalCount}}}`} {
		ctx, cancel := context.WithCancel(t.Context())
		leave = cancel
		if resp := s.ask(ctx, query, ""); len(resp.Errors) == 0 || resp.Errors[0].Extensions["code"] != "CANCELLED" {
			t.Errorf("%s: %v, want CANCELLED", query, resp.Errors)
		}
		leave = func() {}
		s.answer(t, query, "")
	}
}
