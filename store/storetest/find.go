package storetest

import (
	"fmt"
	"slices"
	"testing"

	"actorgraph/kb"
)

// testFind asks for the records of parents.
func testFind(t *testing.T, s kb.Store, f *fixture) {
	relations := []struct {
		parent string
		by     kb.Link
		want   string
	}{
		{"acme", kb.RelationsFrom, "acme OWNS shell; acme OWNS shell again; acme MAKES lynx; acme LISTED_ON blocklist; acme DEFENDANT_IN suit; acme SUPPORTS acme"},
		{"acme", kb.RelationsTo, "ann DIRECTS acme; depot SUPPLIES acme; acme SUPPORTS acme"},
		{"acme", kb.RelationsAt, "ann DIRECTS acme; depot SUPPLIES acme; acme SUPPORTS acme; acme OWNS shell; acme OWNS shell again; acme MAKES lynx; acme LISTED_ON blocklist; acme DEFENDANT_IN suit"},
		{"bob", kb.RelationsFrom, "bob OWNS depot; bob USES lynx; ann FAMILY_OF bob"}, // a symmetric one starts at both ends
		{"bob", kb.RelationsTo, "ann FAMILY_OF bob"},
		{"ann", kb.RelationsTo, "ann FAMILY_OF bob"},
		{"lynx", kb.UsersOf, "bob USES lynx; cabinet OPERATED watch"},
		{"acme", kb.UsersOf, ""},
		{"gazette", kb.RelationsAt, ""},
	}
	for _, row := range relations {
		t.Run(fmt.Sprintf("%s %s", row.by, row.parent), func(t *testing.T) {
			testParents(t, f, s.Relations(), row.by, row.parent, row.want)
		})
	}
	t.Run("properties", func(t *testing.T) {
		testParents(t, f, s.Properties(), kb.PropertiesOf, "acme",
			"acme alias Acme Óptica; acme website https://acme.example/; acme rating C; acme rating D; acme debt 10 to 20 EUR")
		testParents(t, f, s.Properties(), kb.PropertiesOf, "bob", "") // what he issued is another's
	})
	t.Run("claims", func(t *testing.T) {
		testParents(t, f, s.Claims(), kb.ClaimsOn, "ann DIRECTS acme", "gazette-1: ann DIRECTS acme; register: ann DIRECTS acme")
		testParents(t, f, s.Claims(), kb.ClaimsOn, "acme rating C", "gazette-1: acme rating C")
		testParents(t, f, s.Claims(), kb.ClaimsFrom, "statement", "statement: depot SUPPLIES acme; statement: cabinet OPERATED watch; statement: acme SUPPORTS acme")
		testParents(t, f, s.Claims(), kb.ClaimsAbout, "bob", "gazette-1: bob OWNS depot; gazette-1: ann FAMILY_OF bob; bulletin: bob USES lynx; bulletin: acme rating D")
		testParents(t, f, s.Claims(), kb.ClaimsAbout, "union", "filing: watch TARGETED union; filing: union PLAINTIFF_IN suit; filing: union size 37 members")
	})
	t.Run("sources", func(t *testing.T) {
		testParents(t, f, s.Sources(), kb.SourcesOf, "cabinet", "gazette-1; filing; statement")
		testParents(t, f, s.Sources(), kb.SourcesOf, "gazette", "gazette-1") // for the rating that it issued
		testParents(t, f, s.Sources(), kb.SourcesPublished, "depot", "statement")
	})

	acme := []kb.ID{"acme"}
	t.Run("narrowed by types", func(t *testing.T) {
		q := kb.Query[kb.RelationWhere]{Of: acme, By: kb.RelationsAt, Types: []kb.RelationType{kb.Owns, kb.Directs, kb.Uses}, First: 10}
		got := f.nameList(idsOf(find(t, s.Relations(), q).Items))
		equal(t, sorted(got), []string{"acme OWNS shell", "acme OWNS shell again", "ann DIRECTS acme"})
		q.Where = &kb.RelationWhere{To: entity("shell")}
		if n := count(t, s.Relations(), q); n != 2 {
			t.Errorf("with a filter beside, %d are counted, want 2", n)
		}
	})
	t.Run("narrowed by keys", func(t *testing.T) {
		q := kb.Query[kb.PropertyWhere]{Of: acme, By: kb.PropertiesOf, Keys: []kb.PropertyKey{kb.KeyRating, kb.KeyAlias}, First: 10}
		got := f.nameList(idsOf(find(t, s.Properties(), q).Items))
		equal(t, sorted(got), []string{"acme alias Acme Óptica", "acme rating C", "acme rating D"})
	})
	t.Run("narrowed by an empty list, which is no narrowing", func(t *testing.T) {
		q := kb.Query[kb.RelationWhere]{Of: acme, By: kb.RelationsAt, Types: []kb.RelationType{}}
		if n := count(t, s.Relations(), q); n != 8 {
			t.Errorf("%d are counted, want 8", n)
		}
	})

	t.Run("of many parents at once, in their order", func(t *testing.T) {
		q := kb.Query[kb.RelationWhere]{Of: []kb.ID{"bob", "unknown", "acme", "gazette", "bob"}, By: kb.RelationsFrom, Order: up(kb.ByToName), First: 2}
		pages, err := s.Relations().Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var got [][]string
		var more []bool
		for _, p := range pages {
			got, more = append(got, f.nameList(idsOf(p.Items))), append(more, p.HasNext)
		}
		bobs := []string{"ann FAMILY_OF bob", "bob OWNS depot"}
		equal(t, got, [][]string{bobs, nil, {"acme SUPPORTS acme", "acme LISTED_ON blocklist"}, nil, bobs})
		equal(t, more, []bool{true, false, true, false, true})

		counts, err := s.Relations().Count(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, counts, []int{3, 0, 6, 0, 3})

		buckets, err := s.Relations().Facet(t.Context(), q, kb.FacetToKind, 1)
		if err != nil {
			t.Fatal(err)
		}
		person := []kb.Bucket{{Value: "company", Count: 1}}
		equal(t, buckets, [][]kb.Bucket{person, nil, {{Value: "company", Count: 3}}, nil, person})
	})
	t.Run("of no parents", func(t *testing.T) {
		q := kb.Query[kb.RelationWhere]{Of: []kb.ID{}, By: kb.RelationsFrom, First: 2}
		pages, err := s.Relations().Find(t.Context(), q)
		if err != nil || len(pages) != 0 {
			t.Errorf("got %d pages, %v", len(pages), err)
		}
		counts, err := s.Relations().Count(t.Context(), q)
		if err != nil || len(counts) != 0 {
			t.Errorf("got %d counts, %v", len(counts), err)
		}
		buckets, err := s.Relations().Facet(t.Context(), q, kb.FacetType, 5)
		if err != nil || len(buckets) != 0 {
			t.Errorf("got %d lists of buckets, %v", len(buckets), err)
		}
	})
	t.Run("of as many parents as allowed", func(t *testing.T) {
		q := kb.Query[kb.RelationWhere]{Of: slices.Repeat([]kb.ID{"unknown"}, kb.MaxBatch), By: kb.RelationsAt, First: 1}
		q.Of[kb.MaxBatch-1] = "acme"
		pages, err := s.Relations().Find(t.Context(), q)
		if err != nil || len(pages) != kb.MaxBatch || len(pages[kb.MaxBatch-1].Items) != 1 {
			t.Errorf("got %d pages, %v", len(pages), err)
		}
	})
}

// testUsersOf asks for the users of products that were used in a targeting only as
// some have it:
//
//	ocelot --USED_IN--> watch     denied
//	serval --USED_IN--> watch     denied in 2021, and told in 2022
//	ann --OPERATED--> watch       denied
func testUsersOf(t *testing.T, s kb.Store) {
	f := newFixture()
	more := &kb.ChangeSet{Collection: kb.Collection{Name: "denials"}}
	f.sets = append(f.sets, more)
	more.Entities = []*kb.Entity{{ID: "ocelot", Kind: kb.KindProduct, Name: "Ocelot"}, {ID: "serval", Kind: kb.KindProduct, Name: "Serval"}}
	more.Sources = []*kb.Source{{ID: "source:book", Kind: kb.SourceReport, Published: kb.MustDate("2022")}}
	f.call("ocelot", "ocelot")
	f.call("serval", "serval")
	denied := said("gazette-1", 7, kb.Stated).with(func(c *kb.Claim) { c.Stance = kb.Denies })
	f.relation(more, "ocelot", kb.UsedIn, "watch", "", denied)
	f.relation(more, "serval", kb.UsedIn, "watch", "", denied, said("book", 1, kb.Stated))
	f.relation(more, "ann", kb.Operated, "watch", "", denied)
	f.load(t, s)

	operators := "cabinet OPERATED watch; ann OPERATED watch" // those that only a denial makes one, too
	for _, row := range []struct {
		lens    kb.Lens
		product string
		want    string
	}{
		{kb.Lens{}, "lynx", "bob USES lynx; " + operators},
		{kb.Lens{}, "ocelot", ""},
		{kb.Lens{}, "serval", operators},
		{kb.Lens{KnownAt: kb.MustDate("2021-12-01")}, "serval", ""},
		{kb.Lens{KnownAt: kb.MustDate("2022-12-31")}, "serval", operators},
		{kb.Lens{Statuses: []kb.Status{kb.StatusDenied}}, "ocelot", "ann OPERATED watch"},
		{kb.Lens{Statuses: []kb.Status{kb.StatusDenied}}, "lynx", ""},
		{kb.Lens{Statuses: []kb.Status{kb.StatusDenied, kb.StatusAlleged}}, "ocelot", operators},
		{kb.Lens{Statuses: []kb.Status{kb.StatusStated, kb.StatusAlleged}}, "serval", "cabinet OPERATED watch"},
		{kb.Lens{Statuses: []kb.Status{kb.StatusDenied}, KnownAt: kb.MustDate("2021-12-01")}, "serval", "ann OPERATED watch"},
	} {
		t.Run(row.product+" under "+describe(row.lens), func(t *testing.T) {
			testParents(t, f, s.Under(row.lens).Relations(), kb.UsersOf, row.product, row.want)
		})
	}
}

// testParents asks for the records that belong to one parent, found and counted.
func testParents[T, W any](t *testing.T, f *fixture, records kb.Records[T, W], by kb.Link, parent, want string) {
	t.Helper()
	q := kb.Query[W]{Of: []kb.ID{f.id(parent)}, By: by, First: kb.MaxPage}
	equal(t, sorted(f.nameList(idsOf(find(t, records, q).Items))), sorted(list(want)))
	if n := count(t, records, q); n != len(list(want)) {
		t.Errorf("%d are counted, want %d", n, len(list(want)))
	}
}
