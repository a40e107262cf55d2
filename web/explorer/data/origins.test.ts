import assert from "node:assert/strict";
import { test } from "node:test";
import { wordOf } from "./origins";

const claim = (source: string, given: { credits?: string; copies?: string; inferred?: boolean; title?: string } = {}) => ({
  reading: given.inferred ? ("INFERRED" as const) : ("EXPLICIT" as const),
  credits: given.credits === undefined ? [] : [{ source: { id: given.credits } }],
  source: {
    id: source,
    name: `The ${source}`,
    title: given.title ?? null,
    derivesFrom: given.copies === undefined ? [] : [{ source: { id: given.copies } }],
  },
});

function told(unattributed: number, origins: readonly string[], ...claims: ReturnType<typeof claim>[]) {
  const word = wordOf({
    support: { unattributed, origins: origins.map((id) => ({ name: `the ${id}`, sources: [{ id }] })) },
    claims: { nodes: claims },
  });
  return [word.origins.join(), word.silent.join(), word.inferred.join()];
}

test("origins are named, and beside them who does not say where it is from", () => {
  assert.deepEqual(told(1, ["report"], claim("report"), claim("retold", { credits: "report" }), claim("alone"), claim("alone")), [
    "the report",
    "the alone",
    "",
  ]);
});

test("a copy of what is told already is no word of its own", () => {
  assert.deepEqual(told(1, [], claim("first"), claim("reprint", { copies: "first" })), ["", "the first", ""]);
  assert.deepEqual(told(0, ["report"], claim("retold", { credits: "report" }), claim("reprint", { copies: "retold" })), ["the report", "", ""]);
});

test("what an analyst reads in is nobody's word", () => {
  assert.deepEqual(told(0, [], claim("article", { inferred: true })), ["", "", "the article"]);
  assert.deepEqual(told(1, [], claim("other"), claim("article", { inferred: true })), ["", "the other", ""]);
});

test("titles stand in quotation marks", () => {
  assert.deepEqual(told(1, [], claim("first", { title: "A list is cut" })), ["", "“A list is cut”", ""]);
});
