// What is on screen is in the address, and comes back from it.
import { box, button, chartOf, clickOn, header, idsOf, open, openLens, panel, picture, pointOf, rest, until } from "./explorer";
import { expect, test } from "./page";

test("whoever opens the address in another browser sees the same", { tag: "@stores" }, async ({ page, browser, baseURL }) => {
  await open(page, "/?entities=nso-group,pegasus,customers-of-nso-group,israel,mexico,misuse-of-nso-software");
  await page.getByRole("combobox", { name: "Arrange" }).selectOption("layered");
  await until(page, "it is arranged", ({ layout }) => layout.name === "layered");
  await openLens(page);
  await page.getByLabel("Known by, a day").fill("2022-06-30");
  await until(page, "the lens is set", ({ lens }) => lens["knownAt"] === "2022-06-30");
  await rest(page);
  const { x, y } = await pointOf(page, "pegasus");
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 33, y + 21, { steps: 4 });
  await page.mouse.up();
  await rest(page);
  await clickOn(page, "nso-group", "pegasus");
  await page.getByRole("tab", { name: "List" }).click();
  await until(page, "the panel is another", ({ panel }) => panel === "list");
  const here = await rest(page);
  expect(here.selected[0]).toMatch(/^relation:/);

  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await context.newPage();
  const there = await open(other, page.url());
  // Nodes, places, pins, lens, selection, layout, panel and look: all that the address holds.
  expect(there).toEqual(here);
  await expect(picture(other)).toHaveAccessibleName((await picture(page).getAttribute("aria-label"))!);
  await expect(other.getByRole("treegrid")).toHaveText((await page.getByRole("treegrid").innerText()).replace(/\s+/g, " "), { useInnerText: true });
  await expect(other.getByRole("tab", { name: "List" })).toHaveAttribute("aria-selected", "true");
  await expect(button(other, "Lens: known by 2022-06-30")).toBeVisible();
  await context.close();
});

test("a small picture is shared as it is, a large one under a short name that opens it", { tag: "@stores" }, async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "/?entities=nso-group");
  await header(page, "Share").click();
  const dialog = page.getByRole("dialog", { name: "Send this picture on" });
  await expect(dialog.getByLabel("Address")).toHaveValue(page.url());
  await dialog.getByRole("button", { name: "Close" }).click();

  await open(page);
  await page.getByRole("button", { name: "Who is said to have used Pegasus" }).click();
  await until(page, "there is a picture", ({ nodes }) => nodes.length > 50);
  const here = await rest(page);
  await header(page, "Share").click();
  await expect(dialog).toContainText("The picture is kept by the server under this short name.");
  const short = await dialog.getByLabel("Address").inputValue();
  expect(new URL(short).search).toMatch(/^\?chart=[\w-]{10,64}$/);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog).toContainText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(short);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(await open(page, short)).toEqual(here);
});

test("links from elsewhere name entities or the ends of paths", async ({ page }) => {
  expect(idsOf(await open(page, "/?entities=nso-group,%20pegasus,,nso-group"))).toEqual(["nso-group", "pegasus"]);
  expect((await open(page, "/?paths=nso-group,jamal-khashoggi")).paths?.ids).toEqual(["nso-group", "jamal-khashoggi"]);
  // Of those that the store does not know the others are shown.
  expect(idsOf(await open(page, "/?entities=nobody-at-all,pegasus,nothing"))).toEqual(["pegasus"]);
  await expect(page.getByRole("alert")).toContainText("The store knows no entities nobody-at-all, nothing.");
  await expect(panel(page).getByRole("heading", { name: /Pegasus$/ })).toBeVisible();
  await open(page, "/?entities=nobody-at-all");
  await expect(page.getByRole("alert")).toContainText("The store knows no entity nobody-at-all.");
  expect((await chartOf(page)).nodes).toEqual([]);
  await expect(page.getByRole("heading", { name: "Questions to begin with" })).toBeVisible();
  for (const address of ["/?paths=nso-group,nobody-at-all", "/?paths=nso-group,pegasus,nobody-at-all"]) {
    await open(page, address);
    const alerts = page.getByRole("alert");
    await expect(alerts.first()).toContainText("The store knows no entity nobody-at-all.");
    await expect(page.getByText(/schema/)).toHaveCount(0);
  }
});

test("links from elsewhere name a lens", async ({ page }) => {
  const address = "knownAt=2021-11-30&trueAt=2021-11-25&certain=false&collection=nso-articles&minOrigins=2&statuses=stated,alleged";
  const chart = await open(page, `/?entities=mexico,israel-cyber-export-list&${address}`);
  expect(idsOf(chart)).toEqual(["israel-cyber-export-list", "mexico"]);
  const lens = { knownAt: "2021-11-30", trueAt: "2021-11-25", certain: false, collection: "nso-articles", minOrigins: 2, statuses: ["STATED", "ALLEGED"] };
  expect(chart.lens).toEqual(lens);
  expect((await open(page, "/?paths=nso-group,mexico&collection=nso-articles")).lens).toEqual({ collection: "nso-articles" });
  await open(page, "/?entities=mexico&minOrigins=two");
  await expect(page.getByRole("alert").first()).toContainText("minOrigins: a number was expected.");
});

test("what an address names and means nothing is told, and the rest shown", async ({ page }) => {
  for (const [address, says] of [
    ["knownat=2015-01-01", "knownat, which means nothing here"],
    ["statuses=foo", "There is no status FOO"],
    ["knownAt=2021-13-45", "knownAt is one day, such as 2021-11-25, not 2021-13-45"],
  ] as const) {
    const chart = await open(page, `/?entities=mexico&${address}`);
    await expect(page.getByRole("alert"), address).toContainText(says);
    expect(idsOf(chart), address).toEqual(["mexico"]);
    expect(chart.lens, address).toEqual({});
  }
  await open(page, "/?paths=nso-group");
  await expect(page.getByRole("alert")).toContainText("There are no paths of nso-group alone");
});

test("an address that is cut off, foreign or of no kept picture is told to be that, and one can go on", async ({ page, trouble }) => {
  trouble.allow(/404 \(Not Found\)/);
  await open(page, "/?entities=nso-group,pegasus");
  const whole = page.url().split("#")[1]!;
  for (const address of [`/#${whole.slice(0, -12)}`, `/#${whole.slice(5)}`, "/#top", "/#%3Cb%3E", `/#${"A".repeat(800_000)}`, "/?chart=nosuchname", "/?chart=../../etc/passwd"]) {
    await page.goto("about:blank");
    await page.goto(address);
    await expect(page.getByRole("alert"), address.slice(0, 40)).toBeVisible();
    await expect(page.getByRole("alert"), address.slice(0, 40)).not.toContainText(/undefined|Error|\[object/);
    await expect(box(page)).toBeVisible();
    await expect(page.getByRole("heading", { name: "Questions to begin with" })).toBeVisible();
  }
  await page.goto("about:blank");
  await page.goto(`/#${whole.slice(0, -12)}`);
  await expect(page.getByRole("alert")).toContainText("The address is cut off or was changed on its way.");
  await page.getByRole("alert").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Whom did Israel take off" }).click();
  await until(page, "there is a picture", ({ nodes }) => nodes.length === 7);
  await expect(panel(page).getByRole("heading", { name: /Israel cyber export list$/ })).toBeVisible();
});

test("another address in the same tab is followed", async ({ page }) => {
  await open(page, "/?entities=mexico");
  const mexico = page.url();
  await open(page, "/?entities=pegasus");
  await page.evaluate((address) => (location.href = address), mexico);
  await until(page, "it is another picture", (chart) => idsOf(chart).join() === "mexico");
  await expect(picture(page)).toHaveAccessibleName("The picture: 1 entity, 0 relations");
});
