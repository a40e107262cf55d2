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

// Who may only read a store can check its claims and compare its documents, and is told
// that nothing is kept.
func TestVerifyAStoreThatCannotBeWritten(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir, read := thePress(t)
	p := inFile(t)
	p.load(t, read)
	file := strings.TrimPrefix(p.url, "sqlite:")
	for path, mode := range map[string]os.FileMode{
		file: 0o444, filepath.Dir(file): 0o555, filepath.Dir(filepath.Dir(file)): 0o755, dir: 0o755, os.Getenv("TMPDIR"): 0o777,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(file), 0o755) })
	var out bytes.Buffer
	var err error
	asNobody(func() {
		err = run(t.Context(), []string{"verify", "--store", p.url, "--documents", dir, "--shared-texts"}, func(string) string { return "" }, &out, io.Discard)
	})
	if err != nil {
		t.Error(err)
	}
	for _, want := range []string{
		"\nresults    not kept: the store can't be written\n", ", east.txt by file name\n",
		"\nlinks      not kept, since the store can't be written: 3 to add, 0 to change, 0 to take away, 0 as before\n",
		"\nto add       source:west COPY of source:text-of-east\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not told in\n%s", want, &out)
		}
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
