package kb

import (
	"maps"
	"reflect"
	"slices"
	"time"
)

// Stored is what a store holds of the ids that a change set refers to.
type Stored struct {
	Entities   map[ID]*Entity
	Sources    map[ID]*Source
	Relations  map[ID]*Relation
	Properties map[ID]*Property
	Claims     map[ID]*Claim
	// Collection is the stored description of the set's collection, or nil.
	Collection *Collection
}

// Plan is what remains to be done of a change set, given what is stored. It is
// made once, here, so that all stores count and refuse alike. A store writes
// the plan and then brings up to date what it derives: the interval, the
// collections and the claim count of the facts that claims came to or left, the
// degree of their ends, the words for search, and the removal of facts without
// claims and of entities and sources that nothing holds any more.
type Plan struct {
	// Records to write, each whole, and the plan's own: what a store fills in does
	// not show in the set. Collections of entities and sources are those after
	// the set; RecordedAt of claims is set.
	Entities   []*Entity
	Sources    []*Source
	Relations  []*Relation // new ones only: a fact never changes
	Properties []*Property // new ones only
	Claims     []*Claim
	Collection *Collection // nil if unchanged

	RemoveClaims []ID
	// LeaveEntities and LeaveSources leave the set's collection; Collections
	// are those that remain. With none remaining they go unless still used.
	LeaveEntities []*Entity
	LeaveSources  []*Source

	// Kinds of stored entities that the set changes: their facts, as they are
	// after the set, have to be checked again with [CheckRelation] and [CheckProperty].
	KindChanged []ID

	// SourcesChanged are stored sources that the set changes: all facts whose
	// support depends on one of them have to be weighed again. Of NewCopies the
	// copy that was read is another one: what was verified against the old one is
	// forgotten.
	SourcesChanged []ID
	NewCopies      []ID

	// TouchedFacts had claims added, changed or removed, sorted.
	TouchedFacts []ID

	Added, Changed, Unchanged map[Class]int
	// IsNew tells of each id written whether it is new.
	IsNew map[ID]bool
}

// Empty tells whether nothing is to be done.
func (p *Plan) Empty() bool {
	return len(p.Entities)+len(p.Sources)+len(p.Relations)+len(p.Properties)+len(p.Claims)+
		len(p.RemoveClaims)+len(p.LeaveEntities)+len(p.LeaveSources) == 0 && p.Collection == nil
}

// NewPlan compares a set that [ChangeSet.Validate] has passed with what is
// stored. It refuses references to what is neither in the set nor stored, and
// facts between kinds that don't go together; the error is an [*InvalidError].
// A claim that comes again keeps the time it was first recorded; a new one gets
// now. Ids to be removed that are not stored are passed over.
func NewPlan(set *ChangeSet, stored *Stored, now time.Time) (*Plan, error) {
	p := &Plan{
		Added: map[Class]int{}, Changed: map[Class]int{}, Unchanged: map[Class]int{},
		IsNew: map[ID]bool{},
	}
	name := set.Collection.Name
	if stored.Collection == nil || set.Collection != *stored.Collection && set.Collection != (Collection{Name: name}) {
		c := set.Collection
		p.Collection = &c
	}
	if err := planProblems(set, stored); err != nil {
		return nil, err
	}
	touched := map[ID]bool{}
	for _, e := range set.Entities {
		next := *e
		next.Collections, next.Degree, next.Visible = []string{name}, 0, true
		old := stored.Entities[e.ID]
		if old != nil {
			next.Collections, next.Degree = with(old.Collections, name), old.Degree
			if old.Kind != e.Kind {
				p.KindChanged = append(p.KindChanged, e.ID)
			}
		}
		put(p, EntityClass, e.ID, old, &next, &p.Entities)
	}
	for _, s := range set.Sources {
		next := *s
		next.Collections = []string{name}
		old := stored.Sources[s.ID]
		if old != nil {
			next.Collections = with(old.Collections, name)
		}
		if put(p, SourceClass, s.ID, old, &next, &p.Sources) && old != nil {
			p.SourcesChanged = append(p.SourcesChanged, s.ID)
			if old.FileName != s.FileName || old.Fingerprint != s.Fingerprint {
				p.NewCopies = append(p.NewCopies, s.ID)
			}
		}
	}
	for _, r := range set.Relations {
		if stored.Relations[r.ID] != nil {
			p.Unchanged[RelationClass]++
			continue
		}
		next := *r
		put(p, RelationClass, r.ID, nil, &next, &p.Relations)
	}
	for _, pr := range set.Properties {
		if stored.Properties[pr.ID] != nil {
			p.Unchanged[PropertyClass]++
			continue
		}
		next := *pr
		put(p, PropertyClass, pr.ID, nil, &next, &p.Properties)
	}
	for _, c := range set.Claims {
		next := *c
		next.RecordedAt = now
		old := stored.Claims[c.ID]
		if old != nil {
			next.RecordedAt, next.Verification = old.RecordedAt, old.Verification
		}
		if put(p, ClaimClass, c.ID, old, &next, &p.Claims) {
			next.Verification = Verification{} // what was found bears out another claim
			touched[c.Fact] = true
		}
	}
	for _, id := range set.Remove {
		switch id.Class() {
		case ClaimClass:
			if c := stored.Claims[id]; c != nil {
				p.RemoveClaims = append(p.RemoveClaims, id)
				touched[c.Fact] = true
			}
		case EntityClass:
			if e := stored.Entities[id]; e != nil && slices.Contains(e.Collections, name) {
				left := *e
				left.Collections = without(e.Collections, name)
				p.LeaveEntities = append(p.LeaveEntities, &left)
			}
		case SourceClass:
			if s := stored.Sources[id]; s != nil && slices.Contains(s.Collections, name) {
				left := *s
				left.Collections = without(s.Collections, name)
				p.LeaveSources = append(p.LeaveSources, &left)
			}
		}
	}
	p.TouchedFacts = slices.Sorted(maps.Keys(touched))
	return p, nil
}

// put adds next to list if it differs from old, counts it, and tells whether it did.
func put[T any](p *Plan, c Class, id ID, old, next *T, list *[]*T) bool {
	switch {
	case old == nil:
		p.Added[c]++
		p.IsNew[id] = true
	case equalRecords(old, next):
		p.Unchanged[c]++
		return false
	default:
		p.Changed[c]++
	}
	*list = append(*list, next)
	return true
}

// equalRecords compares two records; an empty list equals a missing one.
func equalRecords(a, b any) bool {
	va, vb := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range va.NumField() {
		fa, fb := va.Field(i), vb.Field(i)
		if fa.Kind() == reflect.Slice && fa.Len() == 0 && fb.Len() == 0 {
			continue
		}
		if ta, ok := fa.Interface().(time.Time); ok {
			if !ta.Equal(fb.Interface().(time.Time)) {
				return false
			}
			continue
		}
		if !reflect.DeepEqual(fa.Interface(), fb.Interface()) {
			return false
		}
	}
	return true
}

// planProblems checks a set against what is stored.
func planProblems(set *ChangeSet, stored *Stored) error {
	v := &validator{}
	kinds := make(map[ID]Kind, len(set.Entities)+len(stored.Entities))
	there := make(map[ID]bool)
	for id, e := range stored.Entities {
		kinds[id], there[id] = e.Kind, true
	}
	for id := range stored.Sources {
		there[id] = true
	}
	for id := range stored.Claims {
		there[id] = true
	}
	for _, id := range set.Remove {
		if id.Class() == ClaimClass {
			delete(there, id)
		}
	}
	for _, e := range set.Entities {
		kinds[e.ID], there[e.ID] = e.Kind, true
	}
	for _, s := range set.Sources {
		there[s.ID] = true
	}
	for _, c := range set.Claims {
		there[c.ID] = true
	}
	exists := func(c Class, i int, id ID, refs ...ID) bool {
		all := true
		for _, ref := range refs {
			if !there[ref] {
				v.add(c, i, id, "%s is neither in the set nor stored", ref)
				all = false
			}
		}
		return all
	}
	for i, s := range set.Sources {
		exists(SourceClass, i, s.ID, s.refers()...)
	}
	for i, r := range set.Relations {
		if exists(RelationClass, i, r.ID, r.From, r.To) {
			if err := CheckRelation(r.Type, kinds[r.From], kinds[r.To]); err != nil {
				v.add(RelationClass, i, r.ID, "%s %s %s: %v", r.From, r.Type, r.To, err)
			}
		}
	}
	for i, p := range set.Properties {
		refs := []ID{p.Entity}
		if p.Issuer != "" {
			refs = append(refs, p.Issuer)
		}
		if exists(PropertyClass, i, p.ID, refs...) {
			if err := CheckProperty(p.Key, kinds[p.Entity]); err != nil {
				v.add(PropertyClass, i, p.ID, "%s %s: %v", p.Entity, p.Key, err)
			}
		}
	}
	for i, c := range set.Claims {
		exists(ClaimClass, i, c.ID, c.refers()...)
	}
	for i, id := range set.Remove {
		if c := stored.Claims[id]; c != nil && c.Collection != set.Collection.Name {
			v.add(ClaimClass, i, id, "to be removed: it is of collection %q, the set of %q", c.Collection, set.Collection.Name)
		}
	}
	return v.err()
}

func with(list []string, s string) []string {
	out := append(slices.Clone(list), s)
	slices.Sort(out)
	return slices.Compact(out)
}

func without(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == s })
}
