import assert from "node:assert/strict";
import { test } from "node:test";
import { actsAmong, actsOf } from "./acts";
import { relation as anyRelation } from "./export/testing";
import type { Entity, EntityKind, Graph, Relation, RelationType } from "./model";
import { empty } from "./state/state";

const entity = (id: string, kind: EntityKind, visible = true): Entity => ({ id, name: id, kind, summary: null, degree: 1, visible, date: null });

function relation(from: string, type: RelationType, to: string, given: Partial<Relation> = {}): Relation {
  return anyRelation(`relation:${from} ${to}`, from, to, { type, ...given });
}

const graph: Graph = {
  entities: new Map(
    [entity("act", "TARGETING"), entity("unseen", "TARGETING", false), entity("state", "GOVERNMENT"), entity("tool", "PRODUCT")]
      .concat(["a", "b", "c"].map((id) => entity(id, "PERSON")))
      .map((one) => [one.id, one]),
  ),
  relations: [
    relation("act", "TARGETED", "a"),
    relation("act", "TARGETED", "b", { status: "ALLEGED" }),
    relation("act", "TARGETED", "c"),
    relation("tool", "USED_IN", "act"),
    relation("state", "OPERATED", "unseen"),
  ],
  hidden: new Map([["act", [{ type: "OPERATED", direction: "IN", count: 2 }]]]),
  changes: new Map(),
};

/** One line a part: those that stand alike joined by "+". */
function lines(given: { shades?: Partial<typeof empty.shades>; word?: (relation: Relation) => string; graph?: Graph } = {}) {
  const { word = () => "" } = given;
  const all = actsOf(actsAmong([...graph.entities.keys()], graph), given.graph ?? graph, { ...empty.shades, ...given.shades }, word);
  return all.flatMap(({ id, played }) =>
    played.map(({ part, groups, shaded, elsewhere }) => {
      const who = groups.map((group) => group.map(({ from, to }) => (from === id ? to : from)).join("+")).join(", ");
      return `${id} ${part.title}: ${who || "-"}${shaded > 0 ? `, ${shaded} hidden` : ""}${elsewhere > 0 ? `, ${elsewhere} elsewhere` : ""}`;
    }),
  );
}

test("who did it, with what, against whom: those that stand alike together", () => {
  assert.deepEqual(lines(), ["act by: -, 2 elsewhere", "act with: tool", "act against: a+c, b"]);
});

test("on other words stand apart", () => {
  assert.deepEqual(lines({ word: ({ to }) => (to === "c" ? "another" : "one") }).at(-1), "act against: a, b, c");
});

test("what reads otherwise through the other lens stands apart", () => {
  const changed = { ...graph, changes: new Map([["relation:act c", "gained" as const]]) };
  assert.deepEqual(lines({ graph: changed }).at(-1), "act against: a, b, c");
});

test("what facets hide is counted and not called unnamed", () => {
  assert.deepEqual(lines({ shades: { kind: { PERSON: "hidden" } } }).at(-1), "act against: -, 3 hidden");
  assert.deepEqual(lines({ shades: { type: { USED_IN: "hidden" } } })[1], "act with: -, 1 hidden");
});
