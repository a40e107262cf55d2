package neo4jtest

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Proxy stands between a store and the server, so that a test can cut the
// connection between them, let it fall silent, or look at what passes.
type Proxy struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	conns map[net.Conn]bool

	// How it behaves; to be changed within Set alone.
	Cut     bool
	Silent  chan struct{} // open while nothing passes; nil: all does
	Request func([]byte)  // sees what the store sends before it is passed on
	Answer  func([]byte) bool
}

// NewProxy starts one in front of a server and returns the server as the store
// sees it through the proxy.
func NewProxy(t testing.TB, s Server) (*Proxy, Server) {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{listener: listener, to: u.Host, conns: map[net.Conn]bool{}}
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
		p.Set(func() { p.Cut = true })
		serving.Wait()
	})
	s.URL = "bolt://" + listener.Addr().String() // a neo4j:// address would lead around the proxy
	return p, s
}

// Set changes how the proxy behaves, for connections that there are as well.
func (p *Proxy) Set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	if p.Cut {
		p.breakAll()
	}
}

// Break ends all connections that there are. New ones are let through.
func (p *Proxy) Break() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.breakAll()
}

func (p *Proxy) breakAll() {
	for c := range p.conns {
		c.Close()
	}
}

func (p *Proxy) serve(store net.Conn) {
	defer store.Close()
	database, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer database.Close()
	p.mu.Lock()
	if p.Cut {
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
func (p *Proxy) pass(from, to net.Conn, requests bool) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		p.mu.Lock()
		silent, request, answer := p.Silent, p.Request, p.Answer
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

// Commits tells whether a message to the server is Bolt's COMMIT.
func Commits(message []byte) bool {
	return bytes.HasSuffix(message, []byte{0x00, 0x02, 0xB0, 0x12, 0x00, 0x00})
}

// Runs counts the queries in messages to the server. Bolt's RUN is a structure of
// three fields with the number 0x10, of which the first is the query: a short
// text, or one whose length takes one byte, two or four.
func Runs(messages []byte) int {
	n := 0
	for _, after := range bytes.Split(messages, []byte{0xB3, 0x10})[1:] {
		if len(after) > 0 && (after[0]>>4 == 0x8 || 0xD0 <= after[0] && after[0] <= 0xD2) {
			n++
		}
	}
	return n
}
