package seedfile

import (
	"context"
	"iter"
	"maps"

	"actorgraph/kb"
	"actorgraph/loader"
)

// strays are the entities and sources that no collection describes any more and
// that stay because others still use them. Each is written with the first
// collection, by name, that does: so what is written can be loaded elsewhere, and
// then written again gives the same bytes. One that is used by a link alone that the
// program found is not written, as the link is not.
type strays struct {
	with     map[kb.ID]string // the collection that each is written with
	entities []*kb.Entity     // by id, and so are the sources
	sources  []*kb.Source
}

// findStrays finds them. Who uses them is looked for only if there are any.
func findStrays(ctx context.Context, store kb.Reader, collections []kb.CollectionCount) (*strays, error) {
	s := &strays{with: map[kb.ID]string{}}
	none := true
	described := &kb.StringFilter{IsNull: &none}
	for e, err := range store.Entities().Scan(ctx, &kb.EntityWhere{Collection: described}) {
		if err != nil {
			return nil, err
		}
		s.with[e.ID], s.entities = "", append(s.entities, e)
	}
	for src, err := range store.Sources().Scan(ctx, &kb.SourceWhere{Collection: described}) {
		if err != nil {
			return nil, err
		}
		s.with[src.ID], s.sources = "", append(s.sources, loader.Told(src))
	}
	if len(s.with) == 0 {
		return s, nil
	}
	for r, err := range store.Relations().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		s.use(first(r.Collections), &kb.ChangeSet{Relations: []*kb.Relation{r}})
	}
	for p, err := range store.Properties().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		s.use(first(p.Collections), &kb.ChangeSet{Properties: []*kb.Property{p}})
	}
	for c, err := range store.Claims().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		s.use(c.Collection, &kb.ChangeSet{Claims: []*kb.Claim{c}})
	}
	for src, err := range store.Sources().Scan(ctx, nil) {
		if err != nil {
			return nil, err
		}
		s.use(first(src.Collections), &kb.ChangeSet{Sources: []*kb.Source{loader.Told(src)}})
	}
	// Strays use strays.
	for more := true; more; {
		more = false
		for _, src := range s.sources {
			more = s.use(s.with[src.ID], &kb.ChangeSet{Sources: []*kb.Source{src}}) || more
		}
	}
	for id := range s.circles() {
		s.with[id] = collections[0].Name
	}
	return s, nil
}

// circles are sources that no collection leads to and that cite each other in a
// circle, and what these use.
func (s *strays) circles() map[kb.ID]bool {
	left := map[kb.ID]bool{}
	for id, with := range s.with {
		if with == "" {
			left[id] = true
		}
	}
	for before := -1; before != len(left); {
		before = len(left)
		used := map[kb.ID]bool{}
		for _, src := range s.sources {
			if !left[src.ID] {
				continue
			}
			for _, id := range (&kb.ChangeSet{Sources: []*kb.Source{src}}).Refers() {
				used[id] = used[id] || id != src.ID
			}
		}
		maps.DeleteFunc(left, func(id kb.ID, _ bool) bool { return !used[id] })
	}
	return left
}

// first is the first of some names, or "".
func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// use notes that a collection uses what the set speaks of, and tells whether that
// says anything new.
func (s *strays) use(collection string, set *kb.ChangeSet) bool {
	news := false
	for _, id := range set.Refers() {
		before, stray := s.with[id]
		if stray && collection != "" && (before == "" || collection < before) {
			s.with[id], news = collection, true
		}
	}
	return news
}

// amid puts those strays that are written with a collection among its own
// records, by id.
func amid[T any](s *strays, collection string, list []*T, id func(*T) kb.ID, own iter.Seq2[*T, error]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var mine []*T
		for _, stray := range list {
			if s.with[id(stray)] == collection {
				mine = append(mine, stray)
			}
		}
		for r, err := range own {
			for err == nil && len(mine) > 0 && id(mine[0]) < id(r) {
				if !yield(mine[0], nil) {
					return
				}
				mine = mine[1:]
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
		for _, stray := range mine {
			if !yield(stray, nil) {
				return
			}
		}
	}
}
