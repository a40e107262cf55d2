package sqlitestore_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Who may not write into the folder of charts is told so; those that are there are served.
func TestChartsForReading(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	name, chart := saved(t, s, `{"a":1}`)
	for path, mode := range map[string]fs.FileMode{
		chart: 0o444, filepath.Dir(chart): 0o555, file: 0o666, file + "-wal": 0o666, file + "-shm": 0o666,
		filepath.Dir(file): 0o777, filepath.Dir(filepath.Dir(file)): 0o755,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(chart), 0o755) })
	asNobody(func() {
		wantChart(t, s, name, `{"a":1}`)
		if _, err := s.SaveChart(t.Context(), []byte(`{"a":1}`)); err != nil {
			t.Errorf("saving what is there: %v", err)
		}
		_, err := s.SaveChart(t.Context(), []byte(`{"a":2}`))
		if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "charts can't be written") {
			t.Errorf("saving what is not there: %v", err)
		}
	})
}
