package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"actorgraph/documents"
	"actorgraph/kb"
	"actorgraph/text"
)

// articles is the folder with the documents that the seed was read from. The
// project holds none of their text.
func articles(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ACTORGRAPH_DOCUMENTS")
	if dir == "" {
		t.Skip("ACTORGRAPH_DOCUMENTS does not name the folder with the documents")
	}
	return dir
}

// verify runs "actorgraph verify" for the store.
func (p place) verify(t *testing.T, dir string, args ...string) (*verifyReport, error) {
	t.Helper()
	var out bytes.Buffer
	args = append([]string{"verify", "--json", "--store", p.url, "--documents", dir}, args...)
	failed := run(t.Context(), args, func(name string) string { return p.env[name] }, &out, io.Discard)
	report := &verifyReport{}
	if err := json.Unmarshal(out.Bytes(), report); err != nil {
		t.Fatalf("%v (%v)\n%s", err, failed, &out)
	}
	return report, failed
}

func all[T any](t *testing.T, found func(yield func(*T, error) bool)) []*T {
	t.Helper()
	var list []*T
	for one, err := range found {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	return list
}

func TestTheSeedStandsInItsDocuments(t *testing.T) {
	dir := articles(t)
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		p := newPlace(t)
		p.load(t, "--seed")
		report, err := p.verify(t, dir)
		if err != nil || !report.Complete || len(report.Unreadable) > 0 {
			t.Errorf("complete: %v, unreadable: %v, error: %v", report.Complete, report.Unreadable, err)
		}
		want, without := noClaims(), 0
		for _, c := range all(t, p.open(t).Claims().Scan(t.Context(), nil)) {
			if c.Locator.Hash == "" {
				without++
				continue
			}
			want[kb.VerificationExact]++
			if c.Verification.Status != kb.VerificationExact || !c.Verification.CheckedAt.Equal(report.CheckedAt) {
				t.Errorf("of %s is kept %+v", c.ID, c.Verification)
			}
		}
		if got := fmt.Sprint(report.Claims, report.WithoutSpan); got != fmt.Sprint(want, without) || want[kb.VerificationExact] < 600 {
			t.Errorf("told is %s, want %v, %d", got, want, without)
		}
	})
}

// A fault is planted in one document, and tells which claims it hits.
type fault struct {
	plant  func(paragraphs []string, claims []*kb.Claim) (content string, hit func(kb.Locator) bool)
	status kb.VerificationStatus
	reason string // what stands in it
}

var faults = map[string]fault{
	"a figure is another": {func(paragraphs []string, claims []*kb.Claim) (string, func(kb.Locator) bool) {
		return changeWords(paragraphs, claims, regexp.MustCompile(`[0-8]`), func(digit string) string { return string(digit[0] + 1) })
	}, kb.VerificationChanged, "has other words now"},
	"a negation is dropped": {func(paragraphs []string, claims []*kb.Claim) (string, func(kb.Locator) bool) {
		return changeWords(paragraphs, claims, regexp.MustCompile(`\b(not|no|never) `), func(string) string { return "" })
	}, kb.VerificationChanged, "has other words now"},
	"two names are swapped": {swapNames, kb.VerificationChanged, "has other words now"},
	"a paragraph is removed": {func(paragraphs []string, claims []*kb.Claim) (string, func(kb.Locator) bool) {
		n := 2
		for !slices.ContainsFunc(claims, func(c *kb.Claim) bool { return c.Locator.Paragraph == n }) {
			n++
		}
		return lines(paragraphs[:n-1]) + lines(paragraphs[n:]), func(l kb.Locator) bool { return l.Paragraph == n }
	}, kb.VerificationMissing, "has no such paragraph any more"},
	"the file is cut short": {func(paragraphs []string, claims []*kb.Claim) (string, func(kb.Locator) bool) {
		n := len(paragraphs) / 2
		return lines(paragraphs[:n]), func(l kb.Locator) bool { return l.Paragraph > n }
	}, kb.VerificationMissing, "has no such paragraph any more"},
	"it is another document": {func([]string, []*kb.Claim) (string, func(kb.Locator) bool) {
		return "The harbour of Porto Novo has sixty-five cranes.\n", func(kb.Locator) bool { return true }
	}, kb.VerificationMissing, "seems to be another document"},
	"its bytes are not text": {func([]string, []*kb.Claim) (string, func(kb.Locator) bool) {
		return "\x00\xff\x00\xff", func(kb.Locator) bool { return true }
	}, kb.VerificationMissing, "its file can't be read"},
}

func lines(paragraphs []string) string { return strings.Join(paragraphs, "\n") + "\n" }

// changeWords puts something else for the first match that stands in the words of
// a claim.
func changeWords(paragraphs []string, claims []*kb.Claim, match *regexp.Regexp, other func(string) string) (string, func(kb.Locator) bool) {
	for n, p := range paragraphs {
		for _, at := range match.FindAllStringIndex(p, -1) {
			from, to := len([]rune(p[:at[0]])), len([]rune(p[:at[1]]))
			hit := func(l kb.Locator) bool { return l.Paragraph == n+1 && l.Start < to && from < l.Start+l.Length }
			for _, c := range claims {
				if c.Locator.Hash != "" && hit(c.Locator) {
					changed := slices.Clone(paragraphs)
					changed[n] = p[:at[0]] + other(p[at[0]:at[1]]) + p[at[1]:]
					return lines(changed), hit
				}
			}
		}
	}
	return "", nil
}

// swapNames puts the two ends of a relation in each other's place.
func swapNames(paragraphs []string, claims []*kb.Claim) (string, func(kb.Locator) bool) {
	for _, c := range claims {
		if len(c.Mentions) != 2 {
			continue
		}
		a, b := c.Mentions[0], c.Mentions[1]
		if a.Start > b.Start {
			a, b = b, a
		}
		n := c.Locator.Paragraph
		p := []rune(paragraphs[n-1])
		if a.Start+a.Length >= b.Start || a.Hash == b.Hash || !unicode.IsUpper(p[a.Start]) || !unicode.IsUpper(p[b.Start]) {
			continue
		}
		changed := slices.Clone(paragraphs)
		changed[n-1] = string(p[:a.Start]) + string(p[b.Start:b.Start+b.Length]) + string(p[a.Start+a.Length:b.Start]) +
			string(p[a.Start:a.Start+a.Length]) + string(p[b.Start+b.Length:])
		return lines(changed), func(l kb.Locator) bool {
			touches := func(m kb.Mention) bool { return l.Start < m.Start+m.Length && m.Start < l.Start+l.Length }
			return l.Paragraph == n && (touches(a) || touches(b))
		}
	}
	return "", nil
}

func TestFaultsInADocumentAreTold(t *testing.T) {
	dir := articles(t)
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		testFaultsInADocument(t, dir, newPlace(t))
	})
}

func testFaultsInADocument(t *testing.T, dir string, p place) {
	p.load(t, "--seed", "--collection", "nso-articles")
	claims := map[kb.ID][]*kb.Claim{}
	st := p.open(t)
	for _, c := range all(t, st.Claims().Scan(t.Context(), nil)) {
		claims[c.Source] = append(claims[c.Source], c)
	}
	sources := all(t, st.Sources().Scan(t.Context(), nil))
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			for _, s := range sources {
				if s.FileName == "" {
					continue
				}
				content, err := os.ReadFile(filepath.Join(dir, s.FileName))
				if err != nil {
					t.Fatal(err)
				}
				planted, hit := f.plant(text.Paragraphs(string(content)), claims[s.ID])
				if hit == nil { // it is not possible in this one
					continue
				}
				copied := t.TempDir()
				if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(copied, s.FileName), []byte(planted), 0o600); err != nil {
					t.Fatal(err)
				}
				report, err := p.verify(t, copied)
				if err == nil || !strings.Contains(err.Error(), "failed: their documents do not bear them out") {
					t.Errorf("it ended with %v", err)
				}
				checkFault(t, f, report, s, claims[s.ID], hit)
				return
			}
			t.Error("no document lets it be planted")
		})
	}
}

// checkFault checks that those claims of the source failed which the fault hits, with
// its status but for a few: whether words have changed or are gone is at times
// only guessed from what is left around them.
func checkFault(t *testing.T, f fault, report *verifyReport, s *kb.Source, claims []*kb.Claim, hit func(kb.Locator) bool) {
	t.Helper()
	findings := map[kb.ID]finding{}
	for _, of := range report.Sources {
		if of.Source != s.ID && len(of.Findings) > 0 {
			t.Errorf("%s has findings, and its document is as it was", of.Source)
		}
		for _, found := range of.Findings {
			findings[found.Claim] = found
		}
	}
	failed, asWanted := 0, 0
	for _, c := range claims {
		found := findings[c.ID]
		switch {
		case c.Locator.Hash == "":
		case !hit(c.Locator) && found.Status.Failed():
			t.Errorf("%s in paragraph %d is told as %s, and nothing happened to it: %s", c.ID, c.Locator.Paragraph, found.Status, found.Reason)
		case !hit(c.Locator):
		case found.Status != kb.VerificationChanged && found.Status != kb.VerificationMissing, found.Paragraph != c.Locator.Paragraph:
			t.Errorf("%s in paragraph %d is told as %q in paragraph %d: %s", c.ID, c.Locator.Paragraph, found.Status, found.Paragraph, found.Reason)
		default:
			failed++
			if found.Status == f.status && strings.Contains(found.Reason, f.reason) {
				asWanted++
			}
		}
	}
	if failed == 0 || failed != report.failed() {
		t.Errorf("%d claims were hit and failed, of %d that failed", failed, report.failed())
	}
	if asWanted*4 < failed*3 {
		t.Errorf("%d of %d are told as %s: %s", asWanted, failed, f.status, f.reason)
	}
}

const purchase = `collection: harbour
entities:
  - {id: acme, kind: company, name: Acme}
  - {id: depot, kind: company, name: Depot}
sources:
  - {id: "source:news", kind: ARTICLE, fileName: news.txt}
relations:
  - from: acme
    type: OWNS
    to: depot
    claims:
      - source: source:news
        at: {paragraph: 1, start: 0, length: 54, hash: 09e59d82db180411}
        mentions:
          - {of: FROM, start: 0, length: 4, hash: 37036cd8f9746d33}
          - {of: TO, start: 19, length: 5, hash: f830ee28b781450c}
        statement: Acme has bought Depot.
`

// written is a folder with one file.
func written(t *testing.T, name, content string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What was found is kept until the claim or its document changes, or another copy
// says otherwise. A folder that lacks the document takes nothing back.
func TestResultsAreKept(t *testing.T) {
	same := written(t, "news.txt", "Acme bought all of Depot in May, for 12 million euros.")
	changed := written(t, "news.txt", "Acme bought most of Depot in May, for 12 million euros.")
	none := written(t, "notes.txt", "Nothing is said here of any purchase.")
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		p := newPlace(t)
		p.load(t, written(t, "news.yaml", purchase))
		st := p.open(t)
		version := func() int64 {
			t.Helper()
			n, err := st.Version(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		kept := func(status kb.VerificationStatus, reason string) {
			t.Helper()
			for _, c := range all(t, st.Claims().Scan(t.Context(), nil)) {
				if v := c.Verification; v.Status != status || v.Reason != reason || v.CheckedAt.IsZero() != (status == "") {
					t.Errorf("kept is %+v, want %s: %s", v, status, reason)
				}
			}
		}
		p.verify(t, none)
		kept(kb.VerificationNotHeld, "no document here is that of source:news")
		p.verify(t, same)
		kept(kb.VerificationExact, "")
		before := version()
		p.verify(t, same)
		if version() != before {
			t.Error("the version rises, and nothing is new")
		}
		p.verify(t, none)
		kept(kb.VerificationExact, "")
		p.verify(t, changed)
		kept(kb.VerificationChanged, "paragraph 1 of news.txt has other words now")
		p.load(t, "--replace", written(t, "news.yaml", strings.Replace(purchase, "Acme has bought", "Acme bought", 1)))
		kept("", "")
		p.verify(t, same)
		kept(kb.VerificationExact, "")
		p.load(t, "--replace", written(t, "news.yaml", strings.Replace(purchase, "fileName", "fingerprint: "+strings.Repeat("0", 64)+", fileName", 1)))
		kept("", "")
	})
}

// interrupting is Ctrl-C at the time when results are kept.
type interrupting struct {
	kb.Writer
	interrupt func()
}

func (i interrupting) Verify(ctx context.Context, results map[kb.ID]kb.Verification) (int64, error) {
	i.interrupt()
	return i.Writer.Verify(ctx, results)
}

// What an interrupted verify tells is kept, and nothing else is.
func TestInterruptedVerify(t *testing.T) {
	const sources = kb.MaxFilterList + 1 // more than a batch
	file := strings.Builder{}
	file.WriteString("collection: harbour\nentities:\n  - {id: depot, kind: company, name: Depot}\nsources:\n")
	for i := range sources {
		fmt.Fprintf(&file, "  - {id: \"source:news-%d\", kind: ARTICLE}\n", i)
	}
	file.WriteString("properties:\n  - entity: depot\n    key: alias\n    value: The Depot\n    claims:\n")
	for i := range sources {
		fmt.Fprintf(&file, "      - {source: \"source:news-%d\", at: {paragraph: 1, start: 0, length: 54, hash: 09e59d82db180411}, statement: It is called so.}\n", i)
	}
	p := inFile(t)
	p.load(t, written(t, "news.yaml", file.String()))
	st := p.open(t)

	ctx, interrupt := context.WithCancel(t.Context())
	counted, err := sourcesToVerify(ctx, st, "")
	if err != nil {
		t.Fatal(err)
	}
	library := &documents.Library{}
	report := newVerifyReport("nowhere", library, true)
	v := verifier{store: st, keep: interrupting{st, interrupt}, library: library, report: report}
	failed := v.verify(ctx, counted, newProgram(os.Getenv, io.Discard, io.Discard).progress())
	if !errors.Is(failed, context.Canceled) || report.Complete {
		t.Errorf("it ended with %v, complete: %v", failed, report.Complete)
	}
	if err := report.outcome(failed); err == nil || err.Error() != "interrupted; what is told was checked, and the rest was not" {
		t.Errorf("it says %v", err)
	}
	kept := 0
	for _, c := range all(t, st.Claims().Scan(t.Context(), nil)) {
		if c.Verification.Status == kb.VerificationNotHeld {
			kept++
		}
	}
	if told := report.Claims[kb.VerificationNotHeld]; kept != kb.MaxFilterList || told != kept {
		t.Errorf("%d are kept, %d are told, want %d", kept, told, kb.MaxFilterList)
	}
	var out bytes.Buffer
	if err := report.print(&out); err != nil || !strings.Contains(out.String(), "  480 more sources; --json names them\n") {
		t.Errorf("%v\n%s", err, &out)
	}
}
