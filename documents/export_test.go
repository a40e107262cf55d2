package documents

import "context"

// PDFReader reads several PDFs, as [Folder] does.
type PDFReader struct{ pdfReader }

// Read reads one of them.
func (r *PDFReader) Read(ctx context.Context, content []byte) ([]Paragraph, error) {
	return r.read(ctx, content)
}

// Close ends r.
func (r *PDFReader) Close() { r.close() }
