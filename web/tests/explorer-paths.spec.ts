// How two entities are connected, as a list and in the picture.
import { button, clickOn, idsOf, open, paintOf, panel, rest, until } from "./explorer";
import { expect, test } from "./page";

const ends = "/?paths=nso-group,jamal-khashoggi";

/** The steps of the first paths, as they read. */
const listed = (page: Parameters<typeof open>[0]) => panel(page).getByRole("listitem", { name: /^Path of/ });

test("each path is listed with the support of each hop, the weakest ones named", { tag: "@stores" }, async ({ page }) => {
  const chart = await open(page, ends);
  await expect(panel(page).getByRole("heading", { name: "NSO Group to Jamal Khashoggi" })).toBeVisible();
  // As README.md has it: by a sale that is alleged, or by a use that is.
  const sale = listed(page).filter({ hasText: "Acquisition of NSO spyware by Saudi Arabia" }).first();
  await expect(sale.locator(".hop")).toHaveText([
    /^sells in alleged 1 origin at least, one of the weakest steps$/,
    /^has the buyer alleged 1 origin at least, one of the weakest steps$/,
    /^has the citizen stated as fact 1 origin at least$/,
  ]);
  // Where all stand alike, none is the weakest; what is over says so.
  const listing = listed(page).filter({ hasText: "Israel cyber export list" }).first();
  await expect(listing).toContainText("No step is weaker than the others.");
  await expect(listing).not.toContainText("weakest");
  const use = listed(page).filter({ hasText: "Saudi surveillance of Jamal Khashoggi with Pegasus" }).first();
  await expect(use.locator(".hop")).toHaveText([/^makes stated as fact/, /^used in alleged/, /^targeted alleged/]);
  expect(idsOf(chart)).toEqual(expect.arrayContaining(["acquisition-of-nso-spyware-by-saudi-arabia", "pegasus", "saudi-arabia"]));
  // A hop leads to its evidence.
  await use.getByRole("button", { name: "makes", exact: true }).click();
  await until(page, "the relation is selected", ({ selected }) => selected[0]?.startsWith("relation:") ?? false);
  await page.getByRole("tab", { name: "Evidence" }).click();
  await expect(panel(page).getByRole("heading", { name: "NSO Group makes Pegasus" })).toBeVisible();
});

test("who is to be avoided is, until allowed again", async ({ page }) => {
  await open(page, ends);
  const before = await listed(page).count();
  await expect(panel(page).getByRole("status")).toHaveText(`${before} paths found.`);
  await panel(page).getByRole("button", { name: "Avoid Saudi Arabia" }).last().click();
  await until(page, "it is avoided", ({ paths }) => paths?.avoid.join() === "saudi-arabia");
  // What was pressed is gone, the new paths are read from above.
  await expect(panel(page).getByRole("heading", { name: "NSO Group to Jamal Khashoggi" })).toBeFocused();
  await expect(panel(page).getByRole("heading", { name: "NSO Group to Jamal Khashoggi" })).toBeInViewport();
  await expect(panel(page).getByRole("list", { name: "Avoided" })).toContainText("not by Saudi Arabia");
  await expect(listed(page).filter({ hasText: "Saudi Arabia" }).filter({ hasNotText: "Saudi surveillance" })).toHaveCount(0);
  await expect(listed(page).first()).toBeVisible();
  await button(page, "Allow Saudi Arabia again").click();
  await until(page, "it is allowed", ({ paths }) => paths?.avoid.length === 0);
  await expect(listed(page)).toHaveCount(before);
});

test("types can be chosen, countries passed over, and the firmest asked for", async ({ page }) => {
  await open(page, ends);
  await panel(page).getByText("All types of relation are allowed").click();
  for (const type of ["makes", "used in", "targeted"]) await panel(page).getByRole("checkbox", { name: type, exact: true }).check();
  await until(page, "three are allowed", ({ paths }) => [...(paths?.types ?? [])].sort().join() === "MAKES,TARGETED,USED_IN");
  // By these alone there is one way: the product, its use, the one it was used against.
  await expect(listed(page).first().locator(".hop")).toHaveText([/^makes/, /^used in/, /^targeted/]);
  await panel(page).getByRole("checkbox", { name: "makes", exact: true }).uncheck();
  await expect(panel(page)).toContainText("There are ways, but none that keeps to what is allowed and avoided here.");
  for (const type of ["used in", "targeted"]) await panel(page).getByRole("checkbox", { name: type, exact: true }).uncheck();
  await panel(page).getByRole("checkbox", { name: "Not by countries" }).check();
  await until(page, "countries are passed over", ({ paths }) => paths?.notKinds.join() === "COUNTRY");
  await rest(page);
  await expect(listed(page).filter({ hasText: "has the citizen" })).toHaveCount(0);
  await expect(listed(page).first()).toBeVisible();
  await panel(page).getByLabel("Best are").selectOption("STRONGEST");
  await until(page, "the firmest are asked for", ({ paths }) => paths?.order === "STRONGEST");
  await rest(page);
  await expect(listed(page).first()).toBeVisible();
});

test("pointing at a path lifts it out of the picture", async ({ page }) => {
  await open(page, ends);
  const plain = await paintOf(page);
  await listed(page).first().hover();
  await expect.poll(() => paintOf(page).then((now) => now === plain), { message: "the picture changes" }).toBe(false);
  const first = await paintOf(page);
  await listed(page).nth(1).hover();
  await expect.poll(() => paintOf(page).then((now) => now === first), { message: "another path, another picture" }).toBe(false);
  await page.mouse.move(5, 5);
  await expect.poll(() => paintOf(page).then((now) => now === plain), { message: "the picture is as before" }).toBe(true);
  // And so does the keyboard.
  await listed(page).first().focus();
  await expect.poll(() => paintOf(page).then((now) => now === first), { message: "as when it is pointed at" }).toBe(true);
});

test("two that are picked in the picture, or three, are joined", async ({ page }) => {
  await open(page, "/?entities=nso-group,candiru,hatice-cengiz");
  await clickOn(page, "nso-group");
  await page.keyboard.down("Shift");
  await clickOn(page, "candiru");
  await page.keyboard.up("Shift");
  await until(page, "both are picked", ({ selected }) => selected.length === 2);
  await page.getByRole("tab", { name: "Paths" }).click();
  await button(page, "How are NSO Group and Candiru connected?").click();
  // By the list on which both are, as the articles tell.
  await expect(listed(page).filter({ hasText: "is listed on" }).first()).toBeVisible();
  await rest(page);
  await page.keyboard.down("Shift");
  await clickOn(page, "hatice-cengiz");
  await page.keyboard.up("Shift");
  await until(page, "three are picked", ({ selected }) => selected.length === 3);
  await button(page, "How are these 3 connected?").click();
  await expect(panel(page)).toContainText(/\d+ entities join them, with \d+ links\./);
  await button(page, "Close").click();
  await until(page, "they are closed", ({ paths }) => paths === null);
});
