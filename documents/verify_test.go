package documents_test

import (
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"actorgraph/documents"
	"actorgraph/kb"
	"actorgraph/text"
)

// register is the document of these tests. Everything in it is invented.
const register = `The ships of Eastwick

The harbour office counts 37 ships in “Eastwick”, and sixty-five in Northwick — more than ever.

Tallow Brothers sold the Gannet to Marsh Lines in 2003 for $1.2 million, the office’s clerk said.

Marsh Lines did not pay the harbour dues for two years.

The Gannet’s crew of eleven left for Northwick, where Tallow Brothers keep a warehouse.

Insurers value the whole fleet at about 500 million pounds.
`

const registerSource = kb.ID("source:register")

// words are some of a paragraph's, and a mention in them.
type words struct {
	paragraph int
	words     string
	mentions  []string
	value     kb.Value // of the property that they tell of, if any
}

// readings are what was read in the register.
var readings = []words{
	{1, "The ships of Eastwick", []string{"Eastwick"}, nil},
	{2, "The harbour office counts 37 ships in “Eastwick”", []string{"harbour office", "Eastwick"}, number(37)},
	{2, "sixty-five in Northwick", []string{"Northwick"}, number(65)},
	{3, "Tallow Brothers sold the Gannet to Marsh Lines in 2003 for $1.2 million", []string{"Tallow Brothers", "Marsh Lines"}, number(1.2e6)},
	{3, "the office’s clerk said", nil, nil},
	{4, "Marsh Lines did not pay the harbour dues for two years", []string{"Marsh Lines", "harbour"}, nil},
	{5, "The Gannet’s crew of eleven left for Northwick", []string{"Gannet", "crew", "Northwick"}, number(11)},
	{5, "Tallow Brothers keep a warehouse", []string{"Tallow Brothers"}, nil},
	{6, "Insurers value the whole fleet at about 500 million pounds", []string{"Insurers", "fleet"}, number(5e8)},
}

func number(n float64) kb.Value {
	return kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(n), Max: kb.Num(n), Precision: kb.Exact}}
}

func theRegister() *kb.Source {
	return &kb.Source{ID: registerSource, FileName: "register.txt", Fingerprint: text.Fingerprint(register)}
}

// theClaims makes a claim of each of readings.
func theClaims(t *testing.T) []told {
	t.Helper()
	var out []told
	for i, w := range readings {
		l, ok := locate(w.paragraph, w.words)
		if !ok {
			t.Fatalf("%q is not in paragraph %d", w.words, w.paragraph)
		}
		c := &kb.Claim{Source: registerSource, Locator: l, Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit}
		for _, m := range w.mentions {
			at, ok := locate(w.paragraph, m)
			if !ok {
				t.Fatalf("%q is not in paragraph %d", m, w.paragraph)
			}
			c.Mentions = append(c.Mentions, kb.Mention{Of: kb.MentionFrom, Start: at.Start, Length: at.Length, Hash: at.Hash})
		}
		fact := kb.NewProperty(kb.ID(fmt.Sprint("thing-", i)), "size", w.value, "")
		out = append(out, told{c, fact})
	}
	return out
}

// locate is where words stand in a paragraph of the register.
func locate(paragraph int, words string) (kb.Locator, bool) {
	p := text.Paragraphs(register)[paragraph-1]
	at := strings.Index(p, words)
	if at < 0 {
		return kb.Locator{}, false
	}
	return kb.Locator{Paragraph: paragraph, Part: kb.PartBody, Start: len([]rune(p[:at])), Length: len([]rune(words)), Hash: text.Hash(words)}, true
}

// statuses are those of the claims when the register is the given file.
func statuses(t *testing.T, source *kb.Source, claims []told, name, content string) []kb.Verification {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, name, []byte(content))
	_, out := verify(t, open(t, dir), source, claims)
	return out
}

func TestDocumentAsItWasRead(t *testing.T) {
	for what, content := range map[string]string{
		"the same bytes":         register,
		"line ends of Windows":   strings.ReplaceAll(register, "\n", "\r\n"),
		"composed another way":   strings.ReplaceAll(register, "é", "e\u0301"),
		"without blank lines":    strings.ReplaceAll(register, "\n\n", "\n"),
		"with a byte order mark": "\uFEFF" + register,
	} {
		for i, v := range statuses(t, theRegister(), theClaims(t), "any.txt", content) {
			if v.Status != kb.VerificationExact || v.Reason != "" || v.Method != "fingerprint" || v.CheckedAt.IsZero() {
				t.Errorf("%s: %q: %+v", what, readings[i].words, v)
			}
		}
	}
}

func page(paragraphs []string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><meta charset=utf-8><title>Eastwick</title><script>var x = '<p>';</script></head><body><nav>Home</nav>")
	for _, p := range paragraphs {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
	}
	b.WriteString("<footer>All rights reserved</footer></body></html>")
	return b.String()
}

// wrap breaks lines after at most so many characters.
func wrap(paragraph string, width int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(paragraph) {
		if len(line)+1+len(w) > width && line != "" {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}

func wrapped(width int) []string {
	var lines []string
	for _, p := range text.Paragraphs(register) {
		lines = append(lines, wrap(p, width)...)
	}
	return lines
}

func latin(s string) string { // what Helvetica in a PDF has without more ado
	return strings.NewReplacer("“", `"`, "”", `"`, "’", "'", "—", "-").Replace(s)
}

func TestDocumentThatWasSetAnew(t *testing.T) {
	paragraphs := text.Paragraphs(register)
	turned := slices.Clone(paragraphs)
	slices.Reverse(turned)
	for what, file := range map[string]struct{ name, content string }{
		"straight quotes":         {"register.txt", strings.NewReplacer("“", `"`, "”", `"`, "’", "'").Replace(register)},
		"other quotes and dashes": {"register.txt", strings.NewReplacer("“", "«", "”", "»", "’", "ʼ", "—", "–", "-", "\u2011").Replace(register)},
		"more white space":        {"register.txt", strings.ReplaceAll(register, " ", "\u00A0 ")},
		"soft hyphens":            {"register.txt", strings.ReplaceAll(register, "or", "o\u00ADr")},
		"ligatures":               {"register.txt", strings.NewReplacer("ffi", "ﬃ", "fl", "ﬂ").Replace(register)},
		"paragraphs turned round": {"register.txt", strings.Join(turned, "\n")},
		"a paragraph added":       {"register.txt", "A new beginning.\n" + register},
		"lines broken":            {"register.txt", strings.Join(wrapped(30), "\n")},
		"one line":                {"register.txt", strings.Join(paragraphs, " ")},
		"as HTML":                 {"register.html", page(paragraphs)},
		"under another name":      {"other.txt", "A new beginning.\n" + register},
	} {
		t.Run(what, func(t *testing.T) {
			for i, v := range statuses(t, theRegister(), theClaims(t), file.name, file.content) {
				if v.Status != kb.VerificationExact && v.Status != kb.VerificationMoved {
					t.Errorf("%q: %+v", readings[i].words, v)
				}
			}
		})
	}
}

// A hyphen at the end of a line of a PDF may be one that the word has, or not.
func TestDocumentAsPDF(t *testing.T) {
	lines := strings.Split(latin(strings.Join(wrapped(60), "\n")), "\n")
	all := strings.Join(lines, "\n")
	all = strings.Replace(all, "sixty-five", "sixty-\nfive", 1)
	all = strings.Replace(all, "warehouse", "ware-\nhouse", 1)
	for i, v := range statuses(t, theRegister(), theClaims(t), "register.pdf", string(makePDF(strings.Split(all, "\n")))) {
		if v.Status.Failed() {
			t.Errorf("%q: %+v", readings[i].words, v)
		}
	}
}

func TestFaultsInDocuments(t *testing.T) {
	const (
		exact, moved, notHeld = kb.VerificationExact, kb.VerificationMoved, kb.VerificationNotHeld
		changed, missing      = kb.VerificationChanged, kb.VerificationMissing
	)
	type expected map[int]kb.VerificationStatus // by reading; the others are EXACT
	all := func(s kb.VerificationStatus) expected {
		m := expected{}
		for i := range readings {
			m[i] = s
		}
		return m
	}
	replace := func(old, new string) string {
		if strings.Count(register, old) != 1 {
			t.Fatalf("%q is not once in the register", old)
		}
		return strings.Replace(register, old, new, 1)
	}
	for what, row := range map[string]struct {
		content string
		want    expected
	}{
		"a changed figure":            {replace("37 ships", "39 ships"), expected{1: changed}},
		"a changed figure in words":   {replace("sixty-five", "fifty-five"), expected{2: changed}},
		"a changed unit":              {replace("500 million", "500 billion"), expected{8: changed}},
		"a dropped negation":          {replace("did not pay", "did pay"), expected{5: changed}},
		"an added negation":           {replace("crew of eleven left", "crew of eleven never left"), expected{6: changed, 7: moved}},
		"swapped names":               {replace("Tallow Brothers sold the Gannet to Marsh Lines", "Marsh Lines sold the Gannet to Tallow Brothers"), expected{3: changed}},
		"another name":                {replace("Insurers value", "Brokers value"), expected{8: changed}},
		"a removed paragraph":         {replace("Marsh Lines did not pay the harbour dues for two years.\n", ""), expected{5: missing, 6: moved, 7: moved, 8: moved}},
		"the first paragraph removed": {replace("The ships of Eastwick\n\n", ""), expected{0: missing, 1: moved, 2: moved, 3: moved, 4: moved, 5: moved, 6: moved, 7: moved, 8: moved}},
		"the last paragraph removed":  {replace("Insurers value the whole fleet at about 500 million pounds.\n", ""), expected{8: missing}},
		// Of what was cut off nothing tells that its paragraph is still there.
		"a truncated file":        {register[:strings.Index(register, "left for Northwick")], expected{6: changed, 7: missing, 8: missing}},
		"a replaced document":     {"A recipe for plum jam.\n\nTake ten plums and as much sugar.\n", all(missing)},
		"an empty file":           {"", all(missing)},
		"bytes that are not text": {"\x00\x01\x02\xFF" + register, all(missing)},
		"another encoding":        {strings.NewReplacer("“", "\x93", "”", "\x94", "’", "\x92", "—", "\x97").Replace(register), all(missing)},
	} {
		t.Run(what, func(t *testing.T) {
			for i, v := range statuses(t, theRegister(), theClaims(t), "register.txt", row.content) {
				want, ok := row.want[i]
				if !ok {
					want = exact
				}
				if v.Status != want {
					t.Errorf("%q: %s (%s), want %s", readings[i].words, v.Status, v.Reason, want)
				}
				if (v.Status == exact) != (v.Reason == "") {
					t.Errorf("%q: %s with the reason %q", readings[i].words, v.Status, v.Reason)
				}
			}
		})
	}
	t.Run("no document", func(t *testing.T) {
		for _, v := range statuses(t, theRegister(), theClaims(t), "jam.txt", "A recipe for plum jam.\n") {
			if v.Status != notHeld || v.Method != "" || v.Reason == "" {
				t.Errorf("got %+v", v)
			}
		}
	})
}

// Each fault is put into the claim of one reading. The document is as it was read,
// so that whatever does not fit is the claim's.
func TestFaultsInClaims(t *testing.T) {
	size := func(n float64) func(*told) {
		return func(c *told) { c.fact = kb.NewProperty("thing", "size", number(n), "") }
	}
	for _, row := range []struct {
		what   string
		of     int // which of readings
		fault  func(c *told)
		reason string // what stands in it
	}{
		{"another figure", 1, size(38), "the number 38"},
		{"another figure in words", 2, size(56), "the number 56"},
		{"a figure a thousand times as large", 3, size(1.2e9), "the number 1200000000"},
		{"a figure without its multiplier", 8, size(500), "the number 500"},
		{"another figure as a qualifier", 1, func(c *told) {
			c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierCount, Value: number(38)}}
		}, "the number 38"},
		{"the wrong paragraph", 5, func(c *told) { c.Locator.Paragraph = 5 },
			"the words stand in paragraph 4 of register.txt, from character 0, not in paragraph 5 from character 0; the document is the one that was read"},
		{"a paragraph that is not there", 5, func(c *told) { c.Locator.Paragraph = 50 },
			"the words stand in paragraph 4 of register.txt, from character 0, not in paragraph 50"},
		{"the wrong paragraph, and another figure", 1, func(c *told) { size(38)(c); c.Locator.Paragraph = 3 }, "the words stand in paragraph 2"},
		{"the wrong position", 4, func(c *told) { c.Locator.Start++ }, "the words stand in paragraph 3"},
		{"the wrong hash", 5, func(c *told) { c.Locator.Hash = text.Hash("Marsh Lines paid") }, "paragraph 4 of register.txt has other words; the document is the one that was read"},
		{"the wrong hash, and no such paragraph", 5, func(c *told) { c.Locator.Paragraph, c.Locator.Hash = 7, text.Hash("Marsh Lines paid") },
			"register.txt has no paragraph 7; the document is the one that was read"},
		{"a mention at the wrong position", 5, func(c *told) { c.Mentions[0].Start++ }, "the mention of FROM is not there"},
		{"a mention of other words", 5, func(c *told) { c.Mentions[0].Hash = text.Hash("Tallow Brothers") }, "the mention of FROM is not there"},
		{"a mention outside of the words", 7, func(c *told) {
			at, _ := locate(5, "Gannet")
			c.Mentions = []kb.Mention{{Of: kb.MentionTo, Start: at.Start, Length: at.Length, Hash: at.Hash}}
		}, "the mention of TO lies outside"},
	} {
		t.Run(row.what, func(t *testing.T) {
			claims := theClaims(t)
			row.fault(&claims[row.of])
			for i, v := range statuses(t, theRegister(), claims, "register.txt", register) {
				switch {
				case i != row.of:
					if v.Status != kb.VerificationExact || v.Reason != "" {
						t.Errorf("%q: %s (%s), and nothing is wrong with it", readings[i].words, v.Status, v.Reason)
					}
				case v.Status != kb.VerificationNotSupported || v.Method != "fingerprint" || !strings.Contains(v.Reason, row.reason):
					t.Errorf("%q: %s by %s (%s), want NOT_SUPPORTED: %s", readings[i].words, v.Status, v.Method, v.Reason, row.reason)
				}
			}
		})
	}
}

// A claim may name the wrong place only where nothing else explains it: not in a
// document that is another than the one that was read, or of which nobody knows.
func TestWordsElsewhereInAnotherDocument(t *testing.T) {
	unknown := theRegister()
	unknown.Fingerprint = ""
	for what, row := range map[string]struct {
		source  *kb.Source
		content string
	}{
		"it has one sentence more": {theRegister(), register + "It rained.\n"},
		"it was never told apart":  {unknown, register},
	} {
		claims := theClaims(t)
		claims[5].Locator.Paragraph = 5
		if v := statuses(t, row.source, claims, "register.txt", row.content)[5]; v.Status != kb.VerificationMoved || v.Method != "file name" {
			t.Errorf("%s: %+v, want MOVED", what, v)
		}
	}
}

func TestNumbersThatAreNotAskedFor(t *testing.T) {
	for what, change := range map[string]func(*told){
		"worked out":              func(c *told) { c.Modality = kb.Derived },
		"read in":                 func(c *told) { c.Reading = kb.Inferred },
		"denied":                  func(c *told) { c.Stance = kb.Denies },
		"bounds put around it":    func(c *told) { c.fact = size(kb.Quantity{Min: kb.Num(36), Max: kb.Num(38), Precision: kb.About}) },
		"bounds of what is vague": func(c *told) { c.fact = size(kb.Quantity{Min: kb.Num(30), Precision: kb.Vague, Words: "dozens"}) },
	} {
		claims := theClaims(t)
		claims[1].fact = size(kb.Quantity{Min: kb.Num(38), Max: kb.Num(38), Precision: kb.Exact})
		change(&claims[1])
		if v := statuses(t, theRegister(), claims, "register.txt", register)[1]; v.Status != kb.VerificationExact {
			t.Errorf("%s: %+v", what, v)
		}
	}
	claims := theClaims(t)
	claims[1].fact = size(kb.Quantity{Min: kb.Num(38), Max: kb.Num(38), Precision: kb.Exact})
	german := theRegister()
	german.Language = "de"
	if v := statuses(t, german, claims, "register.txt", register)[1]; v.Status != kb.VerificationExact {
		t.Errorf("a document that is not in English: %+v", v)
	}
}

func size(q kb.Quantity) kb.Fact {
	return kb.NewProperty("thing", "size", kb.QuantityValue{Quantity: q}, "")
}

func TestClaimWithoutASpan(t *testing.T) {
	claims := []told{{&kb.Claim{Source: registerSource}, size(kb.Quantity{})}}
	if v := statuses(t, theRegister(), claims, "register.txt", register)[0]; v != (kb.Verification{}) {
		t.Errorf("got %+v, want none", v)
	}
}

func TestFindingTheDocument(t *testing.T) {
	others := strings.Replace(register, "37 ships", "39 ships", 1)
	jam := "A recipe for plum jam.\n"
	byLength := slices.SortedFunc(slices.Values(readings), func(a, b words) int { return len(b.words) - len(a.words) })
	longest := func(n int) string { // of what was read
		content := ""
		for _, w := range byLength[:n] {
			content += w.words + "\n"
		}
		return content
	}
	for _, row := range []struct {
		what         string
		files        map[string]string
		name, method string
	}{
		{"the fingerprint before the name", map[string]string{"register.txt": others, "x/y.txt": register}, "x/y.txt", "fingerprint"},
		{"the name before the content", map[string]string{"z/register.txt": others, "a.txt": "New.\n" + register}, "z/register.txt", "file name"},
		{"the content, where the name is another document's", map[string]string{"register.txt": jam, "a.txt": others}, "a.txt", "content"},
		{"the content, where there is no such name", map[string]string{"jam.txt": jam, "a.txt": others}, "a.txt", "content"},
		{"the name, where nothing has the content", map[string]string{"register.txt": jam}, "register.txt", "file name"},
		{"the content, where the longer half is there alone", map[string]string{"a.txt": longest(5)}, "a.txt", "content"},
		{"none, where it is less than half", map[string]string{"a.txt": longest(4)}, "", ""},
		{"none, where too little of the content is there", map[string]string{"a.txt": strings.Join(text.Paragraphs(register)[3:5], "\n")}, "", ""},
	} {
		dir := t.TempDir()
		for name, content := range row.files {
			write(t, dir, name, []byte(content))
		}
		c, _ := verify(t, open(t, dir), theRegister(), theClaims(t))
		name := ""
		if c.Document != nil {
			name = c.Document.Name
		}
		if name != row.name || c.Method != row.method {
			t.Errorf("%s: got %q by %q, want %q by %q", row.what, name, c.Method, row.name, row.method)
		}
	}
}

func TestSpanTooLongToBeLookedFor(t *testing.T) {
	long := strings.Repeat("ship ", 1000) + "end"
	claims := []told{{&kb.Claim{Source: registerSource, Locator: kb.Locator{Paragraph: 1, Length: 5003, Hash: text.Hash(long)}}, size(kb.Quantity{})}}
	source := &kb.Source{ID: registerSource, FileName: "register.txt"}
	for content, want := range map[string]kb.VerificationStatus{long: kb.VerificationExact, "New.\n" + long: kb.VerificationMissing} {
		if v := statuses(t, source, claims, "register.txt", content)[0]; v.Status != want {
			t.Errorf("got %+v, want %s", v, want)
		}
	}
}

// What takes long is a source of which no file has the fingerprint or the name: all
// documents are looked through for its words. Here it is 1 MB.
func BenchmarkCopyByContent(b *testing.B) {
	dir := b.TempDir()
	for i := range 10 {
		write(b, dir, fmt.Sprintf("%d.txt", i), []byte(prose(uint64(i), 14_000)))
	}
	library, err := documents.Folder(b.Context(), dir, unheard)
	if err != nil {
		b.Fatal(err)
	}
	sizes := rand.New(rand.NewPCG(3, 5))
	var claims []*kb.Claim
	for i := range 60 {
		words := strings.ReplaceAll(prose(uint64(100+i), 5+sizes.IntN(55)), "\n", " ")
		claims = append(claims, &kb.Claim{Locator: kb.Locator{Paragraph: i + 1, Length: len(words), Hash: text.Hash(words)}})
	}
	for b.Loop() {
		if c, err := library.Copy(b.Context(), &kb.Source{ID: registerSource}, claims); err != nil || c.Document != nil {
			b.Fatal(c, err)
		}
	}
}
