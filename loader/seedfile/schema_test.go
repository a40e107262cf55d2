package seedfile

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"actorgraph/kb"
)

// seed/schema.json serves editors. It is made here, out of the tables of this
// package and of package kb; go test -run Schema -update writes it anew.

var update = flag.Bool("update", false, "write seed/schema.json anew")

const schemaFile = "../../seed/schema.json"

type object = map[string]any

const (
	slug     = `[a-z0-9]+(-[a-z0-9]+)*`
	year     = `(-?[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)`
	month    = `(0[1-9]|1[0-2]|2[1-4]|XX)`
	day      = `(0[1-9]|[12][0-9]|3[01]|XX)`
	clock    = `T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}(:[0-9]{2})?)?`
	edtf     = `(` + year + `(-` + month + `(-` + day + `(` + clock + `)?)?)?|Y-?[1-9][0-9]{4,8})[?~%]?`
	edtfDate = `^(` + edtf + `|(` + edtf + `|\.\.)/(` + edtf + `|\.\.)?|/` + edtf + `)$`
)

// scalar is a text, which YAML may take for a number or a truth if it is not quoted.
func scalar(rest object) object {
	out := object{"type": []string{"string", "number", "boolean"}}
	maps.Copy(out, rest)
	return out
}

func idOf(prefix string) object {
	return object{"type": []string{"string", "integer"}, "pattern": "^" + prefix + slug + "$", "maxLength": kb.MaxID}
}

func wordsOf[E ~string](list []E) object { return object{"enum": list} }

func listOf(items any) object { return object{"type": "array", "maxItems": kb.MaxList, "items": items} }

// schemaKey is what the schema says of one key: what it is for, and what may
// stand there beyond what its layout tells.
type schemaKey struct {
	description string
	value       any
}

var (
	anEntity = idOf("")
	aSource  = idOf("source:")
	aLine    = scalar(object{"maxLength": kb.MaxLine})
	aText    = scalar(object{"maxLength": kb.MaxText})
	aDate    = object{"$ref": "#/definitions/date"}
	aPlace   = object{"type": "integer", "minimum": 0}
	aHash    = scalar(object{"pattern": "^[0-9a-f]{16}$"})
	aWord    = object{"anyOf": []any{idOf("(source|claim):"), scalar(object{"pattern": "^[^:]+$"})}}
)

var schemaKeys = map[*layout]map[string]schemaKey{
	topMap: {
		"collection": {"The collection that the records of this file belong to: its name, or a map that describes it.", nil},
		"entities":   {"What has a page of its own: companies, people, countries, products, suits …", nil},
		"sources":    {"Documents and acts of publication.", nil},
		"relations":  {"Facts that join two entities, each with all claims on it.", nil},
		"properties": {"Facts that give an entity a value, each with all claims on it.", nil},
	},
	collectionMap: {
		"name":        {"A slug, as in nso-articles.", anEntity},
		"title":       {"For people.", aLine},
		"description": {"What it holds and how it was made.", aText},
		"licence":     {"Of the data: an SPDX expression, or words.", aLine},
	},
	entityMap: {
		"id":      {"The slug of the name: nso-group.", anEntity},
		"kind":    {"What it is.", kindWords()},
		"name":    {"The usual English name in full, without legal form.", scalar(object{"maxLength": kb.MaxName})},
		"summary": {"One line that tells it from others.", aLine},
	},
	sourceMap: {
		"id":            {"source: and a slug.", aSource},
		"kind":          {"What sort of document it is.", wordsOf(kb.SourceKinds)},
		"title":         {"As it is printed.", aLine},
		"publishers":    {"The entities that published it.", listOf(anEntity)},
		"byline":        {"Who wrote it, as it is printed.", aLine},
		"published":     {"The day of publication, as far as it is known.", aDate},
		"publishedNote": {"How that day was determined.", aLine},
		"retrieved":     {"The day on which the copy was made.", aDate},
		"url":           {"Where it stands.", object{"type": "string", "pattern": "^https?://[^/]", "maxLength": kb.MaxURL}},
		"language":      {"BCP 47: en, he.", aLine},
		"fileName":      {"Of the copy it was read from.", aLine},
		"fingerprint":   {"Of the text, where it was held.", aLine},
		"cites":         {"Sources that it names.", listOf(aSource)},
		"derivesFrom":   {"The documents that its text was taken from.", nil},
		"act":           {"The event that the publication itself was, where the graph speaks of it.", anEntity},
		"note":          {"What an analyst adds.", aText},
	},
	derivationMap: {
		"source": {"The parent.", aSource},
		"how":    {"In which way the text comes from it.", wordsOf(kb.DerivationHows)},
		"basis":  {"Who tells: the document or an analyst. What the program finds is no file's.", wordsOf([]kb.DerivationBasis{kb.Declared})},
		"note":   {"What shows it.", aText},
	},
	relationMap: {
		"from":   {"The entity that it starts at: read from, type, to.", anEntity},
		"type":   {"How the first entity stands to the second.", typeWords()},
		"to":     {"The entity that it ends at.", anEntity},
		"key":    {"Tells two relations of one type between the same two entities apart. Rarely needed.", aLine},
		"claims": {"Each source's word on it.", nil},
	},
	propertyMap: {
		"entity": {"Whose property it is.", anEntity},
		"key":    {"What it tells.", keyWords()},
		"value":  {"The value, of the type that the key takes.", object{}},
		"issuer": {"Who gave it; only for rating and outlook.", anEntity},
		"claims": {"Each source's word on it.", nil},
	},
	claimMap: {
		"source":       {"Whose word it is: the document.", aSource},
		"at":           {"Where in the document it stands.", nil},
		"mentions":     {"The words that stand for the ends of the fact.", nil},
		"statement":    {"What the source says, in our own words.", aText},
		"stance":       {"How the claim stands to its fact; ASSERTS if left out.", wordsOf(kb.Stances)},
		"modality":     {"How firmly the source words it, strongest first; STATED if left out.", wordsOf(kb.Modalities)},
		"reading":      {"EXPLICIT, if left out: the document says it. INFERRED: the analyst reads it in, and the note says why.", wordsOf(kb.Readings)},
		"qualifiers":   {"Dates, amounts and roles as this source gives them.", nil},
		"attributedTo": {"Whose word it is, as the source tells.", listOf(anEntity)},
		"credits":      {"The sources that it says it has it from; none if it does not say.", nil},
		"firsthand":    {"The document is itself the origin: a filing, a ministry's statement, own research.", object{"type": "boolean"}},
		"answers":      {"The claims or sources that a denial or reply answers, by id or by the name of a claim.", listOf(aWord)},
		"retracts":     {"The claims that this one takes back, by id or by name.", listOf(aWord)},
		"name":         {"A word by which answers and retracts of other claims call this one. Not stored.", scalar(object{"pattern": "^[^:]+$"})},
		"note":         {"What an analyst adds.", aText},
		"recordedBy":   {"Who read it.", aLine},
	},
	placeMap: {
		"paragraph": {"The n-th line that is not blank, from 1.", aPlace},
		"page":      {"From 1.", aPlace},
		"part":      {"BODY if left out.", wordsOf(kb.Parts)},
		"start":     {"Of the span, in code points of the paragraph after NFC, from 0.", aPlace},
		"length":    {"Of the span, in code points.", aPlace},
		"hash":      {"The first eight bytes of the SHA-256 of the span in its normal form, in hexadecimal digits.", aHash},
	},
	mentionMap: {
		"of":     {"What the words stand for.", wordsOf(kb.MentionsOf)},
		"entity": {"Which speaker, where there are several.", anEntity},
		"start":  {"In code points of the claim's paragraph, from 0.", aPlace},
		"length": {"In code points.", object{"type": "integer", "minimum": 1}},
		"hash":   {"Of the words, as for a span.", aHash},
	},
	creditMap: {
		"source": {"The source credited.", aSource},
		"how":    {"Whether the document names it.", wordsOf(kb.CreditHows)},
	},
	quantityMap: {
		"number":    {"One number: min and max are the same.", object{"type": "number"}},
		"min":       {"The least it can be.", object{"type": "number"}},
		"max":       {"The most it can be.", object{"type": "number"}},
		"precision": {"How exactly the source gives it; EXACT if left out.", wordsOf(kb.Precisions)},
		"unit":      {"Of what is counted: countries, USD, percent.", aLine},
		"words":     {"The source's own words for it, where they say more than the number.", aLine},
	},
}

// required lists the keys without which a map is refused.
var required = map[*layout][]string{
	topMap: {"collection"}, collectionMap: {"name"}, entityMap: {"id", "kind", "name"}, sourceMap: {"id", "kind"},
	derivationMap: {"source", "how", "basis"}, relationMap: {"from", "type", "to", "claims"}, propertyMap: {"entity", "key", "value", "claims"},
	claimMap: {"source", "statement"}, mentionMap: {"of", "length", "hash"}, creditMap: {"source", "how"},
}

func kindWords() object {
	var words, descriptions []string
	for _, row := range kb.Kinds {
		words, descriptions = append(words, string(row.Kind)), append(descriptions, row.Description)
	}
	return object{"enum": words, "enumDescriptions": descriptions}
}

func typeWords() object {
	var words, descriptions []string
	for _, row := range kb.RelationTypes {
		words = append(words, string(row.Type))
		descriptions = append(descriptions, row.Description+" From "+oneOf(row.From)+" to "+oneOf(row.To)+".")
	}
	return object{"enum": words, "enumDescriptions": descriptions}
}

func keyWords() object {
	var words, descriptions []string
	for _, row := range kb.PropertyKeys {
		words = append(words, string(row.Key))
		descriptions = append(descriptions, row.Description+" Of "+oneOf(row.Kinds)+"; takes "+string(row.Type)+".")
	}
	return object{"enum": words, "enumDescriptions": descriptions}
}

func oneOf(kinds []kb.Kind) string {
	if len(kinds) == len(kb.Kinds) {
		return "anything"
	}
	var words []string
	for _, k := range kinds {
		words = append(words, string(k))
	}
	return strings.Join(words, ", ")
}

// valueSchema is what a value of a type can be.
func valueSchema(typ kb.ValueType, enum []string) any {
	switch typ {
	case kb.TypeQuantity:
		return object{"$ref": "#/definitions/quantity"}
	case kb.TypeDate:
		return aDate
	case kb.TypeBoolean:
		return object{"type": "boolean"}
	case kb.TypeURL:
		return schemaKeys[sourceMap]["url"].value
	case kb.TypeEnum:
		return wordsOf(enum)
	}
	return aLine
}

// mapSchema is the schema of a map. What is a map itself is defined once, under
// the last word of what it is.
func mapSchema(t *testing.T, l *layout) object {
	properties := object{}
	for _, k := range l.keys {
		var value any
		description := ""
		if row, ok := kb.QualifierKey(k.name).Info(); ok && l == qualifierMap {
			value, description = valueSchema(row.Type, row.Enum), row.Description
		} else {
			said, ok := schemaKeys[l][k.name]
			if !ok || said.description == "" {
				t.Errorf("nothing is said of %s of %s", k.name, l.what)
			}
			value, description = said.value, said.description
		}
		if value == nil {
			value = refTo(k.layout)
		}
		said := object{"description": description}
		if fields := value.(object); fields["$ref"] == nil {
			maps.Copy(said, fields)
		} else { // editors pass over what stands beside a reference
			said["allOf"] = []any{value}
		}
		properties[k.name] = said
	}
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if names := required[l]; names != nil {
		out["required"] = names
	}
	return out
}

func refTo(l *layout) any {
	switch {
	case l == collectionMap:
		return object{"anyOf": []any{anEntity, object{"$ref": "#/definitions/collection"}}}
	case l.form == inList && l.of == claimMap:
		return object{"type": "array", "minItems": 1, "items": refTo(l.of)}
	case l.form == inList && slices.Contains([]*layout{entityMap, sourceMap, relationMap, propertyMap}, l.of):
		return object{"type": []string{"array", "null"}, "items": refTo(l.of)}
	case l.form == inList:
		return listOf(refTo(l.of))
	}
	return object{"$ref": "#/definitions/" + lastWord(l.what)}
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

func makeSchema(t *testing.T) []byte {
	schema := mapSchema(t, topMap)
	definitions := object{"date": object{
		"description": "EDTF: 2021, 2021-11, 2021-11-25, 2021-11-25/2021-11-28, ../2019, /2019, 2021-11~",
		"type":        []string{"string", "integer"}, "pattern": edtfDate,
	}}
	for l := range schemaKeys {
		if l != topMap {
			definitions[lastWord(l.what)] = mapSchema(t, l)
		}
	}
	definitions["qualifiers"] = mapSchema(t, qualifierMap)
	// The key of a property says what its value is and whether it has an issuer.
	var rules []any
	for _, row := range kb.PropertyKeys {
		then := object{"properties": object{"value": valueSchema(row.Type, row.Enum)}}
		if row.Issued {
			then["required"] = []string{"issuer"}
		} else {
			then["properties"].(object)["issuer"] = false
		}
		rules = append(rules, object{"if": object{"required": []string{"key"}, "properties": object{"key": object{"const": row.Key}}}, "then": then})
	}
	definitions["property"].(object)["allOf"] = rules
	schema["$schema"] = "http://json-schema.org/draft-07/schema#"
	schema["title"] = "actorgraph seed file"
	schema["description"] = "Records of one collection, as docs/seed-format.md describes them."
	schema["definitions"] = definitions
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheSchemaIsThatOfTheTables(t *testing.T) {
	want := makeSchema(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the tables say from line %d on, %v; go test ./loader/seedfile -run Schema -update writes it anew", schemaFile, firstDifference(string(want), string(got)), err)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// validate tells what the schema finds wrong with a file.
func validate(t *testing.T, schema *jsonschema.Schema, file []byte) error {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestTheSeedFitsTheSchema(t *testing.T) {
	schema := compiled(t)
	for _, f := range seedFiles(t) {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, schema, text); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestTheSchemaRefusesWhatReadingRefuses(t *testing.T) {
	schema := compiled(t)
	const fact = "collection: c\nproperties:\n  - {entity: a, key: KEY, claims: [{source: source:s, statement: S.}]}\n"
	for text, fits := range map[string]bool{
		"collection: c\nentities: [{id: a, kind: company, name: A}]\n":                                                                               true,
		"collection: {name: c, title: T}\nentities:\n":                                                                                               true,
		"collection: {title: T}\n":                                                                                                                   false,
		"entities: [{id: a, kind: company, name: A}]\n":                                                                                              false,
		"collection: c\nentitys: []\n":                                                                                                               false,
		"collection: c\nentities: [{id: a, kind: firm, name: A}]\n":                                                                                  false,
		"collection: c\nentities: [{id: A, kind: company, name: A}]\n":                                                                               false,
		"collection: c\nsources: [{id: a, kind: REPORT}]\n":                                                                                          false,
		"collection: c\nsources: [{id: source:a, kind: REPORT, title: 1984, published: 2021}]":                                                       true,
		"collection: c\nrelations: [{from: a, type: OWNS, to: b, claims: []}]\n":                                                                     false,
		"collection: c\nrelations: [{from: a, type: OWNZ, to: b, claims: [{source: source:s, statement: S.}]}]\n":                                    false,
		"collection: c\nrelations: [{from: a, type: OWNS, to: b, claims: [{source: source:s, statement: S., answers: [\"claim:x\", word]}]}]\n":      true,
		"collection: c\nrelations: [{from: a, type: OWNS, to: b, claims: [{source: source:s, statement: S., qualifiers: {since: soon}}]}]\n":         false,
		"collection: c\nrelations: [{from: a, type: OWNS, to: b, claims: [{source: source:s, statement: S., qualifiers: {share: {number: 70}}}]}]\n": true,
		"collection: c\nrelations: [{from: a, type: OWNS, to: b, claims: [{source: source:s, statement: S., at: {paragraph: -1}}]}]\n":               false,
		strings.Replace(fact, "KEY", "size, value: {number: 3}", 1):                                                                                  true,
		strings.Replace(fact, "KEY", "size, value: 3", 1):                                                                                            false,
		strings.Replace(fact, "KEY", "founded, value: 2021-11~", 1):                                                                                  true,
		strings.Replace(fact, "KEY", "founded, value: long ago", 1):                                                                                  false,
		strings.Replace(fact, "KEY", "occurrence, value: MAYBE", 1):                                                                                  false,
		strings.Replace(fact, "KEY", "rating, value: B", 1):                                                                                          false,
		strings.Replace(fact, "KEY", "rating, value: B, issuer: m", 1):                                                                               true,
		strings.Replace(fact, "KEY", "alias, value: B, issuer: m", 1):                                                                                false,
	} {
		if err := validate(t, schema, []byte(text)); (err == nil) != fits {
			t.Errorf("%s\nfits: %v, want %v: %v", text, err == nil, fits, err)
		}
	}
}

// The pattern lets all dates pass, and few of those that are none.
func TestThePatternOfDates(t *testing.T) {
	pattern := regexp.MustCompile(edtfDate)
	for _, s := range slices.Concat(someDates, []string{"2021-22", "20XX", "2021?", "2021-11-25%", "2021-11/2021-12~", "2019/", "2021-11-25T23:20:30+01:00", "Y12345/.."}) {
		if _, err := kb.ParseDate(s); err != nil || !pattern.MatchString(s) {
			t.Errorf("%s: error %v, the pattern fits: %v", s, err, pattern.MatchString(s))
		}
	}
	for _, s := range []string{"", "/", "../..", "21", "2021-1", "2021-13", "2021-11-32", "25.11.2021", "2021-11-25T10", "Nov 2021", "2021/2022/2023", "2X21", "2021--11"} {
		if _, err := kb.ParseDate(s); err == nil {
			t.Errorf("%s is a date", s)
		}
		if pattern.MatchString(s) && s != "../.." {
			t.Errorf("the pattern fits %q", s)
		}
	}
}
