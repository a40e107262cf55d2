package seedfile

import (
	"fmt"
	"io"
	"iter"

	"actorgraph/kb"
	"actorgraph/loader"
)

// Read yields the records of a file; see [loader.Format].
func Read(r io.Reader, file string) iter.Seq2[*loader.Record, error] {
	return func(yield func(*loader.Record, error) bool) {
		d := &document{file: file, yield: yield}
		for p, err := range split(r, file) {
			if err != nil {
				d.give(nil, err)
			} else {
				d.piece(p)
			}
			if d.stopped {
				return
			}
		}
		d.end()
	}
}

// document is a YAML document under way: the records of one collection.
type document struct {
	file       string
	yield      func(*loader.Record, error) bool
	stopped    bool
	collection *kb.Collection // nil: not known
	begins     int            // the line of the collection
	given      bool           // something was given: a record, or what is wrong
}

func (d *document) give(r *loader.Record, err error) {
	d.given = true
	if !d.stopped && !d.yield(r, err) {
		d.stopped = true
	}
}

// end ends a document. If it has nothing but its collection, it gives that: a
// load that replaces then empties it.
func (d *document) end() {
	if d.collection != nil && !d.given {
		d.give(&loader.Record{Pos: loader.Pos{File: d.file, Line: d.begins}, Collection: *d.collection}, nil)
	}
	d.collection, d.given = nil, false
}

// piece reads a piece of the file. Without a collection, which was told, there
// is nothing to make of it.
func (d *document) piece(p *piece) {
	switch {
	case p.kind == documentEnd:
		d.end()
		return
	case p.section == "collection":
		d.readCollection(p)
		return
	case d.collection == nil, p.kind == sectionHead:
		return
	}
	n, s, ok := parse(p, d.file)
	s.about = p.about()
	switch {
	case !ok:
	case p.kind == member:
		d.readRecord(p.section, n)
	default:
		for _, e := range n.entries(topMap) {
			for _, m := range e.value.list() {
				d.readRecord(e.name, m)
			}
		}
	}
	d.tell(s)
}

// tell hands on what was found wrong, and tells whether that was anything.
func (d *document) tell(s *syntax) bool {
	problems := s.problems
	s.problems = nil
	for _, p := range problems {
		p.ID = s.about
		d.give(nil, p)
	}
	return len(problems) > 0
}

func (d *document) readCollection(p *piece) {
	n, s, ok := parse(p, d.file)
	var c kb.Collection
	if ok && p.kind == wholeSection {
		for _, top := range n.entries(topMap) {
			c = collection(top.value)
		}
	}
	if len(s.problems) == 0 && c.Name == "" {
		s.errorf(p.line, "the collection has no name; %s", beginning)
	}
	if !d.tell(s) {
		d.collection, d.begins = &c, p.line
	}
}

func collection(n node) (c kb.Collection) {
	if !n.isMap() {
		c.Name = n.text()
		return c
	}
	for _, e := range n.entries(collectionMap) {
		switch v := e.value; e.name {
		case "name":
			c.Name = v.text()
		case "title":
			c.Title = v.text()
		case "description":
			c.Description = v.text()
		case "licence":
			c.Licence = v.text()
		}
	}
	return c
}

// readRecord reads one record and yields it, if nothing is wrong with it. Of a
// fact it yields what is left if something is wrong with claims alone.
func (d *document) readRecord(section string, n node) {
	r := &loader.Record{Pos: n.pos(), Collection: *d.collection, Lines: n.lines()}
	var claims node
	switch section {
	case "entities":
		r.Entity = entity(n)
	case "sources":
		r.Source = source(n)
	case "relations":
		r.Fact, claims = relation(n)
	case "properties":
		r.Fact, claims = property(n)
	}
	if d.tell(n.syntax) {
		return
	}
	if r.Fact == nil {
		d.give(r, nil)
		return
	}
	bad := false
	for _, m := range claims.list() {
		c := claim(r.Fact, d.collection.Name, m)
		if d.tell(n.syntax) {
			bad = true
			continue
		}
		r.Claims = append(r.Claims, c)
	}
	if len(r.Claims) == 0 {
		if !d.tell(n.syntax) && !bad {
			claims.errorf("a fact needs at least one claim; this list is empty")
			d.tell(n.syntax)
		}
		return
	}
	d.give(r, nil)
}

func entity(n node) *kb.Entity {
	r := &kb.Entity{}
	for _, e := range n.entries(entityMap) {
		switch v := e.value; e.name {
		case "id":
			r.ID = v.id()
		case "kind":
			r.Kind = kb.Kind(v.text())
		case "name":
			r.Name = v.text()
		case "summary":
			r.Summary = v.text()
		}
	}
	return r
}

func source(n node) *kb.Source {
	r := &kb.Source{}
	for _, e := range n.entries(sourceMap) {
		switch v := e.value; e.name {
		case "id":
			r.ID = v.id()
		case "kind":
			r.Kind = kb.SourceKind(v.text())
		case "title":
			r.Title = v.text()
		case "publishers":
			r.Publishers = v.ids()
		case "byline":
			r.Byline = v.text()
		case "published":
			r.Published = v.date()
		case "publishedNote":
			r.PublishedNote = v.text()
		case "retrieved":
			r.Retrieved = v.date()
		case "url":
			r.URL = v.text()
		case "language":
			r.Language = v.text()
		case "fileName":
			r.FileName = v.text()
		case "fingerprint":
			r.Fingerprint = v.text()
		case "cites":
			r.Cites = v.ids()
		case "derivesFrom":
			for _, m := range v.list() {
				r.DerivesFrom = append(r.DerivesFrom, derivation(m))
			}
		case "act":
			r.Act = v.id()
		case "note":
			r.Note = v.text()
		}
	}
	return r
}

func derivation(n node) (d kb.Derivation) {
	for _, e := range n.entries(derivationMap) {
		switch v := e.value; e.name {
		case "source":
			d.Source = v.id()
		case "how":
			d.How = kb.DerivationHow(v.text())
		case "basis":
			d.Basis = kb.DerivationBasis(v.text())
		case "note":
			d.Note = v.text()
		}
	}
	return d
}

// relation reads a relation but for its claims. What its words may be, package kb
// tells later.
func relation(n node) (f kb.Fact, claims node) {
	var typ kb.RelationType
	var from, to kb.ID
	var key string
	entries := n.entries(relationMap)
	for _, e := range entries {
		switch v := e.value; e.name {
		case "from":
			from = v.id()
		case "type":
			typ = kb.RelationType(v.text())
		case "to":
			to = v.id()
		case "key":
			key = v.text()
		case "claims":
			claims = v
		}
	}
	n.need(relationMap, entries, "from", "type", "to", "claims")
	return kb.NewRelation(typ, from, to, key), claims
}

// property reads a property but for its claims. Its key is looked up, since it
// says how the value is written.
func property(n node) (f kb.Fact, claims node) {
	var entity, issuer kb.ID
	var key, value node
	entries := n.entries(propertyMap)
	for _, e := range entries {
		switch v := e.value; e.name {
		case "entity":
			entity = v.id()
		case "key":
			key = v
		case "value":
			value = v
		case "issuer":
			issuer = v.id()
		case "claims":
			claims = v
		}
	}
	if !n.need(propertyMap, entries, "entity", "key", "value", "claims") {
		return nil, claims
	}
	row, ok := kb.PropertyKey(key.text()).Info()
	if !ok {
		key.errorf("%s", unknownPropertyKey(key.text()))
		return nil, claims
	}
	return kb.NewProperty(entity, row.Key, value.value(row.Type), issuer), claims
}

func unknownPropertyKey(word string) string {
	var all []kb.PropertyKey
	for _, row := range kb.PropertyKeys {
		all = append(all, row.Key)
	}
	if near, ok := kb.Nearest(word, all); ok {
		return fmt.Sprintf("unknown property key %q; did you mean %s?", word, near)
	}
	return fmt.Sprintf("unknown property key %q; docs/vocabulary.md lists them", word)
}

// claim reads a claim on a fact.
func claim(fact kb.Fact, collection string, n node) *loader.Claim {
	c := &kb.Claim{Fact: fact.FactID(), Collection: collection, Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit}
	out := &loader.Claim{Pos: n.pos(), Claim: c, Lines: n.lines()}
	entries := n.entries(claimMap)
	for _, e := range entries {
		switch v := e.value; e.name {
		case "source":
			c.Source = v.id()
		case "at":
			c.Locator = place(v)
		case "mentions":
			for _, m := range v.list() {
				c.Mentions = append(c.Mentions, mention(m))
			}
		case "statement":
			c.Statement = v.text()
		case "stance":
			c.Stance = kb.Stance(v.text())
		case "modality":
			c.Modality = kb.Modality(v.text())
		case "reading":
			c.Reading = kb.Reading(v.text())
		case "qualifiers":
			for _, q := range v.entries(qualifierMap) {
				if q.line != out.Line {
					out.Lines[q.name] = q.line
				}
				row, _ := kb.QualifierKey(q.name).Info()
				c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: row.Key, Value: q.value.value(row.Type)})
			}
		case "attributedTo":
			c.AttributedTo = v.ids()
		case "credits":
			for _, m := range v.list() {
				c.Credits = append(c.Credits, credit(m))
			}
		case "firsthand":
			c.Firsthand = v.truth()
		case "answers":
			c.Answers, out.AnswersNamed = v.idsAndNames()
		case "retracts":
			c.Retracts, out.RetractsNamed = v.idsAndNames()
		case "name":
			out.Name = v.text()
		case "note":
			c.Note = v.text()
		case "recordedBy":
			c.RecordedBy = v.text()
		}
	}
	n.need(claimMap, entries, "source")
	c.Normalize()
	c.Identify()
	return out
}

func place(n node) kb.Locator {
	l := kb.Locator{Part: kb.PartBody}
	for _, e := range n.entries(placeMap) {
		switch v := e.value; e.name {
		case "paragraph":
			l.Paragraph = v.whole()
		case "page":
			l.Page = v.whole()
		case "part":
			l.Part = kb.Part(v.text())
		case "start":
			l.Start = v.whole()
		case "length":
			l.Length = v.whole()
		case "hash":
			l.Hash = v.text()
		}
	}
	return l
}

func mention(n node) (m kb.Mention) {
	for _, e := range n.entries(mentionMap) {
		switch v := e.value; e.name {
		case "of":
			m.Of = kb.MentionOf(v.text())
		case "entity":
			m.Entity = v.id()
		case "start":
			m.Start = v.whole()
		case "length":
			m.Length = v.whole()
		case "hash":
			m.Hash = v.text()
		}
	}
	return m
}

func credit(n node) (c kb.Credit) {
	for _, e := range n.entries(creditMap) {
		switch v := e.value; e.name {
		case "source":
			c.Source = v.id()
		case "how":
			c.How = kb.CreditHow(v.text())
		}
	}
	return c
}

// value reads the value of a property or qualifier that takes the type typ.
func (n node) value(typ kb.ValueType) kb.Value {
	switch typ {
	case kb.TypeQuantity:
		return kb.QuantityValue{Quantity: n.quantity()}
	case kb.TypeDate:
		return kb.DateValue{Date: n.date()}
	case kb.TypeBoolean:
		return kb.BooleanValue{Boolean: n.truth()}
	case kb.TypeURL:
		return kb.UrlValue{URL: n.text()}
	case kb.TypeEnum:
		return kb.EnumValue{Enum: n.text()}
	}
	return kb.TextValue{Text: n.text()}
}

func (n node) quantity() kb.Quantity {
	q := kb.Quantity{Precision: kb.Exact}
	var one kb.Number
	before := len(n.problems)
	for _, e := range n.entries(quantityMap) {
		switch v := e.value; e.name {
		case "number":
			one = v.number()
		case "min":
			q.Min = v.number()
		case "max":
			q.Max = v.number()
		case "precision":
			q.Precision = kb.Precision(v.text())
		case "unit":
			q.Unit = v.text()
		case "words":
			q.Words = v.text()
		}
	}
	switch {
	case len(n.problems) > before:
	case one.Known && (q.Min.Known || q.Max.Known):
		n.errorf("%s has a number, or min and max, not both", n.key)
	case one.Known:
		q.Min, q.Max = one, one
		fallthrough
	default:
		if err := q.Check(); err != nil {
			n.errorf("%s: %v", n.key, err)
		}
	}
	return q
}

// idsAndNames reads a list of ids and of names of claims. An id has a colon, a
// name has none.
func (n node) idsAndNames() (ids []kb.ID, names []string) {
	for _, m := range n.list() {
		switch s := m.text(); {
		case s == "":
		case kb.ID(s).Class() == kb.EntityClass:
			names = append(names, s)
		default:
			ids = append(ids, m.id())
		}
	}
	return ids, names
}
