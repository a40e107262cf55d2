package loader_test

import (
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest/plain"
)

// tangle makes the records of two collections, the same ones from the same seed:
// sources that cite each other and claims that answer each other, in circles too
// and partly by name; entities and facts that both collections have; facts of one
// collection on entities and sources of the other.
func tangle(seed uint64) []*loader.Record {
	random := rand.New(rand.NewPCG(seed, 3))
	collections := []string{"harbour", "shipyard"}
	pick := func(ids []kb.ID) kb.ID { return ids[random.IntN(len(ids))] }
	var records []*loader.Record
	add := func(collection string, r loader.Record) {
		r.Pos = loader.Pos{File: "tangle", Line: len(records) + 1}
		r.Collection.Name = collection
		records = append(records, &r)
	}

	var entities []kb.ID
	for i := range 12 {
		id := kb.ID(fmt.Sprintf("actor-%d", i))
		entities = append(entities, id)
		of := collections[i%2 : i%2+1]
		if i%4 == 0 {
			of = collections
		}
		for _, c := range of {
			add(c, loader.Record{Entity: &kb.Entity{ID: id, Kind: "company", Name: fmt.Sprint("Actor ", i)}})
		}
	}
	sources := map[string][]kb.ID{}
	for i := range 8 {
		id := kb.ID(fmt.Sprintf("source:%d", i))
		sources[collections[i%2]] = append(sources[collections[i%2]], id)
	}
	for i := range 8 {
		c := collections[i%2]
		s := &kb.Source{ID: kb.ID(fmt.Sprintf("source:%d", i)), Kind: "ARTICLE", Publishers: []kb.ID{pick(entities)}}
		if other := pick(sources[c]); other != s.ID {
			s.Cites = []kb.ID{other}
		}
		add(c, loader.Record{Source: s})
	}
	// The second collection may lean on the sources of the first.
	sources["shipyard"] = append(sources["shipyard"], sources["harbour"]...)

	all := map[string][]*loader.Claim{}
	for i := range 20 {
		c := collections[random.IntN(2)]
		fact := kb.NewRelation("OWNS", entities[i%len(entities)], entities[(i*5+1)%len(entities)], fmt.Sprint(i/5))
		of := []string{c}
		if i%5 == 0 {
			of = collections
		}
		for _, c := range of {
			r := loader.Record{Fact: fact}
			for k := range 1 + random.IntN(3) {
				claim := &kb.Claim{
					Collection: c, Fact: fact.ID, Source: pick(sources[c]), Locator: kb.Locator{Paragraph: k + 1, Part: kb.PartBody},
					Statement: "It is told.", Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit,
				}
				claim.Identify()
				r.Claims = append(r.Claims, &loader.Claim{Claim: claim, Name: fmt.Sprintf("%s-%d-%d", c, i, k)})
			}
			all[c] = append(all[c], r.Claims...)
			add(c, r)
		}
	}
	for _, c := range collections {
		for _, claim := range all[c] {
			if random.IntN(3) > 0 {
				continue
			}
			switch other := all[c][random.IntN(len(all[c]))]; {
			case other == claim:
			case random.IntN(2) == 0:
				claim.AnswersNamed = []string{other.Name}
			default:
				claim.Answers = []kb.ID{other.ID}
			}
		}
	}
	return records
}

// atOnce applies records in one change set for each collection, after one for
// its entities.
func atOnce(t *testing.T, s kb.Store, records []*loader.Record) {
	t.Helper()
	ids := map[string]kb.ID{}
	for _, r := range records {
		for _, c := range r.Claims {
			ids[c.Name] = c.ID
		}
	}
	entities, rest := map[string]*kb.ChangeSet{}, map[string]*kb.ChangeSet{}
	for _, name := range []string{"harbour", "shipyard"} {
		entities[name] = &kb.ChangeSet{Collection: kb.Collection{Name: name}}
		rest[name] = &kb.ChangeSet{Collection: kb.Collection{Name: name}}
	}
	for _, r := range records {
		set := rest[r.Collection.Name]
		switch f := r.Fact.(type) {
		case *kb.Relation:
			set.Relations = append(set.Relations, f)
		}
		if r.Entity != nil {
			entities[r.Collection.Name].Entities = append(entities[r.Collection.Name].Entities, r.Entity)
		}
		if r.Source != nil {
			set.Sources = append(set.Sources, r.Source)
		}
		for _, c := range r.Claims {
			for _, name := range c.AnswersNamed {
				c.Answers = append(c.Answers, ids[name])
			}
			set.Claims = append(set.Claims, c.Claim)
		}
	}
	for _, set := range []*kb.ChangeSet{entities["harbour"], entities["shipyard"], rest["harbour"], rest["shipyard"]} {
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
}

// inFiles deals records out to files.
func inFiles(files [][]*loader.Record) []loader.Input {
	var inputs []loader.Input
	for i, records := range files {
		inputs = append(inputs, loader.Input{
			Name: fmt.Sprint("file ", i),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil },
			Format: loader.Format{Read: func(io.Reader, string) iter.Seq2[*loader.Record, error] {
				return func(yield func(*loader.Record, error) bool) {
					for _, r := range records {
						if !yield(r, nil) {
							return
						}
					}
				}
			}},
		})
	}
	return inputs
}

// stores are the stores that the loader is tried on, each a new one.
var stores = map[string]func(*testing.T) kb.Store{
	"plain": func(*testing.T) kb.Store { return plain.New() },
	"sqlite": func(t *testing.T) kb.Store {
		s, err := sqlitestore.Open(t.Context(), sqlitestore.Memory)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	},
}

// In whatever order, files and pieces records come, the store is the one that a
// single change set of each collection makes.
func TestOrderFilesAndPiecesDoNotMatter(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(25) {
				whole := open(t)
				atOnce(t, whole, tangle(seed))
				want := written(t, whole)

				random := rand.New(rand.NewPCG(seed, 4))
				records := tangle(seed)
				random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
				files := slices.Collect(slices.Chunk(records, 1+random.IntN(len(records))))
				flushAt, batch := 1+random.IntN(30), 1+random.IntN(30)
				s := open(t)
				report, err := loader.LoadInPieces(t.Context(), s, inFiles(files), loader.Options{}, flushAt, batch)
				if err != nil {
					t.Fatal(err)
				}
				if report.Refused != 0 {
					t.Fatalf("seed %d, pieces of %d, sets of %d: refused %v", seed, flushAt, batch, report.Refusals)
				}
				if got := written(t, s); got != want {
					t.Fatalf("seed %d, pieces of %d, sets of %d: stored is\n%s\nwant\n%s", seed, flushAt, batch, got, want)
				}
				stats, err := s.Stats(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for class, n := range stats.Records {
					if report.Added[class] != n {
						t.Errorf("seed %d: %d of class %s were added by the report, %d are there", seed, report.Added[class], class, n)
					}
				}
				if report.Unchanged[kb.RelationClass] != 0 {
					t.Errorf("seed %d: a new store had %v before", seed, report.Unchanged)
				}

				again, err := loader.LoadInPieces(t.Context(), s, inFiles([][]*loader.Record{tangle(seed)}), loader.Options{Replace: true}, flushAt, batch)
				if err != nil {
					t.Fatal(err)
				}
				if again.Before != again.After || len(again.Added)+len(again.Changed)+len(again.Removed)+again.Refused != 0 {
					t.Errorf("seed %d: loading again did %+v", seed, again)
				}
			}
		})
	}
}

// A copy is the same store, whatever refers to what.
func TestCopyIsTheSame(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			from, to := open(t), open(t)
			atOnce(t, from, tangle(1))
			// Left by its collection, and needed still.
			left := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Remove: []kb.ID{"actor-2", "source:0"}}
			if _, err := from.Apply(t.Context(), left); err != nil {
				t.Fatal(err)
			}
			if err := loader.Copy(t.Context(), from, to); err != nil {
				t.Fatal(err)
			}
			if got, want := written(t, to), written(t, from); got != want {
				t.Errorf("the copy is\n%s\nwant\n%s", got, want)
			}
			if got, want := described(t, to, "actor-2"), described(t, from, "actor-2"); got != want || want != "" {
				t.Errorf("actor-2 is described by %q in the copy and by %q in the original, want none", got, want)
			}
		})
	}
}

// described names the collections that describe an entity.
func described(t *testing.T, s kb.Store, id kb.ID) string {
	t.Helper()
	found, err := s.Entities().Get(t.Context(), []kb.ID{id})
	if err != nil || found[0] == nil {
		t.Fatalf("%s is not there (%v)", id, err)
	}
	return strings.Join(found[0].Collections, " ")
}
