package evidence

import (
	"cmp"
	"fmt"
	"slices"

	"actorgraph/kb"
)

// Told is a fact with what is said of it: all that a search for conflicts looks at.
type Told struct {
	Fact      kb.Fact
	Claims    []*kb.Claim // on it, those that the lens selects
	Inherited kb.Date     // see [kb.Matter]
}

// Conflicts finds what can't all hold among the facts that start at, or are
// properties of, one entity, by the rules of [kb.ConflictRules]. Only what something
// asserts in the words of its document can stand against something else, and of
// values and types only what is told as more than an opinion.
//
// Facts that start at different entities never exclude each other, save those that
// [kb.ExcludingTypes] turns round: for these facts has those at which the entity
// ends, too.
func Conflicts(entity kb.ID, facts []Told) []kb.Conflict {
	s := newComparison(entity, facts)
	for _, f := range s.facts {
		s.denied(f)
		s.intervals(f)
		s.qualifiers(f, clashing, kb.QualifiersClash, clash)
	}
	s.values(kb.ValuesClash, func(a, b kb.Value) bool { return clash(a, b) }, true)
	s.types(kb.ExcludingTypes, kb.TypesExclude)
	s.death()
	return s.sorted()
}

// Differences finds, among the same facts, what differs without excluding each
// other, by the rules of [kb.DifferenceRules].
func Differences(entity kb.ID, facts []Told) []kb.Conflict {
	s := newComparison(entity, facts)
	for _, f := range s.facts {
		s.strengths(f)
		s.speakers(f)
		s.qualifiers(f, differing, kb.OutcomeDiffers, func(a, b kb.Value) bool { return a != b })
	}
	s.values(kb.DetailDiffers, func(a, b kb.Value) bool { return a != b && Backs(a, b) }, false)
	s.types(kb.StrongerTypes, kb.VerbDiffers)
	return s.sorted()
}

// The qualifiers of which one fact has one value at a time, and those of which
// different values are told apart only.
var (
	clashing  = []kb.QualifierKey{kb.QualifierShare, kb.QualifierAmount, kb.QualifierCount, kb.QualifierImpact}
	differing = []kb.QualifierKey{kb.QualifierOutcome, kb.QualifierExtent}
)

// comparison is one search for conflicts or differences.
type comparison struct {
	entity     kb.ID
	facts      []*compared
	relations  map[relationKey][]*compared
	properties map[propertyKey][]*compared
	found      []kb.Conflict
}

// compared is a fact that something explicit asserts.
type compared struct {
	Told
	asserting []*kb.Claim // explicit ones, sorted
	denying   []*kb.Claim
	isOpinion bool // nothing firmer asserts it
}

type relationKey struct {
	typ      kb.RelationType
	from, to kb.ID
}

type propertyKey struct {
	key    kb.PropertyKey
	issuer kb.ID
}

func newComparison(entity kb.ID, facts []Told) *comparison {
	s := &comparison{entity: entity, relations: map[relationKey][]*compared{}, properties: map[propertyKey][]*compared{}}
	sorted := slices.SortedFunc(slices.Values(facts), func(a, b Told) int { return cmp.Compare(a.Fact.FactID(), b.Fact.FactID()) })
	for _, told := range sorted {
		if told.Fact.Supported().Documents == 0 {
			continue
		}
		f := &compared{Told: told, isOpinion: told.Fact.Supported().Status == kb.StatusOpinion}
		claims := slices.SortedFunc(slices.Values(told.Claims), func(a, b *kb.Claim) int { return cmp.Compare(a.ID, b.ID) })
		for _, c := range claims {
			switch {
			case c.Reading != kb.Explicit:
			case c.Stance == kb.Asserts:
				f.asserting = append(f.asserting, c)
			case c.Stance == kb.Denies:
				f.denying = append(f.denying, c)
			}
		}
		s.facts = append(s.facts, f)
		switch fact := told.Fact.(type) {
		case *kb.Relation:
			key := relationKey{fact.Type, fact.From, fact.To}
			s.relations[key] = append(s.relations[key], f)
		case *kb.Property:
			key := propertyKey{fact.Key, fact.Issuer}
			s.properties[key] = append(s.properties[key], f)
		}
	}
	return s
}

func (s *comparison) add(rule kb.ConflictRule, text string, claims []*kb.Claim, facts ...*compared) {
	c := kb.Conflict{Rule: rule, Entity: s.entity, Text: text}
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
	slices.SortFunc(s.found, func(a, b kb.Conflict) int {
		return cmp.Or(cmp.Compare(rank(a.Rule), rank(b.Rule)), slices.Compare(a.Facts, b.Facts), slices.Compare(a.Claims, b.Claims))
	})
	return s.found
}

func rank(r kb.ConflictRule) int {
	return slices.Index(slices.Concat(kb.ConflictRules, kb.DifferenceRules), r)
}

// denied finds a fact that is asserted and denied.
func (s *comparison) denied(f *compared) {
	if f.Fact.Supported().Contested {
		s.add(kb.AssertedAndDenied, fmt.Sprintf("%s asserted, %s denied", times(len(f.asserting)), times(len(f.denying))), slices.Concat(f.asserting, f.denying), f)
	}
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return number(n) + " times"
}

// intervals finds claims that end before they begin.
func (s *comparison) intervals(f *compared) {
	for _, c := range f.asserting {
		since, until := dated(c, kb.QualifierSince), dated(c, kb.QualifierUntil)
		if !since.IsZero() && !until.IsZero() && until.Before(since) == kb.Yes {
			s.add(kb.EndsBeforeBeginning, fmt.Sprintf("since %s, until %s", since, until), []*kb.Claim{c}, f)
		}
	}
}

// qualifiers finds pairs of values of one qualifier of a fact that are apart, and
// may be of one time. What takes other values in each claim of a pair is found
// once, for all claims.
func (s *comparison) qualifiers(f *compared, keys []kb.QualifierKey, rule kb.ConflictRule, apart func(a, b kb.Value) bool) {
	for _, key := range keys {
		var claims []*kb.Claim
		var values []string
		for i, a := range f.asserting {
			for _, b := range f.asserting[i+1:] {
				x, y := a.Qualifier(key), b.Qualifier(key)
				if x != nil && y != nil && apart(x, y) && mayMeet(timeOf(a, f.Inherited), timeOf(b, f.Inherited)) {
					claims = append(claims, a, b)
					values = append(values, x.String(), y.String())
				}
			}
		}
		if claims != nil {
			s.add(rule, fmt.Sprintf("%s: %s", key, list(values)), claims, f)
		}
	}
}

// list writes distinct values, in order.
func list(values []string) string {
	slices.Sort(values)
	values = slices.Compact(values)
	last := len(values) - 1
	out := values[0]
	for i, v := range values[1:] {
		if i+1 == last {
			out += " and " + v
		} else {
			out += ", " + v
		}
	}
	return out
}

// values finds pairs of properties of one key, and issuer, whose values are apart.
func (s *comparison) values(rule kb.ConflictRule, apart func(a, b kb.Value) bool, single bool) {
	for key, properties := range s.properties {
		row, _ := key.key.Info()
		if single && !row.Single {
			continue
		}
		for i, a := range properties {
			for _, b := range properties[i+1:] {
				x, y := a.Fact.(*kb.Property).Value, b.Fact.(*kb.Property).Value
				if apart(x, y) && !a.isOpinion && !b.isOpinion && anyMeet(a.asserting, b.asserting, a.Inherited, b.Inherited) {
					s.add(rule, fmt.Sprintf("%s: %s", key.key, list([]string{x.String(), y.String()})), slices.Concat(a.asserting, b.asserting), a, b)
				}
			}
		}
	}
}

// types finds pairs of relations between the same two that a table has.
func (s *comparison) types(table []kb.TypePair, rule kb.ConflictRule) {
	for _, pair := range table {
		for key, as := range s.relations {
			if key.typ != pair.A || key.from != s.entity && !pair.A.Symmetric() {
				continue
			}
			other := relationKey{pair.B, key.from, key.to}
			if pair.Turned {
				other.from, other.to = key.to, key.from
				if pair.A == pair.B && key.to < key.from {
					continue // found from the other end
				}
			}
			for _, b := range s.between(other) {
				for _, a := range as {
					if a != b && !a.isOpinion && !b.isOpinion && anyMeet(a.asserting, b.asserting, a.Inherited, b.Inherited) {
						s.add(rule, fmt.Sprintf("%s and %s", pair.A, pair.B), slices.Concat(a.asserting, b.asserting), a, b)
					}
				}
			}
		}
	}
}

// between are the relations of a type between two, whichever way a symmetric one
// is written.
func (s *comparison) between(key relationKey) []*compared {
	if key.typ.Symmetric() && key.to < key.from {
		key.from, key.to = key.to, key.from
	}
	return s.relations[key]
}

// death finds what a person did after death.
func (s *comparison) death() {
	for _, died := range s.properties[propertyKey{kb.KeyDied, ""}] {
		v, ok := died.Fact.(*kb.Property).Value.(kb.DateValue)
		if !ok || died.isOpinion {
			continue
		}
		for key, relations := range s.relations {
			if !key.typ.IsActing() || key.from != s.entity {
				continue
			}
			for _, r := range relations {
				if when := r.Fact.Interval().Since; !when.IsZero() && !r.isOpinion && when.After(v.Date) == kb.Yes {
					s.add(kb.ActsAfterDeath, fmt.Sprintf("died %s, %s since %s", v.Date, key.typ, when), slices.Concat(died.asserting, r.asserting), died, r)
				}
			}
		}
	}
}

// strengths finds facts that are asserted with modalities of different rank.
func (s *comparison) strengths(f *compared) {
	support := f.Fact.Supported()
	if strong, weak := rankOf(support.Strongest), rankOf(support.Weakest); strong != weak {
		s.add(kb.StrengthDiffers, fmt.Sprintf("from %s to %s", support.Strongest, support.Weakest), f.asserting, f)
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
	named := 0
	for _, c := range f.asserting {
		if len(c.AttributedTo) > 0 {
			named++
		}
	}
	if named > 0 && named < len(f.asserting) {
		s.add(kb.SpeakersDiffer, fmt.Sprintf("%s with a speaker, %s without", times(named), times(len(f.asserting)-named)), f.asserting, f)
	}
}
