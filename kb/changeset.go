package kb

// ChangeSet is a set of changes to one collection that is stored whole or not at
// all. What it puts replaces what is stored under the same id.
//
// A claim comes with its fact, and a fact with at least one claim. Entities and
// sources may be in the set or in the store already. They are shared between
// collections: the store remembers which collections describe them.
//
// Removing a claim removes a fact that has none left. Removing an entity or a
// source takes it out of the set's collection; it is gone when no collection
// describes it and nothing stored refers to it.
type ChangeSet struct {
	// Key makes the set idempotent by name: once a set with this key has been
	// applied, another with the same key and content does nothing, one with
	// other content is an [ErrConflict]. Optional.
	Key        string
	Collection Collection

	Entities   []*Entity
	Sources    []*Source
	Relations  []*Relation
	Properties []*Property
	Claims     []*Claim
	Remove     []ID // claims, entities and sources
}

// MaxChanges bounds the records of one change set.
const MaxChanges = 50_000

// Len is the number of records in the set, removals included.
func (s *ChangeSet) Len() int {
	return len(s.Entities) + len(s.Sources) + len(s.Relations) + len(s.Properties) + len(s.Claims) + len(s.Remove)
}

// Refers lists, sorted, every id that the set puts, removes or refers to:
// what a store has to look up to make a [Plan].
func (s *ChangeSet) Refers() []ID {
	var ids []ID
	for _, e := range s.Entities {
		ids = append(ids, e.ID)
	}
	for _, src := range s.Sources {
		ids = append(ids, src.ID)
		ids = append(ids, src.refers()...)
	}
	for _, r := range s.Relations {
		ids = append(ids, r.ID, r.From, r.To)
	}
	for _, p := range s.Properties {
		ids = append(ids, p.ID, p.Entity)
		if p.Issuer != "" {
			ids = append(ids, p.Issuer)
		}
	}
	for _, c := range s.Claims {
		ids = append(ids, c.ID, c.Fact)
		ids = append(ids, c.refers()...)
	}
	return sortedIDs(append(ids, s.Remove...))
}

// refers lists the entities and sources that s speaks of.
func (s *Source) refers() []ID {
	ids := append([]ID(nil), s.Publishers...)
	ids = append(ids, s.Cites...)
	for _, d := range s.DerivesFrom {
		ids = append(ids, d.Source)
	}
	if s.Act != "" {
		ids = append(ids, s.Act)
	}
	return ids
}

// refers lists the entities, sources and claims that c speaks of, but for its fact.
func (c *Claim) refers() []ID {
	ids := append([]ID{c.Source}, c.AttributedTo...)
	for _, cr := range c.Credits {
		ids = append(ids, cr.Source)
	}
	ids = append(ids, c.Answers...)
	return append(ids, c.Retracts...)
}
