// Undoing and doing again, and the history that shows it.
import { add, box, button, clickOn, header, idsOf, open, openLens, panel, picture, placeOf, pointOf, rest, show, until } from "./explorer";
import type { Chart } from "./explorer";
import { expect, test } from "./page";

/** What undoing takes back; looks, selections and panels follow other steps and are none of their own. */
const kept = ({ nodes, additions, lens, against, layout, shades, paths }: Chart) => ({ nodes, additions, lens, against, layout, shades, paths });

test("everything can be undone and done again, one step at a time", async ({ page }) => {
  const steps: Chart[] = [await open(page)];
  const step = async (what: string, holds: (chart: Chart) => boolean) => {
    await until(page, what, holds);
    steps.push(await rest(page));
  };
  await add(page, "NSO Group");
  await step("added", ({ nodes }) => nodes.length === 1);
  await add(page, "Pegasus");
  await step("added", ({ nodes }) => nodes.length === 2);
  const { x, y } = await pointOf(page, "pegasus");
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 70, y - 40, { steps: 4 });
  await page.mouse.up();
  await step("moved", (chart) => placeOf(chart, "pegasus").pinned);
  await button(page, "Unpin").click();
  await step("unpinned", (chart) => !placeOf(chart, "pegasus").pinned);
  await page.getByRole("combobox", { name: "Arrange" }).selectOption("layered");
  await step("arranged", ({ layout }) => layout.name === "layered");
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-12-31");
  await step("through a lens", ({ lens }) => lens["knownAt"] === "2021-12-31");
  await button(page, "Compare from here").click();
  await step("compared", ({ against }) => against !== null);
  await show(page, "Facets");
  await panel(page).getByLabel("Show product").selectOption("dimmed");
  await step("dimmed", ({ shades }) => shades["kind"]?.["PRODUCT"] === "dimmed");
  await clickOn(page, "nso-group");
  await button(page, "Remove").click();
  await step("removed", (chart) => idsOf(chart).join() === "pegasus");
  await header(page, "Clear").click();
  await step("cleared", ({ nodes }) => nodes.length === 0);

  // Each step is named, in order; the last one is where we are.
  await show(page, "History");
  const rows = panel(page).getByRole("listitem").getByRole("button");
  await expect(rows).toHaveText([
    "The beginning",
    /^Added NSO Group$/,
    /^Added Pegasus$/,
    /^Moved Pegasus$/,
    /^Unpinned Pegasus$/,
    /^Arranged in layers$/,
    /^Lens: known by 2021-12-31$/,
    /^Compared with known by 2021-12-31$/,
    /^Dimmed product$/,
    /^Removed NSO Group$/,
    /^Cleared the canvas$/,
  ]);
  await expect(rows.last()).toHaveAttribute("aria-current", "step");

  await expect(header(page, "Undo")).toHaveAttribute("title", "Undo (Ctrl+Z): Cleared the canvas");

  for (let i = steps.length - 2; i >= 0; i--) {
    await header(page, "Undo").click();
    expect(kept(await until(page, `undone to step ${i}`, (chart) => JSON.stringify(kept(chart)) === JSON.stringify(kept(steps[i]!))))).toEqual(kept(steps[i]!));
  }
  await expect(header(page, "Undo")).toBeDisabled();
  // Whoever undoes in the history stays there, and what was undone keeps its name.
  await expect(page.getByRole("tab", { name: "History" })).toHaveAttribute("aria-selected", "true");
  await expect(rows.nth(1)).toHaveText("Added NSO Group");
  await expect(header(page, "Redo")).toHaveAttribute("title", "Do again (Ctrl+Shift+Z): Added NSO Group");
  for (let i = 1; i < steps.length; i++) {
    await header(page, "Redo").click();
    await until(page, `done again to step ${i}`, (chart) => JSON.stringify(kept(chart)) === JSON.stringify(kept(steps[i]!)));
  }
  await expect(header(page, "Redo")).toBeDisabled();
});

test("a click in the history goes there, and keys undo", async ({ page }) => {
  await open(page);
  await add(page, "NSO Group");
  await until(page, "added", ({ nodes }) => nodes.length === 1);
  await add(page, "Pegasus");
  await until(page, "added", ({ nodes }) => nodes.length === 2);
  await show(page, "History");
  await button(page, "Added NSO Group").click();
  expect(idsOf(await until(page, "it is the first", ({ nodes }) => nodes.length === 1))).toEqual(["nso-group"]);
  await expect(page.getByRole("tab", { name: "History" })).toHaveAttribute("aria-selected", "true");
  await button(page, "The beginning").click();
  await until(page, "it is empty", ({ nodes }) => nodes.length === 0);
  await expect(page.getByRole("tab", { name: "History" })).toHaveAttribute("aria-selected", "true");
  await button(page, "Added NSO Group").click();
  await until(page, "it is the first", ({ nodes }) => nodes.length === 1);
  await expect(panel(page).locator(".undone")).toHaveCount(1);
  await panel(page).getByRole("listitem").last().getByRole("button").click();
  await until(page, "both are back", ({ nodes }) => nodes.length === 2);
  await picture(page).focus();
  await page.keyboard.press("Control+z");
  await until(page, "undone", ({ nodes }) => nodes.length === 1);
  await page.keyboard.press("Control+Shift+z");
  await until(page, "done again", ({ nodes }) => nodes.length === 2);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await until(page, "all undone", ({ nodes }) => nodes.length === 0);
  await page.keyboard.press("Control+y");
  await until(page, "done again", ({ nodes }) => nodes.length === 1);
  // What is new takes the place of what was undone.
  await add(page, "WhatsApp");
  await until(page, "another one is added", ({ nodes }) => nodes.length === 2);
  await expect(header(page, "Redo")).toBeDisabled();
});

test("Back and Forward go through what was asked, not through each look", async ({ page }) => {
  await open(page);
  const length = () => page.evaluate(() => history.length);
  const before = await length();
  await add(page, "NSO Group");
  await until(page, "added", ({ nodes }) => nodes.length === 1);
  await add(page, "Pegasus");
  await until(page, "added", ({ nodes }) => nodes.length === 2);
  await rest(page);
  expect(await length()).toBe(before + 2);
  // To look around, select, and move is no entry.
  await picture(page).focus();
  for (const key of ["Shift+ArrowLeft", "+", "ArrowRight", "Enter", "Alt+ArrowUp", "Alt+ArrowUp"]) {
    await page.keyboard.press(key);
    await rest(page);
  }
  await show(page, "List");
  const moved = await rest(page);
  expect(await length()).toBe(before + 2);
  await box(page).fill("nso group -> khashoggi");
  await expect(page.getByRole("option").first()).toContainText("Jamal Khashoggi");
  await box(page).press("Enter");
  await until(page, "the paths are drawn", ({ nodes }) => nodes.length > 2);
  const paths = await rest(page);
  expect(await length(), "a question and its answer are one entry").toBe(before + 3);

  await page.goBack();
  expect(await until(page, "as before the paths", ({ nodes }) => nodes.length === 2)).toEqual(moved);
  await page.goBack();
  expect(idsOf(await until(page, "as before Pegasus", ({ nodes }) => nodes.length === 1))).toEqual(["nso-group"]);
  await expect(header(page, "Redo")).toBeEnabled();
  await page.goBack();
  await until(page, "as in the beginning", ({ nodes }) => nodes.length === 0);
  await expect(page.getByRole("heading", { name: "Questions to begin with" })).toBeVisible();
  for (let i = 0; i < 3; i++) await page.goForward();
  expect(idsOf(await until(page, "as in the end", ({ nodes }) => nodes.length === paths.nodes.length))).toEqual(idsOf(paths));
  await expect(header(page, "Redo")).toBeDisabled();

  // Where undoing goes, the browser goes along; what is done anew takes the place of what was undone.
  await page.goBack();
  await until(page, "two", ({ nodes }) => nodes.length === 2);
  await rest(page);
  // Two moves, and Pegasus.
  for (let i = 0; i < 3; i++) await header(page, "Undo").click();
  await until(page, "one", ({ nodes }) => nodes.length === 1);
  await rest(page);
  await page.goForward();
  await until(page, "two again", ({ nodes }) => nodes.length === 2);
  await page.goBack();
  await until(page, "one again", ({ nodes }) => nodes.length === 1);
  await add(page, "WhatsApp");
  await until(page, "another", (chart) => idsOf(chart).join() === "nso-group,whatsapp");
  await rest(page);
  expect(await length()).toBe(before + 2);

  // A page that is opened anew knows nothing of what was done; the addresses of its entries do.
  await page.reload();
  await until(page, "as it was left", ({ nodes }) => nodes.length === 2);
  await rest(page);
  await Promise.all([page.waitForEvent("load"), page.goBack()]);
  await expect(picture(page)).toHaveAccessibleName("The picture: 1 entity, 0 relations");
  expect(idsOf(await rest(page))).toEqual(["nso-group"]);
  await Promise.all([page.waitForEvent("load"), page.goForward()]);
  await expect(picture(page)).toHaveAccessibleName(/^The picture: 2 entities/);
  expect(idsOf(await rest(page))).toEqual(["nso-group", "whatsapp"]);
});
