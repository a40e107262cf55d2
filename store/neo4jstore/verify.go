package neo4jstore

import (
	"context"
	"maps"
	"slices"
	"time"

	"actorgraph/kb"
)

// Verify implements kb.Writer.
func (s *Store) Verify(ctx context.Context, results map[kb.ID]kb.Verification) (int64, error) {
	c, err := s.begin(ctx, writeTime)
	if err != nil {
		return 0, err
	}
	defer c.end()
	var version int64 // by the last attempt
	err = s.change(c, "", func(w *writer) error {
		if w.made { // by the last attempt, whose commit was of unknown outcome
			return nil
		}
		err := w.verify(results)
		version = w.version
		if err != nil {
			return err
		}
		return w.commit()
	})
	return version, err
}

// verify does all of it but the commit.
func (w *writer) verify(results map[kb.ID]kb.Verification) error {
	ids := slices.Sorted(maps.Keys(results))
	rows, err := w.tx.run(`
		UNWIND $ids AS id
		MATCH (c:Claim {id: id})
		RETURN c.id, c.fact, c.verification, c.checkedAt, c.checkedBy, c.checkedWhy`, map[string]any{"ids": words(ids)})
	if err != nil || len(rows) == 0 {
		return err
	}
	var verified []any
	var facts []kb.ID
	news := map[kb.ID]kb.ChangeOp{}
	for _, found := range rows {
		r := row{values: found}
		id, fact, old := r.id(), r.id(), r.verification()
		if r.err != nil {
			return r.err
		}
		result := results[id]
		verified = append(verified, append([]any{string(id)}, verificationValues(result)...))
		old.CheckedAt = result.CheckedAt
		if old != result {
			news[id], facts = kb.Changed, append(facts, fact)
		}
	}
	if err := w.do(step{"MATCH (c:Claim {id: r[0]}) SET c.verification = r[1], c.checkedAt = r[2], c.checkedBy = r[3], c.checkedWhy = r[4]", verified}); err != nil {
		return err
	}
	if len(news) == 0 {
		return nil
	}
	if err := w.weigh(distinct(facts)); err != nil {
		return err
	}
	return w.log(time.Now().UTC().Round(0), news)
}
