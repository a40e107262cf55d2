package kb

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ValueType says which kind of value a property key or a qualifier takes.
type ValueType string

// The types of value.
const (
	TypeText     ValueType = "text"
	TypeQuantity ValueType = "quantity"
	TypeDate     ValueType = "date"
	TypeBoolean  ValueType = "boolean"
	TypeURL      ValueType = "url"
	TypeEnum     ValueType = "enum"
)

// ValueTypes lists the types of value.
var ValueTypes = []ValueType{TypeText, TypeQuantity, TypeDate, TypeBoolean, TypeURL, TypeEnum}

// Value is the value of a property or of a qualifier: one of [TextValue],
// [QuantityValue], [DateValue], [BooleanValue], [UrlValue], [EnumValue]. All
// are comparable with ==.
type Value interface {
	Type() ValueType
	// String is the value as a person would read it.
	String() string
	// canonical tells values apart: equal strings of one type, equal values.
	canonical() string
}

// TextValue is a value in words.
type TextValue struct{ Text string }

// DateValue is a date as a value.
type DateValue struct{ Date Date }

// BooleanValue is a yes or a no.
type BooleanValue struct{ Boolean bool }

// UrlValue is an absolute http or https address.
type UrlValue struct{ URL string } //nolint: named as in the API

// EnumValue is one of the names that the key's row in its table lists.
type EnumValue struct{ Enum string }

// QuantityValue is a [Quantity] as a value.
type QuantityValue struct{ Quantity }

func (TextValue) Type() ValueType     { return TypeText }
func (QuantityValue) Type() ValueType { return TypeQuantity }
func (DateValue) Type() ValueType     { return TypeDate }
func (BooleanValue) Type() ValueType  { return TypeBoolean }
func (UrlValue) Type() ValueType      { return TypeURL }
func (EnumValue) Type() ValueType     { return TypeEnum }

func (v TextValue) String() string    { return v.Text }
func (v DateValue) String() string    { return v.Date.String() }
func (v BooleanValue) String() string { return strconv.FormatBool(v.Boolean) }
func (v UrlValue) String() string     { return v.URL }
func (v EnumValue) String() string    { return v.Enum }

func (v TextValue) canonical() string     { return v.Text }
func (v QuantityValue) canonical() string { return v.Quantity.canonical() }
func (v DateValue) canonical() string     { return v.Date.String() }
func (v BooleanValue) canonical() string  { return v.String() }
func (v UrlValue) canonical() string      { return v.URL }
func (v EnumValue) canonical() string     { return v.Enum }

// ValueKey is what values are sorted by: a text that compares by its bytes. Values
// come in the order of [ValueTypes], and within a type
//
//   - quantities by number, whatever they count: by their lower bound, then by the
//     upper one. An open end lies beyond all numbers;
//   - dates by the first day that they can be, then by the last. Where there is no
//     such bound it lies beyond all days;
//   - all others, and what is equal so far, by the sort key of their texts as a person
//     reads them.
//
// sortKey makes that; it is text.SortKey, of which this package does not know. The
// key of a text that begins with another begins with that one's, as sort keys do.
func ValueKey(v Value, sortKey func(string) string) string {
	key := strconv.Itoa(slices.Index(ValueTypes, v.Type()))
	switch v := v.(type) {
	case QuantityValue:
		key += numberKey(v.Min, math.Inf(-1)) + numberKey(v.Max, math.Inf(1))
	case DateValue:
		first, last := v.Date.Span()
		key += digits(uint64(first)^signBit) + digits(uint64(last)^signBit)
	}
	return key + sortKey(v.String())
}

const signBit = 1 << 63

// numberKey sorts as the number does, or as open if it is missing. The bits of numbers
// that are not negative sort as these do, those of the others the other way round.
func numberKey(n Number, open float64) string {
	if n.Known {
		open = Num(n.Value).Value
	}
	bits := math.Float64bits(open)
	if bits&signBit != 0 {
		return digits(^bits)
	}
	return digits(bits | signBit)
}

func digits(n uint64) string { return fmt.Sprintf("%016x", n) }

// Precision says how exactly a source gives a quantity.
type Precision string

// The precisions of a quantity.
const (
	Exact    Precision = "EXACT"
	About    Precision = "ABOUT"
	AtLeast  Precision = "AT_LEAST"
	AtMost   Precision = "AT_MOST"
	MoreThan Precision = "MORE_THAN"
	LessThan Precision = "LESS_THAN"
	Between  Precision = "BETWEEN"
	Vague    Precision = "VAGUE" // "hundreds of millions"; with bounds where it has any
)

// Precisions lists the precisions of a quantity.
var Precisions = []Precision{Exact, About, AtLeast, AtMost, MoreThan, LessThan, Between, Vague}

// Number is a finite number that may be missing: the open end of a quantity.
type Number struct {
	Value float64
	Known bool
}

// Num is the known number v. There is but one zero: -0 is 0.
func Num(v float64) Number { return Number{v + 0, true} }

// Ptr returns nil for a missing number.
func (n Number) Ptr() *float64 {
	if !n.Known {
		return nil
	}
	return &n.Value
}

func (n Number) String() string {
	if !n.Known {
		return ""
	}
	return strconv.FormatFloat(n.Value, 'f', -1, 64)
}

// Quantity is a number of something, as exactly as a source gives it. 37
// countries never equals 37 smartphones: the unit belongs to the value.
type Quantity struct {
	Min, Max  Number    // bounds, both inclusive but for MORE_THAN and LESS_THAN; either may be open
	Unit      string    // of what is counted: "countries", "USD", "percent"
	Precision Precision // how exactly the source gives it
	Words     string    // the source's own words for it, where they say more
}

func (q Quantity) canonical() string {
	return strings.Join([]string{q.Min.String(), q.Max.String(), escape.Replace(q.Unit), string(q.Precision), escape.Replace(q.Words)}, "|")
}

// escape keeps the parts of a canonical text from running into each other.
var escape = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// String is the quantity in plain English: "about 500000000 USD".
func (q Quantity) String() string {
	n, unit := q.Min.String(), ""
	if !q.Min.Known {
		n = q.Max.String()
	}
	if q.Unit != "" {
		unit = " " + q.Unit
	}
	switch q.Precision {
	case Exact:
		return n + unit
	case Between:
		return q.Min.String() + " to " + q.Max.String() + unit
	case Vague:
		if q.Words != "" {
			return q.Words
		}
		return "some" + unit
	}
	return strings.ToLower(strings.ReplaceAll(string(q.Precision), "_", " ")) + " " + n + unit
}

// Check tells what is wrong with q, or nil: bounds are finite and in order, and
// there are those that its precision speaks of.
func (q Quantity) Check() error {
	for _, n := range []Number{q.Min, q.Max} {
		if math.IsNaN(n.Value) || math.IsInf(n.Value, 0) {
			return fmt.Errorf("a quantity must be a finite number")
		}
		if !n.Known && n.Value != 0 {
			return fmt.Errorf("an open end of a quantity has no number")
		}
	}
	if q.Min.Known && q.Max.Known && q.Min.Value > q.Max.Value {
		return fmt.Errorf("min %s is greater than max %s", q.Min, q.Max)
	}
	switch q.Precision {
	case Exact:
		if !q.Min.Known || q.Min != q.Max {
			return fmt.Errorf("an EXACT quantity has min and max, and they are equal")
		}
	case About:
		if !q.Min.Known || !q.Max.Known {
			return fmt.Errorf("an ABOUT quantity has min and max (equal, if the source gives one number)")
		}
	case Between:
		if !q.Min.Known || !q.Max.Known {
			return fmt.Errorf("a BETWEEN quantity has min and max")
		}
	case AtLeast, MoreThan:
		if !q.Min.Known || q.Max.Known {
			return fmt.Errorf("a quantity of precision %s has min and no max", q.Precision)
		}
	case AtMost, LessThan:
		if q.Min.Known || !q.Max.Known {
			return fmt.Errorf("a quantity of precision %s has max and no min", q.Precision)
		}
	case Vague:
	default:
		return unknown("precision", string(q.Precision), Precisions)
	}
	return nil
}
