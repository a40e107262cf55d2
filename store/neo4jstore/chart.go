package neo4jstore

import (
	"context"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"actorgraph/kb"
)

// A chart is a node of its own, to which nothing leads:
//
//	(:Chart {name, text, bytes, savedAt})
//
// Nodes may be deleted to make room.

// chartBounds bound the charts of a database.
var chartBounds = kb.MaxCharts

// SaveChart implements kb.Charts.
func (s *Store) SaveChart(ctx context.Context, text []byte) (string, error) {
	c, err := s.begin(ctx, writeTime)
	if err != nil {
		return "", err
	}
	defer c.end()
	if err := kb.CheckChart(text); err != nil {
		return "", err
	}
	name := kb.ChartName(text)
	err = s.change(c, "", func(w *writer) error { return w.saveChart(name, text) })
	if err != nil {
		return "", err
	}
	return name, nil
}

// saveChart has the same effect if it is done again, after a commit of unknown outcome.
func (w *writer) saveChart(name string, text []byte) error {
	rows, err := w.tx.run(`
		OPTIONAL MATCH (same:Chart {name: $name})
		CALL () {
			MATCH (other:Chart) WHERE other.name <> $name
			RETURN count(*) AS charts, sum(other.bytes) AS bytes
		}
		RETURN same.text, charts, bytes`, map[string]any{"name": name})
	if err != nil {
		return err
	}
	r := row{values: rows[0]}
	same, charts, size := r.text(), r.int(), value[int64](&r)
	if r.err != nil {
		return r.err
	}
	if same == string(text) {
		return nil
	}
	if err := chartBounds.Room(charts, size, text); err != nil {
		return fmt.Errorf("%w; they are the nodes :Chart", err)
	}
	if _, err := w.tx.run(`
		MERGE (c:Chart {name: $name})
		SET c.text = $text, c.bytes = $bytes, c.savedAt = $at`,
		map[string]any{"name": name, "text": string(text), "bytes": len(text), "at": time.Now().UnixNano()}); err != nil {
		return err
	}
	return w.tx.commit() // changes nothing that readers of the graph see
}

// Chart implements kb.Charts.
func (s *Store) Chart(ctx context.Context, name string) ([]byte, error) {
	c, err := s.begin(ctx, readTime)
	if err != nil {
		return nil, err
	}
	defer c.end()
	if !kb.IsChartName(name) {
		return nil, nil
	}
	rows, err := s.run(c, neo4j.AccessModeRead, `MATCH (c:Chart {name: $name}) RETURN c.text`, map[string]any{"name": name})
	if err != nil || len(rows) == 0 {
		return nil, c.explain(err)
	}
	text, _ := rows[0][0].(string)
	if kb.ChartName([]byte(text)) != name {
		return nil, fmt.Errorf("the chart %s is damaged: its name was made from another text; delete the node :Chart, or save the same chart again", name)
	}
	return []byte(text), nil
}
