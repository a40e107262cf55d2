package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// OpenToRead opens a store to which nothing is to be written, also where the user
// may not write the file or its folder. SQLite can't read a file in WAL mode
// without writing beside it, so there a copy is read, which is gone when the store is
// closed.
func OpenToRead(ctx context.Context, path string) (*Store, error) {
	s, err := Open(ctx, path)
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
		return s, err
	}
	folder, err := os.MkdirTemp("", "actorgraph-")
	if err != nil {
		return nil, fmt.Errorf("a temporary folder to read the store: %w", err)
	}
	copied := filepath.Join(folder, "store.db")
	err = copyStore(path, copied)
	if err == nil {
		s, err = Open(ctx, copied)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the store %s can't be read: %w", path, err), os.RemoveAll(folder))
	}
	s.path, s.temporary = path, folder
	return s, nil
}

// copyStore copies a store, with what SQLite keeps beside it if it is open.
func copyStore(from, to string) error {
	before, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := copyFile(from, to); err != nil {
		return err
	}
	if err := copyFile(from+"-wal", to+"-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	after, err := os.Stat(from)
	if err == nil && !after.ModTime().Equal(before.ModTime()) {
		err = errors.New("it was changed meanwhile; try again")
	}
	return err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
