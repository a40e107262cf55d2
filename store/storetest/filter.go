package storetest

import (
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// filterRow is a filter and the names of the records that pass it.
type filterRow[W any] struct {
	what  string
	where *W
	want  string
}

// testFilter holds a table against a class of records: what is found, counted or
// scanned is the same, and Not gives all others.
func testFilter[T, W any](t *testing.T, f *fixture, records kb.Records[T, W], not func(*W) *W, table []filterRow[W]) {
	t.Helper()
	all := f.nameList(scan(t, records, nil))
	for i, row := range table {
		t.Run(row.what, func(t *testing.T) {
			want := sorted(list(row.want))
			if row.want == wholeClass {
				want = sorted(all)
			}
			for _, name := range want {
				f.id(name)
			}
			q := kb.Query[W]{Where: row.where, First: kb.MaxPage}
			equal(t, sorted(f.nameList(idsOf(find(t, records, q).Items))), want)

			others := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(want, name) })
			q.Where = not(row.where)
			equal(t, sorted(f.nameList(idsOf(find(t, records, q).Items))), sorted(others))

			switch i % 3 { // in turn: a new text of a query takes a database time
			case 0:
				if n := count(t, records, kb.Query[W]{Where: row.where}); n != len(want) {
					t.Errorf("%d are counted, want %d", n, len(want))
				}
			case 1:
				equal(t, sorted(f.nameList(scan(t, records, row.where))), want)
			case 2:
				q.Where = not(q.Where)
				equal(t, sorted(f.nameList(idsOf(find(t, records, q).Items))), want)
			}
		})
	}
}

const wholeClass = "*" // in a table: all records

// but lists all names of a list but some.
func but(all, some string) string {
	return strings.Join(slices.DeleteFunc(list(all), func(name string) bool { return slices.Contains(list(some), name) }), "; ")
}

const (
	entities = "acme; ann; blocklist; bob; cabinet; depot; gazette; lynx; nowhere; shell; suit; union; utopia; watch"

	watching = "lynx USED_IN watch; cabinet OPERATED watch; watch TARGETED union; watch OCCURRED_IN utopia" // dated 2020-03/2020-05
	suing    = "union PLAINTIFF_IN suit; acme DEFENDANT_IN suit"                                            // since 2021-11-25, when the suit was filed
	undated  = "bob OWNS depot; depot SUPPLIES acme; ann FAMILY_OF bob; cabinet GOVERNS utopia; acme MAKES lynx; acme SUPPORTS acme"

	quantities = "union size 37 members; depot debt more than 500000000 USD; acme debt 10 to 20 EUR"
	dated      = "watch date 2020-03/2020-05; suit filed 2021-11-25"
	wordy      = "acme alias Acme Óptica; shell alias Acme Holding; acme website https://acme.example/; watch occurrence HAPPENED; acme rating C; acme rating D; blocklist effect RESTRICTS"
)

func text(f kb.StringFilter) *kb.StringFilter { return &f }
func id(ids ...kb.ID) *kb.IDFilter            { return &kb.IDFilter{In: ids} }
func typ(t kb.RelationType) *kb.RelationWhere {
	return &kb.RelationWhere{Type: &kb.RelationTypeFilter{Eq: &t}}
}
func kind(k kb.Kind) *kb.EntityWhere      { return &kb.EntityWhere{Kind: &kb.KindFilter{Eq: &k}} }
func entity(ids ...kb.ID) *kb.EntityWhere { return &kb.EntityWhere{ID: id(ids...)} }
func key(k kb.PropertyKey) *kb.PropertyWhere {
	return &kb.PropertyWhere{Key: &kb.PropertyKeyFilter{Eq: &k}}
}
func certainly(c kb.DateCompare) *kb.DateFilter { return &kb.DateFilter{Certainly: &c} }
func possibly(c kb.DateCompare) *kb.DateFilter  { return &kb.DateFilter{Possibly: &c} }

func date(s string) *kb.Date { return new(kb.MustDate(s)) }

func testEntityFilters(t *testing.T, s kb.Store, f *fixture) {
	out, in, both := new(kb.Out), new(kb.In), new(kb.Both)
	some := func(w kb.EndWhere) *kb.EntityWhere {
		return &kb.EntityWhere{Relations: &kb.RelationsFilter{Some: &w}}
	}
	none := func(w kb.EndWhere) *kb.EntityWhere {
		return &kb.EntityWhere{Relations: &kb.RelationsFilter{None: &w}}
	}
	every := func(w kb.EndWhere) *kb.EntityWhere {
		return &kb.EntityWhere{Relations: &kb.RelationsFilter{Every: &w}}
	}
	number := func(of *kb.EndWhere, is kb.CountFilter) *kb.EntityWhere {
		return &kb.EntityWhere{Relations: &kb.RelationsFilter{Count: &kb.RelationsCount{Of: of, Is: is}}}
	}
	name := func(f kb.StringFilter) *kb.EntityWhere { return &kb.EntityWhere{Name: &f} }
	summary := func(f kb.StringFilter) *kb.EntityWhere { return &kb.EntityWhere{Summary: &f} }
	alias := func(f kb.StringFilter) *kb.EntityWhere { return &kb.EntityWhere{Alias: &f} }
	collection := func(f kb.StringFilter) *kb.EntityWhere { return &kb.EntityWhere{Collection: &f} }
	degree := func(f kb.NumberFilter) *kb.EntityWhere { return &kb.EntityWhere{Degree: &f} }
	kinds := func(f kb.KindFilter) *kb.EntityWhere { return &kb.EntityWhere{Kind: &f} }
	properties := func(f kb.PropertiesFilter) *kb.EntityWhere { return &kb.EntityWhere{Properties: &f} }
	type trees = []*kb.EntityWhere

	not := func(w *kb.EntityWhere) *kb.EntityWhere { return &kb.EntityWhere{Not: w} }
	testFilter(t, f, s.Entities(), not, []filterRow[kb.EntityWhere]{
		{"the zero filter", &kb.EntityWhere{}, wholeClass},

		{"id eq", &kb.EntityWhere{ID: &kb.IDFilter{Eq: new(kb.ID("acme"))}}, "acme"},
		{"id in", entity("acme", "bob", "unknown", "source:filing"), "acme; bob"},
		{"id in nothing", &kb.EntityWhere{ID: &kb.IDFilter{In: []kb.ID{}}}, ""},
		{"id isNull", &kb.EntityWhere{ID: &kb.IDFilter{IsNull: new(true)}}, ""},
		{"id isNull false", &kb.EntityWhere{ID: &kb.IDFilter{IsNull: new(false)}}, wholeClass},

		{"kind eq", kind(kb.KindPerson), "ann; bob"},
		{"kind in", kinds(kb.KindFilter{In: []kb.Kind{kb.KindPerson, kb.KindCountry}}), "ann; bob; utopia"},
		{"kind not", kinds(kb.KindFilter{Not: new(kb.KindCompany)}), but(entities, "acme; depot; shell")},
		{"kind isNull", kinds(kb.KindFilter{IsNull: new(true)}), ""},

		{"name eq", name(kb.StringFilter{Eq: new("Lynx")}), "lynx"},
		{"name eq compares exactly", name(kb.StringFilter{Eq: new("lynx")}), ""},
		{"name in", name(kb.StringFilter{In: []string{"Lynx", "Utopia", "lynx", ""}}), "lynx; utopia"},
		{"name in nothing", name(kb.StringFilter{In: []string{}}), ""},
		{"name contains", name(kb.StringFilter{Contains: new("harbour")}), "gazette; shell; union; watch"},
		{"name startsWith", name(kb.StringFilter{StartsWith: new("HARBOUR")}), "gazette; union"},
		{"name contains, without accents", name(kb.StringFilter{Contains: new("capek")}), "bob"},
		{"name contains, with other accents", name(kb.StringFilter{Contains: new("DÈPOT")}), "depot"},
		{"name contains, wide and spaced", name(kb.StringFilter{Contains: new("ｈａｒｂｏｕｒ　 union")}), "union; watch"},
		{"name contains a pattern", name(kb.StringFilter{Contains: new("a%e")}), ""},
		{"name startsWith a pattern", name(kb.StringFilter{StartsWith: new("_cme")}), ""},
		{"name isNull", name(kb.StringFilter{IsNull: new(true)}), ""},

		{"summary contains a percent sign", summary(kb.StringFilter{Contains: new("100%")}), "depot"},
		{"summary contains an underscore", summary(kb.StringFilter{Contains: new("_")}), "depot"},
		{"summary contains a full stop", summary(kb.StringFilter{StartsWith: new(".*")}), ""},
		{"summary contains nothing, which any has", summary(kb.StringFilter{Contains: new("")}), "acme; depot"},
		{"summary eq what is missing", summary(kb.StringFilter{Eq: new("")}), ""},
		{"summary isNull", summary(kb.StringFilter{IsNull: new(true)}), but(entities, "acme; depot")},
		{"summary isNull false", summary(kb.StringFilter{IsNull: new(false)}), "acme; depot"},

		{"alias eq", alias(kb.StringFilter{Eq: new("Acme Holding")}), "shell"},
		{"alias in", alias(kb.StringFilter{In: []string{"Acme Óptica", "x"}}), "acme"},
		{"alias contains", alias(kb.StringFilter{Contains: new("optica")}), "acme"},
		{"alias startsWith", alias(kb.StringFilter{StartsWith: new("acme")}), "acme; shell"},
		{"alias isNull", alias(kb.StringFilter{IsNull: new(true)}), but(entities, "acme; shell")},

		{"collection eq", collection(kb.StringFilter{Eq: new("context")}), "acme; nowhere; shell"},
		{"collection in", collection(kb.StringFilter{In: []string{"context", "elsewhere"}}), "acme; nowhere; shell"},
		{"collection contains", collection(kb.StringFilter{Contains: new("bour")}), but(entities, "nowhere")},
		{"collection startsWith", collection(kb.StringFilter{StartsWith: new("CON")}), "acme; nowhere; shell"},
		{"collection isNull", collection(kb.StringFilter{IsNull: new(true)}), ""},

		{"degree eq", degree(kb.NumberFilter{Eq: new(2.0)}), "ann; cabinet; depot; shell; suit; union; utopia"},
		{"degree eq half a relation", degree(kb.NumberFilter{Eq: new(2.5)}), ""},
		{"degree lt", degree(kb.NumberFilter{Lt: new(1.0)}), "gazette; nowhere"},
		{"degree lte", degree(kb.NumberFilter{Lte: new(1.0)}), "blocklist; gazette; nowhere"},
		{"degree gt", degree(kb.NumberFilter{Gt: new(3.0)}), "acme; watch"},
		{"degree gt a fraction", degree(kb.NumberFilter{Gt: new(3.5)}), "acme; watch"},
		{"degree gte", degree(kb.NumberFilter{Gte: new(3.0)}), "acme; bob; lynx; watch"},
		{"degree isNull", degree(kb.NumberFilter{IsNull: new(true)}), ""},

		{"some relation", some(kb.EndWhere{}), but(entities, "gazette; nowhere")},
		{"some of a type", some(kb.EndWhere{Where: typ(kb.Owns)}), "acme; bob; depot; shell"},
		{"some of a type out", some(kb.EndWhere{Direction: out, Where: typ(kb.Owns)}), "acme; bob"},
		{"some of a type in", some(kb.EndWhere{Direction: in, Where: typ(kb.Owns)}), "depot; shell"},
		{"some of a type, both ways", some(kb.EndWhere{Direction: both, Where: typ(kb.Owns)}), "acme; bob; depot; shell"},
		{"some of a symmetric type out", some(kb.EndWhere{Direction: out, Where: typ(kb.FamilyOf)}), "ann"},
		{"some to a person", some(kb.EndWhere{Other: kind(kb.KindPerson)}), "acme; ann; bob; depot; lynx"},
		{"some to itself", some(kb.EndWhere{Where: typ(kb.Supports), Other: entity("acme")}), "acme"},
		{"some in which all holds of one and the same", some(kb.EndWhere{Where: typ(kb.Owns), Other: kind(kb.KindPerson)}), "depot"},
		{"none", none(kb.EndWhere{}), "gazette; nowhere"},
		{"none of a type", none(kb.EndWhere{Where: typ(kb.Owns)}), but(entities, "acme; bob; depot; shell")},
		{"every of a type, which holds where there is none", every(kb.EndWhere{Where: typ(kb.Owns)}), "gazette; nowhere; shell"},
		{"every out", every(kb.EndWhere{Direction: out}), "ann; cabinet; gazette; nowhere"},
		{"every to a company", every(kb.EndWhere{Other: kind(kb.KindCompany)}), "blocklist; gazette; nowhere; shell"},
		{"count eq", number(&kb.EndWhere{Where: typ(kb.Owns)}, kb.CountFilter{Eq: new(2)}), "acme; shell"},
		{"count eq 0", number(&kb.EndWhere{Where: typ(kb.Owns)}, kb.CountFilter{Eq: new(0)}), but(entities, "acme; bob; depot; shell")},
		{"count of all gte", number(nil, kb.CountFilter{Gte: new(3)}), "acme; bob; lynx; watch"},
		{"count of all gt", number(nil, kb.CountFilter{Gt: new(7)}), "acme"},
		{"count of all lt", number(nil, kb.CountFilter{Lt: new(1)}), "gazette; nowhere"},
		{"count of all lte", number(nil, kb.CountFilter{Lte: new(1)}), "blocklist; gazette; nowhere"},
		{"count where a relation with itself is one", number(&kb.EndWhere{Other: entity("acme")}, kb.CountFilter{Eq: new(1)}), "acme; ann; blocklist; depot; lynx; suit"},
		{"three levels deep", some(kb.EndWhere{Direction: out, Where: typ(kb.Makes), Other: some(kb.EndWhere{Direction: out, Where: typ(kb.UsedIn),
			Other: some(kb.EndWhere{Direction: out, Where: typ(kb.Targeted), Other: entity("union")})})}), "acme"},
		{"no owner is a person, two levels deep", none(kb.EndWhere{Direction: in, Where: typ(kb.Supplies), Other: some(kb.EndWhere{Direction: in, Where: typ(kb.Owns), Other: kind(kb.KindPerson)})}),
			but(entities, "acme")},

		{"some property", properties(kb.PropertiesFilter{Some: &kb.PropertyWhere{}}), "acme; blocklist; depot; shell; suit; union; watch"},
		{"some property of a key", properties(kb.PropertiesFilter{Some: key("size")}), "union"},
		{"no property", properties(kb.PropertiesFilter{None: &kb.PropertyWhere{}}), "ann; bob; cabinet; gazette; lynx; nowhere; utopia"},
		{"every property of a key", properties(kb.PropertiesFilter{Every: key(kb.KeyAlias)}), "ann; bob; cabinet; gazette; lynx; nowhere; shell; utopia"},
		{"count of properties", properties(kb.PropertiesFilter{Count: &kb.PropertiesCount{Is: kb.CountFilter{Gte: new(2)}}}), "acme; watch"},
		{"count of properties of a key", properties(kb.PropertiesFilter{Count: &kb.PropertiesCount{Of: key(kb.KeyRating), Is: kb.CountFilter{Eq: new(2)}}}), "acme"},
		{"from property to claim to source", properties(kb.PropertiesFilter{Some: &kb.PropertyWhere{Claims: &kb.ClaimsFilter{Some: &kb.ClaimWhere{Source: &kb.SourceWhere{ID: id("source:register")}}}}}), "acme; shell"},

		{"all that is set on one level", &kb.EntityWhere{Kind: kind(kb.KindCompany).Kind, Degree: &kb.NumberFilter{Lt: new(3.0)}}, "depot; shell"},
		{"and", &kb.EntityWhere{And: trees{kind(kb.KindCompany), degree(kb.NumberFilter{Gt: new(2.0)})}}, "acme"},
		{"and of nothing", &kb.EntityWhere{And: trees{}}, wholeClass},
		{"or", &kb.EntityWhere{Or: trees{kind(kb.KindPerson), kind(kb.KindCountry), entity("ann")}}, "ann; bob; utopia"},
		{"or of nothing", &kb.EntityWhere{Or: trees{}}, ""},
		{"or beside a field", &kb.EntityWhere{Kind: kind(kb.KindPerson).Kind, Or: trees{entity("ann"), entity("acme")}}, "ann"},
		{"not of the zero filter", not(&kb.EntityWhere{}), ""},
		{"not of what is missing", not(summary(kb.StringFilter{Contains: new("lens")})), but(entities, "acme; depot")},
		{"and, or and not together", &kb.EntityWhere{And: trees{
			not(kind(kb.KindCompany)),
			{Or: trees{not(some(kb.EndWhere{})), {And: trees{kind(kb.KindPerson), not(entity("bob"))}}}},
		}}, "ann; gazette; nowhere"},
	})
}

func testRelationFilters(t *testing.T, s kb.Store, f *fixture) {
	since := func(f *kb.DateFilter) *kb.RelationWhere { return &kb.RelationWhere{Since: f} }
	until := func(f *kb.DateFilter) *kb.RelationWhere { return &kb.RelationWhere{Until: f} }
	claims := func(f kb.ClaimsFilter) *kb.RelationWhere { return &kb.RelationWhere{Claims: &f} }
	type compare = kb.DateCompare

	testFilter(t, f, s.Relations(), func(w *kb.RelationWhere) *kb.RelationWhere { return &kb.RelationWhere{Not: w} }, []filterRow[kb.RelationWhere]{
		{"the zero filter", &kb.RelationWhere{}, wholeClass},
		{"id", &kb.RelationWhere{ID: id(f.id("bob OWNS depot"), "acme")}, "bob OWNS depot"},
		{"type eq", typ(kb.Owns), "acme OWNS shell; acme OWNS shell again; bob OWNS depot"},
		{"type in", &kb.RelationWhere{Type: &kb.RelationTypeFilter{In: []kb.RelationType{kb.Uses, kb.UsedIn, kb.Covers}}}, "bob USES lynx; lynx USED_IN watch"},
		{"from", &kb.RelationWhere{From: kind(kb.KindPerson)}, "ann DIRECTS acme; bob OWNS depot; ann FAMILY_OF bob; bob USES lynx"},
		{"to", &kb.RelationWhere{To: entity("acme")}, "ann DIRECTS acme; depot SUPPLIES acme; acme SUPPORTS acme"},
		{"from and to", &kb.RelationWhere{From: entity("acme"), To: kind(kb.KindCompany)}, "acme OWNS shell; acme OWNS shell again; acme SUPPORTS acme"},
		{"key eq", &kb.RelationWhere{Key: text(kb.StringFilter{Eq: new("again")})}, "acme OWNS shell again"},
		{"key startsWith", &kb.RelationWhere{Key: text(kb.StringFilter{StartsWith: new("AG")})}, "acme OWNS shell again"},
		{"key isNull false", &kb.RelationWhere{Key: text(kb.StringFilter{IsNull: new(false)})}, "acme OWNS shell again"},

		{"since certainly before", since(certainly(compare{Before: date("2015")})), "ann DIRECTS acme; acme OWNS shell"},
		{"since possibly before", since(possibly(compare{Before: date("2015-06")})), "ann DIRECTS acme; acme OWNS shell; bob USES lynx"},
		{"since certainly after", since(certainly(compare{After: date("2018")})), watching + "; " + suing},
		{"since possibly after", since(possibly(compare{After: date("2020-04")})), watching + "; " + suing + "; bob USES lynx"},
		{"since certainly equal", since(certainly(compare{Equal: date("2021-11-25")})), suing},
		{"since certainly equal to a year, which no day is", since(certainly(compare{Equal: date("2021")})), ""},
		{"since possibly equal", since(possibly(compare{Equal: date("2021")})), suing + "; bob USES lynx"},
		{"since certainly within", since(certainly(compare{Within: date("2020")})), watching},
		{"since possibly within", since(possibly(compare{Within: date("2020-05")})), watching + "; bob USES lynx"},
		{"since certainly within what has no end", since(certainly(compare{Within: date("2018/..")})), "acme OWNS shell again; " + watching + "; " + suing},
		{"since certainly within what ends nobody knows when", since(certainly(compare{Within: date("2018/")})), ""},
		{"since possibly within what ends nobody knows when", since(possibly(compare{Within: date("2018/")})), "acme OWNS shell again; " + watching + "; " + suing + "; bob USES lynx"},
		{"since isNull", since(&kb.DateFilter{IsNull: new(true)}), undated + "; acme LISTED_ON blocklist"},
		{"until certainly before", until(certainly(compare{Before: date("2015")})), "acme OWNS shell"},
		{"until possibly equal", until(possibly(compare{Equal: date("2021-11")})), "acme LISTED_ON blocklist"},
		{"until certainly within", until(certainly(compare{Within: date("2021-10/2021-12")})), "acme LISTED_ON blocklist"},
		{"until isNull false", until(&kb.DateFilter{IsNull: new(false)}), watching + "; acme OWNS shell; acme LISTED_ON blocklist"},

		{"status eq", &kb.RelationWhere{Status: &kb.StatusFilter{Eq: new(kb.StatusSelfStated)}}, suing},
		{"status in", &kb.RelationWhere{Status: &kb.StatusFilter{In: []kb.Status{kb.StatusOpinion, kb.StatusDenied}}}, "acme SUPPORTS acme"},
		{"status isNull, which no fact with claims is", &kb.RelationWhere{Status: &kb.StatusFilter{IsNull: new(true)}}, ""},
		{"origins at least none", &kb.RelationWhere{AtLeast: &kb.NumberFilter{Lt: new(1.0)}}, "watch OCCURRED_IN utopia"},
		{"collection", &kb.RelationWhere{Collection: text(kb.StringFilter{Eq: new("context")})}, "ann DIRECTS acme; acme OWNS shell"},
		{"two collections", &kb.RelationWhere{And: []*kb.RelationWhere{
			{Collection: text(kb.StringFilter{Eq: new("context")})}, {Collection: text(kb.StringFilter{Eq: new("harbour")})},
		}}, "ann DIRECTS acme"},

		{"some claim", claims(kb.ClaimsFilter{Some: &kb.ClaimWhere{Stance: &kb.StanceFilter{Eq: new(kb.Denies)}}}), "depot SUPPLIES acme"},
		{"no claim of a source", claims(kb.ClaimsFilter{None: &kb.ClaimWhere{Source: &kb.SourceWhere{ID: id("source:gazette-1")}}}),
			"acme OWNS shell; lynx USED_IN watch; cabinet OPERATED watch; watch TARGETED union; " + suing + "; bob USES lynx; acme SUPPORTS acme"},
		{"not every claim", &kb.RelationWhere{Not: claims(kb.ClaimsFilter{Every: &kb.ClaimWhere{Stance: &kb.StanceFilter{Eq: new(kb.Asserts)}}})},
			"depot SUPPLIES acme; cabinet OPERATED watch"},
		{"count of claims", claims(kb.ClaimsFilter{Count: &kb.ClaimsCount{Is: kb.CountFilter{Eq: new(2)}}}),
			"ann DIRECTS acme; depot SUPPLIES acme; acme MAKES lynx; cabinet OPERATED watch"},
		{"count of claims that pass", claims(kb.ClaimsFilter{Count: &kb.ClaimsCount{Of: &kb.ClaimWhere{Collection: text(kb.StringFilter{Eq: new("context")})}, Is: kb.CountFilter{Gte: new(1)}}}),
			"ann DIRECTS acme; acme OWNS shell"},
		{"claims of sources that an entity published", claims(kb.ClaimsFilter{Some: &kb.ClaimWhere{Source: &kb.SourceWhere{Publisher: id("union")}}}),
			"lynx USED_IN watch; cabinet OPERATED watch; watch TARGETED union; " + suing},
	})
}

func testPropertyFilters(t *testing.T, s kb.Store, f *fixture) {
	words := func(f kb.StringFilter) *kb.PropertyWhere { return &kb.PropertyWhere{Text: &f} }
	unit := func(f kb.StringFilter) *kb.PropertyWhere { return &kb.PropertyWhere{Unit: &f} }
	least := func(f kb.NumberFilter) *kb.PropertyWhere { return &kb.PropertyWhere{Min: &f} }
	most := func(f kb.NumberFilter) *kb.PropertyWhere { return &kb.PropertyWhere{Max: &f} }

	testFilter(t, f, s.Properties(), func(w *kb.PropertyWhere) *kb.PropertyWhere { return &kb.PropertyWhere{Not: w} }, []filterRow[kb.PropertyWhere]{
		{"the zero filter", &kb.PropertyWhere{}, wholeClass},
		{"id", &kb.PropertyWhere{ID: id(f.id("acme rating D"))}, "acme rating D"},
		{"key eq", key(kb.KeyRating), "acme rating C; acme rating D"},
		{"key not", &kb.PropertyWhere{Key: &kb.PropertyKeyFilter{Not: new(kb.KeyRating)}}, but(wordy, "acme rating C; acme rating D") + "; " + quantities + "; " + dated},
		{"entity", &kb.PropertyWhere{Entity: entity("watch")}, "watch date 2020-03/2020-05; watch occurrence HAPPENED"},
		{"text contains, of words and addresses", words(kb.StringFilter{Contains: new("ACME")}), "acme alias Acme Óptica; shell alias Acme Holding; acme website https://acme.example/"},
		{"text in, of words and names out of a list", words(kb.StringFilter{In: []string{"C", "HAPPENED", "37"}}), "acme rating C; watch occurrence HAPPENED"},
		{"text isNull, of all else", words(kb.StringFilter{IsNull: new(true)}), quantities + "; " + dated},
		{"boolean, which no key has yet", &kb.PropertyWhere{Boolean: &kb.BooleanFilter{Eq: new(false)}}, ""},
		{"min eq", least(kb.NumberFilter{Eq: new(10.0)}), "acme debt 10 to 20 EUR"},
		{"min gte", least(kb.NumberFilter{Gte: new(37.0)}), "union size 37 members; depot debt more than 500000000 USD"},
		{"min isNull", least(kb.NumberFilter{IsNull: new(true)}), wordy + "; " + dated},
		{"max lt", most(kb.NumberFilter{Lt: new(37.0)}), "acme debt 10 to 20 EUR"},
		{"max lte", most(kb.NumberFilter{Lte: new(37.0)}), "acme debt 10 to 20 EUR; union size 37 members"},
		{"max isNull, where it is open", most(kb.NumberFilter{IsNull: new(true)}), wordy + "; " + dated + "; depot debt more than 500000000 USD"},
		{"unit eq", unit(kb.StringFilter{Eq: new("EUR")}), "acme debt 10 to 20 EUR"},
		{"unit contains", unit(kb.StringFilter{Contains: new("MEM")}), "union size 37 members"},
		{"unit isNull", unit(kb.StringFilter{IsNull: new(true)}), wordy + "; " + dated},
		{"date certainly within", &kb.PropertyWhere{Date: certainly(kb.DateCompare{Within: date("2020")})}, "watch date 2020-03/2020-05"},
		{"date certainly equal", &kb.PropertyWhere{Date: certainly(kb.DateCompare{Equal: date("2021-11-25")})}, "suit filed 2021-11-25"},
		{"date possibly equal", &kb.PropertyWhere{Date: possibly(kb.DateCompare{Equal: date("2020-04")})}, "watch date 2020-03/2020-05"},
		{"status", &kb.PropertyWhere{Status: &kb.StatusFilter{Eq: new(kb.StatusOpinion)}}, "acme rating C; acme rating D"},
		{"origins", &kb.PropertyWhere{AtLeast: &kb.NumberFilter{Eq: new(0.0)}}, ""},
		{"date isNull", &kb.PropertyWhere{Date: &kb.DateFilter{IsNull: new(true)}}, wordy + "; " + quantities},
		{"issuer", &kb.PropertyWhere{Issuer: &kb.EntityWhere{}}, "acme rating C; acme rating D"},
		{"issuer of a kind", &kb.PropertyWhere{Issuer: kind(kb.KindPerson)}, "acme rating D"},
		{"issuer of another kind", &kb.PropertyWhere{Issuer: &kb.EntityWhere{Not: kind(kb.KindPerson)}}, "acme rating C"},
		{"since isNull false", &kb.PropertyWhere{Since: &kb.DateFilter{IsNull: new(false)}}, "watch occurrence HAPPENED"},
		{"until certainly within", &kb.PropertyWhere{Until: certainly(kb.DateCompare{Within: date("2020")})}, "watch occurrence HAPPENED"},
		{"collection", &kb.PropertyWhere{Collection: text(kb.StringFilter{Eq: new("context")})}, "shell alias Acme Holding; acme debt 10 to 20 EUR"},
		{"some claim", &kb.PropertyWhere{Claims: &kb.ClaimsFilter{Some: &kb.ClaimWhere{Modality: &kb.ModalityFilter{Eq: new(kb.Opinion)}}}}, "acme rating C; acme rating D"},
		{"and, or, not", &kb.PropertyWhere{Or: []*kb.PropertyWhere{
			{And: []*kb.PropertyWhere{key("debt"), {Not: unit(kb.StringFilter{Eq: new("EUR")})}}}, key("size"),
		}}, "depot debt more than 500000000 USD; union size 37 members"},
	})
}

func testClaimFilters(t *testing.T, s kb.Store, f *fixture) {
	const denied = "statement: depot SUPPLIES acme"
	paragraph := func(f kb.NumberFilter) *kb.ClaimWhere { return &kb.ClaimWhere{Paragraph: &f} }
	testFilter(t, f, s.Claims(), func(w *kb.ClaimWhere) *kb.ClaimWhere { return &kb.ClaimWhere{Not: w} }, []filterRow[kb.ClaimWhere]{
		{"the zero filter", &kb.ClaimWhere{}, wholeClass},
		{"id", &kb.ClaimWhere{ID: id(f.id(denied))}, denied},
		{"fact eq", &kb.ClaimWhere{Fact: id(f.id("acme MAKES lynx"))}, "gazette-1: acme MAKES lynx; bulletin: acme MAKES lynx"},
		{"stance eq", &kb.ClaimWhere{Stance: &kb.StanceFilter{Eq: new(kb.Denies)}}, denied},
		{"stance not", &kb.ClaimWhere{Stance: &kb.StanceFilter{Not: new(kb.Asserts)}}, denied + "; statement: cabinet OPERATED watch"},
		{"modality in", &kb.ClaimWhere{Modality: &kb.ModalityFilter{In: []kb.Modality{kb.Derived, kb.Hearsay}}}, "gazette-1: bob OWNS depot; gazette-1: depot debt more than 500000000 USD"},
		{"reading eq", &kb.ClaimWhere{Reading: &kb.ReadingFilter{Eq: new(kb.Inferred)}}, "gazette-1: watch OCCURRED_IN utopia"},
		{"firsthand and of a statement", &kb.ClaimWhere{Firsthand: &kb.BooleanFilter{Eq: new(true)}, Source: &kb.SourceWhere{ID: id("source:statement")}},
			denied + "; statement: acme SUPPORTS acme"},
		{"not firsthand and of a statement", &kb.ClaimWhere{Firsthand: &kb.BooleanFilter{Eq: new(false)}, Source: &kb.SourceWhere{ID: id("source:statement")}},
			"statement: cabinet OPERATED watch"},
		{"statement contains", &kb.ClaimWhere{Statement: text(kb.StringFilter{Contains: new("FAMILY_OF")})}, "gazette-1: ann FAMILY_OF bob"},
		{"statement startsWith", &kb.ClaimWhere{Statement: text(kb.StringFilter{StartsWith: new("Bulletin on: bob")})}, "bulletin: bob USES lynx"},
		{"attributedTo eq", &kb.ClaimWhere{AttributedTo: &kb.IDFilter{Eq: new(kb.ID("acme"))}}, denied + "; statement: cabinet OPERATED watch; statement: acme SUPPORTS acme"},
		{"attributedTo in, counting each once", &kb.ClaimWhere{AttributedTo: id("depot", "acme", "bob")}, denied + "; statement: cabinet OPERATED watch; statement: acme SUPPORTS acme; bulletin: acme rating D"},
		{"attributedTo isNull false", &kb.ClaimWhere{AttributedTo: &kb.IDFilter{IsNull: new(false)}},
			denied + "; statement: cabinet OPERATED watch; statement: acme SUPPORTS acme; bulletin: acme rating D; gazette-1: depot SUPPLIES acme"},
		{"credits eq", &kb.ClaimWhere{Credits: &kb.IDFilter{Eq: new(kb.ID("source:filing"))}}, "gazette-1: depot SUPPLIES acme"},
		{"credits isNull false", &kb.ClaimWhere{Credits: &kb.IDFilter{IsNull: new(false)}}, "gazette-1: depot SUPPLIES acme; bulletin: acme MAKES lynx"},
		{"paragraph gt", paragraph(kb.NumberFilter{Gt: new(8.0)}), "gazette-1: acme LISTED_ON blocklist; gazette-1: blocklist effect RESTRICTS"},
		{"paragraph lt, of those that have one", paragraph(kb.NumberFilter{Lt: new(2.0)}),
			"gazette-1: ann DIRECTS acme; gazette-1: acme alias Acme Óptica; gazette-1: acme website https://acme.example/; filing: union PLAINTIFF_IN suit; filing: acme DEFENDANT_IN suit; filing: suit filed 2021-11-25"},
		{"paragraph isNull", paragraph(kb.NumberFilter{IsNull: new(true)}),
			denied + "; statement: cabinet OPERATED watch; statement: acme SUPPORTS acme; bulletin: bob USES lynx; " +
				"register: ann DIRECTS acme; register: acme OWNS shell; register: shell alias Acme Holding; register: acme debt 10 to 20 EUR"},
		{"source", &kb.ClaimWhere{Source: &kb.SourceWhere{Kind: &kb.SourceKindFilter{Eq: new(kb.SourceRegister)}}},
			"register: ann DIRECTS acme; register: acme OWNS shell; register: shell alias Acme Holding; register: acme debt 10 to 20 EUR"},
		{"collection", &kb.ClaimWhere{Collection: text(kb.StringFilter{Eq: new("context")})},
			"register: ann DIRECTS acme; register: acme OWNS shell; register: shell alias Acme Holding; register: acme debt 10 to 20 EUR"},
		{"to the source and back to its claims", &kb.ClaimWhere{Source: &kb.SourceWhere{Claims: &kb.ClaimsFilter{Count: &kb.ClaimsCount{Is: kb.CountFilter{Eq: new(3)}}}}, Stance: &kb.StanceFilter{Eq: new(kb.Asserts)}},
			"statement: acme SUPPORTS acme; bulletin: acme MAKES lynx; bulletin: bob USES lynx; bulletin: acme rating D"},
	})
}

func testSourceFilters(t *testing.T, s kb.Store, f *fixture) {
	claims := func(f kb.ClaimsFilter) *kb.SourceWhere { return &kb.SourceWhere{Claims: &f} }
	testFilter(t, f, s.Sources(), func(w *kb.SourceWhere) *kb.SourceWhere { return &kb.SourceWhere{Not: w} }, []filterRow[kb.SourceWhere]{
		{"the zero filter", &kb.SourceWhere{}, "gazette-1; bulletin; filing; statement; register"},
		{"id", &kb.SourceWhere{ID: id("source:filing", "filing")}, "filing"},
		{"kind", &kb.SourceWhere{Kind: &kb.SourceKindFilter{Eq: new(kb.SourceArticle)}}, "gazette-1; bulletin"},
		{"title contains", &kb.SourceWhere{Title: text(kb.StringFilter{Contains: new("UBERWACHT")})}, "bulletin"},
		{"title contains a question mark", &kb.SourceWhere{Title: text(kb.StringFilter{Contains: new("?")})}, "gazette-1; bulletin"},
		{"title isNull", &kb.SourceWhere{Title: text(kb.StringFilter{IsNull: new(true)})}, "filing"},
		{"publisher eq", &kb.SourceWhere{Publisher: &kb.IDFilter{Eq: new(kb.ID("depot"))}}, "statement"},
		{"publisher in", &kb.SourceWhere{Publisher: id("acme", "depot", "gazette")}, "statement; gazette-1"},
		{"publisher isNull", &kb.SourceWhere{Publisher: &kb.IDFilter{IsNull: new(true)}}, "bulletin"},
		{"published certainly within", &kb.SourceWhere{Published: certainly(kb.DateCompare{Within: date("2021-11")})}, "gazette-1; bulletin; filing"},
		{"published certainly equal", &kb.SourceWhere{Published: certainly(kb.DateCompare{Equal: date("2021-11-25")})}, "gazette-1"},
		{"published possibly equal", &kb.SourceWhere{Published: possibly(kb.DateCompare{Equal: date("2021-11-25")})}, "gazette-1; bulletin; filing"},
		{"published certainly before", &kb.SourceWhere{Published: certainly(kb.DateCompare{Before: date("2020")})}, "register"},
		{"published possibly after", &kb.SourceWhere{Published: possibly(kb.DateCompare{After: date("2021-11-27")})}, "bulletin; filing"},
		{"published isNull", &kb.SourceWhere{Published: &kb.DateFilter{IsNull: new(true)}}, "statement"},
		{"url startsWith", &kb.SourceWhere{URL: text(kb.StringFilter{StartsWith: new("HTTPS://gazette")})}, "gazette-1"},
		{"url isNull", &kb.SourceWhere{URL: text(kb.StringFilter{IsNull: new(true)})}, "bulletin; filing; statement; register"},
		{"language eq", &kb.SourceWhere{Language: text(kb.StringFilter{Eq: new("en")})}, "gazette-1; filing"},
		{"language isNull", &kb.SourceWhere{Language: text(kb.StringFilter{IsNull: new(true)})}, "statement; register"},
		{"fileName contains", &kb.SourceWhere{FileName: text(kb.StringFilter{Contains: new(".TXT")})}, "gazette-1"},
		{"collection", &kb.SourceWhere{Collection: text(kb.StringFilter{Eq: new("context")})}, "register"},
		{"cites", &kb.SourceWhere{Cites: id("source:filing")}, "bulletin"},
		{"cites isNull", &kb.SourceWhere{Cites: &kb.IDFilter{IsNull: new(true)}}, "gazette-1; filing; statement; register"},
		{"derivesFrom", &kb.SourceWhere{DerivesFrom: id("source:gazette-1")}, "bulletin"},
		{"derivesFrom isNull", &kb.SourceWhere{DerivesFrom: &kb.IDFilter{IsNull: new(true)}}, "gazette-1; filing; statement; register"},
		{"some claim", claims(kb.ClaimsFilter{Some: &kb.ClaimWhere{Stance: &kb.StanceFilter{Eq: new(kb.Denies)}}}), "statement"},
		{"no claim", claims(kb.ClaimsFilter{None: &kb.ClaimWhere{Firsthand: &kb.BooleanFilter{Eq: new(true)}}}), "gazette-1; bulletin; register"},
		{"every claim", claims(kb.ClaimsFilter{Every: &kb.ClaimWhere{Reading: &kb.ReadingFilter{Eq: new(kb.Explicit)}}}), "bulletin; filing; statement; register"},
		{"count of claims", claims(kb.ClaimsFilter{Count: &kb.ClaimsCount{Is: kb.CountFilter{Gt: new(4)}}}), "gazette-1; filing"},
		{"and, or, not", &kb.SourceWhere{And: []*kb.SourceWhere{
			{Or: []*kb.SourceWhere{{Language: text(kb.StringFilter{Eq: new("en")})}, {Language: text(kb.StringFilter{Eq: new("de")})}}},
			{Not: &kb.SourceWhere{Cites: id("source:filing")}},
		}}, "gazette-1; filing"},
	})
}
