package loader

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"actorgraph/kb"
)

// rest is what a collection has in the store and the files don't hold. Claims
// that answer or retract others go first: nothing may answer what is gone.
type rest struct {
	answering, claims, sources, entities []kb.ID
}

func (r rest) all() []kb.ID { return slices.Concat(r.answering, r.claims, r.sources, r.entities) }

func (l *load) rest(ctx context.Context, name string) (rest, error) {
	var out rest
	of := &kb.StringFilter{Eq: &name}
	for c, err := range l.store.Claims().Scan(ctx, &kb.ClaimWhere{Collection: of}) {
		if err != nil {
			return out, err
		}
		switch _, held := l.claims[c.ID]; {
		case held:
		case len(c.Answers)+len(c.Retracts) > 0:
			out.answering = append(out.answering, c.ID)
		default:
			out.claims = append(out.claims, c.ID)
		}
	}
	for s, err := range l.store.Sources().Scan(ctx, &kb.SourceWhere{Collection: of}) {
		if err != nil {
			return out, err
		}
		if !slices.Contains(l.sources[s.ID].collections, name) {
			out.sources = append(out.sources, s.ID)
		}
	}
	for e, err := range l.store.Entities().Scan(ctx, &kb.EntityWhere{Collection: of}) {
		if err != nil {
			return out, err
		}
		if !slices.Contains(l.entities[e.ID].collections, name) {
			out.entities = append(out.entities, e.ID)
		}
	}
	return out, nil
}

// complete describes, and replaces if that is asked, the collections for which
// no last change set did.
func (l *load) complete(ctx context.Context) error {
	replace := l.options.Replace && l.report.Refused == 0
	var names []string
	rests := map[string]rest{}
	for _, name := range slices.Sorted(maps.Keys(l.collections)) {
		if l.finished[name] {
			continue
		}
		names = append(names, name)
		if err := l.remove(ctx, l.collections[name], nil); err != nil {
			return err
		}
		if !replace {
			continue
		}
		var err error
		if rests[name], err = l.rest(ctx, name); err != nil {
			return err
		}
	}
	l.report.NotReplaced = l.options.Replace && !replace
	for _, name := range names {
		if err := l.remove(ctx, kb.Collection{Name: name}, rests[name].answering); err != nil {
			return err
		}
	}
	for _, name := range names {
		r := rests[name]
		if err := l.remove(ctx, kb.Collection{Name: name}, slices.Concat(r.claims, r.sources, r.entities)); err != nil {
			return err
		}
	}
	return nil
}

// remove removes records of a collection, or with none says that there is the
// collection.
func (l *load) remove(ctx context.Context, of kb.Collection, ids []kb.ID) error {
	for len(ids) > 0 || of != (kb.Collection{Name: of.Name}) {
		n := min(len(ids), l.sizes.batch)
		bad, err := l.apply(ctx, &kb.ChangeSet{Collection: of, Remove: ids[:n]})
		if bad != nil {
			err = bad
		}
		if err != nil {
			return fmt.Errorf("collection %s: %w", of.Name, err)
		}
		of, ids = kb.Collection{Name: of.Name}, ids[n:]
	}
	return nil
}
