package model

import (
	"context"
	"iter"
	"slices"

	"actorgraph/kb"
)

// Where a source leads besides its claims. No link of the store leads there, so
// the lists of siblings are gathered by scans, whose number does not depend on how
// many siblings there are.

type (
	// FactConnection is a page of facts of both classes.
	FactConnection = Connection[Fact]
	// FactEdge is one fact of a page.
	FactEdge = Edge[Fact]
	// SourceListConnection is a page of sources that another leads to.
	SourceListConnection = Connection[*Source]
)

// Facts are those on which it makes a claim.
func (s *Source) Facts(ctx context.Context, first *int, after *string) (*FactConnection, error) {
	return listed(ctx, s.set, s.Source.ID, "facts", first, after, sourceIDs, toldBy, readFacts)
}

// OriginOf are the facts of which it is a named origin.
func (s *Source) OriginOf(ctx context.Context, first *int, after *string) (*FactConnection, error) {
	return listed(ctx, s.set, s.Source.ID, "originOf", first, after, sourceIDs, comingFrom, readFacts)
}

// DerivedBy are the sources that have their text from it.
func (s *Source) DerivedBy(ctx context.Context, first *int, after *string) (*SourceListConnection, error) {
	return listed(ctx, s.set, s.Source.ID, "derivedBy", first, after, sourceIDs, derivedFrom, readSources)
}

// CitedBy are the sources that cite it.
func (s *Source) CitedBy(ctx context.Context, first *int, after *string) (*SourceListConnection, error) {
	return listed(ctx, s.set, s.Source.ID, "citedBy", first, after, sourceIDs, citing, readSources)
}

// Dependents are the sources that hang on it.
func (s *Source) Dependents(ctx context.Context, first *int, after *string) (*SourceListConnection, error) {
	return listed(ctx, s.set, s.Source.ID, "dependents", first, after, sourceIDs, dependingOn, readSources)
}

func readFacts(ctx context.Context, v *View, ids []kb.ID) (map[kb.ID]Fact, error) {
	return v.Facts(ctx, ids...)
}

func readSources(ctx context.Context, v *View, ids []kb.ID) (map[kb.ID]*Source, error) {
	return v.Sources(ctx, ids...)
}

// toldBy finds the facts on which sources make claims.
func toldBy(ctx context.Context, v *View, sources []kb.ID) (idLists, error) {
	lists := idLists{}
	err := eachClaim(ctx, v, sources, func(ids []kb.ID) *kb.ClaimWhere {
		return &kb.ClaimWhere{Source: &kb.SourceWhere{ID: &kb.IDFilter{In: ids}}}
	}, func(c *kb.Claim) { lists.add(c.Source, c.Fact) })
	return lists.sorted(), err
}

// comingFrom finds the facts of which sources are named origins. Such a source makes
// a claim on the fact itself or is credited by one.
func comingFrom(ctx context.Context, v *View, sources []kb.ID) (idLists, error) {
	var facts []kb.ID
	err := eachClaim(ctx, v, sources, func(ids []kb.ID) *kb.ClaimWhere {
		return &kb.ClaimWhere{Or: []*kb.ClaimWhere{
			{Source: &kb.SourceWhere{ID: &kb.IDFilter{In: ids}}}, {Credits: &kb.IDFilter{In: ids}},
		}}
	}, func(c *kb.Claim) { facts = append(facts, c.Fact) })
	if err != nil {
		return nil, err
	}
	found, err := v.Facts(ctx, distinct(facts)...)
	if err != nil {
		return nil, err
	}
	lists := idLists{}
	for id, fact := range found {
		for _, o := range fact.supported().Origins {
			for _, source := range o.Sources {
				lists.add(source, id)
			}
		}
	}
	return lists.sorted(), nil
}

// derivedFrom finds the sources that have their text from sources.
func derivedFrom(ctx context.Context, v *View, sources []kb.ID) (idLists, error) {
	lists := idLists{}
	err := eachSource(ctx, v, sources, func(ids []kb.ID) *kb.SourceWhere {
		return &kb.SourceWhere{DerivesFrom: &kb.IDFilter{In: ids}}
	}, func(s *kb.Source) {
		for _, d := range s.DerivesFrom {
			lists.add(d.Source, s.ID)
		}
	})
	return lists.sorted(), err
}

// citing finds the sources that cite sources.
func citing(ctx context.Context, v *View, sources []kb.ID) (idLists, error) {
	lists := idLists{}
	err := eachSource(ctx, v, sources, func(ids []kb.ID) *kb.SourceWhere {
		return &kb.SourceWhere{Cites: &kb.IDFilter{In: ids}}
	}, func(s *kb.Source) {
		for _, id := range s.Cites {
			lists.add(id, s.ID)
		}
	})
	return lists.sorted(), err
}

// crediting finds the sources of which a claim credits sources.
func crediting(ctx context.Context, v *View, sources []kb.ID) (idLists, error) {
	lists := idLists{}
	err := eachClaim(ctx, v, sources, func(ids []kb.ID) *kb.ClaimWhere {
		return &kb.ClaimWhere{Credits: &kb.IDFilter{In: ids}}
	}, func(c *kb.Claim) {
		for _, credit := range c.Credits {
			lists.add(credit.Source, c.Source)
		}
	})
	return lists.sorted(), err
}

// maxSteps bounds over how many steps sources are followed that hang on each other.
const maxSteps = 20

// dependingOn finds the sources that hang on sources, over several steps. All are
// followed at once: two scans a step.
func dependingOn(ctx context.Context, v *View, sources []kb.ID) (idLists, error) {
	next := idLists{} // one step on, of each source that was reached
	reached := sources
	for range maxSteps {
		var news []kb.ID
		for _, find := range []func(context.Context, *View, []kb.ID) (idLists, error){derivedFrom, crediting} {
			found, err := find(ctx, v, reached)
			if err != nil {
				return nil, err
			}
			for _, id := range reached {
				next[id] = append(next[id], found[id]...)
				news = append(news, found[id]...)
			}
		}
		reached = slices.DeleteFunc(distinct(news), func(id kb.ID) bool { _, known := next[id]; return known })
		if len(reached) == 0 {
			break
		}
	}
	lists := idLists{}
	for _, source := range sources {
		seen := map[kb.ID]bool{source: true}
		for queue := []kb.ID{source}; len(queue) > 0; queue = queue[1:] {
			for _, id := range next[queue[0]] {
				if !seen[id] {
					seen[id] = true
					lists.add(source, id)
					queue = append(queue, id)
				}
			}
		}
	}
	return lists.sorted(), nil
}

func eachClaim(ctx context.Context, v *View, sources []kb.ID, where func([]kb.ID) *kb.ClaimWhere, do func(*kb.Claim)) error {
	return each(ctx, sources, where, v.Store.Claims().Scan, do)
}

func eachSource(ctx context.Context, v *View, sources []kb.ID, where func([]kb.ID) *kb.SourceWhere, do func(*kb.Source)) error {
	return each(ctx, sources, where, v.Store.Sources().Scan, do)
}

// each scans the records that a filter about ids lets pass, in as few scans as a
// filter's lists allow.
func each[R, W any](ctx context.Context, ids []kb.ID, where func([]kb.ID) *W,
	scan func(context.Context, *W) iter.Seq2[*R, error], do func(*R)) error {
	for some := range slices.Chunk(distinct(ids), kb.MaxFilterList) {
		for record, err := range scan(ctx, where(some)) {
			if err != nil {
				return err
			}
			if err := spend(ctx, 1); err != nil {
				return err
			}
			do(record)
		}
	}
	return nil
}
