package sqlitestore_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
)

// The test binary runs itself as another process that loads into the same file.
const (
	loadInto  = "ACTORGRAPH_TEST_LOAD_INTO"  // the file
	loadFirst = "ACTORGRAPH_TEST_LOAD_FIRST" // number of the first set
	loadLast  = "ACTORGRAPH_TEST_LOAD_LAST"
)

func TestMain(m *testing.M) {
	if file := os.Getenv(loadInto); file != "" {
		if err := loadSets(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// loadSets applies numbered sets and tells of each when it is acknowledged.
func loadSets(file string) error {
	first, _ := strconv.Atoi(os.Getenv(loadFirst))
	last, _ := strconv.Atoi(os.Getenv(loadLast))
	ctx := context.Background()
	s, err := sqlitestore.Open(ctx, file)
	if err != nil {
		return err
	}
	for n := first; n <= last; n++ {
		if _, err := s.Apply(ctx, numbered(n)); err != nil {
			return fmt.Errorf("set %d: %w", n, err)
		}
		fmt.Println(n)
	}
	return s.Close()
}

// setSize is how many relations, and so claims, a numbered set has.
const setSize = 40

// numbered is a set of its own for each n: a chain of companies, one of which
// all sets share.
func numbered(n int) *kb.ChangeSet {
	company := func(i int) kb.ID {
		if i == 0 {
			return "holding"
		}
		return kb.ID(fmt.Sprintf("company-%d-%d", n, i))
	}
	source := &kb.Source{ID: kb.ID(fmt.Sprintf("source:register-%d", n)), Kind: kb.SourceRegister}
	set := &kb.ChangeSet{Key: fmt.Sprintf("set %d", n), Collection: kb.Collection{Name: "registers"}, Sources: []*kb.Source{source}}
	for i := range setSize + 1 {
		set.Entities = append(set.Entities, &kb.Entity{ID: company(i), Kind: kb.KindCompany, Name: "Company " + string(company(i))})
	}
	for i := range setSize {
		r := kb.NewRelation(kb.Owns, company(i), company(i+1), "")
		c := &kb.Claim{Fact: r.ID, Source: source.ID, Statement: "One owns the other.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Collection: "registers"}
		c.Identify()
		set.Relations, set.Claims = append(set.Relations, r), append(set.Claims, c)
	}
	return set
}

// loader starts the other process; what it acknowledges comes on the reader.
func loader(t *testing.T, file string, first, last int) (*exec.Cmd, io.Reader) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), loadInto+"="+file, fmt.Sprintf("%s=%d", loadFirst, first), fmt.Sprintf("%s=%d", loadLast, last))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

// whole fails unless the store holds numbered sets whole: as many of each record
// as there are versions.
func whole(t *testing.T, s *sqlitestore.Store) (sets int) {
	t.Helper()
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sets = stats.Records[kb.SourceClass]
	for c, want := range map[kb.Class]int{kb.EntityClass: sets*setSize + 1, kb.RelationClass: sets * setSize, kb.ClaimClass: sets * setSize} {
		if got := stats.Records[c]; sets > 0 && got != want {
			t.Errorf("the store holds %d sets and %d records of class %s, want %d", sets, got, c, want)
		}
	}
	if stats.Version != int64(sets) {
		t.Errorf("the store holds %d sets and says version %d", sets, stats.Version)
	}
	return sets
}

// intact fails unless SQLite finds the file in order.
func intact(t *testing.T, file string) {
	t.Helper()
	var verdict string
	if err := raw(t, file).QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check of %s: %s, %v", file, verdict, err)
	}
}

// raw opens a file of SQLite as it is.
func raw(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// A process that is killed in the middle of a load has lost nothing that it was
// told was stored, and the file opens. Six times, each at another place.
func TestKilled(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	acknowledged := 0
	for round := range 6 {
		cmd, out := loader(t, file, acknowledged+1, 1_000_000)
		lines := bufio.NewScanner(out)
		for range 3 + 4*round {
			if !lines.Scan() {
				t.Fatalf("the loader stopped: %v", lines.Err())
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		acknowledged, _ = strconv.Atoi(lines.Text())
		for lines.Scan() { // what it still got to say
			acknowledged, _ = strconv.Atoi(lines.Text())
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the loader ended by itself")
		}
		s, err := sqlitestore.Open(t.Context(), file)
		if err != nil {
			t.Fatalf("after kill %d: %v", round, err)
		}
		// One more may be stored, of which it could not tell any more.
		if sets := whole(t, s); sets != acknowledged && sets != acknowledged+1 {
			t.Errorf("after kill %d: %d sets are stored, %d were acknowledged", round, sets, acknowledged)
		}
		for n := 1; n <= acknowledged; n++ {
			again, err := s.Apply(t.Context(), numbered(n))
			if err != nil || !again.Repeated {
				t.Fatalf("after kill %d: set %d was acknowledged, and is not stored: %+v, %v", round, n, again, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		intact(t, file)
	}
}

// Two processes load into one file, which neither has seen before.
func TestTwoProcesses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.db")
	const each = 25
	cmd, out := loader(t, file, 1, each)
	s, err := sqlitestore.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for n := each + 1; n <= 2*each; n++ {
		if _, err := s.Apply(t.Context(), numbered(n)); err != nil {
			t.Fatalf("set %d: %v", n, err)
		}
	}
	said, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("the other process: %v", err)
	}
	if n := strings.Count(string(said), "\n"); n != each {
		t.Errorf("the other process stored %d sets, want %d", n, each)
	}
	if sets := whole(t, s); sets != 2*each {
		t.Errorf("%d sets are stored, want %d", sets, 2*each)
	}
	intact(t, file)
}
