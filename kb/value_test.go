package kb_test

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"actorgraph/kb"
)

func TestQuantitiesAsAPersonReadsThem(t *testing.T) {
	for _, row := range []struct {
		q    kb.Quantity
		want string
	}{
		{kb.Quantity{Min: kb.Num(37), Max: kb.Num(37), Unit: "smartphones", Precision: kb.Exact}, "37 smartphones"},
		{kb.Quantity{Min: kb.Num(37), Max: kb.Num(37), Precision: kb.Exact}, "37"},
		{kb.Quantity{Min: kb.Num(500_000_000), Max: kb.Num(500_000_000), Unit: "USD", Precision: kb.About}, "about 500000000 USD"},
		{kb.Quantity{Min: kb.Num(45), Unit: "countries", Precision: kb.AtLeast}, "at least 45 countries"},
		{kb.Quantity{Max: kb.Num(45), Unit: "countries", Precision: kb.AtMost}, "at most 45 countries"},
		{kb.Quantity{Min: kb.Num(0.5), Unit: "percent", Precision: kb.MoreThan}, "more than 0.5 percent"},
		{kb.Quantity{Max: kb.Num(-1), Precision: kb.LessThan}, "less than -1"},
		{kb.Quantity{Min: kb.Num(10), Max: kb.Num(20), Unit: "EUR", Precision: kb.Between}, "10 to 20 EUR"},
		{kb.Quantity{Min: kb.Num(1e15), Max: kb.Num(1e15), Precision: kb.Exact}, "1000000000000000"},
		{kb.Quantity{Unit: "USD", Precision: kb.Vague, Words: "hundreds of millions"}, "hundreds of millions"},
		{kb.Quantity{Unit: "members", Precision: kb.Vague}, "some members"},
	} {
		if got := row.q.String(); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
		checkError(t, row.q.Check(), "")
	}
}

func TestNoQuantities(t *testing.T) {
	one, two := kb.Num(1), kb.Num(2)
	var open kb.Number
	for _, row := range []struct {
		q   kb.Quantity
		why string
	}{
		{kb.Quantity{Precision: "EXACTLY", Min: one, Max: one}, `unknown precision "EXACTLY"; did you mean EXACT?`},
		{kb.Quantity{Min: one, Max: one}, "the precision is missing; it is EXACT, ABOUT, "},
		{kb.Quantity{Precision: kb.Exact, Min: one}, "has min and max, and they are equal"},
		{kb.Quantity{Precision: kb.Exact, Min: one, Max: two}, "has min and max, and they are equal"},
		{kb.Quantity{Precision: kb.Exact}, "has min and max, and they are equal"},
		{kb.Quantity{Precision: kb.About, Max: one}, "an ABOUT quantity has min and max"},
		{kb.Quantity{Precision: kb.Between, Min: one}, "a BETWEEN quantity has min and max"},
		{kb.Quantity{Precision: kb.Between, Min: two, Max: one}, "min 2 is greater than max 1"},
		{kb.Quantity{Precision: kb.AtLeast, Min: one, Max: two}, "AT_LEAST has min and no max"},
		{kb.Quantity{Precision: kb.MoreThan, Max: two}, "MORE_THAN has min and no max"},
		{kb.Quantity{Precision: kb.AtMost, Min: one}, "AT_MOST has max and no min"},
		{kb.Quantity{Precision: kb.LessThan, Min: one, Max: two}, "LESS_THAN has max and no min"},
		{kb.Quantity{Precision: kb.Vague, Min: kb.Num(math.NaN())}, "a finite number"},
		{kb.Quantity{Precision: kb.AtLeast, Min: kb.Num(math.Inf(1))}, "a finite number"},
		{kb.Quantity{Precision: kb.AtMost, Min: kb.Number{Value: 3}, Max: two}, "an open end of a quantity has no number"},
	} {
		checkError(t, row.q.Check(), row.why)
	}
	if open.Ptr() != nil || open.String() != "" || *one.Ptr() != 1 {
		t.Errorf("an open end is %v, one is %v", open.Ptr(), one.Ptr())
	}
}

func TestThereIsOneZero(t *testing.T) {
	minus := kb.Num(math.Copysign(0, -1))
	if minus.String() != "0" {
		t.Errorf("-0 is %s", minus)
	}
	zero := func(n kb.Number) kb.ID {
		return kb.NewProperty("a", "size", kb.QuantityValue{Quantity: kb.Quantity{Min: n, Max: n, Precision: kb.Exact}}, "").ID
	}
	if zero(minus) != zero(kb.Num(0)) {
		t.Error("-0 and 0 make two properties")
	}
}

// values draws values of every type, near enough to each other to be equal at times.
func values() *rapid.Generator[kb.Value] {
	text := rapid.SampledFrom([]string{"", "a", "A", "|", `\`, `a|`, `\|`, "37", "true", "2021", "é", "e\u0301", "🂡", "<b>&\u2028", `"'`})
	number := rapid.Custom(func(t *rapid.T) kb.Number {
		n := rapid.OneOf(rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, 37, 0.1, -3, 1e15, 1e300, 5e-324}), rapid.Float64()).Draw(t, "number")
		if math.IsNaN(n) || math.IsInf(n, 0) || rapid.IntRange(0, 3).Draw(t, "open") == 0 {
			return kb.Number{}
		}
		return kb.Num(n)
	})
	return rapid.OneOf(
		rapid.Map(text, func(s string) kb.Value { return kb.TextValue{Text: s} }),
		rapid.Map(text, func(s string) kb.Value { return kb.UrlValue{URL: s} }),
		rapid.Map(text, func(s string) kb.Value { return kb.EnumValue{Enum: s} }),
		rapid.Map(rapid.Bool(), func(b bool) kb.Value { return kb.BooleanValue{Boolean: b} }),
		rapid.Map(dates(), func(d kb.Date) kb.Value { return kb.DateValue{Date: d} }),
		rapid.Custom(func(t *rapid.T) kb.Value {
			return kb.QuantityValue{Quantity: kb.Quantity{
				Min: number.Draw(t, "min"), Max: number.Draw(t, "max"), Unit: text.Draw(t, "unit"),
				Precision: rapid.SampledFrom(kb.Precisions).Draw(t, "precision"), Words: text.Draw(t, "words"),
			}}
		}),
	)
}

func TestValuesOfJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := values().Draw(t, "value")
		data, err := kb.MarshalValue(want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := kb.UnmarshalValue(data); err != nil || got != want {
			t.Errorf("%s is read back as %v, %v", data, got, err)
		}
	})
}

// Equal values are one property and the same bytes, different ones neither.
func TestValuesAreTheirBytesAndTheirIds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := values().Draw(t, "a"), values().Draw(t, "b")
		inBytes := func(v kb.Value) []byte {
			data, err := kb.MarshalValue(v)
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
		if bytes.Equal(inBytes(a), inBytes(b)) != (a == b) {
			t.Errorf("%s and %s", inBytes(a), inBytes(b))
		}
		idOf := func(v kb.Value) kb.ID { return kb.NewProperty("x", "size", v, "").ID }
		if (idOf(a) == idOf(b)) != (a == b) {
			t.Errorf("%v and %v: their properties are %s and %s", a, b, idOf(a), idOf(b))
		}
	})
}

// The keys of values compare as the values do: by type, then by bounds, then by words.
func TestValueKeys(t *testing.T) {
	bounds := func(v kb.Value) (least, most float64) {
		switch v := v.(type) {
		case kb.QuantityValue:
			least, most = math.Inf(-1), math.Inf(1)
			if v.Min.Known {
				least = v.Min.Value
			}
			if v.Max.Known {
				most = v.Max.Value
			}
		case kb.DateValue: // their days are small enough to be exact
			first, last := v.Date.Span()
			least, most = float64(first), float64(last)
		}
		return least, most
	}
	compare := func(a, b kb.Value) int {
		leastA, mostA := bounds(a)
		leastB, mostB := bounds(b)
		return cmp.Or(
			cmp.Compare(slices.Index(kb.ValueTypes, a.Type()), slices.Index(kb.ValueTypes, b.Type())),
			cmp.Compare(leastA, leastB), cmp.Compare(mostA, mostB),
			cmp.Compare(strings.ToLower(a.String()), strings.ToLower(b.String())))
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := values().Draw(t, "a"), values().Draw(t, "b")
		keyA, keyB := kb.ValueKey(a, strings.ToLower), kb.ValueKey(b, strings.ToLower)
		if got, want := cmp.Compare(keyA, keyB), compare(a, b); got != want {
			t.Errorf("%v and %v compare as %d by their keys, want %d", a, b, got, want)
		}
	})
	if long, short := kb.ValueKey(kb.TextValue{Text: "Acme Optics"}, strings.ToLower), kb.ValueKey(kb.TextValue{Text: "ACME"}, strings.ToLower); !strings.HasPrefix(long, short) {
		t.Errorf("%q does not begin with %q", long, short)
	}
}

func TestNoValuesOfJSON(t *testing.T) {
	for _, data := range []string{"", "null", "{}", "[]", `"a"`, `{"type":"number"}`, `{"type":"date","text":""}`, `{"type":"date","text":"November"}`, `{"type":"quantity","min":"1"}`} {
		if v, err := kb.UnmarshalValue([]byte(data)); err == nil {
			t.Errorf("%s was read as %v", data, v)
		}
	}
	if data, err := kb.MarshalValue(nil); err == nil {
		t.Errorf("no value was written as %s", data)
	}
}

func TestQualifierValuesGatherWhatClaimsSay(t *testing.T) {
	date := func(s string) kb.Value { return kb.DateValue{Date: kb.MustDate(s)} }
	role := func(s string) kb.Value { return kb.TextValue{Text: s} }
	got := kb.QualifierValues([]*kb.Claim{
		{ID: "claim:b", Qualifiers: []kb.Qualifier{{Key: kb.QualifierRole, Value: role("chair")}, {Key: kb.QualifierSince, Value: date("2011")}}},
		{ID: "claim:a", Qualifiers: []kb.Qualifier{{Key: kb.QualifierSince, Value: date("2010")}, {Key: kb.QualifierRole, Value: role("chair")}}},
		{ID: "claim:c"},
	})
	want := []kb.QualifierValue{
		{Key: kb.QualifierSince, Value: date("2010"), Claims: []kb.ID{"claim:a"}},
		{Key: kb.QualifierSince, Value: date("2011"), Claims: []kb.ID{"claim:b"}},
		{Key: kb.QualifierRole, Value: role("chair"), Claims: []kb.ID{"claim:a", "claim:b"}},
	}
	equal(t, got, want)
}
