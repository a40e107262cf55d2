package plain

import (
	"context"
	"iter"
	"slices"

	"actorgraph/kb"
)

// records implements kb.Records for one class.
type records[T, W any] struct {
	store *Store
	class kb.Class
	all   func(*state) map[kb.ID]*T
	every func(*state) map[kb.ID]*T // what Get answers for under a lens; nil: all
	copy  func(*T) *T
	id    func(*T) kb.ID

	match   func(*state, *W, *T) bool
	belongs func(st *state, r *T, by kb.Link, parent kb.ID) bool
	kind    func(*T) string // its relation type or property key, as Types and Keys narrow by; nil: it has none
	key     func(*state, *T, kb.OrderKey) kb.KeyValue
	values  func(*state, *T, kb.FacetKey) []string
}

// Entities implements kb.Reader.
func (s *Store) Entities() kb.Records[kb.Entity, kb.EntityWhere] {
	return records[kb.Entity, kb.EntityWhere]{
		store: s, class: kb.EntityClass,
		all:     func(st *state) map[kb.ID]*kb.Entity { return st.entities },
		every:   func(st *state) map[kb.ID]*kb.Entity { return st.everyEntity },
		copy:    copyEntity,
		id:      func(e *kb.Entity) kb.ID { return e.ID },
		match:   (*state).matchEntity,
		belongs: (*state).entityBelongs,
		key:     (*state).entityKey,
		values:  (*state).entityValues,
	}
}

// Relations implements kb.Reader.
func (s *Store) Relations() kb.Records[kb.Relation, kb.RelationWhere] {
	return records[kb.Relation, kb.RelationWhere]{
		store: s, class: kb.RelationClass,
		all:     func(st *state) map[kb.ID]*kb.Relation { return st.relations },
		copy:    copyRelation,
		id:      func(r *kb.Relation) kb.ID { return r.ID },
		match:   (*state).matchRelation,
		belongs: (*state).relationBelongs,
		kind:    func(r *kb.Relation) string { return string(r.Type) },
		key:     (*state).relationKey,
		values:  (*state).relationValues,
	}
}

// Properties implements kb.Reader.
func (s *Store) Properties() kb.Records[kb.Property, kb.PropertyWhere] {
	return records[kb.Property, kb.PropertyWhere]{
		store: s, class: kb.PropertyClass,
		all:     func(st *state) map[kb.ID]*kb.Property { return st.properties },
		copy:    copyProperty,
		id:      func(p *kb.Property) kb.ID { return p.ID },
		match:   (*state).matchProperty,
		belongs: (*state).propertyBelongs,
		kind:    func(p *kb.Property) string { return string(p.Key) },
		key:     (*state).propertyKey,
		values:  (*state).propertyValues,
	}
}

// Claims implements kb.Reader.
func (s *Store) Claims() kb.Records[kb.Claim, kb.ClaimWhere] {
	return records[kb.Claim, kb.ClaimWhere]{
		store: s, class: kb.ClaimClass,
		all:     func(st *state) map[kb.ID]*kb.Claim { return st.claims },
		copy:    copyClaim,
		id:      func(c *kb.Claim) kb.ID { return c.ID },
		match:   (*state).matchClaim,
		belongs: (*state).claimBelongs,
		key:     (*state).claimKey,
		values:  (*state).claimValues,
	}
}

// Sources implements kb.Reader.
func (s *Store) Sources() kb.Records[kb.Source, kb.SourceWhere] {
	return records[kb.Source, kb.SourceWhere]{
		store: s, class: kb.SourceClass,
		all:     func(st *state) map[kb.ID]*kb.Source { return st.sources },
		every:   func(st *state) map[kb.ID]*kb.Source { return st.everySource },
		copy:    copySource,
		id:      func(s *kb.Source) kb.ID { return s.ID },
		match:   (*state).matchSource,
		belongs: (*state).sourceBelongs,
		key:     (*state).sourceKey,
		values:  (*state).sourceValues,
	}
}

// Get implements kb.Records.
func (r records[T, W]) Get(ctx context.Context, ids []kb.ID) ([]*T, error) {
	st, err := r.store.now(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkBatch(ids); err != nil {
		return nil, err
	}
	known := r.all(st)
	if r.every != nil && r.every(st) != nil {
		known = r.every(st)
	}
	out := make([]*T, len(ids))
	for i, id := range ids {
		if rec := known[id]; rec != nil {
			out[i] = r.copy(rec)
		}
	}
	return out, nil
}

// passing lists, by id, the records that pass q for each parent, or for none.
func (r records[T, W]) passing(ctx context.Context, q kb.Query[W], paged bool) (*state, [][]*T, error) {
	st, err := r.store.now(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := q.Check(r.class, paged); err != nil {
		return nil, nil, err
	}
	all := list(r.all(st), func(rec *T) bool { return r.match(st, q.Where, rec) })
	if q.Of == nil {
		return st, [][]*T{all}, nil
	}
	out := make([][]*T, len(q.Of))
	for i, parent := range q.Of {
		for _, rec := range all {
			if r.belongs(st, rec, q.By, parent) && r.narrowed(q, rec) {
				out[i] = append(out[i], rec)
			}
		}
	}
	return st, out, ctx.Err()
}

// narrowed tells whether rec is of one of the types or keys of q, if q has any.
func (r records[T, W]) narrowed(q kb.Query[W], rec *T) bool {
	var names []string
	for _, t := range q.Types {
		names = append(names, string(t))
	}
	for _, k := range q.Keys {
		names = append(names, string(k))
	}
	return names == nil || slices.Contains(names, r.kind(rec))
}

// Find implements kb.Records.
func (r records[T, W]) Find(ctx context.Context, q kb.Query[W]) ([]kb.Page[T], error) {
	st, lists, err := r.passing(ctx, q, true)
	if err != nil {
		return nil, err
	}
	order := q.FullOrder()
	pages := make([]kb.Page[T], len(lists))
	for i, recs := range lists {
		var rows []row[T]
		for _, rec := range recs {
			row := row[T]{record: rec}
			for _, o := range order {
				row.place = append(row.place, r.key(st, rec, o.By))
			}
			rows = append(rows, row)
		}
		pages[i] = cut(rows, order, q.First, q.Last, q.After, q.Before)
		for k, rec := range pages[i].Items {
			pages[i].Items[k] = r.copy(rec)
		}
	}
	return pages, nil
}

// Count implements kb.Records.
func (r records[T, W]) Count(ctx context.Context, q kb.Query[W]) ([]int, error) {
	_, lists, err := r.passing(ctx, q, false)
	if err != nil {
		return nil, err
	}
	out := make([]int, len(lists))
	for i, recs := range lists {
		out[i] = len(recs)
	}
	return out, nil
}

// Scan implements kb.Records.
func (r records[T, W]) Scan(ctx context.Context, where *W) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		_, lists, err := r.passing(ctx, kb.Query[W]{Where: where}, false)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, rec := range lists[0] {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(r.copy(rec), nil) {
				return
			}
		}
	}
}
