package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest/plain"
)

// How much is asked at random. Few graphs and many questions: a graph costs
// writes, which real databases make durable. And few questions with many values:
// a question costs a plan.
const (
	randomGraphs    = 4
	randomQuestions = 500 // about each graph
	randomValues    = 8   // with which a question is asked
	randomShapes    = 2   // graphs that are asked other questions; the rest are asked the same of theirs
	randomSearches  = 100 // in each graph
)

// testRandom asks the store and the model the same generated questions. Those
// about different classes are asked at the same time.
func testRandom(t *testing.T, open func(t *testing.T) kb.Store) {
	for seed := range uint64(randomGraphs) {
		t.Run(fmt.Sprintf("graph %d", seed), func(t *testing.T) {
			store, model := open(t), plain.New()
			r := &rivals{seed: seed, sets: newWorld(seed, 60, 20).graph(420), store: store, model: model}
			for _, set := range r.sets {
				apply(t, model, set)
				apply(t, store, set)
			}
			compareAll(t, r, randomQuestions, randomSearches)
			compareMatters(t, r)
			compareLenses(t, r, store, model)
		})
	}
}

// rivals are the store under test and the model, holding the same graph and seen
// under the same lens.
type rivals struct {
	seed         uint64
	sets         []*kb.ChangeSet
	lens         kb.Lens
	store, model kb.Reader
}

// topic is what questions are about, under another lens another one.
func (r *rivals) topic(about string) string {
	if r.lens.IsZero() {
		return about
	}
	return about + " under " + describe(r.lens)
}

// compareAll asks both n questions about records of all classes.
func compareAll(t *testing.T, r *rivals, n, searches int) {
	compare(t, r, kb.EntityClass, kb.Reader.Entities, n*6/20)
	compare(t, r, kb.RelationClass, kb.Reader.Relations, n*5/20)
	compare(t, r, kb.PropertyClass, kb.Reader.Properties, n*3/20)
	compare(t, r, kb.ClaimClass, kb.Reader.Claims, n*3/20)
	compare(t, r, kb.SourceClass, kb.Reader.Sources, n*3/20)
	compareSearches(t, r, searches)
	compareEdges(t, r)
}

// compare asks both n questions about the records of one class.
func compare[T, W any](t *testing.T, r *rivals, c kb.Class, records func(kb.Reader) kb.Records[T, W], n int) {
	t.Run(string(c), func(t *testing.T) {
		t.Parallel()
		all := count(t, records(r.model), kb.Query[W]{})
		qs := newQuestions(r.seed%randomShapes, r.topic(string(c)), r.sets)
		fitting, failed := 0, 0
		var q kb.Query[W]
		var p probe
		for i := range n {
			if i%randomValues == 0 {
				q, p = ask[W](qs, c), newProbe(qs.Rand, c)
			} else {
				again(qs, c, &q)
			}
			lists, problem := differ(t.Context(), r, records, q, p)
			if hits := len(slices.Concat(lists...)); hits > 0 && (hits < all || q.Of != nil) {
				fitting++
			}
			if problem == "" {
				continue
			}
			small, problem := shrink(q, problem, func(q kb.Query[W]) string {
				if q.Check(c, false) != nil {
					return ""
				}
				_, problem := differ(t.Context(), r, records, q, p)
				return problem
			})
			t.Errorf("seed %d, question %d, made small: %s\nof %s\nunder %s\n%s", r.seed, i, p, describe(small), describe(r.lens), problem)
			if failed++; failed == 3 {
				t.Fatal("no further questions are asked")
			}
		}
		// Questions that find nothing or everything would prove little. Of a lens that
		// leaves little that is all there is.
		if r.lens.IsZero() && fitting < n/6 {
			t.Errorf("only %d of %d questions are about some records, and not all", fitting, n)
		}
	})
}

// compareSearches searches both for the same words.
func compareSearches(t *testing.T, r *rivals, n int) {
	t.Run("search", func(t *testing.T) {
		t.Parallel()
		qs := newQuestions(r.seed%randomShapes, r.topic("search"), r.sets)
		found := 0
		for i := range n {
			q := qs.search()
			problem, hits := differSearch(t.Context(), r, q)
			if hits > 0 {
				found++
			}
			if problem != "" {
				t.Fatalf("seed %d, search %d: %s\nunder %s\n%s", r.seed, i, describe(q), describe(r.lens), problem)
			}
		}
		if r.lens.IsZero() && found < n/4 {
			t.Errorf("only %d of %d searches found something", found, n)
		}
	})
}

// differSearch tells how the store answers a search otherwise than the model, on
// up to three pages, and how much the model finds.
func differSearch(ctx context.Context, r *rivals, q kb.SearchQuery) (problem string, found int) {
	whole := q
	whole.First = kb.MaxPage
	want, err := r.model.Search(ctx, whole)
	if err != nil {
		return fmt.Sprintf("the model: %v", err), 0
	}
	found = len(want.Items)
	if n, err := r.store.SearchCount(ctx, q); err != nil || n != found {
		return fmt.Sprintf("the store counts %d, %v, the model %d", n, err, found), found
	}
	rest := want.Items
	for range 3 {
		got, err := r.store.Search(ctx, q)
		if err != nil {
			return fmt.Sprintf("the store: %v", err), found
		}
		n := min(q.First, len(rest))
		expected := kb.Page[kb.SearchHit]{Items: rest[:n], HasNext: n < len(rest), HasPrevious: q.After != nil}
		if hits(got) != hits(expected) || got.HasNext != expected.HasNext || got.HasPrevious != expected.HasPrevious {
			return fmt.Sprintf("got  %s (more: %v)\nwant %s (more: %v)", hits(got), got.HasNext, hits(expected), expected.HasNext), found
		}
		if rest = rest[n:]; len(rest) == 0 {
			break
		}
		q.After = got.Keys[len(got.Keys)-1]
	}
	return "", found
}

// probe is what is asked of the records that pass a question: always a list of
// them, and at times something besides.
type probe struct {
	list  string // how they are listed
	n     int    // records of a page, or buckets
	a, b  int    // two places among the records
	last  bool
	also  string
	facet kb.FacetKey
}

func newProbe(r *rand.Rand, c kb.Class) probe {
	return probe{
		list: pick(r, []string{"pages", "pages", "pages", "stretch", "scan"}),
		n:    pick(r, []int{1, 2, 3, 5, 10, kb.MaxPage}),
		a:    r.IntN(10_000),
		b:    r.IntN(10_000),
		last: r.IntN(3) == 0,
		also: pick(r, []string{"", "count", "facet"}), facet: pick(r, kb.FacetKeys[c]),
	}
}

func (p probe) String() string {
	n := fmt.Sprintf("first %d", p.n)
	if p.last {
		n = fmt.Sprintf("last %d", p.n)
	}
	list := p.list
	switch p.list {
	case "pages":
		list = "pages of the " + n
	case "stretch":
		list = fmt.Sprintf("the %s between two places (%d, %d)", n, p.a, p.b)
	}
	switch p.also {
	case "count":
		return list + ", and their number"
	case "facet":
		return fmt.Sprintf("%s, and the %d largest buckets by %s", list, p.n, p.facet)
	}
	return list
}

// differ tells how the store answers a question otherwise than the model, and
// gives the ids of the model's answer, a list for each parent.
func differ[T, W any](ctx context.Context, r *rivals, records func(kb.Reader) kb.Records[T, W], q kb.Query[W], p probe) (want [][]kb.ID, problem string) {
	whole := q
	whole.First = kb.MaxPage
	pages, err := records(r.model).Find(ctx, whole)
	if err != nil {
		return nil, fmt.Sprintf("the model: %v", err)
	}
	for _, page := range pages {
		want = append(want, idsOf(page.Items))
	}
	store := records(r.store)
	switch {
	case p.list == "scan" && q.Of == nil && q.Order == nil:
		problem = differScan(ctx, store, q.Where, want[0])
	case p.list == "stretch" && len(want) == 1:
		problem = differStretch(ctx, store, q, p, want[0])
	default:
		problem = differPages(ctx, store, q, p, want)
	}
	switch {
	case problem != "":
	case p.also == "count":
		problem = differCount(ctx, store, q, want)
	case p.also == "facet":
		problem = differFacet(ctx, store, records(r.model), q, p)
	}
	return want, problem
}

func differCount[T, W any](ctx context.Context, store kb.Records[T, W], q kb.Query[W], want [][]kb.ID) string {
	got, err := store.Count(ctx, q)
	if err != nil {
		return fmt.Sprintf("the store: %v", err)
	}
	var counts []int
	for _, ids := range want {
		counts = append(counts, len(ids))
	}
	if !slices.Equal(got, counts) {
		return fmt.Sprintf("numbers: got %v\nwant %v", got, counts)
	}
	return ""
}

func differFacet[T, W any](ctx context.Context, store, model kb.Records[T, W], q kb.Query[W], p probe) string {
	want, err := model.Facet(ctx, q, p.facet, p.n)
	if err != nil {
		return fmt.Sprintf("the model: %v", err)
	}
	got, err := store.Facet(ctx, q, p.facet, p.n)
	if err != nil {
		return fmt.Sprintf("the store: %v", err)
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		return fmt.Sprintf("buckets: got %v\nwant %v", got, want)
	}
	return ""
}

func differScan[T, W any](ctx context.Context, store kb.Records[T, W], where *W, want []kb.ID) string {
	var got []kb.ID
	for rec, err := range store.Scan(ctx, where) {
		if err != nil {
			return fmt.Sprintf("the store: %v", err)
		}
		got = append(got, idOf(rec))
	}
	if !slices.Equal(got, want) {
		return fmt.Sprintf("got %v\nwant %v", got, want)
	}
	return ""
}

// differPages turns two pages, of several parents only the first.
func differPages[T, W any](ctx context.Context, store kb.Records[T, W], q kb.Query[W], p probe, want [][]kb.ID) string {
	rest := slices.Clone(want)
	for turn := range 2 {
		if p.last {
			q.Last = p.n
		} else {
			q.First = p.n
		}
		pages, err := store.Find(ctx, q)
		if err != nil {
			return fmt.Sprintf("page %d, the store: %v", turn+1, err)
		}
		if len(pages) != len(want) {
			return fmt.Sprintf("got %d pages, want %d", len(pages), len(want))
		}
		more := false
		for i, page := range pages {
			var expected []kb.ID
			n := min(p.n, len(rest[i]))
			if p.last {
				expected, rest[i] = rest[i][len(rest[i])-n:], rest[i][:len(rest[i])-n]
			} else {
				expected, rest[i] = rest[i][:n], rest[i][n:]
			}
			more = len(rest[i]) > 0
			next, previous := more, q.After != nil
			if p.last {
				next, previous = q.Before != nil, more
			}
			if problem := differPage(page, expected, next, previous); problem != "" {
				return fmt.Sprintf("page %d of list %d: %s", turn+1, i, problem)
			}
		}
		if !more || len(pages) > 1 {
			return ""
		}
		if p.last {
			q.Before = pages[0].Keys[0]
		} else {
			q.After = pages[0].Keys[len(pages[0].Keys)-1]
		}
	}
	return ""
}

// differStretch asks for a page between two places.
func differStretch[T, W any](ctx context.Context, store kb.Records[T, W], q kb.Query[W], p probe, want []kb.ID) string {
	q.First = kb.MaxPage
	pages, err := store.Find(ctx, q)
	if err != nil {
		return fmt.Sprintf("the store: %v", err)
	}
	if problem := differPage(pages[0], want, false, false); problem != "" || len(want) == 0 {
		return problem
	}
	a, b := p.a%len(want), p.b%len(want)
	q.First, q.After, q.Before = p.n, pages[0].Keys[a], pages[0].Keys[b]
	if p.last {
		q.First, q.Last = 0, p.n
	}
	if pages, err = store.Find(ctx, q); err != nil {
		return fmt.Sprintf("the store: %v", err)
	}
	want = want[min(a+1, max(b, 0)):max(b, 0)]
	n := min(p.n, len(want))
	if p.last {
		return differPage(pages[0], want[len(want)-n:], true, n < len(want))
	}
	return differPage(pages[0], want[:n], n < len(want), true)
}

func differPage[T any](page kb.Page[T], want []kb.ID, next, previous bool) string {
	switch got := idsOf(page.Items); {
	case !slices.Equal(got, want):
		return fmt.Sprintf("\ngot  %v\nwant %v", got, want)
	case len(page.Keys) != len(page.Items):
		return fmt.Sprintf("%d keys for %d items", len(page.Keys), len(page.Items))
	case page.HasNext != next || page.HasPrevious != previous:
		return fmt.Sprintf("HasNext, HasPrevious: got %v, %v, want %v, %v", page.HasNext, page.HasPrevious, next, previous)
	}
	return ""
}

// shrink makes a failing question smaller for as long as it fails.
func shrink[W any](q kb.Query[W], problem string, fails func(kb.Query[W]) string) (kb.Query[W], string) {
	tries := 0
	for again := true; again; {
		again = false
		for _, v := range smaller(reflect.ValueOf(&q)) {
			if tries++; tries > 500 {
				return q, problem
			}
			candidate := *v.Interface().(*kb.Query[W])
			if p := fails(candidate); p != "" {
				q, problem, again = candidate, p, true
				break
			}
		}
	}
	return q, problem
}
