package seedfile

import (
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"actorgraph/kb"
	"actorgraph/loader"
)

// Read yields the records of a file; see [loader.Format].
func Read(r io.Reader, file string) iter.Seq2[*loader.Record, error] {
	return func(yield func(*loader.Record, error) bool) {
		data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w", file, err))
			return
		}
		tree, bad := parse(data, file)
		if bad != nil {
			yield(nil, bad)
			return
		}
		empty := true
		for _, doc := range tree.Docs {
			if doc.Body == nil || isComment(doc.Body) {
				continue
			}
			empty = false
			d := document{file: file, yield: yield}
			if !d.read(node{doc.Body, file}) {
				return
			}
		}
		if empty {
			yield(nil, &loader.SyntaxError{Pos: loader.Pos{File: file}, Msg: "holds nothing; a seed file begins with collection: and a name"})
		}
	}
}

func isComment(n ast.Node) bool {
	_, ok := n.(*ast.CommentGroupNode)
	return ok
}

// document is one YAML document under way: the records of one collection.
type document struct {
	file       string
	collection kb.Collection
	yield      func(*loader.Record, error) bool
}

var (
	topKeys        = []string{"collection", "entities", "sources", "relations", "properties"}
	collectionKeys = []string{"name", "title", "description", "licence"}
	entityKeys     = []string{"id", "kind", "name", "summary"}
	sourceKeys     = []string{"id", "kind", "title", "publishers", "byline", "published", "publishedNote", "retrieved", "url", "language", "fileName", "fingerprint", "cites", "derivesFrom", "act", "note"}
	derivationKeys = []string{"source", "how", "basis", "note"}
	relationKeys   = []string{"from", "type", "to", "key", "claims"}
	propertyKeys   = []string{"entity", "key", "value", "issuer", "claims"}
	claimKeys      = []string{"source", "at", "mentions", "statement", "stance", "modality", "reading", "qualifiers", "attributedTo", "credits", "firsthand", "answers", "retracts", "name", "note", "recordedBy"}
	placeKeys      = []string{"paragraph", "page", "part", "start", "length", "hash"}
	mentionKeys    = []string{"of", "entity", "start", "length", "hash"}
	creditKeys     = []string{"source", "how"}
	quantityKeys   = []string{"number", "min", "max", "precision", "unit", "words"}
)

// fail hands on an error as a result and tells whether to go on.
func (d *document) fail(err error) bool { return d.yield(nil, err) }

func (d *document) read(n node) bool {
	top, err := n.entries("a seed file", topKeys)
	if err != nil {
		return d.fail(err)
	}
	named := false
	for _, e := range top {
		if e.key == "collection" {
			named = true
			if err := d.readCollection(e.value); err != nil {
				return d.fail(err)
			}
		}
	}
	if !named {
		return d.fail(n.errorf("names no collection; a seed file begins with collection: and a name, as in collection: nso-articles"))
	}
	for _, e := range top {
		if e.key == "collection" || e.value.isNull() {
			continue
		}
		list, err := e.value.list(e.key)
		if err != nil {
			if !d.fail(err) {
				return false
			}
			continue
		}
		for _, item := range list {
			if !d.readRecord(e.key, item) {
				return false
			}
		}
	}
	return true
}

func (d *document) readRecord(list string, n node) bool {
	r := &loader.Record{Pos: n.pos(), Collection: d.collection}
	var claims node
	var err error
	switch list {
	case "entities":
		r.Entity, err = readEntity(n)
	case "sources":
		r.Source, err = readSource(n)
	case "relations":
		r.Fact, claims, err = readRelation(n)
	case "properties":
		r.Fact, claims, err = readProperty(n)
	}
	if err != nil {
		return d.fail(err)
	}
	if r.Fact == nil {
		return d.yield(r, nil)
	}
	if claims.isNull() {
		return d.fail(n.errorf("a fact needs at least one claim, under claims:"))
	}
	items, err := claims.list("claims")
	if err != nil {
		return d.fail(err)
	}
	bad := false
	for _, item := range items {
		c, err := d.readClaim(r.Fact, item)
		if err != nil {
			if bad = true; !d.fail(err) {
				return false
			}
			continue
		}
		r.Claims = append(r.Claims, c)
	}
	if bad && len(r.Claims) == 0 {
		return true // told already: nothing of it is left
	}
	return d.yield(r, nil)
}

func (d *document) readCollection(n node) error {
	if name, err := n.text("collection"); err == nil {
		d.collection = kb.Collection{Name: name}
		return nil
	}
	return n.read("a collection", collectionKeys, map[string]func(node) error{
		"name":        text(&d.collection.Name),
		"title":       text(&d.collection.Title),
		"description": text(&d.collection.Description),
		"licence":     text(&d.collection.Licence),
	})
}

func readEntity(n node) (*kb.Entity, error) {
	e := &kb.Entity{}
	return e, n.read("an entity", entityKeys, map[string]func(node) error{
		"id": id(&e.ID), "kind": word(&e.Kind), "name": text(&e.Name), "summary": text(&e.Summary),
	})
}

func readSource(n node) (*kb.Source, error) {
	s := &kb.Source{}
	return s, n.read("a source", sourceKeys, map[string]func(node) error{
		"id": id(&s.ID), "kind": word(&s.Kind), "title": text(&s.Title), "publishers": ids(&s.Publishers),
		"byline": text(&s.Byline), "published": date(&s.Published), "publishedNote": text(&s.PublishedNote),
		"retrieved": date(&s.Retrieved), "url": text(&s.URL), "language": text(&s.Language),
		"fileName": text(&s.FileName), "fingerprint": text(&s.Fingerprint), "cites": ids(&s.Cites),
		"derivesFrom": each(&s.DerivesFrom, func(n node) (kb.Derivation, error) {
			d := kb.Derivation{}
			return d, n.read("a derivation", derivationKeys, map[string]func(node) error{
				"source": id(&d.Source), "how": word(&d.How), "basis": word(&d.Basis), "note": text(&d.Note),
			})
		}),
		"act": id(&s.Act), "note": text(&s.Note),
	})
}

func readRelation(n node) (kb.Fact, node, error) {
	var typ kb.RelationType
	var from, to kb.ID
	var key string
	var claims node
	err := n.read("a relation", relationKeys, map[string]func(node) error{
		"from": id(&from), "type": word(&typ), "to": id(&to), "key": text(&key), "claims": keep(&claims),
	})
	if err == nil {
		for what, end := range map[string]kb.ID{"from": from, "to": to} {
			if end == "" {
				err = n.errorf("a relation has from, type and to; %s is missing", what)
			}
		}
		if _, ok := typ.Info(); !ok && err == nil {
			err = n.errorf("%s", unknownWord("relation type", typ, kb.RelationTypes, func(row kb.RelationTypeInfo) kb.RelationType { return row.Type }))
		}
	}
	return kb.NewRelation(typ, from, to, key), claims, err
}

func readProperty(n node) (kb.Fact, node, error) {
	var entity, issuer kb.ID
	var key kb.PropertyKey
	var value, claims node
	err := n.read("a property", propertyKeys, map[string]func(node) error{
		"entity": id(&entity), "key": word(&key), "value": keep(&value), "issuer": id(&issuer), "claims": keep(&claims),
	})
	if err != nil {
		return nil, claims, err
	}
	row, ok := key.Info()
	switch {
	case entity == "":
		return nil, claims, n.errorf("a property has an entity; it is missing")
	case !ok:
		return nil, claims, n.errorf("%s", unknownWord("property key", key, kb.PropertyKeys, func(row kb.PropertyKeyInfo) kb.PropertyKey { return row.Key }))
	case value.isNull():
		return nil, claims, n.errorf("a property has a value; it is missing")
	}
	v, err := readValue(value, row.Type)
	if err != nil {
		return nil, claims, err
	}
	return kb.NewProperty(entity, key, v, issuer), claims, nil
}

func (d *document) readClaim(fact kb.Fact, n node) (*loader.Claim, error) {
	c := &kb.Claim{Fact: fact.FactID(), Collection: d.collection.Name, Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit}
	out := &loader.Claim{Pos: n.pos(), Claim: c}
	err := n.read("a claim", claimKeys, map[string]func(node) error{
		"source": id(&c.Source), "statement": text(&c.Statement), "stance": word(&c.Stance), "modality": word(&c.Modality),
		"reading": word(&c.Reading), "attributedTo": ids(&c.AttributedTo), "firsthand": yes(&c.Firsthand),
		"note": text(&c.Note), "recordedBy": text(&c.RecordedBy), "name": text(&out.Name),
		"answers":  refs(&c.Answers, &out.AnswersNamed),
		"retracts": refs(&c.Retracts, &out.RetractsNamed),
		"at":       func(n node) error { return readPlace(n, &c.Locator) },
		"mentions": each(&c.Mentions, func(n node) (kb.Mention, error) {
			m := kb.Mention{}
			return m, n.read("a mention", mentionKeys, map[string]func(node) error{
				"of": word(&m.Of), "entity": id(&m.Entity), "start": whole(&m.Start), "length": whole(&m.Length), "hash": text(&m.Hash),
			})
		}),
		"credits": each(&c.Credits, func(n node) (kb.Credit, error) {
			cr := kb.Credit{}
			return cr, n.read("a credit", creditKeys, map[string]func(node) error{"source": id(&cr.Source), "how": word(&cr.How)})
		}),
		"qualifiers": func(n node) (err error) { c.Qualifiers, err = readQualifiers(n); return err },
	})
	if err != nil {
		return nil, err
	}
	c.Normalize()
	c.Identify()
	return out, nil
}

func readPlace(n node, l *kb.Locator) error {
	l.Part = kb.PartBody
	return n.read("a place", placeKeys, map[string]func(node) error{
		"paragraph": whole(&l.Paragraph), "page": whole(&l.Page), "part": word(&l.Part),
		"start": whole(&l.Start), "length": whole(&l.Length), "hash": text(&l.Hash),
	})
}

func readQualifiers(n node) ([]kb.Qualifier, error) {
	var keys []string
	for _, row := range kb.QualifierKeys {
		keys = append(keys, string(row.Key))
	}
	entries, err := n.entries("qualifiers", keys)
	if err != nil {
		return nil, err
	}
	var out []kb.Qualifier
	for _, e := range entries {
		row, _ := kb.QualifierKey(e.key).Info()
		v, err := readValue(e.value, row.Type)
		if err != nil {
			return nil, err
		}
		out = append(out, kb.Qualifier{Key: row.Key, Value: v})
	}
	return out, nil
}

func readValue(n node, typ kb.ValueType) (kb.Value, error) {
	if typ == kb.TypeQuantity {
		return readQuantity(n)
	}
	s, err := n.text("a value of type " + string(typ))
	if err != nil {
		return nil, err
	}
	switch typ {
	case kb.TypeDate:
		d, err := kb.ParseDate(s)
		if err != nil {
			return nil, n.errorf("%v", err)
		}
		return kb.DateValue{Date: d}, nil
	case kb.TypeBoolean:
		var b bool
		err := yes(&b)(n)
		return kb.BooleanValue{Boolean: b}, err
	case kb.TypeURL:
		return kb.UrlValue{URL: s}, nil
	case kb.TypeEnum:
		return kb.EnumValue{Enum: s}, nil
	}
	return kb.TextValue{Text: s}, nil
}

func readQuantity(n node) (kb.Value, error) {
	q := kb.Quantity{Precision: kb.Exact}
	var one kb.Number
	err := n.read("a quantity", quantityKeys, map[string]func(node) error{
		"number": number(&one), "min": number(&q.Min), "max": number(&q.Max),
		"precision": word(&q.Precision), "unit": text(&q.Unit), "words": text(&q.Words),
	})
	if err != nil {
		return nil, err
	}
	if one.Known {
		if q.Min.Known || q.Max.Known {
			return nil, n.errorf("a quantity has a number, or min and max, not both")
		}
		q.Min, q.Max = one, one
	}
	if err := q.Check(); err != nil {
		return nil, n.errorf("%v", err)
	}
	return kb.QuantityValue{Quantity: q}, nil
}

// read reads a map: fields says what to do with the value of each key.
func (n node) read(what string, keys []string, fields map[string]func(node) error) error {
	entries, err := n.entries(what, keys)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.value.isNull() {
			return e.at.errorf("nothing stands behind %s; leave the key out", e.key)
		}
		if err := fields[e.key](e.value); err != nil {
			return err
		}
	}
	return nil
}

// The next functions make what reads one field.

func keep(to *node) func(node) error { return func(n node) error { *to = n; return nil } }

func text(to *string) func(node) error {
	return func(n node) (err error) { *to, err = n.text("it"); return err }
}

func word[E ~string](to *E) func(node) error {
	return func(n node) error {
		s, err := n.text("it")
		*to = E(s)
		return err
	}
}

func id(to *kb.ID) func(node) error {
	return func(n node) error {
		s, err := n.text("an id")
		if err != nil {
			return err
		}
		if err := kb.ID(s).Check(); err != nil {
			return n.errorf("%v", err)
		}
		*to = kb.ID(s)
		return nil
	}
}

func ids(to *[]kb.ID) func(node) error {
	return each(to, func(n node) (one kb.ID, err error) { return one, id(&one)(n) })
}

// refs reads a list of ids and of names of claims. An id has a colon, a name has none.
func refs(to *[]kb.ID, names *[]string) func(node) error {
	return func(n node) error {
		list, err := n.list("it")
		if err != nil {
			return err
		}
		for _, item := range list {
			s, err := item.text("an id or a name")
			if err != nil {
				return err
			}
			if c := kb.ID(s).Class(); c == kb.EntityClass {
				*names = append(*names, s)
				continue
			}
			var one kb.ID
			if err := id(&one)(item); err != nil {
				return err
			}
			*to = append(*to, one)
		}
		return nil
	}
}

func each[T any](to *[]T, read func(node) (T, error)) func(node) error {
	return func(n node) error {
		list, err := n.list("it")
		if err != nil {
			return err
		}
		for _, item := range list {
			one, err := read(item)
			if err != nil {
				return err
			}
			*to = append(*to, one)
		}
		return nil
	}
}

func date(to *kb.Date) func(node) error {
	return func(n node) error {
		s, err := n.text("a date")
		if err != nil {
			return err
		}
		if *to, err = kb.ParseDate(s); err != nil {
			return n.errorf("%v", err)
		}
		return nil
	}
}

func yes(to *bool) func(node) error {
	return func(n node) error {
		s, err := n.text("it")
		if err != nil {
			return err
		}
		if s != "true" && s != "false" {
			return n.errorf("%q is neither true nor false", s)
		}
		*to = s == "true"
		return nil
	}
}

func whole(to *int) func(node) error {
	return func(n node) error {
		s, err := n.text("it")
		if err != nil {
			return err
		}
		i, err := strconv.Atoi(s)
		if err != nil || i < 0 || i > math.MaxInt32 {
			return n.errorf("%q is no whole number from 0 on", s)
		}
		*to = i
		return nil
	}
}

func number(to *kb.Number) func(node) error {
	return func(n node) error {
		s, err := n.text("it")
		if err != nil {
			return err
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return n.errorf("%q is no number", s)
		}
		*to = kb.Num(f)
		return nil
	}
}

// unknownWord is the message for a word that is not in a table.
func unknownWord[Row any, E ~string](what string, w E, table []Row, of func(Row) E) string {
	var all []E
	for _, row := range table {
		all = append(all, of(row))
	}
	if w == "" {
		return "the " + what + " is missing"
	}
	if near, ok := kb.Nearest(string(w), all); ok {
		return fmt.Sprintf("unknown %s %q; did you mean %s?", what, w, near)
	}
	return fmt.Sprintf("unknown %s %q; docs/vocabulary.md lists them", what, w)
}
