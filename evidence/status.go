package evidence

import (
	"slices"

	"actorgraph/kb"
)

// judge finds the status and the strengths.
func (w *weighing) judge(s *kb.Support, asserting *counting) {
	strengths := w.strengths(asserting)
	for _, m := range strengths {
		if s.Strongest == "" || stronger(m, s.Strongest) {
			s.Strongest = m
		}
		if s.Weakest == "" || stronger(s.Weakest, m) {
			s.Weakest = m
		}
	}
	if len(asserting.words) > 0 {
		s.Status = w.asserted(asserting, strengths)
		return
	}
	says := func(words []*word, stances ...kb.Stance) bool {
		return slices.ContainsFunc(words, func(d *word) bool { return slices.Contains(stances, d.Stance) })
	}
	switch {
	case s.Inferred > 0:
		s.Status = kb.StatusOpinion
		for _, d := range w.inferred {
			if d.Stance == kb.Asserts && !isOpinion(d.Modality) {
				s.Status = kb.StatusAlleged
			}
		}
	case says(w.words, kb.Denies):
		s.Status = kb.StatusDenied
	case says(w.words, kb.DoesNotConfirm, kb.Silent):
		s.Status = kb.StatusUnconfirmed
	case len(w.taken) > 0:
		s.Status = kb.StatusRetracted
	case says(w.inferred, kb.Denies):
		s.Status = kb.StatusDenied
	case says(w.inferred, kb.DoesNotConfirm, kb.Silent):
		s.Status = kb.StatusUnconfirmed
	default:
		s.Status = kb.StatusRetracted
	}
}

// asserted is the status of a fact that something explicit asserts.
func (w *weighing) asserted(c *counting, strengths map[kb.ID]kb.Modality) kb.Status {
	var alleged, asFact, byParty, byOthers bool
	voices := map[kb.ID]bool{} // parties who tell it as fact in their own word
	for _, d := range c.words {
		m := d.Modality
		if family := strengths[c.families.of(d.source)]; stronger(m, family) {
			m = family
		}
		switch {
		case m == kb.Found:
			return kb.StatusEstablished
		case isOpinion(m):
			continue
		case !isFactual(m):
			alleged = true
			continue
		}
		asFact = true
		byOthers = byOthers || !w.isPartiesAlone(d)
		for _, p := range w.Parties {
			if w.isWordOf(d, p) {
				byParty, voices[p] = true, true
			}
		}
	}
	switch {
	case byParty && w.isEchoed(c, voices):
		return kb.StatusConfirmed
	case byOthers:
		return kb.StatusStated
	case asFact:
		return kb.StatusSelfStated
	case alleged:
		return kb.StatusAlleged
	}
	return kb.StatusOpinion
}

// isEchoed tells whether beside a party that says so itself there is an origin
// that is not this party.
func (w *weighing) isEchoed(c *counting, parties map[kb.ID]bool) bool {
	for p := range parties {
		for _, d := range c.words {
			if !w.isWordOf(d, p) && len(w.standing(d)) > 0 {
				return true
			}
		}
	}
	return false
}

// isWordOf tells whether a word is party p's own: attributed to it, or p's
// document is a root of it.
func (w *weighing) isWordOf(d *word, p kb.ID) bool {
	return slices.Contains(d.AttributedTo, p) ||
		slices.ContainsFunc(w.voicedBy(d), func(id kb.ID) bool { return slices.Contains(w.source(id).Publishers, p) })
}

// isPartiesAlone tells whether nobody but parties stands behind a word.
func (w *weighing) isPartiesAlone(d *word) bool {
	isParty := func(id kb.ID) bool { return slices.Contains(w.Parties, id) }
	if len(d.AttributedTo) > 0 && all(d.AttributedTo, isParty) {
		return true
	}
	roots := w.voicedBy(d)
	return len(roots) > 0 && all(roots, func(id kb.ID) bool {
		publishers := w.source(id).Publishers
		return len(publishers) > 0 && all(publishers, isParty)
	})
}

// voicedBy are the roots of a word, or its document if it credits nobody.
func (w *weighing) voicedBy(d *word) []kb.ID {
	if len(d.roots) == 0 && len(d.credits()) == 0 {
		return []kb.ID{d.source}
	}
	return w.standing(d)
}

func all(ids []kb.ID, passes func(kb.ID) bool) bool {
	return !slices.ContainsFunc(ids, func(id kb.ID) bool { return !passes(id) })
}

// strengths is the modality of each text family that has a word: that of its
// parent, or where the parent says nothing the weakest of its documents', each by
// its strongest word.
func (w *weighing) strengths(c *counting) map[kb.ID]kb.Modality {
	if len(c.words) == 0 {
		return nil
	}
	strongest := map[kb.ID]kb.Modality{} // of each document
	documents := map[kb.ID][]*word{}
	for _, d := range c.words {
		documents[d.source] = append(documents[d.source], d)
		if strongest[d.source] == "" || stronger(d.Modality, strongest[d.source]) {
			strongest[d.source] = d.Modality
		}
	}
	unheard := map[kb.ID]bool{} // families with a parent that has no word
	isParent := map[kb.ID]bool{}
	for _, id := range c.sources {
		if len(w.parents(id, documents)) > 0 {
			continue
		}
		if _, says := documents[id]; says {
			isParent[id] = true
		} else {
			unheard[c.families.of(id)] = true
		}
	}
	hasParent := map[kb.ID]bool{}
	for id := range documents {
		if isParent[id] {
			hasParent[c.families.of(id)] = true
		}
	}
	out := map[kb.ID]kb.Modality{}
	for id, m := range strongest {
		family := c.families.of(id)
		if hasParent[family] && !unheard[family] && !isParent[id] {
			continue
		}
		if out[family] == "" || stronger(out[family], m) {
			out[family] = m
		}
	}
	return out
}

// stronger tells whether a is stronger than b.
func stronger(a, b kb.Modality) bool {
	return slices.Index(kb.Modalities, a) < slices.Index(kb.Modalities, b)
}

func isFactual(m kb.Modality) bool { return m == kb.Stated || m == kb.Derived || m == kb.Confirmed }

func isOpinion(m kb.Modality) bool {
	return m == kb.Forecast || m == kb.Intended || m == kb.Opinion
}
