// What a line tells before it is opened: that it is over, that it is denied, and nothing that is not its own.
import { open, openLens, pointOf, rest, until } from "./explorer";
import { expect, test } from "./page";

test("what is over reads so: the line, its words under the pointer, the legend", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=mexico,israel-cyber-export-list,israel");
  // All five articles have Mexico off the list by 25 November 2021.
  const listed = await pointOf(page, "mexico", "israel-cyber-export-list");
  await page.mouse.move(listed.x, listed.y);
  const pointed = page.locator(".pointed");
  await expect(pointed).toContainText("Mexico is listed on Israel cyber export list, until 25 November 2021 or before");
  const run = await pointOf(page, "israel", "israel-cyber-export-list");
  await page.mouse.move(run.x, run.y);
  await expect(pointed).toContainText("Israel administers Israel cyber export list (");
  const legend = page.locator(".legend");
  if ((await legend.getAttribute("open")) === null) await legend.locator("summary").click();
  await expect(legend).toContainText("Over by now");
});

test("as of a day before its end a relation is not over", async ({ page }) => {
  await open(page, "/?entities=mexico,israel-cyber-export-list");
  await openLens(page);
  await page.getByLabel("True on, a day").fill("2021-06-15");
  await until(page, "the lens is set", ({ lens }) => lens["trueAt"] === "2021-06-15");
  await rest(page);
  const listed = await pointOf(page, "mexico", "israel-cyber-export-list");
  await page.mouse.move(listed.x, listed.y);
  await expect(page.locator(".pointed")).toContainText("Mexico is listed on Israel cyber export list (");
});

test("a relation that is denied says so under the pointer, and is opened by a click on its mark", async ({ page }) => {
  await open(page, "/?entities=nso-group,misuse-of-nso-software");
  const helped = await pointOf(page, "nso-group", "misuse-of-nso-software");
  await page.mouse.move(helped.x, helped.y);
  await expect(page.locator(".pointed")).toContainText("NSO Group helped Misuse of NSO software");
  await expect(page.locator(".pointed")).toContainText("and denied by others");
  await page.mouse.click(helped.x, helped.y);
  await expect(page.getByRole("tabpanel")).toContainText("NSO Group helped Misuse of NSO software");
});
