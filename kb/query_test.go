package kb_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"actorgraph/kb"
)

type (
	entityQuery   = kb.Query[kb.EntityWhere]
	relationQuery = kb.Query[kb.RelationWhere]
	propertyQuery = kb.Query[kb.PropertyWhere]
)

// place makes a place of texts, numbers and nil.
func place(values ...any) kb.Keyset {
	k := kb.Keyset{}
	for _, v := range values {
		switch v := v.(type) {
		case string:
			k = append(k, kb.KeyValue{Text: &v})
		case int:
			k = append(k, kb.KeyValue{Number: new(int64(v))})
		default:
			k = append(k, kb.KeyValue{})
		}
	}
	return k
}

func TestQuestionsAboutEntities(t *testing.T) {
	name := []kb.Order{{By: kb.ByName}}
	for _, row := range []struct {
		q   entityQuery
		why string
	}{
		{entityQuery{First: 1}, ""},
		{entityQuery{Last: 500}, ""},
		{entityQuery{First: 10, After: place("acme")}, ""},
		{entityQuery{First: 10, After: place("acme"), Before: place("lynx")}, ""},
		{entityQuery{First: 10, Order: name, After: place("acme optics", "acme")}, ""},
		{entityQuery{First: 10, Order: []kb.Order{{By: kb.ByDegree}, {By: kb.ByKind, Desc: true}}, After: place(3, 1, "acme")}, ""},
		{entityQuery{First: 10, Order: []kb.Order{{By: kb.ByID}, {By: kb.ByName}}, After: place("acme")}, ""}, // behind the id nothing decides

		{entityQuery{}, "first or last must be between 1 and 500"},
		{entityQuery{First: 501}, "between 1 and 500"},
		{entityQuery{First: -1}, "between 1 and 500"},
		{entityQuery{Last: -1}, "between 1 and 500"},
		{entityQuery{First: 5, Last: -2}, "can't both be asked for"},
		{entityQuery{First: 1, Last: 1}, "first and last can't both be asked for"},
		{entityQuery{First: 1, Of: []kb.ID{"acme"}, By: kb.RelationsAt}, `"relations-at" does not lead to an entity`},
		{entityQuery{First: 1, Types: []kb.RelationType{kb.Owns}}, "an entity is not narrowed by types or keys"},
		{entityQuery{First: 1, Order: []kb.Order{{By: kb.BySince}}}, "an entity is not ordered by SINCE; it is by ID, NAME, KIND or DEGREE"},
		{entityQuery{First: 1, Order: []kb.Order{{By: kb.ByName}, {By: kb.ByName, Desc: true}}}, "ordered by NAME twice"},
		{entityQuery{First: 1, Order: slices.Repeat(name, 5)}, "at most 4 order keys"},

		{entityQuery{First: 1, After: kb.Keyset{}}, "the cursor belongs to another order"},
		{entityQuery{First: 1, After: place("a", "b")}, "the cursor belongs to another order"},
		{entityQuery{First: 1, After: place(1)}, "the cursor belongs to another order"},
		{entityQuery{First: 1, After: place(nil)}, "the cursor belongs to another order"},
		{entityQuery{First: 1, Before: place("a", "b")}, "the cursor belongs to another order"},
		{entityQuery{First: 1, Order: name, After: place(3, "acme")}, "the cursor belongs to another order"},
		{entityQuery{First: 1, Order: name, After: place(nil, "acme")}, "the cursor belongs to another order"}, // no entity is without a name
		{entityQuery{First: 1, Order: []kb.Order{{By: kb.ByDegree}}, After: place("3", "acme")}, "the cursor belongs to another order"},
		{entityQuery{First: 1, After: kb.Keyset{{Text: new("a"), Number: new(int64(1))}}}, "the cursor belongs to another order"},
	} {
		checkInvalid(t, row.q.Check(kb.EntityClass, true), row.why)
	}
	if err := (entityQuery{}).Check(kb.EntityClass, false); err != nil {
		t.Errorf("a question that asks for no page: %v", err)
	}
}

// checkInvalid is checkError for errors that are an ErrInvalid.
func checkInvalid(t *testing.T, err error, why string) {
	t.Helper()
	checkError(t, err, why)
	if err != nil && !errors.Is(err, kb.ErrInvalid) {
		t.Errorf("%v is not marked as invalid", err)
	}
}

func TestQuestionsAboutTheRecordsOfParents(t *testing.T) {
	acme := []kb.ID{"acme"}
	since := []kb.Order{{By: kb.BySince}}
	for _, row := range []struct {
		q   relationQuery
		why string
	}{
		{relationQuery{Of: acme, By: kb.RelationsFrom, First: 1}, ""},
		{relationQuery{Of: acme, By: kb.UsersOf, Types: []kb.RelationType{kb.Uses}, First: 1}, ""},
		{relationQuery{Of: []kb.ID{}, By: kb.RelationsAt, First: 1}, ""},
		{relationQuery{Of: acme, By: kb.RelationsAt, Order: since, First: 1, After: place(nil, "relation:x")}, ""}, // behind those with a date
		{relationQuery{Of: []kb.ID{"acme", "shell"}, By: kb.RelationsAt, First: 1}, ""},

		{relationQuery{Of: acme, First: 1}, `"" does not lead to a relation`},
		{relationQuery{Of: acme, By: kb.ClaimsOn, First: 1}, `"claims-on" does not lead to a relation`},
		{relationQuery{Of: make([]kb.ID, kb.MaxBatch+1), By: kb.RelationsAt, First: 1}, "10001 parents; at most 10000 are allowed"},
		{relationQuery{Of: []kb.ID{"acme", "shell"}, By: kb.RelationsAt, First: 1, After: place("relation:x")}, "a cursor belongs to one parent"},
		{relationQuery{Of: acme, By: kb.RelationsAt, Types: []kb.RelationType{"OWN"}, First: 1}, `unknown relation type "OWN"; did you mean OWNS?`},
		{relationQuery{Types: []kb.RelationType{kb.Owns}, First: 1}, "types and keys narrow the records of parents"},
		{relationQuery{Of: acme, By: kb.RelationsAt, Keys: []kb.PropertyKey{kb.KeyAlias}, First: 1}, "a relation is not narrowed by types or keys"},
	} {
		checkInvalid(t, row.q.Check(kb.RelationClass, true), row.why)
	}
	checkInvalid(t, propertyQuery{Of: acme, By: kb.PropertiesOf, Keys: []kb.PropertyKey{kb.KeyAlias}}.Check(kb.PropertyClass, false), "")
	checkInvalid(t, propertyQuery{Of: acme, By: kb.PropertiesOf, Keys: []kb.PropertyKey{"aliases"}}.Check(kb.PropertyClass, false), `unknown property key "aliases"; did you mean alias?`)
	checkInvalid(t, propertyQuery{Keys: []kb.PropertyKey{kb.KeyAlias}}.Check(kb.PropertyClass, false), "types and keys narrow the records of parents")
}

func TestFullOrderEndsWithTheID(t *testing.T) {
	by := func(keys ...kb.OrderKey) []kb.Order {
		var order []kb.Order
		for _, k := range keys {
			order = append(order, kb.Order{By: k})
		}
		return order
	}
	for _, row := range []struct{ given, want []kb.Order }{
		{nil, by(kb.ByID)},
		{by(kb.ByName), by(kb.ByName, kb.ByID)},
		{by(kb.ByName, kb.ByID), by(kb.ByName, kb.ByID)},
		{by(kb.ByID, kb.ByName), by(kb.ByID)},
		{[]kb.Order{{By: kb.ByID, Desc: true}}, []kb.Order{{By: kb.ByID, Desc: true}}},
	} {
		equal(t, entityQuery{Order: row.given}.FullOrder(), row.want)
	}
}

func TestSearchQueries(t *testing.T) {
	for _, row := range []struct {
		q   kb.SearchQuery
		why string
	}{
		{kb.SearchQuery{Text: "acme", First: 10}, ""},
		{kb.SearchQuery{Text: "", First: 10}, ""}, // finds nothing, and is no mistake
		{kb.SearchQuery{Text: "acme", First: 10, After: place(0, -1, -3, "acme", "acme")}, ""},
		{kb.SearchQuery{Text: "acme"}, "between 1 and 500"},
		{kb.SearchQuery{Text: string(make([]rune, 201)), First: 10}, "is longer than the 200 characters allowed"},
		{kb.SearchQuery{Text: "a\x00", First: 10}, "the text of a search has the control character U+0000"},
		{kb.SearchQuery{Text: "\xff", First: 10}, "the text of a search is not valid UTF-8"},
		{kb.SearchQuery{Text: "acme", First: 10, Where: &kb.EntityWhere{Name: &kb.StringFilter{}}}, "name: exactly one operator has to be given, not 0"},
		{kb.SearchQuery{Text: "acme", First: 10, After: place("acme")}, "the cursor belongs to another question"},
		{kb.SearchQuery{Text: "acme", First: 10, After: place(0, -1, -3, nil, "acme")}, "the cursor belongs to another question"},
		{kb.SearchQuery{Text: "acme", First: 10, After: place("0", -1, -3, "acme", "acme")}, "the cursor belongs to another question"},
	} {
		checkInvalid(t, row.q.Check(), row.why)
	}
	if len(kb.SearchOrder) != len(place(0, 0, 0, "", "")) {
		t.Errorf("a search is ordered by %v", kb.SearchOrder)
	}
}

func TestFilters(t *testing.T) {
	nest := func(depth int) *kb.EntityWhere {
		w := &kb.EntityWhere{Degree: &kb.NumberFilter{Gt: new(1.0)}}
		for range depth {
			w = &kb.EntityWhere{Not: w}
		}
		return w
	}
	wide := func(n int) *kb.EntityWhere {
		w := &kb.EntityWhere{}
		for range n {
			w.Or = append(w.Or, &kb.EntityWhere{ID: &kb.IDFilter{Eq: new(kb.ID("acme"))}})
		}
		return w
	}
	for _, row := range []struct {
		where any
		why   string
	}{
		{(*kb.EntityWhere)(nil), ""},
		{&kb.EntityWhere{}, ""},
		{&kb.EntityWhere{And: []*kb.EntityWhere{}, Or: []*kb.EntityWhere{}}, ""},
		{&kb.EntityWhere{Name: &kb.StringFilter{In: []string{}}}, ""},
		{&kb.RelationWhere{Since: &kb.DateFilter{Possibly: &kb.DateCompare{Before: new(kb.MustDate("2020"))}}}, ""},
		{nest(kb.MaxFilterDepth - 1), ""},
		{wide(249), ""}, // each is a level and an operator, beside the level they stand on

		{&kb.EntityWhere{Name: &kb.StringFilter{}}, "name: exactly one operator has to be given, not 0"},
		{&kb.EntityWhere{Name: &kb.StringFilter{Eq: new("a"), IsNull: new(true)}}, "name: exactly one operator has to be given, not 2"},
		{&kb.EntityWhere{Not: &kb.EntityWhere{Kind: &kb.KindFilter{}}}, "not.kind: exactly one operator"},
		{&kb.EntityWhere{Kind: &kb.KindFilter{Eq: new(kb.Kind("firm"))}}, `kind.eq: unknown kind "firm"; it is company, `},
		{&kb.EntityWhere{Kind: &kb.KindFilter{In: []kb.Kind{"company", "companies"}}}, `kind.in: unknown kind "companies"; did you mean company?`},
		{&kb.EntityWhere{Relations: &kb.RelationsFilter{}}, "relations: exactly one operator"},
		{&kb.EntityWhere{Relations: &kb.RelationsFilter{Count: &kb.RelationsCount{}}}, "relations.count.is: exactly one operator"},
		{&kb.EntityWhere{Relations: &kb.RelationsFilter{Some: &kb.EndWhere{Direction: new(kb.Direction("UP"))}}}, `relations.some.direction: unknown direction "UP"; it is OUT, IN or BOTH`},
		{&kb.EntityWhere{Or: []*kb.EntityWhere{nil}}, "or: a filter in the list is missing"},
		{&kb.EntityWhere{Name: &kb.StringFilter{Contains: new("\xff")}}, "name.contains: is not valid UTF-8"},
		{&kb.EntityWhere{Name: &kb.StringFilter{In: make([]string, 501)}}, "name.in: a list of 501; at most 500 are allowed"},
		{&kb.EntityWhere{Degree: &kb.NumberFilter{Gt: new(math.NaN())}}, "degree.gt: NaN is no finite number"},
		{&kb.PropertyWhere{Min: &kb.NumberFilter{Lt: new(math.Inf(1))}}, "min.lt: +Inf is no finite number"},
		{&kb.PropertyWhere{Boolean: &kb.BooleanFilter{}}, "boolean: exactly one operator"},
		{&kb.PropertyWhere{Date: &kb.DateFilter{Certainly: &kb.DateCompare{}}}, "date.certainly: exactly one operator"},
		{&kb.RelationWhere{Type: &kb.RelationTypeFilter{Not: new(kb.RelationType("OWN"))}}, `type.not: unknown relation type "OWN"; did you mean OWNS?`},
		{&kb.PropertyWhere{Key: &kb.PropertyKeyFilter{Eq: new(kb.PropertyKey(""))}}, "key.eq: the property key is missing"},
		{&kb.ClaimWhere{Stance: &kb.StanceFilter{Eq: new(kb.Stance("DENIED"))}}, `unknown stance "DENIED"; did you mean DENIES?`},
		{&kb.ClaimWhere{Modality: &kb.ModalityFilter{Eq: new(kb.Modality("SURE"))}}, `unknown modality "SURE"`},
		{&kb.ClaimWhere{Reading: &kb.ReadingFilter{Eq: new(kb.Reading("READ"))}}, `unknown reading "READ"`},
		{&kb.SourceWhere{Kind: &kb.SourceKindFilter{Eq: new(kb.SourceKind("BOOK"))}}, `unknown kind of source "BOOK"`},
		{&kb.RelationWhere{Status: &kb.StatusFilter{Eq: new(kb.Status("TRUE"))}}, `unknown status "TRUE"`},
		{nest(kb.MaxFilterDepth), "the filter is more than 20 levels deep"},
		{wide(250), "the filter has more than 500 parts"},
	} {
		checkInvalid(t, kb.CheckWhere(row.where), row.why)
	}
}
