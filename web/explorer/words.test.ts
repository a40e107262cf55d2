import assert from "node:assert/strict";
import { test } from "node:test";
import { valueText } from "./words";

test("values are told in words, whatever the lists call them", () => {
  assert.equal(valueText({ enum: "ATTEMPTED_OR_SUCCESSFUL" }), "attempted or successful");
  assert.equal(valueText({ date: "2021-11~" }), "about November 2021");
});
