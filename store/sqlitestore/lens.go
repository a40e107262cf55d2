package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// view answers questions as one lens has it.
//
// What a lens shows of the facts is in its [picture]. A question is put in a clause
// WITH that defines the tables of records anew, as the picture leaves them: SQLite
// takes the name of a table for that of a common table expression where there is
// one. What is left of a table has the columns of the table, so that filters, links,
// orders and facets are asked of it in the same words. Each definition stays so
// simple that SQLite puts it in its place: indexes serve as before, and what a
// question does not use is not computed.
type view struct {
	store *Store
	with  part   // the definitions, after the handle of the picture; none without a lens
	sees  part   // the condition that the lens looks into the stretch s
	asks  part   // the condition that the support of s passes
	lens  string // tells apart lenses that show other facts
	err   error  // what is wrong with the lens
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
		v.with, v.sees, v.asks = definitions(l), sees(l), asks(l)
		v.lens = fmt.Sprint(v.sees, v.asks)
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

// question is q as it is put under the lens. Its first value is to be the handle of
// the picture.
func (v view) question(q part) part {
	joint := " "
	if rest, ok := strings.CutPrefix(q.sql, "WITH "); ok {
		joint, q.sql = ", ", rest
	}
	return cat(say("", nil), v.with, say(joint), q)
}

// readers answers questions under the lens.
func (v view) readers() querier {
	if v.with.sql == "" {
		return v.store.readers
	}
	return lensedPool{v, v.store.readers}
}

// reading is a transaction that answers questions under the lens. Done is to be
// called at the end.
func (v view) reading(ctx context.Context, tx *sql.Tx) (from querier, done func(), err error) {
	if v.with.sql == "" {
		return reading{tx}, func() {}, nil
	}
	handle, done, err := v.handle(ctx, reading{tx})
	return lensedReading{v, tx, handle}, done, err
}

// scanning begins a transaction that answers many questions of one state, under the
// lens by from. Done is to be called at the end.
func (v view) scanning(ctx context.Context) (tx *sql.Tx, from querier, done func(), err error) {
	if tx, err = v.store.scans.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return nil, nil, nil, err
	}
	from, end, err := v.reading(ctx, tx)
	if err != nil {
		tx.Rollback()
		return nil, nil, nil, err
	}
	return tx, from, func() {
		end()
		tx.Rollback()
	}, nil
}

// lensedReading answers questions in one transaction.
type lensedReading struct {
	view
	tx     *sql.Tx
	handle int64
}

func (l lensedReading) query(ctx context.Context, q part) (answer, error) {
	q = l.question(q)
	q.args[0] = l.handle
	return reading{l.tx}.query(ctx, q)
}

// lensedPool answers each question in a transaction of its own, so that the
// picture and the answer are of one state.
type lensedPool struct {
	view
	pool *pool
}

func (l lensedPool) query(ctx context.Context, q part) (a answer, err error) {
	q = l.question(q)
	// The statement is prepared first: whoever has a connection must not wait for
	// another.
	stmt, err := l.pool.prepare(ctx, q.sql)
	if err != nil {
		return answer{}, err
	}
	tx, err := l.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return answer{}, err
	}
	a.end = func() { tx.Rollback() }
	defer func() {
		if err != nil {
			a.end()
		}
	}()
	handle, done, err := l.handle(ctx, reading{tx})
	if err != nil {
		return a, err
	}
	a.end = func() {
		done()
		tx.Rollback()
	}
	q.args[0] = handle
	if stmt == nil {
		a.Rows, err = tx.QueryContext(ctx, q.sql, q.args...)
	} else {
		a.Rows, err = tx.StmtContext(ctx, stmt).QueryContext(ctx, q.args...)
	}
	return a, err
}

// defining builds the definitions of a lens. Its values are numbered, so that
// each is bound once, however often the text needs it; ?1 is the handle of the
// picture.
type defining struct {
	args []any
	text []string
}

// value is the placeholder of v.
func (d *defining) value(v any) string {
	d.args = append(d.args, v)
	return "?" + strconv.Itoa(len(d.args)+1)
}

// define says what a lens leaves under a name.
func (d *defining) define(name, query string) {
	d.text = append(d.text, name+" AS NOT MATERIALIZED ("+query+")")
}

// derived are the derived columns of the fact a with a number: those of its row, or
// where the picture says so those of the stretch.
func derived(number string) string {
	var columns []string
	for c := range strings.SplitSeq(derivedColumns, ", ") {
		columns = append(columns, fmt.Sprintf("CASE shown(?1, %[1]s) WHEN %[2]d THEN a.%[3]s ELSE (SELECT s.%[3]s FROM main.stretches AS s WHERE s.fact = %[1]s AND s.place = shown(?1, %[1]s) - %[4]d) END AS %[3]s",
			number, asStored, c, asStretch))
	}
	return strings.Join(columns, ", ")
}

// definitions defines what l leaves of each table.
func definitions(l kb.Lens) part {
	d := &defining{}
	summary := "a.summary, a.summary_fold"
	if !l.KnownAt.IsZero() {
		summary = "NULL AS summary, NULL AS summary_fold"
	}
	entity := "a.n, a.id, a.kind, a.name, " + summary + ", a.collections, max(degree(?1, a.n), 0) AS degree, a.name_key, a.name_fold"
	d.define("every_entity", "SELECT "+entity+", degree(?1, a.n) >= 0 AS visible FROM main.entities AS a")
	d.define("entities", "SELECT "+entity+", a.visible FROM main.entities AS a WHERE degree(?1, a.n) >= 0")
	d.define("relations", "SELECT a.n, a.id, a.type, a.from_id, a.to_id, a.key, a.key_fold, "+derived("2 * a.n")+
		" FROM main.relations AS a WHERE shown(?1, 2 * a.n)")
	asserted := ""
	if !l.AsksUnasserted() {
		asserted = " AND support ->> '$.status' IN (SELECT value FROM json_each(" + d.value(list(kb.AssertedStatuses)) + "))"
	}
	d.define("instruments", "SELECT from_id AS product, to_id AS targeting FROM relations WHERE type = 'USED_IN'"+asserted)
	d.define("properties", "SELECT a.n, a.id, a.entity, a.key, a.value, a.issuer, a.text, a.boolean, a.min, a.max, a.unit, a.date_first, a.date_last, a.value_key, a.text_fold, a.unit_fold, "+derived("2 * a.n + 1")+
		" FROM main.properties AS a WHERE shown(?1, 2 * a.n + 1)")
	d.define("terms", "SELECT a.term, a.entity FROM main.terms AS a WHERE a.alias = 0 OR shown(?1, a.alias)")
	d.define("claims", "SELECT a.* FROM main.claims AS a WHERE "+d.selected(l)+" AND shown(?1, a.fact_n)")
	counts := "EXISTS (SELECT 1 FROM claims AS c WHERE c.source = a.id)"
	if l.KnownAt.IsZero() {
		d.define("counting", "SELECT id, fact, source FROM claims")
	} else {
		// Before its own document is out, a claim counts for those that it credits
		// by name and that are.
		out, published, never := "c.out_certain", "published_last", d.value(int64(evidence.Always))
		if l.Certain != nil && !*l.Certain {
			out, published, never = "c.out_possible", "published_first", d.value(int64(evidence.NoDay))
		}
		known := d.value(int64(evidence.At(l).Known))
		isOut := "coalesce(" + published + ", " + never + ") <= " + known
		d.define("counting", "SELECT c.id, c.fact, j.value AS source FROM claims AS c JOIN json_each(CASE WHEN "+out+" <= "+known+" THEN json_array(c.source)"+
			" ELSE (SELECT json_group_array(value ->> 'Source') FROM json_each(c.credits) WHERE value ->> 'How' = '"+string(kb.CreditNamed)+"') END) AS j"+
			" WHERE "+out+" <= "+known+" OR EXISTS (SELECT 1 FROM main.sources WHERE id = j.value AND "+isOut+")")
		counts = isOut + " AND (" + counts + " OR EXISTS (SELECT 1 FROM main.refs AS r CROSS JOIN claims AS c ON c.id = r.holder AND " + out + " > " + known +
			" WHERE r.target = a.id AND r.field = '" + string(named) + "'))"
	}
	d.define("sources", "SELECT a.id, a.kind, a.title, a.publishers, a.byline, a.published, a.published_first, a.published_last, a.published_note, a.retrieved, "+
		"a.url, a.language, a.file_name, a.fingerprint, a.cites, a.derives_from, a.act, a.note, a.collections, "+
		"(SELECT count(*) FROM claims AS c WHERE c.source = a.id) AS claims, a.title_key, a.title_fold, a.url_fold, a.language_fold, a.file_name_fold"+
		" FROM main.sources AS a WHERE "+counts)
	return part{"WITH " + strings.Join(d.text, ", "), d.args}
}

// sees is the condition that l looks into the stretch s.
func sees(l kb.Lens) part {
	at := evidence.At(l)
	collection := say("s.everything")
	if l.Collection != "" {
		collection = say("s.collection = ?", l.Collection)
	}
	return and(
		collection, say("s.views & ? <> 0", int64(at.View)),
		say("s.true_first <= ? AND s.true_last >= ?", int64(at.True), int64(at.True)),
		say("s.known_first <= ? AND s.known_last >= ?", int64(at.Known), int64(at.Known)),
	)
}

// asks is the condition of [kb.Lens.Passes] on the stretch s.
func asks(l kb.Lens) part {
	asked := yes
	if l.MinOrigins > 0 {
		asked = and(asked, say("s.at_least >= ?", l.MinOrigins))
	}
	if l.Statuses != nil {
		asked = and(asked, among("s.status", l.Statuses))
	}
	if l.Contested != nil {
		asked = and(asked, say("s.contested = ?", *l.Contested))
	}
	if l.Modalities != nil {
		asked = and(asked, among("s.strongest", l.Modalities))
	}
	if l.Verified != nil {
		asked = and(asked, say("s.verified = ?", *l.Verified))
	}
	return asked
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
