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

// PDFium is made ready once for all of these, which takes some seconds.
func TestPDF(t *testing.T) {
	var reader documents.PDFReader
	defer reader.Close()
	good := makePDF([]string{"A page."})
	if _, err := reader.Read(context.Background(), good); err != nil {
		t.Fatal(err)
	}

	t.Run("lines and pages", func(t *testing.T) {
		got, err := reader.Read(context.Background(), makePDF(
			[]string{"Register of ships", "The harbour of Eastwick lists thirty-", "seven ships, and of these the oldest be-", "longs to the Tallow company (founded 1902)."},
			[]string{"A second page."}))
		want := []documents.Paragraph{
			{Text: "Register of ships", Page: 1},
			{Text: "The harbour of Eastwick lists thirty\u00ADseven ships, and of these the oldest be\u00ADlongs to the Tallow company (founded 1902).", Page: 1},
			{Text: "A second page.", Page: 2},
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	})

	t.Run("without its table", func(t *testing.T) {
		got, err := reader.Read(context.Background(), bytes.ReplaceAll(good, []byte("xref"), []byte("xxxx")))
		if err != nil || len(got) != 1 || got[0].Text != "A page." {
			t.Errorf("got %+v, %v", got, err)
		}
	})

	// Each of these would kill or hang a reader that is careless.
	for what, content := range map[string][]byte{
		"a beginning and no more":   []byte("%PDF-1.7\n"),
		"cut off":                   good[:len(good)/2],
		"a page that holds itself":  bytes.ReplaceAll(good, []byte("/Kids [4 0 R]"), []byte("/Kids [2 0 R]")),
		"arrays within arrays":      pdfOf(bytes.Repeat([]byte("["), 20<<20)),
		"states within states":      pdfOf(bytes.Repeat([]byte("q "), 10<<20)),
		"noise":                     append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte{0xFF, 0, '<', '<', '('}, 1<<16)...),
		"a picture of a page alone": pdfOf([]byte("0 0 100 100 re f")),
	} {
		t.Run(what, func(t *testing.T) {
			got, err := reader.Read(context.Background(), content)
			if err == nil || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %+v and the error %v, want one of one line", got, err)
			}
		})
	}

	// What unpacks to more than anybody waits for is given up when the time is
	// over, wherever the reader is at that moment.
	t.Run("endless", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := reader.Read(ctx, pdfOf(bytes.Repeat([]byte("(aaaaaaaaaaaa) Tj "), 4<<20)))
		if took := time.Since(begin); !errors.Is(err, context.DeadlineExceeded) || took > 10*time.Second {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

func write(t testing.TB, dir, name string, content []byte) {
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
