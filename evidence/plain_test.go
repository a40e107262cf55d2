package evidence_test

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"actorgraph/kb"
)

// plainSupport is Support a second time, written from its rules alone: sets,
// walks that remember where they have been, every question asked anew. It is
// slow, and what Support gives is compared with it.
func plainSupport(m kb.Matter) kb.Support {
	if len(m.Claims) == 0 {
		return kb.Support{}
	}
	p := plain{m}
	asserting := p.counting(kb.Asserts)
	denying := p.counting(kb.Denies)
	notConfirming := p.counting(kb.DoesNotConfirm, kb.Silent)

	var s kb.Support
	s.Documents = len(documentsOf(asserting))
	s.Origins = p.origins(asserting)
	s.Named = len(s.Origins)
	s.Unattributed = p.unattributed(asserting)
	s.AtLeast = atLeast(s.Named, asserting)
	s.AtMost = max(s.AtLeast, s.Named+s.Unattributed)
	s.Denials = atLeast(len(p.origins(denying)), denying)
	s.NonConfirmations = atLeast(len(p.origins(notConfirming)), notConfirming)
	s.Inferred = len(p.standing(kb.Inferred, kb.Asserts))
	s.Contested = len(asserting)+s.Inferred > 0 && len(denying) > 0
	s.Strongest, s.Weakest = p.extremes(asserting)
	s.Uncredited = p.uncredited(asserting)
	s.Cycles = p.cycles()
	s.Status = p.status()
	return s
}

type plain struct{ kb.Matter }

type ids map[kb.ID]bool

func setOf(list ...kb.ID) ids {
	set := ids{}
	for _, id := range list {
		set[id] = true
	}
	return set
}

func (set ids) sorted() []kb.ID { return slices.Sorted(maps.Keys(set)) }

func (set ids) meets(other ids) bool {
	for id := range set {
		if other[id] {
			return true
		}
	}
	return false
}

func (set ids) within(other ids) bool {
	for id := range set {
		if !other[id] {
			return false
		}
	}
	return true
}

// Sources.

func (p plain) source(id kb.ID) *kb.Source {
	if s, ok := p.Sources[id]; ok {
		return s
	}
	return &kb.Source{ID: id}
}

func (p plain) publishers(id kb.ID) ids { return setOf(p.source(id).Publishers...) }

// everySource holds whatever is mentioned anywhere.
func (p plain) everySource() ids {
	all := setOf(slices.Collect(maps.Keys(p.Sources))...)
	for _, c := range p.Claims {
		all[c.Source] = true
		for _, credit := range c.Credits {
			all[credit.Source] = true
		}
	}
	for _, s := range p.Sources {
		for _, d := range s.DerivesFrom {
			all[d.Source] = true
		}
	}
	return all
}

// firstDocument is the document of the actor for whom a placeholder stands: of
// those among the candidates, the first to be published.
func (p plain) firstDocument(placeholder kb.ID, candidates ids) (kb.ID, bool) {
	var documents []*kb.Source
	for id := range candidates {
		if !p.source(id).IsPlaceholder() && p.publishers(id).meets(p.publishers(placeholder)) {
			documents = append(documents, p.source(id))
		}
	}
	if len(documents) == 0 {
		return "", false
	}
	day := func(s *kb.Source) kb.Day {
		if last, ok := s.Published.Latest(); ok {
			return last
		}
		return math.MaxInt64
	}
	return slices.MinFunc(documents, func(a, b *kb.Source) int {
		return cmp.Or(cmp.Compare(day(a), day(b)), cmp.Compare(a.ID, b.ID))
	}).ID, true
}

// Roots.

// wordsOf returns the claims of a source that a walk goes through.
func (p plain) wordsOf(source kb.ID, stance kb.Stance) []*kb.Claim {
	var words []*kb.Claim
	for _, c := range p.Claims {
		if c.Source == source && c.Stance == stance && c.Reading == kb.Explicit {
			words = append(words, c)
		}
	}
	return words
}

// standsFor returns the document for which a credit to a source stands: the
// source, if it is no placeholder without a word of its own.
func (p plain) standsFor(source kb.ID, stance kb.Stance) kb.ID {
	if !p.source(source).IsPlaceholder() || len(p.wordsOf(source, stance)) > 0 {
		return source
	}
	speaking := ids{}
	for _, c := range p.Claims {
		if c.Stance == stance && c.Reading == kb.Explicit {
			speaking[c.Source] = true
		}
	}
	if document, ok := p.firstDocument(source, speaking); ok {
		return document
	}
	return source
}

func creditsNobody(c *kb.Claim) bool { return len(c.Credits) == 0 && !c.Firsthand }

// roots returns where the word of a claim comes from.
func (p plain) roots(c *kb.Claim) ids { return p.follow(c, ids{}) }

func (p plain) follow(c *kb.Claim, visited ids) ids {
	if c.Firsthand {
		return setOf(c.Source)
	}
	found := ids{}
	for _, credit := range c.Credits {
		source := p.standsFor(credit.Source, c.Stance)
		if source != credit.Source && source == c.Source && c.Reading == kb.Explicit {
			found[source] = true // it credits the actor whose own document it is
		}
		if visited[source] {
			continue
		}
		visited[source] = true
		words := p.wordsOf(source, c.Stance)
		if len(words) == 0 || slices.ContainsFunc(words, creditsNobody) {
			found[source] = true
			continue
		}
		for _, word := range words {
			maps.Copy(found, p.follow(word, visited))
		}
	}
	return found
}

// cycles returns the circles that no credit leads out of: sources that have no
// roots, that all lead to each other, and to nothing else.
func (p plain) cycles() [][]kb.ID {
	var circles [][]kb.ID
	for _, stance := range []kb.Stance{kb.Asserts, kb.Denies, kb.DoesNotConfirm, kb.Silent} {
		for source := range p.everySource() {
			circle := p.ledTo(source, stance)
			closed := len(circle) > 0
			for other := range circle {
				closed = closed && maps.Equal(p.ledTo(other, stance), circle)
			}
			if list := circle.sorted(); closed && circle[source] && !slices.ContainsFunc(circles, func(c []kb.ID) bool { return slices.Equal(c, list) }) {
				circles = append(circles, list)
			}
		}
	}
	slices.SortFunc(circles, slices.Compare)
	return circles
}

// ledTo returns all sources that a walk from a source comes to, its own start
// only if it comes back.
func (p plain) ledTo(source kb.ID, stance kb.Stance) ids {
	reached := ids{}
	var walk func(from kb.ID)
	step := func(to kb.ID) {
		if !reached[to] {
			reached[to] = true
			walk(to)
		}
	}
	walk = func(from kb.ID) {
		if document := p.standsFor(from, stance); document != from {
			step(document)
			return
		}
		words := p.wordsOf(from, stance)
		if slices.ContainsFunc(words, creditsNobody) {
			return
		}
		for _, c := range words {
			if c.Firsthand {
				reached[root] = true
				continue
			}
			for _, credit := range c.Credits {
				if p.standsFor(credit.Source, stance) == from && credit.Source != from {
					reached[root] = true
				} else {
					step(credit.Source)
				}
			}
		}
	}
	walk(source)
	return reached
}

// root is no source's id: it marks a way out of any circle.
const root kb.ID = "(root)"

// Retraction.

// takenBack returns the claims that are taken back and, of each stance, the
// sources that took back all that they said.
func (p plain) takenBack() (claims map[*kb.Claim]bool, sources map[kb.Stance]ids) {
	claims, sources = map[*kb.Claim]bool{}, map[kb.Stance]ids{}
	if !p.isAnythingRetracted() {
		return claims, sources
	}
	named, whole := ids{}, ids{}
	for _, c := range p.Claims {
		switch {
		case c.Stance != kb.Retracts || c.Reading != kb.Explicit:
		case len(c.Retracts) > 0:
			maps.Copy(named, setOf(c.Retracts...))
		default:
			whole[c.Source] = true
		}
	}
	for _, stance := range []kb.Stance{kb.Asserts, kb.Denies, kb.DoesNotConfirm, kb.Silent} {
		gone := maps.Clone(whole)
		sources[stance] = gone
		for changed := true; changed; {
			changed = false
			for _, c := range p.Claims {
				roots := p.roots(c)
				if c.Stance == stance && !claims[c] && (gone[c.Source] || named[c.ID] || len(roots) > 0 && roots.within(gone)) {
					claims[c], changed = true, true
				}
			}
			for source := range p.everySource() {
				words := p.wordsOf(source, stance)
				stands := slices.ContainsFunc(words, func(c *kb.Claim) bool { return !claims[c] })
				if len(words) > 0 && !stands && !gone[source] {
					gone[source], changed = true, true
				}
			}
		}
	}
	return claims, sources
}

func (p plain) isAnythingRetracted() bool {
	return slices.ContainsFunc(p.Claims, func(c *kb.Claim) bool { return c.Stance == kb.Retracts && c.Reading == kb.Explicit })
}

func (p plain) standing(reading kb.Reading, stances ...kb.Stance) []*kb.Claim {
	gone, _ := p.takenBack()
	var claims []*kb.Claim
	for _, c := range p.Claims {
		if c.Reading == reading && slices.Contains(stances, c.Stance) && !gone[c] {
			claims = append(claims, c)
		}
	}
	return claims
}

func (p plain) counting(stances ...kb.Stance) []*kb.Claim {
	return p.standing(kb.Explicit, stances...)
}

// standingRoots returns the roots of a claim without those that took back.
func (p plain) standingRoots(c *kb.Claim) ids {
	_, gone := p.takenBack()
	roots := p.roots(c)
	maps.DeleteFunc(roots, func(id kb.ID, _ bool) bool { return gone[c.Stance][id] })
	return roots
}

// Text families and origins, of claims that count together.

func documentsOf(claims []*kb.Claim) ids {
	documents := ids{}
	for _, c := range claims {
		documents[c.Source] = true
	}
	return documents
}

func (p plain) rootsOf(claims []*kb.Claim) ids {
	roots := ids{}
	for _, c := range claims {
		maps.Copy(roots, p.standingRoots(c))
	}
	return roots
}

// parents returns the sources from which a source has its text, as far as that
// counts on the fact.
func (p plain) parents(source kb.ID, claims []*kb.Claim) ids {
	parents := ids{}
	for _, d := range p.source(source).DerivesFrom {
		held := p.source(d.Source).Fingerprint != ""
		if d.Basis == kb.Declared && (!held || documentsOf(claims)[d.Source]) {
			parents[d.Source] = true
		}
	}
	return parents
}

// parent returns the one whose family a source joins: of several the first.
func (p plain) parent(source kb.ID, claims []*kb.Claim) (kb.ID, bool) {
	parents := p.parents(source, claims).sorted()
	if len(parents) == 0 {
		return "", false
	}
	return parents[0], true
}

func (p plain) sameText(a, b kb.ID, claims []*kb.Claim) bool {
	ofA, hasA := p.parent(a, claims)
	ofB, hasB := p.parent(b, claims)
	return hasA && ofA == b || hasB && ofB == a
}

// behind returns the texts that a source's own comes from in the end.
func (p plain) behind(source kb.ID, claims []*kb.Claim) ids {
	ancestors := setOf(source)
	for grown := true; grown; {
		before := len(ancestors)
		for id := range maps.Clone(ancestors) {
			maps.Copy(ancestors, p.parents(id, claims))
		}
		grown = len(ancestors) > before
	}
	maps.DeleteFunc(ancestors, func(id kb.ID, _ bool) bool { return len(p.parents(id, claims)) > 0 })
	if len(ancestors) == 0 {
		return setOf(source)
	}
	return ancestors
}

func (p plain) sameOrigin(a, b kb.ID, claims []*kb.Claim) bool {
	responsible := func(id kb.ID) bool {
		return p.source(id).Kind == kb.SourceStatement || p.source(id).Kind == kb.SourceFiling
	}
	seen := documentsOf(claims)
	maps.Copy(seen, p.rootsOf(claims))
	absorbs := func(document, placeholder kb.ID) bool {
		first, ok := p.firstDocument(placeholder, seen)
		return p.source(placeholder).IsPlaceholder() && ok && first == document
	}
	return p.sameText(a, b, claims) ||
		responsible(a) && responsible(b) && p.publishers(a).meets(p.publishers(b)) ||
		absorbs(a, b) || absorbs(b, a)
}

// concerned returns the sources that matter to what claims come to: those that
// make them, their roots, and all that these have their texts from.
func (p plain) concerned(claims []*kb.Claim) ids {
	all := documentsOf(claims)
	maps.Copy(all, p.rootsOf(claims))
	for grown := true; grown; {
		before := len(all)
		for id := range maps.Clone(all) {
			if parent, ok := p.parent(id, claims); ok {
				all[parent] = true
			}
		}
		grown = len(all) > before
	}
	return all
}

// joined returns all sources that a chain of joins leads to, the source included.
func (p plain) joined(source kb.ID, joins func(a, b kb.ID, claims []*kb.Claim) bool, claims []*kb.Claim) ids {
	class := setOf(source)
	for grown := true; grown; {
		grown = false
		for a := range maps.Clone(class) {
			for b := range p.concerned(claims) {
				if !class[b] && joins(a, b, claims) {
					class[b], grown = true, true
				}
			}
		}
	}
	return class
}

func (p plain) family(source kb.ID, claims []*kb.Claim) ids {
	return p.joined(source, p.sameText, claims)
}

func (p plain) origin(source kb.ID, claims []*kb.Claim) ids {
	return p.joined(source, p.sameOrigin, claims)
}

func (p plain) origins(claims []*kb.Claim) []kb.Origin {
	roots := p.rootsOf(claims)
	var origins []kb.Origin
	for left := maps.Clone(roots); len(left) > 0; {
		class := p.origin(left.sorted()[0], claims)
		var sources []kb.ID
		for _, id := range roots.sorted() {
			if class[id] {
				sources = append(sources, id)
				delete(left, id)
			}
		}
		leading := ids{}
		for _, c := range claims {
			if class[c.Source] || p.standingRoots(c).meets(class) {
				leading[c.Source] = true
			}
		}
		origins = append(origins, kb.Origin{Sources: sources, Documents: len(leading)})
	}
	return origins
}

func atLeast(named int, claims []*kb.Claim) int {
	if len(claims) > 0 {
		return max(named, 1)
	}
	return named
}

func (p plain) unattributed(claims []*kb.Claim) int {
	classes := map[kb.ID]bool{} // by the smallest id of each
	for document := range documentsOf(claims) {
		class := p.origin(document, claims)
		credits := slices.ContainsFunc(claims, func(c *kb.Claim) bool { return class[c.Source] && len(c.Credits) > 0 })
		if !credits && !class.meets(p.rootsOf(claims)) {
			classes[class.sorted()[0]] = true
		}
	}
	return len(classes)
}

func (p plain) uncredited(claims []*kb.Claim) int {
	n := 0
	for document := range documentsOf(claims) {
		leads := p.origin(document, claims).meets(p.rootsOf(claims))
		for _, c := range claims {
			leads = leads || c.Source == document && len(p.standingRoots(c)) > 0
		}
		if !leads {
			n++
		}
	}
	return n
}

// Modality and status.

// rank puts the strongest modality first.
func rank(m kb.Modality) int { return slices.Index(kb.Modalities, m) }

func strongest(ms []kb.Modality) kb.Modality {
	return slices.MinFunc(ms, func(a, b kb.Modality) int { return rank(a) - rank(b) })
}

func weakest(ms []kb.Modality) kb.Modality {
	return slices.MaxFunc(ms, func(a, b kb.Modality) int { return rank(a) - rank(b) })
}

func modalitiesOf(claims []*kb.Claim, of func(*kb.Claim) bool) []kb.Modality {
	var ms []kb.Modality
	for _, c := range claims {
		if of(c) {
			ms = append(ms, c.Modality)
		}
	}
	return ms
}

// familyModality is the parent's modality, or the weakest of the documents'.
func (p plain) familyModality(source kb.ID, claims []*kb.Claim) kb.Modality {
	var ofParents, ofDocuments []kb.Modality
	parentless, speaking := 0, 0
	for id := range p.family(source, claims) {
		own := modalitiesOf(claims, func(c *kb.Claim) bool { return c.Source == id })
		isParent := len(p.parents(id, claims)) == 0
		if isParent {
			parentless++
		}
		if len(own) > 0 {
			ofDocuments = append(ofDocuments, strongest(own))
			if isParent {
				speaking++
				ofParents = append(ofParents, strongest(own))
			}
		}
	}
	if parentless > 0 && parentless == speaking {
		return weakest(ofParents)
	}
	return weakest(ofDocuments)
}

func (p plain) modality(c *kb.Claim, claims []*kb.Claim) kb.Modality {
	return weakest([]kb.Modality{c.Modality, p.familyModality(c.Source, claims)})
}

func (p plain) extremes(claims []*kb.Claim) (strong, weak kb.Modality) {
	if len(claims) == 0 {
		return "", ""
	}
	var ms []kb.Modality
	for document := range documentsOf(claims) {
		ms = append(ms, p.familyModality(document, claims))
	}
	return strongest(ms), weakest(ms)
}

// whose returns the documents that tell whose word a claim is.
func (p plain) whose(c *kb.Claim) ids {
	if creditsNobody(c) {
		return setOf(c.Source)
	}
	return p.standingRoots(c)
}

func (p plain) isPartys(party, source kb.ID, claims []*kb.Claim) bool {
	for text := range p.behind(source, claims) {
		if p.publishers(text)[party] {
			return true
		}
	}
	return false
}

func (p plain) isWordOf(party kb.ID, c *kb.Claim, claims []*kb.Claim) bool {
	for id := range p.whose(c) {
		if p.isPartys(party, id, claims) {
			return true
		}
	}
	return slices.Contains(c.AttributedTo, party)
}

// comesFromAnother tells whether an origin that is not the party's says so.
func (p plain) comesFromAnother(party kb.ID, c *kb.Claim, claims []*kb.Claim) bool {
	if slices.Contains(c.AttributedTo, party) {
		return false
	}
	for id := range p.standingRoots(c) {
		if !p.isPartys(party, id, claims) {
			return true
		}
	}
	return false
}

func (p plain) isPartiesAlone(c *kb.Claim, claims []*kb.Claim) bool {
	parties := setOf(p.Parties...)
	if len(c.AttributedTo) > 0 && setOf(c.AttributedTo...).within(parties) {
		return true
	}
	texts := ids{}
	for id := range p.whose(c) {
		maps.Copy(texts, p.behind(id, claims))
	}
	for id := range texts {
		if publishers := p.publishers(id); len(publishers) == 0 || !publishers.within(parties) {
			return false
		}
	}
	return len(texts) > 0
}

func (p plain) status() kb.Status {
	asserting := p.counting(kb.Asserts)
	isFactual := func(m kb.Modality) bool { return m == kb.Stated || m == kb.Derived || m == kb.Confirmed }
	isOpinion := func(m kb.Modality) bool { return m == kb.Intended || m == kb.Forecast || m == kb.Opinion }
	var factual, alleged, opinion []*kb.Claim
	for _, c := range asserting {
		switch m := p.modality(c, asserting); {
		case m == kb.Found:
			return kb.StatusEstablished
		case isFactual(m):
			factual = append(factual, c)
		case isOpinion(m):
			opinion = append(opinion, c)
		default:
			alleged = append(alleged, c)
		}
	}
	for _, party := range p.Parties {
		own := slices.ContainsFunc(factual, func(c *kb.Claim) bool { return p.isWordOf(party, c, asserting) })
		another := slices.ContainsFunc(asserting, func(c *kb.Claim) bool { return p.comesFromAnother(party, c, asserting) })
		if own && another {
			return kb.StatusConfirmed
		}
	}
	inferred := p.standing(kb.Inferred, kb.Asserts)
	inferredOpinion := modalitiesOf(inferred, func(c *kb.Claim) bool { return isOpinion(c.Modality) })
	switch {
	case len(factual) > 0 && !slices.ContainsFunc(factual, func(c *kb.Claim) bool { return !p.isPartiesAlone(c, asserting) }):
		return kb.StatusSelfStated
	case len(factual) > 0:
		return kb.StatusStated
	case len(alleged) > 0:
		return kb.StatusAlleged
	case len(opinion) > 0:
		return kb.StatusOpinion
	case len(inferred) > len(inferredOpinion):
		return kb.StatusAlleged
	case len(inferred) > 0:
		return kb.StatusOpinion
	case len(p.counting(kb.Denies)) > 0:
		return kb.StatusDenied
	case len(p.counting(kb.DoesNotConfirm, kb.Silent)) > 0:
		return kb.StatusUnconfirmed
	}
	switch {
	case p.isAnythingRetracted():
		return kb.StatusRetracted
	case len(p.standing(kb.Inferred, kb.Denies)) > 0:
		return kb.StatusDenied
	case len(p.standing(kb.Inferred, kb.DoesNotConfirm, kb.Silent)) > 0:
		return kb.StatusUnconfirmed
	}
	return kb.StatusRetracted
}
