package neo4jstore

import (
	"strings"

	"actorgraph/kb"
	"actorgraph/text"
)

// Neo4j compares texts in two ways: what sorts and indexes goes by code points,
// as bytes of UTF-8 do, but < and > go by units of UTF-16, where all beyond U+FFFF
// comes before U+E000. A sort key is therefore stored with its code points from
// U+E000 on spelled out below that, so that both ways agree.

const (
	spelled = '\uE000' // begins a code point that is spelled out in two more
	digit   = 0x100    // the first of 4,096 signs for its twelve bits; those below have meanings of their own
)

// sortKey is what a text is sorted by, as it is stored.
func sortKey(s string) string { return spell(text.SortKey(s)) }

// valueKey is what a value is sorted by, as it is stored.
func valueKey(v kb.Value) string { return spell(kb.ValueKey(v, text.SortKey)) }

func spell(key string) string {
	if !strings.ContainsFunc(key, func(r rune) bool { return r >= spelled }) {
		return key
	}
	var b strings.Builder
	for _, r := range key {
		if r < spelled {
			b.WriteRune(r)
			continue
		}
		b.WriteRune(spelled)
		b.WriteRune(digit + r>>12)
		b.WriteRune(digit + r&0xFFF)
	}
	return b.String()
}

// unspell undoes spell.
func unspell(stored string) string {
	if !strings.ContainsRune(stored, spelled) {
		return stored
	}
	var b strings.Builder
	rs := []rune(stored)
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		if r == spelled && i+2 < len(rs) {
			r = (rs[i+1]-digit)<<12 | (rs[i+2] - digit)
			i += 2
		}
		b.WriteRune(r)
	}
	return b.String()
}
