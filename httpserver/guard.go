package httpserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/rs/cors"
)

// A Guard decides who is let in.
type Guard struct {
	local   bool
	origins []string
	token   *[sha256.Size]byte // the token's hash; nil: none is asked for
}

// NewGuard returns a Guard that lets in
//   - only requests to local Host names, if local says that the server listens
//     on a loopback address. Otherwise a web page whose name is made to resolve
//     to 127.0.0.1 could read everything (DNS rebinding);
//   - of the requests that other web pages make, only those from origins, each
//     such as https://example.org or http://localhost:3000;
//   - only requests with this bearer token, unless token is empty, where there is
//     something to learn: [Routes] says which paths ask for it.
func NewGuard(local bool, origins []string, token string) (*Guard, error) {
	g := &Guard{local: local}
	for _, o := range origins {
		u, err := url.Parse(o)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || o != u.Scheme+"://"+u.Host || strings.Contains(o, "*") {
			return nil, fmt.Errorf("origin %q: want scheme and host, and the port if it isn't the usual, such as https://example.org or http://localhost:3000", o)
		}
		g.origins = append(g.origins, strings.ToLower(o))
	}
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		g.token = &sum
	}
	return g, nil
}

// Loopback tells whether only programs on this machine can reach addr.
func Loopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// wrap lets in whom the origin and the Host header allow.
func (g *Guard) wrap(next http.Handler) http.Handler {
	if len(g.origins) > 0 {
		next = cors.New(cors.Options{
			AllowedOrigins: g.origins,
			AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: []string{"Accept", "Authorization", "Content-Type", requestIDHeader},
			ExposedHeaders: []string{requestIDHeader, "Retry-After"},
			MaxAge:         600,
		}).Handler(next)
	}
	return g.checkHost(g.checkOrigin(next))
}

func (g *Guard) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.local && !isLocalHost(r.Host) {
			writeProblem(w, r, &problem{http.StatusMisdirectedRequest, codeMisdirected,
				"This server answers only to local names.", "Ask for http://localhost or http://127.0.0.1, with the port."})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLocalHost tells whether a Host header, with or without a port, names this
// machine whatever a name server says.
func isLocalHost(host string) bool {
	u, err := url.Parse("http://" + host)
	if err != nil || u.Host != host || u.User != nil {
		return false
	}
	name := strings.ToLower(u.Hostname())
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.Zone() == "" && addr.IsLoopback()
}

func (g *Guard) checkOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.originAllowed(r) {
			writeProblem(w, r, &problem{http.StatusForbidden, codeForbidden,
				"Web pages of other origins may not ask this server.", "Start it with --allow-origin and the page's origin."})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// originAllowed is true for what is not a browser's request, for our own pages,
// for listed origins, and for a link that somebody follows to us. Browsers send
// Origin with all that a script may read the answer of, and Sec-Fetch-Site with
// the rest (images, scripts, frames).
func (g *Guard) originAllowed(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		return g.listed(origin) || sameHost(origin, r.Host)
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return r.Method == http.MethodGet &&
			r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	default:
		return true
	}
}

func (g *Guard) listed(origin string) bool {
	for _, o := range g.origins {
		if strings.EqualFold(o, origin) {
			return true
		}
	}
	return false
}

// sameHost leaves the scheme aside: behind a proxy that ends TLS, we are asked
// by http and the browser says https.
func sameHost(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}

// withToken lets in who sends the token.
func (g *Guard) withToken(next http.Handler) http.Handler {
	if g.token == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		// Hashes of one length: the comparison tells nothing, not even the token's length.
		sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
		known := strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(sum[:], g.token[:]) == 1
		if !known {
			challenge := `Bearer realm="actorgraph"`
			if token != "" {
				challenge += `, error="invalid_token"`
			}
			w.Header().Set("WWW-Authenticate", challenge)
			writeProblem(w, r, &problem{http.StatusUnauthorized, codeUnauthenticated,
				"This server asks for a token.", "Send the header Authorization: Bearer, followed by the token."})
			return
		}
		next.ServeHTTP(w, r)
	})
}
