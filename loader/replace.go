package loader

import (
	"context"
	"slices"

	"actorgraph/kb"
)

// removeRest removes from a collection what the files don't hold: claims first,
// those that answer others before the rest, then sources, then entities.
func (l *load) removeRest(ctx context.Context, name string) error {
	of := &kb.StringFilter{Eq: &name}
	var answering, claims, sources, entities []kb.ID
	for c, err := range l.store.Claims().Scan(ctx, &kb.ClaimWhere{Collection: of}) {
		if err != nil {
			return err
		}
		switch _, held := l.claims[c.ID]; {
		case held:
		case len(c.Answers)+len(c.Retracts) > 0:
			answering = append(answering, c.ID)
		default:
			claims = append(claims, c.ID)
		}
	}
	for s, err := range l.store.Sources().Scan(ctx, &kb.SourceWhere{Collection: of}) {
		if err != nil {
			return err
		}
		if !slices.Contains(l.sources[s.ID].collections, name) {
			sources = append(sources, s.ID)
		}
	}
	for e, err := range l.store.Entities().Scan(ctx, &kb.EntityWhere{Collection: of}) {
		if err != nil {
			return err
		}
		if !slices.Contains(l.entities[e.ID].collections, name) {
			entities = append(entities, e.ID)
		}
	}
	rest := slices.Concat(answering, claims, sources, entities)
	for part := range slices.Chunk(rest, batch) {
		applied, err := l.store.Apply(ctx, &kb.ChangeSet{Collection: kb.Collection{Name: name}, Remove: part})
		if err != nil {
			return err
		}
		for class, n := range applied.Removed {
			l.report.Removed[class] += n
		}
		for class, n := range applied.Changed { // left the collection and stays for another
			l.report.Changed[class] += n
		}
	}
	return nil
}
