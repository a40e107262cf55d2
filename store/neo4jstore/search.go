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
	MATCH (p:Property) WHERE p.key = $alias AND p.valueKey STARTS WITH $key
	MATCH (p)-[:OF]->(e:Entity) RETURN e
	UNION
	UNWIND $wordKeys AS word
	MATCH (:Word {text: word})<-[:HAS_WORD]-(e:Entity) RETURN e
}
WITH e, [e.nameFold] + coalesce(e.aliasFolds, []) AS folds, -size([w IN $words WHERE w IN e.words]) AS words
WITH e, words, CASE
	WHEN e.id = $folded OR $folded IN folds THEN 0
	WHEN any(f IN folds WHERE f STARTS WITH $folded) THEN 1
	WHEN -words = size($words) THEN 2
	WHEN words < 0 THEN 3
END AS tier
WITH e, tier, words`

// searching prepares a search: its parameters and what the hits have to pass.
// It is false if the text has no word, and so finds nothing.
func searching(q kb.SearchQuery) (*compiler, conditions, bool) {
	terms := distinct(text.Terms(q.Text))
	keys := make([]string, len(terms))
	for i, t := range terms {
		keys[i] = wordKey(t)
	}
	c := newCompiler()
	c.params["folded"], c.params["key"] = text.Fold(q.Text), sortKey(q.Text)
	c.params["words"], c.params["wordKeys"] = terms, keys
	c.params["alias"] = string(kb.KeyAlias)
	cs := conditions{"tier IS NOT NULL"}
	cs.add(c.entity(q.Where, "e"))
	return c, cs, len(terms) > 0
}

func distinct(values []string) []string {
	slices.Sort(values)
	return slices.Compact(values)
}

// searchOrder sorts by [kb.SearchOrder].
var searchOrder = sorting{
	keys:   []orderKey{{}, {}, {}, {text: true}, {text: true}},
	values: []string{"tier", "words", "-e.degree", "e.nameKey", "e.id"},
	desc:   make([]bool, 5),
}

// Search implements kb.Reader.
func (s *Store) Search(ctx context.Context, q kb.SearchQuery) (kb.Page[kb.SearchHit], error) {
	page := kb.Page[kb.SearchHit]{HasPrevious: q.After != nil}
	call, err := s.begin(ctx, readTime)
	if err != nil {
		return kb.Page[kb.SearchHit]{}, err
	}
	defer call.end()
	if err := q.Check(); err != nil {
		return kb.Page[kb.SearchHit]{}, err
	}
	c, cs, has := searching(q)
	if !has {
		return page, nil
	}
	if q.After != nil {
		if err := searchOrder.check(q.After); err != nil {
			return kb.Page[kb.SearchHit]{}, err
		}
		cs.add(searchOrder.beyond(c, q.After, false))
	}
	hits, err := s.ask(call, found+cs.where()+`
WITH e, tier, words `+searchOrder.orderBy(false)+` LIMIT `+c.param(q.First+1)+`
RETURN collect([`+entities.list("e")+`, `+searchOrder.list()+`]) AS answer`, c.params)
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
func (s *Store) SearchCount(ctx context.Context, q kb.SearchQuery) (int, error) {
	call, err := s.begin(ctx, readTime)
	if err != nil {
		return 0, err
	}
	defer call.end()
	if err := q.Check(); err != nil {
		return 0, err
	}
	c, cs, has := searching(q)
	if !has {
		return 0, nil
	}
	n, err := s.ask(call, found+cs.where()+`
RETURN count(e) AS answer`, c.params)
	if err != nil {
		return 0, call.explain(err)
	}
	return int(n.(int64)), nil
}
