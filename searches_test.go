package main

import (
	"testing"

	"actorgraph/kb"
)

// seedSearches are searches of the seed with what somebody who knows the affair
// expects first. Of several that a search fits equally well it is the one with
// the most relations: a lawsuit may come before the company that sued.
var seedSearches = []struct {
	text  string
	first kb.ID
}{
	// Mistyped.
	{"pegassus", "pegasus"},
	{"Pegasos", "pegasus"},
	{"pegsaus", "pegasus"},
	{"Isreal", "israel"},
	{"Candriu", "candiru"},
	{"Citizn Lab", "citizen-lab"},
	{"Amnesti Internatinal", "amnesty-international"},
	{"Shalev Hullio", "shalev-hulio"},
	{"jamal kashogi", "jamal-khashoggi"},
	{"haya bint husein", "haya-bint-hussein"},
	{"positve tecnologies", "positive-technologies"},
	{"NSO Goup", "nso-group"},

	// As somebody types.
	{"pe", "pegasus"},
	{"pega", "pegasus"},
	{"khash", "jamal-khashoggi"},
	{"citiz", "citizen-lab"},
	{"nso gr", "nso-group"},
	{"mohammed bin ra", "mohammed-bin-rashid-al-maktoum"},
	{"saudi a", "saudi-arabia"},

	// Russian, Greek.
	{"Пегасус", "pegasus"},
	{"пегас", "pegasus"},
	{"Шалев Хулио", "shalev-hulio"},
	{"Хашогги", "jamal-khashoggi"},
	{"Кандиру", "candiru"},
	{"Омри Лави", "omri-lavie"},
	{"Πήγασος", "pegasus"},
	{"Σαλέβ Χούλιο", "shalev-hulio"},
	{"Όμρι Λαβί", "omri-lavie"},
	{"Ισραήλ", "israel"},

	// Arabic, Hebrew.
	{"بيغاسوس", "pegasus"},
	{"جمال خاشقجي", "jamal-khashoggi"},
	{"خاشقجي", "jamal-khashoggi"},
	{"محمد بن راشد", "mohammed-bin-rashid-al-maktoum"},
	{"عمري لافي", "omri-lavie"},
	{"إسرائيل", "israel"},
	{"السعودية", "saudi-arabia"},
	{"פגסוס", "pegasus"},
	{"שלו חוליו", "shalev-hulio"},
	{"עמרי לביא", "omri-lavie"},
	{"קנדירו", "candiru"},
	{"ישראל", "israel"},
}

func TestSeedSearches(t *testing.T) {
	inEachStore(t, func(t *testing.T, newStore func(*testing.T) kb.Store) {
		st := newStore(t)
		start(t, st)
		for _, row := range seedSearches {
			page, err := st.Search(t.Context(), kb.SearchQuery{Text: row.text, First: 1})
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Items) == 0 {
				t.Errorf("%q finds nothing, want %s", row.text, row.first)
			} else if hit := page.Items[0]; hit.Entity.ID != row.first {
				t.Errorf("%q: first is %s, as %s, want %s", row.text, hit.Entity.ID, hit.Tier, row.first)
			}
		}
	})
}
