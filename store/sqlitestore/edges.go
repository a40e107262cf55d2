package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"actorgraph/kb"
)

// Edges implements kb.Reader.
func (v view) Edges(ctx context.Context, relations []kb.ID) iter.Seq2[kb.Edge, error] {
	return func(yield func(kb.Edge, error) bool) {
		if err := v.edges(ctx, relations, func(e kb.Edge) bool { return yield(e, nil) }); err != nil {
			yield(kb.Edge{}, v.store.explain(ctx, err))
		}
	}
}

// edges yields them until yield has enough; an error remains to be yielded.
func (v view) edges(ctx context.Context, relations []kb.ID, yield func(kb.Edge) bool) error {
	if err := v.ready(ctx); err != nil {
		return err
	}
	tx, from, done, err := v.scanning(ctx)
	if err != nil {
		return err
	}
	defer done()
	if relations != nil {
		for some := range slices.Chunk(relations, edgesAtOnce) {
			more, err := edgesAmong(ctx, from, say("json_each(?) AS wanted CROSS JOIN relations AS a ON a.id = wanted.value", list(some)), yield)
			if err != nil || !more {
				return err
			}
		}
		return nil
	}
	var last sql.NullInt64
	if err := each(ctx, reading{tx}, say("SELECT max(n) FROM relations"), func(rows *sql.Rows) error { return rows.Scan(&last) }); err != nil {
		return err
	}
	for n := int64(0); n <= last.Int64; n += edgesAtOnce {
		more, err := edgesAmong(ctx, from, say("relations AS a WHERE a.n BETWEEN ? AND ?", n, n+edgesAtOnce-1), yield)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// edgesAtOnce is how many edges come in one row: a row for each would take longer to
// hand over than to find.
const edgesAtOnce = 1_000

// edgesAmong yields the edges of some relations. A row is a line for each, of words,
// which no id has, and of what its support says.
func edgesAmong(ctx context.Context, from querier, relations part, yield func(kb.Edge) bool) (more bool, err error) {
	more = true
	err = each(ctx, from, cat(say("SELECT coalesce(group_concat(a.id || ' ' || a.type || ' ' || a.from_id || ' ' || a.to_id || ' ' || json_extract(a.support, '$.status', '$.documents', '$.atLeast'), char(10)), '') FROM "), relations), func(rows *sql.Rows) error {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		for line := range strings.Lines(text) {
			e, err := readEdge(strings.TrimSuffix(line, "\n"))
			if err != nil {
				return err
			}
			if more = yield(e); !more {
				break
			}
		}
		return nil
	})
	return more, err
}

func readEdge(line string) (e kb.Edge, err error) {
	var words [4]string
	rest := line
	for i := range words {
		words[i], rest, _ = strings.Cut(rest, " ")
	}
	e = kb.Edge{ID: kb.ID(words[0]), Type: kb.RelationType(words[1]), From: kb.ID(words[2]), To: kb.ID(words[3])}
	status, counts, ok := strings.Cut(strings.Trim(rest, "[]"), ",")
	documents, atLeast, also := strings.Cut(counts, ",")
	if !ok || !also {
		return e, fmt.Errorf("the support of %s is kept as %q", e.ID, rest)
	}
	e.Status = kb.Status(strings.Trim(status, `"`))
	for _, count := range []struct {
		text string
		to   *int
	}{{documents, &e.Documents}, {atLeast, &e.AtLeast}} {
		if count.text == "null" { // none
			continue
		}
		if *count.to, err = strconv.Atoi(count.text); err != nil {
			return e, fmt.Errorf("the support of %s is kept as %q: %w", e.ID, rest, err)
		}
	}
	return e, nil
}
