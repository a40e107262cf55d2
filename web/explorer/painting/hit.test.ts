import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../model";
import { along } from "../scene/curve";
import type { Scene } from "../scene/scene";
import { hitter } from "./hit";
import { randomly, randomScene } from "./testing";
import { detailed, radiusAt, signsAt, widthAt } from "./sizes";

/** Looks at everything. Too close to a limit to be sure of: undefined. */
function slowly(scene: Scene, point: Point, scale: number, tolerance: number): string | null | undefined {
  const unsure = 0.02 * tolerance + 1;
  const pick = (distances: readonly { id: string; away: number }[]) => {
    if (distances.some(({ away }) => Math.abs(away - tolerance) < unsure)) return undefined;
    const within = distances.filter(({ away }) => away < tolerance).sort((a, b) => a.away - b.away);
    // Those that are hit squarely lie upon each other: the last one is the uppermost.
    const squarely = within.filter(({ away }) => away === 0);
    if (squarely.length > 0) {
      const ids = new Set(squarely.map(({ id }) => id));
      return distances.findLast(({ id }) => ids.has(id))!.id;
    }
    if (within.length > 1 && within[1]!.away - within[0]!.away < unsure) return undefined;
    return within[0]?.id ?? null;
  };
  const signs = !detailed(scene, scale) ? [] : scene.lines.flatMap((line) => {
    const { signs, size } = signsAt(line, scale);
    return signs.map(({ at }) => ({ id: line.id, away: Math.hypot(at.x - point.x, at.y - point.y) * scale - size / 2 }));
  });
  if (signs.some(({ away }) => Math.abs(away) < unsure)) return undefined;
  const upon = signs.filter(({ away }) => away < 0);
  if (upon.length > 0) return upon.length > 1 ? undefined : upon[0]!.id;
  const node = pick(
    scene.nodes.map((one) => {
      const away = Math.hypot(one.x - point.x, one.y - point.y) * scale - radiusAt(one, scale);
      return { id: one.id, away: Math.max(0, away) };
    }),
  );
  if (node !== null) return node;
  const lines = scene.lines.map((line) => {
    let away = Infinity;
    for (let i = 0; i <= 2000; i++) {
      const spot = along(line, i / 2000);
      away = Math.min(away, Math.hypot(spot.x - point.x, spot.y - point.y) * scale);
    }
    return { id: line.id, away: Math.max(0, away - widthAt(line, scale) / 2) };
  });
  // Where a point lies on several lines at once, a thousandth of a pixel decides.
  return lines.filter(({ away }) => away < 1).length > 1 ? undefined : pick(lines);
}

test("the same is hit as if everything were looked at", () => {
  let sure = 0;
  let hits = 0;
  for (let seed = 1; seed <= 5; seed++) {
    const scene = randomScene(seed, 25);
    const hit = hitter(scene);
    const random = randomly(seed + 100);
    for (let i = 0; i < 60; i++) {
      const point = { x: random() * 420 - 30, y: random() * 420 - 30 };
      const scale = [0.1, 0.5, 1, 4][i % 4]!;
      const tolerance = i % 3 === 0 ? 12 : 4;
      const expected = slowly(scene, point, scale, tolerance);
      if (expected === undefined) continue;
      sure++;
      if (expected !== null) hits++;
      assert.equal(hit.at(point, scale, tolerance)?.id ?? null, expected, `${seed} ${i}`);
    }
  }
  assert.ok(sure > 60 && hits > 30, `only ${sure} were sure, ${hits} of them hits`);
});

test("a node goes before a line that runs beneath it, and a finger reaches farther than a pointer", () => {
  const scene = randomScene(1, 25);
  const line = scene.lines.find((one) => one.from !== one.to)!;
  const node = scene.nodes.find((one) => one.id === line.to)!;
  assert.ok(hitter(scene).at(node, 1, 4)! === scene.nodes.findLast((one) => Math.hypot(one.x - node.x, one.y - node.y) <= one.radius));
  const alone = { ...scene, nodes: [node], lines: [] };
  const beside = { x: node.x + node.radius + 8, y: node.y };
  assert.equal(hitter(alone).at(beside, 1, 4), null);
  assert.equal(hitter(alone).at(beside, 1, 12), node);
});

test("the sign of a line goes before a node that lies there", () => {
  const scene = randomScene(1, 25);
  const line = scene.lines.find((one) => one.from !== one.to && signsAt(one, 1).signs.length > 0)!;
  const { at } = signsAt(line, 1).signs[0]!;
  const over = { ...scene, nodes: [{ ...scene.nodes[0]!, ...at }], lines: [line] };
  assert.equal(hitter(over).at(at, 1, 4), line);
});

test("a box holds the nodes whose middles are in it", () => {
  const scene = randomScene(2, 60);
  const box = { left: 100, top: 50, right: 300, bottom: 250 };
  const inside = hitter(scene).within(box).map((node) => node.id);
  for (const { id, x, y } of scene.nodes) {
    assert.equal(inside.includes(id), x >= 100 && x <= 300 && y >= 50 && y <= 250);
  }
  assert.ok(inside.length > 0);
});

test("nothing is hit where there is nothing", () => {
  const none = { lines: [], nodes: [], guides: [], bounds: null };
  assert.equal(hitter(none).at({ x: 0, y: 0 }, 1, 12), null);
  assert.deepEqual(hitter(none).within({ left: -9, top: -9, right: 9, bottom: 9 }), []);
});
