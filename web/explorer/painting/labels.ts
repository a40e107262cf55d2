// Which names are written, and where. A label never covers another one, nor a node, nor a sign on a line. What matters
// more is placed first; whatever then finds no room is left out until one looks closer. Places do not depend on where
// the canvas is looking, so that nothing flickers while it is moved.
import type { Point } from "../model";
import { along, heading, lengthOf } from "../scene/curve";
import type { Box, Scene, SceneLine, SceneNode } from "../scene/scene";
import { crowd, type Crowd } from "./crowd";
import type { Measure } from "./pen";
import { arrowAt, between, detailed, extentAt, satellitesAt, signsAt, widthAt } from "./sizes";
import { broken, clean, widest } from "./text";

export interface Label {
  /** Of the node or line. */
  readonly id: string;
  readonly rows: readonly string[];
  /** From the middle of the node or line to where the letters of the first row stand, in pixels. */
  readonly dx: number;
  readonly dy: number;
  readonly align: "start" | "middle" | "end";
  readonly size: number;
  readonly bold: boolean;
  /** Clockwise around the place where the letters stand. */
  readonly angle: number;
  /** From the middle of the node to where a thin line reaches the label; null: it stands beside its node. */
  readonly leader: Point | null;
}

/** What matters more comes first. */
export interface Labels {
  /** For which they were placed. At another one some may meet. */
  readonly scale: number;
  readonly names: readonly Label[];
  readonly words: readonly Label[];
}

export type Labeller = (scene: Scene, scale: number) => Labels;

/** A row is this much higher than its letters. */
export const ROW = 1.18;

/** The words on lines appear from this scale on; those on lines that are chosen or pointed at before. */
const WORDS_FROM = 0.95;

/** Places labels; what a text is like is found out once, what a scene is like once for all scales. */
export function labeller(measure: Measure): Labeller {
  const texts = new Map<string, Text>();
  const textOf = (name: string, size: number, bold: boolean): Text => {
    const key = `${size}${bold ? "b" : " "}${name}`;
    let text = texts.get(key);
    if (text === undefined) {
      const rows = broken(name);
      texts.set(key, (text = { rows, width: widest(rows, measure, size, bold) }));
    }
    return text;
  };
  let prepared: { readonly scene: Scene; readonly named: readonly Named[] } | null = null;

  return (scene, scale) => {
    if (prepared?.scene !== scene) prepared = { scene, named: prepare(scene, textOf) };
    const { named } = prepared;
    const attempt = (order: readonly Named[]) => {
      const taken = obstacles(scene, scale);
      const names = order.map((one) => nameOf(one, scale, taken)).filter((label) => label !== null);
      return { taken, names };
    };
    let placed = attempt(named);
    // What the user points at or chose has its name, if need be at the cost of others. It goes first only then, so that
    // names do not jump from place to place as the pointer passes over.
    const urgentOnes = named.filter(({ node }) => urgent(node));
    if (urgentOnes.length > 0) {
      const shown = new Set(placed.names.map((label) => label.id));
      const missing = new Set(urgentOnes.filter(({ node }) => !shown.has(node.id)));
      if (missing.size > 0) placed = attempt([...missing, ...named.filter((one) => !missing.has(one))]);
    }
    return { scale, names: placed.names, words: wordsOf(scene, scale, placed.taken, measure) };
  };
}

interface Text {
  readonly rows: readonly string[];
  readonly width: number;
}

/** A node whose name is to be placed. */
interface Named {
  readonly node: SceneNode;
  readonly text: Text;
  readonly size: number;
  readonly bold: boolean;
  /** Where to try, best first. */
  readonly sides: readonly Side[];
}

function prepare(scene: Scene, textOf: (name: string, size: number, bold: boolean) => Text): Named[] {
  const busy = busySides(scene);
  return [...scene.nodes].sort(byImportance).map((node) => {
    const bold = node.radius >= HUB;
    const size = bold ? 13 : 12;
    const there = busy.get(node.id);
    const sides = there === undefined ? SIDES : [...SIDES].sort((a, b) => Number(there.has(a)) - Number(there.has(b)));
    return { node, text: textOf(node.name, size, bold), size, bold, sides };
  });
}

/** From this radius on a node is one of the few that tell what a picture is about. */
const HUB = 22;

interface Text {
  readonly rows: readonly string[];
  readonly width: number;
}

function urgent(item: SceneNode | SceneLine): boolean {
  return item.focused || item.selected || item.highlighted;
}

function byImportance(a: SceneNode, b: SceneNode): number {
  return (
    Number(a.dimmed) - Number(b.dimmed) ||
    Number(b.selected) - Number(a.selected) ||
    Number(b.highlighted) - Number(a.highlighted) ||
    Number(b.pinned) - Number(a.pinned) ||
    b.radius - a.radius ||
    (a.id < b.id ? -1 : 1)
  );
}

/** All that labels keep clear of. The plane is that of the graph at the given scale, in pixels. */
function obstacles(scene: Scene, scale: number): Crowd {
  const taken = crowd();
  for (const node of scene.nodes) {
    taken.add(moved(extentAt(node, scale), node, scale));
    const { hidden, pin, change } = satellitesAt(node, scale);
    for (const box of [hidden, pin, change]) if (box !== null) taken.add(moved(box, node, scale));
  }
  if (!detailed(scene, scale)) return taken;
  for (const line of scene.lines) {
    const { signs, size } = signsAt(line, scale);
    if (signs.length === 0) continue;
    const half = (signs.length * size) / 2;
    taken.add(moved({ left: -half, top: -half, right: half, bottom: half }, along(line, 0.5), scale));
  }
  return taken;
}

function moved(box: Box, by: Point, scale: number): Box {
  const x = by.x * scale;
  const y = by.y * scale;
  return { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
}

type Side = "below" | "above" | "right" | "left";
const SIDES: readonly Side[] = ["below", "above", "right", "left"];

/** By node, the sides on which lines leave it: a name is better placed elsewhere. */
function busySides(scene: Scene): ReadonlyMap<string, ReadonlySet<Side>> {
  const busy = new Map<string, Set<Side>>();
  const leave = (id: string, { x, y }: Point) => {
    let sides = busy.get(id);
    if (sides === undefined) busy.set(id, (sides = new Set()));
    sides.add(Math.abs(y) > Math.abs(x) * 0.7 ? (y > 0 ? "below" : "above") : x > 0 ? "right" : "left");
  };
  for (const line of scene.lines) {
    const away = heading(line, 0);
    const towards = heading(line, 1);
    leave(line.from, away);
    leave(line.to, { x: -towards.x, y: -towards.y });
  }
  return busy;
}

function nameOf({ node, text, size, bold, sides }: Named, scale: number, taken: Crowd): Label | null {
  const { rows, width } = text;
  const height = rows.length * size * ROW;
  const { left, top, right, bottom } = extentAt(node, scale);
  const nodeX = node.x * scale;
  const nodeY = node.y * scale;
  // The upper edge and, by the alignment, the left, middle or right of the label, in relation to the node.
  const place = (dx: number, y: number, align: Label["align"], far = false): Label | null => {
    const x = align === "middle" ? dx - width / 2 : align === "start" ? dx : dx - width;
    const box = {
      left: nodeX + x - 4,
      top: nodeY + y - 1,
      right: nodeX + x + width + 4,
      bottom: nodeY + y + height + 1,
    };
    if (!taken.free(box)) return null;
    taken.add(box);
    const leader = far ? { x: between(0, x, x + width), y: between(0, y, y + height) } : null;
    return { id: node.id, rows, dx, dy: y + size * 0.93, align, size, bold, angle: 0, leader };
  };
  for (const side of sides) {
    const label =
      side === "below"
        ? place(0, bottom + 2, "middle")
        : side === "above"
          ? place(0, top - 2 - height, "middle")
          : side === "right"
            ? place(right + 4, -height / 2, "start")
            : place(left - 4, -height / 2, "end");
    if (label !== null) return label;
  }
  if (!urgent(node) && node.radius < HUB) return null;
  // Farther out, around the node, and held to it by a thin line.
  const reach = urgent(node) ? FARTHEST_OUT : FAR_OUT;
  for (let out = 4; out <= reach; out += 8) {
    for (let turn = 0; turn < TURNS; turn++) {
      const angle = Math.PI / 2 + (turn * 2 * Math.PI) / TURNS;
      const x = Math.cos(angle) * (right + out + width / 2);
      const y = Math.sin(angle) * (bottom + out + height / 2) - height / 2;
      const label = place(x, y, "middle", true);
      if (label !== null) return label;
    }
  }
  return null;
}

// A hub's name goes only so far that it is still seen to be its own; one that is asked for as far as need be.
const FAR_OUT = 140;
const FARTHEST_OUT = 420;
const TURNS = 24;

const WORD_SIZE = 10.5;

function wordsOf(scene: Scene, scale: number, taken: Crowd, measure: Measure): Label[] {
  const rank = (line: SceneLine) =>
    Number(line.focused) * 8 + Number(line.selected) * 4 + Number(line.highlighted) * 2 - Number(line.dimmed) * 16;
  const candidates = scale < WORDS_FROM ? scene.lines.filter(urgent) : [...scene.lines];
  const ordered = candidates.sort((a, b) => rank(b) - rank(a) || b.width - a.width || (a.id < b.id ? -1 : 1));
  return ordered.flatMap((line) => wordOf(line, scale, taken, measure) ?? []);
}

/** Along the line, above its middle. */
function wordOf(line: SceneLine, scale: number, taken: Crowd, measure: Measure): Label | null {
  const room = lengthOf(line) * scale - 2 * arrowAt(line, scale) - 8;
  if (room < 2 * WORD_SIZE) return null;
  const text = clean(line.label);
  const width = measure(text, WORD_SIZE, false);
  if (text === "" || room < width) return null;
  const at = along(line, 0.5);
  let { x, y } = heading(line, 0.5);
  // Never upside down.
  if (x < -1e-9 || (Math.abs(x) <= 1e-9 && y > 0)) [x, y] = [-x, -y];
  const { signs, size } = signsAt(line, scale);
  const lift = (signs.length > 0 ? size / 2 + 1 : widthAt(line, scale) / 2) + 3.5;
  // (y, −x) points up from the line.
  const dx = y * lift;
  const dy = -x * lift;
  // Turned text takes a row of squares, each as high as its letters.
  const squares = Math.ceil(width / WORD_SIZE);
  const boxes = Array.from({ length: squares }, (_, i) => {
    const far = ((i + 0.5) / squares - 0.5) * width;
    const cx = at.x * scale + dx + x * far + y * WORD_SIZE * 0.35;
    const cy = at.y * scale + dy + y * far - x * WORD_SIZE * 0.35;
    const half = WORD_SIZE * (0.5 + 0.2 * Math.abs(x * y));
    return { left: cx - half, top: cy - half, right: cx + half, bottom: cy + half };
  });
  if (!boxes.every((box) => taken.free(box))) return null;
  boxes.forEach((box) => taken.add(box));
  const angle = Math.atan2(y, x);
  return { id: line.id, rows: [text], dx, dy, align: "middle", size: WORD_SIZE, bold: false, angle, leader: null };
}
