package model

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"actorgraph/kb"
)

// Connection is a page of records, with counts. What is not asked for is not
// loaded: the page, the total and each facet are one call to the store each.
type Connection[N any] struct {
	lot    *lot[N]
	parent int
}

// Edge is one record of a page.
type Edge[N any] struct {
	Node  N
	place place
}

// Cursor is the record's place.
func (e *Edge[N]) Cursor() string { return e.place.cursor() }

// place is a place in the order of one question. Its cursor is written only if
// it is asked for.
type place struct {
	keys     kb.Keyset
	question func() string // the checksum of the question
}

func (p place) cursor() string { return writeCursor(p.keys, p.question()) }

// PageInfo says where a page stands among all.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	start, end                   *place // nil of an empty page
}

// StartCursor is the place of the first record.
func (p *PageInfo) StartCursor() *string { return p.start.cursorOrNull() }

// EndCursor is the place of the last record.
func (p *PageInfo) EndCursor() *string { return p.end.cursorOrNull() }

func (p *place) cursorOrNull() *string {
	if p == nil {
		return nil
	}
	c := p.cursor()
	return &c
}

// lot answers the questions of the connections of siblings for all of them at
// once; i is the place of the parent among them.
type lot[N any] struct {
	page  func(ctx context.Context, i int) (*nodePage[N], error)
	count func(ctx context.Context, i int) (int, error)
	facet func(ctx context.Context, i int, by kb.FacetKey, first int) (*Facet, error)
}

type nodePage[N any] struct {
	edges []*Edge[N]
	info  *PageInfo
}

func (p *nodePage[N]) nodes() []N {
	nodes := make([]N, len(p.edges))
	for i, e := range p.edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Edges are the records of the page with their cursors.
func (c *Connection[N]) Edges(ctx context.Context) ([]*Edge[N], error) {
	p, err := c.lot.page(ctx, c.parent)
	if err != nil {
		return nil, err
	}
	return p.edges, nil
}

// Nodes are the records of the page.
func (c *Connection[N]) Nodes(ctx context.Context) ([]N, error) {
	p, err := c.lot.page(ctx, c.parent)
	if err != nil {
		return nil, err
	}
	return p.nodes(), nil
}

// PageInfo says where the page stands among all.
func (c *Connection[N]) PageInfo(ctx context.Context) (*PageInfo, error) {
	p, err := c.lot.page(ctx, c.parent)
	if err != nil {
		return nil, err
	}
	return p.info, nil
}

// TotalCount is how many there are on all pages together.
func (c *Connection[N]) TotalCount(ctx context.Context) (int, error) {
	return c.lot.count(ctx, c.parent)
}

// Facets counts all pages together by the values of some fields.
func (c *Connection[N]) Facets(ctx context.Context, by []kb.FacetKey, first *int) ([]*Facet, error) {
	n := or(first, DefaultBuckets)
	facets := make([]*Facet, len(by))
	for i, key := range by {
		for _, earlier := range by[:i] {
			if earlier == key {
				return nil, invalid("by names %s twice", key)
			}
		}
		f, err := c.lot.facet(ctx, c.parent, key, n)
		if err != nil {
			return nil, err
		}
		facets[i] = f
	}
	return facets, nil
}

// The connections of the schema.
type (
	EntityConnection             = Connection[Entity]
	ActorConnection              = Connection[Actor]
	SurveillanceTargetConnection = Connection[SurveillanceTarget]
	CompanyConnection            = Connection[*Company]
	GovernmentConnection         = Connection[*Government]
	PublicBodyConnection         = Connection[*PublicBody]
	OrganizationConnection       = Connection[*Organization]
	PersonConnection             = Connection[*Person]
	GroupConnection              = Connection[*Group]
	CountryConnection            = Connection[*Country]
	PlaceConnection              = Connection[*Place]
	ProductConnection            = Connection[*Product]
	DeviceConnection             = Connection[*Device]
	LawsuitConnection            = Connection[*Lawsuit]
	MeasureConnection            = Connection[*Measure]
	DealConnection               = Connection[*Deal]
	TargetingConnection          = Connection[*Targeting]
	EventConnection              = Connection[*Event]
	RelationConnection           = Connection[*Relation]
	PropertyConnection           = Connection[*Property]
	ClaimConnection              = Connection[*Claim]
	SourceConnection             = Connection[*Source]

	EntityEdge             = Edge[Entity]
	ActorEdge              = Edge[Actor]
	SurveillanceTargetEdge = Edge[SurveillanceTarget]
	CompanyEdge            = Edge[*Company]
	GovernmentEdge         = Edge[*Government]
	PublicBodyEdge         = Edge[*PublicBody]
	OrganizationEdge       = Edge[*Organization]
	PersonEdge             = Edge[*Person]
	GroupEdge              = Edge[*Group]
	CountryEdge            = Edge[*Country]
	PlaceEdge              = Edge[*Place]
	ProductEdge            = Edge[*Product]
	DeviceEdge             = Edge[*Device]
	LawsuitEdge            = Edge[*Lawsuit]
	MeasureEdge            = Edge[*Measure]
	DealEdge               = Edge[*Deal]
	TargetingEdge          = Edge[*Targeting]
	EventEdge              = Edge[*Event]
	RelationEdge           = Edge[*Relation]
	PropertyEdge           = Edge[*Property]
	ClaimEdge              = Edge[*Claim]
	SourceEdge             = Edge[*Source]
)

// Order is one key to sort by. Which keys a list has, the schema says.
type Order struct {
	By        kb.OrderKey
	Direction OrderDirection
}

// OrderDirection says which end comes first.
type OrderDirection string

// The directions of an order.
const (
	Ascending  OrderDirection = "ASC"
	Descending OrderDirection = "DESC"
)

// OrderDirections lists the directions of an order.
var OrderDirections = []OrderDirection{Ascending, Descending}

// PageArgs are the arguments of a connection field, in the schema's order.
type PageArgs struct {
	OrderBy []*Order
	First   *int
	After   *string
	Last    *int
	Before  *string
}

// DefaultPage is how many records a page has if nobody says, DefaultBuckets how
// many buckets a facet.
const (
	DefaultPage    = 50
	DefaultBuckets = 20
)

// into puts the arguments into q and checks them. Cursors are read
// against the question that they have to belong to.
func into[W any](v *View, a PageArgs, q kb.Query[W], class kb.Class, parent kb.ID) (kb.Query[W], error) {
	for _, o := range a.OrderBy {
		q.Order = append(q.Order, kb.Order{By: o.By, Desc: o.Direction == Descending})
	}
	if a.Last != nil {
		q.Last = *a.Last
	} else {
		q.First = or(a.First, DefaultPage)
	}
	var err error
	if a.After != nil || a.Before != nil {
		sum := checksum(v.Lens, class, parent, q)
		if q.After, err = readCursor(a.After, sum); err != nil {
			return q, err
		}
		if q.Before, err = readCursor(a.Before, sum); err != nil {
			return q, err
		}
	}
	return q, q.Check(class, true)
}

// or returns the number given, or otherwise if there is none. Package graph has
// seen to it that it is in range.
func or(given *int, otherwise int) int {
	if given == nil {
		return otherwise
	}
	return *given
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{kb.ErrInvalid}, args...)...)
}

// table joins a class of records with what the API makes of them.
type table[R, W, N any] struct {
	class   kb.Class
	records func(kb.Reader) kb.Records[R, W]
	// wrap makes one set of siblings of the records of all parents: a list for each.
	wrap func(ctx context.Context, v *View, parents []kb.ID, lists [][]*R) ([][]N, error)
	// only adds a bucket's condition to a filter.
	only func(where *W, by kb.FacetKey, value string) *W
}

// question is a query as a connection field asks it.
type question[W any] struct {
	kb.Query[W]
	asked *W // the caller's filter, which facets give back; Where may hold more
}

// tableLot is what makes a lot of one table.
type tableLot[R, W, N any] struct {
	view     *View
	table    table[R, W, N]
	question question[W]

	pages  shared[[]*nodePage[N]]
	counts shared[[]int]
	mu     sync.Mutex
	facets map[facetAsked]*shared[[]*Facet]
}

func newLot[R, W, N any](v *View, t table[R, W, N], q question[W]) *lot[N] {
	l := &tableLot[R, W, N]{view: v, table: t, question: q}
	return &lot[N]{l.page, l.count, l.facet}
}

type facetAsked struct {
	by    kb.FacetKey
	first int
}

// shared is an answer that the first who asks loads for all. A panic while
// loading is an error to all of them.
type shared[T any] struct {
	once  sync.Once
	value T
	err   error
}

func (s *shared[T]) get(load func() (T, error)) (T, error) {
	s.once.Do(func() {
		defer func() {
			if r := recover(); r != nil {
				s.err = fmt.Errorf("panic while loading: %v\n%s", r, debug.Stack())
			}
		}()
		s.value, s.err = load()
	})
	return s.value, s.err
}

// inBatches asks a question with more parents than the store takes at once in
// as few calls as its bound allows.
func inBatches[W, A any](q kb.Query[W], ask func(kb.Query[W]) ([]A, error)) ([]A, error) {
	if len(q.Of) <= kb.MaxBatch {
		return ask(q)
	}
	var out []A
	for parents := range slices.Chunk(q.Of, kb.MaxBatch) {
		q.Of = parents
		answers, err := ask(q)
		if err != nil {
			return nil, err
		}
		out = append(out, answers...)
	}
	return out, nil
}

// findPages finds the pages of all parents of q.
func findPages[R, W any](ctx context.Context, records kb.Records[R, W], q kb.Query[W]) ([]kb.Page[R], error) {
	return inBatches(q, func(q kb.Query[W]) ([]kb.Page[R], error) {
		pages, err := records.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, p := range pages {
			n += len(p.Items)
		}
		return pages, spend(ctx, n)
	})
}

func (l *tableLot[R, W, N]) page(ctx context.Context, i int) (*nodePage[N], error) {
	pages, err := l.pages.get(func() ([]*nodePage[N], error) {
		q := l.question.Query
		found, err := findPages(ctx, l.table.records(l.view.Store), q)
		if err != nil {
			return nil, err
		}
		lists := make([][]*R, len(found))
		for i, p := range found {
			lists[i] = p.Items
		}
		nodes, err := l.table.wrap(ctx, l.view, q.Of, lists)
		if err != nil {
			return nil, err
		}
		out := make([]*nodePage[N], len(found))
		for i, p := range found {
			var parent kb.ID
			if q.Of != nil {
				parent = q.Of[i]
			}
			out[i] = newPage(nodes[i], p.Keys, p.HasNext, p.HasPrevious,
				sync.OnceValue(func() string { return checksum(l.view.Lens, l.table.class, parent, q) }))
		}
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	return pages[i], nil
}

func newPage[N any](nodes []N, keys []kb.Keyset, next, previous bool, question func() string) *nodePage[N] {
	p := &nodePage[N]{edges: make([]*Edge[N], len(nodes)), info: &PageInfo{HasNextPage: next, HasPreviousPage: previous}}
	for i, n := range nodes {
		p.edges[i] = &Edge[N]{Node: n, place: place{keys[i], question}}
	}
	if n := len(nodes); n > 0 {
		p.info.start, p.info.end = &p.edges[0].place, &p.edges[n-1].place
	}
	return p
}

func (l *tableLot[R, W, N]) count(ctx context.Context, i int) (int, error) {
	counts, err := l.counts.get(func() ([]int, error) {
		return inBatches(l.whole(), func(q kb.Query[W]) ([]int, error) {
			return l.table.records(l.view.Store).Count(ctx, q)
		})
	})
	if err != nil {
		return 0, err
	}
	return counts[i], nil
}

// whole is the question about all pages together.
func (l *tableLot[R, W, N]) whole() kb.Query[W] {
	q := l.question.Query
	q.Order, q.First, q.Last, q.After, q.Before = nil, 0, 0, nil, nil
	return q
}

func (l *tableLot[R, W, N]) facet(ctx context.Context, i int, by kb.FacetKey, first int) (*Facet, error) {
	l.mu.Lock()
	if l.facets == nil {
		l.facets = map[facetAsked]*shared[[]*Facet]{}
	}
	s := l.facets[facetAsked{by, first}]
	if s == nil {
		s = &shared[[]*Facet]{}
		l.facets[facetAsked{by, first}] = s
	}
	l.mu.Unlock()
	facets, err := s.get(func() ([]*Facet, error) {
		lists, err := inBatches(l.whole(), func(q kb.Query[W]) ([][]kb.Bucket, error) {
			return l.table.records(l.view.Store).Facet(ctx, q, by, first)
		})
		if err != nil {
			return nil, err
		}
		label, err := l.view.labels(ctx, by, lists)
		if err != nil {
			return nil, err
		}
		out := make([]*Facet, len(lists))
		for i, buckets := range lists {
			out[i] = &Facet{By: string(by), Buckets: make([]*FacetBucket, len(buckets))}
			for k, b := range buckets {
				out[i].Buckets[k] = &FacetBucket{
					Value: bucketValue(by, b.Value), Label: label(b.Value), Count: b.Count,
					filter: l.table.only(l.question.asked, by, b.Value),
				}
			}
		}
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	return facets[i], nil
}

// find answers a question without parents.
func find[R, W, N any](v *View, q question[W], args PageArgs, t table[R, W, N]) (*Connection[N], error) {
	var err error
	if q.Query, err = into(v, args, q.Query, t.class, ""); err != nil {
		return nil, err
	}
	return &Connection[N]{lot: newLot(v, t, q)}, nil
}

// nested answers a question about one parent together with its siblings, whose
// ids parents lists. A cursor belongs to one parent, which then is asked for
// alone.
func nested[M, R, W, N any](ctx context.Context, set *siblings[M], parent kb.ID, q question[W], args PageArgs, t table[R, W, N],
	parents func(context.Context, []M) []kb.ID) (*Connection[N], error) {
	var err error
	q.Of = []kb.ID{parent}
	if q.Query, err = into(set.view, args, q.Query, t.class, parent); err != nil {
		return nil, err
	}
	if args.After != nil || args.Before != nil {
		return &Connection[N]{lot: newLot(set.view, t, q)}, nil
	}
	type placed struct {
		lot    *lot[N]
		places map[kb.ID]int
	}
	l, err := together(ctx, set, func(ctx context.Context, members []M) (placed, error) {
		q.Of = distinct(parents(ctx, members))
		places := make(map[kb.ID]int, len(q.Of))
		for i, id := range q.Of {
			places[id] = i
		}
		return placed{newLot(set.view, t, q), places}, nil
	})
	if err != nil {
		return nil, err
	}
	i, ok := l.places[parent]
	if !ok {
		return nil, fmt.Errorf("field %s was not loaded for %s", graphql.GetFieldContext(ctx).Field.Name, parent)
	}
	return &Connection[N]{lot: l.lot, parent: i}, nil
}
