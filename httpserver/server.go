package httpserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// A Server serves one handler on one listener.
type Server struct {
	Handler http.Handler
	Grace   time.Duration // how long running requests may take to finish at the end
	Log     *slog.Logger  // what net/http has to complain about
}

// Serve answers requests on ln until ctx ends. Then it takes no new ones, lets
// those that run finish within the grace period, and cuts off the rest, which is
// an error. Running requests don't see ctx end. Serve closes ln.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	base, cutOff := context.WithCancel(context.WithoutCancel(ctx))
	defer cutOff()
	srv := &http.Server{
		Handler:     s.Handler,
		BaseContext: func(net.Listener) context.Context { return base },
		ErrorLog:    slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),

		// For slow and idle clients. GraphQL sets deadlines of its own for what
		// it reads and writes; these hold for all else.
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      writeTime,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}

	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err := <-failed:
		_ = srv.Close()
		return fmt.Errorf("serving on %v: %w", ln.Addr(), err)
	case <-ctx.Done():
	}

	grace, cancel := context.WithTimeout(base, s.Grace)
	defer cancel()
	err := srv.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		cutOff()
		_ = srv.Close()
		err = fmt.Errorf("requests still running after %v were cut off", s.Grace)
	}
	<-failed // http.ErrServerClosed
	return err
}
