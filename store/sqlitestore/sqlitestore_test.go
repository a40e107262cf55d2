package sqlitestore_test

import (
	"testing"

	"actorgraph/kb"
	"actorgraph/store/sqlitestore"
	"actorgraph/store/storetest"
)

func TestStore(t *testing.T) {
	sqlitestore.Few(t, 3) // so that some searches of a small graph look at all names, and some do not
	storetest.Run(t, func(t *testing.T) kb.Store {
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
	})
}

func TestUntold(t *testing.T) { storetest.Untold(t, open(t, sqlitestore.Memory)) }
