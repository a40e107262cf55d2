package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// An example is a question that the playground offers.
type example struct {
	name      string // of its file, without the ending
	query     string
	variables map[string]any // from the file of the same name that ends in .json; nil if there is none
}

func playgroundExamples(t *testing.T) []example {
	t.Helper()
	files, err := filepath.Glob("web/playground/examples/*.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, file := range files {
		query, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		stem := strings.TrimSuffix(file, ".graphql")
		e := example{name: filepath.Base(stem), query: string(query)}
		switch variables, err := os.ReadFile(stem + ".json"); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			t.Fatal(err)
		default:
			if err := json.Unmarshal(variables, &e.variables); err != nil {
				t.Fatalf("%s.json: %v", stem, err)
			}
		}
		all = append(all, e)
	}
	return all
}

// What the comments of examples say is in the answers: by the example, what, and
// how many times.
var said = map[string]map[string]int{
	"list":         {`"until":"/2021-11-25"`: 4, `"name":"India"`: 1, `"documents":5`: 4, "the Calcalist report": 5},
	"denials":      {`"asserted":{"totalCount":8}`: 1, `"asserted":{"totalCount":0}`: 1, "denies that it did wrong": 2},
	"paths":        {`"length":3`: 2, "Acquisition of NSO spyware by Saudi Arabia": 1},
	"between":      {`"label":"is listed on"`: 2, `"documents":4`: 1, `"status":"SELF_STATED","documents":1`: 1},
	"surroundings": {`"kind":`: 12},
	"known-by":     {`"totalCount":4`: 1},
	"diff":         {`"before":{"support":{"status":"ALLEGED"}}`: 1, `"status":"CONFIRMED"`: 1, `"gained":2`: 1},
	"if-retracted": {`"facts":{"totalCount":27}`: 1, `"unasserted":{"totalCount":6`: 1},
}

// Who opens an example and runs it gets an answer with something in it, at a
// cost that leaves room to ask for more, with entities to be shown in the
// explorer.
func TestPlaygroundExamplesAreAnswered(t *testing.T) {
	const mostCost = 10_000 // of 400,000

	examples := playgroundExamples(t)
	if len(examples) < 12 {
		t.Errorf("the playground offers %d examples; a dozen are promised", len(examples))
	}
	s := serve(t, nil, "--store", "sqlite:"+newFile(t))
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			request, err := json.Marshal(map[string]any{"query": e.query, "variables": e.variables})
			if err != nil {
				t.Fatal(err)
			}
			status, body := s.send(t, "POST", "/graphql", string(request),
				"Content-Type", "application/json", "Accept", "application/graphql-response+json")
			var answer struct {
				Data       map[string]any
				Errors     []any
				Extensions struct{ Cost int }
			}
			if err := json.Unmarshal([]byte(body), &answer); err != nil {
				t.Fatalf("%v in %s", err, body)
			}
			if status != http.StatusOK || len(answer.Errors) > 0 {
				t.Fatalf("status %d: %s", status, body)
			}
			if cost := answer.Extensions.Cost; cost <= 0 || cost > mostCost {
				t.Errorf("it costs %d; an example costs at most %d", cost, mostCost)
			}
			for field, value := range answer.Data {
				if why := empty(value); why != "" {
					t.Errorf("%s %s", field, why)
				}
			}
			if !holdsEntity(answer.Data) {
				t.Error("no entity in it can be shown in the explorer")
			}
			for part, times := range said[e.name] {
				if n := strings.Count(body, part); n != times {
					t.Errorf("%s is in it %d times; by its comment it is there %d times: %s", part, n, times, body)
				}
			}
		})
	}
}

// empty tells in which way a field of Query has nothing to show, "" if it has:
// it is null, or one of the lists in it is empty.
func empty(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		return "is null or no object"
	}
	for name, in := range object {
		if list, ok := in.([]any); ok && len(list) == 0 {
			return "has nothing in " + name
		}
	}
	return ""
}

var idOfOther = regexp.MustCompile("^(relation|property|claim|source):")

func holdsEntity(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		if id, ok := v["id"].(string); ok && !idOfOther.MatchString(id) {
			return true
		}
		for _, in := range v {
			if holdsEntity(in) {
				return true
			}
		}
	case []any:
		for _, in := range v {
			if holdsEntity(in) {
				return true
			}
		}
	}
	return false
}

// Each example begins with a question, which is its title in the playground,
// and with what to look for in the answer. The playground offers all of them.
func TestPlaygroundExamplesAreOfferedWithATitle(t *testing.T) {
	begins := regexp.MustCompile(`^# [A-Z][^\n]*\n#\n# [^\n]+\n`)
	list, err := os.ReadFile("web/playground/examples.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range playgroundExamples(t) {
		if !begins.MatchString(e.query) {
			t.Errorf("%s does not begin with a question and, after an empty line, what to look for", e.name)
		}
		if !strings.Contains(string(list), `"./examples/`+e.name+`.graphql"`) {
			t.Errorf("examples.ts does not offer %s", e.name)
		}
		if offered := strings.Contains(string(list), `"./examples/`+e.name+`.json"`); offered != (e.variables != nil) {
			t.Errorf("examples.ts and %s.json disagree about whether it is there", e.name)
		}
	}
}
