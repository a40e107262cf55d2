package sqlitestore

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"actorgraph/kb"
)

// order is an order in which rows are read: the one asked for, or its reverse
// where the last rows before a place are asked for.
type order struct {
	keys    []sorted
	reverse bool
}

// sorted is one key of an order.
type sorted struct {
	key
	desc bool
}

// order makes the order of a table's records. The last key is the id.
func (t *table[T, W]) order(by []kb.Order, reverse bool) order {
	o := order{reverse: reverse}
	for _, b := range by {
		o.keys = append(o.keys, sorted{t.orders[b.By], b.Desc})
	}
	return o
}

// column names the i-th value of a place.
func column(i int) string { return "k" + strconv.Itoa(i) }

// last names the column of the id.
func (o order) last() string { return column(len(o.keys) - 1) }

// each writes something about each key, joined by commas.
func (o order) each(write func(i int, k sorted) string) string {
	parts := make([]string, len(o.keys))
	for i, k := range o.keys {
		parts[i] = write(i, k)
	}
	return strings.Join(parts, ", ")
}

// values selects the values of the keys under the names of their columns.
func (o order) values() string {
	return o.each(func(i int, k sorted) string { return k.value + " AS " + column(i) })
}

// columns selects those columns of a subquery.
func (o order) columns(of string) string {
	return o.each(func(i int, _ sorted) string { return of + "." + column(i) })
}

// by is what follows ORDER BY.
func (o order) by() string {
	return o.each(func(_ int, k sorted) string { return k.value + o.direction(k) })
}

// byColumns is the same for the columns of a subquery.
func (o order) byColumns(of string) string {
	return o.each(func(i int, k sorted) string { return of + "." + column(i) + o.direction(k) })
}

// direction puts missing values last in both directions, and first in reverse.
func (o order) direction(k sorted) string {
	direction := ""
	if k.desc != o.reverse {
		direction = " DESC"
	}
	switch {
	case !k.nullable:
		return direction
	case o.reverse:
		return direction + " NULLS FIRST"
	}
	return direction + " NULLS LAST"
}

// check refuses places that have another type of value than the order.
func (o order) check(places ...kb.Keyset) error {
	for _, place := range places {
		for i, v := range place {
			missing := v.Text == nil && v.Number == nil
			if missing && !o.keys[i].nullable || !missing && o.keys[i].number != (v.Number != nil) {
				return fmt.Errorf("%w: the cursor belongs to another order", kb.ErrInvalid)
			}
		}
	}
	return nil
}

// beyond is the condition that a row comes after place in the order asked for,
// or before it; no place is no condition.
func (o order) beyond(place kb.Keyset, after bool) part {
	if place == nil {
		return yes
	}
	var choices []part
	var same []part // the keys so far are those of the place
	for i, k := range o.keys {
		choices = append(choices, and(append(same[:i:i], k.beyond(place[i], after))...))
		same = append(same, k.equal(place[i]))
	}
	begin := yes
	if first := o.keys[0]; len(o.keys) > 1 && !first.nullable {
		// It follows from the choices; where an index has the first key,
		// reading can begin at the place.
		begin = say(first.value+first.operator(after)+"= ?", argument(place[0]))
	}
	return and(begin, or(choices...))
}

// operator compares a key that comes after another, or before it.
func (k sorted) operator(after bool) string {
	if k.desc == after {
		return " <"
	}
	return " >"
}

func (k sorted) equal(v kb.KeyValue) part {
	if v.Text == nil && v.Number == nil {
		return say(k.value + " IS NULL")
	}
	return say(k.value+" = ?", argument(v))
}

// beyond is the condition that the key comes after v, or before it.
func (k sorted) beyond(v kb.KeyValue, after bool) part {
	if v.Text == nil && v.Number == nil {
		if after {
			return no
		}
		return say(k.value + " IS NOT NULL")
	}
	condition := say(k.value+k.operator(after)+" ?", argument(v))
	if after && k.nullable {
		return or(condition, say(k.value+" IS NULL"))
	}
	return condition
}

func argument(v kb.KeyValue) any {
	if v.Text != nil {
		return *v.Text
	}
	return *v.Number
}

// placeRow reads the values of a place.
type placeRow struct {
	texts   []sql.NullString
	numbers []sql.NullInt64
	keys    []sorted
}

func (o order) row() *placeRow {
	return &placeRow{make([]sql.NullString, len(o.keys)), make([]sql.NullInt64, len(o.keys)), o.keys}
}

func (r *placeRow) dest() []any {
	dest := make([]any, len(r.keys))
	for i, k := range r.keys {
		if k.number {
			dest[i] = &r.numbers[i]
		} else {
			dest[i] = &r.texts[i]
		}
	}
	return dest
}

func (r *placeRow) keyset() kb.Keyset {
	place := make(kb.Keyset, len(r.keys))
	for i, k := range r.keys {
		if n := r.numbers[i]; k.number && n.Valid {
			place[i].Number = &n.Int64
		} else if s := r.texts[i]; s.Valid {
			place[i].Text = &s.String
		}
	}
	return place
}
