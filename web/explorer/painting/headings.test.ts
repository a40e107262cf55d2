import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../layout/role";
import { headings } from "./headings";

const ten = columns.map((text, i) => ({ x: i * 100, text }));

test("every column has its heading, and none meets another one, in wide pictures and narrow ones", () => {
  // From 100 pixels a column to the 35 that a phone has.
  for (const scale of [2, 1, 0.7, 0.5, 0.35]) {
    const { heads, height } = headings(ten, scale);
    assert.equal(heads.length, ten.length, `${scale}`);
    heads.forEach((one, i) => {
      const column = columns[i]!;
      assert.ok(column.startsWith(one.rows[0]!.replace("…", "")), `${one.rows} is for ${column}`);
      assert.ok(one.y + (one.rows.length - 1) * 14 < height, "all of it is above the picture");
      for (const other of heads.slice(i + 1)) {
        const across = Math.abs(other.x - one.x) * scale < one.half + other.half;
        const down = one.y < other.y + other.rows.length * 14 && other.y < one.y + one.rows.length * 14;
        assert.ok(!(across && down), `${one.rows} and ${other.rows} at ${scale}`);
      }
    });
  }
});

test("where there is room headings are whole, in one row", () => {
  const { heads } = headings(ten, 3);
  assert.deepEqual(heads.map(({ rows }) => rows), columns.map((text) => [text]));
  assert.equal(headings([], 1).height, 0);
});

test("a date is never cut: as many as have room are told whole", () => {
  const days = Array.from({ length: 12 }, (_, i) => ({ x: i * 110, text: `${i + 10} Nov 2021` }));
  for (const scale of [1, 0.5, 0.2, 0.05]) {
    const { heads } = headings(days, scale);
    assert.ok(heads.length > 0);
    for (const { rows, x } of heads) assert.equal(rows.join(" "), days.find((day) => day.x === x)!.text);
  }
});
