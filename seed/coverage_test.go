package seed_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"actorgraph/text"
)

// A coverage file goes through one document sentence by sentence: each yields
// the facts that stand under it, or none, with the reason. Together with the
// positions of the claims it shows that nothing was passed over.

type coverage struct {
	Source    string
	FileName  string     `yaml:"fileName"`
	Sentences []sentence // in reading order
}

type sentence struct {
	At    place
	Facts []string // "from TYPE to", or "entity key"; sorted
	None  string   // why there are none
}

type place struct {
	Paragraph, Page, Start, Length int
	Part, Hash                     string
}

func (p place) String() string {
	return fmt.Sprintf("paragraph %d, %d to %d", p.Paragraph, p.Start, p.Start+p.Length)
}

func (p place) holds(q place) bool {
	return p.Paragraph == q.Paragraph && p.Start <= q.Start && q.Start+q.Length <= p.Start+p.Length
}

// cut is the text at p, and whether the document has that place.
func (p place) cut(paragraphs []string) (string, bool) {
	if p.Paragraph < 1 || p.Paragraph > len(paragraphs) {
		return "", false
	}
	return text.Cut(paragraphs[p.Paragraph-1], text.Span{Start: p.Start, Length: p.Length})
}

// data is what these tests read of the seed's files. They read the YAML by
// themselves, so that they don't depend on the reader that they help to check.
type data struct {
	Sources    []source
	Relations  []relation
	Properties []property
}

type source struct {
	ID, Title, Fingerprint string
	FileName               string `yaml:"fileName"`
}

type relation struct {
	From, Type, To string
	Claims         []claim
}

type property struct {
	Entity, Key string
	Claims      []claim
}

type claim struct {
	Source   string
	At       place
	Mentions []mention
}

type mention struct {
	Of            string
	Start, Length int
	Hash          string
}

// evidence is a claim with the name of its fact.
type evidence struct {
	fact string
	claim
}

// seed is all of the collection of articles.
func seed(t *testing.T) (sources []source, claims []evidence) {
	t.Helper()
	for _, name := range files(t, "nso-articles") {
		d := read[data](t, name)
		sources = append(sources, d.Sources...)
		for _, r := range d.Relations {
			for _, c := range r.Claims {
				claims = append(claims, evidence{r.From + " " + r.Type + " " + r.To, c})
			}
		}
		for _, p := range d.Properties {
			for _, c := range p.Claims {
				claims = append(claims, evidence{p.Entity + " " + p.Key, c})
			}
		}
	}
	return sources, claims
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s holds no YAML files (%v)", folder, err)
	}
	return names
}

func read[T any](t *testing.T, name string) T {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := yaml.Unmarshal(content, &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// coverages reads the coverage of every document that was read.
func coverages(t *testing.T) []coverage {
	t.Helper()
	var all []coverage
	for _, name := range files(t, "coverage") {
		all = append(all, read[coverage](t, name))
	}
	return all
}

func TestEveryDocumentIsCovered(t *testing.T) {
	sources, _ := seed(t)
	var documents, covered []string
	for _, s := range sources {
		if s.FileName != "" {
			documents = append(documents, s.ID+" "+s.FileName)
		}
	}
	for _, c := range coverages(t) {
		covered = append(covered, c.Source+" "+c.FileName)
	}
	slices.Sort(documents)
	slices.Sort(covered)
	if !slices.Equal(documents, covered) {
		t.Errorf("sources with a file %q, coverage of %q; want the same", documents, covered)
	}
}

func TestEverySentenceYieldsItsFactsOrSaysWhyNone(t *testing.T) {
	_, claims := seed(t)
	for _, c := range coverages(t) {
		t.Run(c.FileName, func(t *testing.T) {
			for i, s := range c.Sentences {
				if i > 0 {
					before := c.Sentences[i-1].At
					if s.At.Paragraph < before.Paragraph || s.At.Paragraph == before.Paragraph && s.At.Start < before.Start+before.Length {
						t.Errorf("the sentence at %s overlaps the one before it, or should stand before it", s.At)
					}
				}
				if (s.None == "") == (len(s.Facts) == 0) {
					t.Errorf("the sentence at %s has %d facts and the reason %q for having none; want the one or the other", s.At, len(s.Facts), s.None)
				}
			}
			yields := make([][]string, len(c.Sentences))
			for _, e := range claims {
				if e.Source != c.Source || e.At.Length == 0 {
					continue
				}
				var in []int
				for i, s := range c.Sentences {
					if s.At.holds(e.At) {
						in = append(in, i)
					}
				}
				if len(in) != 1 {
					t.Errorf("the claim on %s at %s lies in %d sentences, want 1", e.fact, e.At, len(in))
					continue
				}
				yields[in[0]] = append(yields[in[0]], e.fact)
			}
			for i, s := range c.Sentences {
				slices.Sort(yields[i])
				if got := slices.Compact(yields[i]); !slices.Equal(got, s.Facts) {
					t.Errorf("the sentence at %s lists the facts %q, its claims are on %q", s.At, s.Facts, got)
				}
			}
		})
	}
}

// documents is the folder with the documents that were read. The project holds
// none of their text.
func documents(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("ACTORGRAPH_DOCUMENTS")
	if folder == "" {
		t.Skip("ACTORGRAPH_DOCUMENTS does not name the folder with the documents")
	}
	return folder
}

func document(t *testing.T, fileName string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(documents(t), fileName))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestPositionsFitTheDocuments(t *testing.T) {
	documents(t)
	sources, claims := seed(t)
	for _, s := range sources {
		if s.FileName == "" {
			continue
		}
		t.Run(s.FileName, func(t *testing.T) {
			whole := document(t, s.FileName)
			if got := text.Fingerprint(whole); got != s.Fingerprint {
				t.Errorf("fingerprint %s, the source has %s", got, s.Fingerprint)
			}
			paragraphs := text.Paragraphs(whole)
			for _, e := range claims {
				if e.Source != s.ID {
					continue
				}
				if span, ok := e.At.cut(paragraphs); !ok || text.Hash(span) != e.At.Hash {
					t.Errorf("%s at %s: not the words that were read", e.fact, e.At)
				}
				for _, m := range e.Mentions {
					at := place{Paragraph: e.At.Paragraph, Start: m.Start, Length: m.Length}
					if span, ok := at.cut(paragraphs); !ok || text.Hash(span) != m.Hash {
						t.Errorf("%s at %s: the mention of %s at %s is not the words that were read", e.fact, e.At, m.Of, at)
					}
					if !e.At.holds(at) {
						t.Errorf("%s at %s: the mention of %s at %s lies outside of the claim", e.fact, e.At, m.Of, at)
					}
				}
			}
		})
	}
}

func TestCoverageIsOfEveryWordOfTheDocuments(t *testing.T) {
	documents(t)
	for _, c := range coverages(t) {
		t.Run(c.FileName, func(t *testing.T) {
			var left [][]rune // what no sentence covers
			paragraphs := text.Paragraphs(document(t, c.FileName))
			for _, p := range paragraphs {
				left = append(left, []rune(p))
			}
			for _, s := range c.Sentences {
				span, ok := s.At.cut(paragraphs)
				if !ok || text.Hash(span) != s.At.Hash {
					t.Errorf("the sentence at %s is not the words that were read", s.At)
					continue
				}
				for i := range s.At.Length {
					left[s.At.Paragraph-1][s.At.Start+i] = ' '
				}
			}
			for i, p := range left {
				if rest := strings.TrimSpace(string(p)); rest != "" {
					t.Errorf("no sentence covers %q of paragraph %d", rest, i+1)
				}
			}
		})
	}
}

// run is how many words in a row of a document the project may not repeat.
const run = 8

// What the documents say stands here in our own words.
func TestNoTextOfTheDocumentsIsInTheProject(t *testing.T) {
	documents(t)
	sources, _ := seed(t)
	titles := map[string]bool{} // bibliographic: kept as printed
	for _, s := range sources {
		for r := range runs(s.Title) {
			titles[r] = true
		}
	}
	theirs := map[string]string{}
	for _, s := range sources {
		if s.FileName == "" {
			continue
		}
		for _, p := range text.Paragraphs(document(t, s.FileName)) {
			for r := range runs(p) {
				if !titles[r] {
					theirs[r] = s.FileName
				}
			}
		}
	}
	list, err := exec.Command("git", "ls-files", "-z", "--full-name", ":/").Output()
	if err != nil {
		missing := t.Skip
		if os.Getenv("CI") != "" {
			missing = t.Fatal
		}
		missing("not a checkout, so the project's files are not known: git ls-files: ", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(list), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil || !utf8.Valid(content) || bytes.ContainsRune(content, 0) {
			continue // removed, or no text
		}
		for r := range runs(string(content)) {
			if of := theirs[r]; of != "" {
				t.Errorf("%s repeats %d words of %s: %q", name, run, of, r)
				break
			}
		}
	}
}

// runs yields every run of words in s.
func runs(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		w := words(s)
		for i := 0; i+run <= len(w); i++ {
			if !yield(strings.Join(w[i:i+run], " ")) {
				return
			}
		}
	}
}

func words(s string) []string {
	return strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
