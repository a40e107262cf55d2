package seedfile

import "actorgraph/kb"

// A layout says how a value stands in a file. The tables below are the format:
// what is read is held to them, and what is written follows them.
type layout struct {
	what string // a map, as messages speak of it: "a claim"
	form form
	keys []key   // of a map, in the order in which they are written
	of   *layout // what a list lists
	line bool    // a list or map that is written in one line
}

// form is what a value is made of.
type form int

const (
	inText   form = iota // a text, quoted where it needs to be
	inDate               // a text that is a date
	inNumber             // a number, true or false: never quoted
	inList
	inMap
	byKey // the value of a property: what its key calls for
)

// key is one key of a map.
type key struct {
	name string
	*layout
}

// key finds the key of a name.
func (l *layout) key(name string) (key, bool) {
	for _, k := range l.keys {
		if k.name == name {
			return k, true
		}
	}
	return key{}, false
}

// names lists the keys of a map.
func (l *layout) names() []string {
	var names []string
	for _, k := range l.keys {
		names = append(names, k.name)
	}
	return names
}

func list(of *layout) *layout   { return &layout{form: inList, of: of} }
func inLine(of *layout) *layout { return &layout{form: inList, of: of, line: true} }

var (
	text   = &layout{form: inText}
	date   = &layout{form: inDate}
	whole  = &layout{form: inNumber}
	number = &layout{form: inNumber}
	truth  = &layout{form: inNumber}
	ids    = inLine(text)
)

var (
	topMap = &layout{what: "a seed file", form: inMap, keys: []key{
		{"collection", collectionMap},
		{"entities", list(entityMap)},
		{"sources", list(sourceMap)},
		{"relations", list(relationMap)},
		{"properties", list(propertyMap)},
	}}
	collectionMap = &layout{what: "a collection", form: inMap, keys: []key{
		{"name", text}, {"title", text}, {"description", text}, {"licence", text},
	}}
	entityMap = &layout{what: "an entity", form: inMap, keys: []key{
		{"id", text}, {"kind", text}, {"name", text}, {"summary", text},
	}}
	sourceMap = &layout{what: "a source", form: inMap, keys: []key{
		{"id", text}, {"kind", text}, {"title", text}, {"publishers", ids}, {"byline", text},
		{"published", date}, {"publishedNote", text}, {"retrieved", date}, {"url", text},
		{"language", text}, {"fileName", text}, {"fingerprint", text}, {"cites", ids},
		{"derivesFrom", list(derivationMap)}, {"act", text}, {"note", text},
	}}
	derivationMap = &layout{what: "a derivation", form: inMap, line: true, keys: []key{
		{"source", text}, {"how", text}, {"basis", text}, {"note", text},
	}}
	relationMap = &layout{what: "a relation", form: inMap, keys: []key{
		{"from", text}, {"type", text}, {"to", text}, {"key", text}, {"claims", list(claimMap)},
	}}
	propertyMap = &layout{what: "a property", form: inMap, keys: []key{
		{"entity", text}, {"key", text}, {"value", &layout{form: byKey}}, {"issuer", text}, {"claims", list(claimMap)},
	}}
	claimMap = &layout{what: "a claim", form: inMap, keys: []key{
		{"source", text}, {"at", placeMap}, {"mentions", list(mentionMap)}, {"statement", text},
		{"stance", text}, {"modality", text}, {"reading", text}, {"qualifiers", qualifierMap},
		{"attributedTo", ids}, {"credits", inLine(creditMap)}, {"firsthand", truth},
		{"answers", ids}, {"retracts", ids}, {"name", text}, {"note", text}, {"recordedBy", text},
	}}
	placeMap = &layout{what: "a place", form: inMap, line: true, keys: []key{
		{"paragraph", whole}, {"page", whole}, {"part", text}, {"start", whole}, {"length", whole}, {"hash", text},
	}}
	mentionMap = &layout{what: "a mention", form: inMap, line: true, keys: []key{
		{"of", text}, {"entity", text}, {"start", whole}, {"length", whole}, {"hash", text},
	}}
	creditMap = &layout{what: "a credit", form: inMap, line: true, keys: []key{
		{"source", text}, {"how", text},
	}}
	qualifierMap = &layout{what: "qualifiers", form: inMap, line: true, keys: qualifiers()}
	quantityMap  = &layout{what: "a quantity", form: inMap, line: true, keys: []key{
		{"number", number}, {"min", number}, {"max", number}, {"precision", text}, {"unit", text}, {"words", text},
	}}
)

func qualifiers() []key {
	var keys []key
	for _, row := range kb.QualifierKeys {
		keys = append(keys, key{string(row.Key), layoutOf(row.Type)})
	}
	return keys
}

// layoutOf is how values of a type are written.
func layoutOf(typ kb.ValueType) *layout {
	switch typ {
	case kb.TypeQuantity:
		return quantityMap
	case kb.TypeDate:
		return date
	case kb.TypeBoolean:
		return truth
	}
	return text
}
