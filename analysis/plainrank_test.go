package analysis_test

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"actorgraph/kb"
)

// plainNetwork is a network as the comments of kb tell of it, and nothing else.
type plainNetwork struct {
	ids     []kb.ID
	degrees []int
	link    [][]bool
	hops    [][]int // of the shortest way; -1: there is none
}

func (g *plainGraph) network(w *kb.PathWhere) *plainNetwork {
	isIn := func(id kb.ID) bool {
		return allowed(g.kinds[id], w.Kinds, w.NotKinds) && !slices.Contains(w.Avoid, id) && (w.MaxDegree == 0 || g.degree[id] <= w.MaxDegree)
	}
	places := map[kb.ID]int{}
	for a := range g.kinds {
		for b := range g.kinds {
			if a != b && isIn(a) && isIn(b) && len(g.sideBySide(w, a, b))+len(g.sideBySide(w, b, a)) > 0 {
				places[a] = 0
			}
		}
	}
	n := &plainNetwork{ids: slices.Sorted(maps.Keys(places))}
	for _, a := range n.ids {
		degree, links, hops := 0, make([]bool, len(n.ids)), make([]int, len(n.ids))
		for i, b := range n.ids {
			hops[i] = -1
			if a == b {
				hops[i] = 0
			} else if side := g.sideBySide(w, a, b); side != nil {
				degree += len(side)
				links[i], hops[i] = true, 1
			}
		}
		n.degrees, n.link, n.hops = append(n.degrees, degree), append(n.link, links), append(n.hops, hops)
	}
	for k := range n.ids {
		for i := range n.ids {
			for j := range n.ids {
				if a, b := n.hops[i][k], n.hops[k][j]; a >= 0 && b >= 0 && (n.hops[i][j] < 0 || a+b < n.hops[i][j]) {
					n.hops[i][j] = a + b
				}
			}
		}
	}
	return n
}

// values are what entities are ranked by.
func (n *plainNetwork) values(by kb.RankBy) []float64 {
	out := make([]float64, len(n.ids))
	size := float64(len(n.ids))
	switch by {
	case kb.RankByDegree:
		for i, d := range n.degrees {
			out[i] = float64(d)
		}
	case kb.RankByPageRank:
		return n.pageRank()
	case kb.RankByBetweenness:
		for s := range n.ids {
			for t := range n.ids {
				for v := range n.ids {
					if s != t && v != s && v != t && n.hops[s][t] > 0 && n.hops[s][v] > 0 && n.hops[v][t] > 0 && n.hops[s][v]+n.hops[v][t] == n.hops[s][t] {
						out[v] += n.paths(s, v) * n.paths(v, t) / n.paths(s, t) / ((size - 1) * (size - 2))
					}
				}
			}
		}
	case kb.RankByCloseness:
		for i := range n.ids {
			r, d := 0.0, 0.0
			for j := range n.ids {
				if n.hops[i][j] > 0 {
					r, d = r+1, d+float64(n.hops[i][j])
				}
			}
			if r > 0 {
				out[i] = r / (size - 1) * r / d
			}
		}
	}
	return out
}

// paths counts the shortest paths.
func (n *plainNetwork) paths(from, to int) float64 {
	if from == to {
		return 1
	}
	sum := 0.0
	for next := range n.ids {
		if n.link[from][next] && n.hops[next][to] >= 0 && n.hops[next][to]+1 == n.hops[from][to] {
			sum += n.paths(next, to)
		}
	}
	return sum
}

// pageRank solves the equations for it, by elimination.
func (n *plainNetwork) pageRank() []float64 {
	size := len(n.ids)
	rows := make([][]float64, size) // each with its right side
	for i := range rows {
		rows[i] = make([]float64, size+1)
		rows[i][size] = 0.15 / float64(size)
		rows[i][i] = 1
	}
	for j := range size {
		links := 0
		for i := range size {
			if n.link[j][i] {
				links++
			}
		}
		for i := range size {
			if links == 0 {
				rows[i][j] -= 0.85 / float64(size)
			} else if n.link[j][i] {
				rows[i][j] -= 0.85 / float64(links)
			}
		}
	}
	for k := range size {
		for i := range size {
			if i != k {
				f := rows[i][k] / rows[k][k]
				for j := range rows[i] {
					rows[i][j] -= f * rows[k][j]
				}
			}
		}
	}
	out := make([]float64, size)
	for i := range out {
		out[i] = rows[i][size] / rows[i][i]
	}
	return out
}

// wrongRanking tells what is wrong with an answer.
func (n *plainNetwork) wrongRanking(q kb.RankQuery, got *kb.Ranking) string {
	if got.Total != len(n.ids) || len(got.Nodes) != min(q.First, len(n.ids)) {
		return fmt.Sprintf("%d of %d, want %d of %d", len(got.Nodes), got.Total, min(q.First, len(n.ids)), len(n.ids))
	}
	const near = 1e-9
	values := n.values(q.By)
	for i, r := range got.Nodes {
		at := slices.Index(n.ids, r.Entity)
		if at < 0 || math.Abs(values[at]-r.Value) > near {
			return fmt.Sprintf("%s has a value that is not of %v", r.Entity, values)
		}
		greater := 0
		for j, v := range values {
			if v > values[at]+near {
				greater++
			} else if v > values[at]-near && n.ids[j] < r.Entity && !slices.ContainsFunc(got.Nodes[:i], func(o kb.Ranked) bool { return o.Entity == n.ids[j] }) {
				return fmt.Sprintf("%s comes before %s", r.Entity, n.ids[j])
			}
		}
		if r.Place != greater+1 {
			return fmt.Sprintf("%s is at place %d, want %d", r.Entity, r.Place, greater+1)
		}
	}
	return ""
}

// sorted puts clusters and what is in them in order.
func (n *plainNetwork) sorted(clusters [][]kb.ID) [][]kb.ID {
	slices.SortFunc(clusters, func(a, b []kb.ID) int {
		return cmp.Or(-cmp.Compare(len(a), len(b)), cmp.Compare(slices.Min(a), slices.Min(b)))
	})
	degree := func(id kb.ID) int { return n.degrees[slices.Index(n.ids, id)] }
	for _, c := range clusters {
		slices.SortFunc(c, func(a, b kb.ID) int { return cmp.Or(-cmp.Compare(degree(a), degree(b)), cmp.Compare(a, b)) })
	}
	return clusters
}

func (n *plainNetwork) components() *kb.Clusters {
	out := &kb.Clusters{Nodes: [][]kb.ID{}}
	for i := range n.ids {
		var with []kb.ID
		for j, id := range n.ids {
			if n.hops[i][j] >= 0 && n.hops[j][i] >= 0 {
				with = append(with, id)
			}
		}
		if with[0] == n.ids[i] {
			out.Nodes = append(out.Nodes, with)
		}
	}
	n.sorted(out.Nodes)
	out.Total = len(out.Nodes)
	return out
}

// modularity is that of a division, summed over all pairs.
func (n *plainNetwork) modularity(resolution float64, of []int) float64 {
	links, out, in := 0.0, make([]float64, len(n.ids)), make([]float64, len(n.ids))
	for i := range n.ids {
		for j := range n.ids {
			if n.link[i][j] {
				links, out[i], in[j] = links+1, out[i]+1, in[j]+1
			}
		}
	}
	sum := 0.0
	for i := range n.ids {
		for j := range n.ids {
			if of[i] == of[j] {
				if n.link[i][j] {
					sum += 1 / links
				}
				sum -= resolution * out[i] * in[j] / links / links
			}
		}
	}
	return sum
}

// wrongCommunities tells what of that which is promised does not hold.
func (n *plainNetwork) wrongCommunities(resolution float64, got *kb.Clusters) string {
	of := make([]int, len(n.ids))
	for i := range of {
		of[i] = -1
	}
	for c, members := range got.Nodes {
		for _, id := range members {
			at := slices.Index(n.ids, id)
			if at < 0 || of[at] >= 0 {
				return fmt.Sprintf("%s takes no part, or twice", id)
			}
			of[at] = c
		}
	}
	if slices.Contains(of, -1) || got.Total != len(got.Nodes) {
		return "some are in none"
	}
	if again := n.sorted(slices.Collect(func(yield func([]kb.ID) bool) {
		for _, c := range got.Nodes {
			if !yield(slices.Clone(c)) {
				return
			}
		}
	})); fmt.Sprint(again) != fmt.Sprint(got.Nodes) {
		return fmt.Sprintf("they are not in the order of %v", again)
	}
	modularity := n.modularity(resolution, of)
	if math.Abs(modularity-got.Modularity) > 1e-9 {
		return fmt.Sprintf("modularity is %v", modularity)
	}
	for c, members := range got.Nodes {
		reached := members[:1]
		for i := 0; i < len(reached); i++ {
			at := slices.Index(n.ids, reached[i])
			for j, id := range n.ids {
				if of[j] == c && (n.link[at][j] || n.link[j][at]) && !slices.Contains(reached, id) {
					reached = append(slices.Clip(reached), id)
				}
			}
		}
		if len(reached) < len(members) {
			return fmt.Sprintf("%v is not connected", members)
		}
	}
	const gain = 1e-6
	for i := range n.ids {
		for j := range n.ids {
			if !n.link[i][j] && !n.link[j][i] {
				continue
			}
			alone, whole := slices.Clone(of), slices.Clone(of)
			alone[i] = of[j]
			for k := range whole {
				if whole[k] == of[i] {
					whole[k] = of[j]
				}
			}
			if n.modularity(resolution, alone) > modularity+gain || n.modularity(resolution, whole) > modularity+gain {
				return fmt.Sprintf("%s should be with %s", n.ids[i], n.ids[j])
			}
		}
	}
	return ""
}
