package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"actorgraph/store/neo4jstore/neo4jtest"
)

// The pages in a browser, on the data that comes with the program: one program
// that anyone of this machine may ask, and one that wants a token. Where Neo4j is
// given, what depends on the store is tested over it, too.
func TestWebPages(t *testing.T) {
	npx := webTool(t, "npx", "/usr/bin/chromium")
	const token = "hush-hush-hush"
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("sqlite", func(t *testing.T) {
		open := serve(t, nil, "--store", "sqlite:"+newFile(t))
		closed := serve(t, nil, "--store", "sqlite:"+newFile(t), "--token-file", file)
		env := []string{"ACTORGRAPH_URL=" + open.url, "ACTORGRAPH_TOKEN_URL=" + closed.url, "ACTORGRAPH_TOKEN=" + token}
		inWeb(t, env, npx, "playwright", "test", "--grep-invert", "@alone")
		inWeb(t, env, npx, "playwright", "test", "--grep", "@alone", "--workers", "1")
	})
	t.Run("neo4j", func(t *testing.T) {
		neo4jtest.Find(t)
		p := inNeo4j(t)
		p.load(t, "--seed")
		inWeb(t, []string{"ACTORGRAPH_URL=" + p.serve(t).url}, npx, "playwright", "test", "--grep", "@stores")
	})
}

// The parts of the pages that need no browser.
func TestWebUnits(t *testing.T) {
	inWeb(t, nil, webTool(t, "npm"), "test")
}

// webTool finds a program of Node.js. Where it, what the pages are made of or
// something else that is needed is missing, the test is skipped, but not in CI.
func webTool(t *testing.T, name string, needed ...string) string {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("CI") != "" {
		missing = t.Fatalf
	}
	tool, err := exec.LookPath(name)
	if err != nil {
		missing("%s is not installed", name)
	}
	for _, file := range append(needed, "web/node_modules/@playwright/test") {
		if _, err := os.Stat(file); err != nil {
			missing("%v: install chromium, and run npm ci --prefix web", err)
		}
	}
	return tool
}

// inWeb runs a command in the folder web, which tells how it went.
func inWeb(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = "web"
	command.Env = append(os.Environ(), env...)
	out, err := command.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("%s: %v", command, err)
	}
}
