package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSubgraph(t *testing.T) { onEachStore(t, testSubgraph) }

func TestSubgraphOfLargeGraphs(t *testing.T) { onEachStoreKept(t, tooLarge, testSubgraph) }

func testSubgraph(t *testing.T, s *server) {
	// drawn is a subgraph whose entities, relations and hidden ones are written
	// shortly: "ada-holm OWNS nightjar", "nightjar MAKES OUT 1".
	drawn := func(entities, relations, hidden, rest string) string {
		objects := func(list, format string) string {
			var out []string
			for item := range strings.SplitSeq(list, ",") {
				if item = strings.TrimSpace(item); item == "" {
					continue
				}
				var words []any
				for word := range strings.FieldsSeq(item) {
					words = append(words, word)
				}
				out = append(out, fmt.Sprintf(format, words...))
			}
			return "[" + strings.Join(out, ", ") + "]"
		}
		return fmt.Sprintf(`{"subgraph": {"entities": %s, "relations": %s, "hidden": %s, %s}}`, objects(entities, `{"id": %q}`),
			objects(relations, `{"from": {"id": %q}, "type": %q, "to": {"id": %q}}`),
			objects(hidden, `{"entity": {"id": %q}, "type": %q, "direction": %q, "count": %s}`), rest)
	}
	const shown = `{entities {id} relations {from {id} type to {id}} hidden {entity {id} type direction count} truncated}`
	s.check(t, []question{
		{"what is next to one", `{subgraph(ids: ["ada-holm"]) {entities {id} relations {from {id} type to {id}} hidden {entity {id} type direction count} truncated
				stats {entities relations hiddenEntities hiddenRelations layers}}}`, "",
			drawn("ada-holm, nightjar, press-union-v-nightjar, sale-of-heron",
				`ada-holm OWNS nightjar, ada-holm DIRECTS nightjar, ada-holm TOOK_PART_IN press-union-v-nightjar, ada-holm TOOK_PART_IN sale-of-heron,
				nightjar DEFENDANT_IN press-union-v-nightjar, nightjar SELLER_IN sale-of-heron`,
				`nightjar PARTNERS_WITH BOTH 1, nightjar BASED_IN OUT 1, nightjar MAKES OUT 1, nightjar LISTED_ON OUT 1,
				press-union-v-nightjar PLAINTIFF_IN IN 1, press-union-v-nightjar HEARD_BY OUT 1, sale-of-heron BUYER_IN IN 1, sale-of-heron OBJECT_OF IN 1`,
				`"truncated": false, "stats": {"entities": 4, "relations": 6, "hiddenEntities": 6, "hiddenRelations": 8, "layers": [1, 3]}`)},
		{"the two most connected", `{subgraph(ids: ["ada-holm"], perEntity: 2) ` + shown + `}`, "",
			drawn("ada-holm, nightjar, press-union-v-nightjar",
				"ada-holm OWNS nightjar, ada-holm DIRECTS nightjar, ada-holm TOOK_PART_IN press-union-v-nightjar, nightjar DEFENDANT_IN press-union-v-nightjar",
				`ada-holm TOOK_PART_IN OUT 1, nightjar PARTNERS_WITH BOTH 1, nightjar BASED_IN OUT 1, nightjar MAKES OUT 1, nightjar SELLER_IN OUT 1, nightjar LISTED_ON OUT 1,
				press-union-v-nightjar PLAINTIFF_IN IN 1, press-union-v-nightjar HEARD_BY OUT 1`,
				`"truncated": true`)},
		{"two in all", `{subgraph(ids: ["ada-holm"], depth: 4, limit: 2) {entities {id} truncated stats {hiddenRelations layers}}}`, "",
			`{"subgraph": {"entities": [{"id": "ada-holm"}, {"id": "nightjar"}], "truncated": true, "stats": {"hiddenRelations": 8, "layers": [1, 1]}}}`},
		{"no more than they", `{subgraph(ids: ["phones", "heron-against-journalists"], depth: 0) ` + shown + `}`, "",
			drawn("heron-against-journalists, phones", "heron-against-journalists TARGETED phones",
				"heron-against-journalists OCCURRED_IN OUT 1, heron-against-journalists OPERATED IN 1, heron-against-journalists USED_IN IN 1, heron-against-journalists TARGETED OUT 1", `"truncated": false`)},
		{"more of one that is drawn", `{subgraph(ids: ["nightjar"], perEntity: 2, known: ["ada-holm", "nightjar"]) ` + shown + `}`, "",
			drawn("government-of-arland, press-union-v-nightjar",
				"ada-holm TOOK_PART_IN press-union-v-nightjar, government-of-arland PARTNERS_WITH nightjar, nightjar DEFENDANT_IN press-union-v-nightjar",
				`nightjar BASED_IN OUT 1, nightjar MAKES OUT 1, nightjar SELLER_IN OUT 1, nightjar LISTED_ON OUT 1,
				government-of-arland GOVERNS OUT 1, government-of-arland BUYER_IN OUT 1, government-of-arland OPERATED OUT 1, press-union-v-nightjar PLAINTIFF_IN IN 1, press-union-v-nightjar HEARD_BY OUT 1`,
				`"truncated": true`)},
		{"as the relations are written", `{subgraph(ids: ["heron"], depth: 2, where: {types: [USED_IN, TARGETED], direction: AS_WRITTEN}) ` + shown + `}`, "",
			drawn("heron, heron-against-journalists, journalists-in-arland, phones",
				"heron USED_IN heron-against-journalists, heron-against-journalists TARGETED journalists-in-arland, heron-against-journalists TARGETED phones", "", `"truncated": false`)},
		{"against how the relations are written", `{subgraph(ids: ["heron-against-journalists"], where: {types: [USED_IN, TARGETED], direction: BACKWARDS}) ` + shown + `}`, "",
			drawn("heron-against-journalists, heron", "heron USED_IN heron-against-journalists", "", `"truncated": false`)},
		{"by no happening and no hub", `{subgraph(ids: ["ada-holm"], where: {notKinds: [LAWSUIT, DEAL], maxDegree: 7}) ` + shown + `}`, "", drawn("ada-holm", "", "", `"truncated": false`)},
		{"what a day did not know", `query @lens(knownAt: "2031-05-04") {subgraph(ids: ["phones"], depth: 2) ` + shown + `}`, "", drawn("phones", "", "", `"truncated": false`)},
		{"what is alleged, and not what an analyst reads in", `query @lens(statuses: [ALLEGED]) {subgraph(ids: ["ada-holm", "government-of-arland"]) ` + shown + `}`, "",
			drawn("government-of-arland, ada-holm, heron-against-journalists", "government-of-arland OPERATED heron-against-journalists", "", `"truncated": false`)},
	})
	tooMany := `["phones"` + strings.Repeat(`, "phones"`, 5_000) + `]`
	for _, row := range []struct{ args, says string }{
		{`ids: ["nobody"]`, `ids: no entity has the id "nobody"`},
		{`ids: ["heron"], known: ["nobody"]`, `known: no entity has the id "nobody"`},
		{`ids: ["heron"], where: {avoid: ["nobody"]}`, `where.avoid: no entity has the id "nobody"`},
		{`ids: []`, "ids, how many: 0; from 1 to 500"},
		{`ids: ["heron"], depth: 5`, "depth: 5; from 0 to 4"},
		{`ids: ["heron"], depth: -1`, "depth: -1; from 0 to 4"},
		{`ids: ["heron"], perEntity: 501`, "perEntity: 501; from 1 to 500"},
		{`ids: ["heron"], limit: 0`, "limit: 0; from 1 to 2000"},
		{`ids: ["heron"], limit: 1000000000`, "limit: 1000000000; from 1 to 2000"},
		{`ids: ["heron", "nightjar", "phones"], known: ["phones"], limit: 1`, "limit: 1; ids alone are 2"},
		{`ids: ["heron"], where: {through: ["nightjar"]}`, "where.through: only a path passes through"},
		{`ids: ["heron"], where: {avoid: ["heron"]}`, "heron is also in ids or known"},
		{`ids: ["heron"], known: ["phones"], where: {avoid: ["phones"]}`, "phones is also in ids or known"},
		{`ids: ["heron"], where: {atLeast: -1}`, "can't be negative"},
		{`ids: ["heron"], known: $known`, "known, how many: 5001; from 0 to 5000"},
	} {
		query, variables := `{subgraph(`+row.args+`) {truncated}}`, ""
		if strings.Contains(row.args, "$known") {
			query, variables = `query ($known: [ID!]) `+query, `{"known": `+tooMany+`}`
		}
		err := s.refusal(t, query, variables)
		if err == nil || !strings.Contains(err.Message, row.says) || err.Extensions["code"] != "BAD_REQUEST" {
			t.Errorf("%s: got %v, want BAD_REQUEST that says %q", row.args, err, row.says)
		}
	}
}

// The relations that hidden counts can be had, page by page, and no others.
func TestHiddenRelations(t *testing.T) { onEachStore(t, testHiddenRelations) }

func TestHiddenRelationsOfLargeGraphs(t *testing.T) {
	onEachStoreKept(t, tooLarge, testHiddenRelations)
}

func testHiddenRelations(t *testing.T, s *server) {
	type answer struct {
		Subgraph struct {
			Hidden []struct {
				Type, Direction, Cursor string
				Count                   int
			}
			HiddenRelations struct {
				TotalCount int
				Nodes      []struct{ To struct{ ID string } }
				PageInfo   struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
	}
	ask := func(query, variables string) (a answer) {
		t.Helper()
		resp := s.ask(t.Context(), query, variables)
		if err := json.Unmarshal(resp.Data, &a); err != nil || len(resp.Errors) > 0 {
			t.Fatalf("%s: %v, %v", query, err, resp.Errors)
		}
		return a
	}
	const of = `subgraph(ids: ["heron-against-journalists"], known: ["government-of-arland"], depth: 0, where: {notTypes: [OPERATED]})`
	cursors := map[string]string{}
	for _, h := range ask(`{`+of+` {hidden {type direction count cursor}}}`, "").Subgraph.Hidden {
		cursors[fmt.Sprintf("%s %s %d", h.Type, h.Direction, h.Count)] = h.Cursor
	}
	targeted, ok := cursors["TARGETED OUT 2"]
	if len(cursors) != 3 || !ok {
		t.Fatalf("hidden: %v, want OCCURRED_IN, USED_IN and two TARGETED", cursors)
	}
	const page = `query ($cursor: String!, $after: String) {` + of + ` {hiddenRelations(cursor: $cursor, first: 1, after: $after) {totalCount nodes {to {id}} pageInfo {hasNextPage endCursor}}}}`
	first := ask(page, fmt.Sprintf(`{"cursor": %q}`, targeted)).Subgraph.HiddenRelations
	second := ask(page, fmt.Sprintf(`{"cursor": %q, "after": %q}`, targeted, first.PageInfo.EndCursor)).Subgraph.HiddenRelations
	got := map[string]bool{}
	for _, n := range append(first.Nodes, second.Nodes...) {
		got[n.To.ID] = true
	}
	if diff := cmp.Diff(map[string]bool{"journalists-in-arland": true, "phones": true}, got); diff != "" {
		t.Errorf("hidden targets (-want +got):\n%s", diff)
	}
	if first.TotalCount != 2 || !first.PageInfo.HasNextPage || second.PageInfo.HasNextPage {
		t.Errorf("first page: %+v; second: %+v", first, second)
	}
	for _, row := range []struct{ name, query, cursor, after string }{
		{"another subgraph", strings.Replace(page, "depth: 0", "depth: 1", 1), targeted, ""},
		{"another lens", strings.Replace(page, "{", `@lens(minOrigins: 1) {`, 1), targeted, ""},
		{"a page of another group", page, cursors["USED_IN IN 1"], first.PageInfo.EndCursor},
		{"a page is no group", page, first.PageInfo.EndCursor, ""},
		{"a group is no page", page, targeted, targeted},
		{"damaged", page, targeted[:len(targeted)-3], ""},
		{"empty", page, "", ""},
	} {
		variables := fmt.Sprintf(`{"cursor": %q}`, row.cursor)
		if row.after != "" {
			variables = fmt.Sprintf(`{"cursor": %q, "after": %q}`, row.cursor, row.after)
		}
		if err := s.refusal(t, row.query, variables); err.Extensions["code"] != "CURSOR_INVALID" {
			t.Errorf("%s: got %v, want CURSOR_INVALID", row.name, err)
		}
	}
}

// With fold, links stand for the targeting, the deal and the lawsuit.
func TestFold(t *testing.T) { onEachStore(t, testFold) }

func testFold(t *testing.T, s *server) {
	// links are written as "nightjar SELLER_IN sale-of-heron BUYER_IN government-of-arland".
	links := func(list string) string {
		var out []string
		for link := range strings.SplitSeq(list, ",") {
			w := strings.Fields(link)
			out = append(out, fmt.Sprintf(`{"from": {"id": %q}, "fromRole": %q, "by": {"id": %q}, "toRole": %q, "to": {"id": %q}}`, w[0], w[1], w[2], w[3], w[4]))
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	s.check(t, []question{
		{"what is next to one", `{subgraph(ids: ["nightjar"], fold: true) {entities {id} links {from {id} fromRole by {id} toRole to {id}} hidden {entity {id} type direction count} truncated
				stats {entities relations links hiddenEntities hiddenRelations layers}}}`, "",
			`{"subgraph": {"entities": [{"id": "nightjar"}, {"id": "ada-holm"}, {"id": "government-of-arland"}, {"id": "arland"}, {"id": "heron"}, {"id": "trade-list"}, {"id": "high-court"}, {"id": "press-union"}],
				"links": ` + links(`government-of-arland OPERATED heron-against-journalists OCCURRED_IN arland, government-of-arland OPERATED heron-against-journalists USED_IN heron,
					nightjar SELLER_IN sale-of-heron TOOK_PART_IN ada-holm, nightjar SELLER_IN sale-of-heron BUYER_IN government-of-arland, nightjar SELLER_IN sale-of-heron OBJECT_OF heron,
					press-union PLAINTIFF_IN press-union-v-nightjar TOOK_PART_IN ada-holm, press-union PLAINTIFF_IN press-union-v-nightjar HEARD_BY high-court, press-union PLAINTIFF_IN press-union-v-nightjar DEFENDANT_IN nightjar`) + `,
				"hidden": [{"entity": {"id": "trade-list"}, "type": "ADMINISTERS", "direction": "IN", "count": 1}, {"entity": {"id": "heron-against-journalists"}, "type": "TARGETED", "direction": "OUT", "count": 2}],
				"truncated": false, "stats": {"entities": 8, "relations": 7, "links": 8, "hiddenEntities": 3, "hiddenRelations": 3, "layers": [1, 7]}}}`},
		{"a link shows its evidence", `{subgraph(ids: ["government-of-arland", "arland"], depth: 0, fold: true) {links {by {kind name} relations {type support {status}}}}}`, "",
			`{"subgraph": {"links": [{"by": {"kind": "TARGETING", "name": "Heron against journalists"}, "relations": [{"type": "OPERATED", "support": {"status": "ALLEGED"}}, {"type": "OCCURRED_IN", "support": {"status": "STATED"}}]}]}}`},
		{"as a day knew it", `query @lens(knownAt: "2031-05-04") {subgraph(ids: ["government-of-arland", "arland"], depth: 0, fold: true) {links {by {id}}}}`, "", `{"subgraph": {"links": []}}`},
		{"to what is drawn already", `{subgraph(ids: ["journalists-in-arland"], known: ["government-of-arland", "heron"], fold: true) {entities {id} links {from {id} fromRole by {id} toRole to {id}}}}`, "",
			`{"subgraph": {"entities": [{"id": "journalists-in-arland"}, {"id": "arland"}], "links": ` + links(`government-of-arland OPERATED heron-against-journalists OCCURRED_IN arland,
				government-of-arland OPERATED heron-against-journalists TARGETED journalists-in-arland`) + `}}`},
		{"without fold there are none", `{subgraph(ids: ["nightjar"]) {links {by {id}} stats {links}}}`, "", `{"subgraph": {"links": [], "stats": {"links": 0}}}`},
	})
	resp := s.ask(t.Context(), `{subgraph(ids: ["nightjar"], limit: 10, fold: true) {links {from {id} relations {id}}}}`, "")
	if want := 500 + 1 + 30*(1+1+5); resp.Extensions["cost"] != want {
		t.Errorf("links cost %v, want %d", resp.Extensions["cost"], want)
	}
}
