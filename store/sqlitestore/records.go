package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"actorgraph/kb"
)

// records answers about one class of record, in one view.
type records[T, W any] struct {
	view
	*table[T, W]
}

// Entities implements kb.Reader.
func (v view) Entities() kb.Records[kb.Entity, kb.EntityWhere] {
	return records[kb.Entity, kb.EntityWhere]{v, entityTable}
}

// Relations implements kb.Reader.
func (v view) Relations() kb.Records[kb.Relation, kb.RelationWhere] {
	return records[kb.Relation, kb.RelationWhere]{v, relationTable}
}

// Properties implements kb.Reader.
func (v view) Properties() kb.Records[kb.Property, kb.PropertyWhere] {
	return records[kb.Property, kb.PropertyWhere]{v, propertyTable}
}

// Claims implements kb.Reader.
func (v view) Claims() kb.Records[kb.Claim, kb.ClaimWhere] {
	return records[kb.Claim, kb.ClaimWhere]{v, claimTable}
}

// Sources implements kb.Reader.
func (v view) Sources() kb.Records[kb.Source, kb.SourceWhere] {
	return records[kb.Source, kb.SourceWhere]{v, sourceTable}
}

// Get implements kb.Records.
func (r records[T, W]) Get(ctx context.Context, ids []kb.ID) ([]*T, error) {
	if err := r.ready(ctx); err != nil {
		return nil, err
	}
	if err := checkBatch(ids); err != nil {
		return nil, err
	}
	out := make([]*T, len(ids))
	err := r.get(ctx, r.readers(), ids, func(i int, record *T) { out[i] = record })
	return out, r.store.explain(ctx, err)
}

func checkBatch(ids []kb.ID) error {
	if len(ids) > kb.MaxBatch {
		return fmt.Errorf("%w: %d ids; at most %d are allowed", kb.ErrInvalid, len(ids), kb.MaxBatch)
	}
	return nil
}

// known names the rows to read records from whose ids are known.
func (t *table[T, W]) known() string { return cmp.Or(t.every, t.name) }

// get reads the records with these ids and tells where in ids each stands.
func (t *table[T, W]) get(ctx context.Context, from querier, ids []kb.ID, found func(i int, record *T)) error {
	var q part
	rows := t.known()
	switch len(ids) {
	case 0:
		return nil
	case 1:
		q = say("SELECT 0, "+t.columns+" FROM "+rows+" AS a WHERE a.id = ?", string(ids[0]))
	default:
		q = say("SELECT wanted.key, "+t.columns+" FROM json_each(?) AS wanted CROSS JOIN "+rows+" AS a ON a.id = wanted.value", list(ids))
	}
	var i int
	return t.read(ctx, from, q, []any{&i}, func(record *T) error {
		found(i, record)
		return nil
	})
}

// read does something with each record that q selects. What it selects before a
// record's own columns is read into before.
func (t *table[T, W]) read(ctx context.Context, from querier, q part, before []any, do func(*T) error) error {
	row := t.row()
	dest := append(before, row.dest()...)
	return each(ctx, from, q, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		record, err := row.record()
		if err != nil {
			return err
		}
		return do(record)
	})
}

// asked is a question made ready: what stands behind FROM and WHERE.
type asked struct {
	many   bool   // it is asked for several parents at once
	parent string // the place in the question, from 0, of the one that a record belongs to
	from   part
	where  part
}

// ask makes a question ready. One parent is a matter of the condition alone, so
// that reading a page can end with its last row.
func (t *table[T, W]) ask(q kb.Query[W]) asked {
	out := asked{parent: "0", from: say(t.name + " AS a"), where: t.where(new(compiler), q.Where, "a")}
	if q.Of == nil {
		return out
	}
	parent := say("parent.value")
	if len(q.Of) == 1 {
		parent = say("?", string(q.Of[0]))
	} else {
		out.many, out.parent = true, "parent.key"
		out.from = say("json_each(?) AS parent CROSS JOIN "+t.name+" AS a", list(q.Of))
	}
	narrowed := yes
	switch {
	case len(q.Types) > 0:
		narrowed = among(t.narrow, q.Types)
	case len(q.Keys) > 0:
		narrowed = among(t.narrow, q.Keys)
	}
	out.where = and(t.links[q.By](parent), narrowed, out.where)
	return out
}

// numberOf is how many answers q has: one for each parent, or the one.
func numberOf[W any](q kb.Query[W]) int {
	if q.Of == nil {
		return 1
	}
	return len(q.Of)
}

// Find implements kb.Records.
func (r records[T, W]) Find(ctx context.Context, q kb.Query[W]) ([]kb.Page[T], error) {
	if err := r.ready(ctx); err != nil {
		return nil, err
	}
	if err := q.Check(r.class, true); err != nil {
		return nil, err
	}
	order := r.order(q.FullOrder(), q.Last > 0)
	if err := order.check(q.After, q.Before); err != nil {
		return nil, err
	}
	pages := make([]kb.Page[T], numberOf(q))
	err := r.find(ctx, r.readers(), q, order, func(parent int, place kb.Keyset, record *T) {
		p := &pages[parent]
		p.Items, p.Keys = append(p.Items, record), append(p.Keys, place)
	})
	if err != nil {
		return nil, r.store.explain(ctx, err)
	}
	for i := range pages {
		finish(&pages[i], q.First, q.Last, q.After, q.Before)
	}
	return pages, nil
}

// finish makes a page of the rows read for it, of which there is one more than
// asked for if the page is not the last.
func finish[T any](p *kb.Page[T], first, last int, after, before kb.Keyset) {
	size := max(first, last)
	more := len(p.Items) > size
	if more {
		p.Items, p.Keys = p.Items[:size], p.Keys[:size]
	}
	p.HasNext, p.HasPrevious = more, after != nil
	if last > 0 {
		slices.Reverse(p.Items)
		slices.Reverse(p.Keys)
		p.HasNext, p.HasPrevious = before != nil, more
	}
}

// find reads the rows of the pages that q asks for, in the order given, and one
// more of each.
//
// Places are found first and records read behind them: sorting moves no record
// that is not on a page, and the work is done before the first row comes, while
// a context still ends it. The limit is not a placeholder: SQLite would prepare
// the statement anew each time, since its plan depends on it.
func (t *table[T, W]) find(ctx context.Context, from querier, q kb.Query[W], o order, found func(parent int, place kb.Keyset, record *T)) error {
	if numberOf(q) == 0 {
		return nil
	}
	ask := t.ask(q)
	limit := strconv.Itoa(max(q.First, q.Last) + 1)
	where := and(ask.where, o.beyond(q.After, true), o.beyond(q.Before, false))
	var page part
	if ask.many {
		page = cat(say("SELECT * FROM (SELECT "+ask.parent+" AS parent, "+o.values()+", row_number() OVER (PARTITION BY "+ask.parent+" ORDER BY "+o.by()+") AS n FROM "),
			ask.from, say(" WHERE "), where, say(") WHERE n <= "+limit))
	} else {
		page = cat(say("SELECT "+ask.parent+" AS parent, "+o.values()+" FROM "), ask.from, say(" WHERE "), where, say(" ORDER BY "+o.by()+" LIMIT "+limit))
	}
	var parent int
	place := o.row()
	return t.read(ctx, from, cat(
		say("WITH page AS MATERIALIZED ("), page,
		say(") SELECT page.parent, "+o.columns("page")+", "+t.columns+" FROM page CROSS JOIN "+t.known()+" AS a ON a.id = page."+o.last()+" ORDER BY page.parent, "+o.byColumns("page")),
	), append([]any{&parent}, place.dest()...), func(record *T) error {
		found(parent, place.keyset(), record)
		return nil
	})
}

// Count implements kb.Records.
func (r records[T, W]) Count(ctx context.Context, q kb.Query[W]) ([]int, error) {
	if err := r.ready(ctx); err != nil {
		return nil, err
	}
	if err := q.Check(r.class, false); err != nil {
		return nil, err
	}
	out := make([]int, numberOf(q))
	if len(out) == 0 {
		return out, nil
	}
	ask := r.ask(q)
	count := cat(say("SELECT "+ask.parent+", count(*) FROM "), ask.from, say(" WHERE "), ask.where)
	if ask.many {
		count = cat(count, say(" GROUP BY 1"))
	}
	var parent, n int
	err := each(ctx, r.readers(), count, func(rows *sql.Rows) error {
		err := rows.Scan(&parent, &n)
		out[parent] = n
		return err
	})
	return out, r.store.explain(ctx, err)
}

// Facet implements kb.Records.
func (r records[T, W]) Facet(ctx context.Context, q kb.Query[W], by kb.FacetKey, n int) ([][]kb.Bucket, error) {
	if err := r.ready(ctx); err != nil {
		return nil, err
	}
	if err := q.Check(r.class, false); err != nil {
		return nil, err
	}
	facet, ok := r.facets[by]
	if !ok {
		return nil, fmt.Errorf("%w: a %s is not counted by %q", kb.ErrInvalid, r.class, by)
	}
	if n < 1 {
		return nil, fmt.Errorf("%w: at least one bucket has to be asked for", kb.ErrInvalid)
	}
	out := make([][]kb.Bucket, numberOf(q))
	if len(out) == 0 {
		return out, nil
	}
	ask := r.ask(q)
	counted := "*"
	if facet.rows != "" {
		counted = "DISTINCT a.id"
	}
	var parent int
	var b kb.Bucket
	err := each(ctx, r.readers(), cat(
		say("SELECT parent, value, n FROM (SELECT *, row_number() OVER (PARTITION BY parent ORDER BY n DESC, value) AS place FROM (SELECT "+
			ask.parent+" AS parent, "+facet.value+" AS value, count("+counted+") AS n FROM "),
		ask.from, say(facet.rows+" WHERE "), ask.where, say(" AND "+facet.value+" IS NOT NULL GROUP BY 1, 2)) WHERE place <= ? ORDER BY parent, place", n),
	), func(rows *sql.Rows) error {
		err := rows.Scan(&parent, &b.Value, &b.Count)
		out[parent] = append(out[parent], b)
		return err
	})
	return out, r.store.explain(ctx, err)
}

// Scan implements kb.Records. The pages that it reads are of one transaction and
// therefore of one state.
func (r records[T, W]) Scan(ctx context.Context, where *W) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		if err := r.scan(ctx, where, yield); err != nil {
			yield(nil, r.store.explain(ctx, err))
		}
	}
}

// scan yields records until yield has enough; an error remains to be yielded.
func (r records[T, W]) scan(ctx context.Context, where *W, yield func(*T, error) bool) error {
	if err := r.ready(ctx); err != nil {
		return err
	}
	if err := (kb.Query[W]{Where: where}).Check(r.class, false); err != nil {
		return err
	}
	_, from, done, err := r.scanning(ctx)
	if err != nil {
		return err
	}
	defer done()
	return r.pages(ctx, from, where, func(page []*T) (more bool, err error) {
		for _, record := range page {
			if err := ctx.Err(); err != nil {
				return false, err
			}
			if !yield(record, nil) {
				return false, nil
			}
		}
		return true, nil
	})
}

// pages reads all records that pass where, by id and page by page, so that no
// more than one is held, for as long as do wants more. It goes along the index of
// the ids: another might find the records faster, but would have to sort them
// again for each page.
func (t *table[T, W]) pages(ctx context.Context, from querier, where *W, do func(page []*T) (more bool, err error)) error {
	condition := t.where(new(compiler), where, "a")
	for last := ""; ; {
		var page []*T
		err := t.read(ctx, from, cat(
			say("WITH page AS MATERIALIZED (SELECT a.id FROM main."+t.name+" AS along INDEXED BY "+t.name+"_id CROSS JOIN "+t.name+" AS a ON a.id = along.id WHERE along.id > ? AND ", last), condition,
			say(fmt.Sprintf(" ORDER BY along.id LIMIT %d) SELECT %s FROM page CROSS JOIN %s AS a ON a.id = page.id ORDER BY page.id", kb.MaxPage, t.columns, t.known())),
		), nil, func(record *T) error {
			page = append(page, record)
			return nil
		})
		if err != nil || len(page) == 0 {
			return err
		}
		if more, err := do(page); err != nil || !more {
			return err
		}
		last = string(t.id(page[len(page)-1]))
	}
}
