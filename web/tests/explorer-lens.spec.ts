// The lens: what everything is seen through, and another one to compare it with.
import type { Page } from "@playwright/test";
import { button, listed, open, openLens, paintOf, panel, picture, relationsListed, rest, until } from "./explorer";
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
    ["Mexico", "Morocco", "Saudi Arabia", "United Arab Emirates"].map((name) => `${name} is listed on it`),
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
  await expect(lens(page)).toContainText("Relations: +4 −0 ≠0");
  await shown(page, 8);
  const gained = await paintOf(page);
  await button(page, "Compare no more").click();
  await shown(page, 8);
  await rest(page);
  expect((await paintOf(page)) === gained, "what came has no sign of its own").toBe(false);

  // The other way round the same have gone, and are drawn all the same.
  await button(page, "Compare from here").click();
  await page.getByLabel("Known by, a day").fill("2021-11-25");
  await expect(lens(page)).toContainText("Relations: +0 −4 ≠0");
  await shown(page, 8);
});

test("what was alleged and is confirmed now stands otherwise", async ({ page }) => {
  // That NSO Group has customers was only alleged by the end of November 2021.
  await open(page, "/?entities=nso-group,customers-of-nso-group");
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-11-29");
  await until(page, "the lens is set", ({ lens }) => lens["knownAt"] === "2021-11-29");
  await button(page, "Compare from here").click();
  await button(page, "See everything").click();
  await expect(lens(page)).toContainText("Relations: +0 −0 ≠1");
});
