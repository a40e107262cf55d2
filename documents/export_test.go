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

// Measures are what two texts share: of the words and of the facts of the shorter, and
// how often chance gives as many facts in one order.
type Measures struct {
	Words, Facts    float64
	Shingles, Chain int
	Chance          float64
}

// Measure compares two texts, whatever comes of it.
func Measure(a, b *Text) Measures {
	c, _ := newComparison(context.Background(), []*Text{a, b}) // it is soon done
	m := Measures{Shingles: c.wordings[0].shared(c.wordings[1])}
	m.Words = share(m.Shingles, min(len(c.wordings[0].distinct), len(c.wordings[1].distinct)))
	o := compareOrder(c.tellings[0], c.tellings[1])
	m.Chain, m.Facts, m.Chance = len(o.chain), share(len(o.chain), o.of), o.chance()
	return m
}
