package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"actorgraph/kb"
)

// testPages turns pages of every size, forwards and backwards.
func testPages(t *testing.T, s kb.Store, f *fixture) {
	testPaging(t, s.Entities(), nil)
	testPaging(t, s.Entities(), []kb.Order{{By: kb.ByDegree, Desc: true}, {By: kb.ByKind}})
	testPaging(t, s.Relations(), []kb.Order{{By: kb.BySince}}) // some of them undated
	testPaging(t, s.Relations(), []kb.Order{{By: kb.ByUntil, Desc: true}, {By: kb.ByFromName}})
	testPaging(t, s.Properties(), []kb.Order{{By: kb.BySince, Desc: true}, {By: kb.ByKey}})
	testPaging(t, s.Claims(), []kb.Order{{By: kb.ByModality}, {By: kb.ByLocator, Desc: true}})
	testPaging(t, s.Sources(), []kb.Order{{By: kb.ByTitle}})
	testPaging(t, s.Sources(), []kb.Order{{By: kb.ByPublished, Desc: true}})

	t.Run("between two places", func(t *testing.T) {
		all := find(t, s.Entities(), kb.Query[kb.EntityWhere]{First: kb.MaxPage})
		page := find(t, s.Entities(), kb.Query[kb.EntityWhere]{First: 2, After: all.Keys[2], Before: all.Keys[6]})
		if got := idsOf(page.Items); !slices.Equal(got, []kb.ID{"bob", "cabinet"}) || !page.HasNext || !page.HasPrevious {
			t.Errorf("first two between blocklist and gazette: got %v, %v, %v", got, page.HasNext, page.HasPrevious)
		}
		page = find(t, s.Entities(), kb.Query[kb.EntityWhere]{Last: 5, After: all.Keys[2], Before: all.Keys[6]})
		if got := idsOf(page.Items); !slices.Equal(got, []kb.ID{"bob", "cabinet", "depot"}) || page.HasPrevious {
			t.Errorf("all between blocklist and gazette: got %v, %v", got, page.HasPrevious)
		}
		page = find(t, s.Entities(), kb.Query[kb.EntityWhere]{First: 5, After: all.Keys[6], Before: all.Keys[2]})
		if len(page.Items) != 0 || page.HasNext {
			t.Errorf("between two places the wrong way round: got %v, %v", idsOf(page.Items), page.HasNext)
		}
	})
	t.Run("of one parent", func(t *testing.T) {
		q := kb.Query[kb.RelationWhere]{Of: []kb.ID{"acme"}, By: kb.RelationsAt, Order: up(kb.ByToName), First: 5}
		first := find(t, s.Relations(), q)
		q.After = first.Keys[4]
		second := find(t, s.Relations(), q)
		all := slices.Concat(idsOf(first.Items), idsOf(second.Items))
		q.First, q.After = 8, nil
		if want := idsOf(find(t, s.Relations(), q).Items); !slices.Equal(all, want) || len(want) != 8 || second.HasNext {
			t.Errorf("got %v, want %v", f.nameList(all), f.nameList(want))
		}
	})
	t.Run("of what is none", func(t *testing.T) {
		name := []kb.Order{{By: kb.ByName}}
		text, number := func(s string) kb.KeyValue { return kb.KeyValue{Text: &s} }, func(n int64) kb.KeyValue { return kb.KeyValue{Number: &n} }
		for what, q := range map[string]kb.Query[kb.EntityWhere]{
			"no size":                             {},
			"too large":                           {First: kb.MaxPage + 1},
			"both ends":                           {First: 1, Last: 1},
			"an empty place":                      {First: 1, After: kb.Keyset{}},
			"a place of another order":            {First: 1, After: kb.Keyset{text("a"), text("b")}},
			"a place with a number for a name":    {First: 1, Order: name, After: kb.Keyset{number(1), text("acme")}},
			"a place without a name":              {First: 1, Order: name, After: kb.Keyset{{}, text("acme")}},
			"an order of another class":           {First: 1, Order: up(kb.BySince)},
			"the same key twice":                  {First: 1, Order: up(kb.ByName, kb.ByName)},
			"a filter without an operator":        {First: 1, Where: &kb.EntityWhere{Name: &kb.StringFilter{}}},
			"a filter with a kind that is none":   {First: 1, Where: kind("firm")},
			"parents by a link of another class":  {First: 1, Of: []kb.ID{"acme"}, By: kb.RelationsAt},
			"types for records that have no type": {First: 1, Types: []kb.RelationType{kb.Owns}},
		} {
			if _, err := s.Entities().Find(t.Context(), q); !errors.Is(err, kb.ErrInvalid) {
				t.Errorf("%s: got %v, want %v", what, err, kb.ErrInvalid)
			}
		}
	})
}

// testPaging puts the pages of every size together and compares them with the
// whole, in both directions.
func testPaging[T, W any](t *testing.T, records kb.Records[T, W], order []kb.Order) {
	t.Helper()
	whole := find(t, records, kb.Query[W]{Order: order, First: kb.MaxPage})
	want := idsOf(whole.Items)
	if whole.HasNext || whole.HasPrevious {
		t.Errorf("beyond the only page there is more: %v, %v", whole.HasNext, whole.HasPrevious)
	}
	for _, n := range []int{1, 2, 3, 7, len(want) - 1, len(want), len(want) + 1} {
		t.Run(fmt.Sprintf("%d by %v", n, order), func(t *testing.T) {
			forward := turn(t, records, kb.Query[W]{Order: order, First: n}, len(want))
			if !slices.Equal(forward, want) {
				t.Errorf("forwards: got %v, want %v", forward, want)
			}
			backward := turn(t, records, kb.Query[W]{Order: order, Last: n}, len(want))
			if !slices.Equal(backward, want) {
				t.Errorf("backwards: got %v, want %v", backward, want)
			}
		})
	}
}

// turn gathers all pages of a question with total records, in the order asked
// for. With Last in q it goes from the last page to the first.
func turn[T, W any](t *testing.T, records kb.Records[T, W], q kb.Query[W], total int) []kb.ID {
	t.Helper()
	var got []kb.ID
	for range total + 1 {
		page := find(t, records, q)
		more, cursor := page.HasNext, page.HasPrevious
		if q.Last > 0 {
			more, cursor = page.HasPrevious, page.HasNext
			got = append(idsOf(page.Items), got...)
		} else {
			got = append(got, idsOf(page.Items)...)
		}
		if more != (len(got) < total) || cursor != (q.After != nil || q.Before != nil) {
			t.Fatalf("after %d of %d records: HasNext %v, HasPrevious %v", len(got), total, page.HasNext, page.HasPrevious)
		}
		if !more {
			return got
		}
		if q.Last > 0 {
			q.Before = page.Keys[0]
		} else {
			q.After = page.Keys[len(page.Keys)-1]
		}
	}
	t.Fatal("the pages have no end")
	return nil
}

// testPagesBesideWriters turns pages while others write: what they don't touch
// comes once, neither twice nor not at all.
func testPagesBesideWriters(t *testing.T, s kb.Store) {
	name := numberedCompany
	collection := kb.Collection{Name: "harbour"}
	for _, direction := range []string{"forwards", "backwards"} {
		t.Run(direction, func(t *testing.T) {
			start := &kb.ChangeSet{Collection: collection}
			for i := 0; i < 200; i += 2 { // the even ones; the odd ones come and go
				start.Entities = append(start.Entities, name(i))
			}
			apply(t, s, start)

			gone := map[kb.ID]bool{}
			seen := map[kb.ID]int{}
			q := kb.Query[kb.EntityWhere]{Order: down(kb.ByName), First: 7}
			if direction == "backwards" {
				q.First, q.Last = 0, 7
			}
			for range 100 {
				page := find(t, s.Entities(), q)
				for _, e := range page.Items {
					seen[e.ID]++
				}
				more := page.HasNext
				if q.Last > 0 {
					more = page.HasPrevious
				}
				if !more {
					break
				}
				edge := page.Items[len(page.Items)-1].ID
				if q.Last > 0 {
					edge, q.Before = page.Items[0].ID, page.Keys[0]
				} else {
					q.After = page.Keys[len(page.Keys)-1]
				}
				// The record at the edge goes, and so does one further on; new ones
				// come on both sides of it.
				var at int
				if _, err := fmt.Sscanf(string(edge), "e%d", &at); err != nil {
					t.Fatal(err)
				}
				set := &kb.ChangeSet{Collection: collection, Remove: []kb.ID{edge}}
				gone[edge] = true
				for _, i := range []int{at - 21, at - 1, at + 1, at + 21} {
					if i%2 == 1 && i > 0 && i < 200 {
						set.Entities = append(set.Entities, name(i))
					}
				}
				if further := name((at + 20) / 2 * 2 % 200).ID; further != edge {
					set.Remove, gone[further] = append(set.Remove, further), true
				}
				apply(t, s, set)
			}
			for i := 0; i < 200; i += 2 {
				if id := name(i).ID; !gone[id] && seen[id] != 1 {
					t.Errorf("%s, which nobody touched, came %d times", id, seen[id])
				}
			}
			for id, n := range seen {
				if n > 1 {
					t.Errorf("%s came %d times", id, n)
				}
			}
			if len(gone) < 20 || len(gone) > 80 {
				t.Errorf("%d of 100 records were removed meanwhile; too few or too many to tell anything", len(gone))
			}
		})
	}
}

func numberedCompany(i int) *kb.Entity {
	return &kb.Entity{ID: kb.ID(fmt.Sprintf("e%03d", i)), Kind: kb.KindCompany, Name: fmt.Sprintf("Company %03d", i)}
}

// testPagesMeanwhile turns pages, again and again, while another goroutine writes.
// Companies with even numbers stand still. Among them those with odd ones come,
// rise by their degree and go.
func testPagesMeanwhile(t *testing.T, s kb.Store) {
	const companies, rounds = 60, 5
	set := func() *kb.ChangeSet {
		return &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Sources: []*kb.Source{{ID: "source:paper", Kind: kb.SourceArticle}}}
	}
	// own makes company i own the next n that move or stand still as it does.
	own := func(set *kb.ChangeSet, i, n int) {
		for k := range n {
			owns := kb.NewRelation(kb.Owns, numberedCompany(i).ID, numberedCompany((i+2*(k+1))%companies).ID, "")
			set.Relations, set.Claims = append(set.Relations, owns), append(set.Claims, saying(owns.ID, 1))
		}
	}
	still := set()
	for i := 0; i < companies; i += 2 {
		still.Entities = append(still.Entities, numberedCompany(i))
		own(still, i, i%5)
	}
	apply(t, s, still)

	come, rise, leave := set(), set(), set()
	for i := 1; i < companies; i += 2 {
		come.Entities = append(come.Entities, numberedCompany(i))
		own(come, i, 1)
		own(rise, i, i%5)
		leave.Remove = append(leave.Remove, numberedCompany(i).ID)
	}
	for _, c := range slices.Concat(come.Claims, rise.Claims) {
		if !slices.Contains(leave.Remove, c.ID) {
			leave.Remove = append(leave.Remove, c.ID)
		}
	}

	for _, order := range [][]kb.Order{up(kb.ByName), down(kb.ByDegree), up(kb.ByDegree, kb.ByName)} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			var writing sync.WaitGroup
			defer writing.Wait()
			written := make(chan struct{})
			writing.Go(func() {
				defer close(written)
				for range rounds {
					for _, set := range []*kb.ChangeSet{come, rise, leave} {
						if _, err := s.Apply(t.Context(), set); err != nil {
							t.Error(err)
							return
						}
					}
				}
			})
			version := func() int64 {
				v, err := s.Version(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			beside := 0 // how often something was written while the pages turned
			for turns := 0; ; turns++ {
				before := version()
				seen := map[kb.ID]int{}
				q := kb.Query[kb.EntityWhere]{Order: order}
				if turns%2 == 0 {
					q.First = 7
				} else {
					q.Last = 7
				}
				for more := true; more; {
					page := find(t, s.Entities(), q)
					for _, e := range page.Items {
						seen[e.ID]++
					}
					if more = page.HasNext; q.Last > 0 {
						more = page.HasPrevious
					}
					if more && q.Last > 0 {
						q.Before = page.Keys[0]
					} else if more {
						q.After = page.Keys[len(page.Keys)-1]
					}
				}
				for _, e := range still.Entities {
					if n := seen[e.ID]; n != 1 {
						t.Errorf("%s, which nobody touched, came %d times in turn %d", e.ID, n, turns)
					}
				}
				if order[0].By == kb.ByName { // by degree, one that rises may come again at its new place
					for id, n := range seen {
						if n > 1 {
							t.Errorf("%s came %d times in turn %d", id, n, turns)
						}
					}
				}
				if version() > before {
					beside++
				}
				select {
				case <-written:
					if beside == 0 {
						t.Errorf("nothing was written while the pages turned %d times", turns+1)
					}
					return
				default:
				}
			}
		})
	}
}
