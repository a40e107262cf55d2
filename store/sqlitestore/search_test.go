package sqlitestore_test

import (
	"path/filepath"
	"testing"

	"actorgraph/store/storetest"
)

func TestWhatOthersWriteIsFound(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.db")
	storetest.FoundByOthers(t, open(t, file), open(t, file))
}
