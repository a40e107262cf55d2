package loader

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"actorgraph/kb"
)

// Entities and sources are shared: the store has one, and remembers which
// collections describe it. So no collection may change what another says. One
// that the files describe otherwise than the store is changed if all collections
// that describe it there are with it in the files, where they have to agree, or
// are replaced by files that no longer describe it.

// stored is an entity or a source that the files describe otherwise than the store.
type stored struct {
	collections []string // that describe it in the store
	differs     string   // in what, with both wordings
	kind        kb.Kind  // of an entity, in the store
}

// compare finds out which of the pending entities and sources the store has in
// other words.
func (l *load) compare(ctx context.Context) error {
	var entities, sources []kb.ID
	for _, r := range l.pending {
		if r.Fact != nil {
			continue
		}
		id := r.ids()[0]
		if _, compared := l.stored[id]; compared {
			continue
		}
		l.stored[id] = nil
		if r.Entity != nil {
			entities = append(entities, id)
		} else {
			sources = append(sources, id)
		}
	}
	for part := range slices.Chunk(entities, kb.MaxBatch) {
		err := found(ctx, l.store.Entities(), part, func(e *kb.Entity) {
			if d := differences(e, l.entities[e.ID].record); d != "" {
				l.stored[e.ID] = &stored{e.Collections, d, e.Kind}
			}
		})
		if err != nil {
			return err
		}
	}
	for part := range slices.Chunk(sources, kb.MaxBatch) {
		err := found(ctx, l.store.Sources(), part, func(s *kb.Source) {
			l.detected[s.ID] = s.Derivations(kb.Detected)
			if d := differences(Told(s), l.sources[s.ID].record); d != "" {
				l.stored[s.ID] = &stored{s.Collections, d, ""}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// objectors lists the collections of the store that are in the way of a record of
// the files. ended tells that no further records come.
func (l *load) objectors(r *Record, ended bool) []string {
	if r.Fact != nil || l.stored[r.ids()[0]] == nil {
		return nil
	}
	id := r.ids()[0]
	agree := l.entities[id].collections
	if r.Source != nil {
		agree = l.sources[id].collections
	}
	var out []string
	for _, name := range l.stored[id].collections {
		_, here := l.collections[name]
		replaced := ended && l.options.Replace && l.report.Refused == 0 && here
		if !slices.Contains(agree, name) && !replaced {
			out = append(out, name)
		}
	}
	return out
}

// hold lets what refers to a record that others object to wait, until it is known
// what becomes of the record.
func (l *load) hold(ended bool) {
	for _, r := range l.pending {
		if r.Fact == nil && l.stored[r.ids()[0]] != nil {
			l.there[r.ids()[0]] = l.objectors(r, ended) == nil
		}
	}
}

// refuseObjected refuses, when no further records come, those that others object
// to. The store keeps them as they are.
func (l *load) refuseObjected() {
	for more := true; more; {
		before := len(l.pending)
		l.pending = slices.DeleteFunc(l.pending, func(r *Record) bool {
			objectors := l.objectors(r, true)
			if objectors == nil {
				return false
			}
			id := r.ids()[0]
			l.refuse(r.Pos, "%s: the store has it from %s in other words: %s; say the same, or leave it out, or load the files of all its collections together, corrected alike",
				r, strings.Join(objectors, " and "), l.stored[id].differs)
			l.noteRefused(r)
			if r.Entity != nil {
				l.kinds[id] = l.stored[id].kind
			}
			return true
		})
		more = len(l.pending) < before // nothing is replaced any more
	}
	for id, s := range l.stored {
		if s != nil {
			l.there[id] = true
		}
	}
}

// differences says in what two entities or two sources differ, with both wordings,
// or "". What stores fill in does not count.
func differences[T any](stored, ours *T) string {
	var out []string
	a, b := reflect.ValueOf(stored).Elem(), reflect.ValueOf(ours).Elem()
	for i := range a.NumField() {
		name := a.Type().Field(i).Name
		switch name {
		case "Collections", "Degree", "Visible":
			continue
		case "URL":
			name = "url"
		}
		there, here := wording(a.Field(i)), wording(b.Field(i))
		if there != here {
			out = append(out, fmt.Sprintf("%s is %s there and %s here", strings.ToLower(name[:1])+name[1:], there, here))
		}
	}
	return strings.Join(out, ", ")
}

// wording is the value of a field, as a message tells it.
func wording(v reflect.Value) string {
	switch s := v.Interface().(type) {
	case []kb.ID:
		if len(s) > 0 {
			return fmt.Sprint(s)
		}
	case []kb.Derivation:
		var out []string
		for _, d := range s {
			out = append(out, fmt.Sprintf("%s %s %s %q", d.Source, d.How, d.Basis, d.Note))
		}
		if out != nil {
			return fmt.Sprint(out)
		}
	default:
		if text := fmt.Sprint(s); text != "" {
			return fmt.Sprintf("%q", text)
		}
	}
	return "not told"
}
