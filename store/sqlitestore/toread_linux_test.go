package sqlitestore_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"actorgraph/store/sqlitestore"
)

// asNobody does something with no rights but those that all have. Root may write
// everything, so there it is another user who asks.
func asNobody(do func()) {
	if os.Geteuid() != 0 {
		do()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // for good: the thread ends with this goroutine
		_ = syscall.Setfsuid(65534)
		do()
	}()
	<-done
}

// Who may only read a store can read it, and is told why no more can be done.
func TestAStoreThatCannotBeWritten(t *testing.T) {
	for name, modes := range map[string][2]os.FileMode{
		"a file for reading":                {0o755, 0o444},
		"a folder for reading":              {0o555, 0o666},
		"a file and its folder for reading": {0o555, 0o444},
	} {
		t.Run(name, func(t *testing.T) {
			temporary := t.TempDir()
			t.Setenv("TMPDIR", temporary)
			folder := filepath.Join(t.TempDir(), "folder")
			file := filepath.Join(folder, "kb.db")
			s := open(t, file)
			if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			for path, mode := range map[string]os.FileMode{file: modes[1], folder: modes[0], filepath.Dir(folder): 0o755, filepath.Dir(filepath.Dir(folder)): 0o755, temporary: 0o777} {
				if err := os.Chmod(path, mode); err != nil {
					t.Fatal(err)
				}
			}
			t.Cleanup(func() { os.Chmod(folder, 0o755) })
			asNobody(func() {
				if s, err := sqlitestore.Open(t.Context(), file); !errors.Is(err, fs.ErrPermission) {
					t.Errorf("opened to write: %v", err)
					if err == nil {
						s.Close()
					}
				}
				s, err := sqlitestore.OpenToRead(t.Context(), file)
				if err != nil {
					t.Error(err)
					return
				}
				stats, err := s.Stats(t.Context())
				if err != nil || stats.Version != 1 || s.Path() != file {
					t.Errorf("version %d of %s, %v", stats.Version, s.Path(), err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
			if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// Who may not even read it is told so.
func TestAStoreThatCannotBeRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	if err := open(t, file).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0); err != nil {
		t.Fatal(err)
	}
	asNobody(func() {
		if _, err := sqlitestore.OpenToRead(t.Context(), file); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("it is opened: %v", err)
		}
	})
}
