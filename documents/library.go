package documents

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"actorgraph/kb"
)

const (
	maxFiles   = 10_000    // documents of one folder
	maxLibrary = 512 << 20 // bytes of text in them
)

// extensions are those of the files that a folder's documents are in. All others
// are left alone: a page that a browser saved has its pictures and scripts beside
// it.
var extensions = []string{".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf"}

// Library is the documents of a folder.
type Library struct {
	Documents []*Document // by name
	Refused   []Refusal   // the files that could not be read, by name
}

// Refusal says why a file could not be read as a document.
type Refusal struct {
	Name   string
	Reason error
}

// Folder reads all documents in dir and in the folders below it. A file that is
// not a document is refused, and the others are read. Links are followed where
// they lead to a file within dir, and refused where they lead out of it. Before each
// file progress is told how many of how many were read.
func Folder(ctx context.Context, dir string, progress func(read, of int)) (*Library, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("the folder of documents: %w", err)
	}
	defer root.Close()
	names, err := list(ctx, root)
	if err != nil {
		return nil, fmt.Errorf("the folder of documents %s: %w", dir, err)
	}
	var pdf pdfReader
	defer pdf.close()
	l := &Library{}
	size := 0
	for i, name := range names {
		progress(i, len(names))
		document, err := readIn(ctx, root, name, &pdf)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			l.Refused = append(l.Refused, Refusal{name, err})
			continue
		}
		for _, p := range document.Paragraphs {
			size += len(p.Text)
		}
		if size > maxLibrary {
			return nil, fmt.Errorf("the folder of documents %s holds more than %d MiB of text; name one with fewer documents", dir, maxLibrary>>20)
		}
		l.Documents = append(l.Documents, document)
	}
	return l, nil
}

// list names the files that may be documents, in order.
func list(ctx context.Context, root *os.Root) ([]string, error) {
	var names []string
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() || !slices.Contains(extensions, strings.ToLower(path.Ext(name))):
			return nil
		case len(names) == maxFiles:
			return fmt.Errorf("it holds more than %d documents; name one with fewer", maxFiles)
		}
		names = append(names, name)
		return nil
	})
	return names, err
}

func readIn(ctx context.Context, root *os.Root, name string, pdf *pdfReader) (*Document, error) {
	info, err := root.Stat(name) // before it is opened, which a pipe would never end
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", name)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(ctx, name, f, pdf)
}

// How the document of a source was found.
const (
	byFingerprint = "fingerprint"
	byFileName    = "file name"
	byContent     = "content"
)

// Copy finds the document that is source's, and looks up in it the spans of the
// claims, which are the source's: all of them, since each helps to find the
// document and to tell what became of the others. Where none is found, the Copy
// says so of each claim.
func (l *Library) Copy(ctx context.Context, source *kb.Source, claims []*kb.Claim) (*Copy, error) {
	c := &Copy{source: source}
	spans := spansOf(claims)
	if document := l.withFingerprint(source.Fingerprint); document != nil {
		return c, c.hold(ctx, document, byFingerprint, spans)
	}
	if named := l.named(source.FileName); named != nil {
		if err := c.hold(ctx, named, byFileName, spans); err != nil || c.count(spans) > 0 {
			return c, err
		}
	}
	// The file of that name holds none of it, or there is none: it may go under another name.
	best, err := l.withSpans(ctx, source, spans)
	if best != nil || err != nil {
		return best, err
	}
	if c.Document == nil {
		c.refused = l.refusalOf(source.FileName)
	}
	return c, nil
}

// withSpans looks for the document that holds the most of the spans, and at least half
// of them.
func (l *Library) withSpans(ctx context.Context, source *kb.Source, spans []kb.Locator) (*Copy, error) {
	// Short spans are found much sooner than long ones, and who has half of all has one
	// of the shorter half and one more.
	short := slices.SortedFunc(slices.Values(spans), func(a, b kb.Locator) int { return cmp.Compare(a.Length, b.Length) })
	short = short[:min(len(short), len(short)/2+1)]
	best, most := (*Copy)(nil), 0
	for _, document := range l.Documents {
		c := &Copy{source: source}
		if err := c.hold(ctx, document, byContent, short); err != nil {
			return nil, err
		}
		if c.count(short) == 0 {
			continue
		}
		if err := c.hold(ctx, document, byContent, spans); err != nil {
			return nil, err
		}
		if n := c.count(spans); n > most && 2*n >= len(spans) {
			best, most = c, n
		}
	}
	return best, nil
}

func (l *Library) withFingerprint(fingerprint string) *Document {
	for _, d := range l.Documents {
		if fingerprint != "" && d.Fingerprint == fingerprint {
			return d
		}
	}
	return nil
}

// named finds a document by its name, with or without the folders before it.
func (l *Library) named(name string) *Document {
	for _, d := range l.Documents {
		if isNamed(d.Name, name) {
			return d
		}
	}
	return nil
}

func (l *Library) refusalOf(name string) error {
	for _, r := range l.Refused {
		if isNamed(r.Name, name) {
			return r.Reason
		}
	}
	return nil
}

func isNamed(file, name string) bool {
	return name != "" && (file == name || path.Base(file) == name)
}
