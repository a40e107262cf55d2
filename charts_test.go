package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"actorgraph/kb"
	"actorgraph/store/neo4jstore/neo4jtest"
)

// saveChart sends a chart to a server.
func (s *served) saveChart(t *testing.T, text string, header ...string) (status int, answer string) {
	t.Helper()
	return s.send(t, "POST", "/charts", text, append([]string{"Content-Type", "application/json"}, header...)...)
}

// savedChart saves a chart and returns its name.
func (s *served) savedChart(t *testing.T, text string) string {
	t.Helper()
	status, answer := s.saveChart(t, text)
	var saved struct{ Name string }
	if err := json.Unmarshal([]byte(answer), &saved); err != nil || status != 201 {
		t.Fatalf("saving %.40s: %d %s", text, status, answer)
	}
	return saved.Name
}

func (s *served) wantChart(t *testing.T, name, want string) {
	t.Helper()
	if status, text := s.get(t, "/charts/"+name); status != 200 || text != want {
		t.Errorf("/charts/%s: %d %.80s, want %.80s", name, status, text, want)
	}
}

// A chart is there for whoever has its name, after a restart and after a load too.
func TestCharts(t *testing.T) {
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		at := newPlace(t)
		s := at.serve(t)
		const text = `{"nodes": [{"id": "nso-group", "x": 1.5, "y": -2}]}`
		name := s.savedChart(t, text)
		if name != kb.ChartName([]byte(text)) {
			t.Errorf("it is called %q", name)
		}
		s.wantChart(t, name, text)
		if again := s.savedChart(t, text); again != name {
			t.Errorf("saved again it is called %q", again)
		}
		if other := s.savedChart(t, strings.ReplaceAll(text, " ", "")); other == name {
			t.Error("another text has the same name")
		}
		if err := s.stop(); err != nil {
			t.Error(err)
		}
		if strings.Contains(s.stderr.String(), "nso-group") {
			t.Error("the log tells what is in a chart")
		}

		at.load(t, "--seed")
		s = at.serve(t)
		s.wantChart(t, name, text)
		if !strings.Contains(s.said, "nso-articles") {
			t.Errorf("it holds\n%s", s.said)
		}
	})
}

func TestChartsRefused(t *testing.T) {
	onEachStore(t, func(t *testing.T, newPlace func(*testing.T) place) {
		s := newPlace(t).serve(t)
		large := func(n int) string { return `{"a":"` + strings.Repeat("x", n-len(`{"a":""}`)) + `"}` }
		for _, test := range []struct {
			what, text string
			header     []string
			status     int
			code       string
		}{
			{"too large", large(256*1024 + 1), nil, 413, "BODY_TOO_LARGE"},
			{"no object", "[1]", nil, 400, "BAD_REQUEST"},
			{"cut short", `{"a":`, nil, 400, "BAD_REQUEST"},
			{"nothing", "", nil, 400, "BAD_REQUEST"},
			{"not UTF-8", "{\"a\":\"\xff\"}", nil, 400, "BAD_REQUEST"},
			{"as a form", "{}", []string{"Content-Type", "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"},
			{"by a foreign page", "{}", []string{"Origin", "https://evil.example"}, 403, "FORBIDDEN"},
		} {
			if status, answer := s.saveChart(t, test.text, test.header...); status != test.status || !strings.Contains(answer, `"code":"`+test.code+`"`) {
				t.Errorf("%s: %d %s, want %d %s", test.what, status, answer, test.status, test.code)
			}
			if test.status == 403 {
				continue
			}
			if status, _ := s.get(t, "/charts/"+kb.ChartName([]byte(test.text))); status != 404 {
				t.Errorf("%s: it is there, %d", test.what, status)
			}
		}
		for _, path := range []string{"/charts/", "/charts/unknown", "/charts/..%2ftest", "/charts/" + kb.ChartName(nil), "/charts/" + strings.Repeat("a", 10_000)} {
			if status, answer := s.get(t, path); status != 404 || !strings.Contains(answer, "NOT_FOUND") {
				t.Errorf("%.40s: %d %s", path, status, answer)
			}
		}
		largest := large(256 * 1024)
		s.wantChart(t, s.savedChart(t, largest), largest)
	})
}

// --max-body holds for charts as well.
func TestChartsAndMaxBody(t *testing.T) {
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty", "--max-body", "10")
	if status, answer := s.saveChart(t, `{"a":"long"}`); status != 413 {
		t.Errorf("%d %s", status, answer)
	}
	s.savedChart(t, "{}")
}

func TestChartsWantTheToken(t *testing.T) {
	token := newFile(t)
	if err := os.WriteFile(token, []byte("hush"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty", "--token-file", token)
	who := []string{"Authorization", "Bearer hush"}
	if status, answer := s.saveChart(t, "{}"); status != 401 {
		t.Errorf("saved without the token: %d %s", status, answer)
	}
	if status, answer := s.saveChart(t, "{}", who...); status != 201 {
		t.Errorf("saved with the token: %d %s", status, answer)
	}
	path := "/charts/" + kb.ChartName([]byte("{}"))
	if status, _ := s.get(t, path); status != 401 {
		t.Errorf("read without the token: %d", status)
	}
	if status, answer := s.get(t, path, who...); status != 200 || answer != "{}" {
		t.Errorf("read with the token: %d %s", status, answer)
	}
	if status, _ := s.get(t, "/?chart=x"); status != 200 {
		t.Errorf("the page that asks for the token: %d", status)
	}
}

// A store keeps ten thousand charts. What is there stays, and can be saved again; what is
// removed makes room. The client is not told where the files are, the log is.
func TestFullOfCharts(t *testing.T) {
	check := func(t *testing.T, at place, fill, makeRoom func(), where string) {
		s := at.serve(t)
		name := s.savedChart(t, "{}")
		fill()
		status, answer := s.saveChart(t, `{"a":1}`)
		if status != 507 || !strings.Contains(answer, "STORE_FULL") || strings.Contains(answer, where) {
			t.Errorf("one too many: %d %s", status, answer)
		}
		if log := s.stderr.String(); !strings.Contains(log, "at most 10000") || !strings.Contains(log, where) {
			t.Errorf("the log does not tell what to do:\n%s", log)
		}
		s.savedChart(t, "{}")
		s.wantChart(t, name, "{}")
		makeRoom()
		s.wantChart(t, s.savedChart(t, `{"a":1}`), `{"a":1}`)
	}
	t.Run("sqlite", func(t *testing.T) {
		at := inFile(t)
		folder := strings.TrimPrefix(at.url, "sqlite:") + ".charts"
		file := func(n int) string { return fmt.Sprintf("%s/%s.json", folder, kb.ChartName(fmt.Append(nil, n))) }
		check(t, at, func() {
			for n := range 9_999 {
				if err := os.WriteFile(file(n), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}, func() {
			if err := os.Remove(file(0)); err != nil {
				t.Fatal(err)
			}
		}, folder)
	})
	t.Run("neo4j", func(t *testing.T) {
		server := neo4jtest.Find(t)
		check(t, inNeo4j(t), func() {
			server.Run(t, "UNWIND range(1, 9999) AS n CREATE (:Chart {name: 'chart ' + n, bytes: 0})")
		}, func() {
			server.Run(t, "MATCH (c:Chart {name: 'chart 1'}) DELETE c")
		}, ":Chart")
	})
}

// Charts that can't be written or are damaged are told of in the log, and all else goes on.
func TestChartsOfABrokenFolder(t *testing.T) {
	at := inFile(t)
	folder := strings.TrimPrefix(at.url, "sqlite:") + ".charts"
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := at.serve(t)
	status, answer := s.saveChart(t, "{}")
	if status != 500 || !strings.Contains(answer, "could not be saved") || strings.Contains(answer, folder) {
		t.Errorf("a file stands in the folder's place: %d %s", status, answer)
	}
	if !strings.Contains(s.stderr.String(), folder) {
		t.Errorf("the log does not tell where:\n%s", s.stderr)
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	name := s.savedChart(t, "{}")
	if err := os.WriteFile(folder+"/"+name+".json", []byte(`{"false":true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, answer := s.get(t, "/charts/"+name); status != 500 || strings.Contains(answer, "false\":true") {
		t.Errorf("a damaged one: %d %s", status, answer)
	}
	if status, _ := s.ask(t, "{ __typename }"); status != 200 {
		t.Errorf("questions: %d", status)
	}
	s.savedChart(t, "{}")
	s.wantChart(t, name, "{}")
}
