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

// derivedColumns are the columns of a fact that are derived from its matter.
const derivedColumns = "since, since_first, since_last, until, until_first, until_last, collections, claims, support"

// derivedRow are their values, with the types that reading them gives.
func derivedRow(h *evidence.Held) []any {
	since, sinceFirst, sinceLast := dateOf(h.When.Since)
	until, untilFirst, untilLast := dateOf(h.When.Until)
	support, err := json.Marshal(h.Support)
	if err != nil {
		panic(err) // it can be written
	}
	return []any{since, sinceFirst, sinceLast, until, untilFirst, untilLast, list(h.Collections), int64(h.Claims), string(support)}
}

// reachColumns are the columns of a claim that hold an [evidence.Reach].
const reachColumns = "possible_first, possible_last, certain_first, certain_last, known_certain, known_possible, out_certain, out_possible"

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

// everything is where the zero lens looks.
var everything = evidence.At(kb.Lens{})

func (w *writer) weighSome(ctx context.Context, facts []*fact) error {
	stored, err := w.stretches(ctx, facts)
	if err != nil {
		return err
	}
	var reaches, relations, properties, stretches [][]any
	var stale []int64 // facts whose stretches differ
	for _, f := range facts {
		for i, c := range f.Claims {
			if r := evidence.ReachOf(&f.Matter, c); r != f.reaches[i] {
				reaches = append(reaches, reachRow(c.ID, r))
			}
		}
		all := evidence.Stretches(&f.Matter)
		i := slices.IndexFunc(all, func(s evidence.Stretch) bool { return s.Covers(everything) })
		if i < 0 {
			continue // it has no claim
		}
		own := derivedRow(&all[i].Held)
		if !slices.Equal(own, f.derived) {
			row := append([]any{string(f.id)}, own...)
			if f.relation != nil {
				relations = append(relations, row)
			} else {
				properties = append(properties, row)
			}
		}
		var rows [][]any
		for place, s := range all {
			rows = append(rows, f.stretchRow(place, &s, own))
		}
		if !slices.EqualFunc(rows, stored[f.n], slices.Equal[[]any]) {
			stretches = append(stretches, rows...)
			if stored[f.n] != nil {
				stale = append(stale, f.n)
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
	if err := w.removeStretches(ctx, stale); err != nil {
		return err
	}
	return w.insertRows(ctx, "stretches ("+stretchColumns+")", "", stretches)
}

// removeStretches removes those of the facts with these numbers.
func (w *writer) removeStretches(ctx context.Context, facts []int64) error {
	if len(facts) == 0 {
		return nil
	}
	return w.exec(ctx, "DELETE FROM stretches WHERE fact IN (SELECT value FROM json_each(?))", numbers(facts))
}

// numbers writes numbers as the JSON array that json_each takes apart.
func numbers(list []int64) string {
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // numbers can be written
	}
	return string(data)
}

// stretchColumns are the columns of the table stretches, in its order.
const stretchColumns = "fact, place, one, other, naming, collection, everything, views, true_first, true_last, known_first, known_last, " +
	"at_least, status, contested, strongest, verified, untold, differs, " + derivedColumns

// stretchWidth is how many they are.
var stretchWidth = 1 + strings.Count(stretchColumns, ",")

// stretchRow is a stretch of the fact as it is stored, with the types that reading
// it gives. What is derived for the fact itself is own.
func (f *fact) stretchRow(place int, s *evidence.Stretch, own []any) []any {
	naming := false
	if f.property != nil {
		row, _ := f.property.Key.Info()
		naming = row.Naming
	}
	var other any
	if f.other.Valid && f.other.Int64 != f.one {
		other = f.other.Int64
	}
	derived := derivedRow(&s.Held)
	differs := !s.Untold && !slices.Equal(derived, own)
	if !differs {
		derived = make([]any, len(own))
	}
	return append([]any{
		f.n, int64(place), f.one, other, bit(naming), s.Collection, bit(s.All), int64(s.Views),
		int64(s.True.First), int64(s.True.Last), int64(s.Known.First), int64(s.Known.Last),
		int64(s.Support.AtLeast), string(s.Support.Status), bit(s.Support.Contested), string(s.Support.Strongest), bit(s.Verified), bit(s.Untold), bit(differs),
	}, derived...)
}

// stretches reads the stored stretches of facts, by the numbers of these.
func (w *writer) stretches(ctx context.Context, facts []*fact) (map[int64][][]any, error) {
	var wanted []int64
	for _, f := range facts {
		wanted = append(wanted, f.n)
	}
	stored := map[int64][][]any{}
	err := each(ctx, w, say("SELECT "+stretchColumns+" FROM json_each(?) AS wanted CROSS JOIN stretches AS s ON s.fact = wanted.value ORDER BY wanted.key, s.place", numbers(wanted)),
		func(rows *sql.Rows) error {
			row, err := scanRow(rows, stretchWidth)
			if err == nil {
				n := row[0].(int64)
				stored[n] = append(stored[n], row)
			}
			return err
		})
	return stored, err
}

// scanRow reads the values of a row.
func scanRow(rows *sql.Rows, width int) ([]any, error) {
	row, dest := make([]any, width), make([]any, width)
	for i := range row {
		dest[i] = &row[i]
	}
	return row, rows.Scan(dest...)
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
