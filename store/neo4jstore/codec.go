package neo4jstore

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"actorgraph/evidence"
	"actorgraph/kb"
	"actorgraph/text"
)

// Records travel as lists of values, not as maps: that saves a third of the
// time it takes to read them. A codec says which properties a node of one class
// has, and which of them make up the record.

// codec writes records of type T to nodes and reads them back.
type codec[T any] struct {
	stored []string       // the properties of a node, in the order of values
	values func(*T) []any // what they hold; nil where the record tells nothing
	read   []string       // the properties that a record is read from
	record func(*row) *T  // makes it, taking values in the order of read
}

// list is the Cypher for the values that a record is read from.
func (c codec[T]) list(v string) string {
	return c.listed(func(property string) string { return v + "." + property })
}

// listed is the same where say tells how Cypher speaks of each property.
func (c codec[T]) listed(say func(property string) string) string {
	parts := make([]string, len(c.read))
	for i, name := range c.read {
		parts[i] = say(name)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// decode makes a record of the values that list asked for.
func (c codec[T]) decode(values any) (*T, error) {
	list, ok := values.([]any)
	if !ok || len(list) < len(c.read) {
		return nil, fmt.Errorf("neo4j gave %T where a record was asked for", values)
	}
	r := row{values: list}
	t := c.record(&r)
	if r.err != nil {
		return nil, fmt.Errorf("a record in the database can't be read: %w", r.err)
	}
	return t, nil
}

// row takes values one after the other and keeps the first error.
type row struct {
	values []any
	next   int
	err    error
}

func (r *row) take() any {
	r.next++
	return r.values[r.next-1]
}

func value[T any](r *row) T {
	v, ok := r.take().(T)
	if !ok && r.values[r.next-1] != nil && r.err == nil {
		r.err = fmt.Errorf("a %T where a %T belongs", r.values[r.next-1], v)
	}
	return v
}

func (r *row) text() string { return value[string](r) }
func (r *row) int() int     { return int(value[int64](r)) }
func (r *row) id() kb.ID    { return kb.ID(r.text()) }

func (r *row) date() kb.Date {
	s := r.text()
	if s == "" {
		return kb.Date{}
	}
	d, err := kb.ParseDate(s)
	if err != nil && r.err == nil {
		r.err = err
	}
	return d
}

func list[E ~string](r *row) []E {
	values := value[[]any](r)
	if len(values) == 0 {
		return nil
	}
	out := make([]E, len(values))
	for i, v := range values {
		s, _ := v.(string)
		out[i] = E(s)
	}
	return out
}

// fromJSON reads what has no form of its own in the database.
func (r *row) fromJSON(to any) {
	s := r.text()
	if s == "" {
		return
	}
	if err := json.Unmarshal([]byte(s), to); err != nil && r.err == nil {
		r.err = err
	}
}

func (r *row) value() kb.Value {
	v, err := kb.UnmarshalValue([]byte(r.text()))
	if err != nil && r.err == nil {
		r.err = err
	}
	return v
}

// What is missing is null in the database, that is, not there.

func orNull[E ~string](s E) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func foldOrNull(s string) any {
	if s == "" {
		return nil
	}
	return text.Fold(s)
}

func keyOrNull(s string) any {
	if s == "" {
		return nil
	}
	return sortKey(s)
}

func intOrNull(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func listOrNull[E ~string](list []E) any {
	if len(list) == 0 {
		return nil
	}
	return words(list)
}

func words[E ~string](list []E) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = string(e)
	}
	return out
}

func jsonOrNull[E any](list []E) any {
	if len(list) == 0 {
		return nil
	}
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // validated records have a form in JSON
	}
	return string(data)
}

// dateValues are a date's text and its first and last day.
func dateValues(d kb.Date) []any {
	if d.IsZero() {
		return []any{nil, nil, nil}
	}
	first, last := d.Span()
	return []any{d.String(), first, last}
}

// named is an entity with its aliases, sorted, which its node keeps for search
// and filters.
type named struct {
	*kb.Entity
	aliases []string
}

var entities = codec[named]{
	stored: []string{
		"id", "kind", "kindRank", "name", "nameKey", "nameFold", "summary", "summaryFold", "collections", "degree",
		"nameWords", "aliases", "aliasFolds", "words",
	},
	values: func(e *named) []any {
		rank := slices.IndexFunc(kb.Kinds, func(row kb.KindInfo) bool { return row.Kind == e.Kind })
		return append([]any{
			string(e.ID), string(e.Kind), rank, e.Name, sortKey(e.Name), text.Fold(e.Name), orNull(e.Summary), foldOrNull(e.Summary),
			listOrNull(e.Collections), e.Degree, listOrNull(termsOf(e.Name)),
		}, e.aliasValues()...)
	},
	read: []string{"id", "kind", "name", "summary", "collections", "degree", "aliases", "visible"},
	record: func(r *row) *named {
		e := &kb.Entity{ID: r.id(), Kind: kb.Kind(r.text()), Name: r.text(), Summary: r.text(), Collections: list[string](r), Degree: r.int()}
		aliases := list[string](r)
		e.Visible = r.take() != false // no node says it: without a lens it is null
		return &named{e, aliases}
	},
}

// aliasValues are the values of aliases, aliasFolds and words.
func (e *named) aliasValues() []any {
	var folds []string
	for _, a := range e.aliases {
		folds = append(folds, text.Fold(a))
	}
	return []any{listOrNull(e.aliases), listOrNull(folds), listOrNull(e.words())}
}

// words are the words of the entity's names, each once, sorted.
func (e *named) words() []string { return termsOf(append([]string{e.Name}, e.aliases...)...) }

func termsOf(names ...string) []string {
	var terms []string
	for _, name := range names {
		terms = append(terms, text.Terms(name)...)
	}
	return distinct(terms)
}

var sources = codec[kb.Source]{
	stored: []string{
		"id", "kind", "kindRank", "title", "titleKey", "titleFold", "publishers", "byline", "published", "publishedFirst", "publishedLast",
		"publishedNote", "retrieved", "url", "urlFold", "language", "languageFold", "fileName", "fileNameFold", "fingerprint",
		"cites", "derivesFrom", "derivations", "act", "note", "collections",
	},
	values: func(s *kb.Source) []any {
		var parents []kb.ID
		for _, d := range s.DerivesFrom {
			parents = append(parents, d.Source)
		}
		return slices.Concat(
			[]any{string(s.ID), string(s.Kind), slices.Index(kb.SourceKinds, s.Kind), orNull(s.Title), keyOrNull(s.Title), foldOrNull(s.Title), listOrNull(s.Publishers), orNull(s.Byline)},
			dateValues(s.Published),
			[]any{
				orNull(s.PublishedNote), orNull(s.Retrieved.String()), orNull(s.URL), foldOrNull(s.URL), orNull(s.Language), foldOrNull(s.Language),
				orNull(s.FileName), foldOrNull(s.FileName), orNull(s.Fingerprint), listOrNull(s.Cites), listOrNull(parents), jsonOrNull(s.DerivesFrom),
				orNull(s.Act), orNull(s.Note), listOrNull(s.Collections),
			})
	},
	read: []string{
		"id", "kind", "title", "publishers", "byline", "published", "publishedNote", "retrieved", "url", "language", "fileName", "fingerprint",
		"cites", "derivations", "act", "note", "collections",
	},
	record: func(r *row) *kb.Source {
		s := &kb.Source{
			ID: r.id(), Kind: kb.SourceKind(r.text()), Title: r.text(), Publishers: list[kb.ID](r), Byline: r.text(), Published: r.date(),
			PublishedNote: r.text(), Retrieved: r.date(), URL: r.text(), Language: r.text(), FileName: r.text(), Fingerprint: r.text(), Cites: list[kb.ID](r),
		}
		r.fromJSON(&s.DerivesFrom)
		s.Act, s.Note, s.Collections = r.id(), r.text(), list[string](r)
		return s
	},
}

var relations = codec[kb.Relation]{
	stored: []string{"id", "type", "typeRank", "from", "to", "key", "keyFold"},
	values: func(r *kb.Relation) []any {
		rank := slices.IndexFunc(kb.RelationTypes, func(row kb.RelationTypeInfo) bool { return row.Type == r.Type })
		return []any{string(r.ID), string(r.Type), rank, string(r.From), string(r.To), orNull(r.Key), foldOrNull(r.Key)}
	},
	read: append([]string{"id", "type", "from", "to", "key"}, heldRead...),
	record: func(r *row) *kb.Relation {
		return &kb.Relation{
			ID: r.id(), Type: kb.RelationType(r.text()), From: r.id(), To: r.id(), Key: r.text(),
			When: kb.Interval{Since: r.date(), Until: r.date()}, Collections: list[string](r), Support: r.support(),
		}
	},
}

var properties = codec[kb.Property]{
	stored: []string{
		"id", "entity", "key", "keyRank", "value", "valueKey", "json", "issuer", "words",
		"text", "textFold", "boolean", "min", "max", "unit", "unitFold", "date", "dateFirst", "dateLast",
	},
	values: func(p *kb.Property) []any {
		rank := slices.IndexFunc(kb.PropertyKeys, func(row kb.PropertyKeyInfo) bool { return row.Key == p.Key })
		data, err := kb.MarshalValue(p.Value)
		if err != nil {
			panic(err) // validated properties have a value
		}
		var words any
		if p.Key == kb.KeyAlias {
			words = listOrNull(termsOf(p.Value.String()))
		}
		return append([]any{
			string(p.ID), string(p.Entity), string(p.Key), rank, p.Value.String(), valueKey(p.Value), string(data), orNull(p.Issuer), words,
		}, filterValues(p.Value)...)
	},
	read: append([]string{"id", "entity", "key", "json", "issuer"}, heldRead...),
	record: func(r *row) *kb.Property {
		return &kb.Property{
			ID: r.id(), Entity: r.id(), Key: kb.PropertyKey(r.text()), Value: r.value(), Issuer: r.id(),
			When: kb.Interval{Since: r.date(), Until: r.date()}, Collections: list[string](r), Support: r.support(),
		}
	},
}

// held names the properties for what the claims on a fact come to. The node of
// the fact has them, and each node of a stretch in which they come to something
// else.
var held = []string{
	"since", "sinceFirst", "sinceLast", "until", "untilFirst", "untilLast", "collections", "claims",
	"support", "status", "atLeast", "contested", "strongest", "verified",
}

// heldRead are those that a record is read from.
var heldRead = []string{"since", "until", "collections", "support"}

func heldValues(h *evidence.Held) []any {
	support, err := json.Marshal(h.Support)
	if err != nil {
		panic(err) // it has a form in JSON
	}
	return slices.Concat(dateValues(h.When.Since), dateValues(h.When.Until), []any{
		words(h.Collections), h.Claims,
		string(support), string(h.Support.Status), h.Support.AtLeast, h.Support.Contested, orNull(h.Support.Strongest), h.Verified,
	})
}

func (r *row) support() (s kb.Support) {
	r.fromJSON(&s)
	return s
}

// filterValues are the values from text to dateLast: what filters compare.
func filterValues(v kb.Value) []any {
	out := make([]any, 10)
	switch v := v.(type) {
	case kb.TextValue, kb.UrlValue, kb.EnumValue:
		out[0], out[1] = orNull(v.String()), foldOrNull(v.String())
	case kb.BooleanValue:
		out[2] = v.Boolean
	case kb.QuantityValue:
		if v.Min.Known {
			out[3] = v.Min.Value
		}
		if v.Max.Known {
			out[4] = v.Max.Value
		}
		out[5], out[6] = orNull(v.Unit), foldOrNull(v.Unit)
	case kb.DateValue:
		copy(out[7:], dateValues(v.Date))
	}
	return out
}

var claims = codec[kb.Claim]{
	stored: []string{
		"id", "fact", "source", "paragraph", "page", "part", "start", "length", "hash", "place", "statement", "statementFold",
		"stance", "modality", "modalityRank", "qualifiers", "attributedTo", "credits", "creditHows", "named", "firsthand", "reading",
		"answers", "retracts", "mentions", "collection", "note", "recordedBy", "recordedAt",
		"verification", "checkedAt", "checkedBy", "checkedWhy",
	},
	values: func(c *kb.Claim) []any {
		l := c.Locator
		var creditSources, named []kb.ID
		var hows []kb.CreditHow
		for _, cr := range c.Credits {
			creditSources, hows = append(creditSources, cr.Source), append(hows, cr.How)
			if cr.How == kb.CreditNamed {
				named = append(named, cr.Source)
			}
		}
		return append([]any{
			string(c.ID), string(c.Fact), string(c.Source), intOrNull(l.Paragraph), intOrNull(l.Page), orNull(l.Part), intOrNull(l.Start), intOrNull(l.Length),
			orNull(l.Hash), place(l), c.Statement, text.Fold(c.Statement),
			string(c.Stance), string(c.Modality), slices.Index(kb.Modalities, c.Modality), jsonOrNull(c.Qualifiers), listOrNull(c.AttributedTo),
			listOrNull(creditSources), listOrNull(hows), listOrNull(named), c.Firsthand, string(c.Reading),
			listOrNull(c.Answers), listOrNull(c.Retracts), jsonOrNull(c.Mentions), c.Collection, orNull(c.Note), orNull(c.RecordedBy), c.RecordedAt.UnixNano(),
		}, verificationValues(c.Verification)...)
	},
	read: []string{
		"id", "fact", "source", "paragraph", "page", "part", "start", "length", "hash", "statement", "stance", "modality", "qualifiers",
		"attributedTo", "credits", "creditHows", "firsthand", "reading", "answers", "retracts", "mentions", "collection", "note", "recordedBy", "recordedAt",
		"verification", "checkedAt", "checkedBy", "checkedWhy",
	},
	record: func(r *row) *kb.Claim {
		c := &kb.Claim{
			ID: r.id(), Fact: r.id(), Source: r.id(),
			Locator:   kb.Locator{Paragraph: r.int(), Page: r.int(), Part: kb.Part(r.text()), Start: r.int(), Length: r.int(), Hash: r.text()},
			Statement: r.text(), Stance: kb.Stance(r.text()), Modality: kb.Modality(r.text()),
		}
		r.fromJSON(&c.Qualifiers)
		c.AttributedTo = list[kb.ID](r)
		credited, hows := list[kb.ID](r), list[kb.CreditHow](r)
		for i, source := range credited {
			c.Credits = append(c.Credits, kb.Credit{Source: source, How: hows[i]})
		}
		c.Firsthand, c.Reading = value[bool](r), kb.Reading(r.text())
		c.Answers, c.Retracts = list[kb.ID](r), list[kb.ID](r)
		r.fromJSON(&c.Mentions)
		c.Collection, c.Note, c.RecordedBy = r.text(), r.text(), r.text()
		c.RecordedAt = time.Unix(0, value[int64](r)).UTC()
		c.Verification = r.verification()
		return c
	},
}

// verificationValues are the values from verification to checkedWhy.
func verificationValues(v kb.Verification) []any {
	var at any
	if !v.CheckedAt.IsZero() {
		at = v.CheckedAt.UnixNano()
	}
	return []any{orNull(v.Status), at, orNull(v.Method), orNull(v.Reason)}
}

func (r *row) verification() kb.Verification {
	v := kb.Verification{Status: kb.VerificationStatus(r.text())}
	if at := r.take(); at != nil {
		v.CheckedAt = time.Unix(0, at.(int64)).UTC()
	}
	v.Method, v.Reason = r.text(), r.text()
	return v
}

// place is what claims are ordered by within a document, or nil if it is not told.
func place(l kb.Locator) any {
	if l.Page == 0 && l.Paragraph == 0 {
		return nil
	}
	return fmt.Sprintf("%020d.%020d.%020d", l.Page, l.Paragraph, l.Start)
}
