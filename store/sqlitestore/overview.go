package sqlitestore

import (
	"context"
	"database/sql"
	"time"

	"actorgraph/kb"
)

// Collections implements kb.Reader.
func (s *Store) Collections(ctx context.Context) ([]kb.CollectionCount, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	var out []kb.CollectionCount
	err := each(ctx, s.readers, say("SELECT name, title, description, licence, claims FROM collections ORDER BY name"), func(rows *sql.Rows) error {
		var c kb.CollectionCount
		err := rows.Scan(&c.Name, &c.Title, &c.Description, &c.Licence, &c.Claims)
		out = append(out, c)
		return err
	})
	return out, s.explain(ctx, err)
}

// RelationCounts implements kb.Reader.
func (v view) RelationCounts(ctx context.Context, wanted []kb.ID) ([][]kb.RelationCount, error) {
	if err := v.ready(ctx); err != nil {
		return nil, err
	}
	if err := checkBatch(wanted); err != nil {
		return nil, err
	}
	out := make([][]kb.RelationCount, len(wanted))
	type end struct {
		typ       kb.RelationType
		direction kb.Direction
	}
	counts := make([]map[end]int, len(wanted))
	// A relation of an entity with itself is at both of its ends, and, if it is
	// symmetric, at one.
	err := each(ctx, v.readers(), say("SELECT wanted.key, r.type, 'OUT', count(*) FROM json_each(?) AS wanted CROSS JOIN relations AS r ON r.from_id = wanted.value GROUP BY 1, 2"+
		" UNION ALL SELECT wanted.key, r.type, 'IN', sum(r.from_id <> r.to_id OR r.type NOT IN "+symmetric+") FROM json_each(?) AS wanted CROSS JOIN relations AS r ON r.to_id = wanted.value GROUP BY 1, 2",
		list(wanted), list(wanted)), func(rows *sql.Rows) error {
		var i, n int
		var e end
		if err := rows.Scan(&i, &e.typ, &e.direction, &n); err != nil {
			return err
		}
		if e.typ.Symmetric() {
			e.direction = kb.Both
		}
		if counts[i] == nil {
			counts[i] = map[end]int{}
		}
		counts[i][e] += n
		return nil
	})
	if err != nil {
		return nil, v.store.explain(ctx, err)
	}
	for i := range counts {
		for _, row := range kb.RelationTypes {
			for _, d := range kb.Directions {
				if n := counts[i][end{row.Type, d}]; n > 0 {
					out[i] = append(out[i], kb.RelationCount{Type: row.Type, Direction: d, Count: n})
				}
			}
		}
	}
	return out, nil
}

// Changes implements kb.Reader.
func (s *Store) Changes(ctx context.Context, since int64, n int) ([]kb.Change, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	var out []kb.Change
	err := each(ctx, s.readers, say("SELECT version, at, op, id FROM changes WHERE version > ? ORDER BY version, place LIMIT ?", since, max(n, 0)), func(rows *sql.Rows) error {
		var c kb.Change
		var at int64
		err := rows.Scan(&c.Version, &at, &c.Op, &c.ID)
		c.At = time.Unix(0, at).UTC()
		out = append(out, c)
		return err
	})
	return out, s.explain(ctx, err)
}

// Stats implements kb.Reader.
func (s *Store) Stats(ctx context.Context) (kb.Stats, error) {
	if err := s.ready(ctx); err != nil {
		return kb.Stats{}, err
	}
	stats := kb.Stats{
		Records:  map[kb.Class]int{kb.EntityClass: 0, kb.SourceClass: 0, kb.RelationClass: 0, kb.PropertyClass: 0, kb.ClaimClass: 0},
		Entities: map[kb.Kind]int{}, Relations: map[kb.RelationType]int{}, Properties: map[kb.PropertyKey]int{}, Claims: map[string]int{},
	}
	// One statement, so that all counts are of one state.
	err := each(ctx, s.readers, say("SELECT '', '', version FROM state"+
		" UNION ALL SELECT 'entity', kind, count(*) FROM entities GROUP BY kind"+
		" UNION ALL SELECT 'source', '', count(*) FROM sources"+
		" UNION ALL SELECT 'relation', type, count(*) FROM relations GROUP BY type"+
		" UNION ALL SELECT 'property', key, count(*) FROM properties GROUP BY key"+
		" UNION ALL SELECT 'claim', name, claims FROM collections WHERE claims > 0"), func(rows *sql.Rows) error {
		var class kb.Class
		var value string
		var n int
		if err := rows.Scan(&class, &value, &n); err != nil {
			return err
		}
		switch class {
		case "":
			stats.Version = int64(n)
			return nil
		case kb.EntityClass:
			stats.Entities[kb.Kind(value)] = n
		case kb.RelationClass:
			stats.Relations[kb.RelationType(value)] = n
		case kb.PropertyClass:
			stats.Properties[kb.PropertyKey(value)] = n
		case kb.ClaimClass:
			stats.Claims[value] = n
		}
		stats.Records[class] += n
		return nil
	})
	return stats, s.explain(ctx, err)
}
