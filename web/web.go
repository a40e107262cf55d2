// Package web holds the pages of actorgraph as they were built, and serves them:
// the explorer at /, GraphiQL as a playground at /playground.
//
// Their sources are TypeScript, in the folders explorer and playground. They are
// bundled into the folder built by
//
//	npm ci --prefix web && npm run build --prefix web
//
// whose output is committed, so that the program is built without Node.js. A page
// asks this program alone; it loads nothing from elsewhere, and each is sent with
// a Content-Security-Policy that lets it do no more.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"time"
)

//go:embed built
var built embed.FS

// pages are the addresses that are not the names of files.
var pages = map[string]string{
	"index.html":      "/",
	"playground.html": "/playground",
}

var mediaTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".ttf":  "font/ttf",
	".txt":  "text/plain; charset=utf-8",
}

// A file is what is answered at one address.
type file struct {
	content   []byte
	mediaType string
	etag      string
}

// Handler serves the pages and what they are made of, to GET and HEAD. Whatever
// else is asked for is answered by notFound.
//
// The names of files stay the same from one version of the program to the next.
// So browsers are told to ask each time whether theirs is current, by its ETag.
func Handler(notFound http.Handler) http.Handler {
	files := read()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, ok := files[r.URL.Path]
		if !ok {
			notFound.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "no-cache")
		h.Set("Content-Type", found.mediaType)
		h.Set("ETag", found.etag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(found.content))
	})
}

// read takes the built files by their addresses.
func read() map[string]file {
	files := map[string]file{}
	err := fs.WalkDir(built, "built", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := built.ReadFile(name)
		if err != nil {
			return err
		}
		address, ok := pages[path.Base(name)]
		if !ok {
			address = "/" + path.Base(name)
		}
		sum := sha256.Sum256(content)
		files[address] = file{
			content:   content,
			mediaType: mediaTypes[path.Ext(name)],
			etag:      `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`,
		}
		return nil
	})
	if err != nil {
		panic(err) // they are embedded above
	}
	return files
}
