package seedfile

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"actorgraph/kb"
	"actorgraph/loader"
)

// How many facts are written at a time, and how many claims on each are read
// with them. A fact that has more gets them page by page.
const (
	factsAtOnce  = 100
	claimsAtOnce = 50
)

// Write writes all that a store holds: one document for each collection that has
// a record, by name. In each, entities, sources, relations and properties stand
// by id, the claims on a fact by source and then by place. What two collections
// share stands in both. What none describes any more, and others still use, stands
// in the first that uses it. Loaded into an empty store it gives the same records, and
// stores with the same records, of whatever make, give the same bytes. Each store's
// own, and not written, is the time at which claims were recorded, and what the program
// found in documents: verifications, and links that are DETECTED. A fact with
// so many claims that they take more than [MaxRecord] is written and can't be read back.
//
// No more than a few thousand records are held at a time. The store has to stand
// still meanwhile: if it changes, Write says so at the end.
func Write(ctx context.Context, w io.Writer, store kb.Reader) error {
	return write(ctx, w, store, "")
}

// WriteCollection writes one collection, as it stands in what [Write] writes, or
// its name alone if it has no record. Entities and sources that it uses and only
// others describe are not with it.
func WriteCollection(ctx context.Context, w io.Writer, store kb.Reader, name string) error {
	return write(ctx, w, store, name)
}

// write writes all collections, or only the one of that name.
func write(ctx context.Context, w io.Writer, store kb.Reader, only string) error {
	before, err := store.Version(ctx)
	if err != nil {
		return err
	}
	collections, err := store.Collections(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(collections, func(a, b kb.CollectionCount) int { return strings.Compare(a.Name, b.Name) })
	out := &writer{ctx: ctx, store: store, w: bufio.NewWriter(w)}
	if out.strays, err = findStrays(ctx, store, collections); err != nil {
		return err
	}
	for _, c := range collections {
		if only != "" && c.Name != only {
			continue
		}
		out.collection, out.section = c.Collection, ""
		if err := out.document(); err != nil {
			return fmt.Errorf("collection %s: %w", c.Name, err)
		}
		if only != "" && out.section == "" {
			out.begin()
		}
	}
	if err := out.w.Flush(); err != nil {
		return err
	}
	after, err := store.Version(ctx)
	if err == nil && after != before {
		err = fmt.Errorf("the store was changed while it was written; write it again")
	}
	return err
}

// writer is a store being written.
type writer struct {
	ctx   context.Context
	store kb.Reader
	w     *bufio.Writer

	strays     *strays
	documents  int
	collection kb.Collection
	section    string // the list under way; "" before the first record of the collection
}

// document writes one collection.
func (w *writer) document() error {
	of := &kb.StringFilter{Eq: &w.collection.Name}
	entities := w.store.Entities().Scan(w.ctx, &kb.EntityWhere{Collection: of})
	entityID := func(e *kb.Entity) kb.ID { return e.ID }
	for e, err := range amid(w.strays, w.collection.Name, w.strays.entities, entityID, entities) {
		if err != nil {
			return err
		}
		w.record("entities", entityTree(e))
	}
	sources := w.store.Sources().Scan(w.ctx, &kb.SourceWhere{Collection: of})
	sourceID := func(s *kb.Source) kb.ID { return s.ID }
	for s, err := range amid(w.strays, w.collection.Name, w.strays.sources, sourceID, sources) {
		if err != nil {
			return err
		}
		w.record("sources", sourceTree(loader.Told(s)))
	}
	err := writeFacts(w, "relations", w.store.Relations().Scan(w.ctx, &kb.RelationWhere{Collection: of}), relationTree)
	if err != nil {
		return err
	}
	return writeFacts(w, "properties", w.store.Properties().Scan(w.ctx, &kb.PropertyWhere{Collection: of}), propertyTree)
}

// begin writes what stands above the records of the collection.
func (w *writer) begin() {
	var p printer
	if w.documents > 0 {
		p.line(0, "---")
	}
	w.documents++
	p.field(field{"collection", collectionTree(w.collection)}, 0, "")
	w.w.Write(p.Bytes())
}

// record writes one record, and before the first one of its list or its
// collection what stands above it. What can't be written shows when all is flushed.
func (w *writer) record(section string, t *tree) {
	if w.section == "" {
		w.begin()
	}
	var p printer
	if w.section != section {
		p.line(0, section+":")
		w.section = section
	}
	p.item(t, 2)
	w.w.Write(p.Bytes())
}

// writeFacts writes facts with their claims, some at a time.
func writeFacts[F kb.Fact](w *writer, section string, scan iter.Seq2[F, error], head func(F) *tree) error {
	var batch []F
	for f, err := range scan {
		if err != nil {
			return err
		}
		if batch = append(batch, f); len(batch) < factsAtOnce {
			continue
		}
		if err := writeBatch(w, section, batch, head); err != nil {
			return err
		}
		batch = batch[:0]
	}
	return writeBatch(w, section, batch, head)
}

func writeBatch[F kb.Fact](w *writer, section string, batch []F, head func(F) *tree) error {
	if len(batch) == 0 {
		return nil
	}
	q := w.claimsOn()
	for _, f := range batch {
		q.Of = append(q.Of, f.FactID())
	}
	pages, err := w.store.Claims().Find(w.ctx, q)
	if err != nil {
		return err
	}
	for i, f := range batch {
		w.record(section, head(f))
		if err := w.claims(f.FactID(), pages[i]); err != nil {
			return err
		}
	}
	return nil
}

// claimsOn asks for the first claims of the collection on facts.
func (w *writer) claimsOn() kb.Query[kb.ClaimWhere] {
	return kb.Query[kb.ClaimWhere]{
		By:    kb.ClaimsOn,
		Where: &kb.ClaimWhere{Collection: &kb.StringFilter{Eq: &w.collection.Name}},
		Order: []kb.Order{{By: kb.BySource}, {By: kb.ByLocator}},
		First: claimsAtOnce,
	}
}

// claims writes the claims on a fact below it, the first page of them being read.
func (w *writer) claims(fact kb.ID, page kb.Page[kb.Claim]) error {
	var p printer
	p.line(4, "claims:")
	for {
		for _, c := range page.Items {
			p.item(claimTree(c), 6)
		}
		w.w.Write(p.Bytes())
		p.Reset()
		if !page.HasNext {
			return nil
		}
		q := w.claimsOn()
		q.Of, q.After = []kb.ID{fact}, page.Keys[len(page.Keys)-1]
		pages, err := w.store.Claims().Find(w.ctx, q)
		if err != nil {
			return err
		}
		page = pages[0]
	}
}
