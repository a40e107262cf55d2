package analysis_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"actorgraph/analysis"
	"actorgraph/kb"
)

// listed is a reader of a graph that is written down, each relation with one document.
type listed struct {
	kb.Reader
	entities  []*kb.Entity
	relations []*kb.Relation
}

func (l *listed) Version(context.Context) (int64, error) { return 1, nil }
func (l *listed) Entities() kb.Records[kb.Entity, kb.EntityWhere] {
	return listedRecords[kb.Entity, kb.EntityWhere]{list: l.entities}
}
func (l *listed) Relations() kb.Records[kb.Relation, kb.RelationWhere] {
	return listedRecords[kb.Relation, kb.RelationWhere]{list: l.relations}
}
func (l *listed) Edges(context.Context, []kb.ID) iter.Seq2[kb.Edge, error] {
	return func(yield func(kb.Edge, error) bool) {
		for _, r := range l.relations {
			if !yield(r.Edge(), nil) {
				return
			}
		}
	}
}

type listedRecords[T, W any] struct {
	kb.Records[T, W]
	list []*T
}

func (r listedRecords[T, W]) Scan(context.Context, *W) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for _, x := range r.list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// written is the graph of relations written "a-b c-d", each of this type.
func written(t *testing.T, typ kb.RelationType, text string) *analysis.View {
	t.Helper()
	l := &listed{}
	for pair := range strings.FieldsSeq(text) {
		from, to, _ := strings.Cut(pair, "-")
		for _, id := range []string{from, to} {
			l.entities = append(l.entities, &kb.Entity{ID: kb.ID(id), Kind: kb.KindCompany, Name: id})
		}
		r := kb.NewRelation(typ, kb.ID(from), kb.ID(to), "")
		r.Support = kb.Support{Status: kb.StatusStated, Documents: 1, AtLeast: 1}
		l.relations = append(l.relations, r)
	}
	l.entities = unique(l.entities, func(e *kb.Entity) kb.ID { return e.ID })
	l.relations = unique(l.relations, func(r *kb.Relation) kb.ID { return r.ID })
	g, err := analysis.Build(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	v, err := g.Under(t.Context(), l, kb.Lens{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The friendships of a karate club, e1 to e34: W. Zachary, An information flow model for
// conflict and fission in small groups, 1977.
const karate = `e1-e2 e1-e3 e1-e4 e1-e5 e1-e6 e1-e7 e1-e8 e1-e9 e1-e11 e1-e12 e1-e13 e1-e14 e1-e18 e1-e20 e1-e22 e1-e32 e2-e3 e2-e4 e2-e8 e2-e14 e2-e18 e2-e20 e2-e22 e2-e31 e3-e4 e3-e8 e3-e9 e3-e10 e3-e14
	e3-e28 e3-e29 e3-e33 e4-e8 e4-e13 e4-e14 e5-e7 e5-e11 e6-e7 e6-e11 e6-e17 e7-e17 e9-e31 e9-e33 e9-e34 e10-e34 e14-e34 e15-e33 e15-e34 e16-e33 e16-e34 e19-e33 e19-e34 e20-e34 e21-e33 e21-e34 e23-e33
	e23-e34 e24-e26 e24-e28 e24-e30 e24-e33 e24-e34 e25-e26 e25-e28 e25-e32 e26-e32 e27-e30 e27-e34 e28-e34 e29-e32 e29-e34 e30-e33 e30-e34 e31-e33 e31-e34 e32-e33 e32-e34 e33-e34`

// The marriages of Florentine families: R. Breiger and P. Pattison, Cumulated social
// roles, 1986.
const florence = `acciaiuoli-medici medici-barbadori medici-ridolfi medici-tornabuoni medici-albizzi medici-salviati castellani-peruzzi castellani-strozzi
	castellani-barbadori peruzzi-strozzi peruzzi-bischeri strozzi-ridolfi strozzi-bischeri ridolfi-tornabuoni tornabuoni-guadagni albizzi-ginori
	albizzi-guadagni salviati-pazzi bischeri-guadagni guadagni-lamberteschi`

// The web of six pages of A. Langville and C. Meyer, A survey of eigenvector methods for
// web information retrieval, 2005. No link leads on from the second.
const sixPages = `p1-p2 p1-p3 p3-p1 p3-p2 p3-p5 p4-p5 p4-p6 p5-p4 p5-p6 p6-p4`

func TestRankPublishedGraphs(t *testing.T) {
	for _, test := range []struct {
		name, graph string
		by          kb.RankBy
		directed    bool
		within      float64
		want        map[kb.ID]float64 // of some
	}{
		// Of the club as NetworkX 3.6.1 works them out.
		{"karate", karate, kb.RankByDegree, false, 0, map[kb.ID]float64{"e34": 17, "e1": 16, "e33": 12, "e3": 10, "e2": 9, "e12": 1}},
		{"karate", karate, kb.RankByPageRank, false, 1e-9, map[kb.ID]float64{"e34": 0.1009191823, "e1": 0.0969972854, "e33": 0.0716932260, "e3": 0.0570785095, "e2": 0.0528769241, "e17": 0.0167840054, "e12": 0.0095647455}},
		{"karate", karate, kb.RankByBetweenness, false, 1e-9, map[kb.ID]float64{"e1": 0.4376352814, "e34": 0.3040749759, "e33": 0.1452471140, "e3": 0.1436568062, "e32": 0.1382756133, "e9": 0.0559268278, "e5": 0.0006313131, "e12": 0}},
		{"karate", karate, kb.RankByCloseness, false, 1e-9, map[kb.ID]float64{"e1": 0.5689655172, "e3": 0.5593220339, "e34": 0.55, "e32": 0.5409836066, "e9": 0.5156250000, "e14": 0.5156250000, "e17": 0.2844827586}},
		// Of the families as the tests of NetworkX have them, to three digits.
		{"florence", florence, kb.RankByBetweenness, false, 6e-4, map[kb.ID]float64{"medici": 0.522, "guadagni": 0.255, "albizzi": 0.212, "salviati": 0.143, "ridolfi": 0.114, "bischeri": 0.104, "strozzi": 0.103, "barbadori": 0.093, "tornabuoni": 0.092, "castellani": 0.055, "peruzzi": 0.022, "pazzi": 0}},
		{"florence", florence, kb.RankByCloseness, false, 6e-4, map[kb.ID]float64{"medici": 0.560, "ridolfi": 0.500, "albizzi": 0.483, "tornabuoni": 0.483, "guadagni": 0.467, "barbadori": 0.4375, "strozzi": 0.4375, "bischeri": 0.400, "ginori": 0.333, "lamberteschi": 0.326, "pazzi": 0.286}},
		// Of the pages as NetworkX works them out, its closeness with all links turned round.
		{"pages", sixPages, kb.RankByPageRank, true, 1e-9, map[kb.ID]float64{"p1": 0.051704745757, "p2": 0.073679262704, "p3": 0.057412412496, "p4": 0.348703685215, "p5": 0.199903811973, "p6": 0.268596081855}},
		{"pages", sixPages, kb.RankByCloseness, true, 1e-9, map[kb.ID]float64{"p1": 0.5, "p2": 0, "p3": 5. / 7, "p4": 0.4, "p5": 0.4, "p6": 4. / 15}},
		{"pages", sixPages, kb.RankByBetweenness, true, 1e-9, map[kb.ID]float64{"p1": 0, "p2": 0, "p3": 0.15, "p4": 0.05, "p5": 0.2, "p6": 0}},
		{"pages", sixPages, kb.RankByDegree, true, 0, map[kb.ID]float64{"p1": 2, "p2": 0, "p3": 3, "p4": 2, "p5": 2, "p6": 1}},
		// By formula: on a path of five the middle is between 4 of 6 pairs, and on a star the hub
		// between all; of PageRank the hub has h = 0.15/5 + 0.85·4l, a leaf l = 0.15/5 + 0.85·h/4.
		{"path", `a-b b-c c-d d-e`, kb.RankByBetweenness, false, 1e-9, map[kb.ID]float64{"a": 0, "b": 3. / 6, "c": 4. / 6, "d": 3. / 6, "e": 0}},
		{"path", `a-b b-c c-d d-e`, kb.RankByCloseness, false, 1e-9, map[kb.ID]float64{"a": 4. / 10, "b": 4. / 7, "c": 4. / 6, "d": 4. / 7, "e": 4. / 10}},
		{"path", `a-b b-c c-d d-e`, kb.RankByCloseness, true, 1e-9, map[kb.ID]float64{"a": 4. / 10, "b": 3. / 4 * 3. / 6, "c": 2. / 4 * 2. / 3, "d": 1. / 4, "e": 0}},
		{"star", `a-h b-h c-h d-h`, kb.RankByBetweenness, false, 1e-9, map[kb.ID]float64{"h": 1, "a": 0, "d": 0}},
		{"star", `a-h b-h c-h d-h`, kb.RankByPageRank, false, 1e-9, map[kb.ID]float64{"h": 0.03 * (1 + 4*0.85) / (1 - 0.85*0.85), "a": 0.03 * (1 + 0.85/4) / (1 - 0.85*0.85)}},
		{"two apart", `a-b b-c d-e`, kb.RankByCloseness, false, 1e-9, map[kb.ID]float64{"a": 2. / 4 * 2. / 3, "b": 2. / 4 * 1, "d": 1. / 4, "e": 1. / 4}},
	} {
		t.Run(test.name+" by "+string(test.by), func(t *testing.T) {
			v := written(t, kb.Owns, test.graph)
			got, err := v.Rank(t.Context(), kb.RankQuery{By: test.by, Where: kb.PathWhere{Direction: asWritten(test.directed)}, First: kb.MaxRanked})
			if err != nil {
				t.Fatal(err)
			}
			seen := 0
			for _, r := range got.Nodes {
				if want, ok := test.want[r.Entity]; ok {
					if seen++; math.Abs(r.Value-want) > test.within {
						t.Errorf("%s: got %v, want %v", r.Entity, r.Value, want)
					}
				}
			}
			if seen != len(test.want) || got.Total != len(got.Nodes) {
				t.Errorf("%d of %d are told, of %d in all: %v", seen, len(test.want), got.Total, got.Nodes)
			}
		})
	}
}

// Who stands alike shares a place, whatever the order in which values were added.
func TestRankPlaces(t *testing.T) {
	// hub and x, a, b and c, d and y stand alike.
	v := written(t, kb.Owns, `hub-c hub-a hub-b hub-d a-x b-x c-x x-y`)
	const want = "hub 1, x 1, a 3, b 3, c 3, d 6"
	for _, by := range kb.RankBys {
		r, err := v.Rank(t.Context(), kb.RankQuery{By: by, First: 6})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range r.Nodes {
			got = append(got, fmt.Sprintf("%s %d", n.Entity, n.Place))
		}
		if got := strings.Join(got, ", "); got != want || r.Total != 7 {
			t.Errorf("by %s: got %s of %d, want %s of 7", by, got, r.Total, want)
		}
	}
}

// Brandes, Delling et al., On modularity clustering, 2008, prove that no division of the
// karate club has a modularity above 0.4198; Blondel et al. 2008 report 0.42.
func TestCommunitiesOfTheKarateClub(t *testing.T) {
	v := written(t, kb.PartnersWith, karate)
	got, err := v.Communities(t.Context(), kb.CommunityQuery{Resolution: 1, First: 10})
	if err != nil {
		t.Fatal(err)
	}
	if got.Modularity < 0.415 || got.Modularity > 0.41985 || got.Total != 4 {
		t.Errorf("%d communities of modularity %v: %v", got.Total, got.Modularity, got.Nodes)
	}
	// Of the two friends by whose quarrel the club broke up each has a community of its own.
	for _, c := range got.Nodes {
		if slices.Contains(c, "e1") && slices.Contains(c, "e34") {
			t.Errorf("one community has both: %v", c)
		}
	}
}

// What every division has that lies before one's eyes.
func TestClusters(t *testing.T) {
	// Two triangles joined by one relation, a pair, and a circle with a way in and a way out.
	v := written(t, kb.Owns, `a-b b-c c-a d-e e-f f-d c-d p-q in-r r-s s-r s-out x-x`)
	for _, test := range []struct {
		name string
		ask  func(kb.PathWhere) (*kb.Clusters, error)
		kb.PathWhere
		want string
	}{
		{"communities", communitiesOf(t, v, 1), kb.PathWhere{}, "r s in out; c a b; d e f; p q"},
		{"communities as written", communitiesOf(t, v, 1), kb.PathWhere{Direction: kb.AsWritten}, "s in r out; c a b; d e f; p q"},
		{"communities of a low resolution", communitiesOf(t, v, 0.01), kb.PathWhere{}, "c d a b e f; r s in out; p q"},
		{"communities of a high resolution", communitiesOf(t, v, 100), kb.PathWhere{}, "a; b; c; d; e; f; in; out; p; q; r; s"},
		{"components", componentsOf(t, v), kb.PathWhere{}, "c d a b e f; r s in out; p q"},
		{"components as written", componentsOf(t, v), kb.PathWhere{Direction: kb.AsWritten}, "c a b; d e f; s r; in; out; p; q"},
		{"components without a hub", componentsOf(t, v), kb.PathWhere{MaxDegree: 2}, "a b; e f; p q"},
		{"components of nothing", componentsOf(t, v), kb.PathWhere{Types: []kb.RelationType{kb.Makes}}, ""},
		{"communities of nothing", communitiesOf(t, v, 1), kb.PathWhere{Types: []kb.RelationType{kb.Makes}}, ""},
	} {
		got, err := test.ask(test.PathWhere)
		if err != nil {
			t.Fatal(err)
		}
		var clusters []string
		for _, c := range got.Nodes {
			clusters = append(clusters, strings.Trim(fmt.Sprint(c), "[]"))
		}
		if told := strings.Join(clusters, "; "); told != test.want || got.Total != len(got.Nodes) {
			t.Errorf("%s: got %s (%d), want %s", test.name, told, got.Total, test.want)
		}
	}
}

func communitiesOf(t *testing.T, v *analysis.View, resolution float64) func(kb.PathWhere) (*kb.Clusters, error) {
	return func(w kb.PathWhere) (*kb.Clusters, error) {
		return v.Communities(t.Context(), kb.CommunityQuery{Where: w, Resolution: resolution, First: 100})
	}
}

func componentsOf(t *testing.T, v *analysis.View) func(kb.PathWhere) (*kb.Clusters, error) {
	return func(w kb.PathWhere) (*kb.Clusters, error) {
		return v.Components(t.Context(), kb.ComponentQuery{Where: w, First: 100})
	}
}

func TestRanksAgreeWithTheirDefinitions(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		s, ids := graphs(t)
		g, err := analysis.Build(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			w := queries(t, ids).Where
			w.Through = nil
			lens := kb.Lens{MinOrigins: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "lens origins")}
			if rapid.IntRange(0, 3).Draw(t, "lens statuses") == 0 {
				lens.Statuses = rapid.SliceOfN(rapid.SampledFrom(kb.Statuses), 1, 4).Draw(t, "statuses")
			}
			v, err := g.Under(context.Background(), s, lens)
			if err != nil {
				t.Fatal(err)
			}
			net := readPlain(t, s, s.Under(lens), lens).network(&w)
			for _, by := range kb.RankBys {
				q := kb.RankQuery{By: by, Where: w, First: rapid.IntRange(1, 9).Draw(t, "first")}
				got, err := v.Rank(context.Background(), q)
				if err != nil {
					t.Fatal(err)
				}
				if problem := net.wrongRanking(q, got); problem != "" {
					t.Fatalf("%+v under %+v: %s: %+v", q, lens, problem, got)
				}
			}
			components, err := v.Components(context.Background(), kb.ComponentQuery{Where: w, First: 100})
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(net.components(), components); diff != "" {
				t.Fatalf("components of %+v under %+v (-want +got):\n%s", w, lens, diff)
			}
			q := kb.CommunityQuery{Where: w, Resolution: rapid.SampledFrom([]float64{0.3, 1, 1, 2.5}).Draw(t, "resolution"), First: 100}
			communities, err := v.Communities(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			if problem := net.wrongCommunities(q.Resolution, communities); problem != "" {
				t.Fatalf("communities of %+v under %+v: %s: %+v", q, lens, problem, communities)
			}
		}
	})
}

// tangle is a graph of so many entities, each with relations to some others.
func tangle(t *testing.T, entities int) *analysis.View {
	var b strings.Builder
	for i := range entities {
		for _, step := range []int{1, 7, i%50 + 11, i*i%101 + 3} {
			fmt.Fprintf(&b, "e%04d-e%04d ", i, (i+step)%entities)
		}
	}
	return written(t, kb.Owns, b.String())
}

// asked are all the questions.
func asked(ctx context.Context, v *analysis.View, w kb.PathWhere) map[string]func() (any, error) {
	questions := map[string]func() (any, error){
		"components":  func() (any, error) { return v.Components(ctx, kb.ComponentQuery{Where: w, First: 500}) },
		"communities": func() (any, error) { return v.Communities(ctx, kb.CommunityQuery{Where: w, First: 500, Resolution: 1}) },
	}
	for _, by := range kb.RankBys {
		questions[string(by)] = func() (any, error) { return v.Rank(ctx, kb.RankQuery{By: by, Where: w, First: 500}) }
	}
	return questions
}

func asWritten(yes bool) kb.PathDirection {
	if yes {
		return kb.AsWritten
	}
	return kb.AnyDirection
}

// The same graph, read again, gives the same answer to the bit.
func TestRanksAreTheSameAgain(t *testing.T) {
	for _, direction := range []kb.PathDirection{kb.AnyDirection, kb.AsWritten, kb.Backwards} {
		w := kb.PathWhere{Direction: direction}
		first, second := asked(t.Context(), tangle(t, 400), w), asked(t.Context(), tangle(t, 400), w)
		for name, ask := range first {
			want, err := ask()
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if got, err := second[name](); err != nil || !gocmp.Equal(want, got) {
					t.Errorf("%s, direction %q: %v %s", name, direction, err, gocmp.Diff(want, got))
				}
			}
		}
	}
}

// until is a context that is cancelled when it is looked at for the nth time.
type until struct {
	context.Context
	left int
	over time.Time
}

func (c *until) Err() error {
	if c.left--; c.left > 0 {
		return nil
	}
	if c.left == 0 {
		c.over = time.Now()
	}
	return context.Canceled
}

// Wherever a question is when the request is cancelled, it ends at once.
func TestRanksStop(t *testing.T) {
	small, large := tangle(t, 500), tangle(t, 20_000)
	for name := range asked(t.Context(), large, kb.PathWhere{}) {
		v := large
		if name == string(kb.RankByBetweenness) || name == string(kb.RankByCloseness) {
			v = small
		}
		looks := 0
		for n := 1; ; n += 1 + n/4 {
			ctx := &until{Context: t.Context(), left: n}
			_, err := asked(ctx, v, kb.PathWhere{})[name]()
			if err == nil {
				break
			}
			if took := time.Since(ctx.over); !errors.Is(err, context.Canceled) || took > 50*time.Millisecond {
				t.Fatalf("%s, cancelled at look %d: %v after %v", name, n, err, took)
			}
			looks = n
		}
		if looks < 3 {
			t.Errorf("%s looks only %d times whether it is cancelled", name, looks)
		}
	}
}

// Where values add up in which rounding never comes to rest, PageRank does.
func TestPageRankOfALargeStar(t *testing.T) {
	const leaves = 9_200
	var b strings.Builder
	for i := range leaves {
		fmt.Fprintf(&b, "leaf%d-hub ", i)
	}
	got, err := written(t, kb.Owns, b.String()).Rank(t.Context(), kb.RankQuery{By: kb.RankByPageRank, First: 2})
	if err != nil {
		t.Fatal(err)
	}
	if want := 0.15 / (leaves + 1) * (1 + leaves*0.85) / (1 - 0.85*0.85); got.Nodes[0].Entity != "hub" || math.Abs(got.Nodes[0].Value-want) > 1e-9 || got.Nodes[1].Place != 2 {
		t.Errorf("got %v, want a hub of %v", got.Nodes, want)
	}
}

// What would take too long is refused with its cost, at once: 20,000 entities with about
// 160,000 links make 20,000 · 180,000 steps, four times as many for betweenness.
func TestRankTooCostly(t *testing.T) {
	v := tangle(t, 20_000)
	for by, millions := range map[kb.RankBy]int{kb.RankByCloseness: 3_600, kb.RankByBetweenness: 14_400} {
		_, err := v.Rank(t.Context(), kb.RankQuery{By: by, First: 1})
		var entities, links, told int
		if !errors.Is(err, kb.ErrTooCostly) {
			t.Errorf("by %s: %v", by, err)
			continue
		}
		_, says, _ := strings.Cut(err.Error(), "each entity on: ")
		if _, err := fmt.Sscanf(says, "%d entities with %d links would take about %d million steps; at most 1000 million", &entities, &links, &told); err != nil || entities != 20_000 || told < millions*95/100 || told > millions*105/100 {
			t.Errorf("by %s: %q is not about %d million steps (%v)", by, says, millions, err)
		}
	}
}

func TestRankRefusals(t *testing.T) {
	v := written(t, kb.Owns, `a-b`)
	for _, test := range []struct {
		ask  func() (any, error)
		says string
	}{
		{func() (any, error) { return v.Rank(t.Context(), kb.RankQuery{By: "FAME", First: 1}) }, `by: "FAME" is none`},
		{func() (any, error) { return v.Rank(t.Context(), kb.RankQuery{By: kb.RankByDegree}) }, "first: 0"},
		{func() (any, error) { return v.Rank(t.Context(), kb.RankQuery{By: kb.RankByDegree, First: 501}) }, "from 1 to 500"},
		{func() (any, error) {
			return v.Rank(t.Context(), kb.RankQuery{By: kb.RankByDegree, First: 1, Where: kb.PathWhere{Through: []kb.ID{"a"}}})
		}, "where.through"},
		{func() (any, error) {
			return v.Components(t.Context(), kb.ComponentQuery{First: 1, Where: kb.PathWhere{Avoid: []kb.ID{"x"}}})
		}, `where.avoid: no entity has the id "x"`},
		{func() (any, error) {
			return v.Components(t.Context(), kb.ComponentQuery{First: 1, Where: kb.PathWhere{AtLeast: -1}})
		}, "negative"},
		{func() (any, error) { return v.Communities(t.Context(), kb.CommunityQuery{First: 1}) }, "resolution: 0; from 0.01 to 100"},
		{func() (any, error) {
			return v.Communities(t.Context(), kb.CommunityQuery{First: 1, Resolution: math.NaN()})
		}, "resolution: NaN"},
	} {
		if _, err := test.ask(); !errors.Is(err, kb.ErrInvalid) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("got %v, want one that says %q", err, test.says)
		}
	}
}
