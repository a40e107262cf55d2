package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"sync"

	"actorgraph/kb"
	"actorgraph/text"
)

// search is a search, and the terms that its words may mean.
type search struct {
	text.Query
	means func() []map[string]text.Match // of each word; found when first asked for
}

func newSearch(q text.Query, lexicon *text.Lexicon) search {
	return search{q, sync.OnceValue(func() []map[string]text.Match {
		means := make([]map[string]text.Match, len(q.Words))
		for i, w := range q.Words {
			means[i] = lexicon.Find(w)
		}
		return means
	})}
}

// terms writes the terms that the words mean as JSON: the place of the word, how
// they match, the term.
func (s search) terms() string {
	terms := [][]any{}
	for i, means := range s.means() {
		for term, match := range means {
			terms = append(terms, []any{i, match, term})
		}
	}
	return array(terms)
}

func array[T any](list []T) string {
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts and numbers can be written
	}
	return string(data)
}

// atLeast selects the term and the entity of what matches the word in a place as
// well as match.
func (s search) atLeast(place int, match text.Match) part {
	terms := []string{}
	for term, m := range s.means()[place] {
		if m >= match {
			terms = append(terms, term)
		}
	}
	slices.Sort(terms)
	rows := say("SELECT t.term, t.entity FROM json_each(?) AS w CROSS JOIN terms AS t ON t.term = w.value", array(terms))
	if prefix := s.Words[place].Prefix(); prefix != "" && match <= text.Begun {
		rows = cat(rows, say(" UNION ALL SELECT term, entity FROM terms WHERE "), startsWith("term", prefix))
	}
	return rows
}

// last is the place of the last word, and what terms begin with that it begins.
func (s search) last() (place int, prefix string) {
	for i, w := range s.Words {
		if w.Prefix() != "" {
			return i, w.Prefix()
		}
	}
	return 0, ""
}

// Places in kb.SearchTiers, which stand in cursors, too.
const (
	exact = iota
	prefix
	allWords
	lastBegun
	nearWords
	someWords
)

// hits selects the entities that s finds, each once: its id, its tier, and minus
// the number of words it has. Of what a lens hides it only leaves out aliases:
// whoever asks joins the entities.
func (s search) hits() part {
	return s.best(cat(s.named(say("SELECT id FROM main.entities WHERE "), s.startsWith("name_key", "name_fold")), say(" UNION ALL "), s.worded()))
}

// best gives each entity the best tier that rows gives it.
func (s search) best(rows part) part {
	return cat(say("SELECT id, min(tier) AS tier, -CASE min(tier) WHEN "+strconv.Itoa(someWords)+" THEN max(words) ELSE ? END AS words FROM (", len(s.Words)), rows, say(") GROUP BY id"))
}

// named finds entities by id, and by names and aliases as a whole; begun
// selects those with a name that starts with the text.
func (s search) named(begun ...part) part {
	isExact, isPrefix := strconv.Itoa(exact)+" AS tier, 0 AS words", strconv.Itoa(prefix)+", 0"
	// An id is folded as it is. The sort key of a name is how it begins.
	return cat(
		say("SELECT id, "+isExact+" FROM main.entities WHERE id = ?", s.Folded),
		say(" UNION ALL SELECT id, "+isExact+" FROM main.entities WHERE name_key = ? AND name_fold = ?", text.SortKey(s.Folded), s.Folded),
		say(" UNION ALL SELECT entity, CASE text_fold WHEN ? THEN "+strconv.Itoa(exact)+" ELSE "+strconv.Itoa(prefix)+" END, 0 FROM properties WHERE key = 'alias' AND ", s.Folded),
		startsWith("text_fold", s.Folded),
		say(" UNION ALL SELECT id, "+isPrefix+" FROM ("), cat(begun...), say(")"))
}

// startsWith holds for the names that start with the text.
func (s search) startsWith(key, folded string) part {
	return and(startsWith(key, text.SortKey(s.Folded)), startsWith(folded, s.Folded))
}

// worded finds entities by words.
func (s search) worded() part {
	matches := say("SELECT w.value ->> 0 AS word, w.value ->> 1 AS match, t.entity FROM json_each(?) AS w CROSS JOIN terms AS t ON t.term = w.value ->> 2", s.terms())
	if place, begins := s.last(); begins != "" {
		matches = cat(matches, say(" UNION ALL SELECT ?, ?, entity FROM terms WHERE ", place, int(text.Begun)), startsWith("term", begins))
	}
	count := func(match text.Match) string {
		return "count(DISTINCT CASE WHEN match >= " + strconv.Itoa(int(match)) + " THEN word END)"
	}
	tier := func(n int) string { return strconv.Itoa(n) }
	return cat(
		say("SELECT entity AS id, CASE ? WHEN stands THEN "+tier(allWords)+" WHEN begun THEN "+tier(lastBegun)+" WHEN near THEN "+tier(nearWords)+" ELSE "+tier(someWords)+" END AS tier, stands AS words FROM ("+
			"SELECT entity, "+count(text.Stands)+" AS stands, "+count(text.Begun)+" AS begun, "+count(text.Near)+" AS near FROM (", len(s.Words)),
		matches, say(") GROUP BY entity)"))
}

// firstNamed selects, of the hits by names as a whole, those that may be on a page of n
// behind a place. Where very many names start with the text, it doesn't look at
// all of them: it goes down the degrees, and at each finds the names in their order.
// That is the order of a store without a lens.
func (s search) firstNamed(where part, after kb.Keyset, n int) part {
	begun := cat(
		say("WITH RECURSIVE degrees (d) AS (SELECT max(degree) FROM main.entities"+
			" UNION ALL SELECT (SELECT max(degree) FROM main.entities WHERE degree < d) FROM degrees WHERE d IS NOT NULL)"+
			" SELECT a.id FROM degrees CROSS JOIN (SELECT "+strconv.Itoa(prefix)+" AS tier, ? AS words) AS h CROSS JOIN main.entities AS a INDEXED BY entities_degree ON a.degree = degrees.d WHERE ", -len(s.Words)),
		and(s.startsWith("a.name_key", "a.name_fold"), say("a.name_fold <> ?", s.Folded), say("a.id <> ?", s.Folded),
			say("NOT EXISTS (SELECT 1 FROM properties AS p WHERE p.entity = a.id AND p.key = 'alias' AND p.text_fold = ?)", s.Folded),
			where, searchOrder.beyond(after, true)),
		say(" LIMIT "+strconv.Itoa(n)))
	return s.best(s.named(begun))
}

// few is up to how many names with words of a search all of them are looked at.
var few = 2_000

// count tells how many rows there are, as far as few and one more.
func count(ctx context.Context, from querier, rows part) (n int, err error) {
	err = each(ctx, from, cat(say("SELECT count(*) FROM (SELECT 1 FROM ("), rows, say(") LIMIT ?)", few+1)), func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}

// firstOfMany selects the first n hits of a search of two words at most, of which very many
// names have one, or nothing if it can't tell them faster than hits. Those that have all words are
// among those with the rarest. Those that have some are, where they are many, mostly among the few
// entities with the most relations. That is the order of a store without a lens.
func (s search) firstOfMany(ctx context.Context, from querier, n int) (part, error) {
	if len(s.Words) > 2 {
		return part{}, nil
	}
	total, rarest, least := 0, 0, few+1
	for i := range s.Words {
		n, err := count(ctx, from, s.atLeast(i, text.Near))
		if err != nil {
			return part{}, err
		}
		if total += n; n < least {
			rarest, least = i, n
		}
	}
	if total <= few {
		return part{}, nil
	}
	// Rows of an id, a tier and the words.
	first := [][]any{}
	add := func(q part) error {
		return each(ctx, from, q, func(rows *sql.Rows) error {
			var id string
			var tier, words int
			err := rows.Scan(&id, &tier, &words)
			first = append(first, []any{id, tier, words})
			return err
		})
	}
	hits := func() part {
		return say("SELECT value ->> 0 AS id, value ->> 1 AS tier, value ->> 2 AS words FROM json_each(?)", array(first))
	}
	all := func(match text.Match) part { return and(s.has(0, match), s.has(len(s.Words)-1, match)) }
	better := s.best(cat(s.firstNamed(yes, nil, n),
		say(" UNION ALL SELECT a.id, CASE WHEN "), all(text.Stands), say(" THEN "+strconv.Itoa(allWords)+" WHEN "), all(text.Begun), say(" THEN "+strconv.Itoa(lastBegun)+" ELSE "+strconv.Itoa(nearWords)+
			" END, 0 FROM (SELECT DISTINCT entity AS id FROM ("), s.atLeast(rarest, text.Near), say(")) AS a WHERE "), all(text.Near)))
	err := add(cat(say("SELECT h.id, h.tier, h.words FROM ("), better, say(") AS h CROSS JOIN main.entities AS a ON a.id = h.id ORDER BY "+searchOrder.by()+" LIMIT "+strconv.Itoa(n))))
	if err != nil || len(first) == n || len(s.Words) == 1 {
		return hits(), err
	}
	for _, match := range []text.Match{text.Stands, text.Near} {
		words := 0
		if match == text.Stands {
			words = -1
		}
		names := cat(s.atLeast(0, match), say(" UNION ALL "), s.atLeast(1, match))
		found, err := count(ctx, from, names)
		if err != nil {
			return part{}, err
		}
		some := func(rows part) error {
			return add(cat(say("SELECT a.id, "+strconv.Itoa(someWords)+", ? FROM ", words), rows,
				say(" AND a.id NOT IN (SELECT value ->> 0 FROM json_each(?)) ORDER BY a.degree DESC, a.name_key, a.id LIMIT "+strconv.Itoa(n-len(first)), array(first))))
		}
		known := len(first)
		if found > few {
			err = some(cat(say("(SELECT id, degree, name_key FROM main.entities INDEXED BY entities_degree ORDER BY degree DESC, name_key, id LIMIT ?) AS a WHERE ", few),
				or(s.has(0, match), s.has(1, match))))
			if err != nil || len(first) == n {
				return hits(), err
			}
			first = first[:known] // those that follow are not known to be first
		}
		err = some(cat(say("(SELECT DISTINCT entity FROM ("), names, say(")) AS t CROSS JOIN main.entities AS a ON a.id = t.entity WHERE 1")))
		if err != nil || len(first) == n {
			return hits(), err
		}
	}
	return hits(), nil
}

// has holds if a name of the entity a has the word in a place at least as well as match.
func (s search) has(place int, match text.Match) part {
	terms := []string{}
	for term, m := range s.means()[place] {
		if m >= match {
			terms = append(terms, term)
		}
	}
	slices.Sort(terms)
	is := say("t.term IN (SELECT value FROM json_each(?))", array(terms))
	if prefix := s.Words[place].Prefix(); prefix != "" && match <= text.Begun {
		is = or(is, startsWith("t.term", prefix))
	}
	return exists("terms AS t WHERE t.entity = a.id", is)
}

// manyChanges is beyond which it is faster to read all terms than those of what
// has changed.
const manyChanges = 10_000

// version is that of what from reads.
func version(ctx context.Context, from querier) (version int64, err error) {
	err = each(ctx, from, say("SELECT version FROM main.state"), func(rows *sql.Rows) error { return rows.Scan(&version) })
	return version, err
}

// lexicon has all terms of what from reads, which is of the version.
func (s *Store) lexicon(ctx context.Context, from querier) (*text.Lexicon, int64, error) {
	now, err := version(ctx, from)
	if err != nil {
		return nil, 0, err
	}
	for {
		lexicon, known := s.vocabulary.Now()
		if known >= now {
			return lexicon, now, nil
		}
		err := s.vocabulary.Update(ctx, func(since int64) (int64, []string, error) {
			terms, err := termsSince(ctx, from, since)
			return now, terms, err
		})
		if err != nil {
			return nil, 0, err
		}
	}
}

// termsSince are the terms of the names that changed after a version, or all.
func termsSince(ctx context.Context, from querier, since int64) (terms []string, err error) {
	changed := manyChanges + 1
	if since != text.Unread {
		err = each(ctx, from, say("SELECT count(*) FROM (SELECT 1 FROM main.changes WHERE version > ? LIMIT ?)", since, manyChanges+1),
			func(rows *sql.Rows) error { return rows.Scan(&changed) })
		if err != nil {
			return nil, err
		}
	}
	q := say("SELECT DISTINCT term FROM main.terms")
	if changed <= manyChanges {
		q = say("SELECT t.term FROM main.changes AS c CROSS JOIN main.terms AS t ON t.entity = c.id WHERE c.version > ?"+
			" UNION SELECT t.term FROM main.changes AS c CROSS JOIN main.properties AS p ON p.id = c.id AND p.key = '"+string(kb.KeyAlias)+"'"+
			" CROSS JOIN main.terms AS t ON t.entity = p.entity WHERE c.version > ?", since, since)
	}
	err = each(ctx, from, q, func(rows *sql.Rows) error {
		var term string
		err := rows.Scan(&term)
		terms = append(terms, term)
		return err
	})
	return terms, err
}

// attempts is how often a search is put again because a change came between its
// terms and its answer, before it is put in one transaction.
const attempts = 5

// search puts a search by the terms of the same state as the answer. Ask
// may be called several times; the last answer counts.
func (v view) search(ctx context.Context, q text.Query, ask func(querier, search) error) error {
	for range attempts {
		lexicon, before, err := v.store.lexicon(ctx, v.store.readers)
		if err != nil {
			return err
		}
		if err := ask(v.readers(), newSearch(q, lexicon)); err != nil {
			return err
		}
		if after, err := version(ctx, v.store.readers); err != nil || after == before {
			return err
		}
	}
	tx, err := v.store.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	lexicon, _, err := v.store.lexicon(ctx, reading{tx})
	if err != nil {
		return err
	}
	from, done, err := v.reading(ctx, tx)
	if err != nil {
		return err
	}
	defer done()
	return ask(from, newSearch(q, lexicon))
}

// searchOrder is the order of hits: h has their tier and words, a is the entity.
var searchOrder = order{keys: []sorted{
	{key: key{value: "h.tier", number: true}},
	{key: key{value: "h.words", number: true}},
	{key: key{value: "-a.degree", number: true}},
	{key: key{value: "a.name_key"}},
	{key: key{value: "a.id"}},
}}

// Search implements kb.Reader.
func (v view) Search(ctx context.Context, q kb.SearchQuery) (kb.Page[kb.SearchHit], error) {
	var page kb.Page[kb.SearchHit]
	if err := v.ready(ctx); err != nil {
		return page, err
	}
	if err := q.Check(); err != nil {
		return page, err
	}
	if err := searchOrder.check(q.After); err != nil {
		return page, err
	}
	words := text.NewQuery(q.Text)
	if len(words.Words) == 0 {
		page.HasPrevious = q.After != nil
		return page, nil
	}
	err := v.search(ctx, words, func(from querier, s search) (err error) {
		where := new(compiler).entity(q.Where, "a")
		if v.with.sql == "" {
			// Mostly the names that start with the text fill a page.
			page, err = v.page(ctx, from, s, q, where, s.firstNamed(where, q.After, q.First+1))
			if err != nil || len(page.Items) > q.First {
				return err
			}
			if q.Where == nil && q.After == nil {
				if hits, err := s.firstOfMany(ctx, from, q.First+1); err != nil {
					return err
				} else if hits.sql != "" {
					page, err = v.page(ctx, from, s, q, where, hits)
					return err
				}
			}
		}
		page, err = v.page(ctx, from, s, q, where, s.hits())
		return err
	})
	if err != nil {
		return kb.Page[kb.SearchHit]{}, v.store.explain(ctx, err)
	}
	finish(&page, q.First, 0, q.After, nil)
	return page, nil
}

// page reads a page of hits.
func (v view) page(ctx context.Context, from querier, s search, q kb.SearchQuery, where, hits part) (page kb.Page[kb.SearchHit], err error) {
	o := searchOrder
	place := o.row()
	var aliases []byte
	return page, entityTable.read(ctx, from, cat(
		say("WITH page AS MATERIALIZED (SELECT "+o.values()+" FROM ("), hits, say(") AS h CROSS JOIN entities AS a ON a.id = h.id WHERE "),
		and(where, o.beyond(q.After, true)), say(" ORDER BY "+o.by()+" LIMIT "+strconv.Itoa(q.First+1)),
		say(") SELECT "+o.columns("page")+", (SELECT json_group_array(text ORDER BY text) FROM properties WHERE entity = a.id AND key = 'alias'), "+entityTable.columns+
			" FROM page CROSS JOIN every_entity AS a ON a.id = page."+o.last()+" ORDER BY "+o.byColumns("page")),
	), append(place.dest(), &aliases), func(e *kb.Entity) error {
		var names []string
		if err := json.Unmarshal(aliases, &names); err != nil {
			return err
		}
		key := place.keyset()
		page.Items = append(page.Items, &kb.SearchHit{
			Entity: e, Tier: kb.SearchTiers[*key[0].Number], Words: int(-*key[1].Number),
			Matched: s.Matched(append([]string{e.Name}, names...), string(e.ID)),
		})
		page.Keys = append(page.Keys, key)
		return nil
	})
}

// SearchCount implements kb.Reader.
func (v view) SearchCount(ctx context.Context, q kb.SearchQuery) (int, error) {
	if err := v.ready(ctx); err != nil {
		return 0, err
	}
	if err := q.Check(); err != nil {
		return 0, err
	}
	words := text.NewQuery(q.Text)
	if len(words.Words) == 0 {
		return 0, nil
	}
	var n int
	err := v.search(ctx, words, func(from querier, s search) error {
		return each(ctx, from, cat(
			say("SELECT count(*) FROM ("), s.hits(), say(") AS h CROSS JOIN entities AS a ON a.id = h.id WHERE "), new(compiler).entity(q.Where, "a"),
		), func(rows *sql.Rows) error { return rows.Scan(&n) })
	})
	return n, v.store.explain(ctx, err)
}
