package neo4jstore_test

import (
	"fmt"
	"testing"

	"actorgraph/kb"
)

// The graph of the benchmarks comes in parts of a thousand claims: each part has
// 100 companies and 100 products, and each company makes ten of the products,
// by the word of one of ten articles.
const (
	benchParts  = 10
	benchClaims = 1_000 // of each part
	benchKinds  = 100
)

func benchID(kind string, part, i int) kb.ID {
	return kb.ID(fmt.Sprintf("%s-%d-%d", kind, part, i%benchKinds))
}

func benchPart(part int) *kb.ChangeSet {
	set := &kb.ChangeSet{Collection: kb.Collection{Name: "bench"}}
	for i := range benchKinds {
		set.Entities = append(set.Entities,
			&kb.Entity{ID: benchID("company", part, i), Kind: kb.KindCompany, Name: fmt.Sprintf("Company %d of part %d", i, part)},
			&kb.Entity{ID: benchID("product", part, i), Kind: kb.KindProduct, Name: fmt.Sprintf("Product %d of part %d", i, part)})
	}
	for i := range 10 {
		set.Sources = append(set.Sources, &kb.Source{
			ID: "source:" + benchID("article", part, i), Kind: kb.SourceArticle, Title: "An article", Published: kb.MustDate("2021-11-25"),
		})
	}
	for i := range benchClaims {
		made := kb.NewRelation(kb.Makes, benchID("company", part, i), benchID("product", part, i/benchKinds*7+i), "")
		claim := &kb.Claim{
			Fact: made.ID, Source: set.Sources[i%10].ID, Collection: "bench", Locator: kb.Locator{Paragraph: i%40 + 1, Part: kb.PartBody},
			Statement: "The company makes the product, as the article has it.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit,
			Credits:    []kb.Credit{{Source: set.Sources[(i+1)%10].ID, How: kb.CreditNamed}},
			Qualifiers: []kb.Qualifier{{Key: kb.QualifierAsOf, Value: kb.DateValue{Date: kb.MustDate("2021")}}},
		}
		claim.Identify()
		set.Relations, set.Claims = append(set.Relations, made), append(set.Claims, claim)
	}
	return set
}

// BenchmarkLoad loads a part of the graph at a time.
func BenchmarkLoad(b *testing.B) {
	s := testServer(b)
	s.wipe(b)
	store := s.open(b)
	part := 0
	for b.Loop() {
		if _, err := store.Apply(b.Context(), benchPart(part)); err != nil {
			b.Fatal(err)
		}
		part++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchClaims, "ns/claim")
}

// BenchmarkRead asks about a graph of ten thousand claims.
func BenchmarkRead(b *testing.B) {
	s := testServer(b)
	s.wipe(b)
	store := s.open(b)
	for part := range benchParts {
		if _, err := store.Apply(b.Context(), benchPart(part)); err != nil {
			b.Fatal(err)
		}
	}
	ctx := b.Context()
	company := kb.KindCompany
	companies := kb.Query[kb.EntityWhere]{Where: &kb.EntityWhere{Kind: &kb.KindFilter{Eq: &company}}, Order: []kb.Order{{By: kb.ByName}}, First: 10}
	related := func(of []kb.ID, by kb.Link) ([]kb.Page[kb.Relation], error) {
		return store.Relations().Find(ctx, kb.Query[kb.RelationWhere]{Of: of, By: by, Types: []kb.RelationType{kb.Makes}, First: 10})
	}
	for _, bench := range []struct {
		name string
		ask  func() (answers int, err error)
		want int
	}{
		{"by id", func() (int, error) {
			found, err := store.Entities().Get(ctx, []kb.ID{benchID("company", 3, 7)})
			return len(found), err
		}, 1},
		{"page of ten", func() (int, error) {
			pages, err := store.Entities().Find(ctx, companies)
			return len(pages[0].Items), err
		}, 10},
		{"ten with ten related", func() (int, error) {
			pages, err := store.Entities().Find(ctx, companies)
			if err != nil {
				return 0, err
			}
			made, err := related(idsOf(pages), kb.RelationsFrom)
			return itemsOf(made), err
		}, 100},
		{"three levels", func() (int, error) {
			pages, err := store.Entities().Find(ctx, companies)
			if err != nil {
				return 0, err
			}
			made, err := related(idsOf(pages), kb.RelationsFrom)
			if err != nil {
				return 0, err
			}
			var products []kb.ID
			for _, page := range made {
				for _, r := range page.Items {
					products = append(products, r.To)
				}
			}
			makers, err := related(products, kb.RelationsTo)
			return itemsOf(makers), err
		}, 1_000},
		{"search", func() (int, error) {
			page, err := store.Search(ctx, kb.SearchQuery{Text: "company 42", First: 10})
			return len(page.Items), err
		}, 10},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				if answers, err := bench.ask(); answers != bench.want || err != nil {
					b.Fatalf("%d answers, %v; want %d", answers, err, bench.want)
				}
			}
		})
	}
}

func idsOf(pages []kb.Page[kb.Entity]) []kb.ID {
	var ids []kb.ID
	for _, e := range pages[0].Items {
		ids = append(ids, e.ID)
	}
	return ids
}

func itemsOf(pages []kb.Page[kb.Relation]) int {
	n := 0
	for _, page := range pages {
		n += len(page.Items)
	}
	return n
}
