package neo4jstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// gathering gathers, of the facts with the ids $ids, all that their support is
// computed from: the facts themselves with their claims and the entities that they
// touch, of these what happened when and who has a part in them, and the sources.
func gathering(claim func(property string) string) string {
	return `
UNWIND $ids AS id
MATCH (f:Fact {id: id})
WITH collect(DISTINCT f) AS facts
CALL (facts) {
	UNWIND facts AS f
	RETURN collect([
		f:Relation, CASE WHEN f:Relation THEN ` + relations.list("f") + ` ELSE ` + properties.list("f") + ` END, f.stood,
		[(f)<-[:ON]-(c) | [` + claims.listed(claim) + `, [c.` + strings.Join(reach, ", c.") + `]]]
	]) AS claimed
}
CALL (facts) {
	UNWIND facts AS f
	MATCH (f)-[:STARTS_AT|ENDS_AT|OF]->(e:Entity)
	WITH DISTINCT e
	RETURN collect([
		e.id, e.kind,
		CASE WHEN e.kind IN ` + quoted(shared) + ` THEN [(e)<-[:ENDS_AT]-(r:Relation) WHERE r.type IN ` + quoted(kb.PartyTypes) + ` | r.from] ELSE [] END,
		[(e)<-[:OF]-(p:Property) WHERE p.date IS NOT NULL AND p.key IN ` + quoted([]kb.PropertyKey{kb.KeyDate, kb.KeyFiled}) + ` | [p.key, p.date]]
	]) AS touched
}
CALL (facts) {
	UNWIND facts AS f
	MATCH (f)<-[:ON]-(:Claim)-[:FROM|CREDITS]->(s:Source)
	WITH DISTINCT s
	MATCH (s)-[:DERIVES_FROM*0..]->(origin:Source)
	WITH DISTINCT origin
	RETURN collect(` + sources.list("origin") + `) AS read
}
RETURN [claimed, touched, read] AS answer`
}

// whole reads claims whole, weighed as far as their weight depends on it.
var (
	whole   = gathering(func(property string) string { return "c." + property })
	weighed = gathering(func(property string) string {
		switch property {
		case "id", "source", "stance", "modality", "qualifiers", "attributedTo", "credits", "creditHows", "firsthand", "reading", "retracts", "collection", "verification":
			return "c." + property
		}
		return "null"
	})
)

// shared are the kinds of things that relations of [kb.PartyTypes] lead to.
var shared = func() (kinds []kb.Kind) {
	for _, t := range kb.PartyTypes {
		row, _ := t.Info()
		kinds = append(kinds, row.To...)
	}
	return distinct(kinds)
}()

// quoted is a list of names as Cypher writes it.
func quoted[E ~string](names []E) string { return "['" + strings.Join(words(names), "', '") + "']" }

// gathered is what gathering finds.
type gathered struct {
	facts    map[kb.ID]*fact
	entities map[kb.ID]*touched
	sources  map[kb.ID]*kb.Source
}

// fact is a relation or a property.
type fact struct {
	relation *kb.Relation
	property *kb.Property
	stood    string // the digest of what is kept of how it stood; "" if nothing is
	claims   []*kb.Claim
	reaches  map[kb.ID][]any // of the claims, as they are kept; nil where none is
}

func (f *fact) record() kb.Fact {
	if f.relation != nil {
		return f.relation
	}
	return f.property
}

func (f *fact) id() kb.ID { return f.record().FactID() }

// ends are the entities in whose own cause a word on the fact may be.
func (f *fact) ends() []kb.ID {
	if f.relation != nil {
		return []kb.ID{f.relation.From, f.relation.To}
	}
	return []kb.ID{f.property.Entity}
}

// touched is what facts have from an entity that they touch.
type touched struct {
	kind    kb.Kind
	parties []kb.ID                      // who has a part in it
	dates   map[kb.PropertyKey][]kb.Date // when it happened
}

func (e *touched) happened() kb.Date { return evidence.Happened(e.dates[evidence.DateKey(e.kind)]) }

func decodeFact(isRelation, record any) (*fact, error) {
	var err error
	f := &fact{reaches: map[kb.ID][]any{}}
	if isRelation.(bool) {
		f.relation, err = relations.decode(record)
	} else {
		f.property, err = properties.decode(record)
	}
	return f, err
}

func decodeGathered(answer any) (*gathered, error) {
	g := &gathered{facts: map[kb.ID]*fact{}, entities: map[kb.ID]*touched{}, sources: map[kb.ID]*kb.Source{}}
	parts := answer.([]any)
	for _, found := range parts[0].([]any) {
		found := found.([]any)
		f, err := decodeFact(found[0], found[1])
		if err != nil {
			return nil, err
		}
		f.stood, _ = found[2].(string)
		for _, claim := range found[3].([]any) {
			claim := claim.([]any)
			c, err := claims.decode(claim[0])
			if err != nil {
				return nil, err
			}
			f.claims, f.reaches[c.ID] = append(f.claims, c), claim[1].([]any)
		}
		slices.SortFunc(f.claims, func(a, b *kb.Claim) int { return cmp.Compare(a.ID, b.ID) })
		g.facts[f.id()] = f
	}
	for _, found := range parts[1].([]any) {
		r := row{values: found.([]any)}
		id, e := r.id(), &touched{kind: kb.Kind(r.text()), parties: list[kb.ID](&r), dates: map[kb.PropertyKey][]kb.Date{}}
		for _, dated := range value[[]any](&r) {
			d := row{values: dated.([]any)}
			key := kb.PropertyKey(d.text())
			e.dates[key] = append(e.dates[key], d.date())
			r.err = cmp.Or(r.err, d.err)
		}
		if r.err != nil {
			return nil, r.err
		}
		g.entities[id] = e
	}
	for _, record := range parts[2].([]any) {
		if err := take(sources, record, func(s *kb.Source) { g.sources[s.ID] = s }); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// take reads a record and hands it on.
func take[T any](c codec[T], values any, to func(*T)) error {
	t, err := c.decode(values)
	if err == nil {
		to(t)
	}
	return err
}

// matter is all that the support of a fact is computed from.
func (g *gathered) matter(f *fact) *kb.Matter {
	m := &kb.Matter{Claims: f.claims, Sources: map[kb.ID]*kb.Source{}, Parties: f.ends()}
	for _, id := range f.ends() {
		m.Parties = append(m.Parties, g.entities[id].parties...)
	}
	slices.Sort(m.Parties)
	m.Parties = slices.Compact(m.Parties)
	var add func(kb.ID)
	add = func(id kb.ID) {
		if s := g.sources[id]; s != nil && m.Sources[id] == nil {
			m.Sources[id] = s
			for _, d := range s.DerivesFrom {
				add(d.Source)
			}
		}
	}
	for _, c := range f.claims {
		add(c.Source)
		for _, credit := range c.Credits {
			add(credit.Source)
		}
	}
	if id := g.inherits(f); id != "" {
		e := g.entities[id]
		m.Inherited = evidence.Inherited(f.record(), e.kind, e.happened())
	}
	return m
}

// inherits is the thing that a fact has its date from when its claims give none.
func (g *gathered) inherits(f *fact) kb.ID {
	kind := func(id kb.ID) kb.Kind { return g.entities[id].kind }
	switch {
	case f.relation != nil:
		return evidence.Inherits(f.relation, kind(f.relation.From), kind(f.relation.To))
	case evidence.InheritsProperty(f.property.Key, kind(f.property.Entity)):
		return f.property.Entity
	}
	return ""
}

// Matters implements kb.Reader.
func (s *Store) Matters(ctx context.Context, facts []kb.ID) ([]*kb.Matter, error) {
	c, err := s.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer c.end()
	if err := checkBatch(facts); err != nil {
		return nil, err
	}
	out := make([]*kb.Matter, len(facts))
	if len(facts) == 0 {
		return out, nil
	}
	answer, err := s.ask(c, whole, map[string]any{"ids": words(facts)})
	if err != nil {
		return nil, c.explain(err)
	}
	g, err := decodeGathered(answer)
	if err != nil {
		return nil, err
	}
	for i, id := range facts {
		if f := g.facts[id]; f != nil {
			out[i] = g.matter(f)
		}
	}
	return out, nil
}
