package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The stories in testdata run the program as a user would, over each store. It
// stands empty at the start, and the environment says where.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("scripts %v, %v", scripts, err)
	}
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		for _, script := range scripts {
			t.Run(filepath.Base(script), func(t *testing.T) { // which ends before the next one begins
				at := newPlace(t)
				testscript.Run(t, testscript.Params{Files: []string{script}, Setup: func(env *testscript.Env) error {
					env.Setenv("ACTORGRAPH_STORE", at.url)
					for name, value := range at.env {
						env.Setenv(name, value)
					}
					return nil
				}})
			})
		}
	})
}
