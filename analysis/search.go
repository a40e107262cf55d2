package analysis

import (
	"context"
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
	round uint32 // of the search; what was written in another one does not count
	front reached
	back  reached
	marks []mark // none are left when the room is given back
}

// reached tells of each entity in which round it was reached, and by which step.
type reached struct {
	rounds []uint32 // apart, since these alone are looked at most often
	steps  []step
}

// step tells after how many relations an entity was reached, and from which entity.
type step struct{ hops, from uint32 }

func newReached(entities int) reached {
	return reached{make([]uint32, entities), make([]step, entities)}
}

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
		n := v.entities.len()
		r = &room{front: newReached(n), back: newReached(n), marks: make([]mark, n)}
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

func (s *search) marked(m mark, n uint32) bool { return s.marks[n]&m != 0 }

// shortest is the shortest path from one of starts to a target, of those the one whose
// numbers come first; nil if there is none of at most hops relations. It is at none of
// blocked, and does not go from a start to one of banned.
//
// The front reaches entities in the order of the paths that come first among those to
// each: it begins with the starts by number, goes on in the order in which they were
// reached, and looks at neighbours by number.
func (s *search) shortest(starts, blocked, banned []uint32, hops int) []uint32 {
	s.set(isStart, starts)
	s.set(isBlocked, blocked)
	s.set(isBanned, banned)
	defer func() {
		s.unset(isStart, starts)
		s.unset(isBlocked, blocked)
		s.unset(isBanned, banned)
	}()
	s.round++
	front, back := &side{search: s, reached: s.front, way: ahead}, &side{search: s, reached: s.back, way: aback}
	front.begin(starts)
	back.begin(s.targets)
	for front.hops+back.hops < hops {
		// The front stops where it meets the back, by chance after about so many
		// relations; the back has to look at all of its own.
		near, far := front, back
		if back.weight() < min(front.weight(), len(s.edge)/max(1, back.weight())) {
			near, far = far, near
		}
		if len(near.layer) == 0 || !near.advance(far) {
			return nil
		}
		for _, n := range front.layer {
			if back.is(n, back.hops) {
				return s.trace(front, back, n)
			}
		}
	}
	return nil
}

// side is one side of the search.
type side struct {
	*search
	reached
	way   way
	layer []uint32 // the entities after so many hops
	hops  int

	weighed bool
	total   int // of their relations, once it is weighed
}

// weight is how many relations the entities of the layer have.
func (d *side) weight() int {
	if !d.weighed { // not before it is asked for: most often not of the last layer, which is the largest
		d.weighed, d.total = true, 0
		for _, n := range d.layer {
			d.total += d.degree(n)
		}
	}
	return d.total
}

// is tells whether an entity was reached after so many hops.
func (d *side) is(n uint32, hops int) bool {
	return d.rounds[n] == d.round && d.steps[n].hops == uint32(hops)
}

func (d *side) begin(entities []uint32) {
	for _, n := range entities {
		d.reach(n, n)
	}
}

func (d *side) reach(n, from uint32) {
	d.rounds[n], d.steps[n] = d.round, step{uint32(d.hops), from}
	d.layer = append(d.layer, n)
}

// checked is how many relations are looked at between two looks at the context.
const checked = 1 << 16

// advance goes on by one layer; the front not farther than to where it meets the other
// side. It is false if nobody waits any more.
func (d *side) advance(far *side) bool {
	layer, rounds, round := d.layer, d.rounds, d.round
	d.layer, d.weighed = nil, false
	d.hops++
	for _, at := range layer {
		if d.looked += d.degree(at); d.looked >= checked {
			if d.looked = 0; d.ctx.Err() != nil {
				return false
			}
		}
		first := d.ends[at]
		for i, to := range d.other[first:d.ends[at+1]] {
			if rounds[to] != round && d.passes(d.condition, first+uint32(i), d.way) && d.goes(at, to) {
				if d.reach(to, at); d.way == ahead && far.is(to, far.hops) {
					d.layer = []uint32{to}
					return true
				}
			}
		}
	}
	return true
}

// goes tells whether the path may have a step between two entities.
func (d *side) goes(at, to uint32) bool {
	m := d.marks[to]
	switch {
	case m == 0: // most are nothing
	case m&isBlocked != 0, d.way == aback && d.isStep(to, at), d.way == ahead && d.isStep(at, to):
		return false
	case m&isStart != 0:
		return d.way == aback
	case m&isSource != 0:
		return false
	case m&isTarget != 0:
		return d.way == ahead
	}
	return d.enters(d.condition, to)
}

// isStep tells whether the step is one of those that are banned.
func (s *search) isStep(from, to uint32) bool {
	return s.marked(isStart, from) && s.marked(isBanned, to)
}

// trace is the path over an entity at which the sides met.
func (s *search) trace(front, back *side, met uint32) []uint32 {
	path := make([]uint32, front.hops+1)
	for i, n := front.hops, met; i >= 0; i-- {
		path[i], n = n, s.front.steps[n].from
	}
	for hops := back.hops - 1; hops >= 0; hops-- {
		at := path[len(path)-1]
		for i := s.ends[at]; ; i++ {
			if to := s.other[i]; back.is(to, hops) && s.passes(s.condition, i, ahead) && !s.isStep(at, to) {
				path = append(path, to)
				break
			}
		}
	}
	return path
}
