import assert from "node:assert/strict";
import { test } from "node:test";
import { lay } from "./lay";
import { withoutCircles } from "./layered";
import { line, node, randomFrom, request } from "./testing";

test("without circles all lines go down", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomFrom(seed);
    const count = 2 + random(40);
    const ids = Array.from({ length: count }, (_, i) => `n${i}`);
    // From smaller numbers to larger ones: there are no circles.
    const lines = Array.from({ length: random(2 * count) }, () => {
      const to = 1 + random(count - 1);
      return line(ids[random(to)]!, ids[to]!);
    });
    const { places } = lay(request("layered", ids.map((id) => node(id)), lines));
    for (const { from, to } of lines) assert.ok(places[from]!.y < places[to]!.y, `seed ${seed}: ${from} to ${to}`);
  }
});

test("of a circle one line goes up", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const lines = ids.map((id, i) => line(id, ids[(i + 1) % ids.length]!));
  const { places } = lay(request("layered", ids.map((id) => node(id)), lines));
  assert.equal(lines.filter(({ from, to }) => places[from]!.y > places[to]!.y).length, 1);
});

test("at most half of the arrows are turned, and what is left has no circle", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomFrom(seed);
    const count = 2 + random(20);
    const keys = new Set(Array.from({ length: random(80) }, () => random(count * count)));
    const all = [...keys].map((key) => ({ from: Math.floor(key / count), to: key % count }));
    const arrows = all.filter(({ from, to }) => from !== to);
    const found = withoutCircles(count, arrows);
    assert.ok(found.filter((arrow, i) => arrow !== arrows[i]).length <= arrows.length / 2);
    let left = found;
    for (let before = -1; left.length !== before;) {
      before = left.length;
      left = left.filter(({ from }) => left.some(({ to }) => to === from));
    }
    assert.equal(left.length, 0, `seed ${seed}`);
  }
});

test("a tree is drawn without crossings", () => {
  // Each node of three levels has three children; written down in an order that mixes them.
  const ids = Array.from({ length: 13 }, (_, i) => `n${(i * 5) % 13}`);
  const lines = ids.slice(1).map((id, i) => line(ids[Math.floor(i / 3)]!, id));
  const { places } = lay(request("layered", ids.map((id) => node(id)), lines));
  for (const a of lines) {
    for (const b of lines) {
      if (places[a.from]!.y !== places[b.from]!.y || places[a.to]!.y !== places[b.to]!.y) continue;
      const crossed = (places[a.from]!.x - places[b.from]!.x) * (places[a.to]!.x - places[b.to]!.x) < 0;
      assert.ok(!crossed, `${a.id} and ${b.id}`);
    }
  }
});

test("a new node goes below the one that leads to it", () => {
  const nodes = ["a", "b", "c"].map((id) => node(id));
  const lines = [line("a", "b"), line("a", "c")];
  const { places } = lay(request("layered", nodes, lines));
  const more = [...lines, line("b", "d"), line("e", "a")];
  const after = lay(request("layered", [...nodes, node("d"), node("e")], more, places)).places;
  assert.ok(after["d"]!.y > after["b"]!.y && after["e"]!.y < after["a"]!.y);
});
