package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"actorgraph/kb"
)

// Apply implements kb.Writer.
func (s *Store) Apply(ctx context.Context, set *kb.ChangeSet) (*kb.Applied, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	if err := set.Validate(); err != nil {
		return nil, err
	}
	digest, err := set.Digest()
	if err != nil {
		return nil, err
	}
	var applied *kb.Applied
	err = s.write(ctx, func(w *writer) (err error) {
		applied, err = w.apply(ctx, set, digest)
		return err
	})
	if err != nil {
		return nil, err
	}
	return applied, nil
}

func (w *writer) apply(ctx context.Context, set *kb.ChangeSet, digest string) (*kb.Applied, error) {
	version, err := w.version(ctx)
	if err != nil {
		return nil, err
	}
	if set.Key != "" {
		before, err := w.digestOf(ctx, set.Key)
		switch {
		case err != nil:
			return nil, err
		case before == digest:
			return &kb.Applied{Version: version, Repeated: true}, nil
		case before != "":
			return nil, fmt.Errorf("%w: the key %q was used for another change set", kb.ErrConflict, set.Key)
		}
		if err := w.exec(ctx, "INSERT INTO applied (key, digest) VALUES (?, ?)", set.Key, digest); err != nil {
			return nil, err
		}
	}
	stored, err := w.lookUp(ctx, set)
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC().Round(0)
	plan, err := kb.NewPlan(set, stored, now)
	if err != nil {
		return nil, err
	}
	applied := &kb.Applied{Version: version, Added: plan.Added, Changed: plan.Changed, Unchanged: plan.Unchanged, Removed: map[kb.Class]int{}}
	if plan.Empty() {
		return applied, nil
	}
	if err := w.put(ctx, plan, set.Collection.Name); err != nil {
		return nil, err
	}
	if err := w.checkKinds(ctx, plan.KindChanged); err != nil {
		return nil, err
	}
	if err := w.checkAnswers(ctx, plan.RemoveClaims); err != nil {
		return nil, err
	}
	affected := affectedBy(plan, stored)
	gone, err := w.sweep(ctx, plan, affected)
	if err != nil {
		return nil, err
	}
	if err := w.derive(ctx, plan, affected); err != nil {
		return nil, err
	}
	applied.Version++
	return applied, w.note(ctx, plan, gone, applied, now)
}

// version is that before the change.
func (w *writer) version(ctx context.Context) (version int64, err error) {
	err = each(ctx, w, say("SELECT version FROM state"), func(rows *sql.Rows) error { return rows.Scan(&version) })
	return version, err
}

// digestOf is the digest of the set that was applied under key, or "".
func (w *writer) digestOf(ctx context.Context, key string) (digest string, err error) {
	err = each(ctx, w, say("SELECT digest FROM applied WHERE key = ?", key), func(rows *sql.Rows) error { return rows.Scan(&digest) })
	return digest, err
}

// lookUp reads what is stored of all that a set refers to. Of facts a plan asks
// only whether they are there.
func (w *writer) lookUp(ctx context.Context, set *kb.ChangeSet) (*kb.Stored, error) {
	ids := map[kb.Class][]kb.ID{}
	for _, id := range set.Refers() {
		ids[id.Class()] = append(ids[id.Class()], id)
	}
	stored := &kb.Stored{
		Entities: map[kb.ID]*kb.Entity{}, Sources: map[kb.ID]*kb.Source{},
		Relations: map[kb.ID]*kb.Relation{}, Properties: map[kb.ID]*kb.Property{}, Claims: map[kb.ID]*kb.Claim{},
	}
	if err := entityTable.get(ctx, w, ids[kb.EntityClass], func(_ int, e *kb.Entity) { stored.Entities[e.ID] = e }); err != nil {
		return nil, err
	}
	if err := sourceTable.get(ctx, w, ids[kb.SourceClass], func(_ int, s *kb.Source) { stored.Sources[s.ID] = s }); err != nil {
		return nil, err
	}
	if err := claimTable.get(ctx, w, ids[kb.ClaimClass], func(_ int, c *kb.Claim) { stored.Claims[c.ID] = c }); err != nil {
		return nil, err
	}
	var there []kb.ID
	for _, table := range []string{"relations", "properties"} {
		facts := append(ids[kb.RelationClass], ids[kb.PropertyClass]...)
		if err := w.ids(ctx, say("SELECT id FROM "+table+" WHERE id IN (SELECT value FROM json_each(?))", list(facts)), &there); err != nil {
			return nil, err
		}
	}
	for _, id := range there {
		if id.Class() == kb.RelationClass {
			stored.Relations[id] = &kb.Relation{ID: id}
		} else {
			stored.Properties[id] = &kb.Property{ID: id}
		}
	}
	err := each(ctx, w, say("SELECT name, title, description, licence FROM collections WHERE name = ?", set.Collection.Name), func(rows *sql.Rows) error {
		stored.Collection = &kb.Collection{}
		return rows.Scan(&stored.Collection.Name, &stored.Collection.Title, &stored.Collection.Description, &stored.Collection.Licence)
	})
	return stored, err
}

// ids adds the ids that q selects to into.
func (w *writer) ids(ctx context.Context, q part, into *[]kb.ID) error {
	return each(ctx, w, q, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		*into = append(*into, kb.ID(id))
		return err
	})
}

// put writes what the plan names, and removes claims.
func (w *writer) put(ctx context.Context, plan *kb.Plan, collection string) error {
	if c := plan.Collection; c != nil {
		if err := w.exec(ctx, "INSERT INTO collections (name, title, description, licence) VALUES (?, ?, ?, ?) "+
			"ON CONFLICT (name) DO UPDATE SET title = excluded.title, description = excluded.description, licence = excluded.licence",
			c.Name, c.Title, c.Description, c.Licence); err != nil {
			return err
		}
	}
	if err := w.putEntities(ctx, slices.Concat(plan.Entities, plan.LeaveEntities)); err != nil {
		return err
	}
	if err := w.putSources(ctx, slices.Concat(plan.Sources, plan.LeaveSources)); err != nil {
		return err
	}
	if err := w.putRelations(ctx, plan.Relations); err != nil {
		return err
	}
	if err := w.putProperties(ctx, plan.Properties); err != nil {
		return err
	}
	if len(plan.NewCopies) > 0 {
		err := w.exec(ctx, "UPDATE claims SET verification = NULL, verification_at = NULL, verification_method = NULL, verification_reason = NULL WHERE source IN (SELECT value FROM json_each(?))", list(plan.NewCopies))
		if err != nil {
			return err
		}
	}
	if err := w.putClaims(ctx, plan.Claims); err != nil {
		return err
	}
	if err := w.remove(ctx, "claims", plan.RemoveClaims); err != nil {
		return err
	}
	more := -len(plan.RemoveClaims)
	for _, c := range plan.Claims {
		if plan.IsNew[c.ID] {
			more++
		}
	}
	return w.exec(ctx, "UPDATE collections SET claims = claims + ? WHERE name = ?", more, collection)
}

// remove deletes records with all that they refer to.
func (w *writer) remove(ctx context.Context, table string, ids []kb.ID) error {
	if len(ids) == 0 {
		return nil
	}
	if err := w.exec(ctx, "DELETE FROM "+table+" WHERE id IN (SELECT value FROM json_each(?))", list(ids)); err != nil {
		return err
	}
	return w.exec(ctx, "DELETE FROM refs WHERE holder IN (SELECT value FROM json_each(?))", list(ids))
}

// checkKinds refuses a change of kind after which a fact joins what doesn't go
// together. Facts that lose their last claim with the set don't count.
func (w *writer) checkKinds(ctx context.Context, changed []kb.ID) error {
	if len(changed) == 0 {
		return nil
	}
	var problems []kb.Problem
	check := func(c kb.Class, id kb.ID, err error) {
		if err != nil {
			problems = append(problems, kb.Problem{Class: c, ID: id, Msg: err.Error()})
		}
	}
	facts, err := readFacts(ctx, w, factsAt(changed))
	if err != nil {
		return err
	}
	for _, f := range facts {
		switch {
		case !f.claimed:
		case f.id.Class() == kb.RelationClass:
			check(kb.RelationClass, f.id, kb.CheckRelation(f.relation.Type, f.fromKind, f.toKind))
		case slices.Contains(changed, f.property.Entity):
			check(kb.PropertyClass, f.id, kb.CheckProperty(f.property.Key, f.fromKind))
		}
	}
	if problems == nil {
		return nil
	}
	slices.SortFunc(problems, func(a, b kb.Problem) int { return cmp.Compare(a.ID, b.ID) })
	return &kb.InvalidError{Problems: problems}
}

// checkAnswers refuses to leave a claim that answers or retracts one that is gone.
func (w *writer) checkAnswers(ctx context.Context, removed []kb.ID) error {
	if len(removed) == 0 {
		return nil
	}
	var err error
	failed := each(ctx, w, say("SELECT target, holder FROM refs WHERE target IN (SELECT value FROM json_each(?)) AND field IN ('"+
		string(answers)+"', '"+string(retracts)+"') ORDER BY target, holder LIMIT 1", list(removed)), func(rows *sql.Rows) error {
		var gone, by string
		if err := rows.Scan(&gone, &by); err != nil {
			return err
		}
		err = fmt.Errorf("%w: %s can't be removed: %s answers or retracts it", kb.ErrConflict, gone, by)
		return nil
	})
	return cmp.Or(failed, err)
}

// note gathers the changes and writes them, and completes the count.
func (w *writer) note(ctx context.Context, plan *kb.Plan, gone []kb.ID, applied *kb.Applied, now time.Time) error {
	removed := map[kb.ID]bool{}
	var changes []change
	note := func(op kb.ChangeOp, id kb.ID) { changes = append(changes, change{op, id}) }
	for _, id := range gone {
		removed[id] = true
		applied.Removed[id.Class()]++
		note(kb.Removed, id)
	}
	written := func(id kb.ID) {
		if plan.IsNew[id] {
			note(kb.Added, id)
		} else {
			note(kb.Changed, id)
		}
	}
	for _, e := range plan.Entities {
		written(e.ID)
	}
	for _, s := range plan.Sources {
		written(s.ID)
	}
	for _, r := range plan.Relations {
		written(r.ID)
	}
	for _, p := range plan.Properties {
		written(p.ID)
	}
	for _, c := range plan.Claims {
		written(c.ID)
	}
	// What left the collection and is still there has changed.
	left := func(id kb.ID) {
		if !removed[id] {
			applied.Changed[id.Class()]++
			note(kb.Changed, id)
		}
	}
	for _, e := range plan.LeaveEntities {
		left(e.ID)
	}
	for _, s := range plan.LeaveSources {
		left(s.ID)
	}
	return w.noteChanges(ctx, applied.Version, changes, now)
}

// change is what happened to a record.
type change struct {
	op kb.ChangeOp
	id kb.ID
}

// noteChanges writes a version and its changes.
func (w *writer) noteChanges(ctx context.Context, version int64, changes []change, now time.Time) error {
	slices.SortFunc(changes, func(a, b change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(kb.Classes, a.id.Class()), slices.Index(kb.Classes, b.id.Class())),
			cmp.Compare(a.id, b.id))
	})
	rows := make([][]any, len(changes))
	for i, c := range changes {
		rows[i] = []any{version, i, now.UnixNano(), string(c.op), string(c.id)}
	}
	if err := w.insertRows(ctx, "changes (version, place, at, op, id)", "", rows); err != nil {
		return err
	}
	return w.exec(ctx, "UPDATE state SET version = ?", version)
}
