package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/graph"
	"actorgraph/kb"
)

func TestDossier(t *testing.T) { onEachStore(t, testDossier) }

func testDossier(t *testing.T, s *server) {
	s.check(t, []question{
		{"as data", `{targeting(id: "heron-against-journalists") {dossier(first: 2) {entity {id} lens leftOut sections {heading entries {text when status references objections {stance speaker references} fact {... on Relation {type}}}} sources {number text source {id}}}}}`, "",
			`{"targeting": {"dossier": {"entity": {"id": "heron-against-journalists"}, "lens": null, "leftOut": 3, "sections": [
				{"heading": "Place and state", "entries": [{"text": "Heron against journalists occurred in Arland", "when": null, "status": "STATED", "references": [1], "objections": [], "fact": {"type": "OCCURRED_IN"}}]},
				{"heading": "Surveillance", "entries": [{"text": "Government of Arland operated Heron against journalists", "when": null, "status": "ALLEGED", "references": [2], "objections": [{"stance": "DENIES", "speaker": "Nightjar", "references": [3]}], "fact": {"type": "OPERATED"}}]}],
				"sources": [{"number": 1, "text": "Écho du soir. 5 May 2031", "source": {"id": "source:evening-echo-2031-05-05"}},
					{"number": 2, "text": "Nightjar’s Heron. Morning Post, 4 May 2031. https://morning-post.example/heron", "source": {"id": "source:morning-post-2031-05-04"}},
					{"number": 3, "text": "The Nightjar statement", "source": {"id": "source:nightjar-statement"}}]}}}`},
	})
	for _, test := range []struct{ name, query, want string }{
		{"a product", `{entity(id: "heron") {dossier {markdown}}}`, `# Heron

Product

## Products and deals

- Nightjar makes Heron. \[1\] \[2\] *Stated.* Two documents; one named origin, the Morning Post report of 4 May 2031 (both lead to it).
- Ada Holm uses Heron. \[2\] *Alleged.* No document says so; an analyst infers it (one claim).
- Heron is the object of Sale of Heron. \[1\] *Stated.* One document, which does not say where it has it.

## Surveillance

- Heron used in Heron against journalists. \[1\] *Stated.* One document, which does not say where it has it.

## Sources

1. Nightjar’s Heron. Morning Post, 4 May 2031. <https://morning-post.example/heron>
2. Écho du soir. 5 May 2031
`},
		{"through a lens, with a denial", `query @lens(statuses: [ALLEGED]) {entity(id: "heron-against-journalists") {dossier {markdown}}}`, `# Heron against journalists

Targeting

Seen through a lens: of the status ALLEGED.

## Surveillance

- Government of Arland operated Heron against journalists. \[1\] *Alleged.* One document, which does not say where it has it. One origin denies it.
  - Denied by Nightjar. \[2\]

## Sources

1. Nightjar’s Heron. Morning Post, 4 May 2031. <https://morning-post.example/heron>
2. The Nightjar statement
`},
		{"names, values and what is left out", `{entity(id: "nightjar") {dossier(first: 5) {markdown}}}`, `# Nightjar

Company. Maker of surveillance software.

## Names

- Alias: Nightjar Systems. \[1\] *Stated.* One document, which does not say where it has it.
- Alias: NJ. \[2\] *Stated.* One document, which does not say where it has it.
- Website: https://nightjar.example. \[1\] *Stated.* One document, which does not say where it has it.

## What it is

- Rating by High Court: BB. \[1\] *Stated.* One document, which does not say where it has it.

## Ownership and people

- Ada Holm owns Nightjar since 2029. \[1\] *Stated.* One document, which does not say where it has it.

*7 facts are left out here.*

## Sources

1. Nightjar’s Heron. Morning Post, 4 May 2031. <https://morning-post.example/heron>
2. Écho du soir. 5 May 2031
`},
		{"nothing is left", `query @lens(knownAt: "2031-05-03") {entity(id: "heron") {dossier {markdown}}}`, "# Heron\n\nProduct\n\nSeen through a lens: known by 2031-05-03.\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := dig(s.answer(t, test.query, ""), "entity", "dossier", "markdown")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
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
		"- Alias: + \\* - 1) \\#. \\[1\\]",
		"makes 1. \\!\\[x\\](y) \\`code\\` \\| \\& \\&lt;.",
		"makes \\> quoted left.",
		"1. \\- \\_Title\\_ \\\\ \\~\\~gone\\~\\~. <https://example.org/a_b?c=%3Cd%3E&e=*f*>\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for line := range strings.Lines(got) {
		if trimmed := strings.TrimSpace(line); trimmed != "" && !strings.HasPrefix(line, "# \\[") && !strings.HasPrefix(line, "Company") &&
			!strings.HasPrefix(line, "## ") && !strings.HasPrefix(line, "- ") && !strings.HasPrefix(line, "1. ") {
			t.Errorf("a line that no dossier has: %q", line)
		}
	}
}
