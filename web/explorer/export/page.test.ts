import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pen } from "../painting/pen";
import { light } from "../painting/theme";
import type { Evidence } from "./evidence";
import { printed } from "./export";
import type { Shown } from "./exported";
import { exported } from "./exported";
import type { Page } from "./page";
import { largest, layPage, wrapped } from "./page";
import { densityOf } from "./picture";
import { claim, entity, evidenceOf, measure, relation, shown, source } from "./testing";

const layOut = (now: Shown, evidence: Evidence = evidenceOf([], []), address = "http://127.0.0.1:8080/#abc"): Page => {
  const scene = printed(now);
  return layPage(scene, exported(now, scene, evidence, address, new Date("2026-11-30T09:30:15Z")), measure);
};

interface Written {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** All that is written on a page, turned text aside. */
function writtenOn(page: Page): readonly Written[] {
  const found: Written[] = [];
  const nothing = (): void => undefined;
  const pen: Pen = {
    width: page.width,
    height: page.height,
    moveTo: nothing,
    lineTo: nothing,
    curveTo: nothing,
    circle: nothing,
    close: nothing,
    ink: nothing,
    begin: nothing,
    end: nothing,
    text(text, x, y, { size, align, angle }) {
      if (angle) return;
      const wide = measure(text, size);
      const left = x - (align === "start" ? 0 : align === "end" ? wide : wide / 2);
      found.push({ text, left, right: left + wide, y });
    },
  };
  page.paint(pen, light);
  return found;
}

const pair = (): Shown => shown([entity("a", "A"), entity("b", "B")], [relation("relation:ab", "a", "b")]);

function sourced(count: number): Evidence {
  const ids = Array.from({ length: count }, (_, i) => `source:${i}`);
  const claims = ids.map((id, i) => claim(`claim:${i}`, "relation:ab", id));
  return evidenceOf(claims, ids.map((id) => source(id, { title: `${"A long title ".repeat(9)}${id}`, url: `http://example.org/${"x".repeat(300)}` })));
}

test("nothing is written beyond the edges of the page", () => {
  const names = ["W".repeat(400), "Two words ".repeat(30), "short"];
  const crowd = shown(names.map((name, i) => entity(`e${i}`, name, { degree: 10 * i })), []);
  for (const page of [layOut(pair(), sourced(40)), layOut(crowd)]) {
    const written = writtenOn(page);
    assert.ok(written.length > 5);
    for (const { text, left, right, y } of written) {
      assert.ok(left >= 0 && right <= page.width && y > 0 && y < page.height, text);
    }
  }
});

test("no two lines of text lie upon each other", () => {
  const written = writtenOn(layOut(pair(), sourced(40)));
  for (const [i, a] of written.entries()) {
    for (const b of written.slice(i + 1)) {
      const apart = a.right <= b.left || b.right <= a.left || Math.abs(a.y - b.y) >= 10;
      assert.ok(apart, `${a.text} and ${b.text}`);
    }
  }
});

test("sources are numbered; what is more than sixty is counted", () => {
  const numbers = (count: number): readonly string[] =>
    writtenOn(layOut(pair(), sourced(count))).map(({ text }) => text).filter((text) => /^(\d+\.|… and .*)$/.test(text));
  assert.deepEqual(numbers(2), ["1.", "2."]);
  assert.equal(numbers(60).length, 60);
  assert.equal(numbers(63).length, 61);
  assert.match(numbers(63).at(-1)!, /^… and 3 more sources/);
});

test("an address that nobody types is not printed", () => {
  const texts = writtenOn(layOut(pair(), evidenceOf([], []), `http://127.0.0.1:8080/#${"x".repeat(5000)}`)).map(({ text }) => text);
  assert.ok(!texts.some((text) => text.includes("xxxxx")));
  assert.ok(texts.some((text) => text.startsWith("http://127.0.0.1:8080, ")));
});

test("a page is never larger than what browsers paint, whatever the picture", () => {
  const wide = shown(Array.from({ length: 400 }, (_, i) => entity(`e${i}`, `Entity ${i}`)), []);
  const far = shown([entity("a", "A"), entity("b", "B")], [], {
    nodes: [
      { id: "a", x: -1e7, y: 0, pinned: false },
      { id: "b", x: 1e7, y: 1e7, pinned: false },
    ],
  });
  for (const page of [layOut(wide), layOut(far), layOut(pair())]) {
    const density = densityOf(page);
    assert.ok(Math.max(page.width, page.height) * density <= 16_000);
    assert.ok(page.width * page.height * density ** 2 <= 100e6 * 1.0001);
  }
  assert.equal(densityOf(layOut(pair())), 2);
  assert.ok(layOut(wide).width <= largest.side);
});

test("text is broken at spaces, and within what is wider than a line", () => {
  const width = measure("x".repeat(10), 12);
  assert.deepEqual(wrapped("one two three  four", width, measure), ["one two", "three four"]);
  assert.deepEqual(wrapped("a abcdefghijklmnop b", width, measure), ["a", "abcdefghij", "klmnop b"]);
  assert.deepEqual(wrapped("", width, measure), [""]);
});
