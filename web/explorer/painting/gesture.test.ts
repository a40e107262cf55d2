import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../model";
import type { Look, Placed, Size } from "../state/state";
import type { Gesture } from "./gesture";
import { begun, boxBetween, dragged, followed, pinched } from "./gesture";
import { toGraph, toPicture } from "./look";

const size: Size = { width: 800, height: 600 };
const look: Look = { x: 40, y: -10, scale: 2 };
const at = (x: number, y: number): Point => ({ x, y });

/** Follows pointers from place to place. */
function through(gesture: Gesture, ...steps: readonly (readonly Point[])[]): { readonly gesture: Gesture; readonly look: Look } {
  return steps.reduce((now, points) => followed(now.gesture, points, now.look, size), { gesture, look });
}

function near(a: Point, b: Point): void {
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 1e-9, `${a.x}, ${a.y} is not ${b.x}, ${b.y}`);
}

test("beside all nodes a pointer moves the picture, and what it took stays under it", () => {
  const start = at(100, 100);
  const took = toGraph(look, size, start);
  const after = through(begun(start, [], false, look, size), [at(130, 90)], [at(310, 205)]);
  assert.deepEqual(after.gesture, { kind: "pan", last: at(310, 205), moved: true });
  near(toPicture(after.look, size, took), at(310, 205));
  assert.equal(after.look.scale, look.scale);
});

test("a pointer that trembles has clicked: nothing moves", () => {
  for (const nodes of [[], ["a"]]) {
    const gesture = begun(at(100, 100), nodes, false, look, size);
    const after = through(gesture, [at(101, 101)], [at(98, 100)], [at(100, 102)]);
    assert.equal(after.gesture, gesture);
    assert.equal(after.look, look);
  }
});

test("on a node it drags the nodes that it began with, as far as it goes, and pins them", () => {
  const nodes: readonly Placed[] = [
    { id: "a", x: 0, y: 0, pinned: false },
    { id: "b", x: 10, y: 10, pinned: true },
    { id: "c", x: 20, y: 20, pinned: false },
  ];
  const gesture = begun(at(100, 100), ["a", "c"], false, look, size);
  assert.equal(dragged(nodes, gesture), nodes, "before it moves nothing is pinned");
  const after = through(gesture, [at(104, 100)], [at(140, 81)]);
  assert.equal(after.look, look);
  // Forty pixels to the right and nineteen up, at two pixels a unit, in whole units.
  assert.deepEqual(dragged(nodes, after.gesture), [
    { id: "a", x: 20, y: -9, pinned: true },
    { id: "b", x: 10, y: 10, pinned: true },
    { id: "c", x: 40, y: 11, pinned: true },
  ]);
});

test("with Shift it draws a box, from whichever corner", () => {
  const after = through(begun(at(300, 200), [], true, look, size), [at(250, 260)], [at(100, 400)]);
  assert.equal(after.look, look);
  assert.ok(after.gesture.kind === "box");
  assert.deepEqual(boxBetween(after.gesture.from, after.gesture.to), { left: 100, top: 200, right: 300, bottom: 400 });
});

test("two fingers bring the picture nearer as far as they part, what is between them staying between them", () => {
  const [one, two] = [at(200, 200), at(300, 200)];
  const between = toGraph(look, size, at(250, 200));
  const after = through(pinched(one, two), [at(190, 210), at(310, 210)], [at(220, 340), at(420, 340)]);
  assert.ok(Math.abs(after.look.scale - 2 * look.scale) < 1e-9);
  near(toPicture(after.look, size, between), at(320, 340));
});

test("fingers that lie upon each other, or of which one is gone, change nothing", () => {
  const upon = pinched(at(200, 200), at(200, 200));
  assert.equal(through(upon, [at(200, 200), at(260, 200)]).look, look);
  const gesture = pinched(at(200, 200), at(300, 200));
  assert.deepEqual(through(gesture, [at(210, 200)]), { gesture, look });
  assert.deepEqual(through(gesture, []), { gesture, look });
});
