package seedfile

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// texts makes texts that are easily taken for something else.
func texts() *rapid.Generator[string] {
	parts := rapid.SampledFrom([]string{
		"a", "b", "null", "true", "no", "0", "1", "12e4", "0x1f", "0o7", ".5", "1_000", "12:30", "2021-11-25", "-", "--", "---", "...", "?", ":", ": ", ":a", ",", "[", "]", "{", "}",
		"#", " #", "# ", "&", "*", "!", "!!", "|", ">", "|-", "'", "''", `"`, `\`, `\n`, "%", "@", "`", "~", "=", "<<", "<", "+", ".", "e", "_", " ", "  ", "\n", "\n\n", "\t",
		"é", "日本", "😀", "\u00A0", "\u200C", "\u200B", "\u2028", "\u0085", "\uFEFF", "\uFFFE", "\uE000", "\U0010FFFF", "“", "’", "e\u0301", "https://a.example/b?c=d#e",
	})
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(parts, 0, 6).Draw(t, "parts"), "") }),
		rapid.StringMatching(`[-+.0-9eExob_:]{1,8}`),
		rapid.StringN(0, 12, -1),
	).Filter(func(s string) bool { // what no record may have anyway
		return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) && strings.ToValidUTF8(s, "") == s
	})
}

// layouts are the ways in which a text can stand in a file.
func layouts(s string) string {
	var p printer
	p.item(&tree{layout: mentionMap, fields: []field{
		{"of", &tree{layout: text, text: s}}, {"entity", &tree{layout: text, text: s}},
	}}, 2)
	p.item(&tree{layout: entityMap, fields: []field{
		{"name", &tree{layout: text, text: s}}, {"summary", &tree{layout: text, text: s}},
	}}, 2)
	p.item(&tree{layout: sourceMap, fields: []field{
		{"cites", &tree{layout: ids, items: []*tree{{layout: text, text: s}, {layout: text, text: s}}}},
	}}, 2)
	return "collection: c\nentities:\n" + p.String()
}

func TestATextReadsBackAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := texts().Draw(t, "text")
		file := layouts(s)
		n := 0
		for p, err := range split(strings.NewReader(file), "text.yaml") {
			if err != nil {
				t.Fatalf("%v in\n%s", err, file)
			}
			if p.kind != member {
				continue
			}
			item, problems, ok := parse(p, "text.yaml")
			if !ok {
				t.Fatalf("%v in\n%s", problems.err(), file)
			}
			l := []*layout{mentionMap, entityMap, sourceMap}[n]
			n++
			for _, e := range item.entries(l) {
				values := []node{e.value}
				if e.name == "cites" {
					values = e.value.list()
				}
				for _, v := range values {
					if got := v.text(); got != s {
						t.Errorf("%s %s reads as %q, want %q, in\n%s", l.what, e.name, got, s, file)
					}
				}
			}
		}
		if n != 3 {
			t.Errorf("%d records, want 3, in\n%s", n, file)
		}
	})
}

// Other readers of YAML see the same texts: PyYAML, which keeps to YAML 1.1.
func TestATextReadsBackAsItIsElsewhere(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import yaml").Run() != nil {
		missing := t.Skip
		if os.Getenv("CI") != "" {
			missing = t.Fatal
		}
		missing("there is no Python with PyYAML on this machine")
	}
	var want []string
	var file strings.Builder
	for i := range 3000 {
		s := texts().Example(i)
		want = append(want, s)
		fmt.Fprintf(&file, "%s---\n", layouts(s))
	}
	cmd := exec.Command(python, "-c", "import json, sys, yaml\nprint(json.dumps([d['entities'] for d in yaml.safe_load_all(sys.stdin.buffer) if d]))")
	cmd.Stdin = strings.NewReader(file.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, err.(*exec.ExitError).Stderr)
	}
	var got [][]map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("%d documents, want %d", len(got), len(want))
	}
	for i, s := range want {
		a, b, c := got[i][0]["of"], got[i][1]["name"], got[i][2]["cites"].([]any)
		if a != s || b != s || len(c) != 2 || c[0] != s {
			t.Errorf("reads as %#v in a map, %#v on a line of its own, %#v in a list, want %q, in\n%s", a, b, c, s, layouts(s))
		}
	}
}
