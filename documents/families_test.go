package documents_test

import (
	"slices"
	"strings"
	"testing"

	"actorgraph/documents"
	"actorgraph/evidence"
	"actorgraph/kb"
	memory "actorgraph/store/storetest/plain"
	"actorgraph/text"
)

// kept puts what a change set says of texts into words.
func kept(sets []*kb.ChangeSet) []string {
	var out []string
	for _, set := range sets {
		for _, s := range set.Sources {
			line := set.Collection.Name + ": " + strings.TrimPrefix(string(s.ID), "source:")
			for _, d := range s.DerivesFrom {
				line += " " + string(d.How) + " " + string(d.Basis) + " " + strings.TrimPrefix(string(d.Source), "source:")
			}
			out = append(out, line)
		}
		for _, id := range set.Remove {
			out = append(out, set.Collection.Name+": no "+strings.TrimPrefix(string(id), "source:"))
		}
	}
	return out
}

// fromPaper is a source of the collection papers.
func fromPaper(name string, declared ...kb.ID) *kb.Source {
	s := &kb.Source{ID: kb.ID("source:" + name), Kind: kb.SourceArticle, Collections: []string{"papers"}}
	for _, id := range declared {
		s.DerivesFrom = append(s.DerivesFrom, kb.Derivation{Source: id, How: kb.Copy, Basis: kb.Declared})
	}
	return s
}

func TestDerivations(t *testing.T) {
	wire, other := prose(1, 300), prose(2, 300)
	for _, row := range []struct {
		what     string
		sources  []*kb.Source
		contents []string
		want     []string
	}{
		{"two copies of one text", []*kb.Source{fromPaper("a"), fromPaper("b"), fromPaper("c")}, []string{wire + "\nOurs.", wire, other}, []string{
			"papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a", "papers: text-of-a", "papers: no text-of-a"}},
		{"copies with the very same words", []*kb.Source{fromPaper("a"), fromPaper("b"), fromPaper("c")}, []string{wire, wire, wire}, []string{
			"papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a", "papers: c COPY DETECTED text-of-a", "papers: text-of-a", "papers: no text-of-a"}},
		{"what is declared already", []*kb.Source{fromPaper("a", "source:wire"), fromPaper("b", "source:wire"), fromPaper("wire")}, []string{wire, wire, ""}, nil},
		{"a copy of a text of which another is declared to be one", []*kb.Source{fromPaper("a"), fromPaper("b", "source:wire"), fromPaper("wire")}, []string{wire, wire, ""}, []string{
			"papers: a COPY DETECTED wire"}},
		{"a text and its declared copy, and one more", []*kb.Source{fromPaper("a"), fromPaper("b", "source:a"), fromPaper("c")}, []string{wire, wire, wire}, []string{
			"papers: c COPY DETECTED a"}},
		{"a document made of two texts", []*kb.Source{fromPaper("a"), fromPaper("b"), fromPaper("both")}, []string{wire, other, wire + "\n" + other}, []string{
			"papers: a COPY DETECTED text-of-a", "papers: both COPY DETECTED text-of-a", "papers: text-of-a", "papers: no text-of-a"}},
		{"nothing", []*kb.Source{fromPaper("a"), fromPaper("b")}, []string{wire, other}, nil},
	} {
		var texts []*documents.Text
		for i, content := range row.contents {
			if content != "" {
				texts = append(texts, &documents.Text{Source: row.sources[i], Document: plain(t, string(row.sources[i].ID), content)})
			}
		}
		sets := documents.Derivations(sharedTexts(t, texts...), texts, row.sources)
		if got := kept(sets); !slices.Equal(got, row.want) {
			t.Errorf("%s: kept is\n%s\nwant\n%s", row.what, strings.Join(got, "\n"), strings.Join(row.want, "\n"))
		}
		for _, set := range sets {
			if err := set.Validate(); err != nil {
				t.Errorf("%s: %v", row.what, err)
			}
		}
	}
}

// holding is a store with sources, each in its collections.
func holding(t *testing.T, sources ...*kb.Source) kb.Store {
	t.Helper()
	store := memory.New()
	for _, s := range sources {
		for _, name := range s.Collections {
			one := *s
			apply(t, store, &kb.ChangeSet{Collection: kb.Collection{Name: name}, Sources: []*kb.Source{&one}})
		}
	}
	return store
}

func apply(t *testing.T, store kb.Store, sets ...*kb.ChangeSet) {
	t.Helper()
	for _, set := range sets {
		if _, err := store.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
}

// held are the sources of a store, by id, and what it says of them.
func held(t *testing.T, store kb.Store) (sources []*kb.Source, words []string) {
	t.Helper()
	for s, err := range store.Sources().Scan(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
		words = append(words, kept([]*kb.ChangeSet{{Collection: kb.Collection{Name: strings.Join(s.Collections, " ")}, Sources: []*kb.Source{s}}})...)
	}
	return sources, words
}

// What was found is replaced by what is found, and goes when nothing is. The parent that
// is made is in no collection, and goes with the last link to it.
func TestDerivationsReplaceThoseOfBefore(t *testing.T) {
	wire := prose(1, 300)
	a, b := fromPaper("a"), fromPaper("b")
	a.Collections = []string{"context", "papers"}
	store := holding(t, a, b)
	texts := []*documents.Text{{Source: a, Document: plain(t, "a", wire)}, {Source: b, Document: plain(t, "b", wire+" Ours.")}}
	found := sharedTexts(t, texts...)
	_, before := held(t, store)
	apply(t, store, documents.Derivations(found, texts, []*kb.Source{a, b})...)
	stored, got := held(t, store)
	if want := []string{"context papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a", ": text-of-a"}; !slices.Equal(got, want) {
		t.Fatalf("stored is %q, want %q", got, want)
	}
	if sets := documents.Derivations(found, texts, stored); len(sets) > 0 {
		t.Errorf("found again, kept is %q, want nothing", kept(sets))
	}
	apply(t, store, documents.Derivations(nil, texts, stored)...)
	if _, got := held(t, store); !slices.Equal(got, before) {
		t.Errorf("no longer found, stored is %q, want %q as before", got, before)
	}
}

// Families are kept, and changed, whichever collection describes a source, or none that
// is only cited.
func TestDerivationsInWhicheverCollection(t *testing.T) {
	wire, other := prose(1, 300), prose(2, 300)
	for _, collection := range []string{"early", "papers", "young", ""} {
		a, b, c, z := fromPaper("a"), fromPaper("b"), fromPaper("c"), fromPaper("z")
		a.Collections = []string{"papers"}
		if collection != "" {
			a.Collections[0] = collection
		}
		z.Cites = []kb.ID{a.ID}
		store := holding(t, a, b, c, z)
		if collection == "" {
			apply(t, store, &kb.ChangeSet{Collection: kb.Collection{Name: "papers"}, Remove: []kb.ID{a.ID}})
		}
		keep := func(contents ...string) []string {
			sources, _ := held(t, store)
			var texts []*documents.Text
			for i, content := range contents {
				texts = append(texts, &documents.Text{Source: sources[i], Document: plain(t, string(sources[i].ID), content)})
			}
			apply(t, store, documents.Derivations(sharedTexts(t, texts...), texts, sources)...)
			_, words := held(t, store)
			return words
		}
		first := keep(wire, wire+" Ours.", other)
		want := []string{collection + ": a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a", "papers: c", ": text-of-a", "papers: z"}
		if !slices.Equal(first, want) {
			t.Fatalf("stored is %q, want %q", first, want)
		}
		second := keep(other, wire, other+" Ours.")
		want = []string{collection + ": a COPY DETECTED text-of-a", "papers: b", "papers: c COPY DETECTED text-of-a", ": text-of-a", "papers: z"}
		if !slices.Equal(second, want) {
			t.Errorf("with other texts stored is %q, want %q", second, want)
		}
	}
}

// That a folder lacks a document takes back nothing that was found in it.
func TestFamiliesOfWhichADocumentIsNotHeld(t *testing.T) {
	wire, other := prose(1, 300), prose(2, 300)
	papers := []*kb.Source{fromPaper("a"), fromPaper("b"), fromPaper("c"), fromPaper("d")}
	holds := func(contents ...string) []*documents.Text {
		var texts []*documents.Text
		for i, content := range contents {
			text := &documents.Text{Source: papers[i]}
			if content != "" {
				text.Document = plain(t, string(papers[i].ID), content)
			}
			texts = append(texts, text)
		}
		return texts
	}
	before := []string{"papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a", "papers: c COPY DETECTED text-of-c", "papers: d COPY DETECTED text-of-c", ": text-of-a", ": text-of-c"}
	for _, row := range []struct {
		what string
		held []*documents.Text
		want []string
	}{
		{"none is held", holds("", "", "", ""), before},
		{"one is held", holds(wire), before},
		{"one that is held, and another copy", holds("", wire, wire, other), []string{
			"papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a", "papers: c COPY DETECTED text-of-a", "papers: d", ": text-of-a"}},
		{"all of one family, with other texts", holds(wire, prose(3, 300)), []string{
			"papers: a", "papers: b", "papers: c COPY DETECTED text-of-c", "papers: d COPY DETECTED text-of-c", ": text-of-c"}},
	} {
		store := holding(t, papers...)
		for _, texts := range [][]*documents.Text{holds(wire, wire+" Ours.", other, other), row.held} {
			sources, _ := held(t, store)
			apply(t, store, documents.Derivations(sharedTexts(t, texts...), texts, sources)...)
		}
		if _, got := held(t, store); !slices.Equal(got, row.want) {
			t.Errorf("%s: stored is\n%s\nwant\n%s", row.what, strings.Join(got, "\n"), strings.Join(row.want, "\n"))
		}
	}
}

// What somebody wrote into a file is left alone: a link that was checked and is declared
// now, and a source that has the id of a parent that would be made.
func TestParentsThatAreSomebodysOwn(t *testing.T) {
	wire := prose(1, 300)
	a, b, own := fromPaper("a"), fromPaper("b"), fromPaper("text-of-a")
	own.Title = "A treaty"
	texts := []*documents.Text{{Source: a, Document: plain(t, "a", wire)}, {Source: b, Document: plain(t, "b", wire)}}
	found := sharedTexts(t, texts...)
	for _, set := range documents.Derivations(found, texts, []*kb.Source{a, b, own}) {
		if len(set.Remove) > 0 || slices.ContainsFunc(set.Sources, func(s *kb.Source) bool { return s.ID == own.ID }) {
			t.Errorf("a source of somebody's own is changed: %q", kept([]*kb.ChangeSet{set}))
		}
	}
	for _, s := range []*kb.Source{a, b} {
		s.DerivesFrom = []kb.Derivation{{Source: own.ID, How: kb.Copy, Basis: kb.Declared}}
	}
	if got := kept(documents.Derivations(nil, texts, []*kb.Source{a, b, own})); len(got) > 0 {
		t.Errorf("of links that were declared, kept is %q, want nothing", got)
	}
}

// The articles of the seed declare what is found.
func TestTheSeedDeclaresWhatIsFound(t *testing.T) {
	texts, sources := theArticles(t)
	if got := kept(documents.Derivations(sharedTexts(t, texts...), texts, sources)); len(got) > 0 {
		t.Errorf("kept is %q, want nothing", got)
	}
	for _, s := range sources {
		s.DerivesFrom, s.Collections = nil, []string{"nso-articles"}
	}
	want := []string{"nso-articles: tech-news-space-2021-11 DIGEST DETECTED text-of-tech-news-space-2021-11", "nso-articles: text-of-tech-news-space-2021-11",
		"nso-articles: uk-time-news-2021-11 DIGEST DETECTED text-of-tech-news-space-2021-11", "nso-articles: no text-of-tech-news-space-2021-11"}
	if got := kept(documents.Derivations(sharedTexts(t, texts...), texts, sources)); !slices.Equal(got, want) {
		t.Errorf("where nothing is declared, kept is %q, want %q", got, want)
	}
}

// What is found counts only under a lens that says so.
func TestWhatIsFoundCountsUnderTheLens(t *testing.T) {
	wire := prose(1, 300)
	matter := kb.Matter{Sources: map[kb.ID]*kb.Source{}}
	var texts []*documents.Text
	var sources []*kb.Source
	for _, name := range []string{"a", "b", "c"} {
		s := fromPaper(name)
		content := wire + "\n" + name
		if name == "c" {
			content = prose(2, 300)
		}
		s.Fingerprint = text.Fingerprint(content)
		c := &kb.Claim{Fact: "property:size", Source: s.ID, Statement: "It has 37.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Collection: "papers"}
		c.Identify()
		matter.Claims = append(matter.Claims, c)
		matter.Sources[s.ID] = s
		sources = append(sources, s)
		texts = append(texts, &documents.Text{Source: s, Document: plain(t, name, content)})
	}
	for _, set := range documents.Derivations(sharedTexts(t, texts...), texts, sources) {
		for _, s := range set.Sources {
			matter.Sources[s.ID] = s
		}
	}
	for _, row := range []struct {
		lens kb.Lens
		want int
	}{{kb.Lens{}, 3}, {kb.Lens{Detected: true}, 2}} {
		held, _, _, _ := evidence.Under(&matter, row.lens)
		if got := held.Support.AtMost; got != row.want {
			t.Errorf("with detected: %v, there are at most %d origins, want %d", row.lens.Detected, got, row.want)
		}
	}
}
