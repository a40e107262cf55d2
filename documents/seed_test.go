package documents_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"actorgraph/documents"
	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/seed"
)

// told is a claim with the fact that it is on.
type told struct {
	*kb.Claim
	fact kb.Fact
}

// theSeed are the sources of the collection of articles, each with its claims.
func theSeed(t *testing.T) (sources []*kb.Source, claims map[kb.ID][]told) {
	t.Helper()
	claims = map[kb.ID][]told{}
	entries, err := seed.Files.ReadDir("nso-articles")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := seed.Files.ReadFile("nso-articles/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for record, err := range seedfile.Read(bytes.NewReader(content), e.Name()) {
			if err != nil {
				t.Fatal(err)
			}
			take(record, &sources, claims)
		}
	}
	return sources, claims
}

func take(record *loader.Record, sources *[]*kb.Source, claims map[kb.ID][]told) {
	if record.Source != nil {
		*sources = append(*sources, record.Source)
	}
	for _, c := range record.Claims {
		claims[c.Source] = append(claims[c.Source], told{c.Claim, record.Fact})
	}
}

// articles is the folder with the articles of the seed. The project holds none
// of their text.
func articles(t *testing.T) *documents.Library {
	t.Helper()
	dir := os.Getenv("ACTORGRAPH_DOCUMENTS")
	if dir == "" {
		t.Skip("ACTORGRAPH_DOCUMENTS does not name the folder with the documents")
	}
	return open(t, dir)
}

func unheard(int, int) {}

func open(t *testing.T, dir string) *documents.Library {
	t.Helper()
	library, err := documents.Folder(context.Background(), dir, unheard)
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// verify checks all claims of a source.
func verify(t *testing.T, library *documents.Library, source *kb.Source, claims []told) (*documents.Copy, []kb.Verification) {
	t.Helper()
	var all []*kb.Claim
	for _, c := range claims {
		all = append(all, c.Claim)
	}
	copied, err := library.Copy(context.Background(), source, all)
	if err != nil {
		t.Fatal(err)
	}
	var out []kb.Verification
	for _, c := range claims {
		out = append(out, copied.Verify(c.Claim, c.fact, time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)))
	}
	return copied, out
}

func TestEveryClaimOfTheSeedIsExact(t *testing.T) {
	library := articles(t)
	sources, claims := theSeed(t)
	checked := 0
	for _, s := range sources {
		_, verifications := verify(t, library, s, claims[s.ID])
		for i, v := range verifications {
			c := claims[s.ID][i]
			if c.Locator.Hash == "" {
				continue
			}
			checked++
			if v.Status != kb.VerificationExact || v.Method != "fingerprint" {
				t.Errorf("%s in paragraph %d of %s: %s by %s (%s)", c.fact.FactID(), c.Locator.Paragraph, s.FileName, v.Status, v.Method, v.Reason)
			}
		}
	}
	if checked < 600 {
		t.Errorf("%d claims were checked, which can't be all", checked)
	}
}

// paragraphsOf are those of the document of a source.
func paragraphsOf(t *testing.T, library *documents.Library, s *kb.Source) []string {
	t.Helper()
	for _, d := range library.Documents {
		if d.Name == s.FileName {
			return texts(d)
		}
	}
	t.Fatalf("no document %s", s.FileName)
	return nil
}

func TestClaimsOfTheSeedSurviveAnotherSetting(t *testing.T) {
	library := articles(t)
	sources, claims := theSeed(t)
	for _, s := range sources {
		if s.FileName == "" {
			continue
		}
		paragraphs := paragraphsOf(t, library, s)
		var lines []string
		for _, p := range paragraphs {
			lines = append(lines, wrap(p, 72)...)
		}
		for name, content := range map[string]string{
			"lines.txt": strings.Join(lines, "\n"),
			"page.html": page(paragraphs),
			"typed.txt": strings.NewReplacer("“", `"`, "”", `"`, "’", "'", "‘", "'", "—", "-", "–", "-").Replace(strings.Join(paragraphs, "\n")),
		} {
			for i, v := range statuses(t, s, claims[s.ID], name, content) {
				if l := claims[s.ID][i].Locator; l.Hash != "" && v.Status != kb.VerificationExact && v.Status != kb.VerificationMoved {
					t.Errorf("%s as %s, paragraph %d from %d: %s (%s)", s.FileName, name, l.Paragraph, l.Start, v.Status, v.Reason)
				}
			}
		}
	}
}

func TestFaultsPlantedInTheSeedAreFound(t *testing.T) {
	library := articles(t)
	sources, claims := theSeed(t)
	t.Run("another figure", func(t *testing.T) {
		planted := 0
		for _, s := range sources {
			others := slices.Clone(claims[s.ID])
			for i, c := range others {
				p, ok := c.fact.(*kb.Property)
				if !ok {
					continue
				}
				if q, ok := p.Value.(kb.QuantityValue); ok && q.Precision == kb.Exact && c.Modality != kb.Derived {
					others[i].fact = kb.NewProperty(p.Entity, p.Key, number(q.Min.Value+1), "")
					planted++
				}
			}
			_, verifications := verify(t, library, s, others)
			for i, v := range verifications {
				if want := kb.VerificationNotSupported; others[i].fact != claims[s.ID][i].fact && v.Status != want {
					t.Errorf("%s, paragraph %d: %s, want %s", s.FileName, others[i].Locator.Paragraph, v.Status, want)
				}
			}
		}
		if planted < 10 {
			t.Errorf("only %d figures were changed", planted)
		}
	})
	t.Run("the wrong paragraph", func(t *testing.T) {
		for _, s := range sources {
			others := slices.Clone(claims[s.ID])
			for i, c := range others {
				shifted := *c.Claim
				shifted.Locator.Paragraph++
				others[i].Claim = &shifted
			}
			_, verifications := verify(t, library, s, others)
			for i, v := range verifications {
				l := claims[s.ID][i].Locator
				there := fmt.Sprintf("the words stand in paragraph %d of %s, from character %d,", l.Paragraph, s.FileName, l.Start)
				if l.Hash != "" && (v.Status != kb.VerificationNotSupported || !strings.Contains(v.Reason, there)) {
					t.Errorf("%s, paragraph %d: %s (%s), want NOT_SUPPORTED: %s", s.FileName, l.Paragraph, v.Status, v.Reason, there)
				}
			}
		}
	})
	t.Run("a mention at the wrong position", func(t *testing.T) {
		for _, s := range sources {
			others := slices.Clone(claims[s.ID])
			for i, c := range others {
				shifted := *c.Claim
				shifted.Mentions = slices.Clone(c.Mentions)
				for j := range shifted.Mentions {
					shifted.Mentions[j].Start++
				}
				others[i].Claim = &shifted
			}
			_, verifications := verify(t, library, s, others)
			for i, v := range verifications {
				if want := kb.VerificationNotSupported; len(others[i].Mentions) > 0 && v.Status != want {
					t.Errorf("%s, paragraph %d: %s, want %s", s.FileName, others[i].Locator.Paragraph, v.Status, want)
				}
			}
		}
	})
	t.Run("a word left out of each paragraph", func(t *testing.T) {
		for _, s := range sources {
			if s.FileName == "" {
				continue
			}
			paragraphs := paragraphsOf(t, library, s)
			for n := range paragraphs {
				var of []told // the claims whose words are those of the whole paragraph or of its middle
				words := []rune(paragraphs[n])
				cut := len(words) / 2
				for cut < len(words) && words[cut] != ' ' {
					cut++
				}
				end := min(cut+1, len(words))
				for end < len(words) && words[end] != ' ' {
					end++
				}
				for _, c := range claims[s.ID] {
					if l := c.Locator; l.Hash != "" && l.Paragraph == n+1 && l.Start < cut && l.Start+l.Length > end {
						of = append(of, c)
					}
				}
				if len(of) == 0 {
					continue
				}
				changed := slices.Clone(paragraphs)
				changed[n] = string(words[:cut]) + string(words[end:])
				dir := t.TempDir()
				write(t, dir, s.FileName, []byte(strings.Join(changed, "\n")))
				all := claims[s.ID]
				_, verifications := verify(t, open(t, dir), s, all)
				for i, v := range verifications {
					if slices.Contains(of, all[i]) && !v.Status.Failed() {
						t.Errorf("%s, paragraph %d: %s", s.FileName, n+1, v.Status)
					}
				}
			}
		}
	})
}
