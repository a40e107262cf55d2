package seedfile

import (
	"strconv"

	"actorgraph/kb"
)

// The next functions make the trees of records. Defaults are left out.

func collectionTree(c kb.Collection) *tree {
	t := &tree{layout: collectionMap}
	t.put("name", c.Name)
	t.put("title", c.Title)
	t.put("description", c.Description)
	t.put("licence", c.Licence)
	return t
}

func entityTree(e *kb.Entity) *tree {
	t := &tree{layout: entityMap}
	t.put("id", string(e.ID))
	t.put("kind", string(e.Kind))
	t.put("name", e.Name)
	t.put("summary", e.Summary)
	return t
}

func sourceTree(s *kb.Source) *tree {
	t := &tree{layout: sourceMap}
	t.put("id", string(s.ID))
	t.put("kind", string(s.Kind))
	t.put("title", s.Title)
	t.putIDs("publishers", s.Publishers)
	t.put("byline", s.Byline)
	t.put("published", s.Published.String())
	t.put("publishedNote", s.PublishedNote)
	t.put("retrieved", s.Retrieved.String())
	t.put("url", s.URL)
	t.put("language", s.Language)
	t.put("fileName", s.FileName)
	t.put("fingerprint", s.Fingerprint)
	t.putIDs("cites", s.Cites)
	putAll(t, "derivesFrom", s.DerivesFrom, func(d kb.Derivation) *tree {
		t := &tree{layout: derivationMap}
		t.put("source", string(d.Source))
		t.put("how", string(d.How))
		t.put("basis", string(d.Basis))
		t.put("note", d.Note)
		return t
	})
	t.put("act", string(s.Act))
	t.put("note", s.Note)
	return t
}

func relationTree(r *kb.Relation) *tree {
	t := &tree{layout: relationMap}
	t.put("from", string(r.From))
	t.put("type", string(r.Type))
	t.put("to", string(r.To))
	t.put("key", r.Key)
	return t
}

func propertyTree(p *kb.Property) *tree {
	t := &tree{layout: propertyMap}
	t.put("entity", string(p.Entity))
	t.put("key", string(p.Key))
	t.add("value", valueTree(p.Value))
	t.put("issuer", string(p.Issuer))
	return t
}

func claimTree(c *kb.Claim) *tree {
	t := &tree{layout: claimMap}
	t.put("source", string(c.Source))
	if c.Locator != (kb.Locator{}) {
		t.add("at", placeTree(c.Locator))
	}
	putAll(t, "mentions", c.Mentions, func(m kb.Mention) *tree {
		t := &tree{layout: mentionMap}
		t.put("of", string(m.Of))
		t.put("entity", string(m.Entity))
		t.put("start", strconv.Itoa(m.Start))
		t.put("length", strconv.Itoa(m.Length))
		t.put("hash", m.Hash)
		return t
	})
	t.put("statement", c.Statement)
	t.put("stance", unless(c.Stance, kb.Asserts))
	t.put("modality", unless(c.Modality, kb.Stated))
	t.put("reading", unless(c.Reading, kb.Explicit))
	if len(c.Qualifiers) > 0 {
		all := &tree{layout: qualifierMap}
		for _, q := range c.Qualifiers {
			all.add(string(q.Key), valueTree(q.Value))
		}
		t.add("qualifiers", all)
	}
	t.putIDs("attributedTo", c.AttributedTo)
	putAll(t, "credits", c.Credits, func(c kb.Credit) *tree {
		t := &tree{layout: creditMap}
		t.put("source", string(c.Source))
		t.put("how", string(c.How))
		return t
	})
	if c.Firsthand {
		t.put("firsthand", "true")
	}
	t.putIDs("answers", c.Answers)
	t.putIDs("retracts", c.Retracts)
	t.put("note", c.Note)
	t.put("recordedBy", c.RecordedBy)
	return t
}

func placeTree(l kb.Locator) *tree {
	t := &tree{layout: placeMap}
	t.putNumber("paragraph", l.Paragraph)
	t.putNumber("page", l.Page)
	// A place of which nothing is told but the body is not the same as none.
	if l != (kb.Locator{Part: kb.PartBody}) {
		l.Part = kb.Part(unless(l.Part, kb.PartBody))
	}
	t.put("part", string(l.Part))
	if l.Length > 0 {
		t.put("start", strconv.Itoa(l.Start))
	} else {
		t.putNumber("start", l.Start)
	}
	t.putNumber("length", l.Length)
	t.put("hash", l.Hash)
	return t
}

func valueTree(v kb.Value) *tree {
	q, ok := v.(kb.QuantityValue)
	if !ok {
		return &tree{layout: layoutOf(v.Type()), text: v.String()}
	}
	t := &tree{layout: quantityMap}
	if q.Min == q.Max {
		t.put("number", q.Min.String())
	} else {
		t.put("min", q.Min.String())
		t.put("max", q.Max.String())
	}
	t.put("precision", unless(q.Precision, kb.Exact))
	t.put("unit", q.Unit)
	t.put("words", q.Words)
	return t
}

// unless is word, or "" if it is the one that is meant where nothing is said.
func unless[E ~string](word, silent E) string {
	if word == silent {
		return ""
	}
	return string(word)
}

// add puts a value behind a key of a map.
func (t *tree) add(name string, value *tree) {
	t.fields = append(t.fields, field{name, value})
}

// put adds a scalar, unless it is empty.
func (t *tree) put(name, text string) {
	if text == "" {
		return
	}
	k, _ := t.key(name)
	t.add(name, &tree{layout: k.layout, text: text})
}

// putNumber adds a number, unless it is 0.
func (t *tree) putNumber(name string, n int) {
	if n != 0 {
		t.put(name, strconv.Itoa(n))
	}
}

func (t *tree) putIDs(name string, ids []kb.ID) {
	putAll(t, name, ids, func(id kb.ID) *tree { return &tree{layout: text, text: string(id)} })
}

// putAll adds a list, unless it is empty.
func putAll[E any](t *tree, name string, members []E, one func(E) *tree) {
	if len(members) == 0 {
		return
	}
	k, _ := t.key(name)
	l := &tree{layout: k.layout}
	for _, m := range members {
		l.items = append(l.items, one(m))
	}
	t.add(name, l)
}
