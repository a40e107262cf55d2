// An empty canvas, the search box, and questions to begin with.
import type { Page } from "@playwright/test";
import { box, button, chartOf, idsOf, open, panel, picture, rest, until } from "./explorer";
import { expect, test } from "./page";
import { relationsOf, told } from "./seed";

const options = (page: Page) => page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");

test("an empty canvas says how to begin, and what the store holds", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("This store holds 1,285 claims.")).toBeVisible();
  for (const name of ["Undo", "Redo", "Arrange anew", "Clear", "Export", "Share"]) await expect(button(page, name)).toBeDisabled();
  expect(page.url()).not.toContain("#");
});

test("names are suggested as one types, and Enter adds the first", { tag: "@stores" }, async ({ page }) => {
  await open(page);
  await box(page).pressSequentially("nso gr");
  await expect(options(page).first()).toContainText("NSO Group");
  await expect(options(page).first()).toContainText("company");
  await expect(box(page)).toHaveAttribute("aria-activedescendant", /-0$/);
  await box(page).press("Enter");
  expect(idsOf(await until(page, "it is added", ({ nodes }) => nodes.length === 1))).toEqual(["nso-group"]);
  await expect(picture(page)).toHaveAccessibleName("The picture: 1 entity, 0 relations");
  await expect(picture(page)).toBeFocused();
  await expect(panel(page).getByRole("heading", { name: "NSO Group" })).toBeVisible();
});

test("arrows choose among suggestions, a click adds, Escape closes", async ({ page }) => {
  await open(page);
  await box(page).fill("nso");
  await expect(options(page).nth(1)).toContainText("NSO software");
  await box(page).press("ArrowDown");
  await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await box(page).press("Enter");
  await until(page, "the second is added", (chart) => idsOf(chart).join() === "nso-software");
  await box(page).fill("pegasus");
  await options(page).filter({ hasText: "Spyware of NSO Group." }).first().click();
  await until(page, "what was clicked is added", (chart) => idsOf(chart).join() === "nso-software,pegasus");
  await box(page).fill("nso");
  await expect(options(page).first()).toBeVisible();
  await box(page).press("Escape");
  await expect(options(page)).toHaveCount(0);
  await expect(box(page)).toHaveValue("nso");
  await box(page).press("Escape");
  await expect(box(page)).toHaveValue("");
});

test("Shift+Enter adds it with the 25 most connected around it", { tag: "@stores" }, async ({ page }) => {
  await open(page);
  await box(page).fill("nso group");
  await expect(options(page).first()).toContainText("NSO Group");
  await box(page).press("Shift+Enter");
  const chart = await until(page, "25 come with it", ({ nodes }) => nodes.length > 1);
  expect(chart.nodes).toHaveLength(26);
  const neighbours = new Set(relationsOf("nso-group").flatMap(({ from, to }) => [from, to]));
  expect(idsOf(chart).filter((id) => !neighbours.has(id))).toEqual([]);
  // The best known of them are there.
  expect(idsOf(chart)).toEqual(expect.arrayContaining(["israel", "pegasus", "whatsapp-v-nso-group"]));
});

test("two names with an arrow between ask for the paths", async ({ page }) => {
  await open(page);
  await box(page).fill("nso group -> khashoggi");
  await expect(page.getByText("Paths from NSO Group to")).toBeVisible();
  await expect(options(page).first()).toContainText("Jamal Khashoggi");
  await expect(page.getByText("Enter shows the paths.")).toBeVisible();
  await box(page).press("Enter");
  await expect(panel(page).getByRole("heading", { name: "NSO Group to Jamal Khashoggi" })).toBeVisible();
  await expect(panel(page).getByRole("listitem", { name: "Path of 3 relations" }).first()).toBeVisible();
  const chart = await until(page, "the ends are drawn", ({ nodes, panel }) => nodes.length > 2 && panel === "paths");
  expect(idsOf(chart)).toEqual(expect.arrayContaining(["jamal-khashoggi", "nso-group"]));
});

test("a name is found in another alphabet", async ({ page }) => {
  await open(page);
  await box(page).fill("خاشقجي");
  await expect(options(page).first()).toContainText("Jamal Khashoggi");
  // As it is copied from pages that are written from right to left.
  await box(page).fill("\u2067خاشقجي\u2069\u200f");
  await expect(options(page).first()).toContainText("Jamal Khashoggi");
});

test("an arrow with a name on one side alone asks for nothing, and says why", async ({ page }) => {
  await open(page);
  await box(page).fill("nso ->");
  await expect(page.getByText("The arrow stands between two names.")).toBeVisible();
  await box(page).fill("qqqxxzz -> khashoggi");
  await expect(page.getByText("Nothing is called “qqqxxzz” here.")).toBeVisible();
  await box(page).press("Enter");
  expect((await chartOf(page)).nodes).toEqual([]);
});

test("of what is called nothing here it says so, whatever it is", async ({ page }) => {
  await open(page);
  for (const text of ["qqqxxzz", "<b>no</b><img src=x onerror=alert(1)>", "שלום שלום שלום", `"'){}[]\\`, "\u202eqqqxxzz\u202c %00 \u0007"]) {
    await box(page).fill(text);
    await expect(page.getByText(/Nothing is called .* here|Enter adds it|between two names/), text).toBeVisible();
    await expect(page.locator(".suggestions b > b, .suggestions img"), text).toHaveCount(0);
  }
  await box(page).fill("x".repeat(500));
  await expect(box(page)).toHaveValue("x".repeat(200));
  await expect(page.getByText(/^Nothing is called .* here\./)).toBeVisible();
  await box(page).press("Enter");
  expect((await chartOf(page)).nodes).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("a slash goes to the box from anywhere", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Evidence" }).focus();
  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
  await expect(box(page)).toHaveValue("");
});

test.describe("a question to begin with is answered by a picture:", () => {
  const asked = async (page: Page, question: string) => {
    await open(page);
    await page.getByRole("button", { name: question }).click();
    await until(page, "there is a picture", ({ nodes }) => nodes.length > 0);
    return rest(page);
  };
  const ends = (test: (one: (typeof told)[number]) => boolean) => told.filter((one) => one.asserted && test(one)).flatMap(({ from, to }) => [from, to]);

  test("who is said to have used Pegasus against whom", { tag: "@stores" }, async ({ page }) => {
    const chart = await asked(page, "Who is said to have used Pegasus against whom?");
    const uses = new Set(relationsOf("pegasus", "USED_IN").map(({ to }) => to));
    const whom = ends(({ from, type }) => type === "TARGETED" && uses.has(from));
    const who = ends(({ type, to }) => type === "OPERATED" && uses.has(to));
    expect(idsOf(chart)).toEqual(expect.arrayContaining([...new Set([...uses, ...who, ...whom])]));
    expect(chart.layout.name).toBe("role");
    await expect(picture(page)).toBeFocused();
    await expect(panel(page).getByRole("heading", { name: /Pegasus$/ })).toBeVisible();
  });

  test("whom Israel took off its list", async ({ page }) => {
    const chart = await asked(page, "Whom did Israel take off its list of permitted customers?");
    expect(idsOf(chart)).toEqual(["india", "israel", "israel-cyber-export-list", "mexico", "morocco", "saudi-arabia", "united-arab-emirates"]);
    await expect(picture(page)).toHaveAccessibleName("The picture: 7 entities, 8 relations");
  });

  test("how NSO Group is connected with Jamal Khashoggi", async ({ page }) => {
    const chart = await asked(page, "How is NSO Group connected with Jamal Khashoggi?");
    expect(chart.panel).toBe("paths");
    expect(chart.paths?.ids).toEqual(["nso-group", "jamal-khashoggi"]);
  });

  test("who owned NSO Group, and who makes what it sells", async ({ page }) => {
    const chart = await asked(page, "Who owned NSO Group, and who makes what it sells?");
    expect(idsOf(chart)).toEqual(expect.arrayContaining(relationsOf("nso-group", "OWNS").map(({ from, to }) => (from === "nso-group" ? to : from))));
    expect(chart.layout.name).toBe("layered");
  });

  test("who sues NSO Group", async ({ page }) => {
    const chart = await asked(page, "Who sues NSO Group, and over what?");
    const suits = new Set(relationsOf("nso-group", "DEFENDANT_IN").map(({ to }) => to));
    const plaintiffs = ends(({ type, to }) => type === "PLAINTIFF_IN" && suits.has(to));
    expect(suits.size).toBe(3);
    expect(idsOf(chart)).toEqual(expect.arrayContaining([...suits, ...plaintiffs]));
  });

  test("what became known in a week", async ({ page }) => {
    const chart = await asked(page, "What was first told of NSO Group here in the last week of November 2021?");
    expect([chart.lens, chart.against]).toEqual([{ knownAt: "2021-11-30" }, { knownAt: "2021-11-23" }]);
    await expect(page.getByRole("region", { name: "Lens" })).toContainText(/relations: \+\d+ −\d+ ≠\d+/);
    // Both lenses are kept, and what came is drawn: nothing of the five articles was out by the 23rd.
    expect(idsOf(chart)).toEqual(expect.arrayContaining(["misuse-of-nso-software", "nso-group"]));
  });
});
