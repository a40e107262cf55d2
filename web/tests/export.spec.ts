// Files of the picture, as the page saves them, on the data that the program comes with.
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { inflateSync } from "node:zlib";
import type { Exported } from "../explorer/export/export";
import { pack } from "../explorer/state/address";
import type { State } from "../explorer/state/state";
import { empty } from "../explorer/state/state";
import { expect, test } from "./page";

// An article of the seed says of NSO Group that it is based in Israel and makes Pegasus.
const title = "Israel bans cyber tech sales to 65 countries following NSO affair";
const lens = "known by 2021-11-30";
const licence = "CC-BY-4.0 for the statements and the data";
const names = ["NSO Group", "Pegasus", "Israel"];

const picture: State = {
  ...empty,
  nodes: ["nso-group", "pegasus", "israel", "candiru"].map((id, i) => ({ id, x: 200 * i, y: 150 * (i % 2), pinned: false })),
  lens: { knownAt: "2021-11-30" },
  selected: ["pegasus"],
};

async function open(page: Page, state: State): Promise<void> {
  await page.goto(`/#${await pack(state)}`);
  await expect(page.getByRole("button", { name: "Export", exact: true })).toBeEnabled();
  await page.waitForLoadState("networkidle");
}

/** Saves the picture by the menu, as a user does. */
async function save(page: Page, format: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("group", { name: "Export" }).getByRole("button", { name: format }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What the browser makes of an XML file: its root element and how many elements there are of a name. */
function parsed(page: Page, xml: string, name: string): Promise<{ readonly root: string; readonly wrong: number; readonly count: number }> {
  return page.evaluate(
    ([text, wanted]) => {
      const read = new DOMParser().parseFromString(text!, "application/xml");
      const count = (it: string): number => read.getElementsByTagName(it).length;
      return { root: read.documentElement.tagName, wrong: count("parsererror"), count: count(wanted!) };
    },
    [xml, name],
  );
}

for (const [format, root] of [["SVG", "svg"], ["CSV", null], ["JSON", null], ["GEXF", "gexf"], ["GraphML", "graphml"]] as const) {
  test(`${format} holds names, lens, date, sources and licences`, async ({ page }) => {
    await open(page, picture);
    const { name, bytes } = await save(page, format);
    expect(name).toMatch(new RegExp(`^actorgraph-\\d{4}-\\d\\d-\\d\\d-pegasus\\.${format.toLowerCase()}$`));
    const text = bytes.toString("utf8");
    for (const part of [...names, title, lens, licence, new Date().toISOString().slice(0, 10)]) expect(text).toContain(part);
    if (root !== null) expect(await parsed(page, text, root)).toEqual({ root, wrong: 0, count: 1 });
  });
}

test("what has become known is told in files as on the canvas", async ({ page }) => {
  await open(page, { ...picture, lens: { knownAt: "2019-01-01" }, against: { knownAt: "2021-11-30" } });
  const read = JSON.parse((await save(page, "JSON")).bytes.toString("utf8")) as Exported;
  expect(read.about.lens).toEqual({ knownAt: "2019-01-01", text: "known by 2019-01-01" });
  expect(read.about.against).toEqual({ knownAt: "2021-11-30", text: lens });
  const makes = read.relations.find(({ type, from, to }) => type === "MAKES" && from === "nso-group" && to === "pegasus");
  expect(makes?.change).toBe("lost");
  // It has the claims of the lens through which it is seen.
  const sources = new Map(read.sources.map((source) => [source.id, source]));
  expect(makes?.claims.map((claim) => sources.get(claim.source)?.title)).toContain(title);
});

test("a picture of everything has every claim on what is drawn", async ({ page, request }) => {
  const ask = async (query: string, variables: object): Promise<Record<string, { readonly nodes: { readonly id: string }[]; readonly totalCount: number }>> =>
    (await (await request.post("/graphql", { data: { query, variables } })).json()).data;
  const { entities } = await ask("{ entities(first: 500) { nodes { id } totalCount } }", {});
  expect(entities!.totalCount).toBeLessThanOrEqual(500);
  const nodes = entities!.nodes.map(({ id }, i) => ({ id, x: (i % 25) * 160, y: Math.floor(i / 25) * 120, pinned: false }));
  await open(page, { ...empty, nodes });
  const read = JSON.parse((await save(page, "JSON")).bytes.toString("utf8")) as Exported;
  expect(read.entities.length).toBe(entities!.totalCount);
  const ids = read.relations.map((relation) => relation.id);
  let told = 0;
  for (let i = 0; i < ids.length; i += 500) {
    const some = ids.slice(i, i + 500);
    told += (await ask("query ($ids: [ID!]!) { claims(where: { fact: { in: $ids } }, first: 1) { totalCount } }", { ids: some })).claims!.totalCount;
  }
  // More than the server hands out at once.
  expect(told).toBeGreaterThan(500);
  expect(read.relations.flatMap((relation) => relation.claims).length).toBe(told);
  expect(read.relations.filter((relation) => relation.claims.length === 0)).toEqual([]);
});

test("PNG is a picture, and holds the data from which it is drawn", async ({ page }) => {
  await open(page, picture);
  const { name, bytes } = await save(page, "PNG");
  expect(name).toMatch(/-pegasus\.png$/);
  const start = Buffer.from("actorgraph\0\x01\0\0\0", "latin1");
  // After the signature, and IHDR of 13 bytes.
  const length = bytes.readUInt32BE(33);
  const body = bytes.subarray(41, 41 + length);
  expect(bytes.toString("latin1", 37, 41)).toBe("iTXt");
  expect(body.subarray(0, start.length)).toEqual(start);
  const read = JSON.parse(inflateSync(body.subarray(start.length)).toString("utf8")) as Exported;
  expect(read.about.lens.text).toBe(lens);
  expect(read.entities.map((entity) => entity.name)).toEqual(expect.arrayContaining(names));
  expect(read.sources.map((source) => source.title)).toContain(title);
  expect(read.about.licences.map((one) => one.licence ?? "").join()).toContain(licence);

  const seen = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const dots = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    return { width: image.width, colours: new Set(dots).size, corner: dots[0], inked: dots.filter((dot) => dot !== dots[0]).length };
  }, bytes.toString("base64"));
  expect(seen.width).toBeGreaterThan(1000);
  expect(seen.corner).toBe(0xffffffff);
  expect(seen.colours).toBeGreaterThan(50);
  expect(seen.inked).toBeGreaterThan(10_000);
});

test("what could not be read is told, and nothing is saved", async ({ page, trouble }) => {
  await open(page, picture);
  trouble.allow(/503/);
  await page.route("/graphql", (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/json",
      body: JSON.stringify({ errors: [{ message: "The store does not answer.", extensions: { code: "STORE_UNAVAILABLE" } }] }),
    }),
  );
  let saved = false;
  page.on("download", () => (saved = true));
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("group", { name: "Export" }).getByRole("button", { name: "CSV" }).click();
  await expect(page.getByText("The store does not answer.")).toBeVisible();
  expect(saved).toBe(false);
});
