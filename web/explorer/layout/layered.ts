// Lines run from top to bottom: the method of Sugiyama, Tagawa, Toda, Methods for Visual Understanding of Hierarchical
// System Structures (1981). Lines that would close a circle are turned around (Eades, Lin, Smyth, A Fast and Effective
// Heuristic for the Feedback Arc Set Problem, 1993); nodes are put on layers by the longest way from above; long lines
// keep a slot on each layer they pass; layers are sorted by barycentres, and by swapping neighbours (Gansner,
// Koutsofios, North, Vo, A Technique for Drawing Directed Graphs, 1993); then each layer gets the coordinates nearest to
// its neighbours' that its order allows (isotonic regression).
import type { Point } from "../model";
import { type Crowd, crowd, LABELLED, nearestFree, SHAPE, sideBySide } from "./crowding";
import { breadthFirst, type Net, setsOf } from "./net";
import { mean, median, spaced } from "./numbers";

/** From layer to layer, at least and at most: so far that a picture of few layers is not a band. */
const DOWN = 130;
const MOST_DOWN = 280;
/** Of a line that passes. */
const SLOT = 30;

export const layered = (net: Net): Point[] => {
  const places: Point[] = net.nodes.map((_, i) => net.fixed[i] ?? { x: 0, y: 0 });
  const { standing, blocks, lonely } = setsOf(net);
  for (const block of blocks) layOne(net, block, places);
  const taken = crowd(LABELLED);
  for (const place of net.fixed) if (place) taken.add(place);
  for (const set of standing) {
    const held = set.filter((i) => net.fixed[i]);
    if (held.length * 2 >= set.length) grow(net, held, taken, places);
    else layAround(net, set, held, taken, places);
  }
  sideBySide(net, places, standing.flat(), blocks, lonely);
  return places;
};

/** Few are fixed: the layers are made as without them, and moved to where those stand. */
const layAround = (net: Net, set: readonly number[], held: readonly number[], taken: Crowd, places: Point[]): void => {
  layOne(net, set, places);
  const by = {
    x: Math.round(median(held.map((i) => net.fixed[i]!.x - places[i]!.x))),
    y: Math.round(median(held.map((i) => net.fixed[i]!.y - places[i]!.y))),
  };
  for (const i of set) {
    const { x, y } = places[i]!;
    places[i] = net.fixed[i] ?? nearestFree(taken, { x: x + by.x, y: y + by.y }, "x");
    if (!net.fixed[i]) taken.add(places[i]!);
  }
};

/** A row further costs as much as this to the side. */
const ROW_COSTS = 200;

/**
 * Most are fixed: the others go below those that lead to them, else above those that they lead to, on the next row with
 * room.
 */
const grow = (net: Net, held: readonly number[], taken: Crowd, places: Point[]): void => {
  const { ins, outs } = neighbours(net.nodes.length, net.lines);
  const placed = net.fixed.map(Boolean);
  const step = stepOf(net);
  for (const node of breadthFirst(net, held, net.nodes.map(() => false))) {
    if (placed[node]) continue;
    const above = ins[node]!.filter((other) => placed[other]);
    const below = outs[node]!.filter((other) => placed[other]);
    const down = above.length > 0 ? 1 : -1;
    const first = down === 1
      ? Math.max(...above.map((other) => places[other]!.y)) + step
      : Math.min(...below.map((other) => places[other]!.y)) - step;
    const x = mean([...above, ...below].map((other) => places[other]!.x));
    let best: Point | null = null;
    let least = Infinity;
    for (let row = 0; row * ROW_COSTS < least; row++) {
      const place = nearestFree(taken, { x, y: first + row * down * step }, "x");
      const cost = Math.abs(place.x - x) + row * ROW_COSTS;
      if (cost < least) [best, least] = [place, cost];
    }
    places[node] = best!;
    placed[node] = true;
    taken.add(best!);
  }
};

/** How far from layer to layer it is in what is there: as far as the shortest lines down go. */
const stepOf = (net: Net): number => {
  const steps = net.lines.flatMap(({ from, to }) => {
    const [above, below] = [net.fixed[from], net.fixed[to]];
    return above && below && below.y - above.y >= DOWN ? [below.y - above.y] : [];
  });
  return steps.length === 0 ? DOWN : Math.min(MOST_DOWN, ...steps);
};

interface Arrow {
  readonly from: number;
  readonly to: number;
}

const layOne = (net: Net, members: readonly number[], places: Point[]): void => {
  const number = new Map(members.map((node, i) => [node, i]));
  const count = members.length;
  const pairs = new Map<number, Arrow>();
  for (const { from, to } of net.lines) {
    const arrow = { from: number.get(from), to: number.get(to) };
    if (arrow.from === undefined || arrow.to === undefined) continue;
    pairs.set(arrow.from * count + arrow.to, { from: arrow.from, to: arrow.to });
  }
  const arrows = withoutCircles(count, [...pairs.values()]);
  const proper = slots(count, broken(layersOf(count, arrows), arrows), arrows);
  sortLayers(proper);
  const x = across(proper);
  const wide = Math.max(...x.slice(0, count)) - Math.min(...x.slice(0, count)) + LABELLED.width;
  const down = Math.round(Math.min(MOST_DOWN, Math.max(DOWN, wide / SHAPE / proper.layers.length)));
  members.forEach((node, i) => {
    places[node] = { x: x[i]!, y: proper.layer[i]! * down };
  });
};

const neighbours = (count: number, arrows: readonly Arrow[]): { ins: number[][]; outs: number[][] } => {
  const ins: number[][] = Array.from({ length: count }, () => []);
  const outs: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of arrows) {
    outs[from]!.push(to);
    ins[to]!.push(from);
  }
  return { ins, outs };
};

/**
 * The arrows with those turned around that go against a good order: ends are taken off at the bottom, beginnings at the
 * top, and where there are neither, the node that has the most arrows out in excess. At most half of them are turned.
 */
export const withoutCircles = (count: number, arrows: readonly Arrow[]): Arrow[] => {
  const { ins, outs } = neighbours(count, arrows);
  const incoming = ins.map((list) => list.length);
  const outgoing = outs.map((list) => list.length);
  const left = new Set(Array(count).keys());
  const top: number[] = [];
  const bottom: number[] = [];
  const take = (node: number, side: number[]): void => {
    side.push(node);
    left.delete(node);
    for (const other of outs[node]!) incoming[other]!--;
    for (const other of ins[node]!) outgoing[other]!--;
  };
  while (left.size > 0) {
    let best = -1;
    let taken = false;
    for (const node of left) {
      if (outgoing[node] === 0 || incoming[node] === 0) {
        take(node, incoming[node] === 0 ? top : bottom);
        taken = true;
      } else if (best === -1 || outgoing[node]! - incoming[node]! > outgoing[best]! - incoming[best]!) best = node;
    }
    if (!taken) take(best, top);
  }
  const rank: number[] = [];
  [...top, ...bottom.reverse()].forEach((node, i) => (rank[node] = i));
  return arrows.map((arrow) => (rank[arrow.from]! < rank[arrow.to]! ? arrow : { from: arrow.to, to: arrow.from }));
};

/**
 * By node: its layer. Each arrow goes down; a node with more arrows out than in moves down as near to their ends as it
 * may.
 */
const layersOf = (count: number, arrows: readonly Arrow[]): number[] => {
  const { ins, outs } = neighbours(count, arrows);
  const missing = ins.map((list) => list.length);
  const order = [...missing.keys()].filter((node) => missing[node] === 0);
  const layer = Array<number>(count).fill(0);
  for (let i = 0; i < order.length; i++) {
    const node = order[i]!;
    for (const other of outs[node]!) {
      layer[other] = Math.max(layer[other]!, layer[node]! + 1);
      if (--missing[other]! === 0) order.push(other);
    }
  }
  for (const node of order.reverse()) {
    if (outs[node]!.length <= ins[node]!.length) continue;
    layer[node] = Math.min(...outs[node]!.map((other) => layer[other]!)) - 1;
  }
  return layer;
};

/**
 * Breaks layers that are too long to look at into several. Those without an arrow down come first, since arrows would
 * have to pass the others.
 */
const broken = (layer: readonly number[], arrows: readonly Arrow[]): number[] => {
  const longest = Math.max(8, Math.ceil(Math.sqrt(layer.length) * 1.3));
  const goesDown = layer.map(() => false);
  for (const { from } of arrows) goesDown[from] = true;
  const rows: number[][] = [];
  layer.forEach((at, node) => (rows[at] ??= []).push(node));
  const found: number[] = [];
  let next = 0;
  for (const row of rows.filter(Boolean)) {
    const sorted = [...row.filter((node) => !goesDown[node]), ...row.filter((node) => goesDown[node])];
    const parts = Math.ceil(sorted.length / longest);
    sorted.forEach((node, i) => (found[node] = next + Math.floor((i * parts) / sorted.length)));
    next += parts;
  }
  return found;
};

/** A graph whose arrows all go from one layer to the next. The nodes after the first `real` are slots of long lines. */
interface Proper {
  readonly real: number;
  readonly layer: readonly number[];
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
  /** From left to right. */
  readonly layers: number[][];
}

/** So many slots there are at most. If more are needed, the longest lines have none and pass behind what is in their way. */
const MOST_SLOTS = 20_000;

const slots = (count: number, of: readonly number[], arrows: readonly Arrow[]): Proper => {
  const layer = [...of];
  const above: number[][] = layer.map(() => []);
  const below: number[][] = layer.map(() => []);
  let left = MOST_SLOTS;
  for (const { from, to } of [...arrows].sort((a, b) => of[a.to]! - of[a.from]! - (of[b.to]! - of[b.from]!))) {
    left -= of[to]! - of[from]! - 1;
    if (left < 0) break;
    let last = from;
    for (let at = of[from]! + 1; at <= of[to]!; at++) {
      const next = at === of[to] ? to : layer.push(at) - 1;
      (below[last] ??= []).push(next);
      (above[next] ??= []).push(last);
      last = next;
    }
  }
  for (let i = count; i < layer.length; i++) {
    above[i] ??= [];
    below[i] ??= [];
  }
  // Depth first, so that what hangs together begins side by side.
  const layers: number[][] = [];
  const seen = layer.map(() => false);
  const sources = [...layer.keys()].filter((node) => above[node]!.length === 0);
  const ahead = sources.sort((a, b) => layer[a]! - layer[b]! || a - b).reverse();
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    if (seen[node]) continue;
    seen[node] = true;
    (layers[layer[node]!] ??= []).push(node);
    ahead.push(...[...below[node]!].reverse());
  }
  return { real: count, layer, above, below, layers };
};

/** Puts each layer into an order with few crossings, and keeps the best order found. */
const sortLayers = (graph: Proper): void => {
  const { above, below, layers, layer } = graph;
  const position: number[] = layer.map(() => 0);
  const number = (row: readonly number[]): void => row.forEach((node, i) => (position[node] = i));
  layers.forEach(number);
  const size = layer.length;
  const sweeps = size > 5000 ? 6 : size > 1000 ? 12 : 24;
  let best = layers.map((row) => [...row]);
  let least = crossings(graph, position);
  for (let sweep = 0, idle = 0; sweep < sweeps && least > 0 && idle < 6; sweep++, idle++) {
    const down = sweep % 2 === 0;
    const towards = down ? above : below;
    for (const row of down ? layers : [...layers].reverse()) {
      const wished = new Map(row.map((node) => {
        const near = towards[node]!;
        return [node, near.length > 0 ? mean(near.map((other) => position[other]!)) : position[node]!];
      }));
      row.sort((a, b) => wished.get(a)! - wished.get(b)! || position[a]! - position[b]!);
      number(row);
    }
    if (size <= 1000) for (const row of layers) swapNeighbours(graph, row, position);
    const now = crossings(graph, position);
    if (now < least) {
      least = now;
      best = layers.map((row) => [...row]);
      idle = 0;
    }
  }
  layers.splice(0, layers.length, ...best);
};

const swapNeighbours = ({ above, below }: Proper, row: number[], position: number[]): void => {
  const crossed = (left: number, right: number): number => {
    let sum = 0;
    for (const sides of [above, below]) {
      for (const a of sides[left]!) for (const b of sides[right]!) if (position[a]! > position[b]!) sum++;
    }
    return sum;
  };
  for (let i = 1; i < row.length; i++) {
    const left = row[i - 1]!;
    const right = row[i]!;
    if (crossed(right, left) >= crossed(left, right)) continue;
    row[i - 1] = right;
    row[i] = left;
    position[right] = i - 1;
    position[left] = i;
  }
};

/** Counted with a tree of sums: Barth, Jünger, Mutzel, Simple and Efficient Bilayer Cross Counting (2002). */
const crossings = ({ below, layers }: Proper, position: readonly number[]): number => {
  let sum = 0;
  layers.forEach((row, at) => {
    const width = (layers[at + 1]?.length ?? 0) + 1;
    const tree = new Int32Array(width + 1);
    let before = 0;
    for (const node of row) {
      const ends = below[node]!.map((other) => position[other]! + 1);
      for (const end of ends) {
        sum += before;
        for (let i = end; i > 0; i -= i & -i) sum -= tree[i]!;
      }
      for (const end of ends) for (let i = end; i <= width; i += i & -i) tree[i]!++;
      before += ends.length;
    }
  });
  return sum;
};

/** By node: where it is between left and right. Long lines are kept straight before anything else. */
const across = ({ real, above, below, layers, layer }: Proper): number[] => {
  const x = layer.map(() => 0);
  const width = (node: number): number => (node < real ? LABELLED.width : SLOT);
  const gap = (a: number, b: number): number => (width(a) + width(b)) / 2;
  const pull = (a: number, b: number): number => (a < real && b < real ? 1 : a < real || b < real ? 2 : 8);
  const place = (row: readonly number[], sides: readonly (readonly (readonly number[])[])[]): void => {
    const wished: number[] = [];
    const weights: number[] = [];
    for (const node of row) {
      let sum = 0;
      let weight = 0;
      for (const side of sides) {
        for (const other of side[node]!) {
          const by = pull(node, other);
          sum += x[other]! * by;
          weight += by;
        }
      }
      wished.push(weight > 0 ? sum / weight : x[node]!);
      weights.push(Math.max(weight, 0.1));
    }
    const found = spaced(wished, weights, (i) => gap(row[i - 1]!, row[i]!));
    row.forEach((node, i) => (x[node] = found[i]!));
  };
  const upwards = [...layers].reverse();
  for (const row of layers) place(row, []);
  const sweeps = layer.length > 5000 ? 3 : 8;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const row of layers) place(row, [above]);
    for (const row of upwards) place(row, [below]);
  }
  for (let sweep = 0; sweep < sweeps / 2; sweep++) {
    for (const row of layers) place(row, [above, below]);
    for (const row of upwards) place(row, [above, below]);
  }
  return x;
};
