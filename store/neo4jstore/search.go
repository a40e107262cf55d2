package neo4jstore

import (
	"context"
	"slices"

	"actorgraph/kb"
	"actorgraph/text"
)

// found matches what a search finds as e, with its tier, minus the words of
// the search that it has, and its place among those as good. The candidates come
// by indexes on the beginnings of names and of words; what they are worth is
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
}
`

// scored tells what the candidates are worth, by the names that the lens leaves.
func (c *compiler) scored() string {
	names := "WITH e, e.aliases AS aliases, [e.nameFold] + coalesce(e.aliasFolds, []) AS folds, -size([w IN $words WHERE w IN e.words]) AS words"
	if !c.lens.IsZero() {
		aliases := c.propertiesOf("e", "p", "p.key = $alias")
		names = `
WITH e, COLLECT { ` + aliases.match(aliases.where) + ` RETURN p ORDER BY p.value } AS ps
WITH e, [p IN ps | p.value] AS aliases, [e.nameFold] + [p IN ps | p.textFold] AS folds,
	-size([w IN $words WHERE w IN e.nameWords OR any(p IN ps WHERE w IN p.words)]) AS words`
	}
	return names + `
WITH e, aliases, words, CASE
	WHEN e.id = $folded OR $folded IN folds THEN 0
	WHEN any(f IN folds WHERE f STARTS WITH $folded) THEN 1
	WHEN -words = size($words) THEN 2
	WHEN words < 0 THEN 3
END AS tier
WITH e, aliases, tier, words`
}

// searching prepares a search: its parameters and what the hits have to pass.
// It is false if the text has no word, and so finds nothing.
func (v view) searching(q kb.SearchQuery) (*compiler, conditions, bool) {
	terms := distinct(text.Terms(q.Text))
	keys := make([]string, len(terms))
	for i, t := range terms {
		keys[i] = wordKey(t)
	}
	c := newCompiler(v.lens)
	c.params["folded"], c.params["key"] = text.Fold(q.Text), sortKey(q.Text)
	c.params["valueKey"] = valueKey(kb.TextValue{Text: q.Text})
	c.params["words"], c.params["wordKeys"] = terms, keys
	c.params["alias"] = string(kb.KeyAlias)
	cs := conditions{"tier IS NOT NULL"}
	cs.add(c.entity(q.Where, "e"))
	cs.add(c.entitySeen("e"))
	return c, cs, len(terms) > 0
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
	c, cs, has := v.searching(q)
	if !has {
		return page, nil
	}
	var beyond conditions
	if q.After != nil {
		if err := searchOrder.check(q.After); err != nil {
			return kb.Page[kb.SearchHit]{}, err
		}
		beyond.add(searchOrder.beyond(c, q.After, false))
	}
	hits, err := v.store.ask(call, found+c.scored()+cs.where()+`
WITH e, aliases, tier, words, `+c.degree("e")+` AS degree `+beyond.where()+`
WITH e, aliases, tier, words, degree `+searchOrder.orderBy(false)+` LIMIT `+c.param(q.First+1)+`
RETURN collect([`+c.entityUnderLens("e", "aliases", "degree", "true")+`, `+searchOrder.list()+`]) AS answer`, c.params)
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
			Matched: text.Matched(q.Text, append([]string{e.Name}, e.aliases...), string(e.ID)),
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
	c, cs, has := v.searching(q)
	if !has {
		return 0, nil
	}
	n, err := v.store.ask(call, found+c.scored()+cs.where()+`
RETURN count(e) AS answer`, c.params)
	if err != nil {
		return 0, call.explain(err)
	}
	return int(n.(int64)), nil
}
