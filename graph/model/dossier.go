package model

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// Dossier is everything about an entity, in reading order.
type Dossier struct {
	Entity      Entity
	Sections    []*DossierSection
	Conflicts   []*Conflict
	Differences []*Conflict
	Sources     []*DossierSource
	LeftOut     int
	lens        kb.Lens
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
	References  []*DossierReference
	Objections  []*DossierObjection
}

// When is null where it is not told.
func (e *DossierEntry) When() *string { return orNull(e.when) }

// Status is null where no claim is left.
func (e *DossierEntry) Status() *kb.Status { return orNull(e.status) }

// DossierReference is a claim, and which of the numbered sources it is from.
type DossierReference struct {
	Number int
	Claim  *Claim
}

// Place is null where it is not told.
func (r *DossierReference) Place() *string { return orNull(placeSaid(r.Claim.Claim.Locator)) }

// DossierObjection is who denies a fact, does not confirm it or is silent.
type DossierObjection struct {
	Stance     kb.Stance
	speaker    string
	References []*DossierReference
}

// Speaker is null where nobody is named.
func (o *DossierObjection) Speaker() *string { return orNull(o.speaker) }

// DossierSource is a source of a dossier.
type DossierSource struct {
	Number int
	Source *Source
	Held   bool // or else only others tell what it says
	title  string
	about  string // publishers and date
}

// Text is the source in one line.
func (s *DossierSource) Text() string {
	return strings.Join(s.parts(func(text string) string { return text }, s.Source.Source.URL), ". ")
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

// dossiers writes the dossiers of entities, each with at most n entries. It reads all
// that is around them, as conflicts do, so that the entries are the first of all in
// reading order.
func (v *View) dossiers(ctx context.Context, ids []kb.ID, n int) (map[kb.ID]*Dossier, error) {
	t, err := v.around(ctx, ids)
	if err != nil {
		return nil, err
	}
	conflicts, err := t.find(ctx)
	if err != nil {
		return nil, err
	}
	of := map[kb.ID][]evidence.Told{}
	for _, told := range t.facts {
		for _, id := range distinct(t.ends[told.Fact.FactID()]) {
			of[id] = append(of[id], told)
		}
	}
	leftOut := map[kb.ID]int{}
	var written []evidence.Told
	for _, id := range ids {
		v.inReadingOrder(of[id], id, t.named)
		if more := len(of[id]) - n; more > 0 {
			of[id], leftOut[id] = of[id][:n], more
		}
		written = append(written, of[id]...)
	}
	w, err := v.dossierWriter(ctx, ids, t, written)
	if err != nil {
		return nil, err
	}
	out := make(map[kb.ID]*Dossier, len(ids))
	for _, id := range ids {
		out[id] = w.write(id, of[id])
		out[id].LeftOut = leftOut[id]
	}
	wrapped := v.conflicts(conflicts)
	for i, f := range conflicts {
		for _, id := range slices.Compact(f.touched) {
			switch d := out[id]; {
			case d == nil:
			case f.Rule.IsContradiction():
				d.Conflicts = append(d.Conflicts, wrapped[i])
			default:
				d.Differences = append(d.Differences, wrapped[i])
			}
		}
	}
	for _, d := range out {
		sortByText(d.Conflicts)
		sortByText(d.Differences)
	}
	return out, nil
}

// sortByText sorts conflicts, which are in the order of their rules, by what they say.
func sortByText(conflicts []*Conflict) {
	rules := slices.Concat(kb.ConflictRules, kb.DifferenceRules)
	slices.SortStableFunc(conflicts, func(a, b *Conflict) int {
		return cmp.Or(cmp.Compare(slices.Index(rules, a.Rule), slices.Index(rules, b.Rule)), cmp.Compare(a.Text, b.Text))
	})
}

// inReadingOrder sorts the facts at an entity: names, then other values, then relations
// by their headings, all as the tables have them. Of one key, or of one type and
// direction, those with a date come first, by date; then by who or what is named.
// What happened is in the order of its dates whatever its type.
func (v *View) inReadingOrder(facts []evidence.Told, at kb.ID, named func(kb.ID) evidence.Named) {
	type place struct {
		group, row, side int
		issuer           string
		day              kb.Day
		begins           int
		number           float64
		name             string
	}
	places := make(map[kb.ID]place, len(facts))
	for _, told := range facts {
		p := place{day: firstDay(told.Fact.Interval())}
		if !told.Fact.Interval().Since.IsZero() {
			p.begins = 1 // what ends on a day stands before what begins on it
		}
		switch f := told.Fact.(type) {
		case *kb.Property:
			row, _ := f.Key.Info()
			p.row = slices.IndexFunc(kb.PropertyKeys, func(row kb.PropertyKeyInfo) bool { return row.Key == f.Key })
			if !row.Naming {
				p.group = 1
			}
			p.issuer, p.name = v.Fold(named(f.Issuer).Name), v.Fold(f.Value.String())
			if q, ok := f.Value.(kb.QuantityValue); ok && q.Min.Ptr() != nil {
				p.number = *q.Min.Ptr()
			}
		case *kb.Relation:
			row, _ := f.Type.Info()
			p.group = 2 + slices.IndexFunc(kb.RelationTypes, func(of kb.RelationTypeInfo) bool { return of.Area == row.Area })
			p.row = slices.IndexFunc(kb.RelationTypes, func(row kb.RelationTypeInfo) bool { return row.Type == f.Type })
			other := f.To
			if f.From != at {
				other, p.side = f.From, 1
			}
			p.name = v.Fold(named(other).Name)
		}
		places[told.Fact.FactID()] = p
	}
	happenings, _ := kb.CarriedOut.Info()
	happened := 2 + slices.IndexFunc(kb.RelationTypes, func(row kb.RelationTypeInfo) bool { return row.Area == happenings.Area })
	slices.SortFunc(facts, func(x, y evidence.Told) int {
		a, b := places[x.Fact.FactID()], places[y.Fact.FactID()]
		byDay := cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.begins, b.begins))
		byRow := cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.side, b.side), cmp.Compare(a.issuer, b.issuer))
		if a.group == happened {
			byRow = cmp.Or(byDay, byRow)
		}
		return cmp.Or(cmp.Compare(a.group, b.group), byRow, byDay,
			cmp.Compare(a.number, b.number), cmp.Compare(a.name, b.name), cmp.Compare(x.Fact.FactID(), y.Fact.FactID()))
	})
}

// firstDay is the day by which what is of an interval is sorted: the first that its
// beginning, or else its end, can be, or the last if that has no first. What is not
// dated comes after all that is.
func firstDay(i kb.Interval) kb.Day {
	date := i.Since
	if date.IsZero() {
		date = i.Until
	}
	if date.IsZero() {
		return math.MaxInt64
	}
	if day, ok := date.Earliest(); ok {
		return day
	}
	_, last := date.Span()
	return last
}

// dossierWriter writes dossiers from what was read for all of them together.
type dossierWriter struct {
	view     *View
	around   *gathered
	sources  map[kb.ID]*kb.Source
	telling  map[kb.ID]bool // sources that make claims
	entities map[kb.ID]Entity

	wrapRelation func(*kb.Relation) *Relation
	wrapProperty func(*kb.Property) *Property
	wrapSource   func(*kb.Source) *Source
	wrapClaim    func(*kb.Claim) *Claim
}

// dossierWriter reads what dossiers of these facts need besides: the sources that their
// claims are from and where their word comes from, and who published them.
func (v *View) dossierWriter(ctx context.Context, ids []kb.ID, around *gathered, facts []evidence.Told) (*dossierWriter, error) {
	w := &dossierWriter{view: v, around: around, telling: map[kb.ID]bool{}, wrapRelation: v.relations(), wrapProperty: v.properties(), wrapSource: v.sources(), wrapClaim: v.claims()}
	var wanted, origins []kb.ID
	for _, told := range facts {
		for _, c := range told.Claims {
			wanted, w.telling[c.Source] = append(wanted, c.Source), true
		}
		for _, o := range told.Fact.Supported().Origins {
			origins = append(origins, o.Sources...)
		}
	}
	var err error
	if w.sources, err = get(ctx, v.Whole.Sources(), slices.Concat(wanted, origins)); err != nil {
		return nil, err
	}
	origins = slices.DeleteFunc(distinct(origins), func(id kb.ID) bool { return w.telling[id] })
	claims, err := inBatches(kb.Query[kb.ClaimWhere]{Of: origins, By: kb.ClaimsFrom}, func(q kb.Query[kb.ClaimWhere]) ([]int, error) { return v.Whole.Claims().Count(ctx, q) })
	if err != nil {
		return nil, err
	}
	for i, id := range origins {
		w.telling[id] = claims[i] > 0
	}
	named := slices.Clone(ids)
	for _, s := range w.sources {
		named = append(named, s.Publishers...)
	}
	w.entities, err = v.Entities(ctx, named...)
	return w, err
}

func (w *dossierWriter) named(id kb.ID) evidence.Named {
	if e := w.entities[id]; e != nil {
		return evidence.Named{Name: e.base().Entity.Name, Kind: e.base().Entity.Kind}
	}
	return w.around.named(id)
}

func (w *dossierWriter) names(ids []kb.ID) []evidence.Named {
	out := make([]evidence.Named, len(ids))
	for i, id := range ids {
		out[i] = w.named(id)
	}
	return out
}

// write writes one dossier of facts in reading order.
func (w *dossierWriter) write(id kb.ID, facts []evidence.Told) *Dossier {
	c := &footnotes{dossierWriter: w, dossier: &Dossier{Entity: w.entities[id], lens: w.view.Lens}, numbers: map[kb.ID]int{}}
	for _, told := range facts {
		switch f := told.Fact.(type) {
		case *kb.Property:
			heading := "What it is"
			if row, _ := f.Key.Info(); row.Naming {
				heading = "Names"
			}
			c.enter(heading, w.wrapProperty(f), w.value(f), told)
		case *kb.Relation:
			row, _ := f.Type.Info()
			c.enter(capital(row.Area), w.wrapRelation(f), w.relation(f, id), told)
		}
	}
	return c.dossier
}

// value writes a value with its key: Rating by the High Court: BB. A name stands in
// quotation marks, since it can end in a full stop.
func (w *dossierWriter) value(p *kb.Property) string {
	alone := *p
	alone.When = kb.Interval{}
	row, _ := p.Key.Info()
	if v, ok := p.Value.(kb.TextValue); ok && row.Naming {
		alone.Value = kb.TextValue{Text: "“" + v.Text + "”"}
	}
	inText := func(id kb.ID) evidence.Named { return evidence.Named{Name: w.named(id).InText()} }
	out := capital(strings.TrimPrefix(evidence.Says(&alone, inText), inText(p.Entity).Name+", "))
	if _, isDate := p.Value.(kb.DateValue); isDate {
		return out // which tells when by itself
	}
	return out + lasting(p.When)
}

// relation writes a relation as the entity at one end has it: Owned by: Ada Holm, since
// 2029. As in a form, what stands before the colon needs neither number nor tense.
func (w *dossierWriter) relation(r *kb.Relation, at kb.ID) string {
	row, _ := r.Type.Info()
	label, other := row.Label, r.To
	if r.From != at {
		label, other = row.Inverse, r.From
	}
	return capital(beforeNoun.ReplaceAllString(label, "")) + ": " + w.named(other).Name + lasting(r.When)
}

// beforeNoun is what a label has before the word that tells how the two stand.
var beforeNoun = regexp.MustCompile("^(is|has|had|used) (a |the )|^is ")

// lasting writes when something held or happened.
func lasting(i kb.Interval) string {
	if when := evidence.WhenSaid(i); when != "" {
		return ", " + when
	}
	return ""
}

// footnotes writes one dossier and numbers its sources.
type footnotes struct {
	*dossierWriter
	dossier *Dossier
	numbers map[kb.ID]int
}

// enter adds a fact under a heading.
func (c *footnotes) enter(heading string, wrapped Fact, said string, told evidence.Told) {
	support := told.Fact.Supported()
	e := &DossierEntry{Fact: wrapped, Text: said, when: evidence.WhenSaid(told.Fact.Interval()), status: support.Status}
	var asserting []*kb.Claim
	type voice struct {
		stance  kb.Stance
		speaker string
	}
	objecting := map[voice][]*kb.Claim{}
	for _, claim := range told.Claims {
		if claim.Stance == kb.Asserts {
			asserting = append(asserting, claim)
			continue
		}
		v := voice{claim.Stance, evidence.InText(c.names(claim.AttributedTo))}
		objecting[v] = append(objecting[v], claim)
	}
	e.References = c.cite(asserting)
	e.Explanation = evidence.Explain(support, c.origin)
	voices := slices.SortedFunc(maps.Keys(objecting), func(a, b voice) int {
		return cmp.Or(cmp.Compare(slices.Index(kb.Stances, a.stance), slices.Index(kb.Stances, b.stance)), cmp.Compare(a.speaker, b.speaker))
	})
	for _, v := range voices {
		e.Objections = append(e.Objections, &DossierObjection{v.stance, v.speaker, c.cite(objecting[v])})
	}
	d := c.dossier
	if n := len(d.Sections); n == 0 || d.Sections[n-1].Heading != heading {
		d.Sections = append(d.Sections, &DossierSection{Heading: heading})
	}
	section := d.Sections[len(d.Sections)-1]
	section.Entries = append(section.Entries, e)
}

// origin names an origin, and the number of its first document if it has one.
func (c *footnotes) origin(o kb.Origin) string {
	name := nameOrigin(o, func(id kb.ID) *kb.Source { return c.sources[id] }, c.named)
	var documents []*kb.Source
	for _, id := range o.Sources {
		if s := c.sources[id]; s != nil && !s.IsPlaceholder() {
			documents = append(documents, s)
		}
	}
	if len(documents) == 0 {
		return name
	}
	return fmt.Sprintf("%s [%d]", name, c.number(slices.MinFunc(documents, earlier)))
}

// cite refers to claims: by the numbers of their sources, which are given in the order
// of the sources' days, and then by where they stand.
func (c *footnotes) cite(claims []*kb.Claim) []*DossierReference {
	cited := map[kb.ID]*kb.Source{}
	for _, claim := range claims {
		if s := c.sources[claim.Source]; s != nil {
			cited[s.ID] = s
		}
	}
	for _, s := range slices.SortedFunc(maps.Values(cited), earlier) {
		c.number(s)
	}
	out := []*DossierReference{}
	for _, claim := range claims {
		if cited[claim.Source] != nil {
			out = append(out, &DossierReference{c.numbers[claim.Source], c.wrapClaim(claim)})
		}
	}
	slices.SortFunc(out, func(a, b *DossierReference) int {
		x, y := a.Claim.Claim, b.Claim.Claim
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(x.Locator.Page, y.Locator.Page), cmp.Compare(x.Locator.Paragraph, y.Locator.Paragraph),
			cmp.Compare(x.Locator.Start, y.Locator.Start), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// number gives the number of a source. One without a claim and without a copy is not
// held: it is known because others have it from there.
func (c *footnotes) number(s *kb.Source) int {
	if c.numbers[s.ID] == 0 {
		c.numbers[s.ID] = len(c.numbers) + 1
		source := c.source(len(c.numbers), s)
		source.Held = c.telling[s.ID] || s.FileName != "" || s.Fingerprint != ""
		c.dossier.Sources = append(c.dossier.Sources, source)
	}
	return c.numbers[s.ID]
}

func (c *footnotes) source(number int, s *kb.Source) *DossierSource {
	publishers := c.names(s.Publishers)
	out := &DossierSource{Number: number, Source: c.wrapSource(s), title: nameOf(s, publishers)}
	if s.Title == "" {
		return out // its name tells who published it and when
	}
	var about []string
	for _, publisher := range publishers {
		about = append(about, publisher.Name)
	}
	if date := evidence.DateSaid(s.Published); date != "" {
		if about == nil {
			date = "Published " + date
		}
		about = append(about, date)
	}
	out.about = strings.Join(about, ", ")
	return out
}

// placeSaid writes where in its document a claim stands: ¶ 7, or p. 12.
func placeSaid(l kb.Locator) string {
	var out []string
	if l.Page > 0 {
		out = append(out, fmt.Sprintf("p. %d", l.Page))
	}
	if l.Paragraph > 0 {
		out = append(out, fmt.Sprintf("¶ %d", l.Paragraph))
	}
	return strings.Join(out, ", ")
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
	origins := "origins"
	if l.MinOrigins == 1 {
		origins = "origin"
	}
	say(!l.TrueAt.IsZero(), "true as of %s", evidence.DateSaid(l.TrueAt))
	say(!l.KnownAt.IsZero(), "known by %s", evidence.DateSaid(l.KnownAt))
	say(l.Certain != nil && *l.Certain, "only what is certain")
	say(l.Certain != nil && !*l.Certain, "all that is possible")
	say(l.Collection != "", "the collection %s", l.Collection)
	say(l.Detected, "texts that the program found to be shared count as shared")
	say(l.MinOrigins > 0, "at least %d independent %s", l.MinOrigins, origins)
	say(l.Statuses != nil, "only what is %s", orOf(l.Statuses, func(s kb.Status) string { return statuses[s].word }))
	say(l.Contested != nil && *l.Contested, "only what is asserted and denied")
	say(l.Contested != nil && !*l.Contested, "only what nobody denies")
	say(l.Modalities != nil, "at its firmest %s", orOf(l.Modalities, func(m kb.Modality) string { return strings.ToLower(string(m)) }))
	say(l.Verified != nil && *l.Verified, "found in a document")
	say(l.Verified != nil && !*l.Verified, "not found in a document")
	return strings.Join(parts, "; ")
}

func orOf[E any](words []E, said func(E) string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = said(w)
	}
	return cmp.Or(strings.Join(out, " or "), "nothing")
}
