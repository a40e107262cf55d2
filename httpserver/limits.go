package httpserver

import (
	"context"
	"runtime"
	"time"
)

// Limits bound what one request, and all together, may take. A field that is
// zero stands for its default, so the zero Limits are sound.
type Limits struct {
	Body       int64         // bytes of a request's body
	BodyTime   time.Duration // for the body to arrive
	Values     int           // in a body, counted before it is decoded
	Time       time.Duration // for executing one request
	Concurrent int           // requests executing at once
	Queue      int           // requests waiting for their turn
	Wait       time.Duration // how long one waits
}

// DefaultLimits are those that zero fields stand for.
func DefaultLimits() Limits {
	// Many, since those with large answers take turns within the executor.
	concurrent := 48 * runtime.GOMAXPROCS(0)
	return Limits{
		Body:       1 << 20,
		BodyTime:   10 * time.Second,
		Values:     10_000,
		Time:       30 * time.Second,
		Concurrent: concurrent,
		Queue:      concurrent,
		Wait:       2 * time.Second,
	}
}

func (l Limits) withDefaults() Limits {
	std := DefaultLimits()
	l.Body = positive(l.Body, std.Body)
	l.BodyTime = positive(l.BodyTime, std.BodyTime)
	l.Values = positive(l.Values, std.Values)
	l.Time = positive(l.Time, std.Time)
	l.Concurrent = positive(l.Concurrent, std.Concurrent)
	l.Queue = positive(l.Queue, std.Queue)
	l.Wait = positive(l.Wait, std.Wait)
	return l
}

func positive[T int | int64 | time.Duration](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}

// A gate lets so many in at once, and so many wait for a short time.
type gate struct {
	places, queue chan struct{}
	wait          time.Duration
}

func newGate(l Limits) *gate {
	return &gate{
		places: make(chan struct{}, l.Concurrent),
		queue:  make(chan struct{}, l.Queue),
		wait:   l.Wait,
	}
}

// enter takes a place, which leave gives back. It reports false if the queue is
// full, the wait was in vain, or ctx ended.
func (g *gate) enter(ctx context.Context) bool {
	select {
	case g.places <- struct{}{}:
		return true
	default:
	}
	select {
	case g.queue <- struct{}{}:
		defer func() { <-g.queue }()
	default:
		return false
	}
	patience := time.NewTimer(g.wait)
	defer patience.Stop()
	select {
	case g.places <- struct{}{}:
		return true
	case <-patience.C:
		return false
	case <-ctx.Done():
		return false
	}
}

func (g *gate) leave() { <-g.places }
