package sqlitestore

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// fact is a relation or a property as it is stored, with its matter if that was
// asked for.
type fact struct {
	id       kb.ID
	n        int64        // its number among both classes
	relation *kb.Relation // one of the two
	property *kb.Property
	fromKind kb.Kind // of the relation's first end, or of the property's entity
	toKind   kb.Kind
	one      int64         // the number of that
	other    sql.NullInt64 // of the other end, or of the issuer
	claimed  bool          // there are claims on it

	derived []any            // what is stored in derivedColumns
	reaches []evidence.Reach // and of the claims of the matter

	kb.Matter
}

// these selects ids.
func these(ids []kb.ID) part { return say("SELECT value AS id FROM json_each(?)", list(ids)) }

// factsAt selects the relations and properties of entities.
func factsAt(entities []kb.ID) part {
	l := list(entities)
	return say("SELECT id FROM relations WHERE from_id IN (SELECT value FROM json_each(?))"+
		" UNION SELECT id FROM relations WHERE to_id IN (SELECT value FROM json_each(?))"+
		" UNION SELECT id FROM properties WHERE entity IN (SELECT value FROM json_each(?))", l, l, l)
}

// factsBy selects the facts with claims that are from one of sources, or credit
// it, or another that derives from it over any number of steps.
func factsBy(sources []kb.ID) part {
	return say("WITH RECURSIVE changed (id) AS (SELECT value FROM json_each(?) UNION SELECT r.holder FROM changed CROSS JOIN refs AS r ON r.target = changed.id AND r.field = '"+string(derivesFrom)+"')"+
		" SELECT c.fact AS id FROM changed CROSS JOIN claims AS c ON c.source = changed.id"+
		" UNION SELECT c.fact FROM changed CROSS JOIN refs AS r ON r.target = changed.id AND r.field = '"+string(credits)+"' CROSS JOIN claims AS c ON c.id = r.holder", list(sources))
}

// readFacts reads the facts that wanted selects, by id, without their matter.
func readFacts(ctx context.Context, from querier, wanted part) ([]*fact, error) {
	var facts []*fact
	// read reads a fact; what is its own goes where dest says, and then it is kept.
	read := func(rows *sql.Rows, f *fact, dest ...any) error {
		f.derived = make([]any, strings.Count(derivedColumns, ",")+1)
		dest = append(dest, &f.n, &f.id, &f.one, &f.fromKind, &f.claimed)
		for i := range f.derived {
			dest = append(dest, &f.derived[i])
		}
		facts = append(facts, f)
		return rows.Scan(dest...)
	}
	with := cat(say("WITH wanted AS MATERIALIZED (SELECT id FROM ("), wanted, say(")) "))
	derived := "EXISTS (SELECT 1 FROM claims WHERE fact = a.id), a." + strings.ReplaceAll(derivedColumns, ", ", ", a.")
	err := each(ctx, from, cat(with, say("SELECT a.type, a.from_id, a.to_id, t.n, t.kind, 2 * a.n, a.id, f.n, f.kind, "+derived+
		" FROM wanted CROSS JOIN relations AS a ON a.id = wanted.id CROSS JOIN entities AS f ON f.id = a.from_id CROSS JOIN entities AS t ON t.id = a.to_id")),
		func(rows *sql.Rows) error {
			r := &kb.Relation{}
			f := &fact{relation: r}
			return read(rows, f, &r.Type, &r.From, &r.To, &f.other, &f.toKind)
		})
	if err != nil {
		return nil, err
	}
	err = each(ctx, from, cat(with, say("SELECT a.entity, a.key, (SELECT n FROM entities WHERE id = a.issuer), 2 * a.n + 1, a.id, e.n, e.kind, "+derived+
		" FROM wanted CROSS JOIN properties AS a ON a.id = wanted.id CROSS JOIN entities AS e ON e.id = a.entity")),
		func(rows *sql.Rows) error {
			p := &kb.Property{}
			f := &fact{property: p}
			return read(rows, f, &p.Entity, &p.Key, &f.other)
		})
	slices.SortFunc(facts, func(a, b *fact) int { return strings.Compare(string(a.id), string(b.id)) })
	return facts, err
}

// dated names the entity whose date the fact takes if its claims give none, or "".
func (f *fact) dated() kb.ID {
	switch {
	case f.relation != nil:
		return evidence.Inherits(f.relation, f.fromKind, f.toKind)
	case evidence.InheritsProperty(f.property.Key, f.fromKind):
		return f.property.Entity
	}
	return ""
}

// inherit takes what the fact has from the entity whose date it takes.
func (f *fact) inherit(happened kb.Date) {
	switch {
	case f.relation == nil:
		f.Inherited = evidence.Inherited(f.property, f.fromKind, happened)
	case f.dated() == f.relation.From:
		f.Inherited = evidence.Inherited(f.relation, f.fromKind, happened)
	default:
		f.Inherited = evidence.Inherited(f.relation, f.toKind, happened)
	}
}

// ends are the entities whose participants are parties to the fact.
func (f *fact) ends() []kb.ID {
	if f.relation != nil {
		return []kb.ID{f.relation.From, f.relation.To}
	}
	return []kb.ID{f.property.Entity}
}

// readMatters reads facts with their matters, by id, in a number of queries that
// does not depend on how many they are. Matters share their sources.
func readMatters(ctx context.Context, from querier, wanted []kb.ID) ([]*fact, error) {
	facts, err := readFacts(ctx, from, these(wanted))
	if err != nil || len(facts) == 0 {
		return nil, err
	}
	known := map[kb.ID]*fact{}
	dated, ends := ids{}, ids{}
	for _, f := range facts {
		known[f.id] = f
		ends.add(f.ends()...)
		if id := f.dated(); id != "" {
			dated.add(id)
		}
	}
	spoken := ids{} // sources that claims are from or credit
	var r evidence.Reach
	err = claimTable.read(ctx, from, say("SELECT "+reachColumns+", "+claimTable.columns+" FROM json_each(?) AS wanted CROSS JOIN claims AS a ON a.fact = wanted.value", list(wanted)),
		reachDest(&r), func(c *kb.Claim) error {
			f := known[c.Fact]
			f.Claims, f.reaches = append(f.Claims, c), append(f.reaches, r)
			spoken.add(c.Source)
			for _, credit := range c.Credits {
				spoken.add(credit.Source)
			}
			return nil
		})
	if err != nil {
		return nil, err
	}
	sources := map[kb.ID]*kb.Source{}
	err = sourceTable.read(ctx, from, say("WITH RECURSIVE needed (id) AS (SELECT value FROM json_each(?) UNION SELECT r.target FROM needed CROSS JOIN refs AS r ON r.holder = needed.id AND r.field = '"+string(derivesFrom)+"')"+
		" SELECT "+sourceTable.columns+" FROM needed CROSS JOIN sources AS a ON a.id = needed.id", list(spoken.sorted())),
		nil, func(s *kb.Source) error {
			sources[s.ID] = s
			return nil
		})
	if err != nil {
		return nil, err
	}
	parties, err := readParties(ctx, from, ends.sorted())
	if err != nil {
		return nil, err
	}
	happened, err := readDates(ctx, from, dated.sorted())
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		f.inherit(happened[f.dated()])
		f.Parties = f.ends()
		for _, end := range f.ends() {
			f.Parties = append(f.Parties, parties[end]...)
		}
		slices.Sort(f.Parties)
		f.Parties = slices.Compact(f.Parties)
		f.Sources = map[kb.ID]*kb.Source{}
		for _, c := range f.Claims {
			f.needs(c.Source, sources)
			for _, credit := range c.Credits {
				f.needs(credit.Source, sources)
			}
		}
	}
	return facts, nil
}

// needs adds a source, and all that it derives from, to the matter.
func (f *fact) needs(id kb.ID, among map[kb.ID]*kb.Source) {
	if f.Sources[id] != nil {
		return
	}
	f.Sources[id] = among[id]
	for _, d := range among[id].DerivesFrom {
		f.needs(d.Source, among)
	}
}

var partyTypes = func() string {
	var types []string
	for _, t := range kb.PartyTypes {
		types = append(types, "'"+string(t)+"'")
	}
	return "(" + strings.Join(types, ", ") + ")"
}()

// readParties finds who has a part in each of these entities.
func readParties(ctx context.Context, from querier, entities []kb.ID) (map[kb.ID][]kb.ID, error) {
	parties := map[kb.ID][]kb.ID{}
	err := each(ctx, from, say("SELECT r.to_id, r.from_id FROM json_each(?) AS wanted CROSS JOIN relations AS r ON r.to_id = wanted.value AND r.type IN "+partyTypes, list(entities)),
		func(rows *sql.Rows) error {
			var thing, party kb.ID
			err := rows.Scan(&thing, &party)
			parties[thing] = append(parties[thing], party)
			return err
		})
	return parties, err
}

// readDates finds when things happened.
func readDates(ctx context.Context, from querier, things []kb.ID) (map[kb.ID]kb.Date, error) {
	if len(things) == 0 {
		return nil, nil
	}
	values := map[kb.ID][]kb.Date{}
	err := each(ctx, from, say("SELECT e.id, e.kind, p.key, p.value FROM json_each(?) AS wanted CROSS JOIN entities AS e ON e.id = wanted.value CROSS JOIN properties AS p ON p.entity = e.id WHERE p.date_first IS NOT NULL", list(things)),
		func(rows *sql.Rows) error {
			var id kb.ID
			var kind kb.Kind
			var key kb.PropertyKey
			var value []byte
			if err := rows.Scan(&id, &kind, &key, &value); err != nil || evidence.DateKey(kind) != key {
				return err
			}
			v, err := kb.UnmarshalValue(value)
			if err != nil {
				return err
			}
			if v, ok := v.(kb.DateValue); ok {
				values[id] = append(values[id], v.Date)
			}
			return nil
		})
	out := map[kb.ID]kb.Date{}
	for id, dates := range values {
		out[id] = evidence.Happened(dates)
	}
	return out, err
}

// Matters implements kb.Reader.
func (s *Store) Matters(ctx context.Context, wanted []kb.ID) ([]*kb.Matter, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	if err := checkBatch(wanted); err != nil {
		return nil, err
	}
	out, err := s.matters(ctx, wanted)
	return out, s.explain(ctx, err)
}

func (s *Store) matters(ctx context.Context, wanted []kb.ID) ([]*kb.Matter, error) {
	tx, err := s.scans.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	asked := ids{}
	asked.add(wanted...)
	facts, err := readMatters(ctx, reading{tx}, asked.sorted())
	if err != nil {
		return nil, err
	}
	known := map[kb.ID]*kb.Matter{}
	for _, f := range facts {
		known[f.id] = &f.Matter
	}
	out := make([]*kb.Matter, len(wanted))
	for i, id := range wanted {
		if m := known[id]; m != nil {
			out[i] = ownMatter(m)
		}
	}
	return out, nil
}

// ownMatter copies what the matter shares with others.
func ownMatter(m *kb.Matter) *kb.Matter {
	own := *m
	own.Parties = slices.Clone(m.Parties)
	own.Claims = make([]*kb.Claim, len(m.Claims))
	for i, c := range m.Claims {
		c := *c
		c.Qualifiers, c.AttributedTo, c.Credits = slices.Clone(c.Qualifiers), slices.Clone(c.AttributedTo), slices.Clone(c.Credits)
		c.Answers, c.Retracts, c.Mentions = slices.Clone(c.Answers), slices.Clone(c.Retracts), slices.Clone(c.Mentions)
		own.Claims[i] = &c
	}
	own.Sources = map[kb.ID]*kb.Source{}
	for id, s := range m.Sources {
		s := *s
		s.Publishers, s.Cites = slices.Clone(s.Publishers), slices.Clone(s.Cites)
		s.DerivesFrom, s.Collections = slices.Clone(s.DerivesFrom), slices.Clone(s.Collections)
		own.Sources[id] = &s
	}
	return &own
}
