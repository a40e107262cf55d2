package kb

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Charts keeps pictures of the graph that people send to each other. A chart is a
// JSON object that says what is on somebody's screen; whoever draws it knows what it
// means, a store does not. It is none of the data: it has no version, is in no count
// and no export, and loading leaves it. Once saved it never changes.
type Charts interface {
	// SaveChart keeps a text that passes [CheckChart] and returns its [ChartName].
	// Saving the same again changes nothing. The error is [ErrFull] if the store has
	// no room for another. When SaveChart returns without error, the chart outlives a
	// crash.
	SaveChart(ctx context.Context, text []byte) (name string, err error)
	// Chart returns the text that was saved under a name, byte for byte, nil if there
	// is none. A text that is no more what its name was made from is an error.
	Chart(ctx context.Context, name string) ([]byte, error)
}

// ErrFull: the store has no room for another chart. The message says what to do.
var ErrFull = errors.New("no room")

// MaxChart bounds a chart, in bytes. Those that people make have a few thousand; one
// with a position for each of 2,000 entities has about half as many as this.
const MaxChart = 256 << 10

// ChartBounds bound the charts that a store keeps together, since whoever may ask may
// also save.
type ChartBounds struct {
	Charts int
	Bytes  int64
}

// MaxCharts is what every store keeps.
var MaxCharts = ChartBounds{Charts: 10_000, Bytes: 256 << 20}

// Room returns an ErrFull if there is none for text beside so many other charts, which
// have so many bytes together.
func (b ChartBounds) Room(charts int, size int64, text []byte) error {
	if charts < b.Charts && size+int64(len(text)) <= b.Bytes {
		return nil
	}
	return fmt.Errorf("%w: the store keeps %d charts of %d bytes, and at most %d of %d together; remove those that nobody opens any more", ErrFull, charts, size, b.Charts, b.Bytes)
}

// CheckChart returns an ErrInvalid if text is no JSON object in UTF-8, or larger than
// [MaxChart].
func CheckChart(text []byte) error {
	switch {
	case len(text) > MaxChart:
		return fmt.Errorf("%w chart: it has %d bytes, and at most %d are kept; leave something out", ErrInvalid, len(text), MaxChart)
	case !utf8.Valid(text):
		return fmt.Errorf("%w chart: it is not UTF-8", ErrInvalid)
	case !json.Valid(text):
		return fmt.Errorf("%w chart: it is not JSON", ErrInvalid)
	case !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")):
		return fmt.Errorf("%w chart: it is not a JSON object", ErrInvalid)
	}
	return nil
}

const chartLetters = "abcdefghijklmnopqrstuvwxyz234567"

// ChartName is the name of a chart: the first 80 bits of the SHA-256 of its text, in
// base32, as 16 small letters and digits. That is short enough for a message, and
// enough that nobody finds another text for a name that he was sent.
func ChartName(text []byte) string {
	sum := sha256.Sum256(text)
	return base32.NewEncoding(chartLetters).EncodeToString(sum[:10])
}

// IsChartName tells whether name has the shape of one.
func IsChartName(name string) bool {
	return len(name) == 16 && strings.Trim(name, chartLetters) == ""
}
