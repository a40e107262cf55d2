package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A block is one piece of code in README.md.
type block struct {
	language string // behind the opening fence
	text     string
	line     int
}

var fence = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")

func readmeBlocks(t *testing.T) []block {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	for _, m := range fence.FindAllSubmatchIndex(text, -1) {
		blocks = append(blocks, block{
			language: string(text[m[2]:m[3]]),
			text:     string(text[m[4]:m[5]]),
			line:     1 + strings.Count(string(text[:m[0]]), "\n"),
		})
	}
	return blocks
}

// Each query in README.md stands before its answer, and gets just that.
func TestReadmeQueriesGiveTheAnswersBesideThem(t *testing.T) {
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		at := newPlace(t)
		at.load(t, "--seed")
		readmeQueriesGiveTheAnswersBesideThem(t, at.serve(t))
	})
}

func readmeQueriesGiveTheAnswersBesideThem(t *testing.T, s *served) {
	blocks := readmeBlocks(t)
	queries := 0
	for i, b := range blocks {
		if b.language != "graphql" {
			continue
		}
		queries++
		t.Run(fmt.Sprintf("line %d", b.line), func(t *testing.T) {
			if i+1 == len(blocks) || blocks[i+1].language != "json" {
				t.Fatal("no answer stands behind the query")
			}
			_, body := s.ask(t, b.text)
			sameAnswer(t, body, blocks[i+1].text)
		})
	}
	if queries < 7 {
		t.Errorf("README.md shows %d queries; seven are promised", queries)
	}
}

// Each curl command in README.md asks one of the questions above it. It is run as
// it stands, but for the port, and prints what stands behind it.
func TestReadmeCurlCommandsPrintWhatStandsBehindThem(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		missing := t.Skip
		if os.Getenv("CI") != "" {
			missing = t.Fatal
		}
		missing("the curl commands of README.md are not run: curl is not installed")
	}
	blocks := readmeBlocks(t)
	s := serve(t, nil, "--store", "sqlite:"+newFile(t))
	commands := 0
	for i, b := range blocks {
		if b.language != "sh" || !strings.HasPrefix(b.text, "curl ") {
			continue
		}
		commands++
		t.Run(fmt.Sprintf("line %d", b.line), func(t *testing.T) {
			if i+1 == len(blocks) || blocks[i+1].language != "json" {
				t.Fatal("no answer stands behind the command")
			}
			if !slices.ContainsFunc(blocks[:i], func(q block) bool {
				return q.language == "graphql" && strings.Contains(b.text, strings.TrimSpace(q.text))
			}) {
				t.Error("it asks none of the questions above")
			}
			command := strings.ReplaceAll(b.text, "http://127.0.0.1:8080", s.url)
			out, err := exec.CommandContext(t.Context(), "sh", "-c", command).Output()
			if err != nil {
				t.Fatalf("%s: %v", command, err)
			}
			sameAnswer(t, string(out), blocks[i+1].text)
		})
	}
	if commands == 0 {
		t.Error("README.md shows no curl command")
	}
}

// sameAnswer compares an answer with the one printed, which leaves out the
// extensions.
func sameAnswer(t *testing.T, got, printed string) {
	t.Helper()
	var have, want map[string]any
	if err := json.Unmarshal([]byte(got), &have); err != nil {
		t.Fatalf("%v in the answer %s", err, got)
	}
	if err := json.Unmarshal([]byte(printed), &want); err != nil {
		t.Fatalf("%v in the answer printed: %s", err, printed)
	}
	delete(have, "extensions")
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("the answer is not the one printed (- printed, + given):\n%s", diff)
	}
}
