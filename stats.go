package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"actorgraph/kb"
)

func newStatsCommand(app *program) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "stats",
		Short:   "Count what a store holds",
		Long:    `stats counts the records of a store, by class, kind, type, key and collection.`,
		Example: "  actorgraph stats\n  actorgraph stats --json --store neo4j://localhost:7687",
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return app.stats(cmd.Context(), asJSON) },
	}
	app.addStoreFlag(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, for programs")
	return cmd
}

func (app *program) stats(ctx context.Context, asJSON bool) error {
	st, err := app.openStoreToRead(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	stats, err := st.Stats(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		out := json.NewEncoder(app.stdout)
		out.SetIndent("", "  ")
		return out.Encode(map[string]any{
			"version": stats.Version, "records": stats.Records, "entities": stats.Entities,
			"relations": stats.Relations, "properties": stats.Properties, "claims": stats.Claims,
		})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "version    %d\n", stats.Version)
	for _, class := range kb.Classes {
		fmt.Fprintf(&b, "%-10s %d\n", strings.TrimPrefix(plural(2, string(class)), "2 "), stats.Records[class])
	}
	writeCounts(&b, "entities by kind", stats.Entities)
	writeCounts(&b, "relations by type", stats.Relations)
	writeCounts(&b, "properties by key", stats.Properties)
	writeCounts(&b, "claims by collection", stats.Claims)
	_, err = fmt.Fprint(app.stdout, b.String())
	return err
}

// writeCounts writes counts, the largest first.
func writeCounts[K ~string](b *strings.Builder, title string, counts map[K]int) {
	if len(counts) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	keys := slices.SortedFunc(maps.Keys(counts), func(x, y K) int {
		if d := counts[y] - counts[x]; d != 0 {
			return d
		}
		return strings.Compare(string(x), string(y))
	})
	for _, k := range keys {
		fmt.Fprintf(b, "%8d  %s\n", counts[k], k)
	}
}
