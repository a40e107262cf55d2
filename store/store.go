// Package store opens a store by its URL. The schemes are the list of the stores
// there are:
//
//	sqlite:PATH          a file, made if it is not there
//	sqlite::memory:      a store that is gone when it is closed
//	neo4j://HOST:PORT    a Neo4j; also neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc
package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore"
	"actorgraph/store/sqlitestore"
)

// Credentials say to a database server who asks. A file needs none.
type Credentials struct{ User, Password string }

// Reading is a store for those who ask it and write nothing.
type Reading interface {
	kb.Reader
	Close() error
}

// OpenToRead opens the store at url as [Open] does, also if it is a file that can
// only be read.
func OpenToRead(ctx context.Context, url string, who Credentials) (Reading, error) {
	scheme, path, _ := strings.Cut(url, ":")
	if !strings.EqualFold(scheme, "sqlite") || checkPath(path) != nil {
		return Open(ctx, url, who)
	}
	return opened(sqlitestore.OpenToRead(ctx, path))
}

// Open opens the store at url. An error about the URL says what was meant, and
// never repeats what may be a password.
func Open(ctx context.Context, url string, who Credentials) (kb.Store, error) {
	scheme, rest, found := strings.Cut(url, ":")
	switch strings.ToLower(scheme) {
	case "sqlite":
		if err := checkPath(rest); err != nil {
			return nil, err
		}
		return opened(sqlitestore.Open(ctx, rest))
	case "neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc":
		return opened(neo4jstore.Open(ctx, url, who.User, who.Password))
	}
	return nil, unknown(scheme, found)
}

// opened keeps a nil pointer from becoming a store that is not nil.
func opened[S kb.Store](s S, err error) (kb.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// checkPath refuses what stands behind "sqlite:" where something else was meant
// than a file of that name.
func checkPath(path string) error {
	switch {
	case path == "":
		return errors.New("the store sqlite: has no path; write it as in sqlite:kb.db")
	case strings.HasPrefix(path, "//"):
		return fmt.Errorf("the store sqlite:%s has slashes as before a host; did you mean sqlite:/%s?", path, strings.TrimLeft(path, "/"))
	case strings.HasPrefix(path, ":") && path != sqlitestore.Memory:
		return fmt.Errorf("the store sqlite:%s has no file; did you mean sqlite:%s?", path, sqlitestore.Memory)
	case strings.HasPrefix(path, "~"):
		return fmt.Errorf("the store sqlite:%s begins with a ~, which the shell leaves as it is behind a colon; write the folder out, or sqlite:$HOME%s", path, strings.TrimPrefix(path, "~"))
	}
	if _, parameters, found := strings.Cut(path, "?"); found {
		name, _, _ := strings.Cut(parameters, "=")
		return fmt.Errorf("the store sqlite:%s has the parameter %q; a file has none", path, name)
	}
	return nil
}

// unknown says which stores there are, and which was meant where that can be guessed.
func unknown(scheme string, found bool) error {
	const known = "a store is sqlite:PATH, or a Neo4j such as neo4j://localhost:7687"
	lower := strings.ToLower(scheme)
	switch {
	case scheme == "" && !found:
		return errors.New("no store is named; " + known)
	case !found || len(scheme) == 1: // a path, of which C:\kb.db is one
		return fmt.Errorf("the store %q has no scheme; did you mean sqlite:%s? (%s)", scheme, scheme, known)
	case strings.HasPrefix(lower, "sql"), lower == "file":
		return fmt.Errorf("there is no kind of store %q; did you mean sqlite:PATH?", scheme)
	case strings.HasPrefix(lower, "neo"), strings.HasPrefix(lower, "bolt"), strings.HasPrefix(lower, "http"), lower == "localhost":
		return fmt.Errorf("there is no kind of store %q; did you mean neo4j://HOST:PORT, as in neo4j://localhost:7687?", scheme)
	}
	return fmt.Errorf("there is no kind of store %q; %s", scheme, known)
}
