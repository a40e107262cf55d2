package plain

import (
	"context"
	"slices"
	"strings"

	"actorgraph/kb"
	"actorgraph/text"
)

// Search implements kb.Reader.
func (s *Store) Search(ctx context.Context, q kb.SearchQuery) (kb.Page[kb.SearchHit], error) {
	hits, err := s.hits(ctx, q)
	if err != nil {
		return kb.Page[kb.SearchHit]{}, err
	}
	var rows []row[kb.SearchHit]
	for _, h := range hits {
		rows = append(rows, row[kb.SearchHit]{h, kb.Keyset{
			numberKey(slices.Index(kb.SearchTiers, h.Tier)),
			numberKey(-h.Words),
			numberKey(-h.Entity.Degree),
			textKey(text.SortKey(h.Entity.Name)),
			textKey(string(h.Entity.ID)),
		}})
	}
	return cut(rows, make([]kb.Order, len(kb.SearchOrder)), q.First, 0, q.After, nil), nil
}

// SearchCount implements kb.Reader.
func (s *Store) SearchCount(ctx context.Context, q kb.SearchQuery) (int, error) {
	hits, err := s.hits(ctx, q)
	return len(hits), err
}

// hits lists all that the search finds, in no order.
func (s *Store) hits(ctx context.Context, q kb.SearchQuery) ([]*kb.SearchHit, error) {
	st, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	if err := q.Check(); err != nil {
		return nil, err
	}
	var hits []*kb.SearchHit
	for _, e := range st.entities {
		if !st.matchEntity(q.Where, e) {
			continue
		}
		if h := score(q.Text, e, st.aliases(e.ID)); h != nil {
			hits = append(hits, h)
		}
	}
	return hits, nil
}

// score tells how well an entity matches a search, or nil.
func score(query string, e *kb.Entity, aliases []string) *kb.SearchHit {
	q := text.NewQuery(query)
	if len(q.Words) == 0 {
		return nil
	}
	names := append([]string{e.Name}, aliases...)
	all, score := len(q.Words), q.Score(names...)
	hit := &kb.SearchHit{Entity: copyEntity(e), Words: all, Matched: q.Matched(names, string(e.ID))}
	anyName := func(fits func(folded string) bool) bool {
		return slices.ContainsFunc(names, func(name string) bool { return fits(text.Fold(name)) })
	}
	switch {
	case string(e.ID) == q.Folded || anyName(func(s string) bool { return s == q.Folded }):
		hit.Tier = kb.TierExact
	case anyName(func(s string) bool { return strings.HasPrefix(s, q.Folded) }):
		hit.Tier = kb.TierPrefix
	case score.Stands == all:
		hit.Tier = kb.TierAll
	case score.Begun == all:
		hit.Tier = kb.TierBegun
	case score.Near == all:
		hit.Tier = kb.TierNear
	case score.Near > 0:
		hit.Tier, hit.Words = kb.TierSome, score.Stands
	default:
		return nil
	}
	return hit
}
