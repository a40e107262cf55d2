package storetest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"actorgraph/kb"
)

// questions makes filters and orders at random for a graph. Filters are walked
// by reflection, so that none of their fields can be forgotten; what they compare
// with is drawn from the graph, so that some of it is found.
type questions struct {
	*rand.Rand
	words   map[string][]string // by field: "EntityWhere.Name"
	ids     map[string][]kb.ID
	numbers map[string][]float64
	parents map[kb.Link][]kb.ID
	used    map[string]bool // the fields that were used, for telling which never were
}

// newQuestions makes the questions on a topic, different ones on each.
func newQuestions(seed uint64, topic string, sets []*kb.ChangeSet) *questions {
	h := fnv.New64a()
	h.Write([]byte(topic))
	q := &questions{
		Rand: rand.New(rand.NewPCG(seed, h.Sum64())), words: map[string][]string{}, ids: map[string][]kb.ID{},
		numbers: map[string][]float64{}, parents: map[kb.Link][]kb.ID{}, used: map[string]bool{},
	}
	word := func(field string, s ...string) { q.words[field] = append(q.words[field], s...) }
	id := func(field string, ids ...kb.ID) { q.ids[field] = append(q.ids[field], ids...) }
	number := func(field string, n kb.Number) {
		if n.Known {
			q.numbers[field] = append(q.numbers[field], n.Value)
		}
	}
	for _, set := range sets {
		for _, field := range []string{"EntityWhere", "RelationWhere", "PropertyWhere", "ClaimWhere", "SourceWhere"} {
			word(field+".Collection", set.Collection.Name)
		}
		for _, e := range set.Entities {
			id("EntityWhere.ID", e.ID)
			word("EntityWhere.Name", e.Name)
			word("EntityWhere.Summary", e.Summary)
		}
		for _, s := range set.Sources {
			id("SourceWhere.ID", s.ID)
			id("SourceWhere.Publisher", s.Publishers...)
			id("SourceWhere.Cites", s.Cites...)
			for _, d := range s.DerivesFrom {
				id("SourceWhere.DerivesFrom", d.Source)
			}
			word("SourceWhere.Title", s.Title)
			word("SourceWhere.URL", s.URL)
			word("SourceWhere.Language", s.Language)
			word("SourceWhere.FileName", s.FileName)
		}
		for _, r := range set.Relations {
			id("RelationWhere.ID", r.ID)
			word("RelationWhere.Key", r.Key)
		}
		for _, p := range set.Properties {
			id("PropertyWhere.ID", p.ID)
			switch v := p.Value.(type) {
			case kb.QuantityValue:
				number("PropertyWhere.Min", v.Min)
				number("PropertyWhere.Max", v.Max)
				word("PropertyWhere.Unit", v.Unit)
			default:
				word("PropertyWhere.Text", v.String())
				if p.Key == kb.KeyAlias {
					word("EntityWhere.Alias", v.String())
				}
			}
		}
		for _, c := range set.Claims {
			id("ClaimWhere.ID", c.ID)
			id("ClaimWhere.Fact", c.Fact)
			id("ClaimWhere.AttributedTo", c.AttributedTo...)
			for _, cr := range c.Credits {
				id("ClaimWhere.Credits", cr.Source)
			}
			word("ClaimWhere.Statement", c.Statement)
		}
	}
	q.numbers["EntityWhere.Degree"] = []float64{0, 1, 2, 3, 4, 5, 6, 8, 10, 2.5}
	q.numbers["RelationWhere.AtLeast"], q.numbers["PropertyWhere.AtLeast"] = []float64{0, 1, 2}, []float64{0, 1, 2}
	q.numbers["ClaimWhere.Paragraph"] = []float64{0, 1, 2, 3, 4}
	for link, field := range map[kb.Link]string{
		kb.RelationsFrom: "EntityWhere.ID", kb.RelationsTo: "EntityWhere.ID", kb.RelationsAt: "EntityWhere.ID", kb.UsersOf: "EntityWhere.ID",
		kb.PropertiesOf: "EntityWhere.ID", kb.ClaimsAbout: "EntityWhere.ID", kb.SourcesOf: "EntityWhere.ID", kb.SourcesPublished: "EntityWhere.ID",
		kb.ClaimsOn: "ClaimWhere.Fact", kb.ClaimsFrom: "SourceWhere.ID",
	} {
		q.parents[link] = append(q.ids[field], "unknown")
	}
	return q
}

// oneIn in n times, yes.
func (q *questions) oneIn(n int) bool { return q.IntN(n) == 0 }

// deepest is how many levels of conditions a filter has at most.
const deepest = 4

// where makes a filter, or none.
func where[W any](q *questions) *W {
	if q.oneIn(6) {
		return nil
	}
	w := new(W)
	q.conditions(reflect.ValueOf(w).Elem(), 0)
	return w
}

// conditions sets one or two fields of a struct of conditions.
func (q *questions) conditions(v reflect.Value, depth int) {
	n := 1
	if q.oneIn(3) {
		n = 2
	}
	for range n {
		i := q.IntN(v.NumField())
		for depth >= deepest && nests(v.Type().Field(i).Type) {
			i = q.IntN(v.NumField())
		}
		field := v.Type().Field(i)
		q.fill(v.Field(i), depth, v.Type().Name()+"."+field.Name)
	}
}

// nests tells whether a filter on another level stands behind a field of type t.
func nests(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return strings.HasSuffix(t.Name(), "Where") || t == reflect.TypeFor[kb.RelationsFilter]() ||
		t == reflect.TypeFor[kb.PropertiesFilter]() || t == reflect.TypeFor[kb.ClaimsFilter]()
}

// fill sets a field of a filter. of names the condition that it belongs to.
func (q *questions) fill(v reflect.Value, depth int, of string) {
	q.used[of] = true
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		q.fill(v.Elem(), depth, of)
	case reflect.Slice:
		n := q.IntN(4)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			q.fill(v.Index(i), depth, of)
		}
	case reflect.Struct:
		q.fillStruct(v, depth, of)
	default:
		q.leaf(v, of)
	}
}

func (q *questions) fillStruct(v reflect.Value, depth int, of string) {
	t := v.Type()
	name, _, _ := strings.Cut(t.Name(), "[")
	switch {
	case t == reflect.TypeFor[kb.Date]():
		v.Set(reflect.ValueOf(kb.MustDate(pick(q.Rand, dates))))
	case strings.HasSuffix(name, "Where"):
		q.conditions(v, depth+1)
	case strings.HasSuffix(name, "Count"): // of what, and how many
		if !q.oneIn(4) {
			q.fill(v.FieldByName("Of"), depth, of)
		}
		q.fill(v.FieldByName("Is"), depth, of)
	case strings.HasSuffix(name, "Filter") || name == "DateCompare": // one operator
		i := q.IntN(t.NumField())
		q.used[name+"."+t.Field(i).Name] = true
		q.operate(v.Field(i), depth, of, t.Field(i).Name)
	default:
		panic("the generator of filters does not know " + t.String())
	}
}

// operate fills an operand; what is looked for within a text is a part of one.
func (q *questions) operate(v reflect.Value, depth int, of, operator string) {
	q.fill(v, depth, of)
	q.part(v, operator)
}

func (q *questions) part(v reflect.Value, operator string) {
	if operator != "Contains" && operator != "StartsWith" {
		return
	}
	rs := []rune(v.Elem().String())
	if len(rs) > 0 {
		from := 0
		if operator == "Contains" {
			from = q.IntN(len(rs))
		}
		rs = rs[from:min(len(rs), from+1+q.IntN(4))]
	}
	if q.oneIn(3) {
		for i := range rs {
			rs[i] = unicode.ToUpper(rs[i])
		}
	}
	v.Elem().SetString(string(rs))
}

// leaf sets a value to compare with.
func (q *questions) leaf(v reflect.Value, of string) {
	set := func(value any) { v.Set(reflect.ValueOf(value)) }
	switch v.Interface().(type) {
	case string:
		set(pick(q.Rand, append(q.words[of], fragments[q.IntN(len(fragments))])))
	case kb.ID:
		set(pick(q.Rand, append(q.ids[of], "unknown")))
	case float64:
		set(pick(q.Rand, append(q.numbers[of], 1)))
	case int:
		set(q.IntN(4))
	case bool:
		set(q.oneIn(2))
	case kb.Kind:
		set(pick(q.Rand, kb.Kinds).Kind)
	case kb.RelationType:
		set(pick(q.Rand, kb.RelationTypes).Type)
	case kb.PropertyKey:
		set(pick(q.Rand, append([]kb.PropertyKeyInfo{{Key: kb.KeyAlias}, {Key: kb.KeyDate}}, kb.PropertyKeys...)).Key)
	case kb.Stance:
		set(pick(q.Rand, kb.Stances))
	case kb.Modality:
		set(pick(q.Rand, kb.Modalities))
	case kb.Reading:
		set(pick(q.Rand, kb.Readings))
	case kb.SourceKind:
		set(pick(q.Rand, kb.SourceKinds))
	case kb.Status:
		set(pick(q.Rand, kb.Statuses))
	case kb.Direction:
		set(pick(q.Rand, kb.Directions))
	default:
		panic(fmt.Sprintf("the generator of filters does not know %s", v.Type()))
	}
}

// ask makes a question about records of class c, without saying which page.
func ask[W any](q *questions, c kb.Class) kb.Query[W] {
	for {
		query := kb.Query[W]{Where: where[W](q), Order: q.order(c)}
		if links := kb.Links[c]; len(links) > 0 && q.oneIn(3) {
			query.By = pick(q.Rand, links)
			for range q.IntN(5) {
				query.Of = append(query.Of, pick(q.Rand, q.parents[query.By]))
			}
			if query.Of != nil && c == kb.RelationClass && q.oneIn(3) {
				for range 1 + q.IntN(3) {
					query.Types = append(query.Types, pick(q.Rand, append(surveillance, pick(q.Rand, kb.RelationTypes).Type)))
				}
			}
			if query.Of != nil && c == kb.PropertyClass && q.oneIn(3) {
				query.Keys = []kb.PropertyKey{kb.KeyAlias, pick(q.Rand, kb.PropertyKeys).Key}
			}
		}
		if query.Check(c, false) == nil { // else the filter has too many parts
			return query
		}
	}
}

// again puts other values into a question. Its shape stays, which a database plans
// once, at the cost of many questions.
func again[W any](q *questions, c kb.Class, query *kb.Query[W]) {
	for {
		q.redraw(reflect.ValueOf(query.Where), "")
		for i := range query.Of {
			query.Of[i] = pick(q.Rand, q.parents[query.By])
		}
		if query.Check(c, false) == nil {
			return
		}
	}
}

// redraw draws the texts, ids, numbers and dates of a filter anew.
func (q *questions) redraw(v reflect.Value, of string) {
	switch v.Interface().(type) {
	case string, kb.ID, float64:
		q.leaf(v, of)
		return
	case kb.Date:
		v.Set(reflect.ValueOf(kb.MustDate(pick(q.Rand, dates))))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			q.redraw(v.Elem(), of)
		}
	case reflect.Slice:
		for i := range v.Len() {
			q.redraw(v.Index(i), of)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field, name := v.Field(i), v.Type().Field(i).Name
			if field.IsZero() {
				continue
			}
			if strings.HasSuffix(v.Type().Name(), "Where") {
				of = v.Type().Name() + "." + name
			}
			q.redraw(field, of)
			q.part(field, name)
		}
	}
}

// search makes a search for words of names and aliases, whole and cut, and at
// times with what a search engine might take for an operator.
func (q *questions) search() kb.SearchQuery {
	names := slices.Concat(q.words["EntityWhere.Name"], q.words["EntityWhere.Alias"])
	name := pick(q.Rand, names)
	switch q.IntN(8) {
	case 0: // the beginning of it
		rs := []rune(name)
		name = string(rs[:1+q.IntN(len(rs))])
	case 1: // words of two
		words := append(strings.Fields(name), strings.Fields(pick(q.Rand, names))...)
		q.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		name = strings.Join(words[:1+q.IntN(min(3, len(words)))], " ")
	case 2:
		name = strings.ToUpper(pick(q.Rand, fragments)) + " " + pick(q.Rand, fragments)
	case 3:
		name = string(pick(q.Rand, q.ids["EntityWhere.ID"]))
	case 4, 5: // mistyped, and perhaps not finished
		name = q.mistype(name)
		if rs := []rune(name); q.oneIn(3) {
			name = string(rs[:1+q.IntN(len(rs))])
		}
	case 6: // in another alphabet
		name = pick(q.Rand, abroad)
		if q.oneIn(2) {
			name = q.mistype(name)
		}
	}
	if rs := []rune(name); len(rs) > kb.MaxSearchText {
		name = string(rs[:kb.MaxSearchText])
	}
	query := kb.SearchQuery{Text: name, First: pick(q.Rand, []int{1, 3, 10, kb.MaxPage})}
	for q.oneIn(3) || query.Check() != nil {
		query.Where = where[kb.EntityWhere](q)
	}
	return query
}

// mistype changes up to three letters of a name.
func (q *questions) mistype(name string) string {
	rs := []rune(name)
	for range 1 + q.IntN(3) {
		at := q.IntN(len(rs))
		switch q.IntN(4) {
		case 0:
			rs[at] = 'e'
		case 1:
			rs = slices.Insert(rs, at, 'e')
		case 2:
			if at > 0 {
				rs[at-1], rs[at] = rs[at], rs[at-1]
			}
		case 3:
			if len(rs) > 1 {
				rs = slices.Delete(rs, at, at+1)
			}
		}
	}
	return string(rs)
}

// order makes an order of up to three keys.
func (q *questions) order(c kb.Class) []kb.Order {
	var order []kb.Order
	for _, by := range some(q.Rand, kb.OrderKeys[c], 3) {
		order = append(order, kb.Order{By: by, Desc: q.oneIn(2)})
	}
	return order
}

// describe writes a question down in a readable form, leaving out what is not set.
func describe(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v))
	return b.String()
}

func write(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		write(b, v.Elem())
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, v.Index(i))
		}
		b.WriteByte(']')
	case reflect.Struct:
		if d, ok := v.Interface().(kb.Date); ok {
			b.WriteString(d.String())
			return
		}
		b.WriteByte('{')
		sep := ""
		for i := range v.NumField() {
			f := v.Field(i)
			if f.IsZero() {
				continue
			}
			b.WriteString(sep + v.Type().Field(i).Name + ": ")
			write(b, f)
			sep = ", "
		}
		b.WriteByte('}')
	case reflect.String:
		fmt.Fprintf(b, "%+q", v.String())
	default:
		fmt.Fprint(b, v.Interface())
	}
}

// smaller lists questions a little simpler than v, a pointer to a struct, by
// leaving out one thing each. v itself is not changed.
func smaller(v reflect.Value) []reflect.Value {
	var out []reflect.Value
	s := v.Elem()
	for i := range s.NumField() {
		change := func(to reflect.Value) {
			c := reflect.New(s.Type())
			c.Elem().Set(s)
			c.Elem().Field(i).Set(to)
			out = append(out, c)
		}
		f := s.Field(i)
		if f.IsZero() {
			continue
		}
		switch f.Kind() {
		case reflect.Pointer:
			change(reflect.Zero(f.Type()))
			if f.Type().Elem().Kind() == reflect.Struct && f.Type().Elem() != reflect.TypeFor[kb.Date]() {
				for _, c := range smaller(f) {
					change(c)
				}
			}
		case reflect.Slice:
			change(reflect.Zero(f.Type()))
			for k := range f.Len() {
				change(reflect.AppendSlice(reflect.AppendSlice(reflect.MakeSlice(f.Type(), 0, 0), f.Slice(0, k)), f.Slice(k+1, f.Len())))
				if e := f.Index(k); e.Kind() == reflect.Pointer {
					if e.Type() == s.Addr().Type() { // a tree within a tree may stand for all of it
						out = append(out, e)
					}
					for _, c := range smaller(e) {
						list := reflect.AppendSlice(reflect.MakeSlice(f.Type(), 0, f.Len()), f)
						list.Index(k).Set(c)
						change(list)
					}
				}
			}
		}
	}
	return out
}
