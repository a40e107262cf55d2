// What fingers or a mouse do to the picture while they are down.
import type { Point } from "../model";
import type { Box } from "../scene/scene";
import type { Look, Placed, Size } from "../state/state";
import { panned, toGraph, zoomed } from "./look";

/** Points are of the picture, but those of a drag, which are of the graph. */
export type Gesture =
  | Pinch
  | { readonly kind: "pan"; readonly last: Point; readonly moved: boolean }
  | { readonly kind: "drag"; readonly ids: readonly string[]; readonly from: Point; readonly to: Point; readonly moved: boolean }
  | { readonly kind: "box"; readonly from: Point; readonly to: Point };

interface Pinch {
  readonly kind: "pinch";
  readonly distance: number;
  readonly middle: Point;
}

/** So many pixels a pointer may tremble and still have clicked. */
const TREMBLE = 3;

/** What a pointer begins that goes down on nodes, which it then drags, or beside all; more: with Shift held. */
export function begun(at: Point, nodes: readonly string[], more: boolean, look: Look, size: Size): Gesture {
  if (nodes.length > 0) {
    const from = toGraph(look, size, at);
    return { kind: "drag", ids: nodes, from, to: from, moved: false };
  }
  return more ? { kind: "box", from: at, to: at } : { kind: "pan", last: at, moved: false };
}

/** What a second finger makes of any gesture. */
export function pinched(one: Point, two: Point): Pinch {
  return { kind: "pinch", distance: distance(one, two), middle: middle(one, two) };
}

/** What becomes of a gesture and of the look as pointers move; of the same look nothing is to be told. */
export function followed(
  gesture: Gesture,
  [at, other]: readonly Point[],
  look: Look,
  size: Size,
): { readonly gesture: Gesture; readonly look: Look } {
  if (at === undefined) return { gesture, look };
  switch (gesture.kind) {
    case "pan":
      if (!gesture.moved && distance(at, gesture.last) < TREMBLE) return { gesture, look };
      return { gesture: { kind: "pan", last: at, moved: true }, look: panned(look, gesture.last, at) };
    case "drag": {
      const to = toGraph(look, size, at);
      if (!gesture.moved && distance(to, gesture.from) * look.scale < TREMBLE) return { gesture, look };
      return { gesture: { ...gesture, to, moved: true }, look };
    }
    case "box":
      return { gesture: { ...gesture, to: at }, look };
    case "pinch": {
      if (other === undefined) return { gesture, look };
      const next = pinched(at, other);
      if (gesture.distance === 0) return { gesture: next, look };
      const nearer = next.distance / gesture.distance;
      return { gesture: next, look: zoomed(panned(look, gesture.middle, next.middle), size, next.middle, nearer) };
    }
  }
}

/** The nodes as a drag moves them: by whole units, and pinned where they are put. */
export function dragged(nodes: readonly Placed[], gesture: Gesture | null): readonly Placed[] {
  if (gesture?.kind !== "drag" || !gesture.moved) return nodes;
  const ids = new Set(gesture.ids);
  const dx = Math.round(gesture.to.x - gesture.from.x);
  const dy = Math.round(gesture.to.y - gesture.from.y);
  return nodes.map((node) => (ids.has(node.id) ? { ...node, x: node.x + dx, y: node.y + dy, pinned: true } : node));
}

/** The box between two corners, whichever they are. */
export function boxBetween(a: Point, b: Point): Box {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
