package seedfile_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/store/storetest/plain"
	"actorgraph/text"
)

// block is what docs/seed-format.md shows in a language, the first time.
func block(t *testing.T, language string) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/seed-format.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```"+language+"\n")
	shown, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatalf("the page shows nothing in %s", language)
	}
	return shown
}

// The file that docs/seed-format.md shows is one that loads, and tidy.
func TestTheExampleInTheDocsLoads(t *testing.T) {
	example := block(t, "yaml")
	r, err := loader.Load(context.Background(), plain.New(), []loader.Input{{
		Name: "example.yaml", Format: seedfile.Format,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(example)), nil },
	}}, loader.Options{})
	if err != nil || r.Refused != 0 || r.Added["claim"] != 3 {
		t.Errorf("error %v, refused %v, added %v", err, r.Refusals, r.Added)
	}
	if tidy, err := seedfile.Tidy([]byte(example), "example.yaml"); err != nil || string(tidy) != example {
		t.Errorf("error %v, tidy it is\n%s", err, tidy)
	}
}

// Its positions and hashes are those of the document beside it.
func TestThePositionsInTheDocsAreRight(t *testing.T) {
	paragraphs := text.Paragraphs(block(t, "text"))
	spans := map[string]bool{}
	check := func(paragraph, start, length int, hash string) {
		span, ok := text.Cut(paragraphs[paragraph-1], text.Span{Start: start, Length: length})
		if !ok || text.Hash(span) != hash {
			t.Errorf("paragraph %d, %d+%d is %q with the hash %s, want %s", paragraph, start, length, span, text.Hash(span), hash)
		}
		spans[span] = true
	}
	for r, err := range seedfile.Read(strings.NewReader(block(t, "yaml")), "example.yaml") {
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Claims {
			if c.Locator == (kb.Locator{}) {
				continue
			}
			check(c.Locator.Paragraph, c.Locator.Start, c.Locator.Length, c.Locator.Hash)
			for _, m := range c.Mentions {
				check(c.Locator.Paragraph, m.Start, m.Length, m.Hash)
			}
		}
	}
	if !spans["Acme holds 70 percent of Depot"] || !spans["Acme"] || !spans["Depot"] {
		t.Errorf("the spans are %v", spans)
	}
}

func TestTheScriptInTheDocsPrintsWhatItSays(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		missing := t.Skip
		if os.Getenv("CI") != "" {
			missing = t.Fatal
		}
		missing("there is no Python on this machine")
	}
	document := filepath.Join(t.TempDir(), "register.txt")
	if err := os.WriteFile(document, []byte(block(t, "text")), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "-c", block(t, "python"), document, "Depot").CombinedOutput()
	page, _ := os.ReadFile("../../docs/seed-format.md")
	if want := "`" + strings.TrimSpace(string(out)) + "`"; err != nil || len(out) == 0 || !strings.Contains(string(page), "it prints "+want) {
		t.Errorf("it prints %s, %v", out, err)
	}
}
