package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"actorgraph/seed"
	"actorgraph/text"
)

func newVersionCommand(app *program) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program and of its data",
		Long: `version prints the version of the program and the Go it was built with, the
edition of the data that it comes with, and the version of the folding of texts
that its stores hold.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			program, compiler := "unknown", "unknown"
			if info, ok := debug.ReadBuildInfo(); ok {
				program, compiler = info.Main.Version, info.GoVersion
			}
			_, err := fmt.Fprintf(app.stdout, "program  %s (%s)\ndata     edition %s\nfolding  %d\n", program, compiler, seed.Edition(), text.Version)
			return err
		},
	}
}
