package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/graph"
	"actorgraph/kb"
)

// Who stands between some of the affair, as a reader of the articles finds it: the set
// without those that were asked for, and the first that is linked to most of them.
func TestBetweenOnTheSeed(t *testing.T) {
	for _, store := range []struct {
		name string
		open func(testing.TB, ...*kb.ChangeSet) kb.Store
	}{{"sqlite", embedded}, {"neo4j", inNeo4j}} {
		t.Run(store.name, func(t *testing.T) {
			kept := store.open(t)
			loadSeed(t, kept)
			s := serve(kept, graph.Limits{})
			for _, row := range []struct{ name, ids, where, between, common string }{
				{"the maker, the product and a man: the use against him", "nso-group pegasus jamal-khashoggi", "",
					"saudi-surveillance-of-jamal-khashoggi-with-pegasus", "saudi-surveillance-of-jamal-khashoggi-with-pegasus"},
				{"two who sue the maker: the suit, and the hack that the other one is about", "apple whatsapp nso-group", "{notKinds: [GROUP]}",
					"apple-v-nso-group hacking-of-whatsapp", "hacking-of-whatsapp"},
				{"two firms of one country", "nso-group candiru", "", "israel", "united-states-trade-blacklist"},
				{"and on one list", "nso-group candiru", "{notKinds: [COUNTRY]}", "united-states-trade-blacklist", "united-states-trade-blacklist"},
			} {
				t.Run(row.name, func(t *testing.T) {
					asked, where := strings.Fields(row.ids), ""
					if row.where != "" {
						where = ", where: " + row.where
					}
					data := s.answer(t, fmt.Sprintf(`query @lens(%s) {between(ids: ["%s"], first: 1%s) {exact entities {id} common {entity {id}}}}`,
						articles, strings.Join(asked, `", "`), where), "")
					var between []string
					for _, e := range items(dig(data, "between", "entities")) {
						if id := dig(e, "id").(string); !strings.Contains(" "+row.ids+" ", " "+id+" ") {
							between = append(between, id)
						}
					}
					if diff := cmp.Diff(row.between, strings.Join(between, " ")); diff != "" {
						t.Errorf("between (-want +got):\n%s", diff)
					}
					if diff := cmp.Diff(row.common, dig(items(dig(data, "between", "common"))[0], "entity", "id").(string)); diff != "" {
						t.Errorf("common (-want +got):\n%s", diff)
					}
				})
			}
		})
	}
}
