package documents_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"actorgraph/documents"
	"actorgraph/evidence"
	"actorgraph/kb"
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
			"papers: text-of-a", "papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a"}},
		{"copies with the very same words", []*kb.Source{fromPaper("a"), fromPaper("b"), fromPaper("c")}, []string{wire, wire, wire}, []string{
			"papers: text-of-a", "papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a", "papers: c COPY DETECTED text-of-a"}},
		{"what is declared already", []*kb.Source{fromPaper("a", "source:wire"), fromPaper("b", "source:wire"), fromPaper("wire")}, []string{wire, wire, ""}, nil},
		{"a copy of a text of which another is declared to be one", []*kb.Source{fromPaper("a"), fromPaper("b", "source:wire"), fromPaper("wire")}, []string{wire, wire, ""}, []string{
			"papers: a COPY DETECTED wire"}},
		{"a text and its declared copy, and one more", []*kb.Source{fromPaper("a"), fromPaper("b", "source:a"), fromPaper("c")}, []string{wire, wire, wire}, []string{
			"papers: c COPY DETECTED a"}},
		{"a document made of two texts", []*kb.Source{fromPaper("a"), fromPaper("b"), fromPaper("both")}, []string{wire, other, wire + "\n" + other}, []string{
			"papers: text-of-a", "papers: a COPY DETECTED text-of-a", "papers: both COPY DETECTED text-of-a"}},
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

// What was found is replaced by what is found, and goes when nothing is.
func TestDerivationsReplaceThoseOfBefore(t *testing.T) {
	wire := prose(1, 300)
	a, b := fromPaper("a"), fromPaper("b")
	b.Collections = []string{"context", "papers"}
	texts := []*documents.Text{{Source: a, Document: plain(t, "a", wire)}, {Source: b, Document: plain(t, "b", wire+" Ours.")}}
	found := sharedTexts(t, texts...)
	sets := documents.Derivations(found, texts, []*kb.Source{a, b})
	want := []string{
		"context: text-of-a", "context: b COPY DETECTED text-of-a",
		"papers: text-of-a", "papers: a COPY DETECTED text-of-a", "papers: b COPY DETECTED text-of-a"}
	if got := kept(sets); !slices.Equal(got, want) {
		t.Fatalf("kept is %q, want %q", got, want)
	}
	var stored []*kb.Source
	for _, s := range sets[1].Sources {
		stored = append(stored, s)
		s.Collections = []string{"papers"}
	}
	if got, want := kept(documents.Derivations(found, texts, stored)), []string{"papers: text-of-a"}; !slices.Equal(got, want) {
		t.Errorf("found again, kept is %q, want %q and nothing else", got, want)
	}
	want = []string{"papers: a", "papers: b", "papers: no text-of-a"}
	if got := kept(documents.Derivations(nil, texts, stored)); !slices.Equal(got, want) {
		t.Errorf("no longer found, kept is %q, want %q", got, want)
	}
}

// applied are the sources as a store has them once sets are applied to it, by id.
func applied(sources []*kb.Source, sets []*kb.ChangeSet) []*kb.Source {
	stored := map[kb.ID]*kb.Source{}
	for _, s := range sources {
		stored[s.ID] = s
	}
	for _, set := range sets {
		for _, s := range set.Sources {
			s.Collections = []string{set.Collection.Name}
			stored[s.ID] = s
		}
		for _, id := range set.Remove {
			delete(stored, id)
		}
	}
	var out []*kb.Source
	for _, id := range slices.Sorted(maps.Keys(stored)) {
		out = append(out, stored[id])
	}
	return out
}

// That a folder lacks a document takes back nothing that was found in it.
func TestFamiliesOfWhichADocumentIsNotHeld(t *testing.T) {
	wire, other := prose(1, 300), prose(2, 300)
	papers := []*kb.Source{fromPaper("a"), fromPaper("b"), fromPaper("c"), fromPaper("d")}
	holding := func(contents ...string) []*documents.Text {
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
	keep := func(sources []*kb.Source, texts []*documents.Text) []*kb.ChangeSet {
		return documents.Derivations(sharedTexts(t, texts...), texts, sources)
	}
	stored := applied(papers, keep(papers, holding(wire, wire+" Ours.", other, other)))
	const linked = "papers: b COPY DETECTED text-of-a"
	if !slices.Contains(kept([]*kb.ChangeSet{{Collection: kb.Collection{Name: "papers"}, Sources: stored}}), linked) {
		t.Fatalf("%q was not found, so this shows nothing", linked)
	}
	for _, row := range []struct {
		what string
		held []*documents.Text
		want []string
	}{
		{"none is held", holding("", "", "", ""), []string{"papers: text-of-a", "papers: text-of-c"}},
		{"one is held", holding(wire), []string{"papers: text-of-a", "papers: text-of-c"}},
		{"one that is held, and another copy", holding("", wire, wire, other), []string{
			"papers: text-of-a", "papers: b COPY DETECTED text-of-a", "papers: c COPY DETECTED text-of-a", "papers: d", "papers: no text-of-c"}},
		{"all of one family, with other texts", holding(wire, prose(3, 300)), []string{
			"papers: a", "papers: b", "papers: text-of-c", "papers: no text-of-a"}},
	} {
		sets := keep(stored, row.held)
		if got := kept(sets); !slices.Equal(got, row.want) {
			t.Errorf("%s: kept is\n%s\nwant\n%s", row.what, strings.Join(got, "\n"), strings.Join(row.want, "\n"))
		}
	}
}

// What somebody wrote into a file is left alone.
func TestParentsThatAreSomebodysOwn(t *testing.T) {
	wire := prose(1, 300)
	a, b := fromPaper("a"), fromPaper("b")
	texts := []*documents.Text{{Source: a, Document: plain(t, "a", wire)}, {Source: b, Document: plain(t, "b", wire)}}
	stored := applied([]*kb.Source{a, b}, documents.Derivations(sharedTexts(t, texts...), texts, []*kb.Source{a, b}))
	for _, s := range stored {
		for i := range s.DerivesFrom {
			s.DerivesFrom[i].Basis = kb.Declared // checked, and written down
		}
	}
	if got := kept(documents.Derivations(nil, texts, stored)); len(got) > 0 {
		t.Errorf("of links that were declared, kept is %q, want nothing", got)
	}
	own := fromPaper("text-of-a")
	own.Title = "A treaty"
	for _, found := range [][]documents.Shared{nil, sharedTexts(t, texts...)} {
		for _, set := range documents.Derivations(found, texts, []*kb.Source{a, b, own}) {
			if len(set.Remove) > 0 || slices.ContainsFunc(set.Sources, func(s *kb.Source) bool { return s.ID == own.ID }) {
				t.Errorf("a source of somebody's own is changed: %q", kept([]*kb.ChangeSet{set}))
			}
		}
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
	want := []string{"nso-articles: text-of-tech-news-space-2021-11",
		"nso-articles: uk-time-news-2021-11 DIGEST DETECTED text-of-tech-news-space-2021-11", "nso-articles: tech-news-space-2021-11 DIGEST DETECTED text-of-tech-news-space-2021-11"}
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
