import assert from "node:assert/strict";
import { test } from "node:test";
import { lay } from "./lay";
import { line, node, randomFrom, randomGraph, request } from "./testing";

test("all that is as many lines away is as far away", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomFrom(seed);
    const { nodes, lines } = randomGraph(random, 2 + random(40), random(80));
    const around = nodes[random(nodes.length)]!.id;
    const { places } = lay({ ...request("radial", nodes, lines), around });
    const depth = new Map([[around, 0]]);
    for (let changed = true; changed;) {
      changed = false;
      for (const { from, to } of lines) {
        for (const [a, b] of [[from, to], [to, from]] as const) {
          const through = depth.get(a);
          if (through === undefined || !(b in places) || through + 1 >= (depth.get(b) ?? Infinity)) continue;
          depth.set(b, through + 1);
          changed = true;
        }
      }
    }
    const middle = places[around]!;
    const rings: number[] = [];
    for (const { id } of nodes) {
      const ring = depth.get(id) ?? nodes.length;
      const away = Math.hypot(places[id]!.x - middle.x, places[id]!.y - middle.y);
      // Each coordinate is rounded by up to a half.
      assert.ok(Math.abs(away - (rings[ring] ??= away)) < 1.5, `seed ${seed}: ${id} on ring ${ring}`);
    }
    const radii = rings.filter((radius) => radius !== undefined);
    assert.ok(radii.every((radius, i) => i === 0 || radius > radii[i - 1]! + 100), `seed ${seed}`);
  }
});

test("around the busiest, if nothing else is asked for", () => {
  const nodes = ["a", "b", "c", "d"].map((id) => node(id));
  const { places } = lay(request("radial", nodes, [line("a", "b"), line("b", "c"), line("b", "d")]));
  assert.deepEqual(places["b"], { x: 0, y: 0 });
});

test("around a fixed one the rings are where it is", () => {
  const nodes = ["a", "b", "c", "d"].map((id) => node(id));
  const lines = [line("a", "b"), line("b", "c"), line("b", "d")];
  const { places } = lay({ ...request("radial", nodes, lines, { b: { x: 500, y: -300 } }), around: "b" });
  const away = ["a", "c", "d"].map((id) => Math.hypot(places[id]!.x - 500, places[id]!.y + 300));
  assert.ok(away.every((radius) => Math.abs(radius - away[0]!) < 1.5));
});
