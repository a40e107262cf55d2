package neo4jstore

import (
	"context"
	"slices"
	"time"

	"actorgraph/kb"
)

// whole asks a question about the store as a whole.
func (s *Store) whole(ctx context.Context, body string, params map[string]any) (any, error) {
	c, err := s.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer c.end()
	answer, err := s.ask(c, body, params)
	return answer, c.explain(err)
}

// Version implements kb.Reader.
func (s *Store) Version(ctx context.Context) (int64, error) {
	version, err := s.whole(ctx, `OPTIONAL MATCH (s:ActorgraphStore) RETURN coalesce(max(s.version), 0) AS answer`, nil)
	if err != nil {
		return 0, err
	}
	return version.(int64), nil
}

// Collections implements kb.Reader.
func (s *Store) Collections(ctx context.Context) ([]kb.CollectionCount, error) {
	answer, err := s.whole(ctx, `
		MATCH (k:Collection)
		WITH k, COUNT { MATCH (c:Claim) WHERE c.collection = k.name } AS claims ORDER BY k.name
		RETURN collect([k.name, k.title, k.description, k.licence, claims]) AS answer`, nil)
	if err != nil {
		return nil, err
	}
	var out []kb.CollectionCount
	for _, values := range answer.([]any) {
		r := row{values: values.([]any)}
		out = append(out, kb.CollectionCount{
			Collection: kb.Collection{Name: r.text(), Title: r.text(), Description: r.text(), Licence: r.text()},
			Claims:     r.int(),
		})
	}
	return out, nil
}

// RelationCounts implements kb.Reader.
func (v view) RelationCounts(ctx context.Context, ids []kb.ID) ([][]kb.RelationCount, error) {
	call, err := v.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer call.end()
	if err := checkBatch(ids); err != nil {
		return nil, err
	}
	c := newCompiler(v.lens)
	c.params["ids"] = words(ids)
	path, shown := c.facts("(:Entity {id: $ids[i]})<-[x:STARTS_AT|ENDS_AT]-(n:Relation)", "n", aRelation)
	var cs conditions
	cs.add(shown)
	answer, err := v.store.ask(call, `
		UNWIND range(0, size($ids) - 1) AS i
		MATCH `+path+cs.where()+`
		WITH i, n, sum(CASE type(x) WHEN 'STARTS_AT' THEN 1 ELSE 0 END) AS starts, count(x) AS both
		WITH i, n.type AS typ, sum(starts) AS starts, sum(both - starts) AS ends, count(n) AS relations
		RETURN collect([i, typ, starts, ends, relations]) AS answer`, c.params)
	if err != nil {
		return nil, call.explain(err)
	}
	counts := make([]map[kb.RelationType]*row, len(ids))
	for _, values := range answer.([]any) {
		r := &row{values: values.([]any)}
		i, typ := r.int(), kb.RelationType(r.text())
		if counts[i] == nil {
			counts[i] = map[kb.RelationType]*row{}
		}
		counts[i][typ] = r
	}
	out := make([][]kb.RelationCount, len(ids))
	for i := range ids {
		for _, info := range kb.RelationTypes {
			r := counts[i][info.Type]
			if r == nil {
				continue
			}
			starts, ends, both := r.int(), r.int(), r.int()
			add := func(d kb.Direction, n int) {
				if n > 0 {
					out[i] = append(out[i], kb.RelationCount{Type: info.Type, Direction: d, Count: n})
				}
			}
			if info.Symmetric {
				add(kb.Both, both)
			} else {
				add(kb.Out, starts)
				add(kb.In, ends)
			}
		}
	}
	return out, nil
}

// Changes implements kb.Reader.
func (s *Store) Changes(ctx context.Context, since int64, n int) ([]kb.Change, error) {
	answer, err := s.whole(ctx, `
		CALL () {
			MATCH (c:Change) WHERE c.version > $since
			WITH c ORDER BY c.version
			WITH c.version AS version, c.at AS at, c.ops AS ops, c.ids AS ids
			UNWIND range(0, size(ids) - 1) AS i
			RETURN [version, at, ops[i], ids[i]] AS change LIMIT $n
		}
		RETURN collect(change) AS answer`, map[string]any{"since": since, "n": max(n, 0)})
	if err != nil {
		return nil, err
	}
	var out []kb.Change
	for _, values := range answer.([]any) {
		r := row{values: values.([]any)}
		out = append(out, kb.Change{Version: value[int64](&r), At: time.Unix(0, value[int64](&r)).UTC(), Op: kb.ChangeOp(r.text()), ID: r.id()})
	}
	return out, nil
}

// Stats implements kb.Reader.
func (s *Store) Stats(ctx context.Context) (kb.Stats, error) {
	answer, err := s.whole(ctx, `
		CALL () {
			MATCH (s:ActorgraphStore) RETURN 'version' AS of, '' AS by, s.version AS n
			UNION ALL
			MATCH (e:Entity) RETURN 'entity' AS of, e.kind AS by, count(e) AS n
			UNION ALL
			MATCH (r:Relation) RETURN 'relation' AS of, r.type AS by, count(r) AS n
			UNION ALL
			MATCH (p:Property) RETURN 'property' AS of, p.key AS by, count(p) AS n
			UNION ALL
			MATCH (c:Claim) RETURN 'claim' AS of, c.collection AS by, count(c) AS n
			UNION ALL
			MATCH (s:Source) RETURN 'source' AS of, '' AS by, count(s) AS n
		}
		RETURN collect([of, by, n]) AS answer`, nil)
	if err != nil {
		return kb.Stats{}, err
	}
	stats := kb.Stats{
		Records:    map[kb.Class]int{},
		Entities:   map[kb.Kind]int{},
		Relations:  map[kb.RelationType]int{},
		Properties: map[kb.PropertyKey]int{},
		Claims:     map[string]int{},
	}
	for _, c := range kb.Classes {
		stats.Records[c] = 0
	}
	for _, values := range answer.([]any) {
		r := row{values: values.([]any)}
		of, by, n := r.text(), r.text(), r.int()
		if slices.Contains(kb.Classes, kb.Class(of)) {
			stats.Records[kb.Class(of)] += n
		}
		switch of {
		case "version":
			stats.Version = int64(n)
		case "entity":
			stats.Entities[kb.Kind(by)] = n
		case "relation":
			stats.Relations[kb.RelationType(by)] = n
		case "property":
			stats.Properties[kb.PropertyKey(by)] = n
		case "claim":
			stats.Claims[by] = n
		}
	}
	return stats, nil
}
