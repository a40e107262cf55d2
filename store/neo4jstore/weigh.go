package neo4jstore

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// What the claims on a fact come to is kept on its node, for who sees everything.
// For lenses with a clock or a collection the node is joined by relationships
// STOOD to what they come to there, each for one of [evidence.Stretches]: a node
// with the label Stretch, or where they come to the same as without a lens the
// node of the fact itself. The bounds of the stretch are on the relationship, so
// that a lens is a condition on it. What is alike is one node.

// bounds names the properties of a relationship STOOD: of which collection and in
// which views the stretch holds, and of which days.
var bounds = append([]string{"collection", "all", "trueFirst", "trueLast", "knownFirst", "knownLast"}, viewNames...)

// viewNames are the names of the bits of [evidence.View].
var viewNames = []string{"usual", "certain", "possible", "usualDetected", "certainDetected", "possibleDetected"}

func boundValues(s *evidence.Stretch) []any {
	out := []any{orNull(s.Collection), s.All, s.True.First, s.True.Last, s.Known.First, s.Known.Last}
	for i := range viewNames {
		out = append(out, s.Views&(1<<i) != 0)
	}
	return out
}

// reach names the properties of a claim that tell of which days it speaks, and
// from which day it was known.
var reach = []string{
	"possibleFirst", "possibleLast", "certainFirst", "certainLast",
	"knownCertain", "knownPossible", "documentCertain", "documentPossible",
}

func reachValues(r evidence.Reach) []any {
	return []any{
		r.Possible.First, r.Possible.Last, r.Certain.First, r.Certain.Last,
		r.Known.Certain, r.Known.Possible, r.Document.Certain, r.Document.Possible,
	}
}

// weigh brings up to date what is kept of how facts stood, wherever it differs.
func (w *writer) weigh(facts []kb.ID) error {
	for len(facts) > 0 {
		n := min(batch, len(facts))
		if err := w.weighSome(facts[:n]); err != nil {
			return err
		}
		facts = facts[n:]
	}
	return nil
}

func (w *writer) weighSome(facts []kb.ID) error {
	rows, err := w.tx.run(gathering, map[string]any{"ids": words(facts)})
	if err != nil {
		return err
	}
	g, err := decodeGathered(rows[0][0])
	if err != nil {
		return err
	}
	var changed, before, edges, own, others, reaches []any
	for _, id := range facts {
		f := g.facts[id]
		if f == nil {
			return fmt.Errorf("the database has claims on %s and not the fact itself: something other than actorgraph has changed it", id)
		}
		m := g.matter(f)
		standing := evidence.Stretches(m)
		var claimReaches []any
		for _, c := range m.Claims {
			claimReaches = append(claimReaches, append([]any{string(c.ID)}, reachValues(evidence.ReachOf(m, c))...))
		}
		digest := digestOf(standing, claimReaches)
		if digest == f.stood {
			continue
		}
		if f.stood != "" {
			before = append(before, string(id))
		}
		reaches = append(reaches, claimReaches...)
		wholly := unclouded(standing)
		changed = append(changed, append([]any{string(id), digest}, heldValues(&wholly)...))
		if f.relation != nil {
			edges = append(edges, []any{string(id), orNull(wholly.When.Since.String()), orNull(wholly.When.Until.String()), string(wholly.Support.Status), wholly.Support.AtLeast})
		}
		o, r := grouped(string(id), standing, encoded(wholly))
		own, others = append(own, o...), append(others, r...)
	}
	return w.do(
		step{"MATCH (n:Fact {id: r[0]}) SET n.stood = r[1], n += " + fields(held, "r", 2), changed},
		step{edge + "SET x.since = r[1], x.until = r[2], x.status = r[3], x.atLeast = r[4]", edges},
		step{"MATCH (n:Claim {id: r[0]}) SET n += " + fields(reach, "r", 1), reaches},
		dropStretches(before),
		step{"MATCH (n:Fact {id: r[0]}) CREATE (n)-[:STOOD " + fields(bounds, "r", 1) + "]->(n)", own},
		step{"MATCH (n:Fact {id: r[0]}) CREATE (h:Stretch " + fields(held, "r[1]", 0) + ") WITH n, h, r UNWIND r[2] AS x CREATE (n)-[:STOOD " + fields(bounds, "x", 0) + "]->(h)", others},
	)
}

// unclouded is what all claims come to: what a lens sees that hides none.
func unclouded(stretches []evidence.Stretch) evidence.Held {
	for i := range stretches {
		if stretches[i].Covers(evidence.At(kb.Lens{})) {
			return stretches[i].Held
		}
	}
	panic("no stretch holds for who sees everything")
}

// grouped are the rows of stretches in which the claims come to the same as
// without a lens, and of the others, those together that are alike.
func grouped(fact string, stretches []evidence.Stretch, wholly string) (own, others []any) {
	alike := map[string]int{} // places in others
	for i := range stretches {
		s := &stretches[i]
		key := encoded(s.Held)
		if key == wholly {
			own = append(own, append([]any{fact}, boundValues(s)...))
			continue
		}
		at, ok := alike[key]
		if !ok {
			at = len(others)
			alike[key] = at
			others = append(others, []any{fact, heldValues(&s.Held), []any{}})
		}
		row := others[at].([]any)
		row[2] = append(row[2].([]any), boundValues(s))
	}
	return own, others
}

// dropStretches takes away how facts stood.
func dropStretches(facts []any) step {
	return step{"MATCH (:Fact {id: r})-[x:STOOD]->(h) DELETE x WITH DISTINCT h WHERE h:Stretch DELETE h", facts}
}

// digestOf tells apart what is kept of a fact.
func digestOf(stretches []evidence.Stretch, reaches []any) string {
	sum := sha256.Sum256([]byte(encoded([]any{stretches, reaches})))
	return base64.RawStdEncoding.EncodeToString(sum[:12])
}

func encoded(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // it has a form in JSON
	}
	return string(data)
}
