package documents_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"actorgraph/documents"
	"actorgraph/kb"
)

func sharedTexts(t testing.TB, texts ...*documents.Text) []documents.Shared {
	t.Helper()
	found, err := documents.SharedTexts(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// between are the pairs of found that count, or else those that are possible, by the
// names of their texts.
func between(found []documents.Shared, possible bool) []string {
	var out []string
	for _, s := range found {
		if s.Possible == possible {
			out = append(out, s.A.Name()+" "+s.B.Name())
		}
	}
	return out
}

// named are texts of which no claims are known.
func named(t testing.TB, contents map[string]string) []*documents.Text {
	t.Helper()
	var out []*documents.Text
	for _, name := range slices.Sorted(keys(contents)) {
		out = append(out, &documents.Text{Source: &kb.Source{ID: kb.ID("source:" + name)}, Document: plain(t, name, contents[name])})
	}
	return out
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// prose is n invented words, the same for the same seed.
func prose(seed uint64, n int) string {
	random := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for i := range n {
		switch {
		case i > 0 && i%60 == 0:
			b.WriteString(".\n")
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(invented(random))
	}
	return b.String() + "."
}

// How often planted pairs are found, and pairs that share nothing are taken to.
// go test -v prints the figures that docs/shared-texts.md gives.
func TestHowOftenItFails(t *testing.T) {
	const always, never = 1, 0
	for _, missed := range []float64{0, 0.1, 0.2} {
		of, found, possible := map[string]int{}, map[string]int{}, map[string]int{}
		var sorts []string
		for _, p := range plantedPairs(t, missed) {
			if of[p.sort] == 0 {
				sorts = append(sorts, p.sort)
			}
			of[p.sort]++
			shared := sharedTexts(t, p.a, p.b)
			possible[p.sort] += len(between(shared, true))
			found[p.sort] += len(between(shared, false))
		}
		rate := map[string]float64{}
		for _, sort := range sorts {
			rate[sort] = float64(found[sort]) / float64(of[sort])
			t.Logf("readers miss %2.0f%% of the facts: %-50s %3d pairs, %5.1f%% found, %5.1f%% possible", 100*missed, sort, of[sort],
				100*rate[sort], 100*float64(possible[sort])/float64(of[sort]))
		}
		for sort, least := range map[string]float64{
			"copy, 5% of the words changed": always, "copy, 10% of the words changed": always, "copy, 20% of the words changed": always,
			"copy, cut to the first half": always, "copy, paragraphs in another order": always, "copy, as part of a longer text": always,
			"translation": []float64{always, 0.9, 0.6}[int(10*missed)], "digest of a translation": []float64{always, 0.4, 0.1}[int(10*missed)],
		} {
			if rate[sort] < least {
				t.Errorf("readers miss %.1f: %s is found in %.3f of the pairs, want %.2f at least", missed, sort, rate[sort], least)
			}
		}
		for sort, most := range map[string]float64{
			"told independently": never, "told independently, in another language": never, "told independently, but in the same order": never,
			"two reports of one statement": never, "two reports of one statement, in two languages": never,
			"told independently, around one passage": 0.25, // of the shortest texts it is a fourth
		} {
			if rate[sort] > most {
				t.Errorf("readers miss %.1f: %s is found in %.3f of the pairs, want %.2f at most", missed, sort, rate[sort], most)
			}
		}
	}
}

// What other thresholds would do.
func TestThresholds(t *testing.T) {
	for _, missed := range []float64{0, 0.1, 0.2} {
		measures := map[string][]documents.Measures{}
		for _, p := range plantedPairs(t, missed) {
			measures[p.sort] = append(measures[p.sort], documents.Measure(p.a, p.b))
		}
		share := func(sort string, passes func(documents.Measures) bool) float64 {
			n := 0
			for _, m := range measures[sort] {
				if passes(m) {
					n++
				}
			}
			return 100 * float64(n) / float64(len(measures[sort]))
		}
		for _, least := range []float64{0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50} {
			row := ""
			for _, sort := range []string{"copy, 20% of the words changed", "copy, 30% of the words changed", "copy, 40% of the words changed", "copy, 50% of the words changed", "told independently, around one passage", "told independently"} {
				row += fmt.Sprintf(" %5.1f", share(sort, func(m documents.Measures) bool { return m.Words >= least }))
			}
			if missed == 0 {
				t.Logf("words %.2f:%s", least, row)
			}
		}
		for _, least := range []float64{0.5, 0.6, 0.7, 0.75, 0.8, 0.9} {
			row := ""
			for _, sort := range []string{"translation", "digest of a translation", "told independently", "two reports of one statement", "told independently, but in the same order"} {
				row += fmt.Sprintf(" %5.1f", share(sort, func(m documents.Measures) bool { return m.Facts >= least && m.Chain >= 7 && m.Chance <= 0.01 }))
			}
			t.Logf("readers miss %2.0f%%, order %.2f:%s", 100*missed, least, row)
		}
		most := 0.0
		for _, m := range measures["told independently"] {
			most = max(most, m.Words)
		}
		if most >= 0.05 {
			t.Errorf("independent tellings share %.3f of their words, which is as much as is asked besides the order", most)
		}
	}
}

// theArticles are those of the seed. Where they are not held, the tests are skipped.
func theArticles(t *testing.T) (texts []*documents.Text, sources []*kb.Source) {
	t.Helper()
	if os.Getenv("ACTORGRAPH_DOCUMENTS") == "" && os.Getenv("CI") != "" {
		t.Fatal("ACTORGRAPH_DOCUMENTS does not name the folder with the documents, and CI needs them")
	}
	library := articles(t)
	sources, claims := theSeed(t)
	for _, s := range sources {
		var of []*kb.Claim
		for _, c := range claims[s.ID] {
			of = append(of, c.Claim)
		}
		c, err := library.Copy(t.Context(), s, of)
		if err != nil {
			t.Fatal(err)
		}
		if c.Document != nil {
			texts = append(texts, &documents.Text{Source: s, Document: c.Document, Claims: of})
		}
	}
	if len(texts) != 5 {
		t.Fatalf("%d articles are held, want 5", len(texts))
	}
	return texts, sources
}

// Two readers, apart, found the same: two of the five articles certainly share a
// text, two others perhaps, of which the wording doesn't show it.
func TestTheArticlesAreFoundAsReadersFindThem(t *testing.T) {
	texts, _ := theArticles(t)
	found := sharedTexts(t, texts...)
	for i, a := range texts {
		for _, b := range texts[i+1:] {
			t.Logf("%s %s: %+v", a.Source.FileName[:3], b.Source.FileName[:3], documents.Measure(a, b))
		}
	}
	if got, want := between(found, false), []string{"source:tech-news-space-2021-11 source:uk-time-news-2021-11"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if got := between(found, true); len(got) > 0 {
		t.Errorf("%q are possible, want none", got)
	}
	if len(found) > 0 {
		t.Log(found[0].How, found[0].Evidence())
	}
}

// By the order alone, without the words, it is possible and no more.
func TestTheArticlesWithoutTheirWords(t *testing.T) {
	texts, _ := theArticles(t)
	for _, s := range texts {
		s.Document = nil
	}
	found := sharedTexts(t, texts...)
	if got, want := between(found, true), []string{"source:tech-news-space-2021-11 source:uk-time-news-2021-11"}; len(found) != 1 || !slices.Equal(got, want) {
		t.Errorf("possible are %q of %d, want %q alone", got, len(found), want)
	}
}

func TestWhatMakesNoFamily(t *testing.T) {
	t.Run("a speech that both quote", func(t *testing.T) {
		speech := strings.ReplaceAll(prose(1, 150), "\n", " ")
		a, b := prose(2, 200), prose(3, 200)
		quoted := map[string]string{"a": a + "\n“" + speech + "”", "b": b + "\n\"" + speech + "\""}
		if found := sharedTexts(t, named(t, quoted)...); len(found) > 0 {
			t.Errorf("found %s", found[0].Evidence())
		}
		printed := map[string]string{"a": a + "\n" + speech, "b": b + "\n" + speech}
		if len(between(sharedTexts(t, named(t, printed)...), false)) != 1 {
			t.Error("the same words without quotation marks were not found, so this shows nothing")
		}
	})
	t.Run("the frame of a site's pages", func(t *testing.T) {
		frame := prose(1, 90)
		pages := map[string]string{}
		for i := range 8 {
			pages[fmt.Sprint("page-", i)] = frame + "\n" + prose(uint64(10+i), 150)
		}
		if found := sharedTexts(t, named(t, pages)...); len(found) > 0 {
			t.Errorf("found %d pairs, such as %s", len(found), found[0].Evidence())
		}
	})
	t.Run("a form for comments", func(t *testing.T) {
		form := "\nLeave a reply\nYour address will not be shown. Fields with a star have to be filled in. Save my name in this browser for next time."
		a := map[string]string{"a": prose(1, 400) + form, "b": prose(2, 400) + form}
		if found := sharedTexts(t, named(t, a)...); len(found) > 0 {
			t.Errorf("found %s", found[0].Evidence())
		}
	})
	t.Run("pages that were not found", func(t *testing.T) {
		page := "Error 404\nThe page that you asked for is not here. Go back to the front page."
		if found := sharedTexts(t, named(t, map[string]string{"a": page, "b": page})...); len(found) > 0 {
			t.Errorf("found %s", found[0].Evidence())
		}
	})
	t.Run("texts of a few words", func(t *testing.T) {
		if found := sharedTexts(t, named(t, map[string]string{"a": "To be continued on the next page", "b": "To be continued on the next page"})...); len(found) > 0 {
			t.Errorf("found %s", found[0].Evidence())
		}
	})
}

// An agency's text that all documents of the folder carry is not their frame.
func TestManyCopiesOfOneText(t *testing.T) {
	outlets := map[string]string{}
	wire := prose(1, 300)
	for i := range 9 {
		outlets[fmt.Sprint("outlet-", i)] = prose(uint64(10+i), 40) + "\n" + wire
	}
	if found := between(sharedTexts(t, named(t, outlets)...), false); len(found) != 9*8/2 {
		t.Errorf("%d pairs are found, want all 36", len(found))
	}
}

// A document is that of one source, and if that can't be told, of none.
func TestWhoseTextADocumentIs(t *testing.T) {
	library := &documents.Library{Documents: []*documents.Document{plain(t, "one", prose(1, 100)), plain(t, "two", prose(2, 100))}}
	one := library.Documents[0]
	held := func(name, method string) *documents.Text {
		return &documents.Text{Source: &kb.Source{ID: kb.ID("source:" + name)}, Document: one, Method: method, Claims: []*kb.Claim{{}}}
	}
	for _, row := range []struct {
		what string
		of   []*documents.Text
		want []string // which are of the first document
	}{
		{"one source", []*documents.Text{held("a", "content")}, []string{"source:a"}},
		{"the one that names it before the one whose words it holds", []*documents.Text{held("a", "content"), held("b", "file name")}, []string{"source:b"}},
		{"two whose words it holds", []*documents.Text{held("a", "content"), held("b", "content")}, nil},
		{"two that name it", []*documents.Text{held("a", "file name"), held("b", "file name")}, nil},
		{"two that were read in that very text", []*documents.Text{held("a", "fingerprint"), held("b", "fingerprint"), held("c", "file name")}, []string{"source:a", "source:b"}},
		{"nobody", nil, []string{"one.txt"}},
	} {
		texts := library.Texts(row.of)
		var got []string
		for _, text := range texts {
			if text.Document == one {
				got = append(got, text.Name())
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: it is the text of %q, want %q", row.what, got, row.want)
		}
		if want := max(1, len(row.of)) + 1; len(texts) != want {
			t.Errorf("%s: there are %d texts, want %d: each source's, and the document that is nobody's", row.what, len(texts), want)
		}
	}
	unknown := &documents.Text{Source: &kb.Source{ID: "source:cited"}}
	if texts := library.Texts([]*documents.Text{unknown}); slices.Contains(texts, unknown) {
		t.Error("a source without document and claims is compared")
	}
}

func TestWhereItShows(t *testing.T) {
	part := "the harbour office of Eastwick counts thirty-seven ships and nobody there knows to whom the oldest of them belongs or why she never sails"
	texts := named(t, map[string]string{
		"a": "Yesterday’s news\n" + "In March, " + part + ".",
		"b": "A quarrel: " + strings.ToUpper(part) + "!",
	})
	found := sharedTexts(t, texts...)
	if len(found) != 1 {
		t.Fatalf("%d pairs are found, want 1", len(found))
	}
	want := []documents.Passage{{
		A: documents.Span{Paragraph: 2, Start: 10, Length: len(part)}, B: documents.Span{Paragraph: 1, Start: 11, Length: len(part)}, Words: 25,
	}}
	if got := found[0].Passages; !slices.Equal(got, want) {
		t.Errorf("it shows in %v, want %v", got, want)
	}
	if got, want := found[0].Evidence(), "22 of the 24 runs of four words"; !strings.HasPrefix(got, want) {
		t.Errorf("the evidence is %q, want it to begin with %q", got, want)
	}
}

func TestTheOrderOfTexts(t *testing.T) {
	tales := theTales(t)
	random := rand.New(rand.NewPCG(1, 1))
	var texts []*documents.Text
	for _, story := range stories {
		for _, name := range []string{"text", "turned", "digest", "own", "own2"} {
			read := tales[story][name].text(t, random, 0)
			if name == "turned" || name == "digest" {
				read = inLanguage(read, "de")
			}
			texts = append(texts, read)
		}
	}
	want := says(sharedTexts(t, texts...))
	if len(want) < 12 {
		t.Fatalf("%d pairs are found, want the translation and the digest of each story at least", len(want))
	}
	for range 3 {
		random.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
		if got := says(sharedTexts(t, texts...)); !slices.Equal(got, want) {
			t.Errorf("in another order of the texts, found is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// says puts what was found into words, the names of each pair sorted.
func says(found []documents.Shared) []string {
	var out []string
	for _, s := range found {
		out = append(out, fmt.Sprint(min(s.A.Name(), s.B.Name()), " ", max(s.A.Name(), s.B.Name()), " ", s.How, " ", s.Possible, " ", s.Evidence()))
	}
	slices.Sort(out)
	return out
}

func TestHostileTexts(t *testing.T) {
	long := strings.Repeat("word ", 1<<20)
	for what, contents := range map[string]map[string]string{
		"empty":                {"a": "", "b": "", "c": " \n"},
		"one word":             {"a": "word", "b": "words"},
		"one word repeated":    {"a": long, "b": long + "word"},
		"quotation marks":      {"a": strings.Repeat("\"", 1<<20), "b": strings.Repeat("\" a ", 1<<18)},
		"signs without spaces": {"a": strings.Repeat("日本", 1<<18), "b": strings.Repeat("ไทย", 1<<18)},
	} {
		begin := time.Now()
		if found := sharedTexts(t, named(t, contents)...); len(found) > 0 && what != "empty" {
			t.Errorf("%s: found %s", what, found[0].Evidence())
		}
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%s: it took %v", what, took)
		}
	}
}

func TestAFolderOfCopies(t *testing.T) {
	same := map[string]string{}
	for i := range 500 {
		same[fmt.Sprintf("copy-%04d", i)] = prose(1, 100)
	}
	if found := sharedTexts(t, named(t, same)...); len(found) != 499 {
		t.Errorf("%d pairs are found among 500 equal documents, want each with the first", len(found))
	}
	for name := range same {
		same[name] += " " + name
	}
	if _, err := documents.SharedTexts(context.Background(), named(t, same)); err == nil || !strings.Contains(err.Error(), "more than 100000 pairs") {
		t.Errorf("500 documents that are nearly equal: got the error %v", err)
	}
}

func TestComparingEndsWhenItIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	texts := named(t, map[string]string{"a": prose(1, 100), "b": prose(1, 101)})
	if _, err := documents.SharedTexts(ctx, texts); !errors.Is(err, context.Canceled) {
		t.Errorf("got the error %v", err)
	}
}

func BenchmarkSharedTexts(b *testing.B) {
	for _, n := range []int{250, 500, 1000, 2000} {
		var texts []*documents.Text
		for i := range n {
			content := prose(uint64(i), 1000)
			if i%10 == 1 { // one in ten is a copy of the one before, with an end of its own
				content = prose(uint64(i-1), 800) + "\n" + prose(uint64(i), 200)
			}
			d := plain(b, fmt.Sprint("d", i), content)
			texts = append(texts, &documents.Text{Document: d})
		}
		b.Run(fmt.Sprint(n, " documents of 1000 words"), func(b *testing.B) {
			for b.Loop() {
				if found := sharedTexts(b, texts...); len(found) != n/10 {
					b.Fatalf("%d pairs are found, want %d", len(found), n/10)
				}
			}
		})
	}
}
