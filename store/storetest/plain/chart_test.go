package plain_test

import (
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest"
	"actorgraph/store/storetest/plain"
)

func TestFullOfCharts(t *testing.T) {
	storetest.FullOfCharts(t, func(*testing.T) kb.Store {
		s := plain.New()
		s.ChartBounds = storetest.FewCharts
		return s
	})
}
