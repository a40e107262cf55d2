package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/analysis"
	"actorgraph/graph"
	"actorgraph/kb"
)

// onEachStore runs a test over the sample, and what more is written after it, in
// the model of a store, in the embedded one and in Neo4j.
func onEachStore(t *testing.T, test func(*testing.T, *server), more ...*kb.ChangeSet) {
	onEachStoreKept(t, analysis.Options{}, test, more...)
}

// onEachStoreKept also says how the graph is kept.
func onEachStoreKept(t *testing.T, kept analysis.Options, test func(*testing.T, *server), more ...*kb.ChangeSet) {
	for _, store := range []struct {
		name string
		open func(testing.TB, ...*kb.ChangeSet) kb.Store
	}{{"plain", stored}, {"sqlite", embedded}, {"neo4j", inNeo4j}} {
		t.Run(store.name, func(t *testing.T) {
			test(t, serveKept(store.open(t, append([]*kb.ChangeSet{sampleSet()}, more...)...), graph.Limits{}, kept))
		})
	}
}

func TestLists(t *testing.T) { onEachStore(t, testLists) }

func testLists(t *testing.T, s *server) {
	s.check(t, []question{
		{"by name", `{entities(where: {kind: {in: [PERSON, COUNTRY, COMPANY]}}, orderBy: [{by: NAME, direction: DESC}]) {totalCount nodes {name}}}`, "",
			`{"entities": {"totalCount": 3, "nodes": [{"name": "Nightjar"}, {"name": "Arland"}, {"name": "Ada Holm"}]}}`},
		{"by kind and then by id", `{actors(orderBy: [{by: KIND}], first: 4) {nodes {kind id}}}`, "",
			`{"actors": {"nodes": [{"kind": "COMPANY", "id": "nightjar"}, {"kind": "GOVERNMENT", "id": "government-of-arland"}, {"kind": "PUBLIC_BODY", "id": "high-court"}, {"kind": "PUBLIC_BODY", "id": "trade-ministry"}]}}`},
		{"one kind", `{publicBodies {totalCount nodes {__typename id}}}`, "",
			`{"publicBodies": {"totalCount": 2, "nodes": [{"__typename": "PublicBody", "id": "high-court"}, {"__typename": "PublicBody", "id": "trade-ministry"}]}}`},
		{"one kind among all kinds", `{publicBodies(where: {or: [{id: {eq: "nightjar"}}, {id: {eq: "high-court"}}]}) {nodes {id}}}`, "",
			`{"publicBodies": {"nodes": [{"id": "high-court"}]}}`},
		{"targets", `{surveillanceTargets {totalCount nodes {__typename id targetedIn {nodes {id}}}}}`, "",
			`{"surveillanceTargets": {"totalCount": 2, "nodes": [
				{"__typename": "Group", "id": "journalists-in-arland", "targetedIn": {"nodes": [{"id": "heron-against-journalists"}]}},
				{"__typename": "Device", "id": "phones", "targetedIn": {"nodes": [{"id": "heron-against-journalists"}]}}]}}`},
		{"one collection", `{relations(where: {collection: {eq: "heron-affair"}}) {totalCount} claims(where: {collection: {eq: "another"}}) {totalCount}}`, "",
			`{"relations": {"totalCount": 23}, "claims": {"totalCount": 0}}`},
		{"claims in reading order", `{source(id: "source:evening-echo-2031-05-05") {claims(orderBy: [{by: LOCATOR}]) {nodes {locator {paragraph} statement}}}}`, "",
			`{"source": {"claims": {"nodes": [
				{"locator": {"paragraph": 1}, "statement": "Heron is Nightjar's."}, {"locator": {"paragraph": 2}, "statement": "Also NJ."},
				{"locator": {"paragraph": 3}, "statement": "Phones were hit."}, {"locator": {"paragraph": 4}, "statement": "It was in Arland."}, {"locator": {"paragraph": 5}, "statement": "37 phones."},
				{"locator": {"paragraph": 6}, "statement": "She uses it herself."}, {"locator": {"paragraph": 7}, "statement": "They work together."}]}}}`},
		{"nothing", `{events(where: {name: {eq: "x"}}) {edges {cursor} nodes {id} totalCount pageInfo {hasNextPage hasPreviousPage startCursor endCursor} facets(by: [KIND]) {by buckets {value}}}}`, "",
			`{"events": {"edges": [], "nodes": [], "totalCount": 0, "pageInfo": {"hasNextPage": false, "hasPreviousPage": false, "startCursor": null, "endCursor": null}, "facets": [{"by": "KIND", "buckets": []}]}}`},
		{"collections", `{collections {name title description licence claimCount}}`, "",
			`{"collections": [{"name": "heron-affair", "title": "The Heron affair", "description": null, "licence": "CC0-1.0", "claimCount": 32}]}`},
		{"stats", `{stats {version entities relations properties claims sources byKind {kind count} byKey {key count}}}`, "",
			`{"stats": {"version": 1, "entities": 17, "relations": 23, "properties": 7, "claims": 32, "sources": 3,
				"byKind": [{"kind": "COMPANY", "count": 1}, {"kind": "GOVERNMENT", "count": 1}, {"kind": "PUBLIC_BODY", "count": 2}, {"kind": "ORGANIZATION", "count": 2},
					{"kind": "PERSON", "count": 1}, {"kind": "GROUP", "count": 1}, {"kind": "COUNTRY", "count": 1}, {"kind": "PLACE", "count": 1}, {"kind": "PRODUCT", "count": 1},
					{"kind": "DEVICE", "count": 1}, {"kind": "LAWSUIT", "count": 1}, {"kind": "MEASURE", "count": 1}, {"kind": "DEAL", "count": 1}, {"kind": "TARGETING", "count": 1}, {"kind": "EVENT", "count": 1}],
				"byKey": [{"key": "ALIAS", "count": 2}, {"key": "SIZE", "count": 1}, {"key": "DATE", "count": 1}, {"key": "EFFECT", "count": 1}, {"key": "RATING", "count": 1}, {"key": "WEBSITE", "count": 1}]}}`},
	})
}

func TestFilters(t *testing.T) { onEachStore(t, testFilters) }

func testFilters(t *testing.T, s *server) {
	for _, test := range []struct {
		list, where string
		want        string // ids, or the values of what
		what        string
	}{
		{"entities", `{name: {startsWith: "JOURNAL"}}`, "journalists-in-arland", "id"},
		{"entities", `{name: {contains: "of the"}}`, "publication-of-the-list", "id"},
		{"entities", `{alias: {eq: "NJ"}}`, "nightjar", "id"},
		{"entities", `{summary: {isNull: false}}`, "nightjar", "id"},
		{"entities", `{degree: {gt: 7}}`, "nightjar", "id"},
		{"entities", `{id: {in: ["heron", "arland"]}, not: {kind: {eq: COUNTRY}}}`, "heron", "id"},
		{"entities", `{relations: {some: {direction: OUT, where: {type: {eq: PLAINTIFF_IN}}}}}`, "press-union", "id"},
		{"entities", `{relations: {some: {direction: OUT, where: {type: {eq: TOOK_PART_IN}}, other: {kind: {eq: DEAL}}}}}`, "ada-holm", "id"},
		{"entities", `{relations: {none: {}}, kind: {not: COMPANY}}`, "morning-post port-wren", "id"},
		{"entities", `{relations: {every: {where: {type: {eq: GOVERNS}}}}}`, "morning-post port-wren", "id"},
		{"entities", `{relations: {count: {of: {direction: IN}, is: {gte: 3}}}}`, "arland nightjar press-union-v-nightjar sale-of-heron", "id"},
		{"entities", `{properties: {some: {unit: {eq: "phones"}, min: {gte: 37}}}}`, "phones", "id"},
		{"entities", `{and: []}`, "ada-holm arland government-of-arland heron heron-against-journalists high-court journalists-in-arland morning-post nightjar phones port-wren press-union press-union-v-nightjar publication-of-the-list sale-of-heron trade-list trade-ministry", "id"},
		{"entities", `{or: []}`, "", "id"},
		{"relations", `{claims: {some: {stance: {eq: DENIES}}}}`, "OPERATED", "type"},
		{"relations", `{claims: {count: {is: {gte: 2}}}, from: {kind: {eq: COMPANY}}}`, "MAKES", "type"},
		{"relations", `{since: {possibly: {within: "2029-06"}}}`, "OWNS", "type"},
		{"relations", `{since: {certainly: {within: "2029"}}}`, "OWNS", "type"},
		{"relations", `{since: {certainly: {within: "2029-06"}}}`, "", "type"},
		{"properties", `{date: {certainly: {before: "2031-05"}}}`, "DATE", "key"},
		{"properties", `{text: {eq: "PROHIBITS"}}`, "EFFECT", "key"},
		{"properties", `{issuer: {id: {eq: "high-court"}}}`, "RATING", "key"},
		{"properties", `{key: {eq: SIZE}, max: {lt: 38}}`, "SIZE", "key"},
		{"claims", `{reading: {eq: INFERRED}}`, "She uses it herself.", "statement"},
		{"claims", `{credits: {isNull: false}}`, "Heron is Nightjar's.", "statement"},
		{"claims", `{attributedTo: {eq: "press-union"}}`, "The government used it.", "statement"},
		{"claims", `{firsthand: {eq: true}}`, "The government did not use it.", "statement"},
		{"claims", `{paragraph: {eq: 8}}`, "Rated BB.", "statement"},
		{"claims", `{source: {language: {eq: "fr"}}, modality: {eq: HEARSAY}}`, "Heron is Nightjar's.", "statement"},
		{"sources", `{published: {certainly: {before: "2031-05-05"}}}`, "source:morning-post-2031-05-04", "id"},
		{"sources", `{title: {contains: "ECHO"}}`, "source:evening-echo-2031-05-05", "id"},
		{"sources", `{publisher: {eq: "nightjar"}}`, "source:nightjar-statement", "id"},
		{"sources", `{url: {isNull: false}, fileName: {startsWith: "morning"}}`, "source:morning-post-2031-05-04", "id"},
		{"sources", `{cites: {eq: "source:morning-post-2031-05-04"}, derivesFrom: {isNull: false}}`, "source:evening-echo-2031-05-05", "id"},
		{"sources", `{claims: {count: {is: {lt: 2}}}}`, "source:nightjar-statement", "id"},
	} {
		data := s.answer(t, fmt.Sprintf(`{list: %s(where: %s) {totalCount nodes {value: %s}}}`, test.list, test.where, test.what), "")
		list := data.(map[string]any)["list"].(map[string]any)
		var got []string
		for _, n := range list["nodes"].([]any) {
			got = append(got, n.(map[string]any)["value"].(string))
		}
		if strings.Join(got, " ") != test.want || list["totalCount"] != float64(len(got)) {
			t.Errorf("%s(where: %s): %q, want %q; totalCount %v", test.list, test.where, got, test.want, list["totalCount"])
		}
	}
}

func TestLinks(t *testing.T) { onEachStore(t, testLinks) }

func testLinks(t *testing.T, s *server) {
	s.check(t, []question{
		{"company", `{company(id: "nightjar") {
			makes {edges {node {id} relation {type claims {totalCount}}}}
			ownedBy {nodes {id}} owns {nodes {id}} sales {nodes {id}} purchases {nodes {id}} lawsuits {nodes {id}} listings {nodes {id}} basedIn {nodes {id}} directors {nodes {id}}}}`, "",
			`{"company": {"makes": {"edges": [{"node": {"id": "heron"}, "relation": {"type": "MAKES", "claims": {"totalCount": 2}}}]},
				"ownedBy": {"nodes": [{"id": "ada-holm"}]}, "owns": {"nodes": []}, "sales": {"nodes": [{"id": "sale-of-heron"}]}, "purchases": {"nodes": []},
				"lawsuits": {"nodes": [{"id": "press-union-v-nightjar"}]}, "listings": {"nodes": [{"id": "trade-list"}]}, "basedIn": {"nodes": [{"id": "arland"}]}, "directors": {"nodes": [{"id": "ada-holm"}]}}}`},
		{"government", `{government(id: "government-of-arland") {country {nodes {id}} targetingsOperated {nodes {id}} purchases {nodes {id}}}}`, "",
			`{"government": {"country": {"nodes": [{"id": "arland"}]}, "targetingsOperated": {"nodes": [{"id": "heron-against-journalists"}]}, "purchases": {"nodes": [{"id": "sale-of-heron"}]}}}`},
		{"country", `{country(id: "arland") {government {nodes {id}} seatOf {nodes {id}} scenes {nodes {id}}}}`, "",
			`{"country": {"government": {"nodes": [{"id": "government-of-arland"}]}, "seatOf": {"nodes": [{"id": "nightjar"}]}, "scenes": {"nodes": [{"id": "heron-against-journalists"}]}}}`},
		{"lawsuit", `{lawsuit(id: "press-union-v-nightjar") {plaintiffs {nodes {id}} defendants {nodes {id}} court {nodes {id}} participants {nodes {id}}}}`, "",
			`{"lawsuit": {"plaintiffs": {"nodes": [{"id": "press-union"}]}, "defendants": {"nodes": [{"id": "nightjar"}]}, "court": {"nodes": [{"id": "high-court"}]}, "participants": {"nodes": [{"id": "ada-holm"}]}}}`},
		{"targeting", `{targeting(id: "heron-against-journalists") {operators {nodes {id}} instruments {nodes {id}} targets {nodes {__typename id}} places {nodes {id}} helpers {totalCount}}}`, "",
			`{"targeting": {"operators": {"nodes": [{"id": "government-of-arland"}]}, "instruments": {"nodes": [{"id": "heron"}]},
				"targets": {"nodes": [{"__typename": "Device", "id": "phones"}, {"__typename": "Group", "id": "journalists-in-arland"}]}, "places": {"nodes": [{"id": "arland"}]}, "helpers": {"totalCount": 0}}}`},
		{"measure", `{measure(id: "trade-list") {administeredBy {nodes {id}} listed {nodes {id}}}}`, "",
			`{"measure": {"administeredBy": {"nodes": [{"id": "trade-ministry"}]}, "listed": {"nodes": [{"id": "nightjar"}]}}}`},
		{"deal", `{deal(id: "sale-of-heron") {sellers {nodes {id}} buyers {nodes {id}} brokers {nodes {id}} objects {nodes {id}}}}`, "",
			`{"deal": {"sellers": {"nodes": [{"id": "nightjar"}]}, "buyers": {"nodes": [{"id": "government-of-arland"}]}, "brokers": {"nodes": []}, "objects": {"nodes": [{"id": "heron"}]}}}`},
		// Who used it where a target is told, and who used it where none is.
		{"users of a product", `{product(id: "heron") {makers {nodes {id}} usedIn {nodes {id}} users(orderBy: [{by: TYPE}]) {totalCount edges {node {id} relation {type}}}}}`, "",
			`{"product": {"makers": {"nodes": [{"id": "nightjar"}]}, "usedIn": {"nodes": [{"id": "heron-against-journalists"}]},
				"users": {"totalCount": 2, "edges": [{"node": {"id": "ada-holm"}, "relation": {"type": "USES"}}, {"node": {"id": "government-of-arland"}, "relation": {"type": "OPERATED"}}]}}}`},
		// TOOK_PART_IN leads to a lawsuit and to a deal.
		{"only lawsuits are lawsuits", `{person(id: "ada-holm") {lawsuits {totalCount nodes {id}} events {totalCount nodes {id}}}}`, "",
			`{"person": {"lawsuits": {"totalCount": 1, "nodes": [{"id": "press-union-v-nightjar"}]}, "events": {"totalCount": 0, "nodes": []}}}`},
		{"through an interface", `{actors(where: {id: {in: ["ada-holm", "government-of-arland", "nightjar"]}}) {nodes {id listings {totalCount} ... on Person {owns {nodes {name}}} ... on Government {country {nodes {name}}}}}}`, "",
			`{"actors": {"nodes": [
				{"id": "ada-holm", "listings": {"totalCount": 0}, "owns": {"nodes": [{"name": "Nightjar"}]}},
				{"id": "government-of-arland", "listings": {"totalCount": 0}, "country": {"nodes": [{"name": "Arland"}]}},
				{"id": "nightjar", "listings": {"totalCount": 1}}]}}`},
		{"both directions", `{entity(id: "heron") {relations(orderBy: [{by: TYPE}]) {totalCount nodes {type label inverseLabel from {id} to {id}}} relationCounts {type direction count}}}`, "",
			`{"entity": {"relations": {"totalCount": 4, "nodes": [
				{"type": "MAKES", "label": "makes", "inverseLabel": "made by", "from": {"id": "nightjar"}, "to": {"id": "heron"}},
				{"type": "USES", "label": "uses", "inverseLabel": "used by", "from": {"id": "ada-holm"}, "to": {"id": "heron"}},
				{"type": "OBJECT_OF", "label": "is the object of", "inverseLabel": "has the object", "from": {"id": "heron"}, "to": {"id": "sale-of-heron"}},
				{"type": "USED_IN", "label": "used in", "inverseLabel": "used the instrument", "from": {"id": "heron"}, "to": {"id": "heron-against-journalists"}}]},
				"relationCounts": [{"type": "MAKES", "direction": "IN", "count": 1}, {"type": "USES", "direction": "IN", "count": 1}, {"type": "OBJECT_OF", "direction": "OUT", "count": 1}, {"type": "USED_IN", "direction": "OUT", "count": 1}]}}`},
		{"a symmetric relation from both ends", `{entities(where: {id: {in: ["government-of-arland", "nightjar"]}}) {nodes {id relations(where: {type: {eq: PARTNERS_WITH}}) {nodes {from {id} to {id}}} relationCounts {type direction}}}}`, "",
			`{"entities": {"nodes": [
				{"id": "government-of-arland", "relations": {"nodes": [{"from": {"id": "government-of-arland"}, "to": {"id": "nightjar"}}]},
					"relationCounts": [{"type": "PARTNERS_WITH", "direction": "BOTH"}, {"type": "GOVERNS", "direction": "OUT"}, {"type": "BUYER_IN", "direction": "OUT"}, {"type": "OPERATED", "direction": "OUT"}]},
				{"id": "nightjar", "relations": {"nodes": [{"from": {"id": "government-of-arland"}, "to": {"id": "nightjar"}}]},
					"relationCounts": [{"type": "OWNS", "direction": "IN"}, {"type": "DIRECTS", "direction": "IN"}, {"type": "PARTNERS_WITH", "direction": "BOTH"}, {"type": "BASED_IN", "direction": "OUT"}, {"type": "MAKES", "direction": "OUT"}, {"type": "SELLER_IN", "direction": "OUT"}, {"type": "DEFENDANT_IN", "direction": "OUT"}, {"type": "LISTED_ON", "direction": "OUT"}]}]}}`},
		{"a filter on the relation", `{company(id: "nightjar") {makes(where: {claims: {some: {modality: {eq: HEARSAY}}}}) {totalCount} sales(where: {claims: {some: {stance: {eq: DENIES}}}}) {totalCount nodes {id}}}}`, "",
			`{"company": {"makes": {"totalCount": 1}, "sales": {"totalCount": 0, "nodes": []}}}`},
	})
}

func TestEvidence(t *testing.T) { onEachStore(t, testEvidence) }

func testEvidence(t *testing.T, s *server) {
	s.check(t, []question{
		{"an accusation and its denial", `{relations(where: {type: {eq: OPERATED}}) {nodes {claims(orderBy: [{by: MODALITY}]) {nodes {
				stance modality firsthand reading statement attributedTo {id} source {id} locator {paragraph part start length page} answers {statement} answersSources {id} credits {how} collection note}}}}}`, "",
			`{"relations": {"nodes": [{"claims": {"nodes": [
				{"stance": "DENIES", "modality": "STATED", "firsthand": true, "reading": "EXPLICIT", "statement": "The government did not use it.", "attributedTo": [{"id": "nightjar"}], "source": {"id": "source:nightjar-statement"}, "locator": null,
					"answers": [{"statement": "The government used it."}], "answersSources": [{"id": "source:morning-post-2031-05-04"}], "credits": [], "collection": "heron-affair", "note": null},
				{"stance": "ASSERTS", "modality": "ALLEGED", "firsthand": false, "reading": "EXPLICIT", "statement": "The government used it.", "attributedTo": [{"id": "press-union"}], "source": {"id": "source:morning-post-2031-05-04"}, "locator": {"paragraph": 9, "part": "BODY", "start": null, "length": null, "page": null},
					"answers": [], "answersSources": [], "credits": [], "collection": "heron-affair", "note": null}]}}]}}`},
		{"credits", `{claims(where: {credits: {isNull: false}}) {nodes {credits {how source {title}} fact {__typename ... on Relation {type}}}}}`, "",
			`{"claims": {"nodes": [{"credits": [{"how": "NAMED", "source": {"title": "Nightjar’s Heron"}}], "fact": {"__typename": "Relation", "type": "MAKES"}}]}}`},
		{"qualifiers", `{relations(where: {type: {in: [OWNS, TARGETED, BASED_IN]}}, orderBy: [{by: TYPE}, {by: TO_NAME}]) {nodes {type since until when key qualifiers {key value {__typename ... on DateValue {date earliest latest text} ... on QuantityValue {min max unit precision words} ... on EnumValue {enum}} claims {statement}}}}}`, "",
			`{"relations": {"nodes": [
				{"type": "OWNS", "since": "2029", "until": null, "when": "since 2029", "key": null, "qualifiers": [
					{"key": "SINCE", "value": {"__typename": "DateValue", "date": "2029", "earliest": "2029-01-01", "latest": "2029-12-31", "text": "2029"}, "claims": [{"statement": "Ada Holm owns it."}]},
					{"key": "SHARE", "value": {"__typename": "QuantityValue", "min": 60, "max": 60, "unit": "percent", "precision": "EXACT", "words": null}, "claims": [{"statement": "Ada Holm owns it."}]}]},
				{"type": "BASED_IN", "since": null, "until": null, "when": null, "key": null, "qualifiers": []},
				{"type": "TARGETED", "since": null, "until": null, "when": null, "key": null, "qualifiers": [{"key": "OUTCOME", "value": {"__typename": "EnumValue", "enum": "SUCCESSFUL"}, "claims": [{"statement": "Journalists were targets."}]}]},
				{"type": "TARGETED", "since": null, "until": null, "when": null, "key": null, "qualifiers": []}]}}`},
		{"properties", `{entity(id: "nightjar") {aliases {value {... on TextValue {text}} claims {totalCount}} properties(keys: [RATING, WEBSITE], orderBy: [{by: KEY}]) {totalCount nodes {key entity {id} issuer {id} value {__typename ... on UrlValue {url} ... on TextValue {text}}}}}}`, "",
			`{"entity": {"aliases": [{"value": {"text": "Nightjar Systems"}, "claims": {"totalCount": 1}}, {"value": {"text": "NJ"}, "claims": {"totalCount": 1}}],
				"properties": {"totalCount": 2, "nodes": [
					{"key": "RATING", "entity": {"id": "nightjar"}, "issuer": {"id": "high-court"}, "value": {"__typename": "TextValue", "text": "BB"}},
					{"key": "WEBSITE", "entity": {"id": "nightjar"}, "issuer": null, "value": {"__typename": "UrlValue", "url": "https://nightjar.example"}}]}}}`},
		{"sources", `{sources(orderBy: [{by: PUBLISHED}]) {nodes {id kind title published url language fileName publishers {id} cites {id} derivesFrom {how basis note source {id}} act {id} claims {totalCount}}}}`, "",
			`{"sources": {"nodes": [
				{"id": "source:morning-post-2031-05-04", "kind": "ARTICLE", "title": "Nightjar’s Heron", "published": "2031-05-04", "url": "https://morning-post.example/heron", "language": "en", "fileName": "morning.txt", "publishers": [{"id": "morning-post"}], "cites": [], "derivesFrom": [], "act": null, "claims": {"totalCount": 24}},
				{"id": "source:evening-echo-2031-05-05", "kind": "ARTICLE", "title": "Écho du soir", "published": "2031-05-05", "url": null, "language": "fr", "fileName": null, "publishers": [], "cites": [{"id": "source:morning-post-2031-05-04"}],
					"derivesFrom": [{"how": "TRANSLATION", "basis": "DECLARED", "note": "It says so.", "source": {"id": "source:morning-post-2031-05-04"}}], "act": null, "claims": {"totalCount": 7}},
				{"id": "source:nightjar-statement", "kind": "STATEMENT", "title": null, "published": null, "url": null, "language": null, "fileName": null, "publishers": [{"id": "nightjar"}], "cites": [], "derivesFrom": [], "act": {"id": "publication-of-the-list"}, "claims": {"totalCount": 1}}]}}`},
		{"sources of an entity, and what it published", `{entity(id: "nightjar") {sources {nodes {id}} ... on Actor {published {nodes {id}}}}}`, "",
			`{"entity": {"sources": {"nodes": [{"id": "source:evening-echo-2031-05-05"}, {"id": "source:morning-post-2031-05-04"}]}, "published": {"nodes": [{"id": "source:nightjar-statement"}]}}}`},
		{"tellings", `{targeting(id: "heron-against-journalists") {tellings {totalCount nodes {source {id} operators {id} instruments {id} targets {id} helpers {id} places {id} claims {statement stance}}}}}`, "",
			`{"targeting": {"tellings": {"totalCount": 3, "nodes": [
				{"source": {"id": "source:evening-echo-2031-05-05"}, "operators": [], "instruments": [], "targets": [{"id": "phones"}], "helpers": [], "places": [{"id": "arland"}],
					"claims": [{"statement": "Phones were hit.", "stance": "ASSERTS"}, {"statement": "It was in Arland.", "stance": "ASSERTS"}]},
				{"source": {"id": "source:morning-post-2031-05-04"}, "operators": [{"id": "government-of-arland"}], "instruments": [{"id": "heron"}], "targets": [{"id": "journalists-in-arland"}], "helpers": [], "places": [],
					"claims": [{"statement": "Heron was used.", "stance": "ASSERTS"}, {"statement": "The government used it.", "stance": "ASSERTS"}, {"statement": "Journalists were targets.", "stance": "ASSERTS"}]},
				{"source": {"id": "source:nightjar-statement"}, "operators": [], "instruments": [], "targets": [], "helpers": [], "places": [], "claims": [{"statement": "The government did not use it.", "stance": "DENIES"}]}]}}}`},
		{"tellings of some documents, from the end", `{targeting(id: "heron-against-journalists") {tellings(where: {kind: {eq: ARTICLE}}, orderBy: [{by: PUBLISHED}], last: 1) {totalCount nodes {source {id}} facets(by: [LANGUAGE]) {buckets {value count}}}}}`, "",
			`{"targeting": {"tellings": {"totalCount": 2, "nodes": [{"source": {"id": "source:evening-echo-2031-05-05"}}], "facets": [{"buckets": [{"value": "en", "count": 1}, {"value": "fr", "count": 1}]}]}}}`},
		{"vocabulary", `{vocabulary {kinds {kind label plural actor target} qualifierKeys {key type enum common}}}`, "", vocabularyAnswer()},
	})
}

// vocabularyAnswer writes the tables as the API does.
func vocabularyAnswer() string {
	type m = map[string]any
	kinds, keys := []m{}, []m{}
	for _, row := range kb.Kinds {
		kinds = append(kinds, m{"kind": strings.ToUpper(strings.ReplaceAll(string(row.Kind), "-", "_")), "label": row.Label, "plural": row.Plural, "actor": row.Actor, "target": row.Target})
	}
	for _, row := range kb.QualifierKeys {
		key := strings.ToUpper(string(row.Key))
		if row.Key == kb.QualifierAsOf {
			key = "AS_OF"
		}
		keys = append(keys, m{"key": key, "type": strings.ToUpper(string(row.Type)), "enum": append([]string{}, row.Enum...), "common": row.Common})
	}
	text, err := json.Marshal(m{"vocabulary": m{"kinds": kinds, "qualifierKeys": keys}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestSearch(t *testing.T) { onEachStore(t, testSearch) }

func testSearch(t *testing.T, s *server) {
	s.check(t, []question{
		{"tiers", `{search(text: "HERON") {totalCount nodes {entity {__typename id} tier matched highlights {start length}}}}`, "",
			`{"search": {"totalCount": 3, "nodes": [
				{"entity": {"__typename": "Product", "id": "heron"}, "tier": "EXACT", "matched": "Heron", "highlights": [{"start": 0, "length": 5}]},
				{"entity": {"__typename": "Targeting", "id": "heron-against-journalists"}, "tier": "PREFIX", "matched": "Heron against journalists", "highlights": [{"start": 0, "length": 5}]},
				{"entity": {"__typename": "Deal", "id": "sale-of-heron"}, "tier": "ALL_WORDS", "matched": "Sale of Heron", "highlights": [{"start": 8, "length": 5}]}]}}`},
		{"an alias, under a filter", `{search(text: "nightjar systems", where: {kind: {eq: COMPANY}}) {nodes {entity {id} tier matched}}}`, "",
			`{"search": {"nodes": [{"entity": {"id": "nightjar"}, "tier": "EXACT", "matched": "Nightjar Systems"}]}}`},
		{"mistyped", `{search(text: "Heorn", where: {kind: {eq: PRODUCT}}) {totalCount nodes {entity {id} tier matched highlights {start length}}}}`, "",
			`{"search": {"totalCount": 1, "nodes": [{"entity": {"id": "heron"}, "tier": "NEAR_WORDS", "matched": "Heron", "highlights": [{"start": 0, "length": 5}]}]}}`},
		{"not finished", `{search(text: "sale he") {totalCount nodes {entity {id} tier matched highlights {start length}}}}`, "",
			`{"search": {"totalCount": 3, "nodes": [
				{"entity": {"id": "sale-of-heron"}, "tier": "LAST_BEGUN", "matched": "Sale of Heron", "highlights": [{"start": 0, "length": 4}, {"start": 8, "length": 2}]},
				{"entity": {"id": "heron-against-journalists"}, "tier": "SOME_WORDS", "matched": "Heron against journalists", "highlights": [{"start": 0, "length": 2}]},
				{"entity": {"id": "heron"}, "tier": "SOME_WORDS", "matched": "Heron", "highlights": [{"start": 0, "length": 2}]}]}}`},
		{"in other letters", `{search(text: "Херон", where: {kind: {eq: PRODUCT}}) {nodes {entity {id} tier highlights {start length}}}}`, "",
			`{"search": {"nodes": [{"entity": {"id": "heron"}, "tier": "NEAR_WORDS", "highlights": [{"start": 0, "length": 5}]}]}}`},
		{"nothing to look for", `{search(text: "?!") {totalCount nodes {matched} pageInfo {hasNextPage endCursor}}}`, "",
			`{"search": {"totalCount": 0, "nodes": [], "pageInfo": {"hasNextPage": false, "endCursor": null}}}`},
	})
}

func TestChanges(t *testing.T) {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "heron-affair"}}}
	b.entity(kb.KindPlace, "port-wren", "Port Wren", "A harbour.")
	onEachStore(t, testChanges, b.set)
}

func testChanges(t *testing.T, s *server) {
	s.check(t, []question{
		{"the last", `{changes(since: 1) {nodes {version op id node {__typename ... on Place {summary}}} pageInfo {hasNextPage hasPreviousPage}}}`, "",
			`{"changes": {"nodes": [{"version": 2, "op": "CHANGED", "id": "port-wren", "node": {"__typename": "Place", "summary": "A harbour."}}], "pageInfo": {"hasNextPage": false, "hasPreviousPage": false}}}`},
		{"none", `{changes(since: 9) {nodes {id} pageInfo {endCursor}}}`, "", `{"changes": {"nodes": [], "pageInfo": {"endCursor": null}}}`},
	})
	var all []any
	for v := `null`; v != ""; {
		data := s.answer(t, `query ($after: String) {changes(since: 0, first: 10, after: $after) {nodes {version id} pageInfo {hasNextPage endCursor}}}`, `{"after": `+v+`}`)
		page := data.(map[string]any)["changes"].(map[string]any)
		all = append(all, page["nodes"].([]any)...)
		info := page["pageInfo"].(map[string]any)
		v = ""
		if info["hasNextPage"] == true {
			v = fmt.Sprintf("%q", info["endCursor"])
		}
	}
	written := sampleSet().Len() + 1
	whole := s.answer(t, `{changes(since: 0, first: 500) {nodes {version id}}}`, "").(map[string]any)["changes"].(map[string]any)["nodes"]
	if diff := cmp.Diff(whole, any(all)); diff != "" || len(all) != written {
		t.Errorf("pages of 10 give %d changes, want %d (-whole +pages):\n%s", len(all), written, diff)
	}
}

// lists are connections to page through, each with the text before its
// arguments and after its fields.
var lists = []struct{ name, before, args, node, after string }{
	{"entities", `{list: entities(`, `orderBy: [{by: KIND, direction: DESC}]`, "id", `}`},
	{"people and companies", `{list: actors(`, `where: {kind: {in: [PERSON, COMPANY, PUBLIC_BODY]}}, orderBy: [{by: DEGREE}, {by: NAME}]`, "id", `}`},
	{"relations", `{list: relations(`, `orderBy: [{by: SINCE}, {by: FROM_NAME, direction: DESC}]`, "id", `}`},
	{"properties", `{list: properties(`, `orderBy: [{by: VALUE}]`, "id", `}`},
	{"claims", `{list: claims(`, `orderBy: [{by: LOCATOR, direction: DESC}]`, "id", `}`},
	{"sources", `{list: sources(`, `orderBy: [{by: TITLE}]`, "id", `}`},
	{"relations of an entity", `{top: company(id: "nightjar") {list: relations(`, `orderBy: [{by: TYPE, direction: DESC}]`, "id", `}}`},
	{"tellings", `{top: targeting(id: "heron-against-journalists") {list: tellings(`, `orderBy: [{by: PUBLISHED, direction: DESC}]`, "source {id}", `}}`},
	{"claims of a source", `{top: source(id: "source:morning-post-2031-05-04") {list: claims(`, `orderBy: [{by: MODALITY}]`, "id", `}}`},
}

func TestPages(t *testing.T) { onEachStore(t, testPages) }

func testPages(t *testing.T, s *server) {
	for _, l := range lists {
		t.Run(l.name, func(t *testing.T) {
			page := func(args string) (edges []any, info map[string]any) {
				data := s.answer(t, l.before+l.args+args+`) {edges {cursor node {`+l.node+`}} pageInfo {hasNextPage hasPreviousPage startCursor endCursor}}`+l.after, "").(map[string]any)
				if top, ok := data["top"].(map[string]any); ok {
					data = top
				}
				list := data["list"].(map[string]any)
				return list["edges"].([]any), list["pageInfo"].(map[string]any)
			}
			whole, info := page(` first: 500`)
			if len(whole) < 3 || info["hasNextPage"] != false || info["hasPreviousPage"] != false {
				t.Fatalf("%d in all, %v", len(whole), info)
			}
			var forwards []any
			edges, info := page(` first: 2`)
			for {
				forwards = append(forwards, edges...)
				if info["startCursor"] != edges[0].(map[string]any)["cursor"] || info["endCursor"] != edges[len(edges)-1].(map[string]any)["cursor"] {
					t.Errorf("the page's cursors are not those of its ends: %v", info)
				}
				if info["hasNextPage"] == false {
					break
				}
				edges, info = page(fmt.Sprintf(` first: 2, after: %q`, info["endCursor"]))
			}
			if diff := cmp.Diff(whole, forwards); diff != "" {
				t.Errorf("forwards by two (-whole +pages):\n%s", diff)
			}
			var backwards []any
			edges, info = page(` last: 2`)
			for {
				backwards = append(slices.Clone(edges), backwards...)
				if info["hasPreviousPage"] == false {
					break
				}
				edges, info = page(fmt.Sprintf(` last: 2, before: %q`, info["startCursor"]))
			}
			if diff := cmp.Diff(whole, backwards); diff != "" {
				t.Errorf("backwards by two (-whole +pages):\n%s", diff)
			}
		})
	}
}

// The links of an entity are read from either end.
func TestLinksFromTheEnd(t *testing.T) {
	s := serve(stored(t, hub(5, 0)), graph.Limits{})
	page := func(args string) (names []any, info map[string]any) {
		data := s.answer(t, `{company(id: "hub") {makes(orderBy: [{by: TO_NAME}], `+args+`) {nodes {name} pageInfo {hasPreviousPage startCursor}}}}`, "")
		list := data.(map[string]any)["company"].(map[string]any)["makes"].(map[string]any)
		for _, n := range list["nodes"].([]any) {
			names = append(names, n.(map[string]any)["name"])
		}
		return names, list["pageInfo"].(map[string]any)
	}
	names, info := page(`last: 2`)
	if !slices.Equal(names, []any{"Product 3", "Product 4"}) || info["hasPreviousPage"] != true {
		t.Errorf("the last two: %v %v", names, info)
	}
	names, info = page(fmt.Sprintf(`last: 3, before: %q`, info["startCursor"]))
	if !slices.Equal(names, []any{"Product 0", "Product 1", "Product 2"}) || info["hasPreviousPage"] != false {
		t.Errorf("the three before: %v %v", names, info)
	}
}

// What a bucket's filter finds is what the bucket counted.
func TestFacets(t *testing.T) { onEachStore(t, testFacets) }

func testFacets(t *testing.T, s *server) {
	s.check(t, []question{
		{"labels and values", `{claims(where: {source: {language: {eq: "fr"}}}) {facets(by: [SOURCE, READING]) {by buckets {value label count}}} relations {facets(by: [TO_KIND], first: 2) {buckets {value label count}}} properties {facets(by: [KEY, UNIT]) {by buckets {value label count}}}}`, "",
			`{"claims": {"facets": [{"by": "SOURCE", "buckets": [{"value": "source:evening-echo-2031-05-05", "label": "Écho du soir", "count": 7}]},
					{"by": "READING", "buckets": [{"value": "EXPLICIT", "label": "EXPLICIT", "count": 6}, {"value": "INFERRED", "label": "INFERRED", "count": 1}]}]},
				"relations": {"facets": [{"buckets": [{"value": "DEAL", "label": "Deal", "count": 4}, {"value": "COMPANY", "label": "Company", "count": 3}]}]},
				"properties": {"facets": [{"by": "KEY", "buckets": [{"value": "ALIAS", "label": "Alias", "count": 2}, {"value": "DATE", "label": "Date", "count": 1}, {"value": "EFFECT", "label": "Effect", "count": 1}, {"value": "RATING", "label": "Rating", "count": 1}, {"value": "SIZE", "label": "Size", "count": 1}, {"value": "WEBSITE", "label": "Website", "count": 1}]},
					{"by": "UNIT", "buckets": [{"value": "phones", "label": "phones", "count": 1}]}]}}`},
	})
	const deep = `{since: {possibly: {within: "2029"}}, claims: {count: {of: {stance: {eq: ASSERTS}, firsthand: {eq: false}}, is: {gte: 1}}}, or: [{from: {relations: {some: {direction: OUT, other: {kind: {in: [COMPANY, PUBLIC_BODY]}}}}}}, {key: {isNull: false}}]}`
	bucket := s.answer(t, `{relations(where: `+deep+`) {facets(by: [TYPE]) {buckets {value where}}}}`, "").(map[string]any)["relations"].(map[string]any)["facets"].([]any)[0].(map[string]any)["buckets"].([]any)[0].(map[string]any)
	want := parse(t, `{"and": [{"since": {"possibly": {"within": "2029"}}, "claims": {"count": {"of": {"stance": {"eq": "ASSERTS"}, "firsthand": {"eq": false}}, "is": {"gte": 1}}},
		"or": [{"from": {"relations": {"some": {"direction": "OUT", "other": {"kind": {"in": ["COMPANY", "PUBLIC_BODY"]}}}}}}, {"key": {"isNull": false}}]}, {"type": {"eq": "OWNS"}}]}`)
	if diff := cmp.Diff(want, bucket["where"]); diff != "" {
		t.Errorf("a filter given back (-want +got):\n%s", diff)
	}
	if resp := s.ask(t.Context(), `{entities {facets(by: [KIND]) {buckets {where}}}}`, ""); strings.Contains(string(resp.Data), "\n") {
		t.Errorf("a filter breaks the line: %s", resp.Data)
	}

	for list, keys := range map[string][]kb.FacetKey{
		"entities": kb.FacetKeys[kb.EntityClass], "relations": kb.FacetKeys[kb.RelationClass], "properties": kb.FacetKeys[kb.PropertyClass],
		"claims": kb.FacetKeys[kb.ClaimClass], "sources": kb.FacetKeys[kb.SourceClass],
	} {
		filter := map[string]string{"entities": "EntityWhere", "relations": "RelationWhere", "properties": "PropertyWhere", "claims": "ClaimWhere", "sources": "SourceWhere"}[list]
		for _, key := range keys {
			for _, where := range []string{"", `where: {not: {id: {in: ["source:nightjar-statement", "heron"]}}}`, `where: {collection: {startsWith: "heron"}, and: [{not: {id: {eq: "arland"}}}]}`} {
				args := ""
				if where != "" {
					args = "(" + where + ")"
				}
				data := s.answer(t, fmt.Sprintf(`{list: %s%s {facets(by: [%s]) {buckets {value count where}}}}`, list, args, key), "")
				buckets := data.(map[string]any)["list"].(map[string]any)["facets"].([]any)[0].(map[string]any)["buckets"].([]any)
				if len(buckets) == 0 {
					t.Errorf("%s by %s: no buckets", list, key)
				}
				for _, b := range buckets {
					bucket := b.(map[string]any)
					variables, err := json.Marshal(map[string]any{"where": bucket["where"]})
					if err != nil {
						t.Fatal(err)
					}
					count := s.answer(t, fmt.Sprintf(`query ($where: %s) {list: %s(where: $where) {totalCount}}`, filter, list), string(variables))
					if got := count.(map[string]any)["list"].(map[string]any)["totalCount"]; got != bucket["count"] {
						t.Errorf("%s by %s: the bucket %v has %v, its filter %s finds %v", list, key, bucket["value"], bucket["count"], variables, got)
					}
				}
			}
		}
	}
}

func TestVariables(t *testing.T) { onEachStore(t, testVariables) }

func testVariables(t *testing.T, s *server) {
	s.check(t, []question{
		{"a filter", `query ($where: EntityWhere, $first: Int) {entities(where: $where, first: $first) {nodes {id}}}`,
			`{"where": {"and": [{"kind": {"eq": "COMPANY"}}, {"degree": {"gte": 2.0}}]}, "first": 3}`, `{"entities": {"nodes": [{"id": "nightjar"}]}}`},
		{"a value in a filter", `query ($kind: EntityKind!) {entities(where: {kind: {eq: $kind}}) {nodes {id}}}`, `{"kind": "COMPANY"}`, `{"entities": {"nodes": [{"id": "nightjar"}]}}`},
		{"null is nothing", `query ($where: EntityWhere, $first: Int) {companies(where: $where, first: $first) {totalCount}}`, `{"where": null, "first": null}`, `{"companies": {"totalCount": 1}}`},
		{"a default", `query ($id: ID! = "heron") {entity(id: $id) {name}}`, "", `{"entity": {"name": "Heron"}}`},
		{"a date", `query ($day: PartialDate!) {sources(where: {published: {certainly: {after: $day}}}) {totalCount}}`, `{"day": "2031-05-04"}`, `{"sources": {"totalCount": 1}}`},
		{"one for a list", `query ($ids: [ID!]!) {nodes(ids: $ids) {id}}`, `{"ids": "heron"}`, `{"nodes": [{"id": "heron"}]}`},
		{"skip and include", `query ($yes: Boolean!) {entity(id: "heron") {id @skip(if: $yes) name @include(if: $yes)}}`, `{"yes": true}`, `{"entity": {"name": "Heron"}}`},
	})
}
