// Between the graph and the picture: which part of the one is seen in the other.
import type { Point } from "../model";
import type { Box, Scene } from "../scene/scene";
import type { Look, Size } from "../state/state";
import { headings } from "./headings";
import type { Labeller, Labels } from "./labels";
import { BEYOND } from "./labels";
import { between, extentAt, satellitesAt } from "./sizes";

export type { Size };

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

/** Between what is shown and the edges of the picture. */
const RIM = 8;
/** A graph of a few nodes is looked at no nearer than makes sense. */
const NEAR = 1.6;

/** A place of the graph, and what is shown around it in pixels, whatever the scale. */
interface Part extends Point {
  readonly around: Box;
}

const JUST: Box = { left: 0, top: 0, right: 0, bottom: 0 };

/** All that a scene shows at a scale. Without labels: nodes, lines and headings alone. */
function partsOf(scene: Scene, scale: number, labels: Labels | null): readonly Part[] {
  const { bounds } = scene;
  if (bounds === null) return [];
  const middle = (bounds.top + bounds.bottom) / 2;
  const nodes = new Map(scene.nodes.map((node) => [node.id, node]));
  return [
    { x: bounds.left, y: bounds.top, around: JUST },
    { x: bounds.right, y: bounds.bottom, around: JUST },
    ...scene.nodes.flatMap((node) => {
      const { hidden, pin, change } = satellitesAt(node, scale);
      return [extentAt(node, scale), hidden, pin, change].flatMap((around) =>
        around === null ? [] : [{ x: node.x, y: node.y, around }],
      );
    }),
    ...(labels?.names ?? []).flatMap(({ id, box }) => {
      const node = nodes.get(id);
      return node === undefined ? [] : [{ x: node.x, y: node.y, around: box }];
    }),
    ...headings(scene.guides, scale).heads.map(({ x, half }) => ({
      x,
      y: middle,
      around: { left: -half, top: 0, right: half, bottom: 0 },
    })),
  ];
}

/** What the parts take at a scale, in pixels from where the graph has its zero. */
function boxOf(parts: readonly Part[], scale: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, around } of parts) {
    left = Math.min(left, x * scale + around.left);
    top = Math.min(top, y * scale + around.top);
    right = Math.max(right, x * scale + around.right);
    bottom = Math.max(bottom, y * scale + around.bottom);
  }
  return { left, top, right, bottom };
}

/** How much of the picture is not covered by headings. */
function roomOf(scene: Scene, scale: number, { width, height }: Size): Size & { readonly top: number } {
  const top = headings(scene.guides, scale).height;
  return { top, width: Math.max(width - 2 * RIM, 1), height: Math.max(height - top - 2 * RIM, 1) };
}

/** A near look at all of the scene, with the names that the labeller places at its scale. */
export function fitting(scene: Scene, size: Size, place: Labeller, nearest = NEAR): Look {
  if (scene.bounds === null) return { x: 0, y: 0, scale: 1, size };
  // Names reach no farther than this.
  const { left, top, right, bottom } = scene.bounds;
  const around = { left: -BEYOND.x, top: -BEYOND.y, right: BEYOND.x, bottom: BEYOND.y };
  const corners = [{ x: left, y: top, around }, { x: right, y: bottom, around }];
  let scale = widest([...corners, ...partsOf(scene, 1, null)], scene, size, nearest);
  let parts = partsOf(scene, scale, place(scene, scale));
  // Nearer, as long as the names that are placed then have room, too.
  let most = widest(parts, scene, size, nearest);
  for (let tries = 0; tries < 5 && most > scale * 1.02; tries++) {
    const nearer = partsOf(scene, most, place(scene, most));
    if (fits(nearer, scene, most, size)) {
      [scale, parts] = [most, nearer];
      break;
    }
    most = (scale + most) / 2;
  }
  const box = boxOf(parts, scale);
  return {
    x: (box.left + box.right) / 2 / scale,
    y: ((box.top + box.bottom) / 2 - roomOf(scene, scale, size).top / 2) / scale,
    scale,
    size,
  };
}

function fits(parts: readonly Part[], scene: Scene, scale: number, size: Size): boolean {
  const box = boxOf(parts, scale);
  const room = roomOf(scene, scale, size);
  return box.right - box.left <= room.width + 1e-6 && box.bottom - box.top <= room.height + 1e-6;
}

/** The largest scale at which the parts have room, by halving. */
function widest(parts: readonly Part[], scene: Scene, size: Size, nearest: number): number {
  if (fits(parts, scene, nearest, size)) return nearest;
  let [low, high] = [FARTHEST, nearest];
  for (let i = 0; i < 30; i++) {
    const half = (low + high) / 2;
    if (fits(parts, scene, half, size)) low = half;
    else high = half;
  }
  return low;
}

/**
 * A look that was chosen for a picture of some size, in one of another size. Where there is as much room it stays as it
 * is. Where there is less, all that was seen is seen: of a whole graph its names, too.
 */
export function lookIn(look: Look, size: Size, scene: Scene, place: Labeller): Look {
  const before = look.size;
  if (before === undefined || (size.width >= before.width && size.height >= before.height)) return look;
  if (scene.bounds === null || !shows(look, before, scene, null)) {
    const share = Math.min(1, size.width / before.width, size.height / before.height);
    return { x: look.x, y: look.y, scale: Math.max(look.scale * share, FARTHEST), size };
  }
  if (shows(look, size, scene, place(scene, look.scale))) return look;
  return fitting(scene, size, place, look.scale);
}

/** Whether all nodes are seen; with labels, whether all names are, too. */
function shows(look: Look, size: Size, scene: Scene, labels: Labels | null): boolean {
  const { left, top, right, bottom } = boxOf(partsOf(scene, look.scale, labels), look.scale);
  const dx = size.width / 2 - look.x * look.scale;
  const dy = size.height / 2 - look.y * look.scale;
  return left + dx >= 0 && right + dx <= size.width && top + dy >= 0 && bottom + dy <= size.height;
}

/** Whether a point of the graph is in the picture, well away from its edges. */
export function isWithin(point: Point, look: Look, size: Size): boolean {
  const { x, y } = toPicture(look, size, point);
  return x >= EDGE && y >= EDGE && x <= size.width - EDGE && y <= size.height - EDGE;
}

/** Whether all of a scene is. */
export function isAllWithin({ bounds }: Scene, look: Look, size: Size): boolean {
  if (bounds === null) return true;
  const { left, top, right, bottom } = bounds;
  return isWithin({ x: left, y: top }, look, size) && isWithin({ x: right, y: bottom }, look, size);
}

const EDGE = 30;
