// Package seedfile reads and writes actorgraph's own format: YAML made to be
// written and reviewed by people. docs/seed-format.md describes it.
//
// [Read] cuts a file into records by its lines and takes each apart by its
// syntax tree, so that everything it says has a line: an unknown key is told with
// its place and with what may have been meant. What is wrong inside a record costs
// that record alone, what is wrong inside a claim that claim alone. [Write] writes a whole
// store, equal stores to equal bytes. [Tidy] brings a file into the same form,
// with its comments and in its author's order. What the format has is said once, in
// the tables of layout.go, and the schema for editors is held to them by a test.
//
// No file can take the program down: the size of a record, its depth and the number of
// its parts are bounded, and YAML's anchors, aliases and tags are refused.
package seedfile

import "actorgraph/loader"

// Format is the format as [loader.Load] takes it.
var Format = loader.Format{Name: "seed", Exts: []string{".yaml", ".yml"}, Read: Read}

// Bounds on what is read. A file may be of any size.
const (
	MaxRecord = 2 << 20 // bytes of one record: a fact with some thousand claims
	maxMarks  = 400_000 // marks of punctuation in one record: each may become a node of a few hundred bytes
	maxDepth  = 16      // lists and maps within each other; the format has six
	maxKeys   = 64      // keys of one map, since the parser compares each with each; the format has sixteen
)
