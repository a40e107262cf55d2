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
	words := distinct(text.Terms(query))
	if len(words) == 0 {
		return nil
	}
	names := append([]string{e.Name}, aliases...)
	has := func(names ...string) int {
		n := 0
		for _, w := range words {
			if slices.ContainsFunc(names, func(name string) bool { return slices.Contains(text.Terms(name), w) }) {
				n++
			}
		}
		return n
	}
	hit := &kb.SearchHit{Entity: copyEntity(e), Words: has(names...)}
	folded := text.Fold(query)
	for _, s := range append(names, string(e.ID)) {
		if text.Fold(s) == folded {
			hit.Tier, hit.Matched = kb.TierExact, s
			return hit
		}
	}
	for _, s := range names {
		if strings.HasPrefix(text.Fold(s), folded) {
			hit.Tier, hit.Matched = kb.TierPrefix, s
			return hit
		}
	}
	switch hit.Words {
	case 0:
		return nil
	case len(words):
		hit.Tier = kb.TierAll
	default:
		hit.Tier = kb.TierSome
	}
	best := 0
	for _, s := range names {
		if n := has(s); n > best {
			best, hit.Matched = n, s
		}
	}
	return hit
}
