package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"actorgraph/documents"
	"actorgraph/kb"
	"actorgraph/text"
)

// paper is a document that tells a story, and what a reader wrote down of it.
type paper struct {
	name, language string
	paragraphs     []string
	told           []fact
}

// fact is what a sentence of a paper tells, and where that stands.
type fact struct {
	name                     string
	paragraph, start, length int
	hash                     string
}

// tell makes a paper of one of the tellings of an invented story.
func tell(t *testing.T, telling, name, language string) paper {
	t.Helper()
	tellings, err := os.ReadFile("documents/testdata/tellings.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, body, found := strings.Cut(string(tellings), "\n== "+telling+"\n")
	if !found {
		t.Fatalf("nobody tells %s", telling)
	}
	body, _, _ = strings.Cut(body, "\n== ")
	p := paper{name: name, language: language}
	for n, of := range strings.Split(strings.TrimSpace(body), "\n\n") {
		paragraph := ""
		for line := range strings.SplitSeq(of, "\n") {
			facts, words, _ := strings.Cut(strings.TrimPrefix(line, "["), "] ")
			start := len([]rune(paragraph))
			for _, f := range strings.Fields(facts) {
				if !strings.HasPrefix(f, "@") {
					p.told = append(p.told, fact{f, n + 1, start, len([]rune(words)), text.Hash(words)})
				}
			}
			paragraph += words + " "
		}
		p.paragraphs = append(p.paragraphs, strings.TrimSpace(paragraph))
	}
	return p
}

// thePress is a folder with four papers, and one with a seed file of what they tell.
// East and west print an agency's text, which south puts into another language. North
// asked for itself.
func thePress(t *testing.T) (press, read string) {
	t.Helper()
	press = t.TempDir()
	var sources, claims strings.Builder
	facts := map[string]string{}
	var names []string
	for _, p := range []paper{
		tell(t, "ferry / text", "east", "en"), tell(t, "ferry / text", "west", "en"),
		tell(t, "ferry / turned", "south", "de"), tell(t, "ferry / own", "north", "en"),
	} {
		content := strings.Join(p.paragraphs, "\n") + "\nThat was the news of " + p.name + ".\n"
		if err := os.WriteFile(filepath.Join(press, p.name+".txt"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&sources, "  - {id: \"source:%s\", kind: ARTICLE, language: %s, fileName: %[1]s.txt}\n", p.name, p.language)
		for _, f := range p.told {
			if facts[f.name] == "" {
				names = append(names, f.name)
			}
			facts[f.name] += fmt.Sprintf("      - {source: \"source:%s\", at: {paragraph: %d, start: %d, length: %d, hash: %s}, statement: It says so.}\n",
				p.name, f.paragraph, f.start, f.length, f.hash)
		}
	}
	for _, name := range names {
		fmt.Fprintf(&claims, "  - entity: heron\n    key: description\n    value: %s\n    claims:\n%s", name, facts[name])
	}
	return press, written(t, "ferry.yaml", "collection: ferry\nentities:\n  - {id: heron, kind: product, name: Heron}\nsources:\n"+sources.String()+"properties:\n"+claims.String())
}

// atMost asks how many origins those may be who say that the Heron lost power.
func atMost(t *testing.T, s *served, lens string) int {
	t.Helper()
	_, body := s.ask(t, "query Ferry "+lens+` { entity(id: "heron") { properties { nodes { value { ... on TextValue { text } } support { documents atMost } } } } }`)
	var answer struct {
		Data struct {
			Entity struct {
				Properties struct {
					Nodes []struct {
						Value   struct{ Text string }
						Support struct{ Documents, AtMost int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	for _, p := range answer.Data.Entity.Properties.Nodes {
		if p.Value.Text == "lost-power" {
			if p.Support.Documents != 4 {
				t.Errorf("%d documents say so, want 4", p.Support.Documents)
			}
			return p.Support.AtMost
		}
	}
	t.Fatalf("nobody says so: %s", body)
	return 0
}

// What is found changes no figure but under a lens that says so: of four papers three
// have one text, so that there are two witnesses at most.
func TestSharedTextsCountUnderTheLens(t *testing.T) {
	press, read := thePress(t)
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		p := newPlace(t)
		p.load(t, read)
		s := p.serve(t)
		if usual, detected := atMost(t, s, ""), atMost(t, s, "@lens(detected: true)"); usual != 4 || detected != 4 {
			t.Errorf("before documents are compared, there are at most %d origins, with detected %d; want 4 and 4", usual, detected)
		}
		report, err := p.verify(t, press, "--shared-texts")
		if err != nil || !report.Complete {
			t.Fatalf("complete: %v, error: %v", report.Complete, err)
		}
		if got, want := pairsOf(report), []string{"east south TRANSLATION", "east west COPY", "south west TRANSLATION"}; !slices.Equal(got, want) {
			t.Errorf("found %q, want %q", got, want)
		}
		if usual, detected := atMost(t, s, ""), atMost(t, s, "@lens(detected: true)"); usual != 4 || detected != 2 {
			t.Errorf("there are at most %d origins, with detected %d; want 4 and 2", usual, detected)
		}
	})
}

// pairsOf are the pairs that were found, by the names of their sources, sorted.
func pairsOf(r *verifyReport) []string {
	var out []string
	for _, p := range r.SharedTexts.Pairs {
		line := strings.TrimPrefix(string(p.A.Source), "source:") + " " + strings.TrimPrefix(string(p.B.Source), "source:") + " " + string(p.How)
		if p.Possible {
			line += " possible"
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// The articles are found as docs/shared-texts.md tells. What is found of the one pair
// the seed declares.
func TestSharedTextsOfTheArticles(t *testing.T) {
	dir := articles(t)
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		p := newPlace(t)
		p.load(t, "--seed", "--collection", "nso-articles")
		st := p.open(t)
		before, err := st.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		report, err := p.verify(t, dir, "--shared-texts")
		if err != nil {
			t.Fatal(err)
		}
		if got, want := pairsOf(report), []string{"tech-news-space-2021-11 uk-time-news-2021-11 DIGEST"}; !slices.Equal(got, want) {
			t.Fatalf("found %q, want %q", got, want)
		}
		pair := report.SharedTexts.Pairs[0]
		if got, want := fmt.Sprint(pair.Shingles, pair.OfShingles, pair.Facts, pair.OfFacts, pair.Chance), "36 302 51 74 0.001"; got != want {
			t.Errorf("they share %s, and docs/shared-texts.md says %s", got, want)
		}
		if len(report.SharedTexts.Links) > 0 || !pair.Declared {
			t.Errorf("declared: %v, links: %v; want no link beside what is declared", pair.Declared, report.SharedTexts.Links)
		}
		for _, s := range all(t, st.Sources().Scan(t.Context(), nil)) {
			if len(s.Derivations(kb.Detected)) > 0 {
				t.Errorf("%s has links that were detected: %v", s.ID, s.DerivesFrom)
			}
		}
		if after, err := st.Version(t.Context()); err != nil || after > before+1 { // with what came of the claims
			t.Errorf("the version is %d and was %d: %v", after, before, err)
		}
	})
}

// interruptingApply is Ctrl-C at the time when links are kept.
type interruptingApply struct {
	kb.Writer
	interrupt func()
}

func (i interruptingApply) Apply(ctx context.Context, set *kb.ChangeSet) (*kb.Applied, error) {
	i.interrupt()
	return i.Writer.Apply(ctx, set)
}

// Ctrl-C leaves the store without any of the links or with all of them, and so does
// what is told.
func TestInterruptedSharedTexts(t *testing.T) {
	press, read := thePress(t)
	p := inFile(t)
	p.load(t, read)
	p.load(t, "--collection", "again", read)
	st := p.open(t)
	library, err := documents.Folder(t.Context(), press, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	linked := func() int {
		n := 0
		for _, s := range all(t, st.Sources().Scan(t.Context(), nil)) {
			n += len(s.Derivations(kb.Detected))
		}
		return n
	}
	try := func(interrupted bool) error {
		ctx, interrupt := context.WithCancel(t.Context())
		defer interrupt()
		report := newVerifyReport(press, library, true)
		v := verifier{store: st, keep: interruptingApply{st, interrupt}, library: library, compares: true, report: report}
		sources, err := sourcesToVerify(ctx, st, "")
		if err != nil {
			t.Fatal(err)
		}
		progress := newProgram(os.Getenv, io.Discard, io.Discard).progress()
		if err := v.verify(ctx, sources, progress); err != nil {
			t.Fatal(err)
		}
		if interrupted {
			interrupt()
		}
		report.SharedTexts, err = v.compare(ctx, progress)
		return report.outcome(err)
	}
	if err := try(true); err == nil || err.Error() != "interrupted; what is told was checked, and the rest was not" || linked() != 0 {
		t.Errorf("interrupted before anything is kept: %d links are kept, and it says %v", linked(), err)
	}
	if err := try(false); err != nil || linked() != 3 {
		t.Errorf("interrupted while links are kept: %d of 3 are, and it says %v", linked(), err)
	}
}

// Of many pairs and links the first are told, and how many there are.
func TestManySharedTexts(t *testing.T) {
	r := &sharedTexts{}
	for i := range 100 {
		r.Pairs = append(r.Pairs, sharedPair{How: kb.Copy, A: sharedText{Source: kb.ID(fmt.Sprint("source:a-", i))}})
		r.Links = append(r.Links, textLink{Source: kb.ID(fmt.Sprint("source:a-", i)), Parent: "source:text-of-a-0", How: kb.Copy, Change: linkAdded})
	}
	var b strings.Builder
	r.print(&b)
	for _, want := range []string{"source:a-19, not held\n", "\n80 more pairs; --json has them\n", "to add       source:a-19 COPY of source:text-of-a-0\n80 more links; --json has them\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not told in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "a-20") {
		t.Error("more are told than can be read")
	}
}

// What docs/shared-texts.md shows is what the script gets.
func TestDocsShowWhatIsFound(t *testing.T) {
	script, err := os.ReadFile("testdata/shared-texts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("docs/shared-texts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, found, _ := strings.Cut(string(script), "\n-- found --\n")
	_, told, shown := strings.Cut(found, "\n\n")
	if !shown || !strings.Contains(string(page), "```\n"+told+"```\n") {
		t.Errorf("docs/shared-texts.md does not show\n%s", told)
	}
}
