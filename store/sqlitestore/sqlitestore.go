// Package sqlitestore keeps a graph in one SQLite file. It is the store of
// whoever has nothing installed but the program.
//
// The tables are those of layout.sql: one for each class of record, with the
// record's fields as columns, and beside them what is derived from other records
// (degrees, intervals, counts of claims) and what package text makes of names
// and words, for matching and for sorting. SQL compares bytes and numbers and
// computes nothing that another store might compute otherwise.
//
// A question becomes one statement: [compiler] turns its filter into a
// condition, a [table] knows its links, orders and facets. Words are found in a
// table of terms: SQLite's own index of full texts would cut texts into other
// words than package text does. A change set becomes
// one transaction: look up what it refers to, make the [kb.Plan], write it, and
// bring up to date what is derived from the records it touched, and only that.
//
// What the claims on a fact come to is kept with the fact, and for every lens in
// the table stretches. A question under a lens is the same statement behind
// definitions of what the lens leaves of each table; see [view].
//
// The file is in SQLite's WAL mode: one connection writes, others read what was
// last committed and never wait for it. Each transaction is on the disk when it
// returns. Other processes may use the same file at the same time. While it is
// open, what was written last stands beside it in a file of its own, so a copy of the one
// file may lack it.
package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"actorgraph/kb"
	"actorgraph/text"
)

// Memory is the path of a store that is gone when it is closed.
const Memory = ":memory:"

// Store is a [kb.Store] in one SQLite file.
type Store struct {
	view // of all that is stored

	path      string
	temporary string // the folder to remove in the end, if the store is not to stay

	// patience bounds how long a change waits for another process to end its own.
	patience time.Duration

	closed  atomic.Bool
	closing sync.Once

	writer *writer
	// Scans have connections of their own, as many as they need: they hold one
	// while the caller works, who may ask other questions meanwhile. Questions
	// wait for one of a few.
	readers, scans *pool
	pictures       *pictures
	vocabulary     text.Vocabulary
}

var _ kb.Store = (*Store)(nil)

// Open opens the store in the file at path, and creates it, and the folder it
// is in, if it is not there; only the user may read them. The error is a
// [kb.ErrNotOurs] if the file holds something else, a [kb.ErrNewerLayout] if a
// newer program has written it. The path [Memory] gives a new store that is
// gone when it is closed: a file in a temporary folder, so that it behaves in
// everything as one that stays.
func Open(ctx context.Context, path string) (_ *Store, err error) {
	s := &Store{path: path, patience: 10 * time.Second, pictures: &pictures{used: map[int64]*picture{}}}
	s.view = view{store: s}
	durability := "FULL"
	if path == Memory {
		if s.temporary, err = os.MkdirTemp("", "actorgraph-"); err != nil {
			return nil, fmt.Errorf("a temporary folder for the store: %w", err)
		}
		path, durability = filepath.Join(s.temporary, "store.db"), "OFF"
	} else if s.path, err = filepath.Abs(path); err != nil {
		return nil, err
	} else {
		path = s.path
	}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if err := create(path); err != nil {
		return nil, fmt.Errorf("the store %s can't be opened: %w", s.path, err)
	}
	if err := s.inspect(ctx, path); err != nil {
		return nil, s.explain(ctx, err)
	}
	if s.writer, err = openWriter(ctx, path, durability); err != nil {
		return nil, s.explain(ctx, err)
	}
	painting, err := s.pictures.driver()
	if err != nil {
		return nil, err
	}
	s.readers, s.scans = openPool(painting, path), openPool(painting, path)
	s.readers.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	s.readers.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	return s, s.explain(ctx, s.bringUpToDate(ctx))
}

// create makes the file, and its folder, if it is not there.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Path is the file that the store is in, or [Memory].
func (s *Store) Path() string { return s.path }

// Layout is the number of the layout that the file has since it was opened.
func (s *Store) Layout() int { return len(migrations) }

// Close implements kb.Store. It waits for a change under way; questions under
// way are answered. The last connection to the file that closes, here or in
// another process, brings into it what SQLite keeps beside it: then the file alone
// is the store.
func (s *Store) Close() error {
	var errs []error
	s.closing.Do(func() {
		s.closed.Store(true)
		for _, p := range []*pool{s.readers, s.scans} {
			if p != nil {
				errs = append(errs, p.Close())
			}
		}
		if s.writer != nil {
			errs = append(errs, s.writer.close())
		}
		if s.temporary != "" {
			errs = append(errs, os.RemoveAll(s.temporary))
		}
	})
	return errors.Join(errs...)
}

// ready tells why no question can be asked, or nil.
func (s *Store) ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.closed.Load() {
		return kb.ErrClosed
	}
	return nil
}

// Ping implements kb.Reader.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Version(ctx)
	return err
}

// Version implements kb.Reader.
func (s *Store) Version(ctx context.Context) (int64, error) {
	if err := s.ready(ctx); err != nil {
		return 0, err
	}
	version, err := version(ctx, s.readers)
	return version, s.explain(ctx, err)
}
