// Which names are written, and where. A label never covers another one, nor a node, nor a sign on a line, and stands off
// lines where it can. What matters more is placed first; where there is little room names are written in smaller letters and
// narrower rows, or a little apart; whatever then finds no room is left out until one looks closer. Places do not depend
// on where the canvas is looking, so that nothing flickers while it is moved.
import type { EntityKind, Point } from "../model";
import { along, chain, heading, lengthOf } from "../scene/curve";
import type { Box, Scene, SceneLine, SceneNode } from "../scene/scene";
import { crowd, type Crowd, strokes, type Strokes } from "./crowd";
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

/** The label of a node. */
export interface Name extends Label {
  /** What it takes around the middle of its node, in pixels. */
  readonly box: Box;
}

/** What matters more comes first. */
export interface Labels {
  /** For which they were placed. At another one some may meet. */
  readonly scale: number;
  readonly names: readonly Name[];
  readonly words: readonly Label[];
}

export type Labeller = (scene: Scene, scale: number) => Labels;

/** A row is this much higher than its letters. */
export const ROW = 1.18;

/** The words on lines appear from this scale on; those on lines that are chosen or pointed at before. */
const WORDS_FROM = 0.95;

/** Places labels; what a text is like is found out once, what a scene is like once for all scales. */
export function labeller(measure: Measure): Labeller {
  const texts = new Map<string, Forms>();
  const formsOf = (name: string, hub: boolean): Forms => {
    const key = `${hub ? "b" : " "}${name}`;
    let forms = texts.get(key);
    if (forms === undefined) texts.set(key, (forms = formsFor(name, hub, measure)));
    return forms;
  };
  let prepared: { readonly scene: Scene; readonly named: readonly Named[] } | null = null;

  return (scene, scale) => {
    if (prepared?.scene !== scene) {
      const named = [...scene.nodes].sort(byImportance).map((node) => ({ node, forms: formsOf(node.name, isHub(node)) }));
      prepared = { scene, named };
    }
    const { named } = prepared;
    // From far away lines are hairlines, and names few.
    const lines = detailed(scene, scale) ? scene.lines.map((line) => chain(line)) : [];
    const ground = { lines: strokes(lines, scale), page: pageOf(scene, scale) };
    const rounds = roundsFor(named.length);
    const attempt = (order: readonly Named[], tight: boolean) => {
      const taken = obstacles(scene, scale);
      const names = order.map((one) => nameOf(one, scale, taken, ground, tight, rounds > 0)).filter((label) => label !== null);
      return { order, tight, taken, names };
    };
    let placed = attempt(named, false);
    const telling = new Map(named.map(({ node }) => [node.id, acts.has(node.kind) ? 2 : 1]));
    const told = (names: readonly Name[]): number => names.reduce((sum, { id }) => sum + telling.get(id)!, 0);
    // Who found no room is more of a trouble than was thought, and goes first the next time: Joslin, Clements, "Squeaky
    // Wheel" Optimization (1999).
    const trouble = new Map<string, number>();
    let last = placed;
    for (let round = 0, idle = 0; round < rounds && idle < IDLE && placed.names.length < named.length; round++, idle++) {
      const written = new Set(last.names.map((label) => label.id));
      for (const { node } of named) if (!written.has(node.id)) trouble.set(node.id, (trouble.get(node.id) ?? 0) + telling.get(node.id)!);
      const rank = (one: Named): number => trouble.get(one.node.id) ?? 0;
      last = attempt([...named].sort((a, b) => rank(b) - rank(a)), true);
      if (told(last.names) <= told(placed.names)) continue;
      placed = last;
      idle = 0;
    }
    // What the user points at or chose has its name, if need be at the cost of others. It goes first only then, so that
    // names do not jump from place to place as the pointer passes over.
    const urgentOnes = named.filter(({ node }) => urgent(node));
    if (urgentOnes.length > 0) {
      const shown = new Set(placed.names.map((label) => label.id));
      const missing = new Set(urgentOnes.filter(({ node }) => !shown.has(node.id)));
      if (missing.size > 0) placed = attempt([...missing, ...placed.order.filter((one) => !missing.has(one))], placed.tight);
    }
    return { scale, names: placed.names, words: wordsOf(scene, scale, placed.taken, measure) };
  };
}

/** How often names are placed anew until all have room. Where there are thousands, most have none, and it would take long. */
const roundsFor = (names: number): number => (names > 400 ? 0 : names > 150 ? 4 : 24);
/** So many in a row without a gain are enough. */
const IDLE = 8;

/** A way of writing a name. */
interface Form {
  readonly rows: readonly string[];
  readonly size: number;
  readonly bold: boolean;
  readonly width: number;
  readonly height: number;
}

/** A node whose name is to be placed. */
interface Named {
  readonly node: SceneNode;
  readonly forms: Forms;
}

interface Forms {
  /** The best. */
  readonly first: Form;
  /** For where there is little room, best first. Worked out when that is asked for. */
  readonly others: () => readonly Form[];
}

function formsFor(name: string, hub: boolean, measure: Measure): Forms {
  const form = (size: number, letters: number, most: number): Form => {
    const rows = broken(name, letters, most);
    return { rows, size, bold: hub, width: widest(rows, measure, size, hub), height: rows.length * size * ROW };
  };
  const first = form(hub ? 13 : 12, 28, 2);
  let others: readonly Form[] | null = null;
  const narrow = (): readonly Form[] => {
    if (hub) return clean(name).length <= 18 ? [first] : [form(13, 18, 3)];
    const small = [form(SMALL, 20, 3), form(SMALL, 34, 2), form(SMALL, 14, 4)];
    return [...small, form(SMALLEST, 18, 3), form(SMALLEST, 30, 2)];
  };
  return { first, others: () => (others ??= narrow()) };
}

/** Where there is little room. */
const SMALL = 11;
const SMALLEST = 10;

/** From this radius on a node is one of the few that tell what a picture is about. */
const HUB = 22;
const isHub = (node: SceneNode): boolean => node.radius >= HUB;

/** What was done is what a picture is asked about; who else was there, and groups without names, come after. */
const acts: ReadonlySet<EntityKind> = new Set(["TARGETING", "LAWSUIT", "DEAL", "MEASURE", "EVENT"]);

function urgent(item: SceneNode | SceneLine): boolean {
  return item.focused || item.selected || item.highlighted;
}

/** What is chosen is not ahead here: names would jump with every click. */
function byImportance(a: SceneNode, b: SceneNode): number {
  return (
    Number(a.dimmed) - Number(b.dimmed) ||
    Number(b.pinned) - Number(a.pinned) ||
    weight(b) - weight(a) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** By its size; an act is ahead of what is somewhat larger, a group behind what is somewhat smaller. */
function weight(node: SceneNode): number {
  return node.radius + (acts.has(node.kind) ? AHEAD : node.kind === "GROUP" ? -AHEAD : 0);
}

const AHEAD = 3;

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
    taken.add(moved({ left: -half, top: -half, right: half, bottom: half }, along(line, line.middle), scale));
  }
  return taken;
}

function moved(box: Box, by: Point, scale: number): Box {
  const x = by.x * scale;
  const y = by.y * scale;
  return { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
}

/** Where a label can stand: its corner or side, and the direction to which its letters run from there. */
interface Spot {
  readonly dx: number;
  readonly y: number;
  readonly align: Label["align"];
}

/** Beside a node, best first. Where there is little room, one beside the other take less than one below the other. */
function spots({ left, top, right, bottom }: Box, height: number, tight: boolean): readonly Spot[] {
  const below: Spot = { dx: 0, y: bottom + 2, align: "middle" };
  const after: Spot = { dx: right + 4, y: -height / 2, align: "start" };
  return [
    ...(tight ? [after, below] : [below, after]),
    { dx: 0, y: top - 2 - height, align: "middle" },
    { dx: left - 4, y: -height / 2, align: "end" },
    { dx: left, y: bottom + 2, align: "start" },
    { dx: right, y: bottom + 2, align: "end" },
    { dx: left, y: top - 2 - height, align: "start" },
    { dx: right, y: top - 2 - height, align: "end" },
    { dx: right + 3, y: -2, align: "start" },
    { dx: right + 3, y: 2 - height, align: "start" },
    { dx: left - 3, y: -2, align: "end" },
    { dx: left - 3, y: 2 - height, align: "end" },
  ];
}

/** On what names are written. */
interface Ground {
  readonly lines: Strokes;
  /** Names stay in here, so that it is known how much room a picture needs. */
  readonly page: Box;
}

/** So far names reach beyond the bounds of a scene: a name has room above and below a node at the edge. */
export const BEYOND = { x: 90, y: 36 } as const;

function pageOf({ bounds }: Scene, scale: number): Box {
  const { left, top, right, bottom } = bounds ?? { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    left: left * scale - BEYOND.x,
    top: top * scale - BEYOND.y,
    right: right * scale + BEYOND.x,
    bottom: bottom * scale + BEYOND.y,
  };
}

const within = (box: Box, page: Box): boolean =>
  box.left >= page.left && box.top >= page.top && box.right <= page.right && box.bottom <= page.bottom;

/** A worse spot is as bad as a third of a line through the letters; where there is little room, as many lines. */
const WORSE = 0.34;
const WORSE_IF_TIGHT = 3;

/** Of few, names are written in other forms where the best has no room; tight: none is larger than it need be. */
function nameOf(
  { node, forms: { first, others } }: Named,
  scale: number,
  taken: Crowd,
  { lines, page }: Ground,
  tight: boolean,
  few: boolean,
): Name | null {
  const forms = !few ? [first] : tight ? others() : [first, ...others()];
  const extent = extentAt(node, scale);
  const worse = tight ? WORSE_IF_TIGHT : WORSE;
  const boxAt = ({ width, height }: Form, { dx, y, align }: Spot): Box => {
    const x = align === "middle" ? dx - width / 2 : align === "start" ? dx : dx - width;
    return { left: x - 4, top: y - 1, right: x + width + 4, bottom: y + height + 1 };
  };
  const write = ({ rows, size, bold }: Form, { dx, y, align }: Spot, box: Box, leader: Point | null): Name => {
    taken.add(moved(box, node, scale));
    return { id: node.id, rows, dx, dy: y + size * 0.93, align, size, bold, angle: 0, leader, box };
  };
  for (const form of forms) {
    let best: { readonly spot: Spot; readonly box: Box } | null = null;
    let least = Infinity;
    spots(extent, form.height, tight).forEach((spot, i) => {
      if (i * worse >= least) return;
      const box = boxAt(form, spot);
      const there = moved(box, node, scale);
      if (!within(there, page) || !taken.free(there)) return;
      const cost = lines.through(there) + i * worse;
      if (cost >= least) return;
      least = cost;
      best = { spot, box };
    });
    if (best !== null) {
      const { spot, box } = best as { readonly spot: Spot; readonly box: Box };
      return write(form, spot, box, null);
    }
  }
  // Farther out, around the node, and held to it by a thin line.
  const reach = urgent(node) ? FARTHEST_OUT : isHub(node) ? FAR_OUT : acts.has(node.kind) ? OUT : tight ? OUT / 2 : 0;
  const form = few ? others()[0]! : first;
  const { width, height } = form;
  for (let out = 4; out <= reach; out += 8) {
    for (let turn = 0; turn < TURNS; turn++) {
      const angle = Math.PI / 2 + (turn * 2 * Math.PI) / TURNS;
      const dx = Math.cos(angle) * (extent.right + out + width / 2);
      const y = Math.sin(angle) * (extent.bottom + out + height / 2) - height / 2;
      const spot: Spot = { dx, y, align: "middle" };
      const box = boxAt(form, spot);
      const there = moved(box, node, scale);
      if (!(urgent(node) || within(there, page)) || !taken.free(there)) continue;
      const x = dx - width / 2;
      return write(form, spot, box, { x: between(0, x, x + width), y: between(0, y, y + height) });
    }
  }
  return null;
}

// A hub's name goes only so far that it is still seen to be its own, an act's less far, since there are many; one that is
// asked for as far as need be.
const OUT = 60;
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
  const at = along(line, line.middle);
  let { x, y } = heading(line, line.middle);
  // Never upside down.
  if (x < -1e-9 || (Math.abs(x) <= 1e-9 && y > 0)) [x, y] = [-x, -y];
  const { signs, size } = signsAt(line, scale);
  const lift = (signs.length > 0 ? size / 2 + 3 : widthAt(line, scale) / 2) + 3.5;
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
