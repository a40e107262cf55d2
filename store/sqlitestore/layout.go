package sqlitestore

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"

	"actorgraph/kb"
	"actorgraph/text"
)

// applicationID marks the file as ours: "ACTR" as SQLite keeps it in the header.
const applicationID = 0x41435452

//go:embed layout.sql
var layout string

// migrations make each layout out of the one before. The number of the layout
// is in the file, as SQLite's user_version; that of a file without anything is 0.
var migrations = []string{
	layout,
}

// header is what a file says of itself.
type header struct {
	application, layout, tables int
}

func readHeader(ctx context.Context, from querier) (h header, err error) {
	err = each(ctx, from, say("SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)"),
		func(rows *sql.Rows) error { return rows.Scan(&h.application, &h.layout, &h.tables) })
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
	return retry(ctx, func() error {
		h, err := readHeader(ctx, &pool{DB: db, prepared: map[string]*sql.Stmt{}})
		if err != nil {
			return err
		}
		return h.check(s.path)
	})
}

// bringUpToDate gives the file the newest layout, and computes anew what an
// older package text has computed.
func (s *Store) bringUpToDate(ctx context.Context) error {
	// This changes the file, and can't be done inside of a transaction.
	if err := retry(ctx, func() error { return s.writer.exec(ctx, "PRAGMA journal_mode = WAL") }); err != nil {
		return err
	}
	if h, err := readHeader(ctx, s.readers); err != nil {
		return err
	} else if h.layout == len(migrations) {
		if words, err := s.wording(ctx, s.readers); err != nil || words == text.Version {
			return err
		}
	}
	return s.write(ctx, func(w *writer) error {
		h, err := readHeader(ctx, w)
		if err != nil {
			return err
		}
		if err := h.check(s.path); err != nil { // another process was here just now
			return err
		}
		if err := w.migrate(ctx, h.layout); err != nil {
			return err
		}
		if words, err := s.wording(ctx, w); err != nil || words == text.Version {
			return err
		}
		return w.reword(ctx)
	})
}

// migrate goes from a layout to the newest.
func (w *writer) migrate(ctx context.Context, from int) error {
	if from == len(migrations) {
		return nil
	}
	for i, script := range migrations[from:] {
		if _, err := w.conn.ExecContext(ctx, script); err != nil {
			return fmt.Errorf("from layout %d to %d: %w", from+i, from+i+1, err)
		}
	}
	_, err := w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(migrations)))
	return err
}

// wording is the version of package text that has computed what is stored.
func (s *Store) wording(ctx context.Context, from querier) (version int, err error) {
	err = each(ctx, from, say("SELECT text_version FROM state"), func(rows *sql.Rows) error { return rows.Scan(&version) })
	if err == nil && version > text.Version {
		err = fmt.Errorf("%w: the words in %s are folded by version %d of the rules, and this program knows up to %d; use the program that wrote it, or a later one",
			kb.ErrNewerLayout, s.path, version, text.Version)
	}
	return version, err
}

// reword computes anew what package text computes: it puts all records once more.
func (w *writer) reword(ctx context.Context) error {
	var ids []kb.ID
	err := errors.Join(
		entityTable.pages(ctx, w, nil, func(es []*kb.Entity) (bool, error) { return true, w.putEntities(ctx, es) }),
		sourceTable.pages(ctx, w, nil, func(ss []*kb.Source) (bool, error) { return true, w.putSources(ctx, ss) }),
		relationTable.pages(ctx, w, nil, func(rs []*kb.Relation) (bool, error) { return true, w.putRelations(ctx, rs) }),
		propertyTable.pages(ctx, w, nil, func(ps []*kb.Property) (bool, error) { return true, w.putProperties(ctx, ps) }),
		claimTable.pages(ctx, w, nil, func(cs []*kb.Claim) (bool, error) { return true, w.putClaims(ctx, cs) }),
		w.ids(ctx, say("SELECT id FROM entities"), &ids),
	)
	if err != nil {
		return err
	}
	if err := w.deriveTerms(ctx, ids); err != nil {
		return err
	}
	return w.exec(ctx, "UPDATE state SET text_version = ?", text.Version)
}
