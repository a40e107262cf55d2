package model

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"actorgraph/kb"
)

// ErrCursor: a cursor is damaged or belongs to another question.
var ErrCursor = errors.New("this cursor belongs to another question; take it from an answer with the same filter, order and lens, or leave it out")

// checksum tells one question's cursors from another's: it depends on the
// lens, the class, the parent, the filter and the order, not on the size of the page.
func checksum[W any](lens kb.Lens, class kb.Class, parent kb.ID, q kb.Query[W]) string {
	q.Of, q.First, q.Last, q.After, q.Before = nil, 0, 0, nil, nil
	return sumOf(lens, class, parent, q)
}

func sumOf(parts ...any) string {
	data, err := json.Marshal(parts)
	if err != nil {
		panic(err) // filters are plain data
	}
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// writeCursor writes a place in the order of the question with this checksum.
func writeCursor(k kb.Keyset, sum string) string {
	data, err := json.Marshal(k)
	if err != nil {
		panic(err) // a keyset is plain data
	}
	return sum + base64.RawURLEncoding.EncodeToString(data)
}

// maxCursor bounds the length of a cursor that is looked at.
const maxCursor = 8_000

func readCursor(c *string, sum string) (kb.Keyset, error) {
	if c == nil {
		return nil, nil
	}
	rest, ok := strings.CutPrefix(*c, sum)
	if !ok || len(*c) > maxCursor {
		return nil, ErrCursor
	}
	data, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil {
		return nil, ErrCursor
	}
	k := kb.Keyset{}
	if err := json.Unmarshal(data, &k); err != nil || len(k) == 0 {
		return nil, ErrCursor
	}
	return k, nil
}
