package loader

import (
	"slices"

	"actorgraph/kb"
)

// What the program finds in documents is the store's own: how claims were verified,
// and the links between sources that are DETECTED. No file says it, and loading leaves
// it as it is.

// Told is s as files have it: without the links that are DETECTED.
func Told(s *kb.Source) *kb.Source {
	told := *s
	told.DerivesFrom = s.Derivations(kb.Declared)
	return &told
}

// detects refuses a source that a file says to be DETECTED to derive from another.
func (l *load) detects(r *Record) bool {
	if len(r.Source.Derivations(kb.Detected)) == 0 {
		return false
	}
	l.refuse(r.Lines.of("derivesFrom", r.Pos), "%s: derivesFrom: DETECTED is what the program finds, which the store keeps and no file says; say DECLARED, or leave it out", r)
	l.noteRefused(r)
	return true
}

// withDetected is a source of the files with the links that the store has DETECTED. A
// source that declares a parent has none.
func (l *load) withDetected(s *kb.Source) *kb.Source {
	if len(l.detected[s.ID]) == 0 || len(s.DerivesFrom) > 0 {
		return s
	}
	both := *s
	both.DerivesFrom = slices.Clone(l.detected[s.ID])
	return &both
}
