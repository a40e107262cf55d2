package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"actorgraph/kb"
	"actorgraph/store/storetest/plain"
)

// How many histories are made up, of how many sets each.
const (
	histories   = 3
	historySets = 30
)

// Step is a set, what comes of looking for the words of claims after it, and the
// lenses through which both are looked at then: one that stays, and at times a new one.
type Step struct {
	Set      *kb.ChangeSet
	Verified map[kb.ID]kb.Verification
	Lenses   []kb.Lens
}

func setsOf(steps []Step) []*kb.ChangeSet {
	var sets []*kb.ChangeSet
	for _, s := range steps {
		sets = append(sets, s.Set)
	}
	return sets
}

// testHistories applies generated change sets to the store and to the model, one
// after the other: both do the same, or refuse for the same reasons, and hold and
// show the same then.
func testHistories(t *testing.T, open func(t *testing.T) kb.Store) {
	for seed := range uint64(histories) {
		t.Run(fmt.Sprintf("history %d", seed), func(t *testing.T) {
			steps := NewHistory(seed)
			replay := func(steps []Step) (int, string) {
				return differHistory(t.Context(), open(t), plain.New(), steps)
			}
			last, problem := replay(steps)
			if problem == "" {
				return
			}
			steps, problem = shrinkHistory(steps[:last+1], problem, func(steps []Step) string {
				_, problem := replay(steps)
				return problem
			})
			told := ""
			for _, s := range steps {
				told += fmt.Sprintf("%s, %d claims verified\n", describe(s.Set), len(s.Verified))
			}
			t.Errorf("seed %d, made small, the last of\n%s%s", seed, told, problem)
		})
	}
}

// differHistory goes through steps in both stores until they differ, and tells at
// which step and how.
func differHistory(ctx context.Context, store, model kb.Store, steps []Step) (last int, problem string) {
	for i, s := range steps {
		want, wantErr := model.Apply(ctx, s.Set)
		got, err := store.Apply(ctx, s.Set)
		if problem := differErrors(err, wantErr); problem != "" {
			return i, problem
		}
		if wantErr == nil {
			if diff := cmp.Diff(trimmed(want), trimmed(got)); diff != "" {
				return i, "what the model (-) and the store (+) did:\n" + diff
			}
		}
		version, wantErr := model.Verify(ctx, s.Verified)
		if got, err := store.Verify(ctx, s.Verified); err != nil || wantErr != nil || got != version {
			return i, fmt.Sprintf("verified: the store is at %d, %v, the model at %d, %v", got, err, version, wantErr)
		}
		if i%2 == 0 && i < len(steps)-1 { // looking costs time
			continue
		}
		before, err := look(ctx, model)
		if err != nil {
			return i, fmt.Sprintf("the model: %v", err)
		}
		after, err := look(ctx, store)
		if err != nil {
			return i, fmt.Sprintf("the store: %v", err)
		}
		if diff := cmp.Diff(before, after, cmp.AllowUnexported(view{}), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b kb.Date) bool { return a == b })); diff != "" {
			return i, "what the model (-) and the store (+) hold:\n" + diff
		}
		for _, lens := range s.Lenses {
			if problem := differUnder(ctx, lens, store, model, setsOf(steps)); problem != "" {
				return i, problem
			}
		}
	}
	return 0, ""
}

// differErrors tells how one error of Apply differs from another: in which named
// error it is, and in the problems that it lists.
func differErrors(got, want error) string {
	for _, named := range []error{kb.ErrInvalid, kb.ErrConflict} {
		if errors.Is(got, named) != errors.Is(want, named) {
			return fmt.Sprintf("got the error %v\nwant %v", got, want)
		}
	}
	if (got == nil) != (want == nil) {
		return fmt.Sprintf("got the error %v\nwant %v", got, want)
	}
	var a, b *kb.InvalidError
	if errors.As(got, &a) && errors.As(want, &b) && !slices.Equal(a.Problems, b.Problems) {
		return fmt.Sprintf("got the problems %v\nwant %v", got, want)
	}
	return ""
}

// trimmed is what a set did, without the classes of which there is nothing.
func trimmed(a *kb.Applied) kb.Applied {
	b := *a
	for _, m := range []*numbers{&b.Added, &b.Changed, &b.Unchanged, &b.Removed} {
		*m = maps.Clone(*m)
		maps.DeleteFunc(*m, func(_ kb.Class, n int) bool { return n == 0 })
		if len(*m) == 0 {
			*m = nil
		}
	}
	return b
}

// view is all that a store holds, for comparing it with another. Times differ
// between stores: of changes they are left out, of claims there is the order.
type view struct {
	All            everythingIn
	Stats          kb.Stats
	RelationCounts [][]kb.RelationCount
}

func look(ctx context.Context, s kb.Store) (v view, err error) {
	if v.All, err = everything(ctx, s); err != nil {
		return v, err
	}
	for i := range v.All.Changes {
		v.All.Changes[i].At = time.Time{}
	}
	var times []time.Time
	for _, c := range v.All.Claims {
		times = append(times, c.RecordedAt)
	}
	slices.SortFunc(times, time.Time.Compare)
	times = slices.CompactFunc(times, time.Time.Equal)
	for _, c := range v.All.Claims {
		i, _ := slices.BinarySearchFunc(times, c.RecordedAt, time.Time.Compare)
		c.RecordedAt = time.Unix(int64(i), 0)
	}
	if v.Stats, err = s.Stats(ctx); err != nil {
		return v, err
	}
	v.RelationCounts, err = s.RelationCounts(ctx, idsOf(v.All.Entities))
	return v, err
}

// NewHistory makes up steps in which nearly everything happens that can: records
// put, put again, corrected and removed, by three collections that share much of
// what they describe, at times with a mistake.
func NewHistory(seed uint64) []Step {
	h := &history{world: newWorld(seed+100, 20, 8), model: plain.New()}
	random := rand.New(rand.NewPCG(seed, 3))
	stays := randomLens(random)
	var steps []Step
	for range historySets {
		set := h.next()
		if len(steps) > 0 && h.oneIn(10) { // once more what was done before
			set = pick(h.Rand, steps).Set
		}
		// What the model holds then is known to the sets that follow.
		_, _ = h.model.Apply(context.Background(), set)
		steps = append(steps, Step{Set: set, Lenses: []kb.Lens{stays}})
		if last := &steps[len(steps)-1]; len(steps)%5 == 0 {
			last.Verified, last.Lenses = verifications(random, setsOf(steps)), append(last.Lenses, randomLens(random))
		}
	}
	return steps
}

// history is a world together with what has been told of it so far.
type history struct {
	*world
	model *plain.Store
}

// next makes a set.
func (h *history) next() *kb.ChangeSet {
	ctx := context.Background()
	now, err := everything(ctx, h.model)
	if err != nil {
		panic(err) // the model is in memory, and open
	}
	set := &kb.ChangeSet{Collection: kb.Collection{Name: pick(h.Rand, []string{"first", "second", "third"})}}
	if h.oneIn(4) {
		set.Collection.Title = h.name()
	}
	if h.oneIn(8) {
		set.Key = fmt.Sprintf("key %d", h.IntN(4))
	}
	h.addFacts(set, h.IntN(8))
	h.describe(set, now)
	taken := map[kb.ID]bool{}
	for _, id := range set.Refers() {
		taken[id] = !h.oneIn(200) // else it is put and removed, by mistake
	}
	remove := func(ids ...kb.ID) {
		for _, id := range ids {
			if !taken[id] {
				set.Remove, taken[id] = append(set.Remove, id), true
			}
		}
	}
	clear := h.oneIn(6) // the collection is said anew
	for _, old := range now.Claims {
		switch ours := old.Collection == set.Collection.Name; {
		case ours && (clear || h.oneIn(8)), h.oneIn(400):
			remove(old.ID)
		case ours && h.oneIn(10) && !taken[old.ID]:
			h.correct(set, now, old)
			taken[old.ID] = true
		}
	}
	for _, c := range set.Claims {
		if len(now.Claims) > 0 && h.oneIn(10) {
			if answered := pick(h.Rand, now.Claims).ID; answered != c.ID && (!taken[answered] || h.oneIn(4)) {
				c.Answers = []kb.ID{answered}
			}
		}
	}
	if clear {
		remove(idsOf(now.Entities)...)
		remove(idsOf(now.Sources)...)
	}
	remove(some(h.Rand, slices.Concat(h.entities, h.sources), 5)...)
	return set
}

// correct puts a claim again, changed, with its fact.
func (h *history) correct(set *kb.ChangeSet, now everythingIn, old *kb.Claim) {
	c := *old
	c.Modality, c.Statement = pick(h.Rand, kb.Modalities), h.name()
	c.Qualifiers = nil
	if h.oneIn(2) {
		c.Qualifiers = []kb.Qualifier{{Key: kb.QualifierSince, Value: kb.DateValue{Date: h.date()}}}
	}
	set.Claims = append(set.Claims, &c)
	for _, r := range now.Relations {
		if r.ID == c.Fact && !slices.ContainsFunc(set.Relations, func(other *kb.Relation) bool { return other.ID == r.ID }) {
			set.Relations = append(set.Relations, kb.NewRelation(r.Type, r.From, r.To, r.Key))
		}
	}
	for _, p := range now.Properties {
		if p.ID == c.Fact && !slices.ContainsFunc(set.Properties, func(other *kb.Property) bool { return other.ID == p.ID }) {
			set.Properties = append(set.Properties, kb.NewProperty(p.Entity, p.Key, p.Value, p.Issuer))
		}
	}
}

// describe puts entities and sources: those that the set refers to and that are
// not stored, but for a mistake now and then, and some more.
func (h *history) describe(set *kb.ChangeSet, now everythingIn) {
	stored := map[kb.ID]bool{}
	for _, id := range slices.Concat(idsOf(now.Entities), idsOf(now.Sources)) {
		stored[id] = true
	}
	put := map[kb.ID]bool{}
	wanted := slices.Concat(some(h.Rand, h.entities, 2), some(h.Rand, h.sources, 2))
	for {
		for _, id := range wanted {
			switch {
			case put[id]:
			case id.Class() == kb.EntityClass:
				put[id] = true
				e := h.entity(id)
				if h.oneIn(40) { // of another kind, though facts may forbid it
					e.Kind = pick(h.Rand, kb.Kinds).Kind
				}
				set.Entities = append(set.Entities, e)
			case id.Class() == kb.SourceClass:
				put[id] = true
				set.Sources = append(set.Sources, h.source(id))
			}
		}
		wanted = slices.DeleteFunc(set.Refers(), func(id kb.ID) bool { return put[id] || stored[id] || h.oneIn(100) })
		wanted = slices.DeleteFunc(wanted, func(id kb.ID) bool { return id.Class() != kb.EntityClass && id.Class() != kb.SourceClass })
		if len(wanted) == 0 {
			return
		}
	}
}

// shrinkHistory leaves out steps, and then records of the last, for as long as
// the last step shows the problem. It tries no more than some dozens of times.
func shrinkHistory(steps []Step, problem string, fails func([]Step) string) ([]Step, string) {
	tries := 40
	attempt := func(candidate []Step) bool {
		if tries--; tries < 0 {
			return false
		}
		p := fails(candidate)
		if p != "" {
			steps, problem = candidate, p
		}
		return p != ""
	}
	for i := len(steps) - 2; i >= 0; i-- {
		attempt(slices.Delete(slices.Clone(steps), i, i+1))
	}
	last := func(change func(*kb.ChangeSet)) {
		s := steps[len(steps)-1]
		set := *s.Set
		change(&set)
		s.Set = &set
		attempt(append(slices.Clone(steps[:len(steps)-1]), s))
	}
	last(func(set *kb.ChangeSet) { set.Remove = nil })
	last(func(set *kb.ChangeSet) { set.Entities = nil })
	last(func(set *kb.ChangeSet) { set.Sources = nil })
	last(func(set *kb.ChangeSet) { set.Relations, set.Properties, set.Claims = nil, nil, nil })
	for i := len(steps[len(steps)-1].Set.Remove) - 1; i >= 0; i-- {
		last(func(set *kb.ChangeSet) { set.Remove = slices.Delete(slices.Clone(set.Remove), i, i+1) })
	}
	return steps, problem
}
