package analysis

import (
	"context"
	"math"
	"slices"
)

// search finds one best path at a time. It is the two-sided breadth-first search of I.
// Pohl (Bi-directional Search, 1971), layer by layer from the side with fewer relations
// to look at, and then a walk along the layers.
type search struct {
	*View
	*condition
	*room
	ctx              context.Context
	sources, targets []uint32
	looked           int // relations, since the context was looked at
}

// room is what a search writes down of each entity.
type room struct {
	turn   uint32 // of the search; what was written in another one does not count
	front  []reached
	back   []reached
	useful []uint32 // the turn in which it lies on a shortest path
	marks  []mark   // none are left when the room is given back
}

// reached tells in which turn an entity was reached, and after how many relations.
type reached struct{ turn, hops uint32 }

// mark is what an entity is to a search.
type mark uint8

const (
	isSource  mark = 1 << iota // a path is at none but one of these, at its beginning
	isTarget                   // and at none but one of these, at its end
	isBlocked                  // a path is at none of these
	isStart                    // the path that is looked for begins at one of these
	isBanned                   // and does not go on to one of these
)

// newSearch prepares a search between sources and targets. It has to be ended.
func newSearch(ctx context.Context, v *View, c *condition, sources, targets []uint32) *search {
	r, ok := v.rooms.Get().(*room)
	if !ok {
		n := len(v.entities)
		r = &room{front: make([]reached, n), back: make([]reached, n), useful: make([]uint32, n), marks: make([]mark, n)}
	}
	s := &search{View: v, condition: c, room: r, ctx: ctx, sources: sources, targets: targets}
	s.set(isSource, sources)
	s.set(isTarget, targets)
	return s
}

func (s *search) end() {
	s.unset(isSource, s.sources)
	s.unset(isTarget, s.targets)
	s.rooms.Put(s.room)
}

func (s *search) set(m mark, entities []uint32) {
	for _, n := range entities {
		s.marks[n] |= m
	}
}

func (s *search) unset(m mark, entities []uint32) {
	for _, n := range entities {
		s.marks[n] &^= m
	}
}

func (s *search) is(m mark, n uint32) bool { return s.marks[n]&m != 0 }

// shortest is the shortest path from one of starts to a target, of those the one whose
// numbers come first; nil if there is none of at most hops relations. It is at none of
// blocked, and does not go from a start to one of banned.
func (s *search) shortest(starts, blocked, banned []uint32, hops int) []uint32 {
	s.set(isStart, starts)
	s.set(isBlocked, blocked)
	s.set(isBanned, banned)
	defer func() {
		s.unset(isStart, starts)
		s.unset(isBlocked, blocked)
		s.unset(isBanned, banned)
	}()
	s.turn++
	front, back := &side{search: s, reached: s.front}, &side{search: s, reached: s.back, against: true}
	front.begin(starts)
	back.begin(s.targets)
	for front.hops+back.hops < hops {
		near, far := front, back
		if back.weight < front.weight {
			near, far = far, near
		}
		if len(near.layer) == 0 || !near.advance() {
			return nil
		}
		var meeting []uint32
		for _, n := range near.layer {
			if r := far.reached[n]; r.turn == s.turn && r.hops == uint32(far.hops) {
				meeting = append(meeting, n)
			}
		}
		if meeting != nil {
			return s.trace(front, back, meeting)
		}
	}
	return nil
}

// side is one side of the search.
type side struct {
	*search
	reached []reached
	against bool     // relations are walked against the direction of the path
	layer   []uint32 // the entities after so many hops
	hops    int
	weight  int // how many relations they have
}

func (d *side) begin(entities []uint32) {
	for _, n := range entities {
		d.reach(n)
	}
}

func (d *side) reach(n uint32) {
	d.reached[n] = reached{d.turn, uint32(d.hops)}
	d.layer = append(d.layer, n)
	d.weight += d.degree(n)
}

// checked is how many relations are looked at between two looks at the context.
const checked = 1 << 16

// advance goes on by one layer. It is false if nobody waits any more.
func (d *side) advance() bool {
	layer := d.layer
	d.layer, d.weight = nil, 0
	d.hops++
	for _, at := range layer {
		if d.looked += d.degree(at); d.looked >= checked {
			if d.looked = 0; d.ctx.Err() != nil {
				return false
			}
		}
		d.neighbours(d.condition, at, d.against, func(_, to uint32) {
			if d.reached[to].turn != d.turn && d.goes(at, to) {
				d.reach(to)
			}
		})
	}
	return true
}

// goes tells whether the path may have a step between two entities.
func (d *side) goes(at, to uint32) bool {
	m := d.marks[to]
	switch {
	case m&isBlocked != 0, d.against && d.isStep(to, at), !d.against && d.isStep(at, to):
		return false
	case m&isStart != 0:
		return d.against
	case m&isSource != 0:
		return false
	case m&isTarget != 0:
		return !d.against
	}
	return d.enters(d.condition, to)
}

// isStep tells whether the step is one of those that are banned.
func (s *search) isStep(from, to uint32) bool { return s.is(isStart, from) && s.is(isBanned, to) }

// trace walks along the layers that met at some entities: of all shortest paths that
// one whose numbers come first.
func (s *search) trace(front, back *side, meeting []uint32) []uint32 {
	layer := meeting // of what lies on a shortest path
	for _, n := range layer {
		s.useful[n] = s.turn
	}
	for hops := front.hops - 1; hops >= 0; hops-- {
		var before []uint32
		for _, at := range layer {
			s.neighbours(s.condition, at, true, func(_, to uint32) {
				if s.useful[to] != s.turn && s.front[to] == (reached{s.turn, uint32(hops)}) && !s.isStep(to, at) {
					s.useful[to] = s.turn
					before = append(before, to)
				}
			})
		}
		layer = before
	}
	at := slices.Min(layer)
	path := []uint32{at}
	for hops := 1; hops <= front.hops+back.hops; hops++ {
		next := uint32(math.MaxUint32)
		s.neighbours(s.condition, at, false, func(_, to uint32) {
			if to >= next || s.isStep(at, to) {
				return
			}
			if hops <= front.hops {
				if s.useful[to] == s.turn && s.front[to] == (reached{s.turn, uint32(hops)}) {
					next = to
				}
			} else if s.back[to] == (reached{s.turn, uint32(front.hops + back.hops - hops)}) {
				next = to
			}
		})
		at = next
		path = append(path, at)
	}
	return path
}
