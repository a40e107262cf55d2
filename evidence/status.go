package evidence

import (
	"slices"

	"actorgraph/kb"
)

// judge finds the status and the strengths.
func (w *weighing) judge(s *kb.Support, asserting *counting, retracted bool) {
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
	case retracted:
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
	var alleged, asFact, byOthers bool
	v := w.voices(c)
	own := map[kb.ID]bool{} // parties who tell it as fact in their own word
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
		byOthers = byOthers || !v.isPartiesAlone(d)
		for _, p := range w.Parties {
			own[p] = own[p] || v.isWordOf(d, p)
		}
	}
	for _, p := range w.Parties {
		if own[p] && slices.ContainsFunc(c.words, func(d *word) bool { return v.hasRootBeside(d, p) }) {
			return kb.StatusConfirmed
		}
	}
	switch {
	case byOthers:
		return kb.StatusStated
	case asFact:
		return kb.StatusSelfStated
	case alleged:
		return kb.StatusAlleged
	}
	return kb.StatusOpinion
}

// voices tells whose the words of a counting are.
type voices struct {
	*weighing
	texts *walk // from a document to the texts behind it
}

func (w *weighing) voices(c *counting) voices {
	return voices{w, newWalk(func(id kb.ID) (bool, []kb.ID) {
		parents := w.parents(id, c.byDocument)
		return len(parents) == 0, parents
	})}
}

// behind are the texts that a document has its own from, over any number of steps,
// as far as they have theirs from no other; itself if there are none. Who prints the
// statement of another speaks with his voice.
func (v voices) behind(id kb.ID) []kb.ID {
	if texts := v.texts.from(id); len(texts) > 0 {
		return texts
	}
	return []kb.ID{id}
}

// isOf tells whether p published a text behind a document.
func (v voices) isOf(id, p kb.ID) bool {
	return slices.ContainsFunc(v.behind(id), func(text kb.ID) bool { return slices.Contains(v.source(text).Publishers, p) })
}

// isWordOf tells whether a word is party p's own: attributed to it, or p's
// document is a root of it.
func (v voices) isWordOf(d *word, p kb.ID) bool {
	return slices.Contains(d.AttributedTo, p) || slices.ContainsFunc(v.speaking(d), func(id kb.ID) bool { return v.isOf(id, p) })
}

// hasRootBeside tells whether a word comes from elsewhere than party p, perhaps from
// p besides: it is not attributed to p, and a root of it is not p's.
func (v voices) hasRootBeside(d *word, p kb.ID) bool {
	return !slices.Contains(d.AttributedTo, p) && slices.ContainsFunc(v.standing(d), func(id kb.ID) bool { return !v.isOf(id, p) })
}

// isPartiesAlone tells whether nobody but parties stands behind a word.
func (v voices) isPartiesAlone(d *word) bool {
	isParty := func(id kb.ID) bool { return slices.Contains(v.Parties, id) }
	if len(d.AttributedTo) > 0 && all(d.AttributedTo, isParty) {
		return true
	}
	isPartys := func(text kb.ID) bool {
		publishers := v.source(text).Publishers
		return len(publishers) > 0 && all(publishers, isParty)
	}
	roots := v.speaking(d)
	return len(roots) > 0 && all(roots, func(id kb.ID) bool { return all(v.behind(id), isPartys) })
}

// speaking are the roots of a word, or its document if it credits nobody.
func (v voices) speaking(d *word) []kb.ID {
	if len(d.roots) == 0 && len(d.credits()) == 0 {
		return []kb.ID{d.source}
	}
	return v.standing(d)
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
	for _, d := range c.words {
		if strongest[d.source] == "" || stronger(d.Modality, strongest[d.source]) {
			strongest[d.source] = d.Modality
		}
	}
	unheard := map[kb.ID]bool{} // families with a parent that has no word
	isParent := map[kb.ID]bool{}
	for _, id := range c.sources {
		if len(w.parents(id, c.byDocument)) > 0 {
			continue
		}
		if _, says := c.byDocument[id]; says {
			isParent[id] = true
		} else {
			unheard[c.families.of(id)] = true
		}
	}
	hasParent := map[kb.ID]bool{}
	for id := range c.byDocument {
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
