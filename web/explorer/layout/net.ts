// A request made ready for layouts: nodes are numbered in the order of their ids, lines are sorted, lines to nowhere
// and from a node to itself are gone.
import type { Point } from "../model";
import type { LayoutLine, LayoutNode, LayoutRequest } from "./layout";

export interface NetLine {
  readonly from: number;
  readonly to: number;
  readonly line: LayoutLine;
}

export interface Net {
  /** By id. A node's number is its index here. */
  readonly nodes: readonly LayoutNode[];
  readonly lines: readonly NetLine[];
  /** By node: its neighbours, each once, in ascending order. */
  readonly near: readonly (readonly number[])[];
  /** By node: its place, if that must stay. */
  readonly fixed: readonly (Point | null)[];
}

/** The order of strings by their code units: unlike localeCompare it is the same everywhere. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const netOf = (request: LayoutRequest): Net => {
  const nodes = [...request.nodes].sort((a, b) => compare(a.id, b.id));
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const lines: NetLine[] = [];
  for (const line of request.lines) {
    const from = index.get(line.from);
    const to = index.get(line.to);
    if (from !== undefined && to !== undefined && from !== to) lines.push({ from, to, line });
  }
  lines.sort((a, b) => compare(a.line.id, b.line.id) || a.from - b.from || a.to - b.to);
  const near = nodes.map(() => new Set<number>());
  for (const { from, to } of lines) {
    near[from]!.add(to);
    near[to]!.add(from);
  }
  return {
    nodes,
    lines,
    near: near.map((set) => [...set].sort((a, b) => a - b)),
    fixed: nodes.map(({ id }) => (Object.hasOwn(request.fixed, id) ? request.fixed[id]! : null)),
  };
};

/** The nodes that hang together, largest set first; each in ascending order. */
const components = (net: Net): number[][] => {
  const seen = net.nodes.map(() => false);
  const found: number[][] = [];
  for (let first = 0; first < seen.length; first++) {
    if (seen[first]) continue;
    found.push(breadthFirst(net, [first], seen).sort((a, b) => a - b));
  }
  return found.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
};

export interface Sets {
  /** Hang together with something fixed, and are laid out around that. */
  readonly standing: readonly (readonly number[])[];
  /** Hang together, free to be moved as a whole. */
  readonly blocks: readonly (readonly number[])[];
  /** Hang together with nothing, and are not fixed. */
  readonly lonely: readonly number[];
}

/** Who has to be laid out with whom. */
export const setsOf = (net: Net): Sets => {
  const sets = components(net);
  const hasFixed = (set: readonly number[]): boolean => set.some((i) => net.fixed[i]);
  return {
    standing: sets.filter((set) => set.length > 1 && hasFixed(set)),
    blocks: sets.filter((set) => set.length > 1 && !hasFixed(set)),
    lonely: sets.filter((set) => set.length === 1 && !hasFixed(set)).flat(),
  };
};

/** What can be reached from the first ones, nearest first. Skips and marks what is seen. */
export const breadthFirst = (net: Net, first: readonly number[], seen: boolean[]): number[] => {
  const order = first.filter((node) => !seen[node]);
  for (const node of order) seen[node] = true;
  for (let i = 0; i < order.length; i++) {
    for (const other of net.near[order[i]!]!) {
      if (seen[other]) continue;
      seen[other] = true;
      order.push(other);
    }
  }
  return order;
};

/** The one with the most neighbours; of several the first. */
export const busiest = (net: Net, among: readonly number[]): number =>
  among.reduce((best, node) => (net.near[node]!.length > net.near[best]!.length ? node : best));
