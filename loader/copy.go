package loader

import (
	"context"
	"iter"
	"maps"
	"slices"

	"actorgraph/kb"
)

// Copy puts all records of one store into another, an empty one. They are the
// same in everything but the time at which they were recorded.
//
// What refers to records of its own class is put twice: without these references
// first, and then with them. So it matters neither in which order records come
// nor whether they refer to each other in a circle.
func Copy(ctx context.Context, from kb.Reader, to kb.Writer) error {
	collections, err := from.Collections(ctx)
	if err != nil {
		return err
	}
	for _, c := range collections {
		if _, err := to.Apply(ctx, &kb.ChangeSet{Collection: c.Collection}); err != nil {
			return err
		}
	}
	c := &copying{ctx: ctx, from: from, to: to}
	steps := []func() error{
		func() error { return inBatches(from.Entities().Scan(ctx, nil), c.entities) },
		func() error { return inBatches(from.Sources().Scan(ctx, nil), c.sources) },
		func() error { return inBatches(from.Sources().Scan(ctx, nil), c.sourcesAgain) },
		func() error { return inBatches(from.Claims().Scan(ctx, nil), c.claims) },
		func() error { return inBatches(from.Claims().Scan(ctx, nil), c.claimsAgain) },
		c.release,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// copyBatch is how many records are copied at a time.
const copyBatch = 5000

func inBatches[T any](records iter.Seq2[*T, error], do func([]*T) error) error {
	var batch []*T
	for r, err := range records {
		if err != nil {
			return err
		}
		if batch = append(batch, r); len(batch) < copyBatch {
			continue
		}
		if err := do(batch); err != nil {
			return err
		}
		batch = nil
	}
	return do(batch)
}

// copying is a copy under way.
type copying struct {
	ctx  context.Context
	from kb.Reader
	to   kb.Writer
	lent []kb.ID // entities and sources that were put into the collection nobodys
}

// nobodys is a collection for the time of the copy, of what no collection
// describes any more and others still refer to.
const nobodys = "described-by-none"

// sets are change sets by collection.
type sets map[string]*kb.ChangeSet

func (s sets) of(collection string) *kb.ChangeSet {
	if s[collection] == nil {
		s[collection] = &kb.ChangeSet{Collection: kb.Collection{Name: collection}}
	}
	return s[collection]
}

func (c *copying) apply(s sets) error {
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if _, err := c.to.Apply(c.ctx, s[name]); err != nil {
			return err
		}
	}
	return nil
}

// describers lists the collections that describe a record.
func (c *copying) describers(id kb.ID, collections []string) []string {
	if len(collections) == 0 {
		c.lent = append(c.lent, id)
		return []string{nobodys}
	}
	return collections
}

func (c *copying) entities(batch []*kb.Entity) error {
	s := sets{}
	for _, e := range batch {
		for _, name := range c.describers(e.ID, e.Collections) {
			s.of(name).Entities = append(s.of(name).Entities, e)
		}
	}
	return c.apply(s)
}

func (c *copying) sources(batch []*kb.Source) error {
	s := sets{}
	for _, source := range batch {
		source.Cites, source.DerivesFrom = nil, nil
		for _, name := range c.describers(source.ID, source.Collections) {
			s.of(name).Sources = append(s.of(name).Sources, source)
		}
	}
	return c.apply(s)
}

func (c *copying) sourcesAgain(batch []*kb.Source) error {
	s := sets{}
	for _, source := range batch {
		if len(source.Cites)+len(source.DerivesFrom) == 0 {
			continue
		}
		name := nobodys
		if len(source.Collections) > 0 {
			name = source.Collections[0]
		}
		s.of(name).Sources = append(s.of(name).Sources, source)
	}
	return c.apply(s)
}

func (c *copying) claims(batch []*kb.Claim) error {
	for _, claim := range batch {
		claim.Answers, claim.Retracts = nil, nil
	}
	return c.withFacts(batch)
}

func (c *copying) claimsAgain(batch []*kb.Claim) error {
	return c.withFacts(slices.DeleteFunc(batch, func(claim *kb.Claim) bool {
		return len(claim.Answers)+len(claim.Retracts) == 0
	}))
}

// withFacts puts claims together with their facts.
func (c *copying) withFacts(claims []*kb.Claim) error {
	var facts []kb.ID
	for _, claim := range claims {
		facts = append(facts, claim.Fact)
	}
	slices.Sort(facts)
	facts = slices.Compact(facts)
	relations, err := c.from.Relations().Get(c.ctx, facts)
	if err != nil {
		return err
	}
	properties, err := c.from.Properties().Get(c.ctx, facts)
	if err != nil {
		return err
	}
	s := sets{}
	put := map[string]map[kb.ID]bool{} // the facts in each set
	for _, claim := range claims {
		set := s.of(claim.Collection)
		set.Claims = append(set.Claims, claim)
		if put[claim.Collection] == nil {
			put[claim.Collection] = map[kb.ID]bool{}
		}
		if put[claim.Collection][claim.Fact] {
			continue
		}
		put[claim.Collection][claim.Fact] = true
		i, _ := slices.BinarySearch(facts, claim.Fact)
		if relations[i] != nil {
			set.Relations = append(set.Relations, relations[i])
		}
		if properties[i] != nil {
			set.Properties = append(set.Properties, properties[i])
		}
	}
	return c.apply(s)
}

// release takes out of nobodys what was lent to it.
func (c *copying) release() error {
	for part := range slices.Chunk(c.lent, kb.MaxChanges) {
		if err := c.apply(sets{nobodys: {Collection: kb.Collection{Name: nobodys}, Remove: part}}); err != nil {
			return err
		}
	}
	return nil
}
