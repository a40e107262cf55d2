package neo4jstore_test

import (
	"bytes"
	"io"
	"io/fs"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/seed"
	"actorgraph/store/sqlitestore"
)

// The data that the program comes with make the same store here as in SQLite, to
// the byte of what is exported. Loading them again changes nothing, and a copy of
// the store, as a dry run makes one, is the same again.
func TestSeed(t *testing.T) {
	s := open(t)
	embedded, err := sqlitestore.Open(t.Context(), sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer embedded.Close()
	loadSeed(t, s)
	loadSeed(t, embedded)
	want := exported(t, embedded)
	if got := exported(t, s); got != want {
		t.Errorf("the export has %d bytes, from SQLite %d, and differs", len(got), len(want))
	}
	again := loadSeed(t, s)
	if again.Before != again.After {
		t.Errorf("loading again added %v, changed %v, removed %v", again.Added, again.Changed, again.Removed)
	}
	copied, err := sqlitestore.Open(t.Context(), sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if err := loader.Copy(t.Context(), s, copied); err != nil {
		t.Fatal(err)
	}
	if exported(t, copied) != want {
		t.Error("the copy differs")
	}
}

// loadSeed loads all of the seed, nothing of which may be refused.
func loadSeed(t *testing.T, s kb.Store) *loader.Report {
	t.Helper()
	var files []loader.Input
	err := fs.WalkDir(seed.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, loader.Input{Name: name, Format: seedfile.Format, Open: func() (io.ReadCloser, error) { return seed.Files.Open(name) }})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	report, err := loader.Load(t.Context(), s, files, loader.Options{Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	if report.Refused > 0 {
		t.Fatalf("refused: %v", report.Refusals)
	}
	return report
}

func exported(t *testing.T, s kb.Reader) string {
	t.Helper()
	var b bytes.Buffer
	if err := seedfile.Write(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
