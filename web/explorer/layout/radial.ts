// Rings around a node: the distance from the middle tells how many lines away an entity is. Each node has a share of
// the circle in proportion to the leaves of its branch, within its parent's share: Wills, NicheWorks (1999); Yee,
// Fisher, Dhamija, Hearst, Animated Exploration of Dynamic Graphs with Radial Layout (2001).
import type { Point } from "../model";
import { crowd, nearestFree } from "./crowding";
import { breadthFirst, busiest, type Net } from "./net";
import { direction, lengthOf, mean, median, rising, through } from "./numbers";

export interface Branches {
  /** Nearest to the middle first. */
  readonly order: readonly number[];
  /** By node: by which it was reached; -1 of the middle and of what is not reached. */
  readonly parent: readonly number[];
  /** By node: how many lines away; -1 of what is not reached. */
  readonly depth: readonly number[];
  /** By node: where it stands on its ring. */
  readonly turn: readonly number[];
}

/** A tree of shortest ways from the middle, and the share that each branch has of the circle. */
export const branches = (net: Net, middle: number): Branches => {
  const count = net.nodes.length;
  const order = breadthFirst(net, [middle], net.nodes.map(() => false));
  const depth = Array<number>(count).fill(-1);
  const parent = Array<number>(count).fill(-1);
  const children: number[][] = net.nodes.map(() => []);
  depth[middle] = 0;
  for (const node of order) {
    for (const other of net.near[node]!) {
      if (depth[other] !== -1) continue;
      depth[other] = depth[node]! + 1;
      parent[other] = node;
      children[node]!.push(other);
    }
  }
  const leaves = Array<number>(count).fill(0);
  for (const node of [...order].reverse()) {
    leaves[node] = Math.max(1, children[node]!.reduce((sum, child) => sum + leaves[child]!, 0));
  }
  const from = Array<number>(count).fill(0);
  const turn = Array<number>(count).fill(0);
  const share = (node: number): number => leaves[node]! / leaves[middle]!;
  for (const node of order) {
    turn[node] = from[node]! + share(node) / 2;
    let next = from[node]!;
    for (const child of kinshipOrder(net, children[node]!)) {
      from[child] = next;
      next += share(child);
    }
  }
  return { order, parent, depth, turn };
};

/** Siblings in an order in which those with lines to one another stand together. */
const kinshipOrder = (net: Net, siblings: readonly number[]): number[] => {
  const among = new Set(siblings);
  const seen = new Set<number>();
  const order: number[] = [];
  const ahead = [...siblings].reverse();
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    order.push(node);
    ahead.push(...net.near[node]!.filter((other) => among.has(other)).reverse());
  }
  return order;
};

const RING = 170;
/** Along a ring, from node to node at least. */
const BESIDE = 80;

/** Around the node of that id; without one around the busiest. */
export const radial = (net: Net, around: string | undefined): Point[] => {
  const asked = net.nodes.findIndex(({ id }) => id === around);
  const middle = asked >= 0 ? asked : busiest(net, [...net.nodes.keys()]);
  const { order, parent, depth, turn } = branches(net, middle);
  const rings: number[][] = [];
  for (const node of order) (rings[depth[node]!] ??= []).push(node);
  const radii = [0];
  for (let ring = 1; ring < rings.length; ring++) {
    radii.push(Math.max(radii[ring - 1]! + RING, radiusFor(rings[ring]!.map((node) => turn[node]!))));
  }
  const ways = turn.map(direction);
  const places: Point[] = [];
  for (const node of order) {
    const radius = radii[depth[node]!]!;
    places[node] = { x: ways[node]!.x * radius, y: ways[node]!.y * radius };
  }
  const unreached = net.nodes.map((_, i) => i).filter((node) => depth[node] === -1);
  outside(net, unreached, radii.at(-1)! + RING * 1.5, places);
  return net.fixed.some(Boolean) ? fitted(net, middle, { order, parent, depth, turn }, radii, places) : places;
};

/** How large a circle must be for these to stand apart on it. */
const radiusFor = (turns: readonly number[]): number => {
  if (turns.length < 2) return 0;
  const sorted = [...turns].sort((a, b) => a - b);
  const narrowest = Math.min(...sorted.map((at, i) => at - (i > 0 ? sorted[i - 1]! : sorted.at(-1)! - 1)));
  // The chord of the arc is what is between them.
  return BESIDE / (2 * direction(narrowest / 2).y);
};

/** What has no way to the middle stands on an arc below the rings, in the order in which it hangs together. */
const outside = (net: Net, unreached: readonly number[], least: number, places: Point[]): void => {
  const seen = net.nodes.map(() => false);
  const order = unreached.flatMap((node) => breadthFirst(net, [node], seen));
  const radius = Math.max(least, (BESIDE * 1.5 * order.length) / (2 * Math.PI));
  const step = (BESIDE * 1.5) / (2 * Math.PI * radius);
  order.forEach((node, i) => {
    const way = direction(0.25 - (i - (order.length - 1) / 2) * step);
    places[node] = { x: way.x * radius, y: way.y * radius };
  });
};

const CIRCLE = 360;

/**
 * The rings go around the place that the middle has, as large as the fixed nodes on them say. A free node stands beside
 * the way of its parent as it would without fixed ones, or in the next gap of the ring.
 */
const fitted = (
  net: Net,
  middle: number,
  tree: Branches,
  radii: readonly number[],
  ideal: readonly Point[],
): Point[] => {
  const held = net.nodes.map((_, i) => i).filter((i) => net.fixed[i]);
  const centre = net.fixed[middle] ?? {
    x: mean(held.map((i) => net.fixed[i]!.x - ideal[i]!.x)),
    y: mean(held.map((i) => net.fixed[i]!.y - ideal[i]!.y)),
  };
  const away = (place: Point): number => lengthOf(place.x - centre.x, place.y - centre.y);
  const found: { x: number; values: number[] }[] = [];
  for (const i of held) {
    const ring = tree.depth[i]!;
    if (ring > 0) (found[ring] ??= { x: radii[ring]!, values: [] }).values.push(away(net.fixed[i]!));
  }
  const known = found.filter(Boolean);
  const fitting = rising(known.map(({ values }) => median(values)), known.map(({ values }) => values.length));
  const radiusOf = through([{ x: 0, y: 0 }, ...fitting.map((y, i) => ({ x: known[i]!.x, y }))], 1);
  const taken = crowd({ width: BESIDE, height: BESIDE * 0.9 });
  for (const i of held) taken.add(net.fixed[i]!);
  const places: Point[] = [];
  const ways: Point[] = [];
  for (const node of tree.order) {
    const place = net.fixed[node];
    if (place) {
      const radius = away(place);
      places[node] = place;
      ways[node] = radius > 0 ? { x: (place.x - centre.x) / radius, y: (place.y - centre.y) / radius } : { x: 1, y: 0 };
      continue;
    }
    if (node === middle) {
      places[node] = centre;
      ways[node] = { x: 1, y: 0 };
      taken.add(centre);
      continue;
    }
    const above = tree.parent[node]!;
    const by = tree.turn[node]! - tree.turn[above]!;
    const from = above === middle ? direction(tree.turn[node]!) : turned(ways[above]!, by);
    const least = above === middle ? RING : away(places[above]!) + RING / 2;
    const radius = Math.max(radiusOf(radii[tree.depth[node]!]!), least);
    const on = (way: Point): Point => ({ x: centre.x + way.x * radius, y: centre.y + way.y * radius });
    let way = from;
    for (let i = 0; i <= CIRCLE && !taken.free(on(way).x, on(way).y); i++) {
      way = turned(from, ((i % 2 === 0 ? 1 : -1) * ((i >> 1) + 1)) / CIRCLE);
    }
    ways[node] = way;
    places[node] = on(way);
    taken.add(places[node]!);
  }
  ideal.forEach((place, i) => {
    if (tree.depth[i] !== -1) return;
    places[i] = net.fixed[i] ?? nearestFree(taken, { x: centre.x + place.x, y: centre.y + place.y }, "both");
    taken.add(places[i]!);
  });
  return places;
};

const turned = (way: Point, turns: number): Point => {
  const by = direction(turns);
  return { x: way.x * by.x - way.y * by.y, y: way.x * by.y + way.y * by.x };
};
