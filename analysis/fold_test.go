package analysis_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"actorgraph/analysis"
	"actorgraph/kb"
)

// affairs is a graph in which firms and people take part in what happens.
type affairs struct{ *listed }

// failing is a test of either kind.
type failing interface {
	Context() context.Context
	Fatal(...any)
}

func (a affairs) view(t failing) *analysis.View {
	g, err := analysis.Build(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	v, err := g.Under(t.Context(), a, kb.Lens{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func randomAffairs(t *rapid.T) (a affairs, ids []kb.ID) {
	a.listed = &listed{}
	kinds := []kb.Kind{kb.KindCompany, kb.KindPerson, kb.KindCompany, kb.KindTargeting, kb.KindTargeting, kb.KindDeal, kb.KindLawsuit}
	for i := range rapid.IntRange(3, 9).Draw(t, "entities") {
		e := &kb.Entity{ID: kb.ID(fmt.Sprintf("e%d", i)), Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
		a.entities, ids = append(a.entities, e), append(ids, e.ID)
	}
	types := []kb.RelationType{kb.Operated, kb.Helped, kb.Targeted, kb.SellerIn, kb.OccurredIn, kb.Concerns, kb.AssociatedWith}
	for i := range rapid.IntRange(2, 18).Draw(t, "relations") {
		from, to := rapid.SampledFrom(a.entities).Draw(t, "from"), rapid.SampledFrom(a.entities).Draw(t, "to")
		r := &kb.Relation{ID: kb.ID(fmt.Sprintf("relation:%02d", i)), Type: rapid.SampledFrom(types).Draw(t, "type"), From: from.ID, To: to.ID}
		r.Support = kb.Support{Status: kb.StatusStated, Documents: 1, AtLeast: rapid.IntRange(1, 2).Draw(t, "origins")}
		if from.Degree++; to != from {
			to.Degree++
		}
		a.relations = append(a.relations, r)
	}
	return a, ids
}

// With role entities folded, the picture is what the comments of kb tell, and all
// relations of all that is drawn are told once.
func TestFoldedSubgraphsAgreeWithPlainOnes(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		a, ids := randomAffairs(t)
		v := a.view(t)
		for range 4 {
			q := subgraphQueries(t, ids)
			q.Fold, q.Where.Types, q.Where.NotTypes = true, someOf(t, []kb.RelationType{kb.Operated, kb.Targeted, kb.Concerns}, 6, "types"), nil
			q.Where.Kinds, q.Where.NotKinds = nil, someOf(t, []kb.Kind{kb.KindDeal, kb.KindPerson}, 4, "other kinds")
			got, err := v.Subgraph(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(plainSubgraph(t, a, kb.Lens{}, a, q), got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%+v (-plain +found)\n%s", q, diff)
			}
			s := &plainSurroundings{readPlain(t, a, a, kb.Lens{}), &q, slices.Concat(got.Layers...)}
			checkThatAllIsToldOnce(t, v, s, got)
		}
	})
}

// checkThatAllIsToldOnce checks that each relation of what is returned, asked for or
// stood for is either shown, or part of links, or hidden once.
func checkThatAllIsToldOnce(t *rapid.T, v *analysis.View, s *plainSurroundings, got *kb.Subgraph) {
	hidden := map[kb.ID]int{}
	for _, h := range got.Hidden {
		listed, err := v.HiddenRelations(t.Context(), *s.q, h.Entity, h.Type, h.Direction)
		if err != nil {
			t.Fatal(err)
		}
		if len(listed) != h.Count {
			t.Fatalf("%+v: %v are listed", h, listed)
		}
		for _, r := range listed {
			hidden[r]++
		}
	}
	linked := map[kb.ID]bool{}
	for _, link := range got.Links {
		for _, r := range link.Relations {
			linked[r] = true
		}
	}
	told := slices.Concat(s.q.IDs, s.returned)
	for id := range s.kinds {
		if s.isFolded(id) {
			told = append(told, id)
			for _, link := range s.links(id) { // between known ones: told before
				for _, r := range link.Relations {
					linked[r] = true
				}
			}
		}
	}
	for _, id := range told {
		for _, r := range s.of(id) {
			shown := slices.Contains(got.Relations, r.ID) || linked[r.ID] || slices.Contains(s.q.Known, r.From) && slices.Contains(s.q.Known, r.To)
			if shown && hidden[r.ID] > 0 || !shown && hidden[r.ID] != 1 {
				t.Fatalf("%s of %s: shown %v, hidden %d times", r.ID, id, shown, hidden[r.ID])
			}
		}
	}
}

// A government used a product against two people and had bought it from the firm that
// makes it.
//
//	gov --OPERATED--> use <--USED_IN-- product    use --TARGETED--> ann, bob    use --OCCURRED_IN--> land
//	firm --SELLER_IN--> sale <--BUYER_IN-- gov    product --OBJECT_OF--> sale    firm --MAKES--> product
func TestFold(t *testing.T) {
	a := affairs{&listed{}}
	for id, kind := range map[kb.ID]kb.Kind{
		"ann": kb.KindPerson, "bob": kb.KindPerson, "firm": kb.KindCompany, "gov": kb.KindGovernment, "land": kb.KindCountry,
		"product": kb.KindProduct, "sale": kb.KindDeal, "use": kb.KindTargeting,
	} {
		a.entities = append(a.entities, &kb.Entity{ID: id, Kind: kind})
	}
	slices.SortFunc(a.entities, func(a, b *kb.Entity) int { return cmp.Compare(a.ID, b.ID) })
	for _, told := range []string{
		"gov OPERATED use", "product USED_IN use", "use TARGETED ann", "use TARGETED bob", "use OCCURRED_IN land",
		"firm SELLER_IN sale", "gov BUYER_IN sale", "product OBJECT_OF sale", "firm MAKES product",
	} {
		w := strings.Fields(told)
		r := &kb.Relation{ID: kb.ID("relation:" + told), From: kb.ID(w[0]), Type: kb.RelationType(w[1]), To: kb.ID(w[2])}
		r.Support = kb.Support{Status: kb.StatusStated, Documents: 1, AtLeast: 1}
		a.relations = append(a.relations, r)
	}
	v := a.view(t)
	for _, test := range []struct {
		name  string
		q     kb.SubgraphQuery
		links []string
		want  string
	}{
		{"who acts is linked to each other one", kb.SubgraphQuery{IDs: []kb.ID{"gov"}, Depth: 1},
			[]string{"firm SELLER_IN sale BUYER_IN gov", "firm SELLER_IN sale OBJECT_OF product", "gov OPERATED use TARGETED ann", "gov OPERATED use TARGETED bob", "gov OPERATED use OCCURRED_IN land", "gov OPERATED use USED_IN product"},
			"gov | product firm ann bob land; 1 relations;"},
		{"what takes part and is not there is hidden", kb.SubgraphQuery{IDs: []kb.ID{"gov"}, Depth: 1, PerEntity: 2},
			[]string{"firm SELLER_IN sale BUYER_IN gov", "firm SELLER_IN sale OBJECT_OF product", "gov OPERATED use USED_IN product"},
			"gov | product firm; 1 relations; use OUT 1 use OUT 2 truncated"},
		{"what nothing stands for is hidden where it is drawn", kb.SubgraphQuery{IDs: []kb.ID{"gov"}}, nil, "gov; 0 relations; gov OUT 1 gov OUT 1"},
		{"nobody brings in who has the same role", kb.SubgraphQuery{IDs: []kb.ID{"ann"}, Depth: 1},
			[]string{"gov OPERATED use TARGETED ann", "gov OPERATED use OCCURRED_IN land", "gov BUYER_IN sale OBJECT_OF product", "gov OPERATED use USED_IN product"},
			"ann | product gov land; 0 relations; product IN 1 sale IN 1 use OUT 1"},
		{"nor is linked to them", kb.SubgraphQuery{IDs: []kb.ID{"ann", "bob"}}, nil, "ann bob; 0 relations; ann IN 1 bob IN 1"},
		{"one that is asked for is drawn", kb.SubgraphQuery{IDs: []kb.ID{"use"}, Depth: 1},
			[]string{"gov BUYER_IN sale OBJECT_OF product"}, "use | product gov ann bob land; 5 relations; product IN 1 sale IN 1"},
		{"links lead to known ones, and not from these to each other", kb.SubgraphQuery{IDs: []kb.ID{"ann"}, Known: []kb.ID{"gov", "product", "land"}},
			[]string{"gov OPERATED use TARGETED ann"}, "ann; 0 relations; use OUT 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := test.q
			q.Fold, q.PerEntity, q.Limit = true, cmp.Or(q.PerEntity, 25), 100
			got, err := v.Subgraph(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var links []string
			for _, l := range got.Links {
				links = append(links, fmt.Sprintf("%s %s %s %s %s", l.From, l.FromRole, l.By, l.ToRole, l.To))
				if len(l.Relations) != 2 {
					t.Errorf("%v: want the relation of each end", l)
				}
			}
			if diff := gocmp.Diff(test.links, links); diff != "" {
				t.Errorf("links (-want +got)\n%s", diff)
			}
			if told(got) != test.want {
				t.Errorf("got %q, want %q", told(got), test.want)
			}
		})
	}
}

// A picture of more links than anybody can look at is refused.
func TestFoldRefusesTooManyLinks(t *testing.T) {
	a, q := affairs{&listed{}}, kb.SubgraphQuery{PerEntity: 1, Limit: kb.MaxSubgraph, Fold: true}
	for i := range 201 {
		e := &kb.Entity{ID: kb.ID(fmt.Sprintf("e%03d", i)), Kind: kb.KindPerson}
		typ := kb.PlaintiffIn
		if i > 100 {
			typ = kb.DefendantIn
		}
		r := &kb.Relation{ID: kb.ID(fmt.Sprintf("relation:%d", i)), Type: typ, From: e.ID, To: "suit", Support: kb.Support{Documents: 1, Status: kb.StatusStated}}
		a.entities, a.relations, q.IDs = append(a.entities, e), append(a.relations, r), append(q.IDs, e.ID)
	}
	a.entities = append(a.entities, &kb.Entity{ID: "suit", Kind: kb.KindLawsuit})
	v := a.view(t)
	if s, err := v.Subgraph(t.Context(), q); !errors.Is(err, kb.ErrTooCostly) || !strings.Contains(err.Error(), "10100 links") {
		t.Errorf("101 plaintiffs and 100 defendants: got %v, %v", s, err)
	}
	q.IDs = q.IDs[1:]
	if s, err := v.Subgraph(t.Context(), q); err != nil || len(s.Links) != kb.MaxRoleLinks {
		t.Errorf("100 of each: got %v, %v", s, err)
	}
}
