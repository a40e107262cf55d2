// Package neo4jstore keeps a graph in Neo4j, 5.26 or later.
//
// It is laid out so that Neo4j Browser, Bloom and Graph Data Science work on it
// as on any other graph: entities are nodes with the label of their kind, and
// relations are relationships of their type between them.
//
//	(:Entity:Company {id, name, …})-[:MAKES {id, …}]->(:Entity:Product)
//
// Neo4j can't hang anything on a relationship, nor index relationships across
// types. Beside it each fact is therefore also a node, and everything that the
// store itself asks goes by these nodes:
//
//	(:Claim)-[:ON]->(:Fact:Relation)-[:STARTS_AT|ENDS_AT]->(:Entity)
//	(:Claim)-[:ON]->(:Fact:Property)-[:OF]->(:Entity)
//	(:Claim)-[:FROM]->(:Source)
//	(:Fact)-[:STOOD]->(:Fact or :Stretch)
//
// The last tells what the claims on a fact come to under lenses; see weigh.go.
//
// Whatever one record says of another is a relationship that points to it, so
// that a node to which none points is one that nothing refers to. What sorts,
// matches or is searched is computed by package text and stored beside what it
// was computed from, so that the server only compares.
//
// Labels, relationship types and property names come from the closed tables of
// package kb and from this package; all else goes to the server as parameters.
//
// A node with the label ActorgraphStore says that a database is ours. The first
// write to an empty database makes it, with the constraints and indexes;
// opening one never changes anything.
package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"actorgraph/kb"
	"actorgraph/text"
)

// Store is a graph in a Neo4j database.
type Store struct {
	view // of all that is stored

	driver   neo4j.DriverWithContext
	pulse    neo4j.DriverWithContext // asked whether the server answers, apart from all that it is asked
	database string                  // "" is the user's home database
	recent   neo4j.BookmarkManager

	vocabulary text.Vocabulary

	laidOut atomic.Bool   // the marker has been seen
	writing chan struct{} // holds a token while this process writes: further writers wait here, not on a connection

	mu      sync.Mutex // protects closed, and calls against being added to after it
	closed  bool
	calls   sync.WaitGroup
	closing context.Context // done when the store is closed
	close   context.CancelFunc
}

var _ kb.Store = (*Store)(nil)

// How long things may take. A server that is gone has to be told within five
// seconds, so the steps in which that shows are shorter than that.
const (
	connectTime = 2 * time.Second  // to reach the server
	acquireTime = 3 * time.Second  // to have a connection, new or used before
	watchTime   = time.Second      // after which a call looks whether the server is still there
	pulseTime   = 3 * time.Second  // in which the server answers, however busy it is
	idleTime    = 30 * time.Second // after which a connection is tried before it is used again
	openTime    = 4 * time.Second
	readTime    = time.Minute
	scanTime    = 10 * time.Minute
	writeTime   = 10 * time.Minute
)

// Open opens the graph at a URL such as neo4j://localhost:7687 or
// neo4j+s://host?database=kb; without a database it is the user's home database.
// neo4j:// finds the members of a cluster by itself, bolt:// speaks to the one
// server alone.
// A database that is empty is good; one that holds something that is not ours is
// a [kb.ErrNotOurs]. User and password appear in no error.
func Open(ctx context.Context, url, user, password string) (*Store, error) {
	target, database, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	auth := neo4j.NoAuth()
	if user != "" || password != "" {
		auth = neo4j.BasicAuth(user, password, "")
	}
	s := &Store{
		database: database,
		recent:   neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{}),
		writing:  make(chan struct{}, 1),
	}
	s.view = view{store: s}
	s.closing, s.close = context.WithCancel(context.Background())
	if err := s.connect(ctx, target, auth); err != nil {
		s.Close()
		return nil, fmt.Errorf("neo4j at %s: %w", target, err)
	}
	return s, nil
}

// connect makes the drivers and looks at the database. A server that stands
// alone is spoken to directly even if the address asks for routing: the driver
// hands out its table of routes and rewrites it in place when a connection ends
// (router.InvalidateServer in v5.28.4), a data race with every other call. In a
// cluster there is no way around that.
func (s *Store) connect(ctx context.Context, target string, auth neo4j.AuthToken) error {
	address := target
	if routed, ok := strings.CutPrefix(target, "neo4j"); ok {
		address = "bolt" + routed
	}
	for {
		var err error
		if s.driver, err = neo4j.NewDriverWithContext(address, auth, configure); err != nil {
			return err
		}
		if s.pulse, err = neo4j.NewDriverWithContext(address, auth, configure); err != nil {
			return err
		}
		if address != target {
			alone, err := s.isAlone(ctx)
			if err != nil {
				return err
			}
			if !alone {
				s.driver.Close(ctx)
				s.pulse.Close(ctx)
				address = target
				continue
			}
		}
		if err := s.examine(ctx); err != nil {
			return err
		}
		return s.firstPulse(ctx)
	}
}

// firstPulse makes the first connection of the pulse, as examine makes that of
// the driver, before several calls may do so at the same time: it sets up what
// all of them use, without a lock (connector.Connect in v5.28.4).
func (s *Store) firstPulse(ctx context.Context) error {
	c, err := s.begin(ctx, openTime)
	if err != nil {
		return err
	}
	defer c.end()
	return c.explain(faulty(s.pulse.VerifyConnectivity(c.ctx)))
}

// isAlone tells whether the server is the only one of its database.
func (s *Store) isAlone(ctx context.Context) (bool, error) {
	rows, err := s.query(ctx, openTime, `
		CALL dbms.routing.getRoutingTable({}) YIELD servers
		UNWIND servers AS server UNWIND server.addresses AS address
		RETURN count(DISTINCT address) <= 1`, nil)
	if err != nil {
		return false, err
	}
	return rows[0][0].(bool), nil
}

func configure(c *config.Config) {
	c.SocketConnectTimeout = connectTime
	c.ConnectionAcquisitionTimeout = acquireTime
	c.ConnectionLivenessCheckTimeout = idleTime
	c.NotificationsMinSeverity = notifications.DisabledLevel
	c.TelemetryDisabled = true
	c.UserAgent = "actorgraph"
}

// parseURL splits the name of the database off a URL and refuses what it does
// not know. Errors don't repeat the URL: it may hold what must not be shown.
func parseURL(raw string) (target, database string, err error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", "", fmt.Errorf("the address of neo4j is no URL; write it as in neo4j://localhost:7687")
	}
	switch u.Scheme {
	case "neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc":
	default:
		return "", "", fmt.Errorf("the address of neo4j begins with neo4j://, neo4j+s://, bolt:// or bolt+s://, not with %q", u.Scheme)
	}
	if u.User != nil {
		return "", "", fmt.Errorf("the address of neo4j holds a user or password; give them by ACTORGRAPH_NEO4J_USER and ACTORGRAPH_NEO4J_PASSWORD")
	}
	if u.Host == "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "" {
		return "", "", fmt.Errorf("the address of neo4j is a host and perhaps a port, as in neo4j://localhost:7687; a database is named by ?database=")
	}
	for key, values := range u.Query() {
		if key != "database" || len(values) != 1 {
			return "", "", fmt.Errorf("the address of neo4j has the parameter %q; there is only database, once", key)
		}
		database = values[0]
	}
	u.RawQuery, u.Path = "", ""
	return u.String(), database, nil
}

// examine looks whether the database is ours or empty.
func (s *Store) examine(ctx context.Context) error {
	rows, err := s.query(ctx, openTime, `
		OPTIONAL MATCH (s:ActorgraphStore)
		RETURN s IS NOT NULL, s.layout, s.text, EXISTS { MATCH () }`, nil)
	if err != nil {
		return err
	}
	r := row{values: rows[0]}
	ours, found, folded, holdsAny := value[bool](&r), r.int(), r.int(), value[bool](&r)
	switch {
	case !ours && holdsAny:
		return fmt.Errorf("%w: the database holds nodes and no marker of ours; give actorgraph an empty database of its own", kb.ErrNotOurs)
	case folded > text.Version:
		return fmt.Errorf("%w: its words are folded by version %d of the rules, and this program knows up to %d; use the newer program", kb.ErrNewerLayout, folded, text.Version)
	}
	if ours {
		if err := checkLayout(found); err != nil {
			return err
		}
	}
	s.laidOut.Store(ours)
	return r.err
}

// Close implements kb.Store. It waits for the calls under way, which it ends.
func (s *Store) Close() error {
	s.mu.Lock()
	again := s.closed
	s.closed = true
	s.mu.Unlock()
	if again {
		return nil
	}
	s.close()
	s.calls.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), connectTime)
	defer cancel()
	for _, d := range []neo4j.DriverWithContext{s.driver, s.pulse} {
		if d == nil {
			continue
		}
		if err := d.Close(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("closing neo4j: %w", err)
		}
	}
	return nil
}

// Layout is the number of the layout that the database has, or gets with the
// first change.
func (s *Store) Layout() int { return layout }

// Ping implements kb.Reader.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.query(ctx, openTime, "RETURN 1", nil)
	return err
}
