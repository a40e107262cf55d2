package kb_test

import (
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

func TestIDs(t *testing.T) {
	long := strings.Repeat("a", kb.MaxID)
	for _, row := range []struct {
		id    string
		class kb.Class
		why   string // "" if it is well formed
	}{
		{"nso-group", kb.EntityClass, ""},
		{"37-smartphones", kb.EntityClass, ""},
		{"a", kb.EntityClass, ""},
		{long, kb.EntityClass, ""},
		{"source:calcalist-2021-11-25", kb.SourceClass, ""},
		{"relation:2he3xuuhk55mjhcfcexttfsa", kb.RelationClass, ""},
		{"property:x", kb.PropertyClass, ""},
		{"claim:x", kb.ClaimClass, ""},
		{"", kb.EntityClass, "missing"},
		{long + "a", kb.EntityClass, "201 bytes; at most 200"},
		{"NSO-group", kb.EntityClass, "only lower-case letters"},
		{"nso_group", kb.EntityClass, "only lower-case letters"},
		{"nso group", kb.EntityClass, "only lower-case letters"},
		{"é", kb.EntityClass, "only lower-case letters"},
		{"a\x00", kb.EntityClass, "only lower-case letters"},
		{"\xff", kb.EntityClass, "only lower-case letters"},
		{"a--b", kb.EntityClass, "single hyphens"},
		{"-a", kb.EntityClass, "single hyphens"},
		{"a-", kb.EntityClass, "ends with a hyphen"},
		{"source:", kb.SourceClass, "nothing behind its class"},
		{"source:a:b", kb.SourceClass, "only lower-case letters"},
		{"entity:nso-group", "", "no class of record"},
		{"article:x", "", "no class of record"},
		{":x", "", "no class of record"},
	} {
		id := kb.ID(row.id)
		if id.Class() != row.class {
			t.Errorf("%.20q: got the class %q, want %q", row.id, id.Class(), row.class)
		}
		if fact := row.class == kb.RelationClass || row.class == kb.PropertyClass; id.IsFact() != fact {
			t.Errorf("%.20q: IsFact is %v", row.id, id.IsFact())
		}
		checkError(t, id.Check(), row.why)
	}
}

// Ids are derived once and for all: stores and seed files that exist hold them.
// The expected ones were computed apart, as base32 of SHA-256.
func TestDerivedIDs(t *testing.T) {
	owns := kb.NewRelation(kb.Owns, "acme", "shell", "")
	family := kb.NewRelation(kb.FamilyOf, "bob", "ann", "")
	alias := kb.NewProperty("acme", kb.KeyAlias, kb.TextValue{Text: "Acme Óptica"}, "")
	size := kb.NewProperty("union", "size", kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(37), Max: kb.Num(37), Unit: "members", Precision: kb.Exact}}, "")
	placed := &kb.Claim{Collection: "harbour", Fact: owns.ID, Source: "source:gazette-1", Stance: kb.Asserts, AttributedTo: []kb.ID{"bob", "ann"},
		Locator: kb.Locator{Paragraph: 2, Part: kb.PartBody, Start: 4, Length: 20, Hash: "00aa"}}
	bare := &kb.Claim{Collection: "harbour", Fact: owns.ID, Source: "source:gazette-1", Stance: kb.Denies}
	placed.Identify()
	bare.Identify()
	for _, row := range []struct{ got, want kb.ID }{
		{owns.ID, "relation:2he3xuuhk55mjhcfcexttfsa"},
		{family.ID, "relation:fpyat4w22gprj2asckqgfxo4"},
		{alias.ID, "property:ootfgtn7vqzy5xgd7uf5lxeg"},
		{size.ID, "property:zrayqt6z4lutqd34rc25l4lh"},
		{placed.ID, "claim:llvyd4izrth647jaedc3nhuk"},
		{bare.ID, "claim:ep476upuszfumpo7n7ppm54a"},
	} {
		if row.got != row.want {
			t.Errorf("got %s, want %s", row.got, row.want)
		}
		checkError(t, row.got.Check(), "")
	}
}

func TestSymmetricRelationsAreOneInBothDirections(t *testing.T) {
	a, b := kb.NewRelation(kb.FamilyOf, "ann", "bob", ""), kb.NewRelation(kb.FamilyOf, "bob", "ann", "")
	if a.ID != b.ID || b.From != "ann" || b.To != "bob" {
		t.Errorf("got %+v and %+v", a, b)
	}
	if kb.NewRelation(kb.Owns, "ann", "bob", "").ID == kb.NewRelation(kb.Owns, "bob", "ann", "").ID {
		t.Error("both directions of OWNS are one relation")
	}
}

func TestWhatFactsAreAboutTellsThemApart(t *testing.T) {
	text := func(s string) kb.Value { return kb.TextValue{Text: s} }
	quantity := func(unit, words string) kb.Value {
		return kb.QuantityValue{Quantity: kb.Quantity{Min: kb.Num(1), Max: kb.Num(1), Unit: unit, Precision: kb.Exact, Words: words}}
	}
	ids := []kb.ID{
		kb.NewRelation(kb.Owns, "a", "b", "").ID,
		kb.NewRelation(kb.Owns, "a", "b", "2").ID,
		kb.NewRelation(kb.Controls, "a", "b", "").ID,
		kb.NewRelation(kb.Owns, "ab", "", "").ID,
		kb.NewRelation(kb.Owns, "", "ab", "").ID,
		kb.NewProperty("a", kb.KeyAlias, text("b"), "").ID,
		kb.NewProperty("a", kb.KeyAlias, text("B"), "").ID,
		kb.NewProperty("a", "purpose", text("b"), "").ID,
		kb.NewProperty("a", kb.KeyRating, text("b"), "").ID,
		kb.NewProperty("a", kb.KeyRating, text("b"), "c").ID,
		kb.NewProperty("a", kb.KeyRating, text("b"), "d").ID,
		kb.NewProperty("a", kb.KeyAlias, kb.UrlValue{URL: "b"}, "").ID,
		kb.NewProperty("a", kb.KeyAlias, kb.EnumValue{Enum: "b"}, "").ID,
		kb.NewProperty("a", kb.KeyAlias, nil, "").ID,
		kb.NewProperty("a", "size", quantity("", ""), "").ID,
		kb.NewProperty("a", "size", quantity("x", ""), "").ID,
		kb.NewProperty("a", "size", quantity("", "x"), "").ID,
		kb.NewProperty("a", "size", quantity("x|EXACT", ""), "").ID,
		kb.NewProperty("a", "size", quantity("x", "EXACT|"), "").ID,
		kb.NewProperty("a", "size", quantity(`x\`, `|`), "").ID,
		kb.NewProperty("a", "size", quantity(`x`, `\|`), "").ID,
	}
	unique(t, "ids", ids)
}

func TestWhatAClaimIsAbout(t *testing.T) {
	id := func(change func(*kb.Claim)) kb.ID {
		c := &kb.Claim{Collection: "harbour", Fact: "relation:x", Source: "source:x", Stance: kb.Asserts, Modality: kb.Stated,
			Statement: "It says so.", Locator: kb.Locator{Paragraph: 1, Part: kb.PartBody}, AttributedTo: []kb.ID{"ann", "bob"}}
		change(c)
		c.Identify()
		return c.ID
	}
	original := id(func(*kb.Claim) {})
	for what, change := range map[string]func(*kb.Claim){
		"modality":             func(c *kb.Claim) { c.Modality = kb.Alleged },
		"statement":            func(c *kb.Claim) { c.Statement = "It says otherwise." },
		"reading and note":     func(c *kb.Claim) { c.Reading, c.Note = kb.Inferred, "why" },
		"hash of the span":     func(c *kb.Claim) { c.Locator.Hash = "00aa" },
		"order of attribution": func(c *kb.Claim) { slices.Reverse(c.AttributedTo) },
		"qualifiers": func(c *kb.Claim) {
			c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierRole, Value: kb.TextValue{Text: "chair"}}}
		},
	} {
		if id(change) != original {
			t.Errorf("a corrected %s makes another claim", what)
		}
	}
	ids := []kb.ID{original}
	for _, change := range []func(*kb.Claim){
		func(c *kb.Claim) { c.Collection = "context" },
		func(c *kb.Claim) { c.Fact = "relation:y" },
		func(c *kb.Claim) { c.Source = "source:y" },
		func(c *kb.Claim) { c.Locator.Paragraph = 2 },
		func(c *kb.Claim) { c.Locator.Page = 1 },
		func(c *kb.Claim) { c.Locator.Part = kb.PartHeadline },
		func(c *kb.Claim) { c.Locator.Start = 1 },
		func(c *kb.Claim) { c.Locator.Length = 1 },
		func(c *kb.Claim) { c.Locator = kb.Locator{} },
		func(c *kb.Claim) { c.Stance = kb.Denies },
		func(c *kb.Claim) { c.AttributedTo = c.AttributedTo[:1] },
		func(c *kb.Claim) { c.AttributedTo = nil },
	} {
		ids = append(ids, id(change))
	}
	unique(t, "claims that are about different things", ids)
}
