import assert from "node:assert/strict";
import { test } from "node:test";
import { changeTexts, compare } from "./comparison";
import { relation } from "./export/testing";
import type { Entity, Graph, Relation } from "./model";

const plain = relation("relation:a", "nso-group", "misuse", { status: "ALLEGED" });

const entity = (id: string, visible = true): Entity => ({ id, name: id, kind: "EVENT", summary: null, degree: 1, visible, date: null });

function graph(relations: readonly Relation[], entities: readonly Entity[] = []): Graph {
  return { entities: new Map(entities.map((one) => [one.id, one])), relations, hidden: new Map(), changes: new Map() };
}

test("whatever differs in how a relation stands is told", () => {
  const told = (before: Partial<Relation>, now: Partial<Relation>) => changeTexts({ ...plain, ...before }, { ...plain, ...now });
  assert.deepEqual(told({}, {}), []);
  assert.deepEqual(told({}, { contested: true }), ["now denied by others"]);
  assert.deepEqual(told({ contested: true }, {}), ["no longer denied by others"]);
  assert.deepEqual(told({}, { atLeast: 2 }), ["one more origin: 1 → 2"]);
  assert.deepEqual(told({ atLeast: 4 }, {}), ["3 fewer origins: 4 → 1"]);
  assert.deepEqual(told({}, { status: "CONFIRMED" }), ["status: alleged → confirmed by a party and another"]);
  assert.deepEqual(told({}, { until: "2021-11-25", when: "until 25 November 2021", ended: true }), [
    "when: not told → until 25 November 2021",
  ]);
  assert.deepEqual(told({ when: "from 2014 to 2019" }, { when: "from 2014 to 2019", ended: true }), ["over by now"]);
  assert.deepEqual(told({}, { status: "STATED", contested: true, atLeast: 3 }), [
    "status: alleged → stated as fact",
    "now denied by others",
    "2 more origins: 1 → 3",
  ]);
});

test("more documents on the word of the same origins change nothing", () => {
  assert.deepEqual(changeTexts(plain, { ...plain, documents: 5, collections: ["more"] }), []);
});

test("what only one lens shows is marked and kept, and what reads otherwise has its words", () => {
  const same = { ...plain, id: "relation:same" };
  const gone = { ...plain, id: "relation:gone" };
  const come = { ...plain, id: "relation:come" };
  const both = compare(
    graph([plain, same, gone], [entity("misuse"), entity("old"), entity("new", false)]),
    graph([{ ...plain, contested: true }, same, come], [entity("misuse"), entity("old", false), entity("new")]),
  );
  assert.deepEqual(Object.fromEntries(both.changes), {
    "relation:a": "changed",
    "relation:gone": "lost",
    "relation:come": "gained",
    old: "lost",
    new: "gained",
  });
  assert.deepEqual(both.relations.map(({ id, contested }) => [id, contested]), [
    ["relation:a", true],
    ["relation:same", false],
    ["relation:gone", false],
    ["relation:come", false],
  ]);
  assert.deepEqual([...both.otherwise!], [["relation:a", ["now denied by others"]]]);
});
