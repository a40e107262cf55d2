package kb

import "slices"

// RelationType says how the first entity of a relation stands to the second:
// read "from TYPE to". Names lean on FollowTheMoney's schemata where it has one.
type RelationType string

// The types of relation.
const (
	Owns           RelationType = "OWNS"
	Controls       RelationType = "CONTROLS"
	Finances       RelationType = "FINANCES"
	Founded        RelationType = "FOUNDED"
	Directs        RelationType = "DIRECTS"
	WorksFor       RelationType = "WORKS_FOR"
	MemberOf       RelationType = "MEMBER_OF"
	PartOf         RelationType = "PART_OF"
	Succeeds       RelationType = "SUCCEEDS"
	PartnersWith   RelationType = "PARTNERS_WITH"
	FamilyOf       RelationType = "FAMILY_OF"
	SameAs         RelationType = "SAME_AS"
	AssociatedWith RelationType = "ASSOCIATED_WITH"

	BasedIn    RelationType = "BASED_IN"
	CitizenOf  RelationType = "CITIZEN_OF"
	Governs    RelationType = "GOVERNS"
	LocatedIn  RelationType = "LOCATED_IN"
	OccurredIn RelationType = "OCCURRED_IN"
	AlliedWith RelationType = "ALLIED_WITH"

	Supports RelationType = "SUPPORTS"
	Opposes  RelationType = "OPPOSES"

	Makes    RelationType = "MAKES"
	Uses     RelationType = "USES"
	Supplies RelationType = "SUPPLIES"
	Includes RelationType = "INCLUDES"
	SellerIn RelationType = "SELLER_IN"
	BuyerIn  RelationType = "BUYER_IN"
	BrokerIn RelationType = "BROKER_IN"
	ObjectOf RelationType = "OBJECT_OF"

	Operated     RelationType = "OPERATED"
	Helped       RelationType = "HELPED"
	UsedIn       RelationType = "USED_IN"
	Targeted     RelationType = "TARGETED"
	Exploited    RelationType = "EXPLOITED"
	Identified   RelationType = "IDENTIFIED"
	Investigated RelationType = "INVESTIGATED"

	PlaintiffIn RelationType = "PLAINTIFF_IN"
	DefendantIn RelationType = "DEFENDANT_IN"
	HeardBy     RelationType = "HEARD_BY"
	Concerns    RelationType = "CONCERNS"
	Administers RelationType = "ADMINISTERS"
	ListedOn    RelationType = "LISTED_ON"
	Binds       RelationType = "BINDS"
	Covers      RelationType = "COVERS"

	CarriedOut  RelationType = "CARRIED_OUT"
	VictimOf    RelationType = "VICTIM_OF"
	TookPartIn  RelationType = "TOOK_PART_IN"
	Affects     RelationType = "AFFECTS"
	Caused      RelationType = "CAUSED"
	ReportedOn  RelationType = "REPORTED_ON"
	RespondedTo RelationType = "RESPONDED_TO"
)

// RelationTypeInfo is what the table of relation types says of one type.
type RelationTypeInfo struct {
	Type        RelationType
	Label       string // "makes", read from the first entity to the second
	Inverse     string // "made by", read from the second to the first
	Area        string // the heading it stands under
	Description string
	From, To    []Kind         // the kinds allowed at each end
	Symmetric   bool           // the two ends play the same part; stored with the smaller id first
	Qualifiers  []QualifierKey // that claims on it may carry besides the common ones
}

const (
	areaOwnership    = "ownership and people"
	areaPlace        = "place and state"
	areaAttitude     = "attitude"
	areaProducts     = "products and deals"
	areaSurveillance = "surveillance"
	areaLaw          = "law and measures"
	areaHappenings   = "happenings"
)

// RelationTypes is the table of relation types, in the order in which they are shown.
var RelationTypes = []RelationTypeInfo{
	{Owns, "owns", "owned by", areaOwnership, "Holds all or a share of it.",
		actors, join(bodies, KindProduct, KindDevice, KindPlace), false, []QualifierKey{QualifierShare, QualifierAmount}},
	{Controls, "controls", "controlled by", areaOwnership, "Decides what it does, by whatever means.",
		actors, join(actors, KindProduct, KindDevice, KindPlace, KindMeasure), false, []QualifierKey{QualifierShare}},
	{Finances, "finances", "financed by", areaOwnership, "Gives or lends it money.",
		actors, join(actors, KindProduct, KindLawsuit, KindDeal, KindTargeting, KindEvent), false, []QualifierKey{QualifierAmount, QualifierShare}},
	{Founded, "founded", "founded by", areaOwnership, "Set it up.", actors, bodies, false, nil},
	{Directs, "directs", "directed by", areaOwnership, "Sits on its board, manages or leads it.", actors, bodies, false, nil},
	{WorksFor, "works for", "employs", areaOwnership, "Is employed, engaged or retained by it.", actors, actors, false, nil},
	{MemberOf, "is a member of", "has the member", areaOwnership, "Belongs to it as one among several.", actors, join(bodies, KindCountry), false, nil},
	{PartOf, "is part of", "has the part", areaOwnership, "Is a component, unit or stretch of it.", anyKind, anyKind, false, []QualifierKey{QualifierShare}},
	{Succeeds, "succeeds", "succeeded by", areaOwnership, "Takes its place.", anyKind, anyKind, false, nil},
	{PartnersWith, "partners with", "partners with", areaOwnership, "Works together with it.", actors, actors, true, nil},
	{FamilyOf, "is family of", "is family of", areaOwnership, "Is related by blood, marriage or partnership; the role says how.",
		[]Kind{KindPerson, KindGroup}, []Kind{KindPerson, KindGroup}, true, nil},
	{SameAs, "is the same as", "is the same as", areaOwnership, "A claim of identity. It never merges the two by itself.", anyKind, anyKind, true, nil},
	{AssociatedWith, "is associated with", "is associated with", areaOwnership, "Has to do with it in a way that the label says; used where no other type fits.", anyKind, anyKind, true, nil},

	{BasedIn, "is based in", "seat of", areaPlace, "Has its seat, home or origin there.", actors, somewhere, false, nil},
	{CitizenOf, "is a citizen of", "has the citizen", areaPlace, "Holds its nationality.", []Kind{KindPerson, KindGroup}, []Kind{KindCountry}, false, nil},
	{Governs, "governs", "governed by", areaPlace, "Is the executive of the country.", []Kind{KindGovernment}, []Kind{KindCountry}, false, nil},
	{LocatedIn, "is located in", "location of", areaPlace, "Is to be found there.", anyKind, somewhere, false, nil},
	{OccurredIn, "occurred in", "scene of", areaPlace, "Happened there.", happenings, somewhere, false, nil},
	{AlliedWith, "is allied with", "is allied with", areaPlace, "States or actors bound by treaty or friendship.", actors, actors, true, nil},

	{Supports, "supports", "supported by", areaAttitude, "Speaks or acts in favour of it.", actors, join(actors, KindMeasure, KindLawsuit, KindDeal, KindTargeting, KindEvent), false, nil},
	{Opposes, "opposes", "opposed by", areaAttitude, "Speaks or acts against it.", actors, join(actors, KindMeasure, KindLawsuit, KindDeal, KindTargeting, KindEvent), false, nil},

	{Makes, "makes", "made by", areaProducts, "Develops or produces it.", actors, []Kind{KindProduct, KindDevice}, false, nil},
	{Uses, "uses", "used by", areaProducts, "Uses it, where no target is told.", actors, []Kind{KindProduct}, false, nil},
	{Supplies, "supplies", "supplied by", areaProducts, "Sells or gives to an actor where no product is told, or a product where no buyer is.",
		actors, join(actors, KindProduct), false, []QualifierKey{QualifierAmount}},
	{Includes, "includes", "included in", areaProducts, "Has it as a component.", []Kind{KindProduct, KindDevice, KindDeal, KindMeasure, KindEvent}, anyKind, false, nil},
	{SellerIn, "sells in", "has the seller", areaProducts, "Sells or licenses in the deal.", actors, []Kind{KindDeal}, false, []QualifierKey{QualifierShare, QualifierAmount}},
	{BuyerIn, "buys in", "has the buyer", areaProducts, "Buys or takes the licence in the deal.", actors, []Kind{KindDeal}, false, []QualifierKey{QualifierShare, QualifierAmount}},
	{BrokerIn, "brokers", "brokered by", areaProducts, "Brings the deal about for others.", actors, []Kind{KindDeal}, false, []QualifierKey{QualifierAmount}},
	{ObjectOf, "is the object of", "has the object", areaProducts, "Is what the deal is about.",
		join(bodies, KindPlace, KindProduct, KindDevice), []Kind{KindDeal}, false, []QualifierKey{QualifierShare, QualifierAmount}},

	{Operated, "operated", "operated by", areaSurveillance, "Carried out the surveillance, or had it carried out.", actors, []Kind{KindTargeting}, false, nil},
	{Helped, "helped", "helped by", areaSurveillance, "Made the surveillance possible or took a hand in it.", actors, []Kind{KindTargeting}, false, nil},
	{UsedIn, "used in", "used the instrument", areaSurveillance, "Was the instrument of the surveillance.", []Kind{KindProduct}, []Kind{KindTargeting}, false, nil},
	{Targeted, "targeted", "targeted in", areaSurveillance, "Was directed against; the outcome says how far it got.", []Kind{KindTargeting}, targets, false, []QualifierKey{QualifierOutcome}},
	{Exploited, "exploited", "exploited in", areaSurveillance, "Made use of a weakness of the product.", []Kind{KindTargeting}, []Kind{KindProduct}, false, nil},
	{Identified, "identified", "identified by", areaSurveillance, "Found out who or what the target was.", actors, join(targets, KindTargeting), false, nil},
	{Investigated, "investigated", "investigated by", areaSurveillance, "Looked into it.", actors, anyKind, false, nil},

	{PlaintiffIn, "is plaintiff in", "has the plaintiff", areaLaw, "Sues in the case.", actors, []Kind{KindLawsuit}, false, nil},
	{DefendantIn, "is defendant in", "has the defendant", areaLaw, "Is sued in the case.", actors, []Kind{KindLawsuit}, false, nil},
	{HeardBy, "is heard by", "hears", areaLaw, "Is or was before the court; a judge with a role.", []Kind{KindLawsuit},
		[]Kind{KindPublicBody, KindOrganization, KindPerson}, false, nil},
	{Concerns, "concerns", "concerned by", areaLaw, "Is about it.", anyKind, anyKind, false, nil},
	{Administers, "administers", "administered by", areaLaw, "Decides on the measure or runs it.", actors, []Kind{KindMeasure}, false, nil},
	{ListedOn, "is listed on", "lists", areaLaw, "Stands, stood or will stand on the list.", join(actors, KindProduct, KindDevice), []Kind{KindMeasure}, false, nil},
	{Binds, "binds", "bound by", areaLaw, "Has to be obeyed by it.", []Kind{KindMeasure}, actors, false, nil},
	{Covers, "covers", "covered by", areaLaw, "Applies to the product.", []Kind{KindMeasure}, []Kind{KindProduct}, false, nil},

	{CarriedOut, "carried out", "carried out by", areaHappenings, "Did it.", actors, []Kind{KindEvent}, false, nil},
	{VictimOf, "is a victim of", "has the victim", areaHappenings, "Suffered it.", targets, []Kind{KindEvent, KindTargeting}, false, nil},
	{TookPartIn, "took part in", "had the participant", areaHappenings, "Had a part in it that is not told more exactly.", actors, happenings, false, nil},
	{Affects, "affects", "affected by", areaHappenings, "Has an effect on it; the impact says of what kind.", join(causes, KindProduct), anyKind, false, []QualifierKey{QualifierImpact}},
	{Caused, "caused", "caused by", areaHappenings, "Brought it about, or is told as its reason.", causes, causes, false, nil},
	{ReportedOn, "reported on", "reported by", areaHappenings, "Told the public about it.", join(actors, KindEvent), anyKind, false, nil},
	{RespondedTo, "responded to", "answered by", areaHappenings, "Answered it in word or deed.", join(actors, KindEvent), anyKind, false, nil},
}

var relationTypeRows = func() map[RelationType]*RelationTypeInfo {
	m := make(map[RelationType]*RelationTypeInfo, len(RelationTypes))
	for i := range RelationTypes {
		m[RelationTypes[i].Type] = &RelationTypes[i]
	}
	return m
}()

// Info returns the row of t in [RelationTypes], and whether there is one.
func (t RelationType) Info() (RelationTypeInfo, bool) {
	row, ok := relationTypeRows[t]
	if !ok {
		return RelationTypeInfo{}, false
	}
	return *row, true
}

// Symmetric tells whether the two ends of t play the same part.
func (t RelationType) Symmetric() bool {
	row, ok := relationTypeRows[t]
	return ok && row.Symmetric
}

func join(ks []Kind, more ...Kind) []Kind {
	out := slices.Clone(ks)
	for _, k := range more {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}
