// A line that passes behind a node reads as if it led there, and two such lines as a chain that nobody told. Lines are
// bent around what does not belong to them.
import type { Point } from "../model";
import { cellKey, Cells } from "./cells";
import type { Curve } from "./curve";
import { along, lengthOf } from "./curve";
import type { SceneNode } from "./scene";

/** A node that a curve comes too near to. */
export interface Blocker {
  readonly node: SceneNode;
  /** How much farther away the curve has to be. */
  readonly depth: number;
}

/** The nodes that a curve comes too near to, apart from two of them. */
export type Blockers = (curve: Curve, from: string, to: string) => readonly Blocker[];

// Half a piece and the room of the largest node are less than a cell.
const CELL = 80;
const PIECE = 40;

/** Between a line and the rim of a node that it passes. */
const CLEAR = 5;

function roomOf(node: SceneNode): number {
  return node.radius * 1.1 + CLEAR;
}

export function blockersAmong(nodes: readonly SceneNode[]): Blockers {
  const cells = new Cells<SceneNode>(CELL);
  for (const node of nodes) cells.put(node, node);
  return (curve, from, to) => {
    const found = new Map<SceneNode, number>();
    const pieces = Math.max(1, Math.ceil(lengthOf(curve) / PIECE));
    let a = curve.start;
    for (let i = 1; i <= pieces; i++) {
      const b = along(curve, i / pieces);
      cells.near({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, CELL, (node) => {
        const depth = roomOf(node) - distanceTo(a, b, node);
        if (depth > (found.get(node) ?? 0) && node.id !== from && node.id !== to) found.set(node, depth);
      });
      a = b;
    }
    return [...found].map(([node, depth]) => ({ node, depth }));
  };
}

/**
 * How far the middle of the lines between two points is bent to the right of the straight way: as little as leads past
 * all nodes. If there is no such way among those tried, the one that is least behind nodes. The lines reach so far to
 * either side of that middle.
 */
export function detour(a: Point, b: Point, spread: number, blockers: (aside: number) => readonly Blocker[]): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const distance = Math.hypot(dx, dy);
  const most = Math.min(MOST, distance * 0.45);
  /** Just past each node that is in a way, on either side. */
  const past = (node: SceneNode): number[] => {
    const t = ((node.x - a.x) * dx + (node.y - a.y) * dy) / distance ** 2;
    const right = ((node.y - a.y) * dx - (node.x - a.x) * dy) / distance;
    // A curve whose middle is so far aside is 4t(1 − t) times as far at share t.
    const share = Math.max(4 * t * (1 - t), 0.2);
    const ways = [(right + roomOf(node) + 1) / share + spread, (right - roomOf(node) - 1) / share - spread];
    return ways.filter((way) => Math.abs(way) <= most);
  };
  let best = 0;
  let least = Infinity;
  const ways = [0];
  for (let tries = 0; tries < TRIES && tries < ways.length; tries++) {
    // The shortest of those that were not tried yet.
    const rest = ways.splice(tries).sort((one, other) => Math.abs(one) - Math.abs(other) || one - other);
    ways.push(...rest);
    const aside = ways[tries]!;
    const there = blockers(aside);
    if (there.length === 0) return aside;
    // A little less behind nodes is not worth a long way.
    const cost = there.reduce((sum, { depth }) => sum + depth, 0.1 * Math.abs(aside));
    if (cost < least) [best, least] = [aside, cost];
    if (there.length > MANY) break;
    ways.push(...there.flatMap(({ node }) => past(node)).filter((way) => !ways.includes(way)));
  }
  return best;
}

const MOST = 170;
const TRIES = 10;
/** Where so many are in the way, no other is worth trying. */
const MANY = 5;

/** From a point to a straight piece. */
export function distanceTo(a: Point, b: Point, { x, y }: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}

/**
 * Tells whether a point is near to another line than the one with the number: nearer than that or, as cells are square,
 * up to nearly three times as far.
 */
export function nearOthers(lines: readonly Curve[], near: number): (point: Point, line: number) => boolean {
  const SEVERAL = -1;
  const owners = new Map<number, number>();
  lines.forEach((curve, line) => {
    const pieces = Math.max(1, Math.ceil(lengthOf(curve) / near));
    for (let i = 0; i <= pieces; i++) {
      const { x, y } = along(curve, i / pieces);
      const key = cellKey(Math.floor(x / near), Math.floor(y / near));
      const owner = owners.get(key);
      if (owner !== line) owners.set(key, owner === undefined ? line : SEVERAL);
    }
  });
  return ({ x, y }, line) => {
    const column = Math.floor(x / near);
    const row = Math.floor(y / near);
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        const owner = owners.get(cellKey(i, j));
        if (owner !== undefined && owner !== line) return true;
      }
    }
    return false;
  };
}
