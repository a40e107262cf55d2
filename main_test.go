package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Tests and scripts can start the program as the command actorgraph.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"actorgraph": main})
}
