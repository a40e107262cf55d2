package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"sync"

	"modernc.org/sqlite"

	"actorgraph/kb"
)

// picture is what one lens shows of one version of the store. It is painted in
// one pass over the stretches, when the lens is first used after a change.
type picture struct {
	facts    []uint32 // by number: see hidden
	entities []int32  // by n: 0 if no fact that passes touches it, else its degree and 1
}

// What a picture says of a fact: that it is hidden, that it is shown as its row
// has it, or, from asStretch on, which of its stretches has what is derived.
const (
	hidden = iota
	asStored
	asStretch
)

// paint adds a fact that is shown, whose stretch at a place may differ from what
// its row has, and the entities that it touches if it passes.
func (p *picture) paint(fact, place int64, differs bool, touched ...int64) {
	p.facts = roomFor(p.facts, fact)
	p.facts[fact] = asStored
	if differs {
		p.facts[fact] = uint32(asStretch + place)
	}
	for _, n := range touched {
		p.entities = roomFor(p.entities, n)
		if p.entities[n] == 0 {
			p.entities[n] = 1
		}
		if fact%2 == 0 { // a relation
			p.entities[n]++
		}
	}
}

func roomFor[E any](list []E, i int64) []E {
	if more := int(i) + 1 - len(list); more > 0 {
		return append(list, make([]E, more)...)
	}
	return list
}

// fact tells what is shown of the fact with a number.
func (p *picture) fact(n int64) int64 {
	if n >= int64(len(p.facts)) {
		return hidden
	}
	return int64(p.facts[n])
}

// degree is that of the entity n, -1 if it is hidden.
func (p *picture) degree(n int64) int64 {
	if n >= int64(len(p.entities)) {
		return -1
	}
	return int64(p.entities[n]) - 1
}

// maxPictures bounds the pictures that a store keeps.
const maxPictures = 8

// pictures are those of the lenses that were used last, and the functions by which
// statements look at them.
type pictures struct {
	mu   sync.Mutex
	kept []*framed // the one used last first

	using sync.RWMutex
	used  map[int64]*picture // by the handle that a statement has for it
	last  int64              // handle
}

// framed is the place of one lens's picture.
type framed struct {
	lens    string
	turn    chan struct{} // whoever is in it may look at the rest
	version int64
	picture *picture // nil: none was painted yet
}

// of returns the picture of a lens at a version; paint makes it if it is not there.
func (ps *pictures) of(ctx context.Context, lens string, version int64, paint func() (*picture, error)) (*picture, error) {
	f := ps.frame(lens)
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.picture != nil && f.version == version {
		return f.picture, nil
	}
	p, err := paint()
	if err == nil && (f.picture == nil || f.version < version) { // who still reads an older state leaves the newer
		f.picture, f.version = p, version
	}
	return p, err
}

func (ps *pictures) frame(lens string) *framed {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	i := slices.IndexFunc(ps.kept, func(f *framed) bool { return f.lens == lens })
	f := &framed{lens: lens, turn: make(chan struct{}, 1)}
	if i >= 0 {
		f = ps.kept[i]
		ps.kept = slices.Delete(ps.kept, i, i+1)
	} else if len(ps.kept) == maxPictures {
		ps.kept = ps.kept[:maxPictures-1]
	}
	ps.kept = slices.Insert(ps.kept, 0, f)
	return f
}

// use gives a handle for p, to be given back.
func (ps *pictures) use(p *picture) (handle int64, done func()) {
	ps.using.Lock()
	defer ps.using.Unlock()
	ps.last++
	handle = ps.last
	ps.used[handle] = p
	return handle, func() {
		ps.using.Lock()
		defer ps.using.Unlock()
		delete(ps.used, handle)
	}
}

// driver makes connections whose statements can look at pictures:
// shown(handle, number) is what one says of a fact, degree(handle, n) of an entity,
// and paint(handle, fact, place, differs, one, other) paints; one is NULL if no
// entity is shown by it, other if it touches one alone.
func (ps *pictures) driver() (*sqlite.Driver, error) {
	d := &sqlite.Driver{}
	at := func(args []driver.Value) (*picture, error) {
		handle, _ := args[0].(int64)
		ps.using.RLock()
		defer ps.using.RUnlock()
		if p := ps.used[handle]; p != nil {
			return p, nil
		}
		return nil, fmt.Errorf("no picture has the handle %v", args[0])
	}
	number := func(v driver.Value) int64 {
		n, _ := v.(int64)
		return n
	}
	return d, errors.Join(
		d.RegisterScalarFunction("shown", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			p, err := at(args)
			if err != nil {
				return nil, err
			}
			return p.fact(number(args[1])), nil
		}),
		d.RegisterScalarFunction("degree", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			p, err := at(args)
			if err != nil {
				return nil, err
			}
			return p.degree(number(args[1])), nil
		}),
		d.RegisterScalarFunction("paint", 6, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			p, err := at(args)
			if err != nil {
				return nil, err
			}
			var touched [2]int64
			n := 0
			for ; n < len(touched) && args[4+n] != nil; n++ {
				touched[n] = number(args[4+n])
			}
			p.paint(number(args[1]), number(args[2]), number(args[3]) != 0, touched[:n]...)
			return int64(1), nil
		}),
	)
}

// connector opens connections by a driver.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// handle gives a handle for the picture that the view has of the state that tx
// reads.
func (v view) handle(ctx context.Context, tx querier) (handle int64, done func(), err error) {
	var version int64
	if err := each(ctx, tx, say("SELECT version FROM state"), func(rows *sql.Rows) error { return rows.Scan(&version) }); err != nil {
		return 0, nil, err
	}
	ps := v.store.pictures
	p, err := ps.of(ctx, v.lens, version, func() (*picture, error) {
		p := &picture{}
		handle, done := ps.use(p)
		defer done()
		var painted int64
		var untold sql.NullInt64 // the number of a fact
		err := each(ctx, tx, cat(
			say("SELECT coalesce(sum(paint(?, s.fact, s.place, s.differs, CASE WHEN ", handle), v.asks, say(" THEN s.one END, s.other)), 0), max(CASE WHEN s.untold THEN s.fact END) FROM stretches AS s WHERE "),
			and(v.sees, or(say("s.naming OR s.untold"), v.asks))),
			func(rows *sql.Rows) error { return rows.Scan(&painted, &untold) })
		if err == nil && untold.Valid {
			err = untoldFact(ctx, tx, untold.Int64)
		}
		return p, err
	})
	if err != nil {
		return 0, nil, err
	}
	handle, done = ps.use(p)
	return handle, done, nil
}

// untoldFact is the error that a fact is untold.
func untoldFact(ctx context.Context, from querier, number int64) error {
	var fact kb.ID
	err := each(ctx, from, say("SELECT id FROM relations WHERE 2 * n = ? UNION ALL SELECT id FROM properties WHERE 2 * n + 1 = ?", number, number),
		func(rows *sql.Rows) error { return rows.Scan(&fact) })
	return cmp.Or(err, kb.Untold(fact))
}
