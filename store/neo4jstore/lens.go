package neo4jstore

import (
	"context"
	"time"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Under implements kb.Reader.
func (s *Store) Under(l kb.Lens) kb.Reader {
	return under{rest{s}, view{s, lens{l, evidence.At(l)}}}
}

// under is a store under a lens.
type under struct {
	rest
	view
}

// rest is what knows no lens.
type rest struct{ kb.Reader }

// view answers questions as a lens has it.
type view struct {
	store *Store
	lens  lens
}

// begin admits a question.
func (v view) begin(ctx context.Context, limit time.Duration) (*call, error) {
	c, err := v.store.begin(ctx, limit)
	if err == nil {
		if err = v.lens.Check(); err != nil {
			c.end()
			return nil, err
		}
	}
	return c, err
}

// lens is a [kb.Lens], and where it looks.
//
// A question under a lens is the question without one, in which each match of a
// record has conditions that it is seen. A fact is matched together with the node
// that tells what the claims on it come to under the lens (see weigh.go): filters,
// orders and records take that from there.
type lens struct {
	kb.Lens
	at evidence.Point
}

// selects tells whether the lens selects claims, or text families. Else the
// claims on a fact come to what they come to without it.
func (l *lens) selects() bool {
	return l.Collection != "" || l.Detected || !l.TrueAt.IsZero() || !l.KnownAt.IsZero()
}

// params are the values that conditions of the lens speak of.
func (l *lens) params() map[string]any {
	if l.IsZero() {
		return map[string]any{}
	}
	return map[string]any{
		"lensCollection": l.Collection, "trueAt": day(l.at.True), "knownAt": day(l.at.Known),
		"minOrigins": l.MinOrigins, "statuses": words(l.Statuses), "contested": l.Contested, "modalities": words(l.Modalities), "matched": l.Verified,
	}
}

// viewName is the name of the view that the lens takes.
func (l *lens) viewName() string {
	for i, name := range viewNames {
		if l.at.View == 1<<i {
			return name
		}
	}
	panic("a lens takes one view")
}

// certainly chooses between what is certain and what is possible.
func certainly(yes bool, certain, possible string) string {
	if yes {
		return certain
	}
	return possible
}

// between is the condition that the days between two properties, of a claim or of a
// bound, hold the day of the lens.
func between(first, last, day string) string {
	return first + " <= " + day + " AND " + last + " >= " + day
}

// known is the condition that something was out by the day of the lens, by the
// beginning of the names of its properties for when that was.
func (l *lens) known(v string) string {
	possibly := l.Certain != nil && !*l.Certain
	return v + certainly(!possibly, "Certain", "Possible") + " <= $knownAt"
}

// held is the variable of what the claims on a fact come to.
func (c *compiler) held(fact string) string {
	if c.lens.selects() {
		return fact + "h"
	}
	return fact
}

// factClass is a class of facts as Cypher matches it.
type factClass string

const (
	aRelation factClass = "Relation"
	aProperty factClass = "Property"
	anyFact   factClass = "Fact"
)

// stood continues a pattern with what the claims on a fact come to; "" where the
// fact itself tells it.
func (c *compiler) stood(fact string) string {
	if !c.lens.selects() {
		return ""
	}
	return ", (" + fact + ")-[" + fact + "s:STOOD]->(" + c.held(fact) + ")"
}

// kept are the variables of a record and of what belongs to it.
func (c *compiler) kept(class kb.Class, v string) string {
	if c.lens.selects() && (class == kb.RelationClass || class == kb.PropertyClass) {
		return v + ", " + c.held(v)
	}
	return v
}

// factSeen is the condition that a fact, matched with [compiler.stood], is shown.
func (c *compiler) factSeen(fact string, class factClass) string {
	var cs conditions
	if l := &c.lens; l.selects() {
		s := fact + "s"
		if l.Collection == "" {
			cs.add(s + ".all")
		} else {
			cs.add(s + ".collection = $lensCollection")
		}
		cs.add(s + "." + l.viewName())
		if l.TrueAt.IsZero() {
			cs.add(s + ".anyDay")
		} else {
			cs.add(between(s+".trueFirst", s+".trueLast", "$trueAt"))
		}
		cs.add(between(s+".knownFirst", s+".knownLast", "$knownAt"))
	}
	passes := c.passes(c.held(fact))
	if passes != "" && class != aRelation {
		passes = "(" + fact + ".naming OR " + passes + ")"
	}
	cs.add(passes)
	return cs.and()
}

// passes is the condition of [kb.Lens.Passes] on what claims come to; "" if all do.
func (c *compiler) passes(held string) string {
	var cs conditions
	if c.lens.MinOrigins > 0 {
		cs.add(held + ".atLeast >= $minOrigins")
	}
	if c.lens.Statuses != nil {
		cs.add(held + ".status IN $statuses")
	}
	if c.lens.Contested != nil {
		cs.add(held + ".contested = $contested")
	}
	if c.lens.Modalities != nil {
		cs.add(held + ".strongest IN $modalities")
	}
	if c.lens.Verified != nil {
		cs.add(held + ".verified = $matched")
	}
	return cs.and()
}

// selected is the condition that the lens selects a claim.
func (c *compiler) selected(claim string) string {
	var cs conditions
	l := &c.lens
	if l.Collection != "" {
		cs.add(claim + ".collection = $lensCollection")
	}
	if !l.TrueAt.IsZero() {
		days := claim + "." + certainly(l.Certain != nil && *l.Certain, "certain", "possible")
		cs.add(between(days+"First", days+"Last", "$trueAt"))
	}
	if !l.KnownAt.IsZero() {
		cs.add(l.known(claim + ".known"))
	}
	return cs.and()
}

// claimSeen is the condition that a claim is selected and its fact shown.
func (c *compiler) claimSeen(claim string) string {
	cs := conditions{}
	cs.add(c.selected(claim))
	if c.passes("") != "" {
		f := c.variable()
		cs.add("EXISTS { MATCH (" + claim + ")-[:ON]->(" + f + ":Fact)" + c.stood(f) + " WHERE " + c.factSeen(f, anyFact) + " }")
	}
	return cs.and()
}

// entitySeen is the condition that a fact that is shown touches an entity.
func (c *compiler) entitySeen(entity string) string {
	if c.lens.IsZero() {
		return ""
	}
	f := c.variable()
	return related{"(" + entity + ")<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-(" + f + ":Fact)" + c.stood(f), f, c.factSeen(f, anyFact), ""}.some()
}

// degree is how many relations an entity has.
func (c *compiler) degree(entity string) string {
	if c.lens.IsZero() {
		return entity + ".degree"
	}
	return c.relationsAt(entity, c.variable(), "").number()
}

// counting is the pattern of a claim and a source for which it may count, by a
// relationship l, and the condition that it does.
func (c *compiler) counting(claim, source, l string) (path, condition string) {
	if c.lens.KnownAt.IsZero() {
		return "(" + claim + ":Claim)-[" + l + ":FROM]->(" + source + ":Source)", ""
	}
	own := c.lens.known(claim + ".document")
	published := source + ".publishedLast"
	if c.lens.Certain != nil && !*c.lens.Certain {
		published = "coalesce(" + source + ".publishedFirst, $knownAt)" // undated: from the beginning
	}
	return "(" + claim + ":Claim)-[" + l + ":FROM|CREDITS]->(" + source + ":Source)",
		"CASE WHEN " + own + " THEN type(" + l + ") = 'FROM' ELSE type(" + l + ") = 'CREDITS' AND " +
			source + ".id IN " + claim + ".named AND " + published + " <= $knownAt END"
}

// sourceSeen is the condition that a claim that is shown counts for a source.
func (c *compiler) sourceSeen(source string) string {
	if c.lens.IsZero() {
		return ""
	}
	claim := c.variable()
	path, counts := c.counting(claim, source, c.variable())
	among := conditions{}
	among.add(c.claimSeen(claim))
	among.add(counts)
	return related{path, claim, among.and(), ""}.some()
}
