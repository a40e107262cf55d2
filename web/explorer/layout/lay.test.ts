import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Point } from "../model";
import { APART } from "./crowding";
import { lay } from "./lay";
import type { LayoutName } from "./layout";
import { type Graph, line, names, node, type Random, randomFrom, randomGraph, request, shuffled } from "./testing";

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const someFixed = (random: Random, { nodes }: Graph): Record<string, Point> => {
  const fixed: Record<string, Point> = {};
  if (random(2) === 0) return fixed;
  for (const { id } of nodes) if (random(3) === 0) fixed[id] = { x: random(1600) - 800, y: random(1200) - 600 };
  return fixed;
};

for (const name of names) {
  describe(name, () => {
    test("the order of nodes and lines does not matter", () => {
      for (let seed = 0; seed < 600; seed++) {
        const random = randomFrom(seed);
        const graph = randomGraph(random, 1 + random(16), random(30));
        const fixed = someFixed(random, graph);
        const first = lay(request(name, graph.nodes, graph.lines, fixed));
        const second = lay(request(name, shuffled(random, graph.nodes), shuffled(random, graph.lines), fixed));
        assert.deepEqual(second, first, `seed ${seed}`);
      }
    });

    test("fixed ones stay, the others stand apart on whole numbers", () => {
      for (let seed = 0; seed < 400; seed++) {
        const random = randomFrom(seed + 10_000);
        const graph = randomGraph(random, 1 + random(40), random(80));
        const fixed = someFixed(random, graph);
        const { places } = lay(request(name, graph.nodes, graph.lines, fixed));
        assert.equal(Object.keys(places).length, graph.nodes.length);
        graph.nodes.forEach(({ id }, i) => {
          const place = places[id]!;
          if (fixed[id]) assert.deepEqual(place, fixed[id], `seed ${seed}`);
          assert.ok(Number.isInteger(place.x) && Number.isInteger(place.y), `seed ${seed}: ${id}`);
          for (const other of graph.nodes.slice(0, i)) {
            if (fixed[id] && fixed[other.id]) continue;
            const apart = distance(place, places[other.id]!);
            assert.ok(apart >= APART, `seed ${seed}: ${id} and ${other.id} are ${apart} apart`);
          }
        });
      }
    });

    test("broken places of fixed ones are kept to the last digit", () => {
      const fixed = { a: { x: 0.125, y: -17.75 } };
      const { places } = lay(request(name, [node("a"), node("b")], [line("a", "b")], fixed));
      assert.deepEqual(places["a"], fixed.a);
    });

    test("nothing, one, and lines that join nothing", () => {
      assert.deepEqual(lay(request(name, [], [])), { places: {}, guides: [] });
      const alone = lay(request(name, [node("a")], []));
      assert.deepEqual(Object.keys(alone.places), ["a"]);
      assert.deepEqual(lay(request(name, [node("a")], [line("a", "a"), line("a", "gone"), line("gone", "a")])), alone);
      const nodes = [node("a"), node("b"), node("c")];
      const lines = [line("a", "b"), line("b", "c")];
      const twice = [...lines, { ...line("a", "b"), id: "again" }, line("c", "c"), line("gone", "a")];
      assert.deepEqual(lay(request(name, nodes, twice)), lay(request(name, nodes, lines)));
    });

    test("names that objects know already", () => {
      const nodes = [node("__proto__"), node("constructor"), node("toString")];
      const { places } = lay(request(name, nodes, [line("constructor", "toString")]));
      assert.deepEqual(Object.keys(places).sort(), ["__proto__", "constructor", "toString"]);
    });

    test("the one that is added comes near to its neighbours", () => {
      for (let seed = 0; seed < 200; seed++) {
        const random = randomFrom(seed + 20_000);
        const ids = Array.from({ length: 5 + random(20) }, (_, i) => `n${i}`);
        const nodes = ids.map((id) => node(id));
        // Older ones are busier, as hubs are.
        const lines = ids.slice(1).map((id, i) => line(ids[random(random(i + 1) + 1)]!, id));
        const before = lay(request(name, nodes, lines)).places;
        const to = ids[random(ids.length)]!;
        const after = lay(request(name, [...nodes, node("new")], [...lines, line(to, "new")], before)).places;
        const away = distance(after["new"]!, after[to]!);
        assert.ok(away <= near[name], `seed ${seed}: ${Math.round(away)} away from ${to} of ${ids.length}`);
      }
    });

    test("two thousand nodes and four thousand lines however they hang together, in a few seconds", () => {
      const random = randomFrom(7);
      const graph = randomGraph(random, 2000, 4000);
      const ids = Array.from({ length: 2000 }, (_, i) => `n${i}`);
      const nodes = ids.map((id) => node(id, "EVENT", "2021-11-03"));
      const star = ids.slice(1).map((id) => line("n0", id));
      const chain = ids.slice(1).map((id, i) => line(ids[i]!, id));
      const across = ids.slice(1).map((id, i) => line(ids[random(i + 1)]!, id, "CONTROLS"));
      const started = performance.now();
      lay(request(name, graph.nodes, graph.lines));
      lay(request(name, nodes, star));
      lay(request(name, nodes, [...chain, ...across]));
      // Many times what it takes on an idle core: a slower way of counting would take minutes.
      assert.ok(performance.now() - started < 40_000);
    });
  });
}

/**
 * In a picture of some twenty nodes, which is about a thousand units wide. Role and timeline have all of them in one
 * column, where there may be room only at its ends: twelve nodes away.
 */
const near: Readonly<Record<LayoutName, number>> = {
  force: 400,
  layered: 600,
  radial: 400,
  role: 12 * 76,
  timeline: 12 * 76,
};

test("without any fixed ones, sets that do not hang together are beside one another", () => {
  for (const name of ["force", "layered"] as const) {
    const ids = ["a", "b", "c", "p", "q", "r"];
    const lines = [line("a", "b"), line("b", "c"), line("p", "q"), line("q", "r")];
    const { places } = lay(request(name, ids.map((id) => node(id)), lines));
    const box = (of: readonly string[]) => ({
      left: Math.min(...of.map((id) => places[id]!.x)), right: Math.max(...of.map((id) => places[id]!.x)),
      top: Math.min(...of.map((id) => places[id]!.y)), bottom: Math.max(...of.map((id) => places[id]!.y)),
    });
    const [one, two] = [box(["a", "b", "c"]), box(["p", "q", "r"])];
    assert.ok(one.right < two.left || two.right < one.left || one.bottom < two.top || two.bottom < one.top, name);
  }
});

test("lonely nodes stand in rows below", () => {
  const lonely = Array.from({ length: 12 }, (_, i) => `z${i}`);
  for (const name of ["force", "layered"] as const) {
    const nodes = ["a", "b", "c", ...lonely].map((id) => node(id));
    const { places } = lay(request(name, nodes, [line("a", "b"), line("b", "c")]));
    const bottom = Math.max(...["a", "b", "c"].map((id) => places[id]!.y));
    const rows = new Set(lonely.map((id) => places[id]!.y));
    const columns = new Set(lonely.map((id) => places[id]!.x));
    assert.ok(lonely.every((id) => places[id]!.y > bottom && places[id]!.y < bottom + 1000));
    assert.ok(rows.size * columns.size < lonely.length + columns.size, `${name}: ${rows.size} rows of ${columns.size}`);
  }
});

test("layouts in layers, in columns and by date take about as much of the height as a picture has for its breadth", () => {
  // Six own one, which makes three; each is founded in a year of its own.
  const owners = ["a", "b", "c", "d", "e", "f"];
  const products = ["p", "q", "r"];
  const nodes = [
    ...owners.map((id, i) => node(id, "COMPANY", `${2010 + i}`)),
    node("m", "COMPANY", "2017"),
    ...products.map((id, i) => node(id, "PRODUCT", `${2018 + i}`)),
  ];
  const lines = [...owners.map((id) => line(id, "m", "OWNS")), ...products.map((id) => line("m", id, "MAKES"))];
  for (const name of ["layered", "role", "timeline"] as const) {
    const places = Object.values(lay(request(name, nodes, lines)).places);
    const [x, y] = [places.map((place) => place.x), places.map((place) => place.y)];
    const share = (Math.max(...y) - Math.min(...y) + 76) / (Math.max(...x) - Math.min(...x) + 150);
    // A picture beside the panel has 0.75; of a band of a third of the height it would be 0.25.
    assert.ok(share > 0.5, `${name}: ${share.toFixed(2)}`);
  }
});

test("in layers, what is added goes a layer further down, as far apart as the others are", () => {
  const owners = ["a", "b", "c", "d", "e", "f"];
  const lines = owners.map((id) => line(id, "m"));
  const before = lay(request("layered", [...owners, "m"].map((id) => node(id)), lines)).places;
  const after = lay(request("layered", [...owners, "m", "z"].map((id) => node(id)), [...lines, line("m", "z")], before)).places;
  assert.equal(after["z"]!.y - after["m"]!.y, after["m"]!.y - after["a"]!.y);
});
