package analysis_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"actorgraph/analysis"
	"actorgraph/kb"
	"actorgraph/store/storetest"
	"actorgraph/store/storetest/plain"
)

// plainSurroundings grows a subgraph as the comments of kb tell it.
type plainSurroundings struct {
	*plainGraph
	q        *kb.SubgraphQuery
	returned []kb.ID
}

func (s *plainSurroundings) drawn(id kb.ID) bool {
	return slices.Contains(s.returned, id) || slices.Contains(s.q.Known, id)
}

func (s *plainSurroundings) mayBeAt(id kb.ID) bool {
	w := &s.q.Where
	return slices.Contains(s.q.IDs, id) || slices.Contains(s.q.Known, id) ||
		allowed(s.kinds[id], w.Kinds, w.NotKinds) && !slices.Contains(w.Avoid, id) && (w.MaxDegree == 0 || s.degree[id] <= w.MaxDegree)
}

func far(r *kb.Relation, id kb.ID) kb.ID {
	if r.From == id {
		return r.To
	}
	return r.From
}

// of are the relations of an entity.
func (s *plainSurroundings) of(id kb.ID) (out []*kb.Relation) {
	w := &s.q.Where
	for _, r := range s.relations {
		leads := leadsOn(w, r, id)
		if leads && allowed(r.Type, w.Types, w.NotTypes) && r.Support.AtLeast >= w.AtLeast && s.mayBeAt(far(r, id)) {
			out = append(out, r)
		}
	}
	return out
}

// folds tells whether an entity is not drawn itself.
func (s *plainSurroundings) folds(id kb.ID) bool {
	return s.q.Fold && slices.Contains(kb.RoleKinds, s.kinds[id]) && !slices.Contains(s.q.IDs, id) && !slices.Contains(s.q.Known, id) && s.mayBeAt(id)
}

// together are the relations between two entities, whichever way they lead, by type and
// by id.
func (s *plainSurroundings) together(a, b kb.ID) []*kb.Relation {
	w := s.q.Where
	w.Direction = kb.AnyDirection
	out := s.sideBySide(&w, a, b)
	slices.SortFunc(out, func(a, b *kb.Relation) int {
		return cmp.Or(cmp.Compare(placeOf(a.Type), placeOf(b.Type)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func placeOf(t kb.RelationType) int {
	return slices.IndexFunc(kb.RelationTypes, func(row kb.RelationTypeInfo) bool { return row.Type == t })
}

// role is the first way in which an entity takes part in a role entity, by its place
// among all; -1 if it does not.
func (s *plainSurroundings) role(in, id kb.ID) int {
	roles := slices.Clone(kb.Roles)
	for _, row := range kb.RelationTypes {
		roles = append(roles, row.Type)
	}
	return slices.IndexFunc(roles, func(t kb.RelationType) bool {
		return slices.ContainsFunc(s.together(in, id), func(r *kb.Relation) bool { return r.Type == t })
	})
}

// brings are the entities that one can bring in.
func (s *plainSurroundings) brings(id kb.ID) (out []kb.ID) {
	for _, r := range s.of(id) {
		next := far(r, id)
		if !s.folds(next) {
			out = append(out, next)
			continue
		}
		for _, r := range s.of(next) {
			if over := far(r, next); over != next && !s.folds(over) && s.role(next, over) != s.role(next, id) {
				out = append(out, over)
			}
		}
	}
	return slices.DeleteFunc(out, s.drawn)
}

// links are all that stand for a role entity, between known ones, too.
func (s *plainSurroundings) links(by kb.ID) (out []kb.RoleLink) {
	least := -1
	for id := range s.kinds {
		if role := s.role(by, id); s.drawn(id) && role >= 0 && (least < 0 || role < least) {
			least = role
		}
	}
	for a := range s.kinds {
		for b := range s.kinds {
			if s.drawn(a) && s.drawn(b) && s.role(by, a) == least && s.role(by, b) > least {
				link := kb.RoleLink{By: by, From: a, To: b}
				for i, end := range []kb.ID{a, b} {
					relations := s.together(by, end)
					first := slices.MinFunc(relations, func(x, y *kb.Relation) int { return cmp.Compare(s.roleOf(x), s.roleOf(y)) }).Type
					if i == 0 {
						link.FromRole = first
					} else {
						link.ToRole = first
					}
					for _, r := range relations {
						link.Relations = append(link.Relations, r.ID)
					}
				}
				out = append(out, link)
			}
		}
	}
	return out
}

func (s *plainSurroundings) roleOf(r *kb.Relation) int {
	if i := slices.Index(kb.Roles, r.Type); i >= 0 {
		return i
	}
	return len(kb.Roles) + placeOf(r.Type)
}

// isFolded tells whether links stand for an entity.
func (s *plainSurroundings) isFolded(id kb.ID) bool {
	if !s.folds(id) || len(s.links(id)) == 0 {
		return false
	}
	return slices.ContainsFunc(slices.Concat(s.q.IDs, s.returned), func(n kb.ID) bool { return len(s.together(id, n)) > 0 })
}

// leavesOut tells whether a relation of an entity is neither shown nor part of a link.
func (s *plainSurroundings) leavesOut(id kb.ID, r *kb.Relation) bool {
	to := far(r, id)
	if s.isFolded(id) && s.isFolded(to) {
		if s.q.Where.Direction == kb.Backwards {
			return r.To == id
		}
		return r.From == id
	}
	return !s.drawn(to) && !s.isFolded(to)
}

func (s *plainSurroundings) inOrder(ids []kb.ID) []kb.ID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b kb.ID) int { return cmp.Or(-cmp.Compare(len(s.of(a)), len(s.of(b))), cmp.Compare(a, b)) })
	return slices.Compact(ids)
}

func plainSubgraph(t *rapid.T, r kb.Reader, lens kb.Lens, whole kb.Reader, q kb.SubgraphQuery) *kb.Subgraph {
	s := &plainSurroundings{plainGraph: readPlain(t, whole, r, lens), q: &q}
	out := &kb.Subgraph{}
	notKnown := func(ids []kb.ID) (out []kb.ID) {
		for _, id := range ids {
			if !slices.Contains(q.Known, id) {
				out = append(out, id)
			}
		}
		return out
	}
	layer := s.inOrder(q.IDs)
	layers := [][]kb.ID{layer}
	s.returned = notKnown(layer)
	for range q.Depth {
		var next []kb.ID
		for _, id := range layer {
			for i, new := range s.inOrder(s.brings(id)) {
				if i < q.PerEntity && len(s.returned) < q.Limit {
					next, s.returned = append(next, new), append(s.returned, new)
				}
			}
		}
		layer = s.inOrder(next)
		layers = append(layers, layer)
	}
	left := map[kb.ID]bool{}
	tell := func(id kb.ID) {
		for _, row := range kb.RelationTypes {
			for _, d := range kb.Directions {
				if ids := s.hidden(id, row.Type, d); ids != nil {
					out.Hidden = append(out.Hidden, kb.Hidden{Entity: id, RelationCount: kb.RelationCount{Type: row.Type, Direction: d, Count: len(ids)}})
				}
			}
		}
		for _, r := range s.of(id) {
			if to := far(r, id); s.leavesOut(id, r) && !s.isFolded(to) {
				left[to] = true
			}
		}
	}
	for i, layer := range layers {
		if ids := notKnown(layer); i == 0 || ids != nil {
			out.Layers = append(out.Layers, ids)
		}
		for _, id := range layer {
			tell(id)
			out.Truncated = out.Truncated || i < q.Depth && len(s.brings(id)) > 0
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.kinds)) {
		if s.isFolded(id) {
			tell(id)
			for _, link := range s.links(id) {
				if slices.Contains(s.returned, link.From) || slices.Contains(s.returned, link.To) {
					out.Links = append(out.Links, link)
				}
			}
		}
	}
	slices.SortFunc(out.Links, func(a, b kb.RoleLink) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.By, b.By))
	})
	out.HiddenEntities = len(left)
	var shown []*kb.Relation
	for _, r := range s.relations {
		one := slices.Contains(s.returned, r.From) || slices.Contains(s.returned, r.To)
		if one && s.drawn(r.From) && s.drawn(r.To) && allowed(r.Type, q.Where.Types, q.Where.NotTypes) && r.Support.AtLeast >= q.Where.AtLeast {
			shown = append(shown, r)
		}
	}
	slices.SortFunc(shown, func(a, b *kb.Relation) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(placeOf(a.Type), placeOf(b.Type)), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range shown {
		out.Relations = append(out.Relations, r.ID)
	}
	return out
}

// hidden are the relations of an entity, of one type and direction, that are left out.
func (s *plainSurroundings) hidden(id kb.ID, t kb.RelationType, d kb.Direction) (out []kb.ID) {
	for _, r := range s.of(id) {
		direction := kb.In
		if r.Type.Symmetric() {
			direction = kb.Both
		} else if r.From == id {
			direction = kb.Out
		}
		if r.Type == t && direction == d && s.leavesOut(id, r) {
			out = append(out, r.ID)
		}
	}
	slices.Sort(out)
	return out
}

func subgraphQueries(t *rapid.T, ids []kb.ID) kb.SubgraphQuery {
	q := kb.SubgraphQuery{
		IDs: rapid.SliceOfN(rapid.SampledFrom(ids), 1, 3).Draw(t, "ids"), Known: someOf(t, ids, 2, "known"),
		Depth: rapid.IntRange(0, kb.MaxSubgraphDepth).Draw(t, "depth"), PerEntity: rapid.SampledFrom([]int{1, 2, 3, kb.MaxPerEntity}).Draw(t, "per entity"),
		Limit: rapid.SampledFrom([]int{3, 4, 5, kb.MaxSubgraph}).Draw(t, "limit"), Where: conditions(t, ids),
	}
	q.Where.Avoid = slices.DeleteFunc(q.Where.Avoid, func(id kb.ID) bool { return slices.Contains(q.IDs, id) || slices.Contains(q.Known, id) })
	return q
}

// conditions draws what a question may allow, without entities to pass through.
func conditions(t *rapid.T, ids []kb.ID) kb.PathWhere {
	types := []kb.RelationType{kb.Owns, kb.Finances, kb.PartnersWith}
	kinds := []kb.Kind{kb.KindCompany, kb.KindOrganization, kb.KindPublicBody}
	return kb.PathWhere{
		Types: someOf(t, types, 4, "types"), NotTypes: someOf(t, types, 4, "other types"),
		Kinds: someOf(t, kinds, 4, "kinds"), NotKinds: someOf(t, kinds, 4, "other kinds"),
		Direction: anyDirection(t), Avoid: someOf(t, ids, 4, "avoid"),
		MaxDegree: rapid.SampledFrom([]int{0, 0, 3, 5}).Draw(t, "degree"), AtLeast: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "origins"),
	}
}

func lenses(t *rapid.T) kb.Lens {
	lens := kb.Lens{MinOrigins: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "lens origins")}
	if rapid.IntRange(0, 3).Draw(t, "lens statuses") == 0 {
		lens.Statuses = rapid.SliceOfN(rapid.SampledFrom(kb.Statuses), 1, 4).Draw(t, "statuses")
	}
	if rapid.IntRange(0, 3).Draw(t, "lens clock") == 0 {
		lens.KnownAt = kb.MustDate("2021-11-21")
	}
	return lens
}

func TestSubgraphsAgreeWithPlainOnes(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		s, ids := graphs(t)
		g, err := analysis.Build(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			q, lens := subgraphQueries(t, ids), lenses(t)
			v, err := g.Under(t.Context(), s, lens)
			if err != nil {
				t.Fatal(err)
			}
			got, err := v.Subgraph(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want := plainSubgraph(t, s.Under(lens), lens, s, q)
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%+v under %+v (-plain +found)\n%s", q, lens, diff)
			}
			around := &plainSurroundings{readPlain(t, s, s.Under(lens), lens), &q, slices.Concat(got.Layers...)}
			for _, id := range slices.Concat(q.IDs, around.returned) {
				checkThatAllIsTold(t, v, around, got, id)
			}
		}
	})
}

// checkThatAllIsTold checks that what is shown of an entity and what is hidden of it are
// all its relations, each once.
func checkThatAllIsTold(t *rapid.T, v *analysis.View, s *plainSurroundings, got *kb.Subgraph, id kb.ID) {
	told := map[kb.ID]int{}
	for _, h := range got.Hidden {
		if h.Entity != id {
			continue
		}
		listed, err := v.HiddenRelations(t.Context(), *s.q, id, h.Type, h.Direction)
		if err != nil {
			t.Fatal(err)
		}
		if len(listed) != h.Count || !slices.IsSorted(listed) {
			t.Fatalf("%+v: %v are listed, %d counted", h, listed, h.Count)
		}
		for _, r := range listed {
			told[r]++
		}
	}
	for _, r := range s.of(id) {
		known := slices.Contains(s.q.Known, r.From) && slices.Contains(s.q.Known, r.To) // told before
		if known || slices.Contains(got.Relations, r.ID) {
			told[r.ID]++
		}
		if told[r.ID] != 1 {
			t.Fatalf("%s of %s is told %d times", r.ID, id, told[r.ID])
		}
		delete(told, r.ID)
	}
	if len(told) > 0 {
		t.Fatalf("%s: told without being one of its relations: %v", id, told)
	}
}

// drawn is a store of entities that own others, as "a-b" has it.
func drawn(t *testing.T, owns string) *analysis.View {
	t.Helper()
	s, set := plain.New(), &kb.ChangeSet{Collection: kb.Collection{Name: "tests"}, Sources: []*kb.Source{{ID: "source:s", Kind: kb.SourceArticle}}}
	seen := map[string]bool{}
	for relation := range strings.FieldsSeq(owns) {
		from, to, _ := strings.Cut(relation, "-")
		for _, id := range []string{from, to} {
			if !seen[id] {
				seen[id] = true
				set.Entities = append(set.Entities, &kb.Entity{ID: kb.ID(id), Kind: kb.KindCompany, Name: id})
			}
		}
		r := kb.NewRelation(kb.Owns, kb.ID(from), kb.ID(to), "")
		c := &kb.Claim{Fact: r.ID, Source: "source:s", Statement: "So it is.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit, Collection: "tests"}
		c.Identify()
		set.Relations, set.Claims = append(set.Relations, r), append(set.Claims, c)
	}
	if _, err := s.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	g, err := analysis.Build(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	v, err := g.Under(t.Context(), s, kb.Lens{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// told writes layers, relations and what is hidden shortly.
func told(s *kb.Subgraph) string {
	var b strings.Builder
	for i, layer := range s.Layers {
		if i > 0 {
			b.WriteString(" | ")
		}
		for k, id := range layer {
			if k > 0 {
				b.WriteString(" ")
			}
			b.WriteString(string(id))
		}
	}
	fmt.Fprintf(&b, "; %d relations;", len(s.Relations))
	for _, h := range s.Hidden {
		fmt.Fprintf(&b, " %s %s %d", h.Entity, h.Direction, h.Count)
	}
	if s.Truncated {
		b.WriteString(" truncated")
	}
	return b.String()
}

// The graph is a hub with four leaves, of which b leads on over c to d.
//
//	hub -> a    hub -> b -> c -> d    e -> hub    hub -> f    hub -> hub
func TestSubgraph(t *testing.T) {
	v := drawn(t, "hub-a hub-b b-c c-d e-hub hub-f hub-hub")
	for _, test := range []struct {
		name, want string
		q          kb.SubgraphQuery
	}{
		{"the entity alone", "hub; 1 relations; hub OUT 3 hub IN 1", kb.SubgraphQuery{Depth: 0}},
		{"what is next to it", "hub | b a e f; 5 relations; b OUT 1", kb.SubgraphQuery{Depth: 1}},
		{"two of what is next to it", "hub | b a; 3 relations; hub OUT 1 hub IN 1 b OUT 1 truncated", kb.SubgraphQuery{Depth: 1, PerEntity: 2}},
		{"two for each", "hub | b a | c; 4 relations; hub OUT 1 hub IN 1 c OUT 1 truncated", kb.SubgraphQuery{Depth: 2, PerEntity: 2}},
		{"three in all", "hub | b a; 3 relations; hub OUT 1 hub IN 1 b OUT 1 truncated", kb.SubgraphQuery{Depth: 4, Limit: 3}},
		{"all", "hub | b a e f | c | d; 7 relations;", kb.SubgraphQuery{Depth: 4}},
		{"known ones take no place", "hub | a e; 4 relations; hub OUT 1 truncated", kb.SubgraphQuery{Depth: 2, PerEntity: 2, Known: []kb.ID{"b", "d"}}},
		{"more of one that is known", " | a e; 2 relations; hub OUT 1 truncated", kb.SubgraphQuery{Depth: 1, PerEntity: 2, Known: []kb.ID{"b", "hub"}}},
		{"backwards", "hub | e; 2 relations;", kb.SubgraphQuery{Depth: 1, Where: kb.PathWhere{Direction: kb.Backwards}}},
		{"as written", "hub | b a f; 4 relations; b OUT 1", kb.SubgraphQuery{Depth: 1, Where: kb.PathWhere{Direction: kb.AsWritten}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := test.q
			q.IDs, q.PerEntity, q.Limit = []kb.ID{"hub"}, cmp.Or(q.PerEntity, 25), cmp.Or(q.Limit, 100)
			got, err := v.Subgraph(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if told(got) != test.want {
				t.Errorf("got %q, want %q", told(got), test.want)
			}
		})
	}
}

// leaving is a context that is over after so many looks at it.
type leaving struct {
	context.Context
	looks int
}

func (c *leaving) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

// Who asks and leaves is heard of while the entities are looked at, not at the end
// alone.
func TestSubgraphGivesUp(t *testing.T) {
	source := storetest.Network{Entities: 20_000, Relations: 500_000}
	g, err := analysis.Build(t.Context(), source.Reader())
	if err != nil {
		t.Fatal(err)
	}
	v, err := g.Under(t.Context(), nil, kb.Lens{})
	if err != nil {
		t.Fatal(err)
	}
	for _, fold := range []bool{false, true} {
		q := kb.SubgraphQuery{IDs: []kb.ID{source.Entity(0).ID}, Depth: 4, PerEntity: kb.MaxPerEntity, Limit: map[bool]int{false: kb.MaxSubgraph, true: 60}[fold], Fold: fold}
		whole := &leaving{t.Context(), 1_000}
		if _, err := v.Subgraph(whole, q); err != nil {
			t.Fatal(err)
		}
		looks := 1_000 - whole.looks
		for after := range looks {
			if s, err := v.Subgraph(&leaving{t.Context(), after}, q); !errors.Is(err, context.Canceled) {
				t.Errorf("fold %v, after %d of %d looks: got %v, %v", fold, after, looks, s, err)
			}
		}
		if looks < 4 {
			t.Errorf("fold %v: %d looks at the context", fold, looks)
		}
	}
}
