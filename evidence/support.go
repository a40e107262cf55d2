package evidence

import (
	"iter"
	"maps"
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
// not held, a digest of several by the first of them; a responsible actor is the publisher of statements and filings, and of
// the document for which a placeholder stands.
//
// Without claims it is the zero Support.
//
// The cost is that of sorting the claims; only sources that credit each other over
// many steps add to it.
func Support(m kb.Matter) kb.Support {
	words := make([]*word, len(m.Claims))
	for i, c := range m.Claims {
		words[i] = &word{Claim: c, source: c.Source}
	}
	return weigh(m, words, false)
}

// word is a claim as it counts: for its own document, or for one that it credits.
type word struct {
	*kb.Claim
	source    kb.ID   // the document that it counts for
	standsFor bool    // that is one that it credits
	roots     []kb.ID // sorted
	takenBack bool
}

// credits are the sources that the word credits, if it counts for its own document.
func (d *word) credits() []kb.Credit {
	if d.standsFor {
		return nil
	}
	return d.Credits
}

// weighing is the state of one computation.
type weighing struct {
	kb.Matter
	detected bool    // text families that the program found count, too
	words    []*word // explicit ones that say something
	inferred []*word
	cycles   [][]kb.ID
	taken    map[kb.Stance]map[kb.ID]bool // sources that took back all that they said with a stance
}

// The stances that say something of the fact itself.
var stances = []kb.Stance{kb.Asserts, kb.Denies, kb.DoesNotConfirm, kb.Silent}

func weigh(m kb.Matter, words []*word, detected bool) kb.Support {
	if len(words) == 0 {
		return kb.Support{}
	}
	w := &weighing{Matter: m, detected: detected}
	var retractions []*word
	for _, d := range words {
		switch {
		case d.Reading == kb.Inferred:
			w.inferred = append(w.inferred, d)
		case d.Stance == kb.Retracts:
			retractions = append(retractions, d)
		default:
			w.words = append(w.words, d)
		}
	}
	for _, s := range stances {
		w.findRoots(s)
	}
	w.takeBack(retractions)
	w.words = slices.DeleteFunc(w.words, isTakenBack)
	w.inferred = slices.DeleteFunc(w.inferred, isTakenBack)

	asserting := w.counted(kb.Asserts)
	denying := w.counted(kb.Denies)
	unconfirming := w.counted(kb.DoesNotConfirm, kb.Silent)
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
	inferred := map[kb.ID]bool{} // claims
	for _, d := range w.inferred {
		if d.Stance == kb.Asserts {
			inferred[d.ID] = true
		}
	}
	s.Inferred = len(inferred)
	s.Contested = (s.Documents > 0 || s.Inferred > 0) && denying.documents > 0
	w.judge(&s, asserting, len(retractions) > 0)
	return s
}

func isTakenBack(d *word) bool { return d.takenBack }

// with yields the words with a stance, the explicit ones first.
func (w *weighing) with(stance kb.Stance) iter.Seq[*word] {
	return func(yield func(*word) bool) {
		for _, words := range [][]*word{w.words, w.inferred} {
			for _, d := range words {
				if d.Stance == stance && !yield(d) {
					return
				}
			}
		}
	}
}

// findRoots finds the roots of all words with a stance, and the circles among
// their sources.
func (w *weighing) findRoots(stance kb.Stance) {
	own := map[kb.ID][]*word{} // by the document that says it itself
	var credited []kb.ID
	for d := range w.with(stance) {
		if d.Reading == kb.Explicit && !d.standsFor {
			own[d.Source] = append(own[d.Source], d)
		}
		for _, c := range d.Credits {
			credited = append(credited, c.Source)
		}
	}
	if len(own) == 0 && len(credited) == 0 {
		return
	}
	g := &creditGraph{weighing: w, own: own}
	walk := newWalk(g.step)
	for _, id := range distinct(credited) {
		walk.from(id)
	}
	w.cycles = append(w.cycles, walk.circles...)
	for d := range w.with(stance) {
		switch {
		case d.standsFor:
			d.roots = walk.ends[d.source]
		case d.Firsthand:
			d.roots = []kb.ID{d.Source}
		default:
			for _, c := range d.Credits {
				d.roots = append(d.roots, walk.ends[c.Source]...)
			}
			d.roots = distinct(d.roots)
		}
	}
}

// creditGraph leads from each source that is credited to those that its own
// claims on the fact credit.
type creditGraph struct {
	*weighing
	own   map[kb.ID][]*word
	first map[kb.ID]kb.ID // of each actor, the first of the documents with a word; made when it is needed
}

// step tells whether a credited source is a root itself, and to which sources its
// own claims lead on.
func (g *creditGraph) step(id kb.ID) (self bool, next []kb.ID) {
	claims := g.own[id]
	if len(claims) == 0 {
		if document, ok := g.documentOf(id); ok {
			return false, []kb.ID{document}
		}
		return true, nil
	}
	for _, d := range claims {
		switch {
		case d.Firsthand:
			self = true
		case len(d.Credits) == 0:
			return true, nil
		}
		if !d.Firsthand {
			for _, c := range d.Credits {
				if document, ok := g.documentOf(c.Source); ok && document == id && len(g.own[c.Source]) == 0 {
					self = true // it credits the actor whose own document it is
				} else {
					next = append(next, c.Source)
				}
			}
		}
	}
	return self, distinct(next)
}

// documentOf finds the document for which a placeholder stands: of those with a
// claim on the fact that its actor published the first, by date and then by id.
func (g *creditGraph) documentOf(placeholder kb.ID) (kb.ID, bool) {
	if !g.isPlaceholder(placeholder) {
		return "", false
	}
	if g.first == nil {
		g.first = g.firstDocuments(maps.Keys(g.own))
	}
	return g.documentAmong(g.first, placeholder)
}

// takeBack marks the words that were taken back: those that a retraction names, or
// where it names none those of its source, and those that have no roots but sources
// that took back all that they said with the stance.
func (w *weighing) takeBack(retractions []*word) {
	if len(retractions) == 0 {
		return
	}
	w.taken = map[kb.Stance]map[kb.ID]bool{}
	for _, stance := range stances {
		w.taken[stance] = map[kb.ID]bool{}
	}
	named := map[kb.ID]bool{}
	for _, r := range retractions {
		for _, id := range r.Retracts {
			named[id] = true
		}
		if len(r.Retracts) == 0 {
			for _, stance := range stances {
				w.taken[stance][r.source] = true
			}
		}
	}
	for _, stance := range stances {
		taken := w.taken[stance]
		for again := true; again; {
			again = false
			stands := map[kb.ID]bool{} // sources of whose own words one stands
			for d := range w.with(stance) {
				if !d.takenBack {
					d.takenBack = taken[d.source] || named[d.ID] || len(d.roots) > 0 && all(d.roots, func(id kb.ID) bool { return taken[id] })
				}
				if d.Reading == kb.Explicit && !d.standsFor {
					stands[d.source] = stands[d.source] || !d.takenBack
				}
			}
			for source, any := range stands {
				if !any && !taken[source] {
					taken[source], again = true, true
				}
			}
		}
	}
}

// counting is what the words with one stance come to.
type counting struct {
	words        []*word
	documents    int
	named        []kb.Origin
	unattributed int
	uncredited   int
	byDocument   map[kb.ID][]*word
	families     *classes // of texts
	sources      []kb.ID  // documents, roots, and all that these have their texts from
}

func (c *counting) atLeast() int {
	if len(c.words) == 0 {
		return 0
	}
	return max(1, len(c.named))
}

// counted counts the origins of the words with these stances.
func (w *weighing) counted(stances ...kb.Stance) *counting {
	documents := map[kb.ID][]*word{}
	c := &counting{byDocument: documents}
	for _, d := range w.words {
		if slices.Contains(stances, d.Stance) {
			c.words = append(c.words, d)
			documents[d.source] = append(documents[d.source], d)
		}
	}
	c.documents = len(documents)
	if c.documents == 0 {
		return c
	}
	seen := slices.Collect(maps.Keys(documents))
	for _, d := range c.words {
		seen = append(seen, w.standing(d)...)
	}
	seen = distinct(seen)
	c.families, c.sources = w.families(seen, documents)
	origins := w.origins(c, seen)

	led := map[kb.ID]map[kb.ID]bool{} // the documents that lead to each origin
	sources := map[kb.ID][]kb.ID{}    // the roots of each origin
	for document, words := range documents {
		for _, d := range words {
			for _, root := range w.standing(d) {
				origin := origins.of(root)
				if led[origin] == nil {
					led[origin] = map[kb.ID]bool{}
				}
				led[origin][document] = true
				sources[origin] = append(sources[origin], root)
			}
		}
	}
	credits := map[kb.ID]bool{} // origins or would-be ones of which a document credits someone
	for document, words := range documents {
		if slices.ContainsFunc(words, func(d *word) bool { return len(d.credits()) > 0 }) {
			credits[origins.of(document)] = true
		}
	}
	unattributed := map[kb.ID]bool{}
	for document, words := range documents {
		origin := origins.of(document)
		if led[origin] == nil && !credits[origin] {
			unattributed[origin] = true
		}
		if led[origin] != nil {
			led[origin][document] = true
		} else if !slices.ContainsFunc(words, func(d *word) bool { return len(w.standing(d)) > 0 }) {
			c.uncredited++
		}
	}
	c.unattributed = len(unattributed)
	for origin, documents := range led {
		c.named = append(c.named, kb.Origin{Sources: distinct(sources[origin]), Documents: len(documents)})
	}
	slices.SortFunc(c.named, func(a, b kb.Origin) int { return slices.Compare(a.Sources, b.Sources) })
	return c
}

// standing are the roots of a word that did not take theirs back.
func (w *weighing) standing(d *word) []kb.ID {
	taken := w.taken[d.Stance]
	if len(taken) == 0 {
		return d.roots
	}
	return slices.DeleteFunc(slices.Clone(d.roots), func(id kb.ID) bool { return taken[id] })
}

// families joins the sources that have their text from each other, and returns
// these with all that they have it from. A text that has another's for its parent
// has its word from there only as far as the parent says the same, or as nobody
// can tell because it is not held. What is made of several texts is of the family of
// the first, so that it makes no family of two.
func (w *weighing) families(seen []kb.ID, documents map[kb.ID][]*word) (joined *classes, sources []kb.ID) {
	joined = newClasses()
	known := map[kb.ID]bool{}
	for _, id := range seen {
		known[id] = true
	}
	sources = slices.Clone(seen)
	for i := 0; i < len(sources); i++ {
		parents := w.parents(sources[i], documents)
		if len(parents) == 0 {
			continue
		}
		joined.join(sources[i], parents[0])
		if !known[parents[0]] {
			known[parents[0]] = true
			sources = append(sources, parents[0])
		}
	}
	return joined, sources
}

// parents are the sources from which a source has what it says here, sorted.
func (w *weighing) parents(id kb.ID, documents map[kb.ID][]*word) []kb.ID {
	var out []kb.ID
	for _, d := range w.source(id).DerivesFrom {
		parent := w.source(d.Source)
		if (d.Basis == kb.Declared || w.detected) && (parent.Fingerprint == "" || len(documents[d.Source]) > 0) {
			out = append(out, d.Source)
		}
	}
	return distinct(out)
}

// origins joins the sources that are one origin: those of one text family, the
// statements and filings of one actor, and a placeholder with the first of its
// actor's documents and roots.
func (w *weighing) origins(c *counting, seen []kb.ID) *classes {
	joined := newClasses()
	voices := map[kb.ID]kb.ID{} // of actors who publish their own word
	first := w.firstDocuments(slices.Values(seen))
	for _, id := range c.sources {
		joined.join(id, c.families.of(id))
		s := w.source(id)
		if document, ok := w.documentAmong(first, id); ok && s.IsPlaceholder() {
			joined.join(id, document)
		}
		if s.Kind != kb.SourceStatement && s.Kind != kb.SourceFiling {
			continue
		}
		for _, actor := range s.Publishers {
			if voices[actor] == "" {
				voices[actor] = id
			}
			joined.join(id, voices[actor])
		}
	}
	return joined
}
