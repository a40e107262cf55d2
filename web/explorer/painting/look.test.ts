import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scene } from "../scene/scene";
import type { Look, Size } from "../state/state";
import { headings } from "./headings";
import { labeller } from "./labels";
import { fitting, lookIn, toGraph, toPicture } from "./look";
import { measure, nodeOf, randomScene } from "./testing";

const place = labeller(measure);
const sizes: readonly Size[] = [{ width: 876, height: 670 }, { width: 1700, height: 900 }, { width: 390, height: 330 }];

/** Says of which names, if any, the picture cuts something off. */
function cutOff(scene: Scene, look: Look, size: Size): readonly string[] {
  const top = headings(scene.guides, look.scale).height;
  return place(scene, look.scale).names.flatMap((label) => {
    const at = toPicture(look, size, nodeOf(scene, label.id));
    const width = Math.max(...label.rows.map((row) => measure(row, label.size, label.bold)));
    const left = at.x + label.dx - (label.align === "middle" ? width / 2 : label.align === "end" ? width : 0);
    const upper = at.y + label.dy - label.size;
    const lower = at.y + label.dy + (label.rows.length - 1) * label.size * 1.18;
    return left >= 0 && left + width <= size.width && upper >= top && lower <= size.height ? [] : [label.rows.join(" ")];
  });
}

/** None chosen: a name that is asked for goes as far as it must. */
const plain = (scene: Scene): Scene => ({ ...scene, nodes: scene.nodes.map((node) => ({ ...node, selected: false, focused: false })) });

test("no name is cut off at the edge of a picture of all, nor by headings", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const scene = plain(randomScene(seed, 1 + 6 * seed));
    for (const size of sizes) assert.deepEqual(cutOff(scene, fitting(scene, size, place), size), [], `${seed}, ${size.width}`);
  }
});

test("a look stays as it is in a picture that is as large or larger", () => {
  const scene = randomScene(5, 30);
  const look = fitting(scene, { width: 800, height: 600 }, place);
  assert.equal(lookIn(look, { width: 800, height: 600 }, scene, place), look);
  assert.equal(lookIn(look, { width: 1200, height: 600 }, scene, place), look);
  const unknown = { x: 7, y: 8, scale: 2 };
  assert.equal(lookIn(unknown, { width: 100, height: 100 }, scene, place), unknown);
});

test("all that was wholly seen is seen in a smaller picture, with the names", () => {
  for (let seed = 1; seed <= 8; seed++) {
    const scene = plain(randomScene(seed, 25));
    const look = fitting(scene, { width: 1700, height: 900 }, place);
    for (const size of [{ width: 876, height: 670 }, { width: 390, height: 330 }, { width: 1700, height: 500 }]) {
      const here = lookIn(look, size, scene, place);
      assert.ok(here.scale <= look.scale, "never nearer than the sender");
      assert.deepEqual(cutOff(scene, here, size), [], `${seed}, ${size.width}`);
    }
  }
});

test("of a part that somebody looked at closely, all is seen that was seen", () => {
  const scene = randomScene(5, 200);
  const before = { width: 1000, height: 700 };
  const look: Look = { ...fitting(scene, before, place), scale: 3, size: before };
  for (const size of [{ width: 500, height: 700 }, { width: 390, height: 330 }]) {
    const here = lookIn(look, size, scene, place);
    for (const corner of [{ x: 0, y: 0 }, { x: before.width, y: before.height }]) {
      const { x, y } = toPicture(here, size, toGraph(look, before, corner));
      assert.ok(x >= -1e-6 && y >= -1e-6 && x <= size.width + 1e-6 && y <= size.height + 1e-6, `${size.width}`);
    }
    assert.equal(here.x, look.x);
  }
});
