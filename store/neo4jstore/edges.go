package neo4jstore

import (
	"context"
	"iter"

	"actorgraph/kb"
)

// Edges implements kb.Reader. As with Scan, all are read before the first is handed on.
func (v view) Edges(ctx context.Context, relations []kb.ID) iter.Seq2[kb.Edge, error] {
	return func(yield func(kb.Edge, error) bool) {
		rows, err := v.edges(ctx, relations)
		if err != nil {
			yield(kb.Edge{}, err)
			return
		}
		for _, values := range rows {
			r := row{values: values}
			e := kb.Edge{ID: r.id(), Type: kb.RelationType(r.text()), From: r.id(), To: r.id()}
			support := r.support()
			e.Status, e.Documents, e.AtLeast = support.Status, support.Documents, support.AtLeast
			if !yield(e, r.err) || r.err != nil {
				return
			}
			if err := ctx.Err(); err != nil {
				yield(kb.Edge{}, err)
				return
			}
		}
	}
}

func (v view) edges(ctx context.Context, relations []kb.ID) ([][]any, error) {
	call, err := v.begin(ctx, scanTime)
	if err != nil {
		return nil, err
	}
	defer call.end()
	c := newCompiler(v.lens)
	wanted, node := "", "(n:Relation)"
	if relations != nil {
		wanted, node = "UNWIND "+c.param(words(relations))+" AS id ", "(n:Fact:Relation {id: id})"
	}
	held := c.held("n")
	path, shown := c.facts(node, "n", aRelation)
	var cs conditions
	cs.add(shown)
	rows, err := v.store.scan(call, wanted+"MATCH "+path+cs.where()+
		" RETURN n.id, n.type, n.from, n.to, "+held+".support", c.params)
	return rows, call.explain(err)
}
