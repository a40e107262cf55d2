package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/graph"
	"actorgraph/kb"
)

// dossierSet adds to the sample what a dossier has to be careful with: a group that
// acts, values that end in a full stop or clash, a place that would need an article, an
// owner of the past, and a newspaper that is only known from one that cites it.
func dossierSet() *kb.ChangeSet {
	const lantern = kb.ID("source:daily-lantern-2031-05-01")
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "heron-owners"}}}
	b.entity(kb.KindGroup, "buyers-of-nightjar", "Buyers of Nightjar", "")
	b.entity(kb.KindCountry, "united-isles", "United Isles", "")
	b.entity(kb.KindCompany, "old-owner", "Old Owner", "")
	b.entity(kb.KindOrganization, "daily-lantern", "Daily Lantern", "")
	b.set.Sources = []*kb.Source{{ID: lantern, Kind: kb.SourceArticle, Publishers: []kb.ID{"daily-lantern"}, Published: kb.MustDate("2031-05-01")}}
	b.claim(b.relation("buyers-of-nightjar", kb.Controls, "nightjar"), evening, 8, "Buyers took it over.", func(c *kb.Claim) {
		c.Credits = []kb.Credit{{Source: lantern, How: kb.CreditNamed}}
	})
	owned := b.relation("old-owner", kb.Owns, "nightjar")
	for _, paragraph := range []int{2, 11} {
		b.claim(owned, morning, paragraph, "Old Owner held 60 percent before it was bought out.", func(c *kb.Claim) {
			c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierSince, Value: kb.DateValue{Date: kb.MustDate("2024")}}, {Key: kb.QualifierUntil, Value: kb.DateValue{Date: kb.MustDate("2029")}}}
		})
	}
	b.claim(b.relation("nightjar", kb.LocatedIn, "united-isles"), morning, 3, "Nightjar has an office there.", func(c *kb.Claim) { c.Locator.Page = 2 })
	b.claim(b.property("nightjar", kb.KeyAlias, kb.TextValue{Text: "Nightjar Ltd"}), morning, 1, "So it is called.", nil)
	b.claim(b.property("nightjar", kb.KeyAlias, kb.TextValue{Text: "Nightjar Ltd."}), evening, 1, "So it is called.", nil)
	for source, n := range map[kb.ID]float64{morning: 100, evening: 120} {
		value := kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(n), Max: kb.Num(n), Unit: "employees", Precision: kb.Exact}}
		b.claim(b.property("nightjar", "size", value), source, 12, "So many work there.", nil)
	}
	return b.set
}

func TestDossier(t *testing.T) { onEachStore(t, testDossier, dossierSet()) }

func testDossier(t *testing.T, s *server) {
	s.check(t, []question{
		{"as data", `{targeting(id: "heron-against-journalists") {dossier(first: 2) {entity {id} lens leftOut sections {heading entries {text when status references {number place claim {statement}} objections {stance speaker references {number place}} fact {... on Relation {type}}}} sources {number held text source {id}}}}}`, "",
			`{"targeting": {"dossier": {"entity": {"id": "heron-against-journalists"}, "lens": null, "leftOut": 3, "sections": [
				{"heading": "Place and state", "entries": [{"text": "Occurred in: Arland", "when": null, "status": "STATED", "references": [{"number": 1, "place": "¶ 4", "claim": {"statement": "It was in Arland."}}], "objections": [], "fact": {"type": "OCCURRED_IN"}}]},
				{"heading": "Surveillance", "entries": [{"text": "Operated by: Government of Arland", "when": null, "status": "ALLEGED", "references": [{"number": 2, "place": "¶ 9", "claim": {"statement": "The government used it."}}],
					"objections": [{"stance": "DENIES", "speaker": "Nightjar", "references": [{"number": 3, "place": null}]}], "fact": {"type": "OPERATED"}}]}],
				"sources": [{"number": 1, "held": true, "text": "Écho du soir. Published 5 May 2031", "source": {"id": "source:evening-echo-2031-05-05"}},
					{"number": 2, "held": true, "text": "Nightjar’s Heron. Morning Post, 4 May 2031. https://morning-post.example/heron", "source": {"id": "source:morning-post-2031-05-04"}},
					{"number": 3, "held": true, "text": "The Nightjar statement", "source": {"id": "source:nightjar-statement"}}]}}}`},
		{"conflicts of the whole, be it left out or not", `{entity(id: "nightjar") {dossier(first: 1) {leftOut conflicts {rule} differences {rule} sources {source {id}}} conflicts {rule}} other: entity(id: "united-isles") {dossier {conflicts {rule} differences {rule}}}}`, "",
			`{"entity": {"dossier": {"leftOut": 18, "conflicts": [{"rule": "VALUES_CLASH"}], "differences": [], "sources": [{"source": {"id": "source:morning-post-2031-05-04"}}]}, "conflicts": [{"rule": "VALUES_CLASH"}]},
				"other": {"dossier": {"conflicts": [], "differences": []}}}`},
	})
	for _, test := range []struct{ name, query, want string }{
		{"a product", `{entity(id: "heron") {dossier {markdown}}}`, `# Heron

Product

Seen without a lens: all that the store has.

## Products and deals

- Made by: Nightjar. \[1, ¶ 1\] \[2, ¶ 1\] *Stated.* Two documents; one named origin, the Morning Post report of 4 May 2031 \[1\] (both lead to it).
- Used by: Ada Holm. \[2, ¶ 6\] *Alleged.* No document says so; an analyst infers it (one claim).
- Object of: Sale of Heron. \[1, ¶ 4\] *Stated.* One document, which does not say where it has it.

## Surveillance

- Used in: Heron against journalists. \[1, ¶ 5\] *Stated.* One document, which does not say where it has it.

## Sources

1. Nightjar’s Heron. Morning Post, 4 May 2031. <https://morning-post.example/heron>
2. Écho du soir. Published 5 May 2031

## How it is told

- *Stated*: told as fact, and not by parties alone.
- *Alleged*: alleged, believed, hearsay, or read in by an analyst.
`},
		{"through a lens, with a denial", `query @lens(statuses: [ALLEGED, SELF_STATED], minOrigins: 1, knownAt: "2031-05-04", certain: false) {entity(id: "heron-against-journalists") {dossier {markdown}}}`, `# Heron against journalists

Targeting

Seen through a lens: known by 4 May 2031; all that is possible; at least 1 independent origin; only what is alleged or told by parties alone.

## Surveillance

- Operated by: Government of Arland. \[1, ¶ 9\] *Alleged.* One document, which does not say where it has it. One origin denies it.
  - Denied by Nightjar. \[2\]

## What can't all be true

- “Government of Arland operated Heron against journalists”: asserted in one document, denied in one, by Nightjar.

## Sources

1. Nightjar’s Heron. Morning Post, 4 May 2031. <https://morning-post.example/heron>
2. The Nightjar statement

## How it is told

- *Alleged*: alleged, believed, hearsay, or read in by an analyst.
`},
		{"a company, whole", `{entity(id: "nightjar") {dossier {markdown}}}`, `# Nightjar

Company. Maker of surveillance software.

Seen without a lens: all that the store has.

## Names

- Alias: “Nightjar Ltd”. \[1, ¶ 1\] *Stated.* One document, which does not say where it has it.
- Alias: “Nightjar Ltd.” \[2, ¶ 1\] *Stated.* One document, which does not say where it has it.
- Alias: “Nightjar Systems”. \[1, ¶ 1\] *Stated.* One document, which does not say where it has it.
- Alias: “NJ”. \[2, ¶ 2\] *Stated.* One document, which does not say where it has it.
- Website: https://nightjar.example. \[1, ¶ 1\] *Stated.* One document, which does not say where it has it.

## What it is

- Size: 100 employees. \[1, ¶ 12\] *Stated.* One document, which does not say where it has it.
- Size: 120 employees. \[2, ¶ 12\] *Stated.* One document, which does not say where it has it.
- Rating by the High Court: BB. \[1, ¶ 8\] *Stated.* One document, which does not say where it has it.

## Ownership and people

- Owned by: Old Owner, from 2024 to 2029. \[1, ¶ 2, ¶ 11\] *Stated.* One document, which does not say where it has it.
  - In \[1, ¶ 2\]: Old Owner held 60 percent before it was bought out.
- Owned by: Ada Holm, since 2029. \[1, ¶ 2\] *Stated.* One document, which does not say where it has it.
- Controlled by: Buyers of Nightjar. \[2, ¶ 8\] *Stated.* One document; one named origin, the Daily Lantern report of 1 May 2031 \[3\].
- Directed by: Ada Holm. \[1, ¶ 2\] *Stated.* One document, which does not say where it has it.
- Partners with: Government of Arland. \[2, ¶ 7\] *Stated.* One document, which does not say where it has it.

## Place and state

- Based in: Arland. \[1, ¶ 3\] *Stated.* One document, which does not say where it has it.
- Located in: United Isles. \[1, p. 2, ¶ 3\] *Stated.* One document, which does not say where it has it.
  - In \[1, p. 2, ¶ 3\]: Nightjar has an office there.

## Products and deals

- Makes: Heron. \[1, ¶ 1\] \[2, ¶ 1\] *Stated.* Two documents; one named origin, the Morning Post report of 4 May 2031 \[1\] (both lead to it).
- Sells in: Sale of Heron. \[1, ¶ 4\] *Stated.* One document, which does not say where it has it.

## Law and measures

- Defendant in: Press Union v Nightjar. \[1, ¶ 6\] *Stated.* One document, which does not say where it has it.
- Listed on: Trade List. \[1, ¶ 7\] *Stated.* One document, which does not say where it has it.

## What can't all be true

- Nightjar, size: 100 employees (one document) or 120 employees (one document); only one of them can hold at a time.

## Sources

1. Nightjar’s Heron. Morning Post, 4 May 2031. <https://morning-post.example/heron>
2. Écho du soir. Published 5 May 2031
3. The Daily Lantern report of 1 May 2031. Not held: known from those who cite it

## How it is told

- *Stated*: told as fact, and not by parties alone.
`},
		{"an event", `{entity(id: "publication-of-the-list") {dossier {markdown}}}`, `# Publication of the list

Event

Seen without a lens: all that the store has.

## What it is

- Date: April 2031. \[1, ¶ 7\] *Stated.* One document, which does not say where it has it.

## Happenings

- Carried out by: Trade Ministry, April 2031. \[1, ¶ 7\] *Stated.* One document, which does not say where it has it.

## Sources

1. Nightjar’s Heron. Morning Post, 4 May 2031. <https://morning-post.example/heron>

## How it is told

- *Stated*: told as fact, and not by parties alone.
`},
		{"cut off", `{entity(id: "phones") {dossier(first: 1) {markdown}}}`, `# Phones

Device

Seen without a lens: all that the store has.

## What it is

- Size: 37 phones. \[1, ¶ 5\] *Stated.* One document, which does not say where it has it.

*One fact is left out here.*

## Sources

1. Écho du soir. Published 5 May 2031

## How it is told

- *Stated*: told as fact, and not by parties alone.
`},
		{"nothing is left", `query @lens(knownAt: "2031-05-03") {entity(id: "heron") {dossier {markdown}}}`, "# Heron\n\nProduct\n\nSeen through a lens: known by 3 May 2031.\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := dig(s.answer(t, test.query, ""), "entity", "dossier", "markdown")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Under a heading what is dated comes first, by date, what ends on a day before what
// begins on it; then what is not dated, by name. Happenings are by date whatever their
// type.
func TestOrderOfADossier(t *testing.T) {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "order"}}}
	b.entity(kb.KindCompany, "acme", "Acme", "")
	b.set.Sources = []*kb.Source{{ID: "source:s", Kind: kb.SourceArticle, Title: "S"}}
	add := func(fact kb.ID, since, until string) {
		b.claim(fact, "source:s", 0, "So.", func(c *kb.Claim) {
			if since != "" {
				c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: kb.QualifierSince, Value: kb.DateValue{Date: kb.MustDate(since)}})
			}
			if until != "" {
				c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: kb.QualifierUntil, Value: kb.DateValue{Date: kb.MustDate(until)}})
			}
		})
	}
	for _, owner := range []struct{ id, name, since, until string }{
		{"o1", "zeta", "", ""}, {"o2", "Émile", "", ""}, {"o3", "Fox", "", ""}, {"o4", "Later", "2020", ""}, {"o5", "Earlier", "2001-05", "2005"},
		{"o6", "Ended", "", "/2019"}, {"o7", "Began", "/2019", ""},
	} {
		b.entity(kb.KindCompany, kb.ID(owner.id), owner.name, "")
		add(b.relation(kb.ID(owner.id), kb.Owns, "acme"), owner.since, owner.until)
	}
	for i, event := range []struct {
		typ  kb.RelationType
		date string
	}{{kb.CarriedOut, "2012"}, {kb.TookPartIn, "2011"}, {kb.CarriedOut, "2010"}, {kb.RespondedTo, ""}} {
		id := kb.ID("event-" + string(rune('a'+i)))
		b.entity(kb.KindEvent, id, "Event "+string(rune('A'+i)), "")
		add(b.relation("acme", event.typ, id), event.date, event.date)
	}
	s := serve(stored(t, b.set), graph.Limits{})
	s.check(t, []question{{"order", `{entity(id: "acme") {dossier {sections {entries {text}}}}}`, "", `{"entity": {"dossier": {"sections": [
		{"entries": [{"text": "Owned by: Earlier, from May 2001 to 2005"}, {"text": "Owned by: Ended, until 2019 or before"}, {"text": "Owned by: Began, since 2019 or before"}, {"text": "Owned by: Later, since 2020"},
			{"text": "Owned by: Émile"}, {"text": "Owned by: Fox"}, {"text": "Owned by: zeta"}]},
		{"entries": [{"text": "Carried out: Event C, 2010"}, {"text": "Took part in: Event B, 2011"}, {"text": "Carried out: Event A, 2012"}, {"text": "Responded to: Event D"}]}]}}}`}})
}

// What a record says is text in a dossier, whatever it looks like.
func TestDossierOfHostileNames(t *testing.T) {
	b := &builder{set: &kb.ChangeSet{Collection: kb.Collection{Name: "hostile"}}}
	b.entity(kb.KindCompany, "acme", "[Acme](javascript:alert(1)) <script>", "# One *bold* line - and a list")
	b.entity(kb.KindProduct, "spy", "1. ![x](y) `code` | & &lt;", "")
	b.entity(kb.KindProduct, "quote", "> quoted left", "")
	b.set.Sources = []*kb.Source{{ID: "source:s", Kind: kb.SourceArticle, Title: "- _Title_ \\ ~~gone~~", URL: "https://example.org/a_b?c=<d>&e=*f*"}}
	b.claim(b.relation("acme", kb.Makes, "spy"), "source:s", 1, "So.", nil)
	b.claim(b.relation("acme", kb.Makes, "quote"), "source:s", 1, "So.", nil)
	b.claim(b.property("acme", kb.KeyAlias, kb.TextValue{Text: "+ * - 1) #"}), "source:s", 1, "So.", nil)
	s := serve(stored(t, b.set), graph.Limits{})
	got := dig(s.answer(t, `{entity(id: "acme") {dossier {markdown}}}`, ""), "entity", "dossier", "markdown").(string)
	for _, want := range []string{
		"# \\[Acme\\](javascript:alert(1)) \\<script\\>\n",
		"\nCompany. \\# One \\*bold\\* line - and a list\n",
		"- Alias: “+ \\* - 1) \\#”. \\[1, ¶ 1\\]",
		"Makes: 1. \\!\\[x\\](y) \\`code\\` \\| \\& \\&lt;.",
		"Makes: \\> quoted left.",
		"1. \\- \\_Title\\_ \\\\ \\~\\~gone\\~\\~. <https://example.org/a_b?c=%3Cd%3E&e=*f*>\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for line := range strings.Lines(got) {
		if trimmed := strings.TrimSpace(line); trimmed != "" && !strings.HasPrefix(line, "# \\[") && !strings.HasPrefix(line, "Company") && !strings.HasPrefix(line, "Seen without a lens") &&
			!strings.HasPrefix(line, "## ") && !strings.HasPrefix(line, "- ") && !strings.HasPrefix(line, "1. ") {
			t.Errorf("a line that no dossier has: %q", line)
		}
	}
}
