package main

import (
	"os"
	"os/exec"
	"testing"
)

// All audits of the npm package graphql-http, those of MUST, SHOULD and MAY,
// against the program itself. Where node or the package is missing, the test is
// skipped, but not in CI.
func TestAudits(t *testing.T) {
	const dir = ".ci/graphql-http"
	missing := t.Skip
	if os.Getenv("CI") != "" {
		missing = t.Fatal
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing("node is not installed")
	}
	if _, err := os.Stat(dir + "/node_modules/graphql-http"); err != nil {
		missing("graphql-http is not installed: run npm ci in .ci/graphql-http")
	}
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty")
	audit := exec.CommandContext(t.Context(), node, "audit.mjs", s.url+"/graphql")
	audit.Dir = dir
	out, err := audit.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("node audit.mjs: %v", err)
	}
}
