// Command actorgraph keeps a graph of actors in which every relation and every
// value shows its evidence, and answers questions about it over GraphQL.
//
// This file starts it: main, run, and the command serve. Each other command is
// in a file of its name, settings.go says how flags and the environment are
// read.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/adrg/xdg"
	"github.com/lmittmann/tint"
	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"actorgraph/analysis"
	"actorgraph/graph"
	"actorgraph/httpserver"
	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/seed"
	"actorgraph/store"
	"actorgraph/store/sqlitestore"
	"actorgraph/web"
)

func main() {
	ctx, finish := context.WithCancel(context.Background())
	interrupts := make(chan os.Signal, 2)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-interrupts
		finish() // the work that is begun
		<-interrupts
		os.Exit(130) // as a shell counts what Ctrl-C has ended
	}()

	for _, warning := range misspelt(os.Environ()) {
		fmt.Fprintln(os.Stderr, "actorgraph:", warning)
	}
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "actorgraph:", err)
		os.Exit(1)
	}
}

// run is the program: it does what args say, and returns why that failed. It
// ends when ctx does.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	root := newRootCommand(newProgram(getenv, stdout, stderr))
	root.SetArgs(serveIfUnsaid(args))
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return errors.New("interrupted")
	}
	return err
}

// A program is what the commands of one run share.
type program struct {
	getenv         func(string) string
	stdout, stderr io.Writer // answers, and all else
	log            *slog.Logger

	storeURL string // --store
}

func newProgram(getenv func(string) string, stdout, stderr io.Writer) *program {
	// A log is for people where people read, and otherwise for machines.
	var log slog.Handler = slog.NewTextHandler(stderr, nil)
	if isTerminal(stderr) {
		log = tint.NewHandler(stderr, &tint.Options{TimeFormat: time.TimeOnly, NoColor: getenv("NO_COLOR") != ""})
	}
	return &program{getenv: getenv, stdout: stdout, stderr: stderr, log: slog.New(log)}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

func newRootCommand(app *program) *cobra.Command {
	root := &cobra.Command{
		Use:   "actorgraph",
		Short: "A graph of actors that shows its evidence",
		Long: `actorgraph keeps a graph of companies, governments, people, products, lawsuits and
acts of surveillance. Every relation and every value in it shows who says so. It
answers questions over GraphQL.

Without a command it serves: it opens its store, or makes one and loads the data
that it comes with, and listens on http://127.0.0.1:8080. It then takes the flags
of serve: actorgraph serve --help tells them.`,
		Version: build(),
		Example: `  actorgraph                                 serve what is in the usual place
  actorgraph serve --store sqlite:my.db      serve another store
  actorgraph stats                           count what it holds`,
		PersistentPreRunE: app.readEnvironment,
		SilenceErrors:     true, // main prints them
		SilenceUsage:      true,
	}
	root.SetOut(app.stdout)
	root.SetErr(app.stderr)
	root.SetFlagErrorFunc(explainFlagError)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages ", ".FlagUsagesWrapped 100 "))
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetVersionTemplate("actorgraph {{.Version}}\n")
	root.SetHelpCommand(newHelpCommand())
	root.AddCommand(newServeCommand(app), newLoadCommand(app), newExportCommand(app), newVerifyCommand(app), newFormatCommand(app), newStatsCommand(app), newVersionCommand(app))
	return root
}

// newHelpCommand is cobra's own, but for what it says of a command that there is not.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Tell what a command does",
		RunE: func(cmd *cobra.Command, args []string) error {
			of, rest, err := cmd.Root().Find(args)
			switch {
			case err != nil:
				return err
			case len(rest) > 0:
				return fmt.Errorf("%s has no command %q", of.CommandPath(), rest[0])
			}
			of.InitDefaultHelpFlag()
			of.InitDefaultVersionFlag()
			return of.Help()
		},
	}
}

// serveIfUnsaid puts "serve" before arguments that name no command.
func serveIfUnsaid(args []string) []string {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") && !slices.Contains([]string{"-h", "--help", "-v", "--version"}, args[0]) {
		return append([]string{"serve"}, args...)
	}
	return args
}

// addStoreFlag gives a command the flag that openStore reads.
func (app *program) addStoreFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&app.storeURL, "store", "sqlite:"+app.defaultFile(),
		"the store: sqlite:FILE, or a Neo4j such as neo4j://localhost:7687, whose user and password are in ACTORGRAPH_NEO4J_USER and ACTORGRAPH_NEO4J_PASSWORD")
}

// defaultFile is in the user's folder for data, as the XDG Base Directory
// Specification has it.
func (app *program) defaultFile() string {
	data := app.getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		data = xdg.DataHome
	}
	return filepath.Join(data, "actorgraph", "actorgraph.db")
}

// openStore opens the store of --store. Who calls it closes it.
func (app *program) openStore(ctx context.Context) (kb.Store, error) {
	st, err := store.Open(ctx, app.storeURL, app.credentials())
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%w; serve and load have to write to the file and its folder; stats, export, verify and version read what can only be read", err)
	}
	return st, app.orStart(err)
}

func (app *program) credentials() store.Credentials {
	return store.Credentials{
		User:     app.getenv("ACTORGRAPH_NEO4J_USER"),
		Password: app.getenv("ACTORGRAPH_NEO4J_PASSWORD"),
	}
}

// orStart says what to do about a server that does not answer.
func (app *program) orStart(err error) error {
	if errors.Is(err, kb.ErrUnavailable) && !app.embedded() {
		return fmt.Errorf("%w; start it, or leave out --store for the embedded store", err)
	}
	return err
}

// embedded tells whether the store is a file of ours, and no server of others.
func (app *program) embedded() bool {
	scheme, _, _ := strings.Cut(app.storeURL, ":")
	return strings.EqualFold(scheme, "sqlite")
}

// openStoreToRead opens the store for a command that makes none.
func (app *program) openStoreToRead(ctx context.Context) (store.Reading, error) {
	if app.storeIsMissing() {
		return nil, fmt.Errorf("there is no store at %s; actorgraph serve makes one, and so does load", app.storeURL)
	}
	st, err := store.OpenToRead(ctx, app.storeURL, app.credentials())
	return st, app.orStart(err)
}

// storeIsMissing tells whether the store is in a file that is not there, so that
// opening it would make one.
func (app *program) storeIsMissing() bool {
	_, file, _ := strings.Cut(app.storeURL, ":")
	if !app.embedded() || file == sqlitestore.Memory {
		return false
	}
	_, err := os.Stat(file)
	return errors.Is(err, fs.ErrNotExist)
}

// serveSettings are the flags of serve.
type serveSettings struct {
	addr       string
	empty      bool
	open       bool
	tokenFile  string
	origins    []string
	operations []string
	http       httpserver.Limits
	graph      graph.Limits
	relations  int
}

func newServeCommand(app *program) *cobra.Command {
	set := serveSettings{http: httpserver.DefaultLimits(), graph: graph.DefaultLimits(), relations: maxRelations}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer questions over GraphQL",
		Long: `serve answers questions about a store over GraphQL, at /graphql.

A new file gets the data that actorgraph comes with, unless --empty is given, and
a newer edition of them with a newer actorgraph. That replaces the collections of
these data and nothing else; put data of your own into other collections. A Neo4j
is left as it is: load --seed brings it the data.

On a loopback address such as 127.0.0.1 only programs and pages of this machine
are answered. Beyond it, serve wants --token-file, or --open if anyone who can
reach the address may ask.

Every flag can be given in the environment: ACTORGRAPH_ADDR is --addr,
ACTORGRAPH_ALLOW_ORIGIN is --allow-origin. A flag wins over the environment.
Ctrl-C finishes the requests that run; a second one ends at once.`,
		Example: `  actorgraph serve
  actorgraph serve --store sqlite:my.db --empty --addr 127.0.0.1:9000
  actorgraph serve --store neo4j://localhost:7687
  actorgraph serve --allow-origin http://localhost:3000
  actorgraph serve --addr :8080 --token-file token.txt`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return app.serve(cmd.Context(), set) },
	}
	app.addStoreFlag(cmd)
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&set.addr, "addr", "127.0.0.1:8080", "listen at this `HOST:PORT`; port 0 takes any that is free")
	f.BoolVar(&set.empty, "empty", false, "leave a new store without the data that actorgraph comes with")
	f.StringVar(&set.tokenFile, "token-file", "", "answer questions only of who sends the token that stands in this `FILE`, as Authorization: Bearer TOKEN; the pages ask for it")
	f.BoolVar(&set.open, "open", false, "beyond loopback, answer anyone without a token")
	f.StringSliceVar(&set.origins, "allow-origin", nil, "answer web pages of this `ORIGIN` too, such as http://localhost:3000; may be given several times")
	f.StringSliceVar(&set.operations, "count-operation", nil, "count operations of this `NAME` apart in /metrics, where all else is \"other\"; may be given several times")

	atLeastOne(f, &set.http.Body, "max-body", "limit for the body of a request, in bytes")
	f.Var(duration{&set.http.Time}, "max-time", "limit for the `TIME` that a request is executed, such as 30s")
	atLeastOne(f, &set.http.Concurrent, "max-concurrent", "limit for requests executed at once; further ones wait, or are told to come back")
	atLeastOne(f, &set.graph.Tokens, "max-tokens", "limit for the words and signs of a query")
	atLeastOne(f, &set.graph.Depth, "max-depth", "limit for fields within fields")
	atLeastOne(f, &set.graph.Fields, "max-fields", "limit for all fields of a query, a fragment's counted wherever it is spread")
	atLeastOne(f, &set.graph.Definitions, "max-definitions", "limit for operations and fragments in a query")
	atLeastOne(f, &set.graph.Directives, "max-directives", "limit for directives in a query")
	atLeastOne(f, &set.graph.Variables, "max-variables", "limit for variables that an operation declares")
	atLeastOne(f, &set.graph.Values, "max-values", "limit for values in all variables together")
	atLeastOne(f, &set.graph.Aliases, "max-aliases", "limit for names under which one field is asked for in one place")
	atLeastOne(f, &set.graph.Clashes, "max-clashes", "limit for fields that share a name in one place")
	atLeastOne(f, &set.graph.Cost, "max-cost", "limit for what a query may cost; each answer tells its own in extensions.cost")
	atLeastOne(f, &set.graph.Answer, "max-answer", "limit for an answer, in bytes")
	atLeastOne(f, &set.graph.Errors, "max-errors", "limit for errors in an answer")
	atLeastOne(f, &set.graph.ErrorSize, "max-error-size", "limit for the message of an error, in bytes")
	atLeastOne(f, &set.relations, "max-relations", "limit for the relations of a graph that is held in memory for link analysis, at 100 bytes each; of a larger one there are paths and subgraphs, and no ranks")
	return cmd
}

// maxRelations are two gigabytes.
const maxRelations = 20_000_000

func (app *program) serve(ctx context.Context, set serveSettings) error {
	token, err := readToken(set.tokenFile)
	if err != nil {
		return err
	}
	ln, err := listen(set.addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	local := httpserver.Loopback(ln.Addr())
	if !local && token == "" && !set.open {
		return fmt.Errorf("anyone who can reach %s could ask: give --token-file FILE with a token for those who may, "+
			"or --open if anyone may; --addr 127.0.0.1:8080 serves this machine alone", set.addr)
	}
	guard, err := httpserver.NewGuard(local, set.origins, token)
	if err != nil {
		return fmt.Errorf("--allow-origin: %w", err)
	}

	st, err := app.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	var loaded *loader.Report // what was brought to the store, nil: nothing
	if app.embedded() && !set.empty {
		if loaded, err = app.fill(ctx, st); err != nil {
			return err
		}
	}

	set.http.Values = set.graph.Values // both count values, before and after they are decoded
	metrics := httpserver.NewMetrics(set.operations)
	exec := graph.New(graph.Options{Store: st, Log: app.log, RequestID: httpserver.RequestID, Limits: set.graph, Analysis: app.analysisOf(st, set.relations)})
	routes := httpserver.Routes{
		GraphQL: httpserver.GraphQL(exec, set.http),
		Charts:  httpserver.Charts(st, faultOf, app.log, chartLimits(set.http)),
		Pages:   web.Handler(http.HandlerFunc(noPage)),
		Ready:   st.Ping,
		Metrics: metrics,
		Guard:   guard,
		Log:     app.log,
	}
	if err := app.announce(ctx, ln.Addr(), st, loaded, set); err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() {
		app.log.Info("finishing the requests that run; Ctrl-C again ends at once")
	})()
	srv := httpserver.Server{
		Handler: routes.Handler(),
		Grace:   grace(set.http.Time),
		Log:     app.log,
	}
	return errors.Join(srv.Serve(ctx, ln), st.Close())
}

// analysisOf says how the graph of a store is kept. Beside a file of ours there is a copy
// of it, so that the next start need not read the store.
func (app *program) analysisOf(st kb.Store, most int) analysis.Options {
	o := analysis.Options{MaxRelations: most, Log: app.log}
	if file, ok := st.(*sqlitestore.Store); ok && file.Path() != sqlitestore.Memory {
		o.Snapshot, o.Layout = file.Path()+".graph", file.Layout()
	}
	return o
}

// chartLimits are those of requests, and for a body no more than a chart may have.
func chartLimits(lim httpserver.Limits) httpserver.Limits {
	lim.Body = min(lim.Body, kb.MaxChart)
	return lim
}

// faultOf says whose fault it is that a chart is not saved or not found.
func faultOf(err error) httpserver.Fault {
	for _, row := range []struct {
		err   error
		fault httpserver.Fault
	}{
		{kb.ErrInvalid, httpserver.Theirs},
		{kb.ErrFull, httpserver.NoRoom},
		{kb.ErrUnavailable, httpserver.Passing},
		{kb.ErrClosed, httpserver.Passing},
		{context.DeadlineExceeded, httpserver.Passing},
		{context.Canceled, httpserver.Passing},
	} {
		if errors.Is(err, row.err) {
			return row.fault
		}
	}
	return httpserver.Ours
}

// fill brings a store the data that actorgraph comes with, as far as it lacks them.
func (app *program) fill(ctx context.Context, st kb.Store) (*loader.Report, error) {
	progress := app.progress()
	loaded, err := bringSeed(ctx, st, progress.tell)
	progress.clear()
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, errors.New("interrupted while the data that actorgraph comes with were loaded; the next start goes on from there")
	case err != nil:
		return nil, fmt.Errorf("loading the data that actorgraph comes with: %w", err)
	case loaded != nil && loaded.Refused > 0:
		app.log.Warn("some of the data that actorgraph comes with do not fit what the store holds; load --seed tells which", "refused", loaded.Refused)
	}
	return loaded, nil
}

// grace is how long serve waits at its end for requests that may take longest to
// execute, and for their answers to be sent.
func grace(longest time.Duration) time.Duration { return longest + 5*time.Second }

// readToken reads the token that clients must send, "" where file is "".
func readToken(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	const howTo = "make one with: openssl rand -hex 32 > "
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("--token-file: %w; %s%s", err, howTo, file)
	}
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", fmt.Errorf("--token-file: %s is empty; %s%s", file, howTo, file)
	}
	return token, nil
}

func listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return ln, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use, perhaps by another actorgraph; choose another port, or --addr 127.0.0.1:0 for any that is free", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("--addr %q: that is no address of this machine; --addr 127.0.0.1:8080 serves it alone", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("listening at %s is not allowed to this user; choose a port above 1023, such as --addr 127.0.0.1:8080", addr)
	default:
		return nil, fmt.Errorf("--addr %q: %w; want HOST:PORT, such as 127.0.0.1:8080", addr, err)
	}
}

// announce tells what is served where, and from what.
func (app *program) announce(ctx context.Context, at net.Addr, st kb.Store, loaded *loader.Report, set serveSettings) error {
	stats, err := st.Stats(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	row := func(title, format string, args ...any) {
		fmt.Fprintf(&b, "%-8s "+format+"\n", append([]any{title}, args...)...)
	}
	base := "http://" + reachable(at)
	row("explorer", "%s/", base)
	row("GraphQL", "%s/graphql, with a playground at /playground", base)
	row("also", "/healthz, /readyz, /metrics")
	row("store", "%s", app.storeURL)
	if loaded != nil {
		row("loaded", "the data that actorgraph comes with, edition %s: %s", seed.Edition(), outline(loaded))
	}
	n := stats.Records
	held := func(class kb.Class) string { return plural(n[class], string(class)) }
	row("holds", "%s, %s, %s, %s from %s",
		held(kb.EntityClass), held(kb.RelationClass), held(kb.PropertyClass), held(kb.ClaimClass), held(kb.SourceClass))
	for _, name := range slices.Sorted(maps.Keys(stats.Claims)) {
		row("", "%s in %s", plural(stats.Claims[name], "claim"), name)
	}
	if stats.Version == 0 {
		row("", "to fill it: actorgraph load --seed --store %s", app.storeURL)
	}
	switch {
	case set.tokenFile != "":
		row("who", "only who has the token in %s", set.tokenFile)
	case !httpserver.Loopback(at):
		row("who", "anyone who can reach the address")
	}
	_, err = fmt.Fprint(app.stdout, b.String())
	return err
}

// reachable is an address that can be asked: of a server that listens
// everywhere, the local one.
func reachable(at net.Addr) string {
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", strconv.Itoa(tcp.Port))
	}
	return at.String()
}

// noPage tells whoever asks for what is not there what is.
func noPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprint(w, `Nothing is here. There are

/            the explorer, to see the graph
/playground  to ask in GraphQL
/graphql     answers GraphQL, by POST or GET
/charts      keeps pictures of the explorer
/healthz     tells whether the program runs
/readyz      tells whether it can answer
/metrics     counts what it does, for Prometheus
`)
}
