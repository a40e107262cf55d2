package model

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Dossier is everything about an entity, in reading order.
type Dossier struct {
	Entity   Entity
	Sections []*DossierSection
	Sources  []*DossierSource
	LeftOut  int
	lens     kb.Lens
}

// DossierSection is entries under one heading.
type DossierSection struct {
	Heading string
	Entries []*DossierEntry
}

// DossierEntry is one fact of a dossier.
type DossierEntry struct {
	Fact        Fact
	Text        string
	when        string
	status      kb.Status
	Explanation string
	References  []int
	Objections  []*DossierObjection
}

// When is null where it is not told.
func (e *DossierEntry) When() *string { return orNull(e.when) }

// Status is null where no claim is left.
func (e *DossierEntry) Status() *kb.Status { return orNull(e.status) }

// DossierObjection is who denies a fact, does not confirm it or is silent.
type DossierObjection struct {
	Stance     kb.Stance
	speaker    string
	References []int
}

// Speaker is null where nobody is named.
func (o *DossierObjection) Speaker() *string { return orNull(o.speaker) }

// DossierSource is a source of a dossier.
type DossierSource struct {
	Number int
	Source *Source
	title  string
	about  string // publishers and date
}

// Text is the source in one line.
func (s *DossierSource) Text() string {
	return strings.Join(slices.DeleteFunc([]string{s.title, s.about, s.Source.Source.URL}, func(part string) bool { return part == "" }), ". ")
}

// Lens is null without one.
func (d *Dossier) Lens() *string { return orNull(lensInWords(d.lens)) }

// defaultEntries is how many entries a dossier has at most if nobody says.
const defaultEntries = 200

// Dossier is everything about the entity.
func (e *EntityBase) Dossier(ctx context.Context, first *int) (*Dossier, error) {
	found, err := together(ctx, e.set, func(ctx context.Context, members []*EntityBase) (map[kb.ID]*Dossier, error) {
		return e.set.view.dossiers(ctx, distinct(admitted(ctx, members)), or(first, defaultEntries))
	})
	return found[e.Entity.ID], err
}

// dossiers writes the dossiers of entities, each with at most n entries.
func (v *View) dossiers(ctx context.Context, ids []kb.ID, n int) (map[kb.ID]*Dossier, error) {
	ofProperties := kb.Query[kb.PropertyWhere]{Of: ids, By: kb.PropertiesOf, Order: []kb.Order{{By: kb.ByKey}, {By: kb.ByValue}}, First: n}
	properties, err := findPages(ctx, v.Store.Properties(), ofProperties)
	if err != nil {
		return nil, err
	}
	ofRelations := kb.Query[kb.RelationWhere]{Of: ids, By: kb.RelationsAt, Order: []kb.Order{{By: kb.ByType}, {By: kb.BySince}}, First: n}
	relations, err := findPages(ctx, v.Store.Relations(), ofRelations)
	if err != nil {
		return nil, err
	}
	ofProperties.Order, ofProperties.First, ofRelations.Order, ofRelations.First = nil, 0, nil, 0
	propertyCounts, err := inBatches(ofProperties, func(q kb.Query[kb.PropertyWhere]) ([]int, error) { return v.Store.Properties().Count(ctx, q) })
	if err != nil {
		return nil, err
	}
	relationCounts, err := inBatches(ofRelations, func(q kb.Query[kb.RelationWhere]) ([]int, error) { return v.Store.Relations().Count(ctx, q) })
	if err != nil {
		return nil, err
	}
	var facts []kb.ID
	for i := range ids {
		ps := properties[i].Items
		relations[i].Items = relations[i].Items[:min(n-len(ps), len(relations[i].Items))]
		for _, p := range ps {
			facts = append(facts, p.ID)
		}
		for _, r := range relations[i].Items {
			facts = append(facts, r.ID)
		}
	}
	w, err := v.dossierWriter(ctx, ids, facts, properties, relations)
	if err != nil {
		return nil, err
	}
	out := make(map[kb.ID]*Dossier, len(ids))
	for i, id := range ids {
		ps, rs := properties[i].Items, relations[i].Items
		d := w.write(w.entities[id], ps, rs)
		d.LeftOut = propertyCounts[i] + relationCounts[i] - len(ps) - len(rs)
		out[id] = d
	}
	return out, nil
}

// dossierWriter writes dossiers from what was read for all of them together.
type dossierWriter struct {
	view     *View
	matters  map[kb.ID]*kb.Matter
	entities map[kb.ID]Entity

	wrapRelation func(*kb.Relation) *Relation
	wrapProperty func(*kb.Property) *Property
	wrapSource   func(*kb.Source) *Source
}

func (v *View) dossierWriter(ctx context.Context, ids, facts []kb.ID, properties []kb.Page[kb.Property], relations []kb.Page[kb.Relation]) (*dossierWriter, error) {
	w := &dossierWriter{view: v, wrapRelation: v.relations(), wrapProperty: v.properties(), wrapSource: v.sources()}
	var err error
	if w.matters, err = v.matters(ctx, facts); err != nil {
		return nil, err
	}
	named := slices.Clone(ids)
	for _, page := range properties {
		for _, p := range page.Items {
			named = append(named, p.Issuer)
		}
	}
	for _, page := range relations {
		for _, r := range page.Items {
			named = append(named, r.From, r.To)
		}
	}
	for _, m := range w.matters {
		for _, s := range m.Sources {
			named = append(named, s.Publishers...)
		}
		for _, c := range m.Claims {
			named = append(named, c.AttributedTo...)
		}
	}
	w.entities, err = v.Entities(ctx, named...)
	return w, err
}

func (w *dossierWriter) named(id kb.ID) evidence.Named {
	if e := w.entities[id]; e != nil {
		return evidence.Named{Name: e.base().Entity.Name, Kind: e.base().Entity.Kind}
	}
	return evidence.Named{Name: string(id)}
}

func (w *dossierWriter) names(ids []kb.ID) []evidence.Named {
	out := make([]evidence.Named, len(ids))
	for i, id := range ids {
		out[i] = w.named(id)
	}
	return out
}

// write writes one dossier: names, then what the entity is, then its relations by
// their headings, and its happenings by date.
func (w *dossierWriter) write(e Entity, properties []*kb.Property, relations []*kb.Relation) *Dossier {
	c := &footnotes{dossierWriter: w, dossier: &Dossier{Entity: e, lens: w.view.Lens}, numbers: map[kb.ID]int{}}
	isNaming := func(p *kb.Property) bool {
		row, _ := p.Key.Info()
		return row.Naming
	}
	for _, p := range properties {
		if isNaming(p) {
			c.enter("Names", w.wrapProperty(p), p)
		}
	}
	for _, p := range properties {
		if !isNaming(p) {
			c.enter("What it is", w.wrapProperty(p), p)
		}
	}
	for _, r := range inReadingOrder(relations) {
		row, _ := r.Type.Info()
		c.enter(capital(row.Area), w.wrapRelation(r), r)
	}
	return c.dossier
}

// inReadingOrder sorts relations by the headings of their types, as the table has
// them; what happened by date, the rest by type and then by date.
func inReadingOrder(relations []*kb.Relation) []*kb.Relation {
	happenings, _ := kb.CarriedOut.Info()
	area := map[kb.RelationType]int{}
	first := map[string]int{}
	for i, row := range kb.RelationTypes {
		if _, ok := first[row.Area]; !ok {
			first[row.Area] = i
		}
		area[row.Type] = first[row.Area]
	}
	day := func(r *kb.Relation) kb.Day {
		if area[r.Type] != first[happenings.Area] {
			return 0
		}
		if r.When.Since.IsZero() {
			return math.MaxInt64
		}
		from, _ := r.When.Since.Span()
		return from
	}
	relations = slices.Clone(relations)
	slices.SortStableFunc(relations, func(a, b *kb.Relation) int {
		return cmp.Or(cmp.Compare(area[a.Type], area[b.Type]), cmp.Compare(day(a), day(b)))
	})
	return relations
}

// footnotes writes one dossier and numbers its sources.
type footnotes struct {
	*dossierWriter
	dossier *Dossier
	numbers map[kb.ID]int
}

// enter adds a fact under a heading.
func (c *footnotes) enter(heading string, wrapped Fact, fact kb.Fact) {
	m := c.matters[fact.FactID()]
	if m == nil {
		m = &kb.Matter{} // gone since it was found
	}
	support := fact.Supported()
	text := strings.TrimPrefix(evidence.Says(fact, c.named), c.dossier.Entity.base().Entity.Name+", ")
	e := &DossierEntry{Fact: wrapped, Text: capital(text), when: evidence.WhenSaid(fact.Interval()), status: support.Status}
	e.Explanation = evidence.Explain(support, func(o kb.Origin) string {
		return nameOrigin(o, func(id kb.ID) *kb.Source { return m.Sources[id] }, c.named)
	})
	var asserting []*kb.Claim
	type voice struct {
		stance  kb.Stance
		speaker string
	}
	objecting := map[voice][]*kb.Claim{}
	var voices []voice
	for _, claim := range evidence.Standing(m, c.view.Lens) {
		if claim.Stance == kb.Asserts {
			asserting = append(asserting, claim)
			continue
		}
		v := voice{claim.Stance, evidence.InText(c.names(claim.AttributedTo))}
		if objecting[v] == nil {
			voices = append(voices, v)
		}
		objecting[v] = append(objecting[v], claim)
	}
	e.References = c.cite(asserting, m.Sources)
	slices.SortFunc(voices, func(a, b voice) int {
		return cmp.Or(cmp.Compare(slices.Index(kb.Stances, a.stance), slices.Index(kb.Stances, b.stance)), cmp.Compare(a.speaker, b.speaker))
	})
	for _, v := range voices {
		e.Objections = append(e.Objections, &DossierObjection{v.stance, v.speaker, c.cite(objecting[v], m.Sources)})
	}
	d := c.dossier
	if n := len(d.Sections); n == 0 || d.Sections[n-1].Heading != heading {
		d.Sections = append(d.Sections, &DossierSection{Heading: heading})
	}
	section := d.Sections[len(d.Sections)-1]
	section.Entries = append(section.Entries, e)
}

// cite gives the numbers of the sources of claims, in the order of the sources' days.
func (c *footnotes) cite(claims []*kb.Claim, sources map[kb.ID]*kb.Source) []int {
	cited := map[kb.ID]*kb.Source{}
	for _, claim := range claims {
		if s := sources[claim.Source]; s != nil {
			cited[s.ID] = s
		}
	}
	out := []int{}
	for _, s := range slices.SortedFunc(maps.Values(cited), earlier) {
		if c.numbers[s.ID] == 0 {
			c.numbers[s.ID] = len(c.numbers) + 1
			c.dossier.Sources = append(c.dossier.Sources, c.source(len(c.numbers), s))
		}
		out = append(out, c.numbers[s.ID])
	}
	slices.Sort(out)
	return out
}

func (c *footnotes) source(number int, s *kb.Source) *DossierSource {
	out := &DossierSource{Number: number, Source: c.wrapSource(s), title: s.Title}
	if s.Title == "" {
		out.title = capital(evidence.SourceName(s, c.names(s.Publishers)))
		return out
	}
	var about []string
	for _, publisher := range c.names(s.Publishers) {
		about = append(about, publisher.Name)
	}
	if date := evidence.DateSaid(s.Published); date != "" {
		if about == nil {
			date = capital(date)
		}
		about = append(about, date)
	}
	out.about = strings.Join(about, ", ")
	return out
}

// capital writes the first letter of a text as a capital.
func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// lensInWords says what a lens shows, "" of one that shows everything.
func lensInWords(l kb.Lens) string {
	var parts []string
	say := func(is bool, format string, args ...any) {
		if is {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	say(!l.TrueAt.IsZero(), "true at %s", l.TrueAt)
	say(!l.KnownAt.IsZero(), "known by %s", l.KnownAt)
	say(l.Certain != nil && *l.Certain, "only what is certain")
	say(l.Certain != nil && !*l.Certain, "all that is possible")
	say(l.Collection != "", "the collection %s", l.Collection)
	say(l.Detected, "texts that the program found to be shared count as shared")
	say(l.MinOrigins > 0, "at least %d independent origins", l.MinOrigins)
	say(l.Statuses != nil, "of the status %s", join(l.Statuses))
	say(l.Contested != nil && *l.Contested, "asserted and denied")
	say(l.Contested != nil && !*l.Contested, "not contested")
	say(l.Modalities != nil, "told most firmly as %s", join(l.Modalities))
	say(l.Verified != nil && *l.Verified, "found in a document")
	say(l.Verified != nil && !*l.Verified, "not found in a document")
	return strings.Join(parts, "; ")
}

func join[E ~string](words []E) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return cmp.Or(strings.Join(out, " or "), "none")
}
