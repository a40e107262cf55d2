package model

import (
	"context"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Source is a document or an act of publication.
type Source struct {
	*kb.Source
	set *siblings[*Source]
}

func (*Source) node() {}

var sourceTable = table[kb.Source, kb.SourceWhere, *Source]{
	class:   kb.SourceClass,
	records: func(r kb.Reader) kb.Records[kb.Source, kb.SourceWhere] { return r.Sources() },
	wrap: func(_ context.Context, v *View, _ []kb.ID, lists [][]*kb.Source) ([][]*Source, error) {
		return wrapLists(lists, v.sources()), nil
	},
	only: onlySources,
}

// sources returns what wraps sources into one new set of siblings. A source that
// comes twice is one.
func (v *View) sources() func(*kb.Source) *Source {
	set, seen := newSiblings[*Source](v), map[kb.ID]*Source{}
	return func(s *kb.Source) *Source {
		if w := seen[s.ID]; w != nil {
			return w
		}
		w := &Source{s, set}
		seen[s.ID] = w
		set.members = append(set.members, w)
		return w
	}
}

// Sources reads sources by id as one set of siblings.
func (v *View) Sources(ctx context.Context, ids ...kb.ID) (map[kb.ID]*Source, error) {
	records, err := get(ctx, v.Store.Sources(), ids)
	if err != nil {
		return nil, err
	}
	return wrapFound(records, v.sources()), nil
}

// Name is what to call it.
func (s *Source) Name(ctx context.Context) (string, error) {
	publishers, err := s.Publishers(ctx)
	if err != nil {
		return "", err
	}
	named := make([]evidence.Named, len(publishers))
	for i, p := range publishers {
		named[i] = evidence.Named{Name: p.base().Entity.Name, Kind: p.base().Entity.Kind}
	}
	return nameOf(s.Source, named), nil
}

// nameOf is what to call a source that these published: its title, or else what a
// running text calls it, as a heading.
func nameOf(s *kb.Source, publishers []evidence.Named) string {
	if s.Title != "" {
		return s.Title
	}
	return capital(evidence.SourceName(s, publishers))
}

// Title is null where there is none.
func (s *Source) Title() *string { return orNull(s.Source.Title) }

// Byline is null where there is none.
func (s *Source) Byline() *string { return orNull(s.Source.Byline) }

// Published is null where it is not known.
func (s *Source) Published() *kb.Date { return orNull(s.Source.Published) }

// When is the same in words.
func (s *Source) When() *string { return orNull(evidence.DateSaid(s.Source.Published)) }

// PublishedNote is null where there is none.
func (s *Source) PublishedNote() *string { return orNull(s.Source.PublishedNote) }

// Retrieved is null where it is not known.
func (s *Source) Retrieved() *kb.Date { return orNull(s.Source.Retrieved) }

// URL is null where there is none.
func (s *Source) URL() *string { return orNull(s.Source.URL) }

// Language is null where it is not known.
func (s *Source) Language() *string { return orNull(s.Source.Language) }

// FileName is null where no copy was read.
func (s *Source) FileName() *string { return orNull(s.Source.FileName) }

// Fingerprint is null where no copy was read.
func (s *Source) Fingerprint() *string { return orNull(s.Source.Fingerprint) }

// Note is null where there is none.
func (s *Source) Note() *string { return orNull(s.Source.Note) }

// Publishers are who published it.
func (s *Source) Publishers(ctx context.Context) ([]Entity, error) {
	found, err := together(ctx, s.set, func(ctx context.Context, members []*Source) (map[kb.ID]Entity, error) {
		var ids []kb.ID
		for _, m := range members {
			ids = append(ids, m.Source.Publishers...)
		}
		return s.set.view.Entities(ctx, ids...)
	})
	if err != nil {
		return nil, err
	}
	var out []Entity
	for _, id := range s.Source.Publishers {
		if found[id] == nil {
			return nil, missing(id)
		}
		out = append(out, found[id])
	}
	return out, nil
}

// Act is the event that the publication was.
func (s *Source) Act(ctx context.Context) (Entity, error) {
	if s.Source.Act == "" {
		return nil, nil
	}
	found, err := ends(ctx, s.set, func(m *Source) kb.ID { return m.Source.Act })
	return one(found, err, s.Source.Act)
}

// Cites are the sources it cites.
func (s *Source) Cites(ctx context.Context) ([]*Source, error) {
	found, err := s.others(ctx, func(m *kb.Source) []kb.ID { return m.Cites })
	if err != nil {
		return nil, err
	}
	var out []*Source
	for _, id := range s.Source.Cites {
		if found[id] == nil {
			return nil, missing(id)
		}
		out = append(out, found[id])
	}
	return out, nil
}

// DerivesFrom are the sources whose text it shares.
func (s *Source) DerivesFrom(ctx context.Context) ([]*Derivation, error) {
	found, err := s.others(ctx, func(m *kb.Source) []kb.ID {
		ids := make([]kb.ID, len(m.DerivesFrom))
		for i, d := range m.DerivesFrom {
			ids[i] = d.Source
		}
		return ids
	})
	if err != nil {
		return nil, err
	}
	var out []*Derivation
	for _, d := range s.Source.DerivesFrom {
		if found[d.Source] == nil {
			return nil, missing(d.Source)
		}
		out = append(out, &Derivation{found[d.Source], d.How, d.Basis, orNull(d.Note)})
	}
	return out, nil
}

func (s *Source) others(ctx context.Context, of func(*kb.Source) []kb.ID) (map[kb.ID]*Source, error) {
	return together(ctx, s.set, func(ctx context.Context, members []*Source) (map[kb.ID]*Source, error) {
		var ids []kb.ID
		for _, m := range members {
			ids = append(ids, of(m.Source)...)
		}
		return s.set.view.Sources(ctx, ids...)
	})
}

// Derivation is a text that comes from another.
type Derivation struct {
	Source *Source
	How    kb.DerivationHow
	Basis  kb.DerivationBasis
	Note   *string
}

// Claims are what it says, in reading order if no other is asked for.
func (s *Source) Claims(ctx context.Context, where *kb.ClaimWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ClaimConnection, error) {
	if orderBy == nil {
		orderBy = []*Order{{By: kb.ByLocator, Direction: Ascending}}
	}
	return nested(ctx, s.set, s.Source.ID, question[kb.ClaimWhere]{kb.Query[kb.ClaimWhere]{By: kb.ClaimsFrom, Where: where}, where},
		PageArgs{orderBy, first, after, last, before}, claimTable, sourceIDs)
}

func sourceIDs(_ context.Context, members []*Source) []kb.ID {
	ids := make([]kb.ID, len(members))
	for i, m := range members {
		ids[i] = m.Source.ID
	}
	return ids
}
