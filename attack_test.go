package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"actorgraph/kb"
	"actorgraph/store"
)

// An attack is a request that would hurt if it were let through.
type attack struct {
	name   string
	body   string
	header []string // beside Content-Type and Accept
	status int
	code   string
}

// attacks are one of each kind, by HTTP. Package graph has many more of those
// that HTTP lets through.
func attacks() []attack {
	query := func(name, query, code string) attack {
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			panic(err) // a string is always JSON
		}
		return attack{name: name, body: string(body), status: 400, code: code}
	}
	raw := func(name, body string, status int, code string, header ...string) attack {
		return attack{name, body, header, status, code}
	}
	return []attack{
		query("nested braces", "{"+strings.Repeat("a{", 100_000), "DEPTH_LIMIT"),
		query("nested lists in arguments", "{nodes(ids: "+strings.Repeat("[", 100_000), "DEPTH_LIMIT"),
		query("fragment bomb", "{entity(id: \"a\") {...f0}}"+each(60, func(i int) string {
			return fmt.Sprintf("fragment f%d on Entity {a: relations {nodes {from {...f%d}}} b: relations {nodes {from {...f%d}}}}", i, i+1, i+1)
		})+"fragment f60 on Entity {id}", "DEPTH_LIMIT"),
		query("alias flood", "{"+each(1_000, func(i int) string { return fmt.Sprintf("a%d: stats {version} ", i) })+"}", "SIZE_LIMIT"),
		query("directive flood", "{__typename "+strings.Repeat("@skip(if: false) ", 1_000)+"}", "SIZE_LIMIT"),
		query("wide introspection", "{__schema {types {fields {type {fields {type {fields {type {fields {name}}}}}}}}}}", "VALIDATION_FAILED"),
		query("introspection under many names", "{"+each(40, func(i int) string {
			return fmt.Sprintf("a%d: __schema {types {fields {name description args {name description} type {name}}}} ", i)
		})+"}", "COST_LIMIT"),
		query("600 clashing fields", "{"+each(600, func(i int) string { return fmt.Sprintf("a: entities(first: %d) {totalCount} ", 1+i%500) })+"}", "SIZE_LIMIT"),
		query("100,000 declared variables", "query ("+each(100_000, func(i int) string { return fmt.Sprintf("$v%x:ID", i) })+") {__typename}", "SIZE_LIMIT"),
		query("first: 500, three deep", "{entities(first: 500) {nodes {relations(first: 500) {nodes {to {relations(first: 500) {nodes {id}}}}}}}}", "COST_LIMIT"),
		query("a hub within a hub within a hub", `{relations(where: {from: {id: {eq: "hub"}}}, first: 40) {nodes {from {relations {nodes {from {relations {nodes {from {relations {nodes {id}}}}}}}}}}}}`, "COST_LIMIT"),
		query("both ends of a hub under many names", `{entity(id: "hub") {`+each(50, func(i int) string {
			return fmt.Sprintf("a%d: relations(first: 500) {nodes {from {relations {edges {cursor}}} to {relations {edges {cursor}}}}} ", i)
		})+`}}`, "COST_LIMIT"),
		query("long unknown name", "{"+strings.Repeat("x", 900_000)+"}", "SIZE_LIMIT"),
		raw("100,000 variables", `{"query":"{__typename}","variables":{`+each(100_000, func(i int) string { return fmt.Sprintf(`"%x":1,`, i) })+`"x":1}}`, 400, "BAD_REQUEST"),
		raw("variable of 100,000 values", `{"query":"query($i: [ID!]!) {nodes(ids: $i) {id}}","variables":{"i":[`+strings.Repeat("1,", 100_000)+`1]}}`, 400, "BAD_REQUEST"),
		raw("nested JSON", `{"query":"{__typename}","variables":{"x":`+strings.Repeat("[", 500_000), 400, "BAD_REQUEST"),
		raw("large body", strings.Repeat(" ", 4<<20), 413, "BODY_TOO_LARGE"),
		raw("compressed body", zipped(strings.Repeat(" ", 64<<20)), 415, "UNSUPPORTED_MEDIA_TYPE", "Content-Encoding", "gzip"),
		raw("large header", "", 431, "", "X-Large", strings.Repeat("x", 1<<20)),
	}
}

func each(n int, text func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(text(i))
	}
	return b.String()
}

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String()
}

// strike sends an attack.
func (s *served) strike(a attack) (status int, answer []byte, err error) {
	r, err := http.NewRequest("POST", s.url+"/graphql", strings.NewReader(a.body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	for i := 0; i < len(a.header); i += 2 {
		r.Header.Set(a.header[i], a.header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}

// Each attack is refused quickly, cheaply and briefly. What the client of this
// test itself takes is counted too. Of three tries the best counts, so that
// whatever else the machine does is not.
func TestAttacks(t *testing.T) {
	s := serve(t, nil, "--store", hub(t), "--empty")
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			took, allocated := time.Hour, uint64(1<<40)
			for range 3 {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				began := time.Now()
				status, answer, err := s.strike(a)
				if err != nil {
					t.Fatal(err)
				}
				took = min(took, time.Since(began))
				runtime.ReadMemStats(&after)
				allocated = min(allocated, after.TotalAlloc-before.TotalAlloc)
				if status != a.status || !bytes.Contains(answer, []byte(a.code)) || bytes.Contains(answer, []byte(`"data"`)) || len(answer) > 64<<10 {
					t.Fatalf("%d, %d bytes, want %d %s: %.300s", status, len(answer), a.status, a.code, answer)
				}
			}
			if took > 250*time.Millisecond && !raceDetector() || allocated > 32<<20 {
				t.Errorf("took %v and allocated %d KiB", took, allocated>>10)
			}
		})
	}
}

// hub makes a store of one firm with 500 products, each told of by one report.
func hub(t *testing.T) string {
	url := "sqlite:" + newFile(t)
	s, err := store.Open(t.Context(), url, store.Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	set := &kb.ChangeSet{
		Collection: kb.Collection{Name: "hub"},
		Entities:   []*kb.Entity{{ID: "hub", Kind: kb.KindCompany, Name: "Hub"}},
		Sources:    []*kb.Source{{ID: "source:report", Kind: kb.SourceReport, Title: "Report"}},
	}
	for i := range 500 {
		id := kb.ID(fmt.Sprintf("product-%d", i))
		r := kb.NewRelation(kb.Makes, "hub", id, "")
		c := &kb.Claim{Fact: r.ID, Source: "source:report", Collection: "hub", Statement: "It makes it.",
			Stance: kb.Asserts, Modality: kb.Stated, Reading: kb.Explicit}
		c.Identify()
		set.Entities = append(set.Entities, &kb.Entity{ID: id, Kind: kb.KindProduct, Name: string(id)})
		set.Relations, set.Claims = append(set.Relations, r), append(set.Claims, c)
	}
	if _, err := s.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	return url
}

// Of what is let through the largest answers are made by turns: however many at
// once take no more memory than a few, and the small ones don't wait for them.
func TestLargeAnswersAtOnce(t *testing.T) {
	s := serve(t, nil, "--store", hub(t), "--empty", "--max-time", "5m")
	large := []string{
		`{relations(first: 500) {nodes {from {relations(first: 390) {nodes {from {degree}}}}}}}`,
		`{` + each(50, func(i int) string { return fmt.Sprintf("a%d: relations(first: 500) {edges {cursor}} ", i) }) + `}`,
		`{relations(first: 500) {nodes {from {relations(first: 500) {nodes {id type label key since until}}}}}}`,
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			status, text := s.ask(t, large[i%len(large)])
			refused := strings.Contains(text, "beyond 16 MiB")
			if status != 200 && !refused || len(text) > 17<<20 {
				t.Errorf("%d, %d bytes: %.300s", status, len(text), text)
			}
		})
	}
	over := make(chan struct{})
	go func() { all.Wait(); close(over) }()
	most, slowest := uint64(0), time.Duration(0)
	for large := true; large; {
		select {
		case <-over:
			large = false
		default:
		}
		asked := time.Now()
		if status, text := s.ask(t, `{ entity(id: "hub") { name } }`); status != 200 || !strings.Contains(text, "Hub") {
			t.Fatalf("%d %s", status, text)
		}
		slowest = max(slowest, time.Since(asked))
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse+m.StackInuse-before.HeapInuse-before.StackInuse)
	}
	t.Logf("%v in all, at most %d MiB; the slowest small one took %v", time.Since(began), most>>20, slowest)
	if most > 1<<30 || slowest > 10*time.Second && !raceDetector() {
		t.Errorf("at most %d MiB, the slowest small request took %v", most>>20, slowest)
	}
}

// While several attack without pause, everyone else is answered.
func TestHonestRequestsBesideAttacks(t *testing.T) {
	s := serve(t, nil, "--store", "sqlite:"+newFile(t), "--empty")
	over := make(chan struct{})
	var attackers sync.WaitGroup
	for range 4 {
		attackers.Go(func() {
			for _, a := range attacks() {
				if _, _, err := s.strike(a); err != nil {
					t.Errorf("%s: %v", a.name, err)
				}
			}
		})
	}
	go func() { attackers.Wait(); close(over) }()

	answered := 0
	for attacked := true; attacked; answered++ {
		select {
		case <-over:
			attacked = false
		default:
		}
		began := time.Now()
		status, text := s.ask(t, "{ entities { totalCount } }")
		if status != 200 || !strings.Contains(text, `"totalCount":0`) {
			t.Fatalf("%d %s", status, text)
		}
		if took := time.Since(began); took > 2*time.Second && !raceDetector() {
			t.Errorf("an honest request took %v", took)
		}
	}
	if answered < 10 {
		t.Errorf("only %d honest requests were answered", answered)
	}
}

// raceDetector tells whether the test runs under the race detector, which makes
// it slower by an order of magnitude.
func raceDetector() bool {
	info, _ := debug.ReadBuildInfo()
	return slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
