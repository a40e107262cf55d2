package analysis

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"

	"actorgraph/kb"
)

// A snapshot is a graph in a file, so that a program that starts need not read the
// store again. It is never trusted: it says of which state of which store it is, and
// its last four bytes are a checksum of all before them. One that says something else,
// that is cut short or that was written by another program is passed over.
//
// It is the arrays of the graph one after the other, each with its length, in the byte
// order of most machines; what they mean is what the fields of [Graph] say.

// stamp tells of which state of which store a snapshot is.
type stamp struct {
	layout  uint64 // of the arrays, and of all that their numbers stand for
	version int64
	change  string // the first change that made the version: no two stores have the same
}

// arraysLayout rises when the arrays change, or what strength says.
const arraysLayout = 2

// layoutOf tells apart programs whose numbers for kinds, types and statuses differ.
func layoutOf(store int) uint64 {
	h := crc32.New(castagnoli)
	fmt.Fprint(h, arraysLayout, store, kb.Statuses)
	for _, row := range kb.Kinds {
		fmt.Fprintln(h, row.Kind)
	}
	for _, row := range kb.RelationTypes {
		fmt.Fprintln(h, row.Type, row.Symmetric)
	}
	return uint64(h.Sum32())
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errNoSnapshot = errors.New("this is no snapshot of a graph")

// arrays lists what a snapshot holds of a graph.
func (g *Graph) arrays() []any {
	return []any{&g.entities.text, &g.entities.ends, &g.kinds, &g.relations.text, &g.relations.ends, &g.from, &g.to, &g.types, &g.strengths, &g.ends, &g.other, &g.edge, &g.turns}
}

// save writes g to a file, whole or not at all.
func (g *Graph) save(path string, of stamp) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	defer f.Close()
	sum := crc32.New(castagnoli)
	b := bufio.NewWriterSize(f, pieceSize)
	w := &arrayWriter{to: io.MultiWriter(b, sum)}
	w.write(of.layout, of.version, uint64(len(of.change)), []byte(of.change))
	for _, array := range g.arrays() {
		switch a := array.(type) {
		case *string:
			w.write(uint64(len(*a)))
			if w.err == nil {
				_, w.err = io.WriteString(w.to, *a)
			}
		case *[]uint8:
			w.write(uint64(len(*a)), *a)
		case *[]turn:
			writeAll(w, *a)
		case *[]strength:
			writeAll(w, *a)
		case *[]uint32:
			writeAll(w, *a)
		}
	}
	if w.err == nil {
		w.err = binary.Write(b, binary.LittleEndian, sum.Sum32())
	}
	if err := errors.Join(w.err, b.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// pieceSize is how many bytes are read or written at once.
const pieceSize = 1 << 20

type arrayWriter struct {
	to    io.Writer
	piece []byte
	err   error
}

func (w *arrayWriter) write(values ...any) {
	for _, v := range values {
		if w.err == nil {
			w.err = binary.Write(w.to, binary.LittleEndian, v)
		}
	}
}

// fixed is a number of so many bytes on all machines.
type fixed interface {
	~uint8 | ~uint16 | ~uint32
}

func writeAll[T fixed](w *arrayWriter, a []T) {
	w.write(uint64(len(a)))
	size := binary.Size(T(0))
	for len(a) > 0 && w.err == nil {
		n := min(len(a), pieceSize/size)
		w.piece = w.piece[:0]
		for _, x := range a[:n] {
			switch size {
			case 1:
				w.piece = append(w.piece, byte(x))
			case 2:
				w.piece = binary.LittleEndian.AppendUint16(w.piece, uint16(x))
			default:
				w.piece = binary.LittleEndian.AppendUint32(w.piece, uint32(x))
			}
		}
		_, w.err = w.to.Write(w.piece)
		a = a[n:]
	}
}

// load reads the graph of a file, and of which version and change of the store it is.
// The error is errNoSnapshot where the file is not what the program would have written.
func load(path string, layout uint64) (*Graph, stamp, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, stamp{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, stamp{}, err
	}
	r := &arrayReader{from: bufio.NewReaderSize(f, pieceSize), left: info.Size(), sum: crc32.New(castagnoli), piece: make([]byte, pieceSize)}
	of := stamp{layout: r.number(), version: int64(r.number())}
	if r.err == nil && of.layout != layout {
		return nil, stamp{}, errNoSnapshot
	}
	of.change = r.text()
	g := &Graph{Version: of.version}
	for _, array := range g.arrays() {
		switch a := array.(type) {
		case *string:
			*a = r.text()
		case *[]uint8:
			*a = readAll[uint8](r)
		case *[]turn:
			*a = readAll[turn](r)
		case *[]strength:
			*a = readAll[strength](r)
		case *[]uint32:
			*a = readAll[uint32](r)
		}
	}
	sum := r.sum.Sum32()
	if is := readAllOf[uint32](r, 1); r.err == nil && (r.left != 0 || is[0] != sum) {
		r.err = errNoSnapshot
	}
	return g, of, r.err
}

// arrayReader reads what arrayWriter wrote. It never makes more room than the file has
// bytes.
type arrayReader struct {
	from  io.Reader
	left  int64
	sum   hash.Hash32
	piece []byte
	err   error
}

// bytes reads n bytes, at most as many as a piece has; they hold until the next call.
func (r *arrayReader) bytes(n int) []byte {
	if r.left -= int64(n); r.left < 0 && r.err == nil {
		r.err = errNoSnapshot
	}
	if r.err == nil {
		_, r.err = io.ReadFull(r.from, r.piece[:n])
	}
	r.sum.Write(r.piece[:n])
	return r.piece[:n]
}

func (r *arrayReader) number() uint64 {
	b := r.bytes(8)
	if r.err != nil {
		return 0
	}
	return binary.LittleEndian.Uint64(b)
}

// length reads how many values of so many bytes follow.
func (r *arrayReader) length(size int) int {
	n := r.number()
	if r.err == nil && n > uint64(r.left)/uint64(size) {
		r.err = errNoSnapshot
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

func (r *arrayReader) text() string {
	n := r.length(1)
	var text strings.Builder
	text.Grow(n)
	for text.Len() < n && r.err == nil {
		text.Write(r.bytes(min(n-text.Len(), pieceSize)))
	}
	return text.String()
}

func readAll[T fixed](r *arrayReader) []T { return readAllOf[T](r, r.length(binary.Size(T(0)))) }

func readAllOf[T fixed](r *arrayReader, n int) []T {
	size := binary.Size(T(0))
	out := make([]T, n)
	for rest := out; len(rest) > 0 && r.err == nil; {
		some := rest[:min(len(rest), pieceSize/size)]
		b := r.bytes(len(some) * size)
		switch size {
		case 1:
			for i := range some {
				some[i] = T(b[i])
			}
		case 2:
			for i := range some {
				some[i] = T(binary.LittleEndian.Uint16(b[2*i:]))
			}
		default:
			for i := range some {
				some[i] = T(binary.LittleEndian.Uint32(b[4*i:]))
			}
		}
		rest = rest[len(some):]
	}
	return out
}
