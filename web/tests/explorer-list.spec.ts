// The list twin of the picture, and facets.
import type { Page } from "@playwright/test";
import { idsOf, listed, open, openLens, paintOf, panel, picture, relationsListed, rest, show, until } from "./explorer";
import { expect, test } from "./page";
import { told } from "./seed";

const three = "/?entities=nso-group,pegasus,customers-of-nso-group";
const row = (page: Page, text: string, level: 1 | 2) =>
  page.getByRole("treegrid").locator(`tr[aria-level="${level}"]`).filter({ hasText: text });

test("however long it is, the page stays as large as the window", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Who is said to have used Pegasus" }).click();
  await until(page, "there is a picture", ({ nodes }) => nodes.length > 50);
  await show(page, "List");
  await expect(panel(page).locator("table.acts tbody").first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true);
});

test("every act of a question has what it is asked for", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Who is said to have used Pegasus" }).click();
  await until(page, "there is a picture", ({ nodes }) => nodes.length > 50);
  await show(page, "List");
  const acts = panel(page).locator("table.acts tbody");
  await expect(acts.first()).toBeVisible();
  const texts = await acts.allInnerTexts();
  for (const text of texts) expect(text).toMatch(/with\s+(\S[^]*)?Pegasus/);
});

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

test("one Tab from its tab the arrows work, and a second Enter opens the evidence", async ({ page }) => {
  await open(page, three);
  await show(page, "List");
  await page.keyboard.press("Tab");
  await expect(row(page, "Customers of NSO Group", 1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "NSO Group", 1).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const chosen = await until(page, "it is selected", ({ selected }) => selected.join() === "pegasus");
  expect(chosen.panel).toBe("list");
  await page.keyboard.press("Enter");
  await until(page, "its evidence is open", ({ panel }) => panel === "evidence");
});

test("a click selects the row that it hits, also below one that is open", async ({ page }) => {
  await open(page, three);
  await show(page, "List");
  // The first one is open, and folds when another one is chosen.
  await expect(row(page, "supplies it", 2)).toBeVisible();
  await row(page, "Pegasus", 1).click();
  await until(page, "it is selected", ({ selected }) => selected.join() === "pegasus");
  await row(page, "Customers of NSO Group", 1).click();
  await until(page, "the first one is", ({ selected }) => selected.join() === "customers-of-nso-group");
});

test("headings break between words only", async ({ page }) => {
  await open(page, act);
  await show(page, "List");
  for (const heading of await panel(page).getByRole("columnheader").all()) {
    const cut = await heading.evaluate((cell) => {
      const text = cell.firstChild!;
      return cell.textContent!.split(" ").filter((word) => {
        const range = document.createRange();
        const at = cell.textContent!.indexOf(word);
        range.setStart(text, at);
        range.setEnd(text, at + word.length);
        return range.getClientRects().length > 1;
      });
    });
    expect(cut).toEqual([]);
  }
});

const act =
  "/?entities=mexican-surveillance-of-journalists-and-activists-with-pegasus,government-of-mexico,pegasus," +
  "journalists-spied-on-by-mexico,hacking-of-princess-haya-and-her-circle,mohammed-bin-rashid-al-maktoum,haya-bint-hussein";

test("acts tell in words who spied on whom, with what and on whose word", { tag: "@stores" }, async ({ page }) => {
  await open(page, act);
  await show(page, "List");
  await rest(page);
  const acts = panel(page).getByRole("table", { name: "Acts of surveillance: 2" });
  const told = (name: string, part: string) =>
    acts.getByRole("rowgroup").filter({ hasText: name }).getByRole("row").filter({ has: page.getByRole("rowheader", { name: part, exact: true }) });
  // One article states it and does not say where it has it. It tells of activists, too.
  const mexico = "Mexican surveillance of journalists and activists with Pegasus";
  await expect(told(mexico, "by")).toContainText("Government of Mexico");
  await expect(told(mexico, "by")).toContainText(/stated as fact at least 1 origin: .+which does not say where it has it/);
  await expect(told(mexico, "with")).toContainText("Pegasus");
  await expect(told(mexico, "against").first()).toContainText("Journalists spied on by Mexico");
  await expect(told(mexico, "against").last()).toContainText("1 not on the canvas: bring it");
  // A court has found it, by a ruling of 6 October 2021; he denies it.
  const haya = "Hacking of Princess Haya and her circle";
  await expect(told(haya, "by")).toContainText("Mohammed bin Rashid Al Maktoum");
  await expect(told(haya, "by")).toContainText(/established by a court or inquiry, and denied at least 1 origin: a ruling published on 6 October 2021 by .*[Cc]ourt/);

  await told(mexico, "against").last().getByRole("button").click();
  await until(page, "who was left out comes", (chart) => idsOf(chart).includes("activists-spied-on-by-mexico"));
  await expect(told(mexico, "against").filter({ hasText: "Activists spied on by Mexico" })).toBeVisible();
  await acts.getByRole("button", { name: "Government of Mexico" }).focus();
  await page.keyboard.press("Enter");
  await until(page, "its evidence is open", ({ panel, selected }) => panel === "evidence" && selected[0]!.startsWith("relation:"));
  await expect(panel(page).getByRole("heading", { level: 2 })).toContainText("Government of Mexico");
});

test("acts are told as the lens shows them, and marked while two lenses are compared", async ({ page }) => {
  await open(page, act);
  await show(page, "List");
  await expect(panel(page).locator(".acts tbody")).toHaveCount(2);
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2021-11-20");
  // The ruling was out, the article was not.
  await until(page, "the lens is set", ({ lens }) => lens["knownAt"] === "2021-11-20");
  await expect(panel(page).locator(".acts tbody")).toHaveCount(1);
  await expect(panel(page).locator(".acts")).toContainText("Hacking of Princess Haya and her circle");
  await page.getByRole("button", { name: "Compare from here" }).click();
  await page.getByRole("button", { name: "See everything" }).click();
  await expect(panel(page).locator(".acts tbody")).toHaveCount(2);
  await expect(panel(page).locator(".acts tbody").filter({ hasText: "Mexican surveillance" })).toContainText("+ only through this lens");
  await open(page, three);
  await show(page, "List");
  await expect(panel(page).getByRole("table", { name: /Acts/ })).toHaveCount(0);
});

test("relations tell when they held and on whose word", async ({ page }) => {
  await open(page, "/?entities=israel-cyber-export-list,mexico,india");
  await show(page, "List");
  await rest(page);
  const relations = panel(page).getByRole("table", { name: /^Relations in words/ });
  const mexico = relations.getByRole("row").filter({ hasText: "Mexico is listed on Israel cyber export list, until 25 November 2021 or before" });
  // Five articles tell it; those that say where they have it name one newspaper.
  await expect(mexico.getByRole("cell").first()).toHaveText("until 25 November 2021 or before");
  await expect(mexico).toContainText("at least 1 origin: the Calcalist report of 25 November 2021");
  const india = relations.getByRole("row").filter({ hasText: "India is listed on" });
  await expect(india).not.toContainText("until");
  await expect(india.getByRole("cell").first()).toHaveText("not told");
  await mexico.click();
  await until(page, "its evidence is open", ({ panel }) => panel === "evidence");
});

test("facets count what the lens shows, and tell of what is faint", async ({ page }) => {
  await open(page, "/?entities=israel-cyber-export-list,mexico,india");
  await openLens(page);
  await show(page, "Facets");
  const countries = panel(page).getByRole("row").filter({ has: page.getByRole("rowheader", { name: "country", exact: true }) });
  await expect(countries.getByRole("cell").first()).toHaveText("2");
  // Nobody had told anything.
  await page.getByLabel("Known by, a day").fill("1990-01-01");
  await expect(panel(page)).toContainText("3 entities on the canvas are faint, not seen through the lens, and not counted here.");
  await expect(countries).toHaveCount(0);

  // Compared with everything, all of it is drawn, and still nothing of it is of this lens: three entities, two on the list.
  await page.getByRole("button", { name: "See everything" }).click();
  await page.getByRole("button", { name: "Compare from here" }).click();
  await page.getByLabel("Known by, a day").fill("1990-01-01");
  await expect(panel(page)).toContainText("5 entities and relations on the canvas are seen only through the other lens");
  await expect(countries).toHaveCount(0);
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
