package documents

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"actorgraph/kb"
)

// Derivations makes the change sets that keep in a store what was found among texts,
// to be applied in their order. Sources are all of the store. What is only possible is
// not kept.
//
// Who of two has the text from the other is not known. So the sources of a family get
// one parent, from which each is DETECTED to derive: the one from which most of them
// declare to derive, or else a source made for it, whose text is not held. Those that
// declare a parent stay as they are.
//
// A source is of a family if it shares a text with more than half of it. So a document
// that is made of two texts does not make one of them.
//
// What was found before is replaced. But a family of which a document is not held now
// stays together, as far as it is not of another one: that somebody lacks a document
// takes back nothing that was found in it.
func Derivations(found []Shared, texts []*Text, sources []*kb.Source) []*kb.ChangeSet {
	d := derivations{
		bySource: map[kb.ID]*kb.Source{}, held: map[kb.ID]bool{}, links: map[kb.ID][]Shared{}, before: map[kb.ID]kb.Derivation{},
		derived: map[kb.ID]kb.Derivation{},
	}
	for _, t := range texts {
		if t.Source != nil {
			d.bySource[t.Source.ID] = t.Source
			d.held[t.Source.ID] = t.Document != nil
		}
	}
	for _, s := range sources {
		d.bySource[s.ID] = s
	}
	for _, family := range d.families(found, d.standing(sources)) {
		d.derive(family)
	}
	return d.changes(sources)
}

// madeFor begins the id of a source that is made to be the parent of a family, and
// madeNote is its note.
const (
	madeFor  = "source:text-of-"
	madeNote = "Not held, and nobody names it: the text that the documents deriving from it were found to have in common. It may be that of one of them."
)

type derivations struct {
	bySource map[kb.ID]*kb.Source
	held     map[kb.ID]bool          // those of which a document is
	links    map[kb.ID][]Shared      // that count, by either of their sources
	before   map[kb.ID]kb.Derivation // those of standing families
	derived  map[kb.ID]kb.Derivation
	made     []*kb.Source // parents
}

// standing are the families of before of which a document is not held now.
func (d *derivations) standing(sources []*kb.Source) [][]kb.ID {
	lacking := map[kb.ID]bool{} // parents
	for _, s := range sources {
		for _, of := range s.DerivesFrom {
			if of.Basis == kb.Detected && !d.held[s.ID] {
				lacking[of.Source] = true
			}
		}
	}
	children := map[kb.ID][]kb.ID{}
	for _, s := range sources {
		for _, of := range s.DerivesFrom {
			if of.Basis == kb.Detected && lacking[of.Source] {
				d.before[s.ID] = of
				children[of.Source] = append(children[of.Source], s.ID)
				break
			}
		}
	}
	var out [][]kb.ID
	for _, parent := range slices.Sorted(maps.Keys(children)) {
		out = append(out, children[parent])
	}
	return out
}

// families puts sources together that stand together, and then those first that share
// the most. Each is sorted.
func (d *derivations) families(found []Shared, standing [][]kb.ID) [][]kb.ID {
	linked := map[[2]kb.ID]bool{}
	of := map[kb.ID]*[]kb.ID{}
	for _, family := range standing {
		for _, id := range family {
			of[id] = &family
		}
	}
	alone := func(id kb.ID) {
		if of[id] == nil {
			of[id] = &[]kb.ID{id}
		}
	}
	var inTurn []Shared
	for _, s := range found {
		if s.Possible || s.A.Source == nil || s.B.Source == nil {
			continue
		}
		a, b := s.A.Source.ID, s.B.Source.ID
		linked[[2]kb.ID{a, b}], linked[[2]kb.ID{b, a}] = true, true
		alone(a)
		alone(b)
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
	absent := func(id kb.ID) bool { return d.before[id].Source != "" && !d.held[id] }
	for _, s := range inTurn {
		to, from := of[s.A.Source.ID], of[s.B.Source.ID]
		n, all := 0, 0
		for _, a := range *to {
			for _, b := range *from {
				switch {
				case alike[a] || alike[b]:
				case linked[[2]kb.ID{a, b}]:
					n, all = n+1, all+1
				case !absent(a) && !absent(b):
					all++
				}
			}
		}
		if 2*n > all {
			join(s)
		}
	}
	var out [][]kb.ID
	for _, id := range slices.Sorted(maps.Keys(of)) {
		if family := *of[id]; slices.Min(family) == id && (len(family) > 1 || d.before[id].Source != "") {
			slices.Sort(family)
			out = append(out, family)
		}
	}
	return out
}

// derive finds the parent of a family, and derives from it those that declare none.
func (d *derivations) derive(family []kb.ID) {
	declared, before := map[kb.ID]int{}, map[kb.ID]int{}
	undeclared := 0
	for _, id := range family {
		parents := declaredParents(d.bySource[id])
		for _, parent := range parents {
			declared[parent]++
		}
		if len(parents) == 0 {
			undeclared++
		}
		if parent := d.before[id].Source; parent != "" {
			before[parent]++
		}
	}
	if undeclared == 0 {
		return
	}
	parent := cmp.Or(most(declared), most(before))
	if parent == "" {
		parent = d.make(family)
	}
	for _, id := range family {
		if id != parent && len(declaredParents(d.bySource[id])) == 0 {
			d.derived[id] = d.derivation(id, parent, family)
		}
	}
}

// most is what was counted most often, of equals the first.
func most(counted map[kb.ID]int) kb.ID {
	out := kb.ID("")
	for _, id := range slices.Sorted(maps.Keys(counted)) {
		if counted[id] > counted[out] {
			out = id
		}
	}
	return out
}

func declaredParents(s *kb.Source) []kb.ID {
	var out []kb.ID
	for _, d := range s.Derivations(kb.Declared) {
		out = append(out, d.Source)
	}
	return out
}

// make makes the parent of a family, unless there is one. Its id is that of the first
// member, so that it stays the same when the family grows.
func (d *derivations) make(family []kb.ID) kb.ID {
	slug := strings.TrimPrefix(string(family[0]), "source:")
	slug = strings.Trim(slug[:min(len(slug), kb.MaxID-len(madeFor))], "-")
	id := kb.ID(madeFor + slug)
	if d.bySource[id] == nil {
		d.bySource[id] = &kb.Source{ID: id, Kind: kb.SourceOther, Note: madeNote}
		d.made = append(d.made, d.bySource[id])
	}
	return id
}

// derivation says how a member derives from the parent of its family: by the least that
// shows between it and another member, and of that by what shows the most; or else as
// before.
func (d *derivations) derivation(id, parent kb.ID, family []kb.ID) kb.Derivation {
	links := slices.DeleteFunc(slices.Clone(d.links[id]), func(s Shared) bool { return !slices.Contains(family, s.other(id)) })
	if len(links) == 0 {
		as := d.before[id]
		as.Source = parent
		return as
	}
	best := slices.MaxFunc(links, func(s, t Shared) int { // of equals the first
		return cmp.Or(cmp.Compare(slices.Index(kb.DerivationHows, t.How), slices.Index(kb.DerivationHows, s.How)),
			cmp.Compare(s.Score(), t.Score()), cmp.Compare(t.other(id), s.other(id)))
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

// changes are the sources as they have to be, in one set for each collection that has
// to change. What no collection describes is lent to the first collection, and given
// back by the last set: a parent that is made, too. So it stays as long as others use
// it, and no file has to speak of it.
func (d *derivations) changes(sources []*kb.Source) []*kb.ChangeSet {
	var collections []string
	changed := map[kb.ID]*kb.Source{}
	for _, s := range sources {
		collections = append(collections, s.Collections...)
		next := *s
		next.DerivesFrom = s.Derivations(kb.Declared)
		if found, ok := d.derived[s.ID]; ok {
			next.DerivesFrom = append(next.DerivesFrom, found)
		}
		if !slices.Equal(next.DerivesFrom, s.DerivesFrom) {
			changed[s.ID] = &next
		}
	}
	if len(changed) == 0 || len(collections) == 0 {
		return nil
	}
	for _, s := range d.made {
		changed[s.ID] = s
	}
	lender := slices.Min(collections)
	back := &kb.ChangeSet{Collection: kb.Collection{Name: lender}}
	sets := map[string]*kb.ChangeSet{}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		s, name := changed[id], lender
		if len(s.Collections) > 0 {
			name = s.Collections[0]
		} else {
			back.Remove = append(back.Remove, id)
		}
		if sets[name] == nil {
			sets[name] = &kb.ChangeSet{Collection: kb.Collection{Name: name}}
		}
		sets[name].Sources = append(sets[name].Sources, s)
	}
	var out []*kb.ChangeSet
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		out = append(out, sets[name])
	}
	if len(back.Remove) > 0 {
		out = append(out, back)
	}
	return out
}
