import assert from "node:assert/strict";
import { test } from "node:test";
import { direction, median, rising, spaced, through } from "./numbers";

test("directions are those of sine and cosine", () => {
  for (let i = -1000; i <= 1000; i++) {
    const { x, y } = direction(i / 77);
    const angle = (i / 77) * 2 * Math.PI;
    assert.ok(Math.abs(x - Math.cos(angle)) < 1e-13 && Math.abs(y - Math.sin(angle)) < 1e-13, `${i}`);
  }
  assert.deepEqual([direction(0), direction(0.25).y, direction(0.5).x], [{ x: 1, y: 0 }, 1, -1]);
});

test("what falls is pooled, by weight", () => {
  assert.deepEqual(rising([1, 2, 3], [1, 1, 1]), [1, 2, 3]);
  assert.deepEqual(rising([3, 1], [1, 1]), [2, 2]);
  assert.deepEqual(rising([3, 0, 5], [1, 2, 1]), [1, 1, 5]);
  assert.deepEqual(rising([], []), []);
});

test("wishes are granted as far as gaps allow", () => {
  assert.deepEqual(spaced([0, 100], [1, 1], () => 10), [0, 100]);
  assert.deepEqual(spaced([5, 5], [1, 1], () => 10), [0, 10]);
  assert.deepEqual(spaced([5, 5, 90], [1, 1, 1], () => 10), [0, 10, 90]);
});

test("straight between points, sloped beyond them", () => {
  const f = through([{ x: 0, y: 0 }, { x: 10, y: 100 }, { x: 20, y: 100 }], 2);
  assert.deepEqual([-5, 0, 5, 15, 20, 21].map(f), [-10, 0, 50, 100, 100, 102]);
});

test("medians", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});
