import assert from "node:assert/strict";
import { test } from "node:test";
import { commandText, inText, valueText } from "./words";

test("values are told in words, whatever the lists call them", () => {
  assert.equal(valueText({ enum: "ATTEMPTED_OR_SUCCESSFUL" }), "attempted or successful");
  assert.equal(valueText({ text: "about November 2021" }), "about November 2021");
});

test("names within a sentence have an article or quotation marks where they need them", () => {
  for (const [kind, name, text] of [
    ["GOVERNMENT", "Government of Mexico", "the Government of Mexico"],
    ["PUBLIC_BODY", "The Hague District Court", "The Hague District Court"],
    ["PUBLIC_BODY", "Europol", "Europol"],
    ["GROUP", "Large tech companies", "“Large tech companies”"],
    ["COMPANY", "NSO Group", "NSO Group"],
  ] as const) {
    assert.equal(inText({ name, kind }), text);
  }
});

test("of questions for paths the history tells how they differ", () => {
  const paths = { ids: ["a", "b"], types: [], notKinds: [], avoid: [], order: "SHORTEST" } as const;
  const text = (change: object): string => commandText({ do: "paths", paths: { ...paths, ...change } }, (id) => id.toUpperCase());
  assert.equal(text({}), "Asked for paths: A to B");
  assert.equal(
    text({ avoid: ["c"], notKinds: ["COUNTRY"], types: ["USED_IN", "MAKES"], order: "STRONGEST" }),
    "Asked for paths: A to B, only by used in, makes, not by countries, C, the firmest first",
  );
});
