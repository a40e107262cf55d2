package evidence

import (
	"cmp"
	"encoding/binary"
	"slices"

	"actorgraph/kb"
)

// Stretch is what the claims on a fact come to for all lenses that look into one
// rectangle of days. A store keeps the stretches of each fact, so that a lens is a
// condition on them and nothing has to be computed for it.
type Stretch struct {
	// Collection is the one whose claims are read; where All is set, too, the
	// stretch also holds for a lens that names none. "" is for a lens that names none
	// alone.
	Collection string
	All        bool
	Views      View // all in which it holds
	True       Span // days; it begins at NoDay where it also holds for a lens that asks for no day
	Known      Span // days; it ends at Always where it holds for a lens that asks for no day
	Untold     bool // it stands for too many: what the claims come to was not computed
	Held
}

// MaxStretches bounds the stretches that a fact has for one collection, or for all
// together, in one view. Where there would be more, one that is untold stands for all
// that tell what is true on a day. Those for a lens that asks for no such day are as
// many as days on which something becomes known, and always told.
const MaxStretches = 20_000

// Covers tells whether a lens at p looks into the stretch.
func (s *Stretch) Covers(p Point) bool {
	return (p.Collection == "" && s.All || p.Collection != "" && p.Collection == s.Collection) &&
		s.Views&p.View != 0 && s.True.contains(p.True) && s.Known.contains(p.Known)
}

// Stretches computes the stretches of a fact: for each lens that selects a claim
// there is exactly one that covers it, and for the others none. They are in an
// order that only depends on m, and share what they hold.
//
// There can be as many as the days on which something about the claims changes, those
// of one clock times those of the other, up to [MaxStretches], and each costs as much
// as what it weighs.
func Stretches(m *kb.Matter) []Stretch {
	s := &stretching{fact: newFact(m), weighed: map[string]*Held{}}
	var collections []string
	for _, c := range m.Claims {
		collections = append(collections, c.Collection)
	}
	collections = distinct(collections)
	for _, name := range collections {
		s.cut(name, len(collections) == 1)
	}
	if len(collections) > 1 {
		s.cut("", true)
	}
	slices.SortFunc(s.out, func(a, b Stretch) int {
		return cmp.Or(cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.Known.First, b.Known.First), cmp.Compare(a.True.First, b.True.First), cmp.Compare(a.Views, b.Views))
	})
	return s.out
}

// stretching is one computation.
type stretching struct {
	*fact
	out     []Stretch
	weighed map[string]*Held // by the words that come to it
	key     []byte           // room for one
	words   []word           // room for those of one day
}

// cut computes the stretches of one collection, or of all together.
func (s *stretching) cut(collection string, all bool) {
	type rectangle struct{ True, Known Span }
	at := map[rectangle][]int{} // places in s.out
	add := func(r rectangle, views View, held *Held) {
		for _, i := range at[r] {
			if s.out[i].equals(held) {
				s.out[i].Views |= views
				return
			}
		}
		at[r] = append(at[r], len(s.out))
		s.out = append(s.out, Stretch{Collection: collection, All: all, Views: views, True: r.True, Known: r.Known, Held: *held})
	}
	for _, view := range []View{Usual, Certain, Possible} {
		detected := view << 3
		days := s.days(collection, view)
		if known, many := s.tooMany(collection, view, days); many {
			days[0].Last = NoDay
			days = days[:1]
			s.out = append(s.out, Stretch{Collection: collection, All: all, Views: view | detected, True: Span{NoDay + 1, Always}, Known: Span{known, Always}, Untold: true})
		}
		for _, t := range days {
			claims := s.speaking(collection, view, t.First)
			for _, k := range s.versions(claims, view) {
				s.words = s.known(s.words[:0], claims, view, k.First)
				r := rectangle{t, k}
				if s.found {
					add(r, view, s.held(view))
					add(r, detected, s.held(detected))
				} else {
					add(r, view|detected, s.held(view))
				}
			}
		}
	}
}

// tooMany tells whether the days have more stretches than are told, and from which
// day on there are any.
func (s *stretching) tooMany(collection string, view View, days []Span) (known kb.Day, many bool) {
	if 2*len(s.claims)*len(days) <= MaxStretches {
		return 0, false // not even if each claim and each that it credits cuts
	}
	known, n := Always, 0
	for _, t := range days {
		versions := s.versions(s.speaking(collection, view, t.First), view)
		if n += len(versions); len(versions) > 0 {
			known = min(known, versions[0].First)
		}
	}
	return known, n > MaxStretches
}

// days cuts the clock of what is true where the claims that speak change. What is
// alike for no day and for the days at the beginning is one stretch.
func (s *stretching) days(collection string, view View) []Span {
	cuts := []kb.Day{NoDay}
	for _, c := range s.speaking(collection, view, NoDay) {
		speaks := c.reach.speaks(view)
		if speaks.First > speaks.Last {
			cuts = append(cuts, NoDay+1)
			continue
		}
		if speaks.First > NoDay {
			cuts = append(cuts, NoDay+1, speaks.First)
		}
		if speaks.Last < Always {
			cuts = append(cuts, speaks.Last+1)
		}
	}
	return between(cuts)
}

// versions cuts the clock of what is known where the words change that claims come
// to, from the first day on which there are any.
func (s *stretching) versions(claims []*said, view View) []Span {
	var cuts []kb.Day
	for _, c := range claims {
		own := c.reach.Document.in(view)
		cuts = append(cuts, own)
		for i, credit := range c.Credits {
			if out := s.sources[c.credited[i]].out.in(view); credit.How == kb.CreditNamed && out < own {
				cuts = append(cuts, out)
			}
		}
	}
	return between(cuts)
}

// between are the spans from each cut to the next, and from the last on.
func between(cuts []kb.Day) []Span {
	cuts = distinct(cuts)
	spans := make([]Span, len(cuts))
	for i, first := range cuts {
		spans[i] = Span{first, Always}
		if i > 0 {
			spans[i-1].Last = first - 1
		}
	}
	return spans
}

// held tells what the words come to; it boils the same ones down once.
func (s *stretching) held(v View) *Held {
	s.key = s.key[:0]
	if s.found && v >= UsualDetected {
		s.key = append(s.key, 1)
	} else {
		s.key = append(s.key, 0)
	}
	for _, d := range s.words {
		s.key = binary.AppendUvarint(s.key, uint64(d.number))
		if d.standsFor {
			s.key = binary.AppendUvarint(s.key, uint64(d.source)+1)
		} else {
			s.key = append(s.key, 0)
		}
	}
	if held := s.weighed[string(s.key)]; held != nil {
		return held
	}
	held := s.hold(s.words, v)
	s.weighed[string(s.key)] = &held
	return &held
}
