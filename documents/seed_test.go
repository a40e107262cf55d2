package documents_test

import (
	"bytes"
	"context"
	"os"
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

func open(t *testing.T, dir string) *documents.Library {
	t.Helper()
	library, err := documents.Folder(context.Background(), dir)
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
