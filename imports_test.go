package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which packages of the module each folder's program code may
// import. The row that fits a folder best counts. A name ending in /* stands for
// all folders below it, and for those alone. The list keeps the vocabulary free
// of whoever uses it, the stores of each other, and HTTP of what is served.
var mayImport = map[string][]string{
	"kb":                {},
	"text":              {},
	"evidence":          {"kb", "text"},
	"documents":         {"kb", "text"},
	"analysis":          {"kb"},
	"loader":            {"kb", "text"},
	"loader/*":          {"kb", "text", "loader"},
	"seed":              {},
	"web":               {},
	"store":             {"kb", "store/sqlitestore", "store/neo4jstore"},
	"store/*":           {"kb", "text", "evidence"},
	"store/storetest":   {"kb", "text", "evidence", "store/storetest/plain"},
	"store/storetest/*": {"kb", "text", "evidence"},
	"graph/model":       {"kb", "evidence"},
	"graph":             {"kb", "text", "evidence", "analysis", "documents", "graph/model"},
	"httpserver":        {},
}

func TestImports(t *testing.T) {
	for dir, p := range packages(t) {
		if dir == "." { // the program itself puts everything together
			continue
		}
		row, ok := rowFor(dir)
		if !ok {
			t.Errorf("%s: no row of mayImport fits this folder", dir)
			continue
		}
		for file, imports := range p.imports {
			for _, imported := range imports {
				if !slices.ContainsFunc(mayImport[row], func(pattern string) bool { return fits(imported, pattern) }) {
					t.Errorf("%s imports actorgraph/%s; of ours %s may import %q", file, imported, row, mayImport[row])
				}
			}
		}
	}
}

func TestPackageComments(t *testing.T) {
	for dir, p := range packages(t) {
		if p.comments != 1 {
			t.Errorf("%s: package %s has %d package comments, want 1", dir, p.name, p.comments)
		}
	}
}

// The table itself: a pattern that lets too much through would prove nothing.
func TestRows(t *testing.T) {
	for dir, want := range map[string]string{
		"kb":                    "kb",
		"store":                 "store",
		"store/sqlitestore":     "store/*",
		"store/storetest":       "store/storetest",
		"store/storetest/plain": "store/storetest/*",
		"loader/seedfile":       "loader/*",
		"graph/model":           "graph/model",
		"kb/inner":              "",
		"graph/other":           "",
	} {
		if row, _ := rowFor(dir); row != want {
			t.Errorf("the row for %s is %q, want %q", dir, row, want)
		}
	}
}

// rowFor finds the row of mayImport for a folder: its own, or the longest
// pattern that fits.
func rowFor(dir string) (string, bool) {
	best, found := "", false
	for row := range mayImport {
		if row == dir {
			return row, true
		}
		if fits(dir, row) && len(row) > len(best) {
			best, found = row, true
		}
	}
	return best, found
}

func fits(dir, pattern string) bool {
	below, ok := strings.CutSuffix(pattern, "*")
	return dir == pattern || ok && strings.HasPrefix(dir, below)
}

// A sourcePackage is what the files of one folder say, tests left aside.
type sourcePackage struct {
	name     string
	comments int                 // files with a package comment
	imports  map[string][]string // the module's own packages that each file imports
}

// packages reads the Go files of the module by folder.
func packages(t *testing.T) map[string]*sourcePackage {
	t.Helper()
	found := map[string]*sourcePackage{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		dir := path.Dir(filepath.ToSlash(name))
		p := found[dir]
		if p == nil {
			p = &sourcePackage{name: file.Name.Name, imports: map[string][]string{}}
			found[dir] = p
		}
		// A directive such as //go:build is no comment to a reader.
		if file.Doc.Text() != "" {
			p.comments++
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(imported, "actorgraph/"); ok {
				p.imports[name] = append(p.imports[name], ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 5 {
		t.Fatalf("only %d packages were found", len(found))
	}
	return found
}
