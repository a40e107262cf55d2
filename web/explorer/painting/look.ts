// Between the graph and the picture: which part of the one is seen in the other.
import type { Point } from "../model";
import type { Box } from "../scene/scene";
import type { Look } from "../state/state";
import { between } from "./sizes";

/** Of the picture, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Nothing is to be seen beyond these scales. */
export const FARTHEST = 0.02;
export const NEAREST = 6;

/** Where a point of the graph is in the picture. */
export function toPicture(look: Look, size: Size, { x, y }: Point): Point {
  return { x: (x - look.x) * look.scale + size.width / 2, y: (y - look.y) * look.scale + size.height / 2 };
}

/** Which point of the graph is at a point of the picture. */
export function toGraph(look: Look, size: Size, { x, y }: Point): Point {
  return { x: (x - size.width / 2) / look.scale + look.x, y: (y - size.height / 2) / look.scale + look.y };
}

/** The look at all of the bounds, with a margin for names; of a small graph no nearer than makes sense. */
export function fitting(bounds: Box | null, size: Size): Look {
  if (bounds === null) return { x: 0, y: 0, scale: 1 };
  const room = (pixels: number, margin: number) => Math.max(pixels - 2 * margin, pixels / 3, 1);
  const scale = Math.min(
    1.6,
    room(size.width, 90) / Math.max(bounds.right - bounds.left, 1),
    room(size.height, 56) / Math.max(bounds.bottom - bounds.top, 1),
  );
  const x = (bounds.left + bounds.right) / 2;
  const y = (bounds.top + bounds.bottom) / 2;
  return { x, y, scale: between(scale, FARTHEST, NEAREST) };
}

/** Nearer or farther by a factor, while what is at a point of the picture stays there. */
export function zoomed(look: Look, size: Size, at: Point, factor: number): Look {
  const scale = between(look.scale * factor, FARTHEST, NEAREST);
  const kept = toGraph(look, size, at);
  return { x: kept.x - (at.x - size.width / 2) / scale, y: kept.y - (at.y - size.height / 2) / scale, scale };
}

/** Moved so that what was at the first point of the picture is at the second. */
export function panned(look: Look, from: Point, to: Point): Look {
  return { ...look, x: look.x - (to.x - from.x) / look.scale, y: look.y - (to.y - from.y) / look.scale };
}
