package neo4jstore_test

import (
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest"
)

func TestWhatOthersWriteIsFound(t *testing.T) {
	storetest.FoundByOthers(t, open(t), testServer(t).open(t))
}

// A database that is emptied under a store counts its versions anew.
func TestSearchAfterTheDatabaseWasEmptied(t *testing.T) {
	s := open(t)
	find := func(word string, want int) {
		t.Helper()
		if n, err := s.SearchCount(t.Context(), kb.SearchQuery{Text: word, First: 1}); err != nil || n != want {
			t.Errorf("%q: %d are found, %v, want %d", word, n, err, want)
		}
	}
	put := func(s kb.Store, id kb.ID, name string) {
		t.Helper()
		set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}, Entities: []*kb.Entity{{ID: id, Kind: kb.KindProduct, Name: name}}}
		if _, err := s.Apply(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
	put(s, "one", "Pegasus")
	put(s, "two", "Trident")
	find("tridnet", 1)
	put(open(t), "three", "Predator")
	find("predatro", 1)
	find("tridnet", 0)
}
