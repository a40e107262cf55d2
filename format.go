package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"actorgraph/loader/seedfile"
)

func newFormatCommand(app *program) *cobra.Command {
	return &cobra.Command{
		Use:   "format PATH…",
		Short: "Tidy seed files",
		Long: `format brings seed files into the one layout in which they are reviewed. Comments
and the order of records stay, and so does what the files say. The name of each
file that it changed is printed. A file that can't be read as a seed file is left
as it is.

A PATH is a file, or a folder of which all seed files are tidied.`,
		Example: `  actorgraph format my-files/`,
		RunE: func(_ *cobra.Command, paths []string) error {
			if len(paths) == 0 {
				return errors.New("format what? Name files or folders, as in actorgraph format my-files/")
			}
			return app.format(paths)
		},
	}
}

func (app *program) format(paths []string) error {
	var failed []error
	for _, p := range paths {
		files, err := filesAt(p, formats())
		if err != nil {
			return err
		}
		for _, file := range files {
			if err := app.formatFile(file); err != nil {
				failed = append(failed, err)
			}
		}
	}
	return errors.Join(failed...)
}

func (app *program) formatFile(file string) error {
	before, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	after, err := seedfile.Tidy(before, file)
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	whole := file + ".tidy"
	if err := os.WriteFile(whole, after, info.Mode().Perm()); err != nil {
		return err
	}
	if err := os.Rename(whole, file); err != nil {
		return errors.Join(err, os.Remove(whole))
	}
	_, err = fmt.Fprintln(app.stdout, file)
	return err
}
