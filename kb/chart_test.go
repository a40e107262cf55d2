package kb_test

import (
	"errors"
	"strings"
	"testing"

	"actorgraph/kb"
)

// The names are those that sha256sum, head -c 10 and base32 make.
func TestChartName(t *testing.T) {
	for text, want := range map[string]string{`{}`: "iqjw7i2vwntyuekg", `{"a":1}`: "afnl2724yv5c3wkl"} {
		if got := kb.ChartName([]byte(text)); got != want || !kb.IsChartName(got) {
			t.Errorf("the name of %s is %s, want %s", text, got, want)
		}
	}
}

func TestIsChartName(t *testing.T) {
	for _, name := range []string{"", "iqjw7i2vwntyuek", "iqjw7i2vwntyuekga", "IQJW7I2VWNTYUEKG", "iqjw7i2vwntyuek1", "iqjw7i2v/ntyuekg", "../../../../etc/", "iqjw7i2vwntyuek\x00", "iqjw7i2v.ntyuekg", "iqjw7i2vwntyueé"} {
		if kb.IsChartName(name) {
			t.Errorf("%q passes for a name", name)
		}
	}
}

func TestCheckChart(t *testing.T) {
	large := func(n int) string { return `{"a":"` + strings.Repeat("x", n-len(`{"a":""}`)) + `"}` }
	for _, text := range []string{`{}`, " \t\r\n{\"a\": [1, {}]}\n", `{"é":"\u0000"}`, large(256 * 1024)} {
		if err := kb.CheckChart([]byte(text)); err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
	}
	for text, says := range map[string]string{
		"": "not JSON", " ": "not JSON", "{": "not JSON", "{}{}": "not JSON", "{a:1}": "not JSON", "\ufeff{}": "not JSON", "{\"a\":\"\x00\"}": "not JSON",
		"[]": "not a JSON object", "[{}]": "not a JSON object", "null": "not a JSON object", `"{}"`: "not a JSON object", "1": "not a JSON object",
		"{\"a\":\"\xff\"}": "not UTF-8", large(256*1024 + 1): "leave something out",
	} {
		if err := kb.CheckChart([]byte(text)); !errors.Is(err, kb.ErrInvalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q: %v, want %v and %q", text, err, kb.ErrInvalid, says)
		}
	}
}

func TestRoomForCharts(t *testing.T) {
	const all = 256 * 1024 * 1024
	for _, row := range []struct {
		charts int
		size   int64
		room   bool
	}{{0, 0, true}, {9_999, 0, true}, {10_000, 0, false}, {1, all - 2, true}, {1, all - 1, false}} {
		err := kb.MaxCharts.Room(row.charts, row.size, []byte("{}"))
		if (err == nil) != row.room || err != nil && (!errors.Is(err, kb.ErrFull) || !strings.Contains(err.Error(), "remove")) {
			t.Errorf("beside %d charts of %d bytes: %v", row.charts, row.size, err)
		}
	}
}
