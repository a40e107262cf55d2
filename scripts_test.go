package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The stories in testdata run the program as a user would.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata"})
}
