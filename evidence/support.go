package evidence

import (
	"slices"

	"actorgraph/kb"
)

// Support boils the claims on a fact down to what they come to together. It
// counts origins, not documents: whoever repeats another adds nothing.
//
// The roots of a claim are where its word comes from. Of a firsthand one it is
// the document itself; of one that credits nobody there is none; else the roots of
// those that it credits: of each the roots of its own claims on the fact with the
// same stance, or itself where it makes none or one of them credits nobody. Roots
// of one text family, or of one responsible actor, are one origin: a text family is
// joined by what its documents derive from, as far as the parent says the same or is
// not held, a digest of several by the first of them; a responsible actor is the
// publisher of statements and filings, and of the document for which a placeholder
// stands.
//
// Without claims it is the zero Support.
//
// The cost is that of sorting the sources; only sources that credit each other over
// many steps add to it.
func Support(m kb.Matter) kb.Support {
	f := newFact(&m)
	words := make([]word, len(f.claims))
	for i := range f.claims {
		words[i] = word{said: &f.claims[i], source: f.claims[i].document}
	}
	return f.weigh(words, false)
}

// word is a claim as it counts: for its own document, or for one that it credits.
type word struct {
	*said
	source    int  // that it counts for
	standsFor bool // that is one that it credits
	roots     []int
	standing  []int // the roots that did not take theirs back
	takenBack bool
}

// The stances that say something of the fact itself, by their places.
var stances = []kb.Stance{kb.Asserts, kb.Denies, kb.DoesNotConfirm, kb.Silent}

const (
	assertion = iota
	denial
	noConfirmation
	silence
	allStances
)

// weighing is the state of one computation. Words are by the place of their stance.
type weighing struct {
	*fact
	detected    bool // text families that the program found count, too
	explicit    [allStances][]*word
	inferred    [allStances][]*word
	retractions []*word
	cycles      [][]kb.ID
}

func (f *fact) weigh(words []word, detected bool) kb.Support {
	if len(words) == 0 {
		return kb.Support{}
	}
	w := &weighing{fact: f, detected: detected}
	for i := range words {
		d := &words[i]
		switch stance := slices.Index(stances, d.Stance); {
		case stance < 0 && d.Reading == kb.Explicit:
			w.retractions = append(w.retractions, d)
		case stance < 0: // whoever reads a retraction in takes nothing back
		case d.Reading == kb.Explicit:
			w.explicit[stance] = append(w.explicit[stance], d)
		default:
			w.inferred[stance] = append(w.inferred[stance], d)
		}
	}
	for stance := range stances {
		w.findRoots(stance)
		w.takeBack(stance)
	}

	asserting := w.counted(w.explicit[assertion])
	denying := w.counted(w.explicit[denial])
	unconfirming := w.counted(slices.Concat(w.explicit[noConfirmation], w.explicit[silence]))
	slices.SortFunc(w.cycles, slices.Compare)
	s := kb.Support{
		Documents:        asserting.documents,
		Named:            len(asserting.named),
		Unattributed:     asserting.unattributed,
		AtLeast:          asserting.atLeast(),
		AtMost:           max(asserting.atLeast(), len(asserting.named)+asserting.unattributed),
		Denials:          denying.atLeast(),
		NonConfirmations: unconfirming.atLeast(),
		Origins:          asserting.named,
		Uncredited:       asserting.uncredited,
		Cycles:           slices.CompactFunc(w.cycles, slices.Equal),
	}
	for i, d := range w.inferred[assertion] {
		if i == 0 || d.said != w.inferred[assertion][i-1].said {
			s.Inferred++ // a claim that stands for several counts once
		}
	}
	s.Contested = (s.Documents > 0 || s.Inferred > 0) && denying.documents > 0
	w.judge(&s, asserting)
	return s
}

// findRoots finds the roots of all words with a stance, and the circles among
// their sources.
func (w *weighing) findRoots(stance int) {
	g := &creditGraph{weighing: w, own: w.explicit[stance]}
	for _, words := range [][]*word{w.explicit[stance], w.inferred[stance]} {
		for _, d := range words {
			switch {
			case d.standsFor:
				d.roots = g.rootsOf(d.source)
			case d.Firsthand:
				d.roots = w.only(d.source)
			case len(d.credited) == 1:
				d.roots = g.rootsOf(d.credited[0])
			default:
				for _, source := range d.credited {
					d.roots = append(d.roots, g.rootsOf(source)...)
				}
				d.roots = distinct(d.roots)
			}
			d.standing = d.roots
		}
	}
	if g.walk == nil {
		return
	}
	for _, circle := range g.walk.circles {
		var ids []kb.ID
		for _, source := range circle {
			ids = append(ids, w.ids[source])
		}
		w.cycles = append(w.cycles, ids)
	}
}

// creditGraph leads from each source that is credited to those that its own
// claims on the fact credit.
type creditGraph struct {
	*weighing
	own   []*word // of all sources
	by    groups  // the same that count for their own document
	walk  *walk   // made when it is needed
	first []int   // of each actor, the first of the documents with a word; made when it is needed
}

// rootsOf finds the roots of a source that is credited.
func (g *creditGraph) rootsOf(source int) []int {
	if g.walk == nil {
		g.by = group(len(g.sources), slices.DeleteFunc(slices.Clone(g.own), func(d *word) bool { return d.standsFor }))
		g.walk = newWalk(len(g.sources), g.step)
	}
	return g.walk.from(source)
}

// step tells whether a credited source is a root itself, and to which sources its
// own claims lead on.
func (g *creditGraph) step(source int) (self bool, next []int) {
	own := g.by.of(source)
	if len(own) == 0 {
		if document := g.documentOf(source); document >= 0 {
			return false, g.only(document)
		}
		return true, nil
	}
	for _, d := range own {
		switch {
		case d.Firsthand:
			self = true
			continue
		case len(d.credited) == 0:
			return true, nil
		}
		for _, to := range d.credited {
			if !g.by.has(to) && g.documentOf(to) == source {
				self = true // it credits the actor whose own document it is
			} else {
				next = append(next, to)
			}
		}
	}
	return self, distinct(next)
}

// documentOf finds the document for which a placeholder stands: of those with a
// claim on the fact that its actor published the first, by date and then by id. It
// is -1 if there is none.
func (g *creditGraph) documentOf(placeholder int) int {
	if !g.sources[placeholder].isPlaceholder {
		return -1
	}
	if g.first == nil {
		g.first = g.firstDocuments(g.by.has)
	}
	return g.firstOf(g.first, placeholder)
}

// takeBack drops the words with a stance that were taken back: those that a
// retraction names, or where it names none those of its source, and those that have
// no roots but sources that took back all that they said with the stance.
func (w *weighing) takeBack(stance int) {
	if len(w.retractions) == 0 {
		return
	}
	taken := make([]bool, len(w.sources)) // sources that took back all that they said
	named := map[kb.ID]bool{}
	for _, r := range w.retractions {
		for _, id := range r.Retracts {
			named[id] = true
		}
		if len(r.Retracts) == 0 {
			taken[r.source] = true
		}
	}
	isTaken := func(source int) bool { return taken[source] }
	words := slices.Concat(w.explicit[stance], w.inferred[stance])
	for again := true; again; {
		again = false
		speaks, stands := make([]bool, len(w.sources)), make([]bool, len(w.sources)) // a word of their own
		for _, d := range words {
			d.takenBack = d.takenBack || taken[d.source] || named[d.ID] || len(d.roots) > 0 && all(d.roots, isTaken)
			if d.Reading == kb.Explicit && !d.standsFor {
				speaks[d.source] = true
				stands[d.source] = stands[d.source] || !d.takenBack
			}
		}
		for source := range w.sources {
			if speaks[source] && !stands[source] && !taken[source] {
				taken[source], again = true, true
			}
		}
	}
	for _, d := range words {
		d.standing = slices.DeleteFunc(slices.Clone(d.roots), isTaken)
	}
	isTakenBack := func(d *word) bool { return d.takenBack }
	w.explicit[stance] = slices.DeleteFunc(w.explicit[stance], isTakenBack)
	w.inferred[stance] = slices.DeleteFunc(w.inferred[stance], isTakenBack)
}

func all[T any](list []T, passes func(T) bool) bool {
	return !slices.ContainsFunc(list, func(one T) bool { return !passes(one) })
}

// counting is what words come to that count together.
type counting struct {
	words        []*word
	by           groups
	documents    int
	named        []kb.Origin
	unattributed int
	uncredited   int
	concerned    []bool  // the documents, the roots, and those whose families these join
	families     classes // of texts
}

func (c *counting) atLeast() int {
	if len(c.words) == 0 {
		return 0
	}
	return max(1, len(c.named))
}

// counted counts the origins of words.
func (w *weighing) counted(words []*word) *counting {
	c := &counting{words: words}
	if len(words) == 0 {
		return c
	}
	n := len(w.sources)
	c.by = group(n, words)
	isRoot := make([]bool, n)
	for _, d := range words {
		for _, root := range d.standing {
			isRoot[root] = true
		}
	}
	w.joinFamilies(c, isRoot)
	origins := w.origins(c, isRoot)
	isOrigin := make([]bool, n) // by the first of each
	for root, is := range isRoot {
		if is {
			isOrigin[origins.of(root)] = true
		}
	}
	credits := make([]bool, n) // origins or would-be ones of which a document credits someone
	for _, d := range words {
		if len(d.credited) > 0 {
			credits[origins.of(d.source)] = true
		}
	}
	led := make([]int, n)  // how many documents lead to each origin
	last := make([]int, n) // the last of these, from 1
	leads := func(document, origin int) {
		if last[origin] != document+1 {
			last[origin] = document + 1
			led[origin]++
		}
	}
	isSilent := make([]bool, n) // families that don't say where they have it
	for document := range w.sources {
		words := c.by.of(document)
		if len(words) == 0 {
			continue
		}
		c.documents++
		isLed := false
		for _, d := range words {
			for _, root := range d.standing {
				leads(document, origins.of(root))
				isLed = true
			}
		}
		origin := origins.of(document)
		if isOrigin[origin] {
			leads(document, origin)
			continue
		}
		if !isLed {
			c.uncredited++
		}
		if !credits[origin] && !isSilent[origin] {
			isSilent[origin] = true
			c.unattributed++
		}
	}
	c.named = w.named(isRoot, origins, led)
	return c
}

// named lists the origins, by their first roots.
func (w *weighing) named(isRoot []bool, origins classes, led []int) []kb.Origin {
	var out []kb.Origin
	place := make([]int, len(isRoot)) // of each origin in out, from 1
	for root, is := range isRoot {
		if !is {
			continue
		}
		origin := origins.of(root)
		if at := place[origin]; at > 0 {
			out[at-1].Sources = append(out[at-1].Sources, w.ids[root])
			continue
		}
		out = append(out, kb.Origin{Sources: w.ids[root : root+1 : root+1], Documents: led[origin]})
		place[origin] = len(out)
	}
	return out
}

// joinFamilies joins the sources that have their text from each other. A text that
// has another's for its parent has its word from there only as far as the parent
// says the same, or as nobody can tell because it is not held. What is made of
// several texts is of the family of the first, so that it makes no family of two.
func (w *weighing) joinFamilies(c *counting, isRoot []bool) {
	c.families = slices.Clone(w.self)
	c.concerned = slices.Clone(isRoot)
	for source := range w.sources {
		c.concerned[source] = c.concerned[source] || c.by.has(source)
	}
	if !w.derived {
		return
	}
	for source, is := range slices.Clone(c.concerned) {
		for next := source; is; {
			parent := w.parent(c, next)
			if parent < 0 {
				break
			}
			c.families.join(next, parent)
			if c.concerned[parent] {
				break
			}
			c.concerned[parent] = true
			next = parent
		}
	}
}

// parent is the first of the sources from which a source has what it says here, or -1.
func (w *weighing) parent(c *counting, source int) int {
	for _, p := range w.sources[source].parents {
		if w.isParent(c, p) {
			return p.source
		}
	}
	return -1
}

func (w *weighing) isParent(c *counting, p parent) bool {
	return (!p.found || w.detected) && (w.sources[p.source].Fingerprint == "" || c.by.has(p.source))
}

// origins joins the sources that are one origin: those of one text family, the
// statements and filings of one actor, and a placeholder with the first of its
// actor's documents and roots.
func (w *weighing) origins(c *counting, isRoot []bool) classes {
	joined := slices.Clone(c.families)
	var voices, first []int // of actors: their own word, and their first documents
	for source, is := range c.concerned {
		s := &w.sources[source]
		if !is {
			continue
		}
		if s.isPlaceholder {
			if first == nil {
				first = w.firstDocuments(func(id int) bool { return isRoot[id] || c.by.has(id) })
			}
			if document := w.firstOf(first, source); document >= 0 {
				joined.join(source, document)
			}
		}
		if !s.isOwnVoice {
			continue
		}
		if voices == nil {
			voices = slices.Repeat([]int{-1}, w.actors)
		}
		for _, actor := range s.publishers {
			if voices[actor] < 0 {
				voices[actor] = source
			}
			joined.join(source, voices[actor])
		}
	}
	return joined
}
