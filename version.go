package main

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"actorgraph/seed"
	"actorgraph/text"
)

func newVersionCommand(app *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the versions of program, data and store",
		Long: `version prints the version of the program and the Go it was built with, and the
edition of the data that it comes with. Of the store, if there is one, it prints
the layout, how often it was changed, and which edition of the data it holds.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return app.version(cmd.Context()) },
	}
	app.addStoreFlag(cmd)
	return cmd
}

func (app *program) version(ctx context.Context) error {
	if _, err := fmt.Fprintf(app.stdout, "program  %s\ndata     edition %s\n", build(), seed.Edition()); err != nil {
		return err
	}
	held, err := app.describeStore(ctx)
	if err == nil {
		_, err = fmt.Fprintf(app.stdout, "store    %s\n", held)
	}
	return err
}

// build is the version of the program, with the commit where it was built from
// one, and the Go it was built with.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	commit, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = ", commit " + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = " with changes"
		}
	}
	return cmp.Or(info.Main.Version, "(devel)") + commit + modified + ", " + info.GoVersion
}

// describeStore tells what version prints of the store.
func (app *program) describeStore(ctx context.Context) (string, error) {
	if app.storeIsMissing() {
		return "none at " + app.storeURL, nil
	}
	st, err := app.openStoreToRead(ctx)
	if err != nil {
		return "", err
	}
	defer st.Close()
	version, err := st.Version(ctx)
	if err != nil {
		return "", err
	}
	collections, err := heldCollections(ctx, st)
	if err != nil {
		return "", err
	}
	parts := []string{app.storeURL}
	if s, ok := st.(interface{ Layout() int }); ok {
		parts = append(parts, fmt.Sprintf("layout %d, words folded by rules %d", s.Layout(), text.Version))
	}
	parts = append(parts, fmt.Sprintf("version %d", version))
	for _, name := range seed.Collections() {
		if edition, _ := editionOf(collections[name]); edition != "" {
			parts = append(parts, fmt.Sprintf("%s edition %s", name, edition))
		}
	}
	return strings.Join(parts, ", "), nil
}
