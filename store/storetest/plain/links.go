package plain

import (
	"cmp"
	"maps"
	"slices"

	"actorgraph/kb"
)

// list returns the records of m that pass keep, by id.
func list[T any](m map[kb.ID]*T, keep func(*T) bool) []*T {
	var out []*T
	for _, id := range slices.SortedFunc(maps.Keys(m), cmp.Compare[kb.ID]) {
		if keep(m[id]) {
			out = append(out, m[id])
		}
	}
	return out
}

func (st *state) relationsAt(id kb.ID) []*kb.Relation {
	return list(st.relations, func(r *kb.Relation) bool { return r.From == id || r.To == id })
}

func (st *state) propertiesOf(id kb.ID) []*kb.Property {
	return list(st.properties, func(p *kb.Property) bool { return p.Entity == id })
}

func (st *state) claimsOn(fact kb.ID) []*kb.Claim {
	return list(st.claims, func(c *kb.Claim) bool { return c.Fact == fact })
}

func (st *state) claimsFrom(source kb.ID) []*kb.Claim {
	return list(st.claims, func(c *kb.Claim) bool { return c.Source == source })
}

// aliases lists the values of the entity's aliases, sorted.
func (st *state) aliases(id kb.ID) []string {
	var out []string
	for _, p := range st.propertiesOf(id) {
		if p.Key == kb.KeyAlias {
			out = append(out, p.Value.String())
		}
	}
	slices.Sort(out)
	return out
}

// touches tells whether the fact is a relation or a property of the entity, or
// a property that it issued.
func (st *state) touches(fact, entity kb.ID) bool {
	if r := st.relations[fact]; r != nil {
		return r.From == entity || r.To == entity
	}
	p := st.properties[fact]
	return p != nil && (p.Entity == entity || p.Issuer == entity)
}

// The next five tell whether a record belongs to a parent by a link.

func (st *state) entityBelongs(*kb.Entity, kb.Link, kb.ID) bool { return false } // no link leads to entities

func (st *state) relationBelongs(r *kb.Relation, by kb.Link, parent kb.ID) bool {
	switch by {
	case kb.RelationsFrom:
		return r.From == parent || r.Type.Symmetric() && r.To == parent
	case kb.RelationsTo:
		return r.To == parent || r.Type.Symmetric() && r.From == parent
	case kb.RelationsAt:
		return r.From == parent || r.To == parent
	case kb.UsersOf:
		if r.Type == kb.Uses {
			return r.To == parent
		}
		used := list(st.relations, func(u *kb.Relation) bool {
			return u.Type == kb.UsedIn && u.From == parent && u.To == r.To && (st.unasserted || slices.Contains(kb.AssertedStatuses, u.Support.Status))
		})
		return r.Type == kb.Operated && len(used) > 0
	}
	return false
}

func (st *state) propertyBelongs(p *kb.Property, by kb.Link, parent kb.ID) bool {
	return by == kb.PropertiesOf && p.Entity == parent
}

func (st *state) claimBelongs(c *kb.Claim, by kb.Link, parent kb.ID) bool {
	switch by {
	case kb.ClaimsOn:
		return c.Fact == parent
	case kb.ClaimsFrom:
		return c.Source == parent
	case kb.ClaimsAbout:
		return st.touches(c.Fact, parent)
	}
	return false
}

func (st *state) sourceBelongs(s *kb.Source, by kb.Link, parent kb.ID) bool {
	switch by {
	case kb.SourcesOf:
		return len(list(st.claims, func(c *kb.Claim) bool {
			return slices.Contains(st.counts(c), s.ID) && st.touches(c.Fact, parent)
		})) > 0
	case kb.SourcesPublished:
		return slices.Contains(s.Publishers, parent)
	}
	return false
}
