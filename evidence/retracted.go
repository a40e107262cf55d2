package evidence

import (
	"slices"

	"actorgraph/kb"
)

// Standing are the claims on a fact that a lens selects and that nobody took back,
// without those that take something back.
func Standing(m *kb.Matter, l kb.Lens) []*kb.Claim {
	f := newFact(m)
	words := f.selected(l, len(m.Claims))
	f.weigh(words, At(l).View >= UsualDetected)
	var out []*kb.Claim
	for _, d := range words {
		if !d.takenBack && d.Stance != kb.Retracts && (len(out) == 0 || out[len(out)-1] != d.Claim) {
			out = append(out, d.Claim)
		}
	}
	return out
}

// IfRetracted tells what the claims that a lens selects come to, and what they would
// come to if each of some sources took back all that it says of the fact: its claims
// would go, and those that have no root but such sources. Nothing is selected anew:
// it is asked what the same claims would come to. Both are zero if the lens
// selects none.
func IfRetracted(m *kb.Matter, l kb.Lens, sources []kb.ID) (before, after kb.Support) {
	retracted := *m
	retracted.Claims = slices.Clone(m.Claims)
	for _, id := range sources {
		if m.Sources[id] != nil {
			retracted.Claims = append(retracted.Claims, &kb.Claim{Source: id, Stance: kb.Retracts, Reading: kb.Explicit})
		}
	}
	f, detected := newFact(&retracted), At(l).View >= UsualDetected
	retractions := f.claims[len(m.Claims):]
	before = f.weigh(f.selected(l, len(m.Claims)), detected)
	words := f.selected(l, len(m.Claims))
	if len(words) == 0 {
		return before, before
	}
	for i := range retractions {
		words = append(words, word{said: &retractions[i], source: retractions[i].document})
	}
	return before, f.weigh(words, detected)
}

// selected are the first n claims as far as the lens selects them.
func (f *fact) selected(l kb.Lens, n int) []word {
	p := At(l)
	speaking := f.speaking(p.Collection, p.View, p.True)
	speaking = slices.DeleteFunc(speaking, func(c *said) bool { return c.number >= n })
	return f.known(nil, speaking, p.View, p.Known)
}
