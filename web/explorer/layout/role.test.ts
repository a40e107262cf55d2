import assert from "node:assert/strict";
import { test } from "node:test";
import { lay } from "./lay";
import { line, node, request } from "./testing";

const nodes = [
  node("maker"), node("product", "PRODUCT"), node("seller"), node("broker", "PERSON"), node("deal", "DEAL"),
  node("list", "MEASURE"), node("country", "COUNTRY"), node("ministry", "PUBLIC_BODY"), node("regime", "GOVERNMENT"),
  node("buyer", "PUBLIC_BODY"), node("hacking", "TARGETING"), node("reporters", "GROUP"), node("suit", "LAWSUIT"),
  node("ruling", "EVENT"), node("investor"),
];
const lines = [
  line("maker", "product", "MAKES"), line("maker", "deal", "SELLER_IN"), line("seller", "deal", "SELLER_IN"),
  line("broker", "deal", "BROKER_IN"), line("buyer", "deal", "BUYER_IN"), line("product", "deal", "OBJECT_OF"),
  line("regime", "hacking", "OPERATED"), line("product", "hacking", "USED_IN"),
  line("hacking", "reporters", "TARGETED"),
  line("ministry", "list", "ADMINISTERS"), line("maker", "list", "LISTED_ON"), line("maker", "suit", "DEFENDANT_IN"),
  line("reporters", "suit", "PLAINTIFF_IN"), line("ruling", "suit", "CONCERNS"), line("investor", "maker", "OWNS"),
  line("maker", "country", "BASED_IN"),
];

test("each stands under the part that it plays", () => {
  const { places, guides } = lay(request("role", nodes, lines));
  const heading = (id: string): string => {
    const away = (x: number): number => Math.abs(x - places[id]!.x);
    return guides.reduce((best, guide) => (away(guide.x) < away(best.x) ? guide : best)).text;
  };
  for (const [id, expected] of [
    ["maker", "Makers"], ["product", "Products"], ["seller", "Sellers"], ["broker", "Sellers"],
    ["deal", "Deals and measures"], ["list", "Deals and measures"], ["country", "States"], ["ministry", "States"],
    ["regime", "Buyers and operators"], ["buyer", "Buyers and operators"], ["hacking", "Surveillance"],
    ["reporters", "Targets"], ["suit", "Lawsuits and events"], ["ruling", "Lawsuits and events"],
    ["investor", "Others"],
  ] as const) assert.equal(heading(id), expected, id);
  assert.deepEqual(guides.map(({ text }) => text), [
    "Makers", "Products", "Sellers", "Deals and measures", "States", "Buyers and operators", "Surveillance", "Targets",
    "Lawsuits and events", "Others",
  ]);
  assert.ok(guides.every(({ x }, i) => i === 0 || x > guides[i - 1]!.x));
});

test("columns without anybody are left out", () => {
  const { guides } = lay(request("role", [node("a"), node("p", "PRODUCT")], [line("a", "p", "MAKES")]));
  assert.deepEqual(guides.map(({ text }) => text), ["Makers", "Products"]);
});

test("who comes later joins the column that is there", () => {
  const { places } = lay(request("role", nodes, lines));
  const after = lay(request("role", [...nodes, node("z")], [...lines, line("z", "product", "MAKES")], places));
  assert.equal(after.places["z"]!.x, places["maker"]!.x);
  assert.equal(after.guides[0]!.x, places["maker"]!.x);
});

test("a long column is broken into several", () => {
  const many = Array.from({ length: 60 }, (_, i) => node(`n${i}`));
  const { places } = lay(request("role", many, []));
  const ys = Object.values(places).map(({ y }) => y);
  assert.ok(Math.max(...ys) - Math.min(...ys) < 2000);
});

test("names of many rows have more of the height of a full column than short ones", () => {
  const many = Array.from({ length: 40 }, (_, i) => node(`t${i}`, "TARGETING"));
  const targets = Array.from({ length: 40 }, (_, i) => ({ ...node(`p${i}`, "PERSON"), letters: i % 2 === 0 ? 10 : 60 }));
  const lines = targets.map(({ id }, i) => line(`t${i}`, id, "TARGETED"));
  const { places } = lay(request("role", [...many, ...targets], lines));
  const columns = new Set(targets.map(({ id }) => places[id]!.x));
  for (const x of columns) {
    const sorted = targets.filter(({ id }) => places[id]!.x === x).sort((a, b) => places[a.id]!.y - places[b.id]!.y);
    sorted.slice(1).forEach((below, i) => {
      const above = sorted[i]!;
      const gap = places[below.id]!.y - places[above.id]!.y;
      // There are 60 between two short names of one row; a name of 60 letters takes three.
      if (above.letters === 60 && below.letters === 60) assert.ok(gap >= 1.8 * 60, `${gap} between ${above.id} and ${below.id}`);
    });
  }
  const ys = targets.map(({ id }) => places[id]!.y);
  assert.ok(columns.size > 1 && Math.max(...ys) - Math.min(...ys) < 40 * 60, "the column is broken into several");
});
