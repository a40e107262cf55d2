package sqlitestore

import (
	"context"
	"errors"

	"actorgraph/kb"
)

// Under implements kb.Reader.
func (s *Store) Under(l kb.Lens) kb.Reader {
	if l.IsZero() {
		return s
	}
	panic("not there yet")
}

// Matters implements kb.Reader.
func (s *Store) Matters(ctx context.Context, facts []kb.ID) ([]*kb.Matter, error) {
	return nil, errors.New("not there yet")
}

// Verify implements kb.Writer.
func (s *Store) Verify(ctx context.Context, results map[kb.ID]kb.Verification) (int64, error) {
	return 0, errors.New("not there yet")
}
