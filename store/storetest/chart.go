package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"actorgraph/kb"
)

func testCharts(t *testing.T, s kb.Store) {
	// As text is, so it is kept: with its spaces, its order, whatever its characters.
	texts := []string{`{}`, ` {} `, `{"b":1,"a":[{}]}`, `{"a":[{}],"b":1}`, `{"a":"Öster \u0000 \ud800 😀 ` + "\u2028\ufffe" + `"}`,
		`{"a":"` + strings.Repeat("é", kb.MaxChart/2-4) + `"}`}
	for _, text := range texts { // also in a store that holds nothing yet
		wantChart(t, s, save(t, s, text), text)
	}
	apply(t, s, small())
	before, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := picture(t, s)
	for _, text := range append(texts, `{"new":true}`) {
		name := save(t, s, text)
		if name != kb.ChartName([]byte(text)) {
			t.Errorf("%.40s is kept as %q, want its name", text, name)
		}
		wantChart(t, s, name, text)
	}
	// They are none of the data.
	after, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, after, before)
	equal(t, picture(t, s), all)

	for _, name := range []string{"", "unknown", kb.ChartName([]byte("{ }")), strings.ToUpper(kb.ChartName([]byte("{}"))), kb.ChartName([]byte("{}")) + ".json",
		"../" + kb.ChartName([]byte("{}")), "\x00", "\xff", strings.Repeat("a", 1<<20)} {
		if text, err := s.Chart(t.Context(), name); text != nil || err != nil {
			t.Errorf("the chart %.40q: %q, %v, want none", name, text, err)
		}
	}
	for _, text := range []string{"", "null", "[]", "{", `{"a":` + "\"\xff\"}", `{"a":"` + strings.Repeat("x", kb.MaxChart) + `"}`} {
		if name, err := s.SaveChart(t.Context(), []byte(text)); name != "" || !errors.Is(err, kb.ErrInvalid) {
			t.Errorf("saving %.40q: %q, %v, want %v", text, name, err, kb.ErrInvalid)
		}
		if kept, err := s.Chart(t.Context(), kb.ChartName([]byte(text))); kept != nil || err != nil {
			t.Errorf("%.40q is kept: %v", text, err)
		}
	}

	// What a store is given and gives is the caller's.
	mine := []byte(`{"mine":1}`)
	name, err := s.SaveChart(t.Context(), mine)
	if err != nil {
		t.Fatal(err)
	}
	mine[2] = 'X'
	theirs, err := s.Chart(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	theirs[2] = 'X'
	wantChart(t, s, name, `{"mine":1}`)
}

// testChartsAtOnce saves the same charts from several sides, while others look.
func testChartsAtOnce(t *testing.T, s kb.Store) {
	var savers sync.WaitGroup
	for range 6 {
		savers.Go(func() {
			for n := range 5 {
				text := fmt.Sprintf(`{"n":%d}`, n)
				name, err := s.SaveChart(t.Context(), []byte(text))
				if err != nil || name != kb.ChartName([]byte(text)) {
					t.Errorf("%s is kept as %q, %v", text, name, err)
				}
				next := fmt.Sprintf(`{"n":%d}`, n+1) // which others may be saving
				if kept, err := s.Chart(t.Context(), kb.ChartName([]byte(next))); err != nil || kept != nil && string(kept) != next {
					t.Errorf("%s, half saved: %q, %v", next, kept, err)
				}
			}
		})
	}
	savers.Wait()
	for n := range 5 {
		text := fmt.Sprintf(`{"n":%d}`, n)
		wantChart(t, s, kb.ChartName([]byte(text)), text)
	}
}

// FewCharts is what a store has to be limited to for [FullOfCharts].
var FewCharts = kb.ChartBounds{Charts: 3, Bytes: 40}

// FullOfCharts fills two empty stores that keep [FewCharts], one by number and one by
// size. What is there stays, and may be saved again.
func FullOfCharts(t *testing.T, open func(t *testing.T) kb.Store) {
	long := `{"a":"` + strings.Repeat("x", 12) + `"}` // 20 bytes: two are all
	for _, texts := range [][]string{
		{`{"a":1}`, `{"a":2}`, `{"a":3}`},
		{long, strings.ReplaceAll(long, "x", "y")},
	} {
		s := open(t)
		for _, text := range texts {
			save(t, s, text)
		}
		if name, err := s.SaveChart(t.Context(), []byte(`{}`)); name != "" || !errors.Is(err, kb.ErrFull) {
			t.Errorf("beside %d charts: %q, %v, want %v", len(texts), name, err, kb.ErrFull)
		}
		if text, err := s.Chart(t.Context(), kb.ChartName([]byte(`{}`))); text != nil || err != nil {
			t.Errorf("what was refused is kept: %q, %v", text, err)
		}
		for _, text := range texts {
			wantChart(t, s, save(t, s, text), text)
		}
	}
}

func save(t *testing.T, s kb.Store, text string) string {
	t.Helper()
	name, err := s.SaveChart(t.Context(), []byte(text))
	if err != nil {
		t.Fatalf("saving %.40s: %v", text, err)
	}
	return name
}

func wantChart(t *testing.T, s kb.Store, name, want string) {
	t.Helper()
	if text, err := s.Chart(t.Context(), name); err != nil || string(text) != want {
		t.Errorf("the chart %s: %.40q, %v, want %.40q", name, text, err, want)
	}
}
