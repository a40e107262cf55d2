package kb

import (
	"fmt"
	"slices"
)

// SubgraphQuery asks for what surrounds some entities, to be drawn.
//
// It grows in layers. The first is IDs. Each entity of a layer brings in those that its
// relations lead to; they are the next layer. Within a layer, and of what one entity
// can bring in, the most connected come first: those with the most relations, and of
// equal ones that whose id comes first. Entities take their turn in this order until
// Limit is reached.
//
// The relations of an entity are here those that the lens leaves and by which a path
// may go on from it under Where, each of parallel ones counted; as written, those that
// end at it are none of them. Neither IDs nor Known are asked for their kinds and
// degrees.
type SubgraphQuery struct {
	IDs       []ID
	Depth     int // how many layers there are after the first; 0: IDs alone
	PerEntity int // at most so many are brought in by one entity
	Limit     int // at most so many entities are returned
	Where     PathWhere
	// Known are entities that the caller has drawn: they are not returned and not
	// counted, and bring in nothing unless they are also in IDs.
	Known []ID
	// Fold draws role entities as links: those of [RoleKinds] that are neither in IDs nor
	// known. They are not returned, take no place, and bring in nothing themselves. A
	// relation to one of them leads on to the entities that take part in it in another
	// way: these are what it brings in.
	Fold bool
}

// RoleKinds are the kinds of entity that are there for what takes part in them.
var RoleKinds = []Kind{KindTargeting, KindDeal, KindLawsuit}

// Roles are the types of relation by which an entity takes part in a role entity, the
// acting ones of each kind first. Others follow in the order of [RelationTypes]. Who takes
// part in several ways does so by the first of them.
var Roles = []RelationType{
	Operated, Helped, UsedIn, Targeted, Exploited,
	SellerIn, BrokerIn, BuyerIn, ObjectOf,
	PlaintiffIn, DefendantIn,
}

// Bounds on a [SubgraphQuery].
const (
	MaxSubgraphIDs   = 500
	MaxSubgraphDepth = 4
	MaxPerEntity     = 500
	MaxSubgraph      = 2_000
	MaxKnown         = 5_000
	MaxRoleLinks     = 10_000 // more are an ErrTooCostly
)

// Subgraph is entities with all relations among them, and what is left out.
type Subgraph struct {
	// Layers are the entities that are not known, each where it came in; the most
	// connected of a layer first.
	Layers [][]ID
	// Relations are all between two of these, or between one of these and a known one,
	// by the ids of their From and To, by type, and by their own ids.
	Relations []ID
	// Links stand for role entities, with Fold: of the entities that are returned or known,
	// and take part in one, those that do so by the first role that any does are linked to
	// each of the others. So nobody is linked to who has the same role. Links between two
	// known ones are left to the caller, who has them. They come by the ids of From, To and
	// By.
	Links []RoleLink
	// Hidden tells what is left out: of the entities that are returned and of those of
	// IDs, layer by layer as they came in, and then by id of the role entities that links
	// stand for, what leads to entities that are neither of these nor known. A relation
	// between two role entities is no part of a link: it is hidden where it starts.
	Hidden []Hidden
	// HiddenEntities is how many entities those lead to that nothing stands for.
	HiddenEntities int
	// Truncated: PerEntity or Limit left out what Depth would have brought in.
	Truncated bool
}

// RoleLink joins two entities that take part in a role entity.
type RoleLink struct {
	By               ID // the role entity
	From, To         ID
	FromRole, ToRole RelationType
	Relations        []ID // all between By and the two, first those of From, by type and by id
}

// Hidden is how many relations of one entity, by type and direction, are left out.
type Hidden struct {
	Entity ID
	RelationCount
}

// Check tells what is wrong with the query, by an ErrInvalid.
func (q *SubgraphQuery) Check() error {
	for _, bound := range []struct {
		name        string
		n, low, top int
	}{
		{"ids, how many", len(q.IDs), 1, MaxSubgraphIDs}, {"depth", q.Depth, 0, MaxSubgraphDepth}, {"perEntity", q.PerEntity, 1, MaxPerEntity},
		{"limit", q.Limit, 1, MaxSubgraph}, {"known, how many", len(q.Known), 0, MaxKnown},
	} {
		if bound.n < bound.low || bound.n > bound.top {
			return fmt.Errorf("%w: %s: %d; from %d to %d are allowed", ErrInvalid, bound.name, bound.n, bound.low, bound.top)
		}
	}
	if len(q.Where.Through) > 0 {
		return fmt.Errorf("%w: where.through: only a path passes through entities; name those to begin with in ids", ErrInvalid)
	}
	known, returned := map[ID]bool{}, map[ID]bool{}
	for _, id := range q.Known {
		known[id] = true
	}
	for _, id := range q.IDs {
		if !known[id] {
			returned[id] = true
		}
	}
	if len(returned) > q.Limit {
		return fmt.Errorf("%w: limit: %d; ids alone are %d, without those that are known", ErrInvalid, q.Limit, len(returned))
	}
	for _, id := range q.Where.Avoid {
		if known[id] || slices.Contains(q.IDs, id) {
			return fmt.Errorf("%w: where.avoid: %s is also in ids or known", ErrInvalid, id)
		}
	}
	return q.Where.Check()
}
