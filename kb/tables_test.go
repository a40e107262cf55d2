package kb_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// unique complains of words that stand twice, or are empty.
func unique[E ~string](t *testing.T, what string, words []E) {
	t.Helper()
	seen := map[E]bool{}
	for _, w := range words {
		if w == "" || seen[w] {
			t.Errorf("%s: %q is empty or stands twice", what, w)
		}
		seen[w] = true
	}
}

func column[R any, E ~string](rows []R, of func(R) E) []E {
	var out []E
	for _, row := range rows {
		out = append(out, of(row))
	}
	return out
}

func TestKinds(t *testing.T) {
	var got, actors, targets []string
	for _, row := range kb.Kinds {
		got = append(got, string(row.Kind))
		if row.Actor {
			actors = append(actors, string(row.Kind))
		}
		if row.Target {
			targets = append(targets, string(row.Kind))
		}
		if info, ok := row.Kind.Info(); !ok || info != row {
			t.Errorf("%s: Info gives %v", row.Kind, info)
		}
		if !strings.HasSuffix(row.Description, ".") {
			t.Errorf("%s: %q is no sentence", row.Kind, row.Description)
		}
	}
	equalWords(t, "kinds", got, "company government public-body organization person group country place product device lawsuit measure deal targeting event")
	equalWords(t, "actors", actors, "company government public-body organization person group country")
	equalWords(t, "targets", targets, "company government public-body organization person group device")
	equalWords(t, "ActorKinds", words(kb.ActorKinds()), strings.Join(actors, " "))
	equalWords(t, "TargetKinds", words(kb.TargetKinds()), strings.Join(targets, " "))
	unique(t, "labels of kinds", column(kb.Kinds, func(r kb.KindInfo) string { return r.Label }))
	unique(t, "plurals of kinds", column(kb.Kinds, func(r kb.KindInfo) string { return r.Plural }))
	if _, ok := kb.Kind("corporation").Info(); ok {
		t.Error("a kind outside of the table has a row")
	}
	kb.ActorKinds()[0] = "overwritten"
	if kb.ActorKinds()[0] != kb.KindCompany {
		t.Error("who asks for the kinds of actors can overwrite them")
	}
}

func words[E ~string](list []E) []string {
	var out []string
	for _, e := range list {
		out = append(out, string(e))
	}
	return out
}

func equalWords(t *testing.T, what string, got []string, want string) {
	t.Helper()
	if !slices.Equal(got, strings.Fields(want)) {
		t.Errorf("%s: got %v, want %s", what, got, want)
	}
}

func TestRelationTypes(t *testing.T) {
	byArea := map[string][]string{}
	var symmetric []string
	for _, row := range kb.RelationTypes {
		name := string(row.Type)
		byArea[row.Area] = append(byArea[row.Area], name)
		if info, ok := row.Type.Info(); !ok || info.Label != row.Label {
			t.Errorf("%s: Info gives %v", name, info)
		}
		if row.Symmetric != row.Type.Symmetric() {
			t.Errorf("%s: Symmetric is %v", name, row.Type.Symmetric())
		}
		if row.Label == "" || row.Inverse == "" || !strings.HasSuffix(row.Description, ".") {
			t.Errorf("%s: its label, inverse label or description is missing", name)
		}
		if row.Symmetric {
			symmetric = append(symmetric, name)
			if row.Label != row.Inverse || !slices.Equal(row.From, row.To) {
				t.Errorf("%s is symmetric, but its two ends differ", name)
			}
		}
		for _, end := range [][]kb.Kind{row.From, row.To} {
			if len(end) == 0 {
				t.Errorf("%s: one of its ends allows no kind", name)
			}
			unique(t, name+": kinds at one end", end)
			for _, k := range end {
				if _, ok := k.Info(); !ok {
					t.Errorf("%s: the kind %q is not in the table", name, k)
				}
			}
		}
		unique(t, name+": qualifiers", row.Qualifiers)
		for _, q := range row.Qualifiers {
			if info, ok := q.Info(); !ok || info.Common {
				t.Errorf("%s: the qualifier %q is unknown, or allowed everywhere", name, q)
			}
		}
	}
	for area, want := range map[string]string{
		"ownership and people": "OWNS CONTROLS FINANCES FOUNDED DIRECTS WORKS_FOR MEMBER_OF PART_OF SUCCEEDS PARTNERS_WITH FAMILY_OF SAME_AS ASSOCIATED_WITH",
		"place and state":      "BASED_IN CITIZEN_OF GOVERNS LOCATED_IN OCCURRED_IN ALLIED_WITH",
		"attitude":             "SUPPORTS OPPOSES",
		"products and deals":   "MAKES USES SUPPLIES INCLUDES SELLER_IN BUYER_IN BROKER_IN OBJECT_OF",
		"surveillance":         "OPERATED HELPED USED_IN TARGETED EXPLOITED IDENTIFIED INVESTIGATED",
		"law and measures":     "PLAINTIFF_IN DEFENDANT_IN HEARD_BY CONCERNS ADMINISTERS LISTED_ON BINDS COVERS",
		"happenings":           "CARRIED_OUT VICTIM_OF TOOK_PART_IN AFFECTS CAUSED REPORTED_ON RESPONDED_TO",
	} {
		equalWords(t, area, byArea[area], want)
		delete(byArea, area)
	}
	for area, types := range byArea {
		t.Errorf("the area %q with %v is not in the design", area, types)
	}
	equalWords(t, "symmetric types", symmetric, "PARTNERS_WITH FAMILY_OF SAME_AS ASSOCIATED_WITH ALLIED_WITH")
	unique(t, "relation types", column(kb.RelationTypes, func(r kb.RelationTypeInfo) kb.RelationType { return r.Type }))
	unique(t, "labels of relation types", column(kb.RelationTypes, func(r kb.RelationTypeInfo) string { return r.Label }))
	unique(t, "inverse labels of relation types", column(kb.RelationTypes, func(r kb.RelationTypeInfo) string { return r.Inverse }))
}

func TestPropertyKeys(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, row := range kb.PropertyKeys {
		if !form.MatchString(string(row.Key)) {
			t.Errorf("%q is no slug", row.Key)
		}
		if info, ok := row.Key.Info(); !ok || info.Label != row.Label {
			t.Errorf("%s: Info gives %v", row.Key, info)
		}
		if row.Label == "" || !strings.HasSuffix(row.Description, ".") || !slices.Contains(kb.ValueTypes, row.Type) {
			t.Errorf("%s: its label, description or type of value is missing", row.Key)
		}
		if (row.Type == kb.TypeEnum) != (len(row.Enum) > 0) {
			t.Errorf("%s is a %s with the values %v", row.Key, row.Type, row.Enum)
		}
		unique(t, string(row.Key)+": values", row.Enum)
		unique(t, string(row.Key)+": kinds", row.Kinds)
		if len(row.Kinds) == 0 {
			t.Errorf("%s: no kind of entity has it", row.Key)
		}
		for _, k := range row.Kinds {
			if _, ok := k.Info(); !ok {
				t.Errorf("%s: the kind %q is not in the table", row.Key, k)
			}
		}
	}
	all := column(kb.PropertyKeys, func(r kb.PropertyKeyInfo) kb.PropertyKey { return r.Key })
	unique(t, "property keys", all)
	unique(t, "labels of property keys", column(kb.PropertyKeys, func(r kb.PropertyKeyInfo) string { return r.Label }))
	for _, key := range strings.Fields("alias description size list-size date filed decided announced effective founded died occurrence effect stage " +
		"docket damages debt price rating outlook occupation purpose website spread position") {
		if !slices.Contains(all, kb.PropertyKey(key)) {
			t.Errorf("the key %s is missing", key)
		}
	}
	var issued, naming []string
	for _, row := range kb.PropertyKeys {
		if row.Issued {
			issued = append(issued, string(row.Key))
		}
		if row.Naming {
			naming = append(naming, string(row.Key))
		}
	}
	equalWords(t, "keys with an issuer", issued, "rating outlook")
	equalWords(t, "keys that name", naming, "alias docket website")
}

func TestQualifierKeys(t *testing.T) {
	equalWords(t, "qualifier keys", words(column(kb.QualifierKeys, func(r kb.QualifierKeyInfo) kb.QualifierKey { return r.Key })),
		"since until asOf role label share amount count extent outcome impact")
	unique(t, "labels of qualifier keys", column(kb.QualifierKeys, func(r kb.QualifierKeyInfo) string { return r.Label }))
	enums := map[kb.QualifierKey]string{
		kb.QualifierExtent:  "ALL MOST SOME ONLY",
		kb.QualifierOutcome: "LISTED TARGETED ATTEMPTED SUCCESSFUL ATTEMPTED_OR_SUCCESSFUL UNKNOWN",
		kb.QualifierImpact:  "HARMS HELPS",
	}
	on := map[kb.QualifierKey][]string{}
	for _, row := range kb.RelationTypes {
		for _, q := range row.Qualifiers {
			on[q] = append(on[q], string(row.Type))
		}
	}
	for _, row := range kb.QualifierKeys {
		equalWords(t, string(row.Key), row.Enum, enums[row.Key])
		if (row.Type == kb.TypeEnum) != (len(row.Enum) > 0) {
			t.Errorf("%s is a %s with the values %v", row.Key, row.Type, row.Enum)
		}
		if !row.Common && on[row.Key] == nil {
			t.Errorf("no relation type allows the qualifier %s", row.Key)
		}
	}
	equalWords(t, "outcome", on[kb.QualifierOutcome], "TARGETED")
	equalWords(t, "impact", on[kb.QualifierImpact], "AFFECTS")
}

func TestClosedLists(t *testing.T) {
	equalWords(t, "stances", words(kb.Stances), "ASSERTS DENIES DOES_NOT_CONFIRM SILENT RETRACTS")
	equalWords(t, "modalities, strongest first", words(kb.Modalities), "FOUND CONFIRMED STATED DERIVED HEARSAY BELIEVED ALLEGED POSSIBLE IMPLIED INTENDED FORECAST OPINION")
	equalWords(t, "readings", words(kb.Readings), "EXPLICIT INFERRED")
	equalWords(t, "ways of crediting", words(kb.CreditHows), "NAMED IMPLIED")
	equalWords(t, "parts", words(kb.Parts), "HEADLINE DECK CAPTION BODY")
	equalWords(t, "kinds of source", words(kb.SourceKinds), "ARTICLE REPORT FILING RULING STATEMENT DATASET REGISTER POST OTHER")
	equalWords(t, "ways of deriving", words(kb.DerivationHows), "COPY TRANSLATION DIGEST")
	equalWords(t, "bases of deriving", words(kb.DerivationBases), "DECLARED DETECTED")
	equalWords(t, "precisions", words(kb.Precisions), "EXACT ABOUT AT_LEAST AT_MOST MORE_THAN LESS_THAN BETWEEN VAGUE")
	equalWords(t, "types of value", words(kb.ValueTypes), "text quantity date boolean url enum")
	equalWords(t, "tiers, best first", words(kb.SearchTiers), "EXACT PREFIX ALL_WORDS LAST_BEGUN NEAR_WORDS SOME_WORDS")
	equalWords(t, "changes", words(kb.ChangeOps), "ADDED CHANGED REMOVED")
	equalWords(t, "directions", words(kb.Directions), "OUT IN BOTH")
	for _, c := range kb.Classes {
		unique(t, string(c)+": order keys", kb.OrderKeys[c])
		unique(t, string(c)+": facet keys", kb.FacetKeys[c])
		unique(t, string(c)+": links", kb.Links[c])
		if !slices.Contains(kb.OrderKeys[c], kb.ByID) || !slices.Contains(kb.FacetKeys[c], kb.FacetCollection) {
			t.Errorf("a %s is not ordered by id, or not counted by collection", c)
		}
	}
}

func TestCheckRelation(t *testing.T) {
	for _, row := range []struct {
		typ      kb.RelationType
		from, to kb.Kind
		why      string // "" if allowed
	}{
		{kb.Owns, kb.KindPerson, kb.KindCompany, ""},
		{kb.Owns, kb.KindCompany, kb.KindPerson, "OWNS can't end at a person; it ends at a company, "},
		{kb.Owns, kb.KindLawsuit, kb.KindCompany, "OWNS can't start at a lawsuit; it starts at a company, "},
		{kb.Governs, kb.KindGovernment, kb.KindCountry, ""},
		{kb.Governs, kb.KindCountry, kb.KindGovernment, "GOVERNS can't start at a country; it starts at a government"},
		{kb.Targeted, kb.KindTargeting, kb.KindDevice, ""},
		{kb.Targeted, kb.KindTargeting, kb.KindCountry, "can't end at a country"},
		{kb.FamilyOf, kb.KindGroup, kb.KindPerson, ""},
		{kb.FamilyOf, kb.KindPerson, kb.KindCompany, "can't end at a company"},
		{kb.Concerns, kb.KindEvent, kb.KindEvent, ""},
		{"OWN", kb.KindPerson, kb.KindCompany, `unknown relation type "OWN"; did you mean OWNS?`},
	} {
		checkError(t, kb.CheckRelation(row.typ, row.from, row.to), row.why)
	}
}

func TestCheckProperty(t *testing.T) {
	checkError(t, kb.CheckProperty(kb.KeyFiled, kb.KindLawsuit), "")
	checkError(t, kb.CheckProperty(kb.KeyFiled, kb.KindPerson), "a person has no filed; only a lawsuit has")
	checkError(t, kb.CheckProperty("aliases", kb.KindPerson), `unknown property key "aliases"; did you mean alias?`)
}

// checkError complains if err does not say why, or, with "", if there is one.
func checkError(t *testing.T, err error, why string) {
	t.Helper()
	switch {
	case err == nil && why != "":
		t.Errorf("nothing was said of %q", why)
	case err != nil && (why == "" || !strings.Contains(err.Error(), why)):
		t.Errorf("got %q, want %q", err, why)
	}
}
