package neo4jstore

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

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
// which views it holds, of which days, whether also where no day is asked, and whether it
// is untold. What does not hold is not there.
var bounds = append([]string{"collection", "all", "untold", "anyDay", "trueFirst", "trueLast", "knownFirst", "knownLast"}, viewNames...)

// viewNames are the names of the bits of [evidence.View].
var viewNames = []string{"usual", "certain", "possible", "usualDetected", "certainDetected", "possibleDetected"}

// bound is where one stretch holds, or two that differ in their days alone: the
// clock of what is true often stands the same without a day and on one.
type bound struct {
	evidence.Stretch
	anyDay bool
}

func (b *bound) values() []any {
	out := []any{orNull(b.Collection), trueOrNull(b.All), trueOrNull(b.Untold), trueOrNull(b.anyDay), day(b.True.First), day(b.True.Last), day(b.Known.First), day(b.Known.Last)}
	for i := range viewNames {
		out = append(out, trueOrNull(b.Views&(1<<i) != 0))
	}
	return out
}

func trueOrNull(b bool) any {
	if b {
		return true
	}
	return nil
}

// day is a day as the database has it: those that stand for no bound come closer,
// behind all that dates can tell. There a number takes half the room.
func day(d kb.Day) int64 {
	const far = 1 << 40
	switch d {
	case evidence.NoDay:
		return -far
	case evidence.Always:
		return far
	}
	return int64(min(max(d, 1-far), far-1)) // the last day of all is still a day
}

// boundsOf are the bounds of stretches that hold the same.
func boundsOf(alike []*evidence.Stretch) []any {
	var dated, undated []*bound
	for _, s := range alike {
		b := &bound{Stretch: *s, anyDay: s.True.First == evidence.NoDay}
		if b.anyDay {
			b.True.First++
		}
		if b.True.First <= b.True.Last {
			dated = append(dated, b)
		} else {
			undated = append(undated, b)
		}
	}
	for _, u := range undated {
		at := slices.IndexFunc(dated, func(d *bound) bool {
			return !d.anyDay && d.Collection == u.Collection && d.All == u.All && d.Views == u.Views && d.Known == u.Known && !d.Untold
		})
		if at >= 0 {
			dated[at].anyDay = true
		} else {
			dated = append(dated, u)
		}
	}
	out := make([]any, len(dated))
	for i, b := range dated {
		out[i] = b.values()
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
		day(r.Possible.First), day(r.Possible.Last), day(r.Certain.First), day(r.Certain.Last),
		day(r.Known.Certain), day(r.Known.Possible), day(r.Document.Certain), day(r.Document.Possible),
	}
}

// shown names what the relationship that stands for a relation shows of it.
var shown = []string{"since", "until", "status", "atLeast"}

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
	rows, err := w.tx.run(weighed, map[string]any{"ids": words(facts)})
	if err != nil {
		return err
	}
	g, err := decodeGathered(rows[0][0])
	if err != nil {
		return err
	}
	var changed, before, added, own, others, reaches []any
	es := edges{}
	for _, id := range facts {
		f := g.facts[id]
		if f == nil {
			return fmt.Errorf("the database has claims on %s and not the fact itself: something other than actorgraph has changed it", id)
		}
		m := g.matter(f)
		standing := evidence.Stretches(m)
		for _, c := range m.Claims {
			if values := reachValues(evidence.ReachOf(m, c)); !slices.Equal(values, f.reaches[c.ID]) {
				reaches = append(reaches, append([]any{string(c.ID)}, values...))
			}
		}
		turned := turnValues(m, standing)
		digest := digestOf(standing, turned)
		if digest == f.stood {
			continue
		}
		if f.stood != "" {
			before = append(before, string(id))
		}
		wholly := unclouded(standing)
		changed = append(changed, slices.Concat([]any{string(id), digest}, heldValues(&wholly), turned))
		if r := f.relation; r != nil {
			values := []any{orNull(wholly.When.Since.String()), orNull(wholly.When.Until.String()), string(wholly.Support.Status), wholly.Support.AtLeast}
			if f.stood == "" {
				added = append(added, []any{string(r.From), string(r.To), string(r.Type), append([]any{string(id), orNull(r.Key)}, values...)})
			} else {
				es.add(r, values...)
			}
		}
		o, r := grouped(string(id), standing, encoded(wholly))
		own, others = append(own, o...), append(others, r...)
	}
	if err := w.do(es.each("SET x += " + fields(shown, "r", 1))...); err != nil {
		return err
	}
	return w.do(
		step{"MATCH (a:Entity {id: r[0]}) MATCH (b:Entity {id: r[1]}) CREATE (a)-[:$(r[2]) " + fields(append([]string{"id", "key"}, shown...), "r[3]", 0) + "]->(b)", added},
		step{"MATCH (n:Fact {id: r[0]}) SET n.stood = r[1], n += " + fields(slices.Concat(held, turns), "r", 2), changed},
		step{"MATCH (n:Claim {id: r[0]}) SET n += " + fields(reach, "r", 1), reaches},
		dropStretches(before),
		step{"MATCH (n:Fact {id: r[0]}) UNWIND r[1] AS x CREATE (n)-[:STOOD " + fields(bounds, "x", 0) + "]->(n)", own},
		step{"MATCH (n:Fact {id: r[0]}) CREATE (h:Stretch " + fields(held, "r[2]", 0) + ") WITH n, h, r UNWIND r[1] AS x CREATE (n)-[:STOOD " + fields(bounds, "x", 0) + "]->(h)", others},
	)
}

// turns names the properties of a fact for the days on which it was first known,
// and from which on it has stood as it does now, certainly and possibly, and for
// those between which all lie of which its claims speak. They decide most questions
// of a lens with one clock alone.
var turns = []string{
	"possibleFirst", "possibleLast", "certainFirst", "certainLast", "knownCertain", "settledCertain", "knownPossible", "settledPossible",
}

func turnValues(m *kb.Matter, stretches []evidence.Stretch) []any {
	possible := evidence.Span{First: evidence.Always, Last: evidence.NoDay}
	certain := possible
	for _, c := range m.Claims {
		r := evidence.ReachOf(m, c)
		possible, certain = hull(possible, r.Possible), hull(certain, r.Certain)
	}
	out := []any{day(possible.First), day(possible.Last), day(certain.First), day(certain.Last)}
	for _, view := range []evidence.View{evidence.Usual, evidence.Possible} {
		known, settled := evidence.Always, evidence.Always
		for i := range stretches {
			s := &stretches[i]
			if s.All && s.Views&view != 0 && s.True.First == evidence.NoDay {
				known = min(known, s.Known.First)
				if s.Known.Last == evidence.Always {
					settled = s.Known.First
				}
			}
		}
		out = append(out, day(known), day(settled))
	}
	return out
}

// hull is the span from the first day of either to the last.
func hull(a, b evidence.Span) evidence.Span {
	if b.First > b.Last {
		return a
	}
	return evidence.Span{First: min(a.First, b.First), Last: max(a.Last, b.Last)}
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
	alike := map[string][]*evidence.Stretch{}
	for i := range stretches {
		key := encoded(stretches[i].Held)
		if stretches[i].Untold {
			key = wholly // it has to be somewhere
		}
		alike[key] = append(alike[key], &stretches[i])
	}
	for key, group := range alike {
		if key == wholly {
			own = append(own, []any{fact, boundsOf(group)})
		} else {
			others = append(others, []any{fact, boundsOf(group), heldValues(&group[0].Held)})
		}
	}
	return own, others
}

// dropStretches takes away how facts stood.
func dropStretches(facts []any) step {
	return step{"MATCH (:Fact {id: r})-[x:STOOD]->(h) DELETE x WITH DISTINCT h WHERE h:Stretch DELETE h", facts}
}

// digestOf tells apart how facts stood.
func digestOf(stretches []evidence.Stretch, turned []any) string {
	sum := sha256.Sum256([]byte(encoded([]any{stretches, turned})))
	return base64.RawStdEncoding.EncodeToString(sum[:12])
}

func encoded(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // it has a form in JSON
	}
	return string(data)
}
