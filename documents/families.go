package documents

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"actorgraph/kb"
)

// Derivations makes the change sets that keep in a store what was found, in place of
// what was found before: one for each collection that describes a source that has to
// change. Sources are all of the store. What is only possible is not kept.
//
// Who of two has the text from the other is not known. So the sources of a family get
// one parent, from which each is DETECTED to derive: the one from which most of them
// declare to derive, or else a source made for it, whose text is not held. Those that
// declare a parent stay as they are.
//
// A source is of a family if it shares a text with more than half of it. So a document
// that is made of two texts does not make one of them.
func Derivations(found []Shared, sources []*kb.Source) []*kb.ChangeSet {
	d := derivations{bySource: map[kb.ID]*kb.Source{}, links: map[kb.ID][]Shared{}, derived: map[kb.ID]kb.Derivation{}, made: map[kb.ID]*kb.Source{}}
	for _, s := range found {
		for _, t := range []*Text{s.A, s.B} {
			if t.Source != nil {
				d.bySource[t.Source.ID] = t.Source
			}
		}
	}
	for _, s := range sources {
		d.bySource[s.ID] = s
	}
	for _, family := range d.families(found) {
		d.derive(family)
	}
	return d.changes(sources)
}

// madeFor begins the id of a source that is made to be the parent of a family.
const madeFor = "source:text-of-"

type derivations struct {
	bySource map[kb.ID]*kb.Source
	links    map[kb.ID][]Shared // that count, by either of their sources
	derived  map[kb.ID]kb.Derivation
	made     map[kb.ID]*kb.Source // parents
}

// families puts sources together, those first that share the most. Each is sorted.
func (d *derivations) families(found []Shared) [][]kb.ID {
	linked := map[[2]kb.ID]bool{}
	of := map[kb.ID]*[]kb.ID{}
	var inTurn []Shared
	for _, s := range found {
		if s.Possible || s.A.Source == nil || s.B.Source == nil {
			continue
		}
		a, b := s.A.Source.ID, s.B.Source.ID
		linked[[2]kb.ID{a, b}], linked[[2]kb.ID{b, a}] = true, true
		of[a], of[b] = &[]kb.ID{a}, &[]kb.ID{b}
		d.links[a], d.links[b] = append(d.links[a], s), append(d.links[b], s)
		inTurn = append(inTurn, s)
	}
	join := func(s Shared) {
		to, from := of[s.A.Source.ID], of[s.B.Source.ID]
		if to == from {
			return
		}
		*to = append(*to, *from...)
		for _, id := range *from {
			of[id] = to
		}
	}
	alike := map[kb.ID]bool{} // with the words of another, with which alone it was compared
	for _, s := range inTurn {
		if s.Same {
			join(s)
			alike[s.B.Source.ID] = true
		}
	}
	for _, s := range inTurn {
		to, from := of[s.A.Source.ID], of[s.B.Source.ID]
		n, all := 0, 0
		for _, a := range *to {
			for _, b := range *from {
				if !alike[a] && !alike[b] {
					all++
					if linked[[2]kb.ID{a, b}] {
						n++
					}
				}
			}
		}
		if 2*n > all {
			join(s)
		}
	}
	var out [][]kb.ID
	for _, id := range slices.Sorted(maps.Keys(of)) {
		if family := *of[id]; slices.Min(family) == id && len(family) > 1 {
			slices.Sort(family)
			out = append(out, family)
		}
	}
	return out
}

// derive finds the parent of a family, and derives from it those that declare none.
func (d *derivations) derive(family []kb.ID) {
	declared := map[kb.ID]int{}
	undeclared := 0
	for _, id := range family {
		parents := declaredParents(d.bySource[id])
		for _, parent := range parents {
			declared[parent]++
		}
		if len(parents) == 0 {
			undeclared++
		}
	}
	if undeclared == 0 {
		return
	}
	parent := kb.ID("")
	for _, id := range slices.Sorted(maps.Keys(declared)) {
		if declared[id] > declared[parent] {
			parent = id
		}
	}
	if parent == "" {
		parent = d.make(family)
	}
	for _, id := range family {
		if id != parent && len(declaredParents(d.bySource[id])) == 0 {
			d.derived[id] = d.derivation(id, parent, family)
		}
	}
}

func declaredParents(s *kb.Source) []kb.ID {
	var out []kb.ID
	for _, d := range s.DerivesFrom {
		if d.Basis == kb.Declared {
			out = append(out, d.Source)
		}
	}
	return out
}

// make makes the parent of a family. Its id is that of the first member, so that it
// stays the same when the family grows.
func (d *derivations) make(family []kb.ID) kb.ID {
	slug := strings.TrimPrefix(string(family[0]), "source:")
	slug = strings.Trim(slug[:min(len(slug), kb.MaxID-len(madeFor))], "-")
	s := &kb.Source{
		ID:   kb.ID(madeFor + slug),
		Kind: d.bySource[family[0]].Kind,
		Note: "Not held, and nobody names it: the text that the documents deriving from it were found to have in common. It may be that of one of them.",
	}
	for _, id := range family {
		if d.bySource[id].Kind != s.Kind {
			s.Kind = kb.SourceOther
		}
	}
	d.made[s.ID] = s
	return s.ID
}

// derivation says how a member derives from the parent of its family, by what it
// shares the most of with another member.
func (d *derivations) derivation(id, parent kb.ID, family []kb.ID) kb.Derivation {
	links := slices.DeleteFunc(slices.Clone(d.links[id]), func(s Shared) bool { return !slices.Contains(family, s.other(id)) })
	best := slices.MaxFunc(links, func(s, t Shared) int { // of equals the first
		return cmp.Or(cmp.Compare(s.Score(), t.Score()), cmp.Compare(t.other(id), s.other(id)))
	})
	return kb.Derivation{Source: parent, How: best.How, Basis: kb.Detected,
		Note: "Compared with " + string(best.other(id)) + ": " + best.Evidence() + "."}
}

func (s Shared) other(id kb.ID) kb.ID {
	if s.A.Source.ID == id {
		return s.B.Source.ID
	}
	return s.A.Source.ID
}

// changes are the sources as they have to be, and the parents that are no longer
// wanted.
func (d *derivations) changes(sources []*kb.Source) []*kb.ChangeSet {
	sets := map[string]*kb.ChangeSet{}
	in := func(collection string) *kb.ChangeSet {
		if sets[collection] == nil {
			sets[collection] = &kb.ChangeSet{Collection: kb.Collection{Name: collection}}
		}
		return sets[collection]
	}
	for _, s := range sources {
		next := *s
		next.DerivesFrom = slices.DeleteFunc(slices.Clone(s.DerivesFrom), func(d kb.Derivation) bool { return d.Basis == kb.Detected })
		found, isFound := d.derived[s.ID]
		if isFound {
			next.DerivesFrom = append(next.DerivesFrom, found)
		}
		next.Normalize()
		for _, collection := range s.Collections {
			if made := d.made[found.Source]; isFound && made != nil {
				if !slices.ContainsFunc(in(collection).Sources, func(s *kb.Source) bool { return s.ID == made.ID }) {
					in(collection).Sources = append(in(collection).Sources, clone(made))
				}
			}
			if !slices.Equal(next.DerivesFrom, s.DerivesFrom) {
				in(collection).Sources = append(in(collection).Sources, clone(&next))
			}
			if strings.HasPrefix(string(s.ID), madeFor) && d.made[s.ID] == nil {
				in(collection).Remove = append(in(collection).Remove, s.ID)
			}
		}
	}
	var out []*kb.ChangeSet
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		out = append(out, sets[name])
	}
	return out
}

func clone(s *kb.Source) *kb.Source {
	out := *s
	out.DerivesFrom = slices.Clone(s.DerivesFrom)
	return &out
}
