// Package seedfile reads and writes actorgraph's own format: YAML made to be
// written and reviewed by people. docs/seed-format.md describes it.
//
// [Read] takes a file apart by its syntax tree, so that everything it says has a
// line: an unknown key, kind, type or id is told with its place and with what
// may have been meant. What is wrong inside a record costs that record alone, what is
// wrong inside a claim that claim alone. [Write] writes a whole store, equal stores to equal bytes.
// [Tidy] brings a file into the form in which it is reviewed, comments kept.
//
// No file can take the program down: its size, depth and the length of its
// lists are bounded, and YAML's anchors, aliases and tags are refused.
package seedfile

import "actorgraph/loader"

// Format is the format as [loader.Load] takes it.
var Format = loader.Format{Name: "seed", Exts: []string{".yaml", ".yml"}, Read: Read}

// Bounds on what is read.
const (
	MaxFile  = 16 << 20 // bytes of one file
	maxDepth = 12       // levels of lists and maps within each other; the format has eight
)
