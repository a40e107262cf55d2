package neo4jstore

import (
	"fmt"
	"slices"
	"strings"

	"actorgraph/kb"
)

// orderKey is how the database sorts by one key: by a property, or by what an
// expression computes of the record n.
type orderKey struct {
	property   string
	expression string
	text       bool // else a number
	nullable   bool
}

// nameAt sorts relations by the name of one end.
func nameAt(link string) orderKey {
	return orderKey{expression: "head([(n)-[:" + link + "]->(e) | e.nameKey])", text: true}
}

// orderKeys are those of [kb.OrderKeys].
var orderKeys = map[kb.Class]map[kb.OrderKey]orderKey{
	kb.EntityClass: {
		kb.ByID:     {property: "id", text: true},
		kb.ByName:   {property: "nameKey", text: true},
		kb.ByKind:   {property: "kindRank"},
		kb.ByDegree: {property: "degree"},
	},
	kb.RelationClass: {
		kb.ByID:       {property: "id", text: true},
		kb.ByType:     {property: "typeRank"},
		kb.BySince:    {property: "sinceFirst", nullable: true},
		kb.ByUntil:    {property: "untilLast", nullable: true},
		kb.ByFromName: nameAt("STARTS_AT"),
		kb.ByToName:   nameAt("ENDS_AT"),
		kb.ByClaims:   {property: "claims"},
	},
	kb.PropertyClass: {
		kb.ByID:     {property: "id", text: true},
		kb.ByKey:    {property: "keyRank"},
		kb.ByValue:  {property: "valueKey", text: true},
		kb.BySince:  {property: "sinceFirst", nullable: true},
		kb.ByUntil:  {property: "untilLast", nullable: true},
		kb.ByClaims: {property: "claims"},
	},
	kb.ClaimClass: {
		kb.ByID:       {property: "id", text: true},
		kb.ByLocator:  {property: "place", text: true, nullable: true},
		kb.ByModality: {property: "modalityRank"},
		kb.BySource:   {property: "source", text: true},
		kb.ByRecorded: {property: "recordedAt"},
	},
	kb.SourceClass: {
		kb.ByID:        {property: "id", text: true},
		kb.ByTitle:     {property: "titleKey", text: true, nullable: true},
		kb.ByKind:      {property: "kindRank"},
		kb.ByPublished: {property: "publishedFirst", nullable: true},
		kb.ByClaims:    {expression: "COUNT { (n)<-[:FROM]-() }"}, // which the database keeps
	},
}

// sorting is an order of the records n as Cypher says it.
type sorting struct {
	keys   []orderKey
	values []string // what each key compares
	desc   []bool
	let    string // computes those that are no properties, or ""
	alike  string // what all records have alike; an index has them in order behind it
}

func sortingOf(c *compiler, class kb.Class, order []kb.Order) sorting {
	var s sorting
	for i, o := range order {
		k := c.orderKey(class, o.By)
		value := "n." + k.property
		if slices.Contains(held, k.property) {
			value = c.held("n") + "." + k.property
		}
		if k.expression != "" {
			value = fmt.Sprintf("k%d", i)
			s.let += ", " + k.expression + " AS " + value
		}
		s.keys, s.values, s.desc = append(s.keys, k), append(s.values, value), append(s.desc, o.Desc)
	}
	return s
}

// orderKey is how the database sorts by a key under the lens.
func (c *compiler) orderKey(class kb.Class, by kb.OrderKey) orderKey {
	switch {
	case c.lens.IsZero():
	case by == kb.ByDegree:
		return orderKey{expression: c.degree("n")}
	case class == kb.SourceClass && by == kb.ByClaims:
		claim := c.variable()
		return orderKey{expression: related{"(n)<-[:FROM]-(" + claim + ":Claim)", claim, c.claimSeen(claim), filter{}}.number(c)}
	}
	return orderKeys[class][by]
}

// computed are the variables of the keys that were computed.
func (s sorting) computed() string {
	kept := ""
	for i, k := range s.keys {
		if k.expression != "" {
			kept += ", " + s.values[i]
		}
	}
	return kept
}

// list is the Cypher for the values of the keys.
func (s sorting) list() string { return "[" + strings.Join(s.values, ", ") + "]" }

// indexed is a condition that always holds, by which the planner sees that an
// index gives the records in this order, or "".
func (s sorting) indexed() string {
	if k := s.keys[0]; k.expression != "" || k.nullable {
		return ""
	}
	return s.values[0] + " IS NOT NULL"
}

// orderBy sorts forwards or backwards. What is missing comes last in both
// directions of each key, so first when the whole order is read backwards.
func (s sorting) orderBy(backwards bool) string {
	var parts []string
	if s.alike != "" {
		parts = append(parts, s.alike+direction(s.desc[0] != backwards))
	}
	for i, k := range s.keys {
		if k.nullable {
			parts = append(parts, "("+s.values[i]+" IS NULL)"+direction(backwards))
		}
		parts = append(parts, s.values[i]+direction(s.desc[i] != backwards))
	}
	return "ORDER BY " + strings.Join(parts, ", ")
}

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return ""
}

// beyond is the condition that a record lies behind the place, or before it if
// backwards.
func (s sorting) beyond(c *compiler, place kb.Keyset, backwards bool) string {
	var ways []string
	var equal conditions // to the place, in the keys so far
	for i, k := range s.keys {
		v := s.values[i]
		at, missing := c.place(place[i])
		var further string
		switch {
		case missing && backwards:
			further = v + " IS NOT NULL"
		case missing:
			further = "" // nothing comes behind what is missing
		default:
			less := " > "
			if s.desc[i] != backwards {
				less = " < "
			}
			further = v + less + at
			if k.nullable && !backwards {
				further = "(" + further + " OR " + v + " IS NULL)"
			}
		}
		if further != "" {
			ways = append(ways, append(equal[:len(equal):len(equal)], further).and())
		}
		if missing {
			equal.add(v + " IS NULL")
		} else {
			equal.add(v + " = " + at)
		}
	}
	if len(ways) == 0 {
		return never
	}
	beyond := "(" + strings.Join(ways, " OR ") + ")"
	if k := s.keys[0]; len(ways) > 1 && !k.nullable { // the same once more, as a range of an index
		at, _ := c.place(place[0])
		sign := " >= "
		if s.desc[0] != backwards {
			sign = " <= "
		}
		beyond = s.values[0] + sign + at + " AND " + beyond
	}
	return beyond
}

// place keeps the value of a key as a parameter, or tells that it is missing.
func (c *compiler) place(v kb.KeyValue) (at string, missing bool) {
	switch {
	case v.Text != nil:
		return c.param(spell(*v.Text)), false
	case v.Number != nil:
		return c.param(*v.Number), false
	}
	return "", true
}

// check refuses a place whose values are not of the types of the keys.
func (s sorting) check(place kb.Keyset) error {
	for i, v := range place {
		if k := s.keys[i]; k.text && v.Number != nil || !k.text && v.Text != nil || !k.nullable && v.Text == nil && v.Number == nil {
			return fmt.Errorf("%w: the cursor belongs to another order", kb.ErrInvalid)
		}
	}
	return nil
}

// keyset makes a place of the values that the database gave.
func keyset(values []any) kb.Keyset {
	place := make(kb.Keyset, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case string:
			key := unspell(v)
			place[i].Text = &key
		case int64:
			place[i].Number = &v
		}
	}
	return place
}
