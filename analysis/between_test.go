package analysis_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"actorgraph/analysis"
	"actorgraph/kb"
	"actorgraph/store/storetest"
)

// plainLinks are the entities that a connecting set may have, and which of them are
// linked: a set of places for each.
type plainLinks struct {
	ids   []kb.ID // sorted
	links []uint32
	asked uint32
}

func (g *plainGraph) linksFor(q *kb.BetweenQuery) *plainLinks {
	l, w := &plainLinks{}, &q.Where
	for id, kind := range g.kinds {
		if slices.Contains(q.IDs, id) || allowed(kind, w.Kinds, w.NotKinds) && !slices.Contains(w.Avoid, id) && (w.MaxDegree == 0 || g.degree[id] <= w.MaxDegree) {
			l.ids = append(l.ids, id)
		}
	}
	slices.Sort(l.ids)
	for i, a := range l.ids {
		l.links = append(l.links, 0)
		for j, b := range l.ids {
			if i != j && g.sideBySide(w, a, b) != nil {
				l.links[i] |= 1 << j
			}
		}
		if slices.Contains(q.IDs, a) {
			l.asked |= 1 << i
		}
	}
	return l
}

// reached is what can be reached from the entities of a set in so many links within
// another set.
func (l *plainLinks) reached(from, within uint32, hops int) uint32 {
	for range hops {
		for i, links := range l.links {
			if from&(1<<i) != 0 {
				from |= links & within
			}
		}
	}
	return from
}

func (l *plainLinks) connects(set uint32) bool {
	first := set & -set
	return l.reached(first, set, len(l.ids)) == set
}

func (l *plainLinks) named(set uint32) (out []kb.ID) {
	for i, id := range l.ids {
		if set&(1<<i) != 0 {
			out = append(out, id)
		}
	}
	return out
}

// groups are the ids, each with those that it is connected with from one near id to the
// next.
func (l *plainLinks) groups(maxHops int) (out [][]kb.ID) {
	for left := l.asked; left != 0; {
		group := left & -left
		for range l.ids {
			for i := range l.ids {
				if group&(1<<i) != 0 {
					group |= l.asked & l.plainlyNear(i, maxHops)
				}
			}
		}
		out, left = append(out, l.named(group)), left&^group
	}
	return out
}

// plainlyNear is what is at most so many links from an entity, layer by layer.
func (l *plainLinks) plainlyNear(i, maxHops int) uint32 {
	near := uint32(1) << i
	for range min(maxHops, len(l.ids)) {
		next := near
		for j, links := range l.links {
			if near&(1<<j) != 0 {
				next |= links
			}
		}
		near = next
	}
	return near
}

// smallest looks at all sets.
func (l *plainLinks) smallest() []kb.ID {
	var best []kb.ID
	for set := range uint32(1) << len(l.ids) {
		if set&l.asked != l.asked || best != nil && bits.OnesCount32(set) > len(best) || !l.connects(set) {
			continue
		}
		if ids := l.named(set); best == nil || len(ids) < len(best) || slices.Compare(ids, best) < 0 {
			best = ids
		}
	}
	return best
}

func plainBetween(g *plainGraph, q kb.BetweenQuery) *kb.BetweenAnswer {
	l := g.linksFor(&q)
	out := &kb.BetweenAnswer{Groups: l.groups(q.MaxHops)}
	anyhow := q
	anyhow.Where = kb.PathWhere{}
	switch {
	case len(out.Groups) == 1:
		out.Entities, out.Exact = l.smallest(), true
		out.Steps = g.stepsWithin(&q.Where, out.Entities)
	case len(l.groups(len(l.ids))) == 1:
		out.Reason = kb.NoneWithinHops
	case len(g.linksFor(&anyhow).groups(len(g.kinds))) == 1:
		out.Reason = kb.CutByCondition
	default:
		out.Reason = kb.DifferentComponents
	}
	asked := l.named(l.asked)
	for _, id := range l.ids {
		if slices.Contains(asked, id) {
			continue
		}
		n := kb.CommonNeighbour{Entity: id}
		for _, of := range asked {
			if between := g.sideBySide(&q.Where, id, of); between != nil {
				n.Of = append(n.Of, of)
				for _, r := range between {
					n.Relations = append(n.Relations, r.ID)
				}
			}
		}
		for other := range g.kinds {
			n.Degree += len(g.sideBySide(&q.Where, id, other))
		}
		if len(n.Of) > 1 {
			out.Common = append(out.Common, n)
		}
	}
	slices.SortFunc(out.Common, func(a, b kb.CommonNeighbour) int {
		return cmp.Or(-cmp.Compare(len(a.Of), len(b.Of)), cmp.Compare(a.Degree, b.Degree), cmp.Compare(a.Entity, b.Entity))
	})
	out.CommonTotal = len(out.Common)
	out.Common = out.Common[:min(q.First, len(out.Common))]
	return out
}

func (g *plainGraph) stepsWithin(w *kb.PathWhere, set []kb.ID) (out []kb.BetweenStep) {
	for _, a := range set {
		for _, b := range set {
			between := g.sideBySide(w, a, b)
			if a == b || between == nil || between[0].From != a {
				continue
			}
			s := kb.BetweenStep{From: a, To: b}
			for _, r := range between {
				s.Relations = append(s.Relations, r.ID)
			}
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b kb.BetweenStep) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return out
}

func TestBetweenAgreesWithAllThereIs(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		s, ids := graphs(t)
		g, err := analysis.Build(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			lens := lenses(t)
			q := kb.BetweenQuery{
				IDs:     rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 2, min(kb.MaxExactBetween, len(ids)), rapid.ID[kb.ID]).Draw(t, "ids"),
				MaxHops: rapid.IntRange(1, 5).Draw(t, "hops"), First: rapid.IntRange(1, 5).Draw(t, "first"), Where: conditions(t, ids),
			}
			q.Where.Direction = kb.AnyDirection
			q.Where.Avoid = slices.DeleteFunc(q.Where.Avoid, func(id kb.ID) bool { return slices.Contains(q.IDs, id) })
			v, err := g.Under(t.Context(), s, lens)
			if err != nil {
				t.Fatal(err)
			}
			got, err := v.Between(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want := plainBetween(readPlain(t, s, s.Under(lens), lens), q)
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%+v under %+v (-all there is +found)\n%s", q, lens, diff)
			}
		}
	})
}

// sketch is a graph of links alone.
type sketch struct {
	entities int
	links    [][2]int
}

func (s sketch) id(i int) kb.ID { return kb.ID(fmt.Sprintf("e%02d", i)) }

// reader reads it as a store is read.
func (s sketch) reader() kb.Reader {
	l := &listed{}
	for i := range s.entities {
		l.entities = append(l.entities, &kb.Entity{ID: s.id(i), Kind: kb.KindCompany})
	}
	for i, link := range s.links {
		r := &kb.Relation{ID: kb.ID(fmt.Sprintf("relation:%d", i)), Type: kb.Owns, From: s.id(link[0]), To: s.id(link[1])}
		r.Support = kb.Support{Status: kb.StatusStated, Documents: 1, AtLeast: 1}
		l.relations = append(l.relations, r)
	}
	return l
}

// sketches draws graphs in which the ways are longer: little more than trees.
func sketches(t *rapid.T) sketch {
	s := sketch{entities: rapid.IntRange(6, 13).Draw(t, "entities")}
	for i := 1; i < s.entities; i++ {
		if rapid.IntRange(0, 15).Draw(t, "apart") > 0 {
			s.links = append(s.links, [2]int{i, rapid.IntRange(max(0, i-4), i-1).Draw(t, "linked to")})
		}
	}
	for range rapid.IntRange(0, 8).Draw(t, "more links") {
		s.links = append(s.links, [2]int{rapid.IntRange(0, s.entities-1).Draw(t, "from"), rapid.IntRange(0, s.entities-1).Draw(t, "to")})
	}
	// Which id comes first must not go by which entity was linked first.
	places := rapid.Permutation(slices.Collect(func(yield func(int) bool) {
		for i := 0; i < s.entities && yield(i); i++ {
		}
	})).Draw(t, "places")
	for i, l := range s.links {
		s.links[i] = [2]int{places[l[0]], places[l[1]]}
	}
	return s
}

// Of few ids the smallest set is found, of more than those one that is less than twice
// as large and ends in ids.
func TestSmallestSets(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		s := sketches(t)
		store := s.reader()
		g, err := analysis.Build(t.Context(), store)
		if err != nil {
			t.Fatal(err)
		}
		v, err := g.Under(t.Context(), store, kb.Lens{})
		if err != nil {
			t.Fatal(err)
		}
		plain := readPlain(t, store, store, kb.Lens{})
		for range 4 {
			q := kb.BetweenQuery{MaxHops: rapid.SampledFrom([]int{2, 3, 4, 12}).Draw(t, "hops"), First: kb.MaxCommon}
			for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, s.entities-1), 2, min(8, s.entities), rapid.ID[int]).Draw(t, "ids") {
				q.IDs = append(q.IDs, s.id(i))
			}
			got, err := v.Between(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want := plainBetween(plain, q)
			if len(q.IDs) > kb.MaxExactBetween && want.Entities != nil {
				fewest := len(want.Entities) - 1
				if steps := len(got.Entities) - 1; steps >= 2*fewest {
					t.Fatalf("%v: %d links, the fewest are %d", q.IDs, steps, fewest)
				}
				checkSet(t, plain, &q, got.Entities)
				want.Entities, want.Exact = got.Entities, false
				want.Steps = plain.stepsWithin(&q.Where, got.Entities)
			}
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%+v (-all there is +found)\n%s", q, diff)
			}
		}
	})
}

// checkSet checks that a set connects the ids and that all can be left out at an end but
// these.
func checkSet(t *rapid.T, g *plainGraph, q *kb.BetweenQuery, set []kb.ID) {
	l := g.linksFor(q)
	var places uint32
	for _, id := range set {
		i, _ := slices.BinarySearch(l.ids, id)
		places |= 1 << i
	}
	if places&l.asked != l.asked || !l.connects(places) {
		t.Fatalf("%v does not connect %v", set, q.IDs)
	}
	for i, links := range l.links {
		if places&^l.asked&(1<<i) != 0 && bits.OnesCount32(links&places) < 2 {
			t.Fatalf("%v: %s is a loose end", set, l.ids[i])
		}
	}
}

// stood writes a set, its links and common neighbours shortly.
func stood(a *kb.BetweenAnswer) string {
	words := func(ids []kb.ID) string { return strings.Trim(fmt.Sprint(ids), "[]") }
	var b strings.Builder
	b.WriteString(words(a.Entities))
	for _, s := range a.Steps {
		fmt.Fprintf(&b, " %s-%s", s.From, s.To)
	}
	if a.Reason != "" {
		fmt.Fprintf(&b, "%s:", a.Reason)
		for _, g := range a.Groups {
			fmt.Fprintf(&b, " (%s)", words(g))
		}
	}
	for _, n := range a.Common {
		fmt.Fprintf(&b, "; %s of %s", n.Entity, words(n.Of))
	}
	if more := a.CommonTotal - len(a.Common); more > 0 {
		fmt.Fprintf(&b, "; %d more", more)
	}
	return b.String()
}

// Around each of a, b and c stand two that join it with the next one; m joins all, and a
// tail leads away from c. x and y are alone.
//
//	a -> ab -> b    b -> bc -> c    m -> a    m -> b    m -> c    c -> d -> e -> f    x -> y
func TestBetween(t *testing.T) {
	v := drawn(t, "a-ab ab-b b-bc bc-c m-a m-b m-c c-d d-e e-f x-y")
	for _, test := range []struct {
		name, want string
		q          kb.BetweenQuery
	}{
		{"of equal ones that which comes first", "a ab b a-ab ab-b; ab of a b; m of a b", kb.BetweenQuery{IDs: []kb.ID{"b", "a"}}},
		{"one that joins three is less than two that join two", "a b c m m-a m-b m-c; m of a b c; ab of a b; bc of b c", kb.BetweenQuery{IDs: []kb.ID{"a", "b", "c"}}},
		{"the first of three", "a b c m m-a m-b m-c; m of a b c; 2 more", kb.BetweenQuery{IDs: []kb.ID{"a", "b", "c"}, First: 1}},
		{"without the middle", "a ab b bc c a-ab ab-b b-bc bc-c; ab of a b; bc of b c", kb.BetweenQuery{IDs: []kb.ID{"a", "b", "c"}, Where: kb.PathWhere{Avoid: []kb.ID{"m"}}}},
		{"no hubs, though ids may be such", "a ab b a-ab ab-b; ab of a b", kb.BetweenQuery{IDs: []kb.ID{"a", "b"}, Where: kb.PathWhere{MaxDegree: 2}}},
		{"all links within the set", "a ab b m a-ab ab-b m-a m-b", kb.BetweenQuery{IDs: []kb.ID{"a", "ab", "b", "m"}}},
		{"the same one twice", "c d c-d", kb.BetweenQuery{IDs: []kb.ID{"c", "d", "c"}}},
		{"from one near id to the next", "c d e f c-d d-e e-f; d of c e", kb.BetweenQuery{IDs: []kb.ID{"c", "e", "f"}, MaxHops: 2}},
		{"too far", "NONE_WITHIN_HOPS: (a c) (f); m of a c", kb.BetweenQuery{IDs: []kb.ID{"a", "c", "f"}, MaxHops: 2}},
		{"cut", "CUT_BY_CONDITION: (a) (f)", kb.BetweenQuery{IDs: []kb.ID{"a", "f"}, Where: kb.PathWhere{Avoid: []kb.ID{"d"}}}},
		{"apart", "DIFFERENT_COMPONENTS: (a b) (x y); ab of a b; m of a b", kb.BetweenQuery{IDs: []kb.ID{"a", "b", "x", "y"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := test.q
			q.MaxHops, q.First = cmp.Or(q.MaxHops, 6), cmp.Or(q.First, 10)
			got, err := v.Between(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if stood(got) != test.want {
				t.Errorf("got %q, want %q", stood(got), test.want)
			}
		})
	}
}

func TestBetweenRefuses(t *testing.T) {
	v := drawn(t, "a-b")
	many := make([]kb.ID, kb.MaxBetween+1)
	for i := range many {
		many[i] = kb.ID(fmt.Sprint("e", i))
	}
	for _, test := range []struct {
		says string
		q    kb.BetweenQuery
	}{
		{"ids: 1 different ones; from 2 to 50", kb.BetweenQuery{IDs: []kb.ID{"a", "a"}}},
		{"ids: 51 different ones; from 2 to 50", kb.BetweenQuery{IDs: many}},
		{`ids: no entity has the id "c"`, kb.BetweenQuery{IDs: []kb.ID{"a", "c"}}},
		{`where.avoid: no entity has the id "c"`, kb.BetweenQuery{IDs: []kb.ID{"a", "b"}, Where: kb.PathWhere{Avoid: []kb.ID{"c"}}}},
		{"a is also in ids", kb.BetweenQuery{IDs: []kb.ID{"a", "b"}, Where: kb.PathWhere{Avoid: []kb.ID{"a"}}}},
		{"where.through", kb.BetweenQuery{IDs: []kb.ID{"a", "b"}, Where: kb.PathWhere{Through: []kb.ID{"a"}}}},
		{"where.direction", kb.BetweenQuery{IDs: []kb.ID{"a", "b"}, Where: kb.PathWhere{Direction: kb.AsWritten}}},
		{"maxHops: 13; from 1 to 12", kb.BetweenQuery{IDs: []kb.ID{"a", "b"}, MaxHops: 13}},
		{"first: 101; from 1 to 100", kb.BetweenQuery{IDs: []kb.ID{"a", "b"}, First: 101}},
	} {
		q := test.q
		q.MaxHops, q.First = cmp.Or(q.MaxHops, 6), cmp.Or(q.First, 10)
		if _, err := v.Between(t.Context(), q); !errors.Is(err, kb.ErrInvalid) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: got %v, want one that says %q", test.q, err, test.says)
		}
	}
}

// Who asks and leaves is heard of while the trees grow, not at the end alone.
func TestBetweenGivesUp(t *testing.T) {
	source := storetest.Network{Entities: 20_000, Relations: 200_000}
	g, err := analysis.Build(t.Context(), source.Reader())
	if err != nil {
		t.Fatal(err)
	}
	v, err := g.Under(t.Context(), nil, kb.Lens{})
	if err != nil {
		t.Fatal(err)
	}
	q := kb.BetweenQuery{MaxHops: kb.MaxPathHops, First: kb.MaxCommon}
	for i := range kb.MaxExactBetween {
		q.IDs = append(q.IDs, source.Entity(19_000+i).ID)
	}
	whole := &leaving{t.Context(), 1_000}
	if _, err := v.Between(whole, q); err != nil {
		t.Fatal(err)
	}
	looks := 1_000 - whole.looks
	for after := range looks {
		if a, err := v.Between(&leaving{t.Context(), after}, q); !errors.Is(err, context.Canceled) {
			t.Errorf("after %d of %d looks: got %v, %v", after, looks, a, err)
		}
	}
	if looks < 4 {
		t.Errorf("%d looks at the context", looks)
	}
}

// BenchmarkBetween tells what it takes to connect random entities.
func BenchmarkBetween(b *testing.B) {
	for _, size := range []struct {
		name string
		storetest.Network
	}{{"S", storetest.NetworkS}, {"M", storetest.NetworkM}} {
		g, err := analysis.Build(b.Context(), size.Reader())
		if err != nil {
			b.Fatal(err)
		}
		v, err := g.Under(b.Context(), size.Reader(), kb.Lens{})
		if err != nil {
			b.Fatal(err)
		}
		for _, ids := range []int{2, 3, 5, 20} {
			b.Run(fmt.Sprintf("%s/%d", size.name, ids), func(b *testing.B) {
				random := rand.New(rand.NewPCG(3, 4))
				var took []time.Duration
				for b.Loop() {
					q := kb.BetweenQuery{MaxHops: 6, First: 10}
					for len(q.IDs) < ids {
						if id := size.Entity(random.IntN(size.Entities)).ID; !slices.Contains(q.IDs, id) {
							q.IDs = append(q.IDs, id)
						}
					}
					start := time.Now()
					if _, err := v.Between(b.Context(), q); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
