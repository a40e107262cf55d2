package plain

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// Facet implements kb.Records.
func (r records[T, W]) Facet(ctx context.Context, q kb.Query[W], by kb.FacetKey, n int) ([][]kb.Bucket, error) {
	st, lists, err := r.passing(ctx, q, false)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(kb.FacetKeys[r.class], by) {
		return nil, fmt.Errorf("%w: a %s is not counted by %q", kb.ErrInvalid, r.class, by)
	}
	if n < 1 {
		return nil, fmt.Errorf("%w: at least one bucket has to be asked for", kb.ErrInvalid)
	}
	out := make([][]kb.Bucket, len(lists))
	for i, recs := range lists {
		counts := map[string]int{}
		for _, rec := range recs {
			for _, v := range distinct(r.values(st, rec, by)) {
				counts[v]++
			}
		}
		for v, c := range counts {
			out[i] = append(out[i], kb.Bucket{Value: v, Count: c})
		}
		slices.SortFunc(out[i], func(a, b kb.Bucket) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		out[i] = out[i][:min(n, len(out[i]))]
	}
	return out, nil
}

func distinct[S ~string](values []S) []S {
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}

func (st *state) entityValues(e *kb.Entity, by kb.FacetKey) []string {
	if by == kb.FacetKind {
		return []string{string(e.Kind)}
	}
	return e.Collections
}

func (st *state) relationValues(r *kb.Relation, by kb.FacetKey) []string {
	switch by {
	case kb.FacetType:
		return []string{string(r.Type)}
	case kb.FacetFromKind:
		return []string{string(st.entities[r.From].Kind)}
	case kb.FacetToKind:
		return []string{string(st.entities[r.To].Kind)}
	case kb.FacetSource:
		return st.sourcesOf(st.claimsOn(r.ID))
	}
	return r.Collections
}

func (st *state) propertyValues(p *kb.Property, by kb.FacetKey) []string {
	switch by {
	case kb.FacetByKey:
		return []string{string(p.Key)}
	case kb.FacetUnit:
		if q, ok := p.Value.(kb.QuantityValue); ok {
			return told(q.Unit)
		}
		return nil
	case kb.FacetSource:
		return st.sourcesOf(st.claimsOn(p.ID))
	}
	return p.Collections
}

func (st *state) claimValues(c *kb.Claim, by kb.FacetKey) []string {
	switch by {
	case kb.FacetStance:
		return []string{string(c.Stance)}
	case kb.FacetModality:
		return []string{string(c.Modality)}
	case kb.FacetReading:
		return []string{string(c.Reading)}
	case kb.FacetSource:
		return []string{string(c.Source)}
	case kb.FacetSpeaker:
		return words(c.AttributedTo)
	}
	return []string{c.Collection}
}

func (st *state) sourceValues(s *kb.Source, by kb.FacetKey) []string {
	switch by {
	case kb.FacetKind:
		return []string{string(s.Kind)}
	case kb.FacetPublisher:
		return words(s.Publishers)
	case kb.FacetLanguage:
		return told(s.Language)
	}
	return s.Collections
}

func (st *state) sourcesOf(claims []*kb.Claim) []string {
	var out []string
	for _, c := range claims {
		out = append(out, words(st.counts(c))...)
	}
	return out
}

func words(ids []kb.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}
