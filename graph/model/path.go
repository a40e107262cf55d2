package model

import (
	"context"
	"fmt"

	"actorgraph/kb"
)

// PathList is paths, the best first.
type PathList struct {
	Nodes  []*Path
	Reason *kb.NoPathReason
}

// Path is a way from one entity to another.
type Path struct {
	kb.Path
	Weakest *Relation
	Steps   []*PathStep
}

// Length is how many relations it has.
func (p *Path) Length() int { return p.Path.Len() }

// PathStep is one entity of a path, with what leads to it.
type PathStep struct {
	Entity    Entity
	Relation  *Relation
	Relations []*Relation
	Forward   *bool
}

// PathDirection tells how relations are walked along.
type PathDirection string

// The directions.
const (
	AsWritten    PathDirection = "AS_WRITTEN"
	Backwards    PathDirection = "BACKWARDS"
	AnyDirection PathDirection = "ANY"
)

var directions = map[PathDirection]kb.PathDirection{
	AsWritten: kb.AsWritten, Backwards: kb.Backwards, AnyDirection: kb.AnyDirection,
}

// PathWhere says what paths may take.
type PathWhere struct {
	Types, NotTypes []kb.RelationType
	Kinds, NotKinds []kb.Kind
	Direction       PathDirection
	Avoid, Through  []kb.ID
	MaxDegree       *int
	AtLeast         *int
}

// plain is the condition in the words of kb; none allows all.
func (w *PathWhere) plain() kb.PathWhere {
	if w == nil {
		return kb.PathWhere{}
	}
	return kb.PathWhere{
		Types: w.Types, NotTypes: w.NotTypes, Kinds: w.Kinds, NotKinds: w.NotKinds, Direction: directions[w.Direction],
		Avoid: w.Avoid, Through: w.Through, MaxDegree: or(w.MaxDegree, 0), AtLeast: or(w.AtLeast, 0),
	}
}

// What is asked for where a question about paths does not tell.
const (
	DefaultPaths    = 5
	DefaultPathHops = 6
)

// FindPaths finds how entities are connected.
func (v *View) FindPaths(ctx context.Context, from, to []kb.ID, first, maxHops *int, where *PathWhere, order kb.PathOrder) (*PathList, error) {
	q := kb.PathQuery{From: from, To: to, First: or(first, DefaultPaths), MaxHops: or(maxHops, DefaultPathHops), Where: where.plain(), Order: order}
	paths, reason, err := v.Analyst.Paths(ctx, v.Lens, q)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return &PathList{Nodes: []*Path{}, Reason: &reason}, nil
	}
	var entities, relations []kb.ID
	for _, p := range paths {
		for _, s := range p.Steps {
			entities, relations = append(entities, s.Entity), append(relations, s.Relations...)
		}
	}
	es, err := v.Entities(ctx, distinct(entities)...)
	if err != nil {
		return nil, err
	}
	facts, err := v.Facts(ctx, distinct(relations)...)
	if err != nil {
		return nil, err
	}
	out := &PathList{}
	for _, p := range paths {
		path := &Path{Path: p}
		for i, s := range p.Steps {
			step := &PathStep{Entity: es[s.Entity], Relations: []*Relation{}}
			for _, id := range s.Relations {
				r, ok := facts[id].(*Relation)
				if !ok || step.Entity == nil {
					return nil, fmt.Errorf("%w: it changed while paths were looked for", kb.ErrUnavailable)
				}
				step.Relations = append(step.Relations, r)
			}
			if i > 0 {
				step.Relation, step.Forward = step.Relations[0], &s.Forward
			}
			path.Steps = append(path.Steps, step)
		}
		path.Weakest = path.Steps[p.Weakest].Relation
		out.Nodes = append(out.Nodes, path)
	}
	return out, nil
}
