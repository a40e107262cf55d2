package kb

// PropertyKey says what a property tells of its entity.
type PropertyKey string

// The property keys that code speaks of by name; the table [PropertyKeys] has all.
const (
	KeyAlias      PropertyKey = "alias"
	KeyDate       PropertyKey = "date"
	KeyFiled      PropertyKey = "filed"
	KeyAnnounced  PropertyKey = "announced"
	KeyDocket     PropertyKey = "docket"
	KeyWebsite    PropertyKey = "website"
	KeyRating     PropertyKey = "rating"
	KeyOutlook    PropertyKey = "outlook"
	KeyDied       PropertyKey = "died"
	KeyOccurrence PropertyKey = "occurrence"
	KeyEffect     PropertyKey = "effect"
)

// PropertyKeyInfo is what the table of property keys says of one key.
type PropertyKeyInfo struct {
	Key         PropertyKey
	Label       string
	Description string
	Type        ValueType
	Enum        []string // the values allowed, for the type enum
	Kinds       []Kind   // the kinds of entity that may have it
	Single      bool     // at most one value at a time, per unit and issuer
	Issued      bool     // an issuer belongs to the property
	Naming      bool     // helps to name or find the entity
}

// PropertyKeys is the table of property keys, in the order in which they are shown.
var PropertyKeys = []PropertyKeyInfo{
	{KeyAlias, "Alias", "Another name that a source uses for it.", TypeText, nil, anyKind, false, false, true},
	{"description", "Description", "What a source says it is or is like.", TypeText, nil, anyKind, false, false, false},
	{"purpose", "Purpose", "What it is said to be for.", TypeText, nil, anyKind, false, false, false},
	{"position", "Position", "What an actor says of itself.", TypeText, nil, actors, false, false, false},
	{"occupation", "Occupation", "What a person or group does, or the office held.", TypeText, nil, []Kind{KindPerson, KindGroup}, false, false, false},
	{"size", "Size", "How many a group or a set of devices is.", TypeQuantity, nil, []Kind{KindGroup, KindDevice, KindCompany, KindOrganization, KindPublicBody, KindGovernment}, true, false, false},
	{"list-size", "List size", "How many stand on a list.", TypeQuantity, nil, []Kind{KindMeasure, KindDevice, KindGroup}, true, false, false},
	{"spread", "Spread", "Over how many countries or places it reaches.", TypeQuantity, nil, anyKind, true, false, false},
	{"count", "Count", "How often it happened.", TypeQuantity, nil, happenings, true, false, false},
	{KeyDate, "Date", "When it happened.", TypeDate, nil, append([]Kind{KindMeasure}, happenings...), true, false, false},
	{KeyFiled, "Filed", "When the suit was filed.", TypeDate, nil, []Kind{KindLawsuit}, true, false, false},
	{"decided", "Decided", "When the court decided.", TypeDate, nil, []Kind{KindLawsuit, KindEvent, KindMeasure}, false, false, false},
	{KeyAnnounced, "Announced", "When it was made public.", TypeDate, nil, append([]Kind{KindMeasure}, happenings...), true, false, false},
	{"effective", "Effective", "When it came into force.", TypeDate, nil, append([]Kind{KindMeasure}, happenings...), true, false, false},
	{"founded", "Founded", "When it was set up.", TypeDate, nil, bodies, true, false, false},
	{KeyDied, "Died", "When the person died.", TypeDate, nil, []Kind{KindPerson}, true, false, false},
	{KeyOccurrence, "Occurrence", "Whether it happened or is planned. Doubt and forecast are the claim's modality.", TypeEnum, []string{"HAPPENED", "PLANNED"}, happenings, false, false, false},
	{KeyEffect, "Effect", "What a measure does to those listed or covered.", TypeEnum, []string{"PERMITS", "RESTRICTS", "PROHIBITS"}, []Kind{KindMeasure}, false, false, false},
	{"stage", "Stage", "How far a suit or a measure has come.", TypeText, nil, append([]Kind{KindMeasure}, happenings...), false, false, false},
	{KeyDocket, "Docket", "The court's number for the case.", TypeText, nil, []Kind{KindLawsuit}, false, false, true},
	{"damages", "Damages", "Money awarded or asked for.", TypeQuantity, nil, []Kind{KindLawsuit, KindEvent}, false, false, false},
	{"debt", "Debt", "What it owes.", TypeQuantity, nil, actors, true, false, false},
	{"price", "Price", "What was paid or is asked.", TypeQuantity, nil, []Kind{KindDeal, KindProduct, KindCompany, KindTargeting}, true, false, false},
	{"valuation", "Valuation", "What the whole is held to be worth.", TypeQuantity, nil, []Kind{KindDeal, KindCompany, KindProduct}, true, false, false},
	{"cause-of-action", "Cause of action", "What the suit is founded on in law.", TypeText, nil, []Kind{KindLawsuit}, false, false, false},
	{KeyRating, "Rating", "A grade given by the issuer.", TypeText, nil, anyKind, true, true, false},
	{KeyOutlook, "Outlook", "What the issuer expects of its rating.", TypeText, nil, anyKind, true, true, false},
	{KeyWebsite, "Website", "Its page on the web.", TypeURL, nil, anyKind, false, false, true},
}

var propertyKeyRows = func() map[PropertyKey]*PropertyKeyInfo {
	m := make(map[PropertyKey]*PropertyKeyInfo, len(PropertyKeys))
	for i := range PropertyKeys {
		m[PropertyKeys[i].Key] = &PropertyKeys[i]
	}
	return m
}()

// Info returns the row of k in [PropertyKeys], and whether there is one.
func (k PropertyKey) Info() (PropertyKeyInfo, bool) {
	row, ok := propertyKeyRows[k]
	if !ok {
		return PropertyKeyInfo{}, false
	}
	return *row, true
}
