import assert from "node:assert/strict";
import { test } from "node:test";
import { hostile, readXml } from "./testing";
import { element, escape, xml } from "./xml";

// What XML 1.0 can hold (production 2).
const possible = (text: string): string =>
  [...text].filter((letter) => /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]$/u.test(letter)).join("");

test("all that XML can hold is read back, in attributes and in text; the rest is left out", () => {
  for (const text of [...hostile, " \t\r\n ", "\uFFFD\uD7FF\uE000\u{10FFFF}", "\u0001\uFFFE\uFFFF\uDBFF"]) {
    const root = readXml(xml(element("root", { said: text }, element("text", {}, escape(text)))));
    assert.equal(root.attributes.get("said"), possible(text));
    assert.equal(root.children[0]!.text, possible(text));
  }
});

test("attributes without a value are left out; false, 0 and an empty text are values", () => {
  assert.equal(element("a", { b: null, c: false, d: 0, e: "" }), `<a c="false" d="0" e=""/>\n`);
});
