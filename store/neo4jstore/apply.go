package neo4jstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"actorgraph/kb"
	"actorgraph/text"
)

// Apply implements kb.Writer.
//
// Writers take turns: those of this process wait for each other here, and those
// of others for the lock on the node ActorgraphStore, which every write takes
// first. So they don't run into deadlocks among themselves, and what a write has
// read stays so until it is committed.
//
// When the connection breaks during a commit, nobody can tell whether it was
// made. Each call therefore leaves a token with what it writes; a second attempt
// that finds it there has nothing left to do.
func (s *Store) Apply(ctx context.Context, set *kb.ChangeSet) (*kb.Applied, error) {
	c, err := s.begin(ctx, writeTime)
	if err != nil {
		return nil, err
	}
	defer c.end()
	if err := set.Validate(); err != nil {
		return nil, err
	}
	w := &writer{store: s, call: c, set: set, token: rand.Text()}
	if set.Key != "" {
		if w.digest, err = set.Digest(); err != nil {
			return nil, err
		}
	}
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-c.ctx.Done():
		return nil, c.explain(c.ctx.Err())
	}
	if err := s.layOut(c); err != nil {
		return nil, c.explain(err)
	}
	if err := c.retry(w.attempt); err != nil {
		return nil, c.explain(err)
	}
	w.settle()
	return w.applied, nil
}

// layOut sets an empty database up, the first time something is written to it.
func (s *Store) layOut(c *call) error {
	if s.laidOut.Load() {
		return nil
	}
	rows, err := s.run(c, neo4j.AccessModeRead, `RETURN EXISTS { MATCH (:ActorgraphStore) }, EXISTS { MATCH () }`, nil)
	if err != nil {
		return err
	}
	if rows[0][0] == false {
		if rows[0][1] == true {
			return fmt.Errorf("%w: the database was empty when it was opened, and now holds something else", kb.ErrNotOurs)
		}
		for _, statement := range append(schema, "CALL db.awaitIndexes(60)") {
			if _, err := s.run(c, neo4j.AccessModeWrite, statement, nil); err != nil {
				return err
			}
		}
		if _, err := s.run(c, neo4j.AccessModeWrite, `
			MERGE (s:ActorgraphStore {name: 'actorgraph'})
			ON CREATE SET s.layout = $layout, s.text = $text, s.version = 0
			MERGE (n:ActorgraphCommits)
			ON CREATE SET n.number = 0`, map[string]any{"layout": layout, "text": text.Version}); err != nil {
			return err
		}
	}
	s.laidOut.Store(true)
	return nil
}

// writer stores one change set.
type writer struct {
	store  *Store
	call   *call
	set    *kb.ChangeSet
	digest string
	token  string

	applied *kb.Applied // by the last attempt, if its commit was made
	number  any         // odd, of that commit; nil if there was none

	// Of one attempt.
	tx      *transaction
	version int64
	plan    *kb.Plan
	stored  *kb.Stored
	around  surroundings
	removed []kb.ID // by the set, and what it left without hold
}

// attempt stores the set in one transaction.
func (w *writer) attempt() error {
	tx, err := w.store.transaction(w.call)
	if err != nil {
		return err
	}
	defer tx.close()
	*w = writer{store: w.store, call: w.call, set: w.set, digest: w.digest, token: w.token, applied: w.applied, number: w.number, tx: tx}
	if done, err := w.start(); done || err != nil {
		return err
	}
	at := time.Now().UTC().Round(0)
	if err := w.look(); err != nil {
		return err
	}
	if w.plan, err = kb.NewPlan(w.set, w.stored, at); err != nil {
		return err
	}
	w.applied = &kb.Applied{
		Version: w.version, Added: w.plan.Added, Changed: w.plan.Changed, Unchanged: w.plan.Unchanged, Removed: map[kb.Class]int{},
	}
	if w.plan.Empty() {
		if w.set.Key == "" {
			return nil
		}
		if err := w.keep(); err != nil {
			return err
		}
		return tx.commit()
	}
	for _, step := range []func() error{w.lookAround, w.checkKinds, w.derive, w.write, w.checkAnswers, w.remove, w.keep} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := w.log(at); err != nil {
		return err
	}
	return w.commit()
}

// start takes the writers' lock and looks whether there is anything to do: not
// if the last attempt was committed after all, nor if the key was used before.
func (w *writer) start() (done bool, err error) {
	rows, err := w.tx.run(`
		MATCH (s:ActorgraphStore) SET s.writer = $token
		WITH s
		OPTIONAL MATCH (k:AppliedKey {key: $key})
		RETURN s.layout, s.version, k.digest, coalesce(k.token = $token, false) OR EXISTS { MATCH (:Change {token: $token}) }`,
		map[string]any{"token": w.token, "key": orNull(w.set.Key)})
	if err != nil {
		return false, err
	}
	if len(rows) == 0 {
		w.store.laidOut.Store(false)
		return false, fmt.Errorf("%w: the marker that made it one is gone", kb.ErrNotOurs)
	}
	r := row{values: rows[0]}
	found, version, digest, made := r.int(), value[int64](&r), r.text(), value[bool](&r)
	w.version = version
	switch {
	case found > layout:
		return false, fmt.Errorf("%w: %d, and this program knows %d; use the newer program", kb.ErrNewerLayout, found, layout)
	case made:
		return true, nil
	case digest == "":
		return false, nil
	case digest != w.digest:
		return false, fmt.Errorf("%w: the key %q was used for another change set", kb.ErrConflict, w.set.Key)
	}
	w.applied = &kb.Applied{Version: version, Repeated: true}
	return true, nil
}

// keep notes that the key was used.
func (w *writer) keep() error {
	if w.set.Key == "" {
		return nil
	}
	_, err := w.tx.run(`CREATE (:AppliedKey {key: $key, digest: $digest, token: $token})`,
		map[string]any{"key": w.set.Key, "digest": w.digest, "token": w.token})
	return err
}

// log raises the version and notes the changes under it.
func (w *writer) log(at time.Time) error {
	w.applied.Version = w.version + 1
	ops := map[kb.ID]kb.ChangeOp{}
	w.written(func(id kb.ID) {
		ops[id] = kb.Changed
		if w.plan.IsNew[id] {
			ops[id] = kb.Added
		}
	})
	for _, id := range w.removed {
		ops[id] = kb.Removed
		w.applied.Removed[id.Class()]++
	}
	for _, e := range w.plan.LeaveEntities {
		if ops[e.ID] == kb.Changed {
			w.applied.Changed[kb.EntityClass]++
		}
	}
	for _, s := range w.plan.LeaveSources {
		if ops[s.ID] == kb.Changed {
			w.applied.Changed[kb.SourceClass]++
		}
	}
	ids := slices.SortedFunc(maps.Keys(ops), func(a, b kb.ID) int {
		return cmp.Or(cmp.Compare(slices.Index(kb.Classes, a.Class()), slices.Index(kb.Classes, b.Class())), cmp.Compare(a, b))
	})
	inOrder := make([]string, len(ids))
	for i, id := range ids {
		inOrder[i] = string(ops[id])
	}
	_, err := w.tx.run(`
		MATCH (s:ActorgraphStore) SET s.version = $version
		CREATE (:Change {version: $version, at: $at, ids: $ids, ops: $ops, token: $token})`,
		map[string]any{"version": w.applied.Version, "at": at.UnixNano(), "ids": words(ids), "ops": inOrder, "token": w.token})
	return err
}

// written calls each with the id of every record that the plan writes.
func (w *writer) written(each func(kb.ID)) {
	for _, e := range slices.Concat(w.plan.Entities, w.plan.LeaveEntities) {
		each(e.ID)
	}
	for _, s := range slices.Concat(w.plan.Sources, w.plan.LeaveSources) {
		each(s.ID)
	}
	for _, r := range w.plan.Relations {
		each(r.ID)
	}
	for _, p := range w.plan.Properties {
		each(p.ID)
	}
	for _, c := range w.plan.Claims {
		each(c.ID)
	}
}

// commit makes the change visible, which takes a moment in which readers can see
// a part of it. Before, they are told by an odd number (see snapshot.go), and
// after it by an even one.
func (w *writer) commit() error {
	rows, err := w.store.run(w.call, neo4j.AccessModeWrite, `
		MATCH (n:ActorgraphCommits) SET n.number = n.number + 1 + n.number % 2
		RETURN n.number`, nil)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("%w: the count of commits is gone", kb.ErrNotOurs)
	}
	w.number = rows[0][0]
	return w.tx.commit()
}

// settle tells readers that the change is visible whole, unless the next writer
// is already about to commit. If that fails the first reader does it.
func (w *writer) settle() {
	if w.number != nil {
		w.store.run(w.call, neo4j.AccessModeWrite, `MATCH (n:ActorgraphCommits) WHERE n.number = $odd SET n.number = $odd + 1`, map[string]any{"odd": w.number})
	}
}
