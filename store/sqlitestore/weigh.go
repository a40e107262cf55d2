package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// weighed is how many facts are weighed at a time.
const weighed = 1_000

// weigh brings up to date what the claims on facts come to, and how far the claims
// reach. It writes only what differs.
func (w *writer) weigh(ctx context.Context, facts []kb.ID) error {
	for some := range slices.Chunk(facts, weighed) {
		facts, err := readMatters(ctx, w, some)
		if err != nil {
			return err
		}
		if err := w.weighSome(ctx, facts); err != nil {
			return err
		}
	}
	return nil
}

// The columns that hold an [evidence.Reach], and those of a fact that are derived
// from its matter.
const (
	reachColumns   = "possible_first, possible_last, certain_first, certain_last, known_certain, known_possible, out_certain, out_possible"
	derivedColumns = "since, since_first, since_last, until, until_first, until_last, collections, claims, support"
)

func reachDest(r *evidence.Reach) []any {
	return []any{
		(*int64)(&r.Possible.First), (*int64)(&r.Possible.Last), (*int64)(&r.Certain.First), (*int64)(&r.Certain.Last),
		(*int64)(&r.Known.Certain), (*int64)(&r.Known.Possible), (*int64)(&r.Document.Certain), (*int64)(&r.Document.Possible),
	}
}

func reachRow(claim kb.ID, r evidence.Reach) []any {
	return []any{
		string(claim), int64(r.Possible.First), int64(r.Possible.Last), int64(r.Certain.First), int64(r.Certain.Last),
		int64(r.Known.Certain), int64(r.Known.Possible), int64(r.Document.Certain), int64(r.Document.Possible),
	}
}

func (w *writer) weighSome(ctx context.Context, facts []*fact) error {
	stored, err := w.stretches(ctx, facts)
	if err != nil {
		return err
	}
	var reaches, relations, properties, stretches [][]any
	var stale []kb.ID // facts whose stretches differ
	for _, f := range facts {
		for i, c := range f.Claims {
			if r := evidence.ReachOf(&f.Matter, c); r != f.reaches[i] {
				reaches = append(reaches, reachRow(c.ID, r))
			}
		}
		all := evidence.Stretches(&f.Matter)
		i := slices.IndexFunc(all, func(s evidence.Stretch) bool { return s.Covers(evidence.At(kb.Lens{})) })
		if i < 0 {
			continue // it has no claim: it is about to go
		}
		held := all[i].Held
		support := jsonOfSupport(held.Support)
		if when, collections := held.When, list(held.Collections); when.Since.String() != f.since || when.Until.String() != f.until ||
			collections != f.collections || held.Claims != f.count || support != f.support {
			row := append([]any{string(f.id)}, datesOf(when)...)
			row = append(row, collections, held.Claims, support)
			if f.relation != nil {
				relations = append(relations, row)
			} else {
				properties = append(properties, row)
			}
		}
		var rows [][]any
		for place, s := range all {
			rows = append(rows, f.stretchRow(place, &s, support))
		}
		if !slices.EqualFunc(rows, stored[f.id], slices.Equal[[]any]) {
			stretches = append(stretches, rows...)
			if stored[f.id] != nil {
				stale = append(stale, f.id)
			}
		}
	}
	if err := w.updateRows(ctx, "claims", reachColumns, reaches); err != nil {
		return err
	}
	if err := w.updateRows(ctx, "relations", derivedColumns, relations); err != nil {
		return err
	}
	if err := w.updateRows(ctx, "properties", derivedColumns, properties); err != nil {
		return err
	}
	if len(stale) > 0 {
		if err := w.exec(ctx, "DELETE FROM stretches WHERE fact IN (SELECT value FROM json_each(?))", list(stale)); err != nil {
			return err
		}
	}
	return w.insertRows(ctx, "stretches ("+stretchColumns+")", "", stretches)
}

// stretchColumns are the columns of the table stretches, in its order.
const stretchColumns = "fact, place, from_id, to_id, joins, naming, collection, everything, views, true_first, true_last, known_first, known_last, " +
	"at_least, status, contested, strongest, verified, claims, collections, since, since_first, since_last, until, until_first, until_last, support"

// stretchRow is a stretch of the fact, whose own support is given, as it is
// stored, with the types that reading it gives.
func (f *fact) stretchRow(place int, s *evidence.Stretch, own string) []any {
	var from, to kb.ID
	naming := false
	if f.relation != nil {
		from, to = f.relation.From, f.relation.To
	} else {
		from, to = f.property.Entity, f.property.Issuer
		row, _ := f.property.Key.Info()
		naming = row.Naming
	}
	if to == from {
		to = ""
	}
	row := []any{
		string(f.id), int64(place), string(from), told(to), bit(f.relation != nil), bit(naming), s.Collection, bit(s.All), int64(s.Views),
		int64(s.True.First), int64(s.True.Last), int64(s.Known.First), int64(s.Known.Last),
		int64(s.Support.AtLeast), string(s.Support.Status), bit(s.Support.Contested), string(s.Support.Strongest), bit(s.Verified),
		int64(s.Claims), list(s.Collections),
	}
	row = append(row, datesOf(s.When)...)
	support := any(jsonOfSupport(s.Support))
	if support == own {
		support = nil
	}
	return append(row, support)
}

// stretches reads the stored stretches of facts.
func (w *writer) stretches(ctx context.Context, facts []*fact) (map[kb.ID][][]any, error) {
	var wanted []kb.ID
	for _, f := range facts {
		wanted = append(wanted, f.id)
	}
	stored := map[kb.ID][][]any{}
	err := each(ctx, w, say("SELECT "+stretchColumns+" FROM json_each(?) AS wanted CROSS JOIN stretches AS s ON s.fact = wanted.value ORDER BY wanted.key, s.place", list(wanted)),
		func(rows *sql.Rows) error {
			row := make([]any, stretchWidth)
			dest := make([]any, len(row))
			for i := range row {
				dest[i] = &row[i]
			}
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			id := kb.ID(row[0].(string))
			stored[id] = append(stored[id], row)
			return nil
		})
	return stored, err
}

var stretchWidth = 1 + strings.Count(stretchColumns, ",")

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// datesOf is an interval as six columns have it.
func datesOf(when kb.Interval) []any {
	since, sinceFirst, sinceLast := dateOf(when.Since)
	until, untilFirst, untilLast := dateOf(when.Until)
	return []any{since, sinceFirst, sinceLast, until, untilFirst, untilLast}
}

func jsonOfSupport(s kb.Support) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // it can be written
	}
	return string(data)
}
