// Package documents reads the documents that claims rest on, and checks the
// claims against them.
//
// The program holds no words of a document. A claim says where its evidence
// stands (paragraph, start, length) and has a hash of it. Whoever has copies of
// the documents can have every claim looked up in them:
//
//  1. [Read] makes a [Document] of a file: plain text, HTML as browsers save it,
//     or PDF. Each becomes a list of paragraphs.
//  2. [Folder] reads all documents of a folder into a [Library].
//  3. [Library.Copy] finds the one that is a source's: by the fingerprint of its
//     text, else by its file name, else as the document that holds most of the
//     spans that the source's claims give. It looks up all these spans at once.
//  4. [Copy.Verify] says of one claim what became of its words.
//
// [SharedTexts] finds which documents share a text, so that papers which print one
// agency's story are not taken for so many witnesses, and [Derivations] makes of what it
// found the records that a store keeps.
//
// A hash is of the normal form of a span (text.Normal). So a claim survives
// whatever that form passes over: kinds of quotes and dashes, white space, soft
// hyphens, ligatures, composition. A span is first looked for where it should be,
// then in the whole document as one stream of words; so it also survives
// paragraphs that were moved, joined, or broken into lines. It does not survive
// another case, another spelling, white space that came or went between a word
// and a dash, nor a heading or a page number that got between its words. A span
// that begins or ends within a word, or is longer than 2000 code points, is found
// only at its own place.
//
// Files come from anywhere. Size, time and memory are bounded for each kind: see
// the constants. PDF is read by PDFium within a WebAssembly sandbox that has no
// files and no network, so that neither a crash nor an endless loop gets out.
package documents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"actorgraph/text"
)

const (
	maxFile = 64 << 20 // bytes of one file
	maxText = 16 << 20 // bytes of the text in one file
)

// Document is the text of a file.
type Document struct {
	Name        string // of the file; in a [Library] its path within the folder, with slashes
	Fingerprint string // text.Fingerprint of its paragraphs
	Paragraphs  []Paragraph
}

// Paragraph is a non-blank line of plain text, a block of a page of HTML, or
// the lines of a PDF that belong together.
type Paragraph struct {
	Text string // in Unicode's form NFC
	Page int    // from 1; 0 where the document has no pages
}

// Open reads the document in the named file.
func Open(ctx context.Context, name string) (*Document, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(ctx, filepath.Base(name), f)
}

// Read reads a document. The name tells HTML from plain text.
func Read(ctx context.Context, name string, r io.Reader) (*Document, error) {
	var pdf pdfReader
	defer pdf.close()
	return read(ctx, name, r, &pdf)
}

func read(ctx context.Context, name string, r io.Reader, pdf *pdfReader) (*Document, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(content) > maxFile {
		return nil, fmt.Errorf("%s is larger than %d MiB", name, maxFile>>20)
	}
	var paragraphs []Paragraph
	switch {
	case isPDF(content):
		paragraphs, err = pdf.read(ctx, content)
	case isHTML(name, content):
		paragraphs, err = readHTML(content)
	default:
		paragraphs, err = readText(content)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return newDocument(name, paragraphs), nil
}

func newDocument(name string, paragraphs []Paragraph) *Document {
	var all strings.Builder
	for _, p := range paragraphs {
		all.WriteString(p.Text)
		all.WriteByte('\n')
	}
	return &Document{Name: name, Fingerprint: text.Fingerprint(all.String()), Paragraphs: paragraphs}
}

// onPage cuts a text into paragraphs of one page.
func onPage(page int, content string) []Paragraph {
	var out []Paragraph
	for _, p := range text.Paragraphs(content) {
		out = append(out, Paragraph{p, page})
	}
	return out
}

var errTooMuchText = fmt.Errorf("it holds more than %d MiB of text", maxText>>20)

// readText reads plain text: UTF-8, or UTF-16 that says so by its byte order
// mark. Other encodings can't be told apart, so they are refused.
func readText(content []byte) ([]Paragraph, error) {
	if bytes.HasPrefix(content, []byte("\xFE\xFF")) || bytes.HasPrefix(content, []byte("\xFF\xFE")) {
		decoded, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(content)
		if err != nil {
			return nil, fmt.Errorf("it begins like UTF-16 and is not: %w", err)
		}
		content = decoded
	}
	if err := checkText(content); err != nil {
		return nil, err
	}
	return onPage(0, string(content)), nil
}

// checkText tells what keeps bytes from being a text in UTF-8, or nil.
func checkText(content []byte) error {
	if len(content) > maxText {
		return errTooMuchText
	}
	if i := bytes.IndexByte(content, 0); i >= 0 {
		return fmt.Errorf("it is not text: byte %d is zero", i+1)
	}
	if !utf8.Valid(content) {
		return errors.New("it is not text in UTF-8; save it as UTF-8")
	}
	return nil
}
