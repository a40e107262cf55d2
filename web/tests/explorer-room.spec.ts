// What has room in the picture: all of it in a smaller window, names, headings, menus, and what is said beside it.
import type { Page } from "@playwright/test";
import { button, header, idsOf, open, openLens, picture, placeOf, pointOf, rest, show, until } from "./explorer";
import { expect, test } from "./page";
import { nameOf } from "./seed";

interface Written {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** What is written on the picture just now, and where in it. */
async function writing(page: Page): Promise<readonly Written[]> {
  return page.evaluate(() => (window as unknown as { written: Written[] }).written);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const kept = window as unknown as { written: Written[] };
    kept.written = [];
    const { fillText, reset } = CanvasRenderingContext2D.prototype;
    const isPicture = (context: CanvasRenderingContext2D): boolean => context.canvas.parentElement?.className === "canvas";
    CanvasRenderingContext2D.prototype.reset = function () {
      if (isPicture(this)) kept.written = [];
      reset.call(this);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      if (isPicture(this)) {
        const width = this.measureText(text).width;
        const { a, b, e, f } = this.getTransform();
        const left = this.textAlign === "center" ? x - width / 2 : this.textAlign === "right" || this.textAlign === "end" ? x - width : x;
        // What is turned stands along a line, and is no name.
        if (b === 0) kept.written.push({ text, left: left + e / a, right: left + width + e / a, y: y + f / a });
      }
      fillText.call(this, text, x, y);
    };
  });
});

/** Of the entities on the canvas, those whose name is not written, in up to four rows; long ones are cut at the end. */
async function unnamed(page: Page, ids: readonly string[]): Promise<readonly string[]> {
  const rows = (await writing(page)).map(({ text }) => text);
  const labels = rows.flatMap((_, i) => [1, 2, 3, 4].map((count) => rows.slice(i, i + count).join(" ")));
  const whole = new Set(labels);
  const cut = labels.flatMap((label) => (label.endsWith("…") && label.length > 15 ? [label.slice(0, -1)] : []));
  return ids.filter((id) => !whole.has(nameOf(id)) && !cut.some((start) => nameOf(id).startsWith(start)));
}

async function allInside(page: Page): Promise<void> {
  const frame = (await picture(page).boundingBox())!;
  for (const { text, left, right, y } of await writing(page)) {
    expect(left >= -1 && right <= frame.width + 1 && y > 8 && y <= frame.height, `${text}: ${left} to ${right} of ${frame.width}, ${y} of ${frame.height}`).toBe(true);
  }
}

test.use({ viewport: { width: 1280, height: 800 } });

const questions: readonly (readonly [text: string, left: number])[] = [
  ["Who is said to have used Pegasus", 10],
  ["Whom did Israel take off its list", 0],
  ["How is NSO Group connected with Jamal Khashoggi", 0],
  ["Who owned NSO Group", 0],
  ["Who sues NSO Group", 0],
  ["What was first told of NSO Group", 2],
];
for (const [text, left] of questions) {
  test(`${text} …: names are written, and none is cut off`, async ({ page }) => {
    await open(page);
    await page.getByRole("button", { name: text }).click();
    await until(page, "there is a picture", ({ nodes }) => nodes.length > 5);
    const chart = await rest(page);
    const missing = await unnamed(page, idsOf(chart));
    expect(missing.length, missing.join(", ")).toBeLessThanOrEqual(left);
    await allInside(page);
  });
}

test("a picture that is opened in a smaller window, or in one that becomes smaller, still shows all of it", async ({ page, browser, baseURL }) => {
  await page.setViewportSize({ width: 1700, height: 1000 });
  await open(page);
  await page.getByRole("button", { name: "Who sues NSO Group" }).click();
  await until(page, "there is a picture", ({ nodes }) => nodes.length > 5);
  const here = await rest(page);
  const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), viewport: { width: 1000, height: 600 } });
  const other = await context.newPage();
  const there = await open(other, page.url());
  expect(there.nodes, "places are the same").toEqual(here.nodes);
  for (const smaller of [{ width: 1000, height: 600 }, { width: 390, height: 800 }, { width: 800, height: 390 }]) {
    await other.setViewportSize(smaller);
    await rest(other);
    const frame = (await picture(other).boundingBox())!;
    for (const id of idsOf(there)) {
      const { x, y } = await pointOf(other, id);
      const inside = x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height;
      expect(inside, `${id} in ${smaller.width} × ${smaller.height}`).toBe(true);
    }
  }
  expect((await rest(other)).look, "the address keeps the look that was sent").toEqual(here.look);
  await context.close();
});

test("what takes room and gives it back leaves the picture as it was", async ({ page }) => {
  await open(page, "/?entities=nso-group,pegasus,israel,whatsapp-v-nso-group,apple-v-nso-group,mexico");
  const look = await picture(page).getAttribute("data-look");
  await openLens(page);
  await rest(page);
  await allInside(page);
  await page.getByRole("button", { name: /^Lens/ }).click();
  await rest(page);
  expect(await picture(page).getAttribute("data-look")).toBe(look);
  // The legend stands beside the picture.
  await page.locator(".legend summary").click();
  await rest(page);
  await allInside(page);
  const legend = (await page.locator(".legend .meanings").boundingBox())!;
  expect(legend.x + legend.width).toBeLessThanOrEqual((await picture(page).boundingBox())!.x + 1);
});

test("every column has its heading", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "What was first told of NSO Group" }).click();
  await until(page, "there is a picture", ({ nodes }) => nodes.length > 5);
  await page.getByRole("combobox", { name: "Arrange" }).selectOption("role");
  await until(page, "it is arranged", ({ layout }) => layout.name === "role");
  const chart = await rest(page);
  const { guides } = chart as unknown as { guides: readonly (readonly [number, string])[] };
  expect(guides.length).toBeGreaterThan(5);
  const written = (await writing(page)).map(({ text }) => text);
  for (const [, text] of guides) expect(written.join(" ")).toContain(text.split(" ")[0]);
});

test("what is said beside the picture does not lie over it", async ({ page, trouble }) => {
  trouble.allow(/net::ERR_/);
  await open(page, "/?entities=nso-group,pegasus");
  const apart = async (selector: string): Promise<void> => {
    const [a, b] = [(await page.locator(selector).boundingBox())!, (await picture(page).boundingBox())!];
    expect(a.y + a.height <= b.y + 1 || a.y >= b.y + b.height - 1, selector).toBe(true);
  };
  const { x, y } = await pointOf(page, "nso-group");
  await page.mouse.move(x, y);
  await expect(page.locator(".pointed")).toContainText("NSO Group, company");
  await apart(".pointed");
  await apart(".zoom");
  await page.route("**/graphql", (route) => route.abort("connectionrefused"));
  await page.mouse.dblclick(x, y);
  await expect(page.locator(".notice.bad")).toBeVisible();
  await apart(".notice.bad");
});

test("the menu of an entity has the focus, stays within the picture, and gives the focus back", async ({ page }) => {
  const chart = await open(page, "/?entities=nso-group,pegasus,israel,mexico");
  const menu = page.getByRole("group", { name: /^What can be done with/ });
  for (const id of idsOf(chart)) {
    const { x, y } = await pointOf(page, id);
    await page.mouse.click(x, y, { button: "right" });
    await expect(menu).toBeVisible();
    expect(await menu.evaluate((box) => box.contains(document.activeElement)), id).toBe(true);
    const [a, b] = [(await menu.boundingBox())!, (await picture(page).boundingBox())!];
    expect(a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height, id).toBe(true);
    await page.keyboard.press("Escape");
    await expect(menu).toHaveCount(0);
    await expect(picture(page)).toBeFocused();
  }
  await page.keyboard.press("m");
  await expect(menu).toBeVisible();
  await page.getByRole("tab", { name: "List" }).click();
  await expect(menu).toHaveCount(0);
  const { x, y } = await pointOf(page, "mexico");
  await page.mouse.click(x, y, { button: "right" });
  await menu.getByRole("button", { name: "Remove" }).click();
  await until(page, "it is gone", ({ nodes }) => nodes.length === 3);
  await expect(menu).toHaveCount(0);
  await expect(picture(page)).toBeFocused();
});

test("an empty picture says why it is empty", async ({ page }) => {
  await open(page, "/?entities=nso-group,osy-technologies");
  await show(page, "Facets");
  await page.getByLabel("Show company", { exact: true }).selectOption("hidden");
  await expect(picture(page)).toContainText("The facets hide 2 entities that are on the canvas.");
  await show(page, "List");
  await picture(page).getByRole("button", { name: "Open the facets" }).click();
  await expect(page.getByRole("tab", { name: "Facets" })).toHaveAttribute("aria-selected", "true");
  await header(page, "Clear").click();
  const region = page.getByRole("region", { name: "Picture" });
  await expect(region).toContainText("The canvas is cleared. Undo brings it back.");
  await button(page, "Undo").click();
  await expect(region).not.toContainText("The canvas is cleared.");
  expect(placeOf(await rest(page), "nso-group").pinned).toBe(false);
});
