// Package model holds the types of the API: thin wrappers over the records of
// package kb, with the fields that schema.graphqls gives them as methods.
//
// A wrapper knows its siblings: the records that were loaded together with it.
// The first of them that is asked for a field loads it for all, in one call to
// the store. The key of such a shared answer is the field's place in the text of
// the query, where arguments are equal by construction. So the number of calls
// depends on the query's text and never on the number of rows.
//
// What is loaded for siblings becomes the next set of siblings: the relations
// of fifty companies are one set, the entities at their far ends the next.
package model

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"actorgraph/kb"
)

// View is what a request sees.
type View struct {
	// Store, as the lens has it, is what everything is read through, so that no
	// field can forget the lens.
	Store kb.Reader
	Lens  kb.Lens
	// Whole is the store without the lens, for what knows none.
	Whole kb.Reader
	// Analyst answers how entities of the whole are connected, under any lens.
	Analyst kb.Analyst
	// Kept keeps what was worked out of the whole graph, for later requests.
	Kept *Kept
	// Fold is a text without what makes no difference to a reader: case, accents, width.
	Fold func(string) string
	// Highlight finds what a search found in a text.
	Highlight func(matched, query string) []Span
}

type viewKey struct{}

// Bind returns the context of the request that sees v.
func (v *View) Bind(ctx context.Context) context.Context {
	return context.WithValue(ctx, viewKey{}, v)
}

// ViewOf returns what the request that ctx belongs to sees.
func ViewOf(ctx context.Context) *View { return ctx.Value(viewKey{}).(*View) }

// siblings are records that were loaded together.
type siblings[T any] struct {
	view    *View
	members []T

	mu      sync.Mutex
	answers map[*ast.Field]any // a *shared each
}

func newSiblings[T any](view *View) *siblings[T] {
	return &siblings[T]{view: view, answers: map[*ast.Field]any{}}
}

// together answers the field being resolved for all siblings at once: load runs
// for the first that asks, the others wait for its answer.
func together[T, R any](ctx context.Context, s *siblings[T], load func(context.Context, []T) (R, error)) (R, error) {
	field := graphql.GetFieldContext(ctx).Field.Field
	s.mu.Lock()
	a, ok := s.answers[field].(*shared[R])
	if !ok {
		a = &shared[R]{}
		s.answers[field] = a
	}
	s.mu.Unlock()
	return a.get(func() (R, error) { return load(ctx, s.members) })
}

// get reads records by id, each once, in as few calls as the store's bound allows.
func get[T, W any](ctx context.Context, records kb.Records[T, W], ids []kb.ID) (map[kb.ID]*T, error) {
	ids = distinct(ids)
	found := make(map[kb.ID]*T, len(ids))
	for batch := range slices.Chunk(ids, kb.MaxBatch) {
		got, err := records.Get(ctx, batch)
		if err != nil {
			return nil, err
		}
		for i, r := range got {
			if r != nil {
				found[batch[i]] = r
			}
		}
	}
	return found, spend(ctx, len(found))
}

// distinct returns the ids, each once, without the empty one.
func distinct(ids []kb.ID) []kb.ID {
	seen := make(map[kb.ID]bool, len(ids))
	out := make([]kb.ID, 0, len(ids))
	for _, id := range ids {
		if id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// missing is the error for a record that another refers to and that is gone:
// removed between two reads of one request.
func missing(id kb.ID) error {
	return fmt.Errorf("%w: %s was removed while the request was answered", kb.ErrConflict, id)
}

// orNull makes the empty value the API's null.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
