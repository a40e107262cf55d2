package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// valueJSON is how a value is written where a store keeps it as one text.
type valueJSON struct {
	Type      ValueType `json:"type"`
	Text      string    `json:"text,omitempty"` // text, date, url, enum
	Boolean   bool      `json:"boolean,omitempty"`
	Min       *float64  `json:"min,omitempty"`
	Max       *float64  `json:"max,omitempty"`
	Unit      string    `json:"unit,omitempty"`
	Precision Precision `json:"precision,omitempty"`
	Words     string    `json:"words,omitempty"`
}

// MarshalValue writes v as JSON that [UnmarshalValue] reads. Equal values give
// equal bytes.
func MarshalValue(v Value) ([]byte, error) {
	switch v := v.(type) {
	case QuantityValue:
		return json.Marshal(valueJSON{Type: TypeQuantity, Min: v.Min.Ptr(), Max: v.Max.Ptr(), Unit: v.Unit, Precision: v.Precision, Words: v.Words})
	case BooleanValue:
		return json.Marshal(valueJSON{Type: TypeBoolean, Boolean: v.Boolean})
	case nil:
		return nil, fmt.Errorf("no value")
	}
	return json.Marshal(valueJSON{Type: v.Type(), Text: v.canonical()})
}

// UnmarshalValue reads what [MarshalValue] has written.
func UnmarshalValue(data []byte) (Value, error) {
	var j valueJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return nil, err
	}
	switch j.Type {
	case TypeText:
		return TextValue{j.Text}, nil
	case TypeURL:
		return UrlValue{j.Text}, nil
	case TypeEnum:
		return EnumValue{j.Text}, nil
	case TypeBoolean:
		return BooleanValue{j.Boolean}, nil
	case TypeDate:
		d, err := ParseDate(j.Text)
		return DateValue{d}, err
	case TypeQuantity:
		q := Quantity{Unit: j.Unit, Precision: j.Precision, Words: j.Words}
		if j.Min != nil {
			q.Min = Num(*j.Min)
		}
		if j.Max != nil {
			q.Max = Num(*j.Max)
		}
		return QuantityValue{q}, nil
	}
	return nil, fmt.Errorf("unknown type of value %q", j.Type)
}

type qualifierJSON struct {
	Key   QualifierKey    `json:"key"`
	Value json.RawMessage `json:"value"`
}

// MarshalJSON implements [json.Marshaler].
func (q Qualifier) MarshalJSON() ([]byte, error) {
	v, err := MarshalValue(q.Value)
	if err != nil {
		return nil, err
	}
	return json.Marshal(qualifierJSON{q.Key, v})
}

// UnmarshalJSON implements [json.Unmarshaler].
func (q *Qualifier) UnmarshalJSON(data []byte) error {
	var j qualifierJSON
	err := json.Unmarshal(data, &j)
	if err != nil {
		return err
	}
	q.Key = j.Key
	q.Value, err = UnmarshalValue(j.Value)
	return err
}

// Digest is a SHA-256 over the content of the set, its key left out. Stores keep
// it beside the key, to tell a repetition from a conflict.
func (s *ChangeSet) Digest() (string, error) {
	content := *s
	content.Key = ""
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(content); err != nil {
		return "", fmt.Errorf("digest of a change set: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
