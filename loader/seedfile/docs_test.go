package seedfile_test

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/store/storetest/plain"
)

// The file that docs/seed-format.md shows is one that loads.
func TestTheExampleInTheDocsLoads(t *testing.T) {
	page, err := os.ReadFile("../../docs/seed-format.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the page shows no file")
	}
	r, err := loader.Load(context.Background(), plain.New(), []loader.Input{{
		Name: "example.yaml", Format: seedfile.Format,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(example)), nil },
	}}, loader.Options{})
	if err != nil || r.Refused != 0 || r.Added["claim"] != 3 {
		t.Errorf("error %v, refused %v, added %v", err, r.Refusals, r.Added)
	}
}
