package main

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strconv"

	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/seed"
)

// The description of each of the seed's collections ends with the edition that
// was loaded last, where whoever reads the data sees it. It is also how a newer
// program knows which collections are the seed's to replace: one without that
// sentence is somebody else's, whatever its name, and is left alone, and so is
// one that holds this edition already, whatever was corrected in it since.

var editionSentence = regexp.MustCompile(`Edition ((\d+) \([0-9a-f]+\))\.$`)

// editionOf is the edition that c says it holds, and its number; "" if it says none.
func editionOf(c kb.Collection) (edition string, number int) {
	m := editionSentence.FindStringSubmatch(c.Description)
	if m == nil {
		return "", 0
	}
	number, err := strconv.Atoi(m[2])
	if err != nil {
		return "", 0
	}
	return m[1], number
}

// isOlder tells whether c holds an edition that the program's own replaces: one
// with a smaller number or, between two releases, with the same number and other
// bytes.
func isOlder(c kb.Collection) bool {
	edition, number := editionOf(c)
	return edition != "" && edition != seed.Edition() && number <= seed.Number
}

// heldCollections are a store's collections by name.
func heldCollections(ctx context.Context, st kb.Reader) (map[string]kb.Collection, error) {
	list, err := st.Collections(ctx)
	if err != nil {
		return nil, err
	}
	held := map[string]kb.Collection{}
	for _, c := range list {
		held[c.Name] = c.Collection
	}
	return held, nil
}

// bringSeed gives an empty store the seed, and a store that holds an older
// edition this one. The report is nil where there was nothing to do.
func bringSeed(ctx context.Context, st kb.Store, progress func(read, stored int)) (*loader.Report, error) {
	version, err := st.Version(ctx)
	if err != nil {
		return nil, err
	}
	held, err := heldCollections(ctx, st)
	if err != nil {
		return nil, err
	}
	wanted := outdated(held)
	if version == 0 {
		wanted = seed.Collections()
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	return loadSeed(ctx, st, wanted, loader.Options{Replace: true, Progress: progress})
}

// outdated lists those of the seed's collections that a store with the
// collections held is to be given: the older ones, and those that it has never
// had, provided that others of the seed are there.
func outdated(held map[string]kb.Collection) []string {
	var older, missing []string
	seeded := false
	for _, name := range seed.Collections() {
		c, there := held[name]
		edition, number := editionOf(c)
		switch {
		case number > seed.Number:
			return nil // a newer program's
		case !there:
			missing = append(missing, name)
		case isOlder(c):
			older = append(older, name)
		}
		seeded = seeded || edition != ""
	}
	if !seeded {
		return nil
	}
	return slices.Concat(older, missing)
}

// loadSeed loads these of the seed's collections. What an older edition said and
// this one no longer does is removed.
func loadSeed(ctx context.Context, st kb.Store, collections []string, o loader.Options) (*loader.Report, error) {
	held, err := heldCollections(ctx, st)
	if err != nil {
		return nil, err
	}
	for _, name := range collections {
		o.Replace = o.Replace || isOlder(held[name])
	}
	// A new collection says its edition from the start: it is one change set. One
	// that is there says so when all is done, so that what was cut short is begun
	// again.
	var later []kb.Collection
	format := seedfile.Format
	format.Read = func(r io.Reader, file string) iter.Seq2[*loader.Record, error] {
		return func(yield func(*loader.Record, error) bool) {
			for record, err := range seedfile.Read(r, file) {
				if err == nil && record.Collection.Description != "" {
					record.Collection.Description += " Edition " + seed.Edition() + "."
					if _, there := held[record.Collection.Name]; there {
						if !slices.Contains(later, record.Collection) {
							later = append(later, record.Collection)
						}
						record.Collection = kb.Collection{Name: record.Collection.Name}
					}
				}
				if !yield(record, err) {
					return
				}
			}
		}
	}
	inputs, err := seedInputs(collections, format)
	if err != nil {
		return nil, err
	}
	report, err := loader.Load(ctx, st, inputs, o)
	if err != nil || report.Refused > 0 {
		return report, err
	}
	for _, c := range later {
		applied, err := st.Apply(ctx, &kb.ChangeSet{Collection: c})
		if err != nil {
			return report, err
		}
		report.After = applied.Version
	}
	return report, nil
}

// seedInputs are the seed's files of these collections.
func seedInputs(collections []string, format loader.Format) ([]loader.Input, error) {
	var inputs []loader.Input
	for _, collection := range collections {
		files, err := fs.ReadDir(seed.Files, collection)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			name := path.Join(collection, f.Name())
			inputs = append(inputs, loader.Input{
				Name:   "seed/" + name,
				Format: format,
				Open:   func() (io.ReadCloser, error) { return seed.Files.Open(name) },
			})
		}
	}
	return inputs, nil
}
