package neo4jstore_test

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"testing"
)

// proxy stands between a store and the server, so that a test can cut the
// connection between them, let it fall silent, or look at what passes.
type proxy struct {
	listener net.Listener
	to       string

	mu      sync.Mutex
	cut     bool
	silent  chan struct{} // open while nothing passes; nil: all does
	conns   map[net.Conn]bool
	request func([]byte) // sees what the store sends before it is passed on
	answer  func([]byte) bool
}

// newProxy starts one in front of the test server and returns the server as the
// store sees it through the proxy.
func newProxy(t *testing.T) (*proxy, server) {
	t.Helper()
	s := testServer(t)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener, to: u.Host, conns: map[net.Conn]bool{}}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { p.serve(c) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		p.set(func() { p.cut = true })
		serving.Wait()
	})
	s.URL = "bolt://" + listener.Addr().String() // a neo4j:// address would lead around the proxy
	return p, s
}

// set changes how the proxy behaves, for connections that there are as well.
func (p *proxy) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	if p.cut {
		for c := range p.conns {
			c.Close()
		}
	}
}

func (p *proxy) serve(store net.Conn) {
	defer store.Close()
	database, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer database.Close()
	p.mu.Lock()
	if p.cut {
		p.mu.Unlock()
		return
	}
	p.conns[store], p.conns[database] = true, true
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { p.pass(store, database, true) })
	both.Go(func() { p.pass(database, store, false) })
	both.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, store)
	delete(p.conns, database)
}

// pass hands on what comes from one side, until either is closed.
func (p *proxy) pass(from, to net.Conn, requests bool) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		p.mu.Lock()
		silent, request, answer := p.silent, p.request, p.answer
		p.mu.Unlock()
		if silent != nil {
			<-silent
		}
		if requests && request != nil {
			request(buffer[:n])
		}
		if !requests && answer != nil && !answer(buffer[:n]) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// commits tells whether a message to the server is Bolt's COMMIT.
func commits(message []byte) bool {
	return bytes.HasSuffix(message, []byte{0x00, 0x02, 0xB0, 0x12, 0x00, 0x00})
}
