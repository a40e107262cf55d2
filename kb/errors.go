package kb

import (
	"errors"
	"fmt"
	"strings"
)

// The named errors of stores. They come wrapped with the thing they are about;
// callers ask with [errors.Is].
var (
	// ErrInvalid: the request or the change set breaks a rule of this package.
	// The message says which and where.
	ErrInvalid = errors.New("invalid")
	// ErrUntold, an ErrInvalid: a lens asks what was true on a day, and of some fact that
	// is not kept; see [Untold].
	ErrUntold = fmt.Errorf("%w: this trueAt can't be answered", ErrInvalid)
	// ErrConflict: the change contradicts what is stored, such as an
	// idempotency key that was used for another change set.
	ErrConflict = errors.New("conflict")
	// ErrUnavailable: the database does not answer. Trying again later may help.
	ErrUnavailable = errors.New("store unavailable")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store closed")
	// ErrNewerLayout: the store was written by a newer program.
	ErrNewerLayout = errors.New("store has a newer layout")
	// ErrNotOurs: the database holds something that is not ours, or no marker of ours.
	ErrNotOurs = errors.New("not an actorgraph store")
)

// Problem is one thing wrong with one record of a change set.
type Problem struct {
	Class Class  // of the record
	Index int    // its place in the change set's list of that class, from 0
	ID    ID     // of the record, as far as it has one
	Msg   string // what is wrong, and what was meant
}

func (p Problem) String() string {
	if p.ID != "" {
		return fmt.Sprintf("%s %s: %s", p.Class, strings.TrimPrefix(string(p.ID), string(p.Class)+":"), p.Msg)
	}
	return fmt.Sprintf("%s %d: %s", p.Class, p.Index+1, p.Msg)
}

// InvalidError tells all that is wrong with a change set, in its order, up to a
// bound. It is an [ErrInvalid].
type InvalidError struct {
	Problems []Problem
	More     int // how many further problems are not listed
}

func (e *InvalidError) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.String())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "; and %d more", e.More)
	}
	return b.String()
}

// Is makes an InvalidError an [ErrInvalid].
func (e *InvalidError) Is(target error) bool { return target == ErrInvalid }

// Untold is the ErrUntold of a question under a lens that looks at a fact with so many
// claims, each of other days, that stores don't keep what they come to on one day.
func Untold(fact ID) error {
	return fmt.Errorf("%w: %s has so many claims, each of other days, that what they come to on one day is not kept; leave out trueAt or certain, or ask for a collection in which the fact has fewer", ErrUntold, fact)
}
