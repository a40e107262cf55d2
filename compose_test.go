package main

import (
	"io"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
)

// Where no container engine is at hand, Dockerfile and docker-compose.yml are
// held to what the program itself takes: its commands, flags and environment.

func TestDockerfile(t *testing.T) {
	d := readDockerfile(t)
	if want := "golang:" + goVersion(t); !slices.ContainsFunc(d["FROM"], func(s string) bool { return strings.HasPrefix(s, want+" ") }) {
		t.Errorf("built FROM %q, want %s, as go.mod has it", d["FROM"], want)
	}
	entry := jsonWords(t, d["ENTRYPOINT"])
	copied := strings.Fields(d["COPY"][len(d["COPY"])-2])
	if len(entry) != 1 || entry[0] != copied[len(copied)-1] {
		t.Errorf("ENTRYPOINT is %q, the program is copied to %q", entry, copied[len(copied)-1])
	}
	cmd := configured(t, jsonWords(t, d["CMD"]), dockerEnv(t))
	_, port, err := net.SplitHostPort(flag(cmd, "addr"))
	if err != nil || !slices.Equal(d["EXPOSE"], []string{port}) {
		t.Errorf("the program listens at %q, and EXPOSE is %q", flag(cmd, "addr"), d["EXPOSE"])
	}
	file, ok := strings.CutPrefix(flag(cmd, "store"), "sqlite:")
	if !ok || len(d["VOLUME"]) != 1 || !strings.HasPrefix(file, d["VOLUME"][0]+"/") {
		t.Errorf("the store is %q, outside of the volume %q", flag(cmd, "store"), d["VOLUME"])
	}
}

type composeFile struct {
	Services map[string]composeService
	Volumes  map[string]any
}

type composeService struct {
	Image, Build string
	Command      []string
	Environment  map[string]string
	Ports        []string
	Volumes      []string
	Healthcheck  struct{ Test []string }
	DependsOn    map[string]struct{ Condition string } `yaml:"depends_on"`
	Grace        string                                `yaml:"stop_grace_period"`
}

func TestCompose(t *testing.T) {
	text, err := os.ReadFile("docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file composeFile
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}

	neo4j := file.Services["neo4j"]
	user, password, _ := strings.Cut(expand(neo4j.Environment["NEO4J_AUTH"]), "/")
	if len(password) < 8 {
		t.Errorf("Neo4j takes no password as short as %q", password)
	}
	if len(neo4j.Healthcheck.Test) == 0 {
		t.Error("Neo4j has no health check")
	}
	pom, err := os.ReadFile(".ci/neo4j/pom.xml")
	if err != nil {
		t.Fatal(err)
	}
	version, _, ok := strings.Cut(strings.TrimPrefix(neo4j.Image, "neo4j:"), "-community")
	if !ok || !strings.Contains(string(pom), ">"+version+".") {
		t.Errorf("the image is %q, of another line than .ci/neo4j/pom.xml", neo4j.Image)
	}

	for name, service := range file.Services {
		for _, volume := range service.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			if _, ok := file.Volumes[source]; !ok {
				t.Errorf("%s: the volume %q is not declared", name, source)
			}
		}
		for _, port := range service.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: the port %s is published beyond this machine", name, port)
			}
		}
		if name == "neo4j" {
			continue
		}
		if service.Build != "." {
			t.Errorf("%s is built from %q", name, service.Build)
		}
		if service.DependsOn["neo4j"].Condition != "service_healthy" {
			t.Errorf("%s does not wait until Neo4j is healthy", name)
		}
		env := dockerEnv(t)
		for key, value := range service.Environment {
			env[key] = expand(value)
		}
		if env["ACTORGRAPH_NEO4J_USER"] != user || env["ACTORGRAPH_NEO4J_PASSWORD"] != password {
			t.Errorf("%s: user and password are not those of Neo4j", name)
		}
		cmd := configured(t, service.Command, env)
		u, err := url.Parse(flag(cmd, "store"))
		if err != nil || u.Scheme != "neo4j" || u.Host != "neo4j:7687" {
			t.Errorf("%s: the store is %q", name, flag(cmd, "store"))
		}
	}

	serve := file.Services["actorgraph"]
	cmd := configured(t, serve.Command, dockerEnv(t))
	if flag(cmd, "open") != "true" {
		t.Error("in a container serve starts with --open or --token-file only")
	}
	_, port, _ := net.SplitHostPort(flag(cmd, "addr"))
	if len(serve.Ports) != 1 || !strings.HasSuffix(serve.Ports[0], ":"+port) {
		t.Errorf("the program listens at port %s, and published is %q", port, serve.Ports)
	}
	longest, err := time.ParseDuration(flag(cmd, "max-time"))
	if err != nil {
		t.Fatal(err)
	}
	if stop, err := time.ParseDuration(serve.Grace); err != nil || stop <= grace(longest) {
		t.Errorf("stop_grace_period is %q; the program may need %v to end", serve.Grace, grace(longest))
	}
	if file.Services["actorgraph"].DependsOn["load"].Condition != "service_completed_successfully" {
		t.Error("serve does not wait for the data")
	}
	if load := configured(t, file.Services["load"].Command, dockerEnv(t)); flag(load, "seed") != "true" {
		t.Error("load does not load the seed")
	}
}

// configured is the command that args name, with its flags set from args and
// env, where each ACTORGRAPH_ variable must be one that the program knows.
func configured(t *testing.T, args []string, env map[string]string) *cobra.Command {
	t.Helper()
	app := newProgram(func(name string) string { return env[name] }, io.Discard, io.Discard)
	cmd, rest, err := newRootCommand(app).Find(args)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	if err := app.readEnvironment(cmd, nil); err != nil {
		t.Fatal(err)
	}
	known := []string{"ACTORGRAPH_NEO4J_USER", "ACTORGRAPH_NEO4J_PASSWORD", variable("addr"), variable("store")}
	for name := range env {
		if strings.HasPrefix(name, "ACTORGRAPH_") && !slices.Contains(known, name) {
			t.Errorf("no setting is called %s", name)
		}
	}
	return cmd
}

func flag(cmd *cobra.Command, name string) string {
	f := cmd.Flags().Lookup(name)
	if f == nil {
		return ""
	}
	return f.Value.String()
}

// readDockerfile lists what each instruction says, in order.
func readDockerfile(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word != "" && word != "#" {
			found[word] = append(found[word], rest)
		}
	}
	return found
}

// dockerEnv is the environment that the image gives the program.
func dockerEnv(t *testing.T) map[string]string {
	t.Helper()
	env := map[string]string{}
	for _, pair := range readDockerfile(t)["ENV"] {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			t.Errorf("ENV %s", pair)
		}
		env[name] = value
	}
	return env
}

func jsonWords(t *testing.T, lines []string) []string {
	t.Helper()
	var words []string
	if len(lines) != 1 || yaml.Unmarshal([]byte(lines[0]), &words) != nil {
		t.Fatalf("want one list of words, got %q", lines)
	}
	return words
}

// expand gives ${NAME:-default} its default, as for a user who sets nothing.
func expand(value string) string {
	return regexp.MustCompile(`\$\{\w+:-([^}]*)\}`).ReplaceAllString(value, "$1")
}

// goVersion is that of go.mod, without the patch.
func goVersion(t *testing.T) string {
	t.Helper()
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mod)
	if m == nil {
		t.Fatal("go.mod names no version of Go")
	}
	return string(m[1])
}
