package sqlitestore

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// view answers questions as one lens has it.
//
// A lens is a clause WITH put before each question, which defines the tables of
// records anew: SQLite takes the name of a table for that of a common table
// expression where there is one. What the lens leaves of a table has the columns
// of the table, so that filters, links, orders and facets are asked of it in the
// same words. Each definition stays so simple that SQLite puts it in its place:
// indexes serve as before, and what a question does not use is not computed.
type view struct {
	store *Store
	with  part  // the definitions; none without a lens
	err   error // what is wrong with the lens
}

// lensed is a store under a lens.
type lensed struct {
	*Store
	view
}

// Under implements kb.Reader.
func (s *Store) Under(l kb.Lens) kb.Reader {
	if l.IsZero() {
		return s
	}
	v := view{store: s, err: l.Check()}
	if v.err == nil {
		v.with = definitions(l)
	}
	return lensed{s, v}
}

// ready tells why no question can be asked, or nil.
func (v view) ready(ctx context.Context) error {
	if err := v.store.ready(ctx); err != nil {
		return err
	}
	return v.err
}

// through makes from answer questions under the lens.
func (v view) through(from querier) querier {
	if v.with.sql == "" {
		return from
	}
	return through{from, v.with}
}

type through struct {
	querier
	with part
}

func (t through) query(ctx context.Context, q part) (*sql.Rows, error) {
	joint := " "
	if rest, ok := strings.CutPrefix(q.sql, "WITH "); ok {
		joint, q.sql = ", ", rest
	}
	return t.querier.query(ctx, cat(t.with, say(joint), q))
}

// defining builds the definitions of a lens. Its values are numbered, so that
// each is bound once, however often the text needs it.
type defining struct {
	args []any
	text []string
}

// value is the placeholder of v.
func (d *defining) value(v any) string {
	d.args = append(d.args, v)
	return "?" + strconv.Itoa(len(d.args))
}

// define says what a lens leaves under a name.
func (d *defining) define(name, query string) {
	d.text = append(d.text, name+" AS NOT MATERIALIZED ("+query+")")
}

// definitions defines what l leaves of each table.
func definitions(l kb.Lens) part {
	d := &defining{}
	shown := d.shown(l)
	visible := "EXISTS (SELECT 1 FROM main.stretches AS s WHERE s.from_id = a.id AND " + shown + ")" +
		" OR EXISTS (SELECT 1 FROM main.stretches AS s WHERE s.to_id = a.id AND " + shown + ")"
	degree := "(SELECT count(*) FROM main.stretches AS s WHERE s.from_id = a.id AND s.joins AND " + shown + ")" +
		" + (SELECT count(*) FROM main.stretches AS s WHERE s.to_id = a.id AND s.joins AND " + shown + ")"
	entity := "a.id, a.kind, a.name, a.summary, a.collections, " + degree + " AS degree, a.name_key, a.name_fold, a.summary_fold"
	derived := "s.since, s.since_first, s.since_last, s.until, s.until_first, s.until_last, s.collections, s.claims, coalesce(s.support, a.support) AS support"

	d.define("every_entity", "SELECT "+entity+", "+visible+" AS visible FROM main.entities AS a")
	d.define("entities", "SELECT "+entity+", 1 AS visible FROM main.entities AS a WHERE "+visible)
	d.define("relations", "SELECT a.id, a.type, a.from_id, a.to_id, a.key, a.key_fold, "+derived+
		" FROM main.relations AS a CROSS JOIN main.stretches AS s ON s.fact = a.id AND "+shown)
	d.define("properties", "SELECT a.id, a.entity, a.key, a.value, a.issuer, a.text, a.boolean, a.min, a.max, a.unit, a.date_first, a.date_last, a.value_key, a.text_fold, a.unit_fold, "+derived+
		" FROM main.properties AS a CROSS JOIN main.stretches AS s ON s.fact = a.id AND "+shown)
	d.define("terms", "SELECT a.* FROM main.terms AS a WHERE a.alias = '' OR EXISTS (SELECT 1 FROM main.stretches AS s WHERE s.fact = a.alias AND "+shown+")")
	d.define("claims", "SELECT a.* FROM main.claims AS a WHERE "+d.selected(l)+" AND EXISTS (SELECT 1 FROM main.stretches AS s WHERE s.fact = a.fact AND "+shown+")")
	counts := "EXISTS (SELECT 1 FROM claims AS c WHERE c.source = a.id)"
	if l.KnownAt.IsZero() {
		d.define("counting", "SELECT id, fact, source FROM claims")
	} else {
		out, published := "c.out_certain", "coalesce(p.published_last, "+d.value(int64(evidence.Always))+")"
		if l.Certain != nil && !*l.Certain {
			out, published = "c.out_possible", "coalesce(p.published_first, "+d.value(int64(evidence.NoDay))+")"
		}
		known := d.value(int64(evidence.At(l).Known))
		// Before its own document is out, a claim counts for those that it credits
		// by name and that are.
		own := "claims AS c WHERE " + out + " <= " + known
		credited := "main.refs AS r CROSS JOIN claims AS c ON c.id = r.holder AND " + out + " > " + known +
			" CROSS JOIN main.sources AS p ON p.id = r.target AND " + published + " <= " + known + " WHERE r.field = '" + string(named) + "'"
		d.define("counting", "SELECT c.id, c.fact, c.source FROM "+own+" UNION ALL SELECT c.id, c.fact, r.target FROM "+credited)
		counts = "EXISTS (SELECT 1 FROM " + own + " AND c.source = a.id) OR EXISTS (SELECT 1 FROM " + credited + " AND r.target = a.id)"
	}
	d.define("sources", "SELECT a.id, a.kind, a.title, a.publishers, a.byline, a.published, a.published_first, a.published_last, a.published_note, a.retrieved, "+
		"a.url, a.language, a.file_name, a.fingerprint, a.cites, a.derives_from, a.act, a.note, a.collections, "+
		"(SELECT count(*) FROM claims AS c WHERE c.source = a.id) AS claims, a.title_key, a.title_fold, a.url_fold, a.language_fold, a.file_name_fold"+
		" FROM main.sources AS a WHERE "+counts)
	return part{"WITH " + strings.Join(d.text, ", "), d.args}
}

// shown is the condition that l looks into the stretch s, and shows its fact.
func (d *defining) shown(l kb.Lens) string {
	at := evidence.At(l)
	conditions := []string{"s.everything"}
	if l.Collection != "" {
		conditions[0] = "s.collection = " + d.value(l.Collection)
	}
	day, known := d.value(int64(at.True)), d.value(int64(at.Known))
	conditions = append(conditions,
		"s.views & "+strconv.Itoa(int(at.View))+" <> 0",
		"s.true_first <= "+day, "s.true_last >= "+day,
		"s.known_first <= "+known, "s.known_last >= "+known)
	var asked []string
	if l.MinOrigins > 0 {
		asked = append(asked, "s.at_least >= "+d.value(l.MinOrigins))
	}
	if l.Statuses != nil {
		asked = append(asked, "s.status IN (SELECT value FROM json_each("+d.value(list(l.Statuses))+"))")
	}
	if l.Contested != nil {
		asked = append(asked, "s.contested = "+d.value(*l.Contested))
	}
	if l.Modalities != nil {
		asked = append(asked, "s.strongest IN (SELECT value FROM json_each("+d.value(list(l.Modalities))+"))")
	}
	if l.Verified != nil {
		asked = append(asked, "s.verified = "+d.value(*l.Verified))
	}
	if asked != nil {
		conditions = append(conditions, "(s.naming OR "+strings.Join(asked, " AND ")+")")
	}
	return strings.Join(conditions, " AND ")
}

// selected is the condition that l selects the claim a.
func (d *defining) selected(l kb.Lens) string {
	at := evidence.At(l)
	first, last, known := "a.possible_first", "a.possible_last", "a.known_certain"
	if l.Certain != nil && *l.Certain {
		first, last = "a.certain_first", "a.certain_last"
	} else if l.Certain != nil {
		known = "a.known_possible"
	}
	conditions := []string{"1"}
	if l.Collection != "" {
		conditions = append(conditions, "a.collection = "+d.value(l.Collection))
	}
	if !l.TrueAt.IsZero() {
		day := d.value(int64(at.True))
		conditions = append(conditions, first+" <= "+day, last+" >= "+day)
	}
	if !l.KnownAt.IsZero() {
		conditions = append(conditions, known+" <= "+d.value(int64(at.Known)))
	}
	return strings.Join(conditions, " AND ")
}
