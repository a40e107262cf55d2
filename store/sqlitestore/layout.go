package sqlitestore

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"

	"actorgraph/kb"
	"actorgraph/text"
)

// applicationID marks the file as ours: "ACTR" as SQLite keeps it in the header.
const applicationID = 0x41435452

//go:embed layout.sql
var layout1 string

//go:embed layout2.sql
var layout2 string

//go:embed layout3.sql
var layout3 string

//go:embed layout4.sql
var layout4 string

// migrations make each layout out of the one before. The number of the layout
// is in the file, as SQLite's user_version; that of a file without anything is 0.
var migrations = []string{
	layout1,
	layout2,
	layout3,
	layout4,
}

// header is what a file says of itself.
type header struct {
	application, layout, tables int
	words                       int // the version of package text that has folded them
}

func readHeader(ctx context.Context, from querier) (h header, err error) {
	err = each(ctx, from, say("SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)"),
		func(rows *sql.Rows) error { return rows.Scan(&h.application, &h.layout, &h.tables) })
	if err == nil && h.application == applicationID && h.layout <= len(migrations) {
		err = each(ctx, from, say("SELECT text_version FROM state"), func(rows *sql.Rows) error { return rows.Scan(&h.words) })
	}
	return h, err
}

// check refuses a file that is not ours to change. A file without anything in it
// is nobody's: that is what an interrupted creation leaves.
func (h header) check(path string) error {
	switch {
	case h == header{}:
		return nil
	case h.application != applicationID:
		return fmt.Errorf("%w: %s is the database of another program; give the path of another file, or of none that exists", kb.ErrNotOurs, path)
	case h.layout > len(migrations):
		return fmt.Errorf("%w: %s has layout %d, and this program knows up to %d; use the program that wrote it, or a later one", kb.ErrNewerLayout, path, h.layout, len(migrations))
	case h.words > text.Version:
		return fmt.Errorf("%w: the words in %s are folded by version %d of the rules, and this program knows up to %d; use the program that wrote it, or a later one", kb.ErrNewerLayout, path, h.words, text.Version)
	}
	return nil
}

// inspect looks at the file without changing it.
func (s *Store) inspect(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, briefly, "_pragma=query_only(1)"))
	if err != nil {
		return err
	}
	defer db.Close()
	return s.retry(ctx, func() error {
		h, err := readHeader(ctx, &pool{DB: db, prepared: map[string]*sql.Stmt{}})
		if err != nil {
			return err
		}
		return h.check(s.path)
	})
}

// bringUpToDate gives the file the newest layout. If it had an older one, or
// words that an older package text has folded, all that is computed from records
// is computed anew: a change in how dates or intervals are read is a new layout
// without a change of tables.
func (s *Store) bringUpToDate(ctx context.Context) error {
	// This changes the file, and can't be done inside of a transaction.
	if err := s.retry(ctx, func() error { return s.writer.exec(ctx, "PRAGMA journal_mode = WAL") }); err != nil {
		return err
	}
	h, err := readHeader(ctx, s.readers)
	if err != nil || h.layout == len(migrations) && h.words == text.Version {
		return err
	}
	return s.write(ctx, func(w *writer) error {
		h, err := readHeader(ctx, w)
		if err != nil {
			return err
		}
		if err := h.check(s.path); err != nil { // another process was here just now
			return err
		}
		for i, script := range migrations[h.layout:] {
			if _, err := w.conn.ExecContext(ctx, script); err != nil {
				return fmt.Errorf("from layout %d to %d: %w", h.layout+i, h.layout+i+1, err)
			}
		}
		if _, err := w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(migrations))); err != nil {
			return err
		}
		return w.recompute(ctx)
	})
}

// recompute puts all records once more, and derives what is derived from them.
func (w *writer) recompute(ctx context.Context) error {
	for _, step := range []func() error{
		pages(ctx, w, entityTable, w.putEntities),
		pages(ctx, w, sourceTable, w.putSources),
		pages(ctx, w, relationTable, w.putRelations),
		pages(ctx, w, propertyTable, w.putProperties),
		pages(ctx, w, claimTable, w.putClaims),
		pages(ctx, w, entityTable, func(ctx context.Context, page []*kb.Entity) error {
			return w.deriveTerms(ctx, idsOf(page, entityTable.id))
		}),
		pages(ctx, w, relationTable, func(ctx context.Context, page []*kb.Relation) error {
			return w.weigh(ctx, idsOf(page, relationTable.id))
		}),
		pages(ctx, w, propertyTable, func(ctx context.Context, page []*kb.Property) error {
			return w.weigh(ctx, idsOf(page, propertyTable.id))
		}),
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return w.exec(ctx, "UPDATE state SET text_version = ?", text.Version)
}

// pages is the step of doing something with all records of a table.
func pages[T, W any](ctx context.Context, w *writer, t *table[T, W], do func(context.Context, []*T) error) func() error {
	return func() error {
		return t.pages(ctx, w, nil, func(page []*T) (bool, error) { return true, do(ctx, page) })
	}
}

func idsOf[T any](records []*T, id func(*T) kb.ID) []kb.ID {
	out := make([]kb.ID, len(records))
	for i, r := range records {
		out[i] = id(r)
	}
	return out
}
