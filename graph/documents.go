package graph

import (
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// documents remembers requests that were parsed and found valid, by their text.
// Programs ask the same few questions again and again. When it is full it
// forgets everything: the next requests fill it again.
type documents struct {
	mu     sync.RWMutex
	byText map[string]*ast.QueryDocument
}

// Bounds on what is remembered, in requests and in bytes of one text.
const (
	maxDocuments    = 500
	maxDocumentText = 8 << 10
)

func newDocuments() *documents { return &documents{byText: map[string]*ast.QueryDocument{}} }

// Get implements [graphql.Cache].
func (d *documents) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	doc, ok := d.byText[text]
	return doc, ok
}

// Add implements [graphql.Cache].
func (d *documents) Add(_ context.Context, text string, doc *ast.QueryDocument) {
	if len(text) > maxDocumentText {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.byText) >= maxDocuments {
		clear(d.byText)
	}
	d.byText[text] = doc
}
