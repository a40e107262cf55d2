// The outline of a node, by kind, as a polygon around the origin. All take about as much room as a circle of radius 1,
// so that the radius alone tells how connected a node is.
import type { EntityKind, Point } from "../model";

export interface Shape {
  /** Clockwise from wherever; empty: a circle of radius 1. */
  readonly corners: readonly Point[];
  /** Fewer corners, for where it is too small for all of them to be seen. */
  readonly rough: readonly Point[];
  /** How far from a corner its rounding begins. */
  readonly round: number;
  /** How far the outline reaches. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Where the icon has its middle, and the side of its square. */
  readonly iconY: number;
  readonly iconSize: number;
}

const circle = shape([], 0, 0, 1.25);
const shapes: Readonly<Record<EntityKind, Shape>> = {
  PERSON: circle,
  GROUP: shape(pill(1.3, 0.82), 0, 0, 1.25, pill(1.3, 0.82, 3)),
  COMPANY: shape(box(0.9, 0.9), 0.14, 0, 1.2),
  ORGANIZATION: shape(box(0.95, 0.95), 0.55, 0, 1.2),
  GOVERNMENT: shape(regular(8, 1.07, Math.PI / 8), 0.08, 0, 1.2),
  PUBLIC_BODY: shape(regular(6, 1.12, Math.PI / 2), 0.1, 0, 1.15),
  COUNTRY: shape(points(-0.9, -0.9, 0.9, -0.9, 0.9, 0.3, 0, 1.15, -0.9, 0.3), 0.14, -0.12, 1.15),
  PLACE: shape(drop(), 0, -0.22, 1.05, points(-0.85, -0.3, -0.5, -1.05, 0.5, -1.05, 0.85, -0.3, 0, 1.25)),
  PRODUCT: shape(regular(4, 1.27, 0), 0.14, 0, 1.1),
  DEVICE: shape(box(0.68, 1.1), 0.22, 0, 1.05),
  LAWSUIT: shape(regular(5, 1.14, -Math.PI / 2), 0.1, 0.04, 1.15),
  MEASURE: shape(points(-0.8, -1, 0.38, -1, 0.8, -0.58, 0.8, 1, -0.8, 1), 0.08, 0.08, 1.1),
  DEAL: shape(points(-1.25, 0, -0.66, -0.84, 0.66, -0.84, 1.25, 0, 0.66, 0.84, -0.66, 0.84), 0.12, 0, 1.2),
  TARGETING: shape(points(0, -1.3, 1.24, 0.86, -1.24, 0.86), 0.16, 0.2, 1),
  EVENT: shape(burst(8, 1.13, 0.93), 0.05, 0, 1.1, regular(8, 1.08, 0)),
};

export function shapeOf(kind: EntityKind): Shape {
  return shapes[kind];
}

/** How far the rim is from the middle of a node of radius 1, towards (x, y). */
export function rim(kind: EntityKind, x: number, y: number): number {
  const length = Math.hypot(x, y);
  const corners = shapes[kind].corners;
  if (length === 0 || corners.length === 0) return 1;
  const ux = x / length;
  const uy = y / length;
  let farthest = 0;
  for (let i = 0; i < corners.length; i++) {
    const a = corners[i]!;
    const b = corners[(i + 1) % corners.length]!;
    // Where the ray t·u meets the side a + s·(b − a).
    const ex = b.x - a.x;
    const ey = b.y - a.y;
    const cross = ux * ey - uy * ex;
    if (cross === 0) continue;
    const s = (a.x * uy - a.y * ux) / cross;
    const t = (a.x * ey - a.y * ex) / cross;
    if (s >= 0 && s <= 1 && t > farthest) farthest = t;
  }
  return farthest || 1;
}

function shape(corners: readonly Point[], round: number, iconY: number, iconSize: number, rough = corners): Shape {
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const reach =
    corners.length === 0
      ? { left: -1, top: -1, right: 1, bottom: 1 }
      : { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  return { corners, rough, round, ...reach, iconY, iconSize };
}

function points(...coordinates: readonly number[]): Point[] {
  const made: Point[] = [];
  for (let i = 0; i + 1 < coordinates.length; i += 2) made.push({ x: coordinates[i]!, y: coordinates[i + 1]! });
  return made;
}

function box(x: number, y: number): Point[] {
  return points(-x, -y, x, -y, x, y, -x, y);
}

function regular(sides: number, radius: number, first: number): Point[] {
  return Array.from({ length: sides }, (_, i) => at(0, 0, radius, first + (i * 2 * Math.PI) / sides));
}

function burst(tips: number, outer: number, inner: number): Point[] {
  return Array.from({ length: 2 * tips }, (_, i) => at(0, 0, i % 2 === 0 ? outer : inner, (i * Math.PI) / tips));
}

function pill(x: number, y: number, steps?: number): Point[] {
  const half = Math.PI / 2;
  return [...arc(x - y, 0, y, -half, half, steps), ...arc(y - x, 0, y, half, 3 * half, steps)];
}

function drop(): Point[] {
  return [...arc(0, -0.22, 0.9, Math.PI - 0.55, 2 * Math.PI + 0.55), { x: 0, y: 1.25 }];
}

function arc(x: number, y: number, radius: number, from: number, to: number, steps = 14): Point[] {
  return Array.from({ length: steps + 1 }, (_, i) => at(x, y, radius, from + ((to - from) * i) / steps));
}

function at(x: number, y: number, radius: number, angle: number): Point {
  return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
}
