package evidence

import (
	"iter"
	"slices"

	"actorgraph/kb"
)

// judge finds the status and the strengths.
func (w *weighing) judge(s *kb.Support, asserting *counting) {
	if len(asserting.words) > 0 {
		strengths := w.strengths(asserting)
		strongest, weakest := len(kb.Modalities), -1
		for _, m := range strengths {
			if m >= 0 {
				strongest, weakest = min(strongest, m), max(weakest, m)
			}
		}
		s.Strongest, s.Weakest = kb.Modalities[strongest], kb.Modalities[weakest]
		s.Status = w.asserted(asserting, strengths)
		return
	}
	switch {
	case s.Inferred > 0:
		s.Status = kb.StatusOpinion
		for _, d := range w.inferred[assertion] {
			if !isOpinion(d.Modality) {
				s.Status = kb.StatusAlleged
			}
		}
	case len(w.explicit[denial]) > 0:
		s.Status = kb.StatusDenied
	case len(w.explicit[noConfirmation])+len(w.explicit[silence]) > 0:
		s.Status = kb.StatusUnconfirmed
	case len(w.retractions) > 0:
		s.Status = kb.StatusRetracted
	case len(w.inferred[denial]) > 0:
		s.Status = kb.StatusDenied
	case len(w.inferred[noConfirmation])+len(w.inferred[silence]) > 0:
		s.Status = kb.StatusUnconfirmed
	default:
		s.Status = kb.StatusRetracted
	}
}

// asserted is the status of a fact that something explicit asserts.
func (w *weighing) asserted(c *counting, strengths []int) kb.Status {
	var alleged, asFact, byOthers bool
	v := w.voices(c)
	own := make([]bool, len(w.parties)) // parties who tell it as fact in their own word
	for _, d := range c.words {
		switch m := kb.Modalities[max(d.modality, strengths[c.families.of(d.source)])]; {
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
		for p := range v.speakingParties(d) {
			own[p] = true
		}
	}
	for p := range w.parties {
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
	if !w.derived {
		return voices{weighing: w}
	}
	return voices{w, newWalk(len(w.sources), func(source int) (bool, []int) {
		var parents []int
		for _, p := range w.sources[source].parents {
			if w.isParent(c, p) {
				parents = append(parents, p.source)
			}
		}
		return len(parents) == 0, parents
	})}
}

// behind are the texts that a document has its own from, over any number of steps,
// as far as they have theirs from no other; itself if there are none. Who prints the
// statement of another speaks with his voice.
func (v voices) behind(source int) []int {
	if v.texts == nil || len(v.texts.from(source)) == 0 {
		return v.only(source)
	}
	return v.texts.from(source)
}

// speaking are the roots of a word, or its document if it credits nobody.
func (v voices) speaking(d *word) []int {
	if len(d.roots) == 0 && len(d.credited) == 0 {
		return v.only(d.source)
	}
	return d.standing
}

// speakingParties yields the parties whose own word a word is: it is attributed to
// them, or their document is a root of it.
func (v voices) speakingParties(d *word) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, p := range d.attributed {
			if !yield(p) {
				return
			}
		}
		for _, source := range v.speaking(d) {
			for _, text := range v.behind(source) {
				for _, p := range v.sources[text].parties {
					if !yield(p) {
						return
					}
				}
			}
		}
	}
}

// hasRootBeside tells whether a word comes from elsewhere than party p, perhaps from
// p besides: it is not attributed to p, and a root of it is not p's.
func (v voices) hasRootBeside(d *word, p int) bool {
	return !slices.Contains(d.attributed, p) && slices.ContainsFunc(d.standing, func(root int) bool {
		return !slices.ContainsFunc(v.behind(root), func(text int) bool { return slices.Contains(v.sources[text].parties, p) })
	})
}

// isPartiesAlone tells whether nobody but parties stands behind a word.
func (v voices) isPartiesAlone(d *word) bool {
	if d.byParties {
		return true
	}
	roots := v.speaking(d)
	return len(roots) > 0 && all(roots, func(root int) bool {
		return all(v.behind(root), func(text int) bool { return v.sources[text].byParties })
	})
}

// strengths is, by the first source of each text family that has a word, the place
// of its modality: that of its parent, or where the parent says nothing the weakest
// of its documents', each by its strongest word; else -1.
func (w *weighing) strengths(c *counting) []int {
	n := len(w.sources)
	isUnheard := make([]bool, n) // families with a parent that has no word
	hasParent := make([]bool, n) // and with one that has
	isParent := make([]bool, n)  // sources
	for source, is := range c.concerned {
		switch {
		case !is || w.parent(c, source) >= 0:
		case c.by.has(source):
			isParent[source] = true
			hasParent[c.families.of(source)] = true
		default:
			isUnheard[c.families.of(source)] = true
		}
	}
	out := slices.Repeat([]int{-1}, n)
	for source := range w.sources {
		family := c.families.of(source)
		if !c.by.has(source) || hasParent[family] && !isUnheard[family] && !isParent[source] {
			continue
		}
		strongest := len(kb.Modalities)
		for _, d := range c.by.of(source) {
			strongest = min(strongest, d.modality)
		}
		out[family] = max(out[family], strongest)
	}
	return out
}

func isFactual(m kb.Modality) bool { return m == kb.Stated || m == kb.Derived || m == kb.Confirmed }

func isOpinion(m kb.Modality) bool {
	return m == kb.Forecast || m == kb.Intended || m == kb.Opinion
}
