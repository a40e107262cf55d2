package seedfile

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest/plain"
)

// seedFiles lists the files of the seed.
func seedFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../seed/nso-*/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d seed files found, %v", len(files), err)
	}
	return files
}

func fileInputs(files []string) []loader.Input {
	var inputs []loader.Input
	for _, f := range files {
		inputs = append(inputs, loader.Input{Name: f, Format: Format, Open: func() (io.ReadCloser, error) { return os.Open(f) }})
	}
	return inputs
}

func textInput(text string) []loader.Input {
	return []loader.Input{{Name: "text.yaml", Format: Format, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader([]byte(text))), nil
	}}}
}

// load loads inputs into a store, of which nothing may be refused.
func load(t testing.TB, store kb.Store, inputs []loader.Input) *loader.Report {
	t.Helper()
	report, err := loader.Load(t.Context(), store, inputs, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Refusals {
		t.Errorf("refused: %v", r)
	}
	if report.Refused > 0 {
		t.FailNow()
	}
	return report
}

func written(t testing.TB, store kb.Reader) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, store); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func openSQLite(t testing.TB) kb.Store {
	t.Helper()
	store, err := sqlitestore.Open(t.Context(), sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func TestTheSeedLoadedElsewhereIsWrittenTheSame(t *testing.T) {
	first := openSQLite(t)
	load(t, first, fileInputs(seedFiles(t)))
	once := written(t, first)

	second := plain.New()
	load(t, second, textInput(once))
	if twice := written(t, second); twice != once {
		t.Errorf("differs from line %d on", firstDifference(once, twice))
	}
	report := load(t, first, textInput(once))
	if n := sum(report.Added) + sum(report.Changed); n != 0 {
		t.Errorf("loading what was written changes %d records: %+v", n, report)
	}
}

func sum(m map[kb.Class]int) int {
	n := 0
	for _, c := range m {
		n += c
	}
	return n
}

func firstDifference(a, b string) int {
	line := 1
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			break
		}
		if a[i] == '\n' {
			line++
		}
	}
	return line
}

// What no collection describes any more stays as long as others use it: what they
// say has to be loadable.
func TestWhatIsOnlyUsedIsWrittenWithItsUser(t *testing.T) {
	const described = `collection: described
entities:
  - {id: acme, kind: company, name: Acme}
  - {id: bank, kind: company, name: Bank}
  - {id: court, kind: public-body, name: Court}
  - {id: depot, kind: company, name: Depot}
  - {id: press, kind: company, name: Press}
  - {id: unused, kind: company, name: Unused}
  - {id: zoo, kind: company, name: Zoo}
sources:
  - {id: "source:b", kind: REPORT, cites: ["source:c"]}
  - {id: "source:c", kind: REPORT, derivesFrom: [{source: "source:d", how: COPY, basis: DECLARED}]}
  - {id: "source:d", kind: REPORT, publishers: [press]}
  - {id: "source:unused", kind: REPORT}
`
	const users = `---
collection: user-1
entities:
  - {id: bell, kind: company, name: Bell}
properties:
  - entity: bell
    key: rating
    value: B3
    issuer: bank
    claims: [{source: "source:b", statement: Bank rates Bell.}]
---
collection: user-2
sources:
  - {id: "source:a", kind: REPORT}
relations:
  - from: acme
    type: OWNS
    to: depot
    claims: [{source: "source:a", statement: It does., attributedTo: [court], credits: [{source: "source:b", how: NAMED}]}]
---
collection: user-3
relations:
  - from: acme
    type: OWNS
    to: zoo
    claims: [{source: "source:a", statement: It does.}]
`
	// By hand: the first collection, by name, that leads to each.
	want := map[string]string{
		"user-1": "bank bell press source:b source:c source:d",
		"user-2": "acme court depot source:a",
		"user-3": "zoo",
	}
	for name, store := range map[string]kb.Store{"sqlite": openSQLite(t), "plain": plain.New()} {
		t.Run(name, func(t *testing.T) {
			load(t, store, textInput(described+users))
			all := []kb.ID{"acme", "bank", "court", "depot", "press", "unused", "zoo", "source:b", "source:c", "source:d", "source:unused"}
			if _, err := store.Apply(t.Context(), &kb.ChangeSet{Collection: kb.Collection{Name: "described"}, Remove: all}); err != nil {
				t.Fatal(err)
			}
			once := written(t, store)
			got := map[string]string{}
			for r, err := range Read(bytes.NewReader([]byte(once)), "once.yaml") {
				if err != nil {
					t.Fatal(err)
				}
				if r.Fact == nil {
					got[r.Collection.Name] = strings.TrimSpace(got[r.Collection.Name] + " " + r.String())
				}
			}
			if !maps.Equal(got, want) {
				t.Errorf("written is\n%s\ndescribing %v, want %v", once, got, want)
			}
			second := plain.New()
			load(t, second, textInput(once))
			if twice := written(t, second); twice != once {
				t.Errorf("written again it is\n%s\nand was\n%s", twice, once)
			}
		})
	}
}

func TestACollectionIsWrittenAsItStandsInTheWhole(t *testing.T) {
	store := plain.New()
	load(t, store, textInput("collection: {name: a, title: An empty one}\n---\ncollection: b\nentities:\n  - {id: acme, kind: company, name: Acme}\n"+
		"---\ncollection: c\nentities:\n  - {id: depot, kind: company, name: Depot}\n"))
	for name, want := range map[string]string{
		"a": "collection:\n  name: a\n  title: An empty one\n",
		"c": "collection:\n  name: c\nentities:\n  - id: depot\n    kind: company\n    name: Depot\n",
	} {
		var got bytes.Buffer
		if err := WriteCollection(t.Context(), &got, store, name); err != nil || got.String() != want {
			t.Errorf("%s is written as\n%s\nwant\n%s(%v)", name, &got, want, err)
		}
	}
}
