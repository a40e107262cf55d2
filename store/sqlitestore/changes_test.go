package sqlitestore_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest/plain"
)

// The store brings up to date only what a change set touches; package plain
// derives everything anew each time. Over sets that put, change, leave, remove
// and come again in a small world, where nearly everything hangs together, the
// two have to count, refuse, log and hold the same.
func TestChangesAgreeWithPlain(t *testing.T) {
	outcomes := map[string]int{}
	for seed := range uint64(24) {
		g := newGame(seed)
		model := plain.New()
		store := open(t, sqlitestore.Memory)
		for move := range 14 {
			set := g.set()
			for range 3 {
				want, refusal := model.Apply(t.Context(), set)
				got, err := store.Apply(t.Context(), set)
				if fmt.Sprint(err) != fmt.Sprint(refusal) && !(errors.Is(err, kb.ErrConflict) && errors.Is(refusal, kb.ErrConflict)) {
					t.Fatalf("seed %d, set %d: %v\nwant %v", seed, move, err, refusal)
				}
				if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
					t.Fatalf("seed %d, set %d: applied (-want +got)\n%s", seed, move, d)
				}
				var invalid *kb.InvalidError
				switch {
				case errors.As(refusal, &invalid):
					outcomes["refused"]++
					leaveOut(set, invalid.Problems)
					continue
				case refusal != nil:
					outcomes["conflict"]++
				case want.Repeated:
					outcomes["repeated"]++
				default:
					outcomes["applied"]++
					for c, n := range want.Removed {
						outcomes["removed "+string(c)] += n
					}
				}
				break
			}
			if d := cmp.Diff(everything(t, model), everything(t, store), alike); d != "" {
				t.Fatalf("seed %d, after set %d (-want +got)\n%s", seed, move, d)
			}
		}
	}
	for _, outcome := range []string{"applied", "refused", "conflict", "repeated", "removed entity", "removed source", "removed relation", "removed property", "removed claim"} {
		if outcomes[outcome] < 5 {
			t.Errorf("%s: only %d times; the sets prove little", outcome, outcomes[outcome])
		}
	}
}

// alike leaves out what two clocks tell differently, and what looks alike.
var alike = cmp.Options{
	cmpopts.EquateEmpty(), cmp.Comparer(func(a, b kb.Date) bool { return a == b }),
	cmpopts.IgnoreFields(kb.Claim{}, "RecordedAt"), cmpopts.IgnoreFields(kb.Change{}, "At"),
}

// everything is all that a store tells without being asked about something.
func everything(t *testing.T, s kb.Store) []any {
	t.Helper()
	version, err1 := s.Version(t.Context())
	changes, err2 := s.Changes(t.Context(), 0, 1_000_000)
	stats, err3 := s.Stats(t.Context())
	collections, err4 := s.Collections(t.Context())
	counts, err5 := s.RelationCounts(t.Context(), entityIDs)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	out := []any{version, changes, stats, collections, counts}
	out = append(out, all(t, s.Entities().Scan(t.Context(), nil)), all(t, s.Sources().Scan(t.Context(), nil)))
	out = append(out, all(t, s.Relations().Scan(t.Context(), nil)), all(t, s.Properties().Scan(t.Context(), nil)), all(t, s.Claims().Scan(t.Context(), nil)))
	for _, words := range names {
		hits, err := s.Search(t.Context(), kb.SearchQuery{Text: words, First: kb.MaxPage})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, hits)
	}
	bySource, err6 := s.Sources().Find(t.Context(), kb.Query[kb.SourceWhere]{First: kb.MaxPage, Order: []kb.Order{{By: kb.ByClaims}}})
	byClaims, err7 := s.Relations().Find(t.Context(), kb.Query[kb.RelationWhere]{First: kb.MaxPage, Order: []kb.Order{{By: kb.ByClaims}, {By: kb.BySince}, {By: kb.ByUntil}}})
	if err := errors.Join(err6, err7); err != nil {
		t.Fatal(err)
	}
	return append(out, bySource, byClaims)
}

func all[T any](t *testing.T, records iter.Seq2[*T, error]) (out []*T) {
	t.Helper()
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// leaveOut takes what is wrong out of a set, and what then has no fact or claim.
func leaveOut(set *kb.ChangeSet, problems []kb.Problem) {
	wrong := func(id kb.ID) bool {
		return slices.ContainsFunc(problems, func(p kb.Problem) bool { return p.ID == id })
	}
	set.Claims = slices.DeleteFunc(set.Claims, func(c *kb.Claim) bool { return wrong(c.ID) || wrong(c.Fact) })
	unclaimed := func(id kb.ID) bool {
		return !slices.ContainsFunc(set.Claims, func(c *kb.Claim) bool { return c.Fact == id })
	}
	set.Relations = slices.DeleteFunc(set.Relations, func(r *kb.Relation) bool { return unclaimed(r.ID) })
	set.Properties = slices.DeleteFunc(set.Properties, func(p *kb.Property) bool { return unclaimed(p.ID) })
	set.Entities = slices.DeleteFunc(set.Entities, func(e *kb.Entity) bool { return wrong(e.ID) })
	set.Sources = slices.DeleteFunc(set.Sources, func(s *kb.Source) bool { return wrong(s.ID) })
	set.Remove = slices.DeleteFunc(set.Remove, wrong)
}

// The small world.
var (
	entityIDs = []kb.ID{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}
	sourceIDs = []kb.ID{"source:a", "source:b", "source:c", "source:d", "source:e"}
	names     = []string{"Acme", "acmé  Group", "Group", "ﬁrm of Élan", "firm", "中国 firm", "a", "Acme Gro"}
	days      = []string{"2021", "2021-11", "2021-11-25/2021-11-28", "../2019", "/2019", "2019/..", "2021-11~", "-0005"}
	titles    = []string{"", "Report", "report"}
)

// game makes sets, the same ones from the same seed.
type game struct {
	*rand.Rand
	kinds  map[kb.ID]kb.Kind  // as last put
	claims []kb.ID            // ever made
	of     map[string][]kb.ID // the same, by collection
	sets   []*kb.ChangeSet
}

func newGame(seed uint64) *game {
	return &game{Rand: rand.New(rand.NewPCG(seed, 0)), kinds: map[kb.ID]kb.Kind{}, of: map[string][]kb.ID{}}
}

func pick[T any](g *game, list []T) T { return list[g.IntN(len(list))] }

// some picks up to n different ones.
func some[T any](g *game, list []T, n int) (out []T) {
	for _, i := range g.Perm(len(list))[:min(g.IntN(n+1), len(list))] {
		out = append(out, list[i])
	}
	return out
}

// set makes the next set. What it refers to need not be there.
func (g *game) set() *kb.ChangeSet {
	if len(g.sets) > 0 && g.IntN(6) == 0 {
		return pick(g, g.sets)
	}
	set := &kb.ChangeSet{Collection: kb.Collection{Name: pick(g, []string{"one", "two", "three"})}}
	if g.IntN(4) == 0 {
		set.Collection.Title = pick(g, titles)
	}
	if g.IntN(3) == 0 {
		set.Key = pick(g, []string{"morning", "noon", "night"})
	}
	for _, id := range some(g, entityIDs, 6) {
		if g.kinds[id] == "" || g.IntN(8) == 0 {
			g.kinds[id] = pick(g, kb.Kinds).Kind
		}
		set.Entities = append(set.Entities, &kb.Entity{ID: id, Kind: g.kinds[id], Name: pick(g, names), Summary: pick(g, titles)})
	}
	for _, id := range some(g, sourceIDs, 3) {
		s := &kb.Source{ID: id, Kind: pick(g, kb.SourceKinds), Title: pick(g, titles), Publishers: some(g, entityIDs, 2), Cites: some(g, sourceIDs, 1)}
		if parent := pick(g, sourceIDs); parent != id && g.IntN(3) == 0 {
			s.DerivesFrom = []kb.Derivation{{Source: parent, How: kb.Copy, Basis: kb.Declared}}
		}
		if g.IntN(4) == 0 {
			s.Act = pick(g, entityIDs)
		}
		set.Sources = append(set.Sources, s)
	}
	for range g.IntN(8) {
		from, to := pick(g, entityIDs), pick(g, entityIDs)
		var types []kb.RelationType
		for _, row := range kb.RelationTypes {
			if kb.CheckRelation(row.Type, g.kinds[from], g.kinds[to]) == nil {
				types = append(types, row.Type)
			}
		}
		if len(types) == 0 {
			continue
		}
		r := kb.NewRelation(pick(g, types), from, to, pick(g, []string{"", "", "again"}))
		if !slices.ContainsFunc(set.Relations, func(o *kb.Relation) bool { return o.ID == r.ID }) {
			set.Relations = append(set.Relations, r)
			g.claim(set, r.ID)
		}
	}
	for range g.IntN(8) {
		of := pick(g, entityIDs)
		var p *kb.Property
		switch key := pick(g, []kb.PropertyKey{kb.KeyAlias, kb.KeyAlias, kb.KeyDate, kb.KeyDate, kb.KeyFiled, kb.KeyRating, "description"}); key {
		case kb.KeyDate, kb.KeyFiled:
			p = kb.NewProperty(of, key, kb.DateValue{Date: kb.MustDate(pick(g, days))}, "")
		case kb.KeyRating:
			p = kb.NewProperty(of, key, kb.TextValue{Text: pick(g, names)}, pick(g, entityIDs))
		default:
			p = kb.NewProperty(of, key, kb.TextValue{Text: pick(g, names)}, "")
		}
		if kb.CheckProperty(p.Key, g.kinds[of]) == nil && !slices.ContainsFunc(set.Properties, func(o *kb.Property) bool { return o.ID == p.ID }) {
			set.Properties = append(set.Properties, p)
			g.claim(set, p.ID)
		}
	}
	leave := slices.Concat(some(g, entityIDs, 2), some(g, sourceIDs, 3), some(g, g.of[set.Collection.Name], 12))
	for _, id := range leave {
		put := func(other kb.ID) bool { return other == id }
		if !slices.ContainsFunc(set.Entities, func(e *kb.Entity) bool { return put(e.ID) }) &&
			!slices.ContainsFunc(set.Sources, func(s *kb.Source) bool { return put(s.ID) }) &&
			!slices.ContainsFunc(set.Claims, func(c *kb.Claim) bool { return put(c.ID) }) && !slices.Contains(set.Remove, id) {
			set.Remove = append(set.Remove, id)
		}
	}
	g.sets = append(g.sets, set)
	return set
}

// claim adds one or two claims on a fact.
func (g *game) claim(set *kb.ChangeSet, fact kb.ID) {
	for range 1 + g.IntN(2) {
		c := &kb.Claim{
			Fact: fact, Source: pick(g, sourceIDs), Statement: "So says " + pick(g, names), Stance: pick(g, []kb.Stance{kb.Asserts, kb.Asserts, kb.Denies, kb.Silent}),
			Modality: pick(g, kb.Modalities), Reading: kb.Explicit, Collection: set.Collection.Name,
			Locator: kb.Locator{Paragraph: g.IntN(2), Part: kb.PartBody}, AttributedTo: some(g, entityIDs, 1), Answers: some(g, g.claims, 1),
		}
		for _, key := range []kb.QualifierKey{kb.QualifierSince, kb.QualifierUntil} {
			if g.IntN(4) == 0 {
				c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: key, Value: kb.DateValue{Date: kb.MustDate(pick(g, days))}})
			}
		}
		if s := pick(g, sourceIDs); s != c.Source && g.IntN(2) == 0 {
			c.Credits = []kb.Credit{{Source: s, How: kb.CreditNamed}}
		}
		if g.IntN(9) == 0 {
			c.Answers = append(c.Answers, pick(g, sourceIDs))
		}
		c.Normalize()
		c.Identify()
		if !slices.ContainsFunc(set.Claims, func(o *kb.Claim) bool { return o.ID == c.ID }) {
			set.Claims = append(set.Claims, c)
			g.claims, g.of[c.Collection] = append(g.claims, c.ID), append(g.of[c.Collection], c.ID)
		}
	}
}
