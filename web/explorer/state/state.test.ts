import assert from "node:assert/strict";
import { test } from "node:test";
import { BadChart, pack, read, unpack, write } from "./address";
import type { Command } from "./commands";
import { reduce } from "./commands";
import type { History } from "./history";
import { begin, endOf, goTo, lastStep, nextStep, perform, quiet, redo, undo } from "./history";
import type { Placed, State } from "./state";
import { empty } from "./state";

const at = (id: string, x = 0, y = 0): Placed => ({ id, x, y, pinned: false });
const add = (ids: readonly string[], of: string | null = null, nodes = ids): Command => ({
  do: "add",
  nodes: nodes.map((id) => at(id)),
  addition: { of, ids },
  layout: { name: "force" },
  guides: [],
});
const after = (...commands: readonly Command[]): State => commands.reduce(reduce, empty);
const onCanvas = (state: State): string => state.nodes.map((node) => node.id).join(" ");

// A generator of numbers that is the same at each run (mulberry32).
function dice(seed: number): (n: number) => number {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

function randomCommand(roll: (n: number) => number): Command {
  const name = (): string => "abcdefghijkl"[roll(12)]!;
  const names = (): readonly string[] => Array.from({ length: 1 + roll(4) }, name);
  switch (roll(14)) {
    case 0:
    case 1:
      return add([...new Set(names())]);
    case 2:
    case 3:
      return add([...new Set(names())], name());
    case 4:
      return { do: "remove", ids: names() };
    case 5:
      return { do: "collapse", of: name() };
    case 6:
      return { do: "move", places: { [name()]: { x: roll(100), y: roll(100) } } };
    case 7:
      return { do: "unpin", ids: names() };
    case 8:
      return { do: "arrange", layout: { name: "radial", around: name() }, places: { [name()]: { x: roll(100), y: roll(100) } }, guides: [{ x: roll(9), text: "makers" }] };
    case 9:
      return { do: "look", look: { x: roll(50), y: roll(50), scale: 1 + roll(3) } };
    case 10:
      return { do: "select", ids: names() };
    case 11:
      return { do: "lens", lens: roll(2) === 0 ? {} : { knownAt: "2021-11-25", minOrigins: 1 + roll(3) } };
    case 12:
      return { do: "shade", facet: "kind", value: "COMPANY", shade: ([null, "dimmed", "hidden"] as const)[roll(3)]! };
    default:
      return roll(10) === 0 ? { do: "clear" } : { do: "panel", panel: (["evidence", "paths", "list"] as const)[roll(3)]! };
  }
}

test("200 random commands: undoing all gives the start, doing all again gives the end", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const roll = dice(seed);
    const start = after(add(["a", "b"]), { do: "look", look: { x: 3, y: 4, scale: 2 } });
    let history: History = begin(start);
    for (let i = 0; i < 200; i++) history = perform(history, randomCommand(roll));
    const end = history.present;
    const states = [end];
    while (history.past.length > 0) {
      history = undo(history);
      states.push(history.present);
    }
    assert.deepEqual(history.present, start);
    for (const state of states.toReversed().slice(1)) {
      history = redo(history);
      assert.deepEqual(history.present, state);
    }
    assert.deepEqual(history.present, end);
    assert.equal(history.future.length, 0);
    for (let i = 0; i < 20; i++) history = goTo(history, roll(history.past.length + history.future.length + 1));
    assert.deepEqual(goTo(history, Infinity).present, end);
  }
});

test("commands never leave an entity twice, an addition or selection of what is gone, or an addition of nothing", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const roll = dice(seed);
    let state = empty;
    for (let i = 0; i < 60; i++) {
      const command = randomCommand(roll);
      if (command.do === "select") continue; // selects what need not be there
      state = reduce(state, command);
      const ids = state.nodes.map((node) => node.id);
      assert.equal(new Set(ids).size, ids.length);
      for (const a of state.additions) {
        assert.ok(a.ids.length > 0);
        assert.deepEqual(a.ids.filter((id) => !ids.includes(id)), []);
      }
      for (const id of ids) assert.ok(state.additions.some((a) => a.ids.includes(id)), `nothing brought ${id}`);
    }
  }
});

test("collapsing removes just what only the expansions of that entity brought", () => {
  const state = after(add(["a"]), add(["b", "c", "d"], "a"), add(["c", "e"], "b", ["e"]), add(["d"]));
  assert.equal(onCanvas(state), "a b c d e");
  assert.equal(onCanvas(reduce(state, { do: "collapse", of: "a" })), "a c d e", "b alone has no other reason to stay");
  assert.equal(onCanvas(reduce(state, { do: "collapse", of: "b" })), "a b c d");
  assert.equal(reduce(state, { do: "collapse", of: "e" }), state, "e brought nothing");
});

test("an entity never removes itself by collapsing", () => {
  const state = after(add(["a"]), add(["b"], "a"), add(["a", "b"], "b", []), { do: "collapse", of: "b" });
  assert.equal(onCanvas(state), "a b");
});

test("adding leaves in place what is there", () => {
  const state = after({ do: "add", nodes: [at("a", 5, 6)], addition: { of: null, ids: ["a"] }, layout: { name: "force" }, guides: [] }, add(["a", "b"]));
  assert.deepEqual(state.nodes, [at("a", 5, 6), at("b")]);
});

test("moving by hand pins, and a layout does not unpin", () => {
  const state = after(add(["a", "b"]), { do: "move", places: { a: { x: 9.6, y: -2.4 } } });
  assert.deepEqual(state.nodes, [{ id: "a", x: 10, y: -2, pinned: true }, at("b")]);
  const arranged = reduce(state, { do: "arrange", layout: { name: "role" }, places: { b: { x: 1, y: 1 } }, guides: [] });
  assert.deepEqual(arranged.nodes, [{ id: "a", x: 10, y: -2, pinned: true }, at("b", 1, 1)]);
  assert.equal(arranged.layout.name, "role");
});

test("what changes nothing is no step", () => {
  const history = perform(begin(empty), add(["a"]));
  for (const command of [
    { do: "remove", ids: ["z"] },
    { do: "collapse", of: "z" },
    { do: "select", ids: [] },
    { do: "lens", lens: {} },
    { do: "shade", facet: "kind", value: "COMPANY", shade: null },
    { do: "look", look: empty.look },
    { do: "move", places: { toString: { x: 1, y: 1 } } },
  ] satisfies readonly Command[]) {
    assert.equal(perform(history, command), history, JSON.stringify(command));
  }
});

test("looks and selections are undone with the step before them", () => {
  let history = perform(begin(empty), add(["a"]));
  history = perform(history, add(["b"]));
  history = perform(history, { do: "look", look: { x: 1, y: 1, scale: 2 } });
  history = perform(history, { do: "look", look: { x: 2, y: 2, scale: 2 } });
  history = perform(history, { do: "select", ids: ["a"] });
  assert.equal(history.past.filter((entry) => quiet(entry.command)).length, 2, "looks in a row are one");
  history = undo(history);
  assert.equal(onCanvas(history.present), "a");
  assert.deepEqual(history.present.look, empty.look);
  history = redo(perform(history, { do: "select", ids: ["a"] }));
  assert.equal(onCanvas(history.present), "a b", "to look around keeps what can be done again");
});

test("steps are told and gone to by name, looks and selections aside", () => {
  const [a, b] = [add(["a"]), add(["b"])];
  let history = perform(begin(empty), { do: "panel", panel: "list" });
  assert.equal(lastStep(history), null);
  for (const command of [a, { do: "select", ids: ["a"] }, b, { do: "look", look: { x: 1, y: 1, scale: 2 } }] satisfies readonly Command[]) {
    history = perform(history, command);
  }
  assert.deepEqual([lastStep(history), nextStep(history)], [b, null]);
  history = goTo(history, endOf(history, a)!);
  assert.deepEqual([lastStep(history), nextStep(history), history.present.selected], [a, b, ["a"]]);
  // To look around where one has gone back to leaves what is to come where it was.
  history = perform(history, { do: "panel", panel: "history" });
  history = goTo(history, endOf(history, b)!);
  assert.deepEqual([onCanvas(history.present), history.future], ["a b", []]);
  history = goTo(history, endOf(history, null)!);
  assert.deepEqual([lastStep(history), nextStep(history), onCanvas(history.present)], [null, a, ""]);
  assert.equal(endOf(perform(history, add(["c"])), b), null, "what is done anew takes its place");
});

test("what brings nobody is no step", () => {
  assert.equal(reduce(empty, add([])), empty);
});

test("an address gives back the state", async () => {
  for (let seed = 1; seed <= 100; seed++) {
    const roll = dice(seed);
    let state = empty;
    for (let i = 0; i < 50; i++) state = reduce(state, randomCommand(roll));
    assert.deepEqual(read(write(state)), state);
    const packed = await pack(state);
    assert.match(packed, /^[A-Za-z0-9_-]+$/);
    assert.deepEqual(await unpack(packed), state);
  }
});

test("an address tells how large the picture was that was looked at; one that does not is read all the same", async () => {
  const look = { x: 12.34, y: -5, scale: 0.73, size: { width: 875.5, height: 671 } };
  const back = await unpack(await pack({ ...empty, look }));
  assert.deepEqual(back.look, { x: 12.3, y: -5, scale: 0.73, size: { width: 876, height: 671 } });
  const older = write(empty).replace(/"look":\[[^\]]*\]/, '"look":[1,2,3]');
  assert.deepEqual(read(older).look, { x: 1, y: 2, scale: 3 });
});

test("equal states have equal texts, whatever order they were made in", () => {
  const one = after({ do: "lens", lens: { knownAt: "2021", minOrigins: 2 } }, { do: "shade", facet: "type", value: "OWNS", shade: "hidden" }, { do: "shade", facet: "type", value: "MAKES", shade: "dimmed" });
  const other = after({ do: "shade", facet: "type", value: "MAKES", shade: "dimmed" }, { do: "shade", facet: "type", value: "OWNS", shade: "hidden" }, { do: "lens", lens: { minOrigins: 2, knownAt: "2021" } });
  assert.equal(write(one), write(other));
});

test("a full canvas fits into an address", async () => {
  const ids = Array.from({ length: 2000 }, (_, i) => `an-entity-with-a-name-${i * 7919}`);
  const state = after({ do: "add", nodes: ids.map((id, i) => at(id, (i * 37) % 4001, (i * 91) % 3001)), addition: { of: null, ids }, layout: { name: "force" }, guides: [] });
  const packed = await pack(state);
  assert.ok(packed.length < 64_000, `${packed.length} letters`);
  assert.deepEqual(await unpack(packed), state);
});

test("a chart that is none is refused with a sentence", async () => {
  const good = JSON.parse(write(after(add(["a"]))));
  const bomb = new Blob([new Uint8Array(8 << 20)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = Buffer.from(await new Response(bomb).arrayBuffer()).toString("base64url");
  for (const [packed, says] of [
    ["", /cut off/],
    ["%%%", /letters/],
    ["AAAA", /cut off|changed/],
    ["A".repeat(1 << 20), /too long/],
    [bytes, /too large/],
  ] as const) {
    await assert.rejects(unpack(packed), (err) => err instanceof BadChart && says.test(err.message), packed.slice(0, 20));
  }
  for (const [change, says] of [
    [{ version: 2 }, /another version/],
    [{ nodes: {} }, /nodes: a list/],
    [{ nodes: [["a", 1, 2], ["a", 3, 4]] }, /twice/],
    [{ nodes: [["a", "1", 2]] }, /x: a number/],
    [{ nodes: [["a", 1e9, 2]] }, /x: a number/],
    [{ nodes: [[7, 1, 2]] }, /short text/],
    [{ nodes: Array.from({ length: 2001 }, (_, i) => [`n${i}`, 0, 0]) }, /more than 2,000/],
    [{ panel: "constructor" }, /panel: one of/],
    [{ layout: { name: "spiral" } }, /layout: one of/],
    [{ lens: [] }, /lens: an object/],
    [{ lens: { statuses: ["{drop}"] } }, /no name/],
    [{ lens: { trueAt: "2021-11" } }, /trueAt is one day/],
    [{ lens: { knownAt: "2021-02-30" } }, /knownAt is one day/],
    [{ paths: { ids: ["a", "b"] } }, /types: a list/],
    [{ look: ["x", 0, 1] }, /look: a number/],
  ] as const) {
    assert.throws(() => read(JSON.stringify({ ...good, ...change })), (err) => err instanceof BadChart && says.test(err.message), JSON.stringify(change));
  }
  assert.throws(() => read("[]"), /object/);
  assert.throws(() => read("{"), /JSON/);
});
