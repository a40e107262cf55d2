// The lens: what everything is seen through, and another one to compare it with.
import type { Page } from "@playwright/test";
import { button, listed, open, openLens, paintOf, panel, picture, relationsListed, rest, tabTo, until } from "./explorer";
import { expect, test } from "./page";

// Israel's list with the five countries that are said to be or have been on it. All of it is told by the five articles: one
// of 25 November 2021, and four that are of that day or up to some days later.
const list = "/?entities=israel-cyber-export-list,israel,india,mexico,morocco,saudi-arabia,united-arab-emirates";

const lens = (page: Page) => page.getByRole("region", { name: "Lens" });
const shown = (page: Page, relations: number) =>
  expect(picture(page)).toHaveAccessibleName(`The picture: 7 entities, ${relations} relations`);

test("by a date of what is true: four countries were taken off, India stays", { tag: "@stores" }, async ({ page }) => {
  await open(page, list);
  await shown(page, 8);
  const before = await paintOf(page);
  await openLens(page);
  await page.getByLabel("True on, a day").fill("2021-12-01");
  await until(page, "the lens is set", ({ lens }) => lens["trueAt"] === "2021-12-01");
  await shown(page, 4);
  expect(await relationsListed(page, "Israel cyber export list")).toEqual(["India is listed on it", "Israel administers it"]);
  expect((await paintOf(page)) === before, "the picture is the same").toBe(false);
  await expect(button(page, "Lens: true on 2021-12-01")).toBeVisible();
  await button(page, "See everything").click();
  await shown(page, 8);
});

test("by a date of what was known: on the first day one article had told of four", { tag: "@stores" }, async ({ page }) => {
  await open(page, list);
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-11-24");
  await shown(page, 0);
  await expect(page.getByText(/entities are not seen through this lens/)).toBeVisible();
  await page.getByLabel("Known by, a day").fill("2021-11-25");
  await shown(page, 4);
  expect(await relationsListed(page, "Israel cyber export list")).toEqual(
    // One that is over does not read as if it held.
    ["Mexico", "Morocco", "Saudi Arabia", "United Arab Emirates"].map((name) => `${name} is listed on it, until 25 November 2021 or before`),
  );
  await page.getByLabel("Known by, a day").fill("2021-11-28");
  await shown(page, 8);
});

test("by sliders over the days on which something is told", async ({ page }) => {
  await open(page, list);
  await openLens(page);
  for (const [name, key] of [
    ["Known by", "knownAt"],
    ["True on", "trueAt"],
  ] as const) {
    const slider = page.getByRole("slider", { name: new RegExp(`^${name}`) });
    await expect(slider).toHaveAttribute("aria-valuetext", "any day");
    await slider.focus();
    await slider.press("ArrowLeft");
    const last = await until(page, "the lens is set", ({ lens }) => typeof lens[key] === "string");
    await slider.press("Home");
    const first = await until(page, "it goes back to the beginning", ({ lens }) => String(lens[key]) < String(last.lens[key]));
    await expect(slider).toHaveAttribute("aria-valuetext", new RegExp(`^${String(first.lens[key])}, \\d+ told of that day$`));
    // Nothing was known then. What has no beginning may have held: two friendships, and who is on the list.
    await shown(page, key === "knownAt" ? 0 : 8);
    await slider.press("End");
    await until(page, "any day is good again", ({ lens }) => lens[key] === undefined);
    await shown(page, 8);
  }
  // As many bars as days, those that count in one colour and the others in another.
  expect(await page.locator(".clock").first().locator("rect.in").count()).toBeGreaterThan(20);
});

test("by collection, by origins and by status", async ({ page }) => {
  const where = ["mexico", "morocco", "saudi-arabia", "the-united-arab-emirates"].map((name) => `political-surveillance-with-pegasus-in-${name}`);
  await open(page, `/?entities=pegasus,mexico,morocco,saudi-arabia,united-arab-emirates,${where.join()}`);
  await openLens(page);
  // On the word of Amnesty International and of Citizen Lab: two origins. Of three none is left.
  await page.getByLabel("Origins, at least").fill("2");
  await until(page, "the lens is set", ({ lens }) => lens["minOrigins"] === 2);
  expect(await relationsListed(page, "Political surveillance with Pegasus in Mexico")).toContain("occurred in Mexico");
  await page.getByLabel("Origins, at least").fill("3");
  await until(page, "the lens is set", ({ lens }) => lens["minOrigins"] === 3);
  await rest(page);
  expect((await listed(page))["Political surveillance with Pegasus in Mexico"]?.[0]).toBe(0);
  await button(page, "See everything").click();

  await lens(page).getByRole("combobox", { name: "Collection" }).selectOption("nso-context");
  await until(page, "the lens is set", ({ lens }) => lens["collection"] === "nso-context");
  await rest(page);
  // Both are told of by the articles alone.
  expect((await listed(page))["Political surveillance with Pegasus in Mexico"]?.[0]).toBe(0);
  await lens(page).getByRole("combobox", { name: "Collection" }).selectOption("nso-articles");
  await until(page, "the lens is set", ({ lens }) => lens["collection"] === "nso-articles");
  await rest(page);
  expect(await relationsListed(page, "Political surveillance with Pegasus in Mexico")).toContain("occurred in Mexico");
  await button(page, "See everything").click();

  // One article states it as fact, one that leans on the same organization alleges it.
  await lens(page).getByText(/^Status:/).click();
  await lens(page).getByLabel("established by a court or inquiry").check();
  await until(page, "the lens is set", ({ lens }) => JSON.stringify(lens["statuses"]) === '["ESTABLISHED"]');
  await rest(page);
  expect((await listed(page))["Political surveillance with Pegasus in Mexico"]?.[0]).toBe(0);
  await expect(panel(page).getByRole("treegrid")).not.toContainText("alleged");
});

test("two lenses are compared: what came, what went, what stands otherwise", { tag: "@stores" }, async ({ page }) => {
  await open(page, list);
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-11-25");
  await shown(page, 4);
  await button(page, "Compare from here").click();
  await expect(lens(page)).toContainText("(now change the lens)");
  await button(page, "See everything").click();
  await until(page, "both lenses are kept", ({ lens, against }) => Object.keys(lens).length === 0 && against?.["knownAt"] === "2021-11-25");
  await expect(lens(page)).toContainText("On the canvas, relations: +4 −0 ≠0");
  await shown(page, 8);
  const gained = await paintOf(page);
  await button(page, "Compare no more").click();
  await shown(page, 8);
  await rest(page);
  expect((await paintOf(page)) === gained, "what came has no sign of its own").toBe(false);
  await expect(button(page, "List what differs")).toHaveCount(0);

  // The other way round the same have gone, and are drawn all the same.
  await button(page, "Compare from here").click();
  await page.getByLabel("Known by, a day").fill("2021-11-25");
  await expect(lens(page)).toContainText("On the canvas, relations: +0 −4 ≠0");
  await shown(page, 8);
  // On whose word they stood is told as the other lens has it.
  await button(page, "List what differs").click();
  await page.getByRole("region", { name: "What differs" }).getByRole("button", { name: /is listed on/ }).first().click();
  await expect(panel(page)).toContainText("As seen through the other lens: everything.");
  await expect(panel(page).locator(".claim").first()).toBeVisible();
});

test("what was alleged and is confirmed now stands otherwise", async ({ page }) => {
  // That NSO Group has customers was only alleged by the end of November 2021.
  await open(page, "/?entities=nso-group,customers-of-nso-group");
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-11-29");
  await until(page, "the lens is set", ({ lens }) => lens["knownAt"] === "2021-11-29");
  await button(page, "Compare from here").click();
  await button(page, "See everything").click();
  await expect(lens(page)).toContainText("On the canvas, relations: +0 −0 ≠1");
});

test("a denial and further origins are told as changes, and what changed is listed and opened by keys", { tag: "@stores" }, async ({ page }) => {
  // By 23 November 2021 only a statement of the Department of Commerce was out. The articles have it also from the
  // government and from technology companies, and that NSO Group denies it. It is alleged all the same.
  await open(page, "/?entities=nso-group,misuse-of-nso-software");
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-11-23");
  await until(page, "the lens is set", ({ lens }) => lens["knownAt"] === "2021-11-23");
  await button(page, "Compare from here").click();
  await button(page, "See everything").click();
  await expect(lens(page)).toContainText("On the canvas, relations: +0 −0 ≠1");
  await button(page, "List what differs").focus();
  await page.keyboard.press("Enter");
  const differs = panel(page).getByRole("region", { name: "What differs" });
  await expect(differs).toContainText("Only what is on the canvas is compared: 2 entities");
  await expect(differs.getByRole("listitem")).toHaveText("NSO Group helped Misuse of NSO software now denied by others; 2 more origins: 1 → 3");
  // The rows of the list have the same words, and the legend does not speak of status alone.
  await expect(panel(page).getByRole("treegrid").locator('tr[aria-level="2"]')).toContainText("≠ now denied by others; 2 more origins: 1 → 3");
  await expect(panel(page).locator(".relations")).toContainText("≠ now denied by others; 2 more origins: 1 → 3");
  await tabTo(page, differs.getByRole("button"), "Shift+Tab");
  await page.keyboard.press("Enter");
  const opened = await until(page, "it is selected, its evidence is open", ({ selected, panel }) => panel === "evidence" && selected.length === 1);
  expect(opened.selected[0]).toMatch(/^relation:/);
  await expect(panel(page).locator(".claim.denies").first()).toBeVisible();
});

test("what came and went is listed, one stop of the Tab key with arrows inside", async ({ page }) => {
  await open(page, list);
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-11-25");
  await shown(page, 4);
  await button(page, "Compare from here").click();
  await button(page, "See everything").click();
  await shown(page, 8);
  await button(page, "List what differs").click();
  const came = panel(page).getByRole("region", { name: "only through this lens" });
  await expect(came).toContainText("4 relations");
  await came.getByRole("button").first().focus();
  await page.keyboard.press("End");
  await expect(came.getByRole("button").last()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await expect(came.getByRole("button").last()).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(came.getByRole("button").last()).not.toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(came.getByRole("button").last()).toBeFocused();
  // The other way round they went.
  await button(page, "Compare no more").click();
  await button(page, "Compare from here").click();
  await page.getByLabel("Known by, a day").fill("2021-11-25");
  await expect(panel(page).getByRole("region", { name: "only through the other lens" })).toContainText("4 relations");
  await expect(panel(page).getByRole("treegrid")).toContainText("− only through the other lens");
});

test("sliders have a scale, and on a telephone nothing runs off the rim", async ({ page }) => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await open(page, list);
    await openLens(page);
    for (const scale of await page.locator(".scale").all()) {
      await expect(scale.locator("span").last()).toHaveText("any");
      const texts = await scale.locator("span").allInnerTexts();
      expect(texts.length).toBeGreaterThan(3);
      const dates = texts.slice(0, -1).filter((text) => /^\d{4}$/.test(text));
      expect(dates.length).toBeGreaterThan(1);
      expect(dates).toEqual(dates.toSorted());
      const boxes = await Promise.all((await scale.locator("span").all()).map((one) => one.boundingBox()));
      for (const [i, box] of boxes.entries()) if (i > 0) expect(box!.x, texts[i]).toBeGreaterThanOrEqual(boxes[i - 1]!.x + boxes[i - 1]!.width - 1);
    }
    for (const control of await lens(page).locator("select, input, button, summary").all()) {
      const box = await control.boundingBox();
      if (box !== null) expect(box.x + box.width, await control.innerText()).toBeLessThanOrEqual(width);
    }
  }
});

test("a number of origins that is none is refused in words, and names stay", async ({ page }) => {
  await open(page, list);
  await openLens(page);
  const least = page.getByLabel("Origins, at least");
  await least.fill("2");
  await until(page, "the lens is set", ({ lens }) => lens["minOrigins"] === 2);
  await expect(lens(page)).toContainText("Names stay: other names, docket numbers and websites are shown however weakly they are supported.");
  for (const wrong of ["-3", "0", "two", "1.5", "101"]) {
    await least.fill(wrong);
    await expect(lens(page).getByRole("alert")).toHaveText("A whole number from 1 to 100, please. Until then: 2.");
    await expect(least).toHaveAttribute("aria-invalid", "true");
    expect((await rest(page)).lens["minOrigins"]).toBe(2);
  }
  await least.fill("");
  await until(page, "any number is good", ({ lens }) => lens["minOrigins"] === undefined);
  await expect(lens(page).getByRole("alert")).toHaveCount(0);
  await expect(lens(page)).not.toContainText("Names stay");
});
