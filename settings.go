package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"actorgraph/kb"
)

// The settings of a command are its flags; a flag's default stands where the
// flag is defined and nowhere else. A flag that is not given is looked for in
// the environment: --allow-origin is ACTORGRAPH_ALLOW_ORIGIN there.

// readEnvironment gives cmd's flags what the environment says.
func (app *program) readEnvironment(cmd *cobra.Command, _ []string) error {
	var failed error
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		name := variable(f.Name)
		value := app.getenv(name)
		if f.Changed || value == "" || f.Name == "help" || failed != nil {
			return
		}
		// By way of the set and not of the flag: so it counts as given.
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
				err = invalid(bad)
			}
			failed = fmt.Errorf("%s in the environment is %q: %w", name, value, err)
		}
	})
	return failed
}

// invalid says what is wrong with the value of a flag.
func invalid(bad *pflag.InvalidValueError) error {
	if bad.GetFlag().Value.Type() == "bool" {
		return errors.New("want true or false")
	}
	return bad.Unwrap()
}

// misspelt warns of variables in an environment that are no settings and look
// like one.
func misspelt(environ []string) []string {
	known := map[string]bool{"NEO4J_USER": true, "NEO4J_PASSWORD": true}
	for _, cmd := range newRootCommand(newProgram(os.Getenv, io.Discard, io.Discard)).Commands() {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { known[strings.TrimPrefix(variable(f.Name), ours)] = true })
	}
	var warnings []string
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		rest, mine := strings.CutPrefix(name, ours)
		if !mine || value == "" || known[rest] {
			continue
		}
		if near, ok := kb.Nearest(rest, slices.Sorted(maps.Keys(known))); ok {
			warnings = append(warnings, fmt.Sprintf("%s in the environment is no setting; did you mean %s?", name, ours+near))
		}
	}
	return warnings
}

// ours is how our variables in the environment begin.
const ours = "ACTORGRAPH_"

// variable is the environment's name for a flag.
func variable(flag string) string {
	return ours + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// explainFlagError says what was meant by a flag that doesn't exist, and names
// the flag alone where pflag would say its shorthands as well.
func explainFlagError(cmd *cobra.Command, err error) error {
	help := fmt.Sprintf("see %s --help", cmd.CommandPath())
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("--%s %q: %w; %s", bad.GetFlag().Name, bad.GetValue(), invalid(bad), help)
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var flags []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, f.Name) })
		if near, ok := kb.Nearest(unknown.GetSpecifiedName(), flags); ok {
			return fmt.Errorf("%w; did you mean --%s?", err, near)
		}
	}
	return fmt.Errorf("%w; %s", err, help)
}

// atLeastOne defines a flag for a number that is 1 or more. Its default is what
// the number is already.
func atLeastOne[N int | int64](f *pflag.FlagSet, n *N, name, usage string) {
	f.Var(number[N]{n}, name, usage)
}

type number[N int | int64] struct{ n *N }

func (v number[N]) String() string {
	if v.n == nil { // pflag asks a zero value, to know what it looks like
		return ""
	}
	return strconv.FormatInt(int64(*v.n), 10)
}

func (v number[N]) Set(s string) error {
	n, err := strconv.ParseInt(s, 10, strconv.IntSize)
	if err != nil || n < 1 {
		return errors.New("want a whole number, 1 or more")
	}
	*v.n = N(n)
	return nil
}

func (v number[N]) Type() string { return "N" }

type duration struct{ d *time.Duration }

func (v duration) String() string {
	if v.d == nil {
		return ""
	}
	return v.d.String()
}

func (v duration) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return errors.New("want a time above 0, such as 30s or 2m")
	}
	*v.d = d
	return nil
}

func (v duration) Type() string { return "TIME" }

// noArguments refuses arguments of a command that takes none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes flags alone, and can do nothing with %q; see %s --help",
		cmd.CommandPath(), args[0], cmd.CommandPath())
}
