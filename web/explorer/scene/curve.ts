// Points along a line of the scene, for whoever paints, labels or hits it.
import type { Point } from "../model";
import type { SceneLine } from "./scene";

export type Curve = Pick<SceneLine, "start" | "end" | "bend">;

/** The point at share t of the way: 0 is the start, 1 the end. */
export function along(line: Curve, t: number): Point {
  const { start, end, bend } = line;
  const u = 1 - t;
  if (bend === null) return { x: u * start.x + t * end.x, y: u * start.y + t * end.y };
  const b = 2 * u * t;
  return { x: u * u * start.x + b * bend.x + t * t * end.x, y: u * u * start.y + b * bend.y + t * t * end.y };
}

/** Which way it runs at share t, as a vector of length 1; of a line without length: to the right. */
export function heading(line: Curve, t: number): Point {
  const { start, end, bend } = line;
  const u = 1 - t;
  const x = bend === null ? end.x - start.x : u * (bend.x - start.x) + t * (end.x - bend.x);
  const y = bend === null ? end.y - start.y : u * (bend.y - start.y) + t * (end.y - bend.y);
  const length = Math.hypot(x, y);
  return length === 0 ? { x: 1, y: 0 } : { x: x / length, y: y / length };
}

/** Its corners as a chain of straight pieces: two for a straight line. */
export function chain(line: Curve): Point[] {
  if (line.bend === null) return [line.start, line.end];
  return Array.from({ length: PIECES + 1 }, (_, i) => along(line, i / PIECES));
}

// A curve as strongly bent as ours strays from this many pieces by about a unit.
const PIECES = 12;

/** About how long it is. */
export function lengthOf(line: Curve): number {
  const chord = Math.hypot(line.end.x - line.start.x, line.end.y - line.start.y);
  if (line.bend === null) return chord;
  const around =
    Math.hypot(line.bend.x - line.start.x, line.bend.y - line.start.y) +
    Math.hypot(line.end.x - line.bend.x, line.end.y - line.bend.y);
  return (2 * chord + around) / 3;
}
