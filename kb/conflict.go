package kb

import "slices"

// Conflict is a set of facts, or of claims on one fact, that can't all hold, or a
// difference between them that is no contradiction. Nothing is removed because of
// one.
type Conflict struct {
	Rule   ConflictRule
	Entity ID     // whom it is about: the entity of the values, or where the relations start
	Facts  []ID   // sorted
	Claims []ID   // the claims that stand against each other, sorted
	Text   string // says what stands against what, for people
}

// ConflictRule is the rule by which a conflict or a difference was found.
type ConflictRule string

// The rules that find what can't all hold.
const (
	// AssertedAndDenied: a fact that some claim asserts and another denies, both in
	// the words of their documents.
	AssertedAndDenied ConflictRule = "ASSERTED_AND_DENIED"
	// ValuesClash: a key that has one value at a time, per unit and issuer, has
	// several of which each is apart from another: their bounds don't overlap, and
	// nothing says that they are of different times.
	ValuesClash ConflictRule = "VALUES_CLASH"
	// QualifiersClash: the same of the shares, amounts, counts, impacts that claims
	// on one fact give.
	QualifiersClash ConflictRule = "QUALIFIERS_CLASH"
	// TypesExclude: two relations of types that [ExcludingTypes] has.
	TypesExclude ConflictRule = "TYPES_EXCLUDE"
	// EndsBeforeBeginning: a claim whose until certainly lies before its since.
	EndsBeforeBeginning ConflictRule = "ENDS_BEFORE_BEGINNING"
	// ActsAfterDeath: something that a person did, certainly after the person died.
	ActsAfterDeath ConflictRule = "ACTS_AFTER_DEATH"
)

// ConflictRules lists the rules that find what can't all hold.
var ConflictRules = []ConflictRule{AssertedAndDenied, ValuesClash, QualifiersClash, TypesExclude, EndsBeforeBeginning, ActsAfterDeath}

// The rules that find differences that are no contradictions.
const (
	// StrengthDiffers: documents assert one fact with modalities of different rank:
	// as found, as fact, as alleged, as opinion.
	StrengthDiffers ConflictRule = "STRENGTH_DIFFERS"
	// DetailDiffers: values that can both hold, of which one says less: about 500 and
	// 512, 2021 and November 2021.
	DetailDiffers ConflictRule = "DETAIL_DIFFERS"
	// SpeakersDiffer: claims on one fact that name whose word it is, and others that
	// don't.
	SpeakersDiffer ConflictRule = "SPEAKERS_DIFFER"
	// VerbDiffers: two relations of types of which [StrongerTypes] has one say more.
	VerbDiffers ConflictRule = "VERB_DIFFERS"
	// OutcomeDiffers: claims on one fact that give different outcomes or extents.
	OutcomeDiffers ConflictRule = "OUTCOME_DIFFERS"
)

// DifferenceRules lists the rules that find differences.
var DifferenceRules = []ConflictRule{StrengthDiffers, DetailDiffers, SpeakersDiffer, VerbDiffers, OutcomeDiffers}

// IsContradiction tells whether what the rule finds can't all hold.
func (r ConflictRule) IsContradiction() bool { return slices.Contains(ConflictRules, r) }

// TypePair is two types of relation between the same two entities, or, with
// Turned, the second from the second entity to the first.
type TypePair struct {
	A, B   RelationType
	Turned bool
}

// ExcludingTypes are the relations that can't both hold at one time.
var ExcludingTypes = []TypePair{
	{Supports, Opposes, false},
	{PlaintiffIn, DefendantIn, false},
	{SellerIn, BuyerIn, false},
	{PartOf, PartOf, true},
	{Succeeds, Succeeds, true},
	{Founded, Founded, true},
	{Caused, Caused, true},
}

// StrongerTypes are the relations of which the first says more than the second.
var StrongerTypes = []TypePair{
	{Owns, Controls, false}, {Owns, AssociatedWith, false}, {Controls, AssociatedWith, false},
	{Finances, AssociatedWith, false}, {Founded, AssociatedWith, false}, {Directs, WorksFor, false}, {WorksFor, AssociatedWith, false},
	{PartOf, AssociatedWith, false}, {PartOf, MemberOf, false}, {FamilyOf, AssociatedWith, false},
	{AlliedWith, AssociatedWith, false}, {PartnersWith, AssociatedWith, false}, {SameAs, AssociatedWith, false},
	{BasedIn, LocatedIn, false}, {Operated, Helped, false}, {CarriedOut, TookPartIn, false},
	{PlaintiffIn, TookPartIn, false}, {DefendantIn, TookPartIn, false}, {SellerIn, TookPartIn, false}, {BuyerIn, TookPartIn, false},
	{Caused, Affects, false},
}

// ActingTypes are the relations by which the entity that they start at does
// something at their time: nobody begins one after death.
var ActingTypes = []RelationType{Founded, Directs, WorksFor, Operated, Helped, SellerIn, BuyerIn, BrokerIn, Identified, Investigated, PlaintiffIn, CarriedOut, TookPartIn, ReportedOn, RespondedTo, Supports, Opposes, Makes, Uses, Supplies}

// IsActing tells whether t is one of [ActingTypes].
func (t RelationType) IsActing() bool { return slices.Contains(ActingTypes, t) }
