package kb_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"actorgraph/kb"
)

var update = flag.Bool("update", false, "write docs/vocabulary.md anew from the tables")

// docs/vocabulary.md is the tables of this package as a page to read. Write it
// anew with: go test ./kb -run Vocabulary -update
func TestVocabularyPageShowsTheTables(t *testing.T) {
	const page = "../docs/vocabulary.md"
	want := vocabularyPage()
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s does not show the tables of package kb; write it anew with: go test ./kb -run Vocabulary -update", page)
	}
}

func vocabularyPage() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# The vocabulary")
	line("")
	line("The closed lists of actorgraph, as package `kb` has them. Nothing outside of them enters a store. In GraphQL a name is")
	line("written in capitals with underscores: `public-body` is `PUBLIC_BODY`, `list-size` is `LIST_SIZE`. The query")
	line("`{ vocabulary { … } }` gives the same lists to programs.")
	line("")
	line("## Kinds of entity")
	line("")
	line("| kind | | can act | can be a target |")
	line("|---|---|---|---|")
	for _, row := range kb.Kinds {
		line("| `%s` | %s | %s | %s |", row.Kind, row.Description, yes(row.Actor), yes(row.Target))
	}
	line("")
	line("## Types of relation")
	line("")
	line("Read “from TYPE to”. A star marks types whose two ends play the same part. Claims on any relation may carry the common")
	line("qualifiers; the last column names the further ones.")
	area := ""
	for _, row := range kb.RelationTypes {
		if row.Area != area {
			area = row.Area
			line("")
			line("### %s%s", strings.ToUpper(area[:1]), area[1:])
			line("")
			line("| type | | from | to | qualifiers |")
			line("|---|---|---|---|---|")
		}
		star := ""
		if row.Symmetric {
			star = " *"
		}
		line("| `%s`%s | %s | %s | %s | %s |", row.Type, star, row.Description, kindList(row.From), kindList(row.To), strings.Join(quoted(row.Qualifiers), ", "))
	}
	line("")
	line("## Property keys")
	line("")
	line("| key | | value | of | at a time |")
	line("|---|---|---|---|---|")
	for _, row := range kb.PropertyKeys {
		value := string(row.Type)
		if row.Enum != nil {
			value = strings.Join(quoted(row.Enum), ", ")
		}
		single := "several"
		if row.Single {
			single = "one"
		}
		if row.Issued {
			single += " by each issuer"
		}
		line("| `%s` | %s | %s | %s | %s |", row.Key, row.Description, value, kindList(row.Kinds), single)
	}
	line("")
	line("## Qualifiers of claims")
	line("")
	line("| qualifier | | value | on |")
	line("|---|---|---|---|")
	for _, row := range kb.QualifierKeys {
		value, on := string(row.Type), "any fact"
		if row.Enum != nil {
			value = strings.Join(quoted(row.Enum), ", ")
		}
		if !row.Common {
			on = "the types that list it"
		}
		line("| `%s` | %s | %s | %s |", row.Key, row.Description, value, on)
	}
	line("")
	line("## Words of claims and sources")
	line("")
	line("- stance: %s", strings.Join(quoted(kb.Stances), ", "))
	line("- modality, strongest first: %s", strings.Join(quoted(kb.Modalities), ", "))
	line("- reading: %s", strings.Join(quoted(kb.Readings), ", "))
	line("- part of a document: %s", strings.Join(quoted(kb.Parts), ", "))
	line("- how a credit is given: %s", strings.Join(quoted(kb.CreditHows), ", "))
	line("- kind of source: %s", strings.Join(quoted(kb.SourceKinds), ", "))
	line("- how a text comes from another: %s; who tells it: %s", strings.Join(quoted(kb.DerivationHows), ", "), strings.Join(quoted(kb.DerivationBases), ", "))
	line("- precision of a quantity: %s", strings.Join(quoted(kb.Precisions), ", "))
	return b.String()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func quoted[E ~string](words []E) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "`" + string(w) + "`"
	}
	return out
}

// kindList names kinds, shortly where they are all, or all that can act or be targets.
func kindList(kinds []kb.Kind) string {
	names := strings.Join(quoted(kinds), ", ")
	var all []kb.Kind
	for _, row := range kb.Kinds {
		all = append(all, row.Kind)
	}
	for _, set := range []struct {
		name  string
		kinds []kb.Kind
	}{{"anything", all}, {"any actor", kb.ActorKinds()}, {"any target", kb.TargetKinds()}} {
		list := strings.Join(quoted(set.kinds), ", ")
		if names == list {
			return set.name
		}
		if rest, ok := strings.CutPrefix(names, list+", "); ok {
			return set.name + ", " + rest
		}
	}
	return names
}
