package documents

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

func isHTML(name string, content []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	case ".txt", ".text", ".md":
		return false
	}
	begin := bytes.ToLower(bytes.TrimLeft(content[:min(len(content), 512)], "\uFEFF \t\r\n"))
	return bytes.HasPrefix(begin, []byte("<!doctype html")) || bytes.HasPrefix(begin, []byte("<html"))
}

// blocks are the elements that begin and end a paragraph.
var blocks = set(atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Br, atom.Caption, atom.Center, atom.Dd, atom.Details,
	atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2,
	atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav,
	atom.Ol, atom.Optgroup, atom.Option, atom.P, atom.Pre, atom.Section, atom.Select, atom.Summary, atom.Table, atom.Tbody, atom.Td,
	atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul)

// unseen are the elements whose content a browser does not show.
var unseen = set(atom.Audio, atom.Canvas, atom.Datalist, atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript, atom.Object, atom.Script,
	atom.Style, atom.Svg, atom.Template, atom.Title, atom.Video)

// endless are elements that have no end, or whose end may be left out. One of
// them that is hidden is read all the same: where it ends can't be known for sure,
// and text that nobody sees does less harm than text that gets lost.
var endless = set(atom.Area, atom.Base, atom.Body, atom.Br, atom.Caption, atom.Col, atom.Colgroup, atom.Dd, atom.Dt, atom.Embed, atom.Head,
	atom.Hr, atom.Html, atom.Img, atom.Input, atom.Li, atom.Link, atom.Meta, atom.Optgroup, atom.Option, atom.P, atom.Param, atom.Rp, atom.Rt,
	atom.Source, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Track, atom.Wbr)

func set(atoms ...atom.Atom) map[atom.Atom]bool {
	m := make(map[atom.Atom]bool, len(atoms))
	for _, a := range atoms {
		m[a] = true
	}
	return m
}

// readHTML reads what a page shows. It goes through the tags one by one and
// builds no tree, so that no nesting can cost more than the page is long.
func readHTML(content []byte) ([]Paragraph, error) {
	encoding, name, certain := charset.DetermineEncoding(content, "text/html")
	if !certain && utf8.Valid(content) {
		name = "utf-8"
	}
	if name != "utf-8" {
		decoded, err := encoding.NewDecoder().Bytes(content)
		if err != nil {
			return nil, fmt.Errorf("it is not text in %s, as it says: %w", name, err)
		}
		content = decoded
	}
	if i := bytes.IndexByte(content, 0); i >= 0 {
		return nil, fmt.Errorf("it is not text: byte %d is zero", i+1)
	}
	content = bytes.ToValidUTF8(content, []byte("\uFFFD"))

	var page strings.Builder // a line a paragraph
	var skipped html.Token   // the element that is passed over, if depth > 0
	depth := 0               // of elements of its name
	z := html.NewTokenizer(bytes.NewReader(content))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if page.Len() > maxText {
			return nil, errTooMuchText
		}
		if depth > 0 {
			tag, _ := z.TagName()
			switch {
			case kind == html.StartTagToken && string(tag) == skipped.Data:
				depth++
			case kind == html.EndTagToken && string(tag) == skipped.Data:
				depth--
			}
			continue
		}
		switch kind {
		case html.TextToken:
			// The line ends of the file are white space; those of the page are ours.
			page.Write(bytes.ReplaceAll(bytes.ReplaceAll(z.Text(), []byte("\n"), []byte(" ")), []byte("\r"), []byte(" ")))
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			t := z.Token()
			begins := kind == html.StartTagToken || kind == html.SelfClosingTagToken && t.DataAtom != atom.Svg // of all others the slash means nothing
			if begins && (unseen[t.DataAtom] || isHidden(t) && !endless[t.DataAtom]) {
				skipped, depth = t, 1
			}
			if blocks[t.DataAtom] {
				page.WriteByte('\n')
			}
		}
	}
	return onPage(0, collapse(page.String())), nil
}

// isHidden tells whether a tag says that its element is not shown.
func isHidden(t html.Token) bool {
	for _, a := range t.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if strings.Contains(strings.ToLower(strings.ReplaceAll(a.Val, " ", "")), "display:none") {
				return true
			}
		}
	}
	return false
}

// collapse makes one space of each run of white space within a line, as
// browsers do, and none at its ends.
func collapse(page string) string {
	var out strings.Builder
	for line := range strings.Lines(page) {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\f' || r == '\n' })
		out.WriteString(strings.Join(words, " "))
		out.WriteByte('\n')
	}
	return out.String()
}
