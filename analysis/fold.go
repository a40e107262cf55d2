package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// part is how an entity takes part in a role entity.
type part struct {
	entity uint32
	role   int // its place in the order of roles
	typ    uint8
	leads  bool // the role entity has a relation that leads to it
}

// roleOrder is the place of each type of relation in the order of [kb.Roles], and
// isRole tells of each kind whether it is one of [kb.RoleKinds].
var roleOrder, isRole = func() (order []int, kinds []bool) {
	for i, row := range kb.RelationTypes {
		place := slices.Index(kb.Roles, row.Type)
		if place < 0 {
			place = len(kb.Roles) + i
		}
		order = append(order, place)
	}
	for _, row := range kb.Kinds {
		kinds = append(kinds, slices.Contains(kb.RoleKinds, row.Kind))
	}
	return order, kinds
}()

// folds tells whether an entity is not drawn itself, but links may stand for it.
func (d *drawing) folds(n uint32) bool {
	return d.fold && isRole[d.View.kinds[n]] && !d.is(isAsked|isKnown, n) && d.enters(d.condition, n)
}

// parts are all that take part in a role entity, by number, without other role entities
// that fold.
func (d *drawing) parts(n uint32) []part {
	if d.stopped(n) {
		return nil
	}
	parts, ok := d.acts[n]
	if ok {
		return parts
	}
	for _, against := range []bool{false, true} {
		d.neighbours(d.condition, n, against, func(e, to uint32) {
			if to != n && d.mayBeAt(to) && !d.folds(to) {
				parts = append(parts, part{to, roleOrder[d.types[e]], d.types[e], !against})
			}
		})
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.entity, b.entity), cmp.Compare(a.role, b.role)) })
	one := parts[:0]
	for _, p := range parts {
		if last := len(one) - 1; last >= 0 && one[last].entity == p.entity {
			one[last].leads = one[last].leads || p.leads
		} else {
			one = append(one, p)
		}
	}
	d.acts[n] = one
	return one
}

// findFolded finds the role entities that links stand for: those in which what is drawn
// takes part in two ways, of all that anything returned or asked for takes part in.
func (d *drawing) findFolded() {
	looked := map[uint32]bool{}
	for _, layer := range d.layers {
		for _, n := range layer {
			if d.stopped(n) {
				return
			}
			for _, against := range []bool{false, true} {
				d.neighbours(d.condition, n, against, func(_, to uint32) {
					if looked[to] || !d.folds(to) {
						return
					}
					looked[to] = true
					if first, others := d.drawnParts(to); len(first) > 0 && len(others) > 0 {
						d.roles[to] |= isFolded
						d.folded = append(d.folded, to)
					}
				})
			}
		}
	}
	slices.Sort(d.folded)
}

// drawnParts are those drawn that take part in a role entity by the first role that any
// does, and the others.
func (d *drawing) drawnParts(n uint32) (first, others []part) {
	var drawn []part
	for _, p := range d.parts(n) {
		if d.is(isKnown|isShown, p.entity) {
			drawn = append(drawn, p)
		}
	}
	if len(drawn) == 0 {
		return nil, nil
	}
	least := slices.MinFunc(drawn, func(a, b part) int { return cmp.Compare(a.role, b.role) }).role
	for _, p := range drawn {
		if p.role == least {
			first = append(first, p)
		} else {
			others = append(others, p)
		}
	}
	return first, others
}

// links stand for the role entities.
func (d *drawing) links() (out []kb.RoleLink, err error) {
	count := 0
	for _, n := range d.folded {
		first, others := d.drawnParts(n)
		count += len(first) * len(others)
	}
	if count > kb.MaxRoleLinks {
		return nil, fmt.Errorf("%w: fold: %d links would stand for role entities; at most %d are allowed; ask for a smaller limit", kb.ErrTooCostly, count, kb.MaxRoleLinks)
	}
	for _, n := range d.folded {
		relations := d.relationsAt(n)
		first, others := d.drawnParts(n)
		for _, a := range first {
			for _, b := range others {
				if d.is(isShown, a.entity) || d.is(isShown, b.entity) {
					out = append(out, kb.RoleLink{
						By: d.entities.at(n), From: d.entities.at(a.entity), To: d.entities.at(b.entity),
						FromRole: kb.RelationTypes[a.typ].Type, ToRole: kb.RelationTypes[b.typ].Type,
						Relations: slices.Concat(relations[a.entity], relations[b.entity]),
					})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b kb.RoleLink) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.By, b.By))
	})
	return out, nil
}

// relationsAt are the relations between a role entity and each one that is drawn, by type
// and by id.
func (d *drawing) relationsAt(n uint32) map[uint32][]kb.ID {
	edges := map[uint32][]uint32{}
	if d.stopped(n) {
		return nil
	}
	for _, against := range []bool{false, true} {
		d.neighbours(d.condition, n, against, func(e, to uint32) {
			if d.is(isKnown|isShown, to) {
				edges[to] = append(edges[to], e)
			}
		})
	}
	out := map[uint32][]kb.ID{}
	for to, list := range edges {
		slices.SortFunc(list, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(d.types[a], d.types[b]), cmp.Compare(d.relations.at(a), d.relations.at(b)))
		})
		for _, e := range slices.Compact(list) {
			out[to] = append(out[to], d.relations.at(e))
		}
	}
	return out
}
