package evidence

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"actorgraph/kb"
)

// telling puts what was found into words.
type telling struct{ named func(kb.ID) Named }

func (t telling) name(id kb.ID) string { return t.named(id).Name }

// Says writes a fact as a short clause: "NSO Group makes Pegasus", or "NSO Group,
// size: 750 employees". named gives the names of entities.
func Says(f kb.Fact, named func(kb.ID) Named) string { return telling{named}.says(f) }

func (t telling) says(f kb.Fact) string {
	switch f := f.(type) {
	case *kb.Relation:
		return t.joins(f) + lasting(f.When)
	case *kb.Property:
		return t.asks(f) + ": " + sayValue(f.Value) + lasting(f.When)
	}
	return ""
}

// lasting writes for how long something held; nothing of what is of one date.
func lasting(i kb.Interval) string {
	if isOneDate(i) {
		return ""
	}
	return " " + WhenSaid(i)
}

func (t telling) joins(r *kb.Relation) string {
	row, _ := r.Type.Info()
	return t.name(r.From) + " " + row.Label + " " + t.name(r.To)
}

// asks writes what a property is the value of.
func (t telling) asks(p *kb.Property) string {
	row, _ := p.Key.Info()
	out := t.name(p.Entity) + ", " + strings.ToLower(row.Label)
	if p.Issuer != "" {
		out += " by " + t.name(p.Issuer)
	}
	return out
}

// maxSaid bounds, in characters, how much of a value stands in a text.
const maxSaid = 120

func sayValue(v kb.Value) string {
	if v == nil {
		return ""
	}
	out := v.String()
	switch v := v.(type) {
	case kb.DateValue:
		out = DateSaid(v.Date)
	case kb.EnumValue:
		out = strings.ToLower(strings.ReplaceAll(out, "_", " "))
	case kb.QuantityValue:
		out = grouped(out)
	}
	if runes := []rune(out); len(runes) > maxSaid {
		return string(runes[:maxSaid-1]) + "…"
	}
	return out
}

// grouped writes the digits of large numbers in threes: 500,000,000.
func grouped(text string) string {
	return digits.ReplaceAllStringFunc(text, func(n string) string {
		for at := len(n) - 3; at > 0; at -= 3 {
			n = n[:at] + "," + n[at:]
		}
		return n
	})
}

var digits = regexp.MustCompile(`\b[0-9]{5,}\b`)

// documentsOf tells in how many documents claims stand.
func documentsOf(claims []*kb.Claim) string {
	return count(len(sourcesOf(claims)), "document")
}

func sourcesOf(claims []*kb.Claim) []kb.ID {
	var ids []kb.ID
	for _, c := range claims {
		ids = append(ids, c.Source)
	}
	return distinct(ids)
}

// maxSpeakers bounds how many speakers a text names.
const maxSpeakers = 3

// by names those to whom claims are attributed, "" if nobody is.
func (t telling) by(claims []*kb.Claim) string {
	var ids []kb.ID
	for _, c := range claims {
		ids = append(ids, c.AttributedTo...)
	}
	var names []string
	for _, id := range distinct(ids) {
		names = append(names, t.named(id).InText())
	}
	if len(names) > maxSpeakers {
		names = append(names[:maxSpeakers], "others")
	}
	return listed(names, " and ")
}

func (t telling) deniedText(f *compared) string {
	out := fmt.Sprintf("“%s”: asserted in %s, denied in %s", t.says(f.Fact), documentsOf(f.asserting), number(len(sourcesOf(f.denying))))
	if by := t.by(f.denying); by != "" {
		out += ", by " + by
	}
	return out + "."
}

func (t telling) intervalText(f *compared, since, until kb.Date) string {
	what := t.says(f.Fact)
	if r, ok := f.Fact.(*kb.Relation); ok {
		what = t.joins(r)
	}
	return fmt.Sprintf("“%s” is told to begin %s and to end %s: it ends before it begins.", what, onDateSaid(since), onDateSaid(until))
}

func (t telling) qualifierText(f *compared, key kb.QualifierKey, claims []*kb.Claim) string {
	row, _ := key.Info()
	var values []valued
	for _, c := range claims {
		values = append(values, valued{sayValue(c.Qualifier(key)), []*kb.Claim{c}})
	}
	return fmt.Sprintf("“%s”, %s: %s.", t.says(f.Fact), strings.ToLower(row.Label), alternatives(values))
}

// valued is a value with claims that give it.
type valued struct {
	value  string
	claims []*kb.Claim
}

// maxValues bounds how many values a text lists.
const maxValues = 5

// alternatives lists values, each once, with the documents that give them: the one
// that most give first.
func alternatives(values []valued) string {
	claims := map[string][]*kb.Claim{}
	var distinct []string
	for _, v := range values {
		if claims[v.value] == nil {
			distinct = append(distinct, v.value)
		}
		claims[v.value] = append(claims[v.value], v.claims...)
	}
	slices.SortFunc(distinct, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(sourcesOf(claims[b])), len(sourcesOf(claims[a]))), cmp.Compare(a, b))
	})
	var out []string
	for _, v := range distinct {
		out = append(out, fmt.Sprintf("%s (%s)", v, documentsOf(claims[v])))
	}
	if len(out) > maxValues {
		out = append(out[:maxValues], fmt.Sprintf("%s more", number(len(out)-maxValues)))
	}
	return listed(out, " or ")
}

func (t telling) valuesText(rule kb.ConflictRule, facts []*compared) string {
	var values []valued
	for _, f := range facts {
		values = append(values, valued{sayValue(valueOf(f)), f.firm})
	}
	out := t.asks(facts[0].Fact.(*kb.Property)) + ": " + alternatives(values)
	switch {
	case rule == kb.DetailDiffers && len(facts) == 2:
		return out + "; they agree, and one says less."
	case rule == kb.DetailDiffers:
		return out + "; they agree, and some say less."
	}
	return out + "; only one of them can hold at a time."
}

func (t telling) pairText(rule kb.ConflictRule, a, b *compared) string {
	x := fmt.Sprintf("“%s” (%s)", t.says(a.Fact), documentsOf(a.firm))
	y := fmt.Sprintf("“%s” (%s)", t.says(b.Fact), documentsOf(b.firm))
	if rule == kb.VerbDiffers {
		return fmt.Sprintf("%s says more than %s.", x, y)
	}
	return fmt.Sprintf("%s and %s can't both hold at one time.", x, y)
}

func (t telling) deathText(r *kb.Relation, died, began kb.Date) string {
	return fmt.Sprintf("“%s” begins %s, and %s died %s.", t.joins(r), onDateSaid(began), t.name(r.From), onDateSaid(died))
}

// told says how a modality tells a fact.
var told = map[kb.Modality]string{
	kb.Found: "as found by a court or inquiry", kb.Confirmed: "as confirmed", kb.Stated: "as fact", kb.Derived: "as reckoned from what is stated",
	kb.Hearsay: "as hearsay", kb.Believed: "as a belief", kb.Alleged: "as an allegation", kb.PossiblyTrue: "as a possibility", kb.Implied: "by implication",
	kb.Intended: "as intended", kb.Forecast: "as a forecast", kb.Opinion: "as an opinion",
}

func (t telling) strengthText(f *compared) string {
	support := f.Fact.Supported()
	return fmt.Sprintf("“%s” is told %s, and elsewhere %s.", t.says(f.Fact), told[support.Strongest], told[support.Weakest])
}

func (t telling) speakerText(f *compared) string {
	named, unnamed := splitBySpeaker(f.asserting)
	return fmt.Sprintf("“%s” is told as the word of %s in %s, and without a speaker in %s.", t.says(f.Fact), t.by(named), documentsOf(named), number(len(sourcesOf(unnamed))))
}
