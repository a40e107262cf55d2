package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actorgraph/store"
	"actorgraph/store/sqlitestore"
)

func TestOpenFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new folder", "kb.db")
	for _, url := range []string{"sqlite:" + file, "SQLite:" + file} { // made, and found again
		s, err := store.Open(t.Context(), url, store.Credentials{})
		if err != nil {
			t.Fatalf("Open(%q): %v", url, err)
		}
		if got := s.(*sqlitestore.Store).Path(); got != file {
			t.Errorf("Open(%q) opened %s", url, got)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}

func TestOpenMemory(t *testing.T) {
	s, err := store.Open(t.Context(), "sqlite::memory:", store.Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v, err := s.Version(t.Context()); v != 0 || err != nil {
		t.Errorf("Version() = %d, %v", v, err)
	}
}

func TestMistypedURL(t *testing.T) {
	// Nothing may come into being by a mistake.
	t.Chdir(t.TempDir())
	for url, meant := range map[string]string{
		"":                                     "no store is named",
		"kb.db":                                "did you mean sqlite:kb.db?",
		"sqlite":                               "as in sqlite:kb.db",
		"sqlite:":                              "as in sqlite:kb.db",
		"sqlite://kb.db":                       "did you mean sqlite:/kb.db?",
		"sqlite:///srv/kb.db":                  "did you mean sqlite:/srv/kb.db?",
		"sqlite::memory":                       "did you mean sqlite::memory:?",
		"sqlite:~/kb.db":                       "sqlite:$HOME/kb.db",
		"sqlite:kb.db?mode=ro":                 `parameter "mode"; a file has none`,
		"sqllite:kb.db":                        "did you mean sqlite:PATH?",
		"sqlite3:kb.db":                        "did you mean sqlite:PATH?",
		"file:kb.db":                           "did you mean sqlite:PATH?",
		"localhost:7687":                       "neo4j://localhost:7687?",
		"http://localhost:7474":                "did you mean neo4j://HOST:PORT",
		"neo4js://localhost:7687":              "did you mean neo4j://HOST:PORT",
		"neo4j://localhost:7687?databse=kb":    `parameter "databse"; there is only database`,
		"postgres://localhost/kb":              "a store is sqlite:PATH, or a Neo4j",
		"neo4j://ann:secret@localhost:7687":    "ACTORGRAPH_NEO4J_PASSWORD",
		"neo4js://ann:secret@localhost:7687":   "neo4j://HOST:PORT",
		"postgres://ann:secret@localhost/kb":   "a store is sqlite:PATH",
		"neo4j://ann:secret@localhost:7687:%z": "is no URL",
	} {
		s, err := store.Open(t.Context(), url, store.Credentials{})
		if err == nil {
			s.Close()
			t.Errorf("Open(%q) gave a store", url)
			continue
		}
		if !strings.Contains(err.Error(), meant) {
			t.Errorf("Open(%q) says %q, which does not tell %q", url, err, meant)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("Open(%q) repeats the password: %q", url, err)
		}
	}
	if files, _ := os.ReadDir("."); len(files) > 0 {
		t.Errorf("there is a file %s now", files[0].Name())
	}
}
