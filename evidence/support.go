package evidence

import (
	"maps"
	"slices"

	"actorgraph/kb"
)

// Matter is all that the support of a fact is computed from. The order of its
// lists changes nothing.
type Matter struct {
	// Claims are those on the fact. For the joint support of several facts they
	// are those on all of them.
	Claims []*kb.Claim
	// Sources holds the sources that the claims are from, those that they credit,
	// and all that these derive from, over any number of steps.
	Sources map[kb.ID]*kb.Source
	// Parties are the actors whose word on the fact is in their own cause: see
	// [IsPartyType].
	Parties []kb.ID
}

// Support boils the claims on a fact down to what they come to together. It
// counts origins, not documents: whoever repeats another adds nothing.
//
// The roots of a claim are where its word comes from. Of a firsthand one it is
// the document itself; of one that credits nobody there is none; else the roots of
// those that it credits: of each the roots of its own claims on the fact with the
// same stance, or itself where it makes none or one of them credits nobody. Roots
// of one text family, or of one responsible actor, are one origin: a text family is
// joined by what its documents derive from, as far as the parent says the same or is
// not held; a responsible actor is the publisher of statements and filings, and of
// the document for which a placeholder stands.
//
// Without claims it is the zero Support.
//
// The cost is that of sorting the claims; only sources that credit each other over
// many steps add to it.
func Support(m Matter) kb.Support {
	return weigh(m, wordsOf(m.Claims))
}

// word is a claim as it counts: for its own document, or for one that it credits.
type word struct {
	*kb.Claim
	source    kb.ID   // the document that it counts for
	standsFor bool    // that is one that it credits
	roots     []kb.ID // sorted
	takenBack bool
}

func wordsOf(claims []*kb.Claim) []*word {
	words := make([]*word, len(claims))
	for i, c := range claims {
		words[i] = &word{Claim: c, source: c.Source}
	}
	return words
}

// weighing is the state of one computation.
type weighing struct {
	Matter
	words  []*word // explicit ones that say something, by claim
	cycles [][]kb.ID
	taken  map[kb.ID]bool // sources that took their word back
}

// The stances that say something of the fact itself.
var stances = []kb.Stance{kb.Asserts, kb.Denies, kb.DoesNotConfirm, kb.Silent}

func weigh(m Matter, words []*word) kb.Support {
	if len(words) == 0 {
		return kb.Support{}
	}
	w := &weighing{Matter: m}
	var inferred []*word
	var retractions []*kb.Claim
	for _, d := range words {
		switch {
		case d.Reading == kb.Inferred:
			inferred = append(inferred, d)
		case d.Stance == kb.Retracts:
			retractions = append(retractions, d.Claim)
		default:
			w.words = append(w.words, d)
		}
	}
	for _, s := range stances {
		w.findRoots(s)
	}
	w.takeBack(retractions, inferred)
	w.words = slices.DeleteFunc(w.words, isTakenBack)
	inferred = slices.DeleteFunc(inferred, isTakenBack)

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
	for _, d := range inferred {
		if d.Stance == kb.Asserts {
			s.Inferred++
		}
	}
	s.Contested = (s.Documents > 0 || s.Inferred > 0) && denying.documents > 0
	w.judge(&s, asserting, inferred)
	return s
}

func isTakenBack(d *word) bool { return d.takenBack }

// findRoots finds the roots of all words with a stance, and the circles among
// their sources, by the strongly connected components of the graph of credits
// (R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on
// Computing 1, 1972).
func (w *weighing) findRoots(stance kb.Stance) {
	own := map[kb.ID][]*word{} // by the document that says it itself
	var credited []kb.ID
	for _, d := range w.words {
		if d.Stance != stance {
			continue
		}
		if !d.standsFor {
			own[d.Source] = append(own[d.Source], d)
		}
		for _, c := range d.Credits {
			credited = append(credited, c.Source)
		}
	}
	if len(own) == 0 && len(credited) == 0 {
		return
	}
	g := &creditGraph{weighing: w, own: own, order: map[kb.ID]int{}, low: map[kb.ID]int{}, roots: map[kb.ID][]kb.ID{}}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(credited))) {
		if g.order[id] == 0 {
			g.visit(id)
		}
	}
	for _, d := range w.words {
		switch {
		case d.Stance != stance:
		case d.standsFor:
			d.roots = g.roots[d.source]
		case d.Firsthand:
			d.roots = []kb.ID{d.Source}
		default:
			for _, c := range d.Credits {
				d.roots = append(d.roots, g.roots[c.Source]...)
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
	order map[kb.ID]int // in which sources were come to, from 1
	low   map[kb.ID]int
	stack []kb.ID
	roots map[kb.ID][]kb.ID // of the components that are done
}

// visit finds the roots of a source and of all that it leads to.
func (g *creditGraph) visit(id kb.ID) {
	g.order[id] = len(g.order) + 1
	g.low[id] = g.order[id]
	g.stack = append(g.stack, id)
	_, next := g.step(id)
	for _, to := range next {
		switch {
		case g.order[to] == 0:
			g.visit(to)
			g.low[id] = min(g.low[id], g.low[to])
		case slices.Contains(g.stack, to):
			g.low[id] = min(g.low[id], g.order[to])
		}
	}
	if g.low[id] != g.order[id] {
		return
	}
	at := slices.Index(g.stack, id)
	component := slices.Sorted(slices.Values(g.stack[at:]))
	g.stack = g.stack[:at]
	var roots []kb.ID
	for _, member := range component {
		self, next := g.step(member)
		if self {
			roots = append(roots, member)
		}
		for _, to := range next {
			roots = append(roots, g.roots[to]...) // none yet of the component's own
		}
	}
	roots = distinct(roots)
	for _, member := range component {
		g.roots[member] = roots
	}
	circle := len(component) > 1 || slices.Contains(next, id)
	if circle && len(roots) == 0 {
		g.cycles = append(g.cycles, component)
	}
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
				next = append(next, c.Source)
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
	return g.first(maps.Keys(g.own), func(id kb.ID) bool { return id != placeholder && g.sharePublisher(id, placeholder) && !g.isPlaceholder(id) })
}

// takeBack marks the words that were taken back: those of the sources that
// retract, those that they name, and those that have no roots but these.
func (w *weighing) takeBack(retractions []*kb.Claim, inferred []*word) {
	w.taken = map[kb.ID]bool{}
	if len(retractions) == 0 {
		return
	}
	named := map[kb.ID]bool{}
	for _, r := range retractions {
		w.taken[r.Source] = true
		for _, id := range r.Retracts {
			named[id] = true
		}
	}
	words := slices.Concat(w.words, inferred)
	for again := true; again; {
		again = false
		stands := map[kb.ID]bool{} // sources of which something stands
		for _, d := range words {
			if !d.takenBack {
				d.takenBack = w.taken[d.source] || named[d.ID] || len(d.roots) > 0 && !slices.ContainsFunc(d.roots, func(id kb.ID) bool { return !w.taken[id] })
			}
			stands[d.source] = stands[d.source] || !d.takenBack
		}
		for source, any := range stands {
			if !any && !w.taken[source] {
				w.taken[source], again = true, true
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
	families     *classes // of texts
}

func (c *counting) atLeast() int {
	if len(c.words) == 0 {
		return 0
	}
	return max(1, len(c.named))
}

// counted counts the origins of the words with these stances.
func (w *weighing) counted(stances ...kb.Stance) *counting {
	c := &counting{}
	documents := map[kb.ID][]*word{}
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
	c.families = w.families(documents)
	origins := w.origins(c, documents)

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
		if slices.ContainsFunc(words, func(d *word) bool { return len(d.Credits) > 0 }) {
			credits[origins.of(document)] = true
		}
	}
	unattributed := map[kb.ID]bool{}
	for document, words := range documents {
		origin := origins.of(document)
		if led[origin] == nil && !credits[origin] {
			unattributed[origin] = true
		}
		if led[origin] == nil && !slices.ContainsFunc(words, func(d *word) bool { return len(w.standing(d)) > 0 }) {
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
	if len(w.taken) == 0 {
		return d.roots
	}
	return slices.DeleteFunc(slices.Clone(d.roots), func(id kb.ID) bool { return w.taken[id] })
}

// families joins the sources that have their text from each other. A text that
// has another's for its parent has its word from there only as far as the parent
// says the same, or as nobody can tell because it is not held.
func (w *weighing) families(documents map[kb.ID][]*word) *classes {
	joined := newClasses()
	for id, s := range w.Sources {
		for _, parent := range w.parents(s, documents) {
			joined.join(id, parent)
		}
	}
	return joined
}

// parents are the sources from which s has what it says here.
func (w *weighing) parents(s *kb.Source, documents map[kb.ID][]*word) []kb.ID {
	var out []kb.ID
	for _, d := range s.DerivesFrom {
		parent := w.source(d.Source)
		if d.Basis == kb.Declared && (parent.Fingerprint == "" || len(documents[d.Source]) > 0) {
			out = append(out, d.Source)
		}
	}
	return out
}

// origins joins the documents and the roots that are one origin: those of one
// text family, the statements and filings of one actor, and a placeholder with
// the first of its actor's documents.
func (w *weighing) origins(c *counting, documents map[kb.ID][]*word) *classes {
	joined := newClasses()
	all := slices.Collect(maps.Keys(documents))
	for _, d := range c.words {
		all = append(all, w.standing(d)...)
	}
	all = distinct(all)
	voices := map[kb.ID]kb.ID{} // of actors who publish their own word
	for _, id := range all {
		joined.join(id, c.families.of(id))
		s := w.source(id)
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
	for _, id := range all {
		if !w.isPlaceholder(id) {
			continue
		}
		if document, ok := w.first(slices.Values(all), func(other kb.ID) bool { return !w.isPlaceholder(other) && w.sharePublisher(other, id) }); ok {
			joined.join(id, document)
		}
	}
	return joined
}
