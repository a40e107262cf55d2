package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// Who may only read a store can check its claims, and is told that nothing is kept.
func TestVerifyAStoreThatCannotBeWritten(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := inFile(t)
	p.load(t, written(t, "news.yaml", purchase))
	file := strings.TrimPrefix(p.url, "sqlite:")
	dir := written(t, "news.txt", "Acme bought all of Depot in May, for 12 million euros.")
	for path, mode := range map[string]os.FileMode{
		file: 0o444, filepath.Dir(file): 0o555, filepath.Dir(filepath.Dir(file)): 0o755,
		dir: 0o755, filepath.Join(dir, "news.txt"): 0o644, os.Getenv("TMPDIR"): 0o777,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(file), 0o755) })
	var out bytes.Buffer
	var err error
	asNobody(func() {
		err = run(t.Context(), []string{"verify", "--store", p.url, "--documents", dir}, func(string) string { return "" }, &out, io.Discard)
	})
	said := out.String()
	if err != nil || !strings.Contains(said, "\nresults    not kept: the store can't be written\n") || !strings.Contains(said, ", news.txt by file name\n") {
		t.Errorf("%v\n%s", err, said)
	}
}

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
