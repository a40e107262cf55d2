package sqlitestore

import (
	"fmt"

	"actorgraph/kb"
	"actorgraph/text"
)

// compiler turns filters into conditions. Each row that a condition speaks of
// has an alias; the compiler hands out new ones as conditions nest.
//
// A condition may be NULL where a value is missing. That counts as not holding:
// WHERE, AND and OR read it so, and [not] is written to.
//
// The record that another one names is asked for by IN with a subquery that
// stands alone, which SQLite answers once for the whole question; the records
// that name this one by EXISTS, which ends at the first. A filter that goes back
// and forth thus costs the sum of its levels, not their product.
type compiler struct{ aliases int }

func (c *compiler) alias(letter string) string {
	c.aliases++
	return fmt.Sprint(letter, c.aliases)
}

// tree joins the And, Or and Not of one level with its other conditions.
func tree[W any](and_, or_ []*W, not_ *W, compile func(*W) part, conditions ...part) part {
	for _, w := range and_ {
		conditions = append(conditions, compile(w))
	}
	if or_ != nil {
		var choices []part
		for _, w := range or_ {
			choices = append(choices, compile(w))
		}
		conditions = append(conditions, or(choices...))
	}
	if not_ != nil {
		conditions = append(conditions, not(compile(not_)))
	}
	return and(conditions...)
}

// entity is the condition that the entity with alias e passes w.
func (c *compiler) entity(w *kb.EntityWhere, e string) part {
	if w == nil {
		return yes
	}
	return tree(w.And, w.Or, w.Not, func(w *kb.EntityWhere) part { return c.entity(w, e) },
		idIs(w.ID, e+".id"),
		enumIs(w.Kind, e+".kind"),
		stringIs(w.Name, e+".name", e+".name_fold"),
		stringIs(w.Summary, e+".summary", e+".summary_fold"),
		c.aliasIs(w.Alias, e),
		collectionIs(w.Collection, e),
		numberIs(w.Degree, e+".degree"),
		c.relationsAre(w.Relations, e),
		c.propertiesAre(w.Properties, e),
	)
}

// relation is the condition that the relation with alias r passes w.
func (c *compiler) relation(w *kb.RelationWhere, r string) part {
	if w == nil {
		return yes
	}
	return tree(w.And, w.Or, w.Not, func(w *kb.RelationWhere) part { return c.relation(w, r) },
		idIs(w.ID, r+".id"),
		enumIs(w.Type, r+".type"),
		c.entityAt(w.From, r+".from_id"),
		c.entityAt(w.To, r+".to_id"),
		stringIs(w.Key, r+".key", r+".key_fold"),
		dateIs(w.Since, r+".since_first", r+".since_last"),
		dateIs(w.Until, r+".until_first", r+".until_last"),
		enumIs(w.Status, supported(r, "status")),
		numberIs(w.AtLeast, "coalesce("+supported(r, "atLeast")+", 0)"),
		collectionIs(w.Collection, r),
		c.claimsAre(w.Claims, "fact", r),
	)
}

// property is the condition that the property with alias p passes w.
func (c *compiler) property(w *kb.PropertyWhere, p string) part {
	if w == nil {
		return yes
	}
	return tree(w.And, w.Or, w.Not, func(w *kb.PropertyWhere) part { return c.property(w, p) },
		idIs(w.ID, p+".id"),
		enumIs(w.Key, p+".key"),
		c.entityAt(w.Entity, p+".entity"),
		stringIs(w.Text, p+".text", p+".text_fold"),
		booleanIs(w.Boolean, p+".boolean"),
		numberIs(w.Min, p+".min"),
		numberIs(w.Max, p+".max"),
		stringIs(w.Unit, p+".unit", p+".unit_fold"),
		dateIs(w.Date, p+".date_first", p+".date_last"),
		c.entityAt(w.Issuer, p+".issuer"),
		dateIs(w.Since, p+".since_first", p+".since_last"),
		dateIs(w.Until, p+".until_first", p+".until_last"),
		enumIs(w.Status, supported(p, "status")),
		numberIs(w.AtLeast, "coalesce("+supported(p, "atLeast")+", 0)"),
		collectionIs(w.Collection, p),
		c.claimsAre(w.Claims, "fact", p),
	)
}

// supported is a field of the support of a fact; what is zero is not written there.
func supported(fact, field string) string { return fact + ".support ->> '$." + field + "'" }

// claim is the condition that the claim with alias a passes w.
func (c *compiler) claim(w *kb.ClaimWhere, a string) part {
	if w == nil {
		return yes
	}
	return tree(w.And, w.Or, w.Not, func(w *kb.ClaimWhere) part { return c.claim(w, a) },
		idIs(w.ID, a+".id"),
		idIs(w.Fact, a+".fact"),
		c.sourceAt(w.Source, a+".source"),
		enumIs(w.Stance, a+".stance"),
		enumIs(w.Modality, a+".modality"),
		enumIs(w.Reading, a+".reading"),
		booleanIs(w.Firsthand, a+".firsthand"),
		stringIs(w.Statement, a+".statement", a+".statement_fold"),
		refersTo(w.AttributedTo, a, attributedTo),
		refersTo(w.Credits, a, credits),
		numberIs(w.Paragraph, a+".paragraph"),
		stringIs(w.Collection, a+".collection", a+".collection"),
	)
}

// source is the condition that the source with alias s passes w.
func (c *compiler) source(w *kb.SourceWhere, s string) part {
	if w == nil {
		return yes
	}
	return tree(w.And, w.Or, w.Not, func(w *kb.SourceWhere) part { return c.source(w, s) },
		idIs(w.ID, s+".id"),
		enumIs(w.Kind, s+".kind"),
		stringIs(w.Title, s+".title", s+".title_fold"),
		refersTo(w.Publisher, s, publishers),
		dateIs(w.Published, s+".published_first", s+".published_last"),
		stringIs(w.URL, s+".url", s+".url_fold"),
		stringIs(w.Language, s+".language", s+".language_fold"),
		stringIs(w.FileName, s+".file_name", s+".file_name_fold"),
		collectionIs(w.Collection, s),
		refersTo(w.Cites, s, cites),
		refersTo(w.DerivesFrom, s, derivesFrom),
		c.claimsAre(w.Claims, "source", s),
	)
}

// entityAt is the condition that column names an entity that passes w. A name that
// is shown may be that of a hidden one.
func (c *compiler) entityAt(w *kb.EntityWhere, column string) part {
	if w == nil {
		return yes
	}
	e := c.alias("e")
	return cat(say(column+" IN (SELECT "+e+".id FROM every_entity AS "+e+" WHERE "), c.entity(w, e), say(")"))
}

// sourceAt is the condition that column names a source that passes w.
func (c *compiler) sourceAt(w *kb.SourceWhere, column string) part {
	if w == nil {
		return yes
	}
	s := c.alias("s")
	return cat(say(column+" IN (SELECT "+s+".id FROM sources AS "+s+" WHERE "), c.source(w, s), say(")"))
}

// relationsAre asks of the relations at e, each once.
func (c *compiler) relationsAre(f *kb.RelationsFilter, e string) part {
	if f == nil {
		return yes
	}
	r := c.alias("r")
	at := "relations AS " + r + " WHERE (" + r + ".from_id = " + e + ".id OR " + r + ".to_id = " + e + ".id)"
	passes := func(w *kb.EndWhere) part { return c.end(w, r, e) }
	if f.Count != nil {
		return counted(at, f.Count.Of, f.Count.Is, passes)
	}
	return quantified(at, f.Some, f.None, f.Every, passes)
}

// end is the condition that the relation r, seen from its end e, passes w.
func (c *compiler) end(w *kb.EndWhere, r, e string) part {
	direction := yes
	if w.Direction != nil {
		switch *w.Direction {
		case kb.Out:
			direction = say(r + ".from_id = " + e + ".id")
		case kb.In:
			direction = say(r + ".to_id = " + e + ".id")
		}
	}
	other := "CASE " + r + ".to_id WHEN " + e + ".id THEN " + r + ".from_id ELSE " + r + ".to_id END"
	return and(direction, c.relation(w.Where, r), c.entityAt(w.Other, other))
}

// propertiesAre asks of the properties of e.
func (c *compiler) propertiesAre(f *kb.PropertiesFilter, e string) part {
	if f == nil {
		return yes
	}
	p := c.alias("p")
	of := "properties AS " + p + " WHERE " + p + ".entity = " + e + ".id"
	passes := func(w *kb.PropertyWhere) part { return c.property(w, p) }
	if f.Count != nil {
		return counted(of, f.Count.Of, f.Count.Is, passes)
	}
	return quantified(of, f.Some, f.None, f.Every, passes)
}

// claimsAre asks of the claims whose column names the record with alias owner.
func (c *compiler) claimsAre(f *kb.ClaimsFilter, column, owner string) part {
	if f == nil {
		return yes
	}
	a := c.alias("c")
	of := "claims AS " + a + " WHERE " + a + "." + column + " = " + owner + ".id"
	passes := func(w *kb.ClaimWhere) part { return c.claim(w, a) }
	if f.Count != nil {
		return counted(of, f.Count.Of, f.Count.Is, passes)
	}
	return quantified(of, f.Some, f.None, f.Every, passes)
}

// quantified asks one of three questions of rows.
func quantified[W any](rows string, some, none, every *W, passes func(*W) part) part {
	switch {
	case some != nil:
		return exists(rows, passes(some))
	case none != nil:
		return not(exists(rows, passes(none)))
	}
	return not(exists(rows, not(passes(every))))
}

// counted asks how many of rows pass of, all if it is nil.
func counted[W any](rows string, of *W, is kb.CountFilter, passes func(*W) part) part {
	condition := yes
	if of != nil {
		condition = passes(of)
	}
	count := cat(say("(SELECT count(*) FROM "+rows+" AND "), condition, say(")"))
	for _, o := range []struct {
		op string
		n  *int
	}{{"=", is.Eq}, {"<", is.Lt}, {"<=", is.Lte}, {">", is.Gt}, {">=", is.Gte}} {
		if o.n != nil {
			return cat(count, say(" "+o.op+" ?", *o.n))
		}
	}
	return yes
}

// aliasIs asks of the aliases of e, which are properties.
func (c *compiler) aliasIs(f *kb.StringFilter, e string) part {
	if f == nil {
		return yes
	}
	p := c.alias("p")
	return anyString(f, "properties AS "+p+" WHERE "+p+".key = '"+string(kb.KeyAlias)+"' AND "+p+".entity = "+e+".id", p+".text", p+".text_fold")
}

// collectionIs asks of the collections of the record with alias of. Their names
// are slugs, which folding leaves as they are.
func collectionIs(f *kb.StringFilter, of string) part {
	if f == nil {
		return yes
	}
	return anyString(f, "json_each("+of+".collections) AS j WHERE 1", "j.value", "j.value")
}

// anyString asks f of the texts in a column of rows.
func anyString(f *kb.StringFilter, rows, column, fold string) part {
	if f.IsNull == nil {
		return exists(rows, stringIs(f, column, fold))
	}
	if *f.IsNull {
		return not(exists(rows, yes))
	}
	return exists(rows, yes)
}

// refersTo asks f of the ids that stand in a field of the record with alias by.
func refersTo(f *kb.IDFilter, by string, field field) part {
	if f == nil {
		return yes
	}
	if f.IsNull == nil {
		return cat(say(by+".id IN (SELECT holder FROM refs WHERE field = '"+string(field)+"' AND "), idIs(f, "target"), say(")"))
	}
	some := exists("refs WHERE field = '"+string(field)+"' AND holder = "+by+".id", yes)
	if *f.IsNull {
		return not(some)
	}
	return some
}

// The rest asks of one column, which is NULL where the value is missing.

func isNull(column string, null bool) part {
	if null {
		return say(column + " IS NULL")
	}
	return say(column + " IS NOT NULL")
}

func stringIs(f *kb.StringFilter, column, fold string) part {
	switch {
	case f == nil:
		return yes
	case f.Eq != nil:
		return say(column+" = ?", *f.Eq)
	case f.In != nil:
		return among(column, f.In)
	case f.Contains != nil:
		return say("instr("+fold+", ?) > 0", text.Fold(*f.Contains))
	case f.StartsWith != nil:
		return startsWith(fold, text.Fold(*f.StartsWith))
	}
	return isNull(column, *f.IsNull)
}

func idIs(f *kb.IDFilter, column string) part {
	switch {
	case f == nil:
		return yes
	case f.Eq != nil:
		return say(column+" = ?", string(*f.Eq))
	case f.In != nil:
		return among(column, f.In)
	}
	return isNull(column, *f.IsNull)
}

func enumIs[E ~string](f *kb.EnumFilter[E], column string) part {
	switch {
	case f == nil:
		return yes
	case f.Eq != nil:
		return say(column+" = ?", string(*f.Eq))
	case f.In != nil:
		return among(column, f.In)
	case f.Not != nil:
		return say(column+" <> ?", string(*f.Not))
	}
	return isNull(column, *f.IsNull)
}

func booleanIs(f *kb.BooleanFilter, column string) part {
	if f == nil {
		return yes
	}
	return say(column+" = ?", *f.Eq)
}

func numberIs(f *kb.NumberFilter, column string) part {
	if f == nil {
		return yes
	}
	for _, o := range []struct {
		op string
		n  *float64
	}{{"=", f.Eq}, {"<", f.Lt}, {"<=", f.Lte}, {">", f.Gt}, {">=", f.Gte}} {
		if o.n != nil {
			return say(column+" "+o.op+" ?", *o.n)
		}
	}
	return isNull(column, *f.IsNull)
}

// dateIs asks of a date by its first and its last day, as [days] tells them.
func dateIs(f *kb.DateFilter, first, last string) part {
	switch {
	case f == nil:
		return yes
	case f.IsNull != nil:
		return isNull(first, *f.IsNull)
	case f.Certainly != nil:
		return certainly(f.Certainly, first, last)
	}
	return possibly(f.Possibly, first, last)
}

// certainly is the condition that comparing gives [kb.Yes].
func certainly(c *kb.DateCompare, first, last string) part {
	switch {
	case c.Before != nil:
		from, _ := c.Before.Span()
		return say(last+" < ?", from)
	case c.After != nil:
		_, to := c.After.Span()
		return say(first+" > ?", to)
	case c.Equal != nil:
		from, to := c.Equal.Span()
		if from != to {
			return no
		}
		return say("("+first+" = ? AND "+last+" = ?)", from, from)
	}
	from, to := c.Within.Span()
	if c.Within.Within(*c.Within) != kb.Yes {
		return no // an end of it is not known, so that nothing certainly lies within, not even itself
	}
	return say("("+first+" >= ? AND "+last+" <= ?)", from, to)
}

// possibly is the condition that comparing gives [kb.Yes] or [kb.Possible].
func possibly(c *kb.DateCompare, first, last string) part {
	switch {
	case c.Before != nil:
		_, to := c.Before.Span()
		return say(first+" < ?", to)
	case c.After != nil:
		from, _ := c.After.Span()
		return say(last+" > ?", from)
	}
	within := c.Within
	if within == nil {
		within = c.Equal
	}
	from, to := within.Span()
	return say("("+last+" >= ? AND "+first+" <= ?)", from, to)
}
