import assert from "node:assert/strict";
import { test } from "node:test";
import { along } from "../scene/curve";
import type { EntityKind } from "../model";
import { buildScene } from "../scene/build";
import type { Box, Scene } from "../scene/scene";
import { empty } from "../state/state";
import { shapeOf } from "../scene/shapes";
import { type Label, ROW } from "./label";
import { labeller } from "./labels";
import { radiusAt } from "./sizes";
import { broken, clean } from "./text";
import { lineOf, measure, nodeOf, randomScene } from "./testing";

const SCALES = [0.1, 0.35, 0.8, 1, 1.7, 3];

/** Where the letters are, in pixels of the graph at that scale. Worked out from what painting is told. */
function boxOf(label: Label, scene: Scene, scale: number): Box {
  const node = nodeOf(scene, label.id);
  const width = Math.max(...label.rows.map((row) => measure(row, label.size, label.bold)));
  const x = node.x * scale + label.dx - (label.align === "middle" ? width / 2 : label.align === "end" ? width : 0);
  const top = node.y * scale + label.dy - 0.93 * label.size;
  return { left: x, top, right: x + width, bottom: top + label.rows.length * label.size * ROW };
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

test("no name covers another one or a node, in random scenes at all scales", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const scene = randomScene(seed, 20 + 15 * seed);
    for (const scale of SCALES) {
      const boxes = labeller(measure)(scene, scale).names.map((label) => ({ id: label.id, box: boxOf(label, scene, scale) }));
      boxes.forEach(({ id, box }, i) => {
        for (const other of boxes.slice(i + 1)) assert.ok(!meet(box, other.box), `${id} and ${other.id} at ${scale}, ${seed}`);
        for (const node of scene.nodes) {
          const radius = radiusAt(node, scale);
          const shape = shapeOf(node.kind);
          const x = node.x * scale;
          const y = node.y * scale;
          const around = {
            left: x + shape.left * radius,
            top: y + shape.top * radius,
            right: x + shape.right * radius,
            bottom: y + shape.bottom * radius,
          };
          assert.ok(!meet(box, around), `${id} covers the node ${node.id} at ${scale}, ${seed}`);
        }
      });
    }
  }
});

test("no words on lines cover a name or other words", () => {
  let found = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const scene = randomScene(seed, 30);
    for (const scale of [1, 2]) {
      const { names, words } = labeller(measure)(scene, scale);
      found += words.length;
      // Points along the middle of the letters.
      const spots = words.map((label) => {
        const line = lineOf(scene, label.id);
        const at = along(line, line.middle);
        const width = measure(label.rows[0]!, label.size, label.bold);
        return Array.from({ length: 21 }, (_, i) => {
          const far = (i / 20 - 0.5) * width;
          const x = at.x * scale + label.dx + Math.cos(label.angle) * far + Math.sin(label.angle) * label.size * 0.35;
          const y = at.y * scale + label.dy + Math.sin(label.angle) * far - Math.cos(label.angle) * label.size * 0.35;
          return { x, y };
        });
      });
      spots.forEach((some, i) => {
        for (const { x, y } of some) {
          const here = { left: x - 2, top: y - 2, right: x + 2, bottom: y + 2 };
          for (const name of names) assert.ok(!meet(here, boxOf(name, scene, scale)), `${words[i]!.id} covers ${name.id}`);
          for (const others of spots.slice(i + 1)) {
            for (const other of others) assert.ok(Math.hypot(other.x - x, other.y - y) > 4, "words on words");
          }
        }
      });
    }
  }
  assert.ok(found > 20, "hardly any words were placed");
});

test("words are never upside down", () => {
  for (const { angle } of labeller(measure)(randomScene(3, 30), 2).words) {
    assert.ok(angle >= -Math.PI / 2 - 1e-6 && angle <= Math.PI / 2 + 1e-6);
  }
});

test("what is chosen or pointed at has its name, and where there is room all have", () => {
  for (let seed = 1; seed <= 8; seed++) {
    const scene = randomScene(seed, 150);
    for (const scale of [0.35, 1]) {
      const named = new Set(labeller(measure)(scene, scale).names.map((label) => label.id));
      assert.ok(named.has("e0") && named.has("e3"), `${scale}, ${seed}`);
    }
  }
  const scene = randomScene(1, 2);
  assert.equal(labeller(measure)(scene, 6).names.length, 2);
});

test("closer up there are more names, and the same scene has the same", () => {
  const scene = randomScene(4, 200);
  const counts = [0.1, 0.4, 1, 3].map((scale) => labeller(measure)(scene, scale).names.length);
  counts.reduce((before, count) => (assert.ok(count > before), count));
  assert.deepEqual(labeller(measure)(scene, 1), labeller(measure)(randomScene(4, 200), 1));
  const again = labeller(measure);
  again(scene, 2);
  assert.deepEqual(again(scene, 1), labeller(measure)(scene, 1));
});

test("each text is measured once, however often labels are placed", () => {
  const asked = new Map<string, number>();
  const label = labeller((text, size, bold) => {
    if (size > 11) asked.set(`${text} ${size} ${bold}`, (asked.get(`${text} ${size} ${bold}`) ?? 0) + 1);
    return measure(text, size, bold);
  });
  const names = Array.from({ length: 40 }, (_, i) => `Name ${i}`);
  for (const scale of SCALES) label(randomScene(1, 40, names), scale);
  assert.equal(Math.max(...asked.values()), 1);
});

test("long names are broken where there is a space, or cut", () => {
  assert.deepEqual(broken("NSO Group"), ["NSO Group"]);
  assert.deepEqual(broken("Blacklisting of NSO Group by the United States"), ["Blacklisting of NSO Group", "by the United States"]);
  assert.deepEqual(broken("x".repeat(40)), ["x".repeat(28), "x".repeat(12)]);
  const [first, second] = broken(`${"word ".repeat(30)}`);
  assert.ok(first!.length <= 28 && second!.length <= 28 && second!.endsWith("…"));
  // Flags, of two letters each, are not halved.
  const [flags] = broken("🇮🇱".repeat(40));
  assert.equal(flags, "🇮🇱".repeat(28));
});

test("what would turn or break a line is gone from a name", () => {
  assert.equal(clean("a\u202Eb\u0000c\nd\u2028e\u2067f\uD800g"), "ab c d efg");
  assert.equal(clean("شركة <b>"), "شركة <b>");
});

const sceneOf = (parts: readonly { readonly id: string; readonly kind: EntityKind; readonly x: number; readonly y: number }[], pairs: readonly (readonly [string, string])[] = []): Scene =>
  buildScene({
    graph: {
      entities: new Map(
        parts.map(({ id, kind }) => [id, { id, name: id, kind, summary: null, degree: 2, visible: true, date: null }]),
      ),
      relations: pairs.map(([from, to]) => ({
        id: `${from}-${to}`, type: "OWNS", label: "owns", from, to, symmetric: false, status: "STATED", atLeast: 1, documents: 1,
        contested: false, ended: false, when: null, since: null, until: null, collections: [],
      })),
      hidden: new Map(),
      changes: new Map(),
    },
    nodes: parts.map(({ id, x, y }) => ({ id, x, y, pinned: false })),
    guides: [],
    shades: empty.shades,
    selected: [],
    focused: null,
    highlighted: [],
  });

test("a name stands off the lines where there is room", () => {
  // One line leaves downwards, one upwards: beside is free.
  const scene = sceneOf(
    [
      { id: "Somebody", kind: "COMPANY", x: 0, y: 0 },
      { id: "Below", kind: "COMPANY", x: 0, y: 300 },
      { id: "Above", kind: "COMPANY", x: 0, y: -300 },
    ],
    [["Somebody", "Below"], ["Somebody", "Above"]],
  );
  const label = labeller(measure)(scene, 1).names.find(({ id }) => id === "Somebody")!;
  const { left, right } = boxOf(label, scene, 1);
  assert.ok(left > 0 || right < 0, "the lines run where x is 0");
});

test("acts are named before groups of the same size, and smaller letters are used before a name is left out", () => {
  // In a heap where not all have room.
  const parts = Array.from({ length: 60 }, (_, i) => ({
    id: `${i % 2 === 0 ? "Targeting" : "Group"} of somebody who is number ${i}`,
    kind: i % 2 === 0 ? ("TARGETING" as const) : ("GROUP" as const),
    x: (i % 10) * 75,
    y: Math.floor(i / 10) * 84,
  }));
  const scene = sceneOf(parts);
  const { names } = labeller(measure)(scene, 1);
  const acts = names.filter(({ id }) => id.startsWith("Targeting")).length;
  assert.ok(acts > names.length - acts, `${acts} acts of ${names.length}`);
  assert.ok(names.some(({ size }) => size < 12));
});

test("a click on a node whose name is written moves no other name", () => {
  const scene = randomScene(6, 60);
  const names = (of: Scene) => labeller(measure)(of, 1).names;
  const plain = { ...scene, nodes: scene.nodes.map((node) => ({ ...node, selected: false, focused: false })) };
  const before = names(plain);
  const id = before.at(-1)!.id;
  assert.deepEqual(names({ ...plain, nodes: plain.nodes.map((node) => (node.id === id ? { ...node, selected: true } : node)) }), before);
});
