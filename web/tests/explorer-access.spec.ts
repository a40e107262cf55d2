// For those who see, hear or move otherwise, or hold a phone.
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { box, button, clickOn, header, idsOf, open, openLens, panel, picture, placeOf, pointOf, rest, show, tabTo, until } from "./explorer";
import { expect, test } from "./page";

const contested = "/?entities=nso-group,misuse-of-nso-software,israel,pegasus";

/** What axe finds, by all of its rules or some: rule and place. Nothing is left aside. */
async function violations(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).options({
    resultTypes: ["violations"],
    ...(rules.length === 0 ? {} : { runOnly: { type: "rule", values: [...rules] } }),
  });
  // There are no frames, which is what the other mode, with a page of its own for each result, is for.
  return (await axe.setLegacyMode().analyze()).violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(" ")}: ${node.html}`));
}

/** Axe finds nothing; on a wide page also in the dark and in forced colours, in which only colours differ. */
async function sound(page: Page, when: string): Promise<void> {
  expect(await violations(page), when).toEqual([]);
  if (page.viewportSize()!.width < 1000) return;
  for (const [media, name] of [
    [{ colorScheme: "dark" }, "in the dark"],
    [{ forcedColors: "active" }, "in forced colours"],
  ] as const) {
    await page.emulateMedia(media);
    expect(await violations(page, ["color-contrast", "link-in-text-block"]), `${when}, ${name}`).toEqual([]);
    await page.emulateMedia({ colorScheme: null, forcedColors: null });
  }
}

for (const [size, viewport] of [
  ["wide", { width: 1280, height: 800 }],
  ["narrow", { width: 400, height: 800 }],
] as const) {
  test.describe(`on a ${size} page`, () => {
    test.use({ viewport });

    test("axe finds nothing, whatever is open", async ({ page, trouble }) => {
      test.setTimeout(120_000);
      trouble.allow(/net::ERR_/);
      await open(page);
      await sound(page, "at the start");
      await box(page).fill("nso");
      await expect(page.getByRole("option").first()).toContainText("NSO Group");
      await sound(page, "with suggestions");
      await open(page, contested);
      await page.locator(".legend summary").click();
      await sound(page, "with an entity, and the legend");
      await panel(page).getByRole("button", { name: /^Helped: Misuse of NSO software/ }).click();
      await expect(panel(page).locator(".claim.denies")).toHaveCount(2);
      await sound(page, "with a relation that is denied");
      await panel(page).getByRole("button", { name: /Israel bans cyber tech sales/ }).first().click();
      await expect(panel(page).getByRole("heading", { name: "What rests on this source" })).toBeVisible();
      await sound(page, "with a source");
      for (const tab of ["List", "Facets", "History"] as const) {
        await show(page, tab);
        await expect(panel(page).getByRole("heading", { name: tab })).toBeVisible();
        await rest(page);
        await sound(page, tab);
      }
      await openLens(page);
      await page.getByRole("region", { name: "Lens" }).getByText(/^Status:/).click();
      await page.getByLabel("Known by, a day").fill("2021-11-25");
      await button(page, "Compare from here").click();
      await button(page, "See everything").click();
      await rest(page);
      await sound(page, "with the lens, compared");
      await header(page, "Export").click();
      await expect(page.getByRole("group", { name: "Export" })).toBeVisible();
      await sound(page, "with the menu of exports");
      await page.keyboard.press("Escape");
      await header(page, "Share").click();
      await expect(page.getByRole("dialog").getByLabel("Address")).not.toHaveValue("");
      await sound(page, "with what is shared");
      await page.keyboard.press("Escape");

      await open(page, "/?paths=nso-group,jamal-khashoggi");
      await expect(panel(page).getByRole("listitem", { name: /^Path of/ }).first()).toBeVisible();
      await panel(page).getByText("All types of relation are allowed").click();
      await sound(page, "with paths");
      const { x, y } = await pointOf(page, "nso-group");
      await page.mouse.click(x, y, { button: "right" });
      await expect(page.getByRole("group", { name: /What can be done with/ })).toBeVisible();
      await sound(page, "with a menu");
      await page.route("**/graphql", (route) => route.abort("connectionrefused"));
      await page.getByRole("group", { name: /What can be done with/ }).getByRole("button", { name: /^(All|Up to) \d+/ }).click();
      await expect(page.getByRole("region", { name: "Picture" }).getByRole("alert")).toBeVisible();
      await sound(page, "with an error");
    });
  });
}

test("with the keyboard alone one gets from the search to the exported evidence", async ({ page }) => {
  await open(page);
  await page.keyboard.press("/");
  await page.keyboard.type("nso group");
  await expect(page.getByRole("option").first()).toContainText("NSO Group");
  await page.keyboard.press("Shift+Enter");
  await until(page, "it is there with those around it", ({ nodes }) => nodes.length === 26);
  await rest(page);

  // In the picture: to a neighbour and back, nearer, and aside.
  await tabTo(page, picture(page));
  await page.keyboard.press("ArrowRight");
  const said = page.locator(".unseen[role=status]");
  await expect(said).toContainText(/, .+, \d+ relations? shown\./);
  const whom = (await said.innerText()).split(",")[0]!;
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("heading", { level: 2 })).toContainText(whom);
  const before = await rest(page);
  const [selected] = before.selected;
  await page.keyboard.press("Alt+ArrowDown");
  const moved = await until(page, "it is moved", (chart) => placeOf(chart, selected!).pinned);
  expect(placeOf(moved, selected!)).toEqual({ x: placeOf(before, selected!).x, y: placeOf(before, selected!).y + 20, pinned: true });
  await page.keyboard.press("+");
  await until(page, "it is nearer", ({ look }) => look[2] > before.look[2]);
  await page.keyboard.press("0");
  await rest(page);
  await page.keyboard.press("m");
  const menu = page.getByRole("group", { name: `What can be done with ${whom}` });
  await expect(menu).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(picture(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await until(page, "nothing is selected", ({ selected }) => selected.length === 0);

  // In the list: along the relation that is denied, to its evidence.
  await tabTo(page, page.getByRole("tab", { name: "Evidence" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "List" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const row = (text: string, level: 1 | 2) => page.getByRole("treegrid").locator(`tr[aria-level="${level}"]`).filter({ hasText: text });
  const misuse = row("Misuse of NSO software", 1);
  for (let i = 0; i < 30 && !(await misuse.evaluate((one) => one === document.activeElement)); i++) await page.keyboard.press("ArrowDown");
  await expect(misuse).toBeFocused();
  await page.keyboard.press("ArrowRight");
  const helped = row("NSO Group helped it", 2);
  for (let i = 0; i < 15 && !(await helped.evaluate((one) => one === document.activeElement)); i++) await page.keyboard.press("ArrowDown");
  await expect(helped).toBeFocused();
  await page.keyboard.press("Enter");
  await until(page, "the relation is selected", ({ selected }) => selected[0]?.startsWith("relation:") ?? false);
  await tabTo(page, page.getByRole("tab", { name: "List" }), "Shift+Tab");
  await page.keyboard.press("Home");
  await expect(panel(page).locator(".claim.denies")).toHaveCount(2);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(panel(page).getByRole("button").first()).toBeFocused();

  // And out of it, as a file.
  await tabTo(page, header(page, "Export"), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Export" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: /^JSON/ }));
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  const file = await readFile(await download.path(), "utf8");
  expect(download.suggestedFilename()).toMatch(/^actorgraph-\d{4}-\d\d-\d\d-.*\.json$/);
  expect(file).toContain("NSO Group denies that it did wrong.");
  expect(file).toContain("source:uk-time-news-2021-11");
  await expect(said).toContainText(/\.json is saved\./);
});

test.describe("with reduced motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });
  test("nothing moves of itself", async ({ page }) => {
    await open(page, contested);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await openLens(page);
    await clickOn(page, "israel");
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  /** Nothing reaches beyond the screen, and what is written is not cut off. */
  async function fits(page: Page, when: string): Promise<void> {
    const found = await page.evaluate(() => {
      const out: string[] = [];
      if (document.documentElement.scrollWidth > innerWidth) out.push(`the page is ${document.documentElement.scrollWidth} wide`);
      for (const element of document.querySelectorAll<HTMLElement>("button, input, select, a, h1, h2, h3, h4, p, li, summary, td, th")) {
        const { left, right, width } = element.getBoundingClientRect();
        if (width === 0 || element.closest(".unseen") !== null || !element.checkVisibility()) continue;
        if (left < -1 || right > innerWidth + 1) out.push(`${element.tagName} ${element.innerText.slice(0, 40)}: ${left} to ${right}`);
        if (element.matches("button, h1, h2, p") && element.scrollWidth > element.clientWidth + 2 && getComputedStyle(element).display !== "inline") {
          out.push(`${element.tagName} ${element.innerText.slice(0, 40)} is cut off`);
        }
      }
      return out;
    });
    expect(found, when).toEqual([]);
  }

  test("the same question is answered, and nothing is cut off", async ({ page }) => {
    await open(page);
    await fits(page, "at the start");
    await page.getByRole("button", { name: "Whom did Israel take off its list" }).tap();
    const chart = await until(page, "there is a picture", ({ nodes }) => nodes.length === 7);
    expect(idsOf(chart)).toContain("mexico");
    await rest(page);
    await fits(page, "with a picture");
    // All of it is seen.
    const frame = (await picture(page).boundingBox())!;
    expect(frame.height).toBeGreaterThan(200);
    for (const id of idsOf(chart)) {
      const { x, y } = await pointOf(page, id);
      expect(x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height, `${id} is seen`).toBe(true);
    }
    const { x, y } = await pointOf(page, "mexico");
    await page.touchscreen.tap(x, y);
    await expect(panel(page).getByRole("heading", { level: 2 })).toContainText("Mexico");
    await expect(panel(page).getByRole("heading", { level: 2 })).toBeInViewport();
    await fits(page, "with an entity");
    for (const tab of ["Paths", "List", "Facets", "History"] as const) {
      await show(page, tab);
      await rest(page);
      await fits(page, tab);
    }
    await openLens(page);
    await fits(page, "with the lens");
    expect((await picture(page).boundingBox())!.height, "there is still a picture").toBeGreaterThan(150);
    await header(page, "Share").tap();
    await expect(page.getByRole("dialog").getByLabel("Address")).not.toHaveValue("");
    await fits(page, "with what is shared");
  });
});
