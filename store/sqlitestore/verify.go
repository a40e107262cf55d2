package sqlitestore

import (
	"context"
	"maps"
	"slices"
	"time"

	"actorgraph/kb"
)

// Verify implements kb.Writer.
func (s *Store) Verify(ctx context.Context, results map[kb.ID]kb.Verification) (version int64, err error) {
	if err := s.ready(ctx); err != nil {
		return 0, err
	}
	err = s.write(ctx, func(w *writer) error {
		version, err = w.verify(ctx, results)
		return err
	})
	if err != nil {
		return 0, err
	}
	return version, nil
}

func (w *writer) verify(ctx context.Context, results map[kb.ID]kb.Verification) (int64, error) {
	version, err := w.version(ctx)
	if err != nil {
		return 0, err
	}
	facts := ids{}
	var changed []change
	var rows [][]any
	err = claimTable.get(ctx, w, slices.Sorted(maps.Keys(results)), func(_ int, c *kb.Claim) {
		result := results[c.ID]
		rows = append(rows, []any{string(c.ID), told(result.Status), when(result.CheckedAt), told(result.Method), told(result.Reason)})
		before := c.Verification
		before.CheckedAt = result.CheckedAt
		if before != result {
			facts.add(c.Fact)
			changed = append(changed, change{kb.Changed, c.ID})
		}
	})
	if err != nil {
		return 0, err
	}
	if err := w.updateRows(ctx, "claims", verificationColumns, rows); err != nil || len(changed) == 0 {
		return version, err
	}
	if err := w.weigh(ctx, facts.sorted()); err != nil {
		return 0, err
	}
	return version + 1, w.noteChanges(ctx, version+1, changed, time.Now().UTC())
}
