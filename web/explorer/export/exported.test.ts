import assert from "node:assert/strict";
import { test } from "node:test";
import { relationsTable } from "./columns";
import { csv } from "./csv";
import type { Evidence } from "./evidence";
import { fileName, printed } from "./export";
import type { Exported, Shown } from "./exported";
import { exported, json, mainOf, sourceText } from "./exported";
import { gexf } from "./gexf";
import { graphml } from "./graphml";
import { svg } from "./picture";
import { all, claim, entity, evidenceOf, hostile, measure, readCsv, readXml, relation, shown, source } from "./testing";

const at = new Date("2026-11-30T09:30:15.123Z");
const address = "http://127.0.0.1:8080/#abc";
const content = (now: Shown, evidence: Evidence = evidenceOf([], [])): Exported =>
  exported(now, printed(now), evidence, address, at);

// Everything in it that is text of others is hostile.
function hostilePicture(): { readonly now: Shown; readonly evidence: Evidence } {
  const entities = hostile.map((name, i) => entity(`entity-${i}`, name, { summary: name }));
  const relations = entities.slice(1).map((to, i) => relation(`relation:${i}`, entities[i]!.id, to.id, { label: hostile[i]! }));
  const claims = relations.map((one, i) =>
    claim(`claim:${i}`, one.id, `source:${i}`, {
      statement: hostile[i]!,
      note: hostile[i]!,
      attributedTo: [{ id: "entity-0", name: hostile[i]! }],
    }),
  );
  const sources = claims.map((one, i) =>
    source(one.source.id, { title: hostile[i]!, url: hostile[i]!, publishers: [{ id: "p", name: hostile[i]! }] }),
  );
  return { now: shown(entities, relations), evidence: evidenceOf(claims, sources) };
}

test("what is hidden is left out and counted, what is dimmed is told", () => {
  const entities = [entity("a", "A"), entity("b", "B", { kind: "COUNTRY" }), entity("c", "C"), entity("d", "D", { visible: false })];
  const relations = [relation("relation:ab", "a", "b"), relation("relation:ac", "a", "c"), relation("relation:ca", "c", "a", { status: "DENIED" })];
  const shades = { kind: { COUNTRY: "hidden" }, type: {}, status: { DENIED: "dimmed" }, collection: {} } as const;
  const { about, entities: left, relations: lines } = content(shown(entities, relations, { shades }));
  assert.deepEqual(left.map(({ id, dimmed }) => [id, dimmed]), [["a", false], ["c", false], ["d", true]]);
  assert.deepEqual(lines.map(({ id, dimmed }) => [id, dimmed]), [["relation:ac", false], ["relation:ca", true]]);
  assert.deepEqual(about.hidden, { entities: 1, relations: 1, values: ["country"] });
});

test("lens, comparison, licences and statuses are told in words", () => {
  const now = shown([entity("a", "A"), entity("b", "B")], [relation("relation:ab", "a", "b", { collections: ["second", "first"] })], {
    lens: { knownAt: "2021-11-30", minOrigins: 2 },
    against: {},
  });
  const { about } = content(now);
  assert.equal(about.lens.text, "known by 2021-11-30, at least 2 origins");
  assert.equal(about.lens.minOrigins, 2);
  assert.equal(about.against?.text, "everything");
  assert.equal(about.exportedAt, "2026-11-30T09:30:15Z");
  assert.deepEqual(about.licences, [
    { collection: "first", title: "The first", licence: "CC-BY-4.0" },
    { collection: "second", title: null, licence: null },
  ]);
  assert.deepEqual(about.statuses, [{ status: "STATED", words: "stated as fact", meaning: "It is told as fact." }]);
});

test("sources that are read come first, by date; then those that are only credited", () => {
  const now = shown([entity("a", "A"), entity("b", "B")], [relation("relation:ab", "a", "b")]);
  const claims = [
    claim("claim:1", "relation:ab", "source:late", { credits: [{ source: { id: "source:word" } }] }),
    claim("claim:2", "relation:ab", "source:early"),
    claim("claim:3", "relation:ab", "source:early"),
    claim("claim:4", "relation:ab", "source:undated", { credits: [{ source: { id: "source:early" } }] }),
  ];
  const sources = [
    source("source:undated"),
    source("source:late", { published: "2021-11" }),
    source("source:word"),
    source("source:early", { published: "2019" }),
  ];
  assert.deepEqual(
    content(now, evidenceOf(claims, sources)).sources.map(({ number, id, claims: count }) => [number, id, count]),
    [[1, "source:early", 2], [2, "source:late", 1], [3, "source:undated", 1], [4, "source:word", 0]],
  );
});

test("sources of origins are told, be they neither read nor credited here; each by a name", () => {
  const now = shown([entity("a", "A"), entity("b", "B")], [relation("relation:ab", "a", "b")]);
  const sources = [source("source:read", { title: "X", published: "2021-11", when: "November 2021" }), source("source:root", { sourceName: "The Post report of 2021" })];
  const evidence = evidenceOf([claim("claim:1", "relation:ab", "source:read")], sources);
  const whole = content(now, { ...evidence, origins: new Map([["relation:ab", ["source:root"]]]) });
  assert.deepEqual(whole.relations[0]!.origins, ["source:root"]);
  assert.deepEqual(whole.sources.map(sourceText), ["X, November 2021", "The Post report of 2021, known from those who have it from there"]);
  const [head, row] = relationsTable(whole);
  assert.equal(row![head!.indexOf("origins")], "The Post report of 2021");
  const written = all(readXml(svg(printed(now), whole, measure)), "text").map((one) => one.text);
  assert.ok(written.some((text) => text.startsWith("The Post report of 2021")), "printed below the picture");
});

test("a file is called after its day and the first selected or the most connected entity", () => {
  const entities = [entity("a", "A"), entity("nso-group", "NSO Group", { degree: 9 }), entity("c", "C", { degree: 9 })];
  const named = (selected: readonly string[]): string => {
    const now = shown(entities, [], { selected });
    return fileName("svg", mainOf(now, printed(now)), at);
  };
  assert.equal(named(["relation:x", "nso-group", "a"]), "actorgraph-2026-11-30-nso-group.svg");
  assert.equal(named([]), "actorgraph-2026-11-30-c.svg");
  assert.equal(fileName("csv", "../../Éa\u202E\\b:*?\u0000", at), "actorgraph-2026-11-30-a-b.csv");
  assert.equal(fileName("csv", null, at), "actorgraph-2026-11-30.csv");
});

test("hostile texts are whole in JSON", () => {
  const { now, evidence } = hostilePicture();
  const read = JSON.parse(json(content(now, evidence))) as Exported;
  assert.deepEqual(read.entities.map((one) => one.name), hostile);
  assert.deepEqual(read.sources.map((one) => one.title), hostile.slice(0, -1));
});

test("hostile texts neither break a table nor run in it", () => {
  const { now, evidence } = hostilePicture();
  const [head, ...rows] = readCsv(csv(relationsTable(content(now, evidence))).slice(1));
  assert.equal(rows.length, hostile.length - 1);
  for (const row of rows) {
    assert.equal(row.length, head!.length);
    for (const cell of row) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
    // One claim is one line.
    assert.doesNotMatch(row[head!.indexOf("claim_statements")]!, /[\r\n]/);
  }
});

test("the n-th lines of all columns of claims belong together", () => {
  const now = shown([entity("a", "A"), entity("b", "B")], [relation("relation:ab", "a", "b")]);
  const claims = [
    claim("claim:1", "relation:ab", "source:x", { locator: { paragraph: 7, page: null, part: "BODY" } }),
    claim("claim:2", "relation:ab", "source:y", { stance: "DENIES", collection: "second" }),
  ];
  const sources = [source("source:x", { title: "X", published: "2021" }), source("source:y", { url: "http://example.org/" })];
  const [head, row] = relationsTable(content(now, evidenceOf(claims, sources)));
  const cells = Object.fromEntries(head!.map((name, i) => [name, row![i]]));
  assert.equal(cells["from_name"], "A");
  assert.equal(cells["to_id"], "b");
  assert.equal(cells["claim_stances"], "says so\ndenies it");
  assert.equal(cells["source_names"], "X\nThe report source:y");
  assert.equal(cells["source_dates"], "2021\n–");
  assert.equal(cells["source_places"], "¶ 7\n–");
  assert.equal(cells["source_addresses"], "–\nhttp://example.org/");
  // What no claim tells is an empty cell, and no line breaks.
  assert.equal(cells["claim_attributed_to"], "");
  assert.match(csv([head!, row!]), /,"in the document\nin the document",,/);
  assert.equal(cells["claim_collections"], "first\nsecond");
  assert.equal(cells["lens"], "everything");
  assert.equal(cells["exported_at"], "2026-11-30T09:30:15Z");
  assert.equal(cells["licences"], "first: CC-BY-4.0; second: no licence is stated");
});

test("GEXF is well-formed, and every end and value is declared", () => {
  const { now, evidence } = hostilePicture();
  const root = readXml(gexf(content(now, evidence)));
  assert.equal(root.attributes.get("version"), "1.3");
  const nodes = all(root, "node");
  const edges = all(root, "edge");
  assert.equal(nodes.length, hostile.length);
  assert.equal(edges.length, hostile.length - 1);
  const ids = new Set(nodes.map((node) => node.attributes.get("id")));
  for (const edge of edges) assert.ok(ids.has(edge.attributes.get("source")) && ids.has(edge.attributes.get("target")));
  for (const [kind, rows] of [["node", nodes], ["edge", edges]] as const) {
    const declared = all(root, "attributes").find((one) => one.attributes.get("class") === kind)!;
    const names = new Set(all(declared, "attribute").map((one) => one.attributes.get("id")));
    for (const value of rows.flatMap((row) => all(row, "attvalue"))) assert.ok(names.has(value.attributes.get("for")));
  }
  assert.equal(nodes[0]!.attributes.get("label"), hostile[0]);
  // The second stands 60 lower; in GEXF y grows upwards.
  assert.deepEqual(all(nodes[1]!, "viz:position").map((one) => [one.attributes.get("x"), one.attributes.get("y")]), [["100", "-60"]]);
  assert.match(all(root, "description")[0]!.text, /Seen through the lens: everything\.\n[^]*first: CC-BY-4\.0[^]*Source 1: /);
});

test("GraphML is well-formed, every key is declared once and for what it is used", () => {
  const { now, evidence } = hostilePicture();
  const root = readXml(graphml(content(now, evidence)));
  const keys = new Map(all(root, "key").map((key) => [key.attributes.get("id"), key.attributes.get("for")]));
  assert.equal(keys.size, all(root, "key").length);
  for (const kind of ["graph", "node", "edge"] as const) {
    for (const one of all(root, kind)) {
      for (const data of one.children.filter((child) => child.name === "data")) {
        assert.equal(keys.get(data.attributes.get("key")), kind);
      }
    }
  }
  const told = (name: string): string | undefined =>
    all(root, "data").find((data) => data.attributes.get("key") === `graph_${name}`)?.text;
  assert.equal(told("lens"), "everything");
  assert.equal(told("exported_at"), "2026-11-30T09:30:15Z");
  assert.equal(told("licences"), "first: CC-BY-4.0");
  assert.equal(told("sources")?.split("\n").length, hostile.length - 1);
  assert.equal(all(root, "node").length, hostile.length);
  assert.equal(all(root, "edge").length, hostile.length - 1);
});

test("an SVG file is well-formed and holds the data from which it is drawn", () => {
  const { now, evidence } = hostilePicture();
  const whole = content(now, evidence);
  const root = readXml(svg(printed(now), whole, measure));
  const metadata = all(root, "metadata");
  assert.deepEqual(metadata.map((one) => one.attributes.get("id")), ["actorgraph"]);
  assert.deepEqual(JSON.parse(metadata[0]!.text), JSON.parse(json(whole)));
  assert.deepEqual(all(root, "script"), []);
  const written = all(root, "text").map((one) => one.text);
  for (const text of ["Company", "everything", address, "first: CC-BY-4.0", "Sources"]) assert.ok(written.includes(text), text);
});
