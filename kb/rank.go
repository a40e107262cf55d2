package kb

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Ranker tells about the whole graph: who matters in it, and which parts it has.
//
// What is asked of is the network that a lens and a [PathWhere] leave. Relations take
// part as in paths; entities that where rules out by kind, by name or as hubs do not,
// nor do their relations. An entity that has no relation left does not take part
// either, and a relation of an entity to itself counts nowhere. Two entities are
// linked once, however many relations stand side by side; only [RankByDegree] counts these.
// With a direction, such as AsWritten, a link leads from the From of a relation to its To, with symmetric
// ones both ways; else all do.
type Ranker interface {
	Rank(ctx context.Context, lens Lens, q RankQuery) (*Ranking, error)
	Communities(ctx context.Context, lens Lens, q CommunityQuery) (*Clusters, error)
	Components(ctx context.Context, lens Lens, q ComponentQuery) (*Clusters, error)
}

// ErrTooCostly: an answer would take longer than is allowed. The message estimates it.
var ErrTooCostly = errors.New("too costly")

// ErrTooLarge, an ErrTooCostly: what is asked is about all of a graph that is too large
// to be held in memory.
var ErrTooLarge = fmt.Errorf("%w: a large graph", ErrTooCostly)

// RankBy says what entities are ranked by.
type RankBy string

const (
	// RankByDegree is the number of relations by which one goes on from the entity.
	RankByDegree RankBy = "DEGREE"
	// RankByPageRank is how likely one is at the entity who follows links at random, each as
	// likely as the others, and with probability 0.15, or where none leads on, starts
	// again anywhere (S. Brin and L. Page, The anatomy of a large-scale hypertextual Web
	// search engine, 1998).
	RankByPageRank RankBy = "PAGERANK"
	// RankByBetweenness is the share of shortest paths that pass through the entity, averaged
	// over all ordered pairs of two others (L. Freeman, A set of measures of centrality
	// based on betweenness, 1977); a pair without a path counts 0.
	RankByBetweenness RankBy = "BETWEENNESS"
	// RankByCloseness is r/(n-1) · r/d, where the entity reaches r of the n-1 others and d is
	// the sum of the lengths of the shortest ways to these (S. Wasserman and K. Faust,
	// Social Network Analysis, 1994).
	RankByCloseness RankBy = "CLOSENESS"
)

// RankBys lists them.
var RankBys = []RankBy{RankByDegree, RankByPageRank, RankByBetweenness, RankByCloseness}

// RankQuery asks which entities come first.
type RankQuery struct {
	By    RankBy
	Where PathWhere
	First int // at most so many
}

// Ranking is the entities that come first.
type Ranking struct {
	Nodes []Ranked // by value, the greatest first; then by id
	Total int      // how many take part
}

// Ranked is an entity at its place.
type Ranked struct {
	Entity ID
	Value  float64 // of ten significant digits
	Place  int     // from 1: one more than have a greater value
}

// CommunityQuery asks for the communities of the network: parts with many links within
// and few between them, for which modularity is great. That is the share of links
// within communities, less Resolution times the share that is to be expected if the
// same entities had as many links at random (M. Newman and M. Girvan, 2004; with
// directions E. Leicht and M. Newman, 2008; with a resolution J. Reichardt and S.
// Bornholdt, 2006).
type CommunityQuery struct {
	Where      PathWhere
	Resolution float64 // the greater, the smaller are the communities; 1 is usual
	First      int
}

// ComponentQuery asks for the components of the network: sets of entities each of which
// can be reached from each other one. With a direction these are the strongly connected
// ones.
type ComponentQuery struct {
	Where PathWhere
	First int
}

// Clusters are the parts into which a network falls. Each entity that takes part is in
// one of them.
type Clusters struct {
	Nodes      [][]ID // the largest first, then by the smallest id; each by degree, the greatest first, then by id
	Total      int
	Modularity float64 // of all of them, where communities are asked for; 0 where there are none
}

// Bounds on questions about the whole graph.
const (
	MaxRanked     = MaxPage
	MaxClusters   = MaxPage
	MinResolution = 0.01
	MaxResolution = 100.0
)

// Check tells what is wrong with the query, by an ErrInvalid.
func (q *RankQuery) Check() error {
	switch q.By {
	case RankByDegree, RankByPageRank, RankByBetweenness, RankByCloseness:
	default:
		return fmt.Errorf("%w: by: %q is none", ErrInvalid, q.By)
	}
	return checkWhole(&q.Where, q.First, MaxRanked)
}

// Check tells what is wrong with the query, by an ErrInvalid.
func (q *CommunityQuery) Check() error {
	if math.IsNaN(q.Resolution) || q.Resolution < MinResolution || q.Resolution > MaxResolution {
		return fmt.Errorf("%w: resolution: %g; from %g to %g are allowed", ErrInvalid, q.Resolution, MinResolution, MaxResolution)
	}
	return checkWhole(&q.Where, q.First, MaxClusters)
}

// Check tells what is wrong with the query, by an ErrInvalid.
func (q *ComponentQuery) Check() error { return checkWhole(&q.Where, q.First, MaxClusters) }

func checkWhole(w *PathWhere, first, most int) error {
	switch {
	case first < 1 || first > most:
		return fmt.Errorf("%w: first: %d; from 1 to %d are allowed", ErrInvalid, first, most)
	case len(w.Through) > 0:
		return fmt.Errorf("%w: where.through: it is about paths and makes no sense of a whole graph; leave it out", ErrInvalid)
	}
	return w.Check()
}
