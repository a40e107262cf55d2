package neo4jstore

import (
	"context"
	"slices"

	"actorgraph/kb"
	"actorgraph/text"
)

// found matches what a search may find as e. The candidates come by indexes on
// names and words and on their beginnings; what they are worth is
// told by comparing folded texts, in whole numbers.
const found = `
CALL () {
	MATCH (e:Entity {id: $folded}) RETURN e
	UNION
	MATCH (e:Entity) WHERE e.nameKey STARTS WITH $key RETURN e
	UNION
	MATCH (p:Property) WHERE p.key = $alias AND p.valueKey STARTS WITH $valueKey
	MATCH (p)-[:OF]->(e:Entity) RETURN e
	UNION
	UNWIND $wordKeys AS word
	MATCH (:Word {text: word})<-[:HAS_WORD]-(e:Entity) RETURN e
	UNION
	UNWIND $prefixes AS prefix
	MATCH (word:Word) WHERE word.text STARTS WITH prefix
	MATCH (word)<-[:HAS_WORD]-(e:Entity) RETURN e
}
`

// scored tells what the candidates are worth, by the names that the lens leaves:
// the tier, as the place in kb.SearchTiers, and minus the words.
func (c *compiler) scored() string {
	names := "WITH e, e.aliases AS aliases, [e.nameFold] + coalesce(e.aliasFolds, []) AS folds, coalesce(e.words, []) AS terms"
	if !c.lens.IsZero() {
		aliases := c.propertiesOf("e", "p", only("p.key = $alias"))
		names = `
WITH e, COLLECT { ` + aliases.match(c) + ` RETURN p ORDER BY p.value } AS ps
WITH e, [p IN ps | p.value] AS aliases, [e.nameFold] + [p IN ps | p.textFold] AS folds,
	reduce(terms = coalesce(e.nameWords, []), p IN ps | terms + coalesce(p.words, [])) AS terms`
	}
	return names + `
WITH e, aliases, folds,
	size([w IN $words WHERE any(t IN terms WHERE t IN w.stand)]) AS stand,
	size([w IN $words WHERE any(t IN terms WHERE t IN w.begun OR t STARTS WITH w.prefix)]) AS begun,
	size([w IN $words WHERE any(t IN terms WHERE t IN w.near OR t STARTS WITH w.prefix)]) AS near
WITH e, aliases, stand, CASE
	WHEN e.id = $folded OR $folded IN folds THEN 0
	WHEN any(f IN folds WHERE f STARTS WITH $folded) THEN 1
	WHEN stand = size($words) THEN 2
	WHEN begun = size($words) THEN 3
	WHEN near = size($words) THEN 4
	WHEN near > 0 THEN 5
END AS tier
WITH e, aliases, tier, CASE tier WHEN 5 THEN -stand ELSE -size($words) END AS words`
}

// search writes the question whether a search finds something, and what its hits
// have to pass.
func (v view) search(q kb.SearchQuery) (*compiler, filter) {
	c := newCompiler(v.lens)
	c.params["folded"], c.params["key"] = text.Fold(q.Text), sortKey(q.Text)
	c.params["valueKey"] = valueKey(kb.TextValue{Text: q.Text})
	c.params["alias"] = string(kb.KeyAlias)
	f := only("tier IS NOT NULL")
	f.join(c.entity(q.Where, "e"))
	f.add(c.entitySeen("e"))
	return c, f
}

// meant gives a search the terms that its words may mean.
func (c *compiler) meant(q text.Query, lexicon *text.Lexicon) {
	var words []any
	keys, prefixes := []string{}, []string{}
	for _, w := range q.Words {
		by := map[text.Match][]string{}
		for term, match := range lexicon.Find(w) {
			keys = append(keys, wordKey(term))
			for m := text.Near; m <= match; m++ {
				by[m] = append(by[m], term)
			}
		}
		if w.Prefix() != "" {
			prefixes = append(prefixes, wordKey(w.Prefix()))
		}
		words = append(words, map[string]any{"stand": listed(by[text.Stands]), "begun": listed(by[text.Begun]), "near": listed(by[text.Near]), "prefix": orNull(w.Prefix())})
	}
	c.params["words"], c.params["wordKeys"], c.params["prefixes"] = words, distinct(keys), prefixes
}

// listed is list, never nil: the server plans for a list.
func listed(list []string) []string { return append([]string{}, list...) }

// manyChanges is beyond which it is faster to read all words than those of what
// has changed.
const manyChanges = 10_000

// asking asks a question: see [Store.ask].
type asking func(body string, params map[string]any) (any, error)

// wordsSince are the words of the names that changed after a version, or all, and
// the version of the store, or an earlier one.
func wordsSince(since int64, ask asking, scan func() ([][]any, error)) (int64, []string, error) {
	answer, err := ask(`
OPTIONAL MATCH (s:ActorgraphStore)
WITH coalesce(max(s.version), 0) AS version
OPTIONAL MATCH (c:Change) WHERE c.version > $since
WITH version, sum(size(c.ids)) AS changed
CALL (changed) {
	MATCH (c:Change) WHERE $since >= 0 AND changed <= $many AND c.version > $since
	UNWIND c.ids AS id
	MATCH (e:Entity {id: id})-[:HAS_WORD]->(word:Word)
	RETURN word.text AS word
	UNION
	MATCH (c:Change) WHERE $since >= 0 AND changed <= $many AND c.version > $since
	UNWIND c.ids AS id
	WITH id WHERE id STARTS WITH $property
	MATCH (:Fact {id: id})-[:OF]->(e:Entity)-[:HAS_WORD]->(word:Word)
	RETURN word.text AS word
	UNION
	RETURN null AS word
}
WITH version, changed, collect(word) AS words
RETURN [version, changed, words] AS answer`, map[string]any{"since": since, "many": manyChanges, "property": string(kb.PropertyClass) + ":"})
	if err != nil {
		return 0, nil, err
	}
	r := row{values: answer.([]any)}
	version, changed, words := value[int64](&r), r.int(), list[string](&r)
	if since != text.Unread && changed <= manyChanges {
		return version, words, r.err
	}
	rows, err := scan()
	for _, found := range rows {
		words = append(words, found[0].(string))
	}
	return version, words, err
}

const allWords = "MATCH (word:Word) RETURN word.text"

// answered asks for what a search finds by words of the same state as the answer.
// Of the body that is the column found.
func (v view) answered(call *call, c *compiler, q text.Query, body string) (any, error) {
	s := v.store
	body += `
OPTIONAL MATCH (s:ActorgraphStore)
WITH found, coalesce(max(s.version), 0) AS version
RETURN [found, version] AS answer`
	update := func(ask asking, scan func() ([][]any, error)) error {
		return s.vocabulary.Update(call.ctx, func(since int64) (int64, []string, error) { return wordsSince(since, ask, scan) })
	}
	// try asks with the words that are known, and tells whether they were all.
	try := func(ask asking) (any, bool, error) {
		lexicon, known := s.vocabulary.Now()
		if known == text.Unread {
			return nil, false, nil
		}
		c.meant(q, lexicon)
		answer, err := ask(body, c.params)
		if err != nil {
			return nil, false, err
		}
		found := answer.([]any)
		version := found[1].(int64)
		if version < known { // somebody has emptied the database
			s.vocabulary.Forget()
		}
		return found[0], version == known, nil
	}
	ask := func(body string, params map[string]any) (any, error) { return s.ask(call, body, params) }
	for range lastAttempt {
		found, whole, err := try(ask)
		if err != nil || whole {
			return found, err
		}
		if err := update(ask, func() ([][]any, error) { return s.scan(call, allWords, nil) }); err != nil {
			return nil, err
		}
	}
	var found any
	err := s.alone(call, func(tx *transaction) error {
		ask := func(body string, params map[string]any) (any, error) {
			rows, err := tx.run(sealed(body), params)
			if err != nil {
				return nil, err
			}
			return rows[0][2], nil
		}
		for whole := false; !whole; {
			if err := update(ask, func() ([][]any, error) { return tx.run(allWords, nil) }); err != nil {
				return err
			}
			var err error
			if found, whole, err = try(ask); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

func distinct[S ~string](values []S) []S {
	slices.Sort(values)
	return slices.Compact(values)
}

// searchOrder sorts by [kb.SearchOrder].
var searchOrder = sorting{
	keys:   []orderKey{{}, {}, {}, {text: true}, {text: true}},
	values: []string{"tier", "words", "-degree", "e.nameKey", "e.id"},
	desc:   make([]bool, 5),
}

// Search implements kb.Reader.
func (v view) Search(ctx context.Context, q kb.SearchQuery) (kb.Page[kb.SearchHit], error) {
	page := kb.Page[kb.SearchHit]{HasPrevious: q.After != nil}
	call, err := v.begin(ctx, readTime)
	if err != nil {
		return kb.Page[kb.SearchHit]{}, err
	}
	defer call.end()
	if err := q.Check(); err != nil {
		return kb.Page[kb.SearchHit]{}, err
	}
	words := text.NewQuery(q.Text)
	if len(words.Words) == 0 {
		return page, nil
	}
	c, f := v.search(q)
	var beyond conditions
	if q.After != nil {
		if err := searchOrder.check(q.After); err != nil {
			return kb.Page[kb.SearchHit]{}, err
		}
		beyond.add(searchOrder.beyond(c, q.After, false))
	}
	hits, err := v.answered(call, c, words, found+c.scored()+c.clauses(f)+`
WITH e, aliases, tier, words, `+c.degree("e")+` AS degree `+beyond.where()+`
WITH e, aliases, tier, words, degree `+searchOrder.orderBy(false)+` LIMIT `+c.param(q.First+1)+`
WITH collect([`+c.entityUnderLens("e", "aliases", "degree", "true")+`, `+searchOrder.list()+`]) AS found`)
	if err != nil {
		return kb.Page[kb.SearchHit]{}, call.explain(err)
	}
	rows := hits.([]any)
	page.HasNext = len(rows) > q.First
	for _, hit := range rows[:min(q.First, len(rows))] {
		hit := hit.([]any)
		e, err := entities.decode(hit[0])
		if err != nil {
			return kb.Page[kb.SearchHit]{}, err
		}
		place := keyset(hit[1].([]any))
		page.Items = append(page.Items, &kb.SearchHit{
			Entity: e.Entity, Tier: kb.SearchTiers[*place[0].Number], Words: int(-*place[1].Number),
			Matched: words.Matched(append([]string{e.Name}, e.aliases...), string(e.ID)),
		})
		page.Keys = append(page.Keys, place)
	}
	return page, nil
}

// SearchCount implements kb.Reader.
func (v view) SearchCount(ctx context.Context, q kb.SearchQuery) (int, error) {
	call, err := v.begin(ctx, readTime)
	if err != nil {
		return 0, err
	}
	defer call.end()
	if err := q.Check(); err != nil {
		return 0, err
	}
	words := text.NewQuery(q.Text)
	if len(words.Words) == 0 {
		return 0, nil
	}
	c, f := v.search(q)
	n, err := v.answered(call, c, words, found+c.scored()+c.clauses(f)+`
WITH count(e) AS found`)
	if err != nil {
		return 0, call.explain(err)
	}
	return int(n.(int64)), nil
}
