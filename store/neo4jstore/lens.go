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
		if err = v.lens.Check(); err == nil && !v.lens.TrueAt.IsZero() {
			err = v.told(c)
		}
		if err != nil {
			c.end()
			return nil, err
		}
	}
	return c, err
}

// told tells whether all that the lens looks into is kept.
func (v view) told(call *call) error {
	c := newCompiler(v.lens)
	untold, err := v.store.ask(call, "MATCH (f:Fact)-[x:STOOD]->() WHERE x.untold = true AND "+c.covers("x")+" RETURN coalesce(max(f.id), '') AS answer", c.params)
	switch {
	case err != nil:
		return call.explain(err)
	case untold != "":
		return kb.Untold(kb.ID(untold.(string)))
	}
	return nil
}

// lens is a [kb.Lens], and where it looks.
//
// A question under a lens is the question without one, in which each match of a
// record has the condition that it is seen. Most often the node of a fact tells
// that itself. Where filters, orders or records need to know what the claims on a
// fact come to under the lens, it is matched together with the node that tells it
// (see weigh.go).
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

// speaks is the condition that a claim speaks of the day of the lens, or that claims
// on a fact may.
func (l *lens) speaks(v string) string {
	days := v + "." + certainly(l.Certain != nil && *l.Certain, "certain", "possible")
	return between(days+"First", days+"Last", "$trueAt")
}

// held is the variable of what the claims on a fact come to. It has to be asked for
// before [compiler.facts] is, so that it is matched with the fact.
func (c *compiler) held(fact string) string {
	if !c.lens.selects() {
		return fact
	}
	c.bound[fact] = true
	return fact + "h"
}

// kept are the variables of a record: its own, and that of what the claims on it
// come to, if it was asked for.
func (c *compiler) kept(v string) string {
	if c.bound[v] {
		return v + ", " + v + "h"
	}
	return v
}

// factClass is a class of facts as Cypher matches it.
type factClass string

const (
	aRelation factClass = "Relation"
	aProperty factClass = "Property"
	anyFact   factClass = "Fact"
	// A fact that is to show the entities that it touches has to pass, be it a name.
	showing factClass = "Fact that shows"
)

// facts continues the path to a fact with what the claims on it come to, if that was
// asked for, and gives the condition that the fact is shown.
func (c *compiler) facts(path, fact string, class factClass) (continued, shown string) {
	if !c.bound[fact] {
		return path, c.shown(fact, class)
	}
	var cs conditions
	cs.add(c.covers(fact + "s"))
	cs.add(c.passes(fact+"h", fact, class))
	return path + ", " + standing(fact), cs.and()
}

// standing is the pattern of how a fact stood.
func standing(fact string) string { return "(" + fact + ")-[" + fact + "s:STOOD]->(" + fact + "h)" }

// covers is the condition that the lens looks into a stretch.
func (c *compiler) covers(stood string) string {
	l := &c.lens
	var cs conditions
	cs.add(stood + "." + l.viewName())
	if !l.KnownAt.IsZero() {
		cs.add(between(stood+".knownFirst", stood+".knownLast", "$knownAt"))
	} else {
		cs.add(stood + ".knownLast >= $knownAt")
	}
	if l.TrueAt.IsZero() {
		cs.add(stood + ".anyDay")
	} else {
		cs.add(between(stood+".trueFirst", stood+".trueLast", "$trueAt"))
	}
	if l.Collection == "" {
		cs.add(stood + ".all")
	} else {
		cs.add(stood + ".collection = $lensCollection")
	}
	return cs.and()
}

// shown is the condition that a fact is shown, from what its own node tells as far
// as that decides it.
func (c *compiler) shown(fact string, class factClass) string {
	l := &c.lens
	passes := c.passes(fact, fact, class)
	var cs, alike conditions // what has to hold; and that the fact stands as without the lens
	if l.Collection != "" {
		cs.add("$lensCollection IN " + fact + ".collections")
		alike.add("size(" + fact + ".collections) = 1")
	}
	if !l.KnownAt.IsZero() {
		cs.add(l.known(fact + ".known"))
		alike.add(l.known(fact + ".settled"))
	}
	if !l.TrueAt.IsZero() {
		cs.add(l.speaks(fact))
	}
	switch {
	case !l.selects():
		return passes
	case passes == "" && l.TrueAt.IsZero() && len(cs) < 2:
		return cs.and()
	}
	var held conditions
	held.add(c.covers(fact + "s"))
	held.add(c.passes(fact+"h", fact, class))
	exists := "EXISTS { MATCH " + standing(fact) + held.where() + " }"
	switch {
	case !l.TrueAt.IsZero() || l.Detected && passes != "":
		cs.add(exists)
	case passes == "":
		cs.add("CASE WHEN " + alike.and() + " THEN true ELSE " + exists + " END")
	default:
		cs.add("CASE WHEN " + alike.and() + " THEN " + passes + " ELSE " + exists + " END")
	}
	return cs.and()
}

// passes is the condition of [kb.Lens.Passes] on what the claims on a fact come to;
// "" if all do.
func (c *compiler) passes(held, fact string, class factClass) string {
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
	if len(cs) > 0 && class != aRelation && class != showing {
		return "(" + fact + ":Naming OR coalesce(" + cs.and() + ", false))"
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
		cs.add(l.speaks(claim))
	}
	if !l.KnownAt.IsZero() {
		cs.add(l.known(claim + ".known"))
	}
	return cs.and()
}

// hides tells whether the lens hides facts by their support.
func (c *compiler) hides() bool { return c.passes("", "", aRelation) != "" }

// shownWith is the condition that a fact is shown of which a claim is selected.
func (c *compiler) shownWith(fact string) string {
	if !c.hides() {
		return ""
	}
	return c.shown(fact, anyFact)
}

// claimSeen is the condition that a claim is selected and its fact shown.
func (c *compiler) claimSeen(claim string) string {
	cs := conditions{}
	cs.add(c.selected(claim))
	if c.hides() {
		f := c.variable()
		path, shown := c.facts("("+claim+")-[:ON]->("+f+")", f, anyFact)
		cs.add("EXISTS { MATCH " + path + " WHERE " + shown + " }")
	}
	return cs.and()
}

// entitySeen is the condition that a fact that passes touches an entity.
func (c *compiler) entitySeen(entity string) string {
	if c.lens.IsZero() {
		return ""
	}
	f := c.variable()
	path, shown := c.facts("("+entity+")<-[:STARTS_AT|ENDS_AT|OF|ISSUED_BY]-("+f+")", f, showing)
	return exists(related{path, f, shown, filter{}}.found(c))
}

// degree is how many relations an entity has.
func (c *compiler) degree(entity string) string {
	if c.lens.IsZero() {
		return entity + ".degree"
	}
	r := c.variable()
	path, shown := c.facts("("+entity+")<-[:STARTS_AT|ENDS_AT]-("+r+")", r, aRelation)
	return related{path, r, shown, filter{}}.number(c)
}

// counting is the pattern of a claim and a source for which it may count, by a
// relationship l, and the condition that it does.
func (c *compiler) counting(claim, source, l string) (path, condition string) {
	if c.lens.KnownAt.IsZero() {
		return "(" + claim + ":Claim)-[" + l + ":FROM]->(" + source + ":Source)", ""
	}
	own := c.lens.known(claim + ".document")
	return "(" + claim + ":Claim)-[" + l + ":FROM|CREDITS]->(" + source + ":Source)",
		"CASE WHEN " + own + " THEN type(" + l + ") = 'FROM' ELSE type(" + l + ") = 'CREDITS' AND " +
			source + ".id IN " + claim + ".named AND " + c.published(source) + " END"
}

// sourceSeen is the condition that a claim that is shown counts for a source.
func (c *compiler) sourceSeen(source string) string {
	if c.lens.IsZero() {
		return ""
	}
	claim := c.variable()
	path, counts := c.counting(claim, source, c.variable())
	var among filter
	among.add(c.claimSeen(claim), counts)
	var cs conditions
	if !c.lens.KnownAt.IsZero() {
		cs.add(c.published(source)) // no claim counts for a source that is not out
	}
	cs.add(exists(related{path, claim, "", among}.found(c)))
	return cs.and()
}

// published is the condition that a source was out by the day of the lens.
func (c *compiler) published(source string) string {
	if c.lens.Certain != nil && !*c.lens.Certain {
		return "coalesce(" + source + ".publishedFirst, $knownAt) <= $knownAt" // undated: from the beginning
	}
	return source + ".publishedLast <= $knownAt"
}
