package documents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	maxPDFTime   = 60 * time.Second // for one document
	maxPDFMemory = 512 << 20        // bytes, the file included
	maxPages     = 20_000
)

func isPDF(content []byte) bool {
	return bytes.Contains(content[:min(len(content), 1024)], []byte("%PDF-"))
}

// pdfReader reads PDF by PDFium, which is built for WebAssembly and runs in a
// sandbox of its own for each document. Building it for this machine takes some
// seconds; the zero pdfReader does it once, for the first document.
type pdfReader struct {
	built wazero.CompilationCache
}

func (r *pdfReader) close() {
	if r.built != nil {
		r.built.Close(context.Background())
	}
}

func (r *pdfReader) read(ctx context.Context, content []byte) (paragraphs []Paragraph, err error) {
	if r.built == nil {
		r.built = wazero.NewCompilationCache()
		if err := r.inSandbox(ctx, func(pdfium.Pdfium) error { return nil }); err != nil { // so that no document's time goes into it
			return nil, err
		}
	}
	timed, cancel := context.WithTimeout(ctx, maxPDFTime)
	defer cancel()
	err = r.inSandbox(timed, func(p pdfium.Pdfium) error {
		paragraphs, err = readPages(timed, p, content)
		return err
	})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case timed.Err() != nil:
		return nil, fmt.Errorf("reading it as PDF takes more than %v", maxPDFTime)
	case err != nil:
		return nil, err
	case len(paragraphs) == 0:
		return nil, errors.New("a PDF without text: its pages are pictures; run text recognition (OCR) over it first")
	}
	return paragraphs, nil
}

// inSandbox starts PDFium for the time of use. Whatever happens in there comes
// out as an error: also a panic of the library around it.
func (r *pdfReader) inSandbox(ctx context.Context, use func(pdfium.Pdfium) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it can't be read as PDF: %v", p)
		}
		if err != nil { // of a crash it brings the stack along
			first, _, _ := strings.Cut(err.Error(), "\n")
			err = errors.New(first)
		}
	}()
	ctx = experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0))
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // no files
		Stdout:   io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // which this PDFium is built with
			WithCompilationCache(r.built).
			WithMemoryLimitPages(maxPDFMemory >> 16).
			WithCloseOnContextDone(true),
	})
	if err != nil {
		return fmt.Errorf("PDFium does not start: %w", err)
	}
	defer pool.Close()
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return fmt.Errorf("PDFium does not start: %w", err)
	}
	return use(instance)
}

func readPages(ctx context.Context, p pdfium.Pdfium, content []byte) ([]Paragraph, error) {
	opened, err := p.OpenDocument(&requests.OpenDocument{File: &content})
	if err != nil {
		return nil, fmt.Errorf("it can't be read as PDF: %w", err)
	}
	count, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, fmt.Errorf("it can't be read as PDF: %w", err)
	}
	if count.PageCount > maxPages {
		return nil, fmt.Errorf("it has more than %d pages", maxPages)
	}
	var out []Paragraph
	size := 0
	for i := range count.PageCount {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		page, err := p.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: opened.Document, Index: i}}})
		if err != nil {
			return nil, fmt.Errorf("page %d can't be read: %w", i+1, err)
		}
		if size += len(page.Text); size > maxText {
			return nil, errTooMuchText
		}
		out = append(out, onPage(i+1, joinLines(page.Text))...)
	}
	return out, nil
}

// brokenWord is how PDFium gives a hyphen that a line ends with, together with
// the line's end.
var brokenWord = strings.NewReplacer("\x02", "-\n", "\uFFFE", "-\n")

// joinLines makes paragraphs of the lines of a page, which is all that a PDF
// has: a line that is about as wide as the widest goes on in the next. A hyphen
// that it ends with within a word becomes a soft one, which [look] takes for either.
func joinLines(page string) string {
	lines := strings.FieldsFunc(brokenWord.Replace(strings.ToValidUTF8(page, "\uFFFD")), func(r rune) bool { return r == '\n' || r == '\r' })
	widest := 0
	for _, line := range lines {
		widest = max(widest, utf8.RuneCountInString(line))
	}
	var out strings.Builder
	for i, line := range lines {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		stem, hyphen := strings.CutSuffix(line, "-")
		switch last, _ := utf8.DecodeLastRuneInString(stem); {
		case i == len(lines)-1:
			out.WriteString(line)
		case hyphen && unicode.IsLetter(last) && startsSmall(lines[i+1]):
			out.WriteString(stem + "\u00AD")
		case hyphen && isOfWord(last):
			out.WriteString(line)
		case utf8.RuneCountInString(line)*4 >= widest*3:
			out.WriteString(line + " ")
		default:
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}

func startsSmall(line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	return unicode.IsLower(r)
}
