import assert from "node:assert/strict";
import { test } from "node:test";
import { isEntered } from "./location";
import type { Command } from "./state/commands";
import { begin, goTo, perform, undo } from "./state/history";
import { empty } from "./state/state";

const add = (id: string): Command => ({
  do: "add",
  nodes: [{ id, x: 0, y: 0, pinned: false }],
  addition: { of: null, ids: [id] },
  layout: { name: "force" },
  guides: [],
});

test("Back takes back what was brought, not where somebody looked or what was moved", () => {
  const [a, b] = [add("a"), add("b")];
  let history = perform(begin(empty), { do: "panel", panel: "list" });
  assert.equal(isEntered(history, null), false);
  history = perform(history, a);
  assert.equal(isEntered(history, null), true);
  assert.equal(isEntered(history, a), false);
  const move: Command = { do: "move", places: { a: { x: 9, y: 9 } } };
  history = perform(perform(history, { do: "select", ids: ["a"] }), move);
  assert.equal(isEntered(history, a), false);
  history = perform(history, b);
  assert.equal(isEntered(history, move), true);
  assert.equal(isEntered(undo(history), b), false, "undoing brings nothing");
  assert.equal(isEntered(goTo(history, 0), a), false);
});
