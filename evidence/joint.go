package evidence

import (
	"slices"

	"actorgraph/kb"
)

// Joint tells what the claims that l selects from several facts come to together,
// as if they were on one: the support that properties have which back each other,
// see [Together]. Of one fact it is its support under l. What l asks of the support
// is not asked.
//
// A source that takes back what it said on one of the facts, without naming a claim,
// takes back that, and nothing that it says on another.
func Joint(facts []*kb.Matter, l kb.Lens) kb.Support {
	if len(facts) == 1 {
		held, _, _, _ := Under(facts[0], l)
		return held.Support
	}
	all := &kb.Matter{Sources: map[kb.ID]*kb.Source{}}
	for _, m := range facts {
		for _, c := range m.Claims {
			all.Claims = append(all.Claims, naming(c, m.Claims))
		}
		for id, s := range m.Sources {
			all.Sources[id] = s
		}
		all.Parties = append(all.Parties, m.Parties...)
		all.Inherited = m.Inherited // of one entity, and so of all
	}
	all.Parties = distinct(all.Parties)
	held, _, _, _ := Under(all, l)
	return held.Support
}

// naming returns c, and if it takes back claims without naming them, with the names
// of these: all that its source says on the fact.
func naming(c *kb.Claim, onFact []*kb.Claim) *kb.Claim {
	if c.Stance != kb.Retracts || len(c.Retracts) > 0 {
		return c
	}
	named := *c
	for _, other := range onFact {
		if other.Source == c.Source {
			named.Retracts = append(named.Retracts, other.ID)
		}
	}
	slices.Sort(named.Retracts)
	return &named
}
