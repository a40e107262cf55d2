package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"

	"actorgraph/kb"
	"actorgraph/text"
)

// search is the text of a search as the rules of matching see it.
type search struct {
	folded string
	words  []string // each once
}

func newSearch(q string) search {
	words := text.Terms(q)
	slices.Sort(words)
	return search{text.Fold(q), slices.Compact(words)}
}

// hits selects the entities that s finds, each once: its id, its tier, and minus
// the number of words it has. Of what a lens hides it only leaves out aliases:
// whoever asks joins the entities.
func (s search) hits() part {
	// An id is folded as it is. The sort key of a name is how it begins.
	return cat(
		say("SELECT id, min(tier) AS tier, -max(words) AS words FROM ("+
			"SELECT id, 0 AS tier, 0 AS words FROM main.entities WHERE id = ?", s.folded),
		say(" UNION ALL SELECT id, name_fold <> ?, 0 FROM main.entities WHERE ", s.folded), startsWith("name_key", text.SortKey(s.folded)), say(" AND "), startsWith("name_fold", s.folded),
		say(" UNION ALL SELECT entity, text_fold <> ?, 0 FROM properties WHERE key = 'alias' AND ", s.folded), startsWith("text_fold", s.folded),
		say(" UNION ALL SELECT entity, CASE count(DISTINCT term) WHEN ? THEN 2 ELSE 3 END, count(DISTINCT term) FROM terms WHERE ", len(s.words)), among("term", s.words),
		say(" GROUP BY entity) GROUP BY id"))
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
	search := newSearch(q.Text)
	if len(search.words) == 0 {
		page.HasPrevious = q.After != nil
		return page, nil
	}
	o := searchOrder
	place := o.row()
	var aliases []byte
	err := entityTable.read(ctx, v.readers(), cat(
		say("WITH page AS MATERIALIZED (SELECT "+o.values()+" FROM ("), search.hits(), say(") AS h CROSS JOIN entities AS a ON a.id = h.id WHERE "),
		and(new(compiler).entity(q.Where, "a"), o.beyond(q.After, true)), say(" ORDER BY "+o.by()+" LIMIT "+strconv.Itoa(q.First+1)),
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
			Matched: text.Matched(q.Text, append([]string{e.Name}, names...), string(e.ID)),
		})
		page.Keys = append(page.Keys, key)
		return nil
	})
	if err != nil {
		return kb.Page[kb.SearchHit]{}, v.store.explain(ctx, err)
	}
	finish(&page, q.First, 0, q.After, nil)
	return page, nil
}

// SearchCount implements kb.Reader.
func (v view) SearchCount(ctx context.Context, q kb.SearchQuery) (int, error) {
	if err := v.ready(ctx); err != nil {
		return 0, err
	}
	if err := q.Check(); err != nil {
		return 0, err
	}
	search := newSearch(q.Text)
	if len(search.words) == 0 {
		return 0, nil
	}
	var n int
	err := each(ctx, v.readers(), cat(
		say("SELECT count(*) FROM ("), search.hits(), say(") AS h CROSS JOIN entities AS a ON a.id = h.id WHERE "), new(compiler).entity(q.Where, "a"),
	), func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, v.store.explain(ctx, err)
}
