package neo4jstore

import (
	"testing"

	"actorgraph/kb"
)

// FewCharts changes how many charts a database keeps, until the test ends.
func FewCharts(t *testing.T, b kb.ChartBounds) {
	before := chartBounds
	chartBounds = b
	t.Cleanup(func() { chartBounds = before })
}
