package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"actorgraph/kb"
)

// dsn names the file at path and the settings of a connection to it. Pragmas
// hold for one connection and therefore stand here.
func dsn(path string, settings ...string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	u := url.URL{Path: path}
	return "file:" + u.EscapedPath() + "?" + strings.Join(settings, "&")
}

// briefly is how long SQLite itself waits for another process, in milliseconds:
// no longer than a cancelled context may take. [Store.retry] waits on.
const briefly = "_busy_timeout=50"

// querier answers statements that read.
type querier interface {
	query(ctx context.Context, q part) (answer, error)
}

// answer is the rows that a statement gives, and what is to be done after them.
type answer struct {
	*sql.Rows
	end func()
}

func (a answer) close() {
	a.Close()
	if a.end != nil {
		a.end()
	}
}

// each calls do for each row that q gives.
func each(ctx context.Context, from querier, q part, do func(*sql.Rows) error) error {
	rows, err := from.query(ctx, q)
	if err != nil {
		return err
	}
	defer rows.close()
	for rows.Next() {
		if err := do(rows.Rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// maxPrepared bounds the statements that a pool keeps. Beyond, they are prepared
// each time.
const maxPrepared = 500

// pool is connections that read, and the statements prepared on them.
type pool struct {
	*sql.DB
	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

func openPool(by *sqlite.Driver, path string) *pool {
	db := sql.OpenDB(connector{by, dsn(path, "_busy_timeout=5000", "_pragma=query_only(1)", "_pragma=cache_size(-16000)")})
	return &pool{DB: db, prepared: map[string]*sql.Stmt{}}
}

func (p *pool) query(ctx context.Context, q part) (answer, error) {
	stmt, err := p.prepare(ctx, q.sql)
	if err != nil {
		return answer{}, err
	}
	if stmt == nil {
		rows, err := p.QueryContext(ctx, q.sql, q.args...)
		return answer{Rows: rows}, err
	}
	rows, err := stmt.QueryContext(ctx, q.args...)
	return answer{Rows: rows}, err
}

// prepare returns the statement of a text, or nil if there are too many.
func (p *pool) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	p.mu.Lock()
	stmt, full := p.prepared[text], len(p.prepared) >= maxPrepared
	p.mu.Unlock()
	if stmt != nil || full {
		return stmt, nil
	}
	stmt, err := p.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.prepared[text]; other != nil { // somebody was faster
		return other, stmt.Close()
	}
	p.prepared[text] = stmt
	return stmt, nil
}

// reading is one transaction that reads.
type reading struct{ tx *sql.Tx }

func (r reading) query(ctx context.Context, q part) (answer, error) {
	rows, err := r.tx.QueryContext(ctx, q.sql, q.args...)
	return answer{Rows: rows}, err
}

// writer is the one connection that writes, and the statements prepared on it.
// Whoever has the turn may use it.
type writer struct {
	turn     chan struct{}
	db       *sql.DB
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

func openWriter(ctx context.Context, path, synchronous string) (*writer, error) {
	db, err := sql.Open("sqlite", dsn(path, briefly, "_pragma=synchronous("+synchronous+")", "_pragma=cache_size(-64000)", "_pragma=temp_store(memory)", "_pragma=wal_autocheckpoint(8000)", "_pragma=journal_size_limit(67108864)"))
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &writer{turn: make(chan struct{}, 1), db: db, conn: conn, prepared: map[string]*sql.Stmt{}}, nil
}

// close closes the connection. Statements prepared on it are closed before, which
// package sql leaves to us: SQLite keeps a connection that has any.
func (w *writer) close() error {
	w.turn <- struct{}{}
	defer func() { <-w.turn }()
	var errs []error
	for _, stmt := range w.prepared {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(append(errs, w.conn.Close(), w.db.Close())...)
}

// write does something in one transaction, which is on the disk when write
// returns without error, and undone otherwise.
func (s *Store) write(ctx context.Context, do func(*writer) error) error {
	w := s.writer
	select {
	case w.turn <- struct{}{}:
		defer func() { <-w.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.ready(ctx); err != nil {
		return err
	}
	err := s.retry(ctx, func() error { return w.exec(ctx, "BEGIN IMMEDIATE") })
	if err != nil { // a transaction may have begun even so, if ctx ended at that moment
		return errors.Join(s.explain(ctx, err), w.rollback(ctx))
	}
	err = do(w)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		// From here on the outcome has to be known, whatever becomes of ctx.
		if err = w.exec(context.WithoutCancel(ctx), "COMMIT"); err == nil {
			return nil
		}
	}
	return errors.Join(s.explain(ctx, err), w.rollback(ctx))
}

// rollback undoes what the writer has begun, whatever became of ctx. It is no
// failure that there is nothing to roll back: SQLite does so itself when the disk
// is full or fails.
func (w *writer) rollback(ctx context.Context) error {
	_, err := w.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	if err != nil && strings.Contains(err.Error(), "no transaction is active") {
		return nil
	}
	return err
}

func (w *writer) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt := w.prepared[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := w.conn.PrepareContext(ctx, text)
	if err == nil {
		w.prepared[text] = stmt
	}
	return stmt, err
}

func (w *writer) query(ctx context.Context, q part) (answer, error) {
	stmt, err := w.prepare(ctx, q.sql)
	if err != nil {
		return answer{}, err
	}
	rows, err := stmt.QueryContext(ctx, q.args...)
	return answer{Rows: rows}, err
}

func (w *writer) exec(ctx context.Context, text string, args ...any) error {
	stmt, err := w.prepare(ctx, text)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, args...)
	return err
}

// retry does something again while another process holds the file, for as long
// as the store is patient. It waits in short steps, between which ctx is heard.
func (s *Store) retry(ctx context.Context, do func() error) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	for {
		err := do()
		if code(err) != sqlite3.SQLITE_BUSY || ctx.Err() != nil {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

// code is the primary result code of an error of SQLite, else 0.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// explain says what an error of the database means and what to do.
func (s *Store) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if s.closed.Load() && (code(err) != 0 || strings.HasPrefix(err.Error(), "sql: ")) {
		return kb.ErrClosed
	}
	switch code(err) {
	case 0:
		return err
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: another program is writing to %s; try again when it is done (%v)", kb.ErrUnavailable, s.path, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: the disk of %s is full; nothing of the change was stored (%v)", kb.ErrUnavailable, s.path, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%w: %s can't be written: %w; look at the permissions of the file and of its folder (%v)", kb.ErrUnavailable, s.path, fs.ErrPermission, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%w: %s can't be read or written; is its disk still there? (%v)", kb.ErrUnavailable, s.path, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %s is no SQLite file; give the path of another, or of none that exists", kb.ErrNotOurs, s.path)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%s is damaged; restore a copy, or remove it and load again (%v)", s.path, err)
	}
	return fmt.Errorf("%s: %w", s.path, err)
}
