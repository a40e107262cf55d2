package model

import (
	"cmp"
	"context"
	"slices"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Support is what the claims on a fact come to.
type Support struct {
	kb.Support
	set *supports
}

// supports are those that were asked for together, and what their words need.
type supports struct {
	view    *View
	members []*Support

	sources shared[map[kb.ID]*Source]
	names   shared[map[kb.ID]evidence.Named] // of publishers
}

// supportsOf makes one set of what facts rest on.
func supportsOf(v *View, facts []kb.Support) []*Support {
	set := &supports{view: v}
	for _, s := range facts {
		set.members = append(set.members, &Support{s, set})
	}
	return set.members
}

// Support is what its claims come to.
func (r *Relation) Support(ctx context.Context) (*Support, error) {
	return supportOf(ctx, r.set, r.Relation.ID, func(m *Relation) *kb.Relation { return m.Relation })
}

// Support is what its claims come to.
func (p *Property) Support(ctx context.Context) (*Support, error) {
	return supportOf(ctx, p.set, p.Property.ID, func(m *Property) *kb.Property { return m.Property })
}

func supportOf[M any, F kb.Fact](ctx context.Context, set *siblings[M], fact kb.ID, record func(M) F) (*Support, error) {
	found, err := together(ctx, set, func(_ context.Context, members []M) (map[kb.ID]*Support, error) {
		rests := make([]kb.Support, len(members))
		for i, m := range members {
			rests[i] = record(m).Supported()
		}
		out := make(map[kb.ID]*Support, len(members))
		for i, s := range supportsOf(set.view, rests) {
			out[record(members[i]).FactID()] = s
		}
		return out, nil
	})
	return found[fact], err
}

// Together is the support that it has with the values of its entity that can hold at
// once with its own.
func (p *Property) Together(ctx context.Context) (*Support, error) {
	found, err := together(ctx, p.set, p.set.view.jointly)
	return found[p.Property.ID], err
}

// maxValues bounds the values of one entity among which those are looked for that
// back each other.
const maxValues = kb.MaxPage

// jointly finds the support that each property has together with those that back it.
func (v *View) jointly(ctx context.Context, properties []*Property) (map[kb.ID]*Support, error) {
	var entities []kb.ID
	var keys []kb.PropertyKey
	for _, p := range properties {
		entities = append(entities, p.Property.Entity)
		if !slices.Contains(keys, p.Property.Key) {
			keys = append(keys, p.Property.Key)
		}
	}
	entities = distinct(entities)
	pages, err := findPages(ctx, v.Store.Properties(), kb.Query[kb.PropertyWhere]{Of: entities, By: kb.PropertiesOf, Keys: keys, First: maxValues})
	if err != nil {
		return nil, err
	}
	values := map[kb.ID][]*kb.Property{}
	for i, page := range pages {
		if page.HasNext {
			return nil, invalid("%s has more than %d properties of these keys; ask for together of fewer keys at once", entities[i], maxValues)
		}
		values[entities[i]] = page.Items
	}
	backing := make([][]*kb.Property, len(properties))
	var ids []kb.ID
	for i, p := range properties {
		backing[i] = evidence.Together(p.Property, values[p.Property.Entity])
		for _, q := range backing[i] {
			ids = append(ids, q.ID)
		}
	}
	matters, err := v.matters(ctx, ids)
	if err != nil {
		return nil, err
	}
	rests := make([]kb.Support, len(properties))
	for i := range properties {
		var joint []*kb.Matter
		for _, q := range backing[i] {
			if m := matters[q.ID]; m != nil {
				joint = append(joint, m)
			}
		}
		rests[i] = evidence.Joint(joint, v.Lens)
	}
	out := make(map[kb.ID]*Support, len(properties))
	for i, s := range supportsOf(v, rests) {
		out[properties[i].Property.ID] = s
	}
	return out, nil
}

// matters reads what the support of facts is computed from.
func (v *View) matters(ctx context.Context, facts []kb.ID) (map[kb.ID]*kb.Matter, error) {
	facts = distinct(facts)
	out := make(map[kb.ID]*kb.Matter, len(facts))
	for batch := range slices.Chunk(facts, kb.MaxBatch) {
		found, err := v.Whole.Matters(ctx, batch)
		if err != nil {
			return nil, err
		}
		claims := 0
		for i, m := range found {
			if m != nil {
				out[batch[i]], claims = m, claims+len(m.Claims)
			}
		}
		if err := spend(ctx, claims); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Status is null where no claim is left.
func (s *Support) Status() *kb.Status { return orNull(s.Support.Status) }

// Strongest is null where no document asserts the fact.
func (s *Support) Strongest() *kb.Modality { return orNull(s.Support.Strongest) }

// Weakest is null where no document asserts the fact.
func (s *Support) Weakest() *kb.Modality { return orNull(s.Support.Weakest) }

// Origins are the named ones.
func (s *Support) Origins() []*Origin {
	var out []*Origin
	for _, o := range s.Support.Origins {
		out = append(out, &Origin{o, s.set})
	}
	return out
}

// Cycles are circles of sources that lead to no origin.
func (s *Support) Cycles(ctx context.Context) ([][]*Source, error) {
	var out [][]*Source
	for _, ids := range s.Support.Cycles {
		sources, err := s.set.read(ctx, ids)
		if err != nil {
			return nil, err
		}
		out = append(out, sources)
	}
	return out, nil
}

// Explanation says it in words.
func (s *Support) Explanation(ctx context.Context) (string, error) {
	name, err := s.set.namer(ctx)
	if err != nil {
		return "", err
	}
	return evidence.Explain(s.Support, name), nil
}

// Origin is where a word comes from.
type Origin struct {
	kb.Origin
	set *supports
}

// Sources are its documents.
func (o *Origin) Sources(ctx context.Context) ([]*Source, error) {
	return o.set.read(ctx, o.Origin.Sources)
}

// Name is how it is called in a running text.
func (o *Origin) Name(ctx context.Context) (string, error) {
	name, err := o.set.namer(ctx)
	if err != nil {
		return "", err
	}
	return name(o.Origin), nil
}

// load reads the sources that any of the set names.
func (s *supports) load(ctx context.Context) (map[kb.ID]*Source, error) {
	return s.sources.get(func() (map[kb.ID]*Source, error) {
		var ids []kb.ID
		for _, m := range s.members {
			for _, o := range m.Support.Origins {
				ids = append(ids, o.Sources...)
			}
			for _, circle := range m.Support.Cycles {
				ids = append(ids, circle...)
			}
		}
		return s.view.Sources(ctx, ids...)
	})
}

func (s *supports) read(ctx context.Context, ids []kb.ID) ([]*Source, error) {
	found, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*Source, len(ids))
	for i, id := range ids {
		if out[i] = found[id]; out[i] == nil {
			return nil, missing(id)
		}
	}
	return out, nil
}

// namer returns what names origins in a running text.
func (s *supports) namer(ctx context.Context) (func(kb.Origin) string, error) {
	sources, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.names.get(func() (map[kb.ID]evidence.Named, error) {
		var ids []kb.ID
		for _, source := range sources {
			ids = append(ids, source.Source.Publishers...)
		}
		entities, err := get(ctx, s.view.Store.Entities(), ids)
		names := make(map[kb.ID]evidence.Named, len(entities))
		for id, e := range entities {
			names[id] = evidence.Named{Name: e.Name, Kind: e.Kind}
		}
		return names, err
	})
	if err != nil {
		return nil, err
	}
	return func(o kb.Origin) string {
		source := func(id kb.ID) *kb.Source {
			if s := sources[id]; s != nil {
				return s.Source
			}
			return nil
		}
		return nameOrigin(o, source, func(id kb.ID) evidence.Named { return cmp.Or(names[id], evidence.Named{Name: string(id)}) })
	}, nil
}

// nameOrigin names an origin in a running text, after the first of its documents.
func nameOrigin(o kb.Origin, source func(kb.ID) *kb.Source, named func(kb.ID) evidence.Named) string {
	var documents []*kb.Source
	for _, id := range o.Sources {
		if s := source(id); s != nil {
			documents = append(documents, s)
		}
	}
	if len(documents) == 0 {
		return string(o.Sources[0]) // gone since the fact was read
	}
	first := slices.MinFunc(documents, earlier)
	var publishers []evidence.Named
	for _, id := range first.Publishers {
		publishers = append(publishers, named(id))
	}
	return evidence.SourceName(first, publishers)
}

// earlier orders the documents of one origin: those before what only stands for an
// actor's word, then by when they were out.
func earlier(a, b *kb.Source) int {
	if a.IsPlaceholder() != b.IsPlaceholder() {
		if a.IsPlaceholder() {
			return 1
		}
		return -1
	}
	_, outA := a.Published.Span()
	_, outB := b.Published.Span()
	return cmp.Or(cmp.Compare(outA, outB), cmp.Compare(a.ID, b.ID))
}
