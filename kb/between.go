package kb

import (
	"fmt"
	"slices"
)

// BetweenQuery asks who stands between some entities: for the smallest set that connects
// them, and for their common neighbours.
//
// Two entities are linked if a relation between them is left by the lens and by Where; to
// which of the two it points does not matter, and relations side by side are one link.
// None of IDs is asked for its kind and degree.
type BetweenQuery struct {
	IDs []ID // the same one twice is one
	// MaxHops is how far apart they may be: two of IDs are near each other if a way of at
	// most so many links joins them, and all of IDs are connected if each can be reached
	// from each other one, from a near one to the next.
	MaxHops int
	First   int       // at most so many common neighbours
	Where   PathWhere // in AnyDirection, and without Through
}

// Bounds on a [BetweenQuery].
const (
	MaxBetween = 50
	// MaxExactBetween is of how many entities the smallest connecting set is found. Beyond
	// it, one that is at most twice as large.
	MaxExactBetween = 5
	MaxCommon       = 100
)

// BetweenAnswer is who stands between some entities.
type BetweenAnswer struct {
	// Entities are the smallest set that has IDs in it and in which each can be reached
	// from each by links within it, by id; none if MaxHops does not connect them. Each
	// entity weighs the same, so that its links are the fewest, too. Of several that are
	// equally small it is the one whose list, sorted by id, comes first.
	Entities []ID
	// Exact tells that it is the smallest. Otherwise there are more of IDs than
	// MaxExactBetween: the links that it takes are less than twice the fewest, none of its
	// entities can be left out at an end, and the same graph gives the same set.
	Exact bool
	// Steps are all links within the set, by From and then by To.
	Steps []BetweenStep
	// Reason tells why there is none.
	Reason NoPathReason
	// Groups are the ids as MaxHops connects them, by their first: one group if there is a
	// set.
	Groups [][]ID
	// Common are the entities that are linked to two or more of IDs and that Where lets a
	// path be at, without IDs. Those come first that are linked to more of them; of equal
	// ones those with fewer relations, since a hub says little; then by id.
	Common []CommonNeighbour
	// CommonTotal is how many there are.
	CommonTotal int
}

// BetweenStep is a link with the relations it consists of, the strongest first as in
// [Step]. From and To are the strongest's.
type BetweenStep struct {
	From, To  ID
	Relations []ID
}

// CommonNeighbour is an entity that is linked to several others.
type CommonNeighbour struct {
	Entity ID
	Of     []ID // those of the question that it is linked to, by id
	// Relations are all between it and them: by these, and then the strongest first.
	Relations []ID
	// Degree is how many relations it has that the lens and the conditions on relations
	// leave, parallel ones counted each.
	Degree int
}

// Check tells what is wrong with the query, by an ErrInvalid.
func (q *BetweenQuery) Check() error {
	ids := slices.Compact(slices.Sorted(slices.Values(q.IDs)))
	switch {
	case len(ids) < 2 || len(ids) > MaxBetween:
		return fmt.Errorf("%w: ids: %d different ones; from 2 to %d are allowed", ErrInvalid, len(ids), MaxBetween)
	case q.MaxHops < 1 || q.MaxHops > MaxPathHops:
		return fmt.Errorf("%w: maxHops: %d; from 1 to %d are allowed", ErrInvalid, q.MaxHops, MaxPathHops)
	case q.First < 1 || q.First > MaxCommon:
		return fmt.Errorf("%w: first: %d; from 1 to %d are allowed", ErrInvalid, q.First, MaxCommon)
	case len(q.Where.Through) > 0:
		return fmt.Errorf("%w: where.through: only a path passes through entities; name those that the set has to have in ids", ErrInvalid)
	case q.Where.Direction != AnyDirection:
		return fmt.Errorf("%w: where.direction: what connects several entities has no beginning and no end; only ANY is allowed", ErrInvalid)
	}
	for _, id := range q.Where.Avoid {
		if slices.Contains(ids, id) {
			return fmt.Errorf("%w: where.avoid: %s is also in ids", ErrInvalid, id)
		}
	}
	return q.Where.Check()
}
