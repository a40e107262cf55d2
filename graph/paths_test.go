package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"actorgraph/analysis"
	"actorgraph/graph"
	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
	"actorgraph/store/neo4jstore/neo4jtest"
	"actorgraph/store/sqlitestore"
)

func TestPaths(t *testing.T) { onEachStore(t, testPaths) }

// tooLarge keeps no graph in memory that has two relations.
var tooLarge = analysis.Options{MaxRelations: 1}

// Of a graph that is too large for memory the paths are the same.
func TestPathsOfLargeGraphs(t *testing.T) { onEachStoreKept(t, tooLarge, testPaths) }

// What a graph that is too large is not asked about is refused, with the reason.
func TestLargeGraphsAreNotRanked(t *testing.T) {
	onEachStoreKept(t, tooLarge, func(t *testing.T, s *server) {
		for _, query := range []string{`{rank(by: PAGERANK) {total}}`, `{communities {total}}`, `{components {total}}`, `{between(ids: ["nightjar", "arland"]) {entities {id}}}`} {
			err := s.refusal(t, query, "")
			if !strings.Contains(err.Message, "the graph has 23 relations, and at most 1 are held in memory") || err.Extensions["code"] != "COST_LIMIT" {
				t.Errorf("%s: got %v", query, err)
			}
		}
	})
}

// A write is seen as soon as it is acknowledged, whoever made it.
func TestPathsFollowWrites(t *testing.T) {
	for _, store := range []struct {
		name string
		open func(*testing.T) (store, other kb.Store)
	}{
		{"sqlite", func(t *testing.T) (kb.Store, kb.Store) {
			s := embedded(t, sampleSet())
			other, err := sqlitestore.Open(t.Context(), s.(*sqlitestore.Store).Path())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { other.Close() })
			return s, other
		}},
		{"neo4j", func(t *testing.T) (kb.Store, kb.Store) {
			s, server := inNeo4j(t, sampleSet()), neo4jtest.Find(t)
			other, err := neo4jstore.Open(t.Context(), server.URL, server.User, server.Password)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { other.Close() })
			return s, other
		}},
	} {
		t.Run(store.name, func(t *testing.T) {
			own, other := store.open(t)
			s := serve(own, graph.Limits{})
			sees := func(when, want string) {
				t.Helper()
				if got := s.answer(t, `{paths(from: ["ada-holm"], to: ["port-wren"]) {nodes {length}}}`, ""); fmt.Sprint(got) != want {
					t.Errorf("%s: %v, want %s", when, got, want)
				}
			}
			const none, one = "map[paths:map[nodes:[]]]", "map[paths:map[nodes:[map[length:1]]]]"
			sees("at first", none)
			b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "later"}}}
			claim := b.claim(b.relation("ada-holm", kb.BasedIn, "port-wren"), "source:evening-echo-2031-05-05", 9, "She lives there.", nil)
			for _, writer := range []kb.Store{other, own} {
				if _, err := writer.Apply(t.Context(), b.set); err != nil {
					t.Fatal(err)
				}
				sees("when it is told", one)
				if _, err := writer.Apply(t.Context(), &kb.ChangeSet{Collection: b.set.Collection, Remove: []kb.ID{claim}}); err != nil {
					t.Fatal(err)
				}
				sees("when it is taken back", none)
			}
		})
	}
}

func testPaths(t *testing.T, s *server) {
	// pathsBy are paths between the ends by what is between them.
	pathsBy := func(from, to string, between ...string) string {
		var paths []string
		for _, b := range between {
			var steps []string
			for _, id := range strings.Fields(from + " " + b + " " + to) {
				steps = append(steps, fmt.Sprintf(`{"entity": {"id": %q}}`, id))
			}
			paths = append(paths, fmt.Sprintf(`{"steps": [%s]}`, strings.Join(steps, ", ")))
		}
		return fmt.Sprintf(`{"paths": {"reason": null, "nodes": [%s]}}`, strings.Join(paths, ", "))
	}
	none := func(reason kb.NoPathReason) string {
		return fmt.Sprintf(`{"paths": {"reason": %q, "nodes": []}}`, reason)
	}
	const journalists = `from: ["ada-holm"], to: ["journalists-in-arland"]`
	const shown = `{reason nodes {steps {entity {id}}}}`
	s.check(t, []question{
		{"the five shortest, by id", `{paths(` + journalists + `) ` + shown + `}`, "", pathsBy("ada-holm", "journalists-in-arland",
			"nightjar arland heron-against-journalists", "nightjar government-of-arland heron-against-journalists", "nightjar heron heron-against-journalists",
			"sale-of-heron government-of-arland heron-against-journalists", "sale-of-heron heron heron-against-journalists")},
		{"the strongest pass over what is only alleged", `{paths(` + journalists + `, first: 3, order: STRONGEST) ` + shown + `}`, "", pathsBy("ada-holm", "journalists-in-arland",
			"nightjar arland heron-against-journalists", "nightjar heron heron-against-journalists", "sale-of-heron heron heron-against-journalists")},
		{"as known before the second paper was out", `query @lens(knownAt: "2031-05-04") {paths(` + journalists + `, first: 3) ` + shown + `}`, "", pathsBy("ada-holm", "journalists-in-arland",
			"nightjar heron heron-against-journalists", "sale-of-heron government-of-arland heron-against-journalists", "sale-of-heron heron heron-against-journalists")},
		{"as the relations are written", `{paths(from: ["nightjar"], to: ["journalists-in-arland"], where: {direction: AS_WRITTEN}) ` + shown + `}`, "", pathsBy("nightjar", "journalists-in-arland",
			"government-of-arland heron-against-journalists", "heron heron-against-journalists")},
		{"through the sale and not by the government", `{paths(` + journalists + `, maxHops: 4, where: {through: ["sale-of-heron"], avoid: ["government-of-arland"]}) ` + shown + `}`, "", pathsBy("ada-holm", "journalists-in-arland",
			"sale-of-heron heron heron-against-journalists")},
		{"by no country and no government", `{paths(` + journalists + `, maxHops: 4, where: {notKinds: [COUNTRY, GOVERNMENT], notTypes: [TOOK_PART_IN]}) ` + shown + `}`, "", pathsBy("ada-holm", "journalists-in-arland",
			"nightjar heron heron-against-journalists")},
		{"from several to several", `{paths(from: ["trade-ministry", "high-court"], to: ["nightjar", "ada-holm"], first: 3) ` + shown + `}`, "",
			`{"paths": {"reason": null, "nodes": [
				{"steps": [{"entity": {"id": "high-court"}}, {"entity": {"id": "press-union-v-nightjar"}}, {"entity": {"id": "ada-holm"}}]},
				{"steps": [{"entity": {"id": "high-court"}}, {"entity": {"id": "press-union-v-nightjar"}}, {"entity": {"id": "nightjar"}}]},
				{"steps": [{"entity": {"id": "trade-ministry"}}, {"entity": {"id": "trade-list"}}, {"entity": {"id": "nightjar"}}]}]}}`},
		{"each step has its evidence", `{paths(from: ["arland"], to: ["journalists-in-arland"], first: 1, where: {types: [GOVERNS, OPERATED, TARGETED]}) {nodes {
				length weakest {type} steps {entity {name} forward relation {type support {status documents denials}} relations {type}}}}}`, "",
			`{"paths": {"nodes": [{"length": 3, "weakest": {"type": "OPERATED"}, "steps": [
				{"entity": {"name": "Arland"}, "forward": null, "relation": null, "relations": []},
				{"entity": {"name": "Government of Arland"}, "forward": false, "relation": {"type": "GOVERNS", "support": {"status": "STATED", "documents": 1, "denials": 0}}, "relations": [{"type": "GOVERNS"}]},
				{"entity": {"name": "Heron against journalists"}, "forward": true, "relation": {"type": "OPERATED", "support": {"status": "ALLEGED", "documents": 1, "denials": 1}}, "relations": [{"type": "OPERATED"}]},
				{"entity": {"name": "Journalists in Arland"}, "forward": true, "relation": {"type": "TARGETED", "support": {"status": "STATED", "documents": 1, "denials": 0}}, "relations": [{"type": "TARGETED"}]}]}]}}`},
		{"what an analyst reads in is no step", `{paths(from: ["ada-holm"], to: ["heron"], where: {types: [USES]}) ` + shown + `}`, "", none(kb.CutByCondition)},
		{"none so short", `{paths(` + journalists + `, maxHops: 3) ` + shown + `}`, "", none(kb.NoneWithinHops)},
		{"none of any length", `{paths(from: ["ada-holm"], to: ["port-wren"], maxHops: 12) ` + shown + `}`, "", none(kb.DifferentComponents)},
		{"none with two origins", `{paths(from: ["heron"], to: ["phones"], where: {atLeast: 2}) ` + shown + `}`, "", none(kb.CutByCondition)},
	})
	for _, row := range []struct{ args, says string }{
		{`from: ["ada-holm"], to: ["nobody"]`, `to: no entity has the id "nobody"`},
		{`from: ["nobody"], to: ["ada-holm"]`, `from: no entity has the id "nobody"`},
		{`from: ["ada-holm"], to: ["heron"], where: {avoid: ["nobody"]}`, `where.avoid: no entity has the id "nobody"`},
		{`from: [], to: ["ada-holm"]`, "at least one id"},
		{`from: ["heron"], to: ["ada-holm", "heron"]`, "heron is in from and in to"},
		{`from: ["heron"], to: ["ada-holm"], where: {avoid: ["heron"]}`, "heron is also in from"},
		{`from: ["heron"], to: ["ada-holm"], maxHops: 13`, "maxHops: 13; from 1 to 12"},
		{`from: ["heron"], to: ["ada-holm"], maxHops: 0`, "maxHops: 0; from 1 to 12"},
		{`from: ["heron"], to: ["ada-holm"], first: 101`, "first: 101; from 1 to 100"},
		{`from: ["heron"], to: ["ada-holm"], where: {maxDegree: -1}`, "can't be negative"},
	} {
		err := s.refusal(t, `{paths(`+row.args+`) {reason}}`, "")
		if err == nil || !strings.Contains(err.Message, row.says) || err.Extensions["code"] != "BAD_REQUEST" {
			t.Errorf("%s: got %v, want BAD_REQUEST that says %q", row.args, err, row.says)
		}
	}
}

// What is written is walked along as soon as the write is acknowledged, and what is
// removed no longer.
func TestPathsFollowTheStore(t *testing.T) {
	store := embedded(t, sampleSet())
	s := serve(store, graph.Limits{})
	length := func() string {
		return fmt.Sprint(s.answer(t, `{paths(from: ["port-wren"], to: ["heron"], first: 1) {reason nodes {length}}}`, ""))
	}
	for range 3 {
		if got, want := length(), fmt.Sprint(parse(t, `{"paths": {"reason": "DIFFERENT_COMPONENTS", "nodes": []}}`)); got != want {
			t.Errorf("before: got %s, want %s", got, want)
		}
		b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "heron-affair"}}}
		claim := b.claim(b.relation("nightjar", kb.BasedIn, "port-wren"), morning, 11, "It has an office there.", nil)
		if _, err := store.Apply(t.Context(), b.set); err != nil {
			t.Fatal(err)
		}
		if got, want := length(), fmt.Sprint(parse(t, `{"paths": {"reason": null, "nodes": [{"length": 2}]}}`)); got != want {
			t.Errorf("after: got %s, want %s", got, want)
		}
		if _, err := store.Apply(t.Context(), &kb.ChangeSet{Collection: b.set.Collection, Remove: []kb.ID{claim}}); err != nil {
			t.Fatal(err)
		}
	}
}
