package kb

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
)

// ID names a record for good. An entity's id is a readable slug of its name
// ("nso-group"). Every other record carries its class before a colon:
// "source:calcalist-2021-11-25", "relation:…", "property:…", "claim:…".
//
// The ids of relations, properties and claims are derived from what the record
// is about, so that loading the same file twice gives the same records.
type ID string

// MaxID is the greatest length of an id in bytes.
const MaxID = 200

// Class is the kind of record that an id names.
type Class string

// The classes of record.
const (
	EntityClass   Class = "entity"
	SourceClass   Class = "source"
	RelationClass Class = "relation"
	PropertyClass Class = "property"
	ClaimClass    Class = "claim"
)

// Classes lists the classes in the order in which records depend on each other.
var Classes = []Class{EntityClass, SourceClass, RelationClass, PropertyClass, ClaimClass}

// Class tells what kind of record id names, by its prefix alone. An id with an
// unknown prefix has the class "".
func (id ID) Class() Class {
	prefix, _, ok := strings.Cut(string(id), ":")
	if !ok {
		return EntityClass
	}
	switch c := Class(prefix); c {
	case SourceClass, RelationClass, PropertyClass, ClaimClass:
		return c
	}
	return ""
}

// IsFact tells whether id names a relation or a property.
func (id ID) IsFact() bool {
	c := id.Class()
	return c == RelationClass || c == PropertyClass
}

// Check tells what is wrong with the form of id, or nil. A slug is made of
// lower-case ASCII letters and digits in groups joined by single hyphens.
func (id ID) Check() error {
	if id == "" {
		return fmt.Errorf("an id is missing")
	}
	if len(id) > MaxID {
		return fmt.Errorf("id %.40q… has %d bytes; at most %d are allowed", string(id), len(id), MaxID)
	}
	slug := string(id)
	if prefix, rest, ok := strings.Cut(slug, ":"); ok {
		if id.Class() == "" {
			return fmt.Errorf("id %q begins with %q, which is no class of record; the classes are source, relation, property and claim", string(id), prefix)
		}
		slug = rest
	}
	hyphen := true // a hyphen may not stand first
	for _, r := range slug {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			hyphen = false
		case r == '-' && !hyphen:
			hyphen = true
		default:
			return fmt.Errorf("id %q: only lower-case letters a to z, digits and single hyphens between them are allowed, as in nso-group", string(id))
		}
	}
	if hyphen {
		return fmt.Errorf("id %q ends with a hyphen or has nothing behind its class", string(id))
	}
	return nil
}

var lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// derive makes the id of a record of class c from what it is about: the first
// 120 bits of the SHA-256 of its parts, each preceded by its length so that no
// two lists of parts run into each other.
func derive(c Class, parts ...string) ID {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return ID(string(c) + ":" + lowerBase32.EncodeToString(h.Sum(nil)[:15]))
}
