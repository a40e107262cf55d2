import assert from "node:assert/strict";
import { test } from "node:test";
import { csv } from "./csv";
import { readCsv } from "./testing";

test("a table is read back as it was", () => {
  const rows = [
    ["name", "said"],
    [`"quoted", "twice"`, "one\ntwo\r\nthree"],
    ["", "שלום, مرحبا 😀"],
  ];
  const written = csv(rows);
  assert.equal(written.charCodeAt(0), 0xfeff);
  assert.deepEqual(readCsv(written.slice(1)), rows);
});

test("no cell is a formula", () => {
  const formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", `=HYPERLINK("http://example.org","a")`];
  for (const row of readCsv(csv(formulas.map((formula) => [formula])).slice(1))) {
    assert.match(row[0]!, /^'/);
  }
  assert.deepEqual(readCsv(csv([["1-1", "a=b", "2021-11-25", " =1"]]).slice(1)), [["1-1", "a=b", "2021-11-25", " =1"]]);
});
