package evidence

import (
	"cmp"
	"math"
	"slices"

	"actorgraph/kb"
)

// fact is a matter made ready to be weighed, perhaps many times: sources, actors and
// parties are numbers in the order of their ids, so that what is told of them is
// found by place.
type fact struct {
	*kb.Matter
	claims  []said
	sources []document
	ids     []kb.ID // of the sources
	self    []int   // of each source its number
	actors  int     // how many have published something
	parties []kb.ID
	derived bool // there is a text that comes from another
	found   bool // and one that only the program says so of
}

// said is a claim on the fact.
type said struct {
	*kb.Claim
	number   int
	document int   // its own
	credited []int // the sources of its credits, in their order
	modality int   // its place among the modalities
	dated    bool  // it gives since or until
	// attributed are the parties that it is attributed to, byParties tells whether
	// these are all that it is attributed to.
	attributed []int
	byParties  bool
	reach      Reach
}

// document is a source that something of the fact has to do with.
type document struct {
	*kb.Source
	isPlaceholder bool
	isOwnVoice    bool  // what its publisher answers for: a statement, a filing
	publishers    []int // actors
	parties       []int // those of them that are parties
	byParties     bool  // and nobody else published it
	parents       []parent
	day           kb.Day // the last on which it may have been published
	out           Out
}

// parent is a source that a text is said to come from.
type parent struct {
	source int
	found  bool // only the program says so
}

func newFact(m *kb.Matter) *fact {
	f := &fact{Matter: m, claims: make([]said, len(m.Claims)), parties: distinct(slices.Clone(m.Parties))}
	var actors []kb.ID
	for id, s := range m.Sources {
		f.ids = append(f.ids, id)
		actors = append(actors, s.Publishers...)
		for _, d := range s.DerivesFrom {
			f.ids = append(f.ids, d.Source)
		}
	}
	for _, c := range m.Claims {
		f.ids = append(f.ids, c.Source)
		for _, credit := range c.Credits {
			f.ids = append(f.ids, credit.Source)
		}
	}
	f.ids, actors = distinct(f.ids), distinct(actors)
	f.actors = len(actors)
	f.self = make([]int, len(f.ids))
	f.sources = make([]document, len(f.ids))
	for i, id := range f.ids {
		f.self[i] = i
		f.sources[i] = f.document(id, actors)
	}
	for i, c := range m.Claims {
		f.claims[i] = f.said(i, c)
	}
	return f
}

func (f *fact) document(id kb.ID, actors []kb.ID) document {
	s := f.Sources[id]
	if s == nil {
		s = &kb.Source{ID: id} // one that the matter should hold
	}
	d := document{
		Source: s, isPlaceholder: s.IsPlaceholder(),
		isOwnVoice: s.Kind == kb.SourceStatement || s.Kind == kb.SourceFiling,
		day:        math.MaxInt64,
		out:        Published(s),
	}
	if last, ok := s.Published.Latest(); ok {
		d.day = last
	}
	for _, actor := range s.Publishers {
		at, _ := slices.BinarySearch(actors, actor)
		d.publishers = append(d.publishers, at)
	}
	d.parties, d.byParties = f.partiesAmong(s.Publishers)
	for _, from := range s.DerivesFrom {
		d.parents = append(d.parents, parent{f.number(from.Source), from.Basis != kb.Declared})
		f.derived = true
		f.found = f.found || from.Basis != kb.Declared
	}
	slices.SortFunc(d.parents, func(a, b parent) int { return cmp.Compare(a.source, b.source) })
	return d
}

func (f *fact) said(number int, c *kb.Claim) said {
	d := said{
		Claim: c, number: number, document: f.number(c.Source),
		modality: slices.Index(kb.Modalities, c.Modality),
		dated:    c.Qualifier(kb.QualifierSince) != nil || c.Qualifier(kb.QualifierUntil) != nil,
	}
	for _, credit := range c.Credits {
		d.credited = append(d.credited, f.number(credit.Source))
	}
	d.attributed, d.byParties = f.partiesAmong(c.AttributedTo)
	d.reach = ReachOf(f.Matter, c)
	return d
}

// number is the place of a source.
func (f *fact) number(id kb.ID) int {
	at, _ := slices.BinarySearch(f.ids, id)
	return at
}

// partiesAmong tells which of some actors are parties, and whether all are.
func (f *fact) partiesAmong(actors []kb.ID) (parties []int, all bool) {
	all = len(actors) > 0
	for _, actor := range actors {
		if at, ok := slices.BinarySearch(f.parties, actor); ok {
			parties = append(parties, at)
		} else {
			all = false
		}
	}
	return parties, all
}

// only is the list of one source.
func (f *fact) only(source int) []int { return f.self[source : source+1 : source+1] }

// firstDocuments returns of each actor the first that it published of those sources
// that are among some, placeholders aside; -1 if there is none.
func (f *fact) firstDocuments(isAmong func(source int) bool) []int {
	first := make([]int, f.actors)
	for i := range first {
		first[i] = -1
	}
	for id := range f.sources {
		if f.sources[id].isPlaceholder || !isAmong(id) {
			continue
		}
		for _, actor := range f.sources[id].publishers {
			if first[actor] < 0 || f.isSooner(id, first[actor]) {
				first[actor] = id
			}
		}
	}
	return first
}

// firstOf returns the first of the first documents of a source's publishers, or -1.
func (f *fact) firstOf(first []int, source int) int {
	out := -1
	for _, actor := range f.sources[source].publishers {
		if d := first[actor]; d >= 0 && (out < 0 || f.isSooner(d, out)) {
			out = d
		}
	}
	return out
}

// isSooner tells whether one source was published before another, by the last days on
// which they may have been; undated ones come last, and equals by id.
func (f *fact) isSooner(a, b int) bool {
	return cmp.Or(cmp.Compare(f.sources[a].day, f.sources[b].day), cmp.Compare(a, b)) < 0
}

// distinct sorts a list and drops repeats.
func distinct[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}
