package kb

import (
	"context"
	"fmt"
	"slices"
)

// PathQuery asks how entities are connected: for the best simple paths from any of
// some to any of others. A path begins in From, ends in To, and is at none of either
// in between.
type PathQuery struct {
	From, To []ID
	First    int // at most so many paths
	MaxHops  int // of at most so many relations each
	Where    PathWhere
	Order    PathOrder
}

// Edge is a relation as far as walking along it asks: without its dates, texts and
// origins.
type Edge struct {
	ID        ID
	Type      RelationType
	From, To  ID
	Status    Status
	Documents int // that assert it
	AtLeast   int // independent origins
}

// Analyst answers how entities are connected.
type Analyst interface {
	// Paths finds the best paths that the lens leaves, the best first; if there is
	// none, it tells why.
	Paths(ctx context.Context, lens Lens, q PathQuery) ([]Path, NoPathReason, error)
	// Subgraph finds what surrounds some entities.
	Subgraph(ctx context.Context, lens Lens, q SubgraphQuery) (*Subgraph, error)
	// HiddenRelations lists the relations of one entity, type and direction that the
	// subgraph leaves out, by id.
	HiddenRelations(ctx context.Context, lens Lens, q SubgraphQuery, entity ID, t RelationType, d Direction) ([]ID, error)
	// Between finds who stands between some entities.
	Between(ctx context.Context, lens Lens, q BetweenQuery) (*BetweenAnswer, error)
	Ranker
}

// Bounds on a [PathQuery].
const (
	MaxPathEnds = 100
	MaxPaths    = 100
	MaxPathHops = 12
)

// PathDirection tells how relations are walked along; those whose ends play the same
// part always either way.
type PathDirection string

// The directions.
const (
	AnyDirection PathDirection = ""           // either way
	AsWritten    PathDirection = "as-written" // from their From to their To
	Backwards    PathDirection = "backwards"  // from their To to their From
)

// PathWhere says which relations and entities a path may take. The ends of a path are
// not asked for their kinds and degrees.
type PathWhere struct {
	Types     []RelationType // none: all
	NotTypes  []RelationType
	Kinds     []Kind // none: all
	NotKinds  []Kind
	Direction PathDirection
	Avoid     []ID
	Through   []ID // a path is at all of these, in any order
	MaxDegree int  // of the entities between the ends, parallel relations counted each; 0: any
	AtLeast   int  // independent origins of each relation
}

// PathOrder says which paths are the better ones. Ties go by the ids of the entities
// on the path, the first first.
type PathOrder string

const (
	// ShortestPath ranks by length.
	ShortestPath PathOrder = "SHORTEST"
	// StrongestPath ranks by the status of the weakest relation, then by its origins,
	// then by length.
	StrongestPath PathOrder = "STRONGEST"
)

// Path is a way from one entity to another. Two paths differ in an entity: relations
// side by side are one step.
type Path struct {
	Steps   []Step
	Weakest int // the place of the weakest step: the first of those whose strongest relations are the weakest
}

// Len is the number of relations.
func (p *Path) Len() int { return len(p.Steps) - 1 }

// Step is one entity of a path with what leads to it; nothing leads to the first.
type Step struct {
	Entity ID
	// Relations are all between the step before and this one that the path may take,
	// the strongest first: by status, then by origins, then by id.
	Relations []ID
	// Forward tells whether the strongest leads from the step before to this one.
	Forward bool
}

// NoPathReason tells why there is no path.
type NoPathReason string

const (
	NoneWithinHops      NoPathReason = "NONE_WITHIN_HOPS"     // there are longer ones, perhaps not through all that was asked for
	DifferentComponents NoPathReason = "DIFFERENT_COMPONENTS" // there are none of any length
	CutByCondition      NoPathReason = "CUT_BY_CONDITION"     // there are, but where allows none; or none within the hops passes through all that was asked for
)

// NoPathReasons lists them.
var NoPathReasons = []NoPathReason{NoneWithinHops, DifferentComponents, CutByCondition}

// Check tells what is wrong with the query, by an ErrInvalid.
func (q *PathQuery) Check() error {
	switch {
	case len(q.From) == 0 || len(q.To) == 0:
		return fmt.Errorf("%w: from and to: each needs at least one id", ErrInvalid)
	case len(q.From) > MaxPathEnds || len(q.To) > MaxPathEnds:
		return fmt.Errorf("%w: from and to: %d and %d ids; at most %d each are allowed", ErrInvalid, len(q.From), len(q.To), MaxPathEnds)
	case q.First < 1 || q.First > MaxPaths:
		return fmt.Errorf("%w: first: %d; from 1 to %d are allowed", ErrInvalid, q.First, MaxPaths)
	case q.MaxHops < 1 || q.MaxHops > MaxPathHops:
		return fmt.Errorf("%w: maxHops: %d; from 1 to %d are allowed", ErrInvalid, q.MaxHops, MaxPathHops)
	case q.Order != ShortestPath && q.Order != StrongestPath:
		return fmt.Errorf("%w: order: %q is none", ErrInvalid, q.Order)
	}
	for _, id := range q.From {
		if slices.Contains(q.To, id) {
			return fmt.Errorf("%w: %s is in from and in to; a path needs two ends", ErrInvalid, id)
		}
	}
	for _, id := range q.Where.Avoid {
		if slices.Contains(q.From, id) || slices.Contains(q.To, id) || slices.Contains(q.Where.Through, id) {
			return fmt.Errorf("%w: where.avoid: %s is also in from, to or through", ErrInvalid, id)
		}
	}
	return q.Where.Check()
}

// Check tells what is wrong with the condition, by an ErrInvalid.
func (w *PathWhere) Check() error {
	for _, list := range [][]ID{w.Avoid, w.Through} {
		if len(list) > MaxPathEnds {
			return fmt.Errorf("%w: where: %d ids in avoid or through; at most %d are allowed", ErrInvalid, len(list), MaxPathEnds)
		}
	}
	if w.MaxDegree < 0 || w.AtLeast < 0 {
		return fmt.Errorf("%w: where: maxDegree and atLeast can't be negative", ErrInvalid)
	}
	return nil
}
