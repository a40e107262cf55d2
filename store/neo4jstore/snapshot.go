package neo4jstore

import (
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Neo4j has no snapshots: a query sees what is committed at the moment it looks
// at each record, and even a commit becomes visible piece by piece. So we
// agree with our writers on how to know an answer of one state.
//
// The node ActorgraphCommits holds a number. A writer makes it odd before its
// commit and even after it, each in a transaction of its own (see
// [writer.commit]): within the commit itself it could become visible sooner than
// the rest. Whoever reads the same even number before and after has seen nothing
// of a commit in between; else the question is asked again. After a few attempts
// it is asked with the writers' lock held, which also settles a number that a
// writer who died has left odd.

// sealed wraps a query body, which returns one row with the column answer, so
// that the number is read before the body and after it. The second reading
// depends on the answer, or the planner might do it first.
func sealed(body string) string {
	return `
OPTIONAL MATCH (a:ActorgraphCommits)
WITH max(a.number) AS before
CALL (before) {
` + body + `
}
OPTIONAL MATCH (z:ActorgraphCommits) WHERE answer IS NOT NULL
RETURN before, z.number, answer`
}

// lastAttempt is the one to read with the writers locked out: after half a second,
// in which most commits are over.
const lastAttempt = 10

// ask runs a body that returns one row with one column, named answer and never
// null, and returns that answer. It is of one state of the store.
func (s *Store) ask(c *call, body string, params map[string]any) (any, error) {
	query := sealed(body)
	for attempt, pause := 1, firstPause; attempt < lastAttempt; attempt, pause = attempt+1, pause*2 {
		rows, err := s.run(c, neo4j.AccessModeRead, query, params)
		if err != nil {
			return nil, err
		}
		if rows[0][2] == nil { // it would look unsettled for ever
			return nil, fmt.Errorf("the database gave no answer to %.80q", body)
		}
		if answer, ok := settled(rows); ok {
			return answer, nil
		}
		if !c.sleep(pause) {
			return nil, c.ctx.Err()
		}
	}
	var answer any
	err := s.alone(c, func(tx *transaction) error {
		rows, err := tx.run(query, params)
		if err == nil {
			answer = rows[0][2]
		}
		return err
	})
	return answer, err
}

// settled returns the answer of a sealed query, and whether it is of one state.
func settled(rows [][]any) (any, bool) {
	before, after := rows[0][0], rows[0][1]
	n, _ := before.(int64)
	return rows[0][2], before == after && n%2 == 0
}

// alone calls do in a transaction that keeps writers out for its duration.
func (s *Store) alone(c *call, do func(*transaction) error) error {
	return c.retry(func() error {
		tx, err := s.transaction(c)
		if err != nil {
			return err
		}
		defer tx.close()
		if _, err := tx.run(`MATCH (s:ActorgraphStore) SET s.writer = 'a reader'`, nil); err != nil {
			return err
		}
		// Nobody is about to commit now. An odd number is left from one who died.
		if _, err := tx.run(`MATCH (n:ActorgraphCommits) WHERE n.number % 2 = 1 SET n.number = n.number + 1`, nil); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return tx.commit()
	})
}

// transaction is an explicit transaction that may write, with its session.
type transaction struct {
	call    *call
	session neo4j.SessionWithContext
	tx      neo4j.ExplicitTransaction
}

func (s *Store) transaction(c *call) (*transaction, error) {
	session := s.session(c, neo4j.AccessModeWrite)
	tx, err := session.BeginTransaction(c.ctx, neo4j.WithTxTimeout(c.limit))
	if err != nil {
		session.Close(c.ctx)
		return nil, faulty(err)
	}
	return &transaction{c, session, tx}, nil
}

func (t *transaction) run(cypher string, params map[string]any) ([][]any, error) {
	result, err := t.tx.Run(t.call.ctx, cypher, params)
	if err != nil {
		return nil, faulty(err)
	}
	return gather(t.call.ctx, result)
}

func (t *transaction) commit() error { return faulty(t.tx.Commit(t.call.ctx)) }

// close gives the connection back. What was not committed is undone.
func (t *transaction) close() {
	t.tx.Close(t.call.ctx)
	t.session.Close(t.call.ctx)
}

// scan gathers the rows of a query that returns many, as they were in one state
// of the store. They can't be handed on before the number has been read again.
func (s *Store) scan(c *call, query string, params map[string]any) ([][]any, error) {
	for attempt, pause := 1, firstPause; attempt < lastAttempt; attempt, pause = attempt+1, pause*2 {
		before, err := s.number(c)
		if err != nil {
			return nil, err
		}
		rows, err := s.run(c, neo4j.AccessModeRead, query, params)
		if err != nil {
			return nil, err
		}
		after, err := s.number(c)
		if err != nil {
			return nil, err
		}
		if before == after && before%2 == 0 {
			return rows, nil
		}
		if !c.sleep(pause) {
			return nil, c.ctx.Err()
		}
	}
	var rows [][]any
	err := s.alone(c, func(tx *transaction) (err error) {
		rows, err = tx.run(query, params)
		return err
	})
	return rows, err
}

func (s *Store) number(c *call) (int64, error) {
	rows, err := s.run(c, neo4j.AccessModeRead, `OPTIONAL MATCH (n:ActorgraphCommits) RETURN coalesce(max(n.number), 0)`, nil)
	if err != nil {
		return 0, err
	}
	n, _ := rows[0][0].(int64)
	return n, nil
}
