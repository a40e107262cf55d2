package seedfile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"actorgraph/loader"
	"actorgraph/store/storetest/plain"
)

func TestTidy(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"keys come into order, quotes go where none are needed", `
collection: 'c'
entities:
- name: "Acme"
  kind: company
  id: acme
`, `
collection: c
entities:
  - id: acme
    kind: company
    name: Acme
`},
		{"lists at the top come into order", `
collection: c
properties: []
sources:
  - {id: "source:s", kind: REPORT}
entities:
  - {id: a, kind: company, name: A}
`, `
collection: c
entities:
  - id: a
    kind: company
    name: A
sources:
  - id: source:s
    kind: REPORT
`},
		{"places, mentions and qualifiers stand in one line, claims in several", `
collection: c
relations:
    - from: a
      type: MAKES
      to: b
      claims: [{source: "source:s", statement: S.}]
    - from: a
      type: OWNS
      to: b
      claims:
        - qualifiers:
            share:
              unit: percent
              number: 7e1
            since: 2021-11
          statement: S.
          mentions: [{start: 0, of: FROM, length: 3, hash: '12e4567890123456'}]
          at:
            hash: "abcdef0123456789"
            length: 12
            start: 0
            paragraph: 6
          source: source:s
          attributedTo:
            - u
            - v
          credits:
            - source: source:t
              how: NAMED
`, `
collection: c
relations:
  - from: a
    type: MAKES
    to: b
    claims:
      - source: source:s
        statement: S.
  - from: a
    type: OWNS
    to: b
    claims:
      - source: source:s
        at: {paragraph: 6, start: 0, length: 12, hash: abcdef0123456789}
        mentions:
          - {of: FROM, start: 0, length: 3, hash: "12e4567890123456"}
        statement: S.
        qualifiers: {since: 2021-11, share: {number: 70, unit: percent}}
        attributedTo: [u, v]
        credits: [{source: source:t, how: NAMED}]
`},
		{"comments go with what they stand at", `
# The head of the file.

collection: c # of the collection
# above the list
entities:   # of the list

  # above a
  - id: a
    # above the name
    name: A   #  of the name
    kind: company # of the kind
    # at the end of a
  # above b
  - # within b
    name: B
    id: b
# The foot.
`, `
# The head of the file.
collection: c # of the collection
# above the list
entities: # of the list
  # above a
  - id: a
    kind: company # of the kind
    # above the name
    name: A #  of the name
    # at the end of a
  # above b
  # within b
  - id: b
    name: B
# The foot.
`},
		{"comments within one line go above it", `
collection: c
sources:
  - id: source:s
    cites: [source:a, # the first
      # between
      source:b]
    kind: REPORT
`, `
collection: c
sources:
  - id: source:s
    kind: REPORT
    # between
    cites: [source:a, source:b] # the first
`},
		{"several lines stay several lines", `
collection: c
sources:
  - id: source:s
    kind: REPORT
    note: |
      One.

      # Two.
    publishedNote: >
      One
      two.
`, `
collection: c
sources:
  - id: source:s
    kind: REPORT
    publishedNote: One two.
    note: |-
      One.

      # Two.
`},
		{"the value of a property is written as its key calls for", `
collection: c
properties:
  - {entity: a, key: alias, value: 2021-11-25, claims: [{source: source:s, statement: S.}]}
  - {entity: a, key: founded, value: "2021-11-25", claims: [{source: source:s, statement: S.}]}
  - {entity: a, key: size, value: {number: 0.50}, claims: [{source: source:s, statement: S.}]}
`, `
collection: c
properties:
  - entity: a
    key: alias
    value: "2021-11-25"
    claims:
      - source: source:s
        statement: S.
  - entity: a
    key: founded
    value: 2021-11-25
    claims:
      - source: source:s
        statement: S.
  - entity: a
    key: size
    value: {number: 0.5}
    claims:
      - source: source:s
        statement: S.
`},
		{"documents are kept apart", `
---
# first
collection: c
---

# nothing
---
collection: {title: D, name: d}
...
# foot
`, `
# first
collection: c
---
# nothing
collection:
  name: d
  title: D
# foot
`},
		{"ends of lines and the mark of Unicode go", "\n\uFEFFcollection: c\r\nentities:\r\n  - {id: a, name: A}\r\n", `
collection: c
entities:
  - id: a
    name: A
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Tidy([]byte(test.src[1:]), "file.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if want := test.want[1:]; string(got) != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			again, err := Tidy(got, "file.yaml")
			if err != nil || string(again) != string(got) {
				t.Errorf("tidied again it is another, %v:\n%s", err, again)
			}
		})
	}
}

func TestTidyRefusesWhatItCannotTakeApart(t *testing.T) {
	_, err := Tidy([]byte("collection: c\nentities:\n  - id: a\n    nme: A\n  - id: [\n"), "file.yaml")
	if err == nil || !strings.Contains(err.Error(), `file.yaml:4: an entity has no key "nme"; did you mean name?`) || !strings.Contains(err.Error(), "file.yaml:5: ") {
		t.Errorf("%v", err)
	}
}

func TestTheSeedIsTidy(t *testing.T) {
	for _, f := range seedFiles(t) {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Tidy(src, f)
		if err != nil || string(got) != string(src) {
			t.Errorf("%s is not tidy from line %d on, %v; run actorgraph format seed", f, firstDifference(string(src), string(got)), err)
		}
	}
}

// A file written carelessly, in whatever style YAML has, says the same when it
// is tidy and has lost no comment.
func TestTidyingChangesNoMeaning(t *testing.T) {
	store := plain.New()
	apply(t, store, newWorld(3).sets())
	clean := written(t, store)
	for seed := range uint64(6) {
		careless := (&scrawl{Rand: rand.New(rand.NewPCG(seed, 3))}).file(t, clean)
		tidy, err := Tidy([]byte(careless), "careless.yaml")
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		again, err := Tidy(tidy, "tidy.yaml")
		if err != nil || string(again) != string(tidy) {
			t.Fatalf("seed %d: tidied again it is another from line %d on, %v", seed, firstDifference(string(tidy), string(again)), err)
		}
		want, wrong := said(t, careless)
		got, wrongNow := said(t, string(tidy))
		if len(want) < 100 || !slices.Equal(got, want) || wrong+wrongNow > 0 {
			t.Fatalf("seed %d: %d records, want %d, or they differ; %d and %d are wrong", seed, len(got), len(want), wrongNow, wrong)
		}
		marks := regexp.MustCompile(`#c\d+`)
		in, out := marks.FindAllString(careless, -1), marks.FindAllString(string(tidy), -1)
		slices.Sort(in)
		slices.Sort(out)
		if len(in) < 100 || !slices.Equal(in, out) {
			t.Fatalf("seed %d: of %d comments %d are left", seed, len(in), len(out))
		}
	}
}

// said is what the records of a file say, sorted, and how many are wrong.
func said(t *testing.T, text string) (out []string, wrong int) {
	t.Helper()
	for r, err := range Read(strings.NewReader(text), "file.yaml") {
		if err != nil {
			wrong++
			continue
		}
		r.Pos = loader.Pos{}
		s := fmt.Sprintf("%+v %+v %+v %+v", r.Collection, r.Entity, r.Source, r.Fact)
		for _, c := range r.Claims {
			s += fmt.Sprintf("\n%+v %q %q %q", *c.Claim, c.Name, c.AnswersNamed, c.RetractsNamed)
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out, wrong
}

// scrawl writes the trees of a file in careless ways: keys in any order, maps
// and lists in one line or several, quotes of all sorts, comments and blank lines everywhere.
type scrawl struct {
	*rand.Rand
	strings.Builder
	comments int
}

func (s *scrawl) file(t *testing.T, clean string) string {
	t.Helper()
	first := true
	for p, err := range split(strings.NewReader(clean), "clean.yaml") {
		switch {
		case err != nil:
			t.Fatal(err)
		case p.kind == wholeSection || p.kind == sectionHead:
			if p.section == "collection" && !first {
				s.WriteString("--- " + s.comment() + "\n")
			}
			first = false
			s.noise(0)
			s.WriteString(p.text)
		case p.kind == member:
			n, problems, ok := parse(p, "clean.yaml")
			if !ok {
				t.Fatal(problems.err())
			}
			top, _ := topMap.key(p.section)
			tree := (&builder{syntax: problems}).build(n, top.of)
			s.noise(1)
			s.WriteString(" - ")
			s.block(tree, 3)
		}
	}
	return s.String()
}

func (s *scrawl) comment() string {
	if s.IntN(3) > 0 {
		return ""
	}
	s.comments++
	return fmt.Sprintf("  #c%d", s.comments)
}

// noise writes blank lines and comments.
func (s *scrawl) noise(indent int) {
	for range s.IntN(3) {
		s.WriteString(strings.Repeat(" ", indent) + strings.TrimSpace(s.comment()) + strings.Repeat(" ", s.IntN(2)) + "\n")
	}
}

// block writes what stands at column indent, the first line being begun.
func (s *scrawl) block(t *tree, indent int) {
	space := strings.Repeat(" ", indent)
	switch {
	case t.form == inMap && len(t.fields) > 0 && s.IntN(4) > 0:
		s.Shuffle(len(t.fields), func(i, j int) { t.fields[i], t.fields[j] = t.fields[j], t.fields[i] })
		for i, f := range t.fields {
			if i > 0 {
				s.noise(indent)
				s.WriteString(space)
			}
			s.WriteString(f.key + ":")
			if (f.form == inMap && len(f.fields) > 0 || f.form == inList && len(f.items) > 0) && s.IntN(3) > 0 {
				s.WriteString(s.comment() + "\n")
				s.noise(indent + 1)
				s.WriteString(space + "  ")
				s.below(f.tree, indent+2)
				continue
			}
			s.WriteString(" " + s.flow(f.tree) + s.comment() + "\n")
		}
	default:
		s.below(t, indent)
	}
}

func (s *scrawl) below(t *tree, indent int) {
	space := strings.Repeat(" ", indent)
	switch {
	case t.form == inList && len(t.items) > 0:
		for i, item := range t.items {
			if i > 0 {
				s.noise(indent)
				s.WriteString(space)
			}
			s.WriteString("- ")
			s.block(item, indent+2)
		}
	case t.form == inMap && len(t.fields) > 0 && t.layout != mentionMap:
		s.block(t, indent)
	default:
		s.WriteString(s.flow(t) + s.comment() + "\n")
	}
}

// flow writes a value in one line.
func (s *scrawl) flow(t *tree) string {
	var parts []string
	switch t.form {
	case inList:
		for _, item := range t.items {
			parts = append(parts, s.flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case inMap:
		for _, f := range t.fields {
			parts = append(parts, f.key+": "+s.flow(f.tree))
		}
		return "{ " + strings.Join(parts, ",") + " }"
	case inNumber:
		return t.text
	}
	if !strings.ContainsAny(t.text, "\n\t\u00A0") && s.IntN(3) == 0 {
		return "'" + strings.ReplaceAll(t.text, "'", "''") + "'"
	}
	return quote(t.text, true)
}
