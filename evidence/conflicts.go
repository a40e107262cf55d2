package evidence

import (
	"cmp"
	"context"
	"slices"

	"actorgraph/kb"
)

// Told is a fact with what is said of it: all that a search for conflicts looks at.
type Told struct {
	Fact      kb.Fact
	Claims    []*kb.Claim // on it, that a lens selects and nobody took back; see [Standing]
	Inherited kb.Interval // see [kb.Matter]
}

// Conflicts finds what can't all hold among facts, by the rules of
// [kb.ConflictRules], and what differs without excluding each other, by those of
// [kb.DifferenceRules]. They come in the order of the rules, and then by the facts.
//
// Only what something asserts in the words of its document can stand against
// something else, and of values, qualifiers and types only what is told as more
// than an opinion. Facts stand against each other only if they are values of one key
// of one entity, relations between the same two entities, or what a person did and
// when that person died: who hands in all of these for a fact gets all its conflicts.
//
// named gives the names of entities, for the texts. The cost is that of sorting the
// facts; only the values of one key of one entity, and the claims on one fact that
// give one qualifier, are held each against each. It ends when ctx does.
func Conflicts(ctx context.Context, facts []Told, named func(kb.ID) Named) ([]kb.Conflict, error) {
	s := newComparison(facts, named)
	for _, f := range s.facts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s.denied(f)
		s.intervals(f)
		s.strengths(f)
		s.speakers(f)
		for _, key := range clashing {
			s.qualifiers(f, f.firm, key, kb.QualifiersClash, clash)
		}
		for _, key := range differing {
			s.qualifiers(f, f.asserting, key, kb.OutcomeDiffers, func(a, b kb.Value) bool { return a != b })
		}
		s.types(f)
		s.death(f)
	}
	for key, properties := range s.properties {
		row, _ := key.key.Info()
		if row.Single {
			if err := s.values(ctx, kb.ValuesClash, properties, clash); err != nil {
				return nil, err
			}
		}
		if row.Type == kb.TypeQuantity || row.Type == kb.TypeDate {
			if err := s.values(ctx, kb.DetailDiffers, properties, saysLess); err != nil {
				return nil, err
			}
		}
	}
	return s.sorted(), nil
}

// The qualifiers of which one fact has one value at a time, and those of which
// different values are told apart only.
var (
	clashing  = []kb.QualifierKey{kb.QualifierShare, kb.QualifierAmount, kb.QualifierCount, kb.QualifierImpact}
	differing = []kb.QualifierKey{kb.QualifierOutcome, kb.QualifierExtent}
)

// comparison is one search for conflicts.
type comparison struct {
	telling
	facts      []*compared // sorted
	relations  map[relationKey][]*compared
	properties map[propertyKey][]*compared
	found      []kb.Conflict
}

// compared is a fact that something explicit asserts.
type compared struct {
	Told
	asserting []*kb.Claim // explicit ones, sorted
	firm      []*kb.Claim // those of them that say more than an opinion
	denying   []*kb.Claim
}

type relationKey struct {
	typ      kb.RelationType
	from, to kb.ID
}

type propertyKey struct {
	entity kb.ID
	key    kb.PropertyKey
	issuer kb.ID
}

func newComparison(facts []Told, named func(kb.ID) Named) *comparison {
	s := &comparison{telling: telling{named}, relations: map[relationKey][]*compared{}, properties: map[propertyKey][]*compared{}}
	sorted := slices.SortedFunc(slices.Values(facts), func(a, b Told) int { return cmp.Compare(a.Fact.FactID(), b.Fact.FactID()) })
	for _, told := range sorted {
		f := newCompared(told)
		if len(f.asserting) == 0 {
			continue
		}
		s.facts = append(s.facts, f)
		switch fact := told.Fact.(type) {
		case *kb.Relation:
			key := relationKey{fact.Type, fact.From, fact.To}
			s.relations[key] = append(s.relations[key], f)
		case *kb.Property:
			key := propertyKey{fact.Entity, fact.Key, fact.Issuer}
			s.properties[key] = append(s.properties[key], f)
		}
	}
	return s
}

func newCompared(told Told) *compared {
	f := &compared{Told: told}
	claims := slices.SortedFunc(slices.Values(told.Claims), func(a, b *kb.Claim) int { return cmp.Compare(a.ID, b.ID) })
	for _, c := range claims {
		switch {
		case c.Reading != kb.Explicit:
		case c.Stance == kb.Denies:
			f.denying = append(f.denying, c)
		case c.Stance == kb.Asserts:
			f.asserting = append(f.asserting, c)
			if !isOpinion(c.Modality) {
				f.firm = append(f.firm, c)
			}
		}
	}
	return f
}

// add notes what a rule has found. It is about the entity at which the first fact
// starts, or whose value it is.
func (s *comparison) add(rule kb.ConflictRule, text string, claims []*kb.Claim, facts ...*compared) {
	c := kb.Conflict{Rule: rule, Text: text}
	switch fact := facts[0].Fact.(type) {
	case *kb.Relation:
		c.Entity = fact.From
	case *kb.Property:
		c.Entity = fact.Entity
	}
	for _, f := range facts {
		c.Facts = append(c.Facts, f.Fact.FactID())
	}
	for _, claim := range claims {
		c.Claims = append(c.Claims, claim.ID)
	}
	c.Facts, c.Claims = distinct(c.Facts), distinct(c.Claims)
	s.found = append(s.found, c)
}

func (s *comparison) sorted() []kb.Conflict {
	rank := map[kb.ConflictRule]int{}
	for i, r := range slices.Concat(kb.ConflictRules, kb.DifferenceRules) {
		rank[r] = i
	}
	slices.SortFunc(s.found, func(a, b kb.Conflict) int {
		return cmp.Or(cmp.Compare(rank[a.Rule], rank[b.Rule]), slices.Compare(a.Facts, b.Facts), slices.Compare(a.Claims, b.Claims), cmp.Compare(a.Text, b.Text))
	})
	return s.found
}

// denied finds a fact that is asserted and denied.
func (s *comparison) denied(f *compared) {
	if len(f.denying) > 0 {
		s.add(kb.AssertedAndDenied, s.deniedText(f), slices.Concat(f.asserting, f.denying), f)
	}
}

// intervals finds claims that end before they begin.
func (s *comparison) intervals(f *compared) {
	for _, c := range f.asserting {
		since, until := dated(c, kb.QualifierSince), dated(c, kb.QualifierUntil)
		if !since.IsZero() && !until.IsZero() && until.Before(since) == kb.Yes {
			s.add(kb.EndsBeforeBeginning, s.intervalText(f, since, until), []*kb.Claim{c}, f)
		}
	}
}

// qualifiers finds values of one qualifier that claims on a fact give, that are apart
// and may be of one time. All that are apart from another are found once.
func (s *comparison) qualifiers(f *compared, among []*kb.Claim, key kb.QualifierKey, rule kb.ConflictRule, apart func(a, b kb.Value) bool) {
	var giving []*kb.Claim
	for _, c := range among {
		if c.Qualifier(key) != nil {
			giving = append(giving, c)
		}
	}
	var claims []*kb.Claim
	for i, a := range giving {
		for _, b := range giving[i+1:] {
			if apart(a.Qualifier(key), b.Qualifier(key)) && meet(timeOf(a, f.Inherited), timeOf(b, f.Inherited)) {
				claims = append(claims, a, b)
			}
		}
	}
	if claims != nil {
		s.add(rule, s.qualifierText(f, key, claims), claims, f)
	}
}

// values finds, among the properties of one key, entity and issuer, those that are
// apart from another that may be of one time: as one find those that hang together.
func (s *comparison) values(ctx context.Context, rule kb.ConflictRule, properties []*compared, apart func(a, b kb.Value) bool) error {
	set := make([]int, len(properties)) // in which each is
	for i := range set {
		set[i] = i
	}
	for i, a := range properties {
		if err := ctx.Err(); err != nil {
			return err
		}
		for k, b := range properties[i+1:] {
			if x, y := valueOf(a), valueOf(b); !apart(x, y) || len(a.firm) == 0 || len(b.firm) == 0 || !isTimeless(x) && !anyMeet(a, b) {
				continue
			}
			if from, to := set[i+1+k], set[i]; from != to {
				for at := range set {
					if set[at] == from {
						set[at] = to
					}
				}
			}
		}
	}
	for one := range properties {
		var facts []*compared
		var claims []*kb.Claim
		for i, f := range properties {
			if set[i] == one {
				facts, claims = append(facts, f), append(claims, f.firm...)
			}
		}
		if len(facts) > 1 {
			s.add(rule, s.valuesText(rule, facts), claims, facts...)
		}
	}
	return nil
}

func valueOf(f *compared) kb.Value { return f.Fact.(*kb.Property).Value }

// isTimeless tells whether a value, where there is one at a time, is the same at all
// times: the day on which something happened does not change with the day on which a
// source speaks of it.
func isTimeless(v kb.Value) bool { return v.Type() == kb.TypeDate }

// types finds relations between the same two that can't both hold, or of which one
// says more.
func (s *comparison) types(a *compared) {
	r, ok := a.Fact.(*kb.Relation)
	if !ok {
		return
	}
	for _, pair := range kb.ExcludingTypes {
		s.pairs(a, r, pair, kb.TypesExclude)
	}
	for _, pair := range kb.StrongerTypes {
		s.pairs(a, r, pair, kb.VerbDiffers)
	}
}

func (s *comparison) pairs(a *compared, r *kb.Relation, pair kb.TypePair, rule kb.ConflictRule) {
	if r.Type != pair.A {
		return
	}
	others := s.relations[relationKey{pair.B, r.From, r.To}]
	switch {
	case pair.Turned:
		others = s.relations[relationKey{pair.B, r.To, r.From}]
		if pair.A == pair.B && r.To <= r.From {
			return // found from the other end; nothing is part of itself twice over
		}
	case pair.B.Symmetric() && r.To < r.From:
		others = s.relations[relationKey{pair.B, r.To, r.From}]
	}
	for _, b := range others {
		if a != b && anyMeet(a, b) {
			s.add(rule, s.pairText(rule, a, b), slices.Concat(a.firm, b.firm), a, b)
		}
	}
}

// anyMeet tells whether two facts have firm claims that may be of one time.
func anyMeet(a, b *compared) bool {
	return slices.ContainsFunc(a.firm, func(x *kb.Claim) bool {
		return slices.ContainsFunc(b.firm, func(y *kb.Claim) bool { return meet(timeOf(x, a.Inherited), timeOf(y, b.Inherited)) })
	})
}

// death finds what a person did after death.
func (s *comparison) death(f *compared) {
	r, ok := f.Fact.(*kb.Relation)
	if !ok || !r.Type.IsActing() || len(f.firm) == 0 {
		return
	}
	began := Interval(f.firm, f.Inherited).Since
	for _, died := range s.properties[propertyKey{r.From, kb.KeyDied, ""}] {
		day, ok := valueOf(died).(kb.DateValue)
		if ok && len(died.firm) > 0 && !began.IsZero() && began.After(day.Date) == kb.Yes {
			s.add(kb.ActsAfterDeath, s.deathText(r, day.Date, began), slices.Concat(died.firm, f.firm), f, died)
		}
	}
}

// strengths finds facts that are asserted with modalities of different rank.
func (s *comparison) strengths(f *compared) {
	support := f.Fact.Supported()
	if rankOf(support.Strongest) != rankOf(support.Weakest) {
		s.add(kb.StrengthDiffers, s.strengthText(f), f.asserting, f)
	}
}

// rankOf is the rank of a modality: found, as fact, as alleged, as opinion.
func rankOf(m kb.Modality) int {
	switch {
	case m == kb.Found:
		return 0
	case isFactual(m):
		return 1
	case isOpinion(m):
		return 3
	}
	return 2
}

// speakers finds facts of which some claims name whose word it is, and others don't.
func (s *comparison) speakers(f *compared) {
	named, _ := splitBySpeaker(f.asserting)
	if len(named) > 0 && len(named) < len(f.asserting) {
		s.add(kb.SpeakersDiffer, s.speakerText(f), f.asserting, f)
	}
}

func splitBySpeaker(claims []*kb.Claim) (named, unnamed []*kb.Claim) {
	for _, c := range claims {
		if len(c.AttributedTo) > 0 {
			named = append(named, c)
		} else {
			unnamed = append(unnamed, c)
		}
	}
	return named, unnamed
}
