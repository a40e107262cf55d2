import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, middleOf, spanOf } from "./edtf";

const span = (text: string): string | null => {
  const found = spanOf(text);
  const day = (value: number | null): string =>
    value === null ? "" : new Date(value * 86_400_000).toISOString().slice(0, 10);
  return found && `${day(found.first)}/${day(found.last)}`;
};

test("levels 0 and 1", () => {
  for (const [text, expected] of [
    ["2021", "2021-01-01/2021-12-31"],
    ["2020-02", "2020-02-01/2020-02-29"],
    ["2021-12", "2021-12-01/2021-12-31"],
    ["2021-11-25", "2021-11-25/2021-11-25"],
    ["2021-11~", "2021-11-01/2021-11-30"],
    ["2021?", "2021-01-01/2021-12-31"],
    ["2021%", "2021-01-01/2021-12-31"],
    ["2021-11-25/2021-11-28", "2021-11-25/2021-11-28"],
    ["2019/2021-03", "2019-01-01/2021-03-31"],
    ["../2019", "/2019-12-31"],
    ["/2019", "/2019-12-31"],
    ["2019/..", "2019-01-01/"],
    ["2019/", "2019-01-01/"],
    ["201X", "2010-01-01/2019-12-31"],
    ["19XX", "1900-01-01/1999-12-31"],
    ["2021-XX", "2021-01-01/2021-12-31"],
    ["2021-11-XX", "2021-11-01/2021-11-30"],
    ["2021-21", "2021-03-01/2021-05-31"],
    ["2021-24", "2021-12-01/2022-02-28"],
    ["0079-08-24", "0079-08-24/0079-08-24"],
  ] as const) assert.equal(span(text), expected, text);
});

test("what is no such date", () => {
  for (const text of [
    "", "..", "/", "soon", "2021-13", "2021-00", "2021-02-30", "2021-11-00", "2021-21-01", "1/2/3", "2021/soon",
    "21", "20X",
  ]) assert.equal(spanOf(text), null, text);
});

test("the middle, or the end that is told", () => {
  assert.equal(middleOf("2021-11-01/2021-11-03"), dayOf(2021, 11, 2));
  assert.equal(middleOf("../2019-05-01"), dayOf(2019, 5, 1));
  assert.equal(middleOf("2019-05-01/.."), dayOf(2019, 5, 1));
  assert.equal(middleOf(null), null);
  assert.equal(middleOf("soon"), null);
});
