package plain

import (
	"context"
	"iter"
	"slices"

	"actorgraph/kb"
)

// Edges implements kb.Reader.
func (s *Store) Edges(ctx context.Context, relations []kb.ID) iter.Seq2[kb.Edge, error] {
	return func(yield func(kb.Edge, error) bool) {
		for r, err := range s.Relations().Scan(ctx, nil) {
			if err != nil {
				yield(kb.Edge{}, err)
				return
			}
			if relations != nil && !slices.Contains(relations, r.ID) {
				continue
			}
			if !yield(r.Edge(), nil) {
				return
			}
		}
	}
}
