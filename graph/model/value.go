package model

import (
	"actorgraph/evidence"
	"actorgraph/kb"
)

// Value is the value of a property or a qualifier.
type Value interface{ isValue() }

// The types of value.
type (
	TextValue     struct{ Text string }
	QuantityValue struct {
		Min, Max  *float64
		Unit      string
		Precision kb.Precision
		Words     *string
	}
	DateValue struct {
		Date             kb.Date
		Earliest, Latest *kb.Date
		Text             string
	}
	BooleanValue struct{ Boolean bool }
	UrlValue     struct{ URL string }
	EnumValue    struct{ Enum string }
)

func (TextValue) isValue()     {}
func (QuantityValue) isValue() {}
func (DateValue) isValue()     {}
func (BooleanValue) isValue()  {}
func (UrlValue) isValue()      {}
func (EnumValue) isValue()     {}

func valueOf(v kb.Value) Value {
	switch v := v.(type) {
	case kb.QuantityValue:
		return QuantityValue{v.Min.Ptr(), v.Max.Ptr(), v.Unit, v.Precision, orNull(v.Words)}
	case kb.DateValue:
		d := DateValue{Date: v.Date, Text: evidence.DateSaid(v.Date)}
		if day, ok := v.Date.Earliest(); ok {
			d.Earliest = dayDate(day)
		}
		if day, ok := v.Date.Latest(); ok {
			d.Latest = dayDate(day)
		}
		return d
	case kb.BooleanValue:
		return BooleanValue{v.Boolean}
	case kb.UrlValue:
		return UrlValue{v.URL}
	case kb.EnumValue:
		return EnumValue{v.Enum}
	}
	return TextValue{v.String()}
}

func dayDate(day kb.Day) *kb.Date {
	d, err := kb.ParseDate(day.String())
	if err != nil {
		return nil
	}
	return &d
}
