package storetest

import (
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// orderRow is an order and the names that it gives, the groups in it parted by
// "|". Within a group nothing but the id decides, which says little to a reader.
type orderRow struct {
	order []kb.Order
	want  string
}

func testOrders[T, W any](t *testing.T, f *fixture, records kb.Records[T, W], where *W, table []orderRow) {
	t.Helper()
	for _, row := range table {
		var what []string
		for _, o := range row.order {
			what = append(what, string(o.By)+map[bool]string{true: " descending"}[o.Desc])
		}
		t.Run(strings.Join(what, ", "), func(t *testing.T) {
			var want []kb.ID
			for _, group := range strings.Split(row.want, " | ") {
				ids := f.idList(group)
				slices.Sort(ids)
				want = append(want, ids...)
			}
			got := idsOf(find(t, records, kb.Query[W]{Where: where, Order: row.order, First: kb.MaxPage}).Items)
			equal(t, f.nameList(got), f.nameList(want))
			got = idsOf(find(t, records, kb.Query[W]{Where: where, Order: row.order, Last: kb.MaxPage}).Items)
			equal(t, f.nameList(got), f.nameList(want))
		})
	}
}

func up(keys ...kb.OrderKey) []kb.Order {
	var order []kb.Order
	for _, k := range keys {
		order = append(order, kb.Order{By: k})
	}
	return order
}

func down(keys ...kb.OrderKey) []kb.Order {
	order := up(keys...)
	for i := range order {
		order[i].Desc = true
	}
	return order
}

func testOrder(t *testing.T, s kb.Store, f *fixture) {
	groups := func(names string) string { return strings.ReplaceAll(names, "; ", " | ") }

	testOrders(t, f, s.Entities(), nil, []orderRow{
		{nil, groups(entities)},
		{up(kb.ByID), groups(entities)},
		{down(kb.ByID), groups("watch; utopia; union; suit; shell; nowhere; lynx; gazette; depot; cabinet; bob; blocklist; ann; acme")},
		// Dépôt Neuf sorts as depot neuf, the cabinet is the Government of Utopia.
		{up(kb.ByName), groups("acme; ann; blocklist; bob; depot; cabinet; gazette; union; lynx; nowhere; shell; suit; utopia; watch")},
		{down(kb.ByName), groups("watch; utopia; suit; shell; nowhere; lynx; union; gazette; cabinet; depot; bob; blocklist; ann; acme")},
		{up(kb.ByKind), "acme; depot; shell | cabinet | gazette; union | ann; bob | utopia | nowhere | lynx | suit | blocklist | watch"},
		{down(kb.ByDegree), "acme | watch | bob; lynx | ann; cabinet; depot; shell; suit; union; utopia | blocklist | gazette; nowhere"},
		{down(kb.ByDegree, kb.ByName), groups("acme; watch; lynx; bob; utopia; suit; shell; union; cabinet; depot; ann; blocklist; nowhere; gazette")},
		{[]kb.Order{{By: kb.ByKind}, {By: kb.ByID, Desc: true}}, groups("shell; depot; acme; cabinet; union; gazette; bob; ann; utopia; nowhere; lynx; suit; blocklist; watch")},
		{[]kb.Order{{By: kb.ByID}, {By: kb.ByName, Desc: true}}, groups(entities)}, // behind the id nothing decides
	})

	without := "depot SUPPLIES acme; bob OWNS depot; ann FAMILY_OF bob; cabinet GOVERNS utopia; acme MAKES lynx; acme SUPPORTS acme"
	testOrders(t, f, s.Relations(), nil, []orderRow{
		{up(kb.BySince), "ann DIRECTS acme | acme OWNS shell | bob USES lynx | acme OWNS shell again | " + watching + " | " + suing + " | acme LISTED_ON blocklist; " + without},
		// What is missing comes last in both directions.
		{down(kb.BySince), suing + " | " + watching + " | acme OWNS shell again | bob USES lynx | acme OWNS shell | ann DIRECTS acme | acme LISTED_ON blocklist; " + without},
		{up(kb.ByUntil), "acme OWNS shell | " + watching + " | acme LISTED_ON blocklist | ann DIRECTS acme; acme OWNS shell again; bob USES lynx; " + suing + "; " + without},
		{down(kb.ByUntil), "acme LISTED_ON blocklist | " + watching + " | acme OWNS shell | ann DIRECTS acme; acme OWNS shell again; bob USES lynx; " + suing + "; " + without},
		{[]kb.Order{{By: kb.ByType}, {By: kb.ByFromName, Desc: true}}, "bob OWNS depot | acme OWNS shell; acme OWNS shell again | ann DIRECTS acme | ann FAMILY_OF bob | cabinet GOVERNS utopia | " +
			"watch OCCURRED_IN utopia | acme SUPPORTS acme | acme MAKES lynx | bob USES lynx | depot SUPPLIES acme | cabinet OPERATED watch | " +
			"lynx USED_IN watch | watch TARGETED union | union PLAINTIFF_IN suit | acme DEFENDANT_IN suit | acme LISTED_ON blocklist"},
		{up(kb.ByToName), "ann DIRECTS acme; depot SUPPLIES acme; acme SUPPORTS acme | acme LISTED_ON blocklist | ann FAMILY_OF bob | bob OWNS depot | watch TARGETED union | " +
			"acme MAKES lynx; bob USES lynx | acme OWNS shell; acme OWNS shell again | " + suing + " | cabinet GOVERNS utopia; watch OCCURRED_IN utopia | lynx USED_IN watch; cabinet OPERATED watch"},
		{append(down(kb.ByClaims), up(kb.ByFromName)...), "acme MAKES lynx | ann DIRECTS acme | depot SUPPLIES acme | cabinet OPERATED watch | " +
			"acme OWNS shell; acme OWNS shell again; acme DEFENDANT_IN suit; acme LISTED_ON blocklist; acme SUPPORTS acme | ann FAMILY_OF bob | bob OWNS depot; bob USES lynx | " +
			"cabinet GOVERNS utopia | union PLAINTIFF_IN suit | lynx USED_IN watch | watch TARGETED union; watch OCCURRED_IN utopia"},
	})

	testOrders(t, f, s.Properties(), nil, []orderRow{
		{up(kb.ByKey, kb.ByValue), groups("shell alias Acme Holding; acme alias Acme Óptica; union size 37 members; watch date 2020-03/2020-05; suit filed 2021-11-25; " +
			"watch occurrence HAPPENED; blocklist effect RESTRICTS; acme debt 10 to 20 EUR; depot debt more than 500000000 USD; acme rating C; acme rating D; acme website https://acme.example/")},
		{up(kb.ByValue), groups("shell alias Acme Holding; acme alias Acme Óptica; acme rating C; acme rating D; acme debt 10 to 20 EUR; union size 37 members; depot debt more than 500000000 USD; " +
			"watch date 2020-03/2020-05; suit filed 2021-11-25; acme website https://acme.example/; watch occurrence HAPPENED; blocklist effect RESTRICTS")},
		{down(kb.ByValue), groups("blocklist effect RESTRICTS; watch occurrence HAPPENED; acme website https://acme.example/; suit filed 2021-11-25; watch date 2020-03/2020-05; " +
			"depot debt more than 500000000 USD; union size 37 members; acme debt 10 to 20 EUR; acme rating D; acme rating C; acme alias Acme Óptica; shell alias Acme Holding")},
		{up(kb.BySince), "watch occurrence HAPPENED | " + but(wordy, "watch occurrence HAPPENED") + "; " + quantities + "; " + dated},
		{down(kb.ByUntil), "watch occurrence HAPPENED | " + but(wordy, "watch occurrence HAPPENED") + "; " + quantities + "; " + dated},
	})

	gazette := &kb.ClaimWhere{Source: &kb.SourceWhere{ID: id("source:gazette-1")}}
	testOrders(t, f, s.Claims(), gazette, []orderRow{
		// By page, then paragraph. Most don't tell the page.
		{up(kb.ByLocator), "gazette-1: ann DIRECTS acme; gazette-1: acme alias Acme Óptica; gazette-1: acme website https://acme.example/ | gazette-1: bob OWNS depot | gazette-1: depot SUPPLIES acme | " +
			"gazette-1: ann FAMILY_OF bob | gazette-1: cabinet GOVERNS utopia; gazette-1: acme MAKES lynx | gazette-1: watch OCCURRED_IN utopia | gazette-1: acme rating C; gazette-1: depot debt more than 500000000 USD | " +
			"gazette-1: acme OWNS shell again | gazette-1: acme LISTED_ON blocklist; gazette-1: blocklist effect RESTRICTS"},
	})
	statement := &kb.ClaimWhere{Source: &kb.SourceWhere{Kind: &kb.SourceKindFilter{In: []kb.SourceKind{kb.SourceStatement, kb.SourceArticle}}}, Paragraph: &kb.NumberFilter{IsNull: new(true)}}
	testOrders(t, f, s.Claims(), statement, []orderRow{
		{up(kb.ByModality), "statement: depot SUPPLIES acme; statement: cabinet OPERATED watch | bulletin: bob USES lynx | statement: acme SUPPORTS acme"},
		{down(kb.ByModality), "statement: acme SUPPORTS acme | bulletin: bob USES lynx | statement: depot SUPPLIES acme; statement: cabinet OPERATED watch"},
		{down(kb.BySource, kb.ByModality), "statement: acme SUPPORTS acme | statement: depot SUPPLIES acme; statement: cabinet OPERATED watch | bulletin: bob USES lynx"},
		{up(kb.ByLocator, kb.BySource), "bulletin: bob USES lynx | statement: depot SUPPLIES acme; statement: cabinet OPERATED watch; statement: acme SUPPORTS acme"},
	})
	acme := &kb.ClaimWhere{Fact: id(f.id("ann DIRECTS acme"), f.id("acme OWNS shell"), f.id("acme SUPPORTS acme"))}
	testOrders(t, f, s.Claims(), acme, []orderRow{
		// The context was loaded after the harbour affair.
		{up(kb.ByRecorded), "gazette-1: ann DIRECTS acme; statement: acme SUPPORTS acme | register: ann DIRECTS acme; register: acme OWNS shell"},
		{down(kb.ByRecorded), "register: ann DIRECTS acme; register: acme OWNS shell | gazette-1: ann DIRECTS acme; statement: acme SUPPORTS acme"},
	})

	testOrders(t, f, s.Sources(), nil, []orderRow{
		{up(kb.ByTitle), groups("statement; register; bulletin; gazette-1; filing")},
		{down(kb.ByTitle), groups("gazette-1; bulletin; register; statement; filing")}, // which has no title
		{up(kb.ByPublished), "register | bulletin | filing; gazette-1 | statement"},
		{down(kb.ByPublished), "filing; gazette-1 | bulletin | register | statement"},
		{up(kb.ByKind), "bulletin; gazette-1 | filing | statement | register"},
		{down(kb.ByClaims), "gazette-1 | filing | register | bulletin; statement"},
		{[]kb.Order{{By: kb.ByPublished}, {By: kb.ByTitle, Desc: true}}, groups("register; bulletin; gazette-1; filing; statement")},
	})
}

// testValueOrder sorts values of one key as what they are, in pages of two.
func testValueOrder(t *testing.T, s kb.Store) {
	quantity := func(precision kb.Precision, min, max kb.Number, unit string) kb.Value {
		return kb.QuantityValue{Quantity: kb.Quantity{Min: min, Max: max, Unit: unit, Precision: precision}}
	}
	var open kb.Number
	n := kb.Num
	exactly := func(v float64, unit string) kb.Value { return quantity(kb.Exact, n(v), n(v), unit) }
	date := func(d string) kb.Value { return kb.DateValue{Date: kb.MustDate(d)} }
	for _, row := range []struct {
		key    kb.PropertyKey
		values []kb.Value
	}{
		{"debt", []kb.Value{
			quantity(kb.LessThan, open, n(-1000), "USD"), // whatever is open below comes first
			quantity(kb.AtMost, open, n(12), "USD"),
			exactly(-500, "USD"), exactly(-9.5, "USD"), exactly(0, "USD"), exactly(0.25, "USD"), exactly(9, "USD"),
			quantity(kb.Between, n(9), n(10), "USD"), quantity(kb.AtLeast, n(9), open, "USD"),
			exactly(10, "EUR"), exactly(10, "USD"), quantity(kb.About, n(10), n(10), "EUR"), // one number: by the words
			exactly(100, "EUR"), exactly(500_000_000, "EUR"), quantity(kb.MoreThan, n(500_000_000), open, "EUR"), exactly(1e15, "EUR"),
		}},
		{"founded", []kb.Value{
			date("../2001"), date("-0044"), date("0800"), date("1999-12-31"), date("2000-01-01"), date("2000-01"), date("2000"), date("2000/.."), date("2000-01-02"), date("Y12000"),
		}},
		{kb.KeyAlias, []kb.Value{kb.TextValue{Text: "10"}, kb.TextValue{Text: "9"}, kb.TextValue{Text: "Ábel"}, kb.TextValue{Text: "abelian"}, kb.TextValue{Text: "Zoo"}}},
	} {
		t.Run(string(row.key), func(t *testing.T) {
			set := small()
			set.Relations, set.Properties, set.Claims = nil, nil, nil
			var want []kb.ID
			for _, v := range row.values {
				p := kb.NewProperty("acme", row.key, v, "")
				set.Properties, set.Claims, want = append(set.Properties, p), append(set.Claims, saying(p.ID, 1)), append(want, p.ID)
			}
			apply(t, s, set)
			q := kb.Query[kb.PropertyWhere]{Of: []kb.ID{"acme"}, By: kb.PropertiesOf, Keys: []kb.PropertyKey{row.key}, Order: up(kb.ByValue), First: 2}
			for range 2 {
				var got []kb.ID
				for q.After = nil; ; {
					page := find(t, s.Properties(), q)
					got = append(got, idsOf(page.Items)...)
					if !page.HasNext {
						break
					}
					q.After = page.Keys[len(page.Keys)-1]
				}
				equal(t, got, want)
				slices.Reverse(want)
				q.Order = down(kb.ByValue)
			}
		})
	}
}
