package model

import (
	"context"

	"actorgraph/kb"
)

// Telling is what one document tells of a targeting.
type Telling struct {
	Source *Source
	told   *told
	of     tellingOf
}

type tellingOf struct{ targeting, source kb.ID }

// TellingConnection is a page of tellings, one a document.
type TellingConnection = Connection[*Telling]

// TellingEdge is one telling of a page.
type TellingEdge = Edge[*Telling]

// Tellings are what documents tell of a targeting, each apart.
func (e *EntityBase) Tellings(ctx context.Context, where *kb.SourceWhere, orderBy []*Order,
	first *int, after *string, last *int, before *string) (*TellingConnection, error) {
	return nested(ctx, e.set, e.Entity.ID, question[kb.SourceWhere]{kb.Query[kb.SourceWhere]{By: kb.SourcesOf, Where: where}, where},
		PageArgs{orderBy, first, after, last, before}, tellingTable, admitted)
}

var tellingTable = table[kb.Source, kb.SourceWhere, *Telling]{
	class:   kb.SourceClass,
	records: sourceTable.records,
	wrap: func(_ context.Context, v *View, targetings []kb.ID, lists [][]*kb.Source) ([][]*Telling, error) {
		wrap, t := v.sources(), &told{view: v, targetings: targetings}
		out := make([][]*Telling, len(lists))
		for i, list := range lists {
			out[i] = make([]*Telling, len(list))
			for k, s := range list {
				t.sources = append(t.sources, s.ID)
				out[i][k] = &Telling{wrap(s), t, tellingOf{targetings[i], s.ID}}
			}
		}
		return out, nil
	},
	only: onlySources,
}

// told is what the documents of one page tell of their targetings, loaded for
// all of them at once: the claims, the facts these are about, the far ends.
type told struct {
	view       *View
	targetings []kb.ID
	sources    []kb.ID
	answer     shared[map[tellingOf]*tellingParts]
}

type tellingParts struct {
	claims []*Claim
	ends   map[kb.RelationType][]Entity // asserted, by the type of relation, each once
}

// maxTold bounds the claims on one targeting that a page of tellings reads.
const maxTold = kb.MaxPage

func (t *told) load(ctx context.Context) (map[tellingOf]*tellingParts, error) {
	return t.answer.get(func() (map[tellingOf]*tellingParts, error) {
		q := kb.Query[kb.ClaimWhere]{
			Of: t.targetings, By: kb.ClaimsAbout, First: maxTold,
			Where: &kb.ClaimWhere{Source: &kb.SourceWhere{ID: &kb.IDFilter{In: distinct(t.sources)}}},
			Order: []kb.Order{{By: kb.BySource}, {By: kb.ByLocator}},
		}
		pages, err := findPages(ctx, t.view.Store.Claims(), q)
		if err != nil {
			return nil, err
		}
		var facts []kb.ID
		for i, page := range pages {
			if page.HasNext {
				return nil, invalid("these documents make more than %d claims on %s; ask for fewer of its tellings at once, or read claims", maxTold, t.targetings[i])
			}
			for _, c := range page.Items {
				facts = append(facts, c.Fact)
			}
		}
		relations, err := get(ctx, t.view.Store.Relations(), facts)
		if err != nil {
			return nil, err
		}
		var ids []kb.ID
		for _, r := range relations {
			ids = append(ids, r.From, r.To)
		}
		entities, err := t.view.Entities(ctx, ids...)
		if err != nil {
			return nil, err
		}
		return t.parts(pages, relations, entities), nil
	})
}

// parts sorts the claims by targeting and document.
func (t *told) parts(pages []kb.Page[kb.Claim], relations map[kb.ID]*kb.Relation, entities map[kb.ID]Entity) map[tellingOf]*tellingParts {
	wrap := t.view.claims()
	out := map[tellingOf]*tellingParts{}
	for i, page := range pages {
		for _, c := range page.Items {
			of := tellingOf{t.targetings[i], c.Source}
			p := out[of]
			if p == nil {
				p = &tellingParts{ends: map[kb.RelationType][]Entity{}}
				out[of] = p
			}
			p.claims = append(p.claims, wrap(c))
			if r := relations[c.Fact]; r != nil && c.Stance == kb.Asserts {
				p.add(r.Type, entities[farEnd(kb.RelationsAt, of.targeting, r)])
			}
		}
	}
	return out
}

func (p *tellingParts) add(t kb.RelationType, e Entity) {
	for _, known := range p.ends[t] {
		if known == e {
			return
		}
	}
	if e != nil {
		p.ends[t] = append(p.ends[t], e)
	}
}

func (t *Telling) parts(ctx context.Context) (*tellingParts, error) {
	all, err := t.told.load(ctx)
	if err != nil {
		return nil, err
	}
	if p := all[t.of]; p != nil {
		return p, nil
	}
	return &tellingParts{}, nil
}

func (t *Telling) far(ctx context.Context, typ kb.RelationType) ([]Entity, error) {
	p, err := t.parts(ctx)
	if err != nil {
		return nil, err
	}
	return p.ends[typ], nil
}

// Operators are who carried it out.
func (t *Telling) Operators(ctx context.Context) ([]Entity, error) { return t.far(ctx, kb.Operated) }

// Instruments are what it was done with.
func (t *Telling) Instruments(ctx context.Context) ([]Entity, error) { return t.far(ctx, kb.UsedIn) }

// Targets are against whom it was.
func (t *Telling) Targets(ctx context.Context) ([]Entity, error) { return t.far(ctx, kb.Targeted) }

// Helpers are who helped.
func (t *Telling) Helpers(ctx context.Context) ([]Entity, error) { return t.far(ctx, kb.Helped) }

// Places are where it was.
func (t *Telling) Places(ctx context.Context) ([]Entity, error) { return t.far(ctx, kb.OccurredIn) }

// Claims are all that the document says of it.
func (t *Telling) Claims(ctx context.Context) ([]*Claim, error) {
	p, err := t.parts(ctx)
	if err != nil {
		return nil, err
	}
	return p.claims, nil
}
