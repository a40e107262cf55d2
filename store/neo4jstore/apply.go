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
// What a set puts is written first, and what it removes taken away. Whatever is
// derived is derived then, within the same transaction, from what it finds in the
// database.
func (s *Store) Apply(ctx context.Context, set *kb.ChangeSet) (*kb.Applied, error) {
	c, err := s.begin(ctx, writeTime)
	if err != nil {
		return nil, err
	}
	defer c.end()
	if err := set.Validate(); err != nil {
		return nil, err
	}
	digest := ""
	if set.Key != "" {
		if digest, err = set.Digest(); err != nil {
			return nil, err
		}
	}
	var applied *kb.Applied // by the last attempt
	err = s.change(c, set.Key, func(w *writer) error {
		switch {
		case w.made: // by the last attempt, whose commit was of unknown outcome
			return nil
		case w.keyed == "":
		case w.keyed != digest:
			return fmt.Errorf("%w: the key %q was used for another change set", kb.ErrConflict, set.Key)
		default:
			applied = &kb.Applied{Version: w.version, Repeated: true}
			return nil
		}
		a := &application{writer: w, set: set}
		if err := a.apply(); err != nil {
			return err
		}
		applied = a.applied
		if set.Key != "" {
			if _, err := w.tx.run(`CREATE (:AppliedKey {key: $key, digest: $digest, token: $token})`,
				map[string]any{"key": set.Key, "digest": digest, "token": w.token}); err != nil {
				return err
			}
		}
		switch {
		case !a.plan.Empty():
			return w.commit()
		case set.Key != "":
			return w.tx.commit() // changes nothing that readers see
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return applied, nil
}

// writer is an attempt to write, in one transaction.
type writer struct {
	store *Store
	call  *call
	tx    *transaction
	token string // of the call

	version int64
	keyed   string // the digest of the set that was applied under the key, or ""
	made    bool   // an earlier attempt was committed after all
	number  any    // odd, of the commit; nil if there was none
}

// change calls attempt in a transaction that holds the writers' lock, which
// attempt commits. It calls again if that fails in passing.
//
// Writers take turns: those of this process wait for each other here, and those
// of others for the lock on the node ActorgraphStore, which every write takes
// first. So they don't run into deadlocks among themselves, and what a write has
// read stays so until it is committed.
//
// When the connection breaks during a commit, nobody can tell whether it was
// made. Each call therefore leaves a token with what it writes; a second attempt
// that finds it there has nothing left to do.
func (s *Store) change(c *call, key string, attempt func(*writer) error) error {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-c.ctx.Done():
		return c.explain(c.ctx.Err())
	}
	if err := s.layOut(c); err != nil {
		return c.explain(err)
	}
	token := rand.Text()
	var number any
	err := c.retry(func() error {
		tx, err := s.transaction(c)
		if err != nil {
			return err
		}
		defer tx.close()
		w := &writer{store: s, call: c, tx: tx, token: token}
		if err := w.start(key); err != nil {
			return err
		}
		err = attempt(w)
		if w.number != nil {
			number = w.number
		}
		return err
	})
	if err != nil {
		return c.explain(err)
	}
	s.settle(c, number)
	return nil
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

// start takes the writers' lock and looks what was done before.
func (w *writer) start(key string) error {
	rows, err := w.tx.run(`
		MATCH (s:ActorgraphStore) SET s.writer = $token
		WITH s
		OPTIONAL MATCH (k:AppliedKey {key: $key})
		RETURN s.layout, s.version, k.digest, coalesce(k.token = $token, false) OR EXISTS { MATCH (:Change {token: $token}) }`,
		map[string]any{"token": w.token, "key": orNull(key)})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		w.store.laidOut.Store(false)
		return fmt.Errorf("%w: the marker that made it one is gone", kb.ErrNotOurs)
	}
	r := row{values: rows[0]}
	found := r.int()
	w.version, w.keyed, w.made = value[int64](&r), r.text(), value[bool](&r)
	return checkLayout(found)
}

// log raises the version and notes the changes under it.
func (w *writer) log(at time.Time, ops map[kb.ID]kb.ChangeOp) error {
	w.version++
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
		map[string]any{"version": w.version, "at": at.UnixNano(), "ids": words(ids), "ops": inOrder, "token": w.token})
	return err
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

// settle tells readers that a change is visible whole, unless the next writer
// is already about to commit. If that fails the first reader does it.
func (s *Store) settle(c *call, number any) {
	if number != nil {
		s.run(c, neo4j.AccessModeWrite, `MATCH (n:ActorgraphCommits) WHERE n.number = $odd SET n.number = $odd + 1`, map[string]any{"odd": number})
	}
}

// application is an attempt to apply a change set.
type application struct {
	*writer
	set     *kb.ChangeSet
	stored  *kb.Stored
	plan    *kb.Plan
	applied *kb.Applied
	left    []*fact // without a claim, and removed
	removed []kb.ID // by the set, and what it left without hold
}

// apply does all of it but the commit.
func (a *application) apply() error {
	at := time.Now().UTC().Round(0)
	if err := a.look(); err != nil {
		return err
	}
	var err error
	if a.plan, err = kb.NewPlan(a.set, a.stored, at); err != nil {
		return err
	}
	a.applied = &kb.Applied{
		Version: a.version, Added: a.plan.Added, Changed: a.plan.Changed, Unchanged: a.plan.Unchanged, Removed: map[kb.Class]int{},
	}
	if a.plan.Empty() {
		return nil
	}
	for _, step := range []func() error{a.put, a.removeClaims, a.sweep, a.derive} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := a.log(at, a.changes()); err != nil {
		return err
	}
	a.applied.Version = a.version
	return nil
}

// changes tells what happens to each record, and counts it where the plan can't.
func (a *application) changes() map[kb.ID]kb.ChangeOp {
	ops := map[kb.ID]kb.ChangeOp{}
	a.written(func(id kb.ID) {
		ops[id] = kb.Changed
		if a.plan.IsNew[id] {
			ops[id] = kb.Added
		}
	})
	for _, id := range a.removed {
		ops[id] = kb.Removed
		a.applied.Removed[id.Class()]++
	}
	for _, e := range a.plan.LeaveEntities {
		if ops[e.ID] == kb.Changed {
			a.applied.Changed[kb.EntityClass]++
		}
	}
	for _, s := range a.plan.LeaveSources {
		if ops[s.ID] == kb.Changed {
			a.applied.Changed[kb.SourceClass]++
		}
	}
	return ops
}

// written calls each with the id of every record that the plan writes.
func (a *application) written(each func(kb.ID)) {
	for _, e := range slices.Concat(a.plan.Entities, a.plan.LeaveEntities) {
		each(e.ID)
	}
	for _, s := range slices.Concat(a.plan.Sources, a.plan.LeaveSources) {
		each(s.ID)
	}
	for _, r := range a.plan.Relations {
		each(r.ID)
	}
	for _, p := range a.plan.Properties {
		each(p.ID)
	}
	for _, c := range a.plan.Claims {
		each(c.ID)
	}
}
