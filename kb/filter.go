package kb

// The filters say which records a question is about. A filter is a tree: the
// fields set on one level all have to hold; And, Or and Not join further trees.
// An empty And holds, an empty Or does not, as sums over nothing do. The zero
// filter and a nil one let everything pass.
//
// Matching has two values, never three: an operator on a field that is missing
// does not hold, only IsNull true does, and Not is the complement of whatever
// stands under it.
//
// Of an operator exactly one member is set.

// MaxFilterNodes bounds the number of levels and operators in one filter tree,
// MaxFilterDepth its depth, MaxFilterList the values of one list.
const (
	MaxFilterNodes = 500
	MaxFilterDepth = 20
	MaxFilterList  = 500
)

// StringFilter compares a text. Eq and In compare exactly; Contains and
// StartsWith compare as text.Fold sees both sides: without case, accents, width.
type StringFilter struct {
	Eq         *string
	In         []string
	Contains   *string
	StartsWith *string
	IsNull     *bool
}

// IDFilter compares an id.
type IDFilter struct {
	Eq     *ID
	In     []ID
	IsNull *bool
}

// EnumFilter compares a name out of a closed list.
type EnumFilter[E ~string] struct {
	Eq     *E
	In     []E
	Not    *E
	IsNull *bool
}

// The filters on the closed lists.
type (
	KindFilter         = EnumFilter[Kind]
	RelationTypeFilter = EnumFilter[RelationType]
	PropertyKeyFilter  = EnumFilter[PropertyKey]
	StanceFilter       = EnumFilter[Stance]
	ModalityFilter     = EnumFilter[Modality]
	ReadingFilter      = EnumFilter[Reading]
	SourceKindFilter   = EnumFilter[SourceKind]
	StatusFilter       = EnumFilter[Status]
)

// BooleanFilter compares a yes or no.
type BooleanFilter struct{ Eq *bool }

// NumberFilter compares a number.
type NumberFilter struct {
	Eq, Lt, Lte, Gt, Gte *float64
	IsNull               *bool
}

// CountFilter compares how many there are.
type CountFilter struct{ Eq, Lt, Lte, Gt, Gte *int }

// DateFilter compares a date known only within bounds. Certainly keeps what
// must be so, Possibly also what may be so: the answers Yes, and Yes or
// Possible, of [Date]'s comparisons.
type DateFilter struct {
	Certainly *DateCompare
	Possibly  *DateCompare
	IsNull    *bool
}

// DateCompare is one comparison of a date with another.
type DateCompare struct {
	Before *Date // [Date.Before]
	After  *Date // [Date.After]
	Equal  *Date // [Date.Equal]
	Within *Date // [Date.Within]
}

// EntityWhere filters entities.
type EntityWhere struct {
	And, Or    []*EntityWhere
	Not        *EntityWhere
	ID         *IDFilter
	Kind       *KindFilter
	Name       *StringFilter
	Summary    *StringFilter
	Alias      *StringFilter // any of its aliases; IsNull: it has none
	Collection *StringFilter // any of those that describe it
	Degree     *NumberFilter
	Relations  *RelationsFilter
	Properties *PropertiesFilter
}

// RelationsFilter asks something of the relations that start or end at an entity.
// Of Some, None, Every, Count exactly one is set.
type RelationsFilter struct {
	Some, None, Every *EndWhere
	Count             *RelationsCount
}

// EndWhere filters the relations at one entity, seen from there. The fields set
// all have to hold for one and the same relation.
type EndWhere struct {
	Direction *Direction // Out: the entity is From, In: it is To; nil or Both: either
	Where     *RelationWhere
	Other     *EntityWhere // the entity at the other end
}

// RelationsCount asks how many relations at an entity pass a filter. A relation
// of an entity with itself counts once.
type RelationsCount struct {
	Of *EndWhere
	Is CountFilter
}

// Direction says at which end of its relations an entity stands.
type Direction string

// The directions of a relation seen from one of its ends.
const (
	Out  Direction = "OUT"
	In   Direction = "IN"
	Both Direction = "BOTH"
)

// Directions lists the directions.
var Directions = []Direction{Out, In, Both}

// PropertiesFilter asks something of an entity's properties.
type PropertiesFilter struct {
	Some, None, Every *PropertyWhere
	Count             *PropertiesCount
}

// PropertiesCount asks how many properties of an entity pass a filter.
type PropertiesCount struct {
	Of *PropertyWhere
	Is CountFilter
}

// RelationWhere filters relations.
type RelationWhere struct {
	And, Or    []*RelationWhere
	Not        *RelationWhere
	ID         *IDFilter
	Type       *RelationTypeFilter
	From, To   *EntityWhere
	Key        *StringFilter
	Since      *DateFilter
	Until      *DateFilter
	Status     *StatusFilter // of its support
	AtLeast    *NumberFilter // of its support
	Collection *StringFilter // any of those of its claims
	Claims     *ClaimsFilter
}

// PropertyWhere filters properties.
type PropertyWhere struct {
	And, Or    []*PropertyWhere
	Not        *PropertyWhere
	ID         *IDFilter
	Key        *PropertyKeyFilter
	Entity     *EntityWhere
	Text       *StringFilter // of values that are text, address or name out of a list; else missing
	Boolean    *BooleanFilter
	Min, Max   *NumberFilter // of quantities; an open end is missing
	Unit       *StringFilter // of quantities
	Date       *DateFilter   // of dates
	Issuer     *EntityWhere  // nothing passes that has no issuer
	Since      *DateFilter
	Until      *DateFilter
	Status     *StatusFilter // of its support
	AtLeast    *NumberFilter // of its support
	Collection *StringFilter
	Claims     *ClaimsFilter
}

// ClaimsFilter asks something of the claims on a fact or from a source.
type ClaimsFilter struct {
	Some, None, Every *ClaimWhere
	Count             *ClaimsCount
}

// ClaimsCount asks how many claims pass a filter.
type ClaimsCount struct {
	Of *ClaimWhere
	Is CountFilter
}

// ClaimWhere filters claims.
type ClaimWhere struct {
	And, Or      []*ClaimWhere
	Not          *ClaimWhere
	ID           *IDFilter
	Fact         *IDFilter
	Source       *SourceWhere
	Stance       *StanceFilter
	Modality     *ModalityFilter
	Reading      *ReadingFilter
	Firsthand    *BooleanFilter
	Statement    *StringFilter
	AttributedTo *IDFilter // any of them; IsNull: nobody
	Credits      *IDFilter // any of the sources credited; IsNull: none
	Paragraph    *NumberFilter
	Collection   *StringFilter
}

// SourceWhere filters sources.
type SourceWhere struct {
	And, Or     []*SourceWhere
	Not         *SourceWhere
	ID          *IDFilter
	Kind        *SourceKindFilter
	Title       *StringFilter
	Publisher   *IDFilter // any of them; IsNull: none
	Published   *DateFilter
	URL         *StringFilter
	Language    *StringFilter
	FileName    *StringFilter
	Collection  *StringFilter // any of those that describe it
	Cites       *IDFilter
	DerivesFrom *IDFilter
	Claims      *ClaimsFilter // those it makes
}
