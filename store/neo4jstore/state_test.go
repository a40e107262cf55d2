package neo4jstore_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
)

// Every change set gives all entities the same number in their names, so an
// answer of one state has one number in it.
func TestAnswersAreOfOneState(t *testing.T) {
	store := open(t)
	const entities, versions = 200, 60
	write := func(version int) error {
		set := &kb.ChangeSet{Collection: kb.Collection{Name: "tests"}}
		for i := range entities {
			set.Entities = append(set.Entities, &kb.Entity{ID: kb.ID(fmt.Sprintf("e%d", i)), Kind: kb.KindCompany, Name: fmt.Sprintf("Company in version %d", version)})
		}
		_, err := store.Apply(t.Context(), set)
		return err
	}
	if err := write(0); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var reading sync.WaitGroup
	answers := make([]int, 3)
	for i, read := range []func() ([]*kb.Entity, error){
		func() ([]*kb.Entity, error) {
			pages, err := store.Entities().Find(t.Context(), kb.Query[kb.EntityWhere]{First: entities})
			if err != nil {
				return nil, err
			}
			return pages[0].Items, nil
		},
		func() (all []*kb.Entity, err error) {
			for e, err := range store.Entities().Scan(t.Context(), nil) {
				if err != nil {
					return nil, err
				}
				all = append(all, e)
			}
			return all, nil
		},
		func() ([]*kb.Entity, error) {
			page, err := store.Search(t.Context(), kb.SearchQuery{Text: "company", First: entities})
			if err != nil {
				return nil, err
			}
			var all []*kb.Entity
			for _, hit := range page.Items {
				all = append(all, hit.Entity)
			}
			return all, nil
		},
	} {
		reading.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				all, err := read()
				if err != nil {
					t.Error(err)
					return
				}
				names := map[string]int{}
				for _, e := range all {
					names[e.Name]++
				}
				if len(names) != 1 || len(all) != entities {
					t.Errorf("way %d to read: an answer of %d entities in several states: %v", i, len(all), names)
					return
				}
				answers[i]++
			}
		})
	}
	for version := 1; version <= versions; version++ {
		if err := write(version); err != nil {
			t.Error(err)
			break
		}
	}
	close(done)
	reading.Wait()
	t.Log("answers:", answers)
}

// A writer that died between saying that it would commit and committing holds
// nobody up.
func TestReadingAfterAWriterDied(t *testing.T) {
	store := open(t)
	if _, err := store.Apply(t.Context(), oneFact()); err != nil {
		t.Fatal(err)
	}
	s := testServer(t)
	s.Run(t, "MATCH (n:ActorgraphCommits) SET n.number = n.number + 1")
	found, err := store.Entities().Get(t.Context(), []kb.ID{"acme"})
	if err != nil || found[0] == nil {
		t.Fatalf("Get = %v, %v; want Acme", found, err)
	}
	if n := s.Run(t, "MATCH (n:ActorgraphCommits) RETURN n.number")[0][0].(int64); n%2 != 0 {
		t.Errorf("the count of commits is %d still; want it even", n)
	}
}

func TestOpeningAnEmptyDatabaseChangesNothing(t *testing.T) {
	s := testServer(t)
	s.Wipe(t)
	for _, kind := range []string{"CONSTRAINT", "INDEX"} { // in this order: constraints have indexes of their own
		for _, found := range s.Run(t, "SHOW "+kind+" YIELD name WHERE name STARTS WITH 'actorgraph_' AND name <> 'actorgraph_test_database' RETURN name") {
			s.Run(t, "DROP "+kind+" "+found[0].(string))
		}
	}
	made := func() int {
		return len(s.Run(t, "SHOW INDEXES YIELD name WHERE name STARTS WITH 'actorgraph_' AND name <> 'actorgraph_test_database' RETURN name")) +
			len(s.Run(t, "MATCH (n) RETURN n"))
	}
	store := s.open(t)
	if version, err := store.Version(t.Context()); version != 0 || err != nil {
		t.Errorf("Version = %d, %v; want 0", version, err)
	}
	if n := made(); n != 0 {
		t.Errorf("opening made %d nodes and indexes", n)
	}
	if _, err := store.Apply(t.Context(), oneFact()); err != nil {
		t.Fatal(err)
	}
	if n := made(); n == 0 {
		t.Error("the first write made no index")
	}
}

func TestForeignDatabaseIsRefused(t *testing.T) {
	s := testServer(t)
	s.Wipe(t)
	s.Run(t, "CREATE (:Person {name: 'Somebody'})")
	defer s.Wipe(t)
	refused(t, s, kb.ErrNotOurs)
	if n := len(s.Run(t, "MATCH (n) RETURN n")); n != 1 {
		t.Errorf("the database has %d nodes after it was refused, want the one it had", n)
	}
}

func TestNewerLayoutIsRefused(t *testing.T) {
	for name, marker := range map[string]string{
		"newer layout": "layout: 1000, text: 1",
		"newer words":  "layout: 1, text: 1000",
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t)
			s.Wipe(t)
			s.Run(t, "CREATE (:ActorgraphStore {name: 'actorgraph', version: 0, "+marker+"})")
			refused(t, s, kb.ErrNewerLayout)
		})
	}
}

// A database of the layout before does not keep what lenses need. It is refused
// and stays as it is.
func TestOlderLayoutIsRefused(t *testing.T) {
	s := testServer(t)
	s.Wipe(t)
	s.Run(t, "CREATE (:ActorgraphStore {name: 'actorgraph', version: 3, layout: 1, text: 1}), (:Entity:Company {id: 'acme', name: 'Acme'})")
	store, err := neo4jstore.Open(t.Context(), s.URL, s.User, s.Password)
	if err == nil {
		store.Close()
		t.Fatal("Open: no error, want one")
	}
	if !strings.Contains(err.Error(), "older layout 1") || !strings.Contains(err.Error(), "export") {
		t.Errorf("Open: %v, want an error that tells the layout, and how to go on", err)
	}
	rows := s.Run(t, "MATCH (n:ActorgraphStore), (e:Entity) RETURN n.layout, n.version, e.name")
	if fmt.Sprint(rows) != "[[1 3 Acme]]" {
		t.Errorf("the database holds %v after it was refused", rows)
	}
}

// A database that others begin to use after it was opened empty is theirs.
func TestDatabaseThatBecameForeignIsNotWrittenTo(t *testing.T) {
	s := testServer(t)
	store := open(t)
	s.Run(t, "CREATE (:Person {name: 'Somebody'})")
	defer s.Wipe(t)
	if _, err := store.Apply(t.Context(), oneFact()); err == nil || !strings.Contains(err.Error(), kb.ErrNotOurs.Error()) {
		t.Errorf("Apply: %v, want %v", err, kb.ErrNotOurs)
	}
}

// What Neo4j Browser shows: nodes with the label of their kind, and relations as
// relationships of their type.
func TestEntitiesAndRelationsAreThereToBrowse(t *testing.T) {
	store, s := open(t), testServer(t)
	set := oneFact()
	set.Claims[0].Qualifiers = []kb.Qualifier{{Key: kb.QualifierSince, Value: kb.DateValue{Date: kb.MustDate("2010")}}}
	if _, err := store.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	const asked = "MATCH (a:Entity:Company {id: 'acme'})-[r:MAKES]->(b:Entity:Product {id: 'spyware'}) RETURN a.name, r.id, r.since, b.name"
	rows := s.Run(t, asked)
	if len(rows) != 1 || fmt.Sprint(rows[0]) != fmt.Sprintf("[Acme %s 2010 Spyware]", set.Relations[0].ID) {
		t.Errorf("found %v", rows)
	}
	if _, err := store.Apply(t.Context(), &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{set.Claims[0].ID}}); err != nil {
		t.Fatal(err)
	}
	if rows := s.Run(t, asked); len(rows) != 0 {
		t.Errorf("the relation lost its claim, and is still shown: %v", rows)
	}
}

// An entity whose kind is corrected has the label of the new one only.
func TestLabelFollowsKind(t *testing.T) {
	store, s := open(t), testServer(t)
	for _, kind := range []kb.Kind{kb.KindCompany, kb.KindPublicBody} {
		set := &kb.ChangeSet{Collection: kb.Collection{Name: "tests"}, Entities: []*kb.Entity{{ID: "acme", Kind: kind, Name: "Acme"}}}
		if _, err := store.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(s.Run(t, "MATCH (n:Entity) RETURN labels(n)")); got != "[[[Entity PublicBody]]]" {
		t.Errorf("labels %s", got)
	}
}
