package sqlitestore

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// A part is a piece of SQL with the values of its placeholders, in their order.
// Values never stand in the text, so that a text is the shape of a question and
// its prepared statement serves every question of that shape.
type part struct {
	sql  string
	args []any
}

// yes and no are the conditions that always hold and never do.
var (
	yes = part{sql: "1"}
	no  = part{sql: "0"}
)

// say makes a part.
func say(sql string, args ...any) part { return part{sql, args} }

// cat puts parts one behind the other.
func cat(parts ...part) part {
	var b strings.Builder
	var args []any
	for _, p := range parts {
		b.WriteString(p.sql)
		args = append(args, p.args...)
	}
	return part{b.String(), args}
}

// and holds if all of conditions hold.
func and(conditions ...part) part {
	conditions = slices.DeleteFunc(slices.Clone(conditions), func(p part) bool { return p.sql == yes.sql })
	if len(conditions) == 0 {
		return yes
	}
	return join(" AND ", conditions)
}

// or holds if one of conditions holds.
func or(conditions ...part) part {
	if len(conditions) == 0 {
		return no
	}
	return join(" OR ", conditions)
}

// join builds a balanced tree: SQLite bounds the depth of an expression, and a
// chain would be as deep as it is long.
func join(op string, conditions []part) part {
	if len(conditions) == 1 {
		return conditions[0]
	}
	middle := len(conditions) / 2
	return cat(say("("), join(op, conditions[:middle]), say(op), join(op, conditions[middle:]), say(")"))
}

// not is the complement of p: it holds also where p is NULL, as the comparison
// with a missing value is.
func not(p part) part { return cat(say("("), p, say(") IS NOT TRUE")) }

// exists holds if rows, which is all that follows FROM, has one that passes
// condition.
func exists(rows string, condition part) part {
	return cat(say("EXISTS (SELECT 1 FROM "+rows+" AND "), condition, say(")"))
}

// among holds if column has one of values. However many there are, they are one
// placeholder.
func among[S ~string](column string, values []S) part {
	if len(values) == 1 {
		return say(column+" = ?", string(values[0]))
	}
	return say(column+" IN (SELECT value FROM json_each(?))", list(values))
}

// list writes values as the JSON array that json_each takes apart.
func list[S ~string](values []S) string {
	if len(values) == 0 {
		return "[]"
	}
	data, err := json.Marshal(values)
	if err != nil {
		panic(err) // texts can be written
	}
	return string(data)
}

// startsWith holds if the texts in column start with prefix. It is a stretch of
// the column's order, which an index can serve.
func startsWith(column, prefix string) part {
	end, ok := behind(prefix)
	if !ok {
		return say(column+" >= ?", prefix)
	}
	return say("("+column+" >= ? AND "+column+" < ?)", prefix, end)
}

// behind is the first text, in the order of bytes, behind all that start with
// prefix; false if none is.
func behind(prefix string) (string, bool) {
	for prefix != "" {
		r, n := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-n]
		switch {
		case r == 0xD7FF:
			return prefix + "\uE000", true // what lies between are no characters
		case r < utf8.MaxRune:
			return prefix + string(r+1), true
		}
	}
	return "", false
}
