// How large things are on screen, shared by all that paint them, keep clear of them or hit them. Nodes grow with the
// scale; what is written does not, and lines and signs less than nodes do.
import type { Box, Scene, SceneLine, SceneNode } from "../scene/scene";
import type { Point } from "../model";
import { along, lengthOf } from "../scene/curve";
import { rim, shapeOf } from "../scene/shapes";

/**
 * In pixels. From far away nodes are larger than what lies between them, so that shapes can be told apart as long as
 * possible; however far, a node can be seen and hit.
 */
export function radiusAt(node: Pick<SceneNode, "radius">, scale: number): number {
  return Math.max(3, node.radius * (scale < 1 ? scale ** 0.65 : scale));
}

/**
 * What labels keep clear of around the middle of a node, in pixels: the node and a ring, whether it has one or not, so
 * that no label moves when a node is chosen.
 */
export function extentAt(node: SceneNode, scale: number): Box {
  const { left, top, right, bottom } = shapeOf(node.kind);
  const radius = radiusAt(node, scale);
  return {
    left: left * radius - 3,
    top: top * radius - 3,
    right: right * radius + 3,
    bottom: bottom * radius + 3,
  };
}

/** From one ring around a node to the next. */
export const RING = 4;

export function ringsOf(node: SceneNode): number {
  return Number(node.selected) + Number(node.focused) + Number(node.highlighted || node.change !== null);
}

/** From far away all are hairlines: thousands of wide ones would be a blot, and take many times as long to paint. */
export function widthAt(line: Pick<SceneLine, "width">, scale: number): number {
  return Math.max(0.6, line.width * Math.min(scale, 1.5));
}

/**
 * Whether the strokes of lines, arrows, signs and small icons are shown. In a picture of thousands of things they would
 * be dust for longer, and take most of the time.
 */
export function detailed({ nodes, lines }: Pick<Scene, "nodes" | "lines">, scale: number): boolean {
  return scale >= (nodes.length + lines.length > 1500 ? 0.6 : 0.2);
}

/** How long an arrow is; 0: the line is too short to show one. */
export function arrowAt(line: SceneLine, scale: number): number {
  if (!line.arrow) return 0;
  const length = (6.5 + 1.7 * line.width) * between(scale, 0.55, 1.25);
  return lengthOf(line) * scale < 2.5 * length ? 0 : length;
}

/** The signs in the middle of a line, from its start on, and where each is in the graph; none where it is too short for them. */
export function signsAt(line: SceneLine, scale: number): Signs {
  const size = 14 * between(scale, 0.6, 1.25);
  const signs = signsOf(line);
  const length = lengthOf(line) * scale;
  if (signs.length === 0 || length < (signs.length + 1) * size) return { signs: [], size };
  const apart = size / length;
  const first = line.middle - ((signs.length - 1) / 2) * apart;
  return { signs: signs.map((sign, i) => ({ sign, at: along(line, first + i * apart) })), size };
}

export interface Signs {
  readonly signs: readonly { readonly sign: LineSign; readonly at: Point }[];
  /** How wide and high each is, in pixels. */
  readonly size: number;
}

/** Which these are, whether there is room for them or not. */
export function signsOf(line: SceneLine): LineSign[] {
  const signs: LineSign[] = [];
  if (line.status === "CONFIRMED") signs.push("confirmed");
  if (line.status === "DENIED") signs.push("denied");
  if (line.status === "UNCONFIRMED") signs.push("unconfirmed");
  if (line.status === "RETRACTED") signs.push("retracted");
  if (line.contested) signs.push("contested");
  if (line.ended) signs.push("ended");
  if (line.change !== null) signs.push(line.change);
  return signs;
}

export type LineSign = "confirmed" | "denied" | "unconfirmed" | "retracted" | "contested" | "ended" | "gained" | "lost" | "changed";

/**
 * What sits on the rim of a node, around its middle: the number of its hidden relations at the upper right, its pin at
 * the upper left, the sign of its change at the lower right. Null: it has none, or is too small.
 */
export function satellitesAt(node: SceneNode, scale: number): Satellites {
  const radius = radiusAt(node, scale);
  if (radius < 12) return { hidden: null, pin: null, change: null };
  const corner = (x: number, y: number, width: number): Box => {
    const out = radius * Math.min(1.1, rim(node.kind, x, y)) * Math.SQRT1_2;
    const left = x * out - (x < 0 ? width - 7 : 7);
    return { left, top: y * out - 7, right: left + width, bottom: y * out + 7 };
  };
  return {
    // Digits are all about as wide.
    hidden: node.hidden > 0 ? corner(1, -1, hiddenText(node).length * 6.4 + 7) : null,
    pin: node.pinned ? corner(-1, -1, 14) : null,
    change: node.change === null ? null : corner(1, 1, 14),
  };
}

export interface Satellites {
  readonly hidden: Box | null;
  readonly pin: Box | null;
  readonly change: Box | null;
}

export function hiddenText(node: SceneNode): string {
  return `+${node.hidden}`;
}

export function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
