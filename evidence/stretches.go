package evidence

import (
	"cmp"
	"encoding/json"
	"fmt"
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
	Held
}

// Covers tells whether a lens at p looks into the stretch.
func (s *Stretch) Covers(p Point) bool {
	return (p.Collection == "" && s.All || p.Collection != "" && p.Collection == s.Collection) &&
		s.Views&p.View != 0 && s.True.contains(p.True) && s.Known.contains(p.Known)
}

// Stretches computes the stretches of a fact: for each lens that selects a claim
// there is exactly one that covers it, and for the others none. They are in an
// order that only depends on m. The cost grows with the number of days on which
// something about the claims changes, for either clock.
func Stretches(m *kb.Matter) []Stretch {
	s := &stretching{Matter: m, seen: map[string]Held{}}
	for _, c := range m.Claims {
		s.reaches = append(s.reaches, ReachOf(m, c))
	}
	for _, source := range m.Sources {
		s.detected = s.detected || slices.ContainsFunc(source.DerivesFrom, func(d kb.Derivation) bool { return d.Basis == kb.Detected })
	}
	collections := map[string]bool{}
	for _, c := range m.Claims {
		collections[c.Collection] = true
	}
	var out []Stretch
	for name := range collections {
		out = append(out, s.of(name, len(collections) == 1)...)
	}
	if len(collections) > 1 {
		out = append(out, s.of("", true)...)
	}
	slices.SortFunc(out, func(a, b Stretch) int {
		return cmp.Or(cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.Known.First, b.Known.First), cmp.Compare(a.True.First, b.True.First), cmp.Compare(a.Views, b.Views))
	})
	return out
}

// stretching is one computation.
type stretching struct {
	*kb.Matter
	reaches  []Reach
	detected bool            // there is a text family that only some lenses count
	seen     map[string]Held // by the words that come to it
}

// of computes the stretches of one collection, or of all together.
func (s *stretching) of(collection string, all bool) []Stretch {
	var out []Stretch
	at := map[string]int{} // the places in out of all that is alike but for the views
	for _, view := range []View{Usual, Certain, Possible} {
		for _, t := range s.days(collection, view) {
			for _, k := range s.versions(Point{Collection: collection, View: view, True: t.First}) {
				views := view
				if !s.detected {
					views |= view << 3
				}
				for _, one := range []View{views, view << 3} {
					held := s.hold(k.words, one)
					key := fmt.Sprint(t, k.Span, encode(held))
					if i, ok := at[key]; ok {
						out[i].Views |= one
					} else {
						at[key] = len(out)
						out = append(out, Stretch{Collection: collection, All: all, Views: one, True: t, Known: k.Span, Held: held})
					}
					if !s.detected {
						break
					}
				}
			}
		}
	}
	return out
}

// days cuts the clock of what is true where the claims selected change. What is
// alike for the days at the beginning and for no day is one stretch.
func (s *stretching) days(collection string, view View) []Span {
	cuts := []kb.Day{NoDay, NoDay + 1}
	for i, c := range s.Claims {
		if speaks := s.reaches[i].speaks(view); collection == "" || c.Collection == collection {
			cuts = append(cuts, speaks.First)
			if speaks.First <= speaks.Last && speaks.Last != Always {
				cuts = append(cuts, speaks.Last+1)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []Span
	var before string
	for i, first := range cuts {
		last := Always
		if i+1 < len(cuts) {
			last = cuts[i+1] - 1
		}
		selected := s.selected(Point{Collection: collection, View: view, True: first, Known: Always})
		if n := len(out); n > 0 && selected == before {
			out[n-1].Last = last
		} else {
			out = append(out, Span{first, last})
		}
		before = selected
	}
	return out
}

// selected names the claims that a point selects.
func (s *stretching) selected(p Point) string {
	chosen := make([]byte, len(s.Claims))
	for i, c := range s.Claims {
		if p.selects(c, s.reaches[i]) {
			chosen[i] = 1
		}
	}
	return string(chosen)
}

// version is a stretch of the clock of what is known, and the words that are.
type version struct {
	Span
	words []*word
}

// versions cuts the clock of what is known where the words change.
func (s *stretching) versions(p Point) []version {
	var cuts []kb.Day
	for i, c := range s.Claims {
		cuts = append(cuts, s.reaches[i].Known.in(p.View), s.reaches[i].Document.in(p.View))
		for _, credit := range c.Credits {
			cuts = append(cuts, Published(s.Sources[credit.Source]).in(p.View))
		}
	}
	slices.Sort(cuts)
	var out []version
	before := ""
	for i, first := range slices.Compact(cuts) {
		p.Known = first
		words := p.words(s.Matter, s.Claims, s.reaches)
		key := wordsKey(words)
		switch {
		case len(words) == 0:
		case i > 0 && key == before:
			out[len(out)-1].Last = Always
		default:
			if n := len(out); n > 0 {
				out[n-1].Last = first - 1
			}
			out = append(out, version{Span{first, Always}, words})
		}
		before = key
	}
	return out
}

// wordsKey tells words apart.
func wordsKey(words []*word) string {
	var key []byte
	for _, d := range words {
		key = fmt.Appendf(key, "%s>%s %t,", d.ID, d.source, d.standsFor)
	}
	return string(key)
}

// hold boils words down, the same ones once.
func (s *stretching) hold(words []*word, v View) Held {
	key := fmt.Sprint(v >= UsualDetected && s.detected, wordsKey(words))
	held, ok := s.seen[key]
	if !ok {
		held = hold(s.Matter, words, v)
		s.seen[key] = held
	}
	return held
}

func encode(h Held) string {
	data, err := json.Marshal(h)
	if err != nil {
		panic(err) // it can be written
	}
	return string(data)
}
