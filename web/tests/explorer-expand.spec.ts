// Bringing what surrounds an entity, by type and direction, and taking it away again.
import { button, clickOn, header, idsOf, listed, open, openAround, panel, until } from "./explorer";
import { expect, test } from "./page";
import { relationsOf } from "./seed";

/** What brings all that is left. */
const rest = (left: number) => (left === 1 ? "The one" : left <= 25 ? `All ${left}` : "Up to 25, the most connected first");

const other = (id: string) => (one: { from: string; to: string }) => (one.from === id ? one.to : one.from);

test("types and directions are told with their numbers before anything is loaded", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=nso-group");
  const all = relationsOf("nso-group");
  await panel(page).getByText(`Bring what surrounds it: ${all.length} relations are not shown`).click();
  const rows = await panel(page).locator(".around li button").allInnerTexts();
  const numbers = rows.slice(1).map((row) => Number(/: (\d+)/.exec(row)?.[1]));
  const counts = new Map<string, number>();
  for (const { type, from } of all) {
    const key = type === "ASSOCIATED_WITH" ? type : `${type} ${from === "nso-group"}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(numbers.sort()).toEqual([...counts.values()].sort());
  expect(rows).toEqual(expect.arrayContaining(["Up to 25, the most connected first", "makes: 2", "owned by: 4", "supplies: 7", "is defendant in: 3"]));
  expect(await listed(page)).toEqual({ "NSO Group": [0, all.length] });
});

test("one type in one direction is brought, and collapsing takes just that away", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=nso-group,whatsapp-v-nso-group");
  await clickOn(page, "nso-group");
  await openAround(page);
  await button(page, "is defendant in: 2").click();
  const suits = relationsOf("nso-group", "DEFENDANT_IN").map(other("nso-group"));
  const sued = await until(page, "the other suits come", ({ nodes }) => nodes.length === 4);
  expect(idsOf(sued)).toEqual(["nso-group", ...suits].sort());

  // Apple v. NSO Group is expanded, too. What both brought stays when one of them is collapsed.
  await clickOn(page, "apple-v-nso-group");
  await expect(panel(page).getByRole("heading", { name: /Apple v. NSO Group$/ })).toBeVisible();
  await openAround(page);
  const there = new Set(idsOf(sued));
  const away = relationsOf("apple-v-nso-group").filter((one) => !there.has(other("apple-v-nso-group")(one)));
  await button(page, `All ${away.length}`).click();
  const around = relationsOf("apple-v-nso-group").map(other("apple-v-nso-group"));
  const more = await until(page, "its neighbours come", ({ nodes }) => nodes.length > 4);
  expect(idsOf(more)).toEqual([...new Set(["nso-group", ...suits, ...around])].sort());

  await clickOn(page, "apple-v-nso-group");
  await button(page, "Collapse").click();
  expect(idsOf(await until(page, "its own go", ({ nodes }) => nodes.length === 4))).toEqual(idsOf(sued));
  await header(page, "Undo").click();
  await until(page, "they are back", (chart) => idsOf(chart).join() === idsOf(more).join());
  await clickOn(page, "nso-group");
  await button(page, "Collapse").click();
  // It was added by itself, and so was the suit of WhatsApp; the one of Apple stays as what it was expanded from brought nothing else.
  const left = await until(page, "the rest of the suits go", (chart) => !idsOf(chart).includes("el-faro-v-nso-group"));
  expect(idsOf(left)).toEqual(expect.arrayContaining(["nso-group", "whatsapp-v-nso-group"]));
  expect(idsOf(left).filter((id) => id !== "whatsapp-v-nso-group" && id !== "nso-group" && !around.includes(id))).toEqual([]);
});

test("what is hidden is a number that gets smaller as it is fetched, to nothing", async ({ page }) => {
  await open(page, "/?entities=pegasus");
  const all = relationsOf("pegasus");
  const neighbours = new Set(all.map(other("pegasus")));
  expect(await listed(page)).toEqual({ Pegasus: [0, all.length] });
  await page.getByRole("tab", { name: "Evidence" }).click();
  await openAround(page);
  await button(page, "Up to 25, the most connected first").click();
  await until(page, "25 come", ({ nodes }) => nodes.length === 26);
  expect((await listed(page))["Pegasus"]).toEqual([25, all.length - 25]);
  await page.getByRole("tab", { name: "Evidence" }).click();
  await openAround(page);
  await button(page, rest(all.length - 25)).click();
  await until(page, "the others come", ({ nodes }) => nodes.length === neighbours.size + 1);
  expect((await listed(page))["Pegasus"]).toEqual([all.length, 0]);
  await page.getByRole("tab", { name: "Evidence" }).click();
  await expect(panel(page).getByText(/Bring what surrounds it/)).toHaveCount(0);
});

test("a single relation is not called many", async ({ page }) => {
  // He is based there, and was targeted.
  expect(relationsOf("omar-radi").map(({ type }) => type).sort()).toEqual(["BASED_IN", "TARGETED"]);
  await open(page, "/?entities=omar-radi,morocco");
  await openAround(page);
  await button(page, "The one").click();
  await until(page, "the act comes", (chart) => idsOf(chart).includes("targeting-of-omar-radi"));
});
