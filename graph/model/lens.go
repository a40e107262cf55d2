package model

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"actorgraph/kb"
)

// LensInput is a lens as a request writes it. What is not given is nil.
type LensInput struct {
	TrueAt, KnownAt *kb.Date
	Certain         *bool
	Collection      *string
	Detected        *bool
	MinOrigins      *int
	Statuses        []kb.Status
	Contested       *bool
	Modalities      []kb.Modality
	Verified        *bool
	Version         *int
}

// Lens is the lens that is meant. Its error is a kb.ErrInvalid, which names the
// argument.
func (in LensInput) Lens() (kb.Lens, error) {
	if in.Version != nil {
		return kb.Lens{}, invalid("version can't be asked for: the store keeps no earlier versions of itself; leave it out, and for what was known by a day give knownAt")
	}
	l := kb.Lens{
		TrueAt: given(in.TrueAt), KnownAt: given(in.KnownAt), Certain: in.Certain,
		Collection: given(in.Collection), Detected: given(in.Detected),
		MinOrigins: given(in.MinOrigins), Statuses: in.Statuses, Contested: in.Contested,
		Modalities: in.Modalities, Verified: in.Verified,
	}
	if in.Collection != nil && *in.Collection == "" {
		return l, invalid("collection of a lens is empty; leave it out for all collections")
	}
	return l, l.Check()
}

// given is what p points to, or the zero value.
func given[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// ReadLens reads the arguments of the lens of an operation. Those that are null are
// not given.
func ReadLens(args map[string]any) (LensInput, error) {
	r := lensReader{args: args}
	in := LensInput{
		TrueAt:     readOne(&r, "trueAt", UnmarshalPartialDate),
		KnownAt:    readOne(&r, "knownAt", UnmarshalPartialDate),
		Certain:    readOne(&r, "certain", graphql.UnmarshalBoolean),
		Collection: readOne(&r, "collection", graphql.UnmarshalString),
		Detected:   readOne(&r, "detected", graphql.UnmarshalBoolean),
		MinOrigins: readOne(&r, "minOrigins", graphql.UnmarshalInt),
		Statuses:   readList[kb.Status](&r, "statuses"),
		Contested:  readOne(&r, "contested", graphql.UnmarshalBoolean),
		Modalities: readList[kb.Modality](&r, "modalities"),
		Verified:   readOne(&r, "verified", graphql.UnmarshalBoolean),
		Version:    readOne(&r, "version", graphql.UnmarshalInt),
	}
	return in, r.err
}

// lensReader reads arguments, up to the first that can't be read.
type lensReader struct {
	args map[string]any
	err  error
}

func readOne[T any](r *lensReader, name string, read func(any) (T, error)) *T {
	if r.args[name] == nil || r.err != nil {
		return nil
	}
	v, err := read(r.args[name])
	if err != nil {
		r.err = invalid("%s: %s", name, strings.TrimPrefix(err.Error(), kb.ErrInvalid.Error()+": "))
	}
	return &v
}

// readList reads a list of names, which GraphQL has checked. One alone stands for
// a list. An empty list is not nil.
func readList[E ~string](r *lensReader, name string) []E {
	if r.args[name] == nil {
		return nil
	}
	out := []E{}
	for _, v := range graphql.CoerceList(r.args[name]) {
		word, _ := v.(string)
		out = append(out, E(word))
	}
	return out
}

// LensArguments writes a lens as the arguments that it takes. Those that it goes
// without are left out.
func LensArguments(l kb.Lens) map[string]any {
	args := map[string]any{}
	put := func(name string, is bool, v any) {
		if is {
			args[name] = v
		}
	}
	put("trueAt", !l.TrueAt.IsZero(), l.TrueAt)
	put("knownAt", !l.KnownAt.IsZero(), l.KnownAt)
	put("certain", l.Certain != nil, l.Certain)
	put("collection", l.Collection != "", l.Collection)
	put("detected", l.Detected, true)
	put("minOrigins", l.MinOrigins != 0, l.MinOrigins)
	put("statuses", l.Statuses != nil, l.Statuses)
	put("contested", l.Contested != nil, l.Contested)
	put("modalities", l.Modalities != nil, l.Modalities)
	put("verified", l.Verified != nil, l.Verified)
	return args
}
