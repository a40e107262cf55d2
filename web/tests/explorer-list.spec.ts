// The list twin of the picture, and facets.
import type { Page } from "@playwright/test";
import { idsOf, listed, open, paintOf, panel, picture, relationsListed, rest, show, until } from "./explorer";
import { expect, test } from "./page";
import { told } from "./seed";

const three = "/?entities=nso-group,pegasus,customers-of-nso-group";
const row = (page: Page, text: string, level: 1 | 2) =>
  page.getByRole("treegrid").locator(`tr[aria-level="${level}"]`).filter({ hasText: text });

test("arrows walk along relations, Enter selects in both, Delete removes", async ({ page }) => {
  await open(page, three);
  await show(page, "List");
  await row(page, "Customers of NSO Group", 1).focus();
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "NSO Group", 1).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "supplies Customers of NSO Group", 2).or(row(page, "makes Pegasus", 2)).first()).toBeFocused();
  if (await row(page, "supplies", 2).evaluate((one) => one === document.activeElement)) await page.keyboard.press("ArrowDown");
  await expect(row(page, "makes Pegasus", 2)).toBeFocused();
  await page.keyboard.press("Enter");
  await until(page, "the relation is selected", ({ selected }) => selected[0]?.startsWith("relation:") ?? false);
  await expect(row(page, "makes Pegasus", 2)).toHaveAttribute("aria-selected", "true");
  // Along it to its other end, and on from there.
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "Pegasus", 1)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "NSO Group makes it", 2)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "Pegasus", 1)).toBeFocused();
  await page.keyboard.press("Enter");
  await until(page, "the entity is selected", ({ selected }) => selected.join() === "pegasus");
  await page.keyboard.press("Home");
  await expect(row(page, "Customers of NSO Group", 1)).toBeFocused();
  await page.keyboard.press("Delete");
  expect(idsOf(await until(page, "it is removed", ({ nodes }) => nodes.length === 2))).toEqual(["nso-group", "pegasus"]);
  await page.keyboard.press("End");
  await expect(row(page, "Pegasus", 1)).toBeFocused();
  await expect(picture(page)).toHaveAccessibleName("The picture: 2 entities, 1 relation");
});

test("facets count what is in view and in the store, and dim or hide it", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=nso-group,pegasus,customers-of-nso-group,mexico,israel-cyber-export-list");
  await show(page, "Facets");
  const value = (title: string, name: string) =>
    panel(page).getByRole("region", { name: title }).getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(panel(page).getByRole("table")).toHaveCount(4);
  const once = new Set(told.filter(({ type }) => type === "MAKES").map(({ from, to }) => `${from} ${to}`));
  await expect(value("Types of relation", "makes").getByRole("cell").first()).toHaveText("1");
  await expect(value("Types of relation", "makes").getByRole("cell").nth(1)).toHaveText(String(once.size));
  await expect(value("Kinds of entity", "product").getByRole("cell").first()).toHaveText("1");
  await expect(value("Kinds of entity", "company").getByRole("cell").first()).toHaveText("1");

  await rest(page);
  const plain = await paintOf(page);
  await panel(page).getByLabel("Show makes").selectOption("dimmed");
  await until(page, "it is dimmed", ({ shades }) => shades["type"]?.["MAKES"] === "dimmed");
  await expect.poll(() => paintOf(page).then((now) => now === plain)).toBe(false);
  await expect(picture(page)).toHaveAccessibleName("The picture: 5 entities, 3 relations");
  await panel(page).getByLabel("Show makes").selectOption("hidden");
  await expect(picture(page)).toHaveAccessibleName("The picture: 5 entities, 2 relations");
  expect(await relationsListed(page, "NSO Group")).toEqual(["supplies Customers of NSO Group"]);
  await show(page, "Facets");
  await panel(page).getByLabel("Show country").selectOption("hidden");
  await expect(picture(page)).toHaveAccessibleName("The picture: 4 entities, 1 relation");
  expect(Object.keys(await listed(page)).sort()).toEqual(["Customers of NSO Group", "Israel cyber export list", "NSO Group", "Pegasus"]);
  await show(page, "Facets");
  await panel(page).getByLabel("Show country").selectOption("shown");
  await panel(page).getByLabel("Show makes").selectOption("shown");
  await expect(picture(page)).toHaveAccessibleName("The picture: 5 entities, 3 relations");
});
