package text

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// Lexicon is a set of terms in which those that match a word are found without
// looking at all of them. The zero Lexicon is empty. It doesn't change, so that it
// may be used by several goroutines at once.
//
// It is a few transducers, each at least twice as large as the next. A term is a
// key in three ways, told apart by the first byte: as it is written, by how it
// is read in Latin letters if that differs, and by its consonants.
type Lexicon struct {
	parts []*vellum.FST
}

const (
	asWritten   = 'a'
	asRead      = 'b' // how it is read, 0, the term
	byConsonant = 'c' // the script, the consonants, 0, the term
)

// keysOf are the keys of a term.
func keysOf(term string) []string {
	keys := []string{string(asWritten) + term}
	if latin := romanized(term); latin != term {
		keys = append(keys, string(asRead)+latin+"\x00"+term)
	}
	for _, c := range consonants(term) {
		keys = append(keys, consonantKey(scriptOf(term), c)+term)
	}
	return keys
}

func consonantKey(s script, consonants string) string {
	return string([]byte{byConsonant, byte(s)}) + consonants + "\x00"
}

// With is the lexicon of the terms of l and more terms.
func (l *Lexicon) With(terms []string) *Lexicon {
	var keys []string
	for _, t := range terms {
		if !l.has(t) {
			keys = append(keys, keysOf(t)...)
		}
	}
	if len(keys) == 0 {
		return l
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	part := build(func(insert func(string)) {
		for _, k := range keys {
			insert(k)
		}
	})
	parts := append(slices.Clone(l.parts), part)
	for n := len(parts); n > 1 && parts[n-2].Len() < 2*parts[n-1].Len(); n-- {
		parts = append(parts[:n-2], merge(parts[n-2], parts[n-1]))
	}
	return &Lexicon{parts}
}

// build makes a transducer of keys in their order, each once.
func build(keys func(insert func(string))) *vellum.FST {
	var b bytes.Buffer
	builder, err := vellum.New(&b, nil)
	must(err)
	keys(func(key string) { must(builder.Insert([]byte(key), 0)) })
	must(builder.Close())
	fst, err := vellum.Load(b.Bytes())
	must(err)
	return fst
}

// must is for what fails only if keys come in another order, or storage fails,
// which is memory.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func merge(a, b *vellum.FST) *vellum.FST {
	return build(func(insert func(string)) {
		last := ""
		both, err := vellum.NewMergeIterator(iterators(a, b), vellum.MergeMin)
		for ; err == nil; err = both.Next() {
			key, _ := both.Current()
			if string(key) != last {
				last = string(key)
				insert(last)
			}
		}
	})
}

func iterators(parts ...*vellum.FST) []vellum.Iterator {
	var out []vellum.Iterator
	for _, p := range parts {
		if it, err := p.Iterator(nil, nil); err == nil {
			out = append(out, it)
		}
	}
	return out
}

func (l *Lexicon) has(term string) bool {
	return slices.ContainsFunc(l.parts, func(p *vellum.FST) bool {
		ok, err := p.Contains([]byte(string(asWritten) + term))
		return ok && err == nil
	})
}

// Find tells which terms match w, and how; not those that begin with it as
// they are written, which an index on terms finds.
func (l *Lexicon) Find(w Word) map[string]Match {
	found := map[string]Match{}
	take := func(key []byte) {
		term := string(key[1:])
		if key[0] != asWritten {
			term = term[strings.IndexByte(term, 0)+1:]
		}
		if m := w.Match(term); m > Begun || m > No && !(w.begins() && strings.HasPrefix(term, w.Text)) {
			found[term] = m
		}
	}
	latin := string(w.latin)
	near := automaton(w)
	for _, p := range l.parts {
		if near != nil {
			search(p, near, []byte{asWritten}, []byte{byConsonant}, take)
		}
		search(p, all, []byte(string(asWritten)+latin), []byte(string(asWritten)+latin+"\x00"), take)
		search(p, all, []byte(string(asRead)+latin+"\x00"), []byte(string(asRead)+latin+"\x01"), take)
		if w.begins() {
			search(p, all, []byte(string(asRead)+latin), behind(string(asRead)+latin), take)
			if latin != w.Text {
				search(p, all, []byte(string(asWritten)+latin), behind(string(asWritten)+latin), take)
			}
		}
		for s := otherScript; s <= arabic; s++ {
			if s == w.script && !s.isAbjad() {
				continue
			}
			for _, c := range w.consonants {
				key := consonantKey(s, c)
				search(p, all, []byte(key), behind(key), take)
			}
		}
	}
	return found
}

var all = &vellum.AlwaysMatch{}

// search calls take with the keys from one to before another that aut accepts.
func search(p *vellum.FST, aut vellum.Automaton, from, to []byte, take func([]byte)) {
	it, err := p.Search(aut, from, to)
	for ; err == nil; err = it.Next() {
		key, _ := it.Current()
		take(key)
	}
}

// behind comes after all keys that begin with prefix, in the order of bytes.
func behind(prefix string) []byte { return append([]byte(prefix), 0xFF) } // in no text of UTF-8

// builders make the automata for one and for two edits.
var builders = sync.OnceValue(func() [3]*levenshtein.LevenshteinAutomatonBuilder {
	var b [3]*levenshtein.LevenshteinAutomatonBuilder
	for n := 1; n <= 2; n++ {
		var err error
		b[n], err = levenshtein.NewLevenshteinAutomatonBuilder(uint8(n), true)
		must(err)
	}
	return b
})

// automaton accepts the keys of terms that few edits make out of w, or is nil if
// none are near.
func automaton(w Word) vellum.Automaton {
	if w.edits == 0 {
		return nil
	}
	dfa, err := builders()[w.edits].BuildDfa(string(w.latin), uint8(w.edits))
	must(err)
	return &keyAutomaton{dfa}
}

// keyAutomaton accepts a key if dfa accepts what it has between the first byte and a
// 0, or the end.
type keyAutomaton struct {
	dfa *levenshtein.DFA
}

// The states are these and, from inWord on, those of dfa.
const (
	atStart = iota
	dead
	accepted
	inWord
)

// Start implements vellum.Automaton.
func (a *keyAutomaton) Start() int { return atStart }

// IsMatch implements vellum.Automaton.
func (a *keyAutomaton) IsMatch(state int) bool {
	return state == accepted || state >= inWord && a.dfa.IsMatch(state-inWord)
}

// CanMatch implements vellum.Automaton.
func (a *keyAutomaton) CanMatch(state int) bool {
	return state != dead && (state < inWord || a.dfa.CanMatch(state-inWord))
}

// WillAlwaysMatch implements vellum.Automaton.
func (a *keyAutomaton) WillAlwaysMatch(state int) bool { return state == accepted }

// Accept implements vellum.Automaton.
func (a *keyAutomaton) Accept(state int, b byte) int {
	switch {
	case state == atStart:
		return inWord + a.dfa.Start()
	case state < inWord:
		return state
	case b == 0:
		if a.dfa.IsMatch(state - inWord) {
			return accepted
		}
		return dead
	}
	if next := a.dfa.Accept(state-inWord, b); next >= 0 {
		return inWord + next
	}
	return dead
}

// Vocabulary is the lexicon of a store that changes. The zero Vocabulary knows no
// version.
type Vocabulary struct {
	mu      sync.Mutex
	turn    chan struct{} // holds a token while somebody reads terms
	lexicon *Lexicon
	version int64
}

// Unread is the version of a vocabulary before any.
const Unread = -1

// Now is the lexicon that is known, and the version of the store that it has all
// terms of. It may have more.
func (v *Vocabulary) Now() (*Lexicon, int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lexicon == nil {
		v.lexicon, v.version, v.turn = &Lexicon{}, Unread, make(chan struct{}, 1)
	}
	return v.lexicon, v.version
}

// Forget makes a vocabulary that knows no version: the store has been emptied, and
// counts its versions anew.
func (v *Vocabulary) Forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lexicon != nil {
		v.lexicon, v.version = &Lexicon{}, Unread
	}
}

// Update brings the vocabulary from one version to another that read tells, with
// the terms that came since. Of several callers at once one reads. Terms that are gone
// stay: they are found in no name, and cost a little room until the next start.
func (v *Vocabulary) Update(ctx context.Context, read func(since int64) (version int64, terms []string, err error)) error {
	_, known := v.Now()
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	lexicon, since := v.Now()
	if since != known { // somebody was faster
		return nil
	}
	version, terms, err := read(since)
	if err != nil {
		return err
	}
	lexicon = lexicon.With(terms)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lexicon, v.version = lexicon, version
	return nil
}
