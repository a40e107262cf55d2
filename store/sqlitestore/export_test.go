package sqlitestore

import (
	"context"
	"fmt"
	"testing"
	"time"

	"actorgraph/kb"
)

// Impatient makes the store give up soon where another process writes.
func (s *Store) Impatient() { s.patience = 100 * time.Millisecond }

// Room lets the file grow to so many pages, as if the disk were full then, but
// never takes away what it has.
func (s *Store) Room(ctx context.Context, pages uint32) error {
	return s.writer.exec(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
}

// Few changes up to how many names a search looks at all, until the test ends.
func Few(t *testing.T, n int) {
	before := few
	few = n
	t.Cleanup(func() { few = before })
}

// FewCharts changes how many charts a store keeps, until the test ends.
func FewCharts(t *testing.T, b kb.ChartBounds) {
	before := chartBounds
	chartBounds = b
	t.Cleanup(func() { chartBounds = before })
}
