package storetest

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"actorgraph/evidence"
	"actorgraph/kb"
)

// How many lenses each random graph is looked at through, and how much is asked
// under each besides everything that it leaves.
const (
	randomLenses        = 4
	questionsUnderLens  = 40
	searchesUnderLens   = 5
	verificationsOfLens = 100 // claims that are verified before
)

// compareLenses looks at both through the same lenses.
func compareLenses(t *testing.T, r *rivals, store, model kb.Store) {
	random := rand.New(rand.NewPCG(r.seed%randomShapes, 2))
	results := verifications(random, r.sets)
	for _, s := range []kb.Store{store, model} {
		if _, err := s.Verify(t.Context(), results); err != nil {
			t.Fatalf("Verify: %v", err)
		}
	}
	for range randomLenses {
		lens := randomLens(random)
		t.Run(lensName(lens), func(t *testing.T) {
			if problem := differUnder(t.Context(), lens, store, model, r.sets); problem != "" {
				t.Fatalf("seed %d, %s", r.seed, problem)
			}
			under := &rivals{seed: r.seed, sets: r.sets, lens: lens, store: store.Under(lens), model: model.Under(lens)}
			compareAll(t, under, questionsUnderLens, searchesUnderLens)
		})
	}
}

// differUnder tells how what a store shows under a lens differs from what the model
// shows, of all that the sets speak of.
func differUnder(ctx context.Context, lens kb.Lens, store, model kb.Reader, sets []*kb.ChangeSet) string {
	want, err := seen(ctx, model.Under(lens), sets)
	if err != nil {
		return fmt.Sprintf("under %s, the model: %v", describe(lens), err)
	}
	got, err := seen(ctx, store.Under(lens), sets)
	if err != nil {
		return fmt.Sprintf("under %s, the store: %v", describe(lens), err)
	}
	if diff := cmp.Diff(want, got, sameRecords); diff != "" {
		return fmt.Sprintf("under %s, what the model (-) and the store (+) show:\n%s", describe(lens), diff)
	}
	return ""
}

// lensName is a short name, always the same for one lens.
func lensName(l kb.Lens) string {
	h := fnv.New32a()
	h.Write([]byte(describe(l)))
	return fmt.Sprintf("lens %08x", h.Sum32())
}

// sameRecords compares records but for times that differ between stores.
var sameRecords = cmp.Options{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b kb.Date) bool { return a == b }), cmpopts.IgnoreFields(kb.Claim{}, "RecordedAt")}

// sight is all that can be seen through a lens, and what Get answers for every id.
type sight struct {
	Entities       []*kb.Entity
	Sources        []*kb.Source
	Relations      []*kb.Relation
	Properties     []*kb.Property
	Claims         []*kb.Claim
	RelationCounts [][]kb.RelationCount

	EveryEntity   []*kb.Entity
	EverySource   []*kb.Source
	EveryRelation []*kb.Relation
	EveryProperty []*kb.Property
	EveryClaim    []*kb.Claim
}

func seen(ctx context.Context, r kb.Reader, sets []*kb.ChangeSet) (s sight, err error) {
	ids := map[kb.Class][]kb.ID{}
	note := func(id kb.ID) {
		if c := id.Class(); !slices.Contains(ids[c], id) {
			ids[c] = append(ids[c], id)
		}
	}
	for _, set := range sets {
		for _, id := range set.Refers() {
			note(id)
		}
	}
	for _, step := range []func() error{
		func() error { s.Entities, err = all(ctx, r.Entities()); return err },
		func() error { s.Sources, err = all(ctx, r.Sources()); return err },
		func() error { s.Relations, err = all(ctx, r.Relations()); return err },
		func() error { s.Properties, err = all(ctx, r.Properties()); return err },
		func() error { s.Claims, err = all(ctx, r.Claims()); return err },
		func() error { s.RelationCounts, err = r.RelationCounts(ctx, ids[kb.EntityClass]); return err },
		func() error { s.EveryEntity, err = r.Entities().Get(ctx, ids[kb.EntityClass]); return err },
		func() error { s.EverySource, err = r.Sources().Get(ctx, ids[kb.SourceClass]); return err },
		func() error { s.EveryRelation, err = r.Relations().Get(ctx, ids[kb.RelationClass]); return err },
		func() error { s.EveryProperty, err = r.Properties().Get(ctx, ids[kb.PropertyClass]); return err },
		func() error { s.EveryClaim, err = r.Claims().Get(ctx, ids[kb.ClaimClass]); return err },
	} {
		if err := step(); err != nil {
			return s, err
		}
	}
	return s, nil
}

// lensDays are near the dates of the generated graphs.
var lensDays = []string{
	"2018-12-31", "2019-06-01", "2019-12-31", "2020-01-01", "2020-02-01", "2020-02-29", "2020-03-01", "2020-07-01", "2021-01-01",
	"2021-11-01", "2021-11-25", "2021-11-30", "2021-12-31", "2022-06-01", "9999-12-31", "-0100-01-01",
}

// lensShapes is how many there are of what random lenses ask for: what stands under
// them has other plans under each.
const lensShapes = 10

// randomLens makes a lens that asks for one thing or for several.
func randomLens(r *rand.Rand) kb.Lens {
	shape := rand.New(rand.NewPCG(r.Uint64N(lensShapes), 4))
	var l kb.Lens
	day := func() kb.Date { return kb.MustDate(pick(r, lensDays)) }
	yes := func(r *rand.Rand) *bool { b := r.IntN(2) == 0; return &b }
	for l.IsZero() {
		if shape.IntN(3) == 0 {
			l.TrueAt = day()
		}
		if shape.IntN(2) == 0 {
			l.KnownAt = day()
		}
		if shape.IntN(3) == 0 {
			l.Certain = yes(shape) // it is no value
		}
		if shape.IntN(3) == 0 {
			l.Collection = pick(r, []string{"first", "second", "third", "unknown"})
		}
		l.Detected = shape.IntN(3) == 0
		if shape.IntN(4) == 0 {
			l.MinOrigins = shape.IntN(3)
		}
		if shape.IntN(5) == 0 {
			l.Statuses = append(some(r, kb.Statuses, len(kb.Statuses)), pick(r, kb.Statuses))
		}
		if shape.IntN(5) == 0 {
			l.Modalities = append(some(r, kb.Modalities, len(kb.Modalities)), pick(r, kb.Modalities))
		}
		if shape.IntN(6) == 0 {
			l.Contested = yes(r)
		}
		if shape.IntN(6) == 0 {
			l.Verified = yes(r)
		}
	}
	return l
}

// verifications makes up what came of looking for the words of some claims.
func verifications(r *rand.Rand, sets []*kb.ChangeSet) map[kb.ID]kb.Verification {
	results := map[kb.ID]kb.Verification{"claim:gone": {Status: kb.VerificationExact, CheckedAt: time.Unix(0, 0).UTC()}}
	var claims []kb.ID
	for _, set := range sets {
		for _, c := range set.Claims {
			claims = append(claims, c.ID)
		}
	}
	for _, id := range some(r, claims, verificationsOfLens) {
		results[id] = kb.Verification{
			Status: pick(r, kb.VerificationStatuses), CheckedAt: time.Unix(int64(r.IntN(1_000_000_000)), 0).UTC(),
			Method: "fingerprint", Reason: pick(r, fragments),
		}
	}
	return results
}

// compareMatters holds what the support of all facts is computed from against the
// model's, and the support that the store keeps against what is computed anew.
func compareMatters(t *testing.T, r *rivals) {
	var facts []kb.ID
	kept := map[kb.ID]kb.Support{}
	relations, err := all(t.Context(), r.store.Relations())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range relations {
		facts, kept[f.ID] = append(facts, f.ID), f.Support
	}
	properties, err := all(t.Context(), r.store.Properties())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range properties {
		facts, kept[f.ID] = append(facts, f.ID), f.Support
	}
	facts = append(facts, "relation:unknown")
	want, err := r.model.Matters(t.Context(), facts)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.store.Matters(t.Context(), facts)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range facts {
		for _, m := range []*kb.Matter{want[i], got[i]} {
			if m != nil {
				slices.SortFunc(m.Claims, func(a, b *kb.Claim) int { return cmpIDs(a.ID, b.ID) })
				slices.Sort(m.Parties)
			}
		}
		if diff := cmp.Diff(want[i], got[i], sameRecords); diff != "" {
			t.Fatalf("the matter of %s, model (-) and store (+):\n%s", id, diff)
		}
		if want[i] == nil {
			continue
		}
		if diff := cmp.Diff(evidence.Support(*want[i]), kept[id], sameRecords); diff != "" {
			t.Fatalf("the support of %s, computed anew (-) and kept (+):\n%s", id, diff)
		}
	}
}

func cmpIDs(a, b kb.ID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
