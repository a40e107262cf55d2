package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest/plain"
)

// testLargeFilters asks the largest filters that the contract allows, in the shapes
// of which a database may have bounds of its own: how deep a condition is, how many
// tables or paths are joined, how many values are given, how subqueries stand beside
// and within each other. Each is answered as plain answers it, those that nest also
// under a lens; one step further is refused.
func testLargeFilters(t *testing.T, s kb.Store, f *fixture) {
	model := plain.New()
	f.load(t, model)
	named := func(name string) *kb.EntityWhere {
		return &kb.EntityWhere{Name: text(kb.StringFilter{Contains: &name})}
	}
	at := func(is kb.RelationsFilter) *kb.EntityWhere { return &kb.EntityWhere{Relations: &is} }
	ids := make([]kb.ID, kb.MaxFilterList)
	for i := range ids {
		ids[i] = kb.ID(fmt.Sprintf("nobody-%d", i))
	}
	ids[len(ids)-1] = "lynx"

	related := at(kb.RelationsFilter{Some: &kb.EndWhere{}})
	silent := at(kb.RelationsFilter{None: &kb.EndWhere{Where: &kb.RelationWhere{Claims: &kb.ClaimsFilter{None: &kb.ClaimWhere{}}}}})
	several := at(kb.RelationsFilter{Count: &kb.RelationsCount{Is: kb.CountFilter{Gte: new(2)}}})
	denied := named("lynx")
	for range kb.MaxFilterDepth - 1 {
		denied = &kb.EntityWhere{Not: denied}
	}
	some, none, every, count, either := named("lynx"), named("lynx"), named("a"), named("lynx"), named("lynx")
	for range 6 {
		some = at(kb.RelationsFilter{Some: &kb.EndWhere{Other: some}})
		none = at(kb.RelationsFilter{None: &kb.EndWhere{Other: none}})
		every = at(kb.RelationsFilter{Every: &kb.EndWhere{Other: every}})
	}
	for range 4 {
		count = at(kb.RelationsFilter{Count: &kb.RelationsCount{Of: &kb.EndWhere{Other: count}, Is: kb.CountFilter{Gte: new(2)}}})
		either = &kb.EntityWhere{Or: []*kb.EntityWhere{
			{Kind: &kb.KindFilter{Eq: new(kb.KindPerson)}},
			at(kb.RelationsFilter{Some: &kb.EndWhere{Direction: new(kb.Out), Other: either}}),
		}}
	}
	nested := map[string]*kb.EntityWhere{
		"some of some":           some,
		"none of none":           none,
		"every of every":         every,
		"numbers of numbers":     count,
		"either here or further": either,
	}
	shapes := map[string]*kb.EntityWhere{
		"and":                   {And: slices.Repeat([]*kb.EntityWhere{named("a")}, 249)},
		"or":                    {Or: append(slices.Repeat([]*kb.EntityWhere{named("nobody")}, 248), named("lynx"))},
		"and subqueries":        {And: slices.Repeat([]*kb.EntityWhere{related}, 166)},
		"and nested subqueries": {And: slices.Repeat([]*kb.EntityWhere{silent}, 70)},
		"or subqueries":         {Or: slices.Repeat([]*kb.EntityWhere{related}, 166)},
		"or numbers":            {Or: slices.Repeat([]*kb.EntityWhere{several}, 120)},
		"not not":               denied,
		"lists":                 {Or: slices.Repeat([]*kb.EntityWhere{{ID: &kb.IDFilter{In: ids}}}, 249)},
		"a long text":           named(strings.Repeat("lynx ", kb.MaxText/6)),
		"an empty and":          {And: []*kb.EntityWhere{}},
		"an empty or":           {Or: []*kb.EntityWhere{}},
		"not the empty":         {Not: &kb.EntityWhere{}},
		"nothing at all":        {},
	}
	maps.Copy(shapes, nested)
	answered := func(t *testing.T, got, want kb.Reader, where *kb.EntityWhere) {
		q := kb.Query[kb.EntityWhere]{Where: where, First: 20}
		g, w := find(t, got.Entities(), q), find(t, want.Entities(), q)
		if !slices.Equal(idsOf(g.Items), idsOf(w.Items)) {
			t.Errorf("got %v, want %v", idsOf(g.Items), idsOf(w.Items))
		}
	}
	for name, where := range shapes {
		t.Run(name, func(t *testing.T) { answered(t, s, model, where) })
	}
	lens := kb.Lens{KnownAt: kb.MustDate("2022-01-01"), MinOrigins: 1, Certain: new(false)}
	for name, where := range nested {
		t.Run(name+", under a lens", func(t *testing.T) { answered(t, s.Under(lens), model.Under(lens), where) })
	}
	for name, where := range map[string]*kb.EntityWhere{
		"too many": {And: slices.Repeat([]*kb.EntityWhere{named("a")}, 300)},
		"too deep": {Not: &kb.EntityWhere{Not: denied}},
		"too long": {ID: &kb.IDFilter{In: append(ids, "one-more")}},
	} {
		if _, err := s.Entities().Count(t.Context(), kb.Query[kb.EntityWhere]{Where: where}); !errors.Is(err, kb.ErrInvalid) {
			t.Errorf("%s: %v, want %v", name, err, kb.ErrInvalid)
		}
	}
}
