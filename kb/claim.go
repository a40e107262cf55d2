package kb

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Claim is one source's word on one fact.
type Claim struct {
	ID           ID
	Fact         ID
	Source       ID
	Locator      Locator // where it stands; zero: not told
	Statement    string  // what the source says, in our own words
	Stance       Stance
	Modality     Modality
	Qualifiers   []Qualifier // at most one of each key, in table order
	AttributedTo []ID        // whose word it is, as the source tells; entities
	Credits      []Credit    // whom it credits; none: the document does not say where it has it from
	Firsthand    bool        // the document is itself the origin: a filing, a ministry's statement, own research
	Reading      Reading
	Answers      []ID // the claims or sources that a denial or reply answers
	Retracts     []ID // the claims that this one takes back
	Mentions     []Mention
	Collection   string
	Note         string // the analyst's
	RecordedBy   string

	// Verification is the last one; zero if there was none since the claim, or the
	// copy that its source speaks of, changed. Stores keep it; see [Writer.Verify].
	Verification Verification

	// RecordedAt is when a store first took the claim. Stores fill it in and
	// keep it when the same claim comes again.
	RecordedAt time.Time
}

// Identify gives c the id that its content calls for. A claim is about its
// collection, fact, source, place, stance and attribution; everything else may
// be corrected under the same id.
func (c *Claim) Identify() {
	parts := []string{c.Collection, string(c.Fact), string(c.Source), c.Locator.key(), string(c.Stance)}
	for _, id := range slices.Sorted(slices.Values(c.AttributedTo)) {
		parts = append(parts, string(id))
	}
	c.ID = derive(ClaimClass, parts...)
}

// Normalize brings the lists of c into the one order in which stores keep them:
// qualifiers in table order, the rest sorted, without repeats.
func (c *Claim) Normalize() {
	slices.SortStableFunc(c.Qualifiers, func(a, b Qualifier) int {
		return cmp.Compare(a.Key.rank(), b.Key.rank())
	})
	c.AttributedTo = sortedIDs(c.AttributedTo)
	c.Answers = sortedIDs(c.Answers)
	c.Retracts = sortedIDs(c.Retracts)
	slices.SortFunc(c.Credits, func(a, b Credit) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.How, b.How))
	})
	c.Credits = slices.Compact(c.Credits)
	slices.SortFunc(c.Mentions, func(a, b Mention) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Length, b.Length))
	})
	c.Mentions = slices.Compact(c.Mentions)
}

// Qualifier returns the value that c gives for key, or nil.
func (c *Claim) Qualifier(key QualifierKey) Value {
	for _, q := range c.Qualifiers {
		if q.Key == key {
			return q.Value
		}
	}
	return nil
}

func sortedIDs(ids []ID) []ID {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Stance says how a claim stands to its fact.
type Stance string

// The stances of a claim.
const (
	Asserts        Stance = "ASSERTS"
	Denies         Stance = "DENIES"
	DoesNotConfirm Stance = "DOES_NOT_CONFIRM" // was asked, and did not say
	Silent         Stance = "SILENT"           // has not spoken
	Retracts       Stance = "RETRACTS"
)

// Stances lists the stances of a claim.
var Stances = []Stance{Asserts, Denies, DoesNotConfirm, Silent, Retracts}

// Modality says how firmly a source words a claim.
type Modality string

// The modalities of a claim.
const (
	Found        Modality = "FOUND"     // a court or inquiry finds
	Confirmed    Modality = "CONFIRMED" // by the party that acted
	Stated       Modality = "STATED"    // as fact
	Derived      Modality = "DERIVED"   // arithmetic on stated figures
	Hearsay      Modality = "HEARSAY"   // "reportedly"
	Believed     Modality = "BELIEVED"
	Alleged      Modality = "ALLEGED"
	PossiblyTrue Modality = "POSSIBLE" // "might have"
	Implied      Modality = "IMPLIED"
	Intended     Modality = "INTENDED"
	Forecast     Modality = "FORECAST"
	Opinion      Modality = "OPINION"
)

// Modalities lists the modalities, strongest first.
var Modalities = []Modality{Found, Confirmed, Stated, Derived, Hearsay, Believed, Alleged, PossiblyTrue, Implied, Intended, Forecast, Opinion}

// Reading says who drew the claim from the document.
type Reading string

// The readings of a claim.
const (
	Explicit Reading = "EXPLICIT" // the document says it
	Inferred Reading = "INFERRED" // the analyst reads it in; the note says why
)

// Readings lists the readings of a claim.
var Readings = []Reading{Explicit, Inferred}

// Credit names a source that a claim says it has its word from.
type Credit struct {
	Source ID
	How    CreditHow
}

// CreditHow says how a document gives credit.
type CreditHow string

// The ways of giving credit.
const (
	CreditNamed   CreditHow = "NAMED"
	CreditImplied CreditHow = "IMPLIED"
)

// CreditHows lists the ways of giving credit.
var CreditHows = []CreditHow{CreditNamed, CreditImplied}

// Part is the part of a document that a claim stands in.
type Part string

// The parts of a document.
const (
	PartHeadline Part = "HEADLINE"
	PartDeck     Part = "DECK"
	PartCaption  Part = "CAPTION"
	PartBody     Part = "BODY"
)

// Parts lists the parts of a document.
var Parts = []Part{PartHeadline, PartDeck, PartCaption, PartBody}

// Locator says where in its document a claim's evidence stands. The project
// holds positions and hashes, never the words.
type Locator struct {
	Paragraph int // the n-th non-blank line of the text, from 1; 0: not told
	Page      int // from 1; 0: not told
	Part      Part
	Start     int    // of the span, in code points of the paragraph after NFC
	Length    int    // of the span; 0: none
	Hash      string // of the span, by text.Hash; "": none
}

func (l Locator) key() string {
	if l == (Locator{}) {
		return ""
	}
	return fmt.Sprintf("%d.%d.%s.%d+%d", l.Paragraph, l.Page, l.Part, l.Start, l.Length)
}

// MentionOf says what a mention stands for.
type MentionOf string

// What a mention can stand for.
const (
	MentionFrom    MentionOf = "FROM"    // the first end of a relation
	MentionTo      MentionOf = "TO"      // the second end of a relation
	MentionEntity  MentionOf = "ENTITY"  // the entity of a property
	MentionValue   MentionOf = "VALUE"   // the value of a property
	MentionIssuer  MentionOf = "ISSUER"  // the issuer of a property
	MentionSpeaker MentionOf = "SPEAKER" // whom the claim is attributed to
)

// MentionsOf lists what a mention can stand for.
var MentionsOf = []MentionOf{MentionFrom, MentionTo, MentionEntity, MentionValue, MentionIssuer, MentionSpeaker}

// Mention is the position of the words that stand for an end of a claim's fact,
// in the paragraph of the claim's locator.
type Mention struct {
	Of     MentionOf
	Entity ID // which speaker, where there are several; else empty
	Start  int
	Length int
	Hash   string
}

// QualifierKey names what a claim says about its fact beyond that it holds.
type QualifierKey string

// The qualifier keys.
const (
	QualifierSince   QualifierKey = "since"
	QualifierUntil   QualifierKey = "until"
	QualifierAsOf    QualifierKey = "asOf" // the day the source speaks of when it gives no interval
	QualifierRole    QualifierKey = "role"
	QualifierLabel   QualifierKey = "label" // the source's own word for the relation
	QualifierShare   QualifierKey = "share"
	QualifierAmount  QualifierKey = "amount"
	QualifierCount   QualifierKey = "count"
	QualifierExtent  QualifierKey = "extent"
	QualifierOutcome QualifierKey = "outcome"
	QualifierImpact  QualifierKey = "impact"
)

// QualifierKeyInfo is what the table of qualifier keys says of one key.
type QualifierKeyInfo struct {
	Key         QualifierKey
	Label       string
	Description string
	Type        ValueType
	Enum        []string
	Common      bool // allowed on every fact; else only where the relation type's row lists it
}

// QualifierKeys is the table of qualifier keys, in the order in which they are shown.
var QualifierKeys = []QualifierKeyInfo{
	{QualifierSince, "Since", "When it began to hold.", TypeDate, nil, true},
	{QualifierUntil, "Until", "When it ceased to hold.", TypeDate, nil, true},
	{QualifierAsOf, "As of", "The day the source speaks of, when it gives no interval.", TypeDate, nil, true},
	{QualifierRole, "Role", "The part that the first entity plays.", TypeText, nil, true},
	{QualifierLabel, "Label", "The source's own word for it.", TypeText, nil, true},
	{QualifierShare, "Share", "How much of it.", TypeQuantity, nil, false},
	{QualifierAmount, "Amount", "How much money.", TypeQuantity, nil, false},
	{QualifierCount, "Count", "How many.", TypeQuantity, nil, true},
	{QualifierExtent, "Extent", "Of how many of those named it is said.", TypeEnum, []string{"ALL", "MOST", "SOME", "ONLY"}, true},
	{QualifierOutcome, "Outcome", "How far the surveillance got.", TypeEnum, []string{"LISTED", "TARGETED", "ATTEMPTED", "SUCCESSFUL", "ATTEMPTED_OR_SUCCESSFUL", "UNKNOWN"}, false},
	{QualifierImpact, "Impact", "Whether the effect is for the worse or the better.", TypeEnum, []string{"HARMS", "HELPS"}, false},
}

func (k QualifierKey) rank() int {
	return slices.IndexFunc(QualifierKeys, func(row QualifierKeyInfo) bool { return row.Key == k })
}

// Info returns the row of k in [QualifierKeys], and whether there is one.
func (k QualifierKey) Info() (QualifierKeyInfo, bool) {
	if i := k.rank(); i >= 0 {
		return QualifierKeys[i], true
	}
	return QualifierKeyInfo{}, false
}

// Qualifier is one thing that a claim says about its fact.
type Qualifier struct {
	Key   QualifierKey
	Value Value
}

// QualifierValue is one distinct value that claims on a fact give for a key,
// with the claims that give it.
type QualifierValue struct {
	Key    QualifierKey
	Value  Value
	Claims []ID
}

// QualifierValues gathers the distinct values that claims give, in table order
// of their keys and then by value; the claims of each sorted by id.
func QualifierValues(claims []*Claim) []QualifierValue {
	var out []QualifierValue
	for _, c := range claims {
		for _, q := range c.Qualifiers {
			i := slices.IndexFunc(out, func(v QualifierValue) bool { return v.Key == q.Key && v.Value == q.Value })
			if i < 0 {
				out, i = append(out, QualifierValue{Key: q.Key, Value: q.Value}), len(out)
			}
			out[i].Claims = append(out[i].Claims, c.ID)
		}
	}
	for i := range out {
		out[i].Claims = sortedIDs(out[i].Claims)
	}
	slices.SortFunc(out, func(a, b QualifierValue) int {
		return cmp.Or(cmp.Compare(a.Key.rank(), b.Key.rank()), strings.Compare(a.Value.canonical(), b.Value.canonical()))
	})
	return out
}
