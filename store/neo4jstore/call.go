package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"actorgraph/kb"
)

// call is one call of a method under way: the context for all it asks of the
// server, which ends when the caller's does, when the store is closed, when the
// call has had its time, or when the server falls silent.
type call struct {
	ctx    context.Context
	caller context.Context
	limit  time.Duration
	end    func()
}

var (
	errLate   = errors.New("the time for the call is up")
	errSilent = errors.New("the server is silent")
)

// begin admits a call, unless the caller has gone or the store is closed.
func (s *Store) begin(ctx context.Context, limit time.Duration) (*call, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, kb.ErrClosed
	}
	s.calls.Add(1)
	endable, end := context.WithCancelCause(ctx)
	timed, cancel := context.WithTimeoutCause(endable, limit, errLate)
	unhook := context.AfterFunc(s.closing, func() { end(kb.ErrClosed) })
	unwatch := s.watch(endable, func() { end(errSilent) })
	return &call{ctx: timed, caller: ctx, limit: limit, end: func() {
		unhook()
		unwatch()
		cancel()
		end(nil)
		s.calls.Done()
	}}, nil
}

// watch asks, again and again while a call takes long, whether the server still
// answers others, and ends the call if not: a connection on which nothing comes
// any more looks no different from a long answer.
func (s *Store) watch(ctx context.Context, silent func()) (stop func() bool) {
	return time.AfterFunc(watchTime, func() {
		for ctx.Err() == nil {
			asking, cancel := context.WithTimeout(ctx, pulseTime)
			err := s.pulse.VerifyConnectivity(asking)
			cancel()
			if err != nil {
				silent() // which says nothing new if the call has ended
				return
			}
			select {
			case <-ctx.Done():
			case <-time.After(watchTime):
			}
		}
	}).Stop
}

// explain turns an error of the driver into one of ours. What ended the call
// comes before what the driver made of it.
func (c *call) explain(err error) error {
	if err == nil {
		return nil
	}
	if gone := c.caller.Err(); gone != nil {
		return gone
	}
	switch context.Cause(c.ctx) {
	case kb.ErrClosed:
		return kb.ErrClosed
	case errLate:
		return fmt.Errorf("%w: no answer from neo4j within %s", kb.ErrUnavailable, c.limit)
	case errSilent:
		return fmt.Errorf("%w: neo4j has fallen silent", kb.ErrUnavailable)
	}
	var f *fault
	var refusal *neo4j.Neo4jError
	switch {
	case !errors.As(err, &f):
		return err // one of ours
	case !errors.As(err, &refusal):
		return fmt.Errorf("%w: neo4j can't be reached: %v", kb.ErrUnavailable, f.error)
	case refusal.IsAuthenticationFailed():
		return fmt.Errorf("neo4j refuses the user or password; give them by ACTORGRAPH_NEO4J_USER and ACTORGRAPH_NEO4J_PASSWORD")
	case passing(err):
		return fmt.Errorf("%w: neo4j: %s (%s)", kb.ErrUnavailable, refusal.Msg, refusal.Code)
	}
	return fmt.Errorf("neo4j: %s (%s)", refusal.Msg, refusal.Code)
}

// fault is an error of the driver, told apart from our own.
type fault struct{ error }

func (f *fault) Unwrap() error { return f.error }

// faulty marks err as an error of the driver.
func faulty(err error) error {
	if err == nil {
		return nil
	}
	return &fault{err}
}

// passing tells whether trying the same again may help: a deadlock, a connection
// that broke, a server that starts, stops or has another leader.
func passing(err error) bool {
	var f *fault
	var refusal *neo4j.Neo4jError
	var misuse *neo4j.UsageError
	switch {
	case !errors.As(err, &f), errors.As(err, &misuse):
		return false
	case !errors.As(err, &refusal):
		return true
	}
	switch refusal.Code {
	case "Neo.ClientError.Transaction.Terminated", "Neo.ClientError.Transaction.LockClientStopped": // the server stops
		return true
	}
	return refusal.IsRetriable()
}

// Repeating what failed in passing: the first time after a millisecond or two,
// then after twice as long each time, for at most a second.
const (
	firstPause = time.Millisecond
	patience   = time.Second
)

// retry calls do until it succeeds, fails for good or patience is at its end.
func (c *call) retry(do func() error) error {
	var failing time.Time
	for pause := firstPause; ; pause *= 2 {
		err := do()
		if err == nil || !passing(err) || c.ctx.Err() != nil {
			return err
		}
		if failing.IsZero() {
			failing = time.Now()
		} else if time.Since(failing)+pause > patience {
			return err
		}
		if !c.sleep(pause) {
			return err
		}
	}
}

// sleep waits for d, give or take, and tells whether the call still goes on.
func (c *call) sleep(d time.Duration) bool {
	select {
	case <-time.After(d + rand.N(d)):
		return true
	case <-c.ctx.Done():
		return false
	}
}

// session opens a session. The bookmarks make sure that in a cluster it sees
// what this process has written.
func (s *Store) session(c *call, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(c.ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.database, BookmarkManager: s.recent})
}

// query runs one query that only reads and returns its rows. It is of what was
// committed when each part was read; answers about records go through [Store.ask].
func (s *Store) query(ctx context.Context, limit time.Duration, cypher string, params map[string]any) ([][]any, error) {
	c, err := s.begin(ctx, limit)
	if err != nil {
		return nil, err
	}
	defer c.end()
	rows, err := s.run(c, neo4j.AccessModeRead, cypher, params)
	return rows, c.explain(err)
}

// run runs a query in a transaction of its own, again if it fails in passing.
// What it does twice has to have the effect of one.
func (s *Store) run(c *call, mode neo4j.AccessMode, cypher string, params map[string]any) (rows [][]any, err error) {
	err = c.retry(func() error {
		session := s.session(c, mode)
		defer session.Close(c.ctx)
		result, err := session.Run(c.ctx, cypher, params, neo4j.WithTxTimeout(c.limit))
		if err != nil {
			return faulty(err)
		}
		rows, err = gather(c.ctx, result)
		return err
	})
	return rows, err
}

// gather reads a result to its end.
func gather(ctx context.Context, result neo4j.ResultWithContext) ([][]any, error) {
	var rows [][]any
	for result.Next(ctx) {
		rows = append(rows, result.Record().Values)
	}
	return rows, faulty(result.Err())
}
