package sqlitestore

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"actorgraph/kb"
	"actorgraph/text"
)

// table says how the records of one class are kept and what can be asked of
// them. In its SQL the record has the alias a. What an entity's page needs of the
// ends of a relation that is shown is read from main: they are shown, too.
type table[T, W any] struct {
	class   kb.Class
	name    string
	every   string // where Get finds it, whether a lens shows it or not; "": only if
	columns string // what a row reads
	row     func() row[T]
	id      func(*T) kb.ID

	where  func(c *compiler, w *W, a string) part
	links  map[kb.Link]func(parent part) part // the condition that a belongs to the parent
	narrow string                             // the column that Types or Keys narrow
	orders map[kb.OrderKey]key
	facets map[kb.FacetKey]facet
}

// row reads a record: its columns go where dest says, and record makes it of them.
type row[T any] interface {
	dest() []any
	record() (*T, error)
}

// key is a value that records are sorted by.
type key struct {
	value    string
	number   bool // else a text
	nullable bool
}

// facet is a value that records are counted by. Where a record may have several
// of them, rows joins them to it.
type facet struct {
	value string
	rows  string
}

// field names a list of ids in a record.
type field string

const (
	attributedTo field = "attributedTo"
	credits      field = "credits"
	named        field = "named" // those of the credits
	answers      field = "answers"
	retracts     field = "retracts"
	publishers   field = "publishers"
	cites        field = "cites"
	derivesFrom  field = "derivesFrom"
	act          field = "act"
)

// rank is the place of column's value in a table of the vocabulary, from 0.
func rank[R any, E ~string](column string, rows []R, name func(R) E) string {
	var b strings.Builder
	b.WriteString("CASE " + column)
	for i, r := range rows {
		fmt.Fprintf(&b, " WHEN '%s' THEN %d", name(r), i)
	}
	b.WriteString(" END")
	return b.String()
}

func itself[E any](e E) E { return e }

// symmetric lists the symmetric relation types as SQL does.
var symmetric = func() string {
	var types []string
	for _, row := range kb.RelationTypes {
		if row.Symmetric {
			types = append(types, "'"+string(row.Type)+"'")
		}
	}
	return "(" + strings.Join(types, ", ") + ")"
}()

// touching selects the facts that touch an entity: its relations and properties,
// and the properties that it issued. A lens that hides one of them also hides the
// claims on it, which is what this is asked for.
func touching(entity part) part {
	return cat(
		say("SELECT id FROM main.relations WHERE from_id = "), entity, say(" OR to_id = "), entity,
		say(" UNION ALL SELECT id FROM main.properties WHERE entity = "), entity,
		say(" UNION ALL SELECT id FROM main.properties WHERE issuer = "), entity)
}

func equals(column string) func(part) part {
	return func(parent part) part { return cat(say(column+" = "), parent) }
}

var collectionFacet = facet{value: "bucket.value", rows: ", json_each(a.collections) AS bucket"}

var entityTable = &table[kb.Entity, kb.EntityWhere]{
	class:   kb.EntityClass,
	name:    "entities",
	every:   "every_entity",
	columns: "a.id, a.kind, a.name, coalesce(a.summary, ''), a.collections, a.degree, a.visible",
	row:     func() row[kb.Entity] { return new(entityRow) },
	id:      func(e *kb.Entity) kb.ID { return e.ID },
	where:   (*compiler).entity,
	orders: map[kb.OrderKey]key{
		kb.ByID:     {value: "a.id"},
		kb.ByName:   {value: "a.name_key"},
		kb.ByKind:   {value: rank("a.kind", kb.Kinds, func(r kb.KindInfo) kb.Kind { return r.Kind }), number: true},
		kb.ByDegree: {value: "a.degree", number: true},
	},
	facets: map[kb.FacetKey]facet{
		kb.FacetKind:       {value: "a.kind"},
		kb.FacetCollection: collectionFacet,
	},
}

type entityRow struct {
	kb.Entity
	collections string
}

func (r *entityRow) dest() []any {
	e := &r.Entity
	return []any{(*string)(&e.ID), (*string)(&e.Kind), &e.Name, &e.Summary, &r.collections, &e.Degree, &e.Visible}
}

func (r *entityRow) record() (*kb.Entity, error) {
	e := r.Entity
	return &e, unlist(r.collections, &e.Collections)
}

var relationTable = &table[kb.Relation, kb.RelationWhere]{
	class:   kb.RelationClass,
	name:    "relations",
	columns: "a.id, a.type, a.from_id, a.to_id, coalesce(a.key, ''), coalesce(a.since, ''), coalesce(a.until, ''), a.collections, a.support",
	row:     func() row[kb.Relation] { return new(relationRow) },
	id:      func(r *kb.Relation) kb.ID { return r.ID },
	where:   (*compiler).relation,
	narrow:  "a.type",
	links: map[kb.Link]func(part) part{
		kb.RelationsFrom: func(p part) part {
			return cat(say("(a.from_id = "), p, say(" OR a.to_id = "), p, say(" AND a.type IN "+symmetric+")"))
		},
		kb.RelationsTo: func(p part) part {
			return cat(say("(a.to_id = "), p, say(" OR a.from_id = "), p, say(" AND a.type IN "+symmetric+")"))
		},
		kb.RelationsAt: func(p part) part {
			return cat(say("(a.from_id = "), p, say(" OR a.to_id = "), p, say(")"))
		},
		kb.UsersOf: func(p part) part {
			return cat(say("(a.to_id = "), p, say(" AND a.type = 'USES' OR a.type = 'OPERATED' AND a.to_id IN (SELECT targeting FROM instruments WHERE product = "), p, say("))"))
		},
	},
	orders: map[kb.OrderKey]key{
		kb.ByID:       {value: "a.id"},
		kb.ByType:     {value: rank("a.type", kb.RelationTypes, func(r kb.RelationTypeInfo) kb.RelationType { return r.Type }), number: true},
		kb.BySince:    {value: "a.since_first", number: true, nullable: true},
		kb.ByUntil:    {value: "a.until_last", number: true, nullable: true},
		kb.ByFromName: {value: "(SELECT name_key FROM main.entities WHERE id = a.from_id)"},
		kb.ByToName:   {value: "(SELECT name_key FROM main.entities WHERE id = a.to_id)"},
		kb.ByClaims:   {value: "a.claims", number: true},
	},
	facets: map[kb.FacetKey]facet{
		kb.FacetType:       {value: "a.type"},
		kb.FacetFromKind:   {value: "(SELECT kind FROM main.entities WHERE id = a.from_id)"},
		kb.FacetToKind:     {value: "(SELECT kind FROM main.entities WHERE id = a.to_id)"},
		kb.FacetSource:     {value: "bucket.source", rows: " CROSS JOIN counting AS bucket ON bucket.fact = a.id"},
		kb.FacetCollection: collectionFacet,
	},
}

type relationRow struct {
	kb.Relation
	since, until string
	collections  string
	support      []byte
}

func (r *relationRow) dest() []any {
	rel := &r.Relation
	return []any{(*string)(&rel.ID), (*string)(&rel.Type), (*string)(&rel.From), (*string)(&rel.To), &rel.Key, &r.since, &r.until, &r.collections, &r.support}
}

func (r *relationRow) record() (*kb.Relation, error) {
	rel := r.Relation
	var err error
	if rel.When, err = interval(r.since, r.until); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(r.support, &rel.Support); err != nil {
		return nil, err
	}
	return &rel, unlist(r.collections, &rel.Collections)
}

var propertyTable = &table[kb.Property, kb.PropertyWhere]{
	class:   kb.PropertyClass,
	name:    "properties",
	columns: "a.id, a.entity, a.key, a.value, coalesce(a.issuer, ''), coalesce(a.since, ''), coalesce(a.until, ''), a.collections, a.support",
	row:     func() row[kb.Property] { return new(propertyRow) },
	id:      func(p *kb.Property) kb.ID { return p.ID },
	where:   (*compiler).property,
	narrow:  "a.key",
	links:   map[kb.Link]func(part) part{kb.PropertiesOf: equals("a.entity")},
	orders: map[kb.OrderKey]key{
		kb.ByID:     {value: "a.id"},
		kb.ByKey:    {value: rank("a.key", kb.PropertyKeys, func(r kb.PropertyKeyInfo) kb.PropertyKey { return r.Key }), number: true},
		kb.ByValue:  {value: "a.value_key"},
		kb.BySince:  {value: "a.since_first", number: true, nullable: true},
		kb.ByUntil:  {value: "a.until_last", number: true, nullable: true},
		kb.ByClaims: {value: "a.claims", number: true},
	},
	facets: map[kb.FacetKey]facet{
		kb.FacetByKey:      {value: "a.key"},
		kb.FacetUnit:       {value: "a.unit"},
		kb.FacetSource:     {value: "bucket.source", rows: " CROSS JOIN counting AS bucket ON bucket.fact = a.id"},
		kb.FacetCollection: collectionFacet,
	},
}

type propertyRow struct {
	kb.Property
	value        []byte
	since, until string
	collections  string
	support      []byte
}

func (r *propertyRow) dest() []any {
	p := &r.Property
	return []any{(*string)(&p.ID), (*string)(&p.Entity), (*string)(&p.Key), &r.value, (*string)(&p.Issuer), &r.since, &r.until, &r.collections, &r.support}
}

func (r *propertyRow) record() (*kb.Property, error) {
	p := r.Property
	var err error
	if p.Value, err = kb.UnmarshalValue(r.value); err != nil {
		return nil, err
	}
	if p.When, err = interval(r.since, r.until); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(r.support, &p.Support); err != nil {
		return nil, err
	}
	return &p, unlist(r.collections, &p.Collections)
}

var claimTable = &table[kb.Claim, kb.ClaimWhere]{
	class: kb.ClaimClass,
	name:  "claims",
	columns: "a.id, a.fact, a.source, a.collection, a.stance, a.modality, a.reading, a.firsthand, a.recorded_at, " +
		"a.page, coalesce(a.paragraph, 0), coalesce(a.part, ''), a.start, a.length, coalesce(a.hash, ''), " +
		"a.qualifiers, a.attributed_to, a.credits, a.answers, a.retracts, a.mentions, coalesce(a.recorded_by, ''), coalesce(a.note, ''), a.statement, " +
		"coalesce(a.verification, ''), a.verification_at, coalesce(a.verification_method, ''), coalesce(a.verification_reason, '')",
	row:   func() row[kb.Claim] { return new(claimRow) },
	id:    func(c *kb.Claim) kb.ID { return c.ID },
	where: (*compiler).claim,
	links: map[kb.Link]func(part) part{
		kb.ClaimsOn:   equals("a.fact"),
		kb.ClaimsFrom: equals("a.source"),
		kb.ClaimsAbout: func(p part) part {
			return cat(say("a.fact IN ("), touching(p), say(")"))
		},
	},
	orders: map[kb.OrderKey]key{
		kb.ByID:       {value: "a.id"},
		kb.ByLocator:  {value: "a.place", nullable: true},
		kb.ByModality: {value: rank("a.modality", kb.Modalities, itself), number: true},
		kb.BySource:   {value: "a.source"},
		kb.ByRecorded: {value: "a.recorded_at", number: true},
	},
	facets: map[kb.FacetKey]facet{
		kb.FacetStance:     {value: "a.stance"},
		kb.FacetModality:   {value: "a.modality"},
		kb.FacetReading:    {value: "a.reading"},
		kb.FacetSource:     {value: "a.source"},
		kb.FacetSpeaker:    {value: "bucket.target", rows: refRows(attributedTo)},
		kb.FacetCollection: {value: "a.collection"},
	},
}

func refRows(f field) string {
	return " CROSS JOIN refs AS bucket ON bucket.holder = a.id AND bucket.field = '" + string(f) + "'"
}

type claimRow struct {
	kb.Claim
	recordedAt                                                     int64
	qualifiers, attributedTo, credits, answers, retracts, mentions sql.RawBytes
	checkedAt                                                      sql.NullInt64
}

func (r *claimRow) dest() []any {
	c, l, v := &r.Claim, &r.Locator, &r.Verification
	return []any{
		(*string)(&c.ID), (*string)(&c.Fact), (*string)(&c.Source), &c.Collection, (*string)(&c.Stance), (*string)(&c.Modality), (*string)(&c.Reading), &c.Firsthand, &r.recordedAt,
		&l.Page, &l.Paragraph, (*string)(&l.Part), &l.Start, &l.Length, &l.Hash,
		&r.qualifiers, &r.attributedTo, &r.credits, &r.answers, &r.retracts, &r.mentions, &c.RecordedBy, &c.Note, &c.Statement,
		(*string)(&v.Status), &r.checkedAt, &v.Method, &v.Reason,
	}
}

func (r *claimRow) record() (*kb.Claim, error) {
	c := r.Claim
	c.RecordedAt = time.Unix(0, r.recordedAt).UTC()
	if r.checkedAt.Valid {
		c.Verification.CheckedAt = time.Unix(0, r.checkedAt.Int64).UTC()
	}
	for _, l := range []struct {
		json sql.RawBytes
		into any
	}{{r.qualifiers, &c.Qualifiers}, {r.attributedTo, &c.AttributedTo}, {r.credits, &c.Credits}, {r.answers, &c.Answers}, {r.retracts, &c.Retracts}, {r.mentions, &c.Mentions}} {
		if err := unlist(l.json, l.into); err != nil {
			return nil, err
		}
	}
	return &c, nil
}

var sourceTable = &table[kb.Source, kb.SourceWhere]{
	class: kb.SourceClass,
	name:  "sources",
	every: "main.sources",
	columns: "a.id, a.kind, coalesce(a.title, ''), a.publishers, coalesce(a.byline, ''), coalesce(a.published, ''), coalesce(a.published_note, ''), coalesce(a.retrieved, ''), " +
		"coalesce(a.url, ''), coalesce(a.language, ''), coalesce(a.file_name, ''), coalesce(a.fingerprint, ''), a.cites, a.derives_from, coalesce(a.act, ''), coalesce(a.note, ''), a.collections",
	row:   func() row[kb.Source] { return new(sourceRow) },
	id:    func(s *kb.Source) kb.ID { return s.ID },
	where: (*compiler).source,
	links: map[kb.Link]func(part) part{
		kb.SourcesOf: func(p part) part {
			return cat(say("a.id IN (SELECT source FROM counting WHERE fact IN ("), touching(p), say("))"))
		},
		kb.SourcesPublished: func(p part) part {
			return cat(say("a.id IN (SELECT holder FROM refs WHERE field = '"+string(publishers)+"' AND target = "), p, say(")"))
		},
	},
	orders: map[kb.OrderKey]key{
		kb.ByID:        {value: "a.id"},
		kb.ByTitle:     {value: "a.title_key", nullable: true},
		kb.ByKind:      {value: rank("a.kind", kb.SourceKinds, itself), number: true},
		kb.ByPublished: {value: "a.published_first", number: true, nullable: true},
		kb.ByClaims:    {value: "a.claims", number: true},
	},
	facets: map[kb.FacetKey]facet{
		kb.FacetKind:       {value: "a.kind"},
		kb.FacetPublisher:  {value: "bucket.target", rows: refRows(publishers)},
		kb.FacetLanguage:   {value: "a.language"},
		kb.FacetCollection: collectionFacet,
	},
}

type sourceRow struct {
	kb.Source
	published, retrieved                        string
	publishers, cites, derivesFrom, collections sql.RawBytes
}

func (r *sourceRow) dest() []any {
	s := &r.Source
	return []any{
		(*string)(&s.ID), (*string)(&s.Kind), &s.Title, &r.publishers, &s.Byline, &r.published, &s.PublishedNote, &r.retrieved,
		&s.URL, &s.Language, &s.FileName, &s.Fingerprint, &r.cites, &r.derivesFrom, (*string)(&s.Act), &s.Note, &r.collections,
	}
}

func (r *sourceRow) record() (*kb.Source, error) {
	s := r.Source
	var err error
	if s.Published, err = date(r.published); err != nil {
		return nil, err
	}
	if s.Retrieved, err = date(r.retrieved); err != nil {
		return nil, err
	}
	for _, l := range []struct {
		json sql.RawBytes
		into any
	}{{r.publishers, &s.Publishers}, {r.cites, &s.Cites}, {r.derivesFrom, &s.DerivesFrom}, {r.collections, &s.Collections}} {
		if err := unlist(l.json, l.into); err != nil {
			return nil, err
		}
	}
	return &s, nil
}

func date(written string) (d kb.Date, err error) {
	err = d.UnmarshalText([]byte(written))
	return d, err
}

func interval(since, until string) (kb.Interval, error) {
	from, err := date(since)
	if err != nil {
		return kb.Interval{}, err
	}
	to, err := date(until)
	return kb.Interval{Since: from, Until: to}, err
}

// unlist reads a list that [jsonOf] wrote; an empty one stays nil.
func unlist[B ~string | ~[]byte](data B, into any) error {
	if len(data) == 0 || string(data) == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(data), into)
}

// The rest makes the values of columns.

// jsonOf writes a list, NULL if it is empty.
func jsonOf[E any](list []E) any {
	if len(list) == 0 {
		return nil
	}
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // Validate has passed it
	}
	return string(data)
}

// told is a text, NULL if it is missing.
func told[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

// fold is a text folded, NULL if it is missing.
func fold(s string) any {
	if s == "" {
		return nil
	}
	return text.Fold(s)
}

// dateOf is a date as it is written, with its first and its last day; all NULL
// if it is missing.
func dateOf(d kb.Date) (written, first, last any) {
	if d.IsZero() {
		return nil, nil, nil
	}
	from, to := d.Span()
	return d.String(), int64(from), int64(to)
}
