import assert from "node:assert/strict";
import { test } from "node:test";
import { canvasPen } from "./canvas";
import { labeller } from "./labels";
import { legend, legendHeight, paintLegend } from "./legend";
import { satellitesAt, signsAt } from "./sizes";
import { fitting, panned, toGraph, toPicture, zoomed } from "./look";
import { paint } from "./paint";
import type { Pen } from "./pen";
import { svgPen } from "./svg";
import { kindNames, measure, nodeOf, randomScene } from "./testing";
import { type Theme, themes } from "./theme";
import { buildScene } from "../scene/build";
import { empty } from "../state/state";
import { kinds, statuses } from "../words";
import type { Scene } from "../scene/scene";

const size = { width: 1000, height: 700 };
const head = { ...size, background: "#ffffff", title: "Title", description: "Description" };

function svgOf(scene: Scene, theme: Theme = themes.light, scale = fitting(scene, size, labeller(measure)).scale): string {
  const pen = svgPen({ ...head, background: theme.background });
  const look = { ...fitting(scene, size, labeller(measure)), scale };
  paint(scene, pen, theme, look, labeller(measure)(scene, scale));
  return pen.written();
}

/** What a reader of XML finds wrong, or null. Knows as much of XML as the pen writes. */
function wrong(xml: string): string | null {
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(xml)) return "a character that XML can't hold";
  const open: string[] = [];
  let at = 0;
  const token = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>|[^<]+/gy;
  for (let match; (match = token.exec(xml)) !== null; at = token.lastIndex) {
    const [text, closing, name, attributes, alone] = match;
    const unescaped = /&(?!(amp|lt|gt|quot|#39);)/.exec(attributes ?? text);
    if (unescaped) return `a bare & at ${match.index}`;
    if (name === undefined) continue;
    const named = [...(attributes ?? "").matchAll(/ ([a-zA-Z-]+)=/g)].map(([, one]) => one);
    if (new Set(named).size < named.length) return `an attribute twice at ${match.index}`;
    if (closing === "/" && open.pop() !== name) return `a stray </${name}> at ${match.index}`;
    if (closing === "" && alone === "") open.push(name);
  }
  return at < xml.length ? `no XML at ${at}: ${xml.slice(at, at + 40)}` : open.length > 0 ? `not closed: ${open.join()}` : null;
}

const hostile = [
  `<script>alert("1")</script>`,
  `a & b &amp; c`,
  `"quoted" and 'quoted'`,
  `]]> --> <!-- <![CDATA[`,
  "control \u0000\u0001\u001B\u007F\uFFFE\uFFFF end",
  "lone \uD83D surrogate \uDE00",
  "مجموعة NSO \u202Eturned\u202C",
  "👩‍👩‍👧‍👦 family 🇮🇱 flag é",
  "",
  " \n\t ",
  "x".repeat(500),
  "${oops} `tick` \\u003c %3Cb%3E",
];

test("the SVG is well-formed, whatever names hold, and holds no markup of theirs", () => {
  for (const theme of Object.values(themes)) {
    const scene = randomScene(1, hostile.length, hostile);
    const written = svgOf(scene, theme, 2);
    assert.equal(wrong(written), null);
    assert.ok(!written.includes("<script"));
    assert.ok(written.includes("&lt;script&gt;"));
  }
  const pen = svgPen({ ...head, title: hostile.join(), description: hostile.join(), background: `"><b>` });
  assert.equal(wrong(pen.written()), null);
});

test("the reader of XML in these tests finds what is wrong", () => {
  assert.equal(wrong(`<a b="c">d &amp; e<f/></a>\n`), null);
  for (const bad of ["<a>", "<a></b>", "a & b", `<a b="<"/>`, `<a b="c" b="d"/>`, "<a", "\u0001"]) assert.ok(wrong(bad), bad);
});

test("the SVG has a title, a description, its texts as text, and a name for each node and line", () => {
  const scene = randomScene(2, 3, ["Apple", "NSO Group", "Pegasus"]);
  const written = svgOf(scene, themes.light, 2);
  assert.ok(written.includes(`<title id="title">Title</title>`));
  assert.ok(written.includes(`<desc id="description">Description</desc>`));
  for (const node of scene.nodes) {
    assert.ok(written.includes(`>${node.name}</text>`), node.name);
    assert.ok(written.includes(`<title>${node.name} (${kinds[node.kind]}`), node.name);
  }
  // What has signs says its name there too.
  const signed = scene.lines.filter((line) => signsAt(line, 2).signs.length > 0);
  assert.equal(written.split("<title>").length - 1, scene.nodes.length + scene.lines.length + signed.length);
});

test("the same scene gives the same SVG, byte by byte", () => {
  for (const theme of Object.values(themes)) assert.equal(svgOf(randomScene(5, 60), theme), svgOf(randomScene(5, 60), theme));
});

test("no number is lost on the way", () => {
  for (let seed = 1; seed <= 5; seed++) assert.doesNotMatch(svgOf(randomScene(seed, 40)), /NaN|Infinity|undefined|e-\d/);
});

/** Writes down what a pen is told. */
function recorder(): Pen & { readonly told: string[] } {
  const told: string[] = [];
  const note = (name: string) => (...values: readonly unknown[]) => void told.push(`${name} ${JSON.stringify(values)}`);
  const [moveTo, lineTo, curveTo, circle] = [note("move"), note("line"), note("curve"), note("circle")];
  const [close, ink, text, begin, end] = [note("close"), note("ink"), note("text"), note("begin"), note("end")];
  return { ...size, told, moveTo, lineTo, curveTo, circle, close, ink, text, begin: () => begin(), end };
}

/** A pen that hands everything on to both. */
function both(one: Pen, other: Pen): Pen {
  const pen = {} as Record<string, unknown>;
  for (const key of Object.keys(one) as (keyof Pen)[]) {
    const [a, b] = [one[key], other[key]];
    pen[key] = typeof a !== "function" ? a : (...values: unknown[]) => [a, b].forEach((f) => (f as (...v: unknown[]) => void)(...values));
  }
  return pen as unknown as Pen;
}

test("canvas and SVG are told the same, and what the canvas gets is what the pen was told", () => {
  const scene = randomScene(3, 40);
  const look = fitting(scene, size, labeller(measure));
  const labels = labeller(measure)(scene, look.scale);
  // A context that writes down what fills and strokes it gets.
  const got: string[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, key: string) => target[key] ?? ((...values: unknown[]) => void got.push(`${key} ${values.join()}`)),
    set: (target, key: string, value) => ((target[key] = value), true),
  }) as unknown as CanvasRenderingContext2D;
  const canvas = recorder();
  paint(scene, both(canvas, canvasPen(context, size.width, size.height, 1, "#ffffff")), themes.light, look, labels);
  const svg = recorder();
  const pen = svgPen(head);
  paint(scene, both(svg, pen), themes.light, look, labels);
  assert.deepEqual(canvas.told, svg.told);
  const count = (list: readonly string[], start: string) => list.filter((one) => one.startsWith(start)).length;
  assert.equal(count(got, "fillText"), count(svg.told, "text"));
  assert.equal(pen.written().split("<text").length - 1, count(svg.told, "text"));
  assert.equal(pen.written().split("<path").length - 1, count(svg.told, "ink"));
  assert.equal(count(got, "stroke ") + count(got, "fill "), svg.told.filter((one) => one.startsWith("ink")).reduce(
    (sum, one) => sum + Number(one.includes('"fill"')) + Number(one.includes('"stroke"')), 0));
});

test("only what is in the picture is painted", () => {
  const scene = randomScene(2, 60);
  const pen = recorder();
  paint(scene, pen, themes.light, { x: 1e6, y: 1e6, scale: 1 }, labeller(measure)(scene, 1));
  assert.deepEqual(pen.told.filter((one) => /^(begin|text|circle)/.test(one)), []);
});

test("labels go with their nodes, and thin out while one steps back", () => {
  const scene = randomScene(2, 60);
  const labels = labeller(measure)(scene, 1);
  const written = (of: Scene, scale: number) => {
    const pen = recorder();
    paint(of, pen, themes.light, { ...fitting(scene, { width: 4000, height: 4000 }, labeller(measure)), scale }, labels);
    return pen.told.filter((one) => one.startsWith("text"));
  };
  assert.ok(written(scene, 0.5).length < written(scene, 1).length / 2);
  const gone = { ...scene, nodes: [], lines: [] };
  assert.deepEqual(written(gone, 1).filter((one) => /NSO|Group/.test(one)), []);
});

test("the legend tells what occurs, and nothing else", () => {
  const scene = randomScene(1, 45);
  const titles = (of: Scene) => legend(of).flatMap((part) => part.items.map((item) => item.text.toLowerCase()));
  for (const kind of kindNames) assert.ok(titles(scene).includes(kinds[kind]), kind);
  for (const status of Object.values(statuses)) assert.ok(titles(scene).includes(status), status);
  const plain = { ...scene.nodes[0]!, kind: "LAWSUIT" as const, hidden: 0, pinned: false, change: null };
  assert.deepEqual(titles({ ...scene, nodes: [plain], lines: [] }), ["lawsuit"]);
  assert.deepEqual(legend({ lines: [], nodes: [], guides: [], bounds: null }), []);
  const line = { ...scene.lines[0]!, status: "DENIED" as const, contested: false, ended: false, change: null };
  assert.deepEqual(titles({ ...scene, nodes: [plain], lines: [line] }), ["lawsuit", statuses.DENIED]);
});

test("the signs of a legend are to be seen", () => {
  const nodes = [{ ...randomScene(1, 45).nodes[0]!, hidden: 3, pinned: true }];
  const signs = legend({ lines: [], nodes, guides: [], bounds: null }).find((part) => part.title === "Signs")!;
  const seen = signs.items.map(({ sample }) => ("node" in sample ? satellitesAt(sample.node, 1) : null));
  assert.ok(seen[0]?.hidden && seen[1]?.pin);
});

test("a legend can be painted in any width, and takes the room that it says", () => {
  const parts = legend(randomScene(1, 45));
  for (const width of [150, 600, 2000]) {
    const height = legendHeight(parts, width, measure);
    const pen = recorder();
    paintLegend(parts, 0, 0, width, pen, themes.light, measure);
    const lowest = pen.told.filter((one) => one.startsWith("text")).map((one) => JSON.parse(one.slice(5))[2] as number);
    assert.ok(Math.max(...lowest) <= height && Math.max(...lowest) > height - 40);
  }
  assert.ok(legendHeight(parts, 2000, measure) < legendHeight(parts, 150, measure));
});

test("looks: what is under the pointer stays there; all is seen when all is to be seen", () => {
  const look = { x: 10, y: -20, scale: 0.7 };
  const at = { x: 123, y: 456 };
  const before = toGraph(look, size, at);
  const after = toGraph(zoomed(look, size, at, 1.9), size, at);
  assert.ok(Math.hypot(before.x - after.x, before.y - after.y) < 1e-9);
  const there = toPicture(panned(look, at, { x: 200, y: 300 }), size, before);
  assert.ok(Math.hypot(there.x - 200, there.y - 300) < 1e-9);
  const scene = randomScene(9, 300);
  const all = fitting(scene, size, labeller(measure));
  for (const node of scene.nodes) {
    const { x, y } = toPicture(all, size, node);
    assert.ok(x > 0 && y > 0 && x < size.width && y < size.height);
  }
});

test("statuses differ by their strokes or signs, not only by colour", () => {
  const scene = randomScene(1, 4);
  const line = { ...scene.lines[0]!, start: { x: 0, y: 0 }, end: { x: 200, y: 0 }, bend: null, contested: false, ended: false, change: null };
  const drawn = Object.keys(statuses).map((status) => {
    const pen = recorder();
    const only = { ...scene, nodes: [], guides: [], lines: [{ ...line, status: status as keyof typeof statuses }] };
    paint(only, pen, themes.forced, { x: 100, y: 0, scale: 1 }, { scale: 1, names: [], words: [] });
    return pen.told.join("\n");
  });
  assert.equal(new Set(drawn).size, drawn.length);
});

test("kinds differ by shape and icon, not only by colour", () => {
  const scene = randomScene(1, 15);
  const drawn = kindNames.map((kind) => {
    const node = { ...nodeOf(scene, "e5"), kind, x: 0, y: 0, name: "" };
    const pen = recorder();
    const only = { ...scene, nodes: [node], guides: [], lines: [] };
    paint(only, pen, themes.forced, { x: 0, y: 0, scale: 1 }, { scale: 1, names: [], words: [] });
    return pen.told.join("\n");
  });
  assert.equal(new Set(drawn).size, kindNames.length);
});

/** Of two colours as #rrggbb, by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r, g, blue] = [1, 3, 5].map((i) => {
      const c = parseInt(colour.slice(i, i + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * blue!;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

test("colours stand out: texts by 4.5 to 1, rims, lines and icons by 3 to 1", () => {
  assert.ok(Math.abs(contrast("#ffffff", "#000000") - 21) < 0.01);
  for (const theme of [themes.light, themes.dark]) {
    const least = (colour: string, ratio: number, on = theme.background) =>
      assert.ok(contrast(colour, on) >= ratio, `${theme.name}: ${colour} on ${on} is ${contrast(colour, on)}`);
    for (const colour of [theme.text, theme.quietText]) least(colour, 4.5);
    least(theme.onBadge, 4.5, theme.badge);
    const strokes = [theme.line, theme.firmLine, theme.fadedLine, theme.selected, theme.focused, theme.highlighted, theme.mark];
    for (const colour of [...strokes, ...Object.values(theme.changes)]) least(colour, 3);
    for (const sign of [theme.mark, ...Object.values(theme.changes)]) least(theme.onMark, 3, sign);
    for (const { fill, rim, icon } of Object.values(theme.kinds)) {
      least(rim, 3);
      least(fill, 3);
      least(icon, 3, fill);
    }
  }
});

test("forced colours are those that the system names", () => {
  const allowed = /^(Canvas|CanvasText|LinkText|GrayText|Highlight|HighlightText)$/;
  const colours = svgOf(randomScene(3, 60), themes.forced, 1).matchAll(/ (?:fill|stroke)="([^"]+)"/g);
  for (const [, colour] of colours) assert.match(colour!, /^none$/.test(colour!) ? /none/ : allowed);
});

test("an empty scene is an empty picture", () => {
  const shades = empty.shades;
  const graph = { entities: new Map(), relations: [], hidden: new Map(), changes: new Map() };
  const scene = buildScene({ graph, nodes: [], guides: [], shades, selected: [], focused: null, highlighted: [] });
  assert.doesNotMatch(svgOf(scene), /<path|<text/);
});
