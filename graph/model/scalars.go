package model

import (
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/99designs/gqlgen/graphql"

	"actorgraph/kb"
)

// MarshalID writes an id.
func MarshalID(id kb.ID) graphql.Marshaler { return graphql.MarshalString(string(id)) }

// UnmarshalID reads an id and checks its form.
func UnmarshalID(v any) (kb.ID, error) {
	s, ok := v.(string)
	if !ok {
		return "", invalid("an id is a text, as in \"nso-group\"")
	}
	if err := kb.ID(s).Check(); err != nil {
		return "", invalid("%v", err)
	}
	return kb.ID(s), nil
}

// MarshalPartialDate writes a date as it was written.
func MarshalPartialDate(d kb.Date) graphql.Marshaler { return graphql.MarshalString(d.String()) }

// UnmarshalPartialDate reads a date.
func UnmarshalPartialDate(v any) (kb.Date, error) {
	s, ok := v.(string)
	if !ok {
		return kb.Date{}, invalid("a date is a text, as in \"2021-11-25\"")
	}
	d, err := kb.ParseDate(s)
	if err != nil {
		return kb.Date{}, invalid("%v", err)
	}
	return d, nil
}

// FilterJSON is a filter as a JSON object, written out.
type FilterJSON []byte

// MarshalFilterJSON writes a filter.
func MarshalFilterJSON(f FilterJSON) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(f) })
}

// UnmarshalFilterJSON is never called: no argument has the type.
func UnmarshalFilterJSON(any) (FilterJSON, error) {
	return nil, invalid("a FilterJSON is passed back as the variable for where")
}

// apiName is how the API writes a word of kb's closed lists: list-size is
// LIST_SIZE, asOf is AS_OF, MAKES stays.
func apiName(word string) string {
	var b strings.Builder
	lower := false
	for _, r := range word {
		switch {
		case r == '-':
			b.WriteByte('_')
		case unicode.IsUpper(r) && lower:
			b.WriteByte('_')
			b.WriteRune(r)
		default:
			b.WriteRune(unicode.ToUpper(r))
		}
		lower = unicode.IsLower(r)
	}
	return b.String()
}

// TypeName is the name of the type of entities of kind k: PublicBody.
func TypeName(k kb.Kind) string {
	parts := strings.Split(string(k), "-")
	for i, p := range parts {
		parts[i] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}

// words joins the words of one closed list with their names in the API.
type words[E ~string] map[string]E

func wordsOf[Row any, E ~string](rows []Row, word func(Row) E) words[E] {
	m := make(words[E], len(rows))
	for _, row := range rows {
		m[apiName(string(word(row)))] = word(row)
	}
	return m
}

func (m words[E]) read(v any) (E, error) {
	s, _ := v.(string)
	if e, ok := m[s]; ok {
		return e, nil
	}
	var e E
	return e, invalid("%v is no %T", v, e)
}

func writeWord[E ~string](e E) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { io.WriteString(w, strconv.Quote(apiName(string(e)))) })
}

var (
	kinds         = wordsOf(kb.Kinds, func(row kb.KindInfo) kb.Kind { return row.Kind })
	propertyKeys  = wordsOf(kb.PropertyKeys, func(row kb.PropertyKeyInfo) kb.PropertyKey { return row.Key })
	valueTypes    = wordsOf(kb.ValueTypes, func(t kb.ValueType) kb.ValueType { return t })
	qualifierKeys = wordsOf(kb.QualifierKeys, func(row kb.QualifierKeyInfo) kb.QualifierKey { return row.Key })
)

// MarshalEntityKind writes a kind.
func MarshalEntityKind(k kb.Kind) graphql.Marshaler { return writeWord(k) }

// UnmarshalEntityKind reads a kind.
func UnmarshalEntityKind(v any) (kb.Kind, error) { return kinds.read(v) }

// MarshalPropertyKey writes a property key.
func MarshalPropertyKey(k kb.PropertyKey) graphql.Marshaler { return writeWord(k) }

// UnmarshalPropertyKey reads a property key.
func UnmarshalPropertyKey(v any) (kb.PropertyKey, error) { return propertyKeys.read(v) }

// MarshalQualifierKey writes a qualifier key.
func MarshalQualifierKey(k kb.QualifierKey) graphql.Marshaler { return writeWord(k) }

// UnmarshalQualifierKey reads a qualifier key.
func UnmarshalQualifierKey(v any) (kb.QualifierKey, error) { return qualifierKeys.read(v) }

// MarshalValueType writes a type of value.
func MarshalValueType(t kb.ValueType) graphql.Marshaler { return writeWord(t) }

// UnmarshalValueType reads a type of value.
func UnmarshalValueType(v any) (kb.ValueType, error) { return valueTypes.read(v) }
