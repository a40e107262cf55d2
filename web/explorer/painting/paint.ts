// Paints a scene with a pen. What the canvas shows and what the SVG file holds is drawn here, once.
import type { Guide } from "../layout/layout";
import type { Point } from "../model";
import { along, heading } from "../scene/curve";
import type { Scene, SceneLine, SceneNode } from "../scene/scene";
import { rim, shapeOf } from "../scene/shapes";
import type { Look } from "../state/state";
import { changes, kinds, statuses } from "../words";
import { HEADING, HEADING_ROW, headings } from "./headings";
import { changeSigns, icons, signs as signPaths, trace } from "./icons";
import { colourOf, coloursOf, dimming, strokeOf } from "./inks";
import { type Label, ROW } from "./label";
import type { Labels } from "./labels";
import type { Ink, Pen } from "./pen";
import {
  arrowAt,
  between,
  detailed,
  hiddenText,
  type LineSign,
  radiusAt,
  RING,
  ringsOf,
  satellitesAt,
  signsAt,
} from "./sizes";
import { clean } from "./text";
import type { Theme } from "./theme";

/**
 * Paints what the look shows of the scene. The labels may have been placed for another scale, or before some nodes were
 * moved: they go with their nodes.
 */
export function paint(scene: Scene, pen: Pen, theme: Theme, look: Look, labels: Labels): void {
  const view = viewOf(scene, pen, look);
  guides(scene.guides, pen, theme, view);
  const nodes = new Map(scene.nodes.map((node) => [node.id, node]));
  for (const line of scene.lines) {
    if (!view.touches(line)) continue;
    pen.begin(() => titleOfLine(line, nodes));
    paintLine(line, pen, theme, view, nodes.get(line.to));
    pen.end();
  }
  const words = shown(labels.words, labels, look);
  if (words.length > 0) {
    const lines = new Map(scene.lines.map((line) => [line.id, line]));
    for (const label of words) {
      const line = lines.get(label.id);
      if (line !== undefined) paintLabel(label, along(line, line.middle), line, pen, theme, view);
    }
  }
  for (const node of scene.nodes) {
    const { x, y } = view.place(node);
    const radius = radiusAt(node, view.scale);
    const far = 1.4 * radius + MARGIN;
    if (x < -far || y < -far || x > pen.width + far || y > pen.height + far) continue;
    pen.begin(() => titleOfNode(node));
    paintNode(node, x, y, pen, theme, view);
    pen.end();
  }
  for (const line of scene.lines) {
    if (!view.touches(line) || signsAt(line, view.scale).signs.length === 0) continue;
    pen.begin(() => titleOfLine(line, nodes));
    paintSigns(line, pen, theme, view);
    pen.end();
  }
  for (const label of shown(labels.names, labels, look)) {
    const node = nodes.get(label.id);
    if (node !== undefined) paintLabel(label, node, node, pen, theme, view);
  }
  heads(scene.guides, pen, theme, view);
}

/** The first of the labels, as many as have room where one steps back before they are placed anew. */
function shown(some: readonly Label[], { scale }: Labels, look: Look): readonly Label[] {
  return look.scale >= scale ? some : some.slice(0, Math.ceil(some.length * (look.scale / scale) ** 2));
}

/** Around the picture: what reaches into it from there is painted. */
const MARGIN = 40;

interface View {
  readonly scale: number;
  readonly detailed: boolean;
  readonly place: (point: Point) => Point;
  /** Whether a line may reach into the picture: a curve stays among its ends and its control point. */
  readonly touches: (line: SceneLine) => boolean;
}

function viewOf(scene: Scene, pen: Pen, look: Look): View {
  const { scale } = look;
  const left = pen.width / 2 - look.x * scale;
  const top = pen.height / 2 - look.y * scale;
  const edges = {
    left: (-MARGIN - left) / scale,
    right: (pen.width + MARGIN - left) / scale,
    top: (-MARGIN - top) / scale,
    bottom: (pen.height + MARGIN - top) / scale,
  };
  return {
    scale,
    detailed: detailed(scene, scale),
    place: ({ x, y }) => ({ x: x * scale + left, y: y * scale + top }),
    touches: ({ start, end, bend }) => {
      const third = bend ?? start;
      return (
        Math.max(start.x, end.x, third.x) >= edges.left &&
        Math.min(start.x, end.x, third.x) <= edges.right &&
        Math.max(start.y, end.y, third.y) >= edges.top &&
        Math.min(start.y, end.y, third.y) <= edges.bottom
      );
    },
  };
}

function titleOfNode(node: SceneNode): string {
  const change = node.change === null ? "" : `; ${changes[node.change]}`;
  return `${clean(node.name)} (${kinds[node.kind]}${change})`;
}

function titleOfLine(line: SceneLine, nodes: ReadonlyMap<string, SceneNode>): string {
  const name = (id: string) => clean(nodes.get(id)?.name ?? id);
  const how = [
    ...(line.status === null ? [] : [statuses[line.status]]),
    ...(line.contested ? ["contested"] : []),
    ...(line.ended ? ["ended"] : []),
    ...(line.change === null ? [] : [changes[line.change]]),
  ];
  return `${name(line.from)} ${clean(line.label)} ${name(line.to)}${how.length === 0 ? "" : ` (${how.join("; ")})`}`;
}

const RIGHT: Point = { x: 1, y: 0 };

/** How something is looked at that is painted by itself. */
export type Close = Pick<View, "scale" | "detailed" | "place">;

/** A line of the scene, in the place where the view has it, and the node to which it leads if there is one. */
export function paintLine(line: SceneLine, pen: Pen, theme: Theme, view: Close, to?: SceneNode): void {
  const start = view.place(line.start);
  const bend = line.bend === null ? null : view.place(line.bend);
  let end = view.place(line.end);
  const { inks, width } = strokeOf(line, theme, view.scale, view.detailed);
  const arrow = view.detailed ? arrowAt(line, view.scale) : 0;
  const way = arrow === 0 ? RIGHT : heading({ start, end, bend }, 1);
  // From far away a node is larger than it is, and the tip stays before its rim.
  const tip = arrow === 0 || to === undefined ? end : moved(end, way, to.radius * view.scale - radiusAt(to, view.scale));
  // The stroke ends inside the arrow, or its square end would show beside the tip.
  if (arrow > 0) end = moved(tip, way, -0.8 * arrow);
  for (const ink of inks) stroke(pen, start, end, bend, ink);
  const { opacity } = dimming(theme, line.dimmed);
  if (arrow > 0) {
    const half = Math.max(arrow * 0.42, width * 0.5 + 1.4);
    pen.moveTo(tip.x, tip.y);
    pen.lineTo(tip.x - way.x * arrow - way.y * half, tip.y - way.y * arrow + way.x * half);
    pen.lineTo(tip.x - way.x * arrow * 0.78, tip.y - way.y * arrow * 0.78);
    pen.lineTo(tip.x - way.x * arrow + way.y * half, tip.y - way.y * arrow - way.x * half);
    pen.close();
    pen.ink({ fill: colourOf(line, theme), opacity });
  }
}

/** What a line has to say for itself beyond its stroke: above all nodes, lest one hides that somebody denies it. */
export function paintSigns(line: SceneLine, pen: Pen, theme: Theme, view: Close): void {
  if (!view.detailed) return;
  const { signs, size } = signsAt(line, view.scale);
  for (const { sign, at } of signs) paintSign(sign, view.place(at), size, pen, theme, line);
}

function moved({ x, y }: Point, way: Point, by: number): Point {
  return { x: x + way.x * by, y: y + way.y * by };
}

/** Strokes a straight or curved line. A straight one is cut at the edges of the picture: dashes far outside take time. */
function stroke(pen: Pen, start: Point, end: Point, bend: Point | null, ink: Ink): void {
  if (bend !== null) {
    pen.moveTo(start.x, start.y);
    pen.curveTo(bend.x, bend.y, end.x, end.y);
    return pen.ink(ink);
  }
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  // Liang and Barsky, "A New Concept and Method for Line Clipping" (1984).
  let from = 0;
  let to = 1;
  const cut = (step: number, room: number) => {
    if (step < 0) from = Math.max(from, room / step);
    else if (step > 0) to = Math.min(to, room / step);
    else if (room < 0) to = -1;
  };
  cut(-dx, start.x + MARGIN);
  cut(dx, pen.width + MARGIN - start.x);
  cut(-dy, start.y + MARGIN);
  cut(dy, pen.height + MARGIN - start.y);
  if (from >= to) return;
  pen.moveTo(start.x + from * dx, start.y + from * dy);
  pen.lineTo(start.x + to * dx, start.y + to * dy);
  pen.ink(ink.dash === undefined || from === 0 ? ink : { ...ink, phase: from * Math.hypot(dx, dy) });
}

function paintSign(sign: LineSign, { x, y }: Point, size: number, pen: Pen, theme: Theme, line: SceneLine): void {
  const { opacity, colour } = dimming(theme, line.dimmed);
  const half = size / 2;
  if (sign === "contested") {
    pen.moveTo(x, y - half * 1.25);
    pen.lineTo(x + half * 1.25, y);
    pen.lineTo(x, y + half * 1.25);
    pen.lineTo(x - half * 1.25, y);
    pen.close();
    pen.ink({ fill: colour ?? theme.mark, stroke: theme.background, width: 1.5, opacity });
    trace(pen, signPaths.contested, x, y, size * 0.8);
    return pen.ink({ stroke: theme.onMark, width: size * 0.14, cap: "round", opacity });
  }
  if (sign === "gained" || sign === "lost" || sign === "changed") {
    return paintChange(sign, x, y, half * 0.95, pen, theme, opacity, colour);
  }
  // The line has a gap there.
  pen.circle(x, y, half * 1.05);
  pen.ink({ fill: theme.background, opacity });
  trace(pen, signPaths[sign], x, y, size * 0.8);
  const plain = sign === "confirmed" || sign === "ended";
  pen.ink({ stroke: colour ?? (plain ? colourOf(line, theme) : theme.mark), width: size * 0.15, cap: "round", opacity });
}

function paintChange(
  change: keyof typeof changeSigns,
  x: number,
  y: number,
  radius: number,
  pen: Pen,
  theme: Theme,
  opacity: number,
  colour: string | null,
): void {
  pen.circle(x, y, radius);
  pen.ink({ fill: colour ?? theme.changes[change], stroke: theme.background, width: 1.5, opacity });
  trace(pen, changeSigns[change], x, y, radius * 1.35);
  pen.ink({ stroke: theme.onMark, width: Math.max(1.4, radius * 0.27), cap: "round", opacity });
}

/** A node with its middle at (x, y). */
export function paintNode(
  node: SceneNode,
  x: number,
  y: number,
  pen: Pen,
  theme: Theme,
  { scale, detailed }: Pick<View, "scale" | "detailed">,
): void {
  const radius = radiusAt(node, scale);
  const { fill, rim, icon } = coloursOf(node, theme);
  const { opacity } = dimming(theme, node.dimmed);
  const small = radius < (detailed ? 4.5 : 7);
  paintRings(node, x, y, radius, pen, theme);
  // A gap between the node and what lies beneath it, which must not shine through either.
  if (!small) {
    outline(node, x, y, radius + 1.8, pen);
    pen.ink({ fill: theme.background });
  }
  outline(node, x, y, radius, pen);
  const chosen = node.selected && theme.name === "forced";
  pen.ink(small ? { fill: theme.name === "forced" ? rim : fill, opacity } : {
    fill: chosen ? "Highlight" : fill,
    stroke: rim,
    width: between(radius * 0.07, 1, 2.2),
    opacity,
  });
  if (radius < (detailed ? 6.5 : 9)) return;
  const { iconY, iconSize } = shapeOf(node.kind);
  const side = radius * iconSize;
  const inked = chosen ? "HighlightText" : icon;
  const { solid, strokes } = icons[node.kind];
  if (solid !== "") {
    trace(pen, solid, x, y + iconY * radius, side);
    pen.ink({ fill: inked, opacity });
  }
  if (strokes !== "") {
    trace(pen, strokes, x, y + iconY * radius, side);
    pen.ink({ stroke: inked, width: Math.max(1, side / 13), cap: "round", opacity });
  }
  if (node.dimmed) return;
  const { hidden, pin, change } = satellitesAt(node, scale);
  if (hidden !== null) {
    const { left, top, right, bottom } = hidden;
    plate(pen, x + left, y + top, right - left, bottom - top, 7);
    pen.ink({ fill: theme.badge, stroke: theme.background, width: 1.5 });
    const lettering = { size: 9.5, bold: true, colour: theme.onBadge, align: "middle" } as const;
    pen.text(hiddenText(node), x + (left + right) / 2, y + bottom - 3.6, lettering);
  }
  if (pin !== null) {
    const at = { x: x + (pin.left + pin.right) / 2, y: y + (pin.top + pin.bottom) / 2 };
    pen.circle(at.x, at.y, 7);
    pen.ink({ fill: theme.badge, stroke: theme.background, width: 1.5 });
    trace(pen, signPaths.pinned, at.x, at.y, 9.5);
    pen.ink({ stroke: theme.onBadge, width: 1.2, cap: "round" });
  }
  if (change !== null && node.change !== null) {
    const at = { x: x + (change.left + change.right) / 2, y: y + (change.top + change.bottom) / 2 };
    paintChange(node.change, at.x, at.y, 7, pen, theme, opacity, null);
  }
}

/** From the inside: of a change or a path, of the selection, of the focus. The last is the darkest, the first dashed if lost. */
function paintRings(node: SceneNode, x: number, y: number, radius: number, pen: Pen, theme: Theme): void {
  let ring = ringsOf(node);
  const draw = (ink: Ink) => {
    outline(node, x, y, radius + ring * RING - 0.5, pen);
    pen.ink(ink);
    ring--;
  };
  if (node.focused) draw({ fill: theme.background, stroke: theme.focused, width: 2 });
  if (node.selected) draw({ fill: theme.background, stroke: theme.selected, width: 3 });
  if (node.highlighted) draw({ fill: theme.background, stroke: theme.highlighted, width: 2.5 });
  else if (node.change !== null) {
    const { opacity, colour } = dimming(theme, node.dimmed);
    const stroke = colour ?? theme.changes[node.change];
    draw({ stroke, width: 2, opacity, ...(node.change === "lost" ? { dash: [4, 3] } : {}) });
  }
}

/** The shape of a node, still to be inked. */
function outline(node: Pick<SceneNode, "kind">, x: number, y: number, radius: number, pen: Pen): void {
  const shape = shapeOf(node.kind);
  const tiny = radius < 5;
  const corners = tiny ? shape.rough : shape.corners;
  if (corners.length === 0) return pen.circle(x, y, radius);
  const cut = tiny ? 0 : shape.round;
  for (let i = 0; i < corners.length; i++) {
    const corner = corners[i]!;
    const before = corners[(i + corners.length - 1) % corners.length]!;
    const after = corners[(i + 1) % corners.length]!;
    const cx = x + corner.x * radius;
    const cy = y + corner.y * radius;
    if (cut === 0) {
      if (i === 0) pen.moveTo(cx, cy);
      else pen.lineTo(cx, cy);
      continue;
    }
    const a = towards(corner, before, cut);
    const b = towards(corner, after, cut);
    if (i === 0) pen.moveTo(x + a.x * radius, y + a.y * radius);
    else pen.lineTo(x + a.x * radius, y + a.y * radius);
    pen.curveTo(cx, cy, x + b.x * radius, y + b.y * radius);
  }
  pen.close();
}

function towards(from: Point, to: Point, by: number): Point {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const share = by / Math.hypot(dx, dy);
  return { x: from.x + dx * share, y: from.y + dy * share };
}

/** A rectangle with round corners, still to be inked. */
export function plate(pen: Pen, x: number, y: number, width: number, height: number, round: number): void {
  const right = x + width;
  const bottom = y + height;
  pen.moveTo(x + round, y);
  pen.lineTo(right - round, y);
  pen.curveTo(right, y, right, y + round);
  pen.lineTo(right, bottom - round);
  pen.curveTo(right, bottom, right - round, bottom);
  pen.lineTo(x + round, bottom);
  pen.curveTo(x, bottom, x, bottom - round);
  pen.lineTo(x, y + round);
  pen.curveTo(x, y, x + round, y);
  pen.close();
}

/** The label of what has its middle there. */
function paintLabel(
  label: Label,
  middle: Point,
  item: SceneNode | SceneLine,
  pen: Pen,
  theme: Theme,
  view: View,
): void {
  const { x, y } = view.place(middle);
  if (x < -400 || y < -100 || x > pen.width + 400 || y > pen.height + 100) return;
  const { opacity, colour } = dimming(theme, item.dimmed);
  const turned = label.angle !== 0;
  if (label.leader !== null && "kind" in item) {
    const away = Math.hypot(label.leader.x, label.leader.y);
    const rimAt = radiusAt(item, view.scale) * rim(item.kind, label.leader.x, label.leader.y);
    if (away > rimAt) {
      pen.moveTo(x + label.leader.x, y + label.leader.y);
      pen.lineTo(x + (label.leader.x / away) * rimAt, y + (label.leader.y / away) * rimAt);
      pen.ink({ stroke: colour ?? theme.quietText, width: 0.8, opacity });
    }
  }
  label.rows.forEach((row, i) =>
    pen.text(row, x + label.dx, y + label.dy + i * label.size * ROW, {
      size: label.size,
      bold: label.bold,
      colour: colour ?? (label.size < 11 ? theme.quietText : theme.text),
      halo: theme.background,
      align: label.align,
      // Dimmed letters are read all the same if one looks for them.
      opacity: opacity === 1 ? 1 : Math.min(1, 2 * opacity),
      ...(turned ? { angle: label.angle } : {}),
    }),
  );
}

function guides(all: readonly Guide[], pen: Pen, theme: Theme, view: View): void {
  const { height } = headings(all, view.scale);
  for (const guide of all) {
    const { x } = view.place({ x: guide.x, y: 0 });
    if (x < 0 || x > pen.width) continue;
    pen.moveTo(x, height);
    pen.lineTo(x, pen.height);
    pen.ink({ stroke: theme.guide, width: 1 });
  }
}

/** At the upper edge, wherever one looks. */
function heads(all: readonly Guide[], pen: Pen, theme: Theme, view: View): void {
  const { heads: told, height } = headings(all, view.scale);
  if (height === 0) return;
  plate(pen, 0, 0, pen.width, height, 0);
  pen.ink({ fill: theme.background, opacity: 0.9 });
  pen.moveTo(0, height);
  pen.lineTo(pen.width, height);
  pen.ink({ stroke: theme.guide, width: 1 });
  for (const { x: at, rows, half, y } of told) {
    const { x } = view.place({ x: at, y: 0 });
    if (x < -half || x > pen.width + half) continue;
    rows.forEach((row, i) =>
      pen.text(row, x, y + i * HEADING_ROW, { size: HEADING, bold: true, colour: theme.quietText, align: "middle" }),
    );
  }
}
