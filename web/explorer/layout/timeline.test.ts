import assert from "node:assert/strict";
import { test } from "node:test";
import { spanOf } from "./edtf";
import { lay } from "./lay";
import { line, node, randomFrom, randomGraph, request } from "./testing";

test("what was earlier stands further to the left", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomFrom(seed);
    const { nodes, lines } = randomGraph(random, 2 + random(40), random(60));
    const { places, guides } = lay(request("timeline", nodes, lines));
    for (const a of nodes) {
      for (const b of nodes) {
        const before = a.date && spanOf(a.date)?.last;
        const after = b.date && spanOf(b.date)?.first;
        if (typeof before === "number" && typeof after === "number" && before < after) {
          assert.ok(places[a.id]!.x <= places[b.id]!.x, `seed ${seed}: ${a.date} and ${b.date}`);
        }
      }
    }
    assert.ok(guides.every(({ x }, i) => i === 0 || x > guides[i - 1]!.x), `seed ${seed}`);
  }
});

test("days, years and decades all have room, and the same date is the same place", () => {
  const at = (dates: readonly string[]): number[] => {
    const { places } = lay(request("timeline", dates.map((date, i) => node(`n${i}`, "EVENT", date)), []));
    return dates.map((_, i) => places[`n${i}`]!.x);
  };
  for (const dates of [
    ["2021-11-03", "2021-11-04", "2021-11-23"],
    ["1989", "2001", "2021"],
    ["1950", "2021-11-03", "2021-11-04"],
  ]) {
    const [a, b, c] = at(dates);
    assert.ok(b! - a! >= 40 && c! - b! >= 40 && c! - a! < 2000, `${a} ${b} ${c}`);
  }
  const [a, b] = at(["2021-11-03", "2021-11-03"]);
  assert.equal(a, b);
});

test("who was in it stands before the first of it, who has nothing dated at the left", () => {
  const events = [node("first", "EVENT", "2019-05"), node("last", "EVENT", "2021-11-25")];
  const nodes = [...events, node("actor"), node("owner"), node("lone")];
  const lines = [
    line("actor", "first", "TOOK_PART_IN"),
    line("actor", "last", "TOOK_PART_IN"),
    line("owner", "lone", "OWNS", "2020"),
  ];
  const { places, guides } = lay(request("timeline", [...nodes, node("far")], lines));
  assert.ok(places["actor"]!.x < places["first"]!.x && places["first"]!.x < places["last"]!.x);
  assert.ok(places["owner"]!.x > places["actor"]!.x && places["owner"]!.x < places["last"]!.x);
  assert.ok(nodes.every(({ id }) => places["far"]!.x < places[id]!.x));
  assert.deepEqual(guides[0], { x: places["far"]!.x, text: "undated" });
});

test("guides are where their dates are", () => {
  const dates = ["2018-03", "2019-01-01", "2020-06", "2021-01-01", "2022"];
  const { places, guides } = lay(request("timeline", dates.map((date) => node(date, "EVENT", date)), []));
  for (const [text, date] of [["2019", "2019-01-01"], ["2021", "2021-01-01"]] as const) {
    assert.equal(guides.find((guide) => guide.text === text)?.x, places[date]!.x);
  }
});

test("one date has a guide of its own", () => {
  const { guides } = lay(request("timeline", [node("a", "EVENT", "2021-11-03")], []));
  assert.deepEqual(guides.map(({ text }) => text), ["3 Nov 2021"]);
});

test("an event that comes later stands between those before and after it", () => {
  const nodes = [node("a", "EVENT", "2019"), node("c", "EVENT", "2021")];
  const { places } = lay(request("timeline", nodes, []));
  const after = lay(request("timeline", [...nodes, node("b", "EVENT", "2020")], [], places)).places;
  assert.ok(after["a"]!.x < after["b"]!.x && after["b"]!.x < after["c"]!.x);
});
