import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entity, EntityKind, Relation } from "../model";
import { empty, type Shades } from "../state/state";
import { buildScene, radiusOf, type Drawn, type Marks, widths } from "./build";
import { along } from "./curve";
import type { Scene } from "./scene";
import { rim } from "./shapes";

const noShades = empty.shades;

function entity(id: string, parts: Partial<Entity> = {}): Entity {
  return { id, name: id, kind: "PERSON", summary: null, degree: 1, visible: true, date: null, ...parts };
}

function relation(id: string, from: string, to: string, parts: Partial<Relation> = {}): Relation {
  const support = { status: "STATED", atLeast: 1, documents: 1, contested: false, collections: [] } as const;
  return { id, type: "OWNS", label: "owns", from, to, symmetric: false, ...support, since: null, until: null, when: null, ended: false, ...parts };
}

/** a at the origin, b 300 to its right, c 300 below. */
function input(relations: readonly Relation[], parts: Partial<Drawn & Marks> = {}, kinds: EntityKind[] = []): Drawn & Marks {
  const ids = ["a", "b", "c"];
  const places = [
    { x: 0, y: 0 },
    { x: 300, y: 0 },
    { x: 0, y: 300 },
  ];
  return {
    graph: {
      entities: new Map(ids.map((id, i) => [id, entity(id, { kind: kinds[i] ?? "PERSON" })])),
      relations,
      hidden: new Map(),
      changes: new Map(),
    },
    nodes: ids.map((id, i) => ({ id, ...places[i]!, pinned: false })),
    guides: [],
    shades: noShades,
    selected: [],
    focused: null,
    highlighted: [],
    ...parts,
  };
}

const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

for (const several of [1, 2, 3, 4, 5, 9]) {
  test(`${several} lines between two nodes lie symmetrically, whichever way they run`, () => {
    const lines = Array.from({ length: several }, (_, i) =>
      i % 2 === 0 ? relation(`r${i}`, "a", "b") : relation(`r${i}`, "b", "a"),
    );
    const offsets = buildScene(input(lines)).lines.map((line) => along(line, 0.5).y);
    const sorted = [...offsets].sort((x, y) => x - y);
    sorted.forEach((offset, i) => close(offset, -sorted[several - 1 - i]!));
    for (let i = 1; i < several; i++) assert.ok(sorted[i]! - sorted[i - 1]! > 5, "two lines fall together");
    if (several % 2 === 1) assert.equal(buildScene(input(lines)).lines.filter((line) => line.bend === null).length, 1);
  });
}

test("what is hidden leaves no gap in a fan", () => {
  const lines = [relation("r0", "a", "b", { type: "MAKES" }), relation("r1", "a", "b")];
  const shades: Shades = { ...noShades, type: { MAKES: "hidden" } };
  assert.equal(buildScene(input(lines, { shades })).lines[0]!.bend, null);
});

/** How near a line comes to the middle of a node, in radii of that node. */
function passes(scene: Scene, line: string, node: string): number {
  const curve = scene.lines.find(({ id }) => id === line)!;
  const { x, y, radius } = scene.nodes.find(({ id }) => id === node)!;
  const away = Array.from({ length: 1001 }, (_, i) => along(curve, i / 1000)).map((at) => Math.hypot(at.x - x, at.y - y));
  return Math.min(...away) / radius;
}

test("a line is bent around a node that is not its own, the shorter way, and all that run beside it too", () => {
  const nodes = [
    { id: "a", x: 0, y: 0, pinned: false },
    { id: "b", x: 300, y: 0, pinned: false },
    { id: "c", x: 130, y: 6, pinned: false },
  ];
  const one = buildScene(input([relation("r", "a", "b")], { nodes }));
  assert.ok(passes(one, "r", "c") > 1);
  assert.ok(one.lines[0]!.bend!.y < 0, "c lies below, so the line passes above");
  const two = buildScene(input([relation("r0", "a", "b"), relation("r1", "a", "b")], { nodes }));
  for (const id of ["r0", "r1"]) assert.ok(passes(two, id, "c") > 1, id);
  const own = buildScene(input([relation("r0", "a", "c"), relation("r1", "c", "b")], { nodes }));
  assert.deepEqual(own.lines.map(({ bend }) => bend), [null, null]);
});

test("where everything is full a line still finds its way", () => {
  const ids = Array.from({ length: 400 }, (_, i) => `n${i}`);
  const base = input([]);
  const scene = buildScene({
    ...base,
    graph: { ...base.graph, entities: new Map(ids.map((id) => [id, entity(id)])), relations: [relation("r", "n0", "n399")] },
    nodes: ids.map((id, i) => ({ id, x: (i % 20) * 30, y: Math.floor(i / 20) * 30, pinned: false })),
  });
  const { start, end, bend } = scene.lines[0]!;
  for (const point of [start, end, bend ?? start]) assert.ok(Number.isFinite(point.x) && Number.isFinite(point.y));
});

test("words and signs of two lines that cross halfway have places of their own, away from nodes", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const base = input([relation("r0", "a", "b", { contested: true }), relation("r1", "c", "d", { contested: true })]);
  const scene = buildScene({
    ...base,
    graph: { ...base.graph, entities: new Map(ids.map((id) => [id, entity(id)])) },
    nodes: [[0, 0], [200, 200], [0, 200], [200, 0], [130, 70]].map(([x, y], i) => ({ id: ids[i]!, x: x!, y: y!, pinned: false })),
  });
  const [one, two] = scene.lines.map((line) => along(line, line.middle));
  assert.ok(Math.hypot(one!.x - two!.x, one!.y - two!.y) > 14);
  const { x, y, radius } = scene.nodes.find(({ id }) => id === "e")!;
  for (const spot of [one!, two!]) assert.ok(Math.hypot(spot.x - x, spot.y - y) > radius);
});

test("what is over says so", () => {
  const over = relation("r", "a", "b", { label: "owns", when: "until 2019", ended: true });
  const line = buildScene(input([over])).lines[0]!;
  assert.deepEqual([line.ended, line.label], [true, "owns, ended"]);
});

test("lines end at the rims of their nodes, a little apart", () => {
  const scene = buildScene(input([relation("r", "a", "b")], {}, ["COMPANY", "PRODUCT"]));
  const line = scene.lines[0]!;
  const radius = radiusOf({ degree: 1 });
  const gap = line.start.x - radius * rim("COMPANY", 1, 0);
  assert.ok(gap > 1 && gap < 5, `starts ${gap} from the rim`);
  close(300 - line.end.x - radius * rim("PRODUCT", -1, 0), gap);
});

test("a line from a node to itself is a loop outside of it, each further one is larger", () => {
  const scene = buildScene(input([relation("r0", "a", "a"), relation("r1", "a", "a")]));
  const [inner, outer] = scene.lines.map((line) => Math.hypot(along(line, 0.5).x, along(line, 0.5).y));
  assert.ok(inner! > radiusOf({ degree: 1 }));
  assert.ok(outer! > inner! + 5);
});

test("nodes in one place, or upon each other, break nothing", () => {
  const nodes = [
    { id: "a", x: 0, y: 0, pinned: false },
    { id: "b", x: 0, y: 0, pinned: false },
    { id: "c", x: 3, y: 0, pinned: false },
  ];
  const lines = [relation("r0", "a", "b"), relation("r1", "a", "b"), relation("r2", "a", "c"), relation("r3", "c", "a")];
  for (const { start, end, bend } of buildScene(input(lines, { nodes })).lines) {
    for (const point of [start, end, bend ?? start]) assert.ok(Number.isFinite(point.x) && Number.isFinite(point.y));
  }
});

test("hidden kinds, types, statuses and collections are left out, and lines without an end with them", () => {
  const lines = [
    relation("r0", "a", "b", { collections: ["one", "two"] }),
    relation("r1", "a", "c", { type: "MAKES", status: "DENIED", collections: ["one"] }),
  ];
  const seen = (shades: Partial<Shades>) => {
    const scene = buildScene(input(lines, { shades: { ...noShades, ...shades } }, ["COMPANY", "PERSON", "PRODUCT"]));
    return [...scene.nodes.map((node) => node.id), ...scene.lines.map((line) => line.id)].join(" ");
  };
  assert.equal(seen({}), "a b c r0 r1");
  assert.equal(seen({ kind: { PRODUCT: "hidden" } }), "a b r0");
  assert.equal(seen({ type: { MAKES: "hidden" } }), "a b c r0");
  assert.equal(seen({ status: { DENIED: "hidden" } }), "a b c r0");
  assert.equal(seen({ collection: { one: "hidden" } }), "a b c r0");
  assert.equal(seen({ collection: { one: "hidden", two: "hidden" } }), "a b c");
});

test("dimmed is what is shaded, and lines to it; pointing at a path dims all else", () => {
  const lines = [relation("r0", "a", "b"), relation("r1", "a", "c")];
  const dimmed = (parts: Partial<Drawn & Marks>) => {
    const scene = buildScene(input(lines, parts, ["COMPANY", "PERSON", "PRODUCT"]));
    return [...scene.nodes, ...scene.lines].filter((item) => item.dimmed).map((item) => item.id).join(" ");
  };
  assert.equal(dimmed({}), "");
  assert.equal(dimmed({ shades: { ...noShades, kind: { PRODUCT: "dimmed" } } }), "c r1");
  assert.equal(dimmed({ highlighted: ["a", "r0", "b"] }), "c r1");
});

test("what the lens does not show is dimmed, unless it is shown as a change", () => {
  const base = input([]);
  const entities = new Map([...base.graph.entities].map(([id, one]) => [id, { ...one, visible: id === "a" }]));
  const changes = new Map([["b", "lost" as const]]);
  const scene = buildScene({ ...base, graph: { ...base.graph, entities, changes } });
  assert.deepEqual(
    Object.fromEntries(scene.nodes.map((node) => [node.id, node.dimmed])),
    { a: false, b: false, c: true },
  );
});

test("what is unknown is not drawn; without anything there are no bounds", () => {
  const base = input([relation("r", "a", "nobody")]);
  assert.equal(buildScene(base).lines.length, 0);
  const none = buildScene({ ...base, nodes: [{ id: "nobody", x: 0, y: 0, pinned: false }] });
  assert.deepEqual(none, { lines: [], nodes: [], guides: [], bounds: null });
});

test("the same input gives the same scene, in whatever order it comes", () => {
  const lines = [relation("r0", "a", "b"), relation("r1", "b", "a"), relation("r2", "c", "a"), relation("r3", "a", "a")];
  const one = input(lines, { selected: ["b", "r2"], focused: "a" });
  const other = {
    ...one,
    nodes: [...one.nodes].reverse(),
    graph: { ...one.graph, relations: [...lines].reverse(), entities: new Map([...one.graph.entities].reverse()) },
  };
  assert.deepEqual(buildScene(one), buildScene(other));
});

test("radius grows with the degree and width with the origins, both within bounds", () => {
  const radii = [0, 1, 10, 100, 1000, 1e6].map((degree) => radiusOf({ degree }));
  radii.reduce((before, radius) => (assert.ok(radius >= before && radius <= 28 && radius >= 10), radius));
  const lines = [0, 1, 2, 5, 50].map((atLeast, i) => relation(`r${i}`, "a", "b", { atLeast }));
  const found = new Map(buildScene(input(lines)).lines.map((line) => [line.id, line.width]));
  assert.ok(found.get("r0")! < found.get("r1")! && found.get("r1")! < found.get("r2")! && found.get("r2")! < found.get("r3")!);
  assert.equal(found.get("r4"), widths.at(-1));
});

test("hidden relations are summed; bounds hold all nodes with their rims", () => {
  const base = input([]);
  const hidden = new Map([
    ["a", [{ type: "OWNS", direction: "OUT", count: 3 } as const, { type: "MAKES", direction: "IN", count: 4 } as const]],
  ]);
  const scene = buildScene({ ...base, graph: { ...base.graph, hidden } });
  assert.deepEqual(scene.nodes.map((node) => node.hidden), [7, 0, 0]);
  const radius = radiusOf({ degree: 1 });
  assert.deepEqual(scene.bounds, { left: -radius, top: -radius, right: 300 + radius, bottom: 300 + radius });
});
