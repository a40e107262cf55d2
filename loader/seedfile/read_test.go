package seedfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"actorgraph/kb"
	"actorgraph/loader"
)

// readAll reads a file and returns its records and what was wrong, as it is told.
func readAll(t testing.TB, text string) (records []*loader.Record, wrong []string) {
	t.Helper()
	for r, err := range Read(strings.NewReader(text), "f") {
		if _, ok := errors.AsType[*loader.SyntaxError](err); err != nil && !ok {
			t.Fatalf("%v is no error of syntax", err)
		}
		if err != nil {
			wrong = append(wrong, err.Error())
		} else {
			records = append(records, r)
		}
	}
	return records, wrong
}

const beginningOfFile = "collection: c\n"

// What is wrong is told with its line and with what was meant. want is all that
// is told; records is how many are read nevertheless.
func TestWhatIsWrongIsTold(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
		records    int
	}{
		{"an empty file", "", []string{"f: holds nothing; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"nothing but comments", "# a\n\n  # b\n---\n", []string{"f: holds nothing; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"a list at the top", "- id: a\n- id: b\n", []string{"f:1: names no collection, so it is no seed file, or not all of one; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"no collection", "entities:\n  - {id: a}\n", []string{"f:1: names no collection, so it is no seed file, or not all of one; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"a record before all", "  - {id: a}\n", []string{"f:1: stands below no key; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"JSON", `{"collection": "c"}`, []string{"f:1: names no collection, so it is no seed file, or not all of one; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"a collection without a name", "collection: {title: T}\nentities:\n  - {id: a}\n", []string{"f:1: the collection has no name; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"a collection of nothing", "collection:\nentities:\n  - {id: a}\n", []string{"f:1: the collection has no name; a seed file begins with a collection, as in collection: nso-articles"}, 0},
		{"an unknown list", beginningOfFile + "entitys:\n  - {id: a}\nsources:\n  - {id: source:s}\n", []string{`f:2: a seed file has no key "entitys"; did you mean entities?`}, 1},
		{"a list that stands twice", beginningOfFile + "entities:\n  - {id: a}\nentities:\n  - {id: b}\n", []string{"f:4: entities stands on line 2 before; put both together"}, 1},
		{"a map for a list", beginningOfFile + "entities:\n  id: a\n", []string{"f:3: entities is a list, each member behind a hyphen on a line of its own, or as in [a, b], not a map"}, 0},
		{"a text at the margin", beginningOfFile + "entities:\n  - id: a\n    name: \"A\nB\"\n  - id: b\n",
			[]string{"f:5: is not a key; at the margin stand collection, entities, sources, relations, properties, each on a line of its own, and nothing else"}, 1},
		{"a member at the margin of a list that is indented", beginningOfFile + "entities:\n  - id: a\n- id: b\n  name: B\n  - id: c\n",
			[]string{"f:4: is not a key; at the margin stand collection, entities, sources, relations, properties, each on a line of its own, and nothing else",
				"f:5: belongs to no record: those of entities begin with a hyphen behind 2 spaces, and their lines stand further in"}, 2},
		{"a line that is not indented enough", beginningOfFile + "entities:\n   - id: a\n  name: A\n   - id: b\n",
			[]string{"f:4: belongs to no record: those of entities begin with a hyphen behind 3 spaces, and their lines stand further in"}, 2},
		{"a directive", beginningOfFile + "%YAML 1.2\n", []string{"f:2: directives (%) are not part of the format"}, 0},

		{"an unknown key", beginningOfFile + "entities:\n  - id: a\n    nam: A\n  - id: b\n", []string{`f:4: an entity has no key "nam"; did you mean name?`}, 1},
		{"a key far from all", beginningOfFile + "entities:\n  - id: a\n    headquarters: A\n", []string{`f:4: an entity has no key "headquarters"; its keys are id, kind, name, summary`}, 0},
		{"all that is wrong with a record", beginningOfFile + "sources:\n  - id: source:S\n    published: 25.11.2021\n    cites: source:t\n    note:\n", []string{
			`f:6: nothing stands behind note; leave the key out`,
			`f:3: id: id "source:S": only lower-case letters a to z, digits and single hyphens between them are allowed, as in nso-group`,
			`f:4: published: "25.11.2021" is no date: a year has four digits; write it as in 2021, 2021-11, 2021-11-25, 2021-11-25/2021-11-28, ../2019 or 2021-11~`,
			`f:5: cites is a list, each member behind a hyphen on a line of its own, or as in [a, b], not the text "source:t"`,
		}, 0},
		{"a key twice", beginningOfFile + "entities:\n  - id: a\n    name: A\n    name: B\n", []string{"f:5: an entity has the key name twice; it stands on line 4 before"}, 0},
		{"a text for a map", beginningOfFile + "entities:\n  - a\n  - id: b\n", []string{`f:3: an entity is a map, as in {id: …}, not the text "a"`}, 1},
		{"a list for a text", beginningOfFile + "entities:\n  - id: a\n    name: [A]\n", []string{"f:4: name is a single value, not a list"}, 0},

		{"a relation without its end", beginningOfFile + "relations:\n  - from: a\n    type: OWNS\n    claims: []\n", []string{"f:3: a relation has no to; it needs from, type, to, claims"}, 0},
		{"a fact without claims", beginningOfFile + "relations:\n  - {from: a, type: OWNS, to: b}\n", []string{"f:3: a relation has no claims; it needs from, type, to, claims"}, 0},
		{"a fact with no claim in its list", beginningOfFile + "relations:\n  - {from: a, type: OWNS, to: b, claims: []}\n", []string{"f:3: a fact needs at least one claim; this list is empty"}, 0},
		{"an unknown property", beginningOfFile + "properties:\n  - entity: a\n    key: alia\n    value: A\n    claims: [{source: source:s}]\n", []string{`f:4: unknown property key "alia"; did you mean alias?`}, 0},
		{"one claim of two", beginningOfFile + "relations:\n  - from: a\n    type: OWNS\n    to: b\n    claims:\n      - source: source:s\n        at: {paragraph: six}\n      - source: source:t\n",
			[]string{`f:8: paragraph is a whole number from 0 on, not "six"`}, 1},
		{"a claim without a source", beginningOfFile + "relations:\n  - from: a\n    type: OWNS\n    to: b\n    claims:\n      - statement: S.\n",
			[]string{"f:7: a claim has no source; it needs source"}, 0},
		{"a negative number", claimWith("at: {start: -1}"), []string{`f:6: start is a whole number from 0 on, not "-1"`}, 0},
		{"yes for true", claimWith("firsthand: yes"), []string{`f:6: firsthand is true or false, not "yes"`}, 0},
		{"an unknown qualifier", claimWith("qualifiers: {untill: 2021}"), []string{`f:6: qualifiers has no key "untill"; did you mean until?`}, 0},
		{"a number for a quantity", claimWith("qualifiers: {count: 3}"), []string{`f:6: a quantity is a map, as in {number: …}, not "3"`}, 0},
		{"a quantity that is no number", claimWith("qualifiers: {count: {number: many}}"), []string{`f:6: number is a number, as in 500000000 or 0.5, not "many"`}, 0},
		{"a number and bounds", claimWith("qualifiers: {count: {number: 1, max: 2}}"), []string{"f:6: count has a number, or min and max, not both"}, 0},
		{"bounds that do not fit", claimWith("qualifiers: {count: {number: 1, precision: AT_LEAST}}"), []string{"f:6: count: a quantity of precision AT_LEAST has min and no max"}, 0},

		{"anchors", beginningOfFile + "entities:\n  - &a {id: a}\n  - *a\n  - id: b\n", []string{
			"f:3: anchors and aliases (& and *) are not part of the format; put a text that begins with one into quotes",
			"f:4: anchors and aliases (& and *) are not part of the format; put a text that begins with one into quotes",
		}, 1},
		{"a merged key", beginningOfFile + "entities:\n  - id: a\n    <<: {name: A}\n", []string{"f:4: anchors and aliases (& and *) are not part of the format; put a text that begins with one into quotes"}, 0},
		{"a tag", beginningOfFile + "entities:\n  - id: a\n    name: !!python/object:os.system [ls]\n", []string{"f:4: tags (!) are not part of the format; put a text that begins with one into quotes"}, 0},
		{"a key behind a question mark", beginningOfFile + "entities:\n  - ? id\n    : a\n", []string{"f:3: keys behind a question mark are not part of the format; put a text that begins with one into quotes"}, 0},
		{"NUL", beginningOfFile + "entities:\n  - id: a\n    name: A\x00\n  - id: b\n", []string{`f:4: has the control character U+0000; write it as in "\x00" if it is meant`}, 1},
		{"bytes that are not UTF-8", beginningOfFile + "entities:\n  - id: a\n    name: \xff\n  - id: b\n", []string{"f:4: is not valid UTF-8; save the file as UTF-8"}, 1},
		{"a tab in front", beginningOfFile + "entities:\n  - id: a\n\tname: A\n  - id: b\n", []string{"f:4: is indented by a tab; YAML wants spaces"}, 1},
		{"a tab in front of a record", beginningOfFile + "entities:\n  - id: a\n\t- id: b\n\t  name: B\n  - id: c\n", []string{"f:4: is indented by a tab; YAML wants spaces"}, 2},
		{"a tab in front of the first record", beginningOfFile + "entities:\n\t- {id: a}\n  - id: b\n", []string{"f:3: is indented by a tab; YAML wants spaces"}, 1},
		{"a tab in front of a claim", beginningOfFile + "relations:\n  - from: a\n    claims:\n\t\t- {source: source:s}\n  - {from: a, type: OWNS, to: b, claims: [{source: source:s}]}\n",
			[]string{"f:5: is indented by a tab; YAML wants spaces"}, 1},
		{"tabs in a collection", "collection:\n\tname: c\nentities:\n  - id: a\n", []string{
			"f:1: the collection has no name; a seed file begins with a collection, as in collection: nso-articles", "f:2: is indented by a tab; YAML wants spaces"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, got := readAll(t, test.text)
			if !slices.Equal(got, test.want) {
				t.Errorf("told was\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if len(records) != test.records {
				t.Errorf("%d records, want %d", len(records), test.records)
			}
		})
	}
}

// claimWith is a file with a claim in which something more stands, on line 6.
func claimWith(line string) string {
	return beginningOfFile + "relations:\n  - from: a\n    type: MAKES\n    to: b\n    claims: [{source: source:s, " + line + "}]\n"
}

// What is refused is known by its id, however it is wrong: so what refers to it can
// be told why it is not there.
func TestTheIDOfWhatIsRefused(t *testing.T) {
	for _, record := range []string{
		"  - &x {id: a, name: A}\n", "  - {name: \"A\", id: \"a\", nam: A}\n", "  - name: A\n    id: a\n    name: B\n", "  - id: a\n\tname: A\n", "\t- id: a\n", "  - id: a\n    name: \"A\n", "  - {id: a, name: A\x00}\n",
	} {
		wrong := 0
		for _, err := range Read(strings.NewReader(beginningOfFile+"entities:\n"+record), "f") {
			if bad, ok := errors.AsType[*loader.SyntaxError](err); ok {
				if wrong++; bad.ID != "a" {
					t.Errorf("%q: %v is told of %q", record, bad, bad.ID)
				}
			}
		}
		if wrong == 0 {
			t.Errorf("%q: nothing is wrong", record)
		}
	}
}

func TestTextsAreTakenAsTheyAreWritten(t *testing.T) {
	for written, want := range map[string]string{
		"1984": "1984", "0123": "0123", "1234567890123456": "1234567890123456", "12e45678": "12e45678", "0x1F": "0x1F", "0o17": "0o17", "1_000": "1_000", "1.50": "1.50", ".5": ".5",
		"1e400": "1e400", "-0": "-0", "+1": "+1", "12:30": "12:30", "yes": "yes", "no": "no", "on": "on", "y": "y", "true": "true", "False": "False", ".inf": ".inf", ".NaN": ".NaN",
		"2021-11-25": "2021-11-25", "2021-11-25T10:00:00Z": "2021-11-25T10:00:00Z", `"null"`: "null", "'~'": "~", `"\u00e9\n\x41"`: "é\nA", "a#b": "a#b", "a:b": "a:b", "a - b": "a - b",
	} {
		records, wrong := readAll(t, beginningOfFile+"sources:\n  - id: source:s\n    title: "+written+"\n")
		if len(records) != 1 || records[0].Source.Title != want {
			t.Errorf("%s is read as %+v, want %q; %q", written, records, want, wrong)
		}
	}
}

func TestARecordIsReadWhole(t *testing.T) {
	records, wrong := readAll(t, `
# A comment.
collection: {name: c, title: T}
relations:
- from: b
  type: PARTNERS_WITH
  to: a
  key: second
  claims:
  - source: source:s
    at:
      paragraph: 6
      page: 2
      start: 0
      length: 12
      hash: 1234567890123456
    mentions:
      - {of: FROM, start: 1, length: 2, hash: "12e4567890123456"}
    statement: |
      Two
      lines.
    stance: DENIES
    qualifiers: {until: 2021-11~, count: {min: 1, max: 2.5, precision: BETWEEN, unit: firms}}
    attributedTo: [b, a]
    credits:
    - {source: source:t, how: NAMED}
    firsthand: true
    answers: [source:u, first-word]
    name: second-word
`[1:])
	if len(records) != 1 || wrong != nil {
		t.Fatalf("%d records, %q", len(records), wrong)
	}
	r := records[0]
	want := &kb.Claim{
		Fact: kb.NewRelation("PARTNERS_WITH", "a", "b", "second").ID, Collection: "c", Source: "source:s",
		Locator:   kb.Locator{Paragraph: 6, Page: 2, Part: kb.PartBody, Length: 12, Hash: "1234567890123456"},
		Mentions:  []kb.Mention{{Of: kb.MentionFrom, Start: 1, Length: 2, Hash: "12e4567890123456"}},
		Statement: "Two\nlines.", Stance: kb.Denies, Modality: kb.Stated, Reading: kb.Explicit,
		Qualifiers: []kb.Qualifier{
			{Key: kb.QualifierUntil, Value: kb.DateValue{Date: kb.MustDate("2021-11~")}},
			{Key: kb.QualifierCount, Value: kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(1), Max: kb.Num(2.5), Unit: "firms", Precision: kb.Between}}},
		},
		AttributedTo: []kb.ID{"a", "b"}, Credits: []kb.Credit{{Source: "source:t", How: kb.CreditNamed}}, Firsthand: true, Answers: []kb.ID{"source:u"},
	}
	want.Identify()
	if got := fmt.Sprintf("%+v", *r.Claims[0].Claim); got != fmt.Sprintf("%+v", *want) {
		t.Errorf("the claim is\n%s, want\n%+v", got, *want)
	}
	if r.Line != 4 || r.Claims[0].Line != 9 || r.Claims[0].Name != "second-word" || !slices.Equal(r.Claims[0].AnswersNamed, []string{"first-word"}) {
		t.Errorf("lines %d and %d, name %q, answers %q", r.Line, r.Claims[0].Line, r.Claims[0].Name, r.Claims[0].AnswersNamed)
	}
	if r.Collection != (kb.Collection{Name: "c", Title: "T"}) {
		t.Errorf("%+v", r.Collection)
	}
}

// In whatever style a list stands, source:a is an id and [a: b] is none.
func TestIDsInListsNeedNoQuotes(t *testing.T) {
	for _, list := range []string{"[source:a, source:b-2]", "\n    - source:a\n    - source:b-2"} {
		records, wrong := readAll(t, beginningOfFile+"sources:\n  - id: source:s\n    cites: "+list+"\n  - {id: source:t, cites: [source:a, source:b-2]}\n")
		for _, r := range records {
			if !slices.Equal(r.Source.Cites, []kb.ID{"source:a", "source:b-2"}) {
				t.Errorf("%s cites %q", r.Source.ID, r.Source.Cites)
			}
		}
		if len(records) != 2 || wrong != nil {
			t.Errorf("%d records, %q", len(records), wrong)
		}
	}
	for _, list := range []string{"[source: a]", `["source":a]`, `[source:"a"]`, "[{source:a}]"} {
		if records, wrong := readAll(t, beginningOfFile+"sources:\n  - {id: source:t, cites: "+list+"}\n"); len(records) != 0 || len(wrong) != 1 || !strings.HasPrefix(wrong[0], "f:3: ") {
			t.Errorf("%s: %d records, %q", list, len(records), wrong)
		}
	}
}

func TestDocumentsAreOfTheirOwnCollections(t *testing.T) {
	records, wrong := readAll(t, "\uFEFFcollection: c\r\nentities: [{id: a}]\r\n---\r\ncollection: d\r\nentities:\r\n- id: a\r\n  name: A\r\n---\nentities:\n- id: a\n")
	if len(records) != 2 || records[0].Collection.Name != "c" || records[1].Collection.Name != "d" || records[1].Entity.Name != "A" || len(wrong) != 1 || !strings.HasPrefix(wrong[0], "f:9: names no collection") {
		t.Errorf("%+v, %q", records, wrong)
	}
}

func TestAReaderThatFailsEndsIt(t *testing.T) {
	broken := errors.New("the disk is gone")
	var last error
	n := 0
	for _, err := range Read(io.MultiReader(strings.NewReader(beginningOfFile+"entities:\n  - id: a\n  - id: b\n"), iotest.ErrReader(broken)), "f") {
		n, last = n+1, err
	}
	if !errors.Is(last, broken) || n != 3 {
		t.Errorf("%d answers, the last is %v", n, last)
	}
}

func TestReadingEndsWhereItIsLeft(t *testing.T) {
	for range Read(strings.NewReader(beginningOfFile+"entities:\n  - id: a\n  - id: b\nx\n"), "f") {
		break
	}
}

// endless yields a piece of text again and again, up to n bytes.
type endless struct {
	piece string
	n, at int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.at >= e.n {
		return 0, io.EOF
	}
	i := 0
	for i < len(p) && e.at < e.n {
		c := copy(p[i:], e.piece[e.at%len(e.piece):])
		i, e.at = i+c, e.at+c
	}
	return i, nil
}

// Files that are made to take down who reads them are refused in bounded time
// and memory.
func TestHostileFiles(t *testing.T) {
	const (
		record = beginningOfFile + "entities:\n  - id: a\n    name: "
		full   = -1 // as much as one record may have
	)
	for _, test := range []struct {
		name, head, again string
		size              int
	}{
		{"100 MB of brackets", record, "[", 100 << 20},
		{"100 MB of brackets at the margin", "", "[", 100 << 20},
		{"brackets that close", record + "[", "[],", full},
		{"quotes", record + "[", `"",`, full},
		{"a flow list", record + "[", "a, ", full},
		{"nested maps in a line", record, "a: ", 16 << 20},
		{"nested lists in a line", record, "- ", 16 << 20},
		{"nested maps", record, "{a: ", 16 << 20},
		{"question marks", record + "[", "? ", full},
		{"tags", record, "! ", full},
		{"anchors", record, "&a ", full},
		{"colons", record, ":", full},
		{"one long word", record, "a", 100 << 20},
		{"one long quoted text", record + `"`, "a", full},
		{"a quoted text of many lines", record + `"`, "a\n      ", full},
		{"escapes", record + `"`, `\u0041`, full},
		{"a literal text", record + "|\n", "      a\n", full},
		{"a folded text", record + ">\n", "      a\n\n", full},
		{"spaces", record, " ", 16 << 20},
		{"blank lines", record + "a\n", "\n", 16 << 20},
		{"comments", record + "a\n", "# c\n", 16 << 20},
		{"comments within", record + "a\n", "    # c\n", 16 << 20},
		{"the same key", record + "a\n", "    a: b\n", 16 << 20},
		{"documents", "", "---\n", 16 << 20},
		{"records", beginningOfFile + "entities:\n", "  - {id: a}\n", 4 << 20},
		{"wrong keys at the margin", beginningOfFile, "a: b\n", 4 << 20},
		{"returns", record, "\r", 16 << 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			size := test.size
			if size == full {
				size = MaxRecord - 1000
				if n := marks(test.again); n > 0 {
					size = min(size, (maxMarks-1000)/n*len(test.again))
				}
			}
			runtime.GC()
			var before, now runtime.MemStats
			runtime.ReadMemStats(&before)
			var most uint64
			start := time.Now()
			answers := 0
			for _, err := range Read(io.MultiReader(strings.NewReader(test.head), &endless{piece: test.again, n: size}), "f") {
				if len(fmt.Sprint(err)) > 1000 {
					t.Fatalf("told in %d bytes", len(fmt.Sprint(err)))
				}
				if answers++; answers%10_000 == 1 {
					runtime.ReadMemStats(&now)
					most = max(most, now.HeapAlloc)
				}
			}
			runtime.ReadMemStats(&now)
			took := time.Since(start)
			most = (max(most, now.HeapAlloc, before.HeapAlloc) - before.HeapAlloc) >> 20
			t.Logf("%v, %d MiB held, %d MiB given in all, %d answers", took.Round(time.Millisecond), most, (now.TotalAlloc-before.TotalAlloc)>>20, answers)
			if took > 20*time.Second || most > 400 {
				t.Errorf("took %v and %d MiB", took, most)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "collection: c\n", "collection: {name: c}\nentities:\n  - {id: a, kind: company, name: A}\n", "---\n# c\n...\n", "collection: c\nentities: [{id: a}]\n",
		"collection: c\nsources:\n- id: source:s\n  derivesFrom:\n  - {source: source:t}\n  note: |\n    a\n",
		"collection: c\nrelations:\n  - from: a\n    type: OWNS\n    to: b\n    claims:\n      - source: source:s\n        at: {paragraph: 1}\n        qualifiers: {share: {number: 7e1}}\n        answers: [x, claim:y]\n",
		"collection: c\nproperties:\n  - {entity: a, key: size, value: {min: 1}, claims: [{source: source:s}]}\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for r, err := range Read(bytes.NewReader(data), "f") {
			if (r == nil) == (err == nil) {
				t.Errorf("record %v and error %v", r, err)
			}
		}
		tidy, err := Tidy(data, "f")
		if err != nil {
			return
		}
		again, err := Tidy(tidy, "f")
		if err != nil || !bytes.Equal(again, tidy) {
			t.Errorf("tidied again it is another, %v:\n%q\n%q", err, tidy, again)
		}
		want, wrong := said(t, string(data))
		got, wrongNow := said(t, string(tidy))
		if !slices.Equal(got, want) || wrongNow != wrong {
			t.Errorf("said was\n%q, %d wrong; tidied it is\n%q, %d wrong", want, wrong, got, wrongNow)
		}
	})
}
