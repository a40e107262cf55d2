package kb

import "time"

// VerificationStatus says what became of the words that a claim rests on when
// they were looked for in the copy of its document that is held.
type VerificationStatus string

// The statuses of a verification, best first.
const (
	// VerificationExact: they stand where the claim says.
	VerificationExact VerificationStatus = "EXACT"
	// VerificationMoved: they stand at another place of a document that is not the very
	// text that was read.
	VerificationMoved VerificationStatus = "MOVED"
	// VerificationNotHeld: no copy of the document is held.
	VerificationNotHeld VerificationStatus = "NOT_HELD"
	// VerificationNotSupported: the claim is wrong: not among them is a mention or a
	// number that it gives, or they do not stand where it says in the very text that was
	// read.
	VerificationNotSupported VerificationStatus = "NOT_SUPPORTED"
	// VerificationChanged: the paragraph is there, with other words.
	VerificationChanged VerificationStatus = "CHANGED"
	// VerificationMissing: the document has no such paragraph.
	VerificationMissing VerificationStatus = "MISSING"
)

// VerificationStatuses lists the statuses of a verification, best first.
var VerificationStatuses = []VerificationStatus{VerificationExact, VerificationMoved, VerificationNotHeld,
	VerificationNotSupported, VerificationChanged, VerificationMissing}

// Failed tells whether s says that the document does not bear out the claim.
func (s VerificationStatus) Failed() bool {
	return s == VerificationNotSupported || s == VerificationChanged || s == VerificationMissing
}

// Found tells whether s says that the words are there, and bear out the claim.
func (s VerificationStatus) Found() bool {
	return s == VerificationExact || s == VerificationMoved
}

// Verification is what came of looking for a claim's words in its document.
// The zero Verification: it was not looked for, or the claim gives no span to
// look for.
type Verification struct {
	Status    VerificationStatus
	CheckedAt time.Time
	Method    string // how the document was found: "fingerprint", "file name", "content"; "" if it was not
	Reason    string // for people, in plain English; "" where it is EXACT
}
