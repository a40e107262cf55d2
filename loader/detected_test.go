package loader_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/store/storetest/plain"
)

// Two papers, of which one is described twice.
const (
	east     = "sources:\n  - {id: source:east, kind: ARTICLE, title: Ships}\n"
	west     = "  - {id: source:west, kind: ARTICLE}\n"
	wire     = "  - {id: source:wire, kind: ARTICLE}\n"
	fromWire = ", derivesFrom: [{source: source:wire, how: COPY, basis: DECLARED}]}"
)

// detect gives both papers the parent that they were found to have, which no
// collection describes.
func detect(t *testing.T, s kb.Store) {
	t.Helper()
	from := []kb.Derivation{{Source: "source:text-of-east", How: kb.Copy, Basis: kb.Detected, Note: "Compared."}}
	for _, set := range []*kb.ChangeSet{
		{Sources: []*kb.Source{
			{ID: "source:text-of-east", Kind: kb.SourceOther},
			{ID: "source:east", Kind: kb.SourceArticle, Title: "Ships", DerivesFrom: from},
			{ID: "source:west", Kind: kb.SourceArticle, DerivesFrom: from},
		}},
		{Remove: []kb.ID{"source:text-of-east"}},
	} {
		set.Collection.Name = "harbour"
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
}

// sources are those of a store, with what they derive from.
func sources(t *testing.T, s kb.Store) []string {
	t.Helper()
	var out []string
	for source, err := range s.Sources().Scan(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		line := strings.TrimPrefix(string(source.ID), "source:")
		for _, d := range source.DerivesFrom {
			line += fmt.Sprintf(" %s %s", d.Basis, strings.TrimPrefix(string(d.Source), "source:"))
		}
		out = append(out, line)
	}
	return out
}

// What the program found stays as long as its source does and declares no parent.
func TestWhatWasDetectedStays(t *testing.T) {
	const eastFound, westFound, parent = "east DETECTED text-of-east", "west DETECTED text-of-east", "text-of-east"
	found := []string{eastFound, parent, westFound}
	harbourFiles, shipyardFile := harbour(east+west), of("shipyard", east)
	for _, c := range []struct {
		name             string
		replace          bool
		files            []loader.Input
		want             []string
		changed, removed int
		refused          []string
	}{
		{"one file again", false, []loader.Input{harbourFiles}, found, 0, 0, nil},
		{"one file of a source that two describe", false, []loader.Input{shipyardFile}, found, 0, 0, nil},
		{"all files", false, []loader.Input{harbourFiles, shipyardFile}, found, 0, 0, nil},
		{"all in place of what is there", true, []loader.Input{harbourFiles, shipyardFile}, found, 0, 0, nil},
		{"one in place of what is there", true, []loader.Input{shipyardFile}, found, 0, 0, nil},
		{"a correction", false, []loader.Input{harbour(east + strings.Replace(west, "}", ", title: Boats}", 1))}, found, 1, 0, nil},
		{"a correction of one of two", false, []loader.Input{of("shipyard", strings.Replace(east, "Ships", "Boats", 1))}, found, 0, 0,
			[]string{`shipyard.yaml:3: source:east: the store has it from harbour in other words: title is "Ships" there and "Boats" here; say`}},
		{"another collection that describes it too", false, []loader.Input{of("mine", east)}, found, 1, 0, nil},
		{"a parent that is declared", false, []loader.Input{harbour(east + wire + strings.Replace(west, "}", fromWire, 1))},
			[]string{eastFound, parent, "west DECLARED wire", "wire"}, 1, 0, nil},
		{"the parent that was found is declared", false, []loader.Input{harbour(east + "  - {id: source:text-of-east, kind: ARTICLE}\n" + strings.ReplaceAll(strings.Replace(west, "}", fromWire, 1), "wire", "text-of-east"))},
			[]string{eastFound, parent, "west DECLARED text-of-east"}, 2, 0, nil},
		{"a parent that is declared by one of two", false, []loader.Input{of("shipyard", strings.Replace(east, "}", fromWire, 1)+wire)}, []string{eastFound, parent, westFound, "wire"}, 0, 0,
			[]string{`shipyard.yaml:3: source:east: the store has it from harbour in other words: derivesFrom is not told there and [source:wire COPY DECLARED ""] here; say`}},
		{"a parent that all declare", false, []loader.Input{harbour(strings.ReplaceAll(east+west, "}", fromWire) + wire), of("shipyard", strings.Replace(east, "}", fromWire, 1))},
			[]string{"east DECLARED wire", "west DECLARED wire", "wire"}, 2, 1, nil},
		{"one is gone", true, []loader.Input{harbour(east)}, []string{eastFound, parent}, 0, 1, nil},
		{"all are gone", true, []loader.Input{harbour("sources: []\n"), of("shipyard", "sources: []\n")}, nil, 1, 3, nil}, // one leaves the two in turn
		{"a file that says it", false, []loader.Input{harbour(east + strings.Replace(west, "}", strings.Replace(fromWire, "DECLARED", "DETECTED", 1), 1))}, found, 0, 0,
			[]string{`harbour.yaml:4: source:west: derivesFrom: DETECTED is what the program finds, which the store keeps and no file says; say DECLARED, or leave it out`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, open := range stores {
				s, scratch := open(t), open(t)
				wantRefusals(t, load(t, s, loader.Options{}, harbourFiles, shipyardFile))
				detect(t, s)
				if err := loader.Copy(t.Context(), s, scratch); err != nil { // as for a dry run
					t.Fatal(err)
				}
				for _, s := range []kb.Store{s, scratch} {
					r := load(t, s, loader.Options{Replace: c.replace}, c.files...)
					wantRefusals(t, r, c.refused...)
					if r.Changed[kb.SourceClass] != c.changed || r.Removed[kb.SourceClass] != c.removed {
						t.Errorf("%s: changed %v, removed %v; want %d, %d", name, r.Changed, r.Removed, c.changed, c.removed)
					}
					if changes := len(r.Added) + len(r.Changed) + len(r.Removed); (r.After > r.Before) != (changes > 0) {
						t.Errorf("%s: version %d after %d with added %v, changed %v, removed %v", name, r.After, r.Before, r.Added, r.Changed, r.Removed)
					}
					if got := sources(t, s); !slices.Equal(got, c.want) {
						t.Errorf("%s: stored is %q, want %q", name, got, c.want)
					}
				}
			}
		})
	}
}

// What is written has nothing of what was found, and changes nothing where it is
// loaded again.
func TestWhatWasDetectedIsNotWritten(t *testing.T) {
	for name, open := range stores {
		s := open(t)
		wantRefusals(t, load(t, s, loader.Options{}, harbour(east+west), of("shipyard", east)))
		before := written(t, s)
		detect(t, s)
		if got := written(t, s); got != before {
			t.Errorf("%s: written is\n%s\nand was\n%s", name, got, before)
		}
		want := sources(t, s)
		r := load(t, s, loader.Options{Replace: true}, input("all.yaml", before))
		wantRefusals(t, r)
		if got := sources(t, s); r.After != r.Before || !slices.Equal(got, want) {
			t.Errorf("%s: loading what was written did %+v, and stored is %q, want %q", name, r, got, want)
		}
	}
}

// Of sources that no collection describes, those are written that others name: not one
// that only the program found, nor whom that one alone names, but those that name each other.
func TestSourcesThatOnlyTheProgramUsesAreNotWritten(t *testing.T) {
	s := plain.New()
	wantRefusals(t, load(t, s, loader.Options{}, harbour("entities:\n  - {id: agency, kind: company, name: Agency}\n"+east+west+
		"  - {id: source:text-of-east, kind: OTHER, publishers: [agency], cites: [source:named]}\n  - {id: source:named, kind: OTHER}\n"+
		"  - {id: source:round, kind: OTHER, cites: [source:about]}\n  - {id: source:about, kind: OTHER, cites: [source:round]}\n")))
	found := []kb.Derivation{{Source: "source:text-of-east", How: kb.Copy, Basis: kb.Detected}}
	for _, set := range []*kb.ChangeSet{
		{Sources: []*kb.Source{{ID: "source:west", Kind: kb.SourceArticle, DerivesFrom: found}}},
		{Remove: []kb.ID{"agency", "source:text-of-east", "source:named", "source:round", "source:about"}},
	} {
		set.Collection.Name = "harbour"
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(sources(t, s)); n != 6 {
		t.Fatalf("there are %d sources, want all 6", n)
	}
	again := plain.New()
	wantRefusals(t, load(t, again, loader.Options{}, input("all.yaml", written(t, s))))
	if got, want := sources(t, again), []string{"about", "east", "round", "west"}; !slices.Equal(got, want) {
		t.Errorf("written is %q, want %q", got, want)
	}
}
