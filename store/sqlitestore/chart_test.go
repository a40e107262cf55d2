package sqlitestore_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest"
)

func TestFullOfCharts(t *testing.T) {
	sqlitestore.FewCharts(t, storetest.FewCharts)
	storetest.FullOfCharts(t, func(t *testing.T) kb.Store { return open(t, sqlitestore.Memory) })
}

// saved saves a chart and returns its name and the file that it is in.
func saved(t *testing.T, s *sqlitestore.Store, text string) (name, file string) {
	t.Helper()
	name, err := s.SaveChart(t.Context(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return name, filepath.Join(s.Path()+".charts", name+".json")
}

func wantChart(t *testing.T, s *sqlitestore.Store, name, want string) {
	t.Helper()
	if text, err := s.Chart(t.Context(), name); err != nil || string(text) != want {
		t.Errorf("the chart %s: %q, %v, want %q", name, text, err, want)
	}
}

// Charts are files of the user alone, and nothing else is left in their folder.
func TestChartFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	if _, err := os.Stat(file + ".charts"); err == nil {
		t.Error("there is a folder for charts that nobody has saved")
	}
	name, chart := saved(t, s, `{"a":1}`)
	if text, err := os.ReadFile(chart); err != nil || string(text) != `{"a":1}` {
		t.Errorf("%s holds %q, %v", chart, text, err)
	}
	for path, want := range map[string]fs.FileMode{chart: 0o600, filepath.Dir(chart): fs.ModeDir | 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s has the mode %v, %v, want %v", path, info.Mode(), err, want)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(chart)); err != nil || len(entries) != 1 {
		t.Errorf("in the folder are %v, %v", entries, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wantChart(t, open(t, file), name, `{"a":1}`)
}

// What a process left unfinished that was killed is in nobody's way, wherever it leads.
func TestUnfinishedChart(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "kb.db"))
	_, first := saved(t, s, `{"a":1}`)
	folder, other := filepath.Dir(first), filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, filepath.Join(folder, "unfinished")); err != nil {
		t.Fatal(err)
	}
	name, second := saved(t, s, `{"a":2}`)
	wantChart(t, s, name, `{"a":2}`)
	if text, err := os.ReadFile(other); err != nil || string(text) != "mine" {
		t.Errorf("a file elsewhere holds %q, %v", text, err)
	}
	if info, err := os.Lstat(second); err != nil || !info.Mode().IsRegular() {
		t.Errorf("the chart is %v, %v", info, err)
	}
}

// A file that is not what its name says is not served, and saving the chart again mends it.
func TestDamagedChart(t *testing.T) {
	for what, damage := range map[string]func(file string) error{
		"another text":    func(file string) error { return os.WriteFile(file, []byte(`{"a":2}`), 0o600) },
		"cut short":       func(file string) error { return os.Truncate(file, 3) },
		"empty":           func(file string) error { return os.Truncate(file, 0) },
		"far larger":      func(file string) error { return os.Truncate(file, 1<<30) },
		"leads elsewhere": func(file string) error { return errors.Join(os.Remove(file), os.Symlink("/dev/zero", file)) },
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t, filepath.Join(t.TempDir(), "kb.db"))
			name, file := saved(t, s, `{"a":1}`)
			if err := damage(file); err != nil {
				t.Fatal(err)
			}
			if text, err := s.Chart(t.Context(), name); text != nil || err == nil || !strings.Contains(err.Error(), file+" is damaged") {
				t.Errorf("got %q, %v", text, err)
			}
			saved(t, s, `{"a":1}`)
			wantChart(t, s, name, `{"a":1}`)
		})
	}
}

// What else is in the folder is neither counted nor touched.
func TestStrangersAmongCharts(t *testing.T) {
	sqlitestore.FewCharts(t, kb.ChartBounds{Charts: 2, Bytes: 100})
	s := open(t, filepath.Join(t.TempDir(), "kb.db"))
	_, file := saved(t, s, `{"a":1}`)
	folder := filepath.Dir(file)
	strangers := []string{"README", "notes.json", strings.Repeat("a", 17) + ".json", strings.ToUpper(filepath.Base(file)), ".hidden"}
	for _, name := range strangers {
		if err := os.WriteFile(filepath.Join(folder, name), make([]byte, 1000), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	name, _ := saved(t, s, `{"a":2}`)
	wantChart(t, s, name, `{"a":2}`)
	for _, name := range append(strangers, "sub") {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	// Charts may be removed to make room.
	if _, err := s.SaveChart(t.Context(), []byte(`{"a":3}`)); err == nil || !strings.Contains(err.Error(), folder) {
		t.Errorf("a third is kept, or where they are is not told: %v", err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	saved(t, s, `{"a":3}`)
}

// Charts that can't be written are told of with the place, and the store goes on.
func TestChartsThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	if err := os.WriteFile(file+".charts", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveChart(t.Context(), []byte(`{}`)); err == nil || !strings.Contains(err.Error(), file+".charts") {
		t.Errorf("a file stands in the folder's place: %v", err)
	}
	if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
		t.Error(err)
	}
}

// Two stores on one file, as two processes have them, save at the same time. All that is
// acknowledged is there, and both together keep the bounds.
func TestChartsOfTwo(t *testing.T) {
	const most = 20
	sqlitestore.FewCharts(t, kb.ChartBounds{Charts: most, Bytes: 1 << 20})
	file := filepath.Join(t.TempDir(), "kb.db")
	stores := []*sqlitestore.Store{open(t, file), open(t, file)}
	var mu sync.Mutex
	kept := map[string]string{}
	var savers sync.WaitGroup
	for i, s := range stores {
		savers.Go(func() {
			for n := range most {
				text := `{"a":"` + strings.Repeat("x", 15*i+n) + `"}` // some of them both save
				name, err := s.SaveChart(t.Context(), []byte(text))
				if err != nil {
					continue
				}
				mu.Lock()
				kept[name] = text
				mu.Unlock()
			}
		})
	}
	savers.Wait()
	if len(kept) != most {
		t.Errorf("%d charts are kept, want %d", len(kept), most)
	}
	for name, text := range kept {
		for _, s := range stores {
			wantChart(t, s, name, text)
		}
	}
	if entries, err := os.ReadDir(file + ".charts"); err != nil || len(entries) != most {
		t.Errorf("%d files are in the folder, %v, want %d", len(entries), err, most)
	}
}
