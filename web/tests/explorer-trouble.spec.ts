// When the server is gone, slow, or asks for a token.
import type { Page } from "@playwright/test";
import { add, box, button, idsOf, open, openLens, panel, picture, rest, until } from "./explorer";
import { expect, test } from "./page";

const notice = (page: Page) => page.getByRole("region", { name: "Picture" }).getByRole("alert");

test("a server that is gone is told of, and trying again does what was asked for", async ({ page, trouble }) => {
  trouble.allow(/net::ERR_/);
  await open(page, "/?entities=nso-group");
  await box(page).fill("pegasus");
  await expect(page.getByRole("option").first()).toContainText("Pegasus");
  await page.route("**/graphql", (route) => route.abort("connectionrefused"));
  await box(page).press("Enter");
  const alert = notice(page);
  await expect(alert).toContainText("The server does not answer.");
  await expect(alert).toContainText("See that actorgraph runs, and try again.");
  // What was there is there.
  await expect(picture(page)).toHaveAccessibleName("The picture: 1 entity, 0 relations");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeVisible();
  await page.unroute("**/graphql");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toHaveCount(0);
  expect(idsOf(await until(page, "it is added", ({ nodes }) => nodes.length === 2))).toEqual(["nso-group", "pegasus"]);
});

test("a page that opens while the server is gone fills when it is back", async ({ page, trouble }) => {
  trouble.allow(/net::ERR_/);
  await page.route("**/graphql", (route) => route.abort("connectionrefused"));
  await open(page, "/?entities=nso-group,pegasus");
  const alert = notice(page);
  await expect(alert).toBeVisible();
  await page.unroute("**/graphql");
  await alert.getByRole("button", { name: "Try again" }).click();
  await until(page, "they are there", (chart) => idsOf(chart).join() === "nso-group,pegasus");
  await expect(picture(page)).toHaveAccessibleName("The picture: 2 entities, 1 relation");
});

test("an answer that is none of the program's is told to be that", async ({ page, trouble }) => {
  trouble.allow(/Failed to load resource/);
  await open(page, "/?entities=nso-group");
  await openLens(page);
  await page.route("**/graphql", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<p>A proxy says hello.</p>" }));
  await page.getByLabel("Origins, at least").fill("2");
  await expect(notice(page)).toContainText("The server's answer was cut off or is none of actorgraph's.");
  await page.unroute("**/graphql");
  await notice(page).getByRole("button", { name: "Try again" }).click();
  await expect(notice(page)).toHaveCount(0);
  // A panel asks for itself.
  await panel(page).getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await expect(panel(page).getByRole("heading", { name: /NSO Group$/ })).toBeVisible();
});

test("a slow answer shows progress, and can be cancelled", async ({ page }) => {
  await open(page, "/?entities=nso-group");
  const held: (() => void)[] = [];
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("Canvas(")) return route.continue();
    await new Promise<void>((resolve) => held.push(resolve));
    await route.continue().catch(() => undefined); // it is cancelled
  });
  await add(page, "Pegasus");
  const progress = page.getByRole("progressbar", { name: "Reading what is to be added" });
  await expect(progress).toBeVisible();
  await button(page, "Cancel").click();
  await expect(progress).toHaveCount(0);
  held.forEach((go) => go());
  await page.unroute("**/graphql");
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(idsOf(await rest(page))).toEqual(["nso-group"]);
  await add(page, "Pegasus");
  await until(page, "it is added", ({ nodes }) => nodes.length === 2);
});

test.describe("a server that asks for a token", () => {
  const url = process.env["ACTORGRAPH_TOKEN_URL"];
  const token = process.env["ACTORGRAPH_TOKEN"] ?? "";
  test.skip(url === undefined, "ACTORGRAPH_TOKEN_URL names none");
  test.use({ baseURL: url });

  test("opens a picture that it keeps as soon as it has it", async ({ page, trouble }) => {
    trouble.allow(/401 \(Unauthorized\)/);
    await open(page);
    const dialog = page.getByRole("dialog", { name: "This server asks for a token" });
    await dialog.getByLabel("Token").fill(token);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Who is said to have used Pegasus" }).click();
    await until(page, "there is a picture", ({ nodes }) => nodes.length > 50);
    const here = await rest(page);
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("dialog")).toContainText("under this short name");
    const short = await page.getByLabel("Address").inputValue();
    await page.evaluate(() => sessionStorage.clear());
    await open(page, short);
    await dialog.getByLabel("Token").fill(token);
    await page.keyboard.press("Enter");
    await until(page, "the picture is there", ({ nodes }) => nodes.length > 50);
    expect(await rest(page)).toEqual(here);
  });

  test("is given it, and then shows what was asked for", async ({ page, trouble }) => {
    trouble.allow(/401 \(Unauthorized\)/);
    await open(page, "/?entities=nso-group,pegasus");
    const dialog = page.getByRole("dialog", { name: "This server asks for a token" });
    await expect(dialog.getByLabel("Token")).toBeFocused();
    await page.keyboard.type("wrong");
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("alert")).toHaveText("The last one was not accepted.");
    await dialog.getByLabel("Token").fill(token);
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await until(page, "they are there", (chart) => idsOf(chart).join() === "nso-group,pegasus");
    await page.reload();
    await expect(picture(page)).toHaveAccessibleName("The picture: 2 entities, 1 relation");
    await expect(dialog).toBeHidden();
    expect(page.url()).not.toContain(token);
  });
});
