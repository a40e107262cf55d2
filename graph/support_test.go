package graph_test

import (
	"testing"
	"time"

	"actorgraph/graph"
	"actorgraph/kb"
)

// doubts adds to the sample what only weakly or not at all holds:
//
//	trade-list --BINDS--> press-union        denied, by the Morning Post
//	press-union --OPPOSES--> trade-list      told by the Late News, which took it back
//	heron-against-journalists --TARGETED--> ada-holm          read in by an analyst
//	heron-against-journalists --TARGETED--> press-union       denied, by the Morning Post
//
// and numbers: 37 phones say the Echo, about 40 the Gazette, 90 the Post. The Gazette
// and the Late News hand on what the Echo says of who makes Heron.
func doubts() *kb.ChangeSet {
	const gazette, late = kb.ID("source:gazette"), kb.ID("source:late-news")
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "doubts"}}}
	b.set.Sources = []*kb.Source{
		{ID: gazette, Kind: kb.SourceArticle, Title: "Forty phones", Published: kb.MustDate("2031-05-06")},
		{ID: late, Kind: kb.SourceArticle, Title: "Late news", Cites: []kb.ID{morning}},
	}
	denies := func(c *kb.Claim) { c.Stance = kb.Denies }
	b.claim(b.relation("trade-list", kb.Binds, "press-union"), morning, 11, "It does not bind the union.", denies)
	opposes := b.relation("press-union", kb.Opposes, "trade-list")
	b.claim(opposes, late, 2, "The union is against it.", nil)
	b.claim(opposes, late, 3, "We were wrong about the union.", func(c *kb.Claim) { c.Stance = kb.Retracts })
	b.claim(b.relation("heron-against-journalists", kb.Targeted, "press-union"), morning, 11, "The union was no target.", denies)
	b.claim(b.relation("heron-against-journalists", kb.Targeted, "ada-holm"), morning, 12, "She was a target, too.", func(c *kb.Claim) {
		c.Reading, c.Note = kb.Inferred, "Read between the lines."
	})
	phones := func(q kb.Quantity) kb.ID { return b.property("phones", "size", kb.QuantityValue{Quantity: q}) }
	b.claim(phones(kb.Quantity{Min: kb.Num(40), Max: kb.Num(40), Unit: "phones", Precision: kb.About}), gazette, 1, "About 40.", nil)
	b.claim(phones(kb.Quantity{Min: kb.Num(90), Max: kb.Num(90), Unit: "phones", Precision: kb.Exact}), morning, 12, "90.", nil)
	makes := b.relation("nightjar", kb.Makes, "heron")
	b.claim(makes, gazette, 2, "As the Echo has it, Nightjar makes Heron.", creditsNamed(evening))
	b.claim(makes, late, 1, "As the Gazette has it, Nightjar makes Heron.", creditsNamed(gazette))
	return b.set
}

// creditsNamed makes a claim credit a source.
func creditsNamed(source kb.ID) func(*kb.Claim) {
	return func(c *kb.Claim) { c.Credits = []kb.Credit{{Source: source, How: kb.CreditNamed}} }
}

func TestSupport(t *testing.T) { onEachStore(t, testSupport, doubts()) }

func testSupport(t *testing.T, s *server) {
	const all = `{status documents named unattributed atLeast atMost denials nonConfirmations contested inferred strongest weakest explanation origins {name documents sources {id}} cycles {id}}`
	s.check(t, []question{
		// The Echo credits the Post and has its text from it; the others hand on the Echo.
		{"handed on", `{relations(where: {type: {eq: MAKES}}) {nodes {support ` + all + `}}}`, "",
			`{"relations": {"nodes": [{"support": {"status": "STATED", "documents": 4, "named": 1, "unattributed": 0, "atLeast": 1, "atMost": 1, "denials": 0, "nonConfirmations": 0, "contested": false, "inferred": 0,
				"strongest": "STATED", "weakest": "STATED", "explanation": "Four documents; one named origin, the Morning Post report of 4 May 2031 (all lead to it).",
				"origins": [{"name": "the Morning Post report of 4 May 2031", "documents": 4, "sources": [{"id": "source:morning-post-2031-05-04"}]}], "cycles": []}}]}}`},
		{"accused and denied", `{relations(where: {type: {eq: OPERATED}}) {nodes {support ` + all + `}}}`, "",
			`{"relations": {"nodes": [{"support": {"status": "ALLEGED", "documents": 1, "named": 0, "unattributed": 1, "atLeast": 1, "atMost": 1, "denials": 1, "nonConfirmations": 0, "contested": true, "inferred": 0,
				"strongest": "ALLEGED", "weakest": "ALLEGED", "explanation": "One document, which does not say where it has it. One origin denies it.", "origins": [], "cycles": []}}]}}`},
		{"read in", `{relations(where: {type: {eq: USES}}) {nodes {support ` + all + `}}}`, "",
			`{"relations": {"nodes": [{"support": {"status": "ALLEGED", "documents": 0, "named": 0, "unattributed": 0, "atLeast": 0, "atMost": 0, "denials": 0, "nonConfirmations": 0, "contested": false, "inferred": 1,
				"strongest": null, "weakest": null, "explanation": "No document says so; an analyst infers it (one claim).", "origins": [], "cycles": []}}]}}`},
		{"of a fact by id", `{property: properties(where: {key: {eq: RATING}}) {nodes {support {status documents}}}}`, "",
			`{"property": {"nodes": [{"support": {"status": "STATED", "documents": 1}}]}}`},
		// About 40 reaches from 36 to 44, so 37 backs it; 90 does not. Two texts without credits.
		{"values that back each other", `{device(id: "phones") {properties(keys: [SIZE], orderBy: [{by: VALUE}]) {nodes {value {... on QuantityValue {min}} support {documents} together {status documents atLeast atMost explanation}}}}}`, "",
			`{"device": {"properties": {"nodes": [
				{"value": {"min": 37}, "support": {"documents": 1}, "together": {"status": "STATED", "documents": 2, "atLeast": 1, "atMost": 2, "explanation": "Two documents; neither says where it has it."}},
				{"value": {"min": 40}, "support": {"documents": 1}, "together": {"status": "STATED", "documents": 2, "atLeast": 1, "atMost": 2, "explanation": "Two documents; neither says where it has it."}},
				{"value": {"min": 90}, "support": {"documents": 1}, "together": {"status": "STATED", "documents": 1, "atLeast": 1, "atMost": 1, "explanation": "One document, which does not say where it has it."}}]}}}`},
	})
}

// A value is backed by what the lens shows.
func TestTogetherUnderALens(t *testing.T) { onEachStore(t, testTogetherUnderALens, doubts()) }

func testTogetherUnderALens(t *testing.T, s *server) {
	s.check(t, []question{
		{"", `query @lens(knownAt: "2031-05-05") {device(id: "phones") {properties(keys: [SIZE], orderBy: [{by: VALUE}]) {nodes {value {... on QuantityValue {min}} together {documents}}}}}`, "",
			`{"device": {"properties": {"nodes": [{"value": {"min": 37}, "together": {"documents": 1}}, {"value": {"min": 90}, "together": {"documents": 1}}]}}}`},
	})
}

// misnomers adds names of Nightjar: Dayjar, which the Morning Post denies, and Nightjar
// Labs, which the Echo told and took back. Mouser was not used against journalists,
// the Post says, and Arland's government would be its user if it was.
func misnomers() *kb.ChangeSet {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "misnomers"}}}
	b.entity(kb.KindProduct, "mouser", "Mouser", "")
	denies := func(c *kb.Claim) { c.Stance = kb.Denies }
	b.claim(b.property("nightjar", kb.KeyAlias, kb.TextValue{Text: "Dayjar"}), morning, 13, "It is not Dayjar.", denies)
	labs := b.property("nightjar", kb.KeyAlias, kb.TextValue{Text: "Nightjar Labs"})
	b.claim(labs, evening, 8, "It is Nightjar Labs.", nil)
	b.claim(labs, evening, 9, "It is not Nightjar Labs.", func(c *kb.Claim) { c.Stance = kb.Retracts })
	b.claim(b.relation("mouser", kb.UsedIn, "heron-against-journalists"), morning, 13, "Mouser was not used.", denies)
	return b.set
}

// So are aliases, and the use that makes an actor a user.
func TestAliasesAndUsersAreAsserted(t *testing.T) {
	onEachStore(t, testAliasesAndUsersAreAsserted, misnomers())
}

func testAliasesAndUsersAreAsserted(t *testing.T, s *server) {
	const query = ` {
		company(id: "nightjar") {aliases {value {... on TextValue {text}}} properties(keys: [ALIAS]) {totalCount}}
		product(id: "mouser") {users {nodes {id}} usedIn {nodes {id}}}
	}`
	const all = `[{"value": {"text": "Dayjar"}}, {"value": {"text": "Nightjar Labs"}}, {"value": {"text": "Nightjar Systems"}}, {"value": {"text": "NJ"}}]`
	s.check(t, []question{
		{"without a lens", query, "",
			`{"company": {"aliases": [{"value": {"text": "Nightjar Systems"}}, {"value": {"text": "NJ"}}], "properties": {"totalCount": 4}},
				"product": {"users": {"nodes": []}, "usedIn": {"nodes": []}}}`},
		// No lens hides a name for its status.
		{"of a status that somebody asserts", `query @lens(statuses: [ALLEGED])` + query, "",
			`{"company": {"aliases": [{"value": {"text": "Nightjar Systems"}}, {"value": {"text": "NJ"}}], "properties": {"totalCount": 4}},
				"product": {"users": {"nodes": []}, "usedIn": {"nodes": []}}}`},
		{"denied ones, too", `query @lens(statuses: [ALLEGED, DENIED])` + query, "",
			`{"company": {"aliases": ` + all + `, "properties": {"totalCount": 4}},
				"product": {"users": {"nodes": [{"id": "government-of-arland"}]}, "usedIn": {"nodes": [{"id": "heron-against-journalists"}]}}}`},
		{"a search finds by them all", `{a: search(text: "dayjar") {nodes {matched entity {id}}} b: entities(where: {alias: {eq: "Nightjar Labs"}}) {nodes {id}}}`, "",
			`{"a": {"nodes": [{"matched": "Dayjar", "entity": {"id": "nightjar"}}]}, "b": {"nodes": [{"id": "nightjar"}]}}`},
	})
}

// Links and targets are what is asserted, unless the lens asks for what is not.
func TestLinksAreAsserted(t *testing.T) { onEachStore(t, testLinksAreAsserted, doubts()) }

func testLinksAreAsserted(t *testing.T, s *server) {
	const query = ` {
		measure(id: "trade-list") {binds {totalCount nodes {id} facets(by: [TYPE]) {buckets {count}}} opponents {totalCount} relations(where: {type: {in: [BINDS, OPPOSES]}}) {totalCount}}
		targeting(id: "heron-against-journalists") {targets(orderBy: [{by: TO_NAME}]) {nodes {id}}}
		person(id: "ada-holm") {uses {nodes {id}}}
		surveillanceTargets(orderBy: [{by: NAME}]) {nodes {id}}
	}`
	s.check(t, []question{
		{"without a lens", query, "",
			`{"measure": {"binds": {"totalCount": 0, "nodes": [], "facets": [{"buckets": []}]}, "opponents": {"totalCount": 0}, "relations": {"totalCount": 2}},
				"targeting": {"targets": {"nodes": [{"id": "ada-holm"}, {"id": "journalists-in-arland"}, {"id": "phones"}]}},
				"person": {"uses": {"nodes": [{"id": "heron"}]}},
				"surveillanceTargets": {"nodes": [{"id": "journalists-in-arland"}, {"id": "phones"}]}}`},
		{"of these statuses, all of which somebody asserts", `query @lens(statuses: [STATED, ALLEGED])` + query, "",
			`{"measure": {"binds": {"totalCount": 0, "nodes": [], "facets": [{"buckets": []}]}, "opponents": {"totalCount": 0}, "relations": {"totalCount": 0}},
				"targeting": {"targets": {"nodes": [{"id": "ada-holm"}, {"id": "journalists-in-arland"}, {"id": "phones"}]}},
				"person": {"uses": {"nodes": [{"id": "heron"}]}},
				"surveillanceTargets": {"nodes": [{"id": "journalists-in-arland"}, {"id": "phones"}]}}`},
		{"denied ones and what was taken back", `query @lens(statuses: [DENIED, RETRACTED])` + query, "",
			`{"measure": {"binds": {"totalCount": 1, "nodes": [{"id": "press-union"}], "facets": [{"buckets": [{"count": 1}]}]}, "opponents": {"totalCount": 1}, "relations": {"totalCount": 2}},
				"targeting": {"targets": {"nodes": [{"id": "press-union"}]}},
				"person": {"uses": {"nodes": []}},
				"surveillanceTargets": {"nodes": [{"id": "press-union"}]}}`},
	})
}

// How facts stand can be asked of lists, too.
func TestFilterByStatus(t *testing.T) { onEachStore(t, testFilterByStatus, doubts()) }

func testFilterByStatus(t *testing.T, s *server) {
	s.check(t, []question{
		{"", `{denied: relations(where: {status: {eq: DENIED}}) {totalCount} back: relations(where: {status: {eq: RETRACTED}}) {nodes {type}} read: relations(where: {atLeast: {eq: 0}, status: {eq: ALLEGED}}, orderBy: [{by: TYPE}]) {nodes {type}}}`, "",
			`{"denied": {"totalCount": 2}, "back": {"nodes": [{"type": "OPPOSES"}]}, "read": {"nodes": [{"type": "USES"}, {"type": "TARGETED"}]}}`},
	})
}

func TestVerification(t *testing.T) {
	store := stored(t, sampleSet())
	set := sampleSet()
	if _, err := store.Verify(t.Context(), map[kb.ID]kb.Verification{
		set.Claims[0].ID: {Status: kb.VerificationMoved, CheckedAt: time.Date(2031, 6, 1, 0, 0, 0, 0, time.UTC), Method: "content", Reason: "It stands in paragraph 2."},
	}); err != nil {
		t.Fatal(err)
	}
	serve(store, graph.Limits{}).check(t, []question{
		{"", `{relations(where: {type: {eq: MAKES}}) {nodes {claims(orderBy: [{by: MODALITY, direction: DESC}]) {nodes {statement verification {status checkedAt method reason}}}}}}`, "",
			`{"relations": {"nodes": [{"claims": {"nodes": [
				{"statement": "Heron is Nightjar's.", "verification": null},
				{"statement": "Nightjar makes Heron.", "verification": {"status": "MOVED", "checkedAt": "2031-06-01T00:00:00Z", "method": "content", "reason": "It stands in paragraph 2."}}]}}]}}`},
	})
}
