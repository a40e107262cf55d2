package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"actorgraph/graph"
)

func TestWhereSourcesLead(t *testing.T) { onEachStore(t, testWhereSourcesLead, doubts()) }

func testWhereSourcesLead(t *testing.T, s *server) {
	s.check(t, []question{
		// The Late News credits the Gazette, which credits the Echo, which credits the Post.
		{"who hangs on whom", `{sources {nodes {id derivedBy {nodes {id}} citedBy {nodes {id}} dependents {totalCount nodes {id}}}}}`, "",
			`{"sources": {"nodes": [
				{"id": "source:evening-echo-2031-05-05", "derivedBy": {"nodes": []}, "citedBy": {"nodes": []}, "dependents": {"totalCount": 2, "nodes": [{"id": "source:gazette"}, {"id": "source:late-news"}]}},
				{"id": "source:gazette", "derivedBy": {"nodes": []}, "citedBy": {"nodes": []}, "dependents": {"totalCount": 1, "nodes": [{"id": "source:late-news"}]}},
				{"id": "source:late-news", "derivedBy": {"nodes": []}, "citedBy": {"nodes": []}, "dependents": {"totalCount": 0, "nodes": []}},
				{"id": "source:morning-post-2031-05-04", "derivedBy": {"nodes": [{"id": "source:evening-echo-2031-05-05"}]}, "citedBy": {"nodes": [{"id": "source:evening-echo-2031-05-05"}, {"id": "source:late-news"}]},
					"dependents": {"totalCount": 3, "nodes": [{"id": "source:evening-echo-2031-05-05"}, {"id": "source:gazette"}, {"id": "source:late-news"}]}},
				{"id": "source:nightjar-statement", "derivedBy": {"nodes": []}, "citedBy": {"nodes": []}, "dependents": {"totalCount": 0, "nodes": []}}]}}`},
		{"what they say, and what comes from them", `{sources(where: {id: {in: ["source:morning-post-2031-05-04", "source:late-news", "source:nightjar-statement"]}}) {nodes {facts {totalCount} originOf {totalCount nodes {... on Relation {type}}}}}}`, "",
			`{"sources": {"nodes": [
				{"facts": {"totalCount": 2}, "originOf": {"totalCount": 0, "nodes": []}},
				{"facts": {"totalCount": 28}, "originOf": {"totalCount": 1, "nodes": [{"type": "MAKES"}]}},
				{"facts": {"totalCount": 1}, "originOf": {"totalCount": 0, "nodes": []}}]}}`},
		{"facts of both classes", `{source(id: "source:gazette") {facts {nodes {__typename support {documents}}}}}`, "",
			`{"source": {"facts": {"nodes": [{"__typename": "Property", "support": {"documents": 1}}, {"__typename": "Relation", "support": {"documents": 4}}]}}}`},
		{"as was known", `query @lens(knownAt: "2031-05-04") {source(id: "source:morning-post-2031-05-04") {derivedBy {totalCount} dependents {totalCount}}}`, "",
			`{"source": {"derivedBy": {"totalCount": 0}, "dependents": {"totalCount": 1}}}`},
		// The statement has no title and no date; the Echo has a title and no publisher.
		{"how they are called", `{sources(where: {id: {in: ["source:morning-post-2031-05-04", "source:evening-echo-2031-05-05", "source:nightjar-statement"]}}) {nodes {name when}}}`, "",
			`{"sources": {"nodes": [
				{"name": "Écho du soir", "when": "5 May 2031"},
				{"name": "Nightjar’s Heron", "when": "4 May 2031"},
				{"name": "The Nightjar statement", "when": null}]}}`},
		{"claims in reading order", `{source(id: "source:evening-echo-2031-05-05") {claims {nodes {locator {paragraph}}}}}`, "",
			`{"source": {"claims": {"nodes": [{"locator": {"paragraph": 1}}, {"locator": {"paragraph": 2}}, {"locator": {"paragraph": 3}}, {"locator": {"paragraph": 4}}, {"locator": {"paragraph": 5}}, {"locator": {"paragraph": 6}}, {"locator": {"paragraph": 7}}]}}}`},
	})
}

// A circle of sources ends, and none hangs on itself.
func TestDependentsInACircle(t *testing.T) {
	set := sampleSet()
	for _, source := range set.Sources {
		if source.ID == morning {
			source.DerivesFrom = append(source.DerivesFrom, set.Sources[1].DerivesFrom...)
			source.DerivesFrom[0].Source = denial
		}
	}
	b := &builder{set: set}
	b.claim(b.relation("nightjar", "SUPPLIES", "government-of-arland"), denial, 1, "As the Echo has it.", creditsNamed(evening))
	serve(stored(t, set), graph.Limits{}).check(t, []question{
		{"", `{sources {nodes {dependents {nodes {id}}}}}`, "", `{"sources": {"nodes": [
			{"dependents": {"nodes": [{"id": "source:morning-post-2031-05-04"}, {"id": "source:nightjar-statement"}]}},
			{"dependents": {"nodes": [{"id": "source:evening-echo-2031-05-05"}, {"id": "source:nightjar-statement"}]}},
			{"dependents": {"nodes": [{"id": "source:evening-echo-2031-05-05"}, {"id": "source:morning-post-2031-05-04"}]}}]}}`},
	})
}

func TestPagesOfSourceLists(t *testing.T) {
	s := serve(stored(t, sampleSet(), doubts()), graph.Limits{})
	for _, field := range []string{"facts", "dependents", "citedBy"} {
		page := func(args string) (ids []any, info map[string]any) {
			data := s.answer(t, fmt.Sprintf(`{source(id: %q) {list: %s(%s) {edges {cursor node {id}} nodes {id} pageInfo {hasNextPage hasPreviousPage startCursor endCursor}}}}`, morning, field, args), "")
			list := data.(map[string]any)["source"].(map[string]any)["list"].(map[string]any)
			for i, e := range list["edges"].([]any) {
				id := e.(map[string]any)["node"].(map[string]any)["id"]
				if id != list["nodes"].([]any)[i].(map[string]any)["id"] {
					t.Errorf("%s: edges and nodes differ at %d", field, i)
				}
				ids = append(ids, id)
			}
			return ids, list["pageInfo"].(map[string]any)
		}
		whole, info := page("first: 500")
		if len(whole) < 2 || info["hasNextPage"] != false || info["hasPreviousPage"] != false {
			t.Fatalf("%s: %v, %v", field, whole, info)
		}
		all, info := page("first: 1")
		for info["hasNextPage"] == true {
			var next []any
			next, info = page(fmt.Sprintf("first: 1, after: %q", info["endCursor"]))
			if info["hasPreviousPage"] != true {
				t.Errorf("%s: nothing lies before a page after a cursor", field)
			}
			all = append(all, next...)
		}
		if !slices.Equal(whole, all) {
			t.Errorf("%s: one by one %v, whole %v", field, all, whole)
		}
	}
}
