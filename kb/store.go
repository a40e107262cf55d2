package kb

import (
	"context"
	"iter"
	"time"
)

// Store keeps a graph. All its methods may be called by several goroutines at
// once. They answer a cancelled context with its error at once, a closed store
// with [ErrClosed], a database that is gone with [ErrUnavailable]. An answer is
// of one state of the store: what a change set writes is seen whole or not at
// all. Records that a store hands out belong to the caller.
//
// What sorts or matches is computed by package text and stored, so that every
// store agrees to the byte. No expectation differs between stores.
type Store interface {
	Reader
	Writer
	Charts
	// Close ends the store's work: calls under way end with ErrClosed or are
	// finished, later ones get ErrClosed. Closing twice is no error.
	Close() error
}

// Reader answers questions. How many calls to the database a method makes
// depends on the question, never on the number of rows: one for each of Get,
// Find, Count and Facet.
type Reader interface {
	Entities() Records[Entity, EntityWhere]
	Relations() Records[Relation, RelationWhere]
	Properties() Records[Property, PropertyWhere]
	Claims() Records[Claim, ClaimWhere]
	Sources() Records[Source, SourceWhere]

	// Under answers everything above as the lens has it, which is checked by each
	// question; Edges, RelationCounts, Search and SearchCount, too. The rest of a reader
	// knows no lens.
	Under(lens Lens) Reader

	// Edges yields what walking along relations asks of each: of those with these ids
	// that there are, or with nil of all; in any order, in one consistent state of the
	// store. It ends after the first error.
	Edges(ctx context.Context, relations []ID) iter.Seq2[Edge, error]

	// Matters returns what the support of each of these facts is computed from, in
	// their order, nil for each that is unknown. It is the same under every lens. At
	// most [MaxBatch] ids.
	Matters(ctx context.Context, facts []ID) ([]*Matter, error)

	// Collections lists the collections by name, with how many claims each has.
	Collections(ctx context.Context) ([]CollectionCount, error)
	// RelationCounts tells, for each entity, how many relations of each type and
	// direction it has, by table order and then OUT before IN. A symmetric type
	// counts once, as BOTH. The order of ids is kept; an unknown id has none.
	RelationCounts(ctx context.Context, ids []ID) ([][]RelationCount, error)
	// Search finds entities by id, name and alias; see [SearchQuery].
	Search(ctx context.Context, q SearchQuery) (Page[SearchHit], error)
	// SearchCount tells how many hits Search has on all its pages together.
	SearchCount(ctx context.Context, q SearchQuery) (int, error)
	// Changes lists the changes after version since, oldest first, at most n;
	// none if n is less than 1.
	// Changes of one version are in the order of [Classes] and then by id.
	Changes(ctx context.Context, since int64, n int) ([]Change, error)
	// Version is the number of change sets that changed anything. It rises by
	// one with each.
	Version(ctx context.Context) (int64, error)
	// Stats counts what the store holds.
	Stats(ctx context.Context) (Stats, error)
	// Ping tells whether the database answers.
	Ping(ctx context.Context) error
}

// Records is what a store answers about one class of record. T is the record, W
// its filter.
type Records[T, W any] interface {
	// Get returns the records with these ids, in their order, nil for each that
	// is unknown or of another class. At most [MaxBatch] ids.
	Get(ctx context.Context, ids []ID) ([]*T, error)
	// Find returns one page for each parent of q, in their order, or the one
	// page if q has no parents.
	Find(ctx context.Context, q Query[W]) ([]Page[T], error)
	// Count counts the records that pass q, on all pages together, one number
	// for each parent of q or the one number if it has none.
	Count(ctx context.Context, q Query[W]) ([]int, error)
	// Facet counts the records that pass q by the values of one of their
	// fields, at most n buckets (at least 1), the largest first and ties by
	// value; one list for each parent of q or the one list if it has none. A
	// record with several values counts in each of their buckets, one with none
	// in none.
	Facet(ctx context.Context, q Query[W], by FacetKey, n int) ([][]Bucket, error)
	// Scan yields every record that passes where, by id, in one consistent
	// state of the store. It ends after the first error. A nil where passes all.
	Scan(ctx context.Context, where *W) iter.Seq2[*T, error]
}

// Bounds on what one call may ask for.
const (
	MaxBatch = 10_000 // ids or parents
	MaxPage  = 500    // records of one page
)

// Query asks for records.
type Query[W any] struct {
	// Of lists parents; the question is then answered for each of them. Nil:
	// the question is about all records. By says how records belong to parents.
	Of []ID
	By Link
	// Types narrows the relations of the parents to these, with none meaning all:
	// the indexed way of asking for one field of an entity.
	Types []RelationType
	// Keys narrows the properties of the parents to these, none meaning all.
	Keys []PropertyKey

	Where *W
	Order []Order // the id is always the last key, ascending; none: by id

	// A page is the First records after After, or the Last ones before Before,
	// always given in the order asked for. Exactly one of First and Last is
	// between 1 and [MaxPage]; the other is 0. After and Before are places, not
	// records: they hold when the record there is gone. With several parents
	// neither is allowed.
	First, Last   int
	After, Before Keyset
}

// Link says how a record belongs to its parent.
type Link string

// The links between parents and records.
const (
	RelationsFrom Link = "relations-from" // relations whose From is the parent, or a symmetric one at either end
	RelationsTo   Link = "relations-to"   // relations whose To is the parent, or a symmetric one at either end
	RelationsAt   Link = "relations-at"   // relations with the parent at either end, each once
	// UsersOf leads from a product to the relations that make an actor its user:
	// USES that end at it, and OPERATED that end at a targeting in which it was
	// USED_IN. Somebody has to assert that it was, unless the lens
	// [Lens.AsksUnasserted]: no filter of the question reaches that relation.
	UsersOf          Link = "users-of"
	PropertiesOf     Link = "properties-of"     // properties of the entity
	ClaimsOn         Link = "claims-on"         // claims on the fact
	ClaimsFrom       Link = "claims-from"       // claims of the source
	ClaimsAbout      Link = "claims-about"      // claims on the facts that touch the entity: its relations, its properties, those it issued
	SourcesOf        Link = "sources-of"        // sources with a claim on a fact that touches the entity
	SourcesPublished Link = "sources-published" // sources that the entity published
)

// Order is one key to sort by. Missing values come last, in both directions.
type Order struct {
	By   OrderKey
	Desc bool
}

// OrderKey names what records are sorted by.
type OrderKey string

// The order keys, with the classes that have them.
const (
	ByID        OrderKey = "ID"        // all
	ByName      OrderKey = "NAME"      // entities, by text.SortKey; properties and relations have no name
	ByKind      OrderKey = "KIND"      // entities and sources, in table order
	ByDegree    OrderKey = "DEGREE"    // entities
	ByType      OrderKey = "TYPE"      // relations, in table order
	ByKey       OrderKey = "KEY"       // properties, in table order
	BySince     OrderKey = "SINCE"     // facts: by the earliest day, unbounded first; undated are missing
	ByUntil     OrderKey = "UNTIL"     // facts: by the latest day, unbounded last; undated are missing
	ByFromName  OrderKey = "FROM_NAME" // relations
	ByToName    OrderKey = "TO_NAME"   // relations
	ByValue     OrderKey = "VALUE"     // properties, by [ValueKey]
	ByClaims    OrderKey = "CLAIMS"    // facts and sources: how many claims
	ByTitle     OrderKey = "TITLE"     // sources, by text.SortKey; without a title missing
	ByPublished OrderKey = "PUBLISHED" // sources: by the earliest day; undated are missing
	ByLocator   OrderKey = "LOCATOR"   // claims: by page, paragraph, start; not told is missing
	ByModality  OrderKey = "MODALITY"  // claims, strongest first
	BySource    OrderKey = "SOURCE"    // claims, by the source's id
	ByRecorded  OrderKey = "RECORDED"  // claims, by the time recorded
)

// OrderKeys lists the order keys that each class has.
var OrderKeys = map[Class][]OrderKey{
	EntityClass:   {ByID, ByName, ByKind, ByDegree},
	RelationClass: {ByID, ByType, BySince, ByUntil, ByFromName, ByToName, ByClaims},
	PropertyClass: {ByID, ByKey, ByValue, BySince, ByUntil, ByClaims},
	ClaimClass:    {ByID, ByLocator, ByModality, BySource, ByRecorded},
	SourceClass:   {ByID, ByTitle, ByKind, ByPublished, ByClaims},
}

// FacetKey names what records are counted by.
type FacetKey string

// The facet keys, with the classes that have them.
const (
	FacetKind       FacetKey = "KIND"       // entities, sources
	FacetType       FacetKey = "TYPE"       // relations
	FacetByKey      FacetKey = "KEY"        // properties
	FacetFromKind   FacetKey = "FROM_KIND"  // relations
	FacetToKind     FacetKey = "TO_KIND"    // relations
	FacetUnit       FacetKey = "UNIT"       // properties
	FacetCollection FacetKey = "COLLECTION" // all
	FacetSource     FacetKey = "SOURCE"     // claims and facts: ids of sources that make claims
	FacetStance     FacetKey = "STANCE"     // claims
	FacetModality   FacetKey = "MODALITY"   // claims
	FacetReading    FacetKey = "READING"    // claims
	FacetSpeaker    FacetKey = "SPEAKER"    // claims: ids of those they are attributed to
	FacetPublisher  FacetKey = "PUBLISHER"  // sources: ids of publishers
	FacetLanguage   FacetKey = "LANGUAGE"   // sources
)

// FacetKeys lists the facet keys that each class has.
var FacetKeys = map[Class][]FacetKey{
	EntityClass:   {FacetKind, FacetCollection},
	RelationClass: {FacetType, FacetFromKind, FacetToKind, FacetSource, FacetCollection},
	PropertyClass: {FacetByKey, FacetUnit, FacetSource, FacetCollection},
	ClaimClass:    {FacetStance, FacetModality, FacetReading, FacetSource, FacetSpeaker, FacetCollection},
	SourceClass:   {FacetKind, FacetPublisher, FacetLanguage, FacetCollection},
}

// Bucket is one value of a facet and how many records have it.
type Bucket struct {
	Value string
	Count int
}

// Page is a stretch of the records that pass a query.
type Page[T any] struct {
	Items []*T
	Keys  []Keyset // the place of each item, for After and Before
	// HasNext and HasPrevious tell whether records follow or precede the page.
	// The one that lies in the direction of paging is exact; the other says
	// whether a cursor was given.
	HasNext, HasPrevious bool
}

// Keyset is a place in an order: the value of each order key there, and then
// the id. The empty Keyset is no place, and one whose values are of another kind
// than those of the order is refused as [ErrInvalid].
type Keyset []KeyValue

// KeyValue is the value of one order key: a text that compares by its bytes, a
// number, or, with neither, missing.
type KeyValue struct {
	Text   *string `json:"t,omitempty"`
	Number *int64  `json:"n,omitempty"`
}

// CollectionCount is a collection and how many claims it has.
type CollectionCount struct {
	Collection
	Claims int
}

// RelationCount is how many relations of one type and direction an entity has.
type RelationCount struct {
	Type      RelationType
	Direction Direction
	Count     int
}

// SearchQuery asks for entities by words. Hits come in the order: tier, number
// of words (most first), degree (highest first), text.SortKey of the
// name, id. A text without any letter or digit finds nothing. The last word may be
// the beginning of one, so that the same search serves while somebody types.
type SearchQuery struct {
	Text  string
	Where *EntityWhere
	First int // between 1 and [MaxPage]
	After Keyset
}

// SearchHit is one entity that a search found.
type SearchHit struct {
	Entity  *Entity
	Tier    SearchTier
	Matched string // the name, alias or id that matched best; of equals the name, then the first alias
	Words   int    // how many words of the search stand in its name and aliases; in tiers above TierSome, all
}

// SearchTier says how well an entity matches a search. Id, name and aliases are
// compared as text.Fold sees them, words as text.Word.Match does: it defines
// which words are the same, begun and near, and reads other alphabets.
type SearchTier string

// The tiers of search, best first.
const (
	TierExact  SearchTier = "EXACT"      // the id, the name or an alias is the text
	TierPrefix SearchTier = "PREFIX"     // the name or an alias starts with the text
	TierAll    SearchTier = "ALL_WORDS"  // all words stand in the name and the aliases together
	TierBegun  SearchTier = "LAST_BEGUN" // all words do, of the last the beginning
	TierNear   SearchTier = "NEAR_WORDS" // all words do, or words near to them
	TierSome   SearchTier = "SOME_WORDS" // some words do, and after all these, those in which only near or begun ones do
)

// SearchTiers lists the tiers, best first.
var SearchTiers = []SearchTier{TierExact, TierPrefix, TierAll, TierBegun, TierNear, TierSome}

// Change is one record touched by one change set.
type Change struct {
	Version int64
	At      time.Time
	Op      ChangeOp
	ID      ID
}

// ChangeOp says what happened to a record.
type ChangeOp string

// What can happen to a record.
const (
	Added   ChangeOp = "ADDED"
	Changed ChangeOp = "CHANGED"
	Removed ChangeOp = "REMOVED"
)

// ChangeOps lists what can happen to a record.
var ChangeOps = []ChangeOp{Added, Changed, Removed}

// Stats counts what a store holds.
type Stats struct {
	Version  int64
	Records  map[Class]int
	Entities map[Kind]int
	// Relations by type, properties by key, claims by collection.
	Relations  map[RelationType]int
	Properties map[PropertyKey]int
	Claims     map[string]int
}

// Writer changes what is stored.
type Writer interface {
	// Apply stores a change set whole or not at all. It validates it first,
	// then against what is stored: all that it refers to is there or comes with
	// it. Applying the same set again changes nothing and says so. When Apply
	// returns without error, the change outlives a crash.
	Apply(ctx context.Context, set *ChangeSet) (*Applied, error)
	// Verify keeps what came of holding claims against the texts of their
	// documents, by the ids of the claims, and brings up to date what depends on it,
	// all or nothing. Claims that are gone are passed over. It returns the version,
	// which rises, with a change of each claim in question, if something else than
	// the time is new.
	Verify(ctx context.Context, results map[ID]Verification) (int64, error)
}

// Applied tells what a change set did.
type Applied struct {
	// Version of the store after it. It does not rise if nothing changed.
	Version int64
	// Repeated: a set with the same key was applied before; nothing was done.
	Repeated bool
	// How many records of each class were new, differed from what was stored,
	// did not, and are gone.
	Added, Changed, Unchanged, Removed map[Class]int
}
