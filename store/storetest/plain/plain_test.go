package plain_test

import (
	"testing"

	"actorgraph/kb"
	"actorgraph/store/storetest"
	"actorgraph/store/storetest/plain"
)

// The model has to keep the promises that it is the measure of.
func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) kb.Store { return plain.New() })
}
