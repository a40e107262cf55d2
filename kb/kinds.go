package kb

import "slices"

// Kind says what an entity is.
type Kind string

// The kinds of entity.
const (
	KindCompany      Kind = "company"      // does business
	KindGovernment   Kind = "government"   // a state's executive; the country is another entity
	KindPublicBody   Kind = "public-body"  // ministry, regulator, court, agency, parliament, police
	KindOrganization Kind = "organization" // NGO, medium, laboratory, university, association, inter-governmental body
	KindPerson       Kind = "person"
	KindGroup        Kind = "group"     // people, firms or states named only together
	KindCountry      Kind = "country"   // acts where a source says "Israel did" and names no organ
	KindPlace        Kind = "place"     // region, city, building
	KindProduct      Kind = "product"   // software, service, kind of technology
	KindDevice       Kind = "device"    // a phone, number or account, or a set of them
	KindLawsuit      Kind = "lawsuit"   // a case before a court, through all its instances
	KindMeasure      Kind = "measure"   // list, licence regime, sanction programme, policy
	KindDeal         Kind = "deal"      // sale, licence, takeover
	KindTargeting    Kind = "targeting" // an act or campaign of surveillance
	KindEvent        Kind = "event"     // anything else that happened, is planned or feared
)

// KindInfo is what the table of kinds says of one kind.
type KindInfo struct {
	Kind        Kind
	Label       string // in English, as a heading for one
	Plural      string // in English, as a heading for many
	Description string
	Actor       bool // can act
	Target      bool // can be the target of surveillance
}

// Kinds is the table of kinds, in the order in which they are shown.
var Kinds = []KindInfo{
	{KindCompany, "Company", "Companies", "Does business.", true, true},
	{KindGovernment, "Government", "Governments", "A state's executive. The country is another entity.", true, true},
	{KindPublicBody, "Public body", "Public bodies", "Ministry, regulator, court, agency, parliament, police.", true, true},
	{KindOrganization, "Organization", "Organizations", "NGO, medium, laboratory, university, association, inter-governmental body.", true, true},
	{KindPerson, "Person", "People", "A human being.", true, true},
	{KindGroup, "Group", "Groups", "People, firms or states named only together.", true, true},
	{KindCountry, "Country", "Countries", "Acts where a source names the country and no organ of it.", true, false},
	{KindPlace, "Place", "Places", "Region, city, building.", false, false},
	{KindProduct, "Product", "Products", "Software, service, kind of technology.", false, false},
	{KindDevice, "Device", "Devices", "A phone, number or account, or a set of them.", false, true},
	{KindLawsuit, "Lawsuit", "Lawsuits", "A case before a court, through all its instances.", false, false},
	{KindMeasure, "Measure", "Measures", "List, licence regime, sanction programme, policy.", false, false},
	{KindDeal, "Deal", "Deals", "Sale, licence, takeover: seller, buyer, what, for how much.", false, false},
	{KindTargeting, "Targeting", "Targetings", "An act or campaign of surveillance: who, with what, against whom, where.", false, false},
	{KindEvent, "Event", "Events", "Anything else that happened, is planned or feared.", false, false},
}

// Info returns the row of k in [Kinds], and whether there is one.
func (k Kind) Info() (KindInfo, bool) {
	i := slices.IndexFunc(Kinds, func(row KindInfo) bool { return row.Kind == k })
	if i < 0 {
		return KindInfo{}, false
	}
	return Kinds[i], true
}

func kindsWhere(keep func(KindInfo) bool) []Kind {
	var ks []Kind
	for _, row := range Kinds {
		if keep(row) {
			ks = append(ks, row.Kind)
		}
	}
	return ks
}

// ActorKinds returns the kinds of entity that can act, in table order.
func ActorKinds() []Kind { return slices.Clone(actors) }

// TargetKinds returns the kinds of entity that can be targets of surveillance, in table order.
func TargetKinds() []Kind { return slices.Clone(targets) }

var (
	anyKind    = kindsWhere(func(KindInfo) bool { return true })
	actors     = kindsWhere(func(k KindInfo) bool { return k.Actor })
	targets    = kindsWhere(func(k KindInfo) bool { return k.Target })
	happenings = []Kind{KindLawsuit, KindDeal, KindTargeting, KindEvent}
	causes     = []Kind{KindLawsuit, KindMeasure, KindDeal, KindTargeting, KindEvent}
	somewhere  = []Kind{KindCountry, KindPlace}
	bodies     = []Kind{KindCompany, KindGovernment, KindPublicBody, KindOrganization, KindGroup}
)
