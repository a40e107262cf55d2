package kb

// Support is what the claims on a fact come to, boiled down by package evidence.
// Claims that were taken back never count; what is inferred is counted apart.
type Support struct {
	Status       Status `json:"status,omitempty"`
	Documents    int    `json:"documents,omitempty"`    // distinct documents that assert the fact
	Named        int    `json:"named,omitempty"`        // distinct origins that those documents lead to
	Unattributed int    `json:"unattributed,omitempty"` // text families that don't say where they have it, and are no origin that others name
	AtLeast      int    `json:"atLeast,omitempty"`      // independent origins there are at least
	AtMost       int    `json:"atMost,omitempty"`       // and at most
	Denials      int    `json:"denials,omitempty"`      // origins that deny, at least
	// NonConfirmations counts the origins, at least, that were asked and did not
	// say, or have not spoken.
	NonConfirmations int  `json:"nonConfirmations,omitempty"`
	Contested        bool `json:"contested,omitempty"` // something asserts it and a claim that is explicit denies it
	Inferred         int  `json:"inferred,omitempty"`  // asserting claims that an analyst reads in
	// Strongest and Weakest are the modalities of the text families that assert
	// it; "" where only an analyst does, or nobody.
	Strongest Modality `json:"strongest,omitempty"`
	Weakest   Modality `json:"weakest,omitempty"`
	Origins   []Origin `json:"origins,omitempty"` // the named ones, by their first source
	// Uncredited counts the documents that assert it, lead to no origin, and are none.
	Uncredited int `json:"uncredited,omitempty"`
	// Cycles are circles of sources that credit each other and nobody else, each
	// sorted.
	Cycles [][]ID `json:"cycles,omitempty"`
}

// Origin is where a word comes from: one document, or several that are of one
// text family or of one responsible actor.
type Origin struct {
	Sources   []ID `json:"sources"`   // sorted
	Documents int  `json:"documents"` // how many documents lead to it, itself included where it is one of them
}

// Status says in one word how a fact stands.
type Status string

// The statuses of a fact, strongest first.
const (
	StatusEstablished Status = "ESTABLISHED" // a court or inquiry finds it
	StatusConfirmed   Status = "CONFIRMED"   // a party says so itself, and so does an origin that is not that party
	StatusStated      Status = "STATED"      // told as fact, and not by parties alone
	StatusSelfStated  Status = "SELF_STATED" // told as fact, by parties alone
	StatusAlleged     Status = "ALLEGED"     // alleged, believed, hearsay, or inferred
	StatusOpinion     Status = "OPINION"     // a forecast, an intention, an opinion
	StatusDenied      Status = "DENIED"      // nobody asserts it, someone denies it
	StatusUnconfirmed Status = "UNCONFIRMED" // nobody asserts it, someone was asked and did not say
	StatusRetracted   Status = "RETRACTED"   // all who asserted it took it back
)

// AssertedStatuses are those of facts that somebody asserts, be it only an analyst
// who reads it in.
var AssertedStatuses = []Status{StatusEstablished, StatusConfirmed, StatusStated, StatusSelfStated, StatusAlleged, StatusOpinion}

// Statuses lists the statuses, strongest first.
var Statuses = []Status{StatusEstablished, StatusConfirmed, StatusStated, StatusSelfStated, StatusAlleged, StatusOpinion, StatusDenied, StatusUnconfirmed, StatusRetracted}
