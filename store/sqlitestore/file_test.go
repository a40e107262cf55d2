package sqlitestore_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/text"
)

func open(t *testing.T, file string) *sqlitestore.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// change runs statements on a file that no store has open.
func change(t *testing.T, file string, statements ...string) {
	t.Helper()
	db := raw(t, file)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyTheUserMayRead(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	file := filepath.Join(folder, "kb ?#%41.db") // no sign of it means anything
	s := open(t, file)
	if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	if s.Path() != file {
		t.Errorf("Path() = %s, want %s", s.Path(), file)
	}
	for path, want := range map[string]os.FileMode{folder: 0o700, filepath.Dir(folder): 0o700, file: 0o600, file + "-wal": 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has permissions %o, want %o", path, got, want)
		}
	}
}

func TestWhatIsStoredStays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if sets := whole(t, open(t, file)); sets != 1 {
		t.Errorf("%d sets are stored, want 1", sets)
	}
}

// The file is what people copy, send and keep.
func TestAClosedStoreIsOneFile(t *testing.T) {
	for name, use := range map[string]func(*testing.T, *sqlitestore.Store){
		"that was only written": func(*testing.T, *sqlitestore.Store) {},
		"that was asked":        func(t *testing.T, s *sqlitestore.Store) { whole(t, s) },
		"while it was read": func(t *testing.T, s *sqlitestore.Store) {
			for range s.Entities().Scan(t.Context(), nil) {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kb.db")
			s := open(t, file)
			if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
				t.Fatal(err)
			}
			use(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			left, err := os.ReadDir(filepath.Dir(file))
			if err != nil || len(left) != 1 {
				t.Errorf("in the folder are %v (%v), want the file alone", left, err)
			}
			held, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			alone := filepath.Join(t.TempDir(), "copy.db")
			if err := os.WriteFile(alone, held, 0o600); err != nil {
				t.Fatal(err)
			}
			if sets := whole(t, open(t, alone)); sets != 1 {
				t.Errorf("a copy of the file holds %d sets, want 1", sets)
			}
		})
	}
}

func TestMemoryLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := open(t, sqlitestore.Memory)
	if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	if s.Path() != sqlitestore.Memory {
		t.Errorf("Path() = %q", s.Path())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Files that are not to be touched: each is refused, says what is wrong and what
// to do, and is afterwards as it was.
func TestRefusedFiles(t *testing.T) {
	ours := func(t *testing.T, file string) {
		s := open(t, file)
		if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		make func(t *testing.T, file string)
		want error
		says string
	}{
		{"a newer layout", func(t *testing.T, file string) {
			ours(t, file)
			change(t, file, "PRAGMA user_version = 99")
		}, kb.ErrNewerLayout, "has layout 99"},
		{"newer rules of folding", func(t *testing.T, file string) {
			ours(t, file)
			change(t, file, "UPDATE state SET text_version = 99")
		}, kb.ErrNewerLayout, "folded by version 99"},
		{"the database of another program", func(t *testing.T, file string) {
			change(t, file, "CREATE TABLE moz_places (id)")
		}, kb.ErrNotOurs, "database of another program"},
		{"the same, with the number of our layout", func(t *testing.T, file string) {
			change(t, file, "CREATE TABLE entities (id)", "PRAGMA user_version = 1")
		}, kb.ErrNotOurs, "database of another program"},
		{"the same, with a mark of its own", func(t *testing.T, file string) {
			change(t, file, "PRAGMA application_id = 1196444487")
		}, kb.ErrNotOurs, "database of another program"},
		{"a text", func(t *testing.T, file string) {
			if err := os.WriteFile(file, bytes.Repeat([]byte("Dear reader, this is not a database. "), 100), 0o600); err != nil {
				t.Fatal(err)
			}
		}, kb.ErrNotOurs, "is no SQLite file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kb.db")
			c.make(t, file)
			before, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s, err := sqlitestore.Open(t.Context(), file)
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), file) {
				t.Errorf("the error is %q; want a %q that says %q and names the file", err, c.want, c.says)
			}
			after, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestNoFile(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(file, "kb.db")} {
		if s, err := sqlitestore.Open(t.Context(), path); err == nil {
			s.Close()
			t.Errorf("%s was opened", path)
		} else if !strings.Contains(err.Error(), path) {
			t.Errorf("the error %q does not name %s", err, path)
		}
	}
}

// What a creation leaves that is interrupted before it is done has layout 0. It
// is taken for the new file that it is.
func TestInterruptedCreation(t *testing.T) {
	for name, left := range map[string]func(t *testing.T, file string){
		"an empty file": func(t *testing.T, file string) {
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a header": func(t *testing.T, file string) {
			change(t, file, "PRAGMA journal_mode = WAL", "VACUUM")
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kb.db")
			left(t, file)
			s := open(t, file)
			if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
				t.Fatal(err)
			}
			whole(t, s)
		})
	}
}

// A file in which an older package text has folded the words, and in which what
// is computed was computed otherwise: opened, it is byte for byte what it would be
// if it were new.
func TestOlderWords(t *testing.T) {
	comesOutNew(t, func(file string) {
		change(t, file,
			"UPDATE state SET text_version = 0",
			"UPDATE entities SET name_fold = 'old', name_key = 'old', summary_fold = NULL",
			"UPDATE sources SET published_first = 0, published_last = NULL, title_fold = 'old', title_key = NULL, url_fold = 'old', language_fold = 'old', file_name_fold = 'old'",
			"UPDATE relations SET key_fold = 'old', since = '1999', since_first = 0, since_last = 0, until = '1999', collections = '[]', claims = 7, support = '{}'",
			"UPDATE properties SET text_fold = 'old', unit_fold = NULL, value_key = 'old', since = '1999', since_first = 0, since_last = 0, support = '{}'",
			"UPDATE claims SET statement_fold = 'old', possible_first = 7, out_certain = 7",
			"DELETE FROM terms WHERE term < 'n'",
			"UPDATE terms SET term = 'old ' || term",
			"DELETE FROM stretches WHERE views & 1",
			"UPDATE stretches SET at_least = 7, support = 'old'",
		)
	})
}

// A file of the first layout, in which there is no support: opened, it is what it
// would be if it were new.
func TestFirstLayout(t *testing.T) {
	first, err := os.ReadFile("layout.sql")
	if err != nil {
		t.Fatal(err)
	}
	comesOutNew(t, func(file string) {
		newer := file + ".newer"
		if err := os.Rename(file, newer); err != nil {
			t.Fatal(err)
		}
		statements := []string{string(first), "DELETE FROM state", "ATTACH '" + newer + "' AS newer"}
		for _, table := range []struct{ name, columns string }{ // what is not computed
			{"state", "one, version, text_version"},
			{"collections", "name, title, description, licence, claims"},
			{"entities", "id, kind, name, summary, collections, degree, name_key, name_fold"},
			{"sources", "id, kind, title, publishers, published, url, language, file_name, act, collections, claims"},
			{"relations", "id, type, from_id, to_id, key"},
			{"properties", "id, entity, key, value, value_key"},
			{"claims", "id, fact, source, collection, stance, modality, reading, firsthand, recorded_at, page, paragraph, part, start, length, hash, place, " +
				"qualifiers, attributed_to, credits, answers, retracts, mentions, recorded_by, note, statement, statement_fold"},
		} {
			statements = append(statements, fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %s FROM newer.%s ORDER BY rowid", table.name, table.columns, table.columns, table.name))
		}
		statements = append(statements, "DETACH newer", "PRAGMA application_id = 0x41435452", "PRAGMA user_version = 1")
		change(t, file, strings.Join(statements, ";\n"))
	})
}

// comesOutNew makes a file, makes an older one of it, and opens that.
func comesOutNew(t *testing.T, makeOlder func(file string)) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	for _, set := range told(t) {
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want := content(t, file)
	if n := len(want["terms"]); n < 5 {
		t.Fatalf("only %d terms: the graph proves little", n)
	}
	makeOlder(file)
	if err := open(t, file).Close(); err != nil {
		t.Fatal(err)
	}
	got := content(t, file)
	for table, rows := range want {
		for i, row := range rows {
			if i >= len(got[table]) || got[table][i] != row {
				t.Errorf("%s: the row\n%s\nis not there any more", table, row)
				break
			}
		}
		if len(got[table]) != len(rows) {
			t.Errorf("%s has %d rows, want %d", table, len(got[table]), len(rows))
		}
	}
	if got := content(t, file)["state"][0]; got != fmt.Sprintf("1|2|%d", text.Version) {
		t.Errorf("state is %s", got)
	}
}

// told is a graph with a text in every column that is folded.
func told(t *testing.T) []*kb.ChangeSet {
	t.Helper()
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour", Title: "Harbour"}}
	set.Entities = []*kb.Entity{
		{ID: "oester-werft", Kind: kb.KindCompany, Name: "Öster Werft", Summary: "Builds Ships"},
		{ID: "ann", Kind: kb.KindPerson, Name: "Ann Élan"},
	}
	set.Sources = []*kb.Source{{ID: "source:register", Kind: kb.SourceRegister, Title: "The Register", Publishers: []kb.ID{"ann"}, Published: kb.MustDate("2021-11"),
		URL: "https://Example.org/A", Language: "EN", FileName: "Register.TXT", Act: "ann"},
		{ID: "source:agency", Kind: kb.SourceArticle, Published: kb.MustDate("2021-10-02")}}
	claim := func(fact kb.ID) {
		c := &kb.Claim{Fact: fact, Source: "source:register", Statement: "It says so.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Collection: "harbour",
			AttributedTo: []kb.ID{"ann"}, Credits: []kb.Credit{{Source: "source:agency", How: kb.CreditNamed}}, Locator: kb.Locator{Paragraph: 2, Part: kb.PartBody},
			Qualifiers: []kb.Qualifier{{Key: kb.QualifierSince, Value: kb.DateValue{Date: kb.MustDate("2019")}}}}
		c.Identify()
		set.Claims = append(set.Claims, c)
	}
	owns := kb.NewRelation(kb.Owns, "ann", "oester-werft", "First Time")
	alias := kb.NewProperty("oester-werft", kb.KeyAlias, kb.TextValue{Text: "Yard of the East"}, "")
	size := kb.NewProperty("oester-werft", "size", kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(37), Max: kb.Num(37), Unit: "Workers", Precision: kb.Exact}}, "")
	set.Relations, set.Properties = []*kb.Relation{owns}, []*kb.Property{alias, size}
	claim(owns.ID)
	claim(alias.ID)
	claim(size.ID)
	// A second set changes the first, so that something derived is not as it was written.
	second := &kb.ChangeSet{Collection: kb.Collection{Name: "quay"}, Entities: []*kb.Entity{{ID: "ann", Kind: kb.KindPerson, Name: "Ann Élan the Younger"}}}
	return []*kb.ChangeSet{set, second}
}

// content is all rows of all tables of a file but the log of changes, sorted.
func content(t *testing.T, file string) map[string][]string {
	t.Helper()
	db := raw(t, file)
	defer db.Close()
	out := map[string][]string{}
	for _, table := range []string{"state", "entities", "sources", "relations", "properties", "claims", "refs", "terms", "stretches", "collections"} {
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, dest := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				dest[i] = &values[i]
			}
			if err := rows.Scan(dest...); err != nil {
				t.Fatal(err)
			}
			texts := make([]string, len(values))
			for i, v := range values {
				texts[i] = fmt.Sprint(v)
			}
			out[table] = append(out[table], strings.Join(texts, "|"))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(out[table])
	}
	return out
}

// The lists of records are JSON whose form is part of the layout: other programs
// read it, and older files have it.
func TestFormOfLists(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	set := told(t)[0]
	c := set.Claims[0]
	c.Credits = []kb.Credit{{Source: "source:wire", How: kb.CreditNamed}}
	c.Mentions = []kb.Mention{{Of: kb.MentionFrom, Start: 3, Length: 4, Hash: "00ff"}}
	c.Answers = []kb.ID{"source:wire"}
	set.Sources = append(set.Sources, &kb.Source{ID: "source:wire", Kind: kb.SourceArticle, DerivesFrom: []kb.Derivation{{Source: "source:register", How: kb.Copy, Basis: kb.Declared, Note: "same words"}}})
	if _, err := s.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"SELECT qualifiers FROM claims WHERE id = ?":                            `[{"key":"since","value":{"type":"date","text":"2019"}}]`,
		"SELECT attributed_to FROM claims WHERE id = ?":                         `["ann"]`,
		"SELECT credits FROM claims WHERE id = ?":                               `[{"Source":"source:wire","How":"NAMED"}]`,
		"SELECT mentions FROM claims WHERE id = ?":                              `[{"Of":"FROM","Entity":"","Start":3,"Length":4,"Hash":"00ff"}]`,
		"SELECT answers FROM claims WHERE id = ?":                               `["source:wire"]`,
		"SELECT derives_from FROM sources WHERE id = 'source:wire' AND ? <> ''": `[{"Source":"source:register","How":"COPY","Basis":"DECLARED","Note":"same words"}]`,
		"SELECT value FROM properties WHERE key = 'size' AND ? <> ''":           `{"type":"quantity","min":37,"max":37,"unit":"Workers","precision":"EXACT"}`,
		"SELECT collections FROM entities WHERE id = 'ann' AND ? <> ''":         `["harbour"]`,
	} {
		var got string
		if err := raw(t, file).QueryRow(query, c.ID).Scan(&got); err != nil || got != want {
			t.Errorf("%s\ngives %s, %v\nwant  %s", query, got, err, want)
		}
	}
}

// While another program writes, a change waits; in the end it says why it can't.
func TestLocked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	other := raw(t, file)
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := s.Apply(ctx, numbered(1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the change that waits ends with %v, want the end of its context", err)
	}
	if _, err := s.Version(t.Context()); err != nil {
		t.Errorf("reading has to wait for nobody: %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := s.Apply(t.Context(), numbered(1))
		done <- err
	}()
	if _, err := other.Exec("COMMIT"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("when the other program is done: %v", err)
	}
	whole(t, s)

	s.Impatient()
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), numbered(2)); !errors.Is(err, kb.ErrUnavailable) || !strings.Contains(err.Error(), "another program is writing to "+file) {
		t.Errorf("the change that has waited long enough ends with %v, want %v and why", err, kb.ErrUnavailable)
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), numbered(2)); err != nil {
		t.Errorf("after that: %v", err)
	}
}

// A change that the disk has no room for is not stored at all, and says why.
// What was stored is still there, and with more room the change is stored.
func TestDiskFull(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	s := open(t, file)
	if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	if err := s.Room(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	n := 2
	var err error
	for ; err == nil && n < 100; n++ { // there is room in the pages there are
		_, err = s.Apply(t.Context(), numbered(n))
	}
	n--
	if !errors.Is(err, kb.ErrUnavailable) || !strings.Contains(err.Error(), "is full") {
		t.Fatalf("a change without room ends with %v, want %v and why", err, kb.ErrUnavailable)
	}
	if sets := whole(t, s); sets != n-1 {
		t.Errorf("%d sets are stored, want %d", sets, n-1)
	}
	if err := s.Room(t.Context(), 1<<30); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), numbered(n)); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if sets := whole(t, s); sets != n {
		t.Errorf("%d sets are stored, want %d", sets, n)
	}
	intact(t, file)
}

// Ids are text of any kind where they are asked for; what can't be one is unknown.
func TestStrangeIDs(t *testing.T) {
	s := open(t, sqlitestore.Memory)
	if _, err := s.Apply(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	ids := []kb.ID{"holding", "holding\x00", "\xff", "", "holding' OR 1=1 --", "<holding>", "holding"}
	got, err := s.Entities().Get(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range got {
		if (e != nil) != (ids[i] == "holding") {
			t.Errorf("%q: %v", ids[i], e)
		}
	}
	if got[0] == got[6] {
		t.Error("one record is handed out twice")
	}
	for _, id := range ids[1:6] {
		one, err := s.Entities().Get(t.Context(), []kb.ID{id})
		if err != nil || cmp.Or(one...) != nil {
			t.Errorf("%q alone: %v, %v", id, one, err)
		}
	}
}
