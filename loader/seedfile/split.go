package seedfile

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"actorgraph/kb"
	"actorgraph/loader"
)

// A piece is a stretch of lines of a file: most often one record, from its hyphen
// to the next one of its list. Files are cut into pieces by their lines alone,
// before any YAML is parsed: so a file of any size is read in the memory that
// its largest record takes, and a mistake costs one record, even one against
// YAML's own rules.
//
// That asks for a little more than YAML does: the top keys stand at the margin,
// each on a line of its own, and no text goes on at the margin.
type piece struct {
	kind    pieceKind
	section string // the top key it belongs to
	line    int    // where it begins, from 1
	text    string // its lines
	above   []string
}

type pieceKind int

const (
	wholeSection pieceKind = iota // a top key with all that stands behind and below it
	sectionHead                   // the line of a top key that has a list, or nothing, below it
	member                        // one member of that list
	documentEnd                   // no lines; above are the comments at the end of a document
)

// The id of a record, in a line of it.
var idLine = regexp.MustCompile(`(?m)(?:^|[-{,]) *id: *["']?([a-z0-9:-]+)`)

// about is the entity or source that p describes, as far as its text shows that:
// also where it is not YAML.
func (p *piece) about() kb.ID {
	if p.kind != member || p.section != "entities" && p.section != "sources" {
		return ""
	}
	if m := idLine.FindStringSubmatch(p.text); m != nil {
		return kb.ID(m[1])
	}
	return ""
}

// split yields the pieces of a file in their order, and a [*loader.SyntaxError]
// in place of what is bad. Any other error is one of reading, and the last.
func split(r io.Reader, file string) iter.Seq2[*piece, error] {
	return func(yield func(*piece, error) bool) {
		s := &splitter{file: file, yield: yield, indent: -1}
		in := lineReader{r: bufio.NewReaderSize(r, 64<<10)}
		for !s.stopped && in.next() {
			s.take(in.text, in.n, in.problem())
		}
		s.end(in.n, in.err)
	}
}

// splitter is a file being cut.
type splitter struct {
	file    string
	yield   func(*piece, error) bool
	stopped bool

	any     bool           // there was a document
	begun   bool           // the document has a line
	lost    bool           // the document has no collection, which was told
	seen    map[string]int // its top keys, with their lines
	head    *piece         // the line of the top key, as long as it is not known what stands below it
	section string         // the top key; "" where lines are passed over
	indent  int            // of the hyphens of its list; -1: it has none

	open    *piece // being gathered
	lines   strings.Builder
	bad     *loader.SyntaxError // what is wrong with it
	waiting []string            // the lines just before, blank or comments, whose place is not known yet
	waits   int                 // their size
}

// take takes a line; problem says what is wrong with its characters.
func (s *splitter) take(text string, n int, problem string) {
	content := strings.TrimLeft(text, " ")
	indent := len(text) - len(content)
	hyphen := content == "-" || strings.HasPrefix(content, "- ")
	switch {
	case strings.TrimSpace(content) == "" || content[0] == '#':
		if problem != "" {
			s.fail(n, "%s", problem)
			text = ""
		}
		s.wait(text, n)
		if s.open != nil && text != "" && content != "" && indent > max(s.indent, 0) {
			s.gather("", n, "")
		}
	case content[0] == '\t' && isList(s.section):
		s.tab(text, n, problem)
	case indent > 0, hyphen && (s.head != nil || s.indent == 0):
		s.below(text, indent, hyphen, n, problem)
	default:
		s.margin(text, n, problem)
	}
}

// below takes a line that stands below a top key.
func (s *splitter) below(text string, indent int, hyphen bool, n int, problem string) {
	switch {
	case s.head != nil && hyphen && isList(s.section):
		s.give(s.head, nil)
		s.head, s.indent = nil, indent
		s.begin(member, n)
	case s.head != nil:
		s.open, s.head = s.head, nil
		s.open.kind = wholeSection
		s.lines.WriteString(s.open.text)
	case s.section == "":
		if !s.begun {
			s.begun, s.any, s.lost = true, true, true
			s.fail(n, "stands below no key; %s", beginning)
		}
		return
	case s.indent >= 0 && indent == s.indent && hyphen:
		s.finish()
		s.begin(member, n)
	case s.indent >= 0 && indent <= s.indent:
		s.finish()
		s.fail(n, "belongs to no record: those of %s begin with a hyphen behind %s, and their lines stand further in", s.section, plural(s.indent, "space"))
		return
	}
	if s.open != nil {
		s.gather(text, n, problem)
	}
}

// usualIndent is where hyphens are taken to stand if the first of a list does not
// tell.
const usualIndent = 2

// tab takes a line of a list that is indented by a tab. It costs the record that
// it begins or goes on with, and no other.
func (s *splitter) tab(text string, n int, problem string) {
	if s.head != nil {
		s.give(s.head, nil)
		s.head, s.indent = nil, usualIndent
	}
	content := strings.TrimLeft(text, "\t ")
	begins := strings.HasPrefix(content, "- ") && len(text)-len(content) == 1
	if s.open == nil || begins {
		s.finish()
		s.begin(member, n)
	}
	s.gather(text, n, problem)
}

// astray takes a line at the margin that is no key. It costs the record that it
// stands in, and no other.
func (s *splitter) astray(text string, n int, problem string) {
	if s.head != nil {
		s.give(s.head, nil)
		s.head, s.indent = nil, usualIndent
	}
	problem = cmp.Or(problem, noKey())
	if s.open == nil || strings.HasPrefix(text, "- ") {
		s.finish()
		s.fail(n, "%s", problem)
		return
	}
	s.gather(text, n, problem)
}

func noKey() string {
	return fmt.Sprintf("is not a key; at the margin stand %s, each on a line of its own, and nothing else", strings.Join(topMap.names(), ", "))
}

const beginning = "a seed file begins with a collection, as in collection: nso-articles"

// The line of a top key, with what stands behind it.
var topKey = regexp.MustCompile(`^([\pL_-]+) *:(?: +(.*))?$`)

// margin takes a line that stands at the margin.
func (s *splitter) margin(text string, n int, problem string) {
	mark, rest, _ := strings.Cut(text, " ")
	parts := mark == "---" || mark == "..."
	var m []string
	if !parts {
		m = topKey.FindStringSubmatch(text)
	}
	if m == nil && !parts && isList(s.section) {
		s.astray(text, n, problem)
		return
	}
	s.closeSection()
	if parts {
		s.endDocument(n)
		switch rest = strings.TrimSpace(rest); {
		case strings.HasPrefix(rest, "#"):
			s.wait(rest, n)
		case rest != "":
			s.fail(n, "put what stands behind %s on a line of its own", mark)
		}
		return
	}
	first := !s.begun
	s.begun, s.any = true, true
	above := s.comments()
	switch {
	case s.lost:
	case problem != "":
		s.fail(n, "%s", problem)
		s.lost = first
	case first && (m == nil || m[1] != "collection"):
		s.lost = true
		s.fail(n, "names no collection, so it is no seed file, or not all of one; %s", beginning)
	case text[0] == '%':
		s.fail(n, "directives (%%) are not part of the format")
	case m == nil:
		s.fail(n, "%s", noKey())
	case !isTop(m[1]):
		s.fail(n, "%s", unknownKey(topMap, m[1]))
	case s.seen[m[1]] > 0:
		s.fail(n, "%s stands on line %d before; put both together", m[1], s.seen[m[1]])
	default:
		if s.seen == nil {
			s.seen = map[string]int{}
		}
		s.seen[m[1]], s.section = n, m[1]
		p := &piece{kind: sectionHead, section: m[1], line: n, text: text + "\n", above: above}
		if m[2] == "" || m[2][0] == '#' {
			s.head = p
			return
		}
		s.open, p.kind = p, wholeSection
		s.lines.WriteString(p.text)
	}
}

func isTop(name string) bool {
	_, ok := topMap.key(name)
	return ok
}

func isList(name string) bool {
	k, ok := topMap.key(name)
	return ok && k.form == inList
}

// begin begins a piece; the comments that wait belong to it.
func (s *splitter) begin(kind pieceKind, n int) {
	s.open = &piece{kind: kind, section: s.section, line: n, above: s.comments()}
}

// gather adds a line, and those that wait, to the open piece.
func (s *splitter) gather(text string, n int, problem string) {
	size := s.lines.Len() + s.waits + len(text)
	for _, line := range s.waiting {
		if size <= MaxRecord {
			s.lines.WriteString(line + "\n")
		}
	}
	s.waiting, s.waits = s.waiting[:0], 0
	switch {
	case s.bad != nil:
	case problem != "":
		s.bad = s.errorf(n, "%s", problem)
		s.lines.WriteString(text) // it may have the id
	case size > MaxRecord:
		s.bad = s.errorf(s.open.line, "is longer than the %d MiB that one record may have", MaxRecord>>20)
	case text != "":
		s.lines.WriteString(text + "\n")
	}
}

// wait keeps a line that is blank or a comment until it is known what it belongs to.
func (s *splitter) wait(text string, n int) {
	if s.waits += len(text) + 1; s.waits > MaxRecord {
		s.fail(n, "more than %d MiB of comments stand together here", MaxRecord>>20)
		s.waiting, s.waits = s.waiting[:0], 0
		if s.open != nil {
			s.bad = s.errorf(n, "too many comments")
		}
		return
	}
	s.waiting = append(s.waiting, text)
}

// comments takes the comments that wait.
func (s *splitter) comments() []string {
	var out []string
	for _, line := range s.waiting {
		if c := strings.TrimSpace(line); c != "" {
			out = append(out, c)
		}
	}
	s.waiting, s.waits = s.waiting[:0], 0
	return out
}

// finish hands on the open piece.
func (s *splitter) finish() {
	if s.open == nil {
		return
	}
	p, bad := s.open, s.bad
	p.text = s.lines.String()
	s.open, s.bad = nil, nil
	s.lines.Reset()
	if bad != nil {
		bad.ID = p.about()
		s.give(nil, bad)
		return
	}
	s.give(p, nil)
}

func (s *splitter) closeSection() {
	s.finish()
	if s.head != nil {
		s.give(s.head, nil)
	}
	s.head, s.section, s.indent = nil, "", -1
}

func (s *splitter) endDocument(n int) {
	if !s.begun {
		return // its comments go to the next one
	}
	s.give(&piece{kind: documentEnd, line: n, above: s.comments()}, nil)
	s.begun, s.lost, s.seen = false, false, nil
}

// end ends the file, whose reading ended with err.
func (s *splitter) end(n int, err error) {
	s.closeSection()
	switch {
	case s.stopped:
	case err != nil:
		s.give(nil, fmt.Errorf("%s: %w", s.file, err))
	case !s.any:
		s.fail(0, "holds nothing; %s", beginning)
	default:
		s.begun = s.begun || len(s.waiting) > 0
		s.endDocument(n)
	}
}

func (s *splitter) give(p *piece, err error) {
	if !s.stopped && !s.yield(p, err) {
		s.stopped = true
	}
}

func (s *splitter) fail(line int, format string, args ...any) {
	s.give(nil, s.errorf(line, format, args...))
}

func (s *splitter) errorf(line int, format string, args ...any) *loader.SyntaxError {
	return &loader.SyntaxError{Pos: loader.Pos{File: s.file, Line: line}, Msg: fmt.Sprintf(format, args...)}
}

// lineReader reads lines of a bounded length.
type lineReader struct {
	r    *bufio.Reader
	text string // without its end
	n    int    // from 1
	long bool   // the line was longer, text is its beginning
	err  error  // of reading
	buf  []byte
}

var byteOrderMark = []byte("\uFEFF")

func (l *lineReader) next() bool {
	l.buf, l.long = l.buf[:0], false
	for {
		part, err := l.r.ReadSlice('\n')
		if l.n == 0 && len(l.buf) == 0 {
			part = bytes.TrimPrefix(part, byteOrderMark)
		}
		if len(l.buf)+len(part) > MaxRecord {
			l.long = true
		} else {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && err != io.EOF:
			l.err = err
			return false
		case err == io.EOF && len(l.buf) == 0 && !l.long:
			return false
		}
		l.n++
		l.text = string(bytes.TrimSuffix(bytes.TrimSuffix(l.buf, []byte("\n")), []byte("\r")))
		return true
	}
}

// problem says what is wrong with the characters of the line.
func (l *lineReader) problem() string {
	switch {
	case l.long:
		return fmt.Sprintf("is a line of more than %d MiB", MaxRecord>>20)
	case !utf8.ValidString(l.text):
		return "is not valid UTF-8; save the file as UTF-8"
	case strings.HasPrefix(strings.TrimLeft(l.text, " "), "\t") && strings.TrimSpace(l.text) != "":
		return "is indented by a tab; YAML wants spaces"
	}
	for _, r := range l.text {
		if r < ' ' && r != '\t' || r == 0x7F || r == 0xFEFF {
			return fmt.Sprintf("has the control character %U; write it as in \"\\x%02x\" if it is meant", r, r)
		}
	}
	return ""
}

// unknownKey is the message for a key that a map doesn't have.
func unknownKey(l *layout, name string) string {
	if near, ok := kb.Nearest(name, l.names()); ok {
		return fmt.Sprintf("%s has no key %q; did you mean %s?", l.what, name, near)
	}
	return fmt.Sprintf("%s has no key %q; its keys are %s", l.what, name, strings.Join(l.names(), ", "))
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
