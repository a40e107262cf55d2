package loader_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/store/storetest/plain"
)

func input(name, text string) loader.Input {
	return loader.Input{Name: name, Format: seedfile.Format, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

func written(t *testing.T, s kb.Reader) string {
	t.Helper()
	var b bytes.Buffer
	if err := seedfile.Write(context.Background(), &b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func load(t *testing.T, s kb.Store, o loader.Options, inputs ...loader.Input) *loader.Report {
	t.Helper()
	r, err := loader.Load(context.Background(), s, inputs, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pieces are records that lean on each other, one a file.
//
//	acme --OWNS--> depot, told by a register and denied by a letter that answers it
var pieces = []string{
	"entities:\n  - {id: acme, kind: company, name: Acme}\n",
	"entities:\n  - {id: depot, kind: company, name: Depot}\n",
	"sources:\n  - {id: source:register, kind: REGISTER, title: Register}\n",
	"sources:\n  - {id: source:letter, kind: STATEMENT, publishers: [acme], cites: [\"source:register\"]}\n",
	`relations:
  - from: acme
    type: OWNS
    to: depot
    claims:
      - {source: source:register, statement: Acme holds Depot., name: held}
`,
	`properties:
  - entity: acme
    key: position
    value: Acme holds nothing.
    claims:
      - {source: source:letter, statement: Acme says that it holds nothing., attributedTo: [acme], answers: [held]}
`,
}

func TestTheOrderOfFilesDoesNotMatter(t *testing.T) {
	var want string
	for seed := range uint64(50) {
		files := make([]loader.Input, 0, len(pieces))
		for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(len(pieces)) {
			files = append(files, input(fmt.Sprintf("%d.yaml", i), "collection: harbour\n"+pieces[i]))
		}
		s := plain.New()
		if r := load(t, s, loader.Options{}, files...); r.Refused != 0 {
			t.Fatalf("order %d: refused %v", seed, r.Refusals)
		}
		got := written(t, s)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("order %d gives\n%s\nwant\n%s", seed, got, want)
		}
	}
	if !strings.Contains(want, "answers: [claim:") {
		t.Errorf("the name of the answered claim did not become its id in\n%s", want)
	}
}

func TestLoadingAgainChangesNothing(t *testing.T) {
	s := plain.New()
	all := input("all.yaml", "collection: harbour\n"+pieces[0]+strings.TrimPrefix(pieces[1], "entities:\n")+pieces[2]+pieces[4])
	load(t, s, loader.Options{}, all)
	before, _ := s.Version(context.Background())
	r := load(t, s, loader.Options{}, all)
	after, _ := s.Version(context.Background())
	if len(r.Added)+len(r.Changed)+len(r.Removed) != 0 || r.Unchanged[kb.EntityClass] != 2 || before != after {
		t.Errorf("added %v, changed %v, removed %v, unchanged %v; version %d, then %d", r.Added, r.Changed, r.Removed, r.Unchanged, before, after)
	}
}

func TestBadRecordsAreRefusedAlone(t *testing.T) {
	for _, c := range []struct {
		name, text string
		refused    []string // what the refusals say, in order
		added      map[kb.Class]int
	}{
		{
			"an id that nothing has", "entities:\n  - {id: acme, kind: company, name: Acme}\nsources:\n  - {id: source:register, kind: REGISTER}\n" +
				"relations:\n  - {from: acme, type: OWNS, to: acne, claims: [{source: source:register, statement: It does.}]}\n",
			[]string{"did you mean acme?"},
			map[kb.Class]int{kb.EntityClass: 1, kb.SourceClass: 1},
		},
		{
			"one of two claims", "entities:\n  - {id: acme, kind: company, name: Acme}\nsources:\n  - {id: source:register, kind: REGISTER}\n" +
				"properties:\n  - entity: acme\n    key: alias\n    value: Acme Ltd\n    claims:\n" +
				"      - {source: source:register, statement: It is called so.}\n      - {source: source:register, stance: DENIE, statement: It is not.}\n",
			[]string{"did you mean DENIES?"},
			map[kb.Class]int{kb.EntityClass: 1, kb.SourceClass: 1, kb.PropertyClass: 1, kb.ClaimClass: 1},
		},
		{
			"ends that don't go together", "entities:\n  - {id: acme, kind: company, name: Acme}\nsources:\n  - {id: source:register, kind: REGISTER}\n" +
				"relations:\n  - {from: acme, type: GOVERNS, to: acme, claims: [{source: source:register, statement: It does.}]}\n",
			[]string{"GOVERNS can't start at a company"},
			map[kb.Class]int{kb.EntityClass: 1, kb.SourceClass: 1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := load(t, plain.New(), loader.Options{}, input("bad.yaml", "collection: harbour\n"+c.text))
			if len(r.Refusals) != len(c.refused) {
				t.Fatalf("refused %v, want %q", r.Refusals, c.refused)
			}
			for i, want := range c.refused {
				if got := r.Refusals[i]; !strings.Contains(got.Error(), want) || got.Line == 0 {
					t.Errorf("refused with %q, want a line and %q", got, want)
				}
			}
			for _, class := range kb.Classes {
				if r.Added[class] != c.added[class] {
					t.Errorf("added %v, want %v", r.Added, c.added)
					break
				}
			}
		})
	}
}

func TestReplaceRemovesNothingWhereSomethingWasRefused(t *testing.T) {
	s := plain.New()
	load(t, s, loader.Options{}, input("a.yaml", "collection: harbour\n"+pieces[0]))
	r := load(t, s, loader.Options{Replace: true}, input("b.yaml", "collection: harbour\nentities:\n  - {id: depot, kind: firm, name: Depot}\n"))
	if !r.NotReplaced || len(r.Removed) != 0 {
		t.Errorf("NotReplaced %v, removed %v", r.NotReplaced, r.Removed)
	}
	if found, err := s.Entities().Get(context.Background(), []kb.ID{"acme"}); err != nil || found[0] == nil {
		t.Errorf("acme is gone (%v)", err)
	}
}
