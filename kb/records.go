package kb

// Entity is anything with a page of its own. Name and summary are editorial and
// need no claim; everything else that is known about an entity is a fact.
type Entity struct {
	ID      ID
	Kind    Kind
	Name    string // the usual English name in full, without legal form
	Summary string // one line, or ""

	// Collections names the collections that describe the entity, sorted.
	// Stores fill it in; a change set leaves it empty.
	Collections []string
	// Degree is the number of relations that start or end at the entity.
	// Stores fill it in.
	Degree int
	// Visible tells whether the lens that the entity was read under shows it.
	// Stores fill it in.
	Visible bool
}

// Fact is a [Relation] or a [Property]: what may be true.
type Fact interface {
	FactID() ID
	Interval() Interval
	Supported() Support
	isFact()
}

// Interval is what the claims on a fact say of its time, boiled down by package
// evidence. The zero Interval: nothing is said.
type Interval struct {
	Since, Until Date // zero: not told
}

// Relation is a fact that joins two entities: read "From TYPE To".
type Relation struct {
	ID   ID
	Type RelationType
	From ID
	To   ID
	// Key tells apart two relations of one type between the same two entities,
	// such as two periods of ownership. Usually empty.
	Key string

	// What its claims come to, filled in by stores.
	When        Interval
	Support     Support
	Collections []string // of its claims, sorted
}

// NewRelation makes the relation "from typ to" with its id. A symmetric
// relation has the smaller id first, so that both directions are one fact.
func NewRelation(typ RelationType, from, to ID, key string) *Relation {
	if typ.Symmetric() && to < from {
		from, to = to, from
	}
	return &Relation{
		ID:   derive(RelationClass, string(typ), string(from), string(to), key),
		Type: typ, From: from, To: to, Key: key,
	}
}

// Edge is what walking along r asks of it.
func (r *Relation) Edge() Edge {
	return Edge{ID: r.ID, Type: r.Type, From: r.From, To: r.To, Status: r.Support.Status, Documents: r.Support.Documents, AtLeast: r.Support.AtLeast}
}

// FactID implements Fact.
func (r *Relation) FactID() ID { return r.ID }

// Interval implements Fact.
func (r *Relation) Interval() Interval { return r.When }

// Supported implements Fact.
func (r *Relation) Supported() Support { return r.Support }
func (r *Relation) isFact()            {}

// Property is a fact that gives an entity a value.
type Property struct {
	ID     ID
	Entity ID
	Key    PropertyKey
	Value  Value
	Issuer ID // who gave it, for keys whose row says Issued; else empty

	// What its claims come to, filled in by stores.
	When        Interval
	Support     Support
	Collections []string // of its claims, sorted
}

// NewProperty makes a property with its id.
func NewProperty(entity ID, key PropertyKey, v Value, issuer ID) *Property {
	var typ, canonical string
	if v != nil {
		typ, canonical = string(v.Type()), v.canonical()
	}
	return &Property{
		ID:     derive(PropertyClass, string(entity), string(key), typ, canonical, string(issuer)),
		Entity: entity, Key: key, Value: v, Issuer: issuer,
	}
}

// FactID implements Fact.
func (p *Property) FactID() ID { return p.ID }

// Interval implements Fact.
func (p *Property) Interval() Interval { return p.When }

// Supported implements Fact.
func (p *Property) Supported() Support { return p.Support }
func (p *Property) isFact()            {}

// Collection is a named set of claims that are loaded together.
type Collection struct {
	Name        string // a slug: "nso-articles"
	Title       string
	Description string
	Licence     string // of the data, as an SPDX expression or in words
}
