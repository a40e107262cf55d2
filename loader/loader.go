// Package loader brings records out of files into a store.
//
// A [Format] reads a file as a stream of records, each with its place, and goes
// on after a bad one. [Load] gathers the records, puts them into change sets of
// one collection each, applies these, and reports what was added, changed, left
// as it was, removed and refused, with file and line:
//
//   - The order of files and of records does not matter. What refers to
//     something that has not come yet waits for it; what is still missing at the
//     end is refused.
//   - A bad record is refused alone. A fact goes if no claim is left to it, a
//     claim if its fact is refused.
//   - Each change set is stored whole or not at all. A load that was cut short
//     can be started again: what is stored already counts as unchanged.
//
// Up to [flushAt] records of a load go into one change set for each collection, so that most
// loads are one step. Longer ones are put bit by bit and keep in memory
// the ids of all records, and whole those that wait.
//
// What a record may say is checked by package kb, by the store itself. This
// package adds places in files, and what may have been meant.
package loader

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"reflect"
	"slices"

	"actorgraph/kb"
)

// Pos is a place in a file.
type Pos struct {
	File string
	Line int // from 1; 0: the file as a whole
}

func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// SyntaxError says what is wrong with a record, and where.
type SyntaxError struct {
	Pos
	Msg string
}

func (e *SyntaxError) Error() string { return e.Pos.String() + ": " + e.Msg }

// Record is one thing that a file says: an entity, a source, or a fact with its
// claims.
type Record struct {
	Pos
	Collection kb.Collection // what the file says of it; often the name alone
	Entity     *kb.Entity
	Source     *kb.Source
	Fact       kb.Fact
	Claims     []*Claim // on the fact
}

// Claim is a claim as a file has it. Other claims of the load can name it.
type Claim struct {
	Pos
	*kb.Claim
	Name string // what other claims of the same load call it, or ""
	// AnswersNamed and RetractsNamed are names of claims, to be added to the
	// ids that Answers and Retracts hold.
	AnswersNamed, RetractsNamed []string
}

// Format is a way of writing records into a file.
type Format struct {
	Name string   // as in --format
	Exts []string // the extensions of its files: ".yaml"
	// Read yields the records of a file in their order, and a [*SyntaxError] in
	// place of each that is bad; it goes on after that. Any other error ends it.
	Read func(r io.Reader, file string) iter.Seq2[*Record, error]
}

// Input is one file to be read.
type Input struct {
	Name   string // as places show it
	Format Format
	Open   func() (io.ReadCloser, error)
}

// Options say how to load.
type Options struct {
	// Replace removes from each collection that the files speak of what they
	// don't hold. Nothing is removed if anything was refused.
	Replace bool
	// Collection, if it is not empty, is the only collection that records may be of.
	Collection string
	// Progress is told, now and then, how many records were read and stored.
	Progress func(read, stored int)
}

// Report tells what a load did.
type Report struct {
	Files       int
	Collections []string // those that the files speak of, sorted
	// How many records of each class were new, differed from what was stored,
	// did not, and are gone.
	Added, Changed, Unchanged, Removed map[kb.Class]int
	Refused                            int
	Refusals                           []*SyntaxError // the first [MaxRefusals] of them, by place
	// NotReplaced tells that nothing was removed, though it was asked for,
	// because something was refused.
	NotReplaced bool
}

// MaxRefusals bounds how many refusals a report tells one by one.
const MaxRefusals = 1000

// flushAt is how many records are gathered before they are stored, batch how
// many one change set may hold.
const (
	flushAt = 20_000
	batch   = kb.MaxChanges
)

// Load reads the inputs and stores their records. The report tells what was
// done also where an error ended it, such as a file that can't be read, a store
// that does not answer or a cancelled context. A refused record is no error.
func Load(ctx context.Context, store kb.Store, inputs []Input, o Options) (*Report, error) {
	l := &load{
		store: store, options: o,
		report: &Report{
			Added: map[kb.Class]int{}, Changed: map[kb.Class]int{},
			Unchanged: map[kb.Class]int{}, Removed: map[kb.Class]int{},
		},
		collections: map[string]kb.Collection{},
		entities:    map[kb.ID]declared[kb.Entity]{},
		sources:     map[kb.ID]declared[kb.Source]{},
		facts:       map[string]map[kb.ID]Pos{},
		claims:      map[kb.ID]Pos{},
		names:       map[string]named{},
		there:       map[kb.ID]bool{},
	}
	err := l.run(ctx, inputs)
	slices.SortStableFunc(l.report.Refusals, func(a, b *SyntaxError) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	l.report.Collections = slices.Sorted(maps.Keys(l.collections))
	return l.report, err
}

// load is a load under way.
type load struct {
	store   kb.Store
	options Options
	report  *Report
	read    int
	stored  int

	collections map[string]kb.Collection // by name, described or not
	// What the files hold, so that nothing stands twice, and for Replace.
	entities map[kb.ID]declared[kb.Entity]
	sources  map[kb.ID]declared[kb.Source]
	facts    map[string]map[kb.ID]Pos // by collection
	claims   map[kb.ID]Pos
	names    map[string]named // claims that have a name

	pending []*Record
	there   map[kb.ID]bool // stored, as far as it was asked
}

// declared is where a file says what an entity or a source is, and what it says.
type declared[T any] struct {
	pos         Pos
	record      *T
	collections []string
}

type named struct {
	pos Pos
	id  kb.ID
}

func (l *load) run(ctx context.Context, inputs []Input) error {
	for _, in := range inputs {
		if err := l.file(ctx, in); err != nil {
			return err
		}
		l.report.Files++
	}
	if err := l.flush(ctx, true); err != nil {
		return err
	}
	if !l.options.Replace {
		return nil
	}
	if l.report.Refused > 0 {
		l.report.NotReplaced = true
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(l.collections)) {
		if err := l.removeRest(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (l *load) file(ctx context.Context, in Input) error {
	f, err := in.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	for r, err := range in.Format.Read(f, in.Name) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if bad, ok := errors.AsType[*SyntaxError](err); ok {
			l.refuse(bad.Pos, "%s", bad.Msg)
			continue
		}
		if err != nil {
			return err
		}
		l.read++
		if l.take(r) {
			l.pending = append(l.pending, r)
		}
		if len(l.pending) >= flushAt {
			if err := l.flush(ctx, false); err != nil {
				return err
			}
		}
		if l.options.Progress != nil && l.read%500 == 0 {
			l.options.Progress(l.read, l.stored)
		}
	}
	return nil
}

func (l *load) refuse(at Pos, format string, args ...any) {
	l.report.Refused++
	if len(l.report.Refusals) < MaxRefusals {
		l.report.Refusals = append(l.report.Refusals, &SyntaxError{at, fmt.Sprintf(format, args...)})
	}
}

// take notes that r has come, and tells whether it is to be stored: of the
// right collection and not there before.
func (l *load) take(r *Record) bool {
	name := r.Collection.Name
	if only := l.options.Collection; only != "" && name != only {
		l.refuse(r.Pos, "is of collection %q; only %q is asked for", name, only)
		return false
	}
	known, seen := l.collections[name]
	bare := kb.Collection{Name: name}
	switch {
	case !seen || known == bare:
		l.collections[name] = r.Collection
	case r.Collection != bare && r.Collection != known:
		l.refuse(r.Pos, "collection %q is described in two ways", name)
		return false
	}
	switch {
	case r.Entity != nil:
		return declare(l, l.entities, r, r.Entity.ID, r.Entity, func(a, b *kb.Entity) bool {
			return a.Kind == b.Kind && a.Name == b.Name && a.Summary == b.Summary
		})
	case r.Source != nil:
		r.Source.Normalize()
		return declare(l, l.sources, r, r.Source.ID, r.Source, func(a, b *kb.Source) bool { return reflect.DeepEqual(a, b) })
	}
	return l.takeFact(r)
}

// declare notes an entity or a source. Two collections may say the same of it.
func declare[T any](l *load, seen map[kb.ID]declared[T], r *Record, id kb.ID, record *T, equal func(a, b *T) bool) bool {
	before, ok := seen[id]
	switch {
	case !ok:
		seen[id] = declared[T]{r.Pos, record, []string{r.Collection.Name}}
		return true
	case slices.Contains(before.collections, r.Collection.Name):
		l.refuse(r.Pos, "%s stands twice; it stands at %s before", id, before.pos)
		return false
	case !equal(before.record, record):
		l.refuse(r.Pos, "%s says something else at %s; what two collections share has to be the same in both", id, before.pos)
		return false
	}
	before.collections = append(before.collections, r.Collection.Name)
	seen[id] = before
	return true
}

func (l *load) takeFact(r *Record) bool {
	name := r.Collection.Name
	if l.facts[name] == nil {
		l.facts[name] = map[kb.ID]Pos{}
	}
	if at, ok := l.facts[name][r.Fact.FactID()]; ok {
		l.refuse(r.Pos, "%s stands at %s before; put all its claims there", describe(r.Fact), at)
		return false
	}
	l.facts[name][r.Fact.FactID()] = r.Pos
	kept := r.Claims[:0]
	for _, c := range r.Claims {
		if at, ok := l.claims[c.ID]; ok {
			l.refuse(c.Pos, "the same source claims the same fact at the same place at %s; a claim has a place, a stance or an attribution of its own", at)
			continue
		}
		if c.Name != "" {
			if before, ok := l.names[c.Name]; ok {
				l.refuse(c.Pos, "the name %q stands at %s before", c.Name, before.pos)
				continue
			}
			l.names[c.Name] = named{c.Pos, c.ID}
		}
		l.claims[c.ID] = c.Pos
		kept = append(kept, c)
	}
	if r.Claims = kept; len(kept) == 0 {
		l.refuse(r.Pos, "%s has no claim; a fact needs at least one", describe(r.Fact))
		return false
	}
	return true
}

// describe is a fact as a file has it.
func describe(f kb.Fact) string {
	switch f := f.(type) {
	case *kb.Relation:
		return fmt.Sprintf("%s %s %s", f.From, f.Type, f.To)
	case *kb.Property:
		return fmt.Sprintf("%s %s", f.Entity, f.Key)
	}
	return ""
}
