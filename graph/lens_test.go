package graph_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/graph"
	"actorgraph/kb"
)

// The affair as seen through lenses. The Morning Post is of 4 May 2031, the Evening
// Echo of the 5th, and Nightjar's denial of no day that is told.
func TestLens(t *testing.T) { onEachStore(t, testLens) }

func testLens(t *testing.T, s *server) {
	s.check(t, []question{
		{"none", `{companies {totalCount} company(id: "nightjar") {degree visible summary}}`, "",
			`{"companies": {"totalCount": 1}, "company": {"degree": 8, "visible": true, "summary": "Maker of surveillance software."}}`},
		{"known before anything was out", `query @lens(knownAt: "2031-05-03") {companies {totalCount} relations {totalCount} sources {totalCount} search(text: "nightjar") {totalCount} company(id: "nightjar") {name degree visible summary relations {totalCount}}}`, "",
			`{"companies": {"totalCount": 0}, "relations": {"totalCount": 0}, "sources": {"totalCount": 0}, "search": {"totalCount": 0},
				"company": {"name": "Nightjar", "degree": 0, "visible": false, "summary": null, "relations": {"totalCount": 0}}}`},
		{"no summary is of that day, whether shown or asked for", `query @lens(knownAt: "2031-12-31") {company(id: "nightjar") {summary} some: entities(where: {summary: {contains: "software"}}) {totalCount} hits: search(text: "nightjar", where: {summary: {isNull: false}}) {totalCount} none: companies(where: {summary: {isNull: true}}) {totalCount}}`, "",
			`{"company": {"summary": null}, "some": {"totalCount": 0}, "hits": {"totalCount": 0}, "none": {"totalCount": 1}}`},
		// The Echo's word on what it credits to the Post was known from the Post's day on.
		{"known on the first day", `query @lens(knownAt: "2031-05-04") {sources {nodes {id}} relations(where: {type: {eq: MAKES}}) {nodes {claims {totalCount}}} products {nodes {id relations(where: {type: {eq: MAKES}}) {nodes {support {documents named}}}}} group(id: "journalists-in-arland") {visible} device(id: "phones") {visible}}`, "",
			`{"sources": {"nodes": [{"id": "source:morning-post-2031-05-04"}]}, "relations": {"nodes": [{"claims": {"totalCount": 2}}]},
				"products": {"nodes": [{"id": "heron", "relations": {"nodes": [{"support": {"documents": 1, "named": 1}}]}}]}, "group": {"visible": true}, "device": {"visible": false}}`},
		{"a day in a variable", `query ($day: PartialDate) @lens(knownAt: $day) {companies {totalCount}}`, `{"day": "2031-05-03"}`, `{"companies": {"totalCount": 0}}`},
		{"a variable that is not given", `query ($day: PartialDate) @lens(knownAt: $day) {companies {totalCount}}`, ``, `{"companies": {"totalCount": 1}}`},
		{"a status alone", `query @lens(statuses: STATED, modalities: [STATED]) {companies {totalCount}}`, ``, `{"companies": {"totalCount": 1}}`},
		{"a status alone in a variable", `query ($of: [Status!], $by: [Modality!]) @lens(statuses: $of, modalities: $by) {relations {nodes {type support {status}}}}`, `{"of": "ALLEGED", "by": "ALLEGED"}`,
			`{"relations": {"nodes": [{"type": "OPERATED", "support": {"status": "ALLEGED"}}]}}`},
		{"a status alone that a variable is left at", `query ($of: [Status!] = ALLEGED) @lens(statuses: $of) {relations {totalCount}}`, ``, `{"relations": {"totalCount": 2}}`},
		{"no statuses in a variable", `query ($of: [Status!]) @lens(statuses: $of) {companies {totalCount}}`, `{"of": null}`, `{"companies": {"totalCount": 1}}`},
		{"statuses in a variable", `query ($of: [Status!]) @lens(statuses: $of) {relations {nodes {type support {status}}}}`, `{"of": ["ALLEGED"]}`,
			`{"relations": {"nodes": [{"type": "USES", "support": {"status": "ALLEGED"}}, {"type": "OPERATED", "support": {"status": "ALLEGED"}}]}}`},
		{"contested", `query @lens(contested: true) {relations {nodes {type support {contested denials}}}}`, ``,
			`{"relations": {"nodes": [{"type": "OPERATED", "support": {"contested": true, "denials": 1}}]}}`},
		// Nightjar's names are not contested, and known all the same.
		{"names alone show nobody", `query @lens(minOrigins: 2) {entities {totalCount} search(text: "nightjar") {totalCount} company(id: "nightjar") {visible aliases {key}} properties(where: {entity: {id: {eq: "nightjar"}}}) {totalCount}}`, ``,
			`{"entities": {"totalCount": 0}, "search": {"totalCount": 0}, "company": {"visible": false, "aliases": [{"key": "ALIAS"}, {"key": "ALIAS"}]}, "properties": {"totalCount": 3}}`},
		{"true on a day", `query @lens(trueAt: "2028-01-01") {relations(where: {type: {in: [OWNS, MAKES]}}) {nodes {type}}}`, ``, `{"relations": {"nodes": [{"type": "MAKES"}]}}`},
		{"one collection", `query @lens(collection: "heron-affair", verified: false) {companies {totalCount}}`, ``, `{"companies": {"totalCount": 1}}`},
		{"what knows no lens", `query @lens(knownAt: "2031-05-03") {stats {claims} collections {claimCount}}`, ``, `{"stats": {"claims": 32}, "collections": [{"claimCount": 32}]}`},
		{"records by id", `query @lens(knownAt: "2031-05-03") {nodes(ids: ["heron", "source:morning-post-2031-05-04", "relation:none"]) {id}}`, ``,
			`{"nodes": [{"id": "heron"}, {"id": "source:morning-post-2031-05-04"}, null]}`},
	})
}

// What a claim refers to is left out if the lens hides it.
func TestReferencesUnderALens(t *testing.T) { onEachStore(t, testReferencesUnderALens, reply()) }

func testReferencesUnderALens(t *testing.T, s *server) {
	s.check(t, []question{
		{"of one lens", `query @lens(trueAt: "2031-01-01", certain: false, statuses: [ALLEGED]) {claims(where: {stance: {eq: DENIES}}) {nodes {answers {statement} answersSources {id} source {id}}}}`, "",
			`{"claims": {"nodes": [{"answers": [{"statement": "The government used it."}], "answersSources": [{"id": "source:morning-post-2031-05-04"}], "source": {"id": "source:nightjar-statement"}}]}}`},
		{"seen", `{claims(where: {collection: {eq: "replies"}}) {nodes {answers {statement}}}}`, "", `{"claims": {"nodes": [{"answers": [{"statement": "Nightjar makes Heron."}]}]}}`},
		{"hidden", `query @lens(collection: "replies") {claims {nodes {answers {statement}}}}`, "", `{"claims": {"nodes": [{"answers": []}]}}`},
	})
}

// reply is a collection of its own, in which Nightjar denies what the Post says it makes.
func reply() *kb.ChangeSet {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "replies"}}}
	makes := b.relation("nightjar", kb.Makes, "heron")
	told := sampleSet().Claims
	i := slices.IndexFunc(told, func(c *kb.Claim) bool { return c.Fact == makes && c.Source == morning })
	b.claim(makes, denial, 0, "It does not.", func(c *kb.Claim) { c.Stance, c.Answers = kb.Denies, []kb.ID{told[i].ID} })
	return b.set
}

func TestAnswersRepeatTheirLens(t *testing.T) { onEachStore(t, testAnswersRepeatTheirLens) }

func testAnswersRepeatTheirLens(t *testing.T, s *server) {
	for _, test := range []struct{ directive, want string }{
		{``, `null`},
		{`@lens`, `null`},
		{`@lens(minOrigins: 0, detected: false, certain: null)`, `null`},
		{`@lens(knownAt: "2031-05-04", minOrigins: 2)`, `{"knownAt": "2031-05-04", "minOrigins": 2}`},
		{`@lens(trueAt: "2031-05-04", certain: false, collection: "heron-affair", detected: true, statuses: [STATED], contested: false, modalities: [FOUND, STATED], verified: true)`,
			`{"trueAt": "2031-05-04", "certain": false, "collection": "heron-affair", "detected": true, "statuses": ["STATED"], "contested": false, "modalities": ["FOUND", "STATED"], "verified": true}`},
	} {
		resp := s.ask(t.Context(), `query `+test.directive+` {stats {version}}`, "")
		if len(resp.Errors) > 0 {
			t.Fatalf("%s: %v", test.directive, resp.Errors)
		}
		told, err := json.Marshal(resp.Extensions["lens"])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(parse(t, test.want), parse(t, string(told))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.directive, diff)
		}
	}
}

// A lens that can't be is refused before anything is answered.
func TestRefusedLenses(t *testing.T) { onEachStore(t, testRefusedLenses) }

func testRefusedLenses(t *testing.T, s *server) {
	for _, test := range []struct{ directive, variables, code, says string }{
		{`@lens(knownAt: "2031-05")`, "", "BAD_REQUEST", "knownAt of a lens is one day, such as 2021-11-25, not 2031-05"},
		{`@lens(trueAt: "yesterday")`, "", "BAD_REQUEST", `trueAt: "yesterday" is no date`},
		{`@lens(collection: "heron")`, "", "BAD_REQUEST", "collection: the store has no heron; it has heron-affair"},
		{`@lens(collection: "No Slug")`, "", "BAD_REQUEST", "collection of a lens"},
		{`@lens(collection: "")`, "", "BAD_REQUEST", "collection of a lens is empty"},
		{`@lens(minOrigins: -1)`, "", "BAD_REQUEST", "minOrigins of a lens is -1"},
		{`@lens(version: 7)`, "", "BAD_REQUEST", "version can't be asked for"},
		{`@lens(statuses: [])`, "", "BAD_REQUEST", "statuses of a lens is an empty list, which no fact passes; leave it out for any status"},
		{`@lens(modalities: [])`, "", "BAD_REQUEST", "modalities of a lens is an empty list, which no fact passes; leave it out for any modality"},
		{`($of: [Status!]) @lens(statuses: $of)`, `{"of": []}`, "BAD_REQUEST", "statuses of a lens is an empty list"},
		{`@lens(statuses: [TRUE])`, "", "VALIDATION_FAILED", `"TRUE"`},
		{`@lens(day: "2031-05-04")`, "", "VALIDATION_FAILED", `"day"`},
		{`@lens @lens`, "", "VALIDATION_FAILED", `"@lens"`},
		{`($day: PartialDate) @lens(knownAt: $day)`, `{"day": "soon"}`, "BAD_REQUEST", `knownAt: "soon" is no date`},
		{`($of: [Status!]) @lens(statuses: $of)`, `{"of": ["stated"]}`, "VALIDATION_FAILED", "stated"},
	} {
		resp := s.ask(t.Context(), `query `+test.directive+` {stats {version}}`, test.variables)
		if len(resp.Errors) == 0 || resp.Data != nil {
			t.Errorf("%s is answered by %s", test.directive, resp.Data)
			continue
		}
		err := resp.Errors[0]
		if err.Extensions["code"] != test.code || !strings.Contains(err.Message, test.says) {
			t.Errorf("%s: %v %q, want %s with %q", test.directive, err.Extensions["code"], err.Message, test.code, test.says)
		}
		if hint, _ := err.Extensions["hint"].(string); hint == "" || len(err.Locations) == 0 && test.variables == "" {
			t.Errorf("%s: no hint or no place: %v", test.directive, err)
		}
	}
	resp := s.ask(t.Context(), `{stats @lens {version}}`, "")
	if len(resp.Errors) == 0 {
		t.Error("a lens on a field is no error")
	}
}

// The argument of @lens and the members of LensInput are those of kb.Lens, and
// version beside them.
func TestLensArguments(t *testing.T) {
	want := []string{"trueAt", "knownAt", "certain", "collection", "detected", "minOrigins", "statuses", "contested", "modalities", "verified", "version"}
	var directive, input []string
	for _, a := range schema.Directives["lens"].Arguments {
		directive = append(directive, a.Name)
		if a.Description == "" {
			t.Errorf("@lens(%s:) has no description", a.Name)
		}
	}
	for _, f := range schema.Types["LensInput"].Fields {
		input = append(input, f.Name)
	}
	if !slices.Equal(directive, want) || !slices.Equal(input, want) {
		t.Errorf("@lens has %v and LensInput %v, want %v", directive, input, want)
	}
	if d := schema.Directives["lens"]; d.Description == "" || len(d.Locations) != 1 || d.Locations[0] != "QUERY" {
		t.Errorf("@lens stands on %v, described by %q", d.Locations, d.Description)
	}
}

// The number of calls under a lens is that without one; a collection is looked up
// by one more.
func TestCallsUnderALens(t *testing.T) {
	store := &counting{Store: stored(t, rows(20)), calls: map[string]int{}}
	s := serve(store, graph.Limits{})
	const query = `{companies {nodes {name makes {nodes {name relations(first: 10) {totalCount nodes {support {explanation}}}}}}}}`
	s.answer(t, query, "")
	without := store.take()
	s.answer(t, `query @lens(statuses: [STATED, SELF_STATED, ALLEGED, CONFIRMED]) `+query, "")
	if under := store.take(); !maps.Equal(without, under) {
		t.Errorf("under a lens %v, without %v", under, without)
	}
	s.answer(t, `query @lens(collection: "rows") `+query, "")
	under := store.take()
	if under["Collections"] != 1 || total(under) != total(without)+1 {
		t.Errorf("under a lens with a collection %v, without %v", under, without)
	}
}
