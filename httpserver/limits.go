package httpserver

import (
	"context"
	"runtime"
	"time"
)

// Limits bound what one request, and all together, may take. A field that is
// zero stands for its default, so the zero Limits are sound.
type Limits struct {
	Body       int64         // bytes of a request's body; 1 MiB
	BodyTime   time.Duration // for the body to arrive; 10 s
	Time       time.Duration // for executing one request; 30 s
	Concurrent int           // requests executing at once; 16 for each CPU
	Queue      int           // requests waiting for their turn; 4 for each that may execute
	Wait       time.Duration // how long one waits; 2 s
}

func (l Limits) withDefaults() Limits {
	l.Body = positive(l.Body, 1<<20)
	l.BodyTime = positive(l.BodyTime, 10*time.Second)
	l.Time = positive(l.Time, 30*time.Second)
	l.Concurrent = positive(l.Concurrent, 16*runtime.GOMAXPROCS(0))
	l.Queue = positive(l.Queue, 4*l.Concurrent)
	l.Wait = positive(l.Wait, 2*time.Second)
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
