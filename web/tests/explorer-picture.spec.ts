// What one does to the picture with a pointer, and what arranging and adding do to it.
import { add, button, chartOf, clickOn, header, idsOf, listed, open, paintOf, panel, picture, placeOf, pointOf, relationsListed, rest, until } from "./explorer";
import { expect, test } from "./page";
import { relationsOf } from "./seed";

const three = "/?entities=nso-group,pegasus,customers-of-nso-group";

test("the picture, its name and the list tell the same", async ({ page }) => {
  await open(page, three);
  await expect(picture(page)).toHaveAccessibleName("The picture: 3 entities, 2 relations");
  const total = (id: string, shown: number) => relationsOf(id).length - shown;
  expect(await listed(page)).toEqual({
    "Customers of NSO Group": [1, total("customers-of-nso-group", 1)],
    "NSO Group": [2, total("nso-group", 2)],
    Pegasus: [1, total("pegasus", 1)],
  });
  expect(await relationsListed(page, "NSO Group")).toEqual(["makes Pegasus", "supplies Customers of NSO Group"]);
});

test("a click on a node opens its evidence, one on a line that of the relation, one beside closes it", async ({ page }) => {
  await open(page, three);
  await clickOn(page, "pegasus");
  await expect(panel(page).getByRole("heading", { name: /Pegasus$/, level: 2 })).toBeVisible();
  expect((await until(page, "it is selected", ({ selected }) => selected.join() === "pegasus")).panel).toBe("evidence");

  const line = await pointOf(page, "nso-group", "pegasus");
  await page.mouse.move(line.x, line.y);
  await expect(page.locator(".pointed")).toContainText("NSO Group makes Pegasus");
  await page.mouse.click(line.x, line.y);
  await expect(panel(page).getByRole("heading", { name: "NSO Group makes Pegasus", level: 2 })).toBeVisible();

  const frame = (await picture(page).boundingBox())!;
  await page.mouse.click(frame.x + frame.width - 30, frame.y + 30);
  await until(page, "nothing is selected", ({ selected }) => selected.length === 0);
  await expect(panel(page)).toContainText("Select an entity or a line");
});

test("with Shift a click selects a second one, and a box what is in it", async ({ page }) => {
  await open(page, three);
  await clickOn(page, "nso-group");
  await page.keyboard.down("Shift");
  await clickOn(page, "pegasus");
  await until(page, "both are selected", ({ selected }) => selected.join() === "nso-group,pegasus");
  await clickOn(page, "pegasus");
  await until(page, "the second is not any more", ({ selected }) => selected.join() === "nso-group");
  const frame = (await picture(page).boundingBox())!;
  await page.mouse.move(frame.x + 5, frame.y + 5);
  await page.mouse.down();
  await page.mouse.move(frame.x + frame.width - 5, frame.y + frame.height - 70, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await until(page, "all are selected", ({ selected }) => selected.length === 3);
});

test("a drag moves one node as far as the pointer, and pins it; nothing else moves", async ({ page }) => {
  const before = await open(page, three);
  const from = await pointOf(page, "pegasus");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 45, { steps: 5 });
  await page.mouse.up();
  const after = await until(page, "it is pinned", (chart) => placeOf(chart, "pegasus").pinned);
  const scale = before.look[2];
  expect(Math.abs(placeOf(after, "pegasus").x - placeOf(before, "pegasus").x - 60 / scale)).toBeLessThanOrEqual(1);
  expect(Math.abs(placeOf(after, "pegasus").y - placeOf(before, "pegasus").y - 45 / scale)).toBeLessThanOrEqual(1);
  for (const id of ["nso-group", "customers-of-nso-group"]) expect(placeOf(after, id)).toEqual(placeOf(before, id));

  // What is pinned stays when all the rest is arranged anew.
  await page.getByRole("combobox", { name: "Arrange" }).selectOption("layered");
  const arranged = await until(page, "it is arranged", ({ layout }) => layout.name === "layered");
  expect(placeOf(arranged, "pegasus")).toEqual(placeOf(after, "pegasus"));
  await clickOn(page, "pegasus");
  await button(page, "Unpin").click();
  await until(page, "it is pinned no more", (chart) => !placeOf(chart, "pegasus").pinned);
});

test("a drag beside moves the look, the wheel zooms about the pointer, Fit shows all", async ({ page }) => {
  const first = await open(page, three);
  const frame = (await picture(page).boundingBox())!;
  await page.mouse.move(frame.x + 40, frame.y + 40);
  await page.mouse.down();
  await page.mouse.move(frame.x + 140, frame.y + 90, { steps: 5 });
  await page.mouse.up();
  await until(page, "it looks elsewhere", ({ look }) => look[0] !== first.look[0]);
  const moved = await rest(page);
  expect(Math.abs(first.look[0] - moved.look[0] - 100 / first.look[2])).toBeLessThanOrEqual(4);
  expect(moved.nodes).toEqual(first.nodes);

  const before = await pointOf(page, "pegasus");
  await page.mouse.move(before.x, before.y);
  await page.mouse.wheel(0, -400);
  const near = await until(page, "it is nearer", ({ look }) => look[2] > moved.look[2] * 1.3);
  await rest(page);
  const after = await pointOf(page, "pegasus");
  expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(4);
  expect(near.nodes).toEqual(first.nodes);

  await button(page, "Fit").click();
  await until(page, "all is seen as at first", ({ look }) => look.join() === first.look.join());
  await button(page, "Nearer").click();
  await until(page, "it is nearer", ({ look }) => look[2] > first.look[2]);
});

test("a double click expands, the menu does what it says", async ({ page }) => {
  await open(page, "/?entities=mexico,israel-cyber-export-list");
  const { x, y } = await pointOf(page, "mexico");
  await page.mouse.dblclick(x, y);
  const grown = await until(page, "its neighbours come", ({ nodes }) => nodes.length > 2);
  const around = new Set([...relationsOf("mexico").flatMap(({ from, to }) => [from, to]), "mexico", "israel-cyber-export-list"]);
  expect(idsOf(grown)).toEqual([...around].sort());

  await rest(page);
  const at = await pointOf(page, "mexico");
  await page.mouse.click(at.x, at.y, { button: "right" });
  const menu = page.getByRole("group", { name: "What can be done with Mexico" });
  await expect(menu).toBeVisible();
  // Arrows go through all of it.
  await page.keyboard.press("End");
  await expect(menu.getByRole("button").last()).toBeFocused();
  await menu.getByRole("button", { name: "Collapse" }).click();
  const back = await until(page, "they go", ({ nodes }) => nodes.length === 2);
  expect(idsOf(back)).toEqual(["israel-cyber-export-list", "mexico"]);
  // What was asked for is done, and the menu gone.
  await expect(menu).toHaveCount(0);
  await rest(page);
  const there = await pointOf(page, "mexico");
  await page.mouse.click(there.x, there.y, { button: "right" });
  await menu.getByRole("button", { name: "Remove" }).click();
  await until(page, "it is gone", (chart) => idsOf(chart).join() === "israel-cyber-export-list");
  await header(page, "Clear").click();
  await until(page, "all is gone", ({ nodes }) => nodes.length === 0);
  await expect(page.getByRole("heading", { name: "Questions to begin with" })).toBeVisible();
});

for (const name of ["force", "layered", "radial", "role", "timeline"]) {
  test(`layout ${name}: adding moves nothing, and arranging anew gives the same picture again`, { tag: name === "force" ? "@stores" : [] }, async ({ page }) => {
    await open(page, "/?entities=nso-group,pegasus,israel,whatsapp-v-nso-group,apple-v-nso-group");
    await page.getByRole("combobox", { name: "Arrange" }).selectOption(name);
    if (name !== "force") await until(page, "it is arranged", ({ layout }) => layout.name === name);
    const few = await rest(page);
    await add(page, "NSO Group", "Shift+Enter");
    const many = await until(page, "more have come", ({ nodes }) => nodes.length > 20);
    for (const [id, x, y] of few.nodes) {
      const now = placeOf(many, id);
      expect(Math.hypot(now.x - x, now.y - y), `${id} has moved`).toBeLessThanOrEqual(5);
    }
    // Nobody stands upon somebody else.
    for (const [id, x, y] of many.nodes) {
      for (const [other, a, b] of many.nodes) if (id < other) expect(Math.hypot(x - a, y - b), `${id} and ${other}`).toBeGreaterThan(15);
    }

    await header(page, "Arrange anew").click();
    await expect(page.getByRole("progressbar")).toHaveCount(0);
    const once = await rest(page);
    const painted = await paintOf(page);
    await header(page, "Undo").click();
    await until(page, "as before", (chart) => JSON.stringify(chart.nodes) === JSON.stringify(many.nodes));
    await header(page, "Arrange anew").click();
    const twice = await rest(page);
    expect(twice.nodes).toEqual(once.nodes);
    expect((await paintOf(page)) === painted, "the same picture is painted").toBe(true);
    expect(await chartOf(page)).toMatchObject({ layout: { name } });
  });
}
