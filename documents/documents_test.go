package documents_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"actorgraph/documents"
	"actorgraph/text"
)

func texts(d *documents.Document) []string {
	var out []string
	for _, p := range d.Paragraphs {
		out = append(out, p.Text)
	}
	return out
}

func TestText(t *testing.T) {
	const plain = "The register\n\nTallow & Søn own it.\n"
	want := []string{"The register", "Tallow & Søn own it."}
	for what, content := range map[string][]byte{
		"UTF-8":                        []byte(plain),
		"UTF-8 with a byte order mark": []byte("\uFEFF" + plain),
		"UTF-16, big end first":        utf16Of(plain, func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} }),
		"UTF-16, little end first":     utf16Of(plain, func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} }),
		"line ends of Windows":         []byte(strings.ReplaceAll(plain, "\n", "\r\n")),
	} {
		d := read(t, "register.txt", content)
		if !slices.Equal(texts(d), want) {
			t.Errorf("%s: got %q, want %q", what, texts(d), want)
		}
		if d.Fingerprint != text.Fingerprint(plain) {
			t.Errorf("%s: the fingerprint is not that of the text", what)
		}
	}
}

func utf16Of(s string, put func(uint16) []byte) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		out = append(out, put(u)...)
	}
	return out
}

func TestWhatIsNotTextIsRefused(t *testing.T) {
	for name, row := range map[string]struct {
		content []byte
		want    string
	}{
		"zero.txt":    {[]byte("abc\x00def"), "zero.txt: it is not text: byte 4 is zero"},
		"latin.txt":   {[]byte("S\xF8n"), "latin.txt: it is not text in UTF-8"},
		"picture.txt": {[]byte("\x89PNG\r\n\x1A\n\x00\x00"), "picture.txt: it is not text"},
		"zero.html":   {[]byte("<p>a\x00b"), "zero.html: it is not text"},
		"long.txt":    {bytes.Repeat([]byte("word "), 4<<20), "long.txt: it holds more than 16 MiB of text"},
		"large.html":  {bytes.Repeat([]byte("<b>"), 22<<20), "large.html is larger than 64 MiB"},
	} {
		_, err := documents.Read(context.Background(), name, bytes.NewReader(row.content))
		if err == nil || !strings.HasPrefix(err.Error(), row.want) {
			t.Errorf("%s: got the error %v, want %s", name, err, row.want)
		}
	}
}

func TestHTML(t *testing.T) {
	for _, row := range []struct {
		what, in string
		want     []string
	}{
		{"blocks", "<h1>One</h1><p>Two <b>bold</b>\n  words<p>Three<ul><li>Four<li>Five</ul>", []string{"One", "Two bold words", "Three", "Four", "Five"}},
		{"a line break", "One<br>Two<br/>Three", []string{"One", "Two", "Three"}},
		{"cells", "<table><tr><td>a<td>b</table>", []string{"a", "b"}},
		{"what a page does not show", "<title>T</title><style>p{}</style><script>if (a<b) x()</script><noscript>Switch it on</noscript><template><p>t</p></template><p>Seen", []string{"Seen"}},
		{"a script that closes itself", `<script src="x"/>var a</script><p>Seen`, []string{"Seen"}},
		{"a picture drawn in the page", "<p>a<svg><text>x</text></svg>b", []string{"ab"}},
		{"what is hidden", `<div hidden>a<div>b</div></div><span style="display: NONE">c</span><p>Seen`, []string{"Seen"}},
		{"what is hidden and may have no end", `<p hidden>a<p>b`, []string{"a", "b"}},
		{"entities", "<p>Tallow &amp; S&oslash;n&#8217;s &lt;b&gt;", []string{"Tallow & Søn’s <b>"}},
		{"comments and a doctype", "<!DOCTYPE html><!-- <p>no</p> -->yes", []string{"yes"}},
		{"bytes declared to be of Windows", "<meta charset=windows-1252><p>S\xF8n \x93so\x94", []string{"Søn “so”"}},
		{"bytes that declare nothing", "<p>S\xF8n", []string{"Søn"}},
		{"UTF-8 that declares nothing", "<p>" + strings.Repeat("a", 2000) + "<p>Søn", []string{strings.Repeat("a", 2000), "Søn"}},
		{"a page in Japanese", "<meta http-equiv=content-type content='text/html; charset=Shift_JIS'><p>\x93\xFA\x96\x7B", []string{"日本"}},
	} {
		if got := texts(read(t, "page.html", []byte(row.in))); !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q, want %q", row.what, got, row.want)
		}
	}
}

// A tree of these would grow beyond all bounds.
func TestHostileHTML(t *testing.T) {
	for what, page := range map[string]string{
		"deep":         strings.Repeat("<div>", 2<<20) + "end",
		"formats":      strings.Repeat("<b id=1><i id=2>", 1000) + strings.Repeat("<p>", 2<<20) + "end",
		"tables":       strings.Repeat("<table><tr><td>", 1<<20) + "end",
		"no end":       "<p>end<script>" + strings.Repeat("<script>", 1<<20),
		"an attribute": "<p>end<p a='" + strings.Repeat("x", 10<<20),
	} {
		begin := time.Now()
		if got := texts(read(t, "page.html", []byte(page))); !slices.Equal(got, []string{"end"}) {
			t.Errorf("%s: got %d paragraphs", what, len(got))
		}
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%s: it took %v", what, took)
		}
	}
}

func TestFolder(t *testing.T) {
	outside := t.TempDir()
	write(t, outside, "secret.txt", []byte("outside"))
	dir := t.TempDir()
	write(t, dir, "b.txt", []byte("b"))
	write(t, dir, "deep/er/a.HTML", []byte("<p>a"))
	write(t, dir, "deep/er/a_files/picture.png", []byte("\x89PNG"))
	write(t, dir, "broken.txt", []byte{0})
	for link, to := range map[string]string{"inside.txt": "b.txt", "outside.txt": filepath.Join(outside, "secret.txt"), "folder": outside} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	library := open(t, dir)
	var names, refused []string
	for _, d := range library.Documents {
		names = append(names, d.Name)
	}
	for _, r := range library.Refused {
		refused = append(refused, r.Name)
	}
	if want := []string{"b.txt", "deep/er/a.HTML", "inside.txt"}; !slices.Equal(names, want) {
		t.Errorf("documents %q, want %q", names, want)
	}
	if want := []string{"broken.txt", "outside.txt"}; !slices.Equal(refused, want) {
		t.Errorf("refused %q, want %q", refused, want)
	}
	if _, err := documents.Folder(context.Background(), filepath.Join(dir, "nowhere"), unheard); err == nil {
		t.Error("a folder that is not there was read")
	}
}
