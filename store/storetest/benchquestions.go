package storetest

import (
	"context"
	"slices"

	"actorgraph/kb"
)

// BenchmarkQuestion is a question about the graph of [NewAffairs], put to a store
// in the calls in which package graph puts it: what the rows of a list lead to is
// one call for all of them.
type BenchmarkQuestion struct {
	Name string
	Rows int // in the lists of the answer, on all levels
	Ask  func(ctx context.Context, s kb.Reader, a *Affairs) (rows int, err error)
}

// BenchmarkQuestions lists the questions that benchmarks ask.
var BenchmarkQuestions = []BenchmarkQuestion{
	{"ByID", 1, func(ctx context.Context, s kb.Reader, a *Affairs) (int, error) {
		found, err := s.Entities().Get(ctx, []kb.ID{a.Hub})
		if err != nil || found[0] == nil {
			return 0, err
		}
		return 1, nil
	}},
	{"Page", 10, func(ctx context.Context, s kb.Reader, a *Affairs) (int, error) {
		companies, err := firstTen(ctx, s, kb.KindCompany, kb.Order{By: kb.ByName})
		return len(companies), err
	}},
	// Ten governments, those with the most relations, and ten targetings of each.
	{"Related", 10 + 10*10, func(ctx context.Context, s kb.Reader, a *Affairs) (int, error) {
		return nested(ctx, s, kb.Operated)
	}},
	// The same, and ten targets of each targeting.
	{"Nest", 10 + 10*10 + 10*10*10, func(ctx context.Context, s kb.Reader, a *Affairs) (int, error) {
		return nested(ctx, s, kb.Operated, kb.Targeted)
	}},
	// Fifty relations with both ends, the claims on them, and their sources.
	{"Evidence", 50, func(ctx context.Context, s kb.Reader, a *Affairs) (int, error) {
		return evidenceOf(ctx, s)
	}},
	{"SearchRare", 1, func(ctx context.Context, s kb.Reader, a *Affairs) (int, error) {
		return search(ctx, s, a.Rare)
	}},
	{"SearchCommon", 10, func(ctx context.Context, s kb.Reader, a *Affairs) (int, error) {
		return search(ctx, s, a.Common)
	}},
}

func firstTen(ctx context.Context, s kb.Reader, kind kb.Kind, order kb.Order) ([]kb.ID, error) {
	pages, err := s.Entities().Find(ctx, kb.Query[kb.EntityWhere]{
		Where: &kb.EntityWhere{Kind: &kb.KindFilter{Eq: &kind}}, Order: []kb.Order{order}, First: 10,
	})
	if err != nil {
		return nil, err
	}
	return idsOf(pages[0].Items), nil
}

// nested goes from the ten governments over relations of the first type to what
// they lead to, from there over those of the second, and so on, by ten each.
func nested(ctx context.Context, s kb.Reader, types ...kb.RelationType) (int, error) {
	parents, err := firstTen(ctx, s, kb.KindGovernment, kb.Order{By: kb.ByDegree, Desc: true})
	rows := len(parents)
	for _, typ := range types {
		if err != nil {
			return 0, err
		}
		var pages []kb.Page[kb.Relation]
		pages, err = s.Relations().Find(ctx, kb.Query[kb.RelationWhere]{Of: parents, By: kb.RelationsFrom, Types: []kb.RelationType{typ}, First: 10})
		if err != nil {
			return 0, err
		}
		parents = nil
		for _, page := range pages {
			rows += len(page.Items)
			for _, r := range page.Items {
				parents = append(parents, r.To)
			}
		}
		parents = distinct(parents)
		_, err = s.Entities().Get(ctx, parents)
	}
	return rows, err
}

func evidenceOf(ctx context.Context, s kb.Reader) (int, error) {
	pages, err := s.Relations().Find(ctx, kb.Query[kb.RelationWhere]{First: 50})
	if err != nil {
		return 0, err
	}
	var facts, from, to []kb.ID
	for _, r := range pages[0].Items {
		facts, from, to = append(facts, r.ID), append(from, r.From), append(to, r.To)
	}
	for _, ends := range [][]kb.ID{from, to} {
		if _, err := s.Entities().Get(ctx, distinct(ends)); err != nil {
			return 0, err
		}
	}
	claims, err := s.Claims().Find(ctx, kb.Query[kb.ClaimWhere]{Of: facts, By: kb.ClaimsOn, First: 10})
	if err != nil {
		return 0, err
	}
	var sources []kb.ID
	for _, page := range claims {
		for _, c := range page.Items {
			sources = append(sources, c.Source)
		}
	}
	_, err = s.Sources().Get(ctx, distinct(sources))
	return len(facts), err
}

func search(ctx context.Context, s kb.Reader, word string) (int, error) {
	page, err := s.Search(ctx, kb.SearchQuery{Text: word, First: 10})
	return len(page.Items), err
}

func distinct(ids []kb.ID) []kb.ID {
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}
