package loader

import (
	"context"

	"actorgraph/kb"
)

// LoadInPieces is Load that tries to store what has come after every flushAt
// records, in change sets of batch ids.
func LoadInPieces(ctx context.Context, store kb.Store, inputs []Input, o Options, flushAt, batch int) (*Report, error) {
	return newLoad(store, o, sizes{flushAt, batch}).do(ctx, inputs)
}
