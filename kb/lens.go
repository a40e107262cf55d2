package kb

// Lens is the view in which a question is asked: which claims are read, and
// what is asked of the support that they give. The zero Lens sees everything.
// Stores know no other yet and refuse one with [ErrInvalid].
type Lens struct {
	TrueAt     Date   // keeps what may have been true on that day
	KnownAt    Date   // keeps what was publicly known by that day
	Collection string // reads the claims of this collection alone
}

// IsZero tells whether l sees everything.
func (l Lens) IsZero() bool { return l == Lens{} }
