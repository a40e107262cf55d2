package kb

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Bounds on the texts of records, in code points.
const (
	MaxName = 300
	MaxLine = 1_000  // titles, bylines, values, labels, keys
	MaxText = 10_000 // statements, notes, descriptions
	MaxURL  = 2_000
	MaxList = 500 // members of one list of one record
)

// maxProblems bounds how many problems of one set are told one by one.
const maxProblems = 100

// Validate checks all that can be told from the set alone: forms of ids and
// texts, closed lists, which value a key takes, which qualifiers a claim may
// carry, that ids are those that the content calls for, that nothing stands
// twice. It brings the records' lists into their stored order and empties the
// fields that stores fill in. The error is an [*InvalidError].
//
// Whether what the set refers to exists, and whether the kinds at the ends of a
// fact are allowed, a store checks with [NewPlan].
func (s *ChangeSet) Validate() error {
	v := &validator{}
	if s.Len() > MaxChanges {
		v.add("", 0, "", "the set has %d records; at most %d are allowed in one", s.Len(), MaxChanges)
		return v.err()
	}
	v.collection(s.Collection)
	v.line("", 0, "", "key", s.Key, MaxLine)
	seen := make(map[ID]bool, s.Len())
	once := func(c Class, i int, id ID) {
		if seen[id] {
			v.add(c, i, id, "stands twice in the set")
		}
		seen[id] = true
	}
	for i, e := range s.Entities {
		once(EntityClass, i, e.ID)
		e.Collections, e.Degree, e.Visible = nil, 0, false
		v.entity(i, e)
	}
	for i, src := range s.Sources {
		once(SourceClass, i, src.ID)
		src.Normalize()
		src.Collections = nil
		v.source(i, src)
	}
	relations := make(map[ID]*Relation, len(s.Relations))
	for i, r := range s.Relations {
		once(RelationClass, i, r.ID)
		r.When, r.Support, r.Collections = Interval{}, Support{}, nil
		v.relation(i, r)
		relations[r.ID] = r
	}
	properties := make(map[ID]*Property, len(s.Properties))
	for i, p := range s.Properties {
		once(PropertyClass, i, p.ID)
		p.When, p.Support, p.Collections = Interval{}, Support{}, nil
		v.property(i, p)
		properties[p.ID] = p
	}
	claimed := make(map[ID]bool, len(s.Claims))
	for i, c := range s.Claims {
		once(ClaimClass, i, c.ID)
		c.Normalize()
		c.RecordedAt, c.Verification = time.Time{}, Verification{}
		v.claim(i, c, s.Collection.Name, relations[c.Fact], properties[c.Fact])
		claimed[c.Fact] = true
	}
	for i, r := range s.Relations {
		if !claimed[r.ID] {
			v.add(RelationClass, i, r.ID, "%s %s %s has no claim in the set; a fact needs at least one", r.From, r.Type, r.To)
		}
	}
	for i, p := range s.Properties {
		if !claimed[p.ID] {
			v.add(PropertyClass, i, p.ID, "%s %s has no claim in the set; a fact needs at least one", p.Entity, p.Key)
		}
	}
	for i, id := range s.Remove {
		switch c := id.Class(); {
		case id.Check() != nil:
			v.add(c, i, id, "to be removed: %v", id.Check())
		case id.IsFact():
			v.add(c, i, id, "a fact is removed by removing its claims")
		case seen[id]:
			v.add(c, i, id, "is both put and removed, or removed twice")
		}
		seen[id] = true
	}
	return v.err()
}

// validator gathers problems.
type validator struct {
	problems []Problem
	more     int
}

func (v *validator) add(c Class, index int, id ID, format string, args ...any) {
	if len(v.problems) == maxProblems {
		v.more++
		return
	}
	v.problems = append(v.problems, Problem{c, index, id, fmt.Sprintf(format, args...)})
}

func (v *validator) err() error {
	if len(v.problems) == 0 {
		return nil
	}
	return &InvalidError{v.problems, v.more}
}

func (v *validator) check(c Class, index int, id ID, what string, err error) {
	if err != nil {
		v.add(c, index, id, "%s: %v", what, err)
	}
}

// line checks a text of one line.
func (v *validator) line(c Class, index int, id ID, what, s string, most int) {
	v.check(c, index, id, what, checkText(s, most, false))
}

// text checks a text that may have several lines.
func (v *validator) text(c Class, index int, id ID, what, s string) {
	v.check(c, index, id, what, checkText(s, MaxText, true))
}

func (v *validator) refs(c Class, index int, id ID, what string, ids []ID, classes ...Class) {
	if len(ids) > MaxList {
		v.add(c, index, id, "%s: a list of %d; at most %d are allowed", what, len(ids), MaxList)
		return
	}
	for _, ref := range ids {
		v.ref(c, index, id, what, ref, classes...)
	}
}

func (v *validator) ref(c Class, index int, id ID, what string, ref ID, classes ...Class) {
	if err := ref.Check(); err != nil {
		v.add(c, index, id, "%s: %v", what, err)
	} else if !slices.Contains(classes, ref.Class()) {
		example := ""
		if ref.Class() == EntityClass && slices.Equal(classes, []Class{SourceClass}) {
			example = ", as in source:" + string(ref)
		}
		v.add(c, index, id, "%s: %s is the id of %s; meant is %s%s", what, ref, a(ref.Class()), a(oneOf(classes)), example)
	}
}

func (v *validator) collection(c Collection) {
	if err := ID(c.Name).Check(); err != nil || strings.Contains(c.Name, ":") {
		v.add("", 0, "", "collection %q: its name has to be a slug, as in nso-articles", c.Name)
	}
	v.line("", 0, "", "title of the collection", c.Title, MaxLine)
	v.text("", 0, "", "description of the collection", c.Description)
	v.line("", 0, "", "licence of the collection", c.Licence, MaxLine)
}

func (v *validator) entity(i int, e *Entity) {
	v.ref(EntityClass, i, e.ID, "id", e.ID, EntityClass)
	if _, ok := e.Kind.Info(); !ok {
		v.check(EntityClass, i, e.ID, "kind", unknown("kind", string(e.Kind), anyKind))
	}
	if strings.TrimSpace(e.Name) == "" {
		v.add(EntityClass, i, e.ID, "has no name")
	}
	v.line(EntityClass, i, e.ID, "name", e.Name, MaxName)
	v.line(EntityClass, i, e.ID, "summary", e.Summary, MaxLine)
}

func (v *validator) source(i int, s *Source) {
	v.ref(SourceClass, i, s.ID, "id", s.ID, SourceClass)
	v.check(SourceClass, i, s.ID, "kind", among("kind of source", s.Kind, SourceKinds))
	for _, line := range []struct{ what, text string }{
		{"title", s.Title}, {"byline", s.Byline}, {"publishedNote", s.PublishedNote},
		{"language", s.Language}, {"fileName", s.FileName}, {"fingerprint", s.Fingerprint},
	} {
		v.line(SourceClass, i, s.ID, line.what, line.text, MaxLine)
	}
	v.text(SourceClass, i, s.ID, "note", s.Note)
	if s.URL != "" {
		v.check(SourceClass, i, s.ID, "url", checkURL(s.URL))
	}
	v.refs(SourceClass, i, s.ID, "publishers", s.Publishers, EntityClass)
	for k, id := range s.Publishers {
		if slices.Contains(s.Publishers[:k], id) {
			v.add(SourceClass, i, s.ID, "is published by %s twice", id)
		}
	}
	v.refs(SourceClass, i, s.ID, "cites", s.Cites, SourceClass)
	if s.Act != "" {
		v.ref(SourceClass, i, s.ID, "act", s.Act, EntityClass)
	}
	if len(s.DerivesFrom) > MaxList {
		v.add(SourceClass, i, s.ID, "derivesFrom: at most %d are allowed", MaxList)
		return
	}
	for k, d := range s.DerivesFrom {
		v.ref(SourceClass, i, s.ID, "derivesFrom", d.Source, SourceClass)
		v.check(SourceClass, i, s.ID, "derivesFrom", among("how", d.How, DerivationHows))
		v.check(SourceClass, i, s.ID, "derivesFrom", among("basis", d.Basis, DerivationBases))
		v.text(SourceClass, i, s.ID, "note of derivesFrom", d.Note)
		if d.Source == s.ID {
			v.add(SourceClass, i, s.ID, "derives from itself")
		}
		if k > 0 && d.Source == s.DerivesFrom[k-1].Source {
			v.add(SourceClass, i, s.ID, "derives from %s twice", d.Source)
		}
	}
}

func (v *validator) relation(i int, r *Relation) {
	if _, ok := r.Type.Info(); !ok {
		v.check(RelationClass, i, r.ID, "type", unknown("relation type", string(r.Type), allRelationTypes()))
		return
	}
	v.ref(RelationClass, i, r.ID, "from", r.From, EntityClass)
	v.ref(RelationClass, i, r.ID, "to", r.To, EntityClass)
	v.line(RelationClass, i, r.ID, "key", r.Key, MaxLine)
	if want := NewRelation(r.Type, r.From, r.To, r.Key); want.ID != r.ID || want.From != r.From {
		v.add(RelationClass, i, r.ID, "its id or the order of its ends is not what %s %s %s calls for; make it with NewRelation", r.From, r.Type, r.To)
	}
}

func (v *validator) property(i int, p *Property) {
	row, ok := p.Key.Info()
	if !ok {
		v.check(PropertyClass, i, p.ID, "key", unknown("property key", string(p.Key), allPropertyKeys()))
		return
	}
	v.ref(PropertyClass, i, p.ID, "entity", p.Entity, EntityClass)
	if p.Issuer != "" {
		v.ref(PropertyClass, i, p.ID, "issuer", p.Issuer, EntityClass)
	}
	if row.Issued != (p.Issuer != "") {
		if row.Issued {
			v.add(PropertyClass, i, p.ID, "%s %s has no issuer; say whose %s it is", p.Entity, p.Key, p.Key)
		} else {
			v.add(PropertyClass, i, p.ID, "%s %s has an issuer; only rating and outlook have one", p.Entity, p.Key)
		}
	}
	v.check(PropertyClass, i, p.ID, fmt.Sprintf("%s %s", p.Entity, p.Key), checkValue(p.Value, row.Type, row.Enum))
	if want := NewProperty(p.Entity, p.Key, p.Value, p.Issuer); want.ID != p.ID {
		v.add(PropertyClass, i, p.ID, "its id is not what %s %s calls for; make it with NewProperty", p.Entity, p.Key)
	}
}

func (v *validator) claim(i int, c *Claim, collection string, r *Relation, p *Property) {
	id := c.ID
	v.ref(ClaimClass, i, id, "source", c.Source, SourceClass)
	if r == nil && p == nil {
		v.add(ClaimClass, i, id, "its fact %s is not in the set; a claim comes with its fact", c.Fact)
	}
	if c.Collection != collection {
		v.add(ClaimClass, i, id, "is of collection %q, the set of %q", c.Collection, collection)
	}
	if strings.TrimSpace(c.Statement) == "" {
		v.add(ClaimClass, i, id, "has no statement; say in your own words what the source says")
	}
	v.text(ClaimClass, i, id, "statement", c.Statement)
	v.text(ClaimClass, i, id, "note", c.Note)
	v.line(ClaimClass, i, id, "recordedBy", c.RecordedBy, MaxLine)
	v.check(ClaimClass, i, id, "stance", among("stance", c.Stance, Stances))
	v.check(ClaimClass, i, id, "modality", among("modality", c.Modality, Modalities))
	v.check(ClaimClass, i, id, "reading", among("reading", c.Reading, Readings))
	if c.Reading == Inferred && strings.TrimSpace(c.Note) == "" {
		v.add(ClaimClass, i, id, "is INFERRED without a note that says why")
	}
	v.refs(ClaimClass, i, id, "attributedTo", c.AttributedTo, EntityClass)
	v.refs(ClaimClass, i, id, "answers", c.Answers, ClaimClass, SourceClass)
	v.refs(ClaimClass, i, id, "retracts", c.Retracts, ClaimClass)
	if slices.Contains(c.Answers, id) || slices.Contains(c.Retracts, id) {
		v.add(ClaimClass, i, id, "answers or retracts itself")
	}
	if len(c.Retracts) > 0 && c.Stance != Retracts {
		v.add(ClaimClass, i, id, "names claims that it retracts, but its stance is %s", c.Stance)
	}
	if len(c.Credits) > MaxList || len(c.Mentions) > MaxList {
		v.add(ClaimClass, i, id, "at most %d credits and mentions are allowed", MaxList)
		return
	}
	for k, cr := range c.Credits {
		v.ref(ClaimClass, i, id, "credits", cr.Source, SourceClass)
		v.check(ClaimClass, i, id, "credits", among("how", cr.How, CreditHows))
		if cr.Source == c.Source {
			v.add(ClaimClass, i, id, "credits its own source; a document that is itself the origin is firsthand")
		}
		if k > 0 && c.Credits[k-1].Source == cr.Source {
			v.add(ClaimClass, i, id, "credits %s twice", cr.Source)
		}
	}
	v.qualifiers(i, c, r)
	v.locator(i, c, r != nil)
	want := *c
	if want.Identify(); want.ID != id {
		v.add(ClaimClass, i, id, "its id is not what its content calls for; make it with Identify")
	}
}

func (v *validator) qualifiers(i int, c *Claim, r *Relation) {
	for k, q := range c.Qualifiers {
		row, ok := q.Key.Info()
		if !ok {
			v.check(ClaimClass, i, c.ID, "qualifiers", unknown("qualifier", string(q.Key), allQualifierKeys()))
			continue
		}
		if k > 0 && c.Qualifiers[k-1].Key == q.Key {
			v.add(ClaimClass, i, c.ID, "gives %s twice", q.Key)
		}
		v.check(ClaimClass, i, c.ID, string(q.Key), checkValue(q.Value, row.Type, row.Enum))
		if row.Common {
			continue
		}
		if r == nil {
			v.add(ClaimClass, i, c.ID, "%s is not a qualifier of properties", q.Key)
		} else if info, ok := r.Type.Info(); ok && !slices.Contains(info.Qualifiers, q.Key) {
			v.add(ClaimClass, i, c.ID, "%s is not a qualifier of %s", q.Key, r.Type)
		}
	}
}

func (v *validator) locator(i int, c *Claim, relation bool) {
	l := c.Locator
	if l != (Locator{}) {
		v.check(ClaimClass, i, c.ID, "part", among("part", l.Part, Parts))
	}
	if l.Paragraph < 0 || l.Page < 0 || l.Start < 0 || l.Length < 0 {
		v.add(ClaimClass, i, c.ID, "a paragraph, page or position is less than 0")
	}
	if (l.Length > 0) != (l.Hash != "") || l.Length > 0 && l.Paragraph == 0 {
		v.add(ClaimClass, i, c.ID, "a span has a paragraph, a length and a hash, or none of the three")
	}
	v.line(ClaimClass, i, c.ID, "hash", l.Hash, 64)
	for _, m := range c.Mentions {
		allowed := []MentionOf{MentionEntity, MentionValue, MentionIssuer, MentionSpeaker}
		if relation {
			allowed = []MentionOf{MentionFrom, MentionTo, MentionSpeaker}
		}
		v.check(ClaimClass, i, c.ID, "mentions", among("mention", m.Of, allowed))
		if m.Start < 0 || m.Length <= 0 || m.Hash == "" || l.Paragraph == 0 {
			v.add(ClaimClass, i, c.ID, "a mention has a start, a length and a hash, and its claim a paragraph")
		}
		v.line(ClaimClass, i, c.ID, "hash of a mention", m.Hash, 64)
		if m.Entity != "" {
			v.ref(ClaimClass, i, c.ID, "mentions", m.Entity, EntityClass)
		}
	}
}

// CheckRelation tells whether a relation of type t may go from an entity of kind
// from to one of kind to.
func CheckRelation(t RelationType, from, to Kind) error {
	row, ok := t.Info()
	if !ok {
		return unknown("relation type", string(t), allRelationTypes())
	}
	if row.Symmetric && !slices.Contains(row.From, from) && slices.Contains(row.To, from) {
		from, to = to, from
	}
	if !slices.Contains(row.From, from) {
		return fmt.Errorf("%s can't start at %s; it starts at %s", t, a(from), a(oneOf(row.From)))
	}
	if !slices.Contains(row.To, to) {
		return fmt.Errorf("%s can't end at %s; it ends at %s", t, a(to), a(oneOf(row.To)))
	}
	return nil
}

// CheckProperty tells whether an entity of kind k may have the property key.
func CheckProperty(key PropertyKey, k Kind) error {
	row, ok := key.Info()
	if !ok {
		return unknown("property key", string(key), allPropertyKeys())
	}
	if !slices.Contains(row.Kinds, k) {
		return fmt.Errorf("%s has no %s; only %s has", a(k), key, a(oneOf(row.Kinds)))
	}
	return nil
}

func checkValue(val Value, typ ValueType, enum []string) error {
	if val == nil {
		return fmt.Errorf("has no value")
	}
	if val.Type() != typ {
		return fmt.Errorf("takes %s, not %s", a(typ), a(val.Type()))
	}
	switch val := val.(type) {
	case TextValue:
		if strings.TrimSpace(val.Text) == "" {
			return fmt.Errorf("the text is empty")
		}
		return checkText(val.Text, MaxLine, false)
	case UrlValue:
		return checkURL(val.URL)
	case DateValue:
		if val.Date.IsZero() {
			return fmt.Errorf("the date is empty")
		}
	case EnumValue:
		return among("value", val.Enum, enum)
	case QuantityValue:
		if err := checkText(val.Unit, MaxLine, false); err != nil {
			return err
		}
		if err := checkText(val.Words, MaxLine, false); err != nil {
			return err
		}
		return val.Check()
	}
	return nil
}

func checkURL(s string) error {
	if err := checkText(s, MaxURL, false); err != nil {
		return err
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%q is no absolute http or https address", s)
	}
	return nil
}

// checkText refuses what no database should be given: invalid UTF-8, NUL and
// other control characters, and the marks that turn the direction of text around.
// In a text of one line it also refuses all that breaks lines.
func checkText(s string, most int, lines bool) error {
	if len(s) > most && utf8.RuneCountInString(s) > most {
		return fmt.Errorf("is longer than the %d characters allowed", most)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("is not valid UTF-8")
	}
	for i, r := range s {
		switch {
		case lines && (r == '\n' || r == '\t' || r == 0x2028 || r == 0x2029):
		case unicode.IsControl(r), r >= 0x2028 && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return fmt.Errorf("has the control character %U at byte %d", r, i)
		}
	}
	return nil
}

func among[E ~string](what string, e E, list []E) error {
	if slices.Contains(list, e) {
		return nil
	}
	return unknown(what, string(e), list)
}

// unknown is the error for a word that is not on a closed list. It says what
// was meant, if one of the list is near.
func unknown[E ~string](what, word string, list []E) error {
	if word == "" {
		return fmt.Errorf("the %s is missing; it is %s", what, oneOf(list))
	}
	if near, ok := Nearest(word, list); ok {
		return fmt.Errorf("unknown %s %q; did you mean %s?", what, word, near)
	}
	return fmt.Errorf("unknown %s %q; it is %s", what, word, oneOf(list))
}

// a is a word of a closed list behind its article. (Of those lists "url" alone
// begins with a vowel that is not heard.)
func a[E ~string](word E) string {
	if word != "" && word != E(TypeURL) && strings.IndexByte("aeiou", word[0]) >= 0 {
		return "an " + string(word)
	}
	return "a " + string(word)
}

func oneOf[E ~string](list []E) string {
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = string(e)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// Nearest finds the member of list that word may have been meant for: the one that differs from word in the fewest
// letters, ignoring case and the difference between hyphen and underscore. More
// than a third of the letters is too far. The first of equals wins.
func Nearest[E ~string](word string, list []E) (E, bool) {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "_", "-") }
	if len(word) > 64 {
		return "", false
	}
	best, bestAt := len(word)/3+1, -1
	for i, e := range list {
		if d := editDistance(plain(word), plain(string(e))); d < best {
			best, bestAt = d, i
		}
	}
	if bestAt < 0 {
		return "", false
	}
	return list[bestAt], true
}

// editDistance counts the letters to insert, delete or replace (Levenshtein 1966).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func allRelationTypes() []RelationType {
	out := make([]RelationType, len(RelationTypes))
	for i, row := range RelationTypes {
		out[i] = row.Type
	}
	return out
}

func allPropertyKeys() []PropertyKey {
	out := make([]PropertyKey, len(PropertyKeys))
	for i, row := range PropertyKeys {
		out[i] = row.Key
	}
	return out
}

func allQualifierKeys() []QualifierKey {
	out := make([]QualifierKey, len(QualifierKeys))
	for i, row := range QualifierKeys {
		out[i] = row.Key
	}
	return out
}
