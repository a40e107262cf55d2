import assert from "node:assert/strict";
import { test } from "node:test";
import type { PathsQuery } from "./operations";
import { weakest } from "./paths";

type Path = PathsQuery["paths"]["nodes"][number];
type Step = readonly [id: string, status: NonNullable<Path["steps"][number]["relation"]>["support"]["status"], atLeast: number];

/** The server names the first of the weakest. */
const weak = (first: string, ...steps: readonly Step[]): readonly string[] => {
  const relation = ([id, status, atLeast]: Step) => ({ id, label: "", inverseLabel: "", when: null, support: { status, atLeast, contested: false } });
  const path = {
    length: steps.length,
    weakest: { id: first },
    steps: [{ relation: null }, ...steps.map((step) => ({ relation: relation(step) }))],
  };
  return [...weakest(path as unknown as Path)];
};

test("of steps that stand alike all are the weakest, and none if all of the path do", () => {
  assert.deepEqual(weak("b", ["a", "STATED", 1], ["b", "ALLEGED", 1], ["c", "STATED", 2]), ["b"]);
  assert.deepEqual(weak("a", ["a", "ALLEGED", 1], ["b", "ALLEGED", 1], ["c", "STATED", 1]), ["a", "b"]);
  assert.deepEqual(weak("a", ["a", "STATED", 1], ["b", "STATED", 2]), ["a"], "fewer origins are weaker");
  assert.deepEqual(weak("a", ["a", "STATED", 1], ["b", "STATED", 1]), []);
  assert.deepEqual(weak("a", ["a", "ALLEGED", 1]), []);
});
