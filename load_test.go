package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Ctrl-C ends a load, also one that waits for more on its standard input. What is
// told is stored, and the next load goes on.
func TestInterruptEndsALoad(t *testing.T) {
	store := "sqlite:" + newFile(t)
	first := filepath.Join(t.TempDir(), "first.yaml")
	if err := os.WriteFile(first, []byte("collection: harbour\nentities:\n  - {id: acme, kind: company, name: Acme}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, log lockedBuffer
	cmd := exec.Command("actorgraph", "load", "--store", store, first, "-")
	cmd.Stdout, cmd.Stderr = &out, &log
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	// More than a pipe holds: when it is written, the program reads.
	io.WriteString(in, "collection: harbour\nentities:\n")
	for i := range 10_000 {
		fmt.Fprintf(in, "  - {id: quay-%d, kind: place, name: Quay %d}\n", i, i)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(log.String(), "interrupted; what is told above is stored") {
		t.Errorf("it ended with %v\n%s", err, &log)
	}
	if !strings.Contains(out.String(), "added ") {
		t.Errorf("it does not tell what it did:\n%s", &out)
	}
	again, err := exec.Command("actorgraph", "load", "--store", store, first).CombinedOutput()
	if err != nil {
		t.Errorf("loading again: %v\n%s", err, again)
	}
}
