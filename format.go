package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"actorgraph/loader/seedfile"
)

func newFormatCommand(app *program) *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "format PATH…",
		Short: "Tidy seed files",
		Long: `format brings seed files into the one layout in which they are reviewed. Comments
and the order of records stay, and so does what the files say. The name of each
file that it changed is printed. A file that can't be read as a seed file is left
as it is.

A PATH is a file, or a folder of which all seed files are tidied. With --check
nothing is changed: the files that are not tidy are named, and then it exits with
1.`,
		Example: `  actorgraph format my-files/
  actorgraph format --check my-files/`,
		RunE: func(_ *cobra.Command, paths []string) error {
			if len(paths) == 0 {
				return errors.New("format what? Name files or folders, as in actorgraph format my-files/")
			}
			return app.format(paths, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "change nothing; name the files that are not tidy, and exit with 1 if there are any")
	return cmd
}

func (app *program) format(paths []string, check bool) error {
	var files []string
	for _, p := range paths {
		found, err := filesAt(p, formats())
		if err != nil {
			return err
		}
		files = append(files, found...)
	}
	untidy := 0
	var failed []error
	for _, file := range files {
		tidied, err := tidy(file, check)
		if err != nil {
			failed = append(failed, err)
		}
		if tidied && err == nil {
			untidy++
			fmt.Fprintln(app.stdout, file)
		}
	}
	if check && untidy > 0 {
		failed = append(failed, fmt.Errorf("%s not tidy; actorgraph format makes it so", plural(untidy, "file")))
	}
	return errors.Join(failed...)
}

// tidy tidies a file, or only checks it, and tells whether it was not tidy.
func tidy(file string, check bool) (bool, error) {
	before, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	after, err := seedfile.Tidy(before, file)
	if err != nil || bytes.Equal(before, after) {
		return false, err
	}
	if check {
		return true, nil
	}
	return true, rewrite(file, after)
}

// rewrite gives a file other contents, at once or not at all. A link stays one.
func rewrite(file string, contents []byte) error {
	file, err := filepath.EvalSymlinks(file)
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	part := filepath.Join(filepath.Dir(file), fmt.Sprintf(".%s.%d", filepath.Base(file), os.Getpid()))
	defer os.Remove(part)
	if err := os.WriteFile(part, contents, info.Mode().Perm()); err != nil {
		return err
	}
	return os.Rename(part, file)
}
