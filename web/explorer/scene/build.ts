// From the graph and what the user did with it to what is drawn.
import type { Guide } from "../layout/layout";
import type { Entity, Graph, Point, Relation } from "../model";
import type { Placed, Shade, Shades } from "../state/state";
import type { Curve } from "./curve";
import { along } from "./curve";
import type { Blockers } from "./detour";
import { blockersAmong, detour, nearOthers } from "./detour";
import type { Box, Scene, SceneLine, SceneNode } from "./scene";
import { rim, shapeOf } from "./shapes";

/** What is drawn, and where. */
export interface Drawn {
  readonly graph: Graph;
  /** What is on the canvas. What the graph does not know is not drawn. */
  readonly nodes: readonly Placed[];
  readonly guides: readonly Guide[];
  readonly shades: Shades;
}

/** What of it is marked. */
export interface Marks {
  /** Ids of entities and relations. */
  readonly selected: readonly string[];
  readonly focused: string | null;
  /** Ids of the entities and relations of a path that is pointed at. If there are any, all the rest is dimmed. */
  readonly highlighted: readonly string[];
}

/**
 * What is to be drawn. Hidden kinds, types and statuses are left out, and lines that miss an end with them. The same
 * input gives the same scene, in whatever order its nodes and relations come.
 */
export function buildScene(input: Drawn & Marks): Scene {
  return withMarks(unmarked(input), input);
}

/** The scene before anything is marked: in pictures with hundreds of lines most of the work, which no mark changes. */
export function unmarked({ graph, nodes: placed, guides, shades }: Drawn): Scene {
  const none = { selected: false, focused: false, highlighted: false };
  const changeOf = (id: string) => graph.changes.get(id) ?? null;

  const nodes = new Map<string, SceneNode>();
  for (const { id, x, y, pinned } of placed) {
    const entity = graph.entities.get(id);
    if (entity === undefined) continue;
    const shade = shades.kind[entity.kind];
    if (shade === "hidden") continue;
    // What nobody speaks of under the lens keeps its place, faintly; what the lens took away has a sign of its own.
    const unseen = !entity.visible && !graph.changes.has(id);
    nodes.set(id, {
      id,
      kind: entity.kind,
      name: entity.name,
      x,
      y,
      radius: radiusOf(entity),
      hidden: (graph.hidden.get(id) ?? []).reduce((sum, hidden) => sum + hidden.count, 0),
      pinned,
      unseen,
      ...none,
      dimmed: unseen || shade === "dimmed",
      change: changeOf(id),
    });
  }

  const joined = pairs(graph.relations, nodes, shades);
  const blockers = joined.size > MOST_BENT ? null : blockersAmong([...nodes.values()]);
  const lines: SceneLine[] = [];
  for (const relations of joined.values()) {
    const aside = blockers === null ? 0 : asideOf(relations, nodes, blockers);
    relations.forEach((relation, i) => {
      const from = nodes.get(relation.from)!;
      const to = nodes.get(relation.to)!;
      lines.push({
        id: relation.id,
        from: relation.from,
        to: relation.to,
        ...(from === to ? loop(from, i) : fanned(from, to, i, relations.length, aside)),
        middle: 0.5,
        width: widths[Math.min(Math.max(relation.atLeast, 0), widths.length - 1)]!,
        status: relation.status,
        contested: relation.contested,
        ended: relation.ended,
        arrow: !relation.symmetric,
        label: relation.ended ? `${relation.label}, ended` : relation.label,
        ...none,
        dimmed: shadeOf(relation, shades) === "dimmed",
        change: changeOf(relation.id),
      });
    });
  }

  const inOrder = [...nodes.values()].sort(below);
  lines.sort(below);
  return {
    lines: blockers === null ? lines : withMiddles(lines, blockers),
    nodes: inOrder,
    guides: [...guides].sort((a, b) => a.x - b.x || compare(a.text, b.text)),
    bounds: boundsOf(inOrder, lines),
  };
}

/** An unmarked scene with its marks; what matters more lies above. */
export function withMarks(scene: Scene, { selected, focused, highlighted }: Marks): Scene {
  const chosen = new Set(selected);
  const lit = new Set(highlighted);
  const marked = <Item extends SceneNode | SceneLine>(item: Item): Item => ({
    ...item,
    selected: chosen.has(item.id),
    highlighted: lit.has(item.id),
    dimmed: item.dimmed || (lit.size > 0 && !lit.has(item.id)),
  });
  const nodes = scene.nodes.map(marked).sort(below);
  const dimmed = new Set(nodes.filter((node) => node.dimmed).map((node) => node.id));
  const lines = scene.lines
    .map((line) => {
      const own = marked(line);
      return { ...own, dimmed: own.dimmed || (!own.highlighted && (dimmed.has(line.from) || dimmed.has(line.to))) };
    })
    .sort(below);
  return withFocus({ ...scene, nodes, lines }, focused);
}

/** If more pairs are joined, lines run straight: they can't pass all nodes then, and finding out takes its time. */
const MOST_BENT = 400;

/** How far all lines between two nodes are bent around what is not theirs, as fanned has it. */
function asideOf(relations: readonly Relation[], nodes: ReadonlyMap<string, SceneNode>, blockers: Blockers): number {
  const [one] = relations;
  if (one === undefined || one.from === one.to) return 0;
  const [from, to] = [nodes.get(one.from)!, nodes.get(one.to)!];
  // What lies between the outermost is passed, too.
  const outermost = relations.length === 1 ? [0] : [0, relations.length - 1];
  const [a, b] = from.id < to.id ? [from, to] : [to, from];
  const spread = ((relations.length - 1) / 2) * fanStep(Math.hypot(b.x - a.x, b.y - a.y), relations.length);
  return detour(a, b, spread, (aside) =>
    outermost.flatMap((i) => blockers(fanned(from, to, i, relations.length, aside), from.id, to.id)),
  );
}

/** The lines with their middles where nothing else lies, as near to halfway as there is such a place. */
function withMiddles(lines: readonly SceneLine[], blockers: Blockers): SceneLine[] {
  const crowded = nearOthers(lines, APART);
  return lines.map((line, i) => {
    const free = MIDDLES.find((share) => {
      const point = along(line, share);
      return !crowded(point, i) && blockers({ start: point, end: point, bend: null }, "", "").length === 0;
    });
    return free === undefined ? line : { ...line, middle: free };
  });
}

const MIDDLES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74];
// So that a sign lies on no line but its own, nor on another sign.
const APART = 8;

/** The scene with one node or line in focus, above all others; cheap enough for every move of a pointer. */
export function withFocus(scene: Scene, id: string | null): Scene {
  if (id === null) return scene;
  return { ...scene, nodes: focusing(scene.nodes, id), lines: focusing(scene.lines, id) };
}

function focusing<Item extends SceneNode | SceneLine>(items: readonly Item[], id: string): readonly Item[] {
  const found = items.find((item) => item.id === id);
  return found === undefined ? items : [...items.filter((item) => item !== found), { ...found, focused: true }];
}

/** Bounded at both ends: a hub of thousands may not bury its neighbours, and every node can be hit. */
export function radiusOf(entity: Pick<Entity, "degree">): number {
  return Math.min(28, 11 + 2.2 * Math.log2(1 + Math.max(0, entity.degree)));
}

/** By the number of independent origins: none, 1, 2, 3, 4, 5 and more. */
export const widths: readonly number[] = [0.75, 1, 1.75, 2.5, 3.25, 4];

/** How a relation is shown, by its type, status and collections; undefined: as it is. */
export function shadeOf(relation: Relation, shades: Shades): Shade | undefined {
  const type = shades.type[relation.type];
  const status = relation.status === null ? undefined : shades.status[relation.status];
  // It is shown as long as one of the collections that speak of it is.
  const among = relation.collections.map((name) => shades.collection[name]);
  const everywhere = among.length > 0 && !among.includes(undefined);
  const collection: Shade | undefined = !everywhere ? undefined : among.includes("dimmed") ? "dimmed" : "hidden";
  const all = [type, status, collection];
  return all.includes("hidden") ? "hidden" : all.includes("dimmed") ? "dimmed" : undefined;
}

/** The relations to be drawn, by the two nodes that they join, each in the order of their ids. */
function pairs(
  relations: readonly Relation[],
  nodes: ReadonlyMap<string, SceneNode>,
  shades: Shades,
): Map<string, Relation[]> {
  const found = new Map<string, Relation[]>();
  for (const relation of relations) {
    if (!nodes.has(relation.from) || !nodes.has(relation.to) || shadeOf(relation, shades) === "hidden") continue;
    const { from, to } = relation;
    const pair = from < to ? `${from}\n${to}` : `${to}\n${from}`;
    const others = found.get(pair);
    if (others === undefined) found.set(pair, [relation]);
    else others.push(relation);
  }
  for (const some of found.values()) some.sort((a, b) => compare(a.id, b.id));
  return found;
}

// Between the rim of a node and the end of a line, so that a tip does not touch.
const GAP = 2.5;
// Between the middles of neighbouring parallel lines: room for a label.
const FAN = 22;

/** From one of several lines between two nodes to the next. */
function fanStep(distance: number, several: number): number {
  return several < 2 ? 0 : Math.min(FAN, (0.8 * distance) / (several - 1));
}

/**
 * The i-th of several lines between two nodes. They lie symmetrically about the straight line between the middles, or
 * about their way around something; which side is the first does not depend on their directions, so that there and back
 * never fall together.
 */
function fanned(from: SceneNode, to: SceneNode, i: number, several: number, aside: number): Curve {
  const [a, b] = from.id < to.id ? [from, to] : [to, from];
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const distance = Math.hypot(dx, dy);
  if (distance === 0) return { start: centre(from), end: centre(to), bend: null };
  const step = fanStep(distance, several);
  const offset = (i - (several - 1) / 2) * step + aside;
  const bend =
    offset === 0
      ? null
      : // A quadratic curve gets half as far as its control point.
        { x: (a.x + b.x) / 2 - (dy / distance) * 2 * offset, y: (a.y + b.y) / 2 + (dx / distance) * 2 * offset };
  const start = onRim(from, bend ?? to);
  const end = onRim(to, bend ?? from);
  // Nodes that lie upon each other have no room for rims between them.
  const crossed = (end.x - start.x) * (to.x - from.x) + (end.y - start.y) * (to.y - from.y) <= 0;
  return crossed ? { start: centre(from), end: centre(to), bend } : { start, end, bend };
}

/** From a node to itself: an ear at its upper right, each further one around the larger. */
function loop(node: SceneNode, i: number): Curve {
  const reach = node.radius * 3.4 + i * FAN * 2;
  const towards = (angle: number): Point => ({
    x: node.x + reach * Math.cos(angle),
    y: node.y + reach * Math.sin(angle),
  });
  const spread = 0.62 + 0.06 * Math.min(i, 6);
  const middle = -Math.PI / 4;
  return {
    start: onRim(node, towards(middle - spread)),
    end: onRim(node, towards(middle + spread)),
    bend: towards(middle),
  };
}

function onRim(node: SceneNode, towards: Point): Point {
  const dx = towards.x - node.x;
  const dy = towards.y - node.y;
  const distance = Math.hypot(dx, dy) || 1;
  const out = node.radius * rim(node.kind, dx, dy) + GAP;
  return { x: node.x + (dx / distance) * out, y: node.y + (dy / distance) * out };
}

function centre(node: SceneNode): Point {
  return { x: node.x, y: node.y };
}

/** What matters more lies above; then the order of ids, so that nothing depends on the order of the input. */
function below(a: SceneNode | SceneLine, b: SceneNode | SceneLine): number {
  return weight(a) - weight(b) || compare(a.id, b.id);
}

function weight(item: SceneNode | SceneLine): number {
  return (item.selected ? 4 : 0) + (item.highlighted ? 2 : 0) + (item.dimmed ? 0 : 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function boundsOf(nodes: readonly SceneNode[], lines: readonly SceneLine[]): Box | null {
  if (nodes.length === 0) return null;
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const include = (x: number, y: number) => {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  };
  for (const { x, y, radius, kind } of nodes) {
    const { left, top, right, bottom } = shapeOf(kind);
    include(x + left * radius, y + top * radius);
    include(x + right * radius, y + bottom * radius);
  }
  for (const line of lines) {
    if (line.bend === null) continue;
    const middle = along(line, 0.5);
    include(middle.x, middle.y);
  }
  return bounds;
}
