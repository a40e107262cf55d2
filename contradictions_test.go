package main

import (
	"testing"
)

const contradictions = "testdata/contradictions.yaml"

// Where sources differ, both words stand, each with the claims that give it, in
// either store; nothing is settled, evened out or left out.
func TestContradictionsStand(t *testing.T) {
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		at := newPlace(t)
		at.load(t, contradictions)
		s := at.serve(t)
		for _, test := range []struct{ name, query, answer string }{
			{"a share of 70 percent and of 60", `{
				relations(where: {type: {eq: OWNS}, from: {id: {eq: "tern-capital"}}}) {
					nodes { since until qualifiers { key value { ... on QuantityValue { min max unit } } claims { source { id } } } claims(orderBy: [{by: SOURCE}]) { nodes { statement } } }
				}
			}`, `{"data": {"relations": {"nodes": [{
				"since": "2019", "until": "2021",
				"qualifiers": [
					{"key": "SINCE", "value": {}, "claims": [{"source": {"id": "source:annual-review-2019"}}]},
					{"key": "UNTIL", "value": {}, "claims": [{"source": {"id": "source:harbour-gazette-2021"}}]},
					{"key": "SHARE", "value": {"min": 60, "max": 60, "unit": "percent"}, "claims": [{"source": {"id": "source:harbour-gazette-2021"}}]},
					{"key": "SHARE", "value": {"min": 70, "max": 70, "unit": "percent"}, "claims": [{"source": {"id": "source:annual-review-2019"}}]}
				],
				"claims": {"nodes": [{"statement": "Tern Capital holds 70 percent of Plover Systems."}, {"statement": "Tern Capital held 60 percent of Plover Systems until 2021."}]}
			}]}}}`},
			{"two owners, one after the other", `{
				company(id: "plover-systems") { ownedBy(orderBy: [{by: SINCE}]) { nodes { name } edges { relation { since until } } } }
			}`, `{"data": {"company": {"ownedBy": {
				"nodes": [{"name": "Heath Partners"}, {"name": "Tern Capital"}],
				"edges": [{"relation": {"since": "2014", "until": "2019"}}, {"relation": {"since": "2019", "until": "2021"}}]
			}}}}`},
			{"65 targeted and 51 infected", `{
				relations(where: {to: {id: {eq: "politicians-in-sandpiper"}}}) { nodes { claims(orderBy: [{by: SOURCE}]) {
					nodes { source { id } qualifiers { key value { ... on QuantityValue { precision min max } ... on EnumValue { enum } } } }
				} } }
			}`, `{"data": {"relations": {"nodes": [{"claims": {"nodes": [
				{"source": {"id": "source:laboratory-2022"}, "qualifiers": [{"key": "COUNT", "value": {"precision": "AT_LEAST", "min": 65, "max": null}}, {"key": "OUTCOME", "value": {"enum": "TARGETED"}}]},
				{"source": {"id": "source:second-laboratory-2022"}, "qualifiers": [{"key": "COUNT", "value": {"precision": "EXACT", "min": 51, "max": 51}}, {"key": "OUTCOME", "value": {"enum": "SUCCESSFUL"}}]}
			]}}]}}}`},
			{"first open, then found", `{
				relations(where: {to: {id: {eq: "lena-ruiz"}}}) {
					nodes { qualifiers { value { ... on EnumValue { enum } } claims { modality locator { paragraph } } } }
				}
			}`, `{"data": {"relations": {"nodes": [{"qualifiers": [
				{"value": {"enum": "SUCCESSFUL"}, "claims": [{"modality": "FOUND", "locator": {"paragraph": 3}}]},
				{"value": {"enum": "UNKNOWN"}, "claims": [{"modality": "STATED", "locator": {"paragraph": 12}}]}
			]}]}}}`},
			{"two years in one text", `{
				company(id: "plover-systems") { properties(keys: [FOUNDED], orderBy: [{by: VALUE}]) { nodes { value { ... on DateValue { date } } claims { nodes { source { id } locator { paragraph } } } } } }
			}`, `{"data": {"company": {"properties": {"nodes": [
				{"value": {"date": "2014"}, "claims": {"nodes": [{"source": {"id": "source:annual-review-2019"}, "locator": {"paragraph": 2}}]}},
				{"value": {"date": "2015"}, "claims": {"nodes": [{"source": {"id": "source:annual-review-2019"}, "locator": {"paragraph": 9}}]}}
			]}}}}`},
			{"damages of 167, 168 and 4 million", `{
				lawsuit(id: "courier-v-plover-systems") { properties(keys: [DAMAGES], orderBy: [{by: VALUE}]) { nodes { value { ... on QuantityValue { min max unit } } claims(orderBy: [{by: SOURCE}]) { nodes { source { id } } } } } }
			}`, `{"data": {"lawsuit": {"properties": {"nodes": [
				{"value": {"min": 4000000, "max": 4000000, "unit": "USD"}, "claims": {"nodes": [{"source": {"id": "source:court-report-2025-10"}}]}},
				{"value": {"min": 167000000, "max": 167000000, "unit": "USD"}, "claims": {"nodes": [{"source": {"id": "source:court-report-2025"}}]}},
				{"value": {"min": 168000000, "max": 168000000, "unit": "USD"}, "claims": {"nodes": [{"source": {"id": "source:court-report-2025"}}, {"source": {"id": "source:court-report-2025-10"}}]}}
			]}}}}`},
			{"15 plaintiffs, then 18", `{
				group(id: "reporters-of-the-lantern") { properties(keys: [SIZE], orderBy: [{by: VALUE}]) { nodes { value { ... on QuantityValue { min } } qualifiers { value { ... on DateValue { date } } } } } }
			}`, `{"data": {"group": {"properties": {"nodes": [
				{"value": {"min": 15}, "qualifiers": [{"value": {"date": "2022-11"}}]},
				{"value": {"min": 18}, "qualifiers": [{"value": {"date": "2025"}}]}
			]}}}}`},
			{"announced on one day, in force on the next", `{
				measure(id: "trade-list-of-arland") { properties(keys: [ANNOUNCED, EFFECTIVE], orderBy: [{by: VALUE}]) { nodes { key value { ... on DateValue { date } } } } }
			}`, `{"data": {"measure": {"properties": {"nodes": [{"key": "ANNOUNCED", "value": {"date": "2021-11-03"}}, {"key": "EFFECTIVE", "value": {"date": "2021-11-04"}}]}}}}`},
		} {
			t.Run(test.name, func(t *testing.T) {
				_, body := s.ask(t, test.query)
				sameAnswer(t, body, test.answer)
			})
		}
	})
}
