package documents_test

import (
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
		sets := documents.Derivations(sharedTexts(t, texts...), row.sources)
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
	found := sharedTexts(t, &documents.Text{Source: a, Document: plain(t, "a", wire)}, &documents.Text{Source: b, Document: plain(t, "b", wire+" Ours.")})
	sets := documents.Derivations(found, []*kb.Source{a, b})
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
	if got, want := kept(documents.Derivations(found, stored)), []string{"papers: text-of-a"}; !slices.Equal(got, want) {
		t.Errorf("found again, kept is %q, want %q and nothing else", got, want)
	}
	want = []string{"papers: a", "papers: b", "papers: no text-of-a"}
	if got := kept(documents.Derivations(nil, stored)); !slices.Equal(got, want) {
		t.Errorf("no longer found, kept is %q, want %q", got, want)
	}
}

// The articles of the seed declare what is found.
func TestTheSeedDeclaresWhatIsFound(t *testing.T) {
	texts, sources := theArticles(t)
	if got := kept(documents.Derivations(sharedTexts(t, texts...), sources)); len(got) > 0 {
		t.Errorf("kept is %q, want nothing", got)
	}
	for _, s := range sources {
		s.DerivesFrom, s.Collections = nil, []string{"nso-articles"}
	}
	want := []string{"nso-articles: text-of-tech-news-space-2021-11",
		"nso-articles: uk-time-news-2021-11 DIGEST DETECTED text-of-tech-news-space-2021-11", "nso-articles: tech-news-space-2021-11 DIGEST DETECTED text-of-tech-news-space-2021-11"}
	if got := kept(documents.Derivations(sharedTexts(t, texts...), sources)); !slices.Equal(got, want) {
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
	for _, set := range documents.Derivations(sharedTexts(t, texts...), sources) {
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
