// On whose word: the evidence panel.
import { clickOn, header, open, panel, until } from "./explorer";
import { expect, test } from "./page";

test("an entity is told by topic, each fact with how it stands and why", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=nso-group");
  const article = panel(page).getByRole("article");
  for (const topic of ["Names", "What it is", "Products and deals", "Sources"]) {
    await expect(article.getByRole("region", { name: topic, exact: true })).toBeVisible();
  }
  // Its rating is told by one article, in its 14th paragraph, and is Moody's.
  const rating = article.getByRole("listitem").filter({ hasText: "B3" }).first();
  await expect(rating).toContainText("Moody");
  await rating.getByRole("button").first().click();
  await expect(article.getByRole("heading", { level: 2 })).toContainText(/NSO Group, rating: B3 by Moody's/);
  await expect(article.locator(".claim")).toHaveCount(1);
  await expect(article.locator(".claim")).toContainText("Israel bans cyber tech sales to 65 countries following NSO affair");
  await expect(article.locator(".claim")).toContainText("¶ 14");
  await panel(page).getByRole("button", { name: "← Back" }).click();
  await expect(article.getByRole("heading", { level: 2 })).toContainText("NSO Group");
});

test("a fact is told with its sentence, its origins and each claim", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=mexico,israel-cyber-export-list");
  await clickOn(page, "mexico", "israel-cyber-export-list");
  const article = panel(page).getByRole("article");
  await expect(article.getByRole("heading", { level: 2 })).toHaveText("Mexico is listed on Israel cyber export list");
  await expect(article.locator("header")).toContainText("stated as fact");
  await expect(article.locator("header")).toContainText(
    "Five documents; one named origin, the Calcalist report of 25 November 2021 (three lead to it, two do not say where they have it).",
  );
  await expect(article.locator("header")).toContainText("Until 25 November 2021 or before.");
  // Three documents have it from Calcalist; two do not say.
  const calcalist = article.getByRole("region", { name: "The Calcalist report of 25 November 2021" });
  await expect(calcalist.locator(".claim")).toHaveCount(3);
  await expect(article.getByRole("region", { name: "Do not say where they have it" }).locator(".claim")).toHaveCount(2);
  await expect(article.locator(".claim").filter({ hasText: "Israel drops list of countries buying cybertech after Pegasus Row: report" })).toContainText("¶");
});

test("denials stand in the same panel as what they deny", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=nso-group,misuse-of-nso-software");
  await expect(panel(page).getByRole("region", { name: "Contradictions" })).toContainText("asserted in six documents, denied in two, by NSO Group");
  const helped = panel(page).getByRole("listitem").filter({ has: page.getByRole("button", { name: /^Helped: Misuse of NSO software/ }) });
  await expect(helped).toContainText("and denied");
  // Two documents tell that NSO Group denies it, by the numbers that they have below.
  await expect(helped).toContainText(/Denied by NSO Group \[\d+\] \[\d+\]\./);
  await helped.getByRole("button").first().click();
  const article = panel(page).getByRole("article");
  await expect(article.getByRole("heading", { level: 2 })).toHaveText("NSO Group helped Misuse of NSO software");
  const denials = article.locator(".claim.denies");
  await expect(denials).toHaveCount(2);
  for (const paragraph of ["¶ 7", "¶ 11"]) {
    const denial = denials.filter({ hasText: paragraph });
    await expect(denial).toHaveCount(1);
    await expect(denial).toContainText("NSO Group denies that it did wrong.");
    await expect(denial).toContainText("Denied by NSO Group");
  }
  await expect(article.locator(".claim:not(.denies)")).toHaveCount(8);
  await expect(article.getByRole("region", { name: /^The word of “Large tech companies/ })).toBeVisible();
  await expect(article.locator("header")).toContainText("One origin denies it.");
});

test("copies are folded under what they copy", async ({ page }) => {
  await open(page, "/?entities=nso-group,misuse-of-nso-software");
  await panel(page).getByRole("button", { name: /^Helped: Misuse of NSO software/ }).click();
  // Homeland Security Today prints the statement of the Department of State.
  const folded = panel(page).locator("details").filter({ hasText: "1 copy or retelling of the same text" });
  await expect(folded).toHaveCount(1);
  await expect(folded.locator(".claim")).toBeHidden();
  await folded.locator("summary").click();
  await expect(folded.locator(".claim")).toBeVisible();
  await expect(folded.locator(".claim")).toContainText(/Homeland Security Today/i);
});

test("a source is told with what rests on it", { tag: "@stores" }, async ({ page }) => {
  await open(page, "/?entities=mexico,israel-cyber-export-list");
  await clickOn(page, "mexico", "israel-cyber-export-list");
  await panel(page).getByRole("button", { name: "What rests on this source" }).first().click();
  const article = panel(page).getByRole("article");
  const rests = article.getByRole("region", { name: "What rests on it" });
  await expect(rests).toContainText("27 facts would stand otherwise without it; 6 facts would have nobody left who asserts it.");
  await expect(rests.getByRole("heading", { name: "Would have nobody left" })).toBeVisible();
  await expect(rests.locator("section > ul > li, ul").first().getByRole("listitem")).toHaveCount(6);
  // Each leads on to its own evidence, and Back leads here.
  await rests.getByRole("button").first().click();
  await expect(article.getByRole("region", { name: "What rests on it" })).toHaveCount(0);
  await panel(page).getByRole("button", { name: "← Back" }).click();
  await expect(rests).toBeVisible();
});

test("sources are called by name, with a title or without; no code is shown to people", async ({ page }) => {
  await open(page, "/?entities=nso-group,misuse-of-nso-software,mexico,israel-cyber-export-list");
  const code = /source:|[A-Z]{3,}_[A-Z]|\d{4}-\d\d|\d{4}\/|\/\d{4}/;
  const article = panel(page).getByRole("article");
  const sources = article.getByRole("region", { name: "Sources" }).getByRole("listitem");
  await expect(sources.filter({ hasText: "The Calcalist report of 25 November 2021" })).toContainText("not held");
  // The number stands beside the first line of its entry.
  const [entry, name] = [sources.first(), sources.first().getByRole("button")];
  expect((await name.boundingBox())!.y - (await entry.boundingBox())!.y).toBeLessThan(4);
  expect(await article.innerText()).not.toMatch(code);
  await sources.filter({ hasText: "The Calcalist report of 25 November 2021" }).getByRole("button").click();
  await expect(article.getByRole("heading", { level: 2 })).toHaveText("The Calcalist report of 25 November 2021");
  await article.locator("summary").filter({ hasText: "Hang on it" }).click();
  expect(await article.innerText()).not.toMatch(code);
  await panel(page).getByRole("button", { name: "← Back" }).click();
  await article.getByRole("button", { name: /^Helped: Misuse of NSO software/ }).click();
  await expect(article.locator(".claim").filter({ hasText: "The Homeland Security Today report" })).toHaveCount(1);
  expect(await article.innerText()).not.toMatch(code);
});

test("what is only denied is shown to those who ask for it by status", async ({ page }) => {
  await open(page, "/?entities=nso-group");
  const denied = panel(page).getByRole("button", { name: "Helped: Sending of the phone of Hanan Elatr to a Pegasus site" });
  const lens = page.getByRole("region", { name: "Lens" });
  await lens.getByRole("button", { name: /^Lens:/ }).click();
  await lens.getByText(/^Status:/).click();
  await lens.getByLabel("only denied").check();
  await until(page, "the lens asks for it", ({ lens }) => JSON.stringify(lens["statuses"]) === '["DENIED"]');
  const surveillance = panel(page).getByRole("region", { name: "Surveillance" });
  await expect(surveillance.getByRole("listitem")).toHaveCount(1);
  await expect(surveillance.getByRole("listitem")).toContainText("only denied");
  await expect(denied).toBeVisible();
  await header(page, "Undo").click();
  await until(page, "it sees everything", ({ lens }) => Object.keys(lens).length === 0);
});
