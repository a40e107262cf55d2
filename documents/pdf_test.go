package documents_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"actorgraph/documents"
)

// makePDF is a PDF with a page for each of pages, whose lines it sets one below
// the other.
func makePDF(pages ...[]string) []byte {
	var contents [][]byte
	for _, lines := range pages {
		var c bytes.Buffer
		c.WriteString("BT /F1 12 Tf 14 TL 72 720 Td\n")
		for _, line := range lines {
			fmt.Fprintf(&c, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(line))
		}
		c.WriteString("ET")
		contents = append(contents, c.Bytes())
	}
	return pdfOf(contents...)
}

// pdfOf is a PDF with a page for each of contents, which are the instructions
// that draw it.
func pdfOf(contents ...[]byte) []byte {
	var kids []string
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	for _, c := range contents {
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		w.Write(c)
		w.Close()
		n := len(objects) + 1
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", n+1),
			fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", packed.Len(), packed.Bytes()))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return out.Bytes()
}

func TestPDF(t *testing.T) {
	d := read(t, "register.pdf", makePDF(
		[]string{"Register of ships", "The harbour of Eastwick lists thirty-", "seven ships, and of these the oldest be-", "longs to the Tallow company (founded 1902)."},
		[]string{"A second page."}))
	want := []documents.Paragraph{
		{Text: "Register of ships", Page: 1},
		{Text: "The harbour of Eastwick lists thirty\u00ADseven ships, and of these the oldest be\u00ADlongs to the Tallow company (founded 1902).", Page: 1},
		{Text: "A second page.", Page: 2},
	}
	if !slices.Equal(d.Paragraphs, want) {
		t.Errorf("got %+v, want %+v", d.Paragraphs, want)
	}
}

// Each of these would kill or hang a reader that is careless.
func TestHostilePDF(t *testing.T) {
	good := makePDF([]string{"A page."})
	dir := t.TempDir()
	for name, content := range map[string][]byte{
		"beginning and no more": []byte("%PDF-1.7\n"),
		"cut off":               good[:len(good)/2],
		"holds itself":          bytes.ReplaceAll(good, []byte("/Kids [4 0 R]"), []byte("/Kids [2 0 R]")),
		"nested arrays":         pdfOf(bytes.Repeat([]byte("["), 20<<20)),
		"nested states":         pdfOf(bytes.Repeat([]byte("q "), 10<<20)),
		"noise":                 append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte{0xFF, 0, '<', '<', '('}, 1<<16)...),
	} {
		write(t, dir, name+".pdf", content)
	}
	write(t, dir, "good.pdf", good)
	write(t, dir, "without its table.pdf", bytes.ReplaceAll(good, []byte("xref"), []byte("xxxx")))
	library := open(t, dir)
	for _, d := range library.Documents {
		if len(d.Paragraphs) != 1 || d.Paragraphs[0].Text != "A page." {
			t.Errorf("%s has the paragraphs %v", d.Name, d.Paragraphs)
		}
	}
	if len(library.Documents) != 2 || len(library.Refused) != 6 {
		t.Errorf("%d documents and %d refused, want 2 and 6: %v", len(library.Documents), len(library.Refused), library.Refused)
	}
	for _, r := range library.Refused {
		if !strings.Contains(r.Reason.Error(), r.Name) || strings.Contains(r.Reason.Error(), "\n") {
			t.Errorf("the reason %q should name the file, in one line", r.Reason)
		}
	}
}

// A page that unpacks to more than anybody waits for is given up when the time
// is over, wherever the reader is at that moment.
func TestEndlessPDFIsGivenUp(t *testing.T) {
	var reader documents.PDFReader
	defer reader.Close()
	if _, err := reader.Read(context.Background(), makePDF([]string{"A page."})); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	begin := time.Now()
	_, err := reader.Read(ctx, pdfOf(bytes.Repeat([]byte("(aaaaaaaaaaaa) Tj "), 4<<20)))
	if took := time.Since(begin); !errors.Is(err, context.DeadlineExceeded) || took > 10*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
}

func write(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string, content []byte) *documents.Document {
	t.Helper()
	d, err := documents.Read(context.Background(), name, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
