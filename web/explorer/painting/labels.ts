// Which names are written, and where. A label never covers another one, nor a node, nor a sign on a line, and stands off
// lines where it can. What matters more is placed first; where there is little room names are written in smaller letters
// and narrower rows, or a little apart; whatever then finds no room is left out until one looks closer. Places do not
// depend on where the canvas is looking, so that nothing flickers while it is moved.
import type { EntityKind, Point } from "../model";
import { along, chain } from "../scene/curve";
import type { Box, Scene, SceneNode } from "../scene/scene";
import { crowd, type Crowd, strokes, type Strokes } from "./crowd";
import { type Form, type Forms, formsFor } from "./forms";
import { type Label, urgent } from "./label";
import { wordsOf } from "./lineWords";
import type { Measure } from "./pen";
import { between, detailed, extentAt, satellitesAt, signsAt } from "./sizes";

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
      const nodes = [...scene.nodes].sort(byImportance);
      prepared = { scene, named: nodes.map((node) => ({ node, forms: formsOf(node.name, isHub(node)) })) };
    }
    const { names, taken } = namesOf(prepared.named, scene, scale);
    return { scale, names, words: wordsOf(scene, scale, taken, measure) };
  };
}

/** Names as they were placed in some order. */
interface Attempt {
  readonly order: readonly Named[];
  /** Whether none was written larger than it need be. */
  readonly tight: boolean;
  readonly names: readonly Name[];
  /** What they and all else take. */
  readonly taken: Crowd;
}

type Attempting = (order: readonly Named[], tight: boolean) => Attempt;

/** The best attempt, with all names that are asked for. */
function namesOf(named: readonly Named[], scene: Scene, scale: number): Attempt {
  // From far away lines are hairlines, and names few.
  const lines = strokes(detailed(scene, scale) ? scene.lines.map((line) => chain(line)) : [], scale);
  const page = pageOf(scene, scale);
  const rounds = roundsFor(named.length);
  const attempt: Attempting = (order, tight) => {
    const taken = obstacles(scene, scale);
    const siteOf = (node: SceneNode): Site => ({ node, extent: extentAt(node, scale), scale, tight, taken, lines, page });
    const names = order.map((one) => nameOf(one, siteOf(one.node), rounds > 0)).filter((name) => name !== null);
    return { order, tight, names, taken };
  };
  const best = bestOf(named, rounds, attempt);
  // What the user points at or chose has its name, if need be at the cost of others. It goes first only then, so that
  // names do not jump from place to place as the pointer passes over.
  const written = new Set(best.names.map((name) => name.id));
  const missing = new Set(named.filter(({ node }) => urgent(node) && !written.has(node.id)));
  return missing.size === 0 ? best : attempt([...missing, ...best.order.filter((one) => !missing.has(one))], best.tight);
}

/**
 * The attempt that tells most, of a first one and so many more. Who found no room is more of a trouble than was thought,
 * and goes first the next time: Joslin, Clements, "Squeaky Wheel" Optimization (1999).
 */
function bestOf(named: readonly Named[], rounds: number, attempt: Attempting): Attempt {
  const worth = new Map(named.map(({ node }) => [node.id, telling.has(node.kind) ? 2 : 1]));
  const told = ({ names }: Attempt): number => names.reduce((sum, { id }) => sum + worth.get(id)!, 0);
  const trouble = new Map(named.map(({ node }) => [node.id, 0]));
  const troubleOf = ({ node }: Named): number => trouble.get(node.id)!;
  let best = attempt(named, false);
  let last = best;
  for (let round = 0, idle = 0; round < rounds && idle < IDLE && best.names.length < named.length; round++, idle++) {
    const written = new Set(last.names.map((name) => name.id));
    for (const { node } of named) {
      if (!written.has(node.id)) trouble.set(node.id, trouble.get(node.id)! + worth.get(node.id)!);
    }
    last = attempt([...named].sort((a, b) => troubleOf(b) - troubleOf(a)), true);
    if (told(last) <= told(best)) continue;
    best = last;
    idle = 0;
  }
  return best;
}

/** How often names are placed anew until all have room. Of thousands most have none, and it would take long. */
const roundsFor = (names: number): number => (names > 400 ? 0 : names > 150 ? 4 : 24);
/** So many in a row without a gain are enough. */
const IDLE = 8;

/** A node whose name is to be placed. */
interface Named {
  readonly node: SceneNode;
  readonly forms: Forms;
}

/** From this radius on a node is one of the few that tell what a picture is about. */
const HUB = 22;
const isHub = (node: SceneNode): boolean => node.radius >= HUB;

/** What was done, and who may have done it, is what a picture is asked about: whoever else was there comes after. */
const telling: ReadonlySet<EntityKind> = new Set<EntityKind>([
  "TARGETING",
  "LAWSUIT",
  "DEAL",
  "MEASURE",
  "EVENT",
  "GOVERNMENT",
  "COUNTRY",
  "PUBLIC_BODY",
  "COMPANY",
  "ORGANIZATION",
  "PRODUCT",
]);

/** What is chosen is not ahead here: names would jump with every click. */
function byImportance(a: SceneNode, b: SceneNode): number {
  return (
    Number(a.dimmed) - Number(b.dimmed) ||
    Number(b.pinned) - Number(a.pinned) ||
    weight(b) - weight(a) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** By its size; what tells is ahead of what is somewhat larger, a group behind what is somewhat smaller. */
function weight(node: SceneNode): number {
  return node.radius + (telling.has(node.kind) ? AHEAD : node.kind === "GROUP" ? -AHEAD : 0);
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

/** Where one name is to be placed. */
interface Site {
  readonly node: SceneNode;
  /** What the node itself takes. */
  readonly extent: Box;
  readonly scale: number;
  /** Whether the name takes no more room than it need. */
  readonly tight: boolean;
  readonly taken: Crowd;
  readonly lines: Strokes;
  /** Names stay in here, so that it is known how much room a picture needs. */
  readonly page: Box;
}

/** A spot, and what a name takes there around the middle of its node. */
interface Place {
  readonly spot: Spot;
  readonly box: Box;
}

/** Writes a name where it has room. Of few, names are written in other forms where the best has none. */
function nameOf({ forms: { first, others } }: Named, site: Site, few: boolean): Name | null {
  const forms = !few ? [first] : site.tight ? others() : [first, ...others()];
  for (const form of forms) {
    const place = beside(form, site);
    if (place !== null) return write(form, place, site, null);
  }
  const form = few ? others()[0]! : first;
  const place = fartherOut(form, site);
  if (place === null) return null;
  const x = place.spot.dx - form.width / 2;
  const { y } = place.spot;
  const leader = { x: between(0, x, x + form.width), y: between(0, y, y + form.height) };
  return write(form, place, site, leader);
}

function write(
  { rows, size, bold }: Form,
  { spot: { dx, y, align }, box }: Place,
  { node, scale, taken }: Site,
  leader: Point | null,
): Name {
  taken.add(moved(box, node, scale));
  return { id: node.id, rows, dx, dy: y + size * 0.93, align, size, bold, angle: 0, leader, box };
}

function boxOf({ width, height }: Form, { dx, y, align }: Spot): Box {
  const x = align === "middle" ? dx - width / 2 : align === "start" ? dx : dx - width;
  return { left: x - 4, top: y - 1, right: x + width + 4, bottom: y + height + 1 };
}

/** A worse spot is as bad as a third of a line through the letters; where there is little room, as three of them. */
const WORSE = 0.34;
const WORSE_IF_TIGHT = 3;

function beside(form: Form, { node, extent, scale, tight, taken, lines, page }: Site): Place | null {
  const worse = tight ? WORSE_IF_TIGHT : WORSE;
  let best: Place | null = null;
  let least = Infinity;
  const all = spots(extent, form.height, tight);
  for (let i = 0; i < all.length && i * worse < least; i++) {
    const spot = all[i]!;
    const box = boxOf(form, spot);
    const there = moved(box, node, scale);
    if (!within(there, page) || !taken.free(there)) continue;
    const cost = lines.through(there) + i * worse;
    if (cost >= least) continue;
    least = cost;
    best = { spot, box };
  }
  return best;
}

/** Around the node, for a name that is held to it by a thin line. */
function fartherOut(form: Form, { node, extent, scale, tight, taken, page }: Site): Place | null {
  const reach = urgent(node) ? FARTHEST_OUT : isHub(node) ? FAR_OUT : telling.has(node.kind) ? OUT : tight ? OUT / 2 : 0;
  for (let out = 4; out <= reach; out += 8) {
    for (let turn = 0; turn < TURNS; turn++) {
      const angle = Math.PI / 2 + (turn * 2 * Math.PI) / TURNS;
      const dx = Math.cos(angle) * (extent.right + out + form.width / 2);
      const y = Math.sin(angle) * (extent.bottom + out + form.height / 2) - form.height / 2;
      const spot: Spot = { dx, y, align: "middle" };
      const box = boxOf(form, spot);
      const there = moved(box, node, scale);
      if ((urgent(node) || within(there, page)) && taken.free(there)) return { spot, box };
    }
  }
  return null;
}

// A hub's name goes only so far that it is still seen to be its own, one's that tells less far, since there are many; one that is
// asked for as far as need be.
const OUT = 60;
const FAR_OUT = 140;
const FARTHEST_OUT = 420;
const TURNS = 24;
