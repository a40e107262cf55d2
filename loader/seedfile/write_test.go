package seedfile

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest/plain"
)

// seedFiles lists the files of the seed.
func seedFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../seed/nso-*/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d seed files found, %v", len(files), err)
	}
	return files
}

func fileInputs(files []string) []loader.Input {
	var inputs []loader.Input
	for _, f := range files {
		inputs = append(inputs, loader.Input{Name: f, Format: Format, Open: func() (io.ReadCloser, error) { return os.Open(f) }})
	}
	return inputs
}

func textInput(text string) []loader.Input {
	return []loader.Input{{Name: "text.yaml", Format: Format, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader([]byte(text))), nil
	}}}
}

// load loads inputs into a store, of which nothing may be refused.
func load(t testing.TB, store kb.Store, inputs []loader.Input) *loader.Report {
	t.Helper()
	report, err := loader.Load(t.Context(), store, inputs, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Refusals {
		t.Errorf("refused: %v", r)
	}
	if report.Refused > 0 {
		t.FailNow()
	}
	return report
}

func written(t testing.TB, store kb.Reader) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, store); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func openSQLite(t testing.TB) kb.Store {
	t.Helper()
	store, err := sqlitestore.Open(t.Context(), sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func TestTheSeedLoadedElsewhereIsWrittenTheSame(t *testing.T) {
	first := openSQLite(t)
	load(t, first, fileInputs(seedFiles(t)))
	once := written(t, first)

	second := plain.New()
	load(t, second, textInput(once))
	if twice := written(t, second); twice != once {
		t.Errorf("differs from line %d on", firstDifference(once, twice))
	}
	report := load(t, first, textInput(once))
	if n := sum(report.Added) + sum(report.Changed); n != 0 {
		t.Errorf("loading what was written changes %d records: %+v", n, report)
	}
}

func sum(m map[kb.Class]int) int {
	n := 0
	for _, c := range m {
		n += c
	}
	return n
}

func firstDifference(a, b string) int {
	line := 1
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			break
		}
		if a[i] == '\n' {
			line++
		}
	}
	return line
}
