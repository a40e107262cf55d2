package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"actorgraph/kb"
	"actorgraph/loader/seedfile"
)

func newExportCommand(app *program) *cobra.Command {
	var format, file, collection string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write a store as a file",
		Long: `export writes all that a store holds, one YAML document for each collection.
Loaded elsewhere and written again it gives the same bytes. What verify found in
documents is not in it: that is for each store to keep. With --collection it
writes one of them, without the entities and sources that only others describe.

It goes to standard output, or with -o into a new file: one that is there
already is not written over. The file appears when it is whole.`,
		Example: `  actorgraph export --format seed > all.yaml
  actorgraph export --collection nso-articles -o articles.yaml
  actorgraph export --format seed -o all.yaml --store neo4j://localhost:7687`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != seedfile.Format.Name {
				return fmt.Errorf("--format %q is not a format that is written; it is %s", format, seedfile.Format.Name)
			}
			return app.export(cmd.Context(), collection, file)
		},
	}
	app.addStoreFlag(cmd)
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&format, "format", seedfile.Format.Name, "write this `FORMAT`: seed")
	f.StringVar(&collection, "collection", "", "write the collection `NAME` alone")
	f.StringVarP(&file, "output", "o", "", "write into this new `FILE`")
	return cmd
}

func (app *program) export(ctx context.Context, collection, file string) error {
	st, err := app.openStoreToRead(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	write := func(w io.Writer) error { return seedfile.Write(ctx, w, st) }
	if collection != "" {
		if err := checkHeld(ctx, st, collection); err != nil {
			return err
		}
		write = func(w io.Writer) error { return seedfile.WriteCollection(ctx, w, st, collection) }
	}
	if file == "" {
		return write(app.stdout)
	}
	return writeNew(file, write)
}

// checkHeld tells what was meant by the name of a collection that a store doesn't have.
func checkHeld(ctx context.Context, st kb.Reader, name string) error {
	held, err := heldCollections(ctx, st)
	if _, there := held[name]; err != nil || there {
		return err
	}
	names := slices.Sorted(maps.Keys(held))
	if near, ok := kb.Nearest(name, names); ok {
		return fmt.Errorf("--collection %q: there is no such collection; did you mean %s?", name, near)
	}
	return fmt.Errorf("--collection %q: there is no such collection; the store has %s", name, cmp.Or(strings.Join(names, ", "), "none"))
}

// writeNew writes a file that is not there yet. It appears under its name when
// it is whole; if write fails, nothing is left.
func writeNew(file string, write func(io.Writer) error) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already; choose another name, or remove it first", file)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	part := filepath.Join(filepath.Dir(file), fmt.Sprintf(".%s.%d", filepath.Base(file), os.Getpid()))
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("%s can't be written: %w", file, withoutPath(err))
	}
	defer os.Remove(part)
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	// A rename would write over a file that has come meanwhile. Not every file
	// system has links.
	if err := os.Link(part, file); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Rename(part, file)
}

// withoutPath is what is wrong with a file, without a name that the user has not given.
func withoutPath(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}
