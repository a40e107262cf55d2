package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"actorgraph/graph"
	"actorgraph/kb"
)

func TestBetween(t *testing.T) { onEachStore(t, testBetween) }

func testBetween(t *testing.T, s *server) {
	ids := func(list string) string {
		var out []string
		for id := range strings.FieldsSeq(list) {
			out = append(out, fmt.Sprintf(`{"id": %q}`, id))
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	// stands is a set with its steps, as "nightjar MAKES heron", and the common
	// neighbours with those that they are of and their degrees.
	stands := func(set, steps string, common ...string) string {
		var links, neighbours []string
		for step := range strings.SplitSeq(steps, ",") {
			w := strings.Fields(step)
			links = append(links, fmt.Sprintf(`{"from": {"id": %q}, "relation": {"type": %q}, "to": {"id": %q}}`, w[0], w[1], w[2]))
		}
		for _, n := range common {
			id, rest, _ := strings.Cut(n, " of ")
			of, degree, _ := strings.Cut(rest, ": ")
			neighbours = append(neighbours, fmt.Sprintf(`{"entity": {"id": %q}, "of": %s, "degree": %s}`, id, ids(of), degree))
		}
		return fmt.Sprintf(`{"between": {"exact": true, "reason": null, "entities": %s, "steps": [%s], "common": [%s], "commonTotal": %d}}`,
			ids(set), strings.Join(links, ", "), strings.Join(neighbours, ", "), len(common))
	}
	none := func(reason kb.NoPathReason, groups ...string) string {
		var lists []string
		for _, g := range groups {
			lists = append(lists, ids(g))
		}
		return fmt.Sprintf(`{"between": {"entities": [], "exact": false, "steps": [], "reason": %q, "groups": [%s]}}`, reason, strings.Join(lists, ", "))
	}
	const (
		shown = `{exact reason entities {id} steps {from {id} relation {type} to {id}} common {entity {id} of {id} degree} commonTotal}`
		apart = `{entities {id} exact steps {relation {id}} reason groups {id}}`
		three = `ids: ["nightjar", "government-of-arland", "heron"]`
	)
	s.check(t, []question{
		{"three that are linked, and what they have in common", `{between(` + three + `) ` + shown + `}`, "",
			stands("government-of-arland heron nightjar", "government-of-arland PARTNERS_WITH nightjar, nightjar MAKES heron",
				"sale-of-heron of government-of-arland heron nightjar: 4", "arland of government-of-arland nightjar: 3", "heron-against-journalists of government-of-arland heron: 5")},
		{"before the second paper told that they work together", `query @lens(knownAt: "2031-05-04") {between(` + three + `) ` + shown + `}`, "",
			stands("arland government-of-arland heron nightjar", "government-of-arland GOVERNS arland, nightjar BASED_IN arland, nightjar MAKES heron",
				"sale-of-heron of government-of-arland heron nightjar: 4", "arland of government-of-arland nightjar: 2", "heron-against-journalists of government-of-arland heron: 3")},
		{"four stand between three; of equal sets the first", `{between(ids: ["ada-holm", "journalists-in-arland", "high-court"], where: {notTypes: [DIRECTS]}) ` + shown + `}`, "",
			stands("ada-holm arland heron-against-journalists high-court journalists-in-arland nightjar press-union-v-nightjar",
				`ada-holm OWNS nightjar, ada-holm TOOK_PART_IN press-union-v-nightjar, heron-against-journalists OCCURRED_IN arland, heron-against-journalists TARGETED journalists-in-arland,
				nightjar BASED_IN arland, nightjar DEFENDANT_IN press-union-v-nightjar, press-union-v-nightjar HEARD_BY high-court`,
				"press-union-v-nightjar of ada-holm high-court: 4")},
		{"not over a country", `{between(ids: ["ada-holm", "journalists-in-arland", "high-court"], where: {notKinds: [COUNTRY]}) {entities {id}}}`, "",
			`{"between": {"entities": ` + ids("ada-holm government-of-arland heron-against-journalists high-court journalists-in-arland nightjar press-union-v-nightjar") + `}}`},
		{"each step has its evidence", `{between(ids: ["government-of-arland", "heron-against-journalists"], first: 1) {steps {relation {type support {status denials}} relations {type}}
				commonTotal common {entity {name} relations {type from {id} to {id}}}}}`, "",
			`{"between": {"steps": [{"relation": {"type": "OPERATED", "support": {"status": "ALLEGED", "denials": 1}}, "relations": [{"type": "OPERATED"}]}], "commonTotal": 1,
				"common": [{"entity": {"name": "Arland"}, "relations": [{"type": "GOVERNS", "from": {"id": "government-of-arland"}, "to": {"id": "arland"}},
					{"type": "OCCURRED_IN", "from": {"id": "heron-against-journalists"}, "to": {"id": "arland"}}]}]}}`},
		{"the first of the common ones", `{between(` + three + `, first: 1) {common {entity {id}} commonTotal groups {id}}}`, "",
			`{"between": {"common": [{"entity": {"id": "sale-of-heron"}}], "commonTotal": 3, "groups": [` + ids("government-of-arland heron nightjar") + `]}}`},
		{"six", `{between(ids: ["ada-holm", "nightjar", "heron", "government-of-arland", "arland", "sale-of-heron"]) {entities {id} exact reason}}`, "",
			`{"between": {"entities": ` + ids("ada-holm arland government-of-arland heron nightjar sale-of-heron") + `, "exact": false, "reason": null}}`},
		{"too far from one to the next", `{between(ids: ["ada-holm", "journalists-in-arland", "nightjar"], maxHops: 2) ` + apart + `}`, "", none(kb.NoneWithinHops, "ada-holm nightjar", "journalists-in-arland")},
		{"apart", `{between(ids: ["port-wren", "ada-holm"], maxHops: 12) ` + apart + `}`, "", none(kb.DifferentComponents, "ada-holm", "port-wren")},
		{"not with two origins", `{between(ids: ["heron", "phones"], where: {atLeast: 2}) ` + apart + `}`, "", none(kb.CutByCondition, "heron", "phones")},
		{"what an analyst reads in is no link", `{between(ids: ["ada-holm", "heron"], where: {types: [USES]}) ` + apart + `}`, "", none(kb.CutByCondition, "ada-holm", "heron")},
	})
	for _, row := range []struct{ args, says string }{
		{`ids: ["ada-holm", "nobody"]`, `ids: no entity has the id "nobody"`},
		{`ids: ["ada-holm", "heron"], where: {avoid: ["nobody"]}`, `where.avoid: no entity has the id "nobody"`},
		{`ids: ["ada-holm", "ada-holm"]`, "ids: 1 different ones; from 2 to 50"},
		{`ids: ["ada-holm", "heron"], where: {avoid: ["heron"]}`, "heron is also in ids"},
		{`ids: ["ada-holm", "heron"], where: {direction: AS_WRITTEN}`, "only ANY is allowed"},
		{`ids: ["ada-holm", "heron"], where: {through: ["nightjar"]}`, "where.through: only a path"},
		{`ids: ["ada-holm", "heron"], maxHops: 13`, "maxHops: 13; from 1 to 12"},
		{`ids: ["ada-holm", "heron"], first: 101`, "first: 101; from 1 to 100"},
	} {
		err := s.refusal(t, `{between(`+row.args+`) {reason}}`, "")
		if err == nil || !strings.Contains(err.Message, row.says) || err.Extensions["code"] != "BAD_REQUEST" {
			t.Errorf("%s: got %v, want BAD_REQUEST that says %q", row.args, err, row.says)
		}
	}
}

// It costs what is read of the graph, and the common neighbours that are asked for.
func TestBetweenCost(t *testing.T) {
	s := serve(embedded(t, sampleSet()), graph.Limits{})
	for query, cost := range map[string]int{
		`{between(ids: ["heron", "nightjar"]) {exact}}`:                                                   500 + 1,
		`{between(ids: ["heron", "nightjar"], first: 7) {common {degree}}}`:                               500 + 1 + 7,
		`{between(ids: ["heron", "nightjar"]) {entities {id} common {of {id}}}}`:                          500 + 1 + 10 + 10*(1+5),
		`{between(ids: ["heron", "nightjar"]) {steps {from {id} relation {id}} groups {id}}}`:             500 + 1 + 10*(1+1+1) + 5,
		`{a: between(ids: ["heron", "nightjar"]) {exact} b: between(ids: ["heron", "nightjar"]) {exact}}`: 2 * (500 + 1),
	} {
		if got := s.ask(t.Context(), query, "").Extensions["cost"]; got != cost {
			t.Errorf("%s costs %v, want %d", query, got, cost)
		}
	}
}

// However many common neighbours and steps there are, the calls are the same.
func TestBetweenCalls(t *testing.T) {
	const query = `{between(ids: ["firm-000", "targeting-000", "list-000"]) {entities {name} steps {from {name} to {name} relations {support {status}}} groups {name}
		common {entity {name} of {name} relations {type}}}}`
	one := &counting{Store: embedded(t, rows(1)), calls: map[string]int{}}
	serve(one, graph.Limits{}).answer(t, query, "")
	// Two scans of the graph; the set, its groups, the common neighbours, what they are
	// of, both ends of steps, and the relations of steps and of neighbours.
	if calls := one.take(); total(calls) != 10 {
		t.Errorf("%v", calls)
	}
}
