package sqlitestore_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest/plain"
)

var alike = cmp.Options{cmp.Comparer(func(a, b *int64) bool {
	return a == b || a != nil && b != nil && (*a == *b || *a > 1e15 && *b > 1e15 && *a < 1<<62 && *b < 1<<62)
}), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b kb.Date) bool { return a == b }), cmpopts.IgnoreFields(kb.Claim{}, "RecordedAt"), cmpopts.IgnoreFields(kb.Change{}, "At")}

var pool = struct {
	entities, sources, facts, claims []kb.ID
	words                            []string
	dates                            []string
}{
	words: []string{"", "nso", "NSO Group", "Group", "ﬁrm", "Firm Élan", "élan", "grou", "a", "  nso   group ", "Q Cyber", "中国", "中国 company", "-", "xyz", "Straße", "strasse", "en", "EN"},
	dates: []string{"2021", "2021-11", "2021-11-25", "2021-11-25/2021-11-28", "../2019", "/2019", "2019/..", "2019/", "2021-11~", "2020-05-05", "2020", "Y12021", "-0005"},
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func text(r *rand.Rand) string {
	s := pick(r, pool.words[1:])
	if r.IntN(3) == 0 {
		s += " " + pick(r, pool.words[1:])
	}
	return strings.TrimSpace(s)
}

func anyText(r *rand.Rand) string {
	if r.IntN(3) == 0 {
		return ""
	}
	return text(r)
}

func anyDate(r *rand.Rand) kb.Date {
	if r.IntN(3) == 0 {
		return kb.Date{}
	}
	return kb.MustDate(pick(r, pool.dates))
}

func randomValue(r *rand.Rand, typ kb.ValueType, enum []string) kb.Value {
	switch typ {
	case kb.TypeDate:
		return kb.DateValue{Date: kb.MustDate(pick(r, pool.dates))}
	case kb.TypeURL:
		return kb.UrlValue{URL: "https://example.org/" + pick(r, []string{"a", "B"})}
	case kb.TypeEnum:
		return kb.EnumValue{Enum: pick(r, enum)}
	case kb.TypeBoolean:
		return kb.BooleanValue{Boolean: r.IntN(2) == 0}
	case kb.TypeQuantity:
		n := kb.Num(float64(r.IntN(5)))
		return kb.QuantityValue{Quantity: pick(r, []kb.Quantity{
			{Min: n, Max: n, Unit: pick(r, []string{"", "countries", "Countries", "USD"}), Precision: kb.Exact},
			{Min: n, Unit: "USD", Precision: kb.AtLeast}, {Max: n, Unit: "USD", Precision: kb.AtMost}, {Precision: kb.Vague, Words: "many"},
		})}
	}
	return kb.TextValue{Text: pick(r, pool.words[1:12])}
}

// randomSet makes a change set over a small world of ids.
func randomSet(r *rand.Rand, kinds map[kb.ID]kb.Kind) *kb.ChangeSet {
	set := &kb.ChangeSet{Collection: kb.Collection{Name: pick(r, []string{"one", "two", "three"})}}
	if r.IntN(4) == 0 {
		set.Collection.Title = pick(r, pool.words)
	}
	if r.IntN(3) == 0 {
		set.Key = fmt.Sprint("key", r.IntN(6))
	}
	used := map[kb.ID]bool{}
	once := func(id kb.ID) bool {
		if used[id] {
			return false
		}
		used[id] = true
		return true
	}
	for range r.IntN(8) {
		id := pick(r, pool.entities)
		if !once(id) {
			continue
		}
		if kinds[id] == "" || r.IntN(12) == 0 {
			kinds[id] = pick(r, kb.Kinds).Kind
		}
		set.Entities = append(set.Entities, &kb.Entity{ID: id, Kind: kinds[id], Name: text(r), Summary: anyText(r)})
	}
	for range r.IntN(4) {
		id := pick(r, pool.sources)
		if !once(id) {
			continue
		}
		s := &kb.Source{ID: id, Kind: pick(r, kb.SourceKinds), Title: anyText(r), Published: anyDate(r), Language: pick(r, []string{"", "en", "EN", "de"}), FileName: anyText(r), Note: anyText(r)}
		if r.IntN(2) == 0 {
			s.URL = "https://example.org/" + pick(r, []string{"a", "B", "É"})
		}
		for range r.IntN(3) {
			s.Publishers = append(s.Publishers, pick(r, pool.entities))
		}
		for range r.IntN(2) {
			s.Cites = append(s.Cites, pick(r, pool.sources))
		}
		if d := pick(r, pool.sources); d != id && r.IntN(3) == 0 {
			s.DerivesFrom = append(s.DerivesFrom, kb.Derivation{Source: d, How: kb.Copy, Basis: kb.Declared})
		}
		if r.IntN(4) == 0 {
			s.Act = pick(r, pool.entities)
		}
		set.Sources = append(set.Sources, s)
	}
	claim := func(fact kb.ID) {
		for range 1 + r.IntN(2) {
			c := &kb.Claim{Fact: fact, Source: pick(r, pool.sources), Statement: "A statement " + text(r), Stance: pick(r, kb.Stances[:4]), Modality: pick(r, kb.Modalities), Reading: pick(r, kb.Readings), Collection: set.Collection.Name, Note: "note", Firsthand: r.IntN(2) == 0}
			if r.IntN(3) > 0 {
				c.Locator = kb.Locator{Paragraph: r.IntN(3), Page: r.IntN(2), Part: kb.PartBody, Start: r.IntN(30)}
			}
			for _, k := range []kb.QualifierKey{kb.QualifierSince, kb.QualifierUntil, kb.QualifierRole} {
				if r.IntN(4) == 0 {
					row, _ := k.Info()
					c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: k, Value: randomValue(r, row.Type, row.Enum)})
				}
			}
			for range r.IntN(3) {
				c.AttributedTo = append(c.AttributedTo, pick(r, pool.entities))
			}
			if s := pick(r, pool.sources); s != c.Source && r.IntN(2) == 0 {
				c.Credits = append(c.Credits, kb.Credit{Source: s, How: kb.CreditNamed})
			}
			if len(pool.claims) > 0 && r.IntN(4) == 0 {
				c.Answers = append(c.Answers, pick(r, pool.claims))
			}
			if r.IntN(9) == 0 {
				c.Answers = append(c.Answers, pick(r, pool.sources))
			}
			c.Normalize()
			c.Identify()
			if once(c.ID) {
				set.Claims = append(set.Claims, c)
				pool.claims = append(pool.claims, c.ID)
			}
		}
	}
	for range r.IntN(10) {
		rel := kb.NewRelation(pick(r, kb.RelationTypes).Type, pick(r, pool.entities), pick(r, pool.entities), pick(r, []string{"", "", "", "Zwei", "zwei"}))
		for range 30 {
			if kb.CheckRelation(rel.Type, kinds[rel.From], kinds[rel.To]) == nil {
				break
			}
			rel = kb.NewRelation(pick(r, kb.RelationTypes).Type, pick(r, pool.entities), pick(r, pool.entities), "")
		}
		if kb.CheckRelation(rel.Type, kinds[rel.From], kinds[rel.To]) == nil && once(rel.ID) {
			set.Relations = append(set.Relations, rel)
			pool.facts = append(pool.facts, rel.ID)
			claim(rel.ID)
		}
	}
	for range r.IntN(10) {
		row := pick(r, kb.PropertyKeys)
		if r.IntN(3) == 0 {
			row = kb.PropertyKeys[0]
		}
		e := pick(r, pool.entities)
		issuer := kb.ID("")
		if row.Issued {
			issuer = pick(r, pool.entities)
		}
		p := kb.NewProperty(e, row.Key, randomValue(r, row.Type, row.Enum), issuer)
		if kb.CheckProperty(row.Key, kinds[e]) == nil && once(p.ID) {
			set.Properties = append(set.Properties, p)
			pool.facts = append(pool.facts, p.ID)
			claim(p.ID)
		}
	}
	for range r.IntN(8) {
		var id kb.ID
		switch k := r.IntN(4); {
		case k == 0:
			id = pick(r, pool.entities)
		case k == 1:
			id = pick(r, pool.sources)
		case len(pool.claims) > 0:
			id = pick(r, pool.claims)
		}
		if id != "" && once(id) {
			set.Remove = append(set.Remove, id)
		}
	}
	return set
}

// randomWhere fills a filter by reflection.
func randomWhere(r *rand.Rand, v reflect.Value, depth int) {
	t := v.Type()
	name, _, _ := strings.Cut(t.Name(), "[")
	operator := strings.HasSuffix(name, "Filter") || name == "DateCompare"
	n := 1
	if !operator {
		n = r.IntN(3)
		if name == "RelationsCount" || name == "PropertiesCount" || name == "ClaimsCount" {
			randomWhere(r, v.FieldByName("Is"), depth)
			if r.IntN(3) == 0 {
				return
			}
			n = 1
		}
	}
	for range n {
		for {
			i := r.IntN(t.NumField())
			f := v.Field(i)
			if f.Kind() == reflect.Struct || depth <= 0 && operator && strings.HasPrefix(name, "Relations") {
				if depth <= 0 {
					return
				}
				continue
			}
			if f.IsNil() {
				fill(r, f, depth)
			}
			break
		}
	}
}

func fill(r *rand.Rand, f reflect.Value, depth int) {
	switch f.Kind() {
	case reflect.Slice:
		f.Set(reflect.MakeSlice(f.Type(), 0, 3))
		for range r.IntN(4) {
			e := reflect.New(f.Type().Elem()).Elem()
			if e.Kind() == reflect.Pointer {
				e.Set(reflect.New(e.Type().Elem()))
				if depth > 0 {
					randomWhere(r, e.Elem(), depth-1)
				}
			} else {
				scalar(r, e)
			}
			f.Set(reflect.Append(f, e))
		}
	case reflect.Pointer:
		f.Set(reflect.New(f.Type().Elem()))
		if f.Elem().Kind() == reflect.Struct && f.Elem().Type() != reflect.TypeFor[kb.Date]() {
			if depth > 0 || strings.HasSuffix(f.Elem().Type().Name(), "Filter") || strings.Contains(f.Elem().Type().Name(), "Filter[") || f.Elem().Type().Name() == "DateCompare" {
				randomWhere(r, f.Elem(), depth-1)
			}
		} else {
			scalar(r, f.Elem())
		}
	}
}

func scalar(r *rand.Rand, v reflect.Value) {
	switch v.Interface().(type) {
	case kb.ID:
		v.SetString(string(pick(r, pick(r, [][]kb.ID{pool.entities, pool.sources, pool.facts, pool.claims}))))
	case kb.Kind:
		v.SetString(string(pick(r, kb.Kinds).Kind))
	case kb.RelationType:
		v.SetString(string(pick(r, kb.RelationTypes).Type))
	case kb.PropertyKey:
		v.SetString(string(pick(r, kb.PropertyKeys).Key))
	case kb.Stance:
		v.SetString(string(pick(r, kb.Stances)))
	case kb.Modality:
		v.SetString(string(pick(r, kb.Modalities)))
	case kb.Reading:
		v.SetString(string(pick(r, kb.Readings)))
	case kb.SourceKind:
		v.SetString(string(pick(r, kb.SourceKinds)))
	case kb.Direction:
		v.SetString(string(pick(r, kb.Directions)))
	case kb.Date:
		v.Set(reflect.ValueOf(kb.MustDate(pick(r, pool.dates))))
	case string:
		v.SetString(pick(r, append([]string{"one", "two", "o", "on"}, pool.words...)))
	case bool:
		v.SetBool(r.IntN(2) == 0)
	case float64:
		v.SetFloat(float64(r.IntN(5)) - 0.5*float64(r.IntN(2)))
	case int:
		v.SetInt(int64(r.IntN(4)))
	}
}

func compareRecords[T, W any](t *testing.T, r *rand.Rand, class kb.Class, got, want kb.Records[T, W], ids []kb.ID) (asked, hits int) {
	ctx := context.Background()
	where := new(W)
	for range 50 {
		*where = *new(W)
		randomWhere(r, reflect.ValueOf(where).Elem(), r.IntN(5))
		if kb.CheckWhere(where) == nil {
			break
		}
	}
	q := kb.Query[W]{Where: where}
	if r.IntN(6) == 0 {
		q.Where = nil
	}
	if links := kb.Links[class]; len(links) > 0 && r.IntN(2) == 0 {
		q.By = pick(r, links)
		q.Of = []kb.ID{}
		for range r.IntN(4) {
			q.Of = append(q.Of, pick(r, pick(r, [][]kb.ID{pool.entities, pool.sources, append(pool.facts, "x")})))
		}
		if class == kb.RelationClass {
			for range r.IntN(3) {
				q.Types = append(q.Types, pick(r, kb.RelationTypes).Type)
			}
		}
	}
	for range r.IntN(4) {
		by := pick(r, kb.OrderKeys[class])
		if by == kb.ByRecorded { // two stores, two clocks
			continue
		}
		q.Order = append(q.Order, kb.Order{By: by, Desc: r.IntN(2) == 0})
	}
	if r.IntN(2) == 0 {
		q.First = 1 + r.IntN(4)
	} else {
		q.Last = 1 + r.IntN(4)
	}
	for range 5 { // pages
		w, wantErr := want.Find(ctx, q)
		g, gotErr := got.Find(ctx, q)
		if (wantErr == nil) != (gotErr == nil) {
			t.Fatalf("%s: %v instead of %v\n%s", class, gotErr, wantErr, dump(q))
		}
		if d := cmp.Diff(w, g, alike); d != "" {
			t.Fatalf("%s Find (- plain + sqlite)\n%s\n%s", class, dump(q), d)
		}
		if wantErr != nil {
			break
		}
		asked++
		if len(w) != 1 || len(w[0].Keys) == 0 {
			break
		}
		hits++
		if q.First > 0 {
			q.After = w[0].Keys[len(w[0].Keys)-1]
		} else {
			q.Before = w[0].Keys[0]
		}
	}
	wc, _ := want.Count(ctx, q)
	gc, err := got.Count(ctx, q)
	if err != nil || !cmp.Equal(wc, gc, alike) {
		t.Fatalf("%s Count %v, %v instead of %v\n%s", class, gc, err, wc, dump(q))
	}
	for _, f := range kb.FacetKeys[class] {
		n := 1 + r.IntN(4)
		w, _ := want.Facet(ctx, q, f, n)
		g, err := got.Facet(ctx, q, f, n)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(w, g, alike); d != "" {
			t.Fatalf("%s Facet %s %d\n%s\n%s", class, f, n, dump(q), d)
		}
	}
	w, _ := want.Get(ctx, ids)
	g, err := got.Get(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(w, g, alike); d != "" {
		t.Fatalf("%s Get\n%s", class, d)
	}
	var ws, gs []*T
	for e := range want.Scan(ctx, q.Where) {
		ws = append(ws, e)
	}
	for e, err := range got.Scan(ctx, q.Where) {
		if err != nil {
			t.Fatal(err)
		}
		gs = append(gs, e)
	}
	if d := cmp.Diff(ws, gs, alike); d != "" {
		t.Fatalf("%s Scan\n%s", class, d)
	}
	return asked, hits
}

func dump(v any) string {
	var b strings.Builder
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		switch {
		case v.Type() == reflect.TypeFor[kb.Date]():
			fmt.Fprintf(&b, "%s = %v\n", path, v.Interface())
		case v.Kind() == reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem(), path)
			}
		case v.Kind() == reflect.Struct:
			fmt.Fprintf(&b, "%s {\n", path)
			for i := range v.NumField() {
				walk(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		case v.Kind() == reflect.Slice:
			if !v.IsNil() {
				fmt.Fprintf(&b, "%s [%d]\n", path, v.Len())
				for i := range v.Len() {
					walk(v.Index(i), fmt.Sprint(path, i))
				}
			}
		default:
			if !v.IsZero() || v.Kind() != reflect.String {
				fmt.Fprintf(&b, "%s = %v\n", path, v.Interface())
			}
		}
	}
	walk(reflect.ValueOf(v), "")
	return b.String()
}

func TestAgreesWithPlain(t *testing.T) {
	ctx := context.Background()
	for i := range 12 {
		pool.entities = append(pool.entities, kb.ID(fmt.Sprint("e", i)))
	}
	pool.entities = append(pool.entities, "nso", "group", "nso-group")
	for i := range 6 {
		pool.sources = append(pool.sources, kb.ID(fmt.Sprint("source:s", i)))
	}
	stats := map[string]int{}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		pool.claims, pool.facts = []kb.ID{"claim:x"}, []kb.ID{"relation:x"}
		want := plain.New()
		got, err := sqlitestore.Open(ctx, sqlitestore.Memory)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { got.Close() })
		kinds := map[kb.ID]kb.Kind{}
		var all []*kb.ChangeSet
		for range 12 {
			set := randomSet(r, kinds)
			if len(all) > 0 && r.IntN(5) == 0 {
				set = pick(r, all)
			}
			all = append(all, set)
			for range 3 {
				w, wantErr := want.Apply(ctx, set)
				g, gotErr := got.Apply(ctx, set)
				if fmt.Sprint(wantErr) != fmt.Sprint(gotErr) && !(strings.Contains(fmt.Sprint(wantErr), "removed") && strings.Contains(fmt.Sprint(gotErr), "removed")) {
					t.Fatalf("seed %d: Apply %v\ninstead of %v", seed, gotErr, wantErr)
				}
				stats[fmt.Sprint("applied ", wantErr == nil)]++
				if d := cmp.Diff(w, g, alike); d != "" {
					t.Fatalf("seed %d: Apply (- plain + sqlite)\n%s", seed, d)
				}
				var bad *kb.InvalidError
				if wantErr != nil && errorsAs(wantErr, &bad) { // leave out what is wrong
					wrong := map[kb.ID]bool{}
					for _, p := range bad.Problems {
						wrong[p.ID] = true
					}
					trim(set, wrong)
					continue
				}
				break
			}
			wc, _ := want.Changes(ctx, 0, 1e6)
			gc, _ := got.Changes(ctx, 0, 1e6)
			if d := cmp.Diff(wc, gc, alike); d != "" {
				t.Fatalf("seed %d: Changes\n%s", seed, d)
			}
			ws, _ := want.Stats(ctx)
			gs, err := got.Stats(ctx)
			if d := cmp.Diff(ws, gs, alike); d != "" || err != nil {
				t.Fatalf("seed %d: Stats %v\n%s", seed, err, d)
			}
			wcc, _ := want.Collections(ctx)
			gcc, err := got.Collections(ctx)
			if d := cmp.Diff(wcc, gcc, alike); d != "" || err != nil {
				t.Fatalf("seed %d: Collections %v\n%s", seed, err, d)
			}
			wr, _ := want.RelationCounts(ctx, pool.entities)
			gr, err := got.RelationCounts(ctx, pool.entities)
			if d := cmp.Diff(wr, gr, alike); d != "" || err != nil {
				t.Fatalf("seed %d: RelationCounts %v\n%s", seed, err, d)
			}
			for range 6 {
				q := kb.SearchQuery{Text: anyText(r), First: 1 + r.IntN(3)}
				if r.IntN(3) == 0 {
					q.Where = &kb.EntityWhere{}
					randomWhere(r, reflect.ValueOf(q.Where).Elem(), 2)
				}
				for {
					w, wantErr := want.Search(ctx, q)
					g, gotErr := got.Search(ctx, q)
					if (wantErr == nil) != (gotErr == nil) {
						t.Fatal(wantErr, gotErr)
					}
					if d := cmp.Diff(w, g, alike); d != "" {
						t.Fatalf("seed %d: Search %q\n%s", seed, q.Text, d)
					}
					wn, _ := want.SearchCount(ctx, q)
					gn, _ := got.SearchCount(ctx, q)
					if wn != gn {
						t.Fatalf("SearchCount %d instead of %d", gn, wn)
					}
					stats["search hits"] += wn
					if !w.HasNext {
						break
					}
					q.After = w.Keys[len(w.Keys)-1]
				}
			}
			count := func(class string, asked, hits int) {
				stats["asked "+class] += asked
				stats["pages with rows "+class] += hits
			}
			ids := append(append(append(append([]kb.ID{}, pool.entities...), pool.sources...), pool.facts...), pool.claims...)
			for range 3 {
				a, h := compareRecords(t, r, kb.EntityClass, got.Entities(), want.Entities(), ids)
				count("e", a, h)
				a, h = compareRecords(t, r, kb.RelationClass, got.Relations(), want.Relations(), ids)
				count("r", a, h)
				a, h = compareRecords(t, r, kb.PropertyClass, got.Properties(), want.Properties(), ids)
				count("p", a, h)
				a, h = compareRecords(t, r, kb.ClaimClass, got.Claims(), want.Claims(), ids)
				count("c", a, h)
				a, h = compareRecords(t, r, kb.SourceClass, got.Sources(), want.Sources(), ids)
				count("s", a, h)
			}
		}
	}
	t.Log(stats)
}

func errorsAs(err error, target **kb.InvalidError) bool {
	e, ok := err.(*kb.InvalidError)
	*target = e
	return ok
}

// trim leaves out the records that are wrong, and those without their fact or claim.
func trim(set *kb.ChangeSet, wrong map[kb.ID]bool) {
	var claims []*kb.Claim
	for _, c := range set.Claims {
		if !wrong[c.ID] && !wrong[c.Fact] {
			claims = append(claims, c)
		}
	}
	set.Claims = claims
	claimed := map[kb.ID]bool{}
	for _, c := range claims {
		claimed[c.Fact] = true
	}
	set.Relations = keep(set.Relations, func(r *kb.Relation) bool { return claimed[r.ID] })
	set.Properties = keep(set.Properties, func(p *kb.Property) bool { return claimed[p.ID] })
	set.Entities = keep(set.Entities, func(e *kb.Entity) bool { return !wrong[e.ID] })
	set.Sources = keep(set.Sources, func(s *kb.Source) bool { return !wrong[s.ID] })
	set.Remove = keep(set.Remove, func(id kb.ID) bool { return !wrong[id] })
}

func keep[T any](list []T, ok func(T) bool) (out []T) {
	for _, x := range list {
		if ok(x) {
			out = append(out, x)
		}
	}
	return out
}
