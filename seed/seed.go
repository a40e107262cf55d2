// Package seed holds the data that actorgraph comes with, in its own format.
//
// They are two collections on the NSO Group affair. nso-articles is what five
// articles of November 2021 tell, read sentence by sentence; the files in
// coverage go through each article and say which facts a sentence gave, or why
// none. nso-context is what court papers, research reports and other named pages
// add. docs/reading-conventions.md says how both were read.
//
// The statements are in our own words, with positions in the documents and
// hashes of what stands there. They are under CC BY 4.0. The documents themselves
// belong to their publishers and are not here.
package seed

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
)

// Files are the data: one folder for each collection, of the collection's name.
//
//go:embed nso-articles/*.yaml nso-context/*.yaml
var Files embed.FS

// Number counts the editions of the data. It rises by one with each release of
// the program that changes them, so that a store is never taken back to older
// data by an older program.
const Number = 1

// Edition names these data: their number, and the beginning of a SHA-256 over
// the names and the bytes of their files.
func Edition() string {
	h := sha256.New()
	for _, collection := range Collections() {
		for _, name := range names(collection) {
			data, err := Files.ReadFile(collection + "/" + name)
			if err != nil {
				panic(err) // it is in the program
			}
			fmt.Fprintf(h, "%s/%s %d\n", collection, name, len(data))
			h.Write(data)
		}
	}
	return fmt.Sprintf("%d (%s)", Number, hex.EncodeToString(h.Sum(nil)[:6]))
}

// Collections lists the collections, sorted.
func Collections() []string { return names(".") }

func names(dir string) []string {
	entries, err := Files.ReadDir(dir)
	if err != nil {
		panic(err)
	}
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = e.Name()
	}
	return out
}
