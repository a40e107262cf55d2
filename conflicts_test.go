package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"actorgraph/kb"
)

// docs/conflicts.md quotes what is found in the data that comes with the program, and
// its queries are answered.
func TestConflictsPageSaysWhatIsFound(t *testing.T) {
	page, err := os.ReadFile("docs/conflicts.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	s := serve(t, nil, "--store", "sqlite:"+newFile(t))
	ask := func(query string, into any) {
		t.Helper()
		var answer struct {
			Data   json.RawMessage
			Errors []any
		}
		_, body := s.ask(t, query)
		if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Errors) > 0 {
			t.Fatalf("%s: %s", query, body)
		}
		if err := json.Unmarshal(answer.Data, into); err != nil {
			t.Fatal(err)
		}
	}

	var found struct {
		Conflicts, Differences struct{ Nodes []struct{ Text string } }
	}
	ask(`{conflicts(first: 500) {nodes {text}} differences(first: 500) {nodes {text}}}`, &found)
	said := map[string]bool{}
	for _, n := range found.Differences.Nodes {
		said[n.Text] = true
	}
	for _, n := range found.Conflicts.Nodes {
		said[n.Text] = true
		if !strings.Contains(text, "> "+n.Text+"\n") {
			t.Errorf("the page has no %q", n.Text)
		}
	}
	quotes := regexp.MustCompile(`(?m)^> (.*)$|^\| .[A-Z_]+_DIFFERS?. \| .* \| (.*\.) \|$`).FindAllStringSubmatch(text, -1)
	if len(quotes) != 2+4 {
		t.Errorf("the page quotes %d texts, want two conflicts and four differences", len(quotes))
	}
	for _, quote := range quotes {
		if q := quote[1] + quote[2]; !said[q] {
			t.Errorf("the page has %q, which is not found", q)
		}
	}

	for _, query := range regexp.MustCompile(`(?m)^    (.*)$`).FindAllStringSubmatch(text, -1) {
		var answer any
		ask(query[1], &answer)
	}
	var fall struct {
		IfRetracted struct {
			Facts, Unasserted struct{ TotalCount int }
			Entities          struct{ TotalCount int }
		}
	}
	ask(`{ifRetracted(sources: ["source:calcalist-2021-11-25"]) {facts {totalCount} unasserted {totalCount} entities {totalCount}}}`, &fall)
	if r := fall.IfRetracted; r.Facts.TotalCount != 27 || r.Unasserted.TotalCount != 6 || r.Entities.TotalCount != 2 {
		t.Errorf("without the Calcalist report: %+v; the page says 27 facts, six, two", r)
	}

	for _, rule := range append(kb.ConflictRules, kb.DifferenceRules...) {
		if !strings.Contains(text, "| `"+string(rule)+"` |") {
			t.Errorf("no table of the page has %s", rule)
		}
	}
	for _, pair := range kb.ExcludingTypes {
		turned := map[bool]string{true: "the other way round "}[pair.Turned]
		if row := "| `" + string(pair.A) + "` | `" + string(pair.B) + "` | " + turned + "|"; !strings.Contains(text, row) {
			t.Errorf("no table of the page has %s", row)
		}
	}
	for _, pair := range kb.StrongerTypes {
		row := regexp.MustCompile("(?m)^\\|.*`" + string(pair.A) + "`.* \\| .*`" + string(pair.B) + "`.*\\|$")
		if !row.MatchString(text) {
			t.Errorf("no table of the page has %s before %s", pair.A, pair.B)
		}
	}
}
