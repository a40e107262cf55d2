package graph_test

import (
	"fmt"
	"go/ast"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	gql "github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"actorgraph/graph"
	"actorgraph/graph/model"
	"actorgraph/kb"
)

var schema = graph.NewExecutableSchema(graph.Config{}).Schema()

// Every other field has to be bound to a method of package model: gqlgen would
// ask for a resolver of each that does not fit.
func TestOnlyQueryIsResolved(t *testing.T) {
	root := reflect.TypeFor[graph.ResolverRoot]()
	if root.NumMethod() != 1 || root.Method(0).Name != "Query" {
		t.Errorf("ResolverRoot has %d methods, want Query alone; the others are fields whose methods don't fit", root.NumMethod())
	}
}

// The names of the outline that users and other programs rely on.
func TestOutline(t *testing.T) {
	const entityPage = "(where: EntityWhere, orderBy: [EntityOrder!], first: Int, after: String, last: Int, before: String)"
	for _, want := range []string{
		"Node.id: ID!",
		"Query.node(id: ID!): Node", "Query.nodes(ids: [ID!]!): [Node]!", "Query.entity(id: ID!): Entity", "Query.fact(id: ID!): Fact",
		"Query.company(id: ID!): Company", "Query.government(id: ID!): Government", "Query.publicBody(id: ID!): PublicBody",
		"Query.organization(id: ID!): Organization", "Query.person(id: ID!): Person", "Query.group(id: ID!): Group",
		"Query.country(id: ID!): Country", "Query.place(id: ID!): Place", "Query.product(id: ID!): Product", "Query.device(id: ID!): Device",
		"Query.lawsuit(id: ID!): Lawsuit", "Query.measure(id: ID!): Measure", "Query.deal(id: ID!): Deal",
		"Query.targeting(id: ID!): Targeting", "Query.event(id: ID!): Event",
		"Query.entities" + entityPage + ": EntityConnection!", "Query.actors" + entityPage + ": ActorConnection!",
		"Query.companies" + entityPage + ": CompanyConnection!", "Query.governments" + entityPage + ": GovernmentConnection!",
		"Query.publicBodies" + entityPage + ": PublicBodyConnection!", "Query.organizations" + entityPage + ": OrganizationConnection!",
		"Query.people" + entityPage + ": PersonConnection!", "Query.groups" + entityPage + ": GroupConnection!",
		"Query.countries" + entityPage + ": CountryConnection!", "Query.places" + entityPage + ": PlaceConnection!",
		"Query.products" + entityPage + ": ProductConnection!", "Query.devices" + entityPage + ": DeviceConnection!",
		"Query.lawsuits" + entityPage + ": LawsuitConnection!", "Query.measures" + entityPage + ": MeasureConnection!",
		"Query.deals" + entityPage + ": DealConnection!", "Query.targetings" + entityPage + ": TargetingConnection!",
		"Query.events" + entityPage + ": EventConnection!", "Query.surveillanceTargets" + entityPage + ": SurveillanceTargetConnection!",
		"Query.relations(where: RelationWhere, orderBy: [RelationOrder!], first: Int, after: String, last: Int, before: String): RelationConnection!",
		"Query.properties(where: PropertyWhere, orderBy: [PropertyOrder!], first: Int, after: String, last: Int, before: String): PropertyConnection!",
		"Query.claims(where: ClaimWhere, orderBy: [ClaimOrder!], first: Int, after: String, last: Int, before: String): ClaimConnection!",
		"Query.sources(where: SourceWhere, orderBy: [SourceOrder!], first: Int, after: String, last: Int, before: String): SourceConnection!",
		"Query.collections: [Collection!]!",
		"Query.search(text: String!, where: EntityWhere, first: Int, after: String): SearchConnection!",
		"Query.changes(since: Int!, first: Int, after: String): ChangeConnection!",
		"Query.vocabulary: Vocabulary!", "Query.stats: Stats!",
		"Entity.id: ID!", "Entity.kind: EntityKind!", "Entity.name: String!", "Entity.summary: String", "Entity.aliases: [Property!]!",
		"Entity.properties(keys: [PropertyKey!], where: PropertyWhere, orderBy: [PropertyOrder!], first: Int, after: String, last: Int, before: String): PropertyConnection!",
		"Entity.relations(where: RelationWhere, orderBy: [RelationOrder!], first: Int, after: String, last: Int, before: String): RelationConnection!",
		"Entity.relationCounts: [RelationCount!]!",
		"Entity.sources(where: SourceWhere, orderBy: [SourceOrder!], first: Int, after: String, last: Int, before: String): SourceConnection!",
		"Fact.id: ID!", "Fact.claims(where: ClaimWhere, orderBy: [ClaimOrder!], first: Int, after: String, last: Int, before: String): ClaimConnection!",
		"Fact.support: Support!", "Property.together: Support!", "Entity.visible: Boolean!", "Claim.verification: Verification",
		"Support.status: Status", "Support.documents: Int!", "Support.named: Int!", "Support.unattributed: Int!", "Support.atLeast: Int!", "Support.atMost: Int!",
		"Support.denials: Int!", "Support.nonConfirmations: Int!", "Support.contested: Boolean!", "Support.inferred: Int!",
		"Support.strongest: Modality", "Support.weakest: Modality", "Support.cycles: [[Source!]!]!", "Support.explanation: String!", "Support.origins: [Origin!]!",
		"Source.facts(first: Int, after: String): FactConnection!", "Source.originOf(first: Int, after: String): FactConnection!",
		"Source.derivedBy(first: Int, after: String): SourceListConnection!", "Source.citedBy(first: Int, after: String): SourceListConnection!",
		"Source.dependents(first: Int, after: String): SourceListConnection!",
		"Fact.qualifiers: [QualifierValue!]!", "Fact.since: PartialDate", "Fact.until: PartialDate",
		"Relation.type: RelationType!", "Relation.from: Entity!", "Relation.to: Entity!",
		"Property.entity: Entity!", "Property.key: PropertyKey!", "Property.value: Value!", "Property.issuer: Entity",
		"TextValue.text: String!", "QuantityValue.min: Float", "QuantityValue.max: Float", "QuantityValue.unit: String!",
		"QuantityValue.precision: Precision!", "QuantityValue.words: String",
		"QualifierValue.key: QualifierKey!", "QualifierValue.value: Value!", "QualifierValue.claims: [Claim!]!",
		"Claim.fact: Fact!", "Claim.source: Source!", "Claim.locator: Locator", "Claim.statement: String!", "Claim.stance: Stance!",
		"Claim.modality: Modality!", "Claim.qualifiers: [QualifierValue!]!", "Claim.attributedTo: [Entity!]!", "Claim.credits: [Credit!]!",
		"Claim.firsthand: Boolean!", "Claim.reading: Reading!", "Claim.answers: [Claim!]!", "Claim.collection: String!",
		"Locator.paragraph: Int", "Locator.page: Int", "Locator.part: Part!", "Locator.start: Int", "Locator.length: Int",
		"Source.title: String", "Source.publishers: [Entity!]!", "Source.published: PartialDate", "Source.url: String", "Source.fileName: String",
		"Source.claims(where: ClaimWhere, orderBy: [ClaimOrder!], first: Int, after: String, last: Int, before: String): ClaimConnection!",
		"SearchHit.entity: Entity!", "SearchHit.tier: SearchTier!", "SearchHit.matched: String!", "SearchHit.highlights: [Span!]!",
		"EntityConnection.edges: [EntityEdge!]!", "EntityConnection.nodes: [Entity!]!", "EntityConnection.pageInfo: PageInfo!",
		"EntityConnection.totalCount: Int!", "EntityConnection.facets(by: [EntityFacet!]!, first: Int): [Facet!]!",
		"EntityEdge.cursor: String!", "EntityEdge.node: Entity!", "SearchConnection.nodes: [SearchHit!]!", "FacetBucket.where: FilterJSON!",
		"PageInfo.hasNextPage: Boolean!", "PageInfo.hasPreviousPage: Boolean!", "PageInfo.startCursor: String", "PageInfo.endCursor: String",
	} {
		typ, rest, _ := strings.Cut(want, ".")
		name := strings.FieldsFunc(rest, func(r rune) bool { return r == '(' || r == ':' })[0]
		def := schema.Types[typ]
		if def == nil || def.Fields.ForName(name) == nil {
			t.Errorf("%s is missing", want)
			continue
		}
		if got := typ + "." + signature(def.Fields.ForName(name)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}

	for typ, fields := range map[string]string{
		"Actor":              "targetingsOperated lawsuits listings",
		"SurveillanceTarget": "targetedIn",
		"Company":            "makes owns ownedBy sales purchases lawsuits listings basedIn",
		"Government":         "country targetingsOperated",
		"Lawsuit":            "plaintiffs defendants court concerns",
		"Targeting":          "operators instruments targets helpers places investigatedBy",
		"Measure":            "administeredBy listed binds covers",
		"Deal":               "sellers buyers brokers objects",
		"Product":            "makers usedIn users",
	} {
		for name := range strings.FieldsSeq(fields) {
			f := schema.Types[typ].Fields.ForName(name)
			if f == nil || !strings.HasSuffix(f.Type.String(), "LinkConnection!") {
				t.Errorf("%s.%s is no connection of links", typ, name)
				continue
			}
			edge := schema.Types[strings.TrimSuffix(f.Type.Name(), "Connection")+"Edge"]
			if relation := edge.Fields.ForName("relation"); relation == nil || relation.Type.String() != "Relation!" {
				t.Errorf("the edges of %s.%s don't carry the relation", typ, name)
			}
		}
	}
	if f := schema.Types["Targeting"].Fields.ForName("tellings"); f == nil || f.Type.String() != "TellingConnection!" {
		t.Error("Targeting.tellings is missing")
	}
}

// signature is a field as the schema language has it.
func signature(f *gql.FieldDefinition) string {
	s := f.Name
	var args []string
	for _, a := range f.Arguments {
		args = append(args, a.Name+": "+a.Type.String())
	}
	if args != nil {
		s += "(" + strings.Join(args, ", ") + ")"
	}
	return s + ": " + f.Type.String()
}

func TestInterfacesAndKinds(t *testing.T) {
	for _, row := range kb.Kinds {
		def := schema.Types[model.TypeName(row.Kind)]
		if def == nil || def.Kind != gql.Object {
			t.Errorf("no type for kind %s", row.Kind)
			continue
		}
		for name, is := range map[string]bool{"Node": true, "Entity": true, "Actor": row.Actor, "SurveillanceTarget": row.Target} {
			if slices.Contains(def.Interfaces, name) != is {
				t.Errorf("%s implements %q; %s: want %t", def.Name, def.Interfaces, name, is)
			}
		}
	}
	for typ, class := range map[string]string{"Relation": "Fact", "Property": "Fact", "Claim": "Node", "Source": "Node"} {
		if !slices.Contains(schema.Types[typ].Interfaces, class) {
			t.Errorf("%s is no %s", typ, class)
		}
	}
	union := schema.Types["Value"].Types
	if diff := cmp.Diff([]string{"TextValue", "QuantityValue", "DateValue", "BooleanValue", "UrlValue", "EnumValue"}, union); diff != "" {
		t.Errorf("Value: %s", diff)
	}
}

func words[E ~string](list []E) []string {
	var out []string
	for _, w := range list {
		out = append(out, strings.ToUpper(strings.ReplaceAll(string(w), "-", "_")))
	}
	return out
}

func column[Row any, E ~string](table []Row, of func(Row) E) []string {
	var list []E
	for _, row := range table {
		list = append(list, of(row))
	}
	return words(list)
}

// A word that is in a store and not in the schema could not be told.
func TestEnumsAreTheTables(t *testing.T) {
	for name, want := range map[string][]string{
		"EntityKind":         column(kb.Kinds, func(r kb.KindInfo) kb.Kind { return r.Kind }),
		"RelationType":       column(kb.RelationTypes, func(r kb.RelationTypeInfo) kb.RelationType { return r.Type }),
		"PropertyKey":        column(kb.PropertyKeys, func(r kb.PropertyKeyInfo) kb.PropertyKey { return r.Key }),
		"QualifierKey":       {"SINCE", "UNTIL", "AS_OF", "ROLE", "LABEL", "SHARE", "AMOUNT", "COUNT", "EXTENT", "OUTCOME", "IMPACT"},
		"ValueType":          words(kb.ValueTypes),
		"Stance":             words(kb.Stances),
		"Modality":           words(kb.Modalities),
		"Reading":            words(kb.Readings),
		"CreditHow":          words(kb.CreditHows),
		"Part":               words(kb.Parts),
		"MentionOf":          words(kb.MentionsOf),
		"Precision":          words(kb.Precisions),
		"SourceKind":         words(kb.SourceKinds),
		"DerivationHow":      words(kb.DerivationHows),
		"DerivationBasis":    words(kb.DerivationBases),
		"Direction":          words(kb.Directions),
		"SearchTier":         words(kb.SearchTiers),
		"ChangeOp":           words(kb.ChangeOps),
		"Status":             words(kb.Statuses),
		"VerificationStatus": words(kb.VerificationStatuses),
		"ConflictRule":       append(words(kb.ConflictRules), words(kb.DifferenceRules)...),
		"DifferenceKind":     words(model.DifferenceKinds),
		"Granularity":        words(model.Granularities),
		"Moment":             words(model.Moments),
		"OrderDirection":     words(model.OrderDirections),
		"EntityOrderBy":      words(kb.OrderKeys[kb.EntityClass]),
		"RelationOrderBy":    words(kb.OrderKeys[kb.RelationClass]),
		"PropertyOrderBy":    words(kb.OrderKeys[kb.PropertyClass]),
		"ClaimOrderBy":       words(kb.OrderKeys[kb.ClaimClass]),
		"SourceOrderBy":      words(kb.OrderKeys[kb.SourceClass]),
		"EntityFacet":        words(kb.FacetKeys[kb.EntityClass]),
		"RelationFacet":      words(kb.FacetKeys[kb.RelationClass]),
		"PropertyFacet":      words(kb.FacetKeys[kb.PropertyClass]),
		"ClaimFacet":         words(kb.FacetKeys[kb.ClaimClass]),
		"SourceFacet":        words(kb.FacetKeys[kb.SourceClass]),
	} {
		var got []string
		for _, v := range schema.Types[name].EnumValues {
			got = append(got, v.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-table +schema):\n%s", name, diff)
		}
	}
	if n := len(kb.QualifierKeys); n != 11 {
		t.Errorf("kb has %d qualifier keys; this test writes out 11", n)
	}
}

func TestFiltersAreThoseOfKb(t *testing.T) {
	for name, filter := range map[string]any{
		"EntityWhere": kb.EntityWhere{}, "RelationWhere": kb.RelationWhere{}, "PropertyWhere": kb.PropertyWhere{},
		"ClaimWhere": kb.ClaimWhere{}, "SourceWhere": kb.SourceWhere{}, "EndWhere": kb.EndWhere{},
		"RelationsFilter": kb.RelationsFilter{}, "RelationsCount": kb.RelationsCount{},
		"PropertiesFilter": kb.PropertiesFilter{}, "PropertiesCount": kb.PropertiesCount{},
		"ClaimsFilter": kb.ClaimsFilter{}, "ClaimsCount": kb.ClaimsCount{},
		"StringFilter": kb.StringFilter{}, "IDFilter": kb.IDFilter{}, "BooleanFilter": kb.BooleanFilter{},
		"NumberFilter": kb.NumberFilter{}, "CountFilter": kb.CountFilter{}, "DateFilter": kb.DateFilter{}, "DateCompare": kb.DateCompare{},
		"KindFilter": kb.KindFilter{}, "RelationTypeFilter": kb.RelationTypeFilter{}, "PropertyKeyFilter": kb.PropertyKeyFilter{},
		"ConflictRuleFilter": model.ConflictRuleFilter{}, "StanceFilter": kb.StanceFilter{}, "ModalityFilter": kb.ModalityFilter{}, "ReadingFilter": kb.ReadingFilter{}, "SourceKindFilter": kb.SourceKindFilter{}, "StatusFilter": kb.StatusFilter{},
	} {
		typ, def := reflect.TypeOf(filter), schema.Types[name]
		var want, got []string
		for i := range typ.NumField() {
			if f := typ.Field(i).Name; ast.IsExported(f) {
				want = append(want, strings.ToLower(f))
			}
		}
		for _, f := range def.Fields {
			got = append(got, strings.ToLower(f.Name))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-kb +schema):\n%s", name, diff)
		}
		oneOf := def.Directives.ForName("oneOf") != nil
		operator := strings.HasSuffix(name, "Filter") || name == "DateCompare"
		if oneOf != operator {
			t.Errorf("%s: @oneOf is %t, want %t", name, oneOf, operator)
		}
	}
}

// The schema is the manual.
func TestDescriptions(t *testing.T) {
	for _, code := range []string{"BAD_REQUEST", "PARSE_FAILED", "VALIDATION_FAILED", "SIZE_LIMIT", "DEPTH_LIMIT", "COST_LIMIT", "CURSOR_INVALID", "CONFLICT", "TIMEOUT", "CANCELLED", "STORE_UNAVAILABLE", "INTERNAL",
		"UNAUTHENTICATED", "FORBIDDEN", "WRONG_HOST", "METHOD_NOT_ALLOWED", "NOT_ACCEPTABLE", "UNSUPPORTED_MEDIA_TYPE", "BODY_TOO_LARGE", "OVERLOADED", "NOT_READY"} {
		if !strings.Contains(schema.Description, code) {
			t.Errorf("the description of the schema does not tell of %s", code)
		}
	}
	for _, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		say := func(what, text string) {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s %s has no description", def.Name, what)
			} else if !strings.ContainsAny(text[len(text)-1:], ".}`") {
				t.Errorf("%s %s: %q is no sentence", def.Name, what, text)
			}
		}
		say("itself", def.Description)
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			say(f.Name, f.Description)
			for _, a := range f.Arguments {
				say(f.Name+"("+a.Name+":)", a.Description)
			}
		}
		for _, v := range def.EnumValues {
			say(v.Name, v.Description)
		}
	}
}

func TestIntrospection(t *testing.T) {
	s := serve(stored(t, sampleSet()), graph.Limits{})
	s.check(t, []question{
		{"type", `{__type(name: "StringFilter") {kind isOneOf inputFields {name}}}`, "",
			`{"__type": {"kind": "INPUT_OBJECT", "isOneOf": true, "inputFields": [{"name": "eq"}, {"name": "in"}, {"name": "contains"}, {"name": "startsWith"}, {"name": "isNull"}]}}`},
	})
	data := s.answer(t, introspection, "").(map[string]any)["__schema"].(map[string]any)
	if n := len(data["types"].([]any)); n != len(schema.Types) {
		t.Errorf("%d types told, want %d", n, len(schema.Types))
	}
}

// introspection is the question that GraphiQL and code generators ask.
const introspection = `query IntrospectionQuery {
  __schema {
    description
    queryType { name kind } mutationType { name kind } subscriptionType { name kind }
    types { ...FullType }
    directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
}`

// Every example in a description can be pasted where it is said to belong. Those of
// filters and arguments fit their types; those that stand on lines of their own are
// whole requests.
func TestExamples(t *testing.T) {
	source, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	var tries strings.Builder
	var queries []string
	try := func(typ, example string) {
		fmt.Fprintf(&tries, "try%d(value: %s): Int\n", len(queries), typ)
		queries = append(queries, fmt.Sprintf("{try%d(value: %s)}", len(queries), example))
	}
	whole := 0
	for _, text := range descriptions() {
		if strings.Contains(text.says, `\`) {
			t.Errorf("%s: %q has a backslash", text.of, text.says)
		}
		for line := range strings.SplitSeq(text.says, "\n") {
			if query, ok := strings.CutPrefix(line, "    "); ok {
				whole++
				if _, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules()); errs != nil {
					t.Errorf("%s: %s: %v", text.of, query, errs)
				}
			}
		}
		_, example, ok := strings.Cut(text.says, "Example: ")
		switch example = strings.TrimSuffix(example, "."); {
		case !ok:
		case text.typ != "":
			try(text.typ, example)
		default:
			if _, err := parser.ParseQuery(&gql.Source{Input: "{" + example + "}"}); err != nil {
				t.Errorf("%s: %s: %v", text.of, example, err)
			}
		}
	}
	withTries, err := gqlparser.LoadSchema(&gql.Source{Input: string(source)}, &gql.Source{Input: "extend type Query {\n" + tries.String() + "}"})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range queries {
		if _, errs := gqlparser.LoadQueryWithRules(withTries, query, rules.NewDefaultRules()); errs != nil {
			t.Errorf("%s: %v", query, errs)
		}
	}
	if len(queries) < 300 || whole < 5 {
		t.Errorf("%d examples and %d whole requests were tried", len(queries), whole)
	}
}

// description is what the schema says of something, and the type of the values that
// examples in it are of, if it takes any.
type description struct{ of, typ, says string }

func descriptions() []description {
	out := []description{{"the schema", "", schema.Description}}
	for _, d := range schema.Directives {
		if d.Position.Src.BuiltIn {
			continue
		}
		out = append(out, description{"@" + d.Name, "", d.Description})
		for _, a := range d.Arguments {
			out = append(out, description{"@" + d.Name + "(" + a.Name + ":)", a.Type.String(), a.Description})
		}
	}
	for _, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		input := def.Kind == gql.InputObject
		of := description{def.Name, "", def.Description}
		if input {
			of.typ = def.Name
		}
		out = append(out, of)
		for _, f := range def.Fields {
			of := description{def.Name + "." + f.Name, "", f.Description}
			if input {
				of.typ = f.Type.String()
			}
			out = append(out, of)
			for _, a := range f.Arguments {
				out = append(out, description{of.of + "(" + a.Name + ":)", a.Type.String(), a.Description})
			}
		}
		for _, v := range def.EnumValues {
			out = append(out, description{def.Name + "." + v.Name, "", v.Description})
		}
	}
	return out
}
