// Lines pull, nodes push: Jacomy, Venturini, Heymann, Bastian, ForceAtlas2 (2014), with its linear attraction, its
// repulsion that grows with the number of lines, and its way of choosing speeds. It grows with the square root here: a
// product with thirty targetings would else stand so far from its maker that nothing could be read. Nodes far away push
// as one: Barnes, Hut, A hierarchical O(N log N) force-calculation algorithm (1986).
import type { Point } from "../model";
import { LABELLED, pushApart, sideBySide } from "./crowding";
import { busiest, type Net, setsOf } from "./net";
import { direction, lengthOf, mean } from "./numbers";
import { branches } from "./radial";

/** Units of the canvas in one of the paper's, in which the numbers below are. The more nodes, the denser they stand. */
const unitFor = (count: number): number => 12 / Math.sqrt(Math.sqrt(count / 60));
const REPULSION = 10;
const GRAVITY = 16;
/** How much broader than high: labels need more room to the side. */
const STRETCH = 1.2;

export const force = (net: Net): Point[] => {
  const places: Point[] = net.nodes.map((_, i) => net.fixed[i] ?? { x: 0, y: 0 });
  const { standing: sets, blocks, lonely } = setsOf(net);
  const standing = sets.flat();
  for (const block of blocks) {
    const start = branches(net, busiest(net, block));
    for (const i of block) {
      const way = direction(start.turn[i]!);
      places[i] = { x: way.x * start.depth[i]! * 100, y: way.y * start.depth[i]! * 100 };
    }
    attract(net, block, places);
    lieDown(block, places);
    pushApart(places, block, net.fixed, LABELLED);
  }
  if (standing.length > 0) {
    startBesideFixed(net, standing, places);
    attract(net, standing, places);
    pushApart(places, standing, net.fixed, LABELLED);
  }
  sideBySide(net, places, standing, blocks, lonely);
  return places;
};

/** Free nodes begin next to those that they have lines to, on the side that looks away from the others. */
const startBesideFixed = (net: Net, members: readonly number[], places: Point[]): void => {
  const held = members.filter((i) => net.fixed[i]);
  const centre = centreOf(held.map((i) => places[i]!));
  const placed = net.fixed.map(Boolean);
  let front = held;
  let count = 0;
  while (front.length > 0) {
    const ahead = front.flatMap((i) => net.near[i]!.filter((other) => !placed[other]));
    const next = [...new Set(ahead)].sort((a, b) => a - b);
    const found = next.map((i) => {
      const near = net.near[i]!.filter((other) => placed[other]);
      const x = mean(near.map((other) => places[other]!.x));
      const y = mean(near.map((other) => places[other]!.y));
      const away = lengthOf(x - centre.x, y - centre.y);
      // By the golden section, so that no two of them start in one place.
      const way = direction(count++ * 0.38196601125);
      const out = away > 1 ? { x: (x - centre.x) / away, y: (y - centre.y) / away } : { x: 0, y: 0 };
      return { x: x + (out.x + way.x / 2) * 100, y: y + (out.y + way.y / 2) * 100 };
    });
    next.forEach((i, k) => {
      places[i] = found[k]!;
      placed[i] = true;
    });
    front = next;
  }
};

/** Nodes in a square, with the centre of their mass. */
interface Square {
  readonly x: number;
  readonly y: number;
  readonly mass: number;
  readonly size: number;
  /** Its quarters; none if it holds one node, or several in all but the same place. */
  readonly parts: readonly Square[];
}

const SMALLEST = 1e-3;

const gather = (nodes: readonly number[], x: Float64Array, y: Float64Array, mass: Float64Array): Square => {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const i of nodes) {
    left = Math.min(left, x[i]!);
    right = Math.max(right, x[i]!);
    top = Math.min(top, y[i]!);
    bottom = Math.max(bottom, y[i]!);
  }
  const size = Math.max(right - left, bottom - top);
  let [sum, sumX, sumY] = [0, 0, 0];
  for (const i of nodes) {
    sum += mass[i]!;
    sumX += x[i]! * mass[i]!;
    sumY += y[i]! * mass[i]!;
  }
  const parts: Square[] = [];
  if (size > SMALLEST) {
    const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
    const quarters: number[][] = [[], [], [], []];
    for (const i of nodes) quarters[(x[i]! < midX ? 0 : 1) + (y[i]! < midY ? 0 : 2)]!.push(i);
    for (const quarter of quarters) if (quarter.length > 0) parts.push(gather(quarter, x, y, mass));
  }
  return { x: sumX / sum, y: sumY / sum, mass: sum, size, parts };
};

/** Adds to the force on node i at x, y what the square pushes it, as one if its size is less than its distance. */
const repel = (
  square: Square,
  i: number,
  x: number,
  y: number,
  push: number,
  fx: Float64Array,
  fy: Float64Array,
): void => {
  const dx = x - square.x;
  const dy = y - square.y;
  const away = dx * dx + dy * dy;
  if (square.parts.length > 0 && square.size * square.size > away) {
    for (const part of square.parts) repel(part, i, x, y, push, fx, fy);
    return;
  }
  // Nothing divides by zero, and a node does not push itself: its distance is none.
  const factor = (push * square.mass) / (away + 1e-3);
  fx[i]! += dx * factor;
  fy[i]! += dy * factor;
};

const roundsFor = (count: number): number => Math.max(100, Math.min(600, Math.round(6e5 / count)));

/** Moves the members that are not fixed to where the forces are in balance. */
const attract = (net: Net, members: readonly number[], places: Point[]): void => {
  const count = members.length;
  const unit = unitFor(count);
  const number = new Map(members.map((node, i) => [node, i]));
  const ends: number[] = [];
  members.forEach((node, i) => {
    for (const other of net.near[node]!) if (other > node) ends.push(i, number.get(other)!);
  });
  const x = Float64Array.from(members, (node) => places[node]!.x / unit / STRETCH);
  const y = Float64Array.from(members, (node) => places[node]!.y / unit);
  const mass = Float64Array.from(members, (node) => 1.5 * Math.sqrt(net.near[node]!.length + 1));
  const stays = members.map((node) => net.fixed[node] !== null);
  const held = members.flatMap((_, i) => (stays[i] ? [{ x: x[i]!, y: y[i]! }] : []));
  const centre = held.length > 0 ? centreOf(held) : { x: 0, y: 0 };
  let fx = new Float64Array(count);
  let fy = new Float64Array(count);
  let oldX = new Float64Array(count);
  let oldY = new Float64Array(count);
  let speed = 1;
  for (let round = roundsFor(count); round > 0; round--) {
    [fx, fy, oldX, oldY] = [oldX, oldY, fx, fy];
    fx.fill(0);
    fy.fill(0);
    const all = gather(members.map((_, i) => i), x, y, mass);
    for (let i = 0; i < count; i++) {
      repel(all, i, x[i]!, y[i]!, REPULSION * mass[i]!, fx, fy);
      const dx = x[i]! - centre.x;
      const dy = y[i]! - centre.y;
      const pull = (GRAVITY * mass[i]!) / Math.sqrt(dx * dx + dy * dy + 1);
      fx[i]! -= dx * pull;
      fy[i]! -= dy * pull;
    }
    for (let k = 0; k < ends.length; k += 2) {
      const a = ends[k]!;
      const b = ends[k + 1]!;
      const dx = x[b]! - x[a]!;
      const dy = y[b]! - y[a]!;
      fx[a]! += dx;
      fy[a]! += dy;
      fx[b]! -= dx;
      fy[b]! -= dy;
    }
    let swings = 0;
    let traction = 0;
    for (let i = 0; i < count; i++) {
      if (stays[i]) continue;
      swings += mass[i]! * lengthOf(fx[i]! - oldX[i]!, fy[i]! - oldY[i]!);
      traction += (mass[i]! * lengthOf(fx[i]! + oldX[i]!, fy[i]! + oldY[i]!)) / 2;
    }
    if (swings > 0) speed = Math.min(traction / swings, speed * 1.5);
    for (let i = 0; i < count; i++) {
      if (stays[i]) continue;
      const strength = lengthOf(fx[i]!, fy[i]!);
      if (strength === 0) continue;
      const pace = speed / (1 + speed * Math.sqrt(lengthOf(fx[i]! - oldX[i]!, fy[i]! - oldY[i]!)));
      const step = Math.min(0.1 * pace, 10 / strength);
      x[i]! += fx[i]! * step;
      y[i]! += fy[i]! * step;
    }
  }
  members.forEach((node, i) => {
    if (!stays[i]) places[node] = { x: x[i]! * unit * STRETCH, y: y[i]! * unit };
  });
};

const centreOf = (points: readonly Point[]): Point => ({
  x: mean(points.map(({ x }) => x)),
  y: mean(points.map(({ y }) => y)),
});

/** Turns the members so that they stretch out from left to right, as screens and labels do. */
const lieDown = (members: readonly number[], places: Point[]): void => {
  const centre = centreOf(members.map((i) => places[i]!));
  let [xx, yy, xy] = [0, 0, 0];
  for (const i of members) {
    const dx = (places[i]!.x - centre.x) / STRETCH;
    const dy = places[i]!.y - centre.y;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // The first eigenvector of the covariance: where the places scatter most.
  const largest = (xx + yy) / 2 + lengthOf((xx - yy) / 2, xy);
  const axis = xx >= yy ? { x: largest - yy, y: xy } : { x: xy, y: largest - xx };
  const length = lengthOf(axis.x, axis.y);
  if (length === 0) return;
  const [cos, sin] = [axis.x / length, axis.y / length];
  for (const i of members) {
    const dx = (places[i]!.x - centre.x) / STRETCH;
    const dy = places[i]!.y - centre.y;
    places[i] = { x: (dx * cos + dy * sin) * STRETCH, y: dy * cos - dx * sin };
  }
};
