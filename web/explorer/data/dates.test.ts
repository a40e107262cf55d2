import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bar } from "./dates";
import { ticks } from "./dates";

const bars = (...days: readonly string[]): readonly Bar[] => days.map((day) => ({ day, count: 1 }));
const texts = (all: readonly Bar[], room = 40) => ticks(all, room).map(({ at, text }) => `${at} ${text}`);

test("years where they begin", () => {
  assert.deepEqual(texts(bars("2019-01-31", "2019-05-31", "2020-02-29", "2020-08-31", "2021-01-31")), ["0 2019", "2 2020", "4 2021"]);
});

test("where years leave room, months, and days where there is still room", () => {
  assert.deepEqual(texts(bars("2021-10-05", "2021-10-07", "2021-10-09", "2021-11-25", "2021-11-26"), 30), ["0 2021", "3 2021-11"]);
  // Twelve letters for each, of which a day takes ten.
  const four = bars("2021-11-25", "2021-11-26", "2021-11-27", "2021-11-28");
  assert.deepEqual(texts(four, 60), ["0 2021", "1 2021-11-26", "2 2021-11-27", "3 2021-11-28"]);
});

test("no two lie upon each other, and none runs off the end", () => {
  const many = bars(...Array.from({ length: 200 }, (_, i) => `${1900 + i}-12-31`));
  const found = ticks(many, 40);
  assert.ok(found.length > 3 && found.length < 9, String(found.length));
  for (const [i, tick] of found.entries()) {
    const start = (tick.at / 201) * 40;
    const next = found[i + 1];
    assert.ok(start + tick.text.length < (next === undefined ? 40 : (next.at / 201) * 40), tick.text);
  }
  assert.deepEqual(ticks([], 40), []);
});
